"""The second half of a deletion: it waits for posts, lets no byte stay, and always ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.model import Act, Address, Delivery, DeliveryState, Erasure, Tenant, Where
from bot.core.ports import Conflict, StoreFull, StoreUnavailable, TryLater
from bot.runtime.erasing import AGAIN, GIVE_UP, RECEIPT_KEPT
from tests.runtime.workshop import JOB_CLUB, Log, Workshop, card, to

pytestmark = pytest.mark.asyncio

# An id and words that nothing else in the folder could hold.
WHO = "quetzal77"
WORDS = "marzipan"
ELSEWHERE = Tenant("console:elsewhere")


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


async def begins(shop: Workshop, who: str = WHO, id: str = "x") -> Erasure:
    now = shop.clock.now()
    erasure = Erasure(id, who, now, 3, 1, now)
    await shop.save(erasure)
    return erasure


async def queued(shop: Workshop, key: str, place: Address = JOB_CLUB, who: str = WHO) -> None:
    """Something that concerns them, and can't go out."""
    shop.postbox.down = True
    await shop.posts(key, place, WORDS, about=(who,), good_for=timedelta(days=30))


async def swept(shop: Workshop, id: str = "x") -> bool:
    return (await shop.one(Erasure, id)).swept_at is not None


async def test_what_concerns_them_goes_with_every_byte(shop: Workshop) -> None:
    await shop.posts("about", words=WORDS, about=("ben", WHO))
    await shop.posts("to", to(WHO), WORDS)
    await shop.posts("other", to("ben"), about=("ben",))
    await shop.house.outbox.run()
    assert WHO.encode() in bytes_of(shop.folder)
    await begins(shop)
    await shop.wait(minutes=1)
    assert [one.id for one in await shop.find(Delivery)] == ["other"]
    assert shop.postbox.forgotten == [WHO]
    receipt = await shop.one(Erasure, "x")
    assert (receipt.member, receipt.documents, receipt.posts) == ("", 3, 1)
    found = [word for word in (WHO, WORDS) if word.encode() in bytes_of(shop.folder)]
    assert found == []


async def test_a_thread_and_a_channel_of_that_name_are_not_the_member(shop: Workshop) -> None:
    await shop.posts("channel", Address(Where.CHANNEL, WHO))
    await shop.house.outbox.run()
    await begins(shop)
    await shop.wait(minutes=1)
    assert [one.id for one in await shop.find(Delivery)] == ["channel"]


async def test_it_waits_for_what_is_still_on_its_way(shop: Workshop) -> None:
    await queued(shop, "late")
    await begins(shop)
    await shop.wait(hours=3)
    assert not await swept(shop)
    assert shop.postbox.forgotten == []
    shop.postbox.down = False
    await shop.wait(minutes=30)
    assert await swept(shop)
    assert await shop.find(Delivery) == []


async def test_it_looks_again_every_ten_minutes(shop: Workshop) -> None:
    await queued(shop, "late")
    await begins(shop)
    await shop.wait(seconds=1)
    due = (await shop.one(Erasure, "x")).due_at
    assert due - shop.clock.now() == AGAIN - timedelta(seconds=1)


async def test_after_eight_days_it_waits_no_more(shop: Workshop) -> None:
    await queued(shop, "never")
    await begins(shop)
    await shop.wait(days=GIVE_UP.days, minutes=-1)
    assert not await swept(shop)
    await shop.wait(minutes=20)
    assert await swept(shop)
    assert "never" not in [one.id for one in await shop.find(Delivery)]
    shop.postbox.down = False
    await shop.wait(days=1)
    assert shop.said() == []
    assert WORDS.encode() not in bytes_of(shop.folder)


@pytest.mark.parametrize("error", [StoreFull("no room"), StoreUnavailable("gone")])
async def test_a_store_that_can_not_sweep_is_tried_again(
    shop: Workshop, log: Log, error: StoreFull
) -> None:
    shop.trouble.tracing = error
    await begins(shop)
    await shop.wait(minutes=5)
    assert not await swept(shop)
    assert {line["error"] for line in log.of("sweep_failed")} == {type(error).__name__}
    assert log.mentions(WHO) == []
    shop.trouble.tracing = None
    await shop.wait(minutes=5)
    assert await swept(shop)
    assert WHO.encode() not in bytes_of(shop.folder)


