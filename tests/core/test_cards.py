"""Button tokens: what is written is read back the same, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cards import Token, press_token, read_token

verbs = st.from_regex(r"[a-z_]{1,12}(\.[a-z_]{1,12}){0,2}", fullmatch=True)
subjects = st.from_regex(r"[A-Za-z0-9_-]{0,40}", fullmatch=True)
revisions = st.none() | st.integers(min_value=0, max_value=10**9 - 1)
choices = st.from_regex(r"([a-z0-9_]{1,24})?", fullmatch=True)
anything = st.text(max_size=12) | st.text("aZ09_-.: \n٣", max_size=12)


@given(verbs, subjects, revisions, choices)
def test_a_token_is_read_back_as_it_was_written(
    verb: str, subject: str, revision: int | None, choice: str
) -> None:
    token = press_token(verb, subject, revision, choice)
    written = 0 if revision is None and choice else revision
    assert read_token(token) == Token(verb, subject, written, choice)
    assert len(token) <= 100
    assert token.isascii()


@given(anything, anything, st.none() | st.integers(), anything)
def test_parts_that_could_be_read_in_another_way_are_refused(
    verb: str, subject: str, revision: int | None, choice: str
) -> None:
    try:
        token = press_token(verb, subject, revision, choice)
    except ValueError:
        return
    written = 0 if revision is None and choice else revision
    assert read_token(token) == Token(verb, subject, written, choice)


@pytest.mark.parametrize(
    ("verb", "subject", "revision", "choice"),
    [
        ("debrief.keep", "b:3", None, ""),  # would be read as a subject and a revision
        ("debrief:keep", "b", None, ""),
        ("debrief.keep", "b", 10**9, ""),  # would be read as a choice
        ("debrief.keep", "b", -1, ""),
        ("debrief.keep", "b", None, "Acme Ltd"),
        ("debrief.keep", "Acme Ltd", None, ""),
        ("debrief.keep", "b" * 41, None, ""),
        ("debrief.keep", "b", 1, "x" * 25),
        ("a" * 90, "b" * 10, None, ""),
        ("", "b", None, ""),
        ("debrief.", "b", None, ""),
        ("Debrief", "b", None, ""),
    ],
)
def test_no_token_is_made_of(verb: str, subject: str, revision: int | None, choice: str) -> None:
    with pytest.raises(ValueError, match="not a button token"):
        press_token(verb, subject, revision, choice)


def test_the_refusal_does_not_repeat_a_subject_which_may_be_somebodys_words() -> None:
    with pytest.raises(ValueError, match="not a button token") as refusal:
        press_token("debrief.keep", "my sore heart")
    assert "heart" not in str(refusal.value)


@given(st.text(max_size=120) | st.text("v1:ab.Z0٣_-\n", max_size=120).map(lambda t: "v1:" + t))
def test_whatever_is_read_is_what_would_be_written(text: str) -> None:
    token = read_token(text)
    if token is not None:
        assert press_token(token.verb, token.subject, token.revision, token.choice) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "v1", "v1:", "v1::", "v2:debrief.keep:b", "V1:debrief.keep:b", "v1:debrief.keep"),
        *("v1:debrief.keep:b:", "v1:debrief.keep:b::x", "v1:debrief.keep:b:1:x:y"),
        *("v1:debrief.keep:b:٣", "v1:debrief.keep:b:007x:", "v1:debrief.keep:b:1:X"),
        *(" v1:debrief.keep:b", "v1:debrief.keep:b\n", "v1:debrief..keep:b", "v1:.keep:b"),
        "v1:" + "a" * 90 + ":" + "b" * 30,
    ],
)
def test_what_this_version_did_not_write_is_not_read(text: str) -> None:
    assert read_token(text) is None
