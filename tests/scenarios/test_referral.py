"""Passing something on, as members meet it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.cards import Ask, Card, Correct, Quote
from bot.core.model import (
    Block,
    Conversation,
    Delivery,
    Document,
    Group,
    Hand,
    HandState,
    Member,
    Outcome,
    Quiet,
    Referral,
    Rest,
    Where,
)
from bot.core.text import plain
from bot.features import referral
from bot.runtime.turn import WorkTurn
from tests.scene import Actor, Post, Scene, buttons_of, prose, words_of

pytestmark = pytest.mark.asyncio

ALL_THREE = ("over", "may_share", "nothing_confidential")
LINE = "Three years of nights, and I live nearby"
CONTACT = "Mo Berger, head cook"
WORDS = "Mo is happy to talk on Thursdays: mo@example.org"


async def drafts(ana: Actor, title: str = "Night cook", about: str | None = None) -> None:
    """A draft, up to the recap."""
    await ana.types("/refer")
    if not isinstance(ana.last, Ask):
        await ana.taps("Pass something on")
    await ana.answers(kind="role", title=title, about=about)
    await ana.answers(confirmed=ALL_THREE)


async def posts(ana: Actor, title: str = "Night cook") -> Post:
    await drafts(ana, title)
    await ana.taps("Post it")
    return ana.scene.postbox.in_channel()[-1]


async def raises(peer: Actor, post: Post, line: str | None = LINE) -> None:
    await peer.taps("Raise a hand", on=post.card)
    await peer.answers(line=line)


async def picks(ana: Actor, nth: int = 0) -> None:
    await opens(ana)
    await ana.taps("Pick", nth=nth)
    await ana.taps("Yes, pick")


async def opens(ana: Actor) -> None:
    """The giver's page of the newest card."""
    await ana.types("/refer")
    await ana.taps("Open")


async def names(ana: Actor, contact: str = CONTACT) -> None:
    await opens(ana)
    await ana.taps("Name the contact")
    await ana.answers(contact=contact)


async def introduces(ana: Actor) -> None:
    """From a raised hand to the introduction."""
    await picks(ana)
    await names(ana)
    await ana.taps("They said yes")
    await ana.answers(words=WORDS)
    await ana.taps("Give it to both")


async def closes(ana: Actor) -> None:
    await opens(ana)
    await ana.taps("Close it")
    await ana.taps("Yes, close it")


async def keep(group: Scene, *documents: Document) -> None:
    transaction = group.store.transaction(group.tenant)
    for document in documents:
        transaction.put(document)
    await transaction.commit()


async def the_hand(group: Scene) -> Hand:
    [hand] = await group.store.transaction(group.tenant).find(Hand)
    return hand


async def test_a_card_is_posted_exactly_as_it_was_seen_and_names_nobody(group: Scene) -> None:
    ana = group.member("ana")
    await drafts(ana, about="Thirty hours, a kind crew. https://jobs.example.org/view/38712345")
    assert ana.card is not None
    assert ana.sees("This is what the group would read", "up to 2 people")
    preview = [block for block in ana.card.body if isinstance(block, Quote)]
    assert group.postbox.posts == {}
    await ana.taps("Post it")
    assert ana.sees("It is posted.", "No hands yet")
    await group.wait(minutes=2)
    [post] = group.postbox.in_channel()
    assert post.card.title == "A role to pass on"
    assert [block for block in post.card.body if isinstance(block, Quote)] == preview
    assert "Night cook" in words_of(post.card)
    assert "Ana" not in words_of(post.card)
    [thread] = [p for p in group.postbox.posts.values() if p.where is Where.THREAD]
    assert thread.card.title == "How this works"
    assert await group.all(Conversation) == []


