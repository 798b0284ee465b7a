### The debrief. Each step is `debrief-<step>` (its title), with `.intro` where a word helps;
### each question is `debrief-<step>-<field>`, with `.hint`.

## The offer, after a rejection told in plain words

debrief-offer = I'm sorry. That is hard news.
debrief-offer-employer = I'm sorry about { $employer }. That is hard news.
debrief-offer-body = If you like, we can look at it together: what to keep, and one small next step. Every question can be skipped. You can also leave it.
debrief-offer-now = Debrief now
debrief-offer-short = The 90-second version
debrief-offer-later = Remind me
debrief-offer-no = Not now
debrief-declined = That's fine. I'm here when you want me.
debrief-private-note = Only you can see this.

## Half-way

debrief-halfway = { $count ->
    [one] You have a debrief half-way
   *[other] You have { $count } debriefs half-way
}
debrief-halfway-body = What you wrote is saved. You can go on where you stopped.
debrief-draft = Begun { $started }
debrief-draft-employer = { $employer }, begun { $started }
debrief-resume = Resume
debrief-discard = Delete the draft
debrief-new = Start a new one
debrief-gone = This debrief is closed.
debrief-gone-body = It was deleted, or it waited for too long. Nothing else has changed.

## Start

debrief-start = A debrief, at your pace
    .intro = Only you see this. Each answer is saved as you give it, and you can skip, go back or stop at any point. No person watches this chat, and it is no crisis service.
debrief-start-pace = How much do you feel like?
debrief-start-stage = How far had it got?

pace-now = The full debrief, five to eight minutes
pace-short = The 90-second version
pace-later = Remind me later
pace-log = Just log it

stage-no-interview = No interview
stage-screen = A first call
stage-interview = An interview
stage-final = The final round
stage-withdrawn = An offer that was withdrawn
stage-ghosted = They went silent
stage-internal = A move inside my own workplace

## Remind me

debrief-later = When shall I bring it back?
debrief-later-when = When suits you?
debrief-later-day = Which day?
debrief-later-day-day = The day
    .hint = For example: friday, 3 Dec, in 3 days
when-tonight = Tonight
when-tomorrow = Tomorrow
when-day = On a day I choose
debrief-later-set = I'll bring it back on { $when }.
debrief-later-too-late = It is late already, so I'll wait until tomorrow.
debrief-later-now = I'd like to start now after all
debrief-later-here = You asked me to bring this back.
debrief-later-here-body = There is a debrief waiting for you. Now is fine, and so is leaving it.
debrief-later-start = Start
debrief-later-tomorrow = Ask me tomorrow
debrief-later-stop = Let it go

## The job

debrief-job = The job
debrief-job-employer = Which employer was it?
    .hint = Only you see the name. It helps you find this again.
debrief-job-role = Which role?

## How it landed

debrief-landed = How it landed
debrief-landed-feeling = Which word is nearest?
debrief-landed-to-a-friend = If this had happened to a friend in the group, what would you say to them?
    .hint = A sentence is plenty. Empty is fine too.

feeling-relieved = relieved
feeling-okay = okay
feeling-flat = flat
feeling-sad = sad
feeling-angry = angry
feeling-crushed = crushed

## Practice

debrief-practice = Practice: you have done this once more
debrief-practice-went-well = One answer or moment that went well
debrief-practice-differently = One thing you would do differently
debrief-practice-rehearse = A question you want to rehearse
    .hint = Write it as they asked it. It goes into your question bank.

debrief-aim = Practice: aim and application
debrief-aim-change = One change to where you apply, or to what you send
    .hint = For example: put the night shifts at the top of the CV.

## Industry

debrief-industry = Industry: what you saw from inside
debrief-industry-clue = What do you know now about this field, team or way of hiring that you did not know before?

## Self

debrief-self = Self: what you noticed
debrief-self-pulled-in = What pulled you in?
debrief-self-drained = What drained you?

debrief-direction = Self: one line for each list
debrief-direction-want = I want
    .hint = For example: a team that answers questions
debrief-direction-dont-want = I don't want
    .hint = For example: a desk by myself all week

## Network

debrief-network = Network: the people
    .intro = You may meet them again. A first name or a role is enough; please leave out phone numbers and addresses.
debrief-network-who = Who treated you well?
debrief-network-next-steps = What would you like to do?
debrief-network-more = Was there somebody else?
debrief-network-second = Network: somebody else
debrief-network-second-who = { debrief-network-who }
debrief-network-second-next-steps = { debrief-network-next-steps }
debrief-network-second-more = { debrief-network-more }
debrief-network-third = Network: one more
debrief-network-third-who = { debrief-network-who }
debrief-network-third-next-steps = { debrief-network-next-steps }

next-step-thank = thank them
next-step-stay-in-touch = stay in touch
next-step-ask-who-else = ask who else is hiring
next-step-pass-on = pass the role on to somebody in the group
more-yes = Yes
more-no = No

## One plan

debrief-plan = One small plan
    .intro = If a moment comes, then one small act. Small enough that it fits on a bad day.
debrief-plan-moment = If …
    .hint = A moment you will notice, for example: it is Thursday and I've had breakfast
debrief-plan-act = … then I will
    .hint = For example: send the thank-you note
debrief-plan-plan-date = Which day do you have in mind?
    .hint = For example: friday, 3 Dec, in 3 days

debrief-next-no = The next no
    .intro = One may come. A line from you today can help you then.
debrief-next-no-line = For the next no, I will …

## The 90-second version

debrief-one-win = One thing to keep
debrief-one-win-kind = Which of the four is it?
debrief-one-win-text = In your own words

win-kind-practice = Practice: something I did or learned to do
win-kind-industry = Industry: something I know now
win-kind-self = Self: something I want or don't want
win-kind-network = Network: somebody I met

## Recap

debrief-recap = Your debrief
debrief-recap-employer = Your debrief: { $employer }
debrief-recap-felt = it felt { $feeling }
debrief-recap-friend = What you would say to a friend
debrief-recap-plan = The plan
debrief-recap-if-then = If { $moment }, then I will { $act }
debrief-recap-plan-day = { $day }
debrief-recap-next-no = for the next no
debrief-recap-besides = You also wrote
debrief-recap-nothing = Nothing is written down this time. That is a full answer too.
debrief-recap-ask = Does it read right to you?
debrief-recap-note = Only you can see this. Left alone, it moves into your wins book on { $day }.
debrief-keep = Keep it
debrief-share = Share one win
debrief-edit = Edit
debrief-delete = Delete
debrief-kept = Kept. It is in your wins book.
debrief-kept-body = You can change or delete every line of it there.
debrief-after = How do you feel now?
debrief-thanks = Thank you for telling me.
debrief-open-book = Open my wins book
debrief-logged = Logged.
debrief-logged-body = No more than that today. It is in your wins book, and you can add to it when you like.
debrief-delete-sure = Delete this debrief?
debrief-delete-sure-body = Everything you wrote in it will be gone, and I can't bring it back.
debrief-delete-no = No, go back to it
debrief-delete-yes = Yes, delete it
debrief-deleted = Deleted. Nothing of it is left here.

## The four wins, and what can be kept under each

win-practice = Practice
win-industry = Industry
win-self = Self
win-network = Network

facet-went-well = went well
facet-differently = would do differently
facet-question = a question to rehearse
facet-aim = a change to aim or application
facet-clue = something I know now
facet-pulled-in = pulled me in
facet-drained = drained me
facet-want = I want
facet-dont-want = I don't want
facet-person = treated me well
facet-free = in my own words
