"""docs/transcripts/debrief.txt is what the program says, not what somebody remembers of it.

After a change of prose or of the conversation, write it anew and read the difference:

    RENEW_TRANSCRIPTS=1 pytest tests/adapters/console/test_transcript.py
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.console.whole import talk

KEPT = Path(__file__).parents[3] / "docs" / "transcripts" / "debrief.txt"
TUESDAY = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)

TYPED = (
    "I didn't get the job at Acme",
    # The offer: debrief now.
    "1",
    # Start: the pace is filled in; then the stage.
    "",
    "3",
    # The job: the employer is filled in; then the role.
    "",
    "Night nurse",
    # How it landed.
    "4",
    "One panel on one morning can't see eleven years.",
    # Practice.
    "I said how we halved the falls on my ward",
    "Bring the figures on paper",
    "Why do you want to leave your ward?",
    # Industry.
    "They hire twice a year, in May and November",
    # Self.
    "The way they talk to the porters",
    "The commute, even on paper",
    "nights with a team I can learn from",
    "a ward that is short every single night",
    # Network.
    "The head nurse, Mrs Okoye",
    "1 2",
    "2",
    # One plan.
    "it is Thursday and I've had breakfast",
    "write to Mrs Okoye",
    "thursday",
    # The next no.
    "ring Ben before I read it twice",
    # Recap: keep it. How do you feel now?
    "1",
    "2",
    # The wins book.
    "/wins",
    "/quit",
)


@pytest.mark.asyncio
async def test_the_transcript_of_a_debrief_is_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = await talk(tmp_path / "data", monkeypatch, TUESDAY, *TYPED)
    if os.environ.get("RENEW_TRANSCRIPTS"):
        write(said)
    assert said == KEPT.read_text("utf-8")
    # A script that has come out of step leaves questions empty or answers them twice.
    assert "! " not in said
    for answer in TYPED:
        assert f"ana> {answer}".rstrip()[:60] in said
    assert "│ Your debrief: Acme\n" in said
    assert "│ Kept. It is in your wins book.\n" in said
    assert said.endswith("· Bye. Everything is saved, and you can go on from here next time.\n")


def write(said: str) -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(said, "utf-8")
