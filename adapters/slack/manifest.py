"""The app manifest: what the bot is on Slack, what it may do there, and what it is told of.

Pure. Sources: docs.slack.dev/reference/app-manifest and slackapi/manifest-schema (figures),
docs.slack.dev/authentication/installing-with-oauth (optional scopes: in `bot` too), the pages of
the events (the scope each of them needs), docs.slack.dev/govslack (hosts).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal
from urllib.parse import quote, urlsplit

from bot.core.text import Speech

Mode = Literal["socket", "http"]
Manifest = dict[str, Any]

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
"""The slash commands, without the slash."""

TAKES_WORDS: Final = frozenset({"debrief", "rejected", "wins", "refer"})
"""Those that take words behind them. Slack refuses an empty hint, so the others have none."""

SHORTCUTS: Final[tuple[tuple[str, Literal["global", "message"]], ...]] = (
    ("new_debrief", "global"),
    ("debrief_this", "message"),
    ("pass_on", "message"),
)
"""callback_id and place of each shortcut: the lightning menu, or the menu of a message."""

SCOPES: Final = (
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "app_mentions:read",
    "users:read",
    "channels:read",
    "groups:read",
    "files:write",
)
"""What the bot can't do its work without. Nothing here reads a channel, and nothing may."""

OPTIONAL_SCOPES: Final = ("chat:write.public", "channels:join")
"""What whoever installs may leave out: without these the bot has to be invited to a channel."""

EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "message.im",
    "app_uninstalled",
    "tokens_revoked",
    "team_access_revoked",
    "user_change",
)

REQUEST_PATH: Final = "/slack/events"
"""Where Slack sends events, commands and presses in HTTP mode."""
REDIRECT_PATH: Final = "/slack/oauth_redirect"
"""Where Slack sends whoever installed the app back to, where several workspaces are served."""

BACKGROUND: Final = "#2f4f4f"

_NEEDED: Final = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "user_change": "users:read",
}
_HISTORY = frozenset({"channels:history", "groups:history", "mpim:history"})


def manifest(mode: Mode, say: Speech, url: str = "", *, several: bool = True) -> Manifest:
    """The whole manifest.

    HTTP mode takes the bot's public https address. There, `several` is for an app that workspaces
    install by OAuth, with tokens that change every twelve hours; without it the app has the one
    token of the workspace it was made in, as it always has in socket mode.
    """
    http = mode == "http"
    by_oauth = http and several
    base = url.rstrip("/")
    request = {"request_url": f"{base}{REQUEST_PATH}"} if http else {}
    redirects = {"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if by_oauth else {}
    return {
        "display_information": {
            "name": say("slack-app-name"),
            "description": say("slack-app-description"),
            "background_color": BACKGROUND,
            "long_description": say("slack-app-about"),
        },
        "features": {
            # Without the messages tab nobody could write to the bot.
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": say("slack-app-name"), "always_online": True},
            "shortcuts": [
                {
                    "name": say(f"slack-shortcut-{callback}"),
                    "type": place,
                    "callback_id": callback,
                    "description": say(f"slack-shortcut-{callback}.about"),
                }
                for callback, place in SHORTCUTS
            ],
            "slash_commands": [_command(name, say, base if http else "") for name in COMMANDS],
        },
        "oauth_config": {
            **redirects,
            # Slack wants the optional ones in both lists.
            "scopes": {
                "bot": [*SCOPES, *OPTIONAL_SCOPES],
                "bot_optional": list(OPTIONAL_SCOPES),
            },
        },
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            # An organisation installs by OAuth; the one token of one workspace can't serve it.
            "org_deploy_enabled": by_oauth,
            "socket_mode_enabled": not http,
            # Slack never turns it off again, and a token in the settings would end after 12 hours.
            "token_rotation_enabled": by_oauth,
        },
    }


def _command(name: str, say: Speech, base: str) -> Manifest:
    told: Manifest = {"command": f"/{name}"}
    if base:
        told["url"] = f"{base}{REQUEST_PATH}"
    told["description"] = say(f"slack-command-{name}")
    if name in TAKES_WORDS:
        told["usage_hint"] = say(f"slack-command-{name}.hint")
    # Escaped, a mention typed behind a command would come as an id instead of the word typed.
    return told | {"should_escape": False}


def link(manifest: Mapping[str, Any], api_url: str = "https://slack.com/api/") -> str:
    """The address that opens Slack's page for a new app with this manifest filled in."""
    return f"{new_app(api_url)}&manifest_json={quote(_compact(manifest), safe='')}"


def new_app(api_url: str = "https://slack.com/api/") -> str:
    """The address of Slack's page for a new app: on GovSlack's own host where its API is used."""
    host = urlsplit(api_url).hostname or ""
    gov = host == "slack-gov.com" or host.endswith(".slack-gov.com")
    return f"https://api.{'slack-gov' if gov else 'slack'}.com/apps?new_app=1"


def _compact(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))


# What Slack would refuse.


