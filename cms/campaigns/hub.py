"""A campaign's own page: where it stands, what comes next, and all that there is of it."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.views.generic import TemplateView

from campaigns import inheriting
from campaigns.audiences import named
from campaigns.checks import problems
from campaigns.copying import TO_COPY
from campaigns.models import Campaign, State, Step
from campaigns.running import MAY_CHANGE
from cms.campaigns import contents, counting, standing, telling
from cms.campaigns.listing import days_of
from cms.campaigns.pages import MAY_ADD, CampaignPage, link
from languages.table import DEFAULT
from subscribers.hours import now_of

UNDECIDED = (State.DRAFT, State.SUBMITTED)
SENDING = (State.APPROVED, State.RUNNING, State.PAUSED, State.FINISHED, State.CANCELLED)


class Hub(CampaignPage, TemplateView):
    """One page a campaign. It asks some queries a mailing of its own, and a fixed number for the rest."""

    template_name = "cms/admin/campaigns/hub.html"

    def get_page_title(self) -> str:
        return self.campaign.title

    def get_page_subtitle(self) -> str:
        return self.campaign.owner

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.campaign
        mailings = contents.mailings(campaign)
        found = self._numbers(mailings)
        may_change = self.is_own and self.user.has_perm(MAY_CHANGE)
        return super().get_context_data(**kwargs) | {
            **found,
            **self._standing(found["problems"]),
            **self._pieces(),
            "days_shown": days_of(campaign),
            "audience": telling.audience(campaign),
            "mailings": mailings,
            "steps": Step.objects.filter(campaign=campaign).select_related("user").order_by("-pk"),
            "is_own": self.is_own,
            "may_change": may_change,
            "is_open": may_change and campaign.state == State.DRAFT,
            "links": self._links(),
            "budget": _pounds(campaign.budget_pence),
        }

    def _numbers(self, mailings: list[contents.Sent]) -> dict[str, Any]:
        """The estimate, and what stands in the way: both from one look at each mailing."""
        names = named(self.campaign)
        mine = [x.mailing for x in mailings if x.is_own]
        for mailing in mine:
            mailing.campaign = self.campaign
        found = counting.estimates(mine, names)
        is_decided = self.campaign.state not in UNDECIDED or not self.is_own
        return {
            "reckoning": counting.reckon(self.campaign, names, found),
            "problems": [] if is_decided else problems(self.campaign, now_of(self.request), found),
        }

    def _standing(self, found: list[str]) -> dict[str, Any]:
        campaign, user = self.campaign, self.user
        acts = {act.name: act for act in standing.acts(user, campaign)} if self.is_own else {}
        is_said = campaign.state == State.SUBMITTED or standing.was_sent_back(campaign)
        return {
            "acts": acts,
            "next_step": standing.next_step(user, campaign, own=self.is_own, ready=not found),
            "said": _said(campaign) if is_said else None,
        }

    def _pieces(self) -> dict[str, Any]:
        campaign = self.campaign
        shares = campaign.is_regional and campaign.state in TO_COPY and self.user.has_perm(MAY_ADD)
        return {
            "texts": contents.texts(campaign),
            "days": contents.days(campaign),
            "events": contents.events(campaign),
            "posts": inheriting.posts(campaign, DEFAULT),
            "copies": _copies(campaign, self.user),
            "may_copy": shares,
        }

    def _links(self) -> dict[str, str]:
        """Pages of other rooms, where there are such."""
        pk, state = self.campaign.pk, self.campaign.state
        add_event = link("events_add")
        return {
            "add_mailing": link("campaign_mailing_add", pk),
            "sending": link("campaign_sending", pk) if state in SENDING and self.is_own else "",
            "report": link("campaign_report", pk) if state in SENDING else "",
            "pack": link("pack", pk),
            "sheets": link("campaign_sheets", pk),
            "add_event": f"{add_event}?campaign={pk}" if add_event else "",
            "topics": reverse("campaign_topics", args=[pk]),
        }


def _said(campaign: Campaign) -> Step | None:
    """What somebody said when they submitted it, or sent it back."""
    last = Step.objects.filter(campaign=campaign).select_related("user").last()
    return last if last and last.comment else None


def _copies(campaign: Campaign, user: Any) -> dict[str, Any]:
    """How many local copies there are in which state, and each that may be looked at."""
    if not campaign.is_regional:
        return {"rows": [], "states": []}
    rows = contents.copies(campaign, user)
    counted = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    states = [(state.label, counted[state]) for state in State if state in counted]
    return {"rows": list(rows), "states": states}


def _pounds(pence: int | None) -> str:
    """Blank for no budget."""
    return "" if pence is None else f"{pence / 100:.2f}"
