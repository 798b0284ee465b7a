"""The second half of a deletion: what had to wait until posts were taken back, and the bytes.

When a member deletes their data, the documents go in one commit; what was posted is taken back by
deliveries that need their receipts a little longer. This waits for them, has the store leave no
trace, and only then lets go of the member's id.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.core.model import Address, Delivery, DeliveryState, Erasure, Tenant, Where
from bot.core.ports import Clock, Conflict, Store, Transport, TransportError
from bot.runtime.health import frames_of

AGAIN = timedelta(minutes=10)
GIVE_UP = timedelta(days=8)
"""Longer than the outbox tries to take a post back: what is not gone by then can't be reached."""
RECEIPT_KEPT = timedelta(days=30)

log = structlog.get_logger("fourwins.erasing")


def concerns(delivery: Delivery, member: str) -> bool:
    """Whether a delivery went to this member, or holds their name or words."""
    return delivery.to == Address(Where.MEMBER, member) or member in delivery.about


class Erasing:
    """Finishes deletions."""

    def __init__(self, store: Store, transport: Transport, clock: Clock) -> None:
        self._store = store
        self._transport = transport
        self._clock = clock

    async def sweep(self, tenant: Tenant, erasure: Erasure) -> None:
        """Go on with this deletion. Whatever stops it, it is found again and begun again."""
        try:
            await self._sweep(tenant, erasure)
        except Conflict:
            log.info("sweep_again")
        except Exception as error:  # noqa: BLE001  # it must not stop what others had deleted
            log.error("sweep_failed", error=type(error).__name__, frames=frames_of(error))

    async def _sweep(self, tenant: Tenant, erasure: Erasure) -> None:
        now = self._clock.now()
        transaction = self._store.transaction(tenant)
        current = await transaction.get(Erasure, erasure.id)
        if current is None:
            return
        if current.swept_at is not None:
            if now < current.swept_at + RECEIPT_KEPT:
                await self._leave_the_receipt(tenant, current)
                return
            transaction.delete(Erasure, current.id)
            await transaction.commit()
            return
        found = await transaction.find(Delivery)
        theirs = [one for one in found if concerns(one, current.member)]
        waits = any(one.state is DeliveryState.QUEUED for one in theirs)
        if waits and now - current.at < GIVE_UP:
            transaction.put(replace(current, due_at=now + AGAIN))
            await transaction.commit()
            return
        for one in theirs:
            transaction.delete(Delivery, one.id)
        await transaction.commit()
        if current.member:
            # Of a whole workspace that goes there is nobody to be forgotten one by one.
            await self._forgotten(tenant, current)
        # The id is let go of last: until then the sweep can begin again.
        await self._store.erase_traces(tenant, current.member)
        swept = replace(current, member="", swept_at=now, due_at=now + AGAIN)
        last = self._store.transaction(tenant)
        last.put(swept)
        await last.commit()
        await self._leave_the_receipt(tenant, swept)

    async def _forgotten(self, tenant: Tenant, erasure: Erasure) -> None:
        """Nothing of them is left on the platform, as far as it can still be reached.

        Raises what the transport raises while there is hope; then the sweep begins again.
        """
        try:
            await self._transport.forget(tenant, erasure.member)
        except TransportError as error:
            if self._clock.now() - erasure.at < GIVE_UP:
                raise
            # The app was removed, or its right to read direct messages: the bytes here go anyway.
            log.warning("not_forgotten_there", reason=error.reason)

    async def _leave_the_receipt(self, tenant: Tenant, swept: Erasure) -> None:
        """Without the bytes in which it still held the id."""
        await self._store.erase_traces(tenant, swept.id)
        assert swept.swept_at is not None, "asked before"  # noqa: S101  # narrows the type
        transaction = self._store.transaction(tenant)
        transaction.put(replace(swept, due_at=swept.swept_at + RECEIPT_KEPT))
        await transaction.commit()
