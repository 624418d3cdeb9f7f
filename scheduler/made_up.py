"""A made-up family: what they would be sent, day by day, by the very functions that send.

They live in an empty private copy for as long as the simulation runs. Nothing of the real families is read or
written, and where the family's rows are numbered like real ones, the real ones are out of sight.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models

from delivery.models import DayTaken, DeliveryEvent, Halt, Nudge, Pace
from messages.models import Anchor, Message, Translation
from messages.stages import Part
from scheduler.private_copy import private_copy
from scheduler.simulate import run
from subscribers import children
from subscribers.hours import instant
from subscribers.models import Child, Contact, Following, Journey, Role, Subscriber, Track

# Everything that a claim reads or writes of people. In the copy there is the made-up family, and no halt.
PEOPLE: tuple[type[models.Model], ...] = (
    Subscriber, Contact, Child, Journey, Following, Nudge, DeliveryEvent, DayTaken, Halt, Pace,
)  # fmt: skip
ADDRESSES = {"sms": "+447700900000", "email": "parent@hope.example"}  # reserved; nothing is ever sent to them
UNAPPROVED = "nobody yet"  # stands for an approval in the copy, when words may be shown that have none


@dataclass(frozen=True, kw_only=True)
class Family:
    """One person and one child, who join on the first day. Dates are local; exactly one of the first two is given."""

    due_date: date | None = None
    birth_date: date | None = None
    gestation_weeks: int | None = None  # at birth, completed weeks
    born_on: date | None = None  # of an expected child: the day on which the parent tells us of the birth
    role: str = Role.MOTHER
    language: str = "en"
    fallback: str = Journey.Fallback.ENGLISH
    channel: str = Journey.Channel.SMS
    frequency: int = Journey.Frequency.WEEKLY
    slot: str = "evening"
    specials: tuple[str, ...] = ()  # special tracks, followed from the first day
    replaces_until: date | None = None  # the special tracks take the place of the stage messages before this day

    @property
    def tracks(self) -> set[str]:
        return {self.track, *self.specials}

    @property
    def track(self) -> Track:
        return Role(self.role).track

    @property
    def channels(self) -> list[str]:
        return [kind for kind in Contact.Kind.values if self.channel in (kind, Journey.Channel.BOTH)]

    @property
    def parts(self) -> Iterable[Part]:
        """What they may get of a message."""
        return Part if self.frequency == Journey.Frequency.THREE_A_WEEK else [Part.FIRST]

    def child(self) -> Child:
        """As they are when the family joins, not saved yet."""
        if self.birth_date:
            return children.born(self.birth_date, self.gestation_weeks)
        assert self.due_date is not None  # noqa: S101 - narrows the type: one of the two is given
        return children.expected(self.due_date)

    def anchors(self, joined: date) -> Mapping[Anchor, date | None]:
        """Every date that a stage of theirs may ever count from."""
        born, weeks = self.birth_date, self.gestation_weeks
        if self.born_on:
            born, weeks = self.born_on, children.gestation_at(self.born_on, self.due_date)
        return {
            "due_date": self.due_date,
            "birth_date": born,
            "corrected_birth_date": children.corrected_birth_date(born, weeks) if born else None,
            "care_from": None,
            "followed_from": joined,
        }


def sent_to(family: Family, first: date, last: date, *, with_unapproved: bool = False) -> list[Nudge]:
    """What becomes of all that is planned for the family who joins on the first local day: until the last, included.

    The nudges, as they would be kept: with their words when they are sent, else with the reason why not. When asked
    for (`with_unapproved`), published words that nobody has approved are taken as approved.
    """
    possible = dict(_possible(family, first, last))
    library = (Message.objects.filter(pk__in=possible), Translation.objects.filter(message__in=possible))
    with private_copy([*(model._default_manager.none() for model in PEOPLE), *library]):  # noqa: SLF001 - public
        if with_unapproved:
            for model in (Message, Translation):
                model.objects.filter(approved_by="").update(approved_by=UNAPPROVED)
        child = _join(family, first)

        def tell(day: date) -> None:
            if day == family.born_on:
                children.report_birth(child, day, instant(day, time()))

        days = {day for days in possible.values() for day in days}
        run(first, last, instant(first, time()), each_day=tell, stage_days=days)
        return list(Nudge.objects.select_related("message").order_by("stage_day", "due_at", "channel", "part"))


def _possible(family: Family, first: date, last: date) -> Iterator[tuple[int, list[date]]]:
    """The messages of which a part may fall into these days, and those days. Whether it is sent, the sender decides."""
    anchors = family.anchors(first)
    for message in Message.objects.of_stages().filter(track__in=family.tracks).only("kind", "number", "track", "theme"):
        anchor = anchors[message.anchor]
        days = [message.stage.day(anchor) + part.after for part in family.parts] if anchor else []
        if within := [day for day in days if first <= day <= last]:
            yield message.pk, within


def _join(family: Family, joined: date) -> Child:
    """Write the family into the copy: they have said yes and confirmed their addresses."""
    now = instant(joined, time())
    person = Subscriber.objects.create(created_at=now, state=Subscriber.State.ACTIVE)
    _reach(person, family.channels, now)
    child = family.child()
    child.save()
    journey = Journey.objects.create(
        subscriber=person,
        child=child,
        role=family.role,
        track=family.track,
        language=family.language,
        fallback=family.fallback,
        channel=family.channel,
        frequency=family.frequency,
        slot=family.slot,
        plan_from=now,
    )
    for track in family.specials:
        Following.objects.create(journey=journey, track=track, since=joined, replaces_until=family.replaces_until)
    return child


def _reach(person: Subscriber, channels: Collection[str], now: datetime) -> None:
    for kind in channels:
        Contact.objects.create(subscriber=person, kind=kind, address=ADDRESSES[kind], confirmed_at=now)
