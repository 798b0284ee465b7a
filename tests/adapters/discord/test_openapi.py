"""Bodies of requests are held to Discord's own description, and its findings tell no words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.discord.openapi import breaches, needs_openapi

pytestmark = needs_openapi

TEXT = {"type": 10, "content": "Words"}
MESSAGES = "/channels/1/messages"
SECRET = "Zq7 somebody's words"


def message(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"flags": 32768, "components": list(components)} | more


def row(label: str) -> dict[str, Any]:
    return {
        "type": 1,
        "components": [{"type": 2, "style": 1, "custom_id": "a", "label": label}],
    }


def test_a_body_that_fits_has_no_breaches() -> None:
    assert breaches("POST", MESSAGES, message(TEXT, row("Go"))) == []


@pytest.mark.parametrize(
    "path", ["/api/v10/channels/123/messages", "/channels/123/messages?wait=true"]
)
def test_a_path_may_have_the_version_before_it_and_a_query_behind(path: str) -> None:
    assert breaches("post", path, message(TEXT)) == []


def test_ids_may_be_numbers_where_discord_py_sends_them_so() -> None:
    body = message(
        TEXT,
        attachments=[{"id": 0, "filename": "a.png"}],
        message_reference={"message_id": 2**60, "channel_id": 2**53 + 1},
    )
    assert breaches("POST", MESSAGES, body) == []
    assert body["attachments"] == [{"id": 0, "filename": "a.png"}]


def test_a_breach_within_a_component_is_named_with_its_place() -> None:
    body = message(TEXT, {"type": 17, "components": [row("x" * 81)]})
    assert breaches("POST", MESSAGES, body) == [
        "components.1.components.0.components.0.label: maxLength 80"
    ]


def test_a_breach_within_an_answer_to_an_interaction_is_named_with_its_place() -> None:
    question = {"type": 18, "label": "x" * 46, "component": {"type": 23, "custom_id": "a"}}
    modal = {"type": 9, "data": {"custom_id": "a", "title": "A", "components": [question]}}
    found = breaches("POST", "/interactions/1/token/callback", modal)
    assert found == ["data.components.0.label: maxLength 45"]


@pytest.mark.parametrize(
    "component", [{}, {"type": 99}, {"type": "10", "content": "x"}, {"content": "x"}, None, "x", []]
)
def test_what_is_no_component_is_a_breach(component: Any) -> None:
    assert breaches("POST", MESSAGES, message(component))


def test_an_answer_that_is_edited_has_a_path_of_its_own() -> None:
    path = "/webhooks/1/token/messages/@original"
    assert breaches("PATCH", path, message(TEXT)) == []
    assert breaches("PATCH", path, message({"type": 10})) != []


@pytest.mark.parametrize(("method", "path"), [("POST", "/nowhere"), ("PUT", MESSAGES)])
def test_a_request_that_discord_does_not_have_is_a_breach(method: str, path: str) -> None:
    assert breaches(method, path, {}) == [f"{method} {path}: no such request"]


def test_a_body_where_none_belongs_is_a_breach() -> None:
    path = "/channels/1/messages/2"
    assert breaches("DELETE", path, None) == []
    assert breaches("DELETE", path, {}) == [
        "DELETE /channels/{channel_id}/messages/{message_id}: takes no body"
    ]


def test_no_breach_tells_a_text() -> None:
    body = message({"type": 10, "content": SECRET * 500}, row(SECRET * 9), nonce=SECRET * 9)
    body["components"].append({"type": SECRET})
    found = breaches("POST", MESSAGES, body)
    assert len(found) == 4
    assert "Zq7" not in "".join(found)
