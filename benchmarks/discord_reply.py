"""From an interaction on Discord's gateway to its answer over HTTP, beside a bare discord.py bot.

Discord waits three seconds for the answer, which is the message or the modal itself. Each bot is a
process of its own; the gateway, the HTTP API and the load are this one. Only one bot is asked at a
time, in blocks that take turns.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import discord
from discord import ui

from adapters.discord.client import intents
from adapters.discord.service import Access, Discord, point_at
from benchmarks import discord_double
from benchmarks.discord_double import TOKEN, server, text_channel, user
from benchmarks.measure import Line, Report, halves, percentile, span
from benchmarks.samples import ZONE, fill, tenant_life, win
from benchmarks.served import Served, Serving
from benchmarks.slack_ack import Load, RunningClock
from bot.core.model import Conversation, Document, Group, Member, Tenant
from bot.runtime.health import set_up_logs
from bot.runtime.ids import TimedIds
from bot.runtime.platforms import Platforms
from bot.wiring import build, catalogues
from storage.tiny import TinyStore

SIZE = 100_000
"""Documents in the server's tenant."""
MEMBERS = 320
"""Who use the bot. In a block each begins at most one debrief."""
WINS = 12
"""How many wins each of them has."""
GUILD, CHANNEL = 3_000_000, 4_000_000
TENANT = Tenant(f"discord:{GUILD}")

READ, WRITE = "/fourwins", "/debrief about:Acme"
NAMES = {READ: f"{READ}, a message, writes nothing", WRITE: f"{WRITE}, a modal, saved"}
AT_MOST = {READ: 1.5, WRITE: 3.0}
ANSWERED_BY = {READ: 4, WRITE: 9}
"""The type of the callback: a message, a modal."""

BARE, OURS = "bare", "ours"
SIDES = {BARE: "bare", OURS: "Four Wins"}

LOADS = (
    Load(1, timedelta(milliseconds=5), 60),
    Load(1, timedelta(), 100),
    Load(32, timedelta(milliseconds=100), 160),
    Load(32, timedelta(), MEMBERS),
)
"""With pauses, the bot is done with one answer before the same person's next command. Without, so
many are in flight at any moment, and what follows an answer delays the next."""

_WHO = [2_000_000 + number for number in range(MEMBERS)]


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    return asyncio.run(_run(folder, 4 if quick else 12))


async def _run(folder: Path, rounds: int) -> Report:
    taken: dict[tuple[str, Load, str], list[list[int]]] = defaultdict(list)
    draw = Random(SIZE)
    double = discord_double.Discord([server(GUILD, [text_channel(CHANNEL, "job-club")])])
    bots: dict[str, Served] = {}
    async with double.running():
        try:
            for side, serve in _SERVERS.items():
                (folder / side).mkdir()
                set_up = partial(serve, gateway_url=double.gateway_url(side))
                bots[side] = await asyncio.to_thread(
                    Served, set_up, folder / side, double.api_url(side)
                )
                # Everybody has been here of late: the bot knows where.
                await _asked(double, side, READ, Load(8, timedelta(), MEMBERS), _WHO)
            names = tuple(bots)
            for turn in range(-1, rounds):
                for command, load in product(NAMES, LOADS):
                    # Each round begins with another, so that none is always first.
                    for side in (*names[turn % 2 :], *names[: turn % 2]):
                        whose = draw.sample(_WHO, load.requests)
                        some = await _asked(double, side, command, load, whose)
                        await asyncio.to_thread(bots[side].do, "tidy")
                        if turn >= 0:  # The first round only warms up.
                            taken[command, load, side].append(some)
        finally:
            for bot in bots.values():
                await asyncio.to_thread(bot.close)
    lines: list[Line] = []
    for command, load in product(NAMES, LOADS):
        lines += _lines(command, load, {side: taken[command, load, side] for side in SIDES})
    return Report(
        "From an interaction to the answer on Discord",
        lines,
        (
            f"{SIZE:,} documents in the server's tenant; {rounds} rounds. Blocks of each kind take"
            f" turns: {', '.join(f'{_told(load)}, {load.requests} commands' for load in LOADS)}.",
            f"{'; '.join(NAMES.values())}. The bare bot answers with a message or a modal of about"
            " the same size, always the same and made beforehand.",
            "Goals are held for p50 and p99. In brackets are the lowest and the highest of single"
            " rounds.",
        ),
    )


def _told(load: Load) -> str:
    return f"{load.clients} with pauses" if load.pause else f"{load.clients} in flight"


def _lines(command: str, load: Load, rounds: Mapping[str, list[list[int]]]) -> Iterator[Line]:
    told = f"{command.partition(' ')[0]}, {_told(load)}: "
    pooled = {side: [one for some in rounds[side] for one in some] for side in SIDES}
    ratios = []
    words = []
    for percent in (50, 99):
        ratio = percentile(pooled[OURS], percent) / percentile(pooled[BARE], percent)
        each = [
            percentile(mine, percent) / percentile(theirs, percent)
            for mine, theirs in zip(rounds[OURS], rounds[BARE], strict=True)
        ]
        ratios.append(ratio)
        words.append(f"p{percent} {ratio:.2f} x ({span(each)})")
    most = AT_MOST[command]
    yield Line(told + SIDES[BARE], halves(pooled[BARE]))
    yield Line(
        told + SIDES[OURS],
        halves(pooled[OURS]),
        ", ".join(words),
        f"at most {most} x",
        max(ratios) <= most,
    )


# The load.


