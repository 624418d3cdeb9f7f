"""What staff fill in about a mailing: when it goes to whom, and what it says in a language."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateInput

from campaigns.models import Campaign, Mailing
from campaigns.models.mailings import MOST_DAYS
from campaigns.writing import OF_ENGLISH, TEXTS
from cms.editor.forms import set_direction
from languages.table import DEFAULT
from subscribers.models import Slot

TOLD = ("version", "english_seen")  # hidden fields of the words' form, which are no words
A_DATE = "date"  # of the choices of a day: one of its own
BEFORE = 7  # days before a campaign's first that can be chosen
SAME_FOR_ALL = ("slot", "window", "only", "track")


class MailingForm(forms.ModelForm[Mailing]):
    """A mailing without its words, but for its topic."""

    topic = forms.CharField(
        label=gettext_lazy("Topic"),
        max_length=120,
        help_text=gettext_lazy("For staff, and the heading where the message is read on the web."),
    )
    when = forms.ChoiceField(label=gettext_lazy("Day"))
    on_day = forms.DateField(
        label=gettext_lazy("A date of its own"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("For a day that is not in the list above. It stays when the campaign's dates move."),
    )

    class Meta:
        model = Mailing
        fields = ("slot", "window", "only", "track")
        labels = {"slot": gettext_lazy("Time of day"), "track": gettext_lazy("Only for carers of this kind")}  # noqa: RUF012 - Django's own form of it

    field_order = ("topic", "when", "on_day", "slot", "window", "only", "track")

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.after_days if self.instance.pk else None
        self._choose("when", [*days_of(campaign, own), (A_DATE, _("Another date"))])
        self._choose("slot", [("", _("As each parent has chosen")), *Slot.choices])
        self._choose("only", Mailing.Only.choices)
        self._choose("track", [("", _("Everybody")), *Mailing._meta.get_field("track").flatchoices])  # noqa: SLF001 - Django's public but underscored API
        window = self.fields["window"]
        window.widget.attrs |= {"min": 0, "max": MOST_DAYS}
        window.validators.append(MaxValueValidator(MOST_DAYS))
        if self.instance.pk:
            is_dated = self.instance.on_day is not None
            self.initial["topic"], self.initial["on_day"] = self.instance.message.topic, self.instance.on_day
            self.initial["when"] = A_DATE if is_dated else str(self.instance.after_days)
        else:
            self.initial.setdefault("when", "0")

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("when") == A_DATE and not given.get("on_day"):
            self.add_error("on_day", ValidationError(_("Choose the date, or a day of the list.")))
        return given

    @property
    def details(self) -> dict[str, Any]:
        """Fields of a Mailing, as campaigns.writing takes them."""
        given = self.cleaned_data
        found = {name: given[name] for name in SAME_FOR_ALL}
        is_dated = given["when"] == A_DATE
        day = {"on_day": given["on_day"] if is_dated else None, "after_days": None if is_dated else int(given["when"])}
        return found | day

    def _post_clean(self) -> None:
        """Leave the mailing as it is: campaigns.writing changes it, or refuses to, by `details`."""


def days_of(campaign: Campaign, own: int | None = None) -> Iterator[tuple[str, str]]:
    """The days that can be chosen, with their dates; `own` is there whatever it is."""
    numbers = {*range(-BEFORE, len(campaign.days))} | ({own} if own is not None else set())
    for number in sorted(numbers):
        day = date_format(campaign.starts_on + timedelta(days=number), "l j F Y")
        if number < 0:
            says = ngettext("%(number)s day before it: %(day)s", "%(number)s days before it: %(day)s", -number)
        else:
            says = _("Day %(number)s: %(day)s")
        yield str(number), says % {"number": number + 1 if number >= 0 else -number, "day": day}


class TextsForm(forms.Form):
    """What a mailing says in one language. Anything may be left out; the checks tell what that means."""

    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=120)
    sms = forms.CharField(
        label=gettext_lazy("Text message"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Blank counts as missing: nobody is sent a blank text."),
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=60, required=False)
    preheader = forms.CharField(
        label=gettext_lazy("Preheader"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("What an inbox shows after the subject."),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.Textarea({"rows": 12}),
        help_text=gettext_lazy(
            "An empty line ends a paragraph. A line that begins with “> ” is the thing to try, lines that begin with "
            "“- ” are a list."
        ),
    )
    action = forms.CharField(
        label=gettext_lazy("No-cost action"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One thing to do, for the page on the web."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why it works"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(
        label=gettext_lazy("How we know"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed when it says something about health: the page or study."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Its address"), max_length=300, required=False, assume_scheme="https"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    english_seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)  # its digest

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if language != DEFAULT:
            for name in OF_ENGLISH:
                del self.fields[name]
        names = (*TEXTS, *OF_ENGLISH)
        set_direction((field for name, field in self.fields.items() if name in names), language)

    @property
    def texts(self) -> dict[str, str]:
        """What was typed and is not too long, by the names that campaigns.writing knows."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in TOLD}
        return {name: value.replace("\r\n", "\n") for name, value in found.items()}  # as a browser ends its lines
