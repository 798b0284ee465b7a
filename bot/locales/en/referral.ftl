### Peer referral threads: a role, a lead or a contact goes to somebody in the group.

## A member's page

referral-home = Pass something on
referral-page = Passing on
referral-page-note = Only you can see this page.
referral-begin = Pass something on
referral-nothing = Nothing here yet. If you hear of a role, a lead or a person that would suit somebody else, you can pass it on.
referral-no-group = Passing on works inside a group, and you are in none at the moment.
referral-drafts = Half-written
referral-draft-untitled = A draft without a title yet
referral-draft-begun = Begun { $started }
referral-given = What you pass on
referral-raised = Where your hand is up
referral-open = Open
referral-back = Back
referral-closed = This one is closed.
referral-offer = Open a referral draft

## The draft

referral-card = Pass something on
    .intro = You write a card, and you see it before anybody else does. Your name is not on it.
referral-card-kind = What is it?
referral-card-title = A title in one line
    .hint = For example: Night cook at a hospital kitchen. A link to the advert is fine; please no phone numbers, addresses, profiles or names of people.
referral-card-about = A few words about it
    .hint = What would help somebody decide? Everybody in the group can read this. Empty is fine.
referral-kind-role = A role that is open
referral-kind-lead = A lead: somewhere that may soon be hiring
referral-kind-contact = A person who may be worth talking to
referral-checks = Before it can be posted
    .intro = All three must be so. If one is not, this is better left for now.
referral-checks-confirmed = Please tick each one
referral-checks-cap = How many people can you take on?
    .hint = 1 to 9. Two is a good choice.
confirmed-over = My own process there is over, or I am not in the running
confirmed-may-share = The role is public, or I may share it
confirmed-nothing-confidential = Nothing in it is confidential
referral-error-kind = Please choose what it is.
referral-error-title = A card needs a title. One line is enough.
referral-error-checks = It can be posted only if all three are so. If one is not, you can stop here; your draft is kept for seven days.

referral-preview = This is what the group would read
referral-preview-where = In { $group }, as soon as you tap:
referral-preview-cap = { $cap ->
    [one] Not on the card: you take on one person.
   *[other] Not on the card: you take on up to { $cap } people.
}
referral-preview-note = Nothing is posted yet. Your name is not on the card; the person you pick will see it.
referral-post = Post it
referral-change = Change
referral-not-now = Not now

## The card in the channel

referral-posted-role = A role to pass on
referral-posted-lead = A lead to pass on
referral-posted-contact = A contact to pass on
referral-posted-note = Raising a hand is private. The group sees no names.
referral-hands-told = { $count } or more hands are raised.
referral-raise = Raise a hand
referral-how = How this works
referral-how-body = Raise a hand with one line. The giver reads the lines without names, picks, and asks the contact. When everybody has said yes, I bring the two of you together in private.

## Raising a hand

referral-hand-line = Raise a hand
    .submit = Raise my hand
    .intro = The giver sees this line, and your name only if they pick you. They may quote the line to the contact.
referral-hand-line-line = One line for the giver
    .hint = What makes it a fit? Please leave your name and address out. For example: three years of night shifts, and I live nearby.
referral-title-waiting = Your hand is up.
referral-title-picked = You were picked.
referral-waiting-body = The giver sees your line. If they pick you, I tell you. If not, you hear it when this one closes.
referral-picked-body = { $giver } picked you, and asks the contact now. You hear from me when there is an introduction, or when this one closes.
referral-your-line = Your line:
referral-seen-waiting = Your hand is up
referral-seen-picked = You were picked
referral-seen-introduced = There is an introduction
referral-seen-thanked = You said thank you
referral-seen-ended = You told how it went
referral-seen-closed = This one is closed.
referral-closed-body = Nothing more comes of it. Everybody whose hand was up reads these same words, whatever the reason. Thank you for raising yours.
referral-down = Take my hand down
referral-is-down = Your hand is down.
referral-is-down-body = Nobody is told, and your line is deleted.

## The giver's page

