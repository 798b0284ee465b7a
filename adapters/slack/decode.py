"""What Slack sends, as events of the core. Pure: whoever is looked up was looked up before.

A payload is untrusted: everything is asked for by type, and what is missing is empty. Interactions:
https://docs.slack.dev/reference/interaction-payloads, events: https://docs.slack.dev/reference/events
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.render import CARE, FORM, Metadata, read_metadata
from bot.core.cards import Answer, Card, Care, Correct, Quote, Reply, Show
from bot.core.events import Command, HomeOpened, Left, Press, Say, Sender, Submit
from bot.core.model import Tenant
from bot.core.text import clean, plain, said

Body = Mapping[str, Any]

LONGEST = 40_000
"""More than Slack lets anybody type; what is longer than that was not typed."""

_MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Acting:
    """Who did something, and where, as the payload tells it.

    `team` is the workspace in which it happened, `home` the one the person belongs to. `channel` is
    None in a modal, at Home and in direct messages.
    """

    team: str
    enterprise: str
    user: str
    channel: str | None = None
    home: str = ""
    is_shared: bool = False

    @property
    def tenant(self) -> Tenant:
        return Tenant(f"slack:{self.team}")


def acting_in_command(body: Body) -> Acting | None:
    """The sender of a slash command."""
    return _acting(
        team=_str(body, "team_id"),
        enterprise=_str(body, "enterprise_id"),
        user=_str(body, "user_id"),
        channel=_str(body, "channel_id"),
    )


def acting_in_interaction(body: Body) -> Acting | None:
    """The sender of a tap, a form or a shortcut. `team` is null for the app of a whole org.

    In a channel that is shared, `team` can be the sender's own workspace; where the app is
    installed says the view. That is a workspace or, for the app of a whole org, the org (`E…`).
    """
    user, view, message = _dict(body, "user"), _dict(body, "view"), _dict(body, "message")
    installed = _str(view, "app_installed_team_id")
    # A post of the bot's own tells where it stands; its reader may be from elsewhere.
    posted = _str(message, "team") if message.get("bot_id") else ""
    team = (
        (installed if installed.startswith("T") else "")
        or _str(_dict(body, "team"), "id")
        or _str(view, "team_id")
        or (posted if posted.startswith("T") else "")
        or _str(user, "team_id")
    )
    metadata = read_metadata(_str(view, "private_metadata"))
    channel = _str(_dict(body, "channel"), "id") or metadata.channel
    return _acting(
        team=team,
        enterprise=_str(_dict(body, "enterprise"), "id"),
        user=_str(user, "id"),
        channel=channel,
        home=_str(user, "team_id"),
    )


def acting_in_event(body: Body) -> Acting | None:
    """Who an event of the Events API is about."""
    event = _dict(body, "event")
    user = event.get("user")
    authorization = next(iter(_dicts(body, "authorizations")), {})
    # In a channel that is shared, `team_id` need not be where the app is installed; this is, but
    # for the app of a whole org.
    installed = _str(authorization, "team_id")
    if authorization.get("is_enterprise_install") is True or not installed.startswith("T"):
        # "The workspace through which your app is receiving the event", for such an app:
        # https://docs.slack.dev/apis/events-api#callback-field
        through = _str(body, "context_team_id")
        installed = through if through.startswith("T") else ""
    return _acting(
        team=installed or _str(body, "team_id") or _str(authorization, "team_id"),
        enterprise=_str(authorization, "enterprise_id") or _str(body, "enterprise_id"),
        user=_str(user, "id") if isinstance(user, Mapping) else _str(event, "user"),
        channel=_str(event, "channel"),
        home=_str(event, "user_team"),
        is_shared=body.get("is_ext_shared_channel") is True,
    )


def acting(body: Body) -> Acting | None:
    """The sender of anything, or None where nobody in particular did it."""
    if "command" in body:
        return acting_in_command(body)
    if "event" in body:
        return acting_in_event(body)
    return acting_in_interaction(body)


def _acting(
    team: str,
    enterprise: str,
    user: str,
    channel: str,
    home: str = "",
    *,
    is_shared: bool = False,
) -> Acting | None:
    if not (_is_id(team) and _is_id(user)):
        return None
    # Direct messages are no group's channel.
    place = channel if _is_id(channel) and channel[0] in "CG" else None
    return Acting(team, enterprise if _is_id(enterprise) else "", user, place, home, is_shared)


_ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


# Events.


def command(body: Body, sender: Sender) -> Command:
    """A slash command with the words behind it."""
    name = _str(body, "command").removeprefix("/")
    return Command(_event_id(body), sender, name, unescaped(_str(body, "text")))


def shortcut(body: Body, sender: Sender, name: str) -> Command:
    """A shortcut: a command, with the message on which it was used."""
    text = readable(_str(_dict(body, "message"), "text"), sender.names)
    return Command(_event_id(body), sender, name, text)


def is_own_message(body: Body) -> bool:
    """Whether a message shortcut was used on a message of its user's own."""
    writer = _str(_dict(body, "message"), "user")
    return bool(writer) and writer == _str(_dict(body, "user"), "id")


