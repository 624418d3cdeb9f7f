"""Goal 1: finding what is due and putting it into the outbox, beside what people usually write."""

from collections.abc import Sequence
from itertools import pairwise

from bench import planners
from bench.measuring import Row, Sample, Side, at_least, at_most, compared, measure
from bench.population import DAY, TEN, empty_outbox, fetched, run
from delivery.models import Nudge
from scheduler.planner import plan
from subscribers.hours import slot_instant

FINGERPRINT = """
SELECT count(*), coalesce(sum(hashtext(concat_ws('/', journey_id, message_id, channel, part, urgency, stage_day,
       extract(epoch FROM due_at)::bigint, extract(epoch FROM expires_at)::bigint, status))::bigint), 0)
FROM delivery_nudge
"""
# The least that any planner does: one statement from an agenda and an index on the anchor date into a small table.
LEAN = """
DROP TABLE IF EXISTS lean_journey, lean_agenda, lean_nudge;
CREATE TABLE lean_journey AS
    SELECT j.id, j.slot, j.track, j.channel, a.name AS anchor, a.day AS anchor_date
    FROM subscribers_journey j JOIN subscribers_child c ON c.id = j.child_id
    CROSS JOIN LATERAL (VALUES ('due_date', c.due_date), ('birth_date', c.birth_date),
                               ('corrected_birth_date', c.corrected_birth_date)) a (name, day)
    WHERE a.day IS NOT NULL;
CREATE INDEX ON lean_journey (slot, anchor, anchor_date);
CREATE TABLE lean_agenda (message_id bigint, track varchar, slot varchar, anchor varchar, anchor_date date);
CREATE TABLE lean_nudge (
    journey_id bigint, message_id bigint, channel varchar(5), status smallint, due_at timestamptz,
    PRIMARY KEY (journey_id, message_id, channel));
CREATE INDEX ON lean_nudge (due_at) WHERE status = 0;
"""
LEAN_INSERT = """
INSERT INTO lean_nudge SELECT j.id, a.message_id, j.channel, 0, %s
FROM lean_agenda a JOIN lean_journey j USING (slot, anchor, anchor_date, track) ON CONFLICT DO NOTHING
"""
PEERS = {
    "expert": (planners.by_expert, 12, "peer: an indexed query a message, then bulk_create"),
    "loop": (planners.by_loop, 50, "peer: a loop over all journeys, then bulk_create"),
    "get_or_create": (planners.by_get_or_create, 150, f"peer: get_or_create, {planners.SAMPLE} rows of them"),
}
COMPARED_FROM = 100_000
GOALS_FROM = 1_000_000  # journeys: below that, what a tick costs whatever the number weighs more
NAME = "plan the morning, per due row"


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of the goal but the growth from size to size, which `across` adds."""
    _lean()
    samples = measure(_sides(), rounds)
    ours = samples["ours"]
    is_judged = size >= GOALS_FROM
    found = [
        compared(f"{NAME} ({why})", size, ours, samples[peer], at_least(times), is_judged=is_judged)
        for peer, (_, times, why) in PEERS.items()
    ]
    floor = samples["floor"]
    lean = compared(f"{NAME} (floor: lean schema)", size, ours, floor, at_most(3), is_floor=True, is_judged=is_judged)
    found += [lean, _nothing_new(size, rounds)]
    run("DROP TABLE lean_journey, lean_agenda, lean_nudge")
    return found


def across(found: Sequence[Row]) -> list[Row]:
    """What a due row costs at each size, beside the size before it."""
    mine = sorted((row for row in found if row.name.endswith("(floor: lean schema)")), key=lambda row: row.size)
    goal = at_most(1.3)
    return [
        Row(
            name=f"{NAME}, beside {small.size:,} journeys",
            size=large.size,
            unit=large.unit,
            ours=large.ours,
            peer=small.ours,
            ratio=goal.ratio(large.ours, small.ours),
            goal=str(goal),
            met=goal.met(goal.ratio(large.ours, small.ours)),
        )
        for small, large in pairwise(mine)
        if small.size >= COMPARED_FROM
    ]


def _sides() -> dict[str, Side]:
    def ours() -> int:
        return plan(TEN, since=TEN)

    def floor() -> int:
        return run(LEAN_INSERT, [TEN])

    def left() -> object:
        return fetched(FINGERPRINT)

    sides = {"ours": Side(work=ours, before=empty_outbox, done=left)}
    sides |= {
        name: Side(work=work, before=empty_outbox, done=left if name != "get_or_create" else lambda: None)
        for name, (work, _, _) in PEERS.items()
    }
    return sides | {"floor": Side(work=floor, before=lambda: run("TRUNCATE lean_nudge"))}


def _lean() -> None:
    for statement in LEAN.split(";\n"):
        if statement.strip():
            run(statement)
    for message in planners.messages():
        for day in message.stage.anchors(DAY):
            values = [message.pk, message.track, planners.SLOT, message.anchor, day]
            run("INSERT INTO lean_agenda VALUES (%s, %s, %s, %s, %s)", values)
    run("ANALYZE lean_journey")
    run("ANALYZE lean_agenda")


def _nothing_new(size: int, rounds: int) -> Row:
    """A whole tick's planning: what was due before is queued already, and the morning's slot opens, or has opened."""

    def yesterday() -> None:
        empty_outbox()
        plan(TEN)
        Nudge.objects.filter(due_at=slot_instant(DAY, planners.SLOT)).delete()
        run("VACUUM ANALYZE delivery_nudge")

    def whole() -> int:
        plan(TEN)
        return 1

    ticks = {"finds": Side(work=whole, before=yesterday), "nothing": Side(work=whole)}
    samples: dict[str, Sample] = measure(ticks, rounds)
    name = "a tick that finds nothing new (beside one that finds the morning)"
    return compared(
        name, size, samples["nothing"], samples["finds"], at_most(0.5), unit="us a tick", is_judged=size >= GOALS_FROM
    )
