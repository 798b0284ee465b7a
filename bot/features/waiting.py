"""Messages that could not be sent, because their member takes no direct messages: shown here."""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import Button, Card, Reply, Show, Token, press_token
from bot.core.events import Press
from bot.core.model import Held
from bot.core.turn import Feature, MemberTurn


async def offered(turn: MemberTurn, reply: Reply) -> Reply:
    """The reply, with the way to what waits for this member, if anything does.

    In a hard moment it stays away.
    """
    if not isinstance(reply, Show) or any(_is_in_the_way(b) for b in reply.card.buttons):
        return reply
    waiting = await turn.find(Held, member=turn.member.id)
    if not waiting:
        return reply
    button = Button(turn.say("waiting-offer", count=len(waiting)), press_token("waiting.open"))
    return Show(replace(reply.card, buttons=(*reply.card.buttons, button)))


def _is_in_the_way(button: Button) -> bool:
    return button.press.startswith(("v1:care.", "v1:waiting."))


async def open_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The oldest of them, which is read now, and the way to the next."""
    waiting = sorted(await turn.find(Held, member=turn.member.id), key=lambda h: (h.at, h.id))
    say = turn.say
    if not waiting:
        return Show(Card(say("waiting-none")))
    first, *others = waiting
    turn.delete(first)
    if not others:
        return Show(first.card)
    following = Button(say("waiting-next", count=len(others)), press_token("waiting.open"))
    return Show(replace(first.card, buttons=(*first.card.buttons, following)))


FEATURE = Feature("waiting", presses={"waiting.open": open_pressed})
