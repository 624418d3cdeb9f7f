"""Those who approve hear once a week how much waits for them, and nothing else."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from cms import roles
from cms.review.mail import remind
from scheduler import rounds
from scheduler.models import Heartbeat
from tests import factories
from tests.cms.role_kit import WEEK_6, member
from tests.factories import utc

pytestmark = pytest.mark.django_db

NOON = utc("2026-06-01 11:00")
WEEK = timedelta(days=7)
LETTER = """Some messages in the library are waiting for somebody to look at them again.

Past their day for review: 1
Due within 30 days: 0
Source looked at over a year ago: 0
Naming a helpline that has to be checked: 0

The list is here: http://localhost:8000/admin/reports/due/

You get this once a week, because you approve messages."""


@pytest.fixture(autouse=True)
def _due() -> None:
    message = factories.message(WEEK_6, sms="Words that nobody is told in a reminder")
    message.review_on = date(2026, 5, 31)
    message.save()


@pytest.fixture(autouse=True)
def _people() -> None:
    for role, mailbox in [
        (roles.APPROVER, "approver@hope.example"),
        (roles.APPROVER, ""),
        (roles.AUTHOR, "author@hope.example"),
        (roles.LANGUAGE_REVIEWER, "reviewer@hope.example"),
    ]:
        user = member(role)
        user.email = mailbox
        user.save()


def written() -> list[tuple[list[str], str]]:
    return [(letter.to, str(letter.body)) for letter in mail.outbox]


def test_those_who_approve_and_have_a_mailbox_get_numbers_and_a_link() -> None:
    assert remind(NOON) == 2
    assert written() == [(["approver@hope.example"], LETTER), (["reviewer@hope.example"], LETTER)]


def test_nothing_is_written_when_nothing_is_due() -> None:
    assert (remind(NOON - timedelta(days=60)), written()) == (0, [])


def test_step_writes_once_a_week_by_day() -> None:
    step = rounds._steps()["review"]
    times = [NOON, NOON + timedelta(minutes=1), NOON + WEEK - timedelta(hours=1), NOON + WEEK, NOON + 2 * WEEK]
    sent = []
    for now in [utc("2026-06-01 02:00"), *times]:
        step(now)
        sent.append(len(mail.outbox))
    assert sent == [0, 2, 2, 2, 4, 6]


def test_crash_while_writing_writes_to_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_now: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("cms.review.mail.remind", crash)
        with pytest.raises(KeyboardInterrupt):
            rounds._review_weekly(NOON)
    rounds._review_weekly(NOON + timedelta(hours=1))
    assert (written(), Heartbeat.objects.get(name="review").at) == ([], NOON)


def test_mailbox_that_fails_keeps_no_letter_from_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send = EmailMessage.send

    def failing(self: EmailMessage, *, fail_silently: bool = False) -> int:
        if "approver@hope.example" in self.to:
            raise OSError(self.to[0])
        return send(self, fail_silently=fail_silently)

    monkeypatch.setattr(EmailMessage, "send", failing)
    assert remind(NOON) == 1
    assert [to for to, _ in written()] == [["reviewer@hope.example"]]
    assert [record.getMessage() for record in caplog.records] == ["a letter to staff was not sent: OSError"]
