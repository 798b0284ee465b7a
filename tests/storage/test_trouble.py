"""The embedded store in trouble: what it refuses, what it says, and what is still there after."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.core.model import Activity, Member, Timer, Win
from bot.core.ports import Conflict, StoreError, StoreFull, StoreInUse, StoreUnavailable
from storage import sqlite_file
from storage.codec import Codec
from storage.errors import Newer
from storage.folder import LOCK, HeldFolder
from storage.ledger import Ledger
from storage.sqlite_file import FILE, LAYOUT
from storage.tiny import TinyStore
from storage.writer import Writer
from tests.storage import small_disk
from tests.storage.contract import HERE, MINUTE, NOON, THERE, ids, keep, member, remove, timer, win

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).parents[2]
SECRET = "Zebrafink"
IN_A_NAMESPACE = ("unshare", "--mount", "--map-root-user", "--")
posix = pytest.mark.skipif(os.name != "posix", reason="about files as POSIX systems have them")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest_asyncio.fixture
async def store(folder: Path) -> AsyncIterator[TinyStore]:
    made = await TinyStore.open(folder)
    yield made
    await made.close()


@contextmanager
def by_hand(folder: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody with other tools sees it; the store must be closed."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        yield connection
        connection.commit()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir()}


# --- The folder


async def test_a_folder_that_another_process_holds_is_refused_by_name(folder: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from storage.folder import HeldFolder;"
        " held = HeldFolder(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else waits meanwhile
        [sys.executable, "-c", hold, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreInUse) as caught:
            await TinyStore.open(folder)
        assert str(caught.value) == f"Another process is using the folder {str(folder)!r}."
        assert not (folder / FILE).exists()
        other.kill()
    # The system lets go of what a dead process held.
    store = await TinyStore.open(folder)
    await store.close()


async def test_a_second_store_in_the_same_process_is_refused_until_the_first_is_closed(
    store: TinyStore, folder: Path
) -> None:
    with pytest.raises(StoreInUse, match=re.escape(str(folder))):
        await TinyStore.open(folder)
    await keep(store, HERE, win("1"))
    await store.close()
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1"]
    await again.close()


async def test_a_place_that_can_be_no_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "lock-is-a-folder" / LOCK).mkdir(parents=True)
    (tmp_path / "file-is-a-folder" / FILE).mkdir(parents=True)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing" / "too")
    for name in (
        "file",
        "file/below",
        "lock-is-a-folder",
        "file-is-a-folder",
        "nowhere",
        "a\0b",
        "x" * 300,
    ):
        with pytest.raises(StoreUnavailable) as caught:
            await TinyStore.open(tmp_path / name)
        assert repr(str(tmp_path / name))[1:-1] in str(caught.value)
        assert str(caught.value).endswith(".")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder where nobody may write")
async def test_a_folder_in_which_not_even_root_may_write_is_refused() -> None:
    for place in ("/proc/fourwins", "/proc/self"):
        with pytest.raises(StoreUnavailable, match=place):
            await TinyStore.open(Path(place))


@posix
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere"
)
async def test_a_folder_without_the_right_to_write_is_refused(folder: Path) -> None:
    put_there(folder, b"")
    os.chmod(folder, 0o500)  # noqa: PTH101
    with pytest.raises(StoreUnavailable, match=re.escape(str(folder))):
        await TinyStore.open(folder)


@posix
async def test_folder_and_files_are_for_their_owner_only(folder: Path) -> None:
    before = os.umask(0)
    try:
        store = await TinyStore.open(folder)
        await keep(store, HERE, win("1"))
        await store.transaction(HERE).find(Win)
        modes = {name: mode(folder / name) for name in files(folder)}
        await store.close()
    finally:
        os.umask(before)
    assert mode(folder) == 0o700
    assert modes == dict.fromkeys((FILE, f"{FILE}-wal", f"{FILE}-shm", LOCK), 0o600)


async def test_a_store_that_was_closed_is_one_file_and_its_lock(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1"))
    await store.close()
    assert set(files(folder)) == {FILE, LOCK}


# --- Files that are not ours to touch


def put_there(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(content)


def foreign(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("CREATE TABLE birds (name)", "INSERT INTO birds VALUES ('wren')"):
            connection.execute(statement)
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def with_a_journal_left(path: Path, folder: Path) -> None:
    """As a program leaves it that was killed: with a journal that was not brought into the file."""
    folder.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE more (name)")
        connection.commit()
        for one in path.parent.glob(f"{path.name}*"):
            shutil.copy(one, folder / one.name.replace(path.name, FILE))


async def _refuses_and_touches_nothing(folder: Path, why: str) -> None:
    before = files(folder)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=why) as caught:
            await TinyStore.open(folder)
        assert str(folder / FILE) in str(caught.value)
    after = files(folder)
    # The journal's index is no data: SQLite makes it anew from the journal.
    assert {name: after.get(name) for name in before if not name.endswith("-shm")} == {
        name: content for name, content in before.items() if not name.endswith("-shm")
    }
    assert set(after) - set(before) <= {LOCK}
    HeldFolder(folder).release()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Dear diary,\n" * 1000, "is not a database"),
        (b"SQLite format 2\x00" + bytes(4080), "is not a database"),
        (b"SQLite", "is not a database"),
        (b"\x00", "is not a database"),
        (b"SQLite format 3\x00", "can't be opened"),
        (b"SQLite format 3\x00" + b"x" * 4080, "can't be opened"),
    ],
)
async def test_what_is_no_database_is_left_alone(folder: Path, content: bytes, why: str) -> None:
    put_there(folder, content)
    await _refuses_and_touches_nothing(folder, why)


@pytest.mark.parametrize(
    "statement",
    ["SELECT 1", "PRAGMA application_id = 7", "PRAGMA user_version = 1", "PRAGMA journal_mode=WAL"],
)
async def test_the_database_of_another_program_is_left_alone(folder: Path, statement: str) -> None:
    put_there(folder, b"")
    foreign(folder / FILE)
    with by_hand(folder) as connection:
        connection.execute(statement)
    await _refuses_and_touches_nothing(folder, "belongs to another program")


async def test_the_journal_of_another_program_is_left_alone_too(
    folder: Path, tmp_path: Path
) -> None:
    foreign(tmp_path / "birds")
    with_a_journal_left(tmp_path / "birds", folder)
    assert (folder / f"{FILE}-wal").stat().st_size > 0
    await _refuses_and_touches_nothing(folder, "belongs to another program")


async def test_a_file_of_a_newer_version_is_left_alone(
    store: TinyStore, folder: Path, tmp_path: Path
) -> None:
    await keep(store, HERE, win("1"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute(f"PRAGMA user_version = {LAYOUT + 1}")
    await _refuses_and_touches_nothing(folder, "newer version")
    killed = tmp_path / "killed"
    with_a_journal_left(folder / FILE, killed)
    await _refuses_and_touches_nothing(killed, "newer version")


async def test_a_damaged_file_is_left_alone(store: TinyStore, folder: Path) -> None:
    await keep(store, HERE, *(win(str(n), text="x" * 2000) for n in range(50)))
    await store.close()
    with (folder / FILE).open("r+b") as file:
        for page in range(2, 12):
            file.seek(page * 4096)
            file.write(b"\xaa" * 100)
    await _refuses_and_touches_nothing(folder, "damaged|malformed")


async def test_a_journal_left_by_a_kill_is_read_when_the_file_is_ours(
    store: TinyStore, folder: Path, tmp_path: Path
) -> None:
    await keep(store, HERE, win("1"))
    killed = tmp_path / "killed"
    shutil.copytree(folder, killed)
    assert (killed / f"{FILE}-wal").stat().st_size > 0
    again = await TinyStore.open(killed)
    assert await ids(again, HERE, Win) == ["1"]
    await keep(again, HERE, win("2"))
    await again.close()
    assert set(files(killed)) == {FILE, LOCK}


# --- Documents that can't be read


async def _change_body(folder: Path, id: str, body: object) -> None:
    with by_hand(folder) as connection:
        changed = connection.execute("UPDATE documents SET body = ? WHERE id = ?", (body, id))
        assert changed.rowcount == 1


DAMAGE = ["", "{", SECRET, f'{{"schema": 1, "text": "{SECRET}"}}', SECRET.encode() + b"\xff\x00"]


@pytest.mark.parametrize("body", DAMAGE)
async def test_a_damaged_document_is_put_aside_and_the_rest_is_readable(
    store: TinyStore, folder: Path, body: str | bytes
) -> None:
    await keep(store, HERE, win("1"), win("2"), win("3"), timer("t"))
    await keep(store, THERE, win("2"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute(
            "UPDATE documents SET body = ? WHERE tenant = ? AND id = '2'", (body, HERE)
        )
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        assert await ids(store, HERE, Win) == ["1", "3"]
        assert await store.transaction(HERE).get(Win, "2") is None
        assert await ids(store, THERE, Win) == ["2"]
    assert [(one["event"], one["id"], one["log_level"]) for one in logs] == [
        ("damaged document put aside", "2", "warning")
    ]
    assert SECRET not in str(logs)
    # It is there for whoever can mend it, and its place is free.
    await keep(store, HERE, win("2", text="new"))
    await store.close()
    with by_hand(folder) as connection:
        aside = connection.execute("SELECT tenant, kind, id, body FROM damaged").fetchall()
    assert aside == [(HERE, "win", "2", body)]
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        assert await store.transaction(HERE).get(Win, "2") == win("2", text="new")
    assert not logs
    await store.close()


async def test_a_row_that_holds_another_document_is_damaged(store: TinyStore, folder: Path) -> None:
    await keep(store, HERE, win("1"), win("2"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET id = '7' WHERE id = '2'")
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        assert await ids(store, HERE, Win) == ["1"]
    assert [one["id"] for one in logs] == ["7"]
    await store.close()


async def test_a_row_whose_id_is_no_text_stops_nobody(store: TinyStore, folder: Path) -> None:
    await keep(store, HERE, win("1"), win("2"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET id = CAST(x'ff' AS TEXT) WHERE id = '2'")
    store = await TinyStore.open(folder)
    assert await ids(store, HERE, Win) == ["1"]
    await store.close()


async def test_a_damaged_document_that_is_due_stops_no_claim(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, *(timer(str(n), NOON - n * MINUTE) for n in range(6)))
    await store.close()
    for id in ("5", "3"):
        await _change_body(folder, id, SECRET)
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        claims = await store.claim(Timer, NOON, MINUTE, 3)
    assert [one.document.id for one in claims] == ["4", "2", "1"]
    assert [one["id"] for one in logs] == ["5", "3"]
    assert SECRET not in str(logs)
    assert await ids(store, HERE, Timer) == ["0", "1", "2", "4"]
    assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 3)] == ["0"]
    await store.close()


async def test_damage_found_by_a_claim_is_gone_from_memory_too(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, timer("1"))
    assert await ids(store, HERE, Timer) == ["1"]
    # Done by hand while the store is open, as a failing disk would do it.
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET body = 'x'")
    with capture_logs() as logs:
        assert await store.claim(Timer, NOON, MINUTE, 3) == []
    assert len(logs) == 1
    assert await ids(store, HERE, Timer) == []
    await keep(store, HERE, timer("1"))
    assert [one.times for one in await store.claim(Timer, NOON, MINUTE, 3)] == [1]


async def test_a_document_of_a_newer_version_is_neither_shown_nor_overwritten(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1"), win("2"), timer("t"), timer("u"), member("m"))
    await store.close()
    newer = f'{{"schema": 99, "text": "{SECRET}"}}'
    await _change_body(folder, "2", newer)
    await _change_body(folder, "t", newer)
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET kind = 'song' WHERE id = 'm'")
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        assert await ids(store, HERE, Win) == ["1"]
        assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 5)] == ["u"]
    assert SECRET not in str(logs)
    assert {one["event"] for one in logs} == {"document of a newer version left alone"}
    with pytest.raises(Newer):
        await store.transaction(HERE).get(Win, "2")
    with pytest.raises(Newer):
        await keep(store, HERE, win("2"), win("3"))
    with pytest.raises(Newer):
        await remove(store, HERE, win("2"))
    assert await ids(store, HERE, Win) == ["1"]
    assert await ids(store, HERE, Member) == []
    await store.close()
    with by_hand(folder) as connection:
        assert connection.execute("SELECT id FROM documents ORDER BY id").fetchall() == [
            ("1",),
            ("2",),
            ("m",),
            ("t",),
            ("u",),
        ]
        (body,) = connection.execute("SELECT body FROM documents WHERE id = '2'").fetchone()
        assert body == newer


async def test_bodies_of_an_older_version_are_found_by_the_fields_they_lack(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1"), win("2", debrief="B"), timer("t"))
    await store.close()
    with by_hand(folder) as connection:
        # As if these fields had come later, with defaults.
        connection.execute(
            "UPDATE documents SET body = json_remove(body, '$.debrief', '$.employer', '$.subject')"
            " WHERE id <> '2'"
        )
    store = await TinyStore.open(folder)
    work = store.transaction(HERE)
    assert await work.find(Win, debrief=None) == [win("1")]
    assert await work.find(Win, employer=None) == [win("1"), win("2", debrief="B")]
    assert await work.find(Timer, subject="") == [timer("t")]
    await keep(store, HERE, win("1", debrief="B"))
    assert await ids(store, HERE, Win) == ["1", "2"]
    await store.close()


# --- Erasing


async def test_a_scrub_leaves_no_byte_of_what_was_deleted(store: TinyStore, folder: Path) -> None:
    for n in range(200):
        text = f"{SECRET}{n:04} " * (1 + n * 13 % 60)
        await keep(store, HERE, win(f"{n:04}", text=text), member(f"{n:04}", name=f"kept{n:04}"))
    # Overwritten, deleted, and put aside as damaged: all of it is to go.
    await keep(store, HERE, *(win(f"{n:04}", text="now harmless") for n in range(100)))
    await remove(store, HERE, *(win(f"{n:04}") for n in range(100, 190)))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute(
            "UPDATE documents SET body = json_remove(body, '$.at') WHERE id > '0189'"
        )
    store = await TinyStore.open(folder)
    with capture_logs() as logs:
        assert len(await ids(store, HERE, Win)) == 100
    assert len(logs) == 10
    await remove(store, HERE, *(win(f"{n:04}") for n in range(190, 200)))
    await store.scrub()
    found = {name for name, content in files(folder).items() if SECRET.encode() in content}
    assert found == set()
    assert len(await store.transaction(HERE).find(Member)) == 200
    assert any(b"kept0199" in content for content in files(folder).values())
    await keep(store, HERE, win("after"))
    await store.close()
    assert not any(SECRET.encode() in content for content in files(folder).values())


async def test_the_search_for_deleted_words_would_find_them(store: TinyStore, folder: Path) -> None:
    await keep(store, HERE, win("1", text=SECRET))
    assert any(SECRET.encode() in content for content in files(folder).values())


async def test_what_is_deleted_is_overwritten_without_a_scrub_too(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1", text=SECRET), win("2"))
    await store.close()
    store = await TinyStore.open(folder)
    await remove(store, HERE, win("1"))
    await store.close()
    assert not any(SECRET.encode() in content for content in files(folder).values())


async def test_a_scrub_makes_the_file_smaller(store: TinyStore) -> None:
    many = [win(f"{n:04}", text="x" * 1000) for n in range(500)]
    await keep(store, HERE, *many)
    await remove(store, HERE, *many)
    sizes = await store.scrub()
    assert sizes.after < 100_000
    assert sizes.after < sizes.before or sizes.before < 100_000


async def test_a_scrub_amid_writing_loses_nothing(store: TinyStore, folder: Path) -> None:
    async def write(task: int) -> None:
        for n in range(15):
            await keep(store, HERE, win(f"{task}-{n}"))
            if n % 3 == 0:
                await remove(store, HERE, win(f"{task}-{n}"))

    await asyncio.gather(*(write(task) for task in range(4)), store.scrub(), store.scrub())
    expected = sorted(f"{task}-{n}" for task in range(4) for n in range(15) if n % 3)
    assert await ids(store, HERE, Win) == expected
    await store.close()
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == expected
    await again.close()


async def test_what_was_put_aside_is_forgotten_with_its_member(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1", "U1"), win("2", "U2"), win("3", "U3"), win("4", "U1"))
    await keep(store, THERE, win("1", "U1"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET body = json_set(body, '$.at', 'x') WHERE id < '3'")
        connection.execute("UPDATE documents SET body = 'U9' WHERE id = '3'")
    store = await TinyStore.open(folder)
    with capture_logs():
        assert await ids(store, HERE, Win) == ["4"]
        assert await ids(store, THERE, Win) == []
    # That of U1, and the one that is too broken to tell whose it is.
    assert await store.drop_damaged(HERE, mentioning="U1") == 2
    assert await store.drop_damaged(HERE) == 1
    assert await store.drop_damaged(THERE) == 1
    assert await ids(store, HERE, Win) == ["4"]
    await store.close()


async def test_deleting_a_document_takes_what_was_put_aside_under_its_id(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1", text=SECRET), win("2"))
    await store.close()
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET body = json_remove(body, '$.at') WHERE id = '1'")
    store = await TinyStore.open(folder)
    with capture_logs():
        assert await ids(store, HERE, Win) == ["2"]
    await remove(store, HERE, win("1"))
    await store.scrub()
    await store.close()
    assert not any(SECRET.encode() in content for content in files(folder).values())


# --- No room


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs mount namespaces")
async def test_a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    ran = subprocess.run(  # noqa: ASYNC221 - nothing else waits meanwhile
        [*IN_A_NAMESPACE, sys.executable, "-m", small_disk.__name__, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in ran.stderr.partition(":")[0]:
        pytest.skip("this system grants no mount namespace")
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    if seen is None:
        pytest.skip("this system mounts no memory disk")
    assert seen.pop("written") > 100
    assert seen.pop("refused") == 10
    assert seen.pop("written with room") > 20
    assert seen.pop("refused again") == 10
    assert "read-only" in seen.pop("read-only")
    assert seen == dict.fromkeys(seen, True)


async def _room(store: TinyStore, pages: int) -> None:
    """Let the file have so many pages more, none or as many as it wants."""

    def allow(connection: sqlite3.Connection) -> None:
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {count + pages}")

    await store._writer.run(allow, alone=True)


async def test_without_room_nothing_is_kept_and_nothing_is_lost(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1"), timer("1"))
    await _room(store, 0)
    large = [win(f"large{n}", text="x" * 9000) for n in range(3)]
    outcomes = await asyncio.gather(
        *(keep(store, HERE, member(f"m{n}"), one) for n, one in enumerate(large)),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [StoreFull] * 3
    assert str(folder / FILE) in str(outcomes[0])
    assert await ids(store, HERE, Win) == ["1"]
    assert await ids(store, HERE, Member) == []
    # What needs no more room still goes.
    assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 1)] == ["1"]
    await remove(store, HERE, timer("1"))
    await _room(store, 1000)
    await keep(store, HERE, *large)
    await store.close()
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1", "large0", "large1", "large2"]
    assert await ids(again, HERE, Member) == []
    assert await ids(again, HERE, Timer) == []
    await again.close()


async def test_who_asks_for_too_much_room_does_not_take_the_others_along(
    store: TinyStore,
) -> None:
    await keep(store, HERE, win("0"))
    await _room(store, 1)
    outcomes = await asyncio.gather(
        keep(store, HERE, win("1")),
        keep(store, HERE, win("large", text="x" * 50_000)),
        keep(store, HERE, win("2")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [type(None), StoreFull, type(None)]
    assert await ids(store, HERE, Win) == ["0", "1", "2"]


async def test_who_waited_for_a_commit_that_failed_has_no_conflict(store: TinyStore) -> None:
    await keep(store, HERE, win("1"))
    await _room(store, 0)
    first, second = store.transaction(HERE), store.transaction(HERE)
    for work in (first, second):
        assert await work.get(Win, "1") == win("1")
    first.put(win("1", text="x" * 50_000))
    second.put(win("1", text="short"))
    outcomes = await asyncio.gather(first.commit(), second.commit(), return_exceptions=True)
    assert [type(one) for one in outcomes] == [StoreFull, type(None)]
    assert await store.transaction(HERE).get(Win, "1") == win("1", text="short")


async def test_a_file_that_turns_read_only_is_unavailable_until_it_is_not(
    store: TinyStore,
) -> None:
    def read_only(connection: sqlite3.Connection, on: int) -> None:
        connection.execute(f"PRAGMA query_only = {on}")

    await keep(store, HERE, win("1"))
    await store._writer.run(lambda connection: read_only(connection, 1), alone=True)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="readonly"):
            await keep(store, HERE, win("2"))
    assert await ids(store, HERE, Win) == ["1"]
    await store._writer.run(lambda connection: read_only(connection, 0), alone=True)
    await keep(store, HERE, win("3"))
    assert await ids(store, HERE, Win) == ["1", "3"]


async def test_somebody_who_holds_the_file_from_outside_makes_it_unavailable(
    store: TinyStore, folder: Path
) -> None:
    await keep(store, HERE, win("1"))
    await store._writer.run(
        lambda connection: connection.execute("PRAGMA busy_timeout = 1"), alone=True
    )
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            await keep(store, HERE, win("2"))
        assert await ids(store, HERE, Win) == ["1"]
        other.execute("ROLLBACK")
    await keep(store, HERE, win("3"))
    assert await ids(store, HERE, Win) == ["1", "3"]


# --- A disk that fails


class FailingConnection:
    """A connection whose statements fail, when they are told to, as SQLite would have them fail."""

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real
        self.failing: dict[str, int] = {}
        self.done: list[str] = []
        self.closed = False

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def _fail(self, statement: str) -> None:
        for begin, code in self.failing.items():
            if statement.startswith(begin):
                error = sqlite3.OperationalError("as told")
                error.sqlite_errorcode = code
                raise error
        self.done.append(statement)

    def execute(self, statement: str, values: Any = ()) -> sqlite3.Cursor:
        self._fail(statement)
        return self._real.execute(statement, values)

    def executemany(self, statement: str, values: Any) -> sqlite3.Cursor:
        self._fail(statement)
        return self._real.executemany(statement, values)

    def close(self) -> None:
        self.closed = True
        self._real.close()


async def open_failing(folder: Path) -> tuple[TinyStore, FailingConnection]:
    """A store as `TinyStore.open` makes it, on a connection that can fail."""
    held = HeldFolder(folder)
    path = held.private_file(FILE)
    failing = FailingConnection(sqlite_file.connect(path))
    writer, codec = Writer(cast(sqlite3.Connection, failing), path), Codec()
    return TinyStore(held, path, writer, codec, Ledger(path, writer, codec, 0, 1000)), failing


@pytest.mark.parametrize(
    "code",
    [
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_CORRUPT_INDEX,
        sqlite3.SQLITE_NOTADB,
    ],
)
async def test_after_a_failed_fsync_nothing_more_is_written(folder: Path, code: int) -> None:
    store, failing = await open_failing(folder)
    await keep(store, HERE, win("1"))
    failing.failing["COMMIT"] = code
    with capture_logs() as logs:
        outcomes = await asyncio.gather(
            *(keep(store, HERE, win(f"lost{n}")) for n in range(3)), return_exceptions=True
        )
    assert [type(one) for one in outcomes] == [StoreUnavailable] * 3
    assert [one["event"] for one in logs] == ["store broken"]
    failing.failing.clear()
    before = len(failing.done)
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="can't be trusted") as caught:
            await keep(store, HERE, win("late"))
        assert str(folder / FILE) in str(caught.value)
    with pytest.raises(StoreUnavailable):
        await store.claim(Timer, NOON, MINUTE, 1)
    with pytest.raises(StoreUnavailable):
        await store.scrub()
    # What is in memory was durable, and may still be read.
    assert await ids(store, HERE, Win) == ["1"]
    await store.close()
    assert failing.done[before:] == []
    assert failing.closed
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1"]
    await keep(again, HERE, win("2"))
    await again.close()


async def test_a_rollback_that_fails_ends_the_writing_too(folder: Path) -> None:
    store, failing = await open_failing(folder)
    await keep(store, HERE, win("1"))
    failing.failing |= {"COMMIT": sqlite3.SQLITE_FULL, "ROLLBACK": sqlite3.SQLITE_IOERR}
    with capture_logs(), pytest.raises(StoreError):
        await keep(store, HERE, win("2"))
    failing.failing.clear()
    with pytest.raises(StoreUnavailable, match="can't be trusted"):
        await keep(store, HERE, win("3"))
    await store.close()
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1"]
    await again.close()


async def test_an_io_error_keeps_nothing_and_the_next_commit_may_go_well(folder: Path) -> None:
    store, failing = await open_failing(folder)
    await keep(store, HERE, win("1"))
    failing.failing["COMMIT"] = sqlite3.SQLITE_IOERR_WRITE
    outcomes = await asyncio.gather(
        *(keep(store, HERE, win(f"lost{n}")) for n in range(3)), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [StoreUnavailable] * 3
    failing.failing.clear()
    await keep(store, HERE, win("2"))
    assert await ids(store, HERE, Win) == ["1", "2"]
    await store.close()
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1", "2"]
    await again.close()


async def test_an_io_error_without_room_is_called_by_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder.parent)
    monkeypatch.setattr("storage.writer.shutil.disk_usage", lambda _: usage._replace(free=4096))
    store, failing = await open_failing(folder)
    failing.failing["COMMIT"] = sqlite3.SQLITE_IOERR_SHMSIZE
    with pytest.raises(StoreFull):
        await keep(store, HERE, win("1"))
    failing.failing.clear()
    await keep(store, HERE, win("1"))
    await store.close()


@posix
async def test_an_io_error_when_the_folder_is_gone_is_told_and_closing_still_works(
    folder: Path,
) -> None:
    store, failing = await open_failing(folder)
    await keep(store, HERE, win("1"))
    shutil.rmtree(folder)
    failing.failing["COMMIT"] = sqlite3.SQLITE_IOERR_WRITE
    async with asyncio.timeout(20):
        with pytest.raises(StoreUnavailable):
            await keep(store, HERE, win("2"))
        await store.close()


async def test_a_work_that_fails_does_not_take_the_others_along(folder: Path) -> None:
    store, failing = await open_failing(folder)

    def spoiled(_: sqlite3.Connection) -> None:
        raise RuntimeError("of this work only")

    outcomes = await asyncio.gather(
        keep(store, HERE, win("1")),
        store._writer.run(spoiled),
        keep(store, HERE, win("2")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [type(None), RuntimeError, type(None)]
    assert await ids(store, HERE, Win) == ["1", "2"]
    await store.close()
    assert failing.closed


async def test_a_journal_that_cannot_be_emptied_is_no_reason_to_hold_on_to_the_file(
    folder: Path,
) -> None:
    store, failing = await open_failing(folder)
    await keep(store, HERE, win("1"))
    failing.failing["PRAGMA wal_checkpoint"] = sqlite3.SQLITE_FULL
    with capture_logs() as logs:
        await store.close()
    assert [one["event"] for one in logs] == ["store closed with its journal"]
    assert failing.closed
    again = await TinyStore.open(folder)
    assert await ids(again, HERE, Win) == ["1"]
    await again.close()


async def test_a_tenant_that_cannot_be_loaded_is_loaded_when_it_can(
    store: TinyStore, folder: Path, tmp_path: Path
) -> None:
    await keep(store, HERE, win("1"))
    await store.close()
    store = await TinyStore.open(folder)
    away = tmp_path / "away"
    (folder / FILE).rename(away)
    (folder / FILE).mkdir()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="can't be read"):
            await store.transaction(HERE).get(Win, "1")
    (folder / FILE).rmdir()
    away.rename(folder / FILE)
    assert await store.transaction(HERE).get(Win, "1") == win("1")
    await store.close()


# --- Memory


async def test_tenants_dropped_from_memory_are_loaded_again(folder: Path) -> None:
    store = await TinyStore.open(folder, room=5)
    tenants = [type(HERE)(f"slack:T{n}") for n in range(6)]
    for tenant in tenants:
        await keep(store, tenant, *(win(str(n)) for n in range(3)))
    assert len(store._ledger._memories) < len(tenants)
    for tenant in tenants:
        assert await ids(store, tenant, Win) == ["0", "1", "2"]
    assert len(store._ledger._memories) < len(tenants)
    await store.close()


async def test_a_conflict_is_seen_across_a_tenant_leaving_memory(folder: Path) -> None:
    store = await TinyStore.open(folder, room=1)
    await keep(store, HERE, win("1"), win("2"))
    changed, deleted = store.transaction(HERE), store.transaction(HERE)
    assert await changed.get(Win, "1") == win("1")
    assert await deleted.get(Win, "2") == win("2")
    await keep(store, HERE, win("1", text="theirs"))
    await remove(store, HERE, win("2"))
    await keep(store, THERE, win("1"))
    assert HERE not in store._ledger._memories
    for work in (changed, deleted):
        work.put(Activity("G", NOON.date()))
        with pytest.raises(Conflict):
            await work.commit()
    await store.close()


async def test_many_tenants_at_once_with_little_room(folder: Path) -> None:
    store = await TinyStore.open(folder, room=3)
    tenants = [type(HERE)(f"slack:T{n}") for n in range(8)]

    async def work(tenant: Any) -> None:
        for n in range(6):
            await keep(store, tenant, win(str(n)), timer(str(n)))
            assert len(await store.transaction(tenant).find(Win)) == n + 1

    await asyncio.gather(*(work(tenant) for tenant in tenants))
    assert await store.tenants() == tenants
    assert store._ledger._size == sum(len(one) + 1 for one in store._ledger._memories.values())
    await store.close()
