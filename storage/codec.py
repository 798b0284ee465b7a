"""Documents as versioned JSON, and back.

A document goes through three forms: the value of `bot.core.model`, its `Fields` (plain JSON values
by field name, what a store holds in memory and searches), and its body (the JSON text that a store
writes). Between fields and body, in `pack` and `unpack`, the fields marked as `Private` are
encrypted when there is a key: what is searched stays plain, what is written does not.

They are sealed together, as one text, with the kind and the id of their document: moved to another
document they don't open. A body without a seal is read as it is, so a store that was plain goes on
when it gets a key; what is written from then on is sealed (`storage.rotation` does the rest).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Discriminator,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticSerializationError, from_json, to_json

# pydantic wants this one before Python 3.12, and brings it along.
from typing_extensions import TypedDict

from bot.core.model import DOCUMENTS, Document, Private
from storage.errors import Damaged, Locked, Newer, NotADocument, Unwritable
from storage.sealing import Seals

D = TypeVar("D", bound=Document)

Fields: TypeAlias = dict[str, Any]
"""A document as plain JSON values by field name, in the newest schema."""

Upgrade: TypeAlias = Callable[[Fields], Fields]
"""Takes the fields of one schema version and gives those of the next."""

UPGRADES: Mapping[tuple[str, int], Upgrade] = {}
"""Steps by kind and the version they start from. A kind's newest version is 1 and one for each
step. Whoever removes or renames a field, or adds a choice that older versions can't read, adds a
step (one that changes nothing will do): it keeps an older program from taking it for damage."""

KINDS: Mapping[str, type[Document]] = {kind.KIND: kind for kind in DOCUMENTS}
"""The kinds of documents by name."""

_SCHEMA = "schema"
_IS = "is"
_SEALED = "private"
_WHOLE = "whole"


TOKENS: Mapping[str, tuple[str, ...]] = {"installation": ("sealed",)}
"""Private fields, by kind, that hold a Fernet token under the same keys: when keys change, it has
to change with them."""


def private_fields(kind: type) -> tuple[str, ...]:
    """The fields of this kind that are marked as private.

    Raises TypeError for a mark inside a field that has none itself: it would be overlooked.
    """
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for one in fields(kind):
        if _is_private(hints[one.name]):
            found.append(one.name)
        elif _holds_private(hints[one.name]):
            raise TypeError(f"{kind.__name__}.{one.name}: mark the field itself as private")
    return tuple(found)


def _is_private(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return any(isinstance(one, Private) for one in hint.__metadata__)
    return get_origin(hint) in (Union, UnionType) and any(map(_is_private, get_args(hint)))


def _holds_private(hint: Any) -> bool:
    if _is_private(hint):
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return any(map(_holds_private, get_type_hints(hint, include_extras=True).values()))
    return any(map(_holds_private, get_args(hint)))


PRIVATE: Mapping[str, tuple[str, ...]] = {kind.KIND: private_fields(kind) for kind in DOCUMENTS}
"""The private fields by kind."""


def kind_of(kind: type[Document]) -> str:
    """The name of this kind of document. Raises NotADocument for any other type."""
    # Not by `in DOCUMENTS`: this is asked at every step, and for any object.
    known = KINDS.get(getattr(kind, "KIND", ""))
    if known is None or known is not kind:
        raise NotADocument(f"{getattr(kind, '__name__', kind)} is not a kind of document")
    return kind.KIND


class Codec:
    """Writes and reads documents.

    Takes the upgrade steps by (kind, version), those of this program unless told otherwise, and the
    keys for private fields, of which the first encrypts. Without a key they are written as they
    are.
    """

    def __init__(
        self,
        upgrades: Mapping[tuple[str, int], Upgrade] = UPGRADES,
        keys: Sequence[str] = (),
    ) -> None:
        self.seals = Seals(keys)
        self._upgrades = upgrades
        self._newest = {kind.KIND: _newest(kind.KIND, upgrades) for kind in DOCUMENTS}
        # Built here, because building them takes tens of milliseconds.
        self._adapters: dict[type[Document], TypeAdapter[Any]] = {
            kind: TypeAdapter(_record(kind, nested=False)) for kind in DOCUMENTS
        }

    def pack(self, document: Document) -> tuple[Fields, str]:
        """The document's fields, and the body to store. Raises NotADocument or Unwritable."""
        kind = type(document)
        name = kind_of(kind)
        try:
            plain: Fields = _plain(document, nested=False)
            # Only here does a lone surrogate show: it has no UTF-8.
            body = self._body(name, self._newest[name], plain)
            again = self._adapters[kind].validate_python(plain)
            # By their JSON where they differ: a local time in the hour that comes twice is equal
            # to no time of another zone, not even to itself in UTC.
            same = again == document or _plain(again, nested=False) == plain
        except ValidationError as error:
            trouble = _first_place(error)
        except (PydanticSerializationError, UnicodeEncodeError):
            trouble = "a text that is not Unicode"
        except OverflowError:
            trouble = "a time outside the years 1 to 9999"
        else:
            if same:
                return plain, body
            trouble = "a value that would be read back as another"
        # Raised out here, so that the words in the first error are not carried along.
        raise Unwritable(f"{kind.__name__}: {trouble}")

    def document(self, kind: type[D], fields: Fields) -> D:
        """The document with these fields. Raises NotADocument, Damaged or Newer."""
        kind_of(kind)
        try:
            return cast(D, self._adapters[kind].validate_python(fields))
        except ValidationError as error:
            newer = any(one["type"] == "extra_forbidden" for one in _errors(error))
            trouble = _first_place(error)
        if newer:
            raise Newer(f"{kind.__name__}: a field that this version does not know")
        raise Damaged(f"{kind.__name__}: {trouble}")

    def fields(self, document: Document) -> Fields:
        """All fields of a document that was read: also those that its body, older than they are,
        left out. Raises NotADocument."""
        kind_of(type(document))
        found: Fields = _plain(document, nested=False)
        return found

    def unpack(self, kind: type[Document], body: bytes | str) -> Fields:
        """The fields in a stored body, brought to the newest schema.

        Raises NotADocument; Damaged when it is not a JSON object that says its schema, or its seal
        is broken; Newer when its schema is one that this version does not know; Locked when the key
        to its private fields is not at hand.
        """
        name = kind_of(kind)
        fields = _json_object(body)
        version = fields.pop(_SCHEMA, None) if fields is not None else None
        if fields is None or type(version) is not int or version < 1:
            raise Damaged(f"{kind.__name__}: not a document")
        if version > self._newest[name]:
            raise Newer(f"{kind.__name__}: schema {version} is newer than this version knows")
        if _SEALED in fields:
            fields |= self._unsealed(name, fields)
        for step in range(version, self._newest[name]):
            try:
                fields = self._upgrades[name, step](fields)
            except (LookupError, TypeError, ValueError, AttributeError):
                # What a step trips over when the fields are not what they should be.
                fields = None
            if fields is None:
                raise Damaged(f"{kind.__name__}: can't be upgraded from schema {step}")
        return fields

    def read(self, kind: type[D], body: bytes | str) -> D:
        """`unpack` and `document` in one."""
        return self.document(kind, self.unpack(kind, body))

    # Sealing

    def _body(self, name: str, version: object, plain: Fields) -> str:
        private = {one: plain[one] for one in PRIVATE.get(name, ()) if one in plain}
        if self.seals.first is None or not any(private.values()):
            # What is empty tells nothing, and most timers and receipts are.
            return to_json({_SCHEMA: version, **plain}).decode()
        shown = {one: value for one, value in plain.items() if one not in private}
        sealed = self._sealed(name, shown, private)
        return to_json({_SCHEMA: version, **shown, _SEALED: sealed}).decode()

    def _sealed(self, name: str, shown: Fields, private: Fields) -> str:
        return self.seals.seal(to_json([name, shown.get("id"), private]))

    def _unsealed(self, name: str, fields: Fields) -> Fields:
        """The private fields of these, of which the seal is taken away. Raises Damaged, Locked."""
        sealed = fields.pop(_SEALED)
        if not isinstance(sealed, str):
            raise Damaged(f"{name}: not sealed as it should be")
        try:
            opened = from_json(self.seals.open(sealed))
        except (Damaged, Locked) as error:
            raise type(error)(f"{name}: {error}") from None
        except ValueError:
            opened = None
        if (
            not isinstance(opened, list)
            or opened[:2] != [name, fields.get("id")]
            or not isinstance(opened[-1], dict)
            or opened[-1].keys() & fields.keys()
        ):
            raise Damaged(f"{name}: the seal of another document")
        return opened[-1]

    def resealed(self, name: str, body: bytes | str) -> str | None:
        """A stored body of the kind with this name, its private fields sealed with the first key;
        None where they are so already. Its schema stays, and may be one that we don't know.

        Raises Damaged, Locked, or ValueError where there is no key.
        """
        fields = _json_object(body)
        if fields is None or _SCHEMA not in fields:
            raise Damaged(f"{name}: not a document")
        sealed = fields.get(_SEALED)
        private = self._unsealed(name, fields) if _SEALED in fields else {}
        renewed = dict(private)
        renewed |= {one: fields.pop(one) for one in PRIVATE.get(name, ()) if one in fields}
        for field in TOKENS.get(name, ()):
            # Not those that have it already: a token is renewed each time as another one.
            if renewed.get(field) and not self.seals.opens_with_first(renewed[field]):
                try:
                    renewed[field] = self.seals.renewed(renewed[field])
                except Locked as error:
                    raise Locked(f"{name}: {error}") from None
        current = isinstance(sealed, str) and self.seals.is_first(sealed)
        bare = sealed is None and not any(renewed.values())
        if bare or (current and renewed == private):
            return None
        written = to_json({**fields, _SEALED: self._sealed(name, fields, renewed)}).decode()
        again = _json_object(written) or {}
        if self._unsealed(name, again) != renewed or again != fields:
            raise Damaged(f"{name}: can't be sealed anew")
        return written

    def is_under_first(self, name: str, body: bytes | str) -> bool:
        """Whether a body's private fields are sealed with the first key, and open with it."""
        sealed = (_json_object(body) or {}).get(_SEALED)
        if isinstance(sealed, str) and not self.seals.is_first(sealed):
            return False
        try:
            return self.resealed(name, body) is None
        except (Damaged, Locked):
            return False

    def covered(self, body: bytes) -> str | None:
        """A body that can't be read, sealed as a whole with the first key; None where it is so
        already. Raises ValueError where there is no key."""
        fields = _json_object(body) or {}
        whole = fields.get(_WHOLE)
        if len(fields) == 1 and isinstance(whole, str) and self.seals.is_first(whole):
            return None
        return to_json({_WHOLE: self.seals.seal(self._opened(body))}).decode()

    def told(self, body: bytes) -> bytes | None:
        """What stands in a body that can't be read, with its private fields, for a search; None
        where it is too broken to tell."""
        opened = self._opened(body)
        fields = _json_object(opened)
        return opened if fields is not None and not fields.keys() & {_SEALED, _WHOLE} else None

    def _opened(self, body: bytes) -> bytes:
        """The body without its seals, as far as they can be opened."""
        fields = _json_object(body) or {}
        try:
            if len(fields) == 1 and isinstance(whole := fields.get(_WHOLE), str):
                return self.seals.open(whole)
            if isinstance(sealed := fields.pop(_SEALED, None), str):
                return to_json(fields | from_json(self.seals.open(sealed))[-1])
        except (Damaged, Locked, ValueError, TypeError, LookupError):
            # It stays as closed as it is.
            return body
        return body