referral-posted = It is posted.
referral-yours = A card of yours
referral-until = It is open until { $when }.
referral-not-posted = The card could not be posted in the channel. The group's organisers can check whether I may write there. You can close this one and try again.
referral-hands = { $count ->
    [0] No hands yet
    [one] One hand is up
   *[other] { $count } hands are up
}
referral-no-hands = I tell you when the first one comes.
referral-no-line = (a hand without a line)
referral-hand-of = { $peer }: { $line }
referral-see-hands = See the hands
referral-first = A hand is up on your card.
referral-first-body = There may be more to come. I don't write again for each of them; you find them all on your page.
referral-pick = Pick
referral-pick-sure = Pick this one?
referral-pick-sure-body = You two will then know each other's names. That can't be undone.
referral-pick-sure-yes = Yes, pick
referral-pick-done = Picked. The next step is yours: ask the contact.
referral-full = You wanted to take on { $cap } at most, and that many are taken on.
referral-not-now-any-more = That no longer fits, so nothing was changed. Here is how things stand.
referral-is-picked = Picked. Whom will you ask?
referral-is-asked = You are asking { $contact }.
referral-is-refused = The contact said no. Only you know that.
referral-is-introduced = Introduced.
referral-is-thanked = { $peer } says thank you.
referral-is-ended = { $peer } says thank you, and tells you: { $outcome }.
referral-ask = Name the contact
referral-ask-other = Ask somebody else
referral-note = Show the note
referral-yes = They said yes
referral-no = They said no
referral-text = Show the introduction
referral-close = Close it
referral-close-sure = Close this one?
referral-close-sure-body = Whoever was not introduced reads that it is closed, tomorrow or later, and no more than that.
referral-close-sure-yes = Yes, close it
referral-take-back = Take the card back
referral-take-back-sure = Take the card back?
referral-take-back-sure-body = I remove it from the channel and close it. Whoever was not introduced reads that it is closed, tomorrow or later, and no more than that.
referral-take-back-sure-yes = Yes, take it back
referral-reminder = Your card closes soon.
referral-reminder-body = It is open until { $when }, and there are hands you could still do something about. Leaving it is fine: it closes by itself.

## Asking the contact

referral-contact-who = Whom will you ask?
    .intro = Only you see this. It is shown to the person you picked when the contact has said yes, and not before.
referral-contact-who-contact = The contact
    .hint = A name, as you would introduce them. For example: Mo Berger, head cook
referral-error-contact = Please write a name or a role, so that I can draft your note.
referral-error-rests = You asked this person for a favour a short time ago. From { $day } it is fine to ask them again.
referral-note-title = A note for you to copy
referral-note-body = I don't send it. Change it as you like, and ask in your own way.
referral-note-text =
    Hello { $contact },
    in my job-search group I passed this on: { $title }.
    { $words }
    Would it be all right if I brought the two of you together? A no is fine, and I won't ask twice.
referral-note-line = Somebody there would like to know more, and writes: "{ $words }"
referral-note-no-line = Somebody there would like to know more.
referral-no-sure = Did the contact say no?
referral-no-sure-body = Only you will know. The person you picked reads that this one is closed when it closes for everybody, and never why.
referral-no-sure-yes = Yes, they said no
referral-no-done = That is how it goes. Nobody is told, and I leave this contact in peace for a while.

## The introduction

referral-introduction-words = Bring the two together
    .intro = Write only what the contact agreed to. You will see the whole text before it goes out.
referral-introduction-words-words = How can they be reached, and what did they say?
    .hint = For example: Mo is happy to talk on Thursdays, mo@example.org
referral-introduce-preview = This is what both of you would read
referral-introduce = Give it to both
referral-introduce-note = Nothing has gone out yet.
referral-introduction = An introduction
referral-introduction-body = { $giver } brings { $peer } together with { $contact }. All three said yes.
referral-introduced-note = Both of you can read this now. You can copy it into a message to the contact.
referral-words-gone = The contact's words were deleted some time after this one closed.
referral-thank = Say thank you to { $giver }
referral-thank-done = I pass it on to { $giver }.
referral-thanked = A thank-you for you
referral-later = Ask me in two weeks how it went
referral-later-set = I'll ask you once, in two weeks. Nothing is owed.
referral-outcome = You asked me to ask: how did it go?
referral-outcome-body = Only { $giver } sees your answer. Leaving it is fine.
referral-outcome-thanks = Thank you. I passed that on.
outcome-talked = we talked
outcome-applied = I applied
outcome-hired = I got work
outcome-nothing = nothing came of it

## Messages

referral-stop = Stop these messages
referral-stopped = Stopped. I write no more about passing on.
referral-stopped-body = What happens is still on your page, whenever you want to look.
referral-news = Write to me about passing on again
