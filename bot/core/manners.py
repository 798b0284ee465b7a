"""When a message may reach a member: pause, waking hours, one unasked message a day.

These are rules 2 and 6 of PRODUCT.md. They are asked at the moment of sending, not when a message
is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.model import Delivery, Group, Member
from bot.core.recurrence import Planned, next_waking


@dataclass(frozen=True, slots=True)
class Send:
    """Now is a good time."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: ask again at `until`."""

    until: datetime


def may_send(delivery: Delivery, member: Member, now: datetime) -> Send | Wait:
    """Whether this delivery to this member may go out now.

    A pause holds everything back. What was not asked for also keeps to waking hours and to one
    message a local day; `member.last_unasked_key` names the delivery that has today's place, so
    that trying again after a failure does not count as a second message.
    """
    if member.paused_until is not None and member.paused_until > now:
        return Wait(member.paused_until)
    if delivery.asked:
        return Send()
    awake = next_waking(now, member.zone, member.wakes, member.sleeps)
    if awake > now:
        return Wait(awake)
    last = member.last_unasked
    zone = ZoneInfo(member.zone)
    if (
        last is not None
        and member.last_unasked_key != delivery.id
        and last.astimezone(zone).date() == now.astimezone(zone).date()
    ):
        return Wait(_tomorrow_awake(member, now))
    return Send()


DRAFTS_LAST = timedelta(days=7)
"""How long words that were not finished are kept after the last tap (PRODUCT.md, section 7)."""


def drafts_last(group: Group | None) -> timedelta:
    """The same in this group, whose organiser may have made it shorter."""
    return min(DRAFTS_LAST, timedelta(days=group.keep_drafts_days)) if group else DRAFTS_LAST


def group_rests(group: Group, on: date) -> bool:
    """Whether this is a day, in the group's zone, on which its plans leave it in peace."""
    if group.paused_until is not None and on < group.paused_until:
        return True
    return any(quiet.first <= on <= quiet.last for quiet in group.quiet)


def after_rest(group: Group, planned: Planned, again: Callable[[datetime], Planned]) -> Planned:
    """The first of a plan's turns, from this one on, that does not fall on a day of rest; `again`
    gives the turn after an instant. A rest of many years is not looked past."""
    for _ in range(600):
        if not group_rests(group, planned.on):
            break
        planned = again(planned.at)
    return planned


def _tomorrow_awake(member: Member, now: datetime) -> datetime:
    """The first waking moment of the member's next local day."""
    zone = ZoneInfo(member.zone)
    today = now.astimezone(zone).date()
    moment = now
    while moment.astimezone(zone).date() <= today:
        # Steps of a quarter of an hour: no zone's day starts between them.
        moment += timedelta(minutes=15) - timedelta(
            minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
        )
    return next_waking(moment, member.zone, member.wakes, member.sleeps)
