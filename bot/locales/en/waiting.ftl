### Messages that wait for a member who takes no direct messages.

waiting-offer = { $count ->
    [one] A message waits for you
   *[other] { $count } messages wait for you
}
waiting-next = { $count ->
    [one] One more message
   *[other] { $count } more messages
}
waiting-none = Nothing waits for you.
