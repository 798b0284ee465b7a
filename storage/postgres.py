"""The shared store: one PostgreSQL database for any number of replicas."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import operator
import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString, NamedTuple, TypeVar

import psycopg
import structlog
from psycopg import sql

from bot.core.model import DOCUMENTS, Document, Tenant
from bot.core.ports import Claim, Conflict, StoreError
from storage.codec import KINDS, Codec, Fields, kind_of
from storage.errors import Damaged, Locked, Newer, NotAField, TransactionOver, Unwritable
from storage.postgres_server import (
    Connection,
    PerhapsKept,
    PostgresServer,
    across,
    in_tenant,
    lost,
    reach,
)
from storage.postgres_text import json_read, json_written, read, written
from storage.sealing import refuse_without_key

D = TypeVar("D", bound=Document)

_log = structlog.get_logger()

_LOOKUPS: tuple[LiteralString, ...] = ("first", "second", "third")
"""The columns for the values of a kind's indexed fields."""

_LOOKED_UP_BY = 200
"""So many characters of a value are in its index; the whole value is compared afterwards. An index
of the server can't hold a long text."""

_LONGEST_NAME = 2_000
"""Bytes of a tenant and an id together, for the same reason."""

_ONE_BY_ONE = 64
"""A commit locks each document it touches. One that touches more locks its tenant instead, since
the server has room for a few thousand locks."""

_DELETIONS_KEPT = timedelta(hours=1)
"""Far longer than any unit of work takes."""

_TIDY_EVERY = 600.0

_SAID_AT_MOST = 1_000

_REWRITTEN_UP_TO = 512 * 2**20


