"""What is kept about a member: to see, to take along, to delete."""

from __future__ import annotations

from bot.core.turn import Feature

FEATURE = Feature("my_data")
