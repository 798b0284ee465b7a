"""What every test can ask for."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests.scene import Scene, scene

# The machine may be slow and shared: no test may fail for taking its time.
settings.register_profile(
    "fourwins", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
# Before a change lands the same examples are tried each time, so that it lands or fails for what it
# changes; by hand every run looks at new ones.
settings.register_profile("ci", parent=settings.get_profile("fourwins"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "fourwins")


@pytest_asyncio.fixture
async def group(tmp_path: Path) -> AsyncIterator[Scene]:
    """A group of six with Dana as organiser; Monday, half past ten."""
    async with scene(tmp_path / "data") as made:
        yield made
