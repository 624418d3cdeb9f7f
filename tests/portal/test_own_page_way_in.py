"""The way in to a parent's own page: only by a link to their own address, only for half an hour."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from delivery.models import Nudge
from portal import erasure
from subscribers import consent
from subscribers.models import Contact, Subscriber
from tests import factories
from tests.portal import own_page
from tests.portal.own_page import NOW, expecting_parent, link_of, url, visiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CLOSED = b"This page is closed"
ANSWER = b"If we know the number or address, a link is on its way. It works for 30 minutes."


def ask(address: str) -> bytes:
    answer = Client().post(url("ask"), {"address": address})
    assert answer.status_code == 200
    return answer.content


def texts() -> list[tuple[str, str]]:
    """To whom something waits to go, and what."""
    return [(nudge.contact.address, nudge.text) for nudge in Nudge.objects.order_by("pk") if nudge.contact]


@pytest.mark.parametrize("kind", ["sms", "email"])
def test_link_goes_to_the_address_that_was_typed_and_opens_the_page(kind: str) -> None:
    person, _ = expecting_parent()
    address = person.contacts.get(kind=kind).address
    typed = "0" + address[3:8] + " " + address[8:] if kind == "sms" else address.upper()
    assert ANSWER in ask(typed)
    [(to, text)] = texts()
    assert to == address
    link = next(word for word in text.split() if "/m/" in word)
    client = Client()
    opened = client.get(link.removeprefix(settings.PUBLIC_URL))
    assert (opened.status_code, opened["Location"]) == (302, "/mine/")
    assert b"Baby due 14 March 2027" in client.get("/mine/").content


def test_link_in_the_parent_s_own_language() -> None:
    person, _ = expecting_parent()
    person.journeys.update(language="pl")
    ask(person.contacts.get(kind="sms").address)
    assert "/pl/m/" in texts()[0][1]


@pytest.mark.parametrize("who", ["stranger", "unconfirmed", "stopped", "erased"])
def test_nobody_else_is_written_to_and_the_answer_is_the_same(who: str) -> None:
    person = factories.subscriber()
    address = person.contacts.get().address
    if who == "stranger":
        address = "07700 900987"
    if who == "unconfirmed":
        person.contacts.update(confirmed_at=None)
    if who == "stopped":
        consent.stop(person.pk, "sms", NOW)
    if who == "erased":
        erasure.erase(person, NOW)
    assert ANSWER in ask(address)
    assert texts() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type your mobile number or your e-mail address"),
        ("hello", "Type a mobile number, all 11 digits of it, or an e-mail address"),
        ("123", "Type a mobile number, all 11 digits of it, or an e-mail address"),
        ("me@", "Please check the e-mail address. It looks like name@place.com"),
        ("028 9024 0000", "That is a landline."),
        ("+49 1512 3456789", "We can text mobiles from the UK"),
    ],
)
def test_what_cannot_be_an_address_says_what_to_do_and_stays_typed(typed: str, sentence: str) -> None:
    page = Client().post(url("ask"), {"address": typed}).content.decode()
    assert page.count(sentence) == 2  # above, and at the field
    assert f'value="{typed}"' in page or not typed
    assert "Please look again:" in page.partition("</title>")[0]


def test_too_many_links_are_refused_before_anything_is_sent() -> None:
    person, _ = expecting_parent()
    address = person.contacts.get(kind="sms").address
    codes = [Client().post(url("ask"), {"address": address}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert len(texts()) == 3


def test_asking_about_a_stranger_costs_as_much(settings: object) -> None:  # noqa: ARG001 - its budgets
    codes = [Client().post(url("ask"), {"address": "07700 900987"}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


@pytest.mark.parametrize("token", ["nonsense", "x" * 22])
def test_bad_link_shows_the_way_to_a_new_one(token: str) -> None:
    answer = Client().get(reverse("preferences-open", args=[token]))
    assert answer.status_code == 404
    assert CLOSED in answer.content
    assert b'href="/mine/ask/"' in answer.content


def test_link_is_over_after_half_an_hour() -> None:
    person, _ = expecting_parent()
    link = link_of(person)
    own_page.set_clock(NOW + timedelta(minutes=30))
    assert Client().get(link).status_code == 404


def test_visit_is_over_half_an_hour_after_it_began() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    own_page.set_clock(NOW + timedelta(minutes=29, seconds=59))
    assert client.get(url("")).status_code == 200
    own_page.set_clock(NOW + timedelta(minutes=30))
    answer = client.get(url(""))
    assert (answer.status_code, CLOSED in answer.content) == (403, True)


def test_link_of_an_address_that_has_changed_hands_opens_nothing() -> None:
    person, _ = expecting_parent()
    link = link_of(person)
    Contact.objects.filter(subscriber=person, kind="sms").update(subscriber=factories.subscriber(sms=False))
    assert Client().get(link).status_code == 404


def test_session_key_changes_and_no_token_is_kept() -> None:
    person, _ = expecting_parent()
    client = Client()
    client.get(url("ask"))
    session = client.session
    session["before"] = "1"
    session.save()
    before = session.session_key
    link = link_of(person)
    client.get(link)
    assert client.session.session_key != before
    assert link.split("/")[-2] not in str(dict(client.session))
    assert person.contacts.get(kind="sms").address not in str(dict(client.session))


def test_closing_the_page_ends_the_visit() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    assert client.post(url("leave-page")).status_code == 200
    assert client.get(url("")).status_code == 403


def test_closing_by_a_mere_link_does_nothing() -> None:
    assert Client().get(url("leave-page")).status_code == 405


def test_erased_meanwhile_closes_the_page() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    erasure.erase(person, NOW)
    assert client.get(url("")).status_code == 403


def pages(journey: int) -> list[str]:
    names = ["", "pause", "add", "after-loss", "others", "past", "calendar", "data", "data-file", "stop", "erase"]
    of_child = ["born", "due", "early", "invite", "loss"]
    return [url(name) for name in names] + [url("change", "slot")] + [url(name, journey) for name in of_child]


def test_every_page_is_closed_without_a_visit_and_never_cached() -> None:
    _, journey = expecting_parent()
    for page in pages(journey.pk):
        for answer in (Client().get(page), Client().post(page)):
            assert (page, answer.status_code, CLOSED in answer.content) == (page, 403, True)
            assert "no-store" in answer["Cache-Control"]
            assert "private" in answer["Cache-Control"]


def test_every_page_of_a_visit_is_never_cached() -> None:
    person, journey = expecting_parent()
    client = visiting(person)
    for page in set(pages(journey.pk)) - {url("early", journey.pk)}:
        assert (page, "no-store" in client.get(page).get("Cache-Control", "")) == (page, True)


@pytest.mark.parametrize("name", ["born", "due", "early", "invite", "loss"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_family_s_child_is_not_there(name: str, method: str) -> None:
    person, _ = expecting_parent()
    _, theirs = expecting_parent()
    before = Subscriber.objects.count(), list(theirs.__class__.objects.order_by("pk").values())
    answer = getattr(visiting(person), method)(url(name, theirs.pk), {"when": "3 November", "weeks": "32"})
    assert answer.status_code == 404
    assert before == (Subscriber.objects.count(), list(theirs.__class__.objects.order_by("pk").values()))
