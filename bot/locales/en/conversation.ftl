### What every conversation shares: the ways beside an answer, and what is said when one is off.

talk-continue = Continue
talk-back = Back
talk-skip = Skip
talk-stop = Stop for now
talk-exit-more = This is more than a job thing
talk-resume = Resume
talk-stale = You had gone on from there already, so here is the current question. If you wrote something new, it is kept with the earlier step; "Edit" shows it.
talk-stopped = Stopped for now.
talk-stopped-body = Everything you wrote is saved until { $until }.
talk-edit = What would you like to change?
talk-edit-this = Change
talk-edit-done = Done
talk-nothing-yet = nothing here yet
talk-discard-sure = Delete this draft?
talk-discard-sure-body = What you wrote in it will be gone, and I can't bring it back.
talk-discard-no = No, go on with it
talk-discard-yes = Yes, delete it
talk-discarded = Done. The draft is deleted.
talk-closed = This one is closed.
talk-closed-body = It was finished or deleted before this tap reached me. Nothing else has changed.
talk-closed-words = It was finished or deleted before your answer reached me. Here are your words, so that you can copy them.

form-error-long = This is longer than { $longest } characters, so it can't be saved as it is. Your words are still here. Please shorten them.
form-error-words = This is longer than eighty words. Your words are still here. Please shorten them.
form-error-date = I can't read this as a day. Please write it like 2026-12-03, 3 Dec, friday or in 3 days.
form-error-past = This day has gone by. Please choose today or a later day.
form-error-time = I can't read this as an hour. Please write it like 09:00 or 5 pm.
form-error-count = Please write a number between the two that stand beside the question.
form-error-zone = I don't know this time zone. Please write a city such as Berlin, or a name such as America/New_York.
form-error-contact = This looks like a phone number, an address or a profile. The group would see it, so please take it out; you can give it in the private talk later.
form-error-choice = This is not one of the choices. Please choose again.
form-error-scale = Please choose a number from 1 to 5.

engine-unknown-command = I don't know the command /{ $name }.
engine-unknown-command-body = These work: { $known }.
engine-failed = Something went wrong on my side. Reference: { $reference }
engine-failed-body = This last step was not saved. Everything before it is. Please try it once more; if it fails again, give the reference to the person who runs this bot.
engine-full = There is no room left to save this. What was saved before is safe. Please tell the person who runs this bot, and try again later.
engine-unavailable = I can't save anything right now. What was saved before is safe. Please try again in a few minutes.
engine-your-words = Here is what you wrote, so that you can copy it:

outbox-trouble-title = A post for { $channel } could not go out
outbox-trouble = The platform refused it. Please check that the bot is still in the channel and may write there; the next post will be tried as planned.
outbox-trouble-no-such-channel = The channel was not found. If it was renamed or archived, please choose the channel again in the group's settings.
outbox-trouble-not-in-channel = I am not in this channel, so I may not write there. Please add me to it (on Slack: /invite @Four Wins). What was written is kept, and the post goes out if it is not too late for it by then.
outbox-trouble-archived = The channel is archived. Please open it again, or choose another one in the group's settings. What was written is kept; the post waits for a while.
outbox-trouble-missing-right = I lack a permission that this needs. Please ask the person who runs the bot to give it back and to install me again. What was written is kept; the post waits for a while.
outbox-trouble-may-not-post = The workspace's rules do not let me write in this channel. Please ask an admin to allow it, or choose another channel in the group's settings. What was written is kept; the post waits for a while.
outbox-trouble-may-not-see = I can't see this channel. Please let my role view it and write there, in the channel's settings under Permissions. What was written is kept; the post waits for a while.
outbox-trouble-may-not-write = I may not write in this channel. Please let my role send messages there and in threads, in the channel's settings under Permissions. What was written is kept; the post waits for a while.
outbox-trouble-needs-tag = This forum wants a tag on each post, and has none that I may give. Please add one that everybody may use, or let posts go without. What was written is kept; the post waits for a while.
outbox-trouble-too-many-threads = The server has as many open threads as it may have. Please close some old ones. What was written is kept; the post waits for a while.
outbox-trouble-blocked-by-rules = A rule of the server (AutoMod) does not let the words of this post through. Please ask a moderator to exempt me from it. What was written is kept; the post waits for a while.
outbox-trouble-not-installed = I am not installed here any more, or my key was withdrawn. Please ask the person who runs the bot to install it again. What was written is kept; the post waits for a while.
outbox-trouble-not-configured = This platform is not set up in the bot's settings at the moment. Please ask the person who runs the bot. What was written is kept; the post waits for a while.
outbox-trouble-shared-outside = The channel is shared with another organisation, so what is written there would leave this workspace. Please choose another channel in the group's settings. What was written is kept; the post waits for a while.
