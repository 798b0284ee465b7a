"""The weekly encouragement, as a group and its organiser meet it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.cards import Card, Correct, Show, press_token
from bot.core.model import (
    Activity,
    Debrief,
    Delivery,
    DeliveryState,
    Encouragement,
    EncouragementState,
    Group,
    Member,
    Occurrence,
    Share,
    ShareState,
    ShareWay,
    UsedLine,
)
from bot.core.text import plain
from bot.core.wins import WinKind
from bot.features.encouragement import MOST_WORDS, at_least, compose, example, signature, stock
from tests.scene import ZONE, Actor, Killed, Post, Scene, prose, words_of

pytestmark = pytest.mark.asyncio

SPEECH = prose().speech("en")


def body_of(card: Card) -> str:
    """Title and body: what a preview shows of a post."""
    return words_of(replace(card, buttons=(), note=""))


def wall(post: Post, zone: str = ZONE) -> str:
    return f"{post.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


async def plan(group: Scene) -> Encouragement:
    return await group.one(Encouragement, "g1")


async def opens_plan(dana: Actor) -> None:
    await dana.opens_home()
    await dana.taps("Group settings")
    await dana.taps("Weekly post")


async def next_week(group: Scene, weeks: int = 1) -> list[Post]:
    """A week goes by in which somebody is there; all posts so far."""
    for _ in range(weeks):
        await group.member("ana").opens_home()
        await group.wait(days=7)
    return group.postbox.in_channel()


async def kept(group: Scene, *who: str, days_ago: int = 1) -> None:
    """A debrief that each of these people kept."""
    at = group.clock.now() - timedelta(days=days_ago)
    await group.save(*(Debrief(f"d-{one}-{at:%m%d}", one, at, group="g1") for one in who))


class TestTheHour:
    async def test_a_post_goes_out_at_the_organisers_day_and_hour(self, group: Scene) -> None:
        [post] = await next_week(group)
        assert wall(post) == "2026-11-30 09:00"
        assert body_of(post.card).startswith("This week: practice\n")
        assert "Ten minutes: " in body_of(post.card)
        assert group.member("ana").token("Debrief", on=post.card) == "v1:debrief.start:"

    async def test_it_keeps_its_hour_on_the_wall_over_both_clock_changes(
        self, group: Scene
    ) -> None:
        for monday in (date(2027, 3, 22), date(2027, 10, 25)):
            await group.wakes_up_after(
                seconds=(
                    datetime.combine(monday, time(10), UTC) - group.clock.now()
                ).total_seconds()
            )
            await next_week(group)
        before, after = group.postbox.in_channel()
        assert (wall(before), before.at.hour) == ("2027-03-29 09:00", 7)
        assert (wall(after), after.at.hour) == ("2027-11-01 09:00", 8)

    @pytest.mark.parametrize(
        ("saturday", "utc"), [("2027-03-27", "01:30"), ("2027-10-30", "00:30")]
    )
    async def test_an_hour_that_is_skipped_or_shown_twice_brings_one_post(
        self, group: Scene, saturday: str, utc: str
    ) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        await dana.answers(weekday="sunday", hour="02:30")
        night = group.local(saturday, "12:00")
        await group.wakes_up_after(seconds=(night - group.clock.now()).total_seconds())
        await dana.opens_home()
        await group.wait(days=2)
        [post] = group.postbox.in_channel()
        assert f"{post.at:%H:%M}" == utc

    async def test_a_missed_hour_is_caught_up_within_its_grace(self, group: Scene) -> None:
        until = group.local("2026-11-30", "14:59") - group.clock.now()
        await group.wakes_up_after(seconds=until.total_seconds())
        [post] = group.postbox.in_channel()
        assert wall(post) == "2026-11-30 14:59"
        await group.wait(days=7)
        assert [wall(p) for p in group.postbox.in_channel()][1:] == ["2026-12-07 09:00"]

    async def test_an_hour_missed_by_more_is_left_out_and_the_next_comes(
        self, group: Scene
    ) -> None:
        until = group.local("2026-11-30", "15:01") - group.clock.now()
        await group.wakes_up_after(seconds=until.total_seconds())
        assert group.postbox.posts == {}
        [occurrence] = await group.find(Occurrence)
        assert occurrence.outcome == "late"
        [post] = await next_week(group)
        assert wall(post) == "2026-12-07 09:00"
        assert "This week: practice" in words_of(post.card)

    async def test_a_machine_asleep_for_five_weeks_sends_no_burst(self, group: Scene) -> None:
        await group.wakes_up_after(days=35)
        await group.wait(days=6)
        assert group.postbox.posts == {}
        await next_week(group)
        assert len(group.postbox.posts) == 1

    async def test_a_restart_between_two_weeks_changes_nothing(self, group: Scene) -> None:
        await group.restart()
        await next_week(group)
        await group.restart()
        posts = await next_week(group)
        assert [wall(post) for post in posts] == ["2026-11-30 09:00", "2026-12-07 09:00"]

    async def test_a_clock_that_jumps_back_brings_no_second_post(self, group: Scene) -> None:
        await next_week(group)
        group.clock.set_to(group.clock.now() - timedelta(days=3))
        await group.house.clockwork.tick()
        posts = await next_week(group)
        assert [wall(post) for post in posts] == ["2026-11-30 09:00"]
        await group.wait(days=4)
        assert len(group.postbox.posts) == 2


class TestWhatItSays:
    async def test_the_four_wins_take_turns(self, group: Scene) -> None:
        posts = await next_week(group, 5)
        assert [plain(post.card.title) for post in posts] == [
            "This week: practice",
            "This week: what you know now",
            "This week: what you want",
            "This week: the people you met",
            "This week: practice",
        ]

    async def test_no_possible_post_has_more_than_120_words(self) -> None:
        home = Group("g1", "#job-club", "job-club", ZONE, ("dana",))
        on = date(2026, 11, 30)
        at = datetime(2026, 11, 29, tzinfo=UTC)
        text = example("x " * 500)
        shared = [
            Share(k, "ana", "g1", "w", k, text, ShareWay.WEEKLY, at, signature("A " * 40))
            for k in WinKind
        ]
        shared += [replace(one, id=f"{one.id}-2", name=None) for one in shared]

        def words(hard: str, line: str, way: str) -> int:
            kind = line.partition("-")[0]
            others = {*stock(SPEECH, "hard"), *stock(SPEECH, kind)} - {hard, line}
            now = Encouragement(
                "g1",
                0,
                time(9),
                round=list(WinKind).index(WinKind(kind)),
                used=tuple(UsedLine(other, on - timedelta(days=1)) for other in others),
                edited="word " * 80 if way == "edited" else None,
            )
            of_kind = [one for one in shared if one.kind == kind]
            some = {"named": of_kind[:1], "unnamed": of_kind[1:]}.get(way, [])
            composed = compose(SPEECH, home, now, on, some, people=5000)
            assert composed.lines == (hard, line)
            return len(words_of(composed.card).split())

        hards = stock(SPEECH, "hard")
        for way in ("stock", "named", "unnamed", "edited"):
            for kind in WinKind:
                lines = stock(SPEECH, kind)
                of_line = {line: words(hards[0], line, way) for line in lines}
                of_hard = {hard: words(hard, lines[0], way) for hard in hards}
                worst = words(max(hards, key=of_hard.__getitem__), max(lines, key=of_line.get), way)  # type: ignore[arg-type]  # every line is in it
                # The parts stand side by side, so the worst of each make the worst of all.
                assert worst == max(of_line.values()) + max(of_hard.values()) - of_line[lines[0]]
                assert worst <= MOST_WORDS, (way, kind)

    @pytest.mark.parametrize("text", ["", "one", "a b " * 200, "x" * 1000, "line\n" * 100, "a  b"])
    async def test_an_example_cut_once_stays_as_it_is(self, text: str) -> None:
        cut = example(text)
        assert example(cut) == cut
        assert len(cut) <= 280
        assert len(cut.split()) <= 38
        assert cut == text or cut.endswith("…")

    async def test_a_members_example_takes_the_storys_place_and_keeps_its_name(
        self, group: Scene
    ) -> None:
        ana = group.member("ana")
        await ana.keeps("I asked  ACME what they pay", employer="Acme")
        await ana.shares(way="weekly", named="named")
        assert ana.sees("It is laid by for the weekly post.")
        [post] = await next_week(group)
        assert "Ana shared this:\nI asked  a company what they pay\n" in words_of(post.card)
        [share] = await group.find(Share)
        assert share.state is ShareState.POSTED
        [_, second, *_] = await next_week(group)
        assert "Ana" not in words_of(second.card)

    async def test_an_example_of_somebody_who_gave_no_name_is_somebodys(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.keeps("I said no to nights")
        await ana.shares(way="weekly")
        [post] = await next_week(group)
        assert "Somebody in this group shared this:\nI said no to nights\n" in words_of(post.card)
        assert "Ana" not in words_of(post.card)

    async def test_an_example_waits_for_the_week_of_its_own_win(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.keeps("They hire in March", kind="industry")
        await ana.shares(way="weekly")
        first, second = await next_week(group, 2)
        assert "They hire in March" not in words_of(first.card)
        assert "They hire in March" in words_of(second.card)

    async def test_two_examples_of_one_win_take_turns_the_older_one_first(
        self, group: Scene
    ) -> None:
        for who, text in (("ana", "The first"), ("ben", "The second")):
            await group.member(who).keeps(text)
            await group.member(who).shares(way="weekly")
            await group.wait(minutes=5)
        posts = await next_week(group, 5)
        shown = [("The first" in words_of(p.card), "The second" in words_of(p.card)) for p in posts]
        assert shown == [(True, False), *[(False, False)] * 3, (False, True)]


class TestTheFigure:
    async def figure(self, group: Scene) -> str | None:
        post = (await next_week(group))[-1]
        lines = words_of(post.card).splitlines()
        return next((line for line in lines if line.startswith("At least")), None)

    async def test_four_people_are_no_number(self, group: Scene) -> None:
        await kept(group, "ana", "ben", "chidi", "dana")
        assert await self.figure(group) is None

    async def test_five_people_are_at_least_five(self, group: Scene) -> None:
        await kept(group, "ana", "ben", "chidi", "dana", "eun")
        await kept(group, "ana", days_ago=2)
        assert (
            await self.figure(group) == "At least 5 people here kept something in the last month."
        )

    async def test_six_people_are_still_at_least_five(self, group: Scene) -> None:
        await kept(group, "ana", "ben", "chidi", "dana", "eun", "farid")
        assert "At least 5 " in (await self.figure(group) or "")

    async def test_no_two_posts_count_the_same_day(self, group: Scene) -> None:
        everybody = ("ana", "ben", "chidi", "dana", "eun", "farid")
        told = []
        for _ in range(9):
            await kept(group, *everybody)
            told.append(await self.figure(group) is not None)
        assert told == [True, *[False] * 3, True, *[False] * 3, True]

    async def test_a_span_with_too_few_is_not_counted_again_with_one_more(
        self, group: Scene
    ) -> None:
        await kept(group, "ana", "ben", "chidi", "dana")
        assert await self.figure(group) is None
        await kept(group, "eun")
        assert await self.figure(group) is None

    @pytest.mark.parametrize(
        ("people", "floor", "told"),
        [
            (4, 5, 0),
            (5, 5, 5),
            (9, 5, 5),
            (10, 5, 10),
            (3, 1, 3),
            (2, 1, 0),
            (6, 7, 0),
            (7, 7, 7),
            (10, 7, 10),
            (0, 0, 0),
            (99999, 5, 1000),
        ],
    )
    async def test_a_number_is_rounded_down_and_never_below_the_floor(
        self, people: int, floor: int, told: int
    ) -> None:
        assert at_least(people, floor) == told

    async def test_the_private_copy_tells_the_same_number(self, group: Scene) -> None:
        await kept(group, "ana", "ben", "chidi", "dana", "eun")
        ben = group.member("ben")
        await ben.opens_home()
        await ben.taps("My settings")
        await ben.taps("Weekly post as a private message")
        [post] = await next_week(group)
        assert body_of(ben.inbox[0].card) == body_of(post.card)


class TestTheOrganiser:
    async def test_the_preview_is_what_is_posted(self, group: Scene) -> None:
        dana = group.member("dana")
        await group.member("ana").keeps("I asked about pay")
        await group.member("ana").shares(way="weekly")
        await opens_plan(dana)
        assert dana.sees("The next one goes out on Monday 30 November, 09:00 (Europe/Berlin).")
        await dana.taps("Preview the next one")
        shown = dana.last
        assert isinstance(shown, Show)
        assert dana.sees("Monday 30 November, 09:00, in #job-club:", "Only you can see this.")
        await group.wait(days=7)
        [post] = group.postbox.in_channel()
        heading = plain(shown.card.title)
        assert body_of(shown.card) == f"{heading}\n{body_of(post.card)}"
        await dana.taps("Back")
        assert dana.sees("The weekly post in #job-club")

    async def test_held_posts_wait_until_they_are_let_go_on(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Hold")
        assert dana.sees("It is held.")
        assert await next_week(group, 2) == []
        await opens_plan(dana)
        await dana.taps("Let it go on")
        assert dana.sees("The next one goes out on Monday 14 December")
        [post] = await next_week(group)
        assert "This week: practice" in words_of(post.card)

    async def test_a_post_let_go_on_the_same_day_goes_out_at_its_new_hour(
        self, group: Scene
    ) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Hold")
        await group.wait(days=7)
        await opens_plan(dana)
        await dana.taps("Let it go on")
        await dana.taps("Change day or hour")
        await dana.answers(hour="12:00")
        assert dana.sees("The next one goes out on Monday 30 November, 12:00")
        await group.wait(hours=3)
        [post] = group.postbox.in_channel()
        assert wall(post) == "2026-11-30 12:00"

    async def test_own_words_are_for_the_next_post_only(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Edit the next one")
        await dana.answers(words="The hall is open on Thursday.\nBring a <@friend>.")
        assert dana.sees("The next one has your own words.")
        await dana.taps("Preview the next one")
        assert dana.sees("The hall is open on Thursday.")
        first, second = await next_week(group, 2)
        assert body_of(first.card).startswith(
            "This week: practice\nThe hall is open on Thursday.\nBring a <@friend>.\nTen minutes:"
        )
        assert "hall" not in words_of(second.card)
        assert "This week: what you know now" in words_of(second.card)

    async def test_own_words_leave_a_shared_example_for_later(self, group: Scene) -> None:
        dana, ana = group.member("dana"), group.member("ana")
        await ana.keeps("I asked about pay")
        await ana.shares(way="weekly")
        await opens_plan(dana)
        await dana.taps("Edit the next one")
        await dana.answers(words="The hall is open.")
        posts = await next_week(group, 5)
        assert ["I asked about pay" in words_of(p.card) for p in posts] == [*[False] * 4, True]

    async def test_eighty_words_fit_and_one_more_is_given_back(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Edit the next one")
        await dana.answers(words="word " * 81)
        assert isinstance(dana.last, Correct)
        assert dana.sees("longer than eighty words", ("word " * 81).strip())
        await dana.answers(words="word " * 80)
        assert dana.sees("The next one has your own words.")

    async def test_emptied_words_bring_the_planned_text_back(self, group: Scene) -> None:
        dana = group.member("dana")
        for words in ("The hall is open.", ""):
            await opens_plan(dana)
            await dana.taps("Edit the next one")
            await dana.answers(words=words)
        assert "own words" not in dana.said()
        [post] = await next_week(group)
        assert "hall" not in words_of(post.card)

    async def test_left_out_it_comes_the_week_after_with_the_same_win(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Leave out the next one")
        assert dana.sees("Monday 30 November is left out.")
        await dana.taps("Preview the next one")
        assert dana.sees("Monday 7 December, 09:00")
        shown = dana.said()
        assert await next_week(group) == []
        [post] = await next_week(group)
        assert wall(post) == "2026-12-07 09:00"
        assert body_of(post.card) in shown
        assert len(await next_week(group)) == 2

    async def test_left_out_and_put_back(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Leave out the next one")
        await dana.taps("Don't leave it out")
        assert dana.sees("The next one goes out on Monday 30 November")
        assert len(await next_week(group)) == 1

    async def test_another_day_and_hour_hold_from_the_next_post_on(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        assert [one.value for one in dana.form.fields] == ["monday", "09:00"]
        await dana.answers(weekday="wednesday", hour="5 pm")
        assert dana.sees("The next one goes out on Wednesday 25 November, 17:00")
        posts = await next_week(group, 2)
        assert [wall(post) for post in posts] == ["2026-11-25 17:00", "2026-12-02 17:00"]

    @pytest.mark.parametrize("day", ["tuesday", "friday", "sunday"])
    async def test_no_second_post_in_a_week_that_had_one(self, group: Scene, day: str) -> None:
        dana = group.member("dana")
        await next_week(group)
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        await dana.answers(weekday=day)
        posts = await next_week(group, 2)
        weeks = [post.at.isocalendar()[:2] for post in posts]
        assert weeks == [(2026, 49), (2026, 50)]

    async def test_an_earlier_day_waits_for_the_next_week(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        await dana.answers(weekday="friday")
        await next_week(group)
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        await dana.answers(weekday="tuesday", hour="08:00")
        posts = await next_week(group, 2)
        assert [wall(post) for post in posts] == [
            "2026-11-27 09:00",
            "2026-12-01 08:00",
            "2026-12-08 08:00",
        ]

    async def test_an_hour_that_can_not_be_read_is_asked_again(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Change day or hour")
        await dana.answers(hour="half past breakfast")
        assert isinstance(dana.last, Correct)
        assert dana.sees("half past breakfast", "can't read this as an hour")
        assert (await plan(group)).hour == time(9)

    async def test_off_is_off_until_it_is_started_again(self, group: Scene) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps("Turn it off")
        assert dana.sees("It is turned off.")
        assert await next_week(group, 6) == []
        assert dana.inbox == []
        await opens_plan(dana)
        await dana.taps("Start it again")
        [post] = await next_week(group)
        assert "This week: practice" in words_of(post.card)

    async def test_off_and_on_in_a_week_that_had_its_post_brings_no_second(
        self, group: Scene
    ) -> None:
        dana = group.member("dana")
        await next_week(group)
        await opens_plan(dana)
        await dana.taps("Turn it off")
        await dana.taps("Start it again")
        assert dana.sees("The next one goes out on Monday 7 December")
        await group.wait(days=6)
        assert len(group.postbox.posts) == 1

    @pytest.mark.parametrize(
        "verb",
        ["plan", "preview", "hold", "release", "skip", "unskip", "resume", "off", "edit", "time"],
    )
    async def test_who_is_no_organiser_changes_nothing(self, group: Scene, verb: str) -> None:
        ana = group.member("ana")
        before = await plan(group)
        await ana.presses(press_token(f"encouragement.{verb}", "g1"))
        assert ana.sees("This part is for the group's organisers. Nothing was changed.")
        assert await plan(group) == before

    @pytest.mark.parametrize("button", ["Edit the next one", "Change day or hour"])
    async def test_who_is_no_organiser_any_more_is_refused_at_the_submit(
        self, group: Scene, button: str
    ) -> None:
        dana = group.member("dana")
        await opens_plan(dana)
        await dana.taps(button)
        before = await plan(group)
        home = await group.one(Group, "g1")
        await group.save(replace(home, organisers=("ben",)))
        if "Edit" in button:
            await dana.answers(words="Mine")
        else:
            await dana.answers(weekday="friday")
        assert dana.sees("This part is for the group's organisers.")
        assert await plan(group) == before

    async def test_a_button_acts_on_the_group_whose_card_it_is_on(self, group: Scene) -> None:
        second = Group("g2", "#night-shift", "night-shift", ZONE, ("dana",))
        await group.save(second, Encouragement("g2", 2, time(9)))
        dana = group.member("dana")
        await dana.presses(press_token("encouragement.plan", "g2"))
        assert dana.sees("The weekly post in #night-shift")
        await dana.taps("Hold")
        await dana.taps("Change day or hour")
        await dana.answers(weekday="friday")
        assert (await group.one(Encouragement, "g2")).held
        assert (await group.one(Encouragement, "g2")).weekday == 4
        assert await plan(group) == Encouragement("g1", 0, time(9))


class TestAQuietMonth:
    async def quiet(self, group: Scene) -> None:
        """Four weeks in which nobody comes, and the Monday after them."""
        await group.wait(until=group.local("2026-12-21", "08:59"))
        assert len(group.postbox.in_channel()) == 3
        await group.wait(minutes=30)

    async def test_it_rests_and_asks_each_organiser_once(self, group: Scene) -> None:
        home = await group.one(Group, "g1")
        await group.save(replace(home, organisers=("dana", "ben")))
        await self.quiet(group)
        assert len(group.postbox.in_channel()) == 3
        await group.wait(days=60)
        assert len(group.postbox.in_channel()) == 3
        for who in ("dana", "ben"):
            [asked] = group.member(who).inbox
            assert plain(asked.card.title) == "#job-club has been quiet for a month."
        assert (await plan(group)).state is EncouragementState.RESTING

    async def test_the_question_waits_for_waking_hours(self, group: Scene) -> None:
        dana = await group.one(Member, "dana")
        await group.save(replace(dana, zone="America/Los_Angeles"))
        await self.quiet(group)
        assert group.member("dana").inbox == []
        await group.wait(days=1)
        [asked] = group.member("dana").inbox
        assert wall(asked, "America/Los_Angeles") == "2026-12-21 09:00"

    async def test_a_group_is_not_quiet_while_somebody_comes_once_a_month(
        self, group: Scene
    ) -> None:
        for _ in range(4):
            await group.wait(days=27)
            await group.member("ana").opens_home()
        assert len(group.postbox.in_channel()) == 15

    async def test_the_organiser_starts_it_again(self, group: Scene) -> None:
        await self.quiet(group)
        dana = group.member("dana")
        [asked] = dana.inbox
        await dana.taps("Start it again", on=asked.card)
        assert dana.sees("The next one goes out on Monday 28 December")
        await group.wait(days=8)
        assert len(group.postbox.in_channel()) == 4
        assert "the people you met" in words_of(group.postbox.in_channel()[-1].card)

    async def test_the_organiser_leaves_it_off(self, group: Scene) -> None:
        await self.quiet(group)
        dana = group.member("dana")
        await dana.taps("Leave it off", on=dana.inbox[0].card)
        assert dana.sees("It is turned off.")
        await next_week(group, 6)
        assert len(group.postbox.in_channel()) == 3
        assert len(dana.inbox) == 1

    async def test_somebodys_return_alone_does_not_start_it_and_starting_it_is_enough(
        self, group: Scene
    ) -> None:
        await self.quiet(group)
        await next_week(group, 2)
        assert len(group.postbox.in_channel()) == 3
        dana = group.member("dana")
        await opens_plan(dana)
        assert dana.sees("It rests, since the group was quiet for a month.")
        await dana.taps("Start it again")
        await next_week(group)
        assert len(group.postbox.in_channel()) == 4

    async def test_starting_a_group_that_is_not_the_nearest_is_enough_for_it(
        self, group: Scene
    ) -> None:
        second = Group("g2", "#night-shift", "night-shift", ZONE, ("dana",))
        resting = Encouragement("g2", 2, time(9), state=EncouragementState.RESTING)
        await group.save(second, resting, Activity("g2", date(2026, 1, 1)))
        dana = group.member("dana")
        await dana.presses(press_token("encouragement.resume", "g2"))
        await group.wait(days=7)
        assert len(group.postbox.in_channel("night-shift")) == 1


class TestPrivately:
    async def test_who_chose_it_gets_the_post_alone_and_can_stop_it_with_one_tap(
        self, group: Scene
    ) -> None:
        ben = group.member("ben")
        await ben.opens_home()
        await ben.taps("My settings")
        await ben.taps("Weekly post as a private message")
        assert ben.sees("From now on you get the weekly post from me privately.")
        [post] = await next_week(group)
        [private] = ben.inbox
        assert body_of(private.card) == body_of(post.card)
        assert group.member("ana").inbox == []
        await ben.taps("Stop the private weekly post", on=private.card)
        assert ben.sees("Done. The weekly post stays in the channel.")
        await next_week(group)
        assert len(ben.inbox) == 1

    async def test_a_pause_holds_it_back_and_an_old_one_is_not_sent_afterwards(
        self, group: Scene
    ) -> None:
        ben = await group.one(Member, "ben")
        until = group.local("2026-12-03", "12:00")
        await group.save(replace(ben, weekly_privately=True, paused_until=until))
        await next_week(group, 2)
        assert [wall(post) for post in group.member("ben").inbox] == ["2026-12-07 09:00"]

    async def test_it_waits_for_waking_hours(self, group: Scene) -> None:
        ben = await group.one(Member, "ben")
        await group.save(replace(ben, weekly_privately=True, wakes=time(13)))
        await next_week(group)
        await group.wait(hours=3)
        [private] = group.member("ben").inbox
        assert wall(private) == "2026-11-30 13:00"


class TestTakenBack:
    async def shared(self, group: Scene) -> Actor:
        ben = await group.one(Member, "ben")
        await group.save(replace(ben, weekly_privately=True))
        ana = group.member("ana")
        await ana.keeps("I asked about pay")
        await ana.shares(way="weekly", named="named")
        return ana

    async def test_before_its_week_it_is_not_used(self, group: Scene) -> None:
        ana = await self.shared(group)
        await ana.taps("Take it back")
        assert ana.sees("Taken back.")
        [post] = await next_week(group)
        assert "about pay" not in words_of(post.card)

    @pytest.mark.parametrize("weeks", [0, 20, 60])
    async def test_a_stock_line_takes_its_place_in_every_copy(
        self, group: Scene, weeks: int
    ) -> None:
        ana = await self.shared(group)
        [post] = await next_week(group)
        [private] = group.member("ben").inbox
        opening = body_of(post.card).splitlines()[1]
        await next_week(group, weeks)
        await ana.taps("Take it back")
        for card in (post.card, private.card):
            words = body_of(card)
            assert "about pay" not in words
            assert "Ana" not in words
            assert words.splitlines()[:2] == ["This week: practice", opening]
            assert words.splitlines()[2] in [SPEECH(k) for k in stock(SPEECH, "practice")]
            assert len(words_of(card).split()) <= MOST_WORDS
        assert group.member("ben").token("Stop the private weekly post", on=private.card)

    async def test_a_private_copy_that_waits_is_changed_before_it_goes(self, group: Scene) -> None:
        ana = await self.shared(group)
        ben = await group.one(Member, "ben")
        await group.save(replace(ben, wakes=time(13)))
        await group.wait(days=7)
        await ana.taps("Take it back")
        await group.wait(hours=3)
        [private] = group.member("ben").inbox
        assert "about pay" not in words_of(private.card)
        assert group.member("ben").token("Stop the private weekly post", on=private.card)

    async def test_deleting_the_win_takes_its_example_back(self, group: Scene) -> None:
        ana = await self.shared(group)
        [post] = await next_week(group)
        await ana.types("/wins pay")
        await ana.taps("Open")
        await ana.taps("Delete")
        await ana.taps("Yes, delete it")
        assert "about pay" not in words_of(post.card)


class TestATransportInTrouble:
    async def test_a_failing_network_is_tried_again_later_and_later(self, group: Scene) -> None:
        for _ in range(4):
            group.postbox.fails()
        await next_week(group)
        [post] = group.postbox.in_channel()
        assert post.at - group.local("2026-11-30", "09:00") == timedelta(seconds=1 + 2 + 4 + 8)
        assert group.postbox.calls == 5
        assert group.postbox.doubts == [False, True, True, True, True]

    async def test_a_network_lost_for_longer_than_the_grace_leaves_the_week_out(
        self, group: Scene
    ) -> None:
        group.postbox.down = True
        await next_week(group)
        await group.wait(hours=5)
        group.postbox.down = False
        await group.wait(hours=1)
        assert group.postbox.posts == {}
        posts = await next_week(group)
        assert [wall(post) for post in posts] == ["2026-12-07 09:00"]

    async def test_a_channel_that_is_gone_is_told_to_the_organiser_once(self, group: Scene) -> None:
        group.postbox.fails(never=True, reason="no_such_channel")
        await next_week(group)
        assert group.postbox.in_channel() == []
        dana = group.member("dana")
        [told] = dana.inbox
        assert plain(told.card.title) == "A post for #job-club could not go out"
        assert "please choose the channel again" in words_of(told.card)
        await next_week(group)
        assert len(group.postbox.in_channel()) == 1
        assert len(dana.inbox) == 1

    async def test_a_crash_after_sending_does_not_post_twice(self, group: Scene) -> None:
        group.postbox.kills = 1
        await group.member("ana").opens_home()
        with suppress(Killed):
            await group.wait(days=7)
        await group.restart()
        await group.wait(minutes=5)
        assert group.postbox.kills == 0
        assert len(group.postbox.in_channel()) == 1
        assert group.postbox.doubts == [False, True]
        [sent] = await group.find(Delivery)
        assert sent.state is DeliveryState.SENT
