# The stock lines of the weekly post: an opening, one win told through an example, one action.
# Any opening goes with any win, so no line leans on the one before it. The limits on length,
# wording and reading age are held by tests/core/test_encouragement_lines.py. Each text stays on
# one line here, since Fluent would keep a break. The people and places are made up.


### Openings: what is hard. No advice in these.

hard-01 = Two weeks after a final round, there is still no word. Every unknown number makes the heart jump, and then it is the dentist.
hard-02 = Writing the same cover letter for the ninth time is dull work. By the fourth line, the words stop meaning anything.
hard-03 = First the form takes your CV. Then it wants the whole CV again, typed into small boxes, with the month you left school.
hard-04 = A friend gets an offer. You are glad for them, and you also need to leave the table for a minute.
hard-05 = Sunday evening is hard when nobody expects you on Monday. The others lay out their clothes, and you look at the same ads again.
hard-06 = “We went another way,” says the email at 17:55. The office is shut by then, and the whole evening is still to come.
hard-07 = “Any news?” is kindly meant. The fifth time in one week, it is hard to find a new way to say no.
hard-08 = The rent goes out on the first, whatever an employer decides. It is hard to sound relaxed in an interview with that date in mind.
hard-09 = Being told you have too much experience is an odd kind of no. Nobody can hand back twenty years to fit a job.
hard-10 = There were three people on the panel, and one yawned twice. It is hard to describe your best work to somebody who looks that bored.
hard-11 = A test task can eat a whole weekend. Then weeks go by, and nobody writes to say that they have seen it.
hard-12 = The application took three evenings. The no came six minutes after you pressed send.
hard-13 = Online again, word for word: the job you were turned down for. It sits there between the others, and you have to scroll past it.
hard-14 = Then comes the question about the gap. You knew it would come, you had a sentence ready, and your voice still went thin.
hard-15 = They moved the interview twice and called it off on the morning itself. By then the shirt was ironed and the bus fare was paid.
hard-16 = Somebody you trained gets the post you asked for. On Monday you sit two desks away and say good morning.
hard-17 = “We had many strong candidates” tells you nothing. You read it three times for a clue, and there is none in it.
hard-18 = Papers that count in one country can count for nothing in the next. Explaining ten years of work from zero, again, wears a person out.
hard-19 = The offer was there in writing. Then came a call about a budget, and you had already told your mother.
hard-20 = By Wednesday the days run together. Nobody would notice whether you started at nine or at noon, and that makes nine harder.
hard-21 = At the end of a good talk, they named the pay. It was less than you earned ten years ago, and you had to keep smiling.
hard-22 = Some interviews are with a camera and a countdown. You talk to your own face for two minutes, and nobody nods.
hard-23 = Proving to an office that you looked for work takes a whole morning. None of that morning goes into looking.
hard-24 = Second place again. They rang to say how close it was, and after the call everything was where it had been before.


### Practice: an interview trains you, for the next one and for pressure of any kind.

practice-01 = A night nurse lost her thread on a question about drug errors. She said, “Let me start that again,” and did. That takes nerve with three people watching, and she has done it once for real.
    .act = Say “Let me start that again” aloud, then tell of a mistake at work from the beginning. Stop after two minutes.

practice-02 = Bartek had not sat in an interview for eleven years. This one was in a hut by a warehouse gate, at six in the morning. He found out what the first minute is like. The next one will be less strange.
    .act = Walk in through a door at home as if to an interview, sit down, and say your name and your trade. Do it four times.

practice-03 = In a trial lesson, a primary teacher ran out of time with half the page undone. Her plan for the next one has a single task, and a spare one for the quick children. She timed it by the kitchen clock.
    .act = Take a talk or a trial task that you gave and cross out a third. Read what is left aloud, once, against the clock.

practice-04 = Four minutes into a live test, a developer had not said a word, and the two faces on the screen waited. Since then she talks while she types, even alone. The cat has got used to it.
    .act = Do a small job that you know well, and say each step aloud as you go. Stop when the job is done.

practice-05 = A shop manager gave a long, vague answer about difficult colleagues. On the bus the true one came: the Saturday when two of his staff stopped speaking. He wrote it on the back of his ticket. It is ready for the next time.
    .act = Write down the question you answered worst, and under it the example that came to you on the way home.

practice-06 = An electrician had to find a fault on a board while two people watched. His hands shook, and he found it. So he has proof that his hands can shake and still do the work.
    .act = Stand up and talk through a problem you once solved, from the first sign to the repair. Three minutes by the clock.

