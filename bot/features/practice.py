"""Practice: questions that come back when they are due, and a partner for a mock interview.

The question bank is the wins book's: questions somebody wanted to rehearse. One that went well
comes back later each time. Partners are found once a week among those who asked for one
(`core/pairing.py`); nobody is silently left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.core.cards import (
    Block,
    Bullets,
    Button,
    Card,
    Look,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press, TimerDue
from bot.core.flow import Done, Flow, Values, ask, line, paragraph
from bot.core.manners import after_rest, group_rests
from bot.core.model import (
    Address,
    Conversation,
    Group,
    Member,
    Occurrence,
    Pair,
    PairingPlan,
    PairWish,
    Rehearsal,
    Where,
    Win,
)
from bot.core.model import (
    Block as Apart,
)
from bot.core.pairing import REST_WEEKS, Wish, pairs
from bot.core.recurrence import Planned, Weekday, late, next_weekly, occurrence_id
from bot.core.text import Speech, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.core.wins import Facet, WinKind
from bot.features.encouragement import timing
from bot.features.rights import organised, refused

PLAN = "pairing"
TIMER = "practice.pair"
GRACE = timedelta(hours=12)
TOLD_GOOD_FOR = timedelta(days=3)
LADDER = (1, 3, 7, 16, 35, 75)
"""In how many days a question comes back, the oftener it went well."""
DAYS = tuple(Weekday)
SHOWN = 3
PAIRED = "paired"
CANNOT_FOR = timedelta(days=7)
"""How long a pair can be let go: later they have met or not, and the next pairs are made."""


class Grade(StrEnum):
    """How it went, in the member's own view."""

    WELL = "well"
    OKAY = "okay"
    AGAIN = "again"


# Questions.


@dataclass(frozen=True, slots=True)
class Question:
    """A question of somebody's bank, and when it is due."""

    win: Win
    due_on: date
    rehearsal: Rehearsal | None


async def bank(turn: MemberTurn) -> list[Question]:
    """The member's questions, the longest due first. A new one is due at once."""
    known = {r.id: r for r in await turn.find(Rehearsal, member=turn.member.id)}
    wins = [w for w in await turn.find(Win, member=turn.member.id) if w.facet is Facet.QUESTION]
    asked = [
        Question(win, rehearsal.due_on if rehearsal else date.min, rehearsal)
        for win in wins
        for rehearsal in [known.get(win.id)]
    ]
    return sorted(asked, key=lambda q: (q.due_on, q.win.at, q.win.id))


def is_due(question: Question, today: date) -> bool:
    return question.due_on <= today


def rung_after(rung: int, grade: Grade) -> int:
    """Where on the ladder a question stands after this."""
    if grade is Grade.WELL:
        return min(rung + 1, len(LADDER) - 1)
    return rung if grade is Grade.OKAY else 0


def next_due(rung: int, grade: Grade, today: date) -> date:
    """When it comes back: after the days of the rung it stood on, or tomorrow."""
    return today + timedelta(days=LADDER[rung] if grade is not Grade.AGAIN else 1)


async def command(turn: MemberTurn, _text: str) -> Reply:
    """`/practice`"""
    return Show(await card(turn))


async def open_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await command(turn, "")


async def card(turn: MemberTurn) -> Card:
    """What is due, and the way to a partner."""
    say = turn.say
    questions = await bank(turn)
    ready = [q for q in questions if is_due(q, turn.today)]
    lines = [say("practice-due", count=len(ready)) if questions else say("practice-no-questions")]
    if questions and not ready:
        lines = [say("practice-next-due", day=say.day(questions[0].due_on))]
    buttons = []
    if ready:
        buttons.append(
            Button(say("practice-start"), press_token("practice.question"), Look.PRIMARY)
        )
    buttons.append(Button(say("practice-common"), press_token("practice.common", "", 1)))
    buttons.append(Button(say("practice-add"), press_token("practice.add")))
    if turn.group is not None:
        wish = await turn.get(PairWish, turn.member.id)
        asked_in = await turn.get(Group, wish.group) if wish is not None else None
        lines.append(await _partner_line(turn, asked_in or turn.group, wish))
        if wish is None:
            buttons.append(Button(say("practice-join"), press_token("practice.join")))
            weekly = press_token("practice.join", "", 0, "weekly")
            buttons.append(Button(say("practice-join-weekly"), weekly))
        else:
            buttons.append(Button(say("practice-leave"), press_token("practice.leave")))
    buttons.append(Button(say("home-title"), press_token("home.open")))
    return Card(say("practice-title"), tuple(Paragraph(one) for one in lines), tuple(buttons))


