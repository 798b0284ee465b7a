"""Words that could get lost between two devices, an old form and a changed mind."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from bot.core.cards import Ask, Form
from bot.core.model import Conversation, Debrief, Win
from tests.scene import Actor, Scene

pytestmark = pytest.mark.asyncio


async def begin(ana: Actor, pace: str = "now") -> None:
    await ana.types("/debrief")
    await ana.answers(pace=pace, stage="screen")


async def stored(group: Scene) -> str:
    kinds = (Conversation, Debrief, Win)
    return str([astuple(d) for kind in kinds for d in await group.all(kind)])  # type: ignore[call-overload]  # documents


def way(form: Form, name: str) -> str:
    [press] = [w.press for w in form.ways if f":talk.{name}:" in w.press]
    return press


def value(ana: Actor, name: str) -> object:
    [found] = [field.value for field in ana.form.fields if field.name == name]
    return found


@pytest.mark.parametrize("name", ["back", "skip", "stop"])
async def test_words_beside_an_old_button_are_kept_with_their_question(
    group: Scene, name: str
) -> None:
    ana = group.member("ana")
    await begin(ana)
    old = ana.form
    await ana.answers(employer="Acme")
    await ana.presses(way(old, name), employer="Acme", role="Night cook")
    if name != "stop":
        assert ana.form.step == "landed"
        assert ana.sees("You had gone on from there already")
        await ana.goes("back")
        assert (value(ana, "employer"), value(ana, "role")) == ("Acme", "Night cook")
    assert "Night cook" in await stored(group)


async def test_words_beside_an_old_way_out_are_kept(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    await ana.answers()
    old = ana.form
    await ana.answers(to_a_friend="Rest first")
    await ana.presses(way(old, "exit"), to_a_friend="Then walk", feeling="sad")
    assert ana.sees("you deserve a person, not a form")
    await ana.taps("I'm OK, carry on")
    await ana.goes("back")
    assert value(ana, "to_a_friend") == "Rest first\nThen walk"
    assert value(ana, "feeling") == "sad"


async def test_a_way_out_that_is_no_more_leads_on_and_keeps_the_words(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    old = way(ana.form, "skip").replace("talk.skip", "talk.exit") + ":gone"
    await ana.presses(old, employer="Acme")
    assert (ana.form.step, value(ana, "employer")) == ("job", "Acme")


async def test_a_second_device_does_not_write_over_what_it_does_not_show(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    other_device = ana.form
    await ana.goes("stop", employer="Acme")
    await ana.submits(other_device, {"employer": "Globex", "role": None})
    assert (ana.form.step, value(ana, "employer")) == ("job", "Acme\nGlobex")
    await ana.answers(employer="Globex, once Acme")
    assert ana.form.step == "landed"


async def test_a_third_device_does_not_either(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    old = ana.form
    await ana.goes("stop", employer="Acme")
    await ana.submits(old, {"employer": "Globex"})
    second = ana.form
    await ana.submits(old, {"employer": "Initech"})
    await ana.submits(second, {"employer": "Acme\nGlobex"})
    assert (ana.form.step, value(ana, "employer")) == ("job", "Acme\nGlobex\nInitech")


async def test_an_old_form_that_leaves_nothing_out_is_taken(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    other_device = ana.form
    await ana.goes("stop", employer="Acme")
    await ana.submits(other_device, {"employer": "Acme Ltd", "role": None})
    assert ana.form.step == "landed"


async def test_two_different_choices_leave_one_that_can_be_shown(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana, "short")
    old = ana.form
    await ana.answers(feeling="sad")
    await ana.submits(old, {"feeling": "angry"})
    await ana.goes("back")
    assert value(ana, "feeling") == "sad"
    await ana.answers()
    assert isinstance(ana.last, Ask)


async def test_words_of_a_question_that_is_not_asked_now_wait_for_it(group: Scene) -> None:
    """The short version asks the same step with fewer questions."""
    ana = group.member("ana")
    await begin(ana)
    await ana.answers()
    await ana.answers(feeling="sad", to_a_friend="Rest first")
    for _ in range(3):
        await ana.goes("back")
    await ana.answers(pace="short")
    assert [field.name for field in ana.form.fields] == ["feeling"]
    await ana.answers(feeling="flat")
    await ana.goes("back")
    await ana.goes("back")
    await ana.answers(pace="now")
    await ana.answers()
    assert (ana.form.step, value(ana, "to_a_friend")) == ("landed", "Rest first")


async def test_an_old_yes_does_not_delete_what_was_written_since(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    await ana.goes("stop", employer="Acme")
    await ana.types("/debrief")
    await ana.taps("Delete the draft")
    sure = ana.token("Yes, delete it")
    await ana.taps("No, go on with it")
    await ana.answers(role="Night cook")
    await ana.presses(sure)
    assert ana.sees("Delete this draft?")
    assert "Night cook" in await stored(group)
    await ana.taps("Yes, delete it")
    assert await group.all(Conversation) == []


async def test_an_old_keep_shows_the_recap_as_it_is_now(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana, "short")
    await ana.answers(feeling="sad")
    await ana.answers(kind="self", text="A line of mine")
    recap = ana.card
    await ana.taps("Edit")
    await ana.taps("Change", nth=2)
    await ana.answers(text="Another line")
    await ana.taps("Keep it", on=recap)
    assert ana.sees("Does it read right to you?", "Another line")
    assert await group.all(Debrief) == []
    await ana.taps("Keep it")
    assert len(await group.all(Debrief)) == 1


async def test_a_name_that_is_much_too_long_locks_nobody_out(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    await ana.answers(employer="Acme " * 700)
    await ana.types("/debrief")
    assert ana.sees("You have a debrief half-way", "Resume")
    await ana.opens_home()
    assert ana.sees("You have a debrief half-way", "Resume")


async def test_words_that_are_no_answer_are_not_lost_when_a_debrief_is_kept(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana, "short")
    await ana.answers(feeling="sad")
    await ana.goes("skip", text="A line of mine")
    await ana.taps("Keep it")
    assert "A line of mine" in ana.said() + await stored(group)


async def test_changing_to_just_log_it_does_not_lose_the_wins_that_were_written(
    group: Scene,
) -> None:
    ana = group.member("ana")
    await begin(ana)
    await ana.answers(employer="Acme")
    await ana.answers(to_a_friend="Rest first")
    await ana.answers(went_well="The question about shifts")
    for _ in range(4):
        await ana.goes("back")
    await ana.answers(pace="log")
    await ana.answers()
    assert "The question about shifts" in ana.said() + await stored(group)


async def test_words_behind_the_command_are_not_lost_when_one_is_half_way(group: Scene) -> None:
    ana = group.member("ana")
    await begin(ana)
    await ana.types("/debrief Globex")
    await ana.taps("Start a new one")
    assert "Globex" in ana.said() + await stored(group)


async def test_many_words_behind_the_command_are_not_lost(group: Scene) -> None:
    ana = group.member("ana")
    words = "it was the place by the river where I had hoped to start before the winter comes round"
    assert len(words) > 80
    await ana.types(f"/debrief {words}")
    assert words in ana.said() + await stored(group)
