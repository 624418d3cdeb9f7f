"""Stages as functions of dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.stages import NUMBERS, Stage, StageKind, add_months

PREGNANCY, BABY, CHILD = StageKind.PREGNANCY_WEEK, StageKind.BABY_WEEK, StageKind.CHILD_MONTH
STAGES = [Stage(kind, number) for kind, numbers in NUMBERS.items() for number in numbers]
WEEKS = [stage for stage in STAGES if stage.kind != CHILD]

LEAP_DAYS = [date(2024, 2, 29), date(2028, 2, 29), date(2000, 2, 29)]
MONTH_ENDS = [date(2026, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30), (8, 31), (12, 31))]
DAYS = st.dates(date(1990, 1, 1), date(2110, 1, 1)) | st.sampled_from(LEAP_DAYS + MONTH_ENDS)


def test_numbers_of_each_kind() -> None:
    assert {kind: (min(numbers), max(numbers), len(numbers)) for kind, numbers in NUMBERS.items()} == {
        PREGNANCY: (4, 42, 39),
        BABY: (0, 52, 53),
        CHILD: (12, 36, 25),
        StageKind.CARE_WEEK: (1, 6, 6),
        StageKind.TRACK_WEEK: (1, 26, 26),
    }


@pytest.mark.parametrize(
    ("stage", "anchor", "expected"),
    [
        (Stage(PREGNANCY, 40), date(2026, 6, 1), date(2026, 6, 1)),
        (Stage(PREGNANCY, 39), date(2026, 6, 1), date(2026, 5, 25)),
        (Stage(PREGNANCY, 42), date(2026, 6, 1), date(2026, 6, 15)),
        (Stage(PREGNANCY, 4), date(2026, 6, 1), date(2025, 9, 22)),
        (Stage(PREGNANCY, 38), date(2028, 3, 10), date(2028, 2, 25)),
        (Stage(BABY, 0), date(2026, 6, 1), date(2026, 6, 1)),
        (Stage(BABY, 1), date(2026, 6, 1), date(2026, 6, 8)),
        (Stage(BABY, 7), date(2026, 6, 1), date(2026, 7, 20)),
        (Stage(BABY, 52), date(2026, 6, 1), date(2027, 5, 31)),
        (Stage(CHILD, 12), date(2026, 6, 1), date(2027, 6, 15)),  # two weeks late
        (Stage(CHILD, 13), date(2026, 6, 1), date(2027, 7, 1)),
        (Stage(CHILD, 36), date(2026, 6, 1), date(2029, 6, 1)),
        (Stage(CHILD, 12), date(2024, 2, 29), date(2025, 3, 14)),
        (Stage(CHILD, 24), date(2024, 2, 29), date(2026, 2, 28)),
        (Stage(CHILD, 36), date(2024, 2, 29), date(2027, 2, 28)),
        (Stage(CHILD, 24), date(2026, 2, 28), date(2028, 2, 28)),
        (Stage(CHILD, 13), date(2026, 1, 31), date(2027, 2, 28)),
        (Stage(CHILD, 25), date(2026, 1, 31), date(2028, 2, 29)),
        (Stage(CHILD, 15), date(2026, 1, 31), date(2027, 4, 30)),
        (Stage(CHILD, 14), date(2026, 12, 31), date(2028, 2, 29)),
    ],
)
def test_day_on_which_a_stage_begins(stage: Stage, anchor: date, expected: date) -> None:
    assert stage.day(anchor) == expected


@pytest.mark.parametrize(
    ("stage", "day", "expected"),
    [
        (Stage(PREGNANCY, 39), date(2026, 5, 25), [date(2026, 6, 1)]),
        (Stage(BABY, 52), date(2027, 5, 31), [date(2026, 6, 1)]),
        (Stage(CHILD, 13), date(2027, 7, 1), [date(2026, 6, 1)]),
        (Stage(CHILD, 12), date(2027, 6, 15), [date(2026, 6, 1)]),
        (Stage(CHILD, 13), date(2027, 2, 28), [date(2026, 1, day) for day in (28, 29, 30, 31)]),
        (Stage(CHILD, 25), date(2028, 2, 29), [date(2026, 1, day) for day in (29, 30, 31)]),
        (Stage(CHILD, 15), date(2027, 4, 30), [date(2026, 1, 30), date(2026, 1, 31)]),
        (Stage(CHILD, 24), date(2026, 2, 28), [date(2024, 2, 28), date(2024, 2, 29)]),
        (Stage(CHILD, 12), date(2025, 3, 14), [date(2024, 2, 28), date(2024, 2, 29)]),
        (Stage(CHILD, 24), date(2028, 2, 29), []),  # nobody is born on 29 February 2026
        (Stage(CHILD, 13), date(2027, 3, 31), []),  # nobody is born on 31 February 2026
    ],
)
def test_anchors_for_a_day(stage: Stage, day: date, expected: list[date]) -> None:
    assert stage.anchors(day) == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_months_later(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


@given(st.sampled_from(STAGES), DAYS)
def test_anchors_hold_every_anchor_of_a_day(stage: Stage, anchor: date) -> None:
    assert anchor in stage.anchors(stage.day(anchor))


@given(st.sampled_from(STAGES), DAYS)
def test_anchors_are_all_of_that_day(stage: Stage, day: date) -> None:
    anchors = stage.anchors(day)
    assert {stage.day(anchor) for anchor in anchors} <= {day}
    assert anchors == sorted(set(anchors))
    assert len(anchors) <= (4 if stage.kind == CHILD else 1)


@given(st.sampled_from(WEEKS), DAYS)
def test_week_has_one_anchor_for_each_day(stage: Stage, day: date) -> None:
    assert len(stage.anchors(day)) == 1


@given(DAYS)
def test_weeks_follow_each_other_by_seven_days(anchor: date) -> None:
    for kind in (PREGNANCY, BABY):
        days = [Stage(kind, number).day(anchor) for number in NUMBERS[kind]]
        assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(days=7)}


@given(DAYS)
def test_months_follow_each_other(birth: date) -> None:
    days = [Stage(CHILD, number).day(birth) for number in NUMBERS[CHILD]]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    assert 14 <= gaps[0] <= 17  # month 12 waits two weeks
    assert set(gaps[1:]) <= {28, 29, 30, 31}
    assert days[0] - Stage(BABY, 52).day(birth) >= timedelta(days=14)


@given(DAYS, DAYS, st.sampled_from(STAGES))
def test_later_anchor_never_begins_a_stage_earlier(one: date, other: date, stage: Stage) -> None:
    first, last = sorted([one, other])
    assert stage.day(first) <= stage.day(last)


@given(DAYS)
def test_week_of_the_due_date_and_of_the_birth(anchor: date) -> None:
    assert Stage(PREGNANCY, 40).day(anchor) == Stage(BABY, 0).day(anchor) == anchor
