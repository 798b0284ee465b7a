"""Settings: every mistake is one sentence that says where it is and what to write."""

from __future__ import annotations

import base64
import tempfile
import tomllib
import traceback
from collections.abc import Mapping
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.config import (
    DISCORD_API,
    MAKE_A_KEY,
    ConfigBroken,
    DiscordSettings,
    LogSettings,
    Settings,
    SlackSettings,
    StoreSettings,
    TrySettings,
    discord_ready,
    load,
    slack_ready,
)

ROOT = Path(__file__).parents[1]


def mistake(path: Path | None, environment: Mapping[str, str] | None = None) -> str:
    """The one sentence, without the folder of this test run."""
    with pytest.raises(ConfigBroken) as caught:
        load(path, environment or {})
    sentence = str(caught.value)
    assert "\n" not in sentence
    for leak in ("Input should", "pydantic", "Value error", "Extra inputs", "Traceback"):
        assert leak not in sentence
    return sentence.replace(f"{path.parent}/", "") if path else sentence


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_everything_has_a_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None, {}) == Settings()


def test_config_toml_in_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, '[try]\nhour = "18:30"\n')
    assert load(None, {}).try_.hour == time(18, 30)


def test_the_example_says_the_defaults_and_names_every_setting() -> None:
    example = ROOT / "config.example.toml"
    assert load(example, {}) == Settings()
    named = tomllib.loads(example.read_text("utf-8"))
    assert {section: set(keys) for section, keys in named.items()} == {
        "store": set(StoreSettings.model_fields),
        "log": set(LogSettings.model_fields),
        "slack": set(SlackSettings.model_fields),
        "discord": set(DiscordSettings.model_fields),
        "try": set(TrySettings.model_fields),
    }


def test_every_setting_can_be_written(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[store]\nfolder = "data"\n'
        '[log]\nlevel = "Debug"\nformat = "json"\n'
        '[try]\nzone = "Asia/Tokyo"\nweekday = "Friday"\nhour = "9:05"\n'
        'care_lines = ["Line one", "Line two", "Line three"]\n',
    )
    assert load(path, {}) == Settings.model_validate(
        {
            "store": StoreSettings(folder=Path("data")),
            "log": LogSettings(level="debug", format="json"),
            "try": TrySettings(
                zone="Asia/Tokyo",
                weekday="friday",
                hour=time(9, 5),
                care_lines=("Line one", "Line two", "Line three"),
            ),
        }
    )


