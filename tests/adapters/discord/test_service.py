"""The bot on Discord as a whole, over real sockets: let in, told, answering, lost and stopped."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog

from adapters.discord import service
from adapters.discord.service import Access, Discord, DiscordLost, DiscordRefused
from bot.core.events import Event, Installed
from bot.core.model import Conversation, Tenant
from bot.core.reports import recognise
from bot.core.safety import worrying
from bot.runtime.health import drop_words
from bot.runtime.platforms import Platforms
from bot.wiring import House, build
from storage.tiny import TinyStore
from tests.adapters.discord.gateway_double import FAILED, GatewayDouble
from tests.adapters.discord.rest_double import BOT, TOKEN, Channel, addresses_kept, until
from tests.adapters.discord.stage import texts_of
from tests.scene import CountedIds, HandClock, prose

ROOT = Path(__file__).parents[3]
TYPED = ("Quillwort", "Zabaglione", "Marzipan")

# The rules take a third of a second to compile: not while somebody waits.
worrying("", "en")
recognise("", "en")


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a start changes for the whole process is as it was at the end."""
    monkeypatch.setattr(service, "_LOOK", 0.05)
    library = logging.getLogger("discord")
    level = library.level
    with addresses_kept():
        yield
    library.setLevel(level)


@dataclass
class Town:
    """A server with a channel and Ana in it."""

    discord: GatewayDouble
    guild: int
    channel: Channel
    ana: int

    @property
    def access(self) -> Access:
        return Access(TOKEN, self.discord.api_url, self.discord.gateway_url, shards=1)

    @property
    def tenant(self) -> Tenant:
        return Tenant(f"discord:{self.guild}")


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Town]:
    async with GatewayDouble.running() as discord:
        guild = discord.guild()
        yield Town(discord, guild, discord.channel(guild, "job-club"), discord.user("ana"))
        assert discord.refusals == []


@dataclass
class Bot:
    """The bot with all that belongs to it, as `fourwins run` has it."""

    discord: Discord
    house: House
    store: TinyStore

    @classmethod
    @asynccontextmanager
    async def made(cls, folder: Path, access: Access) -> AsyncIterator[Bot]:
        store = await TinyStore.open(folder)
        clock = HandClock()
        discord = Discord(access, store, clock, prose())
        # discord.py waits this long for servers that it was not told of yet.
        discord.client._connection.guild_ready_timeout = 0.02
        house = build(
            store, Platforms({"discord": discord.transport}), clock, prose(), CountedIds()
        )
        try:
            yield cls(discord, house, store)
        finally:
            await discord.stop_intake()
            await house.clockwork.stop()
            await house.outbox.close()
            async with asyncio.timeout(5):
                await discord.close()
            await store.close()

    async def start(self) -> None:
        await self.discord.start(self.house.engine, self.house.pictures)


@asynccontextmanager
async def started(folder: Path, town: Town, access: Access | None = None) -> AsyncIterator[Bot]:
    async with Bot.made(folder, access or town.access) as bot:
        await bot.start()
        await town.discord.connected()
        yield bot


@asynccontextmanager
async def refused(folder: Path, access: Access) -> AsyncIterator[str]:
    """What a start says that is refused, put away as `fourwins run` does."""
    async with Bot.made(folder, access) as bot:
        with pytest.raises(DiscordRefused) as error:
            await bot.start()
        assert not await bot.discord.is_ready()
        told = str(error.value)
        assert "\n" not in told
        assert len(told) < 250
        assert not told.endswith(".")
        whole = "".join(traceback.format_exception(error.value))
        assert access.token not in whole + repr(access)
        yield told


def words(answer: dict[str, Any]) -> str:
    return "\n".join([answer["data"].get("title", ""), *texts_of(answer["data"]["components"])])


class Gate:
    """The engine, which does nothing that a member asks of it until it is let."""

    def __init__(self, house: House) -> None:
        self._engine = house.engine
        self.entered, self.open = asyncio.Event(), asyncio.Event()

    async def handle(self, event: Event) -> Any:
        if not isinstance(event, Installed):
            self.entered.set()
            await self.open.wait()
        return await self._engine.handle(event)


