"""Two of the reports in Wagtail's menu: who approved what, and what is due for review."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.approving import APPROVE, languages_of
from cms.review.filters import ApprovalFilter, DueFilter
from languages.table import LANGUAGES
from messages.models import Approval, Message, Translation
from messages.reviewing import AHEAD, due, services_in, stale_services
from subscribers.hours import local_day, now_of

INSPECT = "wagtailsnippets_library_message:inspect"


def url_of(message_id: int) -> str:
    """Where a message can be read."""
    return reverse(INSPECT, args=(message_id,))


class LibraryReport(ReportView):
    """Open to those who see who approved what."""

    permission_policy = ModelPermissionPolicy(Approval)
    any_permission_required: ClassVar[list[str]] = ["view"]
    template_name = "cms/admin/review/report.html"


class ApprovalsReport(LibraryReport):
    """Each line of the ledger, the newest first."""

    page_title = gettext_lazy("Approvals")
    header_icon = "check"
    index_url_name = "library_approvals"
    index_results_url_name = "library_approvals_results"
    model = Approval
    filterset_class = ApprovalFilter
    default_ordering = "-pk"
    export_filename = "approvals"
    list_export: ClassVar[list[str]] = ["message", "spoken", "done", "name", "at"]
    export_headings: ClassVar[dict[str, Any]] = {
        "message": gettext_lazy("Message"),
        "spoken": gettext_lazy("Language"),
        "done": gettext_lazy("What was done"),
        "name": gettext_lazy("Name"),
        "at": gettext_lazy("When"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("message", label=gettext("Message"), get_url=lambda row: url_of(row.message_id)),
            Column("spoken", label=gettext("Language"), sort_key="language"),
            Column("done", label=gettext("What was done"), sort_key="taken_back"),
            Column("name", label=gettext("Name"), sort_key="name"),
            Column("at", label=gettext("When"), sort_key="at"),
            TitleColumn("offer", label=gettext("Change"), get_url=self._take_back_url),
        ]

    def get_base_queryset(self) -> QuerySet[Approval]:
        later = Approval.objects.filter(
            message=OuterRef("message"),
            language=OuterRef("language"),
            fingerprint=OuterRef("fingerprint"),
            pk__gt=OuterRef("pk"),
        )
        rows = Approval.objects.select_related("message")
        return rows.annotate(is_overtaken=Exists(later))

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        languages = languages_of(self.request.user)
        may = self.request.user.has_perm(APPROVE)
        rows = list(object_list)
        for row in rows:
            row.spoken = LANGUAGES[row.language].name if row.language in LANGUAGES else row.language
            row.done = gettext("Taken back") if row.taken_back else gettext("Approved")
            stands = not row.taken_back and not row.is_overtaken
            row.may_be_taken_back = may and stands and (languages is None or row.language in languages)
            row.offer = gettext("Take back") if row.may_be_taken_back else ""
        return rows

    def _take_back_url(self, row: Any) -> str | None:
        return reverse("library_take_back", args=(row.pk,)) if row.may_be_taken_back else None


class DueReport(LibraryReport):
    """The published messages that somebody has to look at again, the most overdue first."""

    page_title = gettext_lazy("Due for review")
    header_icon = "calendar-check"
    index_url_name = "library_due"
    index_results_url_name = "library_due_results"
    model = Message
    filterset_class = DueFilter
    export_filename = "due-for-review"
    list_export: ClassVar[list[str]] = ["topic", "stage_shown", "get_track_display", "review_on", "source", "reasons"]
    export_headings: ClassVar[dict[str, Any]] = {
        "topic": gettext_lazy("Topic"),
        "stage_shown": gettext_lazy("Stage"),
        "get_track_display": gettext_lazy("Track"),
        "review_on": gettext_lazy("Due for review on"),
        "source": gettext_lazy("Source"),
        "reasons": gettext_lazy("Why"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("topic", label=gettext("Topic"), get_url=lambda row: url_of(row.pk)),
            Column("stage_shown", label=gettext("Stage")),
            Column("get_track_display", label=gettext("Track")),
            Column("review_on", label=gettext("Due for review on"), sort_key="review_on"),
            Column("reasons", label=gettext("Why")),
        ]

    @cached_property
    def stale(self) -> dict[str, str]:
        return dict(stale_services(local_day(now_of(self.request))))

    def get_base_queryset(self) -> QuerySet[Message]:
        return due(local_day(now_of(self.request)), self.stale, AHEAD[-1])

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> list[Any]:
        rows = list(object_list)
        codes = self._codes_of(rows)
        today = local_day(now_of(self.request))
        for row in rows:
            row.stage_shown = f"{row.get_kind_display()} {row.number}"
            row.reasons = " ".join(self._reasons(row, codes.get(row.pk, set()), today))
        return rows

    def _codes_of(self, rows: Sequence[Message]) -> dict[int, set[str]]:
        """By message, the stale services that it or a translation names; one query."""
        if not self.stale:
            return {}
        found = {row.pk: services_in([row]) for row in rows}
        for words in Translation.objects.filter(message__in=list(found)):
            found[words.message_id] |= services_in([words])
        return {pk: codes & set(self.stale) for pk, codes in found.items()}

    def _reasons(self, row: Any, codes: set[str], today: date) -> list[str]:
        said = []
        if row.review_on <= today:
            said.append(gettext("Its day has come."))
        elif row.by_day:
            said.append(gettext("Its day comes soon."))
        if row.by_source:
            said.append(gettext("Its source was looked at over a year ago."))
        if codes:
            names = ", ".join(sorted(self.stale[code] for code in codes))
            said.append(gettext("It names what has to be checked again: %(names)s.") % {"names": names})
        return said
