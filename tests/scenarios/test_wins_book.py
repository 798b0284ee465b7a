"""The wins book, as its owner meets it: to find, edit, take along and delete."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.cards import Attachment, Correct, Entry, Show, press_token
from bot.core.model import Conversation, Debrief, Feeling, Stage, Win
from bot.core.text import plain
from bot.core.wins import Facet, NextStep, WinKind
from tests.scene import START, Actor, Scene

pytestmark = pytest.mark.asyncio

VERBS = ("win", "edit", "delete", "debrief", "edit_debrief", "delete_debrief", "found")


def win(number: int, text: str, **changes: object) -> Win:
    known: dict[str, object] = {
        "member": "ana",
        "kind": WinKind.PRACTICE,
        "facet": Facet.FREE,
        "at": START - timedelta(days=40 - number),
    }
    return Win(id=f"w{number:02}", text=text, **(known | changes))  # type: ignore[arg-type]  # a win's own fields


async def book(group: Scene) -> Actor:
    """Ana, with two debriefs and a line of each sort."""
    acme, globex = START - timedelta(days=30), START - timedelta(days=3)
    await group.save(
        Debrief(
            "d1",
            "ana",
            acme,
            "g1",
            Stage.FINAL,
            "Acme",
            "Warehouse lead",
            Feeling.FLAT,
            "It says nothing *about* you.",
            "it is Friday",
            "write to Mo",
            date(2026, 11, 27),
            "walk first",
            Feeling.OKAY,
        ),
        Debrief("d2", "ana", globex, "g1", employer="Globex"),
        win(1, "The question about shifts", debrief="d1", employer="Acme", at=acme),
        win(
            2,
            "Why did you leave?",
            facet=Facet.QUESTION,
            debrief="d1",
            employer="Acme",
            at=acme,
        ),
        win(3, "They hire in March", kind=WinKind.INDUSTRY, facet=Facet.CLUE, debrief="d1"),
        win(4, "A crew", kind=WinKind.SELF, facet=Facet.WANT, debrief="d2", employer="Globex"),
        win(5, "Nights alone", kind=WinKind.SELF, facet=Facet.DONT_WANT, employer="Initech"),
        win(6, "The noise", kind=WinKind.SELF, facet=Facet.DRAINED),
        win(
            7,
            "Mo",
            kind=WinKind.NETWORK,
            facet=Facet.PERSON,
            next_steps=(NextStep.THANK, NextStep.STAY_IN_TOUCH),
            debrief="d2",
            employer="Globex",
        ),
    )
    return group.member("ana")


def listed(ana: Actor) -> list[str]:
    """The texts of the entries that are shown, in order."""
    assert isinstance(ana.last, Show)
    return [plain(block.text) for block in ana.last.card.body if isinstance(block, Entry)]


async def test_an_empty_book_owes_nothing(group: Scene) -> None:
    ana = group.member("ana")
    await ana.types("/wins")
    assert ana.sees("Nothing here yet, and nothing is owed.")
    await ana.taps("Debrief a no")
    assert ana.form.step == "start"


async def test_the_front_says_how_much_there_is_of_each_kind(group: Scene) -> None:
    ana = await book(group)
    await ana.types("/wins")
    assert ana.sees("7 lines kept, from 2 debriefs.", "Only you can see this book.")
    assert ana.sees("Practice (2)", "Industry (1)", "Self (3)", "Network (1)")


@pytest.mark.parametrize(
    ("button", "texts"),
    [
        ("Practice (2)", ["The question about shifts", "Why did you leave?"]),
        ("Self (3)", ["The noise", "Nights alone", "A crew"]),
        ("Question bank", ["Why did you leave?"]),
        ("People", ["Mo"]),
    ],
)
async def test_each_shelf_holds_its_own(group: Scene, button: str, texts: list[str]) -> None:
    ana = await book(group)
    await ana.types("/wins")
    await ana.taps(button)
    assert sorted(listed(ana)) == sorted(texts)
    await ana.taps("Back to the book")
    assert ana.sees("Your wins book")


async def test_the_newest_is_first_and_pages_lead_to_the_oldest(group: Scene) -> None:
    await group.save(*(win(n, f"Line {n}") for n in range(14)))
    ana = group.member("ana")
    await ana.presses(press_token("wins.page", "all", 1))
    assert listed(ana) == [f"Line {n}" for n in range(13, 7, -1)]
    assert ana.sees("Page 1 of 3")
    assert not ana.offers("Newer")
    await ana.taps("Older")
    await ana.taps("Older")
    assert listed(ana) == ["Line 1", "Line 0"]
    assert ana.sees("Page 3 of 3")
    assert not ana.offers("Older")
    await ana.taps("Newer")
    assert listed(ana) == [f"Line {n}" for n in range(7, 1, -1)]


async def test_a_page_that_is_no_more_shows_the_last_there_is(group: Scene) -> None:
    await group.save(*(win(n, f"Line {n}") for n in range(3)))
    ana = group.member("ana")
    for number in (9, 999_999_999):
        await ana.presses(press_token("wins.page", "practice", number))
        assert listed(ana) == ["Line 2", "Line 1", "Line 0"]


async def test_a_shelf_can_be_empty(group: Scene) -> None:
    await group.save(win(1, "A line"))
    ana = group.member("ana")
    for shelf in ("people", "questions", "network"):
        await ana.presses(press_token("wins.page", shelf, 1))
        assert ana.sees("Nothing here yet.")
    await ana.presses(press_token("wins.direction"))
    assert ana.sees("Nothing here yet.")
    await ana.presses(press_token("wins.debriefs", "", 1))
    assert ana.sees("Nothing here yet.")


async def test_the_direction_page_lists_what_is_wanted_and_what_is_not(group: Scene) -> None:
    ana = await book(group)
    await ana.types("/wins")
    await ana.taps("Want / don't want")
    text = ana.said()
    order = ("What you want", "A crew", "What you don't want", "Nights alone", "What drained you")
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "What pulled you in" not in text
    assert "Mo" not in text


async def test_a_person_stands_with_what_to_do_about_them(group: Scene) -> None:
    ana = await book(group)
    await ana.presses(press_token("wins.page", "people", 1))
    assert ana.sees("treated me well: thank them, stay in touch", "Globex")


class TestSearching:
    @pytest.mark.parametrize(
        ("words", "texts"),
        [
            ("march", ["They hire in March"]),
            ("MARCH HIRE", ["They hire in March"]),
            ("shifts acme", ["The question about shifts"]),
            ("globex", ["A crew", "Mo"]),
            ("why did you leave?", ["Why did you leave?"]),
        ],
    )
    async def test_every_word_counts_and_case_does_not(
        self, group: Scene, words: str, texts: list[str]
    ) -> None:
        ana = await book(group)
        await ana.types(f"/wins {words}")
        assert sorted(listed(ana)) == texts

    async def test_by_kind_and_by_employer(self, group: Scene) -> None:
        ana = await book(group)
        await ana.types("/wins")
        await ana.taps("Search")
        await ana.answers(kind="self")
        assert sorted(listed(ana)) == ["A crew", "Nights alone", "The noise"]
        await ana.presses(press_token("wins.search"))
        await ana.answers(employer="  GLOBEX ", kind="network")
        assert ana.sees("One line found")
        assert listed(ana) == ["Mo"]

    async def test_umlauts_and_other_scripts_are_found_in_any_case(self, group: Scene) -> None:
        await group.save(win(1, "Straße und MÜLLER"), win(2, "שלום 👩🏽‍🍳"), win(3, "Nothing"))
        ana = group.member("ana")
        for words, text in (("müller", "Straße und MÜLLER"), ("strasse", "Straße und MÜLLER")):
            await ana.types(f"/wins {words}")
            assert listed(ana) == [text]
        await ana.types("/wins 👩🏽‍🍳")
        assert listed(ana) == ["שלום 👩🏽‍🍳"]

    async def test_nothing_found_is_said_kindly(self, group: Scene) -> None:
        ana = await book(group)
        await ana.types("/wins dragons")
        assert ana.sees("Nothing found.", "Fewer or shorter words may help.")
        await ana.taps("Search")
        await ana.answers(words="crew")
        assert listed(ana) == ["A crew"]

    async def test_everything_is_found_when_nothing_is_asked_for(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.search"))
        await ana.goes("skip")
        assert ana.sees("7 lines found", "Page 1 of 2")

    async def test_pages_of_a_search_lead_on(self, group: Scene) -> None:
        await group.save(*(win(n, f"Line {n}") for n in range(8)), win(9, "Other"))
        ana = group.member("ana")
        await ana.types("/wins line")
        assert ana.sees("8 lines found")
        await ana.taps("Older")
        assert listed(ana) == ["Line 1", "Line 0"]

    async def test_what_was_looked_for_is_forgotten_in_a_day(self, group: Scene) -> None:
        ana = await book(group)
        await ana.types("/wins crew")
        card = ana.card
        assert "crew" in str(await group.all(Conversation))
        await group.wait(days=1, minutes=1)
        assert await group.all(Conversation) == []
        await ana.taps("Open", on=card)
        assert ana.sees("A crew")

    async def test_an_old_search_is_answered_with_the_front(self, group: Scene) -> None:
        await group.save(*(win(n, f"Line {n}") for n in range(8)))
        ana = group.member("ana")
        await ana.types("/wins line")
        card = ana.card
        await group.wait(days=2)
        await ana.taps("Older", on=card)
        assert ana.sees("Your wins book", "8 lines kept")


class TestChanging:
    async def test_a_line_is_edited(self, group: Scene) -> None:
        ana = await book(group)
        await ana.types("/wins march")
        await ana.taps("Open")
        await ana.taps("Edit")
        assert [one.value for one in ana.form.fields] == ["They hire in March", None]
        await ana.answers(text="They hire in April", employer="Acme")
        assert ana.sees("They hire in April", "Acme")
        kept = await group.one(Win, "w03")
        assert (kept.text, kept.employer) == ("They hire in April", "Acme")

    async def test_left_empty_the_old_words_stay(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.edit", "w03"))
        assert [way for way in ana.form.ways if "skip" in way.press] == []
        await ana.answers(text="   ")
        assert ana.sees("They hire in March")
        assert (await group.one(Win, "w03")).text == "They hire in March"

    async def test_too_long_an_edit_is_given_back_and_changes_nothing(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.edit", "w03"))
        await ana.answers(text="word " * 700)
        assert isinstance(ana.last, Correct)
        assert ana.sees("longer than 3000 characters", ("word " * 700).strip())
        assert (await group.one(Win, "w03")).text == "They hire in March"

    async def test_a_person_is_edited_with_what_to_do(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.edit", "w07"))
        assert ana.form.fields[2].value == ("thank", "stay_in_touch")
        await ana.answers(text="Mo from the dock", next_steps=("pass_on",))
        kept = await group.one(Win, "w07")
        assert (kept.text, kept.next_steps) == ("Mo from the dock", (NextStep.PASS_ON,))

    async def test_a_debrief_is_edited_and_its_lines_follow_to_the_other_employer(
        self, group: Scene
    ) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.debrief", "d1"))
        assert ana.sees(
            "Acme, 24 October 2026",
            "How far it got: The final round",
            "Role: Warehouse lead",
            "It felt: flat",
            "Afterwards it felt: okay",
            "To a friend: It says nothing *about* you.",
            "If: it is Friday",
            "Then I will: write to Mo",
            "Day in mind: 27 November 2026",
            "For the next no, I will: walk first",
        )
        await ana.taps("Edit")
        await ana.answers(employer="Acme North")
        await ana.answers(feeling="angry")
        await ana.answers(act="ring Mo")
        await ana.answers(line=None)
        assert ana.sees("Acme North, 24 October 2026", "It felt: angry", "Then I will: ring Mo")
        kept = await group.one(Debrief, "d1")
        assert (kept.group, kept.role, kept.next_no) == ("g1", "Warehouse lead", None)
        assert kept.feeling_after is Feeling.OKAY
        assert kept.plan_date == date(2026, 11, 27)
        employers = {w.id: w.employer for w in await group.find(Win, debrief="d1")}
        assert employers == {"w01": "Acme North", "w02": "Acme North", "w03": None}

    async def test_deleting_a_line_asks_once_more(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.win", "w03"))
        await ana.taps("Delete")
        assert ana.sees("Delete this?", "I can't bring it back")
        await ana.taps("No, keep it")
        assert ana.sees("They hire in March")
        await ana.taps("Delete")
        await ana.taps("Yes, delete it")
        assert ana.sees("Deleted.")
        assert "w03" not in [w.id for w in await group.find(Win)]
        assert len(await group.find(Debrief)) == 2

    async def test_deleting_a_debrief_deletes_its_lines_and_no_others(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.debrief", "d1"))
        await ana.taps("Delete")
        await ana.taps("No, keep it")
        assert len(await group.find(Debrief)) == 2
        await ana.taps("Delete")
        await ana.taps("Yes, delete it")
        assert [d.id for d in await group.find(Debrief)] == ["d2"]
        assert [w.id for w in await group.find(Win)] == ["w04", "w05", "w06", "w07"]

    async def test_an_edit_of_what_was_deleted_meanwhile_says_so(self, group: Scene) -> None:
        ana = await book(group)
        await ana.presses(press_token("wins.edit", "w03"))
        form = ana.form
        await ana.presses(press_token("wins.delete", "w03", 0, "yes"))
        await ana.submits(form, {"text": "New", "employer": None})
        assert ana.sees("This is no longer in your book.")
        assert len(await group.find(Win)) == 6

    async def test_lines_of_a_long_debrief_keep_the_order_in_which_they_were_told(
        self, group: Scene
    ) -> None:
        await group.save(
            Debrief("d9", "ana", START, "g1"),
            *(
                Win(f"d9-{n:02}", "ana", WinKind.NETWORK, Facet.PERSON, f"Person {n}", START, "d9")
                for n in range(12)
            ),
        )
        ana = group.member("ana")
        await ana.presses(press_token("wins.debrief", "d9"))
        assert listed(ana) == [f"Person {n}" for n in range(12)]


class TestTakingItAlong:
    async def files(self, ana: Actor) -> dict[str, str]:
        await ana.types("/wins")
        await ana.taps("Take it with me")
        assert isinstance(ana.last, Show)
        return {b.name: b.text for b in ana.last.card.body if isinstance(b, Attachment)}

    async def test_both_files_hold_every_word(self, group: Scene) -> None:
        ana = await book(group)
        files = await self.files(ana)
        assert sorted(files) == ["wins.json", "wins.md"]
        wins, debriefs = await group.find(Win), await group.find(Debrief)
        for text in files.values():
            for word in [
                *(w.text for w in wins),
                *(w.employer or "" for w in wins),
                "Warehouse lead",
                "Acme",
                "about",
                "it is Friday",
                "write to Mo",
                "walk first",
            ]:
                assert word in text
        assert len(debriefs) == 2

    async def test_the_json_is_valid_and_whole(self, group: Scene) -> None:
        ana = await book(group)
        await group.save(win(8, 'Quote " backslash \\ newline\nשלום \u2028 </script>'))
        read = json.loads((await self.files(ana))["wins.json"])
        assert {w["id"] for w in read["wins"]} == {f"w{n:02}" for n in range(1, 9)}
        [odd] = [w for w in read["wins"] if w["id"] == "w08"]
        assert odd["text"] == 'Quote " backslash \\ newline\nשלום \u2028 </script>'
        [acme] = [d for d in read["debriefs"] if d["id"] == "d1"]
        assert (acme["stage"], acme["plan_date"]) == ("final", "2026-11-27")
        assert datetime.fromisoformat(acme["at"]) == datetime(2026, 10, 24, 9, 30, tzinfo=UTC)
        [mo] = [w for w in read["wins"] if w["id"] == "w07"]
        assert mo["next_steps"] == ["thank", "stay_in_touch"]

    async def test_the_markdown_shows_typed_marks_as_they_were_typed(self, group: Scene) -> None:
        await group.save(win(1, "*bold* [x](http://y) <b> &lt; # no\n- two\n1. three"))
        ana = group.member("ana")
        text = (await self.files(ana))["wins.md"]
        assert r"\*bold\* \[x\](http://y) \<b\> \&lt; \# no" in text
        assert "\n  \\- two" in text
        assert "\n  1\\. three" in text

    async def test_nobody_elses_words_are_in_it(self, group: Scene) -> None:
        await book(group)
        ben = group.member("ben")
        await group.save(win(50, "Ben's own", member="ben"))
        for text in (await self.files(ben)).values():
            assert "Ben's own" in text
            assert "Acme" not in text


@pytest.mark.parametrize("verb", VERBS)
async def test_another_members_book_shows_nothing(group: Scene, verb: str) -> None:
    ana, ben = await book(group), group.member("ben")
    await ana.types("/wins acme")
    [search] = await group.find(Conversation)
    ids = {"found": [search.id], "debrief": ["d1"], "edit_debrief": ["d1"]}.get(
        verb, ["d1"] if verb == "delete_debrief" else ["w01"]
    )
    for id in [*ids, "nothing", ""]:
        for choice in ("", "yes"):
            await ben.presses(press_token(f"wins.{verb}", id, 1, choice))
            assert "Acme" not in ben.said()
            assert "shifts" not in ben.said()
    assert len(await group.find(Win)) == 7
    assert len(await group.find(Debrief)) == 2
    await ben.types("/wins acme")
    assert ben.sees("Nothing found.")
