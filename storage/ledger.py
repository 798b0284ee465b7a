"""What is durable, what is on its way to the disk, and who may change what.

Memory holds durable documents only. A commit is checked against them and against the commits under
way, goes to the writer, and enters memory when it has landed; one that fails leaves no trace.

Every commit has a number, and a document's version is the number of the commit that wrote it. A
unit of work notes, for each document it touches, the number of the last commit that had landed
then; if the document has a higher version later, somebody else was there in between.
"""

from __future__ import annotations

import asyncio
import functools
import gc
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import structlog

from bot.core.model import Document, Tenant
from bot.core.ports import Conflict, StoreError, StoreUnavailable
from storage import sqlite_file
from storage.codec import KINDS, Codec, Fields
from storage.errors import Damaged, Locked, Newer
from storage.sqlite_file import Row, Saved
from storage.tenant_memory import Key, TenantMemory
from storage.writer import Writer

_log = structlog.get_logger()

_REMEMBERED_DELETIONS = 10_000
_FROZEN_BY = 10_000

Broken: TypeAlias = tuple[Row, str]
"""A row that can't be read, and why."""


class Kept(NamedTuple):
    """A document to keep: its fields for memory, its body for the disk, and when it is due."""

    fields: Fields
    body: str
    due_at: int | None


class Ledger:
    """The tenants in memory, and the way of a commit.

    Takes the file and its writer, the number of the last commit in it, and how many documents may
    be in memory before tenants that were not used for long are dropped from it.
    """

    def __init__(self, path: Path, writer: Writer, codec: Codec, last: int, room: int) -> None:
        self.landed = last
        self._begun = last
        self._path = path
        self._writer = writer
        self._codec = codec
        self._room = room
        self._memories: OrderedDict[Tenant, TenantMemory] = OrderedDict()
        self._size = 0
        self._loading: dict[Tenant, asyncio.Task[None]] = {}
        self._wanted: Counter[Tenant] = Counter()
        # A deleted document has no version any more. The latest deletions are remembered, and
        # everything else that is not there counts as deleted by the youngest one forgotten.
        self._deletions: OrderedDict[tuple[Tenant, Key], int] = OrderedDict()
        self._forgotten = 0
        self._closed = False

    async def memory(self, tenant: Tenant) -> TenantMemory:
        """This tenant's documents, loaded where they are not. Good until the next `await`.

        Raises StoreUnavailable.
        """
        self._refuse_when_closed()
        known = self._memories.get(tenant)
        if known is not None:
            self._memories.move_to_end(tenant)
            return known
        self._wanted[tenant] += 1
        try:
            while (known := self._memories.get(tenant)) is None:
                self._refuse_when_closed()
                await asyncio.shield(self._load(tenant))
        finally:
            self._wanted[tenant] -= 1
            if not self._wanted[tenant]:
                del self._wanted[tenant]
        return known

    async def commit(
        self, tenant: Tenant, touched: Mapping[Key, int], writes: Mapping[Key, Kept | None]
    ) -> None:
        """Make these writes durable if nobody else changed what was touched.

        `touched` says for each document, also one that is only written, which commit had `landed`
        when it was first touched; in `writes`, None removes a document.

        Raises Conflict, Newer, StoreFull or StoreUnavailable, and then nothing was kept. When the
        waiting is given up (cancelled), the commit may still land, as a whole.
        """
        memory = await self.memory(tenant)
        while (rival := _rival(memory, touched)) is not None:
            # Told "conflict" at once, its caller would read the old state again, and again. Once
            # the rival has landed the caller reads the new one; if it fails, there is no conflict.
            await asyncio.shield(rival)
            memory = await self.memory(tenant)
        for key, since in touched.items():
            if self._changed(tenant, memory, key) > since:
                raise Conflict(f"{key.kind} {key.id!r} was changed by somebody else")
            if key in memory.unknown:
                raise Newer(f"{key.kind} {key.id!r} was written by a newer version")
        if writes:
            error = await asyncio.shield(self._send(tenant, memory, writes))
            if error is not None:
                raise error

    def forget(self, row: Row) -> None:
        """Drop from memory a document whose row was put aside, unless it was written since."""
        key = Key(row.kind, row.id)
        memory = self._memories.get(Tenant(row.tenant))
        if memory is not None and memory.version(key) == row.version:
            memory.drop(key)
            self._size -= 1

    async def close(self) -> None:
        """Let what was begun land, and refuse everything else."""
        self._closed = True
        await asyncio.gather(*self._loading.values(), return_exceptions=True)
        await self._writer.close()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable("The store is closed.")

    def _changed(self, tenant: Tenant, memory: TenantMemory, key: Key) -> int:
        version = memory.version(key)
        if version is None:
            return self._deletions.get((tenant, key), self._forgotten)
        return version

    # The way of a commit

    def _send(
        self, tenant: Tenant, memory: TenantMemory, writes: Mapping[Key, Kept | None]
    ) -> asyncio.Future[StoreError | Exception | None]:
        number = self._begun + 1
        changes = [
            Saved(tenant, key.kind, key.id, number, kept.body, kept.due_at)
            if kept is not None
            else Saved(tenant, key.kind, key.id, number, None, None)
            for key, kept in writes.items()
        ]
        landing: asyncio.Future[StoreError | Exception | None] = (
            asyncio.get_running_loop().create_future()
        )

        def settle(_: Any, error: Exception | None) -> None:
            for key in writes:
                del memory.landing[key]
            if error is None:
                self._take_in(tenant, memory, writes, number)
            landing.set_result(error)

        self._writer.save(changes, settle)
        # Only now: had the writer refused it, there would be nothing to take back.
        self._begun = number
        for key in writes:
            memory.landing[key] = landing
        return landing

    def _take_in(
        self,
        tenant: Tenant,
        memory: TenantMemory,
        writes: Mapping[Key, Kept | None],
        number: int,
    ) -> None:
        self.landed = number
        before = len(memory)
        for key, kept in writes.items():
            if kept is not None:
                memory.keep(key, kept.fields, number)
                self._deletions.pop((tenant, key), None)
            elif memory.version(key) is not None:
                memory.drop(key)
                self._deletions[tenant, key] = number
        while len(self._deletions) > _REMEMBERED_DELETIONS:
            _, self._forgotten = self._deletions.popitem(last=False)
        self._size += len(memory) - before
        self._make_room()

    # Loading and dropping tenants

    def _load(self, tenant: Tenant) -> asyncio.Task[None]:
        loading = self._loading.get(tenant)
        if loading is None:
            loading = asyncio.create_task(self._load_now(tenant))
            self._loading[tenant] = loading
            loading.add_done_callback(functools.partial(self._end_loading, tenant))
        return loading

    def _end_loading(self, tenant: Tenant, loading: asyncio.Task[None]) -> None:
        del self._loading[tenant]
        if not loading.cancelled():
            # Those who wait get the error; asked for here too, in case they all gave up waiting.
            loading.exception()

    async def _load_now(self, tenant: Tenant) -> None:
        memory, broken = await asyncio.to_thread(self._read, tenant)
        if broken:
            await self._put_aside(broken)
        self._memories[tenant] = memory
        # The tenant itself counts too, or tenants without a document would pile up.
        self._size += len(memory) + 1
        self._make_room()

    def _read(self, tenant: Tenant) -> tuple[TenantMemory, list[Broken]]:
        memory = TenantMemory()
        broken: list[Broken] = []
        with sqlite_file.reading(self._path) as connection:
            for count, row in enumerate(sqlite_file.rows_of(connection, tenant), start=1):
                if count % _FROZEN_BY == 0:
                    # Documents hold no cycles. Kept out of the collector's way, or each of its full
                    # rounds would walk through all of them and stop everybody: 0.2 s at 100,000
                    # documents (benchmarks/store_writers.py). Counted references still free them.
                    gc.freeze()
                try:
                    fields = self._codec.fields(readable(self._codec, row))
                except Damaged as error:
                    broken.append((row, str(error)))
                except (Newer, Locked) as error:
                    memory.unknown.add(Key(row.kind, row.id))
                    say_left_alone(row, error)
                else:
                    memory.keep(Key(row.kind, row.id), fields, row.version)
        return memory, broken

    async def _put_aside(self, broken: Iterable[Broken]) -> None:
        for row, reason in broken:
            try:
                await self._writer.run(
                    functools.partial(sqlite_file.put_aside, row=row, reason=reason)
                )
            except StoreError as error:
                # It stays where it is, and is met again at the next loading.
                _log.warning("can't put a damaged document aside", error=str(error))
            say_put_aside(row, reason)

    def _make_room(self) -> None:
        if self._size <= self._room:
            return
        *older, _ = self._memories
        for tenant in older:
            memory = self._memories[tenant]
            if memory.landing or tenant in self._wanted:
                continue
            del self._memories[tenant]
            self._size -= len(memory) + 1
            if self._size <= self._room:
                return


