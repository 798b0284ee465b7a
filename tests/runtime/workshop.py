"""The scene with its back open: a store that can be troubled, a feature of tricks, its logs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import structlog

from bot.core.cards import Card, Paragraph, Reply, Show, Token
from bot.core.events import Press, TimerDue
from bot.core.model import (
    Address,
    Delivery,
    Document,
    Rehearsal,
    Tenant,
    Timer,
    Where,
)
from bot.core.ports import Claim, Store, StoreError, Transaction
from bot.core.turn import Feature, MemberTurn, Turn
from bot.runtime.clockwork import Clockwork
from bot.runtime.engine import Engine
from bot.runtime.erasing import Erasing
from bot.runtime.health import set_up_logs
from bot.runtime.outbox import Outbox
from bot.runtime.turn import WorkTurn
from bot.wiring import FEATURES, House
from storage.codec import Codec
from storage.tiny import TinyStore
from tests.scene import CountedIds, HandClock, Killed, Postbox, Scene, prose

D = TypeVar("D", bound=Document)
CODEC = Codec()
COUNTER = "counter"
JOB_CLUB = Address(Where.CHANNEL, "job-club")


def to(who: str) -> Address:
    return Address(Where.MEMBER, who)


async def nothing() -> None:
    """Nothing comes between."""


class TroubledStore:
    """A real store that refuses on demand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.writing: StoreError | None = None
        """What a commit meets."""
        self.reading: StoreError | None = None
        self.claiming: StoreError | None = None
        self.refused = asyncio.Event()
        """That a claim was refused."""
        self.tracing: StoreError | None = None
        """What `erase_traces` meets."""
        self.before_commit: Callable[[], Awaitable[None]] = nothing
        """What comes between the reads and the commit of the next unit of work."""

    def transaction(self, tenant: Tenant) -> Transaction:
        return TroubledTransaction(self, self._store.transaction(tenant))

    async def claim(
        self, kind: type[D], now: datetime, lease: timedelta, most: int
    ) -> list[Claim[D]]:
        if self.claiming is not None:
            self.refused.set()
            raise self.claiming
        return await self._store.claim(kind, now, lease, most)

    async def next_due(self, kind: type[Document]) -> datetime | None:
        return await self._store.next_due(kind)

    async def tenants(self) -> list[Tenant]:
        return await self._store.tenants()

    async def erase_traces(self, tenant: Tenant, mentioning: str) -> None:
        if self.tracing is not None:
            raise self.tracing
        await self._store.erase_traces(tenant, mentioning)

    async def close(self) -> None:
        await self._store.close()

    def may_write(self) -> None:
        if self.writing is not None:
            raise self.writing

    def may_read(self) -> None:
        if self.reading is not None:
            raise self.reading


class TroubledTransaction:
    """A unit of work of such a store."""

    def __init__(self, store: TroubledStore, real: Transaction) -> None:
        self._store = store
        self._real = real

    @property
    def tenant(self) -> Tenant:
        return self._real.tenant

    async def get(self, kind: type[D], id: str) -> D | None:
        self._store.may_read()
        return await self._real.get(kind, id)

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        self._store.may_read()
        return await self._real.find(kind, **where)

    def put(self, document: Document) -> None:
        self._real.put(document)

    def delete(self, kind: type[Document], id: str) -> None:
        self._real.delete(kind, id)

    async def commit(self) -> None:
        self._store.may_write()
        comes_between, self._store.before_commit = self._store.before_commit, nothing
        await comes_between()
        await self._real.commit()


class Tricks:
    """A feature that does what a test wants of one."""

    def __init__(self) -> None:
        self.tries = 0
        """How often a handler was begun."""
        self.fired: list[str] = []
        self.meanwhile: Callable[[], Awaitable[None]] = nothing
        """What comes between a handler's reading and its commit."""
        self.broken = True
        self.ringing = asyncio.Event()

    async def count(self, turn: MemberTurn, _text: str) -> Reply:
        """One more, in a document that everybody writes."""
        self.tries += 1
        known = await turn.get(Rehearsal, COUNTER)
        before = known.rung if known is not None else 0
        await self.meanwhile()
        turn.save(Rehearsal(COUNTER, "nobody", turn.now.date(), before + 1))
        return Show(Card(f"{before + 1} so far"))

    async def break_off(self, turn: MemberTurn, text: str) -> Reply:
        """Save and post something, and then fail with the words in the message."""
        turn.save(Rehearsal("half", turn.member.id, turn.now.date(), notes=text))
        turn.post("half", JOB_CLUB, Card(text), good_for=timedelta(days=1), asked=True)
        raise ValueError(f"cannot do {text}")

    async def press(self, turn: MemberTurn, _token: Token, press: Press) -> Reply:
        return await self.break_off(turn, str(press.typed))

    async def ring(self, turn: Turn, due: TimerDue) -> None:
        self.fired.append(due.timer.id)
        self.ringing.set()

    async def crack(self, turn: Turn, due: TimerDue) -> None:
        self.tries += 1
        if self.broken:
            turn.save(Rehearsal("half", "nobody", turn.now.date()))
            raise ValueError("the zebra's own words")
        await self.ring(turn, due)

    def feature(self) -> Feature:
        return Feature(
            "tricks",
            commands={"count": self.count, "break": self.break_off},
            presses={"tricks.break": self.press},
            timers={"tricks.ring": self.ring, "tricks.crack": self.crack},
        )


