### Slack: what only that platform needs words for. The manifest and the OAuth pages have files of their own.

# At most 24 characters: the title of every modal.
slack-app = Four Wins
# At most 24 characters: the button that closes a modal.
slack-close = Close
slack-send = Continue
# The notification of a message whose own first line would give somebody's words away.
slack-summary = A message from Four Wins
slack-on = Read on
slack-earlier = Back to the start
slack-home = Home
slack-page = Page { $page } of { $pages }
slack-page-gone = This page is closed by now.
slack-page-gone-body = Nothing is lost. Please open it again from Home.
slack-choices = In full:
slack-too-long-here = These words are longer than this field can hold. They are kept; here they are in full, to copy from:
slack-file = The file { $name } is in your messages with Four Wins.
slack-picture = The picture is in your messages with Four Wins.
slack-file-comes = The file { $name } is on its way to your messages with Four Wins.
slack-picture-comes = A picture of this is on its way to your messages with Four Wins.
slack-file-not-sent = I could not put the file { $name } into your messages. Nothing of yours has changed. Please ask for it again in a minute; if it fails again, tell the person who runs this bot.
slack-file-no-right = Slack does not let me send files here, so { $name } is not sent. Nothing of yours has changed. The person who runs this bot can add the permission "files:write" and install it again.
slack-message-opens = I have something for you here. It is for your eyes only.
slack-open = Open
slack-somebody-elses = That message is somebody else's.
slack-somebody-elses-body = I read a message only when its own writer asks me to. To look back at something of your own, type /debrief.
slack-shared-channel = This channel is shared with another organisation.
slack-shared-channel-body = What you tell me is private, so I keep away from channels that others can read. Please open me under Apps, or use a channel of your own workspace. Nothing was saved or posted.
slack-outsider = I belong to another workspace.
slack-outsider-body = I can help only people of the workspace in which I was installed. Nothing was saved or posted.
slack-not-installed = Four Wins is not installed in this workspace any more. Nothing you wrote before is lost. Please ask the person who runs it to install it again.
slack-in-private = I have answered you in our direct messages.
