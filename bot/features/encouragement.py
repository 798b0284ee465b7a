"""The weekly encouragement: one post a week, built from the four wins (PRODUCT.md, section 3).

`compose` builds a post from a group's plan alone, so that the preview an organiser sees is the post
that will go out. Its stock lines are in `locales/<lang>/encouragement_lines.ftl`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Block,
    Button,
    Card,
    Heading,
    Look,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press, TimerDue
from bot.core.flow import Done, Flow, ask, choice, hour, paragraph
from bot.core.manners import after_rest, group_rests
from bot.core.model import (
    Activity,
    Address,
    Conversation,
    Debrief,
    Delivery,
    Encouragement,
    EncouragementState,
    Group,
    Member,
    Occurrence,
    Share,
    ShareState,
    ShareWay,
    UsedLine,
    Where,
)
from bot.core.recurrence import (
    Planned,
    Weekday,
    late,
    next_weekly,
    occurrence_id,
    quiet_month,
    to_utc,
)
from bot.core.text import Speech, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.core.wins import WinKind, rotation
from bot.features.rights import organised, refused

PLAN = "encouragement"
TIMER = "encouragement.weekly"
GRACE = timedelta(hours=6)
"""A post that is later than this is skipped: Monday's words are odd on a Tuesday."""
PRIVATE_GOOD_FOR = timedelta(hours=30)
MOST_WORDS = 120
LONGEST_EXAMPLE = 280
EXAMPLE_WORDS = 38
NAME_WORDS = 4
"""The longest example, in letters and in words, and its writer's name: with the longest of the
other lines, the post is still within its limit."""
REST_WEEKS = 12
"""No line comes back within so many weeks."""
EXAMPLE_REMEMBERED = timedelta(days=3660)
"""A shared example can be taken back whenever its writer likes, so what was posted stays known."""
COUNTED_DAYS = 28
REMEMBERED_LINES = 200


@dataclass(frozen=True, slots=True)
class Composed:
    """A post, with what it used up."""

    card: Card
    lines: tuple[str, ...]
    share: Share | None


# Composing.


def stock(speech: Speech, prefix: str) -> tuple[str, ...]:
    """The keys of the stock lines that start so: `practice-01`, `practice-02` …"""
    keys: list[str] = []
    while speech.has(key := f"{prefix}-{len(keys) + 1:02}"):
        keys.append(key)
    return tuple(keys)


def choose_line(keys: Iterable[str], group: str, used: tuple[UsedLine, ...], on: date) -> str:
    """The line that rested longest; among those never used, an order of this group's own.

    A line used within the last twelve weeks is taken only when there is no other.
    """
    last = {one.line: one.on for one in used if one.on < on}

    def turn_of(key: str) -> tuple[bool, date, str]:
        on_before = last.get(key)
        resting = on_before is not None and on - on_before < timedelta(weeks=REST_WEEKS)
        return resting, on_before or date.min, sha256(f"{group} {key}".encode()).hexdigest()

    return min(keys, key=turn_of)


def compose(
    speech: Speech,
    group: Group,
    plan: Encouragement,
    on: date,
    shares: Iterable[Share],
    people: int = 0,
) -> Composed:
    """The post for this date: the difficulty, the win whose turn it is, an example, ten minutes.

    `shares` are those waiting to be used; `people` is how many kept something since the last count
    (0 for none to tell). At most 120 words.
    """
    kind = rotation(plan.round)
    hard = choose_line(stock(speech, "hard"), group.id, plan.used, on)
    line = choose_line(stock(speech, kind.value), group.id, plan.used, on)
    waiting = sorted(
        (
            s
            for s in shares
            if s.kind is kind and s.way is ShareWay.WEEKLY and s.state is ShareState.WAITING
        ),
        key=lambda s: (s.at, s.id),
    )
    share = waiting[0] if waiting and plan.edited is None else None
    body: list[Block] = []
    if plan.edited is not None:
        body.append(Paragraph(said(plan.edited)))
    else:
        body.append(Paragraph(speech(hard)))
        body += _example(speech, share) if share else [Paragraph(speech(line))]
    body.append(Paragraph(speech("encouragement-ten-minutes", act=speech(f"{line}.act"))))
    counted = at_least(people, group.floor)
    if counted and plan.edited is None:
        body.append(Paragraph(speech("encouragement-people", count=counted)))
    return Composed(
        Card(
            speech(f"encouragement-title-{kind}"),
            tuple(body),
            _ways_on(speech),
        ),
        (hard, line),
        share,
    )


