"""Who somebody is and what a channel is, as Slack knows it: asked once, and remembered for a while.

Names, zones and languages are in memory only; what the bot keeps of a member is in their document.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from adapters.slack.api import Api
from adapters.slack.decode import Acting
from adapters.slack.trouble import REFUSALS, error_of
from bot.core.events import Sender
from bot.core.model import Tenant
from bot.core.ports import Clock, TryLater
from bot.core.text import clean

PERSON_KEPT = timedelta(hours=1)
PLACE_KEPT = timedelta(minutes=10)
UNTOLD_KEPT = timedelta(seconds=30)
MOST = 20_000
PATIENCE = 1.2
"""Seconds: Slack wants its answer within three, and a form's trigger lives no longer."""

log = structlog.get_logger("fourwins.slack")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Profile:
    """A person. Without anything when Slack would not say."""

    name: str = ""
    zone: str = ""
    language: str = ""
    team: str = ""
    enterprise: str = ""
    is_guest: bool = False
    is_stranger: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A channel; `is_shared` when people of another organisation read it."""

    name: str = ""
    is_shared: bool = False


class _Remembered(Generic[V]):
    """The last so many, each for a while."""

    def __init__(self, clock: Clock, kept: timedelta) -> None:
        self._clock = clock
        self._kept = kept
        self._values: OrderedDict[tuple[Tenant, str], tuple[datetime, V]] = OrderedDict()

    def get(self, tenant: Tenant, id: str) -> V | None:
        """The value, unless it is too old to be trusted."""
        found = self._values.get((tenant, id))
        # A clock that was set back must not make it last for ever.
        if found is None or not timedelta() <= self._clock.now() - found[0] < self._kept:
            return None
        return found[1]

    def last(self, tenant: Tenant, id: str) -> V | None:
        """The value, however old."""
        found = self._values.get((tenant, id))
        return found[1] if found else None

    def put(self, tenant: Tenant, id: str, value: V) -> None:
        self._values[(tenant, id)] = (self._clock.now(), value)
        self._values.move_to_end((tenant, id))
        while len(self._values) > MOST:
            self._values.popitem(last=False)

    def drop(self, tenant: Tenant, id: str) -> None:
        self._values.pop((tenant, id), None)


class People:
    """Makes senders."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._profiles: _Remembered[Profile] = _Remembered(clock, PERSON_KEPT)
        self._places: _Remembered[Place] = _Remembered(clock, PLACE_KEPT)
        # What Slack would not tell: asked again at each step of one command, it would take longer
        # than the three seconds there are.
        self._untold: _Remembered[str] = _Remembered(clock, UNTOLD_KEPT)

    async def sender(
        self,
        acting: Acting,
        *,
        private: bool = True,
        members: Iterable[str] = (),
        channels: Iterable[str] = (),
    ) -> Sender:
        """The sender of an event that also speaks of these members and channels."""
        tenant = acting.tenant
        if acting.channel:
            channels = (*channels, acting.channel)
        people = dict.fromkeys((acting.user, *members))
        unknown = [
            *(self.profile(tenant, id) for id in people if not self._profiles.get(tenant, id)),
            *(self.place(tenant, id) for id in channels if not self._places.get(tenant, id)),
        ]
        if unknown:
            # Mostly there is none, and then no task is to be made and waited for.
            await asyncio.gather(*unknown)
        known = self._profiles.last(tenant, acting.user)
        profile = known or Profile()
        return Sender(
            tenant,
            acting.user,
            name=profile.name,
            language=profile.language,
            zone=profile.zone,
            channel=acting.channel,
            private=private,
            # Slack lets any full member add apps and write to channels; a guest may not found, nor
            # may somebody of whom Slack does not say now which they are.
            may_found=known is not None and not known.is_guest,
            names=_Names(tenant, self._profiles, self._places),
        )

    async def is_outsider(self, acting: Acting) -> bool:
        """Whether they belong to another organisation than the one that installed the bot."""
        profile = await self.profile(acting.tenant, acting.user)
        home = acting.home or profile.team
        if profile.is_stranger:
            return True
        if not home or home == acting.team:
            return False
        # Workspaces of one organisation are at home with each other. Of everybody in one Slack says
        # which; only where it said nothing at all, the payload's has to do.
        theirs = profile.enterprise if profile.team else acting.enterprise
        return not (acting.enterprise and theirs == acting.enterprise)

    async def is_shared(self, acting: Acting) -> bool:
        """Whether people of another organisation read where this happened."""
        if acting.is_shared:
            return True
        return bool(acting.channel) and await self.is_shared_channel(
            acting.tenant, acting.channel or ""
        )

    async def is_shared_channel(self, tenant: Tenant, channel: str) -> bool:
        """Whether people of another organisation read this channel, as far as Slack tells."""
        return (await self.place(tenant, channel)).is_shared

    async def is_surely_shared(self, tenant: Tenant, channel: str) -> bool:
        """The same, before something is posted there: what is not known is not taken for a no.

        Raises what `Api.call` raises where Slack does not tell now and never has.
        """
        if self._places.last(tenant, channel) is None:
            return (await self._place(tenant, channel)).is_shared
        return await self.is_shared_channel(tenant, channel)

    async def names(self, tenant: Tenant, members: Iterable[str]) -> dict[str, str]:
        """The names of these members, by id, as far as Slack tells."""
        ids = tuple(members)
        profiles = await asyncio.gather(*(self.profile(tenant, id) for id in ids))
        return {id: one.name for id, one in zip(ids, profiles, strict=True) if one.name}

    def changed(self, tenant: Tenant, id: str) -> None:
        """Somebody changed their profile: ask again next time."""
        self._profiles.drop(tenant, id)
        self._untold.drop(tenant, id)

    async def profile(self, tenant: Tenant, id: str) -> Profile:
        """This person."""
        known = self._profiles.get(tenant, id)
        if known is not None:
            return known
        if self._untold.get(tenant, id):
            return self._profiles.last(tenant, id) or Profile()
        # https://docs.slack.dev/reference/methods/users.info
        try:
            user = await self._asked(tenant, "users.info", "user", user=id, include_locale="true")
        except REFUSALS as error:
            _note(error, "users.info")
            self._untold.put(tenant, id, "untold")
            return self._profiles.last(tenant, id) or Profile()
        profile = profile_of(user)
        self._profiles.put(tenant, id, profile)
        return profile

    async def place(self, tenant: Tenant, id: str) -> Place:
        """This channel."""
        known = self._places.get(tenant, id)
        if known is not None:
            return known
        if self._untold.get(tenant, id):
            return self._places.last(tenant, id) or Place()
        try:
            return await self._place(tenant, id)
        except REFUSALS as error:
            # In a private channel the bot may not be: then Slack says nothing of it.
            _note(error, "conversations.info")
            self._untold.put(tenant, id, "untold")
            return self._places.last(tenant, id) or Place()

    async def _place(self, tenant: Tenant, id: str) -> Place:
        # https://docs.slack.dev/reference/methods/conversations.info
        channel = await self._asked(tenant, "conversations.info", "channel", channel=id)
        name = channel.get("name")
        place = Place(
            f"#{_one_line(name)}" if isinstance(name, str) and name else "",
            any(channel.get(key) is True for key in ("is_ext_shared", "is_pending_ext_shared")),
        )
        self._places.put(tenant, id, place)
        return place

    async def _asked(
        self, tenant: Tenant, method: str, key: str, **arguments: str
    ) -> Mapping[str, object]:
        """What Slack tells, within the time there is. Raises one of `REFUSALS`."""
        async with asyncio.timeout(PATIENCE):
            answer = await self._api.call(tenant, method, **arguments)
        found = answer.get(key)
        if not isinstance(found, Mapping):
            raise TryLater("no_answer")
        return found


