"""What a new service begins with: when the weeks and days are, and campaigns of some of them as drafts."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, CampaignText, Mailing, Observance, Occasion, State, Step, Topic
from messages.letters import blocks_of
from messages.models import Message
from messages.stages import StageKind

FOLDER = Path(__file__).parent
FILES = {"observance": "observances.toml", "campaign": "examples.toml"}
REVIEWED_EVERY = timedelta(days=365)
TEXTS = ("title", "theme", "intro", "banner", "poster")
AS_WRITTEN = ("topic", "theme", "action", "why", "source", "source_url", "sms", "subject", "preheader")
UNSIGNED = _("An example. It needs clinical sign-off before anybody is sent a word of it.")


def observances() -> list[Observance]:
    """Those of the file, unsaved."""
    return [Observance(**row) for row in _rows("observance")]


def examples() -> list[dict[str, Any]]:
    """The campaigns of the file."""
    return _rows("campaign")


def _rows(kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / FILES[kind]).read_text(encoding="utf-8"))[kind]
    return rows


@transaction.atomic
def load_observances() -> int:
    """Write those that are not there yet, by name and first day; what staff have changed is left alone.

    Returns how many were added.
    """
    known = set(Observance.objects.values_list("name", "starts_on"))
    new = [row for row in observances() if (row.name, row.starts_on) not in known]
    return len(Observance.objects.bulk_create(new))


@transaction.atomic
def load_examples(today: date, now: datetime) -> list[Campaign]:
    """Write an example for the next date of each occasion, as a draft, unless its address is taken; those written.

    What has no date to come gets no campaign: dates are entered, never worked out.
    """
    coming = list(Observance.objects.filter(starts_on__gt=today).order_by("starts_on"))
    made = (_example(row, coming, now) for row in examples())
    return [campaign for campaign in made if campaign is not None]


def _example(row: dict[str, Any], coming: Iterable[Observance], now: datetime) -> Campaign | None:
    when = next((x for x in coming if x.name == row["observance"]), None)
    if when is None:
        return None
    slug = f"{row['slug']}-{when.starts_on:%Y}"
    if Campaign.objects.filter(slug=slug).exists():
        return None
    campaign = Campaign.objects.create(
        title=row["title"],
        slug=slug,
        kind=row["kind"],
        occasion=when.occasion,
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        roles=row["roles"],
        expecting=row["expecting"],
    )
    Step.objects.create(campaign=campaign, state=State.DRAFT, at=now, comment=str(UNSIGNED))
    CampaignText.objects.create(campaign=campaign, **{name: row[name].strip() for name in TEXTS})
    Topic.objects.create(campaign=campaign, after_days=0, title=row["topic"], about=row["about"])
    message = _message(row["message"], Occasion(when.occasion), now)
    Mailing.objects.create(campaign=campaign, message=message, after_days=0)
    return campaign


def _message(row: dict[str, Any], occasion: Occasion, now: datetime) -> Message:
    """A draft: nobody has approved it, and it is not live."""
    checked = row.get("source_checked")
    message = Message(
        kind=StageKind.CAMPAIGN,
        number=0,
        track=occasion.track,
        source_checked_on=checked,
        review_on=(checked or now.date()) + REVIEWED_EVERY,
        email=blocks_of(row["email"]),
        live=False,
        **{name: row[name] for name in AS_WRITTEN},
    )
    message.save()
    message.save_revision()
    return message
