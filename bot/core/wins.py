"""The four wins of not getting a job, and the smaller things kept under each.

The four come from Cheryl Hyatt, "4 Ways Not Getting a Job Can Still Be a Win".
What stands behind them is in docs/evidence.md.
"""

from __future__ import annotations

from enum import StrEnum


class WinKind(StrEnum):
    """One of the four wins. The order is the order of the debrief and of the weekly rotation."""

    PRACTICE = "practice"
    INDUSTRY = "industry"
    SELF = "self"
    NETWORK = "network"


class Facet(StrEnum):
    """What exactly was won: which question of the debrief a line of the wins book answers."""

    WENT_WELL = "went_well"
    DIFFERENTLY = "differently"
    QUESTION = "question"
    AIM = "aim"
    CLUE = "clue"
    PULLED_IN = "pulled_in"
    DRAINED = "drained"
    WANT = "want"
    DONT_WANT = "dont_want"
    PERSON = "person"
    FREE = "free"


class NextStep(StrEnum):
    """What a member means to do about somebody who treated them well."""

    THANK = "thank"
    STAY_IN_TOUCH = "stay_in_touch"
    ASK_WHO_ELSE = "ask_who_else"
    PASS_ON = "pass_on"


FACETS: dict[WinKind, tuple[Facet, ...]] = {
    WinKind.PRACTICE: (
        Facet.WENT_WELL,
        Facet.DIFFERENTLY,
        Facet.QUESTION,
        Facet.AIM,
        Facet.FREE,
    ),
    WinKind.INDUSTRY: (Facet.CLUE, Facet.FREE),
    WinKind.SELF: (Facet.WANT, Facet.DONT_WANT, Facet.PULLED_IN, Facet.DRAINED, Facet.FREE),
    WinKind.NETWORK: (Facet.PERSON, Facet.FREE),
}
"""Which facets belong to which win, in the order in which a book shows them."""


def rotation(round_number: int) -> WinKind:
    """The win whose turn it is in a group's `round_number`-th weekly post (0, 1, 2 …)."""
    return tuple(WinKind)[round_number % len(WinKind)]
