"""Goal 2: a campaign to everybody: how long it takes to queue, and how soon its first texts, and replies, go out."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.db import connection

from bench.measuring import MICRO, DifferentWorkError, Row, Sample, Side, at_most, compared, counted, measure
from bench.population import DAY, TEN, empty_outbox, fetched, run
from bench.sending import Nowhere, at_ten, one_batch
from campaigns import running
from campaigns.audiences import journeys as audience
from campaigns.models import Mailing
from campaigns.queueing import expires_at, queue
from delivery.dispatcher import dispatch
from delivery.models import Nudge, Urgency
from delivery.outbox import put_reply
from subscribers.hours import slot_instant
from subscribers.models import Contact

GOALS_FROM = 1_000_000  # parents
POLL = 0.002  # seconds between two looks at the outbox
PATIENCE = 60  # seconds
FINGERPRINT = """
SELECT count(*), coalesce(sum(hashtext(concat_ws('/', journey_id, message_id, channel, key, urgency,
       extract(epoch FROM due_at)::bigint, extract(epoch FROM expires_at)::bigint, status))::bigint), 0)
FROM delivery_nudge
"""
# The least: as many rows of the same columns into a table without an index.
HEAP = """
INSERT INTO bench_heap
SELECT j.id AS id, j.id AS journey_id, %s AS message_id, j.channel, 1, 'campaign:1:' || j.subscriber_id || ':sms', 4,
       %s::date, %s::date, %s::timestamptz, %s::timestamptz, 0, '', 0, FALSE, TRUE, '', '', '', '', 0, '', ''
FROM subscribers_journey j JOIN subscribers_child c ON c.id = j.child_id
WHERE c.state = 'expected' OR c.birth_date > %s::date - INTERVAL '37 months'
"""
COLUMNS = """
CREATE TABLE bench_heap (
    id bigint, journey_id bigint, message_id bigint, channel varchar, part smallint, key varchar, urgency smallint,
    stage_day date, last_day date, due_at timestamptz, expires_at timestamptz, status smallint, reason varchar,
    fence integer, keeps_words boolean, whole boolean, language varchar, subject varchar, preheader varchar, text text,
    segments smallint, provider_id varchar, code varchar)
"""
BATCH = 1000


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    run("DROP TABLE IF EXISTS bench_heap")
    run(COLUMNS)
    sides = {
        "ours": Side(work=_ours, before=_again, done=_left),
        "floor": Side(work=_heap, before=lambda: run("TRUNCATE bench_heap")),
    }
    if size < GOALS_FROM:  # at a million it takes minutes
        sides["peer"] = Side(work=_by_bulk_create, before=_again, done=_left)
    samples = measure(sides, rounds)
    run("DROP TABLE bench_heap")
    name, ours = "queue a campaign, per parent", samples["ours"]
    found = [
        compared(f"{name} (floor: heap insert)", size, ours, samples["floor"], at_most(5), is_floor=True,
                 is_judged=size >= GOALS_FROM)
    ]  # fmt: skip
    if "peer" in samples:
        found.append(compared(f"{name} (peer: bulk_create)", size, ours, samples["peer"], None))
    return [*found, *_first_out(size, rounds)]


def _mailing() -> Mailing:
    return Mailing.objects.select_related("campaign").get()


def _again() -> None:
    empty_outbox()
    Mailing.objects.update(queued_at=None)


def _left() -> object:
    return fetched(FINGERPRINT)


def _ours() -> int:
    return queue(_mailing(), TEN)


def _heap() -> int:
    mailing = _mailing()
    due = slot_instant(DAY, "morning")
    return run(HEAP, [mailing.message_id, mailing.day, mailing.last_day, due, expires_at(mailing), DAY])


def _by_bulk_create() -> int:
    """What people usually write: the audience read in one query, and its rows made in Python, batch by batch."""
    mailing = _mailing()
    due = {slot: slot_instant(DAY, slot) for slot in ("morning", "afternoon", "evening")}
    read = audience(mailing).order_by("pk").values_list("pk", "subscriber_id", "channel", "slot", "plan_from")
    nudges = (
        Nudge(
            journey_id=journey,
            message_id=mailing.message_id,
            channel=channel,
            key=f"campaign:{mailing.pk}:{subscriber}:{channel}",
            urgency=Urgency.REGIONAL,
            stage_day=DAY,
            last_day=mailing.last_day,
            due_at=max(due[slot], plan_from),
            expires_at=expires_at(mailing),
        )
        for journey, subscriber, channel, slot, plan_from in read.iterator()
    )
    number = 0
    while batch := list(islice(nudges, BATCH)):
        number += len(Nudge.objects.bulk_create(batch, ignore_conflicts=True))
    return number


def _first_out(size: int, rounds: int) -> list[Row]:
    """While one thread launches and queues: when the first row is seen, when the first text is out, a reply's wait."""
    seen, whole, out, waits, batches = Sample(), Sample(), Sample(), Sample(), Sample()
    for _ in range(rounds):
        _again()
        began = time.perf_counter()
        with ThreadPoolExecutor(1) as pool:
            launch = pool.submit(_launch)
            seen.wall.append(_until(Nudge.objects.exists) - began)
            out.wall.append(_until(_batch_goes) - began)
            batches.wall.append(_timed(_batch_goes))
            waits.wall.append(_timed(_reply))
            whole.wall.append(launch.result() - began)
    is_judged = size >= GOALS_FROM
    share = compared("first row that can be sent, beside the whole", size, seen, whole, at_most(0.01), is_floor=True,
                     unit="us", is_judged=is_judged)  # fmt: skip
    first = counted("first nudge out after launch", size, out.cost("wall") / MICRO, 2, "seconds")
    name = "a reply put meanwhile, beside one batch"
    return [share, first, compared(name, size, waits, batches, at_most(1), is_floor=True, unit="us")]


def _launch() -> float:
    """What the campaigns' worker does at a tick. Returns when it was done."""
    try:
        running.advance(TEN)
    finally:
        connection.close()  # this thread's own
    return time.perf_counter()


def _until(found: Callable[[], object]) -> float:
    """When it was first so, looking again and again."""
    for _ in range(int(PATIENCE / POLL)):
        if found():
            return time.perf_counter()
        time.sleep(POLL)
    raise TimeoutError


def _batch_goes() -> int:
    return one_batch("campaigns", Nowhere())


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _reply() -> None:
    """A parent texts, and is answered."""
    contact = Contact.objects.order_by("pk")[0]
    put_reply(contact, "Hello", f"bench:{time.perf_counter()}", TEN)
    if dispatch("replies", {"sms": Nowhere(), "email": Nowhere()}, at_ten) != 1:
        raise DifferentWorkError("the reply did not go out")
