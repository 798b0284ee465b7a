"""The settings: a TOML file, overridden by environment variables `FOURWINS_<SECTION>__<KEY>`.

Every mistake names the file (or the variable), the key and what to write there.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

ENVIRONMENT = "FOURWINS_"
MOST_CARE_LINES = 3

_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class ConfigBroken(Exception):
    """The settings can't be used; the message is one sentence for the operator."""


# Each of these takes what was written and says what to write instead. Types are checked here too,
# because pydantic's own sentences are for programmers.


def _folder(written: object) -> object:
    if isinstance(written, Path):
        return written
    if not isinstance(written, str) or not written.strip() or "\0" in written:
        raise ValueError('write the path of a folder in quotes, such as "four-wins-data"')
    try:
        return Path(written).expanduser()
    except RuntimeError as error:
        raise ValueError("there is no home folder for ~ here; write the whole path") from error


def _zone(written: object) -> object:
    if not (isinstance(written, str) and written.isprintable()):
        raise ValueError('write an IANA name in quotes, such as "Europe/London"')
    zones = available_timezones()
    if written in zones:
        return written
    if near := _nearest(written, zones):
        raise ValueError(f'"{written}" is no time zone; did you mean "{near}"?')
    raise ValueError(f'"{written}" is no time zone; write an IANA name such as "Europe/London"')


def _hour(written: object) -> object:
    if isinstance(written, str) and (hour := _HOUR.fullmatch(written)):
        return time(int(hour[1]), int(hour[2]))
    if isinstance(written, time) and not (written.second or written.microsecond or written.tzinfo):
        return written
    raise ValueError('write an hour between "00:00" and "23:59" in quotes, such as "09:00"')


def _care_lines(written: object) -> object:
    if isinstance(written, str) and not written.lstrip().startswith("["):
        # From the environment, which knows no lists.
        written = written.splitlines()
    elif isinstance(written, str):
        try:
            written = json.loads(written)
        except ValueError:
            written = None
    if not (
        isinstance(written, list | tuple)
        and all(isinstance(line, str) and line.strip() for line in written)
    ):
        raise ValueError('write a list of texts in quotes, such as ["Crisis line: 116 123"]')
    if len(written) > MOST_CARE_LINES:
        raise ValueError(f"write at most three lines; there are {len(written)}")
    return tuple(written)


def _one_of(*known: str) -> BeforeValidator:
    def check(written: object) -> object:
        if isinstance(written, str) and written.casefold() in known:
            return written.casefold()
        *before, last = (f'"{word}"' for word in known)
        raise ValueError(f"write {', '.join(before)} or {last}")

    return BeforeValidator(check)


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(_Section):
    """Where the data is kept."""

    folder: Annotated[Path, BeforeValidator(_folder)] = Path("four-wins-data")


class LogSettings(_Section):
    """How much is logged, and how it looks. Words that people typed are never in it."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _one_of("debug", "info", "warning", "error"),
    ] = "info"
    format: Annotated[Literal["text", "json"], _one_of("text", "json")] = "text"


class TrySettings(_Section):
    """The local group of `fourwins try`."""

    zone: Annotated[str, BeforeValidator(_zone)] = "Europe/London"
    weekday: Annotated[Weekday, _one_of(*_WEEKDAYS)] = "monday"
    hour: Annotated[time, BeforeValidator(_hour)] = time(9)
    care_lines: Annotated[tuple[str, ...], BeforeValidator(_care_lines)] = ()


class Settings(_Section):
    """All settings, each with a default that works."""

    store: StoreSettings = StoreSettings()
    log: LogSettings = LogSettings()
    # `try` is a word of Python's.
    try_: Annotated[TrySettings, Field(alias="try")] = TrySettings()


_KEYS: dict[str, tuple[str, ...]] = {
    field.alias or name: tuple(field.annotation.model_fields)
    for name, field in Settings.model_fields.items()
    if field.annotation is not None
}


def load(path: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from this file and the environment, or the defaults where there is nothing.

    Without a path, `config.toml` in the working folder is read if it is there. Raises ConfigBroken.
    """
    named = path or Path("config.toml")
    values = {} if path is None and not named.exists() else _read(named)
    for section, keys in values.items():
        if section in _KEYS and not isinstance(keys, dict):
            raise ConfigBroken(f"{named}: {section}: write it as a section of its own, [{section}]")
    variables = _variables(os.environ if environment is None else environment)
    for (section, key), (_, value) in variables.items():
        values.setdefault(section, {})[key] = value
    try:
        return Settings(**values)
    except ValidationError as error:
        # One mistake at a time: an operator mends them one by one anyway.
        first = error.errors(include_url=False, include_context=False)[0]
        where = tuple(str(part) for part in first["loc"])
        raise ConfigBroken(_sentence(named, where, first, variables)) from error


def _read(file: Path) -> dict[str, Any]:
    if file.is_dir():
        raise ConfigBroken(f"{file}: is a folder; name the settings file itself")
    try:
        # Editors on Windows put a byte order mark before the first line.
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigBroken(
            f"{file}: there is no such file; copy config.example.toml to it"
        ) from error
    except OSError as error:
        raise ConfigBroken(f"{file}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigBroken(f"{file}: is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"\(at (line \d+)", str(error))
        raise ConfigBroken(
            f"{file}: {line[1] if line else 'at its end'}: this is not TOML; "
            'write each setting once, as key = "value"'
        ) from error


_Variables = dict[tuple[str, str], tuple[str, str]]


def _variables(environment: Mapping[str, str]) -> _Variables:
    """The settings in the environment: (section, key) → (name of the variable, value)."""
    names = {_variable(section, key): (section, key) for section in _KEYS for key in _KEYS[section]}
    found: _Variables = {}
    for name, value in sorted(environment.items()):
        # Windows knows names in capitals only.
        if not name.upper().startswith(ENVIRONMENT):
            continue
        where = names.get(name.upper())
        if where is None:
            near = _nearest(name.upper(), names)
            raise ConfigBroken(
                f"{name}, in the environment: there is no such setting; "
                + (
                    f"did you mean {near}?"
                    if near
                    else "see config.example.toml for those there are"
                )
            )
        found[where] = (name, value)
    return found


def _variable(section: str, key: str) -> str:
    return f"{ENVIRONMENT}{section}__{key}".upper()


def _sentence(file: Path, where: tuple[str, ...], error: Any, variables: _Variables) -> str:
    # A key in quotes can hold anything; on the operator's terminal it must stay one line.
    shown = ".".join(part if part.isprintable() else ascii(part) for part in where)
    source = f"{file}: {shown}"
    if len(where) == 2 and (variable := variables.get((where[0], where[1]))):
        source = f"{variable[0]}, in the environment"
    if error["type"] == "extra_forbidden":
        *section, name = where
        thing, known = ("setting", _KEYS[section[0]]) if section else ("section", tuple(_KEYS))
        near = _nearest(name, known)
        hint = f'did you mean "{near}"?' if near else f"those there are: {', '.join(known)}"
        return f"{source}: there is no such {thing}; {hint}"
    return f"{source}: {str(error['msg']).removeprefix('Value error, ')}"


def _nearest(written: str, known: Iterable[str]) -> str | None:
    """What was probably meant, whatever its capitals."""
    names = {name.casefold(): name for name in known}
    near = get_close_matches(written.casefold(), names, n=1, cutoff=0.75)
    return names[near[0]] if near else None
