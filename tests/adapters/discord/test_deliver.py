"""Deliveries on Discord when things go wrong: sent once, waited for, or said to be out of reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import discord.http
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import deliver
from adapters.discord.client import Client
from adapters.discord.deliver import PACE, Deliveries, nonce, read_receipt
from adapters.discord.limits import NONCE
from adapters.discord.trouble import trouble
from bot.core.cards import Button, Card, Entry, Paragraph
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import MessagesClosed, NeedsMending, NeverWorks, TransportError, TryLater
from bot.core.text import said
from tests.adapters.discord.rest_double import (
    BOT,
    FORUM,
    NONCE_LIFE,
    TOKEN,
    Channel,
    Message,
    RestDouble,
    pointed_at,
    until,
)
from tests.scene import prose

LONG = "It went on. " * 240


@dataclass
class Post:
    """The deliveries, in a server with one channel."""

    discord: RestDouble
    client: Client
    guild: int
    channel: Channel
    transport: Deliveries
    left: list[tuple[Tenant, str]] = field(default_factory=list)

    @property
    def tenant(self) -> Tenant:
        return Tenant(f"discord:{self.guild}")

    def knows_servers(self) -> None:
        """As after the gateway has told of them."""
        for guild in self.discord.guilds:
            state: Any = self.client._connection
            state._add_guild_from_data(self.discord.described_guild(guild))

    async def send(self, delivery: Delivery, of: str | None = None, *, again: bool = False) -> str:
        return await self.transport.deliver(self.tenant, delivery, of, again)

    async def posts(self, key: str = "a", *paragraphs: str, to: Address | None = None) -> str:
        return await self.send(self.delivery(key, *paragraphs, to=to))

    def delivery(
        self,
        key: str,
        *paragraphs: str,
        to: Address | None = None,
        act: Act = Act.POST,
        title: str = "Hello",
    ) -> Delivery:
        card = Card(title, tuple(Paragraph(one) for one in paragraphs or (key,)))
        now = datetime.now(UTC)
        where = to or Address(Where.CHANNEL, str(self.channel.id))
        taken = None if act is Act.DELETE else card
        until = now + timedelta(days=3)
        return Delivery(key, where, act, now, now, until, asked=True, card=taken)

    async def edits(self, key: str, of: str, *paragraphs: str) -> str:
        return await self.send(self.delivery(key, *paragraphs, act=Act.EDIT), of)

    async def deletes(self, key: str, of: str) -> str:
        return await self.send(self.delivery(key, act=Act.DELETE), of)

    def standing(self) -> list[str]:
        return self.discord.standing(self.channel)

    def message(self, receipt: str) -> Message:
        there = read_receipt(receipt)
        return self.discord.channels[there.channel].messages[there.first]


@pytest_asyncio.fixture
async def post() -> AsyncIterator[Post]:
    async with RestDouble.running() as discord:
        with pointed_at(discord):
            client = Client(shard_count=1)
            await client.login(TOKEN)
            guild = discord.guild()
            channel = discord.channel(guild, "job-club")
            left: list[tuple[Tenant, str]] = []

            async def gone(tenant: Tenant, member: str) -> None:
                left.append((tenant, member))

            transport = Deliveries(client, prose(), pace=10_000, left=gone)
            made = Post(discord, client, guild, channel, transport, left)
            made.knows_servers()
            yield made
            await client.close()
        assert discord.refusals == []


class _Hurried(ModuleType):
    """asyncio, in which discord.py sleeps a hundredth of what it wants to."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http, "asyncio", _Hurried("asyncio"))


def member(user: int) -> Address:
    return Address(Where.MEMBER, str(user))


def under(receipt: str) -> Address:
    return Address(Where.THREAD, receipt)


