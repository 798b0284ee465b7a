"""`storage.tables` overrides two private methods of TinyDB. These tests fail when they change."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterator, Mapping
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import tinydb
from tinydb import operations, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document as Row
from tinydb.table import Table

from bot.core.model import Group, Member, Win
from storage.codec import Codec, Fields
from storage.errors import NotADocument, TransactionOver, Unwritable
from storage.tables import DocumentTable, Found, Rows, tables
from storage.tiny import TinyStore
from tests.storage.contract import HERE, NOON, THERE, keep, member, win

MINOR = "4.9"


# --- What we build on


def test_the_minor_version_is_the_one_we_looked_at_and_is_pinned() -> None:
    assert version("tinydb").rpartition(".")[0] == MINOR
    (pin,) = [one for one in requires("fourwins") or () if re.match(r"tinydb\b", one)]
    assert set(re.findall(r"[<>=!~]+[\d.]+", pin)) == {">=4.9", "<4.10"}


def test_the_methods_we_override_have_the_form_we_know() -> None:
    read = inspect.signature(Table._read_table)
    update = inspect.signature(Table._update_table)
    next_id = inspect.signature(Table._get_next_id)
    assert list(read.parameters) == ["self"]
    assert list(update.parameters) == ["self", "updater"]
    assert list(next_id.parameters) == ["self"]
    for name in ("_read_table", "_update_table", "_get_next_id"):
        assert name in vars(DocumentTable), f"{name} is not overridden any more"


def test_the_settings_we_override_are_those_we_know() -> None:
    assert Table.document_class is Row
    assert Table.document_id_class is int
    assert Table.default_query_cache_capacity == 10
    assert list(inspect.signature(Table.__init__).parameters) == [
        "self",
        "storage",
        "name",
        "cache_size",
        "persist_empty",
    ]
    assert list(inspect.signature(Row.__init__).parameters) == ["self", "value", "doc_id"]
    assert tinydb.TinyDB.table_class is Table


def test_no_other_way_leads_to_the_storage() -> None:
    # Whatever reads or writes goes through the two methods; a third way would pass us by.
    source = inspect.getsource(Table)
    reaching = {
        name
        for name, method in inspect.getmembers(Table, inspect.isfunction)
        if re.search(r"_storage\.(read|write)", inspect.getsource(method))
    }
    assert reaching == {"_read_table", "_update_table"}
    assert source.count("self._storage.") == 3


class Watched(Table):
    """TinyDB's own table, and which of its methods were used."""

    def __init__(self) -> None:
        super().__init__(MemoryStorage(), "win")  # type: ignore[no-untyped-call]  # it has no types
        self.used: list[str] = []
        self.insert_multiple([Row({"n": 1}, 1), Row({"n": 2}, 2)])
        self.used.clear()

    def _read_table(self) -> Any:
        self.used.append("read")
        return super()._read_table()

    def _update_table(self, updater: Any) -> None:
        self.used.append("update")
        super()._update_table(updater)


@pytest.mark.parametrize(
    ("call", "used"),
    [
        (lambda table: table.all(), "read"),
        (len, "read"),
        (lambda table: table.search(where("n") == 1), "read"),
        (lambda table: table.get(where("n") == 1), "read"),
        (lambda table: table.get(doc_id=1), "read"),
        (lambda table: table.contains(doc_id=1), "read"),
        (lambda table: table.count(where("n") == 1), "read"),
        (lambda table: table.insert(Row({"n": 3}, 3)), "update"),
        (lambda table: table.insert_multiple([Row({"n": 3}, 3)]), "update"),
        (lambda table: table.update({"n": 4}, where("n") == 1), "update"),
        (lambda table: table.update({"n": 4}, doc_ids=[1]), "update"),
        (lambda table: table.update_multiple([({"n": 4}, where("n") == 1)]), "update"),
        (lambda table: table.upsert(Row({"n": 4}, 1)), "update"),
        (lambda table: table.remove(where("n") == 1), "update"),
        (lambda table: table.remove(doc_ids=[1]), "update"),
        (lambda table: table.truncate(), "update"),
    ],
)
def test_every_call_goes_through_the_methods_we_override(call: Any, used: str) -> None:
    table = Watched()
    call(table)
    assert set(table.used) == {used}