def problems(manifest: Mapping[str, Any]) -> list[str]:
    """Everything in it that Slack would refuse or that this bot must never ask for: a place and a
    reason each."""
    display = _part(manifest, "display_information")
    features = _part(manifest, "features")
    scopes = _part(_part(manifest, "oauth_config"), "scopes")
    settings = _part(manifest, "settings")
    found = [
        *_length(display, "name", 1, 35),
        *_length(display, "description", 1, 140, needed=False),
        *_length(display, "long_description", 175, 4000, needed=False),
        *_length(_part(features, "bot_user"), "display_name", 1, 80),
        *_commands(_list(features, "slash_commands")),
        *_shortcuts(_list(features, "shortcuts")),
        *_scopes(_list(scopes, "bot"), _list(scopes, "bot_optional")),
    ]
    colour = display.get("background_color", "#000")
    digits = colour[1:] if isinstance(colour, str) and colour[:1] == "#" else ""
    if len(digits) not in {3, 6} or not all(c in "0123456789abcdefABCDEF" for c in digits):
        found.append("background_color: no colour such as #2f4f4f")
    events = _list(_part(settings, "event_subscriptions"), "bot_events")
    found += _many("bot_events", events, 100)
    found += [
        f"bot_events: {event} needs the scope {_NEEDED[event]}"
        for event in events
        if event in _NEEDED and _NEEDED[event] not in _list(scopes, "bot")
    ]
    return [*found, *_addresses(manifest)]


def _part(there: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = there.get(key)
    return part if isinstance(part, Mapping) else {}


def _list(there: Mapping[str, Any], key: str) -> list[Any]:
    part = there.get(key)
    return part if isinstance(part, list) else []


def _length(
    there: Mapping[str, Any], key: str, least: int, most: int, *, needed: bool = True, of: str = ""
) -> Iterable[str]:
    text = there.get(key)
    where = f"{of}{key}"
    if text is None and not needed:
        return
    if not isinstance(text, str) or not text.strip():
        yield f"{where}: missing"
    elif not least <= len(text) <= most:
        yield f"{where}: {len(text)} characters, {least} to {most} fit"


def _many(key: str, there: list[Any], most: int) -> list[str]:
    names = [json.dumps(one, sort_keys=True) for one in there]
    found = [f"{key}: {len(there)}, at most {most} fit"] if len(there) > most else []
    return found + ([f"{key}: one stands there twice"] if len(set(names)) < len(names) else [])


def _commands(there: list[Any]) -> Iterable[str]:
    yield from _many("slash_commands", [one.get("command") for one in there], 50)
    for one in there:
        of = f"slash_commands {one.get('command')} "
        yield from _length(one, "command", 2, 32, of=of)
        yield from _length(one, "description", 1, 2000, of=of)
        yield from _length(one, "usage_hint", 1, 1000, needed=False, of=of)
        command = str(one.get("command", ""))
        if not command.startswith("/") or any(c.isspace() or c.isupper() for c in command):
            yield f"{of}command: a slash and small letters without a blank"


def _shortcuts(there: list[Any]) -> Iterable[str]:
    yield from _many("shortcuts", [one.get("callback_id") for one in there], 10)
    for one in there:
        of = f"shortcuts {one.get('callback_id')} "
        yield from _length(one, "name", 1, 24, of=of)
        yield from _length(one, "callback_id", 1, 255, of=of)
        yield from _length(one, "description", 1, 150, of=of)
        if one.get("type") not in {"global", "message"}:
            yield f"{of}type: global or message"


def _scopes(scopes: list[Any], optional: list[Any]) -> Iterable[str]:
    both = dict.fromkeys([*scopes, *optional])
    yield from _many("scopes", scopes, 255)
    yield from (f"bot_optional: {one} must be in bot too" for one in optional if one not in scopes)
    yield from (f"scopes: {one} reads what nobody typed to us" for one in both if one in _HISTORY)


def _addresses(manifest: Mapping[str, Any]) -> Iterable[str]:
    settings = _part(manifest, "settings")
    socket = bool(settings.get("socket_mode_enabled"))
    called = [
        ("event_subscriptions", _part(settings, "event_subscriptions").get("request_url")),
        ("interactivity", _part(settings, "interactivity").get("request_url")),
        *(
            (f"slash_commands {one.get('command')}", one.get("url"))
            for one in _list(_part(manifest, "features"), "slash_commands")
        ),
    ]
    redirects = _list(_part(manifest, "oauth_config"), "redirect_urls")
    for where, address in called:
        if address is None and not socket:
            yield f"{where}: without Socket Mode it needs an address"
    for where, address in [*called, *(("redirect_urls", one) for one in redirects)]:
        if address is None:
            continue
        parts = urlsplit(str(address))
        if parts.scheme != "https" or not parts.hostname or len(str(address)) > 2500:
            yield f"{where}: no https address"
    if len(redirects) > 1000:
        yield f"redirect_urls: {len(redirects)}, at most 1000 fit"
    if settings.get("token_rotation_enabled") and not redirects:
        yield "token_rotation_enabled: without OAuth nobody could renew the token"
