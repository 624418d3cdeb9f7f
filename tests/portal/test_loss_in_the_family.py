"""After a death nothing that was half-way between us and either parent asks about the baby, or begins again."""

from datetime import timedelta

import pytest

from delivery.models import Nudge, Status
from delivery.outbox import LASTING, put_reply
from portal import chores, helping, loss, proving
from portal.models import Proof, Question
from portal.proving import Outcome
from portal.sign_up import Answers
from subscribers.models import Child, Contact, Departed, Journey, Subscriber
from tests import factories
from tests.factories import utc
from tests.portal.own_page import DUE, NOW
from tests.portal.phone import Phone, parent

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

FATHER = "+447700900998"
NEXT_DAY = utc("2026-11-22 10:01")


@pytest.fixture
def father() -> Subscriber:
    """Of the baby whose mother texts."""
    child, his = factories.expecting(DUE), parent(FATHER)
    Contact.objects.create(subscriber=his, kind="email", address="father@hope.example", confirmed_at=NOW)
    for person in (parent(), his):
        factories.journey(child, person)
    return his


def mother_tells() -> None:
    Phone(NOW).say("we lost the baby")


def states(person: Subscriber) -> list[tuple[str, str]]:
    return list(person.journeys.values_list("state", "child__state"))


def test_the_other_parent_is_not_reminded_of_what_staff_asked(father: Subscriber) -> None:
    helping.ask_to_confirm(FATHER, Answers(due_date=DUE, role="father", agreed_with="Ann"), "key", "staff:1", NOW)
    phone = Phone(NOW, FATHER)
    assert "14 March 2027" in phone.hear()
    mother_tells()
    assert (chores.remind(NEXT_DAY), phone.hear(NEXT_DAY)) == (0, "")
    phone.say("yes", NEXT_DAY)
    assert states(father) == [("ended", "lost")]
    assert not Question.objects.exists()


def test_the_other_parent_s_link_joins_nobody(father: Subscriber) -> None:
    answers = Answers(due_date=DUE, role="father", channel="email", email="father@hope.example")
    proving.ask(answers, "192.0.2.1", NOW)
    proof = Proof.objects.get()
    mother_tells()
    assert proving.hear_link(proof, NOW) == Outcome.OVER
    assert states(father) == [("ended", "lost")]


def test_answers_that_wait_for_the_other_parent_are_cancelled(father: Subscriber) -> None:
    phone = father.contacts.get(kind="sms")
    put_reply(phone, "Your baby is due soon.", "an answer", NOW)
    put_reply(phone, "Lifeline 0808 808 8000", f"{LASTING}a number", NOW, supersedes=False)
    mother_tells()
    ends = list(Nudge.objects.filter(contact=phone).order_by("pk").values_list("status", "reason"))
    assert ends == [(Status.CANCELLED, "lost"), (Status.SENT, "")]


def test_a_loss_before_joining_is_remembered_of_whoever_told_it() -> None:
    helping.ask_to_confirm(FATHER, Answers(due_date=DUE, role="father", agreed_with="Ann"), "key", "staff:1", NOW)
    loss.report(Contact.objects.with_address(FATHER).get().subscriber, NOW)
    assert list(Journey.objects.values_list("state", "child__state")) == [("ended", "lost")]


@pytest.mark.parametrize(("text", "kept"), [("we lost the baby", 1), ("who is this", 0)])
def test_whoever_told_of_a_loss_before_joining_is_in_no_list_after_they_are_forgotten(text: str, kept: int) -> None:
    helping.ask_to_confirm(FATHER, Answers(due_date=DUE, role="father", agreed_with="Ann"), "key", "staff:1", NOW)
    Phone(NOW, FATHER).say(text)
    chores.forget(NOW + timedelta(days=8))
    assert (Contact.objects.count(), Departed.objects.count()) == (0, kept)


@pytest.mark.usefixtures("father")
def test_nothing_is_remembered_twice() -> None:
    mother_tells()
    Phone(NOW, FATHER).say("we lost the baby")
    assert (Child.objects.count(), Journey.objects.count()) == (1, 2)
