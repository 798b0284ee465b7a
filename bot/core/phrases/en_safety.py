"""English words of danger.

For whoever reviews this: the notation is explained in `safety_rules.py`, what the rules are for and
how to propose a change in `docs/safety.md`. A rule that catches too much costs a reader one tap; a
rule that misses may cost more. So the phrases are wide, and what they should leave alone is named
one by one under `unless`. The examples under `catches` and `leaves` are checked by the tests.
"""

from __future__ import annotations

from bot.core.phrases import slips
from bot.core.phrases.safety_rules import SafetyRule, SafetyRules


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FAMILIES = {
    # --- Who ---
    "self": "myself himself herself themselves themself yourself yourselves ourselves oneself "
    "meself hisself",
    "my": "my his her their your our the",
    "kin": "husband wife partner boyfriend girlfriend bf gf ex spouse fiance fiancee hubby dad "
    "father daddy mum mom mother mam mama mommy mummy stepdad stepfather stepmum stepmom "
    "stepmother brother sister son daughter uncle aunt cousin parents parent family grandfather "
    "grandmother grandad grandpa grandma roommate flatmate housemate landlord neighbour neighbor "
    "friend mate bloke man men guy guys stranger inlaws stepbrother stepsister date carer "
    "room_mate flat_mate house_mate father_in_law mother_in_law brother_in_law",
    "mate": "husband wife partner boyfriend girlfriend bf gf ex spouse fiance fiancee hubby dad "
    "father daddy mum mom mother stepdad stepfather stepmum stepmom stepmother brother sister son "
    "uncle parents parent family roommate flatmate housemate grandfather",
    "worker": "boss manager supervisor coworker colleague interviewer recruiter teacher coach "
    "client customer foreman owner employer co_worker",
    "he": "he she someone who",
    "attacker": "@he @kin @worker",
    "loved": "wife husband partner girlfriend boyfriend mum mom mother dad father sister brother "
    "son daughter kid kids child children baby friend niece nephew family cousin grandmother "
    "flatmate roommate neighbour neighbor",
    "others": "him her them someone people everyone anyone this_man that_man this_guy that_guy "
    "this_woman that_woman this_person that_person these_people those_people all_of_them "
    "every_one_of_them everybody",
    "victim": "boss manager supervisor coworker coworkers colleague colleagues interviewer "
    "interviewers recruiter recruiters neighbour neighbor neighbours neighbors ceo hr team family "
    "landlord @loved ex stepdad stepfather parents roommate bastard bastards guy man woman "
    "person bully bullies classmates teacher",
    # --- Wanting, thinking, being about to ---
    "wish_to": "want_to wants_to wanted_to wanting_to wish_to wishes_to need_to would_like_to "
    "would_love_to ready_to hope_to hoping_to hoped_to deserve_to deserves_to deserved_to "
    "prefer_to plan_to planning_to plans_to planned_to decided_to intend_to intending_to "
    "tempted_to trying_to tried_to try_to tries_to begged_to begging_to longing_to long_to rather "
    "urge_to urges_to desire_to prepared_to begs_to prays_to praying_to pray_to like_to love_to "
    "meant_to supposed_to willing_to close_to attempt_to attempted_to thought_to",
    "will": "might may could should will would going_to about_to shall",
    "thinking": "thinking_of thinking_about think_of think_about thinks_about thinks_of "
    "thought_of thought_about thoughts_of thoughts_about considering considered consider "
    "contemplating contemplated contemplate fantasising_about fantasizing_about fantasise_about "
    "fantasize_about fantasies_of fantasies_about dreaming_of dreaming_about dream_of dream_about "
    "dreamt_of idea_of feel_like feels_like feeling_like felt_like talking_about talking_of "
    "talks_about talk_about talked_about speaks_of talks_of mentioned mentions obsessed_with "
    "imagine imagining planning plan_on planning_on close_to closer_to comes_to urge_for "
    "wondering_about tempted_by googling googled researching researched looking_up "
    "threatening threatened threatens try trying tried keep keeps start started wondered_about",
    # --- Dying ---
    "die": "die dye be_dead cease_to_exist stop_existing stop_living stop_being_alive not_exist "
    "not_be_alive not_be_here not_be_around not_live not_wake_up never_wake_up sleep_forever "
    "sleep_and_never_wake_up be_no_more leave_this_world leave_this_earth leave_this_life "
    "leave_the_world exit_this_life exit_this_world stop_breathing rest_forever perish "
    "not_be_anymore go_to_heaven be_in_heaven stop_my_heart be_gone_forever be_gone_for_good",
    "dying": "dying death being_dead not_existing not_being_here not_being_alive ending_it "
    "ending_things ending_everything not_waking_up never_waking_up not_living being_gone "
    "disappearing_forever being_no_more ceasing_to_exist leaving_this_world self_destruction "
    "not_being_around dieing going_to_sleep_forever sleeping_forever",
    "dead": "dead gone not_here not_around not_alive no_longer_here no_longer_around "
    "out_of_the_way six_feet_under in_the_ground in_a_grave not_in_this_world no_more",
    "live": "live living exist existing be_alive being_alive be_on_this_earth be_on_this_planet "
    "be_in_this_world go_on_living keep_living carry_on_living continue_living stay_alive "
    "staying_alive keep_breathing keep_existing breathe breathing do_life be_part_of_this_world "
    "remain_alive lives",
    "life": "life my_life this_life living being_alive existing existence my_existence "
    "this_existence being_here going_on breathing staying_alive it_all everything this_world "
    "the_world waking_up being_me myself surviving all_of_it",
    "more": "any_more any_longer no_more much_longer",
    "until": "any_more any_longer no_more much_longer tomorrow tonight to_see",
    # --- Means ---
    "pills": "pills pill tablets tablet meds medication medicines paracetamol tylenol "
    "acetaminophen ibuprofen aspirin advil xanax valium insulin antidepressants antidepressant "
    "painkillers opioids oxy oxycodone fentanyl benzos benadryl melatonin capsules",
    "high": "bridge roof rooftop building balcony cliff window ledge overpass tower skyscraper "
    "rooftops flyover viaduct stairs waterfall carpark multistorey",
    "moving": "train trains bus car cars truck lorry traffic tracks tram metro subway tube rails "
    "railway oncoming van",
    "gun": "gun guns pistol rifle shotgun firearm handgun revolver weapon glock ammo bullets "
    "ammunition",
    "body": "wrist wrists throat throats arm arms thigh thighs veins vein leg legs skin neck",
    # --- Harm ---
    "hits": "choke chokes choked choking strangle strangles strangled strangling rape rapes raped "
    "graped raping molest molests molested molesting grope gropes groped groping abuse abuses "
    "abused abusing assault assaults assaulted punch punches punched punching slap slaps slapped "
    "slapping beat beats beating beaten hit hits hitting hurt hurts hurting kick kicks kicked "
    "kicking shove shoves shoved shoving stab stabs stabbed stabbing attack attacks attacked "
    "attacking push pushes pushed pushing smack smacks smacked smacking whip whips whipped "
    "threaten threatens threatened threatening stalk stalks stalked stalking bites bit burns "
    "drugged drugs bashes bashed bashing headbutted "
    "grabbed grabs suffocates suffocated smothered drags dragged scratches spat_on spits_on harms "
    "harmed harming mistreats mistreated terrorises terrorizes terrorised terrorized",
    "attacks": "kill killing murder murdering hurt hurting harm harming stab stabbing shoot "
    "shooting strangle strangling choke choking attack attacking poison poisoning beat_up "
    "beating_up punch punching torture torturing rape raping slaughter massacre gun_down "
    "run_over slap slapping assault assaulting execute bomb smash bash batter behead injure "
    "hit hitting",
    # --- Everyday matters that share words with danger ---
    "task": "job jobs work deadline deadlines assignment assessment test tests application "
    "applications interview interviews project projects portfolio cv resume company role "
    "position offer search process exam exams course degree report presentation case task tasks "
    "take_home takehome hours overtime shift shifts studying preparing working training "
    "commuting commute client clients boss",
    "service_job": "job jobs role roles charity charities organisation organization organisations "
    "nonprofit ngo worker workers coordinator officer advocate advocates counsellor counselor "
    "counselling counseling researcher research prevention trainer training volunteer volunteers "
    "volunteering programme program project campaign team centre center shelter shelters manager "
    "moderation moderator moderators policy policies specialist analyst position positions "
    "interview interviews unit charity service services trust clinic course awareness nurse "
    "hospital lawyer law practitioner caseworker response responder detection app startup "
    "conference workshop study statistics rates data field sector work agency strategy lead "
    "foundation internship vacancy posting opening reduction",
    "applied": "applied apply applying interviewed interviewing interview interviews job jobs role "
    "volunteer volunteered volunteering work worked working works career trained training hired "
    "hiring offer position shift background experience degree research researching studied "
    "thesis vacancy employer employed start started manager internship posting "
    "recruiter rejected placement",
    "day": "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays holiday vacation january february march april june july august september "
    "october november december leave strike",
    "a": "a an the another that this these those my your his her their our",
    "slipup": "miss missed am_late forget forgot fail failed bomb bombed turn turned quit spend "
    "spent buy bought take took do_not_finish do_not_get mess messed lose lost ask break broke "
    "say_no accept move moved buy",
}

_SHORT_FORMS = {
    "dont": "do not",
    "dnt": "do not",
    "b": "be",
    "doesnt": "does not",
    "didnt": "did not",
    "cant": "can not",
    "cannot": "can not",
    "cnt": "can not",
    "couldnt": "could not",
    "wont": "will not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "werent": "were not",
    "havent": "have not",
    "hasnt": "has not",
    "hadnt": "had not",
    "mustnt": "must not",
    "aint": "is not",
    "im": "i am",
    "ima": "i am going to",
    "imma": "i am going to",
    "iam": "i am",
    "ive": "i have",
    "ill": "i will",
    "id": "i would",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "youre": "you are",
    "thats": "that is",
    "whats": "what is",
    "theres": "there is",
    "theyve": "they have",
    "theyd": "they would",
    "theyll": "they will",
    "youd": "you would",
    "youll": "you will",
    "itll": "it will",
    "hed": "he would",
    "wanna": "want to",
    "wana": "want to",
    "wannna": "want to",
    "wants2": "wants to",
    "wnat": "want",
    "wnt": "want",
    "watn": "want",
    "gonna": "going to",
    "gunna": "going to",
    "gona": "going to",
    "goin": "going",
    "gotta": "have to",
    "u": "you",
    "ur": "your",
    "ppl": "people",
    "sb": "someone",
    "somebody": "someone",
    "anybody": "anyone",
    "everybody": "everyone",
    "noone": "nobody",
    "anymore": "any more",
    "nomore": "no more",
    "cus": "because",
    "bf's": "boyfriend is",
    "lyfe": "life",
    "liv": "live",
    "livin": "living",
    "dyin": "dying",
    "killin": "killing",
    "kil": "kill",
    "kll": "kill",
    "klil": "kill",
    "krill": "kill",
    "keel": "kill",
    "kiling": "killing",
    "dieing": "dying",
    "ded": "dead",
    "deadd": "dead",
    "tonite": "tonight",
    "2nite": "tonight",
    "2night": "tonight",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "2moro": "tomorrow",
    "selfharm": "self harm",
    "selfharming": "self harm",
    "selfharmed": "self harm",
    "selfharms": "self harm",
    "mysel": "myself",
    "myslf": "myself",
    "slef": "self",
    "urself": "yourself",
    "yaself": "yourself",
    "sui": "suicidal",
    "sewerslide": "suicide",
    "sewercide": "suicide",
    "sewerside": "suicide",
    "sooicide": "suicide",
    "sueicide": "suicide",
    "suecide": "suicide",
    "suicid": "suicide",
    "suicude": "suicide",
    "suside": "suicide",
    "sucidal": "suicidal",
    "oded": "overdosed",
    "ods": "overdoses",
    "oding": "overdosing",
    "infront": "in front",
    "hubby": "husband",
    "outta": "out of",
    "offa": "off",
    "thru": "through",
    "cops": "police",
    "bcos": "because",
    "n": "and",
    "wud": "would",
    "shud": "should",
    "cud": "could",
    "hav": "have",
    "wen": "when",
    "evry1": "everyone",
    "every1": "everyone",
    "some1": "someone",
    "any1": "anyone",
    "no1": "nobody",
    "b4": "before",
}

_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "is"}

_REWRITES = {
    "right now": "",
    "at the moment": "",
    "at this point": "",
    "these days": "",
    "kind of": "",
    "sort of": "",
    "a bit": "",
    "to be honest": "",
    "if i am honest": "",
    "i think": "",
    "my self": "myself",
    "him self": "himself",
    "her self": "herself",
    "your self": "yourself",
    "them selves": "themselves",
    "my own self": "myself",
    "sui cide": "suicide",
    "su icide": "suicide",
    "sui cidal": "suicidal",
    "sewer slide": "suicide",
    "sewer side": "suicide",
    "un alive": "unalive",
    "un alived": "unalive",
    "un aliving": "unalive",
    "un living": "unalive",
    "over dose": "overdose",
    "over dosed": "overdosed",
    "no one": "nobody",
    "not anyone": "nobody",
    "not any": "no",
    "want 2": "want to",
    "wants 2": "wants to",
    "wanted 2": "wanted to",
    "going 2": "going to",
    "need 2": "need to",
    "ready 2": "ready to",
    "like 2": "like to",
    "have 2": "have to",
    "reason 2": "reason to",
    "want too": "want to",
    "off of": "off",
    "in to": "into",
    "in order to": "to",
    "would not mind": "hope",
    "would be glad if": "hope",
    "would be happy if": "hope",
    "if i could": "wish i could",
    "step dad": "stepdad",
    "step father": "stepfather",
    "step mum": "stepmum",
    "step mom": "stepmom",
    "step mother": "stepmother",
    "step brother": "stepbrother",
    "in laws": "inlaws",
    "go ahead and": "",
    "go and": "",
    "want out of life": "done with life",
    "could not": "can not",
    "unable to": "can not",
    "not able to": "can not",
    "do not have the strength to": "can not",
    "not have the energy to": "can not",
    "not have it in me to": "can not",
    "not know how to": "can not",
    "not know how much longer i can": "can not",
    "do not know if i can": "can not",
    "not sure i can": "can not",
    "not sure if i can": "can not",
    "how can i": "can not",
    "not think i can": "can not",
    "want to be able to": "want to",
    "have no desire to": "not want to",
    "no desire to": "not want to",
    "no longer want to": "not want to",
    "no longer wants to": "not want to",
    "no longer wish to": "not want to",
    "not feel like": "not want to",
    "not wish to": "not want to",
    "never want to": "not want to",
    "never wants to": "not want to",
    "not want 2": "not want to",
    "not wanted to": "not want to",
    "not wants to": "not want to",
    "not wanting to": "not want to",
    "not see myself": "not want to",
    "refuse to": "not want to",
    "would rather not": "not want to",
    "rather not": "not want to",
    "stopped wanting to": "not want to",
    "lost the will to": "not want to",
    "lost my will to": "not want to",
    "losing the will to": "not want to",
    "no will to": "not want to",
}

_FILLERS = frozenset(
    _words(
        "really very just actually honestly literally truly totally simply basically seriously "
        "fucking fuckin effing freaking fkn fckn fuckn bloody damn damned goddamn "
        "even still always "
        "often sometimes maybe perhaps probably kinda sorta also already "
        "lately constantly completely "
        "absolutely quite lol lmao haha hahaha omg tbh ngl fr rn atm bro dude please pls "
        "plz well oh "
        "ugh genuinely secretly desperately so ever entirely utterly "
        "suddenly repeatedly physically "
        "regularly usually currently continually frankly sadly sincerely definitely obviously "
        "apparently yeah yes yep um uh hmm man's occasionally badly truthfully"
    )
)

_NEIGHBOURS = frozenset(
    _words(
        "billing filling willing milling pilling tilling skilling killings kissing kicking kidding "
        "culling calling falling selling telling yelling pulling rolling polling "
        "cooking hooking choosing chopping joking "
        "hunting huffing hurling hurtling farming charming warming arming harping "
        "putting gutting cuffing nutting rutting jutting outing culling "
        "thyself himself herself hisself overdone overuse abrasive "
        "existing exiting exciting exist listing fisting twisting "
        "suicides suicidally strangler stranger strange stronger harmed charmed "
        "farmed armed warmed "
        "helper killed skilled filled billed willed milled tilled chilled spilled drilled thrilled "
        "slapping unlive murders living loving giving lining having diving driving hiving "
        "jumping dumping bumping pumping lumping humping"
    )
)

_SLIPS = slips(
    _words(
        "suicide suicidal myself himself herself overdose overdosed overdosing killing killed "
        "strangled strangle choking hurting cutting harming abusive existing murder jumping "
        "unalive living"
    ),
    _NEIGHBOURS,
)

