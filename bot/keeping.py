"""What the operator's commands do to keep the data: copies, putting one back, a change of keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.config import Settings
from bot.core.text import Speech
from bot.runtime.health import set_up_logs
from storage import copies, rotation
from storage.codec import Codec


def back_up(settings: Settings, folder: Path, target: Path, say: Speech) -> Iterator[str]:
    """Copy the data of this folder to a file, and give what is to be said of it.

    Raises what `storage.copies.back_up` raises: one sentence each.
    """
    codec = _codec(settings)
    with _progress(say("keeping-copying"), say("keeping-checking")) as tell:
        done = copies.back_up(folder, target, codec, tell)
    yield say("keeping-backed-up", documents=done.documents, file=str(target))
    if done.damaged:
        yield say("keeping-damaged", count=done.damaged)
    key = codec.seals.first
    yield say("keeping-locked", name=key) if key is not None else say("keeping-open")


def restore(settings: Settings, folder: Path, source: Path, say: Speech) -> Iterator[str]:
    """Put the data of a copy into this folder, and give what is to be said of it.

    Raises what `storage.copies.restore` raises: one sentence each.
    """
    codec = _codec(settings)
    with _progress(say("keeping-restoring"), say("keeping-checking")) as tell:
        done = copies.restore(folder, source, codec, tell)
    made = done.head.made_at.strftime("%Y-%m-%d %H:%M UTC")
    yield say("keeping-restored", documents=done.contents.documents, made=made)
    if done.contents.damaged:
        yield say("keeping-damaged", count=done.contents.damaged)
    if codec.seals.first is not None and done.contents.keys != (codec.seals.first,):
        yield say("keeping-rotate-next")
    if done.before is not None:
        yield say("keeping-before", file=str(done.before))


def rotate(settings: Settings, folder: Path, say: Speech) -> Iterator[str]:
    """Encrypt the data of this folder with the first key, and give what is to be said of it.

    Raises what `storage.rotation.rotate` raises: one sentence each.
    """
    codec = _codec(settings)
    with _progress(say("keeping-encrypting"), say("keeping-checking")) as tell:
        done = rotation.rotate(folder, codec, tell)
    key = codec.seals.first or ""
    yield say("keeping-rotated", documents=done.documents, changed=done.changed, name=key)
    if done.put_aside:
        yield say("keeping-put-aside", count=done.put_aside)
    if done.copies:
        yield say("keeping-old-copies", count=len(done.copies), folder=str(done.copies[0].parent))


def _codec(settings: Settings) -> Codec:
    # What is found damaged on the way is logged.
    set_up_logs(settings.log.level, settings.log.format)
    return Codec(keys=settings.store.fernet_keys)


@contextmanager
def _progress(first: str, then: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal; nothing where errors go to a file or a log.

    When everything was done once, what is told next is the look at it.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield copies.silent
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(first, total=None)

        def tell(done: int, of: int) -> None:
            current = bar.tasks[0]
            if done < current.completed:
                bar.reset(task, description=then, total=current.total)
            bar.update(task, completed=done, total=of or current.total)

        yield tell
