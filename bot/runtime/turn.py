"""A turn: one unit of work over one transaction. What it saves and posts commits together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.cards import Card, Reply
from bot.core.events import Sender
from bot.core.flow import Values
from bot.core.manners import drafts_last
from bot.core.model import (
    HELD,
    RETRACTED,
    Act,
    Address,
    Conversation,
    ConversationState,
    Delivery,
    DeliveryState,
    Document,
    Group,
    Held,
    Member,
    Tenant,
    Timer,
)
from bot.core.ports import Ids, Transaction
from bot.core.text import Catalogues, Speech
from bot.runtime.talks import Talks

D = TypeVar("D", bound=Document)

CHANGE_GOOD_FOR = timedelta(days=7)
"""How long the bot tries to edit or delete a post of its own."""


class WorkTurn:
    """A turn in which no member acts: a timer's."""

    def __init__(
        self, transaction: Transaction, now: datetime, catalogues: Catalogues, ids: Ids
    ) -> None:
        self._transaction = transaction
        self._catalogues = catalogues
        self._ids = ids
        self._posted: list[Delivery] = []
        self.now = now
        self.say = catalogues.speech("")
        self.reminded: set[str] = set()
        self.changed = False

    @property
    def tenant(self) -> Tenant:
        return self._transaction.tenant

    def speech(self, language: str) -> Speech:
        return self._catalogues.speech(language)

    async def speech_of(self, member: str) -> Speech:
        known = await self.get(Member, member)
        return self.speech(known.language if known else "")

    def new_id(self) -> str:
        return self._ids.new()

    async def get(self, kind: type[D], id: str) -> D | None:
        return await self._transaction.get(kind, id)

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        return await self._transaction.find(kind, **where)

    def save(self, *documents: Document) -> None:
        self.changed = self.changed or bool(documents)
        for document in documents:
            self._transaction.put(document)

    def delete(self, *documents: Document) -> None:
        self.changed = self.changed or bool(documents)
        for document in documents:
            self._transaction.delete(type(document), document.id)

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
        due = self.now if at is None else at
        delivery = Delivery(
            id=key,
            to=to,
            act=Act.POST,
            made_at=self.now,
            due_at=due,
            good_until=due + good_for,
            asked=asked,
            card=card,
            subject=subject,
            about=about,
        )
        self._posted.append(delivery)
        self.changed = True
        return delivery

    def edit(self, of: Delivery, card: Card) -> None:
        if of.state is DeliveryState.QUEUED:
            self.save(replace(of, card=card))
        elif of.state is DeliveryState.SENT and of.trouble != RETRACTED:
            self.save(self._change(of, Act.EDIT, card))

    def retract(self, of: Delivery) -> None:
        if of.state is DeliveryState.QUEUED:
            self.save(retracted(of))
        elif of.trouble == HELD:
            self._transaction.delete(Held, of.id)
            self.save(replace(of, trouble=RETRACTED))
        elif of.state is DeliveryState.SENT and of.trouble != RETRACTED:
            # Noted on it as well, so that nobody has it deleted twice.
            self.save(replace(of, trouble=RETRACTED), self._change(of, Act.DELETE, None))

    def _change(self, of: Delivery, act: Act, card: Card | None) -> Delivery:
        return change(of, act, card, self.now, self.new_id())

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
        self.reminded.add(id)
        seconds = int(grace.total_seconds())
        self.save(Timer(id, what, at, seconds, subject=subject, member=member, on=on))

    async def commit(self) -> bool:
        """Make it all durable; True when something was posted that can go out at once.

        A delivery whose key is there already was posted before and is left as it is.
        """
        now_due = False
        for delivery in self._posted:
            if await self.get(Delivery, delivery.id) is None:
                self.save(delivery)
                now_due = now_due or (delivery.due_at is not None and delivery.due_at <= self.now)
        await self._transaction.commit()
        return now_due


def retracted(of: Delivery) -> Delivery:
    """A delivery that is not to go out any more."""
    return replace(of, state=DeliveryState.DROPPED, due_at=None, card=None, trouble=RETRACTED)


def change(of: Delivery, act: Act, card: Card | None, now: datetime, id: str) -> Delivery:
    """The delivery that edits or deletes the message of another."""
    return Delivery(
        id=id,
        to=of.to,
        act=act,
        made_at=now,
        due_at=now,
        good_until=now + CHANGE_GOOD_FOR,
        asked=True,
        card=card,
        # A change of a change that is still on its way is one of the message itself.
        of=of.of or of.id,
        subject=of.subject,
        about=of.about,
    )


class WorkMemberTurn(WorkTurn):
    """A turn in which a member acts."""

    def __init__(
        self,
        transaction: Transaction,
        now: datetime,
        catalogues: Catalogues,
        ids: Ids,
        *,
        member: Member,
        group: Group | None,
        talks: Talks,
        sender: Sender,
    ) -> None:
        super().__init__(transaction, now, catalogues, ids)
        self._sender = sender
        self.member = member
        self.group = group
        self.say = catalogues.speech(member.language)
        self._talks = talks

    def set_member(self, member: Member) -> None:
        self.member = member
        self.save(member)

    def set_group(self, group: Group | None) -> None:
        self.group = group

    @property
    def channel(self) -> str | None:
        return self._sender.channel

    @property
    def may_found(self) -> bool:
        return self._sender.may_found

    def name_of(self, id: str) -> str:
        return self._sender.names.get(id, id)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.member.zone)).date()

    async def begin(
        self,
        flow: str,
        *,
        subject: str = "",
        drafts: Mapping[str, Values] | None = None,
        state: ConversationState = ConversationState.OPEN,
        lasts: timedelta = timedelta(days=7),
    ) -> Conversation:
        conversation = Conversation(
            id=self.new_id(),
            member=self.member.id,
            flow=flow,
            started_at=self.now,
            touched_at=self.now,
            expires_at=self.now + min(lasts, drafts_last(self.group)),
            subject=subject,
            group=self.group.id if self.group else None,
            state=state,
            drafts=drafts or {},
        )
        self.save(conversation)
        return conversation

    async def proceed(self, conversation: Conversation) -> Reply:
        return await self._talks.proceed(self, conversation)
