"""What the bot is on Discord: its commands and menus, what it may do there, how it gets in.

Pure. Sources: docs.discord.com/developers/interactions/application-commands (names, contexts,
localisation), /developers/reference#locales, /developers/topics/permissions and
/developers/topics/oauth2#bot-authorization-flow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from adapters.discord.components import LOCALES
from adapters.discord.decode import MENUS
from bot.core.text import Catalogues, Speech

Json = dict[str, Any]

COMMANDS: Final = (
    "debrief",
    "rejected",
    "wins",
    "checkin",
    "refer",
    "practice",
    "mydata",
    "fourwins",
)
"""The slash commands, without the slash. Discord sends these names, in whatever language they were
shown; `MENUS` has the names of the menus."""

OPTIONS: Final[Mapping[str, str]] = {
    "debrief": "about",
    "rejected": "about",
    "wins": "words",
    "refer": "about",
}
"""What can be typed behind a command. The others take nothing."""

SUGGESTED: Final = frozenset({"debrief", "rejected", "wins"})
"""The commands with suggestions while one types (`suggest.py`)."""

OF_THE_GROUP: Final = frozenset({"checkin", "refer"})
"""What goes to a group. Not offered where somebody talks with others in private: what is written
there should not be one tap away from a channel."""

_SLASH, _MESSAGE, _TEXT = 1, 3, 3
_GUILD, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2
_GUILD_INSTALL, _USER_INSTALL = 0, 1

_CALLED: Final[Mapping[str, tuple[str, ...]]] = {
    "es": ("es-ES", "es-419"),
    "pt": ("pt-BR",),
    "sv": ("sv-SE",),
    "zh": ("zh-CN",),
    "nb": ("no",),
}
"""Discord's codes for languages of ours, where they are others."""


def commands(prose: Catalogues, *, user_install: bool = True) -> list[Json]:
    """All commands, as Discord's bulk overwrite takes them, in every language there is.

    With `user_install` people can also have the bot on their own account. Discord allows that only
    for an application whose page "Installation" does, too. No command is kept from anybody by
    `default_member_permissions`: who may do what is asked anew at each step.
    """
    # Without a language it is the fallback's.
    default = prose.speech("")
    others = [prose.speech(one) for one in prose.languages if one != default.language]
    slash = [_slash(name, default, others, user_install) for name in COMMANDS]
    return [*slash, *(_menu(name, others, user_install) for name in MENUS)]


def _slash(name: str, default: Speech, others: Sequence[Speech], user_install: bool) -> Json:
    key = f"discord-command-{name}"
    told: Json = {
        "name": name,
        "type": _SLASH,
        **_translated("name", name, f"{key}.name", others),
        "description": default(key),
        **_translated("description", default(key), key, others),
    }
    if name in OPTIONS:
        option, hint = OPTIONS[name], f"{key}.hint"
        told["options"] = [
            {
                "type": _TEXT,
                "name": option,
                **_translated("name", option, f"discord-option-{option}", others),
                "description": default(hint),
                **_translated("description", default(hint), hint, others),
                "required": False,
                # Whatever is suggested, anything can be typed.
                "autocomplete": name in SUGGESTED,
            }
        ]
    return told | _places(name in OF_THE_GROUP, user_install)


def _menu(name: str, others: Sequence[Speech], user_install: bool) -> Json:
    command = MENUS[name]
    return {
        "name": name,
        "type": _MESSAGE,
        **_translated("name", name, f"discord-menu-{command}", others),
        **_places(command in OF_THE_GROUP, user_install),
    }


def _places(of_the_group: bool, user_install: bool) -> Json:
    """Where the command can be used, and with which ways of installing the bot."""
    contexts = [_GUILD, _BOT_DM]
    if not user_install:
        return {"contexts": contexts, "integration_types": [_GUILD_INSTALL]}
    if not of_the_group:
        contexts.append(_PRIVATE_CHANNEL)
    return {"contexts": contexts, "integration_types": [_GUILD_INSTALL, _USER_INSTALL]}


def _translated(field: str, default: str, key: str, others: Sequence[Speech]) -> Json:
    """`<field>_localizations` for the languages that say it in words of their own."""
    # "es" comes before "es-419", so that the nearer language has the last word.
    found = {
        locale: theirs
        for say in others
        if say.has(key) and (theirs := say(key)) != default
        for locale in locales(say.language)
    }
    return {f"{field}_localizations": found} if found else {}


def locales(language: str) -> tuple[str, ...]:
    """Discord's codes for a language of ours: none for English, in which the defaults are."""
    if language.partition("-")[0] == "en":
        return ()
    if language in LOCALES:
        return (language,)
    return _CALLED.get(language, ())


def fingerprint(commands: Sequence[Json], application_id: str, api_url: str) -> str:
    """A mark of these commands of this application there, to bring them only when it changed."""
    told = json.dumps([application_id, api_url, list(commands)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


# What the bot may do.


@dataclass(frozen=True, slots=True)
class Permission:
    """A right in a server. `discord-permission-<name>` is its name there, `.why` our need of it."""

    name: str
    value: int


PERMISSIONS: Final = (
    Permission("view-channels", 1 << 10),
    Permission("send-messages", 1 << 11),
    Permission("create-public-threads", 1 << 35),
    Permission("send-in-threads", 1 << 38),
    Permission("attach-files", 1 << 15),
    Permission("read-history", 1 << 16),
)
"""All that is asked for. No Administrator, and nothing that could call everybody."""


def permissions() -> int:
    """All of them in one number, as an invitation has it."""
    return sum(one.value for one in PERMISSIONS)


def explained(say: Speech) -> Iterator[tuple[str, str]]:
    """Each permission as Discord names it, and what the bot does with it."""
    for one in PERMISSIONS:
        key = f"discord-permission-{one.name}"
        yield say(key), say(f"{key}.why")


def invite_url(application_id: str, *, user_install: bool = False) -> str:
    """Discord's page that adds the bot to a server, or to one's own account.

    Raises ValueError for an id that is none. On an account it has no rights of its own, and Discord
    takes no `bot` scope.
    """
    if not (application_id.isascii() and application_id.isdigit()):
        raise ValueError("an application's id is made of digits")
    query = {"client_id": application_id, "integration_type": str(int(user_install))}
    if user_install:
        query["scope"] = "applications.commands"
    else:
        query["scope"] = "bot applications.commands"
        query["permissions"] = str(permissions())
    return f"https://discord.com/oauth2/authorize?{urlencode(query, quote_via=quote)}"
