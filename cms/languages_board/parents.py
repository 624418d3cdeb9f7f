"""How many parents have chosen each language, and what each gets where it has nothing; no small numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from campaigns.parents import latest, rounded
from languages.table import DEFAULT, LANGUAGES
from subscribers.models import Journey
from subscribers.small_numbers import Cell, table

OTHERS = tuple(code for code in LANGUAGES if code != DEFAULT)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Parents of one language, rounded up to tens."""

    total: Cell
    english: Cell  # of them, those whose fallback is English
    nothing: Cell


def chosen() -> tuple[Mapping[str, Chosen], Chosen]:
    """By language, English left out, and of them all; one query.

    Whoever has several children counts once, with the choices of the latest sign-up. No hidden number follows from the
    others, here or in what is told of one language alone.
    """
    found = {(code, fallback): n for code, fallback, n in _rows()}
    numbers = [[found.get((code, fallback), 0) for fallback in Journey.Fallback.values] for code in OTHERS]
    told = table(numbers)
    rows = {code: _chosen(row.cells, row.total) for code, row in zip(OTHERS, told.rows, strict=True)}
    return rows, _chosen(told.totals.cells, told.totals.total)


def _rows() -> list[tuple[str, str, int]]:
    rows = latest().filter(language__in=OTHERS).values_list("language", "fallback").annotate(Count("pk"))
    return list(rows)


def _chosen(cells: Sequence[Cell], total: Cell) -> Chosen:
    english, nothing = (rounded(cell) for cell in cells)
    return Chosen(total=rounded(total), english=english, nothing=nothing)
