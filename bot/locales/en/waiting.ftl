### Messages that wait for a member who takes no direct messages.

waiting-offer = { $count ->
    [one] A message waits for you
   *[other] { $count } messages wait for you
}
waiting-read = { $left ->
    [0] I have read it
   *[other] I have read it, the next one
}
waiting-none = Nothing waits for you.
