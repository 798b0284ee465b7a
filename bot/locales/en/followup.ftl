### What was asked to be brought back.

followup-choose = What shall I bring back?
followup-choose-body = Nothing comes unless you turn it on. Each comes once, and you can stop it with one tap.
followup-choose-note = I write to you at most once a day, so one may come a little later. I only write drafts, and never send anything to anybody for you.
followup-offer = Bring something back later
followup-none = There is nothing to bring back from this one.
followup-turn-on = Bring it back
followup-turn-off = Stop it
followup-would-be = It would come on { $on }.
followup-is-set = It comes on { $on }.

followup-thank = A draft of a thank-you note
followup-feedback = A draft that asks for feedback, once
followup-plan = Whether the moment of your plan came
followup-second-look = A second look at this debrief
followup-reconnect = A word to those you want to stay in touch with

followup-stop = Nothing more from this debrief
followup-stopped = Done. Nothing more comes from this debrief.
followup-done = Done
followup-tomorrow = Once more tomorrow
followup-month = In a month
followup-noted = All right.
followup-again = I'll bring it back on { $on }.

followup-thank-title = A thank-you, if you like
followup-thank-body = Here is a draft to copy and change. Short is good.
followup-thank-hello = Hello { $name },
followup-thank-role = thank you for your time when we talked about the job as { $role } at { $employer }.
followup-thank-employer = thank you for your time when we talked at { $employer }.
followup-thank-time = thank you for your time when we talked.
followup-thank-liked = One thing has stayed with me: { $liked }
followup-thank-wish = I wish you and your team well.

followup-feedback-title = One question, if you like
followup-feedback-body = Here is a draft to copy and change. Many don't answer, and that says nothing about you. Once is enough.
followup-feedback-draft = Thank you for letting me know. If you have a minute, is there one thing I could do better next time? Either way, I wish you well.
followup-feedback-draft-role = Thank you for letting me know about the job as { $role }. If you have a minute, is there one thing I could do better next time? Either way, I wish you well.

followup-plan-title = Did the moment come?
plan-outcome-did = It did, and I did it
plan-outcome-not-come = It did not come
plan-outcome-changed = I changed the plan
followup-plan-did = Then the plan did its work. So did you.
followup-plan-not-come = Then it waits for another day, or for none.
followup-plan-not-come-body = You can give it a new day, make it smaller, or let it go.
followup-plan-new-day = Change it
followup-plan-let-go = Let it go
followup-plan-kept = Kept.
followup-plan-again = Kept. I'll ask on { $on }.
plan-change-plan = The plan
    .intro = Smaller is fine.
plan-change-plan-moment = If …
plan-change-plan-act = … then I will
plan-change-plan-plan-date = Which day do you have in mind?
    .hint = For example: friday, 3 Dec, in 3 days. Empty means: don't ask me again.

followup-second-look-title = A second look, a week later
followup-second-look-employer = A second look at { $employer }, a week later
followup-second-look-body = Does anything look different from here? One line is plenty, and nothing is fine.
followup-add = Add a line
followup-open = Open the debrief
followup-same = It looks the same
followup-added = It is in your book.
second-look-look = A second look
second-look-look-kind = Which of the four is it?
second-look-look-text = In your own words

followup-reconnect-title = Somebody you wanted to stay in touch with
followup-reconnect-body = It has been a while. Two lines are enough, and asking for nothing is a good reason to write.
followup-reconnect-draft = Hello { $name }, we met when I applied with you some time ago. I thought of our talk and wanted to say hello. How are things?

followup-reminders-button = My reminders
followup-reminders = What I would write to you about
followup-reminders-none = Nothing is set. I write to you about nothing.
followup-waiting-debrief = A debrief that waits
followup-stop-all = Stop all of them
followup-stopped-all = Done. Nothing is set any more. Debriefs that waited are still there as drafts.
