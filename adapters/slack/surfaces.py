"""Where an answer is shown: a modal, the App Home, direct messages, or a line for one reader.

What belongs to one person alone never goes to a channel. What matters goes to a modal, Home or a
direct message, since an ephemeral message is gone when the page is loaded again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import render
from adapters.slack.api import Api
from adapters.slack.deliver import Deliveries
from adapters.slack.files import Files, announced
from adapters.slack.render import Json, Metadata
from adapters.slack.trouble import REFUSALS, error_of
from bot.core.cards import (
    Ask,
    Attachment,
    Button,
    Card,
    Care,
    Correct,
    Form,
    Look,
    Nothing,
    Paragraph,
    Picture,
    Quote,
    Reply,
    Show,
    press_token,
    read_token,
)
from bot.core.model import Tenant
from bot.core.ports import Ids
from bot.core.text import Speech, said

HOME = "home.open"
KEPT_PAGES = 500
"""Long cards that are held in memory for those who turn their pages."""

log = structlog.get_logger("fourwins.slack")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a member is looking when they do something.

    `trigger` opens a modal, for three seconds and once. `view` and `hash` are the modal they are
    in; `channel` and `thread` the message they tapped or wrote; `pressed` is the verb of a button.
    """

    tenant: Tenant
    who: str
    trigger: str = ""
    view: str = ""
    hash: str = ""
    is_home: bool = False
    is_care: bool = False
    pressed: str = ""
    channel: str = ""
    thread: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    sent: int = 0
    """How often the modal had been sent when this came of it: see `Surfaces.now`."""

    @property
    def is_direct(self) -> bool:
        return self.channel.startswith("D")

    @property
    def is_beside(self) -> bool:
        """Whether they asked for somebody to talk to, beside a form that was stopped for care."""
        return self.is_care and self.pressed == "care.person"


