"""What happens to a child's dates. Nothing here is ever assumed: each call is somebody's word."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from subscribers import tracks
from subscribers.hours import local_day
from subscribers.models import Child, Following, Journey, Subscriber, Track

TERM_WEEKS = 40
PRETERM_BEFORE = 37  # completed weeks
BORN_AFTER = range(22, 44)  # completed weeks at which a child may be born; any other number is a slip


def corrected_birth_date(birth_date: date, gestation_weeks: int | None) -> date:
    """The birth date as if a child born before 37 weeks had come at 40."""
    if gestation_weeks is None or gestation_weeks >= PRETERM_BEFORE:
        return birth_date
    return birth_date + timedelta(weeks=TERM_WEEKS - gestation_weeks)


def gestation_at(birth_date: date, due_date: date | None) -> int | None:
    """Completed weeks at birth, from the due date that we knew; None when that makes no sense."""
    if due_date is None:
        return None
    weeks = (birth_date - (due_date - timedelta(weeks=TERM_WEEKS))).days // 7
    return weeks if weeks in BORN_AFTER else None


def is_twin(one: Child, other: Child) -> bool:
    """Of the same dates, or the same child."""
    return (one.state, one.due_date, one.birth_date) == (other.state, other.due_date, other.birth_date)


def expected(due_date: date) -> Child:
    """A child on the way, not saved yet."""
    return Child(state=Child.State.EXPECTED, due_date=due_date)


def born(birth_date: date, gestation_weeks: int | None = None, due_date: date | None = None) -> Child:
    """A child who is here, not saved yet."""
    return Child(
        state=Child.State.BORN,
        due_date=due_date,
        birth_date=birth_date,
        gestation_weeks=gestation_weeks,
        corrected_birth_date=corrected_birth_date(birth_date, gestation_weeks),
    )


@transaction.atomic
def change_due_date(child: Child, due_date: date, now: datetime) -> None:
    """A new due date: plans are made from today on, and nothing of before is caught up."""
    Child.objects.filter(pk=child.pk, state=Child.State.EXPECTED).update(due_date=due_date)
    child.journeys.update(plan_from=now)


@transaction.atomic
def report_birth(
    child: Child, birth_date: date, now: datetime, gestation_weeks: int | None = None, count: int = 1
) -> None:
    """The baby is here: the pregnancy's stages end and the baby's begin. `count` is 2 for twins.

    Without a word about the week of birth it follows from the due date, for a child born early is not behind.
    Special tracks that waited for the birth begin, and those of the pregnancy end. A child who has died stays so.
    """
    if gestation_weeks is None:
        gestation_weeks = gestation_at(birth_date, child.due_date)
    changed = Child.objects.filter(pk=child.pk).exclude(state=Child.State.LOST)
    if not changed.update(
        state=Child.State.BORN,
        birth_date=birth_date,
        gestation_weeks=gestation_weeks,
        corrected_birth_date=corrected_birth_date(birth_date, gestation_weeks),
    ):
        return
    child.journeys.update(plan_from=now)
    tracks.hear_birth(child, now)
    for _ in range(count - 1):
        _another(child)


def _another(child: Child) -> None:
    """A twin: the same dates, and a journey, with the same special tracks, for whoever has one with the first."""
    twin = Child.objects.get(pk=child.pk)
    journeys = list(child.journeys.all())
    twin.pk, twin._state.adding = None, True  # noqa: SLF001 - Django's documented way to copy a row
    twin.save()
    for journey in journeys:
        followings = list(journey.followings.all())
        journey.pk, journey._state.adding = None, True  # noqa: SLF001 - the same
        journey.child = twin
        journey.save()
        for following in followings:
            following.pk, following._state.adding, following.journey = None, True, journey  # noqa: SLF001 - the same
            following.save()


@transaction.atomic
def report_loss(child: Child) -> list[int]:
    """The child has died. In this commit every waiting nudge for both parents is dead; the dates are erased.

    What both parents get about other children pauses too: a twin's milestones are never sent blindly. It goes on
    when they say so, each for themselves. Returns the ids of the parents, who are locked.
    """
    parents = _lock(Subscriber.objects.filter(journeys__child=child))
    Child.objects.filter(pk=child.pk).update(
        state=Child.State.LOST, due_date=None, birth_date=None, corrected_birth_date=None, gestation_weeks=None
    )
    child.journeys.update(state=Journey.State.ENDED, paused_for="", paused_until=None)
    _pause(parents)
    return parents


def ask_for_care(subscriber_id: int, now: datetime) -> bool:
    """A bereaved parent asks for the care messages: they count from today. False when no child of theirs has died."""
    lost = Journey.objects.filter(subscriber_id=subscriber_id, child__state=Child.State.LOST).order_by("pk").last()
    if lost is None:
        return False
    Journey.objects.filter(pk=lost.pk).update(
        state=Journey.State.ACTIVE, track=Track.CARE, care_from=local_day(now), plan_from=now
    )
    return True


@transaction.atomic
def pause_for_loss(subscriber_id: int) -> list[int]:
    """One of this parent's children has died, and nobody has said which: everything pauses, for their family.

    Returns the ids of the family, who are locked.
    """
    family = lock_family(subscriber_id)
    _pause(family)
    return family


def lock_family(subscriber_id: int) -> list[int]:
    """Lock somebody and whoever shares a child with them, in one order, so that no two wait for each other in a ring.

    Returns their ids. The caller is in a transaction.
    """
    return lock_families([subscriber_id])


def lock_families(subscriber_ids: Collection[int]) -> list[int]:
    """Lock some people's families together, in the same one order. Returns the ids of all who are in them."""
    theirs = Child.objects.filter(journeys__subscriber__in=subscriber_ids)
    return _lock(Subscriber.objects.filter(Q(pk__in=subscriber_ids) | Q(journeys__child__in=theirs)))


def _lock(people: QuerySet[Subscriber]) -> list[int]:
    ids = set(people.values_list("pk", flat=True))
    locked = Subscriber.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return [person.pk for person in locked]


def _pause(people: list[int]) -> None:
    """Everything of these people waits for their word, and they follow no special track any more: twins, for one."""
    Following.objects.filter(journey__subscriber__in=people).delete()
    others = (
        Journey.objects.filter(subscriber_id__in=people).exclude(state=Journey.State.ENDED).exclude(track=Track.CARE)
    )
    others.update(state=Journey.State.PAUSED, paused_for=Journey.PausedFor.LOSS, paused_until=None)