def press(body: Body, sender: Sender) -> Press:
    """A button that was tapped, with what stood in the form around it.

    Words on which a flow has stopped are not sent again by the buttons beside them.
    """
    view = _dict(body, "view")
    typed = {} if _str(view, "callback_id") == CARE else typed_in(view)
    action = next(iter(_dicts(body, "actions")), {})
    id = f"{_event_id(body)}-{_str(action, 'action_ts')}"
    return Press(id[:100], sender, pressed(body), typed)


def pressed(body: Body) -> str:
    """The token of the button that was tapped."""
    action = next(iter(_dicts(body, "actions")), {})
    return _str(action, "action_id").partition("#")[0]


def submit(body: Body, sender: Sender) -> Submit | None:
    """A form that was sent, or None for a modal that is none."""
    view = _dict(body, "view")
    if _str(view, "callback_id") not in (FORM, CARE):
        return None
    told = read_metadata(_str(view, "private_metadata"))
    return Submit(
        _event_id(body),
        sender,
        told.conversation,
        told.revision,
        told.step,
        typed_in(view),
        kept=_str(view, "callback_id") == CARE and _is_unchanged(view),
    )


def closed(body: Body, sender: Sender) -> Submit | None:
    """What stood in a form that was closed, to be kept as a draft; None where that is nothing.

    The words on which a flow stopped are not kept: closing is no word for carrying on.
    """
    view = _dict(body, "view")
    told = read_metadata(_str(view, "private_metadata"))
    values = {name: value for name, value in typed_in(view).items() if value is not None}
    if _str(view, "callback_id") != FORM or not values:
        return None
    # There is no trigger here; a view closes once.
    id = f"closed-{_str(view, 'id')}-{_str(view, 'hash')}"[:100]
    return Submit(id, sender, told.conversation, told.revision, told.step, values, complete=False)


def given_back(body: Body, reply: Reply) -> Reply | None:
    """What to bring to whoever closed a form, by what came of it: words that were not kept."""
    view = _dict(body, "view")
    if isinstance(reply, Care):
        return reply
    if _is_unchanged(view):
        # Nothing new stood in it.
        return None
    words = [word for text in _written_in(view).values() if (word := clean(text))]
    if isinstance(reply, Show):
        # Either it hands the words back, or it shows where things stand, with the words kept.
        quoted = " ".join(plain(one.text) for one in reply.card.body if isinstance(one, Quote))
        return reply if any(word in quoted for word in words) else None
    if isinstance(reply, Correct) and not any(field.error for field in reply.form.fields):
        # It could not be saved, and the form it would be typed in again is gone.
        return Show(Card(reply.form.intro, tuple(Quote(said(word)) for word in words)))
    return None


def metadata(body: Body) -> Metadata:
    """What the modal carries in which this happened."""
    return read_metadata(_str(_dict(body, "view"), "private_metadata"))


def say(body: Body, sender: Sender, bot_user: str, names: Mapping[str, str]) -> Say:
    """Plain words: a direct message or a mention, without the bot's own name."""
    text = _str(_dict(body, "event"), "text")
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>", " ", text)
    return Say(_event_id(body), sender, readable(text, names).strip())


def is_typed_by_a_person(event: Body) -> bool:
    """Whether a message event is somebody's new words: no bot's, no edit, no notice of Slack's."""
    if event.get("bot_id") or event.get("bot_profile"):
        return False
    return _str(event, "subtype") in ("", "file_share", "thread_broadcast") and bool(
        _str(event, "text").strip()
    )


def mentioned(event: Body) -> tuple[str, ...]:
    """The members whom a text mentions, at most ten."""
    found = (one[2] for one in _MARKUP.finditer(_str(event, "text")) if one[1] == "@")
    return tuple(dict.fromkeys(id for id in found if _is_id(id)))[:10]


def home_opened(body: Body, sender: Sender) -> HomeOpened:
    """The Home tab was opened."""
    return HomeOpened(_event_id(body), sender)


