"""The thirteen invariants, judged from the ledgers, the log of the database and the oracle; nothing of the service."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from faults.evidence import Evidence, Slot, gather, plain
from faults.scene import QUEUED, SUBMITTING, UNKNOWN, Seen
from faults.story import Story
from faults.watching import Change
from faults.world import World
from tests.proof.oracle import LONDON

SENT, CANCELLED = 30, 70
PERSON = "person"
QUIET_UNTIL, QUIET_FROM = time(8), time(21)
# An alert is due within 15 minutes; the run's clock goes ahead in leaps of up to 16.
ALERTED_WITHIN = timedelta(minutes=15 + 16 + 2)
ALERT_LASTS = timedelta(hours=24)
GROWTH = 1.5  # of memory, descriptors and connections from the first hour's end to the last's
FEW = 5  # examples shown


@dataclass
class Count:
    """How often an invariant was tried, and how often it did not hold."""

    number: int
    name: str
    tried: int = 0
    broken: list[str] = field(default_factory=list)

    def look(self, tried: int, broken: Iterable[str]) -> "Count":
        self.tried += tried
        self.broken += broken
        return self


def judge(world: World, story: Story, seen: Seen) -> list[Count]:
    """Every invariant with its count, in order."""
    evidence = gather(world, story)
    seen.settled_by = Counter(x.by for x in _stretches(evidence.events))
    return [
        Count(1, "accepted at most once").look(*_once(evidence)),
        Count(2, "every slot has its end, none missing, none extra").look(*_all(evidence, seen)),
        Count(3, "nothing claimed after a stop or a loss").look(*_none_after(evidence)),
        Count(4, "unknown is not sent again without evidence, and people are alerted").look(*_unknown(evidence)),
        Count(5, "the words and language of the oracle").look(*_words(evidence, story)),
        Count(6, "callbacks again in any order change nothing; no final state falls back").look(
            *_callbacks(evidence, seen)
        ),
        Count(7, "forged callbacks get 403 and write nothing").look(*_forged(world, seen)),
        Count(8, "nothing in quiet hours or too late, both nights of the clocks too").look(*_hours(evidence)),
        Count(9, "a broken broker loses nothing, a stale sender writes nothing").look(*_stale(evidence, story)),
        Count(10, "the backlog is gone within 60 s of recovery").look(
            len(seen.drained), [f"hour {n} had not" for n, x in enumerate(seen.drained, start=1) if x is None]
        ),
        Count(11, "one line of audit for each change of status").look(*_audit(evidence)),
        Count(12, "no number, mailbox or word of loss in logs, addresses or the broker").look(
            seen.looked_for_leaks, seen.leaks
        ),
        Count(13, "memory, descriptors and connections stay flat").look(*_flat(seen)),
    ]


def _once(evidence: Evidence) -> tuple[int, list[str]]:
    slots = Counter((x.to, plain(x.body)) for x in evidence.sent)
    tokens = Counter(x.token for x in evidence.answers)
    broken = [f"{to[-4:]}: {body!r} {number} times" for (to, body), number in slots.items() if number > 1]
    return slots.total() + tokens.total(), broken + [
        f"answer {token[:6]} twice" for token, n in tokens.items() if n > 1
    ]


def _all(evidence: Evidence, seen: Seen) -> tuple[int, list[str]]:
    got = {(x.to, plain(x.body)) for x in evidence.sent}
    wanted = {slot for slot in evidence.expected if slot[0] not in evidence.acts}
    wanted |= set(evidence.moved)
    allowed = wanted | set(evidence.expected)
    missing = [f"missing: {slot[1]!r}, {_fate(evidence, slot)}" for slot in sorted(wanted - got)]
    extra = [f"extra: {to[-4:]} {body!r}" for to, body in sorted(got - allowed)]
    heard = Counter(x.to for x in evidence.answers)
    silent = [f"no answer to {act.text} of {to[-4:]}" for to, act in evidence.acts.items() if not heard[to]]
    rows = Counter(_slot(x) for x in evidence.changes if x.before is None and x.after["key"] is None)
    twice = [f"{number} rows of {slot}" for slot, number in rows.items() if number > 1]
    return len(wanted) + len(evidence.acts), missing + extra + silent + twice + seen.unended


def _fate(evidence: Evidence, slot: Slot) -> str:
    """What the service thinks became of what is missing: each status with its instant, and why."""
    send = {**evidence.expected, **evidence.moved}[slot]
    steps = [
        f"{x.after['status']} {x.after['reason']}{x.after['code']} at {x.committed_at:%H:%M:%S}"
        for x in evidence.changes
        if (x.after["journey_id"], x.after["channel"]) == (send.roster_row, send.channel)
    ]
    return f"family {send.roster_row}, due {send.send_at_utc:%Y-%m-%d %H:%M}: {', then '.join(steps) or 'no nudge'}"


def _slot(change: Change) -> tuple[Any, ...]:
    """What a nudge is the only one of."""
    return tuple(change.after[name] for name in ("journey_id", "message_id", "channel", "part"))


def _none_after(evidence: Evidence) -> tuple[int, list[str]]:
    ended: dict[int, datetime] = {}
    for change in (*evidence.people, *evidence.children):
        if change.before and change.after["state"] in ("stopped", "lost"):
            ended.setdefault(change.pk, change.committed_at)  # a family's rows have one number
    broken = [
        f"nudge {change.pk} of family {change.after['journey_id']}"
        for change in evidence.changes
        if change.after["status"] == SUBMITTING
        and change.after["journey_id"] in ended
        and change.committed_at > ended[change.after["journey_id"]]
        and (change.before or {}).get("status") == QUEUED
    ]
    told = sum(act.text in ("STOP", "LOSS") for act in evidence.acts.values())
    unheard = [f"{told - len(ended)} stops or losses were never written"] if len(ended) < told else []
    return len(ended), broken + unheard


def _unknown(evidence: Evidence) -> tuple[int, list[str]]:
    by_person = Counter(nudge for nudge, _, source, _ in evidence.events if source == PERSON)
    again = Counter(x.pk for x in _moves(evidence.changes, UNKNOWN) if x.after["status"] in (QUEUED, SUBMITTING))
    broken = [f"nudge {pk} was queued again by nobody" for pk, number in again.items() if number > by_person[pk]]
    stretches = _stretches(evidence.events)
    broken += [
        f"nobody was told of nudge {x.nudge}, unknown since {x.begun}"
        for x in stretches
        if x.ended - x.begun > ALERTED_WITHIN and not _alerted(evidence, x.begun)
    ]
    return len(stretches), broken


class Stretch(NamedTuple):
    """A time that a nudge was unknown: from when until when, by the run's clock, and by whose word it ended.

    A person's word says too what it was: a guess would have been right only by chance.
    """

    nudge: int
    begun: datetime
    ended: datetime
    by: str


def _stretches(events: Sequence[tuple[Any, ...]]) -> list[Stretch]:
    since: dict[int, datetime] = {}
    found = []
    for nudge, status, source, at in events:
        if begun := since.pop(nudge, None):
            by = source if source != PERSON else f"{PERSON} ({'sent' if status == SENT else 'not sent'})"
            found.append(Stretch(nudge, begun, at, by))
        if status == UNKNOWN:
            since[nudge] = at
    return found


def _alerted(evidence: Evidence, begun: datetime) -> bool:
    return any(begun - ALERT_LASTS <= alert.at <= begun + ALERTED_WITHIN for alert in evidence.alerts)


def _moves(changes: Iterable[Change], status: int) -> list[Change]:
    """Changes of status from this one."""
    return [x for x in changes if x.before and x.before["status"] == status != x.after["status"]]


def _words(evidence: Evidence, story: Story) -> tuple[int, list[str]]:
    changed = {x.pk: x.committed_at for x in evidence.messages if x.before}
    old = {before: pk for pk, (before, _) in story.seen.reworded.items()}
    claims: dict[int, datetime] = {
        x.pk: x.committed_at for x in _moves(evidence.changes, QUEUED) if x.after["status"] == SUBMITTING
    }
    broken = []
    for one in evidence.sent:
        pk = old.get(plain(one.body))
        if pk is None or pk not in changed:
            continue
        nudge = int(one.token.partition(":")[0])
        if nudge not in claims:
            broken.append(f"nudge {nudge} was sent and never claimed")
        elif (claims[nudge] > changed[pk]) != one.body.endswith("Anew."):
            broken.append(f"nudge {nudge} has words of another time")
    languages = {family.row.email: family.language for family in story.made if family.row.email}
    broken += [
        f"{x.to}: said to be in {x.language}" for x in evidence.mails if languages.get(x.to, x.language) != x.language
    ]
    known = {slot[1] for slot in (*evidence.expected, *evidence.moved)}
    broken += [f"words of nobody: {x.body!r}" for x in evidence.sent if plain(x.body) not in known]
    return len(evidence.sent), broken


def _callbacks(evidence: Evidence, seen: Seen) -> tuple[int, list[str]]:
    falls = [
        f"nudge {x.pk} fell from {x.before['status']} to {x.after['status']}"
        for x in evidence.changes
        if x.before and SENT <= x.before["status"] < CANCELLED and x.after["status"] < x.before["status"]
    ]
    return seen.replayed, falls + (["a replayed callback changed something"] if seen.changed_by_replay else [])


def _forged(world: World, seen: Seen) -> tuple[int, list[str]]:
    answered = {code: number for code, number in seen.forged.items() if code}
    broken = [f"{number} were answered with {code}" for code, number in answered.items() if code != 403]
    written = world.ask("SELECT count(*) FROM delivery_nudge WHERE provider_id = %s", "SM" + "f" * 32)[0][0]
    return sum(answered.values()), broken + ([f"{written} nudges have a forged id"] if written else [])


def _hours(evidence: Evidence) -> tuple[int, list[str]]:
    broken = []
    for one in evidence.sent:
        here = one.at.astimezone(LONDON)
        if not QUIET_UNTIL <= here.time() < QUIET_FROM:
            broken.append(f"{one.to[-4:]} at {here:%a %H:%M}")
        slots = [
            slots[one.to, plain(one.body)]
            for slots in (evidence.expected, evidence.moved)
            if (one.to, plain(one.body)) in slots
        ]
        if slots and not any(send.send_at_utc <= one.at <= send.send_at_utc + timedelta(hours=24) for send in slots):
            broken.append(f"{one.to[-4:]}: {one.body!r} at {here:%a %H:%M}, not at its hour")
    return len(evidence.sent), broken


def _stale(evidence: Evidence, story: Story) -> tuple[int, list[str]]:
    faults = ("Redis flushed", "Redis killed", "sender woke after its lease")
    tried = sum(story.chaos.done[name] for name in faults)
    older = [
        f"nudge {x.pk} has an older fence"
        for x in evidence.changes
        if x.before and x.after["fence"] < x.before["fence"]
    ]
    return tried, older


def _audit(evidence: Evidence) -> tuple[int, list[str]]:
    moved, written = defaultdict(list), defaultdict(list)
    for change in evidence.changes:
        if change.before and change.before["status"] != change.after["status"]:
            moved[change.pk].append(change.after["status"])
    for nudge, status, *_ in evidence.events:
        written[nudge].append(status)
    broken = [f"nudge {pk}: {moved[pk]}, audit {written[pk]}" for pk in {*moved, *written} if moved[pk] != written[pk]]
    return sum(map(len, moved.values())), broken


def _flat(seen: Seen) -> tuple[int, list[str]]:
    if len(seen.size) < 2:
        return len(seen.size), []
    first, last = seen.size[0], seen.size[-1]
    broken = [
        f"{name}: {was:.0f}, then {last[name]:.0f}"
        for name, was in first.items()
        if last.get(name, 0) > was * GROWTH + 10
    ]
    return len(seen.size), broken
