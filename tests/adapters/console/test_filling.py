"""A form while it is filled in: what is asked next, and what may be sent."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from adapters.console.filling import Filling
from bot.core.cards import Answer, FieldKind, Form, FormField
from tests.adapters.console.scene import FEELING, FRIEND, LANDED, form

OTHER = FormField("other", FieldKind.LINE, "Other?")
THREE = form(FEELING, FRIEND, OTHER)


def errors(asked: Form, *names: str) -> Form:
    return replace(
        asked,
        fields=tuple(replace(f, error="wrong" if f.name in names else "") for f in asked.fields),
    )


def asked(filling: Filling) -> str | None:
    return filling.field.name if filling.field else None


def test_fields_are_asked_in_order_until_all_are_answered() -> None:
    filling = Filling(LANDED, {})
    assert asked(filling) == "feeling"
    filling.answer("sad")
    assert asked(filling) == "friend"
    filling.answer(None)
    assert asked(filling) is None
    assert filling.complete
    assert filling.values == {"feeling": "sad", "friend": None}


def test_a_form_is_complete_only_when_its_last_field_was_asked() -> None:
    filling = Filling(LANDED, {})
    filling.answer("sad")
    assert not filling.complete


def test_what_a_later_field_holds_is_sent_on_the_way() -> None:
    held = form(FEELING, replace(FRIEND, value="held"))
    filling = Filling(held, {})
    filling.answer("sad")
    assert filling.values == {"feeling": "sad", "friend": "held"}


def test_only_what_is_wrong_is_asked_again_and_then_what_was_still_to_come() -> None:
    filling = Filling(THREE, {})
    filling.answer("sad")
    filling.answer("words")
    filling.correct(errors(THREE, "feeling"))
    assert asked(filling) == "feeling"
    filling.answer("flat")
    assert asked(filling) == "other"
    assert filling.values == {"feeling": "flat", "friend": "words"}


def test_a_correction_without_errors_asks_everything_again_with_what_was_answered() -> None:
    filling = Filling(LANDED, {})
    filling.answer("sad")
    filling.correct(LANDED)
    field = filling.field
    assert field is not None
    assert (field.name, field.value) == ("feeling", "sad")


def test_fields_that_are_gone_from_a_correction_are_not_asked() -> None:
    filling = Filling(THREE, {})
    filling.answer("sad")
    filling.correct(errors(form(FEELING, OTHER), "feeling"))
    filling.answer("flat")
    assert asked(filling) == "other"


def test_words_given_back_fill_their_field_and_are_not_sent_before_it_is_reached() -> None:
    filling = Filling(LANDED, {"feeling": "sad", "friend": "dark words"})
    assert filling.field is not None
    assert filling.field.value == "sad"
    filling.answer("sad")
    assert filling.values == {"feeling": "sad"}
    assert filling.field.value == "dark words"
    filling.answer("dark words")
    assert filling.kept
    assert filling.unseen == {}


def test_words_that_were_changed_are_not_kept_ones() -> None:
    filling = Filling(LANDED, {"friend": "dark words"})
    filling.answer("sad")
    filling.answer("dark words and more")
    assert not filling.kept
    assert filling.unseen == {"friend": "dark words and more"}


def test_beside_a_button_go_no_words_that_were_given_back() -> None:
    filling = Filling(THREE, {"friend": "dark words"})
    filling.answer("sad")
    filling.answer("dark words")
    filling.answer("light words")
    assert filling.savable == {"feeling": "sad", "other": "light words"}


def test_words_that_passed_are_not_looked_at_again() -> None:
    filling = Filling(THREE, {"friend": "dark words"})
    filling.answer(None)
    filling.answer("dark words")
    filling.answer("new")
    assert filling.unseen == {"other": "new"}
    filling.passed(filling.unseen)
    assert filling.unseen == {}
    assert filling.kept


def test_a_choice_is_no_word_of_theirs() -> None:
    filling = Filling(form(FEELING), {"feeling": "crushed"})
    filling.answer("crushed")
    assert not filling.kept


def test_a_note_keeps_a_half_typed_line_and_stays() -> None:
    filling = Filling(LANDED, {})
    filling.answer("sad")
    filling.note("half a l")
    assert asked(filling) == "friend"
    assert filling.values == {"feeling": "sad", "friend": "half a l"}


_WORDS = st.sampled_from(["one", "two", "dark words", None])


@given(given_back=_WORDS, answers=st.lists(_WORDS, min_size=3, max_size=3))
def test_nothing_is_sent_as_kept_that_was_not_given_back(
    given_back: str | None, answers: list[Answer]
) -> None:
    back: dict[str, Answer] = {} if given_back is None else {"friend": given_back}
    filling = Filling(THREE, back)
    for answer in answers:
        filling.answer(answer)
    assert filling.kept == (given_back is not None and answers[1] == given_back)
    if filling.kept:
        assert "friend" not in filling.unseen
        assert "friend" not in filling.savable
