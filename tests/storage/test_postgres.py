"""What the shared store does beyond the contract: replicas, tenants, trouble with the server."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, LiteralString, TypeAlias

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo
from pydantic_core import to_json
from structlog.testing import capture_logs

from bot.core.model import DOCUMENTS, Encouragement, Tenant, Timer, Win
from bot.core.ports import Conflict, StoreFull, StoreUnavailable
from storage import postgres, postgres_server, postgres_text
from storage.errors import Locked, Newer, Unwritable
from storage.postgres import PostgresStore, PostgresTransaction
from storage.postgres_server import Migration, migrations
from tests.storage import postgres_holder, postgres_place
from tests.storage.contract import (
    HERE,
    MINUTE,
    NOON,
    THERE,
    delivery,
    ids,
    keep,
    remove,
    timer,
    win,
)
from tests.storage.postgres_place import CODEC, OTHER, started

Open: TypeAlias = Callable[..., Awaitable[PostgresStore]]

SECRET = "7c1d9a5e3b"
SOON = timedelta(seconds=1)
NOW = timedelta(0)


@dataclass
class Database:
    """A schema of a database, and the operator's look at it."""

    address: str
    schema: str

    async def sql(self, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What this statement gives to the operator, who is held to no tenant."""
        async with await AsyncConnection.connect(self.address, autocommit=True) as connection:
            await connection.execute("SELECT set_config('search_path', %s, false)", (self.schema,))
            cursor = await connection.execute(statement, values)
            return await cursor.fetchall() if cursor.description else []


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(postgres_place.address(), postgres_place.schema(tmp_path))


@pytest_asyncio.fixture
async def replica(database: Database) -> AsyncIterator[Open]:
    """Opens one more store of the same data."""
    stores: list[PostgresStore] = []

    async def open_one(address: str = database.address, **options: Any) -> PostgresStore:
        options = {"schema": database.schema, "codec": CODEC, **options}
        store = await PostgresStore.open(address, **options)
        stores.append(store)
        return store

    yield open_one
    for store in stores:
        await store.close()


@pytest_asyncio.fixture
async def store(replica: Open) -> PostgresStore:
    return await replica()


async def seen_by(store: PostgresStore, *statements: LiteralString) -> list[tuple[Any, ...]]:
    """What the last of these statements gives on a connection of the store, in one transaction."""

    async def work(connection: postgres_server.Connection) -> list[tuple[Any, ...]]:
        async with connection.transaction():
            for statement in statements:
                cursor = await connection.execute(statement)
            return await cursor.fetchall() if cursor.description else []

    return await store._server.run(work)


# --- Opening


@pytest.mark.asyncio
async def test_of_many_who_start_at_once_one_lays_out_the_database(
    database: Database, replica: Open
) -> None:
    stores = await asyncio.gather(*(replica() for _ in range(4)))
    await asyncio.gather(*(keep(one, HERE, win(str(n))) for n, one in enumerate(stores)))
    for one in stores:
        assert await ids(one, HERE, Win) == ["0", "1", "2", "3"]
    done = await database.sql("SELECT number FROM migrations ORDER BY number")
    assert [number for (number,) in done] == [step.number for step in migrations()]
    ((kinds,),) = await database.sql("SELECT count(*) FROM indexed")
    assert kinds == len(DOCUMENTS)


@pytest.mark.asyncio
async def test_a_step_that_fails_leaves_nothing_behind(
    database: Database, replica: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Migration(2, "0002_broken.sql", "CREATE TABLE half (n INTEGER); SELECT 1 / 0;")
    with monkeypatch.context() as patched:
        patched.setattr(postgres_server, "migrations", lambda: [*migrations(), broken])
        with pytest.raises(StoreUnavailable, match="22012"):
            await replica()
    assert await database.sql("SELECT to_regnamespace(%s)", database.schema) == [(None,)]
    assert await ids(await replica(), HERE, Win) == []


@pytest.mark.asyncio
async def test_a_database_of_a_newer_version_is_left_alone(
    database: Database, replica: Open, store: PostgresStore
) -> None:
    await database.sql("INSERT INTO migrations (number, name) VALUES (999, 'later')")
    with pytest.raises(StoreUnavailable, match="newer"):
        await replica()


@pytest.mark.asyncio
async def test_what_another_version_looked_up_by_other_fields_is_indexed_anew(
    database: Database, replica: Open, store: PostgresStore
) -> None:
    await keep(store, HERE, win("1", "U1"), win("2", "U2", debrief="B"))
    await keep(store, THERE, win("1", "U2"))
    await database.sql("UPDATE documents SET first = 'other', second = NULL")
    await database.sql("UPDATE indexed SET fields = 'kind' WHERE kind = 'win'")
    assert await store.transaction(HERE).find(Win, member="U2") == []
    again = await replica()
    work = again.transaction(HERE)
    assert await work.find(Win, member="U2") == [win("2", "U2", debrief="B")]
    assert await work.find(Win, debrief=None) == [win("1", "U1")]
    assert await again.transaction(THERE).find(Win, member="U2") == [win("1", "U2")]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "address", [f"{SECRET} is no address", f"postgresql://u:{SECRET}@/x?host=/nowhere&port=1"]
)
async def test_a_database_that_can_not_be_reached_is_told_without_the_password(
    address: str,
) -> None:
    with pytest.raises(StoreUnavailable) as told:
        await PostgresStore.open(address, codec=CODEC)
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.asyncio
async def test_a_closed_store_has_no_connection_left(database: Database, replica: Open) -> None:
    name = f"closing-{database.schema}"
    count: LiteralString = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
    store = await replica(make_conninfo(database.address, application_name=name))
    await store.wait_for_news(SOON)
    await asyncio.gather(*(keep(store, HERE, win(str(n))) for n in range(8)))
    assert (await database.sql(count, name))[0][0] > 1
    await store.close()
    # The server takes note a moment later.
    while (await database.sql(count, name))[0][0]:
        pass
    with pytest.raises(StoreUnavailable):
        await store.wait_for_news(NOW)


@pytest.mark.asyncio
async def test_data_under_a_key_opens_with_that_key_only(
    database: Database, replica: Open, store: PostgresStore
) -> None:
    old, key = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    await keep(store, HERE, win("plain", text=SECRET))
    sealed = await replica(codec=None, keys=[key])
    await keep(sealed, HERE, win("1", text=SECRET))
    assert [one.text for one in await sealed.transaction(HERE).find(Win)] == [SECRET] * 2
    rows = await database.sql("SELECT id FROM documents WHERE body::text LIKE %s", f"%{SECRET}%")
    assert rows == [("plain",)]
    for keys in ([], [old]):
        with pytest.raises(StoreUnavailable, match="key"):
            await replica(codec=None, keys=keys)
    # A replica that was opened before there was a key leaves alone what it can't read.
    assert await ids(store, HERE, Win) == ["plain"]
    with pytest.raises(Locked):
        await store.transaction(HERE).get(Win, "1")
    with pytest.raises(Locked):
        await keep(store, HERE, win("1"))


# --- Replicas


@pytest.mark.asyncio
async def test_two_replicas_claim_each_due_document_once(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    await keep(store, HERE, *(timer(f"{n:03}") for n in range(250)))
    await keep(store, THERE, *(timer(f"{n:03}") for n in range(250)))
    claimed: Counter[tuple[Tenant, str]] = Counter()

    async def work(mine: PostgresStore) -> int:
        done = 0
        while claims := await mine.claim(Timer, NOON, MINUTE, 20):
            done += len(claims)
            claimed.update((one.tenant, one.document.id) for one in claims)
        return done

    shares = await asyncio.gather(*(work(mine) for mine in (store, other, store, other)))
    # One who was passed over everything may stop early; what it left is claimed by the others.
    assert sum(shares) == 500
    assert set(claimed.values()) == {1}
    assert len(claimed) == 500


@pytest.mark.asyncio
async def test_the_lease_of_a_holder_that_was_killed_ends(
    database: Database, store: PostgresStore
) -> None:
    await keep(store, HERE, timer("1"), timer("2"))
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", postgres_holder.__name__, database.address, database.schema),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert holder.stdout is not None
    async for line in holder.stdout:
        if line.startswith(b"holding"):
            break
    assert line == b"holding 2\n"
    holder.kill()
    await holder.wait()
    assert await store.claim(Timer, NOON, MINUTE, 9) == []
    assert await store.next_due(Timer) == NOON + MINUTE
    claims = await store.claim(Timer, NOON + MINUTE, MINUTE, 9)
    assert [(one.document.id, one.times) for one in claims] == [("1", 2), ("2", 2)]


@pytest.mark.asyncio
async def test_replicas_conflict_over_what_one_read_and_the_other_changed(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    await keep(store, HERE, win("there"), win("found"), win("gone"))
    looked: list[tuple[str, PostgresTransaction]] = []
    for id in ("there", "absent", "gone"):
        work = store.transaction(HERE)
        await work.get(Win, id)
        looked.append((id, work))
    for id in ("found", "gone"):
        work = store.transaction(HERE)
        await work.find(Win)
        work.put(win(id, text="mine"))
        looked.append((id, work))
    await keep(other, HERE, *(win(id, text="theirs") for id in ("there", "absent", "found")))
    await remove(other, HERE, win("gone"))
    for _, work in looked:
        with pytest.raises(Conflict):
            await work.commit()
    assert [one.text for one in await store.transaction(HERE).find(Win)] == ["theirs"] * 3


@pytest.mark.asyncio
async def test_who_looked_in_vain_learns_that_it_was_made_and_deleted_since(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    work = store.transaction(HERE)
    assert await work.get(Win, "1") is None
    await keep(other, HERE, win("1"))
    await remove(other, HERE, win("1"))
    await other.erase_traces(HERE, "U1")
    with pytest.raises(Conflict):
        await work.commit()


@pytest.mark.asyncio
async def test_writing_unseen_over_what_another_replica_wrote_lands_at_the_second_try(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    await keep(other, HERE, win("1", text="theirs"))
    try:
        await keep(store, HERE, win("1", text="mine"))
    except Conflict:
        await keep(store, HERE, win("1", text="mine"))
    assert await other.transaction(HERE).find(Win) == [win("1", text="mine")]


@pytest.mark.asyncio
async def test_two_who_each_make_what_the_other_looked_for_do_not_both_succeed(
    store: PostgresStore, replica: Open
) -> None:
    async def alone(mine: PostgresStore, own: str, others: str) -> bool:
        work = mine.transaction(HERE)
        if await work.get(Win, others) is not None:
            return False
        work.put(win(own))
        try:
            await work.commit()
        except Conflict:
            return False
        return True

    other = await replica()
    for n in range(10):
        won = await asyncio.gather(alone(store, f"{n}a", f"{n}b"), alone(other, f"{n}b", f"{n}a"))
        assert sum(won) <= 1


@pytest.mark.asyncio
async def test_counting_on_two_replicas_loses_nothing(store: PostgresStore, replica: Open) -> None:
    other = await replica()
    await keep(store, HERE, Encouragement("G", 0, NOON.time()))

    async def count(mine: PostgresStore) -> None:
        while True:
            work = mine.transaction(HERE)
            plan = await work.get(Encouragement, "G")
            assert plan is not None
            work.put(replace(plan, round=plan.round + 1))
            try:
                await work.commit()
            except Conflict:
                continue
            return

    await asyncio.gather(*(count(mine) for mine in (store, other) for _ in range(8)))
    (plan,) = await store.transaction(HERE).find(Encouragement)
    assert plan.round == 16


@pytest.mark.asyncio
async def test_large_and_small_commits_wait_for_each_other(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    many = [win(f"{n:03}", text="new") for n in range(postgres._ONE_BY_ONE + 1)]

    async def change(mine: PostgresStore, *documents: Win) -> bool:
        work = mine.transaction(HERE)
        for one in documents:
            await work.get(Win, one.id)
            work.put(one)
        try:
            await work.commit()
        except Conflict:
            return False
        return True

    for n in range(3):
        small = replace(many[n], text="small")
        landed = await asyncio.gather(change(store, *many), change(other, small))
        (now,) = await store.transaction(HERE).find(Win, id=small.id)
        assert now.text in {"new" if landed[0] else "", "small" if landed[1] else ""}


# --- News


@pytest.mark.asyncio
async def test_news_wake_every_replica_within_a_second(store: PostgresStore, replica: Open) -> None:
    other = await replica()
    for mine in (store, other):
        # At first, something may have been missed.
        assert await mine.wait_for_news(SOON)
        assert not await mine.wait_for_news(NOW)
    waiting = [asyncio.create_task(mine.wait_for_news(SOON)) for mine in (store, other)]
    await keep(store, HERE, delivery("1"))
    assert await asyncio.gather(*waiting) == [True, True]


@pytest.mark.asyncio
async def test_news_that_came_while_nobody_waited_are_told_and_others_are_none(
    store: PostgresStore, replica: Open
) -> None:
    other = await replica()
    await other.wait_for_news(SOON)
    await keep(store, HERE, win("1"), delivery("idle", None))
    await remove(store, HERE, win("1"))
    assert not await other.wait_for_news(timedelta(milliseconds=50))
    await keep(store, HERE, timer("1"))
    await asyncio.wait_for(other._server._news.wait(), 1)
    assert await other.wait_for_news(NOW)


@pytest.mark.asyncio
async def test_news_come_again_after_the_connection_for_them_was_lost(
    database: Database, replica: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_server, "_LONGER_THAN_A_BLINK", NOW)
    name = f"news-{database.schema}"
    store = await replica(make_conninfo(database.address, application_name=name))
    await store.wait_for_news(SOON)
    cut: LiteralString = (
        "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
        " WHERE application_name = %s AND query LIKE 'LISTEN%%'"
    )
    assert await database.sql(cut, name) == [(True,)]
    # What was said meanwhile may have been missed, so it is told that something was.
    assert await store.wait_for_news(SOON)
    await keep(store, HERE, timer("1"))
    assert await store.wait_for_news(SOON)


# --- Tenants never meet


@asynccontextmanager
async def login(database: Database, also: LiteralString = "") -> AsyncIterator[str]:
    """The address of the same database for a user who may make a schema, and little else."""
    ((name,),) = await database.sql("SELECT current_database()")
    role, place = sql.Identifier(database.schema), sql.Identifier(name)

    async def say(*statements: LiteralString) -> None:
        async with await AsyncConnection.connect(database.address, autocommit=True) as connection:
            for statement in statements:
                await connection.execute(sql.SQL(statement).format(role=role, place=place))

    await say(
        "CREATE ROLE {role} LOGIN PASSWORD 'test'",
        "GRANT CREATE ON DATABASE {place} TO {role}",
    )
    if also:
        await say("ALTER ROLE {role} " + also)
    yield make_conninfo(database.address, user=database.schema, password="test")
    await say("DROP OWNED BY {role} CASCADE", "DROP ROLE {role}")


@pytest_asyncio.fixture(params=["superuser", "owner"])
async def guarded(
    request: pytest.FixtureRequest, database: Database
) -> AsyncIterator[PostgresStore]:
    """A store with data in two tenants, for either kind of login, on one connection."""

    async def opened(address: str) -> PostgresStore:
        store = await PostgresStore.open(
            address, schema=database.schema, codec=CODEC, connections=1
        )
        await keep(store, HERE, win("1", text="here"), timer("1"))
        await keep(store, THERE, win("1", text="there"), win("2"))
        await remove(store, THERE, win("2"))
        return store

    if request.param == "superuser":
        store = await opened(database.address)
        yield store
        await store.close()
        return
    async with login(database) as address:
        store = await opened(address)
        yield store
        await store.close()


IN = "SELECT set_config('app.tenant', 'slack:T1', true)"
ACROSS = "SELECT set_config('app.across', 'yes', true)"


@pytest.mark.asyncio
async def test_a_forgotten_condition_shows_no_other_tenant(guarded: PostgresStore) -> None:
    every: LiteralString = "SELECT DISTINCT tenant FROM documents"
    assert await seen_by(guarded, every) == []
    assert await seen_by(guarded, IN, every) == [(HERE,)]
    # What one transaction said is over with it, on the same connection too.
    assert await seen_by(guarded, every) == []
    assert await seen_by(guarded, IN, "SELECT * FROM deletions") == []
    assert await seen_by(guarded, IN, "SELECT id FROM documents WHERE tenant = 'discord:1'") == []


@pytest.mark.asyncio
async def test_a_forgotten_condition_changes_no_other_tenant(
    database: Database, guarded: PostgresStore
) -> None:
    before = await database.sql("SELECT * FROM documents WHERE tenant = %s ORDER BY id", THERE)
    await seen_by(guarded, IN, "UPDATE documents SET version = 0")
    await seen_by(guarded, IN, "DELETE FROM documents")
    await seen_by(guarded, IN, "DELETE FROM deletions")
    await seen_by(guarded, IN, "DELETE FROM damaged")
    assert await database.sql("SELECT * FROM documents ORDER BY id") == before
    assert len(await database.sql("SELECT * FROM deletions")) == 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO documents (tenant, kind, id, version, body)"
        " VALUES ('discord:1', 'win', '9', 1, '{}')",
        "UPDATE documents SET tenant = 'discord:1'",
        "INSERT INTO deletions (tenant, number, version) VALUES ('discord:1', 1, 1)",
        "INSERT INTO damaged (tenant, kind, id, body, reason) VALUES ('discord:1','a','b','{}','')",
    ],
)
async def test_nothing_can_be_written_for_another_tenant(
    guarded: PostgresStore, statement: LiteralString
) -> None:
    with pytest.raises(StoreUnavailable, match="InsufficientPrivilege"):
        await seen_by(guarded, IN, statement)


@pytest.mark.asyncio
async def test_who_looks_across_tenants_makes_and_removes_nothing(guarded: PostgresStore) -> None:
    assert await seen_by(guarded, ACROSS, "DELETE FROM documents RETURNING id") == []
    with pytest.raises(StoreUnavailable, match="InsufficientPrivilege"):
        await seen_by(
            guarded,
            ACROSS,
            "INSERT INTO documents (tenant, kind, id, version, body)"
            " VALUES ('discord:1', 'win', '9', 1, '{}')",
        )
    assert await guarded.tenants() == [THERE, HERE]


@pytest.mark.asyncio
async def test_a_login_that_can_not_be_held_to_tenants_is_told_of(
    database: Database, store: PostgresStore
) -> None:
    async with login(replace(database, schema=f"{database.schema}_b"), "BYPASSRLS") as address:
        with capture_logs() as logs:
            bypassing = await PostgresStore.open(
                address, schema=f"{database.schema}_b", codec=CODEC
            )
        assert "the database's login bypasses row-level security" in [
            one["event"] for one in logs if one["log_level"] == "warning"
        ]
        await keep(bypassing, HERE, win("1"))
        assert await ids(bypassing, HERE, Win) == ["1"]
        await bypassing.close()


@pytest.mark.asyncio
async def test_both_kinds_of_login_do_all_that_a_store_does(guarded: PostgresStore) -> None:
    (claim,) = await guarded.claim(Timer, NOON, MINUTE, 9)
    assert (claim.tenant, claim.document) == (HERE, timer("1"))
    assert await guarded.next_due(Timer) == NOON + MINUTE
    await guarded.erase_traces(HERE, "U1")
    assert await guarded.wait_for_news(SOON)


@pytest.mark.asyncio
async def test_no_word_in_a_name_is_taken_for_a_statement(
    database: Database, store: PostgresStore
) -> None:
    odd = [
        "'; DROP TABLE documents; --",
        "x' OR '1'='1",
        "slack:T1', true), set_config('app.across', 'yes",
        '"; RESET ROLE; --',
        "%s %(tenant)s {}",
        "slack:T1\x00",
        "slack:T1\x01",
        "slack:T1\x01\x01",
        "SLACK:T1",
        "slack:T1 ",
        "slack:T",
        "slack:T11",
        "*",
        "%",
    ]
    await keep(store, HERE, win("1", text="here"))
    for name in odd:
        work = store.transaction(Tenant(name))
        assert await work.find(Win) == []
        assert await work.get(Win, "1") is None
        work.put(win(name, member=name, text=name))
        await work.commit()
    for name in odd:
        work = store.transaction(Tenant(name))
        assert await work.find(Win) == [win(name, member=name, text=name)]
        assert await work.find(Win, member=name, text=name) == [win(name, member=name, text=name)]
        assert await work.find(Win, member="U1") == []
        assert await store.transaction(HERE).get(Win, name) is None
        assert await store.transaction(HERE).find(Win, member=name) == []
        await remove(store, HERE, win(name))
    assert await ids(store, HERE, Win) == ["1"]
    assert await store.tenants() == sorted([HERE, *map(Tenant, odd)])
    ((roles,),) = await database.sql("SELECT count(DISTINCT tenant) FROM documents")
    assert roles == len(odd) + 1


@pytest.mark.asyncio
async def test_a_tenant_without_a_name_is_refused(store: PostgresStore) -> None:
    for name in ("", "\ud800", "x" * 3000):
        with pytest.raises(Unwritable):
            store.transaction(Tenant(name))
    with pytest.raises(Unwritable):
        store.transaction(HERE).put(win("x" * 3000))
    await keep(store, HERE, win("1", member="x" * 100_000))
    assert len(await store.transaction(HERE).find(Win, member="x" * 100_000)) == 1
    assert await store.transaction(HERE).find(Win, member="x" * 99_999) == []


@pytest.mark.asyncio
async def test_looking_up_follows_the_indexes_in_spite_of_the_guard(
    database: Database, guarded: PostgresStore
) -> None:
    await database.sql(
        "INSERT INTO documents (tenant, kind, id, version, body, first, due_at)"
        " SELECT 'slack:T' || mod(n, 5), 'timer', 'x' || n, 1, '{}', mod(n, 100),"
        " now() - n * interval '1 second'"
        " FROM generate_series(1, 3000) AS n"
    )
    await database.sql("ANALYZE documents")
    plans = {
        "first": await seen_by(
            guarded,
            IN,
            "EXPLAIN SELECT id FROM documents"
            " WHERE tenant = 'slack:T1' AND kind = 'timer' AND first = '7'",
        ),
        "due_at": await seen_by(
            guarded,
            ACROSS,
            "EXPLAIN SELECT id FROM documents WHERE kind = 'timer' AND due_at <= now()"
            " ORDER BY due_at, tenant, id LIMIT 5 FOR UPDATE SKIP LOCKED",
        ),
    }
    for column, plan in plans.items():
        lines = [line for (line,) in plan]
        assert any("Index Cond" in line and column in line for line in lines), lines
        # Nobody wants to sort all that is due for the first few of it.
        assert not any("Sort" in line or "Seq Scan" in line for line in lines), lines


# --- Trouble


@pytest.mark.asyncio
async def test_a_server_that_goes_is_unavailable_and_one_that_comes_back_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if OTHER in os.environ:
        pytest.skip("this server is not ours to stop")
    # The pool's first pause between two tries: a second is long for a test.
    monkeypatch.setattr("psycopg_pool.base.AttemptWithBackoff.INITIAL_DELAY", 0.05)
    server = await asyncio.to_thread(started)
    store = await PostgresStore.open(
        server.get_uri(), codec=CODEC, patience=timedelta(milliseconds=100)
    )
    await store.wait_for_news(SOON)
    await keep(store, HERE, win("1"), timer("1"))
    begun = store.transaction(HERE)
    begun.put(win("2"))
    await asyncio.to_thread(server.stop)
    with pytest.raises(StoreUnavailable):
        await begun.commit()
    with pytest.raises(StoreUnavailable):
        await store.transaction(HERE).get(Win, "1")
    with pytest.raises(StoreUnavailable):
        await store.claim(Timer, NOON, MINUTE, 9)
    with pytest.raises(StoreUnavailable):
        await store.erase_traces(HERE, "U1")
    await asyncio.to_thread(server.start)
    store._server._patience = timedelta(seconds=5)
    await keep(store, HERE, win("3"))
    assert await ids(store, HERE, Win) == ["1", "3"]
    assert len(await store.claim(Timer, NOON, MINUTE, 9)) == 1
    await store.close()


CUT: LiteralString = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
)


@pytest.mark.asyncio
async def test_connections_that_were_cut_while_idle_disturb_nobody(
    database: Database, replica: Open
) -> None:
    name = f"cut-{database.schema}"
    store = await replica(make_conninfo(database.address, application_name=name))
    await asyncio.gather(*(keep(store, HERE, win(str(n))) for n in range(5)))
    assert len(await database.sql(CUT, name)) > 1
    await asyncio.gather(*(keep(store, HERE, win(str(n))) for n in range(5, 8)))
    await database.sql(CUT, name)
    assert await ids(store, HERE, Win) == [str(n) for n in range(8)]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("committed", "times", "kept"), [(True, 1, True), (False, 1, True), (False, 9, False)]
)
async def test_the_server_is_asked_what_became_of_a_commit_when_the_connection_was_lost(
    store: PostgresStore,
    monkeypatch: pytest.MonkeyPatch,
    committed: bool,
    times: int,
    kept: bool,
) -> None:
    send = PostgresTransaction._send
    sent = 0

    async def lose(self: PostgresTransaction, *values: Any) -> None:
        nonlocal sent
        sent += 1
        (connection, *_) = values
        await send(self, *values)
        if sent > times:
            return
        if committed:
            await connection.execute("COMMIT")
            # Its answer comes after that of the commit.
            await (await connection.execute("SELECT 1")).fetchone()
        connection.pgconn.finish()

    work = store.transaction(HERE)
    work.put(win("1"))
    with monkeypatch.context() as patched:
        patched.setattr(PostgresTransaction, "_send", lose)
        if kept:
            await work.commit()
        else:
            with pytest.raises(StoreUnavailable):
                await work.commit()
    assert sent == (1 if committed else 2)
    assert await ids(store, HERE, Win) == (["1"] if kept else [])


@pytest.mark.asyncio
async def test_connections_cut_at_any_moment_lose_no_commit_and_make_none(
    database: Database, replica: Open
) -> None:
    name = f"storm-{database.schema}"
    stores = [
        await replica(make_conninfo(database.address, application_name=name)) for _ in range(2)
    ]
    await keep(stores[0], HERE, *(Encouragement(id, 0, NOON.time()) for id in "ABC"))
    over = asyncio.Event()
    landed, unknown = 0, 0

    async def count(mine: PostgresStore, id: str) -> None:
        nonlocal landed, unknown
        while not over.is_set():
            work = mine.transaction(HERE)
            try:
                plan = await work.get(Encouragement, id)
                assert plan is not None
                work.put(replace(plan, round=plan.round + 1))
                await work.commit()
            except Conflict:
                continue
            except StoreUnavailable:
                # It was cut twice.
                unknown += 1
            else:
                landed += 1

    async def cut() -> None:
        one: LiteralString = f"{CUT} ORDER BY random() LIMIT 1"
        for _ in range(25):
            await database.sql(one, name)
        over.set()

    await asyncio.gather(cut(), *(count(mine, id) for mine in stores for id in "ABC"))
    plans = await stores[0].transaction(HERE).find(Encouragement)
    assert landed
    assert landed <= sum(plan.round for plan in plans) <= landed + unknown


async def _refusing(database: Database, code: str) -> None:
    # As the server does it when a file can't grow.
    await database.sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION USING ERRCODE = TG_ARGV[0]; END'"
    )
    statement = sql.SQL(
        "CREATE TRIGGER refuse BEFORE UPDATE ON {}.documents"
        " FOR EACH ROW EXECUTE FUNCTION {}.refuse({})"
    ).format(*map(sql.Identifier, [database.schema] * 2), sql.Literal(code))
    async with await AsyncConnection.connect(database.address, autocommit=True) as connection:
        await connection.execute(statement)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("53100", StoreFull),
        ("40P01", Conflict),
        ("40001", Conflict),
        ("58030", StoreUnavailable),
        ("57014", StoreUnavailable),
        ("42501", StoreUnavailable),
        ("XX001", StoreUnavailable),
    ],
)
async def test_what_the_server_can_not_do_is_told_by_its_name_and_nothing_is_kept(
    database: Database, store: PostgresStore, code: str, told: type[Exception]
) -> None:
    await keep(store, HERE, win("1", text="first"))
    await _refusing(database, code)
    with pytest.raises(told) as error:
        await keep(store, HERE, win("2"), win("1", text=SECRET), timer("1"))
    assert SECRET not in str(error.value)
    assert await store.transaction(HERE).find(Win) == [win("1", text="first")]
    await database.sql("DROP TRIGGER refuse ON documents")
    await keep(store, HERE, win("1", text="second"))
    assert await ids(store, HERE, Timer) == []


@pytest.mark.asyncio
async def test_a_database_that_can_only_be_read_is_read(
    database: Database, replica: Open, store: PostgresStore
) -> None:
    await keep(store, HERE, win("1"), timer("1"))
    reading = await replica(
        make_conninfo(database.address, options="-c default_transaction_read_only=on")
    )
    assert await ids(reading, HERE, Win) == ["1"]
    with pytest.raises(StoreUnavailable, match="read"):
        await keep(reading, HERE, win("2"))
    with pytest.raises(StoreUnavailable, match="read"):
        await reading.claim(Timer, NOON, MINUTE, 9)


@pytest.mark.asyncio
async def test_who_waits_too_long_for_somebody_is_told(
    database: Database, replica: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {**postgres_server._SETTINGS, "lock_timeout": "20ms"}
    monkeypatch.setattr(postgres_server, "_SETTINGS", impatient)
    store = await replica()
    await keep(store, HERE, win("1"), timer("1"))
    async with await AsyncConnection.connect(database.address) as holder:
        await holder.execute("SELECT set_config('search_path', %s, true)", (database.schema,))
        await holder.execute("SELECT 1 FROM documents FOR UPDATE")
        with pytest.raises(StoreUnavailable):
            await keep(store, HERE, win("1"))
        # What is held at the moment is passed over.
        assert await store.claim(Timer, NOON, MINUTE, 9) == []
    assert len(await store.claim(Timer, NOON, MINUTE, 9)) == 1


# --- Documents that can't be read


@pytest.mark.asyncio
@pytest.mark.parametrize("body", ["{}", "1", f'{{"schema": 1, "id": "{SECRET}"}}'])
async def test_a_damaged_document_is_put_aside_and_the_rest_is_readable(
    database: Database, store: PostgresStore, body: str
) -> None:
    await keep(store, HERE, win("1"), win("2"), win("3"), timer("1"), timer("2"))
    await keep(store, THERE, win("2"))
    await database.sql(
        "UPDATE documents SET body = %s::jsonb WHERE tenant = %s AND id = '2'", body, HERE
    )
    with capture_logs() as logs:
        assert await ids(store, HERE, Win) == ["1", "3"]
        assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 2)] == ["1"]
    assert await store.transaction(HERE).get(Win, "2") is None
    assert await ids(store, THERE, Win) == ["2"]
    assert [(one["event"], one["kind"], one["id"]) for one in logs] == [
        ("damaged document put aside", "win", "2"),
        ("damaged document put aside", "timer", "2"),
    ]
    assert SECRET not in str(logs)
    aside = await database.sql("SELECT tenant, kind, id, body FROM damaged ORDER BY kind DESC")
    assert aside == [(HERE, "win", "2", json.loads(body)), (HERE, "timer", "2", json.loads(body))]
    # Its place is free, and deleting what comes there takes the other too.
    await keep(store, HERE, win("2", text="new"))
    await remove(store, HERE, win("2"))
    assert len(await database.sql("SELECT 1 FROM damaged")) == 1


@pytest.mark.asyncio
async def test_what_was_put_aside_is_forgotten_with_its_member(
    database: Database, store: PostgresStore
) -> None:
    bodies = {"theirs": '{"member": "U1"}', "other": '{"member": "U2"}', "U1": "{}"}
    for tenant in (HERE, THERE):
        await keep(store, tenant, *(win(id) for id in bodies))
        for id, body in bodies.items():
            await database.sql("UPDATE documents SET body = %s::jsonb WHERE id = %s", body, id)
        await ids(store, tenant, Win)
    await store.erase_traces(HERE, "U1")
    left = await database.sql("SELECT tenant, id FROM damaged ORDER BY tenant DESC, id DESC")
    assert left == [(HERE, "other"), (THERE, "theirs"), (THERE, "other"), (THERE, "U1")]


@pytest.mark.asyncio
async def test_a_document_of_a_newer_version_is_neither_shown_nor_overwritten(
    database: Database, store: PostgresStore, replica: Open
) -> None:
    await keep(store, HERE, win("1"), win("2"), timer("t"), timer("u"))
    newer = {"schema": 99, "text": SECRET}
    await database.sql(
        "UPDATE documents SET body = %s::jsonb WHERE id IN ('2', 't')", json.dumps(newer)
    )
    with capture_logs() as logs:
        for _ in range(2):
            assert await ids(store, HERE, Win) == ["1"]
        assert [one.document.id for one in await store.claim(Timer, NOON, MINUTE, 5)] == ["u"]
    assert SECRET not in str(logs)
    assert [one["event"] for one in logs] == ["document of a newer version left alone"] * 2
    work = store.transaction(HERE)
    with pytest.raises(Newer):
        await work.get(Win, "2")
    work.put(win("3"))
    with pytest.raises(Newer):
        await work.commit()
    with pytest.raises(Newer):
        await keep(await replica(), HERE, win("2"), win("3"))
    with pytest.raises(Newer):
        await remove(store, HERE, win("2"))
    assert await ids(store, HERE, Win) == ["1"]
    assert await database.sql("SELECT body FROM documents WHERE id = '2'") == [(newer,)]


# --- Erasing


def files_with(folder: str, *words: str) -> set[str]:
    """The files of the databases in which any of these words stands."""
    return {
        one.name
        for one in Path(folder, "base").rglob("*")
        if one.is_file() and any(word.encode() in one.read_bytes() for word in words)
    }


@pytest.mark.asyncio
async def test_an_erasure_leaves_no_byte_of_what_was_deleted_in_the_files(
    database: Database, store: PostgresStore
) -> None:
    if OTHER in os.environ:
        pytest.skip("the files of this server are not ours to read")
    ((folder,),) = await database.sql("SELECT current_setting('data_directory')")
    # Other tests kept other words in the same files.
    id, member, text = (f"{what}-{database.schema[2:]}" for what in ("i", "m", "t"))
    await keep(store, HERE, win("1"), win(id, text=text, member=member))
    await keep(store, HERE, win(id, text=f"again {text}", member=member))
    await database.sql("ANALYZE documents")
    await remove(store, HERE, win(id))
    await database.sql("CHECKPOINT")
    for word in (id, member, text):
        assert files_with(folder, word), "the search would not find it"
    await store.erase_traces(HERE, member)
    await database.sql("CHECKPOINT")
    assert files_with(folder, id, member, text) == set()
    assert await ids(store, HERE, Win) == ["1"]


@pytest.mark.asyncio
async def test_the_server_gathers_no_statistics_of_what_people_are_called_or_wrote(
    database: Database, store: PostgresStore
) -> None:
    await keep(store, HERE, *(win(str(n), "U1", text=SECRET, debrief="B") for n in range(9)))
    await database.sql("UPDATE documents SET third = 'x'")
    await remove(store, HERE, win("0"))
    await database.sql("ANALYZE documents, deletions, damaged")
    columns = await database.sql(
        "SELECT tablename, attname FROM pg_stats WHERE schemaname = %s", database.schema
    )
    of_documents = {column for table, column in columns if table == "documents"}
    assert of_documents == {"tenant", "kind", "version", "due_at", "claims"} & of_documents
    assert "kind" in of_documents


@pytest.mark.asyncio
async def test_an_erasure_of_much_clears_away_without_writing_anew(
    database: Database, store: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_REWRITTEN_UP_TO", 0)
    await keep(store, HERE, win("1"), win("2"))
    await remove(store, HERE, win("2"))
    file: LiteralString = "SELECT pg_relation_filenode('documents')"
    before = await database.sql(file)
    await store.erase_traces(HERE, "U1")
    assert await database.sql(file) == before
    assert await ids(store, HERE, Win) == ["1"]


@pytest.mark.asyncio
async def test_old_deletions_are_forgotten_by_and_by(
    database: Database, store: PostgresStore
) -> None:
    await keep(store, HERE, win("1"), win("2"))
    await remove(store, HERE, win("1"))
    await database.sql("UPDATE deletions SET deleted_at = now() - interval '2 hours'")
    await remove(store, HERE, win("2"))
    await store.claim(Timer, NOON, MINUTE, 9)
    assert len(await database.sql("SELECT 1 FROM deletions")) == 1


# --- Texts

texts = st.text(
    st.sampled_from('\x00\x01\x02\x03\\u01a"ä\U0001f331') | st.characters(codec="utf-8")
)


@given(texts, texts)
def test_texts_without_nul_stand_for_all_texts_in_their_order(one: str, other: str) -> None:
    assert "\x00" not in postgres_text.written(one)
    assert postgres_text.read(postgres_text.written(one)) == one
    assert (postgres_text.written(one) < postgres_text.written(other)) == (one < other)


@given(st.dictionaries(texts, texts, max_size=3))
def test_bodies_without_nul_stand_for_all_bodies(value: dict[str, str]) -> None:
    body = to_json(value).decode()
    held = postgres_text.json_written(body)
    assert "\x00" not in str(json.loads(held))
    assert "\\u0000" not in held.replace("\\\\", "")
    assert json.loads(postgres_text.json_read(held)) == value
    # The server writes a text in its own way.
    again = json.dumps(json.loads(held), ensure_ascii=False)
    assert json.loads(postgres_text.json_read(again)) == value


def test_every_kind_has_room_for_its_indexed_fields() -> None:
    assert max(len(kind.INDEXED) for kind in DOCUMENTS) <= len(postgres._LOOKUPS)
