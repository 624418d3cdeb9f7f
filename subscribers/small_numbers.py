"""Small numbers are not shown: fewer than five parents could be somebody that a member of staff knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from subscribers.privacy import FEW


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number of a table, as it may be shown."""

    number: int | None  # None: not shown
    is_few: bool = False  # not shown because it is small, and not because it would give a small one away


@dataclass(frozen=True, kw_only=True)
class Row:
    """Some numbers and their total."""

    cells: Sequence[Cell]
    total: Cell

    @property
    def hides(self) -> bool:
        """Whether some number is not shown."""
        return any(cell.number is None for cell in self.cells)


def shown(numbers: Sequence[int]) -> Row:
    """Numbers and their total as they may be shown; nobody can work out a hidden one from the others and the total.

    Where a small number could be worked out, the smallest of the others is hidden with it. Nought is shown.
    """
    hidden = {n for n, number in enumerate(numbers) if 0 < number < FEW}
    while _given_away(numbers, hidden):
        others = [n for n, number in enumerate(numbers) if number and n not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda n: numbers[n]))
    cells = [
        Cell(number=None, is_few=number < FEW) if n in hidden else Cell(number=number)
        for n, number in enumerate(numbers)
    ]
    total = sum(numbers)
    few = 0 < total < FEW
    hides_total = few or _given_away(numbers, hidden)
    return Row(cells=cells, total=Cell(number=None if hides_total else total, is_few=few))


def _given_away(numbers: Sequence[int], hidden: Collection[int]) -> bool:
    """Whether what is hidden follows from the total of it: a single one, or all as small or as great as few can be."""
    if not hidden:
        return False
    values = [numbers[n] for n in hidden]
    all_few = all(value < FEW for value in values)
    return len(values) == 1 or (all_few and sum(values) in (len(values), len(values) * (FEW - 1)))


def about(number: int) -> int:
    """A number that would give away how many had a dearer one: to tens, upwards."""
    return -(-number // 10) * 10


def beside(numbers: Sequence[int]) -> Row | None:
    """The same numbers for a page that tells their total as well; None where the total would give one away."""
    row = shown(numbers)
    return None if row.total.number is None else row
