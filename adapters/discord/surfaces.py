"""Where an answer is shown: a form, a private message, or direct messages.

Whatever answers an interaction is for its member's eyes alone (ephemeral), in servers and in direct
messages; so nothing that was typed stays behind anywhere but in the store.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
import structlog

from adapters.discord import decode, render
from adapters.discord.deliver import Deliveries
from adapters.discord.trouble import CLOSED, REFUSALS, code_of
from adapters.discord.wire import NOBODY, Rendered, RenderedModal
from bot.core.cards import (
    Answer,
    Ask,
    Attachment,
    Button,
    Card,
    Care,
    Correct,
    Form,
    Nothing,
    Picture,
    Quote,
    Reply,
    Show,
    press_token,
    read_token,
)
from bot.core.ports import NoPicture, Pictures
from bot.core.text import Speech, plain, said, shorten

Interaction = discord.Interaction[discord.Client]

KEPT = "discord.kept"
"""The verb of "carry on" with the words on which a form was stopped. It never leaves this file's
adapter."""
ANSWER = "discord.answer"
"""The verb of the button that shows an answer which could not be sent, to its member alone."""
BY_CARD = {"talk.back", "talk.skip"}
"""The ways beside a question that lead to another, several of them in a row."""
_HELD = 1000
_LATE = {10062, 10015, 40060}
"""Discord waited three seconds for an answer, or fifteen minutes for the last; or had one."""

log = structlog.get_logger("fourwins.discord")


class Surfaces:
    """Shows replies to the member who acted. `late` counts answers that came too late."""

    def __init__(self, deliveries: Deliveries, pictures: Pictures) -> None:
        self._deliveries = deliveries
        self._pictures = pictures
        # Words on which a form was stopped, for their writer to carry on with; never stored.
        self._held: OrderedDict[tuple[str, str], tuple[Form, Mapping[str, Answer]]] = OrderedDict()
        # Answers to mentions of members who take no direct messages; never stored.
        self._unread: OrderedDict[tuple[str, str], Card] = OrderedDict()
        self.late = 0

    # In answer to an interaction.

    async def respond(
        self,
        interaction: Interaction,
        reply: Reply,
        say: Speech,
        *,
        apart: bool = False,
        by_card: bool = False,
    ) -> None:
        """Put the reply before the member. With `apart`, what they see stays and it comes below;
        with `by_card`, a form is led to by a card in the place of what they see.

        Never raises for what Discord refuses.
        """
        try:
            await self._respond(interaction, reply, say, apart=apart, by_card=by_card)
        except discord.HTTPException as error:
            if error.code in _LATE:
                self.late += 1
            # What was typed is saved; the next thing they do shows where it stands.
            log.warning("not_shown", code=error.code, status=error.status)
        except REFUSALS as error:
            log.warning("not_shown", error=type(error).__name__)

    async def _respond(
        self, interaction: Interaction, reply: Reply, say: Speech, *, apart: bool, by_card: bool
    ) -> None:
        match reply:
            case Nothing():
                await self._nothing(interaction, say)
            case Ask(form) if not (by_card or _goes_by_card(interaction)):
                body = render.modal(form, say)
                await interaction.response.send_modal(RenderedModal(body))
            case Ask(form):
                await self._put(interaction, render.door(form, say, saved=True), say, apart=apart)
            case Correct():
                await self._put(interaction, render.corrected(reply, say), say, apart=apart)
            case Show(card):
                await self._put(interaction, card, say, apart=apart)
            case Care():
                await self._put(interaction, self._care(interaction, reply), say, apart=apart)

    async def _nothing(self, interaction: Interaction, say: Speech) -> None:
        if interaction.message is not None:
            await interaction.response.defer()
        else:
            await self._put(interaction, Card(say("discord-expired")), say, apart=True)

    async def _put(self, interaction: Interaction, card: Card, say: Speech, *, apart: bool) -> None:
        first, *more = render.messages(card, say)
        message = interaction.message
        if message is not None and message.flags.ephemeral and not apart:
            await interaction.response.edit_message(view=Rendered(first), allowed_mentions=NOBODY)
        else:
            await interaction.response.send_message(
                view=Rendered(first), ephemeral=True, allowed_mentions=NOBODY
            )
        for components in more:
            await interaction.followup.send(
                view=Rendered(components), ephemeral=True, allowed_mentions=NOBODY
            )
        for block in card.body:
            if isinstance(block, Attachment | Picture):
                await self._hand_over(interaction, block, say)

    async def _hand_over(
        self, interaction: Interaction, block: Attachment | Picture, say: Speech
    ) -> None:
        """A file below the answer, for its member alone."""
        name = block.name if isinstance(block, Attachment) else "four-wins.png"
        try:
            components, file = await self._file(block)
            await interaction.followup.send(
                view=Rendered(components), file=file, ephemeral=True, allowed_mentions=NOBODY
            )
        except (*REFUSALS, NoPicture) as error:
            log.warning("file_not_sent", error=type(error).__name__)
            card = Card(say("discord-file-not-sent", name=name))
            for part in render.messages(card, say):
                await interaction.followup.send(
                    view=Rendered(part), ephemeral=True, allowed_mentions=NOBODY
                )

    async def _file(self, block: Attachment | Picture) -> tuple[list[render.Json], discord.File]:
        if isinstance(block, Attachment):
            name = block.name
            file = discord.File(io.BytesIO(block.text.encode()), name)
            return [{"type": 13, "file": {"url": f"attachment://{name}"}}], file
        name = "four-wins.png"
        alt = shorten(plain(block.alt), 1024)
        png = await self._pictures.png(block.chart)
        item: dict[str, Any] = {"media": {"url": f"attachment://{name}"}, "description": alt}
        return [{"type": 12, "items": [item]}], discord.File(io.BytesIO(png), name, description=alt)

    # A flow that was stopped for care.

    def _care(self, interaction: Interaction, care: Care) -> Card:
        """The safety card, with the words below that are its writer's to keep or to drop."""
        words = [word for word in care.words.values() if isinstance(word, str) and word.strip()]
        card = replace(care.card, body=(*care.card.body, *(Quote(said(word)) for word in words)))
        form = care.form
        if form is None:
            return card
        self._held[(str(interaction.user.id), form.conversation)] = (form, care.words)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        token = press_token(KEPT, form.conversation, form.revision)
        buttons = tuple(
            replace(one, press=token) if _verb(one) == "care.carry_on" else one
            for one in card.buttons
        )
        return replace(card, buttons=buttons)

    def kept(self, user: str, conversation: str) -> tuple[Form, Mapping[str, Answer]] | None:
        """The words with which this member wants to carry on, once."""
        return self._held.pop((user, conversation), None)

    def unread(self, user: str, message: str) -> Card | None:
        """What this member's mention in that message led to, if it could not be sent to them."""
        return self._unread.get((user, message))

    # In answer to plain words.

    async def answer(self, message: discord.Message, reply: Reply, say: Speech) -> None:
        """Direct messages are answered there; where others read along, in private as well."""
        cards = _cards_of(reply, say)
        try:
            if message.guild is None:
                for card in cards:
                    await self._deliveries.answer(message.channel, card, say.language)
            elif cards:
                await self._in_private(message, cards, say)
        except REFUSALS as error:
            log.warning("not_answered", error=type(error).__name__)

    async def _in_private(
        self, message: discord.Message, cards: tuple[Card, ...], say: Speech
    ) -> None:
        try:
            place = await self._deliveries.direct(str(message.author.id))
            for card in cards:
                await self._deliveries.answer(place, card, say.language)
        except discord.HTTPException as error:
            if code_of(error) not in CLOSED:
                raise
            # A button that shows the answer to its member alone, and says nothing of it.
            author, id = str(message.author.id), str(message.id)
            for card in cards:
                self._unread[(author, id)] = card
            while len(self._unread) > _HELD:
                self._unread.popitem(last=False)
            to_it = Button(say("discord-open"), press_token(ANSWER, id))
            door = Card("", (), (to_it,), say("discord-tap"))
            for part in render.messages(door, say):
                await message.reply(
                    view=Rendered(part), allowed_mentions=NOBODY, mention_author=False
                )


def _goes_by_card(interaction: Interaction) -> bool:
    """Whether the next question is led to by the private message, in the place of the last one.

    A modal can't follow on a modal. "Back" and "Skip" could open one, but the message below would
    stay with the question before: put aside, the form would leave no way to skip the next one too.
    """
    if interaction.type is discord.InteractionType.modal_submit:
        return True
    message = interaction.message
    if message is None or not message.flags.ephemeral:
        return False
    token = read_token(decode.token_of(interaction.data or {}))
    return token is not None and token.verb in BY_CARD


def _verb(button: Button) -> str:
    token = read_token(button.press)
    return token.verb if token else ""


def _cards_of(reply: Reply, say: Speech) -> tuple[Card, ...]:
    match reply:
        case Show(card) | Care(card):
            return (card,)
        case Ask(form):
            return (render.door(form, say, saved=False),)
        case Correct():
            return (render.corrected(reply, say),)
        case Nothing():
            return ()
