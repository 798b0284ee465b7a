"""Check-ins: one prompt, a private form, and in its thread what members chose to show.

An answer is private when it is given. Its writer sees exactly what the group would read and taps
to show it; until the next round it can be changed, shown late, or withdrawn (PRODUCT.md, section
4). Nothing anywhere lists who did not answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Block,
    Bullets,
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
from bot.core.flow import Done, Flow, Values, ask, choice, count, hour, line, many, scale
from bot.core.manners import after_rest, group_rests
from bot.core.matching import Found, Said, match
from bot.core.model import (
    Activity,
    Address,
    CheckinAnswer,
    CheckinChoice,
    CheckinPlan,
    Conversation,
    Delivery,
    DeliveryState,
    Group,
    LastPlan,
    Match,
    Member,
    Occurrence,
    Round,
    RoundState,
    Showing,
    Where,
)
from bot.core.recurrence import Planned, Weekday, late, next_weekly, occurrence_id, quiet_month
from bot.core.text import Speech, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.features import blocks
from bot.features.encouragement import at_least
from bot.features.rights import organised, refused

PLAN = "checkin"
OPEN, CLOSE = "checkin.begin", "checkin.close"
FLOW, CHANGE = "checkin", "checkin_change"
GRACE = timedelta(hours=6)
CLOSE_GRACE = timedelta(days=3)
"""A summary may come late: it is an edit, and answers are still taken."""
POST_GOOD_FOR = timedelta(hours=24)
BEFORE_NEXT = timedelta(hours=1)
SILENT_ROUNDS = 3
IN_SUMMARY = 8
OCCURRENCE_KEPT = timedelta(days=30)
POSTED = "posted"
DAYS = tuple(Weekday)


# The plan: rounds begin, close, and end when the next one begins.


def next_round(group: Group, plan: CheckinPlan, after: datetime) -> Planned:
    """When the next round after this moment is planned."""
    return next_weekly(after, plan.weekdays, plan.hour, group.zone)


def upcoming(group: Group, plan: CheckinPlan, after: datetime) -> Planned:
    """The next round that will come, as far as is known now: on no quiet day, and in no pause."""
    return after_rest(group, next_round(group, plan, after), lambda at: next_round(group, plan, at))


def schedule(turn: Turn, group: Group, plan: CheckinPlan, after: datetime) -> None:
    """Set the timer for the next round after this moment."""
    planned = next_round(group, plan, after)
    turn.remind(
        f"{PLAN}-{group.id}", OPEN, planned.at, grace=GRACE, subject=group.id, on=planned.on
    )


async def begin_round(turn: Turn, due: TimerDue) -> None:
    """The hour of a check-in: end the last round, post the prompt once, and set the next."""
    group = await turn.get(Group, due.timer.subject)
    plan = await turn.get(CheckinPlan, due.timer.subject)
    on = due.timer.on
    if group is None or plan is None or on is None:
        return
    # A group that is left in peace for a while keeps no energy longer for that.
    await forget_energy(turn, group)
    id = occurrence_id(PLAN, group.id, on)
    before = await turn.get(Occurrence, id)
    # Left out at one hour, it can still come at a later one that an organiser chose afterwards.
    if before is None or before.outcome != POSTED:
        outcome = await _why_not(turn, group, plan, due, on)
        if outcome is None:
            outcome = POSTED
            await _begin(turn, group, plan, on, id)
        if plan.skip is not None and plan.skip <= on:
            plan = replace(plan, skip=None)
            turn.save(plan)
        forget = turn.now + OCCURRENCE_KEPT
        turn.save(Occurrence(id, group.id, PLAN, on, outcome, forget))
    schedule(turn, group, plan, max(turn.now, due.timer.due_at))


async def _why_not(
    turn: Turn, group: Group, plan: CheckinPlan, due: TimerDue, on: date
) -> str | None:
    if not plan.on:
        return "off"
    if late(due.timer.due_at, turn.now, GRACE):
        return "late"
    if group_rests(group, on):
        return "quiet_days"
    if plan.skip == on:
        return "skipped"
    activity = await turn.get(Activity, group.id)
    return "quiet" if quiet_month(activity.last if activity else None, on) else None


async def _begin(turn: Turn, group: Group, plan: CheckinPlan, on: date, key: str) -> None:
    for before in await turn.find(Round, group=group.id):
        if before.state is not RoundState.ENDED:
            await _end(turn, group, before)
    following = next_round(group, plan, turn.now).at
    closes = min(turn.now + timedelta(hours=plan.open_hours), following - BEFORE_NEXT)
    speech = turn.speech(group.language)
    id = turn.new_id()
    sent = turn.post(
        key,
        Address(Where.CHANNEL, group.channel),
        prompt_card(speech, id),
        good_for=GRACE,
        asked=True,
        subject=id,
    )
    turn.save(Round(id, group.id, on, turn.now, closes, sent.id))
    turn.remind(f"{PLAN}-close-{id}", CLOSE, closes, grace=CLOSE_GRACE, subject=id)


async def _end(turn: Turn, group: Group, round: Round) -> None:
    """The next round begins: no more answers; the prompt keeps its summary without its button."""
    if round.state is RoundState.OPEN:
        round = await _closed(turn, group, round)
    ended = replace(round, state=RoundState.ENDED)
    turn.save(ended)
    await _show_summary(turn, group, ended)


def prompt_card(speech: Speech, round: str) -> Card:
    """What stands in the channel while a round is open."""
    return Card(
        speech("checkin-prompt"),
        (Paragraph(speech("checkin-prompt-body")),),
        (Button(speech("checkin-answer"), press_token("checkin.answer", round), Look.PRIMARY),),
        speech("checkin-prompt-note"),
    )


# Answering.


@dataclass(frozen=True, slots=True)
class Told:
    """One member's answers."""

    last_plan: LastPlan | None
    learn: str | None
    ask: str | None
    offer: str | None
    energy: int | None


