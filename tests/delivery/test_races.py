"""Two at once, on a real PostgreSQL: what the row locks promise."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from delivery.channels import ChannelError, Parcel
from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges
from delivery.dispatcher import LANES, dispatch, send
from delivery.models import DayTaken, Inbound, Nudge, Status
from messages.stages import Stage, StageKind
from portal.conversation import receive
from scheduler.planner import plan
from subscribers import children, consent
from subscribers.models import ConsentEvent, Contact, Journey, Subscriber
from subscribers.roster import RosterError, RowError, import_roster
from subscribers.roster_rows import COLUMNS, Row
from tests import factories
from tests.factories import utc

T = TypeVar("T")
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DAY = date(2026, 6, 1)
TEN = utc("2026-06-01 09:00")
NUDGES = LANES["nudges"]
PATIENCE = 20.0  # seconds: whoever is not done by then is held up
LONG_ENOUGH = 0.3  # seconds for somebody who is not held up to be done


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def elsewhere(pool: ThreadPoolExecutor, work: Callable[[], T]) -> "Future[T]":
    """Run work on a connection of its own."""

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


@pytest.fixture
def journey() -> Journey:
    """A journey with one nudge waiting for TEN."""
    found = factories.journey(factories.expecting(DAY + timedelta(weeks=20)))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    plan(TEN)
    return found


def test_claim_passes_by_somebody_who_is_stopping(pool: ThreadPoolExecutor, journey: Journey) -> None:
    with transaction.atomic():
        consent.stop(journey.subscriber_id, "sms", TEN)
        assert elsewhere(pool, lambda: claim_nudges(TEN, NUDGES, 10)).result() == []
    assert claim_nudges(TEN, NUDGES, 10) == []


@pytest.mark.parametrize("word", ["stop", "loss"])
def test_stop_and_loss_wait_for_a_claim_that_came_first(pool: ThreadPoolExecutor, journey: Journey, word: str) -> None:
    def act() -> None:
        if word == "stop":
            consent.stop(journey.subscriber_id, "sms", TEN)
        else:
            children.report_loss(journey.child)

    with transaction.atomic():
        assert len(claim_nudges(TEN, NUDGES, 10)) == 1
        acting = elsewhere(pool, act)
        with pytest.raises(TimeoutError):
            acting.result(LONG_ENOUGH)
    acting.result()
    assert Nudge.objects.get().status == Status.SUBMITTING


def test_two_senders_share_the_work_and_double_nothing(pool: ThreadPoolExecutor, settings: Settings) -> None:
    settings.RATES = {"sms": 100, "email": 100}
    for _ in range(60):
        factories.journey(factories.expecting(DAY + timedelta(weeks=20)))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    plan(TEN)
    memories = [MemoryChannel(), MemoryChannel()]

    def send_all(memory: MemoryChannel) -> int:
        return dispatch("nudges", {"sms": memory, "email": memory}, lambda: TEN, batch=7)

    counts = [elsewhere(pool, lambda memory=memory: send_all(memory)) for memory in memories]  # type: ignore[misc]
    assert sum(count.result() for count in counts) == 60
    assert len({parcel.nudge_id for memory in memories for parcel in memory.sent}) == 60


def test_two_planners_at_once_add_each_nudge_once(pool: ThreadPoolExecutor, journey: Journey) -> None:
    Nudge.objects.all().delete()
    start = Barrier(2, timeout=PATIENCE)

    def together() -> int:
        start.wait()
        return plan(TEN)

    planned = [elsewhere(pool, together) for _ in range(2)]
    assert sum(each.result() for each in planned) == 1
    assert Nudge.objects.get().journey == journey


def test_two_senders_give_one_person_one_message_a_day(pool: ThreadPoolExecutor) -> None:
    person = factories.subscriber()
    for weeks in (7, 9, 11, 13):
        factories.journey(factories.baby(DAY - timedelta(weeks=weeks)), person)
        factories.message(Stage(StageKind.BABY_WEEK, weeks))
    plan(TEN)
    start = Barrier(4)

    def claim() -> list[Parcel]:
        start.wait()
        return claim_nudges(TEN, NUDGES, 1)

    claimed = [elsewhere(pool, claim) for _ in range(4)]
    assert sum(len(each.result()) for each in claimed) == 1
    assert DayTaken.objects.count() == 1


def test_first_two_texts_of_an_unknown_number_are_both_taken(pool: ThreadPoolExecutor) -> None:
    start = Barrier(2, timeout=PATIENCE)

    def text(sid: str) -> bool:
        start.wait()
        return receive(sid, "+447700900123", "STOP", TEN)

    taken = [elsewhere(pool, lambda sid=sid: text(sid)) for sid in ("SM1", "SM2")]  # type: ignore[misc]
    assert [each.result() for each in taken] == [True, True]
    assert (Contact.objects.count(), Inbound.objects.count(), Nudge.objects.count()) == (1, 2, 1)


def test_parcel_that_breaks_its_channel_leaves_its_neighbours_alone() -> None:
    for _ in range(3):
        factories.journey(factories.expecting(DAY + timedelta(weeks=20)))
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    plan(TEN)
    memory = MemoryChannel()
    first = Nudge.objects.order_by("pk").values_list("pk", flat=True)[0]

    def break_on_the_first(parcel: Parcel) -> None:
        if parcel.nudge_id == first:
            raise KeyError(parcel.address)

    memory.before = break_on_the_first
    dispatch("nudges", {"sms": memory, "email": memory}, lambda: TEN)
    assert sorted(Nudge.objects.values_list("status", flat=True)) == [Status.UNKNOWN, Status.SENT, Status.SENT]


def test_sender_that_slept_past_its_lease_sends_nothing(journey: Journey) -> None:

    memory = MemoryChannel()
    parcels = claim_nudges(TEN, NUDGES, 10)
    [result] = send(parcels, {"sms": memory, "email": memory}, until=0.0)
    assert isinstance(result, ChannelError)
    assert (memory.sent, journey.nudges.count()) == ([], 1)


def test_stop_at_the_moment_of_a_yes_holds(pool: ThreadPoolExecutor, journey: Journey) -> None:
    person = journey.subscriber
    consent.stop(person.pk, "sms", TEN)
    consent.ask(person.pk, "sms", TEN)
    with transaction.atomic():
        assert consent.confirm(person.pk, "sms", TEN)
        stopping = elsewhere(pool, lambda: consent.stop(person.pk, "email", TEN))
        with pytest.raises(TimeoutError):
            stopping.result(LONG_ENOUGH)
    assert stopping.result()
    person.refresh_from_db()
    assert person.state == "stopped"


SILENT = "They want no messages now. Only they can start again: text START."


def roster_of(*phones: str) -> bytes:
    """A file of people who have agreed to hear about another child of theirs."""
    cells = {"channel": "sms", "role": "mother", "due_date": "2026-09-01", "agreed_at": "2026-05-30T09:30:00Z"}
    rows = [cells | {"phone": phone, "agreed_wording": "paper 3"} for phone in phones]
    return "\n".join([",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in rows)]).encode()


@pytest.mark.parametrize("when", ["in the middle", "after the last row was checked"])
def test_stop_during_an_import_waits_for_nothing_and_undoes_it(
    pool: ThreadPoolExecutor, journey: Journey, when: str
) -> None:
    person = journey.subscriber

    def stop_meanwhile(rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            if when == "in the middle" and row.line == 2:
                elsewhere(pool, lambda: consent.stop(person.pk, "sms", TEN)).result(PATIENCE)
        if when != "in the middle":
            elsewhere(pool, lambda: consent.stop(person.pk, "sms", TEN)).result(PATIENCE)

    content = roster_of(person.contacts.get().address, "07700 900998", "07700 900999")
    with pytest.raises(RosterError) as caught:
        import_roster(content, TEN, progress=stop_meanwhile)
    assert caught.value.errors == [RowError(row=2, column="phone", sentence=SILENT)]
    person.refresh_from_db()
    assert (person.state, Subscriber.objects.count(), Journey.objects.count()) == ("stopped", 1, 1)


def test_stop_that_comes_as_an_import_ends_holds(pool: ThreadPoolExecutor, journey: Journey) -> None:
    person = journey.subscriber
    with transaction.atomic():
        assert import_roster(roster_of(person.contacts.get().address), TEN) == 1
        stopping = elsewhere(pool, lambda: consent.stop(person.pk, "sms", TEN))
        with pytest.raises(TimeoutError):
            stopping.result(LONG_ENOUGH)
    assert stopping.result(PATIENCE)
    person.refresh_from_db()
    assert (person.state, ConsentEvent.objects.order_by("pk").values_list("kind", flat=True).last()) == (
        "stopped",
        "stopped",
    )


def test_two_imports_of_one_file_at_once_sign_up_everybody_once(pool: ThreadPoolExecutor, journey: Journey) -> None:
    content = roster_of(journey.subscriber.contacts.get().address, "07700 900999")
    start = Barrier(2, timeout=PATIENCE)

    def together(rows: Iterable[Row]) -> Iterator[Row]:
        yield from rows
        start.wait()

    imports = [elsewhere(pool, lambda: import_roster(content, TEN, progress=together)) for _ in range(2)]
    refused = [each.exception(PATIENCE) for each in imports]
    assert [type(error) for error in refused if error] == [RosterError]
    assert (Subscriber.objects.count(), Journey.objects.count()) == (2, 3)
