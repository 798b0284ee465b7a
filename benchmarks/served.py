"""Servers and bots, each in a process of its own, told what to do between two blocks."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Serving:
    """What runs now: the port on which it listens, if it does, and what it does when told to."""

    port: int = 0
    does: Mapping[str, Callable[[], Awaitable[None]]] = field(default_factory=dict)


Serve: TypeAlias = Callable[[Path, str], AbstractAsyncContextManager[Serving]]
"""Sets one up in this folder; it calls this address. A function of a module, to be sent."""


class Served:
    """One in a process of its own. Set up and asked, this process waits: see `asyncio.to_thread`
    where it has to answer meanwhile."""

    def __init__(self, serve: Serve, folder: Path, api_url: str) -> None:
        # A fresh interpreter: a fork would bring along what lives in this one.
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(serve, folder, api_url, far), daemon=True
        )
        self._process.start()
        far.close()
        self.port: int = self._pipe.recv()

    def do(self, what: str) -> None:
        """Raises EOFError when the server failed; it says why on stderr."""
        self._pipe.send(what)
        self._pipe.recv()

    def close(self) -> None:
        if self._process.is_alive():
            self._pipe.send(None)
        self._process.join()


@contextmanager
def served(serve: Serve, folder: Path, api_url: str) -> Iterator[Served]:
    """One in a process of its own, closed at the end."""
    made = Served(serve, folder, api_url)
    try:
        yield made
    finally:
        made.close()


def _serve(serve: Serve, folder: Path, api_url: str, pipe: Connection[Any, Any]) -> None:
    asyncio.run(_obey(serve, folder, api_url, pipe))


async def _obey(serve: Serve, folder: Path, api_url: str, pipe: Connection[Any, Any]) -> None:
    async with serve(folder, api_url) as serving:
        pipe.send(serving.port)
        # In a thread, for the loop goes on serving.
        while (what := await asyncio.to_thread(pipe.recv)) is not None:
            if (act := serving.does.get(what)) is not None:
                await act()
            pipe.send("done")
