"""The settings: a TOML file, overridden by environment variables `FOURWINS_<SECTION>__<KEY>`.

Every mistake names the file (or the variable), the key and what to write there. A secret can also
stand in a file of its own, named by `<key>_file`; no message and no repr shows one.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

ENVIRONMENT = "FOURWINS_"
MOST_CARE_LINES = 3
SLACK_API = "https://slack.com/api/"
GOV_SLACK_API = "https://slack-gov.com/api/"
DISCORD_API = "https://discord.com/api/v10"
MAKE_A_KEY = "fourwins keys new"

_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
# The last sign of the 43 holds four bits of the 32 bytes, and no more.
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]=")


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


# What follows never repeats what was written: it may be a secret that went into the wrong place.


def _secret(written: object) -> str:
    """The secret without the blanks around it; empty means that there is none."""
    secret = written.get_secret_value() if isinstance(written, SecretStr) else written
    if isinstance(secret, str) and all("!" <= c <= "~" for c in secret.strip()):
        return secret.strip()
    raise ValueError("write it in quotes, as one word without blanks; it may be copied in part")


_BOT_TOKEN_IS = (
    "the bot token begins with xoxb- and is on your app's page, "
    "OAuth & Permissions, Bot User OAuth Token"
)
_APP_TOKEN_IS = (
    "the app token begins with xapp- and is on your app's page, Basic Information, App-Level Tokens"
)
_OUR_PATHS = ("/slack/events", "/slack/install", "/slack/oauth_redirect")
_LIKE_A_TOKEN = ("xox", "xapp-")


def _bot_token(written: object) -> object:
    secret = _secret(written)
    if not secret or (secret.startswith("xoxb-") and _is_token(secret)):
        return secret
    if secret.startswith("xapp-"):
        raise ValueError(f"this is an app token, which belongs in app_token; {_BOT_TOKEN_IS}")
    if secret.startswith("xoxp-"):
        raise ValueError(f"this is the token of a person; {_BOT_TOKEN_IS}")
    if secret.startswith("xoxe"):
        raise ValueError(
            "this token ends after twelve hours, since your app has token rotation on; "
            "leave bot_token out and let workspaces install the app by OAuth, "
            "or make a new app without it"
        )
    raise ValueError(f"this is no bot token; {_BOT_TOKEN_IS}")


def _app_token(written: object) -> object:
    secret = _secret(written)
    if not secret or (secret.startswith("xapp-") and _is_token(secret)):
        return secret
    if secret.startswith("xoxb-"):
        raise ValueError(f"this is a bot token, which belongs in bot_token; {_APP_TOKEN_IS}")
    raise ValueError(f"this is no app token; {_APP_TOKEN_IS}")


def _is_token(secret: str) -> bool:
    """Not only its beginning, and no placeholder such as xoxb-…"""
    return re.fullmatch(r"x[a-z]+-[A-Za-z0-9-]+", secret) is not None


def _credential(title: str) -> BeforeValidator:
    """What stands under this title on the page Basic Information of a Slack app."""

    def check(written: object) -> object:
        secret = _secret(written)
        if secret.startswith(_LIKE_A_TOKEN):
            raise ValueError(
                f"this is a token; the {title.casefold()} is on your app's page, "
                f"Basic Information, App Credentials, {title}"
            )
        return secret

    return BeforeValidator(check)


def _client_id(written: object) -> object:
    if isinstance(written, str) and re.fullmatch(r"(\d+\.\d+)?", written.strip()):
        return written.strip()
    raise ValueError(
        'write it in quotes, such as "1234567890.1234567890"; it is on your app\'s page, '
        "Basic Information, App Credentials, Client ID"
    )


def _keys(written: object) -> object:
    secret = written.get_secret_value() if isinstance(written, SecretStr) else written
    # The form of a Fernet key: 32 bytes in base64 for addresses.
    if isinstance(secret, str) and all(_FERNET_KEY.fullmatch(key) for key in _words(secret)):
        return secret
    raise ValueError(f"this is no key, or not the whole of one; make one with {MAKE_A_KEY}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _file(written: object) -> object:
    if written is None or written == "":
        return None
    try:
        return _folder(written)
    except ValueError:
        sentence = 'write the path of a file in quotes, such as "/run/secrets/slack_bot_token"'
        raise ValueError(sentence) from None


def _address(written: object) -> SplitResult | None:
    """Its parts, if it is an address of the web and nothing more."""
    if not isinstance(written, str) or not all("!" <= c <= "~" for c in written):
        return None
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return None
    more = parts.query or parts.fragment or parts.username or parts.password
    return parts if parts.hostname and not more else None


def public_address(written: object) -> str:
    """The bot's address from outside, without a slash at its end. Raises ValueError."""
    given = written.strip().rstrip("/") if isinstance(written, str) else written
    if given == "":
        return ""
    parts = _address(given)
    if not isinstance(given, str) or parts is None or parts.scheme != "https":
        raise ValueError(
            'write the public address that begins with https, such as "https://bot.example.org"'
        )
    if parts.path.endswith(_OUR_PATHS):
        raise ValueError("leave out what begins with /slack; it is added by itself")
    return given


