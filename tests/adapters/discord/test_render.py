"""Whatever a card holds, Discord takes it, nothing of it is lost, and typed words can do nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord import limits, render
from adapters.discord.components import Surface, problems
from adapters.discord.render import Named, read_form_id
from bot.core.cards import (
    Answer,
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Correct,
    Entry,
    FieldKind,
    Form,
    FormField,
    Heading,
    Look,
    Option,
    Paragraph,
    Picture,
    Quote,
    press_token,
)
from bot.core.text import CLOSE, OPEN, clean, plain, said
from tests.adapters.discord.openapi import MISSING, breaches
from tests.pictures import CHART
from tests.scene import prose

Json = dict[str, Any]

SAY = prose().speech("en")
ROW, BUTTON, SELECT, INPUT, SECTION, TEXT, LABEL, RADIOS, CHECKBOXES = 1, 2, 3, 4, 9, 10, 18, 21, 22

HOSTILE = (
    "",
    " ",
    "\n\n\n",
    "@everyone @here <@1234567> <@!1234567> <@&1234567> <#1234567> @1234567",
    "<@\u200b1234567> @\u200beveryone @@everyone @@@here",
    "https://a.example/_x_ http://a.example <https://a.example> [a](https://b.example) www.a.example",
    "discord.gg/abc https://discord.gg/abc discord.com/invite/abc steam://run/1 a@b.example",
    "<t:1> <t:1:R> </debrief:1234567> </a b:1234567> <id:customize> <mailto:a@b.example>",
    "*i* _i_ **b** __u__ ~~s~~ ||hidden|| `code` ```block``` ***all***",
    "# one\n## two\n### three\n-# small\n> quote\n>>> all\n- a\n* b\n+ c\n1. d\n2) e",
    "    four\n\tone\n  - a\n  > b",
    "- ",
    ">",
    "-#",
    "*",
    "**",
    "****",
    "\\",
    "\\\\",
    "ends in a backslash\\",
    "one\\\ntwo\\\n\\three",
    "*\n*\n**\n\\*\n\\",
    ":tada: :skull: :+1::skin-tone-3: <:x:1234567> <a:x:1234567>",
    "¯\\_(ツ)_/¯",
    "אבג שלום\u202egnp.exe\u202c \u2066x\u2069 **אבג**",
    "a\u200bb\u200c\u200d\ufeff\u00ad",
    "\u200d",
    "e\u0301\u0302\u0303" * 60,
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪" * 40,
    "漢字かな" * 60,
    "one\ntwo\r\nthree\u2028four\x0bfive\tsix",
    "\x00\x07\x1b[2J\ud800\udfff",
    f"{OPEN}{CLOSE}{CLOSE}{OPEN}",
    "v1:debrief.begin:x~2",
    "w" * 74 + " " + "x" * 80,
    "word " * 40,
)
ENORMOUS = (
    "w" * 4_000,
    "w" * 20_000,
    "漢" * 20_000,
    "👋" * 20_000,
    "*_" * 10_000,
    "\\" * 20_000,
    "@everyone" * 2_000,
    "word and word " * 1_500,
    " " * 4_000 + "x" + " " * 4_000 + "y",
    "line\n" * 4_000,
    "a\n" * 6_000,
    "a\n\n\n" * 4_000,
    "漢\n" * 3_000,
)


def pressed(number: int = 0) -> str:
    return press_token("debrief.begin", f"s{number}")


# What Discord makes of a text: a model that knows nothing of how we write. Where it is not certain
# that something would be active, it is taken to be.


@dataclass(frozen=True, slots=True)
class Mark:
    """Something active: of which kind, and the words that it holds."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader sees of a text, and what is active in it."""

    words: str
    marks: tuple[Mark, ...]


