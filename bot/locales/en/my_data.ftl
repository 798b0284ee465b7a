### My data.

my-data-title = My data
my-data-body = This is what I keep of you here:
my-data-empty = You have written nothing here that I keep.
my-data-settings = I also keep your name here, your time zone ({ $zone }) and your settings.
my-data-note = Only you can see this.
my-data-export = Take it with me
my-data-exported = Everything I keep of you
my-data-exported-body = One file: to read first, then the same for other programs. Keep it somewhere private.
my-data-machine = For other programs
my-data-delete = Delete everything

my-data-count-conversation = { $count ->
    [one] one draft
   *[other] { $count } drafts
}
my-data-count-debrief = { $count ->
    [one] one debrief
   *[other] { $count } debriefs
}
my-data-count-win = { $count ->
    [one] one line in your wins book
   *[other] { $count } lines in your wins book
}
my-data-count-share = { $count ->
    [one] one win you chose to share
   *[other] { $count } wins you chose to share
}
my-data-count-checkin-answer = { $count ->
    [one] one check-in
   *[other] { $count } check-ins
}
my-data-count-referral = { $count ->
    [one] one thing you passed on
   *[other] { $count } things you passed on
}
my-data-count-hand = { $count ->
    [one] one raised hand
   *[other] { $count } raised hands
}
my-data-count-rest = { $count ->
    [one] one contact you asked for a favour
   *[other] { $count } contacts you asked for a favour
}
my-data-count-block = { $count ->
    [one] one person you are not matched with
   *[other] { $count } people you are not matched with
}
my-data-count-rehearsal = { $count ->
    [one] one question you practised
   *[other] { $count } questions you practised
}
my-data-count-pair-wish = your wish for a practice partner
my-data-count-held = { $count ->
    [one] one message that waits for you
   *[other] { $count } messages that wait for you
}
my-data-count-follow-up = { $count ->
    [one] one reminder you set
   *[other] { $count } reminders you set
}

erase-sure = Delete everything?
    .intro = Your debriefs, your wins book, what you shared, your reminders: all of it goes, and I can't bring it back. Posts made from it are taken back. "Take it with me" on the card before gives you a copy first.
erase-sure-word = Type the word delete to go on
my-data-word = delete
my-data-not-deleted = Nothing was deleted.
my-data-deleted = Deleted.
my-data-receipt = Gone: { $documents ->
    [one] one entry
   *[other] { $documents } entries
} and { $posts ->
    [0] no posts
    [one] one post
   *[other] { $posts } posts
}.
my-data-left-posts = Any posts are being taken back now. If the platform can't be reached, I try for seven days.
my-data-left-events = Numbers of events that I handled, without your name or words, stay for two days.
my-data-left-others = What you told other people yourself, and files you took along, are theirs and yours.
my-data-left-receipt = A receipt without your name stays for thirty days. Its number is { $id }.
my-data-deleted-note = If you write to me again, we start from nothing.