def checkin() -> Flow[Told]:
    """Two screens, under two minutes."""
    last_plan, learn = yield from ask("week", choice("last_plan", LastPlan), line("learn"))
    want, offer, energy = yield from ask("peers", line("ask"), line("offer"), scale("energy"))
    return Told(last_plan, learn, want, offer, energy)


async def current(turn: Turn, group: Group) -> Round | None:
    """The round that still takes answers."""
    rounds = await turn.find(Round, group=group.id)
    taking = [r for r in rounds if r.state is not RoundState.ENDED]
    return max(taking, key=lambda r: r.opened_at, default=None)


async def command(turn: MemberTurn, _text: str) -> Reply:
    """`/checkin`: the round that takes answers, or when the next one comes."""
    say, group = turn.say, turn.group
    home = Button(say("home-title"), press_token("home.open"))
    if group is None:
        return Show(Card(say("checkin-no-group"), (), (home,)))
    round = await current(turn, group)
    if round is not None:
        return await _answer(turn, group, round)
    plan = await turn.get(CheckinPlan, group.id)
    if plan is None or not plan.on:
        return Show(Card(say("checkin-none-planned"), (), (home,)))
    when = say.moment(upcoming(group, plan, turn.now).at, turn.member.zone)
    return Show(Card(say("checkin-not-open", when=when), (), (home,)))


