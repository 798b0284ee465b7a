"""A group's set-up in five answers, and its settings: for organisers (PRODUCT.md, section 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Answer,
    Button,
    Card,
    Entry,
    Look,
    Paragraph,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press
from bot.core.flow import (
    Done,
    Flow,
    Values,
    ask,
    channel,
    choice,
    count,
    day,
    hour,
    many,
    member,
    paragraph,
    replay,
    zone,
)
from bot.core.model import (
    RETRACTED,
    Address,
    CheckinPlan,
    Conversation,
    Delivery,
    Encouragement,
    Figures,
    Group,
    Member,
    PairingPlan,
    Quiet,
    Where,
)
from bot.core.recurrence import Weekday
from bot.core.text import Speech, said
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.features import checkin, encouragement, practice
from bot.features.rights import organises, refused

SETUP = "group_setup"
ASKED_GOOD_FOR = timedelta(days=7)
LONGEST_CARE_LINE = 200
DAYS = tuple(Weekday)


async def found(
    turn: Turn,
    group: Group,
    plan: Encouragement,
    checkins: CheckinPlan | None = None,
    pairings: PairingPlan | None = None,
) -> None:
    """Begin this group, unless it is there already: save it and set the first turn of its plans."""
    if await turn.get(Group, group.id) is not None:
        return
    # A group that begins is not one that has been quiet for a month.
    turn.save(group, plan, encouragement.active(turn, group))
    encouragement.schedule(turn, group, plan, turn.now)
    if checkins is not None:
        turn.save(checkins)
        checkin.schedule(turn, group, checkins, turn.now)
    if pairings is not None:
        turn.save(pairings)
        practice.schedule(turn, group, pairings, turn.now)


# Set-up.


@dataclass(frozen=True, slots=True)
class SetUp:
    """The five answers; None where one was left empty."""

    channel: str | None
    zone: str | None
    weekday: Weekday | None
    hour: time | None
    checkin_days: tuple[Weekday, ...]
    checkin_hour: time | None
    helper: str | None


def set_up() -> Flow[SetUp]:
    """Channel, zone, weekly post, check-in, and the person for hard moments."""
    where, its_zone = yield from ask("place", channel("channel"), zone("zone"))
    weekday, at = yield from ask("weekly", choice("weekday", Weekday), hour("hour"))
    days, checkin_at = yield from ask("checkin", many("weekdays", Weekday), hour("hour"))
    helper = yield from ask("helper", member("helper"))
    return SetUp(where, its_zone, weekday, at, days or (), checkin_at, helper)


async def begin(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Set a group up here, unless there is one or the platform does not let this member."""
    say = turn.say
    if not turn.may_found:
        return Show(Card(say("groups-may-not-found")))
    named = await turn.get(Group, token.subject) if token.subject else None
    here = [named] if named is not None else []
    if not here and turn.channel:
        here = await turn.find(Group, channel=turn.channel)
    if here and not here[0].organisers:
        # Its last organiser deleted everything: whoever may set a group up here goes on with it.
        taken_on = replace(here[0], organisers=(turn.member.id,))
        turn.save(taken_on)
        return Show(await settings_card(turn, taken_on))
    if here:
        return Show(Card(say("groups-there-already", group=said(here[0].name))))
    drafts: dict[str, Values] = {
        "place": {"channel": turn.channel, "zone": turn.member.zone},
        "weekly": {"weekday": Weekday.MONDAY.value, "hour": "09:00"},
        "checkin": {"weekdays": (Weekday.THURSDAY.value,), "hour": "09:00"},
        "helper": {"helper": turn.member.id},
    }
    return await turn.proceed(await turn.begin(SETUP, drafts=drafts))


