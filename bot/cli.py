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
    Path | None,
    typer.Option("--data", "-d", help=catalogues().speech("en")("cli-data")),
]


@app.callback()
def fourwins() -> None:
    """Keeps `try` a subcommand while it is the only one."""


@app.command("try", help=catalogues().speech("en")("cli-try"))
def try_command(config: Config = None, data: Folder = None) -> None:
    """A local group in the terminal; nothing leaves the machine."""
    try:
        settings = load(config)
        asyncio.run(_try(settings, data or settings.store.folder))
    except (ConfigBroken, StoreError, BoardBroken, ClockBroken) as error:
        typer.echo(f"fourwins: {error}", err=True)
        raise typer.Exit(USAGE) from error


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
