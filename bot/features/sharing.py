"""Sharing one win with the group: only by choice, exactly as seen, and it can be taken back.

A win goes either into the channel by itself, or into the weekly post whose turn it suits. The
writer chooses name or no name, and whether the employer is named; the preview is the very card that
will be posted (PRODUCT.md, rule 1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.core.cards import (
    Button,
    Card,
    Entry,
    Look,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press
from bot.core.flow import Done, Flow, Values, ask, choice, paragraph, replay
from bot.core.model import (
    Address,
    Conversation,
    Delivery,
    Group,
    Share,
    ShareState,
    ShareWay,
    Where,
    Win,
)
from bot.core.text import Speech, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.features import encouragement

FLOW = "share"
POST_GOOD_FOR = timedelta(hours=24)
LONGEST_NOW = 1000
SHOWN = 10
SEEN = "seen"
"""Under this name a conversation keeps what its preview showed."""

_LEGAL_FORM = re.compile(
    "ag|bv|co|company|corp|corporation|gmbh|inc|incorporated|kg|limited|llc|llp|ltd|nv|oy|plc|pty"
    "|sa|sarl|se|spa|srl",
    re.IGNORECASE,
)


class Named(StrEnum):
    """Whether the writer's name stands with the win."""

    UNNAMED = "unnamed"
    NAMED = "named"


class Employer(StrEnum):
    """Whether the employer's name may stand in it."""

    MASKED = "masked"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Agreed:
    """How the writer wants it shared."""

    way: ShareWay
    named: Named
    employer: Employer
    words: str | None


def share() -> Flow[Agreed]:
    """Where and how, then the words."""
    way, named, employer = yield from ask(
        "how", choice("way", ShareWay), choice("named", Named), choice("employer", Employer)
    )
    way = way or ShareWay.NOW
    longest = encouragement.LONGEST_EXAMPLE if way is ShareWay.WEEKLY else LONGEST_NOW
    words = yield from ask("words", paragraph("words", longest))
    return Agreed(way, named or Named.UNNAMED, employer or Employer.MASKED, words)


def mask(text: str, employer: str | None, instead: str) -> str:
    """The text with every mention of the employer replaced, in any case and however its words are
    joined, and also without the legal form behind it ("Acme" for "Acme Ltd.")."""
    words = re.findall(r"[^\W_]+", employer or "")
    if not words:
        return text
    short = list(words)
    while len(short) > 1 and _LEGAL_FORM.fullmatch(short[-1]):
        short.pop()
    names = "|".join(r"[\W_]*".join(re.escape(w) for w in name) for name in (words, short))
    return re.sub(
        rf"(?<![^\W_])(?:{names})(?![^\W_])", lambda _: instead, text, flags=re.IGNORECASE
    )


async def choose(turn: MemberTurn, debrief: str | None) -> Reply:
    """The wins (of one debrief, or the latest) with a button each."""
    say = turn.say
    if turn.group is None:
        return Show(Card(say("share-no-group"), (Paragraph(say("share-no-group-body")),)))
    own = await turn.find(Win, member=turn.member.id)
    wins = sorted(
        (w for w in own if debrief is None or w.debrief == debrief),
        key=lambda w: (w.at, w.id),
        reverse=debrief is None,
    )[:SHOWN]
    if not wins:
        start = Button(say("home-debrief"), press_token("debrief.start"))
        return Show(Card(say("share-nothing"), (Paragraph(say("share-nothing-body")),), (start,)))
    return Show(
        Card(
            say("share-choose"),
            (
                Paragraph(say("share-choose-body")),
                *(
                    Entry(
                        said(shorten(win.text, 200)),
                        say(f"win-{win.kind}"),
                        (Button(say("share-this"), press_token("sharing.win", win.id)),),
                    )
                    for win in wins
                ),
            ),
            (Button(say("share-leave"), press_token("wins.open")),),
        )
    )


async def choose_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    return await choose(turn, token.subject or None)


