"""A letter in Arabic: numbers in its words stand as they were typed."""

import pytest

from messages.painting import Letter


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ar", "من \u206610:00–12:30\u2069، \u2066£3.50\u2069، \u20660808 808 8000\u2069"),
        ("pl", "من 10:00–12:30، £3.50، 0808 808 8000"),
    ],
)
def test_numbers_stand_as_typed_in_html_and_plain_text(language: str, shown: str) -> None:
    words = "من 10:00–12:30، £3.50، 0808 808 8000"
    letter = Letter(subject="", preheader="", text=words, language=language, stop_url="https://hope.example/stop")
    assert [shown in made for made in (letter.html(), letter.plain())] == [True, True]
