"""A stage for scenario tests: the real engine, store and clockwork, with people who talk to them.

A scenario reads like the conversation: `await ana.types("/debrief")`, `await ana.answers(...)`,
`await ana.taps("Keep it")`, `assert ana.sees("Kept.")`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Answer,
    Ask,
    Attachment,
    Bullets,
    Button,
    Card,
    Care,
    Correct,
    Entry,
    Form,
    Heading,
    Nothing,
    Paragraph,
    Picture,
    Quote,
    Reply,
    Show,
    press_token,
)
from bot.core.events import Command, HomeOpened, Press, Say, Sender, Submit
from bot.core.model import Act, Delivery, Document, Encouragement, Group, Member, Tenant, Where
from bot.core.ports import NeverWorks, Store, TryLater
from bot.core.text import Catalogues, plain
from bot.features import groups
from bot.runtime.turn import WorkTurn
from bot.wiring import House, build, catalogues
from storage.tiny import TinyStore

D = TypeVar("D", bound=Document)

TENANT = Tenant("console:test")
ZONE = "Europe/Berlin"
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday, 10:30 in Berlin: after this week's post would have gone out."""


@cache
def prose() -> Catalogues:
    return catalogues()


class HandClock:
    """A clock that goes only when it is told to."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set_to(self, moment: datetime) -> None:
        self._now = moment


class CountedIds:
    """Ids that rise: the same in every run."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = count(start)

    def new(self) -> str:
        return f"{next(self._numbers):026d}"


@dataclass
class Post:
    """A message that arrived somewhere."""

    where: Where
    place: str
    card: Card
    at: datetime
    key: str


class Killed(BaseException):
    """The process ends here: nothing that comes after is done."""


class Postbox:
    """A transport that keeps what arrives, and fails when it is told to.

    It knows a delivery by its key, so a second one of that key is the first (as on Discord).
    """

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self.posts: dict[str, Post] = {}
        self.trouble: list[Exception] = []
        self.calls = 0
        self.forgotten: list[str] = []
        self.down = False
        """While this is so, nothing arrives."""
        self.kills = 0
        """So many times the process ends after a message arrived and before that is known."""
        self.doubts: list[bool] = []
        """For each call, whether the message might have arrived before."""

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        self.calls += 1
        self.doubts.append(perhaps_sent)
        if self.down:
            raise TryLater("network")
        if self.trouble:
            raise self.trouble.pop(0)
        if delivery.act is Act.DELETE:
            assert of is not None
            del self.posts[of]
            return of
        assert delivery.card is not None
        if delivery.act is Act.EDIT:
            assert of is not None
            self.posts[of].card = delivery.card
            return of
        receipt = f"r-{delivery.id}"
        if receipt not in self.posts:
            self.posts[receipt] = Post(
                delivery.to.where, delivery.to.id, delivery.card, self._clock.now(), delivery.id
            )
        if self.kills:
            self.kills -= 1
            raise Killed
        return receipt

    async def forget(self, tenant: Tenant, member: str) -> None:
        self.forgotten.append(member)

    def fails(self, *, never: bool = False, reason: str = "network") -> None:
        """The next delivery fails."""
        self.trouble.append(NeverWorks(reason) if never else TryLater(reason))

    def in_channel(self, channel: str = "job-club") -> list[Post]:
        return [p for p in self.posts.values() if (p.where, p.place) == (Where.CHANNEL, channel)]

    def to_member(self, who: str) -> list[Post]:
        return [p for p in self.posts.values() if (p.where, p.place) == (Where.MEMBER, who)]


def buttons_of(card: Card) -> Iterator[Button]:
    for block in card.body:
        if isinstance(block, Entry):
            yield from block.buttons
    yield from card.buttons


def words_of(card: Card) -> str:
    """Everything a card says, buttons and all, without marks."""
    parts = [card.title]
    for block in card.body:
        match block:
            case Paragraph(text) | Heading(text) | Quote(text):
                parts.append(text)
            case Bullets(items):
                parts += items
            case Entry(text, note):
                parts += [text, note]
            case Attachment(name, text):
                parts += [name, text]
            case Picture(_, alt):
                parts.append(alt)
    parts += [button.label for button in buttons_of(card)]
    parts.append(card.note)
    return plain("\n".join(part for part in parts if part))


