"""The debrief: a private, guided talk after a no, around the four wins (PRODUCT.md, section 1).

`debrief` below is the conversation, from top to bottom. Its words are in
`locales/<lang>/debrief.ftl` under `debrief-<step>-<field>`. To change a question, change both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Block,
    Button,
    Card,
    Entry,
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
from bot.core.flow import (
    Asking,
    Done,
    Flow,
    Values,
    ask,
    choice,
    day,
    line,
    many,
    paragraph,
    reopen,
    replay,
)
from bot.core.manners import DRAFTS_LAST, drafts_last
from bot.core.model import (
    Address,
    Conversation,
    ConversationState,
    Debrief,
    Feeling,
    Stage,
    Where,
    Win,
)
from bot.core.recurrence import on_day, tomorrow, tonight
from bot.core.reports import Report, recognise
from bot.core.text import Speech, said
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.core.wins import Facet, NextStep, WinKind
from bot.features import care, referral, sharing

FLOW = "debrief"
LASTS = DRAFTS_LAST
OFFER_LASTS = timedelta(days=1)
LONGEST_NAME = 80
ASIDE = "aside"
"""Under this name a conversation keeps words that answer none of its questions."""
REMINDER_GRACE = timedelta(hours=24)


class Pace(StrEnum):
    """How much of a debrief it is to be."""

    NOW = "now"
    SHORT = "short"
    LATER = "later"
    LOG = "log"


class When(StrEnum):
    """When to bring a debrief back."""

    TONIGHT = "tonight"
    TOMORROW = "tomorrow"
    DAY = "day"


class More(StrEnum):
    """Whether there is somebody else to write down."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class About:
    """What is known before the first question: read off a report, or given with the command."""

    employer: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing won, as it was put."""

    kind: WinKind
    facet: Facet
    text: str
    next_steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A debrief that was told to its end."""

    pace: Pace
    stage: Stage | None = None
    employer: str | None = None
    role: str | None = None
    feeling: Feeling | None = None
    to_a_friend: str | None = None
    lines: tuple[Line, ...] = ()
    moment: str | None = None
    act: str | None = None
    plan_date: date | None = None
    next_no: str | None = None
    when: When | None = None
    remind_on: date | None = None


def debrief(about: About) -> Flow[Told]:
    """The conversation. Every question may be left empty; the order is that of the four wins."""
    pace, stage = yield from ask("start", choice("pace", Pace), choice("stage", Stage))
    pace = pace or Pace.NOW

    if pace is Pace.LATER:
        when = yield from ask("later", choice("when", When))
        on = (yield from ask("later_day", day("day", ahead=True))) if when is When.DAY else None
        return Told(pace, stage, about.employer, about.role, when=when, remind_on=on)

    if pace is Pace.SHORT:
        feeling = yield from ask("landed", choice("feeling", Feeling), exits=("more",))
        kind, text = yield from ask("one_win", choice("kind", WinKind), paragraph("text"))
        won = lines((kind or WinKind.PRACTICE, Facet.FREE, text))
        return Told(pace, stage, about.employer, about.role, feeling, lines=won)

    employer, role = yield from ask("job", line("employer"), line("role"))
    if pace is Pace.LOG:
        return Told(pace, stage, employer, role)

    feeling, to_a_friend = yield from ask(
        "landed", choice("feeling", Feeling), paragraph("to_a_friend"), exits=("more",)
    )

    if stage is Stage.NO_INTERVIEW:
        aim = yield from ask("aim", paragraph("change"))
        practice = lines((WinKind.PRACTICE, Facet.AIM, aim))
    else:
        went_well, differently, rehearse = yield from ask(
            "practice", paragraph("went_well"), paragraph("differently"), line("rehearse")
        )
        practice = lines(
            (WinKind.PRACTICE, Facet.WENT_WELL, went_well),
            (WinKind.PRACTICE, Facet.DIFFERENTLY, differently),
            (WinKind.PRACTICE, Facet.QUESTION, rehearse),
        )

    clue = yield from ask("industry", paragraph("clue"))
    pulled_in, drained = yield from ask("self", paragraph("pulled_in"), paragraph("drained"))
    want, dont_want = yield from ask("direction", line("want"), line("dont_want"))
    people = yield from met()
    moment, act, plan_date = yield from ask(
        "plan", line("moment"), line("act"), day("plan_date", ahead=True)
    )
    next_no = yield from ask("next_no", line("line"))

    won = practice + lines(
        (WinKind.INDUSTRY, Facet.CLUE, clue),
        (WinKind.SELF, Facet.PULLED_IN, pulled_in),
        (WinKind.SELF, Facet.DRAINED, drained),
        (WinKind.SELF, Facet.WANT, want),
        (WinKind.SELF, Facet.DONT_WANT, dont_want),
    )
    return Told(
        pace,
        stage,
        employer,
        role,
        feeling,
        to_a_friend,
        won + people,
        moment,
        act,
        plan_date,
        next_no,
    )