_CIRCUMSTANCES = (
    "in college|school|bed|my_room|my_bed|my_sleep|my_head|my_car|my_life|my_teens|my_twenties|"
    "university|high_school|hospital|pain|prison|secret|general|there|here|#|front_of_me|this_pain|"
    "front_of_the_kids|the_bathroom|the_garage|the_past|the_night|the_morning|the_house|this_house|"
    "january|february|march|april|may|june|july|august|september|october|november|december|END",
    "at home|night|school|all|once|times|uni|#|the_weekend|the_same_time|END",
    "on purpose|my_own|weekends|christmas|#|my_birthday|the_way_home|sunday|saturday|@day",
    "with @pills|alcohol|myself|a_knife|a_gun|a_rope|a_razor|a_belt|his_belt|his_fists|my_hands|"
    "his_hands|this_pain|the_pain|END",
    "for good|real|sure|me|years|months|weeks|no_reason|nothing|#",
    "by myself|himself|herself|jumping|hanging|tomorrow|next_week",
    "from him|her|inside|the_pain|my_husband|my_dad|my_partner",
    "over this|it|everything END",
    "and i|he|she|they|nobody|it|my|not|no",
    "because of|i|he|she|nobody|everything|they|it",
    "but i|he|she|nobody|not",
    "as END|a_child|a_kid|a_teenager|a_teen",
    "about it|this END",
    "up there|END",
    "a lot|while",
    "to end|stop|escape|die|be_free END|the_pain|it|my|all|everything|from",
    "when i was|am young|a|#|in|little|alone|younger|drunk|small",
    "last year|night|week|month|summer|spring|autumn|winter|time",
    "or else",
    "the other",
    "like that|this|it END",
)

