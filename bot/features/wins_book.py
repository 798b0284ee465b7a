"""The wins book: everything a member kept, to find, edit, take along and delete (PRODUCT.md, 2).

It is private always: every card here is shown to its owner alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.cards import (
    Attachment,
    Bar,
    Block,
    Button,
    Card,
    Chart,
    Entry,
    Heading,
    Look,
    Paragraph,
    Picture,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press
from bot.core.flow import Done, Flow, Values, ask, choice, day, line, many, paragraph
from bot.core.model import (
    Conversation,
    Debrief,
    Delivery,
    DeliveryState,
    Feeling,
    Rehearsal,
    Share,
    Stage,
    Win,
)
from bot.core.text import Speech, plain, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk
from bot.core.wins import Facet, NextStep, WinKind
from bot.features import followup, sharing
from bot.features.debrief import win_note

PAGE = 6
EDIT = "win_edit"
EDIT_DEBRIEF = "debrief_edit"
SEARCH = "wins_search"
SEARCH_LASTS = timedelta(days=1)
MOST_MONTHS = 12
LEAST_MONTHS = 3


class Shelf(StrEnum):
    """The ways into the book besides the four kinds."""

    ALL = "all"
    DIRECTION = "direction"
    QUESTIONS = "questions"
    PEOPLE = "people"


_SHELVES: dict[str, Callable[[Win], bool]] = {
    Shelf.ALL: lambda _win: True,
    Shelf.QUESTIONS: lambda win: win.facet is Facet.QUESTION,
    Shelf.PEOPLE: lambda win: win.facet is Facet.PERSON,
    WinKind.PRACTICE: lambda win: win.kind is WinKind.PRACTICE,
    WinKind.INDUSTRY: lambda win: win.kind is WinKind.INDUSTRY,
    WinKind.SELF: lambda win: win.kind is WinKind.SELF,
    WinKind.NETWORK: lambda win: win.kind is WinKind.NETWORK,
}


async def own_wins(turn: MemberTurn) -> list[Win]:
    """This member's wins, newest first."""
    found = await turn.find(Win, member=turn.member.id)
    return sorted(found, key=lambda win: (win.at, win.id), reverse=True)


async def own_win(turn: MemberTurn, id: str) -> Win | None:
    win = await turn.get(Win, id)
    return win if win is not None and win.member == turn.member.id else None


def _gone(turn: MemberTurn) -> Reply:
    say = turn.say
    back = Button(say("wins-back"), press_token("wins.open"))
    return Show(Card(say("wins-gone"), (), (back,)))


# Looking.


async def opened(turn: MemberTurn, text: str) -> Reply:
    """`/wins`, and `/wins words to look for`."""
    words = " ".join(text.split())[:100]
    if words:
        found = await turn.begin(SEARCH, drafts={"search": {"words": words}})
        answer: Values = {"words": words, "kind": None, "employer": None}
        return await turn.proceed(replace(found, answers={"search": answer}))
    return Show(await front(turn))


async def open_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return Show(await front(turn))


async def front(turn: MemberTurn) -> Card:
    """The first page: how much of each there is, and where to go."""
    say = turn.say
    wins = await own_wins(turn)
    debriefs = await turn.find(Debrief, member=turn.member.id)
    if not wins and not debriefs:
        start = Button(say("home-debrief"), press_token("debrief.start"), Look.PRIMARY)
        return Card(say("wins-title"), (Paragraph(say("wins-empty")),), (start,))
    count = Counter(win.kind for win in wins)
    kinds = tuple(
        Button(
            say("wins-kind-count", kind=say(f"win-{kind}"), count=count[kind]),
            press_token("wins.page", kind, 1),
        )
        for kind in WinKind
        if count[kind]
    )
    drawn = any(any(bar.counts) for bar in chart(say, wins, turn.member.zone, turn.today).bars)
    picture_of_it = (Button(say("wins-picture"), press_token("wins.picture")),) if drawn else ()
    return Card(
        say("wins-title"),
        (Paragraph(say("wins-front", count=len(wins), debriefs=len(debriefs))),),
        (
            *kinds,
            Button(say("wins-direction"), press_token("wins.direction")),
            Button(say("wins-questions"), press_token("wins.page", Shelf.QUESTIONS, 1)),
            Button(say("wins-people"), press_token("wins.page", Shelf.PEOPLE, 1)),
            Button(say("wins-debriefs"), press_token("wins.debriefs", "", 1)),
            Button(say("wins-search"), press_token("wins.search")),
            *picture_of_it,
            Button(say("wins-export"), press_token("wins.export")),
        ),
        say("wins-private-note"),
    )


