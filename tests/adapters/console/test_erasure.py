"""After `/mydata` and "delete", no byte of the words is left in the folder, the board included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.console.scripts import TUESDAY
from tests.adapters.console.whole import talk

WORDS = ("quixotic", "marmalade", "obsidian", "wisteria", "zanzibar")


@pytest.mark.asyncio
async def test_no_byte_of_a_members_words_is_left_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    typed = (
        # A win, kept and shared by itself in the channel, with the name.
        *("/debrief", "2", "3", "4", "1", "marmalade on the quixotic shelf", "1"),
        *("10", "1", "1", "2", "1", "", "1"),
        # A draft, a check-in that is shown, a card that is passed on.
        *("/debrief obsidian", "/stop"),
        *("/clock +2d", "/checkin", "1", "wisteria", "", "", "2", "1"),
        *("/refer zanzibar", "1", "", "a night kitchen", "1 2 3", "2", "1"),
        # A copy to take along.
        *("/mydata", "1"),
    )
    await talk(folder, monkeypatch, TUESDAY, *typed)
    before = held(folder)
    assert set(before) == set(WORDS), "the script has come out of step"
    said = await talk(folder, monkeypatch, TUESDAY, "/mydata", "2", "delete", "/clock +1h")
    assert "│ Deleted.\n" in said
    assert held(folder) == {}
    assert "Ana" not in (folder / "board.jsonl").read_text("utf-8")


def held(folder: Path) -> dict[str, list[str]]:
    """The files in which each of the words stands."""
    found: dict[str, list[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        for word in WORDS:
            if word.encode() in content:
                found.setdefault(word, []).append(path.name)
    return found
