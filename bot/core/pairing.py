"""Who practises with whom: pairs in which nobody is silently left out.

A round of pairs is a maximum matching over those who may meet, so that as many as possible have a
partner; among equals, those who waited longest come first, and then those who met longest ago.
Whoever is left over joins a pair as a third where everybody in it may meet. Networkx finds the
matching (Edmonds' blossom algorithm).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations

import networkx

REST_WEEKS = 12
"""Two who practised together do not meet again within so many weeks."""
AT_ONCE = 80
"""The time a matching takes grows with the cube of the people: 0.2 s for so many, 9 s for 300."""
LONGEST_WAIT = 50
"""Waits beyond this count as this: sums of weights must stay exact."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who wants a partner, and in how many rounds nobody was found for them."""

    who: str
    waited: int = 0


@dataclass(frozen=True, slots=True)
class Paired:
    """Groups of two or three, and who is left: they are to be told, and come first next time."""

    together: tuple[tuple[str, ...], ...]
    left: tuple[str, ...]


def pairs(
    wishes: Sequence[Wish],
    on: date,
    met: Mapping[frozenset[str], date],
    apart: frozenset[frozenset[str]],
    seed: str,
) -> Paired:
    """Bring these together on this day.

    `met` says when two last practised together, `apart` who must not. Equal choices are made by
    `seed`, the same on every machine. The order of `wishes` changes nothing.
    """
    if len(wishes) > AT_ONCE:
        return _in_parts(wishes, on, met, apart, seed)
    waited = {wish.who: min(wish.waited, LONGEST_WAIT) for wish in wishes}
    people = sorted(waited)
    rested = on - timedelta(weeks=REST_WEEKS)

    def may_meet(one: str, other: str) -> bool:
        both = frozenset({one, other})
        last = met.get(both)
        return both not in apart and (last is None or last <= rested)

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(people)
    for one, other in combinations(people, 2):
        if may_meet(one, other):
            # Waiting counts before everything; a hash of the two decides between equals.
            chance = int.from_bytes(sha256(f"{seed} {one} {other}".encode()).digest()[:2])
            weight = ((waited[one] + waited[other]) << 20) + (1 << 18) + chance
            graph.add_edge(one, other, weight=weight)
    matching = networkx.max_weight_matching(graph, maxcardinality=True)
    together = [tuple(sorted(pair)) for pair in sorted(map(sorted, matching))]
    left = sorted(set(people) - {who for pair in together for who in pair})
    still: list[str] = []
    for who in sorted(left, key=lambda one: (-waited[one], one)):
        at = next(
            (
                n
                for n, pair in enumerate(together)
                if len(pair) == 2 and all(may_meet(who, other) for other in pair)
            ),
            None,
        )
        if at is None:
            still.append(who)
        else:
            together[at] = tuple(sorted((*together[at], who)))
    return Paired(tuple(together), tuple(still))


def _in_parts(
    wishes: Sequence[Wish],
    on: date,
    met: Mapping[frozenset[str], date],
    apart: frozenset[frozenset[str]],
    seed: str,
) -> Paired:
    """A large round in parts of equal size, drawn by lot, those who waited longest first; then
    those who were left over once more among themselves."""
    drawn = sorted(
        wishes,
        key=lambda wish: (-wish.waited, sha256(f"{seed} {wish.who}".encode()).hexdigest()),
    )
    parts = -(-len(drawn) // AT_ONCE)
    together: list[tuple[str, ...]] = []
    left: list[str] = []
    for number in range(parts):
        found = pairs(drawn[number::parts], on, met, apart, seed)
        together += found.together
        left += found.left
    again = [wish for wish in drawn if wish.who in set(left)]
    if 0 < len(again) <= AT_ONCE:
        found = pairs(again, on, met, apart, seed)
        together += found.together
        left = list(found.left)
    return Paired(tuple(sorted(together)), tuple(sorted(left)))
