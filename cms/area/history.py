"""Wagtail's report of everything that anybody did, which names the rows of every area: for the whole region's staff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.admin.views.reports.audit_logging import LogEntriesView

from campaigns.areas import EVERY_AREA


@method_decorator(require_admin_access, name="dispatch")
class SiteHistory(LogEntriesView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(EVERY_AREA):
            refused: HttpResponse = permission_denied(request)
            return refused
        found: HttpResponse = super().get(request, *args, **kwargs)
        return found


site_history = SiteHistory.as_view()
site_history_results = SiteHistory.as_view(results_only=True)
