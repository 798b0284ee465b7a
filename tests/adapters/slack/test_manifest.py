"""The manifest: complete, within Slack's figures, and without a right to read channels."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.slack import app, http
from adapters.slack.manifest import (
    COMMANDS,
    EVENTS,
    OPTIONAL_SCOPES,
    REDIRECT_PATH,
    REQUEST_PATH,
    SCOPES,
    SHORTCUTS,
    TAKES_WORDS,
    Manifest,
    Mode,
    link,
    manifest,
    new_app,
    problems,
)
from bot.wiring import FEATURES, catalogues

SAY = catalogues().speech("en")
PAGE = Path(__file__).parents[3] / "docs" / "slack.md"
URL = "https://bot.example.org/four/"
SOCKET = manifest("socket", SAY)
SEVERAL = manifest("http", SAY, URL)
ONE = manifest("http", SAY, URL, several=False)
ALL = pytest.mark.parametrize("made", [SOCKET, SEVERAL, ONE], ids=["socket", "several", "one"])


@ALL
def test_slack_would_take_it(made: Manifest) -> None:
    assert problems(made) == []


@ALL
def test_no_channel_is_read_and_nothing_is_asked_for_a_person(made: Manifest) -> None:
    scopes = made["oauth_config"]["scopes"]
    assert set(scopes) == {"bot", "bot_optional"}
    asked = {*scopes["bot"], *scopes["bot_optional"]}
    assert asked == {*SCOPES, *OPTIONAL_SCOPES}
    assert {scope for scope in asked if scope.endswith(":history")} == {"im:history"}
    events = made["settings"]["event_subscriptions"]
    assert "user_events" not in events
    assert {event for event in events["bot_events"] if event.startswith("message")} == {
        "message.im"
    }


def test_the_page_for_operators_says_what_each_permission_is_for() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    for scope in (*SCOPES, *OPTIONAL_SCOPES):
        assert [row for row in rows if f"`{scope}`" in row.split("|")[1]], scope


@ALL
def test_every_feature_can_be_reached(made: Manifest) -> None:
    typed = {one["command"].removeprefix("/") for one in made["features"]["slash_commands"]}
    # "/home" and "/help" are other names of /fourwins, and too common for a workspace.
    known = {name for feature in FEATURES for name in feature.commands}
    assert typed == set(COMMANDS) == known - {"home", "help"}
    hinted = {
        one["command"][1:] for one in made["features"]["slash_commands"] if "usage_hint" in one
    }
    assert hinted == TAKES_WORDS
    assert [(one["callback_id"], one["type"]) for one in made["features"]["shortcuts"]] == list(
        SHORTCUTS
    )
    # Otherwise members read "Sending messages to this app has been turned off".
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert made["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert made["settings"]["interactivity"]["is_enabled"]


def test_what_slack_is_told_to_call_is_what_is_listened_to() -> None:
    assert (REQUEST_PATH, REDIRECT_PATH) == (http.EVENTS, http.CALLBACK)
    assert {callback for callback, _ in SHORTCUTS} == set(app.SHORTCUTS)
    assert set(app.SHORTCUTS.values()) <= set(COMMANDS)


def test_socket_mode_needs_no_address_and_keeps_its_token() -> None:
    assert "http" not in json.dumps(SOCKET)
    assert SOCKET["settings"]["socket_mode_enabled"]
    assert not SOCKET["settings"]["token_rotation_enabled"]
    assert not SOCKET["settings"]["org_deploy_enabled"]
    assert "redirect_urls" not in SOCKET["oauth_config"]


def test_several_workspaces_install_by_oauth_with_tokens_that_change() -> None:
    events = "https://bot.example.org/four/slack/events"
    assert SEVERAL["oauth_config"]["redirect_urls"] == [
        "https://bot.example.org/four/slack/oauth_redirect"
    ]
    assert SEVERAL["settings"]["event_subscriptions"]["request_url"] == events
    assert SEVERAL["settings"]["interactivity"]["request_url"] == events
    assert {one["url"] for one in SEVERAL["features"]["slash_commands"]} == {events}
    assert SEVERAL["settings"]["token_rotation_enabled"]
    assert SEVERAL["settings"]["org_deploy_enabled"]
    assert not SEVERAL["settings"]["socket_mode_enabled"]


def test_the_token_of_one_workspace_over_http_does_not_end_after_twelve_hours() -> None:
    assert not ONE["settings"]["token_rotation_enabled"]
    assert "redirect_urls" not in ONE["oauth_config"]
    assert ONE["settings"]["event_subscriptions"]["request_url"].startswith("https://")


@ALL
def test_the_link_carries_the_whole_manifest_and_is_not_too_long(made: Manifest) -> None:
    address = link(made)
    # Servers commonly stop at 8,190 characters.
    assert len(address) < 8000
    assert address.isascii()
    assert address.startswith("https://api.slack.com/apps?new_app=1&manifest_json=%7B")
    query = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert set(query) == {"new_app", "manifest_json"}
    assert json.loads(query["manifest_json"][0]) == made


@pytest.mark.parametrize(
    ("api_url", "host"),
    [
        ("https://slack.com/api/", "api.slack.com"),
        ("http://127.0.0.1:8080/api/", "api.slack.com"),
        ("https://notslack-gov.com/api/", "api.slack.com"),
        ("https://slack-gov.com/api/", "api.slack-gov.com"),
        ("https://agency.slack-gov.com/api/", "api.slack-gov.com"),
    ],
)
def test_govslack_makes_its_apps_on_its_own_host(api_url: str, host: str) -> None:
    assert urlsplit(new_app(api_url)).hostname == host
    assert link(SOCKET, api_url).startswith(f"https://{host}/apps?new_app=1&manifest_json=")


def _set(*path: str | int, to: object) -> Callable[[Any], None]:
    """Puts this in its place; None takes it away."""

    def change(made: Any) -> None:
        for key in path[:-1]:
            made = made[key]
        if to is None:
            del made[path[-1]]
        else:
            made[path[-1]] = to

    return change


SHOWN, COMMAND, SHORTCUT, EVENT = (
    ("display_information",),
    ("features", "slash_commands"),
    ("features", "shortcuts"),
    ("settings", "event_subscriptions"),
)
BOT, OPTIONAL = (("oauth_config", "scopes", key) for key in ("bot", "bot_optional"))
ONCE = {"command": "/a", "description": "b"}
CUT = {"callback_id": "a", "name": "b", "description": "c", "type": "global"}


@pytest.mark.parametrize(
    ("mode", "change", "problem"),
    [
        ("socket", _set("display_information", to=None), "name: missing"),
        ("socket", _set(*SHOWN, "name", to="n" * 36), "name: 36 characters, 1 to 35 fit"),
        ("socket", _set(*SHOWN, "description", to="d" * 141), "description: 141 characters"),
        ("socket", _set(*SHOWN, "long_description", to="d" * 174), "long_description: 174"),
        ("socket", _set(*SHOWN, "long_description", to="d" * 4001), "long_description: 4001"),
        ("socket", _set(*SHOWN, "background_color", to="2f4f4f"), "background_color: no colour"),
        ("socket", _set(*SHOWN, "background_color", to="#2f4g4f"), "background_color: no colour"),
        ("socket", _set("features", "bot_user", to=None), "display_name: missing"),
        (
            "socket",
            _set(*COMMAND, to=[{**ONCE, "command": f"/{n}"} for n in range(51)]),
            "slash_commands: 51, at most 50 fit",
        ),
        ("socket", _set(*COMMAND, to=[ONCE, ONCE]), "slash_commands: one stands there twice"),
        ("socket", _set(*COMMAND, 0, "command", to="debrief"), "slash_commands debrief command: a"),
        ("socket", _set(*COMMAND, 0, "command", to="/" + "d" * 32), "command: 33 characters"),
        ("socket", _set(*COMMAND, 0, "description", to="d" * 2001), "description: 2001"),
        ("socket", _set(*COMMAND, 0, "description", to=None), "/debrief description: missing"),
        ("socket", _set(*COMMAND, 0, "usage_hint", to="h" * 1001), "usage_hint: 1001"),
        ("socket", _set(*COMMAND, 0, "usage_hint", to=""), "usage_hint: missing"),
        (
            "socket",
            _set(*SHORTCUT, to=[{**CUT, "callback_id": str(n)} for n in range(11)]),
            "shortcuts: 11, at most 10 fit",
        ),
        ("socket", _set(*SHORTCUT, 0, "name", to="n" * 25), "name: 25 characters, 1 to 24 fit"),
        ("socket", _set(*SHORTCUT, 0, "description", to="d" * 151), "description: 151"),
        ("socket", _set(*SHORTCUT, 0, "callback_id", to="c" * 256), "callback_id: 256"),
        ("socket", _set(*SHORTCUT, 0, "type", to="app"), "new_debrief type: global or message"),
        ("socket", _set(*BOT, to=[f"s{n}" for n in range(256)]), "scopes: 256, at most 255"),
        ("socket", _set(*BOT, to=[*SCOPES]), "bot_optional: channels:join must be in bot too"),
        ("socket", _set(*BOT, to=["chat:write"]), "bot_events: message.im needs the scope im:hi"),
        ("socket", _set(*EVENT, "bot_events", to=["e"] * 2), "bot_events: one stands there twice"),
        ("socket", _set("settings", "token_rotation_enabled", to=True), "token_rotation_enabled:"),
        ("socket", _set("settings", "socket_mode_enabled", to=False), "interactivity: without"),
        (
            "http",
            _set(*EVENT, "request_url", to="http://a.example"),
            "event_subscriptions: no http",
        ),
        ("http", _set(*COMMAND, 0, "url", to=None), "slash_commands /debrief: without Socket Mode"),
        ("http", _set(*COMMAND, 0, "url", to="/slack/events"), "/debrief: no https address"),
        ("http", _set("oauth_config", "redirect_urls", to=["https://"]), "redirect_urls: no https"),
        (
            "http",
            _set("oauth_config", "redirect_urls", to=["https://a.example"] * 1001),
            "redirect_urls: 1001, at most 1000 fit",
        ),
    ],
)
def test_what_slack_would_refuse_is_found(
    mode: Mode, change: Callable[[Any], None], problem: str
) -> None:
    made = copy.deepcopy(SOCKET if mode == "socket" else SEVERAL)
    change(made)
    assert [found for found in problems(made) if problem in found]


@pytest.mark.parametrize("scope", ["channels:history", "groups:history", "mpim:history"])
@pytest.mark.parametrize("path", [BOT, OPTIONAL])
def test_a_right_to_read_channels_is_a_problem(path: tuple[str, ...], scope: str) -> None:
    made = copy.deepcopy(SOCKET)
    _set(*path, to=[*SCOPES, *OPTIONAL_SCOPES, scope])(made)
    assert f"scopes: {scope} reads what nobody typed to us" in problems(made)


def test_http_without_an_address_is_a_problem() -> None:
    assert len(problems(manifest("http", SAY))) == len(COMMANDS) + 3


def test_an_empty_manifest_is_told_and_not_an_error() -> None:
    assert problems({}) == [
        "name: missing",
        "display_name: missing",
        "event_subscriptions: without Socket Mode it needs an address",
        "interactivity: without Socket Mode it needs an address",
    ]