async def answer_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The button under a prompt; an old one leads to the round that is current."""
    round = await turn.get(Round, token.subject)
    group = await turn.get(Group, round.group) if round else None
    if round is None or group is None or round.state is RoundState.ENDED:
        return await command(turn, "")
    return await _answer(turn, group, round)


async def _answer(turn: MemberTurn, group: Group, round: Round) -> Reply:
    own = await _own(turn, round.id)
    if own is not None:
        return Show(await answer_card(turn, group, round, own))
    for begun in await turn.find(Conversation, member=turn.member.id):
        if begun.flow == FLOW and begun.subject == round.id:
            return await turn.proceed(begun)
    return await turn.proceed(await turn.begin(FLOW, subject=round.id))


async def _own(turn: MemberTurn, round: str) -> CheckinAnswer | None:
    found = await turn.find(CheckinAnswer, round=round, member=turn.member.id)
    return found[0] if found else None


async def done(turn: MemberTurn, conversation: Conversation, end: Done[Told]) -> Reply:
    """Keep the answer, privately; what the group may read is asked next."""
    turn.delete(conversation)
    round = await turn.get(Round, conversation.subject)
    group = await turn.get(Group, round.group) if round else None
    told = end.result
    if round is None or group is None or round.state is RoundState.ENDED:
        return Show(_too_late(turn, told))
    before = await _own(turn, round.id)
    answer = CheckinAnswer(
        id=before.id if before else turn.new_id(),
        member=turn.member.id,
        group=group.id,
        round=round.id,
        at=turn.now,
        last_plan=told.last_plan,
        learn=told.learn,
        ask=told.ask,
        offer=told.offer,
        energy=told.energy,
        shown=before.shown if before else None,
    )
    turn.save(answer)
    if turn.member.checkins is CheckinChoice.LEFT:
        turn.set_member(replace(turn.member, checkins=CheckinChoice.ON))
    return Show(await answer_card(turn, group, round, answer))


def _too_late(turn: MemberTurn, told: Told) -> Card:
    """The next round began meanwhile: give the words back."""
    words = [text for text in (told.learn, told.ask, told.offer) if text]
    body: tuple[Block, ...] = tuple(Quote(said(text)) for text in words)
    if words:
        body = (Paragraph(turn.say("checkin-your-words")), *body)
    again = Button(turn.say("checkin-answer"), press_token("checkin.open"))
    return Card(turn.say("checkin-ended"), body, (again,))


async def answer_card(turn: MemberTurn, group: Group, round: Round, answer: CheckinAnswer) -> Card:
    """One's own answer: what the group reads or would read, and what can be done about it."""
    say = turn.say
    would_read = post_card(turn.speech(group.language), turn.member.name, answer)

    def button(key: str, verb: str, look: Look = Look.PLAIN) -> Button:
        return Button(say(key), press_token(f"checkin.{verb}", answer.id), look)

    buttons = [button("checkin-change", "change"), button("checkin-withdraw", "withdraw")]
    body: list[Block] = []
    shown = answer.shown if await _stands(turn, answer) else None
    if shown is not None:
        buttons.insert(0, button("checkin-hide", "hide"))
    if would_read is None:
        body.append(Paragraph(say("checkin-nothing-to-show")))
    elif shown is None:
        body.append(Paragraph(say("checkin-would-read", channel=said(group.name))))
        buttons.insert(0, button("checkin-show", "show", Look.PRIMARY))
    elif (shown.learn, shown.ask, shown.offer) != (answer.learn, answer.ask, answer.offer):
        body.append(Paragraph(say("checkin-reads-older")))
        buttons.insert(0, button("checkin-show-new", "show", Look.PRIMARY))
    else:
        body.append(Paragraph(say("checkin-reads", channel=said(group.name))))
    if would_read is not None:
        body += [Heading(would_read.title), *would_read.body]
    buttons.append(Button(say("home-title"), press_token("home.open")))
    until = say("checkin-until-next" if round.state is RoundState.CLOSED else "checkin-open-note")
    return Card(say("checkin-saved"), tuple(body), tuple(buttons), until)


async def _stands(turn: Turn, answer: CheckinAnswer) -> bool:
    """Whether the answer is shown or on its way: not taken back, not refused by the platform."""
    if answer.shown is None:
        return False
    sent = await turn.get(Delivery, answer.shown.delivery)
    # One that this very turn posts can't be found yet.
    return sent is None or sent.state not in (DeliveryState.DROPPED, DeliveryState.DEAD)


def post_card(speech: Speech, name: str, answer: CheckinAnswer) -> Card | None:
    """What the group reads of an answer; None when there is nothing in it for others. How the last
    plan went and how much energy there was is nobody else's."""
    parts = [
        (key, text)
        for key, text in (
            ("checkin-shows-learn", answer.learn),
            ("checkin-shows-ask", answer.ask),
            ("checkin-shows-offer", answer.offer),
        )
        if text
    ]
    if not parts:
        return None
    return Card(
        speech("checkin-shows", name=said(name)),
        tuple(Paragraph(speech(key, text=said(text))) for key, text in parts),
    )


async def _mine(turn: MemberTurn, id: str) -> tuple[Group, Round, CheckinAnswer] | None:
    """The member's own answer, in a round that can still be changed."""
    answer = await turn.get(CheckinAnswer, id)
    if answer is None or answer.member != turn.member.id:
        return None
    round = await turn.get(Round, answer.round)
    group = await turn.get(Group, answer.group)
    if round is None or group is None or round.state is RoundState.ENDED:
        return None
    return group, round, answer


