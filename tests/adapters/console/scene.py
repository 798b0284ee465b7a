"""A console with everything around it played: a scripted engine, a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from adapters.console.board import Board
from adapters.console.chat import Chat, Person
from adapters.console.prompts import Console, Lines
from bot.core.cards import (
    Button,
    Card,
    Chart,
    Correct,
    FieldKind,
    Form,
    FormField,
    Nothing,
    Option,
    Reply,
    press_token,
)
from bot.core.events import Event, Submit
from bot.core.model import Act, Address, Delivery, Tenant, Where
from bot.core.ports import NoPicture
from bot.core.text import Catalogues, Speech

TENANT = Tenant("console:try")
ROOT = Path(__file__).parents[3]
PEOPLE = (
    Person("ana", "Ana", "Europe/Berlin", is_organiser=True),
    Person("ben", "Ben", "America/New_York"),
    Person("chidi", "Chidi", "Africa/Lagos"),
)
CHANNEL = Address(Where.CHANNEL, "job-club")
ANA = Address(Where.MEMBER, "ana")
BEN = Address(Where.MEMBER, "ben")
START = datetime(2026, 10, 5, 8, tzinfo=UTC)


def speech() -> Speech:
    source = (ROOT / "bot/locales/en/console.ftl").read_text("utf-8")
    return Catalogues({"en": [source]}).speech("en")


class Standing:
    """A clock that moves only when it is told to."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Counted:
    def __init__(self) -> None:
        self.given = 0

    def new(self) -> str:
        self.given += 1
        return f"id{self.given}"


Line = Reply | Callable[[Event], Reply]


class Scripted:
    """An engine that answers from a script, in order, and remembers what it was told.

    Form values that arrive on the way (`complete=False`) are answered by `on_the_way`.
    """

    def __init__(self, script: Iterable[Line] = ()) -> None:
        self.script = list(script)
        self.told: list[Event] = []
        self.on_the_way: Callable[[Submit], Reply] = lambda _: Nothing()

    async def handle(self, event: Event) -> Reply:
        self.told.append(event)
        if isinstance(event, Submit) and not event.complete:
            return self.on_the_way(event)
        line = self.script.pop(0)
        return line(event) if callable(line) else line

    def submits(self) -> list[Submit]:
        return [event for event in self.told if isinstance(event, Submit)]


class Played:
    """Draws nothing, and remembers what it was to draw; `fails` makes it fail."""

    def __init__(self) -> None:
        self.drawn: list[Chart] = []
        self.fails = False

    async def png(self, chart: Chart) -> bytes:
        if self.fails:
            raise NoPicture
        self.drawn.append(chart)
        return b"PNG of " + chart.title.encode()


def post(
    key: str,
    card: Card | None = None,
    to: Address = CHANNEL,
    act: Act = Act.POST,
) -> Delivery:
    return Delivery(key, to, act, START, START, START + timedelta(days=1), asked=True, card=card)


@dataclass
class Scene:
    """One run of the console over a piped script."""

    folder: Path
    intake: Scripted = field(default_factory=Scripted)
    clock: Standing = field(default_factory=Standing)
    outbox: list[tuple[Delivery, str | None]] = field(default_factory=list)
    moves: list[tuple[str, datetime]] = field(default_factory=list)
    people: list[Person] = field(default_factory=lambda: list(PEOPLE))
    pictures: Played = field(default_factory=Played)
    commands: dict[str, str] = field(default_factory=lambda: {"debrief": "", "wins": "your book"})

    def __post_init__(self) -> None:
        self.board = Board(
            self.folder, TENANT, ["job-club"], [person.id for person in self.people], self.clock
        )

    async def settle(self) -> None:
        while self.outbox:
            delivery, of = self.outbox.pop(0)
            await self.board.deliver(TENANT, delivery, of, perhaps_sent=False)

    async def advance(self, moment: datetime) -> None:
        self.moves.append(("advance", moment))
        self.clock.moment = moment

    async def jump(self, moment: datetime) -> None:
        self.moves.append(("jump", moment))
        self.clock.moment = moment

    def chat(self, console: Console) -> Chat:
        return Chat(
            intake=self.intake,
            settle=self.settle,
            advance=self.advance,
            jump=self.jump,
            clock=self.clock,
            board=self.board,
            console=console,
            tenant=TENANT,
            people=self.people,
            channel="job-club",
            folder=self.folder,
            ids=Counted(),
            pictures=self.pictures,
            speech=speech(),
            commands=self.commands,
        )

    async def play(self, *typed: str) -> str:
        """Type these lines and return the transcript, from the first prompt on."""
        output = StringIO()
        source = StringIO("".join(line + "\n" for line in typed))
        await self.chat(Lines(source, output, echoes=True)).run()
        whole = output.getvalue().replace(str(self.folder), "/data")
        return whole[whole.index("ana> ") :] if "ana> " in whole else whole


FEELINGS = tuple(
    Option(value, value.title())
    for value in ("relieved", "okay", "flat", "sad", "angry", "crushed")
)
BACK = Button("Go back", press_token("talk.back", "c1", 3))
SKIP = Button("Skip", press_token("talk.skip", "c1", 3))
MORE = Button("This is more than a job thing", press_token("talk.exit", "c1", 3, "more"))


def form(*fields: FormField, step: str = "landed") -> Form:
    return Form("c1", 3, step, "How it landed", fields, "One tap is enough.", (BACK, SKIP, MORE))


FEELING = FormField("feeling", FieldKind.CHOICE, "How did it land?", options=FEELINGS)
FRIEND = FormField("friend", FieldKind.PARAGRAPH, "What would you say to a friend?")
NEXT = FormField(
    "next",
    FieldKind.MANY,
    "What next?",
    options=(Option("thank", "Say thank you"), Option("stay", "Stay in touch")),
)
LANDED = form(FEELING, FRIEND)


def correct(form: Form, **errors: str) -> Correct:
    """The form with these errors at its fields."""
    fields = tuple(
        FormField(
            f.name, f.kind, f.label, f.hint, f.options, f.longest, f.value, errors.get(f.name, "")
        )
        for f in form.fields
    )
    return Correct(Form(form.conversation, form.revision, form.step, form.title, fields))
