"""What an adversarial reading of the Slack adapter looked for."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from adapters.slack.api import Api
from adapters.slack.app import Behind
from adapters.slack.http import Signatures
from adapters.slack.people import profile_of
from bot.core.model import Conversation, Erasure, Installation, Member, Tenant
from bot.core.ports import StoreUnavailable
from tests.adapters.slack import payloads
from tests.adapters.slack.payloads import Kind
from tests.adapters.slack.person import enveloped, origin_of
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.adapters.slack.test_debrief import keeps
from tests.adapters.slack.test_deliver import ANA, card, standing, turn_on
from tests.adapters.slack.test_home import home, many_wins
from tests.adapters.slack.test_my_data import deletes
from tests.adapters.slack.test_org import landlord, meets_otto
from tests.adapters.slack.test_restart import at_the_win

pytestmark = pytest.mark.asyncio
ELSEWHERE = Tenant("slack:T9")


class TestAnOutsiderInAnOrg:
    async def _taps(self, stage: Stage) -> None:
        """Otto taps a button of a post that stands in a channel which became shared."""
        otto = payloads.Who("UOUT", "otto", "T9")
        action = {
            "type": "button",
            "action_id": "v1:debrief.start",
            "block_id": "b",
            "action_ts": "1.1",
        }
        there = stage.slack.messages[-1]
        await stage.door.deliver(
            Kind.INTERACTIVE,
            payloads.actions_in_message(
                origin_of(stage.slack, "T1"),
                otto,
                there.payload() | {"team": "T1"},
                [action],
                channel="C1",
                channel_name="job-club",
                trigger_id=stage.slack.trigger("UOUT", "T1"),
                response_url="",
            ),
        )
        await stage.settle()

    async def test_serves_nobody_elses_workspace(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            ana = stage.person("UANA")
            await ana.says("hello")
            meets_otto(stage.slack)
            await self._taps(stage)
            assert not await stage.is_installed(ELSEWHERE)
            assert await stage.of(ELSEWHERE, Member) == []

    async def test_takes_no_other_customers_installation(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            meets_otto(stage.slack)
            await stage.installs("T9")
            [before] = await stage.of(ELSEWHERE, Installation)
            stage.later(hours=1)
            await stage.installs("E1")
            ana = stage.person("UANA")
            await ana.says("hello")
            await self._taps(stage)
            [after] = await stage.of(ELSEWHERE, Installation)
            assert after == before

    @pytest.mark.parametrize("through", ["T1", None])
    async def test_neither_does_a_channel_that_began_elsewhere(
        self, tmp_path: Path, through: str | None
    ) -> None:
        async with landlord(tmp_path, org=True) as stage:
            meets_otto(stage.slack)
            await stage.installs("T9")
            [before] = await stage.of(ELSEWHERE, Installation)
            stage.later(hours=1)
            await stage.installs("E1")
            inner = payloads.app_mention("UANA", "C9", "<@UBOT> hello", "1.3", team="T1")
            told = enveloped(stage.slack, inner, "T1", is_shared=True)
            told |= {"team_id": "T9", "context_team_id": through}
            del told["enterprise_id"]
            assert (await stage.door.deliver(Kind.EVENT, told)).status == 200
            await stage.settle()
            [after] = await stage.of(ELSEWHERE, Installation)
            assert after == before
            assert await stage.of(ELSEWHERE, Member) == []


class TestSubmitOvertakesATap:
    async def test_the_later_one_is_what_is_seen(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            opens = asyncio.Event()
            call = Api.call

            async def slow(self: Api, tenant: Tenant, method: str, **more: Any) -> Any:
                if method == "views.update":
                    await opens.wait()
                return await call(self, tenant, method, **more)

            async def no_wait() -> None:
                pass

            monkeypatch.setattr(Api, "call", slow)
            settle, ana.settle = ana.settle, no_wait
            await ana.taps("Back")
            await ana.submits(kind="self", text="the bread was warm")
            # They see the step of before, and go on.
            await ana.submits(feeling="sad")
            await ana.fills(text="the bread was warm and")
            opens.set()
            ana.settle = settle
            await stage.settle()
            assert ana.fields().get("text") == "the bread was warm and", ana.fields()


class TestClosing:
    async def test_without_a_store_the_words_are_given_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await ana.fills(text="half a sentence")

            async def full(*_: object) -> None:
                raise StoreUnavailable("disk")

            with monkeypatch.context() as patch:
                patch.setattr(type(stage.house.engine), "_once", full)
                await ana.closes()
            assert "half a sentence" in "\n".join(m.words() for m in ana.inbox())

    async def test_of_a_conversation_that_is_gone_the_words_are_given_back(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            await ana.fills(text="half a sentence")
            [conversation] = await stage.find(Conversation)
            work = stage.store.transaction(TENANT)
            await work.get(Conversation, conversation.id)
            work.delete(Conversation, conversation.id)
            await work.commit()
            await ana.closes()
            assert "half a sentence" in "\n".join(m.words() for m in ana.inbox())

    async def test_what_was_kept_sends_no_message(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await at_the_win(ana)
            old = ana.modal
            assert old is not None
            await ana.fills(kind="self", text="the bread was cold")
            told = payloads.view_closed(ana.origin, ana.me, old.payload())
            await ana.submits(kind="self", text="the bread was warm")
            # Their telephone still shows the form of before, and they close it there.
            await stage.door.deliver(Kind.INTERACTIVE, told)
            await stage.settle()
            assert ana.inbox() == []
            [conversation] = await stage.find(Conversation)
            assert "the bread was cold" in str(conversation.drafts)


class TestAfterADeletion:
    async def test_no_page_that_was_held_shows_the_words_again(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await many_wins(stage)
            ana = await home(stage)
            await ana.taps("My wins book")
            await ana.taps("Want / don't want")
            assert ana.offers("Read on", on="home")
            old = ana.home
            assert old is not None
            shown = old.payload()
            await deletes(ana)
            await ana.closes()
            await stage.wait(hours=1)
            assert "Line number" not in ana.home_text()
            # Their telephone still shows Home as it was.
            page = next(
                one
                for block in shown["blocks"]
                if block["type"] == "actions"
                for one in block["elements"]
                if "slack.page" in one["action_id"]
            )
            action = {
                "type": "button",
                "action_id": page["action_id"],
                "block_id": "b",
                "action_ts": "1.1",
            }
            await stage.door.deliver(
                Kind.INTERACTIVE,
                payloads.actions_in_view(
                    ana.origin, ana.me, shown, [action], trigger_id=stage.slack.trigger("UANA")
                ),
            )
            await stage.settle()
            assert "Line number" not in ana.home_text() + ana.modal_text()
            assert all("Line number" not in one.words() for one in ana.inbox())

    async def test_it_comes_to_its_end_under_slacks_limits_for_distributed_apps(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One page of fifteen a minute: https://docs.slack.dev/apis/web-api/rate-limits"""
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("hello")
            for n in range(40):
                stage.slack.says("UANA", stage.slack.dm("UANA"), f"note {n}")
            call = Api.call
            last: list[Any] = []

            async def limited(self: Api, tenant: Tenant, method: str, **more: Any) -> Any:
                if method == "conversations.history":
                    if last and stage.clock.now() - last[-1] < timedelta(minutes=1):
                        stage.slack.fails(method, error="ratelimited", retry_after=60)
                    else:
                        last.append(stage.clock.now())
                    more["limit"] = "15"
                return await call(self, tenant, method, **more)

            monkeypatch.setattr(Api, "call", limited)
            await deletes(ana)
            await ana.closes()
            for _ in range(60):
                await stage.wait(minutes=2)
            assert ana.inbox() == []
            assert [one.member for one in await stage.find(Erasure)] == [""]


