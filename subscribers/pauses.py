"""A pause, and its end. Days are local; what would have come during a pause is not caught up."""

from datetime import date, datetime

from django.db.models import QuerySet

from subscribers.hours import local_day
from subscribers.models import Child, Journey

ACTIVE, PAUSED = Journey.State.ACTIVE, Journey.State.PAUSED
PausedFor = Journey.PausedFor


def pause(subscriber_id: int, until: date) -> None:
    """No messages before this local day; then they go on by themselves, because the parent said for how long."""
    journeys = Journey.objects.filter(subscriber_id=subscriber_id).exclude(state=Journey.State.ENDED)
    pausing = journeys.exclude(paused_for=PausedFor.LOSS)  # those wait for their own word
    pausing.update(state=PAUSED, paused_for=PausedFor.ASKED, paused_until=until)


def paused_after_loss(subscriber_id: int) -> QuerySet[Journey]:
    """What waits for the parent's word since another child of theirs has died."""
    journeys = Journey.objects.filter(subscriber_id=subscriber_id, state=PAUSED, paused_for=PausedFor.LOSS)
    return journeys.exclude(child__state=Child.State.LOST).select_related("child").order_by("pk")


def resume(journeys: QuerySet[Journey], now: datetime) -> int:
    """Go on from now. Returns how many journeys had been paused."""
    return journeys.filter(state=PAUSED).update(state=ACTIVE, paused_for="", paused_until=None, plan_from=now)


def resume_due(now: datetime) -> int:
    """End the pauses whose day has come. A pause after a loss has none."""
    return resume(Journey.objects.filter(paused_for=PausedFor.ASKED, paused_until__lte=local_day(now)), now)