async def review(turn: MemberTurn, conversation: Conversation, end: Done[SetUp]) -> Reply:
    """The five answers once more, before anything begins."""
    say, told = turn.say, end.result
    if told.channel is None:
        return Show(
            Card(
                say("groups-no-channel"),
                (Paragraph(say("groups-no-channel-body")),),
                (Button(say("debrief-edit"), press_token("talk.edit", conversation.id)),),
            )
        )
    lines = [
        say(
            "groups-review-place", channel=said(turn.name_of(told.channel)), zone=_zone(turn, told)
        ),
        say(
            "groups-review-weekly",
            day=_day(say, told.weekday or Weekday.MONDAY),
            hour=say.hour(told.hour or time(9)),
        ),
    ]
    if told.checkin_days:
        days = ", ".join(_day(say, one) for one in told.checkin_days)
        lines.append(
            say("groups-review-checkin", days=days, hour=say.hour(told.checkin_hour or time(9)))
        )
    else:
        lines.append(say("groups-review-no-checkin"))
    if told.helper:
        lines.append(say("groups-review-helper", name=said(await _name(turn, told.helper))))
    revision = conversation.revision
    return Show(
        Card(
            say("groups-review"),
            tuple(Paragraph(one) for one in lines),
            (
                Button(
                    say("groups-set-up"),
                    press_token("groups.confirm", conversation.id, revision),
                    Look.PRIMARY,
                ),
                Button(say("debrief-edit"), press_token("talk.edit", conversation.id, revision)),
                Button(say("groups-not-now"), press_token("talk.discard", conversation.id)),
            ),
            say("groups-review-note"),
        )
    )


def _zone(turn: MemberTurn, told: SetUp) -> str:
    return told.zone or turn.member.zone


def _day(say: Speech, weekday: Weekday) -> str:
    return say(f"weekday-{weekday}")


async def _name(turn: MemberTurn, id: str) -> str:
    known = await turn.get(Member, id)
    return known.name if known is not None else turn.name_of(id)


