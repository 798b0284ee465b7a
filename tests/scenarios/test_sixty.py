"""A year of sixty members who do this and that: nobody is written to more than once a day unasked,
never outside their hours, and never during a pause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.core.cards import Ask, Correct, FieldKind, FormField
from bot.core.model import (
    CheckinPlan,
    Delivery,
    Encouragement,
    Group,
    Member,
    PairingPlan,
    Tenant,
)
from bot.features import groups
from bot.runtime.turn import WorkTurn
from tests.scene import HandClock, Postbox, Scene, buttons_of, prose
from tests.thorough import times

pytestmark = pytest.mark.asyncio

SEED = 60
MEMBERS = 60
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Africa/Lagos",
    "Pacific/Apia",
)


LEFT_ALONE = ("v1:my_data", "v1:care", "v1:groups", "v1:members")
"""Buttons that would end or change the town, or end a pause that is watched."""


class Watched(Postbox):
    """Remembers who was written to, when, and whether it was asked for."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__(clock)
        self.written: list[tuple[str, datetime, bool]] = []

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        receipt = await super().deliver(tenant, delivery, of, perhaps_sent)
        if delivery.to.where == "member" and delivery.act == "post":
            self.written.append((delivery.to.id, self._clock.now(), delivery.asked))
        return receipt


class Town(Scene):
    """Sixty members in seven zones."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, HandClock())
        self.watched = Watched(self.clock)
        self.postbox = self.watched
        self.pauses: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    async def found(self, **_changes: object) -> None:
        turn = WorkTurn(
            self.store.transaction(self.tenant), self.clock.now(), prose(), self.house.ids
        )
        group = Group("g1", "#town", "job-club", "Europe/Berlin", ("m0",), helper="m0")
        await groups.found(
            turn,
            group,
            Encouragement("g1", 0, time(9)),
            CheckinPlan("g1", (1, 4), time(9)),
            PairingPlan("g1", 2, time(12)),
        )
        for number in range(MEMBERS):
            zone = ZONES[number % len(ZONES)]
            private = number % 3 == 0
            turn.save(Member(f"m{number}", f"M{number}", "g1", zone, weekly_privately=private))
        await turn.commit()


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    made = Town(tmp_path / "data")
    await made.start()
    await made.found()
    yield made
    await made.stop()


def answer(field: FormField, random: Random) -> object:
    match field.kind:
        case FieldKind.LINE | FieldKind.PARAGRAPH:
            return random.choice(["a lift", "mock interviews", "reading a CV", None])
        case FieldKind.CHOICE:
            return random.choice(field.options).value
        case FieldKind.MANY:
            return tuple(o.value for o in field.options if random.random() < 0.5)
        case FieldKind.SCALE:
            return random.randint(1, 5)
        case FieldKind.DATE:
            return random.choice(["tomorrow", "in 5 days", "in 2 weeks"])
        case _:
            return None


async def act(town: Town, who: str, random: Random) -> None:
    """Something that somebody does on some day."""
    actor = town.member(who)
    await actor.types(random.choice(["/debrief", "/checkin", "/practice", "/wins", "/mydata"]))
    for _ in range(random.randint(1, 14)):
        if isinstance(actor.last, Ask | Correct):
            values = {one.name: answer(one, random) for one in actor.form.fields}
            await actor.submits(actor.form, values)  # type: ignore[arg-type]  # answers by name
        elif actor.card is not None:
            presses = [button.press for button in buttons_of(actor.card)]
            quiet = [p for p in presses if not p.startswith(LEFT_ALONE)]
            if not quiet:
                return
            await actor.presses(random.choice(quiet))


async def test_a_year_of_sixty_keeps_its_manners(town: Town) -> None:
    random = Random(SEED)
    start = town.clock.now()
    weeks_lived = times(52, 17)
    while town.clock.now() < start + timedelta(weeks=weeks_lived, days=1):
        for _ in range(random.randint(0, 4)):
            await act(town, f"m{random.randrange(MEMBERS)}", random)
        if random.random() < 0.1:
            await pause(town, f"m{random.randrange(MEMBERS)}", random)
        await town.wait(hours=random.choice([7, 20, 31]))

    unasked = [(who, at) for who, at, asked in town.watched.written if not asked]
    members = {m.id: m for m in await town.store.transaction(town.tenant).find(Member)}
    assert len(unasked) > 9 * weeks_lived, "too quiet a town to prove anything"
    days: dict[tuple[str, object], int] = defaultdict(int)
    for who, at in unasked:
        local = at.astimezone(ZoneInfo(members[who].zone))
        assert time(9) <= local.time() < time(20), f"{who} was written to at {local:%H:%M}"
        days[who, local.date()] += 1
    assert max(days.values()) == 1
    broken = [
        (who, at)
        for who, at, _ in town.watched.written
        for begins, ends in town.pauses[who]
        if begins <= at < ends
    ]
    assert broken == []
    assert sum(map(len, town.pauses.values())) > weeks_lived / 6
    weeks = [
        p.at.isocalendar()[:2] for p in town.postbox.in_channel() if "This week" in p.card.title
    ]
    assert len(weeks) == len(set(weeks)) >= weeks_lived - 1


async def pause(town: Town, who: str, random: Random) -> None:
    """For some days, to the minute."""
    now = town.clock.now()
    until = now + timedelta(days=random.randint(1, 20), minutes=random.randint(0, 59))
    transaction = town.store.transaction(town.tenant)
    member = await transaction.get(Member, who)
    assert member is not None
    if member.paused_until is None or member.paused_until <= now:
        transaction.put(replace(member, paused_until=until))
        await transaction.commit()
        town.pauses[who].append((now, until))
