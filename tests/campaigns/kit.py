"""Campaigns as the tests of this room make them."""

from datetime import date
from typing import Any

from campaigns.models import Campaign, Mailing, Occasion
from messages.stages import Stage, StageKind
from tests.factories import message

FIRST = date(2026, 6, 8)
LAST = date(2026, 6, 14)


def week(**details: Any) -> Campaign:
    """A week of June 2026, of the whole region unless told otherwise."""
    slug = details.pop("slug", f"week-{Campaign.objects.count() + 1}")
    defaults: dict[str, Any] = {"title": "The week", "slug": slug, "starts_on": FIRST, "ends_on": LAST}
    return Campaign.objects.create(**defaults | details)


def mailing(campaign: Campaign, after_days: int = 0, instead_of: Mailing | None = None, **bodies: Any) -> Mailing:
    """Approved words of a campaign, sent so many days after its first."""
    words = message(Stage(StageKind.CAMPAIGN, 0), track=Occasion(campaign.occasion).track, **bodies)
    return Mailing.objects.create(campaign=campaign, message=words, after_days=after_days, instead_of=instead_of)
