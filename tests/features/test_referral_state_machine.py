"""Passing on in any order: whatever five people tap and type, nobody learns what is not for them.

They talk to the real engine over the real store. Each word that anybody types is one of its kind,
so that it can be looked for in every reply and every message; so can their names. What may be known
to whom is kept here, from what was seen to happen, and not asked of the bot.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.core.cards import Answer, Ask, Card, Care, Correct, Entry, Form, Reply, Show, read_token
from bot.core.contacts import contact_in
from bot.core.model import (
    Act,
    Block,
    Conversation,
    Delivery,
    DeliveryState,
    Hand,
    HandState,
    Member,
    Referral,
    ReferralState,
    Where,
)
from bot.features import referral
from bot.runtime.turn import WorkTurn
from tests.scene import ZONE, HandClock, Scene, buttons_of, form_words, prose, words_of
from tests.thorough import times

T = TypeVar("T")

WHO = ("ana", "ben", "chidi", "eun", "farid")
NAME = re.compile(r"\b(" + "|".join(who.title() for who in WHO) + r")\b")
WORD = re.compile(r"(?:title|line|contact|words)\d{3}")
ALL_THREE = ("over", "may_share", "nothing_confidential")
REACHED_AT = ("mo{}@example.org", "mo at gmail dot com", "0171 2345{}", "@mo{}", "x.com/mo{}")
RESTS = timedelta(days=30)
NOT_INTRODUCED = {HandState.RAISED, HandState.PICKED, HandState.ASKED, HandState.REFUSED}
TOGETHER = {HandState.INTRODUCED, HandState.THANKED, HandState.ENDED}
# Who may bring about which change: the giver (g), the peer (p), or time and leaving (t).
CHANGES = {
    (HandState.RAISED, HandState.PICKED): "g",
    (HandState.PICKED, HandState.ASKED): "g",
    (HandState.REFUSED, HandState.ASKED): "g",
    (HandState.ASKED, HandState.REFUSED): "g",
    (HandState.ASKED, HandState.INTRODUCED): "g",
    (HandState.INTRODUCED, HandState.THANKED): "p",
    (HandState.THANKED, HandState.ENDED): "p",
    **{(state, HandState.CLOSED): "gt" for state in NOT_INTRODUCED},
}

choosing = st.integers(min_value=0, max_value=10**6)
people = st.sampled_from(WHO)


@dataclass
class World:
    """What is stored at a moment."""

    referrals: dict[str, Referral]
    hands: dict[str, Hand]
    deliveries: dict[str, Delivery]


class PassingOnInAnyOrder(RuleBasedStateMachine):
    """`may_read` tells who may read a word; `know` who may read whose name."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.scene = Scene(Path(self.folder.name) / "data", HandClock())
        self.run(self.scene.start())
        self.run(self.scene.found())
        self.actors = {who: self.scene.member(who) for who in WHO}
        self.count = 0
        self.public: set[str] = set()
        self.may_read: defaultdict[str, set[str]] = defaultdict(set)
        self.know: set[tuple[str, str]] = set()
        self.forbidden: set[str] = set()
        self.blocked: set[frozenset[str]] = set()
        self.contacts: list[str] = []
        self.asked: list[tuple[str, str, str, datetime]] = []
        self.refused: set[tuple[str, str, str]] = set()
        self.last_posts: dict[str, Card] = {}
        self.raise_tokens: list[str] = []
        self.tokens: defaultdict[str, list[str]] = defaultdict(list)
        self.forms: defaultdict[str, list[Form]] = defaultdict(list)
        self.gone: set[str] = set()
        self.world = self.look()

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def teardown(self) -> None:
        self.everybody_compares()
        self.run(self.scene.stop())
        self.runner.close()
        self.folder.cleanup()

    def look(self) -> World:
        async def read() -> World:
            there = self.scene.store.transaction(self.scene.tenant)
            return World(
                {r.id: r for r in await there.find(Referral)},
                {h.id: h for h in await there.find(Hand)},
                {d.id: d for d in await there.find(Delivery)},
            )

        return self.run(read())

    def apart(self, one: str, other: str) -> bool:
        return frozenset((one, other)) in self.blocked

    # What is typed.

    def word(self, prefix: str, who: str) -> str:
        self.count += 1
        word = f"{prefix}{self.count:03d}"
        self.may_read[word].add(who)
        return word

    def text(self, field: str, who: str, way: int) -> str:
        if field in ("title", "about"):
            text = self.word("title", who)
            if way % 4 == 3:
                reached = REACHED_AT[way // 4 % len(REACHED_AT)].format(f"{self.count:03d}")
                self.forbidden.add(reached)
                text += f" {reached}"
            return text
        if field == "contact":
            if self.contacts and way % 2:
                again = self.contacts[way // 2 % len(self.contacts)]
                self.may_read[again].add(who)
                return f"  {again.upper()}, " if way % 3 else again
            self.contacts.append(self.word("contact", who))
            return self.contacts[-1]
        return self.word(field, who)

    def values(self, form: Form, who: str, way: int) -> dict[str, Answer]:
        values: dict[str, Answer] = {}
        for one in form.fields:
            match one.name:
                case "kind":
                    values["kind"] = ("role", "lead", "contact")[way % 3]
                case "confirmed":
                    values["confirmed"] = ALL_THREE[: 2 if way % 5 == 4 else 3]
                case "cap":
                    values["cap"] = str(1 + way % 3)
                case _:
                    values[one.name] = self.text(one.name, who, way)
        return values

    # What happens, and what must hold after it.

    def does(self, who: str, doing: Coroutine[Any, Any, Reply], pressed: str = "") -> Reply:
        before = self.world
        reply = self.run(doing)
        self.world = self.look()
        self.follow(before, who, pressed)
        self.check_reply(who, reply)
        self.check_posts()
        return reply

    def follow(self, before: World, who: str | None, pressed: str) -> None:
        """Learn from what has changed who may know what; and that only they changed it."""
        now = self.world
        for id, new in now.referrals.items():
            if id not in before.referrals:
                self.public |= set(WORD.findall(f"{new.title} {new.about}"))
            if id not in before.referrals or before.referrals[id].state is not new.state:
                assert new.member == who or who is None or id in before.referrals
        for id, hand in now.hands.items():
            of = now.referrals[hand.referral]
            old = before.hands.get(id)
            if old is None:
                assert hand.member == who
                assert of.state is ReferralState.OPEN
                assert of.member != who
                if self.apart(of.member, hand.member):
                    assert before.deliveries == now.deliveries, "a hidden hand shows"
            elif old.state is not hand.state:
                self.follow_change(old, hand, of, who, pressed, before)
            if hand.state is HandState.ASKED and (old is None or hand.contact != old.contact):
                self.follow_asking(hand, of)
            if hand.line and not self.apart(of.member, hand.member):
                self.may_read[hand.line].add(of.member)
        for id, hand in before.hands.items():
            if id not in now.hands:
                ended = before.referrals[hand.referral].state is not ReferralState.OPEN
                assert who in (None, hand.member) or (ended and who is None)
        for id, of in now.referrals.items():
            mine = [h for h in now.hands.values() if h.referral == id]
            taken = [
                h
                for h in mine
                if h.state in TOGETHER | {HandState.PICKED, HandState.ASKED}
                and not self.apart(of.member, h.member)
            ]
            assert len(taken) <= of.cap
            assert len({h.member for h in mine}) == len(mine)

    def follow_change(
        self, old: Hand, hand: Hand, of: Referral, who: str | None, pressed: str, before: World
    ) -> None:
        by = "t" if who is None else {of.member: "g", hand.member: "p"}.get(who, "?")
        assert by in CHANGES[old.state, hand.state], (old.state, hand.state, who)
        if by == "g":
            assert not self.apart(of.member, hand.member) or hand.state is HandState.CLOSED
        if hand.state is HandState.PICKED:
            assert pressed == f"v1:referral.pick:{hand.id}:0:yes"
            self.know |= {(of.member, hand.member), (hand.member, of.member)}
        if hand.state is HandState.INTRODUCED:
            assert pressed.startswith("v1:referral.introduce:")
            for word in WORD.findall(f"{hand.contact} {hand.words}".lower()):
                self.may_read[word].add(hand.member)
        if hand.state is HandState.REFUSED:
            assert old.contact is not None
            [contact] = WORD.findall(old.contact.lower())
            self.refused.add((of.member, contact, of.id))
            assert before.deliveries == self.world.deliveries, "a no is sent to nobody"

    def follow_asking(self, hand: Hand, of: Referral) -> None:
        """Nobody is asked twice within thirty days, but for two peers of one card."""
        assert hand.contact is not None
        [contact] = WORD.findall(hand.contact.lower())
        now = self.scene.clock.now()
        for giver, other, card, at in self.asked:
            if (giver, other) == (of.member, contact) and self.days_since(at) < RESTS:
                assert card == of.id, "a contact who rests was asked"
                assert (giver, contact, card) not in self.refused, "a no was not taken for one"
        self.asked.append((of.member, contact, of.id, now))

    def days_since(self, at: datetime) -> timedelta:
        local = self.scene.clock.now().astimezone(ZoneInfo(ZONE)).date()
        return local - at.astimezone(ZoneInfo(ZONE)).date()

    def check_words(self, reader: str | None, text: str) -> None:
        """No word and no name in this text that its reader may not read (None: the group)."""
        for word in WORD.findall(text.lower()):
            assert word in self.public or reader in self.may_read[word], f"{reader} reads {word}"
        for name in NAME.findall(text):
            known = reader is not None and (reader, name.lower()) in self.know
            assert known or name.lower() == reader, f"{reader} reads {name} in:\n{text}"

    def check_reply(self, who: str, reply: Reply) -> None:
        assert not isinstance(reply, Care)
        if isinstance(reply, Ask | Correct):
            self.check_words(who, form_words(reply.form))
            self.forms[who].append(reply.form)
            self.tokens[who] += [way.press for way in reply.form.ways]
        elif isinstance(reply, Show):
            assert "went wrong" not in words_of(reply.card)
            self.check_words(who, words_of(reply.card))
            self.tokens[who] += [button.press for button in buttons_of(reply.card)]

    def check_posts(self) -> None:
        for receipt, post in self.scene.postbox.posts.items():
            if self.last_posts.get(receipt) == post.card:
                continue
            self.last_posts[receipt] = post.card
            text = words_of(post.card)
            tokens = [button.press for button in buttons_of(post.card)]
            if post.where is Where.MEMBER:
                self.check_words(post.place, text)
                self.tokens[post.place] += tokens
                continue
            self.check_words(None, text)
            assert contact_in(text) is None
            assert not any(reached in text for reached in self.forbidden)
            self.raise_tokens += [token for token in tokens if ".raise:" in token]

    def press(self, who: str, token: str) -> Reply:
        return self.does(who, self.actors[who].presses(token), token)

    def submit(self, who: str, form: Form, way: int) -> Reply:
        values = self.values(form, who, way)
        return self.does(who, self.actors[who].submits(form, values))

    # The rules.

    @initialize(
        givers=st.permutations(WHO),
        way=choosing,
        moves=st.lists(st.lists(choosing, min_size=1, max_size=5), min_size=1, max_size=5),
        over=st.sampled_from(("not yet", "close", "take_back", "expire")),
        apart=st.booleans(),
    )
    def begins(
        self, givers: list[str], way: int, moves: list[list[int]], over: str, apart: bool
    ) -> None:
        """Two cards with hands under each, some already taken further."""
        if apart:
            self.keeps_apart(givers[way % 2 * 4], givers[4 - way % 2 * 4])
        for giver in givers[:2]:
            self.passes_on(giver, way - way % 60 + way % 3)
            for peer in givers:
                if peer != giver:
                    self.raises(peer, 0, way)
        for which, ways in enumerate(moves):
            self.a_hand_goes_on(which * 3, ways)
        if over == "expire":
            self.time_passes(15 * 24)
        elif over != "not yet":
            self.ends(0, over == "take_back", meant=True)

    @precondition(lambda self: len(self.world.referrals) < 6)
    @rule(who=people, way=choosing)
    def passes_on(self, who: str, way: int) -> None:
        reply = self.press(who, "v1:referral.begin:")
        for n in range(4):
            if isinstance(reply, Ask | Correct):
                reply = self.submit(who, reply.form, way // 3**n)
        if isinstance(reply, Show) and (token := self.offered(reply.card, ".post:")) is not None:
            self.press(who, token)

    def offered(self, card: Card, part: str) -> str | None:
        return next((b.press for b in buttons_of(card) if part in b.press), None)

    @rule(who=people, which=choosing, way=choosing)
    def raises(self, who: str, which: int, way: int) -> None:
        if not self.raise_tokens:
            return
        reply = self.press(who, self.raise_tokens[-1 - which % len(self.raise_tokens)])
        if isinstance(reply, Ask):
            self.submit(who, reply.form, way)

    def some(self, which: int, *states: HandState) -> list[Hand]:
        """One of the hands that stand so."""
        there = [h for h in self.world.hands.values() if h.state in states]
        return [there[which % len(there)]] if there else []

    def giver(self, hand: Hand) -> str:
        return self.world.referrals[hand.referral].member

    @rule(which=choosing, ways=st.lists(choosing, min_size=1, max_size=4))
    def a_hand_goes_on(self, which: int, ways: list[int]) -> None:
        """A hand is taken some moves further, each a possible one."""
        hands = self.some(which, *HandState)
        for way in ways:
            for id in [hand.id for hand in hands]:
                hand = self.world.hands.get(id)
                if hand is None or hand.state is HandState.CLOSED:
                    return
                if hand.state in TOGETHER:
                    verb = "thank" if hand.state is HandState.INTRODUCED else "outcome"
                    self.press(hand.member, f"v1:referral.{verb}:{id}:0:applied")
                elif hand.state is HandState.RAISED:
                    self.press(self.giver(hand), f"v1:referral.pick:{id}:0:yes")
                elif hand.state is not HandState.ASKED or way % 7 == 0:
                    self.asks(hand, way // 7)
                elif way % 7 < 3:
                    self.the_contact_says_no(hand)
                else:
                    self.the_contact_says_yes(hand, way // 7)

    def asks(self, hand: Hand, way: int) -> None:
        giver = self.giver(hand)
        reply = self.press(giver, f"v1:referral.ask:{hand.id}")
        if isinstance(reply, Ask):
            self.submit(giver, reply.form, way)

    def the_contact_says_no(self, hand: Hand) -> None:
        before = self.shown(hand)
        self.press(self.giver(hand), f"v1:referral.no:{hand.id}:0:yes")
        assert self.shown(self.world.hands[hand.id]) == before

    def the_contact_says_yes(self, hand: Hand, way: int) -> None:
        giver = self.giver(hand)
        reply = self.press(giver, f"v1:referral.yes:{hand.id}")
        if isinstance(reply, Ask):
            reply = self.submit(giver, reply.form, way)
        if isinstance(reply, Show) and way % 4:
            token = self.offered(reply.card, ".introduce:")
            if token is not None:
                self.press(giver, token)

    @rule(which=choosing, way=choosing)
    def peers_go_on(self, which: int, way: int) -> None:
        states = (HandState.INTRODUCED, HandState.THANKED, HandState.ENDED)
        for hand in self.some(which, *states):
            verb = ("thank", "later", "outcome", "down")[way % 4]
            self.press(hand.member, f"v1:referral.{verb}:{hand.id}:0:applied")

    @rule(which=choosing)
    def takes_a_hand_down(self, which: int) -> None:
        for hand in self.some(which, *HandState):
            self.press(hand.member, f"v1:referral.down:{hand.id}")

    @rule(which=choosing, back=st.booleans(), meant=st.booleans())
    def ends(self, which: int, back: bool, meant: bool) -> None:
        still = [r for r in self.world.referrals.values() if r.state is ReferralState.OPEN]
        if still and meant:
            one = still[which % len(still)]
            verb = "take_back" if back else "close"
            self.press(one.member, f"v1:referral.{verb}:{one.id}:0:yes")

    @rule(who=people, whose=people, which=choosing)
    def presses_any_button(self, who: str, whose: str, which: int) -> None:
        """Any button that anybody ever saw, of this feature: one's own and others'."""
        ours = [t for t in self.tokens[whose] if t.startswith(("v1:referral.", "v1:talk."))]
        if ours:
            self.press(who, ours[which % len(ours)])

    @rule(who=people, whose=people, which=choosing, way=choosing)
    def answers_any_form(self, who: str, whose: str, which: int, way: int) -> None:
        if self.forms[whose]:
            self.submit(who, self.forms[whose][which % len(self.forms[whose])], way)

    @rule(who=people)
    def opens_the_page(self, who: str) -> None:
        self.press(who, "v1:referral.open:")
        for id in [r.id for r in self.world.referrals.values() if r.member == who]:
            self.press(who, f"v1:referral.given:{id}")

    @precondition(lambda self: len(self.blocked) < 3)
    @rule(one=people, other=people)
    def keeps_apart(self, one: str, other: str) -> None:
        if one != other:
            self.blocked.add(frozenset((one, other)))
            self.put(Block(f"b{len(self.blocked)}{one}", one, other))

    def put(self, document: Block | Member) -> None:
        async def keep() -> None:
            transaction = self.scene.store.transaction(self.scene.tenant)
            transaction.put(document)
            await transaction.commit()

        self.run(keep())

    @precondition(lambda self: len(self.gone) < 2)
    @rule(who=people)
    def leaves(self, who: str) -> None:
        async def leave() -> None:
            scene = self.scene
            transaction = scene.store.transaction(scene.tenant)
            turn = WorkTurn(transaction, scene.clock.now(), prose(), scene.house.ids)
            await referral.left(turn, who)
            member = await turn.get(Member, who)
            assert member is not None
            turn.save(replace(member, group=None, apart=True))
            await turn.commit()
            await scene.house.outbox.run()

        if who in self.gone:
            return
        self.gone.add(who)
        self.passes(leave())
        assert not self.halfway(who)
        for hand in self.world.hands.values():
            assert hand.member != who or hand.state in TOGETHER | {HandState.CLOSED}
        for one in self.world.referrals.values():
            assert one.member != who or one.state is not ReferralState.OPEN

    def halfway(self, who: str) -> list[Conversation]:
        async def read() -> list[Conversation]:
            return await self.scene.store.transaction(self.scene.tenant).find(
                Conversation, member=who
            )

        return self.run(read())

    def passes(self, doing: Coroutine[Any, Any, None]) -> None:
        """Something that no member did."""
        before = self.world
        self.run(doing)
        self.world = self.look()
        self.follow(before, None, "")
        self.check_posts()

    @rule()
    def the_bot_restarts(self) -> None:
        before = self.world
        self.run(self.scene.restart())
        self.world = self.look()
        assert self.world == before

    @rule(hours=st.sampled_from((1, 6, 14, 26, 5 * 24, 15 * 24, 31 * 24)))
    def time_passes(self, hours: int) -> None:
        self.passes(self.scene.wait(hours=hours))
        now = self.scene.clock.now()
        for one in self.world.referrals.values():
            assert one.state is not ReferralState.OPEN or one.expires_at > now
            if one.closed_at is not None and one.closed_at + timedelta(days=30) <= now:
                for hand in self.world.hands.values():
                    if hand.referral == one.id:
                        assert hand.line is hand.contact is hand.words is None

    # What peers could compare.

    def shown(self, hand: Hand) -> tuple[object, ...]:
        """What a peer is shown of their hand, with their own line left out."""
        page = self.press(hand.member, f"v1:referral.hand:{hand.id}")
        listed = self.press(hand.member, "v1:referral.open:")
        assert isinstance(page, Show)
        assert isinstance(listed, Show)
        [entry] = [
            (block.text, block.note)
            for block in listed.card.body
            if isinstance(block, Entry) and any(hand.id in b.press for b in block.buttons)
        ]
        text = words_of(page.card).replace(hand.line or "", "")
        verbs = [token.verb for b in page.card.buttons if (token := read_token(b.press))]
        return text, verbs, entry

    @rule()
    def everybody_compares(self) -> None:
        """Those who were not picked, whose contact said no, or who are kept apart from the giver:
        after the end they see the same, were sent the same, and were to get it at one time; and
        before it nobody sees what the contact said."""
        for one in self.world.referrals.values():
            alike: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
            for hand in [h for h in self.world.hands.values() if h.referral == one.id]:
                if hand.state in TOGETHER:
                    continue
                picked = hand.state in (HandState.PICKED, HandState.ASKED, HandState.REFUSED)
                alike["picked" if picked else hand.state].append(self.shown(hand))
            for shown in alike.values():
                assert all(other == shown[0] for other in shown), shown
            told = [
                d
                for d in self.world.deliveries.values()
                if d.id.endswith("-closed") and d.subject == one.id and d.act is Act.POST
            ]
            assert len({d.good_until for d in told}) <= 1
            waiting = [d.card for d in told if d.state is DeliveryState.QUEUED]
            arrived = [
                p.card for p in self.scene.postbox.posts.values() if p.key in {d.id for d in told}
            ]
            cards = [card for card in (*waiting, *arrived) if card is not None]
            assert all(card == cards[0] for card in cards)


TestPassingOnInAnyOrder = PassingOnInAnyOrder.TestCase
TestPassingOnInAnyOrder.settings = settings(
    max_examples=times(22, 10), stateful_step_count=25, deadline=None
)
