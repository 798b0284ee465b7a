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
    """The oldest of them. It stays until its member says that they have read it: the platform may
    fail to show it this time."""
    return await _oldest(turn, ())


async def read_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """It was read; on to the next."""
    read = await turn.get(Held, token.subject)
    if read is None or read.member != turn.member.id:
        return await _oldest(turn, ())
    turn.delete(read)
    return await _oldest(turn, (read,))


async def _oldest(turn: MemberTurn, but: tuple[Held, ...]) -> Reply:
    held = [one for one in await turn.find(Held, member=turn.member.id) if one not in but]
    say = turn.say
    if not held:
        return Show(Card(say("waiting-none")))
    first = min(held, key=lambda one: (one.at, one.id))
    read = Button(say("waiting-read", left=len(held) - 1), press_token("waiting.read", first.id))
    return Show(replace(first.card, buttons=(*first.card.buttons, read)))


FEATURE = Feature("waiting", presses={"waiting.open": open_pressed, "waiting.read": read_pressed})