HOUR = 'write an hour between "00:00" and "23:59" in quotes, such as "09:00"'
DAYS = 'write "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" or "sunday"'  # all
TEXTS = 'write a list of texts in quotes, such as ["Crisis line: 116 123"]'
FOLDER = 'write the path of a folder in quotes, such as "four-wins-data"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[stroe]", 'stroe: there is no such section; did you mean "store"?'),
        (
            "[weather]",
            "weather: there is no such section; those there are: store, log, slack, discord, try",
        ),
        (
            "level = 3",
            "level: there is no such section; those there are: store, log, slack, discord, try",
        ),
        ("[store]\nfoldr = 1", 'store.foldr: there is no such setting; did you mean "folder"?'),
        (
            "[log]\ncolour = 1",
            "log.colour: there is no such setting; those there are: level, format",
        ),
        (
            '[store]\n"a\\nb\\u001b" = 1',
            "store.'a\\nb\\x1b': there is no such setting; those there are: folder, key, key_file",
        ),
        ("store = 5", "store: write it as a section of its own, [store]"),
        ("[[log]]", "log: write it as a section of its own, [log]"),
        ("[store]\nfolder = 5", f"store.folder: {FOLDER}"),
        ('[store]\nfolder = " "', f"store.folder: {FOLDER}"),
        ('[store]\nfolder = "a\\u0000b"', f"store.folder: {FOLDER}"),
        (
            '[log]\nlevel = "loud"',
            'log.level: write "debug", "info", "warning" or "error"',
        ),
        ("[log]\nformat = true", 'log.format: write "text" or "json"'),
        (
            '[try]\nzone = "Europe/Lodnon"',
            'try.zone: "Europe/Lodnon" is no time zone; did you mean "Europe/London"?',
        ),
        (
            '[try]\nzone = "europe/berlin"',
            'try.zone: "europe/berlin" is no time zone; did you mean "Europe/Berlin"?',
        ),
        (
            '[try]\nzone = "Atlantis"',
            'try.zone: "Atlantis" is no time zone; write an IANA name such as "Europe/London"',
        ),
        (
            "[try]\nzone = 1",
            'try.zone: write an IANA name in quotes, such as "Europe/London"',
        ),
        (
            '[try]\nzone = "a\\u001b"',
            'try.zone: write an IANA name in quotes, such as "Europe/London"',
        ),
        ('[try]\nweekday = "mon"', f"try.weekday: {DAYS}"),
        ("[try]\nweekday = 1", f"try.weekday: {DAYS}"),
        ('[try]\nhour = "25:00"', f"try.hour: {HOUR}"),
        ('[try]\nhour = "nine"', f"try.hour: {HOUR}"),
        ("[try]\nhour = 9", f"try.hour: {HOUR}"),
        ('[try]\nhour = "09:60"', f"try.hour: {HOUR}"),
        ("[try]\nhour = 09:00:01", f"try.hour: {HOUR}"),
        (
            '[try]\ncare_lines = ["a", "b", "c", "d"]',
            "try.care_lines: write at most three lines; there are 4",
        ),
        ("[try]\ncare_lines = 1", f"try.care_lines: {TEXTS}"),
        ("[try]\ncare_lines = [1]", f"try.care_lines: {TEXTS}"),
        ('[try]\ncare_lines = [" "]', f"try.care_lines: {TEXTS}"),
        ("[try]\ncare_lines = '[not json'", f"try.care_lines: {TEXTS}"),
        (
            "[try]\nhour = ",
            'at its end: this is not TOML; write each setting once, as key = "value"',
        ),
        (
            "[try]\nhour = 09:00\n[log]",
            'line 2: this is not TOML; write each setting once, as key = "value"',
        ),
        (
            '[log]\nlevel = "info"\nlevel = "info"\n[try]',
            'line 3: this is not TOML; write each setting once, as key = "value"',
        ),
    ],
)
def test_a_mistake_in_the_file_names_it_the_key_and_what_to_write(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert mistake(written(tmp_path, text)) == f"config.toml: {sentence}"


def test_the_first_of_several_mistakes_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, '[try]\nzone = "x"\nhour = "x"\n')
    assert mistake(path).startswith("config.toml: try.zone: ")


def test_an_hour_of_tomls_own_is_taken(tmp_path: Path) -> None:
    assert load(written(tmp_path, "[try]\nhour = 18:30:00"), {}).try_.hour == time(18, 30)


def test_a_file_that_is_not_there_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert mistake(path) == "config.toml: there is no such file; copy config.example.toml to it"


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert mistake(tmp_path / "config.toml") == (
        "config.toml: is a folder; name the settings file itself"
    )


def test_a_file_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('[try]\ncare_lines = ["Zürich"]'.encode("latin-1"))
    assert mistake(path) == "config.toml: is not UTF-8 text; save it as UTF-8"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[log]\nlevel = 'error'\n")
    assert load(path, {}).log.level == "error"


def test_a_folder_below_the_home_folder_can_be_written_short(tmp_path: Path) -> None:
    path = written(tmp_path, '[store]\nfolder = "~/four-wins"\n')
    assert load(path, {}).store.folder == Path.home() / "four-wins"


def test_the_environment_goes_before_the_file_and_leaves_the_rest(tmp_path: Path) -> None:
    path = written(tmp_path, '[store]\nfolder = "a"\n[log]\nlevel = "error"\n')
    settings = load(path, {"FOURWINS_STORE__FOLDER": "b", "HOME": "/", "TRY__ZONE": "x"})
    assert settings.store.folder == Path("b")
    assert settings.log.level == "error"


