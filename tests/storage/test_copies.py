"""Copies: whole or refused, and nothing is replaced before the new one is whole."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.model import Document, Encouragement, Timer, Win
from bot.core.ports import Conflict, StoreError, StoreFull, StoreInUse, StoreUnavailable
from storage import copies, opening, sqlite_file
from storage.codec import Codec
from storage.copies import KEPT, Contents, back_up, check, restore
from storage.errors import CopyBroken
from storage.folder import COPYING, LOCK, HeldFolder
from storage.sqlite_file import FILE, LAYOUT
from storage.tiny import TinyStore
from tests.storage import killed
from tests.storage.contract import HERE, MINUTE, NOON, THERE, ids, keep, remove, timer, win
from tests.storage.keys import NEW, OLD, OTHER, SECRET, WORDY, files_of, named, tells

PLAIN, KEYED = Codec(), Codec(keys=[OLD])
BOTH = pytest.mark.parametrize("codec", [PLAIN, KEYED], ids=["plain", "sealed"])
MANY = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.copy"


def filled(folder: Path, codec: Codec, *more: Document) -> None:
    """A store in this folder, closed."""

    async def fill() -> None:
        store = await TinyStore.open(folder, codec=codec)
        await keep(store, HERE, *WORDY, timer("t"), *more)
        await keep(store, THERE, *(win(f"{n:02}", text=f"{SECRET} {n}") for n in range(MANY)))
        assert len(await store.claim(Timer, NOON, MINUTE, 9)) == 1
        await store.close()

    asyncio.run(fill())


def rows_of(folder: Path) -> list[tuple[object, ...]]:
    """Everything in the store of this folder, but for the numbers of rows."""
    with closing(sqlite_file.checked_reading(folder / FILE)) as connection:
        rows = [tuple(row)[1:] for row in sqlite_file.all_rows(connection)]
        aside = [tuple(row)[1:] for row in sqlite_file.aside(connection)]
        return [*rows, *aside, tuple(sqlite_file.keys_in_use(connection))]


def state_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder but for its locks."""
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in files_of(folder)
        if one.name not in (LOCK, COPYING)
    }


# --- There and back


@BOTH
def test_a_copy_brings_back_exactly_what_was_there(folder: Path, file: Path, codec: Codec) -> None:
    filled(folder, codec)
    keys = codec.seals.names
    contents = Contents(len(WORDY) + 1 + MANY, 0, LAYOUT, keys)
    assert back_up(folder, file, codec) == check(file, codec) == contents
    assert (SECRET.encode() in file.read_bytes()) == (codec is PLAIN)
    other = folder.with_name("other")
    done = restore(other, file, codec)
    assert (done.contents, done.before) == (contents, None)
    assert rows_of(other) == rows_of(folder)
    assert state_of(other).keys() == {FILE}

    async def use() -> None:
        store = await TinyStore.open(other, codec=codec)
        for one in WORDY:
            assert await store.transaction(HERE).get(type(one), one.id) == one
        assert await store.claim(Timer, NOON, MINUTE, 9) == []
        assert [one.times for one in await store.claim(Timer, NOON + MINUTE, MINUTE, 9)] == [2]
        await keep(store, HERE, win("1", text="goes on"))
        await store.close()

    asyncio.run(use())


def test_nothing_of_a_sealed_copy_can_be_read(folder: Path, file: Path) -> None:
    filled(folder, KEYED, win("x", member="Umember"))
    back_up(folder, file, KEYED)
    for word in (SECRET, "Umember", HERE, "conversation", "2026-11-23"):
        assert word.encode() not in file.read_bytes()[200:]
        assert word == "2026-11-23" or word.encode() not in file.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="about files as POSIX systems have them")
def test_copies_and_what_is_put_back_are_for_their_owner_only(folder: Path, file: Path) -> None:
    before = os.umask(0)
    try:
        filled(folder, PLAIN)
        back_up(folder, file, PLAIN)
        restore(folder, file, PLAIN)
    finally:
        os.umask(before)
    modes = {one: stat.S_IMODE(one.stat().st_mode) for one in [*files_of(folder), file]}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((folder / KEPT).stat().st_mode) == 0o700


