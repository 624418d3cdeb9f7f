"""Little, and not too often: one message a person a day, three in any seven days, none twice about twins."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum

from django.conf import settings

from delivery.models import DayTaken


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

    def take(self, subscriber_id: int, journey_id: int, message_id: int) -> Verdict:
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
        taken = DayTaken(subscriber_id=subscriber_id, day=self.today, message_id=message_id, journey_id=journey_id)
        had.append(taken)
        self._new.append(taken)
        return Verdict.FREE

    def save(self) -> None:
        DayTaken.objects.bulk_create(self._new)