def test_every_setting_can_come_from_the_environment() -> None:
    settings = load(
        None,
        {
            "FOURWINS_STORE__FOLDER": "/var/lib/fourwins",
            "FOURWINS_LOG__LEVEL": "warning",
            "fourwins_log__format": "json",
            "FOURWINS_TRY__ZONE": "Africa/Lagos",
            "FOURWINS_TRY__WEEKDAY": "sunday",
            "FOURWINS_TRY__HOUR": "07:00",
            "FOURWINS_TRY__CARE_LINES": "Line one\nLine two",
        },
    )
    assert settings.store.folder == Path("/var/lib/fourwins")
    assert settings.log == LogSettings(level="warning", format="json")
    assert settings.try_ == TrySettings(
        zone="Africa/Lagos", weekday="sunday", hour=time(7), care_lines=("Line one", "Line two")
    )


def test_care_lines_in_the_environment_may_be_a_list_too() -> None:
    lines = load(None, {"FOURWINS_TRY__CARE_LINES": '["a", "b, c"]'}).try_.care_lines
    assert lines == ("a", "b, c")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FOURWINS_TRY__HOUR", "25:00", HOUR),
        ("FOURWINS_TRY__WEEKDAY", "mon", DAYS),
        ("FOURWINS_STORE__FOLDER", "", FOLDER),
        ("FOURWINS_TRY__CARE_LINES", "a\nb\nc\nd", "write at most three lines; there are 4"),
        (
            "FOURWINS_STROE__FOLDER",
            "x",
            "there is no such setting; did you mean FOURWINS_STORE__FOLDER?",
        ),
        (
            "FOURWINS_STORE",
            "x",
            "there is no such setting; did you mean FOURWINS_STORE__KEY?",
        ),
        (
            "FOURWINS_X",
            "x",
            "there is no such setting; see config.example.toml for those there are",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable_and_not_the_file(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    path = written(tmp_path, '[try]\nhour = "10:00"\n')
    assert mistake(path, {name: value}) == f"{name}, in the environment: {sentence}"


def test_a_mistake_in_the_file_beside_a_good_variable_names_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[try]\nhour = "nine"\n')
    assert mistake(path, {"FOURWINS_TRY__ZONE": "Asia/Tokyo"}).startswith("config.toml: try.hour: ")


_TOML = st.sampled_from(
    ["5", "true", '"x"', '""', "[]", "[[]]", "{}", "09:00:00", "2026-01-01", "1.5", "nan", '["a"]']
)


@given(
    section=st.sampled_from(["store", "log", "slack", "discord", "try", "x"]),
    key=st.sampled_from(
        [
            *StoreSettings.model_fields,
            *LogSettings.model_fields,
            *SlackSettings.model_fields,
            *DiscordSettings.model_fields,
            *TrySettings.model_fields,
        ]
    ),
    value=_TOML,
)
def test_any_value_anywhere_is_taken_or_explained(section: str, key: str, value: str) -> None:
    text = f"[{section}]\n{key} = {value}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), text)
        try:
            load(path, {})
        except ConfigBroken as error:
            told = str(error)
        else:
            return
    where = f"{path}: x: " if section == "x" else f"{path}: {section}.{key}: "
    assert told.startswith(where)
    assert told.isprintable()
    assert "Input should" not in told


# Slack, and secrets.

# None of these was ever anybody's.
KEY = "A" * 42 + "A="
OTHER_KEY = "b" * 42 + "8="
BOT, APP = "xoxb-1-2-abc", "xapp-1-A1-2-abc"
SIGNING, CLIENT_ID, CLIENT_SECRET = "5" * 32, "12.34", "c" * 32


def slack(folder: Path, **keys: object) -> Path:
    """A file with these settings of [slack]."""
    lines = (
        f"{key} = {value}" if key == "port" else f'{key} = "{value}"' for key, value in keys.items()
    )
    return written(folder, "\n".join(["[slack]", *lines]))


def test_slack_can_be_written_whole(tmp_path: Path) -> None:
    path = slack(
        tmp_path,
        mode="HTTP",
        bot_token=BOT,
        app_token=APP,
        signing_secret=SIGNING,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        url="https://bot.example.org/four/",
        host="0.0.0.0",
        port=8443,
        api_url="https://slack-gov.com/api/",
    )
    found = load(path, {}).slack
    assert found.bot_token.get_secret_value() == BOT
    assert found.app_token.get_secret_value() == APP
    assert found.signing_secret.get_secret_value() == SIGNING
    assert found.client_secret.get_secret_value() == CLIENT_SECRET
    assert (found.mode, found.client_id, found.url) == (
        "http",
        CLIENT_ID,
        "https://bot.example.org/four",
    )
    assert (found.host, found.port, found.api_url) == (
        "0.0.0.0",
        8443,
        "https://slack-gov.com/api/",
    )
    assert found.configured
    assert found.several


BOT_IS = (
    "the bot token begins with xoxb- and is on your app's page, "
    "OAuth & Permissions, Bot User OAuth Token"
)
APP_IS = (
    "the app token begins with xapp- and is on your app's page, Basic Information, App-Level Tokens"
)
ONE_WORD = "write it in quotes, as one word without blanks; it may be copied in part"
NO_KEY = f"this is no key, or not the whole of one; make one with {MAKE_A_KEY}"
HTTPS = 'write the public address that begins with https, such as "https://bot.example.org"'
API = (
    'write an https address that ends in /api/: "https://slack.com/api/", '
    'or "https://slack-gov.com/api/" for GovSlack'
)
SECRET_FILE = 'write the path of a file in quotes, such as "/run/secrets/slack_bot_token"'
PORT = "write a number between 1 and 65535, such as 3000"


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("bot_token", "xoxp-1-2-SECRET", f"this is the token of a person; {BOT_IS}"),
        (
            "bot_token",
            "xapp-1-SECRET",
            f"this is an app token, which belongs in app_token; {BOT_IS}",
        ),
        (
            "bot_token",
            "xoxe.xoxb-1-SECRET",
            "this token ends after twelve hours, since your app has token rotation on; "
            "leave bot_token out and let workspaces install the app by OAuth, "
            "or make a new app without it",
        ),
        ("bot_token", "SECRET", f"this is no bot token; {BOT_IS}"),
        ("bot_token", "xoxb-", f"this is no bot token; {BOT_IS}"),
        ("bot_token", "xoxb-...", f"this is no bot token; {BOT_IS}"),
        ("bot_token", "xoxb-1 SECRET", ONE_WORD),
        ("bot_token", "xoxb-SECRET\u2026", ONE_WORD),
        (
            "app_token",
            "xoxb-1-SECRET",
            f"this is a bot token, which belongs in bot_token; {APP_IS}",
        ),
        ("app_token", "SECRET", f"this is no app token; {APP_IS}"),
        (
            "signing_secret",
            "xoxb-1-SECRET",
            "this is a token; the signing secret is on your app's page, "
            "Basic Information, App Credentials, Signing Secret",
        ),
        (
            "client_secret",
            "xapp-1-SECRET",
            "this is a token; the client secret is on your app's page, "
            "Basic Information, App Credentials, Client Secret",
        ),
        (
            "client_id",
            "SECRET",
            'write it in quotes, such as "1234567890.1234567890"; it is on your app\'s page, '
            "Basic Information, App Credentials, Client ID",
        ),
        ("mode", "https", 'write "socket" or "http"'),
        ("url", "http://bot.example.org", HTTPS),
        ("url", "bot.example.org", HTTPS),
        ("url", "https://", HTTPS),
        ("url", "https://me:SECRET@bot.example.org", HTTPS),
        ("url", "https://bot.example.org/?a=SECRET", HTTPS),
        ("url", "https://bot.example.org:99999", HTTPS),
        (
            "url",
            "https://bot.example.org/slack/events",
            "leave out what begins with /slack; it is added by itself",
        ),
        ("api_url", "", API),
        ("api_url", "https://slack.com/api", API),
        ("api_url", "https://slack.com/", API),
        ("api_url", "http://slack.com/api/", API),
        ("api_url", "https://me:SECRET@slack.com/api/", API),
        (
            "host",
            "my host",
            'write the address to listen on in quotes, such as "127.0.0.1" or "0.0.0.0"',
        ),
        ("port", "0", PORT),
        ("port", "65536", PORT),
        ("port", "true", PORT),
        ("port", "30.5", PORT),
        ("bot_token_file", " ", SECRET_FILE),
        ("bot_token_file", "a\\u0000b", SECRET_FILE),
    ],
)
def test_a_mistake_about_slack_says_where_the_right_thing_is_and_shows_no_secret(
    tmp_path: Path, key: str, value: str, sentence: str
) -> None:
    path = slack(tmp_path, **{key: value})
    assert mistake(path) == f"config.toml: slack.{key}: {sentence}"
    with pytest.raises(ConfigBroken) as caught:
        load(path, {})
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("value", ["5", "true", "[]", "{}", '["xoxb-1"]'])
@pytest.mark.parametrize("key", ["bot_token", "app_token", "signing_secret", "client_secret"])
def test_a_secret_that_is_no_text_is_told(tmp_path: Path, key: str, value: str) -> None:
    path = written(tmp_path, f"[slack]\n{key} = {value}\n")
    assert mistake(path) == f"config.toml: slack.{key}: {ONE_WORD}"


