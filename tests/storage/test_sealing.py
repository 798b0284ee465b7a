"""Private words are encrypted where they are written, and a missing key is told, not guessed at."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.core.model import DOCUMENTS, Activity, Document, Timer, Win, Words
from bot.core.ports import StoreUnavailable
from storage import sqlite_file
from storage.codec import PRIVATE, Codec, Fields, private_fields
from storage.errors import Damaged, Locked, Newer
from storage.sealing import Seals, fingerprint
from storage.sqlite_file import FILE
from storage.tiny import TinyStore
from tests.storage.contract import HERE, MINUTE, NOON, ids, keep, member, remove, timer, win
from tests.storage.documents import documents
from tests.storage.keys import (
    NEW,
    OLD,
    OTHER,
    SECRET,
    WORDY,
    files_of,
    named,
    private,
    tells,
)

PLAIN, KEYED = Codec(), Codec(keys=[OLD])
TURNED, WRONG = Codec(keys=[NEW, OLD]), Codec(keys=[OTHER])

each_kind = pytest.mark.parametrize("kind", DOCUMENTS, ids=lambda kind: kind.KIND)
each_wordy = pytest.mark.parametrize("document", WORDY, ids=lambda one: one.KIND)


def changed(body: str, **into: object) -> str:
    return json.dumps(json.loads(body) | into)


# --- Documents


def test_every_kind_with_private_fields_is_tried_here() -> None:
    assert {one.KIND for one in WORDY} == {kind for kind, names in PRIVATE.items() if names}
    for document in WORDY:
        assert all(private(document).values())


@each_kind
def test_what_a_store_searches_by_is_never_private(kind: type[Document]) -> None:
    searched = {"id", *kind.INDEXED, *([kind.DUE] if kind.DUE is not None else [])}
    assert not searched & set(PRIVATE[kind.KIND])


@each_wordy
def test_private_words_are_not_in_a_body_and_are_read_back(document: Document) -> None:
    plain, body = KEYED.pack(document)
    assert SECRET not in body
    assert KEYED.read(type(document), body) == document
    assert KEYED.unpack(type(document), body) == plain == PLAIN.pack(document)[0]
    shown = json.loads(body)
    assert shown.keys() == {"schema", "private", *plain} - set(PRIVATE[document.KIND])


@each_kind
@settings(max_examples=10)
@given(data=st.data())
def test_with_a_key_any_document_is_read_back_as_it_was(
    kind: type[Document], data: st.DataObject
) -> None:
    document = data.draw(documents(kind))
    plain, body = KEYED.pack(document)
    assert KEYED.read(kind, body) == document
    assert KEYED.unpack(kind, body) == plain
    assert TURNED.read(kind, body.encode()) == document


def test_where_nothing_is_private_nothing_is_sealed() -> None:
    for document in (timer("1"), member("1"), replace(cast(Any, WORDY[9]), card=None)):
        assert KEYED.pack(document)[1] == PLAIN.pack(document)[1]


@each_wordy
def test_a_body_that_was_written_without_a_key_is_read_with_one(document: Document) -> None:
    assert KEYED.read(type(document), PLAIN.pack(document)[1]) == document


def test_the_first_key_writes_and_each_reads() -> None:
    _, old = KEYED.pack(win("1"))
    _, new = TURNED.pack(win("1"))
    assert TURNED.read(Win, old) == TURNED.read(Win, new) == win("1")
    assert Codec(keys=[NEW]).read(Win, new) == win("1")
    with pytest.raises(Locked):
        KEYED.read(Win, new)


@pytest.mark.parametrize("without", [PLAIN, WRONG], ids=["no key", "another key"])
def test_a_key_that_is_missing_is_named_and_not_taken_for_damage(without: Codec) -> None:
    with pytest.raises(Locked, match=named(OLD)) as caught:
        without.read(Win, KEYED.pack(win("1", text=SECRET))[1])
    assert SECRET not in str(caught.value)


def test_a_seal_opens_in_its_own_document_only() -> None:
    one, two = (json.loads(KEYED.pack(win(id))[1]) for id in "12")
    with pytest.raises(Damaged):
        KEYED.read(Win, json.dumps(one | {"private": two["private"]}))
    with pytest.raises(Damaged):
        KEYED.read(Win, json.dumps(one | {"text": "beside the seal"}))


@pytest.mark.parametrize("seal", [None, 5, "", "x", f"{named(OLD)}:", f"{named(OLD)}:AAAA", "é:ü"])
def test_what_is_no_seal_is_damage(seal: object) -> None:
    with pytest.raises(Damaged):
        KEYED.read(Win, changed(KEYED.pack(win("1"))[1], private=seal))


@settings(max_examples=100)
@given(st.data())
def test_a_flipped_byte_never_changes_words(data: st.DataObject) -> None:
    document = win("1", text=SECRET)
    flipped = bytearray(KEYED.pack(document)[1].encode())
    at = data.draw(st.integers(0, len(flipped) - 1))
    flipped[at] ^= data.draw(st.integers(1, 255))
    try:
        read = KEYED.read(Win, bytes(flipped))
    except (Damaged, Newer, Locked):
        return
    assert (read.text, read.employer) == (document.text, document.employer)


def test_an_upgrade_sees_private_fields_too() -> None:
    def shouted(fields: Fields) -> Fields:
        return fields | {"text": fields["text"].upper()}

    newer = Codec({("win", 1): shouted}, keys=[OLD])
    assert newer.read(Win, KEYED.pack(win("1", text="quiet"))[1]).text == "QUIET"


@dataclass(frozen=True)
class Inner:
    """Holds words."""

    words: Words | None


@dataclass(frozen=True)
class Bare:
    """Holds them one level down, with no mark on the field."""

    inner: tuple[Inner, ...]


@dataclass(frozen=True)
class Keyed:
    """The same in a mapping."""

    several: Mapping[str, Words]


def test_a_mark_inside_a_field_that_has_none_is_refused() -> None:
    assert private_fields(Inner) == ("words",)
    for kind in (Bare, Keyed):
        with pytest.raises(TypeError, match=kind.__name__):
            private_fields(kind)


def test_a_fingerprint_and_what_is_shown_of_seals_tell_no_key() -> None:
    seals = Seals([OLD, NEW])
    assert seals.names == (fingerprint(OLD), fingerprint(NEW))
    assert len({fingerprint(key) for key in (OLD, NEW, OTHER)}) == 3
    shown = repr(seals) + str(seals) + str(seals.names)
    assert OLD[:8] not in shown
    with pytest.raises(ValueError, match="no key"):
        Seals().seal(b"x")


# --- Sealing anew


@each_wordy
def test_sealing_anew_changes_the_key_and_nothing_else(document: Document) -> None:
    name, last = document.KIND, Codec(keys=[NEW])
    for before in (PLAIN.pack(document)[1], KEYED.pack(document)[1]):
        anew = TURNED.resealed(name, before)
        assert anew is not None
        assert SECRET not in anew
        assert TURNED.resealed(name, anew) is None
        assert last.is_under_first(name, anew)
        assert not TURNED.is_under_first(name, before)
        read = last.read(type(document), anew)
        if name == "installation":
            token = cast(Any, read).sealed
            assert Fernet(NEW).decrypt(token) == SECRET.encode()
            read = replace(cast(Any, read), sealed=cast(Any, document).sealed)
        assert read == document


def test_a_token_under_an_older_key_is_renewed_also_in_a_seal_that_is_not() -> None:
    # As it stands when something else of an installation was changed after the key.
    document = WORDY[-1]
    anew = TURNED.resealed("installation", TURNED.pack(document)[1])
    assert anew is not None
    fields = Codec(keys=[NEW]).unpack(type(document), anew)
    assert Fernet(NEW).decrypt(fields["sealed"]) == SECRET.encode()


def test_what_a_newer_version_wrote_is_sealed_anew_too() -> None:
    newer = changed(KEYED.pack(win("1"))[1], schema=99, more=[1, {"a": None}])
    anew = TURNED.resealed("win", newer)
    assert anew is not None
    assert json.loads(anew)["more"] == [1, {"a": None}]
    assert json.loads(anew)["schema"] == 99
    song = json.dumps({"schema": 1, "id": "s", "tune": "x"})
    assert TURNED.resealed("song", song) is None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"schema": 1, "private": "x"}', b"\xff"])
def test_what_cannot_be_read_is_not_sealed_anew(body: bytes) -> None:
    with pytest.raises(Damaged):
        TURNED.resealed("win", body)
    assert not TURNED.is_under_first("win", body)


@pytest.mark.parametrize("body", [b"", SECRET.encode() + b"\xff", b'{"schema": 1}', b"[]"])
def test_what_cannot_be_read_is_covered_as_a_whole(body: bytes) -> None:
    covered = KEYED.covered(body)
    assert covered is not None
    assert SECRET not in covered
    assert KEYED.covered(covered.encode()) is None
    turned = TURNED.covered(covered.encode())
    assert turned is not None
    assert Codec(keys=[NEW])._opened(turned.encode()) == body


def test_a_search_in_damaged_documents_looks_under_their_seals() -> None:
    sealed = KEYED.pack(win("1", text=f"{SECRET} U7"))[1].encode()
    for body in (sealed, (KEYED.covered(sealed) or "").encode()):
        assert b"U7" in (KEYED.told(body) or b"")
        assert WRONG.told(body) is None
    assert KEYED.told(b"{") is None
    assert KEYED.told(b'{"schema": 1}') == b'{"schema": 1}'


# --- The store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.mark.asyncio
async def test_private_words_are_nowhere_in_the_files_of_a_store(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=KEYED)
    with capture_logs() as logs:
        await keep(store, HERE, *WORDY)
        await keep(store, HERE, *WORDY[:4])
        assert tells(folder) == []
        assert await store.transaction(HERE).find(Win, text=SECRET) == [WORDY[2]]
    await store.close()
    assert tells(folder) == []
    again = await TinyStore.open(folder, keys=[OLD])
    for one in WORDY:
        assert await again.transaction(HERE).get(type(one), one.id) == one
    await again.close()
    assert SECRET not in str(logs)


@pytest.mark.asyncio
async def test_the_search_for_private_words_would_find_them(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=PLAIN)
    await keep(store, HERE, *WORDY)
    await store.close()
    assert tells(folder) == [FILE]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ([], "and there is no key in the settings; write it there as key or key_file in [store]."),
        (
            [OTHER],
            f"not with {named(OTHER)} as in the settings; add the missing one behind the first key"
            " in [store].",
        ),
    ],
)
async def test_an_encrypted_store_without_its_key_is_refused_in_one_sentence(
    folder: Path, keys: list[str], sentence: str
) -> None:
    store = await TinyStore.open(folder, codec=KEYED)
    await keep(store, HERE, win("1"))
    await store.close()
    before = (folder / FILE).read_bytes()
    for _ in range(2):
        with pytest.raises(StoreUnavailable) as caught:
            await TinyStore.open(folder, keys=keys)
        assert str(caught.value) == (
            f"The data in {str(folder / FILE)!r} is encrypted with the key {named(OLD)}, {sentence}"
        )
    assert (folder / FILE).read_bytes() == before
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        assert sqlite_file.keys_in_use(connection) == [named(OLD)]
    store = await TinyStore.open(folder, keys=[OTHER, OLD])
    assert await ids(store, HERE, Win) == ["1"]
    await store.close()


@pytest.mark.asyncio
async def test_a_store_that_was_plain_goes_on_with_a_key(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=PLAIN)
    await keep(store, HERE, win("1", text=SECRET), win("2", text=SECRET))
    await store.close()
    store = await TinyStore.open(folder, codec=KEYED)
    assert await ids(store, HERE, Win) == ["1", "2"]
    await keep(store, HERE, win("2", text="Wren"))
    await store.close()
    assert tells(folder) == [FILE]
    assert tells(folder, "Wren") == []
    with pytest.raises(StoreUnavailable):
        await TinyStore.open(folder)


@pytest.mark.asyncio
async def test_a_key_counts_as_in_use_before_anything_is_sealed_with_it(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=KEYED)
    await store.close()
    with pytest.raises(StoreUnavailable, match=named(OLD)):
        await TinyStore.open(folder)


@pytest.mark.asyncio
async def test_a_broken_seal_is_put_aside_and_a_foreign_one_is_left_alone(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=KEYED)
    due = replace(cast(Any, WORDY[9]), due_at=NOON)
    await keep(store, HERE, *(win(id) for id in "1234"), timer("t"), due)
    await store.close()
    foreign = WRONG.pack(win("3"))[1]
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        whole = {row.id: row for row in sqlite_file.all_rows(connection) if row.kind == "win"}
        body = json.loads(whole["2"].body or b"")
        broken = changed(json.dumps(body), private=body["private"][:-9] + "AAAAAAAA=")
        sqlite_file.rewrite(connection, [(broken, whole["2"].number), (foreign, whole["3"].number)])
    store = await TinyStore.open(folder, codec=KEYED)
    with capture_logs() as logs:
        assert await ids(store, HERE, Win) == ["1", "4"]
        assert [one.document for one in await store.claim(type(due), NOON, MINUTE, 9)] == [due]
        assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 9)] == ["t"]
    assert [(one["event"], one["id"]) for one in logs] == [
        ("document under another key left alone", "3"),
        ("damaged document put aside", "2"),
    ]
    with pytest.raises(Newer):
        await remove(store, HERE, win("3"))
    await store.close()
    with capture_logs() as logs:
        store = await TinyStore.open(folder, codec=KEYED)
    assert [(one["event"], one["count"]) for one in logs] == [("damaged documents lie aside", 1)]
    # Nobody can tell whom the broken one is about.
    assert await store.drop_damaged(HERE, mentioning="U9") == 1
    await store.close()


@pytest.mark.skipif(os.name != "posix", reason="about files as POSIX systems have them")
def test_a_file_that_others_may_read_is_closed_to_them(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE).touch()
    (folder / FILE).chmod(0o644)

    async def use() -> set[int]:
        store = await TinyStore.open(folder)
        await keep(store, HERE, Activity("g", date(2026, 1, 1)))
        modes = {stat.S_IMODE(one.stat().st_mode) for one in files_of(folder)}
        await store.close()
        return modes

    assert asyncio.run(use()) == {0o600}
