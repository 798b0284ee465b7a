"""Deliveries → transports → receipts. The one way out.

A delivery is claimed with a lease, checked against its member's wishes at that moment, sent, and
marked sent. Found again after a crash it may have been sent: then the transport is told to look.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.cards import Button, Card, Paragraph, press_token
from bot.core.manners import Wait, may_send
from bot.core.model import (
    HELD,
    RETRACTED,
    Act,
    Address,
    Delivery,
    DeliveryState,
    Group,
    Held,
    Member,
    Tenant,
    Where,
)
from bot.core.ports import (
    Claim,
    Clock,
    Conflict,
    Ids,
    MessagesClosed,
    NeedsMending,
    NeverWorks,
    Store,
    StoreError,
    Transaction,
    Transport,
    TryLater,
)
from bot.core.text import Catalogues, said
from bot.runtime.health import frames_of
from bot.runtime.turn import change, retracted

LEASE = timedelta(seconds=90)
"""Much longer than any stall or HTTP timeout, so that nobody else sends what is being sent."""
BATCH = 100
LONGEST_WAIT = timedelta(minutes=15)
UNTIL_MENDED = timedelta(minutes=5)
"""How often it is tried again while somebody has to do something about it first."""
TROUBLE = "trouble-"
"""Before the id of a delivery: the subject of what tells an organiser that it could not go out."""
ORIGINAL_NOT_SENT_YET = timedelta(seconds=5)

log = structlog.get_logger("fourwins.outbox")


class Outbox:
    """Sends what is due."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        catalogues: Catalogues,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._transport = transport
        self._catalogues = catalogues
        self._clock = clock
        self._ids = ids
        self._running = asyncio.Lock()
        self._nudges: set[asyncio.Task[None]] = set()

    def nudge(self) -> None:
        """Something was posted that can go out at once: send it beside what goes on."""
        if len(self._nudges) > 1:
            return  # One is sending and one waits to look again: enough.
        task = asyncio.get_running_loop().create_task(self._nudged())
        self._nudges.add(task)
        task.add_done_callback(self._nudges.discard)

    async def _nudged(self) -> None:
        try:
            await self.run()
        except StoreError as error:
            # What is due stays due; the clockwork's next tick finds it.
            log.error("outbox_failed", error=type(error).__name__)

    async def close(self) -> None:
        """Wait for what is being sent."""
        await asyncio.gather(*self._nudges)

    async def run(self) -> int:
        """Send everything that is due now; returns how many were handled."""
        handled = 0
        async with self._running:
            while claims := await self._store.claim(Delivery, self._clock.now(), LEASE, BATCH):
                # What begins a thread goes before what hangs in it.
                replies = [c for c in claims if c.document.to.where is Where.THREAD]
                await self._send_all([c for c in claims if c.document.to.where is not Where.THREAD])
                await self._send_all(replies)
                handled += len(claims)
        return handled

    async def _send_all(self, claims: list[Claim[Delivery]]) -> None:
        """One place at a time and in order; different places side by side."""
        places: dict[tuple[Tenant, Address], list[Claim[Delivery]]] = defaultdict(list)
        for claim in claims:
            places[(claim.tenant, claim.document.to)].append(claim)
        await asyncio.gather(*(self._place(group) for group in places.values()))

    async def _place(self, claims: list[Claim[Delivery]]) -> None:
        for claim in claims:
            try:
                await self._send(claim)
            except StoreError as error:
                # The lease ends by itself, and the delivery is found again.
                log.error("delivery_not_saved", error=type(error).__name__)
            except Exception as error:  # noqa: BLE001  # it must not stop what goes to others
                log.error("delivery_failed", error=type(error).__name__, frames=frames_of(error))

    async def _send(self, claim: Claim[Delivery]) -> None:
        now = self._clock.now()
        transaction = self._store.transaction(claim.tenant)
        delivery = await transaction.get(Delivery, claim.document.id)
        if delivery is None or delivery.state is not DeliveryState.QUEUED:
            return
        if now > delivery.good_until:
            await self._settle(transaction, delivery, DeliveryState.DROPPED, "too_late")
            return
        # Not in this transaction: what becomes of that post meanwhile is no conflict with this.
        if await _is_mended(self._store.transaction(claim.tenant), delivery):
            await self._settle(transaction, delivery, DeliveryState.DROPPED, "mended")
            return
        of: str | None = None
        if delivery.of is not None:
            if await _outdated(transaction, delivery):
                await self._settle(transaction, delivery, DeliveryState.DROPPED, "outdated")
                return
            of = await self._receipt(transaction, delivery, delivery.of, now)
            if of is None:
                return
        to = delivery.to
        if to.where is Where.THREAD and delivery.act is Act.POST:
            # A thread is named by the delivery that began it: its receipt may not be known yet
            # when a reply is made.
            root = await self._receipt(transaction, delivery, to.id, now)
            if root is None:
                return
            to = Address(Where.THREAD, root)
        elif to.where is Where.THREAD:
            # What stands there is changed or taken away also when its root is no longer known.
            began = await transaction.get(Delivery, to.id)
            if began is not None and began.receipt is not None:
                to = Address(Where.THREAD, began.receipt)
        if not await self._welcome(transaction, delivery, now):
            return
        await self._hand_over(claim, delivery, to, of)

    async def _receipt(
        self, transaction: Transaction, delivery: Delivery, other: str, now: datetime
    ) -> str | None:
        """The receipt of the delivery on which this one hangs; None when it can't go out now."""
        original = await transaction.get(Delivery, other)
        gone = original is not None and original.trouble == RETRACTED
        if (
            original is None
            or original.state in (DeliveryState.DROPPED, DeliveryState.DEAD)
            or (gone and delivery.act is not Act.DELETE)
        ):
            await self._settle(transaction, delivery, DeliveryState.DROPPED, "nothing_there")
            return None
        if original.receipt is None:
            # Where that one waits for longer, there is no use in looking again before.
            due = original.due_at or now
            await self._later(transaction, delivery, max(now + ORIGINAL_NOT_SENT_YET, due))
        return original.receipt

    async def _welcome(self, transaction: Transaction, delivery: Delivery, now: datetime) -> bool:
        """Whether the member may be written to now; if not, it waits or is dropped.

        An unasked message takes the day's place before it is sent, durably, so that not even a
        crash lets a second one through.
        """
        if delivery.to.where is not Where.MEMBER or delivery.act is not Act.POST:
            return True
        member = await transaction.get(Member, delivery.to.id)
        if member is None:
            return True
        decision = may_send(delivery, member, now)
        if isinstance(decision, Wait):
            if decision.until > delivery.good_until:
                await self._settle(transaction, delivery, DeliveryState.DROPPED, "not_welcome")
            else:
                await self._later(transaction, delivery, decision.until)
            return False
        if not delivery.asked and not _has_place(delivery, member, now):
            transaction.put(replace(member, last_unasked=now, last_unasked_key=delivery.id))
            try:
                await transaction.commit()
            except Conflict:
                # The member's settings, or the delivery, changed this very moment: ask again.
                again = self._store.transaction(transaction.tenant)
                current = await _queued(again, delivery)
                if current is not None:
                    await self._later(again, current, now + timedelta(seconds=1))
                return False
        return True

    async def _hand_over(
        self, claim: Claim[Delivery], delivery: Delivery, to: Address, of: str | None
    ) -> None:
        # Also after a failure: the network may have lost the answer and not the message.
        perhaps_sent = claim.times > 1 or delivery.attempts > 0
        try:
            receipt = await self._transport.deliver(
                claim.tenant, replace(delivery, to=to), of, perhaps_sent
            )
        except TryLater as error:
            await self._again(claim.tenant, delivery, error.reason, error.after)
        except NeedsMending as error:
            transaction = self._store.transaction(claim.tenant)
            await self._tell_organisers(transaction, delivery, error.reason)
            await _commit_unless_changed(transaction)
            await self._again(claim.tenant, delivery, error.reason, UNTIL_MENDED)
        except MessagesClosed as error:
            await self._held(claim.tenant, delivery, error.reason)
        except NeverWorks as error:
            log.warning("delivery_dead", reason=error.reason)
            transaction = self._store.transaction(claim.tenant)
            current = await _queued(transaction, delivery)
            if current is not None:
                await self._tell_organisers(transaction, current, error.reason)
                await self._settle(transaction, current, DeliveryState.DEAD, error.reason)
        except Exception as error:  # noqa: BLE001  # one poisoned card must not stop the others
            log.error("delivery_failed", error=type(error).__name__, frames=frames_of(error))
            await self._again(claim.tenant, delivery, "unexpected", None)
        else:
            await self._sent(claim.tenant, delivery, receipt)

    async def _held(self, tenant: Tenant, delivery: Delivery, reason: str) -> None:
        """Their direct messages are closed: they find it when they come by, never anybody else."""
        log.info("delivery_held", reason=reason)
        transaction = self._store.transaction(tenant)
        current = await _queued(transaction, delivery)
        if current is None or current.card is None:
            return
        held = Held(current.id, current.to.id, current.made_at, current.good_until, current.card)
        transaction.put(held)
        await self._settle(transaction, current, DeliveryState.DROPPED, HELD)

    async def _again(
        self, tenant: Tenant, delivery: Delivery, reason: str, after: timedelta | None
    ) -> None:
        """It did not work this time: twice as long until the next, or as long as we were told."""
        # The doubling stops early: a date so far ahead that there is none would be an error.
        wait = after or min(timedelta(seconds=2 ** min(delivery.attempts, 20)), LONGEST_WAIT)
        log.warning("delivery_waits", reason=reason, attempts=delivery.attempts + 1)
        transaction = self._store.transaction(tenant)
        # As it is now: it may have been changed or taken back while it was on its way.
        current = await _queued(transaction, delivery)
        if current is not None:
            tried = replace(current, attempts=delivery.attempts + 1, trouble=reason)
            await self._later(transaction, tried, self._clock.now() + wait)

    async def _sent(self, tenant: Tenant, delivery: Delivery, receipt: str) -> None:
        """Note the receipt; if it was changed or taken back while it was on its way, say so too."""
        while True:
            transaction = self._store.transaction(tenant)
            current = await transaction.get(Delivery, delivery.id)
            if current is None:
                return
            dropped = current.state is DeliveryState.DROPPED
            transaction.put(
                replace(
                    current,
                    state=DeliveryState.SENT,
                    receipt=receipt,
                    due_at=None,
                    card=None,
                    # Noted as in a turn, so that nobody has it deleted twice.
                    trouble=RETRACTED if dropped else None,
                )
            )
            now = self._clock.now()
            if current.of is not None and current.act is Act.EDIT:
                # A card that grew or shrank may stand in more or fewer messages than before.
                first = await transaction.get(Delivery, current.of)
                if first is not None and first.receipt != receipt:
                    transaction.put(replace(first, receipt=receipt))
            if dropped:
                transaction.put(change(current, Act.DELETE, None, now, self._ids.new()))
            elif current.card != delivery.card:
                transaction.put(change(current, Act.EDIT, current.card, now, self._ids.new()))
            try:
                await transaction.commit()
            except Conflict:
                continue
            return

    async def _later(self, transaction: Transaction, delivery: Delivery, at: datetime) -> None:
        transaction.put(replace(delivery, due_at=at))
        await _commit_unless_changed(transaction)

    async def _settle(
        self, transaction: Transaction, delivery: Delivery, state: DeliveryState, trouble: str
    ) -> None:
        transaction.put(replace(retracted(delivery), state=state, trouble=trouble))
        await _commit_unless_changed(transaction)

    async def _tell_organisers(
        self, transaction: Transaction, delivery: Delivery, reason: str
    ) -> None:
        """A post that can't reach its channel: its organisers learn why, and what to do."""
        if delivery.to.where is not Where.CHANNEL or delivery.act is not Act.POST:
            return
        now = self._clock.now()
        for group in await transaction.find(Group):
            if delivery.to.id not in (group.channel, group.referral_channel):
                continue
            for organiser in group.organisers:
                member = await transaction.get(Member, organiser)
                if member is not None and not member.trouble_news:
                    continue
                say = self._catalogues.speech(member.language if member else "")
                key = f"{delivery.id}-trouble-{organiser}"
                if await transaction.get(Delivery, key) is not None:
                    continue
                known = say.has(f"outbox-trouble-{reason}".replace("_", "-"))
                why = f"outbox-trouble-{reason}".replace("_", "-") if known else "outbox-trouble"
                transaction.put(
                    Delivery(
                        id=key,
                        to=Address(Where.MEMBER, organiser),
                        act=Act.POST,
                        made_at=now,
                        due_at=now,
                        good_until=now + timedelta(days=3),
                        asked=False,
                        subject=f"{TROUBLE}{delivery.id}",
                        card=Card(
                            say("outbox-trouble-title", channel=said(group.name)),
                            (Paragraph(say(why)),),
                            (Button(say("groups-no-trouble"), press_token("groups.no_trouble")),),
                        ),
                    )
                )


