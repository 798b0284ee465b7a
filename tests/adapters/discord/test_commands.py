"""The commands: taken by Discord in every language, synced only when they changed, and asking for
no more than is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from adapters.discord.commands import (
    COMMANDS,
    OF_THE_GROUP,
    OPTIONS,
    PERMISSIONS,
    SUGGESTED,
    commands,
    explained,
    fingerprint,
    invite_url,
    locales,
    permissions,
)
from adapters.discord.components import LOCALES, Surface, problems
from adapters.discord.decode import MENUS
from adapters.slack import manifest
from bot.core.text import Catalogues
from bot.wiring import FEATURES, catalogues

PROSE = catalogues()
SAY = PROSE.speech("en")
ALL = commands(PROSE)
PAGE = Path(__file__).parents[3] / "docs" / "discord.md"
ENGLISH = Path(__file__).parents[3] / "bot" / "locales" / "en" / "discord_commands.ftl"

GERMAN = """\
discord-command-debrief = Auf eine Absage zurückschauen, für dich allein
    .name = rückblick
    .hint = Die Firma, oder wie es war
discord-command-checkin = Den Check-in dieser Woche beantworten
discord-option-about = worüber
discord-menu-refer = Weitergeben
"""
SPANISH = """\
discord-command-practice = Una pregunta pendiente, o alguien para ensayar
    .name = práctica
