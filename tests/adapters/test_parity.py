"""The same things done on the console, on Slack and on Discord are the same to the core.

Each scenario is written once (`parity.scenarios`) and done on all three, each through its real
adapter, at the same hours, by the same people. What was saved and what was posted is equal. What
the core was told is equal but for `DIFFERENCES`.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import pytest

from storage import sqlite_file
from tests.adapters.parity import scenarios
from tests.adapters.parity.door import Saw
from tests.adapters.parity.on_console import on_console
from tests.adapters.parity.on_discord import on_discord
from tests.adapters.parity.on_slack import on_slack
from tests.adapters.parity.stored import numbered, renamed, stored
from tests.adapters.parity.world import Posted, World

pytestmark = pytest.mark.asyncio

Scenario = Callable[[World], Awaitable[None]]
Told = Sequence[Saw]


class Opens(Protocol):
    def __call__(
        self, folder: Path, *, founded: bool = True
    ) -> AbstractAsyncContextManager[World]: ...


PLATFORMS: dict[str, Opens] = {"console": on_console, "slack": on_slack, "discord": on_discord}


# What an adapter may tell the core otherwise than the others.


def without_parts(told: Told) -> Iterable[Saw]:
    return (one for one in told if one.kind != "part")


def without_care_carry_on(told: Told) -> Iterable[Saw]:
    for one, after in pairwise([*told, None]):
        if one is not None and not (
            one.what == "care.carry_on" and after is not None and after.is_kept
        ):
            yield one


def without_doors(told: Told) -> Iterable[Saw]:
    """Without the taps that lead from an answer to the form that it would have been elsewhere."""
    was: dict[str, str] = {}
    for one in told:
        if not (one.what == "talk.resume" and was.get(one.who) in ("Ask", "Correct")):
            yield one
        was[one.who] = one.answer


def without_home(told: Told) -> Iterable[Saw]:
    """Home counts only where somebody opened it: before a tap in it."""
    return (one for one in told if one.kind != "home" and one.what != "fourwins")


def without_corrected(told: Told) -> Iterable[Saw]:
    return (one for one in told if one.answer != "Correct")


def in_letters(told: Told) -> Iterable[Saw]:
    return (
        replace(
            one,
            values={n: str(v) if isinstance(v, int) else v for n, v in one.values.items()},
        )
        for one in told
    )


@dataclass(frozen=True)
class Difference:
    platforms: tuple[str, ...]
    apart_from_it: Callable[[Told], Iterable[Saw]]
    reason: str


DIFFERENCES = (
    Difference(
        ("console",),
        without_parts,
        "asks one field at a time, and saves each (complete=False)",
    ),
    Difference(
        ("console",),
        without_care_carry_on,
        "shows the form again before the words in it are sent once more; elsewhere they are sent "
        "by the button itself",
    ),
    Difference(
        ("discord",),
        without_doors,
        "Discord takes no modal in answer to a modal: a message with Continue is between them",
    ),
    Difference(
        ("console", "slack", "discord"),
        without_corrected,
        "a console says at once what is wrong with an answer, before the form is whole",
    ),
    Difference(
        ("slack",),
        without_parts,
        "tells what stood in a modal that was closed, so that it is there next time",
    ),
    Difference(
        ("console", "slack", "discord"),
        without_home,
        "only Slack has a Home, which is drawn again after a modal that was opened there; "
        "elsewhere /fourwins stands for it",
    ),
    Difference(
        ("console",),
        in_letters,
        "a number of a scale is a number on the console, and an option's value elsewhere; the flow "
        "reads both",
    ),
)


def as_elsewhere(platform: str, told: Told) -> list[str]:
    """What the core was told there, apart from the differences that are meant."""
    for one in DIFFERENCES:
        if platform in one.platforms:
            told = [*one.apart_from_it(told)]
    return [str(one) for one in told]


# Doing it on all three.


@pytest.fixture(autouse=True)
def without_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is saved here need not survive a power cut, and waiting for that is half the time."""
    prepare = sqlite_file._prepare

    def unsynced(connection: sqlite3.Connection, path: Path) -> None:
        prepare(connection, path)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(sqlite_file, "_prepare", unsynced)
    monkeypatch.setattr(os, "fsync", lambda _: None)