class PostgresStore:
    """A store in a schema of a PostgreSQL database. Implements `bot.core.ports.Store`.

    Any number of processes may have it open.
    """

    def __init__(self, server: PostgresServer, codec: Codec, newest: int) -> None:
        self._server = server
        self._codec = codec
        self.newest = newest
        """The number of the newest commit that was seen: what was written by a later one was
        written since."""
        self._tidied = float("-inf")
        self._said: set[tuple[Tenant, str, str, int]] = set()

    @classmethod
    async def open(
        cls,
        address: str,
        *,
        schema: str = "fourwins",
        connections: int = 8,
        patience: timedelta = timedelta(seconds=2.5),
        keys: Sequence[str] = (),
        codec: Codec | None = None,
    ) -> PostgresStore:
        """The store in the database at this address (`postgresql://…`), laid out where it is not.

        At most so many `connections` are open, and one more while somebody waits for news;
        `patience` is how long somebody waits for one before the database counts as gone. `keys`
        encrypt private fields (a codec that is given brings its own).

        Raises StoreUnavailable when it can't be reached or used, was laid out by a newer version,
        or is encrypted with a key that is not among these.
        """
        known = codec if codec is not None else await asyncio.to_thread(Codec, keys=keys)
        server = await reach(
            address,
            schema=schema,
            most=connections,
            patience=patience,
            prepare=functools.partial(_prepare, codec=known, schema=schema),
        )
        try:
            newest = await server.run(_newest)
        except BaseException:
            await server.close()
            raise
        return cls(server, known, newest)

    def transaction(self, tenant: Tenant) -> PostgresTransaction:
        """Begin a unit of work in this tenant. Raises Unwritable when it has no name, or one that
        is not Unicode or too long."""
        if not tenant:
            raise Unwritable("a tenant without a name")
        _refuse_unfit(tenant, "", "the name of a tenant")
        return PostgresTransaction(self, self._server, self._codec, tenant)

    async def claim(
        self, kind: type[D], now: datetime, lease: timedelta, most: int
    ) -> list[Claim[D]]:
        """See `bot.core.ports.Store`. What another claims at the same moment is passed over. A due
        document that can't be read is put aside, with a warning, and the rest goes on.

        Raises NotADocument, StoreFull, StoreUnavailable, or ValueError for a lease of no time."""
        if lease <= timedelta(0):
            raise ValueError("a lease takes time")
        name = kind_of(kind)
        claims: list[Claim[D]] = []
        while missing := max(0, most - len(claims)):
            work = functools.partial(
                _claim, kind=name, now=_in_utc(now), until=_in_utc(now + lease), most=missing
            )
            rows = await self._server.run(work)
            for row in rows:
                document = await self.readable(kind, row)
                if isinstance(document, kind):
                    claims.append(Claim(row.tenant, document, row.claims))
            if len(rows) < missing:
                break
        await self._tidy()
        return claims

    async def next_due(self, kind: type[Document]) -> datetime | None:
        """See `bot.core.ports.Store`. Raises NotADocument or StoreUnavailable."""
        statement = "SELECT min(due_at) FROM documents WHERE kind = %s AND due_at IS NOT NULL"
        ((due_at,),) = await self._server.run(
            functools.partial(_across, statement=statement, values=(kind_of(kind),))
        )
        return due_at.astimezone(UTC) if due_at is not None else None

    async def tenants(self) -> list[Tenant]:
        """See `bot.core.ports.Store`. Raises StoreUnavailable."""
        rows = await self._server.run(functools.partial(_across, statement=_TENANTS))
        return [Tenant(read(name)) for (name,) in rows]

    async def wait_for_news(self, longest: timedelta) -> bool:
        """Wait until something that wants attention was saved by any replica, this one too, or for
        so long; False when nothing was. What was saved since the last call counts at once. True
        may be said in vain: while the database was out of reach, nobody heard anything. For one
        who waits, not several. Raises StoreUnavailable when the store is closed."""
        return await self._server.wait_for_news(longest)

    async def erase_traces(self, tenant: Tenant, mentioning: str) -> None:
        """See `bot.core.ports.Store`.

        Afterwards no statement finds what was deleted, and the files of our tables and indexes
        hold none of its bytes: they are written anew, in which time commits wait (a second for each
        100 MB or so). Above 512 MB the dead rows are only cleared away, so as not to stop everybody
        for long: then some bytes stay in the files until other rows take their place.

        What no store can promise: the server's journal, its replicas and the backups hold older
        states until they are recycled, and so do blocks that the file system has given free. A
        transaction of somebody else that began before (a backup under way) keeps dead rows alive;
        the next erasure clears them away. For an hour the store remembers that a document was
        deleted by a number that was made from its id; the id can't be read from it.

        Raises StoreFull (it needs as much room again) or StoreUnavailable.
        """
        await self._server.run(
            functools.partial(_forget, tenant=tenant, mentioning=mentioning, codec=self._codec)
        )
        await self._server.alone(_rewrite)

    async def close(self) -> None:
        """Let commits that were begun land, and let go of all connections. Can be called again."""
        await self._server.close()

    def seen(self, version: int) -> None:
        """Take note that there is a commit with this number."""
        self.newest = max(self.newest, version)

    async def readable(self, kind: type[D], row: Row) -> D | Newer | Locked | None:
        """What a row holds; why it is to be left alone; or None when it is damaged, and then it is
        put aside unless it was changed since."""
        try:
            document = self._codec.read(kind, row.body)
            if document.id != row.id:
                raise Damaged(f"{kind.__name__}: holds another document than its row says")  # noqa: TRY301 - as the codec does
        except Damaged as error:
            await self._put_aside(row, str(error))
            return None
        except (Newer, Locked) as error:
            self._say_left_alone(row, error)
            return error
        return document

    def _say_left_alone(self, row: Row, error: Newer | Locked) -> None:
        # Once, for it is met again by everybody who looks there.
        place = (row.tenant, row.kind, row.id, row.version)
        if place in self._said or len(self._said) > _SAID_AT_MOST:
            return
        self._said.add(place)
        whose = "of a newer version" if isinstance(error, Newer) else "under another key"
        _log.warning(
            f"document {whose} left alone",
            tenant=row.tenant,
            kind=row.kind,
            id=row.id,
            reason=str(error),
        )

    async def _put_aside(self, row: Row, reason: str) -> None:
        try:
            await self._server.run(functools.partial(_put_aside, row=row, reason=reason))
        except StoreError as error:
            # It stays where it is, and is met again by the next who reads it.
            _log.warning("can't put a damaged document aside", error=str(error))
        _log.warning(
            "damaged document put aside", tenant=row.tenant, kind=row.kind, id=row.id, reason=reason
        )

    async def _tidy(self) -> None:
        now = time.monotonic()
        if now - self._tidied < _TIDY_EVERY:
            return
        self._tidied = now
        statement = "DELETE FROM deletions WHERE deleted_at < now() - %s RETURNING 1"
        await self._server.run(
            functools.partial(_across, statement=statement, values=(_DELETIONS_KEPT,))
        )


