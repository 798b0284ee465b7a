"""Who people are on Slack, what a channel is, and what is refused where others read along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.slack import people as module
from adapters.slack.api import Api
from adapters.slack.decode import Acting
from adapters.slack.installs import Bot, NotInstalled
from adapters.slack.people import PERSON_KEPT, PLACE_KEPT, People, Profile, profile_of
from bot.core.model import DOCUMENTS, Document, Tenant
from tests.adapters.slack import payloads
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.payloads import Kind, Who
from tests.adapters.slack.person import enveloped, origin_of
from tests.adapters.slack.stage import TENANT, Stage, on_stage
from tests.scene import HandClock

pytestmark = pytest.mark.asyncio

ACTING = Acting("T1", "", "UANA", "C1")


class Town:
    """Slack's double with two organisations, and who we ask about them."""

    def __init__(self, slack: SlackDouble, clock: HandClock, api: Api) -> None:
        self.slack = slack
        self.clock = clock
        self.people = People(api, clock)

    def asked(self, method: str = "users.info") -> int:
        return len(self.slack.called(method))

    def later(self, span: timedelta) -> None:
        self.clock.set_to(self.clock.now() + span)


class _Tokens:
    """The token of the organisation, for its workspaces."""

    def __init__(self, slack: SlackDouble) -> None:
        self._slack = slack

    async def bot(self, tenant: Tenant) -> Bot:
        team = tenant.removeprefix("slack:")
        enterprise = self._slack.workspaces[team].enterprise
        if enterprise is None:
            raise NotInstalled(tenant)
        return Bot("xoxb-org", "UBOT", "BBOT", team, enterprise)


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Town]:
    clock = HandClock()
    async with SlackDouble.running(clock) as slack:
        # One installation for all workspaces of an organisation.
        slack.org("E1", bot_token="xoxb-org")
        slack.workspace("T1", bot_token="", enterprise="E1")
        slack.workspace("T3", bot_token="", enterprise="E1")
        slack.workspace("T2", bot_token="", enterprise=None)
        slack.user("UANA", name="Ana", tz="Africa/Lagos", locale="fr-FR")
        slack.user("UCOUSIN", name="Cousin", team="T3")
        slack.user("UZOE", name="Zoe", team="T2")
        slack.channel("C1", "job-club", members={"UANA", "UCOUSIN"})
        slack.channel("C9", "with-acme", members={"UANA", "UZOE"}, ext_shared=True)
        api = Api(_Tokens(slack), slack.api_url)
        api.start()
        yield Town(slack, clock, api)
        await api.close()


