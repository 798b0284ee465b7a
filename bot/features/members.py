"""A member's own settings: zone, waking hours, a pause, whom to be kept apart from, leaving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.core.cards import Button, Card, Look, Paragraph, Reply, Show, Token, press_token
from bot.core.events import Press
from bot.core.flow import Done, Flow, ask, day, hour, zone
from bot.core.model import Conversation, Group, PairWish, Share, ShareState
from bot.core.recurrence import to_utc
from bot.core.text import said
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.features import referral, sharing


async def page(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return Show(card(turn))


def card(turn: MemberTurn) -> Card:
    """What is set, and what can be changed."""
    say, member = turn.say, turn.member
    lines = [
        say("members-zone", zone=member.zone),
        say("members-awake", wakes=say.hour(member.wakes), sleeps=say.hour(member.sleeps)),
    ]
    paused = member.paused_until is not None and member.paused_until > turn.now
    if paused and member.paused_until is not None:
        until = say.moment(member.paused_until, member.zone)
        lines.append(say("members-paused", until=until))
    if turn.group is not None:
        lines.append(say("members-group", group=said(turn.group.name)))
    elif member.apart:
        lines.append(say("members-apart"))
    buttons = [
        Button(say("members-change"), press_token("members.change")),
        Button(say("members-resume"), press_token("members.resume"), Look.PRIMARY)
        if paused
        else Button(say("members-pause"), press_token("members.pause")),
        Button(say("followup-reminders-button"), press_token("followup.reminders")),
        Button(say("blocks-title"), press_token("blocks.open")),
    ]
    if turn.group is not None:
        buttons.append(
            Button(say("encouragement-private-stop"), press_token("encouragement.to_channel"))
            if member.weekly_privately
            else Button(say("encouragement-private"), press_token("encouragement.privately"))
        )
        buttons.append(Button(say("members-leave"), press_token("members.leave")))
    elif member.apart:
        buttons.append(Button(say("members-join"), press_token("members.join")))
    buttons.append(Button(say("home-title"), press_token("home.open")))
    return Card(say("members-title"), tuple(Paragraph(line) for line in lines), tuple(buttons))


@dataclass(frozen=True, slots=True)
class Hours:
    """Where and when a member is awake; None keeps what was there."""

    zone: str | None
    wakes: time | None
    sleeps: time | None


def hours() -> Flow[Hours]:
    """Time zone and waking hours."""
    where, wakes, sleeps = yield from ask("hours", zone("zone"), hour("wakes"), hour("sleeps"))
    return Hours(where, wakes, sleeps)


async def change(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    member = turn.member
    now = {
        "zone": member.zone,
        "wakes": f"{member.wakes:%H:%M}",
        "sleeps": f"{member.sleeps:%H:%M}",
    }
    return await turn.proceed(await turn.begin("member_hours", drafts={"hours": now}))


async def changed(turn: MemberTurn, conversation: Conversation, end: Done[Hours]) -> Reply:
    turn.delete(conversation)
    new, member = end.result, turn.member
    turn.set_member(
        replace(
            member,
            zone=new.zone or member.zone,
            wakes=new.wakes or member.wakes,
            sleeps=new.sleeps or member.sleeps,
        )
    )
    return Show(card(turn))


def pause() -> Flow[date | None]:
    """Until which day."""
    until = yield from ask("pause", day("until", ahead=True))
    return until


async def pause_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await turn.proceed(await turn.begin("member_pause"))


async def paused(turn: MemberTurn, conversation: Conversation, end: Done[date | None]) -> Reply:
    """Nothing reaches the member until they wake on that day; then it ends by itself."""
    turn.delete(conversation)
    member, until = turn.member, end.result
    if until is not None:
        wakes = to_utc(datetime.combine(until, member.wakes), member.zone)
        turn.set_member(replace(member, paused_until=wakes))
    return Show(card(turn))


async def resume(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.set_member(replace(turn.member, paused_until=None))
    return Show(card(turn))


async def leave(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Leave the group, silently: nobody is told. One's own book stays."""
    say, member = turn.say, turn.member
    # The one they are in: the channel in which they tap may be another group's.
    own = await turn.get(Group, member.group) if member.group is not None else None
    group = own or turn.group
    if group is None:
        return Show(card(turn))
    if token.choice != "yes":
        return Show(
            Card(
                say("members-leave-sure", group=said(group.name)),
                (Paragraph(say("members-leave-body")),),
                (
                    Button(say("members-leave-no"), press_token("members.open")),
                    Button(say("members-leave-yes"), press_token("members.leave", "", 0, "yes")),
                ),
            )
        )
    await gone(turn, member.id)
    turn.set_member(replace(member, group=None, apart=True, weekly_privately=False))
    turn.set_group(None)
    return Show(Card(say("members-left"), (Paragraph(say("members-left-body")),), _home(turn)))


async def gone(turn: Turn, member: str) -> None:
    """What a member has under way with others ends, silently: the wish for a partner, referrals,
    and wins that wait for a weekly post."""
    for wish in await turn.find(PairWish, member=member):
        turn.delete(wish)
    await referral.left(turn, member)
    for shared in await turn.find(Share, member=member):
        if shared.state is ShareState.WAITING:
            await sharing.take_back(turn, shared)


async def join(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """Be part of a group again: the one of this channel, or the only one there is."""
    groups = await turn.find(Group)
    here = [g for g in groups if g.channel == turn.channel] or groups
    group = here[0] if len(here) == 1 else None
    turn.set_member(replace(turn.member, apart=False, group=group.id if group else None))
    turn.set_group(group)
    return Show(card(turn))


def _home(turn: MemberTurn) -> tuple[Button, ...]:
    return (Button(turn.say("home-title"), press_token("home.open")),)


FEATURE = Feature(
    "members",
    presses={
        "members.open": page,
        "members.change": change,
        "members.pause": pause_pressed,
        "members.resume": resume,
        "members.leave": leave,
        "members.join": join,
    },
    talks=(
        Talk("member_hours", lambda _c: hours(), changed, skips=False),
        Talk("member_pause", lambda _c: pause(), paused, skips=False),
    ),
)
