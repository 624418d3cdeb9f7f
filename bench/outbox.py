"""Goal 7: claiming and settling, with every check, beside the same row by row; and two planners at once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from bench import one_by_one
from bench.measuring import Row, Side, at_least, compared, counted, measure
from bench.population import TEN, all_due, empty_outbox, fetched, fill, run
from bench.sending import Nowhere, at_ten, replan, settled
from delivery.dispatcher import dispatch
from scheduler.planner import plan

MOST = 1000  # nudges
BATCH = 100
KEYS = "SELECT count(*), count(DISTINCT (journey_id, message_id, channel, part)) FROM delivery_nudge"
# The least: the two changes of state alone, a batch at a time, of rows that are known.
BARE = """
UPDATE bench_rows r SET status = %s, fence = r.fence + 1 FROM unnest(%s::bigint[]) v (id) WHERE r.id = v.id
"""


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    number = min(size, MOST)
    found = [_at_once(size)]
    all_due(number)
    replan()
    run("DROP TABLE IF EXISTS bench_rows")
    run("CREATE TABLE bench_rows AS SELECT id, status, fence FROM delivery_nudge")
    run("ALTER TABLE bench_rows ADD PRIMARY KEY (id)")
    samples = measure(
        {
            "ours": Side(work=_ours, before=replan, done=settled),
            "peer": Side(work=_row_by_row, before=replan, done=settled),
            "floor": Side(work=lambda: _bare(number)),
        },
        rounds,
    )
    run("DROP TABLE bench_rows")
    name = f"claim, check and settle, batches of {BATCH}"
    ours = samples["ours"]
    return [
        compared(f"{name} (peer: row by row through the ORM)", number, ours, samples["peer"], at_least(15)),
        compared(f"{name} (floor: two bare updates)", number, ours, samples["floor"], None, is_floor=True),
        *found,
    ]


def _ours() -> int:
    nowhere = Nowhere()
    return dispatch("nudges", {"sms": nowhere, "email": nowhere}, at_ten, BATCH)


def _row_by_row() -> int:
    return one_by_one.send_all(lambda _address, _text, token: f"nowhere-{token.partition(':')[0]}", TEN)


def _bare(number: int) -> int:
    first, _ = fetched("SELECT min(id), max(id) FROM bench_rows")
    for start in range(first, first + number, BATCH):
        ids = list(range(start, min(start + BATCH, first + number)))
        for status in (10, 30):
            run(BARE, [status, ids])
    return number


def _at_once(size: int) -> Row:
    """Two planners begin together: no row comes twice, and none is missing."""
    number = min(size, 100_000)
    fill(number)
    alone = plan(TEN)
    empty_outbox()
    with ThreadPoolExecutor(2) as pool:
        added = sum(pool.map(lambda _: _plan(), range(2)))
    there, keys = fetched(KEYS)
    wrong = abs(there - alone) + (there - keys) + abs(added - alone)
    return counted("rows too many or too few after two planners at once", number, wrong, 0, "rows")


def _plan() -> int:
    try:
        return plan(TEN)
    finally:
        connection.close()  # this thread's own
