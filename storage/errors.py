"""What can go wrong in a store beyond the errors of `bot.core.ports`, the same in every store."""

from __future__ import annotations

from bot.core.ports import StoreError


class Damaged(StoreError):
    """A stored body that can't be read. The message names the place, never what stands there."""


class Newer(StoreError):
    """A stored body that a newer version of this program wrote; this one must leave it alone."""


class Locked(StoreError):
    """A stored body whose private fields are encrypted with a key that is not at hand. It is to be
    left alone. The message names the key by its fingerprint."""


class CopyBroken(StoreError):
    """A file that is no copy of a store, or not the whole of one. The message is one sentence."""


class Unwritable(StoreError):
    """Something that could not be read back as it is: a value of a wrong type, a time without its
    zone, a text that is not Unicode. The message names the place, never what stands there."""


class NotADocument(TypeError):
    """A type that is not one of `bot.core.model.DOCUMENTS`."""


class NotAField(TypeError):
    """`find` was asked for a field that documents of this kind do not have."""


class TransactionOver(RuntimeError):
    """A unit of work was used again after its commit, whether that went well or not."""
