"""Every sentence the code asks for is in the catalogue, with just the arguments it wants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, MessageReference, VariableReference
from fluent.syntax.visitor import Visitor

ROOT = Path(__file__).parents[2]
SPEAKERS = {"say", "_say", "speech", "theirs", "self._say", "turn.say", "_note"}
"""What the code calls to speak: `say("key", …)`."""


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.others: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_MessageReference(self, node: MessageReference) -> None:  # noqa: N802
        attribute = f".{node.attribute.name}" if node.attribute else ""
        self.others.add(node.id.name + attribute)


def variables(language: str) -> dict[str, set[str]]:
    """The arguments of every message and attribute of this language, references followed."""
    direct: dict[str, _Variables] = {}
    for path in sorted((ROOT / "bot" / "locales" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if not isinstance(entry, Message):
                continue
            for key, pattern in [
                (entry.id.name, entry.value),
                *((f"{entry.id.name}.{a.id.name}", a.value) for a in entry.attributes),
            ]:
                assert key not in direct, f"{key} stands in two places"
                found = _Variables()
                if pattern is not None:
                    found.visit(pattern)
                direct[key] = found

    def of(key: str) -> set[str]:
        return direct[key].names.union(*(of(other) for other in direct[key].others))

    return {key: of(key) for key in direct}


ENGLISH = variables("en")


def calls() -> Iterator[tuple[str, int, str, set[str] | None]]:
    """File, line, key and argument names (None where they can't be told) of each spoken key."""
    for folder in ("bot", "adapters"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = ast.unparse(node.func).rpartition(".")[2]
                key = node.args[0]
                if name not in SPEAKERS or not isinstance(key, ast.Constant):
                    continue
                if not isinstance(key.value, str) or "-" not in key.value:
                    continue
                told: set[str] | None = {one.arg for one in node.keywords if one.arg is not None}
                if any(one.arg is None for one in node.keywords):
                    told = None
                yield str(path.relative_to(ROOT)), node.lineno, key.value, told


FOUND = tuple(calls())


def test_there_are_calls_to_look_at() -> None:
    assert len(FOUND) > 200


def test_every_key_that_is_spoken_is_in_the_catalogue() -> None:
    missing = [f"{path}:{line} {key}" for path, line, key, _ in FOUND if key not in ENGLISH]
    assert missing == []


def test_every_sentence_gets_the_arguments_it_wants() -> None:
    wrong = [
        f"{path}:{line} {key} wants {sorted(ENGLISH[key])}, gets {sorted(told)}"
        for path, line, key, told in FOUND
        if key in ENGLISH and told is not None and not ENGLISH[key] <= told
    ]
    assert wrong == []


def test_no_argument_is_handed_in_for_nothing() -> None:
    allowed = {"console-unclear", "followup-feedback-draft"}
    idle = [
        f"{path}:{line} {key} has no use for {sorted(told - ENGLISH[key])}"
        for path, line, key, told in FOUND
        if key in ENGLISH
        and told is not None
        and told - ENGLISH[key]
        and not any(key.startswith(prefix) for prefix in allowed)
    ]
    assert idle == []


@pytest.mark.parametrize("mark", ["!", "  "])
def test_no_sentence_shouts_or_has_a_double_blank(mark: str) -> None:
    for path in sorted((ROOT / "bot" / "locales" / "en").glob("*.ftl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            text = line.strip()
            if not text.startswith("#"):
                assert mark not in text, f"{path.name}:{number}"