# --- Our table


class Kept(Rows):
    """Rows in memory, and what was handed on."""

    def __init__(self, **rows: Fields) -> None:
        self.kept: dict[str, Fields] = dict(rows)
        self.handed_on: list[Mapping[str, Fields | None]] = []

    def rows(self, name: str) -> Mapping[str, Fields]:
        return self.kept if name == "win" else {}

    def hand_on(self, name: str, touched: Mapping[str, Fields | None]) -> None:
        assert name == "win"
        self.handed_on.append(dict(touched))

    def names(self) -> set[str]:
        return {"win"}


@pytest.fixture
def rows() -> Kept:
    return Kept(
        a={"id": "a", "n": 1, "many": ["x"]},
        b={"id": "b", "n": 2, "many": []},
        c={"id": "c", "n": 3, "many": ["x", "y"]},
    )


@pytest.fixture
def table(rows: Kept) -> Table:
    made = tables(rows).table("win")
    assert isinstance(made, DocumentTable)
    return made


def _is_odd(value: Any) -> bool:
    return bool(value % 2)


def found(several: Any) -> list[Any]:
    return [one.doc_id for one in several]


def test_searching_speaks_the_whole_language(table: Table) -> None:
    one = where("n")
    assert found(table.search(one > 1)) == ["b", "c"]
    assert found(table.search((one == 1) | (one == 3))) == ["a", "c"]
    assert found(table.search(~(one == 1) & (one < 3))) == ["b"]
    assert found(table.search(where("many").any(["y"]))) == ["c"]
    assert found(table.search(where("id").matches("[ab]"))) == ["a", "b"]
    assert found(table.search(one.test(_is_odd))) == ["a", "c"]
    assert table.count(one >= 2) == 2
    assert len(table) == 3
    assert table.contains(doc_id="b")  # type: ignore[arg-type]  # ids are strings here
    assert not table.contains(one == 9)


def test_ids_are_strings(table: Table) -> None:
    got = table.get(doc_id="b")  # type: ignore[call-overload]  # ids are strings here
    assert isinstance(got, Found)
    assert (got["n"], str(got.doc_id)) == (2, "b")
    several = table.get(doc_ids=["c", "a", "z"])
    assert found(several) == ["a", "c"]


def test_what_a_query_found_is_a_copy(table: Table, rows: Kept) -> None:
    for one in [*table.all(), *table.search(where("n") > 0), table.get(where("n") == 1)]:
        assert isinstance(one, dict)
        one["many"].append("changed")
        one["n"] = 9
    assert rows.kept["a"] == {"id": "a", "n": 1, "many": ["x"]}


def test_no_result_is_remembered(table: Table, rows: Kept) -> None:
    assert found(table.search(where("n") == 1)) == ["a"]
    rows.kept["d"] = {"id": "d", "n": 1, "many": []}
    assert found(table.search(where("n") == 1)) == ["a", "d"]


def test_an_insert_hands_on_one_document(table: Table, rows: Kept) -> None:
    assert table.insert(Found({"id": "d", "n": 4}, "d")) == "d"  # type: ignore[comparison-overlap]
    assert rows.handed_on == [{"d": {"id": "d", "n": 4}}]
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Found({"id": "a"}, "a"))
    with pytest.raises(ValueError, match="its id"):
        table.insert({"id": "e"})
    assert len(rows.handed_on) == 1


def test_an_update_hands_on_what_it_changed_and_nothing_else(table: Table, rows: Kept) -> None:
    assert table.update({"n": 2}, where("n") >= 2) == ["b", "c"]  # type: ignore[comparison-overlap]
    assert rows.handed_on == [{"c": {"id": "c", "n": 2, "many": ["x", "y"]}}]
    table.update(operations.increment("n"), doc_ids=["a"])  # type: ignore[list-item]
    assert rows.handed_on[1:] == [{"a": {"id": "a", "n": 2, "many": ["x"]}}]
    table.update(operations.delete("n"), where("id") == "b")
    assert rows.handed_on[2:] == [{"b": {"id": "b", "many": []}}]
    table.update(lambda fields: fields["many"].append("z"), where("id") == "b")
    assert rows.handed_on[3:] == [{"b": {"id": "b", "n": 2, "many": ["z"]}}]
    assert rows.kept["b"] == {"id": "b", "n": 2, "many": []}


