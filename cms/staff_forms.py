"""What staff fill in when they act for a parent."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart, Trust
from languages.table import DEFAULT, LANGUAGES
from portal.sign_up import Answers
from subscribers.children import BORN_AFTER
from subscribers.hours import is_quiet, local_day
from subscribers.models import Journey, Role, Slot
from subscribers.phone import normalise
from subscribers.roster_rows import AHEAD, OLDEST, OVERDUE

# The helper's name goes out in a text: it must not look like a number to ring or a page to open.
NO_LINKS = RegexValidator(r"^(?!.*\.\S)[^\d:/@\n]+$", _("Please give a name or a job only, without digits or links."))
UNSHARED = {"autocomplete": "off"}  # the next parent's form must not offer the last one's number
DAY = {"type": "date", **UNSHARED}


def day(label: Any, **options: Any) -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


class SignUpForm(forms.Form):
    """All that a sign-up needs; the parent says yes on their own phone."""

    phone = forms.CharField(
        label=_("Their mobile number"), required=False, max_length=40, widget=forms.TextInput(attrs=UNSHARED)
    )
    email = forms.EmailField(
        label=_("Or their e-mail address"), required=False, widget=forms.EmailInput(attrs=UNSHARED)
    )
    due_date = day(_("Due date"), help_text=_("If the baby is on the way."))
    birth_date = day(_("Or birth date"), help_text=_("If the baby is here."))
    gestation_weeks = forms.IntegerField(
        label=_("Weeks of pregnancy at birth"),
        help_text=_("Only if the baby came early, before 37 weeks."),
        required=False,
        min_value=BORN_AFTER.start,
        max_value=BORN_AFTER.stop - 1,
    )
    role = forms.ChoiceField(label=_("Who they are to the baby"), choices=[("", _("Please choose")), *Role.choices])
    language = forms.ChoiceField(
        label=_("Language of their messages"),
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
    slot = forms.ChoiceField(label=_("Time of day"), initial=Slot.EVENING)
    sure_start = forms.ModelChoiceField(SureStart.objects.all(), label=_("Sure Start"), required=False)
    trust = forms.ModelChoiceField(
        Trust.objects.order_by("name"), label=_("Or Health and Social Care Trust"), required=False
    )
    agreed_with = forms.CharField(
        label=_("Your name or job"),
        help_text=_("The parent sees it in the text, for example: Ann Example, midwife."),
        max_length=60,
        validators=[NO_LINKS],
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # the form, sent twice, asks once

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        slots = [(value, f"{label} ({settings.SLOTS[value]:%H:%M})") for value, label in Slot.choices]
        self.fields["slot"].choices = slots  # type: ignore[attr-defined] # a ChoiceField

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return normalise(text) if text else ""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_due_date(self) -> date | None:
        due: date | None = self.cleaned_data["due_date"]
        today = local_day(self.now)
        if due and not today - OVERDUE <= due <= today + AHEAD:
            raise ValidationError(_("This is not within a pregnancy of today. Please check the year."))
        return due

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        today = local_day(self.now)
        if born and born > today:
            raise ValidationError(_("This is in the future. For a baby on the way give the due date instead."))
        if born and born < today - OLDEST:
            raise ValidationError(_("We write until the third birthday. Please check the year."))
        return born

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        self._one_of("phone", "email", _("Give a mobile number or an e-mail address."), _("Give one of the two."))
        self._one_of("due_date", "birth_date", _("Give the due date or the birth date."), _("Give one of the two."))
        if told.get("gestation_weeks") and "birth_date" in told and not told["birth_date"]:
            self.add_error("gestation_weeks", _("Only for a baby who is here. Give the birth date, or leave it empty."))
        if is_quiet(self.now):
            raise ValidationError(
                _(
                    "We text nobody first between 9 at night and 8 in the morning. "
                    "Please send this after 8, or let the parent text JOIN to us now."
                )
            )
        return told

    def _one_of(self, first: str, second: str, neither: Any, both: Any) -> None:
        """Exactly one of the two fields is given. What is wrong by itself has been said already."""
        if first in self.errors or second in self.errors:
            return
        given = [name for name in (first, second) if self.cleaned_data[name]]
        if len(given) != 1:
            self.add_error(second if given else first, both if given else neither)

    @property
    def address(self) -> str:
        return str(self.cleaned_data["phone"] or self.cleaned_data["email"])

    @property
    def answers(self) -> Answers:
        told = self.cleaned_data
        names = ("due_date", "birth_date", "gestation_weeks", "role", "language", "fallback", "slot", "agreed_with")
        same: dict[str, Any] = {name: told[name] for name in names}
        sure_start, trust = told["sure_start"], told["trust"]
        return Answers(**same, sure_start=sure_start.pk if sure_start else None, trust=trust.pk if trust else None)


class StopForm(forms.Form):
    """Whose messages end, and why."""

    LOSS, STOP = "loss", "stop"

    address = forms.CharField(
        label=_("The parent's mobile number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs=UNSHARED),
    )
    act = forms.ChoiceField(
        label=_("What has happened"),
        choices=[
            (LOSS, _("A baby has died, or the pregnancy has ended. Messages stop for both parents.")),
            (STOP, _("They want no more messages. Those of the other parent go on.")),
        ],
        widget=forms.RadioSelect,
    )
    asked = forms.BooleanField(
        label=_("The parent has asked me to do this, or the family's Trust has."),
        error_messages={"required": _("Please tick this, or leave it to the parent: they can text LOSS or STOP.")},
    )

    def clean_address(self) -> str:
        text = str(self.cleaned_data["address"])
        if "@" not in text:
            return normalise(text)
        validate_email(text)
        return text.lower()
