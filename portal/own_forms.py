"""The questions of a parent's own page. Each form has one, keeps what was typed, and says what to mend."""

import datetime as dt
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from languages.table import of_page
from portal.models import LeavingReason
from portal.understanding import Intent, understand
from subscribers import children
from subscribers.hours import local_day
from subscribers.phone import SHORT_DIGITS, PhoneError, normalise

NOT_READ = _("We could not make out the date. Please type it like this: 14 March 2027")
NOT_YET = _("That day is still to come. On what day was your baby born?")
NOT_A_DUE_DATE = _("That day is long past. When is your baby due now?")
NOT_BY_THE_DUE_DATE = _(
    "That day does not fit the due date that we know. Please look at it again. If it is right, add the weeks of "
    "pregnancy, for example 3 May at 30 weeks."
)
TOO_FAR = _("That date is too far off for us: we write from pregnancy to age three. Please check the year.")
GRAVE = ("loss", "distress")
LATE = timedelta(weeks=3)  # how long a due date may be past


class AskForm(forms.Form):
    """A mobile number or an e-mail address, whichever somebody types."""

    address = forms.CharField(
        label=_("What is your mobile number or e-mail address?"),
        help_text=_("The one that our messages come to."),
        error_messages=dict.fromkeys(("required", "max_length"), _("Type your mobile number or your e-mail address")),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_address(self) -> str:
        """An e-mail address in lower case, or a number in E.164."""
        typed = str(self.cleaned_data["address"]).strip()
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError:
                raise ValidationError(_("Please check the e-mail address. It looks like name@place.com")) from None
            return typed.lower()
        if sum(character.isdigit() for character in typed) < SHORT_DIGITS:
            raise ValidationError(_("Type a mobile number, all 11 digits of it, or an e-mail address"))
        try:
            return normalise(typed)
        except PhoneError as error:
            raise ValidationError(error.messages) from None


class WhenForm(forms.Form):
    """A day, in the words of whoever types it. `grave` is "loss" or "distress" when the words tell of that instead."""

    when = forms.CharField(
        max_length=200,
        error_messages={"required": _("Type a date, for example 14 March 2027"), "max_length": NOT_READ},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    label: Any = ""
    hint: Any = ""
    about = ""  # a word, understood in every language, that says what the day is of
    grave = ""

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_day(now)
        self.fields["when"].label = self.label
        self.fields["when"].help_text = self.hint

    def read(self) -> Intent:
        """What the words mean as an answer to this question; raises ValidationError for what is no day in reach."""
        typed = str(self.cleaned_data["when"])
        intent, plain = self._understand(f"{self.about} {typed}"), self._understand(typed)
        self.grave = next((one.kind for one in (plain, intent) if one.kind in GRAVE), "")
        if self.grave:
            raise ValidationError(NOT_READ)
        if intent.problem == "far":
            intent = plain  # which side of today it is on says more than that it is far
        if intent.problem == "far":
            raise ValidationError(TOO_FAR)
        if intent.kind not in ("date", "due", "born") or (intent.date is None and not intent.weeks):
            raise ValidationError(NOT_READ)
        return intent

    def _understand(self, text: str) -> Intent:
        return understand(text.strip(), of_page().code, self.today)


class BornForm(WhenForm):
    label = _("On what day was your baby born?")
    hint = _("For example 3 May, or yesterday. For twins, type twins and the day.")
    about = "born"
    date: dt.date
    gestation_weeks: int | None
    count: int

    def __init__(self, *args: Any, due_date: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_date = due_date

    def clean_when(self) -> str:
        """Three weeks, said of a baby who is here, is an age."""
        intent = self.read()
        found = intent.date or self.today - timedelta(weeks=intent.weeks or 0)
        if found > self.today:
            raise ValidationError(NOT_YET)
        weeks = intent.gestation or children.gestation_at(found, self.due_date)
        if self.due_date and weeks not in children.BORN_AFTER:
            raise ValidationError(NOT_BY_THE_DUE_DATE)
        self.date, self.gestation_weeks, self.count = found, intent.gestation, intent.count
        return str(self.cleaned_data["when"])


class DueForm(WhenForm):
    label = _("When is your baby due now?")
    hint = _("Near enough is fine: 14 March, or 20 weeks pregnant.")
    about = "due"
    date: dt.date

    def clean_when(self) -> str:
        """Twenty weeks, said of a baby on the way, are weeks of pregnancy."""
        intent = self.read()
        term = timedelta(weeks=children.TERM_WEEKS)
        found = intent.date or self.today + term - timedelta(weeks=intent.weeks or 0)
        if found < self.today - LATE:
            raise ValidationError(NOT_A_DUE_DATE)
        if found > self.today + term + LATE:
            raise ValidationError(TOO_FAR)
        self.date = found
        return str(self.cleaned_data["when"])


class AddForm(WhenForm):
    label = _("When is this baby due, or when was this baby born?")
    hint = _("For example 14 March, 20 weeks pregnant, or 5 weeks old.")
    intent: Intent

    def clean_when(self) -> str:
        """Here weeks alone could mean either."""
        self.intent = self.read()
        if self.intent.date is None:
            raise ValidationError(
                _("Is that weeks pregnant or weeks old? Please type, for example, 12 weeks pregnant, or 12 weeks old.")
            )
        return str(self.cleaned_data["when"])


class EarlyForm(forms.Form):
    """The weeks at birth."""

    weeks = forms.IntegerField(
        label=_("How many weeks pregnant were you, or was the mother, when your baby was born?"),
        help_text=_("Whole weeks, for example 32."),
        min_value=min(children.BORN_AFTER),
        max_value=max(children.BORN_AFTER),
        error_messages={
            "required": _("Type the number of weeks, for example 32"),
            "invalid": _("Type the number of weeks in digits, for example 32"),
            "min_value": _("Type a number of weeks from %(limit_value)s on"),
            "max_value": _("Type a number of weeks up to %(limit_value)s"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class PauseForm(forms.Form):
    """For how long."""

    days = forms.TypedChoiceField(
        label=_("For how long would you like no messages?"),
        help_text=_("They go on by themselves after that. You can go on sooner whenever you like."),
        choices=(
            (7, _("1 week")),
            (14, _("2 weeks")),
            (28, _("4 weeks")),
            (84, _("12 weeks")),
            (settings.PAUSE_DAYS_MOST, _("6 months")),
        ),
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose for how long")),
        widget=forms.RadioSelect,
    )


class WhyForm(forms.Form):
    """Why somebody left, when they choose to say."""

    why = forms.ChoiceField(
        label=_("Would you like to say why?"),
        help_text=_("Only if you want to. It is counted, with nothing that leads to you."),
        choices=LeavingReason.Why,
        required=False,
        widget=forms.RadioSelect,
    )
