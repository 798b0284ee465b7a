"""What is typed for each transcript in docs/transcripts, and what must be said on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

TUESDAY = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Script:
    """Lines to type from a moment on, and sentences without which it has come out of step."""

    typed: tuple[str, ...]
    says: tuple[str, ...]
    start: datetime = TUESDAY


DEBRIEF = Script(
    (
        "I didn't get the job at Acme",
        # The offer: debrief now.
        "1",
        # Start: the pace is filled in; then the stage.
        "",
        "3",
        # The job: the employer is filled in; then the role.
        "",
        "Night nurse",
        # How it landed.
        "4",
        "One panel on one morning can't see eleven years.",
        # Practice.
        "I said how we halved the falls on my ward",
        "Bring the figures on paper",
        "Why do you want to leave your ward?",
        # Industry.
        "They hire twice a year, in May and November",
        # Self.
        "The way they talk to the porters",
        "The commute, even on paper",
        "nights with a team I can learn from",
        "a ward that is short every single night",
        # Network.
        "The head nurse, Mrs Okoye",
        "1 2",
        "2",
        # One plan.
        "it is Thursday and I've had breakfast",
        "write to Mrs Okoye",
        "thursday",
        # The next no.
        "ring Ben before I read it twice",
        # Recap: keep it. How do you feel now?
        "1",
        "2",
        # The wins book.
        "/wins",
    ),
    ("│ Your debrief: Acme\n", "│ Kept. It is in your wins book.\n", "│ Your wins book\n"),
)

SHORT = (
    # The 90-second version: stage, how it landed, one win, keep.
    "/debrief",
    "2",
    "3",
    "4",
    "1",
    "I asked for a minute to think, and got it",
    "1",
)

WEEKLY = Script(
    (
        *SHORT,
        # Share it in a weekly post, unnamed, employer masked, as it stands; post.
        "10",
        "1",
        "2",
        "1",
        "1",
        "",
        "1",
        # The organiser looks at the next post, and a week goes by.
        "@dana",
        "/fourwins",
        "7",
        "1",
        "1",
        "/clock +7d",
        # Its writer takes it back.
        "@ana",
        "/wins",
        "1",
        "1",
        "2",
        "/channel",
    ),
    (
        "Somebody in this group shared this:",
        "║ This week: practice\n",
        "Taken back.",
        "· changed\n",
    ),
)

CHECKIN = Script(
    (
        # Ben answers, and shows it to the group.
        "/clock 2026-11-26 09:00",
        "@ben",
        "/checkin",
        "2",
        "telling my story in two minutes",
        "somebody to read my CV",
        "",
        "3",
        "1",
        # An offer that fits.
        "@chidi",
        "/checkin",
        "1",
        "",
        "",
        "I read CVs on Sunday evenings",
        "4",
        "1",
        # An empty answer is an answer.
        "@eun",
        "/checkin",
        "",
        "",
        "",
        "",
        "",
        # Closing, two days later.
        "@ben",
        "/clock +2d",
    ),
    (
        "│ Only you see it so far. In #job-club, the group would read this:\n",
        "│ There is nothing in it for the group to read. That is fine.\n",
        "║ - Chidi: I read CVs on Sunday evenings\n",
        "Ben and Chidi, you two could talk",
    ),
)

REFERRAL = Script(
    (
        # A card; a phone number in it is caught.
        "/refer",
        "1",
        "Night cook at a hospital kitchen",
        "They train people. Call 030 1234567",
        "They train people, and the bus runs all night.",
        "1 2 3",
        "2",
        "1",
        # Ben raises a hand under it.
        "@ben",
        "/channel",
        "1",
        "three years of night shifts, and I live nearby",
        # Ana picks, names the contact, who says yes; then the introduction.
        "@ana",
        "/inbox",
        "1",
        "1",
        "1",
        "1",
        "Mo Berger, head cook",
        "1",
        "Mo is happy to talk on Thursday after two",
        "1",
        # Ben reads it and says thank you.
        "@ben",
        "/clock +1d",
        "1",
        "@ana",
    ),
    (
        "│ ! This looks like a phone number",
        "│ Your hand is up.\n",
        "│ * Ben: three years of night shifts, and I live nearby\n",
        "Ana brings Ben together with Mo Berger",
        "│ › Ben says thank you.\n",
    ),
)

FOLLOW_UPS = Script(
    (
        "/debrief Acme",
        "1",
        "3",
        "",
        "Night nurse",
        "4",
        "",
        "I said how we halved the falls on my ward",
        "",
        "",
        "They hire twice a year",
        "",
        "",
        "",
        "",
        "Mrs Okoye",
        "1 2",
        "2",
        "it is Thursday and I've had breakfast",
        "write to Mrs Okoye",
        "thursday",
        "",
        "1",
        # Bring back: the thank-you, the plan.
        "8",
        "1",
        "3",
        # The draft comes the next morning, the plan's question on its evening.
        "/clock +1d",
        "/clock +1d",
        # It did, and I did it.
        "2",
    ),
    (
        "│ Nothing comes unless you turn it on.",
        "│ > Hello Mrs Okoye,\n",
        "│ Did the moment come?\n",
        "│ Then the plan did its work. So did you.\n",
    ),
)

PRACTICE = Script(
    (
        # A question of one's own, practised.
        "/practice",
        "2",
        "Why do you want to leave your ward?",
        "1",
        "1",
        # Three people would like a partner; the next day they have one.
        "1",
        "3",
        "@ben",
        "/practice",
        "3",
        "@chidi",
        "/practice",
        "3",
        "/clock +1d",
        # Ben can't this time; the others read it the next day.
        "@ben",
        "1",
        "@ana",
        "/clock +1d",
    ),
    (
        "│ One question of yours is due.\n",
        "│ Good. It comes back on Wednesday 25 November.\n",
        "You, Ana and Ben could practise this week",
        "Ben can't make it this time",
    ),
)

SETTINGS = Script(
    (
        # The organiser: another zone, quiet days, figures.
        "@dana",
        "/fourwins",
        "7",
        "4",
        "",
        "lisbon",
        "",
        "6",
        "1",
        "21 Dec",
        "3 Jan",
        "",
        "3",
        "8",
        # A member: hours, and a pause.
        "@ana",
        "/fourwins",
        "5",
        "1",
        "lisbon",
        "10",
        "19:00",
        "2",
        "in 2 weeks",
    ),
    (
        "│ Channel #job-club, time zone Europe/Lisbon.\n",
        "│ * 21 December 2026 to 3 January 2027\n",
        "│ Paused until Tuesday 8 December, 10:00.",
    ),
)

MY_DATA = Script(
    (
        *SHORT,
        "/mydata",
        "1",
        "/mydata",
        "2",
        "yes",
        "/mydata",
        "2",
        "delete",
        "/wins",
    ),
    (
        "│ - one line in your wins book\n",
        "│ four-wins-data/exports/ana-my-data.md\n",
        "│ Nothing was deleted.\n",
        "│ Deleted.\n",
        "│ Nothing here yet, and nothing is owed.",
    ),
)

SCRIPTS = {
    "debrief": DEBRIEF,
    "weekly": WEEKLY,
    "checkin": CHECKIN,
    "referral": REFERRAL,
    "follow-ups": FOLLOW_UPS,
    "practice": PRACTICE,
    "settings": SETTINGS,
    "my-data": MY_DATA,
}
"""By the name of the file in docs/transcripts."""