_RULES = (
    # --- Suicide and self-harm ---
    SafetyRule(
        "the word itself",
        "Suicide by name, in full, in slang or hidden from filters.",
        says=(
            "suicide|suicides|suicidal|suicidality|unalive|unalived|unaliving|unaliveing",
            "kms|kys|kyself",
            "ctb|sudoku_myself",
            "self exit|exiting|deletion|delete|destruct|destruction|inflicted|murder|terminate",
            "commit|committing|committed die|dying|unlife|toaster_bath",
            "toaster bath",
            "game end @self",
        ),
        unless=(
            "suicide prevention hotline|line|helpline|lifeline? ..1 @service_job",
            "suicide prevention|awareness @service_job",
            "suicide prevention",
            "@applied ..6 suicide hotline|helpline|line|lifeline",
            "suicide hotline|helpline|line|lifeline ..2 @service_job",
            "suicide squad|sprints|sprint|doors|doctrine|king|gambit|awareness|statistics|rates",
            "career|political|professional|commercial|financial|reputational|social|economic|"
            "brand|business suicide",
            "suicide for ..1 career|business|brand|company",
            "suicidal patients|patient|teenagers|teens|callers|caller|clients|youth|people|"
            "students|adolescents|customers|users|individuals|veterans|inmates|pricing|deadline|"
            "schedule",
            "assisted suicide law|bill|debate|legislation",
            "@applied ..4 suicide|suicidal|suicidality",
            "kms key|keys|encryption|encrypted|server|activation|client|license|licence|policy|"
            "and|or",
            "aws|cloud|google|azure|hashicorp|gcp kms",
            "use|using|used|configure|configured|rotate|with|in|via kms",
            "# kms",
            "few|many|hundred|some|thousand|ten|five|twenty|fifty kms",
            "kms away|from|to|far|per|an|of|in|by|walk|drive|commute",
            "self exit interview|interviews|survey",
            "self inflicted ..1 deadline|deadlines|stress|pressure",
            "self destruct|destruction in|during ..1 @task",
            "help|support|supporting|helping people|those|someone|teenagers|others who are|feel "
            "suicidal",
            "kms agent|agents|service|vault|api|instance|commute",
            "policy|training|course|article|lecture|webinar|research|module|paper|documentary on|"
            "about suicide|suicidality",
            "counsel|work|worked|working|listen|answer people|calls|callers|nights|shifts? ..1 "
            "at|for|on a|the suicide",
        ),
        catches=(
            "I feel suicidal",
            "su1c1de",
            "kms",
        ),
        leaves=(
            "I applied to a suicide prevention charity",
            "leaving now would be career suicide",
            "KMS keys in AWS",
        ),
    ),
    SafetyRule(
        "killing oneself",
        "A verb of killing done to oneself, by anybody: I, he, my friend.",
        says=(
            "kill|killing|killed|kills|murder|hang|hanging|hanged|hung|shoot|shooting|shot|drown|"
            "drowning|drowned|poison|poisoning|poisoned|suffocate|suffocating|strangle|"
            "strangling|electrocute|gas|gassing|euthanise|euthanize|annihilate|asphyxiate|"
            "execute|exterminate ..1 @self",
            "end|ending|ended|delete|neck|necking|rope|unexist|eliminate|erase|finish @self",
            "off|to|and|will|might|would|could|should off @self",
            "offing|offed @self",
            "to|might|will|could|and top @self",
            "topping|topped @self",
            "do|did|doing|done|finish|finishing @self in|off",
            "do away with @self",
            "did|does|done|do|doing away with @self",
            "make @self die",
            "kill|killing or|and @self",
            "bullet in|through|into ..2 head|brain|brains|skull|mouth|heart",
            "blow|blew|blowing|blown @my|me brain|brains|head|skull out|off",
            "blow|blew|blowing @self up",
            "put @self out_of my|his|her|their misery",
            "put @self down|to_sleep",
            "pull the trigger on @self",
            "pull the plug on @self|my_life|life",
            "drink|drinking|starve|starving|drank|starved|drug|bleed @self to_death|to_die",
            "set @self on_fire|alight",
            "throw|throwing|threw|fling|yeet|hurl|chuck ..1 @self|me off|under|from|out_of|"
            "in_front|over|onto|down|into_traffic|into_the_river|into_the_sea",
            "nearly|almost|i ended it last|in|when|two|years|a_year",
        ),
        unless=(
            "killing|killed @self laughing|working|studying|trying|at_the_gym|at_work|commuting|"
            "with_work|over_work|preparing|to_get|to_meet|"
            "to_finish|to_prepare|to_impress|to_make|for_a",
            "shoot|shooting|shot @self in the|my|his|her foot|feet|leg",
            "drown|drowning|drowned @self in @task|coffee|paperwork|emails|debt|tea|a|ice_cream",
            "hang|hanging|hung @self out",
            "hang|hanging @self on|a|up",
            "shoot|shot|shooting @self an|a|another|some|the",
            "shoot|shot|shooting ..1 by|on|video",
            "top|topping|topped @self up",
            "end @self up",
            "delete|finish|erase @self from_the|the|this|it|from_linkedin|off_the|from_their",
            "finish @self a|my",
            "throw|throwing|threw @self into @task|my|the_job|the_role|it",
            "put @self down for|as|a|in|because|all",
            "do|did|doing|done @self in favour|favor|in_a|in_the|in_my|in_this",
            "upskill|skill @self",
        ),
        catches=(
            "I'm going to kill myself",
            "he tried to hang himself",
            "k i l l m y s e l f",
        ),
        leaves=(
            "I upskill myself every week",
            "I shot myself in the foot in that interview",
            "drowning myself in applications",
        ),
    ),
    SafetyRule(
        "hurting oneself",
        "Self-harm: cutting, burning, starving; now, before, or wished for.",
        says=(
            "hurt|hurting|hurts|harm|harming|harmed|harms|cut|cutting|cuts|burn|burning|burned|"
            "burnt|injure|injuring|injured|mutilate|mutilating|stab|stabbing|starve|starving|"
            "starved|starves|hit|hitting|hits|punch|punching|scratch|scratching|bite|biting|"
            "slash|slashing|bleed|choke|choking|bang|banging|damage|damaging|torture|torturing|"
            "cutt ..1 @self",
            "self harm|harmed|harming|harms|mutilation|mutilate|injury|injure|injuring|hurt|abuse",
            "self|sh harm relapse|urges",
            "slit|slitting|slits|slash|slashing|slashed|cut|cutting|cuts|slice|slicing|sliced|"
            "carve|carving|burn|burning|open|opening ..2 my|his|her|their ..1 @body",
            "slit|slitting|slash ..1 wrists|wrist",
            "i|she|he|daughter|son|sister|brother|friend|child|have|has|am|is|been|was been|"
            "started|began|keeps|keep|kept|relapsed cutting|burning again|END|at_night|to_cope|"
            "to_feel|in_secret|her|his|because|when|since|every_night",
            "i|she|he been|am|is|was|have_been|has_been|started|keep|keeps|began cutting END|"
            "again|at_night|to_cope|to_feel|in_secret|when_i|every_night",
            "back|urge|urges|want|relapsed|addicted to|into cut|cutting END|again|tonight|when|"
            "because|deep",
            "relapsed ..2 cutting|self",
            "clean|free from|of cutting|self_harm",
            "made|make|making @self bleed|vomit|throw_up|puke|suffer",
            "see|saw|watch @self|myself|the_blood bleed",
            "do something|anything|things to @self",
            "did|done|doing|does something|anything|things to @self",
            "something bad|terrible|horrible|awful|drastic to @self",
            "dangerous|danger|threat|risk|harm to @self",
            "relapsed|started|went_back ..3 cut|cutting END|again|last|myself|tonight|yesterday",
            "burned|burnt|cut|hurt|scratched|bit|hit ..3 on_purpose|deliberately|intentionally",
            "burned|burnt ..1 my|his|her ..1 @body",
            "i|she|he cut|cuts ..1 deep|deeper",
            "until|till i|it|she|he bleed|bleeds|bled",
            "used_to|stop|stopped|started cut|cutting END|when|as_a_teen|again|at_school|"
            "in_college",
            "blood everywhere",
            "razor|razors|blade|blades|knife|scalpel ..5 wrist|wrists|arms|thighs|my_bed|veins|"
            "my_skin",
            "burned|burnt|burns me|myself|him|her with ..2 cigarette|cigarettes|iron|lighter|water",
            "until|till they|i|it|my_skin ..1 bleed|bleeds|bled",
            "i|she|he|daughter|son|sister|brother|friend|child|flatmate|roommate|girlfriend|"
            "boyfriend|wife|husband is|am|was cutting END|again|at_night|too",
            "cutting|burning ..1 helps|calms|numbs|soothes me|the_pain|it",
            "fresh cuts|scars",
            "cuts on ..1 my|his|her ..1 @body",
        ),
        unless=(
            "hurt|hurting|injured|injure|injuring|hurts @self at_the_gym|at_gym|running|lifting|"
            "playing|skiing|cycling|climbing|falling|training|in_the_gym|on_a|jogging|moving|"
            "at_work|at_football|at_school|exercising|dancing|doing|when_i_fell|by_accident|"
            "accidentally|carrying|stretching|hiking",
            "cut|cutting|cuts @self shaving|some|a_break|off|short|while|cooking|chopping|on_the|"
            "on_a|slicing|out|down|loose|from|too_much|any|opening|by_accident|accidentally|"
            "when_shaving|when_cooking|with_a_kitchen|on_paper|from_the|in_the_kitchen|slack",
            "burn|burned|burnt|burning @self out|on_the|cooking|with_coffee|with_hot|ironing|on_a",
            "bite|biting @self in",
            "hit|hitting @self up",
            "accidentally ..1 hurt|cut|burned|burnt|hit|injured @self",
            "self injury|abuse claims|lawyer",
            "self harm|mutilation|injury ..2 @service_job",
            "@applied ..3 self harm|harming|injury",
            "starve|starving @self of|for_the|of_sleep",
            "cutting again costs|down",
            "choke|choking @self up",
            "cut|cutting ..2 @my arm|arms|leg|legs|skin|neck shaving|cooking|chopping|on_the|while",
            "burned|burnt|burn|burning ..2 @my arm|arms|leg|legs|skin|neck cooking|on_the|while|"
            "ironing|in_the_sun",
            "cut|hurt|hit ..3 costs|salary|pay|budget|hours ..1 on_purpose|deliberately|"
            "intentionally",
            "burned|burnt ..2 @my @body cooking|on_the|on_a|while|ironing|in_the_sun|"
            "in_the_kitchen|at_work",
            "used_to|stop|started|stopped cut|cutting END hair|costs",
            "i cut deep|deeper into ..1 budget|costs|price",
            "is cutting again|END costs",
            "policy|training|course|article|lecture|webinar|research|module|paper on|about self",
        ),
        catches=(
            "I've been cutting again",
            "I want to hurt myself",
            "she self-harmed last night",
        ),
        leaves=(
            "I cut myself shaving before the interview",
            "I hurt myself at the gym",
            "self-harm content moderation role",
        ),
    ),
    # --- Wishing to be dead ---
    SafetyRule(
        "wanting to die",
        "A wish, a plan or a readiness to be dead or not to exist.",
        says=(
            "@wish_to ..1 @die",
            "i am|was|were going_to|about_to ..1 die|be_dead",
            "i might|may|should|could|will|would|shall as? be_dead|die|not_exist|not_be_here|"
            "be_gone|not_wake_up|not_be_alive|never_wake_up",
            "i|he|she|they would|will rather|prefer|sooner ..2 die|be_dead|not_exist|not_be_here|"
            "death",
            "want|wants|wanted|wish|need|crave|craving|craves|long|longing|longs|pray|prays|"
            "praying|prayed|hope|hoping|hopes|ready|beg|begging|waiting|asking ..1 for|to death|"
            "dying|the_end",
            "want death|to_death|my_death",
            "i should be_dead|have_died|be_the_one_who_died|not_be_alive|not_be_here",
            "should have been me who|that died",
            "should have died|killed_me",
            "let me die|go_to_sleep_forever|rest_forever|be_dead",
            "i hope|pray|wish|prayed|hoped|hoping|praying ..3 i die|died|be_dead|am_dead|"
            "not_survive|never_wake|not_wake|do_not_wake|will_not_wake|would_not_wake|never_woke|"
            "disappear|get_cancer|have_cancer|had_cancer|do_not_survive|do_not_make_it|had_died|"
            "stop_breathing|was_dead|were_dead|was_never_born|were_never_born|"
            "had_never_been_born|did_not_exist|do_not_exist|could_die|would_die|was_not_alive|"
            "were_not_alive|was_not_here|were_not_here|was_not_born|could_disappear|was_gone|"
            "were_gone|could_stop_existing|could_not_exist|never_existed|had_never_existed|"
            "could_end_it|could_vanish|was_not_around|could_not_wake_up|could_cease|"
            "could_sleep_forever|did_not_wake_up|was_no_more|could_go_to_sleep_forever|"
            "did_not_have_to_live|did_not_have_to_exist|was_not_living|do_not_make_it_home|"
            "could_be_dead|could_be_gone|never_was_born|were_not_around|did_not_have_to_be_here|"
            "did_not_have_to_be_alive|did_not_have_to_wake_up",
            "wish|wishes|wished he|she|they was_dead|were_dead|could_die|did_not_exist|"
            "was_never_born|were_never_born|would_die|had_died|could_disappear|was_not_here|"
            "had_never_been_born|was_not_alive|were_not_alive|would_not_wake_up|were_not_here",
            "wish|hope|wishing ..4 to_die|i_would_die",
            "never been born|alive",
            "never existed END|at_all|in_the_first_place",
            "sorry|mistake|regret|cursed|hate|hates|pity|shame|why ..3 i|was was|being|born born|"
            "END",
            "why was i born|alive",
            "better|best|easier|nicer|happier|simpler if|when|that i was|were|am|be dead|gone|"
            "not_here|not_around|not_alive|never_born|no_longer",
            "better|best|easier|simpler if|when|that i died|die|did_not_exist|had_died|"
            "disappeared|did_not_wake_up|never_existed|stopped_existing|was_dead|do_not_wake_up|"
            "were_not_here|were_not_around|was_not_here|was_not_around|had_never_been_born|ceased",
            "easier|better|nicer|peaceful to die|be_dead|sleep_forever|not_be_here|not_exist|"
            "not_be_alive",
            "better|rather|prefer|happier|easier off? dead|death",
            "being dead would|sounds|seems|is",
            "death would|will|is|sounds|seems be|sound|like|feel|a|the|my|better|easier|peaceful|"
            "relief|release|nice",
            "welcome|embrace|welcoming|ready_for|waiting_for|beg_for|wish_for|wishing_for|"
            "pray_for|praying_for|want|wanting|craving|crave death|my_death|the_end_of_my_life",
            "not afraid|scared of|to dying|death|die",
            "dying would|sounds be|feel|better|easier|like|nice|peaceful",
            "not|never want to be alive|living|around END|any_more|right|like|in",
            "be with|see|join @my? ..2 in|up_in heaven|there|the_afterlife",
            "see|join him|her|them|god|jesus in|on|up heaven|the_other_side|there",
            "go|going meet my maker|god|jesus",
            "one foot in the grave",
            "dead inside and want",
            "want|wish|wishing|hoping|hope someone|a_car|a_bus|a_truck|god|something|cancer|he|"
            "she|they|it|lightning|a_train ..1 to|would|could|will|can hit|kill|shoot|run_over|"
            "take|murder|end|stab|strike me|us|my",
            "hope|wish|want|wanted|hoping|dream|pray ..3 get|got|am|be|getting|was|were hit|run|"
            "ran|killed|shot|murdered|cancer|struck by|over|END|and|in|soon|one_day|today|"
            "tonight|tomorrow",
            "start|START kill me",
            "kill me END|instead|quickly|slowly|then",
            "someone|god|anyone|you|want|ask|asked|beg|begged|begging to? kill me|us",
            "want|wanted|wants ..2 to kill me",
            "put me out_of my misery forever|for_good|permanently",
            "someone shoot me END",
            "look forward to|look_forward_to dying|death",
            "dying to be_dead",
            "living dead END",
            "never have|had been born",
            "better off? six_feet_under|in_the_ground|in_a_grave|not_existing",
            "wish|want|hope|pray|wishing ..2 heart ..2 stop|stops|stopped|give|gives",
            "someone|god end me|us END|now",
            "ok|okay|fine|peace|comfortable with dying|death|not_waking_up|not_being_here|"
            "being_dead",
            "not meant|made|built|cut_out to|for be_here|be_alive|live|exist|this_world|"
            "this_life|life|be_in_this_world|living",
            "not belong in|on this world|earth|planet|life",
            "life is not for me|worth",
            "out_of existence",
            "want|wanted|wants|wanting|get out of|from this? life|living|this_world",
            "nobody|not|too_late to? save|help me_now|me_any_more|for_me_now",
            "want to dead|death",
            "mind|minding dying|being_dead",
            "hope|wish|pray|want ..2 plane|car|bus|train|flight|elevator|lift crashes|crash|"
            "crashed|falls|explodes",
            "@live|be|join|see|reunited with? ..1 late|dead|deceased ..1 husband|wife|mum|mom|"
            "dad|son|daughter|brother|sister|partner|mother|father",
        ),
        unless=(
            "die|died of|from embarrassment|shame|laughter|boredom|cringe|hunger|laughing|"
            "awkwardness|happiness|joy|envy|curiosity|excitement|thirst|cold|heat|mortification|"
            "stress",
            "die laughing|inside|trying|for",
            "dye my|his|her|your|it|hair|the|a|some|them|clothes|fabric|this|that",
            "die on that|this|the|a|any hill",
            "hill ..5 die on",
            "die on me|us",
            "rather die than do|write|record|use|go_back|work|sit|give|have|take|send|talk|"
            "present|apply|interview|network|join|answer|wear|call|ask|attend|move_back|read|"
            "post|make|fill|another|commute|speak|return|code|see_another|hear|be_a|be_in|become|"
            "sell",
            "wanted to die when i forgot|called|said|mispronounced|realised|realized|spilled|"
            "dropped|stuttered|blanked|saw|heard|read|tripped|sneezed|burped|froze|found|sent|"
            "noticed|clicked",
            "wanted to die when my|the|they|he|she camera|mic|microphone|cat|dog|zoom|screen|"
            "phone|video|interviewer|asked|audio|laptop|stomach|mentioned|read|panel",
            "laptop|phone|battery|computer|car|pc|mac|fridge|idea|feature|project|myth|product|"
            "trend|practice|habit|company|startup|industry|jargon|format|printer|plant|plants|"
            "app|website|code|server|watch|camera|dream|dreams|thing|language|buzzword|tradition "
            "..2 @wish_to|going_to|about_to die",
            "needs to die",
            "going_to die if i|they|he|she|this do_not_hear|have_to|do_not_get|do_not_reply|ask|"
            "asks|see_one_more|hear|has_to|sends|send|do_not_respond",
            "could|would die of|for|happy|if_they",
            "love|loved|to to? be dead serious|on_time|certain|sure|honest",
            "be dead serious|tired|last|wrong|certain|weight|set|honest|right",
            "not want to be around ..2 people|him|her|them|that|those|my",
            "try|trying|tried|rather|prefer|plan|plan_to|need|want|decided ..2 not live|be in|at|"
            "with|far|too|near|on|alone|my_life|around|here_on|here_at|there|long",
            "not|rather|prefer|hoping|hope|need|try ..3 be_here in|at|on|for|until|when|today|"
            "all_day|next",
            "kill|shoot|hit me with|an|a|up|over|your|if",
            "will|would kill me if|when ..2 @slipup",
            "wake_up late|early|at|to|before|on|in_time|sick|too|with",
            "never wake|wakes|wake_up|wakes_up up? early|on_time|before|at",
            "@applied ..4 dying|death",
            "not scared|afraid of dying on|in",
            "want|wanted|wish|hope|hoping it|they|that|this would? kill|take|hit|end|to me to|on|"
            "up|as|for|back",
            "hope|want|wish|wanted ..3 be|get|got|was|were|am hit|run|ran by inspiration|"
            "over_again|up|with",
            "get|be killed in the final|first|second|last|next",
            "i may|might|will|could|would be_gone for|by|from|next|on|until|when|all|over",
            "hope|hoping|wish|want ..2 see|join him|her|them|you there|on_the|in",
            "i was|were not here|around in|at|on|for|when|yesterday|last",
            "better|best|easier if i was|were|am not_here|not_around|gone for|on|in|at|by|when",
            "was|am|were gone for|on|to|by|before",
            "death march|valley|star|by|metal|benefits|penalty|spiral",
            "lives|living|death is a|an|the? part|topic|company|team",
        ),
        catches=(
            "I wish I was dead",
            "i w4nt to die",
            "I hope I don't wake up tomorrow",
        ),
        leaves=(
            "not a hill I want to die on",
            "I wanted to die of embarrassment",
            "I'd rather die than do another group interview",
        ),
    ),
    SafetyRule(
        "not wanting to live or wake up",
        "A wish not to live, not to be here, not to wake up.",
        says=(
            "not want to ..1 @live|be_here|be_around|wake_up|go_on|carry_on|keep_going|continue|"
            "face_another_day|see_tomorrow|wake|fight_any_more|see_another_day|be_anywhere|"
            "be_any_more|survive|try_any_more|be_me|make_it_to_tomorrow|face_tomorrow|"
            "open_my_eyes|be_conscious|have_a_life|get_old|grow_old|see_the_morning|feel_anything",
            "not planning|plan|going|planning_on|expect|expecting to? be_alive|being_alive|live|"
            "living|be_around|being_around|be_here_much_longer|see_christmas|see_my_birthday|"
            "stay_alive|make_it_to_christmas|make_it_to_my_birthday",
            "fall|falling|go|going|going_to asleep|to_sleep ..2 not|never|forever|"
            "and_stay_asleep|without waking? ..2 wake|waking|woke|forever|END",
            "sleep|asleep ..2 not|never ..1 wake|waking|woke",
            "sleep|asleep forever|for_good|permanently|and_not_wake|without_waking",
            "not|never wake|waking|woke|woken up END|again|tomorrow|any_more|in_the_morning|"
            "one_day|from|to_this|to_another|and|because",
            "did not wake up",
            "not know why|how i|to|am am_alive|keep_living|bother_living|exist|wake_up|"
            "keep_going|live|keep_waking|alive|go_on|survive|carry_on_living",
        ),
        unless=(
            "live|living in|at|near|with|far|off|on|from|paycheck|away|here|there|somewhere|"
            "abroad|alone|apart|out_of|under|outside|my_life|over|through|for_work|to_work|around",
            "exist in|on_linkedin|as",
            "be_here in|at|for|until|when|on|today|as|with|by|past|only|all_day",
            "be_around people|him|her|them|those|that|my|the|toxic|when|for_the",
            "wake|waking|woke up at|early|late|before|to_emails|to_an_alarm|in|every_day_at|"
            "in_time|on|with_a|to_my_alarm|sick|tired|that|too|to_another_rejection|"
            "to_a_rejection",
            "go_on a|an|the|another|that|this|my|linkedin|zoom|video|tv|camera|dates|to|about|"
            "stage|record|air|with|@day|benefits|unemployment|holidays|sick|teams|job|interviews|"
            "indeed",
            "carry_on with|working|as|at|in|applying|like_nothing",
            "keep_going to|with|on|back|round|over|around|for|in_circles|there|into|through_the|"
            "through_these|through_rounds",
            "survive on|another",
            "lives in|near|with",
            "be_me in",
            "breathe a|in",
            "get_old in|at|there",
            "have_a_life outside",
        ),
        catches=(
            "I don't want to be here anymore",
            "if only I could fall asleep and not wake up",
            "she doesn't want to live",
        ),
        leaves=(
            "I don't want to live in London anymore",
            "I don't want to wake up at 5 for this job",
            "I don't want to go on another Zoom call",
        ),
    ),
    SafetyRule(
        "not wanting to live in this world",
        "As before, where the place is the world, the body or the pain.",
        says=(
            "not want to ..1 live|exist|be|stay|wake_up in|on|with this|the|my|much|that? ..1 "
            "world|body|pain|hell|skin|planet|earth|head|nightmare|life|fear|reality|existence|"
            "misery|shame|guilt",
            "not want to ..1 live|exist|be|go_on|keep_going|carry_on|wake_up like_this|this_way|"
            "with_myself|without_him|without_her|any_more|any_longer|no_more|with_this_pain|"
            "in_pain|with_the_pain|with_this_feeling|through_this_any_more|without_them|"
            "with_the_shame|with_the_guilt",
            "leave|leaving|left|exit|depart this world|earth|planet|life|mortal|realm",
        ),
        unless=("be|stay ..6 in|at|on the? role|job",),
        catches=(
            "I don't want to live in this world",
            "I do not want to live like this",
        ),
    ),
    SafetyRule(
        "cannot go on",
        "At the end of one's strength.",
        says=(
            "can not ..1 go_on|carry_on|keep_going|keep_on|cope|continue|live|bear_it|stand_it|"
            "take_it|take_this|handle_it|bear_this|keep_living|survive|exist|go_on_living|"
            "take_life|do_life|bear_life|face_life|handle_life|face_another_day|face_tomorrow|"
            "face_the_world|bear_the_pain|take_the_pain|stand_the_pain|stand_living|bear_living|"
            "stand_being_alive|keep_fighting|hold_on|hang_on|fight_it|fight_this|"
            "make_it_through_the_night|bear_to_live|bear_being_alive|stay_alive|"
            "keep_myself_alive|face_waking_up|stay_here|keep_pretending|keep_breathing|be_here|"
            "be_alive|get_through_tonight|endure|get_through_the_night|get_through_another_day|"
            "get_through_this|live_with_myself|take_another_day|do_another_day|hold_out END|"
            "@more|like_this|this_way|much_more|alone|and|but|because|living|without|this|"
            "with_this_pain|with_life|with_the_pain|with_it|pretending|knowing|with_myself|"
            "with_my_life",
            "can not ..1 do it|this|life any_more|any_longer|much_longer|no_more",
            "can not ..1 take it|this|life any_more|any_longer|much_longer|no_more|much_more",
            "can not ..1 any more END",
            "can not ..1 keep_going|go_on|carry_on|do_this|take_this|live|survive any? ..2 longer",
            "can not keep doing|living|existing|pretending|fighting this_any_more|this_life|life|"
            "END|any_more|like_this|to_be_alive",
            "not strong enough to live|go_on|keep_going|carry_on|survive|stay_alive|keep_fighting",
            "not strong enough to ..1 keep|go|live|stay ..1 alive|living|on",
            "too tired|much|hard|exhausted|painful to live|exist|go_on|keep_living|be_alive|"
            "stay_alive|carry_on|keep_going|keep_fighting",
            "hard to keep living|stay_alive|be_alive|want_to_live|go_on_living",
            "life is? too|unbearable|become hard|much|painful|END|for|unbearable to|for|END me|"
            "live|bear|END",
            "not make it through|past|to the_night|tonight|tomorrow|the_week|the_weekend|"
            "christmas|another_day|the_day|morning|the_morning|the_month|another_week|"
            "another_night|my_next_birthday",
            "make it through the_night|tonight|until_tomorrow|until_morning",
            "pain is unbearable|too_much|never_ending|to_end",
            "nothing left in me|inside|to_give_and|to_lose_and|to_hope|of_me|to_fight|to_keep|"
            "here|to_hold",
            "have nothing left END",
            "have no strength|fight left",
            "not want to fight|try END|any_more|any_longer",
            "stop|ends|end the|this|my|all_this|all_the pain END|for_good|forever|once|now|"
            "tonight|and",
            "not ..3 survive this|another|the|tonight ..1 week|night|day|month|winter|year|END",
            "not going_to|will make_it_through|survive|last ..1 week|night|tonight|this|another|"
            "much_longer",
            "living|existing|being_alive|staying_alive is|hurts|feels|has_become ..1 hard|"
            "painful|exhausting|hell|torture|unbearable|burden|END|pointless|agony",
            "not think ..5 survive|make_it_through|last|make_it_past END|this|the|another|"
            "tonight|much_longer",
            "not think? ..3 live|alive to see|reach my|christmas|next|tomorrow|the",
        ),
        unless=(
            "go_on @a|@day|camera|stage|site|sick|zoom|video|tv|linkedin|with_the|"
            "with_my_application|to|about|air|record|teams|vacation|holiday",
            "cope with @a|one|more|two|these|working|recruiters|interviews",
            "live on|in|at|off|near|with_my_parents|there|here",
            "survive on|in|at",
            "take it|this to|on|as|up|back|further|because_it|because_the|and_the",
            "take this job|role|offer|test|course|call|position|opportunity|one|exam|shift|meeting",
            "stay_here because|and|with",
            "be_here because|and|with|but",
            "hold_on to|the|a",
            "handle_it alone|with",
            "go_on without ..2 cv|degree|visa|licence|license|car|laptop|portfolio|resume|"
            "feedback|interview|notice",
            "carry_on and|but|because ..4 @task",
            "keep_going this|and",
            "do it|this any_more time|hours",
            "do this job|role|test|interview|kind|type|work",
            "life is too short",
            "hang_on|hold_on END",
            "end the pain point|points|of_the_applicant",
            "pain points",
            "make it through the_day|the_week the|of|with",
            "not make it to tomorrow|the_day|the_week ..3 @task|meeting|event|call|session|"
            "workshop",
            "not make it tomorrow",
            "survive this|another|the ..1 round|interview|process|market|layoff|reorg|cut|"
            "quarter|job|week_of|without_coffee",
            "living in|with ..2 is|feels|hurts",
            "live without a|an|my|coffee|the|feedback",
            "not think ..4 survive|make_it_through|last ..2 round|interview|process|market|"
            "layoff|reorg|quarter|job|screening|probation|rounds|cv|stage|filter|filters",
        ),
        catches=(
            "I can't go on anymore",
            "I can't live like this",
            "I can't take it anymore",
        ),
        leaves=(
            "I can't go on Tuesday",
            "I can't cope with another one-way video interview",
            "I can't live on that salary",
        ),
    ),
    SafetyRule(
        "no reason to live",
        "No point, no purpose, nothing to live for.",
        says=(
            "no|any|a|little|one|see|never|much|without|give_me|good|single point|reason|reasons|"
            "purpose|sense|use|motivation|will|desire to|in|of|for? ..1 @live|go_on|carry_on|"
            "keep_going|life|my_life|this_life|existence|being_here|be_here|going_on|carrying_on|"
            "keeping_going|waking_up|wake_up|my_existence|stay|keep_fighting|being|"
            "get_up_in_the_morning|get_out_of_bed|stick_around|being_around|be_around|"
            "staying_here|continuing|fighting|me_being_here|me_being_alive|hold_on|holding_on|"
            "not_to_die",
            "no|any|see|not point|reason|sense|purpose in|to|of anything|everything|it_all|"
            "any_of_it|any_of_this|all_this|trying_any_more|any_more",
            "no point|reason|hope|purpose @more|END any_more|END left|END",
            "what is the? point|use|sense|purpose|meaning of|in|to living|life|it_all|anything|"
            "everything|any_of_it|any_of_this|all_this|existing|being_alive|being_here|going_on|"
            "carrying_on|waking_up|my_life|staying_alive|staying|keeping_going|trying_any_more|"
            "my_existence|existence|all_of_this|all_of_it|go_on|live|me|going_on_living|"
            "continuing",
            "what is the point any_more|any_longer|if_i|when_i_am",
            "point of|in living|being_alive|existing|my_existence|staying_alive|my_life",
            "reason|reasons to live|exist|stay_alive|not_die|keep_living|be_alive|go_on_living",
            "nothing|anything|something|what|much|one|none|no_one|nobody ..3 to live|exist|"
            "stay_alive for|END",
            "nothing|anything|much|no_one|nobody left? ..2 worth living_for|living|staying_for",
            "nothing left for me|us|here|to_live|any_more|in_life|in_this_world|but|END",
            "why am|should|do|bother|would|must|was|keep ..1 i? ..1 alive|here_on_earth|living|"
            "live|exist|existing|go_on|stay_alive|bother_living|keep_living|carry_on_living|"
            "keep_going|born|wake_up|be_alive|bother_existing|stay_here|keep_fighting|"
            "being_alive|breathing|carry_on",
            "why live|exist",
            "why go on END|living|like_this",
            "life|living|it is|not|seems|feels not|worth|is ..1 worth living|the_pain|the_effort|"
            "the_trouble|fighting_for|living_for",
            "not worth living|being_alive|existing|the_pain|staying_alive|going_on|keeping_alive",
            "worth living any_more|for|END|if",
            "life has|have|holds|had no|lost|little ..1 meaning|point|purpose|value|worth|sense|"
            "reason|END",
            "life|existence is|feels|seems|are ..1 meaningless|pointless|worthless|purposeless|"
            "unliveable|unlivable|a_waste|over_for_me|empty_and|hopeless|done|finished|nothing",
            "my|his|her life is|feels|seems|was over|finished|done|ruined|destroyed|worthless|"
            "a_waste|nothing|ending",
            "life is over",
            "life means nothing",
            "nothing matters any_more|END|now|to_me|at_all",
            "nothing|anything|things matters|matter|make|makes|has|have|is ..1 any_more|"
            "sense_any_more|meaning_any_more|point",
            "no|without|lost|lost_all|given_up|any|have_no hope left|any_more|for_my_life|"
            "of_living|in_life|for_myself",
            "lost all hope",
            "given up on? hope",
            "no|see_no|not|any see? a|any? future for_me|for_myself|left|any_more|in_this_world|"
            "ahead_of_me",
            "no future END",
            "see no|any|a|my future END|for|any_more|with_me",
            "not see a|any|my future END|for_me|for_myself|any_more",
            "no|not|only|other|any|one|see ..2 way out END|for_me|but|except|any_more|is|"
            "of_this_life|of_this_pain|of_this_hell|of_this_darkness|of_the_pain|left|other",
            "only|one|easiest|best way|option|thing|solution|choice left? ..2 to? stop|end|"
            "escape|out the_pain|the_hurt|this_pain|my_pain|it_all|everything|the_suffering|"
            "for_me_is",
            "permanent solution|way_out|sleep|rest|escape",
            "not want to live",
            "hate|hated|hates|despise|loathe|resent being_alive|living|life|my_life|existing|"
            "my_existence|that_i_am_alive|waking_up|every_day_of_my_life|that_i_exist|"
            "that_i_woke_up|being_me|this_life|my_own_existence",
            "hate|hates|hated|despise|despises|loathe|loathes ..1 myself|himself|herself",
            "tired|sick|exhausted|bored|weary|done|over|finished|fed_up|had_enough|enough|"
            "through|sick_and_tired of|with|by|from|off|to? @life",
            "done|over|finished|through living|fighting|existing|being_alive|with_it|breathing|"
            "with_this_shit_life|with_it_all",
            "tired|sick|exhausted|weary of fighting|hurting|being_in_pain|the_pain|"
            "trying_to_stay_alive|pretending|feeling_this_way|feeling_like_this|suffering|"
            "all_this_pain|my_own_head",
            "give|giving|gave|given|giving_up|want_to_give up|in on? life|living|myself|"
            "everything|the_world|it_all|being_alive|trying_to_live|surviving|being_happy|my_life",
            "ready|want|wanted|going to check|checking out of|from life",
            "log|sign|opt|check|uninstall|quit|quitting out|off? of? life",
            "born into this to suffer|die",
            "everything|it_all|all_of_it is|feels|seems pointless|meaningless|hopeless",
            "why am i here END|any_more",
            "my|his|her life is ..1 worth nothing|anything",
            "life is ..1 not worth it|anything",
            "no reason|point ..3 to live|exist|be_alive|be_here|go_on|wake_up|carry_on",
            "not|can_not see a|any|my future where|with|in_which ..2 alive|me|in_it|here",
        ),
        unless=(
            "live|living in|at|on|with|far|near|off|there|here|somewhere|abroad|alone",
            "exist|existing as|in",
            "worth living in|at|near|there|close|with",
            "going_on|go_on to|with|a|an|another|about|the|holiday|linkedin|that|any|dates|indeed",
            "reason|point|sense|use to|in stay|staying|be_here|being_here|continuing|carry_on|"
            "carrying_on|keep_going|keeping_going|being|waking_up|wake_up|stick_around|be_around|"
            "fighting|hold_on|be|get_out_of_bed at|in|with|there|here|a|an|the|to|early|on|for|"
            "working|applying|late|around_for|as|polite|before|over|long|it|this|that|these|them",
            "reason|reasons to live|stay in|at|with",
            "no way out END of|but",
            "way out is|but the|through|to_apply|to_quit|a_new",
            "done|finished|over|tired|sick|enough|bored of|with|from everything|it_all|the_world|"
            "waking_up|being_here|going_on|living of|for|i_had|on|early|at|that_has|in|out_of|"
            "from|to_wake|about|with|far|until",
            "the_world of|cup",
            "done|finished with everything i|for|on|now_i|today",
            "everything for|on|i|about_this|related",
            "bored with|by the_world",
            "hate myself for forgetting|not|saying|missing|applying|answering|sending|being_late|"
            "turning|leaving_my|blanking|that_answer|it|not_preparing",
            "hate waking_up early|at|to_an|before|on",
            "hate living|life in|at|with|near|here|there|on|out_of|far|admin|updates",
            "living|life in limbo|between",
            "life is a|an part",
            "life as a|an",
            "life over work",
            "work life|work_life",
            "social|private|love|family|sex life",
            "tired|sick|bored|done of|with life admin|insurance|sciences",
            "life insurance|sciences|science|coach|coaching|cycle|admin|hacks|balance",
            "my life is|was ruined by|done_with END",
            "what is the point of|in me applying|sending|writing|going|having|doing|networking|"
            "interviewing|trying|attending",
            "point of it_all|anything|everything i|we",
            "no point in|of anything|everything longer|like",
            "any|a purpose|reason|point|use|motivation|will|desire|sense to|in|of|for being|life|"
            "stay|fighting",
            "a|any|good reason|motivation to|for wake_up|be_here|get_out_of_bed|be_around|"
            "continuing|waking_up",
            "sense of purpose|humour|humor",
            "why|should|would i live|living in|there|with|far",
            "why am|do|should i here_on|go_on|keep_going|carry_on|wake_up|stay_here to|with|at|"
            "early|on|a|an|the|back|in|for",
            "something to live up",
            "see|no|any|only|one way out END the_building",
            "pretending to|that|i_love",
            "nothing left for me|us to_do|to_say|to_ask|to_prepare|at|in",
            "anything to live|exist for|END on|in",
            "no point in|of anything like|longer",
            "see a|no|any|my future with|at|in ..1 company|firm|role|field|industry|tech|team|them",
            "no future ..3 at|with|in ..2 company|firm|team|field|industry|job|role|agency|"
            "sector|acme",
            "hope left|for|of|hope of|in|with ..1 getting|hearing|this_job|this_role|offer|them|"
            "company|process",
            "hate my_life choices|as_a|in",
            "tired|sick|done|bored|over|exhausted of|with|by everything|it_all|being_here being|"
            "about|they|at|is|on",
            "give|giving|gave|given up everything|it_all to|for|i_had",
            "no reason|point ..3 to go_on|wake_up|be_here|carry_on at|in|with|a|the|to|early|on|"
            "for|before|holiday",
            "reason|point|sense to|in stay|staying|continuing here|there",
        ),
        catches=(
            "there's no point in living",
            "what is there to live for",
            "tired of being alive",
            "I hate myself so much",
        ),
        leaves=(
            "no point in applying",
            "no reason to stay at that company",
            "I give up on this job board",
            "I hate myself for forgetting his name",
        ),
    ),
    SafetyRule(
        "a burden, better off without me",
        "The thought that others would be better off, or would not notice.",
        says=(
            "better|easier|happier|fine|good|relieved|safer|richer off? without me|him_here|"
            "me_here|me_around|me_in_it|us",
            "better|easier|happier|fine|relieved|richer off? if|when|once i|he|she was|were|am|"
            "is|be|had_never @dead|been_born",
            "better|easier|happier|relieved off? if|when|once i|he|she died|die|disappeared|"
            "did_not_exist|vanished|never_existed|was_not_here|were_not_here|was_not_around|"
            "were_not_around|was_not_alive|left_this_world|was_dead|dies|stopped_existing",
            "better|happier|best place|world|everyone|lives|life without|if me|i_was_dead|i_died|"
            "i_was_gone|i_were_gone|i_was_not_here",
            "world|everyone|family|kids|they|people|wife|husband|friends|you|life ..3 better|"
            "easier|happier|best without me",
            "better off dead|gone|not_here|not_alive|not_existing",
            "@will|is|would_be better|happier|relieved ..2 when|if|once|after i am|was|were|die|"
            "died dead|gone|END|they",
            "am|feel|feeling|being|been|become|becoming|nothing|only|such|be|like|i ..1 a? "
            "burden on|to|END|for|and|any_more|because|but",
            "burden on|to|for everyone|my_family|my_wife|my_husband|my_kids|them|him|her|others|"
            "people|you|my_parents|my_children|my_friends|society|the_world|my_mum|my_mom|"
            "my_partner|the_people|everyone_around",
            "burdening everyone|my_family|them|him|her|people|others",
            "am|feel|i|such|total|being|complete ..3 waste of space|oxygen|air|breath|skin|"
            "a_life|life",
            "nobody|who|not|never|anyone|hardly_anyone ..2 would|will|to|going_to|could|can ..2 "
            "notice|care|miss|mind|mourn|cry|mourned|bother me_if|me_when|if_i|when_i|me_gone|"
            "i_was_gone|me|i_am_gone|that_i_died|my_death|for_me_if|whether_i_live ..3 gone|died|"
            "dead|die|disappeared|vanished|not_here|disappear|END|vanish|not_exist|not_wake|"
            "lived|not_come_home|not_around|never",
            "nobody|not|who notices|cares|notice|care|cares_enough if|whether|when|that i ..1 "
            "live|lived|die|died|alive|dead|exist|existed|disappear|disappeared|gone|vanished|"
            "vanish|hurt|suffer|here|breathe",
            "nobody|anyone ..2 miss me",
            "not be missed|mourned END|by_anyone|if|when|at_all",
            "would anyone|nobody|they ..1 notice|care|miss|cry|come ..1 me|if|i_died|my_funeral|"
            "to_my_funeral ..3 gone|died|dead|disappeared|vanished|END|not_here",
            "my funeral|coffin|grave|eulogy|obituary|own_funeral",
            "not care if|whether|about|that? ..1 i ..1 live|die|wake|live_or_die|survive|"
            "am_alive|get_hit|make_it|died|lived|am_dead|get_killed|never_wake|do_not_wake|crash|"
            "get_run|exist|be_alive|breathe",
            "not care whether|about living|being_alive|dying|my_life|staying_alive|my_own_life|"
            "life_any_more",
            "not care what happens|becomes to|of me",
            "not care about anything any_more|at_all",
            "not deserve to live|exist|be_alive|life|be_here|breathe",
            "not deserve|worthy|worth life|living|of_life|of_living|saving|being_alive",
            "deserve death|all_the_pain|to_suffer",
            "happy|glad if i never_woke|did_not_wake|died",
            "worth more dead|worth_more_to_them_dead",
            "life insurance ..3 if|when|after|suicide i|my die|died|dead|gone|death|kill",
            "says|saying|said|thinks|think|believes|feels|convinced|thought ..5 better|happier "
            "off? without him|her|them END",
            "says|saying|said|thinks|believes|feels ..2 he|she is a burden",
            "better|happier off? with the|my insurance|life_insurance",
            "if i died|was_dead|were_dead|vanished|killed|ended_it|was_gone|were_gone|"
            "stopped_existing",
        ),
        unless=(
            "company|team|employer|firm|agency|startup|department|acme|office|business|they|them|"
            "industry|client|clients ..3 better|fine|happier without me|us in|at|on|there|as",
            "company|team|employer|firm|agency|startup|department|office|business|industry ..3 "
            "better|fine|happier off? without me|us",
            "burden to|on|for my? references|referees|referee|reference|team|colleagues|"
            "reviewers|panel|recruiter|recruiters|taxpayers|coworkers|the_reader",
            "debt|tax|loan|financial|student|admin|cognitive|regulatory|cost ..1 burden",
            "burden of|share|free",
            "miss|notice|care me|if_i|that|when_i ..2 at|in|left_early|meeting|party|call|office|"
            "standup|event|sent|applied|wore|missed|used|work|tomorrow|today|went|arrived|"
            "was_late|misspelled|skipped|get_it|got_it",
            "not care if|whether i am|survive|make_it to|the|in|round|into|past",
            "not care if|whether i ..1 live in|near|at|with|far|here|there|on",
            "not care about anything any_more than",
            "not care what happens to me at|in",
            "my|his|her|their|father|mother|grandmother funeral director|home|business",
            "waste of life? time|energy|talent|money|a_day|a_week",
            "not deserve|worth life|saving for|money|time",
            "life insurance ..2 sales|agent|role|job|job_interview|company|broker",
            "burden on|to|for my|the|our ..1 team|colleagues|company|budget|department|boss|"
            "manager|taxpayer|system",
            "if i died of|laughing|in_the_game",
        ),
        catches=(
            "everyone would be better off without me",
            "I'm such a burden to everyone",
            "nobody would notice if I was gone",
            "I don't care if I live or die",
        ),
        leaves=(
            "we're better off without them",
            "I don't want to be a burden to my references",
            "nobody would miss that meeting",
        ),
    ),
    # --- Ending, leaving, goodbye ---
    SafetyRule(
        "ending it",
        "Ending one's life, ending it all, wanting it to stop.",
        says=(
            "end|ending|ended|ends|take|took|taking|taken|takes|finish|finishing|terminate|"
            "terminating|claim|claimed|quit|cut|lost_the_will|sacrifice|throw_away|stop ..1 my|"
            "his|her|their|your|our|this|own own? life|lives|existence|suffering|misery|lifes",
            "end|ending|ended|ends it all",
            "@wish_to|@will|@thinking|time_to|how_to|way_to|ways_to|not|i_will|let_us|able_to|"
            "almost|nearly|to|attempt_at ..1 end|ending|ended it|things|everything END|tonight|"
            "tomorrow|now|soon|today|for_good|here|once|this|because|and|before|by|if|but|"
            "with_pills|with_a_gun|by_jumping|forever|myself|quickly",
            "want|wanted|wish|need|wants|begging|ready|praying|hope|waiting ..1 it|everything|"
            "all_of_it|the_pain|it_all|the_hurt|the_hurting|my_life|the_suffering|the_noise|"
            "the_voices|all_this|this_pain|the_thoughts|this_life|all_of_this|life to|for|would|"
            "could|will|was|were ..1 be_over|end|stop|be_done|be_finished|go_away|over|finish|"
            "cease",
            "make it|everything|the_pain|the_voices|the_thoughts|it_all stop END|forever|for_good",
            "make it|everything|the_pain stop",
            "tried|try|trying|attempted to end it|things|everything",
            "attempt|attempts|attempted on|to ..2 life",
            "survived|after|failed|previous|my ..2 attempt|attempts on|to my|die|end",
            "survived my|an|another attempt|attempts|overdose",
            "@thinking ..1 @dying",
            "not be|going_to_be|will_be around|here|alive much_longer|any_more|any_longer|to_see|"
            "for_long|for_christmas|by_christmas|next_year|after_tonight|after_today|"
            "when_you_read|in_the_morning|by_tomorrow|after_this|this_time_next",
            "not be here|alive tomorrow|tonight|next_week|by_tomorrow|in_the_morning",
            "be gone soon|by_tomorrow|by_morning|tomorrow|forever|for_good|when_you_read|"
            "by_tonight|before_long",
            "be dead soon|by|tomorrow|tonight|before|next|if|in|within|and|END",
            "@wish_to|could|can|@will|i ..1 disappear|vanish|fade_away|evaporate END|forever|"
            "for_good|from_this_world|from_this_earth|from_the_world|permanently|and_never|"
            "off_the_face|from_the_face|from_existence|from_everything|without_a_trace|"
            "into_nothing|into_nothingness|from_earth|altogether|because|nobody|they|now|and",
            "after|when|once i am dead|gone",
            "after i die|am_dead|am_gone|kill|do_it",
            "in case|if i die|do_not_make_it_through|am_found_dead|something_happens_to_me|"
            "do_not_wake",
            "if something happens to me",
            "when i die|am_dead END|i|nobody|they|who|will|give|tell|look|take",
            "last|final|farewell message|text|post|words|note|goodbye|day_on_earth|"
            "day_on_this_earth|night_on_earth|day_alive|night_alive|letter|will_and_testament|"
            "birthday_on_earth END|from_me|to_everyone|to_you|before_i",
            "last day|night|time|week ..2 alive|on_earth|on_this_earth|on_this_planet|i_live|"
            "of_my_life|you_will_see_me|you_will_hear_from_me|you_hear_from_me|you_will_hear|"
            "you_see_me|any_of_you",
            "this is goodbye|my_goodbye|the_end_for_me|the_last_time_you|it_for_me|my_last|"
            "the_end END|you|message|day|from|forever|everyone|hear|will|i",
            "this is goodbye",
            "goodbye|bye|farewell forever|world|cruel_world|everyone|for_good|all|life|"
            "my_friends|to_life|to_this_world|to_the_world|to_my_kids|to_my_family|"
            "to_my_children|to_my_mum|to_my_mom",
            "say|said|saying|wrote|write|writing|written|writes my|a|their|his|her|final|last "
            "..1 goodbye|goodbyes|farewell|farewells",
            "goodbye|farewell|final|last letter|letters|note|notes|message|messages|video|videos",
            "wrote|write|writing|written|leave|leaving|left|recorded ..2 note|notes|letter|"
            "letters|will|messages ..1 to|for|and|behind ..1 kids|family|children|wife|husband|"
            "mum|mom|parents|everyone|partner|loved_ones|them|son|daughter|when_i_am_gone|"
            "goodbye|dad|mother|sister|brother",
            "not have to|will? worry about|put_up_with|deal_with|look_after|care_for me any_more|"
            "any_longer|soon|much_longer|END|after",
            "given|give|gave|giving|gives away|out all|my|his|her|everything|most|the ..2 things|"
            "stuff|possessions|belongings|pets|pet|dog|cat|savings|END|valuables|everything",
            "given|give|gave|giving away everything",
            "put|putting|get|getting|got|have|having my affairs in_order|sorted",
            "my affairs are in order",
            "made|making|written|wrote|updated|updating|finished my will END|and|because|last|"
            "tonight",
            "see you|them|her|him on|in the_other_side|heaven|the_next_life|another_life",
            "do not|nobody|can_not try|can|to|attempt ..1 to? stop|save|talk me|us|him",
            "forgive me for|mum|mom|everyone what|i|END",
            "forgive|sorry me? for what_i_am_about|what_i_am_going|what_i_will_do|leaving_you_all",
            "no longer be here|alive|around|exist|suffering",
            "pain will|to be_over|end|stop",
            "soon ..3 be_over|be_gone|be_free|be_at_peace",
            "finally be at|in peace|rest",
            "be|find at? peace END|at_last|finally|soon|when_i",
            "at peace with dying|ending|leaving|death|my_decision",
            "go out|leave|go on my_own_terms",
            "nearly|almost|tried|attempted to? ended|end|ending it END|last|in|when|once|two|years",
            "tell|tells|telling ..1 @loved|them|everyone ..1 i love|loved|am_sorry",
            "gave|give|giving|given my|his|her ..1 dog|cat|pets|pet|things|stuff|belongings|"
            "possessions|jewellery|savings away",
            "i should|could|might ..1 disappear END|forever|for_good",
            "i want this to stop|end|be_over END|now|forever",
            "almost|nearly ..1 jumped|did_it|hanged|hung|pulled_the_trigger|went_through_with_it|"
            "took_the_pills|took_them_all|succeeded|ended END|last|today|yesterday|once|again|it|"
            "in|tonight",
            "go|going through with it tonight|this_time|tomorrow|soon",
            "i have? attempted END|before|twice|once|three_times|again|last|in_my|when_i",
            "after|since ..1 my|an|his|her ..1 attempt END|last|in|two|and",
            "tried to hang|jump|drown|gas|poison END|in|last|once|twice|when|again",
            "only thing|reason|person ..1 stopping|keeping|stops|keeps me|us alive|here|"
            "from_doing|from_ending|from_killing|from_jumping|on_this_earth",
            "only thing|reason|person ..1 stopping|stops me is ..2 @loved|dog|cat|kids|mum|mom",
            "only reason i am|have|exist|live|go_on ..2 alive|here|not_dead|living|not_done_it|"
            "not_killed",
            "log|logging off forever|for_good|permanently|life",
            "feel_like|thinking_about|thinking_of|want_to|wanted_to|going_to jump|jumping END|"
            "tonight|off_it",
            "texted|said|says|wrote|sent|posted ..1 goodbye|goodbyes and|but|then ..4 answering|"
            "replying|respond|reply|answer|gone|phone_off|disappeared",
            "@thinking|about ..1 die|dying|death|being_dead END|all_the_time|a_lot|every_day|"
            "again|any_more|tonight|today|soon|and|because|by|since|every_night|now|in_my_sleep|"
            "instead|alone|at_night|before|every_single_day|daily|more|with|too|this",
            "will|may|might|is be? my last night|birthday|christmas|sunset END|on|alive|here|with",
            "crying ..3 goodbye",
            "letter|letters|note|notes|will|video for|to ..1 kids|children|wife|husband|mum|mom|"
            "parents|family|daughter|son when_i|after|to_read|to_find|END",
            "written|wrote|write|writing|leave|left|leaving my ..1 note END|and",
            "note is written|ready END|and",
            "planned it all out",
            "posted|left|sent|wrote a goodbye|farewell END|on|post|message|and",
        ),
        unless=(
            "end|ended|ending|ends it all? on|with a|an|the|my|it ..1 note|question",
            "ended it all on",
            "end it on|with|in|up|here_for_the_day|by_asking|and_ask|but|because|before_the|"
            "by_saying",
            "take|took|taking my|his|her|your|their|this life in|to|back|into|forward|more|easy|"
            "up|and|slowly|on|one_day",
            "take|took|taken|taking ..1 life of",
            "end|ending|ended|ends|quit|stop ..1 this|my|our|the life as|in|of|abroad|here|at",
            "cut|finish|stop|claim|quit|throw_away ..1 this|your|our|the life",
            "end|stop|finish their|your|our|the lives|life cycle",
            "ending END in|up",
            "to ..1 end it|things END by|with|politely|on",
            "how_to|way_to|ways_to|to ..1 end it|things because|and|before|by|here|this|but "
            "thank|sign|the|asking|it|ask|say|saying|time|conversation|call|letter|interview",
            "call|interview|meeting|letter|contract|conversation|email|lease|subscription|"
            "presentation|answer|pitch|chat|session|sentence ..5 end|ending|ended it|things",
            "how|how_to|how_do_i|how_should_i ..1 end it|things",
            "want|wanted|wish|need|hope|waiting|ready ..1 this|it|all_this|all_of_this|"
            "everything to|would|will ..1 end|be_done|stop|be_finished|finish|be_over|go_away by|"
            "on|with|soon|for_the|in_a|in_an|before_christmas|being|asking|sending|before|"
            "properly|right|correctly|when",
            "make it|everything stop crashing|the|working|beeping|ringing|sending|raining",
            "disappear|vanish when|after|into|from_linkedin|from_the_internet|during|in|from_my",
            "messages|message|email|emails|posting|offer|recruiter|recruiters|jobs|job|"
            "opportunity|application|file|it|they ..3 disappear|vanish",
            "once i am gone the|from",
            "if i die|died of|from|laughing|on|in_the_game|before_level",
            "last|final message|messages|text|post|words|note|notes|letter|letters|video|videos "
            "..2 from|to|i|in|before the|hr|recruiter|employer|company|them|my_recruiter|"
            "interview|panel|my_manager|my_boss|hiring|my_team|on_linkedin|round",
            "last|final message|letter|note|video|text from_me|to_you|to_everyone|before_i at|in|"
            "leave_acme|leave_the|start",
            "goodbye|farewell letter|letters|note|notes|message|messages|video|cake|card|email|"
            "party|lunch|drinks to|for my|the|party|with colleagues|team|coworkers|boss|manager|"
            "office|clients|work|colleague|company|students|END",
            "goodbye|farewell party|lunch|drinks|cake|card",
            "bye|goodbye|farewell all|everyone|for_good|world? corporate|acme|tech|office|"
            "commute|have|and_thanks|thanks|see_you|talk|until",
            "given|give|gave|giving away|out my|all|the|most|most_of_my old|textbooks|books|"
            "clothes|work|furniture|suits|desk|plants",
            "give|gave|given|giving away everything|all|my? in|about|ideas|too",
            "cover letter|letters",
            "thank you letter|note|notes|thank_you",
            "note to|for myself",
            "do not let|try ..2 stop|save me from|applying",
            "not|nobody|can_not ..3 stop|talk me from|to|about|through|at|into|out_of_applying|in",
            "not|can_not ..2 save me time|money|a",
            "not have to worry|deal_with about me being|applying|at|END references",
            "not have to look_after|put_up_with|care_for|deal_with me END at",
            "be around|here to_see|tomorrow|tonight|next_week|in_the_morning|after_this|for_long "
            "..3 @task|meeting|holiday|standup|office|appointment|on_holiday|travelling|sorry|"
            "ask|leave",
            "not be around|here for_long in|i",
            "not|never be here tomorrow|next_week|in_the_morning|tonight END can|because|i_am_on|"
            "i_have|on|as|for|but|i_am_at|holiday",
            "be gone soon|tomorrow|by_tomorrow END on|the|for",
            "posting|jobs|offer|it|this|that|opportunity|role|they|money|savings|position|deal "
            "..2 be gone",
            "dead|death|dying END serious|in_the|line|end|weight",
            "be dead serious|tired|by_then_if|in_the_water",
            "bored|scared|worked|working|sick|frightened|talked|freezing|frozen|ghosted|tickled|"
            "loved|starving|micromanaged|close to death",
            "almost|near death",
            "afraid|fear|scared of|from death|dying|die",
            "keep|keeps dying|ending_things|ending_it on_me|with|during|in|at|early",
            "feel|feels|felt|feeling_like|feel_like|felt_like|feels_like|close_to death|dying "
            "warmed|of|for|inside|when_they|on_the",
            "find|be at? peace in|with|of",
            "be at peace with",
            "do it tonight|tomorrow",
            "put|get|getting|got|have my affairs in_order|sorted before|for|to_move",
            "no longer be here|around|alive in|at|on|for|as",
            "be over|done|finished with",
            "after|previous|failed|my ..2 attempt|attempts to my|end|on the",
            "this is it_for_me|my_last|the_end END|message|day|will|i|from ..1 at|week|rejection|"
            "round|job|interview|application|chance|attempt|month|hope",
            "this is my_last day|message at|in|here|for|to|on",
            "last day|time|night|week of|at|in|with|i ..2 notice|office|work|here|acme",
            "goodbyes|goodbye|farewell to|at my|the|all|work ..1 team|colleagues|coworkers|boss|"
            "manager|office|job|company|clients|corporate|savings|dream|weekends|students",
            "gone on|to|from|through|past",
            "last|final message|note|letter|text|email ..1 from|i_sent|to the|hr|recruiter|"
            "employer|company|them|my_recruiter|interview|panel|my_manager|my_boss",
            "final words|note|message|post|text END on|in",
            "last|final words",
            "last|final letter|message|note|text|post was|said|is_due|came|went",
            "death|dying star|benefits|certificate|by_powerpoint|march|row",
            "scared|bored|sick|tickled|micromanaged|worked|working|frightened|talked to death",
            "made|updated|updating|making my will power",
            "this to be_over END",
            "disappear|vanish for a|an|the|now|two|three",
            "attempt|attempts|attempted ..1 exam|certification|interview|test|bar|driving|"
            "leetcode|project|at",
            "shut|jump|jumping END off_the|in_now",
            "cover|reference|offer|recommendation|sick letter|letters|note|notes",
            "will to my|the kids|family",
            "my last night|christmas here|with|at ..2 acme|team|work|job|office|company|shift|"
            "the|them",
            "a goodbye|farewell post|message|email|on|and ..2 linkedin|colleagues|team|coworkers|"
            "slack|work",
        ),
        catches=(
            "I just want to end it",
            "I'm thinking of taking my own life",
            "I've written goodbye letters to my kids",
            "I just want to disappear",
        ),
        leaves=(
            "the interview ended on a good note",
            "how do I end a cover letter",
            "I wrote a goodbye letter to my colleagues",
            "I want to end my subscription",
        ),
    ),
    # --- Method, plan, crisis ---
    SafetyRule(
        "means and methods",
        "Pills, heights, trains, blades, ropes, guns: at hand, wished for, asked about, used.",
        says=(
            "took|taken|take|taking|swallowed|swallow|swallowing|takes|down|downed|downing|eat|"
            "ate|eaten|popped|necked ..1 all|whole|bottle|bottles|too_many|handful|handfuls|"
            "bunch|entire|every|every_single|loads|box|boxes|pack|packs|packet|packets|lots|many|"
            "rest|full|fistful|double|lot of? ..3 @pills|sleeping",
            "took|taken|take|taking|swallowed|swallow all my pills|tablets|meds|medication",
            "took|taken|swallowed|takes # of? ..2 pills|tablets|paracetamol|ibuprofen|xanax|"
            "tylenol",
            "swallowed|swallow|swallowing ..2 @pills|bleach|poison",
            "overdose|overdosed|overdosing|overdoses",
            "to|might|will|going_to|almost|nearly|i od END|on|tonight|again",
            "saving|saved|hoarding|hoarded|stockpiling|stockpiled|collecting|collected|stashing|"
            "stashed|storing|hiding|counting|counted|stash|stockpile|save|hoard ..2 @pills",
            "enough ..2 @pills ..1 to|here|for|saved|at_home|in|END",
            "how many|much ..3 @pills|bleach|alcohol_and_pills ..3 die|kill|fatal|lethal|"
            "overdose|dead|take_to|would_it_take|does_it_take|to_take|END|death",
            "how many @pills",
            "mix|mixing|mixed|take|taking @pills and|with alcohol|vodka|whiskey|wine|booze",
            "bottle|box|pack of @pills ..3 in_front|in_my_hand|next_to_me|on_my|here|and|ready|"
            "in_hand",
            "painless|peaceful|quick death|suicide|way_to_go|exit|way_out|method",
            "how|ways|way|where to die|kill|hang|overdose|slit|cut_my|tie_a_noose|make_a_noose|"
            "buy_a_gun|get_a_gun|die_painlessly|make_it_look_like_an_accident|od|kill_yourself",
            "ways of? to? dying|die",
            "noose",
            "rope|belt|cord|noose|scarf around|round my|his|her neck|throat",
            "have|bought|got|loaded|buy|get|bring|found|load|own|hold|holding|buying|getting|has|"
            "had|gets|want|wants|keep|keeps|cleaning|borrowed|borrow|ordered|with|loading|need|"
            "brought|bringing ..4 @gun END|and|in|to|at|on|now|ready|by|next|with|for|tonight|"
            "under|upstairs|loaded|beside|because|here|i|is|from|near|then|but",
            "gun|knife|blade|razor|pistol|pills|rope is|are ..1 loaded|in_my_hand|next_to_me|"
            "ready|in_front|beside_me|on_the_table|in_the_drawer|under_my_bed|on_my_bed|"
            "in_my_drawer|in_my_pocket|here",
            "put|puts|hold|holding|held|holds|pointed|pointing|points|pulled|pulls|pulling|press|"
            "pressed|pressing|stick|aimed|waved|waving ..2 gun|pistol|knife|blade|razor|rifle|"
            "shotgun|machete|weapon",
            "knife|blade|razor|gun|razors|blades to|against|at|on|in|and ..1 my|his|her|me|your "
            "wrist|wrists|throat|arm|arms|neck|skin|mouth|hand|chest|temple|face",
            "razor|razors|blades blade|blades? ..3 again|tonight|wrist|wrists|bath|arm|arms|cut|"
            "skin",
            "bridge|bridges|train_tracks|rooftop|cliff ..2 calling|waiting_for_me|jump|and_jump|"
            "tonight|end",
            "drink|drank|drinking|swallow|swallowing|drunk|inject|inhale|injecting ..1 bleach|"
            "antifreeze|poison|detergent|acid|weedkiller|pesticide|air|gas|drain_cleaner|insulin|"
            "cleaning_fluid",
            "carbon monoxide",
            "exhaust|car ..3 garage ..3 die|fumes|running|hose",
            "hose exhaust|to_the_exhaust",
            "head in the|an oven|noose",
            "plastic|bag over my|his|her head",
            "stop|stopped|stopping ..1 eating|taking_my_meds|taking_my_insulin|"
            "taking_my_medication and|until|i|to ..2 die|dead|fade|waste_away|disappear|END",
            "starve|starving|starved to|until|myself death|die|i_die",
            "bleed|bleeding out END|in|on|tonight|slowly|and",
            "bleed to|myself death|dry",
            "have the means|method",
            "might|may|afraid|scared|could|going_to|will|worried|want|about_to|tempted|wants ..4 "
            "do|try something|anything stupid|drastic|bad|terrible|reckless|dangerous|awful|"
            "horrible|crazy|i_regret|i_will_regret|i_can_not_take_back|permanent|irreversible|"
            "to_myself|to_himself|to_herself",
            "afraid|scared|worried|terrified|frightened|not_know|know ..1 of|what? ..1 i might|"
            "could|will|would|may do|do_to_myself|END END|to|tonight|next|if|alone|when",
            "afraid|scared|frightened|terrified of myself|my_own_thoughts|my_thoughts|"
            "being_alone_with|what_i_might|what_i_will|what_i_could|hurting_myself|my_own_mind",
            "not trust @self to_be|alone|around|tonight|not_to|to_stay|with_a|with_knives|"
            "with_pills|END|to_keep|near|any_more|when_i_am_alone|to_drive|not_to_do|with_the",
            "not|can_not|un keep|feel|feeling|be|stay @self? safe END|tonight|from_myself|"
            "with_myself|alone|around|at_home|here|right|in_my|being|any_more|with|where_i|until|"
            "in_this_house",
            "not safe END|from_myself|with_myself|tonight|alone|at_home|around|right|in_my|to_be|"
            "in_this_house|where_i_live|being|with_him|with_her|here|with_my|home|there|and|"
            "by_myself|because",
            "am|feel|feeling|felt|feels|is|be|being|not ..1 unsafe END|at_home|in_my|around|with|"
            "alone|tonight|here|where|living|when|being|by|because|and",
            "voices|voice ..3 tell|telling|told|tells|say|saying|screaming ..2 me|kill|die|i|to",
            "hearing|hear voices",
            "in a dark|bad|scary place|headspace|spot",
            "dark|darkest|intrusive|bad|scary|disturbing|evil thoughts",
            "pushed|pushing|push over the edge",
            "last straw before i",
            "psych|psychiatric|mental ward|hospital|unit|hold|emergency",
            "suicide watch",
            "sectioned|institutionalised|institutionalized|committed_to_a|hospitalised_for|"
            "hospitalized_for|pumped_my_stomach|stomach_pumped",
            "cry|crying for|myself help|to_sleep_every|to_sleep_wishing",
            "save me from|before myself|i|it_is",
            "someone save me",
            "jump|jumping|jumped|jumps|leap|leaping|leapt|throw|throwing|threw|fall|falling|step|"
            "stepping|dive|diving|walk|drive|driving|drove|hurl|hurling ..1 off|from|over|out_of|"
            "out ..2 @high",
            "jump|jumping|jumped|step|stepping|stepped|walk|walking|walked|run|running|ran|throw|"
            "throwing|threw|thrown|leap|leaping|fall|falling|lie|lying|lay|stand|standing|roll|"
            "drive|driving|be|get|go ..2 in_front|under|beneath|underneath of? ..2 @moving",
            "jump|jumping|step|stepping|walk|walking|run|running|wander|swerve|swerving|drive|"
            "driving|drove|crash|crashing|steer|throw ..3 into oncoming? ..1 traffic|river|sea|"
            "ocean|lake|canal|tree|wall|pole|barrier|lorry|truck|cars",
            "lie|lying|lay|stand|standing|sit|sitting|stood ..1 on ..2 tracks|rails|railway|"
            "ledge|roof|rooftop|railing|bridge|parapet",
            "drive|driving|drove|go|going|crash|swerve ..3 off ..2 bridge|cliff|road|pier",
            "jump|jumping|throw|fall|falling ..1 out|out_of|from|off ..2 window|moving|train|car",
            "jump in|under|off front of a|the? train|car|bus|truck",
            "jump off END|something|a_high",
            "crash|crashing|crashed|wreck|flip|roll my|the|his|her car|van|bike|truck|motorbike "
            "on_purpose|deliberately|intentionally|into|off|END",
            "car into a|the tree|wall|river|lake|bridge|barrier|pole|ditch|truck|lorry",
            "i am|standing|sitting|stood|sat ..1 at|near|by|on ..1 bridge|ledge|roof_edge|tracks|"
            "cliff|edge_of",
            "plan|plans|planned|planning ..2 die|dying|end_it|end_my_life|end_my_own|kill|"
            "killing|ending_my|ending_it|hang|jump_off|overdose|my_death|my_suicide",
            "have|got|has a? plan|note|date|method and ..1 means|method|date|time|pills|gun|rope|"
            "place",
            "have|got|has a? plan|date|method to|for ..1 die|kill|end_my|end_it|suicide|dying|"
            "doing_it",
            "i have? picked|chosen a|my|the date|day|spot|method|bridge|tree END|to|for|when",
            "picked|set|chosen|chose ..1 date|day|spot|place|method|time ..1 to|for|when|i ..1 "
            "die|end|kill|death|suicide|will_be_gone",
            "know|knows|decided|worked_out|planned|figured_out|chosen|thought_about ..2 how|when|"
            "where ..3 i|he|she|they would|will|am_going_to|is_going_to|want_to do|end it|this|"
            "things END|tonight|when|and|too|myself",
            "home|house|flat is|does|feels|was not|unsafe safe|feel|END safe|END|for|any_more",
            "home|house|flat is not safe",
            "tie|tied|tying|make|making|made a? noose|ligature",
            "bought|buy|got|get|found|find|have|has|tied|tie|tying|hung|prepared|ordered|"
            "looking_at ..2 rope|ropes END|and|to|in|yesterday|today|tonight|ready|from|at|now|"
            "because",
            "rope is|around|tied|ready",
            "rope ready|around_my",
            "the edge of the|a bridge|roof|cliff|platform|building|ledge|tracks",
            "lethal|fatal|deadly dose|amount|quantity|drop|overdose|combination",
            "painless|easiest|quickest|best|fastest|easy|quick|least_painful|surest|foolproof|"
            "peaceful|effective way|ways|method|methods|death to|of|for? ..1 die|dying|kill|"
            "suicide|killing|death|not_wake_up|hang|disappear_forever|end_it|end_my|ending_it",
            "painless|peaceful death|suicide|way_to_go|exit|way_out",
            "went|go|going|walked|drove|goes ..1 to the bridge|roof|tracks|cliff|train_tracks|"
            "rooftop|overpass END|last|yesterday|again|tonight|and|today|after",
            "overdose|overdosed|overdosing|overdoses on|of ..2 @pills|drugs|heroin|meds|insulin|"
            "purpose|drug|cocaine|alcohol|everything|my|sleeping",
            "swallow|swallowed|swallowing|take|took|taking ..2 of these|them|the|my pills|"
            "tablets|meds",
            "tried pills|overdosing|hanging|drowning",
            "gun|pistol|rifle|shotgun ..2 next_to|beside|under_my|in_my|on_my|at_my me|bed|"
            "drawer|lap|hand|head|pillow|desk",
            "i|he|she|friend|sister|brother|son|daughter am|is|was ..2 crisis END|and|right|"
            "tonight|again|help|because|now|need",
            "mental_health|mental|suicidal|psychiatric|emotional crisis",
            "in crisis and|help|need",
            "took|taken|swallowed|take|taking ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
            "dozens|hundred of? ..2 @pills",
            "can|could|will you|i|someone|a_person|one ..1 die|overdose from|of|if|by|on ..2 "
            "taking|swallowing|eating|drinking|you|i|pills|@pills",
            "how long|painful|deep|high|far ..4 die|bleed_out|drown|to_kill|suffocate|to_hang|"
            "fall_to_die",
            "hurt|painful|pain to die|hang|drown",
            "@pills ..9 take|swallow|took|swallowed them|it all|END",
            "not feel? safe going|to|walking|sleeping home|at_home|go_home|here",
        ),
        unless=(
            "overdose|overdosed|overdosing|overdoses on|of caffeine|coffee|chocolate|information|"
            "content|sugar|linkedin|job|networking|tea|advice|webinars|interviews|screen|zoom|"
            "podcasts|cake|news|jargon|buzzwords|positivity|tutorials|adverts|vitamin|vitamins",
            "overdose ..1 @service_job",
            "@applied ..3 overdose|overdoses",
            "caffeine|information|coffee|content|sugar|data overdose",
            "took|take|taking my|the @pills this_morning|as_prescribed|as_usual|on_time|today",
            "take|taken|taking|took all my|the meds|medication|pills|tablets as|on_time|with_me|"
            "for",
            "take|took|taking ..1 # ..2 ibuprofen|paracetamol|aspirin for|before",
            "od role|consultant|team|practitioner|job|work|specialist|department",
            "rope access|course|skipping|climbing|skills|technician|walk|team|them|in|into|me|"
            "him|us",
            "jump|skipping|climbing|tow|velvet|tight rope",
            "learn|know|show|teach|learning|end|teaching the? ropes|rope",
            "learn the ropes|rope",
            "the ropes",
            "power|extension|spinal|umbilical|phone|charging cord",
            "gun to my|your head|the_head , i|would|if",
            "gun to my|your head i|would",
            "nerf|glue|nail|heat|staple|water|spray|top|young|big|under|hired|smoking|massage|"
            "radar|jumping|jump|paint|caulking|toy|secret the? gun|guns|weapon",
            "gun|guns range|licence|license|control|laws|safety|shop|show|to_my_head",
            "secret weapon|weapons",
            "bullets points|on|in|for|to",
            "have|got|get|need|want|use|with|had|has ..4 bullets on|in|for|to|END",
            "weapon of choice|against",
            "jump|jumping|jumped off|from it_all|END|something|the_top , i|,|job|to|and",
            "under the bus",
            "car crash",
            "carbon monoxide detector|detectors|alarm|alarms|sensor|sensors",
            "painless|easiest|quickest|best|fastest|easy|quick|good|effective way|ways|method|"
            "methods|how to|of|for? ..1 end|ending|go|killing|kill|END it|an|a|the|this|about|"
            "time|with|interview|to|my_cover|off|in|forward|from|back|out|into|through|of|up|on|"
            "there|here",
            "how|ways|way|where to kill|hang it|time|a|an|this|the|on|out|in|with|pictures|off",
            "have the means|method to|for|of pay|afford",
            "know|decided|planned|worked_out|figured_out|thought_about|knows ..2 how|when|where "
            "..3 i|he|she|they ..2 do|did|doing|end|going|die it|this|END|to ..2 interview|cover|"
            "next|better|differently|apply|say|work|answer|role|time|in_the|for_the|with_my|go|"
            "project|task|test|letter|job|take_home",
            "do something crazy|drastic|bad|stupid with_my|like|in_the|and_apply|for_the|on_the",
            "want|wants do|to ..2 something crazy|reckless",
            "not safe in|to_assume|to_say|bet|about|with_the|with_their|here_with|from_layoffs|"
            "from_cuts|from_ai",
            "am|is|be|feel|feels|being ..1 unsafe code|practices|working|at_work|conditions|"
            "in_this_market|to_say|by_default|because_of_layoffs|with_the|because_the|and_the",
            "career|midlife|housing|identity|quarter_life|financial|budget|cost|energy|climate|"
            "refugee|political|staffing|pr|company ..2 crisis",
            "quarter life|mid_life crisis",
            "crisis communications|management|manager|response|comms|counsellor|counselor|"
            "planning|mode|team|meeting|END line|room|and",
            "@applied ..4 crisis",
            "a|the crisis team|line|END|and|i ..1 job|role|at_work|volunteer|at|in_the|hits|hit",
            "handled|handle|managed|solve|solved|manage|prevented ..1 a crisis",
            "in a bad|good spot|place to|for|financially",
            "at|on|to|close|over the edge of|END case|cases|town|seat|technology|my_seat|network|"
            "computing|and",
            "the edge case|cases|network|computing|of_my_seat|of_the_desk|of_tech|over",
            "cutting|leading|bleeding|competitive edge",
            "psych|psychiatric|mental ward|hospital|unit|emergency ..2 @service_job",
            "@applied ..4 psych|psychiatric|mental|ward",
            "bleed|bleeding out money|talent",
            "voice ..2 say|saying|telling me|i thank|like",
            "voice mail|actor|over|call|note|notes",
            "hold|held|put|pulled|pull|pointed the|a? knife|gun exhibition|course",
            "hit the wall",
            "save me from|before a|the|having|it_is_due|applying|doing",
            "pushed|push|pushing over the edge END to_apply",
            "starve|bleed to death in_meetings",
            "cry for help desk",
            "committed_to_a role|company|project|career",
            "someone save me from ..2 @task|meeting|zoom|recruiters|linkedin|hirevue",
            "throw|thrown|threw|throwing ..2 under the|a bus",
            "drive|driving|drove|walk|run ..4 over ..2 bridge|stairs",
            "fall|falling|walk|step|run|throw|threw ..2 down|out|over|off ..2 stairs",
            "step|walk|drive|fall|fell|driving out|out_of ..2 building|tower|carpark|car",
            "in_front of my|the|a computer|screen|camera|panel",
            "jump off ..1 call|zoom|meeting|phone|slack|teams|something_else",
            "rope access|course|skipping|climbing|technician|ladder",
            "jump|skipping|climbing|tight|tow rope",
            "lie|stand|sit|standing|sitting on|at the bridge committee|team|board",
            "crash|crashing|crashed|drive|driving|run|running|walk ..3 into ..1 wall|walls END|"
            "of|with|at|again|on",
            "plan|plans|planned|planning to end it on|with|by",
            "i am at|near|by|on ..1 cliff|bridge_street|bridge_house",
            "have|got a? plan|note|date and ..1 date|time|place END for",
            "know|knows|worked_out|decided|planned|figured_out|thought_about ..2 how|where|when "
            "..3 i would|will|am_going_to|want_to do it differently|next_time|better|in_the",
            "drive|go|going|driving off ..1 road trip",
            "picked a date for the|my interview|call|meeting|move|start",
            "picked|chosen ..1 date|day|time|place for|to ..3 interview|meet|call|mock|start|"
            "move|apply",
            "count|counting|counted|saving ..1 @pills all_day|for_a_living|at_work|in|for|as",
            "overdose|overdosed|overdosing of|on meetings|webinars|emails|interviews|self_help|"
            "motivation|chocolate|carbs|tv|netflix|podcasts|calls|zoom|feedback",
            "roof|rooftop terrace|bar|deck|garden|party",
            "went|go|going|walked|drove ..1 to the bridge|roof|cliff ..4 for|meeting|party|"
            "interview|lunch|drinks",
            "not feel safe in my|this|the ..1 role|job|position|company|team|field",
            "job|jobs|role|position|bet|investment|seat|contract|data|password|ai|career|"
            "assumption is not safe",
            "how long ..4 die|drown down|in",
        ),
        catches=(
            "took all my pills",
            "I bought a rope",
            "step in front of a train",
            "I have a gun and I'm thinking of using it",
            "I'm afraid of what I might do",
        ),
        leaves=(
            "overdosing on caffeine",
            "I took the rope course for the job",
            "gun to my head, I'd choose Python",
            "I need to jump off this call",
        ),
    ),
    SafetyRule(
        "asking a helpline",
        "Looking for a crisis line, or having called one.",
        says=(
            "call|called|calling|rang|ring|ringing|phoned|phone|phoning|text|texted|texting|dial|"
            "dialled|dialed|contact|contacted|contacting|spoke_to|speak_to|talked_to|talk_to|"
            "need|number|number_for|number_of|reach|reached|reach_out_to|reached_out_to|"
            "spoken_to|with|use|tried ..4 988|samaritans|suicide_hotline|crisis_line|"
            "crisis_hotline|suicide_line|crisis_text_line|suicide_prevention_line|"
            "suicide_prevention_hotline|suicide_prevention_lifeline|suicide_helpline|crisis_team|"
            "domestic_violence_hotline|domestic_abuse_hotline|domestic_abuse_helpline|"
            "domestic_violence_helpline|suicide_lifeline|crisis_helpline|rape_crisis_line|116123|"
            "childline|lifeline",
            "call|called|calling|phone|dial|rang 911|999|112|the_police|an_ambulance ..3 because|"
            "on|he|him|husband|my|she|for_help|help|again",
            "988|suicide_hotline number",
            "number for|of ..1 samaritans|988|crisis|suicide|lifeline",
        ),
        unless=(
            "about|for|regarding ..2 job|role|interview|position|application|shift|volunteering",
            "988|samaritans|suicide_hotline|crisis_line|crisis_hotline|suicide_line|"
            "crisis_text_line|suicide_prevention_hotline|lifeline|crisis_team|childline ..3 job|"
            "role|interview|position|application|volunteer|vacancy|recruiter|hr|opening|about_the",
            "@applied ..5 988|samaritans|suicide_hotline|crisis_line|crisis_hotline|suicide_line|"
            "crisis_text_line|suicide_prevention_hotline|lifeline|suicide_helpline|crisis_team|"
            "childline",
            "with ..4 988|samaritans|suicide_hotline|crisis_line|suicide_prevention_hotline|"
            "lifeline went|was|tomorrow|on|next|as",
            "a lifeline END",
        ),
        catches=(
            "what is the number for the suicide hotline",
            "i rang the samaritans",
        ),
        leaves=(
            "my interview with the Samaritans went ok",
            "I start at 988 line as a volunteer",
        ),
    ),
    # --- Violence against the writer ---
    SafetyRule(
        "hurt by somebody",
        "A person does violence to the writer, or to somebody the writer speaks of.",
        says=(
            "@attacker|ex_husband ..4 @hits me|us",
            "they @hits me|us",
            "they ..3 choked|choke|strangled|raped|molested|groped|stabbed|tortured|drugged|"
            "beat_up me",
            "they|he|she|@kin|someone|boys|men ..2 beat|beats|beating|beaten|roughed|bashed me|"
            "us|her|him up",
            "he|husband|boyfriend|dad|father|stepdad|partner|ex|brother|uncle|man|mother|mum|mom "
            "..3 hits|hitting|beats|beating|chokes|choked|strangled|strangles|raped|rapes|"
            "punches|punched|slaps|slapped|abuses|abused|molested|molests|assaulted|kicks|smacks|"
            "hurts|stabbed|stalks|threatens|hit|beat my|our|his|her|the ..1 @loved",
            "he|husband|boyfriend|bf|dad|father|stepdad|partner|ex|brother|uncle|man|wife|"
            "girlfriend|mother|mum|mom ..2 hits|hitting|beats|beating|chokes|choked|strangled|"
            "strangles|raped|rapes|punches|punched|slaps|slapped|abuses|abused|molested|molests|"
            "assaulted|kicks|smacks|hurts|stabbed|stalks|threatens|is_violent_to|is_violent_with|"
            "locks_up her|him|them",
            "hits|hit|beats|choked|slapped|punched|kicks|slaps|kicked|punches|strangled me|us "
            "with ..2 belt|fist|fists|bat|stick|pan|bottle|hammer|shoe|cable|chair|hand|hands|"
            "iron",
            "i|we was|were|am|are|have|has|been|got|get|being|keep|she|he|sister|friend|daughter|"
            "mum|mom|mother|had ..1 been|being|getting|was|were|is|got? ..1 raped|graped|beaten|"
            "beaten_up|beat_up|assaulted|molested|abused|stalked|strangled|trafficked|groped|"
            "threatened|blackmailed|mugged|kidnapped|drugged|held_captive|held_against|attacked|"
            "stabbed|choked|sexually_harassed|sexually_assaulted|sexually_abused|harassed|"
            "locked_in|tortured|slapped|punched|sextorted",
            "am|is|are|been|was|getting|being|get|gets hit|beaten|slapped|punched|hurt at_home|"
            "by ..2 @mate|him|her|END|home",
            "raped|graped|molested|groped me|her|him|my|as",
            "victim|survivor of ..1 rape|abuse|violence|assault|trafficking|stalking|incest",
            "domestic|partner|intimate|sexual|physical|child|family|marital|emotional|spousal "
            "violence|abuse|assault|partner_violence|trauma",
            "abusive|violent|coercive|toxic_abusive relationship|relationships|husband|wife|"
            "partner|boyfriend|girlfriend|ex|father|dad|mother|mum|mom|home|household|marriage|"
            "family|parents|stepdad|man|situation|stepfather|brother|spouse|parent|roommate|"
            "flatmate|childhood",
            "@mate|he|she|home ..2 is|gets|got|was|becomes|became|can_be|being|turned|has_been|"
            "are ..1 abusive|violent|physical_with|dangerous|aggressive_with_me|"
            "aggressive_towards|aggressive_when|hurting_me|scaring_me|beating",
            "@he|they|@kin|@worker ..2 threatened|threatens|threatening|threaten me|us|my",
            "threatened|threatens|threatening|threaten to kill|hurt|beat|shoot|stab|harm|find|"
            "burn|leave_me_dead|strangle|murder|hit",
            "threatened|threatens|threatening me|us|her|him with",
            "death threats|threat",
            "try|tried|trying|tries|wants|want|going_to|will|would|out|plotting|attempted to? "
            "kill|murder|hurt|poison|strangle|stab|rape|drug|shoot me|us",
            "@he|@kin ..3 pulled|pulls|pulling my hair",
            "@he|@kin ..3 threw|throws|throwing ..3 at me|us",
            "@he|@kin ..3 threw|throws|thrown|dragged|slammed|pinned|shoved|pushed me|us down|"
            "against|across|into|on|out|onto|to",
            "laid|lays|lay|put|puts|raised|raises his|her|a|their hands|hand on|to|at|around me|my",
            "hands around|round my|her neck|throat",
            "@he|@kin|they ..3 locked|locks|lock|locking me|us in|up|inside|out",
            "@he|@kin|they ..2 not let|letting|allow|lets me|us to? leave|go_out|out|go_outside|"
            "see_my|see_anyone|have_my|have_money|use_my|talk_to|sleep|eat|go|leave_the_house|"
            "work|have_a|speak_to|contact|see_the_kids|out_of|go_home|call",
            "not allowed|let to? leave|go_out|see_anyone the_house|END|of_the_house|my_room|"
            "alone|my_home",
            "@he|@mate ..2 controls|controlling|control|monitors|tracks|checks|takes|took|hides|"
            "withholds everything|all|my|every|where ..1 i|money|phone|passport|bank|movements|"
            "documents|messages|wages|visa|life|location|keys|food",
            "forced to have_sex|marry|marriage|sleep_with|into_marriage|sell_my_body",
            "forced marriage|into_prostitution",
            "touches|touched|touching|touch me|her inappropriately|without|at_night|down|against|"
            "sexually|there|when_i|in_my_sleep|under",
            "against my will",
            "held hostage|captive|prisoner",
            "prisoner in my",
            "stalking|stalked|stalks|following|follows|followed|watching me|us|my home|"
            "everywhere|around|down|in_the|to_my|from|house|flat|END|for|every|and|again|when|at|"
            "to|outside|after|through",
            "have|has|got|my a? stalker",
            "stalker ..4 house|home|outside|back|found|knows|again",
            "outside|at|near|watching my house|door|home|flat|window|apartment|place|work ..1 "
            "again|waiting|every|with|threatening|screaming|banging|shouting|right|won|"
            "and_will_not",
            "shows|showed|showing|turns|turned|waits|waiting up|outside|for_me ..1 at|my|outside|"
            "me ..1 my|home|house|work|door|flat",
            "banging|pounding|kicking|breaking|broke|break|kicked on|down|in|into|my ..1 door|"
            "house|flat|home|apartment|window",
            "someone|stranger|man|people|intruder is|are ..1 in|outside|inside|"
            "trying_to_get_into|trying_to_break_into my|the house|flat|home|door|room|apartment",
            "restraining|protection|protective|non_molestation order",
            "afraid|scared|terrified|frightened|fear|petrified|not_want of|to|about? ..1 go_home|"
            "going_home|be_home|being_home|return_home|leave_him|leave_her|be_alone_with_him|"
            "come_home|coming_home|go_back_home|leaving_him|go_back_to_him|be_at_home|"
            "being_at_home|sleep_at_home|tell_him|make_him_angry|upset_him|say_no_to_him|"
            "being_alone_with_him|leave_the_house|going_outside",
            "afraid|scared|terrified|frightened|fear|worried|know|not_know ..2 he|she|@mate|they|"
            "someone ..1 will|would|might|is_going_to|could|may|going_to ..1 hurt|kill|hit|beat|"
            "find|attack|do|rape|come_after|shoot|stab|strangle|harm|come_back|take_it_out me|us|"
            "to|the_kids|something|END|her|him|my|next|for|on",
            "afraid|scared|terrified|frightened what he|she|@mate|they will|would|might|"
            "is_going_to|can do",
            "what he|@mate will|would|might|is_capable|could do|of to|if|next|when ..1 me|us|he|"
            "i|END|finds",
            "when he|dad|husband|father|boyfriend|stepdad|partner|she|mum|mom is|gets|comes|was|"
            "drinks|has|got ..1 angry|drunk|mad|violent|home|drinking|END ..3 hits|hurts|scared|"
            "afraid|hit|beats|violent|hurt|throws|hide|scares",
            "escape|escaping|flee|fleeing|fled|leave|leaving my|an abuser|abusive|violent",
            "my|his|her|their abuser|rapist|attacker|stalker|trafficker",
            "hiding|hide|locked|hid myself? in the|my|a bathroom|closet|room|bedroom|wardrobe|"
            "car ..4 he|him|husband|dad|until|again|shouting|safe|scared|END|she|they|someone",
            "in danger END|at|from|and|because|right|tonight|of_being|here|of_my_life|i|if|help|"
            "with|of_him|in|when",
            "my|our|her|his life|safety|lives is|are at|in|being risk|danger|threatened",
            "i|we am|are|kids|children|she|he|is ..1 not safe with|around|from|because|at|"
            "in_this_house|here",
            "nowhere safe",
            "no safe place",
            "not safe at home|house",
            "help me he|she|they is|has|will|are",
            "he|she|@mate ..2 strangled|choked|raped|stabbed|beat_up|molested|drugged",
            "honor|honour killing|violence|based",
            "black eye|eyes|and_blue ..3 from|again|he|gave|husband|boyfriend|dad|partner",
            "gave me a black_eye|bruise|bruises|split_lip",
            "bruise|bruises ..3 he|she|husband|boyfriend|dad|partner|from_him|neck|face|hide",
            "afraid|scared|terrified|frightened|fearful|petrified|fear of|for ..1 @mate|him|man|"
            "stepson END|when|because|and|but|at|hurting|hitting|again|who|coming|drinking|anger|"
            "temper|every",
            "fear|afraid|scared|fearing|feared|terrified for my|our|her|his|their life|safety|"
            "lives|own_safety|kids|children",
            "force|forces|forced|forcing ..1 me|us|her to|into ..1 marry|marriage|have_sex|sex|"
            "sleep|strip|sell_my|things|do_things|touch",
            "forced|forces|forcing himself|themselves",
            "run|running|hide|hiding|escape|escaped|escaping|flee|fled|fleeing|get_away|"
            "getting_away|got_away from ..2 @mate|him|abuser|abusive|stalker|violence",
            "@he|@mate|someone|they|man|neighbour ..4 will|would|going_to|wants_to|tried_to|"
            "trying_to|threatened_to|threatens_to|threatening_to|want_to|said_to|try_to|could|"
            "might kill|murder|shoot|stab|strangle|bury|rape|drown|poison|burn me|us|her|"
            "the_kids|my_kids|my_family",
            "@he|@mate|someone|man|neighbour ..2 will|would|going_to|wants_to|tried_to|trying_to|"
            "threatened_to|threatens_to|threatening_to|could|might hurt|beat|find me|us|her END|"
            "if_i_leave|if_i_tell|again|and|when|because|or|one_day",
            "someone|he|people|they|ex|man|men ..2 coming|out|came to|for|after? ..1 kill|hurt|"
            "get|murder me|us",
            "he|someone|ex|man|they is|are after me END|and|because|with",
            "came|comes|coming|lunged at me with ..2 knife|fist|fists|bat|gun|axe|hammer|bottle|"
            "scissors|belt",
            "broke|breaks|fractured my nose|jaw|arm|ribs|rib|wrist|tooth again|when_he|because_i",
            "he|she|husband|boyfriend|partner|ex|dad|father|wife|girlfriend|mother broke|breaks|"
            "fractured my nose|jaw|arm|ribs|rib|wrist|finger|tooth|phone",
            "took|takes|hid|hides|confiscated|has|keeps my passport|papers END|and|away|from|"
            "because",
            "being|been|am followed|stalked|hunted END|home|by|again|at_night|every",
            "dad|father|stepdad|stepfather|uncle|brother|grandfather|grandad|cousin|teacher|"
            "coach|boss|manager|stepbrother|landlord touches|touched|touching me",
            "walk|walking on eggshells ..3 @mate|him|home|he|my_house",
            "hurts|beats|hitting|abusing|hits|choking|raping|attacking|strangling me END",
            "hit|hits|hitting|slapped|punched|kicked me ..1 with ..2 belt|fist|fists|bat|stick|"
            "pan|bottle|hammer|shoe|cable|hand|hands",
            "afraid|scared|terrified|frightened|worried of|about|for? ..1 what my? ..1 @mate|he|"
            "she|they will|would|might|could|is_going_to|may do END|to|if|when|next",
            "threatened|threatens|threatening|threaten to take_my_kids|take_the_kids|post_my|"
            "leak|expose_me|deport|kick_me_out|cut_me|ruin_me|come_for_me|find_me",
            "beats|hits|chokes|slaps|punches|abuses|beating|hitting|abusing|raping|strangles|"
            "kicks|hurting|choking|strangling his|her|their|my|our ..1 @loved",
            "he|husband|boyfriend|dad|father|stepdad|partner|ex|brother|man|wife|girlfriend|"
            "mother ..3 hurting|abusing|beating|choking|threatening|stalking|raping|hitting her|"
            "him|them|the_kids|the_children",
            "hand|hands|fingers ..1 up|down|under|inside my skirt|shirt|top|pants|trousers|dress|"
            "bra|underwear",
            "hand|hands on my thigh|breast|breasts|bum|ass|butt",
            "before|until|if|when|that he|she|@mate|someone kills|murders|hurts me|us|her|him",
            "trapped with|in him|husband|abuser|this_marriage|my_marriage|this_relationship|"
            "this_house|my_own_home|my_home|her",
            "gets|got|being|gotten|is physical with me|us|her",
            "share|leak|post|sent|leaked|shared|posting|sharing ..3 nudes|naked|intimate",
            "by the throat|neck|hair",
            "screams|shouts|screaming|shouting at me and throws|hits|breaks|pushes",
            "@he|@kin ..3 threw|throws|throwing ..3 at my head|face|kids|mum|mom|mother|sister",
            "@attacker ..3 touching|touches|groping|rubbing me",
            "he|she|@mate|stepson scares|frightens|terrifies me|us|the_kids",
            "scared|afraid|unsafe|frightened|terrified ..2 in|at ..2 home|house|bedroom",
            "before he|she|@mate gets|comes|is home|back",
            "call|send ..1 police|ambulance|help END|for|to|now",
        ),
        unless=(
            "it|that|this|reality|news|realisation|realization|rejection|feedback|words|email|"
            "process|market|job|comment|search|interview|questions|question|wave|decision|answer|"
            "silence|layoff|layoffs|idea|company|acme|one ..2 @hits me|us",
            "i|we was|were|got|have|been|get ..2 beaten|beaten_up|beat_up|hit|punched|slapped|"
            "choked|attacked|threatened|harassed|abused by|to|in|on|with|at|for|out|up|about ..2 "
            "candidate|another|job|role|punch|redundancy|redundancies|layoffs|dismissal|legal|"
            "lawsuit|termination|interview|panel|recruiters|recruiter|linkedin|final|last|"
            "internal|someone_with|round|closure|spam|emails|sales|chess|tennis|football",
            "kick|kicked|kicks|kicking me|us out|off|back|in|to|into|upstairs|from|while",
            "push|pushed|pushes|pushing|shove|shoved me|us to|hard|for|into|through|forward|"
            "towards|out_of|back|on|about|up|harder|over_the|beyond|on_salary|past|ahead|again|"
            "further|too",
            "slapped|slap|slaps|smacked|whipped|whips|hits|hit|punched me|us with a|an|the|more|"
            "another|their|take|two|questions ..1 take|fee|test|task|assignment|home|question|"
            "non|late|rejection|fine|bill|takehome|contract|job|workload|project|questions|NDA|"
            "deadline|case",
            "whips|whipped|whip us|me into",
            "hurt|hurts|hurting me|us that|to|by|a_lot|when_they|with_feedback|in_the|on|"
            "financially|because_i",
            "stab|stabs|stabbed|stabbing me|us in the|my back|front",
            "choke|choked|chokes me|us up",
            "attack|attacked|attacks|attacking me|us in|on|for|about|over|with ..2 interview|"
            "panel|linkedin|review|meeting|questions|post|question|twitter|round",
            "grab|grabbed|grabs me|us a|an|some|for|coffee|lunch|from|by_surprise|aside|after",
            "stalk|stalking|stalked|stalks|following|follows|followed|watching|follow me|us on|"
            "back|around|from|after|for|END|to ..1 linkedin|instagram|twitter|github|facebook|"
            "social|x|tiktok|up|the_tour|updates|youtube|glassdoor|around",
            "following|follows|followed me|us up|on|back|with|for_updates",
            "following|follows|followed|watching me|us from|for|END|at|to|after|through|when|and "
            "..1 hr|the|a|up|around|present|my_talk|interview|work",
            "burns|bit|bites|bite me|us out|later|in|of|on|off",
            "drugs me|us test|tested",
            "hits|hitting|hit|beat|beats|beating|hurts|kicks ..2 his|her|the|my|our targets|"
            "target|gym|road|books|ground|odds|market|drum|eggs|habit|bucket|ball|team|chances|"
            "feelings|record|deadline",
            "verbally ..1 attacked",
            "threatened|threatens|threatening|threaten me|us|to|with? ..2 sue|fire|report|"
            "redundancy|dismissal|blacklist|legal|withdraw|rescind|lawsuit|cancel|layoffs|court|"
            "quit|resign|my_lawyer|termination|a_bad_reference|bad|email|deadline|disciplinary|"
            "invoice|lawyers|pull|close|end|leave|ban|block|remove|charge|put|give|move",
            "threatened|threaten|threatens|threatening to|me|us|my ..1 END by|email|letter",
            "threatened|threatening my position|job|bonus|visa|reference",
            "was|is|are|were|am|been threatened with|by redundancy|ai|layoffs",
            "old|former|previous|last|my|new|toxic ..1 @worker|workplace|company|client|team|"
            "colleague ..1 is|was|got abusive|violent|dangerous|aggressive",
            "abusive|violent|toxic workplace|boss|manager|employer|environment|culture|client|"
            "colleague",
            "toxic family|home|situation",
            "abusive|violent situation at_work|in_my_job",
            "domestic|partner|intimate|sexual|physical|child|family|marital|emotional violence|"
            "abuse|assault|trauma ..2 @service_job",
            "@applied ..5 violence|abuse|assault|rape|trafficking|domestic|abused|abusive|"
            "stalking|trauma|victims",
            "victims|survivors of",
            "rape crisis center|centre|charity",
            "social|case|support worker|workers for",
            "substance|drug|alcohol|sexual abuse|assault nurse|counsellor|counselor|examiner",
            "worker|nurse|advocate|lawyer|teacher|counsellor ..3 abused|raped|assaulted|molested|"
            "trafficked|battered|violence|abuse",
            "sexual violence|assault ..1 policy|training",
            "it|this|that|search|hunt|commute|stress|wait|waiting|suspense|process|job|test|"
            "interview|heat|silence|course|assignment|schedule|diet|workload|shoes|market|feet|"
            "back|deadline|uncertainty|anticipation|homework|recruiting|ghosting ..4 kill|"
            "killing|murder|hurt|bury me|us",
            "want|wants|will|would|out|try|trying|tried|going_to to? hurt|shoot me|us an|a|"
            "my_chances|over|text|email|feelings",
            "threw|throws|throwing ..3 at me|us questions|because|in_the|during|with|when",
            "threw|throws|throwing ..1 question|questions|curveball|curveballs|case|puzzle|"
            "puzzles|lot|brainteaser|money|task|tasks|problem|problems|work|riddle|numbers|"
            "jargon|acronyms ..2 at me|us",
            "threw|throws|throwing|dragged|pushed|thrown|shoved me|us into|out|in|on|down|to ..2 "
            "deep|project|meeting|interview|role|process|round|team|under|call|comfort|list|work|"
            "waiting|management|hr|sales|tech|talent|pile|rabbit|loop|reserve|next|second|final|"
            "hold|event|networking|party|office|it|another|different|this|the_next|apply",
            "locked|locks|lock|locking me|us out|in ..1 of|at|with|for|on|to ..2 account|portal|"
            "salary|contract|system|website|laptop|linkedin|rate|email|zoom|site|workday|notice|"
            "low|a|call",
            "locked|locks|lock me|us out|in|inside|up END for|a",
            "not let|letting|allow|lets me|us to? leave|work|go|have|talk_to|speak_to|see|use|"
            "out|contact|call|sleep|eat ..1 early|remote|remotely|from|flexible|into|through|"
            "details|the_team|past|to_the|him_know|down|meeting|a_day|for_a|friday|on|about|"
            "the_call|until|for|my_notice|references|a_copy|word",
            "recruiter|boss|manager|company|hr|interviewer|employer|they ..3 not let|letting|"
            "allow|lets me|us",
            "not let me go END on",
            "takes|took|checks|control|controls|tracks|controlling|hides everything|all|my|every|"
            "where ..2 notes|application|cv|resume|details|name|call|time|order|reference|"
            "references|information|applications|number|picture|personally|hours",
            "break|breaking|broke into|in|down|my ..1 tech|industry|data|the_industry|field|bank|"
            "window|home|barriers|it|door ..1 office|and|of",
            "foot in ..1 door",
            "breaking in|into ..1 home ..1 staging|care|improvement|automation",
            "afraid|scared|not_want to|of? ..1 tell_him i|that|about_the|my|the|no",
            "afraid|scared to leave_the_house|tell_him",
            "in danger of losing|missing|falling|failing|being_laid|being_rejected|burning|"
            "becoming|running|closing|going|being_cut|being_made|being_replaced|being_fired",
            "company|team|business|industry|planet|project|job|role|species|jobs ..2 in danger",
            "nowhere else to? go|for apply|to_grow|with_this|in_this",
            "came|come|went|comes|coming at me|us|my with ..2 question|questions|offer|case|"
            "puzzle|job|feedback|number|jargon",
            "has|have|got a? stalker vibe|question|vibes",
            "stalker question|vibe|vibes|level",
            "being|been|am followed|watched|chased on|up|by|during ..1 linkedin|recruiters|"
            "a_recruiter|my|the|hr|instagram|a_proctor|webcam|company",
            "was|been|am|being|got|getting followed|watched|chased up",
            "sexual harassment ..2 training|policy",
            "mugged|attacked off",
            "harassed by recruiters|recruiter|spam|calls|sales",
            "against my will to",
            "death threats|threat ..1 @service_job",
            "violence prevention|interrupter",
            "hands on my|me experience",
            "he|she|someone|who|@mate ..4 tortured|tortures me|us with ..2 questions|test|"
            "interview|leetcode|tests|case",
            "attack|attacked|attacks|attacking me|us for|over|in|about|because|on",
            "choked by|on|up",
            "boss|manager|mum|mom|mother|wife|sister|grandma|teacher|coach|recruiter|client|team|"
            "daughter|landlord|girlfriend will|would|going_to|is_going_to|might kill|murder|"
            "strangle|shoot me|us",
            "kill|murder|shoot|bury me|us with|an|a|over|in",
            "afraid|scared|terrified|frightened|fear of|for ..1 @mate|man|him at ..2 interview|"
            "work|company",
            "find me a|an|another|something|work",
            "they will|would|could|might|going_to|want_to|try_to|trying_to kill|murder|bury|burn "
            "me|us in|with|at|on|for ..2 interview|work|questions|round|test|tasks",
            "it|this|that|search|hunt|commute|stress|wait|waiting|suspense|process|job|test|"
            "interview|silence|course|schedule|workload|market|deadline|uncertainty ..3 kill|"
            "killing|bury me|us",
            "force|forced|forces me|us to ..1 sleep less|on",
            "they|she|he are|is|was|were coming|out for|to get me a|an|some|at",
            "touched|touches|touching me deeply|when|how|with",
            "hurts me END to|that",
            "it|that|this ..2 hurts|hits me END",
            "hit|hits|hitting me up|hard|that|like|on_linkedin|then|when_i_read|when_i_saw",
            "beat|beats|beating|beaten me|us to|in|by|for|at|on|out|fair|hands|down|this_time|"
            "again_at",
            "they tortured me with",
            "stabbed in the back",
            "beats|hits|hitting|beating|kicks his|her|their|my ..2 at|to",
            "if|that|when he|she|someone kills|hurts it|me_with",
            "hit|hits|hitting me|us with ..2 question|questions|rejection|test|task|no|fee|bill|"
            "curveball|background|case|news|take|offer|deadline|project|puzzle|assignment|tough|"
            "hard",
            "touching|touches me END deeply",
            "before he|she|@mate gets|comes|is home|back ..2 from|with|to|work|the_kids|dinner",
            "call|send help|for ..2 desk|centre|center|with|me",
            "call ..1 help|police to|END desk",
            "scared|afraid|unsafe|terrified ..4 interview|work_from|working",
            "boss|manager|hr|company|they|team ..2 pushed|pushing me|us out",
        ),
        catches=(
            "my husband hit me yesterday",
            "he said he would kill me",
            "I'm not safe at home",
            "I'm afraid to go home",
            "I was raped",
        ),
        leaves=(
            "he hit me up on LinkedIn",
            "they pushed me hard on salary",
            "my old manager was abusive",
            "he beat me to it",
        ),
    ),
    # --- Harm to others, and worry for others ---
    SafetyRule(
        "harming others",
        "An intent or wish to hurt or kill somebody.",
        says=(
            "@wish_to|@will|@thinking|i_will|want|wants|urge_to|swear_i|about|of|will_have|"
            "i_have_to|have_to|has_to ..1 @attacks ..1 @others",
            "@wish_to|@will|@thinking|about|of|urge_to|i_have_to|have_to ..1 @attacks ..1 my|the|"
            "our|his|her|that|this|those|these|every|some|a|all ..2 @victim",
            "going_to|will|want_to|wants_to|would_love_to|need_to|about_to|might ..1 beat|rough|"
            "knock|smash|mess|burn|blow @others|my_boss|the_boss|my_ex|the_recruiter|his_face|"
            "her_face|the_interviewer up|out|down|in|to_death|alive|senseless|END",
            "want|wants|wanted|wish|see|like ..1 him|her|them|everyone|people|my_boss|my_ex ..1 "
            "dead|to_die|to_suffer|to_bleed|die|suffer",
            "hope|wish|pray he|she|they|my_boss|my_ex ..1 dies|die|died|suffers|drops_dead|"
            "drop_dead|rots|rot|dead|was_dead|were_dead|burn|burns",
            "he|she|they|everyone|people deserves|deserve to die|be_shot|be_killed|death|be_hurt|"
            "suffer|burn",
            "shoot|shooting|shot|blow|blowing|bomb|bombing|burn|burning|torch|storm ..1 up|down|"
            "the|this|that|my|their|his|her|whole|a ..3 office|school|place|building|company|"
            "workplace|mall|church|house|headquarters|university|campus|factory|store|warehouse|"
            "home|apartment|car|down",
            "bring|bringing|take|taking|took|brought|carry|carrying|with|get|getting|buy|use ..2 "
            "@gun|knife|bomb|machete|axe|explosives|acid to|into|in|on|for|at ..2 work|office|"
            "school|interview|him|her|them|boss|meeting|hr|building|everyone|people|colleagues|"
            "people_there",
            "burn|burning|burned ..2 office|building|house|place|school|headquarters|car|home|"
            "factory down|to",
            "burn|burning down the|their|my|his|her|that|this",
            "set fire|light to|on ..2 office|building|house|car|place|headquarters|school|home|"
            "their|his|her|my_boss|them",
            "set ..3 on fire END|tonight|and|with",
            "build|building|make|making|plant|planting|planted|made|have|built|put ..1 bomb|"
            "explosive|explosives|pipe_bomb",
            "go|going|went on a|postal|on_a ..1 rampage|shooting|killing|END|spree",
            "mass shooting|shooter|murder",
            "school|workplace|office|active shooting|shooter|massacre",
            "hit|kill|death list",
            "make|making|made him|her|them|everyone|those|these|someone ..2 pay|suffer|bleed|"
            "hurt|regret END|for|with|one|and|dearly|it",
            "will|going_to pay|suffer for what|this_with",
            "revenge on|against",
            "get|take|want|have|getting|plan|planning|plotting|taking ..1 revenge|vengeance",
            "take|taking|bring|bringing someone|them|everyone|him|her|people|others|some_of_them|"
            "as_many ..2 with|down_with|out me|END",
            "homicidal|murderous|homicide",
            "thoughts|urge|urges|fantasies|impulse|impulses|plan|plans of|to|about ..1 @attacks|"
            "violence",
            "violent thoughts|urges|fantasies|impulses",
            "danger|dangerous|threat to others|other_people|people|someone|my_kids|my_children|"
            "the_kids|my_family",
            "afraid|scared|worried|going_to|want_to|might|will|about_to|may ..3 hurt|harm|"
            "snap_and_hurt|kill|lose_it_and_hurt|shake|smother|drown ..1 someone|my|the|them|"
            "people|him|her|others ..1 baby|kids|child|children|son|daughter|END|wife|husband|"
            "partner|girlfriend|boyfriend|family|tonight|mother",
            "know where he|she|they|my_boss|the_recruiter|the_interviewer live|lives|sleeps|parks",
            "blood on my|their hands|walls",
            "i|have|and ..1 hit|beat|choked|hurt|slapped|punched|hitting|strangled ..1 my|the "
            "..1 wife|husband|kids|child|children|son|daughter|girlfriend|boyfriend|partner|baby|"
            "mum|mom|mother|dog",
            "kill|murder|slaughter|execute|shoot them all|everyone|you_all|them_all|all_of_them",
            "wring|break|snap|slit|cut ..1 his|her|their|someone neck|throat|throats|legs|skull",
            "smash|punch|cave|kick ..1 his|her|their|someone face|head|teeth|skull in|END|off",
            "beat|beating him|her|them|someone|you up",
            "afraid|scared|worried|might|going_to|thoughts|urges|want_to ..4 hurt|hurting|harm|"
            "harming|shake|smother|kill|killing my|the|our baby|kids|child|children|son|daughter",
            "want to hurt|harm|kill END|someone|people|them|everyone|him|her|others",
            "i killed|murdered|stabbed|raped|strangled|poisoned ..1 someone|him|her|a_man|"
            "my_wife|my_husband|my_boss|a_person|my_partner|my_girlfriend|a_woman",
            "kill|murder|slaughter|shoot them_all|everyone_in|all_of_them",
            "make|making ..2 @victim pay|suffer|bleed|hurt|regret|beg END|for|and",
            "run|mow|running|drive ..2 @victim|@others over|down END",
            "beat|kick|knock ..1 living? shit|crap|hell|daylights|life out_of ..2 @others|@victim",
            "put him|her|them in ..1 hospital|ground|grave|coffin",
            "@thinking|@will|@wish_to ..1 @attacks END",
            "and hurt|kill|stab|shoot|strangle someone|him|her|them|people|everyone END|there|in|"
            "at|with",
            "want|wants him|her|them|everyone|people|@victim to hurt|suffer|bleed|pay|die END",
        ),
        unless=(
            "@attacks ..2 @others for that|a|an|this|the|coffee|his|her ..3 job|role|coffee|"
            "offer|internship|chance|interview|desk|salary|position|view",
            "kill|killing them|him|her|people|everyone with kindness|charm|a|my|love",
            "shoot|hit|shooting|hitting ..3 @victim an|a|over|up|email|message|with|back|about|"
            "some|dm|on|down",
            "hurt|hurting|harm ..2 her|him|their|people|anyone|his|someone|my|the|others|them "
            "..2 feelings|chances|career|chance|reputation|brand|business|pride|prospects|"
            "application|ego|morale|relationship",
            "not want to|wish_to ..1 hurt|hurting ..1 anyone|them|him|her|people|someone|my",
            "would not|never hurt|harm|kill ..1 anyone|someone|them|to|a_fly",
            "not hurt|harm|kill anyone|someone|you|them|him|her to",
            "hit|hitting|smash|attack|punch|bomb|kill|execute|beat_up|poison|injure ..3 target|"
            "targets|interview|case|project|presentation|test|goal|plan|strategy|ground|road|"
            "market|deadline",
            "kill|killing|hit|smash ..2 team|hr spirit|meeting|morale|dinner|culture",
            "shooting|shoot|shot|shots ..1 team|family|person|guy|people|someone|him|her|them "
            "video|photos|photo|film|at|for",
            "shot|shooting|shoot|bombed|bomb|bombing ..2 school|university|office|company|house|"
            "home|store|car ..1 interview|exam|test|project|film|video|tour|photos|at|for|work|"
            "reel",
            "burn|burning ..1 down|the|my|a chart|charts|midnight|bridge|bridges|rate|candle|"
            "calories|savings|out",
            "burn down chart|charts",
            "blow|blowing ..1 up|down|the|my|this|a ..3 interview|chance|deal",
            "make|making|made him|her|them|everyone|someone|those|these ..2 pay|regret for|END|"
            "it|me|with|and ..2 my|the|overtime|travel|expenses|flights|invoice|rejecting|"
            "not_hiring|turning|passing|more|us",
            "get|take|want|have ..1 revenge by|through|with_success|bedtime",
            "bring|take|with|use|get|took|brought|carry ..2 weapon|weapons of|secret",
            "hit list of",
            "hit|kill|death list of|for ..2 companies|employers|jobs|firms|roles|recruiters",
            "school|workplace|office|active shooting|shooter training|drill|prevention",
            "hope they|he|she ..1 burn|burns|rot|suffers|die|dies out|on|with|of",
            "i hit|beat|hurt|hitting my|the|our mother|partner|dog|family|mum|mom|son ..1 up|at|"
            "to|feelings",
            "beat|beating|smash|knock|blow|burn @others in|at|out|down|up to|of|in|with|"
            "with_questions|for",
            "knock ..1 out_of",
            "on fire at|in|this|today",
            "@applied ..4 homicide|murder|violence|shooter|assault|arson",
            "homicide detective|team|unit|analyst|police",
            "murder mystery|podcast|case_study",
            "kill|killed|murdered|shot|poisoned ..1 him|her|them in|at|with ..1 interview|round|"
            "final|presentation|chess",
            "i|we shot|killed|murdered ..1 him|her|them|people an|a|in|at|with|over|photos|on|for",
            "go|going postal service|jobs|office|work",
            "kill|murder someone for",
            "kick|punch|smash their|his|her head|face|teeth in|END|off at|with|records",
            "break a leg",
            "beat|beating him|her|them|someone up END to",
            "beat|hurt|kill @others in|at ..1 interview|round|final|chess",
            "take|bring|bringing|taking them|him|her|everyone|someone out to|for",
            "make|making|made him|her|them|everyone|someone|those|these ..2 pay|regret for|it|me|"
            "with|not|rejecting|passing|that",
            "make|making ..2 regret END",
            "hope|wish they|he|she ..1 die|dies out|on",
            "see people|them|everyone|someone END",
            "shoot|shooting|shot ..4 down END|by|in",
            "hit|hitting @others|you up|with",
            "@thinking|@will|@wish_to ..1 hit|hitting|punch|punching|attack|attacking|bomb|"
            "execute|smash|run_over|shoot|shooting|choke|choking|slap|poison|beat_up|bash|"
            "assault END",
            "will|would|may|might|could|should ..1 @attacks END",
            "run ..3 over END with",
            "want|wants him|her|them|people to pay|hurt END",
            "set ..3 on fire with ..1 my|our ..2 demo|pitch|presentation|talk|ideas",
            "want to die END with",
        ),
        catches=(
            "I want to kill someone",
            "i'm going to kill my boss",
            "burn down their office",
            "I feel like hurting someone",
        ),
        leaves=(
            "shoot them an email",
            "I don't want to hurt her feelings",
            "I'd kill for that job",
            "burn down chart",
        ),
    ),
    SafetyRule(
        "worry for somebody else",
        "Somebody near may die, or has; the other rules catch what is said of them in words above.",
        says=(
            "lost|losing|lose my|a|our|his|her ..2 to suicide|an_overdose|self_harm",
            "found|find|finding him|her|them|my ..3 hanging|unconscious|unresponsive|pills|"
            "overdosed|bleeding|on_the_bridge|on_the_roof|dead",
            "not want to lose him|her|them|my_friend|my_brother|my_sister to",
            "save|help|stop my|him|her|a ..2 from|before killing|jumping|dying|hurting|ending|"
            "dies|it_is_too_late",
            "@loved|he|she|someone ..2 says|said|talks|talking|keeps|told_me|texted|wants|"
            "mentioned|posted|threatens|speaks|wrote|hints|jokes|saying|spoke ..5 die|dying|"
            "end_it_all|end_it|wants_to_be_dead|end_things|not_be_here|not_want_to_live|"
            "goodbye_forever|do_it_tonight|give_up_on_life|end_everything|not_be_around",
            "worried|scared|afraid|frightened|concerned|terrified|fear ..4 he|she|they|@loved|"
            "someone ..2 will|might|may|could|going_to|is_going_to|wants_to|is_about_to ..1 die|"
            "kill|harm|hurt|do_something|do_it|jump|overdose|try_something|try_it|try_again|"
            "take_his|take_her END|@self|something|stupid|bad|to|off|again|own|someone|me|us|"
            "them|him|her|life",
            "stopped|not eating|eaten|talking|getting_out_of_bed and|since ..3 worried|scared|"
            "die|afraid",
        ),
        unless=(
            "he|she|who|someone|friend|colleague ..3 says|said|going|thinks|told_me|wants|keeps|"
            "talks|talking|saying|wrote|mentioned|posted|texted ..5 die|dead|dying|kill on|for|"
            "of|end|serious|line|to_know|to_hear|hard|the|it|inside|laughing|weight|in",
            "die|dying of|for|on|to_know|to_hear|to_start|to_meet|laughing",
            "says|said|keeps|mentioned|wrote|told_me ..5 end_it|end_things with|on|in|by",
        ),
        catches=(
            "my friend says he wants to die",
            "I'm worried my sister is going to do something",
        ),
        leaves=("she said that project is dead",),
    ),
)

ENGLISH = SafetyRules(
    families=_FAMILIES,
    short_forms=_SHORT_FORMS,
    endings=_ENDINGS,
    rewrites=_REWRITES,
    fillers=_FILLERS,
    slips=_SLIPS,
    masked=_words(
        "kill killing killed suicide suicidal die dead dying murder rape raped cutting overdose "
        "myself hang selfharm suicides death unalive"
    ),
    run_together=frozenset(
        _words(
            "kill killing kills die dying dead suicide suicidal myself himself herself hurt murder "
            "alive live living exist unalive overdose wanna"
        )
    ),
    unsplit=frozenset(_words("diehard diehards hurtful")),
    kept_numbers=frozenset(_words("988 911 999 112 116123")),
    circumstances=_CIRCUMSTANCES,
    rules=_RULES,
)
