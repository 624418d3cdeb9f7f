"""Each language of a mailing: how far its words are, who reads it, and what they get until its words are approved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.audiences import journeys
from campaigns.models import Mailing
from cms.mailings.telling import few_or, in_cell
from languages.table import DEFAULT, LANGUAGES, Language
from messages.models import AnyWords, Translation
from subscribers.models import Journey
from subscribers.small_numbers import Cell, shown

Readers = Mapping[tuple[str, str], int]  # by language and fallback


class State(TextChoices):
    MISSING = "missing", gettext_lazy("missing")
    WAITING = "unapproved", gettext_lazy("not approved")
    STALE = "stale", gettext_lazy("English has changed")  # it waits until somebody has looked at it again
    APPROVED = "approved", gettext_lazy("approved")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One language."""

    language: Language
    state: State
    approved_by: str
    approved_at: datetime | None
    cell: Cell  # how many read it
    until_then: str  # what they get while its words are not approved; blank when they are

    @property
    def readers(self) -> str:
        return in_cell(self.cell)


def readers_of(mailing: Mailing) -> Readers:
    """Those whom the mailing is for, by language and by what they chose where it has no words; one query."""
    rows = journeys(mailing).order_by().values_list("language", "fallback")
    found: Counter[tuple[str, str]] = Counter()
    for language, fallback, number in rows.annotate(Count("subscriber", distinct=True)):
        found[language, fallback] += number
    return found


def table(mailing: Mailing, readers: Readers) -> tuple[list[Row], list[Language], bool]:
    """The languages that somebody reads or wrote in, the others, and whether a number is hidden; one query."""
    words: dict[str, AnyWords] = {x.language: x for x in mailing.message.translations.all()}
    words[DEFAULT] = mailing.message
    read = {language for language, _fallback in readers}
    here = [x for x in LANGUAGES.values() if x.code in words or x.code in read]
    numbers = shown([_of(readers, x.code) for x in here])
    rows = [_row(x, words.get(x.code), cell, readers) for x, cell in zip(here, numbers.cells, strict=True)]
    return rows, [x for x in LANGUAGES.values() if x not in here], numbers.hides


def _of(readers: Readers, language: str) -> int:
    return sum(number for (code, _fallback), number in readers.items() if code == language)


def _row(language: Language, words: AnyWords | None, cell: Cell, readers: Readers) -> Row:
    state = state_of(words)
    return Row(
        language=language,
        state=state,
        approved_by=words.approved_by if words else "",
        approved_at=words.approved_at if words else None,
        cell=cell,
        until_then="" if state == State.APPROVED else until_then(language.code, readers),
    )


def state_of(words: AnyWords | None) -> State:
    """How far words are. A blank translation is a missing one."""
    if words is None or not (words.sms or words.email_text):
        return State.MISSING
    if isinstance(words, Translation) and words.waits:
        return State.STALE
    return State.APPROVED if words.approved_by else State.WAITING


def until_then(language: str, readers: Readers) -> str:
    """What the readers of a language get while it has no approved words: the fallback that each of them chose."""
    if language == DEFAULT:
        return _("Approved with the campaign, by whoever approves it.")
    numbers = [readers.get((language, x), 0) for x in (Journey.Fallback.ENGLISH, Journey.Fallback.NOTHING)]
    english, nothing = numbers
    if not english and not nothing:
        return _("Nobody whom this mailing is for reads it now.")
    if not nothing:
        return _("Until then they get the English, as they chose.")
    if not english:
        return _("Until then they get nothing: they chose that instead of English.")
    row = shown(numbers)
    told = {"english": _people(row.cells[0]), "nothing": _people(row.cells[1])}
    return _("Until then each gets what they chose. The English: %(english)s. Nothing: %(nothing)s.") % told


def _people(cell: Cell) -> str:
    return few_or(cell.number) if cell.number is not None else in_cell(cell)


def row_of(language: Language, words: AnyWords | None, readers: Readers) -> Row:
    """One language by itself."""
    number = _of(readers, language.code)
    return _row(language, words, shown([number]).total, readers)
