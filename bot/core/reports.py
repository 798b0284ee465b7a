"""A rejection told in plain words.

A message is read as sentences and clauses. In each clause the rules' tells are tried; one counts
when the right person stands before it (the writer, or an employer) and nothing around it takes it
away: a question, a supposition, an old story, somebody else, another matter, good news. What a
language's words are is data in `bot.core.phrases`; what is done with them is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.model import Stage
from bot.core.phrases import LETTER, RejectionRules, Tell, Who, en_reports, evened, folded

# A report is told at once; and a pattern is only as slow as its text is long.
_READ_CHARACTERS = 1500
_RAW_CHARACTERS = 4000
_EMPLOYER_CHARACTERS = 80
_ROLE_CHARACTERS = 80
_NAME_WORDS = 6
_SMALL_NAME_WORDS = 3

_RULES: Mapping[str, RejectionRules] = {"en": en_reports.RULES}

_PIECE = re.compile(
    r"<[@#!][^>\n]{0,80}>"  # a platform's mention
    r"|(?<![^\n])(?:>|&gt;)[^\n]*"  # a quoted line
    r'|"(?P<double>[^"\n]{1,400})"'
    r"|(?<!\w)'(?P<single>[^\n]{2,200}?)'(?!\w)"
    r"|(?P<word>@?[^\W_]+(?:(?:['&+/-]|\.(?=(?:com|org|net|io|ai|co)\b))[^\W_]+)*(?:\+\+|\#(?!\w))?)"
    r"|(?P<and>&)"
    r"|(?P<end>[.!?\n]+)"
    r"|(?P<ignored>[ _*~`#%$/\\|'+=^])"
    r"|(?P<pause>.)",
    re.DOTALL,
)
_LETTER_WORDS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What can be read off a rejection told in plain words."""

    employer: str | None
    role: str | None
    stage: Stage | None


def recognise(text: str, language: str) -> Report | None:
    """What somebody tells of being turned down for a job; None when the words tell no such thing.

    None too for a language without rules. Reads the start of long messages. Raises nothing.
    """
    code = language.replace("_", "-").partition("-")[0].casefold()
    if code not in _RULES:
        return None
    grammar = _grammar(code)
    message = _read(_start_of(text), grammar)
    found = next(_told(message, grammar, grammar.tells), None)
    if found is None or grammar.taken_back.search(message.text):
        return None
    # An offer that was withdrawn was good news first.
    if found.tell.stage is not Stage.WITHDRAWN and any(_told(message, grammar, grammar.good)):
        return None
    employer = _employer(message, found, grammar)
    return Report(
        message.cut(employer, _EMPLOYER_CHARACTERS),
        message.cut(_role(message, employer, grammar), _ROLE_CHARACTERS),
        _stage(message, found, grammar),
    )


def _start_of(text: str) -> str:
    """The evened start of the text, cut between words."""
    even = evened(text[:_RAW_CHARACTERS])
    if len(text) <= _RAW_CHARACTERS and len(even) <= _READ_CHARACTERS:
        return even
    return re.sub(r"\S*\Z", "", even[:_READ_CHARACTERS])