class Doorbell(Postbox):
    """A postbox at which something can happen while a message is being handed over."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.kills_before = 0
        """So many times the process ends before the message arrived."""
        self.unforgetting: list[Exception] = []
        self.at_the_door: Callable[[Delivery], Awaitable[None]] | None = None

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        if self.at_the_door is not None:
            await self.at_the_door(delivery)
        if self.kills_before:
            self.kills_before -= 1
            self.doubts.append(perhaps_sent)
            raise Killed
        return await super().deliver(tenant, delivery, of, perhaps_sent)

    async def forget(self, tenant: Tenant, member: str) -> None:
        if self.unforgetting:
            raise self.unforgetting.pop(0)
        await super().forget(tenant, member)


class Workshop(Scene):
    """A scene on a troubled store, with tricks."""

    def __init__(self, folder: Path, clock: HandClock) -> None:
        super().__init__(folder, clock)
        self.tricks = Tricks()
        self.postbox: Doorbell = Doorbell(clock)
        self.trouble: TroubledStore

    async def start(self) -> None:
        self._starts += 1
        self.trouble = TroubledStore(await TinyStore.open(self.folder, codec=CODEC))
        self.store = self.trouble
        ids = CountedIds(self._starts * 1_000_000)
        outbox = Outbox(self.store, self.postbox, prose(), self.clock, ids)
        features = (self.tricks.feature(), *FEATURES)
        engine = Engine(self.store, prose(), features, self.clock, ids, deliver=outbox.nudge)
        erasing = Erasing(self.store, self.postbox, self.clock)
        clockwork = Clockwork(self.store, engine, outbox, erasing, self.clock)
        self.house = House(self.store, engine, outbox, clockwork, prose(), self.clock, ids, _NONE)

    def turn(self) -> WorkTurn:
        """A turn of nobody's, to be committed by hand."""
        transaction = self.store.transaction(self.tenant)
        return WorkTurn(transaction, self.clock.now(), prose(), self.house.ids)

    async def posts(
        self,
        key: str,
        place: Address = JOB_CLUB,
        words: str = "hello",
        *,
        asked: bool = True,
        good_for: timedelta = timedelta(days=1),
        about: tuple[str, ...] = (),
    ) -> None:
        """As a feature would; it is not sent yet."""
        turn = self.turn()
        turn.post(key, place, card(words), good_for=good_for, asked=asked, about=about)
        await turn.commit()

    async def edits(self, key: str, words: str) -> None:
        turn = self.turn()
        turn.edit(await self.one(Delivery, key), card(words))
        await turn.commit()

    async def retracts(self, key: str) -> None:
        turn = self.turn()
        turn.retract(await self.one(Delivery, key))
        await turn.commit()

    async def remind(self, id: str, what: str, *, after: timedelta = timedelta(0)) -> None:
        await self.save(Timer(id, what, self.clock.now() + after, 3600))

    def said(self, place: Address = JOB_CLUB) -> list[str]:
        """What stands there now, in the order in which it came."""
        return [
            post.card.title
            for post in self.postbox.posts.values()
            if (post.where, post.place) == (place.where, place.id)
        ]

    async def everything(self, *kinds: type[Document]) -> list[Document]:
        found: list[Document] = []
        for kind in kinds:
            found += await self.all(kind)
        return found


class _NoPictures:
    async def png(self, chart: object) -> bytes:
        raise AssertionError("nothing here draws")


_NONE = _NoPictures()


def card(words: str) -> Card:
    return Card(words, (Paragraph("…"),))


@asynccontextmanager
async def workshop(folder: Path) -> AsyncIterator[Workshop]:
    made = Workshop(folder, HandClock())
    await made.start()
    try:
        await made.found()
        yield made
    finally:
        made.trouble.writing = made.trouble.reading = None
        await made.stop()


class Log:
    """What was logged, as it would stand in the file."""

    def __init__(self, stream: StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines() if line.startswith("{")]

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]

    def mentions(self, *words: str) -> list[str]:
        return [word for word in words if word.casefold() in self.text.casefold()]


@contextmanager
def logs(level: str = "debug", form: str = "json") -> Iterator[Log]:
    """Our logs set up for real, on a stream of ours; everything is put back at the end."""
    import logging  # noqa: PLC0415 - only to put things back

    root = logging.getLogger()
    handlers, before = root.handlers[:], root.level
    # `set_up_logs` closes the handlers it finds; pytest's own are to live on.
    root.handlers = []
    stream = StringIO()
    set_up_logs(level, form, stream)
    try:
        yield Log(stream)
    finally:
        structlog.reset_defaults()
        root.handlers = handlers
        root.setLevel(before)
