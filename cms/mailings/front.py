"""On the admin's front page: words of campaigns, in other languages than English, that somebody may approve now."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.admin.ui.components import Component

from campaigns import areas
from campaigns.models import Campaign, State
from cms.approving import APPROVE, languages_of
from cms.mailings.scope import MAY_SEE, with_words_for
from messages.models import Translation

SHOWN = 20
ON_THE_WAY = (State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)  # a draft's may still change


class CampaignWordsPanel(Component):
    """Nothing at all where no words wait for this person."""

    name = "campaign-words"
    order = 21
    template_name = "cms/admin/mailings/front.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = list(waiting_for(parent_context["request"].user)[: SHOWN + 1])
        return {"waiting": waiting[:SHOWN], "more": len(waiting) > SHOWN}


def waiting_for(user: User) -> QuerySet[Translation]:
    """The words that this person may approve, as cms.mailings.scope.WordsPage lets them, the first to go out first."""
    if not user.has_perm(APPROVE):
        return Translation.objects.none()
    rows = Translation.objects.filter(message__mailing__campaign__in=_campaigns(user), approved_by="")
    languages = languages_of(user)
    if languages is not None:
        rows = rows.filter(language__in=languages)
    written = rows.exclude(sms="", email_text="").exclude(latest_revision__user=user.pk)
    owners = ("sure_start", "trust")
    written = written.select_related(*(f"message__mailing__campaign__{owner}" for owner in owners))
    return written.order_by("message__mailing__campaign__starts_on", "message__mailing__after_days", "language", "pk")


def _campaigns(user: User) -> QuerySet[Campaign]:
    """Whose words they may read, as cms.mailings.scope.WordsPage lets them."""
    if not user.has_perm(MAY_SEE):
        return with_words_for(user).filter(state__in=ON_THE_WAY)
    return areas.visible(Campaign.objects.filter(state__in=ON_THE_WAY), user)
