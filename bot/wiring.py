"""The one place that joins parts together: store, engine, clockwork, outbox, adapters."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from adapters.console.board import Board
from adapters.console.chat import Chat, Person
from adapters.console.clock import MovableClock
from adapters.console.prompts import open_console
from bot.config import ConfigBroken, Settings, TrySettings, discord_ready, slack_ready
from bot.core.model import CheckinPlan, Encouragement, Group, Member, PairingPlan, Tenant
from bot.core.ports import Clock, Ids, Intake, Pictures, Store, Transport
from bot.core.recurrence import Weekday
from bot.core.reports import recognise
from bot.core.safety import worrying
from bot.core.text import Catalogues
from bot.core.turn import Feature
from bot.features import (
    blocks,
    care,
    checkin,
    debrief,
    encouragement,
    followup,
    groups,
    home,
    members,
    my_data,
    practice,
    referral,
    sharing,
    waiting,
    wins_book,
)
from bot.runtime.clockwork import Clockwork
from bot.runtime.engine import Engine
from bot.runtime.erasing import Erasing
from bot.runtime.health import set_up_logs
from bot.runtime.ids import TimedIds
from bot.runtime.outbox import Outbox
from bot.runtime.pictures import Drawing
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from storage.tiny import TinyStore

if TYPE_CHECKING:
    from adapters.discord.service import Discord
    from adapters.slack.service import Slack

FEATURES: tuple[Feature, ...] = (
    debrief.FEATURE,
    wins_book.FEATURE,
    sharing.FEATURE,
    encouragement.FEATURE,
    checkin.FEATURE,
    referral.FEATURE,
    followup.FEATURE,
    practice.FEATURE,
    groups.FEATURE,
    members.FEATURE,
    blocks.FEATURE,
    my_data.FEATURE,
    care.FEATURE,
    waiting.FEATURE,
    # Last, since it answers whatever words nobody else understood.
    home.FEATURE,
)


def catalogues() -> Catalogues:
    """All prose there is: every `locales/<lang>/*.ftl`."""
    sources: dict[str, list[str]] = {}
    for language in files("bot").joinpath("locales").iterdir():
        texts = [
            entry.read_text(encoding="utf-8")
            for entry in sorted(language.iterdir(), key=lambda entry: entry.name)
            if entry.name.endswith(".ftl")
        ]
        if texts:
            sources[language.name] = texts
    return Catalogues(sources)


@dataclass(frozen=True, slots=True)
class House:
    """Everything that makes a turn happen, joined over one store and one transport."""

    store: Store
    engine: Engine
    outbox: Outbox
    clockwork: Clockwork
    catalogues: Catalogues
    clock: Clock
    ids: Ids
    pictures: Pictures


def build(
    store: Store,
    transport: Transport,
    clock: Clock,
    prose: Catalogues,
    ids: Ids,
    chores: tuple[Callable[[], Awaitable[None]], ...] = (),
) -> House:
    """Join the runtime. Nothing runs until the clockwork is started."""
    outbox = Outbox(store, transport, prose, clock, ids)
    engine = Engine(store, prose, FEATURES, clock, ids, deliver=outbox.nudge)
    clockwork = Clockwork(store, engine, outbox, Erasing(store, transport, clock), clock, chores)
    return House(store, engine, outbox, clockwork, prose, clock, ids, Drawing())


# The bot on its platforms: `fourwins run`.


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Side(Protocol):
    """The bot on one platform."""

    async def start(self, intake: Intake, pictures: Pictures) -> None:
        """Connect the platform with the engine, and begin to listen."""
        ...

    async def run(self) -> None:
        """Take events until cancelled; raises when the platform is lost for good."""
        ...

    async def stop_intake(self) -> None:
        """Take no more events; what was taken goes on to its end."""
        ...

    async def close(self) -> None:
        """Let go of the connections, once nothing is to be sent any more."""
        ...


@dataclass(frozen=True, slots=True)
class Running:
    """The bot on all platforms that are set up."""

    sides: tuple[Side, ...]

    async def run(self) -> None:
        """Until cancelled. Raises what ends one of the platforms."""
        async with asyncio.TaskGroup() as group:
            for side in self.sides:
                group.create_task(side.run())


@asynccontextmanager
async def running(settings: Settings, folder: Path) -> AsyncIterator[Running]:
    """The bot on all platforms that are set up, with its clock going.

    At the end it takes no more events, finishes what it took, and closes in order. Raises
    ConfigBroken when nothing is set up, and what opening the store or reaching a platform raises.
    """
    if not (settings.slack.configured or settings.discord.configured):
        raise ConfigBroken(
            "there is no platform in the settings; docs/slack.md and docs/discord.md say how to "
            "set one up"
        )
    for is_set_up, missing in (
        (settings.slack.configured, slack_ready(settings)),
        (settings.discord.configured, discord_ready(settings)),
    ):
        if is_set_up and missing is not None:
            raise ConfigBroken(missing)
    set_up_logs(settings.log.level, settings.log.format)
    store = await TinyStore.open(folder, keys=settings.store.fernet_keys)
    try:
        clock, prose = WallClock(), catalogues()
        ids = TimedIds(clock)
        sides: list[Side] = []
        transports: dict[str, Transport] = {}
        chores: list[Callable[[], Awaitable[None]]] = []
        # Each platform's library takes a third of a second to load: only where it is used.
        if settings.slack.configured:
            slack = _slack(settings, store, clock, ids, prose)
            sides.append(slack)
            transports["slack"] = slack.transport
            chores.append(slack.chores)
        if settings.discord.configured:
            discord = _discord(settings, store, clock, prose)
            sides.append(discord)
            transports["discord"] = discord.transport
        house = build(store, Platforms(transports), clock, prose, ids, tuple(chores))
        # The rules take a third of a second to compile: not while somebody waits.
        await asyncio.to_thread(_warm, prose.languages)
        # Undone from the last line to the first, whatever one of them raises.
        async with AsyncExitStack() as closing:
            for side in sides:
                closing.push_async_callback(side.close)
            closing.push_async_callback(house.outbox.close)
            closing.push_async_callback(house.clockwork.stop)
            for side in sides:
                closing.push_async_callback(side.stop_intake)
                await side.start(house.engine, house.pictures)
            house.clockwork.start()
            yield Running(tuple(sides))
    finally:
        await store.close()


def _discord(settings: Settings, store: Store, clock: Clock, prose: Catalogues) -> Discord:
    from adapters.discord.service import Access, Discord  # noqa: PLC0415  # see `running`

    discord = settings.discord
    access = Access(
        token=discord.token.get_secret_value(),
        api_url=discord.api_url,
        gateway_url=discord.gateway_url,
        shards=discord.shards,
    )
    return Discord(access, store, clock, prose)


def _slack(settings: Settings, store: Store, clock: Clock, ids: Ids, prose: Catalogues) -> Slack:
    from adapters.slack.service import Access, Slack  # noqa: PLC0415  # see `running`

    slack = settings.slack
    socket = slack.mode == "socket"
    access = Access(
        api_url=slack.api_url,
        bot_token="" if slack.several else slack.bot_token.get_secret_value(),
        app_token=slack.app_token.get_secret_value() if socket else "",
        signing_secret=slack.signing_secret.get_secret_value(),
        client_id=slack.client_id,
        client_secret=slack.client_secret.get_secret_value(),
        url=slack.url,
        host=slack.host,
        port=slack.port,
        keys=settings.store.fernet_keys,
    )
    return Slack(access, store, clock, ids, prose)


# The local group of `fourwins try`.

COMMANDS = ("debrief", "wins", "checkin", "refer", "practice", "mydata", "fourwins")
"""The commands that are shown; `/rejected` is another name of the first."""

TRY_TENANT = Tenant("console:local")
TRY_GROUP = "job-club"
TRY_CHANNEL = "job-club"
TRY_PEOPLE = (
    ("ana", "Ana"),
    ("ben", "Ben"),
    ("chidi", "Chidi"),
    ("dana", "Dana"),
    ("eun", "Eun"),
    ("farid", "Farid"),
)
TRY_ORGANISER = "dana"


async def found_try_group(house: House, settings: TrySettings) -> None:
    """The sample group and its members, on the first start in a folder."""
    transaction = house.store.transaction(TRY_TENANT)
    turn = WorkTurn(transaction, house.clock.now(), house.catalogues, house.ids)
    if await turn.get(Group, TRY_GROUP) is not None:
        return
    group = Group(
        TRY_GROUP,
        f"#{TRY_CHANNEL}",
        TRY_CHANNEL,
        settings.zone,
        (TRY_ORGANISER,),
        helper=TRY_ORGANISER,
        care_lines=settings.care_lines,
    )
    weekday = Weekday(settings.weekday)
    plan = Encouragement(TRY_GROUP, tuple(Weekday).index(weekday), settings.hour)
    checkins = CheckinPlan(TRY_GROUP, (3,), settings.hour)
    pairings = PairingPlan(TRY_GROUP, 2, time(12))
    await groups.found(turn, group, plan, checkins, pairings)
    turn.save(*(Member(id, name, TRY_GROUP, settings.zone) for id, name in TRY_PEOPLE))
    await turn.commit()


@asynccontextmanager
async def try_group(settings: Settings, folder: Path) -> AsyncIterator[Chat]:
    """The local group in this folder, with its clock going; closed in order at the end.

    Raises what opening the store, the clock or the board raises: one sentence each.
    """
    store = await TinyStore.open(folder, keys=settings.store.fernet_keys)
    with _private(folder / "fourwins.log") as log:
        set_up_logs(settings.log.level, settings.log.format, log)
        try:
            clock = MovableClock(folder)
            board = Board(folder, TRY_TENANT, [TRY_CHANNEL], [id for id, _ in TRY_PEOPLE], clock)
            ids = TimedIds(clock)
            house = build(store, board, clock, catalogues(), ids)
            await found_try_group(house, settings.try_)
            house.clockwork.start()
            # The rules take a third of a second to compile: not while somebody waits.
            warming = asyncio.create_task(asyncio.to_thread(_warm, house.catalogues.languages))
            try:
                yield _chat(house, board, clock, folder, settings.try_.zone)
            finally:
                await warming
                await house.clockwork.stop()
                await house.outbox.close()
        finally:
            await store.close()


@contextmanager
def _private(path: Path) -> Iterator[TextIO]:
    """This file, to add to it; for its owner only, also where an earlier version made it."""
    with open(path, "a", encoding="utf-8", opener=_for_owner) as file:
        # Where it is somebody else's, or lies on a file system without rights, it stays as it is.
        with suppress(OSError):
            path.chmod(0o600)
        yield file


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _warm(languages: tuple[str, ...]) -> None:
    for language in languages:
        worrying("", language)
        recognise("", language)


def _chat(house: House, board: Board, clock: MovableClock, folder: Path, zone: str) -> Chat:
    async def advance(to: datetime) -> None:
        """Each due thing at its own hour, as if the time had passed."""
        while (due := await house.clockwork.next_due()) is not None and due <= to:
            if due > clock.now():
                clock.set_to(due)
            await house.clockwork.tick()
        clock.set_to(to)
        await house.clockwork.tick()

    async def jump(to: datetime) -> None:
        """At once, as when a machine was asleep."""
        clock.set_to(to)
        await house.clockwork.tick()

    speech = house.catalogues.speech("en")
    return Chat(
        intake=house.engine,
        settle=house.clockwork.tick,
        advance=advance,
        jump=jump,
        clock=clock,
        board=board,
        console=open_console(sys.stdin, sys.stdout, os.environ),
        tenant=TRY_TENANT,
        people=[
            Person(id, name, zone, is_organiser=id == TRY_ORGANISER) for id, name in TRY_PEOPLE
        ],
        channel=TRY_CHANNEL,
        folder=folder,
        ids=house.ids,
        pictures=house.pictures,
        speech=speech,
        commands={name: speech(f"command-{name}") for name in COMMANDS},
    )
