"""A group in the terminal: what is typed becomes events, and what comes back is shown."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console import exports, render
from adapters.console.answers import CLEAR, Unclear, read_answer
from adapters.console.board import Board, Change, Message
from adapters.console.clock import BadMove, read_move
from adapters.console.filling import Filling
from adapters.console.prompts import Console, Heard, Pick, Stop
from adapters.console.render import CHANNEL, ONLY_YOU, Line, Tone
from bot.core.cards import (
    Answer,
    Ask,
    Attachment,
    Block,
    Button,
    Card,
    Care,
    Correct,
    FieldKind,
    Form,
    FormField,
    Nothing,
    Paragraph,
    Picture,
    Reply,
    Show,
    read_token,
)
from bot.core.events import Command, Press, Say, Sender, Submit
from bot.core.model import Act, Address, Tenant, Where
from bot.core.ports import Clock, Ids, Intake, NoPicture, Pictures
from bot.core.text import Speech, clean, said, shorten

RECENT = 20
"""How many messages `/channel` and `/inbox` show; with `all` behind it, all of them."""

_COMMAND = re.compile(r"/([\w-]+)(?:\s+(.*))?", re.DOTALL)
_SWITCH = re.compile(r"@(\S*)")
_TEXTS = {FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME}
_POINTED_AT = {FieldKind.CHOICE, FieldKind.MANY}


@dataclass(frozen=True, slots=True)
class Person:
    """One of the members to try the bot with; `id` is what is typed behind the @."""

    id: str
    name: str
    zone: str
    is_organiser: bool = False


@dataclass(frozen=True, slots=True)
class _Offered:
    """A numbered button: where it was shown, and to whom alone (None: to everybody)."""

    button: Button
    channel: str | None
    who: str | None


class Chat:
    """One person at a console, who can be any of `people`.

    `settle` brings out all deliveries that are due; `advance` moves time forward with each due
    thing at its own hour, `jump` sets it at once. `commands` are the bot's own, each with a line
    that says what it does, for `/help` and the Tab key.
    """

    def __init__(
        self,
        *,
        intake: Intake,
        settle: Callable[[], Awaitable[None]],
        advance: Callable[[datetime], Awaitable[None]],
        jump: Callable[[datetime], Awaitable[None]],
        clock: Clock,
        board: Board,
        console: Console,
        tenant: Tenant,
        people: Sequence[Person],
        channel: str,
        folder: Path,
        ids: Ids,
        pictures: Pictures,
        speech: Speech,
        commands: Mapping[str, str] | None = None,
    ) -> None:
        self._intake = intake
        self._settle = settle
        self._moves = {"advance": advance, "jump": jump}
        self._clock = clock
        self._board = board
        self._console = console
        self._tenant = tenant
        self._people = people
        self._channel = channel
        self._folder = folder
        self._ids = ids
        self._pictures = pictures
        self._say = speech
        self._commands = dict(commands or {})
        self._local: dict[str, Callable[[str], Awaitable[None]]] = {
            "help": self._help,
            "clock": self._move_clock,
            "channel": self._show_channel,
            "inbox": self._show_inbox,
            "quit": self._quit,
        }
        self._me = people[0]
        self._open = True
        self._interrupts = 0
        self._next: str | None = None
        self._arrived: deque[Change] = deque()
        self._bell = asyncio.Event()
        self._idle = False
        self._unread: dict[str, list[str]] = {person.id: [] for person in people}
        self._offered: list[_Offered] = []
        self._offers_are_old = False
        self._given_back: dict[tuple[str, str, str], Mapping[str, Answer]] = {}
        self._shown = 0

    async def run(self) -> None:
        """Talk until `/quit`, the end of the input, or Ctrl-C twice."""
        with self._console.session():
            self._board.listen(self._arrive)
            watching = asyncio.create_task(self._watch())
            try:
                await self._talk()
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching

    async def _talk(self) -> None:
        self._greet()
        await self._catch_up()
        while self._open:
            if self._next is not None:
                heard, self._next = Heard(self._next), None
            else:
                self._idle = True
                heard = await self._console.read(self._prompt, words=self._words)
                self._idle = False
            await self._hear(heard)
        self._note("console-bye")

    async def _hear(self, heard: Heard) -> None:
        if heard.stop is Stop.ENDED:
            self._open = False
        elif heard.stop is Stop.INTERRUPTED:
            # On a line with words it throws them away, as in a shell; that alone never quits.
            self._interrupts = 1 if clean(heard.text) else self._interrupts + 1
            if self._interrupts > 1:
                self._open = False
            else:
                self._note("console-again")
        else:
            self._interrupts = 0
            self._offers_are_old = True
            await self._take(clean(heard.text))

    async def _take(self, text: str) -> None:
        if command := _COMMAND.fullmatch(text):
            name, words = command[1].lower(), command[2] or ""
            if name in self._local:
                await self._local[name](words)
            else:
                sender = self._sender(self._channel)
                await self._turn(Command(self._ids.new(), sender, name, words), self._channel)
        elif switch := _SWITCH.fullmatch(text):
            self._switch(switch[1])
        elif text.isascii() and text.isdigit():
            await self._press(text)
        elif text:
            await self._turn(Say(self._ids.new(), self._sender(None), text), None)

    # What the engine answers.

    def _sender(self, channel: str | None) -> Sender:
        return Sender(
            self._tenant, self._me.id, name=self._me.name, zone=self._me.zone, channel=channel
        )

    async def _press(self, number: str) -> None:
        at = int(number[:6])
        offered = self._offered[at - 1] if 1 <= at <= len(self._offered) else None
        if offered is None or offered.who not in (None, self._me.id):
            self._note("console-no-button", number=shorten(number, 6))
            return
        event = Press(self._ids.new(), self._sender(offered.channel), offered.button.press)
        await self._turn(event, offered.channel)

    async def _turn(self, event: Command | Press | Say, channel: str | None) -> None:
        """One event from its answer to the end of the forms that follow from it."""
        shown = self._shown
        reply: Reply | None = await self._intake.handle(event)
        filling = None
        while isinstance(reply, Ask | Correct):
            await self._catch_up()
            given_back = self._given_back.get(self._key(reply.form), {})
            filling = Filling(reply.form, given_back)
            if isinstance(reply, Correct):
                filling.correct(reply.form)
            reply = await self._fill(filling, channel)
        if isinstance(reply, Show):
            await self._show_card(reply.card, channel)
        elif isinstance(reply, Care):
            await self._show_care(reply, filling, channel)
        await self._catch_up()
        if isinstance(reply, Nothing) and self._shown == shown:
            self._note("console-nothing")

    async def _show_care(self, care: Care, filling: Filling | None, channel: str | None) -> None:
        """The words go back to their writer. They are in memory until they are sent again."""
        await self._show_card(care.card, channel)
        form = filling.form if filling else care.form
        if form is not None:
            before = filling.values if filling else {}
            self._given_back[self._key(form)] = {**before, **care.words}
        kinds = {field.name: field.kind for field in form.fields} if form else {}
        words = [
            value
            for name, value in care.words.items()
            # What was chosen from a list is no word of theirs.
            if isinstance(value, str) and value and kinds.get(name) in {None, *_TEXTS}
        ]
        if words:
            width = self._console.width
            lines = render.place(ONLY_YOU, self._say("console-given-back"), width)
            for text in words:
                lines += render.words(text, width)
            self._print(lines + render.close(ONLY_YOU))

    def _key(self, form: Form) -> tuple[str, str, str]:
        return (self._me.id, form.conversation, form.step)

    # A form, one field at a time.

    async def _fill(self, filling: Filling, channel: str | None) -> Reply | None:
        """Ask the fields; the reply to what ended the form, or None when it was left."""
        ways = _ways(filling.form)
        self._print_head(filling.form, ways)
        while (field := filling.field) is not None:
            heard = await self._ask(field)
            if heard.stop is not None:
                return await self._leave(filling, heard, channel)
            if command := _COMMAND.fullmatch(heard.text.rstrip()):
                name = command[1].lower().replace("-", "_")
                if name in ways:
                    sender = self._sender(channel)
                    token = ways[name].press
                    return await self._intake.handle(
                        Press(self._ids.new(), sender, token, filling.savable)
                    )
                if name == "help":
                    self._print_head(filling.form, ways)
                elif name in self._local or name in self._commands:
                    return await self._leave(filling, heard, channel)
                else:
                    self._note("console-no-way", Tone.ERROR, name=said(shorten(name, 40)))
                continue
            if self._names_somebody(field, heard.text):
                return await self._leave(filling, heard, channel)
            try:
                filling.answer(self._read(field, heard))
            except Unclear as why:
                self._explain(field, why)
                continue
            reply = await self._submit(filling, channel)
            if isinstance(reply, Correct):
                filling.correct(reply.form)
                if not any(f.error for f in reply.form.fields):
                    self._print_head(reply.form, ways)
            elif isinstance(reply, Care) or filling.complete:
                return reply
        return await self._submit(filling, channel)

    def _print_head(self, form: Form, ways: Mapping[str, Button]) -> None:
        named = [_way(name, way.label) for name, way in ways.items()]
        text = self._say("console-ways", ways=" · ".join(named), count=len(named))
        self._print(render.form_head(form, text, self._say, self._console.width))

    async def _ask(self, field: FormField) -> Heard:
        width = self._console.width
        pick = None
        if self._console.points and field.options and field.kind in _POINTED_AT:
            held = field.value if isinstance(field.value, tuple) else (field.value,)
            pick = Pick(
                # The width is asked each time: a window may change while somebody thinks.
                lambda at, chosen: render.options(field, self._console.width, at, chosen),
                len(field.options),
                field.kind is FieldKind.MANY,
                frozenset(n for n, o in enumerate(field.options) if o.value in held),
            )
        self._print(
            render.question(
                field, self._held(field), self._how(field, pick), width, listed=pick is None
            )
        )
        heard = await self._console.read(self._prompt, pick, earlier=self._earlier(field))
        if heard.stop is None:
            self._interrupts = 0
            self._offers_are_old = True
        return heard

    def _earlier(self, field: FormField) -> str:
        """Words that are in the field already and can be brought into the line to be changed."""
        held = field.value
        return held if isinstance(held, str) and field.kind in _TEXTS else ""

    def _held(self, field: FormField) -> str:
        answer = render.answer(field, field.value)
        if not answer:
            return ""
        key = "console-typed" if field.error else "console-held"
        edits = self._console.points and self._earlier(field)
        return self._say(key, answer=answer, clear=CLEAR, way="points" if edits else "types")

    def _how(self, field: FormField, pick: Pick | None) -> str:
        edits = self._console.points and field.kind is FieldKind.PARAGRAPH
        way = "points" if pick or edits else "types"
        key = f"console-how-{field.kind.value}"
        if not self._say.has(key):
            return ""
        return self._say(
            key, way=way, members=self._names, channel=self._channel, count=len(field.options)
        )

    def _read(self, field: FormField, heard: Heard) -> Answer:
        if heard.picked is not None:
            values = tuple(field.options[at].value for at in heard.picked)
            if field.kind is FieldKind.MANY:
                return values or None
            return values[0]
        text = clean(heard.text)
        if not text:
            return field.value
        if text == CLEAR:
            return None
        members = {person.name.casefold(): person.id for person in self._people}
        members |= {person.id.casefold(): person.id for person in self._people}
        return read_answer(field, text, members, (self._channel,))

    def _explain(self, field: FormField, why: Unclear) -> None:
        self._note(
            str(why),
            Tone.ERROR,
            count=len(field.options),
            members=self._names,
            channel=self._channel,
        )

    def _names_somebody(self, field: FormField, text: str) -> bool:
        switch = _SWITCH.fullmatch(text.strip())
        if switch is None or field.kind is FieldKind.MEMBER:
            return False
        return not switch[1] or self._person(switch[1]) is not None

    async def _submit(self, filling: Filling, channel: str | None) -> Reply:
        """Send what was answered so far.

        Words that the writer left as they were after the safety card go through (`kept`). New ones
        beside them are sent by themselves first, so that nothing passes without being looked at.
        """
        form = filling.form
        sender = self._sender(channel)
        kept = filling.kept
        if kept and (unseen := filling.unseen):
            alone = Submit(
                self._ids.new(),
                sender,
                form.conversation,
                form.revision,
                form.step,
                unseen,
                complete=False,
            )
            reply = await self._intake.handle(alone)
            if isinstance(reply, Care | Correct):
                return reply
            filling.passed(unseen)
        reply = await self._intake.handle(
            Submit(
                self._ids.new(),
                sender,
                form.conversation,
                form.revision,
                form.step,
                filling.values,
                complete=filling.complete,
                kept=kept,
            )
        )
        if filling.complete and not isinstance(reply, Care | Correct):
            self._given_back.pop(self._key(form), None)
        await self._settle()
        return reply

    async def _leave(self, filling: Filling, heard: Heard, channel: str | None) -> Reply | None:
        """Put the form aside. A half-typed line is saved with the rest."""
        if heard.stop is None:
            self._next = heard.text
        elif heard.stop is Stop.ENDED:
            self._open = False
        else:
            self._interrupts = 1
            field = filling.field
            typed = clean(heard.text)
            # What was there already is not typed anew: leaving is no word for sending it on.
            if typed and field is not None and field.kind in _TEXTS and typed != field.value:
                filling.note(typed)
                reply = await self._submit(filling, channel)
                if isinstance(reply, Care):
                    return reply
        self._note("console-left")
        return None

    # What arrives by itself.

    def _arrive(self, change: Change) -> None:
        self._arrived.append(change)
        self._bell.set()

    async def _watch(self) -> None:
        """Show what comes in while nothing else happens. Under a form it waits until the end."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            if self._idle:
                self._show_arrived()

    async def _catch_up(self) -> None:
        await self._settle()
        self._show_arrived()

    def _show_arrived(self) -> None:
        while self._arrived:
            change = self._arrived.popleft()
            root = self._board.root(change.message.to)
            if root.where is Where.MEMBER and root.id != self._me.id:
                if change.act is Act.POST:
                    self._unread[root.id].append(change.message.receipt)
                    self._note("console-for-somebody", name=self._name(root.id), handle=root.id)
            elif any(later.message.receipt == change.message.receipt for later in self._arrived):
                # It has been changed or taken back since: what it was is nobody's to read any more.
                continue
            elif change.act is Act.DELETE:
                self._note("console-taken-away", place=root.where.value, channel=root.id)
            else:
                self._show_message(change.message)

    def _show_message(self, message: Message) -> None:
        if message.card is None:
            return
        root = self._board.root(message.to)
        private = root.where is Where.MEMBER
        above = ""
        if message.to.where is Where.THREAD:
            under = self._board.message(message.to.id).card
            above = under.title if under else self._say("console-gone")
        head = self._say(
            "console-head",
            place=root.where.value,
            channel=root.id,
            moment=self._say.moment(message.at, self._me.zone),
            edited="yes" if message.edited else "no",
            thread="yes" if above else "no",
            under=above,
        )
        self._show(
            self._with_files(message.card, root.id),
            ONLY_YOU if private else CHANNEL,
            head,
            None if private else root.id,
            self._me.id if private else None,
        )

    # What is shown.

    async def _show_card(self, card: Card, channel: str | None) -> None:
        head = self._say("console-only-you")
        card = await self._with_pictures(card, self._me.id)
        self._show(self._with_files(card, self._me.id), ONLY_YOU, head, channel, self._me.id)

    def _show(self, card: Card, rule: str, head: str, channel: str | None, who: str | None) -> None:
        buttons = render.buttons(card)
        if buttons and self._offers_are_old:
            self._offered.clear()
            self._offers_are_old = False
        width = self._console.width
        lines = render.place(rule, head, width)
        lines += render.card(card, self._say, width, rule, len(self._offered) + 1)
        self._offered += [_Offered(button, channel, who) for button in buttons]
        self._print(lines + render.close(rule))

    def _with_files(self, card: Card, owner: str) -> Card:
        """The card with its attachments saved, and where they are in their place."""
        body = [self._saved(b, owner) if isinstance(b, Attachment) else b for b in card.body]
        return replace(card, body=tuple(body))

    def _saved(self, file: Attachment, owner: str) -> Paragraph:
        try:
            path = exports.save(self._folder, owner, file)
        except OSError:
            return Paragraph(self._say("console-not-saved"))
        return Paragraph(self._say("console-saved", path=str(path)))

    async def _with_pictures(self, card: Card, owner: str) -> Card:
        """The card with its pictures drawn and saved, and below each where it is.

        Only in answers: what somebody else posted does not fill the reader's folder by itself.
        """
        body: list[Block] = []
        for block in card.body:
            body.append(block)
            if isinstance(block, Picture):
                # What it shows is told in words in any case.
                with suppress(NoPicture, OSError):
                    png = await self._pictures.png(block.chart)
                    path = exports.save_bytes(self._folder, owner, "picture.png", png)
                    body.append(Paragraph(self._say("console-saved", path=str(path))))
        return replace(card, body=tuple(body))

    def _print(self, lines: Sequence[Line]) -> None:
        self._shown += 1
        self._console.show(lines)

    def _note(self, key: str, tone: Tone = Tone.DIM, **arguments: str | int) -> None:
        self._print(render.note(self._say(key, **arguments), self._console.width, tone))

    # What the console itself understands.

    @property
    def _prompt(self) -> str:
        return f"{self._me.id}> "

    @property
    def _words(self) -> list[str]:
        commands = [f"/{name}" for name in (*self._local, *self._commands)]
        return commands + [f"@{person.id}" for person in self._people]

    @property
    def _names(self) -> str:
        return ", ".join(f"@{person.id}" for person in self._people)

    def _name(self, id: str) -> str:
        return next((person.name for person in self._people if person.id == id), id)

    def _person(self, name: str) -> Person | None:
        wanted = name.casefold()
        for person in self._people:
            if wanted in (person.id.casefold(), person.name.casefold()):
                return person
        return None

    def _greet(self) -> None:
        self._note("console-what")
        self._note("console-stays", folder=str(self._folder))
        self._note_who()
        self._note_others()
        self._note_clock()
        self._note("console-start")

    def _note_who(self) -> None:
        organiser = "yes" if self._me.is_organiser else "no"
        self._note("console-you", name=self._me.name, zone=self._me.zone, organiser=organiser)

    def _note_others(self) -> None:
        others = ", ".join(
            self._say(
                "console-other",
                handle=person.id,
                organiser="yes" if person.is_organiser else "no",
                elsewhere="yes" if person.zone != self._me.zone else "no",
                zone=person.zone,
            )
            for person in self._people
            if person != self._me
        )
        self._note("console-others", others=others, channel=self._channel)

    def _note_clock(self) -> None:
        now = self._clock.now()
        here, utc = now.astimezone(ZoneInfo(self._me.zone)), now.astimezone(UTC)
        self._note(
            "console-clock",
            day=self._say.day(here.date()),
            year=str(here.year),
            hour=self._say.hour(here.time()),
            zone=self._me.zone,
            utc=f"{utc:%Y-%m-%d %H:%M}",
        )

    def _switch(self, name: str) -> None:
        if not name:
            self._note_who()
            self._note_others()
            return
        person = self._person(name)
        if person is None:
            self._note("console-nobody", name=said(shorten(name, 40)), members=self._names)
            return
        self._me = person
        self._note_who()
        unread, self._unread[person.id] = self._unread[person.id], []
        for receipt in unread:
            self._show_message(self._board.message(receipt))

    async def _help(self, _words: str) -> None:
        for name, line in self._commands.items():
            text = f"/{name}: {line}" if line else f"/{name}"
            self._print(render.note(text, self._console.width, Tone.PLAIN))
        for line in self._say("console-help", channel=self._channel).splitlines():
            self._print(render.note(line, self._console.width, Tone.PLAIN))

    async def _quit(self, _words: str) -> None:
        self._open = False

    async def _move_clock(self, words: str) -> None:
        how, _, rest = words.partition(" ")
        move = "advance"
        if how == "jump":
            move, words = "jump", rest.strip()
        if words or move == "jump":
            try:
                moment = read_move(words, self._clock.now(), self._me.zone)
            except BadMove as why:
                self._note(str(why), Tone.ERROR)
                return
            await self._moves[move](moment)
            await self._catch_up()
        self._note_clock()

    async def _show_channel(self, words: str) -> None:
        self._show_place(Address(Where.CHANNEL, self._channel), everything=words == "all")

    async def _show_inbox(self, words: str) -> None:
        self._unread[self._me.id].clear()
        self._show_place(Address(Where.MEMBER, self._me.id), everything=words == "all")

    def _show_place(self, place: Address, *, everything: bool) -> None:
        threads = [
            [message, *self._board.thread(message.receipt)]
            for message in self._board.messages(place)
        ]
        there = [thread for thread in threads if any(m.card for m in thread)]
        if not there:
            self._note("console-empty", place=place.where.value, channel=place.id)
            return
        shown = there if everything else there[-RECENT:]
        if len(shown) < len(there):
            name = "channel" if place.where is Where.CHANNEL else "inbox"
            self._note("console-earlier", count=len(there) - len(shown), command=name)
        for thread in shown:
            for message in thread:
                self._show_message(message)


def _way(name: str, label: str) -> str:
    """What to type for a way, with its label as far as that says more: `/stop for now`."""
    first, blank, rest = label.partition(" ")
    return f"/{name}{blank}{rest}" if first.casefold() == name else f"/{name} ({label})"


def _ways(form: Form) -> dict[str, Button]:
    """The form's ways out by what is typed for them.

    `/back` for a button whose verb ends so; where a verb has a choice (`talk.exit` … `more`), the
    choice says more than the verb.
    """
    ways: dict[str, Button] = {}
    for button in form.ways:
        token = read_token(button.press)
        name = (token.choice or token.verb.rpartition(".")[2]) if token else "way"
        while name in ways:
            name += "_"
        ways[name] = button
    return ways