def _note(error: BaseException, method: str) -> None:
    log.info("not_told", method=method, error=error_of(error) or type(error).__name__)


def profile_of(user: Mapping[str, object]) -> Profile:
    """A user object as a profile. https://docs.slack.dev/reference/objects/user-object"""

    def text(source: object, name: str) -> str:
        value = source.get(name) if isinstance(source, Mapping) else None
        return value if isinstance(value, str) else ""

    about = user.get("profile")
    name = text(about, "display_name") or text(about, "real_name") or text(user, "real_name")
    return Profile(
        # A name that can't be written down would keep all that they write from being saved.
        name=_one_line(name or text(user, "name"))[:80],
        zone=text(user, "tz"),
        language=text(user, "locale"),
        team=text(user, "team_id"),
        enterprise=text(user.get("enterprise_user"), "enterprise_id"),
        is_guest=any(
            user.get(key) is True for key in ("is_restricted", "is_ultra_restricted", "is_bot")
        ),
        is_stranger=user.get("is_stranger") is True,
    )


def _one_line(name: str) -> str:
    return " ".join(clean(name).split())


class _Names(Mapping[str, str]):
    """The names of a workspace by id, as far as they were ever asked for."""

    def __init__(
        self, tenant: Tenant, profiles: _Remembered[Profile], places: _Remembered[Place]
    ) -> None:
        self._tenant = tenant
        self._profiles = profiles
        self._places = places

    def __getitem__(self, id: str) -> str:
        place = self._places.last(self._tenant, id)
        profile = self._profiles.last(self._tenant, id)
        name = (place.name if place else "") or (profile.name if profile else "")
        if not name:
            raise KeyError(id)
        return name

    def __iter__(self) -> Iterator[str]:
        # Nobody needs a list of everybody.
        return iter(())

    def __len__(self) -> int:
        return 0
