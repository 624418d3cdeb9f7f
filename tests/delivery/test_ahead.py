"""Which of the next days stages will need: the quick way beside the slow and obvious one, for many made-up families."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from delivery.ahead import DAYS, local_days, stage_days
from messages.library import channels_of
from messages.models import Anchor, Message, Theme, Translation
from messages.stages import NUMBERS, Part, Stage, StageKind
from subscribers import children
from subscribers.models import Child, Following, Journey, Subscriber
from subscribers.tracks import told_in_parts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

TODAY = date(2027, 2, 24)  # so that months of several lengths, and no 29 February, are near
FAMILIES = 200
TRACKS = ("carer", "father_partner", "care", "neonatal", "feeding_breast", "young")
WORDS = ("text", "trio", "no words", "not approved", "held", "polish", "polish trio", "stale polish")
Hit = tuple[Anchor, Part]


def test_days_are_those_of_every_message_looked_at_one_by_one() -> None:
    dice = random.Random(7)  # noqa: S311 - made-up families, the same every time
    _library(dice)
    _families(dice)
    people = list(Subscriber.objects.values_list("pk", flat=True))
    hits: set[Hit] = set()
    for today in (TODAY, TODAY + timedelta(days=3)):
        obvious = _obvious(people, today, hits)
        found = {pk: days for pk, days in stage_days(people, today).items() if days}
        assert found == obvious
        assert {len(days) for days in found.values()} >= {1, 2, 3}
        assert FAMILIES / 3 < len(found) < len(people)
    anchors: list[Anchor] = ["due_date", "birth_date", "corrected_birth_date", "care_from", "followed_from"]
    assert hits == set(product(anchors, Part))


def test_some_people_are_told_of_without_the_others() -> None:
    factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    here, elsewhere = (factories.journey(factories.expecting(TODAY + timedelta(weeks=20, days=n))) for n in (2, 3))
    assert stage_days([here.subscriber_id], TODAY) == {here.subscriber_id: {TODAY + timedelta(days=2)}}
    assert stage_days([elsewhere.subscriber_id], TODAY) == {elsewhere.subscriber_id: {TODAY + timedelta(days=3)}}
    assert (stage_days([], TODAY), local_days([], TODAY)) == ({}, {})


def test_what_is_approved_or_held_counts_at_once() -> None:
    message = factories.message(Stage(StageKind.PREGNANCY_WEEK, 20))
    person = factories.journey(factories.expecting(TODAY + timedelta(weeks=20))).subscriber_id
    assert stage_days([person], TODAY) == {person: {TODAY}}
    Message.objects.filter(pk=message.pk).update(held_at=factories.JOINED)
    assert stage_days([person], TODAY) == {person: set()}
    Message.objects.filter(pk=message.pk).update(held_at=None)
    assert stage_days([person], TODAY) == {person: {TODAY}}


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people = []
    for number in (20, 21, 22):
        factories.message(Stage(StageKind.PREGNANCY_WEEK, number))
        people.append(factories.journey(factories.expecting(TODAY + timedelta(weeks=40 - number))).subscriber_id)
        with django_assert_num_queries(3):
            assert stage_days(people, TODAY) == {pk: {TODAY} for pk in people}


def _library(dice: random.Random) -> None:
    """A message for every stage and track, with words of every sort."""
    stages = [Stage(kind, n) for kind, numbers in NUMBERS.items() for n in numbers]
    messages = []
    for stage, track in product(stages, TRACKS):
        words = dice.choice(WORDS)
        message = Message(
            kind=stage.kind,
            number=stage.number,
            track=track,
            theme=dice.choice(Theme.values),
            topic=words,
            review_on=TODAY,
            approved_by="" if words in ("not approved", "polish", "polish trio", "stale polish") else "Dr Approver",
            held_at=factories.JOINED if words == "held" else None,
            digest="of today",
            **_bodies(words),
        )
        messages.append(message)
    Message.objects.bulk_create(messages)
    Translation.objects.bulk_create(
        Translation(
            message=message,
            language="pl",
            approved_by="Dr Approver",
            made_from="of before" if message.topic == "stale polish" else "of today",
            **_bodies(message.topic),
        )
        for message in Message.objects.all()
        if "polish" in message.topic or dice.random() < 0.1
    )


def _bodies(words: str) -> Mapping[str, str]:
    if words == "no words":
        return {}
    return {"sms": "Hello", **(dict.fromkeys(("sms_why", "sms_do", "sms_done"), "Hello") if "trio" in words else {})}


def _families(dice: random.Random) -> None:
    """With one child or two, of whom some came early and some have died, and with all that a parent may choose."""
    for _ in range(FAMILIES):
        state = "active" if dice.random() < 0.9 else "stopped"
        person = Subscriber.objects.create(state=state, created_at=factories.JOINED)
        for _ in range(dice.choice((1, 1, 2))):
            child = _child(dice)
            child.save()
            journey = Journey.objects.create(
                subscriber=person,
                child=child,
                role="mother",
                track=dice.choice(("carer", "father_partner", "care") if child.state == "lost" else TRACKS[:2]),
                state="active" if dice.random() < 0.9 else "paused",
                frequency=dice.choice((1, 3)),
                care_from=TODAY - timedelta(days=dice.randrange(45)) if child.state == "lost" else None,
                plan_from=factories.JOINED,
            )
            for track in dice.sample(TRACKS[2:], dice.choice((0, 0, 0, 1, 2))):
                _follow(dice, journey, track)


def _child(dice: random.Random) -> Child:
    fate = dice.random()
    if fate < 0.15:
        return Child(state=Child.State.LOST)
    if fate < 0.4:
        return children.expected(TODAY + timedelta(days=dice.randrange(-20, 270)))
    gestation = dice.choice((None, 24, 30, 36, 40))
    return children.born(TODAY - timedelta(days=dice.randrange(1150)), gestation, due_date=TODAY)


def _follow(dice: random.Random, journey: Journey, track: str) -> None:
    since = None if dice.random() < 0.2 else TODAY + timedelta(days=dice.randrange(-80, 10))
    until = since + timedelta(days=dice.randrange(3, 90)) if since and dice.random() < 0.5 else None
    Following.objects.create(journey=journey, track=track, since=since, replaces_until=until)


def _obvious(people: list[int], today: date, hits: set[Hit]) -> dict[int, set[date]]:
    """Each message, each part and each day by itself; `hits` gets what was found at least once."""
    journeys = Journey.objects.filter(subscriber__in=people, subscriber__state="active", state="active")
    written = channels_of()
    messages = list(Message.objects.filter(pk__in=written))
    days = [today + timedelta(days=n) for n in range(DAYS)]
    found: dict[int, set[date]] = {}
    for journey in journeys.select_related("child").prefetch_related("followings"):
        tracks = {journey.track, *(x.track for x in journey.followings.all())}
        for message in (x for x in messages if x.track in tracks):
            for part, anchor in _parts(message, journey, in_three="trio" in written[message.pk]):
                for day in days:
                    if _comes(message, part, anchor, day, journey):
                        found.setdefault(journey.subscriber_id, set()).add(day)
                        hits.add((message.anchor, part))
    return found


def _parts(message: Message, journey: Journey, *, in_three: bool) -> Iterator[tuple[Part, date]]:
    """The parts that may come of a message, each with the date that its stage counts from."""
    followed = {x.track: x.since for x in journey.followings.all()}
    child = journey.child
    dates = {
        "care_from": journey.care_from,
        "followed_from": followed.get(message.track),
        "due_date": child.due_date if child.state == "expected" else None,
        "birth_date": child.birth_date if child.state != "expected" else None,
        "corrected_birth_date": child.corrected_birth_date if child.state != "expected" else None,
    }
    if anchor := dates[message.anchor]:
        yield from ((part, anchor) for part in Part if part == Part.FIRST or in_three)


def _comes(message: Message, part: Part, anchor: date, day: date, journey: Journey) -> bool:
    if message.stage.day(anchor) + timedelta(days=2 * (part - 1)) != day:
        return False
    if message.anchor not in ("care_from", "followed_from"):
        for x in journey.followings.all():
            if x.since and x.replaces_until and x.since <= day < x.replaces_until:
                return False
    return part == Part.FIRST or told_in_parts(journey, day)
