### The weekly encouragement, and the organiser's part of it. Its stock lines are in
### encouragement_lines.ftl.

encouragement-title-practice = This week: practice
encouragement-title-industry = This week: what you know now
encouragement-title-self = This week: what you want
encouragement-title-network = This week: the people you met
encouragement-ten-minutes = Ten minutes: { $act }
encouragement-people = At least { $count } people here kept something in the last month.
encouragement-from = { $name } shared this:
encouragement-from-somebody = Somebody in this group shared this:
encouragement-debrief = Debrief
encouragement-share = Share a win
encouragement-practise = Practise

encouragement-private = Weekly post as a private message
encouragement-private-on = From now on you get the weekly post from me privately.
encouragement-private-stop = Stop the private weekly post
encouragement-private-off = Done. The weekly post stays in the channel.

encouragement-plan = The weekly post in { $channel }
encouragement-next = The next one goes out on { $when } ({ $zone }).
encouragement-state-on = It is on.
encouragement-state-held = It is held. Nothing goes out until you let it go on.
encouragement-state-skip = { $day } is left out. The week after it goes on as usual.
encouragement-state-resting = It rests, since the group was quiet for a month.
encouragement-state-off = It is turned off.
encouragement-edited = The next one has your own words.
encouragement-preview = Preview the next one
encouragement-preview-title = { $when }, in { $channel }:
encouragement-preview-note = Only you can see this. If it tells a made-up story, an example that a member shares before then takes its place.
encouragement-edit = Edit the next one
encouragement-hold = Hold
encouragement-release = Let it go on
encouragement-skip = Leave out the next one
encouragement-unskip = Don't leave it out
encouragement-time = Change day or hour
encouragement-off = Turn it off
encouragement-resume = Start it again
encouragement-back = Back
encouragement-leave = Leave it off
encouragement-quiet = { $group } has been quiet for a month.
encouragement-quiet-body = The weekly post is resting so that it doesn't talk to an empty room. Shall it go on?

encouragement-edit-wording = Your own words for the next post
encouragement-edit-wording-words = The words
    .hint = Up to eighty words. They take the place of the opening and the story; the ten minutes stay. Empty brings the planned text back.
encouragement-time-timing = Day and hour of the weekly post
encouragement-time-timing-weekday = Day
encouragement-time-timing-hour = Hour
    .hint = For example: 09:00
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
