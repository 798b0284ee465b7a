"""A chart for tests that need a picture and don't care which."""

from __future__ import annotations

from datetime import date

from bot.core.cards import Bar, Chart
from bot.core.wins import WinKind

CHART = Chart("Kept", (date(2026, 11, 1),), ("Nov",), (Bar(WinKind.SELF, "Self", (2,)),))
