"""What was saved, without what differs from platform to platform and from run to run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from bot.core.model import DOCUMENTS, Installation, Seen, Whereabouts
from tests.adapters.parity.world import CHANNEL, World

_OF_THE_PLATFORM = {Seen, Installation, Whereabouts}
_OURS = re.compile(r"(?<!\d)\d{26}(?!\d)")
"""An id of `tests.scene.CountedIds`: they rise, so their order is the order of their making."""
_ONE_WAY = re.compile(r"'[0-9a-f]{32}'")
"""Made of a member's id by a one-way function, which differ."""


async def stored(world: World) -> list[str]:
    """Every document of the tenant, one a line: members by name, ids of ours as #1, #2 … in the
    order in which they were made. Without `Seen`; of a receipt only whether there is one, and of
    drafts only those that hold something."""
    transaction = world.house.store.transaction(world.tenant)
    documents = [
        document
        for kind in DOCUMENTS
        if kind not in _OF_THE_PLATFORM
        for document in await transaction.find(kind)
    ]
    named = renamed(world.names)
    lines = [f"{type(one).__name__} {_told(one, named)}" for one in documents]
    return sorted(numbered([_ONE_WAY.sub("'one-way'", line) for line in lines]))


def numbered(lines: Sequence[str]) -> list[str]:
    """The lines with #1, #2 … for our ids, in the order in which they were made."""
    ids = sorted({id for line in lines for id in _OURS.findall(line)})
    short = {id: f"#{number}" for number, id in enumerate(ids, start=1)}
    return [_OURS.sub(lambda found: short[found[0]], line) for line in lines]


def _filled(drafts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    held = {
        step: {name: value for name, value in draft.items() if value is not None}
        for step, draft in drafts.items()
    }
    return {step: draft for step, draft in held.items() if draft}


def renamed(names: Mapping[str, str]) -> Callable[[str], str]:
    """What puts the names in a text for the platform's ids."""
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    known = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(longest)})(?![A-Za-z0-9])")
    # A console has no names of channels but their ids.
    return lambda text: known.sub(lambda found: names[found[0]], text).replace("#job-club", CHANNEL)


def _told(value: Any, named: Callable[[str], str]) -> Any:
    if is_dataclass(value):
        told = {one.name: _told(getattr(value, one.name), named) for one in fields(value)}
        if told.get("receipt"):
            told["receipt"] = "there"
        if "drafts" in told:
            told["drafts"] = _filled(told["drafts"])
        return told
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, str):
        return named(value)
    if isinstance(value, Mapping):
        return {named(str(key)): _told(one, named) for key, one in sorted(value.items())}
    if isinstance(value, tuple | list):
        return [_told(one, named) for one in value]
    return str(value) if value is not None else None
