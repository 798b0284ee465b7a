"""Slack's Web API with the token of the right workspace."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.http import quiet_logger
from adapters.slack.installs import Tokens
from bot.core.model import Tenant

TIMEOUT = 10
"""Seconds. Far below the outbox's lease, far above what a healthy answer takes."""

_FORMS = {
    "auth.test",
    "users.info",
    "conversations.info",
    "conversations.history",
    "conversations.replies",
}
"""Methods that read take their arguments as a form, not as JSON."""

_ONCE = {"chat.postMessage"}
"""Methods that are not repeated at once where the connection was lost: it may have been done, and
done again it would be there twice. The outbox looks first, and tries again."""


class Api:
    """Calls methods in the name of the bot of a workspace.

    Takes who holds the tokens and the address (`https://slack.com/api/`). Call `start` on the loop
    that it is used on.
    """

    def __init__(self, tokens: Tokens, base_url: str) -> None:
        self._tokens = tokens
        self._base_url = base_url
        self._session: ClientSession | None = None
        self._client = self._once = AsyncWebClient(base_url=base_url, logger=quiet_logger())

    @property
    def base_url(self) -> str:
        return self._base_url

    def start(self) -> None:
        """Open the connections' pool: one session, so that a call costs no new handshake."""
        self._session = ClientSession(timeout=ClientTimeout(total=TIMEOUT))
        self._client = self._made("")
        self._once = self._made("", repeats=False)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    def _made(self, token: str, *, repeats: bool = True) -> AsyncWebClient:
        return AsyncWebClient(
            token=token or None,
            base_url=self._base_url,
            session=self._session,
            timeout=TIMEOUT,
            # The SDK's own logger writes each request whole at DEBUG.
            logger=quiet_logger(),
            retry_handlers=[AsyncConnectionErrorRetryHandler()] if repeats else [],
        )

    async def call(self, tenant: Tenant, method: str, **arguments: Any) -> dict[str, Any]:
        """What Slack answers. Raises SlackApiError, NotInstalled, or what the network raises."""
        bot = await self._tokens.bot(tenant)
        given = {key: value for key, value in arguments.items() if value is not None}
        is_form = method in _FORMS
        client = self._once if method in _ONCE else self._client
        response = await client.api_call(
            method,
            headers={"Authorization": f"Bearer {bot.token}"},
            data=given if is_form else None,
            json=None if is_form else given,
        )
        data = response.data
        return data if isinstance(data, dict) else {}

    async def upload(
        self, tenant: Tenant, channel: str, name: str, content: bytes, title: str, alt: str
    ) -> None:
        """A file into a conversation. Raises what `call` raises."""
        bot = await self._tokens.bot(tenant)
        await self._made(bot.token).files_upload_v2(
            channel=channel, filename=name, content=content, title=title, alt_txt=alt or None
        )
