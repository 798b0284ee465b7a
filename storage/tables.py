"""TinyDB's tables over documents that live elsewhere.

TinyDB reads and writes a whole database at a time: its `Table` rebuilds every document for each
write. Here `_read_table` gives a view, and `_update_table` hands on only what was touched. Both are
private to TinyDB: tests/storage/test_tinydb_is_as_we_know_it.py fails when they change.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from storage.codec import Fields, copied


class Rows(Storage):
    """Where a table's documents live."""

    @abstractmethod
    def rows(self, name: str) -> Mapping[str, Fields]:
        """The documents of this table by id, to be read only."""

    @abstractmethod
    def hand_on(self, name: str, touched: Mapping[str, Fields | None]) -> None:
        """Take what a write touched: the new fields by id, None for what was removed."""

    @abstractmethod
    def names(self) -> set[str]:
        """The tables there are."""

    def read(self) -> dict[str, dict[str, Any]]:
        """Everything, as TinyDB's own calls on a database want it."""
        return {name: dict(self.rows(name)) for name in self.names()}

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Not there: a whole database is never written."""
        raise NotImplementedError("only touched documents are written")


class Found(Document):
    """A document that a query found: a copy, so that changing it changes nothing else."""

    def __init__(self, value: Mapping[str, Any], doc_id: str) -> None:
        super().__init__(copied(dict(value)), doc_id)  # type: ignore[arg-type]  # ids are strings here


class DocumentTable(Table):
    """A table with strings for ids, whose writes hand on what they touched and nothing else."""

    document_class = Found  # type: ignore[assignment]  # mypy has it as exactly Document
    document_id_class = str  # type: ignore[assignment]  # TinyDB's own is int
    # It would hold copies of whole results, and a view over changing rows can't clear it in time.
    default_query_cache_capacity = 0

    _storage: Rows

    def __init__(self, storage: Rows, name: str) -> None:
        super().__init__(storage, name, cache_size=0)

    def _read_table(self) -> Mapping[str, Fields]:  # type: ignore[override]  # a view, not a copy
        return self._storage.rows(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        touched = _Touched(self._read_table())
        updater(touched)
        self._storage.hand_on(self.name, touched.changes())

    def _get_next_id(self) -> NoReturn:
        raise ValueError("a document is inserted with its id")


class _Touched(MutableMapping[str, Fields]):
    """The rows as an updater sees them: it changes copies, and we learn which."""

    def __init__(self, rows: Mapping[str, Fields]) -> None:
        self._rows = rows
        self._new: dict[str, Fields | None] = {}

    def changes(self) -> dict[str, Fields | None]:
        """What is not as it was."""
        return {one: new for one, new in self._new.items() if new != self._rows.get(one)}

    def __getitem__(self, key: str) -> Fields:
        if key not in self._new:
            self._new[key] = copied(self._rows[key])
        fields = self._new[key]
        if fields is None:
            raise KeyError(key)
        return fields

    def __setitem__(self, key: str, fields: Fields) -> None:
        self._new[key] = fields

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._new[key] = None

    def clear(self) -> None:
        # The inherited one takes one at a time, each time from the beginning.
        self._new = dict.fromkeys(self._rows)

    def __contains__(self, key: object) -> bool:
        if key in self._new:
            return self._new[key] is not None
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._rows if key in self)
        yield from (key for key in self._new if key in self and key not in self._rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def tables(rows: Rows) -> TinyDB:
    """A TinyDB database over these rows."""
    database = TinyDB(rows, storage=lambda same: same)
    # Of this instance only: TinyDB reads it when it makes a table.
    database.table_class = DocumentTable  # type: ignore[assignment]  # exactly Table, says mypy
    return database