def _gone(turn: MemberTurn) -> Reply:
    again = Button(turn.say("checkin-answer"), press_token("checkin.open"))
    return Show(Card(turn.say("checkin-ended"), (), (again,)))


async def open_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await command(turn, "")


async def show(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The writer has seen what the group would read and taps: post it in the thread."""
    found = await _mine(turn, token.subject)
    if found is None:
        return _gone(turn)
    group, round, answer = found
    card = post_card(turn.speech(group.language), turn.member.name, answer)
    if card is None:
        return await hide(turn, token, _press)
    posted = await turn.get(Delivery, answer.shown.delivery) if answer.shown else None
    if posted is not None and await _stands(turn, answer):
        round = await _parted(turn, round, answer)
        turn.edit(posted, card)
    else:
        posted = turn.post(
            f"checkin-{turn.new_id()}",
            Address(Where.THREAD, round.delivery),
            card,
            good_for=POST_GOOD_FOR,
            asked=True,
            subject=round.id,
            about=(turn.member.id,),
        )
    showing = Showing(answer.learn, answer.ask, answer.offer, posted.id)
    answer = replace(answer, shown=showing)
    # The round too: see `_parted`.
    turn.save(answer, round)
    if round.state is RoundState.CLOSED:
        round = await _bring_together(turn, group, round)
        await _show_summary(turn, group, round)
    return Show(await answer_card(turn, group, round, answer))


async def hide(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Take it back from the thread; it stays with its writer."""
    found = await _mine(turn, token.subject)
    if found is None:
        return _gone(turn)
    group, round, answer = found
    hidden = await _hidden(turn, answer)
    turn.save(hidden)
    round = await _parted(turn, round, hidden)
    await _show_summary(turn, group, round)
    return Show(await answer_card(turn, group, round, hidden))


async def withdraw(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The whole answer goes, and what was posted of it."""
    found = await _mine(turn, token.subject)
    if found is None:
        return _gone(turn)
    group, round, answer = found
    await forget_answer(turn, group, round, answer)
    again = Button(turn.say("checkin-answer"), press_token("checkin.answer", round.id))
    return Show(Card(turn.say("checkin-withdrawn"), (), (again,)))


async def forget_answer(turn: Turn, group: Group, round: Round, answer: CheckinAnswer) -> None:
    """Delete an answer with everything that was posted of it."""
    hidden = await _hidden(turn, answer)
    turn.delete(hidden)
    round = await _parted(turn, round, hidden)
    await _show_summary(turn, group, round)


async def _hidden(turn: Turn, answer: CheckinAnswer) -> CheckinAnswer:
    posted = await turn.get(Delivery, answer.shown.delivery) if answer.shown else None
    if posted is not None:
        turn.retract(posted)
    return replace(answer, shown=None)


async def _parted(turn: Turn, round: Round, answer: CheckinAnswer) -> Round:
    """Take back what was brought together with this answer's words.

    Saves the round in any case: a summary or a match that is made of the same answers at this very
    moment is then a conflict, and is made anew without what was just taken back.
    """
    touched = [m for m in round.matches if answer.id in (m.ask, m.offer)]
    for one in touched:
        posted = await turn.get(Delivery, one.delivery)
        if posted is not None:
            turn.retract(posted)
    round = replace(round, matches=tuple(m for m in round.matches if m not in touched))
    turn.save(round)
    return round


async def change(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Answer anew, with what was answered filled in."""
    found = await _mine(turn, token.subject)
    if found is None:
        return _gone(turn)
    _, round, answer = found
    drafts: dict[str, Values] = {
        "week": {"last_plan": answer.last_plan, "learn": answer.learn},
        "peers": {"ask": answer.ask, "offer": answer.offer, "energy": answer.energy},
    }
    return await turn.proceed(await turn.begin(CHANGE, subject=round.id, drafts=drafts))


# Closing: the prompt becomes the summary, and asks are brought together with offers.


async def close(turn: Turn, due: TimerDue) -> None:
    """The closing time: sum up, bring together, and ask those who were silent for three rounds."""
    round = await turn.get(Round, due.timer.subject)
    group = await turn.get(Group, round.group) if round else None
    if round is None or group is None or round.state is not RoundState.OPEN:
        return
    round = await _closed(turn, group, round)
    await _show_summary(turn, group, round)
    await _ask_the_silent(turn, group, round)
    await forget_energy(turn, group)


async def _closed(turn: Turn, group: Group, round: Round) -> Round:
    answers = await turn.find(CheckinAnswer, round=round.id)
    # Kept as it may be told: a floor that is moved later must not tell it more exactly.
    people = at_least(len({one.member for one in answers}), group.floor)
    round = replace(round, state=RoundState.CLOSED, people=people)
    turn.save(round)
    return await _bring_together(turn, group, round)


async def _shown(turn: Turn, round: Round) -> list[tuple[CheckinAnswer, Showing]]:
    """What the group reads, the earliest first."""
    found = await turn.find(CheckinAnswer, round=round.id)
    return [
        (one, one.shown)
        for one in sorted(found, key=lambda a: (a.at, a.id))
        if one.shown is not None
    ]


async def _bring_together(turn: Turn, group: Group, round: Round) -> Round:
    """Post each new match of a shown ask with a shown offer in the thread, by name. Who left since
    is not matched."""
    shown = {
        answer.member: (answer, showing)
        for answer, showing in await _shown(turn, round)
        if await _still_here(turn, answer.member)
    }
    whose = {answer.id: who for who, (answer, _) in shown.items()}
    apart = {who: await blocks.kept_apart(turn, who) for who in shown}
    found = match(
        [Said(who, showing.ask) for who, (_, showing) in shown.items() if showing.ask],
        [Said(who, showing.offer) for who, (_, showing) in shown.items() if showing.offer],
        group.language,
        lambda one, other: other in apart[one],
        [
            Found(whose[m.ask], whose[m.offer])
            for m in round.matches
            if m.ask in whose and m.offer in whose
        ],
    )
    speech = turn.speech(group.language)
    matches = list(round.matches)
    for one in found:
        (asking, asks), (offering, offers) = shown[one.asks], shown[one.offers]
        names = [await _name(turn, who) for who in (one.asks, one.offers)]
        sent = turn.post(
            f"match-{turn.new_id()}",
            Address(Where.THREAD, round.delivery),
            Card(
                speech("checkin-match", asks=said(names[0]), offers=said(names[1])),
                (
                    Paragraph(speech("checkin-shows-ask", text=said(asks.ask or ""))),
                    Paragraph(speech("checkin-shows-offer", text=said(offers.offer or ""))),
                ),
            ),
            good_for=POST_GOOD_FOR,
            asked=True,
            subject=round.id,
            about=(one.asks, one.offers),
        )
        matches.append(Match(asking.id, offering.id, sent.id))
    if found:
        round = replace(round, matches=tuple(matches))
        turn.save(round)
    return round


async def _still_here(turn: Turn, member: str) -> bool:
    known = await turn.get(Member, member)
    return known is not None and known.group is not None


async def _name(turn: Turn, member: str) -> str:
    known = await turn.get(Member, member)
    return known.name if known is not None else member


async def _show_summary(turn: Turn, group: Group, round: Round) -> None:
    """Put the summary in the place of the prompt, once the round is closed."""
    prompt = await turn.get(Delivery, round.delivery)
    if round.state is RoundState.OPEN or prompt is None:
        return
    shown = [(await _name(turn, a.member), showing) for a, showing in await _shown(turn, round)]
    card = summary_card(turn.speech(group.language), group, round, shown)
    waiting = [
        one
        for one in await turn.find(Delivery, subject=round.id)
        if one.of == prompt.id and one.state is DeliveryState.QUEUED
    ]
    # An older summary that still waits to go out must not come after this one, nor keep its words.
    for one in waiting or [prompt]:
        turn.edit(one, card)


def summary_card(
    speech: Speech, group: Group, round: Round, shown: list[tuple[str, Showing]]
) -> Card:
    """The closed prompt: how many answered (from the floor on), what is asked and offered."""
    body: list[Block] = []
    counted = at_least(round.people, group.floor)
    if counted:
        body.append(Paragraph(speech("checkin-people", count=counted)))
    for key, texts in (
        ("checkin-asks", [(name, one.ask) for name, one in shown if one.ask]),
        ("checkin-offers", [(name, one.offer) for name, one in shown if one.offer]),
    ):
        if texts:
            lines = tuple(
                speech("checkin-line", name=said(name), text=said(shorten(text or "", 120)))
                for name, text in texts[:IN_SUMMARY]
            )
            body += [Heading(speech(key)), Bullets(lines)]
            if len(texts) > IN_SUMMARY:
                body.append(Paragraph(speech("checkin-more", count=len(texts) - IN_SUMMARY)))
    if not body:
        body.append(Paragraph(speech("checkin-closed-body")))
    late_button = Button(speech("checkin-answer-late"), press_token("checkin.answer", round.id))
    buttons = (late_button,) if round.state is RoundState.CLOSED else ()
    return Card(speech("checkin-closed", day=speech.day(round.on)), tuple(body), buttons)


# Three silences: one private question, and then never again until they have answered once more.


async def _ask_the_silent(turn: Turn, group: Group, round: Round) -> None:
    rounds = await turn.find(Round, group=group.id)
    latest = sorted(rounds, key=lambda r: r.opened_at)[-SILENT_ROUNDS:]
    if len(latest) < SILENT_ROUNDS:
        return
    ids = {one.id for one in latest}
    last: dict[str, datetime] = {}
    heard: set[str] = set()
    for answer in await turn.find(CheckinAnswer, group=group.id):
        last[answer.member] = max(answer.at, last.get(answer.member, answer.at))
        if answer.round in ids:
            heard.add(answer.member)
    zone = ZoneInfo(group.zone)
    for who in sorted(last.keys() - heard):
        member = await turn.get(Member, who)
        if member is None or member.group != group.id or member.checkins is CheckinChoice.LEFT:
            continue
        asked = member.checkins_asked
        if asked is not None and asked >= last[who].astimezone(zone).date():
            continue
        turn.save(replace(member, checkins_asked=round.on))
        speech = await turn.speech_of(who)
        turn.post(
            f"checkin-silent-{round.id}-{who}",
            Address(Where.MEMBER, who),
            Card(
                speech("checkin-silent", group=said(group.name)),
                (Paragraph(speech("checkin-silent-body")),),
                (
                    Button(speech("checkin-keep"), press_token("checkin.keep")),
                    Button(speech("members-pause"), press_token("members.pause")),
                    Button(speech("checkin-leave"), press_token("checkin.leave")),
                ),
            ),
            good_for=timedelta(days=5),
            asked=False,
        )


async def keep(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.set_member(replace(turn.member, checkins=CheckinChoice.ON))
    return Show(Card(turn.say("checkin-kept")))


async def leave(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.set_member(replace(turn.member, checkins=CheckinChoice.LEFT))
    return Show(Card(turn.say("checkin-left")))


# Keeping no longer than said, and counting.


async def forget_energy(turn: Turn, group: Group) -> None:
    """Energy is kept for a while only, then no longer."""
    oldest = turn.now - timedelta(days=group.keep_energy_days)
    for answer in await turn.find(CheckinAnswer, group=group.id):
        if answer.energy is not None and answer.at < oldest:
            turn.save(replace(answer, energy=None))


async def people_in_month(turn: Turn, group: Group, first: date) -> int:
    """How many people answered a check-in in the month that begins on this day."""
    zone = ZoneInfo(group.zone)
    answers = await turn.find(CheckinAnswer, group=group.id)
    locally = ((a.member, a.at.astimezone(zone).date()) for a in answers)
    return len({who for who, on in locally if (on.year, on.month) == (first.year, first.month)})


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """The check-in, while one takes answers."""
    group = turn.group
    if group is None or await current(turn, group) is None:
        return ()
    return (Button(turn.say("checkin-answer"), press_token("checkin.open")),)


# The organiser's part. Rights are checked again at every tap.


async def plan_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, CheckinPlan, token.subject)
    return refused(turn) if found is None else Show(plan_card(turn, *found))


def plan_card(turn: MemberTurn, group: Group, plan: CheckinPlan) -> Card:
    """When the next check-in comes, and what can be done about it."""
    say = turn.say
    planned = upcoming(group, plan, turn.now)
    status = say("checkin-next", when=say.moment(planned.at, group.zone), zone=group.zone)
    if not plan.on:
        status = say("checkin-off")
    elif plan.skip == planned.on:
        status = say("checkin-skips", day=say.day(planned.on))

    def button(key: str, verb: str) -> Button:
        return Button(say(key), press_token(f"checkin.{verb}", group.id))

    return Card(
        say("checkin-plan", channel=said(group.name)),
        (Paragraph(status), Paragraph(say("checkin-open-for", hours=plan.open_hours))),
        (
            button("checkin-preview", "preview"),
            button("checkin-unskip", "unskip")
            if plan.skip == planned.on
            else button("checkin-skip", "skip"),
            button("checkin-time", "time"),
            button("checkin-turn-off", "off") if plan.on else button("checkin-turn-on", "on"),
            Button(say("groups-back"), press_token("groups.settings", group.id)),
        ),
    )


async def preview(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The prompt as it will be posted, shown to the organiser only."""
    found = await organised(turn, CheckinPlan, token.subject)
    if found is None:
        return refused(turn)
    group, _ = found
    card = prompt_card(turn.speech(group.language), "")
    back = Button(turn.say("groups-checkins"), press_token("checkin.plan", group.id))
    return Show(Card(card.title, card.body, (back,), card.note))


async def _changed(turn: MemberTurn, id: str, **changes: object) -> Reply:
    found = await organised(turn, CheckinPlan, id)
    if found is None:
        return refused(turn)
    group, plan = found
    plan = replace(plan, **changes)  # type: ignore[arg-type]  # the callers below name its fields
    turn.save(plan)
    schedule(turn, group, plan, turn.now)
    return Show(plan_card(turn, group, plan))


async def skip(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, CheckinPlan, token.subject)
    if found is None:
        return refused(turn)
    return await _changed(turn, token.subject, skip=upcoming(*found, turn.now).on)


async def unskip(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, skip=None)


async def turn_on(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, on=True)


async def turn_off(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await _changed(turn, token.subject, on=False)


@dataclass(frozen=True, slots=True)
class Times:
    """When check-ins come; None keeps what was there."""

    weekdays: tuple[Weekday, ...] | None
    hour: time | None
    open_hours: int | None


def times() -> Flow[Times]:
    """Days, hour, and how long a round is open."""
    weekdays, at, hours = yield from ask(
        "timing", many("weekdays", Weekday), hour("hour"), count("open_hours", 4, 120)
    )
    return Times(weekdays, at, hours)


async def time_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await organised(turn, CheckinPlan, token.subject)
    if found is None:
        return refused(turn)
    group, plan = found
    now: Values = {
        "weekdays": tuple(DAYS[one].value for one in plan.weekdays),
        "hour": f"{plan.hour:%H:%M}",
        "open_hours": plan.open_hours,
    }
    return await turn.proceed(
        await turn.begin("checkin_time", subject=group.id, drafts={"timing": now})
    )


async def timed(turn: MemberTurn, conversation: Conversation, end: Done[Times]) -> Reply:
    turn.delete(conversation)
    found = await organised(turn, CheckinPlan, conversation.subject)
    if found is None:
        return refused(turn)
    _, plan = found
    told = end.result
    return await _changed(
        turn,
        conversation.subject,
        weekdays=tuple(DAYS.index(one) for one in told.weekdays or ()) or plan.weekdays,
        hour=told.hour or plan.hour,
        open_hours=told.open_hours or plan.open_hours,
        skip=None,
    )


FEATURE = Feature(
    "checkin",
    commands={"checkin": command},
    presses={
        "checkin.open": open_pressed,
        "checkin.answer": answer_pressed,
        "checkin.show": show,
        "checkin.hide": hide,
        "checkin.withdraw": withdraw,
        "checkin.change": change,
        "checkin.keep": keep,
        "checkin.leave": leave,
        "checkin.plan": plan_pressed,
        "checkin.preview": preview,
        "checkin.skip": skip,
        "checkin.unskip": unskip,
        "checkin.on": turn_on,
        "checkin.off": turn_off,
        "checkin.time": time_pressed,
    },
    timers={OPEN: begin_round, CLOSE: close},
    talks=(
        Talk(FLOW, lambda _conversation: checkin(), done),
        Talk(CHANGE, lambda _conversation: checkin(), done, skips=False),
        Talk("checkin_time", lambda _conversation: times(), timed, skips=False),
    ),
)