practice-07 = The call came while a bookkeeper stood in the supermarket, and she took it between the shelves. It went badly. One sentence is left from it, for the next caller: “I can talk at four. Would that suit you?”
    .act = Make up a sentence that asks a caller for a better time. Say it aloud until you no longer need the paper.

practice-08 = After a historian’s talk, the only question came from a man in physics. Her answer was all names and dates, and she could see that it did not reach him. There is a second answer now. She tried it on her neighbour, who runs a bakery.
    .act = Explain your work in four sentences to a chair that has never heard of it. Write down the best sentence.

practice-09 = Fourteen pieces are too many for one portfolio talk. A graphic designer found out at piece nine, with the hour gone. Eight are left in the folder, and each has a story that he can tell in a minute.
    .act = Choose two pieces of your work. For each, say aloud what was asked and what you changed, within a minute.

practice-10 = On a trial shift, a line cook burned the first pan of onions, then kept his corner clean through a full Friday. It ended with a no. He has one more strange kitchen behind him, and a list of what to ask on arrival.
    .act = List what you would ask in your first five minutes at a strange workplace. Five questions, with the most useful one on top.

practice-11 = Asked why he wanted the post, a school caretaker said, “It’s near.” True, and a bit short. By evening he had a second sentence, about the old boiler he kept running for nine winters.
    .act = Answer “Why this job?” aloud in two sentences, one with a plain reason and one with something you did. Then stop.

practice-12 = A project manager played back a recorded interview and counted her own “sort of”. She gave up at thirty. The next day, on the phone to her sister, she heard herself say it, and that had never happened before.
    .act = Record one answer on your phone, two minutes at most. Play it once, note one word to use less, and delete it.

practice-13 = At seventeen, in his first interview, Idris forgot every question he had meant to ask. His aunt, who does the asking at her own work, gave him a card for his pocket. There are two questions on it. Reading them off is allowed.
    .act = Put two questions for an interviewer on a card that fits a pocket. Read them aloud and leave the card in your coat.

practice-14 = Mei told a panel about six years at home with her children, and said “only” four times. On the stairs she noticed. In her kitchen she told it again without the word, and it took half as long.
    .act = Tell your gap, or your last change of work, in three sentences without “sorry” or “only”. Stop after the third go.

practice-15 = Rolf is 58, and it was his first interview by video. He lost the start of it looking for the sound. It took two clicks in the end, and they are on a yellow note beside the screen.
    .act = Open a video call with nobody else in it and test sound and picture. Put the steps you looked for on a note.

practice-16 = Leila was a pharmacist at home. In the interview, in her third language, the word “dose” was gone. She said “how much and how often”, and they understood. She can do that with any word that hides.
    .act = Pick three hard words from your trade and explain each one aloud in plain words. Note the one that came out clearest.

practice-17 = It is odd to be interviewed by the man you eat lunch with. An office clerk left out half of their work, since he knew it anyway. For the next panel they have a rule: tell it as if to strangers.
    .act = Describe one piece of your work as if to a stranger, with the trouble in the middle. Three minutes, then stop.

practice-18 = Eleven letters from a council worker all began with his date of birth, and nobody asked him in. The twelfth begins with a flooded street and what he did there that night. He rewrote that first line six times. That is practice too.
    .act = Rewrite the first two lines of your usual letter so that they start with something you did. Leave the rest for another day.


### Industry: you saw something new of a field, of an employer or of a way of hiring.

industry-01 = On the tour, a lab technician saw paper lists on every freezer. Her old lab did all of that on a screen. She had thought the whole field worked that way. It is one of the things she asks about on the phone now.
    .act = Write down one thing you saw with your own eyes at a workplace, and one question that it gives you.

industry-02 = Four warehouse ads in one week asked for the same truck licence, the one for narrow aisles. Samir has the other one. He had been away from the work for three years, and that is how he heard.
    .act = Open three ads for the same kind of job. Mark every word that is in all three, and keep that list.

industry-03 = Five schools in her town share one hiring office, a teacher learned at an interview. One form goes to all of them. She had been filling in five, each with its own letter, every spring.
    .act = Look up who does the hiring at one place you like: the place itself, a head office or an agency. Note the name.

industry-04 = Nearly every question was about old code. A developer walked out with a new picture of that bank: most of the work there is repair. He likes repair, and from the ad he would not have guessed.
    .act = Sort the questions you recall from one interview or form by topic. The biggest heap is a clue about the work. Write it down.