async def page(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """One page of a shelf, newest first; the number of the page is the token's revision."""
    say = turn.say
    shelf = token.subject if token.subject in _SHELVES else Shelf.ALL
    wins = [win for win in await own_wins(turn) if _SHELVES[shelf](win)]
    title = say(f"wins-shelf-{shelf}")
    if not wins:
        back = Button(say("wins-back"), press_token("wins.open"))
        return Show(Card(title, (Paragraph(say("wins-shelf-empty")),), (back,)))
    return Show(_paged(turn, title, wins, "wins.page", shelf, token.revision or 1))


def _paged(
    turn: MemberTurn, title: str, wins: list[Win], verb: str, subject: str, number: int
) -> Card:
    say = turn.say
    pages = -(-len(wins) // PAGE)
    number = min(max(number, 1), pages)
    shown = wins[(number - 1) * PAGE : number * PAGE]
    turn_page = [
        Button(say(key), press_token(verb, subject, to))
        for key, to in (("wins-newer", number - 1), ("wins-older", number + 1))
        if 1 <= to <= pages
    ]
    return Card(
        title,
        tuple(entry(turn, win) for win in shown),
        (*turn_page, Button(say("wins-back"), press_token("wins.open"))),
        say("wins-page", number=number, pages=pages) if pages > 1 else "",
    )


def entry(turn: MemberTurn, win: Win) -> Entry:
    """A win in a list; a long one is cut here and whole on its own card."""
    say = turn.say
    note = win_note(say, win.facet, win.next_steps)
    on = say.full_day(win.at.astimezone(ZoneInfo(turn.member.zone)).date())
    parts = [note, *([said(win.employer)] if win.employer else []), on]
    look = Button(say("wins-look"), press_token("wins.win", win.id))
    return Entry(said(shorten(win.text, 300)), " · ".join(parts), (look,))


async def one(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """One win whole, with what can be done about it."""
    win = await own_win(turn, token.subject)
    return Show(await win_card(turn, win)) if win else _gone(turn)


async def win_card(turn: MemberTurn, win: Win) -> Card:
    say = turn.say
    notes = entry(turn, win).note
    shared = [s for s in await turn.find(Share, win=win.id) if s.state != "taken_back"]
    share = (
        Button(say("share-take-back"), press_token("sharing.take_back", shared[0].id))
        if shared
        else Button(say("share-this"), press_token("sharing.win", win.id))
    )
    whole = (
        (Button(say("wins-its-debrief"), press_token("wins.debrief", win.debrief)),)
        if win.debrief
        else ()
    )
    return Card(
        say(f"win-{win.kind}"),
        (Quote(said(win.text)), Paragraph(notes)),
        (
            Button(say("wins-edit"), press_token("wins.edit", win.id)),
            share,
            *whole,
            Button(say("wins-delete"), press_token("wins.delete", win.id), Look.DANGER),
            Button(say("wins-back"), press_token("wins.open")),
        ),
    )


async def direction(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The page of what one wants and does not want."""
    say = turn.say
    wins = await own_wins(turn)
    body: list[Block] = []
    for facet in (Facet.WANT, Facet.DONT_WANT, Facet.PULLED_IN, Facet.DRAINED):
        found = [win for win in wins if win.facet is facet]
        if found:
            body.append(Heading(say(f"wins-list-{facet}".replace("_", "-"))))
            body += [entry(turn, win) for win in found]
    if not body:
        body.append(Paragraph(say("wins-shelf-empty")))
    back = Button(say("wins-back"), press_token("wins.open"))
    return Show(Card(say("wins-direction"), tuple(body), (back,)))


async def debriefs(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """All debriefs, newest first."""
    say = turn.say
    found = await turn.find(Debrief, member=turn.member.id)
    own = sorted(found, key=lambda d: (d.at, d.id), reverse=True)
    pages = max(1, -(-len(own) // PAGE))
    number = min(max(token.revision or 1, 1), pages)
    entries = tuple(
        Entry(
            debrief_name(turn, kept),
            buttons=(Button(say("wins-look"), press_token("wins.debrief", kept.id)),),
        )
        for kept in own[(number - 1) * PAGE : number * PAGE]
    )
    turn_page = [
        Button(say(key), press_token("wins.debriefs", "", to))
        for key, to in (("wins-newer", number - 1), ("wins-older", number + 1))
        if 1 <= to <= pages
    ]
    back = Button(say("wins-back"), press_token("wins.open"))
    body = entries or (Paragraph(say("wins-shelf-empty")),)
    note = say("wins-page", number=number, pages=pages) if pages > 1 else ""
    return Show(Card(say("wins-debriefs"), body, (*turn_page, back), note))


def debrief_name(turn: MemberTurn, kept: Debrief) -> str:
    say = turn.say
    on = say.full_day(kept.at.astimezone(ZoneInfo(turn.member.zone)).date())
    if kept.employer:
        return say("wins-debrief-employer", employer=said(kept.employer), on=on)
    return say("wins-debrief-on", on=on)


async def whole(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """One debrief with its wins."""
    kept = await turn.get(Debrief, token.subject)
    if kept is None or kept.member != turn.member.id:
        return _gone(turn)
    return Show(await debrief_card(turn, kept))


async def debrief_card(turn: MemberTurn, kept: Debrief) -> Card:
    say = turn.say
    wins = sorted(await turn.find(Win, debrief=kept.id), key=lambda win: win.id)
    body: list[Block] = [Paragraph(f"{label}: {text}") for label, text in _debrief_facts(say, kept)]
    body += [entry(turn, win) for win in wins]
    return Card(
        debrief_name(turn, kept),
        tuple(body),
        (
            Button(say("wins-edit"), press_token("wins.edit_debrief", kept.id)),
            Button(say("wins-delete"), press_token("wins.delete_debrief", kept.id), Look.DANGER),
            Button(say("wins-back"), press_token("wins.open")),
        ),
    )


def _debrief_facts(say: Speech, kept: Debrief) -> list[tuple[str, str]]:
    """What a debrief says besides its wins, label by label, in its member's words."""
    facts: list[tuple[str, str | None]] = [
        ("stage", say(f"stage-{kept.stage}".replace("_", "-")) if kept.stage else None),
        ("role", kept.role and said(kept.role)),
        ("feeling", say(f"feeling-{kept.feeling}") if kept.feeling else None),
        ("feeling-after", say(f"feeling-{kept.feeling_after}") if kept.feeling_after else None),
        ("friend", kept.to_a_friend and said(kept.to_a_friend)),
        ("moment", kept.moment and said(kept.moment)),
        ("act", kept.act and said(kept.act)),
        ("plan-date", say.full_day(kept.plan_date) if kept.plan_date else None),
        ("next-no", kept.next_no and said(kept.next_no)),
    ]
    return [(say(f"wins-fact-{name}"), text) for name, text in facts if text]


# Searching. The words looked for are kept for a day, so that they need not travel in a button.


@dataclass(frozen=True, slots=True)
class Looked:
    """What to look for."""

    words: str | None
    kind: WinKind | None
    employer: str | None


def search() -> Flow[Looked]:
    """Words, a kind, an employer: any of them."""
    words, kind, employer = yield from ask(
        "search", line("words"), choice("kind", WinKind), line("employer")
    )
    return Looked(words, kind, employer)


async def search_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await turn.proceed(await turn.begin(SEARCH))


def matches(win: Win, looked: Looked) -> bool:
    """Whether every word that was looked for is in the win or its employer, in any case."""
    if looked.kind is not None and win.kind is not looked.kind:
        return False
    employer = (win.employer or "").casefold()
    if looked.employer and looked.employer.casefold() not in employer:
        return False
    text = f"{win.text} {win.employer or ''}".casefold()
    return all(word in text for word in (looked.words or "").casefold().split())


async def searched(turn: MemberTurn, conversation: Conversation, end: Done[Looked]) -> Reply:
    turn.save(replace(conversation, expires_at=turn.now + SEARCH_LASTS))
    return Show(await _results(turn, conversation.id, end.result, 1))


async def found_page(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Another page of what was found."""
    conversation = await turn.get(Conversation, token.subject)
    if conversation is None or conversation.member != turn.member.id:
        return Show(await front(turn))
    values = conversation.answers.get("search", {})
    words, kind, employer = (values.get(name) for name in ("words", "kind", "employer"))
    looked = Looked(
        str(words) if words else None,
        WinKind(str(kind)) if kind else None,
        str(employer) if employer else None,
    )
    return Show(await _results(turn, conversation.id, looked, token.revision or 1))


async def _results(turn: MemberTurn, id: str, looked: Looked, number: int) -> Card:
    say = turn.say
    found = [win for win in await own_wins(turn) if matches(win, looked)]
    if not found:
        return Card(
            say("wins-found-nothing"),
            (Paragraph(say("wins-found-nothing-body")),),
            (
                Button(say("wins-search"), press_token("wins.search")),
                Button(say("wins-back"), press_token("wins.open")),
            ),
        )
    return _paged(turn, say("wins-found", count=len(found)), found, "wins.found", id, number)


# Editing and deleting.


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A win as its owner wants it now."""

    text: str | None
    employer: str | None
    next_steps: tuple[NextStep, ...] | None = None


def rewrite_win(facet: Facet | None) -> Flow[Rewritten]:
    """The words and the employer; for a person also what to do."""
    if facet is Facet.PERSON:
        text, employer, steps = yield from ask(
            "win", paragraph("text"), line("employer"), many("next_steps", NextStep)
        )
        return Rewritten(text, employer, steps or ())
    text, employer = yield from ask("win", paragraph("text"), line("employer"))
    return Rewritten(text, employer)


async def edit(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    win = await own_win(turn, token.subject)
    if win is None:
        return _gone(turn)
    now: Values = {
        "text": win.text,
        "employer": win.employer,
        "next_steps": tuple(win.next_steps),
    }
    flow = f"{EDIT}_person" if win.facet is Facet.PERSON else EDIT
    return await turn.proceed(await turn.begin(flow, subject=win.id, drafts={"win": now}))


async def rewritten(turn: MemberTurn, conversation: Conversation, end: Done[Rewritten]) -> Reply:
    """Keep the new words. Left empty, the old ones stay: deleting is a button of its own."""
    turn.delete(conversation)
    win = await own_win(turn, conversation.subject)
    if win is None:
        return _gone(turn)
    new = end.result
    win = replace(
        win,
        text=new.text or win.text,
        employer=new.employer,
        next_steps=win.next_steps if new.next_steps is None else new.next_steps,
    )
    turn.save(win)
    return Show(await win_card(turn, win))


async def delete(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Ask once more; then the win goes, and what was posted of it."""
    win = await own_win(turn, token.subject)
    if win is None:
        return _gone(turn)
    say = turn.say
    if token.choice != "yes":
        return Show(_sure(turn, "wins.delete", "wins.win", win.id))
    await _delete_wins(turn, [win])
    back = Button(say("wins-back"), press_token("wins.open"))
    return Show(Card(say("wins-deleted"), (), (back,)))


def _sure(turn: MemberTurn, verb: str, keep: str, id: str) -> Card:
    say = turn.say
    return Card(
        say("wins-delete-sure"),
        (Paragraph(say("wins-delete-sure-body")),),
        (
            Button(say("wins-delete-no"), press_token(keep, id)),
            Button(say("wins-delete-yes"), press_token(verb, id, 0, "yes"), Look.DANGER),
        ),
    )


async def _delete_wins(turn: MemberTurn, wins: Iterable[Win]) -> None:
    for win in wins:
        for shared in await turn.find(Share, win=win.id):
            await sharing.take_back(turn, shared)
        rehearsal = await turn.get(Rehearsal, win.id)
        if rehearsal is not None:
            turn.delete(rehearsal)
        turn.delete(win)


def retell() -> Flow[Debrief]:
    """The parts of a debrief that are no wins, as its owner wants them now."""
    stage, employer, role = yield from ask(
        "facts", choice("stage", Stage), line("employer"), line("role")
    )
    feeling, to_a_friend = yield from ask(
        "landed", choice("feeling", Feeling), paragraph("to_a_friend")
    )
    moment, act, plan_date = yield from ask("plan", line("moment"), line("act"), day("plan_date"))
    next_no = yield from ask("next_no", line("line"))
    return Debrief(
        id="",
        member="",
        at=datetime.min.replace(tzinfo=UTC),
        stage=stage,
        employer=employer,
        role=role,
        feeling=feeling,
        to_a_friend=to_a_friend,
        moment=moment,
        act=act,
        plan_date=plan_date,
        next_no=next_no,
    )


async def edit_debrief(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    kept = await turn.get(Debrief, token.subject)
    if kept is None or kept.member != turn.member.id:
        return _gone(turn)
    drafts: dict[str, Values] = {
        "facts": {"stage": kept.stage, "employer": kept.employer, "role": kept.role},
        "landed": {"feeling": kept.feeling, "to_a_friend": kept.to_a_friend},
        "plan": {
            "moment": kept.moment,
            "act": kept.act,
            "plan_date": kept.plan_date.isoformat() if kept.plan_date else None,
        },
        "next_no": {"line": kept.next_no},
    }
    return await turn.proceed(await turn.begin(EDIT_DEBRIEF, subject=kept.id, drafts=drafts))


async def retold(turn: MemberTurn, conversation: Conversation, end: Done[Debrief]) -> Reply:
    """Keep the debrief as it is told now; its wins follow it to another employer."""
    turn.delete(conversation)
    kept = await turn.get(Debrief, conversation.subject)
    if kept is None or kept.member != turn.member.id:
        return _gone(turn)
    now = replace(
        end.result,
        id=kept.id,
        member=kept.member,
        at=kept.at,
        group=kept.group,
        feeling_after=kept.feeling_after,
        plan_outcome=kept.plan_outcome,
    )
    turn.save(now)
    for win in await turn.find(Win, debrief=kept.id):
        if win.employer == kept.employer:
            turn.save(replace(win, employer=now.employer))
    return Show(await debrief_card(turn, now))


async def delete_debrief(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Ask once more; then the debrief goes with all its wins and what was posted of them."""
    kept = await turn.get(Debrief, token.subject)
    if kept is None or kept.member != turn.member.id:
        return _gone(turn)
    if token.choice != "yes":
        return Show(_sure(turn, "wins.delete_debrief", "wins.debrief", kept.id))
    await _delete_wins(turn, await turn.find(Win, debrief=kept.id))
    await followup.cancel_all(turn, kept.id)
    for waiting in await turn.find(Delivery, subject=kept.id):
        if waiting.state is DeliveryState.QUEUED:
            turn.retract(waiting)
    turn.delete(kept)
    say = turn.say
    back = Button(say("wins-back"), press_token("wins.open"))
    return Show(Card(say("wins-deleted"), (), (back,)))


# The picture.


async def picture(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """What was kept in the last months, drawn and told."""
    say = turn.say
    back = Button(say("wins-back"), press_token("wins.open"))
    drawn = chart(say, await own_wins(turn), turn.member.zone, turn.today)
    if not any(any(bar.counts) for bar in drawn.bars):
        body: Block = Paragraph(say("wins-picture-empty"))
    else:
        body = Picture(drawn, told(say, drawn))
    return Show(Card(say("wins-picture-title"), (body,), (back,), say("wins-private-note")))


def chart(say: Speech, wins: Iterable[Win], zone: str, today: date) -> Chart:
    """The wins of the last `MOST_MONTHS` months in this zone, from the first win among them on.

    It goes back `LEAST_MONTHS` at least, so that a first win does not stand as one lone column.
    """
    local = ZoneInfo(zone)
    counts = Counter((win.at.astimezone(local).date().replace(day=1), win.kind) for win in wins)
    months = [_months_before(today, back) for back in reversed(range(MOST_MONTHS))]
    kept = {month for month, _ in counts}
    while len(months) > LEAST_MONTHS and months[0] not in kept:
        del months[0]
    return Chart(
        say("wins-picture-title"),
        tuple(months),
        tuple(say.short_month(month) for month in months),
        tuple(
            Bar(kind, say(f"win-{kind}"), tuple(counts[month, kind] for month in months))
            for kind in WinKind
        ),
    )


def _months_before(day: date, back: int) -> date:
    """The first day of the month that many months back."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def told(say: Speech, drawn: Chart) -> str:
    """The chart in words: the months in which something was kept, oldest first."""
    first, last = drawn.months[0], drawn.months[-1]
    parts = [say("wins-picture-alt", first=say.month(first), last=say.month(last))]
    for at, month in enumerate(drawn.months):
        kinds = ", ".join(
            say(f"wins-picture-{bar.kind}", count=bar.counts[at])
            for bar in drawn.bars
            if bar.counts[at]
        )
        if kinds:
            parts.append(say("wins-picture-month", month=say.month_alone(month), kinds=kinds))
    return " ".join(parts)


# Taking it along.


async def export(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The whole book as Markdown to read and as JSON for other programs."""
    say = turn.say
    wins = await own_wins(turn)
    kept = await turn.find(Debrief, member=turn.member.id)
    kept = sorted(kept, key=lambda d: (d.at, d.id), reverse=True)
    return Show(
        Card(
            say("wins-export-title"),
            (
                Paragraph(say("wins-export-body")),
                Attachment("wins.md", as_markdown(turn, kept, wins)),
                Attachment("wins.json", as_json(kept, wins)),
            ),
            (Button(say("wins-back"), press_token("wins.open")),),
        )
    )


def as_markdown(turn: MemberTurn, kept: list[Debrief], wins: list[Win]) -> str:
    """The book as a text to read: debriefs newest first, each with its wins."""
    say = turn.say
    parts = [f"# {say('wins-title')}"]
    for debrief in kept:
        parts.append(f"## {_markdown(debrief_name(turn, debrief))}")
        facts = [f"- {label}: {_markdown(text)}" for label, text in _debrief_facts(say, debrief)]
        own = [win for win in wins if win.debrief == debrief.id]
        parts.append(
            "\n".join(facts + [_markdown_win(say, win, debrief.employer) for win in reversed(own)])
        )
    known = {debrief.id for debrief in kept}
    loose = [win for win in wins if win.debrief not in known]
    if loose:
        parts.append(f"## {say('wins-shelf-all')}")
        parts.append("\n".join(_markdown_win(say, win) for win in loose))
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown_win(say: Speech, win: Win, above: str | None = None) -> str:
    note = win_note(say, win.facet, win.next_steps)
    if win.employer and win.employer != above:
        note = f"{note}; {_markdown(win.employer)}"
    return f"- {say(f'win-{win.kind}')} ({note}): {_markdown(win.text)}"


def _markdown(text: str) -> str:
    """Typed words as Markdown that shows them as they were typed, on one list line."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|~!&])", r"\\\1", plain(text))
    # A line must not begin a list either: "- two", "1. three".
    escaped = re.sub(r"^(\s*)([-+])", r"\1\\\2", escaped, flags=re.MULTILINE)
    escaped = re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", escaped, flags=re.MULTILINE)
    return escaped.replace("\n", "  \n  ")


def as_json(kept: list[Debrief], wins: list[Win]) -> str:
    """The book for other programs: `{"debriefs": […], "wins": […]}`, times in UTC."""

    def value(thing: object) -> str:
        if isinstance(thing, datetime | date):
            return thing.isoformat()
        raise TypeError(f"no JSON for {type(thing).__name__}")

    book = {"debriefs": [asdict(d) for d in kept], "wins": [asdict(w) for w in wins]}
    return json.dumps(book, default=value, ensure_ascii=False, indent=2) + "\n"


FEATURE = Feature(
    "wins",
    commands={"wins": opened},
    presses={
        "wins.open": open_pressed,
        "wins.page": page,
        "wins.win": one,
        "wins.direction": direction,
        "wins.debriefs": debriefs,
        "wins.debrief": whole,
        "wins.search": search_pressed,
        "wins.found": found_page,
        "wins.edit": edit,
        "wins.delete": delete,
        "wins.edit_debrief": edit_debrief,
        "wins.delete_debrief": delete_debrief,
        "wins.picture": picture,
        "wins.export": export,
    },
    talks=(
        Talk(SEARCH, lambda _c: search(), searched),
        Talk(EDIT, lambda _c: rewrite_win(None), rewritten, skips=False),
        Talk(f"{EDIT}_person", lambda _c: rewrite_win(Facet.PERSON), rewritten, skips=False),
        Talk(EDIT_DEBRIEF, lambda _c: retell(), retold, skips=False),
    ),
)