@dataclass(frozen=True, slots=True)
class _Word:
    form: str
    """Plain: lower case, no accents, spelled out."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    at: int
    """The place of its first word in the message."""
    text: str
    join: str
    """The word that joins it to the clause before, or ""."""
    sentence: int
    asked: bool

    def place(self, offset: int) -> int:
        """The place in the message of the word at this offset of `text`."""
        return self.at + self.text.count(" ", 0, offset)


@dataclass(frozen=True, slots=True)
class _Message:
    even: str
    words: tuple[_Word, ...]
    pauses: frozenset[int]
    """Places of words with a mark right before them."""
    clauses: tuple[_Clause, ...]
    shouted: bool
    """Capitals say nothing here."""

    @property
    def text(self) -> str:
        return " ".join(word.form for word in self.words)

    def sentence(self, number: int) -> str:
        return " ".join(c.text for c in self.clauses if c.sentence == number)

    def capital(self, place: int) -> bool:
        word = self.words[place]
        typed = self.even[word.start : word.end]
        return not self.shouted and (typed != typed.lower() or typed[:1].isdigit())

    def cut(self, span: range | None, most: int) -> str | None:
        """The words at these places as they were typed."""
        if not span:
            return None
        typed = self.even[self.words[span.start].start : self.words[span.stop - 1].end]
        return typed if len(typed) <= most else None


@dataclass(frozen=True, slots=True)
class _Found:
    tell: Tell
    clause: _Clause
    start: int
    end: int
    subject: range | None
    """The places of the name of the employer who did it."""


class _Grammar:
    """One language's rules, compiled."""

    def __init__(self, rules: RejectionRules) -> None:
        self.rules = rules
        self._vocabulary: dict[str, str] = {}
        for name, words in rules.vocabulary.items():
            self._vocabulary[name] = f"(?:{self._spelled(words)})"
        self.tells = tuple((tell, self._compiled(tell.words)) for tell in rules.tells)
        self.good = tuple((tell, self._compiled(tell.words)) for tell in rules.good)
        self.opener = self._compiled("|".join(rules.openers))
        self.hears = self._compiled(rules.hears)
        self.says = self._compiled(rules.says)
        self.writer = self._compiled(rules.writer)
        self.adverbs = self._compiled(f"(?:{rules.adverbs})(?: (?:{rules.adverbs}))*")
        self.they = self._compiled(rules.they)
        self.they_staff = self._compiled(rules.they_staff)
        self.own_side = self._compiled(rules.own_side)
        self.common = self._compiled(rules.common)
        self.asks = self._compiled(rules.asks)
        self.supposed = self._compiled(rules.supposed)
        self.undone = self._compiled(rules.undone)
        self.elsewhere = self._compiled(rules.elsewhere)
        self.third = self._compiled(rules.third)
        self.staff = self._compiled(rules.staff)
        self.myself = self._compiled(rules.myself)
        self.other_matters = self._compiled(rules.other_matters)
        self.job_words = self._compiled(rules.job_words)
        self.taken_back = self._compiled(rules.taken_back)
        self.letter = self._compiled(rules.letter)
        self.stages = tuple((self._compiled(words), stage) for words, stage in rules.stages)
        self.employer_after = self._compiled(rules.employer_after)
        self.employer_near = self._compiled(rules.employer_near)
        self.employer_before = self._compiled(rules.employer_before)
        self.role_before = self._compiled(rules.role_before)
        self.role_with = self._compiled(rules.role_with)
        self.role_after = self._compiled(rules.role_after)
        self.asides = {
            words: self._compiled(words)
            for tell in (*rules.tells, *rules.good)
            for words in (tell.needs, tell.spoilt)
            if words
        }
        self.idioms = {tuple(words.split()): form for words, form in rules.idioms.items()}
        self.longest_idiom = max(map(len, self.idioms), default=1)

    def _spelled(self, words: str) -> str:
        return re.sub(r"<(\w+)>", lambda name: self._vocabulary[name[1]], words)

    def _compiled(self, words: str) -> re.Pattern[str]:
        """As whole words of a plain text."""
        return re.compile(rf"(?<!\S)(?:{self._spelled(words)})(?!\S)")


@cache
def _grammar(code: str) -> _Grammar:
    return _Grammar(_RULES[code])


# Reading -----------------------------------------------------------------------------------------


def _read(even: str, grammar: _Grammar) -> _Message:
    words: list[_Word] = []
    marks: dict[int, str] = {}  # by the place of the word that follows
    for piece in _pieces(even, 0, grammar):
        if isinstance(piece, _Word):
            words.append(piece)
        elif piece != "." or not words or words[-1].form not in grammar.rules.abbreviations:
            marks[len(words)] = _heavier(marks.get(len(words), ""), piece)
    words, marks = _with_idioms(words, marks, grammar)
    letters = [c for c in even if c.isalpha()]
    shouted = not any(c.islower() for c in letters) and len(words) > 1
    pauses = frozenset(marks)
    draft = _Message(even, tuple(words), pauses, (), shouted)
    return _Message(even, draft.words, pauses, tuple(_clauses(draft, marks, grammar)), shouted)


def _heavier(mark: str, other: str) -> str:
    return max(mark, other, key=("", ",", ".", "?").index)


