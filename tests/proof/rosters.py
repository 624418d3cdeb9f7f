"""Rosters of made-up people, by a seed, who go through every stage and every awkward date."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from random import Random

COLUMNS = (
    "phone", "email", "channel", "language", "role", "due_date", "birth_date", "gestation_weeks",
    "sure_start", "frequency", "slot", "agreed_at", "agreed_wording", "agreed_with",
)  # fmt: skip
FIRST_AGREED, LAST_AGREED = date(2026, 11, 1), date(2026, 11, 20)
ROLES = ("mother", "mother", "father", "partner", "kinship_carer", "foster_carer", "grandparent")
LANGUAGES = ("en", "en", "pl", "ar", "lt", "zh-hans", "")
SLOTS = ("morning", "afternoon", "evening", "")
SURE_STARTS = ("", "", "Colin", "South Armagh Sure Start", "gold")
PRETERM = range(23, 37)
TERM = range(37, 43)
DAY = timedelta(days=1)
# Births on the last days of months and on a leap day, and such that a month begins at a clock change.
AWKWARD_BIRTHS = tuple(
    date.fromisoformat(day)
    for day in (
        "2024-02-29", "2024-02-28", "2024-03-01", "2024-01-31", "2024-03-31", "2024-05-31", "2024-08-31",
        "2024-12-31", "2025-02-28", "2025-03-28", "2025-10-31", "2025-11-30", "2026-01-31", "2026-03-14",
        "2026-08-31", "2026-10-25", "2026-10-17", "2024-03-28", "2024-10-31",
    )
)  # fmt: skip
# The days around both clock changes of 2027.
CLOCK_CHANGES = tuple(date(2027, month, day) for month, day in ((3, 27), (3, 28), (3, 29), (10, 30), (10, 31)))

Cells = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Child:
    """The dates of one child as cells of the roster."""

    due_date: str = ""
    birth_date: str = ""
    gestation_weeks: str = ""

    @property
    def cells(self) -> Cells:
        """The three cells."""
        return asdict(self)


class Maker:
    """Makes families, each with a number and a mailbox of its own."""

    def __init__(self, seed: int, first_number: int) -> None:
        self.random = Random(seed)  # noqa: S311 - repeatable on purpose
        self.number = first_number

    def families(self) -> Iterator[list[Cells]]:
        """Families without end, all sorts in turn."""
        others = (self.awkward, self.twins, self.preterm, self.siblings, self.clocks)
        while True:
            for other in others:
                yield self.alone()
                yield other()

    def alone(self) -> list[Cells]:
        """One child, expected or born."""
        person = self.person()
        return [person | self.child(person).cells]

    def awkward(self) -> list[Cells]:
        """A birth on the last day of a month or on a leap day, sometimes early."""
        person = self.person()
        weeks = self.random.choice(("", "", "40", "36", "37", "29"))
        birth = self.random.choice(AWKWARD_BIRTHS)
        return [person | Child(birth_date=birth.isoformat(), gestation_weeks=weeks).cells]

    def preterm(self) -> list[Cells]:
        """A child born early, and sometimes the due date too."""
        person = self.person()
        return [person | self.born(person, self.random.choice(PRETERM)).cells]

    def twins(self) -> list[Cells]:
        """Two or three rows with the same dates, now and then born on both sides of midnight."""
        person = self.person()
        child = self.child(person)
        rows = [person | child.cells for _ in range(self.random.choice((2, 2, 3)))]
        if child.birth_date and self.random.random() < 0.5:
            rows[1]["birth_date"] = (date.fromisoformat(child.birth_date) - DAY).isoformat()
        return self.family(rows)

    def siblings(self) -> list[Cells]:
        """One person, up to five children; no two so far apart that the rule for twins is in doubt."""
        person = self.person()
        rows = [person | self.child(person).cells for _ in range(self.random.choice((2, 3, 4, 5)))]
        rows = [row for row in rows if not any(_doubtful(row, other) for other in rows)] or rows[:1]
        return self.family(rows)

    def clocks(self) -> list[Cells]:
        """A stage begins around a clock change: a week of pregnancy, a week or a month of a child."""
        person = self.person()
        agreed = date.fromisoformat(person["agreed_at"][:10])
        change = self.random.choice(CLOCK_CHANGES)
        due_dates = [change + timedelta(weeks=weeks) for weeks in range(-2, 36)]
        births = [change - timedelta(weeks=weeks) for weeks in range(1, 53)]
        births += [date(year, month, change.day) for year in (2024, 2025, 2026) for month in (1, 5, 7, 8, 10)]
        latest = agreed + timedelta(weeks=42)
        children = [Child(due_date=day.isoformat()) for day in due_dates if day <= latest]
        children += [Child(birth_date=day.isoformat()) for day in births if day <= agreed]
        return [person | self.random.choice(children).cells]

    def person(self) -> Cells:
        """Everything but the child."""
        self.number += 1
        choose = self.random.choice
        channel = choose(("sms", "sms", "email", "both"))
        return dict.fromkeys(COLUMNS, "") | {
            "phone": f"+447700900{self.number:03}" if channel != "email" else "",
            "email": f"Parent{self.number}@hope.example" if channel != "sms" else "",
            "channel": channel,
            "language": choose(LANGUAGES),
            "role": choose(ROLES),
            "sure_start": choose(SURE_STARTS),
            "frequency": choose(("1", "3", "")),
            "slot": choose(SLOTS),
            "agreed_at": self.agreed_at(),
            "agreed_wording": "roster-1",
            "agreed_with": choose(("", "Health visitor, Colin")),
        }

    def agreed_at(self) -> str:
        """An instant, as the roster may write it; in all hours, and a few at midnight itself."""
        day = FIRST_AGREED + self.random.randrange(20) * DAY
        random_minutes = self.random.randrange(24 * 60), self.random.randrange(8 * 60, 24 * 60)
        minutes, seconds = self.random.choice((0, *random_minutes)), self.random.choice((0, 37))
        moment = datetime.combine(day, time(0)) + timedelta(minutes=minutes, seconds=seconds)
        return self.random.choice((moment, moment.replace(tzinfo=UTC))).isoformat()

    def child(self, person: Cells) -> Child:
        """Expected or born."""
        return self.expected(person) if self.random.random() < 0.45 else self.born(person)

    def expected(self, person: Cells) -> Child:
        agreed = date.fromisoformat(person["agreed_at"][:10])
        return Child(due_date=(agreed + self.random.randrange(-20, 43 * 7) * DAY).isoformat())

    def born(self, person: Cells, weeks: int | None = None) -> Child:
        """A birth in the last three years; with a due date that agrees with the gestation, or without."""
        agreed = date.fromisoformat(person["agreed_at"][:10])
        birth = agreed - self.random.randrange(3 * 365 - 5) * DAY
        weeks = weeks or self.random.choice((None, None, *TERM, *PRETERM))
        if weeks is None:
            return Child(birth_date=birth.isoformat())
        due = birth + timedelta(weeks=40 - weeks) - self.random.randrange(7) * DAY
        return Child(
            birth_date=birth.isoformat(),
            gestation_weeks=str(weeks),
            due_date=self.random.choice(("", due.isoformat())),
        )

    def family(self, rows: list[Cells]) -> list[Cells]:
        """The first row as it is; for the other children the same person has other tastes."""
        choose = self.random.choice
        return rows[:1] + [
            row
            | {"slot": choose(SLOTS), "role": choose(ROLES), "language": choose(LANGUAGES)}
            | {"frequency": choose(("1", "3", row["frequency"]))}
            | {"channel": choose(("sms", "email", "both")) if row["channel"] == "both" else row["channel"]}
            | {"agreed_at": choose((row["agreed_at"], row["agreed_at"][:10] + "T15:20:00"))}
            for row in rows[1:]
        ]


def _doubtful(row: Cells, other: Cells) -> bool:
    """Whether two children are so far apart that "within 28 days" could be read in two ways."""
    pairs = ((row[name], other[name]) for name in ("due_date", "birth_date"))
    gaps = (date.fromisoformat(one) - date.fromisoformat(another) for one, another in pairs if one and another)
    return any(abs(gap.days) in (27, 28, 29) for gap in gaps)


def roster(size: int, *, seed: int, first_number: int = 0) -> bytes:
    """A roster of so many journeys."""
    rows: list[Cells] = []
    for family in Maker(seed, first_number).families():
        rows += family
        if len(rows) >= size:
            break
    return _file(rows[:size])


def sample(content: bytes, size: int) -> bytes:
    """About so many journeys of a roster, by whole families: those that first show a kind of row, then some others."""
    seen: set[tuple[str, ...]] = set()
    chosen: list[list[Cells]] = []
    others: list[list[Cells]] = []
    for family in families(content):
        (others if kinds(family) <= seen else chosen).append(family)
        seen |= kinds(family)
    while others and sum(map(len, chosen)) < size:
        chosen.append(others.pop(0))
    return _file([row for family in families(content) if family in chosen for row in family])


def families(content: bytes) -> list[list[Cells]]:
    """The rows of a roster, those of a person together."""
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [list(family) for _, family in groupby(rows, key=itemgetter("phone", "email"))]


def kinds(family: list[Cells]) -> set[tuple[str, ...]]:
    """What a family's rows are examples of: every choice, choices that act together, dates, children."""
    found: set[tuple[str, ...]] = {("children", str(len(family)))}
    for row in family:
        found |= {(name, row[name]) for name in ("sure_start", "agreed_with", "gestation_weeks")}
        found |= {("channel", row["channel"], name, row[name]) for name in ("role", "language")}
        found.add(("times", row["channel"], row["frequency"], row["slot"]))
        found.add(("dates", *(str(bool(row[name])) for name in ("due_date", "birth_date", "gestation_weeks"))))
        if date.fromisoformat(row["birth_date"] or "1900-01-01") in AWKWARD_BIRTHS:
            found.add(("birth", row["birth_date"]))
    return found


def _file(rows: Iterable[Cells]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()
