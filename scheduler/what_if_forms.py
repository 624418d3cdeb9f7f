"""What staff ask: a made-up family, or a message of the library. Nothing personal is asked for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.table import DEFAULT, LANGUAGES
from messages.models import Message
from messages.stages import DUE_WEEK, add_months
from scheduler.made_up import Family
from scheduler.what_if import stage_name
from subscribers.children import BORN_AFTER
from subscribers.models import Journey, Role, Slot, Track

MONTHS = 14  # the most that one calendar shows
PLAIN = {Track.CARER, Track.FATHER_PARTNER, Track.CARE}  # not chosen: they follow from who somebody is, or from a loss
NEAR = timedelta(days=4 * 366)  # a first day further away than this is a slip


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": _("This is not a date. Write it like 2027-03-14.")}
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, error_messages=wrong)


class FamilyForm(forms.Form):
    """A family that does not exist: its dates and choices."""

    due_date = day(_("Due date"), help_text=_("If the baby is on the way."))
    born_on = day(
        _("Suppose the baby is born on"),
        help_text=_("A birth is never assumed: left empty, nothing more comes after week 42 of pregnancy."),
    )
    birth_date = day(_("Or birth date"), help_text=_("If the baby is here when they join."))
    gestation_weeks = forms.IntegerField(
        label=_("Weeks of pregnancy at birth"),
        help_text=_("Only if the baby came early, before 37 weeks."),
        required=False,
        min_value=BORN_AFTER.start,
        max_value=BORN_AFTER.stop - 1,
    )
    first = day(_("They join on"), required=True)
    last = day(_("Until"), required=True, help_text=_("At most 14 months later."))
    role = forms.ChoiceField(label=_("Who they are to the baby"), choices=Role.choices, initial=Role.MOTHER)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[(x.code, x.name if x.code == DEFAULT else f"{x.name} ({x.autonym})") for x in LANGUAGES.values()],
        initial=DEFAULT,
    )
    fallback = forms.ChoiceField(
        label=_("When a message is not in their language yet"),
        choices=[
            (Journey.Fallback.ENGLISH, _("send it in English")),
            (Journey.Fallback.NOTHING, _("send nothing")),
        ],
        initial=Journey.Fallback.ENGLISH,
    )
    channel = forms.ChoiceField(label=_("How"), choices=Journey.Channel.choices, initial=Journey.Channel.SMS)
    frequency = forms.TypedChoiceField(
        label=_("How often"), choices=Journey.Frequency.choices, coerce=int, initial=Journey.Frequency.WEEKLY
    )
    slot = forms.ChoiceField(label=_("Time of day"), initial=Slot.EVENING)
    specials = forms.MultipleChoiceField(
        label=_("Special tracks"),
        choices=[(value, label) for value, label in Track.choices if value not in PLAIN],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Followed from the day on which they join."),
    )
    replaces_until = day(
        _("Special tracks in place of the weekly messages, until"),
        help_text=_("Left empty, they come besides the weekly messages."),
    )
    with_unapproved = forms.BooleanField(
        label=_("Also show words that nobody has approved yet"),
        required=False,
        help_text=_("Published words that await approval are shown, and marked. No parent is sent them."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date) -> None:
        super().__init__(data, initial={"first": today, "last": add_months(today, 4)})
        slots = [(value, f"{label} ({settings.SLOTS[value]:%H:%M})") for value, label in Slot.choices]
        self.fields["slot"].choices = slots  # type: ignore[attr-defined] # a ChoiceField
        self.today = today

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if not -NEAR <= first - self.today <= NEAR:
            raise ValidationError(_("This is far from today. Please check the year."))
        return first

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "due_date" in told and "birth_date" in told and bool(told["due_date"]) == bool(told["birth_date"]):
            both = _("Give one of the two: the due date, or the birth date.")
            neither = _("Give the due date or the birth date.")
            self.add_error("birth_date" if told["birth_date"] else "due_date", both if told["due_date"] else neither)
        if not self.errors:
            self._check_range()
            self._check_birth()
        return told

    def _check_range(self) -> None:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        due, born = self.cleaned_data["due_date"], self.cleaned_data["birth_date"]
        if last < first:
            self.add_error("last", _("This is before they join. Give a later day."))
        elif last > add_months(first, MONTHS):
            self.add_error("last", _("A calendar shows at most 14 months. Give an earlier day."))
        if due and not first - NEAR <= due <= first + timedelta(weeks=DUE_WEEK):
            self.add_error("due_date", _("On the day they join this is not within a pregnancy. Please check the year."))
        if born and born > first:
            sentence = _("This is after they join. For a baby on the way give the due date instead.")
            self.add_error("birth_date", sentence)
        if born and born < first - NEAR:
            self.add_error("birth_date", _("We write until the third birthday. Please check the year."))

    def _check_birth(self) -> None:
        told = self.cleaned_data
        born, first, last = told.get("born_on"), told.get("first"), told.get("last")
        if told.get("gestation_weeks") and not told.get("birth_date"):
            self.add_error("gestation_weeks", _("Only with a birth date. Give one, or leave this empty."))
        if born and told.get("birth_date"):
            self.add_error("born_on", _("Only with a due date: this baby is here already."))
        elif born and first and last and not first <= born <= last:
            self.add_error("born_on", _("Give a day within the calendar: from the day they join until its last."))

    @property
    def family(self) -> Family:
        """What was asked about."""
        names = set(self.fields) - {"first", "last", "with_unapproved", "specials"}
        told = {name: self.cleaned_data[name] for name in names}
        return Family(**told, specials=tuple(self.cleaned_data["specials"]))


class MessageForm(forms.Form):
    """Which message of the library."""

    message = forms.ChoiceField(
        label=_("Message"),
        error_messages={"invalid_choice": _("This message is no longer in the library. Please choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Message.objects.of_stages()
            .order_by("track", "-kind", "number")
            .values_list("pk", "track", "kind", "number", "topic")
        )
        tracks: dict[str, list[tuple[int, str]]] = {}
        for pk, track, kind, number, topic in rows:
            tracks.setdefault(str(Track(track).label), []).append((pk, f"{stage_name(kind, number)}: {topic}"))
        choices = [("", _("Please choose")), *tracks.items()]
        self.fields["message"].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def clean_message(self) -> Message:
        return Message.objects.get(pk=self.cleaned_data["message"])
