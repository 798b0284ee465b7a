"""The settings: a TOML file, overridden by environment variables `FOURWINS_<SECTION>__<KEY>`.

Every mistake names the file, the key and what to write there.
"""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class ConfigBroken(Exception):
    """The settings can't be used; the message is one sentence for the operator."""


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f'"{name}" is no time zone; write an IANA name such as "Europe/London"')
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StoreSettings(_Section):
    """Where the data is kept."""

    folder: Path = Path("four-wins-data")


class LogSettings(_Section):
    """How much is logged, and how it looks. Words that people typed are never in it."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class TrySettings(_Section):
    """The local group of `fourwins try`."""

    zone: Zone = "Europe/London"
    weekday: Weekday = "monday"
    hour: time = time(9)
    care_lines: Annotated[tuple[str, ...], Field(max_length=3)] = ()


class Settings(BaseSettings):
    """All settings, each with a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="FOURWINS_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    store: StoreSettings = StoreSettings()
    log: LogSettings = LogSettings()
    # `try` is a word of Python's.
    try_: Annotated[TrySettings, Field(alias="try")] = TrySettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands above the file (which comes in as the initial values)."""
        return env_settings, init_settings


def load(path: Path | None) -> Settings:
    """The settings from this file, or the defaults where there is none.

    Without a path, `config.toml` in the working folder is read if it is there. Raises ConfigBroken.
    """
    named = path or Path("config.toml")
    if path is None and not named.exists():
        return _checked({}, "the environment")
    try:
        values = tomllib.loads(named.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigBroken(
            f"{named}: there is no such file; copy config.example.toml to it"
        ) from error
    except OSError as error:
        raise ConfigBroken(f"{named}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigBroken(f"{named}: is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigBroken(f"{named}: is not valid TOML: {error}") from error
    return _checked(values, str(named))


def _checked(values: dict[str, Any], source: str) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigBroken(f"{source}: {key}: {_what_to_write(first)}") from error


def _what_to_write(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such setting; see config.example.toml for those there are"
    if error["type"] == "literal_error":
        return f"write one of {error['msg'].removeprefix('Input should be ')}"
    return str(error["msg"]).removeprefix("Value error, ")
