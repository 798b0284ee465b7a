### The wins book.

wins-title = Your wins book
wins-empty = Nothing here yet, and nothing is owed. What you keep at the end of a debrief will be here.
wins-front = { $count ->
    [0] No lines kept
    [one] One line kept
   *[other] { $count } lines kept
}, { $debriefs ->
    [0] no debriefs.
    [one] from one debrief.
   *[other] from { $debriefs } debriefs.
}
wins-private-note = Only you can see this book.
wins-kind-count = { $kind } ({ $count })
wins-direction = Want / don't want
wins-questions = Question bank
wins-people = People
wins-debriefs = Debriefs
wins-search = Search
wins-picture = A picture
wins-export = Take it with me
wins-back = Back to the book
wins-gone = This is no longer in your book.
wins-newer = Newer
wins-older = Older
wins-page = Page { $number } of { $pages }
wins-look = Open
wins-its-debrief = Its debrief
wins-edit = Edit
wins-delete = Delete

wins-shelf-all = Everything
wins-shelf-practice = Practice
wins-shelf-industry = Industry
wins-shelf-self = Self
wins-shelf-network = Network
wins-shelf-questions = Questions you want to rehearse
wins-shelf-people = People who treated you well
wins-shelf-empty = Nothing here yet.

wins-list-want = What you want
wins-list-dont-want = What you don't want
wins-list-pulled-in = What pulled you in
wins-list-drained = What drained you

wins-debrief-on = Debrief of { $on }
wins-debrief-employer = { $employer }, { $on }
wins-fact-stage = How far it got
wins-fact-role = Role
wins-fact-feeling = It felt
wins-fact-feeling-after = Afterwards it felt
wins-fact-friend = To a friend
wins-fact-moment = If
wins-fact-act = Then I will
wins-fact-plan-date = Day in mind
wins-fact-next-no = For the next no, I will

wins-search-search = Look for
wins-search-search-words = Words
    .hint = Every word you write has to be in it
wins-search-search-kind = Only this kind
wins-search-search-employer = Only this employer
wins-found = { $count ->
    [one] One line found
   *[other] { $count } lines found
}
wins-found-nothing = Nothing found.
wins-found-nothing-body = Fewer or shorter words may help.

win-edit-win = Change this line
win-edit-win-text = The words
win-edit-win-employer = Employer
win-edit-person-win = Change this line
win-edit-person-win-text = Who treated you well?
win-edit-person-win-employer = Employer
win-edit-person-win-next-steps = What would you like to do?

debrief-edit-facts = The job
debrief-edit-facts-stage = How far had it got?
debrief-edit-facts-employer = Employer
debrief-edit-facts-role = Role
debrief-edit-landed = How it landed
debrief-edit-landed-feeling = Which word is nearest?
debrief-edit-landed-to-a-friend = What would you say to a friend?
debrief-edit-plan = The plan
debrief-edit-plan-moment = If …
debrief-edit-plan-act = … then I will
debrief-edit-plan-plan-date = Day in mind
debrief-edit-next-no = The next no
debrief-edit-next-no-line = For the next no, I will …

wins-picture-title = What you kept, month by month
# Read aloud in place of the picture; at most 900 characters with twelve months.
wins-picture-alt = The wins you kept, by month, from { $first } to { $last }.
wins-picture-month = In { $month }: { $kinds }.
wins-picture-practice = practice { $count }
wins-picture-industry = industry { $count }
wins-picture-self = self { $count }
wins-picture-network = network { $count }
wins-picture-empty = There is nothing to draw for the last twelve months. What you kept before is still in your book.

wins-delete-sure = Delete this?
wins-delete-sure-body = It will be gone, and I can't bring it back. If you shared it, the post is taken back too.
wins-delete-no = No, keep it
wins-delete-yes = Yes, delete it
wins-deleted = Deleted.
wins-export-title = Your wins book, to take along
wins-export-body = Two files: one to read, one for other programs. They hold everything in your book, so keep them somewhere private.
