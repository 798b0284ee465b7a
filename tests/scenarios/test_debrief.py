"""The debrief, as members meet it."""

from __future__ import annotations

import pytest

from bot.core.cards import Ask, Care, Correct, Form, Nothing, Show
from bot.core.model import Conversation, Debrief, Feeling, Stage, Timer, Win
from bot.core.text import plain
from bot.core.wins import Facet, NextStep, WinKind
from tests.scene import Actor, Scene

pytestmark = pytest.mark.asyncio


def step(actor: Actor) -> str:
    return actor.form.step


async def tell_all(ana: Actor) -> None:
    """The full debrief, up to the recap."""
    await ana.types("/debrief")
    await ana.answers(pace="now", stage="interview")
    await ana.answers(employer="Acme", role="Warehouse lead")
    await ana.answers(feeling="sad", to_a_friend="It says nothing about you.")
    await ana.answers(
        went_well="The question about shifts", differently="Ask about pay", rehearse="Why us?"
    )
    await ana.answers(clue="They hire in March")
    await ana.answers(pulled_in="The crew", drained="The forms")
    await ana.answers(want="A crew", dont_want="Nights alone")
    await ana.answers(who="Mo", next_steps=("thank", "stay_in_touch"), more="no")
    await ana.answers(moment="it is Friday", act="write to Mo", plan_date="friday")
    await ana.answers(line="walk first")


