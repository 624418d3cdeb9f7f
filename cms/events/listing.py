"""The list of events: which of those that somebody may see they asked for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns import areas, owner_keys
from campaigns.models import Event
from cms.events.fields import owner_choices
from subscribers.hours import instant

COMING, OVER, CANCELLED, HIDDEN = "coming", "over", "cancelled", "hidden"
STATES = {
    COMING: _("still to come"),
    OVER: _("over"),
    CANCELLED: _("cancelled"),
    HIDDEN: _("not shown to parents"),
}


def state_of(event: Event, now: datetime) -> str:
    """One of STATES; what is cancelled or hidden is so, whatever its date."""
    if event.cancelled_at:
        return CANCELLED
    if not event.is_published:
        return HIDDEN
    return COMING if event.ends_at > now else OVER


def _in_state(state: str, now: datetime) -> Q:
    shown = Q(cancelled_at=None, is_published=True)
    return {
        COMING: shown & Q(ends_at__gt=now),
        OVER: shown & Q(ends_at__lte=now),
        CANCELLED: Q(cancelled_at__isnull=False),
        HIDDEN: Q(cancelled_at=None, is_published=False),
    }[state]


def _areas(user: Any) -> Iterator[owner_keys.Choice]:
    yield "", _("All that I may see")
    yield owner_keys.REGION, _("The whole region")
    yield from (x for x in owner_choices(user) if x[0] not in ("", owner_keys.REGION))


class FilterForm(forms.Form):
    """What to show. Whatever is not understood is left out, and shows everything."""

    q = forms.CharField(label=_("Words of the title"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *STATES.items()])
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, user: Any, now: datetime) -> None:
        super().__init__(data, auto_id="events-%s")
        self.now = now
        self.user = user
        self.fields["area"].choices = list(_areas(user))  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    def found(self) -> QuerySet[Event]:
        """The events, nearest first; those that are over, latest first."""
        told = self.cleaned_data
        rows = areas.visible(Event.objects.select_related("trust", "sure_start"), self.user)
        if told.get("q"):
            rows = rows.filter(Q(title__icontains=told["q"]) | Q(texts__title__icontains=told["q"])).distinct()
        if told.get("area"):
            trust, sure_start = owner_keys.read(told["area"])
            rows = rows.filter(trust=trust, sure_start=sure_start)
        if told.get("state"):
            rows = rows.filter(_in_state(told["state"], self.now))
        if told.get("since"):
            rows = rows.filter(ends_at__gte=instant(told["since"], datetime.min.time()))
            return rows.order_by("starts_at", "pk")
        is_past = told.get("state") in (OVER, CANCELLED)
        return rows.order_by("-starts_at", "-pk") if is_past else rows.order_by("starts_at", "pk")
