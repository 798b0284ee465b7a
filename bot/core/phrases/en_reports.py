"""How English tells of being turned down for a job. What each field means: `RejectionRules`."""

from __future__ import annotations

from bot.core.model import Stage
from bot.core.phrases import LETTER, RejectionRules, Tell, Who, slips


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words in which a slip of the finger is put right.
_LONG_WORDS = (
    "rejected",
    "rejection",
    "ghosted",
    "declined",
    "unsuccessful",
    "successful",
    "selected",
    "shortlisted",
    "withdrawn",
    "withdrew",
    "rescinded",
    "interview",
    "interviewed",
    "position",
    "candidate",
    "application",
    "applied",
    "someone",
    "somebody",
    "another",
    "internal",
    "unfortunately",
    "received",
    "decided",
    "promotion",
    "internship",
    "turned",
    "company",
    "recruiter",
    "forward",
)
_THEIR_NEIGHBOURS = (
    "rejections",
    "interviews",
    "interviewer",
    "positions",
    "candidates",
    "applications",
    "promotions",
    "promotional",
    "internships",
    "recruiters",
    "recruited",
    "forwards",
    "hosted",
    "posted",
    "ejected",
    "ejection",
    "elected",
    "defined",
    "received",
    "receives",
    "receiver",
    "deceived",
    "relieved",
    "decides",
    "decide",
    "applies",
    "implied",
    "turner",
    "burned",
    "tuned",
    "interval",
    "deselected",
    "withdraw",
    "withdrawal",
    "returned",
    "interviewee",
    "external",
    "other",
)

_NEGATED = "did does do was were is are has have had could would should will wo ca need"
_SPELLINGS = {
    **slips(_LONG_WORDS, _THEIR_NEIGHBOURS),
    **{f"{verb}n't": f"{verb} not" for verb in _set(_NEGATED)},
    **{f"{verb}nt": f"{verb} not" for verb in _set(_NEGATED) if verb not in {"ca", "wo"}},
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "ain't": "is not",
    "din't": "did not",
    "did'nt": "did not",
    "didn": "did not",
    "dident": "did not",
    "didint": "did not",
    "ddnt": "did not",
    "wasnt": "was not",
    "wasn": "was not",
    "im": "i am",
    "ive": "i have",
    "theyve": "they have",
    "theyre": "they are",
    "it's": "it is",
    "its": "it is",
    "that's": "that is",
    "thats": "that is",
    "here's": "here is",
    "thanks-but-no-thanks": "badnews",
    "teh": "the",
    "hte": "the",
    "wiht": "with",
    "wit": "with",
    "esle": "else",
    "els": "else",
    "recieved": "received",
    "recieve": "receive",
    "jsut": "just",
    "agian": "again",
    "thier": "their",
    "tunred": "turned",
    "someoneelse": "someone else",
    "gotten": "got",
    "n": "and",
    "w": "with",
    "b": "be",
    "u": "you",
    "cuz": "because",
    "cos": "because",
    "coz": "because",
    "tho": "though",
    "tdy": "today",
    "2day": "today",
    "l8r": "later",
}

_VOCABULARY = {
    # Words that end a noun phrase; none of these stands between an article and "job".
    "small": (
        "the|an?|of|to|about|in|on|at|for|from|by|with|without|as|and|or|but|if|that|which|who|"
        "when|where|while|because|so|than|then|is|are|was|were|be|been|am|has|have|had|do|does|"
        "did|will|would|could|should|can|may|might|must|not|no|never|zero|i|me|we|us|you|they|"
        "them|he|him|she|it|his|her|your|my|our|their|its|after|before|until|since|got|get|just|"
        "again|today|yesterday|up|out|into|through|over|said|'s"
    ),
    "in_phrase": r"(?!<small>(?!\S))\S+",
    "article": "the|an?|that|this|my|any|another|our|their|either|one|some|yet another|'s",
    "kind": r"(?:<in_phrase> ){0,5}?",
    "job": (
        "(?:jobs?|roles?|positions?|posts?|gigs?|promotions?|internships?|placements?|vacancy|"
        "apprenticeships?|traineeships?|transfers?|fellowships?|secondments?|openings?|"
        "(?:graduate|grad|training|trainee|apprenticeship|internship) (?:schemes?|"
        "program(?:me)?s?))(?! (?:descriptions?|alerts?|ads?|adverts?|postings?|titles?|offer "
        "letters?|specs?|rejections?|applications?|interviews?|listings?|boards?|cent(?:re|er)s?|"
        "coach|news|fair|links?|search|market|hunt|details|of the|of my|to work)(?!\\S))"
    ),
    "the_job": "(?:<article> )?<kind><job>",
    "offer": "(?:job )?offers?(?! (?:letter|pack|email|details|of help))",
    "meeting": (
        "interviews?|screens?|screening|rounds?|stages?|panel|loop|assessments?|case study|"
        "assessment cent(?:re|er)|assessment day|take-home|takehome|coding (?:test|challenge)|"
        "technical|tech test|onsite|on-site|phone call|audition|selection day|trial (?:shift|day)|"
        "super day|superday"
    ),
    "the_meeting": "(?:<article> )?<kind><meeting>",
    "process": (
        "<meeting>|process|running|pipeline|race|hiring process|consideration|shortlist|hurdle"
    ),
    "count": (
        r"[1-9]\d*(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
        r"twelve|several|"
        "a few|a couple of|many|so many|first|second|third|fourth|fifth|sixth|seventh|eighth|"
        "ninth|tenth|umpteenth|nth|latest|last|all|all those|multiple|both"
    ),
    "day": (
        "(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|yesterday|this (?:morning|"
        "afternoon|evening|week|month|time|one)|last (?:night|week|month|(?:mon|tues|wednes|thurs|"
        "fri|satur|sun)day)|earlier(?: today)?|now|just now|recently"
    ),
    # What may follow a participle at the end of its phrase: "rejected by", not "rejected ideas".
    "close": (
        r"(?=\Z| (?:by|from|at|for|after|before|again|<day>|this|last minute|on|in|because|due|"
        r"as|without|"
        r"with|via|"
        "over|despite|right|within|straight|instantly|immediately|outright|too|either|already|"
        "following|even|lol|lmao|man|guys|everyone|all|twice|anyway|tho|though|here|there|yet|"
        "thanks|purely|only|"
        r"once again|on|once more|through|late|early|sadly|unfortunately|during|based|haha|ugh|"
        r"smh|still|since|every time|(?:\d+|two|three|four|five|six|ten|many|several) (?:more "
        r")?(?:times|hours?|minutes?|days?|weeks?)|straightaway)(?!\S))"
    ),
    "adverb": (
        "just|also|now|even|still|again|finally|actually|really|sadly|unfortunately|officially|"
        "already|apparently|instantly|immediately|automatically|recently|all|both|quite|"
        "ultimately|eventually|politely|only|simply|today|yesterday|literally|basically|then|"
        "definitely|personally|suddenly|being|once again|formally|in the end|straight up|quickly|"
        "flat out|always|constantly|since|flat|quietly|kindly|'d|completely|totally|swiftly|"
        "promptly|abruptly|obviously|clearly|sorta"
    ),
    "adverbs": "(?:<adverb> ){0,3}",
    "refused": (
        "rejected|turned down|ghosted|passed over|denied|dinged|auto-rejected|auto rejected|"
        "autorejected|screened out|weeded out|filtered out|ruled out|knocked back|snubbed|turned "
        "away|deselected|overlooked|sifted out|passed on|let down gently|left on read|left "
        "hanging|blanked"
    ),
    "been": (
        "(?:have |has |am |are )?<adverbs>(?:been|was|were|got|getting|being)|"
        "(?:have )?<adverbs>(?:keep|kept|keeps) (?:on )?(?:getting|being)|"
        "am <adverbs>(?:getting|being)|<adverbs>(?:always|constantly|just) (?:get|getting)"
    ),
    "chosen": (
        "(?:selected|chosen|picked|hired|shortlisted|short-listed|successful|accepted|considered|"
        "appointed|promoted|progressed|put through|put forward|taken forward|taken further|taken "
        "on|through|advanced|called (?:back|for interview)|what they (?:are|were) (?:looking for|"
        "after)|who they (?:are|were) looking for)(?:<close>|(?: to (?:move|continue|progress|"
        "advance|proceed|go|the next|the final|the second)(?: \\S+)*))|(?:offered|given|awarded|"
        "selected for|chosen for|picked for|considered for) (?:<the_job>|<the_meeting>)|"
        "(?:invited|asked|called)(?: back)? (?:to|for|in for) (?:an? |the |any )?<kind><meeting>|"
        "offered it|invited back|asked back"
    ),
    "forward": "forwards?|ahead|further|on",
    "candidate": (
        "candidates?|applicants?|people|persons?|guy|woman|man|hires?|option|choice|finalist"
    ),
    "others": (
        "(?:someone|somebody|some one)(?: (?:else|internal|internally|in-house|externally|"
        "external|better|cheaper|younger|older|local|stronger|(?:more|less) \\S+|with|from|who|"
        "already|closer|already there|they|who|that))(?! 's)|(?:an?|the|some|their) (?:\\S+ "
        "){0,2}?(?:other|"
        "another|internal|external|different|stronger|better|more \\S+|second|preferred|referred|"
        "local|referral|cheaper|in-house)(?: \\S+)? (?:<candidate>)|(?:another|other|others|"
        "different|stronger|internal|external|better|more \\S+)(?: \\S+)? (?:<candidate>)|others|"
        "an? internal|their (?:own|intern|first choice)|the other one|(?:one of )?(?:the|their) "
        "(?:other|current|own) (?:employees?|staff|people|interns?|\\S+ <candidate>)"
    ),
    "to_me": "me|my (?:\\S+ )?(?:application|candidacy|profile|cv|resume)|us both",
    "rejection": (
        "rejections?(?: (?:e-?mails?|letters?|notes?|calls?|messages?|mails?|notices?|texts?|"
        "notifications?|phone calls?|dms?|responses?|slips?))?"
    ),
    "message": (
        "e-?mails?|mails?|calls?|letters?|messages?|texts?|phone calls?|voicemails?|notes?|reply|"
        "response|word|news|dms?|phonecall|ones?"
    ),
    "withdrew": (
        "withdrew|withdrawn|rescinded|revoked|pulled|retracted|cancelled|canceled|took back|"
        "taken back|reneged on|backed out of|went back on|yanked|pulling|withdrawing|rescinding"
    ),
    "not_gonna": (
        "(?:are|is|were|was|am|have|has|had|did|do|does|decided|chose|opted|have decided|has "
        "decided|would|will|could|can|have chosen|has chosen|elected|decided to|prefer|have opted|"
        "has opted) <adverbs>not|(?:do|does|did) not (?:want|wish)|(?:have |has )?(?:declined|"
        "refused)|not|have <adverbs>decided <adverbs>not"
    ),
    "decided": (
        "(?:have |has )?<adverbs>(?:decided|chose|chosen|opted|elected|ended up|wound up) "
        "<adverbs>(?:to |on |for )?<adverbs>"
    ),
}

