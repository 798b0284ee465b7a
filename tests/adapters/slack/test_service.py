"""The bot on Slack as a whole: how it starts, what stops it from starting, and how it ends."""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from aiohttp import ClientConnectionError
from typer.testing import CliRunner

from adapters.slack.service import Access, Slack, SlackRefused
from adapters.slack.socket import Disconnected
from bot.cli import DISCONNECTED, app
from bot.config import Settings
from bot.core.model import Conversation
from bot.runtime.platforms import Platforms
from bot.wiring import Running, Side, build
from storage.tiny import TinyStore
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.gate import Gate
from tests.adapters.slack.socket_double import SocketDouble
from tests.adapters.slack.stage import SECRET, on_stage
from tests.scene import CountedIds, HandClock, prose

BOT, APP = "xoxb-secret-of-the-bot", "xapp-secret-of-the-app"


@asynccontextmanager
async def refusing(folder: Path, access: Access) -> AsyncIterator[SlackRefused]:
    """A start that is refused, put away as `fourwins run` does."""
    store = await TinyStore.open(folder)
    clock, ids = HandClock(), CountedIds()
    slack = Slack(access, store, clock, ids, prose())
    house = build(store, Platforms({"slack": slack.transport}), clock, prose(), ids)
    try:
        with pytest.raises(SlackRefused) as refused:
            await slack.start(house.engine, house.pictures)
        assert not await slack.is_ready()
        yield refused.value
    finally:
        await slack.stop_intake()
        await house.clockwork.stop()
        await house.outbox.close()
        await slack.close()
        await store.close()


def one_sentence(error: SlackRefused, *secrets: str) -> str:
    told = str(error)
    assert "\n" not in told
    assert len(told) < 250
    assert not told.endswith(".")
    whole = "".join(traceback.format_exception(error))
    for secret in secrets:
        assert secret not in whole
    return told


