"""Peer referral threads: a role, a lead or a contact goes to somebody in the group.

The card in the channel names nobody (PRODUCT.md, section 5). Which moves there are, and what a peer
is shown at each, is in `core/handing_on.py`; here are the talks, cards and timers around them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core import handing_on
from bot.core.cards import (
    Answer,
    Ask,
    Block,
    Button,
    Card,
    Correct,
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
from bot.core.contacts import contact_in
from bot.core.events import Press, TimerDue
from bot.core.flow import (
    Done,
    Field,
    Flow,
    Unfit,
    Values,
    ask,
    choice,
    count,
    line,
    many,
    paragraph,
    reopen,
    replay,
)
from bot.core.handing_on import End, Move, Seen
from bot.core.manners import group_rests
from bot.core.model import (
    Act,
    Address,
    Conversation,
    Debrief,
    Delivery,
    DeliveryState,
    Group,
    Hand,
    HandState,
    Member,
    Outcome,
    Referral,
    ReferralKind,
    ReferralState,
    Rest,
    Timer,
    Where,
    Win,
)
from bot.core.recurrence import on_day, to_utc
from bot.core.text import Speech, said, shorten
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.core.wins import NextStep
from bot.features import blocks

DRAFT = "referral"
HAND = "referral_hand"
CONTACT = "referral_contact"
INTRODUCTION = "referral_introduction"

SEEN = "seen"
"""Under this name a draft keeps for which group its preview was shown."""

LONGEST_TITLE = 120
LONGEST_ABOUT = 600
POST_GOOD_FOR = timedelta(hours=24)
NEWS_GOOD_FOR = timedelta(days=14)
REMINDER_BEFORE = timedelta(days=3)
OUTCOME_AFTER = timedelta(days=14)
LINGERS = timedelta(days=30)
"""How long an introduction is remembered, without a word, after its words were deleted."""
GRACE = timedelta(days=60)
MORNING = time(9)


# The draft.


class Confirmed(StrEnum):
    """What the giver confirms before anything is posted."""

    OVER = "over"
    MAY_SHARE = "may_share"
    NOTHING_CONFIDENTIAL = "nothing_confidential"


@dataclass(frozen=True, slots=True)
class Draft:
    """A card as far as it is written."""

    kind: ReferralKind | None
    title: str | None
    about: str | None
    confirmed: tuple[Confirmed, ...]
    cap: int


def refer() -> Flow[Draft]:
    """What is passed on, in public words; then what must be so; then for how many."""
    kind, title, about = yield from ask(
        "card",
        choice("kind", ReferralKind),
        without_contacts(line("title", LONGEST_TITLE)),
        without_contacts(paragraph("about", LONGEST_ABOUT)),
    )
    confirmed, cap = yield from ask("checks", many("confirmed", Confirmed), count("cap", 1, 9))
    return Draft(kind, title, about, confirmed or (), cap or 2)


def without_contacts(field: Field[str]) -> Field[str]:
    """This field, refusing whatever would let the group reach somebody."""

    def read(value: Answer) -> str:
        text = field.read(value)
        if contact_in(text) is not None:
            raise Unfit("form-error-contact")
        return text

    def take(typed: Answer, today: date, language: str) -> Answer:
        return read(field.take(typed, today, language))

    return replace(field, read=read, take=take)


async def start(turn: MemberTurn, text: str) -> Reply:
    """`/refer`: what there is, or a new draft (with the words behind the command in it)."""
    known = " ".join(text.split())
    if known:
        key = "title" if len(known) <= LONGEST_TITLE else "about"
        return await begin(turn, {"card": {key: known}})
    if turn.group is None or await _has_something(turn):
        return await mine(turn)
    return await begin(turn, {})


async def begin(turn: MemberTurn, drafts: dict[str, Values], win: str = "") -> Reply:
    """A new draft, with what is known filled in."""
    if turn.group is None:
        return await mine(turn)
    known: dict[str, Values] = {**drafts, "checks": {"cap": 2}}
    return await turn.proceed(await turn.begin(DRAFT, subject=win, drafts=known))


async def begin_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await begin(turn, {})


async def offers(turn: MemberTurn, debrief: str) -> tuple[Button, ...]:
    """For a kept debrief: the way to a draft, if its writer meant to pass something on."""
    if turn.group is None:
        return ()
    wins = await turn.find(Win, debrief=debrief)
    meant = [w for w in wins if w.member == turn.member.id and NextStep.PASS_ON in w.next_steps]
    return tuple(
        Button(turn.say("referral-offer"), press_token("referral.from_win", win.id))
        for win in meant[:1]
    )


async def from_win(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """A draft for what a line of the wins book is about. The employer is left for the writer."""
    win = await turn.get(Win, token.subject)
    if win is None or win.member != turn.member.id:
        return await begin(turn, {})
    kept = await turn.get(Debrief, win.debrief) if win.debrief else None
    card: dict[str, Answer] = {"kind": ReferralKind.ROLE.value}
    if kept is not None and kept.role:
        card["title"] = shorten(kept.role, LONGEST_TITLE)
    return await begin(turn, {"card": card}, win.id)


async def drafted(turn: MemberTurn, conversation: Conversation, end: Done[Draft]) -> Reply:
    """Show exactly what will be posted, and ask."""
    group, draft = turn.group, end.result
    if group is None:
        return await mine(turn)
    missing = _missing(draft)
    if missing is not None:
        return await _once_more(turn, conversation, *missing)
    say = turn.say
    # The group may be another one by the time of the tap: then it is shown anew.
    turn.save(replace(conversation, drafts={**conversation.drafts, SEEN: {"group": group.id}}))
    referral = _referral(turn, group, conversation, draft)
    card = post_card(turn.speech(group.language), referral)
    return Show(
        Card(
            say("referral-preview"),
            (
                Paragraph(say("referral-preview-where", group=said(group.name))),
                Heading(card.title),
                *card.body,
                Paragraph(say("referral-preview-cap", cap=referral.cap)),
            ),
            (
                Button(
                    say("referral-post"),
                    press_token("referral.post", conversation.id, conversation.revision),
                    Look.PRIMARY,
                ),
                Button(say("referral-change"), press_token("talk.edit", conversation.id)),
                Button(say("referral-not-now"), press_token("talk.stop", conversation.id)),
            ),
            say("referral-preview-note"),
        )
    )


def _missing(draft: Draft) -> tuple[str, str, str] | None:
    """The step, the field and why, where the draft can't be posted as it is."""
    if draft.kind is None:
        return "card", "kind", "referral-error-kind"
    if draft.title is None:
        return "card", "title", "referral-error-title"
    if set(draft.confirmed) != set(Confirmed):
        return "checks", "confirmed", "referral-error-checks"
    return None