@pytest.mark.asyncio
class TestOnce:
    async def test_a_receipt_names_the_channel_and_the_message(self, post: Post) -> None:
        receipt = await post.posts("a", "How was the week?")
        assert read_receipt(receipt).channel == post.channel.id
        assert "How was the week?" in post.message(receipt).words()

    @pytest.mark.parametrize("again", [True, False])
    async def test_after_a_lost_answer_it_is_the_same_message(
        self, post: Post, *, again: bool
    ) -> None:
        post.discord.fails("POST", "/channels/*/messages", loses_answer=True)
        delivery = post.delivery("a")
        with pytest.raises(TryLater) as later:
            await post.send(delivery)
        assert later.value.reason == "network"
        receipt = await post.send(delivery, again=again)
        assert len(post.standing()) == 1
        assert post.message(receipt).words() == post.standing()[0]

    async def test_a_call_that_was_dropped_is_sent_once(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", drops=True)
        delivery = post.delivery("a")
        with pytest.raises(TryLater):
            await post.send(delivery)
        await post.send(delivery, again=True)
        assert len(post.standing()) == 1

    async def test_of_a_card_in_parts_only_those_that_are_missing_are_sent(
        self, post: Post
    ) -> None:
        delivery = post.delivery("a", LONG, LONG, LONG)
        post.discord.fails("POST", "/channels/*/messages", after=1, drops=True)
        with pytest.raises(TryLater):
            await post.send(delivery)
        [first] = post.channel.messages
        receipt = read_receipt(await post.send(delivery, again=True))
        assert list(post.channel.messages) == [first, *receipt.more]
        assert len(receipt.more) >= 1

    async def test_a_direct_message_is_sent_once(self, post: Post) -> None:
        ana = post.discord.user("ana")
        post.discord.fails("POST", "/channels/*/messages", loses_answer=True)
        delivery = post.delivery("a", to=member(ana))
        with pytest.raises(TryLater):
            await post.send(delivery)
        await post.send(delivery, again=True)
        assert len(post.discord.standing(post.discord.direct(ana))) == 1

    async def test_words_that_changed_between_two_tries_are_the_ones_that_stand(
        self, post: Post
    ) -> None:
        post.discord.fails("POST", "/channels/*/messages", loses_answer=True)
        first = post.delivery("a", "the old words")
        with pytest.raises(TryLater):
            await post.send(first)
        assert first.card is not None
        changed = replace(first, card=replace(first.card, body=(Paragraph("the new words"),)))
        receipt = await post.send(changed, again=True)
        [standing] = post.standing()
        assert "the new words" in standing
        assert post.message(receipt).edits == 1

    async def test_what_stands_as_it_should_is_not_marked_as_edited(self, post: Post) -> None:
        delivery = post.delivery("a", said("so *it* is  "), "and\n\nso")
        assert delivery.card is not None
        tap = Button("Tap", "v1:home.open")
        body = (*delivery.card.body, Entry("a win", "since May", (tap,)))
        delivery = replace(delivery, card=replace(delivery.card, body=body, buttons=(tap, tap)))
        await post.send(delivery)
        receipt = await post.send(delivery, again=True)
        assert post.message(receipt).edits == 0

    async def test_after_more_than_a_few_minutes_it_may_come_twice_and_only_then(
        self, post: Post
    ) -> None:
        post.discord.fails("POST", "/channels/*/messages", loses_answer=True)
        delivery = post.delivery("a")
        with pytest.raises(TryLater):
            await post.send(delivery)
        post.discord.later(NONCE_LIFE + 1)
        await post.send(delivery, again=True)
        assert len(post.standing()) == 2

    async def test_two_deliveries_with_the_same_words_are_two_messages(self, post: Post) -> None:
        assert await post.posts("a", "Well done") != await post.posts("b", "Well done")
        assert len(post.standing()) == 2

    @settings(max_examples=30)
    @given(st.text(min_size=1, max_size=40), st.integers(0, 9), st.integers(0, 9))
    async def test_a_nonce_is_that_of_its_part(self, key: str, one: int, other: int) -> None:
        assert len(nonce(key, one)) <= NONCE
        assert (nonce(key, one) == nonce(key, other)) is (one == other)


@pytest.mark.asyncio
class TestEditsAndDeletes:
    async def test_an_edit_that_grows_adds_messages_and_its_receipt_names_them(
        self, post: Post
    ) -> None:
        first = await post.posts("a", "short")
        grown = await post.edits("b", first, LONG, LONG)
        there = read_receipt(grown)
        assert there.first == read_receipt(first).first
        assert list(post.channel.messages) == [there.first, *there.more]
        assert len(there.more) >= 1
        assert "short" not in "".join(post.standing())

    async def test_one_that_shrinks_takes_the_others_away(self, post: Post) -> None:
        first = await post.posts("a", LONG, LONG)
        shrunk = await post.edits("b", first, "short")
        assert read_receipt(shrunk).more == ()
        assert post.standing() == ["### Hello\n\nshort"]

    async def test_one_that_grows_over_a_lost_answer_grows_once(self, post: Post) -> None:
        first = await post.posts("a", "short")
        post.discord.fails("POST", "/channels/*/messages", loses_answer=True)
        edit = post.delivery("b", LONG, LONG, act=Act.EDIT)
        with pytest.raises(TryLater):
            await post.send(edit, first)
        grown = read_receipt(await post.send(edit, first, again=True))
        assert list(post.channel.messages) == [grown.first, *grown.more]

    async def test_a_delete_takes_all_parts_and_is_done_where_they_are_gone(
        self, post: Post
    ) -> None:
        receipt = await post.posts("a", LONG, LONG)
        await post.deletes("b", receipt)
        assert post.standing() == []
        await post.deletes("b", receipt)
        del post.discord.channels[post.channel.id]
        await post.deletes("b", receipt)

    async def test_an_edit_of_what_a_moderator_deleted_never_works(self, post: Post) -> None:
        receipt = await post.posts("a")
        post.channel.messages.clear()
        with pytest.raises(NeverWorks) as never:
            await post.edits("b", receipt, "new")
        assert never.value.reason == "refused_10008"

    @pytest.mark.parametrize("receipt", ["", "x/1", "1/x", "1/2+x", "C1/1700.1"])
    async def test_a_receipt_that_is_none_of_ours_never_works(
        self, post: Post, receipt: str
    ) -> None:
        with pytest.raises(NeverWorks):
            await post.edits("b", receipt, "new")


@pytest.mark.asyncio
class TestThreads:
    async def test_answers_hang_under_the_message_they_answer(self, post: Post) -> None:
        root = await post.posts("a", "A win")
        receipt = await post.posts("b", "Well done", to=under(root))
        await post.posts("c", "Indeed", to=under(root))
        [thread] = post.discord.threads(post.channel)
        assert thread.id == read_receipt(root).first == read_receipt(receipt).channel
        assert post.discord.standing(thread) == ["### Hello\n\nWell done", "### Hello\n\nIndeed"]
        assert len(post.discord.called("POST", "/channels/*/messages/*/threads")) == 1

    async def test_a_thread_that_is_there_already_is_used(self, post: Post) -> None:
        root = await post.posts("a")
        await post.posts("b", to=under(root))
        # As after a restart: it is not known any more.
        post.transport = Deliveries(post.client, prose(), pace=10_000)
        await post.posts("c", to=under(root))
        [thread] = post.discord.threads(post.channel)
        assert len(post.discord.standing(thread)) == 2

    async def test_a_message_wakes_a_thread_that_sleeps(self, post: Post) -> None:
        root = await post.posts("a")
        await post.posts("b", to=under(root))
        [thread] = post.discord.threads(post.channel)
        thread.archived = True
        await post.posts("c", to=under(root))
        assert not thread.archived

    @pytest.mark.parametrize("act", [Act.EDIT, Act.DELETE])
    async def test_one_that_sleeps_is_woken_for_an_edit_and_a_delete(
        self, post: Post, act: Act
    ) -> None:
        root = await post.posts("a")
        receipt = await post.posts("b", "old", to=under(root))
        [thread] = post.discord.threads(post.channel)
        thread.archived = True
        if act is Act.EDIT:
            await post.edits("c", receipt, "new")
            assert post.discord.standing(thread) == ["### Hello\n\nnew"]
        else:
            await post.deletes("c", receipt)
            assert post.discord.standing(thread) == []
        assert not thread.archived

    async def test_one_that_a_moderator_locked_needs_somebody_to_mend_it(self, post: Post) -> None:
        root = await post.posts("a")
        await post.posts("b", to=under(root))
        [thread] = post.discord.threads(post.channel)
        thread.locked = True
        with pytest.raises(NeedsMending) as needs:
            await post.posts("c", to=under(root))
        assert needs.value.reason == "archived"

    async def test_where_the_root_is_gone_it_never_works(self, post: Post) -> None:
        root = await post.posts("a")
        post.channel.messages.clear()
        with pytest.raises(NeverWorks):
            await post.posts("b", to=under(root))


@pytest.mark.asyncio
class TestForums:
    async def forum(self, post: Post, *tags: str, needs_tag: bool = False) -> Address:
        made = post.discord.channel(post.guild, "wins", type=FORUM, tags=tags, needs_tag=needs_tag)
        post.knows_servers()
        post.channel = made
        return Address(Where.CHANNEL, str(made.id))

    async def test_a_card_is_a_post_of_its_own_with_its_title(self, post: Post) -> None:
        to = await self.forum(post, "kind acts", "hello")
        receipt = read_receipt(await post.posts("a", LONG, LONG, to=to))
        [thread] = post.discord.threads(post.channel)
        assert (thread.name, thread.applied) == ("Hello", ("hello",))
        assert receipt.channel == receipt.first == thread.id
        assert list(thread.messages) == [receipt.first, *receipt.more]
        assert len(receipt.more) >= 1

    async def test_a_tag_that_is_needed_is_given(self, post: Post) -> None:
        to = await self.forum(post, "one", "other", needs_tag=True)
        await post.posts("a", to=to)
        [thread] = post.discord.threads(post.channel)
        assert thread.applied == ("one",)

    async def test_answers_hang_in_the_post(self, post: Post) -> None:
        to = await self.forum(post)
        root = await post.posts("a", to=to)
        await post.posts("b", to=under(root))
        [thread] = post.discord.threads(post.channel)
        assert len(post.discord.standing(thread)) == 2

    async def test_a_post_whose_answer_was_lost_is_found_again(self, post: Post) -> None:
        to = await self.forum(post)
        await post.posts("z", "Another with the same title", to=to)
        post.discord.fails("POST", "/channels/*/threads", loses_answer=True)
        delivery = post.delivery("a", LONG, LONG, to=to)
        with pytest.raises(TryLater):
            await post.send(delivery)
        receipt = read_receipt(await post.send(delivery, again=True))
        assert len(post.discord.threads(post.channel)) == 2
        thread = post.discord.channels[receipt.channel]
        assert list(thread.messages) == [receipt.first, *receipt.more]
        assert len(receipt.more) >= 1

    async def test_one_that_never_arrived_is_begun(self, post: Post) -> None:
        to = await self.forum(post)
        await post.posts("z", "Another with the same title", to=to)
        post.discord.fails("POST", "/channels/*/threads", drops=True)
        delivery = post.delivery("a", to=to)
        with pytest.raises(TryLater):
            await post.send(delivery)
        await post.send(delivery, again=True)
        assert len(post.discord.threads(post.channel)) == 2

    async def test_what_is_taken_back_leaves_no_word_behind(self, post: Post) -> None:
        to = await self.forum(post)
        receipt = await post.posts("a", to=to)
        await post.deletes("b", receipt)
        [thread] = post.discord.threads(post.channel)
        assert post.discord.standing(thread) == []
        assert (thread.name, thread.archived) == ("Taken back", True)

    async def test_it_is_known_as_a_forum_before_discord_has_told_of_the_server(
        self, post: Post
    ) -> None:
        made = post.discord.channel(post.guild, "wins", type=FORUM, tags=("hello",))
        await post.posts("a", to=Address(Where.CHANNEL, str(made.id)))
        [thread] = post.discord.threads(made)
        assert thread.applied == ("hello",)


@pytest.mark.asyncio
class TestRefused:
    async def test_closed_direct_messages_are_said_to_be_closed(self, post: Post) -> None:
        ana = post.discord.user("ana")
        post.discord.closed.add(ana)
        with pytest.raises(MessagesClosed):
            await post.posts("a", to=member(ana))
        assert post.left == []

    @pytest.mark.parametrize("code", [50278, 10013])
    async def test_who_left_is_noticed(self, post: Post, code: int) -> None:
        ana = post.discord.user("ana")
        post.discord.fails("POST", "/channels/*/messages", status=403, code=code)
        with pytest.raises(TransportError):
            await post.posts("a", to=member(ana))
        assert post.left == [(post.tenant, str(ana))]

    @pytest.mark.parametrize("id", ["UANA", "", "-1", "1.5"])
    async def test_a_member_of_another_platform_never_works(self, post: Post, id: str) -> None:
        with pytest.raises(NeverWorks):
            await post.posts("a", to=Address(Where.MEMBER, id))

    @pytest.mark.parametrize("known", [True, False])
    async def test_a_channel_of_another_server_gets_nothing(
        self, post: Post, *, known: bool
    ) -> None:
        foreign = post.discord.channel(post.discord.guild(), "theirs")
        if known:
            post.knows_servers()
        with pytest.raises(NeverWorks) as never:
            await post.posts("a", to=Address(Where.CHANNEL, str(foreign.id)))
        assert never.value.reason == "no_such_channel"
        assert post.discord.standing(foreign) == []

    @pytest.mark.parametrize("known", [True, False])
    async def test_somebodys_direct_messages_are_no_channel(
        self, post: Post, *, known: bool
    ) -> None:
        ana = post.discord.user("ana")
        direct = post.discord.direct(ana)
        if known:
            await post.posts("a", to=member(ana))
            direct.messages.clear()
        with pytest.raises(NeverWorks):
            await post.posts("b", to=Address(Where.CHANNEL, str(direct.id)))
        assert post.discord.standing(direct) == []

    async def test_a_channel_that_was_deleted_needs_mending(self, post: Post) -> None:
        del post.discord.channels[post.channel.id]
        with pytest.raises(NeedsMending) as needs:
            await post.posts()
        assert needs.value.reason == "no_such_channel"

    @pytest.mark.parametrize(
        ("status", "code", "reason"),
        [
            (403, 50001, "may_not_see"),
            (403, 50013, "may_not_write"),
            (400, 40067, "needs_tag"),
            (400, 160006, "too_many_threads"),
            (400, 160002, "missing_right"),
            (404, 10004, "not_installed"),
            (400, 200000, "blocked_by_rules"),
            (400, 200001, "blocked_by_rules"),
            (400, 240000, "blocked_by_rules"),
            (403, 0, "missing_right"),
            (401, 0, "not_installed"),
        ],
    )
    async def test_what_somebody_can_mend_is_told_with_words_for_it(
        self, post: Post, status: int, code: int, reason: str
    ) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=status, code=code)
        with pytest.raises(NeedsMending) as needs:
            await post.posts()
        assert needs.value.reason == reason
        assert prose().speech("en").has(f"outbox-trouble-{reason}".replace("_", "-"))
        assert post.standing() == []
        await post.posts()
        assert len(post.standing()) == 1

    async def test_what_passes_by_itself_is_tried_later(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=403, code=40333)
        with pytest.raises(TryLater):
            await post.posts()

    async def test_what_nobody_expected_never_works_and_says_its_number(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=400, code=50035)
        with pytest.raises(NeverWorks) as never:
            await post.posts()
        assert never.value.reason == "refused_50035"

    async def test_no_error_holds_what_was_typed(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=400, code=200000)
        with pytest.raises(NeedsMending) as needs:
            await post.posts("a", said("Quillwort"))
        assert "Quillwort" not in str(needs.value)


