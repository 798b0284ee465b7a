"""Hard moments: what the bot says, whom it tells, and that it keeps nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cards import Bullets, Care, Form, Paragraph, Show, press_token
from bot.core.model import (
    DOCUMENTS,
    Activity,
    Address,
    Conversation,
    Debrief,
    Delivery,
    Document,
    Group,
    Member,
    Seen,
    Where,
)
from bot.core.text import plain
from tests.scene import Actor, Scene, buttons_of, words_of

pytestmark = pytest.mark.asyncio

DARK = "Honestly marzipan, I want to die"
TITLE = "I'd like to stop here for a moment."
BODY = (
    "It sounds as if this may be about more than a job. I'm a program, and I can misread things. "
    "If it is heavy right now, you deserve a person, not a form."
)
EMERGENCY = "If you are in danger, please call your local emergency number."
FINDER = "findahelpline.com lists people you can call or write to, free, in many countries."
NOT_WATCHED = "Nobody watches this chat, and I am no crisis service. I have told no one."
NOT_SAVED = "What you just wrote is not saved. It is yours to keep or to drop."
PERSON, CARRY_ON, STOP = "Talk to our person", "I'm OK, carry on", "Stop here"


def labels(actor: Actor) -> list[str]:
    assert actor.card is not None
    return [plain(button.label) for button in buttons_of(actor.card)]


def lines(actor: Actor) -> list[str]:
    """The helplines on the last card."""
    assert actor.card is not None
    [bullets] = [block for block in actor.card.body if isinstance(block, Bullets)]
    return [plain(item) for item in bullets.items]


async def everything(group: Scene) -> list[Document]:
    return [one for kind in DOCUMENTS for one in await group.all(kind)]


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


async def at_feelings(group: Scene, who: str = "ana") -> Actor:
    """Somebody who is asked how it landed, with an answer saved before."""
    actor = group.member(who)
    await actor.types("/debrief")
    await actor.answers(pace="now")
    await actor.answers(employer="Acme")
    assert actor.form.step == "landed"
    return actor


async def in_danger(group: Scene, who: str = "ana") -> Actor:
    """The same, who has just written what stops the flow."""
    actor = await at_feelings(group, who)
    await actor.answers(feeling="crushed", to_a_friend=DARK)
    return actor


async def names(group: Scene, helper: str | None) -> None:
    """This is the person for hard moments from now on."""
    await group.save(replace(await group.one(Group, "g1"), helper=helper))


class TestTheCard:
    async def test_it_says_exactly_this(self, group: Scene) -> None:
        ana = await in_danger(group)
        assert isinstance(ana.last, Care)
        card = ana.last.card
        assert card.title == TITLE
        assert card.body == (
            Paragraph(BODY),
            Bullets((EMERGENCY, FINDER)),
            Paragraph(NOT_WATCHED),
            Paragraph(NOT_SAVED),
        )
        assert labels(ana) == [PERSON, CARRY_ON, STOP]
        assert card.note == ""

    @pytest.mark.parametrize("way", ["command", "words", "form", "way out", "button", "unknown"])
    async def test_it_comes_wherever_the_words_were_typed(self, group: Scene, way: str) -> None:
        ana = await at_feelings(group)
        match way:
            case "command":
                await ana.types(f"/wins {DARK}")
            case "words":
                await ana.types(DARK)
            case "form":
                await ana.answers(to_a_friend=DARK)
            case "way out":
                await ana.goes("more", to_a_friend=DARK)
            case "button":
                await ana.presses(press_token("home.open"), box=DARK)
            case _:
                await ana.types(f"/nosuch {DARK}")
        assert isinstance(ana.last, Care)
        assert ana.sees(TITLE, NOT_SAVED)

    async def test_the_words_go_back_to_their_writer_whole(self, group: Scene) -> None:
        ana = await at_feelings(group)
        long = f"{DARK}\n" + "and on it goes " * 300
        await ana.answers(feeling="crushed", to_a_friend=long)
        assert isinstance(ana.last, Care)
        assert ana.last.words == {"feeling": "crushed", "to_a_friend": long}
        form = ana.last.form
        assert isinstance(form, Form)
        assert form.step == "landed"
        assert {one.name: one.value for one in form.fields}["feeling"] == "crushed"

    async def test_from_the_button_it_does_not_speak_of_words(self, group: Scene) -> None:
        ana = await at_feelings(group)
        await ana.goes("more")
        assert isinstance(ana.last, Show)
        assert ana.sees(TITLE, BODY, NOT_WATCHED)
        assert NOT_SAVED not in ana.said()

    async def test_no_card_asks_anything_or_urges(self, group: Scene) -> None:
        ana = await in_danger(group)
        said = ana.said()
        await ana.taps(PERSON)
        said += ana.said()
        assert "!" not in said
        assert "?" not in said


class TestTheOrganisersLines:
    @pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
    async def test_three_at_most_and_in_their_order(self, group: Scene, count: int) -> None:
        written = tuple(f"Line {number}: 116 12{number}" for number in range(count))
        await group.save(replace(await group.one(Group, "g1"), care_lines=written))
        ana = await in_danger(group)
        assert lines(ana) == list(written[:3])
        assert EMERGENCY not in ana.said()
        await ana.taps(PERSON)
        assert lines(ana) == list(written[:3])

    async def test_they_are_inert(self, group: Scene) -> None:
        home = await group.one(Group, "g1")
        await group.save(replace(home, care_lines=("@channel *call*\u202e",)))
        ana = await in_danger(group)
        assert isinstance(ana.last, Care)
        assert Bullets(("\ue000@channel *call*\ue001",)) in ana.last.card.body


class TestNothingIsKept:
    async def test_nothing_at_all_is_written(self, group: Scene) -> None:
        ana = await at_feelings(group)
        await group.wait(days=1)
        before = await everything(group)
        await ana.answers(feeling="crushed", to_a_friend=DARK)
        await ana.types(DARK)
        await ana.types(f"/debrief {DARK}")
        assert await everything(group) == before
        assert {type(one) for one in before} >= {Conversation, Seen, Activity}
        assert b"marzipan" not in bytes_of(group.folder)
        assert group.postbox.posts == {}

    async def test_of_somebody_new_not_even_that_they_came(self, group: Scene) -> None:
        before = await everything(group)
        gil = group.member("gil")
        await gil.types(DARK)
        assert isinstance(gil.last, Care)
        assert await everything(group) == before

    async def test_half_a_form_is_not_kept_either(self, group: Scene) -> None:
        ana = await at_feelings(group)
        before = await everything(group)
        await ana.submits(ana.form, {"to_a_friend": DARK}, complete=False)
        assert isinstance(ana.last, Care)
        assert await everything(group) == before

    async def test_the_same_event_once_more_shows_it_once_more(self, group: Scene) -> None:
        ana = await in_danger(group)
        first = ana.last
        assert isinstance(first, Care)
        assert first.form is not None
        await ana.submits(first.form, dict(first.words))
        assert ana.last == first

    async def test_what_they_chose_to_keep_is_kept(self, group: Scene) -> None:
        ana = await in_danger(group)
        care = ana.last
        assert isinstance(care, Care)
        assert care.form is not None
        await ana.submits(care.form, dict(care.words), kept=True)
        assert ana.form.step == "practice"
        [conversation] = await group.find(Conversation)
        assert conversation.answers["landed"]["to_a_friend"] == DARK
        assert group.postbox.posts == {}


class TestThePerson:
    async def test_they_are_told_who_and_nothing_else(self, group: Scene) -> None:
        ana = await in_danger(group)
        await ana.taps(PERSON)
        assert ana.sees(
            "I've told Dana that you would like to talk.",
            "I don't know when they will see it. If it can't wait:",
            EMERGENCY,
            FINDER,
        )
        assert labels(ana) == [CARRY_ON, STOP]
        [call] = group.member("dana").inbox
        assert words_of(call.card) == (
            "Ana would like to talk to you.\n"
            "They tapped the button for hard moments. Please write to them as soon as you can. "
            "I have passed on nothing of what they typed, only that they asked."
        )
        assert len(group.postbox.posts) == 1
        assert b"marzipan" not in bytes_of(group.folder)

    async def test_once_in_ten_minutes_however_often_it_is_tapped(self, group: Scene) -> None:
        ana, dana = await in_danger(group), group.member("dana")
        token = ana.token(PERSON)
        began = group.clock.now()
        for _ in range(60):
            await ana.presses(token)
            assert ana.sees("I've told Dana that you would like to talk.")
            await group.wait(seconds=30)
        assert [post.at - began for post in dana.inbox] == [
            timedelta(0),
            timedelta(minutes=10),
            timedelta(minutes=20),
        ]

    @pytest.mark.parametrize("minute", range(10))
    async def test_whatever_the_minute_ten_minutes_lie_between(
        self, group: Scene, minute: int
    ) -> None:
        group.clock.set_to(group.clock.now() + timedelta(minutes=minute, seconds=17))
        ana, dana = group.member("ana"), group.member("dana")
        began = group.clock.now()
        for seconds in (0, 1, 540, 599, 600, 601, 1199, 1200):
            group.clock.set_to(began + timedelta(seconds=seconds))
            await ana.presses(press_token("care.person"))
        assert [(post.at - began).total_seconds() for post in dana.inbox] == [0, 600, 1200]

    async def test_two_taps_at_the_same_moment_tell_once(self, group: Scene) -> None:
        ana = await in_danger(group)
        token = ana.token(PERSON)
        await asyncio.gather(*(ana.presses(token) for _ in range(5)))
        assert len(group.member("dana").inbox) == 1

    async def test_somebody_elses_call_is_another_call(self, group: Scene) -> None:
        for who in ("ana", "ben"):
            await group.member(who).presses(press_token("care.person"))
        assert [plain(post.card.title) for post in group.member("dana").inbox] == [
            "Ana would like to talk to you.",
            "Ben would like to talk to you.",
        ]

    async def test_they_are_told_at_night_too(self, group: Scene) -> None:
        group.clock.set_to(group.local("2026-11-24", "03:07"))
        ana = await in_danger(group)
        await ana.taps(PERSON)
        [call] = group.member("dana").inbox
        assert call.at == group.local("2026-11-24", "03:07")

    async def test_another_unasked_message_that_day_does_not_hold_it_up(self, group: Scene) -> None:
        dana = await group.one(Member, "dana")
        now = group.clock.now()
        await group.save(replace(dana, last_unasked=now, last_unasked_key="something"))
        ana = await in_danger(group)
        await ana.taps(PERSON)
        assert len(group.member("dana").inbox) == 1
        # Nor does it take the place of one that comes later.
        assert (await group.one(Member, "dana")).last_unasked_key == "something"

    async def test_a_network_that_is_down_delays_it_and_loses_it_not(self, group: Scene) -> None:
        group.postbox.down = True
        ana = await in_danger(group)
        await ana.taps(PERSON)
        await group.wait(hours=30)
        group.postbox.down = False
        await group.wait(minutes=15)
        assert len(group.member("dana").inbox) == 1

    async def test_away_they_are_not_written_to_and_that_is_said_at_once(
        self, group: Scene
    ) -> None:
        dana = await group.one(Member, "dana")
        await group.save(replace(dana, paused_until=group.clock.now() + timedelta(days=3)))
        ana = await in_danger(group)
        await ana.taps(PERSON)
        assert ana.sees(
            "Dana is away at the moment, so I have not written to them.", EMERGENCY, FINDER
        )
        assert "I've told" not in ana.said()
        assert labels(ana) == [CARRY_ON, STOP]
        await group.wait(days=5)
        assert group.member("dana").inbox == []

    async def test_back_from_a_pause_they_are_told(self, group: Scene) -> None:
        dana = await group.one(Member, "dana")
        await group.save(replace(dana, paused_until=group.clock.now()))
        ana = await in_danger(group)
        await ana.taps(PERSON)
        assert len(group.member("dana").inbox) == 1

    async def test_a_name_is_inert_in_what_they_are_told(self, group: Scene) -> None:
        ana = group.member("ana")
        ana.name = "@everyone *Ana*"
        await ana.presses(press_token("care.person"))
        [call] = group.member("dana").inbox
        assert call.card.title == "\ue000@everyone *Ana*\ue001 would like to talk to you."


class TestNobodyToTalkTo:
    async def test_without_a_person_the_button_is_not_there(self, group: Scene) -> None:
        await names(group, None)
        ana = await in_danger(group)
        assert labels(ana) == [CARRY_ON, STOP]

    async def test_the_person_themselves_is_not_offered_to_themselves(self, group: Scene) -> None:
        dana = await in_danger(group, "dana")
        assert labels(dana) == [CARRY_ON, STOP]
        await dana.presses(press_token("care.person"))
        assert dana.sees("Nobody is named here for hard moments yet.", EMERGENCY, FINDER)
        assert group.postbox.posts == {}

    @pytest.mark.parametrize("how", ["none", "gone", "no group"])
    async def test_a_tap_that_reaches_nobody_says_so_and_who_can_listen(
        self, group: Scene, how: str
    ) -> None:
        ana = await in_danger(group)
        person = ana.token(PERSON)
        match how:
            case "none":
                await names(group, None)
            case "gone":
                transaction = group.store.transaction(group.tenant)
                transaction.delete(Member, "dana")
                await transaction.commit()
            case _:
                await group.save(replace(await group.one(Member, "ana"), apart=True, group=None))
        await ana.presses(person)
        assert ana.sees(
            "Nobody is named here for hard moments yet. These people can listen now:",
            EMERGENCY,
            FINDER,
        )
        assert group.postbox.posts == {}
        await ana.taps(CARRY_ON)
        assert ana.form.step == "landed"

    async def test_without_a_group_there_are_the_lines_and_the_ways_on(self, group: Scene) -> None:
        await group.save(Group("g2", "#other", "other", "UTC", ("ben",)))
        gil = group.member("gil")
        await gil.types(DARK)
        assert lines(gil) == [EMERGENCY, FINDER]
        assert labels(gil) == [CARRY_ON, STOP]
        await gil.taps(STOP)
        assert gil.sees("Stopped. There is nothing more to do here.")


class TestCarryingOn:
    async def test_it_leads_back_to_the_question_without_the_words(self, group: Scene) -> None:
        ana = await in_danger(group)
        await ana.taps(CARRY_ON)
        assert ana.form.step == "landed"
        assert [one.value for one in ana.form.fields] == [None, None]
        assert DARK not in ana.said()

    async def test_also_after_the_person_was_told(self, group: Scene) -> None:
        ana = await in_danger(group)
        await ana.taps(PERSON)
        await ana.taps(CARRY_ON)
        assert ana.form.step == "landed"

    async def test_also_from_the_button_beside_the_question(self, group: Scene) -> None:
        ana = await at_feelings(group)
        await ana.goes("more", to_a_friend="half a sentence")
        await ana.taps(CARRY_ON)
        assert ana.form.step == "landed"
        assert ana.sees("half a sentence")

    async def test_where_nothing_was_under_way_it_offers_a_way_on(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types(DARK)
        await ana.taps(CARRY_ON)
        assert ana.sees("All right. I'm here when you want me.")
        await ana.taps("Debrief a no")
        assert ana.form.step == "start"

    async def test_where_it_was_finished_meanwhile_it_does_the_same(self, group: Scene) -> None:
        ana = await in_danger(group)
        carry_on = ana.token(CARRY_ON)
        await group.wait(days=8)
        await ana.presses(carry_on)
        assert ana.sees("All right. I'm here when you want me.")

    async def test_nobody_else_can_carry_on_with_it(self, group: Scene) -> None:
        ana = await in_danger(group)
        carry_on, stop = ana.token(CARRY_ON), ana.token(STOP)
        before = await group.find(Conversation)
        ben = group.member("ben")
        await ben.presses(carry_on)
        assert isinstance(ben.last, Show)
        assert ben.sees("All right. I'm here when you want me.")
        assert "Acme" not in ben.said()
        await ben.presses(stop)
        assert "What you saved before" not in ben.said()
        assert await group.find(Conversation) == before

    async def test_nobody_else_is_shown_it_by_their_own_words(self, group: Scene) -> None:
        ana = await at_feelings(group)
        ben = group.member("ben")
        await ben.submits(ana.form, {"to_a_friend": DARK})
        assert isinstance(ben.last, Care)
        assert ben.last.form is None
        await ben.taps(CARRY_ON)
        assert ben.sees("All right. I'm here when you want me.")


class TestStopping:
    async def test_it_keeps_what_was_saved_before(self, group: Scene) -> None:
        ana = await in_danger(group)
        before = await group.find(Conversation)
        await ana.taps(STOP)
        assert ana.sees(
            "Stopped. There is nothing more to do here.",
            "What you saved before is still there, and can wait.",
        )
        assert await group.find(Conversation) == before
        await ana.opens_home()
        await ana.taps("Resume")
        assert ana.form.step == "landed"

    async def test_it_does_not_speak_of_what_there_is_not(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types(DARK)
        await ana.taps(STOP)
        assert ana.said() == "Stopped. There is nothing more to do here."

    async def test_it_tells_nobody(self, group: Scene) -> None:
        ana = await in_danger(group)
        await ana.taps(STOP)
        await group.wait(days=2)
        assert group.postbox.posts == {}


class TestAfterADebrief:
    async def test_the_button_is_there_and_the_debrief_stays(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.keeps("I asked about pay")
        kept = await group.find(Debrief)
        await ana.taps("This is more than a job thing")
        assert ana.sees(TITLE, BODY, NOT_WATCHED)
        assert NOT_SAVED not in ana.said()
        assert labels(ana) == [PERSON, CARRY_ON, STOP]
        assert group.postbox.posts == {}
        await ana.taps(PERSON)
        assert len(group.member("dana").inbox) == 1
        await ana.taps(CARRY_ON)
        assert ana.sees("All right. I'm here when you want me.")
        assert await group.find(Debrief) == kept

    async def test_an_old_tap_works_for_ever(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.keeps("I asked about pay")
        more = ana.token("This is more than a job thing")
        await group.wait(days=400)
        await ana.presses(more)
        assert ana.sees(TITLE)


async def test_a_call_goes_with_the_data_of_who_made_it(group: Scene) -> None:
    ana = group.member("ana")
    await ana.presses(press_token("care.person"))
    assert len(group.member("dana").inbox) == 1
    await ana.types("/mydata")
    await ana.taps("Delete everything")
    await ana.answers(word="delete")
    await group.wait(hours=1)
    assert group.member("dana").inbox == []
    to_dana = Address(Where.MEMBER, "dana")
    assert [one for one in await group.find(Delivery) if one.to == to_dana] == []
