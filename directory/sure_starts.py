"""The official list of Sure Starts, from a CSV file: checked whole, and taken whole or not at all."""

import csv
import io
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.models import SureStart, Trust

COLUMNS = ("name", "trust", "area", "districts", "phone", "url", "source", "checked_on")
NEEDED = ("name", "trust", "source", "checked_on")
LONGEST = 1_000_000  # bytes; the list has some forty rows
ENDING = " sure start"  # people write it or not; our own name of a project is without it


@dataclass(frozen=True, kw_only=True)
class RowError:
    row: int  # the line of the file; the headings are line 1
    column: str  # empty for the whole row
    sentence: str

    def __str__(self) -> str:
        place = _("row %(row)s") % {"row": self.row}
        return f"{place}, {self.column}: {self.sentence}" if self.column else f"{place}: {self.sentence}"


class ListError(Exception):
    """The list cannot be taken; nothing of it was. `errors` has every one of them."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the list says of one project."""

    sure_start: SureStart  # as it would be
    is_new: bool
    fields: dict[str, tuple[Any, Any]]  # what would change: before and after, by field


class RowForm(forms.ModelForm[SureStart]):
    """One row of the list."""

    trust = forms.CharField()
    checked_on = forms.DateField(input_formats=["%Y-%m-%d", "%d/%m/%Y"])

    class Meta:
        model = SureStart
        fields = COLUMNS

    def __init__(self, data: dict[str, Any], trusts: dict[str, Trust], before: SureStart | None) -> None:
        super().__init__(data, instance=copy(before) if before else None)
        self.trusts = trusts

    def clean_trust(self) -> Trust:
        name = _key(self.cleaned_data["trust"]).removesuffix(" health and social care trust").removesuffix(" trust")
        if name not in self.trusts:
            known = ", ".join(trust.name for trust in self.trusts.values())
            raise ValidationError(_("There is no such Trust. Write one of: %(names)s.") % {"names": known})
        return self.trusts[name]

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if not source:
            raise ValidationError(_("Say where this row was seen: a page or a document."))
        return source


def read(content: bytes) -> list[Change]:
    """What a file would change. Raises ListError with every mistake of every row."""
    changes: list[Change] = []
    errors: list[RowError] = []
    known = {_key(sure_start.name): sure_start for sure_start in SureStart.objects.select_related("trust")}
    trusts = {_key(trust.name): trust for trust in Trust.objects.all()}
    seen: dict[str, int] = {}
    for line, cells in _rows(content):
        key = _key(cells["name"]).removesuffix(ENDING)
        if key in seen:
            sentence = _("This project is in row %(row)s already. Keep one of them.") % {"row": seen[key]}
            errors.append(RowError(row=line, column="name", sentence=sentence))
            continue
        seen[key] = line
        before = known.get(key)
        form = RowForm(_filled(cells, before), trusts, before)
        if form.is_valid():
            changes.append(_change(form.save(commit=False), before))
        for column, sentences in form.errors.items():
            place = column if column in COLUMNS else ""
            errors += [RowError(row=line, column=place, sentence=str(sentence)) for sentence in sentences]
    if errors:
        raise ListError(errors)
    return changes


def apply(changes: Sequence[Change]) -> int:
    """Write what `read` found, all of it or nothing. Projects that the list does not name stay as they are."""
    with transaction.atomic():
        for change in changes:
            change.sure_start.save()
    return len(changes)


def _change(after: SureStart, before: SureStart | None) -> Change:
    pairs = {name: (getattr(before, name, ""), getattr(after, name)) for name in COLUMNS}
    return Change(sure_start=after, is_new=before is None, fields={n: x for n, x in pairs.items() if x[0] != x[1]})


def _filled(cells: dict[str, str], before: SureStart | None) -> dict[str, Any]:
    """The row's cells; an empty one leaves what we have, and our own spelling of a name stays."""
    if before is None:
        return cells | {"name": cells["name"].strip()}
    ours = {name: getattr(before, name) or "" for name in COLUMNS}
    ours["trust"] = before.trust.name if before.trust else ""
    return ours | {name: cell for name, cell in cells.items() if cell and name != "name"}


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty, with its line."""
    if len(content) > LONGEST:
        raise ListError([RowError(row=1, column="", sentence=_("This file is too large for a list of projects."))])
    try:
        text = content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        sentence = _("This is no CSV file. Save the spreadsheet as “CSV UTF-8” and try again.")
        raise ListError([RowError(row=1, column="", sentence=sentence)]) from error
    headings = [cell.strip().lower() for cell in lines[0]] if lines else []
    _check(headings)
    for number, cells in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in cells):
            padded = [cell.strip() for cell in cells] + [""] * len(headings)
            yield number, {"name": "", **dict(zip(headings, padded, strict=False))}


def _check(headings: Sequence[str]) -> None:
    errors = [
        RowError(row=1, column=name, sentence=_("This column is missing. Add it, with this very heading."))
        for name in NEEDED
        if name not in headings
    ]
    errors += [
        RowError(row=1, column=name, sentence=_("We do not know this column. Take it out, or mend its heading."))
        for name in headings
        if name not in COLUMNS
    ]
    if errors:
        raise ListError(errors)


def _key(name: str) -> str:
    return " ".join(name.lower().split())
