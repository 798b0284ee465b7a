"""A debrief in any order: whatever members tap and type, no word is lost and nothing is told on.

Ana talks to the real engine over the real store. Every word that she types is one of its kind, so
that it can be looked for afterwards: in her answers, her drafts, what she kept. Ben presses what
was hers.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.cards import (
    Answer,
    Ask,
    Care,
    Correct,
    FieldKind,
    Form,
    FormField,
    Reply,
    Show,
    press_token,
    read_token,
)
from bot.core.events import Press, Submit
from bot.core.flow import Asking, Done
from bot.core.model import Conversation, Debrief, Document, Timer, Win
from bot.features import debrief
from bot.features.debrief import LASTS, Pace, Told, left_over
from tests.scene import HandClock, Scene, buttons_of
from tests.thorough import times

T = TypeVar("T")

WORD = re.compile(r"word[0-9]{4}")
KEPT = (Conversation, Debrief, Win, Timer)
WRITTEN = (FieldKind.LINE, FieldKind.PARAGRAPH)
# What is typed beside a word: plain, right to left, an emoji of several parts, marks, controls.
AROUND = (
    "{}",
    "I think {} ",
    "שלום {}",
    "{} 👩🏽‍🍳🩷",
    "*{}* <@U1> & `x`",
    "\x1b[1m{}\u202e",
    "{}\n\n{}",
)
TOO_LONG = "{} " + "long " * 700
DAYS = (None, "friday", "in 3 days", "2026-11-01", "in three blue moons", "2027-01-31")

choosing = st.integers(min_value=0, max_value=10**6)


def words_in(*values: object) -> set[str]:
    return set(WORD.findall(" ".join(str(value) for value in values)))


class DebriefInAnyOrder(RuleBasedStateMachine):
    """`held` are the words that must be somewhere, by the conversation they were typed in."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.scene = Scene(Path(self.folder.name) / "data", HandClock())
        self.run(self.scene.start())
        self.run(self.scene.found())
        self.ana, self.ben = self.scene.member("ana"), self.scene.member("ben")
        self.count = 0
        self.held: dict[str, str] = {}
        self.forms: list[Form] = []
        self.tokens: list[str] = []
        self.begun: set[str] = set()
        self.stood_in: dict[tuple[str, int, str, str], set[str]] = {}
        """What stood in a field of a form: shown there or typed there, by form and field."""

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(doing)

    def teardown(self) -> None:
        self.run(self.scene.stop())
        self.runner.close()
        self.folder.cleanup()

    # What there is.

    async def _stored(self) -> list[Document]:
        return [document for kind in KEPT for document in await self.scene.all(kind)]

    def stored(self) -> list[Document]:
        return self.run(self._stored())

    def conversations(self, who: str = "ana") -> list[Conversation]:
        return [d for d in self.stored() if isinstance(d, Conversation) and d.member == who]

    def stands(self, conversation: Conversation) -> Asking | Done[Told]:
        return debrief.stands(conversation)

    # What Ana does, and what must hold at once.

    def text(self, way: int) -> str:
        self.count += 1
        word = f"word{self.count:04d}"
        around = TOO_LONG if way % 12 == 11 else AROUND[way % len(AROUND)]
        return around.replace("{}", word)

    def value(self, field: FormField, way: int) -> Answer:
        """An answer to this field: one in four is as it stood there, one in four is empty."""
        if way % 4 == 0:
            return field.value
        if way % 4 == 1:
            return None
        way //= 4
        match field.kind:
            case FieldKind.CHOICE:
                options = [option.value for option in field.options]
                return "nonsense" if way % 20 == 19 else options[way % len(options)]
            case FieldKind.MANY:
                options = [option.value for option in field.options]
                return tuple(option for n, option in enumerate(options) if way >> n & 1)
            case FieldKind.DATE:
                return DAYS[way % len(DAYS)]
            case _:
                return self.text(way)

    def values(self, form: Form, way: int) -> dict[str, Answer]:
        return {field.name: self.value(field, way // 7**n) for n, field in enumerate(form.fields)}

    def typed_into(self, form: Form, values: Mapping[str, Answer]) -> None:
        """What stood in these fields and is not in there now was taken out by its writer."""
        for field in form.fields:
            if field.name in values and field.kind in WRITTEN:
                key = (form.conversation, form.revision, form.step, field.name)
                now = words_in(values[field.name])
                stood = self.stood_in.get(key, set()) | words_in(field.value)
                for word in stood - now:
                    self.held.pop(word, None)
                self.stood_in[key] = stood | now
                self.held |= dict.fromkeys(now, form.conversation)

    def happens(self, *events: Submit | Press, again: bool = False) -> Reply:
        """Ana does this (more than one event: all at once), and all that must hold does."""
        before = {c.id: c for c in self.conversations()}
        replies = self.run(self._handle(*events))
        self.account_for(before, events)
        for event, reply in zip(events, replies, strict=True):
            self.take_note(reply)
            typed = event.values if isinstance(event, Submit) else event.typed
            self.look_for(words_in(*typed.values()), reply)
        if again:
            now = self.stored()
            for reply in self.run(self._handle(*events)):
                self.take_note(reply)
            assert self.stored() == now, "the same event once more changed something"
        return replies[-1]

    async def _handle(self, *events: Submit | Press) -> list[Reply]:
        return await asyncio.gather(*(self.scene.house.engine.handle(e) for e in events))

    def take_note(self, reply: Reply) -> None:
        """What was shown to Ana: it can be used from now on, and it is never an error."""
        self.ana.last = reply
        assert "Something went wrong" not in self.ana.said()
        if isinstance(reply, Ask | Correct):
            self.check_form(reply.form)
            self.forms.append(reply.form)
            self.begun.add(reply.form.conversation)
            self.tokens += [way.press for way in reply.form.ways]
        elif isinstance(reply, Show):
            self.tokens += [button.press for button in buttons_of(reply.card)]
        assert not isinstance(reply, Care)

    def check_form(self, form: Form) -> None:
        """Every field is filled in with something that it can take (or that has an error)."""
        assert 1 <= len(form.fields) <= 3
        for field in form.fields:
            options = [option.value for option in field.options]
            match field.kind:
                case FieldKind.CHOICE:
                    assert field.value in (None, *options)
                case FieldKind.MANY:
                    assert field.value is None or set(field.value) <= set(options)  # type: ignore[arg-type]  # a tuple
                case _:
                    assert field.value is None or isinstance(field.value, str)

    def look_for(self, words: set[str], reply: Reply) -> None:
        """Words just typed are kept, or given back at once."""
        kept = words_in(*self.stored())
        given_back = words_in(self.ana.said())
        for word in words & self.held.keys():
            if word not in kept:
                assert word in given_back, f"{word} was neither kept nor given back: {reply}"
                del self.held[word]

    def account_for(
        self, before: Mapping[str, Conversation], events: Iterable[Submit | Press] = ()
    ) -> None:
        """Of each conversation that is gone: kept, or deleted by whoever wrote it."""
        left = {c.id for c in self.conversations()}
        for gone in before.keys() - left:
            conversation = before[gone]
            if self.kept(conversation):
                assert any(self.keeps_it(event, conversation) for event in events)
                continue
            assert any(self.deletes(event, conversation) for event in events), (
                f"{gone} was lost by {events}"
            )
            self.let_go(gone)

    def kept(self, conversation: Conversation) -> bool:
        """Whether it became a debrief, with exactly the wins that were told."""
        stored = self.stored()
        if not any(isinstance(d, Debrief) and d.id == conversation.id for d in stored):
            return False
        wins = [d for d in stored if isinstance(d, Win) and d.debrief == conversation.id]
        where = self.stands(conversation)
        if isinstance(where, Done):
            lines = where.result.lines + left_over(conversation, where.result)
            told = [(one.kind, one.facet, one.text) for one in lines]
            assert sorted((w.kind, w.facet, w.text) for w in wins) == sorted(told)
        return True

    def keeps_it(self, event: Submit | Press, conversation: Conversation) -> bool:
        """Whether this keeps it by its writer's will: the last form, or a tap on what they saw."""
        if isinstance(event, Submit):
            return event.conversation == conversation.id
        token = read_token(event.token)
        if token is None or token.subject != conversation.id:
            return False
        if token.verb in ("debrief.keep", "debrief.share"):
            return token.revision == conversation.revision
        # Whoever skips the last question of "just log it" has come to its end.
        start = conversation.answers.get("start", {})
        return token.verb == "talk.skip" and start.get("pace") == Pace.LOG

    def deletes(self, event: Submit | Press, conversation: Conversation) -> bool:
        """Whether this is a delete that its writer meant: the second tap, on what they saw."""
        token = read_token(event.token) if isinstance(event, Press) else None
        if token is None or token.subject != conversation.id:
            return False
        if token.verb == "talk.discard" and not words_in(conversation.answers, conversation.drafts):
            return True
        sure = token.verb in ("talk.discard", "debrief.delete") and token.choice == "yes"
        return sure and token.revision == conversation.revision

    def let_go(self, conversation: str, besides: Iterable[str] = ()) -> None:
        staying = set(besides)
        self.held = {w: c for w, c in self.held.items() if c != conversation or w in staying}

    def submit(self, form: Form, values: Mapping[str, Answer], *, complete: bool = True) -> Submit:
        self.typed_into(form, values)
        return Submit(
            self.scene.event_id(),
            self.ana.sender(),
            form.conversation,
            form.revision,
            form.step,
            values,
            complete,
        )

    def press(self, token: str, typed: Mapping[str, Answer] | None = None) -> Press:
        return Press(self.scene.event_id(), self.ana.sender(), token, typed or {})

    def do(self, doing: Coroutine[Any, Any, Reply]) -> None:
        before = {c.id: c for c in self.conversations()}
        self.take_note(self.run(doing))
        self.account_for(before)

    # The rules.

    @initialize()
    def begins(self) -> None:
        self.do(self.ana.types("/debrief"))

    @precondition(lambda self: len(self.begun) < 4)
    @rule(new=st.booleans())
    def begins_again(self, new: bool) -> None:
        self.do(self.ana.presses("v1:debrief.new:") if new else self.ana.types("/debrief"))

    @rule(way=choosing, again=st.booleans())
    def answers(self, way: int, again: bool) -> None:
        form = self.forms[-1]
        self.happens(self.submit(form, self.values(form, way)), again=again)

    @rule(way=choosing)
    def answers_a_part(self, way: int) -> None:
        form = self.forms[-1]
        values = self.values(form, way)
        part = {name: values[name] for name in list(values)[: 1 + way % 2]}
        self.happens(self.submit(form, part, complete=False))

    @rule(which=choosing, way=choosing, again=st.booleans())
    def answers_an_old_form(self, which: int, way: int, again: bool) -> None:
        form = self.forms[which % len(self.forms)]
        self.happens(self.submit(form, self.values(form, way)), again=again)

    @rule(way=choosing, other=choosing)
    def answers_twice_at_once(self, way: int, other: int) -> None:
        """Two devices, one form: what only the other one shows was not taken out here."""
        form = self.forms[-1]
        one = self.submit(form, self.values(form, way))
        held = dict(self.held)
        two = self.submit(form, self.values(form, other))
        self.held = {**held, **self.held}
        self.happens(one, two)

    @rule(which=choosing, way=choosing, old=st.booleans(), typed=st.booleans())
    def goes(self, which: int, way: int, old: bool, typed: bool) -> None:
        """Back, skip, stop, the way out: of the newest form or an old one, with words in it."""
        form = self.forms[which % len(self.forms) if old else -1]
        values = self.values(form, way) if typed else {}
        self.typed_into(form, values)
        button = form.ways[which % len(form.ways)]
        self.happens(self.press(button.press, values), again=which % 5 == 0)

    @rule()
    def skips_to_the_end(self) -> None:
        while isinstance(self.ana.last, Ask):
            form = self.ana.last.form
            [skip] = [w.press for w in form.ways if ".skip:" in w.press]
            self.happens(self.press(skip))

    @rule(which=choosing, again=st.booleans())
    def presses_any_button(self, which: int, again: bool) -> None:
        """Any button that Ana ever saw, but for those that lead to other features."""
        ours = [t for t in self.tokens if t.startswith(("v1:debrief.", "v1:talk.", "v1:care."))]
        token = ours[which % len(ours)]
        if token.startswith("v1:debrief.new") and len(self.begun) >= 4:
            return
        self.happens(self.press(token), again=again)

    @rule(which=choosing, step=choosing)
    def changes_a_step(self, which: int, step: int) -> None:
        for conversation in self.some(which):
            path = self.stands(conversation).path
            if path:
                name = path[step % len(path)].name
                id, revision = conversation.id, conversation.revision
                self.happens(self.press(press_token("talk.edit", id, revision, name)))
                assert isinstance(self.ana.last, Ask)
                assert self.ana.last.form.step == name

    @rule(which=choosing)
    def resumes(self, which: int) -> None:
        """A conversation can always go on: with its question, or its recap."""
        for conversation in self.some(which):
            reply = self.happens(self.press(press_token("talk.resume", conversation.id)))
            if isinstance(self.stands(conversation), Asking):
                assert isinstance(reply, Ask)
            else:
                assert isinstance(reply, Show)
                assert "Does it read right to you?" in self.ana.said()

    @rule(which=choosing, again=st.booleans())
    def keeps(self, which: int, again: bool) -> None:
        for conversation in self.at_recap(which):
            token = press_token("debrief.keep", conversation.id, conversation.revision)
            self.happens(self.press(token), again=again)
            self.happens(self.press(token))
            assert conversation.id not in [c.id for c in self.conversations()]

    @rule(which=choosing)
    def deletes_it(self, which: int) -> None:
        for conversation in self.at_recap(which):
            token = press_token("debrief.delete", conversation.id, conversation.revision)
            card = self.happens(self.press(token))
            assert isinstance(card, Show)
            self.happens(self.press(self.ana.token("Yes, delete it", on=card.card)))
            assert conversation.id not in [c.id for c in self.conversations()]

    def some(self, which: int) -> list[Conversation]:
        all = self.conversations()
        return [all[which % len(all)]] if all else []

    def at_recap(self, which: int) -> list[Conversation]:
        return [c for c in self.some(which) if isinstance(self.stands(c), Done)]

    @rule()
    def the_bot_restarts(self) -> None:
        before = self.stored()
        self.run(self.scene.restart())
        assert self.stored() == before

    @rule(hours=st.integers(min_value=1, max_value=30) | st.just(8 * 24))
    def time_passes(self, hours: int) -> None:
        """What was finished is kept after its week, what was not is gone; nothing goes before."""
        before = self.conversations()
        self.run(self.scene.wait(hours=hours))
        left = {c.id for c in self.conversations()}
        for conversation in before:
            assert conversation.expires_at - conversation.touched_at >= LASTS
            if conversation.id in left:
                assert conversation.expires_at > self.scene.clock.now()
            else:
                assert conversation.expires_at <= self.scene.clock.now()
                finished = isinstance(self.stands(conversation), Done)
                assert self.kept(conversation) == finished
                self.let_go(conversation.id, besides=words_in(*self.stored()))

    @rule(which=choosing, way=choosing, form=st.booleans())
    def ben_tries(self, which: int, way: int, form: bool) -> None:
        """Another member with Ana's buttons and forms gets nothing of hers and changes nothing."""
        hers = [d for d in self.stored() if getattr(d, "member", None) == "ana"]
        if form:
            old = self.forms[which % len(self.forms)]
            mine = {field.name: "Ben's words" for field in old.fields}
            self.run(self.ben.submits(old, dict(mine)))
            assert "Ben's words" in self.ben.said()
        else:
            self.run(self.ben.presses(self.tokens[which % len(self.tokens)]))
        assert words_in(self.ben.said()) == set()
        assert "Kept." not in self.ben.said()
        assert "Something went wrong" not in self.ben.said()
        assert [d for d in self.stored() if getattr(d, "member", None) == "ana"] == hers

    # What holds after every step.

    @invariant()
    def no_word_is_lost(self) -> None:
        assert self.held.keys() - words_in(*self.stored()) == set()

    @invariant()
    def nothing_is_told_to_anybody_else(self) -> None:
        for post in self.scene.postbox.posts.values():
            assert words_in(post.card) == set()

    @invariant()
    def what_is_kept_is_kept_once(self) -> None:
        stored = self.stored()
        debriefs = [d.id for d in stored if isinstance(d, Debrief)]
        assert len(debriefs) == len(set(debriefs))
        assert set(debriefs).isdisjoint(c.id for c in self.conversations())
        wins = [d for d in stored if isinstance(d, Win)]
        assert {w.debrief for w in wins} <= set(debriefs)
        words = [(w.debrief, w.facet, w.text) for w in wins]
        assert len(words) == len(set(words))


TestDebriefInAnyOrder = DebriefInAnyOrder.TestCase
TestDebriefInAnyOrder.settings = settings(
    max_examples=times(60, 25), stateful_step_count=30, deadline=None
)
