"""The folder of an embedded store: made private, and held by one process at a time."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from bot.core.ports import StoreInUse, StoreUnavailable

LOCK = "lock"
COPYING = "copying"
"""The lock of whoever copies the data, which goes beside the one who writes it, but not beside
another who copies it or puts another file in its place."""
_HELD = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
"""What the systems answer when somebody else holds the lock."""


class HeldFolder:
    """A folder that this process holds until `release`, or until it ends in whatever way.

    Takes the folder, which is made, for its owner only, where it is missing, and the name of the
    lock. Raises StoreInUse when another holder has it, StoreUnavailable when it can't be made or
    written to. Can be used in a `with`.
    """

    def __init__(self, folder: Path, lock: str = LOCK) -> None:
        self.path = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = os.open(folder / lock, os.O_RDWR | os.O_CREAT, 0o600)
        except (OSError, ValueError) as error:
            # ValueError: a path with a NUL character in it.
            raise StoreUnavailable(
                f"The folder {str(folder)!r} can't be used to keep data: {_why(error)}."
            ) from error
        try:
            _hold(self._lock)
        except OSError as error:
            os.close(self._lock)
            if error.errno in _HELD:
                raise StoreInUse(f"Another process is using the folder {str(folder)!r}.") from error
            raise StoreUnavailable(
                f"The folder {str(folder)!r} can't be locked: {_why(error)}."
            ) from error

    def private_file(self, name: str) -> Path:
        """The path of this file in the folder. Where it is missing, it is made, empty, for its
        owner only; one that others may read (a copy made by hand) is closed to them. SQLite gives
        the files it puts beside it the same rights.

        Raises StoreUnavailable.
        """
        path = self.path / name
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.name == "posix" and (mode := stat.S_IMODE(os.fstat(handle).st_mode)) & 0o077:
                    # Where the account is not the owner, the owner has to do it.
                    with suppress(PermissionError):
                        os.fchmod(handle, mode & 0o700)
            finally:
                os.close(handle)
        except OSError as error:
            raise StoreUnavailable(
                f"The file {str(path)!r} can't be used: {_why(error)}."
            ) from error
        return path

    def release(self) -> None:
        """Let another process have the folder. The lock file stays: removing it would let two
        processes lock two files of the same name."""
        os.close(self._lock)

    def __enter__(self) -> HeldFolder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.release()


def _why(error: OSError | ValueError) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return reason[:1].lower() + reason[1:]


if sys.platform == "win32":
    import msvcrt

    def _hold(lock: int) -> None:
        msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(lock: int) -> None:
        # flock belongs to this opening of the file, so a second store in the same process is kept
        # out too, and the system drops it when the process dies.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