def met() -> Flow[tuple[Line, ...]]:
    """Who treated the writer well: up to three people, each with what to do about it."""
    people: tuple[Line, ...] = ()
    for step in ("network", "network_second", "network_third"):
        last = step == "network_third"
        who = line("who")
        next_steps = many("next_steps", NextStep)
        if last:
            name, steps = yield from ask(step, who, next_steps)
            more: More | None = None
        else:
            name, steps, more = yield from ask(step, who, next_steps, choice("more", More))
        if name:
            people += (Line(WinKind.NETWORK, Facet.PERSON, name, steps or ()),)
        if more is not More.YES:
            break
    return people


def lines(*told: tuple[WinKind, Facet, str | None]) -> tuple[Line, ...]:
    """Those that have words."""
    return tuple(Line(kind, facet, text) for kind, facet, text in told if text)


def about(conversation: Conversation) -> About:
    """What is known of the job, wherever in the conversation it stands."""
    known: dict[str, object] = {
        **conversation.drafts.get("job", {}),
        **{k: v for k, v in conversation.answers.get("job", {}).items() if v},
    }
    employer, role = known.get("employer"), known.get("role")
    return About(
        employer if isinstance(employer, str) else None, role if isinstance(role, str) else None
    )


def stands(conversation: Conversation) -> Asking | Done[Told]:
    """Where this debrief is."""
    return replay(debrief(about(conversation)), conversation.answers)


# Ways in.


async def start(turn: MemberTurn, text: str) -> Reply:
    """`/debrief`, `/rejected`: take up what was left, or begin."""
    told = _read_command(turn, text)
    halfway = await drafts(turn)
    if not halfway:
        return await turn.proceed(await turn.begin(FLOW, drafts=told))
    if told:
        # What was typed waits behind "Start a new one".
        waiting = await turn.begin(
            FLOW, drafts=told, state=ConversationState.OFFERED, lasts=OFFER_LASTS
        )
        return Show(resume_card(turn, halfway, waiting.id))
    return Show(resume_card(turn, halfway))