def test_no_repr_shows_a_secret() -> None:
    environment = {
        "FOURWINS_STORE__KEY": KEY,
        "FOURWINS_SLACK__BOT_TOKEN": BOT,
        "FOURWINS_SLACK__APP_TOKEN": APP,
        "FOURWINS_SLACK__SIGNING_SECRET": SIGNING,
        "FOURWINS_SLACK__CLIENT_SECRET": CLIENT_SECRET,
    }
    settings = load(None, environment)
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        for secret in environment.values():
            assert secret not in shown


@pytest.mark.parametrize("api_url", ["http://127.0.0.1:8080/api/", "http://[::1]:8080/x/api/"])
def test_an_api_on_this_machine_may_be_unencrypted(tmp_path: Path, api_url: str) -> None:
    assert load(slack(tmp_path, api_url=api_url), {}).slack.api_url == api_url


def test_the_port_in_the_environment_is_a_number_too() -> None:
    assert load(None, {"FOURWINS_SLACK__PORT": "8080"}).slack.port == 8080


# Secrets in files of their own.


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ("bot_token", BOT),
        ("app_token", APP),
        ("signing_secret", SIGNING),
        ("client_secret", CLIENT_SECRET),
    ],
)
def test_a_secret_can_stand_in_a_file_of_its_own(tmp_path: Path, key: str, secret: str) -> None:
    (tmp_path / "secret").write_text(f"\ufeff {secret}\r\n", "utf-8")
    path = slack(tmp_path, **{f"{key}_file": tmp_path / "secret"})
    assert getattr(load(path, {}).slack, key).get_secret_value() == secret
    variable = {f"FOURWINS_SLACK__{key}_FILE".upper(): str(tmp_path / "secret")}
    assert getattr(load(None, variable).slack, key).get_secret_value() == secret


