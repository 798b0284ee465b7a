"""The command as an operator runs it: lines in, a transcript and an exit code out."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.discord.commands import PERMISSIONS, explained, invite_url
from adapters.slack.manifest import link, manifest, problems
from bot.cli import USAGE, app
from bot.wiring import catalogues
from tests.adapters.console.whole import talk

ROOT = Path(__file__).parents[1]
BYE = "· Bye. Everything is saved, and you can go on from here next time.\n"
COMMAND = [sys.executable, "-m", "bot.cli", "try"]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a developer has set for themselves, in the environment or in config.toml."""
    for name in [name for name in os.environ if name.startswith("FOURWINS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


def run(folder: Path, typed: str | bytes = "") -> subprocess.CompletedProcess[str]:
    """`fourwins try --data FOLDER` with these lines piped in."""
    done = subprocess.run(
        [*COMMAND, "--data", str(folder)],
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        timeout=100,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def one_sentence(told: str) -> str:
    assert told.startswith("fourwins: ")
    assert told.count("\n") == 1
    assert told.endswith("\n")
    return told.removeprefix("fourwins: ").rstrip("\n")


DEBRIEF = """\
/debrief Acme
1
3

Night nurse
flat
One panel can't see eleven years.
The handover question
Bring numbers
Why do you want to leave?
They hire in May
The porters
The commute
nights with a team
a short ward
Mrs Okoye
1 2
2
it is Thursday
write to Mrs Okoye
in 3 days
ring Ben first
1
2
2
/clock +7d
"""


def test_a_whole_debrief_can_be_piped_in(tmp_path: Path) -> None:
    done = run(tmp_path / "data", DEBRIEF)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "ana> /debrief Acme",
        "│ Your debrief: Acme",
        "│ * The handover question",
        "│ * If it is Thursday, then I will write to Mrs Okoye",
        "│ Kept. It is in your wins book.",
        "│ Your wins book",
        "│ [1] Practice (3)",
        "│ [4] Network (1)",
        "ana> /clock +7d",
    ):
        assert f"{line}\n" in done.stdout, line
    assert done.stdout.endswith(BYE)
    # A week holds one Monday, nine o'clock, wherever it begins.
    week = done.stdout[done.stdout.index("ana> /clock +7d") :]
    assert week.count("╔ #job-club · Monday ") == 1
    assert ", 09:00\n║ This week: " in week


def test_a_debrief_that_was_left_is_offered_again_by_the_next_process(tmp_path: Path) -> None:
    first = run(tmp_path / "data", "/debrief Acme\n1\n3\n\nNight nurse\n4\nhalf of it")
    assert first.returncode == 0
    assert "· You left the form. What you answered so far is saved.\n" in first.stdout
    second = run(tmp_path / "data", "/debrief\n1\n/back\n/back\n\n\n/quit\n")
    assert second.returncode == 0
    assert "│ You have a debrief half-way\n" in second.stdout
    assert "│ * Acme, begun " in second.stdout
    assert "(- clears it): Night nurse\n" in second.stdout


def test_input_of_any_kind_does_no_harm(tmp_path: Path) -> None:
    hostile = (
        b"\xff\xfe\x00 not utf-8\n"
        b"\x1b[2J\x1b]0;title\x07\n"
        b"/debrief \x1b[31m\n"
        b"1\n\xc3\x28\n3\n"
        + "\u202eemca\n".encode()
        + b"Night nurse\n4\n"
        + b"word " * 2_000
        + b"\n\n\n\n"
        + b"x" * 100_000
        + b"\n99999999999999999999999\n@\n@@\n/\n//\n/clock\x00\n/clock +99999d\n"
        + "👩‍👩‍👧‍👦🇩🇪\n".encode()
    )
    done = run(tmp_path / "data", hostile)
    assert done.returncode == 0
    assert done.stdout.endswith(BYE)
    assert "│ ! This is longer than " in done.stdout
    assert not [
        c
        for c in done.stdout
        if c != "\n" and not c.isprintable() and c not in "\u2068\u2069\u200d"
    ]
    # Our log tells what happened without what was typed.
    log = (tmp_path / "data" / "fourwins.log").read_text()
    assert "word word" not in log
    assert "error" not in log


def test_a_reader_who_has_seen_enough_ends_it_in_silence(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("· This is".encode())
        process.stdout.close()
        # Lines enough that some are written after the reader has gone.
        process.stdin.write(b"/help\n" * 50)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in {0, 1}


def test_a_folder_in_use_is_left_alone_and_no_input_is_a_short_visit(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline().decode().startswith("· This is Four Wins in a terminal")
        done = run(tmp_path / "data", "hello\n")
        assert done.returncode == USAGE
        assert done.stdout == ""
        assert "Another process is using the folder" in one_sentence(done.stderr)
        holder.stdin.close()
        assert holder.stdout.read().decode().endswith(BYE)
        assert holder.wait(60) == 0


@pytest.mark.skipif(os.name != "posix", reason="a terminal of its own needs a pty")
def test_in_a_terminal_arrow_keys_answer_and_ctrl_c_twice_ends(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path / "data")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        # Nobody here answers a terminal's question for where its cursor is.
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PROMPT_TOOLKIT_NO_CPR": "1"},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            screen = Screen(ours)
            screen.wait_for("/help shows the rest", "ana>")
            for keys, *shown in (
                ("/debrief\r", "4) Just log it", "ana>"),
                # Four times down, enter: just log it.
                ("\x1b[B" * 4 + "\r", "How far had it got?", "ana>"),
                ("\x1b[B\r", "Which employer was it?", "ana>"),
                ("Acme\r", "Which role?", "ana>"),
                ("\r", "Logged.", "ana>"),
                ("\x03", "Ctrl-C once more quits.", "ana>"),
                ("\x03", "Bye."),
            ):
                os.write(ours, keys.encode())
                screen.wait_for(*shown)
            assert process.wait(60) == 0
        finally:
            # A program that is still there would be waited for.
            process.kill()
            os.close(ours)


class Screen:
    """What a program has written to its terminal and was not waited for yet."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._shown = ""

    def wait_for(self, *words: str) -> None:
        """Read on until these were shown, one after the other."""
        for word in words:
            while word not in self._shown:
                ready, _, _ = select.select([self._handle], [], [], 30)
                assert ready, f"no {word!r} in {self._shown!r}"
                self._shown += os.read(self._handle, 65536).decode(errors="replace")
            self._shown = self._shown.partition(word)[2]


# Mistakes, in this process: the command is the same, and no Python has to be started.


def mistake(*arguments: str, environment: dict[str, str] | None = None) -> str:
    done = CliRunner().invoke(app, ["try", *arguments], env=environment)
    assert done.exit_code == USAGE
    assert done.stdout == ""
    return one_sentence(done.stderr)


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.touch()
    assert mistake("--data", str(path)) == f"{path}: is a file; name a folder for the data"
    assert str(path / "below") in mistake("--data", str(path / "below"))


def test_no_name_for_the_folder_is_not_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert mistake("--data", " ") == "--data: write the path of a folder behind it"
    assert list(tmp_path.iterdir()) == []


def test_broken_settings_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[try]\nhour = "nine"\n')
    data = tmp_path / "data"
    assert mistake("--config", str(path), "--data", str(data)) == (
        f'{path}: try.hour: write an hour between "00:00" and "23:59" in quotes, such as "09:00"'
    )
    assert not data.exists()


def test_a_broken_variable_is_one_sentence() -> None:
    told = mistake(environment={"FOURWINS_TRY__WEEKDAY": "someday"})
    assert told.startswith('FOURWINS_TRY__WEEKDAY, in the environment: write "monday", ')


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("clock.json", "does not hold a clock's offset; without it the clock shows real time"),
        ("board.jsonl", "line 1, is no record; put the file away to begin with an empty channel"),
    ],
)
def test_a_broken_file_in_the_folder_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    (tmp_path / name).write_text("{\n{\n")
    monkeypatch.setattr("bot.wiring.set_up_logs", lambda *_: None)
    told = mistake("--data", str(tmp_path))
    assert str(tmp_path / name) in told
    assert told.endswith(sentence)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_an_output_that_is_full_is_one_sentence(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "--data", str(tmp_path / "data")],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=100,
            check=False,
        )
    assert done.returncode == USAGE
    assert one_sentence(done.stderr.decode()) == "No space left on device"


def test_help_names_what_there_is() -> None:
    told = CliRunner().invoke(app, ["try", "--help"]).stdout
    assert "--data" in told
    assert "--config" in told


# Slack's manifest.

SAY = catalogues().speech("en")


def slack_manifest(*arguments: str, environment: dict[str, str] | None = None) -> tuple[str, str]:
    """What the command wrote to stdout and to stderr."""
    done = CliRunner().invoke(app, ["slack", "manifest", *arguments], env=environment)
    assert done.exit_code == 0
    return done.stdout, done.stderr


def test_the_manifest_is_json_that_can_be_piped_and_stderr_says_where_it_goes() -> None:
    out, err = slack_manifest()
    assert json.loads(out) == manifest("socket", SAY)
    assert problems(json.loads(out)) == []
    assert err == (
        'Paste it at https://api.slack.com/apps?new_app=1 under "From a manifest", '
        f"or open this link, where it is filled in: {link(json.loads(out))}\n"
    )


def test_the_link_alone_can_be_piped_too() -> None:
    made = manifest("http", SAY, "https://bot.example.org")
    assert slack_manifest("--mode", "HTTP", "--url", "https://bot.example.org/", "--link") == (
        f"{link(made)}\n",
        "",
    )


def test_one_workspace_over_http_has_a_manifest_of_its_own() -> None:
    out, _ = slack_manifest("--mode", "http", "--url", "https://bot.example.org", "--one-workspace")
    assert json.loads(out) == manifest("http", SAY, "https://bot.example.org", several=False)


def test_what_the_settings_say_need_not_be_typed_again(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[slack]\nmode = "http"\nurl = "https://bot.example.org"\n'
        'api_url = "https://slack-gov.com/api/"\n'
    )
    out, err = slack_manifest("--config", str(path))
    assert json.loads(out) == manifest("http", SAY, "https://bot.example.org")
    assert err.startswith("Paste it at https://api.slack-gov.com/apps?new_app=1 ")
    out, _ = slack_manifest("--config", str(path), "--mode", "socket")
    assert json.loads(out) == manifest("socket", SAY)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--mode", "https"], "--mode: write socket or http"),
        (["--mode", ""], "--mode: write socket or http"),
        (
            ["--mode", "http"],
            "--url: with --mode http, write the bot's public address, "
            "such as https://bot.example.org",
        ),
        (
            ["--mode", "http", "--url", "http://bot.example.org"],
            "--url: write the public address that begins with https, "
            'such as "https://bot.example.org"',
        ),
        (
            ["--mode", "http", "--url", "https://bot.example.org/slack/events"],
            "--url: leave out what begins with /slack; it is added by itself",
        ),
        (["--url", "https://bot.example.org"], "--url: this goes with --mode http only"),
        (["--one-workspace"], "--one-workspace: this goes with --mode http only"),
        (
            ["--config", "gone.toml"],
            "gone.toml: there is no such file; copy config.example.toml to it",
        ),
    ],
)
def test_a_wrong_argument_of_the_manifest_is_one_sentence(
    arguments: list[str], sentence: str
) -> None:
    done = CliRunner().invoke(app, ["slack", "manifest", *arguments])
    assert (done.exit_code, done.stdout) == (USAGE, "")
    assert one_sentence(done.stderr) == sentence


# Discord's invitation.

BOT_ID = "123456789012345678"


def invitation(*arguments: str, environment: dict[str, str] | None = None) -> tuple[str, str]:
    """What the command wrote to stdout and to stderr."""
    done = CliRunner().invoke(app, ["discord", "invite-url", *arguments], env=environment)
    assert done.exit_code == 0
    return done.stdout, done.stderr


def test_the_invitation_can_be_piped_and_stderr_says_what_it_asks_for_and_why() -> None:
    out, err = invitation("--application-id", BOT_ID)
    assert out == f"{invite_url(BOT_ID)}\n"
    first, *rows = err.splitlines()
    assert first == "It asks for:"
    assert len(rows) == len(PERMISSIONS)
    for row, (name, why) in zip(rows, explained(SAY), strict=True):
        assert row.startswith(f"  {name} ")
        assert row.endswith(f"  {why}")


def test_on_ones_own_account_nothing_is_asked_for() -> None:
    out, err = invitation("--application-id", BOT_ID, "--user-install")
    assert out == f"{invite_url(BOT_ID, user_install=True)}\n"
    assert err == (
        "On your own account the bot has no permissions. All it answers is for you alone.\n"
    )


def test_the_token_in_the_settings_tells_whose_invitation_it_is() -> None:
    # It was never anybody's.
    token = f"MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.{'s' * 38}"
    out, err = invitation(environment={"FOURWINS_DISCORD__TOKEN": token})
    assert out == f"{invite_url(BOT_ID)}\n"
    assert token not in out + err
    other = "223456789012345678"
    written = {"FOURWINS_DISCORD__TOKEN": token, "FOURWINS_DISCORD__APPLICATION_ID": other}
    assert invitation(environment=written)[0] == f"{invite_url(other)}\n"
    assert invitation("--application-id", BOT_ID, environment=written)[0] == out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            [],
            "--application-id: write your application's id, or a token into [discord]; "
            "docs/discord.md says where to find them",
        ),
        (
            ["--application-id", " "],
            "--application-id: write your application's id, or a token into [discord]; "
            "docs/discord.md says where to find them",
        ),
        (
            ["--application-id", "1&permissions=8"],
            "--application-id: write the digits of your application's id; "
            "it is on your application's page, General Information, Application ID",
        ),
        (
            ["--config", "gone.toml"],
            "gone.toml: there is no such file; copy config.example.toml to it",
        ),
    ],
)
def test_a_wrong_argument_of_the_invitation_is_one_sentence(
    arguments: list[str], sentence: str
) -> None:
    done = CliRunner().invoke(app, ["discord", "invite-url", *arguments])
    assert (done.exit_code, done.stdout) == (USAGE, "")
    assert one_sentence(done.stderr) == sentence


# The weekly post, at chosen times.

DAYLIGHT_SAVING = (
    # London goes an hour forward on 28 March 2027 and back on 31 October 2027.
    (datetime(2027, 3, 19, 12, tzinfo=UTC), ("2027-03-22 09:00 UTC", "2027-03-29 08:00 UTC")),
    (datetime(2027, 10, 22, 12, tzinfo=UTC), ("2027-10-25 08:00 UTC", "2027-11-01 09:00 UTC")),
)


@pytest.mark.parametrize(("friday", "moments"), DAYLIGHT_SAVING)
@pytest.mark.asyncio
async def test_the_weekly_post_keeps_its_hour_on_the_wall_through_daylight_saving(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    friday: datetime,
    moments: tuple[str, str],
) -> None:
    days = [moment[:10] for moment in moments]
    typed = [f"/clock {day} {hour}" for day in days for hour in ("08:59", "09:00")]
    shown = await talk(tmp_path / "data", monkeypatch, friday, *typed)
    for day, moment in zip(days, moments, strict=True):
        before = _after(shown, f"/clock {day} 08:59")
        at = _after(shown, f"/clock {day} 09:00")
        assert "║ This week: " not in before
        assert at.count("║ This week: ") == 1
        assert f"({moment})" in " ".join(at.split())


def _after(shown: str, typed: str) -> str:
    """What was shown for this line, up to the next prompt."""
    return shown.partition(f"ana> {typed}\n")[2].partition("ana> ")[0]


@pytest.mark.asyncio
async def test_after_a_jump_a_post_is_caught_up_or_left_out_and_never_bunched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday = datetime(2027, 1, 1, 12, tzinfo=UTC)
    moves = ("/clock jump 2027-01-04 11:00", "/clock jump 2027-01-13 12:00", "/clock +7d")
    shown = await talk(tmp_path / "data", monkeypatch, friday, *moves)
    assert [_after(shown, move).count("║ This week: ") for move in moves] == [1, 0, 1]
    assert "╔ #job-club · Monday 4 January, 11:00\n" in shown
    assert "╔ #job-club · Monday 18 January, 09:00\n" in shown


@pytest.mark.asyncio
async def test_a_restart_does_not_post_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    friday = datetime(2027, 1, 1, 12, tzinfo=UTC)
    first = await talk(tmp_path / "data", monkeypatch, friday, "/clock +4d")
    assert first.count("║ This week: ") == 1
    second = await talk(tmp_path / "data", monkeypatch, friday, "/clock", "/channel")
    assert second.count("║ This week: ") == 1
    assert "Tuesday 5 January 2027, 12:00" in " ".join(second.split())
