"""One life of `fourwins run`: the bot over HTTP on a folder, until it is killed."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pydantic import SecretStr

from adapters.slack.service import Slack
from bot import wiring
from bot.config import Settings, SlackSettings, StoreSettings
from bot.core.reports import recognise
from bot.core.safety import worrying
from storage.codec import Codec
from tests.crash.nursery import Order, say
from tests.scene import prose

# Done once, before any life begins: each takes longer than a life.
Codec()
prose()
worrying("", "en")
recognise("", "en")


def live(order: Order) -> None:
    """`folder`, `api_url`, `secret`. It says on which `port` it listens."""
    wiring.catalogues = prose
    asyncio.run(_live(order))


async def _live(order: Order) -> None:
    slack = SlackSettings(
        mode="http",
        bot_token=SecretStr("xoxb-1"),
        signing_secret=SecretStr(order["secret"]),
        api_url=order["api_url"],
    )
    # Any free port: what an operator can't write.
    settings = Settings(store=StoreSettings(), slack=slack.model_copy(update={"port": 0}))
    async with wiring.running(settings, Path(order["folder"])) as bot:
        [side] = bot.sides
        assert isinstance(side, Slack)
        say({"port": side.port})
        await bot.run()
