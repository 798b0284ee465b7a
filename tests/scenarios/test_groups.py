"""Setting a group up, and its settings, as organisers meet them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.cards import Answer
from bot.core.model import (
    CheckinPlan,
    Conversation,
    Encouragement,
    Figures,
    Group,
    Member,
    PairingPlan,
    Quiet,
    Timer,
)
from bot.core.text import plain
from tests.scene import Actor, HandClock, Scene, words_of

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def nowhere(tmp_path: Path) -> AsyncIterator[Scene]:
    """A workspace in which nobody has set anything up."""
    made = Scene(tmp_path / "data", HandClock())
    await made.start()
    yield made
    await made.stop()


async def set_up(actor: Actor, **answers: Answer) -> None:
    """The five answers; what is not named stays as it is offered."""
    await actor.types("/fourwins")
    await actor.taps("Set up a group")
    for _ in range(4):
        values = {one.name: one.value for one in actor.form.fields}
        names = {"hour": "checkin"} if "weekdays" in values else {}
        for name in values:
            if names.get(name, name) in answers:
                values[name] = answers[names.get(name, name)]
        await actor.submits(actor.form, values)


async def groups_of(scene: Scene) -> list[Group]:
    return await scene.store.transaction(scene.tenant).find(Group)


async def test_a_group_is_set_up_in_five_answers(nowhere: Scene) -> None:
    dana = nowhere.member("dana")
    await set_up(
        dana,
        channel="job-club",
        zone="lisbon",
        weekday="tuesday",
        hour="8:30",
        weekdays=("thursday",),
        checkin="5 pm",
    )
    assert dana.sees(
        "Is this right?",
        "Channel job-club, time zone Europe/Lisbon.",
        "A short post each Tuesday at 08:30.",
        "A check-in on Thursday at 17:00.",
        "For hard moments: Dana.",
        "Nothing is posted when you set it up.",
    )
    await dana.taps("Set it up")
    assert dana.sees("The group is set up.")
    [group] = await groups_of(nowhere)
    assert (group.channel, group.zone) == ("job-club", "Europe/Lisbon")
    assert (group.organisers, group.helper) == (("dana",), "dana")
    [weekly] = await nowhere.store.transaction(nowhere.tenant).find(Encouragement)
    assert (weekly.weekday, weekly.hour) == (1, time(8, 30))
    [checkins] = await nowhere.store.transaction(nowhere.tenant).find(CheckinPlan)
    assert (checkins.weekdays, checkins.hour, checkins.on) == ((3,), time(17), True)
    assert nowhere.postbox.posts == {}
    await nowhere.wait(days=9)
    assert len(nowhere.postbox.in_channel()) == 2 + 1  # two Thursdays, one Tuesday


async def test_setting_up_twice_is_setting_up_once(nowhere: Scene) -> None:
    dana = nowhere.member("dana")
    await set_up(dana, channel="job-club")
    token = dana.token("Set it up")
    await dana.presses(token)
    await dana.presses(token)
    assert len(await groups_of(nowhere)) == 1


async def test_without_a_channel_it_says_what_is_missing_and_loses_nothing(
    nowhere: Scene,
) -> None:
    dana = nowhere.member("dana")
    await set_up(dana, zone="lisbon", hour="8")
    assert dana.sees("A group needs a channel.", "Nothing is lost.")
    await dana.taps("Edit")
    await dana.taps("Change")
    assert dana.form.fields[1].value == "Europe/Lisbon"


async def test_no_day_means_no_check_ins(nowhere: Scene) -> None:
    dana = nowhere.member("dana")
    await set_up(dana, channel="job-club", weekdays=())
    assert dana.sees("No check-ins for now.")
    await dana.taps("Set it up")
    await nowhere.wait(days=14)
    assert all("heck-in" not in p.card.title for p in nowhere.postbox.in_channel())


async def test_not_now_keeps_nothing(nowhere: Scene) -> None:
    dana = nowhere.member("dana")
    await set_up(dana, channel="job-club")
    await dana.taps("Not now")
    assert await groups_of(nowhere) == []
    await nowhere.wait(days=10)
    assert nowhere.postbox.posts == {}


async def test_the_person_for_hard_moments_is_asked_first(nowhere: Scene) -> None:
    dana, ben = nowhere.member("dana"), nowhere.member("ben")
    await ben.types("/home")
    await set_up(dana, channel="job-club", helper="ben")
    await dana.taps("Set it up")
    assert dana.sees("I have asked Ben.")
    assert (await groups_of(nowhere))[0].helper is None
    [asked] = ben.inbox
    assert plain(asked.card.title).startswith("Dana asks whether you would be the person")
    await ben.taps("Yes, I will", on=asked.card)
    assert (await groups_of(nowhere))[0].helper == "ben"
    await ben.taps("Stop being that person")
    assert (await groups_of(nowhere))[0].helper is None


async def test_nobody_makes_themselves_the_person_for_hard_moments(group: Scene) -> None:
    ben = group.member("ben")
    await ben.presses("v1:groups.helper_yes:g1")
    assert (await groups_of(group))[0].helper == "dana"


async def test_two_groups_live_in_one_workspace(group: Scene) -> None:
    eun = group.member("eun")
    await eun.presses("v1:groups.setup:")
    for _ in range(4):
        values = {one.name: one.value for one in eun.form.fields}
        if "channel" in values:
            values["channel"] = "nurses"
        await eun.submits(eun.form, values)
    await eun.taps("Set it up")
    assert sorted(g.channel for g in await groups_of(group)) == ["job-club", "nurses"]
    dana = group.member("dana")
    await dana.presses("v1:groups.settings:")
    assert dana.sees("#job-club: settings")
    await eun.presses("v1:groups.settings:")
    assert eun.sees("nurses: settings")


class TestSettings:
    @pytest.mark.parametrize(
        "verb",
        [
            "settings",
            "basics",
            "people",
            "quiet",
            "add_quiet",
            "unquiet",
            "unpause",
            "numbers",
            "figures",
            "step_down",
        ],
    )
    async def test_only_organisers_get_in(self, group: Scene, verb: str) -> None:
        before = await groups_of(group)
        ben = group.member("ben")
        await ben.presses(f"v1:groups.{verb}:g1")
        assert ben.sees("This part is for the group's organisers. Nothing was changed.")
        assert await groups_of(group) == before

    async def test_rights_are_checked_again_when_a_form_comes_back(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.basics:g1")
        [home] = await groups_of(group)
        transaction = group.store.transaction(group.tenant)
        transaction.put(Group(home.id, home.name, home.channel, home.zone, ("ana",)))
        await transaction.commit()
        await dana.answers(zone="tokyo")
        assert dana.sees("Nothing was changed.")
        assert (await groups_of(group))[0].zone == "Europe/Berlin"

    async def test_another_zone_moves_the_hours_of_the_plans(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.basics:g1")
        await dana.answers(zone="new york", referral_channel="referrals")
        [home] = await groups_of(group)
        assert (home.zone, home.referral_channel) == ("America/New_York", "referrals")
        [timer] = [
            t
            for t in await group.store.transaction(group.tenant).find(Timer)
            if t.what == "encouragement.weekly"
        ]
        assert timer.due_at.hour == 14

    async def test_a_channel_has_one_group(self, group: Scene) -> None:
        transaction = group.store.transaction(group.tenant)
        transaction.put(Group("g2", "#nurses", "nurses", "Europe/Berlin", ("eun",)))
        await transaction.commit()
        dana = group.member("dana")
        await dana.presses("v1:groups.basics:g1")
        await dana.answers(channel="nurses")
        assert dana.sees("That channel has a group of its own already")

    async def test_people_and_helplines(self, group: Scene) -> None:
        dana, ana = group.member("dana"), group.member("ana")
        await dana.presses("v1:groups.people:g1")
        await dana.answers(
            helper="dana", organiser="ben", care_lines="Samaritans: 116 123\n\nCall Dana\nx\ny"
        )
        [home] = await groups_of(group)
        assert home.organisers == ("dana", "ben")
        assert home.care_lines == ("Samaritans: 116 123", "Call Dana", "x")
        await ana.types("/debrief")
        await ana.answers(pace="short")
        await ana.goes("more")
        assert ana.sees("Samaritans: 116 123", "Call Dana")

    async def test_the_last_organiser_stays(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.step_down:g1")
        assert dana.sees("You are the only organiser.")
        await dana.presses("v1:groups.people:g1")
        await dana.answers(organiser="ben")
        await dana.presses("v1:groups.step_down:g1")
        assert dana.sees("You are no organiser of this group any more.")
        assert (await groups_of(group))[0].organisers == ("ben",)

    async def test_quiet_days_and_a_pause_hold_every_plan_back(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.quiet:g1")
        await dana.taps("Add quiet days, or pause")
        await dana.answers(first="30 Nov", last="1 Dec")
        [home] = await groups_of(group)
        assert home.quiet == (Quiet(date(2026, 11, 30), date(2026, 12, 1)),)
        await group.wait(days=8)
        assert group.postbox.in_channel() == []
        await group.wait(days=7)
        assert len(group.postbox.in_channel()) == 1
        await dana.presses("v1:groups.add_quiet:g1")
        await dana.answers(paused_until="22 Dec")
        assert dana.sees("End the pause")
        await group.wait(days=14)
        assert len(group.postbox.in_channel()) == 1
        await group.wait(days=7)
        assert len(group.postbox.in_channel()) == 2

    async def test_quiet_days_can_be_taken_off(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.add_quiet:g1")
        await dana.answers(first="30 Nov", last="1 Dec")
        await dana.taps("Take it off")
        assert (await groups_of(group))[0].quiet == ()

    async def test_numbers_go_only_in_the_direction_that_protects(self, group: Scene) -> None:
        dana = group.member("dana")
        await dana.presses("v1:groups.numbers:g1")
        await dana.answers(floor="2")
        assert dana.sees("Please write a number between the two")
        await dana.answers(floor="8", referral_days="10")
        await dana.answers(drafts="8")
        assert dana.sees("Please write a number between the two")
        await dana.answers(drafts="3", contacts="10", energy="30")
        [home] = await groups_of(group)
        assert (home.floor, home.referral_days) == (8, 10)
        assert (home.keep_drafts_days, home.keep_contacts_days, home.keep_energy_days) == (
            3,
            10,
            30,
        )


class TestFigures:
    async def keeps(self, actor: Actor) -> None:
        await actor.types("/debrief")
        await actor.answers(pace="short")
        await actor.answers(feeling="flat")
        await actor.answers(kind="self", text="secret words")
        await actor.taps("Keep it")

    async def test_of_four_people_nothing_is_told_and_of_five_a_round_number(
        self, group: Scene
    ) -> None:
        dana = group.member("dana")
        for who in ("ana", "ben", "chidi", "dana"):
            await self.keeps(group.member(who))
        await group.wait(days=10)
        await dana.presses("v1:groups.figures:g1")
        assert dana.sees("November 2026", "Nothing that can be told without pointing at somebody.")
        for who in ("ana", "ben", "chidi", "dana", "eun", "farid"):
            await self.keeps(group.member(who))
        await group.wait(days=31)
        await dana.presses("v1:groups.figures:g1")
        assert dana.sees("December 2026", "At least 5 people kept a debrief.")
        assert "secret" not in dana.said()

    async def test_a_month_is_counted_once(self, group: Scene) -> None:
        dana = group.member("dana")
        await group.wait(days=10)
        await dana.presses("v1:groups.figures:g1")
        await dana.presses("v1:groups.figures:g1")
        assert len(await group.all(Figures)) == 1


class TestMembers:
    async def test_change_zone_and_hours(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/home")
        await ana.taps("My settings")
        assert ana.sees("Time zone: Europe/Berlin", "between 09:00 and 20:00")
        await ana.taps("Change time zone or hours")
        await ana.answers(zone="Nowhere", wakes="7")
        assert ana.sees("I don't know this time zone.")
        await ana.answers(zone="tokyo", wakes="7", sleeps="22:30")
        assert ana.sees("Time zone: Asia/Tokyo", "between 07:00 and 22:30")

    async def test_a_pause_runs_to_its_day_and_ends_by_itself(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.presses("v1:members.pause:")
        await ana.answers(until="friday")
        assert ana.sees("Paused until Friday 27 November, 09:00.")
        await group.wait(until=group.local("2026-11-27", "09:01"))
        await ana.presses("v1:members.open:")
        assert "Paused" not in ana.said()

    async def test_leaving_is_silent_and_keeps_ones_own_book(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.presses("v1:members.leave:")
        assert ana.sees("Leave #job-club?", "Nobody is told.")
        await ana.taps("Yes, leave")
        assert ana.sees("You have left the group.")
        assert group.postbox.posts == {}
        await ana.types("/debrief")
        await ana.answers(pace="log")
        await ana.answers(employer="Acme")
        await ana.types("/wins")
        assert ana.sees("from one debrief")
        [member] = await group.store.transaction(group.tenant).find(Member, group=None)
        assert member.apart
        await ana.presses("v1:members.join:")
        assert ana.sees("You are part of #job-club.")


async def test_pairings_begin_with_the_group(nowhere: Scene) -> None:
    dana = nowhere.member("dana")
    await set_up(dana, channel="job-club")
    await dana.taps("Set it up")
    assert len(await nowhere.all(PairingPlan)) == 1


async def test_drafts_go_after_the_days_that_the_organiser_chose(group: Scene) -> None:
    dana, ana = group.member("dana"), group.member("ana")
    await dana.presses("v1:groups.numbers:g1")
    await dana.answers()
    await dana.answers(drafts="2")
    await ana.types("/debrief")
    await ana.answers(pace="now", stage="screen")
    await group.wait(days=1, hours=23)
    assert len(await group.all(Conversation)) == 1
    await group.wait(hours=2)
    assert await group.all(Conversation) == []


async def test_an_old_tap_takes_no_other_quiet_days_off(group: Scene) -> None:
    dana = group.member("dana")
    for first, last in (("1 Dec", "2 Dec"), ("20 Dec", "30 Dec")):
        await dana.presses("v1:groups.add_quiet:g1")
        await dana.answers(first=first, last=last)
    token = dana.token("Take it off")
    await dana.presses(token)
    await dana.presses(token)
    [home] = await groups_of(group)
    assert [one.first for one in home.quiet] == [date(2026, 12, 20)]


async def test_figures_are_not_told_more_exactly_by_moving_the_floor(group: Scene) -> None:
    for who in ("ana", "ben", "chidi", "dana", "eun", "farid"):
        await group.member(who).keeps("a shorter CV")
    await group.wait(days=10)
    dana = group.member("dana")
    await dana.presses("v1:groups.figures:g1")
    assert dana.sees("At least 5 people kept a debrief.")
    home = await group.one(Group, "g1")
    await group.save(replace(home, floor=6))
    await dana.presses("v1:groups.figures:g1")
    assert "people kept a debrief" not in dana.said()


async def test_an_old_yes_does_not_replace_who_was_chosen_since(group: Scene) -> None:
    dana, ben, eun = (group.member(who) for who in ("dana", "ben", "eun"))
    await dana.presses("v1:groups.people:g1")
    await dana.answers(helper="ben")
    asked = ben.inbox[-1].card
    await dana.presses("v1:groups.people:g1")
    await dana.answers(helper="eun")
    await group.wait(minutes=1)
    assert ben.inbox == []
    await eun.taps("Yes, I will", on=eun.inbox[-1].card)
    await ben.taps("Yes, I will", on=asked)
    assert (await groups_of(group))[0].helper == "eun"


async def test_an_ask_stands_while_the_organiser_changes_something_else(group: Scene) -> None:
    dana, ben = group.member("dana"), group.member("ben")
    await dana.presses("v1:groups.people:g1")
    await dana.answers(helper="ben")
    await dana.presses("v1:groups.people:g1")
    await dana.answers(care_lines="Ring Mo")
    await group.wait(minutes=1)
    await ben.taps("Yes, I will", on=ben.inbox[-1].card)
    assert (await groups_of(group))[0].helper == "ben"


async def test_nobody_says_yes_for_somebody_with_a_longer_id(group: Scene) -> None:
    await group.save(Member("ben-two", "Ben Two", "g1", "Europe/Berlin"))
    dana, ben = group.member("dana"), group.member("ben")
    await dana.presses("v1:groups.people:g1")
    await dana.answers(helper="ben-two")
    await ben.presses("v1:groups.helper_yes:g1")
    assert (await groups_of(group))[0].helper == "dana"


async def test_a_group_without_organisers_can_be_taken_on(group: Scene) -> None:
    home = await group.one(Group, "g1")
    await group.save(replace(home, organisers=()))
    ben = group.member("ben")
    ben.channel = "job-club"
    await ben.presses("v1:groups.setup:")
    assert ben.sees("#job-club: settings")
    assert (await groups_of(group))[0].organisers == ("ben",)
    eun = group.member("eun")
    eun.channel = "job-club"
    await eun.presses("v1:groups.setup:")
    assert (await groups_of(group))[0].organisers == ("ben",)


async def test_a_win_that_waits_is_not_posted_once_its_writer_left(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("a shorter CV")
    await ana.shares(way="weekly", named="named")
    await ana.presses("v1:members.leave::0:yes")
    await group.wait(days=8)
    assert not any("a shorter CV" in words_of(p.card) for p in group.postbox.in_channel())


async def test_leaving_names_the_group_that_is_left(group: Scene) -> None:
    await group.save(Group("g2", "#nurses", "nurses", "Europe/Berlin", ("gil",)))
    ana = group.member("ana")
    ana.channel = "nurses"
    await ana.presses("v1:members.leave:")
    assert ana.sees("Leave #job-club?")
