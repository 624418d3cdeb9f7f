"""What the provider hands over: texts, pictures and calls, each signed and taken in once."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now
from twilio.request_validator import RequestValidator

from delivery.models import Inbound, Nudge
from portal import budgets
from subscribers.models import Contact
from tests.portal.phone import NUMBER

pytestmark = pytest.mark.django_db


def post(path: str, token: str = "primary token of tests", **fields: str) -> tuple[int, str]:
    url = f"/webhooks/twilio/{path}/"
    params = {"AccountSid": "AC" + "0" * 32, "From": NUMBER, **fields}
    signature = RequestValidator(token).compute_signature("http://localhost:8000" + url, params)
    answer = Client().post(url, params, headers={"X-Twilio-Signature": signature})
    return answer.status_code, answer.content.decode()


def answers() -> list[str]:
    return list(Nudge.objects.order_by("pk").values_list("text", flat=True))


def test_picture_without_words_gets_a_polite_text() -> None:
    assert post("inbound", MessageSid="MM1", Body="", NumMedia="1")[0] == 200
    [answer] = answers()
    assert "pictures and calls reach nobody here" in answer
    assert "0808 808 8000" in answer


def test_picture_with_words_is_read_by_its_words() -> None:
    post("inbound", MessageSid="MM1", Body="STOP", NumMedia="1")
    assert Contact.objects.get().subscriber.state == "stopped"


def test_call_is_ended_and_answered_by_a_text() -> None:
    status, twiml = post("call", CallSid="CA1")
    assert (status, "<Reject/>" in twiml) == (200, True)
    assert "pictures and calls reach nobody here" in answers()[0]


def test_call_that_is_repeated_is_answered_once() -> None:
    for _ in range(3):
        post("call", CallSid="CA1")
    assert (Inbound.objects.count(), len(answers())) == (1, 1)


def test_call_from_a_hidden_number_is_ended_and_nothing_is_kept() -> None:
    status, twiml = post("call", CallSid="CA1", From="+266696687")
    assert (status, "<Reject/>" in twiml) == (200, True)
    assert (Inbound.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize(("path", "sid"), [("call", "CallSid"), ("inbound", "MessageSid")])
def test_calls_and_pictures_from_made_up_numbers_are_soon_left_alone(path: str, sid: str) -> None:
    for n in range(settings.BUDGETS["callers_alike"][0] + 5):
        status, twiml = post(path, From=f"+447700900{n:03}", **{sid: f"X{n}"})
        assert (status, "Response" in twiml) == (200, True)
    most = settings.BUDGETS["callers_alike"][0]
    assert (Contact.objects.count(), Inbound.objects.count(), len(answers())) == (most, most, most)
    budgets.spend("+447700900123", "192.0.2.1", now())  # what parents ask for on the web is not used up


def test_words_are_heard_however_often_the_phone_has_rung() -> None:
    for n in range(9):
        post("call", CallSid=f"CA{n}")
    assert Inbound.objects.count() == settings.BUDGETS["caller"][0]
    post("inbound", MessageSid="MM1", Body="STOP")
    assert Contact.objects.get().subscriber.state == "stopped"


def test_forged_call_is_refused() -> None:
    assert post("call", token="somebody else", CallSid="CA1")[0] == 403
    assert Inbound.objects.count() == 0
