"""What Slack sends becomes the right event, and whatever else is sent becomes nothing worse."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import decode, render
from adapters.slack.decode import Acting
from adapters.slack.render import CARD, CARE, FORM, Metadata
from bot.core.cards import (
    Answer,
    Button,
    Card,
    Care,
    FieldKind,
    Form,
    FormField,
    Option,
    Paragraph,
    press_token,
    read_token,
)
from bot.core.events import Command, HomeOpened, Left, Press, Say, Sender, Submit
from bot.core.model import Tenant
from bot.core.text import clean
from tests.adapters.slack import payloads
from tests.adapters.slack.payloads import Origin, Who
from tests.scene import prose

Json = dict[str, Any]

SAY = prose().speech("en")
HERE = Origin()
ORG = Origin(enterprise="E1", is_org=True)
GRID = Origin(enterprise="E1")
ANA = Who("U1")
SENDER = Sender(Tenant("slack:T1"), "U1", "Ana")
URL = "https://hooks.example/1"
TOKEN = press_token("debrief.begin", "s1")
FORM_METADATA = Metadata("conv1", 3, "landed", home=True, channel="C1")


def escaped(text: str) -> str:
    """As Slack writes what was typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Forms, as Slack gives them back.

_STATE = {
    "plain_text_input": ("initial_value", "value"),
    "radio_buttons": ("initial_option", "selected_option"),
    "static_select": ("initial_option", "selected_option"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_static_select": ("initial_options", "selected_options"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "users_select": ("initial_user", "selected_user"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
}


def inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def returned(view: Json, **typed: str | None) -> Json:
    """The view as Slack gives it back, its fields as they were shown but for what was `typed`."""
    view = copy.deepcopy(view)
    values: dict[str, dict[str, Json]] = {}
    for block in inputs(view):
        element = block["element"]
        shown, state = _STATE[element["type"]]
        value = element.get(shown, [] if state == "selected_options" else None)
        if element["type"] == "plain_text_input":
            name = block["block_id"].rpartition(".")[2]
            value = typed.get(name, value)
            value = None if value is None else escaped(value)
            if shown in element:
                element[shown] = escaped(element[shown])
        held = {"type": element["type"], state: value}
        values.setdefault(block["block_id"], {})[element["action_id"]] = held
    return view | {
        "id": "V1",
        "hash": "1.abc",
        "team_id": "T1",
        "app_installed_team_id": "T1",
        "state": {"values": values},
    }


OPTIONS = tuple(Option(f"o{n}", f"Option {n} & <more>") for n in range(12))


def a_form(*asked: FormField) -> Form:
    return Form("conv1", 3, "landed", "How it landed", asked)


def a_field(kind: FieldKind, value: Answer = None, name: str = "f") -> FormField:
    chosen = OPTIONS if kind in {FieldKind.CHOICE, FieldKind.MANY} else ()
    return FormField(name, kind, "Which?", options=chosen, value=value)


WORDS = a_form(
    a_field(FieldKind.PARAGRAPH, "Some <words> & more", "words"),
    a_field(FieldKind.LINE, None, "line"),
    a_field(FieldKind.CHOICE, "o1", "kind"),
)
FORM_VIEW = render.form_modal(WORDS, SAY, FORM_METADATA)
HEAVY = Card("Stop", (Paragraph("A person."),), (Button("Stop", press_token("care.stop")),))
CARE_VIEW = render.care_modal(Care(HEAVY, WORDS, {"words": "The <heavy> words"}), SAY, Metadata())


def submission(view: Json, origin: Origin = HERE) -> Json:
    return payloads.view_submission(origin, ANA, view, trigger_id="trigger1")


def submitted(view: Json) -> Submit:
    event = decode.submit(submission(view), SENDER)
    assert event is not None
    return event


def tapped(view: Json, token: str = TOKEN, origin: Origin = HERE) -> Json:
    action = {"type": "button", "action_id": token, "action_ts": "17.5"}
    return payloads.actions_in_view(origin, ANA, view, [action], trigger_id="trigger1")


def tapped_in_message(token: str = TOKEN, *, channel: str = "C1", who: Who = ANA) -> Json:
    return payloads.actions_in_message(
        HERE,
        who,
        {"ts": "1.1", "user": "UBOT", "text": "A card"},
        [{"type": "button", "action_id": token, "action_ts": "17.5"}],
        channel=channel,
        channel_name="job-club",
        trigger_id="trigger1",
        response_url=URL,
    )


# Commands and shortcuts.


def command(text: str = "", *, channel: str = "C1", origin: Origin = HERE) -> Json:
    return payloads.slash_command(
        origin,
        ANA,
        "/debrief",
        text,
        channel=channel,
        channel_name="job-club",
        trigger_id="trigger1",
        response_url=URL,
    )


def message_action(text: str, *, writer: str | None = "U1") -> Json:
    message = {"ts": "1.1", "text": text} | ({"user": writer} if writer else {})
    return payloads.message_action(
        HERE,
        ANA,
        "debrief_this",
        message,
        channel="C1",
        channel_name="job-club",
        trigger_id="trigger1",
        action_ts="17.5",
        response_url=URL,
    )


def test_a_slash_command_is_a_command_with_its_words() -> None:
    body = command("Acme &amp; &lt;sons&gt; &amp;lt;")
    assert decode.acting_in_command(body) == Acting("T1", "", "U1", "C1")
    assert decode.command(body, SENDER) == Command(
        "trigger1", SENDER, "debrief", "Acme & <sons> &lt;"
    )


@pytest.mark.parametrize(("channel", "place"), [("C1", "C1"), ("G1", "G1"), ("D1", None)])
def test_direct_messages_are_no_place_of_a_group(channel: str, place: str | None) -> None:
    acting = [
        decode.acting_in_command(command(channel=channel)),
        decode.acting_in_interaction(tapped_in_message(channel=channel)),
        decode.acting_in_event(event(payloads.message_im("U1", channel, "x", "1.1"))),
    ]
    assert [one.channel if one else "" for one in acting] == [place] * 3


def test_a_global_shortcut_is_a_command_without_words() -> None:
    body = payloads.shortcut(HERE, ANA, "new_debrief", trigger_id="trigger1", action_ts="17.5")
    assert decode.acting_in_interaction(body) == Acting("T1", "", "U1", None, "T1")
    assert decode.shortcut(body, SENDER, "debrief") == Command("trigger1", SENDER, "debrief", "")


def test_a_message_shortcut_is_a_command_with_the_message() -> None:
    body = message_action("No from <https://acme.example|Acme> &amp; co.")
    found = decode.shortcut(body, SENDER, "debrief")
    assert found == Command("trigger1", SENDER, "debrief", "No from Acme & co.")


@pytest.mark.parametrize(("writer", "own"), [("U1", True), ("U2", False), (None, False)])
def test_whose_message_a_shortcut_was_used_on_is_told(writer: str | None, own: bool) -> None:
    assert decode.is_own_message(message_action("x", writer=writer)) is own


def test_a_message_of_nobody_is_not_ones_own() -> None:
    assert decode.is_own_message({}) is False


# Buttons.


def test_a_tap_in_a_message_is_a_press() -> None:
    body = tapped_in_message()
    assert decode.acting_in_interaction(body) == Acting("T1", "", "U1", "C1", "T1")
    assert decode.press(body, SENDER) == Press("trigger1-17.5", SENDER, TOKEN, {})


def test_a_tap_in_a_form_brings_what_stood_in_it() -> None:
    body = tapped(returned(FORM_VIEW, line="Typed & <kept>"))
    assert decode.press(body, SENDER) == Press(
        "trigger1-17.5",
        SENDER,
        TOKEN,
        {"words": "Some <words> & more", "line": "Typed & <kept>", "kind": "o1"},
    )


def test_a_tap_beside_words_that_stopped_a_flow_does_not_send_them_again() -> None:
    assert decode.press(tapped(returned(CARE_VIEW, line="more")), SENDER).typed == {}


@pytest.mark.parametrize("suffix", ["", "#2", "#17"])
def test_a_button_that_is_there_twice_means_the_same(suffix: str) -> None:
    assert decode.pressed(tapped_in_message(f"{TOKEN}{suffix}")) == TOKEN


def test_every_button_that_is_rendered_brings_its_token() -> None:
    presses = [TOKEN, press_token("a.b", "c", 3, "d"), TOKEN, TOKEN, press_token("home.open")]
    card = Card("Title", (), tuple(Button("Go", one) for one in presses))
    (row,) = (block for block in render.home(card, SAY)["blocks"] if block["type"] == "actions")
    found = [decode.pressed(tapped_in_message(one["action_id"])) for one in row["elements"]]
    assert found == presses
    assert all(read_token(one) for one in found)


def test_two_taps_are_two_events_and_one_tap_that_comes_twice_is_one() -> None:
    first, second = tapped_in_message(), tapped_in_message() | {"trigger_id": "trigger2"}
    ids = [decode.press(body, SENDER).id for body in (first, second, copy.deepcopy(first))]
    assert ids[0] == ids[2] != ids[1]


# Forms.

some_words = st.one_of(
    st.sampled_from(
        (
            "&lt;",
            "<@U1> & <!here>",
            "&amp;amp;",
            "a\nb",
            "👩‍👩‍👧‍👦",
            "שלום",
            "'\"\\",
            "&",
            "&#60;",
            "漢字",
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
    FieldKind.MEMBER: st.sampled_from(("U1", "W012AB")),
    FieldKind.CHANNEL: st.sampled_from(("C1", "G012AB")),
}


@pytest.mark.parametrize("kind", FieldKind)
@settings(max_examples=20)
@given(data=st.data())
def test_a_form_comes_back_as_it_was_filled_in(kind: FieldKind, data: st.DataObject) -> None:
    value = data.draw(st.one_of(st.none(), VALUES[kind]))
    field = a_field(kind, value)
    if kind in {FieldKind.CHOICE, FieldKind.MANY} and data.draw(st.booleans()):
        few = OPTIONS[:4]
        field = replace(field, options=few)
        known = [option.value for option in few]
        value = value if value in known else None
        if isinstance(field.value, tuple):
            value = tuple(one for one in field.value if one in known) or None
    event = submitted(returned(render.form_modal(a_form(field), SAY, FORM_METADATA)))
    if isinstance(value, int):
        # Choices are texts on Slack.
        value = str(value)
    expected = Submit("trigger1", SENDER, "conv1", 3, "landed", {"f": value})
    assert event == expected


def test_a_whole_form_comes_back_field_by_field() -> None:
    assert submitted(returned(FORM_VIEW, words="Other words", line=None)).values == {
        "words": "Other words",
        "line": None,
        "kind": "o1",
    }


def test_a_field_with_a_dotted_step_keeps_its_own_name() -> None:
    form = replace(a_form(a_field(FieldKind.LINE, "x")), step="a.b")
    assert submitted(returned(render.form_modal(form, SAY, Metadata()))).values == {"f": "x"}


def test_a_modal_that_is_no_form_is_no_submit() -> None:
    view = returned(render.card_modal(Card("Title"), SAY, Metadata()))
    assert view["callback_id"] == CARD
    assert decode.submit(submission(view), SENDER) is None
    assert decode.closed(payloads.view_closed(HERE, ANA, view), SENDER) is None


def test_a_form_tells_what_it_carries() -> None:
    body = submission(returned(FORM_VIEW))
    assert decode.metadata(body) == FORM_METADATA
    acting = decode.acting_in_interaction(body)
    assert acting is not None
    assert acting.channel == "C1"


def test_those_who_were_picked_are_known() -> None:
    form = a_form(
        a_field(FieldKind.MEMBER, "U2", "who"),
        a_field(FieldKind.MEMBER, None, "other"),
        a_field(FieldKind.CHANNEL, "C2", "where"),
        a_field(FieldKind.LINE, "U3", "line"),
    )
    view = returned(render.form_modal(form, SAY, Metadata()))
    assert decode.picked_ids(view) == (("U2",), ("C2",))


def test_what_is_longer_than_slack_lets_anybody_type_is_cut() -> None:
    view = returned(FORM_VIEW, line="w" * 50_000)
    found = decode.typed_in(view)["line"]
    assert isinstance(found, str)
    assert len(found) == decode.LONGEST


# Closing.


def closed(view: Json) -> Submit | None:
    return decode.closed(payloads.view_closed(HERE, ANA, view), SENDER)


def test_closing_a_form_keeps_what_was_typed_as_a_draft() -> None:
    event = closed(returned(FORM_VIEW, line="half a sen"))
    assert event == Submit(
        "closed-V1-1.abc",
        SENDER,
        "conv1",
        3,
        "landed",
        {"words": "Some <words> & more", "line": "half a sen", "kind": "o1"},
        complete=False,
    )


def test_closing_does_not_empty_what_was_left_empty() -> None:
    event = closed(returned(FORM_VIEW, words=None, line="x"))
    assert event is not None
    assert "words" not in event.values


@pytest.mark.parametrize("values", [{}, [], None])
def test_closing_a_form_of_which_nothing_is_told_says_nothing(values: object) -> None:
    view = returned(FORM_VIEW) | {"state": {"values": values}}
    assert closed(view) is None


def test_closing_never_keeps_the_words_that_stopped_a_flow() -> None:
    assert closed(returned(CARE_VIEW, line="and more")) is None
    without_form = render.care_modal(Care(HEAVY, None, {"text": "heavy"}), SAY, Metadata())
    assert closed(returned(without_form)) is None


# Care.


def test_carrying_on_with_the_very_words_is_told() -> None:
    event = submitted(returned(CARE_VIEW))
    assert event.kept is True
    assert event.values["words"] == "The <heavy> words"


@pytest.mark.parametrize(
    "typed",
    [
        {"words": "The <heavy> words and more"},
        {"words": "Other words"},
        {"words": "The &lt;heavy&gt; words"},
        {"line": "words in a field that was empty"},
        {"words": None, "line": "The <heavy> words"},
    ],
)
def test_words_that_their_writer_did_not_see_with_the_safety_card_are_checked_anew(
    typed: dict[str, str | None],
) -> None:
    assert submitted(returned(CARE_VIEW, **typed)).kept is False


@settings(max_examples=30)
@given(shown=some_words, typed=some_words)
def test_only_the_words_that_were_shown_are_kept(shown: str, typed: str) -> None:
    view = render.care_modal(Care(HEAVY, WORDS, {"words": shown}), SAY, Metadata())
    assert submitted(returned(view, words=shown)).kept is True
    assert submitted(returned(view, words=typed)).kept is (shown.strip() == typed.strip())


def test_taking_words_away_is_no_reason_to_stop_again() -> None:
    event = submitted(returned(CARE_VIEW, words=None))
    assert event.kept is True
    assert event.values["words"] is None


def test_words_above_their_field_do_not_vouch_for_others_in_it() -> None:
    care = Care(HEAVY, WORDS, {"words": "heavy " * 1_000})
    view = render.care_modal(care, SAY, Metadata())
    assert submitted(returned(view, words="Other words")).kept is False


@pytest.mark.parametrize("blocks", [[], None, [{"type": "input"}], "x"])
def test_words_in_a_form_that_does_not_say_what_it_showed_are_not_kept(blocks: object) -> None:
    assert submitted(returned(CARE_VIEW) | {"blocks": blocks}).kept is False


def test_an_ordinary_form_is_never_kept() -> None:
    assert submitted(returned(FORM_VIEW)).kept is False


# Words.


def event(
    inner: Json, *, origin: Origin = HERE, is_shared: bool = False, event_id: str = "Ev1"
) -> Json:
    return payloads.event(
        origin, inner, event_id=event_id, event_time=1, is_ext_shared_channel=is_shared
    )


NAMES = {"U2": "Ben", "C2": "#general"}


def said(text: str) -> str:
    body = event(payloads.app_mention("U1", "C1", text, "1.1"))
    found = decode.say(body, SENDER, "UBOT", NAMES)
    assert (type(found), found.id, found.sender) == (Say, "Ev1", SENDER)
    return found.text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@UBOT> debrief", "debrief"),
        ("<@UBOT|fourwins> debrief", "debrief"),
        ("debrief <@UBOT>", "debrief"),
        ("<@UBOT><@UBOT>", ""),
        ("<@UBOT> thank <@U2> in <#C2|general> and <#C2>", "thank @Ben in #general and #general"),
        ("<@U3> <@U4|dana>", "@U3 @dana"),
        ("<!here> <!subteam^S1|@team> <!subteam^S1>", "@here @team @subteam"),
        (
            "<https://a.example/x?y=1&amp;z=2> <https://a.example|Acme>",
            "https://a.example/x?y=1&z=2 Acme",
        ),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("On <!date^1392734382^{date}|18 February>", "On 18 February"),
        ("&lt;@U2&gt; 3 &lt; 4 &amp;amp; 5", "<@U2> 3 < 4 &amp; 5"),
        ("&lt;@UBOT&gt; stays", "<@UBOT> stays"),
    ],
)
def test_words_read_as_their_writer_saw_them(text: str, read: str) -> None:
    assert said(text) == read


def test_without_its_own_id_nothing_of_the_words_is_taken() -> None:
    body = event(payloads.message_im("U1", "D1", "Hello <@UBOT>", "1.1"))
    assert decode.say(body, SENDER, "", {"UBOT": "Four Wins"}).text == "Hello @Four Wins"


@given(text=st.text(max_size=200))
def test_what_was_typed_without_marks_reads_the_same(text: str) -> None:
    assert said(escaped(text)) == text.strip()


@pytest.mark.parametrize("text", ["<" * 40_000, "<a|" * 15_000, "<@" * 30_000, "&lt;" * 20_000])
def test_enormous_words_are_read(text: str) -> None:
    assert isinstance(said(text), str)


def test_those_whom_a_text_mentions_are_told_once_and_at_most_ten() -> None:
    many = " ".join(f"<@U{n}>" for n in range(20))
    assert decode.mentioned({"text": "<@U2> <#C1> <@U3|x> <@U2> <@lower>"}) == ("U2", "U3")
    assert len(decode.mentioned({"text": many})) == 10


@pytest.mark.parametrize(
    ("message", "typed"),
    [
        (payloads.message_im("U1", "D1", "Hello", "1.1"), True),
        (payloads.message_im("U1", "D1", "Hello", "1.1", thread_ts="1.0"), True),
        (payloads.message_im("U1", "D1", "Hello", "1.1", files=[{"id": "F1"}]), True),
        (payloads.app_mention("U1", "C1", "<@UBOT> Hello", "1.1"), True),
        (payloads.message_im("U1", "D1", " \n", "1.1"), False),
        (payloads.bot_message_im("D1", "Hello", "1.1"), False),
        (payloads.message_changed_im("U1", "D1", "New", "Old", "1.1", "1.2"), False),
        (payloads.message_deleted_im("U1", "D1", "Old", "1.1", "1.2"), False),
        ({"subtype": "channel_join", "user": "U1", "text": "<@U1> has joined"}, False),
        ({"subtype": "bot_message", "text": "Hello"}, False),
        ({}, False),
    ],
)
def test_only_a_persons_new_words_are_read(message: Json, typed: bool) -> None:
    assert decode.is_typed_by_a_person(message) is typed


# Other events.


def test_opening_home_is_told() -> None:
    body = event(payloads.app_home_opened("U1", "D1", "1.1"))
    assert decode.acting_in_event(body) == Acting("T1", "", "U1")
    assert decode.home_opened(body, SENDER) == HomeOpened("Ev1", SENDER)


def test_leaving_is_told_of_the_one_who_left() -> None:
    body = event(payloads.user_change({"id": "U9", "deleted": True}, "1.1"))
    assert decode.acting_in_event(body) == Acting("T1", "", "U9")
    assert decode.left(body, SENDER) == Left("Ev1", SENDER)


# Organisations, and channels that are shared.


def test_a_workspace_of_an_organisation_tells_both() -> None:
    mention = payloads.app_mention("U1", "C1", "x", "1.1")
    for acting in (
        decode.acting_in_command(command(origin=GRID)),
        decode.acting_in_interaction(submission(returned(FORM_VIEW), GRID)),
        decode.acting_in_event(event(mention, origin=GRID)),
    ):
        assert acting is not None
        assert (acting.tenant, acting.enterprise) == ("slack:T1", "E1")


@pytest.mark.parametrize("installed", ["T1", "E1", None])
def test_the_app_of_a_whole_organisation_still_tells_the_workspace(installed: str | None) -> None:
    for view in (FORM_VIEW, render.home(Card("Title"), SAY)):
        body = tapped(returned(view) | {"app_installed_team_id": installed}, origin=ORG)
        assert body["team"] is None
        acting = decode.acting_in_interaction(body)
        assert acting is not None
        assert (acting.tenant, acting.enterprise) == ("slack:T1", "E1")


@pytest.mark.parametrize("authorized", [None, "T1", "T9", "E1"])
def test_an_event_for_a_whole_organisation_tells_its_workspace(authorized: str | None) -> None:
    body = event(payloads.app_mention("U1", "C1", "x", "1.1"), origin=ORG)
    body["authorizations"][0]["team_id"] = authorized
    acting = decode.acting_in_event(body)
    assert acting is not None
    assert (acting.tenant, acting.enterprise) == ("slack:T1", "E1")


def test_without_a_view_the_workspace_of_its_member_is_meant() -> None:
    body = payloads.shortcut(ORG, ANA, "new_debrief", trigger_id="t", action_ts="1.1")
    acting = decode.acting_in_interaction(body)
    assert acting is not None
    assert acting.tenant == "slack:T1"


def test_a_shared_channel_is_told_with_where_its_writer_is_at_home() -> None:
    inner = payloads.app_mention("U9", "C1", "x", "1.1", team="T9") | {"user_team": "T9"}
    acting = decode.acting_in_event(event(inner, is_shared=True))
    assert acting == Acting("T1", "", "U9", "C1", "T9", is_shared=True)


def test_somebody_from_elsewhere_acts_in_the_workspace_of_the_app() -> None:
    # Their own workspace stands first in what Slack sends about them.
    elsewhere, stranger = Origin(team="T9"), Who("U9", team="T9")
    body = payloads.view_submission(elsewhere, stranger, returned(FORM_VIEW), trigger_id="t")
    acting = decode.acting_in_interaction(body)
    assert acting is not None
    assert (acting.tenant, acting.home) == ("slack:T1", "T9")

    body = event(payloads.app_mention("U9", "C1", "x", "1.1", team="T9"))
    body["team_id"] = "T9"
    acting = decode.acting_in_event(body)
    assert acting is not None
    assert acting.tenant == "slack:T1"


@pytest.mark.parametrize("bad", ["", "t1", "T", "T1\n", "T1/../x", "T" * 40, "../../E1", None, 3])
def test_nobody_acts_without_ids_that_are_ids(bad: object) -> None:
    assert decode.acting_in_command(command() | {"team_id": bad}) is None
    assert decode.acting_in_command(command() | {"user_id": bad}) is None
    acting = decode.acting_in_command(command() | {"channel_id": bad, "enterprise_id": bad})
    assert acting == Acting("T1", "", "U1", None)


# Garbage.

_KEYS = (
    *("team", "team_id", "enterprise", "enterprise_id", "user", "user_id", "user_team", "channel"),
    *("id", "view", "state", "values", "blocks", "element", "type", "value", "callback_id"),
    *("private_metadata", "actions", "action_id", "action_ts", "event", "event_id", "text"),
    *("authorizations", "selected_option", "selected_options", "selected_user", "message"),
    *("selected_conversation", "selected_date", "initial_value", "block_id", "trigger_id"),
    *("subtype", "bot_id", "hash", "command", "app_installed_team_id", "is_ext_shared_channel"),
    "a.1.f",
)
_TEXTS = (
    *("", "T1", "U1", "C1", "E1", FORM, CARE, CARD, *_STATE, "a.1.f", TOKEN, "<@U1|", "<!date^>"),
    *("[" * 2_000, '{"r": true}', '{"c": "x", "r": 1e999}', '{"r": 9}', "\ud800", "<@>", "&lt;"),
)
garbage = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
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
    "command": (lambda body: decode.command(body, SENDER), Command),
    "shortcut": (lambda body: decode.shortcut(body, SENDER, "debrief"), Command),
    "press": (lambda body: decode.press(body, SENDER), Press),
    "submit": (lambda body: decode.submit(body, SENDER), Submit),
    "closed": (lambda body: decode.closed(body, SENDER), Submit),
    "say": (lambda body: decode.say(body, SENDER, "UBOT", NAMES), Say),
    "home_opened": (lambda body: decode.home_opened(body, SENDER), HomeOpened),
    "left": (lambda body: decode.left(body, SENDER), Left),
    "acting_in_command": (decode.acting_in_command, Acting),
    "acting_in_interaction": (decode.acting_in_interaction, Acting),
    "acting_in_event": (decode.acting_in_event, Acting),
    "metadata": (decode.metadata, Metadata),
}
OTHERS: tuple[Callable[[Json], object], ...] = (
    *(decode.pressed, decode.is_own_message, decode.is_typed_by_a_person, decode.mentioned),
    *(decode.typed_in, decode.picked_ids),
)


