"""A campaign's days: who gets what, once and not too often, whatever else comes in that week."""

from datetime import date

import pytest

from campaigns import choices, copying, running
from campaigns.models import Campaign, Mailing, Occasion, State
from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Reason, Status
from messages.stages import Stage, StageKind
from subscribers import children, consent
from tests import factories
from tests.campaigns.running_kit import approved, approver, drafted, lead, says, sure_start, writer
from tests.proof.service import Service, instant, pregnancy

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

OTHER_DAY = date(2027, 5, 28)  # due on a Friday: the stage's message comes on Fridays


@pytest.fixture
def service(memory: MemoryChannel) -> Service:
    return Service(memory)


def reasons() -> list[str]:
    return list(Nudge.objects.filter(status=Status.CANCELLED).order_by("pk").values_list("reason", flat=True))


def week(*texts: str) -> Campaign:
    """A regional week with a text on each of its first days."""
    campaign = drafted()
    for n, text in enumerate(texts):
        says(campaign, text, n)
    return approved(campaign)


def test_campaign_reaches_parent_at_their_own_hour_once(service: Service) -> None:
    pregnancy(slot="evening")
    week("Sing today")
    service.days("01-03", "01-11")
    assert service.sent == [("01-04 18:30", "Sing today")]
    assert Campaign.objects.get().state == State.FINISHED


def test_parent_with_two_children_gets_it_once(service: Service) -> None:
    person = pregnancy().subscriber
    factories.journey(factories.baby(date(2026, 6, 1)), person)
    week("Sing today")
    service.days("01-03", "01-06")
    assert service.sent == [("01-04 10:00", "Sing today")]


def test_stage_message_has_its_day_and_the_campaign_waits(service: Service) -> None:
    pregnancy(slot="evening")  # week 20 begins on the Monday
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Week 20")
    campaign = drafted()
    says(campaign, "Sing today", slot="morning")
    approved(campaign)
    service.days("01-03", "01-06")
    assert service.sent == [("01-04 18:30", "Week 20"), ("01-05 10:00", "Sing today")]


def test_campaign_that_cannot_wait_longer_is_dropped_with_the_reason(service: Service) -> None:
    pregnancy()
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Week 20")
    campaign = drafted()
    says(campaign, "Sing today", window=0)
    approved(campaign)
    service.days("01-03", "01-06")
    assert (service.sent, reasons()) == ([("01-04 10:00", "Week 20")], [Reason.CAP])


def test_three_a_week_in_all_and_the_stage_message_among_them(service: Service) -> None:
    pregnancy(OTHER_DAY)
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20), sms="Week 20")
    week("One", "Two", "Three", "Four")
    service.days("01-03", "01-10")
    assert service.sent == [("01-04 10:00", "One"), ("01-05 10:00", "Two"), ("01-08 10:00", "Week 20")]
    assert reasons() == [Reason.CAP, Reason.CAP]


def test_local_words_take_the_place_of_the_regions(service: Service) -> None:
    here, elsewhere = sure_start("Colin"), sure_start("Smile")
    pregnancy(sure_start=here)
    pregnancy(sure_start=elsewhere)
    regional = week("Sing today")
    _copy_of(regional, "Sing with us in Colin")
    service.days("01-03", "01-06")
    assert sorted(service.sent) == [("01-04 10:00", "Sing today"), ("01-04 10:00", "Sing with us in Colin")]


def test_local_words_that_come_late_still_take_the_place_of_the_regions(service: Service) -> None:
    pregnancy(sure_start=sure_start("Colin"))
    regional = week("Sing today")
    service.round("01-03 12:00")
    _copy_of(regional, "Sing with us in Colin")
    service.days("01-04", "01-06")
    assert (service.sent, reasons()) == ([("01-04 10:00", "Sing with us in Colin")], [Reason.LOCAL])


def test_language_comes_before_whose_words_they_are(service: Service) -> None:
    here = sure_start("Colin")
    for language in ("en", "pl", "ar"):
        pregnancy(sure_start=here, language=language)
    regional = drafted()
    mailing = says(regional, "Sing today", sms_pl="Zaśpiewaj")
    regional = approved(regional)
    factories.approved(mailing.message.translations.get())
    _copy_of(regional, "Sing with us in Colin")  # its Polish is not approved
    service.days("01-03", "01-05")
    assert sorted(text for _, text in service.sent) == ["Sing with us in Colin"] * 2 + ["Zaśpiewaj"]


def test_cancelled_local_words_give_way_to_the_regions(service: Service) -> None:
    pregnancy(sure_start=sure_start("Colin"))
    regional = week("Sing today")
    local = _copy_of(regional, "Sing with us in Colin")
    service.round("01-03 12:00")
    running.cancel(local, lead(sure_start("Colin")), instant("01-03 13:00"))
    service.days("01-04", "01-06")
    assert service.sent == [("01-04 10:00", "Sing today")]


def _copy_of(regional: Campaign, text: str) -> Campaign:
    """A local copy with words of its own for the first mailing, approved."""
    user = lead(sure_start("Colin"))
    local = copying.local_copy(regional, user, instant("01-03 12:00"), sure_start=sure_start("Colin"))
    own = copying.variant(regional.mailings.get(), local, user)
    own.message.sms = text
    own.message.save()
    return approved(local, by=user)


def test_pause_holds_everything_and_resume_lets_it_go(service: Service) -> None:
    pregnancy()
    campaign = week("Sing today")
    service.round("01-03 12:00")
    running.pause(campaign, writer(), instant("01-04 09:00"))
    assert service.round("01-04 10:00") == []
    running.resume(campaign, writer(), instant("01-04 10:30"))
    assert service.round("01-04 11:00") == ["Sing today"]


