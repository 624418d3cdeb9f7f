"""What stands on a sheet. Every text is given in the sheet's language; the fixed words come from `phrases`.

`language` is a code of languages.table. Fixed words are translated with gettext in that language; where our
catalogue does not have it, give `phrases` (else MissingPhrasesError). Dates and hours are text that the caller has
formatted for Europe/London (`days.between` helps). `sure_start` and `place_name` may be empty.
"""

from dataclasses import dataclass
from enum import StrEnum

from campaigns.paper.phrases import Phrases

LONGEST = 300  # characters of a heading or a sentence
SECURE = "https://"


class Picture(StrEnum):
    """A drawing in static/pictures; docs/pictures.md says which fits where."""

    BATH = "bath"
    DAD = "dad"
    FARM = "farm"
    HANDS = "hands"
    NEONATAL = "neonatal"
    PHONE = "phone"
    QUIET = "quiet"
    READ = "read"
    SING = "sing"
    TALK = "talk"
    TWINS = "twins"
    WALK = "walk"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True)
class EventLine:
    when: str  # "Tuesday 9 June, 10:00"
    title: str
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Poster:
    """One heading, one sentence, one keyword, one QR code: a poster, flyer or card for one place.

    Raises ValueError for a missing heading, sentence, keyword or number, for a heading or sentence of more than
    300 characters, and for a `url` that is not https.
    """

    language: str
    heading: str
    sentence: str
    keyword: str  # what a parent texts: "OAKLIBRARY"
    number: str  # where to, spaced as it is to be read: "07700 900123"
    url: str  # what the QR code opens
    address: str = ""  # the web address as it is printed; without one, that of `url`
    place_name: str = ""  # where this copy hangs
    sure_start: str = ""
    dates: str = ""
    events: tuple[EventLine, ...] = ()  # the first three stand on a poster or flyer; none on a card or in large type
    picture: Picture = Picture.HANDS  # gives way in large type
    phrases: Phrases | None = None

    def __post_init__(self) -> None:
        _demand(heading=self.heading, sentence=self.sentence, keyword=self.keyword, number=self.number)
        _limit(heading=self.heading, sentence=self.sentence)
        _demand_https(self.url)

    @property
    def printed_address(self) -> str:
        return self.address or self.url.removeprefix(SECURE).rstrip("/")


@dataclass(frozen=True, kw_only=True)
class SocialImage:
    """A picture for social networks, seen on a phone: no QR code, the web address instead.

    Raises ValueError for a missing heading or address and for more than 300 characters of heading or sentence.
    """

    language: str
    heading: str
    address: str  # the web address as it is printed
    sentence: str = ""
    dates: str = ""
    sure_start: str = ""
    picture: Picture = Picture.HANDS
    phrases: Phrases | None = None

    def __post_init__(self) -> None:
        _demand(heading=self.heading, address=self.address)
        _limit(heading=self.heading, sentence=self.sentence)

    @property
    def alt(self) -> str:
        """What to give a network as the image's description: every word on it, in the order of reading."""
        return "\n".join(
            part for part in (self.heading, self.sentence, self.dates, self.address, self.sure_start) if part
        )


@dataclass(frozen=True, kw_only=True)
class Contact:
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotePlace:
    """Room for somebody's own words. Nobody's name or quote is made up: both are marked as still to be filled in."""

    role: str  # whose words are asked for: "A parent who gets the messages"


@dataclass(frozen=True, kw_only=True)
class PressNote:
    """The skeleton of a press note; raises ValueError without a headline."""

    language: str
    headline: str
    release: str  # when it may be printed: "For release on Monday 8 June 2026"
    dates: str = ""
    paragraphs: tuple[str, ...] = ()
    quotes: tuple[QuotePlace, ...] = ()
    notes: tuple[str, ...] = ()  # for editors, each a sentence or two
    contacts: tuple[Contact, ...] = ()
    address: str = ""  # the web address as it is printed
    sure_start: str = ""
    phrases: Phrases | None = None

    def __post_init__(self) -> None:
        _demand(headline=self.headline)


@dataclass(frozen=True, kw_only=True)
class Day:
    name: str  # "Monday 9 June"
    topic: str
    sentence: str = ""
    events: tuple[EventLine, ...] = ()  # here `when` is the hour alone


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    """The week's programme on one page: a topic a day, with its events. Raises ValueError without a title or a day.

    With `keyword` and `number` the sheet says how to join by text; with `url` (https) it has a QR code.
    """

    language: str
    title: str
    days: tuple[Day, ...]
    sentence: str = ""
    dates: str = ""
    keyword: str = ""
    number: str = ""
    url: str = ""
    address: str = ""  # the web address as it is printed; without one, that of `url`
    sure_start: str = ""
    phrases: Phrases | None = None

    def __post_init__(self) -> None:
        _demand(title=self.title, days=self.days)
        if self.url:
            _demand_https(self.url)

    @property
    def printed_address(self) -> str:
        return self.address or self.url.removeprefix(SECURE).rstrip("/")


def _demand(**fields: object) -> None:
    missing = [name for name, value in fields.items() if not value or (isinstance(value, str) and not value.strip())]
    if missing:
        raise ValueError(f"A sheet needs: {', '.join(missing)}.")


def _limit(**texts: str) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise ValueError(f"The {name} has {len(text)} characters; {LONGEST} is the most.")


def _demand_https(url: str) -> None:
    if not url.startswith(SECURE) or url == SECURE:
        raise ValueError("A QR code opens an https address.")
