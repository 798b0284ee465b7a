### Practice: due questions and mock interviews.

practice-title = Practice
practice-due =
    { $count ->
        [one] One question of yours is due.
       *[other] { $count } questions of yours are due.
    }
practice-next-due = Nothing is due. The next question comes back on { $day }.
practice-no-questions = You have no questions in your bank yet. A debrief adds them, or you can add one here.
practice-start = Practise a question
practice-another = One more
practice-common = A common question
practice-common-next = Another one
practice-common-keep = Put it into my bank
practice-add = Add a question
practice-back = Back to practice
practice-question = Here is the question
practice-how = Say your answer aloud, as you would there. Two minutes are plenty. Then stop.
practice-your-notes = Your notes
practice-notes = Write notes
practice-well = It went well
practice-okay = So so
practice-again = Again soon
practice-graded-well = Good. It comes back on { $day }.
practice-graded-okay = Fine. It comes back on { $day }.
practice-graded-again = It comes back on { $day }. Nothing is lost by that.

practice-notes-notes = Your notes
practice-notes-notes-notes = What would you like to find beside the question next time?
    .hint = Only you see this.
practice-add-question = A question to rehearse
practice-add-question-question = Write it as they would ask it

practice-pairing = Partners for a mock interview are found on { $when }.
practice-wished = You are on the list. A partner is looked for on { $when }.
practice-wished-weekly = You are on the list each week. Next time: { $when }.
practice-pairing-off = No partners are looked for at the moment.
practice-join = Find me a partner
practice-join-weekly = Find me one each week
practice-leave = Take me off the list

practice-paired = You and { $name } could practise this week
practice-paired-three = You, { $one } and { $other } could practise this week
practice-paired-body =
    { $count ->
        [one] One of you writes to the other and says when. Twenty minutes each: one asks, the other answers, and at the end says what went well. Then change over.
       *[other] One of you writes to the other two and says when. Fifteen minutes each: one asks, one answers, one listens, and at the end they say what went well. Then change over.
    }
practice-paired-questions = Questions of yours that you could bring:
practice-cannot = I can't this time
practice-cannot-done = All right. The other side is told kindly.
practice-cannot-told = { $name } can't make it this time
practice-cannot-told-body = It has nothing to do with you. You are on the list again, and come first next time.
practice-cannot-three = { $name } can't make it this time
practice-cannot-three-body = The two of you can go on as planned.
practice-no-pair = This pairing is over.
practice-unpaired = No partner was found for you this time
practice-unpaired-body = It has nothing to do with you: the numbers did not work out. You stay on the list, and come first next time.

practice-plan = Mock interviews in { $group }
practice-plan-next = Partners are found on { $when } ({ $zone }).
practice-plan-off = They are turned off.
practice-turn-off = Turn them off
practice-turn-on = Turn them on
practice-time = Change day or hour
practice-time-timing = Day and hour of the pairing
practice-time-timing-weekday = Day
practice-time-timing-hour = Hour
    .hint = For example: 12:00

## Questions that come up almost everywhere

practice-common-01 = Tell me about yourself.
practice-common-02 = Why would you like to work here?
practice-common-03 = Why did you leave your last job?
practice-common-04 = What are you good at?
practice-common-05 = What do you find hard?
practice-common-06 = Tell me about a time when something went wrong.
practice-common-07 = Tell me about a time when you disagreed with somebody at work.
practice-common-08 = What are you proud of in your work?
practice-common-09 = What did you do between these two jobs?
practice-common-10 = How do you work when there is too much to do?
practice-common-11 = What pay do you have in mind?
practice-common-12 = Where would you like to be in a few years?
practice-common-13 = What would the people you worked with say about you?
practice-common-14 = Do you have any questions for us?
