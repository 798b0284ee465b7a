### What Slack shows about the app: in its directory, under "/" and in the shortcuts menus.

slack-app-name = Four Wins
# At most 140 characters.
slack-app-description = A kind, private debrief after a no: keep what was won, and practise for the next one.
# Between 175 and 4,000 characters.
slack-app-about = For job-search groups. When a no comes, a short private debrief helps you keep what is worth keeping: practice, what you know now, what you want, the people you met. There are check-ins, referrals and practice partners too. The bot reads only what is typed to it. The group sees nothing of what you write to it unless you choose to show it.

# What can be typed behind a command is its hint; a command without one takes nothing.
slack-command-debrief = Look back at a no, in private
    .hint = employer, or how it went in your own words
slack-command-rejected = The same as /debrief
    .hint = employer, or how it went in your own words
slack-command-wins = What you kept
    .hint = words to look for
slack-command-checkin = Answer this week's check-in, or change your answer
slack-command-refer = Pass a role, a lead or a contact on to somebody here
    .hint = what you want to pass on
slack-command-practice = A question that is due, or a partner for a mock interview
slack-command-mydata = See, take along or delete what is kept of you
slack-command-fourwins = Home, and for organisers the group's settings

# Names of at most 24 characters.
slack-shortcut-new_debrief = New debrief
    .about = Look back at a no, in private
slack-shortcut-debrief_this = Debrief this
    .about = Begin a private debrief with this message of yours
slack-shortcut-pass_on = Pass this on
    .about = Begin a referral with this message; you see it before anybody else does
