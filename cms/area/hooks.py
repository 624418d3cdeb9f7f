"""Where an area's own page is found: in the menu, and for who works there on the admin's front page."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from cms.area.people import MembershipViewSet, is_lead, welcome, works_with_areas
from cms.area.views import ADDRESS, AreaPage
from cms.campaigns.menu import MENU
from cms.owned import reach_of


class MyAreaItem(MenuItem):
    """For who works for an area."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_lead(request.user)


class AreasItem(MenuItem):
    """For who works for them all."""

    def is_shown(self, request: HttpRequest) -> bool:
        return works_with_areas(request.user) and reach_of(request.user).everywhere


class AreaPanel(Component):
    """Which areas somebody works for, or whom to ask, and the way to their page."""

    name = "my_area"
    order = 20
    template_name = "cms/admin/area/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return welcome(parent_context["request"].user)


def _urls() -> list[URLPattern]:
    return [path("area/", AreaPage.as_view(), name=ADDRESS)]


def _panels(request: HttpRequest, panels: list[Component]) -> None:
    if is_lead(request.user):
        panels.append(AreaPanel())


def _my_area() -> MenuItem:
    return MyAreaItem(_("My area"), reverse_lazy(ADDRESS), name="my-area", icon_name="home", order=10)


def _areas() -> MenuItem:
    return AreasItem(_("Areas"), reverse_lazy(ADDRESS), name="areas", icon_name="home", order=214)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    return Permission.objects.filter(content_type__app_label="campaigns", codename="every_area")


hooks.register("register_admin_urls", _urls)
hooks.register("construct_homepage_panels", _panels)
hooks.register("register_admin_menu_item", _my_area)
hooks.register(MENU, _areas)
hooks.register("register_permissions", _permissions)
register_snippet(MembershipViewSet)