async def confirm(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Begin the group with its set-up; its founder is its first organiser."""
    conversation = await turn.get(Conversation, token.subject)
    say = turn.say
    if conversation is None or conversation.member != turn.member.id:
        return await settings_pressed(turn, token, _press)
    where = replay(set_up(), conversation.answers)
    told = where.result if isinstance(where, Done) else None
    if told is None or told.channel is None or token.revision != conversation.revision:
        return await turn.proceed(conversation)
    if not turn.may_found:
        return Show(Card(say("groups-may-not-found")))
    there = await turn.find(Group, channel=told.channel)
    if there:
        turn.delete(conversation)
        return Show(Card(say("groups-there-already", group=said(there[0].name))))
    group = Group(
        id=conversation.id,
        name=turn.name_of(told.channel),
        channel=told.channel,
        zone=_zone(turn, told),
        organisers=(turn.member.id,),
        language=turn.member.language,
        helper=turn.member.id if told.helper == turn.member.id else None,
    )
    weekday = DAYS.index(told.weekday or Weekday.MONDAY)
    checkins = CheckinPlan(
        group.id,
        tuple(DAYS.index(one) for one in told.checkin_days) or (3,),
        told.checkin_hour or time(9),
        on=bool(told.checkin_days),
    )
    await found(
        turn,
        group,
        Encouragement(group.id, weekday, told.hour or time(9)),
        checkins,
        PairingPlan(group.id, 2, time(12)),
    )
    turn.delete(conversation)
    turn.set_member(replace(turn.member, group=group.id, apart=False))
    turn.set_group(group)
    note = ""
    if told.helper and told.helper != turn.member.id:
        note = await ask_helper(turn, group, told.helper)
    return Show(replace(await settings_card(turn, group), title=say("groups-begun"), note=note))


# The person for hard moments agrees before members are pointed to them.


async def ask_helper(turn: MemberTurn, group: Group, helper: str) -> str:
    """Ask this person; returns the sentence for the organiser."""
    name = await _name(turn, helper)
    await _withdraw_asks(turn, group, helper)
    if await turn.get(Member, helper) is None:
        turn.save(Member(helper, name, None, group.zone, group.language))
    theirs = await turn.speech_of(helper)
    turn.post(
        f"helper-{group.id}-{helper}-{turn.now:%Y%m%d}",
        Address(Where.MEMBER, helper),
        Card(
            theirs("groups-helper-asked", name=said(turn.member.name), group=said(group.name)),
            (Paragraph(theirs("groups-helper-asked-body")),),
            (
                Button(
                    theirs("groups-helper-yes"),
                    press_token("groups.helper_yes", group.id),
                    Look.PRIMARY,
                ),
                Button(theirs("groups-helper-no"), press_token("groups.helper_no", group.id)),
            ),
        ),
        good_for=ASKED_GOOD_FOR,
        asked=False,
        subject=group.id,
        about=(turn.member.id,),
    )
    return turn.say("groups-helper-waits", name=said(name))


async def helper_yes(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """They agree, if they were asked: the message with this button went to nobody else."""
    group = await turn.get(Group, token.subject)
    if group is None or not await _was_asked(turn, group):
        return Show(Card(turn.say("groups-gone")))
    turn.save(replace(group, helper=turn.member.id))
    stop = Button(turn.say("groups-helper-stop"), press_token("groups.helper_no", group.id))
    title = turn.say("groups-helper-thanks")
    return Show(Card(title, (Paragraph(turn.say("groups-helper-thanks-body")),), (stop,)))


async def helper_no(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """They would rather not, now or any more. Silent, apart from the organisers' settings."""
    group = await turn.get(Group, token.subject)
    if group is not None and group.helper == turn.member.id:
        turn.save(replace(group, helper=None))
    return Show(Card(turn.say("groups-helper-declined")))


async def _was_asked(turn: MemberTurn, group: Group) -> bool:
    me = Address(Where.MEMBER, turn.member.id)
    return any(one.to == me for one in await _asks(turn, group))


async def _asks(turn: Turn, group: Group) -> list[Delivery]:
    """The messages that asked somebody, those that still count."""
    return [
        one
        for one in await turn.find(Delivery, subject=group.id)
        if one.id.startswith(f"helper-{group.id}-") and one.trouble != RETRACTED
    ]


async def _withdraw_asks(turn: Turn, group: Group, besides: str | None = None) -> None:
    """Somebody else was chosen: whoever was asked before can't say yes any more."""
    for one in await _asks(turn, group):
        if one.to.id != besides:
            turn.retract(one)


# Settings.


async def settings_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    return refused(turn) if group is None else Show(await settings_card(turn, group))


async def settings_card(turn: MemberTurn, group: Group) -> Card:
    """The organiser's page: plans, people, quiet days, figures."""
    say = turn.say

    def button(key: str, verb: str) -> Button:
        return Button(say(key), press_token(verb, group.id))

    helper = await turn.get(Member, group.helper) if group.helper else None
    lines = [
        say("groups-is", channel=said(group.name), zone=group.zone),
        say("groups-helper-is", name=said(helper.name)) if helper else say("groups-helper-none"),
    ]
    if group.paused_until is not None and group.paused_until > turn.today:
        lines.append(say("groups-paused", day=say.full_day(group.paused_until)))
    return Card(
        say("groups-title", group=said(group.name)),
        tuple(Paragraph(line) for line in lines),
        (
            button("groups-weekly", "encouragement.plan"),
            button("groups-checkins", "checkin.plan"),
            button("groups-pairings", "practice.plan"),
            button("groups-basics", "groups.basics"),
            button("groups-people", "groups.people"),
            button("groups-quiet", "groups.quiet"),
            button("groups-numbers", "groups.numbers"),
            button("groups-figures", "groups.figures"),
            button("groups-step-down", "groups.step_down"),
            Button(say("home-title"), press_token("home.open")),
        ),
    )


@dataclass(frozen=True, slots=True)
class Basics:
    """Where the group is; None keeps what was there."""

    channel: str | None
    zone: str | None
    referral_channel: str | None


def basics() -> Flow[Basics]:
    """The channels and the time zone."""
    where, its_zone, referrals = yield from ask(
        "basics", channel("channel"), zone("zone"), channel("referral_channel")
    )
    return Basics(where, its_zone, referrals)


async def basics_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    return await _ask(
        turn,
        group,
        "group_basics",
        "basics",
        channel=group.channel,
        zone=group.zone,
        referral_channel=group.referral_channel or group.channel,
    )


async def basics_told(turn: MemberTurn, conversation: Conversation, end: Done[Basics]) -> Reply:
    """Keep them. A moved zone moves the plans' hours with it."""
    turn.delete(conversation)
    group = await organises(turn, conversation.subject)
    if group is None:
        return refused(turn)
    told = end.result
    moved = told.channel is not None and told.channel != group.channel
    if moved and await turn.find(Group, channel=told.channel):
        return Show(
            replace(await settings_card(turn, group), note=turn.say("groups-channel-taken"))
        )
    group = replace(
        group,
        channel=told.channel or group.channel,
        name=turn.name_of(told.channel) if moved and told.channel else group.name,
        zone=told.zone or group.zone,
        referral_channel=told.referral_channel,
    )
    turn.save(group)
    turn.set_group(group)
    await _reschedule(turn, group)
    return Show(await settings_card(turn, group))


async def _reschedule(turn: Turn, group: Group) -> None:
    weekly = await turn.get(Encouragement, group.id)
    if weekly is not None:
        encouragement.schedule(turn, group, weekly, turn.now)
    checkins = await turn.get(CheckinPlan, group.id)
    if checkins is not None:
        checkin.schedule(turn, group, checkins, turn.now)
    pairings = await turn.get(PairingPlan, group.id)
    if pairings is not None:
        practice.schedule(turn, group, pairings, turn.now)


@dataclass(frozen=True, slots=True)
class People:
    """The person for hard moments, one more organiser, and the lines shown in a hard moment."""

    helper: str | None
    organiser: str | None
    care_lines: str | None


def people() -> Flow[People]:
    """Who does what."""
    helper, organiser, lines = yield from ask(
        "people", member("helper"), member("organiser"), paragraph("care_lines", 3 * 200)
    )
    return People(helper, organiser, lines)


async def people_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    care = "\n".join(group.care_lines) or None
    return await _ask(turn, group, "group_people", "people", helper=group.helper, care_lines=care)


async def people_told(turn: MemberTurn, conversation: Conversation, end: Done[People]) -> Reply:
    turn.delete(conversation)
    group = await organises(turn, conversation.subject)
    if group is None:
        return refused(turn)
    told = end.result
    lines = [line.strip()[:LONGEST_CARE_LINE] for line in (told.care_lines or "").splitlines()]
    organisers = group.organisers
    if told.organiser and told.organiser not in organisers:
        organisers = (*organisers, told.organiser)
        if await turn.get(Member, told.organiser) is None:
            name = turn.name_of(told.organiser)
            turn.save(Member(told.organiser, name, group.id, group.zone, group.language))
    helper = group.helper
    note = ""
    if told.helper in (None, turn.member.id):
        if told.helper != group.helper:
            await _withdraw_asks(turn, group)
        helper = told.helper
    elif told.helper != group.helper:
        note = await ask_helper(turn, group, told.helper)
    group = replace(
        group,
        organisers=organisers,
        helper=helper,
        care_lines=tuple(line for line in lines if line)[:3],
    )
    turn.save(group)
    turn.set_group(group)
    return Show(replace(await settings_card(turn, group), note=note))


async def step_down(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Not to organise this group any more; the last organiser stays."""
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    others = tuple(one for one in group.organisers if one != turn.member.id)
    if not others:
        return Show(replace(await settings_card(turn, group), note=turn.say("groups-last-one")))
    turn.save(replace(group, organisers=others))
    return Show(Card(turn.say("groups-stepped-down")))


async def no_trouble(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """Not to be told any more when a post could not go out."""
    turn.set_member(replace(turn.member, trouble_news=False))
    again = Button(turn.say("groups-trouble-again"), press_token("groups.trouble_again"))
    return Show(Card(turn.say("groups-no-trouble-done"), (), (again,)))


async def trouble_again(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.set_member(replace(turn.member, trouble_news=True))
    return Show(Card(turn.say("groups-trouble-again-done")))


# Quiet days and a pause.


@dataclass(frozen=True, slots=True)
class Silence:
    """Days to leave out, and a day until which everything pauses."""

    first: date | None
    last: date | None
    paused_until: date | None


def silence() -> Flow[Silence]:
    """A holiday from … to …, or a pause until …"""
    first, last, until = yield from ask(
        "quiet", day("first", ahead=True), day("last", ahead=True), day("paused_until")
    )
    return Silence(first, last, until)


async def quiet_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    return refused(turn) if group is None else Show(quiet_card(turn, group))


def quiet_card(turn: MemberTurn, group: Group) -> Card:
    """The quiet days to come, each with a way to take it off."""
    say = turn.say
    coming = [one for one in group.quiet if one.last >= turn.today]
    entries = tuple(
        Entry(
            say("groups-quiet-span", first=say.full_day(one.first), last=say.full_day(one.last)),
            buttons=(Button(say("groups-quiet-off"), _unquiet_token(group, one)),),
        )
        for one in coming
    )
    pause: tuple[Button, ...] = ()
    paused: tuple[Paragraph, ...] = ()
    if group.paused_until is not None and group.paused_until > turn.today:
        paused = (Paragraph(say("groups-paused", day=say.full_day(group.paused_until))),)
        pause = (Button(say("groups-unpause"), press_token("groups.unpause", group.id)),)
    return Card(
        say("groups-quiet"),
        (Paragraph(say("groups-quiet-body")), *paused, *entries),
        (
            Button(say("groups-quiet-add"), press_token("groups.add_quiet", group.id)),
            *pause,
            Button(say("groups-back"), press_token("groups.settings", group.id)),
        ),
    )


def _unquiet_token(group: Group, span: Quiet) -> str:
    # By its days: by its place in the list, an old tap would take another one off.
    return press_token("groups.unquiet", group.id, *_days_of(span))


def _days_of(span: Quiet) -> tuple[int, str]:
    return span.first.toordinal(), str(span.last.toordinal())


async def add_quiet(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    until = group.paused_until.isoformat() if group.paused_until else None
    return await _ask(turn, group, "group_quiet", "quiet", paused_until=until)


async def quiet_told(turn: MemberTurn, conversation: Conversation, end: Done[Silence]) -> Reply:
    turn.delete(conversation)
    group = await organises(turn, conversation.subject)
    if group is None:
        return refused(turn)
    told = end.result
    spans = tuple(one for one in group.quiet if one.last >= turn.today)
    if told.first is not None:
        # Two days in the other order mean the same days.
        first, last = sorted((told.first, told.last or told.first))
        spans = tuple(sorted((*spans, Quiet(first, last)), key=lambda one: one.first))
    group = replace(group, quiet=spans, paused_until=told.paused_until)
    turn.save(group)
    return Show(quiet_card(turn, group))


async def unquiet(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    named = (token.revision, token.choice)
    group = replace(group, quiet=tuple(q for q in group.quiet if _days_of(q) != named))
    turn.save(group)
    return Show(quiet_card(turn, group))


async def unpause(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    group = replace(group, paused_until=None)
    turn.save(group)
    return Show(quiet_card(turn, group))


# Numbers: the floor behind figures, how long referrals stay open, how long things are kept.


@dataclass(frozen=True, slots=True)
class Numbers:
    """None keeps what was there."""

    floor: int | None
    referral_days: int | None
    drafts: int | None
    contacts: int | None
    energy: int | None


def numbers() -> Flow[Numbers]:
    """What may be raised or lowered, and only in the direction that protects members."""
    floor, referral_days = yield from ask(
        "figures", count("floor", 3, 100), count("referral_days", 1, 60)
    )
    drafts, contacts, energy = yield from ask(
        "keeping", count("drafts", 1, 7), count("contacts", 1, 30), count("energy", 1, 90)
    )
    return Numbers(floor, referral_days, drafts, contacts, energy)


async def numbers_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    drafts: dict[str, Values] = {
        "figures": {"floor": group.floor, "referral_days": group.referral_days},
        "keeping": {
            "drafts": group.keep_drafts_days,
            "contacts": group.keep_contacts_days,
            "energy": group.keep_energy_days,
        },
    }
    return await turn.proceed(await turn.begin("group_numbers", subject=group.id, drafts=drafts))


async def numbers_told(turn: MemberTurn, conversation: Conversation, end: Done[Numbers]) -> Reply:
    turn.delete(conversation)
    group = await organises(turn, conversation.subject)
    if group is None:
        return refused(turn)
    told = end.result
    group = replace(
        group,
        floor=told.floor or group.floor,
        referral_days=told.referral_days or group.referral_days,
        keep_drafts_days=told.drafts or group.keep_drafts_days,
        keep_contacts_days=told.contacts or group.keep_contacts_days,
        keep_energy_days=told.energy or group.keep_energy_days,
    )
    turn.save(group)
    return Show(await settings_card(turn, group))


# Figures about the group: counted once for each finished month, never anybody's text.


async def figures_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """How many people did what last month, from five people on, rounded down."""
    group = await organises(turn, token.subject)
    if group is None:
        return refused(turn)
    say = turn.say
    # The group's month: where the organiser is, another may have begun already.
    today = turn.now.astimezone(ZoneInfo(group.zone)).date()
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    figures = await month(turn, group, first)
    lines = [
        say(f"groups-figure-{name}", count=at_least)
        for name, people_behind in sorted(figures.people.items())
        if (at_least := encouragement.at_least(people_behind, group.floor))
    ]
    body = [Paragraph(line) for line in lines] or [Paragraph(say("groups-figures-none"))]
    return Show(
        Card(
            say("groups-figures-title", month=say.month(first)),
            tuple(body),
            (Button(say("groups-back"), press_token("groups.settings", group.id)),),
            say("groups-figures-note", floor=max(group.floor, 3)),
        )
    )


async def month(turn: Turn, group: Group, first: date) -> Figures:
    """The figures of a month, counted when they are first asked for and never again: counted
    anew, two looks could be subtracted. Kept as they may be told, so that a floor that is moved
    later can't tell them more exactly."""
    id = f"{group.id}-{first:%Y%m}"
    kept = await turn.get(Figures, id)
    if kept is None:
        counted = await _count(turn, group, first)
        told = {n: encouragement.at_least(people, group.floor) for n, people in counted.items()}
        kept = Figures(id, group.id, first, told)
        turn.save(kept)
    return kept


async def _count(turn: Turn, group: Group, first: date) -> dict[str, int]:
    return {
        "checkins": await checkin.people_in_month(turn, group, first),
        "debriefs": await encouragement.people_in_month(turn, group, first),
    }


async def _ask(turn: MemberTurn, group: Group, flow: str, step: str, **known: Answer) -> Reply:
    return await turn.proceed(await turn.begin(flow, subject=group.id, drafts={step: known}))


FEATURE = Feature(
    "groups",
    presses={
        "groups.setup": begin,
        "groups.confirm": confirm,
        "groups.helper_yes": helper_yes,
        "groups.helper_no": helper_no,
        "groups.settings": settings_pressed,
        "groups.basics": basics_pressed,
        "groups.people": people_pressed,
        "groups.step_down": step_down,
        "groups.no_trouble": no_trouble,
        "groups.trouble_again": trouble_again,
        "groups.quiet": quiet_pressed,
        "groups.add_quiet": add_quiet,
        "groups.unquiet": unquiet,
        "groups.unpause": unpause,
        "groups.numbers": numbers_pressed,
        "groups.figures": figures_pressed,
    },
    talks=(
        Talk(SETUP, lambda _c: set_up(), review),
        Talk("group_basics", lambda _c: basics(), basics_told, skips=False),
        Talk("group_people", lambda _c: people(), people_told, skips=False),
        Talk("group_quiet", lambda _c: silence(), quiet_told, skips=False),
        Talk("group_numbers", lambda _c: numbers(), numbers_told, skips=False),
    ),
)
