"""Where the flow of work shows itself in the admin: two reports, a number on the front page, a button, a refusal."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from cms.approving import may_take_back
from cms.guarded import GuardedViewSet
from cms.models import TranslatorLanguage
from cms.publishing import refuse_unapproved
from cms.review.reports import ApprovalsReport, DueReport
from cms.review.take_back import TakeBack
from messages.models import Approval
from messages.reviewing import counts
from messages.words import Words
from subscribers.hours import local_day, now_of

MAY_SEE = "library.view_approval"


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


class DueItem(SummaryItem):
    """How many messages are due for review, on the admin's front page."""

    order = 90
    template_name = "cms/admin/review/summary.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        return {"due": counts(local_day(now_of(self.request)))}

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm(MAY_SEE))


class TakeBackItem(ActionMenuItem):
    """A button of the editor, while the words that are on the air are approved."""

    name = "action-take-back"
    label = _("Take back the approval")
    icon_name = "cross"
    order = 25

    def is_shown(self, context: Mapping[str, Any]) -> bool:
        row = context.get("instance")
        return bool(row and row.pk and may_take_back(context["request"].user, row.language) and _standing(row))

    def get_url(self, context: Mapping[str, Any]) -> str:
        found = _standing(context["instance"])
        return reverse("library_take_back", args=(found.pk,)) if found else ""


class TranslatorLanguageViewSet(GuardedViewSet):
    """Which languages translators and language reviewers were given."""

    model = TranslatorLanguage
    icon = "globe"
    add_to_settings_menu = True
    list_display = ("user", "language")
    list_filter = ("language", "user")


def _standing(draft: Any) -> Approval | None:
    """The approval of what is published; a draft that is open in the editor may be newer."""
    row = type(draft).objects.filter(pk=draft.pk).first()
    return Approval.objects.of(row) if row else None


def _urls() -> list[URLPattern]:
    return [
        path("reports/approvals/", ApprovalsReport.as_view(), name="library_approvals"),
        path(
            "reports/approvals/results/", ApprovalsReport.as_view(results_only=True), name="library_approvals_results"
        ),
        path("reports/due/", DueReport.as_view(), name="library_due"),
        path("reports/due/results/", DueReport.as_view(results_only=True), name="library_due_results"),
        path("library/approvals/<int:pk>/take-back/", TakeBack.as_view(), name="library_take_back"),
    ]


def _approvals_item() -> MenuItem:
    return ReportItem(_("Approvals"), reverse_lazy("library_approvals"), icon_name="check", order=10)


def _due_item() -> MenuItem:
    return ReportItem(_("Due for review"), reverse_lazy("library_due"), icon_name="calendar-check", order=11)


def _summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(DueItem(request))


def _take_back_item(model: type[Any]) -> ActionMenuItem | None:
    return TakeBackItem() if issubclass(model, Words) else None


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    names = (
        "approve_message",
        "recall_message",
        "import_message",
        "halt_everything",
        "view_approval",
        "view_remark",
        "add_remark",
        "every_language",
    )
    return Permission.objects.filter(content_type__app_label__in=("library", "delivery", "cms"), codename__in=names)


hooks.register("register_admin_urls", _urls)
hooks.register("register_reports_menu_item", _approvals_item)
hooks.register("register_reports_menu_item", _due_item)
hooks.register("construct_homepage_summary_items", _summary)
hooks.register("register_snippet_action_menu_item", _take_back_item)
hooks.register("register_permissions", _permissions)
hooks.register("before_publish", refuse_unapproved)
register_snippet(TranslatorLanguageViewSet)
