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


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows and columns of numbers, with the totals of both."""

    rows: Sequence[Row]
    totals: Row  # of the columns, and of them all

    @property
    def hides(self) -> bool:
        return self.totals.total.number is None or any(row.hides for row in (*self.rows, self.totals))


def table(numbers: Sequence[Sequence[int]]) -> Table:
    """A table as it may be shown: no hidden number follows from the others and the totals of rows and columns.

    What is hidden makes a graph in which each number joins its row to its column; a number that no ring goes through
    could be worked out. So more is hidden until each is in a ring, the smallest first and totals last.
    """
    rows = [[*row, sum(row)] for row in numbers]
    rows.append([sum(column) for column in zip(*rows, strict=True)] if rows else [0])
    hidden = {(r, c) for r, row in enumerate(rows) for c, number in enumerate(row) if 0 < number < FEW}
    while more := _one_more(rows, hidden):
        hidden.add(more)
    told = [_told(row, {c for line, c in hidden if line == r}) for r, row in enumerate(rows)]
    return Table(rows=told[:-1], totals=told[-1])


def _told(row: Sequence[int], hidden: Collection[int]) -> Row:
    cells = [Cell(number=None if c in hidden else x, is_few=c in hidden and x < FEW) for c, x in enumerate(row)]
    return Row(cells=cells[:-1], total=cells[-1])


Where = tuple[int, int]  # row and column; the last of each are the totals


def _one_more(rows: Sequence[Sequence[int]], hidden: set[Where]) -> Where | None:
    """What has to be hidden as well; None when nothing can be worked out, or nothing is left to hide."""
    last = len(rows) - 1, len(rows[0]) - 1
    open_to_hide = [(r, c) for r, row in enumerate(rows) for c, x in enumerate(row) if x and (r, c) not in hidden]
    open_to_hide.sort(key=lambda at: ((at[0] == last[0]) + (at[1] == last[1]), rows[at[0]][at[1]]))
    for line in _lines_given_away(rows, hidden):
        for at in open_to_hide:
            if at[line[0]] == line[1]:
                return at
    return None


def _lines_given_away(rows: Sequence[Sequence[int]], hidden: set[Where]) -> list[tuple[int, int]]:
    """The rows (0, number) and columns (1, number) in which something hidden can be worked out."""
    found = [side for at in sorted(hidden) if not _in_a_ring(at, hidden - {at}) for side in enumerate(at)]
    found.sort(key=lambda side: sum(at[side[0]] == side[1] for at in hidden))  # those with the fewest hidden first
    for which in (0, 1):
        for number in sorted({at[which] for at in hidden}):
            values = [rows[r][c] for r, c in hidden if (r, c)[which] == number]
            all_few = all(value < FEW for value in values)
            if all_few and sum(values) in (len(values), len(values) * (FEW - 1)):
                found.append((which, number))
    return found


def _in_a_ring(at: Where, others: set[Where]) -> bool:
    """Whether this row and this column are joined by other hidden numbers too."""
    seen: set[tuple[int, int]] = set()
    reached = {(0, at[0])}
    while reached:
        side = reached.pop()
        seen.add(side)
        reached |= {(1 - side[0], x[1 - side[0]]) for x in others if x[side[0]] == side[1]} - seen
    return (1, at[1]) in seen


def about(number: int) -> int:
    """A number that would give away how many had a dearer one: to tens, upwards."""
    return -(-number // 10) * 10


def beside(numbers: Sequence[int]) -> Row | None:
    """The same numbers for a page that tells their total as well; None where the total would give one away."""
    row = shown(numbers)
    return None if row.total.number is None else row
