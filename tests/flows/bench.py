"""A conversation on the bench: the real talks and turns over documents in a dictionary."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.core.cards import Answer, Ask, Correct, Form, Reply, read_token
from bot.core.events import Press, Sender, Submit
from bot.core.model import Conversation, Document, Member, Tenant
from bot.core.text import Catalogues
from bot.core.turn import Talk
from bot.runtime.talks import Talks
from bot.runtime.turn import WorkMemberTurn
from tests.scene import START, ZONE, CountedIds

D = TypeVar("D", bound=Document)
T = TypeVar("T")

TENANT = Tenant("console:bench")
WHO = "ana"


@dataclass
class Pile:
    """A transaction over a dictionary, in which everything is kept at once."""

    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    tenant: Tenant = TENANT

    async def get(self, kind: type[D], id: str) -> D | None:
        found = self.documents.get((kind.KIND, id))
        return found if isinstance(found, kind) else None

    async def find(self, kind: type[D], **where: str | int | bool | None) -> list[D]:
        found = [d for d in self.documents.values() if isinstance(d, kind)]
        return [d for d in found if all(getattr(d, name) == v for name, v in where.items())]

    def put(self, document: Document) -> None:
        self.documents[document.KIND, document.id] = document

    def delete(self, kind: type[Document], id: str) -> None:
        self.documents.pop((kind.KIND, id), None)

    async def commit(self) -> None:
        """Nothing is left to do."""


def now(doing: Coroutine[Any, Any, T]) -> T:
    """The result of something that never really waits."""
    try:
        doing.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    raise AssertionError("it waited for something")


class Bench:
    """One member and one conversation, of whatever version of its flow."""

    def __init__(self, talk: Talk, prose: Catalogues) -> None:
        self.pile = Pile()
        self.prose = prose
        self.ids = CountedIds()
        self.talks = Talks([talk])
        self.last: Reply

    def new_version(self, talk: Talk) -> None:
        self.talks = Talks([talk])

    def turn(self) -> WorkMemberTurn:
        return WorkMemberTurn(
            self.pile,
            START,
            self.prose,
            self.ids,
            member=Member(WHO, "Ana", None, ZONE),
            group=None,
            talks=self.talks,
            sender=Sender(self.pile.tenant, WHO),
        )

    def begin(self, flow: str) -> None:
        turn = self.turn()
        self.last = now(turn.proceed(now(turn.begin(flow))))

    @property
    def conversation(self) -> Conversation:
        [only] = now(self.pile.find(Conversation))
        return only

    @property
    def form(self) -> Form:
        assert isinstance(self.last, Ask | Correct), self.last
        return self.last.form

    def goes_on(self) -> None:
        self.last = now(self.turn().proceed(self.conversation))

    def answers(self, values: dict[str, Answer], form: Form | None = None) -> None:
        form = form or self.form
        event = Submit(
            self.ids.new(),
            Sender(TENANT, WHO),
            form.conversation,
            form.revision,
            form.step,
            values,
        )
        self.last = now(self.talks.submit(self.turn(), event))

    def goes(self, way: str, typed: dict[str, Answer] | None = None) -> None:
        for button in self.form.ways:
            token = read_token(button.press)
            assert token is not None
            if token.verb == f"talk.{way}":
                event = Press(self.ids.new(), Sender(TENANT, WHO), button.press, typed or {})
                self.last = now(self.talks.presses[token.verb](self.turn(), token, event))
                return
        raise AssertionError(f"no way {way!r} beside {self.form.step}")
