"""What Discord sends, as events of the core. Pure: whoever is looked up was looked up before.

Interactions are read from their raw data, never through objects that a library keeps between two of
them: two people who submit the same form at once must not get each other's words.
https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.discord.render import MANY, read_form_id
from bot.core.cards import Answer
from bot.core.events import Command, Press, Say, Sender, Submit
from bot.core.model import Tenant

Data = Mapping[str, Any]

LONGEST = 40_000
"""More than Discord lets anybody type."""
MENUS = {"Debrief this": "debrief", "Pass this on": "refer"}
"""The command that stands behind each item of a message's menu."""
OWN_ONLY = {"Debrief this"}
"""Items that work on one's own messages only."""

_MENTION = re.compile(r"<(@[!&]?|#)(\d{5,20})>")
_EMOJI = re.compile(r"<a?(:\w{1,40}:)\d{5,20}>")
_COMMAND = re.compile(r"</([\w -]{1,100}):\d{5,20}>")


@dataclass(frozen=True, slots=True)
class Acting:
    """Who did something, and where, as Discord tells it. Without a guild it was in private."""

    user: str
    name: str
    guild: str = ""
    channel: str = ""
    locale: str = ""
    may_manage: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


def tenant_of(guild: str) -> Tenant:
    """The tenant of a server."""
    return Tenant(f"discord:{guild}")


def own_tenant(user: str) -> Tenant:
    """The tenant of somebody who uses the bot by themselves, without a server."""
    return Tenant(f"discord:@{user}")


def sender(acting: Acting, tenant: Tenant, *, private: bool = True) -> Sender:
    """The sender of an event. Discord tells no time zone; the group's holds until one is set."""
    return Sender(
        tenant,
        acting.user,
        name=acting.name[:80],
        language=acting.locale,
        channel=(acting.channel or None) if acting.guild else None,
        private=private,
        # In private there is no server that could be set up.
        may_found=acting.may_manage and bool(acting.guild),
        names=acting.names,
    )


def names_in(data: Data) -> dict[str, str]:
    """The names of the members and channels that an interaction brings along."""
    resolved = _dict(data, "resolved")
    names: dict[str, str] = {}
    members = _dict(resolved, "members")
    for id, user in _dict(resolved, "users").items():
        if told := _str(members.get(id), "nick") or _called(user):
            names[str(id)] = told[:80]
    for id, channel in _dict(resolved, "channels").items():
        if name := _str(channel, "name"):
            names[str(id)] = f"#{name}"
    return names


def _called(user: Any) -> str:
    """The name by which somebody goes, where no server gives them another."""
    return (_str(user, "global_name") or _str(user, "username"))[:80]


# Events.


def command(id: str, data: Data, by: Sender) -> Command:
    """A slash command with what was typed into its option."""
    texts = [_str(one, "value") for one in _dicts(data, "options")]
    return Command(id, by, _str(data, "name"), " ".join(text for text in texts if text)[:LONGEST])


def typed_so_far(data: Data) -> str:
    """What stands in the option that is being typed."""
    for one in _dicts(data, "options"):
        if one.get("focused") is True:
            return _str(one, "value")[:200]
    return ""


def menu(id: str, data: Data, by: Sender) -> Command | None:
    """An item of a message's menu: a command, with the message on which it was used."""
    name = MENUS.get(_str(data, "name"))
    if name is None:
        return None
    message = _target(data)
    # Whom a message mentions stands in it, and not beside it.
    mentioned = {_str(user, "id"): _called(user) for user in _dicts(message, "mentions")}
    return Command(id, by, name, readable(_str(message, "content"), mentioned | names_in(data)))


def is_own_message(data: Data, user: str) -> bool:
    """Whether a message's menu was used on a message of its user's own."""
    writer = _str(_dict(_target(data), "author"), "id")
    return bool(writer) and writer == user


def _target(data: Data) -> Data:
    return _dict(_dict(_dict(data, "resolved"), "messages"), _str(data, "target_id"))


def token_of(data: Data) -> str:
    """The token of the button that was tapped."""
    return _str(data, "custom_id").partition("~")[0].partition("@")[0]


def guild_of(data: Data) -> str:
    """The server that sent the direct message in which a button was tapped, if it says so."""
    guild = _str(data, "custom_id").partition("~")[0].partition("@")[2]
    return guild if guild.isascii() and guild.isdigit() else ""


def press(id: str, data: Data, by: Sender) -> Press:
    """A button that was tapped. Around a button of Discord's there is no form."""
    return Press(id, by, token_of(data))


def submit(id: str, data: Data, by: Sender) -> Submit | None:
    """A form that was sent, or None for a modal that is none of ours."""
    named = read_form_id(_str(data, "custom_id"))
    if named is None:
        return None
    return Submit(id, by, named.conversation, named.revision, named.step, typed_in(data))


def say(id: str, text: str, by: Sender, bot: str, names: Mapping[str, str]) -> Say:
    """Plain words: a direct message or a mention, without the bot's own name."""
    text = re.sub(rf"<@!?{re.escape(bot)}>", " ", text[:LONGEST]) if bot else text
    return Say(id, by, readable(text, names).strip())


# Parts.


def typed_in(data: Data) -> dict[str, Answer]:
    """The values of a form by field name."""
    values: dict[str, Answer] = {}
    for top in _dicts(data, "components"):
        # A label holds one component; an older row may hold several.
        for one in (_dict(top, "component"), *_dicts(top, "components")):
            id = _str(one, "custom_id")
            if name := id.removesuffix(MANY):
                values[name] = _value(one, any_number=id != name)
    return values


def _value(component: Data, *, any_number: bool) -> Answer:
    match component.get("type"):
        case 4:
            return _str(component, "value")[:LONGEST] or None
        case 21:
            return _str(component, "value") or None
        case 22:
            return _texts(component, "values") or None
        case 3 | 5 | 8:
            chosen = _texts(component, "values")
            return chosen[0] if len(chosen) == 1 and not any_number else chosen or None
        case _:
            return None


def readable(text: str, names: Mapping[str, str] | None = None) -> str:
    """A message's text as its writer saw it, without Discord's marks for mentions and emoji."""
    known = names or {}

    def shown(mark: re.Match[str]) -> str:
        sign, name = mark[1][0], known.get(mark[2], mark[2])
        return name if name.startswith(sign) else f"{sign}{name}"

    text = _MENTION.sub(shown, text[:LONGEST])
    return _COMMAND.sub(r"/\1", _EMOJI.sub(r"\1", text))


def _str(source: Any, key: str) -> str:
    value = source.get(key) if isinstance(source, Mapping) else None
    return value if isinstance(value, str) else ""


def _dict(source: Any, key: str) -> Mapping[str, Any]:
    value = source.get(key) if isinstance(source, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _dicts(source: Any, key: str) -> Iterator[Mapping[str, Any]]:
    value = source.get(key) if isinstance(source, Mapping) else None
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def _texts(source: Any, key: str) -> tuple[str, ...]:
    value = source.get(key) if isinstance(source, Mapping) else None
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
