"""Hard moments: what the bot does when words or a tap say that this is more than a job thing.

The rules that notice the words are in `core/safety.py`. Here is what a person sees then, and the
three things they can do. Nobody is told anything unless they tap for it; nothing they typed is kept
or passed on (PRODUCT.md, section 8).
"""

from __future__ import annotations

from datetime import timedelta

from bot.core.cards import Bullets, Button, Card, Look, Paragraph, Reply, Show, Token, press_token
from bot.core.events import Press
from bot.core.model import Address, Conversation, Delivery, Group, Member, Where
from bot.core.text import said
from bot.core.turn import Feature, MemberTurn

CALL_GOOD_FOR = timedelta(days=2)
CALL_AGAIN_AFTER = timedelta(minutes=10)


def care_card(turn: MemberTurn, conversation: str = "", *, words: bool = False) -> Card:
    """The caring message: plain words, the organiser's lines, three ways on.

    `conversation` is the id of what was stopped, so that "carry on" can lead back to it; `words` is
    True when it was stopped for words that are now given back to their writer.
    """
    say = turn.say
    helper = turn.group is not None and turn.group.helper not in (None, turn.member.id)
    person = Button(say("care-person"), press_token("care.person", conversation), Look.PRIMARY)
    return Card(
        say("care-title"),
        (
            Paragraph(say("care-body")),
            Bullets(care_lines(turn)),
            Paragraph(say("care-not-watched")),
            *((Paragraph(say("care-not-saved")),) if words else ()),
        ),
        (
            *((person,) if helper else ()),
            Button(say("care-carry-on"), press_token("care.carry_on", conversation)),
            Button(say("care-stop"), press_token("care.stop", conversation)),
        ),
    )


def care_lines(turn: MemberTurn) -> tuple[str, ...]:
    """One to three lines that the organiser wrote, or a helpline finder."""
    group = turn.group
    if group is not None and group.care_lines:
        return tuple(said(line) for line in group.care_lines[:3])
    return (turn.say("care-default-emergency"), turn.say("care-default-finder"))


async def more(turn: MemberTurn, conversation: Conversation) -> Reply:
    """The way out of the feelings step."""
    return Show(care_card(turn, conversation.id))


async def more_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    """The same button where no conversation is under way."""
    return Show(care_card(turn))


async def person(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Tell the group's named person that this member would like to talk: that, and nothing else."""
    say, group = turn.say, turn.group
    helper = await _helper(turn, group)
    back = (
        Button(say("care-carry-on"), press_token("care.carry_on", token.subject)),
        Button(say("care-stop"), press_token("care.stop", token.subject)),
    )
    if helper is None or group is None:
        return Show(Card(say("care-nobody"), (Bullets(care_lines(turn)),), back))
    lines = (Paragraph(say("care-cannot-wait")), Bullets(care_lines(turn)))
    if helper.paused_until is not None and helper.paused_until > turn.now:
        # A pause beats everything, also here; so say so at once instead of letting somebody wait.
        return Show(Card(say("care-person-away", person=said(helper.name)), lines, back))
    theirs = await turn.speech_of(helper.id)
    window = int(turn.now.timestamp() // CALL_AGAIN_AFTER.total_seconds())
    call, last = (f"care-{turn.member.id}-{number}" for number in (window, window - 1))
    before = await turn.get(Delivery, last)
    if before is None or turn.now - before.made_at >= CALL_AGAIN_AFTER:
        turn.post(
            call,
            Address(Where.MEMBER, helper.id),
            Card(
                theirs("care-call", member=said(turn.member.name)),
                (Paragraph(theirs("care-call-body")),),
            ),
            good_for=CALL_GOOD_FOR,
            asked=True,
            about=(turn.member.id,),
        )
    return Show(Card(say("care-person-told", person=said(helper.name)), lines, back))


async def _helper(turn: MemberTurn, group: Group | None) -> Member | None:
    if group is None or group.helper in (None, turn.member.id):
        return None
    assert group.helper is not None, "asked above"  # noqa: S101  # narrows the type
    return await turn.get(Member, group.helper)


async def carry_on(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Back to the question at which it stopped."""
    conversation = await turn.get(Conversation, token.subject) if token.subject else None
    if conversation is not None and conversation.member == turn.member.id:
        return await turn.proceed(conversation)
    say = turn.say
    return Show(
        Card(
            say("care-carried-on"),
            (),
            (Button(say("home-debrief"), press_token("debrief.start")),),
        )
    )


async def stop(turn: MemberTurn, token: Token, _press: Press) -> Reply:
    """Stop here. What was saved before stays where it was."""
    say = turn.say
    conversation = await turn.get(Conversation, token.subject) if token.subject else None
    kept = conversation is not None and conversation.member == turn.member.id
    return Show(Card(say("care-stopped"), (Paragraph(say("care-stopped-kept")),) if kept else ()))


FEATURE = Feature(
    "care",
    presses={
        "care.more": more_pressed,
        "care.person": person,
        "care.carry_on": carry_on,
        "care.stop": stop,
    },
)