def test_an_empty_store_can_be_copied_too(folder: Path, file: Path) -> None:
    asyncio.run(_opened(folder, PLAIN))
    assert back_up(folder, file, PLAIN).documents == 0
    assert restore(folder, file, PLAIN).contents.documents == 0


async def _opened(folder: Path, codec: Codec) -> None:
    store = await TinyStore.open(folder, codec=codec)
    await store.close()


def test_a_store_that_was_plain_is_copied_sealed_once_there_is_a_key(
    folder: Path, file: Path
) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, KEYED)
    assert SECRET.encode() not in file.read_bytes()
    restore(folder, file, KEYED)
    # What is in it is as it was: plain until it is written anew or keys are rotated.
    assert FILE in tells(folder)


# --- Beside a running bot


def test_a_copy_that_is_made_under_writes_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    """Each commit puts a win and counts it; a copy between the two would show."""

    written: list[int] = []

    async def write(store: TinyStore, task: int) -> None:
        for number in range(30):
            work = store.transaction(HERE)
            count = await work.get(Encouragement, "count") or Encouragement("count", 0, NOON.time())
            work.put(replace(count, round=count.round + 1))
            work.put(win(f"{task}-{number}", text="x" * 300))
            with suppress(Conflict):
                await work.commit()
                written.append(number)

    async def run() -> None:
        store = await TinyStore.open(folder, codec=KEYED)
        writing = asyncio.gather(*(write(store, task) for task in range(3)))
        number = 0
        while not writing.done():
            target = tmp_path / f"{number % 4}.copy"
            await asyncio.to_thread(back_up, folder, target, KEYED)
            number += 1
        await writing
        assert number > 1
        assert len(await ids(store, HERE, Win)) == len(written) > 30
        await store.close()

    asyncio.run(run())
    for number in range(4):
        if not (copy := tmp_path / f"{number}.copy").exists():
            continue
        other = tmp_path / f"other-{number}"
        restore(other, copy, KEYED)

        async def consistent(folder: Path) -> bool:
            store = await TinyStore.open(folder, codec=KEYED)
            count = await store.transaction(HERE).get(Encouragement, "count")
            wins = await ids(store, HERE, Win)
            await store.close()
            return len(wins) == (count.round if count is not None else 0)

        assert asyncio.run(consistent(other))


def test_a_running_bot_keeps_its_data_from_being_replaced(folder: Path, file: Path) -> None:
    async def run() -> None:
        store = await TinyStore.open(folder, codec=PLAIN)
        await keep(store, HERE, win("1"))
        back_up(folder, file, PLAIN)
        await keep(store, HERE, win("2"))
        with pytest.raises(StoreInUse, match="Another process is using the folder"):
            restore(folder, file, PLAIN)
        assert await ids(store, HERE, Win) == ["1", "2"]
        await store.close()

    asyncio.run(run())
    with HeldFolder(folder, COPYING):
        for work in (back_up, restore):
            with pytest.raises(StoreInUse):
                work(folder, file, PLAIN)
    restore(folder, file, PLAIN)


def test_a_journal_left_by_a_kill_is_copied_too(folder: Path, file: Path, tmp_path: Path) -> None:
    killed_one = tmp_path / "killed"

    async def leave() -> None:
        store = await TinyStore.open(folder, codec=PLAIN)
        await keep(store, HERE, win("1"))
        shutil.copytree(folder, killed_one)
        await store.close()

    asyncio.run(leave())
    assert (killed_one / f"{FILE}-wal").stat().st_size > 0
    assert back_up(killed_one, file, PLAIN).documents == 1
    assert restore(killed_one, file, PLAIN).contents.documents == 1


# --- What is refused


def _refused(folder: Path, file: Path, codec: Codec, error: type[StoreError], why: str) -> None:
    before = state_of(folder)
    with pytest.raises(error, match=why) as caught:
        restore(folder, file, codec)
    assert str(file) in str(caught.value)
    assert str(caught.value).endswith(".")
    assert SECRET not in str(caught.value)
    assert state_of(folder) == before


