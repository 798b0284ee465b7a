"""Check-ins: one prompt, a private form, and in its thread what members chose to show."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.cards import Button
from bot.core.model import CheckinPlan, Group
from bot.core.turn import Feature, MemberTurn, Turn


def schedule(turn: Turn, group: Group, plan: CheckinPlan, after: datetime) -> None:
    """Set the timer for the next round after this moment."""


async def people_in_month(turn: Turn, group: Group, first: date) -> int:
    """How many people answered a check-in in the month that begins on this day."""
    return 0


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """What this feature has for a member on the bot's home."""
    return ()


FEATURE = Feature("checkin")
