# The console: a group in the terminal. What the bot itself says is in the other files.

console-what = This is Four Wins in a terminal: a small group of made-up members to try every part of it with.
# The folder has a line of its own so that it can be copied.
console-stays =
    Nothing leaves this machine. What is typed here is kept in this folder:
    { $folder }
console-you =
    You are { $name } ({ $zone }){ $organiser ->
        [yes] , who runs the group
       *[no] { "" }
    }.
console-other =
    @{ $handle }{ $organiser ->
        [yes] { " (the organiser" }{ $elsewhere ->
            [yes] , { $zone })
           *[no] )
        }
       *[no] { $elsewhere ->
            [yes] { " (" }{ $zone })
           *[no] { "" }
        }
    }
console-others = Also here: { $others }. The group's channel is #{ $channel }.
console-clock = It is { $day } { $year }, { $hour } in { $zone } ({ $utc } UTC).
console-start = Type /debrief, or say it in your own words, such as: I didn't get the job at Acme. /help shows the rest.
console-bye = Bye. Everything is saved, and you can go on from here next time.
console-again = Ctrl-C once more quits. /quit does it too.

console-only-you = only you
# $place is where it stands: channel, or member for private messages.
console-head =
    { $place ->
        [channel] #{ $channel }
       *[member] only you
    }{ $thread ->
        [yes] { " · in the thread under: " }{ $under }
       *[no] { "" }
    }{ " · " }{ $moment }{ $edited ->
        [yes] { " · changed" }
       *[no] { "" }
    }
console-gone = a message that was taken away
console-taken-away =
    { $place ->
        [channel] A message in #{ $channel } was taken away.
       *[member] A private message to you was taken away.
    }
console-for-somebody = { $name } has a new private message. @{ $handle } shows it.
console-empty =
    { $place ->
        [channel] Nothing in #{ $channel } yet.
       *[member] You have no private messages yet.
    }
console-earlier =
    { $count ->
        [one] One message before these. /{ $command } all shows it.
       *[other] { $count } messages before these. /{ $command } all shows them.
    }
console-nothing = Done. There is nothing to show for it here.

console-picture = Picture: { $alt }
console-file = File: { $name }
console-saved =
    Saved as a file that only you can read:
    { $path }
console-not-saved = The file could not be written: the disk is full, or the folder can't be used. Nothing else is lost.
console-given-back = Only you see these words. They were not kept. Here they are, back with you:

# In a form.
console-ways =
    Enter leaves a question empty.{ $count ->
        [0] { "" }
       *[other] { " Also: " }{ $ways }
    }
# Words that were not taken; why stands above them.
console-typed =
    You typed this ({ $clear } empties the question{ $way ->
        [points] , the Up key brings it back to change
       *[types] { "" }
    }): { $answer }
console-held =
    Enter keeps what is here ({ $clear } clears it{ $way ->
        [points] , the Up key brings it back to change
       *[types] { "" }
    }): { $answer }
console-how-choice =
    { $way ->
        [points] Arrow keys and Enter, or a number.
       *[types] One number, or the words of one choice.
    }
console-how-many =
    { $way ->
        [points] Arrow keys and Space for each, then Enter. Or numbers, such as 1 3.
       *[types] One or more numbers, such as 1 3.
    }
console-how-scale = A number from 1 to 5.
console-how-member = One of { $members }.
console-how-channel = A channel, such as #{ $channel }.
console-how-paragraph =
    { $way ->
        [points] Alt and Enter start a new line.
       *[types] { "" }
    }
console-unclear-choice = That is not one of the choices. Please type a number from 1 to { $count }.
console-unclear-many = Not all of that is a choice. Please type numbers from 1 to { $count }, such as 1 3.
console-unclear-scale = Please type a number from 1 to 5.
console-unclear-member = Nobody here is called that. There are { $members }.
console-unclear-channel = There is no such channel. There is #{ $channel }.
console-no-way = There is no /{ $name } in this form. /help shows what there is. To write a text that starts with /, put a space before it.
console-left = You left the form. What you answered so far is saved.

# Typed beside the bot's own commands.
console-nobody = Nobody here is called @{ $name }. There are { $members }.
console-no-button = There is no button { $number } for you here.
console-clock-unclear = That is not a time. Try /clock +7d, +3h, +30m or 2026-12-01 09:00, and /clock jump +7d.
console-clock-past = The clock only goes forward.
console-clock-far = That is more than ten years on. Please go in smaller steps.
console-help =
    Any words without / before them: a private message to the bot.
    A number: presses the button of that number in what was shown last.
    @ben: makes you Ben. @ alone shows who is here.
    /channel: shows #{ $channel } again. /inbox: your private messages. With all behind it, every one of them.
    /clock: shows the time. /clock +7d, +3h, +30m or 2026-12-01 09:00 moves it forward, with everything due on the way.
    /clock jump +7d: skips there, as when a computer was asleep.
    In a form: /help shows its commands. Ctrl-C leaves it, and it stays saved.
    /quit or Ctrl-D: ends. Everything stays saved.
