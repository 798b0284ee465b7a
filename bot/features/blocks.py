"""Whom a member never wants to be brought together with; the others never learn it."""

from __future__ import annotations

from bot.core.cards import Button, Card, Entry, Paragraph, Reply, Show, Token, press_token
from bot.core.events import Press
from bot.core.flow import Done, Flow, ask, member
from bot.core.model import Block, Conversation, Member
from bot.core.text import said
from bot.core.turn import Feature, MemberTurn, Talk, Turn

FLOW = "block"


async def between(turn: Turn, one: str, other: str) -> bool:
    """Whether either of the two blocked the other."""
    return bool(
        await turn.find(Block, member=one, other=other)
        or await turn.find(Block, member=other, other=one)
    )


async def kept_apart(turn: Turn, who: str) -> frozenset[str]:
    """Everybody who must not be brought together with this member."""
    own = [block.other for block in await turn.find(Block, member=who)]
    others = [block.member for block in await turn.find(Block, other=who)]
    return frozenset(own + others)


async def page(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return Show(await card(turn))


async def card(turn: MemberTurn) -> Card:
    """Those whom the member keeps apart, each with a way back."""
    say = turn.say
    entries = []
    for block in await turn.find(Block, member=turn.member.id):
        known = await turn.get(Member, block.other)
        entries.append(
            Entry(
                said(known.name if known else turn.name_of(block.other)),
                buttons=(Button(say("blocks-undo"), press_token("blocks.undo", block.id)),),
            )
        )
    return Card(
        say("blocks-title"),
        (Paragraph(say("blocks-body")), *entries),
        (
            Button(say("blocks-add"), press_token("blocks.add")),
            Button(say("members-back"), press_token("members.open")),
        ),
        say("blocks-note"),
    )


def block() -> Flow[str | None]:
    """Whom."""
    other = yield from ask("who", member("other"))
    return other


async def add(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await turn.proceed(await turn.begin(FLOW))


async def added(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    """Doing it twice is doing it once; nobody blocks themselves."""
    turn.delete(conversation)
    other = end.result
    there = await turn.find(Block, member=turn.member.id, other=other)
    if other and other != turn.member.id and not there:
        turn.save(Block(conversation.id, turn.member.id, other))
    return Show(await card(turn))


async def undo(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await turn.get(Block, token.subject)
    if found is not None and found.member == turn.member.id:
        turn.delete(found)
    return Show(await card(turn))


FEATURE = Feature(
    "blocks",
    presses={"blocks.open": page, "blocks.add": add, "blocks.undo": undo},
    talks=(Talk(FLOW, lambda _conversation: block(), added, skips=False),),
)
