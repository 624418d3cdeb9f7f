"""An invitation lets nobody join while its maker's messages about the child rest, nor at the moment of a loss."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from portal import invitations, loss, proving
from portal.models import Proof
from portal.proving import Outcome
from portal.sign_up import Answers
from subscribers import children, pauses
from subscribers.models import Journey, Subscriber
from tests import factories
from tests.portal.own_page import BORN, DUE, NOW
from tests.portal.phone import Phone, parent
from tests.portal.sign_up.parent import E164, code_sent

TODDLER = date(2025, 1, 1)


def invited(mother: Subscriber) -> str:
    """The key of a link about her oldest journey's child."""
    child = mother.journeys.earliest("pk").child
    return invitations.invite(mother, child, NOW).rstrip("/").rpartition("/")[2]


@pytest.fixture
def mother() -> Subscriber:
    """Of a baby on the way and a toddler."""
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    factories.journey(factories.baby(TODDLER), person)
    return person


@pytest.mark.django_db
def test_invitation_is_shut_after_a_loss_until_the_inviter_goes_on(mother: Subscriber) -> None:
    key, phone = invited(mother), Phone(NOW)
    phone.say("we lost the baby")
    shut = invitations.is_open(key, NOW)
    phone.say("START")
    phone.say("1")
    assert (shut, invitations.is_open(key, NOW)) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Journey.State.PAUSED, Journey.State.ENDED])
def test_invitation_is_shut_while_the_inviter_does_not_hear_about_the_child(
    mother: Subscriber, state: Journey.State
) -> None:
    key = invited(mother)
    Journey.objects.filter(child__due_date=DUE).update(state=state)
    assert (invitations.is_open(key, NOW), invitations.accept(key, NOW)) == (False, [])


@pytest.mark.django_db
def test_invitation_is_shut_after_the_code_went_out(mother: Subscriber) -> None:
    proof = ask(invited(mother))
    pauses.pause(mother.pk, date(2026, 12, 1))
    assert proving.hear_code(proof.pk, code_sent(), NOW) == Outcome.CLOSED


def ask(key: str) -> Proof:
    proving.ask(Answers(invitation=key, role="father", phone=E164), "192.0.2.1", NOW)
    return Proof.objects.get()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_code_that_comes_back_while_a_loss_is_told_joins_nobody() -> None:
    mother = parent()
    for _ in range(2):
        factories.journey(factories.baby(BORN), mother)
    proof, code = ask(invited(mother)), code_sent()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            children.lock_family(mother.pk)
            joining = pool.submit(apart, lambda: proving.hear_code(proof.pk, code, NOW))
            wait_until_it_waits(joining)
            loss.report(mother, NOW)
        assert joining.result() == Outcome.CLOSED
    assert not proof.subscriber.journeys.exists()


def apart(work: Callable[[], object]) -> object:
    """Work on a connection of this thread's own."""
    try:
        return work()
    finally:
        connection.close()


def wait_until_it_waits(work: Future[object]) -> None:
    """Until the other thread waits for a lock that we hold, or has ended without one."""
    with connection.cursor() as cursor:
        while not work.done():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