_VOCABULARY |= {
    # Something in the message shows that it is about a job hunt.
    "evidence": (
        "interview(?:s|ed|ing)?|applied|application|job|role|position|final round|rounds?|"
        "promotion|recruiters?|hiring|hr|internship|apprenticeship|candidates?|someone else|panel|"
        "callback|the call|off the phone|heard back|gutted"
    ),
    # "I didn't get it": a riddle, a mail, a joke.
    "puzzle": (
        "riddle|question|jokes?|explain|explained|understand|meaning|mean|email|attachment|link|"
        "file|download|code|message|letter|asked|ask|request|can you|could you|please|sorry|"
        "invite|form|landlord|parcel|package|notification"
    ),
    "outing": (
        "(?:party|prom|concert|cinema|wedding|dance|speaker|captain|dinner|movies|holiday|trip|"
        "date|gym|lunch|restaurant)"
    ),
}

# Common first names, where a message may be of a friend or a date as well as of an employer.
_FIRST_NAMES = _set(
    "adam ahmed aisha alan alex alice ali amanda amir amy andrea andrew angela anna anne anthony "
    "ash ashley barbara becky ben beth bob brian bryan carla carlos carol caroline cathy charlie "
    "charlotte chloe chris christina claire dan dana daniel dave david dean deb diana diego ed "
    "elena eli ella emily emma eric eva fatima fiona frank fred gary george grace greg hannah "
    "harry helen henry ian isabel ivan jack jake james jamie jan jane jason jen jenny jess "
    "jessica jim joan joe john jon jordan jorge jose joseph josh juan julia julie karen kate "
    "katie kelly ken kevin kim kyle laura lauren lee leo liam lily linda lisa liz louis lucas "
    "lucy luis luke maria marie mario mark martha martin mary matt max maya megan mei mia michael "
    "mike mo mohammed molly nadia nancy natalie nick nicole nina noah nora oliver olivia omar "
    "oscar pam pat patricia paul paula pedro peter phil priya rachel raj ravi rebecca richard "
    "rita rob robert rosa rose ryan sam samantha sandra sara sarah sean sharon simon sofia sophie "
    "stephen steve sue susan tara ted tess tim tina tom tony vera victor will yusuf zoe"
) - {"will", "may", "mark", "max", "rose", "grace", "frank", "pat", "dean", "lee", "jordan"}
_FAMILY_AND_FRIENDS = _set(
    "sister brother mother father mom mum mam dad mama papa mommy mummy daddy parents mums moms "
    "son daughter kid kids child children wife husband partner spouse fiance fiancee girlfriend "
    "boyfriend gf bf friend friends bestie mate mates buddy pal cousin uncle aunt auntie niece "
    "nephew grandma grandpa grandmother grandfather gran nan roommate roommates flatmate "
    "housemate neighbour neighbor neighbours neighbors classmate classmates colleague colleagues "
    "coworker coworkers co-worker teammate mentee mentor student students client clients "
    "therapist doctor crush ex date girl boy lover match tinder hinge bumble landlord landlady "
    "tenant in-laws everybody everyone somebody someone anybody anyone nobody friend's bro sis "
    "stepson stepdaughter sibling siblings twin godson relative family"
)
_INTIMATE = _FIRST_NAMES | _FAMILY_AND_FRIENDS
_INTIMATE_WORDS = "|".join(sorted(_INTIMATE - {"match", "date", "mentor", "somebody", "someone"}))

_FUNCTION_WORDS = _set(
    "a an the this that these those my your his her its our their some any every each all both no "
    "not never none i me mine myself we us you yours he him she it they them who whom whose which "
    "what when where why how whether if unless until till because since so as than then though "
    "although while and or but nor yet to of in on at by for from with without within into onto "
    "out up down off over under through about against after before during between among despite "
    "via per like near around across along past am is are was were be been being do does did done "
    "have has had having can could will would shall should may might must let lets get gets got "
    "getting go goes going went gone make makes made say says said tell tells told think thinks "
    "thought know knows knew feel feels felt guess bet hope hopes want wants wanted keep keeps "
    "kept just also now even still again finally actually really sadly unfortunately already "
    "apparently recently today tonight yesterday tomorrow soon later ago once twice only almost "
    "nearly probably maybe perhaps likely always often sometimes usually last next first second "
    "third final early late this here there too either anyway though lol haha ugh tbh one two "
    "three four five six seven eight nine ten several many few more most less least other others "
    "another such same own else monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december morning afternoon "
    "evening night day days week weeks month months year years hour hours minute minutes time "
    "times moment job jobs role roles position positions post gig promotion internship placement "
    "vacancy work offer offers interview interviews round rounds stage stages screen application "
    "applications process panel email emails mail phone call calls text letter message zoom teams "
    "skype video linkedin home school reception point scratch reach people everything nothing "
    "something anything stuff things good great new old big dream possible best better worse "
    "worst rejection rejections rejected ghosted turned declined feedback experience advice help "
    "luck please thanks thank sorry sure gutted sad upset devastated disappointed feeling really "
    "instead fine okay ok yes no reason reasons age being afraid scared worried bad cv cvs "
    "resume ats outside inside abroad 's 'd letter "
    "surprise default mistake hand half noon midnight lunch peace hr ta senior junior lead mid "
    "remote hybrid part-time full-time due thankfully"
)

_LOSS = (
    "(?:gutted|sad|upset|devastated|disappointed|annoyed|angry|crushed|heartbroken|bummed|"
    "frustrated|livid|numb|deflated|dejected|shattered|feeling down|down|low|sorry)"
)