async def test_a_store_that_can_not_be_written_is_tried_again(shop: Workshop) -> None:
    await shop.posts("to", to(WHO), WORDS)
    await shop.house.outbox.run()
    await begins(shop)
    shop.trouble.writing = StoreFull("no room")
    await shop.house.clockwork.tick()
    assert len(await shop.find(Delivery)) == 1
    shop.trouble.writing = None
    await shop.wait(minutes=5)
    assert await swept(shop)


async def test_a_platform_that_can_not_forget_now_is_asked_again_and_stops_no_other(
    shop: Workshop, log: Log
) -> None:
    shop.postbox.unforgetting = [TryLater("network"), OSError(f"/home/{WHO}")]
    await begins(shop, id="a")
    await begins(shop, "ben", id="b")
    await shop.save(replace(await shop.one(Erasure, "a"), due_at=shop.clock.now()))
    await shop.house.clockwork.tick()
    await shop.wait(minutes=5)
    assert await swept(shop, "a")
    assert await swept(shop, "b")
    assert sorted(shop.postbox.forgotten) == ["ben", WHO]
    assert [line["error"] for line in log.of("sweep_failed")] == ["TryLater", "OSError"]
    assert log.mentions(WHO) == []


async def test_a_change_that_comes_between_is_looked_at_again(shop: Workshop) -> None:
    await shop.posts("to", to(WHO), WORDS)
    await shop.house.outbox.run()
    await begins(shop)

    async def moved() -> None:
        await shop.save(replace(await shop.one(Erasure, "x"), documents=4))

    shop.trouble.before_commit = moved
    await shop.wait(minutes=5)
    assert await swept(shop)
    assert await shop.find(Delivery) == []


@pytest.mark.parametrize("where", ["before", "after the platform", "after the bytes"])
async def test_a_restart_in_the_middle_begins_it_again(shop: Workshop, where: str) -> None:
    await shop.posts("to", to(WHO), WORDS)
    await shop.house.outbox.run()
    await begins(shop)
    match where:
        case "before":
            shop.trouble.writing = Conflict("killed here")
        case "after the platform":
            shop.trouble.tracing = StoreUnavailable("killed here")
        case _:
            # Its very last commit is the second one.
            async def then() -> None:
                shop.trouble.writing = StoreUnavailable("killed here")

            shop.trouble.before_commit = then
    await shop.house.clockwork.tick()
    shop.trouble.writing = None
    assert not await swept(shop)
    await shop.restart()
    await shop.wait(minutes=5)
    assert await swept(shop)
    assert await shop.find(Delivery) == []
    assert [word for word in (WHO, WORDS) if word.encode() in bytes_of(shop.folder)] == []


async def test_the_id_goes_also_when_its_last_trace_could_not_be_swept_at_once(
    shop: Workshop,
) -> None:
    await begins(shop)

    async def receipt_next() -> None:
        shop.trouble.before_commit = no_room

    async def no_room() -> None:
        shop.trouble.tracing = StoreFull("no room")

    shop.trouble.before_commit = receipt_next
    await shop.house.clockwork.tick()
    assert (await shop.one(Erasure, "x")).member == ""
    assert WHO.encode() in bytes_of(shop.folder)
    shop.trouble.tracing = None
    await shop.restart()
    await shop.wait(hours=1)
    assert WHO.encode() not in bytes_of(shop.folder)
    await shop.wait(days=31)
    assert await shop.find(Erasure) == []


async def test_the_receipt_is_kept_for_thirty_days_and_no_longer(shop: Workshop) -> None:
    await begins(shop)
    await shop.wait(days=RECEIPT_KEPT.days, minutes=-5)
    assert await swept(shop)
    await shop.wait(minutes=10)
    assert await shop.find(Erasure) == []
    assert shop.postbox.forgotten == [WHO]


async def test_tenants_stay_apart(shop: Workshop) -> None:
    now = shop.clock.now()
    there = shop.store.transaction(ELSEWHERE)
    there.put(
        Delivery(
            "to",
            to(WHO),
            act=Act.POST,
            made_at=now,
            due_at=None,
            good_until=now,
            asked=True,
            card=card(WORDS),
            state=DeliveryState.SENT,
            receipt="r-there",
        )
    )
    await there.commit()
    await shop.posts("to", to(WHO), "thyme")
    await shop.house.outbox.run()
    await begins(shop)
    await shop.wait(minutes=1)
    assert await shop.find(Delivery) == []
    [left] = await shop.store.transaction(ELSEWHERE).find(Delivery)
    assert left.card == card(WORDS)
    assert WORDS.encode() in bytes_of(shop.folder)