def left(body: Body, sender: Sender) -> Left:
    """A member's account was closed."""
    return Left(_event_id(body), sender)


# Parts.


def _event_id(body: Body) -> str:
    """Slack's own id: `event_id` of an event, the trigger of anything a person did."""
    id = _str(body, "event_id") or _str(body, "trigger_id")
    action = _str(body, "action_ts") or _str(_dict(body, "view"), "hash")
    return (id or f"{_str(_dict(body, 'view'), 'id')}-{action}")[:100]


def typed_in(view: Body) -> dict[str, Answer]:
    """The values of a form by field name, as they stand in it."""
    values: dict[str, Answer] = {}
    for block_id, inputs in _dict(_dict(view, "state"), "values").items():
        name = str(block_id).rpartition(".")[2]
        if isinstance(inputs, Mapping):
            for element in inputs.values():
                if isinstance(element, Mapping):
                    values[name] = _value(element)
    return values


def _value(element: Body) -> Answer:
    match _str(element, "type"):
        case "plain_text_input":
            return unescaped(_str(element, "value"))[:LONGEST] or None
        case "radio_buttons" | "static_select":
            return _str(_dict(element, "selected_option"), "value") or None
        case "checkboxes" | "multi_static_select":
            chosen = tuple(_str(one, "value") for one in _dicts(element, "selected_options"))
            return tuple(one for one in chosen if one) or None
        case "datepicker":
            return _str(element, "selected_date") or None
        case "timepicker":
            return _str(element, "selected_time") or None
        case "users_select":
            return _str(element, "selected_user") or None
        case "conversations_select":
            return _str(element, "selected_conversation") or None
        case _:
            return None


def picked_ids(view: Body) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The members and the channels that were picked in a form."""
    members: list[str] = []
    channels: list[str] = []
    for inputs in _dict(_dict(view, "state"), "values").values():
        for element in inputs.values() if isinstance(inputs, Mapping) else ():
            if not isinstance(element, Mapping):
                continue
            if _is_id(member := _str(element, "selected_user")):
                members.append(member)
            if _is_id(channel := _str(element, "selected_conversation")):
                channels.append(channel)
    return tuple(members), tuple(channels)


def _is_unchanged(view: Body) -> bool:
    """Whether the words in a form are exactly those with which it was shown.

    Only then has their writer seen the safety card for these words.
    """
    shown: dict[str, str] = {}
    for block in _dicts(view, "blocks"):
        element = _dict(block, "element")
        if _str(element, "type") == "plain_text_input":
            name = _str(block, "block_id").rpartition(".")[2]
            shown[name] = unescaped(_str(element, "initial_value")).strip()
    return all(
        words.strip() in ("", shown.get(name, "")) for name, words in _written_in(view).items()
    )


def _written_in(view: Body) -> dict[str, str]:
    """What was typed, by field name: not what was picked."""
    return {
        str(block_id).rpartition(".")[2]: unescaped(_str(element, "value"))[:LONGEST]
        for block_id, inputs in _dict(_dict(view, "state"), "values").items()
        for element in (inputs.values() if isinstance(inputs, Mapping) else ())
        if _str(element, "type") == "plain_text_input"
    }


def unescaped(text: str) -> str:
    """Text as it was typed: Slack escapes three characters, and no others.

    https://docs.slack.dev/messaging/formatting-message-text#escaping
    """
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def readable(text: str, names: Mapping[str, str] | None = None) -> str:
    """A message's text as its writer saw it, without Slack's marks for links and mentions."""
    known = names or {}

    def shown(mark: re.Match[str]) -> str:
        kind, target, label = mark[1], mark[2], mark[3]
        match kind:
            case "@" | "#":
                return f"{kind}{label or known.get(target, target)}".replace("##", "#")
            case "!" if target.startswith("date^"):
                return label or ""
            case "!":
                return f"@{label or target.partition('^')[0]}".replace("@@", "@")
            case _:
                return label or target

    return unescaped(_MARKUP.sub(shown, text[:LONGEST]))


def _str(body: Any, key: str) -> str:
    value = body.get(key) if isinstance(body, Mapping) else None
    return value if isinstance(value, str) else ""


def _dict(body: Any, key: str) -> Mapping[str, Any]:
    value = body.get(key) if isinstance(body, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _dicts(body: Any, key: str) -> Iterator[Mapping[str, Any]]:
    value = body.get(key) if isinstance(body, Mapping) else None
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))
