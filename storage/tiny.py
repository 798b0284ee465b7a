"""The embedded store: TinyDB's tables and queries in memory, one SQLite file for durability."""

from __future__ import annotations

import asyncio
import functools
import operator
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import structlog
from tinydb import where as field_named
from tinydb.queries import QueryInstance
from tinydb.table import Table

from bot.core.model import DOCUMENTS, Document, Tenant
from bot.core.ports import Claim
from storage import copies, opening, sqlite_file
from storage.codec import KINDS, Codec, Fields, kind_of
from storage.errors import Damaged, Locked, Newer, NotAField, TransactionOver, Unwritable
from storage.folder import HeldFolder
from storage.ledger import Kept, Ledger, readable, say_left_alone, say_put_aside
from storage.sqlite_file import Row, Sizes, micros, moment
from storage.tables import Rows, tables
from storage.tenant_memory import Key, TenantMemory
from storage.writer import Writer

D = TypeVar("D", bound=Document)

_log = structlog.get_logger()


class TinyStore:
    """A store in one folder, for one process. Implements `bot.core.ports.Store`."""

    def __init__(
        self, folder: HeldFolder, path: Path, writer: Writer, codec: Codec, ledger: Ledger
    ) -> None:
        self._folder: HeldFolder | None = folder
        self._path = path
        self._writer = writer
        self._codec = codec
        self._ledger = ledger

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        room: int = 200_000,
        keys: Sequence[str] = (),
        codec: Codec | None = None,
    ) -> TinyStore:
        """The store in this folder, which is made where it is missing.

        `room` is how many documents may be in memory before tenants that were not used for long
        are dropped from it; they are loaded again when they are wanted. `keys` encrypt private
        fields (a codec that is given brings its own). Before a file of an older layout is brought
        to this one, a copy of it is made in the folder.

        Raises StoreInUse when another process holds the folder, and StoreUnavailable when the
        folder can't be used, its file is not a whole store, or it is encrypted with a key that is
        not among these; each names the place. StoreFull when there is no room for that copy.
        """
        held = HeldFolder(folder)
        try:
            known = codec if codec is not None else await asyncio.to_thread(Codec, keys=keys)
            opened = await asyncio.to_thread(opening.opened, held, known)
        except BaseException:
            held.release()
            raise
        if opened.damaged:
            _log.warning("damaged documents lie aside", count=opened.damaged)
        writer = Writer(opened.connection, opened.path)
        ledger = Ledger(opened.path, writer, known, opened.last, room)
        return cls(held, opened.path, writer, known, ledger)

    def transaction(self, tenant: Tenant) -> TinyTransaction:
        """Begin a unit of work in this tenant. Raises Unwritable when it is not Unicode."""
        try:
            tenant.encode()
        except UnicodeEncodeError:
            raise Unwritable("the name of a tenant that is not Unicode") from None
        return TinyTransaction(self._ledger, self._codec, tenant)

    async def claim(
        self, kind: type[D], now: datetime, lease: timedelta, most: int
    ) -> list[Claim[D]]:
        """See `bot.core.ports.Store`. A due document that can't be read is put aside, with a
        warning, and the rest goes on.

        Raises NotADocument, StoreFull, StoreUnavailable, or ValueError for a lease of no time."""
        if lease <= timedelta(0):
            raise ValueError("a lease takes time")
        work = functools.partial(
            _claim,
            codec=self._codec,
            kind=kind_of(kind),
            now=micros(now),
            until=micros(now + lease),
            most=most,
        )
        claimed = await self._writer.run(work, landed=self._take_note)
        return [
            Claim(Tenant(row.tenant), cast(D, document), row.claims + 1)
            for row, document in claimed.documents
        ]

    def _take_note(self, claimed: _Claimed) -> None:
        for row, reason in claimed.damaged:
            self._ledger.forget(row)
            say_put_aside(row, reason)
        for row, error in claimed.left_alone:
            say_left_alone(row, error)

    async def next_due(self, kind: type[Document]) -> datetime | None:
        """See `bot.core.ports.Store`. Raises NotADocument or StoreUnavailable."""
        due_at = await self._writer.run(functools.partial(sqlite_file.next_due, kind=kind_of(kind)))
        return moment(due_at) if due_at is not None else None

    async def tenants(self) -> list[Tenant]:
        """See `bot.core.ports.Store`. Raises StoreUnavailable."""
        return [Tenant(name) for name in await self._writer.run(sqlite_file.tenants)]

    async def scrub(self) -> Sizes:
        """Leave no byte of what was deleted in the folder. To be called after an erasure.

        It writes the file anew: one second for each 100 MB or so, in which commits wait. Copies
        that were made in the folder by itself go too, for they hold what was deleted. Raises
        StoreFull (it needs as much room again as the file has) or StoreUnavailable.
        """
        sizes = await self._writer.run(
            functools.partial(sqlite_file.scrub, path=self._path), alone=True
        )
        await asyncio.to_thread(copies.drop_copies, self._path.parent)
        return sizes

    async def drop_damaged(self, tenant: Tenant, mentioning: str | None = None) -> int:
        """Forget what was put aside as damaged in this tenant, and say how many.

        A damaged document belongs to nobody that `find` could name, yet it may hold somebody's
        words: an erasure calls this too. With `mentioning` (a member's id), what can still be read
        well enough to show that it does not hold it stays. Raises StoreFull or StoreUnavailable.
        """
        return await self._writer.run(
            functools.partial(
                sqlite_file.drop_damaged,
                tenant=tenant,
                mentioning=mentioning,
                told=self._codec.told,
            )
        )

    async def erase_traces(self, tenant: Tenant, mentioning: str) -> None:
        """See `bot.core.ports.Store`. Commits wait while the file is written anew."""
        await self.drop_damaged(tenant, mentioning)
        await self.scrub()

    async def close(self) -> None:
        """Let commits that were begun land, and give the folder free. Can be called again."""
        await self._ledger.close()
        if self._folder is not None:
            self._folder.release()
            self._folder = None


