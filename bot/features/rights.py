"""Who may run a group. Asked again at every tap and submit, since rights change meanwhile."""

from __future__ import annotations

from typing import TypeVar

from bot.core.cards import Card, Reply, Show
from bot.core.model import Document, Group
from bot.core.turn import MemberTurn

D = TypeVar("D", bound=Document)


async def organises(turn: MemberTurn, id: str = "") -> Group | None:
    """This group (without an id, the one in which the member acts), if the member organises it.

    The id counts: a button of one group's card may be tapped where another group is nearer.
    """
    group = await turn.get(Group, id) if id else turn.group
    return group if group is not None and turn.member.id in group.organisers else None


async def organised(turn: MemberTurn, kind: type[D], id: str = "") -> tuple[Group, D] | None:
    """The group of `organises` with its plan of this kind, whose id is the group's."""
    group = await organises(turn, id)
    plan = await turn.get(kind, group.id) if group is not None else None
    return None if group is None or plan is None else (group, plan)


def refused(turn: MemberTurn) -> Reply:
    """What anybody else sees. Nothing was changed."""
    return Show(Card(turn.say("rights-organisers-only")))
