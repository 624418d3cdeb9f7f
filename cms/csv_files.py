"""Tables for a spreadsheet."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a sum


def as_csv(name: str, heading: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A file of this name, without its ending (UTF-8, with the mark that spreadsheets want)."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    table = csv.writer(answer)
    table.writerow(heading)
    table.writerows([_unspoilt(value) for value in row] for row in rows)
    return answer


def _unspoilt(value: Any) -> str:
    """As text that a spreadsheet shows and does not work out."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