class TestStarting:
    pytestmark = pytest.mark.asyncio

    @pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "token_revoked"])
    async def test_a_bot_token_that_slack_does_not_take_is_said_without_the_token(
        self, tmp_path: Path, error: str
    ) -> None:
        async with SlackDouble.running() as slack:
            slack.workspace("T1", bot_token=BOT)
            slack.revoke("T1", error)
            access = Access(slack.api_url, bot_token=BOT, signing_secret=SECRET, port=0)
            async with refusing(tmp_path, access) as refused:
                assert one_sentence(refused, BOT, SECRET).startswith(
                    "Slack does not take bot_token; copy it again"
                )

    async def test_an_app_token_that_slack_does_not_take_is_said_without_the_token(
        self, tmp_path: Path
    ) -> None:
        async with SlackDouble.running() as slack, SocketDouble.running(slack) as double:
            slack.workspace("T1", bot_token=BOT)
            access = Access(slack.api_url, bot_token=BOT, app_token=APP)
            async with refusing(tmp_path, access) as refused:
                assert one_sentence(refused, BOT, APP).startswith(
                    "Slack does not take app_token; copy it again"
                )
            assert double.links == []

    @pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
    async def test_another_error_of_slacks_is_said_by_its_name(
        self, tmp_path: Path, error: str
    ) -> None:
        async with SlackDouble.running() as slack:
            slack.workspace("T1", bot_token=BOT)
            slack.fails("auth.test", error=error)
            access = Access(slack.api_url, bot_token=BOT, signing_secret=SECRET, port=0)
            async with refusing(tmp_path, access) as refused:
                assert one_sentence(refused, BOT, SECRET) == f"Slack answered: {error}"

    async def test_a_page_in_place_of_slacks_answer_is_one_sentence(self, tmp_path: Path) -> None:
        async with SlackDouble.running() as slack:
            slack.workspace("T1", bot_token=BOT)
            slack.fails("auth.test", status=503)
            access = Access(slack.api_url, bot_token=BOT, signing_secret=SECRET, port=0)
            async with refusing(tmp_path, access) as refused:
                one_sentence(refused, BOT, SECRET)

    @pytest.mark.parametrize("mode", ["socket", "http"])
    async def test_where_slack_is_out_of_reach_the_address_is_said(
        self, tmp_path: Path, mode: str
    ) -> None:
        with free_port() as port:
            pass
        address = f"http://127.0.0.1:{port}/api/"
        access = Access(address, bot_token=BOT, signing_secret=SECRET, port=0)
        if mode == "socket":
            access = replace(access, app_token=APP)
        async with refusing(tmp_path, access) as refused:
            assert one_sentence(refused, BOT, APP, SECRET) == (
                f"can't reach Slack at {address}; see whether this machine is online"
            )

    async def test_a_port_that_is_in_use_is_named(self, tmp_path: Path) -> None:
        async with SlackDouble.running() as slack:
            slack.workspace("T1", bot_token=BOT)
            with free_port() as port:
                access = Access(slack.api_url, bot_token=BOT, signing_secret=SECRET, port=port)
                async with refusing(tmp_path, access) as refused:
                    told = one_sentence(refused, BOT, SECRET)
        assert told.startswith(f"can't listen on 127.0.0.1:{port} (")
        assert told.endswith("write another port in [slack], or stop what is using it")

    async def test_nothing_is_heard_before_slack_has_taken_the_secrets(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            assert [call.method for call in stage.slack.calls] == ["auth.test"]
            assert await stage.bot.is_ready()


class TestStopping:
    pytestmark = pytest.mark.asyncio

    async def test_a_slow_command_under_way_is_answered_and_saved_before_the_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            gate = Gate(stage.house.engine, monkeypatch)
            ana.settle = gate.nothing
            typing = asyncio.create_task(ana.types("/debrief Acme", channel="C1"))
            await gate.entered.wait()
            closing = asyncio.create_task(stage.bot.stop_intake())
            await until_refused(stage.bot.port)
            assert not typing.done()
            gate.opens()
            assert (await typing).status == 200
            await closing
            # Also what is shown by a call behind the acknowledgement.
            ana.settle = stage.settle
            assert "A debrief, at your pace" in ana.modal_text()
            await stage.restart()
            [conversation] = await stage.find(Conversation)
            assert conversation.drafts["job"]["employer"] == "Acme"
            await ana.submits(pace="short")
            assert ana.sees("How it landed")

    async def test_after_the_end_nothing_listens_any_more(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await stage.bot.stop_intake()
            assert not await stage.bot.is_ready()
            with pytest.raises(ClientConnectionError):
                await ana.opens_home()
            assert stage.slack.called("views.publish") == []
            await stage.restart()
            await ana.opens_home()
            assert ana.home_text()

    async def test_a_stop_that_is_told_twice_is_one(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await stage.bot.stop_intake()
            await stage.bot.stop_intake()
            await stage.bot.close()
            await stage.restart()
            await stage.person("UANA").opens_home()


def test_no_secret_is_in_the_repr_of_what_was_given() -> None:
    secret = "t0p-secret"
    access = Access(
        "https://slack.test/api/",
        bot_token=secret,
        app_token=secret,
        signing_secret=secret,
        client_secret=secret,
        keys=(secret,),
    )
    assert secret not in f"{access!r} {access}"


def test_a_platform_out_of_reach_ends_the_command_with_75_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unreachable:
        async def run(self) -> None:
            raise Disconnected

    stopped: list[str] = []

    @asynccontextmanager
    async def running(_settings: Settings, folder: Path) -> AsyncIterator[Running]:
        try:
            yield Running((cast(Side, Unreachable()),))
        finally:
            stopped.append(folder.name)

    monkeypatch.setattr("bot.cli.running", running)
    done = CliRunner().invoke(app, ["run", "--data", str(tmp_path / "data")])
    assert done.exit_code == DISCONNECTED == 75
    assert done.stdout == ""
    assert done.stderr.count("\n") == 2, done.stderr
    assert done.stderr.splitlines()[1].startswith("fourwins: ")
    assert stopped == ["data"]


def test_a_refusal_of_slacks_ends_the_command_with_2_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def running(_settings: Settings, _folder: Path) -> AbstractAsyncContextManager[None]:
        raise SlackRefused("Slack does not take bot_token")

    monkeypatch.setattr("bot.cli.running", running)
    done = CliRunner().invoke(app, ["run", "--data", str(tmp_path / "data")])
    assert done.exit_code == 2
    assert done.stderr == "fourwins: Slack does not take bot_token\n"


# What the tests need.


def free_port() -> _Taken:
    return _Taken()


class _Taken:
    """A port that somebody listens on, until the end of the block."""

    def __enter__(self) -> int:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._socket.close()


async def until_refused(port: int) -> None:
    """Until nobody new is let in at this port."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return
        writer.close()
        await writer.wait_closed()
