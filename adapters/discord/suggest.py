"""What Discord suggests while somebody types behind a command: their own employers and wins.

Discord does not hold anybody to a suggestion; what is typed instead arrives as it is.
https://docs.discord.com/developers/interactions/application-commands#autocomplete
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from adapters.discord import limits
from bot.core.model import Debrief, Tenant, Win
from bot.core.phrases import folded
from bot.core.ports import Store
from bot.core.text import clean, shorten

EMPLOYERS = frozenset({"debrief", "rejected"})
"""Commands behind which one names an employer."""
WINS = frozenset({"wins"})
"""Commands behind which one looks for words in one's wins book."""
LOOKED_AT = 300
"""How many different lines, from the newest on, are compared with what was typed: this runs at
every key. Further back one finds things by sending the words."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that could be suggested, as it was kept. The wins book looks in `employer` as well."""

    text: str
    at: datetime
    employer: str = ""
    is_win: bool = False


async def suggestions(
    store: Store, tenant: Tenant, member: str, command: str, typed: str
) -> list[tuple[str, str]]:
    """At most 25 pairs of what is shown and what is then sent, the most useful first.

    Only of what this member keeps in this tenant: what begins with the typed words, then where a
    word begins with them, then where they are anywhere; each newest first. Whatever capitals and
    accents. With nothing typed it is the latest. Raises StoreError.
    """
    if command not in EMPLOYERS | WINS:
        return []
    transaction = store.transaction(tenant)
    debriefs = await transaction.find(Debrief, member=member)
    wins = await transaction.find(Win, member=member)
    lines = _lines(debriefs, wins, texts=command in WINS)
    words = folded(typed).split()
    ranked: list[tuple[int, str]] = []
    employers = {"": ""}
    for line, shown, form in islice(_different(lines), LOOKED_AT if words else limits.CHOICES):
        if line.employer not in employers:
            employers[line.employer] = folded(line.employer)
        rank = _rank(words, form, employers[line.employer])
        if rank is not None:
            ranked.append((rank, shown))
    # The sort keeps the newest first within a rank.
    ranked.sort(key=lambda one: one[0])
    return [_choice(shown) for _, shown in ranked[: limits.CHOICES]]


def _lines(debriefs: list[Debrief], wins: list[Win], *, texts: bool) -> list[_Line]:
    """All there is, the newest first; an employer stands before the wins of the same moment."""
    lines = [_Line(one.employer, one.at) for one in debriefs if one.employer]
    lines += [_Line(one.employer, one.at) for one in wins if one.employer]
    if texts:
        lines += [_Line(win.text, win.at, win.employer or "", is_win=True) for win in wins]
    return sorted(lines, key=lambda line: (line.at, not line.is_win), reverse=True)


def _different(lines: Iterable[_Line]) -> Iterator[tuple[_Line, str, str]]:
    """Each line once, whatever its capitals and blanks, and none that is empty; with how it is
    shown and how it is compared."""
    written: set[str] = set()
    seen = {""}
    for line in lines:
        # Most repetitions are to the letter, and folding is what takes time.
        if line.text in written:
            continue
        written.add(line.text)
        shown = _one_line(line.text)
        form = folded(shown)
        if form not in seen:
            seen.add(form)
            yield line, shown, form


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _rank(words: list[str], shown: str, employer: str) -> int | None:
    """How near a line is to the words: 0 is the nearest, None is not at all."""
    if shown.startswith(" ".join(words)):
        return 0
    all_of_it = f"{shown} {employer}"
    if not all(word in all_of_it for word in words):
        return None
    begun = [part for part in all_of_it.split() if part.startswith(words[0])]
    return 1 if begun else 2


def _choice(line: str) -> tuple[str, str]:
    """What is shown, and what is sent: words of the line as they stand, so that they are found."""
    if len(line) <= limits.CHOICE:
        return line, line
    shown = shorten(line, limits.CHOICE)
    return shown, shown.removesuffix("…").rstrip() or line[: limits.CHOICE]