async def test_a_full_debrief_is_kept_word_for_word(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    assert ana.sees(
        "Your debrief: Acme",
        "Warehouse lead",
        "It says nothing about you.",
        "The question about shifts",
        "They hire in March",
        "Nights alone",
        "treated me well: thank them, stay in touch",
        "If it is Friday, then I will write to Mo",
        "Friday 27 November",
        "walk first",
    )
    await ana.taps("Keep it")
    assert ana.sees("Kept. It is in your wins book.")
    await ana.taps("okay")

    [kept] = await group.store.transaction(group.tenant).find(Debrief)
    assert (kept.stage, kept.employer, kept.role) == (Stage.INTERVIEW, "Acme", "Warehouse lead")
    assert (kept.feeling, kept.feeling_after) == (Feeling.SAD, Feeling.OKAY)
    assert str(kept.plan_date) == "2026-11-27"
    wins = await group.store.transaction(group.tenant).find(Win)
    assert [(w.kind, w.facet, w.text) for w in wins] == [
        (WinKind.PRACTICE, Facet.WENT_WELL, "The question about shifts"),
        (WinKind.PRACTICE, Facet.DIFFERENTLY, "Ask about pay"),
        (WinKind.PRACTICE, Facet.QUESTION, "Why us?"),
        (WinKind.INDUSTRY, Facet.CLUE, "They hire in March"),
        (WinKind.SELF, Facet.PULLED_IN, "The crew"),
        (WinKind.SELF, Facet.DRAINED, "The forms"),
        (WinKind.SELF, Facet.WANT, "A crew"),
        (WinKind.SELF, Facet.DONT_WANT, "Nights alone"),
        (WinKind.NETWORK, Facet.PERSON, "Mo"),
    ]
    assert wins[-1].next_steps == (NextStep.THANK, NextStep.STAY_IN_TOUCH)
    assert await group.all(Conversation) == []


async def test_nothing_of_a_debrief_reaches_the_channel_or_another_member(group: Scene) -> None:
    await tell_all(ana := group.member("ana"))
    await ana.taps("Keep it")
    assert group.postbox.posts == {}


@pytest.mark.parametrize("stage", list(Stage))
async def test_every_stage_leads_to_a_recap(group: Scene, stage: Stage) -> None:
    ana = group.member("ana")
    await ana.types("/rejected")
    await ana.answers(pace="now", stage=stage.value)
    steps = []
    while isinstance(ana.last, Ask):
        steps.append(step(ana))
        await ana.answers()
    assert ("aim" in steps) == (stage is Stage.NO_INTERVIEW)
    assert ("practice" in steps) == (stage is not Stage.NO_INTERVIEW)
    assert ana.sees("Does it read right to you?")


async def test_every_question_can_be_skipped_and_an_empty_debrief_is_kept(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    while isinstance(ana.last, Ask):
        await ana.goes("skip")
    assert ana.sees("Nothing is written down this time. That is a full answer too.")
    await ana.taps("Keep it")
    assert len(await group.all(Debrief)) == 1
    assert await group.all(Win) == []


async def test_the_90_second_version_asks_for_one_win(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief Globex")
    await ana.answers(pace="short", stage="final")
    await ana.answers(feeling="angry")
    await ana.answers(kind="industry", text="They pay by the hour")
    assert ana.sees("Your debrief: Globex", "it felt angry", "They pay by the hour")
    await ana.taps("Keep it")
    [win] = await group.store.transaction(group.tenant).find(Win)
    assert (win.kind, win.facet, win.employer) == (WinKind.INDUSTRY, Facet.FREE, "Globex")


async def test_just_log_it_asks_for_no_win(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="log", stage="ghosted")
    await ana.answers(employer="Initech")
    assert ana.sees("Logged.")
    [kept] = await group.store.transaction(group.tenant).find(Debrief)
    assert (kept.stage, kept.employer) == (Stage.GHOSTED, "Initech")
    assert await group.all(Conversation) == []


async def test_up_to_three_people_can_be_written_down(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    while step(ana) != "network":
        await ana.goes("skip")
    await ana.answers(who="Mo", more="yes")
    await ana.answers(who="Li", next_steps=("ask_who_else",), more="yes")
    await ana.answers(who="Sam")
    while isinstance(ana.last, Ask):
        await ana.goes("skip")
    assert ana.sees("Mo", "Li", "treated me well: ask who else is hiring", "Sam")


async def test_remind_me_tomorrow_brings_it_back_at_ten_and_once(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="later", stage="final")
    await ana.answers(when="tomorrow")
    assert ana.sees("I'll bring it back on Tuesday 24 November, 10:00.")
    await group.wait(until=group.local("2026-11-24", "09:59"))
    assert ana.inbox == []
    await group.wait(days=3)
    [post] = ana.inbox
    assert post.card.title == "You asked me to bring this back."
    assert post.at == group.local("2026-11-24", "10:00")
    await ana.taps("Start", on=post.card)
    assert step(ana) == "start"
    assert ana.form.fields[1].value == "final"
    assert ana.form.fields[0].value is None


async def test_remind_me_tonight_when_it_is_late_says_that_it_waits(group: Scene) -> None:
    group.clock.set_to(group.local("2026-11-23", "23:10"))
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="later")
    await ana.answers(when="tonight")
    assert ana.sees(
        "Tuesday 24 November, 10:00", "It is late already, so I'll wait until tomorrow."
    )


async def test_remind_me_on_a_day_takes_a_day_in_words_and_no_day_gone_by(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="later")
    await ana.answers(when="day")
    await ana.answers(day="2026-11-01")
    assert isinstance(ana.last, Correct)
    assert ana.sees("This day has gone by.", "2026-11-01")
    await ana.answers(day="in three blue moons")
    assert ana.sees("I can't read this as a day.", "in three blue moons")
    await ana.answers(day="4 Dec")
    assert ana.sees("I'll bring it back on Friday 4 December, 10:00.")


async def test_a_reminder_can_be_moved_to_tomorrow_and_let_go(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="later")
    await ana.answers(when="tomorrow")
    await group.wait(days=1)
    await ana.taps("Ask me tomorrow", on=ana.inbox[0].card)
    assert ana.sees("Wednesday 25 November, 10:00")
    await group.wait(days=1)
    assert len(ana.inbox) == 2
    await ana.taps("Let it go", on=ana.inbox[1].card)
    assert ana.sees("The draft is deleted.")
    await group.wait(days=30)
    assert len(ana.inbox) == 2
    assert await group.all(Conversation) == []


async def test_a_reminder_is_not_sent_when_the_debrief_was_taken_up_before(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="later")
    await ana.answers(when="tomorrow")
    await ana.taps("I'd like to start now after all")
    assert step(ana) == "start"
    await group.wait(days=2)
    assert ana.inbox == []


async def test_back_shows_what_was_there_and_loses_no_later_answer(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now", stage="screen")
    await ana.answers(employer="Acme", role="Cook")
    await ana.goes("back", to_a_friend="half a sentence")
    assert step(ana) == "job"
    assert [one.value for one in ana.form.fields] == ["Acme", "Cook"]
    await ana.answers(employer="Acme Ltd")
    assert step(ana) == "landed"
    assert ana.sees("half a sentence")


async def test_back_on_the_first_question_is_not_offered(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    assert "Back" not in [way.label for way in ana.form.ways]


async def test_an_answer_can_be_edited_from_the_recap(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    await ana.taps("Edit")
    assert ana.sees("What would you like to change?", "They hire in March")
    labels = [plain(entry.text) for entry in ana.card.body]  # type: ignore[union-attr]  # entries
    await ana.taps("Change", nth=labels.index("Industry: what you saw from inside"))
    assert step(ana) == "industry"
    await ana.answers(clue="They hire in April")
    assert ana.sees("Your debrief: Acme", "They hire in April", "The question about shifts")


async def test_changing_the_stage_asks_the_new_route_and_keeps_the_rest(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    await ana.taps("Edit")
    await ana.taps("Change")
    assert step(ana) == "start"
    await ana.answers(stage="no_interview")
    assert step(ana) == "aim"
    await ana.answers(change="Put the licence first")
    assert ana.sees("Put the licence first", "They hire in March")
    # What was written to a question that is no longer asked is shown apart, and kept too.
    told, besides = ana.said().split("You also wrote")
    assert "The question about shifts" not in told
    assert "The question about shifts" in besides


async def test_quitting_half_way_offers_to_resume_after_a_restart(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now", stage="screen")
    await ana.answers(employer="Acme")
    form = ana.form
    await ana.submits(form, {"feeling": "flat"}, complete=False)
    assert isinstance(ana.last, Nothing)
    await group.restart()
    await ana.opens_home()
    assert ana.sees("You have a debrief half-way", "Acme, begun Monday 23 November, 10:30")
    await ana.types("/debrief")
    assert ana.sees("You can go on where you stopped.")
    await ana.taps("Resume")
    assert step(ana) == "landed"
    assert ana.form.fields[0].value == "flat"


async def test_a_new_debrief_leaves_the_draft_where_it_is(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    await ana.types("/debrief")
    await ana.taps("Start a new one")
    assert step(ana) == "start"
    assert len(await group.all(Conversation)) == 2


async def test_stop_for_now_says_until_when_the_words_are_kept(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    await ana.goes("stop", employer="Acme")
    assert ana.sees("Stopped for now.", "saved until Monday 30 November, 10:30")
    await ana.taps("Resume")
    assert ana.form.fields[0].value == "Acme"


async def test_a_draft_expires_after_seven_days_and_says_so_to_an_old_tap(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    old = ana.form
    await group.wait(days=6, hours=23)
    assert len(await group.all(Conversation)) == 1
    await group.wait(hours=2)
    assert await group.all(Conversation) == []
    await ana.submits(old, {"employer": "Acme"})
    assert ana.sees("This one is closed.", "Here are your words", "Acme")


async def test_a_debrief_left_at_its_recap_is_kept_rather_than_lost(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    recap = ana.card
    await group.wait(days=8)
    assert len(await group.all(Debrief)) == 1
    assert len(await group.all(Win)) == 9
    await ana.taps("Delete", on=recap)
    assert ana.sees("Kept. It is in your wins book.")
    assert len(await group.all(Debrief)) == 1


async def test_delete_asks_once_more_and_leaves_nothing(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    await ana.taps("Delete")
    assert ana.sees("Delete this debrief?")
    await ana.taps("No, go back to it")
    assert ana.sees("Your debrief: Acme")
    await ana.taps("Delete")
    await ana.taps("Yes, delete it")
    assert ana.sees("Deleted.")
    assert await group.all(Conversation) == await group.all(Debrief) == await group.all(Win) == []


async def test_keep_tapped_twice_keeps_once(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    recap = ana.card
    await ana.taps("Keep it", on=recap)
    await ana.taps("Keep it", on=recap)
    assert ana.sees("Kept. It is in your wins book.")
    assert len(await group.all(Debrief)) == 1
    assert len(await group.all(Win)) == 9


async def test_an_event_that_arrives_twice_is_applied_once(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    form = ana.form
    before = group.event_id
    group.event_id = lambda: "the-same"  # type: ignore[method-assign]  # a platform's retry
    await ana.submits(form, {"pace": "now", "stage": "screen"})
    await ana.submits(form, {"pace": "now", "stage": "screen"})
    group.event_id = before  # type: ignore[method-assign]
    assert step(ana) == "job"
    [conversation] = await group.store.transaction(group.tenant).find(Conversation)
    assert conversation.revision == 1


async def test_an_old_form_keeps_its_words_and_shows_the_current_step(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    old: Form = ana.form
    await ana.answers(employer="Acme")
    await ana.submits(old, {"employer": "Acme Ltd", "role": None})
    assert step(ana) == "landed"
    assert ana.sees("You had gone on from there already")
    await ana.goes("back")
    assert "Acme Ltd" in str(ana.form.fields[0].value)


async def test_an_old_button_shows_the_current_step_and_changes_nothing(group: Scene) -> None:
    ana = group.member("ana")
    await tell_all(ana)
    recap = ana.card
    await ana.taps("Edit")
    await ana.taps("Change")
    await ana.taps("Keep it", on=recap)
    assert step(ana) == "start"
    assert await group.all(Debrief) == []


async def test_another_member_can_not_touch_my_debrief(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await ana.types("/debrief")
    form = ana.form
    await ben.submits(form, {"pace": "log", "stage": None})
    assert ben.sees("This one is closed.")
    await ben.presses(form.ways[0].press)
    assert ben.sees("This one is closed.")
    await tell_all(eun := group.member("eun"))
    await ben.taps("Keep it", on=eun.card)
    assert "Acme" not in ben.said()
    assert await group.all(Debrief) == []


async def test_too_long_an_answer_is_given_back_whole(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    await ana.answers()
    essay = "word " * 2000
    await ana.answers(to_a_friend=essay)
    assert isinstance(ana.last, Correct)
    assert ana.sees("longer than 3000 characters", essay.strip())
    await group.restart()
    await ana.types("/debrief")
    await ana.taps("Resume")
    assert ana.form.fields[1].value == essay.strip()


async def test_control_characters_emoji_and_right_to_left_text_come_through_clean(
    group: Scene,
) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now")
    await ana.answers(employer="\x1b[31mAcme\x00\u202e", role="שף מטבח 👩🏽‍🍳")
    await ana.goes("back")
    assert [one.value for one in ana.form.fields] == ["[31mAcme", "שף מטבח 👩🏽‍🍳"]


class TestPlainWords:
    async def test_a_rejection_told_in_plain_words_is_met_with_an_offer(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("didn't get the job at Acme")
        assert ana.sees("I'm sorry about Acme.", "Debrief now", "Not now")
        await ana.taps("Debrief now")
        assert step(ana) == "start"
        await ana.answers(stage="interview")
        assert step(ana) == "job"
        assert ana.form.fields[0].value == "Acme"

    async def test_not_now_is_silent_and_keeps_nothing(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("I got rejected by Globex")
        await ana.taps("Not now")
        assert await group.all(Conversation) == []
        await group.wait(days=60)
        assert ana.inbox == []

    async def test_an_offer_nobody_took_up_is_forgotten_in_a_day(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("I got rejected by Globex")
        await group.wait(days=1, minutes=1)
        assert await group.all(Conversation) == []

    async def test_remind_me_from_the_offer_asks_only_when(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("I got rejected by Globex")
        await ana.taps("Remind me")
        assert step(ana) == "later"
        await ana.answers(when="tomorrow")
        assert len(await group.all(Timer)) == 2  # this one, and the weekly post's

    @pytest.mark.parametrize(
        "words",
        [
            "I turned down their offer",
            "my sister got rejected",
            "if they reject me",
            "I got the job",
        ],
    )
    async def test_other_news_is_not_taken_for_a_rejection(self, group: Scene, words: str) -> None:
        ana = group.member("ana")
        await ana.types(words)
        assert ana.sees("I didn't quite understand that.")


class TestHardMoments:
    async def test_worrying_words_stop_the_flow_and_are_not_saved(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.answers(pace="now")
        await ana.answers()
        await ana.answers(feeling="crushed", to_a_friend="I don't want to live any more")
        assert isinstance(ana.last, Care)
        assert ana.sees(
            "I'd like to stop here for a moment.", "findahelpline.com", "Talk to our person"
        )
        assert ana.last.words["to_a_friend"] == "I don't want to live any more"
        stored = str(await group.all(Conversation))
        assert "live any more" not in stored
        assert group.postbox.posts == {}

    async def test_carrying_on_with_the_words_keeps_them(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.answers(pace="now")
        await ana.answers()
        await ana.answers(feeling="crushed", to_a_friend="I want to die")
        await ana.taps("I'm OK, carry on")
        assert step(ana) == "landed"
        assert ana.form.fields[1].value is None
        await ana.answers(feeling="crushed", to_a_friend="I want to die", kept=True)
        assert step(ana) == "practice"

    async def test_a_person_is_told_only_after_a_tap_and_without_the_words(
        self, group: Scene
    ) -> None:
        ana, dana = group.member("ana"), group.member("dana")
        await ana.types("I want to die")
        assert dana.inbox == []
        await ana.taps("Talk to our person")
        assert ana.sees("I've told Dana that you would like to talk.")
        [call] = dana.inbox
        assert plain(call.card.title) == "Ana would like to talk to you."
        assert "die" not in str(call.card)
        await ana.presses(ana.token("I'm OK, carry on"))

    async def test_more_than_a_job_thing_is_beside_the_feelings(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.answers(pace="short")
        await ana.goes("more")
        assert isinstance(ana.last, Show)
        assert ana.sees("you deserve a person, not a form")
        await ana.taps("Stop here")
        assert ana.sees("Stopped.", "What you saved before is still there")
        await ana.types("/debrief")
        assert ana.sees("You have a debrief half-way")

    @pytest.mark.parametrize("way", ["command", "draft", "button"])
    async def test_every_free_text_is_looked_at(self, group: Scene, way: str) -> None:
        ana = group.member("ana")
        words = "I am going to kill myself"
        if way == "command":
            await ana.types(f"/debrief {words}")
        else:
            await ana.types("/debrief")
            await ana.answers(pace="now")
            if way == "draft":
                await ana.submits(ana.form, {"employer": words}, complete=False)
            else:
                await ana.goes("back", employer=words)
        assert isinstance(ana.last, Care)
        assert "kill" not in str(await group.all(Conversation))