def _is_safe(parts: SplitResult, scheme: str) -> bool:
    """Whether a token may go there: encrypted (`https`, `wss`), or to this machine, for a test."""
    near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return parts.scheme == scheme or (near and parts.scheme == scheme.removesuffix("s"))


def _api_url(written: object) -> object:
    parts = _address(written)
    if parts is not None and parts.path.endswith("/api/") and _is_safe(parts, "https"):
        return written
    raise ValueError(
        f'write an https address that ends in /api/: "{SLACK_API}", '
        f'or "{GOV_SLACK_API}" for GovSlack'
    )


_DISCORD_TOKEN_IS = (
    "the token is on your application's page, Bot, Token; Reset Token shows a new one, once"
)
_APPLICATION_ID_IS = (
    "write the digits of your application's id; "
    "it is on your application's page, General Information, Application ID"
)
_APPLICATION_ID = re.compile(r"[0-9]{15,20}")


def _discord_token(written: object) -> object:
    secret = _secret(written)
    # The bot's id, a time and a signature, each in base64 for addresses.
    if not secret or re.fullmatch(r"[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}", secret, re.ASCII):
        return secret
    if _APPLICATION_ID.fullmatch(secret):
        raise ValueError(f"this is an id, which belongs in application_id; {_DISCORD_TOKEN_IS}")
    if re.fullmatch(r"[0-9a-f]{64}", secret):
        raise ValueError(f"this is the public key, which is not needed; {_DISCORD_TOKEN_IS}")
    if secret.startswith(_LIKE_A_TOKEN):
        raise ValueError(f"this is a token of Slack's; {_DISCORD_TOKEN_IS}")
    raise ValueError(f"this is no bot token, or not the whole of one; {_DISCORD_TOKEN_IS}")


def discord_application(written: object) -> str:
    """An application's id on Discord; empty means that there is none. Raises ValueError."""
    if isinstance(written, int) and not isinstance(written, bool):
        # Digits without quotes are a number to TOML.
        written = str(written)
    given = written.strip() if isinstance(written, str) else None
    if given is None or (given and not _APPLICATION_ID.fullmatch(given)):
        raise ValueError(_APPLICATION_ID_IS)
    return given


def _discord_api_url(written: object) -> object:
    given = written.removesuffix("/") if isinstance(written, str) else written
    parts = _address(given)
    # The library finds the version in it.
    named = parts is not None and re.search(r"/api/v[0-9]+$", parts.path)
    if parts is not None and named and _is_safe(parts, "https"):
        return given
    raise ValueError(f'write an https address that ends in /api/ and a version: "{DISCORD_API}"')


def _gateway_url(written: object) -> object:
    parts = _address(written)
    if written == "" or (parts is not None and _is_safe(parts, "wss")):
        return written
    raise ValueError(
        'write an address that begins with wss, such as "wss://gateway.example.org", '
        "or nothing for the one that Discord says"
    )


def _shards(written: object) -> object:
    if isinstance(written, str) and re.fullmatch(r"[0-9]{1,4}", written):
        # From the environment.
        written = int(written)
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= 9999:
        return written
    raise ValueError("write a number, or 0 for as many as Discord recommends")


def _host(written: object) -> object:
    if isinstance(written, str) and re.fullmatch(r"[A-Za-z0-9.:_-]+", written):
        return written
    raise ValueError('write the address to listen on in quotes, such as "127.0.0.1" or "0.0.0.0"')


