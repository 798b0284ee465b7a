"""A form while it is filled in, one field at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.cards import Answer, FieldKind, Form, FormField

_WORDS = {FieldKind.LINE, FieldKind.PARAGRAPH, FieldKind.DATE, FieldKind.TIME}
"""The kinds whose answers are somebody's own words."""


class Filling:
    """What was answered so far, and which fields are still to be asked.

    `given_back` are words that the safety rules stopped and gave back: they fill their fields, but
    are sent only when their writer has come to the field and left them there.
    """

    def __init__(self, form: Form, given_back: Mapping[str, Answer]) -> None:
        self.form = form
        self._given_back = given_back
        self._open = [field.name for field in form.fields]
        self._values: dict[str, Answer] = {
            field.name: field.value
            for field in form.fields
            if field.value is not None and field.name not in given_back
        }
        self._seen = self._words(given_back)

    @property
    def field(self) -> FormField | None:
        """The field to be asked next, with what it holds; None when all were asked."""
        if not self._open:
            return None
        field = next(f for f in self.form.fields if f.name == self._open[0])
        value = self._values.get(field.name, self._given_back.get(field.name))
        return replace(field, value=value)

    @property
    def complete(self) -> bool:
        """Whether every field was asked."""
        return not self._open

    @property
    def values(self) -> dict[str, Answer]:
        """All answers so far, and what later fields already hold."""
        return dict(self._values)

    @property
    def savable(self) -> dict[str, Answer]:
        """The answers without words that were given back: beside a button, nothing says `kept`."""
        unseen = self.unseen
        words = self._words(self._values)
        return {n: v for n, v in self._values.items() if n in unseen or n not in words}

    @property
    def unseen(self) -> dict[str, Answer]:
        """The words among them that were not given back with the safety card."""
        return {n: v for n, v in self._words(self._values).items() if self._seen.get(n) != v}

    @property
    def kept(self) -> bool:
        """Whether there are words among them that were given back and left as they were."""
        return any(self._seen.get(n) == v for n, v in self._words(self._values).items())

    def answer(self, value: Answer) -> None:
        """Answer the field that is asked, and go on to the next."""
        self._values[self._open.pop(0)] = value

    def note(self, value: Answer) -> None:
        """Put this down for the field that is asked, and stay there."""
        self._values[self._open[0]] = value

    def passed(self, words: Mapping[str, Answer]) -> None:
        """These words were looked at, and nothing stopped them."""
        self._seen.update(words)

    def correct(self, form: Form) -> None:
        """Ask again what has an error; everything when no field says what is wrong."""
        wrong = [field.name for field in form.fields if field.error]
        names = [field.name for field in form.fields]
        still = [name for name in self._open if name in names and name not in wrong]
        self.form = form
        self._open = wrong + still if wrong else names

    def _words(self, values: Mapping[str, Answer]) -> dict[str, Answer]:
        kinds = {field.name: field.kind for field in self.form.fields}
        return {
            name: value
            for name, value in values.items()
            if isinstance(value, str) and kinds.get(name) in _WORDS
        }
