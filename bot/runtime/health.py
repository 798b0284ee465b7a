"""Logs: structured, to one place, without anybody's words.

Only short names and numbers are logged anywhere in this project; `drop_words` is the last wall, for
a library's message or a value that was handed in by mistake.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from bot.core.text import OPEN

LONGEST = 200


def drop_words(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blot out values that are marked as typed by a person; cut what is too long for a name."""
    for key, value in entry.items():
        if isinstance(value, str):
            if OPEN in value:
                entry[key] = "(words)"
            elif len(value) > LONGEST:
                entry[key] = value[:LONGEST] + "…"
    return entry


def set_up_logs(level: str, form: str, stream: TextIO = sys.stderr) -> None:
    """Send our logs, and the libraries' warnings, to this stream as text lines or as JSON lines."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        stream=stream,
        level=max(number, logging.WARNING),
        format="%(levelname)s %(name)s",
        force=True,
    )
