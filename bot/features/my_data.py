"""What is kept about a member: to see, to take along in one file, to delete with a receipt.

Deleting takes everything at once: the documents in this very turn; what was posted of them and what
was written to the member is taken back; `runtime/erasing.py` then leaves no byte of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from datetime import date, datetime, time, timedelta

from bot.core.cards import (
    Attachment,
    Bullets,
    Button,
    Card,
    Look,
    Paragraph,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press, TimerDue
from bot.core.flow import Done, Flow, ask, line
from bot.core.handing_on import INTRODUCED, as_peer_sees
from bot.core.model import (
    DOCUMENTS,
    RETRACTED,
    Address,
    Block,
    CheckinAnswer,
    Conversation,
    Debrief,
    Delivery,
    DeliveryState,
    Document,
    Erasure,
    Group,
    Hand,
    Installation,
    Member,
    Occurrence,
    Pair,
    Round,
    Share,
    Timer,
    Where,
)
from bot.core.turn import Feature, MemberTurn, Talk, Turn
from bot.features import checkin, members, referral, sharing, wins_book

FLOW = "erase"
SWEEP_AFTER = timedelta(minutes=1)
LEFT_GRACE = timedelta(days=14)
UNINSTALLED_GRACE = timedelta(days=30)
GRACE = timedelta(days=365)
"""How late a deletion may still be done: always."""
LEFT, UNINSTALLED = "my_data.left", "my_data.uninstalled"
GONE = "gone"

_OWNED = tuple(kind for kind in DOCUMENTS if "member" in {f.name for f in fields(kind)})  # type: ignore[arg-type]  # dataclasses all
_NOT_SHOWN = (Timer, Erasure)


async def owned(turn: Turn, member: str) -> list[Document]:
    """Every document that belongs to this member, besides who they are and what was sent."""
    found: list[Document] = []
    for kind in _OWNED:
        if kind is not Erasure:
            found += await turn.find(kind, member=member)
    return found


# Seeing.


async def command(turn: MemberTurn, _text: str) -> Reply:
    """`/mydata`"""
    return Show(await card(turn))


async def open_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await command(turn, "")


async def card(turn: MemberTurn) -> Card:
    """How much of what there is, and the two things one can do with it."""
    say = turn.say
    kept = await owned(turn, turn.member.id)
    counts: dict[str, int] = {}
    for one in kept:
        if not isinstance(one, _NOT_SHOWN):
            counts[one.KIND] = counts.get(one.KIND, 0) + 1
    lines = tuple(
        say(f"my-data-count-{kind}".replace("_", "-"), count=count)
        for kind, count in sorted(counts.items())
    )
    return Card(
        say("my-data-title"),
        (
            Paragraph(say("my-data-body") if lines else say("my-data-empty")),
            *((Bullets(lines),) if lines else ()),
            Paragraph(say("my-data-settings", zone=turn.member.zone)),
        ),
        (
            Button(say("my-data-export"), press_token("my_data.export"), Look.PRIMARY),
            Button(say("my-data-delete"), press_token("my_data.erase"), Look.DANGER),
            Button(say("home-title"), press_token("home.open")),
        ),
        say("my-data-note"),
    )


# Taking along.


async def export(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """Everything in one file: to read first, then for other programs."""
    say = turn.say
    text = await as_text(turn)
    return Show(
        Card(
            say("my-data-exported"),
            (Paragraph(say("my-data-exported-body")), Attachment("my-data.md", text)),
            (Button(say("my-data-title"), press_token("my_data.open")),),
        )
    )


async def as_text(turn: MemberTurn) -> str:
    """The wins book as Markdown, and then every document as JSON in a block of its own."""
    say = turn.say
    wins = await wins_book.own_wins(turn)
    kept = sorted(
        await turn.find(Debrief, member=turn.member.id), key=lambda d: (d.at, d.id), reverse=True
    )
    everything: dict[str, list[dict[str, object]]] = {"member": [asdict(turn.member)]}
    for one in await owned(turn, turn.member.id):
        everything.setdefault(one.KIND, []).append(_exported(one))
    written = json.dumps(everything, default=_plain, ensure_ascii=False, indent=2)
    book = wins_book.as_markdown(turn, kept, wins)
    # No line of the JSON can be the fence: line ends in texts are escaped there.
    return f"{book}\n## {say('my-data-machine')}\n\n```json\n{written}\n```\n"


def _exported(one: Document) -> dict[str, object]:
    told: dict[str, object] = asdict(one)  # type: ignore[call-overload]  # dataclasses all
    if isinstance(one, Hand):
        # How far the giver came with a contact, and who that is, the peer is not told.
        told["state"] = as_peer_sees(one.state)
        if one.state not in INTRODUCED:
            told["contact"] = told["words"] = None
    return told


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


# Deleting.


def erase() -> Flow[str | None]:
    """The word that means it."""
    word = yield from ask("sure", line("word"))
    return word


async def erase_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await turn.proceed(await turn.begin(FLOW))


async def confirmed(turn: MemberTurn, conversation: Conversation, end: Done[str | None]) -> Reply:
    """With the right word everything goes; with any other nothing does."""
    say = turn.say
    turn.delete(conversation)
    typed = (end.result or "").strip().casefold()
    if typed != say("my-data-word").casefold():
        again = Button(say("my-data-title"), press_token("my_data.open"))
        return Show(Card(say("my-data-not-deleted"), (), (again,)))
    receipt = await erase_member(turn, turn.member.id)
    return Show(receipt_card(turn, receipt))


def receipt_card(turn: MemberTurn, receipt: Erasure) -> Card:
    """What was deleted, what is left, and until when."""
    say = turn.say
    return Card(
        say("my-data-deleted"),
        (
            Paragraph(say("my-data-receipt", documents=receipt.documents, posts=receipt.posts)),
            Bullets(
                (
                    say("my-data-left-posts"),
                    say("my-data-left-events"),
                    say("my-data-left-others"),
                    say("my-data-left-receipt", id=receipt.id[-8:]),
                )
            ),
        ),
        (),
        say("my-data-deleted-note"),
    )


async def erase_member(turn: Turn, member: str) -> Erasure:
    """Delete everything of this member, and take back what was posted. Raises nothing for a member
    of whom nothing is kept."""
    kept = await owned(turn, member)
    documents = len(kept)
    await _take_back(turn, member)
    # Asked for again: taking back deletes some of them, and changes others.
    turn.delete(*await owned(turn, member))
    documents += await _out_of_groups(turn, member)
    posts = await _retract_all(turn, member)
    known = await turn.get(Member, member)
    if known is not None:
        turn.delete(known)
        documents += 1
    receipt = Erasure(turn.new_id(), member, turn.now, documents, posts, turn.now + SWEEP_AFTER)
    turn.save(receipt)
    return receipt


async def _take_back(turn: Turn, member: str) -> None:
    """What the features posted with this member's words in it: each knows how."""
    for share in await turn.find(Share, member=member):
        await sharing.take_back(turn, share)
    for answer in await turn.find(CheckinAnswer, member=member):
        round = await turn.get(Round, answer.round)
        group = await turn.get(Group, answer.group)
        if round is not None and group is not None:
            await checkin.forget_answer(turn, group, round, answer)
    await referral.forget_member(turn, member)


