### The bot's home.

home-title = Four Wins
home-body = When a no comes, I can help you keep what is worth keeping: practice, what you know now, what you want, the people you met. You can also tell me in plain words, like "I didn't get the job at Acme".
home-debrief = Debrief a no
home-wins = My wins book
home-organiser = Group settings
home-not-understood = I didn't quite understand that. Here is what I can do.
home-note = The group sees nothing of what you write to me unless you choose to show it.
