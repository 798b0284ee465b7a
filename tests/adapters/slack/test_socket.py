"""Socket Mode: a connection that carries everything, that comes back, and that is given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.slack.socket import Disconnected
from bot.core.model import Conversation, Win
from tests.adapters.slack import payloads
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.gate import Gate
from tests.adapters.slack.payloads import Kind
from tests.adapters.slack.person import Person, enveloped
from tests.adapters.slack.socket_double import SocketDoor, SocketDouble
from tests.adapters.slack.stage import TEAM, Stage
from tests.scene import HandClock

pytestmark = pytest.mark.asyncio

PING = 0.05
NEVER = 60.0


class SocketStage(Stage):
    """The stage with the bot on Socket Mode, connected."""

    def __init__(self, folder: Path, slack: SlackDouble, socket: SocketDouble) -> None:
        assert isinstance(slack.clock, HandClock)
        super().__init__(folder, slack, slack.clock)
        self.socket = socket
        self.running: asyncio.Task[None]
        self.access = replace(self.access, app_token="xapp-1", ping=PING, patience=NEVER)

    async def start(self) -> None:
        links = len(self.socket.links)
        await super().start()
        self.running = asyncio.create_task(self.bot.run())
        link = await self.socket.connected(links + 1)
        # Its first ping says that the client has done what it does on connecting.
        await self.socket.until(lambda: link.pings > 0)
        for person in self.people.values():
            person.door = SocketDoor(self.socket)

    async def stop(self) -> None:
        self.running.cancel()
        with suppress(asyncio.CancelledError, Disconnected):
            await self.running
        await super().stop()

    def person(self, who: str) -> Person:
        person = super().person(who)
        person.door = SocketDoor(self.socket)
        return person


@asynccontextmanager
async def on_socket(folder: Path) -> AsyncIterator[SocketStage]:
    async with SlackDouble.running(HandClock()) as slack, SocketDouble.running(slack) as socket:
        slack.workspace("T1")
        for who, name in TEAM.items():
            slack.user(who, name=name)
        slack.channel("C1", "job-club", members=TEAM)
        stage = SocketStage(folder, slack, socket)
        await stage.start()
        try:
            await stage.found()
            yield stage
        finally:
            await stage.stop()
        assert slack.refusals == [], slack.refusals


async def test_a_debrief_goes_from_the_command_to_the_book(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        assert await stage.bot.is_ready()
        ana = stage.person("UANA")
        command = await ana.types("/debrief Acme", channel="C1")
        assert command.body == {}
        step = await ana.submits(pace="short")
        assert step is not None
        assert step.body["response_action"] == "update"
        await ana.submits(feeling="sad")
        await ana.submits(kind="practice", text="I slept before it")
        await ana.taps("Keep it")
        assert ana.sees("Kept. It is in your wins book.")
        [win] = await stage.find(Win)
        assert win.text == "I slept before it"


async def test_errors_stand_at_their_fields_in_the_acknowledgement(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.types("/debrief", channel="C1")
        await ana.submits(pace="later")
        await ana.submits(when="day")
        answer = await ana.submits(day="2026-11-01")
        assert answer is not None
        assert answer.body["response_action"] == "errors"
        assert ana.errors == {"day": "This day has gone by. Please choose today or a later day."}


async def test_events_are_acknowledged_bare_and_answered_by_a_call(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        home = await ana.opens_home()
        assert (home.status, home.body) == (200, {})
        assert ana.home_text()
        await ana.says("I got rejected by Acme")
        assert ana.sees("I'm sorry about Acme. That is hard news.")


async def test_an_event_that_slack_brings_again_is_applied_once(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.says("I got rejected by Acme")
        again = await ana.repeats()
        assert again.status == 200
        assert len(await stage.find(Conversation)) == 1
        assert len(ana.inbox()) == 1


async def test_when_slack_asks_for_a_refresh_what_was_taken_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.types("/debrief Acme", channel="C1")
        await ana.submits(pace="short")
        gate = Gate(stage.house.engine, monkeypatch)
        sending = asyncio.create_task(ana.submits(feeling="sad"))
        await gate.entered.wait()
        await stage.socket.disconnect("refresh_requested")
        link = await stage.socket.connected(2)
        gate.opens()
        answer = await sending
        assert answer is not None
        assert answer.body["response_action"] == "update"
        assert [told["payload"] for told in link.received if "payload" in told] == [answer.body]
        await ana.submits(kind="self", text="and on")
        assert ana.sees("and on")
        assert len(stage.socket.open_links) == 1


async def test_slack_may_ask_for_a_refresh_again_and_again(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        for times in range(2, 6):
            await stage.socket.disconnect("warning" if times % 2 else "refresh_requested")
            await stage.socket.connected(times)
            await ana.opens_home()
        assert await stage.bot.is_ready()


async def test_with_too_many_connections_it_comes_back_with_a_new_one(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        [link] = stage.socket.open_links
        await link.socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
        await stage.socket.connected(2)
        assert not link.is_open
        await stage.person("UANA").opens_home()


async def test_a_connection_that_breaks_comes_back_and_slacks_retry_is_applied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        gate = Gate(stage.house.engine, monkeypatch)
        dm = stage.slack.dm("UANA")
        told = payloads.message_im("UANA", dm, "I got rejected by Acme", stage.slack.stamp())
        event = enveloped(stage.slack, told)
        first = await stage.socket.send(Kind.EVENT, event)
        await gate.entered.wait()
        await stage.socket.drop()
        gate.opens()
        await stage.socket.connected(2)
        again = await SocketDoor(stage.socket).deliver(Kind.EVENT, event, retry=1)
        assert again.status == 200
        await stage.settle()
        assert len(await stage.find(Conversation)) == 1
        assert len(ana.inbox()) == 1
        assert stage.socket.acks.get(first, {}) == {}


async def test_silence_is_noticed_by_the_heartbeat(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        stage.socket.go_silent()
        await stage.socket.connected(2)
        await stage.person("UANA").opens_home()


async def test_it_answers_slacks_own_pings(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        await stage.socket.ping()
        [link] = stage.socket.links
        await stage.socket.until(lambda: bool(link.pongs))
        assert link.pongs == [b"Ping from applink"]


async def test_without_a_connection_for_too_long_it_gives_up(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        await stage.stop()
        stage.access = replace(stage.access, patience=0.2)
        await stage.start()
        link = stage.socket.links[-1]
        await stage.socket.until(lambda: link.pings > 3)
        stage.socket.refuses = 10_000
        with capture_logs() as logged:
            await stage.socket.drop()
            with pytest.raises(Disconnected):
                await asyncio.wait_for(stage.running, 5)
        assert not await stage.bot.is_ready()
        assert [entry["event"] for entry in logged] == ["socket_lost"]


async def test_a_short_loss_is_no_reason_to_give_up(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        stage.socket.refuses = 2
        await stage.socket.drop()
        await stage.socket.connected(2)
        assert stage.socket.refuses == 0
        assert not stage.running.done()
        await stage.person("UANA").opens_home()


async def test_where_slack_has_no_address_at_first_it_asks_again(tmp_path: Path) -> None:
    async with on_socket(tmp_path) as stage:
        await stage.stop()
        before, links = stage.socket.opened, len(stage.socket.links)
        await Stage.start(stage)
        stage.slack.fails("apps.connections.open", error="internal_error", times=2)
        stage.running = asyncio.create_task(stage.bot.run())
        await stage.socket.connected(links + 1)
        # One at the start, to see whether the token is taken.
        assert stage.socket.opened - before == 2
        await stage.person("UANA").opens_home()


async def test_a_stop_saves_and_acknowledges_what_was_taken_and_takes_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_socket(tmp_path) as stage:
        ana, ben = stage.person("UANA"), stage.person("UBEN")
        await ana.types("/debrief Acme", channel="C1")
        await ana.submits(pace="short")
        await ana.submits(feeling="sad")
        gate = Gate(stage.house.engine, monkeypatch)
        ana.settle = gate.nothing
        sending = asyncio.create_task(ana.submits(kind="self", text="I asked first"))
        await gate.entered.wait()
        stopping = asyncio.create_task(stage.stop())
        late = payloads.slash_command(
            ben.origin,
            ben.me,
            "/debrief",
            channel="C1",
            channel_name="job-club",
            trigger_id="1.2.late",
            response_url="",
        )
        await asyncio.wait({stage.running})
        unheard = await stage.socket.send(Kind.COMMAND, late)
        ping = await stage.socket.connected()
        await stage.socket.until(lambda: ping.pings > 2)
        gate.opens()
        answer = await sending
        await stopping
        assert answer is not None
        assert answer.body["response_action"] == "update"
        assert unheard not in stage.socket.acks
        await stage.start()
        [conversation] = await stage.find(Conversation)
        assert conversation.member == "UANA"
        assert conversation.answers["one_win"]["text"] == "I asked first"


async def test_after_a_restart_an_old_modal_goes_on_over_the_new_connection(
    tmp_path: Path,
) -> None:
    async with on_socket(tmp_path) as stage:
        ana = stage.person("UANA")
        await ana.types("/debrief Acme", channel="C1")
        await stage.restart()
        await ana.submits(pace="short")
        await ana.submits(feeling="sad")
        await ana.submits(kind="self", text="still here")
        assert ana.sees("Your debrief: Acme", "still here")
