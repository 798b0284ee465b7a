"""Fresh identifiers: rising with time, so that sorting by id is sorting by age; unguessable."""

from __future__ import annotations

import secrets

from bot.core.ports import Clock


class TimedIds:
    """26 hexadecimal digits: twelve of milliseconds since 1970, fourteen of randomness."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def new(self) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        return f"{milliseconds:012x}{secrets.token_hex(7)}"