def _ways_on(speech: Speech) -> tuple[Button, ...]:
    return (
        Button(speech("encouragement-debrief"), press_token("debrief.start")),
        Button(speech("encouragement-share"), press_token("sharing.choose")),
        Button(speech("encouragement-practise"), press_token("practice.open")),
    )


def _example(speech: Speech, share: Share) -> list[Block]:
    return [Paragraph(whose(speech, share)), Quote(said(example(share.text)))]


def example(text: str) -> str:
    """The text as a weekly post has room for it."""
    return _first_words(text, EXAMPLE_WORDS, LONGEST_EXAMPLE)


def signature(name: str) -> str:
    """A member's name as a post has room for it."""
    return _first_words(name, NAME_WORDS, 40)


def _first_words(text: str, words: int, letters: int) -> str:
    found = re.match(rf"\s*(?:\S+\s+){{0,{words - 1}}}\S+", text)
    first = found.group() if found else text
    return shorten(first if len(first) == len(text.rstrip()) else f"{first}…", letters)


def whose(speech: Speech, share: Share) -> str:
    """`Ana shared this:` or `Somebody in this group shared this:`."""
    if share.name:
        return speech("encouragement-from", name=said(share.name))
    return speech("encouragement-from-somebody")


def at_least(people: int, floor: int) -> int:
    """A round number that hides the exact one: 5, 10, 20 …; 0 below the group's floor.

    Together with counting each span of time only once, it keeps two posts from being subtracted
    (PRODUCT.md, rule 5). The floor is never under three.
    """
    floor = max(floor, 3)
    steps = [floor, *(n for n in (5, 10, 20, 50, 100, 200, 500, 1000) if n > floor)]
    return max((n for n in steps if n <= people), default=0)


# When its time comes.


def schedule(turn: Turn, group: Group, plan: Encouragement, after: datetime) -> None:
    """Set the timer for the next post after this moment."""
    planned = next_post(group, plan, after)
    turn.remind(
        f"{PLAN}-{group.id}", TIMER, planned.at, grace=GRACE, subject=group.id, on=planned.on
    )


def upcoming(group: Group, plan: Encouragement, after: datetime) -> Planned:
    """The next post that will come, as far as is known now: on no quiet day, and in no
    pause."""
    return after_rest(group, next_post(group, plan, after), lambda at: next_post(group, plan, at))


def next_post(group: Group, plan: Encouragement, after: datetime) -> Planned:
    """When the next post after this moment is planned: at most one in a calendar week, also when
    the day was moved."""
    if plan.used:
        last = max(one.on for one in plan.used)
        monday = last + timedelta(days=7 - last.weekday())
        after = max(after, to_utc(datetime.combine(monday, time.min), group.zone) - timedelta(0, 1))
    return next_weekly(after, (plan.weekday,), plan.hour, group.zone)


async def weekly(turn: Turn, due: TimerDue) -> None:
    """The hour of a weekly post: post it once, or note why not, and set the next."""
    group = await turn.get(Group, due.timer.subject)
    plan = await turn.get(Encouragement, due.timer.subject)
    on = due.timer.on
    if group is None or plan is None or on is None:
        return
    id = occurrence_id(PLAN, group.id, on)
    before = await turn.get(Occurrence, id)
    # Left out at one hour, it can still go out at a later one that an organiser chose afterwards.
    if before is None or before.outcome != "posted":
        plan, occurrence = await _hold_occurrence(turn, group, plan, due, id, on)
        turn.save(plan, occurrence)
    schedule(turn, group, plan, max(turn.now, due.timer.due_at))


async def _hold_occurrence(
    turn: Turn, group: Group, plan: Encouragement, due: TimerDue, id: str, on: date
) -> tuple[Encouragement, Occurrence]:
    def noted(outcome: str) -> Occurrence:
        forget = turn.now + timedelta(weeks=REST_WEEKS + 2)
        return Occurrence(id, group.id, PLAN, on, outcome, forget)

    if plan.state is not EncouragementState.ON:
        return plan, noted(plan.state.value)
    if late(due.timer.due_at, turn.now, GRACE):
        return plan, noted("late")
    if group_rests(group, on):
        return plan, noted("quiet_days")
    if plan.held:
        return plan, noted("held")
    if plan.skip == on:
        return replace(plan, skip=None), noted("skipped")
    activity = await turn.get(Activity, group.id)
    if quiet_month(activity.last if activity else None, on):
        await _ask_organisers(turn, group)
        return replace(plan, state=EncouragementState.RESTING), noted("quiet")
    return await _post(turn, group, plan, on, noted("posted"))


