"""A campaign's report: a page to read and to print, and a table for a spreadsheet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from campaigns.areas import visible
from campaigns.models import Campaign
from cms.campaign_report import reading
from cms.csv_files import as_csv
from cms.owned import reach_of
from cms.places.views import in_words
from cms.staff_views import StaffPage
from subscribers.hours import local_day, now_of
from subscribers.privacy import FEW
from subscribers.small_numbers import Cell


class ReportPage(StaffPage, TemplateView):
    """What became of a campaign, for everybody who may see it: an area's own, and the region's."""

    permission = "campaigns.view_campaign"
    page_title = gettext_lazy("Report")
    header_icon = "doc-full-inverse"
    address = "campaign_report"
    template_name = "cms/admin/campaign_report/report.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = Campaign.objects.select_related("trust", "sure_start", "inherits")
        campaign = get_object_or_404(visible(rows, request.user), pk=kwargs["pk"])
        found = reading.told(campaign, reach_of(request.user))
        if request.GET.get("format") == "csv":
            return as_csv(f"report-{campaign.slug}", _heading(), map(_line, reading.lines(found)))
        day = local_day(now_of(request))
        names = list(zip(reading.COLUMNS, reading.headings(), strict=True))
        told = {"campaign": campaign, "found": found, "few": FEW, "day": day, "names": names}
        return self.render_to_response(self.get_context_data(**kwargs, **told))

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(self.address, args=[self.kwargs["pk"]]), "label": _("Report")}]


def _heading() -> list[str]:
    return [_("Day"), _("What"), _("By"), _("Of which"), _("Number")]


def _line(row: list[Any]) -> list[Any]:
    return [in_words(value) if isinstance(value, Cell) else value for value in row]
