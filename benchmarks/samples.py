"""Documents like those of a real group, the same in every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from bot.core.model import (
    Act,
    Address,
    Conversation,
    Debrief,
    Delivery,
    DeliveryState,
    Document,
    Feeling,
    Member,
    Seen,
    Stage,
    Tenant,
    Where,
    Win,
)
from bot.core.ports import Store
from bot.core.wins import FACETS, WinKind

TENANT = Tenant("console:benchmark")
GROUP = "g1"
ZONE = "Europe/Berlin"
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EACH = 8
"""How many wins a member has."""

_PHRASES = (
    "they asked about the night shift",
    "I told them how we kept the line going",
    "two of us were ill",
    "which went well",
    "next time I would ask sooner",
    "what the team needs",
    "who decides",
)
_AT_ONCE = 500
_OTHERS = 1_000_000
"""Where the numbers of `tenant_life` begin, out of the way of those that a benchmark gives."""


def words(draw: Random, letters: int = 400) -> str:
    """Some sentences' worth of words."""
    text = ""
    while len(text) < letters:
        text += f"{draw.choice(_PHRASES)}, "
    return text[:letters]


def win_id(number: int) -> str:
    return f"{number:026d}"


def win(number: int, draw: Random, member: str | None = None) -> Win:
    """A win whose stored body is about 600 bytes."""
    kind = draw.choice(tuple(WinKind))
    return Win(
        win_id(number),
        member or owner(number),
        kind,
        draw.choice(FACETS[kind]),
        words(draw),
        START - timedelta(minutes=number),
        debrief=f"debrief-{number // 4}",
        employer=f"Employer {number % 97}",
    )


def owner(number: int) -> str:
    """Whose win this is."""
    return f"member-{number // EACH}"


def wins(many: int) -> Iterator[Win]:
    draw = Random(many)
    return (win(number, draw) for number in range(many))


def tenant_life(many: int) -> Iterator[Document]:
    """Exactly so many documents of a group that has used the bot for long, in a fixed mixture."""
    return islice(_lives(Random(many)), many)


def _lives(draw: Random) -> Iterator[Document]:
    number = _OTHERS
    while True:
        who = f"other-{number}"
        yield Member(who, who.title(), GROUP, ZONE)
        for _ in range(2):
            debrief = Debrief(
                f"debrief-{number}",
                who,
                START,
                GROUP,
                draw.choice(tuple(Stage)),
                f"Employer {number % 97}",
                "Warehouse lead",
                draw.choice(tuple(Feeling)),
                to_a_friend=words(draw, 200),
            )
            yield debrief
            for _ in range(5):
                yield win(number, draw, who)
                number += 1
        yield Conversation(
            f"talk-{number}",
            who,
            "debrief",
            START,
            START,
            START + timedelta(days=7),
            group=GROUP,
            answers={"landed": {"feeling": "sad", "to_a_friend": words(draw, 200)}},
        )
        yield Delivery(
            f"delivery-{number}",
            Address(Where.MEMBER, who),
            Act.POST,
            START,
            None,
            START + timedelta(days=1),
            asked=True,
            state=DeliveryState.SENT,
            receipt=f"receipt-{number}",
        )
        for each in range(4):
            yield Seen(f"event-{number}-{each}", START + timedelta(days=2))


async def fill(store: Store, documents: Iterable[Document], tenant: Tenant = TENANT) -> None:
    """Keep all of these, some hundred in one commit."""
    rest = iter(documents)
    while some := list(islice(rest, _AT_ONCE)):
        transaction = store.transaction(tenant)
        for document in some:
            transaction.put(document)
        await transaction.commit()
