"""Logs: structured, to one place, without anybody's words.

Only short names and numbers are logged anywhere in this project; `drop_words` is the last wall, for
a library's message or a value that was handed in by mistake.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from bot.core.text import OPEN

LONGEST = 200


def drop_words(
    _logger: Any, _method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blot out values that are marked as typed by a person; cut what is too long for a name; of
    anything but names and numbers, an error or a whole document, leave only what kind it is."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        # Written out, it would come with its message and the lines of code around it.
        entry["error"], entry["frames"] = type(error).__name__, frames_of(error)
    for key, value in entry.items():
        entry[key] = _harmless(value)
    return entry


def _harmless(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            if OPEN in value:
                return "(words)"
            # As plain text: an enumeration would be written with its class.
            return value[:LONGEST] + "…" if len(value) > LONGEST else str(value)
        case list() | tuple():
            return [_harmless(one) for one in value]
        case _:
            return type(value).__name__


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
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_NamesOnly("%(levelname)s %(name)s"))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


class _NamesOnly(logging.Formatter):
    """Of an error that a library logs: its type and where it was, never its message, which can hold
    somebody's words."""

    def format(self, record: logging.LogRecord) -> str:
        line = self.formatMessage(record)
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return line
        return f"{line} {type(error).__name__} at {'; '.join(frames_of(error))}"


def frames_of(error: BaseException | None) -> list[str]:
    """Where it failed: files, lines and functions, never the values or the message."""
    if error is None:
        return []
    return [
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-6:]
    ]
