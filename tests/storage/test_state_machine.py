"""Any order of steps, against a dictionary that does the same.

Two tenants, units of work that overlap and conflict, claims, restarts, and a memory so small that
tenants leave it and come back.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.model import Delivery, Document, Tenant, Timer, Win
from bot.core.ports import Conflict, Store, StoreUnavailable, Transaction
from storage.codec import Codec
from storage.errors import TransactionOver
from storage.tiny import TinyStore
from tests.storage import postgres_place
from tests.storage.contract import HERE, MINUTE, NOON, THERE, delivery, timer, win
from tests.thorough import times

T = TypeVar("T")
At: TypeAlias = tuple[Tenant, str, str]
"""A document's place: tenant, kind, id."""

CODEC = Codec()

tenants = st.sampled_from((HERE, THERE))
ids = st.sampled_from("ABC")
kinds: st.SearchStrategy[type[Document]] = st.sampled_from((Win, Timer, Delivery))
moments = st.integers(0, 6).map(lambda minutes: NOON + minutes * MINUTE)
documents: st.SearchStrategy[Document] = st.one_of(
    st.builds(
        win,
        ids,
        member=st.sampled_from(("U1", "U2")),
        text=st.sampled_from(("one", "two", "long" * 2000)),
    ),
    st.builds(timer, ids, due_at=moments, subject=st.sampled_from(("", "S"))),
    st.builds(delivery, ids, due_at=st.none() | moments),
)


@dataclass
class Work:
    """A unit of work, and what the model knows of it."""

    real: Transaction
    touched: dict[At, int] = field(default_factory=dict)
    found: dict[At, int] = field(default_factory=dict)
    writes: dict[At, Document | None] = field(default_factory=dict)


@dataclass
class Due:
    """When a document is due or comes out of its lease, and how often it was claimed."""

    at: datetime
    claims: int = 0


def place(tenant: Tenant, document: Document) -> At:
    return tenant, document.KIND, document.id


