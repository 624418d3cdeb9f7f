"""The admin's pages about events. Every one looks its event up among those that the user may see, or may change."""

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView

from campaigns import areas, calling_off, events
from campaigns.event_words import about
from campaigns.models import Event
from cms.events import listing
from cms.events.forms import CancelForm, CopyForm, EventForm
from cms.staff_views import StaffPage
from languages.spoken import long_day
from languages.table import DEFAULT, LANGUAGES, of_page
from subscribers.hours import now_of
from subscribers.privacy import FEW

MAY_SEE, MAY_ADD, MAY_CHANGE = (f"campaigns.{deed}_event" for deed in ("view", "add", "change"))
A_PAGE = 50


class EventsPage(StaffPage):
    """The furniture of them all."""

    permission = MAY_SEE
    header_icon = "date"
    address = "events"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [
            *self.breadcrumbs_items,
            {"url": reverse("events"), "label": _("Events")},
        ]
        return items if self.address == "events" else [*items, {"url": "", "label": self.get_page_title()}]

    def get_page_title(self) -> Any:
        return self.page_title


class Events(EventsPage, TemplateView):
    """Those of the user's own area, and the region's."""

    page_title = gettext_lazy("Events")
    template_name = "cms/admin/events/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, user = now_of(self.request), self.request.user
        asked = self.request.GET or QueryDict("state=coming")
        form = listing.FilterForm(asked, user=user, now=now)
        page = Paginator(form.found(), A_PAGE).get_page(self.request.GET.get("page"))
        own = set(areas.own(Event.objects.filter(pk__in=[x.pk for x in page]), user).values_list("pk", flat=True))
        may_change = user.has_perm(MAY_CHANGE)
        rows = [self._row(event, is_own=may_change and event.pk in own) for event in page]
        query = asked.copy()
        query.pop("page", None)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page": page,
            "rows": rows,
            "query": query.urlencode(),
            "may_add": user.has_perm(MAY_ADD),
        }

    def _row(self, event: Event, *, is_own: bool) -> dict[str, Any]:
        state = listing.state_of(event, now_of(self.request))
        return {"event": event, "is_own": is_own, "state": state, "state_label": listing.STATES[state]}


class OfOneEvent(EventsPage):
    """A page about one event, among those that the user may change."""

    address = ""
    permission = MAY_CHANGE

    @cached_property
    def event(self) -> Event | None:
        owners = ("trust", "sure_start", "campaign__trust", "campaign__sure_start")
        found = self.rows().select_related(*owners).prefetch_related("texts")
        return found.filter(pk=self.kwargs["pk"]).first()

    def rows(self) -> QuerySet[Event]:
        """Which they may have to do with here."""
        return areas.own(Event.objects.all(), self.request.user)

    def is_allowed(self) -> bool:
        """An event of another area, and one that is not there, are refused alike."""
        return super().is_allowed() and self.event is not None

    @property
    def this(self) -> Event:
        assert self.event is not None  # noqa: S101 - narrows the type: nobody is let in without
        return self.event

    def get_page_title(self) -> Any:
        return self.page_title % {"event": self.this.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = listing.state_of(self.this, now_of(self.request))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "event": self.this,
            "state": state,
            "state_label": listing.STATES[state],
            "day": long_day(self.this.starts_at, of_page().code),
        }


class LookAtEvent(OfOneEvent, TemplateView):
    """Everything about it, to read; the region's too."""

    permission = MAY_SEE
    page_title = gettext_lazy("Event: %(event)s")
    template_name = "cms/admin/events/look.html"

    def rows(self) -> QuerySet[Event]:
        return areas.visible(Event.objects.all(), self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event, user = self.this, self.request.user
        written = [DEFAULT, *(text.language for text in event.texts.all())]
        own = user.has_perm(MAY_CHANGE) and areas.own(Event.objects.filter(pk=event.pk), user).exists()
        return super().get_context_data(**kwargs) | {
            "told": [(LANGUAGES[code], about(event, code)) for code in written],
            "codes": [f"{{event-{event.pk}.{detail}}}" for detail in ("line", "url")],
            "spoken": [LANGUAGES[code].name for code in event.languages if code in LANGUAGES],
            "may_change": own,
            "may_cancel": own and event.cancelled_at is None,
            "may_copy": own and user.has_perm(MAY_ADD),
        }


class Write(EventsPage, FormView[EventForm]):
    """The form for an event."""

    form_class = EventForm
    template_name = "cms/admin/events/form.html"
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        data = self.request.POST if self.request.method == "POST" else None
        return {"data": data, "user": self.request.user, "now": now_of(self.request), "instance": self.instance}

    @property
    def instance(self) -> Event | None:
        return None

    def form_valid(self, form: EventForm) -> HttpResponse:
        event = form.keep()
        flash.success(self.request, str(self.done))
        return HttpResponseRedirect(reverse("events_look", args=[event.pk]))


class AddEvent(Write):
    permission = MAY_ADD
    page_title = gettext_lazy("A new event")
    address = "events_add"
    done = gettext_lazy("The event is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.request.GET.get("campaign", "")}


class EditEvent(OfOneEvent, Write):
    """What has been cancelled stays as it is: a copy of it may be held on another day."""

    page_title = gettext_lazy("Change: %(event)s")
    done = gettext_lazy("Your changes are saved. Calendars that have this event are told.")

    @property
    def instance(self) -> Event | None:
        return self.this

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.this.cancelled_at is None


class CopyEvent(OfOneEvent, FormView[CopyForm]):
    permission = MAY_ADD
    page_title = gettext_lazy("Once more: %(event)s")
    form_class = CopyForm
    template_name = "cms/admin/events/copy.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"now": now_of(self.request)}

    def form_valid(self, form: CopyForm) -> HttpResponse:
        made = events.copy(self.this, form.cleaned_data["day"], now_of(self.request))
        flash.success(self.request, _("This is the new event. Please look whether everything is right."))
        return HttpResponseRedirect(reverse("events_edit", args=[made.pk]))


class CancelEvent(OfOneEvent, FormView[CancelForm]):
    """Says how many were told of it, and asks once more."""

    page_title = gettext_lazy("Cancel: %(event)s")
    form_class = CancelForm
    template_name = "cms/admin/events/cancel.html"

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.this.cancelled_at is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"to_tell": _how_many(calling_off.how_many(self.this))}

    def form_valid(self, _form: CancelForm) -> HttpResponse:
        told = calling_off.cancel(self.this, self.request.user, now_of(self.request))
        flash.success(self.request, _("The event is cancelled. %(told)s") % {"told": _told(told)})
        return HttpResponseRedirect(reverse("events_look", args=[self.this.pk]))


def _how_many(number: int) -> str:
    """How many will be told, in words; a small number is not shown."""
    if not number:
        return _("No parent was told of it in a message, so nobody gets one now.")
    if number < FEW:
        return _("Fewer than %(few)s parents were told of it in a message. Each gets one short text or e-mail.") % {
            "few": FEW
        }
    sentence = ngettext(
        "%(number)s parent was told of it in a message. Each gets one short text or e-mail.",
        "%(number)s parents were told of it in a message. Each gets one short text or e-mail.",
        number,
    )
    return sentence % {"number": number}


def _told(number: int) -> str:
    return _("Whoever was told of it is being told.") if number else ""