def _rival(
    memory: TenantMemory, touched: Iterable[Key]
) -> asyncio.Future[StoreError | Exception | None] | None:
    if memory.landing:
        for key in touched:
            if key in memory.landing:
                return memory.landing[key]
    return None


def readable(codec: Codec, row: Row) -> Document:
    """What a row holds. Raises Damaged, Newer or Locked."""
    kind = KINDS.get(row.kind)
    if kind is None:
        raise Newer("a kind of document that this version does not know")
    if row.body is None:
        raise Damaged(f"{kind.__name__}: no body")
    document = codec.read(kind, row.body)
    if document.id != row.id:
        raise Damaged(f"{kind.__name__}: holds another document than its row says")
    return document


def say_put_aside(row: Row, reason: str) -> None:
    """Tell the operator, without a word of what stood in the document."""
    _log.warning(
        "damaged document put aside", tenant=row.tenant, kind=row.kind, id=row.id, reason=reason
    )


def say_left_alone(row: Row, error: Newer | Locked) -> None:
    """Tell the operator that this version, or this one without the key, must leave a document
    alone."""
    whose = "of a newer version" if isinstance(error, Newer) else "under another key"
    _log.warning(
        f"document {whose} left alone",
        tenant=row.tenant,
        kind=row.kind,
        id=row.id,
        reason=str(error),
    )
