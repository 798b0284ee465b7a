"""Peer referral threads: a role, a lead or a contact is passed on to somebody in the group."""

from __future__ import annotations

from bot.core.cards import Button
from bot.core.turn import Feature, MemberTurn, Turn


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """What this feature has for a member on the bot's home."""
    return ()


FEATURE = Feature("referral")


async def forget_member(turn: Turn, member: str) -> None:
    """A member deletes everything."""
