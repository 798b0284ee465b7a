"""The engine: applied once, saved before acknowledged, and no word lost or told when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.core.cards import Answer, Care, Correct, Nothing, Quote, Reply, Show, press_token
from bot.core.events import Command, Left, Press, Say, Sender, Submit, Uninstalled
from bot.core.model import (
    DOCUMENTS,
    Activity,
    Conversation,
    Debrief,
    Delivery,
    Document,
    Group,
    Member,
    Rehearsal,
    Seen,
    Tenant,
    Timer,
)
from bot.core.ports import Conflict, StoreFull, StoreUnavailable
from bot.core.text import clean, plain
from bot.runtime.engine import TRIES
from tests.runtime.workshop import COUNTER, Log, Workshop
from tests.scene import Actor, words_of

pytestmark = pytest.mark.asyncio

FULL = StoreFull("there is no room")
GONE = StoreUnavailable("it is read-only")


def shown(reply: Reply) -> str:
    assert isinstance(reply, Show), reply
    return words_of(reply.card)


async def counted(shop: Workshop, tenant: Tenant | None = None) -> int:
    found = await shop.store.transaction(tenant or shop.tenant).get(Rehearsal, COUNTER)
    return found.rung if found is not None else 0


def count(shop: Workshop, who: str, id: str = "") -> Command:
    return Command(id or shop.event_id(), shop.member(who).sender(), "count")


async def at_employer(shop: Workshop, who: str = "ana") -> Actor:
    """Somebody who is asked for the employer and the role."""
    actor = shop.member(who)
    await actor.types("/debrief")
    await actor.answers(pace="now")
    assert actor.form.step == "job"
    return actor


def submit(actor: Actor, id: str, **values: Answer) -> Submit:
    form = actor.form
    return Submit(id, actor.sender(), form.conversation, form.revision, form.step, values)


class TestOnce:
    async def test_the_same_event_is_applied_once(self, shop: Workshop) -> None:
        handle = shop.house.engine.handle
        assert shown(await handle(count(shop, "ana", "e"))) == "1 so far"
        assert await handle(count(shop, "ana", "e")) == Nothing()
        assert await counted(shop) == 1

    async def test_also_when_it_comes_again_while_the_first_is_at_work(
        self, shop: Workshop
    ) -> None:
        replies = await asyncio.gather(
            *(shop.house.engine.handle(count(shop, "ana", "e")) for _ in range(5))
        )
        assert await counted(shop) == shop.tricks.tries == 1
        assert sum(isinstance(reply, Show) for reply in replies) == 1

    async def test_also_after_a_restart(self, shop: Workshop) -> None:
        await shop.house.engine.handle(count(shop, "ana", "e"))
        await shop.restart()
        await shop.house.engine.handle(count(shop, "ana", "e"))
        assert await counted(shop) == 1

    async def test_another_tenants_event_of_that_id_is_another_event(self, shop: Workshop) -> None:
        there = Tenant("console:elsewhere")
        await shop.house.engine.handle(count(shop, "ana", "e"))
        await shop.house.engine.handle(Command("e", Sender(there, "ana", name="Ana"), "count"))
        assert (await counted(shop), await counted(shop, there)) == (1, 1)

    async def test_an_answer_that_comes_again_shows_where_things_stand(
        self, shop: Workshop
    ) -> None:
        ana = await at_employer(shop)
        event = submit(ana, "e", employer="Acme")
        first = await shop.house.engine.handle(event)
        assert await shop.house.engine.handle(event) == first

    async def test_what_failed_is_not_taken_for_done(self, shop: Workshop) -> None:
        shop.trouble.writing = FULL
        event = count(shop, "ana", "e")
        assert "no room left" in shown(await shop.house.engine.handle(event))
        shop.trouble.writing = None
        assert shown(await shop.house.engine.handle(event)) == "1 so far"


class TestSideBySide:
    async def test_one_members_events_are_taken_one_after_the_other(self, shop: Workshop) -> None:
        await asyncio.gather(*(shop.house.engine.handle(count(shop, "ana")) for _ in range(6)))
        assert await counted(shop) == 6
        assert shop.tricks.tries == 6, "somebody had to begin again"

    async def test_two_answers_at_once_lose_no_word(self, shop: Workshop) -> None:
        ana = await at_employer(shop)
        await asyncio.gather(
            shop.house.engine.handle(submit(ana, "e1", employer="Acme", role="Cook")),
            shop.house.engine.handle(submit(ana, "e2", employer="Globex", role="Baker")),
        )
        [conversation] = await shop.find(Conversation)
        kept = str((conversation.answers, conversation.drafts))
        assert [word for word in ("Acme", "Cook", "Globex", "Baker") if word not in kept] == []

    async def test_of_many_members_none_overwrites_another(self, shop: Workshop) -> None:
        who = ("ana", "ben", "chidi", "dana", "eun", "farid")
        await asyncio.gather(*(shop.house.engine.handle(count(shop, one)) for one in who))
        assert await counted(shop) == 6

    async def test_who_waits_for_nobody_is_not_held_up_by_another(self, shop: Workshop) -> None:
        others_turn = asyncio.Event()

        async def until_ben_is_done() -> None:
            await asyncio.wait_for(others_turn.wait(), 5)

        shop.tricks.meanwhile = until_ben_is_done
        slow = asyncio.create_task(shop.house.engine.handle(count(shop, "ana")))
        await shop.member("ben").types("/wins")
        others_turn.set()
        assert shown(await slow) == "1 so far"


class TestConflicts:
    def meddle(self, shop: Workshop, times: int) -> None:
        """So many times somebody else's commit comes between."""
        left = [times]

        async def write() -> None:
            if left[0]:
                left[0] -= 1
                await shop.save(Rehearsal(COUNTER, "nobody", shop.clock.now().date(), 100))

        shop.tricks.meanwhile = write

    async def test_it_reads_again_and_decides_again(self, shop: Workshop, log: Log) -> None:
        self.meddle(shop, TRIES - 1)
        assert shown(await shop.house.engine.handle(count(shop, "ana"))) == "101 so far"
        assert shop.tricks.tries == TRIES
        assert log.lines == []

    async def test_after_too_many_it_says_so_and_gives_the_words_back(
        self, shop: Workshop, log: Log
    ) -> None:
        self.meddle(shop, TRIES)
        ana = shop.member("ana")
        await ana.types("/count marzipan and thyme")
        [failed] = log.of("handler_failed")
        ana.sees("Something went wrong on my side.", failed["reference"], "marzipan and thyme")
        assert failed["error"] == "conflict"
        assert log.mentions("marzipan", "thyme") == []
        assert await shop.find(Seen) == []
        assert await counted(shop) == 100
        await ana.types("/count")
        ana.sees("101 so far")


