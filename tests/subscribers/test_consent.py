"""Agreeing and stopping: a clear yes, a stop at once, and a ledger that nobody can rewrite."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from subscribers import consent
from subscribers.models import ConsentEvent, Subscriber
from tests.factories import JOINED, utc
from tests.factories import subscriber as active_subscriber

NOW = utc("2026-05-01 10:00")
LATER = NOW + timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Subscriber:
    """Somebody who has agreed to nothing."""
    return Subscriber.objects.create(created_at=JOINED)


@pytest.fixture
def parent() -> Subscriber:
    """Somebody who agreed on the web when they joined."""
    return active_subscriber()


def state(person: Subscriber) -> str:
    return Subscriber.objects.get(pk=person.pk).state


def ledger(person: Subscriber) -> list[tuple[str, str, datetime]]:
    """The lines of somebody's ledger, oldest first."""
    return list(person.consents.order_by("pk").values_list("kind", "door", "at"))


AGREED = ("agreed", "web", JOINED)


def test_agree_makes_active_and_keeps_every_detail(person: Subscriber) -> None:
    consent.agree(person.pk, "roster", NOW, wording="paper 3", agreed_with="a midwife")
    assert state(person) == "active"
    kept = person.consents.values("kind", "door", "wording", "agreed_with", "at")
    assert list(kept) == [
        {"kind": "agreed", "door": "roster", "wording": "paper 3", "agreed_with": "a midwife", "at": NOW}
    ]


def test_agree_without_a_wording_keeps_the_present_one(person: Subscriber) -> None:
    consent.agree(person.pk, "web", NOW)
    assert [event.wording for event in person.consents.all()] == [consent.WORDING]


@pytest.mark.parametrize("door", ["sms", "email", "web", "provider"])
def test_stop_of_a_parent(parent: Subscriber, door: str) -> None:
    assert consent.stop(parent.pk, door, NOW) is True
    assert state(parent) == "stopped"
    assert ledger(parent) == [AGREED, ("stopped", door, NOW)]


def test_stop_of_somebody_who_never_agreed(person: Subscriber) -> None:
    assert consent.stop(person.pk, "sms", NOW) is True
    assert state(person) == "stopped"
    assert ledger(person) == [("stopped", "sms", NOW)]


def test_stop_again_is_one_more_line_of_the_ledger(parent: Subscriber) -> None:
    consent.stop(parent.pk, "sms", NOW)
    assert consent.stop(parent.pk, "email", LATER) is False
    assert state(parent) == "stopped"
    assert ledger(parent) == [AGREED, ("stopped", "sms", NOW), ("stopped", "email", LATER)]


def test_code_that_was_on_its_way_counts_no_more_after_a_stop(parent: Subscriber) -> None:
    consent.stop(parent.pk, "sms", NOW - timedelta(days=1))
    consent.stop(parent.pk, "sms", NOW + timedelta(minutes=1))
    assert consent.accept(parent.pk, "web", NOW, NOW + timedelta(minutes=2)) is False
    assert state(parent) == "stopped"


def test_stop_of_one_leaves_the_others(parent: Subscriber) -> None:
    other = active_subscriber()
    consent.stop(parent.pk, "sms", NOW)
    assert (state(other), ledger(other)) == ("active", [AGREED])


def test_asking_again_starts_nothing_yet(parent: Subscriber) -> None:
    consent.stop(parent.pk, "sms", NOW)
    consent.ask(parent.pk, "sms", LATER)
    assert state(parent) == "stopped"
    assert ledger(parent) == [AGREED, ("stopped", "sms", NOW), ("asked", "sms", LATER)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(), True),
        (timedelta(minutes=1), True),
        (settings.CONFIRM_WITHIN, True),
        (settings.CONFIRM_WITHIN + timedelta(microseconds=1), False),
        (timedelta(days=365), False),
    ],
)
def test_yes_to_a_question(parent: Subscriber, after: timedelta, *, expected: bool) -> None:
    consent.stop(parent.pk, "sms", NOW)
    consent.ask(parent.pk, "sms", NOW)
    assert consent.confirm(parent.pk, "sms", NOW + after) is expected
    assert state(parent) == ("active" if expected else "stopped")
    answer = [("agreed", "sms", NOW + after)] if expected else []
    assert ledger(parent) == [AGREED, ("stopped", "sms", NOW), ("asked", "sms", NOW), *answer]


def ask(person: Subscriber, at: datetime) -> None:
    consent.ask(person.pk, "sms", at)


def stop(person: Subscriber, at: datetime) -> None:
    consent.stop(person.pk, "sms", at)


def confirm(person: Subscriber, at: datetime) -> None:
    consent.confirm(person.pk, "sms", at)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], "active"),
        ([stop], "stopped"),
        ([stop, stop], "stopped"),
        ([stop, ask, confirm, confirm], "active"),
        ([stop, ask, confirm, stop], "stopped"),
        ([stop, ask, stop], "stopped"),
        ([stop, ask, ask, stop], "stopped"),
        ([ask, stop], "stopped"),
    ],
)
def test_yes_without_an_open_question(
    parent: Subscriber, steps: list[Callable[[Subscriber, datetime], None]], expected: str
) -> None:
    """Nobody has asked, the question was answered already, or a STOP came after it."""
    for minute, step in enumerate(steps):
        step(parent, NOW + timedelta(minutes=minute))
    before = ledger(parent)
    assert consent.confirm(parent.pk, "sms", LATER) is False
    assert (state(parent), ledger(parent)) == (expected, before)


def test_yes_of_somebody_unknown(person: Subscriber) -> None:
    assert consent.confirm(person.pk, "sms", NOW) is False
    assert (state(person), ledger(person)) == ("unconfirmed", [])


def test_yes_to_somebody_elses_question(parent: Subscriber) -> None:
    other = active_subscriber()
    consent.stop(other.pk, "sms", NOW)
    consent.stop(parent.pk, "sms", NOW)
    consent.ask(other.pk, "sms", NOW)
    assert consent.confirm(parent.pk, "sms", LATER) is False
    assert (state(parent), state(other)) == ("stopped", "stopped")


def test_ledger_line_saved_again(parent: Subscriber) -> None:
    event = parent.consents.get()
    event.door = "sms"
    with pytest.raises(TypeError, match="append-only"):
        event.save()
    assert ledger(parent) == [AGREED]


def test_ledger_line_deleted(parent: Subscriber) -> None:
    with pytest.raises(TypeError, match="append-only"):
        parent.consents.get().delete()
    assert ledger(parent) == [AGREED]


@pytest.mark.heart
def test_ledger_updated_in_bulk(parent: Subscriber) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ConsentEvent.objects.filter(subscriber=parent).update(kind="stopped")
    assert ledger(parent) == [AGREED]


@pytest.mark.heart
def test_ledger_updated_in_sql(parent: Subscriber) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE subscribers_consentevent SET door = 'sms'")
    assert ledger(parent) == [AGREED]
