"""One tenant's durable documents in memory, with the indexes by which they are found."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from bot.core.ports import StoreError
from storage.codec import KINDS, Fields


class Key(NamedTuple):
    """A document within its tenant: the name of its kind, and its id."""

    kind: str
    id: str


_NONE: Mapping[str, Fields] = {}
_NO_IDS: frozenset[str] = frozenset()


class TenantMemory:
    """Exactly what the disk holds of a tenant, as far as this version can read it.

    `unknown` are documents that a newer version wrote: they are there, but nobody may touch them.
    `landing` are the documents that a commit under way will change, with the future that tells
    (with its error, or None) when it has landed.
    """

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Fields]] = {}
        self._versions: dict[Key, int] = {}
        self._indexes: dict[tuple[str, str], dict[Any, set[str]]] = {}
        self.unknown: set[Key] = set()
        self.landing: dict[Key, asyncio.Future[StoreError | Exception | None]] = {}

    def __len__(self) -> int:
        return len(self._versions)

    def rows(self, kind: str) -> Mapping[str, Fields]:
        """The documents of a kind by id. Not to be changed."""
        return self._rows.get(kind, _NONE)

    def version(self, key: Key) -> int | None:
        """The version of this document, or None where there is none."""
        return self._versions.get(key)

    def having(self, kind: str, field: str, value: object) -> AbstractSet[str]:
        """The ids of the documents in whose indexed field this value stands."""
        return self._indexes.get((kind, field), {}).get(value, _NO_IDS)

    def keep(self, key: Key, fields: Fields, version: int) -> None:
        """Have this document, in place of an older one."""
        rows = self._rows.setdefault(key.kind, {})
        before = rows.get(key.id)
        for field in KINDS[key.kind].INDEXED:
            value = fields[field]
            if before is not None and before[field] != value:
                self._leave(key, field, before[field])
            self._indexes.setdefault((key.kind, field), {}).setdefault(value, set()).add(key.id)
        rows[key.id] = fields
        self._versions[key] = version

    def drop(self, key: Key) -> None:
        """Have this document no more."""
        if self._versions.pop(key, None) is None:
            return
        before = self._rows[key.kind].pop(key.id)
        for field in KINDS[key.kind].INDEXED:
            self._leave(key, field, before[field])

    def _leave(self, key: Key, field: str, value: object) -> None:
        index = self._indexes[key.kind, field]
        index[value].discard(key.id)
        if not index[value]:
            del index[value]
