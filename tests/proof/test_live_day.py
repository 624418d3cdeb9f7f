"""One day through everything real: Celery's processes, PostgreSQL, Redis, HTTP, SMTP and signed callbacks."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from delivery.models import DeliveryEvent, Nudge, Status
from messages import starter
from scheduler.models import Heartbeat
from subscribers.roster import import_roster
from tests.proof import clock
from tests.proof.comparing import message_ids, noon
from tests.proof.conftest import World
from tests.proof.oracle import Send, expected_sends, local
from tests.proof.reading import read_library, read_roster
from tests.proof.rosters import LAST_AGREED, roster

DAY = date(2027, 3, 28)  # the clocks went forward in its night
HOURS = (time(8), time(10), time(14), time(18, 30))
SHORTLY = timedelta(seconds=3)
JOURNEYS, SEED, FIRST_NUMBER = 300, 3, 100  # the emulator keeps numbers from 901 on for faults


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_live_day_is_what_the_oracle_says(world: World) -> None:
    expected = _prepare()
    processes = world.processes
    clock.set_clock(world.clock, local(DAY, HOURS[0]))
    for name in ("first", "second"):
        processes.worker(f"{name}-worker")
        processes.beat(f"{name}-beat")

    for hour in HOURS:
        moment = local(DAY, hour)
        if hour != HOURS[0]:
            clock.set_clock(world.clock, moment - SHORTLY)
        processes.until(partial(_is_quiet_after, moment + 2 * SHORTLY), f"all of {hour} is sent")
    texts = Nudge.objects.filter(channel="sms", provider_id__gt="")
    processes.until(lambda: not texts.exclude(status=Status.DELIVERED).exists(), "all texts are delivered")
    codes = processes.stop()

    rows = {row.line: row for row in read_roster(_content())}
    wanted_texts = Counter((rows[x.roster_row].phone, x.body) for x in expected if x.channel == "sms")
    wanted_emails = Counter((rows[x.roster_row].email, x.body) for x in expected if x.channel == "email")
    ledger = Counter((str(entry["to"]), str(entry["body"])) for entry in world.emulator.ledger.entries())
    assert ledger == wanted_texts
    assert Counter(world.box.words) == wanted_emails
    assert _claimed() == {
        ("sms", Status.DELIVERED, 1): wanted_texts.total(),
        ("email", Status.SENT, 1): wanted_emails.total(),
    }
    callbacks = DeliveryEvent.objects.filter(source=DeliveryEvent.Source.CALLBACK, status=Status.DELIVERED)
    assert callbacks.count() == wanted_texts.total()
    assert codes == dict.fromkeys(codes, 0)


def _content() -> bytes:
    return roster(JOURNEYS, seed=SEED, first_number=FIRST_NUMBER)


def _prepare() -> list[Send]:
    """Fill the database. Returns what has to be sent on the day, by a service that was silent before."""
    imported_at = noon(LAST_AGREED + timedelta(days=1))
    starter.load(imported_at, approved_by="Dr Approver")
    assert import_roster(_content(), imported_at) == JOURNEYS
    expected = expected_sends(read_roster(_content()), read_library(message_ids()), DAY, DAY)
    hours = {send.send_at_utc for send in expected}
    assert hours == {local(DAY, hour) for hour in HOURS}  # every hour of the day has something to prove
    return expected


def _is_quiet_after(moment: datetime) -> bool:
    """Whether a round began after the moment, and nothing is waiting that was due by then."""
    beat = Heartbeat.objects.filter(name="tick", at__gte=moment).first()
    waiting = Nudge.objects.filter(status__in=(Status.QUEUED, Status.SUBMITTING), due_at__lte=moment)
    return beat is not None and not waiting.exists()


def _claimed() -> Counter[tuple[str, int, int]]:
    """How many nudges went to a provider, by channel, status and number of claims."""
    claimed = Nudge.objects.filter(submitted_at__isnull=False)
    return Counter(claimed.values_list("channel", "status", "fence"))
