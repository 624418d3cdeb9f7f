"""An awareness week of January 2027: the one of the year before, the parents, and a clock that a test moves on.

The clock is the demo's, and so are the phones and inboxes; the server is a live one that goes by that clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaigns import choices, running, writing
from campaigns.models import Campaign, CampaignText, Topic
from delivery.channels import virtual
from delivery.channels.email import EmailChannel
from delivery.models import Nudge, VirtualClock, VirtualMessage
from directory.models import SureStart
from messages.stages import Stage, StageKind
from portal import loss
from scheduler.rounds import whole_round
from subscribers.hours import local_day
from subscribers.models import Child, Role, Subscriber
from tests import factories
from tests.cms.role_kit import signed_in
from tests.proof.service import LONDON

MONDAY, SUNDAY = date(2027, 1, 4), date(2027, 1, 10)
LAST_MONDAY, LAST_SUNDAY = date(2026, 6, 8), date(2026, 6, 14)  # of last year's week
DUE, BORN = date(2027, 5, 24), date(2026, 11, 25)  # week 20 begins on the Monday, week 6 on the Wednesday
HOURS = ("08:00", "10:00", "18:30")
Got = list[tuple[str, str]]  # the day, such as "Mon 4", and the words, or the subject of an e-mail

# What the region says, by day, topic and language; the second is for babies who are here.
SING = {"en": "Sing any song.", "pl": "Zanuć dowolną melodię.", "ar": "غنّ أي أغنية لطفلك."}
SWAY = {"en": "Sway a little together.", "pl": "Pokołyszcie się razem.", "ar": "تمايلا معًا قليلًا."}
WALK = {"en": "Walk and name three things.", "pl": "Idź i nazwij trzy rzeczy.", "ar": "امش وسمّ ثلاثة أشياء."}
WEEK_20 = {"en": "Week 20: talk to your bump.", "pl": "Tydzień 20: mów do brzuszka."}
WEEK_21 = {"en": "Week 21: rest a little.", "pl": "Tydzień 21: odpocznij."}
WEEK_6 = {"en": "Week 6: smile and wait.", "ar": "الأسبوع 6: ابتسم وانتظر."}
BANNERS = {"en": "It is our week", "pl": "To nasz tydzień", "ar": "هذا أسبوعنا"}
DAYS = ("Singing", "Talking", "Swaying", "Resting", "Walking", "Bathing", "Sleeping")


# The clock, and the service that goes by it


def now() -> datetime:
    return virtual.now()


def at(text: str) -> datetime:
    """Set the clock to a local time such as "2027-01-04 10:00"; it goes on from there."""
    instant = datetime.fromisoformat(text).replace(tzinfo=LONDON)
    VirtualClock.objects.update_or_create(defaults={"ahead": instant - timezone.now()})
    return now()


def a_round() -> None:
    """What every tick does, on virtual phones and inboxes."""
    whole_round(now, {"sms": virtual.channel(), "email": EmailChannel()})


def a_day(day: date, hours: tuple[str, ...] = HOURS) -> None:
    for hour in hours:
        at(f"{day} {hour}")
        a_round()


@contextmanager
def served(settings: Settings, browser: Browser) -> Iterator[str]:
    """A live server by that clock; gives its address."""
    settings.CLOCK = "delivery.channels.virtual.now"
    settings.EMAIL_BACKEND = "delivery.channels.virtual.InboxBackend"
    settings.ROOT_URLCONF = "tests.journeys.phones_urls"
    settings.TEXT_NUMBER = "07700 900000"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    server = LiveServer("localhost")
    try:
        yield str(server.url)
    finally:
        for context in browser.contexts:  # what a browser keeps open keeps a thread of the server, and its connection
            context.close()
        server.stop()


def browser_of(browser: Browser, address: str, user: User | None = None) -> Page:
    """A window of somebody of the staff, or of a parent."""
    context = browser.new_context(base_url=address, accept_downloads=True)
    if user:
        session = signed_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return context.new_page()


# Last year's week


def last_years(writer: User, approver: User) -> Campaign:
    """The region's week of the year before, written, approved, run and over; nobody was there yet to get it."""
    then = at("2026-05-01 10:00")
    made = Campaign.objects.create(
        title="The week of 2026",
        slug="week-2026",
        kind="week",
        starts_on=LAST_MONDAY,
        ends_on=LAST_SUNDAY,
        has_banner=True,
        changed_by=writer,
    )
    for language, banner in BANNERS.items():
        CampaignText.objects.create(campaign=made, language=language, title=banner, theme=banner, banner=banner)
    Topic.objects.bulk_create(Topic(campaign=made, after_days=n, title=title) for n, title in enumerate(DAYS))
    Topic.objects.create(campaign=made, after_days=0, language="pl", title="Śpiew")
    for after_days, topic, said, only in (
        (0, "A song", SING, ""),
        (2, "A sway", SWAY, "born"),
        (4, "A walk", WALK, ""),
    ):
        mailing = writing.add(made, writer, then, topic=topic, after_days=after_days, only=only)
        for language, text in said.items():
            words = {"sms": text, "action": text, "why": text}
            if language == "en":
                words |= {"subject": topic, "preheader": topic, "email": text}
            writing.write(mailing, language, words, writer)
    running.approve(running.submit(made, writer, then), approver, then)
    for day in ("2026-06-08", "2026-06-20"):
        running.advance(at(f"{day} 12:00"))
    made.refresh_from_db()
    return made


