"""Holds the bodies of requests to Discord's own description of its HTTP API.

The description (github.com/discord/discord-api-spec, MIT) is not in this repository: it is looked
for at FOURWINS_DISCORD_OPENAPI, else beside the repository in `../shared/schemas`. Where it is not,
`MISSING` says so and tests that need it skip (`needs_openapi`).

It does not notice unknown keys, a missing flag, the sums over a message or the names of commands:
for these there is `adapters.discord.components.problems`.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types
from jsonschema.exceptions import ValidationError  # type: ignore[import-untyped]  # the same
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_DEFAULT = Path(__file__).parents[4] / "shared" / "schemas" / "discord-openapi.json"
_FILE = Path(os.environ.get("FOURWINS_DISCORD_OPENAPI", _DEFAULT))
MISSING = "" if _FILE.is_file() else f"no {_FILE.name}: set FOURWINS_DISCORD_OPENAPI to its path"
needs_openapi = pytest.mark.skipif(bool(MISSING), reason=MISSING)

_SAFE = 2**53


def breaches(method: str, path: str, body: object) -> list[str]:
    """What in the JSON `body` of a request the description does not allow; nothing when it is fit.

    `path` is as it was asked for, with ids in it, without `/api/v10` or with it; a query is
    ignored. A path or a method that Discord does not have is a breach. Each breach is a path within
    the body and what is wrong there, and tells nothing of the texts in it.
    Raises FileNotFoundError where the description is missing.
    """
    template = _template(method.lower(), _bare(path))
    if template is None:
        return [f"{method.upper()} {_bare(path)}: no such request"]
    validator = _validator(template, method.lower())
    if validator is None:
        return [] if body is None else [f"{method.upper()} {template}: takes no body"]
    return [_told(error) for error in validator.iter_errors(_as_json(body))]


def _bare(path: str) -> str:
    return re.sub(r"^/api/v\d+(?=/)", "", path.partition("?")[0])


def _as_json(value: object, *, key: str = "", within: str = "") -> object:
    """The body as Discord reads it: ids are texts, which discord.py sends as numbers in places."""
    match value:
        case bool():
            return value
        case int() if abs(value) > _SAFE or (key == "id" and within == "attachments"):
            return str(value)
        case dict():
            return {one: _as_json(part, key=one, within=key) for one, part in value.items()}
        case list() | tuple():
            return [_as_json(part, key=key, within=key) for part in value]
        case _:
            return value


def _told(error: ValidationError) -> str:
    # Of the alternatives that do not fit either, the one that got furthest is what was meant.
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    where = ".".join(str(part) for part in error.absolute_path) or "body"
    rule = error.validator_value
    # What the description asks for, and nothing of what stands there.
    shown = str(rule) if isinstance(rule, int | str | list) and len(str(rule)) < 80 else ""
    return f"{where}: {error.validator} {shown}".rstrip()


@cache
def _description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    _dispatch(described, described["components"]["schemas"])
    return described


def _dispatch(part: object, schemas: dict[str, Any]) -> None:
    """Lets alternatives be told apart by their `type` at once, which asks the same of a body.

    Else each would be tried on each component, which takes long, and a problem within one would be
    told as those of all others.
    """
    if isinstance(part, list):
        for one in part:
            _dispatch(one, schemas)
    if not isinstance(part, dict):
        return
    for one in part.values():
        _dispatch(one, schemas)
    for key in ("oneOf", "anyOf"):
        kinds = _kinds(part.get(key), schemas)
        if kinds and part.keys().isdisjoint({"required", "properties", "allOf"}):
            alternatives = part.pop(key)
            part["required"] = ["type"]
            part["properties"] = {"type": {"enum": kinds}}
            part["allOf"] = [
                {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": one}
                for kind, one in zip(kinds, alternatives, strict=True)
            ]


def _kinds(alternatives: object, schemas: dict[str, Any]) -> list[int]:
    """The types of these alternatives, where each has one of its own; else nothing."""
    kinds: list[int] = []
    for one in alternatives if isinstance(alternatives, list) else ():
        named = schemas.get(str(one.get("$ref", "")).rpartition("/")[2], {})
        allowed = named.get("properties", {}).get("type", {}).get("enum", [])
        if len(allowed) != 1 or "type" not in named.get("required", ()):
            return []
        kinds += allowed
    return kinds if len(set(kinds)) == len(kinds) > 1 else []


@cache
def _registry() -> Registry[Any]:
    empty: Registry[Any] = Registry()
    filled: Registry[Any] = empty.with_resource(
        "urn:discord", DRAFT202012.create_resource(_description())
    )
    return filled


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The paths with their patterns; those with the fewest ids first, so `@original` is itself."""
    paths = sorted(_description()["paths"], key=lambda path: path.count("{"))
    return tuple((re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in paths)


@cache
def _template(method: str, path: str) -> str | None:
    for pattern, template in _templates():
        if pattern.fullmatch(path) and method in _description()["paths"][template]:
            return template
    return None


@cache
def _validator(template: str, method: str) -> Draft202012Validator | None:
    if "requestBody" not in _description()["paths"][template][method]:
        return None
    place = template.replace("~", "~0").replace("/", "~1")
    content = f"paths/{place}/{method}/requestBody/content/application~1json/schema"
    return Draft202012Validator(
        {"$ref": f"urn:discord#/{content}".replace("{", "%7B").replace("}", "%7D")},
        registry=_registry(),
    )
