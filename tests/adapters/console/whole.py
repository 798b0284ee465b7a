"""The local group as `fourwins try` joins it, in this process, at a time that the test chooses."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path

import pytest

from adapters.console.clock import MovableClock
from bot import wiring
from bot.config import Settings, TrySettings
from bot.core.ports import Clock


class _CountedIds:
    """Rising with time like the real ones, and the same in every run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given = count(1)

    def new(self) -> str:
        return f"{int(self._clock.now().timestamp() * 1000):012x}{next(self._given):014x}"


async def talk(
    folder: Path, monkeypatch: pytest.MonkeyPatch, real: datetime, *typed: str, zone: str = ""
) -> str:
    """Type these lines into the group in this folder, and return everything that was shown."""
    trial = TrySettings(zone=zone) if zone else TrySettings()
    output = StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(wiring, "MovableClock", partial(MovableClock, real=lambda: real))
        patch.setattr(wiring, "TimedIds", _CountedIds)
        # What is set up for a process would outlive this test.
        patch.setattr(wiring, "set_up_logs", lambda *_: None)
        patch.setattr(sys, "stdin", StringIO("".join(line + "\n" for line in typed)))
        patch.setattr(sys, "stdout", output)
        async with wiring.try_group(Settings.model_validate({"try": trial}), folder) as chat:
            await chat.run()
    return output.getvalue().replace(str(folder), "four-wins-data")
