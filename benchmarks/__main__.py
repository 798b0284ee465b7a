"""`python -m benchmarks [name ...] [--quick] [--folder FOLDER]`"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter_ns

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import discord_posts, discord_reply, reply, slack_ack, store_growth, store_writers
from benchmarks.measure import Report, ms, percentile

BENCHMARKS: Mapping[str, Callable[[Path, bool], Report]] = {
    "store_growth": store_growth.run,
    "store_writers": store_writers.run,
    "reply": reply.run,
    "slack_ack": slack_ack.run,
    "discord_reply": discord_reply.run,
    "discord_posts": discord_posts.run,
}
_VERDICTS = {None: "", True: "[green]met[/]", False: "[red]missed[/]"}


def main() -> None:
    """Run the benchmarks that are named, or all. A goal that is missed is no error."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="The goals, measured.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"any of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a rough first look")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(),
        help="where the data goes for the while (default: here)",
    )
    parser.add_argument("--markdown", action="store_true", help="tables as Markdown, for the docs")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    console = Console()
    if not console.is_terminal:
        # In a file or a log nothing needs to be broken to fit.
        console = Console(width=160)
    with TemporaryDirectory(prefix=".benchmarks-", dir=asked.folder) as made:
        folder = Path(made).resolve()
        console.print(surroundings(folder))
        for name in asked.names or BENCHMARKS:
            place = folder / name
            place.mkdir()
            with console.status(f"{name} …"):
                report = BENCHMARKS[name](place, asked.quick)
            console.print()
            console.print(f"### {report.title}\n" if asked.markdown else f"[bold]{report.title}[/]")
            console.print(table(report, box.MARKDOWN if asked.markdown else box.SIMPLE_HEAD))
            for note in report.notes:
                console.print(f"- {note}" if asked.markdown else note, highlight=False)


def table(report: Report, frame: box.Box) -> Table:
    """The report for a terminal."""
    drawn = Table(box=frame)
    for name in ("what", "measured", "ratio", "goal", "verdict"):
        drawn.add_column(name)
    for line in report.lines:
        drawn.add_row(line.what, line.measured, line.ratio, line.goal, _VERDICTS[line.met])
    return drawn


def surroundings(folder: Path) -> str:
    """What the figures depend on, on one line."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}, {os.cpu_count()} cores (load {load}), file system"
        f" {file_system(folder)}: append and fsync of 4 KiB p50 {ms(_fsync(folder))}"
    )


def file_system(folder: Path) -> str:
    """The kind of file system under this folder, where Linux says so."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return "unknown"
    kinds: dict[Path, str] = {}
    for mount in mounts.read_text(encoding="utf-8").splitlines():
        _, place, kind, *_ = mount.split(" ")
        kinds[Path(place)] = kind
    return next((kinds[above] for above in (folder, *folder.parents) if above in kinds), "unknown")


def _fsync(folder: Path) -> float:
    """How long the disk takes to say that it has something: the floor under every durable write."""
    taken: list[int] = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(100):
            began = perf_counter_ns()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            taken.append(perf_counter_ns() - began)
    return percentile(taken, 50)


if __name__ == "__main__":
    main()
