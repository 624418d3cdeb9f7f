"""Where campaigns are found: in the menu, under their addresses, and on the admin's front page."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from cms.campaigns.acting import ActPage
from cms.campaigns.beginning import Begin, BeginFrom, Doors, LocalCopy
from cms.campaigns.editing import Count, Edit, New
from cms.campaigns.front import CampaignsPanel
from cms.campaigns.hub import Hub
from cms.campaigns.listing import Campaigns
from cms.campaigns.menu import MENU
from cms.campaigns.pages import may_see
from cms.campaigns.standing import ACTS
from cms.campaigns.texts import Texts
from cms.campaigns.topics import Topics


class CampaignsMenuItem(MenuItem):
    """Shown to whoever has to do with campaigns."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


def _urls() -> list[URLPattern]:
    one = "campaigns/<int:pk>"
    acts = [
        path(f"{one}/{act.name.replace('_', '-')}/", ActPage.as_view(act_name=act.name), name=act.address)
        for act in ACTS
    ]
    return [
        path("campaigns/", Campaigns.as_view(), name="campaigns"),
        path("campaigns/results/", Campaigns.as_view(results_only=True), name="campaigns_results"),
        path("campaigns/add/", Doors.as_view(), name="campaign_add"),
        path("campaigns/add/new/", New.as_view(), name="campaign_new"),
        path("campaigns/add/again/", Begin.as_view(), name="campaign_begin"),
        path("campaigns/count/", Count.as_view(), name="campaign_count"),
        path(f"{one}/", Hub.as_view(), name="campaign_hub"),
        path(f"{one}/begin/", BeginFrom.as_view(), name="campaign_begin_from"),
        path(f"{one}/copy/", LocalCopy.as_view(), name="campaign_copy"),
        path(f"{one}/edit/", Edit.as_view(), name="campaign_edit"),
        path(f"{one}/texts/", Texts.as_view(), name="campaign_texts"),
        path(f"{one}/topics/", Topics.as_view(), name="campaign_topics"),
        *acts,
    ]


def _group() -> MenuItem:
    """All that campaigns are made of; not shown to whoever would find nothing in it."""
    return SubmenuMenuItem(
        _("Campaigns"), Menu(register_hook_name=MENU), name="campaigns-group", icon_name="calendar-alt", order=202
    )


def _item() -> MenuItem:
    return CampaignsMenuItem(_("All campaigns"), reverse_lazy("campaigns"), icon_name="calendar-alt", order=1)


def _panels(request: HttpRequest, panels: list[Component]) -> None:
    if may_see(request.user):
        panels.append(CampaignsPanel())


def _permissions() -> QuerySet[Permission]:
    """What a group may be given, on Wagtail's own page for groups."""
    mine = Q(codename__endswith="_campaign") | Q(codename="every_area")
    return Permission.objects.filter(mine, content_type__app_label="campaigns")


hooks.register("register_admin_urls", _urls)
hooks.register("register_admin_menu_item", _group)
hooks.register(MENU, _item)
hooks.register("construct_homepage_panels", _panels)
hooks.register("register_permissions", _permissions)
