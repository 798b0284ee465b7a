"""Pictures on the console: a file for their owner alone, and always the words."""

from __future__ import annotations

import json
import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.board import Board
from adapters.console.cards_json import from_json, to_json
from adapters.console.exports import save_bytes
from bot.core.cards import Bar, Card, Care, Chart, Paragraph, Picture, Show
from bot.core.wins import WinKind
from tests.adapters.console.scene import ANA, TENANT, Scene, Scripted, Standing, post

MONTHS = (date(2026, 10, 1), date(2026, 11, 1))
CHART = Chart("Kept", MONTHS, ("Oct", "Nov"), (Bar(WinKind.SELF, "Self", (0, 2)),))
CARD = Card("Kept", (Picture(CHART, "In November: 2 self."), Paragraph("More.")))


@pytest.mark.asyncio
async def test_a_picture_is_told_in_words_with_the_file_below(tmp_path: Path) -> None:
    scene = Scene(tmp_path, Scripted([Show(CARD)]))
    assert await scene.play("/wins", "/quit") == (
        "ana> /wins\n"
        "╭ only you\n"
        "│ Kept\n"
        "│\n"
        "│ Picture: In November: 2 self.\n"
        "│\n"
        "│ Saved as a file that only you can read:\n"
        "│ /data/exports/ana-picture.png\n"
        "│\n"
        "│ More.\n"
        "╰\n"
        "\n"
        "ana> /quit\n"
        "· Bye. Everything is saved, and you can go on from here next time.\n"
    )
    file = tmp_path / "exports" / "ana-picture.png"
    assert file.read_bytes() == b"PNG of Kept"
    assert scene.pictures.drawn == [CHART]


@pytest.mark.asyncio
async def test_the_same_picture_is_one_file(tmp_path: Path) -> None:
    scene = Scene(tmp_path, Scripted([Show(CARD), Show(CARD)]))
    await scene.play("/wins", "/wins", "/quit")
    assert os.listdir(tmp_path / "exports") == ["ana-picture.png"]  # noqa: PTH208


@pytest.mark.asyncio
async def test_a_picture_that_fails_still_has_its_words(tmp_path: Path) -> None:
    scene = Scene(tmp_path, Scripted([Show(CARD)]))
    scene.pictures.fails = True
    shown = await scene.play("/wins", "/quit")
    assert "│ Picture: In November: 2 self.\n│\n│ More." in shown
    assert "Saved" not in shown


@pytest.mark.asyncio
async def test_a_folder_that_takes_no_file_costs_only_the_file(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("in the way")
    shown = await Scene(tmp_path, Scripted([Show(CARD)])).play("/wins", "/quit")
    assert "│ Picture: In November: 2 self.\n│\n│ More." in shown


@pytest.mark.asyncio
async def test_a_picture_on_a_card_of_care_is_shown_too(tmp_path: Path) -> None:
    scene = Scene(tmp_path, Scripted([Care(CARD, None, {})]))
    assert "ana-picture.png" in await scene.play("/wins", "/quit")


@pytest.mark.asyncio
async def test_a_posted_picture_is_words_and_fills_nobodys_folder(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.outbox.append((post("a", CARD, ANA), None))
    assert "Picture: In November: 2 self." in await scene.play("/inbox", "/quit")
    assert not (tmp_path / "exports").exists()


@pytest.mark.asyncio
async def test_pictures_of_somebody_who_goes_are_removed(tmp_path: Path) -> None:
    mine = save_bytes(tmp_path, "ana", "picture.png", b"1")
    theirs = save_bytes(tmp_path, "ben", "picture.png", b"2")
    board = Board(tmp_path, TENANT, ["job-club"], ["ana", "ben"], Standing())
    await board.forget(TENANT, "ana")
    assert (mine.exists(), theirs.exists()) == (False, True)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_bytes_are_written_as_they_are_for_their_owner_alone(tmp_path: Path) -> None:
    content = bytes(range(256)) + b"\r\n\xff"
    path = save_bytes(tmp_path, "ana", "picture.png", content)
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = save_bytes(tmp_path, "ana", "picture.png", b"another")
    assert other.name == "ana-picture-2.png"
    assert path.read_bytes() == content


_TEXT = st.text(max_size=8)
_BAR = st.builds(
    Bar, st.sampled_from(WinKind), _TEXT, st.lists(st.integers(0), max_size=3).map(tuple)
)
_CHART = st.builds(
    Chart,
    _TEXT,
    st.lists(st.dates(), max_size=3).map(tuple),
    st.lists(_TEXT, max_size=3).map(tuple),
    st.lists(_BAR, max_size=4).map(tuple),
)


@given(_CHART, _TEXT)
def test_a_picture_in_the_boards_file_comes_back_as_it_was(chart: Chart, alt: str) -> None:
    card = Card("t", (Picture(chart, alt),))
    read = from_json(json.loads(json.dumps(to_json(card))))
    assert read == card
    [picture] = read.body
    assert isinstance(picture, Picture)
    assert all(type(bar.kind) is WinKind for bar in picture.chart.bars)


@pytest.mark.parametrize(
    "chart",
    [
        {"title": "t"},
        {"title": "t", "months": ["soon"], "labels": [], "bars": []},
        {"title": "t", "months": [], "labels": [], "bars": [{"kind": "luck"}]},
        3,
    ],
)
def test_a_chart_that_was_not_written_by_us_is_refused(chart: object) -> None:
    kept = to_json(CARD)
    kept["body"][0]["chart"] = chart
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(kept)
