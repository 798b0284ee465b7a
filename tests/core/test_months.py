"""Names of months: each language its own, whichever spoke before."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.text import Catalogues

LANGUAGES = ("ja", "he", "en", "de", "ar", "pt-BR", "ja")
MARCH = date(2026, 3, 1)
WHOLE = {"ja": "3月", "he": "מרץ", "en": "March", "de": "März", "ar": "مارس", "pt-BR": "março"}
SHORT = {"ja": "3月", "he": "מרץ", "en": "Mar", "de": "März", "ar": "مارس", "pt-BR": "mar."}


@pytest.mark.parametrize("languages", [LANGUAGES, LANGUAGES[::-1]])
def test_no_language_lends_its_months_to_another(languages: tuple[str, ...]) -> None:
    prose = Catalogues({language: [""] for language in LANGUAGES})
    for language in languages:
        say = prose.speech(language)
        assert say.month_alone(MARCH) == WHOLE[language]
        assert say.short_month(MARCH) == SHORT[language]
