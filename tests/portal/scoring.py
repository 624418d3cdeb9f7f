"""How well are inbound texts understood? The corpus, read and scored, and a plain table of the result.

The corpus is `inbound.csv` beside this file: one text a row, and what a person takes it to mean on `TODAY`. An empty
cell is None, or the default of that field; `also` holds words with spaces between them. A note that begins with
"look-alike" marks a text that resembles a stop, a loss or distress and is none of them.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

CORPUS = Path(__file__).with_name("inbound.csv")
LATER = Path(__file__).with_name("inbound_later.csv")  # written afterwards, against learning the first by heart
TODAY = date(2026, 11, 21)  # a Saturday; every date in the corpus is counted from it
GRAVE = frozenset({"stop", "loss", "distress"})


class Understood(Protocol):
    """What the scoring reads of an Intent."""

    @property
    def kind(self) -> str: ...
    @property
    def date(self) -> date | None: ...
    @property
    def weeks(self) -> int | None: ...
    @property
    def about(self) -> str | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def number(self) -> int | None: ...
    @property
    def role(self) -> str | None: ...
    @property
    def gestation(self) -> int | None: ...
    @property
    def count(self) -> int: ...
    @property
    def one_of_twins(self) -> bool: ...
    @property
    def problem(self) -> str: ...
    @property
    def also(self) -> AbstractSet[str]: ...


Understand = Callable[[str, str, date], Understood]


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One text's meaning, as the corpus expects it or as the parser found it."""

    kind: str
    day: date | None = None
    weeks: int | None = None
    about: str | None = None
    days: int | None = None
    to_language: str | None = None
    number: int | None = None
    role: str | None = None
    gestation: int | None = None
    count: int = 1
    one_of_twins: bool = False
    problem: str = ""
    also: frozenset[str] = frozenset()

    @property
    def grave(self) -> frozenset[str]:
        """Which of stop, loss and distress it says."""
        return GRAVE & {self.kind, *self.also}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text of the corpus."""

    text: str
    language: str  # the parent's, not always that of the words
    note: str
    expected: Meaning

    @property
    def looks_alike(self) -> bool:
        return self.note.startswith("look-alike")


@dataclass(frozen=True, kw_only=True)
class Result:
    """One text, and what it was taken for."""

    row: Row
    got: Meaning

    @property
    def right(self) -> bool:
        return self.got == self.row.expected

    def __str__(self) -> str:
        expected = self.row.expected
        wrong = ", ".join(
            f"{name} {getattr(self.got, name)!r} and not {getattr(expected, name)!r}"
            for name in Meaning.__dataclass_fields__
            if getattr(self.got, name) != getattr(expected, name)
        )
        return f"{self.row.language} {self.row.text!r}: {wrong or 'right'}"


def load(path: Path = CORPUS) -> list[Row]:
    """Read the corpus, in its own order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_row(cells) for cells in csv.DictReader(lines)]


def score(understand: Understand, rows: Iterable[Row], today: date = TODAY) -> list[Result]:
    """Let `understand` read every text as on `today`."""
    return [Result(row=row, got=meaning(understand(row.text, row.language, today))) for row in rows]


def meaning(intent: Understood) -> Meaning:
    """Take from an Intent what the corpus speaks of."""
    return Meaning(
        kind=intent.kind,
        day=intent.date,
        weeks=intent.weeks,
        about=intent.about,
        days=intent.days,
        to_language=intent.language,
        number=intent.number,
        role=intent.role,
        gestation=intent.gestation,
        count=intent.count,
        one_of_twins=intent.one_of_twins,
        problem=intent.problem,
        also=frozenset(intent.also),
    )


def accuracy(results: Sequence[Result]) -> float:
    """Return the share of texts whose whole meaning is right, from 0 to 1."""
    return sum(result.right for result in results) / len(results)


def by_language(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Group by the parent's language."""
    return _grouped(results, lambda result: result.row.language)


def by_kind(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Group by the kind that was expected."""
    return _grouped(results, lambda result: result.row.expected.kind)


def report(results: Sequence[Result]) -> str:
    """Write the accuracy per kind and per language as one plain table, the worst of each first."""
    lines = [f"{'':<12}{'right':>7}{'of':>7}{'%':>8}  taken for"]
    for groups in (by_kind(results), by_language(results)):
        lines += [_line(name, groups[name]) for name in sorted(groups, key=lambda name: (accuracy(groups[name]), name))]
        lines.append("")
    return "\n".join([*lines, _line("all", results)])


def _line(name: str, results: Sequence[Result]) -> str:
    right = sum(result.right for result in results)
    others = Counter(result.got.kind for result in results if result.got.kind != result.row.expected.kind)
    taken_for = ", ".join(f"{kind} {times}" for kind, times in others.most_common(3))
    return f"{name:<12}{right:>7}{len(results):>7}{100 * accuracy(results):>8.1f}  {taken_for}".rstrip()


def _grouped(results: Iterable[Result], name: Callable[[Result], str]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(name(result), []).append(result)
    return groups


def _row(cells: dict[str, str]) -> Row:
    expected = Meaning(
        kind=cells["kind"],
        day=date.fromisoformat(cells["date"]) if cells["date"] else None,
        weeks=_number(cells["weeks"]),
        about=cells["about"] or None,
        days=_number(cells["days"]),
        to_language=cells["to_language"] or None,
        number=_number(cells["number"]),
        role=cells["role"] or None,
        gestation=_number(cells["gestation"]),
        count=_number(cells["count"]) or 1,
        one_of_twins=cells["one_of_twins"] == "true",
        problem=cells["problem"],
        also=frozenset(cells["also"].split()),
    )
    return Row(text=cells["text"], language=cells["language"], note=cells["note"], expected=expected)


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
