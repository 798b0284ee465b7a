"""What people do, step by step, without a platform. Buttons go by what they do, days by their date:
a console reads "friday" as well, where Slack and Discord have a calendar or a line of their own.
"""

from __future__ import annotations

from bot.core.model import Group, Member
from tests.adapters.parity.world import CHANNEL, Hand, World

DARK = "I don't want to live any more, marzipan"
ALL_THREE = ("over", "may_share", "nothing_confidential")
CONTACT = "Mo Berger, head cook"


# Debrief.


async def keeps(who: Hand, text: str, kind: str = "practice", employer: str = "") -> None:
    """The 90-second debrief with one win, kept."""
    await who.types("debrief", employer)
    await who.fills(pace="short", stage="screen")
    await who.fills(feeling="flat")
    await who.fills(kind=kind, text=text)
    await who.taps("debrief.keep")


async def tells_all(who: Hand) -> None:
    """The full debrief, up to its recap."""
    await who.types("debrief", "Acme")
    await who.fills(pace="now", stage="interview")
    await who.fills(role="Warehouse lead")
    await who.fills(feeling="sad", to_a_friend="It says nothing about you.")
    await who.fills(went_well="The question about shifts", rehearse="Why us?")
    await who.fills(clue="They hire in March")
    await who.fills(pulled_in="The crew", drained="The forms & <papers>")
    await who.fills(want="A crew", dont_want="Nights alone")
    await who.fills(who="Mo", next_steps=("thank", "stay_in_touch"), more="yes")
    await who.fills(who="Li", next_steps=("ask_who_else",))
    await who.fills(moment="it is Friday", act="write to Mo", plan_date="2026-11-27")
    await who.fills(line="walk first")


async def full_debrief(world: World) -> None:
    ana = world.hand("ana")
    await tells_all(ana)
    ana.sees("Your debrief: Acme", "They hire in March", "treated me well")
    await ana.taps("debrief.keep")
    ana.sees("Kept. It is in your wins book.")
    await ana.taps("debrief.after", "okay")


