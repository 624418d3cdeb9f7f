"""Small numbers are hidden, and cannot be worked out from what is shown."""

import pytest

from subscribers.small_numbers import shown


@pytest.mark.parametrize(
    ("numbers", "cells", "total"),
    [
        ([], [], 0),
        ([0, 0], [0, 0], 0),
        ([12, 0, 7], [12, 0, 7], 19),
        ([3], ["few"], None),  # the total would tell
        ([12, 3, 7], [12, "few", "hidden"], 22),  # a single one: the smallest of the others goes with it
        ([12, 3, 2], [12, "few", "few"], 17),  # 3 and 2, or 4 and 1: nobody can tell
        ([12, 1, 1], ["hidden", "few", "few"], 14),  # two that are 2 together are 1 each
        ([12, 4, 4], ["hidden", "few", "few"], 20),
        ([4, 4], ["few", "few"], None),
        ([1, 2], ["few", "few"], None),
        ([40, 2], ["hidden", "few"], 42),
    ],
)
def test_small_numbers_are_hidden_and_cannot_be_worked_out(
    numbers: list[int], cells: list[int | str], total: int | None
) -> None:
    row = shown(numbers)
    found = [cell.number if cell.number is not None else "few" if cell.is_few else "hidden" for cell in row.cells]
    assert (found, row.total.number) == (cells, total)
