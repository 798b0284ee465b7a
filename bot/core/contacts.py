"""Finds what would let a reader reach a person: it must not stand on a card that a group sees.

Four kinds: an e-mail address, a telephone number, a profile, an @handle. A link to a job is none of
them. Where a number could be a telephone number or something rare, it counts as one: taking it out
costs its writer a moment, leaving it in could cost somebody their peace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum


class Contact(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    PROFILE = "profile"
    HANDLE = "handle"


def contact_in(text: str) -> Contact | None:
    """The first kind of contact detail in this text, or None."""
    text = _levelled(text)
    if _PROFILE.search(text):
        return Contact.PROFILE
    if any(pattern.search(text) for pattern in _EMAILS):
        return Contact.EMAIL
    if _HANDLE.search(text):
        return Contact.HANDLE
    if any(_is_phone(number) for number in _numbers(text)):
        return Contact.PHONE
    return None


def _levelled(text: str) -> str:
    """Lower case; full-width and other digits as 0 to 9; nothing invisible."""
    level = unicodedata.normalize("NFKC", text).casefold()
    return "".join(_digit(c) for c in level if unicodedata.category(c) not in ("Cf", "Mn", "Me"))


def _digit(c: str) -> str:
    number = unicodedata.decimal(c, None)
    return c if number is None else str(number)


# Profiles: addresses under which a site shows one person, or writes to one.

_PROFILE = re.compile(
    r"""
    (?<![\w-])(?:
        linkedin\.com/(?:in|pub|profile)/
      | xing\.(?:com|to)/profiles?/
      | bsky\.app/profile/
      | (?:facebook|fb)\.com/(?!jobs\b|events\b|groups\b|sharer\b)\w
      | (?:instagram|twitter|x|snapchat)\.com/(?!jobs\b|i/|intent\b|share\b|search\b|hashtag\b)\w
      | (?:tiktok|youtube|medium|threads)\.(?:com|net)/@\w
      | [\w.-]+\.social/@\w
      | github\.com/[\w-]+/?(?![\w/-])
      | (?:wa\.me|t\.me|telegram\.me|m\.me|signal\.me|discord\.gg|join\.skype\.com)/[\w+\#]
      | (?:api\.)?whatsapp\.com/send
      | discord(?:app)?\.com/users/
      | (?:calendly\.com|cal\.com|linktr\.ee)/\w
    )
    | \b(?:mailto|tel|sms|skype|callto|whatsapp|sip|xmpp):\S
    """,
    re.VERBOSE,
)

# E-mail: as it is written, with blanks around its signs, and spelled out.

_AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|@|a)\s?[)\]}>]\s?)"
_DOT = r"(?:\s?\.\s?|\s?[(\[{<]\s?(?:dot|punkt|\.)\s?[)\]}>]\s?|\s+(?:dot|punkt)\s+)"
_END = r"(?:com|net|org|edu|gov|info|io|me|eu|co|uk|us|de|at|ch|fr|es|it|nl|pl|in|br|ca|au|app|dev)"
_HOUSES = (
    r"(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|proton(?:mail)?|pm|gmx|web|"
    r"aol|fastmail|zoho|posteo|mailbox|tutanota|yandex|qq|163|t-online)"
)
_EMAILS = (
    re.compile(rf"[\w.+-]{_AT}[\w-]+{_DOT}[a-z]{{2,}}"),
    # "name at gmail dot com", "name at firm dot com": nobody spells a dot but to hide an address.
    re.compile(rf"\w\s+at\s+[\w-]+(?:\s+[\w-]+)?\s+(?:dot|punkt)\s+{_END}\b"),
    re.compile(rf"\w\s+at\s+[\w-]+\s?[(\[{{]\s?(?:dot|punkt|\.)\s?[)\]}}]\s?{_END}\b"),
    re.compile(rf"\w\s+at\s+{_HOUSES}{_DOT}{_END}\b"),
    re.compile(rf"\w{_AT}{_HOUSES}\b"),
)

# Handles. A sign inside a word or a path is none ("shift lead@night", "/@acme" is a profile).

_HANDLE = re.compile(r"(?<![\w./@+-])@[^\W\d][\w.-]+")

# Telephone numbers: seven digits or more, with what people put between them.

_URL = re.compile(r"\b(?:https?://|www\.)\S+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*")
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_SIGN = r"(?:[$€£¥₹]|\b(?:eur|euros?|usd|gbp|chf|inr|cad|aud|sek|nok|dkk|pln|zł|kr)\b)"
_AMOUNT = r"[1-9]\d{0,2}(?:[., '’]\d{3})+|[1-9]\d*"
_CLOSED = r"(?<!\d\))(?<!\d\)[. \-–/])(?<!\d\)\s[\-–/]\s)(?<!\d\)\s\s)"
"""Not behind a bracketed beginning of a number: (0557) …"""
_ALONE = rf"{_CLOSED}(?<![\d+])(?<!\d[. \-–/])(?<!\d\s[\-–/]\s)(?<!\d\s\s)"
"""Not the rest of a longer number, whatever stands between its groups."""
_ROUND = r"[1-9]\d{0,2}(?:[. '’]?\d00)"
_INNOCENT = tuple(
    re.compile(pattern)
    for pattern in (
        # Dates, alone or one beside the other; with the same sign after them it is a longer number.
        rf"{_CLOSED}(?<![\d+])(?<!\d[./-]){_YEAR}([./-]){_MONTH}\1{_DAY}(?!\1?\d)",
        rf"{_CLOSED}(?<![\d+])(?<!\d[./-]){_DAY}([./-])\s?{_MONTH}\1\s?(?:{_YEAR}|\d\d)(?!\1?\d)",
        rf"{_CLOSED}(?<![\d+-])20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)(?![ -]\d)",
        # Pay: with a currency beside it, or from one round figure to another.
        rf"{_SIGN}\s?(?:{_AMOUNT})(?:\s?(?:-|–|to|bis)\s?{_SIGN}?\s?(?:{_AMOUNT}))?(?![\d-])",
        rf"(?<![\d+])(?:(?:{_AMOUNT})\s?(?:-|–|to|bis)\s?)?(?:{_AMOUNT})\s?{_SIGN}",
        rf"{_ALONE}{_ROUND}\s?[-–]\s?{_ROUND}(?!\s?[. \-–/]?\s?\d)",
        # Large round figures.
        rf"{_ALONE}[1-9]\d{{0,2}}(?:[. '’]\d{{3}})*[. '’]000(?!\s?[. \-–/]?\s?\d)",
        rf"{_ALONE}[1-9]\d?0{{5,}}(?!\s?[. \-–/]?\s?\d)",
        # Postcodes of more than six digits, where something says that they are one.
        r"\b[a-z]{2}\s+\d{5}-\d{4}\b",
        r"(?:\b(?:zip|postcode|plz|cep)(?:\s+code)?|〒)[\s:]{0,2}\d{3,5}-\d{3,4}\b",
        r"(?<![\d+-])\d{4}-\d{3}(?=\s[^\W\d])",
        # The number of an advertisement, in one piece.
        r"\b(?:job|req|ref|reference|requisition|vacancy|posting|position|stelle)"
        r"(?:[\s.:#-]{0,2}(?:id|no|nr|number|code))?[\s.:#-]{0,3}[a-z]{0,3}-?[1-9][\d-]*\d",
    )
)
_NUMBER = re.compile(
    # Between two digits at most a few blanks and signs; "(0)" may stand inside.
    r"(?<!\d)\+?\(?\+?\d(?:[ \t()./·•~_\-‐‑‒–—]{0,4}\d)+"
)


def _numbers(text: str) -> Iterator[str]:
    """What looks like a number of several digits, where nothing says that it is something else."""
    text = _URL.sub(" ; ", text)
    for pattern in _INNOCENT:
        text = pattern.sub(" ; ", text)
    for found in _NUMBER.finditer(text):
        yield found.group()


def _is_phone(number: str) -> bool:
    groups = re.findall(r"\d+", number)
    if sum(len(group) for group in groups) < 7:
        return False
    years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
    return number.startswith("+") or not years
