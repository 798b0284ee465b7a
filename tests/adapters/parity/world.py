"""What a scenario is written in: people with one of the platforms in hand, and time that passes.

The same steps are done on the console, on Slack and on Discord, by drivers that do them as somebody
there would do them, through the real adapter.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.cards import Answer, FieldKind
from bot.core.model import CheckinPlan, Encouragement, Group, Member, PairingPlan, Tenant
from bot.features import groups
from bot.runtime.turn import WorkTurn
from bot.wiring import House
from tests.adapters.parity.door import Door
from tests.scene import ZONE, HandClock, prose

TEAM = ("ana", "ben", "chidi", "dana", "eun")
CHANNEL = "job-club"


@dataclass(frozen=True)
class Posted:
    """What everybody reads in the group's channel: `place` is "channel" or "thread"."""

    place: str
    words: tuple[str, ...]


class Hand(ABC):
    """One member, with one platform in hand."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name

    @property
    def id(self) -> str:
        """Their id on this platform."""
        return self.world.ids[self.name]

    @abstractmethod
    async def types(self, command: str, words: str = "") -> None:
        """A command in the group's channel, with words behind it."""

    @abstractmethod
    async def says(self, text: str) -> None:
        """Words to the bot, in private."""

    @abstractmethod
    async def opens_home(self) -> None:
        """The bot's home, where the platform has one; else the command that stands for it."""

    @abstractmethod
    async def fills(self, **values: Answer) -> None:
        """Fill the form they are at and send it; what is not named stays as it stands there.

        Members and the channel go by their names.
        """

    @abstractmethod
    async def goes(self, verb: str, choice: str = "") -> None:
        """A way beside the form: back, skip, stop."""

    @abstractmethod
    async def taps(self, verb: str, choice: str = "", nth: int = 0) -> None:
        """A button of what is in front of them, by what it does."""

    @abstractmethod
    async def taps_post(self, verb: str, choice: str = "") -> None:
        """A button below the newest post in the channel that has one which does this."""

    @abstractmethod
    async def taps_letter(self, verb: str, choice: str = "") -> None:
        """A button below the newest of the bot's messages to them that has one."""

    @abstractmethod
    async def carries_on(self) -> None:
        """With the words on which the bot has stopped."""

    @abstractmethod
    async def file(self) -> str:
        """The text of the newest file that was handed to them."""

    @abstractmethod
    def text(self) -> str:
        """What is in front of them."""

    def sees(self, *words: str) -> None:
        """Fails with what they see instead."""
        shown = " ".join(self.text().split())
        missing = [one for one in words if one not in shown]
        assert not missing, f"{self.world.platform}: {missing} not in:\n{self.text()}"

    def given(self, values: Mapping[str, Answer]) -> dict[str, Answer]:
        """The values with this platform's ids for members and the channel."""
        return {name: self._given(name, value) for name, value in values.items()}

    def _given(self, name: str, value: Answer) -> Answer:
        kind = self.world.door.kind_of(self.id, name)
        if kind in (FieldKind.MEMBER, FieldKind.CHANNEL) and isinstance(value, str):
            return self.world.ids[value]
        return value


class World(ABC):
    """The bot on one platform. `ids` are the platform's ids by the names of this module."""

    platform: str
    house: House
    door: Door
    tenant: Tenant
    ids: dict[str, str]
    clock: HandClock
    folder: Path
    files: list[str]
    """Those that a scenario has kept for comparing."""

    @abstractmethod
    def hand(self, name: str) -> Hand:
        """One of the team."""

    @abstractmethod
    async def wait_until(self, moment: datetime) -> None:
        """Time passes, each due thing at its own hour."""

    @abstractmethod
    def posts(self) -> list[Posted]:
        """What everybody reads now in the channel and its threads."""

    async def wait(self, **span: float) -> None:
        """So much time passes."""
        await self.wait_until(self.clock.now() + timedelta(**span))

    async def until(self, day: str, hour: str) -> None:
        """Time passes to this moment on the group's wall."""
        await self.wait_until(
            datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(ZONE))
        )

    @property
    def names(self) -> dict[str, str]:
        """The names by the platform's ids."""
        return {id: name for name, id in self.ids.items()}

    async def gather(self, *, founded: bool) -> None:
        """The team is there. `founded`: as a group, with dana as its organiser and helper; posts
        on Mondays and check-ins on Thursdays at 9, pairings on Wednesdays at 12."""
        turn = WorkTurn(
            self.house.store.transaction(self.tenant), self.clock.now(), prose(), self.house.ids
        )
        dana = self.ids["dana"]
        if founded:
            group = Group("g1", "#job-club", self.ids[CHANNEL], ZONE, (dana,), helper=dana)
            await groups.found(
                turn,
                group,
                Encouragement("g1", 0, time(9)),
                CheckinPlan("g1", (3,), time(9)),
                PairingPlan("g1", 2, time(12)),
            )
        home = "g1" if founded else None
        turn.save(*(Member(self.ids[name], name, home, ZONE) for name in TEAM))
        await turn.commit()
