"""The reports: who approved what and when, and what somebody has to look at again."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cms import roles
from directory.models import Service
from messages.models import Approval, Message
from messages.stages import Stage, StageKind
from subscribers.hours import local_day
from tests import factories
from tests.cms.role_kit import colleague
from tests.factories import utc

pytestmark = pytest.mark.django_db

TODAY = local_day(timezone.now())
LONG = TODAY + timedelta(days=365)


def week(number: int, **details: Any) -> Message:
    """A message that is not due, unless told otherwise."""
    bodies = {name: details.pop(name) for name in list(details) if name.startswith("sms")}
    made = factories.message(Stage(StageKind.BABY_WEEK, number), **bodies)
    Message.objects.filter(pk=made.pk).update(**{"review_on": LONG, "source_checked_on": TODAY} | details)
    return made


def table(client: Client, report: str, **query: str) -> list[list[str]]:
    """A report as it is downloaded, without its first line."""
    answer = client.get(reverse(report), query | {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined] # it streams
    return list(csv.reader(StringIO(text)))[1:]


def rows_of(answer: Any) -> list[Any]:
    """What a report shows on its page."""
    return list(answer.context["object_list"])


@pytest.fixture
def reader() -> Client:
    return colleague(roles.READ_ONLY)


@pytest.fixture
def _approvals() -> None:
    message = week(6, sms="Hello", sms_pl="Dzień dobry")
    Approval.objects.all().delete()
    for language, name, day, taken_back in [
        ("en", "Aoife Approver", "2026-05-01", False),
        ("pl", "Rafal Reviewer", "2026-05-02", False),
        ("en", "Brid Second", "2026-05-03", True),
    ]:
        Approval.objects.create(
            message=message,
            language=language,
            fingerprint=language,
            name=name,
            at=utc(f"{day} 11:00"),
            taken_back=taken_back,
        )


@pytest.mark.usefixtures("_approvals")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Brid Second", "Rafal Reviewer", "Aoife Approver"]),
        ({"name": "aoife"}, ["Aoife Approver"]),
        ({"language": "pl"}, ["Rafal Reviewer"]),
        ({"at_from": "2026-05-02", "at_to": "2026-05-02"}, ["Rafal Reviewer"]),
        ({"taken_back": "True"}, ["Brid Second"]),
    ],
)
def test_approvals_are_found_by_name_language_and_date(reader: Client, query: dict[str, str], names: list[str]) -> None:
    assert [row[3] for row in table(reader, "library_approvals", **query)] == names


@pytest.mark.usefixtures("_approvals")
def test_approvals_are_downloaded_whole(reader: Client) -> None:
    message = str(Message.objects.get())
    expected = [
        [message, "English", "Taken back", "Brid Second"],
        [message, "Polish", "Approved", "Rafal Reviewer"],
        [message, "English", "Approved", "Aoife Approver"],
    ]
    assert [row[:4] for row in table(reader, "library_approvals")] == expected
    answer = reader.get(reverse("library_approvals"), {"export": "xlsx"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined] # it streams
    assert [list(row[:4]) for row in book.active.iter_rows(min_row=2, values_only=True)] == expected


@pytest.mark.usefixtures("_approvals")
@pytest.mark.parametrize(
    ("role", "languages", "offered"),
    [(roles.APPROVER, (), 1), (roles.LANGUAGE_REVIEWER, ("pl",), 1), (roles.LANGUAGE_REVIEWER, ("ar",), 0)],
)
def test_taking_back_is_offered_for_what_stands_and_by_those_who_may(
    role: str, languages: tuple[str, ...], offered: int
) -> None:
    answer = colleague(role, *languages).get(reverse("library_approvals"))
    assert [row.language for row in rows_of(answer) if row.may_be_taken_back] == ["pl"] * offered


def queries(client: Client, report: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse(report))
    return len(seen)


@pytest.mark.parametrize(("report", "rows"), [("library_approvals", 22), ("library_due", 11)])
def test_report_costs_the_same_for_one_and_for_many(reader: Client, report: str, rows: int) -> None:
    _line()
    named = {"sms": "Ring {oldline.phone}", "sms_pl": "Tel. {oldline.phone}"}
    week(1, **named)
    reader.get(reverse(report))
    few = queries(reader, report)
    for number in range(2, 12):
        week(number, **named)
    assert queries(reader, report) == few
    assert len(rows_of(reader.get(reverse(report)))) == rows


def _line() -> Service:
    return Service.objects.create(
        code="oldline",
        name="Old line",
        phone="0800",
        source="A page",
        checked_on=date(2020, 1, 1),
        review_by=TODAY - timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("details", "reasons"),
    [
        ({}, []),
        ({"review_on": TODAY}, ["Its day has come."]),
        ({"review_on": TODAY + timedelta(days=90)}, ["Its day comes soon."]),
        ({"review_on": TODAY + timedelta(days=91)}, []),
        ({"source_checked_on": TODAY - timedelta(days=365)}, []),
        ({"source_checked_on": TODAY - timedelta(days=366)}, ["Its source was looked at over a year ago."]),
        ({"sms": "Ring {oldline.phone}"}, ["It names what has to be checked again: Old line."]),
        ({"sms": "Hi", "sms_pl": "Tel. {oldline.phone}"}, ["It names what has to be checked again: Old line."]),
        ({"review_on": TODAY, "live": False}, []),
    ],
)
def test_due_report_says_why(reader: Client, details: dict[str, Any], reasons: list[str]) -> None:
    _line()
    week(6, **details)
    assert [row[-1] for row in table(reader, "library_due")] == reasons


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"when": "0"}, [1]),
        ({"when": "30"}, [1, 2]),
        ({"when": "60"}, [1, 2, 3]),
        ({"why": "by_source"}, [4]),
        ({"why": "by_day"}, [1, 2, 3]),
    ],
)
def test_due_report_is_narrowed_down(reader: Client, query: dict[str, str], numbers: list[int]) -> None:
    for number, days in [(1, -1), (2, 30), (3, 60)]:
        week(number, review_on=TODAY + timedelta(days=days))
    week(4, source_checked_on=date(2020, 1, 1))
    assert [row.number for row in rows_of(reader.get(reverse("library_due"), query))] == numbers


def test_front_page_tells_how_many_are_due() -> None:
    week(1, review_on=TODAY)
    week(2)
    home = reverse("wagtailadmin_home")
    assert b"1 message due for review" in colleague(roles.APPROVER).get(home).content
    assert b"due for review" not in colleague(roles.TRANSLATOR).get(home).content
