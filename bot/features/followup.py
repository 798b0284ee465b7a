"""What a member asked to be brought back after a debrief: each once, each by their own choice.

A draft of a thank-you, one request for feedback, the plan's day, a second look after a week, and
staying in touch after two to three months (PRODUCT.md, section 1). The bot drafts and never sends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.core.cards import (
    Block,
    Button,
    Card,
    Entry,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press, TimerDue
from bot.core.flow import Done, Flow, Values, ask, choice, day, line, paragraph
from bot.core.model import (
    Address,
    Conversation,
    ConversationState,
    Debrief,
    FollowUp,
    FollowUpKind,
    Member,
    PlanOutcome,
    Stage,
    Timer,
    Where,
    Win,
)
from bot.core.recurrence import is_waking, next_waking, on_day, spread, to_utc, tomorrow
from bot.core.text import Speech, said
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.core.wins import Facet, NextStep, WinKind

DUE = "followup.due"
OTHERS = ("debrief.later", "referral.reminder", "referral.outcome")
"""Timers of other features that bring something back to their member. What else has a member's
name on it, such as the end of a card they posted, is no reminder."""
GRACE = timedelta(days=3)
"""A follow-up that is later than this has missed its moment, and goes."""
GOOD_FOR = timedelta(days=3)
THANK_AFTER = timedelta(hours=3)
SECOND_LOOK_AFTER = timedelta(days=7)
RECONNECT_AFTER = timedelta(days=60)
RECONNECT_WINDOW = timedelta(days=31)
AGAIN_AFTER = timedelta(days=30)
PLAN_HOUR = time(18)
ANSWERED = {Stage.SCREEN, Stage.INTERVIEW, Stage.FINAL, Stage.INTERNAL}
"""How far it got when there is somebody who could be asked for feedback."""


# Choosing.


@dataclass(frozen=True, slots=True)
class About:
    """A debrief with the people in it."""

    debrief: Debrief
    people: tuple[Win, ...]
    wins: tuple[Win, ...]


async def about(turn: Turn, debrief: Debrief) -> About:
    """The debrief with its wins, in the order in which they were told."""
    wins = sorted(await turn.find(Win, debrief=debrief.id), key=lambda w: (len(w.id), w.id))
    people = tuple(win for win in wins if win.facet is Facet.PERSON)
    return About(debrief, people, tuple(wins))


def to_thank(told: About) -> tuple[Win, ...]:
    return tuple(one for one in told.people if NextStep.THANK in one.next_steps)


def to_keep(told: About) -> tuple[Win, ...]:
    return tuple(one for one in told.people if NextStep.STAY_IN_TOUCH in one.next_steps)


def possible(told: About) -> tuple[FollowUpKind, ...]:
    """What makes sense after this debrief, in the order in which it would come."""
    debrief = told.debrief
    offered = {
        FollowUpKind.THANK: bool(to_thank(told)),
        FollowUpKind.FEEDBACK: debrief.stage in ANSWERED,
        FollowUpKind.PLAN: debrief.plan_date is not None and bool(debrief.moment or debrief.act),
        FollowUpKind.SECOND_LOOK: bool(told.wins or debrief.to_a_friend or debrief.act),
        FollowUpKind.RECONNECT: bool(to_keep(told)),
    }
    return tuple(kind for kind in FollowUpKind if offered[kind])


def when(kind: FollowUpKind, debrief: Debrief, member: Member, now: datetime) -> datetime:
    """When a follow-up comes: inside the member's waking hours, on their wall."""
    zone = member.zone
    match kind:
        case FollowUpKind.THANK:
            return next_waking(now + THANK_AFTER, zone, member.wakes, member.sleeps)
        case FollowUpKind.FEEDBACK:
            return tomorrow(now, zone, member.wakes)
        case FollowUpKind.PLAN:
            return max(_plan_evening(debrief.plan_date, member, now), now)
        case FollowUpKind.SECOND_LOOK:
            return tomorrow(now + SECOND_LOOK_AFTER - timedelta(days=1), zone, member.wakes)
        case FollowUpKind.RECONNECT:
            after = RECONNECT_AFTER + spread(debrief.id, RECONNECT_WINDOW)
            return tomorrow(now + after - timedelta(days=1), zone, member.wakes)


