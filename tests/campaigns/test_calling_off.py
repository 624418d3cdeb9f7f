"""A cancelled event: whoever was told of it is told once, by day, and only if they still want to hear from us."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaigns.calling_off import NotAllowedError, cancel, how_many
from campaigns.models import Event, Membership
from cms.roles import CAMPAIGNS, READ_ONLY, SURE_START
from delivery.channels.memory import MemoryChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge, Reason, Status, Urgency
from languages import table
from languages.table import INTERFACE
from messages.models import Message
from messages.stages import Stage, StageKind
from portal import loss, stopping
from subscribers import children
from subscribers.models import Child, Contact, Journey, Subscriber
from tests import factories
from tests.campaigns.event_kit import NOW, Areas, areas, event
from tests.factories import utc

pytestmark = pytest.mark.django_db
SENT = Status.SENT
ENGLISH = (
    "Sorry, this will not take place: Baby massage, Tue 9 June 10:30, Test Colin Sure Start. "
    "See what else is on: https://hope.example/whats-on/"
)


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://hope.example"


@pytest.fixture
def places() -> Areas:
    return areas()


@pytest.fixture
def massage(places: Areas) -> Event:
    return event(sure_start=places.colin, pl="Masaż")


@pytest.fixture
def officer() -> User:
    return of_staff(CAMPAIGNS)


def of_staff(role: str, **area: Any) -> User:
    user = User.objects.create_user(f"staff{User.objects.count()}")
    user.groups.add(Group.objects.get(name=role))
    if area:
        Membership.objects.create(user=user, **area)
    return user


def saying(text: str, week: int = 6, **more: str) -> Message:
    return factories.message(Stage(StageKind.BABY_WEEK, week), sms=text, **more)


def told(message: Message, status: Status = SENT, journey: Journey | None = None, **details: Any) -> Subscriber:
    """A person to whom a nudge of this message went."""
    journey = journey or factories.journey(factories.baby(date(2026, 4, 1)), **details)
    for channel in ("sms", "email") if journey.channel == "both" else (journey.channel,):
        went(message, journey, channel, status)
    return journey.subscriber


def went(message: Message, journey: Journey, channel: str, status: Status = SENT) -> None:
    Nudge.objects.create(
        journey=journey,
        message=message,
        channel=channel,
        urgency=Urgency.LOCAL,
        due_at=NOW,
        expires_at=NOW,
        status=status,
        contact=journey.subscriber.contacts.get(kind=channel),
    )


def news() -> list[tuple[int, str, str]]:
    """To whom, by which channel and with what words."""
    found = Nudge.objects.filter(key__startswith="news:").order_by("contact__subscriber")
    return list(found.values_list("contact__subscriber", "channel", "text"))


def another_child_lost(person: Subscriber) -> None:
    child = factories.expecting(date(2026, 10, 1))
    factories.journey(child, person)
    Child.objects.filter(pk=child.pk).update(state="lost")


def test_whoever_was_told_is_told_once_however_often_it_is_cancelled(massage: Event, officer: User) -> None:
    person = told(saying(f"Come: {{event-{massage.pk}.line}}"))
    assert how_many(massage) == 1
    assert (cancel(massage, officer, NOW), cancel(massage, officer, NOW)) == (1, 0)
    assert news() == [(person.pk, "sms", ENGLISH)]
    massage.refresh_from_db()
    assert (massage.cancelled_at, massage.changed_at, massage.revision) == (NOW, NOW, 1)


@pytest.mark.parametrize(
    ("status", "is_told"), [(x, x in (Status.SUBMITTING, Status.UNKNOWN, SENT, Status.DELIVERED)) for x in Status]
)
def test_only_what_may_have_come_counts(massage: Event, officer: User, status: Status, is_told: bool) -> None:  # noqa: FBT001 - of the table
    told(saying(f"Come: {{event-{massage.pk}.line}}"), status)
    assert cancel(massage, officer, NOW) == is_told


@pytest.mark.parametrize("field", ["sms", "sms_do", "subject", "preheader", "email"])
def test_any_words_that_name_the_event_count(massage: Event, officer: User, field: str) -> None:
    named = f"{{event-{massage.pk}.url}}"
    if field == "email":
        message = saying("Hello", email=named)
    else:
        message = saying("Hello")
        Message.objects.filter(pk=message.pk).update(**{field: named})
    told(message)
    assert cancel(massage, officer, NOW) == 1


def test_words_in_another_language_count_and_another_events_do_not(massage: Event, officer: User) -> None:
    person = told(saying("Hello", sms_pl=f"{{event-{massage.pk}.line}}"))
    told(saying(f"{{event-{massage.pk}0.line}}", 7))
    cancel(massage, officer, NOW)
    assert [to for to, *_ in news()] == [person.pk]


def test_somebody_with_two_channels_two_children_and_two_messages_is_told_once_by_text(
    massage: Event, officer: User
) -> None:
    person = factories.subscriber(sms=True, email=True)
    for week in (6, 7):
        baby = factories.baby(date(2026, 4, 1))
        told(saying(f"{{event-{massage.pk}.line}}", week), journey=factories.journey(baby, person, channel="both"))
    cancel(massage, officer, NOW)
    assert news() == [(person.pk, "sms", ENGLISH)]


def test_whoever_reads_mail_gets_mail_with_a_subject(massage: Event, officer: User) -> None:
    told(saying("Hello", email=f"{{event-{massage.pk}.line}}"), channel="email", language="pl")
    cancel(massage, officer, NOW)
    letter = Nudge.objects.get(key__startswith="news:")
    assert (letter.channel, letter.language, letter.segments) == ("email", "pl", 0)
    assert "Masaż" in letter.subject
    assert "Masaż, wt., 9 czerwca 10:30, Test Colin Sure Start" in letter.text
    assert "https://hope.example/pl/whats-on/" in letter.text


def test_words_are_all_in_one_language(massage: Event, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that is offered for messages only has no sentence of ours: then all of it is English."""
    monkeypatch.setattr(table, "INTERFACE", {code: name for code, name in INTERFACE.items() if code != "lt"})
    told(saying(f"{{event-{massage.pk}.line}}"), language="lt")
    cancel(massage, officer, NOW)
    assert (news()[0][2], Nudge.objects.get(key__startswith="news:").language) == (ENGLISH, "en")


