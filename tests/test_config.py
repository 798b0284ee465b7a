"""Settings: every mistake is one sentence that says where it is and what to write."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import ConfigBroken, LogSettings, Settings, StoreSettings, TrySettings, load

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
    assert load(path, {}) == Settings(
        store=StoreSettings(folder=Path("data")),
        log=LogSettings(level="debug", format="json"),
        **{
            "try": TrySettings(
                zone="Asia/Tokyo",
                weekday="friday",
                hour=time(9, 5),
                care_lines=("Line one", "Line two", "Line three"),
            )
        },
    )


HOUR = 'write an hour between "00:00" and "23:59" in quotes, such as "09:00"'
DAYS = 'write "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" or "sunday"'  # all
TEXTS = 'write a list of texts in quotes, such as ["Crisis line: 116 123"]'
FOLDER = 'write the path of a folder in quotes, such as "four-wins-data"'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[stroe]", 'stroe: there is no such section; did you mean "store"?'),
        ("[weather]", "weather: there is no such section; those there are: store, log, try"),
        ("level = 3", "level: there is no such section; those there are: store, log, try"),
        ("[store]\nfoldr = 1", 'store.foldr: there is no such setting; did you mean "folder"?'),
        (
            "[log]\ncolour = 1",
            "log.colour: there is no such setting; those there are: level, format",
        ),
        (
            '[store]\n"a\\nb\\u001b" = 1',
            "store.'a\\nb\\x1b': there is no such setting; those there are: folder",
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
            "there is no such setting; did you mean FOURWINS_STORE__FOLDER?",
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
    section=st.sampled_from(["store", "log", "try", "x"]),
    key=st.sampled_from(["folder", "level", "format", "zone", "weekday", "hour", "care_lines"]),
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
