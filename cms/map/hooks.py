"""Where the map is found: first in the menu of the library, and on the admin's front page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.base import ViewSet

from cms.map.views import ADDRESS, Map, MapTable, may_see
from messages.models import Message


class MapMenuItem(MenuItem):
    """Shown only to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request)


class MapViewSet(ViewSet):
    """Only the menu item: the addresses are registered by name, so that a link need not know of viewsets."""

    name = "library-map"
    menu_label = _("Map")
    menu_name = "library-map"
    menu_icon = "grid"
    menu_url = reverse_lazy(ADDRESS)
    menu_item_class = MapMenuItem


class LibrarySummary(SummaryItem):
    """How much of the library may be sent in English, and the way to its map."""

    order = 50  # before Wagtail's own
    template_name = "cms/admin/map/summary.html"

    def is_shown(self) -> bool:
        return may_see(self.request)

    def get_context_data(self, _parent_context: Mapping[str, Any]) -> dict[str, Any]:
        ready = Message.objects.of_stages().filter(live=True, held_at=None).exclude(approved_by="")
        return {"messages_count": Message.objects.of_stages().count(), "ready_count": ready.count()}


def _urls() -> list[URLPattern]:
    return [
        path("library/map/", Map.as_view(), name=ADDRESS),
        path("library/map.csv", MapTable.as_view(), name=f"{ADDRESS}_csv"),
    ]


def _summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(LibrarySummary(request))


hooks.register("register_admin_urls", _urls)
hooks.register("construct_homepage_summary_items", _summary)
