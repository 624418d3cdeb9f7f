"""Erasing and forgetting: afterwards no row, no log line and no broker key holds the number or the address."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from campaigns import choices
from campaigns.models import Choice
from messages.stages import Stage, StageKind
from portal import budgets, chores, invitations, proofs
from portal.erasure import erase
from portal.models import Draft, Spending
from portal.sign_up import Answers
from scheduler.rounds import whole_round
from subscribers import tracks
from subscribers.models import Child, ConsentEvent, Contact, Departed, Journey, Subscriber
from subscribers.sealing import blind_index
from tests import factories
from tests.factories import utc
from tests.portal.phone import NUMBER, Phone, owner, parent

pytestmark = pytest.mark.django_db

NOW = utc("2026-11-21 18:30")
DUE = date(2027, 3, 14)
EMAIL = "canary@hope.example"
CANARIES = ("7700900999", "canary@", "my own secret words")
STAGE = Stage(StageKind.PREGNANCY_WEEK, 24)


@pytest.fixture
def mother() -> Subscriber:
    """She has been with us through every door, and has left her traces everywhere."""
    person = parent()
    Contact.objects.create(subscriber=person, kind="email", address=EMAIL, confirmed_at=NOW)
    journey = factories.journey(
        factories.expecting(STAGE.anchors(NOW.date())[0]), person, channel="both", slot="evening"
    )
    tracks.follow(journey, "low", NOW)
    choices.choose(person.pk, "mothers_day", wanted=False, now=NOW)
    factories.message(STAGE, sms="A text", email="An e-mail")
    phone = Phone(NOW)
    for text in ("my own secret words", "JOIN", "DAD", "LANG", "9 December"):
        phone.say(text)
    whole_round(lambda: NOW, {"sms": phone.memory, "email": phone.memory})
    proofs.text_code(person.contacts.get(kind="sms"), proofs.Purpose.JOIN, Answers(phone=NUMBER, email=EMAIL), NOW)
    invitations.invite(person, journey.child, NOW)
    budgets.spend(NUMBER, "192.0.2.1", NOW)
    assert {parcel.address for parcel in phone.memory.sent[-2:]} == {NUMBER, EMAIL}
    assert "is your code" in phone.hear()
    return person


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every row, sealed ones opened."""
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                yield f"{model._meta.label}.{name}", str(value)


def raw() -> Iterator[tuple[str, str]]:
    """Every row as the database prints it, tables without a model included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT CAST(t.* AS text) FROM "{table}" AS t')  # noqa: S608 - a table's name
            yield from ((table, row[0]) for row in cursor.fetchall())


def holders(found: Iterator[tuple[str, Any]]) -> set[str]:
    return {place for place, value in found if any(canary in value for canary in CANARIES)}


def test_the_search_finds_what_is_there(mother: Subscriber) -> None:  # noqa: ARG001 - hers are the traces
    assert {"subscribers.Contact.address", "delivery.Inbound.body", "portal.Proof.answers"} <= holders(everything())


def test_after_erasing_nothing_holds_the_canary(mother: Subscriber, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        erase(mother, NOW)
    assert holders(everything()) == set()
    if connection.vendor == "postgresql":
        assert holders(raw()) == set()
    assert [canary for canary in CANARIES if canary in caplog.text] == []
    assert kept_by_hash() == {Departed, Spending}
    chores.forget(NOW + timedelta(days=3))
    assert kept_by_hash() == {Departed}


@pytest.mark.usefixtures("mother")
def test_erasing_gives_no_budget_back() -> None:
    for n in range(settings.BUDGETS["address"][0] - 1):
        budgets.spend(NUMBER, f"192.0.2.{n}", NOW)
        erase(owner(), NOW)
        parent()
    with pytest.raises(budgets.OverBudgetError):
        budgets.spend(NUMBER, "192.0.2.9", NOW)


def kept_by_hash() -> set[type[models.Model]]:
    """What still knows the number by a keyed hash of it."""
    index = blind_index(NUMBER)
    return {
        model for model in apps.get_models() for field in model._meta.concrete_fields if is_index(model, field, index)
    }


def is_index(model: type[models.Model], field: Any, index: bytes) -> bool:
    return field.attname == "index" and model._default_manager.filter(index=index).exists()


def test_after_erasing_the_broker_holds_no_canary(mother: Subscriber) -> None:
    erase(mother, NOW)
    broker = redis.Redis.from_url(settings.REDIS_URL)
    dumps = [(key, broker.dump(key) or b"") for key in broker.scan_iter()]
    assert [key for key, dump in dumps if any(canary.encode() in dump + key for canary in CANARIES)] == []


def test_what_stays_of_somebody_erased_is_a_stop_and_the_dates_of_their_consents(mother: Subscriber) -> None:
    erase(mother, NOW)
    mother.refresh_from_db()
    assert (mother.state, mother.journeys.count(), mother.contacts.count()) == ("stopped", 0, 0)
    assert ConsentEvent.objects.filter(subscriber=mother, kind="agreed").exists()
    assert not Child.objects.exists()
    assert not Choice.objects.exists()


def test_the_other_parent_keeps_the_child_and_the_messages(mother: Subscriber) -> None:
    father = parent("+447700900998")
    factories.journey(mother.journeys.get().child, father, role="father")
    erase(mother, NOW)
    assert father.journeys.get().child.due_date is not None


def test_whoever_was_erased_can_join_again_by_themselves(mother: Subscriber) -> None:
    erase(mother, NOW)
    phone = Phone(NOW + timedelta(days=1))
    for text in ("join", "14 March", "1", "yes"):
        phone.say(text)
    assert Journey.objects.get().subscriber.state == "active"
    assert not Departed.objects.filter(index=blind_index(NUMBER)).exists()


def test_the_address_of_whoever_stopped_goes_after_thirty_days(mother: Subscriber) -> None:
    Phone(NOW).say("STOP")
    chores.forget(NOW + timedelta(days=29))
    assert mother.contacts.count() == 2
    chores.forget(NOW + timedelta(days=31))
    assert mother.contacts.count() == 0
    assert Departed.objects.count() == 2


def test_texts_are_kept_thirty_days(mother: Subscriber) -> None:
    texts = mother.contacts.get(kind="sms").inbound
    chores.forget(NOW + timedelta(days=29))
    assert texts.count() == 5
    chores.forget(NOW + timedelta(days=31))
    assert texts.count() == 0


def test_after_the_third_birthday_and_thirty_days_the_family_is_forgotten() -> None:
    person = parent()
    factories.journey(factories.baby(date(2023, 11, 21)), person)
    chores.forget(utc("2026-12-21 12:00"))
    assert person.contacts.count() == 1
    chores.forget(utc("2026-12-22 12:00"))
    assert (person.contacts.count(), person.journeys.get().state) == (0, "ended")
    assert not Departed.objects.exists()  # they did not ask to be left alone


def test_a_younger_child_keeps_the_family() -> None:
    person = parent()
    factories.journey(factories.baby(date(2023, 1, 1)), person)
    factories.journey(factories.baby(date(2026, 1, 1)), person)
    chores.forget(NOW)
    assert person.contacts.count() == 1


def test_a_draft_is_kept_seven_days() -> None:
    Draft.objects.create(answers=Answers(phone=NUMBER).dumps(), changed_at=NOW)
    chores.forget(NOW + timedelta(days=6))
    assert Draft.objects.count() == 1
    chores.forget(NOW + timedelta(days=8))
    assert Draft.objects.count() == 0
