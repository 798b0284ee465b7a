"""The stock lines of the weekly encouragement: enough of them, short, plain, and kind.

What they mean to a tired reader is for people to judge; what can be measured is held here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fluent.syntax import parse
from fluent.syntax.ast import Comment, GroupComment, Message, Pattern, ResourceComment, TextElement

from bot.core.text import Catalogues
from bot.core.wins import WinKind

SOURCE = (
    Path(__file__).parents[2] / "bot" / "locales" / "en" / "encouragement_lines.ftl"
).read_text(encoding="utf-8")
ENTRIES = parse(SOURCE).body
MESSAGES = {entry.id.name: entry for entry in ENTRIES if isinstance(entry, Message)}
KINDS = tuple(kind.value for kind in WinKind)


def words_of(pattern: Pattern | None) -> str:
    """The text of a pattern that is text and nothing else: no argument, no choice of forms."""
    assert pattern is not None
    (element,) = pattern.elements
    assert isinstance(element, TextElement)
    return str(element.value)


HARD = {name: words_of(m.value) for name, m in MESSAGES.items() if name.startswith("hard-")}
WINS = {name: words_of(m.value) for name, m in MESSAGES.items() if name not in HARD}
ACTS = {
    f"{name}.act": words_of(attribute.value)
    for name, message in MESSAGES.items()
    for attribute in message.attributes
    if attribute.id.name == "act"
}
SORTS = {"openings": HARD, "wins": WINS, "actions": ACTS}
ALL = HARD | WINS | ACTS
THE_SORTS = pytest.mark.parametrize("sort", list(SORTS))

# A post has 120 words; its heading and the names on its buttons have the rest.
MOST_TOGETHER = 105
LIMITS = {"openings": (12, 28), "wins": (25, 50), "actions": (12, 30)}

BANNED = (
    r"just",
    r"simply",
    r"remember that",
    r"journeys?",
    r"silver linings?",
    r"doors? clos\w+",
    r"everything happens",
    r"stay(?:ing)? positive",
    r"you(?:’ve| have) got this",
    r"proud\w*",
    r"at least",
    r"bright side",
    r"blessing",
    r"meant to be",
    r"redirect\w*",
    r"opportunit\w+",
    r"never give up|keep going|hang in|chin up|cheer up",
    r"lessons? learn(?:ed|t)|(?:good|hard|real|valuable) lesson|grow(?:th|ing)?",
    r"every no",
    r"closer to",
    r"worth it",
    r"better off",
    r"chances?|odds|likely|per ?cent",
    r"not only",
    r"not [^.?]{1,60} but",
    r"because they",
    r"they wanted somebody|they wanted someone",
    # Numbers about the group, and speaking for it.
    r"of (?:you|us)",
    r"members?|everyone here|this group",
)
ADVICE = (r"try", r"should", r"could", r"ought", r"why not", r"be kind", r"take a")
# Asking a tired person for money, an audience, a quarrel or a feeling.
TOO_MUCH = (
    r"buy|purchase|order|subscribe|sign up|pay for",
    r"publish|tweet|announce|go live|your profile",
    r"complain|demand|insist|explain (?:himself|herself|themselves)",
    r"feel|believe|smile|be (?:grateful|thankful|glad|happy)|forgive",
)
HAPPY_END = r"got (?:the job|it)|was hired|got hired|offered (?:him|her|them)|starts on|new job"

# fmt: off
VERBS = {
    "Answer", "Begin", "Check", "Choose", "Complete", "Compose", "Describe", "Do", "Draft", "Draw",
    "Explain", "Find", "Finish", "Go", "List", "Look", "Make", "Name", "Note", "Open", "Pick",
    "Practise", "Put", "Read", "Recall", "Record", "Reread", "Rewrite", "Save", "Say", "Search",
    "Set", "Sort", "Speak", "Split", "Stand", "Start", "Take", "Talk", "Tell", "Thank", "Think",
    "Walk", "Watch", "Write",
}
# fmt: on


def sentences(text: str) -> list[str]:
    """The text cut after each stop or question mark that is followed by a capital letter."""
    return re.split(r"(?:(?<=[.?])|(?<=[.?]”)) (?=“?[A-Z])", text)


def syllables(word: str) -> int:
    """About how many syllables an English word has: groups of vowels, less a silent e."""
    letters = re.sub(r"’\w+$", "", word.lower())
    letters = "".join(c for c in letters if c.isalpha())
    groups = len(re.findall(r"[aeiouyãéşö]+", letters))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouycsxzgh]es$", letters)
    return max(1, groups - 1 if silent else groups)


def grade(texts: Iterable[str]) -> float:
    """The Flesch-Kincaid grade (Kincaid et al. 1975), with `syllables` for the syllables."""
    found = [sentence for text in texts for sentence in sentences(text)]
    words = [w for sentence in found for w in re.findall(r"[^\W_][\w’:-]*", sentence)]
    per_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * len(words) / len(found) + 11.8 * per_word - 15.59


def breaches(rules: Iterable[str], texts: dict[str, str]) -> list[tuple[str, str]]:
    """Which of these rules is found, as whole words, in which text."""
    return [
        (name, found.group())
        for rule in rules
        for name, text in texts.items()
        if (found := re.search(rf"\b(?:{rule})\b", text, re.IGNORECASE))
    ]


def alike(one: str, other: str) -> bool:
    """Whether two texts are nearly the same."""
    # Without autojunk=False, texts of 200 letters and more look far less alike than they are.
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= 0.8 and match.quick_ratio() >= 0.8 and match.ratio() >= 0.8


def first(text: str, count: int = 1) -> str:
    return " ".join(re.findall(r"[\w’]+", text.lower())[:count])


def unquoted(text: str) -> str:
    return re.sub(r"“[^”]*”", "", text)


def test_the_file_holds_messages_and_comments_only() -> None:
    allowed = Message | Comment | GroupComment | ResourceComment
    assert [entry for entry in ENTRIES if not isinstance(entry, allowed)] == []


def test_no_line_takes_the_place_of_another_of_its_name() -> None:
    names = [entry.id.name for entry in ENTRIES if isinstance(entry, Message)]
    assert sorted(set(names)) == sorted(names)


def test_there_are_24_openings_and_18_lines_for_each_win_numbered_without_a_gap() -> None:
    expected = [f"hard-{n:02}" for n in range(1, 25)]
    expected += [f"{kind}-{n:02}" for kind in KINDS for n in range(1, 19)]
    assert list(MESSAGES) == expected


def test_every_win_has_one_action_and_no_opening_has_any() -> None:
    attributes = {
        name: [attribute.id.name for attribute in message.attributes]
        for name, message in MESSAGES.items()
    }
    assert attributes == {name: ["act"] if name in WINS else [] for name in MESSAGES}


def test_the_catalogue_speaks_every_line_as_it_is_written() -> None:
    speech = Catalogues({"en": [SOURCE]}).speech("en")
    assert {name: speech(name) for name in ALL} == ALL


@THE_SORTS
def test_every_part_keeps_its_length(sort: str) -> None:
    least, most = LIMITS[sort]
    lengths = {name: len(text.split()) for name, text in SORTS[sort].items()}
    assert {name: n for name, n in lengths.items() if not least <= n <= most} == {}


def test_the_longest_opening_fits_with_the_longest_win_and_its_action() -> None:
    opening = max(len(text.split()) for text in HARD.values())
    rest = max(len(f"{text} {ACTS[f'{name}.act']}".split()) for name, text in WINS.items())
    assert opening + rest <= MOST_TOGETHER


def test_only_letters_figures_and_quiet_marks_are_used() -> None:
    # So: no exclamation mark, dash, emoji, straight quote, line break, or mark that formats.
    quiet = set(" .,:?-“”’…")
    odd = {
        name: sorted({c for c in text if not (c.isalpha() or c in "0123456789" or c in quiet)})
        for name, text in ALL.items()
    }
    assert {name: marks for name, marks in odd.items() if marks} == {}


def test_every_text_is_whole_sentences_with_its_quotes_closed() -> None:
    def whole(text: str) -> bool:
        ends_well = re.search(r"[.?]”?$", text) and not re.search(r"  |[.?]”[.?]", text)
        return bool(ends_well) and "“" not in unquoted(text) and "”" not in unquoted(text)

    assert [name for name, text in ALL.items() if not whole(text)] == []


def test_no_worn_out_or_pushing_phrase_is_used() -> None:
    assert breaches(BANNED, ALL) == []


@pytest.mark.parametrize(
    "text",
    [
        "It is JUST a no.",
        "Everything happens for a reason.",
        "When one door closes, look around.",
        "You’ve got this.",
        "It is not a loss but a start.",
        "Three of you heard a no.",
        "This raises your chances.",
    ],
)
def test_a_worn_out_phrase_would_be_found(text: str) -> None:
    assert breaches(BANNED, {"line": text})


def test_a_banned_word_inside_another_word_is_none() -> None:
    assert breaches(BANNED, {"line": "She could adjust the saw."}) == []


def test_no_opening_gives_advice() -> None:
    assert breaches(ADVICE, HARD) == []


def test_no_action_asks_for_money_an_audience_a_quarrel_or_a_feeling() -> None:
    assert breaches(TOO_MUCH, ACTS) == []


def test_a_question_is_only_ever_somebodys_quoted_words() -> None:
    assert [name for name, text in ALL.items() if "?" in unquoted(text)] == []


def test_at_most_two_examples_end_with_a_job() -> None:
    assert len(breaches([HAPPY_END], WINS)) <= 2


@THE_SORTS
def test_no_two_texts_of_a_sort_are_nearly_the_same(sort: str) -> None:
    pairs = combinations(SORTS[sort].items(), 2)
    assert [(a, b) for (a, one), (b, other) in pairs if alike(one, other)] == []


def test_two_texts_with_a_word_changed_count_as_nearly_the_same() -> None:
    text = WINS["practice-01"]
    assert len(text) > 150
    assert alike(f"{text} {text}", f"{text} {text}".replace("nurse", "teacher"))
    assert not alike(text, WINS["practice-02"])


@THE_SORTS
def test_sentences_are_short_on_average_and_none_is_long(sort: str) -> None:
    lengths = [len(s.split()) for text in SORTS[sort].values() for s in sentences(text)]
    assert sum(lengths) / len(lengths) <= 16
    assert max(lengths) <= 28


def test_the_whole_can_be_read_at_twelve() -> None:
    assert grade(ALL.values()) <= 7.5


def test_each_text_can_be_read_without_effort() -> None:
    grades = {name: grade([text]) for name, text in ALL.items()}
    assert {name: found for name, found in grades.items() if found > 10} == {}


def test_the_reading_measure_tells_plain_words_from_office_words() -> None:
    assert grade(["The cat sat on the mat. It was a warm day."]) < 2
    assert (
        grade(
            [
                "Candidates are encouraged to demonstrate considerable flexibility regarding "
                "organisational restructuring and interdepartmental communication."
            ]
        )
        > 15
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("no", 1),
        ("wrote", 1),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("names", 1),
        ("pieces", 2),
        ("interview", 3),
        ("caretaker", 4),
        ("caretaker’s", 4),
        ("the", 1),
    ],
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    # "caretaker" has three; the inner silent e is counted, which makes the measure stricter.
    assert syllables(word) == count


def test_sentences_end_at_a_stop_and_not_inside_somebodys_words() -> None:
    text = "“Any news?” is kindly meant. At 17:55 it comes. “No.” It ends."
    assert sentences(text) == [
        "“Any news?” is kindly meant.",
        "At 17:55 it comes.",
        "“No.”",
        "It ends.",
    ]


def test_every_action_begins_with_a_verb() -> None:
    assert [name for name, text in ACTS.items() if text.split()[0] not in VERBS] == []


def test_no_two_actions_begin_with_the_same_four_words() -> None:
    beginnings = Counter(first(text, 4) for text in ACTS.values())
    assert [words for words, times in beginnings.items() if times > 1] == []


def test_no_first_word_is_worn_out() -> None:
    for sort, most in (("openings", 4), ("wins", 14), ("actions", 9)):
        beginnings = Counter(first(text) for text in SORTS[sort].values())
        assert {word: n for word, n in beginnings.items() if n > most} == {}
    for kind in KINDS:
        of_kind = Counter(first(text) for name, text in WINS.items() if name.startswith(kind))
        assert {word: n for word, n in of_kind.items() if n > 5} == {}


def test_neighbours_begin_with_different_words() -> None:
    for texts in SORTS.values():
        pairs = pairwise(texts.items())
        assert [(a, b) for (a, one), (b, other) in pairs if first(one) == first(other)] == []


def test_examples_do_not_all_end_in_the_same_way() -> None:
    # "… now." is the easy last word of a small win.
    last_words = Counter(text.rstrip(".”?").split()[-1].lower() for text in WINS.values())
    assert {word: n for word, n in last_words.items() if n > 3} == {}
