### Hard moments. Read these aloud before changing a word; see docs/safety.md for who should look.

care-title = I'd like to stop here for a moment.
care-body = It sounds as if this may be about more than a job. I'm a program, and I can misread things. If it is heavy right now, you deserve a person, not a form.
care-default-emergency = If you are in danger, please call your local emergency number.
care-default-finder = findahelpline.com lists people you can call or write to, free, in many countries.
care-not-watched = Nobody watches this chat, and I am no crisis service. I have told no one.
care-not-saved = What you just wrote is not saved. It is yours to keep or to drop.
care-person = Talk to our person
care-carry-on = I'm OK, carry on
care-stop = Stop here
care-more = This is more than a job thing
care-person-told = I've told { $person } that you would like to talk.
care-person-away = { $person } is away at the moment, so I have not written to them.
care-cannot-wait = I don't know when they will see it. If it can't wait:
care-nobody = Nobody is named here for hard moments yet. These people can listen now:
care-call = { $member } would like to talk to you.
care-call-body = They tapped the button for hard moments. Please write to them as soon as you can. I have passed on nothing of what they typed, only that they asked.
care-carried-on = All right. I'm here when you want me.
care-stopped = Stopped. There is nothing more to do here.
care-stopped-kept = What you saved before is still there, and can wait.
