"""Copies of the service from which one protection has been taken out: the harness has to see the harm of each.

A copy is edited as text, so that what is run is what somebody would have written. An edit whose place is not found
fails the run: nobody is told that a protection matters because it could not be taken out.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CLAIMS = "delivery/claims.py"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", "docs")


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """What is taken out, and which invariants that has to break (any of them)."""

    what: str
    breaks: frozenset[int]
    edits: tuple[tuple[str, str, str], ...] = ()  # file, what stands there, what stands there then
    sql: str = ""  # done to the database besides


def _naive(call: str) -> tuple[tuple[str, str, str], ...]:
    """Another way of sending, in the lane of stage messages."""
    imported = "from scheduler import rounds\n"
    return (
        ("scheduler/tasks.py", 'at_pace("nudges", configured(), clock())', f"naive.{call}"),
        ("scheduler/tasks.py", imported, f"{imported}from faults import naive\n"),
    )


MUTANTS: Mapping[str, Mutant] = {
    "lease": Mutant(
        what="whoever wakes after its lease sends all the same",
        breaks=frozenset({1}),
        edits=(("delivery/dispatcher.py", "settings.LEASE.total_seconds() / 2", "math.inf"),),
    ),
    "fence": Mutant(
        what="whoever has lost its lease may write its results",
        breaks=frozenset({1, 9}),
        edits=(("delivery/outbox.py", 'match=["id", "fence"]', 'match=["id"]'),),
    ),
    "loss": Mutant(
        what="a claim does not look again at whether the child has died or the parent has stopped",
        breaks=frozenset({3}),
        edits=(
            (CLAIMS, "journey__state=Journey.State.ACTIVE", 'journey__state__gt=""'),
            (CLAIMS, "journey__subscriber__state=Subscriber.State.ACTIVE", 'journey__subscriber__state__gt=""'),
            (CLAIMS, "~Q(journey__child__state=Child.State.LOST) | ABOUT_CARE", 'Q(journey__child__state__gt="")'),
        ),
    ),
    "key": Mutant(
        what="the database takes the same nudge twice",
        breaks=frozenset({2}),
        sql="DROP INDEX one_nudge_a_part_and_channel",
        edits=(
            (
                "scheduler/planner.py",
                """ON CONFLICT (journey_id, message_id, channel, part) WHERE urgency < {local} DO UPDATE
SET stage_day = excluded.stage_day, due_at = excluded.due_at, expires_at = excluded.expires_at,
    status = excluded.status, reason = '', keeps_words = FALSE, kept_as = NULL
WHERE (nudge.status = {queued} AND nudge.stage_day <> excluded.stage_day AND NOT nudge.keeps_words)
   OR (nudge.status = {expired} AND nudge.stage_day <> excluded.stage_day)
   OR (nudge.status = {cancelled} AND nudge.reason = '{replanned}')
""",
                "",
            ),
        ),
    ),
    # Not protections taken out, but what people usually write in place of all of this.
    "task": Mutant(
        what="a plain Celery task for each message", breaks=frozenset({1, 2}), edits=_naive("a_task_each(clock())")
    ),
    "loop": Mutant(
        what="read a row, call, commit", breaks=frozenset({1, 2}), edits=_naive("loop(configured(), clock())")
    ),
}


class NotFoundError(Exception):
    """The code has changed, and what a mutant takes out stands there no more: change the mutant."""


def copy(mutant: Mutant, to: Path) -> Path:
    """A copy of the project without one protection. Raises NotFoundError."""
    shutil.copytree(PROJECT, to, ignore=LEFT_OUT, symlinks=True)
    for name, old, new in mutant.edits:
        file = to / name
        text = file.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise NotFoundError(f"{name}: {old.splitlines()[0]!r} stands there {text.count(old)} times")
        file.write_text(text.replace(old, new), encoding="utf-8")
    return to
