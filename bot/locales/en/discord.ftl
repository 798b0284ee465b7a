### Discord: what only that platform needs words for. Command names and descriptions have a file of their own.

discord-next = Saved. The next question is ready when you are.
discord-first = It opens for you alone.
discord-continue = Continue
discord-open = Open
discord-change = Change it
discord-errors = Not quite yet. What you wrote is still there.
discord-error-at = { $field }: { $error }
discord-your-words = Here is what you wrote, so that you can copy it:
discord-answered = I have answered you in private.
discord-tap = My answer is for you alone. Tap to read it.
discord-expired = This is from a while ago. Nothing is lost: here is where things stand.
discord-somebody-elses = That message is somebody else's.
discord-somebody-elses-body = I read a message only when its own writer asks me to. To look back at something of your own, type /debrief.
discord-file = The file { $name } is below.
discord-file-not-sent = I could not hand over the file { $name }. Nothing of yours has changed. Please ask for it again in a minute; if it fails again, tell the person who runs this bot.
discord-thread = Answers
discord-taken-back = Taken back
