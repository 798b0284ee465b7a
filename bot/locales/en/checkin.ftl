### Check-ins.

checkin-prompt = Check-in
checkin-prompt-body = How did your last plan go, what would you like to get better at, and is there something you could use or could give? Two minutes, in private. You choose afterwards what the group reads.
checkin-prompt-note = Leaving it is fine. Nobody sees who answers.
checkin-answer = Check in
checkin-answer-late = Answer late

checkin-no-group = Check-ins belong to a group, and you are in none at the moment.
checkin-none-planned = There are no check-ins at the moment.
checkin-not-open = No check-in is open. The next one comes on { $when }.
checkin-ended = This check-in is over.
checkin-your-words = The next one had begun before your answer reached me. Here are your words, so that you can copy them.

checkin-week = Check-in
    .intro = Only you see this. Every question can stay empty.
checkin-week-last-plan = How did your last plan go?
checkin-week-learn = One thing you would like to get better at this week
    .hint = For example: telling my story in two minutes
checkin-peers = You and the group
    .intro = You see what the group would read before anything is shown.
checkin-peers-ask = Something you could use
    .hint = For example: somebody to read my CV
checkin-peers-offer = Something you could give
    .hint = For example: mock interviews on Tuesday evenings
checkin-peers-energy = How much energy do you have?
    .hint = 1 is hardly any, 5 is plenty. This is never shown to anybody.
last-plan-did = I did it
last-plan-partly = Partly
last-plan-not-yet = Not yet
last-plan-none = I had none
checkin-change-week = { checkin-week }
    .intro = { checkin-week.intro }
checkin-change-week-last-plan = { checkin-week-last-plan }
checkin-change-week-learn = { checkin-week-learn }
checkin-change-peers = { checkin-peers }
    .intro = { checkin-peers.intro }
checkin-change-peers-ask = { checkin-peers-ask }
checkin-change-peers-offer = { checkin-peers-offer }
checkin-change-peers-energy = { checkin-peers-energy }
    .hint = { checkin-peers-energy.hint }

checkin-saved = Your check-in is saved.
checkin-nothing-to-show = There is nothing in it for the group to read. That is fine.
checkin-would-read = Only you see it so far. In { $channel }, the group would read this:
checkin-reads = In { $channel }, the group reads this:
checkin-reads-older = The group still reads your earlier words. It would read this instead:
checkin-show = Show the group
checkin-show-new = Show the new words
checkin-hide = Take it back from the group
checkin-change = Change my answer
checkin-withdraw = Withdraw my answer
checkin-withdrawn = Withdrawn. Nothing of it is left here.
checkin-open-note = You can change or withdraw it until the next check-in begins.
checkin-until-next = The summary is out already. You can still change or withdraw your answer until the next check-in begins.

checkin-shows = { $name } checked in
checkin-shows-learn = Getting better at: { $text }
checkin-shows-ask = Could use: { $text }
checkin-shows-offer = Could give: { $text }

checkin-closed = Check-in of { $day }
checkin-closed-body = It has closed. Thank you to everybody who looked in, and to everybody who looked after themselves instead.
checkin-people = At least { $count } people checked in.
checkin-asks = Could use
checkin-offers = Could give
checkin-line = { $name }: { $text }
checkin-more = And { $count ->
    [one] one more
   *[other] { $count } more
} in the thread.
checkin-match = { $asks } and { $offers }, you two could talk

checkin-silent = The check-ins in { $group } have gone on without you for a while.
checkin-silent-body = That is fine. Would you like to stay with them, take a pause, or leave them? If you do nothing, nothing changes and I don't ask again.
checkin-keep = Stay
checkin-leave = Leave check-ins
checkin-kept = Good. Nothing changes.
checkin-left = Done. I won't ask you about check-ins. You can still answer one whenever you like.

checkin-plan = Check-ins in { $channel }
checkin-next = The next one goes out on { $when } ({ $zone }).
checkin-off = They are turned off.
checkin-skips = { $day } is left out. The one after it comes as usual.
checkin-open-for = Each is open for { $hours ->
    [one] one hour
   *[other] { $hours } hours
}, or until an hour before the next one.
checkin-preview = Preview
checkin-skip = Leave out the next one
checkin-unskip = Don't leave it out
checkin-time = Change days or hour
checkin-turn-off = Turn them off
checkin-turn-on = Turn them on
checkin-time-timing = Days and hour of the check-ins
checkin-time-timing-weekdays = Day or days
checkin-time-timing-hour = Hour
    .hint = For example: 09:00
checkin-time-timing-open-hours = For how many hours is each open?
    .hint = 4 to 120
