"""The documents: everything that is kept, and nothing else.

Each is a frozen value with an `id` that is unique within its tenant and kind. `KIND` names it in
the store, `INDEXED` the fields by which it is looked up, `DUE` the field that says when it wants
attention. Times are aware UTC; zones are IANA names; dates and hours "on the wall" are plain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, ClassVar, NewType, Protocol

from bot.core.cards import Answer, Card
from bot.core.wins import Facet, NextStep, WinKind

Tenant = NewType("Tenant", str)
"""`slack:T…`, `discord:…` or `console:…`: whose data this is. Every document has exactly one."""


@dataclass(frozen=True, slots=True)
class Private:
    """Marks a field that holds words a person typed: encrypted at rest, never in logs."""


Words = Annotated[str, Private()]


class Document(Protocol):
    """What a store keeps."""

    KIND: ClassVar[str]
    INDEXED: ClassVar[tuple[str, ...]]
    DUE: ClassVar[str | None]

    @property
    def id(self) -> str: ...


class Stage(StrEnum):
    """How far a job search got before the no."""

    NO_INTERVIEW = "no_interview"
    SCREEN = "screen"
    INTERVIEW = "interview"
    FINAL = "final"
    WITHDRAWN = "withdrawn"
    GHOSTED = "ghosted"
    INTERNAL = "internal"


class Feeling(StrEnum):
    """Six words for how a no landed. They are not a scale and are never counted."""

    RELIEVED = "relieved"
    OKAY = "okay"
    FLAT = "flat"
    SAD = "sad"
    ANGRY = "angry"
    CRUSHED = "crushed"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days, both included, on which a group's plans leave it in peace: a holiday."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Group:
    """One job-search group: a channel and the people who use the bot there.

    `floor` is how many people must stand behind a figure. On `quiet` days, and up to the day before
    `paused_until`, none of its plans posts anything. The `keep_` fields say for how many days.
    """

    KIND: ClassVar[str] = "group"
    INDEXED: ClassVar[tuple[str, ...]] = ("channel",)
    DUE: ClassVar[str | None] = None

    id: str
    name: str
    channel: str
    zone: str
    organisers: tuple[str, ...]
    language: str = "en"
    helper: str | None = None
    care_lines: tuple[str, ...] = ()
    floor: int = 5
    referral_channel: str | None = None
    referral_days: int = 14
    quiet: tuple[Quiet, ...] = ()
    paused_until: date | None = None
    keep_drafts_days: int = 7
    keep_contacts_days: int = 30
    keep_energy_days: int = 90


class CheckinChoice(StrEnum):
    """Whether the bot may ask a member, once, if they still want check-ins."""

    ON = "on"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Member:
    """One person in one workspace or server, and how they want to be reached.

    `apart` means that they left the group and use the bot for themselves. `checkins_asked` is the
    day on which they were last asked whether they still want check-ins. Without `referral_news`,
    what happens to referrals stands on their page only; without `trouble_news`, an organiser is
    not told when a post could not go out.
    """

    KIND: ClassVar[str] = "member"
    INDEXED: ClassVar[tuple[str, ...]] = ("group",)
    DUE: ClassVar[str | None] = None

    id: str
    name: str
    group: str | None
    zone: str
    language: str = "en"
    wakes: time = time(9)
    sleeps: time = time(20)
    paused_until: datetime | None = None
    apart: bool = False
    weekly_privately: bool = False
    checkins: CheckinChoice = CheckinChoice.ON
    checkins_asked: date | None = None
    referral_news: bool = True
    trouble_news: bool = True
    last_unasked: datetime | None = None
    last_unasked_key: str | None = None


class ConversationState(StrEnum):
    """Where a conversation stands: offered and not begun, under way, or waiting for a reminder."""

    OFFERED = "offered"
    OPEN = "open"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation that is under way: only its answers, by the name of the step.

    `drafts` are words that are not an answer (any more): typed but not yet sent, or dropped by
    going back. They fill the field again when its step comes round, so that no word is lost.
    """

    KIND: ClassVar[str] = "conversation"
    INDEXED: ClassVar[tuple[str, ...]] = ("member",)
    DUE: ClassVar[str | None] = "expires_at"

    id: str
    member: str
    flow: str
    started_at: datetime
    touched_at: datetime
    expires_at: datetime
    subject: str = ""
    group: str | None = None
    state: ConversationState = ConversationState.OPEN
    revision: int = 0
    answers: Annotated[Mapping[str, Mapping[str, Answer]], Private()] = field(default_factory=dict)
    drafts: Annotated[Mapping[str, Mapping[str, Answer]], Private()] = field(default_factory=dict)


