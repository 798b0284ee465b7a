"""Many workspaces by OAuth: whole organisations, several beside each other, and their going."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from aiohttp import ClientSession

from adapters.slack.api import Api
from adapters.slack.decode import Acting
from adapters.slack.http import CALLBACK, COOKIE, INSTALL
from adapters.slack.people import People
from bot.core.model import (
    Conversation,
    Document,
    Encouragement,
    Group,
    Installation,
    Member,
    Tenant,
    Timer,
    Win,
)
from bot.features import groups
from bot.runtime.turn import WorkTurn
from tests.adapters.slack import payloads
from tests.adapters.slack.double import SlackDouble
from tests.adapters.slack.payloads import Answer, Json, Kind
from tests.adapters.slack.person import Person, enveloped
from tests.adapters.slack.stage import TENANT, ZONE, Stage, on_stage
from tests.scene import HandClock, prose

pytestmark = pytest.mark.asyncio

OTHER, ORG = Tenant("slack:T2"), Tenant("slack:E1")


class Landlord(Stage):
    """The stage for any workspace that installs the app."""

    def __init__(self, folder: Path, slack: SlackDouble, clock: HandClock) -> None:
        super().__init__(folder, slack, clock)
        self.access = replace(
            self.access,
            bot_token="",
            client_id=slack.client_id,
            client_secret=slack.client_secret,
            url="https://bot.test",
            keys=("A" * 43 + "=",),
        )

    async def installs(self, owner: str) -> str:
        """Somebody adds the app to this workspace or org in a browser; the page at the end."""
        address = f"http://127.0.0.1:{self.bot.port}"
        async with ClientSession() as browser:
            sent = await browser.get(address + INSTALL, allow_redirects=False)
            there = urlsplit(sent.headers["Location"])
            assert f"{there.scheme}://{there.netloc}" == self.slack.base_url
            [state] = parse_qs(there.query)["state"]
            query = urlencode({"code": self.slack.code(owner), "state": state})
            # The browser keeps the cookie for TLS only; the proxy before the bot ends that.
            cookie = {"Cookie": f"{COOKIE}={sent.cookies[COOKIE].value}"}
            back = await browser.get(f"{address}{CALLBACK}?{query}", headers=cookie)
            assert back.status == 200
            return await back.text()

    async def of(self, tenant: Tenant, kind: type[Document]) -> list[Document]:
        return await self.store.transaction(tenant).find(kind)

    async def is_installed(self, tenant: Tenant) -> bool:
        return await self.of(tenant, Installation) != []

    async def leaves_at(self, tenant: Tenant) -> datetime | None:
        """When everything of this workspace is deleted, if it is to be."""
        timers = await self.store.transaction(tenant).find(Timer)
        return next((one.due_at for one in timers if one.what == "my_data.uninstalled"), None)

    async def happens(self, inner: Json, team: str, *, at: datetime | None = None) -> Answer:
        """An event of this workspace (or org), that happened at this time or now."""
        told = enveloped(self.slack, inner, team)
        if at is not None:
            told["event_time"] = int(at.timestamp())
        answer = await self.door.deliver(Kind.EVENT, told)
        await self.settle()
        return answer

    async def removed(self, owner: str, *, at: datetime | None = None) -> Answer:
        """The app is taken out of this workspace or org."""
        self.slack.revoke(owner, "account_inactive")
        if owner.startswith("E"):
            inner = payloads.app_uninstalled(self.slack.stamp())
            told = enveloped(self.slack, inner, "T1")
            told |= {"team_id": None, "is_enterprise_install": True, "enterprise_id": owner}
            answer = await self.door.deliver(Kind.EVENT, told)
            await self.settle()
            return answer
        return await self.happens(payloads.app_uninstalled(self.slack.stamp()), owner, at=at)

    def later(self, **span: float) -> None:
        self.clock.set_to(self.clock.now() + timedelta(**span))


@asynccontextmanager
async def landlord(folder: Path, *, org: bool = False) -> AsyncIterator[Landlord]:
    """Two workspaces with Ana in one and Ben in the other, of one org or of none."""
    clock = HandClock()
    async with SlackDouble.running(clock) as slack:
        if org:
            slack.org("E1", bot_token="")
        for team, who, name, channel in (("T1", "UANA", "Ana", "C1"), ("T2", "UBEN", "Ben", "C2")):
            slack.workspace(team, bot_token="", enterprise="E1" if org else None)
            slack.user(who, name=name, team=team)
            slack.channel(channel, "job-club", members={who}, team=team)
        stage = Landlord(folder, slack, clock)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
        assert slack.refusals == [], slack.refusals


async def keeps(person: Person, channel: str, text: str) -> None:
    """The 90-second debrief with one win, kept."""
    await person.types("/debrief Acme", channel=channel)
    await person.submits(pace="short")
    await person.submits(feeling="sad")
    await person.submits(kind="self", text=text)
    await person.taps("Keep it")
    assert person.sees("Kept. It is in your wins book.")
    await person.closes()


class TestSeveralWorkspaces:
    async def test_before_anybody_installs_it_nothing_is_done_and_they_are_told(
        self, tmp_path: Path
    ) -> None:
        async with landlord(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            assert ana.modal is None
            assert ana.sees("Four Wins is not installed in this workspace any more.")
            assert await stage.store.tenants() == []

    async def test_from_the_page_to_a_debrief(self, tmp_path: Path) -> None:
        async with landlord(tmp_path) as stage:
            page = await stage.installs("T1")
            assert "Four Wins is now in your workspace" in page
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            assert [win.text for win in await stage.find(Win)] == ["the bread was warm"]

    async def test_a_second_one_beside_the_first_has_its_own_token_and_its_own_data(
        self, tmp_path: Path
    ) -> None:
        async with landlord(tmp_path) as stage:
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await stage.installs("T1")
            await keeps(ana, "C1", "the bread was warm")
            await ben.types("/debrief", channel="C2")
            assert ben.modal is None
            await stage.installs("T2")
            await keeps(ben, "C2", "the lamp was on")
            for who, text, others in ((ana, "bread", "lamp"), (ben, "lamp", "bread")):
                await who.types("/wins")
                await who.taps("Self (1)")
                assert text in who.modal_text()
                assert others not in who.modal_text()
            tokens = {stage.slack.workspaces[team].bot_token for team in ("T1", "T2")}
            assert len(tokens) == 2

    async def test_they_stay_installed_over_a_restart(self, tmp_path: Path) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            await stage.installs("T2")
            await stage.restart()
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            await keeps(stage.person("UBEN"), "C2", "the lamp was on")

    async def test_the_going_of_one_is_nothing_to_the_other(self, tmp_path: Path) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            await stage.installs("T2")
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            await keeps(stage.person("UBEN"), "C2", "the lamp was on")
            stage.later(hours=1)
            await stage.removed("T1")
            await stage.wait(days=31)
            assert await stage.of(TENANT, Win) == []
            assert await stage.of(TENANT, Member) == []
            [win] = await stage.of(OTHER, Win)
            assert win == next(iter(await stage.of(OTHER, Win)))
            await keeps(stage.person("UBEN"), "C2", "the lamp is still on")


class TestGoing:
    async def test_uninstalling_takes_the_token_at_once_and_the_data_in_thirty_days(
        self, tmp_path: Path
    ) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            ana = stage.person("UANA")
            await keeps(ana, "C1", "the bread was warm")
            stage.later(hours=1)
            gone_at = stage.clock.now()
            assert (await stage.removed("T1")).status == 200
            assert not await stage.is_installed(TENANT)
            assert await stage.leaves_at(TENANT) == gone_at + timedelta(days=30)
            await stage.wait(days=29)
            assert await stage.of(TENANT, Win) != []
            await stage.wait(days=2)
            assert await stage.of(TENANT, Win) == []
            assert await stage.of(TENANT, Conversation) == []

    @pytest.mark.parametrize("first", ["app_uninstalled", "tokens_revoked"])
    async def test_both_events_in_either_order_and_twice_are_one_going(
        self, tmp_path: Path, first: str
    ) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            stage.later(hours=1)
            gone_at = stage.clock.now()
            both = [payloads.app_uninstalled("1.1"), payloads.tokens_revoked("1.2")]
            if first == "tokens_revoked":
                both.reverse()
            for inner in (*both, *both):
                assert (await stage.happens(inner, "T1", at=gone_at)).status == 200
            assert not await stage.is_installed(TENANT)
            assert await stage.leaves_at(TENANT) == gone_at + timedelta(days=30)

    async def test_a_members_own_token_is_none_of_the_bots(self, tmp_path: Path) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            stage.later(hours=1)
            revoked = payloads.tokens_revoked("1.2", bots=(), users=("UANA",))
            await stage.happens(revoked, "T1")
            assert await stage.is_installed(TENANT)
            assert await stage.leaves_at(TENANT) is None

    @pytest.mark.parametrize("late", ["app_uninstalled", "tokens_revoked"])
    async def test_late_news_of_a_going_leaves_a_fresh_installation_alone(
        self, tmp_path: Path, late: str
    ) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            ana = stage.person("UANA")
            await keeps(ana, "C1", "the bread was warm")
            stage.later(hours=1)
            gone_at = stage.clock.now()
            stage.slack.revoke("T1", "account_inactive")
            stage.later(minutes=5)
            await stage.installs("T1")
            stage.later(minutes=5)
            inner = (
                payloads.app_uninstalled("1.1")
                if late == "app_uninstalled"
                else payloads.tokens_revoked("1.1")
            )
            await stage.happens(inner, "T1", at=gone_at)
            assert await stage.is_installed(TENANT)
            assert await stage.leaves_at(TENANT) is None
            await keeps(ana, "C1", "the lamp was on")
            assert len(await stage.of(TENANT, Win)) == 2

    async def test_whoever_installs_it_again_in_time_keeps_everything(self, tmp_path: Path) -> None:
        async with landlord(tmp_path) as stage:
            await stage.installs("T1")
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            stage.later(hours=1)
            await stage.removed("T1")
            await stage.wait(days=20)
            await stage.installs("T1")
            await stage.wait(days=20)
            assert len(await stage.of(TENANT, Win)) == 1
            await keeps(stage.person("UANA"), "C1", "the lamp was on")


class TestAWholeOrganisation:
    async def test_one_installation_serves_each_of_its_workspaces(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            page = await stage.installs("E1")
            assert "Four Wins is now in your organisation" in page
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            assert ana.origin.team_part() is None, "its payloads name no team"
            await keeps(ana, "C1", "the bread was warm")
            await keeps(ben, "C2", "the lamp was on")
            await ana.opens_home()
            assert ana.home_text()
            await ben.says("I got rejected by Initech")
            assert ben.sees("I'm sorry about Initech.")
            texts = [
                [win.text for win in await stage.store.transaction(tenant).find(Win)]
                for tenant in (TENANT, OTHER)
            ]
            assert texts == [["the bread was warm"], ["the lamp was on"]]

    async def test_its_workspaces_know_nothing_of_each_other(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            ana, ben = stage.person("UANA"), stage.person("UBEN")
            await ana.types("/debrief Acme", channel="C1")
            await ana.submits(pace="short")
            sent = [payload for kind, payload in ana.sent if kind is Kind.INTERACTIVE][-1]
            # Ben, in another workspace, with Ana's form.
            forged = sent | {
                "user": sent["user"] | {"id": "UBEN", "team_id": "T2"},
                "view": sent["view"] | {"team_id": "T2", "app_installed_team_id": "T2"},
                "trigger_id": "9.9.forged",
            }
            answer = await stage.door.deliver(Kind.INTERACTIVE, forged)
            await stage.settle()
            assert answer.status == 200
            assert "How it landed" not in answer.text
            await ben.types("/debrief", channel="C2")
            assert "half-way" not in ben.modal_text()
            assert len(await stage.of(TENANT, Conversation)) == 1

    async def test_posts_go_out_in_each_with_the_orgs_token(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            for who, team, channel in (("UANA", "T1", "C1"), ("UBEN", "T2", "C2")):
                # So far nobody has done anything there, yet the org serves it.
                await stage.person(who).opens_home()
                turn = WorkTurn(
                    stage.store.transaction(Tenant(f"slack:{team}")),
                    stage.clock.now(),
                    prose(),
                    stage.house.ids,
                )
                group = Group("g1", "#job-club", channel, ZONE, (who,), helper=who)
                await groups.found(turn, group, Encouragement("g1", 0, time(9)))
                turn.save(Member(f"{who}2", "Somebody", "g1", ZONE))
                await turn.commit()
            await stage.wait(days=7)
            for channel in ("C1", "C2"):
                assert len(stage.slack.in_channel(channel)) == 1

    async def test_when_the_org_removes_it_each_workspace_goes(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            await keeps(stage.person("UBEN"), "C2", "the lamp was on")
            stage.later(hours=1)
            assert (await stage.removed("E1")).status == 200
            for tenant in (TENANT, OTHER, ORG):
                assert not await stage.is_installed(tenant), tenant
            for tenant in (TENANT, OTHER):
                assert await stage.leaves_at(tenant) == stage.clock.now() + timedelta(days=30)

    async def test_late_news_of_its_going_leaves_a_fresh_installation_alone(
        self, tmp_path: Path
    ) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            ana = stage.person("UANA")
            await keeps(ana, "C1", "the bread was warm")
            stage.later(hours=1)
            told = enveloped(stage.slack, payloads.app_uninstalled("1.1"), "T1")
            told |= {"team_id": None, "is_enterprise_install": True}
            stage.later(minutes=1)
            await stage.installs("E1")
            await stage.door.deliver(Kind.EVENT, told)
            await stage.settle()
            assert await stage.is_installed(ORG)
            assert await stage.leaves_at(TENANT) is None
            await keeps(ana, "C1", "the lamp was on")

    async def test_a_workspace_that_is_taken_out_goes_alone(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            await keeps(stage.person("UBEN"), "C2", "the lamp was on")
            stage.later(hours=1)
            inner = {"type": "team_access_revoked", "team_ids": ["T2"], "event_ts": "1.1"}
            assert (await stage.happens(inner, "T1")).status == 200
            assert await stage.leaves_at(OTHER) == stage.clock.now() + timedelta(days=30)
            assert await stage.leaves_at(TENANT) is None
            assert await stage.is_installed(ORG)
            await keeps(stage.person("UANA"), "C1", "still warm")

    async def test_colleagues_of_the_same_org_are_no_outsiders(self, tmp_path: Path) -> None:
        async with landlord(tmp_path, org=True) as stage:
            await stage.installs("E1")
            ana = stage.person("UANA")
            # At home in the other workspace, and a member of this channel too.
            payload = payloads.slash_command(
                ana.origin,
                stage.person("UBEN").me,
                "/debrief",
                channel="C1",
                channel_name="job-club",
                trigger_id=stage.slack.trigger("UBEN"),
                response_url="",
            )
            await stage.door.deliver(Kind.COMMAND, payload)
            await stage.settle()
            assert "A debrief, at your pace" in stage.person("UBEN").modal_text()
            [conversation] = await stage.of(TENANT, Conversation)
            assert isinstance(conversation, Conversation)
            assert conversation.member == "UBEN"


def meets_otto(slack: SlackDouble) -> None:
    """Otto of another company shares a channel with the workspace."""
    slack.workspace("T9", name="Elsewhere", bot_token="", bot_user="UBOT9")
    slack.user("UOUT", name="Otto", team="T9")
    slack.channel("C9", "with-elsewhere", members={"UANA", "UOUT"}, ext_shared=True)


class TestSlackConnect:
    async def test_outsiders_are_refused_everywhere_and_nothing_of_theirs_is_kept(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            meets_otto(stage.slack)
            await stage.wait(days=7)
            [post] = stage.slack.in_channel("C1")[-1:]
            here = payloads.Origin()
            otto = payloads.Who("UOUT", "otto", "T9")
            action = {
                "type": "button",
                "action_id": "v1:debrief.start",
                "block_id": "b",
                "action_ts": "1.1",
            }
            told: list[tuple[Kind, Json]] = [
                (
                    Kind.COMMAND,
                    payloads.slash_command(
                        here,
                        otto,
                        "/debrief",
                        "Acme",
                        channel="C1",
                        channel_name="job-club",
                        trigger_id=stage.slack.trigger("UOUT", "T1"),
                        response_url="",
                    ),
                ),
                (
                    Kind.INTERACTIVE,
                    payloads.actions_in_message(
                        here,
                        otto,
                        post.payload(),
                        [action],
                        channel="C1",
                        channel_name="job-club",
                        trigger_id=stage.slack.trigger("UOUT", "T1"),
                        response_url="",
                    ),
                ),
                (
                    Kind.INTERACTIVE,
                    payloads.shortcut(
                        here,
                        otto,
                        "new_debrief",
                        trigger_id=stage.slack.trigger("UOUT", "T1"),
                        action_ts="1.2",
                    ),
                ),
            ]
            for kind, payload in told:
                answer = await stage.door.deliver(kind, payload)
                assert answer.status == 200
                await stage.settle()
                seen = answer.text + stage.person("UOUT").modal_text()
                assert "I belong to another workspace." in seen
                while stage.slack.modal_of("UOUT"):
                    stage.slack.close("UOUT")
            assert await stage.find(Conversation) == []
            assert "UOUT" not in [one.id for one in await stage.find(Member)]

    async def test_a_form_of_an_outsiders_is_not_taken_either(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.types("/debrief Acme", channel="C1")
            await ana.submits(pace="short")
            _, sent = ana.sent[-1]
            meets_otto(stage.slack)
            forged = sent | {
                "user": {"id": "UOUT", "username": "otto", "name": "otto", "team_id": "T9"},
                "trigger_id": "9.9.out",
            }
            answer = await stage.door.deliver(Kind.INTERACTIVE, forged)
            await stage.settle()
            assert answer.status == 200
            assert "Acme" not in answer.text
            assert "I belong to another workspace." in answer.text
            assert "UOUT" not in [one.id for one in await stage.find(Member)]

    async def test_home_and_words_of_an_outsiders_are_not_taken_either(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            meets_otto(stage.slack)
            inner = [
                payloads.app_home_opened("UOUT", "DUOUT", "1.1"),
                payloads.message_im("UOUT", "DUOUT", "I got rejected by Acme", "1.2", team="T9"),
                payloads.app_mention("UOUT", "C1", "<@UBOT> rejected by Acme", "1.3", team="T9"),
            ]
            for one in inner:
                told = enveloped(stage.slack, one, "T1")
                assert (await stage.door.deliver(Kind.EVENT, told)).status == 200
                await stage.settle()
            assert await stage.find(Conversation) == []
            assert "UOUT" not in [one.id for one in await stage.find(Member)]


class _Tells:
    """Slack, as far as it tells who somebody is."""

    def __init__(self, **user: object) -> None:
        self._user = user

    async def call(self, _tenant: Tenant, _method: str, **_arguments: object) -> Json:
        return {"user": self._user} if self._user else {}


COLLEAGUE = {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}
OF_ANOTHER_ORG = {"id": "U1", "team_id": "T9", "enterprise_user": {"enterprise_id": "E9"}}
OF_NO_ORG = {"id": "U1", "team_id": "T9"}


@pytest.mark.parametrize(
    ("user", "is_outsider"),
    [(COLLEAGUE, False), (OF_ANOTHER_ORG, True), (OF_NO_ORG, True), ({}, False)],
)
@pytest.mark.parametrize("home", ["", "told"])
async def test_in_an_org_only_its_own_people_are_at_home(
    user: Json, is_outsider: bool, home: str
) -> None:
    """Slack calls nobody a stranger who shares a channel with the app. Where it tells nothing at
    all, nobody is kept out."""
    people = People(cast(Api, _Tells(**user)), HandClock())
    acting = Acting("T1", "E1", "U1", home=user.get("team_id", "") if home else "")
    assert await people.is_outsider(acting) is is_outsider


class TestAnAccountThatIsClosed:
    async def changed(self, stage: Stage, who: str, *, deleted: bool) -> None:
        stage.slack.users[who].deleted = deleted
        inner = payloads.user_change(stage.slack.account(who), stage.slack.stamp())
        answer = await stage.door.deliver(Kind.EVENT, enveloped(stage.slack, inner))
        assert answer.status == 200
        await stage.settle()

    async def test_whoever_comes_back_in_time_is_in_their_group_with_all_that_was_theirs(
        self, tmp_path: Path
    ) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await keeps(ana, "C1", "the bread was warm")
            await self.changed(stage, "UANA", deleted=True)
            assert await self.group_of(stage, "UANA") is None
            await stage.wait(days=13)
            await self.changed(stage, "UANA", deleted=False)
            await ana.opens_home()
            assert await self.group_of(stage, "UANA") == "g1"
            await stage.wait(days=13)
            assert [win.text for win in await stage.find(Win)] == ["the bread was warm"]

    async def test_after_two_weeks_all_that_was_theirs_is_deleted(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            await keeps(stage.person("UANA"), "C1", "the bread was warm")
            await self.changed(stage, "UANA", deleted=True)
            await stage.wait(days=15)
            assert await stage.find(Win) == []
            assert "UANA" not in [one.id for one in await stage.find(Member)]
            assert len(await stage.find(Member)) == 4

    async def test_a_change_of_name_takes_nobody_out(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            ana = stage.person("UANA")
            await ana.opens_home()
            stage.slack.users["UANA"].name = "Annabel"
            await self.changed(stage, "UANA", deleted=False)
            await ana.opens_home()
            [member] = [one for one in await stage.find(Member) if one.id == "UANA"]
            assert (member.name, member.group) == ("Annabel", "g1")

    async def test_of_somebody_unknown_nothing_is_kept(self, tmp_path: Path) -> None:
        async with on_stage(tmp_path) as stage:
            stage.slack.user("UNEW", name="Nia")
            await self.changed(stage, "UNEW", deleted=True)
            assert "UNEW" not in [one.id for one in await stage.find(Member)]

    async def group_of(self, stage: Stage, who: str) -> str | None:
        [member] = [one for one in await stage.find(Member) if one.id == who]
        return member.group
