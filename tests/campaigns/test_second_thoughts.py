"""Second thoughts in the middle: what was taken out of the outbox comes again, once, and one topic is told once."""

import pytest
from django.db.models import Q

from campaigns import copying, queueing, reporting, running
from campaigns.models import Campaign, State
from delivery import holding
from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Reason, Status
from tests.campaigns.running_kit import approved, approver, drafted, lead, says, sure_start, writer
from tests.proof.service import Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOON = instant("01-03 12:00")


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    return Service(memory)


def copy_of(regional: Campaign, text: str, **details: object) -> Campaign:
    """A local copy with words of its own for the first mailing, approved."""
    user = lead(sure_start("Colin"))
    local = copying.local_copy(regional, user, NOON, sure_start=sure_start("Colin"))
    Campaign.objects.filter(pk=local.pk).update(**details)
    says(local, text, by=user, instead_of=regional.mailings.get())
    return approved(Campaign.objects.get(pk=local.pk), by=user)


def test_reopened_campaign_that_was_queued_is_sent_after_its_second_approval(service: Service) -> None:
    pregnancy()
    campaign = drafted()
    says(campaign, "Sing today")
    approved(campaign)
    service.round("01-03 12:00")
    running.reopen(campaign, writer(), NOON)
    approved(campaign, "01-03 13:00")
    service.days("01-03", "01-06")
    assert service.sent == [("01-04 10:00", "Sing today")]


def test_regions_words_come_back_where_local_ones_had_taken_their_place(service: Service) -> None:
    pregnancy(sure_start=sure_start("Colin"))
    regional = drafted()
    says(regional, "Sing today")
    regional = approved(regional)
    service.round("01-03 12:00")
    local = copy_of(regional, "Sing with us in Colin")
    service.round("01-03 12:30")
    running.cancel(local, lead(sure_start("Colin")), instant("01-03 13:00"))
    service.days("01-04", "01-06")
    assert service.sent == [("01-04 10:00", "Sing today")]


@pytest.mark.parametrize("regional_first", [True, False])
def test_local_words_by_text_only_keep_the_regions_letter_away(service: Service, *, regional_first: bool) -> None:
    """One topic is told once, in one area's words, whatever channels each of them has."""
    pregnancy(sure_start=sure_start("Colin"), channel="both")
    regional = drafted()
    says(regional, "Sing today", email="A letter")
    regional = approved(regional)
    if regional_first:
        service.round("01-03 12:00")
    copy_of(regional, "Sing with us in Colin", by=Campaign.By.SMS)
    service.days("01-03", "01-06")
    assert service.sent == [("01-04 10:00", "Sing with us in Colin")]


def test_two_mailings_over_the_budget_pause_once_and_break_nothing(service: Service) -> None:
    campaign = drafted(budget_pence=8)
    for day in range(2):
        says(campaign, f"Sing {day}", day)
    pregnancy()
    approved(campaign)
    for _ in range(3):
        pregnancy()
    other = drafted("Other")
    says(other, "Dance")
    approved(other)
    service.days("01-03", "01-05")
    assert Campaign.objects.get(pk=campaign.pk).state == State.PAUSED
    assert {text for _, text in service.sent} == {"Dance"}


def test_budget_holds_for_all_days_that_are_queued_together(service: Service) -> None:
    campaign = drafted(budget_pence=20)
    for day in range(3):
        says(campaign, f"Sing {day}", day)
    pregnancy()
    approved(campaign)
    for _ in range(2):
        pregnancy()
    service.days("01-03", "01-07")
    assert reported(campaign) <= 20


def reported(campaign: Campaign) -> float:
    return float(reporting.report(Campaign.objects.get(pk=campaign.pk)).pence)


def test_paused_campaign_waits_though_somebody_let_its_message_go_on(service: Service) -> None:
    pregnancy()
    campaign = drafted()
    mailing = says(campaign, "Sing today")
    approved(campaign)
    service.round("01-03 12:00")
    boss = approver()
    boss.is_superuser = True
    boss.save()
    Nudge.objects.filter(message=mailing.message).update(status=Status.SENT, submitted_at=NOON)  # it has begun
    recall = holding.ask(mailing.message, boss, "A slip?", NOON)
    Nudge.objects.filter(message=mailing.message).update(status=Status.QUEUED, submitted_at=None)
    running.pause(campaign, writer(), NOON)
    second = writer()
    second.is_superuser = True
    second.save()
    holding.decide(recall, second, NOON, withdraw=False)
    service.round("01-04 10:00")
    running.resume(campaign, writer(), instant("01-04 10:30"))
    service.round("01-04 14:00")
    assert (service.sent, Nudge.objects.get().reason) == ([("01-04 14:00", "Sing today")], "")


@pytest.mark.parametrize(
    ("top", "chunks"),
    [
        (0, []),
        (1, [(0, 1_000)]),
        (1_001, [(0, 1_000), (1_000, 3_000)]),
        (50_000, [(0, 1_000), (1_000, 3_000), (3_000, 7_000), (7_000, 15_000), (15_000, 31_000), (31_000, 51_000)]),
    ],
)
def test_first_chunk_is_small_and_none_is_left_out(top: int, chunks: list[tuple[int, int]]) -> None:
    assert list(queueing._chunks(top)) == [Q(pk__gt=after, pk__lte=last) for after, last in chunks]


def test_pause_in_the_middle_of_queueing_loses_nobody(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day's last look at the parents was cut off by a pause: it is done again after it."""
    chunks = [Q(pk=pregnancy().pk) for _ in range(3)]
    monkeypatch.setattr(queueing, "_chunks", lambda _top: chunks)
    campaign = drafted()
    says(campaign, "Sing today")
    approved(campaign)
    insert = queueing._insert
    seen = []

    def paused_after_one(*args: object) -> object:
        result = insert(*args)  # type: ignore[arg-type]
        seen.append(result)
        if result and len([x for x in seen if x]) == 1:
            running.pause(campaign, writer(), instant("01-04 09:00"))
        return result

    monkeypatch.setattr(queueing, "_insert", paused_after_one)
    running.advance(instant("01-04 09:00"))
    monkeypatch.setattr(queueing, "_insert", insert)
    running.resume(campaign, writer(), instant("01-04 09:10"))
    service.days("01-04", "01-05")
    assert [text for _, text in service.sent] == ["Sing today"] * 3
    assert Reason.CALLED_OFF not in Nudge.objects.values_list("reason", flat=True)
