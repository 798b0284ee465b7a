"""Which offer answers which ask, by the words that both use.

Words count by their stem, and the rarer a stem is among all that was said, the more it counts; what
nearly everybody says binds nobody. Nothing is learned or kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

import snowballstemmer

from bot.core.phrases import folded
from bot.core.phrases.en_matching import COMMON, SAME

_WORD = re.compile(r"[^\W\d_]{2,}|[^\W_]*\d[^\W_]*")
_STEMMERS = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "pt": "portuguese",
}
_COMMON = {"en": COMMON}
_SAME = {"en": SAME}
OFFERS_TAKEN = 2
"""How many asks one person's offer is brought together with in a round."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  # the library's own name


@dataclass(frozen=True, slots=True)
class Said:
    """What one person asks or offers."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """These two could talk."""

    asks: str
    offers: str


@lru_cache(maxsize=8)
def _stemmer(language: str) -> _Stemmer:
    return cast(_Stemmer, snowballstemmer.stemmer(_STEMMERS.get(language, "english")))


def stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words that mean something."""
    short = language.split("-", maxsplit=1)[0]
    common, same = _COMMON.get(short, COMMON), _SAME.get(short, SAME)
    words = (same.get(word, word) for word in _WORD.findall(folded(text)) if word not in common)
    stemmer = _stemmer(short)
    return frozenset(stemmer.stemWord(word) for word in words)


def match(
    asks: Sequence[Said],
    offers: Sequence[Said],
    language: str,
    apart: Callable[[str, str], bool] = lambda _one, _other: False,
    taken: Sequence[Found] = (),
) -> tuple[Found, ...]:
    """Bring asks together with offers: each ask once, each offer at most twice, the best first.

    `apart` says who must not be brought together; `taken` are those that were brought together
    before, who count towards the bounds and do not come again. The order of the input never
    changes who is brought together.
    """
    texts = [stems(one.text, language) for one in (*asks, *offers)]
    seen = Counter(stem for text in texts for stem in text)

    def weight(stem: str) -> float:
        # A stem in every text weighs nothing; one that only these two share weighs most.
        return math.log((1 + len(texts)) / seen[stem])

    scored = []
    for ask, its in zip(asks, texts[: len(asks)], strict=True):
        for offer, theirs in zip(offers, texts[len(asks) :], strict=True):
            if ask.who == offer.who or apart(ask.who, offer.who):
                continue
            score = sum(weight(stem) for stem in its & theirs)
            if score > 0:
                scored.append((-score, ask.who, offer.who))
    asked = {one.asks for one in taken}
    offered = Counter(one.offers for one in taken)
    found: list[Found] = []
    for _, asker, offerer in sorted(scored):
        if asker not in asked and offered[offerer] < OFFERS_TAKEN:
            asked.add(asker)
            offered[offerer] += 1
            found.append(Found(asker, offerer))
    return tuple(found)
