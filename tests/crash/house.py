"""A life of the whole bot: members tell debriefs while time passes and weekly posts fall due.

It says each answer after the engine has acknowledged it, and each moment after everything due at
it was done.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from adapters.console.board import Board
from bot.core.cards import Answer, Ask, Correct, FieldKind, FormField
from bot.core.reports import recognise
from bot.core.safety import worrying
from bot.wiring import build
from storage.codec import Codec
from storage.tiny import TinyStore
from tests.crash.nursery import Order, say
from tests.scene import Actor, CountedIds, HandClock, Scene, prose

MEMBERS = ("ana", "ben", "chidi", "dana", "eun", "farid")
STEP = timedelta(hours=5)
"""Less than a weekly post's grace, so that a living bot misses none."""

# Made once, before any life begins: each takes longer than a life.
CODEC = Codec()
prose()
worrying("", "en")
recognise("", "en")


class House(Scene):
    """The stage of the scenarios, with a board that outlives a kill in place of the postbox."""

    def __init__(self, folder: Path, clock: HandClock, birth: int) -> None:
        super().__init__(folder, clock)
        self._starts = birth  # event ids and ids must not come again in another life

    async def start(self) -> None:
        self.store = await TinyStore.open(self.folder, codec=CODEC)
        self.board = Board(self.folder, self.tenant, ["job-club"], MEMBERS, self.clock)
        ids = CountedIds(self._starts * 1_000_000)
        self.house = build(self.store, self.board, self.clock, prose(), ids)


def live(order: Order) -> None:
    """`folder`, `now` (ISO), `birth` (a number of its own), `seed`."""
    asyncio.run(_live(order))


async def _live(order: Order) -> None:
    clock = HandClock(datetime.fromisoformat(order["now"]))
    random = Random(order["seed"])
    house = House(Path(order["folder"]), clock, order["birth"])
    await house.start()
    await house.found()
    words = (f"word{order['birth']}x{number}" for number in count())
    actors = [house.member(who) for who in ("ana", "ben")]
    while True:
        await house.house.clockwork.tick()
        say({"tick": clock.now().isoformat()})
        for actor in actors:
            await _one_turn(actor, random, words)
        clock.set_to(clock.now() + STEP)


async def _one_turn(actor: Actor, random: Random, words: Iterator[str]) -> None:
    """Answer what is asked, or begin, or keep what is at its end."""
    if isinstance(actor.last, Ask | Correct):
        values = {one.name: _answer(one, random, words) for one in actor.form.fields}
        if "pace" in values:
            values["pace"] = random.choice(["now", "short", "log"])
        typed = [v for v in values.values() if isinstance(v, str) and v.startswith("word")]
        await actor.submits(actor.form, values)
        say({"kept": typed})
    elif actor.card is not None and "Keep it" in {b.label for b in actor.card.buttons}:
        await actor.taps("Keep it")
        actor.card = None
    else:
        await actor.types("/debrief")
        if actor.card is not None and "half-way" in actor.card.title:
            await actor.taps("Resume")


def _answer(field: FormField, random: Random, words: Iterator[str]) -> Answer:
    match field.kind:
        case FieldKind.LINE | FieldKind.PARAGRAPH:
            return next(words)
        case FieldKind.CHOICE:
            return random.choice(field.options).value
        case FieldKind.MANY:
            return tuple(o.value for o in field.options if random.random() < 0.5)
        case _:
            return None
