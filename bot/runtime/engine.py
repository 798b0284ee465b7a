"""Event → turn → commit → reply. The one way in.

Here live the guarantees of ARCHITECTURE.md: saved before acknowledged, applied once, stale taps do
no harm, a failed feature fails alone. Nothing that a person typed is ever logged here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.core.cards import (
    Answer,
    Block,
    Button,
    Card,
    Care,
    Correct,
    Form,
    Nothing,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
    read_token,
)
from bot.core.events import (
    Command,
    Event,
    HomeOpened,
    Installed,
    Left,
    MemberEvent,
    Press,
    Say,
    Sender,
    Submit,
    TimerDue,
    Uninstalled,
)
from bot.core.flow import Asking
from bot.core.model import Activity, Conversation, Group, Member, Seen, Timer
from bot.core.ports import Clock, Conflict, Ids, Store, StoreError, StoreFull, Transaction
from bot.core.safety import worrying
from bot.core.text import Catalogues, Speech, clean, said
from bot.core.turn import Feature, MemberTurn, Turn
from bot.features import waiting
from bot.features.care import care_card
from bot.runtime.health import frames_of
from bot.runtime.talks import EXPIRED, Talks, UnknownFlow, words_back
from bot.runtime.turn import WorkMemberTurn, WorkTurn

SEEN_FOR = timedelta(days=2)
"""Slack retries an event for about an hour; two days are ample for any platform."""
TRIES = 8
GIVE_UP_AFTER = timedelta(days=2)
"""How long beyond its grace a failing timer is tried: an update that mends it may come."""

H = TypeVar("H")
Table = dict[str, H]
OnCommand = Callable[[MemberTurn, str], Awaitable[Reply]]
OnPress = Callable[[MemberTurn, Token, Press], Awaitable[Reply]]
OnTimer = Callable[[Turn, TimerDue], Awaitable[None]]

log = structlog.get_logger("fourwins.engine")


class Engine:
    """Applies events. `deliver` is called after a commit that left something to send at once."""

    def __init__(
        self,
        store: Store,
        catalogues: Catalogues,
        features: Iterable[Feature],
        clock: Clock,
        ids: Ids,
        deliver: Callable[[], None] = lambda: None,
    ) -> None:
        features = tuple(features)
        self._store = store
        self._catalogues = catalogues
        self._clock = clock
        self._ids = ids
        self._deliver = deliver
        self._talks = Talks(talk for feature in features for talk in feature.talks)
        self._commands: Table[OnCommand] = _merged(f.commands for f in features)
        self._presses: Table[OnPress] = _merged(
            [self._talks.presses, *(f.presses for f in features)]
        )
        self._timers: Table[OnTimer] = _merged(
            [{EXPIRED: self._talks.expired}, *(f.timers for f in features)]
        )
        self._hears = tuple(f.hears for f in features if f.hears)
        self._left = tuple(f.left for f in features if f.left)
        self._returned = tuple(f.returned for f in features if f.returned)
        self._on_uninstalled = tuple(f.uninstalled for f in features if f.uninstalled)
        self._on_installed = tuple(f.installed for f in features if f.installed)
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def handle(self, event: Event) -> Reply:
        """Apply the event, durably, and say what to show. Never raises for what a person did."""
        match event:
            case TimerDue():
                await self.fire(event)
                return Nothing()
            case Uninstalled():
                await self._at_large(event, self._on_uninstalled)
                return Nothing()
            case Installed():
                await self._at_large(event, self._on_installed)
                return Nothing()
            case _:
                return await self._member(event)

    # A member did something.

    async def _member(self, event: MemberEvent) -> Reply:
        key = (event.sender.tenant, event.sender.who)
        lock = self._locks.get(key) or self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            try:
                for _ in range(TRIES):
                    try:
                        return await self._once(event)
                    except Conflict:
                        # Somebody else's turn came between: read again, decide again.
                        await asyncio.sleep(0)
                return self._failed(event, "conflict", None)
            except StoreError as error:
                return await self._unsaved(event, error)
            except Exception as error:  # noqa: BLE001  # a failed feature fails alone
                return self._failed(event, type(error).__name__, error)

    async def _once(self, event: MemberEvent) -> Reply:
        transaction = self._store.transaction(event.sender.tenant)
        seen = await transaction.get(Seen, event.id)
        if isinstance(event, Left) and await transaction.get(Member, event.sender.who) is None:
            # Somebody of whom nothing is kept.
            return Nothing()
        turn = await self._turn(transaction, event)
        if seen is not None:
            return await self._again(turn, event)
        if _alarming(event, turn.say.language):
            return await self._care(turn, event)
        reply = await self._route(turn, event)
        if not isinstance(event, Left):
            reply = await waiting.offered(turn, reply)
            await self._note_activity(turn)
        if turn.changed:
            # What changes nothing may be done twice; so it needs no proof that it was done.
            turn.save(Seen(event.id, turn.now + SEEN_FOR))
            if await turn.commit():
                self._deliver()
        return reply

    async def _turn(self, transaction: Transaction, event: MemberEvent) -> WorkMemberTurn:
        sender = event.sender
        known = await transaction.get(Member, sender.who)
        group = await _group(transaction, sender, known)
        member = known or Member(
            sender.who,
            sender.name or sender.who,
            group.id if group else None,
            _zone(sender.zone) or (group.zone if group else "UTC"),
            sender.language or (group.language if group else "en"),
        )
        if member.apart:
            group = None
        elif member.group is None and group is not None:
            member = replace(member, group=group.id)
        if sender.name and member.name != sender.name:
            member = replace(member, name=sender.name)
        turn = WorkMemberTurn(
            transaction,
            self._clock.now(),
            self._catalogues,
            self._ids,
            member=member,
            group=group,
            talks=self._talks,
            sender=sender,
        )
        # To look at Home is no reason to keep anything of somebody, least of all when a platform
        # draws it anew by itself after they deleted everything.
        if member != known and not (known is None and isinstance(event, HomeOpened)):
            turn.save(member)
        _rename(turn, sender)
        return turn

    async def _note_activity(self, turn: WorkMemberTurn) -> None:
        """That somebody used the bot on this day: a date, never who."""
        if turn.group is None:
            return
        today = turn.now.astimezone(ZoneInfo(turn.group.zone)).date()
        before = await turn.get(Activity, turn.group.id)
        if before is None or before.last < today:
            turn.save(Activity(turn.group.id, today))

    async def _at_large(
        self, event: Uninstalled | Installed, told: tuple[Callable[[Turn], Awaitable[None]], ...]
    ) -> None:
        """Raises StoreError: what could not be noted must not be acknowledged."""
        for tried in range(1, TRIES + 1):
            transaction = self._store.transaction(event.tenant)
            turn = WorkTurn(transaction, self._clock.now(), self._catalogues, self._ids)
            for one in told:
                await one(turn)
            try:
                await turn.commit()
            except Conflict:
                if tried == TRIES:
                    raise
                await asyncio.sleep(0)
            else:
                return

    async def _route(self, turn: WorkMemberTurn, event: MemberEvent) -> Reply:
        if not isinstance(event, Left):
            for returned in self._returned:
                await returned(turn)
        match event:
            case Command():
                return await self._command(turn, event.name, event.text)
            case HomeOpened():
                return await self._command(turn, "home", "")
            case Press():
                return await self._press(turn, event)
            case Submit():
                return await self._talks.submit(turn, event)
            case Say():
                return await self._say(turn, clean(event.text))
            case Left():
                for left in self._left:
                    await left(turn)
                return Nothing()

    async def _command(self, turn: WorkMemberTurn, name: str, text: str) -> Reply:
        handler = self._commands.get(name.lower())
        if handler is None:
            say = turn.say
            known = ", ".join(f"/{command}" for command in sorted(self._commands))
            home = Button(say("home-title"), press_token("home.open"))
            body = (
                Paragraph(say("engine-unknown-command-body", known=known)),
                *_given_back(say, clean(text)),
            )
            return Show(Card(say("engine-unknown-command", name=said(name[:40])), body, (home,)))
        return await handler(turn, clean(text))

    async def _press(self, turn: WorkMemberTurn, event: Press) -> Reply:
        token = read_token(event.token)
        handler = self._presses.get(token.verb) if token else None
        if token is None or handler is None:
            # A button of a version that is no more: lead back to what there is.
            if _typed(event):
                return Show(words_back(turn.say, event.typed))
            return await self._command(turn, "home", "")
        return await handler(turn, token, event)

    async def _say(self, turn: WorkMemberTurn, text: str) -> Reply:
        for hear in self._hears:
            reply = await hear(turn, text)
            if reply is not None:
                return reply
        return Nothing()

    async def _again(self, turn: WorkMemberTurn, event: MemberEvent) -> Reply:
        """The same event once more (a platform's retry): show where things stand."""
        conversation = None
        if isinstance(event, Submit):
            conversation = await turn.get(Conversation, event.conversation)
        elif isinstance(event, Press) and (token := read_token(event.token)) is not None:
            conversation = await turn.get(Conversation, token.subject)
        if conversation is None or conversation.member != turn.member.id:
            return Nothing()
        try:
            self._talks.stands(conversation)
        except UnknownFlow:
            return Nothing()
        # Nothing of this turn is committed.
        return await self._talks.proceed(turn, conversation)

    async def _care(self, turn: WorkMemberTurn, event: MemberEvent) -> Reply:
        """The words may mean danger: stop, save nothing of this event, give the words back."""
        words: Mapping[str, Answer] = {"words": _typed(event)}
        subject = ""
        if isinstance(event, Submit):
            words, subject = event.values, event.conversation
        elif isinstance(event, Press):
            token = read_token(event.token)
            words, subject = event.typed, token.subject if token else ""
        conversation = await turn.get(Conversation, subject) if subject else None
        if conversation is None or conversation.member != turn.member.id:
            # Whatever it is called, it is nothing to lead back to.
            return Care(care_card(turn, words=True), None, words)
        form = self._current_form(turn.say, conversation, words)
        return Care(care_card(turn, conversation.id, words=True), form, words)

    def _current_form(
        self, say: Speech, conversation: Conversation, typed: Mapping[str, Answer] | None = None
    ) -> Form | None:
        """The step at which it stands, if it asks one and this version knows its flow."""
        try:
            where = self._talks.stands(conversation)
        except UnknownFlow:
            return None
        if not isinstance(where, Asking):
            return None
        return self._talks.form(say, conversation, where, typed)

    # What went wrong.

    async def _unsaved(self, event: MemberEvent, error: StoreError) -> Reply:
        """The store can't take it: say so, and give the words back where they were typed."""
        log.error("not_saved", event_type=type(event).__name__, error=type(error).__name__)
        say = self._catalogues.speech(event.sender.language)
        sentence = say("engine-full" if isinstance(error, StoreFull) else "engine-unavailable")
        if isinstance(event, Submit):
            form = await self._form_of(event, say)
            if form is not None:
                return Correct(replace(form, intro=sentence))
        return Show(Card(sentence, _given_back(say, _typed(event))))

    async def _form_of(self, event: Submit, say: Speech) -> Form | None:
        """The form as it was typed, if it can still be read."""
        try:
            transaction = self._store.transaction(event.sender.tenant)
            conversation = await transaction.get(Conversation, event.conversation)
        except StoreError:
            return None
        if conversation is None or conversation.member != event.sender.who:
            return None
        form = self._current_form(say, conversation, event.values)
        return form if form is not None and form.step == event.step else None

    def _failed(self, event: MemberEvent, kind: str, error: Exception | None) -> Reply:
        reference = self._ids.new()[-8:]
        log.error(
            "handler_failed",
            event_type=type(event).__name__,
            error=kind,
            reference=reference,
            frames=frames_of(error),
        )
        say = self._catalogues.speech(event.sender.language)
        body = (Paragraph(say("engine-failed-body")), *_given_back(say, _typed(event)))
        return Show(Card(say("engine-failed", reference=reference), body))

    # A timer's time has come.

    async def fire(self, event: TimerDue) -> bool:
        """Apply a timer; False when it failed and is to be tried again after its lease."""
        handler = self._timers.get(event.timer.what)
        if handler is None:
            log.error("unknown_timer", what=event.timer.what)
            await self._give_up_when_late(event)
            return False
        try:
            for _ in range(TRIES):
                try:
                    await self._fire_once(event, handler)
                except Conflict:
                    await asyncio.sleep(0)
                else:
                    return True
        except Exception as error:  # noqa: BLE001  # one poisoned timer must not stop the others
            log.error(
                "timer_failed",
                what=event.timer.what,
                error=type(error).__name__,
                tries=event.times,
                frames=frames_of(error),
            )
        await self._give_up_when_late(event)
        return False

    async def _give_up_when_late(self, event: TimerDue) -> None:
        """A timer that fails again and again is let go once nobody would want it any more."""
        timer = event.timer
        late = timedelta(seconds=timer.grace) + GIVE_UP_AFTER
        if timer.what == EXPIRED or self._clock.now() - timer.due_at <= late:
            return
        transaction = self._store.transaction(event.tenant)
        try:
            if await transaction.get(Timer, timer.id) == timer:
                transaction.delete(Timer, timer.id)
                await transaction.commit()
                log.error("timer_given_up", what=timer.what, tries=event.times)
        except StoreError as error:
            # It is found again when its lease ends.
            log.warning("timer_not_given_up", error=type(error).__name__)

    async def _fire_once(self, event: TimerDue, handler: OnTimer) -> None:
        transaction = self._store.transaction(event.tenant)
        turn = WorkTurn(transaction, self._clock.now(), self._catalogues, self._ids)
        if event.timer.what != EXPIRED:
            # An expiry has no timer of its own: the conversation says when it is due.
            current = await transaction.get(Timer, event.timer.id)
            if current is None or current != event.timer:
                return
        await handler(turn, event)
        if event.timer.what != EXPIRED and event.timer.id not in turn.reminded:
            turn.delete(event.timer)
        if await turn.commit():
            self._deliver()


def _merged(tables: Iterable[Mapping[str, H]]) -> dict[str, H]:
    """One table of all; raises ValueError where two features answer to the same name."""
    merged: dict[str, H] = {}
    for table in tables:
        twice = merged.keys() & table.keys()
        if twice:
            raise ValueError(f"two features answer to {sorted(twice)}")
        merged.update(table)
    return merged


async def _group(transaction: Transaction, sender: Sender, known: Member | None) -> Group | None:
    """The group of the channel, else the member's own, else the only one there is."""
    if sender.channel is not None:
        here = await transaction.find(Group, channel=sender.channel)
        if here:
            return here[0]
    if known is not None and known.group is not None:
        own = await transaction.get(Group, known.group)
        if own is not None:
            return own
    groups = await transaction.find(Group)
    return groups[0] if len(groups) == 1 else None


def _rename(turn: WorkMemberTurn, sender: Sender) -> None:
    """A group is called as its channel is: a platform tells its name now and then."""
    group = turn.group
    name = sender.names.get(group.channel) if group is not None else None
    if group is not None and name and name != group.name:
        turn.set_group(replace(group, name=name))
        turn.save(replace(group, name=name))


def _zone(name: str) -> str | None:
    """The zone that a platform told us, if this machine knows it."""
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _texts(event: MemberEvent) -> list[str]:
    match event:
        case Submit():
            return [value for value in event.values.values() if isinstance(value, str)]
        case Press():
            return [value for value in event.typed.values() if isinstance(value, str)]
        case Say() | Command():
            return [event.text]
        case _:
            return []


def _typed(event: MemberEvent) -> str:
    """Everything that was typed, to be given back to its writer."""
    return clean("\n".join(_texts(event)))


def _given_back(say: Speech, words: str) -> tuple[Block, ...]:
    """Words that went nowhere, for their writer to copy."""
    return (Paragraph(say("engine-your-words")), Quote(said(words))) if words else ()


def _alarming(event: MemberEvent, language: str) -> bool:
    if isinstance(event, Submit) and event.kept:
        return False
    return any(worrying(text, language) for text in _texts(event) if text.strip())
