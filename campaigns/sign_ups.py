"""How many parents joined at a place, by the keyword of its poster. Nobody is tracked: a keyword is all there is.

Who says yes twice, or has twins, counts once a keyword. Small numbers are not shown, nor what would give them away:
by month only beside a total that may be shown, and a sum of places only when each of them may be shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from campaigns.models import Place
from messages.stages import add_months
from subscribers.hours import local_day, zone
from subscribers.models import ConsentEvent, Journey, Subscriber
from subscribers.small_numbers import Cell, Row, beside, shown

MONTHS = 12  # that are told one by one, this one the last of them

Joined = Mapping[str, Mapping[date, int]]  # parents, by keyword and the first day of a local month


@dataclass(frozen=True, kw_only=True)
class AtPlace:
    """The sign-ups at one place, as they may be shown."""

    place: Place
    total: Cell
    months: Sequence[Cell] | None  # as Counted.months; None: so few that the months would tell them


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The sign-ups at some places."""

    months: Sequence[date]  # first days, the oldest first; what was before them is only in the totals
    places: Sequence[AtPlace]
    total: Cell


def counted(places: Iterable[Place], now: datetime) -> Counted:
    """The sign-ups at these places, two queries with theirs. The caller has seen to it that they are the reader's."""
    places = list(places)
    this_month = local_day(now).replace(day=1)
    months = [add_months(this_month, -n) for n in reversed(range(MONTHS))]
    found = joined([place.keyword for place in places])
    rows = [_at(place, found.get(place.keyword, {}), months) for place in places]
    sums = [sum(found.get(place.keyword, {}).values()) for place in places]
    return Counted(months=months, places=rows, total=_sum(rows, sums))


def totals(keywords: Sequence[str]) -> Mapping[str, Cell]:
    """How many joined by each keyword, as it may be shown; one query."""
    rows = _joined(keywords).values("keyword").annotate(count=Count("subscriber", distinct=True))
    found = {row["keyword"]: row["count"] for row in rows}
    return {keyword: shown([found.get(keyword, 0)]).cells[0] for keyword in keywords}


def joined(keywords: Sequence[str]) -> Joined:
    """How many said yes by each keyword, by the local month of their first yes; one query. Not to be shown as it is."""
    first_yes = ConsentEvent.objects.filter(subscriber=OuterRef("subscriber"), kind=ConsentEvent.Kind.AGREED)
    at = Coalesce(Subquery(first_yes.order_by("pk").values("at")[:1]), "subscriber__created_at")
    rows = _joined(keywords).annotate(month=TruncMonth(at, tzinfo=zone())).values("keyword", "month")
    found: dict[str, dict[date, int]] = {}
    for row in rows.annotate(count=Count("subscriber", distinct=True)):
        found.setdefault(row["keyword"], {})[row["month"].date()] = row["count"]
    return found


def was_used(keyword: str) -> bool:
    """Whether somebody has joined by this keyword: posters carry it."""
    return Journey.objects.filter(keyword=keyword).exists()


def _joined(keywords: Sequence[str]) -> QuerySet[Journey]:
    """The journeys of those who said yes, whether or not they have left since."""
    journeys = Journey.objects.filter(keyword__in=[keyword for keyword in keywords if keyword])
    return journeys.exclude(subscriber__state=Subscriber.State.UNCONFIRMED).order_by()


def _at(place: Place, found: Mapping[date, int], months: Sequence[date]) -> AtPlace:
    before = sum(count for month, count in found.items() if month < months[0])
    row: Row | None = beside([before, *(found.get(month, 0) for month in months)])
    total = shown([sum(found.values())]).cells[0]
    return AtPlace(place=place, total=total, months=row.cells[1:] if row else None)


def _sum(rows: Sequence[AtPlace], sums: Sequence[int]) -> Cell:
    """Of all places; hidden as soon as one of them is, for it is one of those that the list tells one by one."""
    if any(row.total.number is None for row in rows):
        return Cell(number=None, is_few=shown([sum(sums)]).cells[0].is_few)
    return Cell(number=sum(sums))