def _has_place(delivery: Delivery, member: Member, now: datetime) -> bool:
    """Whether today's one unasked message is this one: a place taken yesterday is over."""
    if member.last_unasked is None or member.last_unasked_key != delivery.id:
        return False
    zone = ZoneInfo(member.zone)
    return member.last_unasked.astimezone(zone).date() == now.astimezone(zone).date()


async def _queued(transaction: Transaction, delivery: Delivery) -> Delivery | None:
    """The delivery as it is now, if it is still to go out."""
    current = await transaction.get(Delivery, delivery.id)
    return current if current is not None and current.state is DeliveryState.QUEUED else None


async def _is_mended(transaction: Transaction, delivery: Delivery) -> bool:
    """Whether this tells of a post that has gone out in the meantime."""
    if not delivery.subject.startswith(TROUBLE):
        return False
    post = await transaction.get(Delivery, delivery.subject.removeprefix(TROUBLE))
    return post is not None and post.state is DeliveryState.SENT


async def _outdated(transaction: Transaction, delivery: Delivery) -> bool:
    """Whether this is an edit that had to wait, and a later one of the same message was made."""
    if delivery.act is not Act.EDIT:
        return False
    changes = await transaction.find(Delivery, subject=delivery.subject, of=delivery.of)
    latest = max(changes, key=lambda one: (one.made_at, one.id))
    return latest.id != delivery.id


async def _commit_unless_changed(transaction: Transaction) -> None:
    """Commit; where the delivery was changed meanwhile, that change stands and is found again."""
    try:
        await transaction.commit()
    except Conflict:
        log.info("delivery_changed_meanwhile")