class PlanOutcome(StrEnum):
    """What became of a plan, in its maker's view. Neither is a failure."""

    DID = "did"
    NOT_COME = "not_come"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Debrief:
    """A debrief that was kept. Its wins are documents of their own, each editable by itself."""

    KIND: ClassVar[str] = "debrief"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "group")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    at: datetime
    group: str | None = None
    stage: Stage | None = None
    employer: Words | None = None
    role: Words | None = None
    feeling: Feeling | None = None
    to_a_friend: Words | None = None
    moment: Words | None = None
    act: Words | None = None
    plan_date: date | None = None
    next_no: Words | None = None
    feeling_after: Feeling | None = None
    plan_outcome: PlanOutcome | None = None


@dataclass(frozen=True, slots=True)
class Win:
    """One line of somebody's wins book, in their own words."""

    KIND: ClassVar[str] = "win"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "debrief")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    kind: WinKind
    facet: Facet
    text: Words
    at: datetime
    debrief: str | None = None
    employer: Words | None = None
    next_steps: tuple[NextStep, ...] = ()


class ShareState(StrEnum):
    """What became of a win that its writer offered to the group."""

    WAITING = "waiting"
    POSTED = "posted"
    TAKEN_BACK = "taken_back"


class ShareWay(StrEnum):
    """Where a shared win goes: by itself into the channel now, or into a weekly post."""

    NOW = "now"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Share:
    """A win its writer agreed to share: exactly the words they saw in the preview."""

    KIND: ClassVar[str] = "share"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "group", "win")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    group: str
    win: str
    kind: WinKind
    text: Words
    way: ShareWay
    at: datetime
    name: str | None = None
    state: ShareState = ShareState.WAITING
    delivery: str | None = None


class EncouragementState(StrEnum):
    """Whether a group's weekly posts go out."""

    ON = "on"
    RESTING = "resting"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class UsedLine:
    """A line that went out, and when, so that it does not come back within twelve weeks."""

    line: str
    on: date


@dataclass(frozen=True, slots=True)
class Encouragement:
    """A group's weekly post: when it goes out, whose turn it is, what was said of late.

    Its id is the group's. `held` keeps posts back until an organiser lets them go
    on; `skip` leaves out one date; `edited` is an organiser's own wording for the next post only;
    `counted_to` is the day up to which people were last counted, so that no two figures overlap.
    """

    KIND: ClassVar[str] = "encouragement"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = None

    id: str
    weekday: int
    hour: time
    state: EncouragementState = EncouragementState.ON
    round: int = 0
    held: bool = False
    skip: date | None = None
    edited: Words | None = None
    used: tuple[UsedLine, ...] = ()
    counted_to: date | None = None


class LastPlan(StrEnum):
    """How the plan of last time went."""

    DID = "did"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CheckinPlan:
    """A group's check-ins: on which days, when, and for how long each is open. Id: the group's."""

    KIND: ClassVar[str] = "checkin_plan"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = None

    id: str
    weekdays: tuple[int, ...]
    hour: time
    on: bool = True
    open_hours: int = 48
    skip: date | None = None


class RoundState(StrEnum):
    """Open: answers are asked for. Closed: the summary is out. Ended: the next one has begun."""

    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Match:
    """An ask and an offer that were brought together, by their answers' ids, and the post of it."""

    ask: str
    offer: str
    delivery: str


@dataclass(frozen=True, slots=True)
class Round:
    """One check-in of a group. `delivery` is its prompt in the channel.

    `people` is how many had answered when it closed: counted once, so that later answers can't be
    told from two looks at it.
    """

    KIND: ClassVar[str] = "round"
    INDEXED: ClassVar[tuple[str, ...]] = ("group",)
    DUE: ClassVar[str | None] = None

    id: str
    group: str
    on: date
    opened_at: datetime
    closes_at: datetime
    delivery: str
    state: RoundState = RoundState.OPEN
    people: int = 0
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    """What the group reads of an answer, and the post in which it stands."""

    learn: Words | None
    ask: Words | None
    offer: Words | None
    delivery: str


@dataclass(frozen=True, slots=True)
class CheckinAnswer:
    """One member's answer in one round. `shown` is what they chose to show, as they saw it then."""

    KIND: ClassVar[str] = "checkin_answer"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "group", "round")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    group: str
    round: str
    at: datetime
    last_plan: LastPlan | None = None
    learn: Words | None = None
    ask: Words | None = None
    offer: Words | None = None
    energy: int | None = None
    shown: Annotated[Showing | None, Private()] = None


class ReferralKind(StrEnum):
    """What is passed on."""

    ROLE = "role"
    LEAD = "lead"
    CONTACT = "contact"


