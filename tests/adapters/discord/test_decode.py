"""What Discord sends becomes the right event, and whatever else is sent becomes nothing worse."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import decode, render
from adapters.discord.decode import Acting
from bot.core.cards import (
    Answer,
    Button,
    Card,
    Entry,
    FieldKind,
    Form,
    FormField,
    Option,
    press_token,
    read_token,
)
from bot.core.events import Command, Press, Say, Sender, Submit
from bot.core.model import Tenant
from bot.core.text import clean
from tests.scene import prose

Json = dict[str, Any]

SAY = prose().speech("en")
ANA = "100000000000000001"
BEN = "100000000000000002"
JOBS = "200000000000000001"
BOT = "300000000000000001"
SENDER = Sender(Tenant("discord:400000000000000001"), ANA, "Ana")
TOKEN = press_token("debrief.begin", "s1")
NAMES = {BEN: "Ben", JOBS: "#general"}
RESOLVED: Json = {
    "users": {
        ANA: {"id": ANA, "username": "ana", "global_name": None},
        BEN: {"id": BEN, "username": "ben", "global_name": "Benjamin"},
    },
    "members": {BEN: {"nick": "Ben", "roles": []}, ANA: {"nick": None, "roles": []}},
    "channels": {JOBS: {"id": JOBS, "name": "general", "type": 0}},
}


# Commands and menus, as Discord sends them.


def command(text: str | None = None, name: str = "debrief") -> Json:
    options = [{"name": "about", "type": 3, "value": text}] if text is not None else []
    return {"id": "1", "name": name, "type": 1} | ({"options": options} if options else {})


def message_menu(text: str, *, writer: str | None = ANA, name: str = "Debrief this") -> Json:
    author = {"author": {"id": writer, "username": "x"}} if writer else {}
    return {
        "id": "1",
        "name": name,
        "type": 3,
        "target_id": "9",
        "resolved": RESOLVED | {"messages": {"9": {"id": "9", "content": text} | author}},
    }


def tapped(custom_id: str = TOKEN) -> Json:
    return {"custom_id": custom_id, "component_type": 2, "id": 8}


@pytest.mark.parametrize("text", ["", "Acme & <sons>", "*b* \\* @everyone", "w" * 6_000])
def test_a_slash_command_is_a_command_with_its_words(text: str) -> None:
    found = decode.command("i1", command(text), SENDER)
    assert found == Command("i1", SENDER, "debrief", text)


def test_a_slash_command_without_words_has_none() -> None:
    assert decode.command("i1", command(), SENDER) == Command("i1", SENDER, "debrief", "")


def test_what_is_being_typed_is_the_option_that_has_the_focus() -> None:
    data = command("Ac") | {
        "options": [
            {"name": "other", "type": 3, "value": "no"},
            {"name": "about", "type": 3, "value": "Ac" * 200, "focused": True},
        ]
    }
    assert decode.typed_so_far(data) == "Ac" * 100
    assert decode.typed_so_far(command("Ac")) == ""


@pytest.mark.parametrize(
    ("name", "meant"), [("Debrief this", "debrief"), ("Pass this on", "refer")]
)
def test_an_item_of_a_messages_menu_is_a_command_with_the_message(name: str, meant: str) -> None:
    data = message_menu(f"No from <@{BEN}> in <#{JOBS}>", name=name)
    assert decode.menu("i1", data, SENDER) == Command(
        "i1", SENDER, meant, "No from @Ben in #general"
    )


def test_an_item_that_we_do_not_have_is_no_command() -> None:
    assert decode.menu("i1", message_menu("x", name="Delete this"), SENDER) is None


@pytest.mark.parametrize(("writer", "own"), [(ANA, True), (BEN, False), (None, False)])
def test_whose_message_a_menu_was_used_on_is_told(writer: str | None, own: bool) -> None:
    assert decode.is_own_message(message_menu("x", writer=writer), ANA) is own


def test_a_message_of_nobody_is_not_ones_own() -> None:
    assert decode.is_own_message({}, "") is False
    assert decode.is_own_message(message_menu("x", writer=None), "") is False


def test_a_menu_on_one_message_reads_no_other() -> None:
    data = message_menu("mine")
    data["resolved"]["messages"]["8"] = {"id": "8", "content": "theirs", "author": {"id": BEN}}
    found = decode.menu("i1", data, SENDER)
    assert found is not None
    assert found.text == "mine"
    assert decode.menu("i1", data | {"target_id": "7"}, SENDER) == replace(found, text="")


def test_people_and_channels_are_known_by_the_name_they_have_here() -> None:
    assert decode.names_in({"resolved": RESOLVED}) == {BEN: "Ben", ANA: "ana", JOBS: "#general"}
    without = {"resolved": {"users": RESOLVED["users"]}}
    assert decode.names_in(without) == {BEN: "Benjamin", ANA: "ana"}
    long = {"resolved": {"users": {BEN: {"username": "b" * 200}}}}
    assert decode.names_in(long) == {BEN: "b" * 80}


# Who and where.


def test_what_is_done_in_a_server_is_told_with_its_channel() -> None:
    acting = Acting(ANA, "Ana", "4", JOBS, "de", may_manage=True, names=NAMES)
    assert decode.sender(acting, decode.tenant_of("4")) == Sender(
        Tenant("discord:4"), ANA, "Ana", "de", "", JOBS, private=True, may_found=True, names=NAMES
    )
    assert decode.sender(acting, decode.tenant_of("4"), private=False).private is False


def test_in_private_there_is_no_channel_and_nothing_to_set_up() -> None:
    acting = Acting(ANA, "A" * 200, "", JOBS, may_manage=True)
    found = decode.sender(acting, decode.own_tenant(ANA))
    assert (found.tenant, found.channel, found.may_found) == (f"discord:@{ANA}", None, False)
    assert found.name == "A" * 80


def test_somebodys_own_place_is_never_that_of_a_server() -> None:
    assert decode.own_tenant("4") != decode.tenant_of("4")


# Buttons.


@pytest.mark.parametrize("suffix", ["", "~2", "~17", "~"])
def test_a_button_that_is_there_twice_means_the_same(suffix: str) -> None:
    assert decode.press("i1", tapped(f"{TOKEN}{suffix}"), SENDER) == Press("i1", SENDER, TOKEN, {})


def test_every_button_that_is_rendered_brings_its_token() -> None:
    presses = [TOKEN, press_token("a.b", "c", 3, "d"), TOKEN, TOKEN, press_token("home.open")]
    buttons = tuple(Button("Go", one) for one in presses)
    card = Card("Title", (Entry("Words", "", buttons[:1]),), buttons[1:])
    (message,) = render.messages(card, SAY)
    section, *rows = render.numbered(message)[1:]
    made = [section["accessory"], *(one for row in rows for one in row["components"])]
    assert len({one["custom_id"] for one in made}) == len(presses)
    found = [decode.press("i1", tapped(one["custom_id"]), SENDER).token for one in made]
    assert found == presses
    assert all(read_token(one) for one in found)


# Forms.

OPTIONS = tuple(Option(f"o{n}", f"Option {n} & <more>") for n in range(25))


def a_form(*asked: FormField) -> Form:
    return Form("conv1", 3, "landed", "How it landed", asked, "*One* tap is enough.")


def a_field(kind: FieldKind, value: Answer = None, name: str = "f", options: int = 4) -> FormField:
    chosen = OPTIONS[:options] if kind in {FieldKind.CHOICE, FieldKind.MANY} else ()
    return FormField(name, kind, "Which?", options=chosen, value=value)


def returned(modal: Json, **typed: str) -> Json:
    """The modal as Discord gives it back, its fields as they stood but for what was `typed`."""
    tops: list[Json] = []
    for number, top in enumerate(modal["components"], start=1):
        if top["type"] != 18:
            tops.append({"type": top["type"], "id": number})
            continue
        element = top["component"]
        chosen = [one["value"] for one in element.get("options", ()) if one.get("default")]
        chosen += [one["id"] for one in element.get("default_values", ())]
        held: Json = {"type": element["type"], "custom_id": element["custom_id"], "id": 9}
        match element["type"]:
            case 4:
                held["value"] = typed.get(element["custom_id"], element.get("value", ""))
            case 21:
                held["value"] = chosen[0] if chosen else None
            case _:
                held["values"] = chosen
        tops.append({"type": 18, "id": number, "component": held})
    return {"custom_id": modal["custom_id"], "components": tops, "resolved": RESOLVED}


def submitted(data: Json) -> Submit:
    event = decode.submit("i1", data, SENDER)
    assert event is not None
    return event


some_words = st.one_of(
    st.sampled_from(
        (
            f"<@{BEN}> & @everyone",
            "a\nb",
            "👩‍👩‍👧‍👦",
            "שלום",
            "'\"\\",
            "~2",
            "漢字",
            "\\*x\\*",
            ":tada:",
        )
    ),
    st.text(max_size=80).map(clean),
).filter(bool)
VALUES: Mapping[FieldKind, st.SearchStrategy[Answer]] = {
    FieldKind.LINE: some_words,
    FieldKind.PARAGRAPH: some_words,
    FieldKind.CHOICE: st.sampled_from([option.value for option in OPTIONS]),
    FieldKind.MANY: st.sets(st.sampled_from([o.value for o in OPTIONS]), min_size=1).map(
        lambda found: tuple(o.value for o in OPTIONS if o.value in found)
    ),
    FieldKind.SCALE: st.integers(1, 5),
    FieldKind.DATE: st.dates().map(str),
    FieldKind.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
    FieldKind.MEMBER: st.sampled_from((ANA, BEN)),
    FieldKind.CHANNEL: st.just(JOBS),
}


@pytest.mark.parametrize("kind", FieldKind)
@settings(max_examples=30)
@given(data=st.data())
def test_a_form_comes_back_as_it_was_filled_in(kind: FieldKind, data: st.DataObject) -> None:
    value = data.draw(st.one_of(st.none(), VALUES[kind]))
    options = data.draw(st.integers(1, 25))
    field = a_field(kind, value, options=options)
    known = [option.value for option in field.options]
    if kind is FieldKind.CHOICE and value not in known:
        value = None
    if isinstance(value, tuple):
        value = tuple(one for one in value if one in known) or None
    if isinstance(value, int):
        # Choices are texts on Discord.
        value = str(value)
    event = submitted(returned(render.modal(a_form(field), SAY)))
    assert event == Submit("i1", SENDER, "conv1", 3, "landed", {"f": value})


@pytest.mark.parametrize("options", range(1, 26))
@pytest.mark.parametrize("number", [1, 2])
def test_of_many_any_number_comes_back_as_several(options: int, number: int) -> None:
    value = tuple(option.value for option in OPTIONS[:options][:number])
    field = a_field(FieldKind.MANY, value, "next_steps", options)
    assert submitted(returned(render.modal(a_form(field), SAY))).values == {"next_steps": value}


def test_a_whole_form_comes_back_field_by_field() -> None:
    form = a_form(
        a_field(FieldKind.PARAGRAPH, "Some words", "words"),
        a_field(FieldKind.LINE, "x", "line"),
        a_field(FieldKind.CHOICE, "o1", "kind"),
        a_field(FieldKind.MEMBER, None, "who"),
    )
    event = submitted(returned(render.modal(form, SAY), words="Other words", line=""))
    assert event.values == {"words": "Other words", "line": None, "kind": "o1", "who": None}
    assert (event.complete, event.kept) == (True, False)


def test_words_typed_into_a_form_are_taken_as_they_are() -> None:
    text = f" <@{BEN}> \\*x\\* <:a:1234567>\n "
    data = returned(render.modal(a_form(a_field(FieldKind.PARAGRAPH)), SAY), f=text)
    assert submitted(data).values == {"f": text}


def test_a_modal_that_is_no_form_is_no_submit() -> None:
    data = returned(render.modal(a_form(a_field(FieldKind.LINE)), SAY))
    for other in ("", "v1:card", "v1:form:conv1:x:landed", TOKEN):
        assert decode.submit("i1", data | {"custom_id": other}, SENDER) is None


def test_what_is_longer_than_discord_lets_anybody_type_is_cut() -> None:
    data = returned(render.modal(a_form(a_field(FieldKind.LINE)), SAY), f="w" * 50_000)
    found = decode.typed_in(data)["f"]
    assert isinstance(found, str)
    assert len(found) == decode.LONGEST


# Words.


def said(text: str, names: Mapping[str, str] = NAMES, bot: str = BOT) -> str:
    found = decode.say("m1", text, SENDER, bot, names)
    assert (type(found), found.id, found.sender) == (Say, "m1", SENDER)
    return found.text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"<@{BOT}> debrief", "debrief"),
        (f"<@!{BOT}> debrief", "debrief"),
        (f"debrief <@{BOT}>", "debrief"),
        (f"<@{BOT}><@{BOT}>", ""),
        (f"thank <@{BEN}> and <@!{BEN}> in <#{JOBS}>", "thank @Ben and @Ben in #general"),
        ("<@1234567> <@&1234567> <#1234567>", "@1234567 @1234567 #1234567"),
        ("<:kind:1234567> <a:wave:1234567> :tada:", ":kind: :wave: :tada:"),
        ("</debrief:1234567> </a b:1234567>", "/debrief /a b"),
        ("3 < 4 <@> <#x> <:> </:1>", "3 < 4 <@> <#x> <:> </:1>"),
        ("*as* it was \\*typed\\*", "*as* it was \\*typed\\*"),
    ],
)
def test_words_read_as_their_writer_saw_them(text: str, read: str) -> None:
    assert said(text) == read


def test_without_its_own_id_nothing_of_the_words_is_taken() -> None:
    assert said(f"Hello <@{BOT}>", {BOT: "Four Wins"}, "") == "Hello @Four Wins"


def test_a_name_that_looks_like_a_mention_names_nobody_else() -> None:
    assert said(f"<@{BEN}>", {BEN: f"<@{ANA}>", ANA: "Ana"}) == f"@<@{ANA}>"


@given(text=st.text(st.characters(exclude_characters="<"), max_size=200))
def test_what_was_typed_without_marks_reads_the_same(text: str) -> None:
    assert said(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "<" * 40_000,
        "<a:" * 15_000,
        "<@" * 30_000,
        "</a" * 20_000,
        "<:" + "a" * 60_000,
        "</" * 40_000,
    ],
)
def test_enormous_words_are_read(text: str) -> None:
    assert len(said(text)) <= decode.LONGEST


# Garbage.

_KEYS = (
    *("id", "name", "type", "options", "value", "values", "focused", "custom_id", "components"),
    *("component", "component_type", "target_id", "resolved", "users", "members", "channels"),
    *("messages", "content", "author", "nick", "global_name", "username", ANA, "9", "f"),
)
_TEXTS = (
    *("", ANA, "9", "f", TOKEN, "v1:form:conv1:3:landed", "Debrief this", "Pass this on", "~"),
    *("f~many", "~many", "<@1234567>", "<@", "\ud800", "[" * 2_000, "\x00"),
)
garbage = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from((3, 4, 5, 8, 18, 21, 22)),
        st.floats(),
        st.sampled_from(_TEXTS),
        st.text(max_size=5),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    ),
    max_leaves=12,
)
bodies = st.dictionaries(st.sampled_from(_KEYS), garbage, max_size=8)

EVENTS: Mapping[str, tuple[Callable[[Json], object], type]] = {
    "command": (lambda data: decode.command("i1", data, SENDER), Command),
    "menu": (lambda data: decode.menu("i1", data, SENDER), Command),
    "press": (lambda data: decode.press("i1", data, SENDER), Press),
    "submit": (lambda data: decode.submit("i1", data, SENDER), Submit),
}
OTHERS: Mapping[str, Callable[[Json], object]] = {
    "typed_so_far": decode.typed_so_far,
    "token_of": decode.token_of,
    "is_own_message": lambda data: decode.is_own_message(data, ANA),
}


def is_answer(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(type(one) is str for one in value)
    return value is None or type(value) is str


def check_types(found: object) -> None:
    """What is in an event can be stored and looked up: texts, whole numbers, yes or no."""
    kinds = {"revision": int, "complete": bool, "kept": bool, "values": dict, "typed": dict}
    for one in fields(found):  # type: ignore[arg-type]  # only what is one comes here
        value = getattr(found, one.name)
        if one.name == "sender":
            assert value is SENDER
        else:
            assert type(value) is kinds.get(one.name, str), one.name
        if one.name == "values":
            assert all(type(name) is str and name for name in value)
            assert all(is_answer(answer) for answer in value.values())


def check_all(data: Json) -> None:
    for name, (read, kind) in EVENTS.items():
        found = read(data)
        if found is None:
            assert name in {"menu", "submit"}
            continue
        assert type(found) is kind, name
        check_types(found)
    assert [type(read(data)) for read in OTHERS.values()] == [str, str, bool]
    names = decode.names_in(data)
    assert all(type(part) is str and part for pair in names.items() for part in pair)


@settings(max_examples=250)
@given(data=bodies)
def test_garbage_raises_nothing_and_makes_nothing_that_is_not_an_event(data: Json) -> None:
    check_all(data)


REAL: tuple[Json, ...] = (
    command("Acme"),
    message_menu(f"Hello <@{BEN}>"),
    tapped(),
    returned(
        render.modal(
            a_form(*(a_field(kind, None, kind.value) for kind in (*FieldKind,)[:5])),
            SAY,
        )
    ),
    returned(
        render.modal(
            a_form(
                a_field(FieldKind.MANY, ("o1",), "f", 20),
                a_field(FieldKind.CHOICE, "o1", "g", 20),
                a_field(FieldKind.MEMBER, BEN, "h"),
            ),
            SAY,
        )
    ),
)


@st.composite
def broken(draw: st.DrawFn) -> Json:
    """A real payload with garbage in one place of it."""
    body = copy.deepcopy(draw(st.sampled_from(REAL)))
    at: Any = body
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw(st.sampled_from(keys))
        if isinstance(at[key], dict | list) and at[key] and draw(st.integers(0, 3)):
            at = at[key]
        else:
            at[key] = draw(garbage)
            return body


@settings(max_examples=150)
@given(data=broken())
def test_a_payload_with_garbage_in_it_is_read_as_far_as_it_goes(data: Json) -> None:
    check_all(data)


@given(
    text=st.one_of(
        st.text(max_size=100),
        st.lists(
            st.sampled_from(("<@", "<#", "!", "&", "1234567", ">", "<:", "a", ":", "</", " ", BEN))
        ).map("".join),
    ),
    bot=st.sampled_from(("", BOT, ".*", "(", "1234567")),
)
def test_any_words_are_read(text: str, bot: str) -> None:
    assert type(decode.say("m1", text, SENDER, bot, NAMES).text) is str