@BOTH
def test_a_copy_that_is_cut_off_is_refused_with_nothing_changed(
    folder: Path, file: Path, codec: Codec
) -> None:
    filled(folder, codec)
    back_up(folder, file, codec)
    whole = file.read_bytes()
    for length in (*range(0, len(whole), len(whole) // 20), len(whole) - 1):
        file.write_bytes(whole[:length])
        _refused(folder, file, codec, CopyBroken, "cut off|no copy|can't be read|end")
    file.write_bytes(whole + b"\n")
    _refused(folder, file, codec, CopyBroken, "behind its end")


@BOTH
def test_a_copy_with_one_flipped_bit_is_refused_with_nothing_changed(
    folder: Path, file: Path, codec: Codec
) -> None:
    filled(folder, codec)
    back_up(folder, file, codec)
    whole = file.read_bytes()
    seed = random.SystemRandom().getrandbits(32)
    chance = random.Random(seed)
    places = [*range(0, 180, 9), *(chance.randrange(len(whole)) for _ in range(60))]
    for turn, at in enumerate(places):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << chance.randrange(8)
        file.write_bytes(flipped)
        with pytest.raises((CopyBroken, StoreUnavailable)):
            pytest.fail(f"seed {seed}, byte {at}: {check(file, codec)}")
        if turn % 10 == 0:
            _refused(folder, file, codec, StoreError, "copy|encrypted")


@BOTH
def test_parts_of_two_copies_don_t_make_one(folder: Path, file: Path, codec: Codec) -> None:
    filled(folder, codec, *(win(f"m{n}", text=str(n) * 40_000) for n in range(10)))
    halves: list[list[bytes]] = []
    for _ in range(2):
        back_up(folder, file, codec)
        halves.append(_parts(file.read_bytes()))
    (head, one, *rest), (_, other, *_) = halves
    assert rest
    for parts in (
        [head, other, *rest],
        [head, *rest],
        [head, *rest, one],
        [head, one, one, *rest],
        [head, one, *rest[:-1]],
    ):
        file.write_bytes(b"".join(parts))
        with pytest.raises(CopyBroken):
            check(file, codec)
    file.write_bytes(b"".join([head, one, *rest]))
    check(file, codec)


def _parts(whole: bytes) -> list[bytes]:
    at = whole.index(b"\n", len(copies._MAGIC)) + 1
    parts = [whole[:at]]
    while at < len(whole):
        (length,) = copies._LENGTH.unpack_from(whole, at)
        parts.append(whole[at : at + 4 + length])
        at += 4 + length
    return parts


@pytest.mark.parametrize(
    ("keys", "why"),
    [([], "there is no key in the settings"), ([OTHER], f"not with {named(OTHER)}")],
)
def test_a_copy_without_its_key_is_refused_in_one_sentence(
    folder: Path, file: Path, keys: list[str], why: str
) -> None:
    filled(folder, KEYED)
    back_up(folder, file, KEYED)
    other = Codec(keys=keys)
    _refused(folder, file, other, StoreUnavailable, f"encrypted with the key {named(OLD)}.*{why}")
    with pytest.raises(StoreUnavailable, match=why):
        back_up(folder, file, other)
    check(file, KEYED)
    restore(folder, file, Codec(keys=[NEW, OLD]))


def test_documents_that_nobody_could_open_are_not_copied(folder: Path, file: Path) -> None:
    filled(folder, KEYED)
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        # As if the note of the keys were lost.
        connection.execute("DELETE FROM keys")
    with pytest.raises(StoreUnavailable, match=f"can't be opened.*{named(OLD)}"):
        back_up(folder, file, PLAIN)
    assert not file.exists()


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\x00" + bytes(99), b"Four Wins copy 2\n"]
)
def test_what_is_no_copy_is_refused(folder: Path, file: Path, content: bytes) -> None:
    filled(folder, PLAIN)
    file.write_bytes(content)
    _refused(folder, file, PLAIN, CopyBroken, "is no copy")
    file.unlink()
    _refused(folder, file, PLAIN, StoreUnavailable, "can't be read")
    file.mkdir()
    _refused(folder, file, PLAIN, StoreUnavailable, "can't be read")


def test_a_copy_of_a_newer_version_is_refused(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, PLAIN)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite_file, "layout_of", lambda _: LAYOUT + 1)
        with pytest.raises(StoreUnavailable, match="newer version"):
            back_up(folder, file, PLAIN)
    assert not file.exists()