def test_an_upsert_updates_or_inserts(table: Table, rows: Kept) -> None:
    table.upsert(Found({"id": "a", "n": 7}, "a"))
    table.upsert(Found({"id": "e", "n": 5}, "e"))
    table.upsert({"n": 8}, where("id") == "c")
    assert rows.handed_on[0] == {"a": {"id": "a", "n": 7, "many": ["x"]}}
    # TinyDB first tries an update, which touches nothing.
    assert [one for one in rows.handed_on[1:] if one] == [
        {"e": {"id": "e", "n": 5}},
        {"c": {"id": "c", "n": 8, "many": ["x", "y"]}},
    ]


def test_a_removal_hands_on_what_is_gone(table: Table, rows: Kept) -> None:
    assert table.remove(where("n") > 1) == ["b", "c"]  # type: ignore[comparison-overlap]
    table.remove(doc_ids=["a", "z"])  # type: ignore[list-item]  # ids are strings here
    table.truncate()
    assert rows.handed_on == [
        {"b": None, "c": None},
        {"a": None},
        {"a": None, "b": None, "c": None},
    ]


def test_a_whole_database_is_never_written(rows: Kept) -> None:
    database = tables(rows)
    assert database.tables() == {"win"}
    with pytest.raises(NotImplementedError):
        rows.write({})
    assert tinydb.TinyDB.table_class is Table, "other users of TinyDB are not ours to change"


# --- Our table on a transaction


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[TinyStore]:
    made = await TinyStore.open(tmp_path / "data", codec=Codec())
    yield made
    await made.close()


@pytest.mark.asyncio
async def test_what_is_written_through_a_table_is_kept_by_the_commit(store: TinyStore) -> None:
    await keep(store, HERE, win("1", text="old"), win("2"), win("3"), member("1"))
    await keep(store, THERE, win("1", text="there"))
    work = store.transaction(HERE)
    table = await work.table(Win)
    assert found(table.search(where("member") == "U1")) == ["1", "2", "3"]
    table.update({"text": "new"}, where("id") == "1")
    table.remove(where("id") == "2")
    table.insert(Found({**table.search(where("id") == "1")[0], "id": "4"}, "4"))
    assert found(table.search(where("text") == "new")) == ["1", "4"]
    assert await store.transaction(HERE).get(Win, "1") == win("1", text="old")
    await work.commit()
    assert await store.transaction(HERE).find(Win) == [
        win("1", text="new"),
        win("3"),
        win("4", text="new"),
    ]
    assert await store.transaction(HERE).get(Member, "1") == member("1")
    assert await store.transaction(THERE).find(Win) == [win("1", text="there")]
    with pytest.raises(TransactionOver):
        table.remove(where("id") == "1")


@pytest.mark.asyncio
async def test_what_is_no_document_is_refused_and_nothing_of_that_write_is_taken(
    store: TinyStore,
) -> None:
    await keep(store, HERE, *(Group(str(n), "n", "c", "z", (), floor=n) for n in range(3)))
    work = store.transaction(HERE)
    table = await work.table(Group)
    with pytest.raises(Unwritable):
        table.update({"nickname": "x"}, where("id") == "1")
    with pytest.raises(Unwritable):
        table.update({"id": "7"}, where("id") == "1")
    with pytest.raises(Unwritable):
        table.insert(Found({"id": "9"}, "9"))

    def spoil(fields: Any) -> None:
        fields["name"] = "changed" if fields["id"] != "2" else 5

    with pytest.raises(Unwritable):
        table.update(spoil)
    await work.commit()
    kept = await store.transaction(HERE).find(Group)
    assert [one.name for one in kept] == ["n", "n", "n"]
    with pytest.raises(NotADocument):
        await store.transaction(HERE).table(type(NOON))  # type: ignore[arg-type]  # what is refused