_INERT = re.compile(r"[^\n\\!-/:-@\[-`{-~]+")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_RUN = r"((?:\\[\s\S]|[^\\])+?)"
_BLOCKS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("heading", re.compile(r" *#{1,6}\s+((?:\\.|[^\n])+?)#*[ ]*(?:\n|$)")),
    ("subtext", re.compile(r" *-#\s+([^\n]+)(?:\n|$)")),
    ("quote", re.compile(r" *>>> ?([\s\S]*)")),
    ("quote", re.compile(r" *> ?([^\n]*(?:\n *> ?[^\n]*)*)\n?")),
    ("bullet", re.compile(r" *(?:[-*+]|\d+[.)]) +([^\n]*(?:\n+ {2,}[^\n]*)*)\n?")),
)
_INLINE: Mapping[str, Sequence[tuple[str, re.Pattern[str]]]] = {
    "`": (("code", re.compile(r"(?P<fence>`+)([\s\S]*?[^`])(?P=fence)(?!`)")),),
    "*": (
        ("bold", re.compile(rf"\*\*{_RUN}\*\*(?!\*)")),
        ("italic", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|[^\\*])+?)\*(?!\*)")),
    ),
    "_": (
        ("underline", re.compile(rf"__{_RUN}__(?!_)")),
        ("italic", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_")),
    ),
    "~": (("struck", re.compile(rf"~~{_RUN}~~")),),
    "|": (("spoiler", re.compile(rf"\|\|{_RUN}\|\|")),),
    "@": (
        ("ping", re.compile(r"@(?:everyone|here)")),
        ("link", re.compile(r"@[\w-]+\.\w")),
    ),
    "<": (
        ("ping", re.compile(r"<(?:@[!&]?|#)\d+>")),
        ("emoji", re.compile(r"<a?:\w+:\d+>")),
        ("moment", re.compile(r"<t:-?\d+(?::\w)?>")),
        ("command", re.compile(r"</[^<>\n]+:\d+>")),
        ("guide", re.compile(r"<id:\w+(?::\d+)?>")),
        ("link", re.compile(r"<(?:\w+:|\+\d|[^\s<>@]+@)[^\s<>]*>")),
    ),
    ":": (
        ("link", re.compile(r"://[^\s<]")),
        ("emoji", re.compile(r":(?:[^\s:\\]+)(?:::skin-tone-\d)?:")),
    ),
    "[": (("link", re.compile(r"\[((?:\\[\s\S]|[^\\\]])+)\]\(")),),
    ".": (
        ("link", re.compile(r"(?<=www)\.\S", re.IGNORECASE)),
        ("link", re.compile(r"(?<=discord)\.(?:gg|com/invite)/\S")),
    ),
}
# What the server looks for, and what a client looks for in a text as a whole, know no backslashes.
_RAW = re.compile(
    r"@everyone|@here|<(?:@[!&]?|#)\d+>|\w://|discord(?:app)?\.(?:gg|com)/|<t:|</\w", re.IGNORECASE
)


def read(content: str) -> Reading:
    """A text display as it is shown."""
    words: list[str] = []
    marks = [Mark("raw", found[0]) for found in _RAW.finditer(content)]
    _read(content, words, marks, starts=True)
    return Reading("".join(words).replace("@\u200b", "@"), tuple(marks))


def _read(content: str, words: list[str], marks: list[Mark], *, starts: bool) -> None:
    at = 0
    while at < len(content):
        if starts and (block := _first(_BLOCKS, content, at)):
            kind, found = block
            inner = found[1]
            if kind == "quote" and ">>>" not in found[0]:
                inner = re.sub(r"\n *> ?", "\n", inner)
            if kind == "bullet":
                inner = re.sub(r"\n {2}", "\n", inner)
            _within(kind, inner, words, marks, starts=kind in ("quote", "bullet"))
            words.append("\n")
            at = found.end()
            continue
        starts = False
        if plainly := _INERT.match(content, at):
            words.append(plainly[0])
            at = plainly.end()
        elif escaped := _ESCAPE.match(content, at):
            words.append(escaped[1])
            at = escaped.end()
        elif inline := _first(_INLINE.get(content[at], ()), content, at):
            kind, found = inline
            inner = found[found.lastindex or 0]
            _within(kind, inner, words, marks, starts=False)
            at = found.end()
        else:
            words.append(content[at])
            starts = content[at] == "\n"
            at += 1


def _first(
    rules: Iterable[tuple[str, re.Pattern[str]]], content: str, at: int
) -> tuple[str, re.Match[str]] | None:
    for kind, pattern in rules:
        if found := pattern.match(content, at):
            return kind, found
    return None


def _within(
    kind: str, inner: str, words: list[str], marks: list[Mark], *, starts: bool
) -> None:
    held: list[str] = []
    place = len(marks)
    if kind in ("bold", "italic", "underline", "struck", "spoiler", *(k for k, _ in _BLOCKS)):
        _read(inner, held, marks, starts=starts)
    else:
        held.append(inner)
    marks.insert(place, Mark(kind, "".join(held).replace("@\u200b", "@")))
    words += held


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("plain words, 1 of 2: a-b (c) [d] e/f", []),
        ("# Title", ["heading"]),
        (" ### Title", ["heading"]),
        ("x\n## Title\ny", ["heading"]),
        ("-# small", ["subtext"]),
        ("> words\n> more", ["quote"]),
        (">>> words\nmore", ["quote"]),
        ("> # Title", ["quote", "heading"]),
        ("- item\n  - item", ["bullet", "bullet"]),
        ("1. item\n2. item", ["bullet", "bullet"]),
        ("- **item**", ["bullet", "bold"]),
        ("**b** *i* _i_ __u__ ~~s~~ ||x||", ["bold", *["italic"] * 2, "underline", *_S]),
        ("**one\\*\\***", ["bold"]),
        ("**one\\**", ["italic"]),
        ("**one\\\\**", ["bold"]),
        ("`c` ```b```", ["code", "code"]),
        ("<:x:1> <a:x:1> :tada:", ["emoji"] * 3),
        ("a@b.example www.a.example [a](b)", ["link"] * 3),
        ("<mailto:a@b.example> <id:home>", ["link", "guide"]),
        ("\\*i\\* \\# x \\<\\@1\\>", []),
    ]
    if (_S := ["struck", "spoiler"])
    else [],
)
def test_the_model_finds_what_is_active(content: str, kinds: list[str]) -> None:
    assert [mark.kind for mark in read(content).marks] == kinds
