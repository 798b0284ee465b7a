"""Fresh identifiers: rising with time, so that sorting by id is sorting by age; unguessable."""

from __future__ import annotations

import secrets

from bot.core.ports import Clock

RANDOM_BITS = 56
STEP_BITS = 40


class TimedIds:
    """26 hexadecimal digits: twelve of milliseconds since 1970, fourteen of randomness.

    Within a millisecond, or when the clock goes back, the next is a random step above the last.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def new(self) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        fresh = (milliseconds << RANDOM_BITS) + secrets.randbits(RANDOM_BITS)
        self._last = max(fresh, self._last + 1 + secrets.randbits(STEP_BITS))
        return f"{self._last:026x}"
