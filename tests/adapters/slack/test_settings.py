"""A member's settings and the set-up of a group on Slack, with its pickers of people and places."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from bot.core.model import Block, CheckinPlan, Conversation, Encouragement, Group, Member
from tests.adapters.slack.person import Filled, Person
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.adapters.slack.test_debrief import elements, keeps

pytestmark = pytest.mark.asyncio


async def settings(stage: Stage, who: str = "UANA") -> Person:
    person = stage.person(who)
    await person.opens_home()
    await person.taps("My settings")
    return person


async def member(stage: Stage, who: str = "UANA") -> Member:
    [found] = [one for one in await stage.find(Member) if one.id == who]
    return found


class TestAMembersOwn:
    async def test_zone_and_hours_are_changed_in_a_modal_and_shown_at_home(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await settings(stage)
            assert ana.sees("Time zone: Europe/Berlin", "between 09:00 and 20:00")
            await ana.taps("Change time zone or hours")
            assert ana.fields() == {"zone": "Europe/Berlin", "wakes": "09:00", "sleeps": "20:00"}
            await ana.submits(zone="lisbon", wakes="07:30", sleeps="18:00")
            assert ana.sees("Time zone: Europe/Lisbon", "between 07:30 and 18:00")
            assert (await member(stage)).wakes == time(7, 30)

    async def test_a_zone_nobody_knows_is_told_at_its_field(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await settings(stage)
            await ana.taps("Change time zone or hours")
            await ana.submits(zone="Middle-earth", wakes="07:30")
            assert ana.errors["zone"].startswith("I don't know this time zone.")
            assert ana.fields()["zone"] == "Middle-earth"
            assert ana.fields()["wakes"] == "07:30"
            await ana.submits(zone="tokyo")
            assert ana.sees("Time zone: Asia/Tokyo", "between 07:30")

    async def test_a_pause_runs_to_its_day_and_nothing_comes_before(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            await ana.opens_home()
            await ana.taps("My wins book")
            await ana.taps("Debriefs")
            await ana.taps("Home")
            await ana.types("/debrief Globex")
            await ana.submits(pace="later")
            await ana.submits(when="tomorrow")
            await ana.closes()
            ana = await settings(stage)
            await ana.taps("Pause until a day")
            await ana.submits(until=date(2026, 11, 1))
            assert ana.errors == {
                "until": "This day has gone by. Please choose today or a later day."
            }
            await ana.submits(until=date(2026, 11, 30))
            assert ana.sees("Paused until", "30 November", "I write nothing to you before then.")
            await stage.wait(days=6)
            assert ana.inbox() == []

    async def test_a_pause_is_ended_with_one_tap(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await settings(stage)
            await ana.taps("Pause until a day")
            await ana.submits(until=date(2026, 12, 1))
            await ana.closes()
            ana = await settings(stage)
            await ana.taps("End the pause")
            assert "Paused" not in ana.home_text()
            assert (await member(stage)).paused_until is None

    async def test_somebody_is_kept_apart_by_the_member_picker_and_never_told(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana, ben = await settings(stage), stage.person("UBEN")
            await ana.taps("Never match me with")
            await ana.taps("Add somebody")
            assert elements(ana)["other"]["type"] == "users_select"
            await ana.submits(other="Ben")
            assert ana.sees("Never match me with", "Ben", "Only you can see this list.")
            assert "UBEN" not in ana.modal_text()
            [block] = await stage.find(Block)
            assert (block.member, block.other) == ("UANA", "UBEN")
            assert ben.inbox() == ben.whispers() == []
            assert stage.slack.everything_public() == ""
            await ana.taps("Take off the list")
            assert await stage.find(Block) == []

    async def test_somebody_the_bot_never_met_is_named_on_the_list_too(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.user("UGIL", name="Gil")
            ana = await settings(stage)
            await ana.taps("Never match me with")
            await ana.taps("Add somebody")
            await ana.submits(other="Gil")
            assert ana.sees("Gil")
            assert "UGIL" not in ana.modal_text()

    async def test_the_bot_itself_and_nobody_are_answered_kindly(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = await settings(stage)
            await ana.taps("Never match me with")
            await ana.taps("Add somebody")
            await ana.submits()
            assert await stage.find(Block) == []
            assert ana.sees("Never match me with")

    async def test_leaving_the_group_is_silent_and_can_be_undone(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana, dana = await settings(stage), stage.person("UDANA")
            assert ana.sees("You are part of #job-club.")
            await ana.taps("Leave the group")
            assert ana.sees("Leave #job-club?", "Nobody is told.")
            await ana.taps("Yes, leave")
            assert ana.sees("You have left the group.")
            assert dana.inbox() == []
            assert stage.slack.everything_public() == ""
            ana = await settings(stage)
            await ana.taps("Be part of the group again")
            assert ana.sees("You are part of #job-club.")


ANSWERS: tuple[dict[str, Filled], ...] = (
    {"channel": "job-club", "zone": "lisbon"},
    {"weekday": "Tuesday", "hour": "08:30"},
    {"weekdays": ["Thursday"], "hour": "17:00"},
    {"helper": "Ben"},
)


async def sets_up(person: Person, *answers: dict[str, Filled]) -> None:
    await person.opens_home()
    await person.taps("Set up a group")
    for values in answers or ANSWERS:
        await person.submits(values)


def is_guest(stage: Stage, who: str) -> None:
    """Slack tells of this member that they are a guest, who may be in some channels only."""
    told = stage.slack._methods["users.info"]  # the double knows no guests

    def with_guest(asking: Any) -> Any:
        answer = told(asking)
        return {"user": answer["user"] | {"is_restricted": answer["user"]["id"] == who}}

    stage.slack._methods["users.info"] = with_guest


class TestSettingUpAGroup:
    async def test_five_answers_found_it_and_its_channel_is_called_by_name(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            ben = stage.person("UBEN")
            await ben.opens_home()
            dana = stage.person("UDANA")
            await dana.opens_home()
            assert dana.sees("Setting one up takes five answers and less than two minutes")
            await dana.taps("Set up a group")
            assert elements(dana)["channel"]["type"] == "conversations_select"
            for values in ANSWERS:
                await dana.submits(values)
            assert dana.sees(
                "Is this right?",
                "Channel #job-club, time zone Europe/Lisbon.",
                "A short post each Tuesday at 08:30.",
                "A check-in on Thursday at 17:00.",
                "For hard moments: Ben.",
                "Nothing is posted when you set it up.",
            )
            assert "UBEN" not in dana.modal_text()
            await dana.taps("Set it up")
            assert dana.sees("The group is set up.", "I have asked Ben.")
            [group] = await stage.find(Group)
            assert (group.name, group.channel, group.zone) == ("#job-club", "C1", "Europe/Lisbon")
            assert (group.organisers, group.helper) == (("UDANA",), None)
            [weekly] = await stage.find(Encouragement)
            assert (weekly.weekday, weekly.hour) == (1, time(8, 30))
            [checkins] = await stage.find(CheckinPlan)
            assert (checkins.weekdays, checkins.hour) == ((3,), time(17))
            assert stage.slack.everything_public() == ""
            assert "Group settings" in dana.buttons(dana.home)

            await ben.taps("Yes, I will")
            assert ben.sees("You are the person for hard moments now.")
            [group] = await stage.find(Group)
            assert group.helper == "UBEN"
            await stage.wait(days=9)
            assert len([one for one in stage.slack.in_channel("C1") if one.is_by_bot]) == 3

    async def test_without_a_channel_it_says_what_is_missing_and_loses_nothing(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            dana = stage.person("UDANA")
            await sets_up(dana, {"zone": "lisbon"}, *ANSWERS[1:])
            assert dana.sees("A group needs a channel.", "Nothing is lost.")
            await dana.taps("Edit")
            await dana.taps("Change")
            assert dana.fields()["zone"] == "Europe/Lisbon"
            await dana.submits(channel="#job-club")
            assert dana.sees("Is this right?", "Channel #job-club")

    async def test_a_half_filled_form_that_was_closed_posts_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            dana = stage.person("UDANA")
            await sets_up(dana, ANSWERS[0])
            await dana.closes()
            assert await stage.find(Group) == []
            await stage.wait(days=9)
            assert stage.slack.everything_public() == ""

    async def test_not_now_keeps_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            dana = stage.person("UDANA")
            await sets_up(dana)
            await dana.taps("Not now")
            assert await stage.find(Group) == []
            assert await stage.find(Conversation) == []

    async def test_a_guest_may_not_found_and_is_told_whom_to_ask(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            eun = stage.person("UEUN")
            await eun.opens_home()
            stage.bot._people.changed(TENANT, "UEUN")
            is_guest(stage, "UEUN")
            await eun.taps("Set up a group")
            assert eun.modal is None
            assert eun.sees(
                "you need the right to manage this place",
                "Nothing was changed. Please ask somebody who has it.",
            )
            assert await stage.find(Group) == []
            await eun.opens_home()
            assert "Set up a group" not in eun.buttons("home"), "it is not even offered"

    async def test_a_channel_shared_with_others_is_not_offered(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            stage.slack.channel("C2", "with-acme", members={"UDANA"}, ext_shared=True)
            dana = stage.person("UDANA")
            await dana.opens_home()
            await dana.taps("Set up a group")
            with pytest.raises(AssertionError, match="no channel"):
                await dana.fills(channel="with-acme")

    async def test_a_channel_that_was_renamed_is_called_by_its_new_name(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            dana = stage.person("UDANA")
            stage.slack.channels["C1"].name = "job-seekers"
            await stage.wait(hours=1)
            await dana.types("/fourwins", channel="C1")
            await dana.taps("Group settings")
            assert dana.sees("#job-seekers: settings")

    async def test_a_private_channel_that_one_is_not_in_is_not_offered(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.channel("C3", "nurses", members={"UEUN"}, private=True)
            dana = stage.person("UDANA")
            await dana.types("/fourwins", channel="C1")
            await dana.taps("Group settings")
            await dana.taps("Channels and time zone")
            assert dana.fields()["channel"] == "C1"
            with pytest.raises(AssertionError, match="no channel"):
                await dana.fills(referral_channel="nurses")