class Key(NamedTuple):
    """A document within its tenant: the name of its kind, and its id."""

    kind: str
    id: str


class Row(NamedTuple):
    """A document as it stands in the database."""

    tenant: Tenant
    kind: str
    id: str
    version: int
    body: str
    claims: int = 0


class Sight(NamedTuple):
    """How a unit of work saw a document first: nothing may have been written after this version.
    `there` is whether there was one, as far as it was looked for."""

    version: int
    there: bool = False


class _Put(NamedTuple):
    fields: Fields
    body: str
    due_at: datetime | None
    lookups: tuple[str | None, ...]


class PostgresTransaction:
    """One unit of work. Implements `bot.core.ports.Transaction`.

    It holds no connection: each read is a transaction of the database by itself, and so is the
    commit, which locks what was touched, looks whether it is as it was, and writes.
    """

    def __init__(
        self, store: PostgresStore, server: PostgresServer, codec: Codec, tenant: Tenant
    ) -> None:
        self._store = store
        self._server = server
        self._codec = codec
        self._tenant = tenant
        self._touched: dict[Key, Sight] = {}
        # Only what is written as well can conflict, or a long list would.
        self._found: dict[Key, Sight] = {}
        self._writes: dict[str, dict[str, _Put | None]] = {}
        self._left_alone: dict[Key, Newer | Locked] = {}
        self._over = False

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    async def get(self, kind: type[D], id: str) -> D | None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, TransactionOver, Newer, Locked or
        StoreUnavailable."""
        self._refuse_when_over()
        key = Key(kind_of(kind), id)
        own = self._writes.get(key.kind, {})
        if id in own:
            self._server.refuse_when_closed()
            put = own[id]
            return self._codec.document(kind, put.fields) if put is not None else None
        if not _is_unicode(id):
            self._server.refuse_when_closed()
            return None
        (found,), newest = await self._server.run(
            functools.partial(
                _read,
                tenant=self._tenant,
                statement=_GET,
                values=[written(self._tenant), key.kind, written(id), self._number(key)],
            )
        )
        self._store.seen(newest)
        version, body, deleted = found
        if version is None:
            self._touched.setdefault(key, Sight(deleted or 0))
            return None
        row = Row(self._tenant, key.kind, id, version, json_read(body))
        document = await self._store.readable(kind, row)
        if isinstance(document, Newer | Locked):
            self._touched.setdefault(key, Sight(version, there=True))
            self._left_alone[key] = document
            raise type(document)(f"{key.kind} {id!r}: {document}")
        self._touched.setdefault(key, Sight(version, there=document is not None))
        return document

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        """See `bot.core.ports.Transaction`. Raises NotADocument, NotAField, TransactionOver or
        StoreUnavailable."""
        self._refuse_when_over()
        name = kind_of(kind)
        for field in where:
            if field not in _FIELDS[kind]:
                raise NotAField(f"{kind.__name__} has no field {field!r}")
        if not all(_is_unicode(value) for value in where.values() if isinstance(value, str)):
            self._server.refuse_when_closed()
            return []
        statement: LiteralString = _FIND
        values: list[object] = [written(self._tenant), name]
        for column, field in zip(_LOOKUPS, kind.INDEXED, strict=False):
            value = where.get(field, 0)
            if value is None or isinstance(value, str):
                statement += " AND " + column + " = %s"
                values.append(_lookup(value))
        rows, newest = await self._server.run(
            functools.partial(_read, tenant=self._tenant, statement=statement, values=values)
        )
        self._store.seen(newest)
        own = self._writes.get(name, {})
        found: list[tuple[str, D]] = []
        for id, version, body in rows:
            row = Row(self._tenant, name, read(id), version, json_read(body))
            if row.id in own:
                continue
            document = await self._store.readable(kind, row)
            if isinstance(document, kind) and _fits(self._codec.fields(document), where):
                self._found.setdefault(Key(name, row.id), Sight(version, there=True))
                found.append((row.id, document))
        for id, put in own.items():
            if put is not None and _fits(put.fields, where):
                found.append((id, self._codec.document(kind, put.fields)))
        found.sort(key=operator.itemgetter(0))
        return [document for _, document in found]

    def put(self, document: Document) -> None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, Unwritable, TransactionOver."""
        self._refuse_when_over()
        fields, body = self._codec.pack(document)
        kind = type(document)
        _refuse_unfit(self._tenant, document.id, "an id")
        due = getattr(document, kind.DUE) if kind.DUE is not None else None
        put = _Put(
            fields,
            json_written(body),
            _in_utc(due) if due is not None else None,
            _lookups(kind, fields),
        )
        self._write(Key(kind.KIND, document.id), put)

    def delete(self, kind: type[Document], id: str) -> None:
        """See `bot.core.ports.Transaction`. Raises NotADocument, Unwritable, TransactionOver."""
        self._refuse_when_over()
        key = Key(kind_of(kind), id)
        _refuse_unfit(self._tenant, id, "an id")
        self._write(key, None)

    async def commit(self) -> None:
        """See `bot.core.ports.Transaction`. Raises Conflict, StoreFull, StoreUnavailable, Newer,
        Locked or TransactionOver.

        When a task is cancelled here, the commit may still land, as a whole. So it may when the
        connection is lost in the last moment and the server does not come back soon to tell what
        became of it: that is told as StoreUnavailable, and whoever tries again learns of a Conflict
        or finds it done.
        """
        self._refuse_when_over()
        self._over = True
        self._server.refuse_when_closed()
        if self._touched:
            self._store.seen(await self._server.run(self._commit))

    async def _commit(self, connection: Connection) -> int:
        touched = sorted(self._touched)
        writes = {
            Key(kind, id): put for kind, own in self._writes.items() for id, put in own.items()
        }
        tenant = written(self._tenant)
        locks = self._locks(touched, writes.keys())
        async with connection.pipeline():
            await connection.execute("BEGIN")
            await connection.execute(*in_tenant(self._tenant))
            await connection.execute(_LOCK, locks)
            number = await connection.execute(_NUMBER if writes else _NO_NUMBER)
            now = await connection.execute(
                _LOOK,
                (
                    [key.kind for key in touched],
                    [written(key.id) for key in touched],
                    [self._number(key) for key in touched],
                    [key in writes and not self._touched[key].there for key in touched],
                    tenant,
                    tenant,
                ),
            )
        self._check(touched, await now.fetchall())
        version: int
        version, transaction = await _only(number)
        try:
            async with connection.pipeline():
                await self._send(connection, tenant, version, writes)
                await connection.execute("COMMIT")
        except psycopg.OperationalError as error:
            if writes and lost(connection, error):
                raise PerhapsKept(transaction, version) from None
            raise
        return version

    def _locks(
        self, touched: Sequence[Key], writes: Container[Key]
    ) -> tuple[list[int], list[bool]]:
        """The locks of a commit, by number, and which of them are for it alone.

        Whoever commits takes all at once and in the same order, so nobody waits in a circle: its
        tenant's first, then those of the documents, present or absent, that it touches.
        """
        whole = len(touched) > _ONE_BY_ONE
        locks = {} if whole else {self._number(key): key in writes for key in touched}
        ordered = sorted(locks)
        return (
            [_number(self._server.schema, self._tenant), *ordered],
            [whole, *(locks[lock] for lock in ordered)],
        )

    def _number(self, key: Key) -> int:
        return _number(self._server.schema, self._tenant, *key)

    async def _send(
        self,
        connection: Connection,
        tenant: str,
        version: int,
        writes: Mapping[Key, _Put | None],
    ) -> None:
        puts = [(key, put) for key, put in writes.items() if put is not None]
        gone = [key for key, put in writes.items() if put is None]
        if puts:
            lookups = [[put.lookups[n] for _, put in puts] for n in range(len(_LOOKUPS))]
            await connection.execute(
                _PUT,
                (
                    tenant,
                    version,
                    [key.kind for key, _ in puts],
                    [written(key.id) for key, _ in puts],
                    [put.body for _, put in puts],
                    *lookups,
                    [put.due_at for _, put in puts],
                ),
            )
        if gone:
            kinds, ids = [key.kind for key in gone], [written(key.id) for key in gone]
            numbers = [self._number(key) for key in gone]
            await connection.execute(_DELETE, (kinds, ids, numbers, tenant, version))
            await connection.execute(_DELETE_DAMAGED, (kinds, ids, tenant))
        if any(put.due_at is not None for _, put in puts):
            await connection.execute(_NOTIFY, (self._server.channel,))

    def _check(self, touched: Sequence[Key], now: Sequence[tuple[Any, ...]]) -> None:
        for key, (version, deleted, body) in zip(touched, now, strict=True):
            sight = self._touched[key]
            latest = version if version is not None else deleted or 0
            gone = sight.there and version is None
            if gone or latest > sight.version:
                self._store.seen(latest)
                raise Conflict(f"{key.kind} {key.id!r} was changed by somebody else")
            if key in self._left_alone:
                error = self._left_alone[key]
                raise type(error)(f"{key.kind} {key.id!r}: {error}")
            if body is not None:
                # It is written over unseen.
                self._refuse_to_overwrite(key, json_read(body))

    def _refuse_to_overwrite(self, key: Key, body: str) -> None:
        try:
            self._codec.read(KINDS[key.kind], body)
        except Damaged:
            return
        except (Newer, Locked) as error:
            raise type(error)(f"{key.kind} {key.id!r}: {error}") from None

    def _write(self, key: Key, put: _Put | None) -> None:
        self._touched.setdefault(key, self._found.get(key, Sight(self._store.newest)))
        self._writes.setdefault(key.kind, {})[key.id] = put

    def _refuse_when_over(self) -> None:
        if self._over:
            raise TransactionOver("this unit of work is over; begin another")


