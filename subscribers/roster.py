"""A roster of people who have agreed: read whole, checked whole, and imported whole or not at all."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.languages import DEFAULT, LANGUAGES
from directory.models import SureStart
from subscribers import children, consent
from subscribers.hours import local_day, zone
from subscribers.models import Child, Contact, Journey, Role, Slot, Subscriber
from subscribers.phone import normalise

COLUMNS = (
    "phone", "email", "channel", "language", "role", "due_date", "birth_date", "gestation_weeks",
    "sure_start", "frequency", "slot", "agreed_at", "agreed_wording", "agreed_with",
)  # fmt: skip
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
OVERDUE = timedelta(weeks=3)  # a due date may lie so far back when they agreed
AHEAD = timedelta(weeks=43)
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


def import_roster(
    content: bytes, now: datetime, *, dry_run: bool = False, progress: Callable[[Iterable[Row]], Iterable[Row]] = iter
) -> int:
    """Import a roster: every row becomes one active journey, with its consent in the ledger. Returns the rows.

    Raises RosterError, with every mistake of every row, and then nothing is imported. A dry run only checks.
    """
    rows = read(content, now)
    with transaction.atomic():
        errors: list[RowError] = []
        people = _People()
        for row in progress(rows):
            try:
                _save(row, people, now)
            except ValidationError as error:
                column = {"sms": "phone", "email": "email"}.get(error.code or "", ANY_ROW)
                errors.append(RowError(row=row.line, column=column, sentence=error.messages[0]))
        if errors:
            raise RosterError(errors)
        transaction.set_rollback(dry_run)
    return len(rows)


def read(content: bytes, now: datetime) -> list[Row]:
    """Read and check a roster by itself. Raises RosterError with every mistake."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not in UTF-8. Save it as “CSV UTF-8” and try again.")
        raise RosterError([RowError(row=1, column=ANY_ROW, sentence=sentence)]) from error
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    _check_header(reader.fieldnames or [])
    sure_starts = {_sure_start_key(x.name): x for x in SureStart.objects.all()}
    rows, errors = [], []
    for line, raw in enumerate(reader, start=2):
        if "" in raw:
            sentence = _("This row has more cells than the header. Put text that holds a comma in quotes.")
            errors.append(RowError(row=line, column=ANY_ROW, sentence=sentence))
            continue
        form = RowForm({name: _tidy(name, value) for name, value in raw.items()}, now, sure_starts)
        if form.is_valid():
            rows.append(Row(line=line, values=form.cleaned_data))
        for column, found in form.errors.items():
            errors += [RowError(row=line, column=column, sentence=str(sentence)) for sentence in found]
    if errors:
        raise RosterError(errors)
    return rows


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    strange = [name for name in header if name not in COLUMNS]
    errors = [
        RowError(row=1, column=name, sentence=_("This column is missing. Add it; it may be empty.")) for name in missing
    ]
    errors += [
        RowError(row=1, column=name, sentence=_("This column is not known. Rename or remove it.")) for name in strange
    ]
    if errors:
        raise RosterError(errors)


def _tidy(name: str, value: str) -> str:
    value = value.strip()
    return value.lower() if name in ("channel", "language", "role", "slot") else value


def _sure_start_key(name: str) -> str:
    return name.strip().lower().removesuffix("sure start").strip()


class _People:
    """Who is known by which address, and which children were theirs before this roster."""

    def __init__(self) -> None:
        self.before = Journey.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def find(self, row: Row) -> Subscriber | None:
        """The subscriber with the row's addresses. Raises ValidationError, coded by the kind, when there is a clash."""
        found: Subscriber | None = None
        for kind, address in row.addresses.items():
            contact = Contact.objects.with_address(address).select_related("subscriber").first()
            if contact is None:
                continue
            if contact.subscriber.state == Subscriber.State.STOPPED:
                raise ValidationError(
                    _("They have asked us to stop. Only they can start again, by texting START."), code=kind
                )
            if found and found.pk != contact.subscriber_id:
                raise ValidationError(_("The phone and the e-mail belong to two different people."), code=kind)
            found = contact.subscriber
        return found

    def has_child(self, subscriber: Subscriber, values: dict[str, Any]) -> bool:
        """Whether they were writing about this child already before this roster (twins in one roster are welcome)."""
        dates = {"child__due_date": values["due_date"], "child__birth_date": values["birth_date"]}
        return subscriber.journeys.filter(pk__lte=self.before, **dates).exists()


def _save(row: Row, people: _People, now: datetime) -> None:
    subscriber = people.find(row)
    if subscriber and people.has_child(subscriber, row.values):
        raise ValidationError(_("This person already hears from us about this child. Remove the row."))
    subscriber = subscriber or Subscriber.objects.create(created_at=now)
    for kind, address in row.addresses.items():
        known = subscriber.contacts.filter(kind=kind).first()
        if known and known.address != address:
            raise ValidationError(
                _("This person has another address for this channel. One person, one address."), code=kind
            )
        if not known:
            Contact.objects.create(subscriber=subscriber, kind=kind, address=address)
    values = row.values
    consent.agree(
        subscriber.pk,
        "roster",
        values["agreed_at"],
        wording=values["agreed_wording"],
        agreed_with=values["agreed_with"],
    )
    _journey(row, subscriber, _child(values)).save()


def _child(values: dict[str, Any]) -> Child:
    if values["birth_date"]:
        child = children.born(values["birth_date"], values["gestation_weeks"], values["due_date"])
    else:
        child = children.expected(values["due_date"])
    child.save()
    return child


def _journey(row: Row, subscriber: Subscriber, child: Child) -> Journey:
    values = row.values
    names = ("role", "language", "channel", "frequency", "slot", "sure_start")
    return Journey(
        subscriber=subscriber,
        child=child,
        track=Role(values["role"]).track,
        plan_from=values["agreed_at"],
        roster_row=row.line,
        **{name: values[name] for name in names},
    )