class _Claimed(NamedTuple):
    documents: list[tuple[Row, Document]]
    damaged: list[tuple[Row, str]]
    left_alone: list[tuple[Row, Newer | Locked]]


def _claim(
    connection: sqlite3.Connection, *, codec: Codec, kind: str, now: int, until: int, most: int
) -> _Claimed:
    claimed = _Claimed([], [], [])
    while missing := max(0, most - len(claimed.documents)):
        rows = sqlite_file.due(connection, kind, now, missing)
        held: list[Row] = []
        for row in rows:
            try:
                document = readable(codec, row)
            except Damaged as error:
                sqlite_file.put_aside(connection, row, str(error))
                claimed.damaged.append((row, str(error)))
            except (Newer, Locked) as error:
                held.append(row)
                claimed.left_alone.append((row, error))
            else:
                held.append(row)
                claimed.documents.append((row, document))
        sqlite_file.lease(connection, held, until)
        if len(rows) < missing:
            break
    return claimed


class TinyTransaction:
    """One unit of work. Implements `bot.core.ports.Transaction`."""

    def __init__(self, ledger: Ledger, codec: Codec, tenant: Tenant) -> None:
        self._ledger = ledger
        self._codec = codec
        self._tenant = tenant
        self._touched: dict[Key, int] = {}
        # Only what is written as well can conflict, or a long list would.
        self._found: dict[Key, int] = {}
        self._writes: dict[str, dict[str, Kept | None]] = {}
        self._over = False

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    async def get(self, kind: type[D], id: str) -> D | None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, TransactionOver, Newer or
        StoreUnavailable."""
        self._refuse_when_over()
        key = Key(kind_of(kind), id)
        memory = await self._ledger.memory(self._tenant)
        self._touch(key)
        if key in memory.unknown:
            raise Newer(f"{key.kind} {id!r} was written by a newer version")
        own = self._writes.get(key.kind)
        if own is not None and id in own:
            kept = own[id]
            fields = kept.fields if kept is not None else None
        else:
            fields = memory.rows(key.kind).get(id)
        return self._codec.document(kind, fields) if fields is not None else None

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        """See `bot.core.ports.Transaction`. Raises NotADocument, NotAField, TransactionOver or
        StoreUnavailable."""
        self._refuse_when_over()
        name = kind_of(kind)
        query = _query(kind, where)
        memory = await self._ledger.memory(self._tenant)
        indexed = [field for field in kind.INDEXED if field in where]
        found: list[Fields]
        if query is None or not indexed:
            table = tables(_Sight(self, memory, self._codec)).table(name)
            found = [*(table.search(query) if query is not None else table.all())]
        else:
            rows, own = memory.rows(name), self._writes.get(name, {})
            ids = min((memory.having(name, field, where[field]) for field in indexed), key=len)
            near = [rows[one] for one in ids if one not in own]
            near += [kept.fields for kept in own.values() if kept is not None]
            found = [fields for fields in near if query(fields)]
        found.sort(key=operator.itemgetter("id"))
        for fields in found:
            self._found.setdefault(Key(name, fields["id"]), self._ledger.landed)
        return [self._codec.document(kind, fields) for fields in found]

    async def table(self, kind: type[Document]) -> Table:
        """TinyDB's own table on this unit of work, for any query of TinyDB's language.

        It shows what is committed and this transaction's writes; what is written through it is kept
        by `commit`. Good until the next `await`. Only this store has it.

        Raises NotADocument, TransactionOver or StoreUnavailable.
        """
        self._refuse_when_over()
        name = kind_of(kind)
        memory = await self._ledger.memory(self._tenant)
        return tables(_Sight(self, memory, self._codec)).table(name)

    def put(self, document: Document) -> None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, Unwritable, TransactionOver."""
        self._refuse_when_over()
        self._write(*self._packed(document))

    def delete(self, kind: type[Document], id: str) -> None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, Unwritable, TransactionOver."""
        self._refuse_when_over()
        try:
            id.encode()
        except UnicodeEncodeError:
            raise Unwritable("an id that is not Unicode") from None
        self._write(Key(kind_of(kind), id), None)

    async def commit(self) -> None:
        """See `bot.core.ports.Transaction`. Raises Conflict, StoreFull, StoreUnavailable, Newer or
        TransactionOver. When a task is cancelled here, the commit may still land, as a whole."""
        self._refuse_when_over()
        self._over = True
        writes = {
            Key(kind, one): kept for kind, own in self._writes.items() for one, kept in own.items()
        }
        await self._ledger.commit(self._tenant, self._touched, writes)

    def put_all(self, documents: Iterable[Document]) -> None:
        """Put these, or none of them. Raises what `put` raises."""
        self._refuse_when_over()
        for key, kept in [self._packed(document) for document in documents]:
            self._write(key, kept)

    def _packed(self, document: Document) -> tuple[Key, Kept]:
        fields, body = self._codec.pack(document)
        kind = type(document)
        due = getattr(document, kind.DUE) if kind.DUE is not None else None
        due_at = micros(due) if due is not None else None
        return Key(kind.KIND, document.id), Kept(fields, body, due_at)

    def written(self, kind: str) -> Mapping[str, Kept | None]:
        """This transaction's own writes of a kind."""
        return self._writes.get(kind, {})

    def _touch(self, key: Key) -> None:
        self._touched.setdefault(key, self._ledger.landed)

    def _write(self, key: Key, kept: Kept | None) -> None:
        self._touched.setdefault(key, self._found.get(key, self._ledger.landed))
        self._writes.setdefault(key.kind, {})[key.id] = kept

    def _refuse_when_over(self) -> None:
        if self._over:
            raise TransactionOver("this unit of work is over; begin another")


