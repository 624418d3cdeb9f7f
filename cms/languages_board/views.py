"""The pages "Languages" and "What to translate next", and each as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.csv_files import as_csv
from cms.languages_board.board import BANDS, CHANNELS, Board, Row, board
from cms.languages_board.missing import Task, Ways, missing
from cms.languages_board.parents import OTHERS
from cms.map.views import may_see
from delivery.touched import WEEKS
from languages.table import LANGUAGES
from subscribers.hours import local_day, now_of
from subscribers.models import Contact
from subscribers.privacy import FEW
from subscribers.small_numbers import Cell

ADDRESS, NEXT = "library_languages", "library_next"
A_PAGE = 50  # tasks that are shown at once


class ForReaders(View):
    """Open to whoever may see the library, as its map is."""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)


class Languages(ForReaders, WagtailAdminTemplateMixin, TemplateView):
    """Every language at a glance."""

    page_title = gettext_lazy("Languages")
    header_icon = "globe"
    template_name = "cms/admin/languages/board.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(ADDRESS), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = now_of(self.request)
        return super().get_context_data(**kwargs) | {
            "board": board(now),
            "bands": list(BANDS.values()),
            "channels": [label for _band in BANDS for label in Contact.Kind.labels],
            "day": local_day(now),
            "few": FEW,
            "weeks": WEEKS,
            "csv": reverse(f"{ADDRESS}_csv"),
            "next": reverse(NEXT),
        }


class LanguagesTable(ForReaders):
    """The same as CSV."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return as_csv("languages", _heading(), _rows(board(now_of(request))))


class Next(ForReaders, WagtailAdminTemplateMixin, TemplateView):
    """?language= narrows it down to one."""

    page_title = gettext_lazy("What to translate next")
    header_icon = "globe"
    template_name = "cms/admin/languages/next.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": reverse(ADDRESS), "label": Languages.page_title}]
        return [*self.breadcrumbs_items, *items, {"url": reverse(NEXT), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("language", "")
        code = asked if asked in OTHERS else ""
        found = missing([code] if code else OTHERS, now_of(self.request))
        page = Paginator(found, A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "tasks": _with_links(list(page.object_list), self.request.user),
            "languages": [LANGUAGES[other] for other in OTHERS],
            "language": LANGUAGES.get(code),
            "few": FEW,
            "weeks": WEEKS,
        }


def _with_links(tasks: list[Task], user: Any) -> list[tuple[Task, list[str], str]]:
    """Each with the names of its channels, and where it is written."""
    ways, labels = Ways(user), dict(Contact.Kind.choices)
    return [(task, [str(labels[channel]) for channel in task.channels], ways.href(task)) for task in tasks]


def _heading() -> list[str]:
    columns = [_("Messages"), _("Drafted whole"), _("May be sent"), _("Old words that wait"), _("Old words that go on")]
    parts = [
        f"{band}, {Contact.Kind(channel).label}: {column}"
        for band in BANDS.values()
        for channel in CHANNELS
        for column in columns
    ]
    people = [_("Parents"), _("Of them, English otherwise"), _("Of them, nothing otherwise")]
    coming = [_("To come in the language"), _("To come in English"), _("To come, but nothing is sent")]
    return [_("Code"), _("Language"), _("Interface"), _("Cost beside English"), _("Measured"), *parts, *people, *coming]


def _rows(found: Board) -> Iterator[list[Any]]:
    for row in found.rows:
        parts = [x for c in row.coverage for x in (c.of, c.whole, c.sendable, c.waiting, c.going_on)]
        measured = _("yes") if row.cost.is_measured else _("no")
        first = [row.language.code, row.language.name, interface(row), f"{row.cost.factor:.2f}", measured]
        yield [*first, *parts, *(_said(cell) for cell in _cells(row))]


def interface(row: Row) -> str:
    """How far the catalogue of the pages and answers is."""
    return row.language.reviewed or _("draft")


def _cells(row: Row) -> list[Cell | None]:
    if row.parents is None or row.coming is None:
        return [None] * 6
    people, coming = row.parents, row.coming
    return [people.total, people.english, people.nothing, coming.own, coming.english, coming.nothing]


def _said(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.number is not None:
        return str(cell.number)
    return _("fewer than %(few)s") % {"few": FEW} if cell.is_few else _("not shown")