@pytest.mark.asyncio
class TestStarting:
    async def test_it_logs_in_and_answers_a_command_with_its_form(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with started(tmp_path, town) as bot:
            asked = await town.discord.slash(town.ana, town.channel, "debrief", about="Acme")
            assert "A debrief, at your pace" in words(asked)
            shown = await town.discord.fills(town.ana, town.channel, asked, pace="short")
            assert shown["data"]["flags"] & 64
            asked = await town.discord.taps(town.ana, town.channel, shown, "Continue")
            assert "How it landed" in words(asked)
            [one] = await bot.store.transaction(town.tenant).find(Conversation)
            assert one.drafts["job"]["employer"] == "Acme"
            await until(bot.discord.client.is_ready)
            assert await bot.discord.is_ready()
        assert town.discord.links == []

    async def test_it_asks_for_no_privileged_intent(self, tmp_path: Path, town: Town) -> None:
        async with started(tmp_path, town):
            [told] = town.discord.identified
        members, presences, content = 1 << 1, 1 << 8, 1 << 15
        assert told["intents"] & (members | presences | content) == 0
        assert told["shard"] == [0, 1]

    async def test_the_gateway_that_discord_names_is_used(self, tmp_path: Path, town: Town) -> None:
        access = replace(town.access, gateway_url="", shards=0)
        async with started(tmp_path, town, access):
            assert await town.discord.slash(town.ana, town.channel, "debrief")

    async def test_commands_are_brought_only_when_they_are_others_than_before(
        self, tmp_path: Path, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with started(tmp_path, town):
            pass
        async with started(tmp_path, town):
            pass
        assert len(town.discord.commands) == 1
        monkeypatch.setattr(
            "adapters.discord.service.commands", lambda *_, **__: town.discord.commands[0][:3]
        )
        async with started(tmp_path, town):
            pass
        assert [len(one) for one in town.discord.commands][1:] == [3]

    async def test_a_token_that_is_not_taken_is_said_without_it(
        self, tmp_path: Path, town: Town
    ) -> None:
        access = replace(town.access, token=TOKEN.replace("Gabcde", "Gwrong"))
        async with refused(tmp_path, access) as told:
            assert told.startswith("Discord does not take the token in [discord]; copy it again")
        assert town.discord.identified == []

    async def test_where_discord_is_out_of_reach_the_address_is_said(self, tmp_path: Path) -> None:
        with closing(socket.socket()) as taken:
            taken.bind(("127.0.0.1", 0))
            api = f"http://127.0.0.1:{taken.getsockname()[1]}/api/v10"
        async with refused(tmp_path, Access(TOKEN, api, shards=1)) as told:
            assert told == f"can't reach Discord at {api}; see whether this machine is online"

    @pytest.mark.parametrize(
        ("path", "method"), [("/users/@me", "GET"), ("/applications/*/commands", "PUT")]
    )
    async def test_another_error_of_discords_is_said_by_its_number(
        self, tmp_path: Path, town: Town, path: str, method: str
    ) -> None:
        town.discord.fails(method, path, status=503)
        async with refused(tmp_path, town.access) as told:
            assert told == "Discord answered: 503"

    async def test_a_limit_at_the_start_is_said_with_its_length(
        self, tmp_path: Path, town: Town
    ) -> None:
        town.discord.fails("PUT", "/applications/*/commands", status=429, retry_after=90.2)
        async with refused(tmp_path, town.access) as told:
            assert told == "Discord asks to wait for 91 seconds; start again after that"

    async def test_commands_that_were_not_taken_are_brought_again(
        self, tmp_path: Path, town: Town
    ) -> None:
        town.discord.fails("PUT", "/applications/*/commands", status=503)
        async with refused(tmp_path, town.access):
            pass
        async with started(tmp_path, town):
            assert len(town.discord.commands) == 1


@pytest.mark.asyncio
class TestLosing:
    async def test_a_connection_that_breaks_off_is_taken_up_again(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with started(tmp_path, town) as bot:
            running = asyncio.create_task(bot.discord.run())
            await until(bot.discord.client.is_ready)
            await town.discord.cut()
            await until(lambda: town.discord.resumed)
            assert await town.discord.slash(town.ana, town.channel, "debrief")
            assert await bot.discord.is_ready()
            assert not running.done()
            running.cancel()

    async def test_one_that_stays_away_is_given_up_and_can_be_closed(
        self, tmp_path: Path, town: Town
    ) -> None:
        access = replace(town.access, patience=0.1)
        async with started(tmp_path, town, access) as bot:
            await until(bot.discord.client.is_ready)
            town.discord.refuses = True
            await town.discord.cut()
            async with asyncio.timeout(5):
                with pytest.raises(DiscordLost):
                    await bot.discord.run()
            assert not await bot.discord.is_ready()

    async def test_one_that_never_comes_is_given_up_and_can_be_closed(
        self, tmp_path: Path, town: Town
    ) -> None:
        town.discord.refuses = True
        async with Bot.made(tmp_path, replace(town.access, patience=0.1)) as bot:
            await bot.start()
            async with asyncio.timeout(5):
                with pytest.raises(DiscordLost):
                    await bot.discord.run()

    async def test_a_token_that_was_withdrawn_ends_it_at_once(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with started(tmp_path, town) as bot:
            await town.discord.cut(FAILED)
            async with asyncio.timeout(5):
                with pytest.raises(DiscordLost):
                    await bot.discord.run()


@pytest.mark.asyncio
class TestStopping:
    async def test_a_command_under_way_is_answered_before_the_end(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with Bot.made(tmp_path, town.access) as bot:
            gate = Gate(bot.house)
            await bot.discord.start(gate, bot.house.pictures)
            await town.discord.connected()
            typing = asyncio.create_task(
                town.discord.slash(town.ana, town.channel, "debrief", about="Acme")
            )
            await gate.entered.wait()
            stopping = asyncio.create_task(bot.discord.stop_intake())
            await asyncio.sleep(0)
            assert not stopping.done()
            gate.open.set()
            await stopping
            assert "A debrief, at your pace" in words(await typing)
            [one] = await bot.store.transaction(town.tenant).find(Conversation)
            assert one.drafts["job"]["employer"] == "Acme"

    async def test_so_is_an_answer_that_discord_is_slow_to_take(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with started(tmp_path, town) as bot:
            slow = asyncio.Event()
            town.discord.fails("POST", "/interactions/*/callback", holds=slow)
            typing = asyncio.create_task(town.discord.slash(town.ana, town.channel, "debrief"))
            await until(lambda: town.discord.called("POST", "/interactions/*/callback"))
            stopping = asyncio.create_task(bot.discord.stop_intake())
            await asyncio.sleep(0)
            assert not stopping.done()
            slow.set()
            await stopping
            assert await typing

    async def test_what_comes_after_it_is_not_taken(self, tmp_path: Path, town: Town) -> None:
        async with started(tmp_path, town) as bot:
            await bot.discord.stop_intake()
            typing = asyncio.create_task(
                town.discord.slash(town.ana, town.channel, "debrief", about="Acme")
            )
            await bot.discord.close()
            await until(lambda: not town.discord.links)
            typing.cancel()
            assert await bot.store.transaction(town.tenant).find(Conversation) == []

    async def test_a_stop_that_is_told_twice_is_one(self, tmp_path: Path, town: Town) -> None:
        async with started(tmp_path, town) as bot:
            await bot.discord.stop_intake()
            await bot.discord.close()

    async def test_one_that_was_never_started_can_be_closed(
        self, tmp_path: Path, town: Town
    ) -> None:
        async with Bot.made(tmp_path, town.access):
            pass
        assert town.discord.requests == []


@pytest.mark.asyncio
async def test_nothing_that_is_typed_is_logged_also_where_things_go_wrong(
    tmp_path: Path, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(1), our_log() as ours:
        async with started(tmp_path, town) as bot:
            ana = (town.ana, town.channel)
            asked = await town.discord.slash(*ana, "debrief", about=TYPED[0])
            shown = await town.discord.fills(*ana, asked, pace="short")
            asked = await town.discord.taps(*ana, shown, "Continue")
            shown = await town.discord.fills(*ana, asked, feeling="sad")
            asked = await town.discord.taps(*ana, shown, "Continue")
            town.discord.fails("POST", "/interactions/*/callback", status=400, code=50035)
            filling = asyncio.create_task(
                town.discord.fills(*ana, asked, kind="self", text=TYPED[1])
            )
            await until(lambda: "not_shown" in ours.getvalue())
            filling.cancel()

            async def broken(_: Event) -> None:
                raise ValueError(TYPED[2])

            bot.house.engine.handle = broken  # type: ignore[assignment, method-assign]  # breaks it
            typing = asyncio.create_task(town.discord.slash(*ana, "debrief", about=TYPED[2]))
            await until(lambda: "listener_failed" in ours.getvalue())
            typing.cancel()
    assert "commands_synced" in ours.getvalue()
    told = [*ours.getvalue().splitlines(), *(f"{one.__dict__}" for one in caplog.records)]
    assert [line for line in told for word in TYPED if word.lower() in line.lower()] == []


@contextmanager
def our_log() -> Iterator[StringIO]:
    """What we log at the level debug, as the operator's settings have it."""
    into, before = StringIO(), structlog.get_config()
    structlog.configure(
        processors=[drop_words, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        logger_factory=structlog.WriteLoggerFactory(into),
        cache_logger_on_first_use=False,
    )
    try:
        yield into
    finally:
        structlog.configure(**before)


@pytest.mark.asyncio
async def test_the_command_answers_on_discord_and_ends_with_0_when_told_to(
    tmp_path: Path, town: Town
) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if "FOURWINS_" not in name},
        "FOURWINS_DISCORD__TOKEN": TOKEN,
        "FOURWINS_DISCORD__APPLICATION_ID": str(BOT),
        "FOURWINS_DISCORD__API_URL": town.discord.api_url,
        "FOURWINS_DISCORD__GATEWAY_URL": town.discord.gateway_url,
        "FOURWINS_DISCORD__SHARDS": "1",
        "FOURWINS_LOG__LEVEL": "debug",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "run", "--data", str(tmp_path / "data")),
        cwd=ROOT,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(60):
        assert process.stderr is not None
        first = await process.stderr.readline()
        await town.discord.connected()
        asked = await town.discord.slash(town.ana, town.channel, "debrief", about=TYPED[0])
        assert "A debrief, at your pace" in words(asked)
        process.send_signal(signal.SIGTERM)
        _, said = await process.communicate()
    assert process.returncode == 0, said
    assert TYPED[0].encode() not in first + said
    assert TOKEN.encode() not in first + said
