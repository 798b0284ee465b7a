"""What goes out: cards and forms without a platform, and the replies that carry them.

Every string here is already in its reader's language. Words that a person typed stand between the
marks of `bot.core.text.said`, so that a renderer can make exactly those words inert.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.wins import WinKind


class Look(StrEnum):
    """How much a button asks to be pressed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button. `press` is what comes back when it is tapped: a token of `press_token`."""

    label: str
    press: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line above what belongs together."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a longer list with what can be done to it."""

    text: str
    note: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the four wins in a chart: its name for the reader, and how many in each month."""

    kind: WinKind
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a picture shows: wins by month. `months` are first days, `labels` their short names."""

    title: str
    months: tuple[date, ...]
    labels: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, still to be drawn (`ports.Pictures`), and what it shows for those who listen."""

    chart: Chart
    alt: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file handed over with a card (an export). The text is the member's own."""

    name: str
    text: str


Block = Paragraph | Heading | Quote | Bullets | Entry | Picture | Attachment


@dataclass(frozen=True, slots=True)
class Card:
    """A message: title, body, buttons below, and small print. The title alone must make sense."""

    title: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    note: str = ""


class FieldKind(StrEnum):
    """What a field of a form takes."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    MANY = "many"
    SCALE = "scale"
    DATE = "date"
    TIME = "time"
    MEMBER = "member"
    CHANNEL = "channel"


Answer = str | int | tuple[str, ...] | None
"""One answer as it is stored: a text, a number, several choices, or None for "nothing here yet".
Dates are `YYYY-MM-DD`, times `HH:MM`, choices the value of their option."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One question, ready to be shown."""

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    longest: int = 0
    value: Answer = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One step of a conversation, ready to be shown; `revision` tells an old form from a new one.

    `ways` are the buttons beside "Continue": skip, back, stop for now, and a step's own way out.
    """

    conversation: str
    revision: int
    step: str
    title: str
    fields: tuple[FormField, ...]
    intro: str = ""
    ways: tuple[Button, ...] = ()
    submit: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """Put this form before the member (a modal; on the console, prompts)."""

    form: Form


@dataclass(frozen=True, slots=True)
class Correct:
    """The form again, as typed, with the errors at their fields. Nothing was lost."""

    form: Form


@dataclass(frozen=True, slots=True)
class Show:
    """Show this card privately to the member who acted."""

    card: Card


@dataclass(frozen=True, slots=True)
class Care:
    """Stop here: show the safety card, and give the words just typed back to their writer.

    The words are not stored. An adapter shows them with the card and, when the member chooses to
    carry on with them, sends the same Submit again with `kept=True`.
    """

    card: Card
    form: Form | None
    words: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing to show."""


Reply = Ask | Correct | Show | Care | Nothing


_TOKEN = re.compile(
    r"v1:(?P<verb>[a-z_]+(?:\.[a-z_]+)*):(?P<subject>[A-Za-z0-9_-]{0,40})"
    r"(?::(?P<revision>0|[1-9][0-9]{0,8})(?::(?P<choice>[a-z0-9_]{1,24}))?)?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """What a button carries: a verb of the code, the id of its subject, a revision, a choice.

    None of them can hold a word that a person typed, so nothing personal travels through a
    platform's custom ids; and nothing has to be stored for a button, so buttons work for ever.
    """

    verb: str
    subject: str = ""
    revision: int | None = None
    choice: str = ""


def press_token(verb: str, subject: str = "", revision: int | None = None, choice: str = "") -> str:
    """`v1:<verb>:<subject>[:<revision>[:<choice>]]`, at most 100 characters (Discord's custom_id).

    With a choice there is always a revision; 0 where none was given.

    Raises ValueError when a part has a form that could not be read back.
    """
    if choice and revision is None:
        revision = 0
    token = f"v1:{verb}:{subject}"
    if revision is not None:
        token += f":{revision}"
    if choice:
        token += f":{choice}"
    # Reading it back also finds a part that would be read as two, or as another one.
    if read_token(token) != Token(verb, subject, revision, choice):
        raise ValueError(f"not a button token: verb {verb!r}, choice {choice!r}")
    return token


def read_token(token: str) -> Token | None:
    """The parts of a token, or None for anything that this version did not write."""
    found = _TOKEN.fullmatch(token) if len(token) <= 100 else None
    if found is None:
        return None
    revision = found["revision"]
    return Token(
        found["verb"],
        found["subject"],
        int(revision) if revision is not None else None,
        found["choice"] or "",
    )