def test_the_environment_goes_before_the_file_whichever_way_it_names_a_secret(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").write_text("xoxb-from-a-file")
    path = slack(tmp_path, bot_token_file=tmp_path / "gone")
    settings = load(path, {"FOURWINS_SLACK__BOT_TOKEN": "xoxb-set"}).slack
    assert settings.bot_token.get_secret_value() == "xoxb-set"
    path = slack(tmp_path, bot_token="xoxb-written")
    settings = load(path, {"FOURWINS_SLACK__BOT_TOKEN_FILE": str(tmp_path / "secret")}).slack
    assert settings.bot_token.get_secret_value() == "xoxb-from-a-file"
    # A variable that is there and empty, as an orchestrator leaves them, names nothing.
    settings = load(path, {"FOURWINS_SLACK__BOT_TOKEN_FILE": ""}).slack
    assert settings.bot_token.get_secret_value() == "xoxb-written"


def test_a_secret_and_its_file_at_once_are_told(tmp_path: Path) -> None:
    path = slack(tmp_path, bot_token=BOT, bot_token_file=tmp_path / "secret")
    assert mistake(path) == (
        "config.toml: slack.bot_token_file: bot_token is written too; leave one of the two out"
    )
    both = {"FOURWINS_STORE__KEY": KEY, "FOURWINS_STORE__KEY_FILE": "x"}
    assert mistake(None, both) == (
        "FOURWINS_STORE__KEY_FILE, in the environment: key is written too; leave one of the two out"
    )


def test_what_is_wrong_with_a_file_of_a_secret_is_told_of_the_setting_that_names_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "secret"
    path = slack(tmp_path, app_token_file=file)
    where = "config.toml: slack.app_token_file: "
    assert mistake(path) == f"{where}that file can't be read (No such file or directory)"
    file.write_text(" \n")
    assert mistake(path) == f"{where}there is nothing in that file"
    file.write_bytes(b"\xff\xfe")
    assert mistake(path) == f"{where}that file is no text"
    file.write_text("xoxb-1-2")
    assert mistake(path) == (f"{where}this is a bot token, which belongs in bot_token; {APP_IS}")
    variable = {"FOURWINS_SLACK__APP_TOKEN_FILE": str(file)}
    assert mistake(None, variable).startswith(
        "FOURWINS_SLACK__APP_TOKEN_FILE, in the environment: this is a bot token"
    )


# The store's keys.


@pytest.mark.parametrize("between", [",", " ", "\n", " ,\n "])
def test_the_first_of_several_keys_is_the_one_that_encrypts(between: str) -> None:
    settings = load(None, {"FOURWINS_STORE__KEY": f"{KEY}{between}{OTHER_KEY}\n"})
    assert settings.store.fernet_keys == (KEY, OTHER_KEY)
    assert Settings().store.fernet_keys == ()


def test_a_key_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n{OTHER_KEY}\n")
    settings = load(None, {"FOURWINS_STORE__KEY_FILE": str(tmp_path / "key")})
    assert settings.store.fernet_keys == (KEY, OTHER_KEY)


@pytest.mark.parametrize("value", ["SECRET", KEY[:-1], f"{KEY},SECRET", "A" * 42 + "B=", "\u2026"])
def test_what_is_no_key_says_how_to_make_one(value: str) -> None:
    told = mistake(None, {"FOURWINS_STORE__KEY": value})
    assert told == f"FOURWINS_STORE__KEY, in the environment: {NO_KEY}"


def test_a_key_made_as_the_sentence_says_is_taken() -> None:
    program, *arguments = MAKE_A_KEY.split()
    assert program == "fourwins"
    for _ in range(20):
        key = CliRunner().invoke(app, arguments).stdout.strip()
        assert load(None, {"FOURWINS_STORE__KEY": key}).store.fernet_keys == (key,)


# What a mode needs.


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({}, '[slack], with mode = "socket", still needs bot_token and app_token; '),
        ({"bot_token": BOT}, '[slack], with mode = "socket", still needs app_token; '),
        (
            {"mode": "http"},
            '[slack], with mode = "http", needs bot_token and signing_secret for one workspace, ',
        ),
        (
            {"mode": "http", "signing_secret": SIGNING},
            '[slack], with mode = "http", needs bot_token and signing_secret for one workspace, ',
        ),
        (
            {"mode": "http", "bot_token": BOT},
            '[slack], with mode = "http", still needs signing_secret; ',
        ),
        (
            {"mode": "http", "client_id": CLIENT_ID},
            '[slack], with mode = "http" and a client, still needs '
            "client_secret, signing_secret, url and key in [store]; ",
        ),
        (
            {
                "mode": "http",
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "signing_secret": SIGNING,
                "url": "https://bot.example.org",
            },
            '[slack], with mode = "http" and a client, still needs key in [store]; ',
        ),
        (
            {"mode": "http", "bot_token": BOT, "client_id": CLIENT_ID},
            "[slack]: for one workspace leave out client_id and client_secret, ",
        ),
    ],
)
def test_what_a_mode_still_needs_is_one_sentence(
    tmp_path: Path, keys: dict[str, str], sentence: str
) -> None:
    told = slack_ready(load(slack(tmp_path, **keys), {}))
    assert told is not None
    assert told.startswith(sentence)
    assert told.isprintable()


