"""Several platforms behind one outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.cards import Card
from bot.core.model import Act, Address, Delivery, DeliveryState, Group, Tenant, Where
from bot.core.ports import NeedsMending, NeverWorks, TryLater
from bot.runtime.platforms import Platforms
from bot.runtime.turn import WorkTurn
from bot.wiring import build
from storage.tiny import TinyStore
from tests.scene import CountedIds, HandClock, Postbox, prose, words_of

pytestmark = pytest.mark.asyncio

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SLACK, DISCORD = Tenant("slack:T1"), Tenant("discord:1")


def delivery(key: str = "a") -> Delivery:
    return Delivery(
        id=key,
        to=Address(Where.CHANNEL, "C1"),
        act=Act.POST,
        made_at=AT,
        due_at=AT,
        good_until=AT + timedelta(days=1),
        asked=True,
        card=Card("hello"),
    )


async def test_each_delivery_goes_to_the_platform_of_its_tenant() -> None:
    slack, discord = Postbox(HandClock()), Postbox(HandClock())
    platforms = Platforms({"slack": slack, "discord": discord})
    assert await platforms.deliver(SLACK, delivery("a"), None, perhaps_sent=False) == "r-a"
    assert await platforms.deliver(DISCORD, delivery("b"), None, perhaps_sent=True) == "r-b"
    assert [*slack.posts] == ["r-a"]
    assert [*discord.posts] == ["r-b"]
    assert (slack.doubts, discord.doubts) == ([False], [True])


async def test_somebody_is_forgotten_on_their_own_platform_only() -> None:
    slack, discord = Postbox(HandClock()), Postbox(HandClock())
    await Platforms({"slack": slack, "discord": discord}).forget(DISCORD, "ana")
    assert (slack.forgotten, discord.forgotten) == ([], ["ana"])


@pytest.mark.parametrize(
    "trouble",
    [TryLater("rate_limited", timedelta(seconds=3)), NeedsMending("archived"), NeverWorks("gone")],
)
async def test_trouble_comes_through_as_it_is(trouble: Exception) -> None:
    slack = Postbox(HandClock())
    slack.trouble.append(trouble)
    with pytest.raises(type(trouble)) as caught:
        await Platforms({"slack": slack}).deliver(SLACK, delivery(), None, perhaps_sent=False)
    assert caught.value is trouble


@pytest.mark.parametrize("tenant", ["discord:1", "slackish:T1", "slack", "", ":T1"])
async def test_a_platform_that_is_not_set_up_here_is_to_be_mended(tenant: str) -> None:
    slack = Postbox(HandClock())
    platforms = Platforms({"slack": slack} if tenant != "slack" else {})
    with pytest.raises(NeedsMending, match="not_configured"):
        await platforms.deliver(Tenant(tenant), delivery(), None, perhaps_sent=False)
    with pytest.raises(NeedsMending, match="not_configured"):
        await platforms.forget(Tenant(tenant), "ana")
    assert slack.calls == 0


async def test_what_was_meant_for_a_platform_that_is_set_up_again_goes_out_then(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    store = await TinyStore.open(tmp_path)
    without = build(store, Platforms({}), clock, prose(), CountedIds())
    turn = WorkTurn(store.transaction(SLACK), clock.now(), prose(), without.ids)
    turn.save(Group("g1", "#job-club", "C1", "Europe/Berlin", ("dana",)))
    place = Address(Where.CHANNEL, "C1")
    turn.post("a", place, Card("hello"), good_for=timedelta(days=1), asked=True)
    await turn.commit()
    await without.outbox.run()
    slack = Postbox(clock)
    again = build(store, Platforms({"slack": slack}), clock, prose(), CountedIds(10**6))
    clock.set_to(clock.now() + timedelta(minutes=5))
    await again.clockwork.tick()
    assert [post.card.title for post in slack.in_channel("C1")] == ["hello"]
    [told] = slack.to_member("dana")
    assert "This platform is not set up" in words_of(told.card)
    [sent] = await store.transaction(SLACK).find(Delivery, state=DeliveryState.SENT, id="a")
    assert sent.card is None
    await store.close()