industry-05 = They asked a shop manager about parcels, returns and lockers for most of an hour. Selling came up once. Half of that shop is a post office by now, and she had walked past it every week without seeing that.
    .act = Choose a word that kept coming up in an interview or an ad. Write two lines on what it means for a normal day.

industry-06 = Owen went to talk about wiring houses, and the whole talk was about heat pumps. He had spent six years on one big site. The library had a book about them, and he is on page forty.
    .act = Find one short article about a new tool or rule in your trade and read it to the end. Sum it up in a sentence.

industry-07 = “You’d be the only one here who knows the books,” said the owner. A bookkeeper had always pictured small firms as cosy. Small can also mean that nobody covers your holidays. That question is on her list, right under pay.
    .act = Make up two questions that show how big a team is and who covers for whom. Keep them with your papers.

industry-08 = In the corridor, Hana heard that the research post was paid for by a grant with an end date. The ad had left that out. The funder’s own page had it, in the third line, and she reads those pages first.
    .act = Check one job on your list for who pays for it and until when. If it is nowhere, write “not said”.

industry-09 = Three studios wrote back to a graphic designer, and all three wanted moving pictures beside the print work. Two years ago none of them did. One email would have told her little. Three in a folder are a pattern.
    .act = Put the last three ads or replies you kept side by side. Underline what they share, or write “no pattern yet”.

industry-10 = A hotel kitchen said no to a line cook, but he had seen the store room. The sauces come in buckets. For years he had walked past that hotel and thought of it as the best place in town.
    .act = Name one workplace that you had pictured wrongly. Write what you thought, then what you saw or heard. Two lines.

industry-11 = In Goran’s town, school caretakers are chosen in March for the autumn. He asked in June. The woman at the desk explained it, and the calendar on his fridge has a ring around the first week of March.
    .act = Search an employer’s news or old job pages for the months when they look for people. Mark the one you find, or stop after ten minutes.

industry-12 = One post, six talks, and the same five questions in four of them. Afterwards a project manager drew it all on paper, with the days she had waited in between. Before she says yes to the next one, she will ask how many steps there are.
    .act = Draw the steps of one hiring process as a row of boxes. Write the days you waited between them, as well as you can.

industry-13 = The master showed Tamsin the new saw, bigger than a van. Two people run it all day, and the hand tools hang by the door. She had seen joinery in short films, and they had left out this half.
    .act = Watch five minutes of somebody doing the work you want, on film. Note one dull part and one part you liked.

industry-14 = After eight years at home, a mother went for a job in a travel office. There were two desks where she had known eight. She learned more about her old trade in that hour than from all the ads.
    .act = Start a page called “What changed” about your field. Write four lines: a tool, a rule, a job title and a habit.

industry-15 = An insurance clerk of 58 asked the panel how a claim moves through their system. They were glad to show him. He had no job at the end of it, and two pages on how claims are handled today.
    .act = Set down from memory how one task is done today at a place you visited. Leave gaps where you are unsure.

industry-16 = A vet from abroad got a no, and under it the name of the office that checks foreign papers. It takes four months there, and one sheet needs a stamp. None of this had been in any ad.
    .act = Find the official page on the papers your work needs where you live. Save the link and note one step.

industry-17 = For an internal post, a call-centre worker was shown the budget of the floor above. Her phones pay for most of it. She had been in that building for five years and never knew where the money came from.
    .act = Note three things you did not know about your own or last employer until you applied or left. Ring the most useful.

industry-18 = The scoring sheet was at the back of the pack: ten points for the form, thirty for the talk. A council worker had spent two weeks on the form. With the next pack, they began at the last page.
    .act = Read one ad’s full pack or page to find how people are chosen. Copy that part into your notes.


### Self: saying your experience, values and hopes aloud shows what you want, or do not want.

self-01 = Asked where she would be in five years, a nurse heard herself say “on the ward”. She was sitting there for an office post. It was not the answer she had practised. She has kept it.
    .act = Finish “In five years I would still like to…” in writing, four times, fast. Underline the truest one.

self-02 = João always ticked the box for nights, because nights pay more. This time somebody asked him how he sleeps, and he told the truth. “Nights” is the first word on the list of what he does not want.
    .act = Write five things you do not want in your next job, without reasons. Put a ring around the firmest one.

