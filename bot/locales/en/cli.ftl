### The command line.

cli-help = Four Wins: a kind, private debrief for job-search groups.
cli-config = The settings file. Without this option, config.toml in this folder is read if it is there.
cli-data = The folder for the data. It stands above the one in the settings.
cli-try = Try it: a local group in this terminal, without tokens or a server. Nothing leaves this machine.
cli-slack = What Slack needs from you.
cli-manifest = The app's manifest, as JSON: what the bot is on Slack and what it may do there.
cli-manifest-mode = How Slack reaches the bot: socket needs no open port, http needs a public address. Without this option it is the mode in the settings.
cli-manifest-url = The bot's public address, for http. Without this option it is the url in the settings.
cli-manifest-one = With http: for one workspace and its one token, without OAuth.
cli-manifest-link = Print only the link that opens Slack's page with the manifest filled in.
cli-manifest-paste = Paste it at { $page } under "From a manifest", or open this link, where it is filled in: { $link }

command-debrief = look back at a no, in private
command-wins = what you kept; words behind it search
command-checkin = answer this week's check-in, or change your answer
command-refer = pass a role, a lead or a contact on to somebody here
command-practice = a question that is due, or a partner for a mock interview
command-mydata = see, take along or delete what is kept of you
command-fourwins = home, and for organisers the weekly post
cli-run = Run the bot on the platforms of the settings, until Ctrl-C or SIGTERM. It finishes what it took before it ends.
cli-running = Four Wins is running. Ctrl-C stops it.
cli-disconnected = A platform could not be reached for two minutes, so I stop here. Nothing is lost. Start me again (a supervisor such as systemd does it by itself).
