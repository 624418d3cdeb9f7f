"""STOP, START, YES, HELP and everything else, by text."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from twilio.request_validator import RequestValidator

from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Inbound
from portal.conversation import receive
from subscribers.children import report_loss
from subscribers.models import Contact, Subscriber
from tests import factories
from tests.factories import utc

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NIGHT = utc("2026-06-01 02:00")
NUMBER = "+447700900999"
STOPPED = "You will get no more messages from Messages of Hope. If you ever want them again, text START."


class Phone:
    """A parent's phone: says something, and shows the answers."""

    def __init__(self, channels: dict[str, MemoryChannel], memory: MemoryChannel) -> None:
        self.channels, self.memory, self.count = channels, memory, 0

    def say(self, text: str, now: datetime = NIGHT) -> list[str]:
        self.count += 1
        receive(f"SM{self.count}", NUMBER, text, now)
        before = len(self.memory.sent)
        dispatch("replies", self.channels, lambda: now)
        return [parcel.text for parcel in self.memory.sent[before:]]


@pytest.fixture
def phone(channels: dict[str, MemoryChannel], memory: MemoryChannel) -> Phone:
    return Phone(channels, memory)


@pytest.fixture
def mother() -> Subscriber:
    """Somebody with a journey, on this number."""
    person = factories.subscriber(sms=False)
    Contact.objects.create(subscriber=person, kind="sms", address=NUMBER, confirmed_at=factories.JOINED)
    factories.journey(factories.expecting(utc("2026-10-01 00:00").date()), person)
    return person


def state(person: Subscriber) -> str:
    person.refresh_from_db()
    return person.state


def test_stop_is_confirmed_once_and_then_silence(phone: Phone, mother: Subscriber) -> None:
    assert phone.say("STOP") == [STOPPED]
    assert state(mother) == "stopped"
    assert phone.say("stop.") == []


@pytest.mark.parametrize("text", ["Thanks", "YES", "ok", "👍"])
def test_nothing_but_start_restarts(phone: Phone, mother: Subscriber, text: str) -> None:
    phone.say("STOP")
    phone.say(text)
    assert state(mother) == "stopped"


def test_start_needs_a_fresh_yes(phone: Phone, mother: Subscriber) -> None:
    phone.say("STOP")
    [question] = phone.say("START")
    assert "Reply YES" in question
    assert state(mother) == "stopped"
    assert phone.say("Yes!") == ["Thank you. Your messages start again. To stop at any time, text STOP."]
    assert state(mother) == "active"


def test_start_after_a_loss_restarts_nothing(phone: Phone, mother: Subscriber) -> None:
    report_loss(mother.journeys.get().child)
    phone.say("START")
    assert phone.say("YES") == [
        "When is your baby due, or when was your baby born? Text the date, for example 14 March."
    ]
    assert list(mother.journeys.values_list("state", flat=True)) == ["ended"]


def test_yes_after_a_week_is_too_late(phone: Phone, mother: Subscriber) -> None:
    phone.say("STOP")
    phone.say("START")
    assert phone.say("YES", NIGHT + timedelta(days=8)) == []
    assert state(mother) == "stopped"


def test_stop_after_start_closes_the_question(phone: Phone, mother: Subscriber) -> None:
    phone.say("STOP")
    phone.say("START")
    phone.say("STOP")
    phone.say("YES")
    assert state(mother) == "stopped"


def test_help_says_who_we_are_and_where_help_is(phone: Phone, mother: Subscriber) -> None:
    [answer] = phone.say("HELP")
    assert "No one reads replies" in answer
    assert "0808 808 8000" in answer
    assert state(mother) == "active"


def test_what_is_not_understood_gets_the_safety_answer_at_most_once_in_twelve_hours(
    phone: Phone,
    mother: Subscriber,  # noqa: ARG001 - she is who writes
) -> None:
    [answer] = phone.say("the kettle broke")
    assert "No one reads these texts" in answer
    assert "999" in answer
    assert phone.say("and so on", NIGHT + timedelta(hours=11)) == []
    assert len(phone.say("and so on", NIGHT + timedelta(hours=13))) == 1


def test_unknown_number_can_stop_and_is_kept_from_then_on(phone: Phone) -> None:
    assert phone.say("STOP") == [STOPPED]
    contact = Contact.objects.with_address(NUMBER).get()
    assert contact.subscriber.state == "stopped"


def test_repeated_delivery_of_one_text_is_answered_once(phone: Phone, mother: Subscriber) -> None:
    assert receive("SM-again", NUMBER, "STOP", NIGHT)
    assert not receive("SM-again", NUMBER, "STOP", NIGHT)
    assert Inbound.objects.count() == 1
    assert dispatch("replies", phone.channels, lambda: NIGHT) == 1
    assert state(mother) == "stopped"


def post(text: str, token: str = "primary token of tests", number: str = NUMBER) -> int:
    url = "/webhooks/twilio/inbound/"
    params = {"AccountSid": "AC" + "0" * 32, "MessageSid": "SM1", "From": number, "Body": text}
    signature = RequestValidator(token).compute_signature("http://localhost:8000" + url, params)
    return Client().post(url, params, headers={"X-Twilio-Signature": signature}).status_code


def test_signed_webhook_stops(mother: Subscriber) -> None:
    assert post(" Stop\n") == 200
    assert state(mother) == "stopped"


def test_forged_webhook_is_refused_and_writes_nothing(mother: Subscriber) -> None:
    assert post("STOP", token="somebody else") == 403
    assert (state(mother), Inbound.objects.count()) == ("active", 0)


def test_text_from_a_number_that_we_do_not_text_is_taken_quietly() -> None:
    assert post("STOP", number="+33612345678") == 200
    assert Inbound.objects.count() == 0


def test_words_of_a_parent_are_sealed(phone: Phone) -> None:
    phone.say("my secret")
    inbound = Inbound.objects.get()
    assert inbound.body == "my secret"
    raw = Inbound.objects.extra(select={"raw": "body"}).values_list("raw", flat=True).get()
    assert b"secret" not in bytes(raw)
