"""What the core needs from outside, as protocols: store, transport, clock, ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from bot.core.cards import Chart, Reply
from bot.core.events import Event
from bot.core.model import Delivery, Document, Tenant

D = TypeVar("D", bound=Document)
D_co = TypeVar("D_co", bound=Document, covariant=True)


class StoreError(Exception):
    """The store could not do what it was asked; nothing of that unit of work was kept."""


class Conflict(StoreError):
    """Somebody else changed what this unit of work had read. Read again and retry."""


class StoreFull(StoreError):
    """There is no room to write. What was saved before is still there."""


class StoreUnavailable(StoreError):
    """The store can't be written to: read-only, gone, or closed."""


class StoreInUse(StoreError):
    """Another process holds this store."""


class Transaction(Protocol):
    """One unit of work in one tenant. Nothing is kept until `commit` returns.

    Reads see what was committed when they are made, and this transaction's own writes.
    """

    @property
    def tenant(self) -> Tenant: ...

    async def get(self, kind: type[D], id: str) -> D | None:
        """The document, or None."""
        ...

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        """All documents whose fields equal `where`, ordered by id. Fast for `INDEXED` fields."""
        ...

    def put(self, document: Document) -> None:
        """Keep this document, in place of one with its id if there is one."""
        ...

    def delete(self, kind: type[Document], id: str) -> None:
        """Remove the document; nothing happens where there is none."""
        ...

    async def commit(self) -> None:
        """Make all of it durable at once. On return it survives a kill -9.

        Raises Conflict when a document that was read with `get` (also one that was not there), or
        one that is written here (also one that was found before), was changed by somebody else
        since; StoreFull or
        StoreUnavailable when it can't be written. Then nothing of it was kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class Claim(Generic[D_co]):
    """A due document, held by one claimant until its lease ends; `times` counts the claims."""

    tenant: Tenant
    document: D_co
    times: int


class Store(Protocol):
    """Where documents live. The only calls across tenants are those that need to be."""

    def transaction(self, tenant: Tenant) -> Transaction:
        """Begin a unit of work in this tenant."""
        ...

    async def claim(
        self, kind: type[D], now: datetime, lease: timedelta, most: int
    ) -> list[Claim[D]]:
        """Due documents of this kind (`DUE` field at or before `now`), the longest due first.

        Each is hidden from other claims until `now + lease`. Putting the document again (or
        deleting it) ends the lease, and a new `DUE` value says when it is due next.
        """
        ...

    async def next_due(self, kind: type[Document]) -> datetime | None:
        """When the next document of this kind is due or comes out of its lease, if any is."""
        ...

    async def tenants(self) -> list[Tenant]:
        """All tenants that have a document, in order. For the operator's commands."""
        ...

    async def erase_traces(self, tenant: Tenant, mentioning: str) -> None:
        """Leave no byte of what was deleted where somebody could find it, and of what could not
        be read nothing that mentions this id. Raises StoreFull or StoreUnavailable."""
        ...

    async def close(self) -> None:
        """Finish what was begun, and let go of everything."""
        ...


class TransportError(Exception):
    """A message could not be delivered. `reason` is a word of ours, never somebody's text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(TransportError):
    """It may work later: the network, a rate limit. `after` says how long the platform asks for."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class NeedsMending(TransportError):
    """It will work once somebody has mended something: the bot is not in the channel, a permission
    is missing. Until then the message waits, and its organisers are told what to do."""


class MessagesClosed(TransportError):
    """The member takes no direct messages from the bot. It is kept for when they come by."""


class NeverWorks(TransportError):
    """It will not work however often it is tried: no such channel, messages closed."""


class Transport(Protocol):
    """Brings cards to a platform."""

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """Post, edit or delete, and return the platform's name for the message (a receipt).

        `of` is the receipt of the message to edit or delete. The delivery's id is the key by which
        the platform deduplicates where it can. With `perhaps_sent`, a crash may have come between
        sending and saving: look it up first where the platform lets us.

        Raises TryLater, NeedsMending, MessagesClosed or NeverWorks.
        """
        ...

    async def forget(self, tenant: Tenant, member: str) -> None:
        """Drop whatever is held of this member besides messages, such as files handed to them."""
        ...


class NoPicture(Exception):
    """A picture could not be drawn. Its alt text stands for it."""


class Pictures(Protocol):
    """Draws what a card only counts."""

    async def png(self, chart: Chart) -> bytes:
        """The chart as a PNG: the same bytes for the same chart. Raises NoPicture."""
        ...


class Clock(Protocol):
    """The time, in aware UTC."""

    def now(self) -> datetime: ...


class Ids(Protocol):
    """Fresh identifiers: unguessable, letters and digits, at most 26, rising with time."""

    def new(self) -> str: ...


class PlatformRefused(Exception):
    """A platform does not let us in; the message is one sentence for the operator."""


class PlatformLost(Exception):
    """A platform could not be reached for too long: worth a new start."""


class Intake(Protocol):
    """Where an adapter brings its events: the engine."""

    async def handle(self, event: Event) -> Reply:
        """Apply the event, durably, and say what to show. Never raises for what a person did."""
        ...
