"""Does the store slow down as it fills? Updates and reads at 1,000 to 100,000 documents."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter_ns

from pydantic_core import from_json
from tinydb import TinyDB
from tinydb.table import Document as TinyDocument

from benchmarks.lab import Measure, stations
from benchmarks.measure import Line, Report, exponent, halves, ms, percentile, span
from benchmarks.samples import EACH, TENANT, fill, owner, win_id, wins, words
from bot.core.model import Win
from storage.codec import Codec
from storage.tiny import TinyStore

SIZES = (1_000, 10_000, 100_000)
TINYDB_SIZES = (1_000, 10_000)
AT_MOST = 0.1

UPDATE, GET, FIND, FIRST, COLLECT = "update", "get", "find", "first", "collect"
NAMES = {
    UPDATE: "update (get, put, commit)",
    GET: "get",
    FIND: f"find, indexed, {EACH} found",
}
BESIDE = {
    FIRST: "first read after a start (no goal)",
    COLLECT: "one full garbage collection (no goal)",
}


@dataclass(frozen=True, slots=True)
class _Effort:
    rounds: int
    updates: int
    reads: int
    tinydb_updates: Mapping[int, int]


_FULL = _Effort(20, 100, 300, {1_000: 20, 10_000: 3})
_QUICK = _Effort(5, 40, 100, {1_000: 10, 10_000: 1})


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    effort = _QUICK if quick else _FULL
    wanted = [(f"store-{size}", embedded, size) for size in SIZES]
    wanted += [(f"tinydb-{size}", tinydb_json, size) for size in TINYDB_SIZES]
    taken: dict[tuple[str, int], list[list[int]]] = defaultdict(list)
    theirs: dict[int, list[int]] = defaultdict(list)
    with stations(folder, wanted) as made:
        ours = dict(zip(SIZES, made[: len(SIZES)], strict=True))
        tinydb = dict(zip(TINYDB_SIZES, made[len(SIZES) :], strict=True))
        for turn in range(-1, effort.rounds):
            # Each round begins with another size, so that none is always first.
            order = [SIZES[(turn + step) % len(SIZES)] for step in range(len(SIZES))]
            for what, times in (
                (UPDATE, effort.updates),
                (GET, effort.reads),
                (FIND, effort.reads),
            ):
                for size in order:
                    some = ours[size].measure(what, times)
                    if turn >= 0:  # The first round only warms up.
                        taken[what, size].append(some)
            for size, station in tinydb.items():
                some = station.measure(UPDATE, effort.tinydb_updates[size])
                if turn >= 0:
                    theirs[size] += some
        for size, station in ours.items():
            taken[FIRST, size].append(station.measure(FIRST, 1))
            taken[COLLECT, size].append(station.measure(COLLECT, 3))
    lines = [line for what in NAMES for line in _growth(what, taken)]
    for size in TINYDB_SIZES:
        own = percentile(_pooled(taken[UPDATE, size]), 50)
        lines.append(
            Line(
                f"TinyDB JSONStorage, update, {size:,}",
                halves(theirs[size]),
                f"{percentile(theirs[size], 50) / own:,.0f} x our update",
            )
        )
    for what, name in BESIDE.items():
        lines += [
            Line(f"{name}, {size:,}", ms(median(_pooled(taken[what, size])))) for size in SIZES
        ]
    return Report(
        "The store as it grows",
        lines,
        (
            f"One tenant; documents of {_body():,.0f} bytes on average; {effort.rounds} rounds.",
            "Growth exponent: the slope of log p50 over log n; 0 is no growth, 1 is in proportion."
            " In brackets, the lowest and the highest of single rounds.",
        ),
    )


def _growth(what: str, taken: Mapping[tuple[str, int], list[list[int]]]) -> list[Line]:
    lines = [Line(f"{NAMES[what]}, {size:,}", halves(_pooled(taken[what, size]))) for size in SIZES]
    grows = exponent({size: percentile(_pooled(taken[what, size]), 50) for size in SIZES})
    rounds = [
        exponent({size: percentile(taken[what, size][turn], 50) for size in SIZES})
        for turn in range(len(taken[what, SIZES[0]]))
    ]
    lines.append(
        Line(
            f"{what}: growth exponent",
            "",
            f"{grows:.3f} ({span(rounds)})",
            f"at most {AT_MOST}",
            grows <= AT_MOST,
        )
    )
    return lines


def _pooled(rounds: list[list[int]]) -> list[int]:
    return [one for some in rounds for one in some]


def _body() -> float:
    codec = Codec()
    some = list(wins(200))
    return sum(len(codec.pack(one)[1].encode()) for one in some) / len(some)


@asynccontextmanager
async def embedded(folder: Path, size: int) -> AsyncIterator[Mapping[str, Measure]]:
    """Our store with so many wins."""
    filled = await TinyStore.open(folder / "data")
    await fill(filled, wins(size))
    await filled.close()
    # Opened anew, so that its memory is what a running bot has: read from the file.
    store = await TinyStore.open(folder / "data")
    began = perf_counter_ns()
    await store.transaction(TENANT).get(Win, win_id(0))
    first_read = perf_counter_ns() - began
    draw = Random(size)
    text = words(draw)

    async def first(_times: int) -> list[int]:
        return [first_read]

    async def collect(times: int) -> list[int]:
        """The longest that the collector can hold up everybody."""
        taken: list[int] = []
        for _ in range(times):
            began = perf_counter_ns()
            gc.collect()
            taken.append(perf_counter_ns() - began)
        return taken

    async def update(times: int) -> list[int]:
        taken: list[int] = []
        for turn in range(times):
            id, changed = win_id(draw.randrange(size)), f"{turn:06d} {text}"
            began = perf_counter_ns()
            transaction = store.transaction(TENANT)
            win = await transaction.get(Win, id)
            if win is None:
                raise LookupError(id)
            transaction.put(replace(win, text=changed))
            await transaction.commit()
            taken.append(perf_counter_ns() - began)
        return taken

    async def get(times: int) -> list[int]:
        taken: list[int] = []
        for _ in range(times):
            id = win_id(draw.randrange(size))
            began = perf_counter_ns()
            win = await store.transaction(TENANT).get(Win, id)
            taken.append(perf_counter_ns() - began)
            if win is None:
                raise LookupError(id)
        return taken

    async def find(times: int) -> list[int]:
        taken: list[int] = []
        for _ in range(times):
            who = owner(draw.randrange(size))
            began = perf_counter_ns()
            found = await store.transaction(TENANT).find(Win, member=who)
            taken.append(perf_counter_ns() - began)
            if len(found) != EACH:
                raise LookupError(who)
        return taken

    try:
        yield {UPDATE: update, GET: get, FIND: find, FIRST: first, COLLECT: collect}
    finally:
        await store.close()


@asynccontextmanager
async def tinydb_json(folder: Path, size: int) -> AsyncIterator[Mapping[str, Measure]]:
    """TinyDB as it comes, with the same documents in the same form."""
    codec = Codec()
    database = TinyDB(folder / "data.json")
    table = database.table(Win.KIND)
    draw = Random(size)
    text = words(draw)

    async def update(times: int) -> list[int]:
        taken: list[int] = []
        for turn in range(times):
            # By its number, which is TinyDB's fastest way to a document.
            number, changed = 1 + draw.randrange(size), f"{turn:06d} {text}"
            began = perf_counter_ns()
            table.update({"text": changed}, doc_ids=[number])
            taken.append(perf_counter_ns() - began)
        return taken

    try:
        table.insert_multiple(
            TinyDocument(from_json(codec.pack(one)[1]), doc_id=number)
            for number, one in enumerate(wins(size), 1)
        )
        yield {UPDATE: update}
    finally:
        database.close()
