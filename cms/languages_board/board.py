"""The board: for each language how far its words are, what a text in it costs, and who gets what of what is to come."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from campaigns.parents import rounded
from cms.languages_board.parents import OTHERS, Chosen, chosen
from cms.languages_board.words import EMAIL, SMS, Library, Words, library
from cms.map.grid import PLANS
from delivery.helped import Reaching, reaching
from languages.table import DEFAULT, GSM7, LANGUAGES, Language
from messages.sms import measure
from subscribers.models import Journey
from subscribers.small_numbers import Cell, shown

BANDS: Mapping[str, Promise] = {plan.code: plan.title for plan in PLANS}
BAND_OF: Mapping[str, str] = {kind: plan.code for plan in PLANS for kind in plan.kinds}
CHANNELS = (SMS, EMAIL)
OWN, ENGLISH, NOTHING = "own", "english", "nothing"  # what somebody gets of a message


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """One language in one band by one channel: how many messages of those that have words in English."""

    of: int
    whole: int  # drafted whole
    sendable: int  # approved, published, and not waiting because their English has changed
    waiting: int  # old words that wait, and whose readers get their fallback
    going_on: int  # old words that staff let go on; they are among the sendable

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return 100 * self.sendable // self.of if self.of else 0

    @property
    def percent_whole(self) -> int:
        return 100 * self.whole // self.of if self.of else 0


@dataclass(frozen=True, kw_only=True)
class Cost:
    """How many times what English costs."""

    factor: float
    is_measured: bool  # by texts there are; else by what its alphabet leaves room for


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Texts and e-mails of the next eight weeks, by what they come in; rounded up to tens."""

    own: Cell
    english: Cell
    nothing: Cell


@dataclass(frozen=True, kw_only=True)
class Row:
    language: Language
    coverage: Sequence[Coverage]  # band by band, each by text and by e-mail
    cost: Cost
    parents: Chosen | None  # None for English
    coming: Coming | None


@dataclass(frozen=True, kw_only=True)
class Board:
    rows: Sequence[Row]
    totals: Chosen  # of all languages but English


def board(now: datetime) -> Board:
    """The whole board; a constant number of queries, however many messages and parents there are."""
    found, (parents, totals) = library(), chosen()
    coverage, coming = _coverage(found), _coming(found, now)
    rows = [
        Row(
            language=language,
            coverage=[coverage[code, band, channel] for band in BANDS for channel in CHANNELS],
            cost=_cost(found, language),
            parents=parents.get(code),
            coming=_told(coming[code], parents[code]) if code in parents else None,
        )
        for code, language in LANGUAGES.items()
    ]
    return Board(rows=rows, totals=totals)


def _coverage(found: Library) -> Mapping[tuple[str, str, str], Coverage]:
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for pk, message in found.messages.items():
        english, band = found.words[pk, DEFAULT], BAND_OF[message["kind"]]
        for channel in CHANNELS:
            if channel in english.drafted:
                for code in LANGUAGES:
                    counts[code, band, channel].update(_marks(found.words.get((pk, code)), english, channel))
    keys = ((code, band, channel) for code in LANGUAGES for band in BANDS for channel in CHANNELS)
    names = ("of", "whole", "sendable", "waiting", "going_on")
    return {key: Coverage(**{name: counts[key][name] for name in names}) for key in keys}


def _marks(words: Words | None, english: Words, channel: str) -> Iterator[str]:
    """What is to be counted of a message in a language by a channel."""
    yield "of"
    if words is None:
        return
    if words.is_whole(channel, english):
        yield "whole"
    if channel in words.sends:
        yield "sendable"
    if channel in words.stale:
        yield "waiting" if words.waits else "going_on"


def _cost(found: Library, language: Language) -> Cost:
    """By the texts that are there in both languages: what they are billed, in segments."""
    mine = english = 0
    for (pk, code), words in found.words.items():
        original = found.words[pk, DEFAULT].sms
        if code == language.code and words.sms and original:
            mine += measure(words.sms).segments
            english += measure(original).segments
    if english:
        return Cost(factor=mine / english, is_measured=True)
    return Cost(factor=GSM7.joined / language.alphabet.joined, is_measured=False)


def _coming(found: Library, now: datetime) -> Mapping[str, Counter[str]]:
    """By language, how many texts and e-mails of the next weeks come in it, in English, or not at all.

    What there is in no language that they might get is a gap of the library and none of the language: not counted.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in reaching(OTHERS, now):
        for channel in CHANNELS:
            if row.gets(channel) and (what := gets(found.words, row, channel)):
                counts[row.language][what] += row.parents
    return counts


def gets(words: Mapping[tuple[int, str], Words], row: Reaching, channel: str) -> str:
    """What these parents get of a message by a channel, as messages.rendering decides; empty when there is none."""
    if _sends(words.get((row.message_id, row.language)), row, channel):
        return OWN
    if not _sends(words.get((row.message_id, DEFAULT)), row, channel):
        return ""
    return ENGLISH if row.fallback == Journey.Fallback.ENGLISH else NOTHING


def _sends(words: Words | None, row: Reaching, channel: str) -> bool:
    if words is None:
        return False
    return channel in words.sends or (channel == SMS and row.in_parts and "trio" in words.sends)


def _told(counts: Counter[str], parents: Chosen) -> Coming:
    """What may be told: where the parents of a fallback are not shown, neither is what comes to them."""
    row = shown([counts[what] for what in (OWN, ENGLISH, NOTHING)])
    behind = (parents.total, parents.english, parents.nothing)
    cells = [_hidden_with(cell, people) for cell, people in zip(row.cells, behind, strict=True)]
    return Coming(own=cells[0], english=cells[1], nothing=cells[2])


def _hidden_with(cell: Cell, people: Cell) -> Cell:
    return Cell(number=None, is_few=people.is_few) if people.number is None and cell.number != 0 else rounded(cell)
