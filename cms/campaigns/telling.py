"""A campaign's audience in words."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Occasion
from campaigns.models.campaign import LAST_MONTH, WEEKS
from languages.table import LANGUAGES
from subscribers.models import Role


def audience(campaign: Campaign) -> list[str]:
    """Whom it is for, a line for each wish; three queries for a regional one, one for a local."""
    return [_stages(campaign), *_people(campaign), *_areas(campaign), *_channel(campaign)]


def _stages(campaign: Campaign) -> str:
    if campaign.occasion == Occasion.BABY_LOSS:
        return _("Only those who asked for it, whatever their stage")
    expecting, born = _weeks(campaign), _months(campaign)
    if campaign.expecting and campaign.born:
        return _("%(expecting)s, and %(born)s") % {"expecting": expecting, "born": born}
    if campaign.expecting:
        return expecting
    return born if campaign.born else _("No stage is chosen")


def _weeks(campaign: Campaign) -> str:
    if (campaign.week_from, campaign.week_to) == (WEEKS[0], WEEKS[-1]):
        return _("Those who expect a baby")
    told = {"first": campaign.week_from, "last": campaign.week_to}
    return _("Those who are in weeks %(first)s to %(last)s of pregnancy") % told


def _months(campaign: Campaign) -> str:
    if (campaign.month_from, campaign.month_to) == (0, LAST_MONTH):
        return _("those whose baby is here")
    told = {"first": campaign.month_from, "last": campaign.month_to}
    return _("those whose child is %(first)s to %(last)s months old") % told


def _people(campaign: Campaign) -> Iterator[str]:
    if campaign.roles:
        yield _listed(str(Role(x).label) for x in campaign.roles if x in Role.values)
    if campaign.languages:
        names = _listed(LANGUAGES[x].name for x in campaign.languages if x in LANGUAGES)
        yield _("Who chose %(languages)s") % {"languages": names}


def _areas(campaign: Campaign) -> Iterator[str]:
    if not campaign.is_regional:
        yield _("In the area of %(owner)s") % {"owner": campaign.owner}
    else:
        named = [*map(str, campaign.trusts.all()), *map(str, campaign.sure_starts.all())]
        yield _("In the areas of %(names)s") % {"names": _listed(named)} if named else _("In the whole region")
    if places := [place.name for place in campaign.places.all()]:
        yield _("Who joined at %(places)s") % {"places": _listed(places)}


def _channel(campaign: Campaign) -> Iterator[str]:
    if campaign.by != Campaign.By.CHOSEN:
        yield _("By %(channel)s") % {"channel": campaign.get_by_display()}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
