"""The engine's door: what each adapter brings to it, written down on the way through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.cards import Answer, Ask, Care, Correct, FieldKind, Form, Reply, read_token
from bot.core.events import Command, Event, HomeOpened, Press, Say, Submit
from bot.core.ports import Intake


@dataclass(frozen=True)
class Saw:
    """One thing that somebody did, as the core was told of it, and what it answered with.

    `what` is the name of the command, the verb of the button (and its choice), or the step of the
    form. Values that were left empty are not there: adapters name them or leave them out.
    """

    kind: str
    who: str
    what: str
    values: Mapping[str, Answer] = field(default_factory=dict)
    is_kept: bool = False
    answer: str = field(default="", compare=False)
    typed: Mapping[str, Answer] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        kept = " (kept)" if self.is_kept else ""
        return f"{self.who}: {self.kind} {self.what} {dict(self.values) or ''}{kept}".rstrip()


class Door:
    """An `Intake` that remembers. `forms` has the form that each member was shown last."""

    def __init__(self, engine: Intake) -> None:
        self._engine = engine
        self.events: list[tuple[Event, Reply]] = []
        self.forms: dict[str, Form] = {}

    async def handle(self, event: Event) -> Reply:
        reply = await self._engine.handle(event)
        self.events.append((event, reply))
        match event, reply:
            case (
                (Command() | Press() | Submit() | Say() | HomeOpened()),
                Ask(form) | Correct(form),
            ):
                self.forms[event.sender.who] = form
            case ((Command() | Press() | Submit() | Say()), Care(_, Form() as form, _)):
                self.forms[event.sender.who] = form
        return reply

    def kind_of(self, who: str, name: str) -> FieldKind:
        """What the field of this name takes, in the form that this member was shown last."""
        return next(one.kind for one in self.forms[who].fields if one.name == name)

    def saw(self, names: Mapping[str, str]) -> list[Saw]:
        """Everything that members did, in order, with their names for their ids."""
        return [
            saw for event, reply in self.events if (saw := _saw(event, reply, names)) is not None
        ]


def _saw(event: Event, reply: Reply, names: Mapping[str, str]) -> Saw | None:
    answer = type(reply).__name__
    match event:
        case Command(_, sender, name, text):
            return Saw("command", names[sender.who], f"{name} {text}".strip(), answer=answer)
        case Press(_, sender, pressed, typed):
            token = read_token(pressed)
            assert token is not None, pressed
            what = f"{token.verb} {token.choice}".strip()
            return Saw("press", names[sender.who], what, answer=answer, typed=typed)
        case Submit(_, sender, _, _, step, values, complete, kept):
            kind = "submit" if complete else "part"
            told = {name: _named(values[name], names) for name in sorted(values)}
            told = {name: one for name, one in told.items() if one is not None}
            return Saw(kind, names[sender.who], step, told, kept, answer)
        case Say(_, sender, text):
            return Saw("say", names[sender.who], text, answer=answer)
        case HomeOpened(_, sender):
            return Saw("home", names[sender.who], "", answer=answer)
        case _:
            return None


def _named(value: Answer, names: Mapping[str, str]) -> Answer:
    return names.get(value, str(value)) if isinstance(value, str) else value
