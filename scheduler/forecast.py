"""Who would get this, and how much goes out: counts for the days to come, never a list of parents.

Two ways, both by the scheduler's own rules. `planned` counts, in the database, what the planner would queue; it is
quick for any number of families, and it knows nothing of caps. `simulated` sends one message's days on a private
copy of the families concerned; it is exact, and for a few families only.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from delivery.models import DayTaken, DeliveryEvent, Halt, Nudge, Pace, Status
from messages.models import Message
from messages.rendering import Renderer, UnknownPlaceholderError
from scheduler.planner import OpenSlot, agenda, by_anchor, due, slots_of
from scheduler.private_copy import private_copy
from scheduler.simulate import BATCH, run
from subscribers.hours import local_day
from subscribers.models import Child, Following, Journey, Subscriber

DAYS = 30  # how far the pages look ahead
MOST = 300  # people of whom a simulation runs within a page; with more it would keep somebody waiting
CHUNK = timedelta(days=7)  # so many days are counted at a time

COUNT = """
SELECT on_day, message_id, channel, part, language, fallback, frequency, COUNT(*) FROM due
GROUP BY on_day, message_id, channel, part, language, fallback, frequency
"""
PEOPLE = "SELECT DISTINCT subscriber_id FROM due"

Kind = tuple[int, str, int, str, str, int]  # message, channel, part, language, fallback, frequency


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """How many on each day and, by language and channel, how many and with how many segments."""

    days: Mapping[date, int]  # local; parents when simulated, else messages
    groups: Mapping[tuple[str, str], tuple[int, int]]  # language and channel: number, segments
    is_simulated: bool


def planned(first: date, last: date, only: Message | None = None) -> Forecast:
    """What the planner would queue from the first to the last local day, both included, before caps.

    Counts what would have words only. Some statements for each week, whatever the number of families.
    """
    counts: Counter[tuple[date, Kind]] = Counter()
    while first <= last:
        for day, kind, number in _counted(first, min(last, first + CHUNK - timedelta(days=1)), only):
            counts[day, kind] += number
        first += CHUNK
    segments = _segments({kind for _, kind in counts})
    days: Counter[date] = Counter()
    numbers: Counter[tuple[str, str]] = Counter()
    sums: Counter[tuple[str, str]] = Counter()
    for (day, kind), number in counts.items():
        if kind in segments:
            language, each = segments[kind]
            days[day] += number
            numbers[language, kind[1]] += number
            sums[language, kind[1]] += number * each
    groups = {group: (number, sums[group]) for group, number in numbers.items()}
    return Forecast(days=days, groups=groups, is_simulated=False)


def _counted(first: date, last: date, only: Message | None) -> Iterator[tuple[date, Kind, int]]:
    for row in _due(first, last, only, COUNT):
        day, *kind, number = row
        yield date.fromisoformat(day) if isinstance(day, str) else day, tuple(kind), number


def _due(first: date, last: date, only: Message | None, then: str) -> Iterator[tuple[Any, ...]]:
    slots: list[OpenSlot] = [slot for n in range((last - first).days + 1) for slot in slots_of(first + timedelta(n))]
    entries = by_anchor(agenda({(slot.day, slot.channel) for slot in slots}, only))
    for key, mine in entries.items():
        yield from due(key, mine, slots, then)


def _segments(kinds: Collection[Kind]) -> Mapping[Kind, tuple[str, int]]:
    """For each kind that has words: in which language it comes, and with how many segments."""
    renderer = Renderer(kind[0] for kind in kinds)
    found = {}
    for kind in kinds:
        message, channel, part, language, fallback, frequency = kind
        journey = Journey(language=language, fallback=fallback, frequency=frequency)
        try:
            rendering = renderer.render(
                message, channel, journey, part, in_parts=frequency == Journey.Frequency.THREE_A_WEEK
            )
        except UnknownPlaceholderError:
            continue
        if rendering is not None:
            found[kind] = (rendering.language, rendering.segments)
    return found


def simulated(message: Message, now: datetime, last: date) -> Forecast | None:
    """Who gets this message from today until the last local day; None when they are too many for a page."""
    people = concerned(message, now, last)
    if len(people) > MOST:
        return None
    with private_copy(_families(people)):
        ids = run(local_day(now), last, now)
        return _found(_sent(ids, message))


def concerned(message: Message, now: datetime, last: date) -> set[int]:
    """The people whom this message may reach by then, by its stage or because it waits for them already.

    From yesterday on, for what was put off to today.
    """
    people = {pk for (pk,) in _due(local_day(now) - timedelta(days=1), last, message, PEOPLE)}
    waiting = Nudge.objects.filter(message=message, status=Status.QUEUED, journey__isnull=False)
    return people | set(waiting.values_list("journey__subscriber_id", flat=True))


def _families(people: Collection[int]) -> list[Any]:
    """All that decides what these people get. A halt is left out: the question is what would go out without it."""
    theirs = Journey.objects.filter(subscriber__in=people)
    return [
        Subscriber.objects.filter(pk__in=people),
        Child.objects.filter(journeys__in=theirs),
        theirs,
        Following.objects.filter(journey__in=theirs),
        Nudge.objects.filter(journey__in=theirs),
        DeliveryEvent.objects.filter(nudge__journey__in=theirs),
        DayTaken.objects.filter(subscriber__in=people),
        Halt.objects.none(),
        Pace.objects.none(),
    ]


def _sent(ids: list[int], message: Message) -> Iterator[tuple[date, int, str, str, int]]:
    columns = ("submitted_at", "journey__subscriber_id", "language", "channel", "segments")
    for start in range(0, len(ids), BATCH):
        sent = Nudge.objects.filter(pk__in=ids[start : start + BATCH], message=message)
        for at, *rest in sent.values_list(*columns):
            yield local_day(at), *rest


def _found(sent: Iterable[tuple[date, int, str, str, int]]) -> Forecast:
    parents: dict[date, set[int]] = {}
    groups: dict[tuple[str, str], tuple[set[int], int]] = {}
    for day, person, language, channel, segments in sent:
        parents.setdefault(day, set()).add(person)
        people, already = groups.get((language, channel), (set(), 0))
        groups[language, channel] = (people | {person}, already + segments)
    return Forecast(
        days={day: len(people) for day, people in parents.items()},
        groups={group: (len(people), segments) for group, (people, segments) in groups.items()},
        is_simulated=True,
    )
