"""Which server somebody belongs to when they write in private, where Discord does not say."""

from __future__ import annotations

from collections import OrderedDict

from adapters.discord.decode import own_tenant
from bot.core.model import Tenant, Whereabouts
from bot.core.ports import Conflict, Store

PLACE = Tenant("discord:whereabouts")
_REMEMBERED = 50_000


class Where:
    """Remembers, durably, the server in which each person last used the bot."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, str] = OrderedDict()

    async def seen(self, user: str, tenant: Tenant) -> None:
        """They used the bot in this server. Raises StoreError."""
        if self._known.get(user) == tenant:
            return
        transaction = self._store.transaction(PLACE)
        before = await transaction.get(Whereabouts, user)
        if before is None or before.tenant != tenant:
            transaction.put(Whereabouts(user, tenant))
            try:
                await transaction.commit()
            except Conflict:
                # They are somewhere else at the same moment; either will do.
                return
        self._keep(user, tenant)

    async def reached(self, user: str, tenant: Tenant) -> None:
        """The bot wrote to them from this server: whoever used it nowhere yet answers there.

        Raises StoreError.
        """
        own = own_tenant(user)
        if tenant != own and await self.of(user) == own:
            await self.seen(user, tenant)

    async def of(self, user: str) -> Tenant:
        """The server in which they last used it; without one, a place of their own."""
        known = self._known.get(user)
        if known is None:
            found = await self._store.transaction(PLACE).get(Whereabouts, user)
            if found is None:
                return own_tenant(user)
            known = found.tenant
            self._keep(user, known)
        return Tenant(known)

    async def forget(self, user: str, tenant: Tenant) -> None:
        """They deleted what is kept of them there. Raises StoreError."""
        self._known.pop(user, None)
        transaction = self._store.transaction(PLACE)
        found = await transaction.get(Whereabouts, user)
        if found is not None and found.tenant == tenant:
            transaction.delete(Whereabouts, user)
            await transaction.commit()

    def _keep(self, user: str, tenant: str) -> None:
        self._known[user] = tenant
        self._known.move_to_end(user)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
