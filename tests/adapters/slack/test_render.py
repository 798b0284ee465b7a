"""Whatever a card holds, Slack takes it, nothing of it is lost, and typed words can do nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from adapters.slack import limits, render
from adapters.slack.block_kit import Surface, problems
from adapters.slack.render import CARD, CARE, FORM, PAGE, Metadata, read_metadata
from bot.core.cards import (
    Answer,
    Attachment,
    Block,
    Bullets,
    Button,
    Card,
    Care,
    Entry,
    FieldKind,
    Form,
    FormField,
    Heading,
    Look,
    Option,
    Paragraph,
    Picture,
    Quote,
    press_token,
    read_token,
)
from bot.core.text import CLOSE, OPEN, clean, plain, said
from tests.pictures import CHART
from tests.scene import prose

Json = dict[str, Any]

SAY = prose().speech("en")
OPENED = Metadata(home=True, channel="C1")
PAGES_ID = "pages1"

HOSTILE = (
    "",
    " ",
    "\n\n\n",
    "<!channel> <!here> @channel @here",
    "<@U1> <#C1|general> <!subteam^S1|@all>",
    "<https://evil.example|https://kind.example> mailto:a@b.example",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote\n• list",
    ":tada: :skull: :+1::skin-tone-3:",
    "&lt;@U1&gt; &amp;amp; <>& \"quoted\" '{}' \\u0000",
    "אבג שלום\u202egnp.exe\u202c \u2066x\u2069",
    "a\u200bb\u200c\u200d\ufeff\u00ad",
    "\u200d",
    "e\u0301\u0302\u0303" * 60,
    "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪" * 40,
    "漢字かな" * 60,
    "one\ntwo\r\nthree\u2028four\x0bfive\tsix",
    "\x00\x07\x1b[2J\ud800\udfff",
    f"{OPEN}{CLOSE}{CLOSE}{OPEN}",
    "v1:debrief.begin:x#2",
    "w" * 74 + " " + "x" * 80,
    "word " * 40,
)
ENORMOUS = (
    "w" * 20_000,
    "漢" * 20_000,
    "👋" * 20_000,
    '"\\' * 10_000,
    "word and word " * 1_500,
    " " * 4_000 + "x" + " " * 4_000 + "y",
    "line\n" * 4_000,
)


def pressed(number: int = 0) -> str:
    return press_token("debrief.begin", f"s{number}")


# What is seen and carried.


def objects(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
    parts: Iterable[object] = value.values() if isinstance(value, dict) else ()
    for part in value if isinstance(value, list | tuple) else parts:
        yield from objects(part)


def words(blocks: object) -> str:
    """All the text that is to be read, in order: not what stands on buttons and in choices."""
    skipped = {id(one["text"]) for one in objects(blocks) if isinstance(one.get("text"), dict)}
    skipped -= {id(one["text"]) for one in objects(blocks) if one.get("type") == "header"}
    return "".join(
        one["text"]
        for one in objects(blocks)
        if isinstance(one.get("text"), str) and id(one) not in skipped
    )


def buttons(blocks: object) -> list[Json]:
    return [one for one in objects(blocks) if one.get("type") == "button"]


def tokens(blocks: object) -> Counter[str]:
    """What the buttons bring back, as `decode.pressed` reads it."""
    return Counter(one["action_id"].partition("#")[0] for one in buttons(blocks))


_CARRIED = {
    *("action_id", "block_id", "value", "callback_id", "private_metadata", "external_id"),
    *("event_type", "event_payload"),
}


def carried(payload: object) -> list[str]:
    """What Slack carries along without showing it."""
    return [str(one[key]) for one in objects(payload) for key in _CARRIED if key in one]


def expected(card: Card) -> Iterator[str]:
    """The texts of a card, in the order in which they are read."""
    yield card.title
    for block in card.body:
        match block:
            case Paragraph(text) | Heading(text) | Quote(text):
                yield text
            case Bullets(items):
                yield from items
            case Entry(text, note, _):
                yield text
                yield note
            case Picture(_, alt):
                yield alt
            case Attachment(name, _):
                yield name
    yield card.note


def given_buttons(card: Card) -> Counter[str]:
    of_entries = [b for one in card.body if isinstance(one, Entry) for b in one.buttons]
    return Counter(button.press for button in (*of_entries, *card.buttons))


def check_whole(card: Card, blocks: object) -> None:
    """Every text of the card stands in the blocks, whole and in its place; so does each button."""
    shown, at = words(blocks), 0
    for text in expected(card):
        # White space at an end shows nothing.
        one = plain(text).rstrip()
        found = shown.find(one, at)
        assert found >= 0, f"lost at {at} of {len(shown)}: {one[:40]!r} ({len(one)})"
        at = found + len(one)
    assert tokens(blocks) == given_buttons(card)


def check_card(card: Card) -> None:
    """On every surface the card is taken, and nothing of it is lost."""
    messages = render.messages(card, SAY)
    for message in messages:
        payload = {"text": message.text, "blocks": list(message.blocks), "channel": "C1"}
        assert problems(Surface.MESSAGE, payload) == []
        assert message.text.strip()
    check_whole(card, [message.blocks for message in messages])

    pages = render.card_pages(card, SAY)
    check_whole(card, pages)
    for number, page in enumerate(pages):
        modal = render.card_modal(card, SAY, OPENED, page=number, pages_id=PAGES_ID)
        assert problems(Surface.MODAL, modal) == []
        home = render.home(card, SAY, page=number, pages_id=PAGES_ID)
        assert problems(Surface.HOME, home) == []
        for view in (modal, home):
            assert view["blocks"][: len(page)] == list(page)


def full(text: str, *, press: str = "v1:debrief.begin:x") -> Card:
    """A card with these words in every place where words can stand."""
    button = Button(text, press)
    return Card(
        text,
        (
            Paragraph(text),
            Heading(f"Ours, {text}"),
            Quote(text),
            Bullets((text, "ours", text)),
            Entry(text, text, (button, button, replace(button, look=Look.DANGER))),
            Entry(text),
            Entry("", text),
            Picture(CHART, text),
            Attachment(text, "text"),
        ),
        (button, button),
        text,
    )


# Cards.


BLOCKS: tuple[Block, ...] = (
    Paragraph("Words"),
    Heading("Words"),
    Quote(said("Words")),
    Bullets(("One", "Two")),
    Entry("Words"),
    Entry("Words", "Small", (Button("Open", pressed()),)),
    Picture(CHART, "Four bars"),
    Attachment("wins.md", "Words of the file"),
)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__.lower())
def test_every_kind_of_block_is_taken_on_every_surface(block: Block) -> None:
    check_card(Card("Title", (block,)))


@pytest.mark.parametrize("look", Look)
def test_every_look_of_a_button_is_taken_on_every_surface(look: Look) -> None:
    card = Card("Title", (), (Button("Go", pressed(), look),))
    check_card(card)
    (made,) = buttons(render.card_pages(card, SAY))
    assert made.get("style") == {Look.PRIMARY: "primary", Look.DANGER: "danger"}.get(look)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_place_are_taken_and_kept(text: str) -> None:
    check_card(full(said(text)))


@pytest.mark.parametrize("text", ENORMOUS, ids=lambda text: repr(text[:3]))
def test_enormous_words_are_taken_and_kept(text: str) -> None:
    check_card(full(said(text)))


def test_a_card_with_nothing_in_it_is_taken() -> None:
    check_card(Card(""))
    check_card(Card(said(" "), (Paragraph(""), Bullets(()), Bullets(("",)), Entry(""))))


LONG_LISTS: Mapping[str, Card] = {
    "entries": Card("Yours", tuple(Entry(f"Entry {n}", f"note {n}") for n in range(500))),
    "entries with buttons": Card(
        "Yours",
        tuple(Entry(f"Entry {n}", "", (Button("Open", pressed(n)),)) for n in range(250)),
    ),
    "buttons": Card("Yours", (), tuple(Button(f"Button {n}", pressed(n)) for n in range(300))),
    "the same button": Card("Yours", (), (Button("Again", pressed()),) * 300),
    "buttons with emoji": Card("Yours", (), (Button(said("👋" * 75), pressed()),) * 300),
    "short bullets": Card("Yours", (Bullets(tuple("abc" * 1_500)),)),
    "bullets": Card("Yours", (Bullets(tuple(f"item {n} " + "w" * 50 for n in range(500))),)),
    "long bullets": Card("Yours", (Bullets((said("漢" * 7_000),) * 5),)),
    "paragraphs": Card("Yours", (Paragraph(said("漢字 " * 500)),) * 60),
    "notes": Card("Yours", (Entry(said("👋" * 2_990), said("👋" * 1_490)),) * 12),
}


@pytest.mark.parametrize("name", LONG_LISTS)
def test_a_long_list_is_taken_and_kept(name: str) -> None:
    check_card(LONG_LISTS[name])


@pytest.mark.parametrize("last", range(700, 1_000, 7))
def test_no_message_is_over_the_bound_by_its_summary(last: int) -> None:
    texts = [Paragraph("w" * limits.TEXT)] * 3
    check_card(Card("<" * limits.HEADER, (*texts, Paragraph("w" * last))))


def test_the_button_of_one_row_twice_has_two_ids_and_means_the_same() -> None:
    row = (Button("One", pressed()), Button("Two", pressed()), Button("Three", pressed(1)))
    made = buttons(render.card_pages(Card("Title", (), row), SAY))
    assert [one["action_id"] for one in made] == [pressed(), f"{pressed()}#2", pressed(1)]


mixed = st.builds(
    lambda ours, typed, more: f"{ours}{said(typed)}{more}",
    st.sampled_from(("", "Ours ", "“", "What you kept: ")),
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)),
    st.sampled_from(("", "”", " and more.", "\n")),
)
some_texts = st.one_of(mixed, st.sampled_from(ENORMOUS).map(said), st.just(""))
some_buttons = st.lists(
    st.builds(Button, mixed, st.integers(0, 3).map(pressed), st.sampled_from([*Look, Look.PLAIN])),
    max_size=30,
).map(tuple)
some_blocks = st.one_of(
    st.builds(Paragraph, some_texts),
    st.builds(Heading, some_texts),
    st.builds(Quote, some_texts),
    st.builds(Bullets, st.lists(mixed, max_size=20).map(tuple)),
    st.builds(Entry, some_texts, mixed, some_buttons),
    st.builds(Picture, st.just(CHART), mixed),
    st.builds(Attachment, mixed, st.just("text")),
)
some_cards = st.builds(
    Card, mixed, st.lists(some_blocks, max_size=6).map(tuple), some_buttons, some_texts
)


@settings(max_examples=25)
@given(card=some_cards)
def test_any_card_is_taken_and_kept(card: Card) -> None:
    check_card(card)


# Pages.


def turns(view: Json) -> list[int]:
    """The pages to which the buttons lead."""
    read = [read_token(one["action_id"]) for one in buttons(view)]
    return [one.revision or 0 for one in read if one and one.verb == PAGE]


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_every_page_is_reached_from_the_first_and_leads_back(surface: str) -> None:
    card = LONG_LISTS["entries"]

    def view(page: int) -> Json:
        if surface == "home":
            return render.home(card, SAY, page=page, pages_id=PAGES_ID)
        return render.card_modal(card, SAY, OPENED, page=page, pages_id=PAGES_ID)

    pages = len(render.card_pages(card, SAY))
    assert pages > 2
    seen, now = [0], 0
    while now + 1 in turns(view(now)):
        now += 1
        seen.append(now)
        assert 0 in turns(view(now))
    assert seen == list(range(pages))
    assert f"{pages} of {pages}" in words(view(pages - 1))


def test_a_card_of_one_page_has_nothing_to_turn() -> None:
    assert turns(render.home(Card("Title", (Paragraph("x"),)), SAY)) == []


@pytest.mark.parametrize(("page", "shown"), [(-3, 0), (999, -1)])
def test_a_page_that_there_is_not_is_the_nearest(page: int, shown: int) -> None:
    card = LONG_LISTS["entries"]
    nearest = render.card_pages(card, SAY)[shown]
    assert render.home(card, SAY, page=page)["blocks"][: len(nearest)] == list(nearest)


# Notifications.


typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)).filter(clean)


@settings(max_examples=60)
@given(
    ours=st.lists(st.sampled_from(("Sharing ", " from <b> & you: ", ".", "", "\n")), max_size=3),
    one=typed,
    other=typed,
)
def test_a_notification_does_not_depend_on_what_was_typed(
    ours: list[str], one: str, other: str
) -> None:
    first, second = (
        render.summary(Card(said(text).join([*ours, "End"])), SAY) for text in (one, other)
    )
    assert first == second
    assert first.strip()


@pytest.mark.parametrize("title", ["", " ", said("Ana"), f"{said('Ana')}: {said('x')}.", "…"])
def test_a_title_of_typed_words_alone_is_told_as_a_message_of_ours(title: str) -> None:
    text = render.summary(Card(title, (Paragraph(said("Ana")),)), SAY)
    assert text.strip("….: ")
    assert "Ana" not in text


def test_a_notification_reads_as_its_title() -> None:
    card = Card(f"Ask <{said('Ana')}> & co.")
    assert render.summary(card, SAY) == "Ask &lt;…&gt; &amp; co."


# Forms.

THERE = Metadata("conv1", 3, "landed", home=True, channel="C1")
OPTIONS = tuple(Option(f"o{n}", f"Option {n}") for n in range(150))
FILLED: Mapping[FieldKind, Answer] = {
    FieldKind.LINE: "Acme & <sons>",
    FieldKind.PARAGRAPH: "One\nTwo",
    FieldKind.CHOICE: "o1",
    FieldKind.MANY: ("o0", "o2"),
    FieldKind.SCALE: 3,
    FieldKind.DATE: "2026-11-27",
    FieldKind.TIME: "09:30",
    FieldKind.MEMBER: "U1",
    FieldKind.CHANNEL: "C1",
}


def a_field(kind: FieldKind, name: str = "f", *, options: int = 3) -> FormField:
    chosen = OPTIONS[:options] if kind in {FieldKind.CHOICE, FieldKind.MANY} else ()
    return FormField(name, kind, "Which?", "A hint", chosen, value=FILLED[kind])


def a_form(*fields: FormField) -> Form:
    ways = (Button("Back", pressed(1)), Button("Skip", pressed(2)))
    return Form("conv1", 3, "landed", "How it landed", fields, "One tap is enough.", ways)


def inputs(view: Json) -> list[Json]:
    return [one for one in view["blocks"] if one["type"] == "input"]


def modal_of(form: Form) -> Json:
    view = render.form_modal(form, SAY, OPENED)
    assert problems(Surface.MODAL, view) == []
    return view


def seen(view: Json) -> str:
    """All that can be read in a modal, in order."""
    keys = ("text", "initial_value")
    return "\0".join(one[key] for one in objects(view) for key in keys if _is_text(one, key))


def _is_text(one: Json, key: str) -> bool:
    return isinstance(one.get(key), str)


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize("filled", [True, False])
def test_every_kind_of_field_is_taken(kind: FieldKind, filled: bool) -> None:
    field = a_field(kind)
    (block,) = inputs(modal_of(a_form(field if filled else replace(field, value=None))))
    assert block["block_id"] == "landed.3.f"
    assert block["element"]["action_id"] == kind.value
    assert block["optional"] is True
    assert any(key.startswith("initial") for key in block["element"]) is filled


@pytest.mark.parametrize("kind", [FieldKind.CHOICE, FieldKind.MANY])
@pytest.mark.parametrize("number", [0, 1, 10, 11, 100, 101, 150])
def test_any_number_of_options_is_taken_and_all_can_be_chosen(kind: FieldKind, number: int) -> None:
    view = modal_of(a_form(a_field(kind, options=number)))
    assert [one["value"] for one in objects(view) if "value" in one and "text" in one] == [
        *(option.value for option in OPTIONS[:number]),
        *(one["value"] for one in _chosen(view)),
    ]


def _chosen(view: Json) -> list[Json]:
    found = []
    for block in inputs(view):
        element = block["element"]
        found += [element["initial_option"]] if "initial_option" in element else []
        found += element.get("initial_options", [])
    return found


def test_a_field_that_changed_gets_a_new_id_so_that_slack_takes_its_new_value() -> None:
    form = a_form(a_field(FieldKind.LINE))
    first, second, third = (
        inputs(modal_of(one))[0]["block_id"]
        for one in (form, replace(form, revision=4), replace(form, step="next"))
    )
    assert len({first, second, third}) == 3


def test_a_form_carries_where_it_belongs_and_where_it_was_opened() -> None:
    view = modal_of(a_form(a_field(FieldKind.LINE)))
    assert view["callback_id"] == FORM
    assert view["notify_on_close"] is True
    assert read_metadata(view["private_metadata"]) == THERE


@pytest.mark.parametrize("kind", FieldKind)
@pytest.mark.parametrize(
    "value",
    ["next Friday", "2026-02-30", "٢٠٢٦-١١-٢٧", "٠٩:٣٠", "24:00", "2026-11-27\n2026-11-28", "Ana"],
)
def test_a_value_that_does_not_fit_its_field_keeps_no_form_from_opening(
    kind: FieldKind, value: str
) -> None:
    view = modal_of(a_form(replace(a_field(kind), value=value)))
    if kind in {FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME}:
        assert value in seen(view)


def test_two_answers_to_one_line_do_not_run_into_each_other() -> None:
    view = modal_of(a_form(replace(a_field(FieldKind.LINE), value="Acme\nBeta")))
    assert inputs(view)[0]["element"]["multiline"] is True


def test_a_wrong_answer_is_told_at_its_field_and_in_the_form() -> None:
    wrong = replace(a_field(FieldKind.DATE), error=f"Not {said('<!here>')}.")
    form = a_form(a_field(FieldKind.LINE, "g"), wrong)
    assert render.inline_errors(form) == {"landed.3.f": "Not <!here>."}
    blocks = modal_of(form)["blocks"]
    at = [block.get("block_id") for block in blocks].index("landed.3.f")
    assert words(blocks[at - 1]) == "Not <!here>."


def test_every_inline_error_is_words_and_belongs_to_an_input() -> None:
    errors = (said(""), " ", "w" * 5_000, said("👋" * 3_000))
    form = a_form(
        *(replace(a_field(FieldKind.LINE, f"f{n}"), error=error) for n, error in enumerate(errors))
    )
    found = render.inline_errors(form)
    assert set(found) <= {block["block_id"] for block in inputs(modal_of(form))}
    assert all(text.strip() and len(text) <= limits.HINT for text in found.values())
    assert len(found) == 2


field_words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
longer_words = st.one_of(
    field_words,
    st.sampled_from(("w" * 20_000, "word " * 4_000, "漢" * 3_001, "w" * 3_000)),
)
labels = st.one_of(mixed, st.sampled_from(("w" * 2_000, "w" * 2_001, "👋" * 3_000)).map(said))
option_labels = st.one_of(mixed, st.sampled_from(("w" * 75, "w" * 76, "word " * 60)).map(said))
some_options = st.lists(option_labels, max_size=14).map(
    lambda found: tuple(Option(f"o{n}", label) for n, label in enumerate(found))
)


@st.composite
def some_fields(draw: st.DrawFn, name: str) -> FormField:
    kind = draw(st.sampled_from(FieldKind))
    values: Mapping[FieldKind, st.SearchStrategy[Answer]] = {
        FieldKind.LINE: longer_words.map(clean),
        FieldKind.PARAGRAPH: longer_words.map(clean),
        FieldKind.CHOICE: st.sampled_from(("o0", "o3", "o999")),
        FieldKind.MANY: st.sampled_from((("o0",), ("o1", "o0", "o999"), ())),
        FieldKind.SCALE: st.integers(0, 6),
    }
    return FormField(
        name,
        kind,
        draw(labels),
        draw(labels),
        draw(some_options) if kind in {FieldKind.CHOICE, FieldKind.MANY} else (),
        draw(st.sampled_from((0, 10, 300, 5_000))),
        draw(st.one_of(st.none(), values.get(kind, st.just(FILLED[kind])))),
        draw(st.one_of(st.just(""), mixed)),
    )


@st.composite
def some_forms(draw: st.DrawFn) -> Form:
    fields = tuple(draw(some_fields(f"f{n}")) for n in range(draw(st.integers(0, 4))))
    title, intro, submit = draw(mixed), draw(longer_words.map(said)), draw(mixed)
    return Form("conv1", draw(st.integers(0, 9)), "step", title, fields, intro, (), submit)


def check_fields(fields: Iterable[FormField], view: Json) -> None:
    shown, read = seen(view), words(view)
    for field in fields:
        if field.kind in {FieldKind.CHOICE, FieldKind.MANY} and not field.options:
            continue
        for text in (field.label, field.hint):
            if len(plain(text)) <= limits.LABEL:
                assert plain(text).rstrip() in shown
        for option in field.options:
            assert plain(option.label).rstrip() in shown
        assert plain(field.error).rstrip() in read
        if field.kind in {FieldKind.LINE, FieldKind.PARAGRAPH} and isinstance(field.value, str):
            assert field.value in shown or field.value in read


@settings(max_examples=30)
@given(form=some_forms())
def test_any_form_is_taken_and_kept(form: Form) -> None:
    view = modal_of(form)
    assert plain(form.title).rstrip() in words(view)
    assert plain(form.intro).rstrip() in words(view)
    check_fields(form.fields, view)
    values = [one["value"] for one in objects(view) if "value" in one]
    known = {option.value for field in form.fields for option in field.options}
    assert set(values) <= known | {str(n) for n in range(1, 6)}


def test_words_too_long_for_a_field_stand_above_it_in_full() -> None:
    long = "word " * 2_000 + "end"
    view = modal_of(a_form(replace(a_field(FieldKind.LINE), value=long, longest=80)))
    assert "initial_value" not in inputs(view)[0]["element"]
    assert long in words(view)


# Care.

HEAVY = Card(
    "Stop",
    (Paragraph("A person, not a form."),),
    (
        Button("Talk to our person", press_token("care.person")),
        Button("I'm OK, carry on", press_token("care.carry_on"), Look.PRIMARY),
        Button("Stop here", press_token("care.stop")),
    ),
)
CARED_FOR = a_form(
    replace(a_field(FieldKind.PARAGRAPH, "words"), value="Old words"),
    replace(a_field(FieldKind.CHOICE, "kind"), error="Pick one."),
)


def test_the_words_that_stopped_a_form_stand_in_its_fields_to_be_sent_again() -> None:
    care = Care(HEAVY, CARED_FOR, {"words": "The heavy words", "kind": "o2"})
    view = render.care_modal(care, SAY, OPENED)
    assert problems(Surface.MODAL, view) == []
    assert view["callback_id"] == CARE
    text, kind = inputs(view)
    assert text["element"]["initial_value"] == "The heavy words"
    assert kind["element"]["initial_option"]["value"] == "o2"
    assert view["submit"]["text"] == "I'm OK, carry on"
    assert tokens(view) == Counter({"v1:care.person:": 1, "v1:care.stop:": 1})
    assert "Pick one." not in words(view)
    assert read_metadata(view["private_metadata"]) == THERE


def test_the_words_that_stopped_no_form_are_given_back_below_the_card() -> None:
    care = Care(HEAVY, None, {"text": "<!channel> heavy words", "n": 3, "nothing": None})
    view = render.care_modal(care, SAY, OPENED)
    assert problems(Surface.MODAL, view) == []
    assert view["callback_id"] == CARE
    assert words(view).endswith("<!channel> heavy words")
    assert tokens(view) == given_buttons(HEAVY)


def test_words_that_stopped_an_older_form_are_given_back_below_the_card() -> None:
    care = Care(HEAVY, CARED_FOR, {"words": "The heavy words", "gone": "Of an old question"})
    view = render.care_modal(care, SAY, OPENED)
    assert problems(Surface.MODAL, view) == []
    assert view["callback_id"] == CARE
    assert "The heavy words" in words(view)
    assert "Of an old question" in words(view)


@settings(max_examples=25)
@given(
    card=some_cards.filter(lambda card: len(list(render._card(card, SAY))) < 60),
    form=st.one_of(st.none(), some_forms()),
    text=longer_words.map(clean),
)
def test_any_card_for_care_is_taken_and_gives_the_words_back(
    card: Card, form: Form | None, text: str
) -> None:
    if form is None:
        view = render.care_modal(Care(card, None, {"text": text}), SAY, OPENED)
        assert problems(Surface.MODAL, view) == []
        pages = render.card_pages(replace(card, body=(*card.body, Quote(said(text)))), SAY)
        assert text in words(pages)
        return
    field = FormField("words", FieldKind.PARAGRAPH, "Words")
    form = replace(form, fields=(field, *form.fields))
    card = Card(card.title, (Paragraph("Stop"),), HEAVY.buttons)
    view = render.care_modal(Care(card, form, {"words": text}), SAY, OPENED)
    assert problems(Surface.MODAL, view) == []
    assert text in seen(view) or text in words(view)


# What is carried along.

CANARY = "Zyxomma"


def test_no_typed_word_is_carried_where_nobody_sees_it() -> None:
    typed = said(f"{CANARY} <@U1>")
    card = full(typed, press=pressed())
    fields = tuple(
        FormField(
            kind.value,
            kind,
            typed,
            typed,
            tuple(Option(f"o{n}", said(CANARY * n)) for n in range(1, 15)),
            5 if kind is FieldKind.LINE else 0,
            CANARY,
            typed,
        )
        for kind in FieldKind
    )
    form = Form("conv1", 1, "step", typed, fields, typed, (Button(typed, pressed()),), typed)
    payloads: list[object] = [
        [message.blocks for message in render.messages(card, SAY)],
        render.card_modal(card, SAY, OPENED, pages_id=PAGES_ID),
        render.home(card, SAY, pages_id=PAGES_ID),
        render.form_modal(form, SAY, OPENED),
        render.care_modal(Care(card, form, {"line": CANARY}), SAY, OPENED),
        render.care_modal(Care(card, None, {"line": CANARY}), SAY, OPENED),
    ]
    for payload in payloads:
        assert CANARY in json.dumps(payload)
        assert carried(payload)
        assert CANARY not in "".join(carried(payload))
    assert all(CANARY not in message.text for message in render.messages(card, SAY))
    assert all(CANARY not in key for key in render.inline_errors(form))


@given(
    st.builds(
        Metadata,
        conversation=st.text(max_size=20),
        revision=st.integers(-9, 10**9),
        step=st.text(max_size=20),
        home=st.booleans(),
        channel=st.text(max_size=12),
    )
)
def test_what_a_modal_carries_is_read_as_it_was_written(metadata: Metadata) -> None:
    assert read_metadata(metadata.written()) == metadata
    assert len(metadata.written()) <= limits.METADATA


@pytest.mark.parametrize(
    "written",
    [
        *("", "{", "null", "[]", '"c"', "3", "[" * 3_000, '{"r":' * 2_000, "1" * 5_000),
        *('{"r": true}', '{"r": "3", "c": 1, "s": [], "o": true, "n": {}}', '{"r": 1.5}'),
    ],
    ids=lambda written: written[:12],
)
def test_metadata_of_others_says_nothing(written: str) -> None:
    found = read_metadata(written)
    assert found == Metadata()
    assert type(found.revision) is int


# How it looks.


REPRESENTATIVE = Card(
    f"Your debrief about {said('Acme & <sons>')}",
    (
        Heading("Practice"),
        Entry(
            said("The handover"),
            "went well",
            (Button("Open", pressed(1)), Button("Delete", pressed(2), Look.DANGER)),
        ),
        Paragraph("Does it read right to you?"),
        Quote(said("A *kind* <!channel>\nword")),
        Bullets(("One", said("Two"))),
        Picture(CHART, "Four bars: practice 2"),
        Attachment("wins.md", "text"),
    ),
    (Button("Keep it", pressed(3), Look.PRIMARY), Button("Keep it", pressed(3))),
    "Only you can see this.",
)


def test_a_card_as_a_message(snapshot: SnapshotAssertion) -> None:
    (message,) = render.messages(REPRESENTATIVE, SAY)
    assert {"text": message.text, "blocks": list(message.blocks)} == snapshot


def test_a_card_as_a_modal(snapshot: SnapshotAssertion) -> None:
    view = render.card_modal(REPRESENTATIVE, SAY, OPENED)
    assert view["callback_id"] == CARD
    assert view == snapshot


def test_a_card_as_home(snapshot: SnapshotAssertion) -> None:
    assert render.home(REPRESENTATIVE, SAY) == snapshot


@pytest.mark.parametrize("kind", FieldKind)
def test_a_form(kind: FieldKind, snapshot: SnapshotAssertion) -> None:
    assert modal_of(a_form(a_field(kind))) == snapshot


def test_a_correction(snapshot: SnapshotAssertion) -> None:
    wrong = replace(a_field(FieldKind.DATE), error="That day has passed.")
    assert modal_of(a_form(wrong)) == snapshot


def test_a_form_with_long_choices(snapshot: SnapshotAssertion) -> None:
    options = (Option("a", "Short"), Option("b", said("A long choice " * 8)))
    field = replace(a_field(FieldKind.CHOICE), options=options, value="b")
    assert modal_of(a_form(field)) == snapshot


def test_a_form_stopped_for_care(snapshot: SnapshotAssertion) -> None:
    care = Care(HEAVY, CARED_FOR, {"words": "The heavy words"})
    assert render.care_modal(care, SAY, OPENED) == snapshot


def test_a_command_stopped_for_care(snapshot: SnapshotAssertion) -> None:
    care = Care(HEAVY, None, {"text": "The heavy words"})
    assert render.care_modal(care, SAY, OPENED) == snapshot


def test_the_end_of_a_page(snapshot: SnapshotAssertion) -> None:
    view = render.home(LONG_LISTS["entries"], SAY, page=1, pages_id=PAGES_ID)
    assert view["blocks"][-4:] == snapshot
