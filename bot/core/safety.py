"""Words that must stop a flow.

`worrying` says whether typed words suggest that their writer, or somebody they speak of, may be in
danger. What the words are is data, one module for each language (`bot.core.phrases.en_safety`);
here is how they are found. Nothing is kept: no word, no score, no reason, only a yes or a no.

A message is brought to a plain form first: one word after the other in small letters, short forms
written out, hidden letters ("k1ll", "k i l l", "kiiill", "killmyself") put back, loud words left
out, sentences apart. Then each phrase is tried at each word at which it can begin. A phrase looks
at a bounded number of words, so the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.phrases import folded
from bot.core.phrases.en_safety import ENGLISH
from bot.core.phrases.safety_rules import SafetyRules

_LANGUAGES: Mapping[str, SafetyRules] = {"en": ENGLISH}
_FALLBACK = "en"

_STOP, _PAUSE, _NUMBER = ".", ",", "#"
_EDGES = frozenset((_STOP, _PAUSE))

# What a digit or a mark can stand for inside a word. A one is an i or an l: both are tried.
_HIDDEN = (
    str.maketrans("013457!|@$+", "oieastilast"),
    str.maketrans("013457!|@$+", "oleastllast"),
)
_MASKS = "*#_?"
# From this length on, a word that is none may be several that were run together.
_RUN_TOGETHER = 6
_STOPS = ".!?;:…\n"
_PAUSES = ",()[]{}<>-–—"
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
_INSIDE = re.compile(r"[a-z']+|\d+|[.!?;:…]+|[,()\[\]{}]+")
_LETTER = re.compile(r"[a-z]+")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_LONGEST_WORD = 24


def worrying(text: str, language: str) -> bool:
    """Whether these words suggest that their writer, or somebody near, may be in danger.

    A language without rules of its own is read by the English ones: people mix languages. Raises
    nothing, keeps nothing.
    """
    book = _book(language.casefold().replace("_", "-").split("-", maxsplit=1)[0])
    plain = folded(text)
    # A line's end is often all the punctuation there is; but it also wraps a sentence.
    readings = (plain, plain.replace("\n", " ")) if "\n" in plain else (plain,)
    return any(book.finds(book.words_of(reading)) for reading in readings)


def _book(language: str) -> _Book:
    return _compiled(language if language in _LANGUAGES else _FALLBACK)


@cache
def _compiled(language: str) -> _Book:
    return _Book(_LANGUAGES[language])


@dataclass(frozen=True, slots=True)
class _Part:
    """One place in a phrase: words, a gap of up to `gap` words, or the edge of a clause."""

    words: Mapping[str, tuple[tuple[str, ...], ...]]
    """The rest of each alternative by its first word."""
    gap: int = 0
    optional: bool = False
    edge: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    parts: tuple[_Part, ...]

    def first(self) -> Iterable[str]:
        return self.parts[0].words

    def may_be_in(self, vocabulary: frozenset[str]) -> bool:
        """Whether every word that it cannot do without could be there: cheap, and mostly no."""
        return not any(
            not (part.gap or part.edge or part.optional) and vocabulary.isdisjoint(part.words)
            for part in self.parts
        )

    def end(self, words: list[str], at: int) -> int:
        """Where the phrase that begins at this word ends, or -1."""
        return _end(self.parts, 0, words, at)


def _end(parts: tuple[_Part, ...], index: int, words: list[str], at: int) -> int:
    if index == len(parts):
        return at
    if at >= len(words):
        return -1
    part = parts[index]
    if part.gap:
        for skipped in range(part.gap + 1):
            found = _end(parts, index + 1, words, at + skipped)
            if found >= 0:
                return found
            # The last word is always a stop, so this cannot run past the end.
            if at + skipped >= len(words) or words[at + skipped] == _STOP:
                return -1
        return -1
    for rest in part.words.get(words[at], ()):
        behind = at + 1 + len(rest)
        if not rest or tuple(words[at + 1 : behind]) == rest:
            found = _end(parts, index + 1, words, behind)
            if found >= 0:
                return found
    if part.optional or (part.edge and words[at] in _EDGES):
        return _end(parts, index + 1, words, at)
    return -1


class _Book:
    """One language's rules, made ready for reading."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = rules
        raw = [
            ([self._phrase(line) for line in rule.says], [self._phrase(u) for u in rule.unless])
            for rule in rules.rules
        ]
        self._known = frozenset(
            word
            for says, unless in raw
            for phrase in (*says, *unless)
            for part in phrase.parts
            for first, rests in part.words.items()
            for word in (first, *(w for rest in rests for w in rest))
            if word.isalpha()
        ) | frozenset(word for row in rules.rewrites for word in row.split() if word.isalpha())
        # "to" typed as "too" and "of" as "off" are words themselves: each may stand for the other.
        self._doubled = {
            word: word + word[-1] for word in self._known if word + word[-1] in self._known
        }
        self._book = [
            (_Phrases(map(self._widened, says)), _Phrases(map(self._widened, unless)))
            for says, unless in raw
        ]
        self._circumstances = _Phrases(map(self._phrase, rules.circumstances))
        self._pieces = (
            frozenset(w for w in self._known | set(rules.short_forms) if len(w) > 1 and w.isalpha())
            | rules.fillers
        )
        self._rows: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for row, other in sorted(rules.rewrites.items(), key=lambda item: -len(item[0].split())):
            first, *rest = row.split()
            self._rows.setdefault(first, []).append((tuple(rest), tuple(other.split())))

    # --- From the notation to phrases ---

    def _phrase(self, line: str) -> _Phrase:
        return _Phrase(tuple(self._part(place) for place in line.split()))

    def _part(self, place: str) -> _Part:
        if place == "START":
            return _Part(dict.fromkeys(_EDGES, ((),)))
        if place.startswith(".."):
            return _Part({}, gap=int(place[2:]))
        optional = place.endswith("?")
        choices = place.removesuffix("?").split("|")
        words: dict[str, list[tuple[str, ...]]] = {}
        for first, *rest in self._members(choice for choice in choices if choice != "END"):
            words.setdefault(first, []).append(tuple(rest))
        made = {first: tuple(rests) for first, rests in words.items()}
        return _Part(made, optional=optional, edge="END" in choices)

    def _members(self, choices: Iterable[str]) -> Iterator[tuple[str, ...]]:
        for choice in choices:
            if choice.startswith("@"):
                yield from self._members(self._rules.families[choice[1:]].split())
            else:
                yield tuple(choice.split("_"))

    def _widened(self, phrase: _Phrase) -> _Phrase:
        parts = []
        for part in phrase.parts:
            words = dict(part.words)
            for first, rests in part.words.items():
                if first in self._doubled:
                    words.setdefault(self._doubled[first], rests)
            parts.append(_Part(words, part.gap, part.optional, part.edge))
        return _Phrase(tuple(parts))

    # --- From a message to words ---

    def words_of(self, text: str) -> list[str]:
        """The words of a folded text in plain form, with stops and pauses, between two stops."""
        raw: list[str] = [_STOP]
        seen: dict[str, tuple[str, ...]] = {}
        for line in text.split("\n"):
            for chunk in line.split():
                if chunk not in seen:
                    seen[chunk] = tuple(self._chunk(chunk))
                raw.extend(seen[chunk])
            raw.append(_STOP)
        return [_STOP, *self._rewritten(self._spelled(raw)), _STOP, _STOP]

    def _chunk(self, chunk: str) -> Iterator[str]:
        """The words of a run of characters without a blank."""
        if chunk.isalpha() and chunk.isascii():
            yield chunk
            return
        hidden = self._unhidden(chunk)
        if hidden:
            yield hidden
            return
        core = chunk.strip("'\".,;:!?…()[]{}<>-–—_*~`#^=/\\")
        head, _, tail = chunk.partition(core) if core else ("", "", chunk)
        if any(mark in _PAUSES for mark in head):
            yield _PAUSE
        if core:
            yield from self._core(core)
        if any(mark in _STOPS for mark in tail):
            yield _STOP
        elif any(mark in _PAUSES for mark in tail):
            yield _PAUSE

    def _core(self, core: str) -> Iterator[str]:
        if _WORD.fullmatch(core) or (core.isdigit() and core.isascii()):
            yield core
            return
        hidden = self._unhidden(core)
        if hidden:
            yield hidden
            return
        letters = _LETTER.findall(core)
        if len(letters) > 2 and len("".join(letters)) == len(letters):
            yield from letters
            return
        yield from (
            _STOP if piece[0] in _STOPS else _PAUSE if piece[0] in _PAUSES else piece.strip("'")
            for piece in _INSIDE.findall(core)
            if piece.strip("'")
        )

    def _unhidden(self, chunk: str) -> str:
        """The word behind digits, marks and stars, or nothing."""
        if len(chunk) > 2 * _LONGEST_WORD or len(chunk) < 3:
            return ""
        for form in (chunk, *self._squeezed(chunk)):
            word = self._under_digits(form) or self._under_marks(form) or self._under_mask(form)
            if word:
                return word
        return ""

    def _under_digits(self, chunk: str) -> str:
        for table in _HIDDEN:
            word = chunk.translate(table)
            if word == chunk or not word.isalpha():
                continue
            if word in self._known or word in self._rules.slips:
                return word
            # A mark at the end of a word most likely ends the sentence.
            if chunk[-1].isalnum() and len(word) >= _RUN_TOGETHER and len(self._split(word)) > 1:
                return word
        return ""

    def _under_marks(self, chunk: str) -> str:
        inner = chunk.strip("'\".,;:!?…()[]{}<>-–—*~`")
        if inner.isalpha() or "'" in inner:
            return ""
        bare = "".join(c for c in inner if "a" <= c <= "z")
        return bare if len(bare) > 3 and bare in self._known else ""

    def _under_mask(self, chunk: str) -> str:
        hidden = sum(c in _MASKS for c in chunk)
        if not 0 < hidden * 2 <= len(chunk):
            return ""
        for word in self._rules.masked:
            if len(word) == len(chunk) and all(
                c in (w, *_MASKS) for c, w in zip(chunk, word, strict=True)
            ):
                return word
        return ""

    def _spelled(self, raw: list[str]) -> Iterator[str]:
        """The words, with letters that stand alone put together and each word set right."""
        seen: dict[str, tuple[str, ...]] = {}
        letters: list[str] = []
        for word in (*raw, _STOP):
            alone = len(word) == 1 or (letters and word == word[0] * len(word))
            if alone and word.isalnum() and word.isascii():
                letters.append(word)
                continue
            if letters:
                for letter in self._joined(letters):
                    yield from self._right(letter)
                letters = []
            if word in _EDGES:
                yield word
                continue
            if word not in seen:
                seen[word] = tuple(self._right(word))
            yield from seen[word]

    def _joined(self, letters: list[str]) -> Iterable[str]:
        together = "".join(letters)
        if len(letters) < 3 or together.isdigit():
            return letters
        return self._split(together.translate(_HIDDEN[0]), whole=False)

    def _right(self, word: str) -> Iterator[str]:
        """The word as the rules have it: written out, without slips; several if it was run on."""
        if word.isdigit():
            yield word if word in self._rules.kept_numbers or len(word) == 1 else _NUMBER
            return
        bare = word.replace("'", "")
        stem, mark, ending = word.rpartition("'")
        if mark and bare not in self._rules.short_forms and ending in self._rules.endings:
            yield from self._right(stem.replace("'", ""))
            yield self._rules.endings[ending]
            return
        for form in (bare, *self._squeezed(bare)):
            known = self._written_out(form)
            if known:
                yield from known
                return
        for form in dict.fromkeys((bare, *self._squeezed(bare))):
            pieces = self._split(form) if len(form) >= _RUN_TOGETHER else ()
            if len(pieces) > 1:
                for piece in pieces:
                    yield from self._written_out(piece) or (piece,)
                return
        yield bare

    def _written_out(self, word: str) -> tuple[str, ...]:
        rules = self._rules
        if word in rules.short_forms:
            return tuple(rules.short_forms[word].split())
        if word in self._known or word in rules.fillers:
            return (word,)
        return (rules.slips[word],) if word in rules.slips else ()

    @staticmethod
    def _squeezed(word: str) -> Iterator[str]:
        """The word with stretched letters ("dieee", "killll", "suuicide") brought back."""
        if _RUN.search(word):
            yield re.sub(r"(.)\1+$", r"\1\1", word)
            yield re.sub(r"(.)\1+$", r"\1", word)
            if _LONG_RUN.search(word):
                yield _LONG_RUN.sub(r"\1\1", word)
                yield _LONG_RUN.sub(r"\1", word)
                yield _RUN.sub(r"\1\1", word)
            yield _RUN.sub(r"\1", word)

    def _split(self, letters: str, *, whole: bool = True) -> tuple[str, ...]:
        """The words in letters that were run together, with as few letters left over as can be.

        With `whole` the letters came without blanks: nothing where one would be left over, or where
        no word of danger is among them, because many an ordinary word falls into others.
        """
        if whole and (letters in self._rules.unsplit or len(letters) > 4 * _LONGEST_WORD):
            return ()
        # For each place: how many letters are left over before it, how many words, the last word.
        best: list[tuple[int, int, int]] = [(0, 0, 0)]
        for end in range(1, len(letters) + 1):
            left, count, _ = best[end - 1]
            choice = (left + 1, count + 1, end - 1)
            for start in range(max(0, end - _LONGEST_WORD), end):
                word = letters[start:end]
                if word in self._pieces or (word == "i" and not (whole and start)):
                    left, count, _ = best[start]
                    choice = min(choice, (left, count + 1, start))
            best.append(choice)
        if whole and best[-1][0]:
            return ()
        found: list[str] = []
        end = len(letters)
        while end:
            start = best[end][2]
            found.append(letters[start:end])
            end = start
        if whole and self._rules.run_together.isdisjoint(found):
            return ()
        return tuple(reversed(found))

    def _rewritten(self, words: Iterable[str]) -> Iterator[str]:
        """The words without fillers, and with rows of words replaced."""
        kept = [word for word in words if word not in self._rules.fillers]
        at = 0
        while at < len(kept):
            for rest, other in self._rows.get(kept[at], ()):
                behind = at + 1 + len(rest)
                if tuple(kept[at + 1 : behind]) == rest:
                    yield from other
                    at = behind
                    break
            else:
                yield kept[at]
                at += 1

    # --- Finding ---

    def finds(self, words: list[str]) -> bool:
        """Whether any rule finds in these words what nothing excuses."""
        vocabulary = frozenset(words)
        places: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            places.setdefault(word, []).append(at)
        circumstances: frozenset[int] | None = None
        for says, unless in self._book:
            excused: frozenset[int] | None = None
            for start, end in says.found(words, vocabulary, places):
                if circumstances is None:
                    circumstances = frozenset(
                        begin for begin, _ in self._circumstances.found(words, vocabulary, places)
                    )
                if excused is None:
                    excused = frozenset(
                        at
                        for begin, behind in unless.found(words, vocabulary, places)
                        if behind - 1 not in circumstances
                        for at in range(begin, behind)
                        if words[at] not in _EDGES
                    )
                if excused.isdisjoint(range(start, end)):
                    return True
        return False


class _Phrases:
    """Phrases by the word with which they begin: few of them begin with one that was written."""

    def __init__(self, phrases: Iterable[_Phrase]) -> None:
        self._by_first: dict[str, list[tuple[int, _Phrase]]] = {}
        for number, phrase in enumerate(phrases):
            for first in phrase.first():
                self._by_first.setdefault(first, []).append((number, phrase))

    def found(
        self, words: list[str], vocabulary: frozenset[str], places: Mapping[str, list[int]]
    ) -> Iterator[tuple[int, int]]:
        """Where these phrases stand: first word and the one behind the last."""
        near = [
            (number, first, phrase)
            for first in places
            for number, phrase in self._by_first.get(first, ())
        ]
        # In the order of the rules, as they were written.
        for _, first, phrase in sorted(near, key=lambda one: one[0]):
            if phrase.may_be_in(vocabulary):
                for at in places[first]:
                    end = phrase.end(words, at)
                    if end >= 0:
                        yield at, end
