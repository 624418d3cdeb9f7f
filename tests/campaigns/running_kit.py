"""Campaigns of January 2027 that two people brought on their way, and the days on which they run."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, User

from campaigns import copying, running, writing
from campaigns.models import Campaign, CampaignText, Mailing, Membership
from cms import roles
from directory.models import SureStart
from languages.table import DEFAULT
from tests.proof.service import instant

BEFORE = instant("01-03 12:00")  # the Sunday on which everything is prepared
MONDAY = date(2027, 1, 4)
SUNDAY = date(2027, 1, 10)


def person(role: str, name: str, *sure_starts: SureStart) -> User:
    """Somebody of the staff; a lead works for Sure Starts."""
    user, _made = User.objects.get_or_create(username=name, first_name=name)
    user.groups.add(Group.objects.get(name=role))
    for sure_start in sure_starts:
        Membership.objects.get_or_create(user=user, sure_start=sure_start)
    return user


def writer() -> User:
    return person(roles.CAMPAIGNS, "Writer")


def approver() -> User:
    return person(roles.CAMPAIGNS, "Approver")


def lead(of: SureStart) -> User:
    return person(roles.SURE_START, f"Lead of {of.name}", of)


def sure_start(name: str = "Colin") -> SureStart:
    return SureStart.objects.get_or_create(name=name)[0]


def drafted(title: str = "Awareness week", **details: Any) -> Campaign:
    """A draft of the first full week of January 2027, of the region unless told otherwise."""
    defaults: dict[str, Any] = {"starts_on": MONDAY, "ends_on": SUNDAY, "changed_by": writer()}
    campaign = Campaign.objects.create(title=title, slug=copying.free_slug(title), **defaults | details)
    CampaignText.objects.create(campaign=campaign, language=DEFAULT, title=title)
    return campaign


def says(campaign: Campaign, text: str, day: int = 0, *, by: User | None = None, **details: Any) -> Mailing:
    """A mailing of a draft, on a day counted from its first; `email` and `sms_pl` are words, the rest its fields."""
    words = {name: details.pop(name) for name in ("email", "sms_pl") if name in details}
    user = by or writer()
    made = writing.add(campaign, user, BEFORE, topic=text, after_days=day, **details)
    texts = {"sms": text, "action": "Hum to your baby.", "why": "It helps."}
    if "email" in words:
        texts |= {"subject": "A subject", "preheader": "More", "email": words["email"]}
    writing.write(made, DEFAULT, texts, user)
    if "sms_pl" in words:
        writing.write(made, "pl", {"sms": words["sms_pl"], "action": "Nuć.", "why": "Pomaga."}, user)
    return made


def approved(campaign: Campaign, at: str = "01-03 12:00", by: User | None = None) -> Campaign:
    """Submitted by whoever wrote it, and approved by somebody else."""
    submitted = running.submit(campaign, by or writer(), instant(at))
    return running.approve(submitted, approver(), instant(at))
