"""Where the sendings whose end nobody knows stand in the admin: a page of their own, and a word on the front page."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.staff_hooks import PermittedMenuItem
from cms.unknown.views import UnknownSending, UnknownSendings
from delivery.deciding import MAY_DECIDE
from delivery.reconcile import left_over
from subscribers.hours import now_of


class UnknownItem(PermittedMenuItem):
    permission = MAY_DECIDE


class UnknownPanel(Component):
    """On the front page of whoever may decide, as soon as people are told of it by e-mail as well."""

    name = "unknown_sendings"
    order = 5
    template_name = "cms/admin/unknown/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"number": left_over(now_of(parent_context["request"])).count()}


def _urls() -> list[URLPattern]:
    return [
        path("unknown/", UnknownSendings.as_view(), name="unknown_sendings"),
        path("unknown/<int:pk>/", UnknownSending.as_view(), name="unknown_sending"),
    ]


def _panels(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(MAY_DECIDE):
        panels.append(UnknownPanel())


def _item() -> MenuItem:
    return UnknownItem(_("Unknown sendings"), reverse_lazy("unknown_sendings"), icon_name="help", order=206)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    return Permission.objects.filter(content_type__app_label="delivery", codename="settle_unknown")


hooks.register("register_admin_urls", _urls)
hooks.register("construct_homepage_panels", _panels)
hooks.register("register_admin_menu_item", _item)
hooks.register("register_permissions", _permissions)