self-03 = A teacher talked for ten minutes about a boy who learned to read at eleven. Nobody had asked about him. When she may choose the subject, it seems, she chooses late starters.
    .act = Think of one person you helped at work and write about it for five minutes. Then name the part you liked doing.

self-04 = The pay was good, and the task was to time how long drivers rest. “I don’t think I’d want to build that,” said a developer, in the interview. It went quiet. He had never said such a thing aloud at work before.
    .act = Name one thing you would not do for pay and one you would do for less money. A line each.

self-05 = They asked a shop manager what she would miss. The first hour, she said, before opening, when the lights come on in rows. She came to talk about leaving shops, and went home knowing that she wants quiet mornings.
    .act = Pick the hour you liked best in any working day you have had. Write where you were and what your hands did.

self-06 = An electrician described two jobs to a panel, a new tower and an old farmhouse. At the farmhouse he began to talk faster, and he heard it himself. It is old buildings that he likes, and he says so when people ask.
    .act = Talk about two jobs you did, a minute each, to an empty room. Write down which one made you speed up.

self-07 = For years a bookkeeper told people that she liked numbers. In the interview it came out otherwise. What she likes is ringing a baker in January to say that the year was fine.
    .act = Begin with “I like…” about your work. Below it write “more exactly”, three times, each with a closer answer. Keep the last.

self-08 = Halfway through his talk, an academic noticed that he was bored with his own subject. The part on teaching came easily. It was a research post, and he did not get it. He wrote down that he was partly relieved.
    .act = Split a page in two, “gave me energy” and “took energy”. Place six moments from your last interview or application on it.

self-09 = The test piece had to be jolly, with balloons. A graphic designer made it well and disliked every hour of it. Since then she can say more exactly what she likes: quiet pages, and a lot of white.
    .act = Recall one piece of work that you did well and disliked. Write in one sentence what was missing for you.

self-10 = A line cook said yes to split shifts on the spot. Walking home, he thought of Tuesdays, when he takes his daughter swimming. One evening a week is a small thing to want. He means to name his Tuesdays before he says yes.
    .act = Choose the one hour of your week that you would keep free of work. Write the sentence you would say about it.

self-11 = “When nobody notices me,” said a caretaker, asked about a good day. The panel laughed, kindly. He thought it over on the tram and it is true. He likes a building that works and makes no fuss.
    .act = Describe a good working day in five short sentences, from arriving to going home. Stop at five.

self-12 = The successes were all “we” and the mistakes were all “I”. A project manager saw it in her own notes after the interview. It was she who planned the move of two hundred desks, and she can say so.
    .act = Tell one success from any job on paper, with “I” in each sentence. Four sentences, then read them aloud once.

self-13 = Every workshop asked Zanele, nineteen, why she had come. At the third one she said that she would sooner mend a thing than sell it. She had not known it so exactly. Her uncle mends clocks, and that may be where she has it from.
    .act = Complete “I would sooner … than …” five times, with work that you know. Copy the best one to where you will see it.

self-14 = After four years at home, a father told the panel that he could start at any hour. At the school gate that day he saw that it was untrue. “Home by half past three” is what he says first these days.
    .act = Set down the earliest start and the latest end that fit your days. Say both aloud in one calm sentence.

self-15 = Nobody had asked Marguerite in years what she still wanted to learn. She is 58. “To draw plans on the computer,” she said, and was surprised. They chose another person. The answer is hers all the same.
    .act = List three things that you still want to learn. Put a cross beside any that are there to please somebody else.

self-16 = It took Nour an hour to explain a hospital in Aleppo to the panel. She had never told it in the new language. By the end she could hear it too: for eleven years, she was the one they called at night.
    .act = Speak about your longest job for three minutes, in the language that comes easiest. Write down one solid thing from it.

self-17 = When a colleague became team leader, Femi first thought of the rota, which he would not have to write. He had wanted the title. The work behind it, he noticed, had hardly been on his mind.
    .act = Draw two columns for a job you wanted, the name of it and the tasks. Put what you liked under each.

self-18 = A lab technician wrote an application, read it through and left it unsent. The sentences she liked were all about training new people, and that job had none of it. She cut those sentences out and kept them.
    .act = Read one of your old letters and underline what you meant most. Paste that sentence into a note called “Want”.


### Network: the people you met can become contacts, and a no can become a referral.

network-01 = The ward sister walked a nurse to the lift and told her which night bus to take. She was also the one who said no. Her name is in the nurse’s phone, with the word “kind” after it.
    .act = Save the name of one person who treated you well this month, with a word on where you met.