async def _asked(
    double: discord_double.Discord, side: str, command: str, load: Load, whose: Sequence[int]
) -> list[int]:
    """Nanoseconds until each was answered."""
    waiting = iter([_interaction(command, who, double.snowflake()) for who in whose])
    draw = Random(len(whose))
    seconds = load.pause.total_seconds()
    taken: list[int] = []
    bodies: list[bytes] = []

    async def person() -> None:
        if seconds and load.clients > 1:
            # Not all at the same moment.
            await asyncio.sleep(draw.uniform(0, seconds))
        for id, payload in waiting:
            took, body = await double.interaction(side, id, payload)
            taken.append(took)
            bodies.append(body)
            if seconds:
                await asyncio.sleep(draw.uniform(0.5, 1.5) * seconds)

    await asyncio.gather(*(person() for _ in range(load.clients)))
    for body in bodies:
        if (answered := json.loads(body))["type"] != ANSWERED_BY[command]:
            raise ValueError(f"not the answer to {command}: {answered}")
    return taken


def _interaction(command: str, who: int, id: int) -> tuple[str, str]:
    """Its id, and the event's data as they go over the wire."""
    name, _, rest = command.removeprefix("/").partition(" ")
    option, _, value = rest.partition(":")
    options = [{"name": option, "type": 3, "value": value}] if option else []
    payload: dict[str, Any] = {
        "id": str(id),
        "application_id": str(discord_double.BOT),
        "type": 2,
        # As long as Discord's are.
        "token": f"{id}{'x' * 180}",
        "version": 1,
        "guild_id": str(GUILD),
        "channel_id": str(CHANNEL),
        "channel": text_channel(CHANNEL, "job-club") | {"guild_id": str(GUILD)},
        "member": {
            "user": user(who, "Ana"),
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": "2147483648",
        },
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": "2147483648",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "data": {"id": "6000", "name": name, "type": 1, "options": options},
    }
    return str(id), json.dumps(payload)


# The bare bot.


class _Message(ui.LayoutView):
    """About as much as our home shows: a text, buttons in rows, a note."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay("## Home\nThis is always the same. " + "Some words. " * 20))
        for row in range(2):
            buttons = [
                ui.Button[_Message](label=f"Button {row}{n}", custom_id=f"bare:{row}:{n}")
                for n in range(4)
            ]
            self.add_item(ui.ActionRow(*buttons))
        self.add_item(ui.TextDisplay("-# A note at the end of it."))
        # So that discord.py does not keep it anew with each answer.
        self.stop()


class _Modal(ui.Modal):
    """A text and a question with three answers."""

    def __init__(self) -> None:
        super().__init__(title="A modal", custom_id="bare")
        self.add_item(ui.TextDisplay("This is always the same. " + "Some words. " * 10))
        options = [
            discord.RadioGroupOption(label=words, value=words)
            for words in ("A minute", "Five minutes", "Later")
        ]
        self.add_item(
            ui.Label(
                text="How long have you got?",
                component=ui.RadioGroup(custom_id="pace", options=options),
            )
        )
        self.stop()


class _Bare(discord.AutoShardedClient):
    def __init__(self) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=1,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.message = _Message()
        self.modal = _Modal()

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        if data["name"] == "fourwins":
            await interaction.response.send_message(view=self.message, ephemeral=True)
        else:
            await interaction.response.send_modal(self.modal)


@asynccontextmanager
async def bare(folder: Path, api_url: str, *, gateway_url: str) -> AsyncIterator[Serving]:
    """A bot that answers and does nothing else."""
    set_up_logs("warning", "text")
    point_at(Access(TOKEN, api_url, gateway_url))
    client = _Bare()
    async with client:
        await client.login(TOKEN)
        connected = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        yield Serving()
    await asyncio.wait([connected])


# Ours.


@asynccontextmanager
async def ours(folder: Path, api_url: str, *, gateway_url: str) -> AsyncIterator[Serving]:
    """The whole bot over a store with SIZE documents, joined as `fourwins run` does."""
    clock = RunningClock()
    set_up_logs("info", "text")
    filled = await TinyStore.open(folder / "data")
    await fill(filled, _documents(), TENANT)
    await filled.close()
    # Opened anew, so that its memory is what a running bot has: read from the file.
    store = await TinyStore.open(folder / "data")
    prose, ids = catalogues(), TimedIds(clock)
    side = Discord(Access(TOKEN, api_url, gateway_url, shards=1), store, clock, prose)
    platforms = Platforms({"discord": side.transport})
    house = build(store, platforms, clock, prose, ids)

    async def tidy() -> None:
        """Otherwise the next /debrief would offer to take this one up again."""
        await side.client.settle()
        transaction = store.transaction(TENANT)
        for who in _WHO:
            for talk in await transaction.find(Conversation, member=str(who)):
                transaction.delete(Conversation, talk.id)
        await transaction.commit()

    await side.start(house.engine, house.pictures)
    house.clockwork.start()
    await side.client.wait_until_ready()
    try:
        yield Serving(does={"tidy": tidy})
    finally:
        await side.stop_intake()
        await house.clockwork.stop()
        await house.outbox.close()
        await side.close()
        await store.close()


def _documents() -> Iterator[Document]:
    draw = Random(SIZE)
    own: list[Document] = [Group("g1", "#job-club", str(CHANNEL), ZONE, ("2",), helper="2")]
    own += [Member(str(who), "Ana", "g1", ZONE) for who in _WHO]
    own += [
        win(number, draw, str(who))
        for number, who in enumerate(who for who in _WHO for _ in range(WINS))
    ]
    yield from own
    yield from tenant_life(SIZE - len(own))


_SERVERS = {BARE: bare, OURS: ours}
