"""The map's page, and the same as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

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
from cms.languages_board.parents import chosen
from cms.map import grid, reading
from cms.map.grid import Band, Cell
from cms.map.selection import Group, Selection
from cms.map.states import Facts, Way, sends, state_of
from cms.map.telling import FAMILIES, Teller, legend
from languages.table import DEFAULT, LANGUAGES
from messages.models import Theme
from subscribers.hours import local_day, now_of
from subscribers.models import Track

ADDRESS = "library_map"
MAY_SEE = ("library.view_message", "library.change_message")
HOW = {
    "": gettext_lazy("By any way"),
    Way.SMS: gettext_lazy("By text message"),
    Way.EMAIL: gettext_lazy("By e-mail"),
    Way.WEB: gettext_lazy("As a web page"),
    Way.TRIO: gettext_lazy("As three texts a week"),
}


def may_see(request: HttpRequest) -> bool:
    """Whoever may see the library may see its map."""
    return any(request.user.has_perm(permission) for permission in MAY_SEE)


class OfTheMap(View):
    """What both have in common: who may see it, and what is drawn."""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request):
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selection(self) -> Selection:
        return Selection.of(self.request.GET)

    @cached_property
    def english(self) -> dict[int, Facts]:
        return dict(reading.english())

    @cached_property
    def bands(self) -> list[Band]:
        language = self.selection.language
        words = self.english if language == DEFAULT else reading.translated(language, self.english)
        return list(grid.bands(self.english, words, self.selection, local_day(now_of(self.request))))


class Map(OfTheMap, WagtailAdminTemplateMixin, TemplateView):
    """The whole library at a glance."""

    page_title = gettext_lazy("Map of the library")
    header_icon = "grid"
    template_name = "cms/admin/map/map.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(ADDRESS), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        teller = Teller(self.request.user, self.selection)
        total = grid.tally(cell for band in self.bands for cell in band.cells)
        gap = grid.next_gap(self.bands)
        languages = list(self._languages(total.of))
        return super().get_context_data(**kwargs) | {
            "selection": self.selection,
            "bands": [teller.band(band) for band in self.bands],
            "total": total,
            "gap": teller.told(gap) if gap else None,
            "languages": languages,
            "otherwise": next(choice["parents"] for choice in languages if choice["is_chosen"]),
            "language": LANGUAGES[self.selection.language],
            "how": HOW[self.selection.way],
            "choices": {"ways": Way.choices, "groups": Group.choices, "themes": Theme.choices},
            "legend": legend(total),
            "families": {code: label for code, (label, _themes) in FAMILIES.items()},
            "day": local_day(now_of(self.request)),
            "csv": f"{reverse(f'{ADDRESS}_csv')}?{self.selection.query()}",
        }

    def _languages(self, of: int) -> Iterator[dict[str, Any]]:
        """Each language, with how many of the chosen messages may be sent in it."""
        ready = {**reading.coverage(self.selection), DEFAULT: self._english_ready()}
        parents, _totals = chosen()
        for language in LANGUAGES.values():
            sent = min(ready.get(language.code, 0), of)
            yield {
                "language": language,
                "sent": sent,
                "of": of,
                "percent": 100 * sent // of if of else 0,
                "query": self.selection.query(language=language.code),
                "is_chosen": language.code == self.selection.language,
                "parents": parents.get(language.code),
            }

    def _english_ready(self) -> int:
        chosen = self.selection
        mine = (
            facts
            for facts in self.english.values()
            if facts.track in chosen.tracks and chosen.theme in ("", facts.theme)
        )
        return sum(sends(facts, chosen.way) for facts in mine)


class MapTable(OfTheMap):
    """The state of everything that is selected, as CSV (UTF-8, with the mark that spreadsheets want)."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return as_csv(f"map-{self.selection.language}", _heading(), self._rows())

    def _rows(self) -> Iterable[list[Any]]:
        today = local_day(now_of(self.request))
        for band in self.bands:
            for cell in band.cells:
                if not cell.quiet:
                    yield [band.plan.title, *_line(cell, self.selection), *_states(cell, today)]


def _heading() -> list[str]:
    first = [_("Part"), _("Stage"), _("Number"), _("Track"), _("Theme"), _("Topic"), _("Language")]
    return [*first, _("State"), _("May be sent"), _("Due for review on"), *(str(label) for label in Way.labels)]


def _line(cell: Cell, selection: Selection) -> list[Any]:
    original, shown = cell.original, cell.facts or cell.original
    return [
        cell.stage.kind.label,
        cell.stage.number,
        Track(cell.track).label,
        Theme(original.theme).label if original else "",
        shown.topic if shown else "",
        selection.language,
        cell.state.label,
        _("yes") if cell.sends else _("no"),
        original.review_on.isoformat() if original else "",
    ]


def _states(cell: Cell, today: Any) -> list[Any]:
    return [state_of(cell.facts, way, today).label for way in Way]
