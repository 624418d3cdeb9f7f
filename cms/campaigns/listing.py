"""The list of campaigns: those of somebody's areas, and of the whole region."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from campaigns import areas
from campaigns.models import Campaign, Kind, State
from campaigns.running import MAY_APPROVE
from cms.campaigns.owning import REGION, key_of, options
from cms.campaigns.pages import MAY_ADD, visible_to
from cms.campaigns.standing import waits_for

SEVERAL = forms.CheckboxSelectMultiple
YOU = "you"


class CampaignFilter(WagtailFilterSet):
    """What may be chosen follows what somebody may see."""

    waits = django_filters.ChoiceFilter(
        label=gettext_lazy("Waits for"), method="that_wait", choices=[(YOU, gettext_lazy("you to approve"))]
    )
    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("State"), choices=State.choices, widget=SEVERAL)
    kind = django_filters.MultipleChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices, widget=SEVERAL)
    owner = django_filters.ChoiceFilter(label=gettext_lazy("Owner"), method="of_owner")
    year = django_filters.ChoiceFilter(label=gettext_lazy("Year"), method="of_year")

    class Meta:
        model = Campaign
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.request.user
        years = visible_to(user).order_by("-starts_on").dates("starts_on", "year", order="DESC")
        self.filters["year"].extra["choices"] = [(str(x.year), str(x.year)) for x in years]
        region = (REGION, gettext("the whole region"))
        mine = options(user)
        self.filters["owner"].extra["choices"] = mine if region in mine else [region, *mine]
        if not user.has_perm(MAY_APPROVE):
            del self.filters["waits"]

    def that_wait(self, found: QuerySet[Campaign], _name: str, _value: str) -> QuerySet[Campaign]:
        return waiting_for(self.request.user, found)

    def of_owner(self, found: QuerySet[Campaign], _name: str, value: str) -> QuerySet[Campaign]:
        return found.filter(key_of(value))

    def of_year(self, found: QuerySet[Campaign], _name: str, value: str) -> QuerySet[Campaign]:
        return found.filter(starts_on__year=value)


def waiting_for(user: Any, rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Of these campaigns, those that this person may approve now."""
    if not user.has_perm(MAY_APPROVE):
        return rows.none()
    mine = areas.own(rows.filter(state=State.SUBMITTED), user)
    return mine.exclude(Q(submitted_by=user.pk) | Q(changed_by=user.pk, changed_by__isnull=False))


def days_of(campaign: Campaign) -> str:
    """From when to when, for people."""
    first, last = campaign.starts_on, campaign.ends_on
    if first == last:
        return date_format(first, "j M Y")
    begin = date_format(first, "j M" if first.year == last.year else "j M Y")
    return gettext("%(first)s to %(last)s") % {"first": begin, "last": date_format(last, "j M Y")}


class StateColumn(Column):
    """A state has its own look, and always its word."""

    cell_template_name = "cms/admin/campaigns/state_cell.html"


class Campaigns(IndexView):
    """Everything that somebody may look at, the latest first."""

    model = Campaign
    page_title = gettext_lazy("Campaigns")
    header_icon = "calendar-alt"
    index_url_name = "campaigns"
    index_results_url_name = "campaigns_results"
    permission_policy = ModelPermissionPolicy(Campaign)
    filterset_class = CampaignFilter
    search_fields: ClassVar[list[str]] = ["title", "slug", "sure_start__name", "trust__name"]
    default_ordering = "-starts_on"
    paginate_by = 50
    template_name = "cms/admin/campaigns/list.html"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=gettext("Title"),
                sort_key="title",
                get_url=lambda x: reverse("campaign_hub", args=[x.pk]),
            ),
            Column("owner", label=gettext("Owner")),
            Column("get_kind_display", label=gettext("Kind"), sort_key="kind"),
            Column("days", label=gettext("Dates"), accessor=days_of, sort_key="starts_on"),
            StateColumn("state", label=gettext("State"), sort_key="state"),
            Column("waits", label=gettext("What it waits for"), accessor=self._waits),
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm(MAY_ADD):
            return []
        return [HeaderButton(gettext("Begin a campaign"), url=reverse("campaign_add"), icon_name="plus")]

    @cached_property
    def list_export(self) -> list[str]:
        return []

    def get_base_queryset(self) -> QuerySet[Campaign]:
        return visible_to(self.request.user)

    @cached_property
    def reach(self) -> areas.Reach:
        return areas.reach(self.request.user)

    def _waits(self, row: Campaign) -> str:
        return waits_for(self.request.user, row, own=self.reach.owns(row))
