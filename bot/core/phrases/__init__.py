"""How a language says things: rules as data, one module for each language and purpose.

Nothing in this package is shown to anybody. The rules are read by `bot.core.reports` and
`bot.core.safety`, which do the reasoning; a further language is a further module here. What both
need is in this file: the same typed words arrive with curly quotes, invisible characters, letters
borrowed from other alphabets and slips of the finger, and are brought to one form first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.model import Stage
from bot.core.text import clean

# Letters and joiners that have no ink of their own: `clean` keeps the two joiners for the sake of
# emoji, and the fillers and the empty Braille cell are letters or symbols to Unicode.
_NO_INK = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u115f\u1160\u2800\u3164")
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "⁄": "/",
    }
)
# Cyrillic and Greek letters that look like Latin ones. Only lower case: `folded` has folded it.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһқԛԝкмтнвιοανκυρτη", "aeopcyxijsdhkqwkmthbioavkuptn")
_SPACES = re.compile(r"[^\S\n]+")


def evened(text: str) -> str:
    """The text with one form for each mark, nothing invisible, single spaces; capitals stay.

    Takes anything a person can type and gives NFKC text with straight quotes and plain hyphens.
    Line ends stay, because a line is often all the punctuation there is. Raises nothing.
    """
    plain = unicodedata.normalize("NFKC", clean(text)).translate(_NO_INK).translate(_MARKS)
    return _SPACES.sub(" ", plain).strip()


def folded(text: str) -> str:
    """`evened`, without capitals and accents, with look-alike letters as Latin ones.

    For comparing only: what comes out can be longer or shorter than what went in.
    """
    apart = unicodedata.normalize("NFD", evened(text).casefold())
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(_LOOKALIKES)


def slips(words: Iterable[str], real: Collection[str]) -> Mapping[str, str]:
    """What comes of one slip of the finger (a letter lost, doubled, swapped, wrong) in `words`.

    Gives the right word by each wrong one. `real` are neighbours that are words of their own and
    stay as they are. Meant for long words: a short one is a slip away from too many others.
    """
    letters = "abcdefghijklmnopqrstuvwxyz"
    whole = tuple(words)
    wrong: dict[str, str] = {}
    for word in whole:
        cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        for head, tail in cuts:
            wrong[head + tail[1:]] = word
            wrong[head + tail[1:2] + tail[:1] + tail[2:]] = word
            for letter in letters:
                wrong[head + letter + tail[1:]] = word
                wrong[head + letter + tail] = word
    return {slip: word for slip, word in wrong.items() if slip not in real and slip not in whole}


LETTER = "badnews"
"""Stands in a plain text for an employer's own words, in quotation marks or as an idiom."""


class Who(Enum):
    """Whose clause a tell is: what may stand before the matched words."""

    WRITER = auto()
    """"I", or nothing at all: "(I) got rejected"."""
    LEFT_OUT = auto()
    """Nothing: "rejected by Acme". With "I" the same words would be the writer's own deed."""
    TOLD = auto()
    """"I", behind an employer's word for it: "they said (I) was not the right fit"."""
    EMPLOYER = auto()
    """An employer, anyhow called, where the words name the writer: "Acme turned me down"."""
    PLAINLY_EMPLOYER = auto()
    """One who can only be an employer: "they", "the recruiter", a name."""
    ITSELF = auto()
    """Nothing: the matched words have a subject of their own, "my application was declined"."""


@dataclass(frozen=True, slots=True)
class Tell:
    """One way of telling that one was turned down (or, among the good tells, taken).

    `words` is a regular expression over one clause in its plain form: lower case, no accents, no
    punctuation, contractions spelled out, single spaces. `<name>` stands for that entry of the
    rules' vocabulary.
    """

    who: Who
    words: str
    stage: Stage | None = None
    needs: str | None = None
    """Must be found somewhere in the message; the tell is too vague alone."""
    spoilt: str | None = None
    """Must not be found anywhere in the message."""
    mine: bool = False
    """The words name the writer, so talk of somebody else before them does not matter."""
    short_of: bool = False
    """A round named here is one that the writer did not reach."""


