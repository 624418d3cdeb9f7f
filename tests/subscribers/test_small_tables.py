"""Tables with totals: whatever may be shown of them, no small number can be worked out from it."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from subscribers.privacy import FEW
from subscribers.small_numbers import Table, table


def cells(made: Table) -> list[list[int | None]]:
    return [[*(c.number for c in row.cells), row.total.number] for row in (*made.rows, made.totals)]


def worked_out(seen: Sequence[Sequence[int | None]]) -> set[tuple[int, int]]:
    """What the sums of rows and columns say of the hidden cells: those with one solution, by elimination."""
    hidden = [(r, c) for r, row in enumerate(seen) for c, x in enumerate(row) if x is None]
    height, width = len(seen), len(seen[0])
    sums = [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]
    ends = dict.fromkeys(range(height), width - 1)
    rows = []
    for line in sums:
        across = len({r for r, _ in line}) == 1
        last = (line[0][0], ends[0]) if across else (height - 1, line[0][1])
        rows.append([Fraction((-1 if at == last else 1) if at in line else 0) for at in hidden])
    return {hidden[row.index(Fraction(1))] for row in _reduced(rows) if sum(1 for x in row if x) == 1}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    done: list[list[Fraction]] = []
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [x / pivot[column] for x in pivot]
        rows, done = (
            [[x - row[column] * y for x, y in zip(row, pivot, strict=True)] for row in some] for some in (rows, done)
        )
        done.append(pivot)
    return done


@pytest.mark.parametrize("seed", range(60))
def test_nothing_hidden_can_be_worked_out(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a game
    height, width = dice.randint(1, 6), dice.randint(1, 5)
    numbers = [[dice.choice((0, 0, 1, 3, 4, 5, 9, 40, 700)) for _ in range(width)] for _ in range(height)]
    seen = cells(table(numbers))
    whole = [[*row, sum(row)] for row in numbers]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    assert not any(x is not None and 0 < x < FEW for row in seen for x in row)
    assert all(x in (None, y) for row, true in zip(seen, whole, strict=True) for x, y in zip(row, true, strict=True))
    assert worked_out(seen) == set()


def test_table_without_small_numbers_is_shown_whole() -> None:
    assert cells(table([[10, 0], [7, 30]])) == [[10, 0, 10], [7, 30, 37], [17, 30, 47]]


def test_one_small_number_takes_three_others_with_it_and_the_totals_stay() -> None:
    assert cells(table([[3, 50, 60], [20, 30, 70], [90, 80, 40]])) == [
        [None, None, 60, 113],
        [None, None, 70, 120],
        [90, 80, 40, 210],
        [113, 160, 170, 443],
    ]


def test_empty_table_has_nothing() -> None:
    assert table([]).totals.total.number == 0