def _pieces(even: str, offset: int, grammar: _Grammar) -> Iterator[_Word | str]:
    """Words, and marks: "?" and "." end a sentence, "," a clause."""
    for match in _PIECE.finditer(even):
        start = offset + match.start()
        quoted = match["double"] or match["single"]
        if quoted:
            plain = folded(quoted)
            if grammar.letter.search(plain):
                yield _Word(LETTER, start, offset + match.end())
            elif len(plain.split()) < _LETTER_WORDS:
                yield from _pieces(quoted, start + 1, grammar)
            else:
                yield ","
        elif match["word"] or match["and"]:
            yield from _spelled_out(match[0], start, grammar)
        elif match["end"]:
            yield "?" if "?" in match[0] else "."
        elif match["pause"] and (match[0] != "-" or even[match.start() - 1 :][:3] == " - "):
            yield ","


def _spelled_out(typed: str, start: int, grammar: _Grammar) -> Iterator[_Word]:
    rules = grammar.rules
    form = folded(typed).removeprefix("@")
    end = start + len(typed)
    if form in rules.spellings:
        yield from (_Word(part, start, end) for part in rules.spellings[form].split())
        return
    for ending, spelled in rules.endings.items():
        if form.endswith(ending) and len(form) > len(ending):
            middle = max(start, end - len(ending))
            stem = form.removesuffix(ending)
            yield from (
                _spelled_out(stem, start, grammar)
                if middle == start
                else (_Word(stem, start, middle),)
            )
            yield _Word(spelled, middle, end)
            return
    yield from (_Word(part, start, end) for part in form.split())


def _with_idioms(
    words: list[_Word], marks: dict[int, str], grammar: _Grammar
) -> tuple[list[_Word], dict[int, str]]:
    """Several words that count as one made one; marks move with the words that they precede."""
    kept: list[_Word] = []
    moved: dict[int, str] = {}
    place = 0
    while place < len(words):
        if place in marks:
            moved[len(kept)] = marks[place]
        size = next(
            (
                n
                for n in range(grammar.longest_idiom, 1, -1)
                if tuple(w.form for w in words[place : place + n]) in grammar.idioms
                and not any(between in marks for between in range(place + 1, place + n))
            ),
            1,
        )
        if size > 1:
            taken = words[place : place + size]
            form = grammar.idioms[tuple(w.form for w in taken)]
            kept.extend(_Word(part, taken[0].start, taken[-1].end) for part in form.split())
        else:
            kept.append(words[place])
        place += size
    if len(words) in marks:
        moved[len(kept)] = marks[len(words)]
    return kept, moved


def _clauses(message: _Message, marks: Mapping[int, str], grammar: _Grammar) -> Iterator[_Clause]:
    rules = grammar.rules
    begin, join, sentence = 0, "", 0
    for place in range(len(message.words) + 1):
        mark = marks.get(place, "")
        form = message.words[place].form if place < len(message.words) else ""
        joins = form in rules.joins and not (
            form in rules.joins_names
            and not mark
            and 0 < place < len(message.words) - 1
            and message.capital(place - 1)
            and message.capital(place + 1)
            and message.words[place + 1].form not in rules.function_words
        )
        if not (mark or joins or place == len(message.words)):
            continue
        if place > begin:
            text = " ".join(word.form for word in message.words[begin:place])
            yield _Clause(begin, text, join, sentence, asked=mark == "?")
            join = ""
        if mark in {".", "?"}:
            sentence += 1
            join = ""
        begin = place
        if joins:
            join = form
            begin = place + 1


# Judging -----------------------------------------------------------------------------------------


def _told(
    message: _Message, grammar: _Grammar, tells: tuple[tuple[Tell, re.Pattern[str]], ...]
) -> Iterator[_Found]:
    """The tells that count, in the order of their clauses."""
    for number, clause in enumerate(message.clauses):
        if _unsaid(message, number, grammar):
            continue
        for tell, words in tells:
            for match in words.finditer(clause.text):
                found = _counts(message, number, tell, match, grammar)
                if found:
                    yield found
                    break


def _unsaid(message: _Message, number: int, grammar: _Grammar) -> bool:
    """Whether the whole clause is a question, or tells of another time or world."""
    clause = message.clauses[number]
    if clause.asked or grammar.elsewhere.search(message.sentence(clause.sentence)):
        return True
    # "How do you answer when they say no and went with someone else": a question goes on.
    while True:
        opened = _without_openers(message.clauses[number].text, grammar)
        if grammar.asks.match(message.clauses[number].text) or grammar.asks.match(opened):
            return True
        joined = message.clauses[number].join in grammar.rules.joins_names
        if number == 0 or not joined:
            return False
        number -= 1


