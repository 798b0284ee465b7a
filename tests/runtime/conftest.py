"""What every test of the runtime can ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.runtime.workshop import Log, Workshop, logs, workshop


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    """A group of six with Dana as organiser, and everything that can go wrong within reach."""
    async with workshop(tmp_path / "data") as made:
        yield made


@pytest.fixture
def log() -> Iterator[Log]:
    with logs() as written:
        yield written
