"""Special tracks: extra messages that a parent may choose, besides those of their child's stage.

Nobody is ever put on one: each is a parent's own choice, on their own page. Its weeks count from the local day after
they chose it, or the next that is free; one that is about a baby who is here waits for the birth. Days are local.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from subscribers.extras import EXPECTED, EXTRAS, Extra
from subscribers.hours import local_day
from subscribers.models import Child, Following, Journey, Subscriber

MOST = 2  # at once, so that with the weekly messages nobody gets more than three a week
DAY = timedelta(days=1)
EXTRA: Mapping[str, Extra] = {extra.track: extra for extra in EXTRAS}
FEEDING = frozenset(extra.track for extra in EXTRAS if extra.is_feeding)
OF_PREGNANCY = frozenset(extra.track for extra in EXTRAS if extra.when == {EXPECTED})


def offered(journey: Journey) -> list[Extra]:
    """What a parent may choose about this child; what is meant for them comes first."""
    bereaved = Journey.objects.filter(subscriber=journey.subscriber_id, child__state=Child.State.LOST).exists()
    found = [extra for extra in EXTRAS if extra.is_for(journey) and not (extra.hurts and bereaved)]
    return sorted(found, key=lambda extra: not extra.is_first(journey.role, journey.language))


@transaction.atomic
def follow(journey: Journey, track: str, now: datetime, had: int = 0) -> Following | None:
    """Send this track's messages from tomorrow on, or the first day after it on which nothing else comes.

    One that waits does so from the day after they tell of the birth. `had` of its weeks have been sent before.

    Following already changes nothing. How feeding goes has one answer: another takes its place. None when it is not
    for them, or messages about this child have ended or wait for the parent's word meanwhile.
    """
    Subscriber.objects.select_for_update(no_key=True).get(pk=journey.subscriber_id)  # a loss comes before us or after
    extra, current = EXTRA.get(track), _living(journey)
    if extra is None or current is None or not extra.is_for(current):
        return None
    if track in FEEDING:
        current.followings.filter(track__in=FEEDING).exclude(track=track).delete()
    waits = extra.waits and current.child.state == EXPECTED
    dates = {} if waits else _dates(extra, _free_day(current, now) - timedelta(weeks=had))
    return Following.objects.get_or_create(journey=current, track=track, defaults=dates)[0]


def leave(journey: Journey, track: str) -> None:
    """Nothing more of this track. What waits of it is cancelled when its time comes."""
    Following.objects.filter(journey=journey, track=track).delete()


def hear_birth(child: Child, now: datetime) -> None:
    """The baby is here: what was about the pregnancy ends, and what waited for the birth begins."""
    followings = Following.objects.filter(journey__child=child).order_by("pk")
    followings.filter(track__in=OF_PREGNANCY).delete()
    for following in followings.filter(since=None):
        for name, day in _dates(EXTRA[following.track], _free_day(following.journey, now)).items():
            setattr(following, name, day)
        following.save()


def told_in_parts(journey: Journey, day: date) -> bool:
    """Whether a message of this day goes in three texts: they chose it, and no extra messages come in these weeks.

    So there are never more than three a week, and the extra ones find room. Reads the journey's followings.
    """
    return journey.frequency == Journey.Frequency.THREE_A_WEEK and not extras_run(journey, day)


def extras_run(journey: Journey, day: date) -> bool:
    """Whether extra messages come in the week of this day. Reads the journey's followings."""
    return any(_runs(following, day) for following in journey.followings.all())


def with_followings(journeys: Iterable[Journey]) -> None:
    """Fetch the followings of many journeys with one query, as `prefetch_related` would in ten times the time.

    Most journeys have none, so they share one empty answer.
    """
    by_id = {journey.pk: journey for journey in journeys}
    found: dict[int, list[Following]] = {pk: [] for pk in by_id}
    for following in Following.objects.filter(journey__in=by_id):
        found[following.journey_id].append(following)
    nothing = Following.objects.none()
    for pk, followings in found.items():
        answer = nothing
        if followings:
            answer = Following.objects.filter(journey=pk)
            answer._result_cache = followings  # noqa: SLF001 - where Django looks for what has been fetched
        by_id[pk]._prefetched_objects_cache = {"followings": answer}  # type: ignore[attr-defined]  # noqa: SLF001


def is_replaced(followings: Iterable[Following], day: date | None) -> bool:
    """Whether a special track takes the place of the stage messages of this day."""
    replacing = [(x.since, x.replaces_until) for x in followings if x.since and x.replaces_until]
    return day is not None and any(since <= day < until for since, until in replacing)


def forget_over(today: date) -> None:
    """Forget that somebody followed a track that is over: no message of it is left to send."""
    over = Q()
    for extra in EXTRAS:
        over |= Q(track=extra.track, since__lt=today - timedelta(weeks=extra.weeks))
    Following.objects.filter(over).delete()


def _living(journey: Journey) -> Journey | None:
    """The journey as it is now, if messages come or are only paused for a while."""
    living = Journey.objects.filter(subscriber__state=Subscriber.State.ACTIVE, pk=journey.pk).living()
    return living.exclude(paused_for=Journey.PausedFor.LOSS).first()


def _free_day(journey: Journey, now: datetime) -> date:
    """Tomorrow, unless the weekly message or another special track comes on that day of the week."""
    child = Child.objects.get(pk=journey.child_id)
    weekly = child.birth_date if child.state == Child.State.BORN else child.due_date
    others = [following.since for following in Following.objects.filter(journey=journey)]
    taken = {day.weekday() for day in (weekly, *others) if day}
    days = (local_day(now) + n * DAY for n in range(1, 8))
    return next((day for day in days if day.weekday() not in taken), local_day(now) + DAY)


def _dates(extra: Extra, since: date) -> dict[str, date | None]:
    return {"since": since, "replaces_until": since + timedelta(weeks=extra.weeks) if extra.replaces else None}


def _runs(following: Following, day: date) -> bool:
    if following.since is None or following.track not in EXTRA:
        return False
    return following.since <= day < following.since + timedelta(weeks=EXTRA[following.track].weeks)
