"""Conversations under way: asking the next step, taking answers, going back, skipping, editing.

What a conversation says is in its feature; where it stands is always found by replaying it
(`core/flow.py`), so nothing here remembers anything between two events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.core.cards import (
    Answer,
    Ask,
    Block,
    Button,
    Card,
    Correct,
    Entry,
    FieldKind,
    Form,
    FormField,
    Look,
    Nothing,
    Option,
    Paragraph,
    Quote,
    Reply,
    Show,
    Token,
    press_token,
)
from bot.core.events import Press, Submit, TimerDue
from bot.core.flow import (
    WRITTEN,
    Asking,
    Done,
    Field,
    Step,
    Values,
    answered,
    back,
    check,
    holds,
    joined,
    offered,
    reopen,
    replay,
)
from bot.core.manners import drafts_last
from bot.core.model import Conversation, ConversationState
from bot.core.text import Speech, clean, said, shorten
from bot.core.turn import MemberTurn, Talk, Turn

EXPIRED = "talk.expired"


class UnknownFlow(KeyError):
    """A conversation of a flow that this version does not have."""


class Talks:
    """All conversations that the bot can lead, by the name of their flow."""

    def __init__(self, talks: Iterable[Talk]) -> None:
        self._talks = {talk.name: talk for talk in talks}
        self.presses = {
            "talk.back": self.back,
            "talk.skip": self.skip,
            "talk.stop": self.stop,
            "talk.exit": self.exit,
            "talk.resume": self.resume,
            "talk.edit": self.edit,
            "talk.discard": self.discard,
        }

    def _talk(self, conversation: Conversation) -> Talk:
        try:
            return self._talks[conversation.flow]
        except KeyError as error:
            raise UnknownFlow(conversation.flow) from error

    def stands(self, conversation: Conversation) -> Asking | Done[Any]:
        """Where this conversation is, by replay."""
        return replay(self._talk(conversation).flow(conversation), conversation.answers)

    async def proceed(self, turn: MemberTurn, conversation: Conversation) -> Reply:
        """Save it as it is now, and ask what comes next or hand over to the end."""
        if conversation.flow not in self._talks:
            return self._gone(turn, {})
        await self._keep(turn, conversation)
        talk = self._talk(conversation)
        where = self.stands(conversation)
        if isinstance(where, Asking):
            return Ask(self.form(turn.say, conversation, where))
        return await talk.done(turn, conversation, where)

    async def _keep(self, turn: MemberTurn, conversation: Conversation) -> None:
        if await turn.get(Conversation, conversation.id) != conversation:
            turn.save(conversation)

    # Showing a step.

    def form(
        self,
        say: Speech,
        conversation: Conversation,
        where: Asking,
        typed: Values | None = None,
        errors: Mapping[str, str] | None = None,
    ) -> Form:
        """The step as a form, filled in with what is known: typed now, drafted, answered before."""
        step = where.step
        key = f"{conversation.flow}-{step.name}".replace("_", "-")
        drafted = conversation.drafts.get(step.name, {})
        known = {**joined(where.before, drafted), **(typed or {})}
        return Form(
            conversation=conversation.id,
            revision=conversation.revision,
            step=step.name,
            title=say(key),
            intro=say(f"{key}.intro") if say.has(f"{key}.intro") else "",
            fields=tuple(
                _form_field(say, key, field, known.get(field.name), (errors or {}).get(field.name))
                for field in step.fields
            ),
            ways=self._ways(say, conversation, where),
            submit=say(f"{key}.submit") if say.has(f"{key}.submit") else say("talk-continue"),
        )

    def _ways(self, say: Speech, conversation: Conversation, where: Asking) -> tuple[Button, ...]:
        id, revision = conversation.id, conversation.revision
        ways: list[Button] = []
        if where.path:
            ways.append(Button(say("talk-back"), press_token("talk.back", id, revision)))
        if self._talk(conversation).skips:
            ways.append(Button(say("talk-skip"), press_token("talk.skip", id, revision)))
        ways.append(Button(say("talk-stop"), press_token("talk.stop", id, revision)))
        for name in where.step.exits:
            token = press_token("talk.exit", id, revision, name)
            ways.append(Button(say(f"talk-exit-{name}"), token))
        return tuple(ways)

    # Taking an answer.

    async def submit(self, turn: MemberTurn, event: Submit) -> Reply:
        """Save what was typed and ask the next step; with errors, the same step as it was typed."""
        conversation = await self._own(turn, event.conversation)
        if conversation is None:
            return Show(words_back(turn.say, event.values))
        where = self.stands(conversation)
        if not isinstance(where, Asking) or where.step.name != event.step:
            return await self._stale(turn, conversation, event.step, event.values)
        conversation = _reopened(conversation, where)
        if event.revision != conversation.revision and _unseen(
            where.step, conversation, event.values
        ):
            # The old form did not show all that is written here by now: show both.
            return await self._stale(turn, conversation, event.step, event.values)
        if not event.complete:
            return self._draft(turn, conversation, where, event)
        checked = check(where.step, event.values, turn.today, turn.say.language)
        if checked.errors:
            turn.save(self._drafted(turn, conversation, where.step.name, checked.values))
            errors = _sentences(turn.say, where.step, checked.errors)
            return Correct(
                self.form(turn.say, conversation, where, checked.values, errors),
            )
        return await self.proceed(
            turn, self._answered(turn, conversation, where.step, checked.values)
        )

    def _draft(
        self, turn: MemberTurn, conversation: Conversation, where: Asking, event: Submit
    ) -> Reply:
        """Some of the form's fields were typed: keep the words, stay where we are."""
        asked = tuple(field for field in where.step.fields if field.name in event.values)
        step = replace(where.step, fields=asked)
        checked = check(step, event.values, turn.today, turn.say.language)
        turn.save(self._drafted(turn, conversation, where.step.name, checked.values))
        if checked.errors:
            errors = _sentences(turn.say, where.step, checked.errors)
            return Correct(self.form(turn.say, conversation, where, checked.values, errors))
        return Nothing()

    async def _stale(
        self, turn: MemberTurn, conversation: Conversation, step: str, values: Values
    ) -> Reply:
        """From an old form: keep new words as a draft of its step, and show the current one."""
        reply = await self.proceed(turn, self._kept_aside(turn, conversation, step, values))
        if isinstance(reply, Ask):
            return Ask(replace(reply.form, intro=turn.say("talk-stale")))
        return reply

    async def _stale_press(
        self, turn: MemberTurn, conversation: Conversation, typed: Values
    ) -> Reply:
        """A button beside an old form: the same with the words that stood in it."""
        if not _words(typed):
            return await self.proceed(turn, conversation)
        return await self._stale(turn, conversation, self._asks(conversation, typed), typed)

    def _asks(self, conversation: Conversation, typed: Values) -> str:
        """The step whose form these values stood in, as far as that can be known: a button names
        no step. Whichever it is, the words are kept."""
        where = self.stands(conversation)
        steps: tuple[Step, ...] = where.path
        if isinstance(where, Asking):
            steps += (where.step,)
        asking = [s for s in steps if typed.keys() <= {field.name for field in s.fields}]
        return (asking or steps)[-1].name

    def _kept_aside(
        self, turn: MemberTurn, conversation: Conversation, step: str, values: Values
    ) -> Conversation:
        """With those words in the drafts that are not in the answers."""
        before = conversation.answers.get(step, {})
        new = {n: text for n, text in _words(values).items() if not holds(_text(before, n), text)}
        draft = conversation.drafts.get(step, {})
        both = joined(draft, new)
        if both == draft:
            return conversation
        # A form that is open now may be of this step, and does not show these words.
        kept = self._drafted(turn, conversation, step, both)
        return replace(kept, revision=kept.revision + 1)

    def _drafted(
        self, turn: MemberTurn, conversation: Conversation, step: str, values: Values
    ) -> Conversation:
        kept = {name: value for name, value in values.items() if value is not None}
        draft = {**conversation.drafts.get(step, {}), **kept}
        return self._touched(turn, conversation, drafts={**conversation.drafts, step: draft})

    def _answered(
        self, turn: MemberTurn, conversation: Conversation, step: Step, values: Values
    ) -> Conversation:
        drafts = {name: draft for name, draft in conversation.drafts.items() if name != step.name}
        if hidden := _hidden(step, conversation.drafts.get(step.name, {})):
            drafts[step.name] = hidden
        return self._touched(
            turn,
            conversation,
            answers=answered(conversation.answers, step, values),
            drafts=drafts,
            revision=conversation.revision + 1,
        )

    def _touched(
        self, turn: MemberTurn, conversation: Conversation, **changes: Any
    ) -> Conversation:
        return replace(
            conversation,
            touched_at=turn.now,
            expires_at=turn.now + drafts_last(turn.group),
            state=ConversationState.OPEN,
            **changes,
        )

    # The buttons beside the answer.

    async def back(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        where = self.stands(conversation)
        if token.revision != conversation.revision or not isinstance(where, Asking):
            return await self._stale_press(turn, conversation, press.typed)
        conversation = self._put_aside(turn, conversation, where, press.typed)
        answers, drafts = back(where, conversation.answers, conversation.drafts)
        return await self.proceed(
            turn,
            replace(
                conversation, answers=answers, drafts=drafts, revision=conversation.revision + 1
            ),
        )

    async def skip(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        """Nothing here yet: a full answer. Words that stood in the form stay as a draft."""
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        where = self.stands(conversation)
        if token.revision != conversation.revision or not isinstance(where, Asking):
            return await self._stale_press(turn, conversation, press.typed)
        conversation = self._put_aside(turn, conversation, where, press.typed)
        nothing: Values = {field.name: None for field in where.step.fields}
        return await self.proceed(
            turn,
            replace(
                conversation,
                answers=answered(conversation.answers, where.step, nothing),
                revision=conversation.revision + 1,
            ),
        )

    async def stop(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        """Leave it for now; it can be taken up again for seven days."""
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        conversation = await self._left(turn, conversation, token, press.typed)
        say = turn.say
        until = say.moment(conversation.expires_at, turn.member.zone)
        return Show(
            Card(
                say("talk-stopped"),
                (Paragraph(say("talk-stopped-body", until=until)),),
                (Button(say("talk-resume"), press_token("talk.resume", conversation.id)),),
            )
        )

    async def exit(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        """A step's own way out; what stood in the form stays as a draft."""
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        way = self._talk(conversation).exits.get(token.choice)
        if way is None:
            return await self._stale_press(turn, conversation, press.typed)
        conversation = await self._left(turn, conversation, token, press.typed)
        return await way(turn, conversation)

    async def _left(
        self, turn: MemberTurn, conversation: Conversation, token: Token, typed: Values
    ) -> Conversation:
        """Saved with the words that stood in the form when it was left."""
        where = self.stands(conversation)
        if isinstance(where, Asking) and token.revision == conversation.revision:
            left = self._put_aside(turn, conversation, where, typed)
            if left.drafts != conversation.drafts:
                # The same form, if it is still open somewhere, does not show these words.
                left = replace(left, revision=left.revision + 1)
        elif _words(typed):
            left = self._kept_aside(turn, conversation, self._asks(conversation, typed), typed)
        else:
            return conversation
        await self._keep(turn, left)
        return left

    def _put_aside(
        self, turn: MemberTurn, conversation: Conversation, where: Asking, typed: Values
    ) -> Conversation:
        """With what stood in the form of the current step as its draft."""
        reopened = _reopened(conversation, where)
        return self._drafted(turn, reopened, where.step.name, _cleaned(typed))

    async def resume(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        return await self.proceed(turn, self._touched(turn, conversation))

    async def edit(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        """Choose a step to answer anew; with one step there is nothing to choose."""
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        if token.revision is not None and token.revision not in (0, conversation.revision):
            return await self.proceed(turn, conversation)
        path = self.stands(conversation).path
        chosen = token.choice or (path[0].name if len(path) == 1 else "")
        if chosen in [step.name for step in path]:
            answers, drafts = reopen(conversation.answers, conversation.drafts, chosen)
            return await self.proceed(
                turn,
                self._touched(
                    turn,
                    conversation,
                    answers=answers,
                    drafts=drafts,
                    revision=conversation.revision + 1,
                ),
            )
        return Show(self._edit_card(turn.say, conversation, path))

    def _edit_card(self, say: Speech, conversation: Conversation, path: tuple[Step, ...]) -> Card:
        return Card(
            say("talk-edit"),
            tuple(
                Entry(
                    say(f"{conversation.flow}-{step.name}".replace("_", "-")),
                    _summary(say, step, conversation.answers.get(step.name, {})),
                    (
                        Button(
                            say("talk-edit-this"),
                            press_token(
                                "talk.edit", conversation.id, conversation.revision, step.name
                            ),
                        ),
                    ),
                )
                for step in path
            ),
            (Button(say("talk-edit-done"), press_token("talk.resume", conversation.id)),),
        )

    async def discard(self, turn: MemberTurn, token: Token, press: Press) -> Reply:
        """Let a conversation go; ask once more where words would be lost."""
        conversation = await self._own(turn, token.subject)
        if conversation is None:
            return self._gone(turn, press.typed)
        say = turn.say
        written = any(
            isinstance(value, str)
            for values in (*conversation.answers.values(), *conversation.drafts.values())
            for value in values.values()
        )
        sure = token.choice == "yes" and token.revision == conversation.revision
        if self._talk(conversation).precious and written and not sure:
            yes = press_token("talk.discard", conversation.id, conversation.revision, "yes")
            return Show(
                Card(
                    say("talk-discard-sure"),
                    (Paragraph(say("talk-discard-sure-body")),),
                    (
                        Button(say("talk-discard-no"), press_token("talk.resume", conversation.id)),
                        Button(say("talk-discard-yes"), yes, Look.DANGER),
                    ),
                )
            )
        turn.delete(conversation)
        return Show(Card(say("talk-discarded")))

    async def expired(self, turn: Turn, due: TimerDue) -> None:
        """Nobody came back to this conversation in time."""
        conversation = await turn.get(Conversation, due.timer.subject)
        if conversation is None or conversation.expires_at > turn.now:
            return
        talk = self._talks.get(conversation.flow)
        if talk is None or talk.expired is None:
            turn.delete(conversation)
            return
        await talk.expired(turn, conversation, self.stands(conversation))

    async def _own(self, turn: MemberTurn, id: str) -> Conversation | None:
        """The conversation, if it is there, this member's, and of a flow that we have."""
        found = await turn.get(Conversation, id) if id else None
        if found is None or found.member != turn.member.id or found.flow not in self._talks:
            return None
        return found

    def _gone(self, turn: MemberTurn, typed: Values) -> Reply:
        return Show(words_back(turn.say, typed))


def _form_field(
    say: Speech, key: str, field: Field[Any], value: Answer, error: str | None
) -> FormField:
    name = f"{key}-{field.name}".replace("_", "-")
    return FormField(
        name=field.name,
        kind=field.kind,
        label=say(name),
        hint=say(f"{name}.hint") if say.has(f"{name}.hint") else "",
        options=tuple(
            Option(option, say(f"{field.words}-{option}".replace("_", "-")))
            for option in field.options
        ),
        longest=field.longest,
        value=offered(field, value),
        error=error or "",
    )


def _sentences(say: Speech, step: Step, errors: Mapping[str, str]) -> dict[str, str]:
    """The errors of a step's fields as sentences."""
    # As a text: a number would be written with a comma in it.
    longest = {field.name: str(field.longest) for field in step.fields}
    return {name: say(key, longest=longest[name]) for name, key in errors.items()}


def _reopened(conversation: Conversation, where: Asking) -> Conversation:
    """With an answer that no longer fits its step taken back into the drafts."""
    answers, drafts = reopen(conversation.answers, conversation.drafts, where.step.name)
    return replace(conversation, answers=answers, drafts=drafts)


def _unseen(step: Step, conversation: Conversation, values: Values) -> bool:
    """Whether words wait in this step's draft that these values leave out."""
    draft = conversation.drafts.get(step.name, {})
    return any(
        isinstance(word := draft.get(field.name), str)
        and not holds(_text(values, field.name), word)
        for field in step.fields
        if field.kind in WRITTEN
    )


def _hidden(step: Step, draft: Values) -> Values:
    """What of a draft the step's form can't show: it stays where it is when the form is sent."""
    fields = {field.name: field for field in step.fields}
    return {
        name: value
        for name, value in draft.items()
        if value not in (None, "", ())
        and (name not in fields or offered(fields[name], value) is None)
    }


def _words(typed: Values) -> dict[str, str]:
    """Those of the values that are words, cleaned."""
    return {
        name: text
        for name, value in typed.items()
        if isinstance(value, str) and (text := clean(value))
    }


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _cleaned(typed: Values) -> Values:
    return {
        name: clean(value) if isinstance(value, str) else value for name, value in typed.items()
    }


def _summary(say: Speech, step: Step, values: Values) -> str:
    """What was answered to a step, in one line."""
    parts: list[str] = []
    for field in step.fields:
        value = values.get(field.name)
        if value is None or value == "":
            continue
        match field.kind:
            case FieldKind.CHOICE:
                parts.append(say(f"{field.words}-{value}".replace("_", "-")))
            case FieldKind.MANY if isinstance(value, tuple | list):
                parts += [say(f"{field.words}-{one}".replace("_", "-")) for one in value]
            case _:
                parts.append(said(shorten(str(value), 80)))
    return " · ".join(parts) or say("talk-nothing-yet")


def words_back(say: Speech, typed: Values) -> Card:
    """The conversation is closed: give the words back to their writer, to copy."""
    words = [clean(value) for value in typed.values() if isinstance(value, str) and clean(value)]
    body: tuple[Block, ...] = (
        Paragraph(say("talk-closed-words")),
        *(Quote(said(word)) for word in words),
    )
    return Card(
        say("talk-closed"),
        body if words else (Paragraph(say("talk-closed-body")),),
        (Button(say("home-title"), press_token("home.open")),),
    )
