"""Images for social networks, press notes and day sheets."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from campaigns.paper import (
    Contact,
    Day,
    DaySheet,
    DoesNotFitError,
    EventLine,
    MissingGlyphError,
    PressNote,
    QuotePlace,
    Shape,
    SocialImage,
    between,
    day_sheet,
    image,
    press_note,
)
from tests.campaigns.paper_kit import FIRST, HEADINGS, LAST, LONG, SENTENCES, URL, Paper

PIXELS = {Shape.SQUARE: (1080, 1080), Shape.LANDSCAPE: (1200, 630), Shape.STORY: (1080, 1920)}
EVENT = EventLine(when="10:00–11:30", title="Rhyme time", where="Oak Library")
NOTE = PressNote(
    language="en",
    headline="A week of small moments",
    release="For release on 1 June 2026",
    dates="8 to 14 June 2026",
    paragraphs=("Families are invited.", "Text OAKLIBRARY to 07700 900123."),
    quotes=(QuotePlace(role="a parent"), QuotePlace(role="a manager")),
    notes=("Nobody is asked for a name.",),
    contacts=(Contact(name="Press desk", role="Region", phone="07700 900456", email="press@messagesofhope.example"),),
    address="messagesofhope.example",
    sure_start="Sure Start Oakvale",
)


def card(language: str, **changes: str) -> SocialImage:
    plain = SocialImage(
        language=language,
        heading=HEADINGS[language],
        sentence=SENTENCES[language],
        dates=between(FIRST, LAST, language),
        address="messagesofhope.example",
        sure_start="Sure Start Oakvale",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # only texts are changed


def week(**changes: object) -> DaySheet:
    days = (
        Day(name="Monday 8 June", topic="Look", sentence="And wait."),
        Day(name="Tuesday 9 June", topic="Sing", events=(EVENT,)),
    )
    fields = {"language": "en", "title": "The week", "days": days, "sure_start": "Sure Start Oakvale", **changes}
    return DaySheet(**fields)  # type: ignore[arg-type]  # the fields are those of a day sheet


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("changes", [{}, {"heading": LONG, "sentence": LONG}, {"sentence": "", "dates": ""}])
def test_image_has_the_pixels_of_its_shape(language: str, shape: Shape, changes: dict[str, str]) -> None:
    seen = Image.open(BytesIO(image(card(language, **changes), shape)))
    assert (seen.format, seen.size) == ("PNG", PIXELS[shape])


def test_image_shows_its_words_as_letters() -> None:
    plain, marked = (image(card("en", heading=words), Shape.SQUARE) for words in ("Hum", "#strike[Hum]"))
    assert plain != marked
    with pytest.raises(MissingGlyphError):
        image(card("en", heading="아"), Shape.SQUARE)


def test_image_describes_itself() -> None:
    assert (
        card("en", heading="Hum", sentence="").alt
        == "Hum\n8 to 14 June 2026\nmessagesofhope.example\nSure Start Oakvale"
    )


def test_press_note_marks_what_waits_to_be_filled_in() -> None:
    paper = Paper(press_note(NOTE))
    assert paper.sizes == [(210, 297)]
    assert (paper.tagged, paper.language, paper.title) == (True, "en", NOTE.headline)
    assert paper.text == (
        "Messages of Hope Press note For release on 1 June 2026 A week of small moments 8 to 14 June 2026 "
        "Families are invited. Text OAKLIBRARY to 07700 900123. "
        "[their own words to be filled in] [name to be filled in], a parent "
        "[their own words to be filled in] [name to be filled in], a manager "
        "Contacts for the press Press desk Region 07700 900456 press@messagesofhope.example "
        "Notes for editors 1. Nobody is asked for a name. messagesofhope.example Sure Start Oakvale"
    )


def test_long_press_note_takes_pages() -> None:
    note = PressNote(language="en", headline=LONG, release="now", paragraphs=(LONG,) * 12)
    assert Paper(press_note(note)).sizes == [(210, 297), (210, 297)]


def test_press_note_keeps_numbers_in_arabic() -> None:
    note = PressNote(
        language="ar",
        headline=HEADINGS["ar"],
        release="للنشر",
        contacts=(Contact(name="مكتب", phone="+44 7700 900456", email="press@messagesofhope.example"),),
    )
    seen = "\n".join(Paper(press_note(note)).rows())
    assert [words for words in ("+447700900456", "press@messagesofhope.example") if words not in seen] == []


def test_day_sheet_tells_the_week_in_its_order() -> None:
    paper = Paper(
        day_sheet(
            week(keyword="OAKLIBRARY", number="07700 900123", url=URL, dates="8 to 14 June 2026", sentence="Hum.")
        )
    )
    assert paper.sizes == [(210, 297)]
    assert (paper.tagged, paper.language, paper.title, paper.codes()) == (True, "en", "The week", [URL])
    assert paper.text == (
        "Messages of Hope 8 to 14 June 2026 The week Hum. Monday 8 June Look And wait. "
        "Tuesday 9 June Sing 10:00–11:30 Rhyme time Oak Library "
        "Text this word OAKLIBRARY to this number 07700 900123 Free. Stop at any time. "
        "messagesofhope.example/j/OAKLIBRARY · Sure Start Oakvale"
    )


def test_day_sheet_needs_no_code_and_no_events() -> None:
    paper = Paper(day_sheet(week(days=(Day(name="Monday", topic="Look"),), sure_start="")))
    assert (paper.codes(), paper.text) == ([], "Messages of Hope The week Monday Look")


@pytest.mark.parametrize("language", HEADINGS)
def test_day_sheet_with_much_to_do_is_one_page(language: str) -> None:
    days = tuple(
        Day(name=f"{number} June", topic=HEADINGS[language], sentence=SENTENCES[language], events=(EVENT,) * 3)
        for number in range(7)
    )
    assert Paper(day_sheet(week(language=language, days=days, url=URL))).sizes == [(210, 297)]


def test_day_sheet_with_too_much_is_an_error() -> None:
    with pytest.raises(DoesNotFitError):
        day_sheet(week(days=(Day(name="Monday", topic="Look", events=(EVENT,) * 80),)))