async def _post(
    turn: Turn, group: Group, plan: Encouragement, on: date, occurrence: Occurrence
) -> tuple[Encouragement, Occurrence]:
    speech = turn.speech(group.language)
    people = await _people(turn, group, plan, on)
    shares = await _waiting(turn, group)
    composed = compose(speech, group, plan, on, shares, people)
    sent = turn.post(
        occurrence.id,
        Address(Where.CHANNEL, group.channel),
        composed.card,
        good_for=GRACE,
        asked=True,
        subject=group.id,
    )
    private = [
        await _send_privately(turn, group, plan, on, member, occurrence.id, shares, people)
        for member in await turn.find(Member, group=group.id)
        if member.weekly_privately
    ]
    if composed.share is not None:
        turn.save(replace(composed.share, state=ShareState.POSTED, delivery=sent.id))
        occurrence = replace(occurrence, forget_at=turn.now + EXAMPLE_REMEMBERED)
    used = tuple(UsedLine(line, on) for line in composed.lines)
    after = replace(
        plan,
        round=plan.round + 1,
        edited=None,
        skip=None,
        used=(*plan.used, *used)[-REMEMBERED_LINES:],
        counted_to=on if people else plan.counted_to,
    )
    share = composed.share.id if composed.share else None
    line = composed.lines[1]
    deliveries = (sent.id, *private)
    return after, replace(occurrence, line=line, share=share, deliveries=deliveries)


async def _send_privately(
    turn: Turn,
    group: Group,
    plan: Encouragement,
    on: date,
    member: Member,
    key: str,
    shares: list[Share],
    people: int,
) -> str:
    """The same post as a direct message to a member who chose that, with a one-tap stop."""
    speech = await turn.speech_of(member.id)
    card = compose(speech, group, plan, on, shares, people).card
    return turn.post(
        f"{key}-{member.id}",
        Address(Where.MEMBER, member.id),
        _with_stop(speech, card),
        good_for=PRIVATE_GOOD_FOR,
        asked=False,
        subject=group.id,
    ).id


def _with_stop(speech: Speech, card: Card) -> Card:
    stop = Button(speech("encouragement-private-stop"), press_token("encouragement.to_channel"))
    return replace(card, buttons=(*card.buttons, stop))


async def _waiting(turn: Turn, group: Group) -> list[Share]:
    """What waits to be used. Each is read by its id too: then a share that its writer takes back
    while the post is being made is a conflict, and the post is made anew without it."""
    found = [s for s in await turn.find(Share, group=group.id) if s.state is ShareState.WAITING]
    again = [await turn.get(Share, share.id) for share in found]
    return [share for share in again if share is not None]


async def _people(turn: Turn, group: Group, plan: Encouragement, on: date) -> int:
    """How many people kept a debrief in the last four weeks, told once for each span of time."""
    start = on - timedelta(days=COUNTED_DAYS)
    if plan.counted_to is not None and plan.counted_to > start:
        return 0
    zone = ZoneInfo(group.zone)
    kept = await turn.find(Debrief, group=group.id)
    return len({d.member for d in kept if start <= d.at.astimezone(zone).date() < on})


async def people_in_month(turn: Turn, group: Group, first: date) -> int:
    """How many people kept a debrief in the month that begins on this day."""
    zone = ZoneInfo(group.zone)
    kept = await turn.find(Debrief, group=group.id)
    month = (first.year, first.month)
    locally = ((d.member, d.at.astimezone(zone).date()) for d in kept)
    return len({who for who, on in locally if (on.year, on.month) == month})


def active(turn: Turn, group: Group) -> Activity:
    """That somebody was here today."""
    return Activity(group.id, turn.now.astimezone(ZoneInfo(group.zone)).date())


