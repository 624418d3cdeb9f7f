"""Little, and not too often: one message a person a day, three in any seven days, none twice about twins."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum

from django.conf import settings

from delivery.bulk import insert_rows
from delivery.models import DayTaken, Urgency


class Verdict(Enum):
    FREE = "free"
    FULL = "full"  # this person has had enough for today
    REPEAT = "repeat"  # this person has had this message about another child


class Caps:
    """What some people have had in the last weeks, and what they are being given now.

    The caller holds their rows locked, so that nobody else can take the same day meanwhile.
    """

    def __init__(self, subscriber_ids: Iterable[int], today: date) -> None:
        self.today = today
        since = today - timedelta(days=settings.REPEAT_DAYS)
        self._had: dict[int, list[DayTaken]] = {}
        for taken in DayTaken.objects.filter(subscriber_id__in=set(subscriber_ids), day__gt=since, day__lte=today):
            self._had.setdefault(taken.subscriber_id, []).append(taken)
        self._new: list[DayTaken] = []
        self._to_come: dict[int, set[date]] = {}  # days that are kept free of every campaign
        self._to_come_local: dict[int, set[date]] = {}  # and those kept free of regional ones only

    def keep_free(self, days: Mapping[int, Collection[date]], of: Urgency = Urgency.LOCAL) -> None:
        """Keep these days of each person for what comes then: no campaign of this urgency, or less, takes their place.

        Nor does it take so many of the days before that they would be too much.
        """
        kept = self._to_come_local if of == Urgency.REGIONAL else self._to_come
        for subscriber_id, its_days in days.items():
            kept.setdefault(subscriber_id, set()).update(its_days)

    def take(self, subscriber_id: int, journey_id: int, message_id: int, urgency: Urgency = Urgency.STAGE) -> Verdict:
        """Take today for this message, if the person may have it. The same message on two channels counts once."""
        had = self._had.setdefault(subscriber_id, [])
        if any(x.message_id == message_id and x.journey_id != journey_id for x in had):
            return Verdict.REPEAT
        today = [x for x in had if x.day == self.today]
        if any(x.message_id == message_id for x in today):
            return Verdict.FREE
        week = [x for x in had if x.day > self.today - timedelta(days=7)]
        if len(today) >= settings.CAP_DAY or len(week) >= settings.CAP_WEEK:
            return Verdict.FULL
        if urgency >= Urgency.LOCAL and not self._leaves_room(subscriber_id, urgency, {x.day for x in week}):
            return Verdict.FULL
        taken = DayTaken(subscriber_id=subscriber_id, day=self.today, message_id=message_id, journey_id=journey_id)
        had.append(taken)
        self._new.append(taken)
        return Verdict.FREE

    def _leaves_room(self, subscriber_id: int, urgency: Urgency, taken: set[date]) -> bool:
        """Whether today is not kept for something else, and no seven days with today in them become too full."""
        kept = set(self._to_come.get(subscriber_id, ()))
        if urgency == Urgency.REGIONAL:
            kept |= self._to_come_local.get(subscriber_id, set())
        if self.today in kept:
            return False
        days = taken | kept | {self.today}
        weeks = [self.today - timedelta(days=n) for n in range(7)]
        return all(sum(first <= x < first + timedelta(days=7) for x in days) <= settings.CAP_WEEK for first in weeks)

    def save(self) -> None:
        """Keep what was taken. Raises IntegrityError when somebody else has taken a day, which the locks rule out."""
        names = ("subscriber_id", "message_id", "journey_id")
        insert_rows(DayTaken, [{name: getattr(x, name) for name in names} for x in self._new], same={"day": self.today})
