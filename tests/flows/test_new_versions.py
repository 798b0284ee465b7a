"""A conversation goes on under a new version of its flow: nothing breaks, no word is lost.

Flows are made up: steps with any fields, and then the same with one question added, removed,
renamed, moved, changed in kind or in its options, anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.cards import Answer, Ask, Card, Correct, FieldKind, FormField, Reply, Show
from bot.core.flow import (
    Asking,
    Done,
    Field,
    Flow,
    ask,
    choice,
    day,
    hour,
    line,
    many,
    paragraph,
    replay,
    scale,
)
from bot.core.model import Conversation, Debrief
from bot.core.text import Catalogues
from bot.core.turn import MemberTurn, Talk
from bot.features import debrief
from tests.flows.bench import WHO, Bench, now
from tests.scene import START, prose

WORD = re.compile(r"word[0-9]{4}")
FLOW = "probe"
STEPS = tuple(f"s{n}" for n in range(8))
FIELDS = ("f0", "f1", "f2", "f3")


class Colour(StrEnum):
    """Options, as they were."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"


NewColour = StrEnum("NewColour", {"RED": "red", "BLACK": "black"})
# A new version of the same options keeps their name, by which the catalogue knows them.
NewColour.__name__ = "Colour"

KINDS: dict[str, Callable[[str], Field[Any]]] = {
    "line": line,
    "short": lambda name: line(name, longest=12),
    "paragraph": paragraph,
    "few": lambda name: paragraph(name, most_words=4),
    "choice": lambda name: choice(name, Colour),
    "other": lambda name: choice(name, NewColour),
    "many": lambda name: many(name, Colour),
    "others": lambda name: many(name, NewColour),
    "scale": scale,
    "day": day,
    "hour": hour,
}

PROSE = Catalogues(
    {
        "en": [
            *(f"{FLOW}-{step} = A question\n" for step in STEPS),
            *(f"{FLOW}-{step}-{name} = A field\n" for step in STEPS for name in FIELDS),
            *(f"colour-{option} = {option}\n" for option in ("red", "green", "blue", "black")),
            "talk-continue = on\ntalk-back = back\ntalk-skip = skip\ntalk-stop = stop\n",
            "talk-stale = old\n",
            *(f"form-error-{why} = no\n" for why in ("long", "words", "choice", "scale")),
            *(f"form-error-{why} = no\n" for why in ("date", "past", "time")),
        ]
    }
)


@dataclass(frozen=True)
class Question:
    """A step of a made-up flow: its name, and the kinds of its fields by their names."""

    name: str
    fields: tuple[tuple[str, str], ...]

    def made(self) -> list[Field[Any]]:
        return [KINDS[kind](name) for name, kind in self.fields]


Version = tuple[Question, ...]


def talk(version: Version) -> Talk:
    def flow(_: Conversation) -> Flow[dict[str, object]]:
        told: dict[str, object] = {}
        for question in version:
            given: object = yield from ask(question.name, *question.made())
            told[question.name] = given
        return told

    async def done(_turn: MemberTurn, _conversation: Conversation, _end: Done[Any]) -> Reply:
        return Show(Card("the end"))

    return Talk(FLOW, flow, done)


kinds = st.sampled_from(sorted(KINDS))
fields = st.lists(
    st.tuples(st.sampled_from(FIELDS), kinds), min_size=1, max_size=3, unique_by=lambda f: f[0]
).map(tuple)
versions = st.lists(
    st.builds(Question, st.sampled_from(STEPS[:6]), fields),
    min_size=1,
    max_size=5,
    unique_by=lambda question: question.name,
).map(tuple)