async def _ask_organisers(turn: Turn, group: Group) -> None:
    for organiser in group.organisers:
        speech = await turn.speech_of(organiser)
        turn.post(
            f"{PLAN}-quiet-{group.id}-{organiser}-{turn.now:%Y%m%d}",
            Address(Where.MEMBER, organiser),
            Card(
                speech("encouragement-quiet", group=said(group.name)),
                (Paragraph(speech("encouragement-quiet-body")),),
                (
                    Button(
                        speech("encouragement-resume"),
                        press_token("encouragement.resume", group.id),
                        Look.PRIMARY,
                    ),
                    Button(
                        speech("encouragement-leave"), press_token("encouragement.off", group.id)
                    ),
                ),
            ),
            good_for=timedelta(days=7),
            asked=False,
        )


async def without_example(turn: Turn, group: Group, share: Share, sent: Delivery) -> None:
    """The writer took a shared example back: put a stock line in its place, in every copy."""
    plan = await turn.get(Encouragement, group.id)
    occurrence = await turn.get(Occurrence, sent.id)
    if plan is None or occurrence is None or occurrence.line is None:
        turn.retract(sent)
        return
    that_day = [one.line for one in plan.used if one.on == occurrence.on]
    hard = next((line for line in that_day if line != occurrence.line), None)
    for id in occurrence.deliveries:
        copy = await turn.get(Delivery, id)
        if copy is None:
            continue
        if copy.to.where is Where.MEMBER:
            speech = await turn.speech_of(copy.to.id)
            stock_card = _with_stop(speech, _stock_card(speech, share.kind, hard, occurrence.line))
        else:
            speech = turn.speech(group.language)
            stock_card = _stock_card(speech, share.kind, hard, occurrence.line)
        turn.edit(copy, stock_card)
    turn.save(replace(occurrence, share=None))


def _stock_card(speech: Speech, kind: WinKind, hard: str | None, line: str) -> Card:
    return Card(
        speech(f"encouragement-title-{kind}"),
        (
            *((Paragraph(speech(hard)),) if hard is not None else ()),
            Paragraph(speech(line)),
            Paragraph(speech("encouragement-ten-minutes", act=speech(f"{line}.act"))),
        ),
        _ways_on(speech),
    )


# The organiser's part. Rights are checked again at every tap.