def form_words(form: Form) -> str:
    parts = [form.title, form.intro]
    for one in form.fields:
        parts += [one.label, one.hint, one.error, *(option.label for option in one.options)]
        if one.value is not None:
            parts.append(str(one.value))
    parts += [way.label for way in form.ways]
    return plain("\n".join(part for part in parts if part))


@dataclass
class Actor:
    """A member, with the last thing that was shown to them."""

    scene: Scene
    who: str
    last: Reply = field(default_factory=Nothing)
    shown: list[Reply] = field(default_factory=list)
    card: Card | None = None
    """The last card with buttons that this member saw, for `taps`."""
    channel: str | None = None
    name: str = ""

    def sender(self) -> Sender:
        name = self.name or self.who.title()
        return Sender(self.scene.tenant, self.who, name=name, zone=ZONE, channel=self.channel)

    async def _does(self, event: Command | Press | Submit | Say | HomeOpened) -> Reply:
        self.last = await self.scene.house.engine.handle(event)
        self.shown.append(self.last)
        if isinstance(self.last, Show | Care):
            self.card = self.last.card
        await self.scene.house.outbox.run()
        return self.last

    async def types(self, text: str) -> Reply:
        """A slash command, or plain words to the bot."""
        id = self.scene.event_id()
        if text.startswith("/"):
            name, _, rest = text[1:].partition(" ")
            return await self._does(Command(id, self.sender(), name, rest))
        return await self._does(Say(id, self.sender(), text))

    async def opens_home(self) -> Reply:
        return await self._does(HomeOpened(self.scene.event_id(), self.sender()))

    @property
    def form(self) -> Form:
        assert isinstance(self.last, Ask | Correct), f"no form, but {self.said()!r}"
        return self.last.form

    async def answers(self, *, kept: bool = False, **values: Answer) -> Reply:
        """Submit the form that is shown; what is not named stays as it is filled in."""
        form = self.form
        names = [one.name for one in form.fields]
        assert set(values) <= set(names), f"{form.step} asks {names}, not {sorted(values)}"
        filled = {one.name: one.value for one in form.fields} | values
        return await self.submits(form, filled, kept=kept)

    async def submits(
        self, form: Form, values: dict[str, Answer], *, kept: bool = False, complete: bool = True
    ) -> Reply:
        event = Submit(
            self.scene.event_id(),
            self.sender(),
            form.conversation,
            form.revision,
            form.step,
            values,
            complete,
            kept,
        )
        return await self._does(event)

    async def goes(self, way: str, **typed: Answer) -> Reply:
        """Back, skip, stop: a way beside the form, by the last part of its verb (or its choice)."""
        for button in self.form.ways:
            parts = button.press.split(":")
            if way in (parts[1].rpartition(".")[2], parts[-1]):
                return await self.presses(button.press, **typed)
        raise AssertionError(f"no way {way!r} beside {self.form.step}")

    async def presses(self, token: str, **typed: Answer) -> Reply:
        return await self._does(Press(self.scene.event_id(), self.sender(), token, typed))

    async def taps(self, label: str, *, on: Card | None = None, nth: int = 0) -> Reply:
        """A button of the last card (or of a post), by its label."""
        return await self.presses(self.token(label, on=on, nth=nth))

    def token(self, label: str, *, on: Card | None = None, nth: int = 0) -> str:
        card = on or self.card
        assert card is not None, "no card was shown"
        found = [b.press for b in buttons_of(card) if plain(b.label) == label]
        labels = [b.label for b in buttons_of(card)]
        assert len(found) > nth, f"no button {label!r} among {labels}"
        return found[nth]

    def offers(self, label: str) -> bool:
        """Whether the last card has this button."""
        assert self.card is not None, "no card was shown"
        return label in [plain(button.label) for button in buttons_of(self.card)]

    async def keeps(self, text: str, kind: str = "practice", employer: str = "") -> None:
        """The 90-second debrief, with one win, kept."""
        await self.types(f"/debrief {employer}".rstrip())
        await self.answers(pace="short")
        await self.answers()
        await self.answers(kind=kind, text=text)
        await self.taps("Keep it")

    async def previews(
        self, *, way: str, named: str = "unnamed", employer: str = "masked", words: str = ""
    ) -> None:
        """The latest win, up to the preview of what would be shared."""
        await self.presses(press_token("sharing.choose"))
        await self.taps("Share this one")
        await self.answers(way=way, named=named, employer=employer)
        await (self.answers(words=words) if words else self.answers())

    async def shares(
        self, *, way: str, named: str = "unnamed", employer: str = "masked", words: str = ""
    ) -> None:
        """The latest win, shared after its preview."""
        await self.previews(way=way, named=named, employer=employer, words=words)
        await self.taps("Post exactly this")

    def said(self) -> str:
        """All words of what was shown last."""
        match self.last:
            case Ask(form) | Correct(form):
                return form_words(form)
            case Show(card) | Care(card):
                return words_of(card)
            case _:
                return ""

    def sees(self, *words: str) -> bool:
        text = self.said()
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return True

    @property
    def inbox(self) -> list[Post]:
        return self.scene.postbox.to_member(self.who)