@pytest.mark.parametrize(
    "silenced",
    [
        lambda _person: Subscriber.objects.update(state="stopped"),
        lambda _person: Subscriber.objects.update(state="unconfirmed"),
        lambda _person: Journey.objects.update(state="paused"),
        lambda _person: Journey.objects.update(state="ended"),
        lambda _person: Child.objects.update(state="lost"),
        lambda _person: Contact.objects.update(confirmed_at=None),
        another_child_lost,
    ],
    ids=["stopped", "never agreed", "paused", "ended", "the child has died", "no address", "another child has died"],
)
def test_nobody_is_told_who_does_not_hear_from_us(massage: Event, officer: User, silenced: Any) -> None:
    person = told(saying(f"{{event-{massage.pk}.line}}"))
    silenced(person)
    assert (cancel(massage, officer, NOW), news()) == (0, [])


def sent(channels: dict[str, MemoryChannel], at: str) -> int:
    return dispatch("replies", channels, lambda: utc(at))


@pytest.mark.parametrize(
    ("cancelled_at", "times"),
    [
        ("2026-06-01 11:00", ("2026-06-01 10:59", "2026-06-01 11:00")),
        ("2026-06-01 19:59", ("2026-06-01 20:10", "2026-06-02 07:00")),  # 20:59 in London, then quiet
        ("2026-06-01 20:30", ("2026-06-02 06:59", "2026-06-02 07:00")),
        ("2026-06-01 23:30", ("2026-06-02 06:59", "2026-06-02 07:00")),  # after midnight in London
    ],
)
def test_by_night_it_waits_for_the_morning(
    massage: Event, officer: User, channels: dict[str, MemoryChannel], cancelled_at: str, times: tuple[str, str]
) -> None:
    told(saying(f"{{event-{massage.pk}.line}}"))
    cancel(massage, officer, utc(cancelled_at))
    assert [sent(channels, at) for at in times] == [0, 1]


@pytest.mark.parametrize("cancelled_at", ["2026-06-09 10:30", "2026-06-12 09:00"])
def test_nobody_is_told_of_what_is_over(massage: Event, officer: User, cancelled_at: str) -> None:
    told(saying(f"{{event-{massage.pk}.line}}"))
    assert cancel(massage, officer, utc(cancelled_at)) == 0


def test_what_could_not_be_told_before_the_end_is_not_told_any_more(
    massage: Event, officer: User, channels: dict[str, MemoryChannel]
) -> None:
    told(saying(f"{{event-{massage.pk}.line}}"))
    cancel(massage, officer, utc("2026-06-09 10:00"))
    assert (sent(channels, "2026-06-09 10:30"), sent(channels, "2026-06-09 10:29")) == (0, 1)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda person, now: stopping.stop(person.pk, "sms", now), Reason.STOPPED),
        (loss.report, Reason.LOST),
    ],
)
def test_stop_or_loss_takes_it_back(
    massage: Event, officer: User, channels: dict[str, MemoryChannel], act: Any, reason: Reason
) -> None:
    person = told(saying(f"{{event-{massage.pk}.line}}"))
    cancel(massage, officer, utc("2026-06-01 21:00"))
    children.lock_family(person.pk)
    act(person, utc("2026-06-01 22:00"))
    assert Nudge.objects.get(key__startswith="news:").reason == reason
    sent(channels, "2026-06-02 07:00")
    assert Nudge.objects.get(key__startswith="news:").status == Status.CANCELLED


def test_those_who_may_not_change_it_cannot_cancel_it(massage: Event, places: Areas) -> None:
    told(saying(f"{{event-{massage.pk}.line}}"))
    refused = [
        of_staff(READ_ONLY),
        of_staff(SURE_START),
        of_staff(SURE_START, sure_start=places.glen),
        of_staff(SURE_START, trust=places.oak.trust),
    ]
    for user in refused:
        with pytest.raises(NotAllowedError):
            cancel(massage, user, NOW)
    assert (Event.objects.filter(cancelled_at=None).count(), news()) == (1, [])
    for user in (of_staff(SURE_START, sure_start=places.colin), of_staff(SURE_START, trust=places.trust)):
        cancel(massage, user, NOW)
    assert len(news()) == 1


def test_many_are_told_with_as_many_queries_as_few(massage: Event, officer: User) -> None:
    message = saying(f"{{event-{massage.pk}.line}}")
    told(message)

    def queries() -> int:
        user = User.objects.get(pk=officer.pk)
        user.get_all_permissions()
        with CaptureQueriesContext(connection) as found:
            cancel(massage, user, NOW)
        return len(found)

    few = queries()
    for _ in range(3):
        told(message)
    assert queries() == few
    assert len(news()) == 4
