"""Time: what is due becomes an event, or goes out. APScheduler wakes it; the store knows the rest.

Plans and timers are documents, so a restart forgets nothing and a replica repeats nothing. The
scheduler keeps no jobs of its own but the one that wakes us (ARCHITECTURE.md, Time).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.events import TimerDue
from bot.core.model import (
    Conversation,
    Delivery,
    Erasure,
    Held,
    Occurrence,
    Pair,
    Rest,
    Seen,
    Timer,
)
from bot.core.ports import Clock, Conflict, Store, StoreError
from bot.runtime.engine import Engine
from bot.runtime.erasing import Erasing
from bot.runtime.outbox import Outbox
from bot.runtime.talks import EXPIRED

LEASE = timedelta(seconds=60)
BATCH = 100
EVERY = timedelta(seconds=1)

log = structlog.get_logger("fourwins.clockwork")


class Clockwork:
    """Turns due timers into events, lets drafts expire, forgets what may be forgotten, sends.

    `chores` are what a platform wants done now and then, such as renewing its tokens.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        outbox: Outbox,
        erasing: Erasing,
        clock: Clock,
        chores: tuple[Callable[[], Awaitable[None]], ...] = (),
    ) -> None:
        self._chores = chores
        self._store = store
        self._engine = engine
        self._outbox = outbox
        self._erasing = erasing
        self._clock = clock
        self._ticking = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None

    def start(self, every: timedelta = EVERY) -> None:
        """Wake up again and again until `stop`. A tick that runs long is not started twice."""
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._guarded_tick,
            "interval",
            seconds=every.total_seconds(),
            max_instances=1,
            coalesce=True,
            # Late wake-ups are still wake-ups: the default grace of one second would skip them.
            misfire_grace_time=None,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """No further wake-ups; a tick under way is waited for."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
        async with self._ticking:
            pass

    async def _guarded_tick(self) -> None:
        try:
            await self.tick()
        except StoreError as error:
            # A full or lost store is said once a tick; what is due stays due.
            log.error("tick_failed", error=type(error).__name__)

    async def tick(self) -> None:
        """Do everything that is due now."""
        async with self._ticking:
            await self._fire_timers()
            await self._expire_conversations()
            await self._outbox.run()
            await self._sweep()
            await self._forget()
            for chore in self._chores:
                await chore()

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        kinds = (Timer, Conversation, Delivery, Erasure)
        moments = [await self._store.next_due(kind) for kind in kinds]
        return min((moment for moment in moments if moment is not None), default=None)

    async def _fire_timers(self) -> None:
        while claims := await self._store.claim(Timer, self._clock.now(), LEASE, BATCH):
            for claim in claims:
                timer = claim.document
                event = TimerDue(
                    f"{timer.id}@{timer.due_at.isoformat()}", claim.tenant, timer, claim.times
                )
                await self._engine.fire(event)

    async def _expire_conversations(self) -> None:
        while claims := await self._store.claim(Conversation, self._clock.now(), LEASE, BATCH):
            for claim in claims:
                draft = claim.document
                timer = Timer(f"{draft.id}-expired", EXPIRED, draft.expires_at, 0, subject=draft.id)
                await self._engine.fire(TimerDue(timer.id, claim.tenant, timer, claim.times))

    async def _sweep(self) -> None:
        """Finish what members had deleted: what was being taken back, then the bytes."""
        while claims := await self._store.claim(Erasure, self._clock.now(), LEASE, BATCH):
            for claim in claims:
                await self._erasing.sweep(claim.tenant, claim.document)

    async def _forget(self) -> None:
        """Delete what was kept for a while only."""
        for kind in (Seen, Occurrence, Pair, Rest, Held):
            while claims := await self._store.claim(kind, self._clock.now(), LEASE, BATCH):
                for claim in claims:
                    transaction = self._store.transaction(claim.tenant)
                    transaction.delete(kind, claim.document.id)
                    try:
                        await transaction.commit()
                    except Conflict:
                        log.info("forgotten_already")
