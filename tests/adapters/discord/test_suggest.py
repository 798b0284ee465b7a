"""Suggestions: one's own words and nobody else's, the most useful first, and safe to show."""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.commands import COMMANDS, SUGGESTED
from adapters.discord.suggest import EMPLOYERS, LOOKED_AT, WINS, suggestions
from bot.core.model import Debrief, Document, Tenant, Win
from bot.core.ports import Store, StoreUnavailable
from bot.core.wins import Facet, WinKind
from bot.features.wins_book import Looked, matches

HERE = Tenant("discord:1")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
_ids = count()


class Shelf:
    """A store that only finds: documents by tenant."""

    def __init__(self, *documents: Document, elsewhere: tuple[Document, ...] = ()) -> None:
        self._kept = {HERE: documents, Tenant("discord:2"): elsewhere}
        self.asked: list[dict[str, Any]] = []

    def transaction(self, tenant: Tenant) -> Finds:
        return Finds(self, self._kept.get(tenant, ()))


class Finds:
    def __init__(self, shelf: Shelf, kept: tuple[Document, ...]) -> None:
        self._shelf, self._kept = shelf, kept

    async def find(self, kind: type[Document], **where: Any) -> list[Document]:
        self._shelf.asked.append(where)
        # By a field that is looked up fast.
        assert set(where) <= set(kind.INDEXED)
        return [
            one
            for one in self._kept
            if isinstance(one, kind) and all(getattr(one, k) == v for k, v in where.items())
        ]


def debrief(employer: str | None, days_ago: float = 0, member: str = "ana") -> Debrief:
    at = NOON - timedelta(days=days_ago)
    return Debrief(f"d{next(_ids)}", member, at, employer=employer)


def win(text: str, days_ago: float = 0, employer: str | None = None, member: str = "ana") -> Win:
    at = NOON - timedelta(days=days_ago)
    kind, facet = WinKind.PRACTICE, Facet.WENT_WELL
    return Win(f"w{next(_ids)}", member, kind, facet, text, at, employer=employer)


def suggested(
    *documents: Document,
    typed: str = "",
    command: str = "debrief",
    member: str = "ana",
    tenant: Tenant = HERE,
    elsewhere: tuple[Document, ...] = (),
) -> list[tuple[str, str]]:
    shelf = cast(Store, Shelf(*documents, elsewhere=elsewhere))
    return asyncio.run(suggestions(shelf, tenant, member, command, typed))


def shown(*documents: Document, **more: Any) -> list[str]:
    return [name for name, _ in suggested(*documents, **more)]


def test_nothing_typed_gives_the_latest_employers_each_once() -> None:
    kept = (debrief("Acme", 9), debrief("Birch", 3), debrief("acme", 1), debrief(None, 0))
    assert shown(*kept) == ["acme", "Birch"]
    assert shown(*kept, command="rejected") == ["acme", "Birch"]


def test_an_employer_that_only_a_win_names_is_one_too() -> None:
    assert shown(win("The porters", 2, "Cedar"), debrief("Acme", 5)) == ["Cedar", "Acme"]


def test_the_wins_book_has_employers_and_lines() -> None:
    kept = (
        debrief("Acme", 5),
        win("The handover question", 5, "Acme"),
        win("Bring numbers", 1),
    )
    assert shown(*kept, command="wins") == ["Bring numbers", "Acme", "The handover question"]


@pytest.mark.parametrize("command", [*sorted(set(COMMANDS) - SUGGESTED), "help", ""])
def test_other_commands_have_no_suggestions_and_look_nothing_up(command: str) -> None:
    shelf = Shelf(debrief("Acme"), win("Bring numbers"))
    assert asyncio.run(suggestions(cast(Store, shelf), HERE, "ana", command, "")) == []
    assert shelf.asked == []


def test_the_commands_that_say_they_suggest_do() -> None:
    assert EMPLOYERS | WINS == SUGGESTED


