"""What comes back after a debrief, and only because somebody asked for it."""

from __future__ import annotations

import pytest

from bot.core.model import Debrief, FollowUp, Hand, PlanOutcome, Timer, Win
from bot.core.text import plain
from tests.scene import Actor, Post, Scene, words_of

pytestmark = pytest.mark.asyncio

THANK = "A draft of a thank-you note"
FEEDBACK = "A draft that asks for feedback, once"
PLAN = "Whether the moment of your plan came"
LOOK = "A second look at this debrief"
RECONNECT = "A word to those you want to stay in touch with"


async def tell(actor: Actor, *, plan_date: str = "friday") -> None:
    """A whole debrief, kept; then the card that asks what to bring back."""
    await actor.types("/debrief")
    await actor.answers(pace="now", stage="interview")
    await actor.answers(employer="Acme", role="Warehouse lead")
    await actor.answers()
    await actor.answers(went_well="The shifts")
    await actor.answers(clue="They hire in March")
    await actor.answers(pulled_in="The crew")
    await actor.answers()
    await actor.answers(who="Mo", next_steps=("thank", "stay_in_touch"), more="no")
    await actor.answers(moment="it is Friday", act="write to Mo", plan_date=plan_date)
    await actor.answers()
    await actor.taps("Keep it")
    await actor.taps("Bring something back later")


async def turn_on(actor: Actor, what: str) -> None:
    """The button beside this line."""
    lines = [THANK, FEEDBACK, PLAN, LOOK, RECONNECT]
    await actor.taps("Bring it back", nth=[x for x in lines if x in actor.said()].index(what))


def last(actor: Actor) -> Post:
    return actor.inbox[-1]


async def test_nothing_comes_back_unless_it_was_asked_for(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    assert ana.sees(THANK, FEEDBACK, PLAN, LOOK, RECONNECT)
    await group.wait(days=120)
    assert ana.inbox == []


async def test_only_what_makes_sense_is_offered(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="short", stage="no_interview")
    await ana.answers()
    await ana.answers(kind="practice", text="a shorter CV")
    await ana.taps("Keep it")
    await ana.taps("Bring something back later")
    assert ana.sees(LOOK)
    for other in (THANK, FEEDBACK, PLAN, RECONNECT):
        assert other not in ana.said()


async def test_the_thank_you_is_a_draft_within_a_day_built_from_what_was_typed(
    group: Scene,
) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, THANK)
    assert ana.sees("It comes on Monday 23 November, 13:30.")
    await group.wait(hours=24)
    text = words_of(last(ana).card)
    assert "Hello Mo," in text
    assert "Warehouse lead at Acme" in text
    assert "The crew" in text
    assert "They hire in March" not in text
    assert len(ana.inbox) == 1
    await group.wait(days=30)
    assert len(ana.inbox) == 1


async def test_it_comes_once_also_when_it_is_asked_for_twice(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    token = ana.token("Bring it back")
    await ana.presses(token)
    await ana.presses(token)
    await group.wait(days=2)
    assert len(ana.inbox) == 1


async def test_turning_it_off_is_silent(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, THANK)
    await ana.taps("Stop it")
    await group.wait(days=2)
    assert ana.inbox == []
    assert await group.all(FollowUp) == []


async def test_two_on_one_day_come_on_two_days(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana, plan_date="today")
    await turn_on(ana, THANK)
    await ana.taps("Bring it back", nth=1)  # the plan; the first is the feedback
    await group.wait(days=3)
    assert len(ana.inbox) == 2
    assert len({post.at.date() for post in ana.inbox}) == 2


class TestThePlan:
    async def at_its_day(self, group: Scene) -> Actor:
        ana = group.member("ana")
        await tell(ana)
        await turn_on(ana, PLAN)
        assert ana.sees("It comes on Friday 27 November, 18:00.")
        await group.wait(until=group.local("2026-11-27", "18:05"))
        assert plain(last(ana).card.title) == "Did the moment come?"
        return ana

    async def test_it_did_and_was_done(self, group: Scene) -> None:
        ana = await self.at_its_day(group)
        await ana.taps("It did, and I did it", on=last(ana).card)
        assert ana.sees("Then the plan did its work. So did you.")
        [kept] = await group.store.transaction(group.tenant).find(Debrief)
        assert kept.plan_outcome is PlanOutcome.DID

    async def test_it_did_not_come_and_gets_a_new_day(self, group: Scene) -> None:
        ana = await self.at_its_day(group)
        await ana.taps("It did not come", on=last(ana).card)
        await ana.taps("Change it")
        assert ana.form.fields[1].value == "write to Mo"
        await ana.answers(act="write one line to Mo", plan_date="tuesday")
        assert ana.sees("I'll ask on Tuesday 1 December, 18:00.")
        await group.wait(days=5)
        assert "write one line to Mo" in words_of(last(ana).card)

    async def test_it_was_changed_and_is_not_asked_about_without_a_day(self, group: Scene) -> None:
        ana = await self.at_its_day(group)
        await ana.taps("I changed the plan", on=last(ana).card)
        await ana.answers(act="rest", plan_date=None)
        await group.wait(days=30)
        assert len(ana.inbox) == 1

    async def test_a_day_moved_in_the_book_moves_the_question(self, group: Scene) -> None:
        ana = group.member("ana")
        await tell(ana)
        await turn_on(ana, PLAN)
        [kept] = await group.store.transaction(group.tenant).find(Debrief)
        await ana.presses(f"v1:wins.edit_debrief:{kept.id}")
        await ana.answers()
        await ana.answers()
        await ana.answers(plan_date="1 Dec")
        await ana.answers()
        await group.wait(until=group.local("2026-11-30", "12:00"))
        assert ana.inbox == []
        await group.wait(days=2)
        assert len(ana.inbox) == 1


async def test_a_second_look_adds_a_line_to_the_book(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, LOOK)
    await group.wait(days=7, hours=1)
    assert "A second look at Acme" in words_of(last(ana).card)
    await ana.taps("Add a line", on=last(ana).card)
    await ana.answers(kind="self", text="I was tired that week")
    assert ana.sees("It is in your book.")
    wins = await group.store.transaction(group.tenant).find(Win)
    assert any(w.text == "I was tired that week" and w.employer == "Acme" for w in wins)


async def test_staying_in_touch_comes_after_two_to_three_months_and_can_come_again(
    group: Scene,
) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, RECONNECT)
    await group.wait(days=59)
    assert ana.inbox == []
    await group.wait(days=33)
    assert "Hello Mo" in words_of(last(ana).card)
    await ana.taps("In a month", on=last(ana).card)
    await group.wait(days=31)
    assert len(ana.inbox) == 2