network-02 = A shift leader turned Musa down, then wrote a number on the back of his visitor’s pass. It belonged to a depot across the river. They were short of people there, he said, and Musa could use his name.
    .act = Draft a message that asks someone who said no kindly where else you could ask. Send it, or save it for tomorrow.

network-03 = Two teachers waited on one bench for the same post, and talked about worksheets to stay calm. The post went to one of them. They still send each other worksheets, and news from their schools.
    .act = Write two lines to somebody you met on a course or a test day. Say where you met and what you recall.

network-04 = “Our other office does more of what you like,” said the last line of the no, with a name behind it. A developer wrote to that person. They spoke for twenty minutes, mostly about old code.
    .act = Reread one kind rejection for a name or another team. Note what you find, close the message and stop.

network-05 = Ten days after the no, a shop manager sent three lines of thanks to the woman who had interviewed her. She mentioned the question that had made her think. The reply was short and warm. There is one person in that firm to whom she can write.
    .act = Compose a thank-you of three lines to somebody who gave you their time. Mention one thing they said. Send it when you like.

network-06 = At the wholesaler’s counter, an electrician met the foreman who had turned him down in May. The foreman knew his name and asked about the van. It is a small trade, and people in it keep meeting.
    .act = List five people in your trade who would know your face. Tick the ones you would stop to greet.

network-07 = One post had too few hours for a bookkeeper, so she sent it to Rosa from her evening course. Rosa wrote back to thank her, with a question about tax forms. They have talked twice since then.
    .act = Go through the ads that you ruled out this week. Send one of them to a person it suits better.

network-08 = “Come to our reading group all the same,” wrote one of the panel under the no. An academic went. Seven people sit around that table, and four of them know by now what she works on.
    .act = Look for one free talk, group or mailing list in your field. Put the next date, if there is one, in your calendar.

network-09 = The studio chose another designer and asked to keep one of Kenji’s posters. He wrote down who had asked. When the next poster is finished, he knows somebody to show.
    .act = Choose one person who might like to see your next piece of work. Write down their name and what you would show.

network-10 = During a trial shift, the woman at the dishes showed a line cook where everything was. She has worked in nine kitchens in that city and knows which ones pay on time. They swapped numbers by the back door.
    .act = Think of a helpful person who had no say in the hiring, such as a driver or a receptionist. Note what they told you.

network-11 = The school secretary rang a caretaker herself to say no. She also told him which school would need somebody in autumn. He wrote down the school, and then her name, since she had taken the trouble to call.
    .act = Thank one person for a tip they gave you. Tell them in two lines what came of it, even if nothing did.

network-12 = Eight months after the no, a project manager sat down at a fire-safety course, next to the man who had interviewed her. Both remembered the projector that broke. Over coffee they talked like people who know each other.
    .act = Set a reminder for ten weeks from today with one person’s name and one thing you would tell or ask them.

network-13 = There was one place in the workshop, and another boy got it. On the way out, the master told Tevita who else in town takes apprentices in spring. He spelled the name for him, twice.
    .act = Practise “Who else could I talk to?” aloud in your own words, five times. Write down the version that sounds like you.

network-14 = At the playground, a mother said out loud that the clinic had turned her down. The woman on the next bench used to work there. For two years they had talked about sand and teeth, and that day they talked about work.
    .act = Write one sentence that tells a neighbour what work you look for, without the word “anything”. Say it aloud twice.

network-15 = A man of 58 wrote to an old colleague after twelve years, and told him about the no. The colleague had three of his own from that spring. They ring each other on Fridays.
    .act = Find one old colleague you liked, and write them four honest lines. Ask how they are and for nothing else.

network-16 = Maricel’s nursing papers were not enough, and the interviewer told her so. She gave her a name, too: a nurse from Manila who had been through the same forms. There is somebody to ask about page six.
    .act = Search for one person or group who came to your trade by a road like yours. Save where to find them.

network-17 = For the internal post, Ayşe had to speak with the head of stores. He chose someone else. He greets her by name in the canteen these days, and last week he told her how his own team is set up.
    .act = Pick one colleague, past or present, whose work you hardly know. Write down one thing you would like to ask them.

network-18 = She came second of two for a council post. “May I give your name to parks?” asked the interviewer, and she said yes. Nothing has come from parks so far. There are two offices there that know her name.
    .act = Put into two sentences what a kind person could pass on about you. Name what you do well and what you look for.
