"""A contract with discord.py 2.7: it sends what we rendered as it is, and keeps none of it.

A view or a modal that it kept would be matched by its custom ids, and of two people in one form the
one would get the other's words.
"""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import simcord

from adapters.discord import decode, render
from adapters.discord.client import Client
from adapters.discord.components import Surface, problems
from adapters.discord.wire import NOBODY, Rendered, RenderedModal
from bot.core.cards import Button, Card, Entry, FieldKind, Form, FormField, Paragraph, press_token
from bot.core.text import said
from tests.adapters.discord.openapi import MISSING, breaches
from tests.scene import prose

pytestmark = pytest.mark.asyncio

Json = dict[str, Any]
Answer = Callable[[Any], Awaitable[object]]

SAY = prose().speech("en")
GO = press_token("debrief.begin", "s1")
CARD = Card(
    "Title",
    (Paragraph(said("<@1234567> *typed* @everyone")), Entry("Words", "", (Button("Open", GO),))),
    (Button("Go", GO), Button("Again", GO), Button("Other", press_token("home.open"))),
)
FORM = Form(
    "conv1",
    3,
    "landed",
    "How it landed",
    (
        FormField("words", FieldKind.PARAGRAPH, "Words", value="Some *words*"),
        FormField("pace", FieldKind.SCALE, "Pace"),
        FormField("who", FieldKind.MEMBER, "Who"),
    ),
    "One tap is enough.",
)
(COMPONENTS,) = render.messages(CARD, SAY)
NUMBERED = render.numbered(COMPONENTS)
MODAL = render.modal(FORM, SAY)
MENTIONS: Json = {"parse": []}


class Ears:
    """Answers each interaction with the next of `answers`; what came in is in `heard`."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.heard: list[Any] = []

    async def interaction(self, interaction: Any) -> None:
        self.heard.append(copy.deepcopy(interaction.data))
        await self.answers.pop(0)(interaction)

    async def message(self, *_message: object) -> None:
        """Words are none of this file's."""

    async def added(self, *_guild: object) -> None:
        """Nor are servers."""


class Wire:
    """discord.py between us and a made-up Discord."""

    def __init__(self, env: Any, client: Client, ears: Ears) -> None:
        self.env = env
        self.client = client
        self.ears = ears
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("jobs")
        self.ana = self.guild.add_member(env.create_user("ana"))
        self.ben = self.guild.add_member(env.create_user("ben"))

    async def slash(self, who: Any, *answers: Answer) -> Any:
        self.ears.answers += answers
        return await who.slash(self.channel, "debrief")

    async def click(self, who: Any, message: Any, answer: Answer, custom_id: str = GO) -> Any:
        self.ears.answers.append(answer)
        return await who.click(message, custom_id=custom_id)

    async def submit(self, who: Any, opened: Any, values: Json, answer: Answer) -> Any:
        self.ears.answers.append(answer)
        return await who.submit_modal(opened, values)

    def bodies(self, method: str, path: str) -> list[Json]:
        """The bodies that went to such a path, each held to Discord's own description."""
        made = [
            one
            for one in self.env.http_requests
            if one.method == method and path in one.path and isinstance(one.json, dict)
        ]
        for one in made:
            assert MISSING or breaches(method, one.path, one.json) == []
        return [one.json for one in made]

    def keeps_nothing(self) -> bool:
        store = self.client._connection._view_store
        kept = (store._views, store._modals, store._synced_message_views, store._dynamic_items)
        assert kept == ({}, {}, {}, {})
        assert list(self.client.persistent_views) == []
        return True


@asynccontextmanager
async def on_the_wire() -> AsyncIterator[Wire]:
    client, ears = Client(shard_count=1), Ears()
    client.listeners = ears  # type: ignore[assignment]  # as much of it as is called

    async def bring_commands() -> None:
        debrief = {"name": "debrief", "type": 1, "description": "Look back"}
        assert client.application_id is not None
        await client.http.bulk_upsert_global_commands(client.application_id, [debrief])

    client.on_setup = bring_commands
    async with simcord.run(client) as env:
        yield Wire(env, client, ears)
        assert ears.answers == []


async def says(interaction: Any) -> None:
    await interaction.response.send_message(
        view=Rendered(COMPONENTS), ephemeral=True, allowed_mentions=NOBODY
    )


