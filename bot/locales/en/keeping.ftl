### Keeping the data: backups, putting one back, and the keys.

cli-backup = Copy the data to a file, also while the bot runs. It is read back before it counts.
cli-backup-file = The file to write. An older copy of the same name is replaced once the new one is whole.
cli-restore = Put the data of a copy back. The bot must not run on this folder meanwhile.
cli-restore-file = A file that fourwins backup has made.
cli-keys = The keys that encrypt what people write.
cli-keys-new = Make a new key. Keep a copy of it away from the data: without it nobody can read them.
cli-keys-rotate = Encrypt everything with the first key of the settings. The bot must not run on this folder meanwhile. If it is interrupted, run it again.

keeping-copying = Copying
keeping-checking = Checking
keeping-restoring = Restoring
keeping-encrypting = Encrypting

keeping-backed-up = { $documents ->
    [one] One document is
   *[other] { $documents } documents are
} in { $file }. I read the copy back, and it is whole.
keeping-locked = It is encrypted with the key { $name }. Keep that key elsewhere than the copy.
keeping-open = It is not encrypted, since there is no key in the settings. Keep it where nobody else can read it.
keeping-damaged = { $count ->
    [one] One damaged document lies
   *[other] { $count } damaged documents lie
} aside in it.
keeping-restored = { $documents ->
    [one] One document is
   *[other] { $documents } documents are
} back as of { $made }. The bot can be started.
keeping-rotate-next = It was made before the key of the settings was in use. To encrypt it with that key, run: fourwins keys rotate
keeping-before = What was there before is in { $file }. It goes with the next member's deletion, or at a start after seven days.
keeping-rotated = { $documents ->
    [0] There is no document yet.
    [one] The one document is encrypted with the key { $name }.
   *[other] All { $documents } documents are encrypted with the key { $name }.
} { $changed ->
    [0] Nothing had to be changed.
    [one] One was changed.
   *[other] { $changed } were changed.
} Other keys are not needed for this folder any more.
keeping-old-copies = { $count ->
    [one] One copy in
   *[other] { $count } copies in
} { $folder } and every backup that you made stay as they were. They need the key of their time, or none.
keeping-put-aside = { $count ->
    [one] One document could not be read and was put aside.
   *[other] { $count } documents could not be read and were put aside.
} The log names it.
