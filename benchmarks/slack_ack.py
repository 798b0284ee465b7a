"""From a slash command to its acknowledgement, over HTTP, beside a bare Bolt app.

Slack waits three seconds for the acknowledgement, and a modal can be opened only that long after
the command. Everybody is a process of its own: each bot, a Web API that answers at once, and the
clients. Only one bot is asked at a time, in blocks that take turns.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, product
from pathlib import Path
from random import Random
from time import monotonic, perf_counter_ns
from typing import Any

from aiohttp import ClientSession, web
from cryptography.fernet import Fernet, MultiFernet
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.http import EVENTS, quiet_logger, without_slack_environment
from adapters.slack.installs import Fresh, Installs
from adapters.slack.service import Access, Slack
from benchmarks.measure import Line, Report, halves, percentile, span
from benchmarks.samples import START, ZONE, fill, tenant_life, win
from benchmarks.served import Serve, Served, Serving, served
from bot.core.model import Conversation, Document, Group, Member, Tenant
from bot.runtime.health import set_up_logs
from bot.runtime.ids import TimedIds
from bot.runtime.platforms import Platforms
from bot.wiring import build, catalogues
from storage.tiny import TinyStore
from tests.adapters.slack.payloads import Kind, Origin, Who, encoded, signed, slash_command

SIZE = 100_000
"""Documents in the workspace's store."""
MEMBERS = 320
"""Who use the bot. In a block each begins at most one debrief."""
WINS = 12
"""How many wins each of them has."""
TENANT = Tenant("slack:T1")
SECRET = "signing-secret-of-the-benchmarks"
TOKEN = "xoxb-benchmark"

READ, WRITE = "/wins", "/debrief Acme"
NAMES = {READ: f"/wins, {WINS} of them, writes nothing", WRITE: "/debrief Acme, saved"}
AT_MOST = {READ: 1.3, WRITE: 2.5}

ACKS, OPENS, OURS, MANY = "acks", "opens", "ours", "many"
SIDES = {
    ACKS: "bare, acks only",
    OPENS: "bare, acks, opens a modal",
    OURS: "Four Wins",
    MANY: "Four Wins, sealed token",
}


@dataclass(frozen=True, slots=True)
class Load:
    """So many clients at once, which wait on average so long between an acknowledgement and their
    next command; and how many commands a block has."""

    clients: int
    pause: timedelta
    requests: int

    @property
    def name(self) -> str:
        clients = f"{self.clients} client{'s' if self.clients > 1 else ''}"
        return f"{clients} with pauses" if self.pause else clients


LOADS = (
    Load(1, timedelta(milliseconds=5), 60),
    Load(32, timedelta(milliseconds=100), 160),
    Load(1, timedelta(), 100),
    Load(32, timedelta(), MEMBERS),
)
"""With pauses, what follows the acknowledgement is done before the same client's next command, as
it is for people. Without, the work behind one acknowledgement delays the next."""


def run(folder: Path, quick: bool) -> Report:
    """Measure in this folder."""
    return asyncio.run(_run(folder, 4 if quick else 12))


