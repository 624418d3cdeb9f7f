"""Colleagues of the region and of Sure Starts, and their campaigns, for the tests of the mailings' pages."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns import running, writing
from campaigns.models import Campaign, CampaignText, Mailing, Membership
from cms import roles
from directory.models import SureStart, Trust
from subscribers.models import Journey
from tests import factories
from tests.cms.role_kit import member, signed_in
from tests.factories import utc

NOON = utc("2026-06-01 11:00")  # a Monday, 12:00 in London
FIRST = date(2026, 6, 15)
BORN = date(2026, 3, 1)
GOOD = "Hum a tune that you like. Your baby knows your voice."


def noon() -> datetime:
    """The clock of these tests."""
    return NOON


def sure_start(name: str = "Oak") -> SureStart:
    trust = Trust.objects.get_or_create(name="A Trust")[0]
    return SureStart.objects.get_or_create(name=name, trust=trust)[0]


def officer(name: str = "Una Officer") -> User:
    """Of the region."""
    return member(roles.CAMPAIGNS, name=name)


def lead(of: str = "Oak", name: str = "Lea Lead") -> User:
    """Of one Sure Start."""
    user = member(roles.SURE_START, name=name)
    Membership.objects.create(user=user, sure_start=sure_start(of))
    return user


def week(**details: Any) -> Campaign:
    """A draft with a title, of the region unless told otherwise."""
    defaults = {"title": "Hope week", "slug": f"week-{Campaign.objects.count()}"}
    days = {"starts_on": FIRST, "ends_on": date(2026, 6, 21)}
    made = Campaign.objects.create(**defaults | days | details)
    CampaignText.objects.create(campaign=made, title="Hope week")
    return made


def mailing(campaign: Campaign, user: User, **texts: str) -> Mailing:
    """A mailing of its first day, with a text in English, written by this person."""
    made = writing.add(campaign, user, NOON, topic="A tune", after_days=0)
    writing.write(made, "en", {"sms": GOOD, **texts}, user)
    made.refresh_from_db()
    return made


def approve(campaign: Campaign, writer: User) -> None:
    """Submitted by whoever wrote it, and approved by somebody else."""
    running.submit(campaign, writer, NOON)
    running.approve(campaign, officer(name="Ada Approver"), NOON)
    campaign.refresh_from_db()


def parents(number: int, **details: Any) -> list[Journey]:
    """Mothers of babies, by text in English unless told otherwise."""
    return [factories.journey(factories.baby(BORN), **details) for _ in range(number)]


def page(user: User | Client, name: str, *args: object, **query: str) -> str:
    """What somebody reads there; blank where they are turned away."""
    client = user if isinstance(user, Client) else signed_in(user)
    answer = client.get(reverse(name, args=args), query)
    return answer.content.decode() if answer.status_code == 200 else ""


def send(user: User, name: str, *args: object, **posted: str) -> Any:
    """Send a form, and follow where it leads."""
    return signed_in(user).post(reverse(name, args=args), posted, follow=True)


def words(**details: str) -> dict[str, str]:
    """The form of words."""
    blank = dict.fromkeys(("action", "why", "sms", "subject", "preheader", "email"), "")
    return {"topic": "A tune", "version": "", **blank, **details}
