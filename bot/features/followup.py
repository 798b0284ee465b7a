"""What a member asked to be brought back after a debrief: each once, each opt-in."""

from __future__ import annotations

from bot.core.turn import Feature

FEATURE = Feature("followup")