async def _run(folder: Path, rounds: int) -> Report:
    taken: dict[tuple[str, Load, str], list[list[int]]] = defaultdict(list)
    draw, numbers = Random(SIZE), count()
    with ExitStack() as stack:
        slack = stack.enter_context(served(web_api, folder, ""))
        api_url = f"http://127.0.0.1:{slack.port}/api/"
        sides: dict[str, Served] = {}
        for side, serve in _SERVERS.items():
            (folder / side).mkdir()
            sides[side] = stack.enter_context(served(serve, folder / side, api_url))
        for bot in sides.values():
            # Everybody has been here of late: the bot knows their name.
            await _asked(bot.port, 8, [_signed_command(READ, who, numbers) for who in _WHO])
            bot.do("tidy")
        names = tuple(sides)
        for turn in range(-1, rounds):
            for command, load in product(NAMES, LOADS):
                # Each round begins with another, so that none is always first.
                for side in (*names[turn % 4 :], *names[: turn % 4]):
                    whose = draw.sample(_WHO, load.requests)
                    some = await _asked(
                        sides[side].port,
                        load.clients,
                        [_signed_command(command, who, numbers) for who in whose],
                        load.pause,
                    )
                    sides[side].do("tidy")
                    if turn >= 0:  # The first round only warms up.
                        taken[command, load, side].append(some)
    lines: list[Line] = []
    for command, load in product(NAMES, LOADS):
        lines += _lines(command, load, {side: taken[command, load, side] for side in SIDES})
    return Report(
        "From a slash command to Slack's acknowledgement",
        lines,
        (
            f"{SIZE:,} documents in the workspace; {rounds} rounds. Blocks of each kind take turns:"
            f" {', '.join(f'{load.name}, {load.requests} commands' for load in LOADS)}.",
            "Goals are held against the bare app that opens a modal too, for p50 and p99. In"
            " brackets are the lowest and the highest p50 of single rounds.",
            "With pauses (5 ms for 1 client, 100 ms for each of 32), the work behind an"
            " acknowledgement is over before the same client's next command. Without, it delays"
            " that one.",
        ),
    )


def _lines(command: str, load: Load, rounds: Mapping[str, list[list[int]]]) -> Iterator[Line]:
    told = f"{command.partition(' ')[0]}, {load.name}: "
    pooled = {side: [one for some in rounds[side] for one in some] for side in SIDES}

    def beside(side: str, other: str) -> tuple[float, float, str]:
        p50, p99 = (
            percentile(pooled[side], percent) / percentile(pooled[other], percent)
            for percent in (50, 99)
        )
        each = [
            percentile(mine, 50) / percentile(theirs, 50)
            for mine, theirs in zip(rounds[side], rounds[other], strict=True)
        ]
        return p50, p99, f"p50 {p50:.2f} x ({span(each)}), p99 {p99:.2f} x"

    for side in (ACKS, OPENS):
        yield Line(told + SIDES[side], halves(pooled[side]))
    for side in (OURS, MANY):
        p50, p99, ratio = beside(side, OPENS)
        most = AT_MOST[command]
        yield Line(
            told + SIDES[side],
            halves(pooled[side]),
            ratio,
            f"at most {most} x",
            max(p50, p99) <= most,
        )
        yield Line(f"{told}the same, over acks only", "", beside(side, ACKS)[2])


# The clients.

_WHO = [f"UANA{number}" for number in range(MEMBERS)]


def _signed_command(command: str, who: str, numbers: Iterator[int]) -> bytes:
    """The whole request as it goes over the wire."""
    name, _, text = command.partition(" ")
    number = next(numbers)
    payload = slash_command(
        Origin(),
        Who(who),
        name,
        text,
        channel="C1",
        channel_name="job-club",
        trigger_id=f"{number}.{number}.trigger",
        response_url="http://127.0.0.1/response",
    )
    body, content_type = encoded(Kind.COMMAND, payload)
    headers = {
        "Host": "127.0.0.1",
        "Accept": "*/*",
        "User-Agent": "benchmark",
        "Content-Type": content_type,
        "Content-Length": str(len(body)),
        **signed(body, SECRET, datetime.now(UTC)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {EVENTS} HTTP/1.1\r\n{head}\r\n{body}".encode()


async def _asked(
    port: int, clients: int, requests: Sequence[bytes], pause: timedelta = timedelta()
) -> list[int]:
    """Nanoseconds until each was acknowledged. The clients are thin, to leave the cores alone."""
    waiting = iter(requests)
    draw = Random(len(requests))
    seconds = pause.total_seconds()
    taken: list[int] = []

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if seconds and clients > 1:
            # Not all at the same moment.
            await asyncio.sleep(draw.uniform(0, seconds))
        for request in waiting:
            began = perf_counter_ns()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _length(head)
            if length:
                await reader.readexactly(length)
            taken.append(perf_counter_ns() - began)
            if not head.startswith(b"HTTP/1.1 200 ") or length:
                raise ValueError(f"not a bare acknowledgement: {head!r}")
            if seconds:
                await asyncio.sleep(draw.uniform(0.5, 1.5) * seconds)

    made = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    try:
        await asyncio.gather(*(client(reader, writer) for reader, writer in made))
    finally:
        for _, writer in made:
            writer.close()
            await writer.wait_closed()
    return taken


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 : head.index(b"\r", at)]) if at >= 0 else 0


