"""Setting up a group: its channel, zone, weekly post and the person for hard moments."""

from __future__ import annotations

from bot.core.model import Encouragement, Group
from bot.core.turn import Turn
from bot.features import encouragement


async def found(turn: Turn, group: Group, plan: Encouragement) -> None:
    """Begin this group, unless it is there already: save it and set its first weekly post."""
    if await turn.get(Group, group.id) is not None:
        return
    # A group that begins is not one that has been quiet for a month.
    turn.save(group, plan, encouragement.active(turn, group))
    encouragement.schedule(turn, group, plan, turn.now)
