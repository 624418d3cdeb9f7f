"""Who can help: helplines, Sure Starts and Trusts in the editor's menu, and what wants checking."""

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from cms.guarded import GuardedViewSet
from cms.services.columns import FreshnessColumn
from cms.services.views import MAY_CHECK, MAY_IMPORT, CheckService, ImportSureStarts, stale
from directory.models import Service, SureStart, Trust
from subscribers.hours import local_day, now_of


class ServiceFilter(WagtailFilterSet):
    stale = django_filters.BooleanFilter(label=_("To be checked again"), method="filter_stale")

    class Meta:
        model = Service
        fields: ClassVar[list[str]] = ["trust"]

    def filter_stale(self, found: QuerySet[Service], _name: str, value: bool) -> QuerySet[Service]:  # noqa: FBT001 - the filter's own signature
        today = local_day(now_of(self.request))
        return found.filter(review_by__lt=today) if value else found.filter(review_by__gte=today)


def _day(service: Service) -> str:
    return date_format(service.review_by)


class ServiceViewSet(GuardedViewSet):
    """Helplines and web services that messages may name. What is due for a check comes first."""

    model = Service
    icon = "help"
    menu_label = _("Helplines")
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("code", label=_("Code"), sort_key="code"),
        "phone",
        "hours",
        FreshnessColumn(),
        Column("review_by", label=_("Check again by"), accessor=_day, sort_key="review_by"),
    ]
    ordering = ("review_by", "name")
    filterset_class = ServiceFilter
    search_fields: ClassVar[list[str]] = ["name", "code", "phone"]
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("url")]),
                FieldRowPanel([FieldPanel("hours"), FieldPanel("cost")]),
                FieldRowPanel([FieldPanel("languages"), FieldPanel("trust")]),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [FieldPanel("source"), FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")])],
            heading=_("How we know"),
        ),
    ]


class SureStartIndex(IndexView):
    """The list, with the way to take the official one."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if self.request.user.has_perm(MAY_IMPORT):
            take = HeaderButton(_("Take the official list"), url=reverse("import_sure_starts"), icon_name="upload")
            buttons = [*buttons, take]
        return buttons


class SureStartViewSet(GuardedViewSet):
    model = SureStart
    icon = "group"
    index_view_class = SureStartIndex
    list_display: ClassVar[list[str]] = ["name", "trust", "area", "checked_on"]
    list_filter: ClassVar[list[str]] = ["trust"]
    search_fields: ClassVar[list[str]] = ["name", "area"]
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("trust")]),
        FieldPanel("area"),
        FieldPanel("districts"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("url")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
    ]


class TrustViewSet(GuardedViewSet):
    model = Trust
    icon = "site"


class DirectoryGroup(SnippetViewSetGroup):
    items = (ServiceViewSet, SureStartViewSet, TrustViewSet)
    menu_label = _("Who can help")
    menu_icon = "group"
    menu_order = 210


class StaleItem(SummaryItem):
    """On the front page of the admin: how many helplines somebody has to check."""

    order = 310
    template_name = "cms/admin/services/stale.html"

    def is_shown(self) -> bool:
        return bool(self.request.user.has_perm(MAY_CHECK)) and stale(self.request).exists()

    def get_context_data(self, _parent: Any) -> dict[str, Any]:
        listing = reverse(Service.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined] # Wagtail puts it there
        return {"count": stale(self.request).count(), "url": f"{listing}?stale=true"}


def _urls() -> list[URLPattern]:
    return [
        path("helplines/<int:pk>/check/", CheckService.as_view(), name="check_service"),
        path("sure-starts/import/", ImportSureStarts.as_view(), name="import_sure_starts"),
    ]


def _check_button(service: Any, user: User, _next_url: str | None = None) -> list[Button]:
    if isinstance(service, Service) and user.has_perm(MAY_CHECK):
        return [ListingButton(_("Check"), url=reverse_lazy("check_service", args=[service.pk]))]
    return []


def _stale_item(request: Any, items: list[SummaryItem]) -> None:
    items.append(StaleItem(request))


hooks.register("register_admin_urls", _urls)
hooks.register("register_snippet_listing_buttons", _check_button)
hooks.register("construct_homepage_summary_items", _stale_item)