# Slack's Web API, as fast as it gets.

_CANNED = {
    "auth.test": {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"},
    "users.info": {
        "ok": True,
        "user": {
            "team_id": "T1",
            "name": "ana",
            "tz": ZONE,
            "locale": "en-US",
            "profile": {"display_name": "Ana"},
        },
    },
    "conversations.info": {"ok": True, "channel": {"id": "C1", "name": "job-club"}},
}


class _Canned(asyncio.Protocol):
    """Answers each call at once, whatever it says."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[: end + 4]
            whole = len(head) + _length(head)
            if len(self._got) < whole or self._transport is None:
                return
            self._got = self._got[whole:]
            method = head.partition(b" ")[2].partition(b" ")[0].rpartition(b"/")[2].decode()
            body = json.dumps(_CANNED.get(method, {"ok": True})).encode()
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
            )


@asynccontextmanager
async def web_api(folder: Path, api_url: str) -> AsyncIterator[Serving]:
    """What the bots call."""
    server = await asyncio.get_running_loop().create_server(_Canned, "127.0.0.1", 0)
    async with server:
        yield Serving(server.sockets[0].getsockname()[1])


# The bare app.

_MODAL = {
    "type": "modal",
    "callback_id": "bare",
    "title": {"type": "plain_text", "text": "A modal"},
    "submit": {"type": "plain_text", "text": "Next"},
    "close": {"type": "plain_text", "text": "Close"},
    "blocks": [
        {"type": "section", "text": {"type": "mrkdwn", "text": "This is always the same."}},
        {
            "type": "input",
            "block_id": "pace",
            "label": {"type": "plain_text", "text": "How long have you got?"},
            "element": {
                "type": "radio_buttons",
                "action_id": "choice",
                "options": [
                    {"text": {"type": "plain_text", "text": words}, "value": words}
                    for words in ("A minute", "Five minutes", "Later")
                ],
            },
        },
    ],
}


@asynccontextmanager
async def bare_acks(folder: Path, api_url: str) -> AsyncIterator[Serving]:
    """An app that acknowledges and does nothing else."""
    async with _bare(api_url, opens=False) as serving:
        yield serving


@asynccontextmanager
async def bare_opens(folder: Path, api_url: str) -> AsyncIterator[Serving]:
    """An app that acknowledges, and behind that opens a modal that is always the same."""
    async with _bare(api_url, opens=True) as serving:
        yield serving


@asynccontextmanager
async def _bare(api_url: str, *, opens: bool) -> AsyncIterator[Serving]:
    async with ClientSession() as session:
        authorized = AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token=TOKEN, bot_id="BBOT", bot_user_id="UBOT"
        )

        async def authorize(team_id: str | None) -> AuthorizeResult:
            return authorized

        with without_slack_environment():
            app = AsyncApp(
                logger=quiet_logger(),
                # One session for all calls, as ours has: a new one for each would cost more.
                client=AsyncWebClient(base_url=api_url, session=session),
                signing_secret=SECRET,
                authorize=authorize,
                process_before_response=True,
            )
        behind: set[asyncio.Task[Any]] = set()

        async def listen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            if opens:
                opening = client.views_open(trigger_id=body["trigger_id"], view=_MODAL)
                task = asyncio.create_task(opening)
                behind.add(task)
                task.add_done_callback(behind.discard)

        for command in NAMES:
            app.command(command.partition(" ")[0])(listen)

        async def tidy() -> None:
            await asyncio.gather(*behind)

        runner = web.AppRunner(app.web_app(EVENTS), access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            yield Serving(int(runner.addresses[0][1]), {"tidy": tidy})
        finally:
            await runner.cleanup()


# Ours.


class RunningClock:
    """Begins when the samples do, so that nothing in them is due, and goes on from there."""

    def __init__(self) -> None:
        self._ahead = START - datetime.fromtimestamp(monotonic(), UTC)

    def now(self) -> datetime:
        return datetime.fromtimestamp(monotonic(), UTC) + self._ahead


@asynccontextmanager
async def ours(folder: Path, api_url: str) -> AsyncIterator[Serving]:
    """The bot with its token in the settings."""
    access = Access(api_url, bot_token=TOKEN, signing_secret=SECRET, port=0)
    async with _house(folder, access) as serving:
        yield serving


@asynccontextmanager
async def ours_for_many(folder: Path, api_url: str) -> AsyncIterator[Serving]:
    """The bot as many workspaces install it: the token is sealed, in the store."""
    access = Access(
        api_url,
        signing_secret=SECRET,
        client_id="1.2",
        client_secret="client-secret",
        url="https://bot.example",
        port=0,
        keys=(Fernet.generate_key().decode(),),
    )
    async with _house(folder, access) as serving:
        yield serving


@asynccontextmanager
async def _house(folder: Path, access: Access) -> AsyncIterator[Serving]:
    """The whole bot over a store with SIZE documents, joined as `fourwins run` does."""
    clock = RunningClock()
    set_up_logs("info", "text")
    filled = await TinyStore.open(folder / "data")
    await fill(filled, _documents(), TENANT)
    if access.keys:
        await _install(filled, access, clock)
    await filled.close()
    # Opened anew, so that its memory is what a running bot has: read from the file.
    store = await TinyStore.open(folder / "data")
    prose, ids = catalogues(), TimedIds(clock)
    slack = Slack(access, store, clock, ids, prose)
    platforms = Platforms({"slack": slack.transport})
    house = build(store, platforms, clock, prose, ids, (slack.chores,))

    async def tidy() -> None:
        """Otherwise the next /debrief would offer to take this one up again."""
        await slack.settle()
        transaction = store.transaction(TENANT)
        for who in _WHO:
            for talk in await transaction.find(Conversation, member=who):
                transaction.delete(Conversation, talk.id)
        await transaction.commit()

    await slack.start(house.engine, house.pictures)
    house.clockwork.start()
    try:
        yield Serving(slack.port, {"tidy": tidy})
    finally:
        await slack.stop_intake()
        await house.clockwork.stop()
        await house.outbox.close()
        await slack.close()
        await store.close()


def _documents() -> Iterator[Document]:
    draw = Random(SIZE)
    own: list[Document] = [Group("g1", "#job-club", "C1", ZONE, ("UDANA",), helper="UDANA")]
    own += [Member(who, "Ana", "g1", ZONE) for who in _WHO]
    own += [
        win(number, draw, who)
        for number, who in enumerate(who for who in _WHO for _ in range(WINS))
    ]
    yield from own
    yield from tenant_life(SIZE - len(own))


async def _install(store: TinyStore, access: Access, clock: RunningClock) -> None:
    async def no_exchange(refresh: str) -> Fresh:
        raise AssertionError("nothing runs out here")

    seal = MultiFernet([Fernet(key) for key in access.keys])
    await Installs(store, seal, clock, no_exchange).async_save(
        Installation(
            team_id="T1",
            user_id="",
            bot_token=TOKEN,
            bot_id="BBOT",
            bot_user_id="UBOT",
            bot_scopes=["commands"],
            # As Slack gives it where tokens are rotated.
            bot_refresh_token="xoxe-1-benchmark",
            bot_token_expires_at=int((clock.now() + timedelta(hours=12)).timestamp()),
        )
    )


_SERVERS: Mapping[str, Serve] = {
    ACKS: bare_acks,
    OPENS: bare_opens,
    OURS: ours,
    MANY: ours_for_many,
}
