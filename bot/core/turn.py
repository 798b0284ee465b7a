"""One unit of work as a feature sees it: who acts, what there is, what to save, post and remind.

Everything a turn saves, posts or reminds is committed at once, after its handler has returned.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.core.cards import Card, Reply, Token
from bot.core.events import Press, TimerDue
from bot.core.flow import Asking, Done, Flow, Values
from bot.core.model import (
    Address,
    Conversation,
    ConversationState,
    Delivery,
    Document,
    Group,
    Member,
    Tenant,
)
from bot.core.text import Speech

D = TypeVar("D", bound=Document)


class Turn(Protocol):
    """What every handler is given."""

    @property
    def tenant(self) -> Tenant: ...
    @property
    def now(self) -> datetime: ...
    @property
    def say(self) -> Speech:
        """Prose in the language of the member who acts (for a timer, see `speech`)."""
        ...

    def speech(self, language: str) -> Speech: ...
    async def speech_of(self, member: str) -> Speech:
        """Prose in this member's language."""
        ...

    def new_id(self) -> str: ...
    async def get(self, kind: type[D], id: str) -> D | None: ...
    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]: ...
    def save(self, *documents: Document) -> None: ...
    def delete(self, *documents: Document) -> None: ...

    def post(
        self,
        key: str,
        to: Address,
        card: Card,
        *,
        good_for: timedelta,
        asked: bool,
        subject: str = "",
        about: tuple[str, ...] = (),
        at: datetime | None = None,
    ) -> Delivery:
        """Send this card, once for this key; dropped when it could not go out within `good_for`.

        `about` are the members whose name or words stand in it.
        """
        ...

    def edit(self, of: Delivery, card: Card) -> None:
        """Put this card in the place of one that was posted."""
        ...

    def retract(self, of: Delivery) -> None:
        """Take a posted card away."""
        ...

    def remind(
        self,
        id: str,
        what: str,
        at: datetime,
        *,
        grace: timedelta,
        subject: str = "",
        member: str | None = None,
        on: date | None = None,
    ) -> None:
        """Set the timer of this id (in place of an earlier one): `what` will be due at `at`."""
        ...


class MemberTurn(Turn, Protocol):
    """A turn in which a member acts."""

    @property
    def member(self) -> Member: ...
    @property
    def group(self) -> Group | None:
        """The group of this member here, if there is one."""
        ...

    def set_member(self, member: Member) -> None:
        """Save the member who acts, as they are from now on."""
        ...

    def set_group(self, group: Group | None) -> None:
        """Act in this group from now on, or in none."""
        ...

    @property
    def channel(self) -> str | None:
        """The channel in which the member acts, if it is one."""
        ...

    @property
    def may_found(self) -> bool:
        """Whether the platform lets this member set the bot up here."""
        ...

    def name_of(self, id: str) -> str:
        """What the platform calls this member or channel, as far as this event tells."""
        ...

    @property
    def today(self) -> date:
        """The member's local date."""
        ...

    async def begin(
        self,
        flow: str,
        *,
        subject: str = "",
        drafts: Mapping[str, Values] | None = None,
        state: ConversationState = ConversationState.OPEN,
        lasts: timedelta = timedelta(days=7),
    ) -> Conversation:
        """A new conversation, saved. Ask its first question with `proceed`."""
        ...

    async def proceed(self, conversation: Conversation) -> Reply:
        """Ask the step at which it stands, or, at its end, hand over to its talk's `done`."""
        ...


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that the bot can lead: its flow and what happens at its end.

    `done` is called whenever a replay reaches the end (so also to show a recap again); `expired`
    when nobody came back to it in time, with what the replay says then; `exits` are the ways out of
    its steps by name. `skips` is False where an empty answer would erase something that was there;
    `precious` asks once more before a draft is deleted.
    """

    name: str
    flow: Callable[[Conversation], Flow[Any]]
    done: Callable[[MemberTurn, Conversation, Done[Any]], Awaitable[Reply]]
    expired: Callable[[Turn, Conversation, Asking | Done[Any]], Awaitable[None]] | None = None
    exits: Mapping[str, Callable[[MemberTurn, Conversation], Awaitable[Reply]]] = field(
        default_factory=dict
    )
    skips: bool = True
    precious: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature answers to. Verbs of buttons and timers start with the feature's name.

    `commands` are given the words behind the command. `hears` are asked in turn whether plain words
    are for them; the first reply that is not None counts. `left` is told when the member left the
    workspace or server, `returned` before anything else that a member does, `uninstalled` when the
    bot was removed, `installed` when it was added.
    """

    name: str
    commands: Mapping[str, Callable[[MemberTurn, str], Awaitable[Reply]]] = field(
        default_factory=dict
    )
    presses: Mapping[str, Callable[[MemberTurn, Token, Press], Awaitable[Reply]]] = field(
        default_factory=dict
    )
    timers: Mapping[str, Callable[[Turn, TimerDue], Awaitable[None]]] = field(default_factory=dict)
    hears: Callable[[MemberTurn, str], Awaitable[Reply | None]] | None = None
    left: Callable[[MemberTurn], Awaitable[None]] | None = None
    returned: Callable[[MemberTurn], Awaitable[None]] | None = None
    uninstalled: Callable[[Turn], Awaitable[None]] | None = None
    installed: Callable[[Turn], Awaitable[None]] | None = None
    talks: tuple[Talk, ...] = ()
