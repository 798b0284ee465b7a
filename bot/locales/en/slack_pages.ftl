### The pages that somebody sees in a browser while adding the app to Slack. No Slack words: the reader may not have used the bot yet.

slack-pages-installed = Four Wins is now in your workspace
slack-pages-installed-body = Next: in Slack, add Four Wins to the channel of your job-search group, and type /fourwins there. It will ask you a few questions to set the group up.
slack-pages-installed-private = What people write to Four Wins stays private, also from you. The group sees only what somebody chooses to show.
slack-pages-open = Open Four Wins in Slack

slack-pages-org = Four Wins is now in your organisation
slack-pages-org-body = Next: in the admin pages of your organisation, add Four Wins to the workspaces that want it. Then, in each, somebody adds it to the channel of a job-search group and types /fourwins there.

slack-pages-cancelled = Nothing was installed
slack-pages-cancelled-body = You chose not to go on, so nothing has changed in your workspace. You can come back at any time.

slack-pages-stale = This page has waited too long
slack-pages-stale-body = For safety, adding the app has to be done within ten minutes, once, and in one browser. Nothing was installed just now. Please start again.

slack-pages-failed = Four Wins could not be installed
slack-pages-failed-body = Slack did not agree to it, and nothing was installed. Please start again. If it fails again, ask an owner of your workspace whether apps need their approval.

slack-pages-trouble = Something is wrong on our side
slack-pages-trouble-body = Four Wins could not be installed just now. Please try again in a few minutes. If it fails again, tell the person who runs this bot.

slack-pages-again = Start again
