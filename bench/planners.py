"""What people usually write in place of the planner: the same nudges of this morning's slot, through the ORM.

They are as good as their kind gets: they look stages up by their anchor dates, as ours does, and know the same rules
as far as the bench's families need them (no special tracks, nobody on three texts a week).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from bench.population import DAY
from delivery.models import Nudge, Urgency
from messages.models import Message, Theme
from messages.stages import StageKind
from subscribers.hours import day_ends, slot_instant
from subscribers.models import Child, Following, Journey

KINDS = (StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH)
SLOT = "morning"
SAMPLE = 400  # rows: get_or_create takes too long for more


def by_expert() -> int:
    """One indexed query for each message, then one bulk_create."""
    nudges = list(_due_nudges())
    Nudge.objects.bulk_create(nudges, ignore_conflicts=True)
    return len(nudges)


def by_get_or_create() -> int:
    """The same queries, then get_or_create for each row; of the first few only, for each takes as long as the next."""
    number = 0
    for nudge in _due_nudges():
        same = {"journey": nudge.journey, "message": nudge.message, "channel": nudge.channel, "part": nudge.part}
        Nudge.objects.get_or_create(**same, defaults=_details(nudge.urgency, nudge.channel))
        number += 1
        if number == SAMPLE:
            break
    return number


def by_loop() -> int:
    """A loop over all journeys: what is each due today? Then bulk_create."""
    due = _by_anchor_date()
    nudges = [
        Nudge(journey=journey, message=message, channel=channel, **_details(_urgency(message), channel))
        for journey in _journeys().filter(slot=SLOT).iterator(2000)
        for date_of, day in _anchors(journey.child)
        for message in due.get((journey.track, date_of, day), [])
        for channel in _channels(journey, message)
    ]
    Nudge.objects.bulk_create(nudges, ignore_conflicts=True, batch_size=1000)
    return len(nudges)


def _due_nudges() -> Iterator[Nudge]:
    for message in messages():
        state = "expected" if message.anchor == "due_date" else "born"
        anchors = {f"child__{message.anchor}__in": message.stage.anchors(DAY), "child__state": state}
        for journey in _journeys().filter(**anchors, track=message.track, slot=SLOT):
            for channel in _channels(journey, message):
                yield Nudge(
                    journey=journey, message=message, channel=channel, **_details(_urgency(message), channel)
                )  # fmt: skip


def _journeys() -> Any:
    replaced = Following.objects.filter(journey=OuterRef("pk"), since__lte=DAY, replaces_until__gt=DAY)
    active = Journey.objects.filter(state="active", subscriber__state="active", plan_from__lt=day_ends(DAY))
    return active.filter(~Exists(replaced)).select_related("child")


def messages() -> list[Message]:
    """What may be sent of the stages of a child."""
    return list(Message.objects.sendable().filter(kind__in=KINDS))


def _by_anchor_date() -> Mapping[tuple[str, str, date], list[Message]]:
    """The morning's messages by their track, the kind of date that they count from, and that date."""
    found: dict[tuple[str, str, date], list[Message]] = defaultdict(list)
    for message in messages():
        for day in message.stage.anchors(DAY):
            found[message.track, message.anchor, day].append(message)
    return found


def _anchors(child: Child) -> Iterator[tuple[str, date]]:
    names = ("due_date",) if child.state == Child.State.EXPECTED else ("birth_date", "corrected_birth_date")
    yield from ((name, getattr(child, name)) for name in names)


def _channels(journey: Journey, message: Message) -> list[str]:
    wanted = ["sms", "email"] if journey.channel == "both" else [journey.channel]
    return [channel for channel in wanted if (message.sms if channel == "sms" else message.email_text)]


def _urgency(message: Message) -> int:
    return Urgency.SAFETY if message.theme == Theme.SAFETY else Urgency.STAGE


def _details(urgency: int, channel: str) -> dict[str, Any]:
    due_at = slot_instant(DAY, SLOT)
    expires_at = due_at + settings.VALIDITY[channel]
    return {"urgency": urgency, "stage_day": DAY, "due_at": due_at, "expires_at": expires_at}
