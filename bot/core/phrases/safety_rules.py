"""The shape of one language's safety rules. `bot.core.safety` reads them.

A phrase is a row of words with blanks between them. It is compared with what is left of a message
after capitals, marks, short forms and filling words have been evened out, so it is written in full
words ("do not", not "don't"). The notation is small on purpose, so that somebody who does not
program can read it:

    a|b         one of these words (`_` joins two words to one: `give_up`)
    @family     one word of a family of words
    a?          may be missing
    ..3         up to three other words of the same sentence
    START, END  the beginning or the end of a clause
    #           a number
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """One kind of danger, and the ways of saying it.

    `unless` are harmless phrases that share words with a dangerous one: a phrase that was found
    does not count where it overlaps with one of these. They excuse that phrase only, and only for
    this rule. `catches` and `leaves` are example messages that the tests hold the rules to.
    """

    name: str
    about: str
    says: tuple[str, ...]
    catches: tuple[str, ...]
    unless: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """How one language speaks of danger."""

    families: Mapping[str, str]
    """Words that can stand in each other's place, by the family's name."""
    short_forms: Mapping[str, str]
    """Full words by what is typed for them: contractions, slang, frequent slips."""
    endings: Mapping[str, str]
    """What an apostrophe and these letters at the end of a word stand for."""
    rewrites: Mapping[str, str]
    """Other words by a row of words; with nothing behind it, the row is left out."""
    fillers: frozenset[str]
    """Words that make a phrase louder or softer and are left out."""
    slips: Mapping[str, str]
    """Right words by slips of the finger."""
    masked: tuple[str, ...]
    """Words that people hide behind a star ("k*ll"), and that are looked for there."""
    run_together: frozenset[str]
    """Words of which one has to be there before a word is taken for several ("killmyself")."""
    unsplit: frozenset[str]
    """Words that could be read as several words run together, and are not."""
    kept_numbers: frozenset[str]
    """Numbers that mean something, such as a helpline's."""
    circumstances: tuple[str, ...]
    """Phrases that say only when, where or why ("on Friday", "for good"). A harmless phrase whose
    last word begins one of them excuses nothing: "live in Leeds" does, "live in this pain" not."""
    rules: tuple[SafetyRule, ...]