"""


def prose(**others: str) -> Catalogues:
    """English as it is, with these languages beside it."""
    sources = {language.replace("_", "-"): [text] for language, text in others.items()}
    return Catalogues({"en": [ENGLISH.read_text("utf-8")], **sources})


def named(made: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in made if one["name"] == name)


@pytest.mark.parametrize("user_install", [True, False])
def test_discord_would_take_them(user_install: bool) -> None:
    assert problems(Surface.COMMANDS, commands(PROSE, user_install=user_install)) == []
    made = commands(
        prose(de=GERMAN, es=SPANISH, fr="", pt_BR="discord-option-about = sobre"),
        user_install=user_install,
    )
    assert problems(Surface.COMMANDS, made) == []


def test_every_feature_can_be_reached_and_slack_has_the_same_commands() -> None:
    slash = {one["name"] for one in ALL if one["type"] == 1}
    # "/home" and "/help" are other names of /fourwins, and too common for a server.
    known = {name for feature in FEATURES for name in feature.commands}
    assert slash == set(COMMANDS) == known - {"home", "help"} == set(manifest.COMMANDS)
    assert set(OPTIONS) == manifest.TAKES_WORDS
    assert [one["name"] for one in ALL if one["type"] == 3] == list(MENUS)
    assert len(ALL) == len(COMMANDS) + len(MENUS)


def test_what_is_typed_is_optional_and_suggested_where_it_can_be_one_of_ones_own() -> None:
    typed = {
        one["name"]: (part["name"], part["type"], part["required"], part["autocomplete"])
        for one in ALL
        for part in one.get("options", ())
    }
    assert typed == {
        "debrief": ("about", 3, False, True),
        "rejected": ("about", 3, False, True),
        "wins": ("words", 3, False, True),
        "refer": ("about", 3, False, False),
    }
    assert {name for name, part in typed.items() if part[3]} == SUGGESTED


def test_no_command_is_kept_from_anybody_by_a_default_of_discords() -> None:
    for one in ALL:
        assert not {"default_member_permissions", "dm_permission", "nsfw"} & set(one)


def test_what_goes_to_a_group_is_not_offered_in_other_peoples_direct_messages() -> None:
    for one in ALL:
        command = MENUS.get(one["name"], one["name"])
        group = command in OF_THE_GROUP
        assert one["contexts"] == ([0, 1] if group else [0, 1, 2]), one["name"]
        assert one["integration_types"] == [0, 1]


def test_without_the_user_install_only_servers_and_the_bots_own_messages_have_them() -> None:
    for one in commands(PROSE, user_install=False):
        assert (one["contexts"], one["integration_types"]) == ([0, 1], [0])


# Languages.


def test_english_names_in_the_catalogue_are_those_that_are_sent() -> None:
    # Discord sends back the default name, whatever was shown.
    for name in COMMANDS:
        assert SAY(f"discord-command-{name}.name") == name
    for option in set(OPTIONS.values()):
        assert SAY(f"discord-option-{option}") == option
    for name, command in MENUS.items():
        assert SAY(f"discord-menu-{command}") == name


def test_english_alone_needs_no_translation() -> None:
    assert not [key for one in commands(prose()) for key in one if key.endswith("localizations")]


def test_a_further_language_is_picked_up_where_it_has_words_of_its_own() -> None:
    made = commands(prose(de=GERMAN))
    debrief = named(made, "debrief")
    assert debrief["name_localizations"] == {"de": "rückblick"}
    assert debrief["description"] == SAY("discord-command-debrief")
    assert debrief["description_localizations"] == {
        "de": "Auf eine Absage zurückschauen, für dich allein"
    }
    (option,) = debrief["options"]
    assert (option["name"], option["name_localizations"]) == ("about", {"de": "worüber"})
    assert option["description_localizations"] == {"de": "Die Firma, oder wie es war"}
    assert named(made, "Pass this on")["name_localizations"] == {"de": "Weitergeben"}
    # Without a word in that language there is none: Discord shows the default.
    assert "name_localizations" not in named(made, "checkin")
    assert "description_localizations" in named(made, "checkin")
    assert not [key for key in named(made, "wins") if key.endswith("localizations")]


def test_spanish_is_for_spain_and_latin_america_unless_one_has_its_own() -> None:
    practice = named(commands(prose(es=SPANISH)), "practice")
    assert practice["name_localizations"] == {"es-ES": "práctica", "es-419": "práctica"}
    nearer = "discord-command-practice = Una pregunta, o alguien\n    .name = ensayo\n"
    practice = named(commands(prose(es=SPANISH, **{"es_419": nearer})), "practice")
    assert practice["name_localizations"] == {"es-ES": "práctica", "es-419": "ensayo"}


@pytest.mark.parametrize(
    ("ours", "discords"),
    [
        ("en", ()),
        ("en-GB", ()),
        ("es", ("es-ES", "es-419")),
        ("pt-BR", ("pt-BR",)),
        ("pt", ("pt-BR",)),
        ("de", ("de",)),
        ("fr", ("fr",)),
        ("tlh", ()),
    ],
)
def test_our_languages_have_discords_codes(ours: str, discords: tuple[str, ...]) -> None:
    assert locales(ours) == discords
    assert set(discords) <= LOCALES


def test_discords_codes_are_those_the_library_knows() -> None:
    assert {locale.value for locale in discord.Locale} == LOCALES


# The mark.


def test_the_mark_changes_with_a_word_the_application_or_the_address_and_else_stays() -> None:
    api = "https://discord.com/api/v10"
    mark = fingerprint(ALL, "1", api)
    assert re.fullmatch(r"[0-9a-f]{64}", mark)
    assert fingerprint(commands(catalogues()), "1", api) == mark
    turned = [dict(reversed(one.items())) for one in ALL]
    assert fingerprint(turned, "1", api) == mark
    others = {
        fingerprint(ALL, "2", api),
        fingerprint(ALL, "1", "https://proxy.example/api/v10"),
        fingerprint(ALL[1:], "1", api),
        fingerprint(commands(prose(de=GERMAN)), "1", api),
        fingerprint(commands(PROSE, user_install=False), "1", api),
    }
    assert len(others | {mark}) == 6


# What it may do.


def test_the_permissions_are_those_six_and_no_more() -> None:
    asked = discord.Permissions(permissions())
    assert {name for name, allowed in asked if allowed} == {
        # "read_messages" is what the library calls the permission to view channels.
        "read_messages",
        "send_messages",
        "create_public_threads",
        "send_messages_in_threads",
        "attach_files",
        "read_message_history",
    }
    assert permissions() == 309237746688
    assert len(PERMISSIONS) == 6
    assert not asked.administrator
    assert not asked.mention_everyone


def test_the_page_for_operators_says_what_each_permission_is_for() -> None:
    page = PAGE.read_text("utf-8")
    for name, why in explained(SAY):
        assert f"| {name} | {why} |\n" in page
    assert str(permissions()) in page


def test_the_link_adds_the_bot_to_a_server_with_its_permissions() -> None:
    parts = urlsplit(invite_url("123456789012345678"))
    assert (parts.scheme, parts.hostname, parts.path) == (
        "https",
        "discord.com",
        "/oauth2/authorize",
    )
    assert parse_qs(parts.query, strict_parsing=True) == {
        "client_id": ["123456789012345678"],
        "integration_type": ["0"],
        "scope": ["bot applications.commands"],
        "permissions": ["309237746688"],
    }


def test_the_link_to_ones_own_account_asks_for_nothing() -> None:
    query = urlsplit(invite_url("123456789012345678", user_install=True)).query
    assert parse_qs(query, strict_parsing=True) == {
        "client_id": ["123456789012345678"],
        "integration_type": ["1"],
        "scope": ["applications.commands"],
    }


@pytest.mark.parametrize("id", ["", "x", "1&permissions=8", "٣", "-1"])
def test_what_is_no_id_makes_no_link(id: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        invite_url(id)
