"""The clockwork: what is due happens, once, whatever else breaks; what may be forgotten goes."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.core.cards import Ask
from bot.core.events import TimerDue
from bot.core.model import (
    Conversation,
    Delivery,
    Document,
    Erasure,
    Group,
    Occurrence,
    Pair,
    Rehearsal,
    Rest,
    Seen,
    Timer,
)
from bot.core.ports import StoreFull, StoreUnavailable
from bot.runtime.clockwork import LEASE, Clockwork
from bot.runtime.erasing import Erasing
from bot.runtime.talks import EXPIRED
from tests.runtime.workshop import Log, Workshop, to

pytestmark = pytest.mark.asyncio

HOUR = timedelta(hours=1)


async def tick(shop: Workshop) -> None:
    await shop.house.clockwork.tick()


class TestTimers:
    async def test_a_timer_fires_at_its_time_and_once(self, shop: Workshop) -> None:
        await shop.remind("t", "tricks.ring", after=HOUR)
        await shop.wait(minutes=59)
        assert shop.tricks.fired == []
        await shop.wait(minutes=1)
        await shop.wait(days=3)
        assert shop.tricks.fired == ["t"]
        assert "t" not in [timer.id for timer in await shop.find(Timer)]

    async def test_a_poisoned_one_stops_no_other(self, shop: Workshop, log: Log) -> None:
        await shop.remind("a-poison", "tricks.crack", after=-HOUR)
        for number in range(3):
            await shop.remind(f"t{number}", "tricks.ring")
        await shop.posts("post")
        await tick(shop)
        assert shop.tricks.fired == ["t0", "t1", "t2"]
        assert shop.said() == ["hello"]
        [failed] = log.of("timer_failed")
        assert (failed["what"], failed["error"], failed["tries"]) == (
            "tricks.crack",
            "ValueError",
            1,
        )
        assert log.mentions("zebra") == []
        assert await shop.find(Rehearsal) == []

    async def test_it_is_tried_again_after_its_lease_until_it_works(
        self, shop: Workshop, log: Log
    ) -> None:
        await shop.remind("poison", "tricks.crack")
        await tick(shop)
        await shop.wait(seconds=LEASE.total_seconds() - 1)
        assert shop.tricks.tries == 1
        await shop.wait(seconds=1)
        assert shop.tricks.tries == 2
        assert [line["tries"] for line in log.of("timer_failed")] == [1, 2]
        shop.tricks.broken = False
        await shop.wait(minutes=10)
        assert shop.tricks.fired == ["poison"]

    async def test_one_that_nobody_knows_is_said_and_waits_for_a_version_that_does(
        self, shop: Workshop, log: Log
    ) -> None:
        await shop.remind("a-unknown", "romance.begin", after=-HOUR)
        await shop.remind("t", "tricks.ring")
        await tick(shop)
        assert shop.tricks.fired == ["t"]
        [said] = log.of("unknown_timer")
        assert said["what"] == "romance.begin"
        assert "a-unknown" in [timer.id for timer in await shop.find(Timer)]

    async def test_a_store_that_refuses_leaves_it_due(self, shop: Workshop, log: Log) -> None:
        await shop.remind("t", "tricks.ring")
        shop.trouble.writing = StoreFull("no room")
        await tick(shop)
        assert log.of("timer_failed")[0]["error"] == "StoreFull"
        shop.trouble.writing = None
        shop.tricks.fired.clear()
        await shop.wait(minutes=5)
        assert shop.tricks.fired == ["t"]

    async def test_one_that_was_moved_meanwhile_does_not_fire_at_its_old_time(
        self, shop: Workshop
    ) -> None:
        now = shop.clock.now()
        old = Timer("t", "tricks.ring", now, 60)
        await shop.save(Timer("t", "tricks.ring", now + HOUR, 60))
        assert await shop.house.engine.fire(TimerDue("e", shop.tenant, old))
        assert shop.tricks.fired == []
        await shop.wait(hours=1)
        assert shop.tricks.fired == ["t"]

    async def test_of_two_clockworks_on_one_store_one_does_it(self, shop: Workshop) -> None:
        house = shop.house
        second = Clockwork(
            shop.store,
            house.engine,
            house.outbox,
            Erasing(shop.store, shop.postbox, shop.clock),
            shop.clock,
        )
        for number in range(30):
            await shop.remind(f"t{number:02}", "tricks.ring")
        await asyncio.gather(tick(shop), second.tick(), tick(shop), second.tick())
        assert sorted(shop.tricks.fired) == [f"t{number:02}" for number in range(30)]

    async def test_a_restart_forgets_none(self, shop: Workshop) -> None:
        await shop.remind("t", "tricks.ring", after=HOUR)
        await shop.restart()
        await shop.wait(hours=1)
        assert shop.tricks.fired == ["t"]

    async def test_many_at_once_all_fire(self, shop: Workshop) -> None:
        now = shop.clock.now()
        await shop.save(*(Timer(f"t{n:03}", "tricks.ring", now, 60) for n in range(230)))
        await tick(shop)
        assert len(shop.tricks.fired) == 230


class TestAClockThatJumps:
    async def test_far_ahead_everything_due_happens_once_and_nothing_bunches(
        self, shop: Workshop
    ) -> None:
        ana = shop.member("ana")
        await ana.types("/debrief")
        await shop.remind("t", "tricks.ring", after=HOUR)
        await shop.posts("stale", good_for=HOUR)
        shop.postbox.posts.clear()
        await shop.wakes_up_after(days=365)
        assert shop.tricks.fired == ["t"]
        assert await shop.find(Conversation) == []
        assert await shop.find(Seen) == []
        assert shop.said() == []
        assert len(shop.postbox.posts) <= 1, "a year's posts came at once"
        [weekly] = [t for t in await shop.find(Timer) if t.what.startswith("encouragement")]
        assert shop.clock.now() < weekly.due_at <= shop.clock.now() + timedelta(days=7)

    async def test_back_it_repeats_nothing(self, shop: Workshop) -> None:
        await shop.remind("t", "tricks.ring", after=HOUR)
        await shop.posts("a")
        await shop.wait(hours=2)
        shop.clock.set_to(shop.clock.now() - timedelta(days=2))
        await tick(shop)
        await shop.wait(days=3)
        assert shop.tricks.fired == ["t"]
        assert shop.said() == ["hello"]

    async def test_to_the_end_of_the_calendar_it_does_not_break(self, shop: Workshop) -> None:
        shop.clock.set_to(datetime.fromisoformat("9990-01-01T00:00+00:00"))
        await shop.remind("t", "tricks.ring")
        await tick(shop)
        assert shop.tricks.fired == ["t"]


class TestExpiry:
    async def test_a_draft_goes_at_its_time_and_not_before(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        await ana.types("/debrief")
        await shop.wait(days=7, minutes=-1)
        assert len(await shop.find(Conversation)) == 1
        await shop.wait(minutes=1)
        assert await shop.find(Conversation) == []

    async def test_every_answer_gives_it_seven_more_days(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        await ana.types("/debrief")
        await shop.wait(days=6)
        await ana.answers(pace="now")
        await shop.wait(days=6)
        [draft] = await shop.find(Conversation)
        assert draft.expires_at == shop.clock.now() + timedelta(days=1)

    async def test_one_that_was_taken_up_that_very_moment_stays(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        await ana.types("/debrief")
        [before] = await shop.find(Conversation)
        await shop.wait(days=6)
        await ana.answers(pace="now")
        timer = Timer("x", EXPIRED, before.expires_at, 0, subject=before.id)
        assert await shop.house.engine.fire(TimerDue("x", shop.tenant, timer))
        assert len(await shop.find(Conversation)) == 1
        assert isinstance(ana.last, Ask)

    async def test_one_of_a_flow_that_is_no_more_goes_too(self, shop: Workshop) -> None:
        now = shop.clock.now()
        await shop.save(Conversation("c", "ana", "romance", now, now, now + HOUR))
        await shop.wait(hours=1)
        assert await shop.find(Conversation) == []

    async def test_one_that_can_not_expire_stops_no_other(
        self, shop: Workshop, log: Log, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = shop.clock.now()
        debrief = Conversation("a", "ana", "debrief", now, now, now + HOUR)
        other = Conversation("b", "ben", "romance", now, now, now + HOUR)
        await shop.save(debrief, other)

        def fail(*_: object) -> None:
            raise ValueError("the zebra's own words")

        monkeypatch.setattr("bot.runtime.talks.replay", fail)
        await shop.wakes_up_after(hours=1)
        assert await shop.find(Conversation) == [debrief]
        assert log.of("timer_failed")[0]["what"] == EXPIRED
        assert log.mentions("zebra") == []


class TestForgetting:
    def kept(self, shop: Workshop, until: datetime) -> list[Document]:
        today = shop.clock.now().date()
        return [
            Seen("seen", until),
            Occurrence("occurrence", "g1", "weekly", today, "posted", until),
            Pair("pair", "g1", today, ("ana", "ben"), until),
            Rest("rest", "ana", until, until),
        ]

    async def test_what_only_recognises_repetitions_goes_at_its_time(self, shop: Workshop) -> None:
        until = shop.clock.now() + HOUR
        await shop.save(*self.kept(shop, until))
        await shop.wakes_up_after(minutes=59)
        assert len(await shop.everything(Seen, Occurrence, Pair, Rest)) == 4
        await shop.wakes_up_after(minutes=1)
        assert await shop.everything(Seen, Occurrence, Pair, Rest) == []

    async def test_many_go_at_once(self, shop: Workshop) -> None:
        now = shop.clock.now()
        await shop.save(*(Seen(f"e{number}", now) for number in range(210)))
        await tick(shop)
        assert await shop.find(Seen) == []

    async def test_one_that_changed_that_very_moment_stops_no_other(self, shop: Workshop) -> None:
        now = shop.clock.now()
        longer = Seen("a", now + HOUR)
        await shop.save(Seen("a", now), Seen("b", now))
        shop.trouble.before_commit = lambda: shop.save(longer)
        await tick(shop)
        assert await shop.find(Seen) == [longer]

    async def test_an_event_is_remembered_for_two_days(self, shop: Workshop) -> None:
        await shop.member("ana").types("/debrief")
        [seen] = await shop.find(Seen)
        assert seen.forget_at == shop.clock.now() + timedelta(days=2)
        await shop.wait(days=2)
        assert await shop.find(Seen) == []

    async def test_what_is_kept_is_not_forgotten(self, shop: Workshop) -> None:
        await shop.member("ana").keeps("I asked about pay")
        kinds = (Group, Rehearsal)
        before = await shop.everything(*kinds)
        await shop.wakes_up_after(days=4000)
        assert await shop.everything(*kinds) == before


class TestItsOwnRound:
    async def test_it_wakes_up_by_itself(self, shop: Workshop) -> None:
        await shop.remind("t", "tricks.ring")
        shop.house.clockwork.start(timedelta(milliseconds=5))
        await asyncio.wait_for(shop.tricks.ringing.wait(), 5)
        await shop.house.clockwork.stop()
        assert shop.tricks.fired == ["t"]

    async def test_a_store_in_trouble_does_not_stop_it(self, shop: Workshop, log: Log) -> None:
        await shop.remind("t", "tricks.ring")
        shop.trouble.claiming = StoreUnavailable("gone")
        shop.house.clockwork.start(timedelta(milliseconds=5))
        await asyncio.wait_for(shop.trouble.refused.wait(), 5)
        assert shop.tricks.fired == []
        shop.trouble.claiming = None
        await asyncio.wait_for(shop.tricks.ringing.wait(), 5)
        await shop.house.clockwork.stop()
        assert {line["error"] for line in log.of("tick_failed")} == {"StoreUnavailable"}

    async def test_stopping_waits_for_what_is_under_way(self, shop: Workshop) -> None:
        begun, may_end = asyncio.Event(), asyncio.Event()

        async def slowly(_delivery: Delivery) -> None:
            begun.set()
            await asyncio.wait_for(may_end.wait(), 5)

        shop.postbox.at_the_door = slowly
        await shop.posts("a")
        shop.house.clockwork.start(timedelta(milliseconds=5))
        await asyncio.wait_for(begun.wait(), 5)
        stopping = asyncio.create_task(shop.house.clockwork.stop())
        await asyncio.sleep(0)
        assert not stopping.done()
        may_end.set()
        await stopping
        assert shop.said() == ["hello"]

    async def test_stopping_what_never_began_is_nothing(self, shop: Workshop) -> None:
        await shop.house.clockwork.stop()
        await shop.house.clockwork.stop()

    async def test_it_knows_when_there_is_something_to_do_next(self, shop: Workshop) -> None:
        now = shop.clock.now()
        await shop.remind("t", "tricks.ring", after=HOUR)
        assert await shop.house.clockwork.next_due() == now + HOUR
        erasure = Erasure("x", "ana", now, 1, 0, now + HOUR / 2)
        await shop.save(erasure)
        assert await shop.house.clockwork.next_due() == now + HOUR / 2
        await shop.posts("a", to("ben"))
        assert await shop.house.clockwork.next_due() == now


async def test_a_timer_that_nobody_knows_is_let_go_after_its_grace(group: Workshop) -> None:
    due = group.clock.now() + timedelta(hours=1)
    await group.save(Timer("odd", "gone.feature", due, 3600))
    await group.wait(hours=30)
    assert [t.id for t in await group.find(Timer) if t.id == "odd"] == ["odd"]
    await group.wait(days=3)
    assert [t.id for t in await group.find(Timer) if t.id == "odd"] == []
