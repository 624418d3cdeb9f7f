"""A whole week with everything in it that happens, and its report against the ledgers, to the last message.

They are what the provider was handed, and what was written down at each change of a nudge. The oracle here asks
nothing of what makes the report.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from campaigns import choices, copying, reporting, running
from campaigns.models import Campaign, State
from delivery.channels import ChannelError, Failure, Parcel
from delivery.channels.memory import MemoryChannel
from delivery.models import DeliveryEvent, Nudge, Reason, Status
from delivery.reports import Report, raise_statuses
from messages.sms import measure
from messages.stages import Stage, StageKind
from subscribers import children, consent
from subscribers.models import Journey
from tests import factories
from tests.campaigns.running_kit import approved, drafted, lead, says, sure_start, writer
from tests.proof.service import Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

CALLBACK = DeliveryEvent.Source.CALLBACK
NUMBERS = ("waiting", "handed", "delivered")


@dataclass
class Expected:
    """What the report must say of one mailing by one channel."""

    waiting: int = 0
    handed: int = 0
    delivered: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    not_sent: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    segments: int = 0


@pytest.fixture
def service(memory: MemoryChannel, settings: Any) -> Service:
    settings.RATES = {"sms": 40, "email": 40}
    return Service(memory)


def oracle(campaign: Campaign, memory: MemoryChannel) -> dict[tuple[str, str, str], Expected]:
    """From the last line written about each nudge, and from what the provider was handed."""
    handed = {parcel.nudge_id: parcel for parcel in memory.sent}
    last = {event.nudge_id: event for event in DeliveryEvent.objects.order_by("pk")}
    found: dict[tuple[str, str, str], Expected] = defaultdict(Expected)
    for mailing in campaign.mailings.all():
        day = campaign.starts_on + timedelta(days=mailing.after_days or 0)
        for nudge in Nudge.objects.filter(message=mailing.message_id):
            line = found[mailing.message.topic, day.isoformat(), nudge.channel]
            told(line, nudge, last.get(nudge.pk), handed.get(nudge.pk))
    return dict(found)


def told(line: Expected, nudge: Nudge, event: DeliveryEvent | None, parcel: Parcel | None) -> None:
    match event.status if event else Status.QUEUED:
        case Status.QUEUED:
            line.waiting += 1
        case Status.CANCELLED:
            line.not_sent[nudge.reason] += 1
        case Status.EXPIRED:
            line.not_sent["expired"] += 1
        case Status.FAILED | Status.UNDELIVERED as status:
            line.failed[event.code if event else ""] += 1
            line.segments += size(parcel) if status == Status.UNDELIVERED else 0
        case Status.DELIVERED:
            line.delivered += 1
            went_out(line, nudge, parcel)
        case _:
            line.handed += 1
            went_out(line, nudge, parcel)


def went_out(line: Expected, nudge: Nudge, parcel: Parcel | None) -> None:
    line.languages[parcel.language if parcel else nudge.language] += 1
    line.segments += size(parcel) if parcel else nudge.segments  # no answer: it is not known to have arrived


def size(parcel: Parcel | None) -> int:
    return measure(parcel.text).segments if parcel and parcel.channel == "sms" else 0


def told_by_report(campaign: Campaign) -> dict[tuple[str, str, str], Expected]:
    return {
        (line.topic, line.day, line.channel): Expected(
            failed=Counter(line.failed),
            not_sent=Counter(line.not_sent),
            languages=Counter(line.languages),
            segments=line.segments,
            **{name: getattr(line, name) for name in NUMBERS},
        )
        for line in reporting.report(Campaign.objects.get(pk=campaign.pk)).lines
    }


def parents() -> list[Journey]:
    """Of two areas, by text, e-mail and both, three languages, each fallback, all hours."""
    found = []
    for n in range(36):
        details: dict[str, Any] = {
            "channel": ("sms", "email", "both")[n % 3],
            "language": ("en", "pl", "ar", "en")[n % 4],
            "fallback": (Journey.Fallback.NOTHING, Journey.Fallback.ENGLISH)[n % 5 > 0],
            "slot": ("morning", "afternoon", "evening")[n % 7 % 3],
            "sure_start": sure_start(("Colin", "Smile")[n % 2]),
        }
        if n % 6:
            found.append(pregnancy(date(2027, 5, 24) + timedelta(days=n % 7), **details))
        else:
            born = factories.baby(date(2026, 9, 1) + timedelta(days=n))
            found.append(factories.journey(born, plan_from=instant("01-01 12:00"), **details))
    return found


def provider(memory: MemoryChannel) -> None:
    """It refuses some for good, some for now, and of some it never says what became of them."""
    dice = Random(5)  # noqa: S311 - a game
    kinds = [None] * 12 + [Failure.PERMANENT, Failure.TEMPORARY, Failure.UNKNOWN]

    def answer(_parcel: Parcel) -> None:
        failure = dice.choice(kinds)
        if failure is not None:
            raise ChannelError(failure, {Failure.PERMANENT: "21614", Failure.TEMPORARY: "20429"}.get(failure, ""))

    memory.before = answer


def callbacks(memory: MemoryChannel, since: int, at: str) -> int:
    """The provider tells how it ended, twice and in any order; of some it tells nothing."""
    for n, parcel in enumerate(memory.sent[since:], start=since):
        for status, code in (
            (Status.SENT, ""),
            *([[(Status.DELIVERED, "")], [(Status.UNDELIVERED, "30003")], []][n % 3]),
        ):
            for _ in range(2):
                raise_statuses([Report(parcel.nudge_id, status, CALLBACK, instant(at), code=code)])
    return len(memory.sent)


def region() -> Campaign:
    """A text and a letter on each of five days, in Polish too on three of them."""
    campaign = drafted()
    for day, text in enumerate(("One", "Two", "Three", "Four", "Five")):
        polish: dict[str, Any] = (
            {"sms_pl": f"{text} po polsku, i jeszcze trochę śpiewania razem z maleństwem"} if day < 3 else {}
        )
        mailing = says(campaign, text, day, email=f"Letter {text}", **polish)
        if polish:
            factories.approved(mailing.message.translations.get())
    return approved(campaign)


def copied(regional: Campaign) -> Campaign:
    """Colin says two of them in its own words, by text only."""
    user = lead(sure_start("Colin"))
    local = copying.local_copy(regional, user, instant("01-03 12:00"), sure_start=sure_start("Colin"))
    Campaign.objects.filter(pk=local.pk).update(by=Campaign.By.SMS)
    for mailing in regional.mailings.filter(after_days__in=(1, 3)):
        own = f"{mailing.message.topic} in Colin"
        says(local, own, mailing.after_days or 0, by=user, instead_of=mailing)
    return approved(Campaign.objects.get(pk=local.pk), by=user)


def live(service: Service, regional: Campaign, people: list[Journey]) -> None:
    """The week, with what parents and staff do in it."""
    heard = 0
    for day in range(3, 13):
        if day == 5:
            running.pause(regional, writer(), instant("01-05 09:00"))
        if day == 6:
            running.resume(regional, writer(), instant("01-06 07:00"))
            consent.stop(people[3].subscriber_id, "sms", instant("01-06 09:00"))
            children.report_loss(people[7].child)
            choices.hear_loss([people[7].subscriber_id], instant("01-06 09:00"))
            children.report_birth(people[8].child, date(2027, 1, 5), instant("01-06 09:00"))
            choices.choose(people[9].subscriber_id, choices.ALL, wanted=False, now=instant("01-06 09:00"))
            pregnancy(sure_start=sure_start("Colin"))
        service.days(f"01-{day:02}", f"01-{day:02}")
        heard = callbacks(service.memory, heard, f"01-{day:02} 20:00")


def test_report_adds_up_to_the_ledgers_to_the_last_message(service: Service) -> None:
    people = parents()
    for week in (20, 21):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week), sms=f"Week {week}", email=f"Letter of {week}")
    provider(service.memory)
    regional = region()
    service.round("01-03 12:00")
    local = copied(regional)
    poor = drafted("Poor", by=Campaign.By.SMS)
    for day in (1, 4):
        says(poor, f"Cheap {day}", day)
    approved(poor)
    Campaign.objects.filter(pk=poor.pk).update(budget_pence=110)  # for one of them, and a little more
    live(service, regional, people)

    for campaign in (regional, local, poor):
        assert told_by_report(campaign) == oracle(campaign, service.memory)
    of_campaigns = Nudge.objects.filter(message__mailing__isnull=False)
    reports = [reporting.report(Campaign.objects.get(pk=x.pk)) for x in (regional, local, poor)]
    assert sum(report.all for report in reports) == of_campaigns.count()
    statuses = set(of_campaigns.values_list("status", flat=True))
    assert statuses >= {Status.SENT, Status.DELIVERED, Status.UNDELIVERED, Status.FAILED, Status.CANCELLED}
    reasons = set(of_campaigns.exclude(reason="").values_list("reason", flat=True))
    assert reasons >= {Reason.CAP, Reason.LOCAL, Reason.NO_WORDING, Reason.STOPPED, Reason.DECLINED}
    assert [Campaign.objects.get(pk=x.pk).state for x in (regional, poor)] == [State.FINISHED, State.PAUSED]


def test_nobody_had_the_regions_words_and_the_local_ones_of_one_topic(service: Service) -> None:
    people = parents()
    regional = region()
    service.round("01-03 12:00")
    local = copied(regional)
    live(service, regional, people)
    gone = Nudge.objects.filter(submitted_at__isnull=False)
    for mailing in local.mailings.all():
        own = set(gone.filter(message=mailing.message_id).values_list("journey__subscriber", flat=True))
        theirs = gone.filter(message__mailing=mailing.instead_of_id, journey__subscriber__in=own)
        assert own
        assert list(theirs) == []
    days = Counter((x.nudge_id, x.channel) for x in service.memory.sent)
    assert set(days.values()) == {1}