# Values as the database holds them

_FIELDS = {
    kind: frozenset(field.name for field in fields_of(kind))  # type: ignore[arg-type]  # dataclasses all
    for kind in DOCUMENTS
}


def _fits(fields: Fields, where: Mapping[str, object]) -> bool:
    return all(fields[name] == value for name, value in where.items())


def _lookup(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:_LOOKED_UP_BY]


def _lookups(kind: type[Document], fields: Fields) -> tuple[str | None, ...]:
    values = [_lookup(fields[field]) for field in kind.INDEXED]
    return (*values, *[None] * (len(_LOOKUPS) - len(values)))


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise TypeError("a time without its zone")
    return moment.astimezone(UTC)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_unfit(tenant: Tenant, id: str, what: str) -> None:
    if not _is_unicode(tenant + id):
        raise Unwritable(f"{what} that is not Unicode")
    if len(written(tenant + id).encode()) > _LONGEST_NAME:
        raise Unwritable(f"{what} that is too long for the database")


def _number(*parts: str) -> int:
    digest = hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


# Statements. Each begins with the tenant, or is about all of them and says so.

_GET: LiteralString = (
    "SELECT d.version, d.body::text, g.version"
    " FROM (VALUES (%s, %s, %s, %s::bigint)) AS one (tenant, kind, id, number)"
    " LEFT JOIN documents d USING (tenant, kind, id) LEFT JOIN deletions g USING (tenant, number)"
)