class StoreMachine(RuleBasedStateMachine):
    """Every store's; the ways in which they are opened differ."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="fourwins-"))
        self.now = NOON
        # What is kept, the number of the last change of each place, and of the last change at all.
        self.kept: dict[At, Document] = {}
        self.changed: dict[At, int] = {}
        self.changes = 0
        self.due: dict[At, Due] = {}
        self.works: list[Work] = []
        self.over: list[Work] = []

    def run(self, step: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(step)

    async def opened(self) -> Store:
        raise NotImplementedError

    @initialize()
    def open(self) -> None:
        self.store = self.run(self.opened())

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    # What a unit of work of the model sees and does

    def seen_by(self, work: Work, kind: type[Document]) -> dict[At, Document]:
        seen: dict[At, Document | None] = {**self.kept, **work.writes}
        return {
            at: one
            for at, one in sorted(seen.items())
            if one is not None and at[:2] == (work.real.tenant, kind.KIND)
        }

    def write(self, work: Work, at: At, document: Document | None) -> None:
        work.touched.setdefault(at, work.found.get(at, self.changes))
        work.writes[at] = document

    def conflicts(self, work: Work) -> bool:
        return any(self.changed.get(at, 0) > since for at, since in work.touched.items())

    def apply(self, work: Work) -> None:
        self.changes += 1
        for at, document in work.writes.items():
            if document is None and at not in self.kept:
                continue
            self.changed[at] = self.changes
            self.due.pop(at, None)
            if document is None:
                del self.kept[at]
                continue
            self.kept[at] = document
            if isinstance(document, Timer | Delivery) and document.due_at is not None:
                self.due[at] = Due(document.due_at)

    def one_of(self, data: st.DataObject) -> Work:
        return data.draw(st.sampled_from(self.works), label="work")

    # Steps

    @precondition(lambda self: len(self.works) < 4)
    @rule(tenant=tenants)
    def begin(self, tenant: Tenant) -> None:
        self.works.append(Work(self.store.transaction(tenant)))

    @precondition(lambda self: self.works)
    @rule(data=st.data(), kind=kinds, id=ids)
    def get(self, data: st.DataObject, kind: type[Document], id: str) -> None:
        work = self.one_of(data)
        at = (work.real.tenant, kind.KIND, id)
        work.touched.setdefault(at, self.changes)
        assert self.run(work.real.get(kind, id)) == self.seen_by(work, kind).get(at)

    @precondition(lambda self: self.works)
    @rule(data=st.data(), kind=kinds)
    def find_all(self, data: st.DataObject, kind: type[Document]) -> None:
        self.find(self.one_of(data), kind)

    @precondition(lambda self: self.works)
    @rule(data=st.data(), member=st.sampled_from(("U1", "U2", "U3")), text=st.booleans())
    def find_wins(self, data: st.DataObject, member: str, text: bool) -> None:
        also = {"text": "one"} if text else {}
        self.find(self.one_of(data), Win, member=member, **also)

    @precondition(lambda self: self.works)
    @rule(data=st.data(), subject=st.sampled_from(("", "S")))
    def find_timers(self, data: st.DataObject, subject: str) -> None:
        self.find(self.one_of(data), Timer, subject=subject)

    def find(self, work: Work, kind: type[Document], **where: str) -> None:
        expected = {
            at: one
            for at, one in self.seen_by(work, kind).items()
            if all(getattr(one, name) == value for name, value in where.items())
        }
        assert self.run(work.real.find(kind, **where)) == list(expected.values())
        for at in expected:
            work.found.setdefault(at, self.changes)

    @precondition(lambda self: self.works)
    @rule(data=st.data(), document=documents)
    def put(self, data: st.DataObject, document: Document) -> None:
        work = self.one_of(data)
        work.real.put(document)
        self.write(work, place(work.real.tenant, document), document)

    @precondition(lambda self: self.works)
    @rule(data=st.data(), kind=kinds, id=ids)
    def delete(self, data: st.DataObject, kind: type[Document], id: str) -> None:
        work = self.one_of(data)
        work.real.delete(kind, id)
        self.write(work, (work.real.tenant, kind.KIND, id), None)

    @precondition(lambda self: self.works)
    @rule(data=st.data())
    def commit(self, data: st.DataObject) -> None:
        work = self.one_of(data)
        self.works.remove(work)
        self.over.append(work)
        if self.conflicts(work):
            with pytest.raises(Conflict):
                self.run(work.real.commit())
        else:
            self.run(work.real.commit())
            self.apply(work)

    @precondition(lambda self: len(self.works) > 1)
    @rule()
    def commit_all_at_once(self) -> None:
        async def commits() -> list[BaseException | None]:
            return await asyncio.gather(
                *(work.real.commit() for work in self.works), return_exceptions=True
            )

        landed: list[Work] = []
        for work, outcome in zip(self.works, self.run(commits()), strict=True):
            assert outcome is None or isinstance(outcome, Conflict)
            if outcome is None:
                landed.append(work)
            if self.conflicts(work):
                assert outcome is not None
            elif not any(self.disturbs(other, work) for other in self.works if other is not work):
                assert outcome is None
        # Some wait for others, so the order in which they landed is not ours to say. But there must
        # be one in which nobody came after somebody who changed what it had touched.
        while landed:
            first = next(
                (
                    work
                    for work in landed
                    if not any(self.disturbs(work, other) for other in landed if other is not work)
                ),
                None,
            )
            assert first is not None, "no order explains what landed"
            assert not self.conflicts(first)
            self.apply(first)
            landed.remove(first)
        self.over += self.works
        self.works.clear()

    def disturbs(self, one: Work, other: Work) -> bool:
        """Whether `one` changes a document that `other` has touched."""
        return any(
            at in other.touched and (document is not None or at in self.kept)
            for at, document in one.writes.items()
        )

    @rule(kind=kinds, most=st.integers(0, 4), lease=st.integers(1, 3), later=st.integers(0, 3))
    def claim(self, kind: type[Document], most: int, lease: int, later: int) -> None:
        self.now += later * MINUTE
        claims = self.run(self.store.claim(kind, self.now, lease * MINUTE, most))
        expected = sorted(
            (due.at, at)
            for at, due in self.due.items()
            if at[1] == kind.KIND and due.at <= self.now
        )[:most]
        for _, at in expected:
            self.due[at] = Due(self.now + lease * MINUTE, self.due[at].claims + 1)
        assert [(place(one.tenant, one.document), one.document, one.times) for one in claims] == [
            (at, self.kept[at], self.due[at].claims) for _, at in expected
        ]

    @rule()
    def restart(self) -> None:
        self.run(self.store.close())
        for work in self.works:
            with pytest.raises(StoreUnavailable):
                self.run(work.real.commit())
        self.works.clear()
        self.over.clear()
        self.open()

    @precondition(lambda self: self.over)
    @rule(data=st.data())
    def use_what_is_over(self, data: st.DataObject) -> None:
        work = data.draw(st.sampled_from(self.over))
        with pytest.raises(TransactionOver):
            work.real.put(win("A"))
        with pytest.raises(TransactionOver):
            self.run(work.real.commit())

    @rule(tenant=tenants)
    def erase_traces(self, tenant: Tenant) -> None:
        self.run(self.store.erase_traces(tenant, "U1"))

    # What is always so

    @invariant()
    def what_is_kept_is_what_the_model_keeps(self) -> None:
        for tenant in (HERE, THERE):
            work = Work(self.store.transaction(tenant))
            for kind in (Win, Timer, Delivery):
                found = self.run(work.real.find(kind))
                assert found == list(self.seen_by(work, kind).values())

    @invariant()
    def what_is_due_next_is_known(self) -> None:
        for kind in (Timer, Delivery):
            due = [one.at for at, one in self.due.items() if at[1] == kind.KIND]
            assert self.run(self.store.next_due(kind)) == min(due, default=None)

    @invariant()
    def tenants_are_those_with_a_document(self) -> None:
        assert self.run(self.store.tenants()) == sorted({at[0] for at in self.kept})


class EmbeddedStoreMachine(StoreMachine):
    room = 1_000
    store: TinyStore

    async def opened(self) -> Store:
        return await TinyStore.open(self.folder, room=self.room, codec=CODEC)

    @invariant()
    def memory_is_counted_rightly(self) -> None:
        memories = self.store._ledger._memories
        assert self.store._ledger._size == sum(len(one) + 1 for one in memories.values())


class CrampedStoreMachine(EmbeddedStoreMachine):
    """With room for so little that each tenant drives out the other."""

    room = 1


class PostgresStoreMachine(StoreMachine):
    async def opened(self) -> Store:
        return await postgres_place.opened(self.folder)


STEPS = settings(max_examples=times(30, 12), stateful_step_count=40, deadline=None)

TestStore = EmbeddedStoreMachine.TestCase
TestStore.settings = STEPS
TestCrampedStore = CrampedStoreMachine.TestCase
TestCrampedStore.settings = STEPS
TestPostgresStore = PostgresStoreMachine.TestCase
# Each step asks a server several times.
TestPostgresStore.settings = settings(STEPS, max_examples=times(60, 3), stateful_step_count=20)
