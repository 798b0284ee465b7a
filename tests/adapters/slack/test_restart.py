"""A bot that goes down and comes back: old modals and old posts go on, and no word is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import ClientError

from bot.core.model import Conversation, Debrief, Member, Win
from storage.tiny import TinyStore
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.payloads import HttpDoor
from tests.adapters.slack.person import Person
from tests.adapters.slack.stage import SECRET, TENANT, Stage, on_stage
from tests.crash.nursery import Life, Nursery, nursery

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).parents[3]


class TestAModalThatStaysOpen:
    async def test_it_can_be_sent_after_a_restart(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            await stage.restart()
            await ana.submits(pace="short", stage="interview")
            await stage.restart()
            await ana.submits(feeling="flat")
            await stage.restart()
            await ana.submits(kind="self", text="I noticed the light")
            await stage.restart()
            assert ana.sees("Your debrief: Acme", "I noticed the light")
            await ana.taps("Keep it")
            await stage.restart()
            await ana.taps("okay")
            [kept] = await stage.find(Debrief)
            assert (kept.employer, kept.feeling) == ("Acme", "flat")
            [win] = await stage.find(Win)
            assert win.text == "I noticed the light"

    async def test_what_was_acknowledged_but_never_shown_is_there_when_it_is_sent_again(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await sends_unseen(stage, ana, kind="self", text="the bread was warm")
            await stage.restart()
            await ana.submits()
            assert ana.modal_text().count("the bread was warm") == 1
            await ana.taps("Keep it")
            [win] = await stage.find(Win)
            assert win.text == "the bread was warm"
            assert len(await stage.find(Debrief)) == 1

    async def test_other_words_in_the_old_form_are_kept_beside_the_first(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await sends_unseen(stage, ana, kind="self", text="the bread was warm")
            await stage.restart()
            await ana.submits(text="the bread was cold")
            assert ana.sees("the bread was warm", "the bread was cold")

    async def test_ways_beside_an_old_form_still_lead_on(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await ana.fills(text="half a sentence")
            await stage.restart()
            await ana.taps("Back")
            await stage.restart()
            await ana.submits(feeling="sad")
            assert ana.fields()["text"] == "half a sentence"

    async def test_closing_after_a_restart_keeps_the_draft(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await ana.fills(text="half a sentence")
            await stage.restart()
            await ana.closes()
            await stage.restart()
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.fields()["text"] == "half a sentence"

    async def test_a_debrief_that_was_deleted_meanwhile_gives_the_words_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            [conversation] = await stage.find(Conversation)
            work = stage.store.transaction(TENANT)
            assert await work.get(Conversation, conversation.id) is not None
            work.delete(Conversation, conversation.id)
            await work.commit()
            await stage.restart()
            await ana.submits(kind="self", text="the bread was warm")
            assert ana.sees("the bread was warm")
            assert await stage.find(Conversation) == []


class TestOldButtons:
    async def test_they_work_on_posts_of_before(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await stage.wait(days=7)
            [post] = stage.slack.in_channel("C1")[-1:]
            await stage.restart()
            label = next(label for label in ana.buttons(on=post) if "ebrief" in label)
            await ana.taps(label, on=post)
            assert ana.sees("A debrief, at your pace")

    async def test_they_work_on_direct_messages_and_on_home(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("I got rejected by Acme")
            await stage.restart()
            await ana.taps("Debrief now")
            assert ana.modal is not None
            await ana.closes()
            await ana.opens_home()
            await stage.restart()
            label = next(label for label in ana.buttons(on="home") if "ebrief" in label)
            await ana.taps(label, on="home")
            assert ana.modal_text()

    async def test_a_button_that_was_tapped_before_the_restart_does_nothing_twice(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await ana.submits(kind="self", text="the bread was warm")
            await ana.taps("Keep it")
            await stage.restart()
            again = await ana.repeats()
            assert again.status == 200
            assert len(await stage.find(Debrief)) == 1
            assert len(await stage.find(Win)) == 1

    async def test_a_page_of_a_long_card_that_was_forgotten_leads_home(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief", channel="C1")
            await ana.submits(pace="now", stage="interview")
            while ana.offers("Continue"):
                long = {
                    name: f"{name} {'so it went. ' * 200}"
                    for name, value in ana.fields().items()
                    if value is None and name in LONG
                }
                await ana.submits(long)
            assert ana.offers("Read on")
            await stage.restart()
            await ana.taps("Read on")
            assert ana.sees("This page is closed by now.", "Nothing is lost.")
            await ana.types("/debrief")
            await ana.taps("Resume")
            assert ana.offers("Read on")


LONG = ("to_a_friend", "went_well", "differently", "clue", "pulled_in", "drained")


async def at_the_win(person: Person) -> None:
    """At the question for one win of a short debrief."""
    await person.types("/debrief Acme", channel="C1")
    await person.submits(pace="short")
    await person.submits(feeling="sad")


async def sends_unseen(stage: Stage, person: Person, **values: str) -> None:
    """The form is sent, and acknowledged, but Slack never shows what that led to."""
    view = stage.slack.modal_of(person.who)
    assert view is not None
    given, state, hash = view.given, view.state, view.hash
    await person.submits(**values)
    view.given, view.state, view.hash = given, state, hash


# The whole process under kill -9.

KILLS = 20
SEED = 20261124
NOBODY = HttpDoor("http://127.0.0.1:1/", "")


@dataclass
class Teller:
    """Somebody who tells one debrief after the other while the bot dies under them."""

    person: Person
    random: Random
    numbers: count[int] = field(default_factory=count)
    acknowledged: list[str] = field(default_factory=list)
    unanswered: int = 0
    told: int = 0

    def __post_init__(self) -> None:
        self.person.settle = self._shown
        self._before = self._look()

    def _look(self) -> str:
        view = self.person.modal
        return f"{view.id} {view.hash}" if view is not None else ""

    async def _shown(self) -> None:
        """What goes on behind an acknowledgement has a moment to arrive."""
        for _ in range(20):
            if self._look() != self._before:
                return
            await asyncio.sleep(0.002)

    async def goes_on(self) -> None:
        """Whatever comes next before what they look at. Raises ClientError where nobody answers."""
        ana = self.person
        if ana.modal is None:
            await self._does(lambda: ana.types("/debrief Acme", channel="C1"))
        elif ana.modal.given.get("submit"):
            await self._answers()
        elif ana.offers("Keep it"):
            await self._does(lambda: ana.taps("Keep it"))
        elif ana.offers("Resume"):
            await self._does(lambda: ana.taps("Resume"))
        else:
            # Kept, or shown that it was.
            self.told += "Kept." in ana.modal_text()
            await ana.closes()

    async def _answers(self) -> None:
        """Words of their own in every empty field; and, where nobody answered, the same again."""
        ana = self.person
        fields = ana.fields()
        if "pace" in fields:
            await ana.fills(pace=self.random.choice(["now", "short"]))
        for name, value in fields.items():
            if value is None and name in WORDY:
                await ana.fills({name: f"word{next(self.numbers)}w"})
        typed = [v for n, v in ana.fields().items() if n in WORDY and v]
        answer = await self._does(ana.submits)
        if answer is not None and answer.status == 200:
            self.acknowledged += [word for word in typed if word.startswith("word")]

    async def _does(self, does: Callable[[], Awaitable[Any]]) -> Any:
        self._before = self._look()
        try:
            return await does()
        except ClientError:
            self.unanswered += 1
            raise


WORDY = {
    *("role", "to_a_friend", "went_well", "differently", "rehearse", "change", "clue"),
    *("pulled_in", "drained", "want", "dont_want", "who", "moment", "act", "line", "text"),
}


async def born(home: Nursery, folder: Path, slack: SlackDouble) -> tuple[Life, HttpDoor]:
    order = {"folder": str(folder), "api_url": slack.api_url, "secret": SECRET}
    life = await asyncio.to_thread(home.life, order)
    heard = await asyncio.to_thread(life.hear)
    assert heard is not None, "the bot did not start on what the one before had left"
    return life, HttpDoor(f"http://127.0.0.1:{heard['port']}/slack/events", SECRET)


async def test_over_20_kills_no_acknowledged_word_is_lost_and_none_is_doubled(
    tmp_path: Path,
) -> None:
    folder, random = tmp_path / "data", Random(SEED)
    async with SlackDouble.running() as slack:
        slack.now = datetime.now(UTC)
        slack.workspace("T1")
        slack.user("UANA", name="Ana")
        slack.channel("C1", "job-club", members={"UANA"})

        ana = Person(slack, NOBODY, "UANA")
        teller = Teller(ana, random)
        with nursery("tests.adapters.slack.life:live") as home:
            for _ in range(KILLS):
                life, door = await born(home, folder, slack)
                ana.door = door
                for _ in range(random.randint(0, 9)):
                    await teller.goes_on()
                death = asyncio.create_task(dies(life, random.uniform(0, 0.015)))
                with suppress(ClientError):
                    while True:
                        await teller.goes_on()
                await death
                await door.close()
        await ends_well(teller, folder, slack)

        debriefs, wins, conversations = await stored(folder)
    words = Counter(
        word.strip("'\",()}{")
        for one in (*debriefs, *wins, *conversations)
        for word in repr(one).replace("=", " ").split()
        if word.strip("'\",()}{").startswith("word")
    )
    assert len(teller.acknowledged) > 2 * KILLS, "too few answers to prove anything"
    assert teller.unanswered > KILLS // 2, "the lives were too tame to prove anything"
    assert [word for word in teller.acknowledged if not words[word]] == []
    assert [word for word, times in words.items() if times > 1] == []
    assert len(debriefs) >= teller.told > 3
    assert slack.refusals == []


async def dies(life: Life, after: float) -> None:
    await asyncio.sleep(after)
    os.kill(life.pid, signal.SIGKILL)
    await asyncio.to_thread(lambda: [*iter(life.hear, None)])


async def ends_well(teller: Teller, folder: Path, slack: SlackDouble) -> None:
    """The command itself, on what the killed ones left: it goes on, and ends when it is told to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if "FOURWINS_" not in name},
        "FOURWINS_SLACK__MODE": "http",
        "FOURWINS_SLACK__BOT_TOKEN": "xoxb-1",
        "FOURWINS_SLACK__SIGNING_SECRET": SECRET,
        "FOURWINS_SLACK__PORT": str(port),
        "FOURWINS_SLACK__API_URL": slack.api_url,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "run", "--data", str(folder)),
        cwd=ROOT,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    assert await process.stderr.readline()
    async with HttpDoor(f"http://127.0.0.1:{port}/slack/events", SECRET) as door:
        teller.person.door = door
        before = teller.told
        while teller.told == before:
            await teller.goes_on()
        process.send_signal(signal.SIGTERM)
        _, said = await process.communicate()
    assert process.returncode == 0, said
    assert said == b""


async def stored(folder: Path) -> tuple[list[Debrief], list[Win], list[Conversation]]:
    store = await TinyStore.open(folder)
    try:
        work = store.transaction(TENANT)
        assert [one.id for one in await work.find(Member)] == ["UANA"]
        return await work.find(Debrief), await work.find(Win), await work.find(Conversation)
    finally:
        await store.close()
