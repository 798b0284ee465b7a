"""What every test can ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests.scene import Scene, scene

# The machine may be slow and shared: no test may fail for taking its time.
settings.register_profile(
    "fourwins", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("fourwins")


@pytest_asyncio.fixture
async def group(tmp_path: Path) -> AsyncIterator[Scene]:
    """A group of six with Dana as organiser; Monday, half past ten."""
    async with scene(tmp_path / "data") as made:
        yield made
