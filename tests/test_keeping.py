"""Backups, putting them back and changing keys, as an operator does it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import USAGE, app
from storage.sqlite_file import FILE
from storage.tiny import TinyStore
from tests.storage.contract import HERE, keep, win
from tests.storage.keys import NEW, OLD, SECRET, WORDY, named, tells
from tests.test_cli import DEBRIEF, ROOT, one_sentence

STORE_KEY = "FOURWINS_STORE__KEY"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store, which the settings name, and no settings from outside."""
    for name in [name for name in os.environ if name.startswith("FOURWINS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "four-wins-data"

    async def fill() -> None:
        store = await TinyStore.open(made)
        await keep(store, HERE, *WORDY)
        await store.close()

    asyncio.run(fill())
    return made


def ran(*arguments: str, key: str = "") -> list[str]:
    """The lines that a command said, when it went well."""
    done = CliRunner().invoke(app, arguments, env={STORE_KEY: key})
    assert (done.exit_code, done.stderr) == (0, ""), done.stderr
    assert SECRET not in done.stdout
    return done.stdout.splitlines()


def mistake(*arguments: str, key: str = "") -> str:
    done = CliRunner().invoke(app, arguments, env={STORE_KEY: key})
    assert (done.exit_code, done.stdout) == (USAGE, "")
    return one_sentence(done.stderr)


def test_a_backup_can_be_put_back_and_says_what_it_is() -> None:
    many = len(WORDY)
    assert ran("backup", "one.copy") == [
        f"{many} documents are in one.copy. I read the copy back, and it is whole.",
        "It is not encrypted, since there is no key in the settings."
        " Keep it where nobody else can read it.",
    ]
    back, before = ran("restore", "one.copy")
    assert back.startswith(f"{many} documents are back as of 20")
    assert back.endswith(" UTC. The bot can be started.")
    assert before.startswith("What was there before is in four-wins-data")
    assert ran("restore", "one.copy", "--data", "other") == [back]


def test_keys_are_made_used_and_changed(folder: Path) -> None:
    (key,) = ran("keys", "new")
    (other,) = ran("keys", "new")
    assert key != other
    # The token of a workspace is under the key that was there for tokens alone.
    assert mistake("keys", "rotate", key=key).endswith("none of the keys in the settings opens.")
    told = ran("keys", "rotate", key=f"{key},{OLD}")
    assert [told[0].partition(" documents")[0], *told[1:]] == [f"All {len(WORDY)}"]
    assert f" are encrypted with the key {named(key)}. " in told[0]
    assert told[0].endswith(" Other keys are not needed for this folder any more.")
    assert tells(folder) == []
    assert ran("backup", "two.copy", key=key)[1] == (
        f"It is encrypted with the key {named(key)}. Keep that key elsewhere than the copy."
    )
    assert "Nothing had to be changed." in ran("keys", "rotate", key=key)[0]
    assert f"with the key {named(other)}" in ran("keys", "rotate", key=f"{other},{key}")[0]
    assert "encrypted with the key" in mistake("restore", "two.copy", key=other)
    ran("restore", "two.copy", key=f"{other},{key}")
    assert ran("keys", "rotate", key=f"{other},{key}")[1].startswith("One copy in four-wins-data")


def test_a_plain_copy_is_put_back_with_the_advice_to_encrypt_it() -> None:
    ran("backup", "one.copy")
    assert ran("restore", "one.copy", key=OLD)[1].endswith("run: fourwins keys rotate")


def test_what_stops_a_command_is_one_sentence(folder: Path) -> None:
    assert mistake("keys", "rotate").startswith("There is no key in the settings; ")
    assert mistake("restore", "nowhere").startswith("The file 'nowhere' can't be read: ")
    assert mistake("backup", str(folder / FILE)).endswith("name another one.")
    assert mistake("backup", "x", "--data", "empty") == "There is no data in the folder 'empty'."
    assert mistake("backup", "x", "--config", "gone.toml").startswith("gone.toml: there is no")
    assert mistake("backup", "x", key="nonsense").startswith(f"{STORE_KEY}, in the environment: ")
    assert not Path("x").exists()


def test_beside_a_running_bot_there_are_backups_and_nothing_else(folder: Path) -> None:
    async def run() -> None:
        store = await TinyStore.open(folder)
        assert len(await asyncio.to_thread(ran, "backup", "one.copy")) == 2
        for command in (("restore", "one.copy"), ("keys", "rotate")):
            told = await asyncio.to_thread(mistake, *command, key=NEW)
            assert told == "Another process is using the folder 'four-wins-data'."
        await keep(store, HERE, win("after"))
        await store.close()

    asyncio.run(run())


def test_off_a_terminal_no_bar_is_drawn_and_on_one_it_is_cleared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = CliRunner().invoke(app, ["backup", "one.copy"])
    assert done.exit_code == 0
    assert "Copying" in done.stderr
    assert "Copying" not in done.stdout


def test_a_group_in_the_terminal_keeps_private_words_encrypted_too(tmp_path: Path) -> None:
    data = tmp_path / "try"
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "try", "--data", str(data)],
        input=DEBRIEF.encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), STORE_KEY: OLD},
        check=False,
    )
    assert done.returncode == 0
    assert "handover" in done.stdout.decode()
    for word in ("handover", "Okoye", "porters", "Acme", "Night nurse"):
        assert word.encode() not in (data / FILE).read_bytes(), word
    if os.name == "posix":
        modes = {one.stat().st_mode & 0o777 for one in data.rglob("*") if one.is_file()}
        assert modes == {0o600}
