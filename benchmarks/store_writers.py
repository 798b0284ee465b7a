"""Fifty tasks that write at once: how many writes, and does the event loop stay free?

The comparison is the same fifty tasks on the same store with batches of one, so that each write has
a transaction and a wait for the disk of its own. That is what a store without group commit would
do, and nothing else differs. One task that waits for each commit before it begins the next is shown
beside it: it also commits once per write, but it has nobody to overlap its own work with.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns

from benchmarks.measure import Line, Report, halves, ms, percentile, span
from benchmarks.samples import TENANT, fill, win, wins
from bot.core.model import Win
from storage import sqlite_file
from storage.codec import Codec
from storage.folder import HeldFolder
from storage.ledger import Ledger
from storage.tiny import TinyStore
from storage.writer import Writer

WRITERS = 50
OWN = 20
"""How many documents each task rewrites in turn."""
AT_LEAST = 3.0
LAG_NS = 2_000_000
NAP_NS = 1_000_000

BATCHED, ONE_EACH, ALONE, IDLE = "batched", "one each", "alone", "idle"


@dataclass
class _Taken:
    """What was seen of one variant."""

    rates: list[float] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)
    lags: list[int] = field(default_factory=list)


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    rounds, seconds = (4, 0.5) if quick else (12, 1.5)
    taken = asyncio.run(_measure(folder, rounds, seconds))
    return _report(taken, rounds, seconds)


async def _measure(folder: Path, rounds: int, seconds: float) -> dict[str, _Taken]:
    taken: dict[str, _Taken] = defaultdict(_Taken)
    async with opened(folder / "batched", 512) as batched, opened(folder / "one", 1) as one_each:
        variants: list[tuple[str, TinyStore, int]] = [
            (IDLE, batched, 0),
            (BATCHED, batched, WRITERS),
            (ONE_EACH, one_each, WRITERS),
            (ALONE, batched, 1),
        ]
        for _, store, writers in variants:
            await _spell(store, writers, seconds / 3, _Taken())
        for turn in range(rounds):
            # There and back again, so that what slows down over time slows down all of them.
            for name, store, writers in variants if turn % 2 == 0 else reversed(variants):
                await _spell(store, writers, seconds, taken[name])
    return taken


@asynccontextmanager
async def opened(folder: Path, most: int) -> AsyncIterator[TinyStore]:
    """A store as `TinyStore.open` makes it, but for how many works make one transaction."""
    held = HeldFolder(folder)
    path = held.private_file(sqlite_file.FILE)
    codec = Codec()
    connection = sqlite_file.connect(path)
    writer = Writer(connection, path, most)
    ledger = Ledger(path, writer, codec, sqlite_file.newest_version(connection), 200_000)
    store = TinyStore(held, path, writer, codec, ledger)
    try:
        await fill(store, wins(10_000))
        yield store
    finally:
        await store.close()


async def _spell(store: TinyStore, writers: int, seconds: float, taken: _Taken) -> None:
    """So many tasks write for so long, while one watches the loop."""
    draw = Random(writers)
    own = [[win(who * OWN + one, draw) for one in range(OWN)] for who in range(writers)]
    watching = asyncio.create_task(_watch(taken.lags))
    began, before = perf_counter_ns(), len(taken.commits)
    until = began + int(seconds * 1e9)
    if writers:
        async with asyncio.TaskGroup() as tasks:
            for documents in own:
                tasks.create_task(_write(store, documents, until, taken.commits))
        written = len(taken.commits) - before
        taken.rates.append(written / (perf_counter_ns() - began) * 1e9)
    else:
        await asyncio.sleep(seconds)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _write(store: TinyStore, own: list[Win], until: int, commits: list[int]) -> None:
    turn = 0
    while (began := perf_counter_ns()) < until:
        turn += 1
        one = own[turn % len(own)]
        transaction = store.transaction(TENANT)
        transaction.put(replace(one, text=f"{turn:06d}{one.text[6:]}"))
        await transaction.commit()
        commits.append(perf_counter_ns() - began)


async def _watch(lags: list[int]) -> None:
    """How much later than asked for a nap of a millisecond ends, again and again."""
    while True:
        began = perf_counter_ns()
        await asyncio.sleep(NAP_NS / 1e9)
        lags.append(perf_counter_ns() - began - NAP_NS)


def met_by_arrivals(lags: Sequence[int]) -> list[int]:
    """The lags that something arriving every millisecond would have met.

    Who naps through a stall of 30 ms notes it once; thirty that arrived meanwhile waited too.
    """
    return [left for lag in lags for left in range(lag, -1, -NAP_NS)]


def _report(taken: dict[str, _Taken], rounds: int, seconds: float) -> Report:
    batched, one_each, alone, idle = (taken[name] for name in (BATCHED, ONE_EACH, ALONE, IDLE))
    ratios = [many / one for many, one in zip(batched.rates, one_each.rates, strict=True)]
    over_alone = [many / one for many, one in zip(batched.rates, alone.rates, strict=True)]
    ratio = median(ratios)
    lag, rest = percentile(batched.lags, 99), percentile(idle.lags, 99)
    goal = f"at most {LAG_NS / 1e6:g} ms"
    return Report(
        "Fifty writers",
        [
            _rate(f"{WRITERS} writers", batched),
            _rate(f"{WRITERS} writers, one commit per write", one_each),
            _rate("one writer, one commit per write", alone),
            Line(
                f"{WRITERS} writers over one commit per write",
                "",
                f"{ratio:.1f} x ({span(ratios, 1)})",
                f"at least {AT_LEAST:g} x",
                ratio >= AT_LEAST,
            ),
            Line(
                f"{WRITERS} writers over one writer",
                "",
                f"{median(over_alone):.1f} x ({span(over_alone, 1)})",
            ),
            Line(f"loop lag, {WRITERS} writers", _lag(batched), "", goal, lag <= LAG_NS),
            Line("p99 of it above idle", ms(lag - rest), "", goal, lag - rest <= LAG_NS),
            Line("loop lag, idle", _lag(idle)),
            Line("loop lag, one commit per write", _lag(one_each)),
            Line(
                f"loop lag met by arrivals, {WRITERS} writers (no goal)",
                halves(met_by_arrivals(batched.lags)),
            ),
            Line("loop lag met by arrivals, idle (no goal)", halves(met_by_arrivals(idle.lags))),
        ],
        (
            f"{rounds} rounds of {seconds:g} s for each; a document of about 600 bytes per commit.",
            "Ratios are taken within each round; the figure is their median, and in brackets are"
            " the lowest and the highest.",
            "Met by arrivals: a stall counts once for each millisecond that it lasts.",
        ),
    )


def _rate(what: str, taken: _Taken) -> Line:
    return Line(what, f"{median(taken.rates):,.0f} a second; each {halves(taken.commits)}")


def _lag(taken: _Taken) -> str:
    return f"{halves(taken.lags)}, longest {ms(max(taken.lags))}"
