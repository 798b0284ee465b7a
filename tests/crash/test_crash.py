"""The whole bot under kill -9: hundreds of short lives over one data folder.

What was acknowledged is there, nothing is broken, and each week has its one post: caught up where
the bot was away for less than the six hours of grace, left out where it was away for longer.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from adapters.console.board import Board
from bot.core.model import Address, Conversation, Debrief, Where, Win
from bot.core.recurrence import next_weekly
from bot.features.encouragement import GRACE
from storage.tiny import TinyStore
from tests.crash.house import MEMBERS
from tests.crash.nursery import Life, Nursery, nursery
from tests.scene import START, TENANT, ZONE, HandClock
from tests.thorough import times

KILLS = times(220, 50)
SEED = 20261124


@dataclass
class Past:
    """What was heard from all lives: words acknowledged, and moments at which all due was done."""

    words: list[str] = field(default_factory=list)
    ticks: list[datetime] = field(default_factory=list)


def live_and_die(home: Nursery, folder: Path, birth: int, now: datetime, random: Random) -> Life:
    life = home.life(
        {"folder": str(folder), "now": now.isoformat(), "birth": birth, "seed": random.random()}
    )
    for _ in range(random.randint(0, 12)):
        if life.hear() is None:
            break
    assert not life.over, "a life ended by itself: the bot crashed"
    life.kill()
    return life


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Past]:
    """Many lives and deaths over one folder."""
    folder = tmp_path_factory.mktemp("house")
    random = Random(SEED)
    past = Past()
    now = START
    with nursery("tests.crash.house:live") as home:
        for birth in range(1, KILLS + 1):
            life = live_and_die(home, folder, birth, now, random)
            for line in life.said:
                past.words += line.get("kept", [])
                if "tick" in line:
                    past.ticks.append(datetime.fromisoformat(line["tick"]))
            last = max([now, *past.ticks])
            # Mostly back within the grace; now and then away for days, yet never for the seven
            # after which a draft may go.
            away = timedelta(days=5) if random.random() < 0.06 else GRACE * random.random() / 2
            now = last + away
    return folder, past


def test_no_acknowledged_word_is_lost_over_200_kills(past: tuple[Path, Past]) -> None:
    folder, heard = past

    async def everything() -> str:
        store = await TinyStore.open(folder)
        try:
            transaction = store.transaction(TENANT)
            kinds = (Conversation, Debrief, Win)
            return str([await transaction.find(kind) for kind in kinds])
        finally:
            await store.close()

    stored = asyncio.run(everything())
    lost = [word for word in heard.words if f"{word}'" not in stored]
    assert len(heard.words) > KILLS, "too few answers to prove anything"
    assert lost == []


def test_nothing_is_broken_after_200_kills(past: tuple[Path, Past]) -> None:
    folder, _ = past
    with closing(sqlite3.connect(folder / "documents.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM damaged").fetchone() == (0,)


def test_each_week_has_its_one_post_or_was_away_too_long(past: tuple[Path, Past]) -> None:
    folder, heard = past
    board = Board(folder, TENANT, ["job-club"], MEMBERS, HandClock())
    posts = board.messages(Address(Where.CHANNEL, "job-club"))
    posted_at = {post.at.date(): post.at for post in posts}
    assert len(posted_at) == len(posts), "two posts on one day"
    assert len(posts) > KILLS // 50, "too few weeks to prove anything"

    caught_up = left_out = 0
    for due in mondays(min(heard.ticks), max(heard.ticks)):
        at = posted_at.pop(due.date(), None)
        found = min(tick for tick in heard.ticks if tick >= due)
        if at is None:
            assert found - due > GRACE, f"the post of {due:%d %B} was missed"
            left_out += 1
        else:
            assert at - due <= GRACE, f"the post of {due:%d %B} came too late"
            caught_up += at > due
    assert posted_at == {}, "posts on other days than Mondays"
    assert caught_up, "the lives were too tame to prove anything"
    assert left_out, "the lives were too tame to prove anything"


def mondays(first: datetime, last: datetime) -> Iterator[datetime]:
    """The group's hours, 09:00 in Berlin, between two moments."""
    planned = next_weekly(first, (0,), time(9), ZONE)
    while planned.at < last:
        yield planned.at
        planned = next_weekly(planned.at, (0,), time(9), ZONE)
