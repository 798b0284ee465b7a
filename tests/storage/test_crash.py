"""Kill -9 at any moment: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType

import pytest

from storage.codec import Codec
from storage.sqlite_file import FILE
from storage.tiny import TinyStore
from tests.storage import under_fire
from tests.storage.under_fire import Order, trouble_with
from tests.thorough import times

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked"),
]

GROWING = times(140, 40)
FRESH = times(70, 25)


class Killer:
    """The process that forks writers and kills them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", under_fire.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Killer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()

    def kill(self, order: Order) -> dict[str, int]:
        """How many commits of each task were acknowledged when the writer was killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the writer failed; its own words are above"
        numbers: dict[str, int] = {}
        for line in json.loads(answer):
            task, number = line.split()
            assert int(number) > numbers.get(task, 0)
            numbers[task] = int(number)
        return numbers


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    with Killer() as made:
        yield made


@pytest.fixture(scope="module")
def codec() -> Codec:
    return Codec()


async def trouble_after_a_kill(
    folder: Path, codec: Codec, acknowledged: dict[str, int]
) -> list[str]:
    """What is wrong; `acknowledged` is brought up to what is there."""
    store = await TinyStore.open(folder, codec=codec)
    trouble = await trouble_with(store, acknowledged)
    # What landed without having been told is there for good from here on.
    for task in under_fire.TASKS:
        acknowledged[task.name] = await under_fire.number_of(store, task)
    await store.close()
    with closing(sqlite3.connect(folder / FILE)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
        (damaged,) = connection.execute("SELECT count(*) FROM damaged").fetchone()
    if (verdict, damaged) != ("ok", 0):
        trouble.append(f"integrity: {verdict}; damaged documents: {damaged}")
    return trouble


async def test_an_acknowledged_write_survives_a_kill(
    tmp_path: Path, killer: Killer, codec: Codec
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    chance = random.Random(seed)
    acknowledged: dict[str, int] = {}
    for kill in range(GROWING):
        order = Order(str(tmp_path), chance.randrange(25), chance.uniform(0, 0.01))
        acknowledged |= killer.kill(order)
        trouble = await trouble_after_a_kill(tmp_path, codec, acknowledged)
        assert not trouble, f"seed {seed}, kill {kill}, {order}"
    assert sum(acknowledged.values()) > 5 * GROWING, "hardly anything was written"


async def test_a_kill_while_a_folder_is_new_leaves_a_store_that_opens(
    tmp_path: Path, killer: Killer, codec: Codec
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    chance = random.Random(seed)
    early = 0
    for kill in range(FRESH):
        folder = tmp_path / str(kill)
        order = Order(str(folder), chance.choice((0, 0, 1, 3)), chance.uniform(0, 0.015))
        acknowledged = killer.kill(order)
        early += not acknowledged
        trouble = await trouble_after_a_kill(folder, codec, acknowledged)
        assert not trouble, f"seed {seed}, kill {kill}, {order}"
    assert 0 < early < FRESH, "no kill came before the first commit, or none after it"
