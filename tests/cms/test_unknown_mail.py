"""Whoever may decide hears of unknown sendings within a quarter of an hour: once, with numbers and a link."""

import logging
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from cms import roles
from delivery.channels.memory import MemoryChannel
from delivery.models import Nudge, Status
from scheduler import rounds
from scheduler.models import Heartbeat
from tests.cms.role_kit import member
from tests.cms.unknown_kit import TEN, lost_sight_of

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

DAY = timedelta(days=1)
LETTER = """2 sendings to parents are unknown: nobody can say whether they went out. \
The longest has been so for 10 minutes.

Nothing is sent again before somebody has looked. Please look here: http://localhost:8000/admin/unknown/

You get this once, and once a day while anything waits, because you may decide about it."""


def after(**time: float) -> datetime:
    return TEN + timedelta(**time)


@pytest.fixture(autouse=True)
def _people() -> None:
    for role, mailbox in [
        (roles.PUBLISHER, "publisher@hope.example"),
        (roles.PUBLISHER, ""),
        (roles.ADMINISTRATOR, "administrator@hope.example"),
        (roles.AUTHOR, "author@hope.example"),
    ]:
        user = member(role)
        user.email = mailbox
        user.save()


def look_up(now: datetime) -> int:
    """What a round does. Returns how many letters there are by then."""
    channel = MemoryChannel()
    rounds.look_up_unknown(now, {"sms": channel, "email": channel})
    return len(mail.outbox)


def test_those_who_may_decide_and_have_a_mailbox_get_numbers_and_a_link() -> None:
    lost_sight_of(2)
    assert [look_up(after(minutes=9)), look_up(after(minutes=10))] == [0, 2]
    written = [(letter.to, str(letter.body)) for letter in mail.outbox]
    assert written == [(["publisher@hope.example"], LETTER), (["administrator@hope.example"], LETTER)]


def test_letter_says_nothing_of_a_parent() -> None:
    [nudge] = lost_sight_of()
    look_up(after(minutes=10))
    told = "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert nudge.contact is not None
    assert (nudge.contact.address in told, nudge.text in told, nudge.contact.address[-3:] in told) == (False,) * 3
    assert nudge.text


def test_once_until_a_day_has_passed_by_day_and_night() -> None:
    lost_sight_of()
    times = [
        after(minutes=10),
        after(minutes=11),
        after(hours=15),
        after(minutes=9, hours=24),
        after(minutes=10, hours=24),
    ]
    assert [look_up(now) for now in times] == [2, 2, 2, 2, 4]


def test_again_when_there_was_nothing_left_over_meanwhile() -> None:
    lost_sight_of()
    told = [look_up(after(minutes=10))]
    Nudge.objects.update(status=Status.SENT)
    told.append(look_up(after(minutes=20)))
    Nudge.objects.update(status=Status.UNKNOWN)
    told.append(look_up(after(minutes=21)))
    assert (told, Heartbeat.objects.get(name="unknown").at) == ([2, 2, 4], after(minutes=21))


def test_nothing_is_written_when_nothing_is_unknown() -> None:
    assert (look_up(TEN), Heartbeat.objects.filter(name="unknown").count()) == (0, 0)


def test_asking_that_breaks_down_keeps_no_letter_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        raise RuntimeError("a fault of ours")

    lost_sight_of()
    monkeypatch.setattr(rounds, "reconcile", break_down)
    with pytest.raises(RuntimeError):
        look_up(after(minutes=10))
    assert len(mail.outbox) == 2


def test_mail_server_that_is_away_is_tried_again_in_five_minutes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: EmailMessage, *, fail_silently: bool = False) -> int:
        raise OSError(fail_silently)

    lost_sight_of()
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "cms"):
        patch.setattr(EmailMessage, "send", fail)
        assert look_up(after(minutes=10)) == 0
    assert [r.getMessage() for r in caplog.records if r.name == "cms.colleagues"] == [
        "a letter to staff was not sent: OSError"
    ] * 2
    assert [look_up(after(minutes=minutes)) for minutes in (14, 15, 16)] == [0, 2, 2]


def test_crash_while_writing_writes_to_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_now: datetime) -> None:
        raise KeyboardInterrupt

    lost_sight_of()
    with monkeypatch.context() as patch:
        patch.setattr("cms.unknown.mail.tell", crash)
        with pytest.raises(KeyboardInterrupt):
            look_up(after(minutes=10))
    assert look_up(after(minutes=11)) == 0


def test_whole_round_tells_too(channels: dict[str, MemoryChannel]) -> None:
    lost_sight_of()
    rounds.whole_round(lambda: after(minutes=10), channels)
    assert len(mail.outbox) == 2
