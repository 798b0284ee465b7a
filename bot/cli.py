"""The command `fourwins`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.console.board import BoardBroken
from adapters.console.clock import ClockBroken
from bot.config import ConfigBroken, Settings, load
from bot.core.ports import StoreError
from bot.wiring import catalogues, try_group

USAGE = 2
"""Exit code for a mistake that the operator can mend: settings, folder, arguments."""


class FolderUnfit(Exception):
    """What was given as the data folder is none; the message is one sentence for the operator."""


app = typer.Typer(
    name="fourwins",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=catalogues().speech("en")("cli-help"),
)

Config = Annotated[
    Path | None,
    typer.Option("--config", "-c", help=catalogues().speech("en")("cli-config")),
]
Folder = Annotated[
    # A string, since an empty one must not become the working folder.
    str | None,
    typer.Option("--data", "-d", metavar="FOLDER", help=catalogues().speech("en")("cli-data")),
]


@app.callback()
def fourwins() -> None:
    """Keeps `try` a subcommand while it is the only one."""


@app.command("try", help=catalogues().speech("en")("cli-try"))
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