_FIND: LiteralString = (
    "SELECT id, version, body::text FROM documents WHERE tenant = %s AND kind = %s"
)

_LOCK: LiteralString = (
    "SELECT CASE WHEN alone THEN pg_advisory_xact_lock(number)"
    " ELSE pg_advisory_xact_lock_shared(number) END"
    " FROM unnest(%s::bigint[], %s::boolean[]) AS l (number, alone)"
)

# Only once it is locked: so the versions of a document rise in the order of its commits.
_NUMBER: LiteralString = "SELECT nextval('versions'), pg_current_xact_id()::text"
_NO_NUMBER: LiteralString = "SELECT 0, ''"

_LOOK: LiteralString = (
    "SELECT d.version, g.version, CASE WHEN t.unseen THEN d.body::text END"
    " FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::boolean[])"
    " WITH ORDINALITY AS t (kind, id, number, unseen, place)"
    " LEFT JOIN documents d ON d.tenant = %s AND d.kind = t.kind AND d.id = t.id"
    " LEFT JOIN deletions g ON g.tenant = %s AND g.number = t.number"
    " ORDER BY t.place"
)

_PUT: LiteralString = (
    "INSERT INTO documents (tenant, version, kind, id, body, first, second, third, due_at)"
    " SELECT %s, %s, kind, id, body::jsonb, first, second, third, due_at FROM unnest(%s::text[],"
    " %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])"
    " AS p (kind, id, body, first, second, third, due_at)"
    " ON CONFLICT (tenant, kind, id) DO UPDATE SET version = excluded.version,"
    " body = excluded.body, first = excluded.first, second = excluded.second,"
    " third = excluded.third, due_at = excluded.due_at, claims = 0"
)

