"""A member of the workspace with Slack in hand: a scenario reads like the conversation.

    ana = Person(slack, door, "U1", settle=bot.settle)
    await ana.types("/debrief Acme", channel="C1")
    await ana.submits(pace="Short")
    await ana.taps("Keep it")
    assert ana.sees("Kept.")

They tap what they see, by its label, and see only what is theirs. What the app answers is done to
the double's state as Slack does it.
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from bot.core.cards import read_token
from tests.adapters.slack import payloads
from tests.adapters.slack.double import (
    Json,
    Message,
    SlackDouble,
    View,
    elements_of,
    escaped,
    escaped_text,
    options_of,
    state_key,
    text_of,
)
from tests.adapters.slack.payloads import Answer, Door, Kind, Origin, Who

Shown = View | Message
Filled = str | int | date | time | Sequence[str] | None
"""What is put into a field: words, an option's label (or several), a day, an hour, an id of a
member or channel (or its name), or None to empty it."""

_REQUIRED = "Please complete this required field."


async def _at_once() -> None:
    pass


def origin_of(slack: SlackDouble, team: str) -> Origin:
    """Where payloads come from that concern this workspace."""
    at = slack.workspaces[team]
    bot = slack.bot_of(team)
    org = slack.workspaces.get(at.enterprise) if at.enterprise else None
    return Origin(
        at.id,
        at.domain,
        at.enterprise,
        org.name if org is not None else "Job Org",
        is_org=bot.is_org,
        bot_user=bot.bot_user,
    )


def enveloped(
    slack: SlackDouble, inner: Json, team: str = "T1", *, is_shared: bool = False
) -> Json:
    """An event of this workspace with a new id, ready for `door.deliver(Kind.EVENT, …)`: for what
    nobody in particular does (`payloads.app_uninstalled`, `payloads.user_change`)."""
    return payloads.event(
        origin_of(slack, team),
        inner,
        event_id=f"Ev{slack.number():06d}",
        event_time=int(slack.now.timestamp()),
        is_ext_shared_channel=is_shared,
    )


class _Button(NamedTuple):
    block: Json
    element: Json
    option: Json | None


class Person:
    """See the module. Takes the double, the app's door, the member's id, and `settle`, which waits
    until the app has done what it does in the background."""

    def __init__(
        self,
        slack: SlackDouble,
        door: Door,
        who: str,
        settle: Callable[[], Awaitable[None]] = _at_once,
    ) -> None:
        self.slack = slack
        self.door = door
        self.who = who
        self.settle = settle
        self.strict = True
        """Whether an answer other than 200 ends the test; otherwise `trouble` tells it."""
        self.trouble = ""
        self.is_at_home = False
        self.sent: list[tuple[Kind, Json]] = []
        """All that was delivered to the app, for `repeats`."""

    # Doing.

    async def types(self, text: str, *, channel: str = "") -> Answer:
        """A slash command, in a channel or (by default) in the app's direct messages."""
        assert text.startswith("/"), "a command begins with /; `says` is for words"
        place = self._place(channel)
        self.is_at_home = False
        command, _, rest = text.partition(" ")
        payload = payloads.slash_command(
            self.origin,
            self.me,
            command,
            escaped_text(rest.strip()) if self.slack.escapes else rest.strip(),
            channel=place,
            channel_name=self._name_of(place),
            trigger_id=self.slack.trigger(self.who),
            response_url=self.slack.response_url(self.who, place),
        )
        answer = await self._deliver(Kind.COMMAND, payload)
        if answer.status == 200:
            error = self.slack.answer_command(self.who, place, answer.body, answer.text)
            assert not error, f"Slack does not show the answer: {error} {self.slack.refusals[-1:]}"
        await self.settle()
        return answer

    async def says(self, text: str, *, to: str = "", thread: Message | str = "") -> Message:
        """Words to the app's direct messages, or in a channel (`to`). There the app hears them
        where it is a member and they mention it (`f"{ana.mention} hello"`)."""
        place = self._place(to)
        self.is_at_home = False
        is_direct = self.slack.channels[place].is_direct
        if is_direct:
            assert self.slack.messages_tab, "Slack says that sending messages is turned off"
        ts = thread.ts if isinstance(thread, Message) else thread
        message = self.slack.says(self.who, place, text, thread_ts=ts)
        team = self.slack.users[self.who].team
        if is_direct:
            await self._event(
                payloads.message_im(
                    self.who, place, message.text, message.ts, team=team, thread_ts=ts
                )
            )
        elif self.mention in text and self.slack.channels[place].bot_is_in:
            await self._event(
                payloads.app_mention(
                    self.who, place, message.text, message.ts, team=team, thread_ts=ts
                ),
                is_shared=self.slack.channels[place].ext_shared,
            )
        return message

    async def edits(self, message: Message, text: str) -> Answer:
        """Change what they wrote to the app."""
        assert message.user == self.who, "not their own message"
        was, message.text = message.text, escaped_text(text)
        return await self._event(
            payloads.message_changed_im(
                self.who, message.channel, message.text, was, message.ts, self.slack.stamp()
            )
        )

    async def deletes(self, message: Message) -> Answer:
        """Take back what they wrote to the app."""
        assert message.user == self.who, "not their own message"
        message.deleted = True
        return await self._event(
            payloads.message_deleted_im(
                self.who, message.channel, message.text, message.ts, self.slack.stamp()
            )
        )

    async def opens_home(self) -> Answer:
        """The app's Home tab."""
        self.is_at_home = True
        return await self._opens("home")

    async def opens_messages(self) -> Answer:
        """The app's Messages tab."""
        self.is_at_home = False
        return await self._opens("messages")

    async def _opens(self, tab: str) -> Answer:
        dm, stamp = self.slack.dm(self.who), self.slack.stamp()
        inner = payloads.app_home_opened(self.who, dm, stamp, tab=tab)
        if tab == "home" and (home := self.slack.home_of(self.who)) is not None:
            inner["view"] = home.payload()
        return await self._event(inner)

    async def uses_shortcut(self, callback_id: str) -> Answer:
        """A global shortcut."""
        payload = payloads.shortcut(
            self.origin,
            self.me,
            callback_id,
            trigger_id=self.slack.trigger(self.who),
            action_ts=self.slack.stamp(),
        )
        return await self._interacts(payload)

    async def uses_on_message(self, callback_id: str, message: Message) -> Answer:
        """A shortcut in the menu of a message."""
        self._must_see(message)
        assert not message.only_for, "Slack has no shortcuts on ephemeral messages"
        payload = payloads.message_action(
            self.origin,
            self.me,
            callback_id,
            message.payload(),
            channel=message.channel,
            channel_name=self._name_of(message.channel),
            trigger_id=self.slack.trigger(self.who),
            action_ts=self.slack.stamp(),
            response_url=self.slack.response_url(self.who, message.channel, message),
        )
        return await self._interacts(payload)

    async def taps(self, label: str, *, on: Shown | str | None = None, nth: int = 0) -> Answer:
        """A button (or an entry of an overflow menu), by its label.

        In the open modal; with none open, in what came last and then in what came before it. `on`
        is a message, a view, or "home".
        """
        return await self._taps(*self._button(label, on, nth))

    async def presses(
        self, verb: str, choice: str = "", *, on: Shown | None = None, nth: int = 0
    ) -> Answer:
        """A button by what it does, whatever is written on it: the verb of its token (and the
        choice). Looked for as `taps` does."""
        modal = self.modal
        if on is not None:
            self._must_see(on)
        assert modal is None or on in (None, modal), "a modal is open above it"
        shown = on or modal
        places = self._everything() if shown is None else [shown]
        for place in places:
            found = [button for _, button in _buttons(place) if _does(button, verb, choice)]
            if len(found) > nth:
                return await self._taps(place, found[nth])
        there = [button.element["action_id"] for place in places for _, button in _buttons(place)]
        raise AssertionError(f"no button {verb} {choice} among {there}:\n{self.screen_text()}")

    async def _taps(self, shown: Shown, button: _Button) -> Answer:
        block, element, option = button
        action: Json = {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "type": element["type"],
            "action_ts": self.slack.stamp(),
        }
        if option is not None:
            action["selected_option"] = escaped(option)
        else:
            action["text"] = escaped(element["text"])
            action |= {key: element[key] for key in ("value", "style") if key in element}
        return await self._acts(shown, action)

    async def picks(self, name: str, value: Filled, *, on: Shown | str | None = None) -> Answer:
        """Choose in a menu (radio buttons, a day …) that tells the app at once: one that is not in
        an input block, or whose input dispatches. By its action_id, placeholder or label."""
        shown = self._on(on) or self.screen
        assert shown is not None, "nothing is shown"
        block, element = self._control(shown, name)
        one = self._put(shown, block, element, value)
        return await self._acts(shown, self._picked(block, element, one))

    def _picked(self, block: Json, element: Json, one: Json) -> Json:
        key = state_key(element)
        return {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "type": element["type"],
            "action_ts": self.slack.stamp(),
            key: escaped(copy.deepcopy(one[key])),
        }

    async def fills(self, values: Mapping[str, Filled] | None = None, /, **more: Filled) -> None:
        """Put values into the fields of the open modal, by label or by the field's name (the last
        part of its block_id)."""
        view = self._open_modal()
        for name, value in {**(values or {}), **more}.items():
            block, element = self._control(view, name)
            one = self._put(view, block, element, value)
            if block["type"] != "input" or block.get("dispatch_action"):
                await self._acts(view, self._picked(block, element, one))

    async def submits(
        self, values: Mapping[str, Filled] | None = None, /, **more: Filled
    ) -> Answer | None:
        """Fill in these fields and send the form. What is not named stays as it stands. None where
        Slack itself asks for a field that was left empty."""
        await self.fills(values, **more)
        view = self._open_modal()
        assert view.given.get("submit"), f"there is nothing to send {view.title!r} with"
        view.errors = {
            str(block["block_id"]): _REQUIRED
            for block in view.blocks
            if block["type"] == "input"
            and not block.get("optional")
            and not self._value(view, block)
        }
        if view.errors:
            return None
        payload = payloads.view_submission(
            self.origin, self.me, view.payload(), trigger_id=self.slack.trigger(self.who)
        )
        answer = await self._deliver(Kind.INTERACTIVE, payload)
        if answer.status == 200:
            assert answer.body or not answer.text, f"Slack cannot read {answer.text[:40]!r}"
            error = self.slack.answer_submission(view, answer.body)
            assert not error, f"Slack shows trouble: {error} {self.slack.refusals[-1:]}"
        await self.settle()
        return answer

    async def closes(self, *, everything: bool = False) -> list[Answer]:
        """Close the modal on top, or all there are. The app hears of those that asked for it."""
        view = self._open_modal()
        everything = everything or bool(view.given.get("clear_on_close"))
        answers: list[Answer] = []
        for one in self.slack.close(self.who, everything=everything):
            told = one.payload(with_state=self.slack.tells_state_on_close)
            payload = payloads.view_closed(self.origin, self.me, told, is_cleared=everything)
            answers.append(await self._deliver(Kind.INTERACTIVE, payload))
        await self.settle()
        return answers

    async def repeats(self) -> Answer:
        """Slack did not hear the answer in time and brings the last thing once more."""
        kind, payload = self.sent[-1]
        answer = await self.door.deliver(kind, payload, retry=1)
        await self.settle()
        return answer

    # Reading.

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        return self.slack.modal_of(self.who)

    def modal_text(self) -> str:
        """All that the modal shows; empty without one."""
        return self.modal.words() if self.modal is not None else ""

    @property
    def home(self) -> View | None:
        return self.slack.home_of(self.who)

    def home_text(self) -> str:
        """All that the Home tab shows; empty before anything was published."""
        return self.home.words() if self.home is not None else ""

    def inbox(self) -> list[Message]:
        """The app's direct messages to this member, oldest first."""
        dm = self.slack.dm(self.who)
        return [one for one in self.slack.seen_by(self.who, dm) if one.is_by_bot]

    def whispers(self) -> list[Message]:
        """What only this member was shown in channels, oldest first."""
        return [
            one
            for one in self.slack.messages
            if one.only_for == self.who and not (one.deleted or one.is_lost)
        ]

    @property
    def screen(self) -> Shown | None:
        """What this member looks at: the modal, else the last of the app's messages to them, and
        of the Home tab while they have it open."""
        if self.modal is not None:
            return self.modal
        seen: list[Shown] = [*self.inbox(), *self.whispers()]
        if self.is_at_home and self.home is not None:
            seen.append(self.home)
        return max(seen, key=lambda one: one.seen_at, default=None)

    def screen_text(self) -> str:
        return self.screen.words() if self.screen is not None else ""

    def sees(self, *words: str) -> bool:
        """True, or an AssertionError that shows what they see instead."""
        text = self.screen_text()
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return True

    @property
    def errors(self) -> dict[str, str]:
        """The errors at the fields of the modal, by the fields' names."""
        errors = self.modal.errors if self.modal is not None else {}
        return {block_id.rpartition(".")[2]: text for block_id, text in errors.items()}

    def fields(self) -> dict[str, Any]:
        """What stands in the fields of the modal, by their names."""
        view = self._open_modal()
        return {
            str(block["block_id"]).rpartition(".")[2]: self._value(view, block)
            for block in view.blocks
            if block["type"] == "input"
        }

    def buttons(self, on: Shown | str | None = None) -> list[str]:
        """The labels of the buttons they can tap, in what they look at or on this."""
        shown = self._on(on) or self.screen
        return [label for label, _ in _buttons(shown)] if shown is not None else []

    def offers(self, label: str, *, on: Shown | str | None = None) -> bool:
        """Whether this button is there; the one that sends the modal counts as one."""
        shown = self._on(on) or self.screen
        labels = self.buttons(on)
        if isinstance(shown, View):
            labels = [*labels, text_of(shown.given.get("submit"))]
        return label in labels

    @property
    def mention(self) -> str:
        """The app's name, as it is written in a message."""
        return f"<@{self.slack.bot_of(self.slack.users[self.who].team).bot_user}>"

    # Parts.

    @property
    def origin(self) -> Origin:
        """The workspace from which this member's payloads come."""
        return origin_of(self.slack, self.slack.users[self.who].team)

    @property
    def me(self) -> Who:
        """This member, as payloads name them."""
        user = self.slack.users[self.who]
        return Who(user.id, user.name.lower(), user.team)

    def _place(self, channel: str) -> str:
        place = channel or self.slack.dm(self.who)
        there = self.slack.channels[place]
        assert self.who in there.members, f"{self.who} is not in {place}"
        return place

    def _name_of(self, place: str) -> str:
        there = self.slack.channels[place]
        if there.is_direct:
            return "directmessage"
        return "privategroup" if there.private else there.name

    async def _deliver(self, kind: Kind, payload: Json) -> Answer:
        self.sent.append((kind, payload))
        answer = await self.door.deliver(kind, payload)
        self.trouble = "" if answer.status == 200 else f"{answer.status} {answer.text[:200]}"
        assert not (self.strict and self.trouble), f"the app answered {self.trouble}"
        return answer

    async def _interacts(self, payload: Json) -> Answer:
        answer = await self._deliver(Kind.INTERACTIVE, payload)
        await self.settle()
        return answer

    async def _event(self, inner: Json, *, is_shared: bool = False) -> Answer:
        payload = enveloped(self.slack, inner, self.slack.users[self.who].team, is_shared=is_shared)
        answer = await self._deliver(Kind.EVENT, payload)
        await self.settle()
        return answer

    async def _acts(self, shown: Shown, action: Json) -> Answer:
        trigger = self.slack.trigger(self.who)
        if isinstance(shown, View):
            payload = payloads.actions_in_view(
                self.origin, self.me, shown.payload(), [action], trigger_id=trigger
            )
        else:
            payload = payloads.actions_in_message(
                self.origin,
                self.me,
                shown.payload(),
                [action],
                channel=shown.channel,
                channel_name=self._name_of(shown.channel),
                trigger_id=trigger,
                response_url=self.slack.response_url(self.who, shown.channel, shown),
                is_ephemeral=bool(shown.only_for),
                values=copy.deepcopy(shown.state),
            )
        return await self._interacts(payload)

    def _must_see(self, shown: Shown) -> None:
        if isinstance(shown, View):
            assert shown.user == self.who, f"{self.who} cannot see what is {shown.user}'s"
            stack = self.slack.stacks.get(self.who, [])
            is_there = shown is self.home if shown.type == "home" else shown in stack[-1:]
            assert is_there, f"{shown.title!r} is not on top"
        else:
            seen = self.slack.seen_by(self.who, shown.channel)
            assert any(one is shown for one in seen), f"{self.who} cannot see this message"

    def _on(self, on: Shown | str | None) -> Shown | None:
        if on is None:
            return None
        if isinstance(on, str):
            assert on == "home", f"on what? {on!r}"
            assert self.home is not None, "nothing was published"
            on = self.home
        self._must_see(on)
        return on

    def _button(self, label: str, on: Shown | str | None, nth: int) -> tuple[Shown, _Button]:
        chosen = self._on(on)
        modal = self.modal
        if chosen is not None:
            assert modal is None or chosen is modal, "a modal is open above it"
            places: list[Shown] = [chosen]
        elif modal is not None:
            places = [modal]
        else:
            places = self._everything()
        labels: list[str] = []
        for place in places:
            found = [button for there, button in _buttons(place) if there == label]
            if len(found) > nth:
                return place, found[nth]
            labels += [there for there, _ in _buttons(place)]
        raise AssertionError(f"no button {label!r} among {labels}")

    def _everything(self) -> list[Shown]:
        """All that they could scroll to, the last first."""
        seen: list[Shown] = [
            one
            for channel, there in self.slack.channels.items()
            if self.who in there.members
            for one in self.slack.seen_by(self.who, channel)
            if one.is_by_bot
        ]
        if self.is_at_home and self.home is not None:
            seen.append(self.home)
        screen = self.screen
        return sorted(seen, key=lambda one: (one is screen, one.seen_at), reverse=True)

    def _open_modal(self) -> View:
        assert self.modal is not None, f"no modal is open; {self.who} sees:\n{self.screen_text()}"
        return self.modal

    def _control(self, shown: Shown, name: str) -> tuple[Json, Json]:
        known: list[str] = []
        for block in shown.blocks:
            for element in elements_of(block):
                if not state_key(element):
                    continue
                names = [
                    str(block["block_id"]).rpartition(".")[2],
                    text_of(block.get("label")),
                    text_of(element.get("placeholder")),
                    str(element["action_id"]),
                ]
                # In an input block the action_id tells the kind of field only.
                if name in (names[:2] if block["type"] == "input" else names):
                    return block, element
                known += [one for one in names[:2] if one]
        raise AssertionError(f"no field {name!r} among {known}")

    def _value(self, view: View, block: Json) -> Any:
        element = block["element"]
        value = view.state[block["block_id"]][element["action_id"]][state_key(element)]
        if isinstance(value, dict):
            return value.get("value")
        if isinstance(value, list):
            return [one["value"] if isinstance(one, dict) else one for one in value]
        return value

    def _put(self, shown: Shown, block: Json, element: Json, value: Filled) -> Json:
        one = shown.state[block["block_id"]][element["action_id"]]
        one[state_key(element)] = self._entered(element, value)
        if isinstance(shown, View):
            shown.errors.pop(str(block["block_id"]), None)
        return one

    def _entered(self, element: Json, value: Filled) -> Any:
        kind = str(element["type"])
        many = kind == "checkboxes" or kind.startswith("multi_")
        if value is None or value == "":
            return [] if many else None
        if kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input"):
            text = str(value)
            most = element.get("max_length") or 3000
            assert len(text) <= most, f"Slack takes {most} characters here, not {len(text)}"
            return text
        if many:
            assert not isinstance(value, int | date | time)
            values = [value] if isinstance(value, str) else [*value]
            return [self._chosen(element, kind, one) for one in values]
        return self._chosen(element, kind, value)

    def _chosen(self, element: Json, kind: str, value: Filled) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, time):
            return value.strftime("%H:%M")
        text = str(value)
        if kind == "datepicker":
            return date.fromisoformat(text).isoformat()
        if kind == "timepicker":
            return time.fromisoformat(text).strftime("%H:%M")
        if "users_" in kind:
            users = {one.name: one.id for one in self.slack.users.values() if not one.deleted}
            id = users.get(text, text)
            assert id in self.slack.users, f"no member {text!r} among {[*users]}"
            return id
        if "conversations_" in kind or "channels_" in kind:
            return self._channel(element, text)
        options = options_of(element)
        for option in options:
            if text in (text_of(option["text"]), option["value"]):
                return copy.deepcopy(option)
        raise AssertionError(
            f"no option {text!r} among {[text_of(option['text']) for option in options]}"
        )

    def _channel(self, element: Json, text: str) -> str:
        """A channel of theirs by name or id, if the menu would show it."""
        wanted = element.get("filter") or {}
        kinds = wanted.get("include") or ["public", "private", "im", "mpim"]
        shown: dict[str, str] = {}
        for one in self.slack.channels.values():
            kind = "im" if one.is_direct else "private" if one.private else "public"
            hidden = one.ext_shared and wanted.get("exclude_external_shared_channels")
            if kind in kinds and not hidden and (kind == "public" or self.who in one.members):
                shown[one.name] = one.id
        id = shown.get(text.removeprefix("#"), text)
        assert id in shown.values(), f"no channel {text!r} among {[*shown]}"
        return id


def _does(button: _Button, verb: str, choice: str) -> bool:
    token = read_token(button.element["action_id"].partition("#")[0])
    return token is not None and token.verb == verb and choice in ("", token.choice)


def _buttons(shown: Shown) -> Iterator[tuple[str, _Button]]:
    for block in shown.blocks:
        for element in elements_of(block):
            if element["type"] == "button":
                yield text_of(element["text"]), _Button(block, element, None)
            elif element["type"] == "overflow":
                for option in element["options"]:
                    yield text_of(option["text"]), _Button(block, element, option)
