"""Our answers hold codes, links and a baby's dates: their words go when they have done their work, or after a loss."""

from datetime import timedelta

import pytest
from django.conf import settings

from delivery.models import Nudge, Status, Urgency
from messages.stages import Stage, StageKind
from portal import chores, loss, proving
from portal.sign_up import Answers
from subscribers.models import Journey, Subscriber
from tests import factories
from tests.portal.own_page import DUE, NOW, url, visiting
from tests.portal.phone import NUMBER, Phone, owner, parent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FATHER = "+447700900998"
DAY = "14 March 2027"
OLD = NOW + settings.REPLY_VALIDITY


def joined(number: str = NUMBER) -> Subscriber:
    """Somebody to whom we have named the baby's day."""
    phone = Phone(NOW, number)
    said = [phone.say(text) for text in ("join", "14 March", "1", "yes")]
    assert any(DAY in text for text in said)
    return owner(number)


def texts(person: Subscriber) -> list[str]:
    """The words of answers that are kept."""
    answers = Nudge.objects.filter(contact__subscriber=person, urgency=Urgency.REPLY).order_by("pk")
    return [text for text in answers.values_list("text", flat=True) if text]


@pytest.mark.heart
def test_after_a_loss_no_answer_to_either_parent_holds_the_dates() -> None:
    mother, father = joined(), joined(FATHER)
    factories.journey(mother.journeys.get().child, father)
    answer = Phone(NOW).say("we lost the baby")
    assert (texts(mother), texts(father)) == ([answer], [])
    assert DAY not in visiting(mother).get(url("data-file")).content.decode()


def test_somebody_else_s_answers_keep_their_words_after_a_loss() -> None:
    other, mother = joined(FATHER), joined()
    loss.report(mother, NOW)
    assert (len(texts(other)), texts(mother)) == (4, [])


@pytest.mark.parametrize(("status", "kept"), [(Status.SUBMITTING, 1), (Status.UNKNOWN, 0), (Status.FAILED, 0)])
def test_a_loss_leaves_words_that_a_sender_may_still_want(status: Status, kept: int) -> None:
    person = parent()
    answer(person, status)
    loss.report(person, NOW)
    assert len(texts(person)) == kept


def answer(person: Subscriber, status: Status) -> None:
    """One that was put at NOW."""
    Nudge.objects.create(
        contact=person.contacts.get(),
        key="an answer",
        channel="sms",
        urgency=Urgency.REPLY,
        status=status,
        text=f"Your baby is due on {DAY}.",
        due_at=NOW,
        expires_at=NOW + settings.REPLY_VALIDITY,
    )


@pytest.mark.parametrize("status", Status)
def test_words_of_an_answer_go_once_it_has_settled_and_is_old(status: Status) -> None:
    person = parent()
    answer(person, status)
    chores.forget(OLD - timedelta(seconds=1))
    assert len(texts(person)) == 1
    chores.forget(OLD)
    assert len(texts(person)) == (1 if status < Status.SENT else 0)
    assert Nudge.objects.get().status == status


def test_no_code_lies_open_after_its_time() -> None:
    proving.ask(Answers(due_date=DUE, role="mother", phone=NUMBER), "192.0.2.1", NOW)
    assert "is your code" in Phone(NOW).hear()
    chores.forget(OLD)
    assert list(Nudge.objects.values_list("text", flat=True)) == [""]


def test_messages_about_a_child_keep_their_words(mothers_message: Journey) -> None:
    chores.forget(OLD + timedelta(days=30))
    assert list(mothers_message.nudges.values_list("text", flat=True)) == ["A song for you"]


@pytest.fixture
def mothers_message() -> Journey:
    """One that has arrived."""
    journey = factories.journey(factories.expecting(DUE))
    journey.nudges.create(
        message=factories.message(Stage(StageKind.PREGNANCY_WEEK, 20)),
        channel="sms",
        urgency=Urgency.STAGE,
        status=Status.DELIVERED,
        text="A song for you",
        due_at=NOW,
        expires_at=NOW,
    )
    return journey
