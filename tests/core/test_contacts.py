"""Contact details are found however they are written; what only looks like one is let through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.contacts import Contact, contact_in

EMAILS = """
ana@example.org
ana.b+jobs@mail.example.co.uk
ANA@EXAMPLE.ORG
ana＠example.org
ana\u200b@example.org
ana @ gmail . com
name at gmail dot com
Name AT Gmail DOT com
name (at) gmail (dot) com
name[at]gmail.com
name {at} firm {dot} de
name at gmail.com
write to mo at acme dot de
mo @ gmail
https://jobs.example.org/apply?to=mo@example.org
"""

PHONES = """
0171 2345678
+49 171 234 56 78
0049-171-2345678
(555) 123-4567
555-123-4567
555.123.4567
5551234567
+1 (555) 123-4567 ext. 3
030/123456-7
020 7946 0958
020 2012 3456
06.12.10.26.34
06 12 10 26 34
+49 (0)30 1234567
612 345 678
0 1 7 1 2 3 4 5 6
٠١٧١٢٣٤٥٦٧٨
０１７１２３４５６７
call 0171–2345678 after 5 pm
in 2026 call 5551234567
job 12, ring 0171 2345678
"""

PROFILES = """
linkedin.com/in/mo-berger
https://www.linkedin.com/in/mo
https://de.linkedin.com/in/mo/
https://x.com/mo
https://twitter.com/mo_b
https://instagram.com/mo
facebook.com/mo.berger
https://mastodon.social/@mo
https://www.tiktok.com/@mo
https://bsky.app/profile/mo.bsky.social
xing.com/profile/Mo_B
t.me/mo
wa.me/4917123456
https://github.com/mo
https://github.com/mo/
https://calendly.com/mo
discord.gg/abc
tel:+4930123456
mailto:mo
"""

HANDLES = """
ask @mo_berger
(@mo)
@mo@mastodon.example
dm @Mo.Berger please
"""

INNOCENT = """
https://jobs.example.org/view/3871234567
www.linkedin.com/jobs/view/3871234567/
https://www.linkedin.com/company/acme/jobs/
careers.acme.com/jobs/12345678
https://github.com/acme/website
https://www.facebook.com/jobs/12345
2024-2026
2019 – 2025
2025 2026 2027
Years 2019/2020/2021
2026-12-03
2026-12-03 09:00-17:00
03.12.2026
3.12.26-4.1.27
3/12/2026 - 4/1/2027
12/03/2026
01.12.2026 bis 31.12.2026
20261203
24 November 2026, 10:30
from 1 Dec 2026 to 31 Jan 2027
45,000-52,000
45.000-52.000
45.000 - 52.000 EUR
45 000 – 52 000 euros
€45.000-52.000
$60000-75000
$60,000 - $75,000
60000-75000 a year
EUR 60 000
£28,500 a year
1 250 000 kr
10115 Berlin
Seattle, WA 98101-1234
zip 98101-1234
〒100-0001
SW1A 1AA
1012 AB Amsterdam
1000-205 Lisboa
560 001 Bengaluru
Job ID 12345678
Ref: 2024-118822
req R-1234567
Reference number 4455667
20 hours, 3 shifts, from 6 to 14, 2026
Mon-Fri 6-14, Sat 8-12, 2 of 4 weekends
24/7, 365 days
1 000 000 users
10.000.000 users
a budget of 2000000
cooks @ 20 an hour
shift lead@night
look at acme.com
apply at careers.acme.com
at home, dot the i
x.com is hiring
max.com/cooks
5 years, 40 h, 30 days off, 13 salaries
DIN 18015-1 and ISO 9001:2015
Fire class F90, 7.5 t, 3 x 400 V
"""


def each(lines: str) -> list[str]:
    return lines.strip().split("\n")


@pytest.mark.parametrize("text", each(EMAILS))
def test_an_email_address_is_found(text: str) -> None:
    assert contact_in(text) is Contact.EMAIL


@pytest.mark.parametrize("text", each(PHONES))
def test_a_telephone_number_is_found(text: str) -> None:
    assert contact_in(text) is Contact.PHONE


@pytest.mark.parametrize("text", each(PROFILES))
def test_a_profile_is_found(text: str) -> None:
    assert contact_in(text) is Contact.PROFILE


@pytest.mark.parametrize("text", each(HANDLES))
def test_a_handle_is_found(text: str) -> None:
    assert contact_in(text) is not None


@pytest.mark.parametrize("text", each(INNOCENT))
def test_what_only_looks_like_one_is_let_through(text: str) -> None:
    assert contact_in(text) is None
    assert contact_in(f"A night cook: {text}, and a kind crew.") is None


SIGNS = ("", " ", "-", ".", "/", " - ", " / ", "–", "\u00a0", "  ")


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A number as people write one: a prefix or a trunk zero, then groups with one kind of sign."""
    prefix = draw(st.sampled_from(("+49", "+1", "+351", "0049", "0", "(0", "+44 (0)")))
    groups = draw(
        st.lists(st.integers(10, 9999).map(str), min_size=3, max_size=5).filter(
            lambda groups: 7 <= sum(map(len, groups)) <= 13
        )
    )
    sign = draw(st.sampled_from(SIGNS))
    first = groups[0] + (")" if prefix == "(0" else "")
    glue = draw(st.sampled_from(("", " ", "-"))) if prefix.startswith("+") else ""
    return prefix + glue + sign.join((first, *groups[1:]))


@given(number=phones(), before=st.sampled_from(("", "call ", "Tel.: ", "in 2026, ring ")))
def test_a_number_with_a_prefix_is_found_however_its_groups_are_written(
    number: str, before: str
) -> None:
    assert contact_in(f"{before}{number} in the evening") is Contact.PHONE


@given(st.dates(), st.sampled_from(("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%y")))
def test_no_date_is_taken_for_a_number(day: object, form: str) -> None:
    if 1900 <= day.year < 2100:  # type: ignore[attr-defined]  # a date
        assert contact_in(f"from {day:{form}} on") is None


@given(st.integers(10, 250), st.integers(0, 80), st.sampled_from((".", ",", " ", "")))
def test_no_pay_in_thousands_is_taken_for_a_number(low: int, more: int, sign: str) -> None:
    assert contact_in(f"pay: {low}{sign}000-{low + more}{sign}000 a year") is None


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    contact_in(text)
