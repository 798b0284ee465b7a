### A member's own settings.

members-title = My settings
members-back = Back to my settings
members-zone = Time zone: { $zone }
members-awake = I write to you between { $wakes } and { $sleeps }, at most once a day unless you asked for more.
members-paused = Paused until { $until }. I write nothing to you before then.
members-group = You are part of { $group }.
members-apart = You left the group. What you keep here is yours alone.
members-change = Change time zone or hours
members-pause = Pause until a day
members-resume = End the pause
members-leave = Leave the group
members-leave-sure = Leave { $group }?
members-leave-body = Nobody is told. Your wins book stays yours, and you can still debrief. You are not paired or matched any more.
members-leave-no = No, stay
members-leave-yes = Yes, leave
members-left = You have left the group.
members-left-body = Nobody was told. I am here whenever you want me.
members-join = Be part of the group again

member-hours-hours = When may I write to you?
member-hours-hours-zone = Time zone
    .hint = A city such as Berlin, or a name such as America/New_York
member-hours-hours-wakes = Not before
    .hint = For example: 09:00
member-hours-hours-sleeps = Not after
    .hint = For example: 20:00
member-pause-pause = A pause
    .intro = I write nothing to you until then. It ends by itself.
member-pause-pause-until = Until which day?
    .hint = For example: friday, 3 Dec, in 2 weeks
