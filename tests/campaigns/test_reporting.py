"""A campaign's report: it adds up to the outbox, to the last message, and stays when the rows are gone."""

from collections import Counter
from datetime import timedelta

import pytest

from campaigns import reporting, running
from campaigns.models import Campaign
from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Reason, Status
from messages.stages import Stage, StageKind
from subscribers import consent
from subscribers.models import ConsentEvent
from tests import factories
from tests.campaigns.running_kit import approved, drafted, says, writer
from tests.proof.service import Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    return Service(memory)


def week_of_three() -> Campaign:
    campaign = drafted()
    for day, text in enumerate(("One", "Two", "Three")):
        says(campaign, text, day, email=f"Letter {text}")
    return approved(campaign)


def test_every_nudge_is_in_exactly_one_number(service: Service) -> None:
    campaign = week_of_three()
    pregnancy(channel="both")
    pregnancy(language="pl", fallback="none")
    pregnancy()
    stopping = pregnancy()
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Week 20")
    service.days("01-03", "01-04")
    consent.stop(stopping.subscriber_id, "sms", instant("01-04 20:00"))
    service.days("01-05", "01-12")
    found = reporting.report(Campaign.objects.get(pk=campaign.pk))
    nudges = Nudge.objects.filter(message__mailing__campaign=campaign)
    not_sent: Counter[str] = Counter()
    for line in found.lines:
        not_sent.update(line.not_sent)
    assert found.all == nudges.count()
    assert not_sent == Counter(nudges.filter(status=Status.CANCELLED).values_list("reason", flat=True))
    assert sum(line.handed for line in found.lines) == nudges.filter(status=Status.SENT).count()
    assert set(not_sent) >= {Reason.NO_WORDING, Reason.STOPPED}


def test_stop_counts_where_the_last_message_was_the_campaigns(service: Service) -> None:
    campaign = drafted()
    says(campaign, "Sing today")
    approved(campaign)
    because, later, before = pregnancy(), pregnancy(), pregnancy()
    consent.stop(before.subscriber_id, "sms", instant("01-03 20:00"))
    service.days("01-03", "01-04")
    consent.stop(because.subscriber_id, "sms", instant("01-04 20:00"))
    consent.stop(later.subscriber_id, "sms", instant("01-09 20:00"))
    assert ConsentEvent.objects.filter(kind=ConsentEvent.Kind.STOPPED).count() == 3
    assert reporting.report(campaign).stopped == 1


def test_finished_campaign_keeps_its_numbers_when_its_rows_are_gone(service: Service) -> None:
    campaign = week_of_three()
    pregnancy()
    service.days("01-03", "01-12")
    before = reporting.report(Campaign.objects.get(pk=campaign.pk))
    running.advance(instant("01-12 08:00") + reporting.OPEN_FOR)
    Nudge.objects.all().delete()
    kept = Campaign.objects.get(pk=campaign.pk)
    assert kept.kept_report is not None
    assert reporting.report(kept) == before
    assert before.all == 3


def test_cancelled_campaign_keeps_its_report_too(service: Service) -> None:
    campaign = week_of_three()
    pregnancy()
    service.days("01-03", "01-04")
    running.cancel(campaign, writer(), instant("01-04 20:00"))
    running.advance(instant("01-04 20:00") + reporting.OPEN_FOR + timedelta(seconds=1))
    row = Campaign.objects.get(pk=campaign.pk)
    kept = reporting.report(row)
    assert row.kept_report is not None
    assert [(line.handed, dict(line.not_sent)) for line in kept.lines] == [(1, {})] + [(0, {Reason.CALLED_OFF: 1})] * 2
