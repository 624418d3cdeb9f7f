"""What a run does with the service's own code: fill it, change words, and decide as staff do. Each in a child."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection, transaction

from delivery import deciding
from delivery.models import Nudge, Status
from delivery.tokens import nudge_token
from faults import families
from messages.models import Message
from messages.stages import Stage, StageKind
from messages.staleness import let_go_on
from subscribers.models import Child, Contact, Journey, Role, Subscriber
from subscribers.sealing import blind_index
from tests import factories
from tests.proof import clock
from tests.proof.whole import write_whole


def run(do: str, answer: Path, what: dict[str, Any]) -> None:
    """Do it, and write what it returns as JSON."""
    write_whole(answer, json.dumps(ERRANDS[do](**what)))


def migrate() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)


def fill(seed: int, nudges: int, days: list[str], slots: list[str]) -> dict[str, int]:
    """The library, the families and a member of staff. Returns the messages' ids by name."""
    ids = {families.name_of(*which): _message(*which) for which in families.messages()}
    staff = User.objects.create_user("staff", email="staff@hope.example", first_name="A", last_name="Person")
    staff.user_permissions.add(Permission.objects.get(codename="settle_unknown"))
    _families(families.families(seed, nudges, [date.fromisoformat(day) for day in days], slots))
    with connection.cursor() as cursor:  # as the server does by itself a minute after so many rows have come
        cursor.execute("ANALYZE")
    return ids


def _message(kind: str, week: int, track: str) -> int:
    said: dict[str, Any] = {
        f"{name}_{language}" if language != "en" else name: families.words(kind, week, track, name, language)
        for language in ("en", "pl")
        for name in ("sms", "email")
    }
    said |= {
        "trio" if language == "en" else f"trio_{language}": tuple(
            families.words(kind, week, track, part, language) for part in ("why", "do", "done")
        )
        for language in ("en", "pl")
    }
    return int(factories.message(Stage(StageKind(kind), week), track=track, **said).pk)


def _families(made: list[families.Family]) -> None:
    rows = [family.row for family in made]
    people = [Subscriber(pk=row.line, state="active", created_at=row.agreed_at) for row in rows]
    Subscriber.objects.bulk_create(people)
    Contact.objects.bulk_create(
        Contact(
            subscriber_id=row.line,
            kind=kind,
            address=address,
            index=blind_index(address),
            confirmed_at=row.agreed_at,
        )
        for row in rows
        for kind, address in (("sms", row.phone), ("email", row.email))
        if address
    )
    Child.objects.bulk_create(
        Child(
            pk=row.line,
            state="expected" if row.due_date else "born",
            due_date=row.due_date,
            birth_date=row.birth_date,
            corrected_birth_date=row.birth_date,
        )
        for row in rows
    )
    Journey.objects.bulk_create(_journey(family) for family in made)


def _journey(family: families.Family) -> Journey:
    row = family.row
    return Journey(
        pk=row.line,
        subscriber_id=row.line,
        child_id=row.line,
        role=row.role,
        track=Role(row.role).track,
        channel=row.channel,
        language=family.language,
        slot=row.slot,
        frequency=row.frequency,
        plan_from=row.agreed_at,
    )


@transaction.atomic
def reword(message: int, text: str) -> None:
    """Somebody changes a text that is being sent, somebody approves it, and lets its translations go on with it."""
    words = Message.objects.get(pk=message)
    words.sms = text
    words.save()
    factories.approved(words, at=clock.now())
    let_go_on(words, User.objects.get(username="staff"))


def tokens() -> dict[str, int]:
    """What the provider knows of each unknown sending, with the sending."""
    return {nudge_token(pk): pk for pk in Nudge.objects.filter(status=Status.UNKNOWN).values_list("pk", flat=True)}


def decide(sent: list[int], not_sent: list[int]) -> None:
    """A person looks at the evidence, and says what became of each."""
    staff = User.objects.get(username="staff")
    for pks, say in ((sent, deciding.was_sent), (not_sent, deciding.was_not_sent)):
        for nudge in Nudge.objects.filter(pk__in=pks):
            with suppress(deciding.NotUnknownError, deciding.TooEarlyError):
                say(nudge, staff, clock.now())


ERRANDS: Mapping[str, Callable[..., Any]] = {
    "migrate": migrate,
    "fill": fill,
    "reword": reword,
    "tokens": tokens,
    "decide": decide,
}