async def _partner_line(turn: MemberTurn, group: Group, wish: PairWish | None) -> str:
    say = turn.say
    plan = await turn.get(PairingPlan, group.id)
    if plan is None or not plan.on:
        return say("practice-pairing-off")
    when = say.moment(upcoming(group, plan, turn.now).at, turn.member.zone)
    if wish is None:
        return say("practice-pairing", when=when)
    return say("practice-wished-weekly" if wish.every_week else "practice-wished", when=when)


async def question(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The question that has been due for longest."""
    ready = [q for q in await bank(turn) if is_due(q, turn.today)]
    return Show(question_card(turn, ready[0]) if ready else await card(turn))


def question_card(turn: MemberTurn, asked: Question) -> Card:
    """Say it aloud or write it; then how it went."""
    say, win = turn.say, asked.win
    body: list[Block] = [Quote(said(win.text)), Paragraph(say("practice-how"))]
    if asked.rehearsal is not None and asked.rehearsal.notes:
        body += [Paragraph(say("practice-your-notes")), Quote(said(asked.rehearsal.notes))]
    turn_number = asked.due_on.toordinal()
    grades = tuple(
        Button(say(f"practice-{grade}"), press_token("practice.grade", win.id, turn_number, grade))
        for grade in Grade
    )
    return Card(
        say("practice-question"),
        tuple(body),
        (
            *grades,
            Button(say("practice-notes"), press_token("practice.notes", win.id)),
            Button(say("practice-back"), press_token("practice.open")),
        ),
    )


async def _own(turn: MemberTurn, id: str) -> Question | None:
    return next((q for q in await bank(turn) if q.win.id == id), None)


async def grade(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """How it went: it comes back accordingly. An old tap changes nothing."""
    asked = await _own(turn, token.subject)
    stale = asked is None or token.revision != asked.due_on.toordinal()
    if asked is None or stale or token.choice not in tuple(Grade):
        return Show(await card(turn))
    went, say = Grade(token.choice), turn.say
    before = asked.rehearsal or Rehearsal(asked.win.id, turn.member.id, turn.today)
    due_on = next_due(before.rung, went, turn.today)
    turn.save(replace(before, due_on=due_on, rung=rung_after(before.rung, went)))
    left = [q for q in await bank(turn) if is_due(q, turn.today)]
    more = (Button(say("practice-another"), press_token("practice.question"), Look.PRIMARY),)
    back = Button(say("practice-back"), press_token("practice.open"))
    title = say(f"practice-graded-{went}", day=say.day(due_on))
    return Show(Card(title, (), (*(more if left else ()), back)))


def notes() -> Flow[str | None]:
    """What the member wants to find beside the question next time."""
    text = yield from ask("notes", paragraph("notes"))
    return text


async def notes_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    asked = await _own(turn, token.subject)
    if asked is None:
        return Show(await card(turn))
    now: Values = {"notes": asked.rehearsal.notes if asked.rehearsal else None}
    return await turn.proceed(
        await turn.begin("practice_notes", subject=asked.win.id, drafts={"notes": now})
    )


async def noted(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    turn.delete(conversation)
    asked = await _own(turn, conversation.subject)
    if asked is None:
        return Show(await card(turn))
    kept = asked.rehearsal or Rehearsal(asked.win.id, turn.member.id, turn.today)
    kept = replace(kept, notes=end.result)
    turn.save(kept)
    return Show(question_card(turn, Question(asked.win, kept.due_on, kept)))


def new_question() -> Flow[str | None]:
    """A question for one's own bank."""
    text = yield from ask("question", line("question"))
    return text


async def add(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await turn.proceed(await turn.begin("practice_add"))


async def added(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    turn.delete(conversation)
    if end.result:
        _keep(turn, conversation.id, end.result)
    return Show(await card(turn))


def _keep(turn: MemberTurn, id: str, text: str) -> None:
    turn.save(Win(id, turn.member.id, WinKind.PRACTICE, Facet.QUESTION, text, turn.now))


def common_questions(say: Speech) -> tuple[str, ...]:
    """Questions that come up almost everywhere."""
    keys = (f"practice-common-{number:02}" for number in range(1, 100))
    found = []
    for key in keys:
        if not say.has(key):
            break
        found.append(say(key))
    return tuple(found)


async def common(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """A common question, one after the other; it can go into one's own bank."""
    say = turn.say
    questions = common_questions(say)
    number = ((token.revision or 1) - 1) % len(questions)
    if token.choice == "keep":
        mine = {q.win.text for q in await bank(turn)}
        if questions[number] not in mine:
            _keep(turn, turn.new_id(), questions[number])
        return Show(await card(turn))
    return Show(
        Card(
            say("practice-question"),
            (Quote(questions[number]), Paragraph(say("practice-how"))),
            (
                Button(say("practice-common-next"), press_token("practice.common", "", number + 2)),
                Button(
                    say("practice-common-keep"),
                    press_token("practice.common", "", number + 1, "keep"),
                ),
                Button(say("practice-back"), press_token("practice.open")),
            ),
        )
    )


# Partners: the wish, the plan, and the day on which pairs are made.


async def join(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """A partner, please: the next time, or each week."""
    group = turn.group
    if group is not None:
        before = await turn.get(PairWish, turn.member.id)
        weekly = token.choice == "weekly"
        wish = PairWish(turn.member.id, turn.member.id, group.id, turn.now, weekly)
        turn.save(replace(before, every_week=weekly) if before else wish)
    return Show(await card(turn))


async def leave(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """Off the list, silently."""
    before = await turn.get(PairWish, turn.member.id)
    if before is not None:
        turn.delete(before)
    return Show(await card(turn))


def next_pairing(group: Group, plan: PairingPlan, after: datetime) -> Planned:
    """When pairs are made next after this moment."""
    return next_weekly(after, (plan.weekday,), plan.hour, group.zone)


def upcoming(group: Group, plan: PairingPlan, after: datetime) -> Planned:
    """The next pairing that will come, as far as is known now: on no quiet day, in no pause."""
    first = next_pairing(group, plan, after)
    return after_rest(group, first, lambda at: next_pairing(group, plan, at))


def schedule(turn: Turn, group: Group, plan: PairingPlan, after: datetime) -> None:
    """Set the timer for the next pairing after this moment."""
    planned = next_pairing(group, plan, after)
    turn.remind(
        f"{PLAN}-{group.id}", TIMER, planned.at, grace=GRACE, subject=group.id, on=planned.on
    )


async def pair(turn: Turn, due: TimerDue) -> None:
    """The hour at which pairs are made: once for each week, and the next is set."""
    group = await turn.get(Group, due.timer.subject)
    plan = await turn.get(PairingPlan, due.timer.subject)
    on = due.timer.on
    if group is None or plan is None or on is None:
        return
    id = occurrence_id(PLAN, group.id, on)
    before = await turn.get(Occurrence, id)
    # Left out at one hour, it can still come at a later one that an organiser chose afterwards.
    if before is None or before.outcome != PAIRED:
        outcome = PAIRED
        if not plan.on:
            outcome = "off"
        elif late(due.timer.due_at, turn.now, GRACE):
            outcome = "late"
        elif group_rests(group, on):
            outcome = "quiet_days"
        else:
            await _pair(turn, group, on)
        forget = turn.now + timedelta(weeks=REST_WEEKS)
        turn.save(Occurrence(id, group.id, PLAN, on, outcome, forget))
    schedule(turn, group, plan, max(turn.now, due.timer.due_at))


async def _pair(turn: Turn, group: Group, on: date) -> None:
    wishes: dict[str, PairWish] = {}
    for wish in await turn.find(PairWish, group=group.id):
        member = await turn.get(Member, wish.member)
        if member is None or member.group is None:
            # They left. Whoever asked in the channel of a group that is not their own stays.
            turn.delete(wish)
        elif member.paused_until is None or member.paused_until <= turn.now:
            # Who pauses stays on the list, and is not counted as having waited.
            wishes[wish.member] = wish
    met: dict[frozenset[str], date] = {}
    for before in sorted(await turn.find(Pair, group=group.id), key=lambda p: p.on):
        for one in before.members:
            for other in before.members:
                if one < other:
                    met[frozenset({one, other})] = before.on
    apart = frozenset(frozenset({block.member, block.other}) for block in await turn.find(Apart))
    found = pairs(
        [Wish(wish.member, wish.waited) for wish in wishes.values()], on, met, apart, f"{on}"
    )
    for together in found.together:
        id = turn.new_id()
        forget = turn.now + timedelta(weeks=REST_WEEKS, days=1)
        turn.save(Pair(id, group.id, on, together, forget))
        for who in together:
            await _tell(turn, id, who, [one for one in together if one != who])
            wish = wishes[who]
            if wish.every_week:
                turn.save(replace(wish, waited=0))
            else:
                turn.delete(wish)
    for who in found.left:
        wish = wishes[who]
        turn.save(replace(wish, waited=wish.waited + 1))
        speech = await turn.speech_of(who)
        _say_to(turn, f"unpaired-{who}-{on}", who, _left_card(speech))


def _say_to(turn: Turn, key: str, who: str, card: Card, about: Iterable[str] = ()) -> None:
    place = Address(Where.MEMBER, who)
    turn.post(key, place, card, good_for=TOLD_GOOD_FOR, asked=False, about=tuple(about))


async def _names(turn: Turn, people: Iterable[str]) -> list[str]:
    names = []
    for who in people:
        known = await turn.get(Member, who)
        names.append(known.name if known is not None else who)
    return names


async def _tell(turn: Turn, id: str, who: str, others: list[str]) -> None:
    """Who the partner is, how it could go, and one's own questions to bring."""
    say = await turn.speech_of(who)
    names = await _names(turn, others)
    wins = await turn.find(Win, member=who)
    own = sorted((w for w in wins if w.facet is Facet.QUESTION), key=lambda w: w.at, reverse=True)
    body: list[Block] = [Paragraph(say("practice-paired-body", count=len(others)))]
    if own:
        body.append(Paragraph(say("practice-paired-questions")))
        body.append(Bullets(tuple(said(shorten(w.text, 120)) for w in own[:SHOWN])))
    title = (
        say("practice-paired", name=said(names[0]))
        if len(names) == 1
        else say("practice-paired-three", one=said(names[0]), other=said(names[1]))
    )
    buttons = (
        Button(say("practice-cannot"), press_token("practice.cannot", id)),
        Button(say("practice-leave"), press_token("practice.leave")),
    )
    _say_to(turn, f"paired-{id}-{who}", who, Card(title, tuple(body), buttons), others)


def _left_card(say: Speech) -> Card:
    return Card(
        say("practice-unpaired"),
        (Paragraph(say("practice-unpaired-body")),),
        (Button(say("practice-leave"), press_token("practice.leave")),),
    )


async def cannot(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Not this time: the others are told, and come first in the next round."""
    found = await turn.get(Pair, token.subject)
    say = turn.say
    old = found is not None and turn.today - found.on >= CANNOT_FOR
    if found is None or old or turn.member.id not in found.members:
        return Show(Card(say("practice-no-pair")))
    others = [one for one in found.members if one != turn.member.id]
    rest = tuple([one for one in others if await _still_here(turn, one)])
    if len(rest) > 1:
        turn.save(replace(found, members=rest))
    else:
        turn.delete(found)
        for who in rest:
            before = await turn.get(PairWish, who)
            wish = before or PairWish(who, who, found.group, turn.now)
            turn.save(replace(wish, waited=wish.waited + 1))
    for who in rest:
        theirs = await turn.speech_of(who)
        key = "practice-cannot-three" if len(rest) > 1 else "practice-cannot-told"
        told = Card(
            theirs(key, name=said(turn.member.name)),
            (Paragraph(theirs(f"{key}-body")),),
            (Button(theirs("practice-leave"), press_token("practice.leave")),),
        )
        key = f"cannot-{found.id}-{turn.member.id}-{who}"
        _say_to(turn, key, who, told, [turn.member.id])
    return Show(Card(say("practice-cannot-done")))


async def _still_here(turn: Turn, member: str) -> bool:
    known = await turn.get(Member, member)
    return known is not None and known.group is not None


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """The way to practice."""
    return (Button(turn.say("practice-title"), press_token("practice.open")),)


# The organiser's part. Rights are checked again at every tap.


async def plan_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, PairingPlan, token.subject)
    return refused(turn) if found is None else Show(plan_card(turn, *found))


def plan_card(turn: MemberTurn, group: Group, plan: PairingPlan) -> Card:
    """When pairs are made next."""
    say = turn.say
    when = say.moment(upcoming(group, plan, turn.now).at, group.zone)
    status = say("practice-plan-next", when=when, zone=group.zone)

    def button(key: str, verb: str) -> Button:
        return Button(say(key), press_token(f"practice.{verb}", group.id))

    return Card(
        say("practice-plan", group=said(group.name)),
        (Paragraph(status if plan.on else say("practice-plan-off")),),
        (
            button("practice-time", "time"),
            button("practice-turn-off", "off") if plan.on else button("practice-turn-on", "on"),
            Button(say("groups-back"), press_token("groups.settings", group.id)),
        ),
    )


async def _changed(turn: MemberTurn, id: str, **changes: object) -> Reply:
    found = await organised(turn, PairingPlan, id)
    if found is None:
        return refused(turn)
    group, plan = found
    plan = replace(plan, **changes)  # type: ignore[arg-type]  # the callers below name its fields
    turn.save(plan)
    schedule(turn, group, plan, turn.now)
    return Show(plan_card(turn, group, plan))


async def turn_on(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, on=True)


async def turn_off(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, on=False)


async def time_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, PairingPlan, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    now: Values = {"weekday": DAYS[plan.weekday].value, "hour": f"{plan.hour:%H:%M}"}
    return await turn.proceed(
        await turn.begin("practice_time", subject=group.id, drafts={"timing": now})
    )


async def timed(
    turn: MemberTurn, conversation: Conversation, end: Done[tuple[Weekday | None, time | None]]
) -> Reply:
    turn.delete(conversation)
    found = await organised(turn, PairingPlan, conversation.subject)
    if found is None:
        return refused(turn)
    _, plan = found
    weekday, at = end.result
    return await _changed(
        turn,
        conversation.subject,
        weekday=plan.weekday if weekday is None else DAYS.index(weekday),
        hour=at or plan.hour,
    )


FEATURE = Feature(
    "practice",
    commands={"practice": command},
    presses={
        "practice.open": open_pressed,
        "practice.question": question,
        "practice.grade": grade,
        "practice.notes": notes_pressed,
        "practice.add": add,
        "practice.common": common,
        "practice.join": join,
        "practice.leave": leave,
        "practice.cannot": cannot,
        "practice.plan": plan_pressed,
        "practice.on": turn_on,
        "practice.off": turn_off,
        "practice.time": time_pressed,
    },
    timers={TIMER: pair},
    talks=(
        Talk("practice_notes", lambda _c: notes(), noted, skips=False),
        Talk("practice_add", lambda _c: new_question(), added, skips=False),
        Talk("practice_time", lambda _c: timing(), timed, skips=False),
    ),
)