async def _out_of_groups(turn: Turn, member: str) -> int:
    """Other people's documents in which the member is named."""
    changed = 0
    for block in await turn.find(Block, other=member):
        turn.delete(block)
        changed += 1
    for pair in await turn.find(Pair):
        if member in pair.members:
            rest = tuple(one for one in pair.members if one != member)
            if len(rest) > 1:
                turn.save(replace(pair, members=rest))
            else:
                turn.delete(pair)
            changed += 1
    for posted in await turn.find(Occurrence):
        # A copy that went to them has their id in its key.
        rest = tuple([id for id in posted.deliveries if not await _went_to(turn, id, member)])
        if rest != posted.deliveries:
            turn.save(replace(posted, deliveries=rest))
    for group in await turn.find(Group):
        if member in group.organisers or group.helper == member:
            turn.save(
                replace(
                    group,
                    organisers=tuple(one for one in group.organisers if one != member),
                    helper=None if group.helper == member else group.helper,
                )
            )
    return changed


async def _went_to(turn: Turn, delivery: str, member: str) -> bool:
    sent = await turn.get(Delivery, delivery)
    return sent is not None and sent.to == Address(Where.MEMBER, member)


async def _retract_all(turn: Turn, member: str) -> int:
    """Whatever was sent to the member or speaks of them, as far as it still stands there."""
    place = Address(Where.MEMBER, member)
    posts = 0
    for sent in await turn.find(Delivery):
        if (sent.to == place or member in sent.about) and sent.of is None:
            posts += sent.state is DeliveryState.SENT and sent.trouble != RETRACTED
            turn.retract(sent)
    return posts


