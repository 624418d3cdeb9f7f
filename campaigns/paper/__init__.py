"""What a campaign puts on paper and into pictures: posters, flyers, cards, images, press notes and day sheets.

Pure functions of frozen dataclasses: nothing here reads a model, a request, the clock or the network, and the same
content makes the same bytes. Typst sets the pages from the layouts beside this file; texts reach it as data only.
"""

from campaigns.paper.content import (
    Contact,
    Day,
    DaySheet,
    EventLine,
    Picture,
    Poster,
    PressNote,
    QuotePlace,
    SocialImage,
)
from campaigns.paper.days import between
from campaigns.paper.phrases import MissingPhrasesError, Phrases, phrases_in
from campaigns.paper.sheets import day_sheet, image, poster, press_note
from campaigns.paper.sizes import Shape, Size
from messages.paper.letters import MissingGlyphError
from messages.paper.press import DoesNotFitError

__all__ = [
    "Contact",
    "Day",
    "DaySheet",
    "DoesNotFitError",
    "EventLine",
    "MissingGlyphError",
    "MissingPhrasesError",
    "Phrases",
    "Picture",
    "Poster",
    "PressNote",
    "QuotePlace",
    "Shape",
    "Size",
    "SocialImage",
    "between",
    "day_sheet",
    "image",
    "phrases_in",
    "poster",
    "press_note",
]
