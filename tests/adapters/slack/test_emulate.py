"""The bot against a Web API that somebody else wrote: npm's `emulate`, which keeps state.

It runs only when it is asked for, since it needs Node (20 or later) and the package:

    npm install --prefix /tmp/fourwins-emulate emulate@0.12.2
    FOURWINS_EMULATE=/tmp/fourwins-emulate python -m pytest tests/adapters/slack/test_emulate.py

With `FOURWINS_EMULATE=install` the test does the first of these by itself, into the folder for
temporary files. The version matters: what npm calls `latest` is another program of that name.

emulate has a Web API but no people: no commands, taps or sent forms, and no answer to a form. Those
are done here as Slack does them, signed, with trigger ids of emulate's. A window between the bot
and emulate keeps what was called and what was answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from aiohttp import ClientSession, web

from adapters.slack.manifest import OPTIONAL_SCOPES, SCOPES
from adapters.slack.service import Access, Slack
from bot.core.model import CheckinPlan, Encouragement, Group, Member, Tenant, Win
from bot.core.wins import WinKind
from bot.features import groups
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from bot.wiring import House, build
from storage.tiny import TinyStore
from tests.adapters.slack import payloads
from tests.adapters.slack.double import (
    elements_of,
    named_blocks,
    options_of,
    state_key,
    text_of,
    words_of,
)
from tests.adapters.slack.payloads import HttpDoor, Json, Kind, Origin, Who
from tests.scene import CountedIds, HandClock, prose

VERSION = "0.12.2"
WANTED = os.environ.get("FOURWINS_EMULATE", "")

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(
        not WANTED, reason="FOURWINS_EMULATE is not set; see the top of test_emulate.py"
    ),
]

TEAM = "T000000001"
"""The id that emulate gives its workspace."""
TENANT = Tenant(f"slack:{TEAM}")
ZONE = "Europe/Berlin"
SECRET = "signing-secret-of-the-tests"
BOT, TESTER, EYES = "xoxb-bot", "xoxp-tester", "xoxb-eyes"
"""Tokens of the bot, of another member, and of the bot once more, with which the test may read
what the bot itself may not."""

_SEED = {
    "team": {"name": "Job Club", "domain": "job-club"},
    "users": [{"name": "ana", "real_name": "Ana"}, {"name": "dana", "real_name": "Dana"}],
    "channels": [{"name": "job-club"}],
    # Every method that the bot calls must be allowed by what its manifest asks for.
    "strict_scopes": True,
    "oauth_apps": [
        {
            "app_id": "A1",
            "client_id": "1.2",
            "client_secret": "client-secret",
            "name": "Four Wins",
            "redirect_uris": [],
            "scopes": [*SCOPES, *OPTIONAL_SCOPES],
            "bot_id": "BBOT",
            "bot_user_id": "UBOT",
            "bot_name": "fourwins",
        }
    ],
    "tokens": [
        {
            "token": BOT,
            "type": "bot",
            "user_id": "UBOT",
            "app_id": "A1",
            "bot_id": "BBOT",
            "bot_user_id": "UBOT",
            "scopes": [*SCOPES, *OPTIONAL_SCOPES],
        },
        {"token": TESTER, "user": "dana"},
        {"token": EYES, "user_id": "UBOT"},
    ],
}
_SCRIPT = """
import { createEmulator } from "emulate";
const seed = { slack: JSON.parse(process.argv[1]) };
const made = await createEmulator({ service: "slack", port: 0, seed });
console.log(made.url);
process.stdin.on("end", () => made.close());
process.stdin.resume();
"""


async def _folder() -> Path:
    """The folder with emulate in it, or a skipped test that says why there is none."""
    for tool in ("node", "npm") if WANTED == "install" else ("node",):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not there")
    folder = Path(WANTED)
    if WANTED == "install":
        folder = Path(tempfile.gettempdir()) / f"fourwins-emulate-{VERSION}"
    package = folder / "node_modules" / "emulate" / "package.json"
    if WANTED == "install" and not package.exists():
        npm = await asyncio.create_subprocess_exec(
            *("npm", "install", "--no-audit", "--no-fund", "--prefix", folder),
            f"emulate@{VERSION}",
            stdout=asyncio.subprocess.DEVNULL,
        )
        if await npm.wait():
            pytest.skip(f"npm could not install emulate@{VERSION}")
    if not package.exists():
        pytest.skip(f"there is no node_modules/emulate in {folder}")
    found = json.loads(package.read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        pytest.skip(f"emulate {found} is in {folder}, not {VERSION}")
    return folder


@asynccontextmanager
async def _emulate() -> AsyncIterator[str]:
    """Its address, while it runs. It ends with its standard input, whatever becomes of the test."""
    node = await asyncio.create_subprocess_exec(
        *("node", "--input-type=module", "-e", _SCRIPT, json.dumps(_SEED)),
        cwd=await _folder(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert node.stdin is not None
    assert node.stdout is not None
    try:
        url = (await node.stdout.readline()).decode().strip()
        assert url.startswith("http://"), "emulate did not start; it says why above"
        yield url
    finally:
        node.stdin.close()
        await node.wait()


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot called, and what emulate answered."""

    method: str
    given: Json
    answer: Json


