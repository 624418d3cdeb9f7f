"""Whose a campaign is, as one choice in a form: the whole region, a Health Trust, or a Sure Start."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns import areas
from campaigns.models import Campaign
from directory.models import SureStart, Trust

REGION = "region"
TRUST, SURE_START = "trust", "sure-start"
Option = tuple[str, str]
Whose = Trust | SureStart | None  # None is the whole region


def options(user: Any) -> list[Option]:
    """What somebody may own, one line each; the Trust's name beside what could be taken for another."""
    trusts, sure_starts = areas.owners(user)
    found = [(f"{TRUST}-{x.pk}", str(x)) for x in trusts]
    found += [(f"{SURE_START}-{x.pk}", str(x)) for x in sure_starts]
    return [(REGION, _("the whole region")), *found] if areas.reach(user).everywhere else found


def owner_of(key: str) -> Whose:
    """The owner behind a choice that a form has checked. Raises ValueError and DoesNotExist for others."""
    kind, _dash, pk = key.rpartition("-")
    if kind == TRUST:
        return Trust.objects.get(pk=int(pk))
    return SureStart.objects.get(pk=int(pk)) if kind == SURE_START else None


def key_of(key: str) -> Q:
    """The rows of an owner."""
    kind, _dash, pk = key.rpartition("-")
    if key == REGION or not pk.isdigit():
        return Q(trust=None, sure_start=None)
    return Q(trust=int(pk)) if kind == TRUST else Q(sure_start=int(pk))


def key_for(campaign: Campaign) -> str:
    """The choice that stands for a campaign's owner."""
    if campaign.sure_start_id:
        return f"{SURE_START}-{campaign.sure_start_id}"
    return f"{TRUST}-{campaign.trust_id}" if campaign.trust_id else REGION


def give(campaign: Campaign, owner: Whose) -> None:
    """Let it belong to this owner; the caller saves it."""
    campaign.trust = owner if isinstance(owner, Trust) else None
    campaign.sure_start = owner if isinstance(owner, SureStart) else None