class Scene:
    """A group of six, one of them organiser, on a folder of its own."""

    def __init__(self, folder: Path, clock: HandClock, tenant: Tenant = TENANT) -> None:
        self.folder = folder
        self.clock = clock
        self.tenant = tenant
        self.postbox = Postbox(clock)
        self._events = count(1)
        self._starts = 0
        self.store: Store
        self.house: House

    async def start(self) -> None:
        """Start the bot (again) on what is stored."""
        self._starts += 1
        self.store = await TinyStore.open(self.folder)
        ids = CountedIds(self._starts * 1_000_000)
        self.house = build(self.store, self.postbox, self.clock, prose(), ids)

    async def stop(self) -> None:
        await self.house.clockwork.stop()
        await self.house.outbox.close()
        await self.store.close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def found(self) -> None:
        """The group: posts on Mondays at 9, Berlin time."""
        transaction = self.store.transaction(self.tenant)
        turn = WorkTurn(transaction, self.clock.now(), prose(), self.house.ids)
        group = Group("g1", "#job-club", "job-club", ZONE, ("dana",), helper="dana")
        plan = Encouragement("g1", 0, time(9))
        await groups.found(turn, group, plan)
        for who in ("ana", "ben", "chidi", "dana", "eun", "farid"):
            turn.save(Member(who, who.title(), "g1", ZONE))
        await turn.commit()

    def member(self, who: str) -> Actor:
        return Actor(self, who)

    def event_id(self) -> str:
        return f"e{self._starts}-{next(self._events)}"

    async def wait(self, *, until: datetime | None = None, **span: float) -> None:
        """Time passes, each due thing at its own hour."""
        to = until or self.clock.now() + timedelta(**span)
        while (due := await self.house.clockwork.next_due()) is not None and due <= to:
            self.clock.set_to(max(due, self.clock.now()))
            await self.house.clockwork.tick()
        self.clock.set_to(to)
        await self.house.clockwork.tick()

    async def wakes_up_after(self, **span: float) -> None:
        """The machine slept: time jumped."""
        self.clock.set_to(self.clock.now() + timedelta(**span))
        await self.house.clockwork.tick()

    async def all(self, kind: type[Document]) -> list[Document]:
        return await self.store.transaction(self.tenant).find(kind)

    async def find(self, kind: type[D], **where: str) -> list[D]:
        return await self.store.transaction(self.tenant).find(kind, **where)

    async def one(self, kind: type[D], id: str) -> D:
        """The document, which is there."""
        found = await self.store.transaction(self.tenant).get(kind, id)
        assert found is not None, f"no {kind.__name__} {id}"
        return found

    async def save(self, *documents: Document) -> None:
        """As if somebody had settled it before the scene."""
        transaction = self.store.transaction(self.tenant)
        for document in documents:
            transaction.put(document)
        await transaction.commit()

    def local(self, day: str, hour: str) -> datetime:
        """A moment on the wall in the group's zone."""
        return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(ZONE))


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """A scene that is set up, and put away at the end."""
    made = Scene(folder, HandClock())
    await made.start()
    try:
        await made.found()
        yield made
    finally:
        await made.stop()
