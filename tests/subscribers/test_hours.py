"""Local hours, on ordinary days and on the two days on which the clocks change (in 2027: 28 March, 31 October)."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from subscribers.hours import day_ends, is_quiet, local_day, slot_instant
from tests.factories import utc

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SLOTS = st.sampled_from(["morning", "afternoon", "evening"])


@pytest.mark.parametrize(
    ("day", "slot", "expected"),
    [
        (date(2027, 1, 15), "morning", "2027-01-15 10:00"),
        (date(2027, 1, 15), "afternoon", "2027-01-15 14:00"),
        (date(2027, 1, 15), "evening", "2027-01-15 18:30"),
        (date(2027, 7, 15), "morning", "2027-07-15 09:00"),
        (date(2027, 7, 15), "afternoon", "2027-07-15 13:00"),
        (date(2027, 7, 15), "evening", "2027-07-15 17:30"),
        (date(2027, 3, 27), "evening", "2027-03-27 18:30"),
        (date(2027, 3, 28), "morning", "2027-03-28 09:00"),
        (date(2027, 3, 28), "evening", "2027-03-28 17:30"),
        (date(2027, 3, 29), "morning", "2027-03-29 09:00"),
        (date(2027, 10, 30), "evening", "2027-10-30 17:30"),
        (date(2027, 10, 31), "morning", "2027-10-31 10:00"),
        (date(2027, 10, 31), "evening", "2027-10-31 18:30"),
        (date(2027, 11, 1), "morning", "2027-11-01 10:00"),
    ],
)
def test_slot_on_a_day(day: date, slot: str, expected: str) -> None:
    assert slot_instant(day, slot) == utc(expected)


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        # winter: local time is UTC
        ("2027-01-15 20:59:59", False),
        ("2027-01-15 20:59:59.999999", False),
        ("2027-01-15 21:00:00", True),
        ("2027-01-16 00:00:00", True),
        ("2027-01-16 07:59:59", True),
        ("2027-01-16 07:59:59.999999", True),
        ("2027-01-16 08:00:00", False),
        ("2027-01-16 12:00:00", False),
        # summer: local time is an hour ahead of UTC
        ("2027-07-15 19:59:59", False),
        ("2027-07-15 20:00:00", True),
        ("2027-07-15 23:00:00", True),
        ("2027-07-16 06:59:59", True),
        ("2027-07-16 07:00:00", False),
        # the nights on which the clocks change
        ("2027-03-27 21:00:00", True),
        ("2027-03-28 00:59:59", True),
        ("2027-03-28 01:00:00", True),
        ("2027-03-28 06:59:59", True),
        ("2027-03-28 07:00:00", False),
        ("2027-03-28 20:00:00", True),
        ("2027-10-30 20:00:00", True),
        ("2027-10-31 00:30:00", True),
        ("2027-10-31 01:30:00", True),
        ("2027-10-31 07:00:00", True),
        ("2027-10-31 08:00:00", False),
        ("2027-10-31 20:59:59", False),
        ("2027-10-31 21:00:00", True),
    ],
)
def test_quiet_hours_at_their_borders(now: str, *, quiet: bool) -> None:
    assert is_quiet(utc(now)) is quiet


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-01-15 23:59:59", date(2027, 1, 15)),
        ("2027-01-16 00:00:00", date(2027, 1, 16)),
        ("2027-07-15 22:59:59", date(2027, 7, 15)),
        ("2027-07-15 23:00:00", date(2027, 7, 16)),
        ("2027-03-27 23:59:59", date(2027, 3, 27)),
        ("2027-03-28 00:00:00", date(2027, 3, 28)),
        ("2027-03-28 22:59:59", date(2027, 3, 28)),
        ("2027-03-28 23:00:00", date(2027, 3, 29)),
        ("2027-10-30 22:59:59", date(2027, 10, 30)),
        ("2027-10-30 23:00:00", date(2027, 10, 31)),
        ("2027-10-31 23:59:59", date(2027, 10, 31)),
        ("2027-11-01 00:00:00", date(2027, 11, 1)),
        ("2027-12-31 23:59:59", date(2027, 12, 31)),
        ("2028-01-01 00:00:00", date(2028, 1, 1)),
    ],
)
def test_local_day_around_midnight(now: str, expected: date) -> None:
    assert local_day(utc(now)) == expected


@pytest.mark.parametrize(
    ("day", "expected", "hours"),
    [
        (date(2027, 1, 15), "2027-01-16 00:00", 24),
        (date(2027, 3, 27), "2027-03-28 00:00", 24),
        (date(2027, 3, 28), "2027-03-28 23:00", 23),
        (date(2027, 3, 29), "2027-03-29 23:00", 24),
        (date(2027, 7, 15), "2027-07-15 23:00", 24),
        (date(2027, 10, 30), "2027-10-30 23:00", 24),
        (date(2027, 10, 31), "2027-11-01 00:00", 25),
        (date(2027, 12, 31), "2028-01-01 00:00", 24),
    ],
)
def test_end_of_a_day(day: date, expected: str, hours: int) -> None:
    assert day_ends(day) == utc(expected)
    assert day_ends(day) - day_ends(day - timedelta(days=1)) == timedelta(hours=hours)


@given(DAYS, SLOTS)
def test_slot_is_on_its_day_at_its_local_time_and_never_quiet(day: date, slot: str) -> None:
    at = slot_instant(day, slot)
    assert at.utcoffset() == timedelta()
    assert local_day(at) == day
    assert not is_quiet(at)
    assert day_ends(day - timedelta(days=1)) < at < day_ends(day)


@given(DAYS)
def test_slots_of_a_day_are_in_order(day: date) -> None:
    instants = [slot_instant(day, slot) for slot in settings.SLOTS]
    assert instants == sorted(instants)


@given(DAYS)
def test_day_ends_where_the_next_begins(day: date) -> None:
    end: datetime = day_ends(day)
    assert local_day(end - timedelta(microseconds=1)) == day
    assert local_day(end) == day + timedelta(days=1)
    assert is_quiet(end)