RULES = RejectionRules(
    vocabulary=_VOCABULARY,
    spellings=_SPELLINGS,
    endings={"'ve": "have", "'re": "are", "'ll": "will", "'m": "am", "'d": "'d", "'s": "'s"},
    idioms={
        "thanks but no thanks": LETTER,
        "thank you but no thank you": LETTER,
        "thanks but no": LETTER,
        "thank you but": LETTER,
        "after careful consideration": LETTER,
        "we regret to inform you": LETTER,
        "we regret to inform": LETTER,
        "regret to inform": LETTER,
        "no one": "nobody",
        "some one": "someone",
        "some body": "somebody",
        "four wins": "fourwins",
        "short list": "shortlist",
        "short listed": "shortlisted",
        "phone screening": "phone screen",
        "take home": "take-home",
        "same old same old": "same",
        "as well": "also",
        "out of the blue": "suddenly",
        "close but no cigar": "no luck",
    },
    abbreviations=_set("mr mrs ms dr st inc ltd co corp vs eg ie approx dept"),
    joins=_set("and & but so then because though although while whereas plus however"),
    joins_names=frozenset({"and", "&"}),
    turns=frozenset({"but", "however", "though", "although"}),
    letter=(
        "unfortunately.*|.*careful consideration|.*regret to inform.*|thank(?:s| you)(?: but.*| "
        "for (?:your|applying|the).*)|(?:(?:but|and|so|that) )?we(?:'ve|'re|'ll| have| will| are| "
        "were| had| must| won't| can't)? (?:(?:now|be|sadly|have|unfortunately|are) )*(?:regret|"
        "went|decided|chosen|chose|gone|not|moving|selected|filled|pursuing|wish you|unable|opted|"
        "proceeding|moved|sorry).*|we (?:won't|can't|cannot).*|.*not (?:be )?moving forward.*|"
        "(?:pursue )?(?:other|another) candidates?|best of luck.*|good luck.*|(?:your "
        ")?application (?:was|has).*|not a (?:good )?fit"
    ),
    tells=(
        # The writer was turned down.
        Tell(Who.WRITER, "<been> <adverbs><refused><close>"),
        Tell(Who.WRITER, "<been> <adverbs>declined(?=\\Z| (?:by|from|for|after))"),
        Tell(
            Who.WRITER, "<been> <adverbs>told <adverbs>(?:it is |it was |a )?no(?: thanks)?<close>"
        ),
        Tell(Who.WRITER, "<been> <adverbs>(?:refused|denied) <the_job>"),
        Tell(Who.LEFT_OUT, "<adverbs><refused><close>"),
        Tell(Who.LEFT_OUT, "declined (?:by|from)"),
        Tell(
            Who.WRITER,
            "(?:(?:<been>|am|have) )?<adverbs>not <adverbs>(?:been |being |got )?<adverbs>"
            "(?:shortlisted|(?:selected|invited|chosen|called|asked|picked|put forward)(?: back)? "
            "(?:for|to)(?: an)? interview)",
            stage=Stage.NO_INTERVIEW,
        ),
        Tell(
            Who.WRITER,
            "(?:<been>|am) <adverbs>not <adverbs>(?:been |being |got )?<adverbs><chosen>",
            short_of=True,
        ),
        Tell(
            Who.WRITER,
            "have <adverbs>not <adverbs>(?:been |got )<adverbs><chosen>",
            short_of=True,
        ),
        Tell(
            Who.LEFT_OUT,
            "not <adverbs><chosen>",
            spoilt="they (?:hired|chose|picked) me",
            short_of=True,
        ),
        Tell(
            Who.WRITER,
            "(?:did not|will not be|am not|was not) (?:being )?(?:progress\\w*|advanc\\w+|mov\\w+|"
            "go\\w*|proceed\\w*|continu\\w+)(?: <forward>)? (?:(?:to|in|into|through to|past) "
            ")?<the_meeting>",
            short_of=True,
        ),
        Tell(
            Who.WRITER,
            "(?:did|could|have) not <adverbs>(?:even )?(?:manage to )?(?:get|got|land|landed|"
            "secure|secured|win|won|receive|received|bag|nab|snag|clinch|score) (?:into "
            ")?<the_job>",
        ),
        Tell(
            Who.WRITER,
            "(?:never|failed to|did not manage to) <adverbs>(?:got|get|land|landed|secure|secured|"
            "win|won|bag) <the_job>",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|never|failed to) <adverbs>(?:even )?(?:get|got|receive|received|"
            "land|landed) (?:(?:an?|the|any|my) )?<offer>",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|never|failed to|have not) <adverbs>(?:even )?(?:get|got|land|"
            "landed|secured?|make it to) (?:(?:an?|the|any|one|to) )?(?:first |single "
            ")?(?:<in_phrase> )??(?:interview|call ?back|callback|invite|phone screen|screening "
            "call)(?: stage)?(?! (?:in time|slot|link|invite|questions?|feedback|notes|date|time|"
            "on time|schedule))",
            stage=Stage.NO_INTERVIEW,
            spoilt="(?:made|make) it to the interview|late|traffic|train|bus",
        ),
        Tell(
            Who.WRITER,
            "(?:did|could) not <adverbs>(?:even )?get <adverbs>(?:offered (?:it|<the_job>)|"
            "selected|promoted|picked|chosen|hired|shortlisted|called back|invited (?:to|for) "
            "<the_meeting>|accepted|considered)(?! up)",
        ),
        Tell(
            Who.WRITER,
            "did not get (?:it|this one|that one|mine|in)<close>",
            needs="<evidence>",
            spoilt="<puzzle>",
        ),
        Tell(
            Who.WRITER,
            "did not(?=\\Z)",
            needs="got (?:the|an?|his|her|their) (?:job|role|offer|position)",
            mine=True,
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|never|failed to|have not) <adverbs>(?:even )?(?:(?:make|made|"
            "get|got|progress|advance|move|go|proceed) (?:it )?(?:on )?(?:to|into|through to|in "
            "to)|make|reach) (?:the |my |their |this )?(?:<kind>)(?:next|final|second|third|"
            "fourth|last|2nd|3rd|4th|finals|shortlist|later)(?: <in_phrase>)?(?: (?:<meeting>|"
            "three|two|few|list))?(?! (?:of the|day|bus|train))",
            short_of=True,
            spoilt="game|match|tournament|bus|train|exam",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|never|failed to|have not) <adverbs>(?:even )?(?:make|made|get|"
            "got|reach|reached|progress)(?: it)?(?: to)? (?:(?:the|an) )?(?:interview stage|"
            "interview(?=\\Z))",
            stage=Stage.NO_INTERVIEW,
            spoilt="<puzzle>|late|time|traffic|train|bus|sick|ill",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|never|failed to|have not) <adverbs>(?:even )?(?:make|made|get|"
            "got|progress|go|advance|move) (?:it )?(?:any )?(?:past|through|beyond|further than|"
            "out of|after) <the_meeting>",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not|failed to) <adverbs>(?:even )?make (?:it )?(?:onto |to )?the "
            "(?:final |first )?(?:cut|shortlist|grade)",
        ),
        Tell(Who.WRITER, "missed the cut"),
        Tell(Who.LEFT_OUT, "not even an? (?:single |first )?interview", stage=Stage.NO_INTERVIEW),
        Tell(
            Who.LEFT_OUT,
            "all i (?:got|have) (?:is|was|were) (?:(?:an?|another|<count>|more) )*<rejection>",
        ),
        Tell(
            Who.WRITER,
            "(?:want|need|wanted|would like|have) to (?:log|report|record|add|share|debrief|note|"
            "enter|process|unpack) (?:(?:an?|another|my|the|<count>) )+(?:<in_phrase> "
            ")?<rejection><close>",
        ),
        Tell(
            Who.LEFT_OUT,
            "they (?:\\S+ ){1,8}?instead of (?:promoting|hiring|choosing|picking|taking) me",
        ),
        Tell(
            Who.WRITER,
            "(?:did not|could not) <adverbs>(?:quite )?make it(?=\\Z| (?:at|with|this time|in))",
            needs="<evidence>",
            spoilt="<puzzle>|time|late",
        ),
        Tell(
            Who.WRITER,
            "(?:(?:did|could|do) not <adverbs>(?:pass|clear|crack|survive)|(?:have "
            ")?<adverbs>(?:failed|flunked|fell)(?: at| in| out)?) (?:(?:the|my|their|an?|this) "
            ")?<kind>(?:<meeting>|hurdle)",
            spoilt="exam|driving|visa interview",
        ),
        Tell(Who.WRITER, "(?:fell|fallen|failed) at the (?:final|last|first) hurdle"),
        Tell(Who.WRITER, "(?:have )?<adverbs>(?:lost|missed) out (?:on|for) <the_job>"),
        Tell(Who.WRITER, "(?:have )?<adverbs>(?:lost|missed) out (?:to|against) <others>"),
        Tell(Who.WRITER, "(?:have )?<adverbs>(?:lost|losing) (?:out on )?<the_job> to <others>"),
        Tell(Who.WRITER, "<been> <adverbs>beaten (?:to <the_job>|by <others>)"),
        Tell(Who.WRITER, "(?:<been> )?<adverbs>pipped (?:at the post|to <the_job>|by)"),
        Tell(Who.WRITER, "(?:have )?<adverbs>struck out (?:with|at|on|again)"),
        Tell(
            Who.WRITER,
            "(?:came|come|finished|was|were)(?: in)? <adverbs>(?:a close )?(?:second|the "
            "runner-up|the runner up|runner-up|runner up|their second choice|the second "
            "choice)(?: (?:for|in|at|choice|again|place))?",
            needs="<evidence>",
            spoilt="race|match|game|quiz",
        ),
        Tell(
            Who.WRITER,
            "(?:(?:have |am )?<adverbs>(?:been|was|am|got) )?<adverbs>unsuccessful(?=\\Z| "
            "(?:again|today|this time|after)(?!\\S)| (?:in|at|with|for) (?:\\S+ ){0,6}?(?:<job>|"
            "<meeting>|application))",
        ),
        Tell(
            Who.WRITER,
            "(?:<been>|am) <adverbs>(?:knocked out|cut|dropped|eliminated|kicked out|booted|"
            "removed|out|rejected) (?:from|of|after|in|at|before|during) (?:(?:the|my|their|an?|"
            "this) )?<kind>(?:<process>)",
        ),
        Tell(
            Who.LEFT_OUT,
            "<adverbs>(?:knocked out|cut|dropped|eliminated|kicked out|booted|out) "
            "(?:from|of|after|in|at|before|during) (?:(?:the|my|their|an?|this) "
            ")?<kind>(?:<process>)",
        ),
        Tell(
            Who.WRITER,
            "(?:am |was )?<adverbs>(?:no longer|not) <adverbs>(?:in the running|being considered|"
            "under consideration|in consideration|a candidate|in the process|in contention)",
        ),
        Tell(
            Who.TOLD,
            "(?:was|am|were|are) <adverbs>not <adverbs>(?:the|an?|their|quite the|quite a)? "
            "?(?:right |good |best |great |perfect |strong |culture |cultural |close )*(?:fit|"
            "match|one|person|candidate|what they (?:\\S+ ){1,2}(?:for|after)|experienced enough|"
            "senior enough|qualified enough|good enough|strong enough|ready|suitable)",
        ),
        Tell(
            Who.WRITER,
            "(?:was|were) <adverbs>not <adverbs>(?:the|an?|their|quite the|quite a) (?:right |"
            "good |best |great |perfect |strong |culture |cultural |close )+(?:fit|match|person|"
            "candidate)",
            needs="<evidence>",
        ),
        Tell(
            Who.TOLD,
            "(?:was|am) <adverbs>(?:too )?(?:over-?qualified|under-?qualified|junior|senior|"
            "inexperienced)(?! (?:\\S+ )?(?:engineer|developer))",
        ),
        Tell(
            Who.TOLD,
            "(?:did not|do not) have (?:enough|the right|the) (?:\\S+ )?(?:experience|skills|"
            "background)",
        ),
        Tell(Who.LEFT_OUT, "beaten (?:to <the_job>|by <others>)"),
        Tell(Who.WRITER, "(?:have )?<adverbs>(?:lost|lost out)(?: in <the_meeting>)? to <others>"),
        Tell(
            Who.LEFT_OUT,
            "(?:(?:my|a|the|another) )?\\S+(?: of mine)? (?:got|was given|landed|has got) "
            "<the_job> (?:instead of|over|not|and not|rather than) me",
            mine=True,
        ),
        Tell(
            Who.LEFT_OUT, "<the_job>(?: (?:at|with|from|i) (?:\\S+ ){1,5}?)? ?<adverbs>fell through"
        ),
        # A rejection came.
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>(?:got|received|had|get|getting|opened my inbox to|woke up to|"
            "came home to|been sent|was sent|logged in to|opened|collected|racked up|been getting|"
            "have|copped|hit with|been hit with|saw|keep getting|keep receiving|got back|earned|"
            "got handed|got sent|notched up) <adverbs>(?:(?:an?|another|yet another|the|my|their|"
            "one|yet|more|number|that|in) |<count> ){0,3}(?:more )?(?:<in_phrase> "
            "){0,3}?<rejection>(?: number| no)?<close>",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:yet |and )?(?:another|one more|(?:my )?<count>(?: more)?|(?:an? )?(?:auto|"
            "automatic|automated|instant|immediate|fresh|generic|straight|standard|form|quick|"
            "polite|just a?))(?: (?!of)<in_phrase>){0,2}? <rejection><close>",
            spoilt="and i (?:quit|will|am|scream|give|would|might|swear)",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:an? |the |my )?<rejection> (?:from|number|no|\\d+|<day>|on (?:mon|tues|wednes|"
            "thurs|fri|satur|sun)day|again|in my inbox|in the inbox|after)(?!(?: \\S+){0,4} (?:is|"
            "are|was|be|hurts?|were|feels?|means|stings?)(?!\\S))",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:an?|the|my|another|their)? ?(?:<in_phrase> )?(?:'s )?(?:<in_phrase> )?<rejection> "
            "(?:from (?:\\S+ ){1,4}?)?(?:for (?:\\S+ ){1,6}?)?(?:(?:has |have )<adverbs>come|"
            "<adverbs>(?:came|arrived|landed))(?! down)",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:it|that|this|so it|answer) (?:is|was) <adverbs>(?:an?|another|yet another)"
            "(?: <in_phrase>)? <rejection><close>",
        ),
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>(?:got|received|had|opened|read|just got|have) <adverbs>(?:the|"
            "an?|another|yet another|that|my) (?:dreaded |classic |usual |standard )*(?:badnews|"
            "unfortunately) (?:<message>)",
        ),
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>(?:got|received|had|just got|getting) <adverbs>(?:an?|the|another|"
            "yet another|my|that|<count>)(?: <count>)?(?: (?:big|fat|hard|firm|quick|polite|final|"
            "clear|flat|definite|straight|dreaded|standard)){0,2} (?:no|nos|noes)<close>",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:yet )?another no<close>|(?:it|that|this|answer|the answer|their answer|the "
            "verdict|verdict)(?: (?:from|at) \\S+(?: \\S+)?)? (?:is|was) <adverbs>(?:an? |another "
            ")?(?:(?:hard|firm|big|fat|polite|clear) ){0,2}no(?=\\Z| (?:from|today|this time|"
            "again|for me|for the|for this|on the|at)(?!\\S))",
            spoilt="<puzzle>",
        ),
        Tell(Who.LEFT_OUT, "(?:an? )?(?:big |fat |hard |firm |polite )*no from"),
        Tell(
            Who.LEFT_OUT,
            "(?:there|here) (?:is|was|comes|came|'s|are|have been) (?:an?|another|yet another|the|"
            "<count>)(?: <in_phrase>)? <rejection><close>",
        ),
        Tell(Who.PLAINLY_EMPLOYER, "(?:is|was) <adverbs>a (?:hard |firm )?no(?=\\Z)"),
        Tell(
            Who.LEFT_OUT,
            "no (?:luck|joy|dice|success|go|offer) (?:this time )?<adverbs>(?:with|at|on|for|from|"
            "in) (?:<the_job>|<the_meeting>|my application)",
        ),
        Tell(Who.LEFT_OUT, "(?:still )?no offer (?:from|at)"),
        Tell(
            Who.LEFT_OUT,
            "(?:<the_meeting>|(?:<article> )?<kind>(?:application|role|position|internship))(?: "
            "(?:at|with|for|from) (?:\\S+ ){1,4}?)? ?did not <adverbs>(?:work out|go my way|pan "
            "out|happen|lead anywhere|come through|lead to an offer|result in an offer)",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:it|this one|that one|things) did not <adverbs>(?:work out|pan out|go my way)",
            needs="<evidence>|picked someone else",
            spoilt="dat(?:e|ing)|relationship|we dated",
        ),
        # An employer turned the writer down.
        Tell(
            Who.EMPLOYER,
            "(?:(?:keep|keeps|kept) (?:on )?)?(?:have |has |had to )?<adverbs>(?:rejected|reject|"
            "turned down|declined|ghosted|passed on|denied|dinged|refused|knocked back|snubbed|"
            "auto-rejected|auto rejected|ruled out|screened out|overlooked|decided against|turned "
            "away|eliminated|rejecting|ghosting|declining|turning down|passing on) (?:hiring |"
            "interviewing )?(?:<to_me>)(?! (?:friend|request|idea|proposal|on to|to)(?!\\S))",
            mine=True,
        ),
        Tell(
            Who.EMPLOYER,
            "(?:have |has )?<adverbs>(?:(?:turned|(?:keep|keeps|kept) (?:on )?turning) "
            "(?:<to_me>) (?:down|away)|knocked (?:<to_me>) (?:back|out)|ruled me out|screened me "
            "out|passed me (?:over|up)|cut me (?:from|after|before|loose|at)|dropped me (?:from|"
            "after|before|at)|let me down gently|filtered me out|weeded me out|threw out my "
            "application|binned my application|showed me the door after)",
            mine=True,
        ),
        Tell(
            Who.EMPLOYER,
            "(?:have |has |is |are |had )?<adverbs>(?:been )?(?:ghosted|ghosting|blanked|left) me"
            "(?: on read| hanging)?<close>",
            stage=Stage.GHOSTED,
            mine=True,
            spoilt="left me(?! on read| hanging)",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has |had )?<adverbs>(?:never (?:<adverbs>(?:got|came|gotten) back to me|"
            "<adverbs>(?:called|rang|wrote|emailed) (?:me )?back|replied|responded|answered|"
            "followed up|contacted me again)|stopped (?:answering|replying|responding|"
            "returning)(?: (?:to )?\\S+){0,3}|(?:went|gone|going) (?:completely |totally |radio "
            ")?(?:silent|quiet|dark|cold|awol)(?: (?:on|after|since)(?!\\S)|\\Z))",
            stage=Stage.GHOSTED,
            spoilt="<puzzle>",
        ),
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>never <adverbs>(?:heard|hear) (?:<adverbs>)(?:anything )?(?:back|"
            "anything|from|a word|again|a thing)(?! of(?!\\S))",
            stage=Stage.GHOSTED,
        ),
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>never (?:got|received|had|gotten) (?:an?|any) (?:reply|response|"
            "answer|call back|call)",
            stage=Stage.GHOSTED,
            needs="<evidence>",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:complete |total |just |nothing but |absolute )*(?:radio silence|silence|crickets)"
            " (?:from (?:\\S+ ){1,4}?)?(?:after|since) (?:\\S+ ){0,5}?(?:<meeting>|application)",
            stage=Stage.GHOSTED,
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has )?<adverbs>(?:said|told me|gave me|emailed me|wrote|came back with|"
            "called to say|got back to me with|sent me|called with|emailed to say|rang to say|"
            "texted me|replied with) (?:an? |it is a |it was a |it is |the answer is "
            ")?(?:<adverbs>|hard |firm |polite |big |fat )*no<close>(?! (?:for|to) (?:the|my) "
            "(?:raise|holiday))",
            spoilt="asked|request|permission",
        ),
        Tell(Who.PLAINLY_EMPLOYER, "(?:have |has )?<adverbs>said no to (?:<to_me>)", mine=True),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has )?<adverbs>(?:wrote|said|sent|emailed|replied|answered|told|texted)"
            "(?: me)?(?: back| (?:the|an?|a) (?:usual |classic |standard )?)? ?badnews(?: "
            "<message>)?",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has )?<adverbs>(?:sent|gave|emailed|handed|issued)(?: me)? (?:an?|the|"
            "another|my|yet another|their) (?:<in_phrase> ){0,3}?<rejection>",
        ),
        # They took somebody else.
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:(?:have |has |are |is |were |will be |would be )?<adverbs>(?:decided |chose |"
            "opted |wanted )?(?:to |on )?|<decided>)<adverbs>(?:(?:went|gone|going|go|gone ahead|"
            "stuck|sticking|run|ran) with|(?:moved|moving|move|proceeded|proceeding|proceed|"
            "continued|continuing|continue|going|go|gone|progressed|progressing|progress|pressed|"
            "pressing|going|went) (?:(?:<forward>) )?(?:with|to)|advancing|advanced) (?:only "
            ")?(?:<others>)",
            spoilt="<outing>",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:(?:have |has )?<adverbs>(?:chose|chosen|picked|hired|selected|found|preferred|"
            "appointed|wanted|hiring|favou?red|promoted|recruited|offered|took)|<decided>(?:hire|"
            "choose|pick|select|pursue|appoint|promote|offer|hiring|take|interview|consider|fill "
            "<the_job> with)|(?:are |is )?<adverbs>(?:pursuing|hiring)) (?:on )?(?:<others>)(?: "
            "instead)?(?! (?:as|to (?!fill|do the job|take|join)|for the (?:party|trip|play)))",
            spoilt="<outing>",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:(?:have |has )?<adverbs>hired|<decided>hire|<decided>promote|hiring|recruited|"
            "promoted|filled <the_job>|filled it|went|gone|<decided>go|<decided>recruit) "
            "(?:internally|from within|internal|externally|from (?:the )?outside|external)",
        ),
        Tell(Who.PLAINLY_EMPLOYER, "(?:have |has )?<adverbs>filled <the_job>"),
        Tell(
            Who.EMPLOYER,
            "(?:have |has )?<adverbs>(?:offered|gave|given|awarded|handed) (?:it|<the_job>) to "
            "(?:<others>|an? internal \\S+|the other \\S+|\\S+ \\S+ (?:son|nephew|friend|"
            "daughter))",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has |are |is |were |was )?<adverbs>(?:<decided>)?(?:going|gone|went|go|"
            "taking|taken|"
            "took|heading|moving|headed) (?:in |into |for |it in )?(?:an?|the|another|a totally|a "
            "completely) ?(?:different|other|another)? ?(?:direction|route|way|path)",
            spoilt="<outing>|traffic|map|gps",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:were|was|are|had been|wanted|want|needed|need|looking) <adverbs>(?:looking for |"
            "for )?(?:someone|somebody|a candidate|people|an applicant) (?:else|with (?:more|\\S+ "
            "experience|a stronger|a different|\\S+ \\S+ experience|\\S+ years)|more \\S+|senior|"
            "local|who)",
            needs="<evidence>",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "<not_gonna> <adverbs>(?:to |be |be able to |to be )?<adverbs>(?:mov\\w+|go|going|"
            "proceed\\w*|progress\\w*|continu\\w*|tak\\w+|advanc\\w+|carry\\w*|pursu\\w+) "
            "(?:(?:it|things|me|my \\S+) )?(?:any )?(?:<forward>)(?: (?:with|on) (?:<to_me>|the "
            "(?:process|application|next \\S+|interview)|my \\S+))?(?=\\Z| (?:after|today|because|"
            "at|in|this|for|to the|due|as|despite|yesterday|anymore|any)(?!\\S))",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "<not_gonna> <adverbs>(?:to |be |be able to |to be )?<adverbs>(?:mov\\w+|go\\w*|"
            "proceed\\w*|progress\\w*|continu\\w*|tak\\w+|advanc\\w+|pursu\\w+)(?: "
            "(?:<forward>))?(?: (?:with|on))? (?:<to_me>|us)(?: (?:<forward>|any further))?",
            mine=True,
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "<not_gonna> <adverbs>(?:to |be )?<adverbs>(?:proceed|proceeding|progressing|"
            "continuing)(?=\\Z| (?:after|because|at this time|due|further)(?!\\S))",
        ),
        Tell(
            Who.EMPLOYER,
            "(?:did not|(?:are|is|were|was) not|have not|has not|will not be|would not|"
            "<decided>not to|<decided>not|chose not to|opted not to|decided against) "
            "<adverbs>(?:to )?(?:hir\\w+|pick\\w*|choos\\w+|select\\w*|invit\\w+|shortlist\\w*|"
            "progress\\w*|chosen|offer\\w*|want|accept\\w*|appoint\\w*|consider\\w*|call\\w*|"
            "tak\\w+|interview\\w*|keep\\w*|advanc\\w+|extend\\w*|mak\\w+|employ\\w*|interested "
            "in|go for) (?:(?:<to_me>)(?: (?:an offer|<the_job>|the \\S+|back|on|in|through|for "
            "\\S+.*))?|(?:me )?an offer(?: to me)?)(?=\\Z| (?!to |over |up |yet|home|away|"
            "seriously)\\S+)",
            mine=True,
            spoilt="but they did|then did",
            short_of=True,
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:will not|are not going to|is not going to) (?:hire|take|consider|offer|give) me "
            "(?:after all|<the_job>)",
        ),
        Tell(
            Who.EMPLOYER,
            "(?:did not|(?:are|is|were|was) not|have not|has not|will not be|<decided>not to) "
            "<adverbs>(?:giv\\w+|offer\\w*|award\\w*) me <the_job>",
            mine=True,
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:they )?(?:had|found|there were|saw) (?:<others>)|other candidates were "
            "<adverbs>(?:an? )?(?:better|stronger|more)",
            spoilt="but they (?:chose|picked|hired)",
        ),
        Tell(
            Who.WRITER,
            "(?:(?:am|will) )?not <adverbs>(?:be )?<adverbs>getting <the_job>",
            needs="told me|said|hired|chose|picked|went with|after all|rejected",
        ),
        Tell(
            Who.PLAINLY_EMPLOYER,
            "(?:have |has )?<adverbs>(?:promoted|hired|chose|picked|took|went with|selected) "
            "(?:\\S+ ){1,5}?(?:instead of|over|rather than) me",
            mine=True,
        ),
        Tell(
            Who.EMPLOYER,
            "(?:do|did|does) not <adverbs>(?:think|feel|believe)(?: that)? i (?:am|was|would be) "
            "(?:\\S+ ){0,4}?(?:fit|match|right|enough|suitable|ready)",
            mine=True,
        ),
        Tell(
            Who.EMPLOYER,
            "(?:have |has )?<adverbs>(?:gave|given|offered) (?:<article> )?<kind>promotion to "
            "(?!me(?!\\S))\\S+",
            mine=True,
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:<article> )?<kind>promotion (?:has |have )?<adverbs>(?:went|gone|was given) to "
            "(?!me(?!\\S))\\S+",
            mine=True,
        ),
        # The job went elsewhere.
        Tell(
            Who.LEFT_OUT,
            "(?:(?:the|my|that|this|their) )?<kind><job>(?: (?:i|at|with|in|for|that) (?:\\S+ "
            "){0,6}?)? ?(?:has |have |had )?<adverbs>(?:went|gone|going|been given|was given|got "
            "given|was offered|been offered|goes) to (?:<others>|somebody|someone|an? \\S+ "
            "candidate)",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:(?:the|my|that|this|their) )?<kind><job>(?: (?:i|at|with|in|for|that) (?:\\S+ "
            "){0,6}?)? ?(?:has been|was|have been|is|got|is now|had been|has <adverbs>been|was "
            "<adverbs>) ?<adverbs>filled",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:<others>) (?:got|landed|has|won|was offered) (?:<the_job>|it(?=\\Z| instead))",
            needs="<evidence>",
        ),
        Tell(Who.LEFT_OUT, "it went to (?:<others>)", needs="<evidence>"),
        Tell(
            Who.LEFT_OUT,
            "(?:the )?(?:role|position|vacancy|job) (?:already )?filled"
            "(?=\\Z| (?:internally|already))",
        ),
        # The application.
        Tell(
            Who.LEFT_OUT,
            "(?:(?:<count>)(?: of)? )?(?:my|the) (?:<in_phrase> ){0,4}?(?:applications?|candidacy|"
            "cv|resume|profile|internal transfer)(?: (?:for|at|to|with|in) (?:\\S+ ){1,7}?)? "
            "?(?:(?:was|got|has|have|is|were|had) )?<adverbs>(?:been )?<adverbs>(?:(?:<refused>|"
            "declined|unsuccessful|binned|discarded)<close>|not <adverbs>(?:been )?(?:<chosen>|"
            "taken|shortlisted|moving forward|going forward|progressing)|(?:did|does|will) not "
            "<adverbs>(?:make it|succeed|go (?:any )?further|be (?:progressed|taken|moving).*|get "
            "(?:picked|selected|through|anywhere|accepted)))",
            mine=True,
        ),
        Tell(
            Who.LEFT_OUT,
            "applications? <adverbs>(?:unsuccessful|rejected|declined|not successful)<close>",
        ),
        Tell(
            Who.WRITER,
            "(?:had|have had|got) (?:my|an|another) (?:\\S+ ){0,3}?application (?:\\S+ ){0,5}?"
            "(?:rejected|turned down|declined)",
        ),
        # A letter, pasted.
        Tell(
            Who.LEFT_OUT,
            "we (?:\\S+ ){0,9}?(?:not (?:\\S+ ){0,4}?(?:proceed\\w*|progress\\w*|mov\\w+|go\\w*|"
            "tak\\w+|select\\w*|offer\\w*|continu\\w+|advanc\\w+|pursu\\w+)|other candidates|"
            "another candidate|unable to (?:offer|proceed|progress|move|take)|candidates whose).*",
            needs="your (?:\\S+ )?(?:application|candidacy|interest|time|profile)|you (?:for|to)",
        ),
        Tell(
            Who.LEFT_OUT,
            "your (?:\\S+ ){0,2}?application (?:\\S+ ){0,8}?(?:unsuccessful|not (?:\\S+ "
            "){0,3}?(?:successful|selected|progressed|taken|shortlisted|moving))|you (?:have|were|"
            "are) not <adverbs>(?:been )?(?:selected|successful|shortlisted)",
            spoilt="sorry (?:that )?you",
        ),
        Tell(
            Who.LEFT_OUT,
            "badnews",
            needs="e-?mails?|emailed|wrote|said|sent|got|received|replied|you|again|today|we|your",
        ),
        Tell(Who.LEFT_OUT, "(?:yet )?another (?:<in_phrase> ){0,2}?badnews(?: (?:<message>))?"),
        # The offer was withdrawn.
        Tell(
            Who.EMPLOYER,
            "(?:have |has |had )?<adverbs>(?:<decided>)?(?:<withdrew>|withdraw|rescind|pull|"
            "revoke) (?:(?:the|my|their|our|that|an?|its) )?(?:<in_phrase> ){0,3}?<offer>(?: "
            "back)?",
            stage=Stage.WITHDRAWN,
            mine=True,
        ),
        Tell(
            Who.EMPLOYER,
            "(?:have |has |had )?<adverbs>(?:took|taken|pulled|withdrew|rescinded|revoked|"
            "cancelled|canceled|retracted) (?:(?:the|my|their) (?:\\S+ )?offer back|it(?: back| "
            "away)?(?=\\Z| .*))",
            stage=Stage.WITHDRAWN,
            needs="offers?|offered",
            spoilt="parking|pushed",
        ),
        Tell(
            Who.LEFT_OUT,
            "(?:(?:the|my|their|that|an?) )?(?:<in_phrase> ){0,4}?<offer>(?: (?:from|at|i|for|"
            "that) (?:\\S+ ){1,5}?)? ?(?:(?:was|got|has|had|is|were) )?<adverbs>(?:been |being "
            ")?<adverbs>(?:(?:withdrawn|rescinded|pulled|revoked|retracted|cancelled|canceled|"
            "taken back|yanked|taken away)<close>|fell through|fallen through)",
            stage=Stage.WITHDRAWN,
            mine=True,
        ),
        Tell(
            Who.WRITER,
            "(?:have )?<adverbs>had (?:my|the|an|a) (?:\\S+ ){0,3}?offer (?:\\S+ "
            "){0,4}?(?:withdrawn|rescinded|pulled|revoked|retracted|cancelled|taken back|taken "
            "away)",
            stage=Stage.WITHDRAWN,
        ),
        # Both of us.
        Tell(
            Who.LEFT_OUT,
            "(?:we both|both of us|we all|neither of us|my \\S+ and i(?: both)?) (?:<been> "
            ")?<adverbs>(?:<refused><close>|got <the_job>)",
            mine=True,
        ),
    ),
    good=(
        Tell(
            Who.WRITER,
            "(?:have |did )?<adverbs>(?:got|landed|get|accepted|secured|bagged|signed|been "
            "offered|was offered|got offered|nailed|ended up (?:getting|with)|received) (?:(?:the|"
            "an?|my|that|another|this|their|both) )(?:<in_phrase> ){0,4}?(?:jobs?|roles?|"
            "positions?|<offer>|promotion|internship|apprenticeship)(?! (?:rejections?|"
            "descriptions?|alerts?|interviews?|applications?|ads?|postings?|listings?|(?:was|were|"
            "got) )(?!\\S))(?<!rejection job)",
        ),
        Tell(
            Who.WRITER,
            "(?:have |now )?<adverbs>(?:have|accepted|got) (?:an?|another|a better) (?:\\S+ "
            ")?offer",
        ),
        Tell(Who.WRITER, "(?:have )?<adverbs>(?:got|was|am|been) <adverbs>(?:hired|promoted)"),
        Tell(Who.LEFT_OUT, "hired(?=\\Z| (?:on|today|by)(?!\\S))"),
        Tell(Who.EMPLOYER, "(?:have |has )?<adverbs>(?:hired|chose|picked|selected) me", mine=True),
        Tell(
            Who.EMPLOYER,
            "(?:have |has )?<adverbs>(?:offered me|gave me|given me|made me|called with|called me "
            "with|sent me|came back with|extended|want to offer me) (?:an?|the|another) (?:\\S+ "
            "){0,4}?(?:job|role|position|offer|contract)",
            mine=True,
        ),
    ),
    openers=(
        "(?:hi|hello|hey|yo|hiya|morning|good (?:morning|afternoon|evening)|evening)(?: (?:there|"
        "all|everyone|guys|team|folks|friends))?",
        "fourwins|bot|wins|so+|no{2,}|u+gh+|o+h+|we+ll+|yea+h+|a+h+",
        "ugh+|argh+|welp|well|ok|okay|so|and|but|then|oh|ah|aw+|damn|dang|dammit|shit|fuck|fml|"
        "crap|yep|yup|yeah|yes|nope|no surprise|hmm+|meh|sigh|lol|omg|wow|great|cool|nice|man|"
        "dude|guys|sadly|unfortunately|apparently|anyway|basically|literally|honestly|finally|"
        "also|alas|tbh|again|still|now|actually|eventually|ultimately|naturally|obviously|"
        "predictably|surprise|oof|bummer|boo|rip|gosh|whelp|bugger|bollocks|sucks|sorry|yay|"
        "hooray|weirdly|oddly|funnily",
        "(?:(?:a |the |just |another |quick |small |sad |bad |final |my |not so |more )*(?:update|"
        "news))(?: (?:is|from (?:my|the) \\S+))?(?: that)?",
        "guess what|in the end|long story short|as expected|to be honest|to be fair|just like "
        "that|once again|once more|as usual|of course|same here|same|fun fact|no surprise|at "
        "least|as it (?:turns|turned) out|(?:i think )?(?:it is )?safe to say(?: that)?|even "
        "though|after all(?: (?:that|this|of (?:that|this)))?|after everything|for what it is "
        "worth|for the record|not great|not good|what a (?:day|week)|first|first of all|second|"
        "worst of all|on top of (?:that|it)|to top it off|sad to say|with (?:a )?heavy heart|in "
        "(?:other|sad|bad) news|day \\d+|week \\d+|me|out of nowhere",
        "(?:on |late |early |this |first thing |back |then )?(?:<day>)(?: (?:morning|afternoon|"
        "evening|night))?",
        "(?:a )?(?:few|couple of|couple) (?:days|weeks) ago|(?:two|three|\\d+) (?:days|weeks) "
        "(?:ago|later)",
        "an? (?:day|week|hour|month) later|(?:an hour|minutes|\\d+ minutes) (?:ago|later)",
        "(?:even |just |and |right )?(?:after|despite|following|in spite of) (?:my |the |a |our |"
        "having (?:done|had) |doing |all |going through |what felt like |nearly |over |about |"
        "almost )*(?:(?:<count>) )?(?:(?!i )(?!they )\\S+ ){0,3}(?:interviews?|rounds?|weeks?|"
        "months?|stages?|calls?|panel|test|assessment|take-home|days|hours|case study|screen|"
        "tests|applications?|process)(?: of (?:interviews?|interviewing|waiting|silence|prep|"
        "rounds|talks|back and forth))?(?: (?:with|at|for) (?:(?!i )(?!they )\\S+(?: corp| "
        "inc)?))?(?: (?:<day>))?",
        # It is told as known.
        "(?:i )?(?:have )?<adverbs>(?:heard|found out|learned|learnt|discovered|got word|got the "
        "news|got confirmation|saw|see|realised|realized|heard back)(?: (?:<day>|back|(?:from|by|"
        "via) (?:the |my |an? )?\\S+(?: \\S+)??))*(?: that)?",
        "(?:i )?(?:have )?<adverbs>(?:got|received|had|opened|woke up to|saw|read|just got) "
        "(?:an?|the|another|their|this|that|yet another) (?:\\S+ ){0,2}?(?:<message>)(?: "
        "(?:<day>))?(?: from (?:\\S+ ){1,4}?)? ?(?:saying|that|telling me|to say|which said|"
        "stating|informing me)(?: that)?",
        "(?:it|so it|this) (?:turns|turned) out(?: that)?|turns out(?: that)?|means(?: that)?",
        f"(?:i )?(?:am |feel |feeling |was )?(?:so |really |absolutely |a bit |pretty |very |"
        f"quite |super )*{_LOSS} (?:that|to say|to report|to hear|to share)(?: that)?",
        "i (?:regret|hate|have|am sorry|want|wanted|need|am sad|would like|just wanted|am "
        "writing) to (?:say|report|tell you|share|admit|inform you|let you know|log|announce|"
        "vent)(?: that)?",
        "(?:i )?(?:still )?(?:can not|could not) believe(?: that)?",
        "(?:the )?(?:sad|bad|short|long) (?:news|story|version)(?: is)?(?: that)?",
        "(?:i )?applied(?: (?:to|at|for) \\S+)? then",
        "i am (?:down|low|sad|gutted) because",
        "(?:the )?(?:verdict|result|outcome|answer) (?:is|was)(?: that)?",
        "(?:it )?(?:is|was) official",
        "(?:even )?(?:with|without|for|in|on|at|by|out of|from) (?:(?!(?:i|they|we)(?!\\S))\\S+ "
        "){0,8}(?:(?!(?:i|they|we)(?!\\S))\\S+)(?= (?:i|they)(?!\\S))",
        "to (?:hear|be told|learn)(?: that)?",
    ),
    hears=(
        "(?:i )?(?:have )?<adverbs>(?:got told|was told|been told|was informed|been informed|got "
        "informed|got notified|was notified|am told)(?: (?:<day>|by (?:the |my |an? )?\\S+(?: "
        "\\S+)??))*(?: that)?"
    ),
    says=(
        "(?:have |has )?<adverbs>(?:told me|told us|informed me|let me know|emailed me|called me|"
        "emailed|called|rang|rang me|texted me|texted|messaged me|messaged|wrote|wrote back|wrote "
        "to me|said|says|say|replied|responded|confirmed|announced|felt|feel|thought|decided|"
        "explained|claimed|came back|got back to me|came back to me|got in touch|reached out|"
        "mentioned|admitted|concluded|just told me|have told me)(?: (?:<day>|again|back))?(?: "
        "(?:to say|saying|to tell me|and said))?(?: that)?(?: (?:unfortunately|sadly|actually))?|"
        "(?:is|was) that"
    ),
    writer="i(?: have| am| was)?|me|i guess not|yours truly",
    adverbs="<adverb>|have|has|had|'d",
    they=(
        "they(?: all| both)?|all (?:of them|two|three|four|five)|both|both of them|(?:(?:the|"
        "their|my) )?(?:feedback|reason)|they have|they are|recruiters?|hr|these (?:people|guys)|"
        "those (?:people|guys)"
    ),
    they_staff="he|she",
    own_side=(
        "our (?!local).*|.*(?:candidates?|applicants?)|"
        "my (?:own )?(?:team|company|firm|department|startup|business|agency)"
    ),
    common=(
        "(?:(?:the|this|that|a|an|one|another|their|some|every|yet another|both|two|three|four|"
        "all|my (?:dream|first choice|top choice|target|ideal|favou?rite|local)|our local) "
        ")?(?:(?!<small>(?!\\S))\\S+ ){0,3}?(?:recruiters?|hr|hiring (?:managers?|team|committee|"
        "lead|panel)|compan(?:y|ies)|employers?|firms?|startups?|start-ups?|agency|agencies|"
        "organi[sz]ations?|panel|talent (?:team|partner)|interviewers?|hiring|corporation|charity|"
        "non-?profit|ngo|council|headhunter|place|places|hospital|workplace|business|hr \\S+|"
        "manager|head of \\S+|job|shop|store|restaurant|cafe|bakery|clinic|library|hotel|factory|"
        "warehouse|museum|newspaper|supermarket|department|studio|bank|university|college|school|"
        "nursery|lab|garage|salon|ministry|embassy|city|county|employer|trust|practice|office|"
        "team|board|foundation|publisher)(?: (?:i|where|that|at|for|from|in) .*)?"
    ),
    articles=_set("the a an my this that our one another some every both these those"),
    function_words=_FUNCTION_WORDS,
    intimate=_INTIMATE,
    asks=(
        "(?:did|do|does|have|has|was|were|am|is|are|can|could|should|would|will|had) (?:not "
        ")?(?:i|you|they|we|he|she|it|anyone|anybody|someone|somebody|people|there|companies|"
        "everyone|others)|(?:did|do|does|is|are|can|should|will) (?:the|my|a|an|any|other|this|"
        "that|these|most)|how|why|what|who|where|when|which|whose|has anyone|any (?:tips|advice|"
        "ideas|idea|thoughts)|is it|tips|advice|anyone|anybody"
    ),
    supposed=(
        "if|unless|in case|suppose|supposing|imagine|imagining|whenever|(?:every|each|any) time|"
        "when|once|until|till|assuming|whether|pretend|hypothetically|let us say|lets say|in the "
        "event|afraid|scared|worried|worry|terrified|nervous|dread|dreading|fear|hope|hoping|wish|"
        "as though|probably|maybe|perhaps|almost|nearly|might|would|could have|should have|expect|"
        "expecting|wonder|wondering|waiting (?:for|on)|before"
    ),
    undone=(
        r"(?:\S+ )*?(?:if|unless|or not|someday|(?:a |\d+ |many |some |few )*(?:years?|months|"
        r"decades?|"
        "ages) (?:ago|back)|last (?:year|summer|winter|spring|autumn)|would|in (?:my|a) dream|"
        "back in|pork|for (?:lunch|dinner|drinks|coffee)|to the (?:party|prom|concert|cinema|"
        "wedding|dance|ball|game|gym))"
        r"|yet(?! another)|(?:\S+ )+yet\Z|(?:\S+ )*?to (?:(?:a|the|another|our) candidate|him|"
        r"her)|(?:\S+ )*?(?:by|from) (?:a|this|some|the|that|my) (?:\S+ )?(?:guy|man|woman|bus|"
        r"car|lady)|(?:\S+ )*?(?:in|for) (?:the|a|our|my) (?:\S+ )?(?:play|musical|film|movie|"
        r"show|project|trip|solo|talk)"
        rf"|(?:\S+ )??(?:by|from) (?:\S+ )?(?:{_INTIMATE_WORDS})"
    ),
    elsewhere=(
        "in (?:my|a|the|that) (?:\\S+ )?(?:dream|nightmare)|in (?:my )?dreams|dreamt|dreamed|"
        "nightmares?|movies?|films?|novel|story (?!short)|tv|books?|episode|podcast|character|"
        "article|sitcom|video game|(?:years?|months|ages|decades?|long|a while) (?:ago|back)|last "
        "year|back (?:in|when|then)|in (?:19|20)\\d\\d|as a (?:kid|child|teenager|teen|student|"
        "young \\S+)|when i was|used to|once upon|in my (?:twenties|thirties|teens|20s|30s|youth)|"
        "growing up|for example|e\\.g\\.|someday|hypothetically|in theory|the guide|years later|"
        "earlier in my career|(?:one|two|three|four|five|six|\\d+) years (?:ago|back|before)|i "
        "was once|i once|practice sentence|example"
    ),
    third=(
        f"he|she|him|her|his|hers|(?:{_INTIMATE_WORDS})|somebody in|someone in|someone i know|"
        "people|a guy|this guy|"
        f"(?!(?:{'|'.join(sorted(_FUNCTION_WORDS))})(?!\\S))[a-z]+ (?:applied|interviewed)"
    ),
    staff=(
        "recruiters?|hiring|hr|interviewers?|manager|boss|ceo|cto|director|panel|headhunter|"
        "founder|talent|supervisor|principal|head"
    ),
    myself="i|me|mine|myself|us both|we",
    other_matters=(
        "mortgage|loans?|visa|grad(?:uate)? school|grad|phd|masters?|university|uni|college|"
        "school|(?<!of )course|program(?:me)?s?|gym|club|girl|boy|guy i|(?:a|my|our|first|second|"
        "two|three|\\d+) dates?|dating|tinder|hinge|bumble|crush|(?:a|the|my|this|that|our|"
        "council) flat|apartment|house|housing|rental|lease|tenancy|landlord|pr|pull request|"
        "patch|merge|commit|(?:my|the|a|our) talk|paper|journal|manuscript|novel|poem|"
        "publishers?|literary|agents?|card|payment|transaction|insurance|claim|refund|holiday|"
        "vacation|annual leave|raise|pay rise|party|prom|scholarship|grant|funding|permit|"
        "passport|citizenship|asylum|benefits?|appeal|blood|donor|adoption|dog|cat|kitten|puppy|"
        "parole|jury|team sport|football|soccer|basketball|netball|hockey|cricket|rugby|band|"
        "choir|orchestra|(?:the|a|school) play|musical|squad|sorority|fraternity|raffle|lottery|"
        "conference|pycon|cfp|abstract|parking|ticket|tickets|concert|reservation|harvard|"
        "stanford|yale|oxford|cambridge|princeton|mit|uber driver|bank account|overdraft|"
        "app store|play store|(?:my|the|a|our) (?:\\S+ )?request|proposal|(?:my|our|the|an) idea|"
        "essay|petition|pitch|investors?|vcs?|y combinator|yc|accelerator|incubator|marriage|"
        "propos(?:ed|al)|dance|kiss|sex|bouncer|nightclub|airbnb|guild|clan|server|discord|"
        "subreddit|wiki|wikipedia|password|login|visa application|kickstarter|waitlist|debit|"
        "paypal|army|navy|air force|airline|boarding|border|customs|embassy|court|judge|police|"
        "election|vote|nomination|award|prize|medical school|med school|law school|residency|ma|"
        "mba|msc|surgery|clinical trial|marathon|contest|competition|tournament|sellers?|buyers?|"
        "vendors?|suppliers?|customers?|(?:a|the|this|that) study|military service|by the bank|"
        "planning|holiday request|time off|(?:annual|sick|parental|for|my) leave|speaker|captain|"
        "prefect|bridesmaid|best man"
    ),
    job_words=(
        "<job>|<meeting>|recruiters?|hiring|hr|interviewed|interviewing|candidates?|applicants?|"
        "vacanc(?:y|ies)|job offer|employer|hired|lecturer|teacher|teaching|tutor|nurse|engineer|"
        "developer|designer|manager|assistant|officer|analyst|barista|waiter|waitress|bartender|"
        "librarian|clerk|receptionist|cleaner|driver|porter|chef|cook|cashier|associate|intern"
    ),
    taken_back=(
        "changed (?:their|his|her) minds?|now i (?:have|got|work)(?: got)? (?:a|the|my|this) \\S+|"
        "(?:before|until) i (?:finally )?(?:got|landed|found)|reconsidered|reversed (?:their|the) "
        "decision|just kidding|jk|april fools?|(?<!not )(?<!no )(?:joking|kidding)|(?<!not )a "
        "joke|i (?:\\S+ )?(?:start|started|begin)(?: (?:on|my|at|the|a|with|there|in|work))? "
        "(?:monday|tuesday|wednesday|thursday|friday|next|tomorrow|new job|new role|job)|now i "
        "work (?:there|here|for)|i (?:now )?work there now|hired me after all|by (?:mistake|"
        "accident)|still in|(?:a )?better (?:one|offer)|got it in the end|got hired anyway|then "
        "got hired|(?:it )?was a mistake|turned out (?:to be )?(?:wrong|a mistake)|false alarm|"
        "they (?:then )?called back|but i did(?! not)"
    ),
    stages=(
        (
            "ghosted|ghosting|stopped (?:answering|replying|responding)|never heard (?:back|"
            "anything|from)|radio silence|crickets",
            Stage.GHOSTED,
        ),
        (
            "(?:the|a|my|for|over|an)? ?promotion|promoted|applied internally|"
            "internal (?!candidates?|applicants?|hires?)(?:<in_phrase> ){0,3}?(?:roles?|positions?|"
            "jobs?|moves?|"
            "transfers?|posts?|applications?|vacancy|promotions?|interviews?)",
            Stage.INTERNAL,
        ),
        (
            "(?:final|last) (?:\\S+ )?(?:rounds?|interviews?|stages?|panel|loop|hurdle|call|three|"
            "two|few)|finals|finalist",
            Stage.FINAL,
        ),
        (
            "before (?:the|my|any|an|i even got an|i got an|even getting an) interview(?: stage)?|"
            "(?:without|no|not even|never had|not get|never got) (?:even )?(?:an? |any |so much "
            "as an )?(?:\\S+ )?interview|not (?:been )?(?:even )?shortlisted|not (?:\\S+ )?(?:for|"
            "to|get an|get|invited to|invited for) interview|auto-?(?:matic|mated|matically)? "
            "?(?:rejection|rejected|rejections)|auto-rejected|autorejected|instant rejections?|"
            "rejected (?:automatically|instantly)|(?:application|cv|resume) (?:stage|screen|"
            "screening|sift)|(?:within|in|after|under) (?:\\S+ )?(?:\\S+ )?(?:an hour|hours?|"
            "minutes?)|sifted out",
            Stage.NO_INTERVIEW,
        ),
        (
            "(?:phone|recruiter|recruiting|hr|screening|initial|intro|telephone|introductory|"
            "first|video)(?: \\S+)? (?:screens?|screening|calls?|chat)|(?:phone|telephone|"
            "screening|hr) interview|phone screens?|screening",
            Stage.SCREEN,
        ),
        (
            "interviews?|interviewed|rounds?|panel|take-home|case study|assessment cent(?:re|er)|"
            "onsite|on-site|technical|assessment day|trial shift",
            Stage.INTERVIEW,
        ),
    ),
    employer_after=(
        "(?:rejected|turned down|ghosted|declined|passed over|dinged|denied|knocked back|refused|"
        "auto-rejected) (?:\\S+ )?(?:by|from|at)|(?:by|from|at)|(?:interview(?:ed|s|ing)?|rounds?|"
        "work out|process|stage|luck|out|role|job|position|pan out|internship) with"
    ),
    employer_near=(
        "(?:interview(?:ed|s|ing)?|rounds?|process|job|role|position|stage|screen|panel|"
        "internship|work out|call|chat|pan out|on-?site|loop|test|case study|application|luck) "
        "(?:\\S+ )?(?:at|with|for|from|to)|applied (?:to|at|with)|(?:heard|back|rejected|"
        "rejection|email|call|news|letter|message) (?:\\S+ )?(?:from|at|by)|(?:hr|recruiters?|"
        "manager|team|someone|lady|guy) (?:from|at)|at"
    ),
    employer_before=(
        "(?:the|my|an?) ((?:\\S+ ){0,3}?\\S+)"
        "(?: (?:interview|offer|application|process)"
        "|(?= 's (?:\\S+ )?(?:offer|interview|role|job|position)))"
    ),
    possessive="'s",
    joins_in_names=frozenset({"of", "and", "&"}),
    name_ends=_set("corp corporation inc ltd llc plc gmbh group bank labs co university"),
    role_with=(
        "(?:the|an?|that|this|my|another|'s) ((?:<in_phrase> ){1,4}?(?:internship|apprenticeship|"
        "traineeship|fellowship|placement))"
    ),
    role_before=(
        "(?:the|an?|that|this|my|another|'s) ((?:<in_phrase> ){0,4}?<in_phrase>) (?:role|position|"
        "job|post|gig|vacancy|opening)(?! (?:description|alert|ad|offer)(?!\\S))"
    ),
    role_after=(
        "(?:role|position|post|job|vacancy|opening) (?:of|as an?|as) ((?!(?:the|my|our)(?!\\S))"
        "(?:<in_phrase> ){0,3}<in_phrase>)(?=\\Z| (?:at|with|in|for|after|from|today|yesterday|"
        "by|the|i)(?!\\S))"
    ),
    levels=_set("senior junior lead mid entry-level graduate contract temp permanent second"),
    not_role=_set(
        "dream new next same perfect ideal first last second third only best good great internal "
        "remote part-time full-time part full time permanent temporary summer paid other whole "
        "entire big small actual right exact real one local first-choice amazing lovely nice "
        "particular specific final another different open advertised desired wanted day better "
        "top current previous interesting exciting old entry-level damn bloody freaking fucking "
        "stupid weekend evening night team's great-sounding single very"
    ),
)
