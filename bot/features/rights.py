"""Who may run a group. Asked again at every tap and submit, since rights change meanwhile."""

from __future__ import annotations

from bot.core.cards import Card, Reply, Show
from bot.core.model import Group
from bot.core.turn import MemberTurn


async def organises(turn: MemberTurn, id: str = "") -> Group | None:
    """This group (without an id, the one in which the member acts), if the member organises it.

    The id counts: a button of one group's card may be tapped where another group is nearer.
    """
    group = await turn.get(Group, id) if id else turn.group
    return group if group is not None and turn.member.id in group.organisers else None


def refused(turn: MemberTurn) -> Reply:
    """What anybody else sees. Nothing was changed."""
    return Show(Card(turn.say("rights-organisers-only")))