def _plan_evening(on: date | None, member: Member, now: datetime) -> datetime:
    if on is None:
        return now
    evening = to_utc(datetime.combine(on, PLAN_HOUR), member.zone)
    if is_waking(evening, member.zone, member.wakes, member.sleeps):
        return evening
    return on_day(on + timedelta(days=1), member.zone, member.wakes)


async def _own(turn: MemberTurn, id: str) -> About | None:
    debrief = await turn.get(Debrief, id)
    if debrief is None or debrief.member != turn.member.id:
        return None
    return await about(turn, debrief)


def _gone(turn: MemberTurn) -> Reply:
    return Show(Card(turn.say("wins-gone"), (), (_book(turn.say),)))


def _book(say: Speech) -> Button:
    return Button(say("debrief-open-book"), press_token("wins.open"))


async def choose(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """What to bring back after this debrief."""
    told = await _own(turn, token.subject)
    return _gone(turn) if told is None else Show(await choose_card(turn, told))


async def choose_card(turn: MemberTurn, told: About) -> Card:
    """Each thing that can be brought back, with when, to be turned on or off."""
    say, member = turn.say, turn.member
    entries = []
    for kind in possible(told):
        key = f"followup-{kind}".replace("_", "-")
        set_for = await turn.get(FollowUp, _id(told.debrief.id, kind))
        token = press_token("followup.off" if set_for else "followup.on", told.debrief.id, 0, kind)
        at = set_for.due_at if set_for else when(kind, told.debrief, member, turn.now)
        note = say(
            "followup-is-set" if set_for else "followup-would-be", on=_local(say, at, member)
        )
        label = say("followup-turn-off" if set_for else "followup-turn-on")
        entries.append(Entry(say(key), note, (Button(label, token),)))
    if not entries:
        return Card(say("followup-none"), (), (_book(say),))
    return Card(
        say("followup-choose"),
        (Paragraph(say("followup-choose-body")), *entries),
        (_book(say),),
        say("followup-choose-note"),
    )


def _local(say: Speech, at: datetime, member: Member) -> str:
    return say.moment(at, member.zone)


def _id(debrief: str, kind: FollowUpKind) -> str:
    return f"{debrief}-{kind}"


async def turn_on(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Bring this back. Tapping twice is tapping once."""
    told = await _own(turn, token.subject)
    if told is None:
        return _gone(turn)
    if token.choice in possible(told):
        kind = FollowUpKind(token.choice)
        if await turn.get(FollowUp, _id(told.debrief.id, kind)) is None:
            at = when(kind, told.debrief, turn.member, turn.now)
            set_for(turn, told.debrief, kind, at)
    return Show(await choose_card(turn, told))


def set_for(turn: Turn, debrief: Debrief, kind: FollowUpKind, at: datetime) -> None:
    """Bring this back at this time, in place of an earlier one."""
    id = _id(debrief.id, kind)
    turn.save(FollowUp(id, debrief.member, debrief.id, kind, at))
    turn.remind(f"follow-{id}", DUE, at, grace=GRACE, subject=id, member=debrief.member)


async def turn_off(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    told = await _own(turn, token.subject)
    if told is None:
        return _gone(turn)
    if token.choice in tuple(FollowUpKind):
        await cancel(turn, _id(told.debrief.id, FollowUpKind(token.choice)))
    return Show(await choose_card(turn, told))


async def cancel(turn: Turn, id: str) -> None:
    """This one is not to come any more."""
    for kind, key in ((FollowUp, id), (Timer, f"follow-{id}")):
        found = await turn.get(kind, key)
        if found is not None:
            turn.delete(found)


async def cancel_all(turn: Turn, debrief: str) -> None:
    """Nothing of this debrief is to come back any more."""
    for one in await turn.find(FollowUp, debrief=debrief):
        await cancel(turn, one.id)


# Bringing it back.


async def due(turn: Turn, timer: TimerDue) -> None:
    """Its time has come: one message, which goes by itself when it is not answered."""
    found = await turn.get(FollowUp, timer.timer.subject)
    if found is None:
        return
    debrief = await turn.get(Debrief, found.debrief)
    member = await turn.get(Member, found.member)
    if debrief is None or member is None or turn.now > timer.timer.due_at + GRACE:
        turn.delete(found)
        return
    if found.what is FollowUpKind.PLAN:
        # The plan's day was moved in the wins book meanwhile.
        evening = _plan_evening(debrief.plan_date, member, turn.now)
        if evening > turn.now:
            set_for(turn, debrief, found.what, evening)
            return
    told = await about(turn, debrief)
    turn.delete(found)
    if found.what not in possible(told):
        return
    say = await turn.speech_of(member.id)
    card = CARDS[found.what](say, told)
    stop = Button(say("followup-stop"), press_token("followup.stop", debrief.id))
    turn.post(
        f"follow-{found.id}-{turn.now:%Y%m%d}",
        Address(Where.MEMBER, member.id),
        replace(card, buttons=(*card.buttons, stop)),
        good_for=GOOD_FOR,
        asked=False,
        subject=debrief.id,
    )


def _button(say: Speech, key: str, verb: str, told: About, choice: str = "") -> Button:
    return Button(say(key), press_token(f"followup.{verb}", told.debrief.id, 0, choice))


def thank_card(say: Speech, told: About) -> Card:
    """A note for each person to be thanked, to be copied."""
    body: list[Block] = [Paragraph(say("followup-thank-body"))]
    body += [Quote(_thanks(say, told, person)) for person in to_thank(told)]
    return Card(
        say("followup-thank-title"),
        tuple(body),
        (
            _button(say, "followup-done", "done", told),
            _button(say, "followup-tomorrow", "again", told, FollowUpKind.THANK),
        ),
    )


def _thanks(say: Speech, told: About, person: Win) -> str:
    """Built from what was typed, and nothing else."""
    debrief = told.debrief
    parts = [say("followup-thank-hello", name=said(person.text))]
    if debrief.role and debrief.employer:
        parts.append(
            say("followup-thank-role", role=said(debrief.role), employer=said(debrief.employer))
        )
    elif debrief.employer:
        parts.append(say("followup-thank-employer", employer=said(debrief.employer)))
    else:
        parts.append(say("followup-thank-time"))
    # A clue about the field may be meant for nobody's eyes; what pulled one in is kind to hear.
    liked = [w.text for w in told.wins if w.facet is Facet.PULLED_IN]
    if liked:
        parts.append(say("followup-thank-liked", liked=said(liked[0])))
    parts.append(say("followup-thank-wish"))
    return "\n".join(parts)


def feedback_card(say: Speech, told: About) -> Card:
    """One request for feedback, to be copied."""
    debrief = told.debrief
    key = "followup-feedback-draft-role" if debrief.role else "followup-feedback-draft"
    draft = say(key, role=said(debrief.role or ""))
    return Card(
        say("followup-feedback-title"),
        (Paragraph(say("followup-feedback-body")), Quote(draft)),
        (
            _button(say, "followup-done", "done", told),
            _button(say, "followup-tomorrow", "again", told, FollowUpKind.FEEDBACK),
        ),
    )


def plan_card(say: Speech, told: About) -> Card:
    """Did the moment come?"""
    debrief = told.debrief
    plan = said(debrief.moment or debrief.act or "")
    if debrief.moment and debrief.act:
        plan = say("debrief-recap-if-then", moment=said(debrief.moment), act=said(debrief.act))
    return Card(
        say("followup-plan-title"),
        (Quote(plan),),
        tuple(
            _button(say, f"plan-outcome-{outcome}".replace("_", "-"), "plan", told, outcome)
            for outcome in PlanOutcome
        ),
    )


def second_look_card(say: Speech, told: About) -> Card:
    """A week later."""
    employer = told.debrief.employer
    title = (
        say("followup-second-look-employer", employer=said(employer))
        if employer
        else say("followup-second-look-title")
    )
    return Card(
        title,
        (Paragraph(say("followup-second-look-body")),),
        (
            _button(say, "followup-add", "add", told),
            Button(say("followup-open"), press_token("wins.debrief", told.debrief.id)),
            _button(say, "followup-same", "done", told),
        ),
    )


def reconnect_card(say: Speech, told: About) -> Card:
    """The people to stay in touch with, and a first line."""
    people = tuple(Quote(say("followup-reconnect-draft", name=said(p.text))) for p in to_keep(told))
    return Card(
        say("followup-reconnect-title"),
        (Paragraph(say("followup-reconnect-body")), *people),
        (
            _button(say, "followup-done", "done", told),
            _button(say, "followup-month", "again", told, FollowUpKind.RECONNECT),
        ),
    )


CARDS: dict[FollowUpKind, Callable[[Speech, About], Card]] = {
    FollowUpKind.THANK: thank_card,
    FollowUpKind.FEEDBACK: feedback_card,
    FollowUpKind.PLAN: plan_card,
    FollowUpKind.SECOND_LOOK: second_look_card,
    FollowUpKind.RECONNECT: reconnect_card,
}


# Taps on what came back.


async def done(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return Show(Card(turn.say("followup-noted"), (), (_book(turn.say),)))


async def again(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Once more, later: tomorrow, or in a month for staying in touch."""
    told = await _own(turn, token.subject)
    if told is None or token.choice not in tuple(FollowUpKind):
        return _gone(turn)
    kind, member = FollowUpKind(token.choice), turn.member
    ahead = AGAIN_AFTER if kind is FollowUpKind.RECONNECT else timedelta(days=1)
    at = tomorrow(turn.now + ahead - timedelta(days=1), member.zone, member.wakes)
    set_for(turn, told.debrief, kind, at)
    return Show(Card(turn.say("followup-again", on=_local(turn.say, at, member))))


async def stop(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Nothing of this debrief any more: one tap."""
    told = await _own(turn, token.subject)
    if told is not None:
        await cancel_all(turn, told.debrief.id)
    return Show(Card(turn.say("followup-stopped"), (), (_book(turn.say),)))


async def plan(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """It did and I did it; it did not come; I changed it."""
    told = await _own(turn, token.subject)
    if told is None or token.choice not in tuple(PlanOutcome):
        return _gone(turn)
    outcome = PlanOutcome(token.choice)
    turn.save(replace(told.debrief, plan_outcome=outcome))
    say = turn.say
    if outcome is PlanOutcome.CHANGED:
        return await _change_plan(turn, told.debrief)
    if outcome is PlanOutcome.DID:
        return Show(Card(say("followup-plan-did"), (), (_book(say),)))
    return Show(
        Card(
            say("followup-plan-not-come"),
            (Paragraph(say("followup-plan-not-come-body")),),
            (
                _button(say, "followup-plan-new-day", "replan", told),
                _button(say, "followup-plan-let-go", "done", told),
            ),
        )
    )


async def replan(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    told = await _own(turn, token.subject)
    return _gone(turn) if told is None else await _change_plan(turn, told.debrief)


async def _change_plan(turn: MemberTurn, debrief: Debrief) -> Reply:
    now: Values = {"moment": debrief.moment, "act": debrief.act}
    return await turn.proceed(
        await turn.begin("plan_change", subject=debrief.id, drafts={"plan": now})
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is now."""

    moment: str | None
    act: str | None
    on: date | None


def changed_plan() -> Flow[Plan]:
    """The plan anew."""
    moment, act, on = yield from ask(
        "plan", line("moment"), line("act"), day("plan_date", ahead=True)
    )
    return Plan(moment, act, on)


async def plan_changed(turn: MemberTurn, conversation: Conversation, end: Done[Plan]) -> Reply:
    """Keep it; with a day, it is asked about again."""
    turn.delete(conversation)
    told = await _own(turn, conversation.subject)
    if told is None:
        return _gone(turn)
    new = end.result
    debrief = replace(told.debrief, moment=new.moment, act=new.act, plan_date=new.on)
    turn.save(debrief)
    say = turn.say
    if new.on is None or not (new.moment or new.act):
        return Show(Card(say("followup-plan-kept"), (), (_book(say),)))
    at = when(FollowUpKind.PLAN, debrief, turn.member, turn.now)
    set_for(turn, debrief, FollowUpKind.PLAN, at)
    on = _local(say, at, turn.member)
    return Show(Card(say("followup-plan-again", on=on), (), (_book(say),)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a second look brought."""

    kind: WinKind | None
    text: str | None


def second_look() -> Flow[Seen]:
    """One more line."""
    kind, text = yield from ask("look", choice("kind", WinKind), paragraph("text"))
    return Seen(kind, text)


async def add(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    told = await _own(turn, token.subject)
    if told is None:
        return _gone(turn)
    return await turn.proceed(await turn.begin("second_look", subject=told.debrief.id))


async def added(turn: MemberTurn, conversation: Conversation, end: Done[Seen]) -> Reply:
    """The line goes into the book, under its debrief."""
    turn.delete(conversation)
    told = await _own(turn, conversation.subject)
    if told is None:
        return _gone(turn)
    if end.result.text:
        turn.save(
            Win(
                id=conversation.id,
                member=turn.member.id,
                kind=end.result.kind or WinKind.SELF,
                facet=Facet.FREE,
                text=end.result.text,
                at=turn.now,
                debrief=told.debrief.id,
                employer=told.debrief.employer,
            )
        )
    return Show(Card(turn.say("followup-added"), (), (_book(turn.say),)))


# What is set, all of it, and the way to stop it.


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """The way to what is set, while anything is."""
    if not await turn.find(FollowUp, member=turn.member.id):
        return ()
    return (Button(turn.say("followup-reminders-button"), press_token("followup.reminders")),)


async def reminders(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return Show(await reminders_card(turn))


async def reminders_card(turn: MemberTurn) -> Card:
    """Everything that would come by itself, each with a stop, the soonest first."""
    say, member = turn.say, turn.member
    coming: list[tuple[datetime, Entry]] = []
    for one in await turn.find(FollowUp, member=member.id):
        key = f"followup-{one.what}".replace("_", "-")
        stop_it = Button(say("followup-turn-off"), press_token("followup.cancel", one.id))
        note = _local(say, one.due_at, member)
        coming.append((one.due_at, Entry(say(key), note, (stop_it,))))
    for timer in await turn.find(Timer, member=member.id):
        waiting = await turn.get(Conversation, timer.subject)
        if waiting is None or waiting.state is not ConversationState.LATER:
            continue
        discard = Button(say("debrief-discard"), press_token("talk.discard", waiting.id))
        note = _local(say, timer.due_at, member)
        coming.append((timer.due_at, Entry(say("followup-waiting-debrief"), note, (discard,))))
    back = Button(say("members-back"), press_token("members.open"))
    entries = tuple(entry for _, entry in sorted(coming, key=lambda pair: pair[0]))
    if not entries:
        return Card(say("followup-reminders-none"), (), (back,))
    stop_all = Button(say("followup-stop-all"), press_token("followup.stop_all"))
    return Card(say("followup-reminders"), entries, (stop_all, back))


async def cancel_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await turn.get(FollowUp, token.subject)
    if found is not None and found.member == turn.member.id:
        await cancel(turn, found.id)
    return Show(await reminders_card(turn))


async def stop_all(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """No reminder of any kind; debriefs that wait stay as drafts."""
    for one in await turn.find(FollowUp, member=turn.member.id):
        await cancel(turn, one.id)
    for timer in await turn.find(Timer, member=turn.member.id):
        if timer.what in OTHERS:
            turn.delete(timer)
    return Show(Card(turn.say("followup-stopped-all")))


FEATURE = Feature(
    "followup",
    presses={
        "followup.choose": choose,
        "followup.on": turn_on,
        "followup.off": turn_off,
        "followup.done": done,
        "followup.again": again,
        "followup.stop": stop,
        "followup.plan": plan,
        "followup.replan": replan,
        "followup.add": add,
        "followup.reminders": reminders,
        "followup.cancel": cancel_pressed,
        "followup.stop_all": stop_all,
    },
    timers={DUE: due},
    talks=(
        Talk("plan_change", lambda _conversation: changed_plan(), plan_changed, skips=False),
        Talk("second_look", lambda _conversation: second_look(), added),
    ),
)