async def test_from_a_raised_hand_to_thanks_and_an_outcome(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    await ben.taps("Raise a hand", on=post.card)
    assert ben.sees("The giver sees this line, and your name only if they pick you.")
    await ben.answers(line=LINE)
    assert ben.sees("Your hand is up.", LINE)
    assert "Ana" not in ben.said()
    [first] = ana.inbox
    assert first.card.title == "A hand is up on your card."
    await ana.taps("See the hands", on=first.card)
    assert ana.sees("One hand is up", LINE)
    assert "Ben" not in ana.said()

    await ana.taps("Pick")
    assert ana.sees("You two will then know each other's names.")
    await ana.taps("Yes, pick")
    assert ana.sees("Ben", LINE, "Picked.")
    [picked] = ben.inbox
    assert "Ana picked you" in words_of(picked.card)

    await ana.taps("Name the contact")
    await ana.answers(contact=CONTACT)
    assert ana.sees("A note for you to copy", CONTACT, "Night cook", LINE)
    assert "Ben" not in ana.said()
    await ana.taps("They said yes")
    await ana.answers(words=WORDS)
    assert ana.sees("This is what both of you would read", WORDS)
    assert len(ben.inbox) == 1
    await ana.taps("Give it to both")
    assert ana.sees("Ana brings Ben together with Mo Berger, head cook.", WORDS)
    await group.wait(days=1)
    intro = ben.inbox[-1]
    assert "Ana brings Ben together with Mo Berger" in words_of(intro.card)
    assert WORDS in words_of(intro.card)

    await ben.taps("Say thank you to Ana", on=intro.card)
    await group.wait(days=1)
    assert "Ben says thank you." in words_of(ana.inbox[-1].card)
    await ben.taps("Ask me in two weeks how it went")
    await group.wait(days=15)
    question = next(p for p in ben.inbox if "how did it go" in p.card.title)
    await ben.taps("I applied", on=question.card)
    assert ben.sees("Thank you. I passed that on.")
    assert (await the_hand(group)).outcome is Outcome.APPLIED
    await opens(ana)
    assert ana.sees("Ben says thank you, and tells you: I applied.")


@pytest.mark.parametrize("missing", [*ALL_THREE, None])
async def test_nothing_is_posted_unless_all_three_are_confirmed(
    group: Scene, missing: str | None
) -> None:
    ana = group.member("ana")
    await ana.types("/refer")
    await ana.answers(kind="lead", title="Night cook")
    some = tuple(one for one in ALL_THREE if one != missing) if missing else None
    await ana.answers(confirmed=some)
    assert isinstance(ana.last, Correct)
    assert ana.sees("only if all three are so")
    await ana.answers(confirmed=ALL_THREE)
    assert ana.sees("This is what the group would read", "A lead to pass on")


async def test_a_card_without_a_title_or_a_kind_is_asked_for_it(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/refer")
    await ana.answers(title="Night cook")
    await ana.answers(confirmed=ALL_THREE)
    assert ana.sees("Please choose what it is.", "Night cook")
    await ana.answers(kind="contact", title=None)
    assert ana.sees("A card needs a title.")
    await ana.answers(title="Night cook")
    assert ana.sees("A contact to pass on")


@pytest.mark.parametrize(
    "contact",
    [
        "write to mo@example.org",
        "mo at gmail dot com",
        "call 0171 234 56 78",
        "https://www.linkedin.com/in/mo",
        "ask @mo_berger",
    ],
)
@pytest.mark.parametrize("field", ["title", "about"])
async def test_contact_details_are_refused_at_the_field_and_no_word_is_lost(
    group: Scene, field: str, contact: str
) -> None:
    ana = group.member("ana")
    await ana.types("/refer")
    title, about = (contact, None) if field == "title" else ("Night cook", contact)
    await ana.answers(kind="role", title=title, about=about)
    assert isinstance(ana.last, Correct)
    assert ana.sees("please take it out", contact)
    [error] = [one.name for one in ana.form.fields if one.error]
    assert error == field


async def test_change_and_not_now_post_nothing(group: Scene) -> None:
    ana = group.member("ana")
    await drafts(ana)
    await ana.taps("Change")
    await ana.taps("Change")
    await ana.answers(title="Day cook")
    assert ana.sees("Day cook")
    await ana.taps("Not now")
    assert group.postbox.posts == {}
    await ana.types("/refer")
    assert ana.sees("Half-written", "Day cook")
    await ana.taps("Resume")
    assert ana.sees("This is what the group would read")
    await group.wait(days=8)
    assert await group.all(Conversation) == await group.all(Referral) == []


async def test_post_it_tapped_twice_posts_once_and_an_old_preview_posts_nothing(
    group: Scene,
) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await drafts(ana)
    old = ana.card
    await ana.taps("Change")
    await ana.taps("Change")
    await ana.answers(title="Day cook")
    await ana.taps("Post it", on=old)
    assert group.postbox.posts == {}
    assert ana.sees("Day cook")
    await ben.taps("Post it", on=ana.card)
    assert ben.sees("This one is closed.")
    new = ana.card
    await ana.taps("Post it", on=new)
    await ana.taps("Post it", on=new)
    assert ana.sees("A card of yours")
    assert len(group.postbox.in_channel()) == 1


async def test_it_goes_to_the_referral_channel_where_there_is_one(group: Scene) -> None:
    [here] = await group.store.transaction(group.tenant).find(Group)
    await keep(group, replace(here, referral_channel="referrals"))
    await drafts(ana := group.member("ana"))
    await ana.taps("Post it")
    assert [p.place for p in group.postbox.posts.values() if p.where is Where.CHANNEL] == [
        "referrals"
    ]


async def test_the_card_tells_only_how_many_hands_and_only_roughly(group: Scene) -> None:
    ana, chidi = group.member("ana"), group.member("chidi")
    post = await posts(ana)
    quiet = words_of(post.card)
    await raises(group.member("ben"), post)
    assert words_of(post.card) == quiet
    await raises(chidi, post, "Second line")
    assert "2 or more hands are raised." in words_of(post.card)
    for word in ("Ben", "Chidi", LINE, "Second line"):
        assert word not in words_of(post.card)
    await chidi.taps("Take my hand down")
    assert words_of(post.card) == quiet
    assert len(ana.inbox) == 1, "later hands are not written about"


async def test_a_hand_is_raised_once_and_not_under_ones_own_card(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    await ana.taps("Raise a hand", on=post.card)
    assert ana.sees("A card of yours")
    await raises(ben, post)
    await ben.taps("Raise a hand", on=post.card)
    assert ben.sees("Your hand is up.", LINE)
    assert len(await group.all(Hand)) == 1


async def test_a_half_typed_hand_is_taken_up_again(group: Scene) -> None:
    ben = group.member("ben")
    post = await posts(group.member("ana"))
    await ben.taps("Raise a hand", on=post.card)
    await ben.goes("stop", line="half a line")
    await ben.taps("Raise a hand", on=post.card)
    assert ben.form.fields[0].value == "half a line"
    assert len(await group.all(Conversation)) == 1


async def test_the_cap_of_hands_is_kept_and_a_no_gives_the_place_back(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/refer")
    await ana.answers(kind="role", title="Night cook")
    await ana.answers(confirmed=ALL_THREE, cap="1")
    await ana.taps("Post it")
    [post] = group.postbox.in_channel()
    await raises(group.member("ben"), post)
    await raises(group.member("chidi"), post, "Second line")
    await opens(ana)
    before = ana.card
    await picks(ana)
    assert before is not None
    await ana.taps("Pick", on=before, nth=1)
    assert ana.sees("You wanted to take on 1 at most")
    await opens(ana)
    assert ana.card is not None
    assert "Pick" not in [button.label for button in buttons_of(ana.card)]
    await names(ana)
    await ana.taps("They said no")
    await ana.taps("Yes, they said no")
    await picks(ana)
    assert ana.sees("Chidi")


async def test_pick_tapped_twice_picks_once(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await raises(ben, await posts(ana))
    await opens(ana)
    await ana.taps("Pick")
    sure = ana.card
    await ana.taps("Yes, pick", on=sure)
    await ana.taps("Yes, pick", on=sure)
    assert ana.sees("That no longer fits")
    await group.wait(days=2)
    assert len(ben.inbox) == 1


async def test_a_contact_rests_for_thirty_days_however_the_name_is_typed(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await raises(ben, await posts(ana))
    await picks(ana)
    await names(ana, "Mo Bérger")
    await raises(ben, await posts(ana, "Day cook"))
    await picks(ana)
    await names(ana, "  mo   BERGER, ")
    assert isinstance(ana.last, Correct)
    assert ana.sees("From 23 December 2026 it is fine to ask them again.", "mo BERGER")
    await ana.answers(contact="Li")
    assert ana.sees("A note for you to copy", "Li")
    rests = await group.store.transaction(group.tenant).find(Rest)
    assert "erger" not in str(rests)

    # Each giver for themselves: a rest tells nobody who else was asked.
    await raises(group.member("chidi"), await posts(ben, "Third card"))
    await picks(ben)
    await names(ben, "Mo Berger")
    assert ben.sees("A note for you to copy")

    await group.wait(until=group.local("2026-12-22", "23:59"))
    assert len(await group.all(Rest)) == 3
    await group.wait(until=group.local("2026-12-23", "00:01"))
    assert await group.all(Rest) == []


async def test_one_contact_can_be_asked_for_two_peers_of_one_card_but_not_after_a_no(
    group: Scene,
) -> None:
    ana = group.member("ana")
    post = await posts(ana)
    await raises(group.member("ben"), post)
    await raises(group.member("chidi"), post, "Second line")
    await picks(ana)
    await names(ana)
    await picks(ana)
    await opens(ana)
    await ana.taps("Name the contact")
    assert ana.form.fields[0].value == CONTACT
    await ana.answers()
    assert ana.sees("A note for you to copy", "Second line")
    await ana.taps("They said no")
    await ana.taps("Yes, they said no")
    await opens(ana)
    await ana.taps("Ask somebody else", nth=1)
    await ana.answers(contact=CONTACT)
    assert ana.sees("You asked this person for a favour")


async def test_a_contacts_no_reads_like_everything_else_that_ends(group: Scene) -> None:
    ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
    post = await posts(ana)
    await raises(ben, post)
    await raises(chidi, post, LINE)
    await picks(ana)
    await names(ana)
    before = await _all_that_is_shown(ben)
    await ana.taps("They said no")
    assert ana.sees("Only you will know.")
    await ana.taps("Yes, they said no")
    assert ana.sees("The contact said no. Only you know that.")
    assert CONTACT not in ana.said()
    assert await _all_that_is_shown(ben) == before, "the no shows nowhere"
    await group.wait(days=1)
    sent = len(ben.inbox)
    assert len(chidi.inbox) == 0
    await closes(ana)
    assert post.card.title == "This one is closed."
    assert len(ben.inbox) == sent, "not at the moment of closing"
    await group.wait(days=1)
    assert ben.inbox[-1].card == chidi.inbox[-1].card
    assert ben.inbox[-1].at == chidi.inbox[-1].at == group.local("2026-11-25", "10:00")
    assert words_of(ben.inbox[-1].card).startswith("This one is closed.")
    after = [await _all_that_is_shown(peer) for peer in (ben, chidi)]
    assert after[0] == after[1]
    assert "Ana" not in "".join(after[0])


async def _all_that_is_shown(peer: Actor) -> list[str]:
    """What a peer can look at about their hand."""
    await peer.types("/refer")
    texts = [peer.said()]
    await peer.taps("Open")
    return [*texts, peer.said()]


async def test_expiry_looks_like_closing_and_comes_after_one_reminder(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    await raises(ben, post)
    await group.wait(until=group.local("2026-12-04", "23:00"))
    [_first, reminder] = ana.inbox
    assert reminder.card.title == "Your card closes soon."
    assert "Monday 7 December, 10:30" in words_of(reminder.card)
    await group.wait(until=group.local("2026-12-07", "10:29"))
    assert post.card.title == "A role to pass on"
    await group.wait(until=group.local("2026-12-07", "10:31"))
    assert post.card.title == "This one is closed."
    assert ben.inbox == []
    await group.wait(until=group.local("2026-12-09", "23:00"))
    [told] = ben.inbox
    assert told.at == group.local("2026-12-08", "10:00")
    assert "expire" not in words_of(told.card).lower()
    assert len(ana.inbox) == 2


async def test_no_reminder_without_a_hand_and_none_on_a_quiet_day(group: Scene) -> None:
    ana = group.member("ana")
    await posts(ana)
    await group.wait(days=15)
    assert ana.inbox == []
    [here] = await group.store.transaction(group.tenant).find(Group)
    day = date(2026, 12, 19)
    await keep(
        group, replace(here, quiet=(Quiet(day, day), Quiet(date(2026, 12, 22), date(2026, 12, 26))))
    )
    await raises(group.member("ben"), await posts(ana, "Day cook"))
    await group.wait(days=20)
    [_first, reminder] = ana.inbox
    assert reminder.at.date() == date(2026, 12, 20)
    [told] = group.member("ben").inbox
    assert told.at == group.local("2026-12-27", "10:00"), "not on the days of rest"


async def test_the_giver_takes_the_card_back(group: Scene) -> None:
    ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
    post = await posts(ana)
    card = post.card
    await raises(ben, post)
    await group.wait(minutes=2)
    assert any(p.where is Where.THREAD for p in group.postbox.posts.values())
    await opens(ana)
    await ana.taps("Take the card back")
    await ana.taps("Yes, take it back")
    assert group.postbox.in_channel() == []
    assert [p for p in group.postbox.posts.values() if p.where is Where.THREAD] == []
    await ben.taps("Raise a hand", on=card)
    assert ben.sees("This one is closed.")
    await chidi.taps("Raise a hand", on=card)
    assert chidi.sees("This one is closed.")
    await group.wait(days=2)
    assert [p.card.title for p in ben.inbox] == ["This one is closed."]


async def test_a_hand_is_taken_down_silently_with_what_was_typed_about_it(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await raises(ben, await posts(ana))
    await picks(ana)
    await names(ana)
    note = ana.card
    await ana.taps("They said yes")
    await ana.answers(words=WORDS)
    recap = ana.card
    sent = len(ana.inbox)
    await ben.types("/refer")
    await ben.taps("Open")
    await ben.taps("Take my hand down")
    assert ben.sees("Your hand is down.", "Nobody is told")
    assert await group.all(Hand) == []
    await ana.taps("Give it to both", on=recap)
    assert WORDS not in ana.said()
    await ana.taps("They said yes", on=note)
    assert ana.sees("This one is closed.")
    await opens(ana)
    assert ana.sees("No hands yet")
    await group.wait(days=2)
    assert len(ana.inbox) == sent
    assert WORDS not in str(await group.all(Conversation))


async def test_somebody_kept_apart_notices_nothing_and_is_not_noticed(group: Scene) -> None:
    ana, ben, chidi, eun = (group.member(who) for who in ("ana", "ben", "chidi", "eun"))
    await keep(group, Block("b1", "ana", "ben"), Block("b2", "eun", "ana"))
    post = await posts(ana)
    quiet = words_of(post.card)
    await raises(ben, post)
    shown_to_ben = ben.said()
    await raises(eun, post)
    assert eun.said() == shown_to_ben
    assert words_of(post.card) == quiet
    await group.wait(days=1)
    assert ana.inbox == []
    await opens(ana)
    assert ana.sees("No hands yet")
    await raises(chidi, post)
    assert chidi.said() == shown_to_ben
    await opens(ana)
    assert ana.sees("One hand is up")
    assert words_of(post.card) == quiet
    [hidden] = [
        h for h in await group.store.transaction(group.tenant).find(Hand) if h.member == "ben"
    ]
    await ana.presses(f"v1:referral.pick:{hidden.id}:0:yes")
    assert ana.sees("This one is closed.")
    await closes(ana)
    await group.wait(days=3)
    closings = [peer.inbox[-1].card for peer in (ben, chidi, eun)]
    assert closings[0] == closings[1] == closings[2]


async def test_a_block_after_the_pick_ends_it_without_a_word(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await raises(ben, await posts(ana))
    await picks(ana)
    await names(ana)
    note = ana.card
    await keep(group, Block("b1", "ana", "ben"))
    await ana.taps("They said yes", on=note)
    assert ana.sees("This one is closed.")
    await opens(ana)
    assert "Ben" not in ana.said()
    assert await _all_that_is_shown(ben)


async def test_words_and_contacts_are_deleted_some_time_after_the_end(group: Scene) -> None:
    ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
    post = await posts(ana)
    await raises(ben, post)
    await raises(chidi, post, "Second line")
    await introduces(ana)
    await group.wait(days=1)
    await closes(ana)
    assert ana.sees("Ben")
    await group.wait(days=29)
    assert "Second line" in str(await group.all(Hand))
    await group.wait(days=2)
    left = str([*await group.all(Hand), *await group.all(Delivery)])
    for word in (LINE, "Second line", "Mo Berger", "mo@example.org"):
        assert word not in left
        for message in ben.inbox:
            assert word not in words_of(message.card)
    await ben.types("/refer")
    await ben.taps("Open")
    assert ben.sees("The contact's words were deleted")
    await group.wait(days=31)
    assert await group.all(Hand) == await group.all(Referral) == []


async def test_messages_can_be_stopped_with_one_tap_and_wanted_again(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    await raises(ben, post)
    await picks(ana)
    [picked] = ben.inbox
    await ben.taps("Stop these messages", on=picked.card)
    assert ben.sees("Stopped.")
    await names(ana)
    await ana.taps("They said yes")
    await ana.answers()
    await ana.taps("Give it to both")
    await group.wait(days=30)
    assert len(ben.inbox) == 1
    await ben.types("/refer")
    assert ben.sees("There is an introduction")
    await ben.taps("Write to me about passing on again")
    [member] = [
        m for m in await group.store.transaction(group.tenant).find(Member) if m.id == "ben"
    ]
    assert member.referral_news


async def test_a_waiting_message_is_taken_back_when_they_are_stopped(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    one, two = await posts(ana), await posts(ana, "Day cook")
    await raises(ben, one)
    await raises(ben, two)
    await picks(ana)
    await ana.types("/refer")
    await ana.taps("Open", nth=1)
    await ana.taps("Pick")
    await ana.taps("Yes, pick")
    [picked] = ben.inbox
    await ben.taps("Stop these messages", on=picked.card)
    await group.wait(days=3)
    assert len(ben.inbox) == 1


async def test_who_leaves_takes_cards_and_hands_along_silently(group: Scene) -> None:
    ana, ben, chidi = (group.member(who) for who in ("ana", "ben", "chidi"))
    post, other = await posts(ana), await posts(chidi, "Day cook")
    await raises(ben, post)
    await raises(ana, other)
    await ana.types("/refer")
    await ana.taps("Pass something on")
    turn = WorkTurn(
        group.store.transaction(group.tenant), group.clock.now(), prose(), group.house.ids
    )
    await referral.left(turn, "ana")
    await turn.commit()
    await group.house.outbox.run()
    assert post.card.title == "This one is closed."
    assert other.card.title == "A role to pass on"
    assert await group.all(Conversation) == []
    assert [h.member for h in await group.store.transaction(group.tenant).find(Hand)] == ["ben"]
    await group.wait(days=2)
    assert [p.card.title for p in ben.inbox] == ["This one is closed."]
    await opens(chidi)
    assert chidi.sees("No hands yet")


async def test_a_debrief_that_means_to_pass_on_opens_a_draft(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    await ana.answers(pace="now", stage="final")
    await ana.answers(employer="Acme", role="Night cook")
    while ana.form.step != "network":
        await ana.answers()
    await ana.answers(who="Mo Berger", next_steps=("pass_on",), more="no")
    while isinstance(ana.last, Ask):
        await ana.answers()
    await ana.taps("Keep it")
    await ana.taps("Open a referral draft")
    assert [one.value for one in ana.form.fields] == ["role", "Night cook", None]
    await ana.answers()
    await ana.answers(confirmed=ALL_THREE)
    assert "Acme" not in ana.said()
    assert "Mo Berger" not in ana.said()
    await ana.taps("Post it")
    [post] = group.postbox.in_channel()
    await raises(group.member("ben"), post)
    await picks(ana)
    await opens(ana)
    await ana.taps("Name the contact")
    assert ana.form.fields[0].value == "Mo Berger"


async def test_a_debrief_without_that_wish_offers_nothing(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/debrief")
    while isinstance(ana.last, Ask):
        await ana.answers()
    await ana.taps("Keep it")
    assert ana.card is not None
    assert "Open a referral draft" not in [plain(b.label) for b in buttons_of(ana.card)]


async def test_what_is_not_yours_shows_nothing(group: Scene) -> None:
    ana, ben, eun = (group.member(who) for who in ("ana", "ben", "eun"))
    post = await posts(ana)
    await raises(ben, post)
    [mine] = await group.store.transaction(group.tenant).find(Referral)
    hand = await the_hand(group)
    for verb in ("given", "close", "take_back", "post"):
        await eun.presses(f"v1:referral.{verb}:{mine.id}:0:yes")
        assert eun.said().startswith("This one is closed.")
    for verb in (
        "pick",
        "ask",
        "note",
        "yes",
        "no",
        "text",
        "hand",
        "down",
        "thank",
        "later",
        "outcome",
    ):
        await eun.presses(f"v1:referral.{verb}:{hand.id}:0:yes")
        assert eun.said().startswith("This one is closed.")
        assert "Night cook" not in eun.said()
    await ben.presses(f"v1:referral.pick:{hand.id}:0:yes")
    assert ben.sees("This one is closed.")
    assert await the_hand(group) == hand
    assert (await the_hand(group)).state is HandState.RAISED


async def test_outside_a_group_there_is_nothing_to_raise_or_post(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    [member] = [
        m for m in await group.store.transaction(group.tenant).find(Member) if m.id == "ben"
    ]
    await keep(group, replace(member, group=None, apart=True))
    await ben.taps("Raise a hand", on=post.card)
    assert ben.sees("This one is closed.")
    await ben.types("/refer")
    assert ben.sees("Passing on works inside a group")
    await ben.types("/refer Night cook")
    assert ben.sees("Passing on works inside a group")


async def test_it_survives_restarts_half_way(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await drafts(ana)
    await group.restart()
    await ana.taps("Post it")
    [post] = group.postbox.in_channel()
    await ben.taps("Raise a hand", on=post.card)
    await group.restart()
    await ben.answers(line=LINE)
    await picks(ana)
    await group.restart()
    await names(ana)
    await group.restart()
    await ana.taps("They said yes")
    await ana.answers(words=WORDS)
    await group.restart()
    await ana.taps("Give it to both")
    assert (await the_hand(group)).state is HandState.INTRODUCED


async def test_home_leads_to_it(group: Scene) -> None:
    ana = group.member("ana")
    await ana.opens_home()
    await ana.taps("Pass something on")
    assert ana.sees("Passing on", "Nothing here yet.")
    await ana.taps("Pass something on")
    assert ana.form.step == "card"


async def test_no_message_of_it_lacks_a_one_tap_stop(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    post = await posts(ana)
    await raises(ben, post)
    await raises(group.member("chidi"), post)
    await introduces(ana)
    await group.wait(days=2)
    await ben.taps("Say thank you to Ana", on=ben.inbox[-1].card)
    await ben.taps("Ask me in two weeks how it went")
    await group.wait(days=20)
    cards: list[Card] = [p.card for who in ("ana", "ben", "chidi") for p in group.member(who).inbox]
    assert len(cards) >= 7
    for card in cards:
        assert "Stop these messages" in [button.label for button in card.buttons], card.title


async def test_a_preview_for_one_group_posts_nothing_into_another(group: Scene) -> None:
    ana = group.member("ana")
    await drafts(ana)
    old = ana.token("Post it")
    await keep(group, Group("g2", "#nurses", "nurses", "Europe/Berlin", ("eun",)))
    [known] = [m for m in await group.find(Member) if m.id == "ana"]
    await keep(group, replace(known, group="g2"))
    await ana.presses(old)
    assert group.postbox.posts == {}
    assert ana.sees("In #nurses, as soon as you tap:")
    await ana.taps("Post it")
    assert len(group.postbox.in_channel("nurses")) == 1


async def test_a_giver_who_deletes_everything_is_not_quoted_afterwards(group: Scene) -> None:
    ana, ben = group.member("ana"), group.member("ben")
    await raises(ben, await posts(ana, "Marmalade cook"))
    await ana.types("/mydata")
    await ana.taps("Delete everything")
    await ana.answers(word="delete")
    await group.wait(days=3)
    assert [plain(post.card.title) for post in ben.inbox] == ["This one is closed."]
    assert not any("Marmalade" in words_of(p.card) for p in group.postbox.posts.values())
    stored = b"".join(p.read_bytes() for p in group.folder.rglob("*") if p.is_file())
    assert b"Marmalade" not in stored
