"""On the admin's front page: campaigns that wait for somebody's approval, and those that came back to them."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from wagtail.admin.ui.components import Component

from campaigns import areas
from campaigns.models import Campaign, State, Step
from cms.campaigns.listing import waiting_for
from cms.campaigns.pages import visible_to

SHOWN = 10


class CampaignsPanel(Component):
    """Nothing at all where nobody waits for this person."""

    name = "campaigns"
    order = 20
    template_name = "cms/admin/campaigns/front.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = list(waiting_for(user, visible_to(user)).order_by("starts_on", "pk")[: SHOWN + 1])
        return {
            "waiting": waiting[:SHOWN],
            "more": len(waiting) > SHOWN,
            "sent_back": list(sent_back_to(user)[:SHOWN]),
        }


def sent_back_to(user: User) -> QuerySet[Campaign]:
    """Drafts that this person submitted and somebody else wanted changed, with what they said."""
    last = Step.objects.filter(campaign=OuterRef("pk")).order_by("-pk")
    mine = areas.own(visible_to(user).filter(state=State.DRAFT, submitted_by=user, approved_by=None), user)
    told = mine.annotate(
        said=Subquery(last.values("comment")[:1]),
        said_by_id=Subquery(last.values("user")[:1]),
    )
    return told.exclude(said_by_id=user.pk).order_by("starts_on", "pk")
