"""Files that are not rosters, and rosters of anything at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from subscribers.roster import COLUMNS, read
from tests.subscribers.roster_kit import LEAST, NOW, line, lines, places, roster, row, wrong

pytestmark = pytest.mark.django_db


def test_row_with_too_many_cells() -> None:
    assert places(lines(line() + ",one more", line(phone="07700 900001"))) == [(2, "")]


def test_row_with_too_few_cells() -> None:
    assert {place for place, _ in places(lines("07700 900123,,sms"))} == {2}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, column) for column in COLUMNS]),
        (b"phone;email;channel\n", [*((1, column) for column in COLUMNS), (1, "column 1")]),
        (lines().replace(b"slot", b"time of day"), [(1, "slot"), (1, "column 11")]),
        (lines().replace(b",slot", b""), [(1, "slot")]),
        (lines() + b",name", [(1, "column 15")]),
        (roster(LEAST).decode().encode("utf-16"), [(1, "")]),
        (roster(row(agreed_with="Zoë")).decode().encode("cp1252"), [(1, "")]),
        (bytes(range(256)), [(1, "")]),
    ],
)
def test_file_that_is_not_a_roster(content: bytes, expected: list[tuple[int, str]]) -> None:
    assert places(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (lines(line(), "", line(channel="pigeon")), 4),
        (lines("", "", line(channel="pigeon")), 4),
    ],
)
def test_row_number_is_the_line_of_the_file(content: bytes, expected: int) -> None:
    """Also after an empty line, so that it can be looked up in a spreadsheet."""
    assert places(content) == [(expected, "channel")]


@pytest.mark.parametrize("rows", [1, 3000])
def test_quote_that_is_never_closed(rows: int) -> None:
    content = lines('"' + line(), *[line(phone=f"07700 900{n % 1000:03}") for n in range(rows)])
    assert places(content)


@settings(deadline=None)  # a busy machine is no fault of a file
@given(
    st.lists(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30) | st.datetimes().map(str)), max_size=3).map(
        lambda rows: [LEAST | cells for cells in rows]
    )
)
def test_any_cells_are_read_or_refused(rows: list[dict[str, str]]) -> None:
    found = wrong(roster(*rows))
    assert {error.column for error in found} <= {"", *COLUMNS}
    last_line = 1 + sum(len(str(cell).splitlines()) for cells in rows for cell in cells.values())
    assert {error.row for error in found} <= {*range(2, 2 + last_line)}


@settings(deadline=None)  # a busy machine is no fault of a file
@given(st.binary(max_size=200) | st.text(max_size=200).map(lines))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    assert all(error.row >= 1 and error.sentence for error in wrong(content))


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_asks_the_directory_once(rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    content = roster(*[row(phone=f"07700 90000{n}", sure_start="East Belfast") for n in range(rows)])
    with django_assert_num_queries(1):
        read(content, NOW)
