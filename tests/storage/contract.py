"""What the tests of every store share: which stores there are, and documents to keep in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from bot.core.cards import Button, Card, Heading, Paragraph, Quote
from bot.core.model import (
    Act,
    Address,
    Conversation,
    Delivery,
    Document,
    Member,
    Tenant,
    Timer,
    Where,
    Win,
)
from bot.core.ports import Store
from bot.core.wins import Facet, WinKind
from storage.tiny import TinyStore
from tests.storage import postgres_place

Opener: TypeAlias = Callable[[Path], Awaitable[Store]]
"""Opens a store in a place, with what was kept there before."""

STORES: Mapping[str, Opener] = {"embedded": TinyStore.open, "postgres": postgres_place.opened}
"""Every store there is, by name. A new one is one line here."""

HERE = Tenant("slack:T1")
THERE = Tenant("discord:1")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Place:
    """A place in which a store is opened, and opened again."""

    def __init__(self, opener: Opener, folder: Path) -> None:
        self._opener = opener
        self._folder = folder
        self._store: Store | None = None

    async def open(self) -> Store:
        """The store, closed before where it was open."""
        await self.close()
        self._store = await self._opener(self._folder)
        return self._store

    async def close(self) -> None:
        if self._store is not None:
            store, self._store = self._store, None
            await store.close()


def member(id: str, group: str | None = "G1", name: str = "Ana") -> Member:
    return Member(id=id, name=name, group=group, zone="Europe/Berlin")


def win(
    id: str, member: str = "U1", text: str = "Mo wrote back", debrief: str | None = None
) -> Win:
    return Win(
        id=id,
        member=member,
        kind=WinKind.NETWORK,
        facet=Facet.PERSON,
        text=text,
        at=NOON,
        debrief=debrief,
    )


def timer(id: str, due_at: datetime = NOON, what: str = "ask", subject: str = "") -> Timer:
    return Timer(id=id, what=what, due_at=due_at, grace=60, subject=subject)


def conversation(id: str, expires_at: datetime = NOON) -> Conversation:
    return Conversation(
        id=id,
        member="U1",
        flow="debrief",
        started_at=NOON,
        touched_at=NOON,
        expires_at=expires_at,
        answers={"why": {"line": "the hours", "many": ("a", "b"), "scale": 4, "none": None}},
    )


def delivery(id: str, due_at: datetime | None = NOON) -> Delivery:
    return Delivery(
        id=id,
        to=Address(Where.MEMBER, "U1"),
        act=Act.POST,
        made_at=NOON,
        due_at=due_at,
        good_until=NOON + 60 * MINUTE,
        asked=True,
        card=Card(
            "Your week",
            (Heading("Wins"), Paragraph("Wins"), Quote("one")),
            (Button("Go", "v1:go:"),),
        ),
    )


async def keep(store: Store, tenant: Tenant, *documents: Document) -> None:
    """Have these in the store."""
    work = store.transaction(tenant)
    for document in documents:
        work.put(document)
    await work.commit()


async def remove(store: Store, tenant: Tenant, *documents: Document) -> None:
    """Have these in the store no more."""
    work = store.transaction(tenant)
    for document in documents:
        work.delete(type(document), document.id)
    await work.commit()


async def ids(store: Store, tenant: Tenant, kind: type[Document]) -> list[str]:
    """The ids of all documents of a kind, in the order in which `find` gives them."""
    return [found.id for found in await store.transaction(tenant).find(kind)]