async def begin(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Share this win: unless it is shared already."""
    win = await _own_win(turn, token.subject)
    if win is None:
        return Show(Card(turn.say("share-gone")))
    if turn.group is None:
        return await choose(turn, None)
    before = await _shared_before(turn, win)
    if before is not None:
        return Show(_shared_card(turn, before))
    # A longer text would not fit the weekly post's field; empty means the win as it stands.
    fits = len(win.text) <= encouragement.LONGEST_EXAMPLE
    drafts = {"words": {"words": win.text}} if fits else {}
    return await turn.proceed(await turn.begin(FLOW, subject=win.id, drafts=drafts))


async def _shared_before(turn: MemberTurn, win: Win) -> Share | None:
    found = await turn.find(Share, win=win.id)
    return next((s for s in found if s.state is not ShareState.TAKEN_BACK), None)


async def _own_win(turn: MemberTurn, id: str) -> Win | None:
    win = await turn.get(Win, id)
    return win if win is not None and win.member == turn.member.id else None


async def done(turn: MemberTurn, conversation: Conversation, end: Done[Agreed]) -> Reply:
    """Show exactly what will be posted, and ask."""
    win = await _own_win(turn, conversation.subject)
    if win is None or turn.group is None:
        turn.delete(conversation)
        return Show(Card(turn.say("share-gone")))
    agreed = _agreed(turn, conversation, win, end.result)
    turn.save(replace(conversation, drafts={**conversation.drafts, SEEN: _seen(agreed)}))
    say, speech = turn.say, turn.speech(turn.group.language)
    where = say(f"share-preview-{agreed.way}", channel=said(turn.group.name))
    post = press_token("sharing.post", conversation.id, conversation.revision)
    return Show(
        Card(
            say("share-preview"),
            (Paragraph(where), *_post_body(speech, agreed)),
            (
                Button(say("share-post"), post, Look.PRIMARY),
                Button(say("share-change"), press_token("talk.edit", conversation.id)),
                Button(say("share-not-now"), press_token("talk.discard", conversation.id)),
            ),
            say("share-preview-note"),
        )
    )


def _agreed(turn: MemberTurn, conversation: Conversation, win: Win, agreed: Agreed) -> Share:
    group = turn.group
    assert group is not None, "asked before"  # noqa: S101  # narrows the type; callers checked
    speech = turn.speech(group.language)
    text = agreed.words or win.text
    if agreed.employer is Employer.MASKED:
        text = mask(text, win.employer, speech("share-masked"))
    if agreed.way is ShareWay.WEEKLY:
        text = encouragement.example(text)
    return Share(
        id=conversation.id,
        member=turn.member.id,
        group=group.id,
        win=win.id,
        kind=win.kind,
        text=text,
        way=agreed.way,
        at=turn.now,
        name=encouragement.signature(turn.member.name) if agreed.named is Named.NAMED else None,
    )


def _seen(share: Share) -> Values:
    """What a preview shows, to be compared when its writer taps: in between, the win, its employer
    or the group may have changed."""
    return {"group": share.group, "way": share.way, "name": share.name, "text": share.text}


def _post_body(speech: Speech, share: Share) -> tuple[Paragraph | Quote, ...]:
    return (Paragraph(encouragement.whose(speech, share)), Quote(said(share.text)))


def post_card(speech: Speech, share: Share) -> Card:
    """A win by itself in the channel."""
    return Card(speech(f"share-posted-{share.kind}"), _post_body(speech, share))


async def post(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The writer has seen the preview and taps: post it, or lay it by for the weekly post."""
    conversation = await turn.get(Conversation, token.subject)
    if conversation is None or conversation.member != turn.member.id:
        before = await turn.get(Share, token.subject)
        if before is not None and before.member == turn.member.id:
            return Show(_shared_card(turn, before))
        return Show(Card(turn.say("share-gone")))
    where = replay(share(), conversation.answers)
    win = await _own_win(turn, conversation.subject)
    if (
        not isinstance(where, Done)
        or win is None
        or turn.group is None
        or token.revision != conversation.revision
    ):
        return await turn.proceed(conversation)
    before = await _shared_before(turn, win)
    if before is not None:
        turn.delete(conversation)
        return Show(_shared_card(turn, before))
    agreed = _agreed(turn, conversation, win, where.result)
    if conversation.drafts.get(SEEN) != _seen(agreed):
        return await turn.proceed(conversation)
    turn.delete(conversation)
    if agreed.way is ShareWay.NOW:
        speech = turn.speech(turn.group.language)
        sent = turn.post(
            f"share-{agreed.id}",
            Address(Where.CHANNEL, turn.group.channel),
            post_card(speech, agreed),
            good_for=POST_GOOD_FOR,
            asked=True,
            subject=agreed.id,
            about=(turn.member.id,),
        )
        agreed = replace(agreed, state=ShareState.POSTED, delivery=sent.id)
    turn.save(agreed)
    return Show(_shared_card(turn, agreed))


def _shared_card(turn: MemberTurn, shared: Share) -> Card:
    say = turn.say
    if shared.state is ShareState.TAKEN_BACK:
        return Card(say("share-taken-back"))
    title = say("share-is-posted") if shared.state is ShareState.POSTED else say("share-waits")
    return Card(
        title,
        (Quote(said(shared.text)),),
        (
            Button(say("share-take-back"), press_token("sharing.take_back", shared.id)),
            Button(say("debrief-open-book"), press_token("wins.open")),
        ),
        say("share-any-time"),
    )


async def take_back_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    shared = await turn.get(Share, token.subject)
    if shared is None or shared.member != turn.member.id:
        return Show(Card(turn.say("share-gone")))
    await take_back(turn, shared)
    return Show(Card(turn.say("share-taken-back"), (Paragraph(turn.say("share-taken-back-body")),)))


async def take_back(turn: Turn, shared: Share) -> None:
    """Remove what was posted: the post itself, or the example inside a weekly post."""
    if shared.state is ShareState.TAKEN_BACK:
        return
    turn.save(replace(shared, state=ShareState.TAKEN_BACK, text="", name=None))
    if shared.delivery is None:
        return
    sent = await turn.get(Delivery, shared.delivery)
    group = await turn.get(Group, shared.group)
    if sent is None:
        return
    if shared.way is ShareWay.NOW or group is None:
        turn.retract(sent)
    else:
        await encouragement.without_example(turn, group, shared, sent)


FEATURE = Feature(
    "sharing",
    presses={
        "sharing.choose": choose_pressed,
        "sharing.win": begin,
        "sharing.post": post,
        "sharing.take_back": take_back_pressed,
    },
    talks=(Talk(FLOW, lambda _conversation: share(), done),),
)
