"""Flows: what a field takes and reads, how a conversation is replayed, and no word lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import flow
from bot.core.cards import Answer, FieldKind
from bot.core.dates import parse_day
from bot.core.flow import (
    LINE,
    PARAGRAPH,
    Asking,
    Done,
    Field,
    Flow,
    FlowBroken,
    Step,
    Unfit,
    answered,
    ask,
    back,
    catalogue_prefix,
    check,
    choice,
    day,
    fits,
    holds,
    hour,
    joined,
    line,
    many,
    offered,
    paragraph,
    reopen,
    replay,
    scale,
)
from bot.core.text import Catalogues

TODAY = date(2026, 11, 27)


class Colour(StrEnum):
    """Some options."""

    RED = "red"
    DEEP_BLUE = "deep_blue"
    GREEN = "green"


FIELDS: list[Field[Any]] = [
    line("a"),
    paragraph("a"),
    paragraph("a", most_words=3),
    choice("a", Colour),
    many("a", Colour),
    scale("a"),
    day("a"),
    day("a", ahead=True),
    hour("a"),
]
REASONS = ("long", "words", "choice", "scale", "date", "past", "time")
SENTENCES = {f"form-error-{reason}" for reason in REASONS}

answers: st.SearchStrategy[Answer] = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-9, 9),
    st.booleans(),
    st.lists(st.text(max_size=3) | st.sampled_from(list(Colour)), max_size=4).map(tuple),
    st.sampled_from(
        ("red", "deep_blue", "3", "friday", "2026-12-03", "9:30", "09:00+01:00", "T12")
    ),
)


def refused(doing: Callable[[], object]) -> str | None:
    """The catalogue key of why it is unfit, or None when it is not."""
    try:
        doing()
    except Unfit as why:
        return str(why.args[0])
    return None


def kind_of(field: Field[Any]) -> str:
    return f"{field.kind}-{field.longest}"


# --- fields


@pytest.mark.parametrize("field", FIELDS, ids=kind_of)
@given(typed=answers)
def test_what_a_field_takes_it_reads_and_what_it_refuses_has_a_sentence(
    field: Field[Any], typed: Answer
) -> None:
    reason = refused(lambda: field.take(typed, TODAY, "en"))
    if reason is not None:
        assert reason in SENTENCES
        return
    stored = field.take(typed, TODAY, "en")
    field.read(stored)
    assert field.take(stored, TODAY, "en") == stored, "what is stored can be sent again as it is"


@pytest.mark.parametrize("field", FIELDS, ids=kind_of)
@given(stored=answers)
def test_whatever_is_stored_is_read_or_is_unfit(field: Field[Any], stored: Answer) -> None:
    reason = refused(lambda: field.read(stored))
    assert reason is None or reason in SENTENCES


def test_every_reason_has_its_sentence_in_the_english_catalogue() -> None:
    english = files("bot").joinpath("locales", "en", "conversation.ftl").read_text(encoding="utf-8")
    speech = Catalogues({"en": [english]}).speech("en")
    for reason in REASONS:
        assert speech(f"form-error-{reason}", longest=200)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (line("a"), "  two   words\nand a line ", "two words and a line"),
        (line("a"), "x" * LINE, "x" * LINE),
        (paragraph("a"), "one\n\ntwo", "one\n\ntwo"),
        (paragraph("a"), "x" * PARAGRAPH, "x" * PARAGRAPH),
        (paragraph("a", most_words=3), "one two\nthree", "one two\nthree"),
        (choice("a", Colour), "deep_blue", "deep_blue"),
        (many("a", Colour), ("green", "red", "green"), ("red", "green")),
        (many("a", Colour), (), ()),
        (scale("a"), "3", 3),
        (scale("a"), 5, 5),
        (day("a"), "tomorrow", "2026-11-28"),
        (day("a"), "2020-01-01", "2020-01-01"),
        (day("a", ahead=True), "today", "2026-11-27"),
        (hour("a"), "5 pm", "17:00"),
        (hour("a"), "9", "09:00"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(
    field: Field[Any], typed: Answer, stored: Answer
) -> None:
    assert field.take(typed, TODAY, "en") == stored


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        (line("a"), "x" * (LINE + 1), "long"),
        (line("a", longest=3), "four", "long"),
        (line("a"), ("red",), "choice"),
        (paragraph("a"), "x" * (PARAGRAPH + 1), "long"),
        (paragraph("a", most_words=3), "one two three four", "words"),
        (paragraph("a"), 7, "choice"),
        (choice("a", Colour), "mauve", "choice"),
        (choice("a", Colour), ("red",), "choice"),
        (choice("a", Colour), "red\ngreen", "choice"),
        (many("a", Colour), ("red", "mauve"), "choice"),
        (many("a", Colour), "red", "choice"),
        (scale("a"), 0, "scale"),
        (scale("a"), 6, "scale"),
        (scale("a"), "10", "scale"),
        (scale("a"), True, "scale"),
        (day("a"), "in three blue moons", "date"),
        (day("a", ahead=True), "2026-11-26", "past"),
        (hour("a"), "25:00", "time"),
        (hour("a"), "soon", "time"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(
    field: Field[Any], typed: Answer, reason: str
) -> None:
    with pytest.raises(Unfit, match=f"form-error-{reason}"):
        field.take(typed, TODAY, "en")


def test_a_day_gone_by_still_fits_when_it_was_ahead_as_it_was_typed() -> None:
    assert day("a", ahead=True).read("2020-01-01") == date(2020, 1, 1)


def test_an_hour_on_the_wall_has_no_zone() -> None:
    assert hour("a").read("09:30") == time(9, 30)
    with pytest.raises(Unfit):
        hour("a").read("09:30+01:00")


def test_options_are_known_to_the_catalogue_by_the_name_of_their_kind() -> None:
    class NextStep(StrEnum):
        THANK = "thank"

    assert catalogue_prefix(NextStep) == "next-step"
    assert choice("a", NextStep).words == many("a", NextStep).words == "next-step"
    assert choice("a", Colour).options == ("red", "deep_blue", "green")


# --- checking a form


STEP = Step("s", (line("name"), day("on", ahead=True), many("colours", Colour)))


def test_an_empty_field_is_a_full_answer() -> None:
    nothing: list[dict[str, Answer]] = [
        {},
        {"name": ""},
        {"name": " \u200b\n", "colours": ()},
        {"on": None},
    ]
    for empty in nothing:
        checked = check(STEP, empty, TODAY)
        assert checked.values == {"name": None, "on": None, "colours": None}
        assert checked.errors == {}


def test_a_wrong_field_keeps_what_was_typed_and_the_others_keep_theirs() -> None:
    typed: dict[str, Answer] = {
        "name": "Mo\x00",
        "on": "some\u202e day",
        "colours": ("red",),
        "more": "x",
    }
    checked = check(STEP, typed, TODAY)
    assert checked.errors == {"on": "form-error-date"}
    assert checked.values == {"name": "Mo", "on": "some day", "colours": ("red",)}


def test_nought_is_no_empty_field() -> None:
    checked = check(Step("s", (scale("a"),)), {"a": 0}, TODAY)
    assert checked.errors == {"a": "form-error-scale"}


@given(st.dictionaries(st.sampled_from(("name", "on", "colours", "other")), answers))
def test_what_passes_the_check_fits_and_stays(typed: dict[str, Answer]) -> None:
    checked = check(STEP, typed, TODAY)
    assert set(checked.values) == {"name", "on", "colours"}
    if not checked.errors:
        assert fits(STEP, checked.values)
        assert check(STEP, checked.values, TODAY) == checked


def test_days_are_read_in_the_language_of_their_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noting(text: str, today: date, language: str) -> date | None:
        asked.append(language)
        return parse_day(text, today, language)

    monkeypatch.setattr(flow, "parse_day", noting)
    check(STEP, {"on": "tomorrow"}, TODAY, "de")
    assert asked == ["de"]


# --- replay


def talk() -> Flow[tuple[str | None, Colour | None, tuple[Any, ...]]]:
    name = yield from ask("name", line("first"))
    colour, _ = yield from ask("colour", choice("which", Colour), paragraph("why"))
    if colour is Colour.RED:
        rest: tuple[Any, ...] = yield from ask("red", scale("how"), day("when"), hour("at"))
        return name, colour, rest
    return name, colour, ()


GIVEN: Mapping[str, Mapping[str, Answer]] = {
    "name": {"first": "Mo"},
    "colour": {"which": "red", "why": None},
    "red": {"how": 4, "when": "2026-12-03", "at": "09:30"},
}


def test_an_empty_conversation_waits_at_its_first_question() -> None:
    asking = replay(talk(), {})
    assert isinstance(asking, Asking)
    assert (asking.step.name, asking.path, asking.before) == ("name", (), {})


def test_a_full_one_comes_to_its_end_with_typed_answers() -> None:
    done = replay(talk(), GIVEN)
    assert isinstance(done, Done)
    assert done.result == ("Mo", Colour.RED, (4, date(2026, 12, 3), time(9, 30)))
    assert [step.name for step in done.path] == ["name", "colour", "red"]


def test_another_answer_takes_another_way_and_leaves_the_rest_where_it_is() -> None:
    done = replay(talk(), {**GIVEN, "colour": {"which": None, "why": "x"}})
    assert isinstance(done, Done)
    assert done.result == ("Mo", None, ())


@pytest.mark.parametrize(
    "before",
    [{"which": "mauve", "why": "x"}, {"which": "red"}, {}, {"which": "red", "why": 4}],
)
def test_an_answer_that_no_longer_fits_is_asked_again_with_what_was_there(
    before: dict[str, Answer],
) -> None:
    asking = replay(talk(), {**GIVEN, "colour": before})
    assert isinstance(asking, Asking)
    assert (asking.step.name, asking.before) == ("colour", before)
    assert [step.name for step in asking.path] == ["name"]


def test_a_step_has_one_to_three_questions() -> None:
    with pytest.raises(FlowBroken, match="'empty' has 0 fields"):
        replay(ask("empty"), {})  # type: ignore[call-overload]  # what is refused
    four = (line("a"), line("b"), line("c"), line("d"))
    with pytest.raises(FlowBroken, match="'full' has 4 fields"):
        replay(ask("full", *four), {})  # type: ignore[call-overload]  # what is refused


def test_no_two_steps_on_one_path_have_one_name() -> None:
    def twice() -> Flow[None]:
        yield from ask("same", line("a"))
        yield from ask("same", line("a"))

    with pytest.raises(FlowBroken, match="two steps on one path are called 'same'"):
        replay(twice(), {"same": {"a": "x"}})


def test_a_flow_that_waits_is_put_away() -> None:
    ended = []

    def tidy() -> Flow[None]:
        try:
            yield from ask("a", line("a"))
        finally:
            ended.append(True)

    replay(tidy(), {})
    assert ended


# --- going back


def test_back_takes_the_last_answer_to_the_drafts() -> None:
    answers = {"name": {"first": "Mo"}, "gone": {"x": "old"}}
    kept, drafts = back(replay(talk(), answers), answers, {"colour": {"why": "half"}})
    assert kept == {"gone": {"x": "old"}}
    assert drafts == {"colour": {"why": "half"}, "name": {"first": "Mo"}}


def test_back_at_the_first_question_changes_nothing() -> None:
    assert back(replay(talk(), {}), {}, {"name": {"first": "M"}}) == ({}, {"name": {"first": "M"}})


def test_reopening_what_has_no_answer_changes_nothing() -> None:
    assert reopen(GIVEN, {"x": {}}, "nowhere") == (GIVEN, {"x": {}})


def test_an_answer_is_given_or_replaced() -> None:
    step = Step("name", (line("first"),))
    assert answered({}, step, {"first": "Mo"}) == {"name": {"first": "Mo"}}
    assert answered(GIVEN, step, {"first": None}) == {**GIVEN, "name": {"first": None}}


words = st.lists(st.sampled_from(("Ann", "Anna", "an", "no", "not", "now")), max_size=4)
lines = words.map(" ".join) | words.map("\n".join) | words.map("  ".join)
values = st.dictionaries(
    st.sampled_from("ab"), st.none() | lines | st.integers(1, 5) | st.just(("red",))
)


def word_list(value: Answer) -> set[str]:
    return set(value.split()) if isinstance(value, str) else set()


@given(values, values)
@example({"a": "Anna"}, {"a": "Ann"})
@example({"a": 4}, {"a": "now"})
@example({"a": ("red",)}, {"a": "now"})
def test_joining_loses_no_word(first: dict[str, Answer], second: dict[str, Answer]) -> None:
    both = joined(first, second)
    assert set(both) == set(first) | set(second)
    for name, value in both.items():
        there = word_list(first.get(name)) | word_list(second.get(name))
        assert word_list(value) == there
        if there:
            assert isinstance(value, str)
    assert joined(both, second) == both, "what is there already is not added again"


@given(values, values, values)
def test_reopening_loses_no_word(
    answer: dict[str, Answer], draft: dict[str, Answer], other: dict[str, Answer]
) -> None:
    answers, drafts = reopen({"s": answer, "t": other}, {"s": draft}, "s")
    assert answers == {"t": other}
    assert drafts == {"s": joined(answer, draft)}


@pytest.mark.parametrize(
    ("text", "part", "held"),
    [
        ("Ann Lee", "Ann", True),
        ("Anna", "Ann", False),
        ("not now", "no", False),
        ("one\ntwo", "one two", True),
        ("one two", "two one", False),
        ("", "one", False),
        ("one", "", True),
        ("", " \n", True),
    ],
)
def test_a_text_holds_whole_words_in_a_row(text: str, part: str, *, held: bool) -> None:
    assert holds(text, part) is held


# --- filling a field in with what is kept


@pytest.mark.parametrize(
    ("field", "kept", "shown"),
    [
        (line("a"), "one\ntwo", "one\ntwo"),
        (line("a"), 4, "4"),
        (paragraph("a"), ("red", "green"), "red\ngreen"),
        (paragraph("a"), None, None),
        (choice("a", Colour), "red", "red"),
        (choice("a", Colour), "mauve\ngreen\nred", "green"),
        (choice("a", Colour), "some words", None),
        (many("a", Colour), ("red",), ("red",)),
        (many("a", Colour), ("mauve",), None),
        (many("a", Colour), "some words", None),
        (scale("a"), 3, 3),
        (scale("a"), "some words", None),
        (day("a"), "2026-12-03\nfriday", "2026-12-03"),
        (day("a"), "in three blue moons", "in three blue moons"),
        (hour("a"), "soon", "soon"),
        (hour("a"), None, None),
    ],
)
def test_a_field_is_filled_in_with_what_fits(
    field: Field[Any], kept: Answer, shown: Answer
) -> None:
    assert offered(field, kept) == shown


@pytest.mark.parametrize("field", FIELDS, ids=kind_of)
@given(kept=answers)
def test_a_field_of_free_text_shows_every_word_and_the_others_what_they_take(
    field: Field[Any], kept: Answer
) -> None:
    shown = offered(field, kept)
    if field.kind in (FieldKind.LINE, FieldKind.PARAGRAPH):
        assert shown is None or isinstance(shown, str)
        assert word_list(kept) <= word_list(shown)
    elif shown is not None and field.kind not in (FieldKind.DATE, FieldKind.TIME):
        field.read(shown)
    if kept is not None and fits(Step("s", (field,)), {"a": kept}) and not isinstance(kept, int):
        assert word_list(shown) == word_list(kept)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
@settings(max_examples=50)
def test_a_day_ahead_is_taken_and_read_back(today: date, days: int) -> None:
    then = today + timedelta(days=days)
    field = day("a", ahead=True)
    assert field.read(field.take(then.isoformat(), today, "en")) == then
