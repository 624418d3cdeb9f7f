"""A campaign's report as it may be shown: small numbers hidden, and what would give them away.

Every message is in one column of one row, so each row adds up to its total, and the rows to the last line. How a
number divides further (why, in which language) is told only where the number itself is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from campaigns import reporting
from campaigns.areas import Reach
from campaigns.models import Campaign, Place
from campaigns.reporting import Line, Report
from delivery.channels.codes import in_words
from delivery.models import Reason
from languages.table import LANGUAGES
from subscribers.models import Contact
from subscribers.small_numbers import Cell, Row, about, beside, shown, table

COLUMNS = ("delivered", "handed", "failed", "not_sent", "waiting")
DELIVERED, HANDED, FAILED, NOT_SENT, WAITING = range(5)
EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several numbers that make a whole."""

    label: str
    cell: Cell
    width: float | None = None  # of its bar, in hundredths of the longest; None: it has none


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One mailing by one channel."""

    topic: str
    day: date
    channel: str
    row: Row
    languages: Sequence[Part] | None  # of what went out; None where it may not be told

    @property
    def bars(self) -> Sequence[tuple[str, float, float]]:
        return bars(self.row)


@dataclass(frozen=True, kw_only=True)
class Told:
    """The whole report."""

    sent: Sequence[Sent]
    totals: Row
    why_failed: Sequence[Part] | None
    why_not_sent: Sequence[Part] | None
    region: Row | None  # how the region's own messages fared with this area's parents
    stopped: Cell
    joined: Sequence[Part]
    joined_total: Cell
    clicks: Sequence[Part]
    clicks_total: Cell
    events: int
    helpful: Row
    pounds: str
    is_rounded: bool  # the cost, because it would tell how many there were

    @property
    def bars(self) -> Sequence[tuple[str, float, float]]:
        return bars(self.totals)


def told(campaign: Campaign, mine: Reach) -> Told:
    """What this reader may be told. The caller has seen to it that the campaign is one that they see.

    Of a regional campaign an area is told the totals, and by keyword only what joined at its own places.
    """
    report = reporting.report(campaign)
    numbers = table([_numbers(line) for line in report.lines] or [[0] * len(COLUMNS)])
    failed, not_sent = _sums(report)
    region = reporting.regions(campaign)
    joined, joined_total = _joined(report, mine)
    clicks = shown(list(report.clicks.values()))
    pounds, is_rounded = _pounds(report, numbers.totals)
    return Told(
        sent=[_sent(line, row) for line, row in zip(report.lines, numbers.rows, strict=False)],  # none: one row
        totals=numbers.totals,
        why_failed=_divided(failed, numbers.totals.cells, FAILED),
        why_not_sent=_divided(not_sent, numbers.totals.cells, NOT_SENT),
        region=shown(_numbers(region)) if region else None,
        stopped=shown([report.stopped]).cells[0],
        joined=joined,
        joined_total=joined_total,
        clicks=_parts(list(report.clicks), clicks),
        clicks_total=clicks.total,
        events=report.events,
        helpful=shown([report.helpful, report.unhelpful]),
        pounds=pounds,
        is_rounded=is_rounded,
    )


def bars(row: Row) -> Sequence[tuple[str, float, float]]:
    """The parts of a row that are told, as (name, start, width) in hundredths of its total; none without a total."""
    found, start = [], 0.0
    for name, cell in zip(COLUMNS, row.cells, strict=True):
        if row.total.number and cell.number:
            width = 100 * cell.number / row.total.number
            found.append((name, round(start, 2), round(width, 2)))
            start += width
    return found


def _numbers(line: Line) -> list[int]:
    return [line.delivered, line.handed, sum(line.failed.values()), sum(line.not_sent.values()), line.waiting]


def _sums(report: Report) -> tuple[Counter[str], Counter[str]]:
    """Why it failed, and why it was not sent, of all mailings; by what a reader is told."""
    failed: Counter[str] = Counter()
    not_sent: Counter[str] = Counter()
    for line in report.lines:
        for code, number in line.failed.items():
            failed[_why_failed(line.channel, code)] += number
        for reason, number in line.not_sent.items():
            not_sent[_why_not_sent(reason)] += number
    return failed, not_sent


def _why_failed(channel: str, code: str) -> str:
    words = in_words(channel, code)
    if words:
        return _("%(words)s (code %(code)s)") % {"words": words, "code": code}
    return _("code %(code)s") % {"code": code} if code else _("the provider did not say why")


def _why_not_sent(reason: str) -> str:
    return _("its time had passed") if reason == EXPIRED else str(Reason(reason).label)


def _divided(counts: Mapping[str, int], cells: Sequence[Cell], column: int) -> Sequence[Part] | None:
    """The parts of a number, the greatest first; None where the number itself is hidden or would give one away."""
    if cells[column].number is None:
        return None
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    row = beside([counts[label] for label in labels])
    return None if row is None else _parts(labels, row)


def _parts(labels: Sequence[str], row: Row) -> list[Part]:
    top = max((cell.number or 0 for cell in row.cells), default=0)
    return [
        Part(label=label, cell=cell, width=round(100 * cell.number / top, 2) if cell.number and top else None)
        for label, cell in zip(labels, row.cells, strict=True)
    ]


def _sent(line: Line, row: Row) -> Sent:
    languages = None
    if row.cells[DELIVERED].number is not None and row.cells[HANDED].number is not None:
        counts = {str(LANGUAGES[code].name if code in LANGUAGES else code): x for code, x in line.languages.items()}
        languages = _divided(counts, row.cells, DELIVERED)
    channel = str(Contact.Kind(line.channel).label)
    return Sent(topic=line.topic, day=date.fromisoformat(line.day), channel=channel, row=row, languages=languages)


def _joined(report: Report, mine: Reach) -> tuple[Sequence[Part], Cell]:
    """Sign-ups by place; for an area those elsewhere are one number."""
    places = {x.keyword: x for x in Place.objects.filter(keyword__in=report.joined).select_related("sure_start")}
    own = [word for word in report.joined if mine.everywhere or (word in places and mine.owns(places[word]))]
    counts = {_place(word, places.get(word)): report.joined[word] for word in own}
    if elsewhere := sum(report.joined.values()) - sum(counts.values()):
        counts[_("at other areas' places")] = elsewhere
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    row = shown([counts[label] for label in labels])
    return _parts(labels, row), row.total


def _place(keyword: str, place: Place | None) -> str:
    return f"{place.name} ({keyword})" if place else keyword


def _pounds(report: Report, totals: Row) -> tuple[str, bool]:
    """What the texts cost; to ten pence, upwards, where the exact sum would tell how many there were."""
    is_exact = all(totals.cells[column].number is not None for column in (DELIVERED, HANDED, FAILED))
    pence = Decimal(report.pence)
    return f"{(pence if is_exact else Decimal(about(int(-(-pence // 1))))) / 100:.2f}", not is_exact


def lines(found: Told) -> Iterator[list[Any]]:
    """The report as a table for a spreadsheet: what it is about, of what, by what, and a number that may be told."""
    for sent in found.sent:
        what = [sent.day.isoformat(), sent.topic, sent.channel]
        yield from ([*what, name, cell] for name, cell in zip(headings(), sent.row.cells, strict=True))
        yield [*what, _("in all"), sent.row.total]
        yield from ([*what, part.label, part.cell] for part in sent.languages or ())
    whole = ["", _("all mailings"), ""]
    yield from ([*whole, name, cell] for name, cell in zip(headings(), found.totals.cells, strict=True))
    yield [*whole, _("in all"), found.totals.total]
    if found.region:
        region = ["", _("the region's messages in your area"), ""]
        yield from ([*region, name, cell] for name, cell in zip(headings(), found.region.cells, strict=True))
        yield [*region, _("in all"), found.region.total]
    for about_what, parts in (
        (_("why it failed"), found.why_failed),
        (_("why it was not sent"), found.why_not_sent),
        (_("joined"), found.joined),
        (_("clicks"), found.clicks),
    ):
        yield from (["", about_what, "", part.label, part.cell] for part in parts or ())
    yield ["", _("joined"), "", _("in all"), found.joined_total]
    yield ["", _("stopped because of it"), "", "", found.stopped]
    yield ["", _("events"), "", "", Cell(number=found.events)]
    for label, cell in zip((_("yes"), _("no")), found.helpful.cells, strict=True):
        yield ["", _("was it helpful?"), "", label, cell]
    yield ["", _("cost of the texts, in pounds"), "", _("about") if found.is_rounded else "", found.pounds]


def headings() -> list[str]:
    """The names of the columns."""
    return [_("delivered"), _("handed over"), _("failed"), _("not sent"), _("waiting")]