class ReferralState(StrEnum):
    """Open: hands can be raised. Closed and expired: nothing more comes of it."""

    OPEN = "open"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Referral:
    """Something a member passes on: what stands on its card. Its id is its draft's.

    `cap` is how many hands the giver takes on; `shown` the number of hands that its card tells;
    `win` the line of the giver's wins book from which it came.
    """

    KIND: ClassVar[str] = "referral"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "group", "state")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    group: str
    kind: ReferralKind
    title: Words
    about: Words | None
    at: datetime
    expires_at: datetime
    delivery: str
    cap: int = 2
    shown: int = 0
    win: str | None = None
    state: ReferralState = ReferralState.OPEN
    closed_at: datetime | None = None


class HandState(StrEnum):
    """How far a raised hand has come (`core/handing_on.py`).

    Refused: the contact said no, which the giver alone knows. Everybody who was not introduced
    ends as `closed`.
    """

    RAISED = "raised"
    PICKED = "picked"
    ASKED = "asked"
    REFUSED = "refused"
    INTRODUCED = "introduced"
    THANKED = "thanked"
    ENDED = "ended"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of an introduction, if somebody wants to tell."""

    TALKED = "talked"
    APPLIED = "applied"
    HIRED = "hired"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Hand:
    """A peer who would like to be passed on, with a line that only the giver sees.

    `contact` is whom the giver asks for this peer, and `words` what the two are told of that person
    once everybody said yes. They and the line are deleted some time after the referral's end.
    """

    KIND: ClassVar[str] = "hand"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "referral")
    DUE: ClassVar[str | None] = None

    id: str
    referral: str
    member: str
    line: Words | None
    at: datetime
    state: HandState = HandState.RAISED
    contact: Words | None = None
    words: Words | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A contact whom a member asked for a favour, and until when they are left in peace.

    The id is made of the member and the contact's name by a one-way function, so that the name
    itself need not be kept. Within `referral` the contact was asked already, and does not rest.
    """

    KIND: ClassVar[str] = "rest"
    INDEXED: ClassVar[tuple[str, ...]] = ("member",)
    DUE: ClassVar[str | None] = "forget_at"

    id: str
    member: str
    until: datetime
    forget_at: datetime
    referral: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A member does not want to be brought together with another, who never learns it."""

    KIND: ClassVar[str] = "block"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "other")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    other: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """When a question of the bank comes back. Its id is the win's."""

    KIND: ClassVar[str] = "rehearsal"
    INDEXED: ClassVar[tuple[str, ...]] = ("member",)
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    due_on: date
    rung: int = 0
    notes: Words | None = None


@dataclass(frozen=True, slots=True)
class PairingPlan:
    """When a group's mock interviews are paired. Its id is the group's."""

    KIND: ClassVar[str] = "pairing_plan"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = None

    id: str
    weekday: int
    hour: time
    on: bool = True


@dataclass(frozen=True, slots=True)
class PairWish:
    """A member would like a partner for a mock interview. Its id is the member's.

    `every_week` stays; otherwise it holds until a partner was found. `waited` counts the pairings
    in which nobody was left for them.
    """

    KIND: ClassVar[str] = "pair_wish"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "group")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    group: str
    at: datetime
    every_week: bool = False
    waited: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two or three members who were brought together for a mock interview."""

    KIND: ClassVar[str] = "pair"
    INDEXED: ClassVar[tuple[str, ...]] = ("group",)
    DUE: ClassVar[str | None] = "forget_at"

    id: str
    group: str
    on: date
    members: tuple[str, ...]
    forget_at: datetime


class FollowUpKind(StrEnum):
    """What can be brought back after a debrief."""

    THANK = "thank"
    FEEDBACK = "feedback"
    PLAN = "plan"
    SECOND_LOOK = "second_look"
    RECONNECT = "reconnect"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something a member asked to be brought back after a debrief. Each kind at most once."""

    KIND: ClassVar[str] = "follow_up"
    INDEXED: ClassVar[tuple[str, ...]] = ("member", "debrief")
    DUE: ClassVar[str | None] = None

    id: str
    member: str
    debrief: str
    what: FollowUpKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """A member's data is being deleted: what is still to be swept away, then only the receipt.

    `member` is their id until everything is gone and empty afterwards; `swept_at` is when that was.
    """

    KIND: ClassVar[str] = "erasure"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = "due_at"

    id: str
    member: str
    at: datetime
    documents: int
    posts: int
    due_at: datetime
    swept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Proof that a plan's turn came on this local date; its id is `occurrence_id`."""

    KIND: ClassVar[str] = "occurrence"
    INDEXED: ClassVar[tuple[str, ...]] = ("group",)
    DUE: ClassVar[str | None] = "forget_at"

    id: str
    group: str
    plan: str
    on: date
    outcome: str
    forget_at: datetime
    line: str | None = None
    share: str | None = None
    deliveries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """The last day on which anybody in a group used the bot: a date, never who. Id: the group's."""

    KIND: ClassVar[str] = "activity"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = None

    id: str
    last: date


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people did what in a group in a month: counted once, and never by name."""

    KIND: ClassVar[str] = "figures"
    INDEXED: ClassVar[tuple[str, ...]] = ("group",)
    DUE: ClassVar[str | None] = None

    id: str
    group: str
    month: date
    people: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to do at a time. When it is found later than `grace` seconds, it is skipped."""

    KIND: ClassVar[str] = "timer"
    INDEXED: ClassVar[tuple[str, ...]] = ("subject", "member")
    DUE: ClassVar[str | None] = "due_at"

    id: str
    what: str
    due_at: datetime
    grace: int
    subject: str = ""
    member: str | None = None
    on: date | None = None


