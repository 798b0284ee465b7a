"""Files that are handed over with a card, written where their owner finds them."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path

from bot.core.cards import Attachment

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def save(folder: Path, owner: str, attachment: Attachment) -> Path:
    """Write the attachment with `save_bytes`."""
    return save_bytes(folder, owner, attachment.name, attachment.text.encode(errors="replace"))


def save_bytes(folder: Path, owner: str, name: str, content: bytes) -> Path:
    """Write a file for its owner's eyes only, and say where.

    A file of the same name with other content stays: the new one gets a number. Raises OSError.
    """
    exports = folder / "exports"
    exports.mkdir(mode=0o700, exist_ok=True)
    file_name = Path(f"{_safe(owner)}-{_safe(name)}")
    for number in count(1):
        path = exports / (
            file_name if number == 1 else f"{file_name.stem}-{number}{file_name.suffix}"
        )
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == content:
                return path
        else:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            return path
    raise AssertionError("counting does not end")


def forget(folder: Path, owner: str) -> None:
    """Remove every file that was written for this owner."""
    for path in (folder / "exports").glob(f"{_safe(owner)}-*"):
        path.unlink(missing_ok=True)


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip(".-")[-80:] or "file"
