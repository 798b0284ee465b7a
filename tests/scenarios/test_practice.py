"""Practice, as members meet it: questions that come back, and a partner."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.core.model import Block, Group, Member, Pair, PairingPlan, PairWish, Rehearsal, Win
from bot.core.text import plain
from bot.features import practice
from bot.runtime.turn import WorkTurn
from tests.scene import Actor, Scene, prose, words_of

pytestmark = pytest.mark.asyncio


async def add(actor: Actor, text: str) -> None:
    await actor.types("/practice")
    await actor.taps("Add a question")
    await actor.answers(question=text)


async def pairing(group: Scene, id: str = "g1") -> None:
    """Pairs on Wednesdays at noon."""
    turn = WorkTurn(
        group.store.transaction(group.tenant), group.clock.now(), prose(), group.house.ids
    )
    home = await turn.get(Group, id)
    assert home is not None
    plan = PairingPlan(id, 2, time(12))
    turn.save(plan)
    practice.schedule(turn, home, plan, turn.now)
    await turn.commit()


async def until_paired(group: Scene, weeks: int = 1) -> None:
    await group.wait(days=7 * weeks)


def titles(actor: Actor) -> list[str]:
    return [plain(post.card.title) for post in actor.inbox]


class TestQuestions:
    async def test_an_empty_bank_is_a_full_answer_and_offers_common_ones(
        self, group: Scene
    ) -> None:
        ana = group.member("ana")
        await ana.types("/practice")
        assert ana.sees("You have no questions in your bank yet.")
        await ana.taps("A common question")
        assert ana.sees("Tell me about yourself.")
        await ana.taps("Another one")
        await ana.taps("Put it into my bank")
        [win] = await group.store.transaction(group.tenant).find(Win)
        assert win.text == "Why would you like to work here?"

    async def test_a_question_from_a_debrief_is_due_at_once(self, group: Scene) -> None:
        ana = group.member("ana")
        await ana.types("/debrief")
        await ana.answers(pace="now", stage="interview")
        await ana.answers()
        await ana.answers()
        await ana.answers(rehearse="Why us?")
        for _ in range(6):
            await ana.answers()
        await ana.taps("Keep it")
        await ana.types("/practice")
        assert ana.sees("One question of yours is due.")
        await ana.taps("Practise a question")
        assert ana.sees("Why us?")

    async def test_what_went_well_comes_back_later_each_time(self, group: Scene) -> None:
        ana = group.member("ana")
        await add(ana, "Why us?")
        gaps = []
        for _ in range(4):
            await ana.types("/practice")
            await ana.taps("Practise a question")
            before = group.clock.now()
            await ana.taps("It went well")
            await ana.types("/practice")
            assert ana.sees("Nothing is due.")
            while "is due." not in ana.said() or "Nothing" in ana.said():
                await group.wait(days=1)
                await ana.types("/practice")
            gaps.append((group.clock.now() - before).days)
        assert gaps == [1, 3, 7, 16]

    async def test_again_soon_means_tomorrow_from_any_rung(self, group: Scene) -> None:
        ana = group.member("ana")
        await add(ana, "Why us?")
        for grade in ("It went well", "Again soon"):
            await ana.types("/practice")
            await ana.taps("Practise a question")
            await ana.taps(grade)
            await group.wait(days=1)
        await ana.types("/practice")
        assert ana.sees("One question of yours is due.")

    async def test_an_old_tap_does_not_count_twice(self, group: Scene) -> None:
        ana = group.member("ana")
        await add(ana, "Why us?")
        await ana.taps("Practise a question")
        token = ana.token("It went well")
        await ana.presses(token)
        await ana.presses(token)
        [kept] = await group.store.transaction(group.tenant).find(Rehearsal)
        assert kept.rung == 1

    async def test_notes_stand_beside_the_question_next_time(self, group: Scene) -> None:
        ana = group.member("ana")
        await add(ana, "Why us?")
        await ana.taps("Practise a question")
        await ana.taps("Write notes")
        await ana.answers(notes="the night shifts")
        assert ana.sees("Why us?", "the night shifts")

    async def test_a_deleted_question_is_not_asked(self, group: Scene) -> None:
        ana = group.member("ana")
        await add(ana, "Why us?")
        [win] = await group.store.transaction(group.tenant).find(Win)
        await ana.presses(f"v1:wins.delete:{win.id}:0:yes")
        await ana.types("/practice")
        assert ana.sees("You have no questions in your bank yet.")

    async def test_nobody_else_sees_a_question(self, group: Scene) -> None:
        ana, ben = group.member("ana"), group.member("ben")
        await add(ana, "Why us?")
        [win] = await group.store.transaction(group.tenant).find(Win)
        for token in (f"v1:practice.grade:{win.id}:1:well", f"v1:practice.notes:{win.id}"):
            await ben.presses(token)
            assert "Why us?" not in ben.said()


class TestPartners:
    async def test_two_who_asked_are_brought_together_and_others_left_in_peace(
        self, group: Scene
    ) -> None:
        await pairing(group)
        ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
        await add(ana, "Why us?")
        await ana.taps("Find me a partner")
        assert ana.sees("You are on the list.")
        await ben.types("/practice")
        await ben.taps("Find me a partner")
        await until_paired(group)
        assert titles(ana) == ["You and Ben could practise this week"]
        assert titles(ben) == ["You and Ana could practise this week"]
        assert "Why us?" in words_of(ana.inbox[0].card)
        assert "Why us?" not in words_of(ben.inbox[0].card)
        assert chidi.inbox == []
        await until_paired(group, 3)
        assert len(titles(ana)) == 1, "once was asked for, not each week"

    async def test_three_are_a_group_of_three(self, group: Scene) -> None:
        await pairing(group)
        for who in ("ana", "ben", "chidi"):
            await group.member(who).presses("v1:practice.join:")
        await until_paired(group)
        [pair] = await group.store.transaction(group.tenant).find(Pair)
        assert pair.members == ("ana", "ben", "chidi")
        assert titles(group.member("ana")) == ["You, Ben and Chidi could practise this week"]

    async def test_nobody_left_is_told_and_comes_first_next_time(self, group: Scene) -> None:
        await pairing(group)
        ana = group.member("ana")
        await ana.presses("v1:practice.join:")
        await until_paired(group)
        assert titles(ana) == ["No partner was found for you this time"]
        await group.member("ben").presses("v1:practice.join:")
        await until_paired(group)
        assert titles(ana)[-1] == "You and Ben could practise this week"

    async def test_those_kept_apart_are_never_paired_and_never_learn_it(self, group: Scene) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        await ana.presses("v1:blocks.add:")
        await ana.answers(other="ben")
        assert ana.sees("Ben", "They are never told.")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await until_paired(group)
        assert titles(ben) == ["No partner was found for you this time"]
        assert words_of(ana.inbox[0].card) == words_of(ben.inbox[0].card)
        assert len(await group.all(Block)) == 1

    async def test_the_same_two_do_not_meet_again_within_twelve_weeks(self, group: Scene) -> None:
        await pairing(group)
        people = [group.member(who) for who in ("ana", "ben", "chidi", "dana")]
        for one in people:
            await one.presses("v1:practice.join::0:weekly")
        seen: dict[frozenset[str], int] = {}
        for week in range(16):
            await until_paired(group)
            for pair in await group.store.transaction(group.tenant).find(Pair):
                if (group.clock.now().date() - pair.on) < timedelta(days=7):
                    together = frozenset(pair.members)
                    assert week - seen.get(together, -12) >= 12
                    seen[together] = week
        assert len(seen) >= 6

    async def test_who_cannot_says_so_and_the_other_comes_first_next_time(
        self, group: Scene
    ) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await until_paired(group)
        await ana.taps("I can't this time", on=ana.inbox[0].card)
        await ana.taps("I can't this time", on=ana.inbox[0].card)
        await group.wait(days=1)
        assert titles(ben)[-1] == "Ana can't make it this time"
        assert len(titles(ben)) == 2
        wishes = await group.store.transaction(group.tenant).find(PairWish)
        assert [(w.member, w.waited) for w in wishes] == [("ben", 1)]

    async def test_a_pause_keeps_the_place_on_the_list(self, group: Scene) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await ana.presses("v1:members.pause:")
        await ana.answers(until="in 8 days")
        await until_paired(group)
        assert ana.inbox == []
        assert titles(ben) == ["No partner was found for you this time"]
        await until_paired(group)
        assert titles(ana) == ["You and Ben could practise this week"]

    async def test_who_left_the_group_is_not_paired(self, group: Scene) -> None:
        await pairing(group)
        ana = group.member("ana")
        await ana.presses("v1:practice.join:")
        await ana.presses("v1:members.leave::0:yes")
        await until_paired(group, 2)
        assert ana.inbox == []
        [member] = await group.store.transaction(group.tenant).find(Member, group=None)
        assert member.id == "ana"

    @pytest.mark.parametrize("verb", ["plan", "on", "off", "time"])
    async def test_only_organisers_change_the_plan(self, group: Scene, verb: str) -> None:
        await pairing(group)
        before = await group.all(PairingPlan)
        ben = group.member("ben")
        await ben.presses(f"v1:practice.{verb}:g1")
        assert ben.sees("This part is for the group's organisers.")
        assert await group.all(PairingPlan) == before

    async def test_the_organiser_turns_it_off_and_on(self, group: Scene) -> None:
        await pairing(group)
        dana = group.member("dana")
        await dana.presses("v1:practice.plan:g1")
        await dana.taps("Turn them off")
        for who in ("ana", "ben"):
            await group.member(who).presses("v1:practice.join:")
        await until_paired(group)
        assert await group.all(Pair) == []
        await dana.taps("Turn them on")
        await until_paired(group)
        assert len(await group.all(Pair)) == 1

    async def test_an_old_tap_lets_no_pair_go_that_has_met_since(self, group: Scene) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await until_paired(group, 2)
        await ana.taps("I can't this time", on=ana.inbox[0].card)
        await until_paired(group)
        assert len(titles(ben)) == 1
        assert await group.all(PairWish) == []

    async def test_who_left_since_is_not_told_that_the_other_cannot(self, group: Scene) -> None:
        await pairing(group)
        ana, ben = group.member("ana"), group.member("ben")
        for who in (ana, ben):
            await who.presses("v1:practice.join:")
        await group.wait(days=3)
        await ben.presses("v1:members.leave::0:yes")
        await ana.taps("I can't this time", on=ana.inbox[0].card)
        await group.wait(days=2)
        assert len(titles(ben)) == 1
        assert await group.all(PairWish) == []

    async def test_a_wish_in_another_groups_channel_is_kept_there(self, group: Scene) -> None:
        nurses = Group("g2", "#nurses", "nurses", "Europe/Berlin", ("gil",))
        await group.save(nurses, Member("gil", "Gil", "g2", "Europe/Berlin"))
        await pairing(group)
        await pairing(group, "g2")
        ana, gil = group.member("ana"), group.member("gil")
        ana.channel = "nurses"
        await ana.presses("v1:practice.join:")
        await gil.presses("v1:practice.join:")
        await until_paired(group)
        assert titles(ana) == ["You and Gil could practise this week"]

    async def test_turned_on_after_its_hour_it_still_comes_that_day(self, group: Scene) -> None:
        await pairing(group)
        dana = group.member("dana")
        await dana.presses("v1:practice.off:g1")
        for who in ("ana", "ben"):
            await group.member(who).presses("v1:practice.join:")
        await group.wait(until=group.local("2026-11-25", "13:00"))
        await dana.presses("v1:practice.on:g1")
        await dana.presses("v1:practice.time:g1")
        await dana.answers(hour="15:00")
        await group.wait(hours=3)
        assert len(await group.all(Pair)) == 1


async def test_a_deleted_question_takes_its_notes_along(group: Scene) -> None:
    ana = group.member("ana")
    await add(ana, "Why us?")
    await ana.taps("Practise a question")
    await ana.taps("Write notes")
    await ana.answers(notes="the night shifts")
    [win] = await group.find(Win)
    await ana.presses(f"v1:wins.delete:{win.id}:0:yes")
    assert await group.find(Rehearsal) == []