def _counts(
    message: _Message, number: int, tell: Tell, match: re.Match[str], grammar: _Grammar
) -> _Found | None:
    clause = message.clauses[number]
    carried = _employer_goes_on(message, number, grammar)
    staff = grammar.staff.search(message.text[: message.text.find(clause.text)]) is not None
    before, framed = _opened(
        clause.text[: match.start()].rstrip(), grammar, carried=carried, staff=staff
    )
    subject = _without_adverbs(before, grammar)
    i_said = bool(subject) and grammar.writer.fullmatch(subject) is not None
    name: range | None = None
    match tell.who:
        case Who.WRITER:
            fits = not subject or i_said
        case Who.LEFT_OUT | Who.ITSELF:
            fits = not subject
        case Who.TOLD:
            fits = framed and (not subject or i_said)
        case Who.EMPLOYER | Who.PLAINLY_EMPLOYER:
            fits, named = _is_employer(
                subject,
                tell,
                grammar,
                staff=staff,
                about_job=grammar.job_words.search(message.text) is not None,
            )
            fits = fits or (carried and not subject)
            if named:
                first = clause.place(clause.text[: match.start()].rfind(subject))
                name = range(first, first + len(subject.split()))
    if not fits or not _fits_around(message, number, tell, match, grammar):
        return None
    if _is_quoting(message, number, grammar):
        return None
    if not (tell.mine or i_said) and _somebody_elses(message, number, grammar):
        return None
    return _Found(tell, clause, match.start(), match.end(), name)


def _employer_goes_on(message: _Message, number: int, grammar: _Grammar) -> bool:
    """Whether a left-out subject can be the employer who is the subject before: "they rang and"."""
    clause = message.clauses[number]
    if number == 0 or message.clauses[number - 1].sentence != clause.sentence:
        return False
    before = _without_openers(message.clauses[number - 1].text, grammar)
    return bool(grammar.they.match(before) or grammar.common.match(before))


def _opened(
    before: str, grammar: _Grammar, *, carried: bool = False, staff: bool = False
) -> tuple[str, bool]:
    """What is left before a tell without the clause's openers, and whether an employer said it."""
    framed = False
    while True:
        before = _without_openers(before, grammar)
        hears = grammar.hears.match(before)
        if hears:
            before = before[hears.end() :].lstrip()
            framed = True
            continue
        says = grammar.says.search(before)
        if says:
            sayer = _without_adverbs(before[: says.start()].rstrip(), grammar)
            if _is_employer(sayer, None, grammar, staff=staff)[0] or (carried and not sayer):
                before = before[says.end() :].lstrip()
                framed = True
                continue
        return before, framed


def _without_openers(text: str, grammar: _Grammar) -> str:
    while opener := grammar.opener.match(text):
        text = text[opener.end() :].lstrip()
    return text


def _without_adverbs(subject: str, grammar: _Grammar) -> str:
    while last := _last_match(grammar.adverbs, subject):
        subject = subject[: last.start()].rstrip()
    return subject


