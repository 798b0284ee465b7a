"""From a command to its reply, in process: the whole engine, without a platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter_ns

from benchmarks.lab import Measure, stations
from benchmarks.measure import Line, Report, halves, percentile
from benchmarks.samples import GROUP, START, TENANT, ZONE, fill, tenant_life, win, words
from bot.core.cards import Answer, Ask, Reply, Show
from bot.core.events import Command, HomeOpened, MemberEvent, Sender, Submit
from bot.core.model import Conversation, Group, Member, Win
from bot.runtime.ids import TimedIds
from bot.wiring import build, catalogues
from storage.tiny import TinyStore
from tests.scene import HandClock, Postbox

SIZES = (1_000, 100_000)
WINS = 300
"""How many wins the member has who asks for them."""

COMMIT, DEBRIEF, STEP, BOOK, HOME = "commit", "debrief", "step", "wins", "home"
NAMES = {
    COMMIT: "bare durable commit of one document",
    DEBRIEF: "/debrief, saved",
    STEP: "answer to a step, saved",
    BOOK: f"/wins with {WINS} wins, writes nothing",
    HOME: "home, writes nothing",
}


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    rounds, times = (5, 20) if quick else (25, 40)
    taken: dict[tuple[str, int], list[int]] = defaultdict(list)
    with stations(folder, [(f"house-{size}", house, size) for size in SIZES]) as made:
        for turn in range(-1, rounds):
            for what in NAMES:
                order = list(zip(SIZES, made, strict=True))
                for size, station in order if turn % 2 else reversed(order):
                    some = station.measure(what, times)
                    if turn >= 0:  # The first round only warms up.
                        taken[what, size] += some
    lines: list[Line] = []
    for what, name in NAMES.items():
        for size in SIZES:
            p50, bare = (percentile(taken[one, size], 50) for one in (what, COMMIT))
            ratio = "" if what is COMMIT else f"{p50 / bare:.1f} x bare commit"
            lines.append(Line(f"{name}, {size:,}", halves(taken[what, size]), ratio))
        few, many = (percentile(taken[what, size], 50) for size in SIZES)
        lines.append(
            Line(f"{what}: p50 at {SIZES[-1]:,} over {SIZES[0]:,}", "", f"{many / few:.2f} x")
        )
    return Report(
        "From command to reply",
        lines,
        (
            f"{rounds * times:,} of each. The number is that of the documents in the tenant.",
            "No goal was set for these; a platform waits 3 s for its answer.",
        ),
    )


@asynccontextmanager
async def house(folder: Path, size: int) -> AsyncIterator[Mapping[str, Measure]]:
    """The runtime over a store with so many documents, of which one member has WINS wins."""
    clock = HandClock(START)
    store = await TinyStore.open(folder / "data")
    built = build(store, Postbox(clock), clock, catalogues(), TimedIds(clock))
    draw = Random(size)
    text = words(draw, 150)
    sender = Sender(TENANT, "ana", name="Ana", zone=ZONE)
    numbers = count()

    def event_id() -> str:
        return f"e-{next(numbers)}"

    async def handled(event: MemberEvent) -> tuple[Reply, int]:
        began = perf_counter_ns()
        reply = await built.engine.handle(event)
        return reply, perf_counter_ns() - began

    async def begun() -> tuple[Ask, int]:
        return _asked(*await handled(Command(event_id(), sender, "debrief")))

    async def answered(asked: Ask, **values: Answer) -> tuple[Ask, int]:
        form = asked.form
        event = Submit(event_id(), sender, form.conversation, form.revision, form.step, values)
        return _asked(*await handled(event))

    async def put_away(asked: Ask) -> None:
        # Otherwise the next /debrief would offer to take this one up again.
        transaction = store.transaction(TENANT)
        transaction.delete(Conversation, asked.form.conversation)
        await transaction.commit()

    async def debrief(times: int) -> list[int]:
        taken: list[int] = []
        for _ in range(times):
            asked, took = await begun()
            taken.append(took)
            await put_away(asked)
        return taken

    async def step(times: int) -> list[int]:
        """The practice step: three answers in words, the most that any step takes."""
        taken: list[int] = []
        for _ in range(times):
            asked, _ = await begun()
            asked, _ = await answered(asked, pace="now", stage="interview")
            asked, _ = await answered(asked, employer="Acme", role="Warehouse lead")
            asked, _ = await answered(asked, feeling="sad", to_a_friend=text)
            asked, took = await answered(asked, went_well=text, differently=text, rehearse=text)
            taken.append(took)
            await put_away(asked)
        return taken

    async def wins(times: int) -> list[int]:
        return [_shown(*await handled(Command(event_id(), sender, "wins"))) for _ in range(times)]

    async def home(times: int) -> list[int]:
        return [_shown(*await handled(HomeOpened(event_id(), sender))) for _ in range(times)]

    async def commit(times: int) -> list[int]:
        taken: list[int] = []
        for _ in range(times):
            one = win(draw.randrange(WINS), draw, "ana")
            began = perf_counter_ns()
            transaction = store.transaction(TENANT)
            transaction.put(one)
            await transaction.commit()
            taken.append(perf_counter_ns() - began)
        return taken

    try:
        await fill(store, [Group(GROUP, "#job-club", "job-club", ZONE, ("dana",), helper="dana")])
        await fill(store, [Member("ana", "Ana", GROUP, ZONE)])
        own: list[Win] = [win(number, draw, "ana") for number in range(WINS)]
        await fill(store, own)
        await fill(store, tenant_life(size - WINS - 2))
        kept = len(await store.transaction(TENANT).find(Win, member="ana"))
        if kept != WINS:
            raise ValueError(f"{kept} wins, not {WINS}")
        # The first use on a day is written down; those that are timed are later ones.
        await home(1)
        yield {COMMIT: commit, DEBRIEF: debrief, STEP: step, BOOK: wins, HOME: home}
    finally:
        await built.outbox.close()
        await store.close()


def _asked(reply: Reply, took: int) -> tuple[Ask, int]:
    if not isinstance(reply, Ask):
        raise TypeError(f"a form was due, not {type(reply).__name__}")
    return reply, took


def _shown(reply: Reply, took: int) -> int:
    if not isinstance(reply, Show):
        raise TypeError(f"a card was due, not {type(reply).__name__}")
    return took
