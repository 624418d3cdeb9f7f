"""Sign-ups by place: a page to print and a table for a spreadsheet; and words that are free for a keyword."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from campaigns.areas import own
from campaigns.models import Place
from campaigns.sign_ups import AtPlace, Counted, counted
from cms.area.people import welcome
from cms.csv_files import as_csv
from cms.places.keywords import suggestions
from cms.staff_views import StaffPage
from portal.posters import address_of
from subscribers.hours import local_day, now_of
from subscribers.privacy import FEW
from subscribers.small_numbers import Cell

LONGEST = 120  # of a place's name


class SignUpsPage(StaffPage, TemplateView):
    """How many joined at each place of one's own, in all and by month."""

    permission = "campaigns.view_place"
    page_title = gettext_lazy("Sign-ups by place")
    header_icon = "tag"
    address = "place_sign_ups"
    template_name = "cms/admin/places/sign_ups.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        places = own(Place.objects.select_related("trust", "sure_start"), request.user)
        found = counted(places, now_of(request))
        if request.GET.get("format") == "csv":
            return as_csv("sign-ups-by-place", _heading(found), map(_line, found.places))
        day = local_day(now_of(request))
        context = self.get_context_data(**kwargs, found=found, few=FEW, day=day, **welcome(request.user))
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        places = {"url": reverse(Place.snippet_viewset.get_url_name("list")), "label": _("Places")}  # type: ignore[attr-defined] # Wagtail puts it there
        return [*self.breadcrumbs_items, places, {"url": reverse(self.address), "label": self.page_title}]


def _heading(found: Counted) -> list[str]:
    first = [_("Place"), _("Kind of place"), _("Keyword"), _("Whose"), _("Open"), _("Address for posters")]
    return [*first, _("In all"), *(date_format(month, "M Y") for month in found.months)]


def _line(row: AtPlace) -> list[Any]:
    place = row.place
    is_open = _("yes") if place.is_open else _("no")
    first = [place.name, place.get_kind_display(), place.keyword, place.owner, is_open, address_of(place.keyword)]
    months = row.months if row.months is not None else []
    return [*first, in_words(row.total), *map(in_words, months)]


def in_words(cell: Cell) -> str:
    """A number as a table tells it."""
    if cell.number is not None:
        return str(cell.number)
    return _("fewer than %(few)s") % {"few": FEW} if cell.is_few else _("not shown")


class Keywords(StaffPage):
    """Words that are free for a place of this name, while somebody types it."""

    permission = "campaigns.add_place"

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"keywords": suggestions(request.GET.get("name", "")[:LONGEST])})