@pytest.mark.asyncio
class TestLimits:
    @pytest.mark.usefixtures("hurried")
    @pytest.mark.parametrize("everywhere", [True, False])
    async def test_a_short_limit_is_waited_for(self, post: Post, *, everywhere: bool) -> None:
        post.discord.fails(
            *("POST", "/channels/*/messages"), status=429, retry_after=3, everywhere=everywhere
        )
        await post.posts()
        assert len(post.standing()) == 1

    async def test_a_long_one_is_told_with_its_length(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=429, retry_after=300.5)
        with pytest.raises(TryLater) as later:
            await post.posts()
        assert later.value.after == timedelta(seconds=300.5)
        await post.posts()
        assert len(post.standing()) == 1

    async def test_so_is_one_from_before_discord(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=429, retry_after=7, via=False)
        with pytest.raises(TryLater) as later:
            await post.posts()
        assert later.value.after == timedelta(seconds=7)

    @pytest.mark.usefixtures("hurried")
    async def test_a_stumble_of_discords_is_gone_over(self, post: Post) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=502, times=2)
        await post.posts()
        assert len(post.standing()) == 1

    @pytest.mark.usefixtures("hurried")
    @pytest.mark.parametrize("status", [500, 503])
    async def test_when_discord_is_down_it_waits(self, post: Post, status: int) -> None:
        post.discord.fails("POST", "/channels/*/messages", status=status, times=5)
        with pytest.raises(TryLater) as later:
            await post.posts()
        assert later.value.reason == "discord_down"

    async def test_the_limit_of_a_channel_is_kept(self, post: Post) -> None:
        post.discord.bucket = (4, 0.1)
        await asyncio.gather(*(post.posts(f"{n}") for n in range(10)))
        assert len(post.standing()) == 10
        assert post.discord.limited == 0

    async def test_a_post_to_all_servers_stays_under_the_limit_of_the_bot(self, post: Post) -> None:
        channels = [post.discord.channel(post.guild, f"c{n}") for n in range(56)]
        post.knows_servers()
        post.transport = Deliveries(post.client, prose(), pace=PACE)
        await asyncio.gather(
            *(post.posts(f"{one.id}", to=Address(Where.CHANNEL, str(one.id))) for one in channels)
        )
        assert all(len(one.messages) == 1 for one in channels)
        assert post.discord.limited == 0


