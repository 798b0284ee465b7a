"""Words that people typed stay theirs and inert; catalogues say what they should, or say so."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text import (
    CLOSE,
    OPEN,
    CatalogueBroken,
    Catalogues,
    MissingText,
    Moment,
    Span,
    clean,
    moments,
    plain,
    said,
    shorten,
    spans,
)
from bot.wiring import catalogues

SPECIAL = (
    f"{OPEN}{CLOSE}\ue002\n\t\r\v\f\x00\x1b\x85\u2028\u2029\u202e\u2066\ufeff\u200b\u200d\U000e0041"
)
texts = st.text() | st.text(SPECIAL + " ae\u0301שé👩🩷")


# --- clean


@given(texts)
def test_no_control_or_direction_character_survives(text: str) -> None:
    for c in clean(text):
        allowed = c in "\n\t\u200c\u200d"
        assert allowed or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        assert unicodedata.bidirectional(c) not in ("LRE", "RLE", "LRO", "RLO", "PDF")
        assert unicodedata.bidirectional(c) not in ("LRI", "RLI", "FSI", "PDI")


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(st.characters(exclude_categories=["C"]) | st.sampled_from("\n\t\r\v\f\x85")))
def test_no_letter_figure_sign_or_space_between_words_is_lost(text: str) -> None:
    assert clean(text).split() == unicodedata.normalize("NFC", text).split()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_one(end: str) -> None:
    assert clean(f"one{end}two") == "one\ntwo"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello  ", "hello"),
        ("e\u0301", "é"),
        ("\x1b[31mred\x07", "[31mred"),
        ("good\u202egnp.exe", "goodgnp.exe"),
        ("a\u2067b\u2069c", "abc"),
        ("\ufeffhello\u200b", "hello"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩🏽\u200d🍳", "👩🏽\u200d🍳"),
        ("a\ue000b\ue001c\uf8ff", "abc"),
        ("\ud800x", "x"),
        ("x\U000e0041\U000e0fff", "x"),
    ],
)
def test_what_is_typed_and_what_is_kept(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("newer", ["🩷", "🫨", "\U0001fae9"])
def test_an_emoji_newer_than_this_pythons_tables_is_kept(newer: str) -> None:
    assert clean(f"thank you {newer}") == f"thank you {newer}"


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFE, 0x10FFFF, 0x2065, 0xFFF5])
def test_what_never_will_be_text_is_not(code: int) -> None:
    assert clean(f"a{chr(code)}b") == "ab"


# --- marks


@given(texts, texts, texts)
def test_typed_words_can_not_leave_their_marks(before: str, typed: str, after: str) -> None:
    ours = [plain(before), plain(after)]
    line = f"{ours[0]}{said(typed)}{ours[1]}"
    expected = [Span(ours[0], False), Span(clean(typed), True), Span(ours[1], False)]  # noqa: FBT003
    assert list(spans(line)) == [span for span in expected if span.text]


@given(texts, texts)
def test_an_argument_can_not_leave_its_marks_either(typed: str, name: str) -> None:
    speech = Catalogues({"en": ["hello = Dear { $name }, you wrote { $typed }.\n"]}).speech("en")
    line = speech("hello", name=said(name), typed=said(typed))
    assert [span.text for span in spans(line) if span.said] == [
        words for words in (clean(name), clean(typed)) if words
    ]


@given(texts)
@example(f"{CLOSE}{OPEN}{OPEN}a{CLOSE}{CLOSE}b")
def test_the_pieces_of_any_text_are_the_whole_text_without_marks(text: str) -> None:
    pieces = list(spans(text))
    assert "".join(piece.text for piece in pieces) == plain(text)
    assert all(piece.text for piece in pieces)


@given(texts, texts)
def test_a_card_that_was_cut_still_tells_typed_words_from_ours(ours: str, typed: str) -> None:
    whole = f"{plain(ours)}{said(typed)}"
    for most in range(1, min(len(whole), 12)):
        for piece in spans(shorten(whole, most)):
            if not piece.said:
                assert piece.text.rstrip("…") in plain(ours)


# --- shorten


@given(texts, st.integers(min_value=1, max_value=60))
def test_nothing_is_longer_than_it_may_be(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
    assert (short == text) == (len(text) <= most)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("all of it", 9, "all of it"),
        ("thank the interviewer", 14, "thank the…"),
        ("thank the interviewer", 10, "thank the…"),
        ("a verylongwordindeed", 12, "a verylongw…"),
        ("word", 1, "…"),
        ("one two", 4, "one…"),
    ],
)
def test_it_is_cut_at_a_word_where_there_is_one(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short


# --- catalogues


ENGLISH = """
hello = Hello { $name }
    .hint = a name
only-english = Only here
wins = { $count ->
    [0] nothing yet
    [one] { $count } win
   *[other] { $count } wins
}
only-hint =
    .hint = just a hint
