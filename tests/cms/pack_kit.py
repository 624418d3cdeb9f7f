"""A regional campaign, a local copy, and two Sure Starts with their leads, as the tests of the pack need them."""

from dataclasses import dataclass
from datetime import datetime

from django.test import Client

from campaigns.models import Campaign, CampaignText, Event, Membership, Place, SocialPost, Topic
from cms import roles
from directory.models import SureStart, Trust
from tests.campaigns.kit import week
from tests.cms.role_kit import colleague, member, signed_in
from tests.factories import utc

NOW = utc("2026-06-01 09:00")


def clock() -> datetime:
    return NOW


@dataclass(frozen=True, kw_only=True)
class Region:
    """The region's week, Oak's copy of it, a place of each Sure Start, and who works where."""

    week: Campaign
    copy: Campaign
    oak_place: Place
    elm_place: Place
    officer: Client
    oak: Client
    elm: Client


def lead(sure_start: SureStart) -> Client:
    user = member(roles.SURE_START)
    Membership.objects.create(user=user, sure_start=sure_start)
    return signed_in(user)


def region() -> Region:
    trust = Trust.objects.create(name="One Trust")
    oak, elm = (SureStart.objects.create(name=name, trust=trust) for name in ("Oak", "Elm"))
    campaign = week(slug="the-week", title="The week")
    copy = week(slug="oaks", title="Oak's week", inherits=campaign, sure_start=oak)
    _write(campaign)
    CampaignText.objects.create(campaign=copy, theme="Together in Oak Park")
    at = utc("2026-06-09 09:00")
    times = {"starts_at": at, "ends_at": utc("2026-06-09 10:00"), "changed_at": NOW}
    Event.objects.create(campaign=campaign, title="Rhyme time", where="The hall", **times)
    return Region(
        week=campaign,
        copy=copy,
        oak_place=Place.objects.create(name="Oak Library", keyword="OAKLIBRARY", sure_start=oak),
        elm_place=Place.objects.create(name="Elm Library", keyword="ELMLIBRARY", sure_start=elm),
        officer=colleague(roles.CAMPAIGNS),
        oak=lead(oak),
        elm=lead(elm),
    )


def _write(campaign: Campaign) -> None:
    words = {
        "title": "A week for babies",
        "theme": "Together",
        "intro": "All about it.",
        "poster": "Your voice is home",
    }
    CampaignText.objects.create(campaign=campaign, **words)
    CampaignText.objects.create(campaign=campaign, language="pl", title="Tydzień niemowląt", theme="Razem")
    CampaignText.objects.create(campaign=campaign, language="ar", title="أسبوع الرضّع", theme="معاً")
    for number, (english, polish) in enumerate((("Talk", "Mów"), ("Sing", "Śpiewaj"))):
        Topic.objects.create(campaign=campaign, after_days=number, title=english)
        Topic.objects.create(campaign=campaign, after_days=number, language="pl", title=polish)
    Topic.objects.create(campaign=campaign, after_days=0, language="ar", title="تحدّث")
    SocialPost.objects.create(campaign=campaign, network="x", text="The region's post")