async def start_new(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """A new one, with what was typed behind the command if anything was."""
    waiting = await _mine(turn, token.subject) if token.subject else None
    if waiting is None:
        waiting = await turn.begin(FLOW)
    elif waiting.state is ConversationState.OFFERED:
        waiting = replace(
            waiting, state=ConversationState.OPEN, expires_at=turn.now + drafts_last(turn.group)
        )
    return await turn.proceed(waiting)


async def start_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The Debrief button under a weekly post or on the home card."""
    return await start(turn, "")


def _read_command(turn: MemberTurn, text: str) -> dict[str, Values]:
    """What was typed behind the command: a report, the employer's name, or words to be kept."""
    told = recognise(text, turn.say.language)
    if told is not None:
        return _prefilled(told)
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        return {ASIDE: {"words": text}}
    return _prefilled(Report(name or None, None, None))


def _prefilled(report: Report) -> dict[str, Values]:
    filled: dict[str, Values] = {}
    if report.stage:
        filled["start"] = {"stage": report.stage.value}
    if report.employer or report.role:
        filled["job"] = {"employer": report.employer, "role": report.role}
    return filled


async def hear(turn: MemberTurn, text: str) -> Reply | None:
    """A rejection told in plain words: offer a debrief, never start one."""
    report = recognise(text, turn.say.language)
    if report is None:
        return None
    offered = await turn.begin(
        FLOW, drafts=_prefilled(report), state=ConversationState.OFFERED, lasts=OFFER_LASTS
    )
    say = turn.say
    title = (
        say("debrief-offer-employer", employer=said(report.employer))
        if report.employer
        else say("debrief-offer")
    )
    return Show(
        Card(
            title,
            (Paragraph(say("debrief-offer-body")),),
            (
                Button(
                    say("debrief-offer-now"),
                    press_token("debrief.accept", offered.id, 0, "now"),
                    Look.PRIMARY,
                ),
                Button(
                    say("debrief-offer-short"),
                    press_token("debrief.accept", offered.id, 0, "short"),
                ),
                Button(
                    say("debrief-offer-later"),
                    press_token("debrief.accept", offered.id, 0, "later"),
                ),
                Button(say("debrief-offer-no"), press_token("debrief.decline", offered.id)),
            ),
            say("debrief-private-note"),
        )
    )


async def accept(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The offer was taken up: begin, with the pace that the button named."""
    conversation = await _mine(turn, token.subject)
    if conversation is None:
        return await gone(turn, token.subject)
    if conversation.state is not ConversationState.OFFERED:
        return await turn.proceed(conversation)
    start = {**conversation.drafts.get("start", {}), "pace": token.choice}
    opened = replace(
        conversation,
        state=ConversationState.OPEN,
        drafts={**conversation.drafts, "start": start},
        expires_at=turn.now + drafts_last(turn.group),
    )
    # With pace and stage both known there is nothing left to ask on the first screen.
    if start.get("stage") or token.choice == Pace.LATER:
        opened = replace(opened, answers={"start": {"stage": None, **start}})
    return await turn.proceed(opened)


async def decline(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    conversation = await _mine(turn, token.subject)
    if conversation is not None and conversation.state is ConversationState.OFFERED:
        turn.delete(conversation)
    return Show(Card(turn.say("debrief-declined")))


# Half-way.


async def drafts(turn: MemberTurn) -> list[Conversation]:
    """This member's debriefs that were begun and not kept, newest first.

    One that was only looked at is none: a form that was opened and closed again.
    """
    own = await turn.find(Conversation, member=turn.member.id)
    begun = [
        c
        for c in own
        if c.flow == FLOW
        and c.state is not ConversationState.OFFERED
        and (c.answers or c.drafts or c.state is ConversationState.LATER)
    ]
    return sorted(begun, key=lambda c: c.touched_at, reverse=True)


def resume_card(turn: MemberTurn, halfway: list[Conversation], new: str = "") -> Card:
    """What was left, each to be taken up again, and the way to a new one (`new` is its id where
    something was typed for it)."""
    say = turn.say
    entries = tuple(
        Entry(
            draft_name(say, c, turn.member.zone),
            buttons=(
                Button(say("debrief-resume"), press_token("talk.resume", c.id), Look.PRIMARY),
                Button(say("debrief-discard"), press_token("talk.discard", c.id)),
            ),
        )
        for c in halfway
    )
    return Card(
        say("debrief-halfway", count=len(halfway)),
        (Paragraph(say("debrief-halfway-body")), *entries),
        (Button(say("debrief-new"), press_token("debrief.new", new)),),
    )


def draft_name(say: Speech, conversation: Conversation, zone: str) -> str:
    """How a draft is named to its writer."""
    started = say.moment(conversation.started_at, zone)
    employer = about(conversation).employer
    if employer:
        return say("debrief-draft-employer", employer=said(employer), started=started)
    return say("debrief-draft", started=started)


async def _mine(turn: MemberTurn, id: str) -> Conversation | None:
    """The conversation, if it is there and this member's own debrief."""
    found = await turn.get(Conversation, id)
    if found is None or found.member != turn.member.id or found.flow != FLOW:
        return None
    return found


async def gone(turn: MemberTurn, id: str) -> Reply:
    """An old tap on a debrief that is no longer open: what became of it."""
    kept = await turn.get(Debrief, id)
    if kept is not None and kept.member == turn.member.id:
        return Show(await kept_card(turn, kept))
    say = turn.say
    return Show(
        Card(
            say("debrief-gone"),
            (Paragraph(say("debrief-gone-body")),),
            (Button(say("debrief-new"), press_token("debrief.new"), Look.PRIMARY),),
        )
    )


# The end: later, logged, or the recap.


async def done(turn: MemberTurn, conversation: Conversation, end: Done[Told]) -> Reply:
    """Every question has its answer: set the reminder, log it, or show the recap."""
    told = end.result
    if told.pace is Pace.LATER:
        return put_off(turn, conversation, told)
    if told.pace is Pace.LOG and not left_over(conversation, told):
        kept = keep(turn, conversation, told)
        return Show(_logged_card(turn, kept))
    return Show(recap_card(turn, conversation, told))


def put_off(turn: MemberTurn, conversation: Conversation, told: Told) -> Reply:
    """Bring it back at the time that was asked for; the first question will be asked again."""
    member = turn.member
    evening = tonight(turn.now, member.zone, member.wakes, member.sleeps)
    next_day = tomorrow(turn.now, member.zone, member.wakes)
    note = ""
    at: datetime = next_day
    if told.when is When.TONIGHT and evening is not None:
        at = evening
    elif told.when is When.TONIGHT:
        note = turn.say("debrief-later-too-late")
    elif told.when is When.DAY and told.remind_on is not None:
        at = max(on_day(told.remind_on, member.zone, member.wakes), turn.now)
    _bring_back(turn, conversation, at)
    say = turn.say
    return Show(
        Card(
            say("debrief-later-set", when=say.moment(at, member.zone)),
            (Paragraph(note),) if note else (),
            (
                Button(say("debrief-later-now"), press_token("talk.resume", conversation.id)),
                Button(say("debrief-discard"), press_token("talk.discard", conversation.id)),
            ),
        )
    )


def _bring_back(turn: MemberTurn, conversation: Conversation, at: datetime) -> None:
    answers, kept_back = reopen(conversation.answers, conversation.drafts, "start")
    answers = {n: v for n, v in answers.items() if n not in ("later", "later_day")}
    start = {k: v for k, v in kept_back.get("start", {}).items() if k != "pace"}
    turn.save(
        replace(
            conversation,
            state=ConversationState.LATER,
            answers=answers,
            drafts={**kept_back, "start": start},
            revision=conversation.revision + 1,
            expires_at=at + drafts_last(turn.group),
        )
    )
    turn.remind(
        f"{conversation.id}-later",
        "debrief.later",
        at,
        grace=REMINDER_GRACE,
        subject=conversation.id,
        member=conversation.member,
    )


async def bring_back(turn: Turn, due: TimerDue) -> None:
    """The time has come that the member asked for."""
    conversation = await turn.get(Conversation, due.timer.subject)
    if conversation is None or conversation.state is not ConversationState.LATER:
        return
    say = await turn.speech_of(conversation.member)
    turn.post(
        f"{conversation.id}-later-{conversation.revision}",
        Address(Where.MEMBER, conversation.member),
        Card(
            say("debrief-later-here"),
            (Paragraph(say("debrief-later-here-body")),),
            (
                Button(
                    say("debrief-later-start"),
                    press_token("talk.resume", conversation.id),
                    Look.PRIMARY,
                ),
                Button(
                    say("debrief-later-tomorrow"), press_token("debrief.tomorrow", conversation.id)
                ),
                Button(say("debrief-later-stop"), press_token("talk.discard", conversation.id)),
            ),
        ),
        good_for=REMINDER_GRACE,
        asked=True,
        subject=conversation.id,
    )


async def again_tomorrow(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    conversation = await _mine(turn, token.subject)
    if conversation is None:
        return await gone(turn, token.subject)
    if conversation.state is not ConversationState.LATER:
        # An old tap: it was taken up in the meantime.
        return await turn.proceed(conversation)
    return put_off(turn, conversation, Told(Pace.LATER, when=When.TOMORROW))


def recap_card(turn: MemberTurn, conversation: Conversation, told: Told) -> Card:
    """The card of this debrief, with the wins as the writer put them."""
    say = turn.say
    subject, revision = conversation.id, conversation.revision
    return Card(
        _heading(say, told.employer),
        (
            *_recap_body(say, told, left_over(conversation, told)),
            Paragraph(say("debrief-recap-ask")),
        ),
        (
            Button(
                say("debrief-keep"), press_token("debrief.keep", subject, revision), Look.PRIMARY
            ),
            Button(say("debrief-share"), press_token("debrief.share", subject, revision)),
            Button(say("debrief-edit"), press_token("talk.edit", subject, revision)),
            Button(
                say("debrief-delete"), press_token("debrief.delete", subject, revision), Look.DANGER
            ),
        ),
        say("debrief-recap-note", day=say.day(_local_day(turn, conversation))),
    )


def _local_day(turn: MemberTurn, conversation: Conversation) -> date:
    """The day on which it is kept by itself, on the member's wall."""
    return conversation.expires_at.astimezone(ZoneInfo(turn.member.zone)).date()


def _heading(say: Speech, employer: str | None) -> str:
    if employer:
        return say("debrief-recap-employer", employer=said(employer))
    return say("debrief-recap")


def _recap_body(say: Speech, told: Told, besides: tuple[Line, ...]) -> tuple[Block, ...]:
    body: list[Block] = []
    facts = [
        *([say(f"stage-{told.stage}".replace("_", "-"))] if told.stage else []),
        *([said(told.role)] if told.role else []),
        *(
            [say("debrief-recap-felt", feeling=say(f"feeling-{told.feeling}"))]
            if told.feeling
            else []
        ),
    ]
    if facts:
        body.append(Paragraph(" · ".join(facts)))
    if told.to_a_friend:
        body += [Heading(say("debrief-recap-friend")), Quote(said(told.to_a_friend))]
    for kind in WinKind:
        won = [one for one in told.lines if one.kind is kind]
        if won:
            body.append(Heading(say(f"win-{kind}")))
            body += [Entry(said(one.text), win_note(say, one.facet, one.next_steps)) for one in won]
    if told.moment or told.act:
        body.append(Heading(say("debrief-recap-plan")))
        body.append(Entry(_plan(say, told.moment, told.act), _plan_day(say, told.plan_date)))
    if told.next_no:
        body.append(Entry(said(told.next_no), say("debrief-recap-next-no")))
    if not (told.lines or told.to_a_friend or told.moment or told.act or told.next_no or besides):
        body.append(Paragraph(say("debrief-recap-nothing")))
    if besides:
        body.append(Heading(say("debrief-recap-besides")))
        body += [Entry(said(one.text), win_note(say, one.facet, ())) for one in besides]
    return tuple(body)


def win_note(say: Speech, facet: Facet, next_steps: tuple[NextStep, ...]) -> str:
    """What a line of the book is: `went well`, or a person with what to do."""
    note = say(f"facet-{facet}".replace("_", "-"))
    steps = ", ".join(say(f"next-step-{step}".replace("_", "-")) for step in next_steps)
    return f"{note}: {steps}" if steps else note


def _plan(say: Speech, moment: str | None, act: str | None) -> str:
    if moment and act:
        return say("debrief-recap-if-then", moment=said(moment), act=said(act))
    return said(moment or act or "")


def _plan_day(say: Speech, on: date | None) -> str:
    return say("debrief-recap-plan-day", day=say.day(on)) if on else ""


def keep(turn: Turn, conversation: Conversation, told: Told) -> Debrief:
    """Put the debrief and its wins into the wins book. Doing it twice is doing it once."""
    kept = Debrief(
        id=conversation.id,
        member=conversation.member,
        at=turn.now,
        group=conversation.group,
        stage=told.stage,
        employer=told.employer,
        role=told.role,
        feeling=told.feeling,
        to_a_friend=told.to_a_friend,
        moment=told.moment,
        act=told.act,
        plan_date=told.plan_date,
        next_no=told.next_no,
    )
    wins = [
        Win(
            id=f"{conversation.id}-{number:02}",
            member=conversation.member,
            kind=one.kind,
            facet=one.facet,
            text=one.text,
            at=turn.now,
            debrief=conversation.id,
            employer=told.employer,
            next_steps=one.next_steps,
        )
        for number, one in enumerate(told.lines + left_over(conversation, told))
    ]
    turn.save(kept, *wins)
    turn.delete(conversation)
    return kept


FACET_OF: dict[tuple[str, str], tuple[WinKind, Facet]] = {
    ("practice", "went_well"): (WinKind.PRACTICE, Facet.WENT_WELL),
    ("practice", "differently"): (WinKind.PRACTICE, Facet.DIFFERENTLY),
    ("practice", "rehearse"): (WinKind.PRACTICE, Facet.QUESTION),
    ("aim", "change"): (WinKind.PRACTICE, Facet.AIM),
    ("industry", "clue"): (WinKind.INDUSTRY, Facet.CLUE),
    ("self", "pulled_in"): (WinKind.SELF, Facet.PULLED_IN),
    ("self", "drained"): (WinKind.SELF, Facet.DRAINED),
    ("direction", "want"): (WinKind.SELF, Facet.WANT),
    ("direction", "dont_want"): (WinKind.SELF, Facet.DONT_WANT),
    ("network", "who"): (WinKind.NETWORK, Facet.PERSON),
    ("network_second", "who"): (WinKind.NETWORK, Facet.PERSON),
    ("network_third", "who"): (WinKind.NETWORK, Facet.PERSON),
}
"""Where words belong that were typed to a question and then left out."""

_CHOICES = frozenset(
    str(one) for kind in (Pace, Stage, Feeling, When, More, WinKind, NextStep) for one in kind
)


def left_over(conversation: Conversation, told: Told) -> tuple[Line, ...]:
    """Words that stand in the conversation and are no part of what was told: typed and skipped, of
    a question that is not asked any more, or typed behind the command. They are kept too."""
    kept = {one.text for one in told.lines}
    parts = (told.employer, told.role, told.to_a_friend, told.moment, told.act, told.next_no)
    kept.update(part for part in parts if part)
    besides: list[Line] = []
    for steps in (conversation.answers, conversation.drafts):
        for step, values in steps.items():
            for name, text in values.items():
                if not isinstance(text, str) or not text or text in _CHOICES or _is_day(text):
                    continue
                if any(text in whole for whole in kept):
                    continue
                kept.add(text)
                kind, facet = FACET_OF.get((step, name), (WinKind.SELF, Facet.FREE))
                besides.append(Line(kind, facet, text))
    return tuple(besides)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


async def keep_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    at_recap = await _at_recap(turn, token)
    if at_recap is None:
        return await _current(turn, token)
    return Show(await kept_card(turn, keep(turn, *at_recap)))


async def share_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Keep it, then choose which of its wins to share."""
    at_recap = await _at_recap(turn, token)
    if at_recap is not None:
        return await sharing.choose(turn, keep(turn, *at_recap).id)
    kept = await turn.get(Debrief, token.subject)
    if kept is not None and kept.member == turn.member.id:
        return await sharing.choose(turn, kept.id)
    return await _current(turn, token)


async def delete_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Ask once more; then it is gone."""
    at_recap = await _at_recap(turn, token)
    if at_recap is None:
        return await _current(turn, token)
    conversation, _ = at_recap
    say = turn.say
    if token.choice == "yes":
        turn.delete(conversation)
        return Show(Card(say("debrief-deleted")))
    sure = press_token("debrief.delete", conversation.id, conversation.revision, "yes")
    return Show(
        Card(
            say("debrief-delete-sure"),
            (Paragraph(say("debrief-delete-sure-body")),),
            (
                Button(say("debrief-delete-no"), press_token("talk.resume", conversation.id)),
                Button(say("debrief-delete-yes"), sure, Look.DANGER),
            ),
        )
    )


async def _at_recap(turn: MemberTurn, token: Token) -> tuple[Conversation, Told] | None:
    """The debrief and what was told, if the button is not older than the debrief."""
    conversation = await _mine(turn, token.subject)
    if conversation is None or conversation.revision != token.revision:
        return None
    where = stands(conversation)
    return None if isinstance(where, Asking) else (conversation, where.result)


async def _current(turn: MemberTurn, token: Token) -> Reply:
    """An old tap: where the debrief stands now, or what became of it."""
    conversation = await _mine(turn, token.subject)
    return await (turn.proceed(conversation) if conversation else gone(turn, token.subject))


async def kept_card(turn: MemberTurn, kept: Debrief) -> Card:
    """It is in the book; how do you feel now."""
    say = turn.say
    feelings = tuple(
        Button(say(f"feeling-{feeling}"), press_token("debrief.after", kept.id, 0, feeling.value))
        for feeling in Feeling
    )
    return Card(
        say("debrief-kept"),
        (Paragraph(say("debrief-kept-body")), Paragraph(say("debrief-after"))),
        (
            *feelings,
            Button(say("care-more"), press_token("care.more", kept.id)),
            Button(say("followup-offer"), press_token("followup.choose", kept.id)),
            Button(say("debrief-open-book"), press_token("wins.open")),
            Button(say("debrief-share"), press_token("debrief.share", kept.id)),
            *await referral.offers(turn, kept.id),
        ),
    )


def _logged_card(turn: MemberTurn, kept: Debrief) -> Card:
    say = turn.say
    return Card(
        say("debrief-logged"),
        (Paragraph(say("debrief-logged-body")),),
        (Button(say("debrief-open-book"), press_token("wins.debrief", kept.id)),),
    )


async def felt_after(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """One tap at the end; it is kept with the debrief and counted nowhere."""
    kept = await turn.get(Debrief, token.subject)
    if kept is None or kept.member != turn.member.id:
        return await gone(turn, token.subject)
    if token.choice in [feeling.value for feeling in Feeling]:
        turn.save(replace(kept, feeling_after=Feeling(token.choice)))
    say = turn.say
    return Show(
        Card(
            say("debrief-thanks"),
            (),
            (
                Button(say("followup-offer"), press_token("followup.choose", kept.id)),
                Button(say("debrief-open-book"), press_token("wins.open")),
                Button(say("debrief-share"), press_token("debrief.share", kept.id)),
                *await referral.offers(turn, kept.id),
            ),
        )
    )


async def expired(turn: Turn, conversation: Conversation, where: Asking | Done[Told]) -> None:
    """Seven days without a tap: a finished one is kept, so that no word is lost; a draft goes."""
    if isinstance(where, Done) and where.result.pace is not Pace.LATER:
        keep(turn, conversation, where.result)
    else:
        turn.delete(conversation)


FEATURE = Feature(
    "debrief",
    commands={"debrief": start, "rejected": start},
    presses={
        "debrief.start": start_pressed,
        "debrief.new": start_new,
        "debrief.accept": accept,
        "debrief.decline": decline,
        "debrief.tomorrow": again_tomorrow,
        "debrief.keep": keep_pressed,
        "debrief.share": share_pressed,
        "debrief.delete": delete_pressed,
        "debrief.after": felt_after,
    },
    timers={"debrief.later": bring_back},
    hears=hear,
    talks=(
        Talk(
            FLOW,
            lambda conversation: debrief(about(conversation)),
            done,
            expired,
            exits={"more": care.more},
            precious=True,
        ),
    ),
)
