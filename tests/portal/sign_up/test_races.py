"""Two doors at the same moment, on a real PostgreSQL: one person, one subscription."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from portal import proving, sign_up
from portal.addresses import contact_for
from portal.proving import Outcome
from portal.sign_up import Answers
from subscribers.models import Child, Contact, Journey, Subscriber
from tests.portal.sign_up.parent import E164, SATURDAY, code_sent

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ANSWERS = Answers(due_date=date(2027, 3, 14), role="mother", phone=E164)
HANDS = 4


def together(*works: Callable[[], object]) -> list[object]:
    """Run all at once, each on a connection of its own."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        running: list[Future[object]] = [pool.submit(run, work) for work in works]
        return [one.result() for one in running]


def test_unknown_number_becomes_one_contact() -> None:
    works = [lambda: contact_for(Contact.Kind.SMS, E164, SATURDAY).pk for _ in range(HANDS)]
    assert len(set(together(*works))) == 1
    assert (Contact.objects.count(), Subscriber.objects.count()) == (1, 1)


def test_two_doors_with_the_same_number_begin_one_journey() -> None:
    contact = contact_for(Contact.Kind.SMS, E164, SATURDAY)
    dates = [date(2027, 3, 14), date(2027, 3, 16), date(2027, 3, 14), date(2027, 3, 12)]
    works = [
        lambda due=due: sign_up.accept(contact, replace(ANSWERS, due_date=due), "web", SATURDAY, SATURDAY)
        for due in dates
    ]
    assert together(*works) == [True] * HANDS
    assert (Child.objects.count(), Journey.objects.count()) == (1, 1)


def test_code_that_is_typed_twice_at_once_counts_once() -> None:
    key = proving.ask(ANSWERS, "192.0.2.1", SATURDAY)
    assert key is not None
    code = code_sent()
    outcomes = together(*[lambda: proving.hear_code(key, code, SATURDAY) for _ in range(2)])
    assert sorted(str(one) for one in outcomes) == [str(Outcome.JOINED), str(Outcome.OVER)]
    assert Journey.objects.count() == 1
