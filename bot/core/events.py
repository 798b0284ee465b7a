"""What came in, without a platform: one frozen value for each thing that can happen.

`id` is the platform's own id of the event (or one the adapter makes from the interaction), so that
an event which arrives twice is applied once. `who` is the platform's id of the member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.cards import Answer
from bot.core.model import Tenant, Timer


@dataclass(frozen=True, slots=True)
class Sender:
    """Who did it, as the platform tells it. `private` is False when others could see them do it.

    `may_found` says whether the platform gives them the right to set the bot up here; `names` are
    the names of the members and channels that the event speaks of, by id.
    """

    tenant: Tenant
    who: str
    name: str = ""
    language: str = ""
    zone: str = ""
    channel: str | None = None
    private: bool = True
    may_found: bool = True
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: `/debrief`, with what was typed behind it."""

    id: str
    sender: Sender
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button was tapped. `typed` is what stood in the form around it, so that no word is lost."""

    id: str
    sender: Sender
    token: str
    typed: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submit:
    """A form came back. Fields that are missing were left empty.

    `complete` is False when only some of the form's fields were asked so far (the console asks one
    at a time): the words are saved, and the conversation stays where it is. `kept` is True when the
    writer has seen the safety card for exactly these words and chose to carry on with them.
    """

    id: str
    sender: Sender
    conversation: str
    revision: int
    step: str
    values: Mapping[str, Answer]
    complete: bool = True
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Plain words typed to the bot: a direct message or a mention."""

    id: str
    sender: Sender
    text: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A member opened the bot's home."""

    id: str
    sender: Sender


@dataclass(frozen=True, slots=True)
class TimerDue:
    """A timer's time has come; `times` counts how often it was tried."""

    id: str
    tenant: Tenant
    timer: Timer
    times: int = 1


@dataclass(frozen=True, slots=True)
class Left:
    """A member left the workspace or server."""

    id: str
    sender: Sender


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The bot was removed from a workspace or server."""

    id: str
    tenant: Tenant


@dataclass(frozen=True, slots=True)
class Installed:
    """The bot was added to a workspace or server, perhaps again."""

    id: str
    tenant: Tenant


MemberEvent = Command | Press | Submit | Say | HomeOpened | Left
Event = MemberEvent | TimerDue | Uninstalled | Installed
