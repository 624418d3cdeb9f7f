"""The rows of a roster: what each cell may hold, and what to do about one that does not."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import SureStart
from languages.table import DEFAULT, LANGUAGES
from subscribers.hours import local_day, zone
from subscribers.models import Journey, Role, Slot
from subscribers.phone import normalise

COLUMNS = (
    "phone", "email", "channel", "language", "role", "due_date", "birth_date", "gestation_weeks",
    "sure_start", "frequency", "slot", "agreed_at", "agreed_wording", "agreed_with",
)  # fmt: skip
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
OVERDUE = timedelta(weeks=3)  # a due date may lie so far back when they agreed
AHEAD = timedelta(weeks=43)
EARLIEST = 2000  # the first year in which somebody can have agreed
OLDEST = timedelta(days=3 * 366)  # about the third birthday
ANY_ROW = ""  # an error of the row as a whole has no column


@dataclass(frozen=True, kw_only=True)
class RowError:
    row: int  # the line of the file; the header is line 1
    column: str  # empty for the whole row
    sentence: str

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.sentence}"


class RosterError(Exception):
    """The roster cannot be imported; nothing of it was. `errors` lists every one of them."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


class RowForm(forms.Form):
    """One row of a roster."""

    phone = forms.CharField(required=False)
    email = forms.EmailField(required=False)
    channel = forms.ChoiceField(choices=Journey.Channel)
    language = forms.ChoiceField(choices=[(code, code) for code in LANGUAGES], required=False)
    role = forms.ChoiceField(choices=Role)
    due_date = forms.DateField(required=False, input_formats=DATE_FORMATS)
    birth_date = forms.DateField(required=False, input_formats=DATE_FORMATS)
    gestation_weeks = forms.IntegerField(required=False, min_value=20, max_value=44)
    sure_start = forms.CharField(required=False)
    frequency = forms.TypedChoiceField(choices=Journey.Frequency, coerce=int, required=False, empty_value=None)
    slot = forms.ChoiceField(choices=Slot, required=False)
    agreed_at = forms.CharField()
    agreed_wording = forms.CharField(max_length=40)
    agreed_with = forms.CharField(max_length=120, required=False)

    def __init__(self, data: dict[str, str], now: datetime, sure_starts: dict[str, SureStart]) -> None:
        super().__init__({**data, **_not_needed(data)})
        self.now = now
        self.sure_starts = sure_starts

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return normalise(text) if text else ""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or DEFAULT

    def clean_frequency(self) -> int:
        return self.cleaned_data["frequency"] or Journey.Frequency.WEEKLY

    def clean_slot(self) -> str:
        return self.cleaned_data["slot"] or Slot.EVENING

    def clean_sure_start(self) -> SureStart | None:
        name = _sure_start_key(self.cleaned_data["sure_start"])
        if name and name not in self.sure_starts:
            raise ValidationError(
                _("No Sure Start of this name is in the directory. Add it there, or leave this empty.")
            )
        return self.sure_starts.get(name)

    def clean_agreed_at(self) -> datetime:
        try:
            agreed_at = datetime.fromisoformat(self.cleaned_data["agreed_at"])
        except ValueError as error:
            raise ValidationError(_("Write the time like 2027-03-14T09:30:00+00:00.")) from error
        if agreed_at.year < EARLIEST:
            raise ValidationError(_("This is too long ago. Please check the year."))
        if agreed_at.tzinfo is None:
            agreed_at = agreed_at.replace(tzinfo=zone())
        if agreed_at > self.now:
            raise ValidationError(_("Nobody can have agreed in the future. Please check the time."))
        return agreed_at

    def clean(self) -> dict[str, Any]:
        row = self.cleaned_data
        for column, channels in (("phone", ("sms", "both")), ("email", ("email", "both"))):
            if row.get("channel") in channels and not row.get(column) and column not in self.errors:
                self.add_error(column, _("This channel needs it. Fill it in, or choose another channel."))
        if "due_date" in row and "birth_date" in row and "agreed_at" in row:
            self._check_dates(row["due_date"], row["birth_date"], local_day(row["agreed_at"]))
        if row.get("gestation_weeks") and not row.get("birth_date"):
            self.add_error(
                "gestation_weeks", _("Only a child who is born has this. Give the birth date, or leave it empty.")
            )
        return row

    def _check_dates(self, due_date: date | None, birth_date: date | None, agreed_on: date) -> None:
        if due_date is None and birth_date is None:
            self.add_error("due_date", _("Give the due date, or the birth date of a child who is born."))
        elif birth_date is None and due_date and not agreed_on - OVERDUE <= due_date <= agreed_on + AHEAD:
            self.add_error("due_date", _("This is not within a pregnancy of when they agreed. Please check the year."))
        elif birth_date and birth_date > local_day(self.now):
            self.add_error("birth_date", _("This is in the future. For a child on the way give the due date instead."))
        elif birth_date and birth_date < agreed_on - OLDEST:
            self.add_error(
                "birth_date", _("We write until the third birthday, and this child was older when they agreed.")
            )


