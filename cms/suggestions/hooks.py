"""Where readers' better words stand in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.suggestions.views import MAY_READ, Done, Suggestions


class SuggestionsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_READ)


def _urls() -> list[URLPattern]:
    return [
        path("reports/suggestions/", Suggestions.as_view(), name="suggestions"),
        path("reports/suggestions/<int:pk>/done/", Done.as_view(), name="suggestion_done"),
    ]


def _item() -> MenuItem:
    return SuggestionsItem(_("Better words from readers"), reverse_lazy("suggestions"), icon_name="globe", order=12)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    names = ("view_suggestion", "change_suggestion")
    return Permission.objects.filter(content_type__app_label="portal", codename__in=names)


hooks.register("register_admin_urls", _urls)
hooks.register("register_reports_menu_item", _item)
hooks.register("register_permissions", _permissions)