broken-reference = { nowhere }
"""
GERMAN = """
hello = Hallo { $name }
wins = { $count ->
    [one] ein Gewinn
   *[other] { $count } Gewinne
}
"""
POLISH = """
wins = { $count ->
    [one] { $count } wygrana
    [few] { $count } wygrane
   *[many] { $count } wygranych
}
"""
PROSE = Catalogues({"en": [ENGLISH, "more = More"], "de": [GERMAN], "pl": [POLISH]})


def test_a_language_speaks_for_itself_and_english_for_what_it_lacks() -> None:
    german = PROSE.speech("de")
    assert german("hello", name="Ana") == "Hallo Ana"
    assert german("only-english") == "Only here"
    assert german("hello.hint") == "a name"
    assert PROSE.speech("en")("more") == "More"


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("fr", "en"), ("", "en"), ("en-US", "en"), ("x-y-z", "en")],
)
def test_the_nearest_language_there_is_answers(asked: str, spoken: str) -> None:
    assert PROSE.speech(asked).language == spoken


def test_all_languages_are_named() -> None:
    assert PROSE.languages == ("de", "en", "pl")


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 0, "nothing yet"),
        ("en", 1, "1 win"),
        ("en", 2, "2 wins"),
        ("de", 1, "ein Gewinn"),
        ("de", 5, "5 Gewinne"),
        ("pl", 1, "1 wygrana"),
        ("pl", 3, "3 wygrane"),
        ("pl", 5, "5 wygranych"),
        ("pl", 22, "22 wygrane"),
    ],
)
def test_each_language_counts_in_its_own_plurals(language: str, count: int, words: str) -> None:
    assert PROSE.speech(language)("wins", count=count) == words


@pytest.mark.parametrize(
    ("key", "arguments"),
    [("nowhere", {}), ("hello", {}), ("hello.nowhere", {}), ("only-hint", {}), ("", {})],
)
def test_a_text_that_is_missing_is_an_error_and_never_a_hole(
    key: str, arguments: dict[str, str]
) -> None:
    with pytest.raises(MissingText):
        PROSE.speech("de")(key, **arguments)


def test_a_text_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(MissingText, match="broken-reference"):
        PROSE.speech("en")("broken-reference")


def test_whether_there_is_a_text_can_be_asked() -> None:
    speech = PROSE.speech("de")
    found = [
        key for key in ("hello", "only-english", "hello.hint", "only-hint.hint") if speech.has(key)
    ]
    assert found == ["hello", "only-english", "hello.hint", "only-hint.hint"]
    assert not any(speech.has(key) for key in ("nowhere", "only-hint", "hello.nowhere", "", "."))


@pytest.mark.parametrize("source", ["no equals sign", "a = { $x", "ok = fine\n= what", "a = {}"])
def test_a_broken_catalogue_is_found_when_it_is_read(source: str) -> None:
    with pytest.raises(CatalogueBroken, match="'en'"):
        Catalogues({"en": [source]})


def test_a_fallback_without_a_catalogue_is_refused() -> None:
    with pytest.raises(CatalogueBroken, match="fallback"):
        Catalogues({"de": [GERMAN]})


@given(texts)
@example("{ $other } { wins } -term *[other]")
def test_typed_words_are_never_read_as_a_catalogue(typed: str) -> None:
    assert PROSE.speech("en")("hello", name=said(typed)) == f"Hello {said(typed)}"


@pytest.mark.parametrize("length", [999, 1000, 1001, 2500, 2501, 40_000])
def test_words_of_any_length_find_their_place_in_a_sentence(length: int) -> None:
    two = Catalogues({"en": ["both = { $one }, and { $two }, and { $one }\n"]}).speech("en")
    words = "x" * length
    assert two("both", one=words, two="y" + words) == f"{words}, and y{words}, and {words}"


# --- dates


MOMENT = datetime(2026, 11, 27, 23, 5, tzinfo=UTC)


def test_english_writes_the_day_before_the_month_and_a_24_hour_clock() -> None:
    speech = PROSE.speech("en")
    assert speech.day(date(2026, 11, 27)) == "Friday 27 November"
    assert speech.full_day(date(2026, 11, 27)) == "27 November 2026"
    assert speech.hour(time(9)) == "09:00"
    assert speech.hour(time(17, 30)) == "17:30"
    assert plain(speech.moment(MOMENT, "Europe/Berlin")) == "Saturday 28 November, 00:05"
    assert plain(speech.moment(MOMENT, "America/New_York")) == "Friday 27 November, 18:05"


def test_other_languages_write_days_their_own_way() -> None:
    others = Catalogues({"en": [""], "en-US": [""], "de": [""]})
    assert others.speech("de").full_day(date(2026, 11, 27)) == "27. November 2026"
    assert others.speech("en-US").full_day(date(2026, 11, 27)) == "November 27, 2026"
    assert others.speech("en-US").hour(time(17, 30)) == "5:30\u202fPM"


class TestMoments:
    """A platform that knows its reader's zone can show times in it."""

    def test_one_is_found_in_a_text_with_what_stands_around_it(self) -> None:
        when = catalogues().speech("en").moment(MOMENT, "Europe/Berlin")
        text = f"It is for {said('Ana')}, until {when}."
        assert list(moments(text)) == [
            "It is for Ana, until ",
            Moment(int(MOMENT.timestamp()), "Saturday 28 November, 00:05"),
            ".",
        ]

    def test_elsewhere_it_is_text_like_any_other(self) -> None:
        when = catalogues().speech("en").moment(MOMENT, "Europe/Berlin")
        assert plain(when) == "Saturday 28 November, 00:05"
        assert list(spans(when)) == [Span("Saturday 28 November, 00:05", said=False)]

    def test_a_text_that_is_cut_keeps_no_half_of_its_marks(self) -> None:
        when = catalogues().speech("en").moment(MOMENT, "Europe/Berlin")
        for most in range(1, len(when) + 5):
            assert plain(shorten(when, most)) == shorten("Saturday 28 November, 00:05", most)

    def test_nobody_can_type_one(self) -> None:
        when = catalogues().speech("en").moment(MOMENT, "Europe/Berlin")
        typed = list(moments(said(when)))
        assert not any(isinstance(part, Moment) for part in typed)
