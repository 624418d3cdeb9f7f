"""The death of a baby, told on the web or by the way out of an e-mail: the same as by text."""

from datetime import date

import pytest
from django.test import Client

from delivery.channels.memory import MemoryChannel
from delivery.models import Status, Urgency
from delivery.tokens import stop_url
from messages.stages import Stage, StageKind
from portal import questions
from portal.models import LeavingReason, Question
from portal.sign_up import Answers
from scheduler.rounds import whole_round
from subscribers.models import Child, Journey, Subscriber
from tests import factories
from tests.factories import utc
from tests.portal.own_page import BORN, DUE, NOW, expecting_parent, url, visiting
from tests.portal.test_own_page_changes import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SANDS = "0808 164 3332"


def out(person: Subscriber) -> str:
    """The way out of an e-mail, to tell of a loss."""
    return stop_url(person.pk).removeprefix("http://localhost:8000") + "loss/"


def journeys(person: Subscriber) -> list[tuple[str, str, str]]:
    return list(person.journeys.order_by("pk").values_list("state", "paused_for", "child__state"))


def tell(door: str, journey: Journey) -> str:
    """Press the button, and give what comes after it."""
    if door == "web":
        return words(visiting(journey.subscriber).post(url("loss", journey.pk), follow=True).content)
    return words(Client(enforce_csrf_checks=True).post(out(journey.subscriber)).content)


doors = pytest.mark.parametrize("door", ["web", "email"])


@doors
def test_loss_ends_the_journey_erases_the_dates_and_names_who_listens(door: str) -> None:
    person, journey = expecting_parent()
    page = tell(door, journey)
    assert journeys(person) == [("ended", "", "lost")]
    lost = Child.objects.get()
    assert (lost.due_date, lost.birth_date, lost.corrected_birth_date, lost.gestation_weeks) == (None,) * 4
    assert SANDS in page
    assert "We are so sorry" in page
    assert "14 March" not in page


@doors
def test_loss_kills_every_waiting_nudge(door: str) -> None:
    _, journey = expecting_parent()
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
    tell(door, journey)
    memory = MemoryChannel()
    whole_round(lambda: NOW, {"sms": memory, "email": memory})
    assert memory.sent == []
    assert set(journey.nudges.values_list("status", "reason")) == {(Status.CANCELLED, "lost")}


@doors
def test_the_other_parent_s_journey_ends_silently(door: str) -> None:
    _, journey = expecting_parent()
    father = factories.subscriber()
    factories.journey(journey.child, father, role="father", track="father_partner")
    tell(door, journey)
    assert journeys(father) == [("ended", "", "lost")]
    assert father.contacts.get().nudges.count() == 0
    page = words(visiting(father).get(url("")).content)
    assert ("sorry" in page, "No messages are planned for you." in page) == (False, True)


@doors
def test_the_twin_s_messages_wait_for_a_word(door: str) -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 30))
    person, journey = expecting_parent()
    factories.journey(factories.expecting(DUE), person)
    page = tell(door, journey)
    assert sorted(journeys(person)) == [("ended", "", "lost"), ("paused", "loss", "expected")]
    assert "Messages about your other child are paused." in page
    overview = words(visiting(person).get(url("")).content)
    assert ("pregnancy_week 30" in overview, "14 March" in overview) == (False, False)
    assert "Some messages are waiting for your word" in overview


def test_the_twin_s_messages_go_on_when_asked_and_only_then() -> None:
    person, journey = expecting_parent()
    twin = factories.journey(factories.expecting(DUE), person)
    client = visiting(person)
    page = words(client.post(url("loss", journey.pk), follow=True).content)
    assert "Would you like them to go on?" in page
    assert "14 March" not in page
    assert words(client.get(url("others")).content).count('name="journey"') == 1
    client.post(url("others"), {"journey": twin.pk})
    twin.refresh_from_db()
    assert (twin.state, twin.paused_for, twin.plan_from) == ("active", "", NOW)


def test_with_children_of_different_ages_the_email_s_way_pauses_all() -> None:
    person, journey = expecting_parent()
    factories.journey(factories.baby(BORN), person)
    tell("email", journey)
    assert journeys(person) == [("paused", "loss", "expected"), ("paused", "loss", "born")]
    client = visiting(person)
    overview = words(client.get(url("")).content)
    assert ("14 March" in overview, "3 May" in overview) == (False, False)
    client.post(url("others"), {"journey": person.journeys.order_by("pk")[1].pk})
    assert journeys(person) == [("paused", "loss", "expected"), ("active", "", "born")]


def test_on_the_web_the_other_child_of_another_age_waits() -> None:
    person, journey = expecting_parent()
    factories.journey(factories.baby(BORN), person)
    tell("web", journey)
    assert journeys(person) == [("ended", "", "lost"), ("paused", "loss", "born")]


@pytest.mark.parametrize("typed", ["", "0", "nonsense", "other"])
def test_nobody_else_s_messages_go_on(typed: str) -> None:
    person, journey = expecting_parent()
    factories.journey(factories.expecting(DUE), person)
    stranger, theirs = expecting_parent()
    factories.journey(factories.expecting(DUE), stranger)
    client = visiting(person)
    client.post(url("loss", journey.pk))
    tell("web", theirs)
    other = stranger.journeys.get(paused_for="loss").pk
    client.post(url("others"), {"journey": str(other) if typed == "other" else typed})
    assert Journey.objects.filter(state="paused", paused_for="loss").count() == 2


def test_two_presses_are_as_good_as_one() -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    for _ in range(2):
        page = words(client.post(url("loss", journey.pk), follow=True).content)
    assert "We are so sorry" in page
    assert journeys(person) == [("ended", "", "lost")]


@doors
def test_opening_the_page_changes_nothing_and_assumes_nothing(door: str) -> None:
    person, journey = expecting_parent()
    page = words(
        (visiting(person).get(url("loss", journey.pk)) if door == "web" else Client().get(out(person))).content
    )
    main = page.partition("<main")[2].partition("</main>")[0]
    assert journeys(person) == [("active", "", "expected")]
    assert main.count("<button") == 1
    assert "Stop messages about this baby" in main
    assert [word for word in ("why", "warning", "danger", "have stopped", "14 March") if word in main] == []


@doors
def test_no_question_stays_open_on_the_phone(door: str) -> None:
    person, journey = expecting_parent()
    questions.ask(person.contacts.get(kind="sms"), Question.Asking.BORN_ON, Answers(), NOW)
    tell(door, journey)
    assert not Question.objects.exists()


@doors
def test_nobody_asks_why_after_a_loss(door: str) -> None:
    _, journey = expecting_parent()
    assert "say why" not in tell(door, journey)
    assert not LeavingReason.objects.exists()


def test_past_messages_of_the_lost_child_are_never_shown_again() -> None:
    person, journey = expecting_parent()
    other = factories.journey(factories.baby(date(2024, 5, 3)), person)
    for one, text in ((journey, "Your baby can hear you"), (other, "Sing in the bath")):
        one.nudges.create(
            message=factories.message(Stage(StageKind.PREGNANCY_WEEK, 10 + one.pk % 20)),
            channel="sms",
            urgency=Urgency.STAGE,
            status=Status.SENT,
            text=text,
            language="en",
            due_at=NOW,
            expires_at=NOW,
            submitted_at=NOW,
        )
    client = visiting(person)
    assert "Your baby can hear you" in words(client.get(url("past")).content)
    client.post(url("loss", journey.pk))
    client.post(url("others"), {"journey": other.pk})
    page = words(client.get(url("past")).content)
    assert ("Your baby can hear you" in page, "Sing in the bath" in page) == (False, True)