# Parents, whose stages have messages of their own in these days


@dataclass(frozen=True, kw_only=True)
class Parents:
    """Each as a subscriber. All chose the morning; who expects is in week 20, and babies become six weeks old."""

    mary: Subscriber  # expects; lives in Oak
    ola: Subscriber  # expects; reads Polish
    stages_only: Subscriber  # expects; wants no campaigns
    amal: Subscriber  # a baby; reads Arabic
    eve: Subscriber  # a baby; by e-mail
    both: Subscriber  # a baby; by text and e-mail
    twins: Subscriber  # two babies
    stops: Subscriber  # a baby
    lost: Subscriber  # a baby who has died

    def __iter__(self) -> Iterator[tuple[str, Subscriber]]:
        return iter(vars(self).items())


def parents(oak: SureStart) -> Parents:
    """They join on 28 December."""
    then = at("2026-12-28 09:00")
    kinds = ((StageKind.PREGNANCY_WEEK, 20, WEEK_20), (StageKind.PREGNANCY_WEEK, 21, WEEK_21))
    for kind, number, said in (*kinds, (StageKind.BABY_WEEK, 6, WEEK_6)):
        bodies = {"sms" if language == "en" else f"sms_{language}": text for language, text in said.items()}
        factories.message(Stage(kind, number), email=said["en"], **bodies)

    def joins(*babies: Child, **details: Any) -> Subscriber:
        person: Subscriber | None = None
        for child in babies or (factories.expecting(DUE),):
            person = factories.journey(child, person, plan_from=then, **details).subscriber
        assert person is not None
        return person

    found = Parents(
        mary=joins(sure_start=oak),
        ola=joins(language="pl"),
        stages_only=joins(role=Role.FATHER, track="carer"),
        amal=joins(factories.baby(BORN), language="ar"),
        eve=joins(factories.baby(BORN), channel="email"),
        both=joins(factories.baby(BORN), channel="both"),
        twins=joins(factories.baby(BORN), factories.baby(BORN)),
        stops=joins(factories.baby(BORN)),
        lost=joins(factories.baby(BORN)),
    )
    choices.choose(found.stages_only.pk, choices.ALL, wanted=False, now=then)
    loss.report(found.lost, then)
    return found


# What they got


def got(person: Subscriber, kind: str = "sms") -> Got:
    """Everything that came to this phone or inbox, replies too."""
    address = person.contacts.get(kind=kind).address
    rows = VirtualMessage.objects.filter(address=address, kind=kind, outgoing=False).order_by("at", "pk")
    return [(_day(row.at), row.subject or row.text) for row in rows]


def most_on_a_day_and_in_seven(person: Subscriber) -> tuple[int, int]:
    """The most messages of ours, answers and news aside; one told on two channels, or of two children, counts once."""
    rows = Nudge.objects.filter(journey__subscriber=person, message__isnull=False, submitted_at__isnull=False)
    told = sorted({(local_day(row.submitted_at), row.message_id) for row in rows if row.submitted_at})
    days = [day for day, _message in told]
    weeks = [sum(day <= other < day + timedelta(days=7) for other in days) for day in days]
    return max((days.count(day) for day in days), default=0), max(weeks, default=0)


def _day(instant: datetime) -> str:
    day = local_day(instant)
    return f"{day:%a} {day.day}"
