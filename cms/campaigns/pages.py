"""The furniture of the pages about campaigns: who may be there, which campaign it is, and the way back."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import areas
from campaigns.models import Campaign
from campaigns.running import MAY_CHANGE
from cms.impact.pages import AdminPage

MAY_ADD = "campaigns.add_campaign"
MAY_SEE = tuple(f"campaigns.{act}_campaign" for act in ("view", "add", "change", "delete"))


def may_see(user: Any) -> bool:
    """Whether somebody has to do with campaigns at all; which ones, their areas say."""
    return any(user.has_perm(permission) for permission in MAY_SEE)


def visible_to(user: Any) -> QuerySet[Campaign]:
    """The campaigns that somebody may look at, with what their names need."""
    rows = areas.visible(Campaign.objects.all(), user)
    return rows.select_related("trust", "sure_start", "inherits", "changed_by", "submitted_by", "approved_by")


def is_own(user: Any, campaign: Campaign) -> bool:
    """Whether it belongs to an area that somebody works for."""
    return areas.own(Campaign.objects.filter(pk=campaign.pk), user).exists()


def link(name: str, *args: object) -> str:
    """The address of a page that another room may have, or nothing where it has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


class DeskPage(AdminPage):
    """A page about campaigns in general."""

    page_title = gettext_lazy("Campaigns")
    header_icon = "calendar-alt"
    permission = ""  # what is needed beside seeing campaigns

    @property
    def user(self) -> User:
        """Whoever asks; the admin lets in nobody who has not signed in."""
        user: Any = self.request.user
        return user  # type: ignore[no-any-return]

    def may(self, request: HttpRequest) -> bool:
        return may_see(request.user) and (not self.permission or request.user.has_perm(self.permission))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("campaigns"), "label": _("Campaigns")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.page_title}]


class CampaignPage(DeskPage):
    """A page about one campaign that whoever asks may look at: what belongs to other areas is not found."""

    needs_own = False  # whether it has to belong to an area of theirs

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(visible_to(self.user), pk=self.kwargs["pk"])

    @cached_property
    def is_own(self) -> bool:
        return is_own(self.user, self.campaign)

    @property
    def home(self) -> str:
        """The campaign's own page."""
        return reverse("campaign_hub", args=[self.campaign.pk])

    def may(self, request: HttpRequest) -> bool:
        if not super().may(request):
            return False
        found = self.campaign  # not found comes before not allowed
        return bool(found) and (self.is_own or not self.needs_own)

    def get_page_subtitle(self) -> str:
        return str(self.campaign)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("campaigns"), "label": _("Campaigns")}
        own = {"url": self.home, "label": str(self.campaign)}
        return [*self.breadcrumbs_items, first, own, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"campaign": self.campaign, "home": self.home}


class OwnPage(CampaignPage):
    """A page on which a campaign is changed."""

    needs_own = True
    permission = MAY_CHANGE
