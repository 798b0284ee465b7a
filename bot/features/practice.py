"""Practice: questions that come back when they are due, and a partner for a mock interview."""

from __future__ import annotations

from datetime import datetime

from bot.core.cards import Button
from bot.core.model import Group, PairingPlan
from bot.core.turn import Feature, MemberTurn, Turn


def schedule(turn: Turn, group: Group, plan: PairingPlan, after: datetime) -> None:
    """Set the timer for the next pairing after this moment."""


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """What this feature has for a member on the bot's home."""
    return ()


FEATURE = Feature("practice")
