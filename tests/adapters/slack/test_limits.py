"""Everything that Slack would refuse is found before it is sent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import limits
from adapters.slack.block_kit import Surface, problems

Json = dict[str, Any]
EVERYWHERE = frozenset(Surface)
MODAL, HOME, MESSAGE = Surface.MODAL, Surface.HOME, Surface.MESSAGE


def plain(text: str = "Words", **more: Any) -> Json:
    return {"type": "plain_text", "text": text} | more


def mrkdwn(text: str = "*Words*", **more: Any) -> Json:
    return {"type": "mrkdwn", "text": text} | more


def option(value: str = "one", text: str = "One", **more: Any) -> Json:
    return {"text": plain(text), "value": value} | more


def choices(number: int) -> list[Json]:
    return [option(str(n)) for n in range(number)]


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements)} | more


def ask(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element} | more


def section(**more: Any) -> Json:
    return {"type": "section", **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go")} | more


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def run(*parts: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    return {"type": kind, "elements": list(parts)} | more


def words(text: str = "Words", **more: Any) -> Json:
    return {"type": "text", "text": text} | more


def on(surface: Surface, *blocks: Json, **more: Any) -> Json:
    if surface is MESSAGE:
        return {"text": "A summary", "blocks": list(blocks)} | more
    view: Json = {"type": surface.value, "blocks": list(blocks)}
    if surface is MODAL:
        view |= {"title": plain("Title"), "submit": plain("Send")}
    return view | more


CONFIRM = {"title": plain(), "text": plain(), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A picture"}

ELEMENTS: dict[str, Json] = {
    "button": button(
        action_id="v1:go",
        value="1",
        url="https://example.org",
        style="primary",
        confirm=CONFIRM | {"style": "danger"},
        accessibility_label="Go on",
    ),
    "overflow": {
        "type": "overflow",
        "action_id": "a",
        "options": [option(url="https://example.org"), option("two", description=plain())],
        "confirm": CONFIRM,
    },
    "checkboxes": {
        "type": "checkboxes",
        "action_id": "a",
        "options": [option(), {"text": mrkdwn(), "value": "two", "description": mrkdwn()}],
        "initial_options": [option()],
        "confirm": CONFIRM,
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "a",
        "options": [option(), option("two")],
        "initial_option": option("two"),
    },
    "static_select": {
        "type": "static_select",
        "action_id": "a",
        "options": [option(), option("two")],
        "initial_option": option(),
        "placeholder": plain(),
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "a",
        "option_groups": [
            {"label": plain(), "options": [option()]},
            {"label": plain(), "options": [option("two")]},
        ],
        "initial_options": [option("two"), option()],
        "max_selected_items": 2,
        "placeholder": plain(),
    },
    "users_select": {"type": "users_select", "initial_user": "U012AB3CD", "placeholder": plain()},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U012AB3CD", "W0"]},
    "conversations_select": {
        "type": "conversations_select",
        "initial_conversation": "G012",
        "default_to_current_conversation": True,
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    },
    "multi_conversations_select": {
        "type": "multi_conversations_select",
        "initial_conversations": ["C1"],
        "filter": {"exclude_bot_users": False},
    },
    "channels_select": {"type": "channels_select", "initial_channel": "C012AB3CD"},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["C1", "C2"]},
    "datepicker": {"type": "datepicker", "initial_date": "2028-02-29", "placeholder": plain()},
    "timepicker": {
        "type": "timepicker",
        "initial_time": "23:59",
        "timezone": "America/Argentina/Buenos_Aires",
    },
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1628633820},
    "plain_text_input": {
        "type": "plain_text_input",
        "action_id": "line",
        "multiline": True,
        "min_length": 2,
        "max_length": 5,
        "initial_value": "Words",
        "placeholder": plain(),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "number_input": {
        "type": "number_input",
        "is_decimal_allowed": True,
        "min_value": "-1.5",
        "initial_value": "2",
        "max_value": "3",
    },
    "email_text_input": {"type": "email_text_input", "initial_value": "a@example.org"},
    "url_text_input": {"type": "url_text_input", "initial_value": "https://example.org"},
}
ONLY_MODALS = {"number_input", "email_text_input", "url_text_input"}
NOT_ASKED = {"button", "overflow"}
NOT_ACTIONS = ONLY_MODALS | {"plain_text_input"}
NOT_BESIDE = NOT_ACTIONS | {"datetimepicker"}

BLOCKS: dict[str, Json] = {
    "actions": actions(button(action_id="a"), button(action_id="b"), block_id="acts"),
    "context": {"type": "context", "elements": [plain(), mrkdwn(verbatim=True), IMAGE]},
    "divider": {"type": "divider", "block_id": "line"},
    "file": {"type": "file", "external_id": "ours", "source": "remote"},
    "header": {"type": "header", "text": plain("Title", emoji=False)},
    "image": IMAGE | {"title": plain()},
    "slack image": {"type": "image", "slack_file": {"id": "F012"}, "alt_text": "A picture"},
    "linked image": {
        "type": "image",
        "slack_file": {"url": "https://files.slack.com/a"},
        "alt_text": "A picture",
    },
    "input": ask(ELEMENTS["plain_text_input"], hint=plain(), optional=True, dispatch_action=False),
    "section": section(text=mrkdwn(), fields=[plain(), mrkdwn()], accessory=IMAGE, expand=True),
    "rich_text": rich(
        run(
            words(style={"bold": True, "italic": False, "strike": True, "code": True}),
            words("\n"),
            {"type": "link", "url": "mailto:a@example.org", "text": "Write", "unsafe": True},
            {"type": "link", "url": "https://example.org", "style": {"underline": True}},
            {"type": "emoji", "name": "+1::skin-tone-2", "unicode": "1f44d-1f3fb"},
            {"type": "user", "user_id": "U012", "style": {"highlight": False}},
            {"type": "channel", "channel_id": "C012"},
            {"type": "date", "timestamp": 1720710212, "format": "{date_num}", "fallback": "then"},
        ),
        run(run(words()), kind="rich_text_list", style="ordered", indent=1, offset=2, border=1),
        run(words(), kind="rich_text_quote", border=0),
        run(words(), {"type": "link", "url": "https://x.org"}, kind="rich_text_preformatted"),
    ),
}


def surfaces_of(element: str) -> frozenset[Surface]:
    if element in ONLY_MODALS:
        return frozenset({MODAL})
    return EVERYWHERE - {HOME} if element == "datetimepicker" else EVERYWHERE


def valid_payloads() -> dict[str, tuple[Surface, Json]]:
    """One payload for every block and element, and for what stands around them."""
    made: dict[str, tuple[Surface, Json]] = {}
    for name, block in BLOCKS.items():
        for surface in {MESSAGE} if name == "file" else EVERYWHERE:
            made[f"{name} on {surface}"] = surface, on(surface, block)
    for name, element in ELEMENTS.items():
        for surface in surfaces_of(name):
            if name not in NOT_ASKED:
                made[f"{name} asked on {surface}"] = surface, on(surface, ask(element))
            if name not in NOT_ACTIONS:
                made[f"{name} among actions on {surface}"] = surface, on(surface, actions(element))
            if name not in NOT_BESIDE:
                beside = section(text=plain(), accessory=element)
                made[f"{name} beside a text on {surface}"] = surface, on(surface, beside)
    made["a whole message"] = (
        MESSAGE,
        on(
            MESSAGE,
            channel="C012",
            user="U012",
            ts="1.2",
            thread_ts="1628633820.000100",
            reply_broadcast=False,
            unfurl_links=False,
            unfurl_media=False,
            mrkdwn=True,
            link_names=False,
            parse="none",
            metadata={"event_type": "a_thing", "event_payload": {"id": "1", "n": [1, 2.5, True]}},
        ),
    )
    made["text alone"] = MESSAGE, {"text": "A summary &lt;@U1&gt; <!date^1^{date}|then>"}
    names = {"callback_id": "v1:form", "private_metadata": "{}", "external_id": "x"}
    closing = {"close": plain("Close"), "clear_on_close": True, "notify_on_close": True}
    focused = {"type": "datepicker", "focus_on_load": True}
    enabled = {"type": "channels_select", "response_url_enabled": True}
    made["a whole modal"] = MODAL, on(MODAL, ask(focused), ask(enabled), **names, **closing)
    made["a whole home"] = HOME, on(HOME, BLOCKS["divider"], **names)
    return made


VALID = valid_payloads()


@pytest.mark.parametrize("name", VALID)
def test_whatever_slack_documents_passes(name: str) -> None:
    surface, payload = VALID[name]
    assert problems(surface, payload) == []


def test_lists_may_be_tuples() -> None:
    assert problems(MESSAGE, {"text": "A", "blocks": (actions(button()),)}) == []


def one(surface: Surface, *blocks: Json, **more: Any) -> str:
    """The only problem."""
    found = problems(surface, on(surface, *blocks, **more))
    assert len(found) == 1, found
    return found[0]


# Figures: what fills them passes, and one more is named with its path.

Sized = Callable[[int], tuple[Surface, Json]]


def in_modal(make: Callable[[int], Json]) -> Sized:
    return lambda size: (MODAL, on(MODAL, make(size)))


def x(size: int) -> Json:
    return plain("x" * size)


def element(kind: str, key: str, make: Callable[[int], Any], **more: Any) -> Sized:
    return in_modal(lambda size: ask({"type": kind, key: make(size)} | more))


def pressed(key: str, make: Callable[[int], Any]) -> Sized:
    return in_modal(lambda size: actions(button(**{key: make(size)})))


def asking(key: str) -> Sized:
    return in_modal(lambda size: actions(button(confirm=CONFIRM | {key: x(size)})))


def link(size: int) -> str:
    return "https://x.org/".ljust(size, "x")


def grouped(groups: int, each: int) -> list[Json]:
    return [
        {"label": plain(), "options": [option(f"{g}.{n}") for n in range(each)]}
        for g in range(groups)
    ]


FIGURES: dict[str, tuple[int, str, Sized]] = {
    "blocks of a message": (
        50,
        "blocks",
        lambda n: (MESSAGE, on(MESSAGE, *[{"type": "divider"}] * n)),
    ),
    "blocks of a modal": (100, "blocks", lambda n: (MODAL, on(MODAL, *[{"type": "divider"}] * n))),
    "blocks of a home": (100, "blocks", lambda n: (HOME, on(HOME, *[{"type": "divider"}] * n))),
    "title": (24, "title.text", lambda n: (MODAL, on(MODAL, BLOCKS["divider"], title=x(n)))),
    "submit": (24, "submit.text", lambda n: (MODAL, on(MODAL, BLOCKS["divider"], submit=x(n)))),
    "close": (24, "close.text", lambda n: (MODAL, on(MODAL, BLOCKS["divider"], close=x(n)))),
    "callback_id": (
        255,
        "callback_id",
        lambda n: (MODAL, on(MODAL, BLOCKS["divider"], callback_id="x" * n)),
    ),
    "external_id": (
        255,
        "external_id",
        lambda n: (HOME, on(HOME, BLOCKS["divider"], external_id="x" * n)),
    ),
    "private_metadata": (
        3000,
        "private_metadata",
        lambda n: (HOME, on(HOME, BLOCKS["divider"], private_metadata="x" * n)),
    ),
    "text of a message": (4000, "text", lambda n: (MESSAGE, {"text": "x" * n})),
    "event_type": (
        255,
        "metadata.event_type",
        lambda n: (MESSAGE, on(MESSAGE, metadata={"event_type": "x" * n, "event_payload": {}})),
    ),
    "event_payload": (
        3000,
        "metadata.event_payload",
        lambda n: (
            MESSAGE,
            on(MESSAGE, metadata={"event_type": "x", "event_payload": {"id": "x" * (n - 10)}}),
        ),
    ),
    "block_id": (
        255,
        "blocks[0].block_id",
        in_modal(lambda n: {"type": "divider", "block_id": "x" * n}),
    ),
    "action_id": (255, "blocks[0].elements[0].action_id", pressed("action_id", lambda n: "x" * n)),
    "header": (150, "blocks[0].text.text", in_modal(lambda n: {"type": "header", "text": x(n)})),
    "section": (3000, "blocks[0].text.text", in_modal(lambda n: section(text=x(n)))),
    "field": (2000, "blocks[0].fields[0].text", in_modal(lambda n: section(fields=[x(n)]))),
    "fields": (10, "blocks[0].fields", in_modal(lambda n: section(fields=[plain()] * n))),
    "context": (
        10,
        "blocks[0].elements",
        in_modal(lambda n: {"type": "context", "elements": [plain()] * n}),
    ),
    "actions": (25, "blocks[0].elements", in_modal(lambda n: actions(*[button()] * n))),
    "label": (
        2000,
        "blocks[0].label.text",
        in_modal(lambda n: ask(ELEMENTS["datepicker"], label=x(n))),
    ),
    "hint": (
        2000,
        "blocks[0].hint.text",
        in_modal(lambda n: ask(ELEMENTS["datepicker"], hint=x(n))),
    ),
    "alt text": (2000, "blocks[0].alt_text", in_modal(lambda n: IMAGE | {"alt_text": "x" * n})),
    "image_url": (3000, "blocks[0].image_url", in_modal(lambda n: IMAGE | {"image_url": link(n)})),
    "image title": (2000, "blocks[0].title.text", in_modal(lambda n: IMAGE | {"title": x(n)})),
    "rich text": (
        3000,
        "blocks[0].elements[0].elements[0].text",
        in_modal(lambda n: rich(run(words("x" * n)))),
    ),
    "indent": (
        8,
        "blocks[0].elements[0].indent",
        in_modal(
            lambda n: rich(run(run(words()), kind="rich_text_list", style="bullet", indent=n))
        ),
    ),
    "button": (75, "blocks[0].elements[0].text.text", pressed("text", x)),
    "button value": (2000, "blocks[0].elements[0].value", pressed("value", lambda n: "x" * n)),
    "button url": (3000, "blocks[0].elements[0].url", pressed("url", link)),
    "accessibility_label": (
        75,
        "blocks[0].elements[0].accessibility_label",
        pressed("accessibility_label", lambda n: "x" * n),
    ),
    "confirm title": (100, "blocks[0].elements[0].confirm.title.text", asking("title")),
    "confirm text": (300, "blocks[0].elements[0].confirm.text.text", asking("text")),
    "confirm button": (30, "blocks[0].elements[0].confirm.confirm.text", asking("confirm")),
    "deny button": (30, "blocks[0].elements[0].confirm.deny.text", asking("deny")),
    "placeholder": (
        150,
        "blocks[0].element.placeholder.text",
        element("datepicker", "placeholder", x),
    ),
    "option": (
        75,
        "blocks[0].element.options[0].text.text",
        element("radio_buttons", "options", lambda n: [option(text="x" * n)]),
    ),
    "option description": (
        75,
        "blocks[0].element.options[0].description.text",
        element("radio_buttons", "options", lambda n: [option(description=x(n))]),
    ),
    "option value": (
        150,
        "blocks[0].element.options[0].value",
        element("radio_buttons", "options", lambda n: [option("x" * n)]),
    ),
    "option url": (
        3000,
        "blocks[0].elements[0].options[0].url",
        in_modal(lambda n: actions({"type": "overflow", "options": [option(url=link(n))]})),
    ),
    "overflow": (
        5,
        "blocks[0].elements[0].options",
        in_modal(lambda n: actions({"type": "overflow", "options": choices(n)})),
    ),
    "radios": (10, "blocks[0].element.options", element("radio_buttons", "options", choices)),
    "checkboxes": (10, "blocks[0].element.options", element("checkboxes", "options", choices)),
    "select": (100, "blocks[0].element.options", element("static_select", "options", choices)),
    "multi select": (
        100,
        "blocks[0].element.options",
        element("multi_static_select", "options", choices),
    ),
    "groups": (
        100,
        "blocks[0].element.option_groups",
        element("static_select", "option_groups", lambda n: grouped(n, 1)),
    ),
    "options of a group": (
        100,
        "blocks[0].element.option_groups[0].options",
        element("static_select", "option_groups", lambda n: grouped(1, n)),
    ),
    "group": (
        75,
        "blocks[0].element.option_groups[0].label.text",
        element(
            "static_select", "option_groups", lambda n: [{"label": x(n), "options": [option()]}]
        ),
    ),
    "max_length": (
        3000,
        "blocks[0].element.max_length",
        element("plain_text_input", "max_length", int),
    ),
    "min_length": (
        3000,
        "blocks[0].element.min_length",
        element("plain_text_input", "min_length", int),
    ),
    "initial_value": (
        3000,
        "blocks[0].element.initial_value",
        element("plain_text_input", "initial_value", lambda n: "x" * n),
    ),
    "initial_value within max_length": (
        7,
        "blocks[0].element.initial_value",
        element("plain_text_input", "initial_value", lambda n: "x" * n, max_length=7),
    ),
    "chosen within max_selected_items": (
        2,
        "blocks[0].element.initial_options",
        element(
            "multi_static_select",
            "initial_options",
            choices,
            options=choices(5),
            max_selected_items=2,
        ),
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_may_be_filled_and_one_more_is_named(name: str) -> None:
    most, path, make = FIGURES[name]
    assert problems(*make(most)) == []
    found = problems(*make(most + 1))
    assert len(found) == 1, found
    assert found[0].startswith(f"{path}: ")
    assert str(most) in found[0]


def test_the_form_of_a_problem() -> None:
    found = one(HOME, {"type": "divider"}, section(fields=[plain(), plain("x" * 2001)]))
    assert found == "blocks[1].fields[1].text: 2001 characters, at most 2000"


def test_all_the_text_of_a_message_is_bounded_and_the_summary_counts() -> None:
    text = "x" * 1000
    blocks = [section(text=plain("x" * 3000)) for _ in range(3)]
    assert problems(MESSAGE, {"text": text, "blocks": blocks}) == []
    found = problems(MESSAGE, {"text": text + "x", "blocks": blocks})
    assert found == ["payload: 10001 characters in all, at most 10000"]


def test_texts_of_every_kind_count_for_a_message() -> None:
    blocks = [
        rich(run(words("x" * 2000)), run(words("x" * 2000), kind="rich_text_quote")),
        {"type": "context", "elements": [mrkdwn("x" * 2000)]},
        IMAGE | {"alt_text": "x" * 2000},
        section(fields=[plain("x" * 2000)]),
    ]
    assert "characters in all" in one(MESSAGE, *blocks)


def test_a_view_is_bounded_by_its_json_as_it_is_sent() -> None:
    def view(size: int) -> Json:
        blocks = [section(text=plain("é" * 500)) for _ in range(60)]
        made = on(HOME, *blocks, {"type": "header", "text": plain()})
        rest = size - len(json.dumps(made))
        filled = [section(text=plain("x" * min(3000, rest))) for _ in range(6)]
        made["blocks"] += filled
        over = len(json.dumps(made)) - size
        for block in filled:
            cut = min(over, 2999)
            block["text"]["text"] = block["text"]["text"][cut:]
            over -= cut
        assert len(json.dumps(made)) == size
        return made

    assert problems(HOME, view(limits.VIEW_BYTES)) == []
    found = problems(HOME, view(limits.VIEW_BYTES + 1))
    assert found == ["payload: 200001 bytes, at most 200000"]


# Rules between parts.


def picked(kind: str, **more: Any) -> Json:
    return ask({"type": kind} | more)


WRONG: dict[str, tuple[Json, str]] = {
    "an empty text": (section(text=plain("")), "blocks[0].text.text: 0 characters"),
    "a blank text": (section(text=plain(" \n")), "blocks[0].text.text: blank"),
    "an empty run": (rich(run(words(""))), "blocks[0].elements[0].elements[0].text: 0"),
    "an empty rich text": (rich(), "blocks[0].elements: 0 items"),
    "an empty rich section": (rich(run()), "blocks[0].elements[0].elements: 0 items"),
    "an empty style": (
        rich(run(words(style={}))),
        "blocks[0].elements[0].elements[0].style: empty",
    ),
    "a style that is no flag": (
        rich(run(words(style={"bold": 1}))),
        "blocks[0].elements[0].elements[0].style.bold: not true",
    ),
    "a call to everybody": (
        rich(run({"type": "broadcast", "range": "here"})),
        "blocks[0].elements[0].elements[0].type: unknown type",
    ),
    "a member in preformatted text": (
        rich(run({"type": "user", "user_id": "U1"}, kind="rich_text_preformatted")),
        "blocks[0].elements[0].elements[0]: user cannot stand here",
    ),
    "a list of words": (
        rich(run(words(), kind="rich_text_list", style="bullet")),
        "blocks[0].elements[0].elements[0].type: unknown type",
    ),
    "a list without style": (
        rich(run(run(words()), kind="rich_text_list")),
        "blocks[0].elements[0].style: missing",
    ),
    "emoji in mrkdwn": (section(text=mrkdwn(emoji=True)), "blocks[0].text.emoji: unknown key"),
    "verbatim in plain text": (
        section(text=plain(verbatim=True)),
        "blocks[0].text.verbatim: unknown key",
    ),
    "mrkdwn in a header": ({"type": "header", "text": mrkdwn()}, "blocks[0].text: mrkdwn cannot"),
    "mrkdwn on a button": (actions(button(text=mrkdwn())), "blocks[0].elements[0].text: mrkdwn"),
    "mrkdwn in a select": (
        picked("static_select", options=[{"text": mrkdwn(), "value": "1"}]),
        "blocks[0].element.options[0].text: mrkdwn",
    ),
    "a link in a radio button": (
        picked("radio_buttons", options=[option(url="https://x.org")]),
        "blocks[0].element.options[0].url: unknown key",
    ),
    "neither text nor fields": (section(), "blocks[0]: needs text or fields"),
    "no picture": ({"type": "image", "alt_text": "A"}, "blocks[0]: needs either image_url"),
    "two pictures": (IMAGE | {"slack_file": {"id": "F1"}}, "blocks[0]: needs either image_url"),
    "a file twice named": (
        {"type": "image", "alt_text": "A", "slack_file": {"id": "F1", "url": "https://x.org"}},
        "blocks[0].slack_file: needs either id or url",
    ),
    "no alt text": (
        {"type": "image", "image_url": "https://x.org"},
        "blocks[0].alt_text: missing",
    ),
    "empty alt text": (IMAGE | {"alt_text": ""}, "blocks[0].alt_text: 0 characters"),
    "no address": (IMAGE | {"image_url": "example.org"}, "blocks[0].image_url: not a whole"),
    "no label": ({"type": "input", "element": ELEMENTS["datepicker"]}, "blocks[0].label: missing"),
    "no element": ({"type": "input", "label": plain()}, "blocks[0].element: missing"),
    "a button as an input": (ask(button()), "blocks[0].element: button cannot stand here"),
    "an input among actions": (
        actions(ELEMENTS["plain_text_input"]),
        "blocks[0].elements[0]: plain_text_input cannot stand here",
    ),
    "a picture among actions": (actions(IMAGE), "blocks[0].elements[0]: image cannot stand here"),
    "an input beside a text": (
        section(text=plain(), accessory=ELEMENTS["plain_text_input"]),
        "blocks[0].accessory: plain_text_input cannot stand here",
    ),
    "a button in context": (
        {"type": "context", "elements": [button()]},
        "blocks[0].elements[0].type: unknown type",
    ),
    "a file in a modal": (BLOCKS["file"], "blocks[0]: cannot be shown on a modal"),
    "an unknown block": ({"type": "video"}, "blocks[0].type: unknown type"),
    "an unknown style": (actions(button(style="default")), "blocks[0].elements[0].style: must be"),
    "the same action twice": (
        actions(button(action_id="a"), button(action_id="b"), button(action_id="a")),
        "blocks[0].elements[2].action_id: the same as blocks[0].elements[0].action_id",
    ),
    "an empty action": (actions(button(action_id="")), "blocks[0].elements[0].action_id: 0"),
    "an empty value": (actions(button(value="")), "blocks[0].elements[0].value: 0"),
    "no options": (picked("radio_buttons", options=[]), "blocks[0].element.options: 0 items"),
    "neither options nor groups": (picked("static_select"), "blocks[0].element: needs either"),
    "options and groups": (
        picked("static_select", options=[option()], option_groups=grouped(1, 1)),
        "blocks[0].element: needs either",
    ),
    "an empty group": (
        picked("static_select", option_groups=grouped(1, 0)),
        "blocks[0].element.option_groups[0].options: 0 items",
    ),
    "the same option twice": (
        picked("checkboxes", options=[option(), option(text="Other")]),
        "blocks[0].element.options: the same twice",
    ),
    "the same option in two groups": (
        picked("static_select", option_groups=grouped(1, 1) + grouped(1, 1)),
        "blocks[0].element.options: the same twice",
    ),
    "a chosen option with other words": (
        picked("radio_buttons", options=[option()], initial_option=option(text="Other")),
        "blocks[0].element.initial_option: none of the options",
    ),
    "chosen options of elsewhere": (
        picked("checkboxes", options=[option()], initial_options=[option(), option("two")]),
        "blocks[0].element.initial_options: none of the options",
    ),
    "an option chosen twice": (
        picked("checkboxes", options=[option()], initial_options=[option(), option()]),
        "blocks[0].element.initial_options: the same twice",
    ),
    "nothing chosen": (
        picked("checkboxes", options=[option()], initial_options=[]),
        "blocks[0].element.initial_options: 0 items",
    ),
    "a member chosen twice": (
        picked("multi_users_select", initial_users=["U1", "U1"]),
        "blocks[0].element.initial_users: the same twice",
    ),
    "too many chosen": (
        picked("multi_channels_select", initial_channels=["C1", "C2"], max_selected_items=1),
        "blocks[0].element.initial_channels: 2 items, at most 1",
    ),
    "none may be chosen": (
        picked("multi_users_select", max_selected_items=0),
        "blocks[0].element.max_selected_items: not between 1",
    ),
    "no member": (picked("users_select", initial_user="ann"), "blocks[0].element.initial_user: no"),
    "no channel": (
        picked("channels_select", initial_channel="D1"),
        "blocks[0].element.initial_channel: not the id",
    ),
    "an empty filter": (
        picked("conversations_select", filter={}),
        "blocks[0].element.filter: empty",
    ),
    "nothing to include": (
        picked("conversations_select", filter={"include": []}),
        "blocks[0].element.filter.include: 0 items",
    ),
    "an unknown conversation kind": (
        picked("conversations_select", filter={"include": ["public_channel"]}),
        "blocks[0].element.filter.include[0]: must be",
    ),
    "no such day": (
        picked("datepicker", initial_date="2027-02-29"),
        "blocks[0].element.initial_date: no such day",
    ),
    "a day in other words": (
        picked("datepicker", initial_date="20270228"),
        "blocks[0].element.initial_date: not a date",
    ),
    "a time past midnight": (
        picked("timepicker", initial_time="24:00"),
        "blocks[0].element.initial_time: not a time",
    ),
    "a time of one digit": (
        picked("timepicker", initial_time="9:00"),
        "blocks[0].element.initial_time: not a time",
    ),
    "a time with a line end": (
        picked("timepicker", initial_time="09:00\n"),
        "blocks[0].element.initial_time: not a time",
    ),
    "a moment in milliseconds": (
        picked("datetimepicker", initial_date_time=1628633820000),
        "blocks[0].element.initial_date_time: not between",
    ),
    "no room for a letter": (
        picked("plain_text_input", max_length=0),
        "blocks[0].element.max_length: not between 1",
    ),
    "a longer least than most": (
        picked("plain_text_input", min_length=3, max_length=2),
        "blocks[0].element.min_length: 3, but max_length is 2",
    ),
    "a length that is no number": (
        picked("plain_text_input", max_length=True),
        "blocks[0].element.max_length: not a whole number",
    ),
    "an empty start": (
        picked("plain_text_input", initial_value=""),
        "blocks[0].element.initial_value: 0 characters",
    ),
    "a start that is too short": (
        picked("plain_text_input", initial_value="x", min_length=2),
        "blocks[0].element.initial_value: 1 characters, at least 2",
    ),
    "the same trigger twice": (
        picked(
            "plain_text_input",
            dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"] * 2},
        ),
        "blocks[0].element.dispatch_action_config.trigger_actions_on: the same twice",
    ),
    "numbers out of order": (
        picked("number_input", is_decimal_allowed=True, min_value="3", max_value="2.5"),
        "blocks[0].element.min_value: more than max_value",
    ),
    "a start out of the range": (
        picked("number_input", is_decimal_allowed=False, initial_value="3", max_value="2"),
        "blocks[0].element.initial_value: more than max_value",
    ),
    "a decimal where none may be": (
        picked("number_input", is_decimal_allowed=False, initial_value="2.5"),
        "blocks[0].element.initial_value: not a whole number",
    ),
    "a number as a number": (
        picked("number_input", is_decimal_allowed=False, initial_value=2),
        "blocks[0].element.initial_value: not a text",
    ),
    "a response_url from a button row": (
        actions({"type": "channels_select", "response_url_enabled": True}),
        "blocks[0].elements[0].response_url_enabled: only in an input",
    ),
    "an unfinished question": (
        actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()})),
        "blocks[0].elements[0].confirm.deny: missing",
    ),
    "half a character": (section(text=plain("a\ud83d")), "blocks[0].text.text: a NUL character"),
    "a NUL": (section(text=plain("a\x00")), "blocks[0].text.text: a NUL character"),
    "a NUL in an id": (
        {"type": "divider", "block_id": "a\x00"},
        "blocks[0].block_id: a NUL character",
    ),
    "a block that is none": ([], "blocks[0]: not an object"),  # type: ignore[dict-item]  # meant
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_go_together_is_named(name: str) -> None:
    block, expected = WRONG[name]
    assert one(MODAL, block).startswith(expected)


@pytest.mark.parametrize("name", sorted(ONLY_MODALS | {"datetimepicker"}))
def test_an_element_is_refused_where_slack_does_not_show_it(name: str) -> None:
    for surface in EVERYWHERE - surfaces_of(name):
        expected = f"blocks[0].element: cannot be shown on a {surface}"
        assert one(surface, ask(ELEMENTS[name])) == expected


@pytest.mark.parametrize("surface", Surface)
def test_a_block_id_stands_once_in_a_payload(surface: Surface) -> None:
    found = one(
        surface,
        {"type": "divider", "block_id": "a"},
        {"type": "divider"},
        ask({"type": "datepicker", "action_id": "date"}, block_id="a"),
    )
    assert found == "blocks[2].block_id: the same as blocks[0].block_id"


def test_a_file_is_of_elsewhere() -> None:
    assert one(MESSAGE, BLOCKS["file"] | {"source": "local"}) == "blocks[0].source: must be remote"


def test_two_blocks_may_have_the_same_action() -> None:
    row = actions(button(action_id="a"))
    assert problems(MODAL, on(MODAL, row, row)) == []


def test_a_modal_that_asks_needs_a_way_to_send() -> None:
    view = on(MODAL, ask(ELEMENTS["datepicker"]))
    del view["submit"]
    assert problems(MODAL, view) == ["submit: missing, and there is an input block"]
    view["blocks"] = [{"type": "divider"}]
    assert problems(MODAL, view) == []


@pytest.mark.parametrize("key", ["title", "submit", "close", "clear_on_close", "notify_on_close"])
def test_a_home_has_nothing_of_a_modal(key: str) -> None:
    more = {key: True if key.endswith("_close") else plain()}
    assert one(HOME, {"type": "divider"}, **more) == f"{key}: unknown key"


@pytest.mark.parametrize("key", ["title", "submit", "close"])
def test_what_stands_around_a_modal_is_plain_text(key: str) -> None:
    assert one(MODAL, {"type": "divider"}, **{key: mrkdwn()}).startswith(f"{key}: mrkdwn cannot")


def test_a_view_is_of_its_surface_and_not_empty() -> None:
    assert one(HOME, {"type": "divider"}, type="modal") == "type: must be home"
    assert one(MODAL).startswith("blocks: 0 items")
    assert one(HOME).startswith("blocks: 0 items")
    assert one(HOME, {"type": "divider"}, private_metadata="").startswith("private_metadata: 0")


def test_one_element_of_a_view_has_the_focus_and_none_of_a_message() -> None:
    asked = ask({"type": "datepicker", "focus_on_load": True})
    other = ask({"type": "datepicker", "focus_on_load": False})
    assert problems(MODAL, on(MODAL, other, asked, other)) == []
    assert one(MODAL, asked, asked).startswith("blocks[1].element.focus_on_load: blocks[0]")
    assert one(MESSAGE, asked) == "blocks[0].element.focus_on_load: a message takes no focus"


def test_a_response_url_comes_from_inputs_of_modals_only() -> None:
    asked = ask({"type": "conversations_select", "response_url_enabled": True})
    assert problems(MODAL, on(MODAL, asked)) == []
    assert one(HOME, asked).startswith("blocks[0].element.response_url_enabled: only")


@pytest.mark.parametrize("text", [None, "", " \n", 5])
def test_a_message_has_a_summary(text: object) -> None:
    payload = on(MESSAGE, {"type": "divider"}) | {"text": text}
    assert [found.split(":")[0] for found in problems(MESSAGE, payload)] == ["text"]
    del payload["text"]
    assert problems(MESSAGE, payload) == ["text: missing"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("link_names", True),
        ("parse", "full"),
        ("attachments", []),
        ("as_user", True),
        ("channel", "general"),
        ("thread_ts", "yesterday"),
        ("unfurl_links", "false"),
        ("metadata", {"event_type": "a b", "event_payload": {}}),
        ("metadata", {"event_type": "a", "event_payload": []}),
        ("metadata", {"event_type": "a"}),
        ("metadata", {"event_type": "a", "event_payload": {"n": float("nan")}}),
        ("metadata", {"event_type": "a", "event_payload": {"n": None}}),
        ("metadata", {"event_type": "a", "event_payload": {"n": {"n": {"n": {"n": 1}}}}}),
        ("metadata", {"event_type": "a", "event_payload": {1: "one"}}),
    ],
)
def test_a_message_takes_only_what_we_mean_to_send(key: str, value: object) -> None:
    assert one(MESSAGE, **{key: value}).startswith(key)


PINGS = [
    "<@U012AB3CD>",
    "hi <#C012|general>",
    "<!here>",
    "<!channel|all of you>",
    "<!everyone>",
    "<!subteam^S012>",
    "<!date>",
]


@pytest.mark.parametrize("text", PINGS)
@pytest.mark.parametrize("verbatim", [True, False])
def test_mrkdwn_never_mentions_anybody(text: str, verbatim: bool) -> None:
    block = section(text=mrkdwn(text, verbatim=verbatim))
    assert one(HOME, block) == "blocks[0].text.text: a mention"
    small = {"type": "context", "elements": [mrkdwn(text, verbatim=verbatim)]}
    assert one(HOME, small) == "blocks[0].elements[0].text: a mention"
    assert problems(MESSAGE, {"text": text}) == ["text: a mention"]


@pytest.mark.parametrize("text", ["all: @here", "@Channel", "(@everyone)"])
def test_mrkdwn_holds_nothing_that_slack_may_turn_into_a_mention(text: str) -> None:
    assert one(HOME, section(text=mrkdwn(text))) == "blocks[0].text.text: a mention"
    assert problems(HOME, on(HOME, section(text=mrkdwn(text, verbatim=True)))) == []
    assert problems(MESSAGE, {"text": text}) == ["text: a mention"]


@pytest.mark.parametrize(
    "text",
    ["<!date^1^{date}|then>", "&lt;!here&gt;", "a@here.org", "<https://x.org|there>", "@ann"],
)
def test_mrkdwn_may_hold_what_mentions_nobody(text: str) -> None:
    assert problems(MESSAGE, on(MESSAGE, section(text=mrkdwn(text)), text=text)) == []


@pytest.mark.parametrize("text", PINGS)
def test_a_mention_is_only_words_where_slack_reads_no_markup(text: str) -> None:
    blocks = [section(text=plain(text)), rich(run(words(text)))]
    assert problems(MESSAGE, on(MESSAGE, *blocks)) == []


# Whatever comes.

Path = tuple[str | int, ...]


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, (*path, number))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def written(path: Path) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".") or "payload"


def replaced(value: Any, path: Path, by: Any) -> Any:
    if not path:
        return by
    changed = copy.deepcopy(value)
    at(changed, path[:-1])[path[-1]] = by
    return changed


@pytest.mark.parametrize("name", VALID)
def test_a_value_of_another_type_is_found_wherever_it_stands(name: str) -> None:
    surface, payload = VALID[name]
    for path in places(payload):
        if path[:2] == ("metadata", "event_payload") and len(path) > 2:
            continue
        found = problems(surface, replaced(payload, path, object()))
        where = written(path)
        assert any(one.startswith(where) for one in found), where


@pytest.mark.parametrize("name", VALID)
def test_an_unknown_key_is_found_wherever_it_stands(name: str) -> None:
    surface, payload = VALID[name]
    for path in places(payload):
        inner = at(payload, path)
        if not isinstance(inner, dict) or path[:2] == ("metadata", "event_payload"):
            continue
        found = problems(surface, replaced(payload, path, inner | {"colour": "red"}))
        assert f"{written((*path, 'colour'))}: unknown key" in found


@pytest.mark.parametrize("name", VALID)
def test_no_problem_tells_a_text_of_the_payload(name: str) -> None:
    surface, payload = VALID[name]
    for secret in ("Zebra" * 900, "<@Zebra>", "Zebra\x00", "Zebra"):
        for path in places(payload):
            inner = at(payload, path)
            changes = [secret, [secret], {secret: secret}, {"type": secret}]
            if isinstance(inner, dict):
                changes.append(inner | {secret: secret})
            for change in changes:
                for found in problems(surface, replaced(payload, path, change)):
                    assert "Zebra" not in found
                    assert len(found) < 200


KEYS = st.sampled_from(
    sorted({str(step) for _, made in VALID.values() for path in places(made) for step in path})
)
TYPES = st.sampled_from(
    sorted({*ELEMENTS, *BLOCKS, "plain_text", "mrkdwn", "text", "modal", "home"})
)
GARBAGE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | TYPES
    | st.just(10**400)
    | st.just(float("nan")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(KEYS | st.just("type") | st.integers() | st.none(), inner, max_size=5)
        | st.builds(lambda kind, rest: rest | {"type": kind}, TYPES, st.dictionaries(KEYS, inner))
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(surface=st.sampled_from(Surface), payload=GARBAGE)
def test_garbage_is_refused_without_a_crash(surface: Surface, payload: object) -> None:
    found = problems(surface, payload)
    if not found:
        # The only thing this short that is fit to send is a text.
        assert surface is MESSAGE
        assert isinstance(payload, dict)
        assert payload["text"].strip()
    assert all(len(one) < 200 for one in found)


@settings(max_examples=60)
@given(data=st.data())
def test_garbage_within_a_good_payload_never_crashes(data: st.DataObject) -> None:
    surface, payload = VALID[data.draw(st.sampled_from(sorted(VALID)))]
    path = data.draw(st.sampled_from(list(places(payload))))
    changed = replaced(payload, path, data.draw(GARBAGE))
    found = problems(surface, changed)
    assert all(len(one) < 200 for one in found)
    if not found:
        # What passes can be sent as it is.
        json.dumps(changed, allow_nan=False).encode()


def test_what_is_nested_without_end_is_refused() -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    ring: Json = {"type": "divider"}
    ring["again"] = ring
    for surface in Surface:
        for part in (deep, ring, {"type": deep}, ask(deep), section(text=deep)):
            assert problems(surface, on(surface, part))
    for part in (deep, {"a": deep}):
        assert problems(MESSAGE, on(MESSAGE, metadata={"event_type": "a", "event_payload": part}))


def test_a_number_without_end_is_refused() -> None:
    endless = 10**5000
    assert "not between" in one(MODAL, picked("plain_text_input", max_length=endless))
    event = {"event_type": "a", "event_payload": {"n": endless}}
    assert "not between" in one(MESSAGE, metadata=event)


def test_a_payload_is_only_read() -> None:
    for surface, payload in VALID.values():
        before = copy.deepcopy(payload)
        problems(surface, payload)
        assert payload == before