def test_only_a_copy_is_replaced_by_a_copy(folder: Path, file: Path) -> None:
    filled(folder, PLAIN)
    file.write_text("my novel")
    with pytest.raises(StoreUnavailable, match="is no copy; name another one"):
        back_up(folder, file, PLAIN)
    with pytest.raises(StoreUnavailable, match="name another one"):
        back_up(folder, folder / FILE, PLAIN)
    assert file.read_text() == "my novel"
    with pytest.raises(StoreUnavailable, match="No such file"):
        back_up(folder, file.parent / "nowhere" / "x", PLAIN)
    with pytest.raises(StoreUnavailable, match="no data in the folder"):
        back_up(file.parent / "empty", file, PLAIN)
    assert not (file.parent / "empty").exists()


def test_a_copy_that_is_not_what_was_written_does_not_replace_an_older_one(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, PLAIN)
    older = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    def other(*_: object) -> Contents:
        return Contents(0, 0, LAYOUT, ())

    for name, wrong, error in (
        ("check", other, CopyBroken),
        ("os.fsync", full, StoreFull),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"storage.copies.{name}", wrong)
            with pytest.raises(error):
                back_up(folder, file, PLAIN)
        assert file.read_bytes() == older
        assert not file.with_name(f"{file.name}.part").exists()
    back_up(folder, file, PLAIN)
    assert file.read_bytes() != older


# --- What is put aside


@BOTH
def test_what_was_there_before_is_kept_aside(folder: Path, file: Path, codec: Codec) -> None:
    filled(folder, codec)
    back_up(folder, file, codec)
    filled(folder, codec, win("later"))
    later = rows_of(folder)
    done = restore(folder, file, codec)
    assert done.before is not None
    assert later != rows_of(folder)
    (folder / FILE).unlink()
    done.before.replace(folder / FILE)
    assert rows_of(folder) == later


@pytest.mark.parametrize("linked", [True, False])
def test_a_damaged_store_is_put_aside_as_it_is_with_its_journal(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, PLAIN)
    whole = rows_of(folder)
    (folder / FILE).write_bytes(b"x" * 10_000)
    (folder / f"{FILE}-wal").write_bytes(b"y" * 100)
    if not linked:

        def refused(*_: object) -> None:
            raise OSError(1, "Operation not permitted")

        monkeypatch.setattr("storage.copies.os.link", refused)
    done = restore(folder, file, PLAIN)
    assert rows_of(folder) == whole
    assert done.before is not None
    assert done.before.read_bytes() == b"x" * 10_000
    assert done.before.with_name(f"{done.before.name}-wal").read_bytes() == b"y" * 100
    assert not (folder / f"{FILE}-wal").exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX kills")
