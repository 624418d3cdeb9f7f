"""What is judged: the ledgers, the log of the database, and what the oracle expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from faults import families, watching
from faults.families import Act, Family
from faults.ledgers import Accepted
from faults.story import Story
from faults.watching import Change
from faults.world import World
from tests.proof.oracle import Send, expected_sends

Slot = tuple[str, str]  # an address and the words, which nobody gets twice
STAFF = "staff@hope.example"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything that is judged."""

    sent: Sequence[Accepted]  # to families; answers to their texts are not among them
    answers: Sequence[Accepted]
    alerts: Sequence[Accepted]
    mails: Sequence[Accepted]
    changes: Sequence[Change]  # of nudges
    people: Sequence[Change]
    children: Sequence[Change]
    messages: Sequence[Change]
    events: Sequence[tuple[Any, ...]]  # of nudges: nudge, status, source, at
    expected: Mapping[Slot, Send]
    moved: Mapping[Slot, Send]  # what those who act get after it
    acts: Mapping[str, Act]  # by address


def gather(world: World, story: Story) -> Evidence:
    """Read everything there is."""
    texts, mails = world.texts, world.mails
    expected, moved = _expectations(world, story)
    acts = {families.number(act.line): act for act in story.seen.acted}
    known = {slot[1] for slot in (*expected, *moved)}
    with world.database() as connection:
        changes = {name: watching.changes(connection, name) for name in watching.WATCHED}
    mine = [x for x in (*texts, *mails) if x.to != STAFF]
    return Evidence(
        sent=[x for x in mine if not (x.to in acts and plain(x.body) not in known)],
        answers=[x for x in mine if x.to in acts and plain(x.body) not in known],
        alerts=[x for x in mails if x.to == STAFF],
        mails=mails,
        changes=changes["delivery_nudge"],
        people=changes["subscribers_subscriber"],
        children=changes["subscribers_child"],
        messages=changes["library_message"],
        events=[
            (x.after["nudge_id"], x.after["status"], x.after["source"], datetime.fromisoformat(x.after["at"]))
            for x in changes["delivery_deliveryevent"]
        ],
        expected=expected,
        moved=moved,
        acts=acts,
    )


def plain(body: str) -> str:
    """Words as they were before they were changed in the middle."""
    return body.removesuffix(" Anew.")


def _expectations(world: World, story: Story) -> tuple[dict[Slot, Send], dict[Slot, Send]]:
    """What the oracle expects of everybody as they were, and of those who have acted as they are then."""
    after = {act.line: act.after for act in story.seen.acted}
    before = _sends(world, story.made)
    changed = [
        Family(row=row, language=family.language) for family in story.made if (row := after.get(family.row.line))
    ]
    return before, _sends(world, changed)


def _sends(world: World, made: Sequence[Family]) -> dict[Slot, Send]:
    found: dict[Slot, Send] = {}
    for language in ("en", "pl"):
        rows = {family.row.line: family.row for family in made if family.language == language}
        library = families.library(world.ids, language)
        for leg in families.LEGS[: world.plan.legs]:
            first, last = (leg[0] + (day - families.LEGS[0][0]) for day in (min(world.plan.days), max(world.plan.days)))
            for send in expected_sends(list(rows.values()), library, first, last):
                row = rows[send.roster_row]
                found[row.phone if send.channel == "sms" else row.email, send.body] = send
    return found