async def open_plan(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The organiser's card of the weekly post."""
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    return Show(plan_card(turn, *found))


def plan_card(turn: MemberTurn, group: Group, plan: Encouragement) -> Card:
    """When the next post goes out, and what can be done about it."""
    say = turn.say
    status = say(f"encouragement-state-{plan.state}")
    planned = upcoming(group, plan, turn.now)
    if plan.state is EncouragementState.ON:
        status = say("encouragement-next", when=say.moment(planned.at, group.zone), zone=group.zone)
        if plan.held:
            status = say("encouragement-state-held")
        elif plan.skip == planned.on:
            status = say("encouragement-state-skip", day=say.day(planned.on))
    notes = [Paragraph(say("encouragement-edited"))] if plan.edited is not None else []

    def button(key: str, verb: str, look: Look = Look.PLAIN) -> Button:
        return Button(say(key), press_token(f"encouragement.{verb}", group.id), look)

    on = plan.state is EncouragementState.ON
    skipping = plan.skip == planned.on
    return Card(
        say("encouragement-plan", channel=said(group.name)),
        (Paragraph(status), *notes),
        (
            button("encouragement-preview", "preview", Look.PRIMARY),
            button("encouragement-edit", "edit"),
            button("encouragement-release", "release")
            if plan.held
            else button("encouragement-hold", "hold"),
            button("encouragement-unskip", "unskip")
            if skipping
            else button("encouragement-skip", "skip"),
            button("encouragement-time", "time"),
            button("encouragement-off", "off") if on else button("encouragement-resume", "resume"),
            Button(say("groups-back"), press_token("groups.settings", group.id)),
        ),
    )


async def _next(turn: MemberTurn, group: Group, plan: Encouragement) -> tuple[Planned, Composed]:
    """The post that will come next, which is not one that is left out."""
    planned = upcoming(group, plan, turn.now)
    if plan.skip == planned.on:
        planned = upcoming(group, plan, planned.at)
    shares = await _waiting(turn, group)
    speech = turn.speech(group.language)
    # Without the figure: whoever looks again and again would see when it changes.
    return planned, compose(speech, group, plan, planned.on, shares)


async def preview(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The next post as it stands now, shown to the organiser only."""
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    planned, composed = await _next(turn, group, plan)
    say = turn.say
    when = say.moment(planned.at, group.zone)
    return Show(
        Card(
            say("encouragement-preview-title", when=when, channel=said(group.name)),
            (Heading(composed.card.title), *composed.card.body),
            (
                Button(say("encouragement-edit"), press_token("encouragement.edit", group.id)),
                Button(say("encouragement-back"), press_token("encouragement.plan", group.id)),
            ),
            say("encouragement-preview-note"),
        )
    )


async def _changed(turn: MemberTurn, id: str, **changes: object) -> Reply:
    found = await organised(turn, Encouragement, id)
    if found is None:
        return refused(turn)
    group, plan = found
    plan = replace(plan, **changes)  # type: ignore[arg-type]  # the callers below name its fields
    turn.save(plan)
    return Show(plan_card(turn, group, plan))


async def hold(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, held=True)


async def release(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, held=False)


async def skip(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    return await _changed(turn, token.subject, skip=upcoming(*found, turn.now).on)


async def unskip(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, skip=None)


async def resume(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Start the weekly posts again, after a quiet month or after they were turned off."""
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    plan = replace(plan, state=EncouragementState.ON)
    schedule(turn, group, plan, turn.now)
    # Somebody is there again: without this the next post would find the same quiet month.
    turn.save(plan, active(turn, group))
    return Show(plan_card(turn, group, plan))


async def off(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, state=EncouragementState.OFF)


def wording() -> Flow[str | None]:
    """The organiser's own words for the next post; empty means the bot's."""
    words = yield from ask("wording", paragraph("words", 900, most_words=80))
    return words


async def edit(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    drafts = {"wording": {"words": plan.edited}} if plan.edited else {}
    return await turn.proceed(
        await turn.begin("encouragement_edit", subject=group.id, drafts=drafts)
    )


async def edited(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    turn.delete(conversation)
    return await _changed(turn, conversation.subject, edited=end.result)


def timing() -> Flow[tuple[Weekday | None, time | None]]:
    """Day and hour of the weekly post; what is left empty stays as it was."""
    weekday, at = yield from ask("timing", choice("weekday", Weekday), hour("hour"))
    return weekday, at


async def change_time(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, Encouragement, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    now = {"weekday": tuple(Weekday)[plan.weekday].value, "hour": f"{plan.hour:%H:%M}"}
    return await turn.proceed(
        await turn.begin("encouragement_time", subject=group.id, drafts={"timing": now})
    )


async def timed(
    turn: MemberTurn, conversation: Conversation, end: Done[tuple[Weekday | None, time | None]]
) -> Reply:
    turn.delete(conversation)
    found = await organised(turn, Encouragement, conversation.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    weekday, at = end.result
    plan = replace(
        plan,
        weekday=plan.weekday if weekday is None else tuple(Weekday).index(weekday),
        hour=plan.hour if at is None else at,
        skip=None,
    )
    schedule(turn, group, plan, turn.now)
    turn.save(plan)
    return Show(plan_card(turn, group, plan))


# The member's choice.


async def privately(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """Send me the weekly post as a direct message."""
    turn.save(replace(turn.member, weekly_privately=True))
    stop = Button(turn.say("encouragement-private-stop"), press_token("encouragement.to_channel"))
    return Show(Card(turn.say("encouragement-private-on"), (), (stop,)))


async def to_channel(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.save(replace(turn.member, weekly_privately=False))
    return Show(Card(turn.say("encouragement-private-off")))


FEATURE = Feature(
    "encouragement",
    presses={
        "encouragement.plan": open_plan,
        "encouragement.preview": preview,
        "encouragement.hold": hold,
        "encouragement.release": release,
        "encouragement.skip": skip,
        "encouragement.unskip": unskip,
        "encouragement.resume": resume,
        "encouragement.off": off,
        "encouragement.edit": edit,
        "encouragement.time": change_time,
        "encouragement.privately": privately,
        "encouragement.to_channel": to_channel,
    },
    timers={TIMER: weekly},
    talks=(
        Talk("encouragement_edit", lambda _c: wording(), edited, skips=False),
        Talk("encouragement_time", lambda _c: timing(), timed, skips=False),
    ),
)
