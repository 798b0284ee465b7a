### Sharing one win with the group.

share-no-group = There is no group here yet.
share-no-group-body = Sharing starts once somebody has set up a group with me in a channel.
share-nothing = There is nothing in your wins book to share yet.
share-nothing-body = Nothing is owed. If you keep something later, you can share it from there.
share-choose = Which one would you like to share?
share-choose-body = You will see exactly what would be posted before anything is.
share-this = Share this one
share-leave = Share nothing
share-gone = This win is no longer there, so nothing is posted.

share-how = Where and how
share-how-way = Where should it go?
share-how-named = With your name?
share-how-employer = The employer's name?
share-words = The words
share-words-words = What should the group read?
    .hint = Left empty, it is shared as it stands in your book; a long one is cut for the weekly post.
share-way-now = Into the channel, by itself
share-way-weekly = Into one of the next weekly posts
named-unnamed = Without my name
named-named = With my name
employer-masked = Replace it with "a company"
employer-shown = Leave it as I wrote it

share-masked = a company
share-preview = This is what the group would read
share-preview-now = In { $channel }, as soon as you tap:
share-preview-weekly = Inside a weekly post in { $channel }, when its turn comes:
share-preview-note = Nothing is posted yet. You can take it back later at any time.
share-post = Post exactly this
share-change = Change it
share-not-now = Not now
share-is-posted = It is shared.
share-waits = It is laid by for the weekly post.
share-take-back = Take it back
share-any-time = You can take it back whenever you like.
share-taken-back = Taken back.
share-taken-back-body = If it was posted, the post is being removed or changed now. It stays in your own book.

share-posted-practice = A win: practice
share-posted-industry = A win: industry
share-posted-self = A win: self
share-posted-network = A win: network