@pytest.mark.asyncio
class TestPatience:
    async def test_what_takes_too_long_is_tried_again_and_sent_once(
        self, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deliver, "PATIENCE", 0.05)
        slow = asyncio.Event()
        post.discord.fails("POST", "/channels/*/messages", holds=slow)
        delivery = post.delivery("a")
        with pytest.raises(TryLater) as later:
            await post.send(delivery)
        assert later.value.reason == "slow"
        monkeypatch.undo()
        slow.set()
        receipt = await post.send(delivery, again=True)
        assert list(post.channel.messages) == [read_receipt(receipt).first]

    async def test_a_slow_post_in_a_forum_is_begun_once(
        self, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        to = await TestForums().forum(post)
        monkeypatch.setattr(deliver, "PATIENCE", 0.05)
        slow = asyncio.Event()
        post.discord.fails("POST", "/channels/*/threads", holds=slow)
        delivery = post.delivery("a", to=to)
        with pytest.raises(TryLater):
            await post.send(delivery)
        monkeypatch.undo()
        again = asyncio.create_task(post.send(delivery, again=True))
        await asyncio.sleep(0)
        slow.set()
        receipt = await again
        [thread] = post.discord.threads(post.channel)
        assert read_receipt(receipt).channel == thread.id

    @pytest.mark.parametrize("how", ["patience", "cancelled"])
    async def test_a_send_given_up_in_a_limit_of_the_bot_stops_no_later_one(
        self, post: Post, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        post.discord.fails(
            *("POST", "/channels/*/messages"), status=429, retry_after=0.2, everywhere=True
        )
        first = asyncio.create_task(post.posts("a", "first"))
        if how == "patience":
            monkeypatch.setattr(deliver, "PATIENCE", 0.1)
            with pytest.raises(TryLater):
                await first
            monkeypatch.undo()
        else:
            await until(lambda: not post.client.http._global_over.is_set())
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
        async with asyncio.timeout(5):
            await post.posts("b", "second")
        await until(lambda: len(post.standing()) == 2)
        await post.posts("a", "first")
        assert sorted(post.standing()) == ["### Hello\n\nfirst", "### Hello\n\nsecond"]


@pytest.mark.asyncio
class TestForgetting:
    async def test_only_our_own_messages_are_taken_out_of_the_direct_messages(
        self, post: Post
    ) -> None:
        ana, ben = post.discord.user("ana"), post.discord.user("ben")
        mine, other = post.discord.direct(ana), post.discord.direct(ben)
        for n in range(3):
            await post.posts(f"{n}", to=member(ana))
            post.discord.said(mine, ana, f"my own {n}")
        await post.posts("b", to=member(ben))
        await post.posts("c")
        await post.transport.forget(post.tenant, str(ana))
        assert post.discord.standing(mine) == ["my own 0", "my own 1", "my own 2"]
        assert len(post.discord.standing(other)) == len(post.standing()) == 1

    async def test_also_far_back(self, post: Post) -> None:
        ana = post.discord.user("ana")
        mine = post.discord.direct(ana)
        for n in range(130):
            post.discord.said(mine, BOT if n % 20 == 0 else ana, f"{n}")
        await post.transport.forget(post.tenant, str(ana))
        assert {one.author for one in mine.messages.values()} == {ana}

    async def test_somebody_who_is_not_there_any_more_is_forgotten(self, post: Post) -> None:
        await post.transport.forget(post.tenant, "123456789012345678")

    async def test_when_it_fails_it_can_be_tried_again(self, post: Post) -> None:
        ana = post.discord.user("ana")
        await post.posts("a", to=member(ana))
        # aiohttp asks once more by itself where it was only asked for something.
        post.discord.fails("GET", "/channels/*/messages", drops=True, times=2)
        with pytest.raises(TryLater):
            await post.transport.forget(post.tenant, str(ana))
        await post.transport.forget(post.tenant, str(ana))
        assert post.discord.standing(post.discord.direct(ana)) == []


def test_a_mistake_of_ours_is_not_taken_for_one_of_discords() -> None:
    with pytest.raises(ValueError, match="mine"):
        trouble(ValueError("mine"))