@pytest.mark.parametrize(
    "keys",
    [
        {"bot_token": BOT, "app_token": APP},
        # Left over from another mode, it does no harm.
        {"bot_token": BOT, "app_token": APP, "client_id": CLIENT_ID, "url": "https://a.example"},
        {"mode": "http", "bot_token": BOT, "signing_secret": SIGNING},
        {
            "mode": "http",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "signing_secret": SIGNING,
            "url": "https://bot.example.org",
        },
    ],
)
def test_with_what_it_needs_a_mode_is_ready(tmp_path: Path, keys: dict[str, str]) -> None:
    settings = load(slack(tmp_path, **keys), {"FOURWINS_STORE__KEY": KEY})
    assert settings.slack.configured
    assert slack_ready(settings) is None


def test_without_a_token_or_a_client_slack_is_not_configured(tmp_path: Path) -> None:
    path = slack(tmp_path, mode="http", url="https://bot.example.org", port=8080)
    assert not load(path, {}).slack.configured


# Discord.

# None of these was ever anybody's.
BOT_ID = "123456789012345678"
DISCORD_TOKEN = (
    f"{base64.urlsafe_b64encode(BOT_ID.encode()).decode().rstrip('=')}.GaBcDe.{'s' * 38}"
)
DISCORD_TOKEN_IS = (
    "the token is on your application's page, Bot, Token; Reset Token shows a new one, once"
)
APPLICATION_ID_IS = (
    "write the digits of your application's id; "
    "it is on your application's page, General Information, Application ID"
)
DISCORD_API_IS = (
    'write an https address that ends in /api/ and a version: "https://discord.com/api/v10"'
)
GATEWAY_IS = (
    'write an address that begins with wss, such as "wss://gateway.example.org", '
    "or nothing for the one that Discord says"
)
SHARDS_ARE = "write a number, or 0 for as many as Discord recommends"


