"""Private words, encrypted with the operator's keys.

The keys are Fernet's (AES-128-CBC and HMAC-SHA256, from `cryptography`). The first one encrypts,
each may decrypt. What is sealed names its key by a fingerprint, which tells nothing of the key: so
a key that is missing is not taken for damage.
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode
from collections.abc import Collection, Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.core.ports import StoreUnavailable
from storage.errors import Damaged, Locked

_SEALED = re.compile(r"([0-9a-f]{12}):([A-Za-z0-9_=-]+)")


def fingerprint(key: str) -> str:
    """By what a key is named, in twelve letters and digits. The key can't be found from it."""
    return hashlib.sha256(b"four wins key\0" + urlsafe_b64decode(key)).hexdigest()[:12]


class Seals:
    """The keys in use.

    Takes them as Fernet writes them, the one that encrypts first; none means that nothing is
    encrypted. Raises ValueError for what is no key.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self._by_name = {fingerprint(key): Fernet(key) for key in keys}
        self._all = MultiFernet(self._by_name.values()) if keys else None
        self.names: tuple[str, ...] = tuple(self._by_name)

    @property
    def first(self) -> str | None:
        """The fingerprint of the key that encrypts, or None where there is none."""
        return self.names[0] if self.names else None

    def seal(self, words: bytes) -> str:
        """These bytes, encrypted with the first key. Raises ValueError where there is no key."""
        if self._all is None:
            raise ValueError("there is no key")
        return f"{self.first}:{self._all.encrypt(words).decode()}"

    def open(self, sealed: str) -> bytes:
        """What `seal` was given. Raises Locked without the key for it, and Damaged."""
        found = _SEALED.fullmatch(sealed)
        if found is None:
            raise Damaged("not sealed as it should be")
        name, token = found.groups()
        fernet = self._by_name.get(name)
        try:
            if fernet is not None:
                return fernet.decrypt(token)
            if self._all is not None:
                # The name itself may be what is damaged.
                return self._all.decrypt(token)
        except (InvalidToken, ValueError):
            # ValueError: base64 that is none. Not as a cause: nobody needs it.
            if fernet is not None:
                raise Damaged("a seal that is broken") from None
        raise Locked(f"sealed with the key {name}, which is not among those in the settings")

    def is_first(self, sealed: str) -> bool:
        """Whether this was sealed with the key that encrypts now."""
        return self.first is not None and sealed.startswith(f"{self.first}:")

    def opens_with_first(self, token: str) -> bool:
        """Whether a bare Fernet token, which names no key, is under the key that encrypts now."""
        try:
            self._by_name[self.names[0]].decrypt(token)
        except (InvalidToken, ValueError, LookupError):
            return False
        return True

    def renewed(self, token: str) -> str:
        """A bare Fernet token, which names no key, under the first key. Raises Locked when no key
        opens it."""
        try:
            if self._all is not None:
                return self._all.rotate(token).decode()
        except (InvalidToken, ValueError):
            pass
        # It may be damaged as well; nobody can tell.
        raise Locked("a token that none of the keys in the settings opens")


def refuse_without_key(place: Path | str, in_use: Collection[str], seals: Seals) -> None:
    """Raise StoreUnavailable, in one sentence for the operator, where data was sealed with a key
    that is not among these.

    Takes where the data is, and the fingerprints of the keys with which it was sealed.
    """
    missing = sorted(set(in_use) - set(seals.names))
    if not missing:
        return
    named = " and ".join(missing)
    keys = f"the key {named}" if len(missing) == 1 else f"the keys {named}"
    what = f"The data in {str(place)!r} is encrypted with {keys}"
    if not seals.names:
        raise StoreUnavailable(
            f"{what}, and there is no key in the settings; write it there as key or key_file in"
            " [store]."
        )
    raise StoreUnavailable(
        f"{what}, not with {' or '.join(seals.names)} as in the settings; add the missing one"
        " behind the first key in [store]."
    )