class Surfaces:
    """Shows replies to the member who acted."""

    def __init__(self, api: Api, deliveries: Deliveries, files: Files, ids: Ids) -> None:
        self._api = api
        self._deliveries = deliveries
        self._files = files
        self._ids = ids
        self._long: OrderedDict[str, tuple[Tenant, str, Card]] = OrderedDict()
        self._sent: OrderedDict[str, int] = OrderedDict()
        deliveries.on_forget(self.forget)

    def forget(self, tenant: Tenant, member: str) -> None:
        """Let go of the long cards of a member whose data was deleted."""
        for id in [id for id, held in self._long.items() if held[:2] == (tenant, member)]:
            del self._long[id]

    def now(self, spot: Spot) -> Spot:
        """As of now: what comes of it is not shown once its modal was sent, and so answered, again.

        A form's answer goes with its acknowledgement, and overtakes what a tap before it led to.
        """
        return replace(spot, sent=self._sent.get(spot.view, 0))

    def _is_overtaken(self, spot: Spot) -> bool:
        return self._sent.get(spot.view, 0) != spot.sent

    # In answer to a form: the response itself.

    def response(self, reply: Reply, spot: Spot, say: Speech) -> Json | None:
        """What takes the place of the form that was sent; None closes it.

        https://docs.slack.dev/surfaces/modals#updating_views
        """
        if isinstance(reply, Correct) and (errors := render.inline_errors(reply.form)):
            same = (reply.form.revision, reply.form.step)
            if same == (spot.metadata.revision, spot.metadata.step):
                return {"response_action": "errors", "errors": errors}
        view = self._modal(reply, spot, say)
        self._sent[spot.view] = self._sent.pop(spot.view, 0) + 1
        while len(self._sent) > KEPT_PAGES:
            self._sent.popitem(last=False)
        return None if view is None else {"response_action": "update", "view": view}

    def _modal(self, reply: Reply, spot: Spot, say: Speech) -> Json | None:
        match reply:
            case Ask(form) | Correct(form):
                return render.form_modal(form, say, spot.metadata)
            case Show(card):
                return self._card_modal(card, spot, say)
            case Care():
                return render.care_modal(
                    reply, say, spot.metadata, lambda card: self._pages_id(card, spot, say)
                )
            case Nothing():
                return None

    def _card_modal(self, card: Card, spot: Spot, say: Speech, page: int = 0) -> Json:
        card = announced(card, say)
        return render.card_modal(
            card, say, spot.metadata, page=page, pages_id=self._pages_id(card, spot, say)
        )

    def _pages_id(self, card: Card, spot: Spot, say: Speech) -> str:
        if len(render.card_pages(card, say)) == 1:
            return ""
        for id, held in self._long.items():
            if held == (spot.tenant, spot.who, card):
                return id
        id = self._ids.new()
        self._long[id] = (spot.tenant, spot.who, card)
        while len(self._long) > KEPT_PAGES:
            self._long.popitem(last=False)
        return id

    # In answer to anything else: a call of ours.

    async def show(self, reply: Reply, spot: Spot, say: Speech) -> None:
        """Put the reply before the member. Never raises for what Slack refuses."""
        if isinstance(reply, Nothing):
            return
        try:
            await self._show(reply, spot, say)
        except REFUSALS as error:
            log.warning("not_shown", error=error_of(error) or type(error).__name__)
            if spot.is_home and spot.pressed == HOME and isinstance(reply, Show):
                # Home is drawn by itself, whenever it is opened: nobody asked for a message.
                return
            if error_of(error) != "exchanged_trigger_id":
                # A spent trigger has opened it already: this was a repetition.
                await self._otherwise(reply, spot, say)

    async def files(self, reply: Reply, spot: Spot, say: Speech) -> None:
        """Bring the files of a card that was shown."""
        card = _card_of(reply)
        if card is not None and any(isinstance(b, Attachment | Picture) for b in card.body):
            await self._files.send(spot.tenant, spot.who, card, say)

    async def _show(self, reply: Reply, spot: Spot, say: Speech) -> None:
        if spot.is_home and isinstance(reply, Show):
            card = reply.card if spot.pressed == HOME else _with_way_home(reply.card, say)
            await self.publish(card, spot, say)
        elif spot.view and spot.is_beside and isinstance(reply, Show):
            # On top of what was stopped, so that the words are still there below; and the ways on
            # are there too. A view on top can't close itself: carrying on in it would leave the
            # safety card waiting underneath.
            above = self._card_modal(replace(reply.card, buttons=()), spot, say)
            above["close"] = {**above["close"], "text": say("talk-back")}
            await self._api.call(spot.tenant, "views.push", trigger_id=spot.trigger, view=above)
        elif spot.view:
            await self._update(reply, spot, say)
        elif spot.trigger:
            view = self._modal(reply, spot, say)
            await self._api.call(spot.tenant, "views.open", trigger_id=spot.trigger, view=view)
        elif spot.is_direct:
            await self._answer(reply, spot, say)
        else:
            await self._whisper(reply, spot, say)

    async def publish(self, card: Card, spot: Spot, say: Speech, page: int = 0) -> None:
        """The card as the member's App Home."""
        card = announced(card, say)
        view = render.home(card, say, page=page, pages_id=self._pages_id(card, spot, say))
        await self._api.call(spot.tenant, "views.publish", user_id=spot.who, view=view)

    async def _update(self, reply: Reply, spot: Spot, say: Speech) -> None:
        if self._is_overtaken(spot):
            return
        view = self._modal(reply, spot, say)
        try:
            await self._api.call(
                spot.tenant, "views.update", view_id=spot.view, hash=spot.hash or None, view=view
            )
        except SlackApiError as error:
            if self._is_overtaken(spot):
                return
            if error_of(error) != "hash_conflict":
                raise
            # An earlier tap has changed it meanwhile. Replies come in the order of the taps, so
            # this one is where things stand.
            await self._api.call(spot.tenant, "views.update", view_id=spot.view, view=view)

    async def _answer(
        self, reply: Reply, spot: Spot, say: Speech, *, gives_back: bool = False
    ) -> None:
        for card in _cards_of(reply, say, gives_back=gives_back):
            await self._deliveries.answer(
                spot.tenant, spot.channel, card, say.language, spot.thread
            )

    async def _whisper(self, reply: Reply, spot: Spot, say: Speech) -> None:
        """Where others read: for this reader's eyes only, and what is heavy in direct messages."""
        if isinstance(reply, Care):
            channel = await self._deliveries.direct(spot.tenant, spot.who)
            await self._answer(reply, replace(spot, channel=channel, thread=""), say)
            reply = Show(Card(say("slack-in-private")))
        for card in _cards_of(reply, say):
            for message in render.messages(card, say):
                await self._api.call(
                    spot.tenant,
                    "chat.postEphemeral",
                    channel=spot.channel,
                    user=spot.who,
                    thread_ts=spot.thread or None,
                    text=message.text,
                    blocks=list(message.blocks),
                )

    async def _otherwise(self, reply: Reply, spot: Spot, say: Speech) -> None:
        """The modal could not be opened (too late, closed meanwhile): a direct message leads on."""
        try:
            channel = await self._deliveries.direct(spot.tenant, spot.who)
            spot = replace(spot, channel=channel, thread="")
            await self._answer(reply, spot, say, gives_back=True)
        except REFUSALS as error:
            # What was typed is saved; the next thing they do shows where it stands.
            log.error("not_shown_at_all", error=error_of(error) or type(error).__name__)

    async def give_back(self, reply: Reply, spot: Spot, say: Speech) -> None:
        """Words that stopped a flow, or could not be kept, when their form was closed: there is
        nothing else to show them in than direct messages."""
        await self._otherwise(reply, spot, say)

    # The pages of a long card.

    async def turn_page(self, token: str, spot: Spot, say: Speech) -> None:
        """Show another page of a long card, if it is still held and this member's."""
        read = read_token(token)
        held = self._long.get(read.subject) if read else None
        page = (read.revision or 0) if read else 0
        if held is None or held[:2] != (spot.tenant, spot.who):
            home = Button(say("home-title"), press_token(HOME))
            card = Card(say("slack-page-gone"), (Paragraph(say("slack-page-gone-body")),), (home,))
            await self.show(Show(card), spot, say)
            return
        try:
            if spot.is_home:
                await self.publish(held[2], spot, say, page)
            else:
                view = render.card_modal(
                    held[2], say, spot.metadata, page=page, pages_id=read.subject if read else ""
                )
                if spot.is_care:
                    # It stays what it is: its words are nowhere else.
                    view["callback_id"] = render.CARE
                await self._api.call(spot.tenant, "views.update", view_id=spot.view, view=view)
        except REFUSALS as error:
            log.warning("page_not_shown", error=error_of(error) or type(error).__name__)


