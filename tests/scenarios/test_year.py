"""Two years of one group: what holds over all its weeks."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.model import Encouragement, Occurrence
from bot.core.text import plain
from bot.core.wins import WinKind
from bot.features.encouragement import MOST_WORDS, stock
from tests.scene import ZONE, Scene, prose, words_of

pytestmark = pytest.mark.asyncio

WEEKS = 104
SPEECH = prose().speech("en")
LEFT_OUT, HELD, OWN_WORDS, ASLEEP = {7, 60}, {20, 21, 22}, {13, 80}, {33, 34}
"""What happens in which weeks, counted from the first Monday."""


async def live(group: Scene) -> None:
    """The weeks one after the other, with an organiser who meddles and a machine that sleeps."""
    dana, ana = group.member("dana"), group.member("ana")
    for week in range(WEEKS):
        if week % 3 == 0:
            await ana.opens_home()
        if week % 10 == 4:
            await ana.keeps(f"Example of week {week}", kind=list(WinKind)[week % 4])
            await ana.shares(way="weekly")
        if week in LEFT_OUT | {min(HELD), max(HELD) + 1} | OWN_WORDS:
            await dana.opens_home()
            await dana.taps("Group settings")
            await dana.taps("Weekly post")
        if week in LEFT_OUT:
            await dana.taps("Leave out the next one")
        elif week == min(HELD):
            await dana.taps("Hold")
        elif week == max(HELD) + 1:
            await dana.taps("Let it go on")
        elif week in OWN_WORDS:
            await dana.taps("Edit the next one")
            await dana.answers(words="The hall is open on Thursday.")
        if week == min(ASLEEP):
            await group.wakes_up_after(days=7 * len(ASLEEP))
        elif week not in ASLEEP:
            await group.wait(days=7)


async def test_two_years_of_weekly_posts(group: Scene) -> None:
    first = date(2026, 11, 30)
    await live(group)
    posts = group.postbox.in_channel()
    missing = LEFT_OUT | HELD | ASLEEP

    # One post a week, none missing while the group is active, none twice, none bunched.
    days = [post.at.astimezone(ZoneInfo(ZONE)).date() for post in posts]
    assert days == [first + timedelta(weeks=w) for w in range(WEEKS) if w not in missing]
    assert {f"{post.at.astimezone(ZoneInfo(ZONE)):%H:%M}" for post in posts} == {"09:00"}
    assert all(group.member(who).inbox == [] for who in ("ana", "dana"))

    # The four wins take turns, whatever was left out.
    titles = [plain(post.card.title) for post in posts]
    kinds = [SPEECH(f"encouragement-title-{kind}") for kind in WinKind]
    assert titles == [kinds[n % 4] for n in range(len(posts))]

    # No line comes back within twelve weeks, and no post is longer than it may be.
    lines = {
        SPEECH(key): key for prefix in ("hard", *WinKind) for key in stock(SPEECH, str(prefix))
    }
    last: dict[str, date] = {}
    for day, post in zip(days, posts, strict=True):
        words = words_of(post.card)
        assert len(words.split()) <= MOST_WORDS
        for line in words.splitlines():
            if line in lines:
                assert day - last.get(line, date.min) > timedelta(weeks=12), (day, lines[line])
                last[line] = day
    # All of them had their turn: the stock is neither too small nor partly forgotten.
    assert len(last) > len(lines) - 8

    # Every example was shown once; what an organiser wrote, once too.
    texts = [words_of(post.card) for post in posts]
    for week in range(4, WEEKS - 4, 10):
        assert sum(f"Example of week {week}\n" in text for text in texts) == 1
    assert sum("The hall is open" in text for text in texts) == len(OWN_WORDS)

    # What is remembered does not grow for ever.
    assert len((await group.one(Encouragement, "g1")).used) <= 200
    assert len(await group.find(Occurrence)) < 40


async def test_a_group_that_comes_and_goes_is_never_talked_to_in_an_empty_room(
    group: Scene,
) -> None:
    dana = group.member("dana")
    for _ in range(5):
        await group.wait(days=60)
        assert plain(dana.inbox[-1].card.title) == "#job-club has been quiet for a month."
        await dana.taps("Start it again", on=dana.inbox[-1].card)
    # Four posts before each pause but the first, which began after its Monday.
    assert len(group.postbox.in_channel()) == 3 + 4 * 4
    assert len(dana.inbox) == 5