@dataclass(frozen=True, slots=True)
class RejectionRules:
    """How one language tells of being turned down for a job. `bot.core.reports` reads them.

    Every string that is not said to be a word is a regular expression over plain words, as in
    `Tell.words`, and may use the vocabulary.
    """

    # The words.
    vocabulary: Mapping[str, str]
    """Alternatives by name; an entry may use those above it."""
    spellings: Mapping[str, str]
    """Word to word or words: contractions, short forms, slips of the finger."""
    endings: Mapping[str, str]
    """What may follow an apostrophe, spelled out: "'ve" is "have"."""
    idioms: Mapping[str, str]
    """Several words that count as one; the right side stands in for them."""
    abbreviations: frozenset[str]
    """Words whose full stop does not end the sentence."""
    joins: frozenset[str]
    """Words that begin a new clause."""
    joins_names: frozenset[str]
    """Those of them that can stand inside a name: "Ernst and Young"."""
    turns: frozenset[str]
    """Those of them that leave what was supposed behind: "not sure if …, but they said no"."""
    letter: str
    """Employers' phrases; words in quotation marks with one of them are an employer's letter."""

    # What is told, and by whom.
    tells: tuple[Tell, ...]
    good: tuple[Tell, ...]
    """The writer was taken: whatever else is told, this is no time for a debrief."""
    openers: tuple[str, ...]
    """Taken off the start of a clause, again and again."""
    hears: str
    """At the start of a clause: an employer told what follows ("I was told that")."""
    says: str
    """After an employer: it told what follows ("Acme told me that")."""
    writer: str
    """The writer as a subject."""
    adverbs: str
    """Between a subject and its verb."""
    they: str
    """Subjects that can only be an employer."""
    they_staff: str
    """Subjects that are an employer when somebody of its `staff` has been named: "she"."""
    own_side: str
    """Subjects that are no employer for being the writer's own: "our team"."""
    common: str
    """Words for an employer that are no name: "the company"."""
    articles: frozenset[str]
    """Words that start a common noun."""
    function_words: frozenset[str]
    """Words that are never part of a name."""
    intimate: frozenset[str]
    """People who are no employers: friends, family, dates, first names."""

    # What takes a tell away.
    asks: str
    """At the start of a clause: a question."""
    supposed: str
    """Before a tell in its sentence: what follows is supposed, not told."""
    undone: str
    """After a tell in its clause: not yet, only if."""
    elsewhere: str
    """Anywhere in the sentence: long ago, in a dream, in a book."""
    third: str
    """Somebody else, who "they" and a left-out subject may then be about."""
    staff: str
    """Those who speak for an employer: "she" after "the recruiter" is nobody else."""
    myself: str
    """In a clause with `third`: the clause is about the writer all the same."""
    other_matters: str
    """Things one can be turned down for that are no jobs."""
    job_words: str
    """In a sentence with `other_matters`: it is about a job all the same."""
    taken_back: str
    """Anywhere in the message: it ended well, or it was a joke."""

    # What is read off.
    stages: tuple[tuple[str, Stage], ...]
    """In order of weight: the first that is found is the stage."""
    employer_after: str
    """Ends right before an employer's name, in the clause of the tell."""
    employer_near: str
    """Ends right before an employer's name, anywhere in the message."""
    employer_before: str
    """Right after an employer's name and its "'s", or an article and it: "the Acme interview"."""
    possessive: str
    """The plain word that marks one: "'s"."""
    joins_in_names: frozenset[str]
    """Words without a capital inside a name: "Bank of America"."""
    name_ends: frozenset[str]
    """Words without a capital that can end a name: "Umbrella corp"."""
    role_before: str
    """Group 1: the words between an article and "role", "job" …"""
    role_with: str
    """Group 1: like `role_before`, with the noun, which is part of the role: "internship"."""
    role_after: str
    """Group 1: what follows "the role of", "a job as a"."""
    levels: frozenset[str]
    """Words that belong to a role but are none alone: "senior"."""
    not_role: frozenset[str]
    """Words that say nothing of what the work is."""