class TestAPerson:
    async def test_a_sender_has_a_name_a_zone_and_a_language(self, town: Town) -> None:
        sender = await town.people.sender(ACTING)
        assert (sender.tenant, sender.who) == (TENANT, "UANA")
        assert (sender.name, sender.zone, sender.language) == ("Ana", "Africa/Lagos", "fr-FR")
        assert (sender.channel, sender.private, sender.may_found) == ("C1", True, True)

    async def test_they_are_asked_about_once_in_an_hour(self, town: Town) -> None:
        for _ in range(3):
            await town.people.sender(ACTING)
        town.later(PERSON_KEPT - timedelta(seconds=1))
        await town.people.sender(ACTING)
        assert town.asked() == 1
        town.slack.users["UANA"].name = "Anna"
        town.later(timedelta(seconds=1))
        assert (await town.people.sender(ACTING)).name == "Anna"
        assert town.asked() == 2

    async def test_a_channel_is_asked_about_once_in_ten_minutes(self, town: Town) -> None:
        for _ in range(3):
            await town.people.sender(ACTING)
        town.later(PLACE_KEPT - timedelta(seconds=1))
        await town.people.sender(ACTING)
        assert town.asked("conversations.info") == 1
        town.slack.channels["C1"].ext_shared = True
        assert not await town.people.is_shared(ACTING)
        town.later(timedelta(seconds=1))
        assert await town.people.is_shared(ACTING)

    async def test_a_clock_that_is_set_back_makes_nothing_last_longer(self, town: Town) -> None:
        await town.people.sender(ACTING)
        town.later(timedelta(days=-1))
        await town.people.sender(ACTING)
        assert town.asked() == 2

    async def test_a_change_that_slack_tells_of_counts_at_once(self, town: Town) -> None:
        await town.people.sender(ACTING)
        town.slack.users["UANA"].name = "Anna"
        town.people.changed(TENANT, "UANA")
        assert (await town.people.sender(ACTING)).name == "Anna"

    async def test_one_workspace_is_never_told_what_another_one_knows(self, town: Town) -> None:
        await town.people.profile(TENANT, "UANA")
        assert await town.people.profile(Tenant("slack:T2"), "UANA") == Profile()

    async def test_at_most_so_many_are_remembered(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MOST", 1)
        for id in ("UANA", "UCOUSIN", "UANA"):
            await town.people.profile(TENANT, id)
        assert town.asked() == 3

    async def test_a_guest_and_a_bot_found_no_group(self) -> None:
        for key in ("is_restricted", "is_ultra_restricted", "is_bot"):
            assert profile_of({"id": "U1", key: True}).is_guest
        assert not profile_of({"id": "U1", "is_admin": True}).is_guest

    @pytest.mark.parametrize(
        ("user", "name"),
        [
            ({"profile": {"display_name": "Ana", "real_name": "Ana B"}, "name": "a"}, "Ana"),
            ({"profile": {"display_name": "", "real_name": "Ana B"}, "name": "a"}, "Ana B"),
            ({"real_name": "Ana B", "name": "a"}, "Ana B"),
            ({"name": "a"}, "a"),
            ({"profile": {"display_name": "x" * 200}}, "x" * 80),
            ({"profile": 7, "real_name": None, "name": ["a"]}, ""),
            ({}, ""),
        ],
    )
    async def test_the_name_is_the_one_that_others_see(
        self, user: dict[str, object], name: str
    ) -> None:
        assert profile_of(user).name == name


class TestWhenSlackDoesNotTell:
    @pytest.mark.parametrize(
        "fault", [{"error": "ratelimited"}, {"status": 500}, {"error": "missing_scope"}]
    )
    async def test_a_turn_goes_on_without(self, town: Town, fault: dict[str, Any]) -> None:
        for method in ("users.info", "conversations.info"):
            town.slack.fails(method, **fault)
        sender = await town.people.sender(ACTING)
        assert (sender.who, sender.name, sender.zone, sender.language) == ("UANA", "", "", "")
        assert not await town.people.is_shared(ACTING)
        assert len(town.slack.called("users.info")) == 1, "not at each step of one command"
        town.slack.wait(seconds=31)
        assert (await town.people.sender(ACTING)).name == "Ana", "and later it is asked again"

    async def test_a_turn_does_not_wait_for_an_answer_that_takes_long(
        self, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "PATIENCE", 0)
        sender = await town.people.sender(ACTING, members=("UCOUSIN",), channels=("C9",))
        assert (sender.name, dict(sender.names)) == ("", {})

    async def test_what_was_known_before_is_better_than_nothing(self, town: Town) -> None:
        shared = Acting("T1", "", "UANA", "C9")
        await town.people.sender(shared)
        town.later(timedelta(days=1))
        for method in ("users.info", "conversations.info"):
            town.slack.fails(method, status=503, times=5)
        assert (await town.people.sender(shared)).name == "Ana"
        assert await town.people.is_shared(shared)

    async def test_before_a_post_what_is_not_known_is_no_yes(self, town: Town) -> None:
        town.slack.fails("conversations.info", error="ratelimited")
        with pytest.raises(Exception, match="ratelimited"):
            await town.people.is_surely_shared(TENANT, "C1")
        assert await town.people.is_surely_shared(TENANT, "C9")
        assert not await town.people.is_surely_shared(TENANT, "C1")
        town.later(timedelta(days=1))
        town.slack.fails("conversations.info", error="ratelimited", times=2)
        assert await town.people.is_surely_shared(TENANT, "C9")
        assert not await town.people.is_surely_shared(TENANT, "C1")

    async def test_a_workspace_without_us_is_no_error(self, town: Town) -> None:
        sender = await town.people.sender(Acting("T2", "", "UZOE"))
        assert (sender.who, sender.name) == ("UZOE", "")


class TestNames:
    async def test_those_who_were_picked_in_a_form_are_named(self, town: Town) -> None:
        sender = await town.people.sender(ACTING, members=("UCOUSIN",), channels=("C9",))
        assert sender.names["UCOUSIN"] == "Cousin"
        assert sender.names["C9"] == "#with-acme"
        assert sender.names["C1"] == "#job-club"
        assert "UNOBODY" not in sender.names

    async def test_those_whom_slack_does_not_know_have_none(self, town: Town) -> None:
        assert await town.people.names(TENANT, ("UANA", "UNOBODY")) == {"UANA": "Ana"}


class TestWhoseTheyAre:
    @pytest.mark.parametrize(
        ("acting", "outside"),
        [
            (Acting("T1", "E1", "UANA", "C1", home="T1"), False),
            (Acting("T1", "E1", "UCOUSIN", "C1", home="T3"), False),
            (Acting("T1", "E1", "UCOUSIN", "C1"), False),
            (Acting("T1", "E1", "UZOE", "C9", home="T2"), True),
            (Acting("T1", "", "UZOE", "C9", home="T2"), True),
            (Acting("T1", "E1", "UZOE", "C9"), True),
        ],
    )
    async def test_workspaces_of_one_organisation_are_at_home_and_no_others(
        self, town: Town, acting: Acting, outside: bool
    ) -> None:
        assert await town.people.is_outsider(acting) is outside

    async def test_somebody_from_elsewhere_stays_outside_when_slack_does_not_tell(
        self, town: Town
    ) -> None:
        town.slack.fails("users.info", error="ratelimited", times=2)
        assert await town.people.is_outsider(Acting("T1", "", "UZOE", "C9", home="T2"))
        assert not await town.people.is_outsider(Acting("T1", "", "UANA", "C9", home="T1"))


SHARED = "This channel is shared with another organisation."
OUTSIDER = "I belong to another workspace."
ZOE = Who("UZOE", "zoe", "T2")


async def saved(stage: Stage) -> list[Document]:
    return [one for kind in DOCUMENTS for one in await stage.find(kind)]


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage, with a channel in which people of another organisation read."""
    async with on_stage(tmp_path) as made:
        made.slack.workspace("T2", bot_token="")
        made.slack.user("UZOE", name="Zoe", team="T2")
        made.slack.channel("C9", "with-acme", members={"UANA", "UZOE"}, ext_shared=True)
        made.slack.channels["C1"].members.add("UZOE")
        yield made


class TestASharedChannel:
    @pytest.mark.parametrize(
        "command", ["/debrief Acme", "/wins", "/checkin", "/refer", "/practice", "/fourwins"]
    )
    async def test_a_command_is_answered_with_a_sentence_for_its_writer_alone(
        self, stage: Stage, command: str
    ) -> None:
        ana = stage.person("UANA")
        before = await saved(stage)
        await ana.types(command, channel="C9")
        [told] = ana.whispers()
        assert told.only_for == "UANA"
        assert told.words().startswith(SHARED)
        assert "Nothing was saved or posted." in told.words()
        assert ana.modal is None
        assert await saved(stage) == before
        assert stage.slack.in_channel("C9") == []

    async def test_a_mention_is_too_and_where_it_stands(self, stage: Stage) -> None:
        ana = stage.person("UANA")
        before = await saved(stage)
        said = await ana.says(f"{ana.mention} I didn't get the job at Acme", to="C9")
        [told] = ana.whispers()
        assert SHARED in told.words()
        assert "Acme" not in told.words()
        assert await saved(stage) == before
        assert stage.slack.in_channel("C9") == [said]
        assert ana.inbox() == []

    @pytest.mark.parametrize("callback", ["debrief_this", "pass_on"])
    async def test_a_shortcut_on_a_message_opens_no_form(self, stage: Stage, callback: str) -> None:
        ana = stage.person("UANA")
        message = await ana.says("I didn't get the job at Acme", to="C9")
        before = await saved(stage)
        await ana.uses_on_message(callback, message)
        assert SHARED in ana.modal_text()
        assert "Acme" not in ana.modal_text()
        assert await saved(stage) == before

    async def test_everywhere_else_the_same_member_is_helped_as_always(self, stage: Stage) -> None:
        ana = stage.person("UANA")
        await ana.types("/debrief Acme", channel="C9")
        await ana.types("/debrief Acme", channel="C1")
        assert ana.offers("Continue")

    async def test_a_channel_that_came_to_be_shared_is_refused_within_ten_minutes(
        self, stage: Stage
    ) -> None:
        ana = stage.person("UANA")
        await ana.types("/checkin", channel="C1")
        await ana.closes()
        stage.slack.channels["C1"].ext_shared = True
        stage.clock.set_to(stage.clock.now() + PLACE_KEPT)
        await ana.types("/debrief Acme", channel="C1")
        assert SHARED in ana.whispers()[-1].words()


class TestSomebodyFromElsewhere:
    async def test_a_mention_of_theirs_is_answered_for_them_alone(self, stage: Stage) -> None:
        before = await saved(stage)
        ts = stage.slack.says("UZOE", "C9", "<@UBOT> I was rejected by Acme").ts
        inner = payloads.app_mention("UZOE", "C9", "<@UBOT> I was rejected by Acme", ts, team="T2")
        await stage.door.deliver(Kind.EVENT, enveloped(stage.slack, inner, "T1", is_shared=True))
        await stage.settle()
        told = [m for m in stage.slack.messages if m.only_for == "UZOE"]
        assert [m.words().splitlines()[0] for m in told] == [OUTSIDER]
        assert "Acme" not in told[0].words()
        assert await saved(stage) == before

    async def test_a_button_of_ours_opens_nothing_for_them_but_a_sentence(
        self, stage: Stage
    ) -> None:
        await stage.person("UEUN").opens_home()
        await stage.wait(days=3)
        [prompt] = stage.slack.in_channel("C1")
        before = await saved(stage)
        button = next(b for b in prompt.blocks if b["type"] == "actions")
        payload = payloads.actions_in_message(
            origin_of(stage.slack, "T1"),
            ZOE,
            prompt.payload(),
            [
                {
                    "type": "button",
                    "action_id": button["elements"][0]["action_id"],
                    "block_id": button["block_id"],
                    "action_ts": stage.slack.stamp(),
                }
            ],
            channel="C1",
            channel_name="job-club",
            trigger_id=stage.slack.trigger("UZOE", "T1"),
            response_url=stage.slack.response_url("UZOE", "C1"),
        )
        answer = await stage.door.deliver(Kind.INTERACTIVE, payload)
        await stage.settle()
        assert answer.status == 200
        modal = stage.slack.modal_of("UZOE")
        assert modal is not None
        assert OUTSIDER in modal.words()
        assert await saved(stage) == before

    async def test_a_command_of_theirs_is_refused_too(self, stage: Stage) -> None:
        before = await saved(stage)
        payload = payloads.slash_command(
            origin_of(stage.slack, "T1"),
            ZOE,
            "/debrief",
            "Acme",
            channel="C1",
            channel_name="job-club",
            trigger_id=stage.slack.trigger("UZOE", "T1"),
            response_url=stage.slack.response_url("UZOE", "C1"),
        )
        stage.slack.channels["C9"].members.add("UZOE")
        answer = await stage.door.deliver(Kind.COMMAND, payload)
        await stage.settle()
        assert OUTSIDER in str(answer.body)
        assert answer.body["response_type"] == "ephemeral"
        assert await saved(stage) == before
        assert stage.slack.modal_of("UZOE") is None