_DELETE: LiteralString = (
    "WITH gone AS (DELETE FROM documents d"
    " USING unnest(%s::text[], %s::text[], %s::bigint[]) AS t (kind, id, number)"
    " WHERE d.tenant = %s AND d.kind = t.kind AND d.id = t.id RETURNING d.tenant, t.number)"
    " INSERT INTO deletions (tenant, number, version) SELECT tenant, number, %s FROM gone"
    " ON CONFLICT (tenant, number)"
    " DO UPDATE SET version = excluded.version, deleted_at = excluded.deleted_at"
)

_DELETE_DAMAGED: LiteralString = (
    "DELETE FROM damaged d USING unnest(%s::text[], %s::text[]) AS t (kind, id)"
    " WHERE d.tenant = %s AND d.kind = t.kind AND d.id = t.id"
)

_NOTIFY: LiteralString = "SELECT pg_notify(%s, '')"

_CLAIM: LiteralString = (
    "WITH due AS (SELECT tenant, kind, id, due_at FROM documents"
    " WHERE kind = %s AND due_at <= %s ORDER BY due_at, tenant, id LIMIT %s"
    " FOR UPDATE SKIP LOCKED)"
    " UPDATE documents d SET due_at = %s, claims = d.claims + 1 FROM due"
    " WHERE d.tenant = due.tenant AND d.kind = due.kind AND d.id = due.id"
    " RETURNING due.due_at, d.tenant, d.kind, d.id, d.version, d.body::text, d.claims"
)

# From one tenant to the next in the index: there are many more documents than tenants.
_TENANTS: LiteralString = (
    "WITH RECURSIVE t AS ("
    "(SELECT tenant FROM documents ORDER BY tenant LIMIT 1)"
    " UNION ALL SELECT (SELECT d.tenant FROM documents d WHERE d.tenant > t.tenant"
    " ORDER BY d.tenant LIMIT 1) FROM t WHERE t.tenant IS NOT NULL)"
    " SELECT tenant FROM t WHERE tenant IS NOT NULL ORDER BY tenant"
)

_PUT_ASIDE: LiteralString = (
    "WITH gone AS (DELETE FROM documents WHERE tenant = %s AND kind = %s AND id = %s"
    " AND version = %s RETURNING tenant, kind, id, body)"
    " INSERT INTO damaged (tenant, kind, id, body, reason)"
    " SELECT tenant, kind, id, body, %s FROM gone"
)


async def _only(cursor: psycopg.AsyncCursor[tuple[Any, ...]]) -> tuple[Any, ...]:
    (row,) = await cursor.fetchall()
    return row


async def _newest(connection: Connection) -> int:
    return int((await _only(await connection.execute("SELECT last_value FROM versions")))[0])


async def _read(
    connection: Connection, *, tenant: Tenant, statement: LiteralString, values: Sequence[object]
) -> tuple[list[tuple[Any, ...]], int]:
    """The rows, and the number of the newest commit that was begun before they were read."""
    async with connection.pipeline():
        await connection.execute("BEGIN READ ONLY")
        await connection.execute(*in_tenant(tenant))
        newest = await connection.execute("SELECT last_value FROM versions")
        rows = await connection.execute(statement, values)
        await connection.execute("COMMIT")
    return await rows.fetchall(), (await _only(newest))[0]