def test_cancel_sends_no_more_and_says_why(service: Service) -> None:
    pregnancy()
    campaign = week("Sing today")
    service.round("01-03 12:00")
    running.cancel(campaign, writer(), instant("01-04 09:00"))
    service.days("01-04", "01-06")
    assert (service.sent, reasons()) == ([], [Reason.CALLED_OFF])


def test_birth_after_queueing_takes_whoever_it_is_no_more_for(service: Service) -> None:
    journey = pregnancy()
    campaign = drafted()
    says(campaign, "Your bump hears you", only=Mailing.Only.EXPECTING)
    approved(campaign)
    service.round("01-03 12:00")
    children.report_birth(journey.child, date(2027, 1, 3), instant("01-03 20:00"), gestation_weeks=38)
    service.days("01-04", "01-06")
    assert (service.sent, reasons()) == ([], [Reason.AUDIENCE])


def test_stage_messages_only_is_a_word_that_counts_at_once(service: Service) -> None:
    journey = pregnancy()
    week("Sing today")
    service.round("01-03 12:00")
    choices.choose(journey.subscriber_id, choices.ALL, wanted=False, now=instant("01-04 09:00"))
    service.days("01-04", "01-06")
    assert (service.sent, reasons()) == ([], [Reason.DECLINED])


def test_stop_in_the_middle_of_a_week_ends_it(service: Service) -> None:
    journey = pregnancy()
    week("One", "Two")
    service.days("01-03", "01-04")
    consent.stop(journey.subscriber_id, "sms", instant("01-04 19:00"))
    service.days("01-05", "01-07")
    assert (service.sent, reasons()) == ([("01-04 10:00", "One")], [Reason.STOPPED])


def test_nothing_reaches_parents_after_a_loss_who_did_not_ask(service: Service) -> None:
    person = pregnancy().subscriber
    lost = factories.journey(factories.baby(date(2026, 6, 1)), person)
    children.report_loss(lost.child)
    week("Sing today")
    service.days("01-03", "01-06")
    assert (service.sent, Nudge.objects.count()) == ([], 0)


def test_baby_loss_week_reaches_only_parents_with_a_loss_who_said_yes(service: Service) -> None:
    pregnancy()
    asked, silent = (factories.journey(factories.baby(date(2026, 6, 1))) for _ in range(2))
    for journey in (asked, silent):
        children.report_loss(journey.child)
        children.ask_for_care(journey.subscriber_id, instant("01-01 12:00"))
    choices.choose(asked.subscriber_id, Occasion.BABY_LOSS, wanted=True, now=instant("01-02 12:00"))
    campaign = drafted(occasion=Occasion.BABY_LOSS)
    says(campaign, "We think of you")
    approved(campaign)
    service.days("01-03", "01-06")
    assert [text for _, text in service.sent] == ["We think of you"]
    assert Nudge.objects.get().journey_id == asked.pk


def test_each_parent_gets_approved_words_of_their_language_or_their_fallback(service: Service) -> None:
    pregnancy(language="pl")
    pregnancy(language="ar")
    pregnancy(language="ar", fallback="none")
    campaign = drafted()
    mailing = says(campaign, "Sing today", sms_pl="Zaśpiewaj")
    approved(campaign)
    factories.approved(mailing.message.translations.get())
    service.days("01-03", "01-05")
    assert sorted(text for _, text in service.sent) == ["Sing today", "Zaśpiewaj"]
    assert reasons() == [Reason.NO_WORDING]


def test_parent_who_joins_in_the_week_gets_what_comes_after(service: Service) -> None:
    pregnancy()
    week("One", "Two", "Three")
    service.days("01-03", "01-05")
    factories.journey(factories.expecting(OTHER_DAY), plan_from=instant("01-05 12:00"))
    service.days("01-06", "01-07")
    assert service.sent == [
        (f"01-0{n} 10:00", text) for n, text in ((4, "One"), (5, "Two"), (6, "Three"), (6, "Three"))
    ]


def test_nobody_approves_what_they_wrote_or_submitted() -> None:
    campaign = drafted()
    says(campaign, "Sing today")
    submitted = running.submit(campaign, approver(), instant("01-03 12:00"))
    for user in (writer(), approver()):
        with pytest.raises(running.RefusedError):
            running.approve(submitted, user, instant("01-03 12:00"))
    assert Campaign.objects.get().state == State.SUBMITTED


def test_budget_that_is_used_up_pauses_the_campaign(service: Service) -> None:
    campaign = drafted(budget_pence=4)
    says(campaign, "Sing today")
    pregnancy()
    approved(campaign)
    pregnancy()  # one more than the budget reaches for
    service.days("01-03", "01-04")
    assert (service.sent, Campaign.objects.get().state) == ([], State.PAUSED)
    running.resume(campaign, approver(), instant("01-04 19:00"), budget_pence=8)
    service.round("01-05 10:00")
    assert [text for _, text in service.sent] == ["Sing today"] * 2


def test_campaigns_keep_to_the_providers_pace(service: Service, settings: object) -> None:
    settings.RATES = {"sms": 2, "email": 2}  # type: ignore[attr-defined] # pytest-django's
    for _ in range(5):
        pregnancy()
    week("Sing today")
    service.round("01-03 12:00")
    rounds = [len(service.round(f"01-04 10:00:{second:02}")) for second in range(5)]
    assert sum(rounds) == 5
    assert max(rounds) <= 2


def test_queueing_again_after_a_crash_adds_nothing(service: Service) -> None:
    pregnancy(channel="both")
    campaign = week("Sing today")
    for _ in range(3):
        service.round("01-03 12:00")
        campaign.mailings.update(queued_at=None)
    assert Nudge.objects.count() == 2
