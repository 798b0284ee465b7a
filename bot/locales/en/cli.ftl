### The command line.

cli-help = Four Wins: a kind, private debrief for job-search groups.
cli-config = The settings file. Without this option, config.toml in this folder is read if it is there.
cli-data = The folder for the data. It stands above the one in the settings.
cli-try = Try it: a local group in this terminal, without tokens or a server. Nothing leaves this machine.

command-debrief = look back at a no, in private
command-wins = what you kept; words behind it search
command-checkin = answer this week's check-in, or change your answer
command-refer = pass a role, a lead or a contact on to somebody here
command-practice = a question that is due, or a partner for a mock interview
command-mydata = see, take along or delete what is kept of you
command-fourwins = home, and for organisers the weekly post