def on_discord(folder: Path, **keys: str) -> Path:
    """A file with these settings of [discord], each as TOML."""
    return written(folder, "\n".join(["[discord]", *(f"{k} = {v}" for k, v in keys.items())]))


def test_discord_can_be_written_whole(tmp_path: Path) -> None:
    path = on_discord(
        tmp_path,
        token=f'"{DISCORD_TOKEN}"',
        application_id='"223456789012345678"',
        api_url='"https://proxy.example/discord/api/v10/"',
        gateway_url='"wss://proxy.example/gateway"',
        shards="4",
    )
    found = load(path, {}).discord
    assert found.token.get_secret_value() == DISCORD_TOKEN
    assert found.application_id == found.application == "223456789012345678"
    assert found.api_url == "https://proxy.example/discord/api/v10"
    assert found.gateway_url == "wss://proxy.example/gateway"
    assert found.shards == 4
    assert found.configured


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("token", '"SECRET"', f"this is no bot token, or not the whole of one; {DISCORD_TOKEN_IS}"),
        (
            "token",
            f'"{DISCORD_TOKEN[:-20]}"',
            f"this is no bot token, or not the whole of one; {DISCORD_TOKEN_IS}",
        ),
        (
            "token",
            f'"{BOT_ID}"',
            f"this is an id, which belongs in application_id; {DISCORD_TOKEN_IS}",
        ),
        (
            "token",
            f'"{"5e" * 32}"',
            f"this is the public key, which is not needed; {DISCORD_TOKEN_IS}",
        ),
        ("token", '"xoxb-1-SECRET"', f"this is a token of Slack's; {DISCORD_TOKEN_IS}"),
        ("token", '"Bot SECRET"', ONE_WORD),
        ("token", "5", ONE_WORD),
        ("token_file", '" "', SECRET_FILE),
        ("application_id", '"SECRET"', APPLICATION_ID_IS),
        ("application_id", '"1234"', APPLICATION_ID_IS),
        ("application_id", "true", APPLICATION_ID_IS),
        ("application_id", "-123456789012345678", APPLICATION_ID_IS),
        ("api_url", '""', DISCORD_API_IS),
        ("api_url", '"https://discord.com/api"', DISCORD_API_IS),
        ("api_url", '"https://discord.com/api/v10/x"', DISCORD_API_IS),
        ("api_url", '"http://discord.com/api/v10"', DISCORD_API_IS),
        ("api_url", '"https://me:SECRET@discord.com/api/v10"', DISCORD_API_IS),
        ("gateway_url", '"https://gateway.discord.gg"', GATEWAY_IS),
        ("gateway_url", '"ws://gateway.discord.gg"', GATEWAY_IS),
        ("gateway_url", "1", GATEWAY_IS),
        ("shards", "-1", SHARDS_ARE),
        ("shards", "10000", SHARDS_ARE),
        ("shards", "true", SHARDS_ARE),
        ("shards", '"two"', SHARDS_ARE),
        ("shards", "1.5", SHARDS_ARE),
    ],
)
def test_a_mistake_about_discord_says_where_the_right_thing_is_and_shows_no_secret(
    tmp_path: Path, key: str, value: str, sentence: str
) -> None:
    path = on_discord(tmp_path, **{key: value})
    assert mistake(path) == f"config.toml: discord.{key}: {sentence}"
    with pytest.raises(ConfigBroken) as caught:
        load(path, {})
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))