def everywhere(shop: Workshop, words: str) -> list[tuple[str, Callable[[Actor], Awaitable[Reply]]]]:
    """The ways in which words reach a handler that fails."""
    return [
        ("Command", lambda ana: ana.types(f"/break {words}")),
        ("Press", lambda ana: ana.presses(press_token("tricks.break"), box=words)),
    ]


async def snapshot(shop: Workshop) -> list[Document]:
    return await shop.everything(*DOCUMENTS)


class TestAHandlerThatFails:
    WORDS = "marzipan, thyme\nand a gondola"
    TYPED = ("marzipan", "thyme", "gondola")

    @pytest.mark.parametrize("way", ["Command", "Press"])
    async def test_it_fails_alone_and_the_words_come_back(
        self, shop: Workshop, log: Log, way: str
    ) -> None:
        ana = shop.member("ana")
        before = await snapshot(shop)
        await dict(everywhere(shop, self.WORDS))[way](ana)
        [failed] = log.of("handler_failed")
        assert ana.sees(
            f"Something went wrong on my side. Reference: {failed['reference']}",
            "This last step was not saved. Everything before it is.",
            self.WORDS,
        )
        assert (failed["event_type"], failed["error"]) == (way, "ValueError")
        assert failed["frames"][-1].startswith("workshop.py:")
        assert log.mentions(*self.TYPED) == []
        assert await snapshot(shop) == before
        assert shop.postbox.posts == {}
        await ana.types("/debrief")
        assert ana.form.step == "start"

    async def test_a_form_that_fails_gives_every_answer_back(
        self, shop: Workshop, log: Log, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ana = await at_employer(shop)

        def fail(_step: object, values: object, *_: object) -> None:
            raise ValueError(f"no such thing: {values}")

        before = await snapshot(shop)
        with monkeypatch.context() as patched:
            patched.setattr("bot.runtime.talks.check", fail)
            await ana.answers(employer="Marzipan Ltd", role="Gondolier")
        assert isinstance(ana.last, Show)
        assert ana.sees("Something went wrong", "Marzipan Ltd", "Gondolier")
        assert log.mentions("marzipan", "gondol") == []
        assert await snapshot(shop) == before
        await ana.types("/debrief")
        await ana.taps("Resume")
        assert ana.form.step == "job"

    async def test_the_words_it_gives_back_are_inert(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        await ana.types("/break @channel *now*")
        assert isinstance(ana.last, Show)
        [quote] = [block for block in ana.last.card.body if isinstance(block, Quote)]
        assert quote.text == "\ue000@channel *now*\ue001"

    async def test_of_somebody_new_not_even_the_name_is_kept(self, shop: Workshop) -> None:
        await shop.member("gil").types("/break it")
        assert await shop.store.transaction(shop.tenant).get(Member, "gil") is None

    async def test_it_has_no_words_where_none_were_typed(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        await ana.types("/break")
        assert "Here is what you wrote" not in ana.said()


class TestAStoreInTrouble:
    @pytest.mark.parametrize(
        ("error", "sentence"),
        [(FULL, "There is no room left to save this."), (GONE, "I can't save anything right now.")],
    )
    async def test_a_form_comes_back_as_it_was_typed(
        self, shop: Workshop, log: Log, error: StoreFull, sentence: str
    ) -> None:
        ana = await at_employer(shop)
        shop.trouble.writing = error
        await ana.answers(employer="Marzipan Ltd", role="Gondolier")
        assert isinstance(ana.last, Correct)
        assert ana.form.intro.startswith(sentence)
        assert [one.value for one in ana.form.fields] == ["Marzipan Ltd", "Gondolier"]
        assert log.of("not_saved")[0]["error"] == type(error).__name__
        assert log.mentions("marzipan", "gondol") == []
        shop.trouble.writing = None
        await ana.answers()
        assert ana.form.step == "landed"
        [conversation] = await shop.find(Conversation)
        assert conversation.answers["job"] == {"employer": "Marzipan Ltd", "role": "Gondolier"}

    @pytest.mark.parametrize("error", [FULL, GONE])
    @pytest.mark.parametrize("way", ["command", "words", "button"])
    async def test_other_words_come_back_on_a_card(
        self, shop: Workshop, log: Log, error: StoreFull, way: str
    ) -> None:
        ana = await at_employer(shop)
        shop.trouble.writing = error
        words = "I didn't get the job at Marzipan"
        match way:
            case "command":
                await ana.types(f"/debrief {words}")
            case "words":
                await ana.types(words)
            case _:
                await ana.goes("back", employer=words)
        assert isinstance(ana.last, Show)
        assert ana.sees("What was saved before is safe.", words)
        assert log.mentions("marzipan", "didn't") == []

    async def test_a_store_that_can_not_even_be_read_gives_the_words_back(
        self, shop: Workshop
    ) -> None:
        ana = await at_employer(shop)
        shop.trouble.reading = GONE
        await ana.answers(employer="Marzipan Ltd", role="Gondolier")
        assert isinstance(ana.last, Show)
        assert ana.sees("I can't save anything right now.", "Marzipan Ltd", "Gondolier")

    async def test_an_old_form_comes_back_on_a_card(self, shop: Workshop) -> None:
        ana = await at_employer(shop)
        old = ana.form
        await ana.answers()
        shop.trouble.writing = FULL
        await ana.submits(old, {"employer": "Marzipan Ltd"})
        assert isinstance(ana.last, Show)
        assert ana.sees("There is no room left", "Marzipan Ltd")

    async def test_nobody_is_shown_another_members_form(self, shop: Workshop) -> None:
        ana, ben = await at_employer(shop), shop.member("ben")
        form = ana.form
        await ana.submits(form, {"employer": "Secret"}, complete=False)
        shop.trouble.writing = FULL
        # His own name is new as well, so that there is something to save.
        ben.name = "Benno"
        await ben.submits(form, {"role": "Gondolier"})
        assert isinstance(ben.last, Show)
        assert "Secret" not in ben.said()
        assert ben.sees("Gondolier")

    async def test_what_only_reads_goes_on(self, shop: Workshop) -> None:
        ana = await at_employer(shop)
        shop.trouble.writing = FULL
        await shop.house.engine.handle(Command("e", ana.sender(), "wins"))
        reply = await shop.house.engine.handle(Command("e2", ana.sender(), "fourwins"))
        assert "Debrief a no" in shown(reply)

    async def test_a_removal_that_can_not_be_noted_is_not_acknowledged(
        self, shop: Workshop
    ) -> None:
        shop.trouble.writing = FULL
        with pytest.raises(StoreFull):
            await shop.house.engine.handle(Uninstalled("u", shop.tenant))
        shop.trouble.writing = Conflict("always")
        with pytest.raises(Conflict):
            await shop.house.engine.handle(Uninstalled("u", shop.tenant))
        shop.trouble.writing = None
        await shop.house.engine.handle(Uninstalled("u", shop.tenant))
        assert "gone" in [timer.id for timer in await shop.find(Timer)]


class TestOfAnotherVersion:
    """A conversation whose flow this version does not have."""

    async def left_over(self, shop: Workshop) -> Actor:
        ana = await at_employer(shop)
        [conversation] = await shop.find(Conversation)
        await shop.save(replace(conversation, flow="gone_with_the_old_version"))
        return ana

    async def test_an_answer_to_it_comes_back(self, shop: Workshop) -> None:
        ana = await self.left_over(shop)
        await ana.answers(employer="Marzipan Ltd")
        assert ana.sees("This one is closed.", "Marzipan Ltd")

    async def test_worrying_words_are_met_with_care_and_not_with_an_error(
        self, shop: Workshop
    ) -> None:
        ana = await self.left_over(shop)
        await ana.answers(employer="I want to die")
        assert isinstance(ana.last, Care)
        await ana.taps("I'm OK, carry on")
        assert ana.sees("This one is closed.")

    async def test_a_store_in_trouble_gives_its_words_back(self, shop: Workshop) -> None:
        ana = await self.left_over(shop)
        shop.trouble.writing = FULL
        event = Submit(
            "e", replace(ana.sender(), name="Ana B."), *_form(ana), {"employer": "Marzipan Ltd"}
        )
        assert "Marzipan Ltd" in shown(await shop.house.engine.handle(event))

    async def test_an_event_that_comes_again_shows_nothing(self, shop: Workshop) -> None:
        ana = await at_employer(shop)
        event = submit(ana, "e", employer="Acme")
        await shop.house.engine.handle(event)
        [conversation] = await shop.find(Conversation)
        await shop.save(replace(conversation, flow="gone_with_the_old_version"))
        assert await shop.house.engine.handle(event) == Nothing()


def _form(actor: Actor) -> tuple[str, int, str]:
    return actor.form.conversation, actor.form.revision, actor.form.step


HOSTILE = [
    "",
    ":",
    "v1",
    "v1::",
    "v2:home.open:",
    "v1:home.open",
    "v1:HOME.open:",
    "v1:home.open:../../etc",
    "v1:home.open::-1",
    "v1:home.open::99999999999",
    "v1:talk.resume:\u202e",
    "v1:no.such:verb",
    "v1:tricks.ring:",
    "v1:talk.expired:x",
    "v1:home.open:" + "x" * 200,
    "v1:home.open:\n",
    "'; DROP TABLE documents; --",
    "\ud800",
]


class TestWhatNobodySent:
    @pytest.mark.parametrize("token", HOSTILE)
    async def test_a_button_of_no_version_leads_home_and_changes_nothing(
        self, shop: Workshop, log: Log, token: str
    ) -> None:
        ana = shop.member("ana")
        before = [d for d in await snapshot(shop) if not isinstance(d, Seen)]
        await ana.presses(token)
        assert ana.sees("Four Wins", "Debrief a no")
        assert [d for d in await snapshot(shop) if not isinstance(d, Seen)] == before
        assert log.lines == []

    @pytest.mark.parametrize("token", HOSTILE)
    async def test_words_typed_beside_it_come_back(self, shop: Workshop, token: str) -> None:
        ana = shop.member("ana")
        await ana.presses(token, box="marzipan", other=3)
        assert ana.sees("This one is closed.", "marzipan", "Four Wins")

    @pytest.mark.parametrize("conversation", ["", "x:y", "no such", "v1:a:b", "\u202e", "x" * 300])
    async def test_worrying_words_in_a_form_of_nobodys_are_met_with_care(
        self, shop: Workshop, conversation: str
    ) -> None:
        ana = shop.member("ana")
        words: dict[str, Answer] = {"box": "I want to die"}
        event = Submit("e", ana.sender(), conversation, 0, "box", words)
        reply = await shop.house.engine.handle(event)
        assert isinstance(reply, Care)
        assert (reply.form, reply.words) == (None, words)

    @pytest.mark.parametrize("event_id", ["x" * 500, "a/b\nc", "ü"])
    async def test_an_odd_event_id_is_an_id(self, shop: Workshop, event_id: str) -> None:
        await shop.house.engine.handle(count(shop, "ana", event_id))
        await shop.house.engine.handle(count(shop, "ana", event_id))
        assert await counted(shop) == 1

    async def test_a_zone_that_no_map_knows_is_not_taken(self, shop: Workshop) -> None:
        for number, zone in enumerate(("Mars/Olympus", "../../etc/passwd", "\0", "", "Europe")):
            sender = Sender(shop.tenant, f"gil{number}", name="Gil", zone=zone)
            reply = await shop.house.engine.handle(Command(shop.event_id(), sender, "count"))
            assert isinstance(reply, Show)
            assert (await shop.one(Member, f"gil{number}")).zone == "Europe/Berlin"


class TestWhoActs:
    async def test_somebody_new_is_known_from_their_first_act_on(self, shop: Workshop) -> None:
        await shop.member("gil").types("/debrief")
        gil = await shop.one(Member, "gil")
        assert (gil.name, gil.group, gil.zone) == ("Gil", "g1", "Europe/Berlin")

    async def test_a_new_name_is_taken_over(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        ana.name = "Ana María"
        await ana.types("/wins")
        assert (await shop.one(Member, "ana")).name == "Ana María"

    async def test_a_day_is_noted_and_never_who(self, shop: Workshop) -> None:
        await shop.wait(days=1)
        await shop.member("ana").types("/wins")
        assert await shop.find(Activity) == [Activity("g1", shop.clock.now().date())]

    async def test_what_changes_nothing_leaves_nothing_behind(self, shop: Workshop) -> None:
        ana = shop.member("ana")
        before = await snapshot(shop)
        await ana.types("/wins")
        await ana.opens_home()
        await ana.types("what a morning")
        assert await snapshot(shop) == before

    async def test_the_channel_decides_between_two_groups(self, shop: Workshop) -> None:
        await shop.save(Group("g2", "#night-shift", "night-shift", "Asia/Tokyo", ("ben",)))
        gil = shop.member("gil")
        gil.channel = "night-shift"
        await gil.types("/debrief")
        [conversation] = await shop.find(Conversation)
        assert conversation.group == (await shop.one(Member, "gil")).group == "g2"

    async def test_among_two_groups_and_in_no_channel_somebody_new_has_none(
        self, shop: Workshop
    ) -> None:
        await shop.save(Group("g2", "#night-shift", "night-shift", "Asia/Tokyo", ("ben",)))
        await shop.member("gil").types("/debrief")
        assert (await shop.one(Member, "gil")).group is None

    async def test_tenants_do_not_meet(self, shop: Workshop) -> None:
        there = Tenant("console:elsewhere")
        ana = await at_employer(shop)
        form = ana.form
        stranger = Sender(there, "ana", name="Ana")
        handle = shop.house.engine.handle
        event = Submit(
            "e", stranger, form.conversation, form.revision, form.step, {"employer": "Mine"}
        )
        reply = await handle(event)
        assert "This one is closed." in shown(reply)
        reply = await handle(Press("e2", stranger, press_token("talk.resume", form.conversation)))
        assert "This one is closed." in shown(reply)
        reply = await handle(Say("e3", stranger, "hello"))
        assert "Set up a group" in shown(reply)
        elsewhere = shop.store.transaction(there)
        for kind in (Conversation, Debrief, Delivery, Group):
            assert await elsewhere.find(kind) == []


async def test_the_words_that_come_back_are_clean(shop: Workshop) -> None:
    ana = shop.member("ana")
    typed = "one\u202etwo\x07three"
    await ana.types(f"/break {typed}")
    assert plain(ana.said()).endswith(clean(typed))


async def test_who_left_without_ever_having_been_here_is_not_remembered(group: Workshop) -> None:
    sender = replace(group.member("ana").sender(), who="stranger", name="Stranger")
    assert isinstance(await group.house.engine.handle(Left("left-1", sender)), Nothing)
    assert await group.find(Member, name="Stranger") == []
    assert [t for t in await group.find(Timer) if "stranger" in t.id] == []