@st.composite
def changed(draw: st.DrawFn, version: Version) -> Version:
    """The next version: one to three changes, anywhere."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(version) - 1))
        here = version[at]
        free = sorted(set(STEPS) - {question.name for question in version})
        rest = (*version[:at], *version[at + 1 :])
        match draw(st.sampled_from(("add", "remove", "rename", "fields", "move"))):
            case "add" if free:
                added = Question(draw(st.sampled_from(free)), draw(fields))
                version = (*version[:at], added, *version[at:])
            case "remove" if rest:
                version = rest
            case "rename" if free:
                renamed = replace(here, name=draw(st.sampled_from(free)))
                version = (*version[:at], renamed, *version[at + 1 :])
            case "fields":
                version = (*version[:at], replace(here, fields=draw(fields)), *version[at + 1 :])
            case "move":
                to = draw(st.integers(0, len(rest)))
                version = (*rest[:to], here, *rest[to:])
    return version


class Writer:
    """Answers forms; every text holds a word that is in no other."""

    def __init__(self) -> None:
        self.count = 0

    def answer(self, field: FormField, way: int) -> Answer:
        match field.kind:
            case FieldKind.LINE | FieldKind.PARAGRAPH:
                self.count += 1
                return f"a word{self.count:04d}"
            case FieldKind.CHOICE:
                return field.options[way % len(field.options)].value
            case FieldKind.MANY:
                return tuple(o.value for n, o in enumerate(field.options) if way >> n & 1)
            case FieldKind.SCALE:
                return way % 5 + 1
            case FieldKind.DATE:
                return ("friday", "2027-02-03")[way % 2]
            case _:
                return ("9:30", "5 pm")[way % 2]


def words_of(*values: object) -> set[str]:
    return set(WORD.findall(str(values)))


def written(conversation: Conversation, step: str, name: str) -> set[str]:
    """The words that are kept for this field of this step."""
    kept = (conversation.answers.get(step, {}), conversation.drafts.get(step, {}))
    return words_of(*(values.get(name) for values in kept))


def begun(data: st.DataObject, version: Version, writer: Writer) -> Bench:
    """A conversation under the old version: answered, skipped and gone back in, up to somewhere."""
    bench = Bench(talk(version), PROSE)
    bench.begin(FLOW)
    forms = []
    for _ in range(data.draw(st.integers(0, 2 * len(version)))):
        if isinstance(bench.last, Show):
            break
        forms.append(form := bench.form)
        way = data.draw(st.integers(0, 1000))
        values = {field.name: writer.answer(field, way) for field in form.fields}
        match way % 5:
            case 0 if any(".back:" in w.press for w in form.ways):
                bench.goes("back", values)
            case 1:
                bench.goes("skip", values)
            case 2:
                # An old form comes in once more; its words wait beside the answer.
                old = forms[way % len(forms)]
                again = {field.name: writer.answer(field, way) for field in old.fields}
                bench.answers(again, old)
            case _:
                bench.answers(values)
    return bench


@given(st.data())
@settings(max_examples=250)
def test_a_conversation_goes_on_under_a_new_version_and_loses_no_word(data: st.DataObject) -> None:
    old: Version = data.draw(versions)
    new: Version = data.draw(changed(old))
    writer = Writer()
    bench = begun(data, old, writer)
    before = bench.conversation
    typed = words_of(before.answers, before.drafts)

    bench.new_version(talk(new))
    bench.goes_on()
    asked: list[str] = []
    while isinstance(bench.last, Ask | Correct):
        form = bench.form
        conversation = bench.conversation
        answers: dict[str, Answer] = {}
        for field in form.fields:
            words = written(conversation, form.step, field.name)
            is_text = field.kind in (FieldKind.LINE, FieldKind.PARAGRAPH)
            if is_text:
                assert words <= words_of(field.value), "old words are offered again"
            if is_text and not field.error:
                answers[field.name] = field.value
            else:
                # A day, an hour and a text that is too long show their words, to be put right.
                typed -= words_of(field.value)
                answers[field.name] = writer.answer(field, 3)
        if isinstance(bench.last, Ask):
            asked.append(form.step)
        assert len(asked) <= len(new)
        bench.answers(answers)
        kept = bench.conversation
        assert typed <= words_of(kept.answers, kept.drafts)

    for question in new:
        if question in old and question.name in before.answers:
            assert question.name not in asked, "what still fits is not asked again"
        if question.name not in before.answers:
            assert question.name in asked, "what has no answer is asked"
    assert asked == [question.name for question in new if question.name in asked]
    end = bench.talks.stands(bench.conversation)
    assert isinstance(end, Done)
    assert [step.name for step in end.path] == [question.name for question in new]
    assert list(end.result) == [question.name for question in new]


@given(st.data())
@settings(max_examples=100)
def test_skipping_and_going_back_under_a_new_version_loses_no_word(data: st.DataObject) -> None:
    old: Version = data.draw(versions)
    new: Version = data.draw(changed(old))
    bench = begun(data, old, Writer())
    before = bench.conversation
    typed = words_of(before.answers, before.drafts)

    bench.new_version(talk(new))
    bench.goes_on()
    for _ in range(4 * len(new)):
        if isinstance(bench.last, Show):
            break
        backwards = any(".back:" in way.press for way in bench.form.ways)
        bench.goes("back" if backwards and data.draw(st.booleans()) else "skip")
        kept = bench.conversation
        assert typed <= words_of(kept.answers, kept.drafts)


def test_an_answer_that_no_longer_fits_is_shown_with_the_draft_beside_it() -> None:
    bench = Bench(talk((Question("s0", (("f0", "short"),)),)), PROSE)
    answers = {"s0": {"f0": "an answer of before"}}
    drafts = {"s0": {"f0": "and a later word"}}
    bench.pile.put(
        Conversation("c1", WHO, FLOW, START, START, START, answers=answers, drafts=drafts)
    )
    bench.goes_on()
    assert bench.form.fields[0].value == "an answer of before\nand a later word"


# The real debrief, with answers of versions that never were.

REAL_STEPS = (
    *("start", "later", "later_day", "landed", "one_win", "job", "aim", "practice", "industry"),
    *("self", "direction", "network", "network_second", "network_third", "plan", "next_no"),
    *("gone", "coming"),
)
REAL_FIELDS = (
    *("pace", "stage", "when", "day", "feeling", "kind", "text", "employer", "role", "to_a_friend"),
    *("change", "went_well", "differently", "rehearse", "clue", "pulled_in", "drained", "want"),
    *("dont_want", "who", "next_steps", "more", "moment", "act", "plan_date", "line", "unknown"),
)
stored_values: st.SearchStrategy[Answer] = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.lists(st.text(max_size=5), max_size=3).map(tuple),
    st.sampled_from(("now", "short", "later", "log", "day", "screen", "no_interview", "yes", "no")),
    st.sampled_from(("sad", "practice", "2026-12-03", "2026-02-30", ("thank",), ("thank", "sing"))),
)


def values_of(names: Sequence[str]) -> st.SearchStrategy[dict[str, Answer]]:
    return st.dictionaries(st.sampled_from(names), stored_values, max_size=4)


stored_answers = st.one_of(
    st.dictionaries(st.sampled_from(REAL_STEPS), values_of(REAL_FIELDS), max_size=8),
    st.fixed_dictionaries(
        {
            "start": st.fixed_dictionaries(
                {
                    "pace": st.sampled_from((None, "now", "short", "later", "log", "weekly")),
                    "stage": st.sampled_from((None, "screen", "no_interview", "abducted")),
                }
            )
        },
        optional={name: values_of(REAL_FIELDS) for name in REAL_STEPS[1:]},
    ),
)


@given(stored_answers, st.dictionaries(st.sampled_from(REAL_STEPS), values_of(REAL_FIELDS)))
@settings(max_examples=150)
def test_a_debrief_with_answers_of_another_version_comes_to_its_end(
    answers: dict[str, dict[str, Answer]], drafts: dict[str, dict[str, Answer]]
) -> None:
    [real] = debrief.FEATURE.talks
    bench = Bench(real, prose())
    bench.pile.put(
        Conversation("c1", WHO, debrief.FLOW, START, START, START, answers=answers, drafts=drafts)
    )
    assert isinstance(replay(debrief.debrief(debrief.About()), answers), Asking | Done)
    bench.goes_on()
    asked = []
    while isinstance(bench.last, Ask):
        asked.append(bench.form.step)
        bench.goes("skip")
        assert len(asked) == len(set(asked)), "what was skipped is not asked again"
    assert isinstance(bench.last, Show)
    [kept] = now(bench.pile.find(Conversation)) + now(bench.pile.find(Debrief))
    assert kept.id == "c1"