async def _across(
    connection: Connection, *, statement: LiteralString, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    async with connection.pipeline():
        await connection.execute("BEGIN")
        await connection.execute(across())
        rows = await connection.execute(statement, values)
        await connection.execute("COMMIT")
    return await rows.fetchall()


async def _claim(
    connection: Connection, *, kind: str, now: datetime, until: datetime, most: int
) -> list[Row]:
    rows = await _across(connection, statement=_CLAIM, values=(kind, now, most, until))
    rows.sort(key=operator.itemgetter(0, 1, 3))
    return [
        Row(Tenant(read(tenant)), name, read(id), version, json_read(body), claims)
        for _, tenant, name, id, version, body, claims in rows
    ]


async def _put_aside(connection: Connection, *, row: Row, reason: str) -> None:
    tenant = written(row.tenant)
    async with connection.pipeline():
        await connection.execute("BEGIN")
        await connection.execute(*in_tenant(row.tenant))
        await connection.execute(
            _PUT_ASIDE, (tenant, row.kind, written(row.id), row.version, reason)
        )
        await connection.execute("COMMIT")


# Erasing


async def _forget(connection: Connection, *, tenant: Tenant, mentioning: str, codec: Codec) -> None:
    """Drop what was put aside as damaged in this tenant and may mention this id."""
    async with connection.transaction():
        await connection.execute(*in_tenant(tenant))
        rows = await connection.execute(
            "SELECT number, id, body::text FROM damaged WHERE tenant = %s", (written(tenant),)
        )
        word = mentioning.encode()
        gone = []
        for number, id, body in await rows.fetchall():
            told = codec.told(json_read(body).encode())
            if told is None or word in told or read(id) == mentioning:
                gone.append(number)
        await connection.execute(
            "DELETE FROM damaged WHERE tenant = %s AND number = ANY(%s)", (written(tenant), gone)
        )


async def _rewrite(connection: Connection) -> None:
    for table in ("documents", "deletions", "damaged"):
        size = await connection.execute("SELECT pg_total_relation_size(%s::regclass)", (table,))
        (bytes_,) = await _only(size)
        full = sql.SQL("FULL " if bytes_ <= _REWRITTEN_UP_TO else "")
        # Not in a transaction: VACUUM may not be.
        await connection.execute(sql.SQL("VACUUM {}{}").format(full, sql.Identifier(table)))


# What an opening puts in order, in one transaction with the layout


async def _prepare(connection: Connection, *, codec: Codec, schema: str) -> None:
    rows = await connection.execute("SELECT name FROM keys")
    in_use = [name for (name,) in await rows.fetchall()]
    refuse_without_key(f"schema {schema}", in_use, codec.seals)
    if codec.seals.first is not None and codec.seals.first not in in_use:
        await connection.execute("INSERT INTO keys (name) VALUES (%s)", (codec.seals.first,))
    rows = await connection.execute("SELECT kind, fields FROM indexed")
    before: dict[str, str] = dict(await rows.fetchall())
    for name, kind in KINDS.items():
        if len(kind.INDEXED) > len(_LOOKUPS):
            raise TypeError(f"{kind.__name__} has more indexed fields than there are columns")
        now = ",".join(kind.INDEXED)
        if before.get(name) == now:
            continue
        if name in before:
            await _index_anew(connection, codec, kind)
        await connection.execute(
            "INSERT INTO indexed (kind, fields) VALUES (%s, %s)"
            " ON CONFLICT (kind) DO UPDATE SET fields = excluded.fields",
            (name, now),
        )


async def _index_anew(connection: Connection, codec: Codec, kind: type[Document]) -> None:
    """Fill the columns by which documents of this kind are looked up: it was others before."""
    rows = await connection.execute(
        "SELECT tenant, id, body::text FROM documents WHERE kind = %s FOR UPDATE", (kind.KIND,)
    )
    for tenant, id, body in await rows.fetchall():
        try:
            document = codec.read(kind, json_read(body))
        except (Damaged, Newer, Locked):
            continue
        values = _lookups(kind, codec.fields(document))
        await connection.execute(
            "UPDATE documents SET first = %s, second = %s, third = %s"
            " WHERE tenant = %s AND kind = %s AND id = %s",
            (*values, tenant, kind.KIND, id),
        )
