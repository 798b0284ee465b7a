from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.answers import Unclear, read_answer
from bot.core.cards import Answer, FieldKind, FormField, Option
from bot.core.text import said

MEMBERS = {"ana": "ana", "ben": "ben", "benedikt": "ben"}
STEPS = (
    Option("thank", "Say thank you"),
    Option("stay", "Stay in touch, now and then"),
    Option("ask", "Ask who else is hiring"),
)


def read(kind: FieldKind, typed: str, options: tuple[Option, ...] = STEPS) -> Answer:
    return read_answer(FormField("f", kind, "?", options=options), typed, MEMBERS, ["job-club"])


@pytest.mark.parametrize("typed", ["2", "stay", "Stay in touch, now and then", "STAY"])
def test_a_choice_goes_by_number_label_or_value(typed: str) -> None:
    assert read(FieldKind.CHOICE, typed) == "stay"


def test_the_number_before_a_choice_goes_before_its_words() -> None:
    floors = (Option("3", "3"), Option("1", "1"))
    assert read(FieldKind.CHOICE, "1", floors) == "3"
    assert read(FieldKind.CHOICE, "3", floors) == "3"


def test_the_label_of_a_choice_counts_without_its_marks() -> None:
    assert read(FieldKind.CHOICE, "acme", (Option("x", said("Acme")),)) == "x"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1 3", ("thank", "ask")),
        ("3, 1", ("thank", "ask")),
        ("3;1;3", ("thank", "ask")),
        ("2", ("stay",)),
        ("stay in touch, now and then", ("stay",)),
        ("thank, ask", ("thank", "ask")),
        ("1, ask", ("thank", "ask")),
    ],
)
def test_many_go_in_the_order_of_the_options(typed: str, answer: Answer) -> None:
    assert read(FieldKind.MANY, typed) == answer


@pytest.mark.parametrize("typed", ["0", "4", "1 4", "thank, x", ",", "99999999999999", "¹", "١"])
def test_what_is_no_choice_is_unclear(typed: str) -> None:
    for kind in (FieldKind.CHOICE, FieldKind.MANY):
        with pytest.raises(Unclear):
            read(kind, typed)


def test_a_scale_goes_from_one_to_five() -> None:
    assert [read(FieldKind.SCALE, str(n)) for n in range(1, 6)] == [1, 2, 3, 4, 5]
    for typed in ("0", "6", "-1", "2.5", "٣", "three", "9" * 5000):
        with pytest.raises(Unclear):
            read(FieldKind.SCALE, typed)


def test_members_and_channels_go_by_name() -> None:
    assert read(FieldKind.MEMBER, "@Ben") == read(FieldKind.MEMBER, "benedikt") == "ben"
    assert read(FieldKind.CHANNEL, "#job-club") == read(FieldKind.CHANNEL, "job-club") == "job-club"
    with pytest.raises(Unclear):
        read(FieldKind.MEMBER, "@zoe")
    with pytest.raises(Unclear):
        read(FieldKind.CHANNEL, "#general")


@given(st.text(min_size=1))
def test_texts_dates_and_times_are_handed_on_as_typed(typed: str) -> None:
    for kind in (FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME):
        assert read(kind, typed) == typed


@given(st.text(min_size=1), st.sampled_from([FieldKind.CHOICE, FieldKind.MANY, FieldKind.SCALE]))
def test_only_offered_answers_come_out(typed: str, kind: FieldKind) -> None:
    try:
        answer = read(kind, typed)
    except Unclear:
        return
    if isinstance(answer, tuple):
        assert answer
        assert set(answer) <= {"thank", "stay", "ask"}
    else:
        assert answer in {"thank", "stay", "ask", 1, 2, 3, 4, 5}
