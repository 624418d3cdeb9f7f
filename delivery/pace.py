"""How fast campaigns go: no faster than the provider takes them, all senders together, and answers go before.

What a provider counts is segments (e-mails for a mailbox's). One row a channel says until when what has been handed
over keeps the provider busy; a campaign waits for it, everything else only adds to it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from delivery.models import Pace

BURST = timedelta(seconds=1)  # so much work may wait at the provider


@transaction.atomic
def reserve(channel: str, most: int, now: datetime) -> int:
    """Take room for up to so many segments now; returns for how many there is. Give back what is not used."""
    rate = settings.RATES[channel]
    row = _locked(channel, now)
    free = (now + BURST - row.busy_until) / timedelta(seconds=1)
    room = max(0, min(most, int(free * rate)))
    row.busy_until += timedelta(seconds=room / rate)
    row.save()
    return room


@transaction.atomic
def use(channel: str, segments: int, now: datetime) -> None:
    """So many segments were handed over without asking; fewer than nought gives back what was reserved."""
    if segments:
        row = _locked(channel, now)
        row.busy_until += timedelta(seconds=segments / settings.RATES[channel])
        row.save()


def longest_wait(now: datetime) -> float:
    """For how many seconds some channel has no room for anything more."""
    waits = ((x.busy_until - now - BURST / 2).total_seconds() for x in Pace.objects.all())
    return max(0.0, *waits, 0.0)


def _locked(channel: str, now: datetime) -> Pace:
    Pace.objects.get_or_create(channel=channel, defaults={"busy_until": now})
    row = Pace.objects.select_for_update(no_key=True).get(channel=channel)
    row.busy_until = max(row.busy_until, now)
    return row
