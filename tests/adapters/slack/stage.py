"""A stage for scenarios on Slack: the real bot, Slack's double, and people with Slack in hand.

async with on_stage(tmp_path) as stage:
    ana = stage.person("UANA", "Ana")
    await ana.types("/debrief Acme", channel="C1")
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from adapters.slack.service import Access, Slack
from bot.core.model import CheckinPlan, Document, Encouragement, Group, Member, Tenant
from bot.core.ports import Intake
from bot.core.text import plain
from bot.features import groups
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from bot.wiring import House, build
from storage.tiny import TinyStore
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.payloads import Door, HttpDoor
from tests.adapters.slack.person import Person
from tests.scene import CountedIds, HandClock, prose

D = TypeVar("D", bound=Document)

TENANT = Tenant("slack:T1")
SECRET = "signing-secret-of-the-tests"
ZONE = "Europe/Berlin"
TEAM = {"UANA": "Ana", "UBEN": "Ben", "UCHIDI": "Chidi", "UDANA": "Dana", "UEUN": "Eun"}


class Stage:
    """The bot over HTTP on a folder of its own, beside Slack's double."""

    def __init__(
        self,
        folder: Path,
        slack: SlackDouble,
        clock: HandClock,
        intake_of: Callable[[Intake], Intake] = lambda engine: engine,
    ) -> None:
        self.folder = folder
        self._intake_of = intake_of
        self.slack = slack
        self.clock = clock
        self.people: dict[str, Person] = {}
        self._starts = 0
        self._http: HttpDoor | None = None
        self.store: TinyStore
        self.house: House
        self.bot: Slack
        self.access = Access(
            api_url=slack.api_url,
            bot_token="xoxb-1",
            signing_secret=SECRET,
            port=0,
            pace=0,
        )

    async def start(self) -> None:
        """Start the bot (again) on what is stored."""
        self._starts += 1
        self.store = await TinyStore.open(self.folder)
        ids = CountedIds(self._starts * 1_000_000)
        # Its own, so that what is saved has the same ids as on other platforms.
        own = CountedIds(self._starts * 1_000_000 + 500_000)
        self.bot = Slack(self.access, self.store, self.clock, own, prose())
        platforms = Platforms({"slack": self.bot.transport})
        chores = (self.bot.chores,)
        self.house = build(self.store, platforms, self.clock, prose(), ids, chores)
        await self.bot.start(self._intake_of(self.house.engine), self.house.pictures)
        self._http = HttpDoor(f"http://127.0.0.1:{self.bot.port}/slack/events", SECRET)
        for person in self.people.values():
            person.door = self._http

    async def stop(self) -> None:
        """In the order in which `fourwins run` stops."""
        if self._http is not None:
            await self._http.close()
        await self.bot.stop_intake()
        await self.house.clockwork.stop()
        await self.house.outbox.close()
        await self.bot.close()
        await self.store.close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Until everything that was begun is done, and what is due has gone out."""
        await self.bot.settle()
        await self.house.outbox.close()
        await self.house.outbox.run()
        await self.bot.settle()

    @property
    def door(self) -> Door:
        assert self._http is not None
        return self._http

    def person(self, who: str) -> Person:
        """A member of the workspace."""
        if who not in self.people:
            self.people[who] = Person(self.slack, self.door, who, self.settle)
        return self.people[who]

    async def found(self) -> None:
        """The group: posts on Mondays at 9, check-ins on Thursdays at 9, Berlin time."""
        turn = WorkTurn(self.store.transaction(TENANT), self.clock.now(), prose(), self.house.ids)
        group = Group("g1", "#job-club", "C1", ZONE, ("UDANA",), helper="UDANA")
        await groups.found(
            turn,
            group,
            Encouragement("g1", 0, time(9)),
            CheckinPlan("g1", (3,), time(9)),
        )
        for who, name in TEAM.items():
            turn.save(Member(who, name, "g1", ZONE))
        await turn.commit()

    async def wait(self, *, until: datetime | None = None, **span: float) -> None:
        """Time passes, each due thing at its own hour."""
        to = until or self.clock.now() + timedelta(**span)
        while (due := await self.house.clockwork.next_due()) is not None and due <= to:
            self.clock.set_to(max(due, self.clock.now()))
            await self.house.clockwork.tick()
        self.clock.set_to(to)
        await self.house.clockwork.tick()

    async def find(self, kind: type[D], **where: str) -> list[D]:
        return await self.store.transaction(TENANT).find(kind, **where)

    def channel_text(self, channel: str = "C1") -> str:
        """Everything that the bot has posted in a channel."""
        return "\n".join(plain(message.words()) for message in self.slack.in_channel(channel))


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    founded: bool = True,
    intake_of: Callable[[Intake], Intake] = lambda engine: engine,
) -> AsyncIterator[Stage]:
    """The stage, with everybody on it; Slack has refused nothing at the end.

    `intake_of` makes of the engine what the adapter brings its events to.
    """
    clock = HandClock()
    async with SlackDouble.running(clock) as slack:
        slack.workspace("T1")
        for who, name in TEAM.items():
            slack.user(who, name=name)
        slack.channel("C1", "job-club", members=TEAM)
        stage = Stage(folder, slack, clock, intake_of)
        await stage.start()
        try:
            if founded:
                await stage.found()
            yield stage
        finally:
            await stage.stop()
        assert slack.refusals == [], slack.refusals
