"""A replica that claims what is due, says so, and then does nothing until it is killed."""

from __future__ import annotations

import asyncio
import sys

from bot.core.model import Timer
from storage.postgres import PostgresStore
from tests.storage.contract import MINUTE, NOON


async def hold(address: str, schema: str) -> None:
    store = await PostgresStore.open(address, schema=schema)
    claims = await store.claim(Timer, NOON, MINUTE, 9)
    sys.stdout.write(f"holding {len(claims)}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(hold(*sys.argv[1:]))
