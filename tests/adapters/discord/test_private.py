"""What is somebody's own on Discord: the wins book and its picture, their data, their settings;
and an organiser's set-up of a group."""

from __future__ import annotations

import json
import re
from datetime import time
from pathlib import Path

import discord
import pytest

from bot.core.model import (
    Block,
    CheckinPlan,
    Encouragement,
    Group,
    Member,
    Share,
    Win,
)
from tests.adapters.discord.stage import Person, Stage, labels_of, on_stage, words_of
from tests.adapters.discord.test_debrief import WORDS, tells

pytestmark = pytest.mark.asyncio


async def keeps(person: Person) -> None:
    await tells(person)
    await person.taps("Keep it")


async def deletes(person: Person, word: str = "delete") -> None:
    await person.types("mydata")
    await person.taps("Delete everything")
    await person.fills(word=word)


async def test_the_wins_book_is_read_searched_changed_and_drawn(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana = stage.person("ana")
        await keeps(ana)
        await ana.types("wins")
        book = ana.front[0].id
        assert ana.sees("Your wins book", "9 lines kept, from one debrief.", "Practice (3)")
        await ana.taps("Practice (3)")
        assert ana.sees("Why us?", "Ask about pay")
        await ana.taps("Open")
        await ana.taps("Edit")
        was = ana.fields()["text"]
        await ana.fills(text=f"{was} *and* more")
        assert ana.sees("*and* more")
        await ana.taps("Delete")
        await ana.taps("No, keep it")
        await ana.taps("Delete")
        await ana.taps("Yes, delete it")
        assert ana.sees("Deleted.")
        assert ana.front[0].id == book, "one message all the way"
        assert len(await stage.find(Win)) == 8
        await ana.types("wins", words="crew talks")
        assert ana.sees("One line found", "A crew that talks")
        await ana.types("wins")
        await ana.taps("Search")
        await ana.fills(words="nothing like it", kind="practice")
        assert ana.sees("Nothing found.")

        await ana.types("wins")
        await ana.taps("A picture")
        [picture] = [one for one in ana.front if one.attachments]
        [attached] = picture.attachments
        assert attached.filename == "four-wins.png"
        assert "In November: practice 2" in attached.description
        [gallery] = picture.components
        assert gallery["items"][0]["description"] == attached.description
        assert picture.flags.ephemeral
        stage.kept_private(*WORDS)


async def test_ones_data_is_seen_taken_along_and_deleted_with_all_its_posts(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben = stage.person("ana"), stage.person("ben")
        await keeps(ana)
        await ana.types("mydata")
        assert ana.sees("one debrief", "9 lines in your wins book", "Europe/Berlin")
        await ana.taps("Take it with me")
        [file] = [one.attachments[0] for one in ana.front if one.attachments]
        assert file.filename == "my-data.md"
        text = (await file.read()).decode()
        assert [word for word in WORDS if word not in text] == []
        block = re.search(r"^```json\n(.*)\n```$", text, re.DOTALL | re.MULTILINE)
        assert block is not None
        assert json.loads(block[1])["debrief"][0]["employer"] == "Acme"

        await ana.types("wins")
        await ana.taps("Practice (3)")
        await ana.taps("Open")
        await ana.taps("Share this one")
        await ana.fills(way="now", named="named", employer="masked")
        await ana.taps("Continue")
        await ana.fills()
        await ana.taps("Post exactly this")
        [post] = stage.posts()
        assert "ana shared this" in words_of(post)
        await ana.says("I was rejected by Globex")
        assert len(ana.inbox()) == 1

        await deletes(ana, "yes")
        assert ana.sees("Nothing was deleted.")
        assert len(await stage.find(Win)) == 9
        await deletes(ana)
        assert ana.sees("Deleted.", "Gone:", "Any posts are being taken back now.")
        await stage.wait(hours=1)
        await stage.settle()
        assert stage.posts() == []
        assert ana.inbox() == []
        assert await stage.find(Share) == []
        stored = stage.stored()
        assert [word for word in (*WORDS, "Globex") if word.encode() in stored] == []
        assert ana.who.encode() not in stored
        await ana.types("wins")
        assert ana.sees("Nothing here yet, and nothing is owed.")
        assert ben.inbox() == []


async def test_settings_pauses_and_the_list_of_those_to_be_kept_apart(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        ana, ben, dana = (stage.person(who) for who in ("ana", "ben", "dana"))
        await ana.types("fourwins")
        await ana.taps("My settings")
        assert ana.sees("Time zone: Europe/Berlin", "between 09:00 and 20:00")
        await ana.taps("Change time zone or hours")
        assert ana.fields() == {"zone": "Europe/Berlin", "wakes": "09:00", "sleeps": "20:00"}
        await ana.fills(zone="Middle-earth", wakes="07:30")
        assert ana.sees("Not quite yet.", "Time zone: I don't know this time zone.")
        await ana.taps("Change it")
        assert ana.fields()["zone"] == "Middle-earth"
        await ana.fills(zone="lisbon")
        assert ana.sees("Time zone: Europe/Lisbon", "between 07:30")
        [member] = [one for one in await stage.find(Member) if one.id == ana.who]
        assert (member.zone, member.wakes) == ("Europe/Lisbon", time(7, 30))

        await ana.taps("Pause until a day")
        await ana.fills(until="30 Nov")
        assert ana.sees("Paused until", "30 November")
        await ana.types("debrief", about="Globex")
        await ana.fills(pace="later")
        await ana.taps("Continue")
        await ana.fills(when="tomorrow")
        await stage.wait(days=5)
        assert ana.inbox() == []
        await ana.types("fourwins")
        await ana.taps("My settings")
        await ana.taps("End the pause")
        assert "Paused" not in ana.text()

        await ana.taps("Never match me with")
        if ana.last.modal is None:
            await ana.taps("Add somebody")
        assert ana.elements()["other"]["type"] == 5
        await ana.fills(other="ben")
        assert ana.sees("Never match me with", "ben", "Only you can see this list.")
        assert ben.who not in ana.text()
        [block] = await stage.find(Block)
        assert (block.member, block.other) == (ana.who, ben.who)
        assert ben.inbox() == []
        await ana.taps("Take off the list")
        assert await stage.find(Block) == []

        await ana.types("fourwins")
        await ana.taps("My settings")
        await ana.taps("Leave the group")
        assert ana.sees("Leave #job-club?", "Nobody is told.")
        await ana.taps("Yes, leave")
        assert ana.sees("You have left the group.")
        assert dana.inbox() == []
        stage.kept_private("Globex")


async def test_a_group_is_set_up_with_pickers_by_somebody_who_manages_the_server(
    tmp_path: Path,
) -> None:
    async with on_stage(tmp_path, founded=False) as stage:
        ben, dana, eun = (stage.person(who) for who in ("ben", "dana", "eun"))
        manages(stage, dana)
        await eun.types("fourwins")
        assert not eun.offers("Set up a group"), "it is not even offered"
        await dana.types("fourwins")
        assert dana.sees("Setting one up takes five answers and less than two minutes")
        await dana.taps("Set up a group")
        assert dana.elements()["channel"]["type"] == 8
        assert dana.fields()["channel"] == str(stage.channel.id), "where it was asked for"
        await dana.fills(channel=None, zone="lisbon")
        for values in (
            {"weekday": "tuesday", "hour": "08:30"},
            {"weekdays": ["thursday"], "hour": "17:00"},
            {"helper": "ben"},
        ):
            await dana.taps("Continue")
            await dana.fills(**values)
        assert dana.sees("A group needs a channel.", "Nothing is lost.")
        await dana.taps("Edit")
        await dana.taps("Change")
        assert dana.fields()["zone"] == "Europe/Lisbon"
        await dana.fills(channel="job-club")
        assert dana.sees(
            "Is this right?",
            "Channel #job-club, time zone Europe/Lisbon.",
            "A short post each Tuesday at 08:30.",
            "A check-in on Thursday at 17:00.",
            "For hard moments: ben.",
            "Nothing is posted when you set it up.",
        )
        assert ben.who not in dana.text()
        await dana.taps("Set it up")
        assert dana.sees("The group is set up.", "I have asked ben.")
        [group] = await stage.find(Group)
        assert (group.name, group.channel) == ("#job-club", str(stage.channel.id))
        assert (group.organisers, group.helper) == ((dana.who,), None)
        [weekly] = await stage.find(Encouragement)
        assert (weekly.weekday, weekly.hour) == (1, time(8, 30))
        [checkins] = await stage.find(CheckinPlan)
        assert (checkins.weekdays, checkins.hour) == ((3,), time(17))
        assert stage.posts() == []

        [asked] = ben.inbox()
        await stage.restart()
        await ben.taps("Yes, I will", on=asked)
        assert ben.sees("You are the person for hard moments now.")
        [group] = await stage.find(Group)
        assert group.helper == ben.who
        await stage.wait(days=9)
        assert len(stage.posts()) == 3

        # What stands in the pickers is what was chosen.
        await dana.types("fourwins")
        await dana.taps("Group settings")
        assert dana.sees("#job-club: settings", "The person for hard moments is ben.")
        await dana.taps("Channels and time zone")
        assert dana.fields()["channel"] == str(stage.channel.id)
        await eun.types("fourwins")
        assert "Group settings" not in labels_of(eun.front[0])


def manages(stage: Stage, person: Person) -> None:
    """This member may manage the server."""
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    stage.env.backend.get_guild(stage.guild.id).members[person.actor.id].role_ids.append(role.id)