def _port(written: object) -> object:
    if isinstance(written, str) and re.fullmatch(r"[0-9]{1,5}", written):
        # From the environment.
        written = int(written)
    if isinstance(written, int) and not isinstance(written, bool) and 1 <= written <= 65535:
        return written
    raise ValueError("write a number between 1 and 65535, such as 3000")


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Section(BaseModel):
    # Without the input, an error that ends up in a log shows no secret.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


_NO_SECRET = SecretStr("")
_SecretFile = Annotated[Path | None, BeforeValidator(_file)]


class StoreSettings(_Section):
    """Where the data is kept, and what encrypts people's words and tokens in it."""

    folder: Annotated[Path, BeforeValidator(_folder)] = Path("four-wins-data")
    key: Annotated[SecretStr, BeforeValidator(_keys)] = _NO_SECRET
    key_file: _SecretFile = None

    @property
    def fernet_keys(self) -> tuple[str, ...]:
        """The keys, of which the first encrypts and each may decrypt."""
        return _words(self.key.get_secret_value())


class LogSettings(_Section):
    """How much is logged, and how it looks. Words that people typed are never in it."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _one_of("debug", "info", "warning", "error"),
    ] = "info"
    format: Annotated[Literal["text", "json"], _one_of("text", "json")] = "text"


class SlackSettings(_Section):
    """How the bot is on Slack. What a mode needs is said by `slack_ready`."""

    mode: Annotated[Literal["socket", "http"], _one_of("socket", "http")] = "socket"
    bot_token: Annotated[SecretStr, BeforeValidator(_bot_token)] = _NO_SECRET
    bot_token_file: _SecretFile = None
    app_token: Annotated[SecretStr, BeforeValidator(_app_token)] = _NO_SECRET
    app_token_file: _SecretFile = None
    signing_secret: Annotated[SecretStr, _credential("Signing Secret")] = _NO_SECRET
    signing_secret_file: _SecretFile = None
    client_id: Annotated[str, BeforeValidator(_client_id)] = ""
    client_secret: Annotated[SecretStr, _credential("Client Secret")] = _NO_SECRET
    client_secret_file: _SecretFile = None
    url: Annotated[str, BeforeValidator(public_address)] = ""
    host: Annotated[str, BeforeValidator(_host)] = "127.0.0.1"
    port: Annotated[int, BeforeValidator(_port)] = 3000
    api_url: Annotated[str, BeforeValidator(_api_url)] = SLACK_API

    @property
    def configured(self) -> bool:
        """Whether anything here says that the bot is to be on Slack."""
        return any(
            (
                self.bot_token,
                self.app_token,
                self.signing_secret,
                self.client_id,
                self.client_secret,
            )
        )

    @property
    def several(self) -> bool:
        """Whether workspaces install the app by OAuth."""
        return self.mode == "http" and bool(self.client_id or self.client_secret)


class DiscordSettings(_Section):
    """How the bot is on Discord. What is still missing is said by `discord_ready`."""

    token: Annotated[SecretStr, BeforeValidator(_discord_token)] = _NO_SECRET
    token_file: _SecretFile = None
    application_id: Annotated[str, BeforeValidator(discord_application)] = ""
    api_url: Annotated[str, BeforeValidator(_discord_api_url)] = DISCORD_API
    gateway_url: Annotated[str, BeforeValidator(_gateway_url)] = ""
    shards: Annotated[int, BeforeValidator(_shards)] = 0

    @property
    def configured(self) -> bool:
        """Whether anything here says that the bot is to be on Discord."""
        return bool(self.token or self.application_id)

    @property
    def application(self) -> str:
        """The application's id: as it is written, else as the token has it; empty without both.

        A token begins with its bot's id, which is the application's but for those made before 2017.
        """
        if self.application_id:
            return self.application_id
        first = self.token.get_secret_value().partition(".")[0]
        try:
            told = base64.urlsafe_b64decode(f"{first}{'=' * (-len(first) % 4)}").decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return told if _APPLICATION_ID.fullmatch(told) else ""


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
    slack: SlackSettings = SlackSettings()
    discord: DiscordSettings = DiscordSettings()
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
        keys = values.setdefault(section, {})
        keys[key] = value
        other = _twin(section, key)
        if value and other and (section, other) not in variables:
            # What the environment says of a secret goes before the file, whichever way it says it.
            keys.pop(other, None)
    sources = {
        where: f"{variable}, in the environment" for where, (variable, _) in variables.items()
    }
    _open_secrets(named, values, sources)
    try:
        return Settings(**values)
    except ValidationError as error:
        # One mistake at a time: an operator mends them one by one anyway.
        first = error.errors(include_url=False, include_context=False)[0]
        where = tuple(str(part) for part in first["loc"])
        raise ConfigBroken(_sentence(named, where, first, sources)) from error


def slack_ready(settings: Settings) -> str | None:
    """One sentence that says what [slack] still needs for its mode, or None."""
    slack = settings.slack
    if slack.mode == "socket":
        tokens = {"bot_token": slack.bot_token, "app_token": slack.app_token}
        return _still_needs('[slack], with mode = "socket",', tokens)
    if slack.several and slack.bot_token:
        return (
            "[slack]: for one workspace leave out client_id and client_secret, "
            "for several leave out bot_token"
        )
    if slack.several:
        need: dict[str, str | SecretStr] = {
            "client_id": slack.client_id,
            "client_secret": slack.client_secret,
            "signing_secret": slack.signing_secret,
            "url": slack.url,
            "key in [store]": settings.store.key,
        }
        return _still_needs('[slack], with mode = "http" and a client,', need)
    if not slack.bot_token:
        return (
            '[slack], with mode = "http", needs bot_token and signing_secret for one workspace, '
            "or client_id, client_secret, signing_secret, url and a key in [store] for several; "
            "docs/slack.md says where to find them"
        )
    return _still_needs('[slack], with mode = "http",', {"signing_secret": slack.signing_secret})


def discord_ready(settings: Settings) -> str | None:
    """One sentence that says what [discord] still needs, or None."""
    return _still_needs("[discord]", {"token": settings.discord.token}, "docs/discord.md")


def _still_needs(
    what: str, need: Mapping[str, str | SecretStr], page: str = "docs/slack.md"
) -> str | None:
    missing = [name for name, value in need.items() if not value]
    if not missing:
        return None
    *before, last = missing
    names = f"{', '.join(before)} and {last}" if before else last
    return f"{what} still needs {names}; {page} says where to find it"


def _twin(section: str, key: str) -> str | None:
    """For a secret the key of its file, and the other way round."""
    for other in (f"{key}_file", key.removesuffix("_file")):
        if other != key and other in _KEYS.get(section, ()):
            return other
    return None


_Sources = dict[tuple[str, str], str]


def _open_secrets(named: Path, values: dict[str, Any], sources: _Sources) -> None:
    """Put the secrets that stand in files of their own into the values.

    What is wrong with such a secret is then told of the setting that names its file.
    """
    for section, keys in _KEYS.items():
        there = values.get(section, {})
        for key in keys:
            file_key = f"{key}_file"
            if file_key not in keys or not there.get(file_key):
                continue
            source = sources.get((section, file_key), f"{named}: {section}.{file_key}")
            if there.get(key):
                raise ConfigBroken(f"{source}: {key} is written too; leave one of the two out")
            there[key] = _from_file(source, there[file_key])
            sources[section, key] = source


def _from_file(source: str, written: object) -> str:
    try:
        path = _file(written)
    except ValueError as error:
        raise ConfigBroken(f"{source}: {error}") from error
    if not isinstance(path, Path):
        return ""
    try:
        if not (secret := path.read_text(encoding="utf-8-sig").strip()):
            raise ConfigBroken(f"{source}: there is nothing in that file")
    except OSError as error:
        raise ConfigBroken(f"{source}: that file can't be read ({error.strerror})") from error
    except UnicodeDecodeError:
        # Not as a cause: it holds what was read.
        raise ConfigBroken(f"{source}: that file is no text") from None
    return secret


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


def _sentence(file: Path, where: tuple[str, ...], error: Any, sources: _Sources) -> str:
    # A key in quotes can hold anything; on the operator's terminal it must stay one line.
    shown = ".".join(part if part.isprintable() else ascii(part) for part in where)
    source = f"{file}: {shown}"
    if len(where) == 2:
        source = sources.get((where[0], where[1]), source)
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
