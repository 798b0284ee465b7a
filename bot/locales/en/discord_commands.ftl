### Discord: the commands' names and descriptions, in Discord's own lists, and why it asks for what it may do.

# A name has at most 32 small letters, digits, hyphens or underscores, and no blanks. Each is another.
# A description (and a hint, which stands beside what can be typed) has at most 100 characters.
discord-command-debrief = Look back at a no, in private
    .name = debrief
    .hint = The employer, or how it went in your own words
discord-command-rejected = The same as /debrief: look back at a no, in private
    .name = rejected
    .hint = The employer, or how it went in your own words
discord-command-wins = What you kept
    .name = wins
    .hint = Words to look for
discord-command-checkin = Answer this week's check-in, or change your answer
    .name = checkin
discord-command-refer = Pass a role, a lead or a contact on to somebody here
    .name = refer
    .hint = What you want to pass on
discord-command-practice = A question that is due, or a partner for a mock interview
    .name = practice
discord-command-mydata = See, take along or delete what is kept of you
    .name = mydata
discord-command-fourwins = Home, and for organisers the group's settings
    .name = fourwins

# What is typed behind a command. The same rules as for a command's name.
discord-option-about = about
discord-option-words = words

# In the menu of a message. At most 32 characters; capitals and blanks are fine.
discord-menu-debrief = Debrief this
discord-menu-refer = Pass this on

# Each permission as Discord itself names it in this language, and what the bot does with it.
discord-permission-view-channels = View Channels
    .why = to be in the group's channels; of what others write there it is handed only what mentions it
discord-permission-send-messages = Send Messages
    .why = the weekly post, check-ins and referral cards, also as posts in a forum
discord-permission-create-public-threads = Create Public Threads
    .why = the thread below a check-in, where shown answers stand
discord-permission-send-in-threads = Send Messages in Threads
    .why = posts in those threads, and in a forum
discord-permission-attach-files = Attach Files
    .why = the picture of one's wins, and "take it with me"; for their owner alone
discord-permission-read-history = Read Message History
    .why = replies to a message that mentions it, and changes or takes back its own posts

# `fourwins discord invite-url`.
cli-discord = What Discord needs from you.
cli-invite = The link that adds the bot to a server, with no more permissions than it needs.
cli-invite-user = The link that adds it to your own account instead: its commands are then with you in every server and in direct messages.
cli-invite-application = Your application's id. Without this option it is the one in the settings, or what the token there tells.
cli-invite-asks = It asks for:
cli-invite-nothing-asked = On your own account the bot has no permissions. All it answers is for you alone.
