"""The pieces of the form for an event: local hours, whose it is, and its texts in other languages."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns import areas, owner_keys
from campaigns.models import Event, EventText
from languages.table import DEFAULT, LANGUAGES
from subscribers.hours import zone

PLEASE_CHOOSE = _("Please choose")


class LocalDateTimeField(forms.DateTimeField):
    """A day and an hour in Northern Ireland, whatever time zone somebody has set for their own admin."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(zone()):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(zone()):
            return super().prepare_value(value)


def owner_choices(user: Any) -> list[owner_keys.Choice]:
    """Whose an event may be that this user makes; with one possibility only there is nothing to choose."""
    trusts, sure_starts = areas.owners(user)
    found = list(owner_keys.by_trust(trusts, sure_starts.select_related("trust")))
    if areas.reach(user).everywhere:
        return [("", PLEASE_CHOOSE), (owner_keys.REGION, _("The whole region")), *found]
    single = [choice for _heading, choices in found for choice in choices]
    return single if len(single) == 1 else [("", PLEASE_CHOOSE), *found]


class TextForm(forms.Form):
    """An event's title, and what happens, in one other language. Left blank, its readers get English."""

    title = forms.CharField(label=_("Title"), required=False, max_length=100)
    about = forms.CharField(
        label=_("What happens"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, *, language: str, event: Event | None) -> None:
        self.language = LANGUAGES[language]
        texts = event.texts.all() if event and event.pk else ()
        found = next((text for text in texts if text.language == language), None)
        self.is_written = found is not None
        initial = {"title": found.title, "about": found.about} if found else {}
        super().__init__(data, prefix=f"text-{language}", initial=initial)
        for field in self.fields.values():
            direction = "rtl" if self.language.right_to_left else "ltr"
            field.widget.attrs |= {"lang": language, "dir": direction}

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("about") and "title" in told and not told["title"]:
            self.add_error("title", ValidationError(_("Give the title in this language too.")))
        return told

    def save(self, event: Event) -> None:
        """Keep it, if anything was changed. Without a title there is none in this language."""
        told = self.cleaned_data
        if not self.has_changed():
            return
        mine = EventText.objects.filter(event=event, language=self.language.code)
        if not told["title"]:
            mine.delete()
            return
        EventText.objects.update_or_create(
            event=event,
            language=self.language.code,
            defaults={"title": told["title"], "about": told["about"]},
        )


OTHERS = [code for code in LANGUAGES if code != DEFAULT]
