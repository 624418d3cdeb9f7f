"""What our own texts ask for can be texted back as it stands there, in every language."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from languages import spoken
from languages.catalogues import files
from languages.catalogues.sources import Part
from languages.table import TABLE, Language
from portal.understanding import understand

TODAY = date(2026, 11, 21)
EXPLAINED = re.compile(r"\b(YES|NO) ?[(（][^)）]+[)）]")  # "YES (tak)"
every_catalogue = pytest.mark.parametrize("language", files.languages_of(Part.PUBLIC), ids=lambda x: x.code)


@every_catalogue
def test_command_copied_with_its_explanation_is_the_command(language: Language) -> None:
    strings = [
        string
        for entry in files.entries(files.read(files.path_of(Part.PUBLIC, language)))
        for string in files.forms(entry.string)
    ]
    copied = {(found[0], found[1].lower()) for string in strings for found in EXPLAINED.finditer(string)}
    assert {(text, understand(text, language.code, TODAY).kind) for text, _kind in copied} == copied


@pytest.mark.parametrize(
    "text",
    [
        "LOSS (my mother)",
        "NO (more messages please)",
        "YES (but not today, my baby died)",
        "No (miscarriage)",
        "no (stop)",
        "Yes (stop)",
        "no (suicidal)",
        "YES (no)",
    ],
)
def test_what_is_more_than_an_explanation_is_heard_whole(text: str) -> None:
    assert understand(text, "en", TODAY).kind not in {"yes", "no"}


@pytest.mark.parametrize("code", TABLE)
@pytest.mark.parametrize("write", [spoken.day, spoken.day_of_year, spoken.long_day])
def test_date_as_we_write_it_is_that_date(code: str, write: Callable[[date, str], str]) -> None:
    days = (date(2027, 3, 14), date(2026, 10, 2))
    assert [understand(write(day, code), code, TODAY).date for day in days] == list(days)
