"""The columns of the spreadsheet, in the order in which it has them."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from languages.table import LANGUAGES
from messages.models import Theme
from messages.stages import StageKind
from subscribers.models import Track

# Which words: kind, number, track and language of a row. What a campaign says has its message's id as its number.
Key = tuple[str, int, str, str]


class Use(Enum):
    KEY = auto()  # says which message and language the row is about
    TEXT = auto()
    LETTER = auto()  # the light markup of messages.letters
    CHOICE = auto()
    FLAG = auto()  # yes or no
    DATE = auto()
    TOLD = auto()  # for reading only: an import passes over it


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str  # the heading, and the model's field
    use: Use
    english: bool = False  # a message has it, a translation has not
    width: int = 16  # in a workbook, in characters
    help: str | Promise


def _is(name: str, use: Use, text: str | Promise, **details: Any) -> Column:
    return Column(name=name, use=use, help=text, **details)


COLUMNS = (
    _is("kind", Use.KEY, _("What the number counts: a word of the list below.")),
    _is("number", Use.KEY, _("The week or month."), width=9),
    _is("track", Use.KEY, _("For whom: a word of the list below.")),
    _is("language", Use.KEY, _("A code of the list below; en is the message itself."), width=10),
    _is("topic", Use.TEXT, _("What it is about."), width=28),
    _is("theme", Use.CHOICE, _("A word of the list below. In rows of English only."), english=True),
    _is("action", Use.TEXT, _("The one thing to try."), width=40),
    _is("why", Use.TEXT, _("Why it works."), width=40),
    _is("sms", Use.TEXT, _("The text message."), width=50),
    _is("sms_why", Use.TEXT, _("First of three texts: why."), width=40),
    _is("sms_do", Use.TEXT, _("Second of three: what to do."), width=40),
    _is("sms_done", Use.TEXT, _("Third of three: well done."), width=40),
    _is("subject", Use.TEXT, _("The e-mail's subject."), width=28),
    _is("preheader", Use.TEXT, _("What an inbox shows after the subject."), width=28),
    _is(
        "email",
        Use.LETTER,
        _("The e-mail. An empty line ends a paragraph; “> ” begins the thing to try, “- ” an item of a list."),
        width=60,
    ),
    _is("web", Use.LETTER, _("The web page. Left empty, the e-mail's words are shown."), width=40),
    _is("no_cost", Use.FLAG, _("Costs nothing: yes or no. In rows of English only."), english=True, width=9),
    _is(
        "needs_nothing",
        Use.FLAG,
        _("Needs nothing that is not at hand: yes or no. In rows of English only."),
        english=True,
    ),
    _is("source", Use.TEXT, _("Where we know it from. In rows of English only."), english=True, width=28),
    _is("source_url", Use.TEXT, _("The source's address. In rows of English only."), english=True, width=28),
    _is("source_checked_on", Use.DATE, _("A day, as 2027-03-14. In rows of English only."), english=True, width=18),
    _is("review_on", Use.DATE, _("A day, as 2027-03-14. In rows of English only."), english=True, width=12),
    _is("version", Use.TOLD, _("Of the published words. Not read by an import."), width=9),
    _is(
        "state",
        Use.TOLD,
        _("draft, in review, scheduled, live, live with draft, or held. Not read by an import."),
    ),
    _is("approved_by", Use.TOLD, _("Who approved exactly these words. Not read by an import."), width=20),
    _is("approved_at", Use.TOLD, _("When, in UTC. Not read by an import."), width=22),
    _is("segments", Use.TOLD, _("What the text message is billed as. Not read by an import."), width=10),
    _is(
        "needs",
        Use.TOLD,
        _("missing: not all is translated; stale: the English has changed since. Not read by an import."),
        width=10,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
KEYS = tuple(x.name for x in COLUMNS if x.use is Use.KEY)
READ = tuple(x for x in COLUMNS if x.use not in (Use.KEY, Use.TOLD))  # what an import may change
TRANSLATED = tuple(x for x in READ if not x.english)  # what a translation has too
TOLD = tuple(x.name for x in COLUMNS if x.use is Use.TOLD)

# The words that a column takes, each with what it is called.
WORDS: dict[str, dict[str, Any]] = {
    "kind": dict(StageKind.choices),
    "track": dict(Track.choices),
    "language": {code: language.name for code, language in LANGUAGES.items()},
    "theme": dict(Theme.choices),
}
YES, NO = "yes", "no"
