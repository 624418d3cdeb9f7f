"""Callbacks that come at the same time, on a real PostgreSQL; and what the short cut leaves to the site."""

import io
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from config.callbacks import FIELDS, FORM, LONGEST, Callbacks
from delivery.channels import twilio
from delivery.grouping import raise_together
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.reports import Report
from delivery.tokens import nudge_token
from tests.delivery.callback_kit import ask, nobody
from tests.factories import utc

TEN = utc("2026-06-01 09:00")
ACCOUNT = "AC" + "0" * 32
TOKEN = "primary token of tests"
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def unknown(number: int) -> list[Nudge]:
    """Nudges of whose fate nothing is known."""
    details = {"channel": "sms", "urgency": 0, "due_at": TEN, "expires_at": TEN, "submitted_at": TEN}
    return Nudge.objects.bulk_create(Nudge(status=Status.UNKNOWN, **details) for _ in range(number))


@pytest.fixture
def app() -> Iterator[Callbacks]:
    found = Callbacks(nobody)
    yield found
    found.grouping.close()


def report(app: Callbacks, nudge: Nudge, status: str, sid: str = "SM1") -> int:
    url = reverse("twilio-status", args=[nudge_token(nudge.pk)])
    params = {"AccountSid": ACCOUNT, "MessageSid": sid, "MessageStatus": status}
    return ask(app, url, params, RequestValidator(TOKEN).compute_signature("http://localhost:8000" + url, params))


def outcome() -> list[tuple[int, str]]:
    return list(Nudge.objects.order_by("pk").values_list("status", "provider_id"))


@committed
def test_callbacks_of_many_threads_doubled_and_shuffled_end_the_same(app: Callbacks) -> None:
    nudges = unknown(20)
    said = [(nudge, status) for nudge in nudges for status in ("queued", "sent", "delivered")] * 2
    Random(7).shuffle(said)  # noqa: S311 - an order, no secret
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: report(app, *one), said))
    assert answers == [204] * len(said)
    assert outcome() == [(Status.DELIVERED, "SM1")] * 20
    events = list(DeliveryEvent.objects.values_list("nudge_id", "status"))
    assert len(events) == len(set(events))
    assert sorted(pk for pk, status in events if status == Status.DELIVERED) == [nudge.pk for nudge in nudges]


@committed
def test_answer_comes_after_the_commit(app: Callbacks) -> None:
    [nudge] = unknown(1)
    reached, go_on = threading.Event(), threading.Event()

    def slowly(reports: Sequence[Report]) -> Any:
        reached.set()
        assert go_on.wait(20)
        return raise_together(reports)

    app.grouping._store = slowly
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(report, app, nudge, "sent")
        assert reached.wait(20)
        assert (answer.done(), outcome()) == (False, [(Status.UNKNOWN, "")])
        go_on.set()
        assert (answer.result(20), outcome()) == (204, [(Status.SENT, "SM1")])


@committed
def test_one_bad_report_spoils_no_other(app: Callbacks) -> None:
    nudges = unknown(3)
    sids = ["SM0", "x" * 201, "SM2"]  # the second is longer than the column
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda nudge, sid: report(app, nudge, "sent", sid), nudges, sids))
    assert answers == [204, 503, 204]
    assert outcome() == [(Status.SENT, "SM0"), (Status.UNKNOWN, ""), (Status.SENT, "SM2")]


@committed
def test_nudge_that_somebody_holds_keeps_only_its_own_callback_waiting(app: Callbacks) -> None:
    held, free = unknown(2)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Nudge.objects.select_for_update(no_key=True).get(pk=held.pk)
            waiting = pool.submit(report, app, held, "sent")
            assert report(app, free, "sent") == 204
            assert not waiting.done()
        assert waiting.result(20) == 204
    assert outcome() == [(Status.SENT, "SM1")] * 2


@committed
def test_database_that_closed_the_connection_is_survived(app: Callbacks) -> None:
    nudges = unknown(2)
    assert report(app, nudges[0], "sent") == 204
    with connection.cursor() as cursor:  # as a restart does
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
    assert [report(app, nudges[1], status) for status in ("sent", "delivered")] == [204, 204]
    assert outcome() == [(Status.SENT, "SM1"), (Status.DELIVERED, "SM1")]


@committed
def test_report_that_no_commit_took_is_answered_503_and_taken_when_it_comes_again(
    app: Callbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    [nudge] = unknown(1)

    def away(*_: Any) -> Any:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr(app.grouping, "_store", away)
        broken.setattr("delivery.callbacks.raise_statuses", away)
        assert (report(app, nudge, "sent"), outcome()) == (503, [(Status.UNKNOWN, "")])
    assert (report(app, nudge, "sent"), outcome()) == (204, [(Status.SENT, "SM1")])


URL = "/webhooks/twilio/status/1:abc/"


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/health/"},
        {"path": "/webhooks/twilio/status/1:abc"},
        {"path": URL + "?more=1"},
        {"path": "/webhooks/twilio/status/ä/"},
        {"content_type": "application/json"},
        {"data": b"x=" + b"y" * LONGEST},
        {"data": "x=ä".encode()},
        {"data": b"x=1&" * (FIELDS + 1)},
    ],
)
def test_what_is_not_quite_a_callback_goes_to_the_site_whole(asked: dict[str, Any]) -> None:
    request = RequestFactory().post(**{"path": URL, "data": b"x=1", "content_type": FORM} | asked)
    app = Callbacks(lambda environ, _start: [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))])
    assert list(app(request.environ, lambda *_: io.BytesIO().write)) == [asked.get("data", b"x=1")]


def test_reading_the_status_goes_to_the_site() -> None:
    app = Callbacks(lambda *_: [b"the site"])
    assert list(app(RequestFactory().get(URL).environ, lambda *_: io.BytesIO().write)) == [b"the site"]


names = st.sampled_from(["Body", "MessageSid", "To", "à", ""]) | st.text(max_size=3)
fields = st.lists(st.tuples(names, st.sampled_from(["", " a ", "b", "+447700900123", "שלום"]) | st.text(max_size=3)))


@given(
    fields=fields,
    base=st.sampled_from(["https://hope.example", "https://hope.example:8443", "http://localhost:8000"]),
    path=st.sampled_from(["/webhooks/twilio/status/1:a-_b/", "/inbound/", "/inbound/?a=1&b=%C3%A4", "/a;b"]),
    token=st.sampled_from([TOKEN, "secondary token of tests", "somebody else"]),
    port=st.sampled_from(["", ":443", ":8443", ":8000", ":1"]),
)
def test_signature_counts_exactly_when_the_sdk_says_so(
    fields: list[tuple[str, str]], base: str, path: str, token: str, port: str
) -> None:
    form = parse_qs(urlencode([*fields, ("AccountSid", ACCOUNT)]), keep_blank_values=True)
    many = ManyValues(form)
    signed = base.rpartition(":")[0] if base.count(":") > 1 else base
    signature = RequestValidator(token).compute_signature(signed + port + path, many)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.conf.settings.PUBLIC_URL", base)
        ours = twilio.is_genuine(path, form, signature)
    tokens = (TOKEN, "secondary token of tests")
    assert ours == any(RequestValidator(each).validate(base + path, many, signature) for each in tokens)
    assert not twilio.is_genuine(path, form, signature[:-1])
    assert not twilio.is_genuine(path, form, "ä" + signature)


class ManyValues(dict[str, list[str]]):
    """A form as the SDK takes Django's."""

    def getlist(self, name: str) -> list[str]:
        return self[name]
