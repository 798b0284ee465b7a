"""Texts as PostgreSQL can hold them: it knows no NUL, neither in a text nor in JSONB.

A NUL becomes two characters of which the first is U+0001, and U+0001 itself does too. The order of
texts by their code points stays as it is.
"""

from __future__ import annotations

import re

_WRITTEN = {"\x00": "\x01\x01", "\x01": "\x01\x02"}
_READ = {text: character for character, text in _WRITTEN.items()}
_MARKS = re.compile("[\x00\x01]")
_MARKED = re.compile("\x01[\x01\x02]")

# In JSON both are escaped. A backslash and what it escapes are taken together, so that the second
# half of an escaped backslash is not taken for the beginning of something.
_JSON_WRITTEN = {r"\u0000": r"\u0001\u0001", r"\u0001": r"\u0001\u0002"}
_JSON_READ = {text: character for character, text in _JSON_WRITTEN.items()}
_JSON_MARKS = re.compile(r"\\(?:u000[01]|.)")
_JSON_MARKED = re.compile(r"\\(?:u0001\\u000[12]|.)")


def written(text: str) -> str:
    """The text as the server holds it."""
    return _MARKS.sub(lambda found: _WRITTEN[found[0]], text)


def read(text: str) -> str:
    """The text that was `written`."""
    return _MARKED.sub(lambda found: _READ[found[0]], text) if "\x01" in text else text


def json_written(json: str) -> str:
    """The JSON text as a JSONB of the server can hold it."""
    if r"\u000" not in json:
        return json
    return _JSON_MARKS.sub(lambda found: _JSON_WRITTEN.get(found[0], found[0]), json)


def json_read(json: str) -> str:
    """The JSON text that was `json_written`."""
    if r"\u0001" not in json:
        return json
    return _JSON_MARKED.sub(lambda found: _JSON_READ.get(found[0], found[0]), json)
