"""What readers would put better in the drafts of translations, for those who work in that language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from cms.approving import languages_of
from cms.staff_views import StaffPage
from languages.table import TABLE, Language
from portal.models import Suggestion
from portal.suggesting import path_of
from subscribers.hours import now_of

MAY_READ, MAY_SETTLE = "portal.view_suggestion", "portal.change_suggestion"
SHOWN = 200  # at once; what is done makes room


@dataclass(frozen=True, kw_only=True)
class Read:
    """A suggestion as staff read it."""

    row: Suggestion
    path: str  # of the page that it is about; empty when nobody knows


def open_to(user: Any) -> QuerySet[Suggestion]:
    """What is not done yet, in the languages that somebody works in."""
    rows = Suggestion.objects.filter(done_at=None)
    languages = languages_of(user)
    return rows if languages is None else rows.filter(language__in=languages)


class Suggestions(StaffPage, TemplateView):
    """A list for each language, the oldest first."""

    permission = MAY_READ
    address = "suggestions"
    page_title = gettext_lazy("Better words from readers")
    header_icon = "globe"
    template_name = "cms/admin/suggestions/suggestions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = open_to(self.request.user).order_by("language", "pk")
        count = rows.count()
        more = {"lists": list(_by_language(rows[:SHOWN])), "count": count, "shown": min(count, SHOWN)}
        return super().get_context_data(**kwargs) | more | {"may_settle": self.request.user.has_perm(MAY_SETTLE)}


def _by_language(rows: Iterable[Suggestion]) -> Iterator[tuple[Language, list[Read]]]:
    for code, found in groupby(rows, key=lambda row: row.language):
        if language := TABLE.get(code):
            yield language, [Read(row=row, path=path_of(row.page, language)) for row in found]


class Done(StaffPage, View):
    """Somebody has seen to it."""

    permission = MAY_SETTLE
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(open_to(request.user), pk=pk)
        row.done_at = now_of(request)
        row.save(update_fields=["done_at"])
        flash.success(request, _("That is done."))
        return HttpResponseRedirect(reverse("suggestions"))
