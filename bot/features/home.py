"""The bot's home: what waits for a member, and the ways on. Also what plain words lead to."""

from __future__ import annotations

from bot.core.cards import (
    Block,
    Button,
    Card,
    Heading,
    Look,
    Paragraph,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press
from bot.core.text import said
from bot.core.turn import Feature, MemberTurn
from bot.features import checkin, debrief, followup, practice, referral
from bot.features.rights import organises


async def home(turn: MemberTurn, _text: str = "") -> Reply:
    """Half-way debriefs first, then what one can do; for organisers also the weekly post."""
    return Show(await home_card(turn, turn.say("home-title")))


async def home_card(turn: MemberTurn, title: str) -> Card:
    say = turn.say
    halfway = await debrief.drafts(turn)
    body: list[Block] = [Paragraph(say("home-body"))]
    if halfway:
        waiting = debrief.resume_card(turn, halfway)
        body += [Heading(waiting.title), *waiting.body]
    buttons = [
        Button(
            say("home-debrief"),
            press_token("debrief.new" if halfway else "debrief.start"),
            Look.PLAIN if halfway else Look.PRIMARY,
        ),
        Button(say("home-wins"), press_token("wins.open")),
        *await checkin.home_buttons(turn),
        *await practice.home_buttons(turn),
        *await referral.home_buttons(turn),
        *await followup.home_buttons(turn),
        Button(say("members-title"), press_token("members.open")),
        Button(say("my-data-title"), press_token("my_data.open")),
    ]
    group = await organises(turn)
    if group is not None:
        buttons.append(Button(say("home-organiser"), press_token("groups.settings", group.id)))
    if turn.group is not None and not turn.group.organisers and turn.may_found:
        body.append(Paragraph(say("groups-nobody-runs", group=said(turn.group.name))))
        buttons.append(Button(say("groups-take-on"), press_token("groups.setup", turn.group.id)))
    if turn.group is None and not turn.member.apart and turn.may_found:
        body.append(Paragraph(say("groups-set-up-offer-body")))
        buttons.append(Button(say("groups-set-up-begin"), press_token("groups.setup")))
    return Card(title, tuple(body), tuple(buttons), say("home-note"))


async def home_pressed(turn: MemberTurn, _token: Token, _press: Press) -> Reply:
    return await home(turn)


async def hear(turn: MemberTurn, _text: str) -> Reply | None:
    """Words that no other feature understood: say what the bot can do, kindly."""
    return Show(await home_card(turn, turn.say("home-not-understood")))


FEATURE = Feature(
    "home",
    commands={"home": home, "fourwins": home, "help": home},
    presses={"home.open": home_pressed},
    hears=hear,
)
