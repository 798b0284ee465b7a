"""A gate before the engine, for tests of what happens while something is under way."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.cards import Reply
from bot.core.events import Event
from bot.runtime.engine import Engine


class Gate:
    """Events wait before this engine until the gate opens; `entered` is set when one is there."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered = asyncio.Event()
        self._open = asyncio.Event()
        self._handle = engine.handle
        monkeypatch.setattr(engine, "handle", self._later)

    def opens(self) -> None:
        self._open.set()

    async def nothing(self) -> None:
        """A `settle` for people whose bot goes down meanwhile."""

    async def _later(self, event: Event) -> Reply:
        self.entered.set()
        await self._open.wait()
        return await self._handle(event)
