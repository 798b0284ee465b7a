"""Compared variants, each in a process of its own, asked in turn.

In one process the garbage collector would walk through the largest store while the smallest is
timed, and so hide that size costs anything. Only one station works at a time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias

Measure: TypeAlias = Callable[[int], Awaitable[list[int]]]
"""Does something so many times, and gives the nanoseconds that each took."""

Bench: TypeAlias = Callable[[Path, int], AbstractAsyncContextManager[Mapping[str, Measure]]]
"""Sets up a variant of this size in this empty folder. A function of a module, to be sent."""


class Station:
    """A variant that is set up and waits to be asked."""

    def __init__(self, bench: Bench, folder: Path, size: int) -> None:
        # A fresh interpreter: a fork would bring along what lives in this one.
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(bench, folder, size, far), daemon=True)
        self._process.start()
        far.close()
        self._pipe.recv()

    def measure(self, what: str, times: int) -> list[int]:
        """Nanoseconds of each. Raises EOFError when the station failed; it says why on stderr."""
        self._pipe.send((what, times))
        taken: list[int] = self._pipe.recv()
        return taken

    def close(self) -> None:
        if self._process.is_alive():
            self._pipe.send(None)
        self._process.join()


@contextmanager
def stations(folder: Path, wanted: Sequence[tuple[str, Bench, int]]) -> Iterator[list[Station]]:
    """These variants (name of a folder, bench, size), set up one after the other."""
    with ExitStack() as stack:
        made: list[Station] = []
        for name, bench, size in wanted:
            place = folder / name
            place.mkdir()
            made.append(Station(bench, place, size))
            stack.callback(made[-1].close)
        yield made


def _serve(bench: Bench, folder: Path, size: int, pipe: Connection[Any, Any]) -> None:
    asyncio.run(_answer(bench, folder, size, pipe))


async def _answer(bench: Bench, folder: Path, size: int, pipe: Connection[Any, Any]) -> None:
    async with bench(folder, size) as measures:
        pipe.send("ready")
        # Waiting here stops the event loop, on which nothing is going on between two questions.
        while (asked := pipe.recv()) is not None:
            what, times = asked
            pipe.send(await measures[what](times))
