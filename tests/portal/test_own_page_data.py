"""What a parent takes along or takes away: past messages, a calendar, a copy of everything, a stop, an erasure."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from campaigns import choices as campaigns
from delivery.models import Inbound, Status, Urgency
from directory.models import SureStart
from messages.models import Theme
from messages.stages import Stage, StageKind
from portal import budgets, erasure, feed, invitations, loss, own_data, proofs, questions
from portal.models import LeavingReason, Question
from portal.sign_up import Answers
from subscribers import consent, pauses, tracks
from subscribers.models import Child, Contact, Departed, Journey, Subscriber
from tests import factories
from tests.portal.own_page import DUE, NOW, expecting_parent, url, visiting
from tests.portal.test_own_page_changes import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def sent(journey: Journey, number: int, status: Status = Status.DELIVERED) -> None:
    """A message about a child, sent so many days ago."""
    at = NOW - timedelta(days=number)
    journey.nudges.create(
        message=factories.message(Stage(StageKind.PREGNANCY_WEEK, number + 4)),
        channel="sms",
        urgency=Urgency.STAGE,
        status=status,
        text=f"Text {number:02}",
        language="en",
        due_at=at,
        expires_at=at,
        submitted_at=at,
    )


def test_past_messages_come_newest_first_and_ten_a_page() -> None:
    person, journey = expecting_parent()
    for number in range(12):
        sent(journey, number)
    client = visiting(person)
    first, second = (words(client.get(url("past"), {"page": page}).content) for page in (1, 2))
    assert [f"Text {n:02}" in first for n in range(12)] == [True] * 10 + [False] * 2
    assert [f"Text {n:02}" in second for n in range(12)] == [False] * 10 + [True] * 2
    assert first.index("Text 00") < first.index("Text 01")


@pytest.mark.parametrize("status", [Status.QUEUED, Status.CANCELLED, Status.EXPIRED, Status.FAILED])
def test_what_was_never_sent_is_not_among_past_messages(status: Status) -> None:
    person, journey = expecting_parent()
    sent(journey, 1, status)
    assert "Text 01" not in words(visiting(person).get(url("past")).content)


def test_answers_and_another_s_messages_are_not_among_past_messages() -> None:
    person, journey = expecting_parent()
    other = factories.journey(journey.child, role="father")
    sent(other, 1)
    budgets.spend("+447700900111", "127.0.0.1", NOW)
    assert "Text 01" not in words(visiting(person).get(url("past")).content)


def events(person: Subscriber) -> list[tuple[date, str]]:
    """What a calendar program reads."""
    answer = Client().get(feed.calendar_url(person.pk).removeprefix("http://localhost:8000"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    parsed = Calendar.from_ical(answer.content)
    return [(event.decoded("dtstart"), str(event["summary"])) for event in parsed.walk("VEVENT")]


def some_messages() -> None:
    for week, theme in ((23, Theme.BOND), (30, Theme.SING), (31, Theme.SELF), (32, Theme.SAFETY)):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, week), theme=theme)


def test_calendar_shows_days_to_come_with_titles_for_anybody_in_the_house() -> None:
    some_messages()
    person, _ = expecting_parent()
    factories.journey(factories.expecting(DUE), person)  # a twin: the same day once
    assert events(person) == [
        (date(2027, 1, 3), "Time to sing"),
        (date(2027, 1, 10), "A small thing to do"),
        (date(2027, 1, 17), "A small thing to do"),
    ]


@pytest.mark.parametrize("after", ["stop", "loss", "pause for loss", "erase", "birth never told"])
def test_calendar_is_empty(after: str) -> None:
    some_messages()
    person, journey = expecting_parent()
    if after == "stop":
        consent.stop(person.pk, "sms", NOW)
    if after == "loss":
        loss.report_child(person, journey.child, NOW)
    if after == "pause for loss":
        factories.journey(factories.baby(date(2024, 1, 1)), person)
        loss.report(person, NOW)
    if after == "erase":
        erasure.erase(person, NOW)
    if after == "birth never told":
        Child.objects.update(due_date=date(2026, 9, 1))
    assert events(person) == []


def test_calendar_hides_what_falls_into_a_pause() -> None:
    some_messages()
    person, _ = expecting_parent()
    pauses.pause(person.pk, date(2027, 1, 10))
    assert [day for day, _ in events(person)] == [date(2027, 1, 10), date(2027, 1, 17)]


@pytest.mark.parametrize("token", ["1:forged", "nonsense", "1"])
def test_calendar_of_a_forged_token(token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_calendar_s_address_stops_nobody() -> None:
    person, _ = expecting_parent()
    token = feed.calendar_url(person.pk).rpartition("/")[2].removesuffix(".ics")
    assert Client().post(f"/stop/{token}/").status_code == 404


def everything() -> tuple[Subscriber, Journey]:
    """Somebody about whom there is a row of every kind."""
    person, journey = expecting_parent()
    Journey.objects.update(sure_start=SureStart.objects.first())
    phone = person.contacts.get(kind="sms")
    sent(journey, 1)
    Inbound.objects.create(provider_id="x", contact=phone, body="how are you", received_at=NOW)
    questions.ask(phone, Question.Asking.BORN_ON, Answers(count=2), NOW)
    tracks.follow(journey, "low", NOW)
    campaigns.choose(person.pk, "mothers_day", wanted=False, now=NOW)
    invitations.invite(person, journey.child, NOW)
    proofs.preferences_link(phone, NOW)
    budgets.spend(phone.address, "127.0.0.1", NOW)
    return person, journey


def test_copy_holds_everything_that_is_kept() -> None:
    person, _ = everything()
    copy = own_data.copy_of(person)
    assert {name: len(part) for name, part in copy.items()} == {
        "person": 2,
        "addresses": 2,
        "children": 1,
        "extra_messages": 1,
        "weeks_and_days": 1,
        "consents": 1,
        "messages_to_you": 1,
        "messages_from_you": 1,
        "days_with_a_message": 0,
        "open_questions": 1,
        "codes_and_links": 1,
        "invitations": 1,
        "how_often_asked": 2,  # in the hour, and in the day
    }
    assert copy["person"] == {"state": "active", "known_since": factories.JOINED}
    assert {one["address"] for one in copy["addresses"]} == {
        Contact.objects.filter(subscriber=person).order_by("pk")[i].address for i in (0, 1)
    }
    assert copy["children"][0]["child"]["due_date"] == DUE
    assert copy["children"][0]["sure_start"] == SureStart.objects.first().name  # type: ignore[union-attr]
    assert copy["weeks_and_days"] == [{"occasion": "mothers_day", "wanted": False, "at": NOW}]
    assert copy["messages_from_you"][0]["body"] == "how are you"
    assert copy["messages_to_you"][0]["text"] == "Text 01"


def test_copy_downloads_as_a_file_and_is_read_on_a_page() -> None:
    person, _ = everything()
    client = visiting(person)
    answer = client.get(url("data-file"))
    assert answer["Content-Disposition"] == 'attachment; filename="messages-of-hope.json"'
    assert json.loads(answer.content)["messages_to_you"][0]["text"] == "Text 01"
    page = words(client.get(url("data")).content)
    assert person.contacts.get(kind="email").address in page
    assert "14 March 2027" in page
    assert "What you said about special weeks and days" in page
    assert "Mother&#x27;s Day" in page


def test_copy_holds_nothing_of_anybody_else() -> None:
    person, journey = everything()
    father = factories.subscriber(email=True)
    sent(factories.journey(journey.child, father, role="father"), 2)
    text = json.dumps(own_data.copy_of(person), default=str)
    assert [contact.address in text for contact in father.contacts.all()] == [False, False]
    assert "Text 02" not in text


def test_stop_asks_first_then_stops_and_offers_to_say_why() -> None:
    person, _ = expecting_parent()
    client = visiting(person)
    client.get(url("stop"))
    person.refresh_from_db()
    assert person.state == "active"
    page = client.post(url("stop")).content.decode()
    person.refresh_from_db()
    assert person.state == "stopped"
    assert "Would you like to say why?" in page
    assert client.get(url("")).status_code == 200  # a copy and an erasure are still theirs


@pytest.mark.parametrize(("why", "counted"), [("too_many", 1), ("", 0), ("nonsense", 0)])
def test_why_is_counted_with_no_thread_back(why: str, counted: int) -> None:
    person, _ = expecting_parent()
    page = visiting(person).post(url("stop")).content.decode()
    action = page.partition('action="')[2].partition('"')[0]
    assert b"Thank you" in Client().post(action, {"why": why}).content
    assert list(LeavingReason.objects.values_list("why", "day")) == [(why, date(2026, 11, 21))] * counted


def test_why_is_not_heard_from_somebody_who_has_not_stopped() -> None:
    person, _ = expecting_parent()
    page = visiting(person).post(url("stop")).content.decode()
    action = page.partition('action="')[2].partition('"')[0]
    Subscriber.objects.update(state="active")
    assert Client().post(action, {"why": "too_many"}).status_code == 404
    assert not LeavingReason.objects.exists()


def test_erasure_asks_first_then_leaves_nothing_and_closes_the_page() -> None:
    person, _ = everything()
    index = bytes(person.contacts.get(kind="sms").index)
    client = visiting(person)
    client.get(url("erase"))
    assert person.contacts.count() == 2
    assert b"Everything is erased" in client.post(url("erase")).content
    assert (person.contacts.count(), person.journeys.count(), Child.objects.count()) == (0, 0, 0)
    assert Departed.objects.filter(index=index).exists()
    assert client.get(url("")).status_code == 403
    assert client.session.is_empty()