async def _once_more(
    turn: MemberTurn, conversation: Conversation, step: str, field: str, error: str, **words: str
) -> Reply:
    """The step again, as it was answered, with what is wrong at its field."""
    answers, drafts = reopen(conversation.answers, conversation.drafts, step)
    again = replace(
        conversation, answers=answers, drafts=drafts, revision=conversation.revision + 1
    )
    reply = await turn.proceed(again)
    if not isinstance(reply, Ask):
        return reply
    sentence = turn.say(error, **words)
    fields = tuple(
        replace(one, error=sentence) if one.name == field else one for one in reply.form.fields
    )
    return Correct(replace(reply.form, fields=fields))


def _referral(turn: MemberTurn, group: Group, conversation: Conversation, draft: Draft) -> Referral:
    return Referral(
        id=conversation.id,
        member=turn.member.id,
        group=group.id,
        kind=draft.kind or ReferralKind.ROLE,
        title=draft.title or "",
        about=draft.about,
        at=turn.now,
        expires_at=turn.now + timedelta(days=group.referral_days),
        delivery=f"referral-{conversation.id}",
        cap=draft.cap,
        win=conversation.subject or None,
    )


async def post(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The giver has seen the card and taps: post it, with one line in its thread."""
    conversation = await turn.get(Conversation, token.subject)
    if conversation is None or conversation.member != turn.member.id:
        return await giver_pressed(turn, token, _press)
    if conversation.flow != DRAFT:
        return closed(turn)
    where = replay(refer(), conversation.answers)
    group = turn.group
    if (
        group is None
        or not isinstance(where, Done)
        or _missing(where.result) is not None
        or token.revision != conversation.revision
        or conversation.drafts.get(SEEN, {}).get("group") != group.id
    ):
        return await turn.proceed(conversation)
    referral = _referral(turn, group, conversation, where.result)
    speech = turn.speech(group.language)
    turn.delete(conversation)
    turn.save(referral)
    turn.post(
        referral.delivery,
        Address(Where.CHANNEL, group.referral_channel or group.channel),
        post_card(speech, referral),
        good_for=POST_GOOD_FOR,
        asked=True,
        subject=referral.id,
        about=(turn.member.id,),
    )
    turn.post(
        _how(referral),
        Address(Where.THREAD, referral.delivery),
        Card(speech("referral-how"), (Paragraph(speech("referral-how-body")),)),
        good_for=POST_GOOD_FOR,
        asked=True,
        subject=referral.id,
    )
    _set_timer(turn, referral, "expires", referral.expires_at)
    reminder = referral.expires_at - REMINDER_BEFORE
    if reminder > turn.now:
        _set_timer(turn, referral, "reminder", reminder)
    card = await giver_card(turn, referral)
    return Show(replace(card, title=turn.say("referral-posted")))


def _how(referral: Referral) -> str:
    return f"{referral.delivery}-how"


def _set_timer(turn: Turn, referral: Referral, what: str, at: datetime) -> None:
    turn.remind(
        f"referral-{referral.id}-{what}",
        f"referral.{what}",
        at,
        grace=GRACE,
        subject=referral.id,
        member=referral.member,
    )


# The card in the channel.


def post_card(speech: Speech, referral: Referral) -> Card:
    """What the group sees while it is open: no name, no contact, hardly a number."""
    body: list[Block] = [Heading(said(referral.title))]
    if referral.about:
        body.append(Quote(said(referral.about)))
    if referral.shown:
        body.append(Paragraph(speech("referral-hands-told", count=referral.shown)))
    return Card(
        speech(f"referral-posted-{referral.kind}"),
        tuple(body),
        (Button(speech("referral-raise"), press_token("referral.raise", referral.id)),),
        speech("referral-posted-note"),
    )


def post_card_closed(speech: Speech, referral: Referral) -> Card:
    return Card(speech("referral-closed"), (Heading(said(referral.title)),))


async def visible_hands(turn: Turn, referral: Referral) -> list[Hand]:
    """The hands that the giver may see: none of anybody who must not be matched with them."""
    apart = await blocks.kept_apart(turn, referral.member)
    hands = await turn.find(Hand, referral=referral.id)
    return sorted((h for h in hands if h.member not in apart), key=lambda h: (h.at, h.id))


async def _recount(turn: Turn, referral: Referral) -> None:
    """Have the card tell the hands there are now. Saves the referral in any case, so that nothing
    that was decided upon its hands meanwhile goes through unseen."""
    told = handing_on.hands_told(len(await visible_hands(turn, referral)))
    before, referral = referral.shown, replace(referral, shown=told)
    turn.save(referral)
    group = await turn.get(Group, referral.group)
    sent = await turn.get(Delivery, referral.delivery)
    if told != before and group is not None and sent is not None:
        turn.edit(sent, post_card(turn.speech(group.language), referral))


# What goes to members unasked, each with a one-tap stop.


async def _tell(
    turn: Turn,
    key: str,
    who: str,
    referral: Referral,
    card: Card,
    at: datetime | None = None,
    *,
    peer: str | None = None,
    nameless: bool = False,
) -> None:
    """One message about this referral, if they want such messages; `peer` where they are named,
    `nameless` where not even the giver's words stand in it."""
    member = await turn.get(Member, who)
    if member is None or not member.referral_news:
        return
    stop = Button((await turn.speech_of(who))("referral-stop"), press_token("referral.stop"))
    turn.post(
        key,
        Address(Where.MEMBER, who),
        replace(card, buttons=(*card.buttons, stop)),
        good_for=NEWS_GOOD_FOR,
        asked=False,
        subject=referral.id,
        about=() if nameless else (referral.member, *((peer,) if peer else ())),
        at=at,
    )


async def _untell(turn: Turn, key: str) -> None:
    """Take back a message that waits for its member's morning."""
    waiting = await turn.get(Delivery, key)
    if waiting is not None and waiting.state is DeliveryState.QUEUED:
        turn.retract(waiting)


async def stop(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """No more messages about referrals; what waits to go out is taken back."""
    me = turn.member
    turn.set_member(replace(me, referral_news=False))
    about = {hand.referral for hand in await turn.find(Hand, member=me.id)}
    about |= {referral.id for referral in await turn.find(Referral, member=me.id)}
    for subject in sorted(about):
        for sent in await turn.find(Delivery, subject=subject):
            waits = sent.state is DeliveryState.QUEUED and sent.act is Act.POST
            if waits and sent.to == Address(Where.MEMBER, me.id):
                turn.retract(sent)
    return Show(
        Card(
            turn.say("referral-stopped"),
            (Paragraph(turn.say("referral-stopped-body")),),
            (
                Button(turn.say("referral-news"), press_token("referral.news")),
                Button(turn.say("referral-page"), press_token("referral.open")),
            ),
        )
    )


async def news(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    turn.set_member(replace(turn.member, referral_news=True))
    return await mine(turn)


# A member's page.


async def home_buttons(turn: MemberTurn) -> tuple[Button, ...]:
    """What this feature has for a member on the bot's home."""
    if turn.group is None:
        return ()
    return (Button(turn.say("referral-home"), press_token("referral.open")),)


async def open_page(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await mine(turn)


async def _drafts(turn: MemberTurn) -> list[Conversation]:
    own = await turn.find(Conversation, member=turn.member.id)
    return sorted((c for c in own if c.flow == DRAFT), key=lambda c: c.touched_at, reverse=True)


async def _has_something(turn: MemberTurn) -> bool:
    me = turn.member.id
    return bool(
        await turn.find(Referral, member=me)
        or await turn.find(Hand, member=me)
        or await _drafts(turn)
    )


async def mine(turn: MemberTurn) -> Reply:
    """What the member passes on, where their hand is up, and what they have begun to write."""
    say, me = turn.say, turn.member.id
    body: list[Block] = []
    drafts = await _drafts(turn)
    if drafts:
        body.append(Heading(say("referral-drafts")))
        body += [_draft_entry(turn, one) for one in drafts]
    given = sorted(await turn.find(Referral, member=me), key=lambda r: (r.at, r.id), reverse=True)
    if given:
        body.append(Heading(say("referral-given")))
        body += [await _given_entry(turn, one) for one in given]
    hands = sorted(await turn.find(Hand, member=me), key=lambda h: (h.at, h.id), reverse=True)
    entries = [await _hand_entry(turn, hand) for hand in hands]
    if entries:
        body += [Heading(say("referral-raised")), *entries]
    if not body:
        body.append(Paragraph(say("referral-nothing")))
    buttons = []
    if turn.group is not None:
        look = Look.PLAIN if drafts else Look.PRIMARY
        buttons.append(Button(say("referral-begin"), press_token("referral.begin"), look))
    else:
        body.append(Paragraph(say("referral-no-group")))
    if not turn.member.referral_news:
        buttons.append(Button(say("referral-news"), press_token("referral.news")))
    buttons.append(Button(say("home-title"), press_token("home.open")))
    return Show(Card(say("referral-page"), tuple(body), tuple(buttons), say("referral-page-note")))


def _draft_entry(turn: MemberTurn, draft: Conversation) -> Entry:
    say = turn.say
    known = {**draft.drafts.get("card", {}), **draft.answers.get("card", {})}
    title = known.get("title")
    return Entry(
        said(title) if isinstance(title, str) else say("referral-draft-untitled"),
        say("referral-draft-begun", started=say.moment(draft.started_at, turn.member.zone)),
        (
            Button(say("debrief-resume"), press_token("talk.resume", draft.id)),
            Button(say("debrief-discard"), press_token("talk.discard", draft.id)),
        ),
    )


async def _given_entry(turn: MemberTurn, referral: Referral) -> Entry:
    say = turn.say
    note = say("referral-closed")
    if referral.state is ReferralState.OPEN:
        note = say("referral-hands", count=len(await visible_hands(turn, referral)))
    open_it = Button(say("referral-open"), press_token("referral.given", referral.id))
    return Entry(said(referral.title), note, (open_it,))


async def _hand_entry(turn: MemberTurn, hand: Hand) -> Entry:
    say = turn.say
    referral = await turn.get(Referral, hand.referral)
    seen = handing_on.as_peer_sees(hand.state)
    open_it = Button(say("referral-open"), press_token("referral.hand", hand.id))
    title = said(referral.title) if referral is not None else say("referral-closed")
    return Entry(title, say(f"referral-seen-{seen}"), (open_it,))


def closed(turn: MemberTurn) -> Reply:
    """What is over, was never there, or is somebody else's: the same for all."""
    return Show(Card(turn.say("referral-closed"), (), _to_page(turn.say)))


def _to_page(say: Speech) -> tuple[Button, ...]:
    return (Button(say("referral-page"), press_token("referral.open")),)


# A peer raises a hand.


def hand() -> Flow[str | None]:
    """One line for the giver."""
    text = yield from ask("line", without_contacts(line("line")))
    return text


async def raise_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Raise a hand under a card: unless it is up already, or the card is one's own."""
    referral = await _here(turn, token.subject)
    if referral is None:
        return closed(turn)
    there = await _part_in(turn, referral)
    if there is not None:
        return Show(there)
    if referral.state is not ReferralState.OPEN:
        return closed(turn)
    return await _talk(turn, HAND, referral.id)


async def _part_in(turn: MemberTurn, referral: Referral) -> Card | None:
    """What the member, giver or peer, has to do with this referral already."""
    if referral.member == turn.member.id:
        return await giver_card(turn, referral)
    own = [h for h in await turn.find(Hand, referral=referral.id) if h.member == turn.member.id]
    return await hand_card(turn, referral, own[0]) if own else None


async def _talk(
    turn: MemberTurn, flow: str, subject: str, drafts: dict[str, Values] | None = None
) -> Reply:
    """The talk of this kind about this: the one under way, or a new one."""
    for own in await turn.find(Conversation, member=turn.member.id):
        if own.flow == flow and own.subject == subject:
            return await turn.proceed(own)
    return await turn.proceed(await turn.begin(flow, subject=subject, drafts=drafts))


async def _here(turn: MemberTurn, id: str) -> Referral | None:
    """The referral, if it is one of the member's own group."""
    referral = await turn.get(Referral, id)
    if referral is None or turn.group is None or referral.group != turn.group.id:
        return None
    return referral


async def raised(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    """The hand is up. For the peer it is the same whether the giver will ever see it or not."""
    turn.delete(conversation)
    referral = await _here(turn, conversation.subject)
    if referral is None or referral.state is not ReferralState.OPEN:
        words = (Quote(said(end.result)),) if end.result else ()
        return Show(Card(turn.say("referral-closed"), words, _to_page(turn.say)))
    there = await _part_in(turn, referral)
    if there is not None:
        return Show(there)
    raised_hand = Hand(conversation.id, referral.id, turn.member.id, end.result, turn.now)
    turn.save(raised_hand)
    if await blocks.between(turn, referral.member, turn.member.id):
        # Nothing that anybody sees may change at this moment. (Saved: see `_recount`.)
        turn.save(referral)
    else:
        await _recount(turn, referral)
        await _tell_of_first_hand(turn, referral)
    return Show(await hand_card(turn, referral, raised_hand))


async def _tell_of_first_hand(turn: Turn, referral: Referral) -> None:
    """Once: the key is the same for every later hand."""
    say = await turn.speech_of(referral.member)
    card = Card(
        say("referral-first"),
        (Quote(said(referral.title)), Paragraph(say("referral-first-body"))),
        (Button(say("referral-see-hands"), press_token("referral.given", referral.id)),),
    )
    await _tell(turn, f"referral-{referral.id}-first", referral.member, referral, card)


async def hand_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await _mine(turn, token.subject)
    return closed(turn) if found is None else Show(await hand_card(turn, *found))


async def _mine(turn: MemberTurn, id: str) -> tuple[Referral, Hand] | None:
    """A hand that the member raised, and what for."""
    own = await turn.get(Hand, id)
    if own is None or own.member != turn.member.id:
        return None
    referral = await turn.get(Referral, own.referral)
    return None if referral is None else (referral, own)


async def hand_card(turn: Turn, referral: Referral, own: Hand) -> Card:
    """What a peer is shown of their hand. It depends on nothing but `as_peer_sees`."""
    say = await turn.speech_of(own.member)
    seen = handing_on.as_peer_sees(own.state)
    if seen is Seen.CLOSED:
        return closed_card(say, referral)
    if seen in (Seen.INTRODUCED, Seen.THANKED, Seen.ENDED):
        return await _introduced_card(turn, say, referral, own, seen)
    body: list[Block] = [Quote(said(referral.title))]
    if seen is Seen.PICKED:
        giver = said(await _name(turn, referral.member))
        body.append(Paragraph(say("referral-picked-body", giver=giver)))
    else:
        body.append(Paragraph(say("referral-waiting-body")))
    if own.line:
        body += [Paragraph(say("referral-your-line")), Quote(said(own.line))]
    down = Button(say("referral-down"), press_token("referral.down", own.id))
    return Card(say(f"referral-title-{seen}"), tuple(body), (down, *_to_page(say)))


async def _introduced_card(
    turn: Turn, say: Speech, referral: Referral, own: Hand, seen: Seen
) -> Card:
    buttons: tuple[Button, ...] = ()
    giver = said(await _name(turn, referral.member))
    if seen is Seen.INTRODUCED:
        label = say("referral-thank", giver=giver)
        buttons = (Button(label, press_token("referral.thank", own.id), Look.PRIMARY),)
    elif seen is Seen.THANKED:
        buttons = (Button(say("referral-later"), press_token("referral.later", own.id)),)
    text = await introduction(turn, say, referral, own)
    return replace(text, buttons=(*buttons, *_to_page(say)))


def closed_card(say: Speech, referral: Referral) -> Card:
    """What everybody is shown who was not introduced, whatever the reason was."""
    body = (Quote(said(referral.title)), Paragraph(say("referral-closed-body")))
    return Card(say("referral-closed"), body, _to_page(say))


async def down(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Take one's hand down, silently."""
    found = await _mine(turn, token.subject)
    if found is None:
        return closed(turn)
    if not await _withdraw(turn, *found):
        return Show(await hand_card(turn, *found))
    say = turn.say
    return Show(Card(say("referral-is-down"), (Paragraph(say("referral-is-down-body")),)))


async def _withdraw(turn: Turn, referral: Referral, own: Hand) -> bool:
    """Whether the hand could still be taken down."""
    if not handing_on.possible(referral.state, own.state, Move.WITHDRAW):
        return False
    turn.delete(own)
    await _untell(turn, _picked_key(own))
    await _forget_talks(turn, referral.member, own)
    if await blocks.between(turn, referral.member, own.member):
        turn.save(referral)
    else:
        await _recount(turn, referral)
    return True


# The giver.


async def giver_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    referral = await turn.get(Referral, token.subject)
    if referral is None or referral.member != turn.member.id:
        return closed(turn)
    return Show(await giver_card(turn, referral))


async def giver_card(turn: Turn, referral: Referral, note: str = "") -> Card:
    """The giver's page of one card: lines without names, and whom they picked with names."""
    say = await turn.speech_of(referral.member)
    still = referral.state is ReferralState.OPEN
    hands = await visible_hands(turn, referral)
    body: list[Block] = [Quote(said(referral.title))]
    if still:
        zone = await _zone_of(turn, referral.member)
        body.append(Paragraph(say("referral-until", when=say.moment(referral.expires_at, zone))))
        body += await _trouble(turn, say, referral)
        body.append(Heading(say("referral-hands", count=len(hands))))
    else:
        body.append(Paragraph(say("referral-closed")))
        hands = [one for one in hands if one.state in handing_on.INTRODUCED]
    body += [await _giver_entry(turn, say, referral, one, hands) for one in hands]
    if still and not hands:
        body.append(Paragraph(say("referral-no-hands")))
    buttons: tuple[Button, ...] = ()
    if still:
        buttons = (
            Button(say("referral-close"), press_token("referral.close", referral.id)),
            Button(say("referral-take-back"), press_token("referral.take_back", referral.id)),
        )
    return Card(say("referral-yours"), tuple(body), (*buttons, *_to_page(say)), note)


async def _zone_of(turn: Turn, who: str) -> str:
    member = await turn.get(Member, who)
    return member.zone if member is not None else "UTC"


async def _trouble(turn: Turn, say: Speech, referral: Referral) -> list[Block]:
    sent = await turn.get(Delivery, referral.delivery)
    if sent is not None and sent.state in (DeliveryState.DEAD, DeliveryState.DROPPED):
        return [Paragraph(say("referral-not-posted"))]
    return []


async def _giver_entry(
    turn: Turn, say: Speech, referral: Referral, one: Hand, hands: list[Hand]
) -> Entry:
    def button(verb: str, look: Look = Look.PLAIN) -> Button:
        key = f"referral-{verb}".replace("_", "-")
        return Button(say(key), press_token(f"referral.{verb}", one.id), look)

    line_text = said(one.line) if one.line else say("referral-no-line")
    place = handing_on.place_left([h.state for h in hands], referral.cap)
    if one.state is HandState.RAISED:
        return Entry(line_text, "", (button("pick"),) if place else ())
    peer = said(await _name(turn, one.member))
    text = say("referral-hand-of", peer=peer, line=line_text)
    contact = said(one.contact) if one.contact else ""
    match one.state:
        case HandState.PICKED:
            return Entry(text, say("referral-is-picked"), (button("ask", Look.PRIMARY),))
        case HandState.ASKED:
            ways = (button("note"), button("yes", Look.PRIMARY), button("no"), button("ask_other"))
            return Entry(text, say("referral-is-asked", contact=contact), ways)
        case HandState.REFUSED:
            note = say("referral-is-refused")
            return Entry(text, note, (button("ask_other"),) if place else ())
        case HandState.INTRODUCED:
            return Entry(text, say("referral-is-introduced"), (button("text"),))
        case HandState.THANKED:
            return Entry(text, say("referral-is-thanked", peer=peer), (button("text"),))
        case _:
            outcome = say(f"outcome-{one.outcome or Outcome.NOTHING}")
            note = say("referral-is-ended", peer=peer, outcome=outcome)
            return Entry(text, note, (button("text"),))


async def _name(turn: Turn, who: str) -> str:
    member = await turn.get(Member, who)
    return member.name if member is not None else who


async def _given(turn: MemberTurn, id: str) -> tuple[Referral, Hand] | None:
    """A hand under the member's own card, if they may see it."""
    there = await turn.get(Hand, id)
    referral = await turn.get(Referral, there.referral) if there is not None else None
    if there is None or referral is None or referral.member != turn.member.id:
        return None
    if await blocks.between(turn, referral.member, there.member):
        return None
    return referral, there


async def _may(turn: Turn, referral: Referral, there: Hand, move: Move) -> str | None:
    """None when the giver may make this move now, else the sentence why not."""
    say = await turn.speech_of(referral.member)
    if not handing_on.possible(referral.state, there.state, move):
        return say("referral-not-now-any-more")
    states = [h.state for h in await visible_hands(turn, referral)]
    takes_place = there.state not in handing_on.ACCEPTED and move in (Move.PICK, Move.ASK)
    if takes_place and not handing_on.place_left(states, referral.cap):
        return say("referral-full", cap=referral.cap)
    return None


def _sure(turn: MemberTurn, verb: str, subject: str, back: str, **words: str) -> Card:
    """Ask once more, where a tap can't be undone."""
    say = turn.say
    key = f"referral-{verb}-sure".replace("_", "-")
    return Card(
        say(key, **words),
        (Paragraph(say(f"{key}-body")),),
        (
            Button(say(f"{key}-yes"), press_token(f"referral.{verb}", subject, 0, "yes")),
            Button(say("referral-back"), press_token("referral.given", back)),
        ),
    )


async def pick(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Take this one on: from here on, the two know each other's names."""
    found = await _given(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.PICK)
    if why_not is not None:
        return Show(await giver_card(turn, referral, why_not))
    if token.choice != "yes":
        return Show(_sure(turn, "pick", there.id, referral.id))
    picked = _moved(turn, referral, there, Move.PICK)
    # Their own line stays out of the message: it outlives the line.
    theirs = await hand_card(turn, referral, replace(picked, line=None))
    await _tell(turn, _picked_key(picked), picked.member, referral, theirs)
    return Show(await giver_card(turn, referral, turn.say("referral-pick-done")))


def _picked_key(one: Hand) -> str:
    return f"{one.id}-picked"


def _moved(turn: Turn, referral: Referral, there: Hand, move: Move) -> Hand:
    """The hand after this move, saved (and with it the referral: see `_recount`)."""
    state = handing_on.moved(referral.state, there.state, move)
    assert state is not None, "withdrawing is elsewhere"  # noqa: S101  # narrows the type
    after = replace(there, state=state)
    turn.save(after, referral)
    return after


# The contact is asked, outside the bot.


def who() -> Flow[str | None]:
    """Whom the giver asks for this peer."""
    contact = yield from ask("who", line("contact", LONGEST_TITLE))
    return contact


async def ask_contact(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Name the contact (or another one), to be given a note to copy."""
    found = await _given(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.ASK)
    if why_not is not None:
        return Show(await giver_card(turn, referral, why_not))
    known = await _known_contact(turn, referral, there)
    return await _talk(turn, CONTACT, there.id, {"who": {"contact": known}} if known else None)


async def _known_contact(turn: MemberTurn, referral: Referral, there: Hand) -> str | None:
    """Whom this card is likely to be about: asked for another peer, or named in a debrief."""
    if there.contact is not None:
        return None
    for other in await visible_hands(turn, referral):
        if other.contact is not None and other.state in handing_on.ACCEPTED:
            return other.contact
    win = await turn.get(Win, referral.win) if referral.win else None
    return win.text if win is not None and win.member == turn.member.id else None


async def contact_told(
    turn: MemberTurn, conversation: Conversation, end: Done[str | None]
) -> Reply:
    """A contact who was asked a short time ago is left in peace; otherwise here is the note."""
    found = await _given(turn, conversation.subject)
    if found is None:
        turn.delete(conversation)
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.ASK)
    if why_not is not None:
        turn.delete(conversation)
        return Show(await giver_card(turn, referral, why_not))
    contact = end.result
    if contact is None:
        return await _once_more(turn, conversation, "who", "contact", "referral-error-contact")
    id = handing_on.rest_id(turn.member.id, contact)
    rest = await turn.get(Rest, id)
    if rest is not None and rest.until > turn.now and rest.referral != referral.id:
        day = turn.say.full_day(rest.until.astimezone(ZoneInfo(turn.member.zone)).date())
        error = "referral-error-rests"
        return await _once_more(turn, conversation, "who", "contact", error, day=day)
    turn.delete(conversation)
    if rest is None or rest.until <= turn.now:
        wakes_up = datetime.combine(turn.today + handing_on.REST, time.min)
        until = to_utc(wakes_up, turn.member.zone)
        turn.save(Rest(id, turn.member.id, until, until, referral.id))
    asked = _moved(turn, referral, replace(there, contact=contact), Move.ASK)
    return Show(note_card(turn.say, referral, asked))


def note_card(say: Speech, referral: Referral, there: Hand) -> Card:
    """A note for the contact, to copy: made of the card and the peer's line, without their name."""
    theirs = say("referral-note-no-line")
    if there.line:
        theirs = say("referral-note-line", words=said(there.line))
    contact = said(there.contact or "")
    note = say("referral-note-text", contact=contact, title=said(referral.title), words=theirs)
    return Card(
        say("referral-note-title"),
        (Paragraph(say("referral-note-body")), Quote(note)),
        (
            Button(say("referral-yes"), press_token("referral.yes", there.id)),
            Button(say("referral-no"), press_token("referral.no", there.id)),
            Button(say("referral-back"), press_token("referral.given", referral.id)),
        ),
    )


async def note_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await _given(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, there = found
    if referral.state is not ReferralState.OPEN or there.state is not HandState.ASKED:
        return Show(await giver_card(turn, referral, turn.say("referral-not-now-any-more")))
    return Show(note_card(turn.say, referral, there))


async def no(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The contact said no: for the giver to know, and for nobody else."""
    found = await _given(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.REFUSE)
    if why_not is not None:
        return Show(await giver_card(turn, referral, why_not))
    if token.choice != "yes":
        return Show(_sure(turn, "no", there.id, referral.id))
    if there.contact is not None:
        rest = await turn.get(Rest, handing_on.rest_id(turn.member.id, there.contact))
        if rest is not None:
            # Who said no is not asked again for the next peer either.
            turn.save(replace(rest, referral=None))
    await _forget_talks(turn, referral.member, there)
    _moved(turn, referral, replace(there, contact=None), Move.REFUSE)
    return Show(await giver_card(turn, referral, turn.say("referral-no-done")))


# Everybody said yes.


def words() -> Flow[str | None]:
    """What the two are told of the contact."""
    text = yield from ask("words", paragraph("words", LONGEST_ABOUT))
    return text


async def yes(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """The contact said yes: how do the two reach each other?"""
    found = await _given(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.AGREE)
    if why_not is not None:
        return Show(await giver_card(turn, referral, why_not))
    return await _talk(turn, INTRODUCTION, there.id)


async def words_told(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    """Show exactly what both will read, and ask."""
    found = await _given(turn, conversation.subject)
    if found is None:
        turn.delete(conversation)
        return closed(turn)
    referral, there = found
    why_not = await _may(turn, referral, there, Move.AGREE)
    if why_not is not None:
        turn.delete(conversation)
        return Show(await giver_card(turn, referral, why_not))
    say = turn.say
    text = await introduction(turn, say, referral, replace(there, words=end.result))
    send = press_token("referral.introduce", conversation.id, conversation.revision)
    return Show(
        Card(
            say("referral-introduce-preview"),
            (Heading(text.title), *text.body),
            (
                Button(say("referral-introduce"), send, Look.PRIMARY),
                Button(say("referral-change"), press_token("talk.edit", conversation.id)),
                Button(say("referral-not-now"), press_token("talk.stop", conversation.id)),
            ),
            say("referral-introduce-note"),
        )
    )


async def introduction(turn: Turn, say: Speech, referral: Referral, there: Hand) -> Card:
    """The text that both are given: the contact's name and words are in it."""
    giver, peer = await _name(turn, referral.member), await _name(turn, there.member)
    body: list[Block] = [Quote(said(referral.title))]
    if there.contact is None:
        return Card(say("referral-introduction"), (*body, Paragraph(say("referral-words-gone"))))
    body.append(
        Paragraph(
            say(
                "referral-introduction-body",
                giver=said(giver),
                peer=said(peer),
                contact=said(there.contact),
            )
        )
    )
    if there.words:
        body.append(Quote(said(there.words)))
    return Card(say("referral-introduction"), tuple(body))


async def introduce(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Peer, giver and contact all said yes: give the two the text."""
    conversation = await turn.get(Conversation, token.subject)
    if (
        conversation is None
        or conversation.member != turn.member.id
        or conversation.flow != INTRODUCTION
    ):
        # An old tap; the conversation's id is not the hand's, so there is nothing to show of it.
        return await mine(turn)
    where = replay(words(), conversation.answers)
    if not isinstance(where, Done) or token.revision != conversation.revision:
        return await turn.proceed(conversation)
    found = await _given(turn, conversation.subject)
    why_not = await _may(turn, *found, Move.AGREE) if found is not None else None
    if found is None or why_not is not None:
        return await turn.proceed(conversation)
    referral, there = found
    turn.delete(conversation)
    introduced = _moved(turn, referral, replace(there, words=where.result), Move.AGREE)
    await _untell(turn, _picked_key(there))
    theirs = await hand_card(turn, referral, introduced)
    await _tell(turn, _introduced_key(introduced), introduced.member, referral, theirs)
    return await _text(turn, referral, introduced)


def _introduced_key(one: Hand) -> str:
    return f"{one.id}-introduced"


async def text_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await _given(turn, token.subject)
    if found is None or found[1].state not in handing_on.INTRODUCED:
        return closed(turn)
    return await _text(turn, *found)


async def _text(turn: MemberTurn, referral: Referral, there: Hand) -> Reply:
    back = Button(turn.say("referral-back"), press_token("referral.given", referral.id))
    text = await introduction(turn, turn.say, referral, there)
    return Show(replace(text, buttons=(back,), note=turn.say("referral-introduced-note")))


# Afterwards, if the peer likes.


async def thank(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """One tap; the giver is told once."""
    found = await _mine(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, own = found
    if handing_on.possible(referral.state, own.state, Move.THANK):
        own = _moved(turn, referral, own, Move.THANK)
        if not await blocks.between(turn, referral.member, own.member):
            say = await turn.speech_of(referral.member)
            peer = said(turn.member.name)
            card = Card(
                say("referral-thanked"),
                (
                    Quote(said(referral.title)),
                    Paragraph(say("referral-is-thanked", peer=peer)),
                ),
                _to_page(say),
            )
            key = f"{own.id}-thanked"
            await _tell(turn, key, referral.member, referral, card, peer=own.member)
        giver = said(await _name(turn, referral.member))
        note = turn.say("referral-thank-done", giver=giver)
        return Show(replace(await hand_card(turn, referral, own), note=note))
    return Show(await hand_card(turn, referral, own))


async def later(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Opt in to one question, some days from now."""
    found = await _mine(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, own = found
    if own.state is not HandState.THANKED:
        return Show(await hand_card(turn, referral, own))
    turn.remind(
        f"referral-{own.id}-outcome",
        "referral.outcome",
        turn.now + OUTCOME_AFTER,
        grace=GRACE,
        subject=own.id,
        member=own.member,
    )
    return Show(Card(turn.say("referral-later-set"), (), _to_page(turn.say)))


async def ask_outcome(turn: Turn, due: TimerDue) -> None:
    """The one question."""
    own = await turn.get(Hand, due.timer.subject)
    referral = await turn.get(Referral, own.referral) if own is not None else None
    if own is None or referral is None or own.state is not HandState.THANKED:
        return
    member = await turn.get(Member, own.member)
    if member is None or member.group != referral.group:
        return
    say = await turn.speech_of(own.member)
    giver = said(await _name(turn, referral.member))
    card = Card(
        say("referral-outcome"),
        (Quote(said(referral.title)), Paragraph(say("referral-outcome-body", giver=giver))),
        tuple(
            Button(say(f"outcome-{one}"), press_token("referral.outcome", own.id, 0, one.value))
            for one in Outcome
        ),
    )
    await _tell(turn, f"{own.id}-outcome", own.member, referral, card)


async def outcome(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    found = await _mine(turn, token.subject)
    if found is None:
        return closed(turn)
    referral, own = found
    known = token.choice in [one.value for one in Outcome]
    if not known or not handing_on.possible(referral.state, own.state, Move.TELL):
        return Show(await hand_card(turn, referral, own))
    _moved(turn, referral, replace(own, outcome=Outcome(token.choice)), Move.TELL)
    return Show(Card(turn.say("referral-outcome-thanks"), (), _to_page(turn.say)))


# The end.


async def close_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Close it; the card stays as a closed one."""
    return await _end(turn, token, "close", retract=False)


async def take_back_pressed(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Close it, and take the card out of the channel."""
    return await _end(turn, token, "take_back", retract=True)


async def _end(turn: MemberTurn, token: Token, verb: str, *, retract: bool) -> Reply:
    referral = await turn.get(Referral, token.subject)
    if referral is None or referral.member != turn.member.id:
        return closed(turn)
    if referral.state is ReferralState.OPEN:
        if token.choice != "yes":
            return Show(_sure(turn, verb, referral.id, referral.id))
        referral = await close(turn, referral, End.CLOSE, retract=retract)
    return Show(await giver_card(turn, referral))


async def close(
    turn: Turn, referral: Referral, end: End, *, retract: bool = False, erased: bool = False
) -> Referral:
    """The end of a referral, the same however it came. Raises NotPossible when it is over.

    Everybody who was not introduced is told so in the same words on the next morning, so that
    nobody can tell from it what the giver did, or what a contact said. With `erased`, the giver
    deletes everything, and their own words, the title among them, are not said again.
    """
    group = await turn.get(Group, referral.group)
    after = replace(referral, state=handing_on.ended(referral.state, end), closed_at=turn.now)
    turn.save(after)
    morning = _morning(turn, group, await _zone_of(turn, referral.member))
    for one in await turn.find(Hand, referral=referral.id):
        state = handing_on.moved(after.state, one.state, Move.CLOSE)
        await _forget_talks(turn, referral.member, one)
        if state is not HandState.CLOSED:
            continue
        turn.save(replace(one, state=state))
        await _untell(turn, _picked_key(one))
        card = closed_card(await turn.speech_of(one.member), referral)
        if erased:
            card = replace(card, body=card.body[1:])
        key = f"{one.id}-closed"
        await _tell(turn, key, one.member, referral, card, morning, nameless=erased)
    for key in ("first", "reminder"):
        await _untell(turn, f"referral-{referral.id}-{key}")
    await _end_post(turn, referral, group, retract=retract)
    for what in ("expires", "reminder"):
        await _unset_timer(turn, f"referral-{referral.id}-{what}")
    days = group.keep_contacts_days if group is not None else 0
    _set_timer(turn, referral, "forget", turn.now + timedelta(days=days))
    return after


def _morning(turn: Turn, group: Group | None, zone: str) -> datetime:
    """The next morning on which the group is not left in peace."""
    zone = group.zone if group is not None else zone
    day = turn.now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while group is not None and group_rests(group, day):
        day += timedelta(days=1)
    return on_day(day, zone, MORNING)


async def _forget_talks(turn: Turn, giver: str, one: Hand) -> None:
    """The giver's half-typed words about a contact go with the referral."""
    for talk in await turn.find(Conversation, member=giver):
        if talk.flow in (CONTACT, INTRODUCTION) and talk.subject == one.id:
            turn.delete(talk)


async def _end_post(turn: Turn, referral: Referral, group: Group | None, *, retract: bool) -> None:
    sent = await turn.get(Delivery, referral.delivery)
    how = await turn.get(Delivery, _how(referral))
    if sent is None:
        return
    if not retract and group is not None:
        turn.edit(sent, post_card_closed(turn.speech(group.language), referral))
        return
    # First what hangs on it.
    if how is not None:
        turn.retract(how)
    turn.retract(sent)


async def expires(turn: Turn, due: TimerDue) -> None:
    """Its days are over."""
    referral = await turn.get(Referral, due.timer.subject)
    if referral is not None and referral.state is ReferralState.OPEN:
        await close(turn, referral, End.EXPIRE)


async def reminder(turn: Turn, due: TimerDue) -> None:
    """Some days before, once, and only if hands wait; not on a day of rest."""
    referral = await turn.get(Referral, due.timer.subject)
    group = await turn.get(Group, referral.group) if referral is not None else None
    if referral is None or group is None or referral.state is not ReferralState.OPEN:
        return
    if group_rests(group, turn.now.astimezone(ZoneInfo(group.zone)).date()):
        tomorrow = turn.now + timedelta(days=1)
        if tomorrow < referral.expires_at:
            _set_timer(turn, referral, "reminder", tomorrow)
        return
    waiting = (HandState.RAISED, HandState.PICKED, HandState.ASKED)
    if not any(one.state in waiting for one in await visible_hands(turn, referral)):
        return
    say = await turn.speech_of(referral.member)
    when = say.moment(referral.expires_at, await _zone_of(turn, referral.member))
    card = Card(
        say("referral-reminder"),
        (Quote(said(referral.title)), Paragraph(say("referral-reminder-body", when=when))),
        (Button(say("referral-see-hands"), press_token("referral.given", referral.id)),),
    )
    await _tell(turn, f"referral-{referral.id}-reminder", referral.member, referral, card)


async def forget(turn: Turn, due: TimerDue) -> None:
    """Some time after the end: lines, contacts and what was said of them are deleted.

    Introductions are remembered without a word for some time more, for a question that the peer
    asked for; then everything goes.
    """
    referral = await turn.get(Referral, due.timer.subject)
    if referral is None or referral.closed_at is None:
        return
    kept = False
    for one in await turn.find(Hand, referral=referral.id):
        bare = replace(one, line=None, contact=None, words=None)
        if one.state not in handing_on.INTRODUCED or bare == one:
            turn.delete(one)
            continue
        kept = True
        turn.save(bare)
        sent = await turn.get(Delivery, _introduced_key(one))
        if sent is not None:
            turn.edit(sent, await hand_card(turn, referral, bare))
    if kept:
        _set_timer(turn, referral, "forget", turn.now + LINGERS)
    else:
        turn.delete(referral)


async def left(turn: Turn, member_id: str, *, erased: bool = False) -> None:
    """A member leaves the group: what they pass on closes, their hands go down; silently."""
    for referral in await turn.find(Referral, member=member_id):
        if referral.state is ReferralState.OPEN:
            await close(turn, referral, End.CLOSE, erased=erased)
    for own in await turn.find(Hand, member=member_id):
        referral_of = await turn.get(Referral, own.referral)
        if referral_of is not None:
            await _withdraw(turn, referral_of, own)
    for talk in await turn.find(Conversation, member=member_id):
        if talk.flow in (DRAFT, HAND, CONTACT, INTRODUCTION):
            turn.delete(talk)


async def forget_member(turn: Turn, member: str) -> None:
    """A member deletes everything: as if they left, and then no card, hand or word of theirs stays,
    and no hand that somebody raised for them."""
    await left(turn, member, erased=True)
    gone = {own.id: own for own in await turn.find(Hand, member=member)}
    for referral in await turn.find(Referral, member=member):
        await _end_post(turn, referral, None, retract=True)
        for one in await turn.find(Hand, referral=referral.id):
            gone[one.id] = one
        for what in ("expires", "reminder", "forget"):
            await _unset_timer(turn, f"referral-{referral.id}-{what}")
        turn.delete(referral)
    for one in gone.values():
        await _unset_timer(turn, f"referral-{one.id}-outcome")
        turn.delete(one)


async def _unset_timer(turn: Turn, id: str) -> None:
    timer = await turn.get(Timer, id)
    if timer is not None:
        turn.delete(timer)


FEATURE = Feature(
    "referral",
    commands={"refer": start},
    presses={
        "referral.open": open_page,
        "referral.begin": begin_pressed,
        "referral.from_win": from_win,
        "referral.post": post,
        "referral.stop": stop,
        "referral.news": news,
        "referral.raise": raise_pressed,
        "referral.hand": hand_pressed,
        "referral.down": down,
        "referral.given": giver_pressed,
        "referral.pick": pick,
        "referral.ask": ask_contact,
        "referral.ask_other": ask_contact,
        "referral.note": note_pressed,
        "referral.yes": yes,
        "referral.no": no,
        "referral.introduce": introduce,
        "referral.text": text_pressed,
        "referral.thank": thank,
        "referral.later": later,
        "referral.outcome": outcome,
        "referral.close": close_pressed,
        "referral.take_back": take_back_pressed,
    },
    timers={
        "referral.expires": expires,
        "referral.reminder": reminder,
        "referral.forget": forget,
        "referral.outcome": ask_outcome,
    },
    talks=(
        Talk(DRAFT, lambda _conversation: refer(), drafted, skips=False, precious=True),
        Talk(HAND, lambda _conversation: hand(), raised, skips=False),
        Talk(CONTACT, lambda _conversation: who(), contact_told, skips=False),
        Talk(INTRODUCTION, lambda _conversation: words(), words_told, skips=False),
    ),
)
