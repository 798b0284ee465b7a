### Being kept apart.

blocks-title = Never match me with
blocks-body = People on this list are not paired or matched with you, and you don't see each other's offers through me. They are never told.
blocks-add = Add somebody
blocks-undo = Take off the list
blocks-note = Only you can see this list.
block-who = Never match me with
block-who-other = Who is it?