class Window:
    """Between the bot and emulate."""

    def __init__(self, emulate: str, session: ClientSession) -> None:
        self.emulate = emulate
        self.session = session
        self.calls: list[Call] = []

    async def pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: request.headers[name]
            for name in ("Authorization", "Content-Type")
            if name in request.headers
        }
        if request.query:
            # slack_sdk asks for the address of an upload so; emulate reads only what is in a body.
            assert not body
            body = urlencode(request.query).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        url = f"{self.emulate}{request.path}"
        async with self.session.post(url, data=body, headers=headers) as got:
            answer = await got.json()
        is_json = request.content_type == "application/json"
        given = json.loads(body or b"{}") if is_json else dict(parse_qsl(body.decode()))
        self.calls.append(Call(request.match_info["method"], given, answer))
        return web.json_response(answer)

    async def ask(self, method: str, token: str = TESTER, **given: Any) -> Json:
        """A call of ours, to see what is there or to do what Slack itself does."""
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.emulate}/api/{method}"
        async with self.session.post(url, json=given, headers=headers) as got:
            answer: Json = await got.json()
        assert answer["ok"], (method, answer)
        return answer

    async def inspected(self, tab: str) -> str:
        """A page of emulate's own inspector, as HTML: the only way to its views."""
        async with self.session.get(f"{self.emulate}/?tab={tab}") as got:
            return await got.text()

    def refused(self) -> list[tuple[str, str]]:
        return [
            (call.method, str(call.answer.get("error")))
            for call in self.calls
            if not call.answer.get("ok")
        ]


class Stage:
    """The bot over HTTP, on emulate."""

    def __init__(self, window: Window, store: TinyStore, api_url: str) -> None:
        self.window = window
        self.store = store
        self.clock = HandClock()
        ids = CountedIds()
        access = Access(api_url, bot_token=BOT, signing_secret=SECRET, port=0, pace=0)
        self.bot = Slack(access, store, self.clock, ids, prose())
        platforms = Platforms({"slack": self.bot.transport})
        self.house: House = build(store, platforms, self.clock, prose(), ids, (self.bot.chores,))
        self.door: HttpDoor
        self.users: dict[str, str] = {}
        self.channel = ""

    async def start(self) -> None:
        await self.bot.start(self.house.engine, self.house.pictures)
        self.door = HttpDoor(f"http://127.0.0.1:{self.bot.port}/slack/events", SECRET)
        users = await self.window.ask("users.list")
        self.users = {one["name"]: one["id"] for one in users["members"]}
        channels = await self.window.ask("conversations.list")
        [self.channel] = [one["id"] for one in channels["channels"] if one["name"] == "job-club"]
        dana = self.users["dana"]
        turn = WorkTurn(self.store.transaction(TENANT), self.clock.now(), prose(), self.house.ids)
        group = Group("g1", "#job-club", self.channel, ZONE, (dana,), helper=dana)
        await groups.found(
            turn, group, Encouragement("g1", 0, time(9)), CheckinPlan("g1", (3,), time(9))
        )
        turn.save(*(Member(self.users[who], who.title(), "g1", ZONE) for who in ("ana", "dana")))
        await turn.commit()

    async def stop(self) -> None:
        await self.door.close()
        await self.bot.stop_intake()
        await self.house.clockwork.stop()
        await self.house.outbox.close()
        await self.bot.close()

    async def settle(self) -> None:
        await self.bot.settle()
        await self.house.outbox.close()
        await self.house.outbox.run()
        await self.bot.settle()

    async def wait(self, until: datetime) -> None:
        """Time passes, each due thing at its own hour."""
        while (due := await self.house.clockwork.next_due()) is not None and due <= until:
            self.clock.set_to(max(due, self.clock.now()))
            await self.house.clockwork.tick()
        self.clock.set_to(until)
        await self.house.clockwork.tick()

    async def posts(self) -> list[Json]:
        """What the bot wrote in the channel, oldest first."""
        history = await self.window.ask("conversations.history", channel=self.channel)
        found = [one for one in history["messages"] if one.get("user") == "UBOT"]
        return sorted(found, key=lambda one: float(one["ts"]))


