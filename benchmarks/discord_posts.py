"""A thousand groups whose weekly post is due at the same moment, within Discord's limits.

Discord takes 50 requests a second from a bot, and 5 messages in 5 seconds in a channel; more are
refused, and a bot that is refused too often is shut out. discord.py keeps the second limit and not
the first. So the bot paces itself, and the question is how near it comes to its pace.
"""

from __future__ import annotations

import asyncio
import time as clocks
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from adapters.discord.deliver import PACE
from adapters.discord.service import Access, Discord
from benchmarks import discord_double
from benchmarks.discord_double import Limits, server, text_channel
from benchmarks.measure import Line, Report
from benchmarks.samples import ZONE
from benchmarks.served import Served, Serving
from benchmarks.slack_ack import RunningClock
from bot.core.model import Encouragement, Group, Tenant
from bot.features import groups
from bot.runtime.health import set_up_logs
from bot.runtime.ids import TimedIds
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from bot.wiring import build, catalogues
from storage.tiny import TinyStore

SERVERS = 20
DUE = datetime(2026, 11, 30, 8, tzinfo=UTC)
"""Monday at nine in Berlin, a week after the groups began."""
AT_MOST = 1.15


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    return asyncio.run(_run(folder, 10 if quick else 50))


def _channels(number: int, each: int) -> list[int]:
    return [4_000_000 + number * 1000 + one for one in range(each)]


def _guild(number: int) -> int:
    return 3_000_000 + number


async def _run(folder: Path, each: int) -> Report:
    limits = Limits()
    guilds = [
        server(_guild(n), [text_channel(id, f"job-club-{id}") for id in _channels(n, each)])
        for n in range(SERVERS)
    ]
    discord = discord_double.Discord(guilds, limits)
    many = SERVERS * each
    async with discord.running():
        serve = partial(_house, gateway_url=discord.gateway_url("ours"), each=each)
        bot = await asyncio.to_thread(Served, serve, folder, discord.api_url("ours"))
        try:
            limits.came.clear()
            began = clocks.monotonic()
            await asyncio.to_thread(bot.do, "post")
            noted = clocks.monotonic() - began
        finally:
            await asyncio.to_thread(bot.close)
    if len(discord.posted) != many or set(discord.posted.values()) != {1}:
        raise ValueError(f"not one post in each of {many} channels: {len(discord.posted)}")
    took, bound = discord.posted_at[-1] - began, many / PACE
    first = discord.posted_at[0] - began
    most = limits.most_within()
    lines = (
        Line(
            f"{many:,} posts, until the last was there",
            f"{took:.1f} s",
            f"{took / bound:.2f} x {bound:.1f} s",
            f"at most {AT_MOST} x",
            took / bound <= AT_MOST,
        ),
        Line("the first was there after", f"{first:.2f} s"),
        Line("all were noted as sent after", f"{noted:.1f} s"),
        Line("refused for coming too fast", f"{limits.refused}", "", "none", limits.refused == 0),
        Line("most requests within any second", f"{most}", "", "at most 50", most <= 50),
    )
    return Report(
        "Weekly posts that are due at once",
        lines,
        (
            f"{many:,} groups with a channel each, in {SERVERS} servers. {bound:.1f} s is what"
            f" {PACE} requests a second take.",
            "One run. A request is on its way to the double for 20 to 60 ms, the first of a"
            " connection for 80 to 160 ms, and is answered 40 to 80 ms later.",
        ),
    )


class _MovableClock(RunningClock):
    def move_to(self, to: datetime) -> None:
        self._ahead = to - datetime.fromtimestamp(clocks.monotonic(), UTC)


@asynccontextmanager
async def _house(
    folder: Path, api_url: str, *, gateway_url: str, each: int
) -> AsyncIterator[Serving]:
    """The bot with its groups, just before their posts are due."""
    clock = _MovableClock()
    set_up_logs("warning", "text")
    store = await TinyStore.open(folder / "data")
    prose, ids = catalogues(), TimedIds(clock)
    access = Access(discord_double.TOKEN, api_url, gateway_url, shards=1)
    discord = Discord(access, store, clock, prose)
    house = build(store, Platforms({"discord": discord.transport}), clock, prose, ids)
    for number in range(SERVERS):
        tenant = Tenant(f"discord:{_guild(number)}")
        turn = WorkTurn(store.transaction(tenant), clock.now(), prose, ids)
        for channel in _channels(number, each):
            group = Group(f"g{channel}", f"#job-club-{channel}", str(channel), ZONE, ("2",))
            await groups.found(turn, group, Encouragement(group.id, 0, time(9)))
        await turn.commit()

    async def post() -> None:
        clock.move_to(DUE)
        await house.clockwork.tick()
        await house.outbox.close()

    await discord.start(house.engine, house.pictures)
    await discord.client.wait_until_ready()
    try:
        yield Serving(does={"post": post})
    finally:
        await discord.stop_intake()
        await house.outbox.close()
        await discord.close()
        await store.close()
