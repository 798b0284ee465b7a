"""Check-ins, as members and organisers meet them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from bot.core.cards import Ask, Show
from bot.core.model import (
    Block,
    CheckinAnswer,
    CheckinPlan,
    Group,
    Round,
    RoundState,
    Where,
)
from bot.core.text import plain
from bot.features import checkin
from bot.runtime.turn import WorkTurn
from tests.scene import Actor, Post, Scene, prose, words_of

pytestmark = pytest.mark.asyncio


async def begin(group: Scene, *weekdays: int, hours: int = 48) -> None:
    """Check-ins on these days (Thursday when none is named) at nine; time moves to the first."""
    turn = WorkTurn(
        group.store.transaction(group.tenant), group.clock.now(), prose(), group.house.ids
    )
    home = await turn.get(Group, "g1")
    assert home is not None
    plan = CheckinPlan("g1", weekdays or (3,), time(9), open_hours=hours)
    turn.save(plan)
    checkin.schedule(turn, home, plan, turn.now)
    await turn.commit()
    await group.member("eun").types("/home")  # a group in which nobody does anything is left alone
    await group.wait(until=checkin.next_round(home, plan, group.clock.now()).at)


def prompt(group: Scene) -> Post:
    posts = [p for p in group.postbox.in_channel() if "heck-in" in p.card.title]
    return posts[-1]


def thread(group: Scene) -> list[str]:
    """What stands in the threads, each post as its words."""
    return [words_of(p.card) for p in group.postbox.posts.values() if p.where is Where.THREAD]


async def checks_in(
    actor: Actor, *, show: bool = False, learn: str = "", ask: str = "", offer: str = ""
) -> None:
    await actor.types("/checkin")
    if isinstance(actor.last, Show):
        await actor.taps("Change my answer")
    await actor.answers(last_plan="did", learn=learn)
    await actor.answers(ask=ask, offer=offer, energy=2)
    if show:
        await actor.taps("Show the group")


async def test_an_answer_is_private_until_its_writer_shows_it(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await ana.taps("Check in", on=prompt(group).card)
    assert ana.sees("Only you see this.", "How did your last plan go?")
    await ana.answers(last_plan="partly", learn="telling my story")
    await ana.answers(ask="somebody to read my CV", energy=1)
    assert ana.sees("Only you see it so far.", "Getting better at: telling my story")
    assert thread(group) == []
    await ana.taps("Show the group")
    [post] = thread(group)
    assert "Ana checked in" in post
    assert "Could use: somebody to read my CV" in post
    assert "1" not in post
    assert "artly" not in post


async def test_what_was_shown_can_be_taken_back_and_shown_again(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await checks_in(ana, show=True, learn="listening")
    assert ana.sees("the group reads this")
    await ana.taps("Take it back from the group")
    assert thread(group) == []
    await ana.types("/checkin")
    await ana.taps("Show the group")
    assert len(thread(group)) == 1


async def test_a_changed_answer_reaches_the_group_only_after_another_tap(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await checks_in(ana, show=True, learn="listening")
    await checks_in(ana, learn="asking")
    assert ana.sees("The group still reads your earlier words.", "asking")
    assert "listening" in thread(group)[0]
    await ana.taps("Show the new words")
    [post] = thread(group)
    assert "asking" in post
    assert "listening" not in post


async def test_an_answer_can_be_withdrawn_whole(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await checks_in(ana, show=True, learn="listening")
    await ana.taps("Withdraw my answer")
    assert thread(group) == []
    assert await group.all(CheckinAnswer) == []


async def test_an_empty_answer_is_an_answer(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await ana.types("/checkin")
    await ana.goes("skip")
    await ana.goes("skip")
    assert ana.sees("There is nothing in it for the group to read. That is fine.")


async def test_a_half_given_answer_is_taken_up_again(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await ana.types("/checkin")
    await ana.answers(learn="listening")
    await group.restart()
    await ana.types("/checkin")
    assert isinstance(ana.last, Ask)
    assert ana.form.step == "peers"


async def test_closing_sums_up_what_was_shown_and_brings_two_together(group: Scene) -> None:
    await begin(group)
    ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
    await checks_in(ana, show=True, ask="somebody to read my CV")
    await checks_in(ben, show=True, offer="I read CVs in the evening")
    await checks_in(chidi, offer="CVs, but in secret")
    await group.wait(hours=48)
    summary = words_of(prompt(group).card)
    assert "Check-in of Thursday 26 November" in summary
    assert "Ana: somebody to read my CV" in summary
    assert "Ben: I read CVs in the evening" in summary
    assert "secret" not in summary
    assert "Chidi" not in "".join(thread(group))
    [match] = [text for text in thread(group) if "you two could talk" in text]
    assert "Ana and Ben" in match


async def test_the_number_of_answers_appears_from_five_people_on_and_is_rounded(
    group: Scene,
) -> None:
    await begin(group, 3)
    for who in ("ana", "ben", "chidi", "dana"):
        await checks_in(group.member(who))
    await group.wait(hours=48)
    assert "people" not in words_of(prompt(group).card)
    await group.wait(days=5)
    for who in ("ana", "ben", "chidi", "dana", "eun", "farid"):
        await checks_in(group.member(who))
    await group.wait(hours=48)
    assert "At least 5 people checked in." in words_of(prompt(group).card)
    await group.member("gil").types("/checkin")
    assert "At least 5 people checked in." in words_of(prompt(group).card)


async def test_late_answers_are_taken_until_the_next_round_and_matched(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, show=True, ask="mock interview for nursing")
    await group.wait(days=3)
    await checks_in(ben, show=True, offer="mock interviews")
    assert ben.sees("The summary is out already.")
    assert "Ben: mock interviews" in words_of(prompt(group).card)
    assert any("Ana and Ben" in text for text in thread(group))
    await group.wait(days=4)
    await ben.presses(ben.token("Withdraw my answer"))
    assert ben.sees("This check-in is over.")


async def test_taking_back_takes_the_match_back_too(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, show=True, ask="mock interview")
    await checks_in(ben, show=True, offer="mock interviews")
    await group.wait(hours=48)
    await ana.types("/checkin")
    await ana.taps("Take it back from the group")
    assert not any("Ana" in text for text in thread(group))
    assert "Ana" not in words_of(prompt(group).card)


async def test_those_who_keep_apart_are_never_matched(group: Scene) -> None:
    await begin(group)
    transaction = group.store.transaction(group.tenant)
    transaction.put(Block("b1", "ben", "ana"))
    await transaction.commit()
    await checks_in(group.member("ana"), show=True, ask="mock interview")
    await checks_in(group.member("ben"), show=True, offer="mock interviews")
    await group.wait(hours=48)
    assert not any("you two could talk" in text for text in thread(group))


async def test_words_for_a_round_that_ended_meanwhile_are_given_back(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await group.wait(days=3)
    await ana.types("/checkin")
    await ana.answers(learn="listening")
    await group.wait(days=4)
    await ana.answers(ask="a lift to Leeds")
    assert ana.sees("This check-in is over.", "listening", "a lift to Leeds")


async def test_each_round_ends_the_one_before_and_they_come_once(group: Scene) -> None:
    await begin(group, 0, 3)
    await group.member("ana").types("/checkin")
    await group.wait(days=14)
    rounds = [r for r in await group.all(Round) if isinstance(r, Round)]
    assert sorted(r.on.weekday() for r in rounds) == [0, 0, 3, 3, 3]
    assert [r.state for r in rounds].count(RoundState.ENDED) == 4


async def test_three_silences_are_asked_about_once_and_only_those_who_ever_answered(
    group: Scene,
) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana)
    for _ in range(8):
        await group.wait(days=7)
        await ben.types("/home")
    assert [plain(p.card.title) for p in ana.inbox] == [
        "The check-ins in #job-club have gone on without you for a while."
    ]
    assert ben.inbox == []
    await ana.taps("Leave check-ins", on=ana.inbox[0].card)
    await checks_in(ana)
    for _ in range(4):
        await group.wait(days=7)
    assert len(ana.inbox) == 2, "whoever answered again may be asked again"


async def test_who_left_check_ins_is_not_asked(group: Scene) -> None:
    await begin(group)
    ana = group.member("ana")
    await checks_in(ana)
    await ana.presses("v1:checkin.leave:")
    for _ in range(6):
        await group.wait(days=7)
        await group.member("ben").types("/home")
    assert ana.inbox == []


async def test_energy_is_forgotten_after_ninety_days(group: Scene) -> None:
    await begin(group)
    await checks_in(group.member("ana"), learn="listening")
    for _ in range(14):
        await group.wait(days=7)
        await group.member("ben").types("/home")
    [answer] = await group.store.transaction(group.tenant).find(CheckinAnswer)
    assert answer.energy is None
    assert answer.learn == "listening"


class TestTheOrganiser:
    async def test_sees_when_the_next_one_comes_and_can_leave_it_out(self, group: Scene) -> None:
        await begin(group)
        dana = group.member("dana")
        await dana.presses("v1:checkin.plan:g1")
        assert dana.sees("The next one goes out on Thursday 3 December, 09:00 (Europe/Berlin).")
        await dana.taps("Leave out the next one")
        assert dana.sees("Thursday 3 December is left out.")
        await group.wait(days=8)
        assert len(await group.all(Round)) == 1
        await group.wait(days=7)
        assert len(await group.all(Round)) == 2

    async def test_changes_days_and_hour(self, group: Scene) -> None:
        await begin(group)
        dana = group.member("dana")
        await dana.presses("v1:checkin.time:g1")
        await dana.answers(weekdays=("tuesday", "friday"), hour="5 pm", open_hours="24")
        assert dana.sees("Friday 27 November, 17:00", "24 hours")

    @pytest.mark.parametrize("verb", ["plan", "preview", "skip", "unskip", "on", "off", "time"])
    async def test_nobody_else_can_do_any_of_it(self, group: Scene, verb: str) -> None:
        await begin(group)
        before = await group.all(CheckinPlan)
        ben = group.member("ben")
        await ben.presses(f"v1:checkin.{verb}:g1")
        assert ben.sees("This part is for the group's organisers. Nothing was changed.")
        assert await group.all(CheckinPlan) == before

    async def test_turning_them_off_posts_nothing_more(self, group: Scene) -> None:
        await begin(group)
        dana = group.member("dana")
        await dana.presses("v1:checkin.off:g1")
        await group.wait(days=30)
        assert len(await group.all(Round)) == 1


async def test_a_machine_that_slept_catches_up_within_the_grace_else_not(group: Scene) -> None:
    await begin(group)
    await group.member("ana").types("/home")
    await group.wait(days=6, hours=12)
    await group.wakes_up_after(hours=16)
    assert len(await group.all(Round)) == 2
    await group.wakes_up_after(days=21)
    assert len(await group.all(Round)) == 2


async def test_quiet_days_post_nothing(group: Scene) -> None:
    await begin(group)
    dana = group.member("dana")
    await dana.presses("v1:groups.add_quiet:g1")
    await dana.answers(first="30 Nov", last="6 Dec")
    assert dana.sees("30 November 2026 to 6 December 2026")
    await group.wait(days=8)
    assert len(await group.all(Round)) == 1


async def test_no_other_member_can_touch_an_answer(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, learn="listening")
    [answer] = await group.store.transaction(group.tenant).find(CheckinAnswer)
    for verb in ("show", "hide", "withdraw", "change"):
        await ben.presses(f"v1:checkin.{verb}:{answer.id}")
        assert "listening" not in ben.said()
    assert await group.store.transaction(group.tenant).find(CheckinAnswer) == [answer]


async def test_what_is_taken_back_while_somebody_shows_does_not_come_back(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, show=True, ask="mock interview")
    await checks_in(ben, offer="mock interviews")
    await group.wait(hours=49)
    await ana.types("/checkin")
    await ben.types("/checkin")
    hide, show = ana.token("Take it back from the group"), ben.token("Show the group")
    await asyncio.gather(ana.presses(hide), ben.presses(show))
    await group.wait(minutes=1)
    assert "Ana" not in words_of(prompt(group).card) + "".join(thread(group))
    assert "Ben: mock interviews" in words_of(prompt(group).card)


async def test_two_who_show_at_once_are_both_summed_up_and_matched(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, ask="mock interview")
    await checks_in(ben, offer="mock interviews")
    await group.wait(hours=49)
    for one in (ana, ben):
        await one.types("/checkin")
    tokens = [one.token("Show the group") for one in (ana, ben)]
    await asyncio.gather(ana.presses(tokens[0]), ben.presses(tokens[1]))
    await group.wait(minutes=1)
    summary = words_of(prompt(group).card)
    assert "Ana: mock interview" in summary
    assert "Ben: mock interviews" in summary
    assert sum("you two could talk" in text for text in thread(group)) == 1


async def test_a_summary_that_waited_does_not_bring_back_what_was_taken_back(
    group: Scene,
) -> None:
    await begin(group)
    ana = group.member("ana")
    await checks_in(ana, show=True, ask="mock interview")
    await ana.types("/checkin")
    [round] = await group.find(Round)
    for _ in range(3):
        group.postbox.fails()
    await group.wait(until=round.closes_at)
    group.postbox.trouble.clear()
    await ana.taps("Take it back from the group")
    await group.wait(hours=1)
    assert prompt(group).card.title.startswith("Check-in of")
    assert "Ana" not in words_of(prompt(group).card)


async def test_who_left_the_group_is_not_matched(group: Scene) -> None:
    await begin(group)
    ana, ben = group.member("ana"), group.member("ben")
    await checks_in(ana, show=True, ask="mock interview")
    await checks_in(ben, show=True, offer="mock interviews")
    await ana.presses("v1:members.leave::0:yes")
    await group.wait(hours=48)
    assert not any("you two could talk" in text for text in thread(group))


async def test_energy_is_forgotten_also_when_check_ins_are_off(group: Scene) -> None:
    await begin(group)
    await checks_in(group.member("ana"))
    await group.member("dana").presses("v1:checkin.off:g1")
    await group.wait(days=100)
    [answer] = await group.find(CheckinAnswer)
    assert answer.energy is None


async def test_turned_on_after_its_hour_it_still_comes_that_day(group: Scene) -> None:
    await begin(group)
    dana = group.member("dana")
    await dana.presses("v1:checkin.off:g1")
    await group.wait(days=7)
    await dana.presses("v1:checkin.on:g1")
    await dana.presses("v1:checkin.time:g1")
    await dana.answers(hour="15:00")
    assert dana.sees("Thursday 3 December, 15:00")
    await group.wait(hours=8)
    assert len(await group.all(Round)) == 2


async def test_a_floor_that_is_moved_later_tells_no_exact_number(group: Scene) -> None:
    await begin(group)
    for who in ("ana", "ben", "chidi", "dana", "eun", "farid"):
        await checks_in(group.member(who))
    await group.wait(hours=49)
    home = await group.one(Group, "g1")
    await group.save(replace(home, floor=6))
    await checks_in(group.member("ana"), show=True, ask="mock interview")
    assert "Ana: mock interview" in words_of(prompt(group).card)
    assert "people" not in words_of(prompt(group).card)