class Where(StrEnum):
    """The kinds of place to which a message can go."""

    MEMBER = "member"
    CHANNEL = "channel"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Address:
    """A place: a member's private messages, a channel, or a thread under a message.

    A document names a thread by the delivery that began it; a transport is given its receipt.
    """

    where: Where
    id: str


class Act(StrEnum):
    """What a delivery does."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"


class DeliveryState(StrEnum):
    """What became of a delivery."""

    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    DEAD = "dead"


RETRACTED = "retracted"
"""The trouble of a delivery that was taken back before it went out, or is being taken back."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way, or the receipt of one that arrived. Its id is its key: sent once.

    `about` are the members whose name or words stand in it, so that it can be taken away with them.
    `of` names the delivery whose message is edited or deleted. `asked` is False for what a member
    did not ask for: pause, waking hours and one a day are checked when it is sent. The card is
    dropped once it has been sent; `receipt` is the platform's name for the message.
    """

    KIND: ClassVar[str] = "delivery"
    INDEXED: ClassVar[tuple[str, ...]] = ("subject", "of")
    DUE: ClassVar[str | None] = "due_at"

    id: str
    to: Address
    act: Act
    made_at: datetime
    due_at: datetime | None
    good_until: datetime
    asked: bool
    card: Annotated[Card | None, Private()] = None
    of: str | None = None
    subject: str = ""
    about: tuple[str, ...] = ()
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    receipt: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """In which tenant a person last used the bot, for what they do where no tenant shows: Discord's
    direct messages. Its id is the person's, and it stands in a tenant of the platform's own."""

    KIND: ClassVar[str] = "whereabouts"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = None

    id: str
    tenant: str


HELD = "messages_closed"
"""The trouble of a delivery whose member takes no direct messages: it is kept as `Held`."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that its member could not be sent, kept until they come by. Id: the delivery's."""

    KIND: ClassVar[str] = "held"
    INDEXED: ClassVar[tuple[str, ...]] = ("member",)
    DUE: ClassVar[str | None] = "forget_at"

    id: str
    member: str
    at: datetime
    forget_at: datetime
    card: Annotated[Card, Private()]


@dataclass(frozen=True, slots=True)
class Seen:
    """An inbound event that was applied; its id is the platform's id of the event."""

    KIND: ClassVar[str] = "seen"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = "forget_at"

    id: str
    forget_at: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """That a platform's workspace has let the app in, and by what token it acts there.

    `sealed` is encrypted once more than other words: whoever can read the store still holds no
    token. `refresh_at` is when the token wants renewing. A workspace that a whole organisation's
    installation serves has nothing sealed: `via` is the tenant that holds it.
    """

    KIND: ClassVar[str] = "installation"
    INDEXED: ClassVar[tuple[str, ...]] = ()
    DUE: ClassVar[str | None] = "refresh_at"

    id: str
    sealed: Words
    installed_at: datetime
    refresh_at: datetime | None = None
    via: str | None = None


DOCUMENTS: tuple[type[Document], ...] = (
    Group,
    Member,
    Conversation,
    Debrief,
    Win,
    Share,
    Encouragement,
    CheckinPlan,
    Round,
    CheckinAnswer,
    Referral,
    Hand,
    Rest,
    Block,
    Rehearsal,
    PairingPlan,
    PairWish,
    Pair,
    FollowUp,
    Erasure,
    Figures,
    Occurrence,
    Activity,
    Timer,
    Delivery,
    Held,
    Whereabouts,
    Seen,
    Installation,
)
"""Every kind of document there is."""