_MARKS = re.compile(r"^(?:#+|-#|[-•*>])\s+")


def as_read(posts: Iterable[Posted]) -> list[tuple[str, list[str]]]:
    """Each post as its lines, without what a platform puts before them."""
    return [
        (one.place, sorted(line for words in one.words if (line := _bare(words)))) for one in posts
    ]


def _bare(line: str) -> str:
    return " ".join(_MARKS.sub("", line.strip()).replace("**", "").split())


@dataclass(frozen=True)
class Outcome:
    told: Told
    stored: list[str]
    posts: list[tuple[str, list[str]]]
    files: list[str]


async def done(scenario: Scenario, folder: Path, *, founded: bool = True) -> dict[str, Outcome]:
    """What came of it on each platform."""
    outcomes = {}
    for platform, opens in PLATFORMS.items():
        async with opens(folder / platform, founded=founded) as world:
            await scenario(world)
            outcomes[platform] = Outcome(
                world.door.saw(world.names),
                await stored(world),
                as_read(world.posts()),
                numbered([renamed(world.names)(file) for file in world.files]),
            )
    return outcomes


async def same_on_all(scenario: Scenario, folder: Path, *, founded: bool = True) -> None:
    """Do it three times; fails with the first difference that is not meant."""
    outcomes = await done(scenario, folder, founded=founded)
    console = outcomes["console"]
    assert console.told
    for platform, other in outcomes.items():
        assert as_elsewhere(platform, other.told) == as_elsewhere("console", console.told)
        assert other.posts == console.posts
        assert other.files == console.files
        assert other.stored == console.stored


async def test_each_difference_in_the_table_is_met(tmp_path: Path) -> None:
    outcomes = await done(scenarios.where_they_differ, tmp_path)
    for platform, outcome in outcomes.items():
        told = outcome.told
        for one in DIFFERENCES:
            if platform in one.platforms:
                without = [*one.apart_from_it(told)]
                assert without != [*told], (platform, one.reason)
                told = without


class TestDebrief:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.full_debrief,
            scenarios.back_skip_and_edit,
            scenarios.short_debrief,
            scenarios.just_logged,
            scenarios.stopped_and_resumed,
            scenarios.brought_back_tomorrow,
            scenarios.thrown_away,
            scenarios.reported_in_plain_words,
        ],
    )
    async def test_is_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)


class TestHardMoments:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.stopped_in_a_form,
            scenarios.carried_on,
            scenarios.talked_to_somebody,
            scenarios.stopped_in_private_words,
            scenarios.more_than_a_job_thing,
        ],
    )
    async def test_are_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)


class TestBookAndSharing:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.searched_edited_deleted,
            scenarios.shared_and_taken_back,
            scenarios.exported_and_deleted,
        ],
    )
    async def test_are_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)


class TestWhatComesByItself:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.weekly_encouragement,
            scenarios.quiet_days_and_pauses,
            scenarios.check_in,
            scenarios.follow_up,
        ],
    )
    async def test_is_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)


class TestReferrals:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.introduction,
            scenarios.a_contact_who_says_no,
            scenarios.a_card_that_runs_out,
        ],
    )
    async def test_are_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)


class TestPracticeAndGroups:
    @pytest.mark.parametrize(
        "scenario",
        [
            scenarios.practice,
            scenarios.blocks,
            scenarios.settings,
            scenarios.a_member_who_leaves,
        ],
    )
    async def test_are_the_same_everywhere(self, scenario: Scenario, tmp_path: Path) -> None:
        await same_on_all(scenario, tmp_path)

    async def test_setting_up_is_the_same_everywhere(self, tmp_path: Path) -> None:
        await same_on_all(scenarios.set_up, tmp_path, founded=False)
