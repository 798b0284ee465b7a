"""Everything that Discord would refuse is found before it is sent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import limits
from adapters.discord.components import LOCALES, Surface, problems
from tests.adapters.discord.openapi import breaches, needs_openapi

Json = dict[str, Any]
MESSAGE, MODAL, COMMANDS = Surface.MESSAGE, Surface.MODAL, Surface.COMMANDS


def text(content: str = "Words", **more: Any) -> Json:
    return {"type": 10, "content": content} | more


def button(custom_id: str = "v1:go", **more: Any) -> Json:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": custom_id} | more


def link(**more: Any) -> Json:
    return {"type": 2, "style": 5, "label": "Go", "url": "https://example.org"} | more


def row(*children: Json, **more: Any) -> Json:
    return {"type": 1, "components": list(children)} | more


def section(*texts: Json, accessory: Json | None = None) -> Json:
    return {"type": 9, "components": list(texts), "accessory": accessory or button()}


def container(*children: Json, **more: Any) -> Json:
    return {"type": 17, "components": list(children)} | more


def picture(url: str = "https://example.org/a.png", **more: Any) -> Json:
    return {"media": {"url": url}, "description": "A picture"} | more


def gallery(*items: Json) -> Json:
    return {"type": 12, "items": list(items)}


def file(name: str = "wins.md", **more: Any) -> Json:
    return {"type": 13, "file": {"url": f"attachment://{name}"}} | more


def option(value: str = "one", **more: Any) -> Json:
    return {"label": "One", "value": value} | more


def options(number: int) -> list[Json]:
    return [option(str(n)) for n in range(number)]


def select(kind: int = 3, **more: Any) -> Json:
    made: Json = {"type": kind, "custom_id": "pick"}
    return made | ({"options": options(2)} if kind == 3 else {}) | more


def written(**more: Any) -> Json:
    return {"type": 4, "custom_id": "words", "style": 2} | more


def radios(**more: Any) -> Json:
    return {"type": 21, "custom_id": "one", "options": options(2)} | more


def boxes(**more: Any) -> Json:
    return {"type": 22, "custom_id": "some", "options": options(2)} | more


def ask(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "A question", "component": component} | more


def person(id: str = "11", kind: str = "user") -> Json:
    return {"id": id, "type": kind}


def message(*components: Json, **more: Any) -> Json:
    made: Json = {"flags": limits.V2, "allowed_mentions": {"parse": []}}
    return made | {"components": list(components)} | more


def attached(*names: str) -> list[Json]:
    return [{"id": number, "filename": name} for number, name in enumerate(names)]


def modal(*components: Json, **more: Any) -> Json:
    return {"title": "A step", "custom_id": "v1:form", "components": list(components)} | more


def command(name: str = "wins", **more: Any) -> Json:
    return {"name": name, "description": "See your wins"} | more


def menu(name: str = "Pass this on", kind: int = 2, **more: Any) -> Json:
    return {"name": name, "type": kind} | more


def given_option(kind: int = 3, name: str = "about", **more: Any) -> Json:
    return {"type": kind, "name": name, "description": "What about"} | more


def choice(name: str = "One", value: Any = "one", **more: Any) -> Json:
    return {"name": name, "value": value} | more


NONCE = {"nonce": "abc", "enforce_nonce": True}
FIELDS: dict[str, Json] = {
    "text input": written(
        required=False, min_length=1, max_length=9, value="Words\nmore", placeholder="Type"
    )
    | {"max_length": 10},
    "short text input": written(style=1, value="Words"),
    "string select": select(
        options=[option(description="More", emoji={"name": "🎉"}, default=True), option("two")],
        placeholder="Pick",
        min_values=0,
        max_values=2,
        required=False,
    ),
    "user select": select(5, default_values=[person()], min_values=1, max_values=1, required=True),
    "role select": select(6, default_values=[person(kind="role")]),
    "mentionable select": select(
        7, default_values=[person(), person("12", "role")], max_values=2, required=True
    ),
    "channel select": select(
        8, channel_types=[0, 5, 15], default_values=[person(kind="channel")], required=False
    ),
    "radio group": radios(options=[option(default=True), option("two", description="More")]),
    "checkbox group": boxes(
        options=[option(default=True), option("two", default=True)], required=False, min_values=0
    ),
    "checkbox": {"type": 23, "custom_id": "yes", "default": True},
}
PARTS: dict[str, Json] = {
    "text display": text("Words, <t:1720710212:R>, \\<@11> and a\\@here", id=3),
    "buttons": row(
        button("a", style=1, disabled=True),
        button("b", style=3, emoji={"name": "party", "id": "123", "animated": True}),
        button("c", style=4),
        {"type": 2, "style": 2, "custom_id": "d", "emoji": {"name": "🎉"}},
        link(),
        id=0,
    ),
    "string select": row(
        select(options=options(25), min_values=0, max_values=25, placeholder="Pick", disabled=True)
    ),
    "user select": row(select(5, default_values=[person()])),
    "channel select": row(select(8, channel_types=[0])),
    "section": section(text("a"), text("b"), text("c")),
    "section with a link": section(text(), accessory=link()),
    "section with a picture": section(text(), accessory={"type": 11, **picture(spoiler=True)}),
    "gallery": gallery(picture(), picture("http://x.org/b.png", spoiler=False)),
    "separator": {"type": 14},
    "whole separator": {"type": 14, "divider": False, "spacing": 2, "id": 2**31 - 1},
}
OPTIONS: list[Json] = [
    given_option(
        3,
        "text",
        required=True,
        choices=[choice(), choice("Two", "two", name_localizations={"de": "Zwei"})],
    ),
    given_option(3, "free", autocomplete=True, min_length=0, max_length=6000),
    given_option(4, "number", min_value=-5, max_value=5, autocomplete=False),
    given_option(4, "chosen", choices=[choice(value=2**53 - 1)]),
    given_option(5, "yes"),
    given_option(6, "who", required=False),
    given_option(7, "where", channel_types=[0, 15]),
    given_option(8, "role"),
    given_option(9, "mentionable"),
    given_option(10, "share", min_value=0.5, max_value=1, choices=[choice(value=0.75)]),
    given_option(11, "file"),
]


def valid_payloads() -> dict[str, tuple[Surface, Any]]:
    """One payload for every component, and for what stands around them."""
    made: dict[str, tuple[Surface, Any]] = {}
    for name, part in PARTS.items():
        made[name] = MESSAGE, message(part)
        made[f"{name} in a container"] = (
            MESSAGE,
            message(container(part, accent_color=0xFFFFFF, spoiler=False)),
        )
    for name, component in FIELDS.items():
        made[f"{name} asked"] = MODAL, modal(ask(component, description="A hint"))
    made["text in a modal"] = MODAL, modal(text("An intro"), ask(written()))
    made["text alone in a modal"] = MODAL, modal(text("An intro"))
    made["a message to a channel"] = (
        MESSAGE,
        message(
            text(),
            **NONCE,
            tts=False,
            message_reference={
                "message_id": 10**18,
                "channel_id": "12",
                "guild_id": 10**19,
                "type": 0,
                "fail_if_not_exists": False,
            },
        ),
    )
    made["a nonce of discord.py"] = (
        MESSAGE,
        message(text(), nonce=-(2**63), enforce_nonce=True),
    )
    made["a private answer"] = (
        MESSAGE,
        message(text(), flags=limits.V2 | limits.EPHEMERAL)
        | {"allowed_mentions": {"parse": [], "users": [], "roles": [], "replied_user": False}},
    )
    made["a message without noise"] = MESSAGE, message(text(), flags=limits.V2 | 1 << 12 | 1 << 2)
    made["an edit of an old message"] = (
        MESSAGE,
        message(text(), content=None, embeds=None, poll=None, attachments=[]),
    )
    files = [{"id": "0", "filename": "wins.png", "description": "Wins"}, *attached("a-1.b_2.md")]
    files[1]["id"] = 1
    made["attachments"] = (
        MESSAGE,
        message(gallery(picture("attachment://wins.png")), file("a-1.b_2.md"), attachments=files),
    )
    made["no commands"] = COMMANDS, []
    made["a command"] = (
        COMMANDS,
        [
            command(
                type=1,
                name_localizations={"de": "erfolge", "hi": "जीत"},
                description_localizations={"de": "Deine Erfolge"},
                options=OPTIONS,
                default_member_permissions=32,
                dm_permission=True,
                contexts=[0, 1, 2],
                integration_types=[0, 1],
                nsfw=False,
            )
        ],
    )
    made["a command with subcommands"] = (
        COMMANDS,
        [
            command(
                options=[
                    given_option(1, "list", options=OPTIONS),
                    given_option(
                        2, "group", options=[given_option(1, "make"), given_option(1, "keep")]
                    ),
                ]
            )
        ],
    )
    made["menus"] = (
        COMMANDS,
        [
            menu(name_localizations={"de": "Weitergeben"}, default_member_permissions=None),
            menu("Debrief this", 3, description=""),
            # One name may stand for one thing of each type.
            menu("wins", 2),
            menu("wins", 3),
            command(),
        ],
    )
    return made


VALID = valid_payloads()


@pytest.mark.parametrize("name", VALID)
def test_whatever_discord_documents_passes(name: str) -> None:
    surface, payload = VALID[name]
    assert problems(surface, payload) == []


@needs_openapi
@pytest.mark.parametrize("name", VALID)
def test_what_passes_here_passes_discords_own_description(name: str) -> None:
    surface, payload = VALID[name]
    match surface:
        case Surface.MESSAGE:
            path, body = "/channels/1/messages", payload
        case Surface.MODAL:
            path, body = "/interactions/1/t/callback", {"type": 9, "data": payload}
        case Surface.COMMANDS:
            path, body = "/applications/1/commands", payload
    method = "PUT" if surface is COMMANDS else "POST"
    assert breaches(method, path, body) == []


def test_lists_may_be_tuples() -> None:
    assert problems(MESSAGE, message() | {"components": (row(button()),)}) == []
    assert problems(COMMANDS, (command(),)) == []


@pytest.mark.parametrize(
    "name", ["wins", "my-wins_2", "erfolge", "größe", "成果", "जीत", "ผลงาน", "l'été"]
)
def test_a_command_may_be_named_in_every_script(name: str) -> None:
    assert problems(COMMANDS, [command(name)]) == []


# Figures: what fills them passes, and one more is named with its path.

Sized = Callable[[int], tuple[Surface, Any]]


def in_message(make: Callable[[int], Json]) -> Sized:
    return lambda size: (MESSAGE, message(make(size)))


def asked(make: Callable[[int], Json]) -> Sized:
    return lambda size: (MODAL, modal(ask(make(size))))


def listed(make: Callable[[int], Json]) -> Sized:
    return lambda size: (COMMANDS, [make(size)])


def address(size: int) -> str:
    return "https://x.org/".ljust(size, "x")


def numbered(kind: int) -> Sized:
    return lambda size: (
        COMMANDS,
        [command(f"c{n}") if kind == 1 else menu(f"c{n}", kind) for n in range(size)],
    )


def long_command(size: int) -> Json:
    """A command of so many characters in all; its translation is longer than its default."""
    made = command("c", description="d", description_localizations={"de": "d" * 100})
    rest = size - 101
    made["options"] = []
    while rest:
        number = len(made["options"])
        choices: list[Json] = []
        one = given_option(3, f"o{number:02}", description="d", choices=choices)
        rest -= 4
        while rest and len(choices) < 20:
            name = min(100, rest - 3)
            choices.append(choice(f"{len(choices):03}".ljust(name, "x"), f"{len(choices):03}"))
            rest -= name + 3
        made["options"].append(one)
    return made


C0 = "components[0]"
FIGURES: dict[str, tuple[int, str, Sized]] = {
    "components of a message": (
        40,
        "components",
        lambda n: (MESSAGE, message(*[{"type": 14}] * n)),
    ),
    "components within others": (
        40,
        "components",
        lambda n: (
            MESSAGE,
            # Two containers, a section of three and a row of two, and the rest.
            message(
                container(section(text()), row(button("b"))),
                container(*[{"type": 14}] * (n - 7)),
            ),
        ),
    ),
    "a text display": (4000, f"{C0}.content", in_message(lambda n: text("x" * n))),
    "displayed characters": (
        4000,
        "components",
        lambda n: (
            MESSAGE,
            message(container(text("x" * 1000)), text("x" * 1000), section(text("x" * (n - 2000)))),
        ),
    ),
    "a row": (
        5,
        f"{C0}.components",
        in_message(lambda n: row(*[button(str(one)) for one in range(n)])),
    ),
    "a button": (
        80,
        f"{C0}.components[0].label",
        in_message(lambda n: row(button(label="x" * n))),
    ),
    "custom_id": (
        100,
        f"{C0}.components[0].custom_id",
        in_message(lambda n: row(button("x" * n))),
    ),
    "url": (
        512,
        f"{C0}.components[0].url",
        in_message(lambda n: row(link(url=address(n)))),
    ),
    "emoji": (
        32,
        f"{C0}.components[0].emoji.name",
        in_message(lambda n: row(button(emoji={"name": "x" * n}))),
    ),
    "texts of a section": (
        3,
        f"{C0}.components",
        in_message(lambda n: section(*[text()] * n)),
    ),
    "gallery": (10, f"{C0}.items", in_message(lambda n: gallery(*[picture()] * n))),
    "alt text": (
        1024,
        f"{C0}.items[0].description",
        in_message(lambda n: gallery(picture(description="x" * n))),
    ),
    "address of a picture": (
        2048,
        f"{C0}.items[0].media.url",
        in_message(lambda n: gallery(picture(address(n)))),
    ),
    "colour": (
        0xFFFFFF,
        f"{C0}.accent_color",
        in_message(lambda n: container(text(), accent_color=n)),
    ),
    "id": (2**31 - 1, f"{C0}.id", in_message(lambda n: text(id=n))),
    "nonce": (
        25,
        "nonce",
        lambda n: (MESSAGE, message(text(), nonce="x" * n, enforce_nonce=True)),
    ),
    "attachments": (
        10,
        "attachments",
        lambda n: (
            MESSAGE,
            message(
                *[file(f"{one}.md") for one in range(n)],
                attachments=attached(*[f"{one}.md" for one in range(n)]),
            ),
        ),
    ),
    "file name": (
        255,
        "attachments[0].filename",
        lambda n: (MESSAGE, message(file("x" * n), attachments=attached("x" * n))),
    ),
    "select": (
        25,
        f"{C0}.components[0].options",
        in_message(lambda n: row(select(options=options(n)))),
    ),
    "max_values": (
        25,
        f"{C0}.components[0].max_values",
        in_message(lambda n: row(select(5, max_values=n))),
    ),
    "max_values of options": (
        7,
        f"{C0}.components[0].max_values",
        in_message(lambda n: row(select(options=options(7), max_values=n))),
    ),
    "placeholder of a select": (
        150,
        f"{C0}.components[0].placeholder",
        in_message(lambda n: row(select(placeholder="x" * n))),
    ),
    "option": (
        100,
        f"{C0}.component.options[0].label",
        asked(lambda n: radios(options=[option(label="x" * n), option("two")])),
    ),
    "option value": (
        100,
        f"{C0}.component.options[0].value",
        asked(lambda n: boxes(options=[option("x" * n)])),
    ),
    "option description": (
        100,
        f"{C0}.component.options[0].description",
        asked(lambda n: select(options=[option(description="x" * n)])),
    ),
    "radios": (10, f"{C0}.component.options", asked(lambda n: radios(options=options(n)))),
    "checkboxes": (10, f"{C0}.component.options", asked(lambda n: boxes(options=options(n)))),
    "chosen checkboxes": (
        3,
        f"{C0}.component.options",
        asked(
            lambda n: boxes(max_values=3, options=[option(str(i), default=True) for i in range(n)])
        ),
    ),
    "chosen members": (
        2,
        f"{C0}.component.default_values",
        asked(
            lambda n: select(5, max_values=2, default_values=[person(str(i + 1)) for i in range(n)])
        ),
    ),
    "title": (45, "title", lambda n: (MODAL, modal(text(), title="x" * n))),
    "custom_id of a modal": (100, "custom_id", lambda n: (MODAL, modal(text(), custom_id="x" * n))),
    "components of a modal": (5, "components", lambda n: (MODAL, modal(*[text()] * n))),
    "label": (45, f"{C0}.label", lambda n: (MODAL, modal(ask(written(), label="x" * n)))),
    "description": (
        100,
        f"{C0}.description",
        lambda n: (MODAL, modal(ask(written(), description="x" * n))),
    ),
    "placeholder": (
        100,
        f"{C0}.component.placeholder",
        asked(lambda n: written(placeholder="x" * n)),
    ),
    "max_length": (4000, f"{C0}.component.max_length", asked(lambda n: written(max_length=n))),
    "min_length": (4000, f"{C0}.component.min_length", asked(lambda n: written(min_length=n))),
    "value": (4000, f"{C0}.component.value", asked(lambda n: written(value="x" * n))),
    "value within max_length": (
        7,
        f"{C0}.component.value",
        asked(lambda n: written(value="x" * n, max_length=7)),
    ),
    "commands": (100, "payload", numbered(1)),
    "menus of a person": (15, "payload", numbered(2)),
    "menus of a message": (15, "payload", numbered(3)),
    "command": (32, "[0].name", listed(lambda n: command("x" * n))),
    "menu": (32, "[0].name", listed(lambda n: menu("x" * n))),
    "translated command": (
        32,
        "[0].name_localizations.de",
        listed(lambda n: command(name_localizations={"de": "x" * n})),
    ),
    "command description": (100, "[0].description", listed(lambda n: command(description="x" * n))),
    "translated description": (
        100,
        "[0].description_localizations.de",
        listed(lambda n: command(description_localizations={"de": "x" * n})),
    ),
    "options of a command": (
        25,
        "[0].options",
        listed(lambda n: command(options=[given_option(name=f"o{i}") for i in range(n)])),
    ),
    "option of a command": (
        32,
        "[0].options[0].name",
        listed(lambda n: command(options=[given_option(name="x" * n)])),
    ),
    "choices": (
        25,
        "[0].options[0].choices",
        listed(
            lambda n: command(
                options=[given_option(choices=[choice(f"c{i}", str(i)) for i in range(n)])]
            )
        ),
    ),
    "choice": (
        100,
        "[0].options[0].choices[0].name",
        listed(lambda n: command(options=[given_option(choices=[choice("x" * n)])])),
    ),
    "choice value": (
        100,
        "[0].options[0].choices[0].value",
        listed(lambda n: command(options=[given_option(choices=[choice(value="x" * n)])])),
    ),
    "input of an option": (
        6000,
        "[0].options[0].max_length",
        listed(lambda n: command(options=[given_option(max_length=n)])),
    ),
    "all the text of a command": (8000, "[0]", listed(long_command)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_may_be_filled_and_one_more_is_named(name: str) -> None:
    most, path, make = FIGURES[name]
    assert problems(*make(most)) == []
    found = problems(*make(most + 1))
    assert len(found) == 1, found
    assert found[0].startswith(f"{path}: ")
    assert str(most) in found[0]


def test_a_radio_group_has_two_options_at_least() -> None:
    found = problems(MODAL, modal(ask(radios(options=options(1)))))
    assert found == ["components[0].component.options: 1 items, at least 2"]


def test_a_message_in_a_script_of_many_bytes_has_fewer_characters() -> None:
    # 3 bytes a letter, and 30 for the component.
    assert problems(MESSAGE, message(text("क" * 3323))) == []
    found = problems(MESSAGE, message(text("क" * 3324)))
    assert found == ["components: 10002 bytes, at most 10000"]


# Rules between parts.

WRONG_PARTS: dict[str, tuple[Json, str]] = {
    "an empty text": (text(""), "content: 0 characters"),
    "a blank text": (text(" \n"), "content: blank"),
    "half a surrogate pair": (text("\ud800"), "content: a NUL character or half"),
    "an unknown type": ({"type": 99}, "type: unknown type"),
    "a type that is no number": ({"type": "10", "content": "x"}, "type: unknown type"),
    "a true type": ({"type": True, "components": []}, "type: unknown type"),
    "files to upload": ({"type": 19, "custom_id": "a"}, "type: unknown type"),
    "an unknown key": (text(colour=1), "colour: unknown key"),
    "a key of somebody's words": (text() | {"Ana lost her job": 1}, "?: unknown key"),
    "a negative id": (text(id=-1), "id: not between"),
    "no content": ({"type": 10}, "content: missing"),
    "a bare button": (button(), ": a button cannot stand here"),
    "a bare select": (select(), ": a string select cannot stand here"),
    "a bare thumbnail": ({"type": 11, **picture()}, ": a thumbnail cannot stand here"),
    "a label in a message": (ask(written()), ": a label cannot stand here"),
    "an empty row": (row(), "components: 0 items"),
    "a text in a row": (row(text()), "components[0]: a text display cannot stand here"),
    "an input in a row": (row(written()), "components[0]: a text input cannot stand here"),
    "a select beside a button": (row(select(), button()), "components: a select and something"),
    "two selects": (row(select(), select(5, custom_id="b")), "components: a select and something"),
    "a button without a name": (
        row({"type": 2, "style": 1, "label": "Go"}),
        "components[0].custom_id: missing",
    ),
    "a button without words": (
        row({"type": 2, "style": 1, "custom_id": "a"}),
        "components[0]: needs label or emoji",
    ),
    "a blank button": (row(button(label=" ")), "components[0].label: blank"),
    "a button with an address": (
        row(button(url="https://x.org")),
        "components[0].url: cannot stand with style 2",
    ),
    "a link with a name": (
        row(link(custom_id="a")),
        "components[0].custom_id: cannot stand with style 5",
    ),
    "a link without an address": (
        row({"type": 2, "style": 5, "label": "Go"}),
        "components[0].url: missing",
    ),
    "a link elsewhere": (row(link(url="javascript:x")), "components[0].url: not a whole web"),
    "a button without style": (
        row({"type": 2, "custom_id": "a", "label": "Go"}),
        "components[0].style: missing",
    ),
    "a thing to buy": (row(button(style=6)), "components[0].style: must be 1 or 2"),
    "an emoji without name": (row(button(emoji={"id": "1"})), "components[0].emoji.name: missing"),
    "a name twice": (
        row(button("a"), button("b"), button("a")),
        "components[2].custom_id: the same as components[0].components[0].custom_id",
    ),
    "an empty name": (row(button("")), "components[0].custom_id: 0 characters"),
    "a section without texts": (section(), "components: 0 items"),
    "a section of buttons": (section(button()), "components[0]: a button cannot stand here"),
    "a section with nothing beside it": (
        {"type": 9, "components": [text()]},
        "accessory: missing",
    ),
    "a text beside a section": (
        section(text(), accessory=text()),
        "accessory: a text display cannot stand here",
    ),
    "a container in a container": (
        container(container(text())),
        "components[0]: a container cannot stand here",
    ),
    "an empty container": (container(), "components: 0 items"),
    "an empty gallery": (gallery(), "items: 0 items"),
    "a picture without words": (
        gallery({"media": {"url": "https://x.org/a"}}),
        "items[0].description: missing",
    ),
    "a picture from nowhere": (gallery(picture("x.org/a")), "items[0].media.url: not attachment"),
    "a picture's size": (
        gallery(picture() | {"media": {"url": "https://x.org/a", "width": 1}}),
        "items[0].media.width: unknown key",
    ),
    "a file from elsewhere": (
        {"type": 13, "file": {"url": "https://x.org/a"}},
        "file.url: not attachment",
    ),
    "a name that Discord changes": (file("my wins.md"), "file.url: not attachment"),
    "a file that was not sent": (file(), "file.url: no such attachment"),
    "a wide separator": ({"type": 14, "spacing": 3}, "spacing: must be 1 or 2"),
    "an option twice": (
        row(select(options=[option(), option(label="Other")])),
        "components[0].options: the same twice",
    ),
    "no options": (row(select(options=[])), "components[0].options: 0 items"),
    "more at least than at most": (
        row(select(5, min_values=3, max_values=2)),
        "components[0].min_values: 3, but at most 2",
    ),
    "more at least than one": (
        row(select(5, min_values=2)),
        "components[0].min_values: 2, but at most 1",
    ),
    "none at most": (row(select(5, max_values=0)), "components[0].max_values: not between 1"),
    "too many chosen": (
        row(select(options=[option(default=True), option("b", default=True)])),
        "components[0].options: 2 chosen, at most 1",
    ),
    "a channel as a member": (
        row(select(5, default_values=[person(kind="channel")])),
        "components[0].default_values[0].type: must be user",
    ),
    "a member twice": (
        row(select(5, max_values=2, default_values=[person(), person()])),
        "components[0].default_values: the same twice",
    ),
    "nobody chosen": (
        row(select(5, min_values=0, default_values=[])),
        "components[0].default_values: 0 items",
    ),
    "a channel type twice": (
        row(select(8, channel_types=[0, 0])),
        "components[0].channel_types: the same twice",
    ),
    "required in a message": (
        row(select(required=True)),
        "components[0].required: unknown key",
    ),
    "null": (text(id=None), "id: not a whole number"),
}


@pytest.mark.parametrize("name", WRONG_PARTS)
def test_what_discord_refuses_of_a_component_is_named(name: str) -> None:
    part, expected = WRONG_PARTS[name]
    found = problems(MESSAGE, message(part))
    assert len(found) == 1, found
    dot = "" if expected.startswith(":") else "."
    assert found[0].startswith(f"components[0]{dot}{expected}")


WRONG_FIELDS: dict[str, tuple[Json, str]] = {
    "a disabled select": (select(disabled=False), "disabled: unknown key"),
    "a button": (button(), ": a button cannot stand here"),
    "a text": (text(), ": a text display cannot stand here"),
    "an input with a label": (written(label="Old"), "label: unknown key"),
    "an input without style": ({"type": 4, "custom_id": "a"}, "style: missing"),
    "an input of another style": (written(style=3), "style: must be 1 or 2"),
    "a least above the most": (
        written(min_length=5, max_length=4),
        "min_length: 5, but max_length is 4",
    ),
    "too little written": (written(min_length=5, value="x"), "value: 1 characters, at least 5"),
    "nothing written": (written(value=""), "value: 0 characters"),
    "two lines in one": (written(style=1, value="a\nb"), "value: a line break"),
    "an empty answer where one is required": (
        select(min_values=0),
        "min_values: 0, but an answer is required",
    ),
    "no box where one is required": (
        boxes(min_values=0, required=True),
        "min_values: 0, but an answer is required",
    ),
    "more boxes than there are": (boxes(max_values=3), "max_values: 3 of 2 options"),
    "two radios chosen": (
        radios(options=[option(default=True), option("b", default=True)]),
        "options: 2 chosen, at most 1",
    ),
    "an emoji of a radio": (
        radios(options=[option(), option("b", emoji={"name": "x"})]),
        "options[1].emoji: unknown key",
    ),
    "a box required": (
        {"type": 23, "custom_id": "a", "required": True},
        "required: unknown key",
    ),
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_what_discord_refuses_of_a_question_is_named(name: str) -> None:
    component, expected = WRONG_FIELDS[name]
    found = problems(MODAL, modal(ask(component)))
    assert len(found) == 1, found
    dot = "" if expected.startswith(":") else "."
    assert found[0].startswith(f"components[0].component{dot}{expected}")


OPTIONAL_FIRST = [given_option(name="a"), given_option(name="b", required=True)]
WRONG_WHOLES: dict[str, tuple[Surface, Any, str]] = {
    "no message": (MESSAGE, None, "payload: not an object"),
    "nothing to show": (MESSAGE, message(), "components: 0 items"),
    "no flag": (MESSAGE, message(text(), flags=0), "flags: components of version 2"),
    "a flag that is no number": (MESSAGE, message(text(), flags=True), "flags: not a whole"),
    "a foreign flag": (MESSAGE, message(text(), flags=limits.V2 | 1), "flags: a flag that cannot"),
    "content beside components": (MESSAGE, message(text(), content="x"), "content: cannot be set"),
    "an empty content": (MESSAGE, message(text(), content=""), "content: cannot be set"),
    "embeds": (MESSAGE, message(text(), embeds=[{"title": "x"}]), "embeds: cannot be set"),
    "a poll": (MESSAGE, message(text(), poll={}), "poll: cannot be set"),
    "stickers": (MESSAGE, message(text(), sticker_ids=[]), "sticker_ids: unknown key"),
    "read aloud": (MESSAGE, message(text(), tts=True), "tts: must be false"),
    "everybody notified": (
        MESSAGE,
        message(text(), allowed_mentions={"parse": ["everyone"]}),
        "allowed_mentions.parse: must be an empty list",
    ),
    "somebody notified": (
        MESSAGE,
        message(text(), allowed_mentions={"parse": [], "users": ["1"]}),
        "allowed_mentions.users: must be an empty list",
    ),
    "mentions left to chance": (
        MESSAGE,
        message(text(), allowed_mentions={}),
        "allowed_mentions.parse: missing",
    ),
    "a reply that notifies": (
        MESSAGE,
        message(text(), allowed_mentions={"parse": [], "replied_user": True}),
        "allowed_mentions.replied_user: must be false",
    ),
    "a message passed on": (
        MESSAGE,
        message(text(), message_reference={"message_id": 1, "type": 1}),
        "message_reference.type: must be 0",
    ),
    "a nonce that nobody checks": (MESSAGE, message(text(), nonce="a"), "nonce: only together"),
    "a check of no nonce": (MESSAGE, message(text(), enforce_nonce=True), "nonce: only together"),
    "a private message to a channel": (
        MESSAGE,
        message(text(), **NONCE, flags=limits.V2 | limits.EPHEMERAL),
        "flags: a message with a nonce",
    ),
    "a hidden attachment": (
        MESSAGE,
        message(text(), attachments=attached("a.md")),
        "attachments[0]: no component shows it",
    ),
    "an attachment without a name": (
        MESSAGE,
        message(text(), attachments=[{"id": 0}]),
        "attachments[0].filename: missing",
    ),
    "an attachment's odd name": (
        MESSAGE,
        message(text(), attachments=attached("Ana's wins.md")),
        "attachments[0].filename: not a name that Discord keeps",
    ),
    "a name of two attachments": (
        MESSAGE,
        message(file("a.md"), attachments=[*attached("a.md"), {"id": 1, "filename": "a.md"}]),
        "attachments: the same twice",
    ),
    "an id of two attachments": (
        MESSAGE,
        message(
            file("a.md"), file("b"), attachments=[*attached("a.md"), {"id": "0", "filename": "b"}]
        ),
        "attachments: the same twice",
    ),
    "an id of two components": (
        MESSAGE,
        message(text(id=2), container(text(id=2))),
        "components[1].components[0].id: the same as components[0].id",
    ),
    "a name of two rows": (
        MESSAGE,
        message(row(button()), section(text())),
        "components[1].accessory.custom_id: the same as components[0].components[0].custom_id",
    ),
    "a modal without questions": (MODAL, modal(), "components: 0 items"),
    "a modal without name": (
        MODAL,
        {"title": "x", "components": [text()]},
        "custom_id: missing",
    ),
    "a blank title": (MODAL, modal(text(), title=" "), "title: blank"),
    "a row in a modal": (MODAL, modal(row(written())), "components[0]: an action row cannot"),
    "a question without a label": (
        MODAL,
        modal(written()),
        "components[0]: a text input cannot stand here",
    ),
    "a label of nothing": (
        MODAL,
        modal({"type": 18, "label": "x"}),
        "components[0].component: missing",
    ),
    "a label of many": (
        MODAL,
        modal(ask(written(), components=[])),
        "components[0].components: unknown key",
    ),
    "two questions of one name": (
        MODAL,
        modal(ask(written()), ask(written())),
        "components[1].component.custom_id: the same as components[0].component.custom_id",
    ),
    "flags of a modal": (MODAL, modal(text(), flags=64), "flags: unknown key"),
    "no list": (COMMANDS, command(), "payload: not a list"),
    "no command": (COMMANDS, [None], "[0]: not an object"),
    "a command of no type": (COMMANDS, [command(type=4)], "[0].type: unknown type"),
    "a command without words": (COMMANDS, [{"name": "a"}], "[0].description: missing"),
    "a capital": (COMMANDS, [command("Wins")], "[0].name: not in small letters"),
    "a space": (COMMANDS, [command("my wins")], "[0].name: not of letters"),
    "an emoji": (COMMANDS, [command("wins🎉")], "[0].name: not of letters"),
    "an unknown language": (
        COMMANDS,
        [command(name_localizations={"de-DE": "erfolge"})],
        "[0].name_localizations.?: no language",
    ),
    "a translated capital": (
        COMMANDS,
        [command(name_localizations={"de": "Erfolge"})],
        "[0].name_localizations.de: not in small letters",
    ),
    "an empty translation": (
        COMMANDS,
        [command(description_localizations={"de": ""})],
        "[0].description_localizations.de: 0 characters",
    ),
    "two of one name": (COMMANDS, [command(), command()], "[1].name: the same as [0].name"),
    "two of one translation": (
        COMMANDS,
        [
            command("a", name_localizations={"de": "c"}),
            menu("c"),
            command("b", name_localizations={"de": "c"}),
        ],
        "[2].name_localizations.de: the same as a name of [0]",
    ),
    "another's name as a translation": (
        COMMANDS,
        [command("a", name_localizations={"de": "b"}), command("b")],
        "[0].name_localizations.de: the same as a name of [1]",
    ),
    "a menu with words": (COMMANDS, [menu(description="x")], "[0].description: must be empty"),
    "a menu with options": (COMMANDS, [menu(options=[])], "[0].options: unknown key"),
    "a menu in spaces": (COMMANDS, [menu("Go ")], "[0].name: a space"),
    "for adults": (COMMANDS, [command(nsfw=True)], "[0].nsfw: must be false"),
    "rights in words": (
        COMMANDS,
        [command(default_member_permissions="all")],
        "[0].default_member_permissions: not a set",
    ),
    "no place": (COMMANDS, [command(contexts=[])], "[0].contexts: 0 items"),
    "a place twice": (COMMANDS, [command(contexts=[0, 0])], "[0].contexts: the same twice"),
    "private channels for servers": (
        COMMANDS,
        [command(contexts=[0, 2], integration_types=[0])],
        "[0].contexts: private channels without",
    ),
    "an unknown option": (
        COMMANDS,
        [command(options=[given_option(12)])],
        "[0].options[0].type: unknown type",
    ),
    "two options of one name": (
        COMMANDS,
        [command(options=[given_option(), given_option(4)])],
        "[0].options[1].name: the same as [0].options[0].name",
    ),
    "a required option behind": (
        COMMANDS,
        [command(options=OPTIONAL_FIRST)],
        "[0].options[1].required: after one that is not",
    ),
    "the same in a subcommand": (
        COMMANDS,
        [command(options=[given_option(1, options=OPTIONAL_FIRST)])],
        "[0].options[0].options[1].required: after one that is not",
    ),
    "a subcommand beside an option": (
        COMMANDS,
        [command(options=[given_option(1, "a"), given_option(3, "b")])],
        "[0].options: subcommands beside",
    ),
    "a group in a group": (
        COMMANDS,
        [command(options=[given_option(2, options=[given_option(2)])])],
        "[0].options[0].options[0]: a group of subcommands cannot stand here",
    ),
    "a subcommand in a subcommand": (
        COMMANDS,
        [command(options=[given_option(1, options=[given_option(1)])])],
        "[0].options[0].options[0]: a subcommand cannot stand here",
    ),
    "a required subcommand": (
        COMMANDS,
        [command(options=[given_option(1, required=True)])],
        "[0].options[0].required: unknown key",
    ),
    "choices and suggestions": (
        COMMANDS,
        [command(options=[given_option(choices=[choice()], autocomplete=True)])],
        "[0].options[0].autocomplete: cannot stand beside choices",
    ),
    "choices of a member": (
        COMMANDS,
        [command(options=[given_option(6, choices=[])])],
        "[0].options[0].choices: unknown key",
    ),
    "a choice of another kind": (
        COMMANDS,
        [command(options=[given_option(4, choices=[choice(value="1")])])],
        "[0].options[0].choices[0].value: not a whole number",
    ),
    "a choice that is no number": (
        COMMANDS,
        [command(options=[given_option(10, choices=[choice(value=True)])])],
        "[0].options[0].choices[0].value: not a number",
    ),
    "translations of no language": (
        COMMANDS,
        [command(name_localizations=["erfolge"])],
        "[0].name_localizations: not an object",
    ),
    "no component": (MESSAGE, {**message(), "components": [None]}, "components[0]: not an object"),
    "a choice without end": (
        COMMANDS,
        [command(options=[given_option(10, choices=[choice(value=float("inf"))])])],
        "[0].options[0].choices[0].value: not between",
    ),
    "a choice twice": (
        COMMANDS,
        [command(options=[given_option(choices=[choice("A"), choice("B")])])],
        "[0].options[0].choices: the same twice",
    ),
    "a choice's name twice": (
        COMMANDS,
        [command(options=[given_option(choices=[choice(value="a"), choice(value="b")])])],
        "[0].options[0].choices[1].name: the same as",
    ),
    "more at least": (
        COMMANDS,
        [command(options=[given_option(min_length=2, max_length=1)])],
        "[0].options[0].min_length: more than max_length",
    ),
    "a greater least": (
        COMMANDS,
        [command(options=[given_option(10, min_value=2, max_value=1.5)])],
        "[0].options[0].min_value: more than max_value",
    ),
}


@pytest.mark.parametrize("name", WRONG_WHOLES)
def test_what_discord_refuses_of_the_whole_is_named(name: str) -> None:
    surface, payload, expected = WRONG_WHOLES[name]
    found = problems(surface, payload)
    assert len(found) == 1, found
    assert found[0].startswith(expected)


@pytest.mark.parametrize("key", ["flags", "components", "allowed_mentions"])
def test_a_message_has_all_it_needs(key: str) -> None:
    payload = message(text())
    del payload[key]
    assert problems(MESSAGE, payload) == [f"{key}: missing"]


# Mentions.

PINGS = ["<@11>", "<@!11>", "<@&11>", "<#11>", "@everyone", "a@here.example", r"\\@here", "<@"]


@pytest.mark.parametrize("ping", PINGS)
@pytest.mark.parametrize("surface", [MESSAGE, MODAL])
def test_a_mention_in_a_text_is_refused(ping: str, surface: Surface) -> None:
    make = message if surface is MESSAGE else modal
    assert problems(surface, make(text(f"Hi {ping}"))) == ["components[0].content: a mention"]


@pytest.mark.parametrize(
    "words",
    ["<t:1720710212:R>", r"\<@11>", r"\@everyone", "@\u200bhere", "<:a:1>", "< @11>", "a@b.c"],
)
def test_what_mentions_nobody_passes(words: str) -> None:
    assert problems(MESSAGE, message(text(words))) == []


# Whatever comes.


def mangled(value: Any, junk: Any) -> Iterator[Any]:
    """The value with each part of it replaced, and with each key left out."""
    yield junk
    if isinstance(value, dict):
        for key, part in value.items():
            yield {one: held for one, held in value.items() if one != key}
            for other in mangled(part, junk):
                yield value | {key: other}
    elif isinstance(value, list):
        for number, part in enumerate(value):
            for other in mangled(part, junk):
                yield [*value[:number], other, *value[number + 1 :]]


SECRET = "Zq7 somebody's words"
HOLDERS = ["attachments", "a message to a channel", "buttons", "menus", "text input asked"]


@pytest.mark.parametrize("name", [*HOLDERS, "string select asked", "section with a picture"])
@pytest.mark.parametrize(
    "junk", [None, True, 10**30, float("nan"), SECRET * 500, [SECRET], {}, b""]
)
def test_no_mangled_payload_raises_or_has_its_words_told(name: str, junk: Any) -> None:
    surface, payload = VALID[name]
    for broken in mangled(payload, junk):
        for found in problems(surface, broken):
            assert "Zq7" not in found
            assert len(found) < 200


def test_no_words_are_told_wherever_they_stand() -> None:
    def filled(value: Any) -> Any:
        match value:
            case str():
                return SECRET * 100
            case dict():
                return {key: filled(part) for key, part in value.items()} | {SECRET: SECRET}
            case list():
                return [filled(part) for part in value]
            case _:
                return value

    for surface, payload in VALID.values():
        assert "Zq7" not in "".join(problems(surface, filled(payload)))


KEYS = st.sampled_from(
    [
        *("type", "components", "component", "accessory", "content", "custom_id", "options"),
        *("name", "flags", "allowed_mentions", "label", "value", "items", "media", "url"),
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 25)
    | st.floats()
    | st.text(max_size=5)
    | st.just(limits.V2)
    | st.just("attachment://a")
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Surface), JUNK)
def test_any_object_at_all_is_answered(surface: Surface, junk: Any) -> None:
    assert all(isinstance(found, str) for found in problems(surface, junk))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(VALID)), JUNK)
def test_a_payload_is_left_as_it_was(name: str, junk: Any) -> None:
    surface, payload = VALID[name]
    given_payload = copy.deepcopy([payload, junk])
    problems(surface, given_payload[0])
    problems(surface, given_payload[1])
    assert json.dumps(given_payload) == json.dumps([payload, junk])


def test_the_languages_are_those_that_commands_can_be_shown_in() -> None:
    assert len(LOCALES) == 32
    payload = [command(name_localizations=dict.fromkeys(LOCALES, "wins"))]
    assert problems(COMMANDS, payload) == []
