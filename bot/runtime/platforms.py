"""One outbox, several platforms: each delivery goes to the transport of its tenant's platform."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.model import Delivery, Tenant
from bot.core.ports import NeedsMending, Transport


class Platforms:
    """A `Transport` of transports, by the name before the colon of a tenant (`slack:T…`)."""

    def __init__(self, transports: Mapping[str, Transport]) -> None:
        self._transports = dict(transports)

    async def deliver(
        self, tenant: Tenant, delivery: Delivery, of: str | None, perhaps_sent: bool
    ) -> str:
        """See `Transport`. NeedsMending where that platform is not configured here: it waits."""
        return await self._of(tenant).deliver(tenant, delivery, of, perhaps_sent)

    async def forget(self, tenant: Tenant, member: str) -> None:
        """See `Transport`."""
        await self._of(tenant).forget(tenant, member)

    def _of(self, tenant: Tenant) -> Transport:
        transport = self._transports.get(tenant.partition(":")[0])
        if transport is None:
            raise NeedsMending("not_configured")
        return transport