async def edits(interaction: Any) -> None:
    await interaction.response.edit_message(view=Rendered(COMPONENTS), allowed_mentions=NOBODY)


async def asks(interaction: Any) -> None:
    await interaction.response.send_modal(RenderedModal(MODAL))


def is_ours(body: Json, **more: object) -> bool:
    """Our components as they are, nobody mentioned, and nothing else."""
    assert body["components"] == NUMBERED
    assert body["flags"] & (1 << 15)
    assert body["allowed_mentions"] == MENTIONS
    assert problems(Surface.MESSAGE, body) == []
    assert more.items() <= body.items()
    return True


async def test_discord_py_is_the_one_that_this_holds_for() -> None:
    assert discord.version_info[:2] == (2, 7)


async def test_what_is_rendered_is_done_with_before_discord_py_sees_it() -> None:
    view, modal = Rendered(COMPONENTS), RenderedModal(MODAL)
    for one in (view, modal):
        assert one.is_finished()
        assert one.children == []
    assert view.to_components() == NUMBERED
    assert view.has_components_v2() is True
    assert modal.to_dict() == MODAL
    assert modal.custom_id == MODAL["custom_id"]


async def test_an_answer_is_sent_as_it_is_and_not_kept() -> None:
    async with on_the_wire() as wire:
        shown = await wire.slash(wire.ana, says)
        assert shown.ephemeral
        (answer,) = wire.bodies("POST", "/callback")
        assert answer["type"] == 4
        assert is_ours(answer["data"], flags=(1 << 15) | (1 << 6))
        assert wire.keeps_nothing()

        await wire.click(wire.ana, shown.response, edits)
        answer = wire.bodies("POST", "/callback")[-1]
        assert answer["type"] == 7
        assert is_ours(answer["data"])
        assert wire.keeps_nothing()


async def test_what_follows_an_answer_is_sent_as_it_is_and_not_kept() -> None:
    async def follows(interaction: Any) -> None:
        await says(interaction)
        await interaction.followup.send(
            view=Rendered(COMPONENTS), ephemeral=True, allowed_mentions=NOBODY, wait=True
        )
        await interaction.edit_original_response(view=Rendered(COMPONENTS), allowed_mentions=NOBODY)

    async with on_the_wire() as wire:
        await wire.slash(wire.ana, follows)
        (followed,) = wire.bodies("POST", "/webhooks/")
        assert is_ours(followed, flags=(1 << 15) | (1 << 6))
        (edited,) = wire.bodies("PATCH", "/webhooks/")
        assert edited["components"] == NUMBERED
        assert edited["allowed_mentions"] == MENTIONS
        assert wire.keeps_nothing()


async def test_a_modal_is_sent_as_it_is_and_not_kept() -> None:
    async with on_the_wire() as wire:
        opened = await wire.slash(wire.ana, asks)
        (answer,) = wire.bodies("POST", "/callback")
        assert answer == {"type": 9, "data": MODAL}
        assert wire.keeps_nothing()

        await wire.submit(wire.ana, opened, {"words": "Mine"}, says)
        assert wire.keeps_nothing()


async def test_two_people_in_one_form_at_once_have_each_their_own_words() -> None:
    async with on_the_wire() as wire:
        of_ana = await wire.slash(wire.ana, asks)
        of_ben = await wire.slash(wire.ben, asks)
        assert of_ana.modal["custom_id"] == of_ben.modal["custom_id"]
        await wire.submit(wire.ben, of_ben, {"words": "Ben's", "pace": "5"}, says)
        await wire.submit(wire.ana, of_ana, {"words": "Ana's", "who": [wire.ben]}, says)
        *_, first, second = wire.ears.heard
        assert decode.typed_in(first) == {"words": "Ben's", "pace": "5", "who": None}
        ben = str(wire.ben.id)
        assert decode.typed_in(second) == {"words": "Ana's", "pace": None, "who": ben}
        assert decode.names_in(second) == {ben: "ben"}
        assert wire.keeps_nothing()


async def test_a_form_can_be_opened_and_sent_again_and_again() -> None:
    async with on_the_wire() as wire:
        for number in range(3):
            opened = await wire.slash(wire.ana, asks)
            await wire.submit(wire.ana, opened, {"words": f"Words {number}"}, says)
        words = [decode.typed_in(data)["words"] for data in wire.ears.heard[1::2]]
        assert words == ["Words 0", "Words 1", "Words 2"]
        assert wire.keeps_nothing()


