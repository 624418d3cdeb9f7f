"""The made-up families of the demo: numbers reserved for drama, mailboxes that cannot exist."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from delivery.channels import virtual
from directory.models import SureStart
from messages.stages import Stage, StageKind
from subscribers import children, consent
from subscribers.hours import local_day, slot_instant
from subscribers.models import Child, Contact, Journey, Role, Slot, Subscriber

Person = tuple[Role, str, str]  # who, by which channel, in which language
BEFORE_FIRST = timedelta(seconds=5)
PREGNANCY, BABY, TODDLER = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH


@dataclass(frozen=True, kw_only=True)
class Family:
    """One child, and who hears about it. `stage` begins `in_days` days after the demo's first day."""

    stage: Stage
    in_days: int
    people: tuple[Person, ...]
    area: str = ""  # a Sure Start by name


def _at(kind: StageKind, number: int, in_days: int, *people: Person, area: str = "") -> Family:
    return Family(stage=Stage(kind, number), in_days=in_days, people=people, area=area)


FAMILIES = (
    _at(PREGNANCY, 20, 0, (Role.MOTHER, "sms", "en"), (Role.FATHER, "sms", "en"), area="Colin"),
    _at(PREGNANCY, 25, 0, (Role.MOTHER, "both", "en"), (Role.PARTNER, "sms", "en")),
    _at(PREGNANCY, 38, 1, (Role.MOTHER, "sms", "pl")),
    _at(BABY, 6, 0, (Role.MOTHER, "sms", "ar"), (Role.FATHER, "email", "en")),
    _at(BABY, 12, 0, (Role.FOSTER_CARER, "sms", "en")),
    _at(BABY, 30, 2, (Role.MOTHER, "email", "en"), (Role.FATHER, "sms", "en")),
    _at(TODDLER, 18, 0, (Role.KINSHIP_CARER, "sms", "en")),
    _at(TODDLER, 29, 1, (Role.GRANDPARENT, "email", "en"), (Role.FATHER, "sms", "en")),
)


def seed() -> date:
    """Let the families join, and set the clock to shortly before the first messages. Returns the day of these."""
    real = timezone.now()
    day = local_day(real)
    if slot_instant(day, Slot.MORNING) - BEFORE_FIRST < real:
        day += timedelta(days=1)
    number = 0
    for family in FAMILIES:
        child = _child(family.stage, day + timedelta(days=family.in_days))
        area = SureStart.objects.get(name=family.area) if family.area else None
        for person in family.people:
            number += 1
            _join(number, child, person, area, real)
    virtual.move_clock(slot_instant(day, Slot.MORNING) - BEFORE_FIRST)
    return day


def _child(stage: Stage, begins: date) -> Child:
    anchor = stage.anchors(begins)[0]
    child = children.expected(anchor) if stage.kind == PREGNANCY else children.born(anchor)
    child.save()
    return child


def _join(number: int, child: Child, person: Person, area: SureStart | None, now: datetime) -> None:
    role, channel, language = person
    subscriber = Subscriber.objects.create(created_at=now)
    addresses = {"sms": f"+447700900{number:03}", "email": f"{role.value}{number}@hope.example"}
    for kind, address in addresses.items():
        if channel in (kind, Journey.Channel.BOTH):
            Contact.objects.create(subscriber=subscriber, kind=kind, address=address, confirmed_at=now)
    consent.agree(subscriber.pk, "demo", now)
    Journey.objects.create(
        subscriber=subscriber,
        child=child,
        role=role,
        track=role.track,
        channel=channel,
        language=language,
        slot=Slot.MORNING,
        sure_start=area,
        plan_from=now,
    )
