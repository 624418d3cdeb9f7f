"""How many parents an area has, by language and by the age of their child; numbers only, and no small ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart, Trust
from languages.table import LANGUAGES
from messages.stages import add_months
from subscribers.models import Child, Journey, Subscriber
from subscribers.small_numbers import Cell, about, beside, shown

YEAR = 12  # months


class Band(models.TextChoices):
    PREGNANCY = "pregnancy", _("pregnancy")
    FIRST_YEAR = "first_year", _("first year")
    TODDLER = "toddler", _("one to three years")


@dataclass(frozen=True, kw_only=True)
class Line:
    label: str
    cell: Cell


@dataclass(frozen=True, kw_only=True)
class Parents:
    """Of an area, as it may be shown. The lines are None where they would give a small number away."""

    total: Cell
    languages: Sequence[Line] | None
    bands: Sequence[Line] | None
    is_about: bool  # numbers of several Sure Starts are rounded: who knows the others must not work out the last


def parents(area: SureStart | Trust | None, today: date) -> Parents:
    """The parents of a Sure Start, of a Trust, or, for None, of the region, on a local day; one query.

    Who has several children counts once, with the one of the latest sign-up.
    """
    by_language: Counter[str] = Counter()
    by_band: Counter[str] = Counter()
    for row in _counts(area, today):
        by_language[row["language"]] += row["count"]
        by_band[row["band"]] += row["count"]
    is_about = not isinstance(area, SureStart)
    total = shown([sum(by_language.values())]).cells[0]
    languages = {language.name: by_language[code] for code, language in LANGUAGES.items() if by_language[code]}
    bands = {str(label): by_band[value] for value, label in Band.choices}
    lines = _lines(languages, is_about=is_about), _lines(bands, is_about=is_about)
    return Parents(total=rounded(total) if is_about else total, languages=lines[0], bands=lines[1], is_about=is_about)


def latest(area: SureStart | Trust | None = None) -> QuerySet[Journey]:
    """One journey of each parent of an area, or of the region: that of the latest sign-up."""
    living = Journey.objects.filter(_of(area), subscriber__state=Subscriber.State.ACTIVE)
    living = living.exclude(state=Journey.State.ENDED).exclude(child__state=Child.State.LOST).order_by()
    newest = living.values("subscriber").annotate(newest=Max("pk")).values("newest")
    return Journey.objects.filter(pk__in=newest).order_by()


def rounded(cell: Cell) -> Cell:
    """A number of several Sure Starts: who knows those of the others must not work out the last."""
    return Cell(number=about(cell.number)) if cell.number else cell


def _counts(area: SureStart | Trust | None, today: date) -> Iterable[Mapping[str, Any]]:
    band = Case(
        When(child__state=Child.State.EXPECTED, then=Value(Band.PREGNANCY)),
        When(child__birth_date__gt=add_months(today, -YEAR), then=Value(Band.FIRST_YEAR)),
        default=Value(Band.TODDLER),
    )
    return latest(area).annotate(band=band).values("language", "band").annotate(count=Count("pk"))


def _of(area: SureStart | Trust | None) -> Q:
    if area is None:
        return Q()
    return Q(sure_start=area) if isinstance(area, SureStart) else Q(trust=area) | Q(sure_start__trust=area)


def _lines(numbers: Mapping[str, int], *, is_about: bool) -> list[Line] | None:
    row = beside(list(numbers.values()))
    if row is None:
        return None
    return [
        Line(label=label, cell=rounded(cell) if is_about else cell)
        for label, cell in zip(numbers, row.cells, strict=True)
    ]
