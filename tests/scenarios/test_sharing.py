"""Sharing one win with the group: by choice, exactly as seen, and never for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.cards import Show, press_token
from bot.core.events import Press
from bot.core.model import Conversation, Delivery, Group, Share, ShareState, Win
from bot.core.text import plain
from bot.features.sharing import mask
from tests.scene import Actor, Scene, words_of

pytestmark = pytest.mark.asyncio


async def win_of(group: Scene, who: str = "ana") -> Win:
    [win] = await group.find(Win, member=who)
    return win


async def opens_win(ana: Actor, text: str) -> None:
    await ana.types(f"/wins {text}")
    await ana.taps("Open")


async def test_the_preview_is_what_is_posted_and_nothing_is_before_the_tap(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked Acme what they pay.\nThey *answered* <!channel>.", employer="Acme")
    await ana.previews(way="now", named="named")
    shown = ana.last
    assert isinstance(shown, Show)
    assert ana.sees(
        "This is what the group would read",
        "In #job-club, as soon as you tap:",
        "Nothing is posted yet.",
    )
    assert group.postbox.posts == {}
    await ana.taps("Post exactly this")
    assert ana.sees("It is shared.")
    [post] = group.postbox.in_channel()
    assert shown.card.body[1:] == post.card.body
    assert words_of(post.card) == (
        "A win: practice\nAna shared this:\n"
        "I asked a company what they pay.\nThey *answered* <!channel>."
    )


async def test_without_a_name_and_with_the_employer_by_choice(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("Acme hires in March", kind="industry", employer="Acme")
    await ana.shares(way="now", employer="shown")
    [post] = group.postbox.in_channel()
    assert words_of(post.card) == (
        "A win: industry\nSomebody in this group shared this:\nAcme hires in March"
    )


async def test_the_careful_choices_are_those_that_nobody_has_to_make(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("Acme hires in March", employer="Acme")
    await ana.presses(press_token("sharing.choose"))
    await ana.taps("Share this one")
    await ana.goes("skip")
    await ana.goes("skip")
    await ana.taps("Post exactly this")
    [post] = group.postbox.in_channel()
    assert "Ana" not in words_of(post.card)
    assert "a company hires in March" in words_of(post.card)


async def test_other_words_are_masked_too(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("They hire in March", employer="Acme")
    await ana.shares(way="now", words="At ACME they hire in March")
    [post] = group.postbox.in_channel()
    assert "At a company they hire in March" in words_of(post.card)


@pytest.mark.parametrize(
    ("employer", "text", "masked"),
    [
        ("Acme", "acme, ACME and AcMe's", "X, X and X's"),
        ("Acme", "Acmeville and Pacme stay", "Acmeville and Pacme stay"),
        ("Acme", "_Acme_ and *Acme*", "_X_ and *X*"),
        ("Blue Sky Foods", "at Blue  Sky\nFoods", "at X"),
        ("Blue Sky Foods", "at blue\u00a0sky foods", "at X"),
        ("Blue  Sky", "Blue-Sky, BlueSky, blue_sky", "X, X, X"),
        ("Acme Ltd.", "Acme told me. Acme Ltd told me.", "X told me. X told me."),
        ("Acme GmbH & Co. KG", "Acme said no; ACME GMBH & CO KG", "X said no; X"),
        ("Co", "Co said so", "X said so"),
        ("McDonald's", "McDonald’s and mcdonalds", "X and X"),
        ("A.B.C.", "ABC and A.B.C.", "X and X."),
        ("Müller", "MÜLLER", "X"),
        ("שלום", "ב שלום", "ב X"),
        ("a+b (c)", "a+b (c)", "X)"),
        ("\\d", "\\d and 5", "\\X and 5"),
        ("+++", "+++ stays", "+++ stays"),
        (None, "Acme", "Acme"),
        ("", "Acme", "Acme"),
    ],
)
async def test_the_employer_is_masked_however_it_is_written(
    employer: str | None, text: str, masked: str
) -> None:
    assert mask(text, employer, "X") == masked


async def test_taken_back_the_post_is_gone(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    assert len(group.postbox.in_channel()) == 1
    await ana.taps("Take it back")
    assert ana.sees("Taken back.", "It stays in your own book.")
    assert group.postbox.posts == {}
    assert (await win_of(group)).text == "I asked about pay"


async def test_taken_back_twice_is_taken_back_once(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    card = ana.card
    await ana.taps("Take it back", on=card)
    await ana.taps("Take it back", on=card)
    assert ana.sees("Taken back.")
    assert len(await group.find(Delivery)) == 2


async def test_taken_back_before_it_went_out_it_never_does(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    group.postbox.down = True
    await ana.shares(way="now")
    await ana.taps("Take it back")
    group.postbox.down = False
    await group.wait(hours=1)
    assert group.postbox.posts == {}


async def test_taken_back_while_the_platform_is_down_it_goes_when_it_is_back(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    group.postbox.down = True
    await ana.taps("Take it back")
    await group.wait(days=2)
    assert len(group.postbox.in_channel()) == 1
    group.postbox.down = False
    await group.wait(minutes=16)
    assert group.postbox.posts == {}


async def test_a_post_that_a_moderator_deleted_troubles_nobody(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    group.postbox.fails(never=True, reason="no_such_message")
    await ana.taps("Take it back")
    await group.wait(days=1)
    assert group.member("dana").inbox == []


async def test_a_win_edited_afterwards_leaves_the_post_as_it_was_seen(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    await opens_win(ana, "pay")
    await ana.taps("Edit")
    await ana.answers(text="A secret about pay")
    [post] = group.postbox.in_channel()
    assert "I asked about pay" in words_of(post.card)
    assert "secret" not in words_of(post.card)


async def test_a_win_deleted_afterwards_takes_its_post_along(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    await opens_win(ana, "pay")
    await ana.taps("Delete")
    assert ana.sees("If you shared it, the post is taken back too.")
    assert len(group.postbox.in_channel()) == 1
    await ana.taps("Yes, delete it")
    assert group.postbox.posts == {}
    assert await group.find(Win) == []


async def test_a_debrief_deleted_afterwards_takes_its_posts_along(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    await opens_win(ana, "pay")
    await ana.taps("Its debrief")
    await ana.taps("Delete")
    await ana.taps("Yes, delete it")
    assert group.postbox.posts == {}


async def test_a_win_changed_after_its_preview_is_previewed_again(group: Scene) -> None:
    ana = group.member("ana")
    long = "I asked Acme about pay. " * 14
    await ana.keeps(long, employer="Acme")
    await ana.previews(way="weekly")
    assert "Acme" not in ana.said()
    old = ana.card
    win = await win_of(group)
    await group.save(replace(win, employer=None, text=f"My secret. {long}"))
    await ana.taps("Post exactly this", on=old)
    assert ana.sees("This is what the group would read", "My secret.", "Acme")
    assert await group.find(Share) == []
    await ana.taps("Post exactly this")
    assert ana.sees("It is laid by for the weekly post.")


async def test_a_name_changed_after_the_preview_is_previewed_again(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now", named="named")
    ana.name = "Ana Longname"
    await ana.taps("Post exactly this")
    assert ana.sees("This is what the group would read", "Ana Longname shared this:")
    assert group.postbox.posts == {}


async def test_a_win_deleted_after_its_preview_is_not_posted(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    card = ana.card
    await opens_win(ana, "pay")
    await ana.taps("Delete")
    await ana.taps("Yes, delete it")
    await ana.taps("Post exactly this", on=card)
    assert ana.sees("This win is no longer there, so nothing is posted.")
    assert group.postbox.posts == {}


async def test_an_old_preview_posts_nothing_that_it_does_not_show(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    old = ana.card
    await ana.taps("Change it")
    await ana.taps("Change", nth=1)
    await ana.answers(words="Something else")
    await ana.taps("Post exactly this", on=old)
    assert ana.sees("This is what the group would read", "Something else")
    assert group.postbox.posts == {}


async def test_the_same_tap_twice_posts_once(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    card = ana.card
    await ana.taps("Post exactly this", on=card)
    await ana.taps("Post exactly this", on=card)
    assert ana.sees("It is shared.")
    assert len(group.postbox.in_channel()) == 1


async def test_a_shared_win_is_not_shared_again(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    await ana.presses(press_token("sharing.choose"))
    await ana.taps("Share this one")
    assert ana.sees("It is shared.", "Take it back")
    await opens_win(ana, "pay")
    assert ana.offers("Take it back")
    assert not ana.offers("Share this one")


async def test_two_previews_of_one_win_share_it_once(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="weekly")
    first = ana.card
    await ana.previews(way="now", named="named")
    await ana.taps("Post exactly this")
    await ana.taps("Post exactly this", on=first)
    assert ana.sees("It is shared.")
    assert len(await group.find(Share)) == 1


async def test_what_was_taken_back_can_be_shared_again(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.shares(way="now")
    await ana.taps("Take it back")
    await ana.shares(way="now", named="named")
    [post] = group.postbox.in_channel()
    assert "Ana shared this:" in words_of(post.card)
    states = sorted(share.state for share in await group.find(Share))
    assert states == [ShareState.POSTED, ShareState.TAKEN_BACK]


async def test_not_now_leaves_nothing_behind(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    await ana.taps("Not now")
    await group.wait(days=9)
    assert all("about pay" not in words_of(post.card) for post in group.postbox.in_channel())
    assert await group.find(Conversation) == []
    assert await group.find(Share) == []


async def test_a_preview_left_alone_is_never_posted(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    card = ana.card
    await group.wait(days=8)
    assert all("about pay" not in words_of(post.card) for post in group.postbox.posts.values())
    await ana.taps("Post exactly this", on=card)
    assert ana.sees("nothing is posted")


async def test_a_post_that_could_not_go_out_for_a_day_is_dropped(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    group.postbox.down = True
    await ana.shares(way="now")
    await group.wait(hours=25)
    group.postbox.down = False
    await group.wait(hours=1)
    assert group.postbox.posts == {}


async def test_another_member_can_not_share_or_take_back_what_is_mine(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await ana.keeps("I asked about pay")
    win = await win_of(group)
    await ben.presses(press_token("sharing.win", win.id))
    assert ben.sees("This win is no longer there, so nothing is posted.")
    await ana.previews(way="now")
    await ben.taps("Post exactly this", on=ana.card)
    assert "about pay" not in ben.said()
    assert group.postbox.posts == {}
    await ana.taps("Post exactly this")
    await ben.taps("Take it back", on=ana.card)
    assert "about pay" not in ben.said()
    assert len(group.postbox.in_channel()) == 1


async def test_the_list_offers_ones_own_wins_only_newest_first(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await ben.presses(press_token("sharing.choose"))
    assert ben.sees("There is nothing in your wins book to share yet.", "Nothing is owed.")
    for number in range(12):
        await ana.keeps(f"Win number {number}.")
        await group.wait(minutes=1)
    await ben.presses(press_token("sharing.choose"))
    assert "Win number" not in ben.said()
    await ana.presses(press_token("sharing.choose"))
    shown = [line for line in ana.said().splitlines() if line.startswith("Win number")]
    assert shown == [f"Win number {number}." for number in range(11, 1, -1)]
    await ana.taps("Share nothing")
    assert ana.sees("Your wins book")


async def test_without_a_group_there_is_nobody_to_share_with(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    await ana.previews(way="now")
    card = ana.card
    home = await group.one(Group, "g1")
    transaction = group.store.transaction(group.tenant)
    transaction.delete(Group, home.id)
    await transaction.commit()
    await ana.taps("Post exactly this", on=card)
    assert group.postbox.posts == {}
    await ana.presses(press_token("sharing.choose"))
    assert ana.sees("There is no group here yet.")
    await ana.presses(press_token("sharing.win", (await win_of(group)).id))
    assert ana.sees("There is no group here yet.")


async def test_taken_back_on_its_way_it_is_deleted_when_it_has_arrived(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("I asked about pay")
    group.postbox.fails()
    await ana.shares(way="now")
    deliver = group.postbox.deliver
    tapped: list[bool] = []

    async def meanwhile(*args: object) -> str:
        receipt = await deliver(*args)  # type: ignore[arg-type]  # handed on as they came
        if not tapped:
            tapped.append(True)
            token = ana.token("Take it back")
            await group.house.engine.handle(Press(group.event_id(), ana.sender(), token))
        return receipt

    group.postbox.deliver = meanwhile  # type: ignore[method-assign,assignment]  # a tap at the worst moment
    await group.wait(minutes=1)
    assert tapped
    assert group.postbox.posts == {}


async def test_a_long_name_is_cut_where_it_stands_with_a_win(group: Scene) -> None:
    ana = group.member("ana")
    ana.name = "Ana " * 30
    await ana.keeps("I asked about pay")
    await ana.shares(way="now", named="named")
    [post] = group.postbox.in_channel()
    assert plain(words_of(post.card)).splitlines()[1] == "Ana Ana Ana Ana… shared this:"


async def test_what_waits_for_the_weekly_post_can_be_taken_back(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("A thing I learned", kind="network")
    await ana.shares(way="weekly")
    card = ana.card
    await group.wait(days=14)
    await ana.taps("Take it back", on=card)
    await group.wait(days=14)
    assert len(group.postbox.in_channel()) == 4
    assert all("I learned" not in words_of(post.card) for post in group.postbox.in_channel())


async def test_what_was_taken_back_is_not_kept_either(group: Scene) -> None:
    ana = group.member("ana")
    await ana.keeps("marmalade on the shelf")
    await ana.shares(way="now", named="named")
    await ana.taps("Take it back")
    [shared] = await group.find(Share)
    assert (shared.state, shared.text, shared.name) == (ShareState.TAKEN_BACK, "", None)
