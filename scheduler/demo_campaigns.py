"""The campaigns of the demo: last year's awareness week, the one that runs now, and a local copy that waits.

Made-up colleagues write and approve them, by the same functions as their screens: words that nobody has signed off are
theirs alone. The days go by the demo's clock.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from campaigns import copying, events, running, starter, writing
from campaigns.models import (
    Campaign,
    CampaignText,
    Event,
    EventText,
    Kind,
    Mailing,
    Observance,
    Place,
    SocialPost,
    State,
    Step,
    Topic,
)
from campaigns.writing import OF_ENGLISH, TEXTS
from directory.models import SureStart
from languages.table import DEFAULT
from scheduler.demo_staff import NotADemoError
from subscribers.hours import instant

FILE = starter.FOLDER / "demo_week.toml"
WRITER, APPROVER, LEAD = "campaigns", "admin", "surestart"  # of demo_staff.SIGN_INS
WEEK = timedelta(days=6)
NOON = time(12)
BEFORE = timedelta(days=21)  # so long before its first day a week is approved
HOUR = timedelta(hours=1)
Words = Mapping[str, Any]


def words() -> dict[str, Any]:
    """All that the file says."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def seed(first: date, now: datetime) -> None:
    """Write the campaigns; the week begins on this local day, and runs at once. For the demo only."""
    if not settings.DEMO:
        raise NotADemoError
    told = words()
    writer, approver, lead = (User.objects.get(username=name) for name in (WRITER, APPROVER, LEAD))
    last = _last_years(told, first, writer, approver)
    title, until = _title(told, first), first + WEEK
    made = copying.begin_from(last, writer, now, title=title, starts_on=first, ends_on=until)
    CampaignText.objects.filter(campaign=made, language=DEFAULT).update(theme=told["text"][DEFAULT]["theme"])
    running.approve(running.submit(made, writer, now), approver, now)
    for row in told["place"]:
        Place.objects.create(sure_start=_area(row), name=row["name"], kind=row["kind"], keyword=row["keyword"])
    for row in told["event"]:
        _event(row, made, now)
    _local_copy(told["local"], made, lead, now)


def _last_years(told: Words, first: date, writer: User, approver: User) -> Campaign:
    """On the last dates that are known, run and over: nobody was there yet to be sent it."""
    dates = Observance.objects.filter(name=told["week"]["observance"], ends_on__lt=first).first()
    if dates is None:
        raise Observance.DoesNotExist
    then = instant(dates.starts_on - BEFORE, NOON)
    slug = copying.free_slug(dates.name)
    made = Campaign.objects.create(
        title=_title(told, dates.starts_on),
        slug=slug,
        kind=Kind.AWARENESS_WEEK,
        starts_on=dates.starts_on,
        ends_on=dates.starts_on + WEEK,
        has_banner=True,
        changed_by=writer,
    )
    Step.objects.create(campaign=made, state=State.DRAFT, user=writer, at=then, comment=str(starter.UNSIGNED))
    _write(told, made, writer, then)
    running.approve(running.submit(made, writer, then), approver, then)
    for day in (made.starts_on, made.ends_on + WEEK):
        running.advance(instant(day, NOON))
    made.refresh_from_db()
    return made


def _title(told: Words, first: date) -> str:
    """For staff, who have several of them."""
    return f"{told['week']['observance']}, {first:%B %Y}"


def _write(told: Words, campaign: Campaign, writer: User, now: datetime) -> None:
    """Everything that it says, in every language that somebody drafted."""
    for language, texts in told["text"].items():
        own = {name: text.strip() for name, text in texts.items()}
        if language == DEFAULT:
            own["theme"] = told["week"]["last_theme"]
        CampaignText.objects.create(campaign=campaign, language=language, **own)
    for number, topic in enumerate(told["topic"]):
        for language, (title, about) in topic.items():
            Topic.objects.create(campaign=campaign, after_days=number, language=language, title=title, about=about)
    for row in told["mailing"]:
        details = {"after_days": row["after"], "window": row["window"], "only": row["only"]}
        mailing = writing.add(campaign, writer, now, topic=row["topic"], **details)
        for language, texts in ((DEFAULT, row), *((x, row[x]) for x in told["text"] if x in row)):
            names = (*TEXTS, *OF_ENGLISH) if language == DEFAULT else TEXTS
            writing.write(mailing, language, {name: texts[name] for name in names if name in texts}, writer)
    for row in told["post"]:
        SocialPost.objects.create(campaign=campaign, network=row["network"], after_days=row["after"], text=row["text"])


def _event(row: Words, campaign: Campaign, now: datetime) -> None:
    begins = instant(campaign.starts_on + timedelta(days=row["day"]), row["at"])
    names = ("title", "about", "where", "who", "languages", "access")
    event = Event(
        campaign=campaign,
        sure_start=_area(row),
        starts_at=begins,
        ends_at=begins + HOUR,
        is_online=row["where"].startswith("https:"),
        **{name: row[name] for name in names},
    )
    events.save(event, now)
    EventText.objects.bulk_create(EventText(event=event, language=x, title=row[x]) for x in ("pl", "ar"))


def _local_copy(told: Words, regional: Campaign, lead: User, now: datetime) -> None:
    """A topic, a text and a message of their own, submitted."""
    regional.refresh_from_db()
    made = copying.local_copy(regional, lead, now, sure_start=_area(told))
    CampaignText.objects.create(campaign=made, language=DEFAULT, intro=told["intro"].strip())
    title, about = told["topic"]
    Topic.objects.create(campaign=made, after_days=told["after"], title=title, about=about)
    own = copying.variant(Mailing.objects.get(campaign=regional, message__topic=told["mailing"]), made, lead)
    event = Event.objects.get(campaign=regional, title=told["event"])
    writing.write(own, DEFAULT, {"sms": told["sms"].format(event=f"{{event-{event.pk}.line}}")}, lead)
    running.submit(made, lead, now, told["comment"])


def _area(row: Words) -> SureStart | None:
    """The Sure Start of this name; none for the whole region."""
    return SureStart.objects.get(name=row["area"]) if row["area"] else None