def _last_match(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that ends the text."""
    return next((m for m in words.finditer(text) if m.end() == len(text) and m[0]), None)


def _is_employer(
    subject: str,
    tell: Tell | None,
    grammar: _Grammar,
    *,
    staff: bool,
    about_job: bool = False,
) -> tuple[bool, bool]:
    """Whether the subject can be an employer, and whether it is a name."""
    rules = grammar.rules
    if not subject:
        return tell is not None and tell.mine, False
    words = subject.split()
    if grammar.own_side.fullmatch(subject):
        return False, False
    if grammar.they.fullmatch(subject) or grammar.common.fullmatch(subject):
        return True, False
    if staff and grammar.they_staff.fullmatch(subject):
        return True, False
    if rules.intimate.intersection(words):
        return False, False
    if words[0] in rules.articles:
        if tell is None and grammar.staff.search(subject):
            return True, False  # "My manager told me" may be an employer's no; "said no" may not.
        plain = words[1:]
        loose = tell is not None and tell.who is Who.EMPLOYER and about_job
        return loose and 0 < len(plain) <= 4 and not rules.function_words.intersection(plain), False
    inner = {*rules.joins_in_names, rules.possessive}
    plain = [words[0], *(word for word in words[1:] if word not in inner)]
    named = len(words) <= 4 and not rules.function_words.intersection(plain)
    return named, named


def _fits_around(
    message: _Message, number: int, tell: Tell, match: re.Match[str], grammar: _Grammar
) -> bool:
    """Whether nothing around the matched words takes them away."""
    clause = message.clauses[number]
    after = clause.text[match.end() :].lstrip()
    before = [clause.text[: match.start()]]
    for earlier in range(number, 0, -1):
        if (
            message.clauses[earlier].join in grammar.rules.turns
            or message.clauses[earlier - 1].sentence != clause.sentence
        ):
            break
        before.append(message.clauses[earlier - 1].text)
    if any(grammar.supposed.search(text) for text in before) or grammar.undone.search(after):
        return False
    if after.split(" ")[0] == grammar.rules.possessive:
        return False
    # What follows in further clauses is how the writer is, not what they were turned down for.
    so_far = " ".join(
        earlier.text
        for earlier in message.clauses[: number + 1]
        if earlier.sentence == clause.sentence
    )
    if grammar.other_matters.search(so_far) and not grammar.job_words.search(so_far):
        return False
    rest = message.text.replace(match[0], " ", 1)
    if tell.needs and not grammar.asides[tell.needs].search(message.text):
        return False
    return not (tell.spoilt and grammar.asides[tell.spoilt].search(rest))


def _somebody_elses(message: _Message, number: int, grammar: _Grammar) -> bool:
    """Whether the talk is of somebody else, who may be the one that was turned down."""
    staff = grammar.staff.search(message.text) is not None
    return any(
        grammar.third.search(clause.text) and not grammar.myself.search(clause.text) and not staff
        for clause in message.clauses[: number + 1]
    )


def _is_quoting(message: _Message, number: int, grammar: _Grammar) -> bool:
    """Whether somebody else is named as the speaker: "Maya: I got rejected"."""
    clause = message.clauses[number]
    if number == 0 or message.clauses[number - 1].sentence != clause.sentence:
        return False
    speaker = message.clauses[number - 1].text
    third = grammar.third.match(speaker)
    if third is None or grammar.staff.search(message.text):
        return False
    rest = speaker[third.end() :].lstrip()
    return not rest or grammar.says.fullmatch(rest) is not None


# Reading off -------------------------------------------------------------------------------------


def _stage(message: _Message, found: _Found, grammar: _Grammar) -> Stage | None:
    if found.tell.stage:
        return found.tell.stage
    reached = message.text
    if found.tell.short_of:
        reached = reached.replace(found.clause.text[found.start : found.end], " ")
    for words, stage in grammar.stages:
        if words.search(found.clause.text if stage is Stage.GHOSTED else reached):
            return stage
    return None


def _employer(message: _Message, found: _Found, grammar: _Grammar) -> range | None:
    """The places of the employer's name: who did it, or whom the clause or the message names."""
    if found.subject:
        return _name(message, found.subject, grammar, typed_small=True)
    clause = found.clause
    for match in grammar.employer_after.finditer(clause.text, max(0, found.start - 1)):
        name = _name_after(message, clause, match, grammar, typed_small=True)
        if name:
            return name
    names = [
        name
        for nearby in message.clauses
        for name in (
            *_sayers(message, nearby, grammar),
            *_names_near(message, nearby, grammar),
            *_names_before(message, nearby, grammar),
        )
    ]
    said = {" ".join(message.words[place].form for place in name) for name in names}
    return names[0] if len(said) == 1 else None


def _sayers(message: _Message, clause: _Clause, grammar: _Grammar) -> Iterator[range]:
    """The name in "Acme told me"."""
    text = _without_openers(clause.text, grammar)
    says = grammar.says.search(text)
    sayer = _without_adverbs(text[: says.start()].rstrip(), grammar) if says else ""
    if sayer and _is_employer(sayer, None, grammar, staff=False)[1]:
        first = clause.place(len(clause.text) - len(text))
        span = range(first, first + len(sayer.split()))
        name = _name(message, span, grammar, typed_small=False)
        if name:
            yield name


def _names_near(message: _Message, clause: _Clause, grammar: _Grammar) -> Iterator[range]:
    for match in grammar.employer_near.finditer(clause.text):
        name = _name_after(message, clause, match, grammar, typed_small=False)
        if name:
            yield name


def _names_before(message: _Message, clause: _Clause, grammar: _Grammar) -> Iterator[range]:
    """The name in "the Acme interview"."""
    for match in grammar.employer_before.finditer(clause.text):
        span = range(clause.place(match.start(1)), clause.place(match.end(1) - 1) + 1)
        name = _name(message, span, grammar, typed_small=False)
        if name and name.stop == span.stop:
            yield name


def _name_after(
    message: _Message,
    clause: _Clause,
    match: re.Match[str],
    grammar: _Grammar,
    *,
    typed_small: bool,
) -> range | None:
    """The name right after these words; it may go on over what looks like the clause's end."""
    first = clause.place(match.end()) + 1
    stop = next(
        (p for p in range(first, len(message.words)) if p in message.pauses), len(message.words)
    )
    return _name(message, range(first, stop), grammar, typed_small=typed_small)


def _name(message: _Message, span: range, grammar: _Grammar, *, typed_small: bool) -> range | None:
    """The name at the start of these places, if there is one."""
    rules = grammar.rules
    forms = [message.words[place].form for place in span]
    capitals = [message.capital(place) for place in span]
    fits = [
        form not in rules.function_words
        and form not in rules.intimate
        and (capital or grammar.common.fullmatch(form) is None)
        for form, capital in zip(forms, capitals, strict=True)
    ]
    at = 1 if len(forms) > 1 and forms[0] == "the" and capitals[1] else 0
    if at >= len(forms) or not fits[at] or forms[at].isdecimal():
        return None
    if capitals[at]:
        joins = [form in rules.joins_in_names for form in forms]
        end = _capitals_end(at, [c and f for c, f in zip(capitals, fits, strict=True)], joins)
        while end < len(forms) and forms[end] in rules.name_ends:
            end += 1
    elif typed_small:
        # Without a capital only what ends soon can be told from the words around it.
        end = next((place for place in range(at, len(forms)) if not fits[place]), len(forms))
        if end - at > _SMALL_NAME_WORDS:
            return None
    else:
        return None
    if grammar.common.fullmatch(" ".join(forms[at:end])):
        return None
    own = forms[end : end + 1] == [rules.possessive]
    if own and (end + 1 == len(forms) or forms[end + 1] in rules.function_words):
        end += 1  # "Sainsbury's", and not "Acme's offer".
    return range(span.start + at, span.start + end)


def _capitals_end(at: int, capitals: list[bool], joins: list[bool]) -> int:
    """Where a run of capitals ends; joining words between capitals belong to it."""
    end = at + 1
    while end < min(len(capitals), at + _NAME_WORDS):
        if capitals[end]:
            end += 1
        elif joins[end] and capitals[end + 1 : end + 2] == [True]:
            end += 2
        else:
            break
    return end


def _role(message: _Message, employer: range | None, grammar: _Grammar) -> range | None:
    """The places of what the work is, in "the senior analyst role" or "the post of caretaker"."""
    for words in (grammar.role_with, grammar.role_before, grammar.role_after):
        for clause in message.clauses:
            for match in words.finditer(clause.text):
                span = range(clause.place(match.start(1)), clause.place(match.end(1) - 1) + 1)
                role = _role_in(message, span, employer, grammar)
                if role:
                    return role
    return None


def _role_in(
    message: _Message, span: range, employer: range | None, grammar: _Grammar
) -> range | None:
    rules = grammar.rules
    places = [p for p in span if not (employer and p in employer)]
    while places and message.words[places[0]].form in {*rules.not_role, rules.possessive}:
        del places[0]
    while places and message.words[places[-1]].form in rules.not_role:
        del places[-1]
    if all(message.words[p].form in rules.levels for p in places):
        return None
    if places != list(range(places[0], places[-1] + 1)):
        return None
    typed = [message.even[message.words[p].start : message.words[p].end] for p in places]
    named = [
        message.capital(p) and not (t.isupper() and len(t) <= 3)
        for p, t in zip(places, typed, strict=True)
    ]
    if any(named) and not employer:
        # "The Acme analyst role": the capital may be the employer's.
        return None
    return range(places[0], places[-1] + 1)
