"""The outbox: what goes out, when, how often, and what never does."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.core.model import (
    RETRACTED,
    Address,
    Delivery,
    DeliveryState,
    Group,
    Member,
    Where,
)
from bot.core.ports import NeedsMending, NeverWorks, StoreFull, StoreUnavailable, TryLater
from bot.core.text import plain
from bot.runtime.outbox import LEASE, LONGEST_WAIT, UNTIL_MENDED
from tests.runtime.workshop import JOB_CLUB, Log, Workshop, card, to
from tests.scene import Killed, words_of

pytestmark = pytest.mark.asyncio

SECOND = timedelta(seconds=1)


async def state(shop: Workshop, key: str) -> DeliveryState:
    return (await shop.one(Delivery, key)).state


async def runs(shop: Workshop) -> None:
    await shop.house.outbox.run()


class TestTryingAgain:
    async def test_each_wait_is_twice_the_last_up_to_a_quarter_of_an_hour(
        self, shop: Workshop
    ) -> None:
        attempts: list[datetime] = []

        async def note(_delivery: Delivery) -> None:
            attempts.append(shop.clock.now())

        shop.postbox.at_the_door = note
        shop.postbox.down = True
        await shop.posts("a", good_for=timedelta(days=3))
        await runs(shop)
        await shop.wait(days=1)
        waits = [(after - before).total_seconds() for before, after in pairwise(attempts)]
        assert waits[:11] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]
        assert set(waits[10:]) == {LONGEST_WAIT.total_seconds()}
        assert len(waits) > 90
        shop.postbox.down = False
        await shop.wait(minutes=15)
        assert shop.said() == ["hello"]

    async def test_a_platform_that_names_a_time_gets_it(self, shop: Workshop) -> None:
        shop.postbox.trouble.append(TryLater("rate_limited", timedelta(seconds=42)))
        await shop.posts("a")
        await runs(shop)
        began = shop.clock.now()
        await shop.wait(minutes=5)
        [post] = shop.postbox.in_channel()
        assert post.at - began == timedelta(seconds=42)

    async def test_too_late_is_dropped_and_not_sent(self, shop: Workshop) -> None:
        shop.postbox.down = True
        await shop.posts("a", good_for=timedelta(hours=1))
        await shop.wait(hours=2)
        shop.postbox.down = False
        await shop.wait(hours=2)
        found = await shop.one(Delivery, "a")
        assert (found.state, found.trouble, found.card) == (DeliveryState.DROPPED, "too_late", None)
        assert shop.postbox.posts == {}

    async def test_a_card_that_breaks_the_transport_stops_nobody_elses(
        self, shop: Workshop, log: Log
    ) -> None:
        async def break_on_it(delivery: Delivery) -> None:
            if delivery.id == "a":
                raise KeyError("the zebra's own words")

        shop.postbox.at_the_door = break_on_it
        for key in "abc":
            await shop.posts(key, words=key)
        await shop.posts("d", to("ben"))
        await runs(shop)
        assert shop.said() == ["b", "c"]
        assert shop.said(to("ben")) == ["hello"]
        assert log.of("delivery_failed")[0]["error"] == "KeyError"
        assert log.mentions("zebra") == []
        shop.postbox.at_the_door = None
        await shop.wait(seconds=1)
        assert shop.said() == ["b", "c", "a"]

    async def test_the_same_key_is_posted_once(self, shop: Workshop) -> None:
        await shop.posts("a", words="first")
        await shop.posts("a", words="second")
        await runs(shop)
        await shop.posts("a", words="third")
        await runs(shop)
        assert shop.said() == ["first"]

    async def test_one_place_gets_its_messages_in_order(self, shop: Workshop) -> None:
        for number in range(12):
            await shop.posts(f"a{number:02}", words=str(number))
        await runs(shop)
        assert shop.said() == [str(number) for number in range(12)]

    async def test_a_slow_place_does_not_hold_up_another(self, shop: Workshop) -> None:
        arrived = asyncio.Event()

        async def slowly(delivery: Delivery) -> None:
            if delivery.to == JOB_CLUB:
                await asyncio.wait_for(arrived.wait(), 5)
            else:
                arrived.set()

        shop.postbox.at_the_door = slowly
        await shop.posts("a")
        await shop.posts("b", to("ben"))
        await runs(shop)
        assert shop.said() == shop.said(to("ben")) == ["hello"]

    async def test_many_go_out_in_one_run(self, shop: Workshop) -> None:
        turn = shop.turn()
        for number in range(250):
            turn.post(f"n{number:03}", JOB_CLUB, card(str(number)), good_for=SECOND, asked=True)
        await turn.commit()
        assert await shop.house.outbox.run() == 250
        assert shop.said() == [str(number) for number in range(250)]


class TestNever:
    async def test_each_organiser_is_told_once_and_nobody_else(self, shop: Workshop) -> None:
        home = await shop.one(Group, "g1")
        await shop.save(replace(home, organisers=("dana", "ben")))
        shop.postbox.fails(never=True, reason="msg_too_long")
        await shop.posts("a")
        await runs(shop)
        await shop.wait(days=3)
        for who in ("dana", "ben"):
            [told] = shop.postbox.to_member(who)
            assert plain(told.card.title) == "A post for #job-club could not go out"
            assert "The platform refused it." in words_of(told.card)
        assert await state(shop, "a") is DeliveryState.DEAD
        assert len(shop.postbox.posts) == 2

    async def test_nothing_of_the_post_is_in_what_they_are_told_or_kept(
        self, shop: Workshop, log: Log
    ) -> None:
        shop.postbox.fails(never=True, reason="no_such_channel")
        await shop.posts("a", words="marzipan")
        await runs(shop)
        assert "marzipan" not in str(shop.postbox.posts)
        assert "marzipan" not in str(await shop.find(Delivery))
        assert log.mentions("marzipan") == []

    async def test_the_organiser_is_not_woken_for_it(self, shop: Workshop) -> None:
        shop.clock.set_to(shop.local("2026-11-24", "02:00"))
        shop.postbox.fails(never=True)
        await shop.posts("a")
        await runs(shop)
        assert shop.said(to("dana")) == []
        await shop.wait(hours=8)
        [told] = shop.postbox.to_member("dana")
        assert told.at == shop.local("2026-11-24", "09:00")

    @pytest.mark.parametrize("who", ["ben", "dana"])
    async def test_a_member_who_can_not_be_reached_is_nobody_elses_news(
        self, shop: Workshop, who: str
    ) -> None:
        shop.postbox.fails(never=True, reason="messages_closed")
        await shop.posts("a", to(who))
        await runs(shop)
        assert await state(shop, "a") is DeliveryState.DEAD
        assert shop.postbox.posts == {}

    async def test_an_edit_that_never_works_is_let_go_in_silence(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        shop.postbox.fails(never=True, reason="message_gone")
        await shop.edits("a", "hello again")
        await runs(shop)
        await shop.wait(days=6)
        assert shop.said(to("dana")) == []
        assert shop.said() == ["hello"]
        assert shop.postbox.calls == 2

    async def test_a_store_that_could_not_note_it_does_not_tell_twice(self, shop: Workshop) -> None:
        async def full(_delivery: Delivery) -> None:
            shop.trouble.writing = StoreFull("no room")

        shop.postbox.at_the_door = full
        shop.postbox.fails(never=True)
        await shop.posts("a")
        await runs(shop)
        assert await state(shop, "a") is DeliveryState.QUEUED
        shop.trouble.writing = shop.postbox.at_the_door = None
        shop.postbox.fails(never=True)
        await shop.wait(minutes=5)
        assert len(shop.said(to("dana"))) == 1


class Unmended:
    """A platform on which something has to be done first; `reason` is empty once it was."""

    def __init__(self, shop: Workshop, reason: str = "not_in_channel") -> None:
        self.shop = shop
        self.reason = reason
        self.tries: list[datetime] = []
        shop.postbox.at_the_door = self

    async def __call__(self, delivery: Delivery) -> None:
        if delivery.to.where is Where.MEMBER:
            return
        self.tries.append(self.shop.clock.now())
        if self.reason:
            raise NeedsMending(self.reason)


class TestWhatSomebodyHasToMend:
    """NeedsMending: the post is kept until somebody has done what it takes."""

    async def test_it_waits_and_is_sent_once_when_it_was_mended(self, shop: Workshop) -> None:
        platform = Unmended(shop)
        await shop.posts("a", good_for=timedelta(days=3))
        await shop.posts("b", words="hello too", good_for=timedelta(days=3))
        await runs(shop)
        assert await state(shop, "a") is DeliveryState.QUEUED
        await shop.wait(hours=5)
        assert shop.said() == []
        platform.reason = ""
        await shop.wait(minutes=5)
        assert shop.said() == ["hello", "hello too"]
        await shop.wait(days=4)
        assert shop.said() == ["hello", "hello too"]
        assert await state(shop, "a") is DeliveryState.SENT

    async def test_it_is_tried_every_five_minutes_however_long_that_lasts(
        self, shop: Workshop
    ) -> None:
        platform = Unmended(shop)
        await shop.posts("a", good_for=timedelta(days=3))
        await runs(shop)
        await shop.wait(hours=3)
        waits = {after - before for before, after in pairwise(platform.tries)}
        assert waits == {UNTIL_MENDED}
        assert len(platform.tries) == 1 + 3 * 12

    async def test_each_organiser_is_told_once_what_to_do_and_nobody_else(
        self, shop: Workshop
    ) -> None:
        home = await shop.one(Group, "g1")
        await shop.save(replace(home, organisers=("dana", "ben")))
        Unmended(shop)
        await shop.posts("a", words="marzipan", good_for=timedelta(days=3))
        await runs(shop)
        await shop.wait(hours=6)
        for who in ("dana", "ben"):
            [told] = shop.postbox.to_member(who)
            assert plain(told.card.title) == "A post for #job-club could not go out"
            assert "/invite @Four Wins" in words_of(told.card)
            assert "marzipan" not in words_of(told.card)
        assert len(shop.postbox.posts) == 2

    async def test_no_second_word_of_it_after_a_restart(self, shop: Workshop) -> None:
        Unmended(shop)
        await shop.posts("a", good_for=timedelta(days=3))
        await runs(shop)
        await shop.restart()
        await shop.wait(hours=6)
        assert len(shop.said(to("dana"))) == 1

    async def test_the_organiser_is_not_woken_for_it(self, shop: Workshop) -> None:
        shop.clock.set_to(shop.local("2026-11-24", "02:00"))
        Unmended(shop)
        await shop.posts("a")
        await shop.wait(hours=8)
        [told] = shop.postbox.to_member("dana")
        assert told.at == shop.local("2026-11-24", "09:00")

    async def test_an_organiser_who_wants_no_such_news_gets_none(self, shop: Workshop) -> None:
        Unmended(shop)
        await shop.posts("a", good_for=timedelta(days=3))
        dana = await shop.one(Member, "dana")
        await shop.save(replace(dana, trouble_news=False))
        await shop.wait(hours=6)
        assert shop.said(to("dana")) == []
        assert await state(shop, "a") is DeliveryState.QUEUED

    @pytest.mark.parametrize(
        ("reason", "words"),
        [
            ("not_in_channel", "/invite @Four Wins"),
            ("archived", "The channel is archived."),
            ("missing_right", "I lack a permission"),
            ("may_not_post", "do not let me write in this channel"),
            ("not_installed", "I am not installed here any more"),
            ("not_configured", "not set up in the bot's settings"),
            ("shared_outside", "shared with another organisation"),
            ("something_new", "The platform refused it."),
        ],
    )
    async def test_each_reason_says_what_to_do(
        self, shop: Workshop, reason: str, words: str
    ) -> None:
        Unmended(shop, reason)
        await shop.posts("a")
        await runs(shop)
        [told] = shop.postbox.to_member("dana")
        assert words in words_of(told.card)

    async def test_it_is_dropped_only_when_it_would_come_too_late(self, shop: Workshop) -> None:
        platform = Unmended(shop)
        await shop.posts("a", words="marzipan", good_for=timedelta(hours=3))
        await runs(shop)
        await shop.wait(hours=2, minutes=59)
        assert await state(shop, "a") is DeliveryState.QUEUED
        await shop.wait(minutes=10)
        found = await shop.one(Delivery, "a")
        assert (found.state, found.trouble, found.card) == (DeliveryState.DROPPED, "too_late", None)
        platform.reason = ""
        await shop.wait(days=1)
        assert shop.said() == []

    async def test_taken_back_meanwhile_it_does_not_go_out_when_mended(
        self, shop: Workshop
    ) -> None:
        platform = Unmended(shop)
        await shop.posts("a", good_for=timedelta(days=3))
        await shop.posts("b", words="as it was", good_for=timedelta(days=3))
        await runs(shop)
        await shop.retracts("a")
        await shop.edits("b", "as it is now")
        platform.reason = ""
        await shop.wait(minutes=10)
        assert shop.said() == ["as it is now"]

    async def test_taken_back_while_it_was_refused_it_is_not_kept(self, shop: Workshop) -> None:
        async def refuse(delivery: Delivery) -> None:
            if delivery.id == "a":
                await shop.retracts("a")
                raise NeedsMending("not_in_channel")

        shop.postbox.at_the_door = refuse
        await shop.posts("a")
        await runs(shop)
        shop.postbox.at_the_door = None
        await shop.wait(hours=1)
        assert shop.said() == []
        assert await state(shop, "a") is DeliveryState.DROPPED

    async def test_what_hangs_in_its_thread_waits_with_it(self, shop: Workshop) -> None:
        platform = Unmended(shop)
        await shop.posts("root", good_for=timedelta(days=3))
        await shop.posts("reply", Address(Where.THREAD, "root"), good_for=timedelta(days=3))
        await runs(shop)
        await shop.wait(minutes=4)
        assert await state(shop, "reply") is DeliveryState.QUEUED
        platform.reason = ""
        await shop.wait(minutes=10)
        assert await state(shop, "reply") is DeliveryState.SENT

    async def test_an_edit_waits_too_and_makes_no_noise(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        platform = Unmended(shop, "archived")
        await shop.edits("a", "hello again")
        await runs(shop)
        await shop.wait(hours=1)
        assert shop.said(to("dana")) == []
        platform.reason = ""
        await shop.wait(minutes=5)
        assert shop.said() == ["hello again"]

    async def test_a_message_to_a_member_waits_and_is_nobody_elses_news(
        self, shop: Workshop
    ) -> None:
        shop.postbox.trouble.append(NeedsMending("messages_off"))
        await shop.posts("a", to("ben"))
        await runs(shop)
        assert shop.postbox.posts == {}
        await shop.wait(minutes=5)
        assert shop.said(to("ben")) == ["hello"]
        assert len(shop.postbox.posts) == 1

    async def test_other_channels_are_not_held_up(self, shop: Workshop) -> None:
        elsewhere = Address(Where.CHANNEL, "referrals")

        async def refuse(delivery: Delivery) -> None:
            if delivery.to == JOB_CLUB:
                raise NeedsMending("not_in_channel")

        shop.postbox.at_the_door = refuse
        await shop.posts("a")
        await shop.posts("b", elsewhere)
        await shop.posts("c", to("ben"))
        await runs(shop)
        assert shop.said(elsewhere) == shop.said(to("ben")) == ["hello"]

    async def test_a_store_that_could_not_note_it_does_not_tell_twice(self, shop: Workshop) -> None:
        platform = Unmended(shop)

        async def full(delivery: Delivery) -> None:
            shop.trouble.writing = StoreFull("no room")
            await platform(delivery)

        shop.postbox.at_the_door = full
        await shop.posts("a")
        await runs(shop)
        shop.trouble.writing = None
        shop.postbox.at_the_door = platform
        await shop.wait(hours=1)
        assert len(shop.said(to("dana"))) == 1


class TestChanging:
    """A post is edited or taken back, wherever it is on its way."""

    async def test_edited_while_it_waits_it_goes_out_as_it_is_then(self, shop: Workshop) -> None:
        await shop.posts("a")
        await shop.edits("a", "hello again")
        await runs(shop)
        assert shop.said() == ["hello again"]
        assert shop.postbox.calls == 1

    async def test_taken_back_while_it_waits_it_does_not_go_out(self, shop: Workshop) -> None:
        await shop.posts("a")
        await shop.retracts("a")
        await runs(shop)
        assert shop.postbox.calls == 0
        assert (await shop.one(Delivery, "a")).card is None

    async def test_edited_when_it_stands_there(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        await shop.edits("a", "hello again")
        await runs(shop)
        assert shop.said() == ["hello again"]

    async def test_taken_back_when_it_stands_there_and_only_once(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        await shop.retracts("a")
        await shop.retracts("a")
        await runs(shop)
        await shop.retracts("a")
        await runs(shop)
        assert shop.postbox.posts == {}
        assert shop.postbox.calls == 2

    async def test_what_was_dropped_is_neither_edited_nor_taken_back(self, shop: Workshop) -> None:
        await shop.posts("a")
        await shop.retracts("a")
        await shop.edits("a", "hello again")
        await shop.retracts("a")
        await shop.wait(days=1)
        assert shop.postbox.calls == 0
        assert len(await shop.find(Delivery)) == 1

    async def test_what_was_taken_back_is_not_edited_any_more(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        await shop.retracts("a")
        await shop.edits("a", "marzipan")
        await runs(shop)
        await shop.edits("a", "marzipan")
        await shop.wait(hours=1)
        assert shop.postbox.posts == {}
        assert shop.postbox.calls == 2
        assert "marzipan" not in str(await shop.find(Delivery))

    @pytest.mark.parametrize("trouble", [None, TryLater("network"), KeyError("unexpected")])
    async def test_edited_while_it_is_being_sent_it_comes_to_read_as_edited(
        self, shop: Workshop, trouble: Exception | None
    ) -> None:
        async def edit(_delivery: Delivery) -> None:
            shop.postbox.at_the_door = None
            await shop.edits("a", "hello again")
            if trouble is not None:
                raise trouble

        shop.postbox.at_the_door = edit
        await shop.posts("a")
        await runs(shop)
        await shop.wait(minutes=1)
        assert shop.said() == ["hello again"]

    @pytest.mark.parametrize(
        "trouble", [None, TryLater("network"), KeyError("unexpected"), NeverWorks("gone")]
    )
    async def test_taken_back_while_it_is_being_sent_it_does_not_stay(
        self, shop: Workshop, trouble: Exception | None
    ) -> None:
        async def retract(_delivery: Delivery) -> None:
            shop.postbox.at_the_door = None
            await shop.retracts("a")
            if trouble is not None:
                raise trouble

        shop.postbox.at_the_door = retract
        await shop.posts("a", words="marzipan")
        await runs(shop)
        await shop.wait(minutes=30)
        assert shop.said() == []
        assert shop.said(to("dana")) == []
        assert (await shop.one(Delivery, "a")).trouble == RETRACTED
        assert "marzipan" not in str(await shop.find(Delivery))
        calls = shop.postbox.calls
        # Deleting all of somebody's data takes back whatever stands there: not this once more.
        await shop.retracts("a")
        await shop.wait(hours=1)
        assert shop.postbox.calls == calls

    async def test_deleted_while_it_is_being_sent_it_does_not_come_back(
        self, shop: Workshop
    ) -> None:
        async def delete(delivery: Delivery) -> None:
            shop.postbox.at_the_door = None
            transaction = shop.store.transaction(shop.tenant)
            transaction.delete(Delivery, delivery.id)
            await transaction.commit()
            raise TryLater("network")

        shop.postbox.at_the_door = delete
        await shop.posts("a")
        await runs(shop)
        await shop.wait(hours=1)
        assert await shop.find(Delivery) == []
        assert shop.postbox.posts == {}

    async def test_taken_back_while_the_days_place_is_taken_it_does_not_go_out(
        self, shop: Workshop
    ) -> None:
        await shop.posts("a", to("ben"), asked=False)
        shop.trouble.before_commit = lambda: shop.retracts("a")
        await runs(shop)
        await shop.wait(hours=1)
        assert shop.postbox.posts == {}
        assert await state(shop, "a") is DeliveryState.DROPPED

    async def test_of_two_edits_the_later_stands_in_the_end(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        shop.postbox.fails()
        await shop.edits("a", "two hands")
        await runs(shop)
        await shop.edits("a", "three hands")
        await runs(shop)
        await shop.wait(minutes=1)
        assert shop.said() == ["three hands"]

    async def test_an_edit_that_waits_does_not_outlive_the_post(self, shop: Workshop) -> None:
        await shop.posts("a")
        await runs(shop)
        shop.postbox.fails()
        await shop.edits("a", "marzipan")
        await runs(shop)
        await shop.retracts("a")
        await shop.wait(days=1)
        assert shop.postbox.posts == {}
        assert "marzipan" not in str(await shop.find(Delivery))


class TestThreads:
    ROOT = Address(Where.THREAD, "root")

    async def test_a_reply_waits_for_its_root(self, shop: Workshop) -> None:
        shop.postbox.fails()
        shop.postbox.fails()
        await shop.posts("root")
        await shop.posts("reply", self.ROOT)
        await runs(shop)
        assert shop.postbox.posts == {}
        await shop.wait(minutes=1)
        root, reply = shop.postbox.posts.values()
        assert (root.where, root.place) == (Where.CHANNEL, "job-club")
        assert (reply.where, reply.place) == (Where.THREAD, "r-root")
        assert reply.at > root.at

    async def test_made_before_its_root_it_still_comes_after_it(self, shop: Workshop) -> None:
        await shop.posts("a-reply", self.ROOT)
        await shop.posts("root")
        await runs(shop)
        assert [post.key for post in shop.postbox.posts.values()] == ["root", "a-reply"]

    @pytest.mark.parametrize("how", ["taken back", "too late", "never works", "not there"])
    async def test_it_is_dropped_when_its_root_never_stood_there(
        self, shop: Workshop, how: str
    ) -> None:
        if how != "not there":
            await shop.posts("root", good_for=timedelta(minutes=1))
        await shop.posts("reply", self.ROOT, words="marzipan")
        match how:
            case "taken back":
                await shop.retracts("root")
            case "too late":
                shop.postbox.down = True
                await runs(shop)
                await shop.wait(minutes=2)
                shop.postbox.down = False
            case "never works":
                shop.postbox.fails(never=True)
        await runs(shop)
        await shop.wait(minutes=30)
        found = await shop.one(Delivery, "reply")
        assert (found.state, found.trouble) == (DeliveryState.DROPPED, "nothing_there")
        assert found.card is None
        assert [p for p in shop.postbox.posts.values() if p.where is Where.THREAD] == []

    async def test_a_reply_can_be_edited_and_taken_back(self, shop: Workshop) -> None:
        await shop.posts("root")
        await shop.posts("reply", self.ROOT)
        await runs(shop)
        await shop.edits("reply", "hello again")
        await runs(shop)
        assert shop.said(Address(Where.THREAD, "r-root")) == ["hello again"]
        await shop.retracts("reply")
        await runs(shop)
        assert shop.said(Address(Where.THREAD, "r-root")) == []

    @pytest.mark.parametrize("root", ["taken back", "forgotten"])
    async def test_also_when_its_root_is_gone(self, shop: Workshop, root: str) -> None:
        await shop.posts("root")
        await shop.posts("reply", self.ROOT, words="marzipan")
        await shop.posts("other", self.ROOT, words="thyme")
        await runs(shop)
        if root == "forgotten":
            transaction = shop.store.transaction(shop.tenant)
            transaction.delete(Delivery, "root")
            await transaction.commit()
        else:
            await shop.retracts("root")
        await shop.retracts("reply")
        await shop.edits("other", "a stock line")
        await runs(shop)
        assert shop.said(Address(Where.THREAD, "r-root")) == ["a stock line"]

    async def test_nothing_more_is_said_under_what_was_taken_back(self, shop: Workshop) -> None:
        await shop.posts("root")
        await runs(shop)
        await shop.retracts("root")
        await shop.posts("reply", self.ROOT)
        await runs(shop)
        assert shop.postbox.posts == {}
        assert (await shop.one(Delivery, "reply")).trouble == "nothing_there"


class TestACrash:
    async def killed(self, shop: Workshop) -> None:
        with suppress(Killed):
            await runs(shop)
        await shop.restart()

    async def test_after_it_arrived_it_is_looked_for_and_not_sent_twice(
        self, shop: Workshop
    ) -> None:
        shop.postbox.kills = 1
        await shop.posts("a")
        await self.killed(shop)
        await shop.wait(seconds=LEASE.total_seconds())
        assert shop.postbox.doubts == [False, True]
        assert shop.said() == ["hello"]
        assert (await shop.one(Delivery, "a")).receipt == "r-a"

    async def test_before_it_arrived_it_is_sent(self, shop: Workshop) -> None:
        shop.postbox.kills_before = 1
        await shop.posts("a")
        await self.killed(shop)
        assert shop.said() == []
        await shop.wait(seconds=LEASE.total_seconds())
        assert shop.postbox.doubts == [False, True]
        assert shop.said() == ["hello"]

    async def test_nobody_sends_it_while_it_may_still_be_on_its_way(self, shop: Workshop) -> None:
        shop.postbox.kills_before = 1
        await shop.posts("a")
        await self.killed(shop)
        await shop.wait(seconds=LEASE.total_seconds() - 1)
        assert shop.said() == []

    async def test_a_receipt_that_could_not_be_noted_is_found_again(
        self, shop: Workshop, log: Log
    ) -> None:
        async def full(_delivery: Delivery) -> None:
            shop.trouble.writing = StoreUnavailable("gone")

        shop.postbox.at_the_door = full
        await shop.posts("a", words="marzipan")
        await runs(shop)
        assert log.of("delivery_not_saved")[0]["error"] == "StoreUnavailable"
        assert log.mentions("marzipan") == []
        shop.postbox.at_the_door = shop.trouble.writing = None
        await shop.wait(minutes=2)
        assert shop.postbox.doubts == [False, True]
        assert shop.said() == ["marzipan"]
        assert await state(shop, "a") is DeliveryState.SENT

    async def test_between_taking_the_days_place_and_sending_costs_no_message(
        self, shop: Workshop
    ) -> None:
        shop.postbox.kills_before = 1
        await shop.posts("a", to("ben"), words="a", asked=False, good_for=timedelta(days=3))
        await self.killed(shop)
        ben = await shop.one(Member, "ben")
        assert ben.last_unasked_key == "a"
        await shop.posts("b", to("ben"), words="b", asked=False, good_for=timedelta(days=3))
        await shop.wait(hours=1)
        assert shop.said(to("ben")) == ["a"]
        await shop.wait(days=1)
        assert shop.said(to("ben")) == ["a", "b"]

    async def test_two_runs_at_once_send_once(self, shop: Workshop) -> None:
        await shop.posts("a")
        await asyncio.gather(*(shop.house.outbox.run() for _ in range(4)))
        assert shop.postbox.calls == 1

    async def test_closing_waits_for_what_is_being_sent(self, shop: Workshop) -> None:
        door = asyncio.Event()

        async def wait(_delivery: Delivery) -> None:
            door.set()
            await asyncio.sleep(0)

        shop.postbox.at_the_door = wait
        await shop.posts("a")
        for _ in range(5):
            shop.house.outbox.nudge()
        await asyncio.wait_for(door.wait(), 5)
        await shop.house.outbox.close()
        assert shop.said() == ["hello"]

    async def test_a_nudge_that_meets_a_broken_store_breaks_nothing(
        self, shop: Workshop, log: Log
    ) -> None:
        await shop.posts("a")
        shop.trouble.claiming = StoreUnavailable("gone")
        shop.house.outbox.nudge()
        await shop.house.outbox.close()
        assert log.of("outbox_failed") != []
        shop.trouble.claiming = None
        shop.house.outbox.nudge()
        await shop.house.outbox.close()
        assert shop.said() == ["hello"]


DAYS = timedelta(days=5)


class TestManners:
    """At the moment of sending: pause, waking hours, and one unasked message a day."""

    async def at(self, shop: Workshop, who: str = "ben") -> list[str]:
        member = await shop.one(Member, who)
        zone = shop.local("2026-11-23", "00:00").tzinfo
        assert member.zone == "Europe/Berlin"
        return [f"{post.at.astimezone(zone):%a %H:%M}" for post in shop.postbox.to_member(who)]

    async def test_what_was_not_asked_for_waits_for_waking_hours(self, shop: Workshop) -> None:
        shop.clock.set_to(shop.local("2026-11-23", "20:00"))
        await shop.posts("a", to("ben"), asked=False, good_for=DAYS)
        await shop.wait(days=2)
        assert await self.at(shop) == ["Tue 09:00"]

    async def test_what_was_asked_for_comes_at_once_also_at_night(self, shop: Workshop) -> None:
        shop.clock.set_to(shop.local("2026-11-23", "23:30"))
        await shop.posts("a", to("ben"))
        await runs(shop)
        assert await self.at(shop) == ["Mon 23:30"]

    async def test_the_hours_count_that_hold_when_it_is_sent(self, shop: Workshop) -> None:
        shop.clock.set_to(shop.local("2026-11-23", "20:30"))
        ben = await shop.one(Member, "ben")
        await shop.posts("a", to("ben"), asked=False, good_for=DAYS)
        await shop.save(replace(ben, sleeps=time(22)))
        await runs(shop)
        assert await self.at(shop) == ["Mon 20:30"]

    @pytest.mark.parametrize("asked", [True, False])
    async def test_a_pause_holds_everything_back(self, shop: Workshop, asked: bool) -> None:
        ben = await shop.one(Member, "ben")
        await shop.save(replace(ben, paused_until=shop.local("2026-11-25", "12:00")))
        await shop.posts("a", to("ben"), asked=asked, good_for=DAYS)
        await shop.wait(days=4)
        assert await self.at(shop) == ["Wed 12:00"]

    @pytest.mark.parametrize("asked", [True, False])
    async def test_what_would_be_stale_after_the_pause_is_dropped(
        self, shop: Workshop, asked: bool
    ) -> None:
        ben = await shop.one(Member, "ben")
        await shop.save(replace(ben, paused_until=shop.local("2026-11-30", "12:00")))
        await shop.posts("a", to("ben"), asked=asked, good_for=DAYS)
        await shop.wait(days=10)
        assert await self.at(shop) == []
        assert (await shop.one(Delivery, "a")).trouble == "not_welcome"

    async def test_a_pause_is_no_reason_to_leave_something_there(self, shop: Workshop) -> None:
        await shop.posts("a", to("ben"))
        await shop.posts("b", to("ben"), words="b")
        await runs(shop)
        ben = await shop.one(Member, "ben")
        await shop.save(replace(ben, paused_until=shop.local("2026-11-30", "12:00")))
        await shop.retracts("a")
        await shop.edits("b", "hello again")
        await runs(shop)
        assert shop.said(to("ben")) == ["hello again"]

    async def test_one_unasked_message_a_day_and_the_rest_one_by_one(self, shop: Workshop) -> None:
        for key in "abc":
            await shop.posts(key, to("ben"), words=key, asked=False, good_for=DAYS)
        await shop.wait(days=4)
        assert await self.at(shop) == ["Mon 10:30", "Tue 09:00", "Wed 09:00"]
        assert sorted(shop.said(to("ben"))) == ["a", "b", "c"]

    async def test_others_have_a_day_of_their_own(self, shop: Workshop) -> None:
        await shop.posts("a", to("ben"), asked=False)
        await shop.posts("b", to("ana"), asked=False)
        await runs(shop)
        assert await self.at(shop, "ben") == await self.at(shop, "ana") == ["Mon 10:30"]

    async def test_asked_for_ones_neither_take_nor_need_the_place(self, shop: Workshop) -> None:
        for key, asked in (("a", True), ("b", False), ("c", True)):
            await shop.posts(key, to("ben"), asked=asked)
        await runs(shop)
        assert len(await self.at(shop)) == 3

    async def test_trying_again_is_not_a_second_message(self, shop: Workshop) -> None:
        shop.postbox.fails()
        shop.postbox.fails()
        await shop.posts("a", to("ben"), words="a", asked=False, good_for=DAYS)
        await shop.posts("b", to("ben"), words="b", asked=False, good_for=DAYS)
        await runs(shop)
        await shop.wait(hours=1)
        assert await self.at(shop) == ["Mon 10:30"]

    async def test_one_that_is_tried_over_midnight_takes_the_new_days_place(
        self, shop: Workshop
    ) -> None:
        shop.postbox.down = True
        shop.clock.set_to(shop.local("2026-11-23", "19:59"))
        await shop.posts("a", to("ben"), words="a", asked=False, good_for=DAYS)
        await runs(shop)
        assert (await shop.one(Member, "ben")).last_unasked_key == "a"
        await shop.wait(until=shop.local("2026-11-24", "08:00"))
        shop.postbox.down = False
        await shop.wait(until=shop.local("2026-11-24", "09:00"))
        assert await self.at(shop) == ["Tue 09:00"]
        await shop.posts("b", to("ben"), words="b", asked=False, good_for=DAYS)
        await shop.wait(days=2)
        assert await self.at(shop) == ["Tue 09:00", "Wed 09:00"]

    async def test_a_day_is_the_members_own(self, shop: Workshop) -> None:
        ben = await shop.one(Member, "ben")
        await shop.save(replace(ben, zone="Pacific/Auckland"))
        shop.clock.set_to(datetime.fromisoformat("2026-11-23T19:55+13:00"))
        await shop.posts("a", to("ben"), asked=False, good_for=DAYS)
        await runs(shop)
        await shop.posts("b", to("ben"), asked=False, good_for=DAYS)
        await shop.wait(days=1)
        first, second = shop.postbox.to_member("ben")
        assert first.at == datetime.fromisoformat("2026-11-23T19:55+13:00")
        assert second.at == datetime.fromisoformat("2026-11-24T09:00+13:00")

    async def test_somebody_unknown_has_no_wishes_to_keep(self, shop: Workshop) -> None:
        await shop.posts("a", to("nobody"), asked=False)
        await runs(shop)
        assert shop.said(to("nobody")) == ["hello"]

    async def test_settings_that_change_at_that_moment_are_asked_again(
        self, shop: Workshop
    ) -> None:
        await shop.posts("a", to("ben"), asked=False, good_for=DAYS)
        ben = await shop.one(Member, "ben")
        pause = replace(ben, paused_until=shop.local("2026-11-25", "12:00"))
        shop.trouble.before_commit = lambda: shop.save(pause)
        await runs(shop)
        await shop.wait(days=4)
        assert await self.at(shop) == ["Wed 12:00"]
