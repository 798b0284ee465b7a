"""The bot's home: what it has for whom, and that everything unclear leads there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.cards import Card, Entry, Heading, Look, Paragraph, Show
from bot.core.model import (
    CheckinPlan,
    Conversation,
    Group,
    Member,
    Round,
)
from bot.core.text import plain
from tests.scenarios.test_checkin import begin as begin_checkins
from tests.scene import Actor, Scene, buttons_of, prose

pytestmark = pytest.mark.asyncio

FOR_EVERYBODY = ["Debrief a no", "My wins book", "Practice", "My settings", "My data"]
SPEECH = prose().speech("en")
SETTINGS = "Group settings"
SET_UP = "Set up a group"


def home(actor: Actor) -> Card:
    assert isinstance(actor.last, Show)
    return actor.last.card


def labels(actor: Actor) -> list[str]:
    return [plain(button.label) for button in buttons_of(home(actor))]


async def second_group(scene: Scene, *organisers: str) -> None:
    await scene.save(Group("g2", "#night-shift", "night-shift", "Asia/Tokyo", organisers))


class TestWhoSeesWhat:
    async def test_a_member(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.opens_home()
        card = home(ana)
        assert card.title == "Four Wins"
        assert card.body == (Paragraph(SPEECH("home-body")),)
        assert card.note == SPEECH("home-note")
        assert [one for one in labels(ana) if one in FOR_EVERYBODY] == FOR_EVERYBODY
        assert SETTINGS not in labels(ana)
        assert SET_UP not in labels(ana)
        assert labels(ana)[0] == "Debrief a no"
        assert [b.look for b in card.buttons].count(Look.PRIMARY) == 1

    async def test_an_organiser_sees_the_group_as_well(self, group: Scene) -> None:
        ana, dana = group.member("ana"), group.member("dana")
        await ana.opens_home()
        await dana.opens_home()
        assert labels(dana) == [*labels(ana), SETTINGS]
        await dana.taps(SETTINGS)
        assert dana.sees("#job-club: settings")

    async def test_who_is_no_organiser_any_more_does_not(self, group: Scene) -> None:
        await group.save(replace(await group.one(Group, "g1"), organisers=("ben",)))
        dana = group.member("dana")
        await dana.opens_home()
        assert SETTINGS not in labels(dana)

    async def test_somebody_new_sees_what_a_member_sees(self, group: Scene) -> None:
        ana, gil = group.member("ana"), group.member("gil")
        await ana.opens_home()
        await gil.opens_home()
        assert home(gil) == home(ana)

    async def test_somebody_without_a_group_is_offered_one_and_the_rest_is_there(
        self, group: Scene
    ) -> None:
        await second_group(group, "ben")
        ana, gil = group.member("ana"), group.member("gil")
        await ana.opens_home()
        await gil.opens_home()
        assert gil.sees("Setting one up takes five answers and less than two minutes")
        assert [one for one in labels(gil) if one in FOR_EVERYBODY] == FOR_EVERYBODY
        assert labels(gil)[-1] == SET_UP
        assert set(labels(gil)) - {SET_UP} < set(labels(ana))
        await gil.taps("Debrief a no")
        assert gil.form.step == "start"

    async def test_who_left_the_group_is_not_asked_to_set_one_up(self, group: Scene) -> None:
        await group.save(replace(await group.one(Member, "ana"), group=None, apart=True))
        ana = group.member("ana")
        await ana.opens_home()
        assert SET_UP not in labels(ana)
        assert [one for one in labels(ana) if one in FOR_EVERYBODY] == FOR_EVERYBODY

    async def test_an_organiser_who_left_does_not_run_it_from_here(self, group: Scene) -> None:
        await group.save(replace(await group.one(Member, "dana"), group=None, apart=True))
        dana = group.member("dana")
        await dana.opens_home()
        assert SETTINGS not in labels(dana)

    @pytest.mark.parametrize("who", ["ana", "dana", "gil"])
    async def test_every_button_leads_somewhere(self, group: Scene, who: str) -> None:
        actor = group.member(who)
        await actor.opens_home()
        for button in home(actor).buttons:
            await actor.presses(button.press)
            said = actor.said()
            assert said
            assert "Something went wrong" not in said
            assert not said.startswith("Four Wins\n")
            if isinstance(actor.last, Show):
                assert "This one is closed." not in said


class TestDrafts:
    async def test_they_come_first_and_newest_first(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief Initech")
        await ana.answers(pace="now")
        await group.wait(hours=1)
        await ana.types("/debrief")
        await ana.taps("Start a new one")
        await ana.answers(pace="now")
        await ana.answers(employer="Globex")
        await ana.opens_home()
        card = home(ana)
        assert [b.text for b in card.body if isinstance(b, Heading)] == [
            SPEECH("debrief-halfway", count=2)
        ]
        assert labels(ana)[:4] == ["Resume", "Delete the draft", "Resume", "Delete the draft"]
        assert ana.said().index("Globex") < ana.said().index("Initech")
        await ana.taps("Resume", nth=1)
        assert ana.form.step == "job"
        assert ana.form.fields[0].value == "Initech"

    async def test_a_new_one_can_be_begun_beside_them(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.opens_home()
        await ana.taps("Debrief a no")
        assert ana.form.step == "start"
        assert len(await group.find(Conversation)) == 2

    async def test_what_is_primary_is_to_go_on(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.answers(pace="now")
        await ana.opens_home()
        primary = [b.label for b in buttons_of(home(ana)) if b.look is Look.PRIMARY]
        assert primary == ["Resume"]

    async def test_one_that_was_only_looked_at_is_none(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.opens_home()
        assert "Resume" not in labels(ana)

    async def test_nobody_elses(self, group: Scene) -> None:
        await group.member("ana").types("/debrief Globex")
        ben = group.member("ben")
        await ben.opens_home()
        assert "Globex" not in ben.said()
        assert "Resume" not in labels(ben)

    async def test_an_offer_that_was_not_taken_up_is_no_draft(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("I didn't get the job at Acme")
        await ana.opens_home()
        assert "Resume" not in labels(ana)

    async def test_its_name_is_inert(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief @channel *Acme*")
        await ana.opens_home()
        entries = [block.text for block in home(ana).body if isinstance(block, Entry)]
        assert entries[0].startswith("\ue000@channel *Acme*\ue001, begun ")


class TestTheCheckIn:
    async def test_its_button_is_there_while_it_takes_answers(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.opens_home()
        before = labels(ana)
        await begin_checkins(group)
        await ana.opens_home()
        assert len(labels(ana)) == len(before) + 1
        [extra] = [one for one in labels(ana) if one not in before]
        await ana.taps(extra)
        assert ana.form.step
        assert await group.find(Round) != []
        assert await group.find(CheckinPlan) != []


class TestWaysHome:
    @pytest.mark.parametrize(
        "command", ["/home", "/fourwins", "/help", "/HELP", "/Home", "/help me please"]
    )
    async def test_several_commands_lead_here(self, group: Scene, command: str) -> None:
        ana = group.member("ana")
        await ana.opens_home()
        expected = ana.last
        await ana.types(command)
        assert ana.last == expected

    @pytest.mark.parametrize(
        "words", ["good morning", "what can you do?", "🙂", "?", "Danke schön", " /"]
    )
    async def test_words_nobody_understands_lead_here_kindly(
        self, group: Scene, words: str
    ) -> None:
        ana = group.member("ana")
        await ana.opens_home()
        expected = home(ana)
        await ana.types(words)
        assert home(ana) == replace(
            expected, title="I didn't quite understand that. Here is what I can do."
        )

    async def test_an_unknown_command_names_those_that_there_are(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debreif")
        assert ana.sees("I don't know the command /debreif.", "These work: /checkin, /debrief,")
        await ana.taps("Four Wins")
        assert ana.sees("Debrief a no")

    async def test_what_was_written_behind_it_is_given_back(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debreif They said the shifts did not fit")
        assert ana.sees("I don't know the command /debreif.", "They said the shifts did not fit")

    @pytest.mark.parametrize("name", ["x" * 500, "@channel", "<script>", "a\u202eb", "", "é"])
    async def test_an_odd_name_is_no_harm(self, group: Scene, name: str) -> None:
        ana = group.member("ana")
        await ana.types(f"/{name}")
        card = home(ana)
        assert len(card.title) < 80
        assert "\u202e" not in card.title
        assert card.title.startswith("I don't know the command /\ue000")
        assert await group.find(Conversation) == []

    @pytest.mark.parametrize(
        "token",
        [
            "v1:debrief.begin_again:",
            "v0:home.open:",
            "v2:debrief.start:",
            "debrief",
            "",
            "v1:home.open:" + "a" * 100,
            "v1:debrief.start:x:y:z",
            "v1:groups.settings:g1:1:yes:no",
        ],
    )
    async def test_a_button_that_is_no_more_leads_here_and_keeps_its_words(
        self, group: Scene, token: str
    ) -> None:
        ana = group.member("ana")
        await ana.opens_home()
        expected = ana.last
        await ana.presses(token)
        assert ana.last == expected
        await ana.presses(token, box="They pay by the hour", day="2026-12-01")
        assert ana.sees("Here are your words", "They pay by the hour")
        await ana.taps("Four Wins")
        assert ana.last == expected

    async def test_nothing_is_kept_of_looking(self, group: Scene) -> None:
        ana = group.member("ana")
        before = [await group.all(kind) for kind in (Member, Conversation, Group)]
        for what in ("/home", "/nosuch", "hello"):
            await ana.types(what)
        assert [await group.all(kind) for kind in (Member, Conversation, Group)] == before
        assert group.postbox.posts == {}


class TestTwoGroups:
    async def test_the_channel_decides_whose_organiser_one_is(self, group: Scene) -> None:
        await second_group(group, "ben")
        dana, ben = group.member("dana"), group.member("ben")
        seen = {}
        for actor in (dana, ben):
            for channel in ("job-club", "night-shift"):
                actor.channel = channel
                await actor.opens_home()
                seen[actor.who, channel] = SETTINGS in labels(actor)
        assert seen == {
            ("dana", "job-club"): True,
            ("dana", "night-shift"): False,
            ("ben", "job-club"): False,
            ("ben", "night-shift"): True,
        }

    async def test_each_channels_button_opens_its_own_settings(self, group: Scene) -> None:
        await second_group(group, "dana")
        dana = group.member("dana")
        for channel in ("job-club", "night-shift"):
            dana.channel = channel
            await dana.opens_home()
            await dana.taps(SETTINGS)
            assert dana.sees(f"#{channel}: settings")

    async def test_in_no_channel_or_another_it_is_ones_own(self, group: Scene) -> None:
        await second_group(group, "ben")
        dana = group.member("dana")
        for channel in (None, "random"):
            dana.channel = channel
            await dana.opens_home()
            assert SETTINGS in labels(dana)

    async def test_visiting_another_channel_moves_nobody(self, group: Scene) -> None:
        await second_group(group, "ben")
        ana = group.member("ana")
        ana.channel = "night-shift"
        await ana.opens_home()
        await ana.types("/debrief")
        assert (await group.one(Member, "ana")).group == "g1"

    async def test_a_group_that_is_gone_leaves_its_members_the_rest(self, group: Scene) -> None:
        await second_group(group, "ben")
        transaction = group.store.transaction(group.tenant)
        transaction.delete(Group, "g1")
        await transaction.commit()
        ana = group.member("ana")
        await ana.opens_home()
        assert [one for one in labels(ana) if one in FOR_EVERYBODY] == FOR_EVERYBODY


async def test_it_opens_at_any_hour_of_any_year(group: Scene) -> None:
    ana = group.member("ana")
    for moment in (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), datetime(2099, 2, 28, tzinfo=UTC)):
        group.clock.set_to(moment)
        await ana.opens_home()
        assert ana.sees("Four Wins", "Debrief a no")
