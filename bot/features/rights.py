"""Who may run a group. Asked again at every tap and submit, since rights change meanwhile."""

from __future__ import annotations

from bot.core.cards import Card, Reply, Show
from bot.core.model import Group
from bot.core.turn import MemberTurn


def organises(turn: MemberTurn) -> Group | None:
    """The group in which the member acts, if they are one of its organisers."""
    group = turn.group
    return group if group is not None and turn.member.id in group.organisers else None


def refused(turn: MemberTurn) -> Reply:
    """What anybody else sees. Nothing was changed."""
    return Show(Card(turn.say("rights-organisers-only")))