def is_answer(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(type(one) is str for one in value)
    return value is None or type(value) is str


def check_types(found: object) -> None:
    """What is in an event can be stored and looked up: texts, whole numbers, yes or no."""
    kinds = {"revision": int, "complete": bool, "kept": bool, "home": bool, "is_shared": bool}
    kinds |= {"values": dict, "typed": dict, "channel": str, "sender": Sender}
    for one in fields(found):  # type: ignore[arg-type]  # only what is one comes here
        value = getattr(found, one.name)
        if isinstance(found, Acting) and one.name in {"channel", "home"}:
            assert value is None or type(value) is str
        elif one.name == "sender":
            assert value is SENDER
        else:
            assert type(value) is kinds.get(one.name, str), one.name
        if one.name in {"values", "typed"}:
            assert all(type(name) is str for name in value)
            assert all(is_answer(answer) for answer in value.values())
        if one.name == "id":
            assert len(value) <= 100


def check_all(body: Json) -> None:
    for name, (read, kind) in EVENTS.items():
        found = read(body)
        if found is None:
            assert name in {"submit", "closed"} or name.startswith("acting")
            continue
        assert type(found) is kind, name
        check_types(found)
    assert [type(other(body)) for other in OTHERS] == [str, bool, bool, tuple, dict, tuple]


@settings(max_examples=350)
@given(body=bodies)
def test_garbage_raises_nothing_and_makes_nothing_that_is_not_an_event(body: Json) -> None:
    check_all(body)


REAL: tuple[Json, ...] = (
    command("Acme"),
    message_action("Hello <@U2>"),
    tapped_in_message(),
    tapped(returned(FORM_VIEW), origin=ORG),
    submission(returned(CARE_VIEW)),
    submission(
        returned(
            render.form_modal(
                a_form(*(a_field(kind, None, kind.value) for kind in FieldKind)), SAY, Metadata()
            )
        )
    ),
    event(payloads.app_mention("U1", "C1", "<@UBOT> Hello", "1.1")),
    event(payloads.user_change({"id": "U9"}, "1.1")),
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
@given(body=broken())
def test_a_payload_with_garbage_in_it_is_read_as_far_as_it_goes(body: Json) -> None:
    check_all(body)
    view = body.get("view")
    if isinstance(view, dict):
        check_all(view)