@asynccontextmanager
async def on_emulate(folder: Path) -> AsyncIterator[Stage]:
    async with _emulate() as url, ClientSession() as session:
        window = Window(url, session)
        app = web.Application()
        app.router.add_post("/api/{method}", window.pass_on)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        store = await TinyStore.open(folder)
        stage = Stage(window, store, f"http://127.0.0.1:{runner.addresses[0][1]}/api/")
        try:
            await stage.start()
            yield stage
        finally:
            await stage.stop()
            await store.close()
            await runner.cleanup()


class Hand:
    """What a member does in Slack, in the one modal that they have open."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._stage = stage
        self._origin = Origin(TEAM)
        self._me = Who(stage.users[name], name, TEAM)
        self._numbers = count(1)
        self.view: Json = {}

    def sees(self, *words: str) -> bool:
        text = f"{text_of(self.view.get('title'))}\n{words_of(self.view.get('blocks') or [])}"
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return True

    async def types(self, text: str) -> None:
        command, _, rest = text.partition(" ")
        payload = payloads.slash_command(
            self._origin,
            self._me,
            command,
            rest,
            channel=self._stage.channel,
            channel_name="job-club",
            trigger_id=await self._trigger(),
            response_url=f"{self._stage.window.emulate}/response",
        )
        await self._brings(Kind.COMMAND, payload)

    async def submits(self, **values: str) -> None:
        """Send the form with these fields filled in, by their names or options."""
        state: Json = {}
        for block in self.view["blocks"]:
            if block["type"] == "input":
                name, element = block["block_id"].rpartition(".")[2], block["element"]
                one = {"type": element["type"], state_key(element): None}
                if name in values:
                    given = values.pop(name)
                    chosen = [o for o in options_of(element) if o["value"] == given]
                    one[state_key(element)] = chosen[0] if options_of(element) else given
                state[block["block_id"]] = {element["action_id"]: one}
        assert not values, f"no such fields: {[*values]}"
        payload = payloads.view_submission(
            self._origin,
            self._me,
            self.view | {"state": {"values": state}},
            trigger_id=await self._trigger(),
        )
        body = await self._brings(Kind.INTERACTIVE, payload)
        if body:
            assert body["response_action"] == "update", body
            # What Slack does with such an answer, emulate does not.
            told = await self._stage.window.ask(
                "views.update", BOT, view_id=self.view["id"], view=body["view"]
            )
            self._shows(told["view"])

    def _shows(self, view: Json) -> None:
        # Slack names blocks that have no name; emulate leaves them as they are.
        self.view = named_blocks(view)

    async def taps(self, label: str) -> None:
        [(block, button)] = [
            (block, element)
            for block in self.view["blocks"]
            for element in elements_of(block)
            if element["type"] == "button" and text_of(element["text"]) == label
        ]
        action = {
            "type": "button",
            "block_id": block["block_id"],
            "action_id": button["action_id"],
            "text": button["text"],
            "action_ts": f"{next(self._numbers)}.0",
        }
        payload = payloads.actions_in_view(
            self._origin, self._me, self.view, [action], trigger_id=await self._trigger()
        )
        await self._brings(Kind.INTERACTIVE, payload)

    def closes(self) -> None:
        self.view = {}

    async def opens_home(self) -> None:
        inner = payloads.app_home_opened(self._me.id, "D1", f"{next(self._numbers)}.0")
        payload = payloads.event(
            self._origin, inner, event_id=f"Ev{next(self._numbers)}", event_time=0
        )
        await self._brings(Kind.EVENT, payload)

    async def _trigger(self) -> str:
        told = await self._stage.window.ask(
            "views.generateTriggerId",
            BOT,
            user_id=self._me.id,
            **({"view_id": self.view["id"]} if self.view else {}),
        )
        return str(told["trigger_id"])

    async def _brings(self, kind: Kind, payload: Json) -> Json:
        before = len(self._stage.window.calls)
        answer = await self._stage.door.deliver(kind, payload)
        assert answer.status == 200, answer
        await self._stage.settle()
        for call in self._stage.window.calls[before:]:
            if call.method in ("views.open", "views.update") and call.answer.get("ok"):
                self._shows(call.answer["view"])
        return answer.body


async def keeps_a_win(ana: Hand) -> None:
    """A short debrief, to its end."""
    await ana.types("/debrief Acme")
    assert ana.sees("Four Wins", "A debrief, at your pace")
    await ana.submits(pace="short", stage="final")
    await ana.submits(feeling="angry")
    await ana.submits(kind="industry", text="They pay by the hour")
    assert ana.sees("Your debrief: Acme", "They pay by the hour")
    await ana.taps("Keep it")
    assert ana.sees("Kept. It is in your wins book.")


async def test_a_debrief_from_a_signed_command_to_a_kept_win_and_a_weekly_post(
    tmp_path: Path,
) -> None:
    async with on_emulate(tmp_path) as stage:
        ana = Hand(stage, "ana")
        await keeps_a_win(ana)
        [win] = await stage.store.transaction(TENANT).find(Win)
        assert (win.member, win.kind, win.employer, win.text) == (
            stage.users["ana"],
            WinKind.INDUSTRY,
            "Acme",
            "They pay by the hour",
        )
        # One modal, which emulate holds as the member sees it; and nothing in the channel.
        views = await stage.window.inspected("views")
        assert ana.view["id"] in views
        assert "Kept. It is in your wins book." in views
        assert await stage.posts() == []

        await ana.opens_home()
        assert "My wins book" in await stage.window.inspected("views")

        # Over the check-in of Thursday to the Monday after, at 9:00 in Berlin.
        await stage.wait(datetime(2026, 11, 30, 8, 30, tzinfo=UTC))
        checkin, weekly = await stage.posts()
        assert checkin["text"] == "Check-in of Thursday 26 November"
        assert weekly["text"].startswith("This week: ")
        assert weekly["metadata"]["event_payload"] == {"delivery": "encouragement:g1:2026-11-30"}
        assert "They pay by the hour" not in f"{checkin}{weekly}"
        await stage.wait(datetime(2026, 11, 30, 20, tzinfo=UTC))
        assert len(await stage.posts()) == 2
        assert stage.window.refused() == []


async def test_a_picture_of_the_wins_comes_as_a_file_that_only_its_owner_sees(
    tmp_path: Path,
) -> None:
    async with on_emulate(tmp_path) as stage:
        ana = Hand(stage, "ana")
        await keeps_a_win(ana)
        ana.closes()
        await ana.types("/wins")
        await ana.taps("A picture")
        [done] = [c for c in stage.window.calls if c.method == "files.completeUploadExternal"]
        told = await stage.window.ask("files.info", EYES, file=done.answer["files"][0]["id"])
        assert (told["file"]["name"], told["file"]["mimetype"]) == ("four-wins.png", "image/png")
        channel = done.given["channel_id"]
        members = await stage.window.ask("conversations.members", EYES, channel=channel)
        assert {*members["members"]} == {"UBOT", stage.users["ana"]}
        assert (await stage.window.ask("files.list"))["files"] == [], "the other member sees it"
        assert stage.window.refused() == []