# Leaving the workspace, and uninstalling: deletion after a grace.


async def left(turn: MemberTurn) -> None:
    """They left the workspace or server: delete in two weeks, unless they come back.

    From now on nobody is brought together with them or pointed to them.
    """
    me = turn.member
    await members.gone(turn, me.id)
    for group in await turn.find(Group):
        if group.helper == me.id:
            turn.save(replace(group, helper=None))
    turn.set_member(replace(me, group=None))
    if await turn.get(Timer, _left_id(me)) is None:
        at = turn.now + LEFT_GRACE
        # The timer remembers their group, for when they come back.
        turn.remind(_left_id(me), LEFT, at, grace=GRACE, subject=me.group or "", member=me.id)


def _left_id(member: Member) -> str:
    return f"left-{member.id}"


async def returned(turn: MemberTurn) -> None:
    """They act, so they are here; and so is the bot."""
    there = await turn.get(Timer, _left_id(turn.member))
    if there is not None:
        turn.delete(there)
        await _back_in_their_group(turn, there.subject)
    uninstalling = await turn.get(Timer, GONE)
    if uninstalling is not None:
        turn.delete(uninstalling)


async def _back_in_their_group(turn: MemberTurn, id: str) -> None:
    group = await turn.get(Group, id) if id else None
    if group is not None:
        turn.set_member(replace(turn.member, group=group.id))
        if turn.group is None:
            turn.set_group(group)


async def left_for_good(turn: Turn, due: TimerDue) -> None:
    await erase_member(turn, due.timer.member or due.timer.subject)


async def uninstalled(turn: Turn) -> None:
    """The bot was removed: delete everything of this workspace or server in thirty days."""
    turn.remind(GONE, UNINSTALLED, turn.now + UNINSTALLED_GRACE, grace=GRACE)


async def installed(turn: Turn) -> None:
    """The bot is back before that day: everything stays."""
    leaving = await turn.get(Timer, GONE)
    if leaving is not None:
        turn.delete(leaving)


async def gone_for_good(turn: Turn, _due: TimerDue) -> None:
    """Nothing of this workspace or server stays, unless the bot was installed there anew."""
    if await turn.find(Installation):
        # A removal takes the installation away at once, so one that is there is newer.
        return
    for kind in DOCUMENTS:
        turn.delete(*await turn.find(kind))
    turn.save(Erasure(turn.new_id(), "", turn.now, 0, 0, turn.now + SWEEP_AFTER))


FEATURE = Feature(
    "my_data",
    commands={"mydata": command},
    presses={
        "my_data.open": open_pressed,
        "my_data.export": export,
        "my_data.erase": erase_pressed,
    },
    timers={LEFT: left_for_good, UNINSTALLED: gone_for_good},
    talks=(Talk(FLOW, lambda _conversation: erase(), confirmed, skips=False),),
    left=left,
    returned=returned,
    uninstalled=uninstalled,
    installed=installed,
)
