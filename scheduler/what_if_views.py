"""The admin's pages that ask "what if": a made-up family's calendar, one message's parents, and the days ahead."""

import csv
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from delivery.models import Halt
from languages.table import DEFAULT
from messages.models import Message, Translation
from scheduler import forecast
from scheduler.forecast_tables import table
from scheduler.gaps import Search
from scheduler.made_up import sent_to
from scheduler.what_if import Sent, months, pence, sendings, stage_name, totals
from scheduler.what_if_forms import FamilyForm, MessageForm
from subscribers.hours import local_day, now_of

CALENDAR, MESSAGE, AHEAD = "what_if", "what_if_message", "what_if_ahead"
KEPT_SECONDS = 3600
TABS = (
    (CALENDAR, gettext_lazy("A family's calendar")),
    (MESSAGE, gettext_lazy("Who would get one message")),
    (AHEAD, gettext_lazy("The next 30 days")),
)


def may_view_library(user: User | AnonymousUser) -> bool:
    """Whether somebody may see the message library, and so what it would do."""
    return any(user.has_perm(f"library.{act}_message") for act in ("view", "add", "change", "delete"))


class WhatIfPage(WagtailAdminTemplateMixin, TemplateView):
    """The furniture of these pages. Each checks by itself whether somebody may be here."""

    page_title = gettext_lazy("What if")
    header_icon = "calendar-alt"
    address = CALENDAR

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_view_library(request.user):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(CALENDAR), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [(reverse(name), label, name == self.address) for name, label in TABS]
        return super().get_context_data(**kwargs) | {
            "tabs": tabs,
            "is_halted": Halt.objects.filter(ended_at=None).exists(),
            "segment_pence": pence(1),
        }


class FamilyCalendar(WhatIfPage):
    """What a made-up family would be sent. The address holds made-up dates and choices, and nothing of anybody."""

    template_name = "scheduler/what_if/family.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = local_day(now_of(request))
        self.form = FamilyForm(request.GET if "first" in request.GET else None, today=today)
        if request.GET.get("format") == "csv" and self.form.is_valid():
            return _as_csv(self._calendar()["sent"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"form": self.form}
        return context | self._calendar() if self.form.is_valid() else context

    def _calendar(self) -> dict[str, Any]:
        told, family = self.form.cleaned_data, self.form.family
        first, last, bold = told["first"], told["last"], told["with_unapproved"]
        nudges = sent_to(family, first, last, with_unapproved=bold)
        sent = list(sendings(nudges, family.language, _unapproved()))
        gaps = Search(family=family, first=first, last=last, nudges=nudges, with_unapproved=bold).gaps()
        sums = totals(sent)
        query = self.request.GET.copy()
        query["format"] = "csv"
        return {
            "family": family,
            "first": first,
            "last": last,
            "sent": sent,
            "gaps": gaps,
            "months": months(first, last, sent, gaps),
            "totals": sums,
            "all_segments": sum(x.segments for x in sums),
            "all_pence": sum((x.pence for x in sums), pence(0)),
            "csv": f"?{query.urlencode()}",
        }


def _unapproved() -> set[tuple[int, str]]:
    """The messages and languages whose published words nobody has approved."""
    english = Message.objects.filter(approved_by="").values_list("pk", flat=True)
    others = Translation.objects.filter(approved_by="").values_list("message_id", "language")
    return {(pk, DEFAULT) for pk in english} | set(others)


def _columns() -> list[str]:
    names = [_("Stage"), _("Topic"), _("Part"), _("Language"), _("Approved")]
    return [*names, _("Segments"), _("Pence"), _("Subject"), _("Words")]


def _as_csv(sent: list[Sent]) -> HttpResponse:
    """One line for each text or e-mail. Local time."""
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="calendar.csv"'},
    )
    answer.write("\ufeff")  # spreadsheets tell by it that this is UTF-8
    writer = csv.writer(answer)
    writer.writerow([_("Day"), _("Time"), _("Channel"), *_columns()])
    for x in sent:
        approved = _("yes") if x.is_approved else _("no")
        where = [x.local.date(), f"{x.local:%H:%M}", x.channel, x.stage, x.message.topic, x.part, x.language.name]
        writer.writerow([*where, approved, x.segments, x.pence, x.subject, x.text])
    return answer


class MessageForecast(WhatIfPage):
    """How many parents would get one message, day by day. Never who."""

    template_name = "scheduler/what_if/message.html"
    address = MESSAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = MessageForm(self.request.GET if "message" in self.request.GET else None)
        context = super().get_context_data(**kwargs) | {"form": form}
        if not form.is_valid():
            return context
        now, message = now_of(self.request), form.cleaned_data["message"]
        first = local_day(now)
        last = first + timedelta(days=forecast.DAYS)
        found = forecast.simulated(message, now, last) or forecast.planned(first, last, message)
        name = f"{stage_name(message.kind, message.number)}: {message.topic}"
        return context | {"chosen": name, "table": table(found, first, last)}


class DaysAhead(WhatIfPage):
    """What goes out of the whole library in the days that come."""

    template_name = "scheduler/what_if/ahead.html"
    address = AHEAD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = local_day(now_of(self.request)) + timedelta(days=1)
        last = first + timedelta(days=forecast.DAYS - 1)
        # Every family is looked up; whoever comes back within the hour need not wait again.
        found: forecast.Forecast | None = cache.get(f"what-if-{first}")
        if found is None:
            found = forecast.planned(first, last)
            cache.set(f"what-if-{first}", found, KEPT_SECONDS)
        return super().get_context_data(**kwargs) | {"table": table(found, first, last)}
