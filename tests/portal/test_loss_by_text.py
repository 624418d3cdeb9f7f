"""The death of a baby, told by text: everything stops in one commit, one kind answer, then silence."""

from datetime import date, timedelta

import pytest

from delivery.models import Status, Urgency
from messages import starter
from messages.stages import Stage, StageKind
from scheduler.rounds import whole_round
from subscribers.models import Child, Journey, Subscriber
from tests import factories
from tests.factories import utc
from tests.portal.phone import Phone, parent

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = utc("2026-11-21 10:00")
DUE = date(2027, 3, 14)
SANDS = "0808 164 3332"


@pytest.fixture
def phone() -> Phone:
    return Phone(NOW)


@pytest.fixture
def mother() -> Subscriber:
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    return person


def journeys(person: Subscriber) -> list[tuple[str, str, str]]:
    return list(person.journeys.order_by("pk").values_list("state", "paused_for", "child__state"))


@pytest.mark.parametrize("text", ["LOSS", "We lost the baby", "I had a miscarriage last night", "poroniłam"])
def test_loss_in_many_words_ends_the_journey_and_answers_once(phone: Phone, mother: Subscriber, text: str) -> None:
    answer = phone.say(text)
    assert "We are so sorry" in answer
    assert SANDS in answer
    assert journeys(mother) == [("ended", "", "lost")]
    assert [phone.say(x) for x in ("thanks", "qwerty", "?? ok", "LOSS")] == [""] * 4


def test_the_child_s_dates_are_erased(phone: Phone, mother: Subscriber) -> None:  # noqa: ARG001 - she writes
    phone.say("LOSS")
    lost = Child.objects.get()
    assert (lost.due_date, lost.birth_date, lost.corrected_birth_date, lost.gestation_weeks) == (None,) * 4


def test_the_other_parent_hears_nothing_more_and_is_not_told(phone: Phone, mother: Subscriber) -> None:
    father = parent("+447700900998")
    factories.journey(mother.journeys.get().child, father, role="father")
    phone.say("LOSS")
    assert journeys(father) == [("ended", "", "lost")]
    assert father.contacts.get().nudges.count() == 0


def test_a_twin_s_messages_pause_for_both_parents_until_each_says_start(phone: Phone, mother: Subscriber) -> None:
    father, other_phone = parent("+447700900998"), Phone(NOW, "+447700900998")
    twin = factories.expecting(DUE)
    for person in (mother, father):
        factories.journey(twin, person)
    factories.journey(mother.journeys.order_by("pk")[0].child, father)
    assert "text START" in phone.say("we lost one of the twins")
    assert (
        sorted(journeys(mother)) == sorted(journeys(father)) == [("ended", "", "lost"), ("paused", "loss", "expected")]
    )
    assert "go on" in phone.say("START")
    assert sorted(journeys(mother)) == [("active", "", "expected"), ("ended", "", "lost")]
    assert sorted(journeys(father)) == [("ended", "", "lost"), ("paused", "loss", "expected")]
    other_phone.say("START")
    assert sorted(journeys(father)) == [("active", "", "expected"), ("ended", "", "lost")]


def test_with_children_of_different_ages_nobody_guesses_which(phone: Phone, mother: Subscriber) -> None:
    factories.journey(factories.baby(date(2025, 1, 3)), mother)
    phone.say("LOSS")
    assert journeys(mother) == [("paused", "loss", "expected"), ("paused", "loss", "born")]
    assert "2: born 3 January 2025" in phone.say("START")
    assert "go on" in phone.say("2")
    assert journeys(mother) == [("paused", "loss", "expected"), ("active", "", "born")]


def test_a_pause_that_was_asked_for_does_not_outlive_a_loss(phone: Phone, mother: Subscriber) -> None:
    factories.journey(factories.expecting(DUE), mother)
    phone.say("pause 2 weeks")
    phone.say("we lost one of the twins")
    assert Journey.objects.filter(paused_for="asked").count() == 0


def test_stop_with_the_loss_stops_everything_with_the_same_answer(phone: Phone, mother: Subscriber) -> None:
    assert SANDS in phone.say("stop, I had a miscarriage")
    mother.refresh_from_db()
    assert mother.state == "stopped"


def test_distress_with_the_loss_brings_lifeline_too(phone: Phone, mother: Subscriber) -> None:  # noqa: ARG001 - she writes
    answer = phone.say("my baby died and I want to die")
    assert SANDS in answer
    assert "0808 808 8000" in answer


def test_loss_in_the_middle_of_joining_drops_the_question(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    assert SANDS in phone.say("I lost the baby")
    assert phone.say("yes") == ""
    assert list(Journey.objects.values_list("state", "child__state")) == [
        ("ended", "lost")
    ]  # so that nobody asks again


def test_care_is_answered_with_numbers_each_time_it_is_asked_for(phone: Phone, mother: Subscriber) -> None:  # noqa: ARG001 - she writes
    phone.say("LOSS")
    assert SANDS in phone.say("CARE")
    assert "116 123" in phone.say("care")


@pytest.mark.usefixtures("mother")
def test_care_brings_five_messages_over_six_weeks_and_then_ends(phone: Phone) -> None:
    starter.load(NOW, "Dr Approver")
    assert "text CARE" in phone.say("LOSS")
    assert "Five gentle messages" in phone.say("CARE")
    channels = {"sms": phone.memory, "email": phone.memory}
    before = len(phone.memory.sent)
    for day in range(80):
        whole_round(lambda: utc("2026-11-21 18:31") + timedelta(days=day), channels)  # noqa: B023 - called at once
    sent = phone.memory.sent[before:]
    assert len(sent) == 5
    assert "This is our last message" in sent[-1].text


@pytest.mark.usefixtures("mother")
def test_stop_ends_care_too(phone: Phone) -> None:
    starter.load(NOW, "Dr Approver")
    for text in ("LOSS", "CARE", "STOP"):
        phone.say(text)
    before = len(phone.memory.sent)
    for day in range(10):
        whole_round(lambda: utc("2026-11-21 18:31") + timedelta(days=day), {"sms": phone.memory})  # noqa: B023 - called at once
    assert phone.memory.sent[before:] == []


def test_a_queued_nudge_of_each_kind_is_dead_from_the_commit_on(phone: Phone, mother: Subscriber) -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 24))
    journey = mother.journeys.get()
    for number, urgency in enumerate((Urgency.SAFETY, Urgency.STAGE, Urgency.LOCAL, Urgency.REGIONAL)):
        message = factories.message(Stage(StageKind.PREGNANCY_WEEK, 10 + number))
        journey.nudges.create(
            message=message,
            channel="sms",
            urgency=urgency,
            stage_day=message.stage.day(DUE),
            due_at=NOW,
            expires_at=utc("2026-11-22 10:00"),
        )
    phone.say("LOSS")
    channels = {"sms": phone.memory, "email": phone.memory}
    whole_round(lambda: NOW, channels)
    assert [parcel for parcel in phone.memory.sent if SANDS not in parcel.text] == []
    assert set(journey.nudges.values_list("status", "reason")) == {(Status.CANCELLED, "lost")}
