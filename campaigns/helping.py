"""How many readers said that a campaign's page helped them, by day, and nothing about who."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns.models import Campaign, Helpful


def count(campaign: Campaign, day: date, *, helpful: bool) -> None:
    """One answer more on this local day. However many come at once, none is lost."""
    name = "yes" if helpful else "no"
    rows = Helpful.objects.filter(campaign=campaign, day=day)
    if rows.update(**{name: F(name) + 1}):
        return
    try:
        with transaction.atomic():
            Helpful.objects.create(campaign=campaign, day=day, **{name: 1})
    except IntegrityError:  # somebody else's answer was the day's first
        rows.update(**{name: F(name) + 1})
