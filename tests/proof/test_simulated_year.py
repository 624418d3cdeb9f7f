"""A year of messages, simulated by the system and worked out by the oracle: every value the same.

YEAR_JOURNEYS=1000 lives through all of them; the suite takes fewer of the same, with every kind of row, and on SQLite
sixty others.
"""

import os
from datetime import date, timedelta

import pytest
from django.db import connection

from messages import starter
from scheduler.simulate import simulate
from subscribers.roster import import_roster
from tests.proof.comparing import as_send, broken_promises, differences, fingerprint, message_ids, noon
from tests.proof.oracle import expected_sends
from tests.proof.reading import read_library, read_roster
from tests.proof.rosters import FIRST_AGREED, LAST_AGREED, families, kinds, roster, sample

LAST = date(2027, 11, 6)  # a year from the first who agree, and the week after the second clock change


JOURNEYS = int(os.environ.get("YEAR_JOURNEYS", "250"))
THOUSAND = roster(1000, seed=1)
SIXTY = roster(60, seed=31)


def hold_against_oracle(content: bytes, first: date, last: date) -> None:
    """Import, simulate, compare every row; nothing may have changed by it."""
    imported_at = noon(LAST_AGREED + timedelta(days=1))
    starter.load(imported_at, approved_by="Dr Approver")
    rows = read_roster(content)
    assert import_roster(content, imported_at) == len(rows)
    before = fingerprint()

    found = sorted(as_send(sending) for sending in simulate(first, last, noon(first)))

    assert fingerprint() == before
    assert broken_promises(rows, found) == []
    expected = expected_sends(rows, read_library(message_ids()), first, last)
    assert differences(expected, found) == ""
    assert found == expected


def test_part_of_the_thousand_has_every_kind_of_row() -> None:
    whole, part = (set().union(*map(kinds, families(x))) for x in (THOUSAND, sample(THOUSAND, JOURNEYS)))
    assert part == whole
    assert len(read_roster(sample(THOUSAND, JOURNEYS))) == JOURNEYS


@pytest.mark.heart
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_year_of_many_journeys() -> None:
    many = SIXTY if connection.vendor == "sqlite" else sample(THOUSAND, JOURNEYS)
    hold_against_oracle(many, FIRST_AGREED, LAST)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_simulation_that_begins_later_tells_the_same() -> None:
    """What a parent has had before the first day counts, though it is not shown."""
    content, now = SIXTY, noon(FIRST_AGREED)
    starter.load(now, approved_by="Dr Approver")
    import_roster(content, noon(LAST_AGREED + timedelta(days=1)))
    later, last = LAST_AGREED + timedelta(days=10), LAST_AGREED + timedelta(days=60)
    whole = [as_send(sending) for sending in simulate(FIRST_AGREED, last, now)]
    begun = noon(later) - timedelta(hours=12)  # winter: midnight in London is midnight in UTC
    assert [as_send(x) for x in simulate(later, last, now)] == [x for x in whole if x.send_at_utc >= begun]
