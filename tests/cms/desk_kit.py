"""Campaign officers and Sure Start leads at their desks."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from campaigns.models import Campaign, CampaignText, Mailing, Membership, State, Step, Topic
from cms import roles
from directory.models import SureStart, Trust
from messages.stages import Stage, StageKind
from tests import factories
from tests.cms.role_kit import member, said, sent_back, signed_in
from tests.cms.staff_kit import NOON

FIRST = date(2026, 6, 8)
LAST = date(2026, 6, 14)


def area(name: str = "Oak") -> SureStart:
    return SureStart.objects.create(name=name, trust=Trust.objects.get_or_create(name=f"{name} Trust")[0])


def officer(name: str = "Ann Example") -> User:
    return member(roles.CAMPAIGNS, name=name)


def lead(of: SureStart, name: str = "Lea Example") -> User:
    """Somebody who works for one Sure Start."""
    found = member(roles.SURE_START, name=name)
    Membership.objects.create(user=found, sure_start=of)
    return found


def campaign(**details: Any) -> Campaign:
    """A week of June 2026 with its English title, of the whole region unless told otherwise."""
    slug = details.pop("slug", f"week-{Campaign.objects.count() + 1}")
    defaults: dict[str, Any] = {"title": "The week", "slug": slug, "kind": "week", "starts_on": FIRST, "ends_on": LAST}
    made = Campaign.objects.create(**defaults | details)
    if made.inherits_id is None:
        CampaignText.objects.create(campaign=made, title=made.title, theme="Together")
    Step.objects.create(campaign=made, state=made.state, at=NOON)
    return made


def regional(**details: Any) -> Campaign:
    """An approved week of the region, with a topic on its first two days and one message."""
    made = campaign(state=State.APPROVED, **details)
    for number, title in enumerate(("Singing", "Holding")):
        Topic.objects.create(campaign=made, after_days=number, title=title, about=f"About {title.lower()}.")
    mailing(made)
    return made


def copy_of(parent: Campaign, owner: SureStart, **details: Any) -> Campaign:
    return campaign(title=parent.title, inherits=parent, sure_start=owner, **details)


def mailing(of: Campaign, after_days: int = 0, **bodies: Any) -> Mailing:
    """A message with English words that nobody has to look at again."""
    words = factories.message(Stage(StageKind.CAMPAIGN, 0), **bodies or {"sms": "Hum a little song."})
    return Mailing.objects.create(campaign=of, message=words, after_days=after_days)


def page(user: User | Client, name: str, of: Campaign | None = None, **query: str) -> Any:
    client = user if isinstance(user, Client) else signed_in(user)
    return client.get(reverse(name, args=[of.pk] if of else []), query)


def do(user: User, act: str, of: Campaign, comment: str = "") -> list[str]:
    """Press a button of its page. Returns what the next page says at its top."""
    answer = signed_in(user).post(reverse(f"campaign_{act}", args=[of.pk]), {"comment": comment}, follow=True)
    of.refresh_from_db()
    return said(answer)


def opened(user: User, name: str, of: Campaign | None = None, **query: str) -> dict[str, Any]:
    """What a browser would send back of a form that was opened and not touched."""
    answer = page(user, name, of, **query)
    assert answer.status_code == 200, answer
    form = answer.context["form"]
    told = sent_back(form)
    for field in form.fields:
        value = form[field].value()
        if isinstance(value, list):
            told[field] = [str(getattr(x, "pk", x)) for x in value]
        elif value is True:
            told[field] = "on"
        elif value == 0 and value is not False:
            told[field] = "0"
    return told


def send(user: User, name: str, of: Campaign | None, told: dict[str, Any], **query: str) -> Any:
    where = reverse(name, args=[of.pk] if of else [])
    return signed_in(user).post(where, told, follow=True, query_params=query or None)


def text_of(answer: Any) -> str:
    """What is ours of a page, in one line, without tags."""
    whole = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(strip_tags(whole).split())
