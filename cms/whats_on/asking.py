"""What somebody asks for: events near them, for whom, online. A plain form whose answers stand in the address."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns import events, owner_keys
from campaigns.models import Event
from directory.models import SureStart, Trust
from languages.fragments import Select


class AskForm(forms.Form):
    """Whatever is not understood is left out."""

    near = forms.ChoiceField(label=_("Near you"), required=False, widget=Select)
    who = forms.ChoiceField(label=_("For whom"), required=False)
    online = forms.BooleanField(label=_("Only what is online"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="whats-on-%s")
        sure_starts = SureStart.objects.select_related("trust")
        areas = list(owner_keys.by_trust(Trust.objects.all(), sure_starts))
        self._set("near", [("", _("All of Northern Ireland")), *areas])
        self._set("who", [("", _("Families")), *[(x.value, x.label) for x in _PEOPLE]])
        self.is_valid()
        self.errors.clear()

    def _set(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    @property
    def told(self) -> dict[str, str]:
        """What was asked for, as an address has it."""
        found = {name: str(value) for name, value in self.cleaned_data.items() if value}
        return found | {"online": "on"} if "online" in found else found

    @property
    def query(self) -> str:
        return urlencode(self.told)

    def among(self, rows: QuerySet[Event]) -> QuerySet[Event]:
        """Those of these events that were asked for."""
        near = self.told.get("near", "")
        if near:
            trust, sure_start = owner_keys.read(near)
            rows = events.near(
                rows,
                trust=Trust.objects.filter(pk=trust).first() if trust else None,
                sure_start=SureStart.objects.filter(pk=sure_start).first() if sure_start else None,
            )
        if "online" in self.told:
            rows = rows.filter(is_online=True)
        return events.meant_for(rows, self.told.get("who", ""))

    def place(self) -> str:
        """Where they are, in words; blank for everywhere."""
        labels = {key: label for _group, choices in self._groups() for key, label in choices}
        return str(labels.get(self.told.get("near", ""), ""))

    def _groups(self) -> list[Any]:
        return [x for x in self.fields["near"].choices if isinstance(x[1], list)]  # type: ignore[attr-defined] # as above


_PEOPLE = (Event.Who.EXPECTING, Event.Who.FATHERS, Event.Who.PRACTITIONERS)


def upcoming(form: AskForm, now: datetime) -> QuerySet[Event]:
    """The list's events, nearest first."""
    return form.among(events.upcoming(now)).order_by("starts_at", "pk")
