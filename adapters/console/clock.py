"""The clock that can be moved, and what may be typed to move it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FARTHEST = timedelta(days=3660)
"""One move goes ten years at most: everything due in between happens, each at its own hour."""

_STEP = re.compile(r"(\d{1,5})([wdhm])")
_STEPS = re.compile(rf"\+(?:{_STEP.pattern})+")


class ClockBroken(Exception):
    """The file that keeps the clock's offset can't be read."""


class BadMove(Exception):
    """What was typed does not move the clock; the argument is the catalogue key of why."""


def _real() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """Real time plus an offset that only grows.

    The offset is kept in `folder`, so that a restart doesn't throw time back. Raises ClockBroken.
    """

    def __init__(self, folder: Path, real: Callable[[], datetime] = _real) -> None:
        self._file = folder / "clock.json"
        self._real = real
        self._offset = self._read()

    @property
    def offset(self) -> timedelta:
        """How far this clock is ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        return self._real() + self._offset

    def set_to(self, moment: datetime) -> None:
        """Make it this moment now. A moment that has passed changes nothing: time never goes back.

        Raises OSError when the offset can't be kept; then the clock stays where it was.
        """
        offset = moment - self._real()
        if offset > self._offset:
            self._keep(offset)
            self._offset = offset

    def _read(self) -> timedelta:
        try:
            kept = json.loads(self._file.read_text("utf-8"))
            return timedelta(microseconds=kept["offset_microseconds"])
        except FileNotFoundError:
            return timedelta()
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise ClockBroken(
                f"{self._file} does not hold a clock's offset; without it the clock shows real time"
            ) from error

    def _keep(self, offset: timedelta) -> None:
        # Whole microseconds: a fraction of a second in floating point could throw time back.
        text = json.dumps({"offset_microseconds": offset // timedelta(microseconds=1)})
        new = self._file.with_suffix(".new")
        # For its owner only, as everything in the folder.
        with open(new, "w", encoding="utf-8", opener=_private) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def read_move(typed: str, now: datetime, zone: str) -> datetime:
    """The moment meant by `+7d`, `+1d12h`, `+30m` or `2026-12-01 09:00` on the wall in this zone.

    Days and weeks keep the hour on the wall when daylight saving changes in between; hours and
    minutes are counted as they pass. Raises BadMove.
    """
    here = ZoneInfo(zone)
    try:
        if _STEPS.fullmatch(typed):
            moment = _after(typed, now, here)
        else:
            wall = datetime.strptime(typed, "%Y-%m-%d %H:%M").replace(tzinfo=here)
            moment = wall.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadMove("console-clock-unclear") from error
    if moment <= now:
        raise BadMove("console-clock-past")
    if moment - now > FARTHEST:
        raise BadMove("console-clock-far")
    return moment


def _after(typed: str, now: datetime, here: ZoneInfo) -> datetime:
    counts = dict.fromkeys("wdhm", 0)
    for count, unit in _STEP.findall(typed):
        counts[unit] += int(count)
    days = timedelta(weeks=counts["w"], days=counts["d"])
    wall = now.astimezone(here) + days
    return wall.astimezone(UTC) + timedelta(hours=counts["h"], minutes=counts["m"])