_FIELDS = {
    kind: frozenset(field.name for field in fields_of(kind))  # type: ignore[arg-type]  # dataclasses all
    for kind in DOCUMENTS
}


def _query(kind: type[Document], where: Mapping[str, object]) -> QueryInstance | None:
    query: QueryInstance | None = None
    for name, value in where.items():
        if name not in _FIELDS[kind]:
            raise NotAField(f"{kind.__name__} has no field {name!r}")
        one = field_named(name) == value
        query = one if query is None else query & one
    return query


class _Sight(Rows):
    """A transaction's sight of its tenant, for TinyDB: durable documents under its own writes."""

    def __init__(self, transaction: TinyTransaction, memory: TenantMemory, codec: Codec) -> None:
        self._transaction = transaction
        self._memory = memory
        self._codec = codec

    def rows(self, name: str) -> Mapping[str, Fields]:
        durable, own = self._memory.rows(name), self._transaction.written(name)
        if not own:
            return durable
        seen = {one: fields for one, fields in durable.items() if one not in own}
        seen.update((one, kept.fields) for one, kept in own.items() if kept is not None)
        return seen

    def hand_on(self, name: str, touched: Mapping[str, Fields | None]) -> None:
        kind = KINDS[name]
        # What may be refused comes first, so that nothing of a write is taken when it is.
        self._transaction.put_all(
            self._document(kind, one, fields)
            for one, fields in touched.items()
            if fields is not None
        )
        for one, fields in touched.items():
            if fields is None:
                self._transaction.delete(kind, one)

    def _document(self, kind: type[Document], id: str, fields: Fields) -> Document:
        try:
            document = self._codec.document(kind, fields)
        except (Damaged, Newer) as error:
            raise Unwritable(str(error)) from None
        if document.id != id:
            raise Unwritable(f"{kind.__name__}: not the id under which it was written")
        return document

    def names(self) -> set[str]:
        return {name for name in KINDS if self.rows(name)}
