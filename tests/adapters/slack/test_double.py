"""The double refuses what Slack refuses, and people talk with an app as they do in Slack."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.adapters.slack import payloads
from tests.adapters.slack.double import SlackDouble, View
from tests.adapters.slack.payloads import HttpDoor, Kind
from tests.adapters.slack.person import Person
from tests.adapters.slack.socket_double import SocketDoor, SocketDouble

pytestmark = pytest.mark.asyncio

Json = dict[str, Any]
SECRET = "signing-secret"


@asynccontextmanager
async def scene() -> AsyncIterator[SlackDouble]:
    async with SlackDouble.running() as slack:
        slack.workspace("T1")
        slack.user("U1", name="Ana")
        slack.user("U2", name="Ben")
        slack.channel("C1", "job-club", members={"U1", "U2"})
        slack.channel("C2", "elsewhere", members={"U2"}, bot_is_in=False)
        slack.channel("C3", "old", archived=True, members={"U1"})
        slack.channel("G1", "secret", private=True, bot_is_in=False, members={"U2"})
        yield slack


def client(slack: SlackDouble, token: str = "xoxb-1") -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[])


async def refused(call: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": plain(text)}


def button(label: str, action: str) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action}


def line(block_id: str, label: str, *, initial: str = "", optional: bool = True) -> Json:
    element: Json = {"type": "plain_text_input", "action_id": "line"}
    if initial:
        element["initial_value"] = initial
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Continue"),
        "blocks": [*blocks],
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": [*blocks]}


# Tokens and scopes.


async def test_a_token_is_asked_for_and_must_be_good() -> None:
    async with scene() as slack:
        assert await refused(client(slack, "").auth_test()) == "not_authed"
        assert await refused(client(slack, "xoxb-no").auth_test()) == "invalid_auth"
        slack.ends("xoxb-1", slack.now + timedelta(hours=1))
        assert (await client(slack).auth_test())["user_id"] == "UBOT"
        slack.wait(hours=1)
        assert await refused(client(slack).auth_test()) == "token_expired"
        slack.revoke("T1")
        assert await refused(client(slack).auth_test()) == "token_revoked"
        assert (await client(slack).api_test())["ok"]


async def test_a_missing_scope_is_named_with_what_is_there() -> None:
    async with scene() as slack:
        slack.workspaces["T1"].scopes = {"commands"}
        with pytest.raises(SlackApiError) as caught:
            await client(slack).chat_postMessage(channel="C1", text="Hello")
        answer = caught.value.response
        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("chat:write", "commands")


async def test_what_is_said_in_channels_cannot_be_read() -> None:
    async with scene() as slack:
        api = client(slack)
        assert await refused(api.conversations_history(channel="C1")) == "missing_scope"
        assert await refused(api.conversations_info(channel=slack.dm("U1"))) == "missing_scope"


async def test_an_unknown_method_is_refused_and_noted() -> None:
    async with scene() as slack:
        assert await refused(client(slack).api_call("chat.shout")) == "unknown_method"
        assert [one.method for one in slack.refusals] == ["chat.shout"]


async def test_a_method_that_reads_forms_does_not_read_json() -> None:
    async with scene() as slack:
        api = client(slack)
        assert await refused(api.api_call("users.info", json={"user": "U1"})) == "invalid_arguments"
        told = await api.users_info(user="U1", include_locale=True)
        assert (told["user"]["tz"], told["user"]["locale"]) == ("Europe/Berlin", "en-GB")
        assert await refused(api.users_info(user="U9")) == "user_not_found"


# Messages.


async def test_posting_needs_a_place_that_takes_it() -> None:
    async with scene() as slack:
        api = client(slack)
        slack.workspaces["T1"].scopes -= {"chat:write.public"}
        assert await refused(api.chat_postMessage(channel="C9", text="Hi")) == "channel_not_found"
        assert await refused(api.chat_postMessage(channel="G1", text="Hi")) == "channel_not_found"
        assert await refused(api.chat_postMessage(channel="C2", text="Hi")) == "not_in_channel"
        assert await refused(api.chat_postMessage(channel="C3", text="Hi")) == "is_archived"
        await api.conversations_join(channel="C2")
        assert (await api.chat_postMessage(channel="C2", text="Hi"))["channel"] == "C2"
        assert slack.refusals == []


async def test_bad_messages_are_refused_and_noted() -> None:
    async with scene() as slack:
        api = client(slack)
        long = "x" * 40_001
        too_many = [section("Hello") for _ in range(51)]
        bad: Json = {"type": "sektion"}
        assert await refused(api.api_call("chat.postMessage", json={"channel": "C1"})) == "no_text"
        assert await refused(api.chat_postMessage(channel="C1", text=long)) == "msg_too_long"
        for blocks in (too_many, [bad]):
            call = api.chat_postMessage(channel="C1", text="Hi", blocks=blocks)
            assert await refused(call) == "invalid_blocks"
        gone = [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"}]
        call = api.chat_postMessage(channel="C1", text="Hi", blocks=gone)
        assert await refused(call) == "invalid_blocks"
        assert len(slack.refusals) == 5
        assert slack.in_channel("C1") == []


async def test_a_message_changes_and_goes_at_its_writers_word_only() -> None:
    async with scene() as slack:
        api = client(slack)
        ts = (await api.chat_postMessage(channel="C1", text="One", blocks=[section("One")]))["ts"]
        theirs = slack.says("U1", "C1", "Mine")
        call = api.chat_update(channel="C1", ts=theirs.ts, text="No")
        assert await refused(call) == "cant_update_message"
        call = api.chat_delete(channel="C1", ts=theirs.ts)
        assert await refused(call) == "cant_delete_message"
        await api.chat_update(channel="C1", ts=ts, text="Two")
        [message, _] = slack.in_channel("C1")
        assert (message.text, message.words()) == ("Two", "One")
        await api.chat_update(channel="C1", ts=ts, text="Two", blocks=[])
        assert message.words() == "Two"
        await api.chat_delete(channel="C1", ts=ts)
        assert await refused(api.chat_delete(channel="C1", ts=ts)) == "message_not_found"
        assert slack.everything_public() == "One\nOne\nTwo\nOne\nTwo\n"


async def test_an_ephemeral_is_seen_by_its_reader_only_and_is_never_changed() -> None:
    async with scene() as slack:
        api = client(slack)
        told = await api.chat_postEphemeral(channel="C1", user="U1", text="Psst")
        assert [one.text for one in slack.seen_by("U1", "C1")] == ["Psst"]
        assert slack.seen_by("U2", "C1") == []
        assert slack.everything_public() == ""
        call = api.chat_update(channel="C1", ts=told["message_ts"], text="No")
        assert await refused(call) == "message_not_found"
        root = slack.says("U1", "C1", "Hello")
        hidden: Json = {"channel": "C1", "user": "U2", "text": "Psst", "thread_ts": root.ts}
        await api.chat_postEphemeral(**hidden)
        assert [one.text for one in slack.seen_by("U2", "C1")] == ["Hello"]
        slack.says("U1", "C1", "And more", thread_ts=root.ts)
        await api.chat_postEphemeral(**hidden)
        assert [one.text for one in slack.seen_by("U2", "C1")] == ["Hello", "And more", "Psst"]
        call = api.chat_postEphemeral(channel="C2", user="U2", text="Psst")
        assert await refused(call) == "not_in_channel"
        slack.user("U3")
        call = api.chat_postEphemeral(channel="C1", user="U3", text="Psst")
        assert await refused(call) == "user_not_in_channel"


async def test_direct_messages_are_paged_with_their_metadata() -> None:
    async with scene() as slack:
        api = client(slack)
        dm = (await api.conversations_open(users="U1"))["channel"]["id"]
        metadata = {"event_type": "delivery", "event_payload": {"id": "d1"}}
        for text in ("One", "Two", "Three"):
            await api.chat_postMessage(channel="U1", text=text, metadata=metadata)
        stamps = [one.ts for one in slack.messages]
        assert stamps == sorted(set(stamps))
        page = await api.conversations_history(channel=dm, limit=2, include_all_metadata=True)
        assert [one["text"] for one in page["messages"]] == ["Three", "Two"]
        assert page["messages"][0]["metadata"] == metadata
        cursor = page["response_metadata"]["next_cursor"]
        page = await api.conversations_history(channel=dm, limit=2, cursor=cursor)
        assert [one["text"] for one in page["messages"]] == ["One"]
        assert not page["has_more"]
        page = await api.conversations_history(channel=dm, oldest=stamps[1])
        assert [one["text"] for one in page["messages"]] == ["Three"]


# Views.


async def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    async with scene() as slack:
        api = client(slack)
        view = modal("Form", section("Hello"))
        trigger = slack.trigger("U1")
        await api.views_open(trigger_id=trigger, view=view)
        call = api.views_open(trigger_id=trigger, view=view)
        assert await refused(call) == "exchanged_trigger_id"
        late = slack.trigger("U1")
        slack.wait(seconds=3.1)
        assert await refused(api.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
        assert await refused(api.views_open(trigger_id="1.2", view=view)) == "invalid_trigger_id"
        assert slack.refusals == []


async def test_bad_views_are_refused_and_noted() -> None:
    async with scene() as slack:
        api = client(slack)
        trigger = slack.trigger("U1")
        untitled = modal("x" * 25, section("Hello"))
        call = api.views_open(trigger_id=trigger, view=untitled)
        assert await refused(call) == "invalid_arguments"
        big = modal("Form", *(section("x" * 3000) for _ in range(90)))
        assert await refused(api.views_open(trigger_id=trigger, view=big)) == "view_too_large"
        assert [one.error for one in slack.refusals] == ["invalid_arguments", "view_too_large"]
        assert slack.modal_of("U1") is None
        await api.views_open(trigger_id=trigger, view=modal("Form", section("Hello")))


async def test_an_update_with_an_old_hash_is_a_conflict() -> None:
    async with scene() as slack:
        api = client(slack)
        view = modal("Form", section("Hello"))
        opened = (await api.views_open(trigger_id=slack.trigger("U1"), view=view))["view"]
        new = await api.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
        assert new["view"]["hash"] != opened["hash"]
        call = api.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
        assert await refused(call) == "hash_conflict"
        assert await refused(api.views_update(view_id="V9", view=view)) == "not_found"
        published = await api.views_publish(user_id="U1", view=home(section("Hi")))
        await api.views_publish(user_id="U1", view=home(section("Hi")))
        old = published["view"]["hash"]
        call = api.views_publish(user_id="U1", view=home(section("Hi")), hash=old)
        assert await refused(call) == "hash_conflict"


async def test_three_views_are_stacked_and_no_more() -> None:
    async with scene() as slack:
        api = client(slack)
        await api.views_open(trigger_id=slack.trigger("U1"), view=modal("1", section("Hello")))
        for title in ("2", "3"):
            view = modal(title, section("Hello"))
            await api.views_push(trigger_id=slack.trigger("U1"), view=view)
        top = slack.modal_of("U1")
        assert top is not None
        assert (top.title, top.root_id == slack.stacks["U1"][0].id) == ("3", True)
        call = api.views_push(trigger_id=slack.trigger("U1"), view=modal("4", section("Hello")))
        assert await refused(call) == "push_limit_reached"


# Files, installations, trouble.


async def test_a_file_arrives_in_three_steps() -> None:
    async with scene() as slack:
        api = client(slack)
        dm = slack.dm("U1")
        await api.files_upload_v2(
            channel=dm, filename="wins.txt", content="My wins", title="Wins", alt_txt="A list"
        )
        [message] = slack.seen_by("U1", dm)
        [file] = message.files
        assert (file.content, message.words()) == (b"My wins", "Wins\nA list")
        await api.files_delete(file=file.id)
        assert await refused(api.files_delete(file=file.id)) == "file_deleted"
        assert await refused(api.files_delete(file="F9")) == "file_not_found"


# The SDK authenticates with a class that this aiohttp is about to lose.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_a_code_and_a_refresh_token_are_good_once() -> None:
    async with scene() as slack:
        slack.rotates = True
        api = client(slack, "")
        ours = {"client_id": slack.client_id, "client_secret": slack.client_secret}
        code = slack.code("T1")
        got = await api.oauth_v2_access(code=code, **ours)
        assert await refused(api.oauth_v2_access(code=code, **ours)) == "code_already_used"
        assert await refused(api.oauth_v2_access(code="c", **ours)) == "invalid_code"
        theirs = {"client_id": slack.client_id, "client_secret": "wrong"}
        assert await refused(api.oauth_v2_access(code="c", **theirs)) == "bad_client_secret"
        slack.wait(hours=12)
        old = client(slack, got["access_token"])
        assert await refused(old.auth_test()) == "token_expired"
        refresh = {"grant_type": "refresh_token", "refresh_token": got["refresh_token"]}
        fresh = await api.oauth_v2_access(**refresh, **ours)
        assert (await client(slack, fresh["access_token"]).auth_test())["team_id"] == "T1"
        assert await refused(api.oauth_v2_access(**refresh, **ours)) == "invalid_refresh_token"
        await client(slack, fresh["access_token"]).apps_uninstall(**ours)
        gone = client(slack, fresh["access_token"])
        assert await refused(gone.auth_test()) == "account_inactive"


async def test_an_orgs_token_serves_its_workspaces() -> None:
    async with scene() as slack:
        slack.org("E1")
        slack.workspace("T2", name="Branch", bot_token="", enterprise="E1")
        slack.user("U7", team="T2")
        api = client(slack, "xoxb-org")
        told = await api.auth_test()
        assert (told["team_id"], told["is_enterprise_install"]) == ("E1", True)
        await api.views_open(trigger_id=slack.trigger("U7"), view=modal("Form", section("Hi")))
        call = api.views_open(trigger_id=slack.trigger("U1"), view=modal("Form", section("Hi")))
        assert await refused(call) == "invalid_trigger_id"


async def test_trouble_comes_as_it_was_ordered_and_passes() -> None:
    async with scene() as slack:
        api = client(slack)
        slack.fails("chat.postMessage", error="ratelimited", retry_after=2, channel="C1")
        with pytest.raises(SlackApiError) as caught:
            await api.chat_postMessage(channel="C1", text="Hi")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "2"
        slack.fails("chat.postMessage", status=500)
        with pytest.raises(SlackApiError):
            await api.chat_postMessage(channel="C1", text="Hi")
        slack.fails("*", drops=True)
        with pytest.raises(aiohttp.ClientError):
            await api.chat_postMessage(channel="C1", text="Hi")
        assert slack.in_channel("C1") == []
        slack.fails("chat.postMessage", loses_answer=True)
        with pytest.raises(aiohttp.ClientError):
            await api.chat_postMessage(channel="C1", text="Hi")
        assert len(slack.in_channel("C1")) == 1
        await api.chat_postMessage(channel="C1", text="Hi")
        assert len(slack.called("chat.postMessage")) == 5


async def test_a_channel_takes_one_message_a_second_where_that_is_played() -> None:
    async with scene() as slack:
        slack.paced = True
        api = client(slack)
        await api.chat_postMessage(channel="C1", text="Hi")
        await api.chat_postMessage(channel="U1", text="Hi")
        assert await refused(api.chat_postMessage(channel="C1", text="Hi")) == "ratelimited"
        slack.wait(seconds=1)
        await api.chat_postMessage(channel="C1", text="Hi")


async def test_a_response_url_is_good_five_times_for_half_an_hour() -> None:
    async with scene() as slack:
        hook = AsyncWebhookClient(slack.response_url("U1", "C1"))
        for _ in range(5):
            assert (await hook.send(text="Hi")).status_code == 200
        assert (await hook.send(text="Hi")).body == "used_url"
        assert len(slack.seen_by("U1", "C1")) == 5
        assert slack.seen_by("U2", "C1") == []
        late = AsyncWebhookClient(slack.response_url("U1", "C1"))
        slack.wait(minutes=31)
        assert (await late.send(text="Hi")).body == "expired_url"


# A person, and an app of a few lines.


@dataclass
class Bot:
    slack: SlackDouble
    app: AsyncApp
    door: HttpDoor

    def person(self, who: str) -> Person:
        return Person(self.slack, self.door, who)


@asynccontextmanager
async def bot(*build: Callable[[AsyncApp], None]) -> AsyncIterator[Bot]:
    """An app behind HTTP that checks signatures, with these listeners."""
    async with scene() as slack:
        app = AsyncApp(
            signing_secret=SECRET,
            client=client(slack),
            process_before_response=True,
            request_verification_enabled=True,
        )
        for listeners in build:
            listeners(app)

        async def handle(request: web.Request) -> web.Response:
            body = await request.text()
            headers: Json = {key: [value] for key, value in request.headers.items()}
            answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
            return web.Response(
                status=answer.status, text=answer.body, content_type="application/json"
            )

        site = web.Application()
        site.router.add_post("/slack/events", handle)
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            async with HttpDoor(f"http://{host}:{port}/slack/events", SECRET) as door:
                yield Bot(slack, app, door)
        finally:
            await runner.cleanup()


def debrief(app: AsyncApp) -> None:
    """A form of two steps in one modal, with an error on the way and a way back."""

    def first(name: str = "", *, turn: int = 1) -> Json:
        return modal(
            "Debrief",
            line(f"name.{turn}.name", "Name", initial=name),
            line("note.1.note", "Note", initial="so far"),
            {"type": "actions", "elements": [button("Start again", "again")]},
            notify_on_close=True,
        )

    @app.command("/debrief")
    async def command(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=first(body["text"]))

    @app.action("again")
    async def again(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=first(turn=2))

    @app.view("form")
    async def form(ack: Any, body: Json, client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        name = next(
            value["line"]["value"] for key, value in values.items() if key.startswith("name")
        )
        if not name:
            block = next(key for key in values if key.startswith("name"))
            await ack(response_action="errors", errors={block: "Who was it?"})
            return
        done = modal("Done", section(f"Kept: {name}"))
        del done["submit"]
        await ack(response_action="update", view=done)
        await client.chat_postMessage(channel=body["user"]["id"], text="It is kept.")

    @app.view_closed("form")
    async def closed(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="A draft waits.")


async def test_a_modal_is_filled_in_corrected_and_updated_twice() -> None:
    async with bot(debrief) as told:
        ana = told.person("U1")
        await ana.types("/debrief Acme", channel="C1")
        assert ana.sees("Debrief", "Acme", "so far")
        await ana.fills(note="my own words")
        await ana.taps("Start again")
        # What kept its block_id keeps what was typed; a new one starts with its initial value.
        assert ana.fields() == {"name": None, "note": "my own words"}
        await ana.submits()
        assert ana.errors == {"name": "Who was it?"}
        assert ana.sees("Who was it?", "my own words")
        await ana.submits(Name="Initech & Sons")
        assert ana.sees("Done", "Kept: Initech &amp; Sons")
        assert [one.text for one in ana.inbox()] == ["It is kept."]
        await ana.closes()
        assert ana.modal is None
        assert ana.sees("It is kept.")
        assert told.slack.refusals == []
        assert told.slack.everything_public() == ""


async def test_a_form_is_closed_and_the_app_hears_of_it() -> None:
    async with bot(debrief) as told:
        ana = told.person("U1")
        await ana.types("/debrief")
        await ana.closes()
        assert ana.sees("A draft waits.")


def option(label: str) -> Json:
    return {"text": plain(label), "value": label.lower()}


async def test_fields_take_what_slack_lets_be_entered() -> None:
    yes_no = [option("Yes"), option("No")]
    fields: dict[str, Json] = {
        "line": {"type": "plain_text_input", "max_length": 5},
        "one": {"type": "radio_buttons", "options": yes_no, "initial_option": yes_no[1]},
        "many": {"type": "checkboxes", "options": yes_no},
        "day": {"type": "datepicker"},
        "hour": {"type": "timepicker"},
        "who": {"type": "users_select"},
        "where": {
            "type": "conversations_select",
            "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
        },
    }
    blocks = [
        line(f"s.1.{name}", f"The {name}", optional=name != "line")
        | {"element": {"action_id": "x", **element}}
        for name, element in fields.items()
    ]
    async with bot() as told:
        ana, slack = told.person("U1"), told.slack
        slack.channel("C7", "shared", members={"U1"}, ext_shared=True)
        view = modal("Form", *blocks)
        await told.app.client.views_open(trigger_id=slack.trigger("U1"), view=view)
        assert await ana.submits() is None
        assert ana.errors == {"line": "Please complete this required field."}
        await ana.fills(
            {"The line": "A & B", "The day": date(2026, 11, 24)},
            one="Yes",
            many=["Yes", "No"],
            hour="09:30",
            who="Ben",
            where="job-club",
        )
        assert ana.errors == {}
        assert ana.fields() == {
            "line": "A & B",
            "one": "yes",
            "many": ["yes", "no"],
            "day": "2026-11-24",
            "hour": "09:30",
            "who": "U2",
            "where": "C1",
        }
        top = slack.modal_of("U1")
        assert top is not None
        [typed] = top.payload()["state"]["values"]["s.1.line"].values()
        assert typed == {"type": "plain_text_input", "value": "A &amp; B"}
        for name, wrong in {"line": "too long", "one": "Perhaps", "where": "shared"}.items():
            with pytest.raises(AssertionError):
                await ana.fills({name: wrong})
        await ana.fills(many=None)
        assert ana.fields()["many"] == []


async def test_an_orgs_payloads_name_no_workspace_and_bolt_still_finds_it() -> None:
    seen: list[tuple[Any, ...]] = []

    def listening(app: AsyncApp) -> None:
        @app.command("/wins")
        @app.shortcut("new")
        @app.event("app_home_opened")
        async def noted(context: Any, ack: Any) -> None:
            seen.append((context.enterprise_id, context.team_id, context.is_enterprise_install))
            await ack()

    async with bot(listening) as told:
        told.slack.org("E1")
        told.slack.workspace("T2", name="Branch", bot_token="", enterprise="E1")
        told.slack.user("U7", name="Chidi", team="T2")
        chidi = told.person("U7")
        await chidi.types("/wins")
        await chidi.uses_shortcut("new")
        assert chidi.sent[-1][1]["team"] is None
        await chidi.opens_home()
        assert seen == [("E1", "T2", True), ("E1", "T2", True), ("E1", None, True)]


async def test_a_command_is_answered_in_place_and_repeated_things_say_so() -> None:
    tries: list[str] = []

    def listening(app: AsyncApp) -> None:
        @app.command("/wins")
        async def wins(ack: Any, request: AsyncBoltRequest) -> None:
            tries.extend(request.headers.get("x-slack-retry-num", []))
            await ack(f"You asked for {request.body['text']}.")

    async with bot(listening) as told:
        ana = told.person("U1")
        await ana.types("/wins all & more", channel="C1")
        assert ana.sees("You asked for all & more.")
        assert told.slack.seen_by("U2", "C1") == []
        await ana.repeats()
        assert tries == ["1"]


async def test_nobody_taps_what_is_somebody_elses() -> None:
    async with bot() as told:
        api = told.app.client
        blocks = [{"type": "actions", "elements": [button("Open", "open")]}]
        await api.chat_postEphemeral(channel="C1", user="U1", text="Psst", blocks=blocks)
        [whisper] = told.slack.seen_by("U1", "C1")
        ben = told.person("U2")
        assert ben.screen is None
        with pytest.raises(AssertionError, match="cannot see"):
            await ben.taps("Open", on=whisper)
        with pytest.raises(AssertionError, match="no button"):
            await ben.taps("Open")
        view = modal("Form", section("Hello"))
        await api.views_open(trigger_id=told.slack.trigger("U1"), view=view)
        theirs = told.slack.modal_of("U1")
        assert isinstance(theirs, View)
        with pytest.raises(AssertionError, match="cannot see"):
            await ben.taps("Continue", on=theirs)


def around(app: AsyncApp) -> None:
    """Home, mentions, messages and shortcuts."""

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        look = {"type": "actions", "elements": [button("Look", "look")]}
        await client.views_publish(user_id=event["user"], view=home(section("Welcome"), look))

    @app.event("app_mention")
    async def mentioned(event: Json, client: AsyncWebClient) -> None:
        again = {"type": "actions", "elements": [button("Look", "look")]}
        await client.chat_postEphemeral(
            channel=event["channel"], user=event["user"], text="Yes?", blocks=[again]
        )

    @app.event("message")
    async def message(event: Json, client: AsyncWebClient) -> None:
        kind = event.get("subtype", "new")
        await client.chat_postMessage(channel=event["channel"], text=f"A message, {kind}")

    @app.action("look")
    async def look(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        if body.get("response_url"):
            await respond(text="Looked.", replace_original=True)

    @app.shortcut("new")
    async def new(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        said = body.get("message", {}).get("text", "Nothing")
        view = modal("New", section(said))
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def test_home_mentions_messages_and_shortcuts_reach_the_app() -> None:
    async with bot(around) as told:
        ana = told.person("U1")
        await ana.opens_home()
        assert ana.sees("Welcome")
        assert ana.buttons() == ["Look"]
        await ana.taps("Look", on="home")
        await ana.says(f"{ana.mention} hello", to="C1")
        assert ana.offers("Look")
        await ana.taps("Look")
        assert ana.sees("Looked.")
        mine = await ana.says("I am <here> & well")
        assert ana.sees("A message, new")
        await ana.edits(mine, "I am not")
        assert ana.sees("A message, message_changed")
        await ana.uses_on_message("new", mine)
        assert ana.sees("New", "I am not")
        await ana.closes()
        await ana.uses_shortcut("new")
        assert ana.sees("Nothing")
        assert told.slack.refusals == []


async def test_a_bad_signature_is_turned_away(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    async with bot(around) as told:
        body, content_type = payloads.encoded(Kind.EVENT, payloads.url_verification("x"))
        good = payloads.signed(body, SECRET, told.door._clock()) | {"Content-Type": content_type}
        assert (await told.door.post(body, good)).body == {"challenge": "x"}
        bad = payloads.signed(body, "guessed", told.door._clock()) | {"Content-Type": content_type}
        assert (await told.door.post(body, bad)).status == 401


# Socket Mode.


@asynccontextmanager
async def connected(
    *build: Callable[[AsyncApp], None], refused: int = 0
) -> AsyncIterator[SocketDouble]:
    """The same app, connected by Socket Mode, after so many connections that were refused."""
    async with scene() as slack, SocketDouble.running(slack) as socket:
        socket.refuses = refused
        app = AsyncApp(client=client(slack), process_before_response=True)
        for listeners in build:
            listeners(app)
        handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=0.02)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's is untyped
            await socket.connected()
            yield socket
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's is untyped


async def test_the_same_conversation_goes_over_socket_mode() -> None:
    async with connected(debrief, around) as socket:
        ana = Person(socket.slack, SocketDoor(socket), "U1")
        await ana.types("/debrief Acme", channel="C1")
        await ana.submits(name="")
        assert ana.errors == {"name": "Who was it?"}
        await ana.submits(name="Initech")
        assert ana.sees("Kept: Initech")
        await ana.closes()
        await ana.says("Hello")
        assert ana.sees("A message, new")
        assert socket.slack.refusals == []


async def test_an_event_that_comes_again_says_so_and_pings_are_answered() -> None:
    tries: list[tuple[int, str]] = []

    def listening(app: AsyncApp) -> None:
        @app.event("app_mention")
        async def mentioned(request: AsyncBoltRequest) -> None:
            retried = request.headers["x-slack-retry-num"][0]
            tries.append((int(retried), request.headers["x-slack-retry-reason"][0]))

    async with connected(listening) as socket:
        inner = payloads.app_mention("U1", "C1", "<@UBOT> hi", "1.2")
        payload = payloads.event(payloads.Origin(), inner, event_id="Ev1", event_time=1)
        door = SocketDoor(socket)
        assert (await door.deliver(Kind.EVENT, payload, retry=1)).body == {}
        assert tries == [(1, "timeout")]
        await socket.ping()
        await socket.until(lambda: bool(socket.links[-1].pongs))
        await socket.until(lambda: socket.links[-1].pings > 0)


async def test_the_app_comes_back_after_a_disconnect_and_hears_nothing_while_slack_is_silent() -> (
    None
):
    async with connected(around) as socket:
        await socket.disconnect("refresh_requested")
        await socket.connected(2)
        door = SocketDoor(socket, patience=0.01)
        inner = payloads.app_home_opened("U1", socket.slack.dm("U1"), "1.2")
        payload = payloads.event(payloads.Origin(), inner, event_id="Ev1", event_time=1)
        socket.go_silent()
        assert (await door.deliver(Kind.EVENT, payload)).status == 408
        await socket.drop()
        await socket.connected(3)
        assert (await SocketDoor(socket).deliver(Kind.EVENT, payload)).status == 200


async def test_an_app_that_was_refused_tries_again() -> None:
    async with connected(refused=1) as socket:
        assert (socket.refuses, len(socket.links)) == (0, 1)


async def test_only_the_apps_own_token_opens_a_socket() -> None:
    async with scene() as slack, SocketDouble.running(slack):
        call = client(slack).apps_connections_open(app_token="xapp-no")
        assert await refused(call) == "invalid_auth"
        call = client(slack).apps_connections_open(app_token="xoxb-1")
        assert await refused(call) == "not_allowed_token_type"
        told = await client(slack).apps_connections_open(app_token="xapp-1")
        assert told["url"].startswith("ws://")