class TestHome:
    async def test_a_home_that_can_not_be_drawn_is_not_sent_as_a_message(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            before = len(ana.inbox())
            stage.slack.fails("views.publish", error="ratelimited", times=3)
            await ana.opens_home()
            assert [one.words() for one in ana.inbox()[before:]] == []


class TestARepeatedEvent:
    async def test_words_are_answered_once(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.says("hello")
            await ana.says("hello again")
            before = len(ana.inbox())
            await ana.repeats()
            await ana.repeats()
            assert len(ana.inbox()) == before


class TestFiles:
    async def test_a_slow_upload_keeps_no_modal_waiting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana)
            opens = asyncio.Event()
            upload = Api.upload

            async def slow(self: Api, *args: Any) -> Any:
                await opens.wait()
                return await upload(self, *args)

            monkeypatch.setattr(Api, "upload", slow)
            settle = ana.settle

            async def some() -> None:
                for _ in range(200):
                    await asyncio.sleep(0.001)

            ana.settle = some
            await ana.types("/mydata")
            label = next(one for one in ana.buttons() if "with me" in one.lower() or "Take" in one)
            await ana.taps(label)
            await ana.closes()
            await ana.types("/debrief Beta", channel="C1")
            seen = ana.modal_text()
            opens.set()
            ana.settle = settle
            await stage.settle()
            assert seen


class TestWhatAnybodyCanSend:
    async def test_a_check_of_the_certificate_takes_no_room_among_signatures(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken: list[str] = []

        def take(_self: Signatures, one: str) -> bool:
            taken.append(one)
            return True

        monkeypatch.setattr(Signatures, "take", take)
        async with on_stage(tmp_path) as stage, ClientSession() as somebody:
            answer = await somebody.post(
                f"http://127.0.0.1:{stage.bot.port}/slack/events",
                data={"ssl_check": "1"},
                headers={
                    "X-Slack-Signature": f"v0={hashlib.sha256(b'made up').hexdigest()}",
                    "X-Slack-Request-Timestamp": "1",
                },
            )
            assert answer.status == 200
            assert taken == []


class TestWhatSlackTellsOfPeople:
    @pytest.mark.parametrize("name", ["A\ud800na", "A\x00na", "A\n\u202ena"])
    async def test_no_name_keeps_anything_from_being_saved(self, name: str) -> None:
        told = profile_of({"profile": {"display_name": name}}).name
        assert told.encode().isascii()
        assert told.isprintable()

    async def test_while_it_tells_nothing_nobody_founds_a_group(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path, founded=False) as stage:
            stage.slack.fails("users.info", status=503, times=100)
            ana = stage.person("UANA")
            await ana.types("/fourwins")
            assert not ana.offers("Set up a group")

    async def test_of_closed_accounts_it_is_asked_nothing(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            for n in range(5):
                user = {"id": f"UGONE{n}", "deleted": True, "team_id": "T1"}
                inner = {"type": "user_change", "user": user, "event_ts": "1.1"}
                await stage.door.deliver(Kind.EVENT, enveloped(stage.slack, inner))
            assert stage.slack.called("users.info") == []


class TestAClockThatIsAhead:
    async def test_a_message_that_arrived_is_found_all_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with on_stage(tmp_path) as stage:
            stamp = stage.slack.stamp

            def behind() -> str:
                whole, _, part = stamp().partition(".")
                return f"{int(whole) - 60}.{part}"

            monkeypatch.setattr(stage.slack, "stamp", behind)
            stage.slack.fails("chat.postMessage", loses_answer=True)
            turn = turn_on(stage)
            turn.post("a", ANA, card("a"), good_for=timedelta(days=2), asked=True)
            await turn.commit()
            await stage.settle()
            await stage.wait(minutes=1)
            assert len(standing(stage, ANA)) == 1


class TestStopping:
    async def test_one_who_wrote_a_lot_holds_up_no_stop(self) -> None:
        behind, shown = Behind(), []
        never = asyncio.Event()

        async def work(n: int) -> None:
            shown.append(n)
            await never.wait()

        for n in range(3):
            behind.do("UANA", work(n))
        await behind.finish(0.01)
        assert shown == [0]


class TestAHardMoment:
    async def test_a_long_card_stays_one_for_care_when_its_page_is_turned(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            words = "I want to kill myself. " + "the bread was warm " * 800
            await ana.types(f"/debrief {words}", channel="C1")
            await ana.taps("Read on")
            await ana.taps("Talk to our person")
            await ana.closes()
            # What they wrote is still there, below.
            assert ana.sees("the bread was warm")
