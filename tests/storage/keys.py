"""Keys for tests, and documents whose every private field holds a word to look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, cast

from cryptography.fernet import Fernet

from bot.core.cards import Card, Paragraph
from bot.core.model import (
    CheckinAnswer,
    Debrief,
    Document,
    Encouragement,
    Hand,
    Held,
    Installation,
    Referral,
    ReferralKind,
    Rehearsal,
    Share,
    ShareWay,
    Showing,
)
from bot.core.wins import WinKind
from storage.codec import PRIVATE
from storage.sealing import fingerprint
from tests.storage.contract import NOON, conversation, delivery, win

SECRET = "Zebrafink"
OLD, NEW, OTHER = (letter * 43 + "=" for letter in "AEI")
"""Three keys as Fernet writes them."""

_DAY = NOON.date()
_CARD = Card(SECRET, (Paragraph(SECRET),))
_BARE: tuple[Document, ...] = (
    conversation("1"),
    Debrief("1", "U1", NOON),
    win("1"),
    Share("1", "U1", "G1", "1", WinKind.PRACTICE, "", ShareWay.NOW, NOON),
    Encouragement("1", 0, NOON.time()),
    CheckinAnswer("1", "U1", "G1", "r", NOON),
    Referral("1", "U1", "G1", ReferralKind.ROLE, "", None, NOON, NOON, "d"),
    Hand("1", "r", "U1", None, NOON),
    Rehearsal("1", "U1", _DAY),
    delivery("1", None),
    Held("1", "U1", NOON, NOON, _CARD),
    Installation("1", "", NOON),
)
_WORDS: Mapping[str, object] = {
    "answers": {"step": {"field": SECRET, "many": (SECRET,)}},
    "drafts": {"step": {"field": SECRET}},
    "shown": Showing(SECRET, SECRET, None, "d"),
    "card": _CARD,
    "sealed": Fernet(OLD).encrypt(SECRET.encode()).decode(),
}
"""Private fields that hold something else than a text."""


def _wordy(document: Document) -> Document:
    names = PRIVATE[document.KIND]
    filled = {name: _WORDS.get(name, SECRET) for name in names}
    return cast(Document, replace(cast(Any, document), **filled))


WORDY: tuple[Document, ...] = tuple(map(_wordy, _BARE))
"""One of each kind that has private fields, all filled."""


def private(document: Document) -> dict[str, object]:
    """The private fields of a document."""
    names = {one.name for one in fields(cast(Any, document))} & set(PRIVATE[document.KIND])
    return {name: getattr(document, name) for name in names}


def tells(folder: Path, word: str = SECRET) -> list[str]:
    """The files below this folder in which the word stands."""
    return [one.name for one in files_of(folder) if word.encode() in one.read_bytes()]


def files_of(folder: Path) -> list[Path]:
    """All files below this folder."""
    return sorted(one for one in folder.rglob("*") if one.is_file())


def named(key: str) -> str:
    """By what a key is named."""
    return fingerprint(key)