def _card_of(reply: Reply) -> Card | None:
    return reply.card if isinstance(reply, Show | Care) else None


def _with_way_home(card: Card, say: Speech) -> Card:
    """In the App Home, every page but the first leads back to it."""
    token = press_token(HOME)
    if any(button.press == token for button in card.buttons):
        return card
    return replace(card, buttons=(*card.buttons, Button(say("slack-home"), token)))


def _cards_of(reply: Reply, say: Speech, *, gives_back: bool = False) -> tuple[Card, ...]:
    """The reply as cards for messages, in which there are no forms.

    `gives_back` is for words that were typed in a form and stand nowhere else.
    """
    match reply:
        case Show(card):
            return (announced(card, say),)
        case Care(card, _, words):
            texts = [word for word in words.values() if isinstance(word, str) and word]
            texts = texts if gives_back else []
            quotes = tuple(Quote(said(word)) for word in texts)
            return (replace(card, body=(*card.body, *quotes)),)
        case Ask(form) | Correct(form):
            return (_door(form, say),)
        case Nothing():
            return ()


def _door(form: Form, say: Speech) -> Card:
    """A card that leads to a form: a modal opens on a tap only."""
    open_it = Button(say("slack-open"), press_token("talk.resume", form.conversation), Look.PRIMARY)
    return Card(form.title, (Paragraph(say("slack-message-opens")),), (open_it,))