def test_nothing_shows_the_token_of_discord() -> None:
    settings = load(None, {"FOURWINS_DISCORD__TOKEN": f" {DISCORD_TOKEN}\n"})
    assert settings.discord.token.get_secret_value() == DISCORD_TOKEN
    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert DISCORD_TOKEN not in shown
        assert "s" * 38 not in shown


def test_the_token_of_discord_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{DISCORD_TOKEN}\n", "utf-8")
    path = on_discord(tmp_path, token_file=f'"{tmp_path / "token"}"')
    assert load(path, {}).discord.token.get_secret_value() == DISCORD_TOKEN
    both = {"FOURWINS_DISCORD__TOKEN": DISCORD_TOKEN, "FOURWINS_DISCORD__TOKEN_FILE": "x"}
    assert mistake(None, both) == (
        "FOURWINS_DISCORD__TOKEN_FILE, in the environment: "
        "token is written too; leave one of the two out"
    )


@pytest.mark.parametrize(
    ("keys", "application"),
    [
        ({}, ""),
        ({"token": f'"{DISCORD_TOKEN}"'}, BOT_ID),
        # Digits without quotes are a number to TOML.
        ({"application_id": "223456789012345678"}, "223456789012345678"),
        # A first part that tells no id.
        ({"token": f'"{"A" * 24}.GaBcDe.{"s" * 38}"'}, ""),
        ({"token": f'"{"z" * 25}.GaBcDe.{"s" * 38}"'}, ""),
        ({"token": f'"{"-" * 24}.GaBcDe.{"s" * 38}"'}, ""),
    ],
)
def test_the_applications_id_is_as_written_or_as_the_token_tells(
    tmp_path: Path, keys: dict[str, str], application: str
) -> None:
    assert load(on_discord(tmp_path, **keys), {}).discord.application == application


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("api_url", "http://127.0.0.1:8080/api/v10"),
        ("api_url", "http://[::1]:8080/x/api/v9"),
        ("gateway_url", "ws://localhost:8080"),
        ("gateway_url", ""),
    ],
)
def test_a_discord_on_this_machine_may_be_unencrypted(tmp_path: Path, key: str, value: str) -> None:
    assert getattr(load(on_discord(tmp_path, **{key: f'"{value}"'}), {}).discord, key) == value


def test_the_shards_in_the_environment_are_a_number_too() -> None:
    assert load(None, {"FOURWINS_DISCORD__SHARDS": "8"}).discord.shards == 8


def test_discord_is_ready_with_a_token_alone(tmp_path: Path) -> None:
    assert not Settings().discord.configured
    assert Settings().discord.api_url == DISCORD_API
    settings = load(on_discord(tmp_path, application_id=f'"{BOT_ID}"'), {})
    assert settings.discord.configured
    assert discord_ready(settings) == (
        "[discord] still needs token; docs/discord.md says where to find it"
    )
    settings = load(on_discord(tmp_path, token=f'"{DISCORD_TOKEN}"'), {})
    assert settings.discord.configured
    assert discord_ready(settings) is None
