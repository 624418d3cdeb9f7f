"""A campaign with one message, and that message waiting for somebody."""

from datetime import date

from campaigns.models import Campaign, Mailing
from delivery.models import Nudge, Status, Urgency
from messages.stages import Stage, StageKind
from subscribers.models import Journey
from tests import factories
from tests.factories import utc

NOW = utc("2026-11-21 10:00")


def mailing(occasion: str) -> Mailing:
    """The message of a campaign of this occasion."""
    day = date(2026, 11, 23)
    campaign = Campaign.objects.create(title=occasion, slug=occasion, occasion=occasion, starts_on=day, ends_on=day)
    return Mailing.objects.create(
        campaign=campaign, message=factories.message(Stage(StageKind.CAMPAIGN, 0)), after_days=0
    )


def waiting(
    of: Mailing, journey: Journey, urgency: Urgency = Urgency.REGIONAL, status: Status = Status.QUEUED
) -> Nudge:
    """It waits for this parent, or has come further."""
    return Nudge.objects.create(
        journey=journey,
        message=of.message,
        channel="sms",
        urgency=urgency,
        status=status,
        key=f"campaign:{of.pk}:{journey.pk}:{urgency:d}",
        due_at=NOW,
        expires_at=utc("2026-11-25 10:00"),
    )
