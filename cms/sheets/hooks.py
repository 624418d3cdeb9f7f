"""The menu, the addresses and the log's words of the library's spreadsheets."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from cms.sheets.campaign_views import CampaignExport, CampaignSheets
from cms.sheets.views import Difference, Discard, Export, Sheets, SheetsPage, may_export
from messages.sheets.scope import ACTION


class SheetsMenuItem(MenuItem):
    """Shown only to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_export(request.user)


class ImportFormatter(LogFormatter):
    """One line of a message's history."""

    label = _("Import from a spreadsheet")

    def format_message(self, log_entry: Any) -> str:
        """With the file and its row, when the entry has them."""
        data = log_entry.data or {}
        if "file" not in data:
            return gettext("Imported from a spreadsheet")
        return gettext("Imported from %(file)s, row %(row)s") % {"file": data["file"], "row": data.get("row", "")}


def _urls() -> list[URLPattern]:
    return [
        path("sheets/", Sheets.as_view(), name="sheets"),
        path("sheets/export/", Export.as_view(), name="sheets_export"),
        path("sheets/import/", Difference.as_view(), name="sheets_difference"),
        path("sheets/discard/", Discard.as_view(), name="sheets_discard"),
        path("campaigns/<int:pk>/sheets/", CampaignSheets.as_view(), name="campaign_sheets"),
        path("campaigns/<int:pk>/sheets/export/", CampaignExport.as_view(), name="campaign_sheets_export"),
    ]


def _item() -> MenuItem:
    return SheetsMenuItem(SheetsPage.page_title, reverse_lazy("sheets"), icon_name="table", order=205)


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    return Permission.objects.filter(content_type__app_label="library", codename="import_message")


def _log_actions(actions: Any) -> None:
    actions.register_action(ACTION)(ImportFormatter)


hooks.register("register_admin_urls", _urls)
hooks.register("register_admin_menu_item", _item)
hooks.register("register_permissions", _permissions)
hooks.register("register_log_actions", _log_actions)