def test_nothing_of_another_member_or_another_server_is_shown() -> None:
    kept = (debrief("Acme", member="ben"), win("Secret line", member="ben", employer="Birch"))
    elsewhere = (debrief("Cedar"), win("Line from elsewhere"))
    for command in COMMANDS:
        for typed in ("", "a", "secret", "Cedar"):
            assert shown(*kept, typed=typed, command=command, elsewhere=elsewhere) == []
    assert shown(*kept, elsewhere=elsewhere, tenant=Tenant("discord:2")) == ["Cedar"]
    assert shown(*kept, tenant=Tenant("discord:@7")) == []


@pytest.mark.parametrize("typed", ["muller", "MÜLLER", " müll  ", "ｍüller", "müller &"])
def test_capitals_accents_and_widths_do_not_matter(typed: str) -> None:
    assert shown(debrief("Müller & Söhne"), debrief("Acme"), typed=typed) == ["Müller & Söhne"]


def test_the_nearest_comes_first_and_then_the_newest() -> None:
    kept = (
        debrief("Great Oakland", 1),
        debrief("Soak Ltd", 2),
        debrief("Oak Two", 3),
        debrief("Oak One", 4),
        debrief("Birch", 0),
    )
    assert shown(*kept, typed="oak") == ["Oak Two", "Oak One", "Great Oakland", "Soak Ltd"]


def test_every_typed_word_has_to_be_there_in_any_order() -> None:
    kept = (win("Bring numbers to the panel", 1), win("The panel was kind", 0))
    assert shown(*kept, command="wins", typed="panel num") == ["Bring numbers to the panel"]
    assert shown(*kept, command="wins", typed="panel zebra") == []


def test_a_line_is_found_by_its_employer_as_in_the_wins_book() -> None:
    kept = (win("Bring numbers", 0, "Acme"), debrief("Acme", 3))
    assert shown(*kept, command="wins", typed="acm") == ["Acme", "Bring numbers"]


def test_there_are_never_more_than_discord_takes() -> None:
    kept = [debrief(f"Employer {number}", number) for number in range(40)]
    assert shown(*kept) == [f"Employer {number}" for number in range(25)]


def test_only_so_many_are_compared_with_each_key_that_is_pressed() -> None:
    kept = [debrief(f"Employer {number}", number) for number in range(LOOKED_AT + 1)]
    assert shown(*kept, typed=f"employer {LOOKED_AT - 1}") == [f"Employer {LOOKED_AT - 1}"]
    assert shown(*kept, typed=f"employer {LOOKED_AT}") == []


@pytest.mark.parametrize("text", ["word " * 40, "x" * 300, "two\nlines " + "and more " * 20])
def test_a_long_line_is_shortened_and_what_is_sent_still_finds_it(text: str) -> None:
    long = win(text)
    ((name, value),) = suggested(long, command="wins")
    assert len(name) <= 100
    assert name.endswith("…")
    assert "\n" not in name
    assert len(value) <= 100
    assert matches(long, Looked(value, None, None))


_TEXT = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\n\r\t\x00\x1b\u202e\u2066\ue000\ue001 aé@<#>`👩‍👧")
    ),
    max_size=130,
)


@settings(max_examples=60)
@given(texts=st.lists(_TEXT, max_size=6), typed=_TEXT, command=st.sampled_from(sorted(SUGGESTED)))
def test_whatever_is_kept_and_typed_the_answer_is_safe(
    texts: list[str], typed: str, command: str
) -> None:
    kept = [win(text, number, text[::-1]) for number, text in enumerate(texts)]
    found = suggested(*kept, typed=typed, command=command)
    assert len(found) <= 25
    for part in (part for pair in found for part in pair):
        assert 1 <= len(part) <= 100
        assert part == part.strip()
        assert not [c for c in part if unicodedata.category(c) in {"Cc", "Cs", "Co", "Zl", "Zp"}]
        assert not set(part) & {"\u202e", "\u2066", "\n"}
    assert len({name for name, _ in found}) == len(found)


class Broken:
    def transaction(self, _tenant: Tenant) -> Broken:
        return self

    async def find(self, _kind: type[Document], **_where: Any) -> list[Document]:
        raise StoreUnavailable


def test_a_store_that_fails_is_told_to_the_caller() -> None:
    broken = cast(Store, Broken())
    with pytest.raises(StoreUnavailable):
        asyncio.run(suggestions(broken, HERE, "ana", "wins", "a"))
