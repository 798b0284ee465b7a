"""docs/transcripts are what the program says, not what somebody remembers of it.

After a change of prose or of a conversation, write them anew and read the difference:

    RENEW_TRANSCRIPTS=1 pytest tests/adapters/console/test_transcript.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.adapters.console.scripts import SCRIPTS
from tests.adapters.console.whole import talk

FOLDER = Path(__file__).parents[3] / "docs" / "transcripts"
BYE = "· Bye. Everything is saved, and you can go on from here next time.\n"


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.asyncio
async def test_a_transcript_is_what_is_said(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = SCRIPTS[name]
    said = await talk(tmp_path / "data", monkeypatch, script.start, *script.typed, "/quit")
    kept = FOLDER / f"{name}.txt"
    if os.environ.get("RENEW_TRANSCRIPTS"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept.write_text(said, "utf-8")
    assert said == kept.read_text("utf-8")
    # A script that has come out of step leaves questions empty or answers them twice.
    for answer in script.typed:
        assert f"> {answer}".rstrip()[:60] in said
    for sentence in script.says:
        assert sentence in said
    assert "There is no button" not in said
    assert "quite understand" not in said
    assert said.endswith(BYE)


def test_every_transcript_has_its_script() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SCRIPTS)
