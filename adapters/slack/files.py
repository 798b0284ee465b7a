"""Pictures and exports: files that go to a member's direct messages when they ask for them.

Nobody else sees them there, and they can be found and deleted again (`Deliveries.forget`).
"""

from __future__ import annotations

from collections.abc import Iterator

import structlog

from adapters.slack.api import Api
from adapters.slack.deliver import Deliveries
from adapters.slack.trouble import REFUSALS, error_of
from bot.core.cards import Attachment, Block, Card, Paragraph, Picture
from bot.core.model import Tenant
from bot.core.ports import NoPicture, Pictures
from bot.core.text import Speech, plain, shorten

_ALT = 1000
"""Characters of alt text: https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""

log = structlog.get_logger("fourwins.slack")


class Files:
    """Sends what a card hands over besides its words."""

    def __init__(self, api: Api, deliveries: Deliveries, pictures: Pictures) -> None:
        self._api = api
        self._deliveries = deliveries
        self._pictures = pictures

    async def send(self, tenant: Tenant, member: str, card: Card, say: Speech) -> None:
        """Upload the card's files; where one does not arrive, say so in its place."""
        for block in card.body:
            if not isinstance(block, Attachment | Picture):
                continue
            try:
                channel = await self._deliveries.direct(tenant, member)
                await self._sent(tenant, channel, block, say)
            except (*REFUSALS, NoPicture) as error:
                log.warning("file_not_sent", error=error_of(error) or type(error).__name__)
                await self._explained(tenant, member, block, say, error)

    async def _sent(
        self, tenant: Tenant, channel: str, block: Attachment | Picture, say: Speech
    ) -> None:
        if isinstance(block, Attachment):
            content = block.text.encode()
            await self._api.upload(tenant, channel, block.name, content, block.name, "")
            return
        png = await self._pictures.png(block.chart)
        title, alt = plain(block.chart.title), shorten(plain(block.alt), _ALT)
        await self._api.upload(tenant, channel, "four-wins.png", png, title, alt)

    async def _explained(
        self,
        tenant: Tenant,
        member: str,
        block: Attachment | Picture,
        say: Speech,
        error: Exception,
    ) -> None:
        name = block.name if isinstance(block, Attachment) else plain(block.chart.title)
        right = error_of(error) == "missing_scope"
        key = "slack-file-no-right" if right else "slack-file-not-sent"
        try:
            channel = await self._deliveries.direct(tenant, member)
            card = Card(say(key, name=name))
            await self._deliveries.answer(tenant, channel, card, say.language)
        except REFUSALS as again:
            # Messages are closed to us altogether; the card in front of them says what it can.
            log.warning("not_explained", error=error_of(again) or type(again).__name__)


def announced(card: Card, say: Speech) -> Card:
    """The card with a line below each picture that says where it will arrive."""

    def body() -> Iterator[Block]:
        for block in card.body:
            yield block
            if isinstance(block, Picture):
                yield Paragraph(say("slack-picture-comes"))

    return Card(card.title, tuple(body()), card.buttons, card.note)
