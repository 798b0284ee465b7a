"""The PostgreSQL server as the store meets it: connections, layout, errors, news.

Whoever works here says in each transaction whose data it is about (`in_tenant`) or that it is about
all (`across`); the row-level security of storage/migrations holds it to that.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from importlib.resources import files
from typing import Any, LiteralString, NamedTuple, TypeAlias, TypeVar, cast

import psycopg
import structlog
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.core.model import Tenant
from bot.core.ports import Conflict, StoreError, StoreFull, StoreUnavailable
from storage.errors import Unwritable
from storage.postgres_text import written

R = TypeVar("R")

Connection: TypeAlias = AsyncConnection[tuple[Any, ...]]
Work: TypeAlias = Callable[[Connection], Awaitable[R]]
"""What is to be done on a connection that is in no transaction. It may be done twice: after the
connection turned out to be lost."""

_log = structlog.get_logger()

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,40}")
_MIGRATION = re.compile(r"(\d{4})_\w+\.sql")

_TENANTS_ROLE = "fourwins_tenants"
"""Superusers, and roles that may bypass row-level security, are held to it as members of this one:
the images by which most people run PostgreSQL make their user a superuser."""

_OF_TENANTS = ("documents", "deletions", "damaged")
"""The tables with rows of tenants."""

_SETTINGS: Mapping[str, str] = {
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "datestyle": "ISO",
    "row_security": "on",
    "default_transaction_isolation": "read committed",
    "statement_timeout": "15s",
    # Above the longest statement: whoever waits for another's commit should see how it ends.
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}

_NO_HURRY: LiteralString = "SELECT set_config('statement_timeout', '0', false)"

_LONGER_THAN_A_BLINK = timedelta(seconds=1)
_HEARTBEAT = 30.0


class Migration(NamedTuple):
    """A step by which the layout of the data came to be."""

    number: int
    name: str
    statements: str


def migrations() -> list[Migration]:
    """All steps that this version knows, in order, numbered from 1 without a gap."""
    steps = [
        Migration(int(found[1]), file.name, file.read_text(encoding="utf-8"))
        for file in files("storage").joinpath("migrations").iterdir()
        if (found := _MIGRATION.fullmatch(file.name))
    ]
    steps.sort()
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError("the migrations are not numbered one after the other")
    return steps


class PerhapsKept(Exception):
    """The connection was lost while the server was asked to commit the transaction with this
    number. `value` is what the work gives if it was committed."""

    def __init__(self, number: str, value: Any) -> None:
        super().__init__(number)
        self.number = number
        self.value = value


class PostgresServer:
    """A database and our schema in it. Made by `reach`."""

    def __init__(
        self,
        address: str,
        schema: str,
        pool: AsyncConnectionPool[Connection],
        patience: timedelta,
    ) -> None:
        self.schema = schema
        self._address = address
        self._pool = pool
        self._patience = patience
        self._closed = False
        self._works = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._news = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None

    # Working

    async def run(self, work: Work[R]) -> R:
        """Have this done on a connection of the pool.

        Raises StoreUnavailable, StoreFull, Conflict or Unwritable for the server's errors, and
        whatever else `work` raises, but PerhapsKept: then the server is asked what became of it.
        """
        async with self._at_work():
            for _ in range(2):
                try:
                    return await self._run(work)
                except PerhapsKept as perhaps:
                    kept = await self._was_kept(perhaps.number)
                    if kept:
                        return cast(R, perhaps.value)
                    if kept is None:
                        break
            raise StoreUnavailable("The database was lost while something was saved.")

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        """What closing waits for. In it, the server's errors become the port's."""
        self.refuse_when_closed()
        self._works += 1
        self._idle.clear()
        try:
            yield
        except psycopg.Error as error:
            raise named(error) from None
        finally:
            self._works -= 1
            if not self._works:
                self._idle.set()

    async def _run(self, work: Work[R]) -> R:
        try:
            return await self._once(work)
        except _Lost:
            # The others that lay idle since are as dead, unless it was only this one.
            await self._pool.check()
        try:
            return await self._once(work)
        except _Lost as again:
            raise again.error from None

    async def _once(self, work: Work[R]) -> R:
        # Not by the pool's own context: at its end that one asks the connection to commit, and when
        # it was lost right after the work was done, the work would seem to have failed.
        connection = await self._pool.getconn(self._patience.total_seconds())
        try:
            return await work(connection)
        except psycopg.OperationalError as error:
            if lost(connection, error):
                await connection.close()
                raise _Lost(error) from None
            raise
        finally:
            try:
                if connection.info.transaction_status is not TransactionStatus.IDLE:
                    with suppress(psycopg.Error):
                        await connection.rollback()
            finally:
                await self._pool.putconn(connection)

    async def alone(self, work: Work[R]) -> R:
        """Have this done by the login itself, on a connection of its own, however long it takes.

        Raises what `run` does.
        """
        async with self._at_work(), await self._connect() as connection:
            await connection.execute(_NO_HURRY)
            return await work(connection)

    def refuse_when_closed(self) -> None:
        """Raises StoreUnavailable when it is."""
        if self._closed:
            raise StoreUnavailable("The store is closed.")

    async def _was_kept(self, transaction: str) -> bool | None:
        """Whether the transaction with this number was committed. None when the server does not
        come back soon: then nobody knows, and whoever tries again finds out."""

        async def ask(connection: Connection) -> str | None:
            found = await _one(connection, "SELECT pg_xact_status(%s::xid8)", transaction)
            return cast(str | None, found[0])

        # The server notices late that its client is gone, and goes on until then.
        for wait in (0.01, 0.05, 0.25, 1.0):
            try:
                status = await self._run(ask)
            except psycopg.Error:
                return None
            if status != "in progress":
                return status == "committed" if status is not None else None
            await asyncio.sleep(wait)
        return None

    # News

    @property
    def channel(self) -> str:
        """On which replicas tell each other that there is something new to do."""
        return f"{self.schema}_news"

    async def wait_for_news(self, longest: timedelta) -> bool:
        """Wait until something that wants attention was saved, by any replica; False when nothing
        was for so long. News since the last call are told at once. True may be said in vain."""
        self.refuse_when_closed()
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen())
        try:
            async with asyncio.timeout(longest.total_seconds()):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def _listen(self) -> None:
        listen = sql.SQL("LISTEN {}").format(sql.Identifier(self.channel))
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(listen)
                    # Something may have been said while nobody listened.
                    self._news.set()
                    while True:
                        async for _ in connection.notifies(timeout=_HEARTBEAT):
                            self._news.set()
                        await connection.execute("SELECT 1")
            except psycopg.Error as error:
                _log.info("no news from the database", error=type(error).__name__)
            await asyncio.sleep(_LONGER_THAN_A_BLINK.total_seconds())

    # Opening and closing

    async def _connect(self) -> Connection:
        connection = await AsyncConnection.connect(self._address, autocommit=True)
        try:
            await _settle(connection, self.schema, None)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def close(self) -> None:
        """Let what was begun end, and let go of all connections. Can be called again."""
        self._closed = True
        if self._listener is not None:
            listener, self._listener = self._listener, None
            listener.cancel()
            with suppress(asyncio.CancelledError):
                await listener
        await self._idle.wait()
        await self._pool.close()


class _Lost(Exception):
    def __init__(self, error: psycopg.OperationalError) -> None:
        super().__init__(str(error))
        self.error = error


def in_tenant(tenant: Tenant) -> tuple[LiteralString, Sequence[str]]:
    """The statement by which a transaction says whose data it is about."""
    return "SELECT set_config('app.tenant', %s, true)", (written(tenant),)


def across() -> LiteralString:
    """The statement by which a transaction says that it is about all tenants."""
    return "SELECT set_config('app.across', 'yes', true)"


def lost(connection: Connection, error: psycopg.OperationalError) -> bool:
    """Whether there is no more use in this connection."""
    # The server says "57P…" when it is about to close it, and somebody on the way says "08…". What
    # has no code was found on our side, where in a pipeline it can hide what the server said.
    return connection.closed or error.sqlstate is None or error.sqlstate.startswith(("57P", "08"))


def named(error: psycopg.Error) -> StoreError:
    """The port's error for this one.

    What the server says can hold values, so it is not told: its code and our word for it are.
    """
    if isinstance(error, psycopg.errors.DiskFull):
        return StoreFull("There is no room left where the database keeps its data.")
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return Conflict("The database gave way to somebody else.")
    if isinstance(error, psycopg.errors.ProgramLimitExceeded):
        return Unwritable("something that is too long for the database")
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return StoreUnavailable("The database can only be read from now.")
    if isinstance(error, PoolTimeout):
        return StoreUnavailable("The database can't be reached, or is too busy to answer.")
    code = f" {error.sqlstate}" if error.sqlstate else ""
    return StoreUnavailable(f"The database can't be used: {type(error).__name__}{code}.")


async def reach(
    address: str,
    *,
    schema: str,
    most: int,
    patience: timedelta,
    prepare: Work[None],
) -> PostgresServer:
    """The server at this address, laid out, with a pool of at most so many connections.

    `patience` is how long somebody waits for one of them. `prepare` is done once the layout stands,
    in its transaction, about all tenants. Raises StoreUnavailable, which never tells the password.
    """
    if not _NAME.fullmatch(schema):
        raise ValueError("a schema is named in small letters, digits and underscores")
    address = _complete(address)
    try:
        async with await AsyncConnection.connect(address, autocommit=True) as connection:
            await _settle(connection, schema, None)
            # Another may be laying out much at the moment.
            await connection.execute(_NO_HURRY)
            await connection.execute("SELECT set_config('lock_timeout', '0', false)")
            role = await _lay_out(connection, schema, prepare)
    except psycopg.OperationalError as error:
        said = str(error) if error.sqlstate is None else type(error).__name__
        raise StoreUnavailable(f"The database can't be reached: {said}.") from None
    except psycopg.Error as error:
        raise named(error) from None

    async def settle(connection: Connection) -> None:
        await _settle(connection, schema, role)

    pool = AsyncConnectionPool(
        address,
        connection_class=cast(type[Connection], AsyncConnection),
        kwargs={"autocommit": True},
        configure=settle,
        min_size=1,
        max_size=most,
        # It tries at once, a second later, and when this is over; then the next who asks makes it
        # begin again. With more it would wait longer each time, also after the server came back.
        reconnect_timeout=2,
        open=False,
        name="fourwins",
    )
    await pool.open()
    return PostgresServer(address, schema, pool, patience)


def _complete(address: str) -> str:
    try:
        given = conninfo_to_dict(address)
        for name, value in (
            ("connect_timeout", 5),
            ("application_name", "fourwins"),
            # A server that vanished without a word is to be found out within half a minute.
            ("keepalives_idle", 15),
            ("keepalives_interval", 5),
            ("keepalives_count", 3),
        ):
            given.setdefault(name, value)
        return make_conninfo("", **given)
    except psycopg.Error:
        # Its message can hold the password.
        raise StoreUnavailable("The address of the database can't be understood.") from None


async def _settle(connection: Connection, schema: str, role: str | None) -> None:
    settings = {**_SETTINGS, "search_path": f'"{schema}"'}
    if role is not None:
        settings["role"] = role
    await connection.execute(
        "SELECT set_config(name, value, false)"
        " FROM unnest(%s::text[], %s::text[]) AS s (name, value)",
        ([*settings], [*settings.values()]),
    )
    # Acknowledged is durable, whatever the database's own setting.
    await connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )


async def _lay_out(connection: Connection, schema: str, prepare: Work[None]) -> str | None:
    await _refuse_unfit(connection)
    async with connection.transaction():
        # One after the other: of several who start at once, the others find everything done.
        await connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"fourwins {schema}",)
        )
        await connection.execute(across())
        await _migrate(connection, schema)
        role = await _held_to_tenants(connection, schema)
        await prepare(connection)
    return role


async def _refuse_unfit(connection: Connection) -> None:
    row = await _one(
        connection,
        "SELECT current_setting('server_encoding'), current_setting('server_version_num')::int",
    )
    if row[0] != "UTF8":
        raise StoreUnavailable(f"The database holds texts as {row[0]}; it must be made as UTF8.")
    if row[1] < 140000:
        raise StoreUnavailable("The database is older than PostgreSQL 14.")


async def _migrate(connection: Connection, schema: str) -> None:
    name = sql.Identifier(schema)
    # Asked first: whoever may not make a schema may still use one that is there.
    if not (await _one(connection, "SELECT to_regnamespace(%s) IS NOT NULL", f'"{schema}"'))[0]:
        await connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))
    if not (await _one(connection, "SELECT to_regclass('migrations') IS NOT NULL"))[0]:
        await connection.execute(
            "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
            " done_at TIMESTAMPTZ NOT NULL DEFAULT now())"
        )
    (done,) = await _one(connection, "SELECT coalesce(max(number), 0) FROM migrations")
    known = migrations()
    if done > len(known):
        raise StoreUnavailable("The database was laid out by a newer version of this program.")
    for step in known[done:]:
        # Ours, from the package itself; and without values, so that it may be many statements.
        await connection.execute(step.statements.encode())
        await connection.execute(
            "INSERT INTO migrations (number, name) VALUES (%s, %s)", (step.number, step.name)
        )
        _log.info("database migrated", number=step.number, name=step.name)


async def _held_to_tenants(connection: Connection, schema: str) -> str | None:
    """The role that our connections take on, or None where the login is held to tenants itself."""
    (bypasses,) = await _one(
        connection,
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    if not bypasses:
        return None
    role = sql.Identifier(_TENANTS_ROLE)
    try:
        async with connection.transaction():
            (there,) = await _one(connection, "SELECT to_regrole(%s) IS NOT NULL", _TENANTS_ROLE)
            if not there:
                await _make_role(connection, role)
            # Asked first, for a database that can only be read.
            (may,) = await _one(
                connection,
                "SELECT bool_and(has_table_privilege(%s, name, 'DELETE'))"
                " FROM unnest(%s::text[]) AS t(name)",
                _TENANTS_ROLE,
                [*_OF_TENANTS],
            )
            if not may:
                await _grant(connection, schema, role)
            # Whether we may be what is there already, and back again.
            await connection.execute("SELECT set_config('role', %s, true)", (_TENANTS_ROLE,))
            await connection.execute("SELECT set_config('role', 'none', true)")
    except psycopg.errors.InsufficientPrivilege:
        _log.warning("the database's login bypasses row-level security")
        return None
    return _TENANTS_ROLE


async def _grant(connection: Connection, schema: str, role: sql.Identifier) -> None:
    tables = sql.SQL(", ").join(map(sql.Identifier, _OF_TENANTS))
    for grant in (
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), role),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}").format(tables, role),
        sql.SQL("GRANT SELECT, USAGE ON SEQUENCE versions TO {}").format(role),
    ):
        await connection.execute(grant)


async def _make_role(connection: Connection, role: sql.Identifier) -> None:
    # Roles belong to the whole server, so another database may be making it now.
    with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        async with connection.transaction():
            await connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    async with connection.transaction():
        await connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))


async def _one(
    connection: Connection, statement: LiteralString, *values: object
) -> tuple[Any, ...]:
    found = await (await connection.execute(statement, values)).fetchone()
    if found is None:
        raise StoreUnavailable("The database gave no answer where there must be one.")
    return found