def test_a_restoring_or_copying_that_is_killed_changes_nothing(folder: Path, file: Path) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, PLAIN)
    before, copy = rows_of(folder), file.read_bytes()
    for work in ("restore", "back_up"):
        ran = subprocess.run(
            [sys.executable, "-m", killed.__name__, work, str(folder), str(file), "", "3"],
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert ran.returncode == -signal.SIGKILL
    assert rows_of(folder) == before
    assert file.read_bytes() == copy
    assert (folder / f"{FILE}.new").exists()
    asyncio.run(_opened(folder, PLAIN))
    assert set(state_of(folder)) == {FILE}
    back_up(folder, file, PLAIN)
    assert not file.with_name(f"{file.name}.part").exists()


def test_the_file_is_never_missing_while_it_is_exchanged(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, PLAIN)
    filled(folder, PLAIN, win("later"))
    later = rows_of(folder)

    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    for name in ("Path.replace", "sync", "kept_aside"):
        with monkeypatch.context() as patch:
            patch.setattr(f"storage.copies.{name}", failing)
            with pytest.raises(StoreUnavailable, match="Input/output"):
                restore(folder, file, PLAIN)
        assert rows_of(folder) == later


def test_damaged_documents_go_along_and_are_counted(folder: Path, file: Path) -> None:
    filled(folder, KEYED)
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        connection.execute("UPDATE documents SET body = x'7aff' WHERE id IN ('00', '01')")
        connection.execute(
            "UPDATE documents SET body = json_set(body, '$.schema', 99) WHERE id = '02'"
        )
    with capture_logs():
        asyncio.run(_found(folder))
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        connection.execute("UPDATE documents SET body = '{' WHERE id = '03'")
    total = len(WORDY) + 1 + MANY
    assert back_up(folder, file, KEYED) == Contents(total - 3, 3, LAYOUT, KEYED.seals.names)
    restore(folder, file, KEYED)
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        aside = [(row.id, row.body) for row in sqlite_file.aside(connection)]
        newer = [row.id for row in sqlite_file.all_rows(connection) if b":99" in (row.body or b"")]
    assert sorted(aside) == [("00", b"z\xff"), ("01", b"z\xff"), ("03", b"{")]
    assert newer == ["02"]


async def _found(folder: Path) -> None:
    store = await TinyStore.open(folder, codec=KEYED)
    await store.transaction(THERE).find(Win)
    await store.close()


# --- What the folder keeps by itself


def as_of_layout_1(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        connection.execute("DROP TABLE keys")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()


@BOTH
def test_before_an_older_layout_is_changed_a_copy_is_made(
    folder: Path, tmp_path: Path, codec: Codec
) -> None:
    filled(folder, PLAIN)
    as_of_layout_1(folder)
    with capture_logs() as logs:
        asyncio.run(_opened(folder, codec))
    assert [one["event"] for one in logs] == ["copy made before an upgrade"]
    (copy,) = copies.copies_in(folder)
    assert copy.name.startswith("layout-1-")
    assert check(copy, codec).layout == 1
    restore(tmp_path / "other", copy, codec)
    assert rows_of(tmp_path / "other") == [*rows_of(folder)[:-1], ()]
    with capture_logs() as logs:
        asyncio.run(_opened(folder, codec))
    assert not logs
    assert copies.copies_in(folder) == [copy]


def test_an_older_layout_can_be_copied_without_changing_it(folder: Path, file: Path) -> None:
    filled(folder, PLAIN)
    as_of_layout_1(folder)
    before = (folder / FILE).read_bytes()
    assert back_up(folder, file, PLAIN).layout == 1
    assert (folder / FILE).read_bytes() == before


def test_without_room_for_that_copy_the_layout_stays_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, PLAIN)
    as_of_layout_1(folder)
    before = (folder / FILE).read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("storage.copies.os.fsync", full)
        with pytest.raises(StoreFull, match="copies"):
            asyncio.run(_opened(folder, PLAIN))
    assert (folder / FILE).read_bytes() == before
    asyncio.run(_opened(folder, PLAIN))


def test_what_members_delete_does_not_live_on_in_copies_of_the_folder(
    folder: Path, file: Path
) -> None:
    filled(folder, PLAIN)
    back_up(folder, file, PLAIN)
    restore(folder, file, PLAIN)
    assert copies.copies_in(folder)

    async def erase() -> None:
        store = await TinyStore.open(folder, codec=PLAIN)
        await remove(store, HERE, *WORDY)
        await remove(store, THERE, *(win(f"{n:02}") for n in range(MANY)))
        await store.erase_traces(HERE, "U1")
        assert tells(folder) == []
        await store.close()

    asyncio.run(erase())
    assert tells(folder) == []


def test_copies_of_the_folder_go_after_a_week_and_others_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, PLAIN)
    aside = copies.kept_aside(folder)
    for name in (
        "replaced-20200101T000000000000Z.sqlite",
        "replaced-20200101T000000000000Z.sqlite-wal",
        "layout-1-20200101T000000000000Z.copy",
        "replaced-20990101T000000000000Z.sqlite",
        "mine.copy",
    ):
        (aside / name).touch()
    asyncio.run(_opened(folder, PLAIN))
    assert [one.name for one in copies.copies_in(folder)] == [
        "mine.copy",
        "replaced-20990101T000000000000Z.sqlite",
    ]
    assert timedelta(days=7) == opening.COPIES_KEPT

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(13, "Permission denied")

    (aside / "replaced-20200101T000000000000Z.sqlite").touch()
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr("storage.copies.Path.unlink", refused)
        asyncio.run(_opened(folder, PLAIN))
    assert [one["event"] for one in logs] == ["can't remove an old copy"]
