"""What staff fill in about an event."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns import areas, events, owner_keys
from campaigns.models import Campaign, Event, State
from cms.events.fields import OTHERS, LocalDateTimeField, TextForm, owner_choices
from directory.models import SureStart
from languages.table import DEFAULT, LANGUAGES
from subscribers.hours import local_day

AHEAD = timedelta(days=3 * 366)
LONGEST = timedelta(days=31)
SPOKEN = [(x.code, x.name if x.code == DEFAULT else f"{x.name} ({x.autonym})") for x in LANGUAGES.values()]


class EventForm(forms.ModelForm[Event]):
    """An event, in English and with what belongs to no language; its other texts are `texts`, a form each."""

    owner = forms.ChoiceField(label=_("Whose it is"), help_text=_("Parents of this area find it under “near you”."))
    starts_at = LocalDateTimeField(label=_("Begins"), help_text=_("Day and time in Northern Ireland."))
    ends_at = LocalDateTimeField(label=_("Ends"))
    booking_url = forms.URLField(
        label=_("Where to book"),
        help_text=_("The whole address, with https://. Leave it empty if nobody needs to book."),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), choices=SPOKEN, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Event
        fields = (
            *("owner", "campaign", "title", "about", "starts_at", "ends_at", "is_online", "where", "booking_url"),
            *("who", "languages", "host", "access", "is_published"),
        )
        labels: ClassVar = {
            "title": _("Title"),
            "about": _("What happens"),
            "is_online": _("It is online"),
            "where": _("Where"),
            "who": _("For whom"),
            "host": _("Who runs it"),
            "access": _("Accessibility"),
            "is_published": _("Shown to parents"),
        }
        help_texts: ClassVar = {
            "title": _("In English, short enough for a text: Baby massage."),
            "campaign": _(
                "It then stands on the page of that campaign, in its pack and in its report. It may be on other days."
            ),
            "access": _("Steps, lifts, changing places, prams, interpreters: what helps somebody decide to come."),
            "is_published": _("Without this it is kept here, and nobody else sees it."),
        }
        widgets: ClassVar = {
            "about": forms.Textarea(attrs={"rows": 4}),
            "access": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self, data: Any = None, *, user: Any, now: datetime, instance: Event | None = None, campaign: str = ""
    ) -> None:
        """`campaign` is the number of the one that a new event is for."""
        super().__init__(data, instance=instance, initial={"campaign": campaign} if campaign.isdecimal() else None)
        self.now = now
        self.fields["campaign"].queryset = _campaigns(user, now, self.instance)  # type: ignore[attr-defined] # of a choice
        choices = owner_choices(user)
        self.fields["owner"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        is_kept = instance is not None and instance.pk is not None
        self.initial["owner"] = owner_keys.key_of(instance) if is_kept and instance else choices[0][0]
        self.texts = [TextForm(data, language=code, event=instance) for code in OTHERS]

    @property
    def field_groups(self) -> Iterator[tuple[Any, list[Any]]]:
        """The fields, under headings."""
        groups = (
            (_("What, and whose"), ("title", "about", "owner", "campaign")),
            (_("When"), ("starts_at", "ends_at")),
            (_("Where"), ("is_online", "where", "booking_url")),
            (_("For whom"), ("who", "languages", "host", "access")),
            (_("Who sees it"), ("is_published",)),
        )
        for heading, names in groups:
            yield heading, [self[name] for name in names]

    def is_valid(self) -> bool:
        """Each part is looked at, so that every mistake is shown at once."""
        return all([super().is_valid(), *(text.is_valid() for text in self.texts)])

    def clean_starts_at(self) -> datetime:
        """In the future, unless it stays what it was."""
        begins: datetime = self.cleaned_data["starts_at"]
        if "starts_at" in self.changed_data and begins <= self.now:
            raise ValidationError(_("This is in the past. Please check the day and the year."))
        if begins > self.now + AHEAD:
            raise ValidationError(_("This is more than three years away. Please check the year."))
        return begins

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        begins, ends = told.get("starts_at"), told.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("It has to end after it begins."))
        elif begins and ends and ends - begins > LONGEST:
            self.add_error("ends_at", _("It would last for more than a month. Please check the day."))
        if "where" in told and not told["where"]:
            sentence = _("Say how to join online.") if told.get("is_online") else _("Say where it is.")
            self.add_error("where", sentence)
        if told.get("campaign") and "owner" in told and not _is_of_area(told["campaign"], told["owner"]):
            self.add_error(
                "campaign", _("That campaign is of another area. Choose one of this area, or of the region.")
            )
        return told

    def validate_constraints(self) -> None:
        """The one of the table is looked at in `clean`, where the sentence stands beside the field."""

    @transaction.atomic
    def keep(self) -> Event:
        """Save the event and its texts."""
        event: Event = self.instance
        event.trust_id, event.sure_start_id = owner_keys.read(self.cleaned_data["owner"])
        events.save(event, self.now)
        for text in self.texts:
            text.save(event)
        return event


def _campaigns(user: Any, now: datetime, event: Event) -> QuerySet[Campaign]:
    """What an event may be part of: what is not over of all that they may see, and what it is part of already."""
    rows = areas.visible(Campaign.objects.select_related("trust", "sure_start"), user)
    is_on = ~Q(state__in=(State.CANCELLED, State.FINISHED)) & Q(ends_on__gte=local_day(now))
    return rows.filter(is_on | Q(pk=event.campaign_id)).order_by("starts_on", "pk")


def _is_of_area(campaign: Campaign, owner: str) -> bool:
    """Whether an event of this owner (a key of campaigns.owner_keys) may stand in it: the region has room for all."""
    if campaign.is_regional:
        return True
    trust, sure_start = owner_keys.read(owner)
    if campaign.sure_start_id or not sure_start:
        return (campaign.trust_id, campaign.sure_start_id) == (trust, sure_start)
    return SureStart.objects.filter(pk=sure_start, trust=campaign.trust_id).exists()


class CopyForm(forms.Form):
    """On which day it is held once more."""

    day = forms.DateField(
        label=_("The new day"),
        help_text=_("The times of day, the texts and everything else are the same."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not local_day(self.now) <= day <= local_day(self.now + AHEAD):
            raise ValidationError(_("Choose a day from today on, within three years."))
        return day


class CancelForm(forms.Form):
    """Asks once more."""

    sure = forms.BooleanField(
        label=_("Yes, cancel this event."),
        error_messages={"required": _("Please tick this if you want to cancel the event.")},
    )
