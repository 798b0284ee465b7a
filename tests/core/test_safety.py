"""Words that stop a flow: what is found, what is left alone, and how long it takes.

The corpora beside this file are for developing; the two held-out ones were kept from whoever wrote
the rules, so what is measured on them is nearer to what a group will see.
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.phrases.en_safety import ENGLISH
from bot.core.phrases.safety_rules import SafetyRule
from bot.core.safety import worrying

CORPUS = Path(__file__).parent / "corpus"
SMALL_TALK = "The interview was long and they asked about my last role. "
LONGEST = 10_000
PIECES = ("i", "want", "to", "not", "kill", "myself", "end", "it", "'", "2", "k", "*", "!", "of")


def messages(name: str) -> list[str]:
    path = CORPUS / name
    if not path.exists():
        pytest.fail(f"{path.name} is missing: the held-out corpora are put back by the founder")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


WORRYING = messages("worrying.txt")
INNOCENT = messages("innocent.txt")
# Where every letter stands alone, a letter more at the end is a letter of its own.
SPELLED_OUT = {line for line in WORRYING if len(line.rsplit(maxsplit=1)[-1]) == 1}


def missed(lines: list[str]) -> list[str]:
    return [line for line in lines if not worrying(line, "en")]


def stopped(lines: list[str]) -> list[str]:
    return [line for line in lines if worrying(line, "en")]


def test_danger_in_the_development_corpus_is_found() -> None:
    lost = missed(WORRYING)
    assert len(lost) <= 0.03 * len(WORRYING), "\n".join(["missed:", *lost])


def test_innocent_words_in_the_development_corpus_stop_nothing() -> None:
    caught = stopped(INNOCENT)
    assert len(caught) <= 0.03 * len(INNOCENT), "\n".join(["stopped:", *caught])


def test_danger_in_words_the_rules_were_not_written_for_is_found() -> None:
    lines = messages("worrying_held_out.txt")
    lost = missed(lines)
    assert len(lost) <= 0.10 * len(lines), "\n".join(["missed:", *lost])


def test_innocent_words_the_rules_were_not_written_for_stop_little() -> None:
    lines = messages("innocent_held_out.txt")
    caught = stopped(lines)
    assert len(caught) <= 0.08 * len(lines), "\n".join(["stopped:", *caught])


@pytest.mark.parametrize("rule", ENGLISH.rules, ids=lambda rule: rule.name)
def test_a_rule_does_what_its_examples_say(rule: SafetyRule) -> None:
    assert rule.about
    assert rule.catches
    assert missed(list(rule.catches)) == []
    assert stopped(list(rule.leaves)) == []
    assert bool(rule.unless) >= bool(rule.leaves), "what it leaves should be named under unless"


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in ENGLISH.rules]
    assert len(names) == len(set(names))


def test_phrases_are_written_in_the_words_that_messages_are_brought_to() -> None:
    """A filler or a short form inside a phrase could never be found."""
    lost = []
    families = set()
    for rule in ENGLISH.rules:
        for line in (*rule.says, *rule.unless):
            places = [place for place in line.split() if not place.startswith("..")]
            assert not places[0].endswith("?"), f"{line}: has to begin with something"
            for choice in (c for place in places for c in place.rstrip("?").split("|")):
                if choice.startswith("@"):
                    families.add(choice[1:])
                    continue
                unfit = [
                    word
                    for word in choice.split("_")
                    if word in ENGLISH.short_forms or word in ENGLISH.fillers
                ]
                lost += [f"{rule.name}: {word} in {choice}" for word in unfit]
    assert lost == []
    assert families <= set(ENGLISH.families)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not suicidal",
        "I'm not going to kill myself",
        "I would never hurt myself",
        "I don't want to die",
    ],
)
def test_a_denial_still_counts(text: str) -> None:
    assert worrying(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "k i l l m y s e l f",
        "k.i.l.l. myself",
        "K 1 L L myself",
        "su!cide",
        "su*cide",
        "s-u-i-c-i-d-e",
        "$uicide",
        "k1ll mys3lf",
        "iwanttodie",
        "#killmyself",
        "kill_myself",
        "un@live",
        "wnat 2 dieeee",
        "suiiiicide",
        "i want to\ndie",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "і wаnt tо dіе",
        "i w\u0336ant to die",
    ],
)
def test_hidden_words_are_found(text: str) -> None:
    assert worrying(text, "en")


@given(
    line=st.sampled_from(WORRYING),
    change=st.sampled_from(("upper", "title", "curly", "no_break", "wide", "full_stop", "quoted")),
)
@settings(max_examples=150)
def test_looks_do_not_hide_danger(line: str, change: str) -> None:
    changed = {
        "upper": line.upper(),
        "title": line.title(),
        "curly": line.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        "no_break": line.replace(" ", "\N{NO-BREAK SPACE}"),
        "wide": f"   {line.replace(' ', '     ')}\t\n",
        "full_stop": f"{line}...",
        "quoted": f"\N{LEFT DOUBLE QUOTATION MARK}{line}\N{RIGHT DOUBLE QUOTATION MARK}",
    }[change]
    assert worrying(changed, "en")


@given(line=st.sampled_from(WORRYING), data=st.data())
@settings(max_examples=100)
def test_invisible_characters_do_not_hide_danger(line: str, data: st.DataObject) -> None:
    invisible = data.draw(st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e"))
    places = data.draw(st.lists(st.integers(0, len(line)), min_size=1, max_size=8))
    for at in sorted(places, reverse=True):
        line = line[:at] + invisible + line[at:]
    assert worrying(line, "en")


@given(line=st.sampled_from(WORRYING), more=st.integers(1, 9))
@settings(max_examples=150)
def test_a_stretched_end_does_not_hide_danger(line: str, more: int) -> None:
    if line[-1].isalpha() and line not in SPELLED_OUT:
        assert worrying(line + line[-1] * more, "en")


@pytest.mark.parametrize("before", [0, 80])
@pytest.mark.parametrize("after", [0, 80])
def test_danger_anywhere_in_a_long_innocent_text_is_found(before: int, after: int) -> None:
    assert not worrying(SMALL_TALK * 160, "en")
    lost = [
        line
        for line in WORRYING[:: 1 if before != after else 9]
        if not worrying(f"{SMALL_TALK * before}{line}. {SMALL_TALK * after}", "en")
    ]
    assert lost == []


def test_danger_at_the_very_end_of_the_longest_text_is_found() -> None:
    danger = "I want to die"
    filling = (SMALL_TALK * 200)[: LONGEST - len(danger) - 2]
    assert worrying(f"{filling}. {danger}", "en")
    assert not worrying(filling, "en")


def test_an_idiom_beside_danger_does_not_hide_it() -> None:
    idioms = ("This job hunt is killing me and I'd kill for an offer.", "I killed the interview!")
    lost = [
        text
        for line in WORRYING
        for idiom in idioms
        for text in (f"{idiom} {line}", f"{line}. {idiom}", f"{idiom}\n{line}\n{idiom}")
        if not worrying(text, "en")
    ]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "I cut myself shaving and I want to cut myself again",
        "I applied to a suicide prevention charity because I feel suicidal",
        "this is killing me and I want to end it all",
        "I could have died of embarrassment, I wish I had died",
        "he hit me up on LinkedIn and my husband hits me",
    ],
)
def test_an_exception_excuses_its_own_phrase_only(text: str) -> None:
    assert worrying(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "I want to end my life in college",
        "I don't want to live with this pain",
        "my boyfriend beats me at home",
        "I want to die on Friday",
        "there's no point in living in here",
    ],
)
def test_when_and_where_it_happens_excuses_nothing(text: str) -> None:
    assert worrying(text, "en")


def test_innocent_sentences_stay_innocent_side_by_side() -> None:
    caught = [
        f"{one}. {two}" for one, two in pairwise(INNOCENT) if worrying(f"{one}. {two}.", "en")
    ]
    assert len(caught) <= 0.03 * len(INNOCENT), "\n".join(caught)


@given(text=st.text(max_size=400), language=st.text(max_size=8))
@settings(max_examples=200)
def test_no_text_and_no_language_raises(text: str, language: str) -> None:
    assert worrying(text, language) in (True, False)


@given(
    words=st.lists(
        st.sampled_from((*PIECES, "die\n", "", ".")),
        max_size=60,
    ),
    between=st.sampled_from(("", " ", "  ", ".", "'")),
)
@settings(max_examples=150)
def test_no_heap_of_the_rules_own_words_raises(words: list[str], between: str) -> None:
    assert worrying(between.join(words), "en") in (True, False)


@pytest.mark.parametrize("text", ["", " ", ".", "\n\n", "'", "\u200b", "\ud800", "a" * LONGEST])
def test_next_to_nothing_is_not_worrying(text: str) -> None:
    assert not worrying(text, "en")


@pytest.mark.parametrize("language", ["en", "en-GB", "en_US", "EN", "de", "pt-BR", "", "xx"])
def test_every_language_has_at_least_the_english_rules(language: str) -> None:
    assert worrying("ich kann nicht mehr, I want to die", language)
    assert not worrying("I killed the interview", language)


@pytest.mark.parametrize(
    "piece",
    [
        "I want to ",
        "a ",
        "a",
        "i do not want to be here in ",
        "he hit me up ",
        "I'd kill for that job ",
        "k*ll",
        "1 ",
        "k.",
        "wantto",
        "i want to\n",
        "'",
        "think about a ",
        "\u200bk",
    ],
)
def test_ten_thousand_hostile_characters_take_little_time(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    worrying("warm", "en")
    # The fastest of three, because the machine may be busy with something else.
    best = min(_seconds(text) for _ in range(3))
    # Measuring coverage traces every line, which takes several times as long.
    assert best < (0.1 if sys.gettrace() is None else 1.0)


def test_time_grows_with_the_length_and_no_faster() -> None:
    text = ". ".join(INNOCENT) + ". "
    quarter, whole = (text * 2)[:LONGEST], (text * 2)[: 4 * LONGEST]
    assert len(whole) == 4 * LONGEST
    small = min(_seconds(quarter) for _ in range(5))
    large = min(_seconds(whole) for _ in range(5))
    assert large < 12 * small


def _seconds(text: str) -> float:
    start = time.process_time()
    worrying(text, "en")
    return time.process_time() - start