def copied(value: Any) -> Any:
    """A JSON value that shares nothing changeable with this one."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [copied(inner) for inner in value]
    return value


def _newest(name: str, upgrades: Mapping[tuple[str, int], Upgrade]) -> int:
    steps = sorted(version for kind, version in upgrades if kind == name)
    if steps != list(range(1, len(steps) + 1)):
        raise ValueError(f"the upgrade steps of {name} leave a gap: {steps}")
    return len(steps) + 1


def _json_object(body: bytes | str) -> Fields | None:
    try:
        value = from_json(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _errors(error: ValidationError) -> list[Any]:
    return list(error.errors(include_url=False, include_context=False, include_input=False))


def _first_place(error: ValidationError) -> str:
    # Only the field of the document: deeper places can be keys that somebody else chose.
    first = _errors(error)[0]
    return f"field {first['loc'][0]!r}: {first['type']}" if first["loc"] else str(first["type"])


def _plain(value: Any, *, nested: bool = True) -> Any:
    """The JSON value of anything a document may hold. What it does not know, it leaves as it is:
    reading it back will tell."""
    if type(value) in _JSON:
        return value
    names = _NAMES.get(type(value))
    if names is not None:
        record = {_IS: type(value).__name__} if nested else {}
        for name in names:
            inner = getattr(value, name)
            # Asked here too: it spares most fields a call.
            record[name] = inner if type(inner) in _JSON else _plain(inner)
        return record
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        # One that has no zone is written so, and then refused by reading.
        aware = value if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


_JSON = frozenset({str, int, bool, type(None)})

_NAMES: dict[type, tuple[str, ...]] = {}
"""The fields of each record that a document may hold; filled where its mirror is made."""


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        # The error by which pydantic knows that a value does not fit.
        raise ValueError("outside the years 1 to 9999") from None


def _mirror(hint: Any) -> Any:
    """The type by which pydantic reads what `_plain` wrote of a value of the type `hint`.

    pydantic could read the dataclasses of the core as they are, but then it would take naive times,
    drop unknown fields without a word, and give back a Heading as a Paragraph, since both hold one
    text: nothing in their JSON tells them apart.
    """
    if hint is datetime:
        return Annotated[AwareDatetime, AfterValidator(_in_utc)]
    if is_dataclass(hint):
        return _record(cast(type, hint), nested=True)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _mirror(inside[0])
    if origin in (Union, UnionType):
        records = [one for one in inside if is_dataclass(one)]
        others = [_mirror(one) for one in inside if not is_dataclass(one)]
        if not records:
            return _any_of(others)
        several = _any_of([_mirror(one) for one in records])
        told_apart = Annotated[several, Discriminator(_IS)] if len(records) > 1 else several
        return _any_of([told_apart, *others])
    if origin is not None and origin is not Literal:
        return origin[tuple(_mirror(one) for one in inside)]
    return hint


def _any_of(hints: list[Any]) -> Any:
    return Union[tuple(hints)]  # noqa: UP007 - `|` takes no list


def _record(record: type, *, nested: bool) -> Any:
    _NAMES[record] = tuple(one.name for one in fields(record))
    hints = get_type_hints(record, include_extras=True)
    parts: dict[str, Any] = {_IS: Literal[record.__name__]} if nested else {}
    for one in fields(record):
        if one.name in (_IS, _SCHEMA, _SEALED, _WHOLE):
            raise TypeError(f"{record.__name__}.{one.name}: the codec keeps that name for itself")
        needed = one.default is MISSING and one.default_factory is MISSING
        mirrored = _mirror(hints[one.name])
        parts[one.name] = mirrored if needed else NotRequired[mirrored]
    typed_dict = cast(Any, TypedDict)(record.__name__, parts)
    typed_dict.__pydantic_config__ = ConfigDict(extra="forbid")

    def build(values: Fields) -> object:
        values.pop(_IS, None)
        return record(**values)

    return Annotated[typed_dict, AfterValidator(build)]
