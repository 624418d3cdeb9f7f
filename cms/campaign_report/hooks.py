"""Where a campaign's report is found in the admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from cms.campaign_report.views import ReportPage


def _urls() -> list[URLPattern]:
    return [path("campaigns/<int:pk>/report/", ReportPage.as_view(), name=ReportPage.address)]


hooks.register("register_admin_urls", _urls)
