"""The command `fourwins`."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from cryptography.fernet import Fernet

from adapters.console.board import BoardBroken
from adapters.console.clock import ClockBroken
from adapters.discord.commands import explained, invite_url
from adapters.slack.manifest import Mode, link, manifest, new_app
from bot import keeping
from bot.config import ConfigBroken, Settings, discord_application, load, public_address
from bot.core.ports import PlatformLost, PlatformRefused, StoreError
from bot.wiring import catalogues, running, try_group

USAGE = 2
"""Exit code for a mistake that the operator can mend: settings, folder, arguments."""
DISCONNECTED = 75
"""Exit code for a platform that can't be reached: worth a new start (sysexits' EX_TEMPFAIL)."""


class ArgumentUnfit(Exception):
    """What was given behind the command is of no use; the message is one sentence."""


class FolderUnfit(Exception):
    """What was given as the data folder is none; the message is one sentence for the operator."""


# Read once: all that the command line says, help and messages.
_say = catalogues().speech("en")

app = typer.Typer(
    name="fourwins",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=_say("cli-help"),
)

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", help=_say("cli-config")),
]
Folder = Annotated[
    # A string, since an empty one must not become the working folder.
    str | None,
    typer.Option("--data", "-d", metavar="FOLDER", help=_say("cli-data")),
]


@app.command("try", help=_say("cli-try"))
def try_command(config: Config = None, data: Folder = None) -> None:
    """A local group in the terminal; nothing leaves the machine."""
    try:
        settings = load(config)
        asyncio.run(_try(settings, _folder(settings, data)))
    except BrokenPipeError:
        # Whoever read along has gone (`| head`): typer ends in silence for that.
        raise
    except (ConfigBroken, FolderUnfit, StoreError, BoardBroken, ClockBroken) as error:
        raise _ended(str(error)) from error
    except OSError as error:
        # A full disk, a terminal that is gone: what was saved before stays.
        what = f"{error.filename}: " if error.filename else ""
        raise _ended(f"{what}{error.strerror or 'the system refused'}") from error


@app.command("run", help=_say("cli-run"))
def run_command(config: Config = None, data: Folder = None) -> None:
    """The bot on the platforms of the settings, until it is told to stop."""
    try:
        settings = load(config)
        asyncio.run(_run(settings, _folder(settings, data)))
    except (ConfigBroken, FolderUnfit, StoreError, PlatformRefused) as error:
        raise _ended(str(error)) from error
    except PlatformLost as error:
        typer.echo(f"fourwins: {_say('cli-disconnected')}", err=True)
        raise typer.Exit(DISCONNECTED) from error
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        raise _ended(f"{what}{error.strerror or 'the system refused'}") from error


async def _run(settings: Settings, folder: Path) -> None:
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for name in ("SIGINT", "SIGTERM"):
        # Windows has no handlers on its loop; there Ctrl-C ends it by an exception.
        with suppress(NotImplementedError):
            loop.add_signal_handler(getattr(signal, name), told.set)
    async with running(settings, folder) as bot:
        typer.echo(_say("cli-running"), err=True)
        connected = asyncio.create_task(bot.run())
        stopped = asyncio.create_task(told.wait())
        await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if connected.done() and isinstance(lost := connected.exception(), BaseExceptionGroup):
            # Of several platforms, the first that was lost says it.
            raise lost.exceptions[0]
        connected.cancel()
        with suppress(asyncio.CancelledError):
            await connected


slack = typer.Typer(no_args_is_help=True, help=_say("cli-slack"))
app.add_typer(slack, name="slack")


@slack.callback()
def slack_commands() -> None:
    """Keeps `manifest` a subcommand while it is the only one."""


@slack.command("manifest", help=_say("cli-manifest"))
def manifest_command(
    config: Config = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="socket|http", help=_say("cli-manifest-mode")),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(metavar="https://…", help=_say("cli-manifest-url")),
    ] = None,
    one_workspace: Annotated[
        bool,
        typer.Option("--one-workspace", help=_say("cli-manifest-one")),
    ] = False,
    only_link: Annotated[bool, typer.Option("--link", help=_say("cli-manifest-link"))] = False,
) -> None:
    """The manifest on stdout and, for people, on stderr where it goes."""
    try:
        settings = load(config).slack
        chosen = _mode(settings.mode if mode is None else mode)
        address = _address(chosen, url, settings.url, one_workspace)
    except (ConfigBroken, ArgumentUnfit) as error:
        raise _ended(str(error)) from error
    made = manifest(chosen, _say, address, several=not one_workspace)
    page = link(made, settings.api_url)
    if only_link:
        typer.echo(page)
        return
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
    typer.echo(_say("cli-manifest-paste", page=new_app(settings.api_url), link=page), err=True)


discord = typer.Typer(no_args_is_help=True, help=_say("cli-discord"))
app.add_typer(discord, name="discord")


@discord.callback()
def discord_commands() -> None:
    """Keeps `invite-url` a subcommand while it is the only one."""


@discord.command("invite-url", help=_say("cli-invite"))
def invite_command(
    config: Config = None,
    user_install: Annotated[bool, typer.Option("--user-install", help=_say("cli-invite-user"))] = (
        False
    ),
    application: Annotated[
        str | None,
        typer.Option("--application-id", metavar="ID", help=_say("cli-invite-application")),
    ] = None,
) -> None:
    """The address on stdout and, for people, on stderr what it asks for and why."""
    try:
        usual = load(config).discord.application
        url = invite_url(_application(application, usual), user_install=user_install)
    except (ConfigBroken, ArgumentUnfit) as error:
        raise _ended(str(error)) from error
    typer.echo(url)
    if user_install:
        typer.echo(_say("cli-invite-nothing-asked"), err=True)
        return
    permissions = tuple(explained(_say))
    width = max(len(name) for name, _ in permissions)
    typer.echo(_say("cli-invite-asks"), err=True)
    for name, why in permissions:
        typer.echo(f"  {name:{width}}  {why}", err=True)


@app.command("backup", help=_say("cli-backup"))
def backup_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_say("cli-backup-file"))],
    config: Config = None,
    data: Folder = None,
) -> None:
    """A copy of the data, read back before it counts."""
    with _kept(config, data) as (settings, folder):
        _tell(keeping.back_up(settings, folder, file, _say))


@app.command("restore", help=_say("cli-restore"))
def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_say("cli-restore-file"))],
    config: Config = None,
    data: Folder = None,
) -> None:
    """The data of a copy, in place of what is there."""
    with _kept(config, data) as (settings, folder):
        _tell(keeping.restore(settings, folder, file, _say))


keys = typer.Typer(no_args_is_help=True, help=_say("cli-keys"))
app.add_typer(keys, name="keys")


@keys.command("new", help=_say("cli-keys-new"))
def new_key_command() -> None:
    """A key on stdout, and nothing else."""
    typer.echo(Fernet.generate_key().decode())


@keys.command("rotate", help=_say("cli-keys-rotate"))
def rotate_command(config: Config = None, data: Folder = None) -> None:
    """Everything encrypted with the first key."""
    with _kept(config, data) as (settings, folder):
        _tell(keeping.rotate(settings, folder, _say))


@contextmanager
def _kept(config: Path | None, data: str | None) -> Iterator[tuple[Settings, Path]]:
    """The settings and the folder; what goes wrong ends the command with one sentence."""
    try:
        settings = load(config)
        yield settings, _folder(settings, data)
    except (ConfigBroken, FolderUnfit, StoreError) as error:
        raise _ended(str(error)) from error


def _tell(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        typer.echo(sentence)


def _application(given: str | None, usual: str) -> str:
    try:
        id = usual if given is None else discord_application(given)
    except ValueError as error:
        raise ArgumentUnfit(f"--application-id: {error}") from error
    if not id:
        raise ArgumentUnfit(
            "--application-id: write your application's id, or a token into [discord]; "
            "docs/discord.md says where to find them"
        )
    return id


def _mode(given: str) -> Mode:
    modes: dict[str, Mode] = {"socket": "socket", "http": "http"}
    if given.casefold() not in modes:
        raise ArgumentUnfit("--mode: write socket or http")
    return modes[given.casefold()]


def _address(mode: Mode, given: str | None, usual: str, one_workspace: bool) -> str:
    """The public address that this mode needs; in socket mode there is none."""
    if mode == "socket":
        if given is not None or one_workspace:
            option = "--one-workspace" if given is None else "--url"
            raise ArgumentUnfit(f"{option}: this goes with --mode http only")
        return ""
    try:
        address = public_address(usual if given is None else given)
    except ValueError as error:
        raise ArgumentUnfit(f"--url: {error}") from error
    if not address:
        raise ArgumentUnfit(
            "--url: with --mode http, write the bot's public address, "
            "such as https://bot.example.org"
        )
    return address


def _folder(settings: Settings, given: str | None) -> Path:
    if given is not None and not given.strip():
        raise FolderUnfit("--data: write the path of a folder behind it")
    folder = settings.store.folder if given is None else Path(given)
    if folder.is_file():
        raise FolderUnfit(f"{folder}: is a file; name a folder for the data")
    return folder


def _ended(sentence: str) -> typer.Exit:
    typer.echo(f"fourwins: {sentence}", err=True)
    return typer.Exit(USAGE)


async def _try(settings: Settings, folder: Path) -> None:
    async with try_group(settings, folder) as chat:
        await chat.run()


def main() -> None:
    """The entry point."""
    # Emoji and right-to-left text must not fail on a terminal with a narrow encoding.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()


if __name__ == "__main__":
    main()