async def test_a_form_as_it_comes_back_is_read_as_it_stood() -> None:
    async with on_the_wire() as wire:
        opened = await wire.slash(wire.ana, asks)
        await wire.submit(wire.ana, opened, {"words": "*Typed* <@1234567>"}, says)
        data = wire.ears.heard[-1]
        assert data["custom_id"] == MODAL["custom_id"]
        named = render.read_form_id(data["custom_id"])
        assert named == render.Named("conv1", 3, "landed")
        assert decode.typed_in(data)["words"] == "*Typed* <@1234567>"


async def test_each_of_the_same_buttons_comes_in_by_its_own_id_and_means_the_same() -> None:
    async with on_the_wire() as wire:
        shown = await wire.slash(wire.ana, says)
        for custom_id in (GO, f"{GO}~2", f"{GO}~3"):
            await wire.click(wire.ana, shown.response, edits, custom_id)
        taps = wire.ears.heard[1:]
        assert [data["custom_id"] for data in taps] == [GO, f"{GO}~2", f"{GO}~3"]
        assert {decode.token_of(data) for data in taps} == {GO}


async def test_a_message_is_sent_as_it_is_with_its_nonce_and_not_kept() -> None:
    async with on_the_wire() as wire:
        with wire.env.time_context():
            place = wire.client.get_partial_messageable(wire.channel.id, guild_id=wire.guild.id)
            message = await place.send(
                view=Rendered(COMPONENTS), nonce="once", allowed_mentions=NOBODY
            )
            (body,) = wire.bodies("POST", f"/channels/{wire.channel.id}/messages")
            assert is_ours(body, nonce="once", enforce_nonce=True)
            ours = {"components", "flags", "allowed_mentions", "nonce", "enforce_nonce"}
            others = {key: value for key, value in body.items() if key not in ours}
            assert others == {"content": None, "tts": False}

            part = place.get_partial_message(message.id)
            await part.edit(view=Rendered(COMPONENTS), allowed_mentions=NOBODY)
            (edited,) = wire.bodies("PATCH", f"/messages/{message.id}")
            assert edited["components"] == NUMBERED
            assert edited["allowed_mentions"] == MENTIONS
            assert wire.keeps_nothing()


async def test_an_answer_to_a_message_is_sent_as_it_is_and_not_kept() -> None:
    async with on_the_wire() as wire:
        words = await wire.ana.send(wire.channel, "Hello")
        with wire.env.time_context():
            place = wire.client.get_partial_messageable(wire.channel.id, guild_id=wire.guild.id)
            message = await place.fetch_message(words.id)
            await message.reply(
                view=Rendered(COMPONENTS), allowed_mentions=NOBODY, mention_author=False
            )
            body = wire.bodies("POST", f"/channels/{wire.channel.id}/messages")[-1]
            assert body["components"] == NUMBERED
            assert body["allowed_mentions"] == MENTIONS | {"replied_user": False}
            assert problems(Surface.MESSAGE, body) == []
            assert wire.keeps_nothing()


async def test_a_direct_message_is_sent_as_it_is_and_not_kept() -> None:
    async with on_the_wire() as wire:
        with wire.env.time_context():
            place = await wire.client.create_dm(discord.Object(wire.ana.id))
            await place.send(view=Rendered(COMPONENTS), nonce="once", allowed_mentions=NOBODY)
            (body,) = wire.bodies("POST", f"/channels/{place.id}/messages")
            assert is_ours(body, nonce="once", enforce_nonce=True)
            assert wire.keeps_nothing()


async def test_a_forums_post_is_sent_as_it_is_and_not_kept() -> None:
    async with on_the_wire() as wire:
        made = wire.guild.create_forum_channel("forum")
        with wire.env.time_context():
            forum = wire.client.get_channel(made.id)
            assert isinstance(forum, discord.ForumChannel)
            await forum.create_thread(
                name="Title", view=Rendered(COMPONENTS), allowed_mentions=NOBODY
            )
            (body,) = wire.bodies("POST", f"/channels/{made.id}/threads")
            assert is_ours(body["message"])
            assert wire.keeps_nothing()


async def test_one_rendering_says_the_same_however_often_it_is_read() -> None:
    before = copy.deepcopy(COMPONENTS)
    view = Rendered(COMPONENTS)
    assert view.to_components() == view.to_components()
    assert before == COMPONENTS
