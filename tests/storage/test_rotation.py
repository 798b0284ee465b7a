"""A change of keys: everything is under the new one, whatever happened on the way."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from bot.core.model import Installation, Timer, Win
from bot.core.ports import StoreInUse, StoreUnavailable
from storage import sqlite_file
from storage.codec import Codec
from storage.copies import KEPT
from storage.folder import COPYING, HeldFolder
from storage.rotation import Rotated, rotate
from storage.sqlite_file import FILE
from storage.tiny import TinyStore
from tests.storage import killed
from tests.storage.contract import HERE, MINUTE, NOON, THERE, ids, keep, timer, win
from tests.storage.keys import NEW, OLD, OTHER, SECRET, WORDY, named, tells

pytestmark = pytest.mark.asyncio

PLAIN, KEYED, TURNED, LAST = (Codec(keys=keys) for keys in ([], [OLD], [NEW, OLD], [NEW]))
MANY = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@contextmanager
def by_hand(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite_file.connect(folder / FILE)) as connection:
        yield connection


def keys_of(folder: Path) -> list[str]:
    with by_hand(folder) as connection:
        return sqlite_file.keys_in_use(connection)


async def fill(folder: Path, codec: Codec) -> None:
    store = await TinyStore.open(folder, codec=codec)
    await keep(store, HERE, *WORDY, timer("t"))
    await keep(store, THERE, *(win(f"{n:02}", text=f"{SECRET} {n}") for n in range(MANY)))
    assert len(await store.claim(Timer, NOON, MINUTE, 9)) == 1
    await store.close()


async def is_whole(folder: Path) -> bool:
    """Whether all is there, with the new key and no other."""
    store = await TinyStore.open(folder, codec=LAST)
    found = await store.transaction(THERE).find(Win)
    wins = [win(f"{n:02}", text=f"{SECRET} {n}") for n in range(MANY)]
    others = [await store.transaction(HERE).get(type(one), one.id) for one in WORDY[:-1]]
    app = await store.transaction(HERE).get(Installation, WORDY[-1].id)
    leased = await store.claim(Timer, NOON, MINUTE, 9) == []
    count = [one.times for one in await store.claim(Timer, NOON + MINUTE, MINUTE, 9)]
    await store.close()
    assert app is not None
    opened = Fernet(NEW).decrypt(app.sealed) == SECRET.encode()
    return found == wins and others == [*WORDY[:-1]] and opened and leased and count == [2]


@pytest.mark.parametrize("before", [PLAIN, KEYED], ids=["plain", "another key"])
async def test_everything_is_under_the_first_key_and_nothing_is_left_of_before(
    folder: Path, before: Codec
) -> None:
    await fill(folder, before)
    old = _tokens(folder)
    told: list[tuple[int, int]] = []
    total = len(WORDY) + 1 + MANY
    done = rotate(folder, TURNED, lambda *progress: told.append(progress))
    assert done == Rotated(total, len(WORDY) + MANY, 0, ())
    assert told[-1] == (total, total)
    assert keys_of(folder) == [named(NEW)]
    assert tells(folder) == []
    assert not any(tells(folder, token) for token in old)
    # A second time nothing has to be done.
    assert rotate(folder, LAST) == Rotated(total, 0, 0, ())
    assert await is_whole(folder)


def _tokens(folder: Path) -> list[str]:
    with by_hand(folder) as connection:
        bodies = [(row.body or b"").decode() for row in sqlite_file.all_rows(connection)]
    return [body.partition(f'"{named(OLD)}:')[2][:60] for body in bodies if named(OLD) in body]


async def test_a_store_of_two_keys_needs_both_until_it_is_done(folder: Path) -> None:
    await fill(folder, KEYED)
    store = await TinyStore.open(folder, codec=TURNED)
    await keep(store, THERE, win("00", text=f"{SECRET} 0"))
    await store.close()
    assert set(keys_of(folder)) == {named(OLD), named(NEW)}
    for one in (KEYED, LAST):
        with pytest.raises(StoreUnavailable):
            await TinyStore.open(folder, codec=one)
        if one is LAST:
            with pytest.raises(StoreUnavailable, match=named(OLD)):
                rotate(folder, one)
    assert rotate(folder, TURNED).changed == len(WORDY) + MANY - 1
    assert await is_whole(folder)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX kills")
@pytest.mark.parametrize("before", [PLAIN, KEYED], ids=["plain", "another key"])
async def test_a_rotation_that_was_killed_is_begun_again_and_loses_nothing(
    folder: Path, before: Codec
) -> None:
    await fill(folder, before)
    for told in (2, 4):
        ran = subprocess.run(  # noqa: ASYNC221 - nothing else waits meanwhile
            [
                sys.executable,
                "-m",
                killed.__name__,
                *("rotate", str(folder), "", f"{NEW},{OLD}", str(told)),
            ],
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert ran.returncode == -signal.SIGKILL
        assert named(NEW) in keys_of(folder)
        with pytest.raises(StoreUnavailable):
            await TinyStore.open(folder, codec=KEYED)
        # Meanwhile the bot can go on with both.
        store = await TinyStore.open(folder, codec=TURNED)
        assert len(await ids(store, THERE, Win)) == MANY
        await store.close()
    done = rotate(folder, TURNED)
    assert 0 < done.changed < len(WORDY) + MANY
    assert tells(folder) == []
    assert await is_whole(folder)


async def test_what_is_cut_short_before_the_end_keeps_the_old_key_in_use(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(folder, KEYED)
    with monkeypatch.context() as patch:
        patch.setattr(Codec, "is_under_first", lambda *_: False)
        with pytest.raises(StoreUnavailable, match="still in use"):
            rotate(folder, TURNED)
    assert set(keys_of(folder)) == {named(OLD), named(NEW)}
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            error = sqlite3.OperationalError("full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

        patch.setattr(sqlite_file, "scrub", full)
        with pytest.raises(Exception, match="no room left"):
            rotate(folder, TURNED)
    assert rotate(folder, LAST).changed == 0
    assert await is_whole(folder)


async def test_damaged_documents_are_put_aside_and_covered(folder: Path) -> None:
    await fill(folder, PLAIN)
    broken = [f"{SECRET} broken", f'{{"schema": 1, "private": "x", "text": "{SECRET}"}}', "[]"]
    with by_hand(folder) as connection:
        rows = [row for row in sqlite_file.all_rows(connection) if row.tenant == THERE]
        pairs = zip(broken, rows, strict=False)
        sqlite_file.rewrite(connection, [(body, row.number) for body, row in pairs])
    with capture_logs() as logs:
        done = rotate(folder, KEYED)
    assert done.put_aside == 3
    assert [one["id"] for one in logs] == ["00", "01", "02"]
    assert done.documents == len(WORDY) + 1 + MANY - 3
    assert tells(folder) == []
    with capture_logs():
        rotate(folder, TURNED)
    with by_hand(folder) as connection:
        aside = [row.body or b"" for row in sqlite_file.aside(connection)]
    assert [LAST._opened(body).decode() for body in aside] == broken


async def test_documents_of_a_newer_version_change_their_key_too(folder: Path) -> None:
    await fill(folder, KEYED)
    with by_hand(folder) as connection:
        connection.execute(
            "UPDATE documents SET body = json_set(body, '$.schema', 99) WHERE id = '07'"
        )
    assert rotate(folder, TURNED).put_aside == 0
    with by_hand(folder) as connection:
        (body,) = connection.execute("SELECT body FROM documents WHERE id = '07'").fetchone()
    assert f"{named(NEW)}:" in body
    assert '"schema":99' in body


async def test_a_row_under_an_unknown_key_stops_it_with_its_name(folder: Path) -> None:
    await fill(folder, KEYED)
    foreign = Codec(keys=[OTHER]).pack(win("07"))[1]
    with by_hand(folder) as connection:
        connection.execute("UPDATE documents SET body = ? WHERE id = '07'", (foreign,))
    with pytest.raises(StoreUnavailable, match=named(OTHER)):
        rotate(folder, TURNED)
    assert set(keys_of(folder)) == {named(OLD), named(NEW)}
    store = await TinyStore.open(folder, codec=TURNED)
    await store.close()


async def test_a_token_whose_key_is_missing_stops_it(folder: Path) -> None:
    await fill(folder, PLAIN)
    # Documents were plain, and tokens had a key of their own.
    with pytest.raises(StoreUnavailable, match="installation: a token"):
        rotate(folder, LAST)
    rotate(folder, TURNED)
    assert await is_whole(folder)


async def test_copies_in_the_folder_are_told_of(folder: Path) -> None:
    await fill(folder, PLAIN)
    (folder / KEPT).mkdir()
    (folder / KEPT / "mine.copy").write_text("x")
    assert rotate(folder, KEYED).copies == (folder / KEPT / "mine.copy",)


@pytest_asyncio.fixture
async def live(folder: Path) -> AsyncIterator[TinyStore]:
    store = await TinyStore.open(folder, codec=KEYED)
    yield store
    await store.close()


async def test_beside_a_running_bot_or_a_copying_it_is_refused(
    live: TinyStore, folder: Path
) -> None:
    with pytest.raises(StoreInUse, match="Another process is using the folder"):
        rotate(folder, TURNED)
    await live.close()
    with HeldFolder(folder, COPYING), pytest.raises(StoreInUse):
        rotate(folder, TURNED)
    rotate(folder, TURNED)


async def test_without_a_key_or_data_nothing_is_made(folder: Path) -> None:
    for codec, why in ((PLAIN, "no key in the settings"), (KEYED, "no data in the folder")):
        with pytest.raises(StoreUnavailable, match=why):
            rotate(folder, codec)
    assert not cast(Any, folder).exists()