async def back_skip_and_edit(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("debrief", "Acme")
    await ana.fills(pace="now", stage="final")
    await ana.fills(role="Cook")
    await ana.goes("talk.back")
    await ana.fills(employer="Acme & Söhne", role="Head cook")
    await ana.goes("talk.skip")
    await ana.fills(went_well="I stayed calm", differently="Ask about pay")
    await ana.goes("talk.skip")
    await ana.fills(pulled_in="The crew")
    await ana.goes("talk.skip")
    await ana.fills()
    await ana.fills(moment="it is Friday", act="rest", plan_date="2026-11-01")
    ana.sees("This day has gone by.")
    await ana.fills(plan_date="2026-12-04")
    await ana.goes("talk.skip")
    await ana.taps("talk.edit")
    await ana.taps("talk.edit", "practice")
    await ana.fills(went_well="I stayed calm, twice")
    ana.sees("I stayed calm, twice", "Ask about pay")
    await ana.taps("debrief.keep")


async def short_debrief(world: World) -> None:
    ana = world.hand("ana")
    await keeps(ana, "They pay by the hour", "industry", "Globex")
    ana.sees("Kept. It is in your wins book.")


async def just_logged(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("rejected")
    await ana.fills(pace="log", stage="ghosted")
    await ana.fills(employer="Initech")
    ana.sees("Logged.")


async def stopped_and_resumed(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("debrief")
    await ana.fills(pace="now", stage="screen")
    await ana.fills(employer="Acme")
    await ana.goes("talk.stop")
    ana.sees("Stopped for now.")
    await ana.types("debrief")
    ana.sees("You can go on where you stopped.")
    await ana.taps("talk.resume")
    await ana.fills(feeling="flat")
    await ana.goes("talk.stop")


async def brought_back_tomorrow(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("debrief")
    await ana.fills(pace="later", stage="final")
    await ana.fills(when="tomorrow")
    await world.until("2026-11-24", "10:05")
    await ana.taps_letter("debrief.tomorrow")
    await world.until("2026-11-25", "10:05")
    await ana.taps_letter("talk.resume")
    await ana.fills(pace="log")
    await ana.fills()


async def thrown_away(world: World) -> None:
    ana = world.hand("ana")
    await tells_all(ana)
    await ana.taps("debrief.delete")
    await ana.taps("talk.resume")
    await ana.taps("debrief.delete")
    await ana.taps("debrief.delete", "yes")


async def reported_in_plain_words(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    await ana.says("I didn't get the job at Acme")
    await ana.taps("debrief.accept", "short")
    await ana.fills(stage="final")
    await ana.fills(feeling="sad")
    await ana.fills(kind="self", text="I know what I want")
    await ana.taps("debrief.keep")
    await ben.says("Globex turned me down after the interview")
    await ben.taps("debrief.decline")
    await ben.says("hello there")


# Hard moments.


async def in_danger(who: Hand) -> None:
    await who.types("debrief")
    await who.fills(pace="now", stage="screen")
    await who.fills(employer="Acme")
    # No feeling chosen: a console has saved that before it hears the words, the others have not.
    await who.fills(to_a_friend=DARK)
    who.sees("I'd like to stop here for a moment.", "marzipan")


async def stopped_in_a_form(world: World) -> None:
    ana = world.hand("ana")
    await in_danger(ana)
    nowhere(world)
    await ana.taps("care.stop")
    nowhere(world)


async def carried_on(world: World) -> None:
    ana = world.hand("ana")
    await in_danger(ana)
    nowhere(world)
    await ana.carries_on()
    await ana.fills(went_well="I got up")
    await ana.goes("talk.stop")


async def talked_to_somebody(world: World) -> None:
    ana = world.hand("ana")
    await in_danger(ana)
    await ana.taps("care.person")
    nowhere(world)
    await world.wait(minutes=5)


async def stopped_in_private_words(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    await ana.says(DARK)
    ana.sees("I'd like to stop here for a moment.")
    await ana.taps("care.stop")
    await ben.says(DARK)
    await ben.taps("care.person")
    await world.wait(minutes=5)
    nowhere(world)


async def more_than_a_job_thing(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("debrief")
    await ana.fills(pace="short", stage="screen")
    await ana.goes("talk.exit", "more")
    await ana.taps("care.carry_on")
    await ana.fills(feeling="flat")
    await ana.goes("talk.stop")


def nowhere(world: World) -> None:
    """The words that stopped the flow are in no byte of what is kept."""
    for file in world.folder.rglob("*"):
        assert not file.is_file() or b"marzipan" not in file.read_bytes(), file


# The wins book, and sharing.


async def searched_edited_deleted(world: World) -> None:
    ana = world.hand("ana")
    await keeps(ana, "The question about shifts", employer="Acme")
    await keeps(ana, "They hire in March", "industry", "Globex")
    await ana.types("wins", "shifts")
    await ana.taps("wins.win")
    await ana.taps("wins.edit")
    await ana.fills(text="The question about nights")
    await ana.types("wins")
    await ana.taps("wins.search")
    await ana.fills(kind="industry", employer="globex")
    ana.sees("One line found")
    await ana.taps("wins.win")
    await ana.taps("wins.delete")
    await ana.taps("wins.delete", "yes")
    await ana.types("wins")
    await ana.taps("wins.debriefs")
    await ana.taps("wins.debrief")
    await ana.taps("wins.edit_debrief")
    await ana.fills(role="Cook")
    await ana.fills(feeling="okay")
    await ana.types("wins")
    await ana.taps("wins.export")
    world.files.append(await ana.file())


async def shared_and_taken_back(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    await keeps(ana, "I asked Acme what they pay. *Boldly* & <calmly>", employer="Acme")
    await ana.taps("debrief.share")
    await ana.taps("sharing.win")
    await ana.fills(way="now", named="named", employer="masked")
    await ana.fills()
    ana.sees("I asked a company what they pay.")
    await ana.taps("sharing.post")
    await keeps(ben, "I slept", "self")
    await ben.taps("debrief.share")
    await ben.taps("sharing.win")
    await ben.fills(way="now", named="unnamed")
    await ben.fills(words="I slept well")
    await ben.taps("sharing.post")
    await ana.types("wins", "pay")
    await ana.taps("wins.win")
    await ana.taps("sharing.take_back")


# What comes by itself.


async def weekly_encouragement(world: World) -> None:
    ana, ben, dana = world.hand("ana"), world.hand("ben"), world.hand("dana")
    await keeps(ana, "a shorter CV")
    await ana.taps("debrief.share")
    await ana.taps("sharing.win")
    await ana.fills(way="weekly", named="named")
    await ana.fills()
    await ana.taps("sharing.post")
    await ben.opens_home()
    await ben.taps("members.open")
    await ben.taps("encouragement.privately")
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("encouragement.plan")
    await dana.taps("encouragement.preview")
    await world.until("2026-11-30", "09:05")
    await ben.taps_letter("encouragement.to_channel")
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("encouragement.plan")
    await dana.taps("encouragement.edit")
    await dana.fills(words="One small thing this week.")
    await ana.types("wins", "shorter")
    await ana.taps("wins.win")
    await ana.taps("sharing.take_back")
    await world.wait(days=7)
    await ana.taps_post("practice.open")


async def quiet_days_and_pauses(world: World) -> None:
    dana, ana = world.hand("dana"), world.hand("ana")
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("groups.quiet")
    await dana.taps("groups.add_quiet")
    await dana.fills(first="2026-11-30", last="2026-12-01")
    await ana.opens_home()
    await ana.taps("members.open")
    await ana.taps("members.pause")
    await ana.fills(until="2026-12-07")
    ana.sees("Paused until Monday 7 December")
    await world.wait(days=8)
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("groups.quiet")
    await dana.taps("groups.unquiet")
    await dana.taps("groups.add_quiet")
    await dana.fills(paused_until="2026-12-15")
    await world.wait(days=7)
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("groups.quiet")
    await dana.taps("groups.unpause")


async def check_in(world: World) -> None:
    ana, ben, chidi, eun = (world.hand(who) for who in ("ana", "ben", "chidi", "eun"))
    await eun.types("wins")
    await world.until("2026-11-26", "09:01")
    await ana.taps_post("checkin.answer")
    await ana.fills(last_plan="partly", learn="telling my story")
    await ana.fills(ask="somebody to read my CV", energy=2)
    await ana.taps("checkin.show")
    await ana.taps("checkin.change")
    await ana.fills(learn="telling my story in two minutes")
    await ana.fills()
    ana.sees("The group still reads your earlier words.")
    await ana.taps("checkin.show")
    await ben.types("checkin")
    await ben.fills(last_plan="did")
    await ben.fills(offer="I read CVs in the evening", energy=4)
    await ben.taps("checkin.show")
    await chidi.types("checkin")
    await chidi.fills(learn="listening")
    await chidi.fills()
    await chidi.taps("checkin.show")
    await chidi.taps("checkin.withdraw")
    await eun.types("checkin")
    await eun.fills()
    await eun.fills()
    await world.wait(hours=49)
    await ben.types("checkin")
    await ben.taps("checkin.hide")


async def follow_up(world: World) -> None:
    ana = world.hand("ana")
    await tells_all(ana)
    await ana.taps("debrief.keep")
    await ana.taps("followup.choose")
    await ana.taps("followup.on", "thank")
    await ana.taps("followup.on", "feedback")
    await ana.taps("followup.off", "feedback")
    await ana.taps("followup.on", "plan")
    await world.wait(days=1)
    await ana.taps_letter("followup.again")
    await world.until("2026-11-27", "18:05")
    await ana.taps_letter("followup.plan", "not_come")
    await ana.taps("followup.replan")
    await ana.fills(act="write one line to Mo", plan_date="2026-12-01")
    await world.until("2026-12-01", "18:05")
    await ana.taps_letter("followup.plan", "did")


# With others.


async def introduction(world: World) -> None:
    ana, ben, chidi = (world.hand(who) for who in ("ana", "ben", "chidi"))
    await ana.types("refer")
    await ana.fills(kind="role", title="Night cook", about="Call 030 1234567")
    ana.sees("please take it out")
    await ana.fills(about="They train people, and the bus runs all night.")
    await ana.fills(confirmed=ALL_THREE, cap="1")
    await ana.taps("referral.post")
    await ben.taps_post("referral.raise")
    await ben.fills(line="Three years of nights & <mornings>")
    await chidi.taps_post("referral.raise")
    await chidi.fills(line="Two years")
    await chidi.taps("referral.down")
    await ana.taps_letter("referral.given")
    await ana.taps("referral.pick")
    await ana.taps("referral.pick", "yes")
    await ana.taps("referral.ask")
    await ana.fills(contact=CONTACT)
    await ana.taps("referral.yes")
    await ana.fills(words="Mo is happy to talk on Thursdays")
    await ana.taps("referral.introduce")
    await world.wait(days=1)
    await ben.taps_letter("referral.thank")
    await world.wait(days=1)
    await ben.taps("referral.later")
    await world.wait(days=15)
    await ben.taps_letter("referral.outcome", "applied")


async def a_contact_who_says_no(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    await ana.types("refer")
    await ana.fills(kind="contact", title="A cook who knows people")
    await ana.fills(confirmed=ALL_THREE[:2])
    ana.sees("only if all three are so")
    await ana.fills(confirmed=ALL_THREE)
    await ana.taps("talk.edit")
    await ana.taps("talk.edit", "card")
    await ana.fills(title="A head cook who knows people")
    await ana.taps("referral.post")
    await ben.taps_post("referral.raise")
    await ben.fills(line="I would love to")
    await ana.taps_letter("referral.given")
    await ana.taps("referral.pick")
    await ana.taps("referral.pick", "yes")
    await ana.taps("referral.ask")
    await ana.fills(contact=CONTACT)
    await ana.taps("referral.no")
    await ana.taps("referral.no", "yes")
    await ana.types("refer")
    await ana.taps("referral.given")
    await ana.taps("referral.take_back")
    await ana.taps("referral.take_back", "yes")
    await world.wait(hours=1)


async def a_card_that_runs_out(world: World) -> None:
    ana = world.hand("ana")
    await ana.types("refer")
    await ana.fills(kind="lead", title="Day cook")
    await ana.fills(confirmed=ALL_THREE)
    await ana.taps("referral.post")
    await world.wait(days=15)


async def practice(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    await ana.types("practice")
    await ana.taps("practice.add")
    await ana.fills(question="Why us?")
    await ana.taps("practice.question")
    await ana.taps("practice.notes")
    await ana.fills(notes="the night shifts")
    await ana.taps("practice.grade", "well")
    await ana.types("practice")
    await ana.taps("practice.common")
    await ana.taps("practice.common", "keep")
    await ana.types("practice")
    await ana.taps("practice.join")
    await ben.types("practice")
    await ben.taps("practice.join", "weekly")
    await world.wait(days=3)
    await ben.taps_letter("practice.cannot")
    await world.wait(days=1)


async def blocks(world: World) -> None:
    ana, ben, chidi = (world.hand(who) for who in ("ana", "ben", "chidi"))
    for other in ("ben", "chidi"):
        await ana.opens_home()
        await ana.taps("members.open")
        await ana.taps("blocks.open")
        await ana.taps("blocks.add")
        await ana.fills(other=other)
        ana.sees(other, "They are never told.")
    await ana.taps("blocks.undo", nth=1)
    for who in (ana, ben, chidi):
        await who.types("practice")
        await who.taps("practice.join")
    await world.wait(days=3)


# Groups and members.


async def set_up(world: World) -> None:
    dana, ben = world.hand("dana"), world.hand("ben")
    await dana.opens_home()
    await dana.taps("groups.setup")
    await dana.fills(channel=CHANNEL, zone="Europe/Lisbon")
    await dana.fills(weekday="tuesday", hour="08:30")
    await dana.fills(weekdays=("thursday",), hour="17:00")
    await dana.fills(helper="ben")
    dana.sees("A check-in on Thursday at 17:00.")
    await dana.taps("talk.edit")
    await dana.taps("talk.edit", "weekly")
    await dana.fills(hour="09:30")
    await dana.taps("groups.confirm")
    await ben.taps_letter("groups.helper_yes")
    await world.wait(days=9)


async def settings(world: World) -> None:
    dana = world.hand("dana")
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("groups.basics")
    await dana.fills(zone="Europe/Lisbon", referral_channel=CHANNEL)
    await dana.types("fourwins")
    await dana.taps("groups.settings")
    await dana.taps("groups.people")
    await dana.fills(organiser="ben", care_lines="Samaritans: 116 123")
    await dana.types("fourwins")
    await dana.taps("groups.settings")
    await dana.taps("groups.numbers")
    await dana.fills(floor="2")
    await dana.fills(floor="8", referral_days="10")
    await dana.fills(drafts="3", contacts="10", energy="30")
    await dana.types("fourwins")
    await dana.taps("groups.settings")
    await dana.taps("encouragement.plan")
    await dana.taps("encouragement.time")
    await dana.fills(weekday="wednesday", hour="10:15")
    await dana.types("fourwins")
    await dana.taps("groups.settings")
    await dana.taps("checkin.plan")
    await dana.taps("checkin.time")
    await dana.fills(weekdays=("monday", "friday"), hour="08:00", open_hours="24")
    await dana.types("fourwins")
    await dana.taps("groups.settings")
    await dana.taps("groups.step_down")


async def a_member_who_leaves(world: World) -> None:
    ana = world.hand("ana")
    await ana.opens_home()
    await ana.taps("members.open")
    await ana.taps("members.change")
    await ana.fills(zone="Asia/Tokyo", wakes="07:00", sleeps="22:30")
    await ana.taps("members.leave")
    await ana.taps("members.leave", "yes")
    await ana.types("debrief")
    await ana.fills(pace="log", stage="screen")
    await ana.fills(employer="Acme")
    await ana.opens_home()
    await ana.taps("members.open")
    await ana.taps("members.join")


# Where the core is told of the same thing in other ways.


async def where_they_differ(world: World) -> None:
    ana, dana, eun = world.hand("ana"), world.hand("dana"), world.hand("eun")
    await eun.types("debrief", "Acme")
    await eun.fills(pace="now")
    await eun.types("wins")
    await in_danger(ana)
    await ana.carries_on()
    await ana.fills()
    await ana.goes("talk.stop")
    await dana.opens_home()
    await dana.taps("groups.settings")
    await dana.taps("groups.numbers")
    await dana.fills(referral_days="999")
    await dana.fills(referral_days="10")
    await dana.fills()
    await world.until("2026-11-26", "09:01")
    await ana.types("checkin")
    await ana.fills()
    await ana.fills(energy=3)


# One's own data.


async def exported_and_deleted(world: World) -> None:
    ana, ben = world.hand("ana"), world.hand("ben")
    for who, text in ((ana, "I asked about pay"), (ben, "I slept")):
        await keeps(who, text, employer="Acme")
        await who.taps("debrief.share")
        await who.taps("sharing.win")
        await who.fills(way="now", named="named")
        await who.fills()
        await who.taps("sharing.post")
    await ana.types("mydata")
    await ana.taps("my_data.export")
    world.files.append(await ana.file())
    await ana.types("mydata")
    await ana.taps("my_data.erase")
    await ana.fills(word="yes")
    ana.sees("Nothing was deleted.")
    await ana.types("mydata")
    await ana.taps("my_data.erase")
    await ana.fills(word="delete")
    ana.sees("Deleted.")
    await world.wait(hours=1)
    groups = await world.house.store.transaction(world.tenant).find(Group)
    assert [one.id for one in groups] == ["g1"]
    members = await world.house.store.transaction(world.tenant).find(Member)
    assert ana.id not in [one.id for one in members]