def _not_needed(data: dict[str, str]) -> dict[str, str]:
    """The address that the row's channel does not need, emptied: it is neither checked nor kept."""
    unneeded = {"sms": "email", "email": "phone"}.get(data.get("channel", ""))
    return {unneeded: ""} if unneeded else {}


@dataclass(frozen=True, kw_only=True)
class Row:
    line: int
    values: dict[str, Any]

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses to keep, by kind and column."""
        pairs = (("sms", self.values["phone"]), ("email", self.values["email"]))
        return {kind: address for kind, address in pairs if address}


def read(content: bytes, now: datetime) -> tuple[list[Row], list[RowError]]:
    """Read and check a roster by itself. Returns the good rows, and every mistake of the others.

    Raises RosterError when the file as a whole cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="", strict=True)
        _check_header(reader.fieldnames or [])
        lines = [(reader.line_num, raw) for raw in reader]
    except UnicodeDecodeError as error:
        raise _whole_file(1, _("The file is not in UTF-8. Save it as “CSV UTF-8” and try again.")) from error
    except csv.Error as error:
        raise _whole_file(reader.line_num, _("The rows from here on cannot be read. Is a quote not closed?")) from error
    sure_starts = {_sure_start_key(x.name): x for x in SureStart.objects.all()}
    rows: list[Row] = []
    errors: list[RowError] = []
    for line, raw in lines:
        if "" in raw:
            sentence = _("This row has more cells than the header. Put text that holds a comma in quotes.")
            errors.append(RowError(row=line, column=ANY_ROW, sentence=sentence))
            continue
        form = RowForm({name: _tidy(name, value) for name, value in raw.items()}, now, sure_starts)
        if form.is_valid():
            rows.append(Row(line=line, values=form.cleaned_data))
        errors += [RowError(row=line, column=column, sentence=sentence) for column, sentence in _mistakes(form)]
    return rows, errors


def _mistakes(form: RowForm) -> Iterator[tuple[str, str]]:
    """Each mistake of a row, by its column. What the cell holds is not repeated: it may be somebody's number."""
    for column, found in form.errors.as_data().items():
        for error in found:
            if error.code == "invalid_choice":
                words = ", ".join(str(value) for value, _name in form.fields[column].choices)  # type: ignore[attr-defined] # a choice
                yield column, _("This is not one of the words for this column: %(words)s.") % {"words": words}
            else:
                yield column, error.messages[0]


def _whole_file(line: int, sentence: str) -> RosterError:
    return RosterError([RowError(row=max(line, 1), column=ANY_ROW, sentence=sentence)])


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    # By its place: in a file without a header its name is somebody's number.
    strange = [place for place, name in enumerate(header, start=1) if name not in COLUMNS]
    errors = [
        RowError(row=1, column=name, sentence=_("This column is missing. Add it; it may be empty.")) for name in missing
    ]
    errors += [
        RowError(
            row=1,
            column=_("column %(place)d") % {"place": place},
            sentence=_("This column is not known. Rename or remove it."),
        )
        for place in strange
    ]
    if errors:
        raise RosterError(errors)


def _tidy(name: str, value: str) -> str:
    value = value.strip()
    return value.lower() if name in ("channel", "language", "role", "slot") else value


def _sure_start_key(name: str) -> str:
    return name.strip().lower().removesuffix("sure start").strip()