async def test_one_tap_stops_everything_from_a_debrief(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    for _ in range(5):
        await ana.taps("Bring it back")
    await group.wait(hours=30)
    await ana.taps("Nothing more from this debrief", on=last(ana).card)
    so_far = len(ana.inbox)
    await group.wait(days=100)
    assert len(ana.inbox) == so_far
    assert await group.all(FollowUp) == []


async def test_a_deleted_debrief_brings_nothing_back(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, LOOK)
    [kept] = await group.store.transaction(group.tenant).find(Debrief)
    await ana.presses(f"v1:wins.delete_debrief:{kept.id}:0:yes")
    await group.wait(days=30)
    assert ana.inbox == []
    assert await group.all(FollowUp) == []


async def test_a_pause_holds_it_back_and_what_is_too_old_then_goes(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, THANK)
    await ana.presses("v1:members.pause:")
    await ana.answers(until="in 2 weeks")
    await group.wait(days=30)
    assert ana.inbox == []


async def test_the_page_of_reminders_shows_and_stops_all(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, LOOK)
    await ana.types("/debrief")
    await ana.answers(pace="later")
    await ana.answers(when="tomorrow")
    await ana.presses("v1:followup.reminders:")
    assert ana.sees(LOOK, "A debrief that waits")
    await ana.taps("Stop all of them")
    assert await group.all(FollowUp) == []
    assert all(not isinstance(t, Timer) or t.member != "ana" for t in await group.all(Timer))
    await group.wait(days=30)
    assert ana.inbox == []


@pytest.mark.parametrize("verb", ["choose", "on", "off", "again", "plan", "replan", "add", "stop"])
async def test_nobody_else_can_reach_them(group: Scene, verb: str) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await tell(ana)
    await turn_on(ana, THANK)
    before = await group.all(FollowUp)
    [kept] = await group.store.transaction(group.tenant).find(Debrief)
    await ben.presses(f"v1:followup.{verb}:{kept.id}:0:thank")
    assert "Acme" not in ben.said()
    assert await group.all(FollowUp) == before


async def test_stopping_all_reminders_leaves_a_card_its_end(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await ana.types("/refer Night cook")
    await ana.answers(kind="role")
    await ana.answers(confirmed=("over", "may_share", "nothing_confidential"))
    await ana.taps("Post it")
    await ben.taps("Raise a hand", on=group.postbox.in_channel()[-1].card)
    await ben.answers(line="Three years of nights")
    await ana.presses("v1:followup.stop_all:")
    await group.wait(days=15)
    assert "Raise a hand" not in words_of(group.postbox.in_channel()[-1].card)
    await group.wait(days=31)
    assert await group.all(Hand) == []


async def test_what_waits_for_the_morning_goes_with_its_debrief(group: Scene) -> None:
    ana = group.member("ana")
    await tell(ana)
    await turn_on(ana, THANK)
    # A pause holds the message back when its time comes.
    await ana.presses("v1:members.pause:")
    await ana.answers(until="tomorrow")
    await group.wait(hours=6)
    [kept] = await group.find(Debrief)
    await ana.presses(f"v1:wins.delete_debrief:{kept.id}:0:yes")
    await group.wait(days=3)
    assert ana.inbox == []
