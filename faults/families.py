"""The made-up families of a run, and what they do in it. Nothing of the service is imported here.

Each gets a message on one of the run's days: a week of pregnancy or of a baby begins on it. Numbers are those that
belong to nobody; where a thousand are not enough, they have two digits too many to be anybody's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

from tests.proof.oracle import LibraryRow, RosterRow

DAY = timedelta(days=1)
AGREED = datetime(2026, 10, 1, 12, tzinfo=UTC)
# Saturday to Monday around both nights in which the clocks change. They lie 22 weeks apart to the day, so that a week
# that begins on a day of the first begins on the same day of the second.
LEGS = ((date(2026, 10, 24), date(2026, 10, 26)), (date(2027, 3, 27), date(2027, 3, 29)))
SLOTS = ("morning", "afternoon", "evening")
NUMBERS = 900  # 07700 900000 to 900899: the emulator keeps the rest for faults
WEEKS, BABY_WEEKS = range(14, 19), range(5)
LIBRARY_WEEKS, LIBRARY_BABY_WEEKS = range(12, 43), range(27)
LANGUAGES = ("en", "en", "en", "pl")


@dataclass(frozen=True, kw_only=True)
class Family:
    """One parent with one child, in the oracle's terms."""

    row: RosterRow
    language: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """A text of a parent in the middle of sending. `after` is their row from then on; None: nothing more comes."""

    line: int
    day: date
    slot: str
    text: str
    after: RosterRow | None


def families(seed: int, nudges: int, days: Sequence[date], slots: Sequence[str] = SLOTS) -> list[Family]:
    """Enough families for so many nudges, if each day of `days` and what lies 22 weeks later is lived through."""
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    made: list[Family] = []
    expected = 0
    lines = count(1)
    while expected < nudges:
        family = _family(random, next(lines), random.choice(days), random.choice(slots))
        made.append(family)
        expected += 2 if family.row.channel == "both" else 1
    return made


def _family(random: Random, line: int, day: date, slot: str) -> Family:
    channel = random.choice(("sms", "sms", "sms", "email", "email", "both"))
    is_expected = random.random() < 0.6
    week = random.choice(WEEKS) if is_expected else random.choice(BABY_WEEKS)
    row = RosterRow(
        line=line,
        phone=number(line) if channel != "email" else "",
        email=f"parent{line}@hope.example" if channel != "sms" else "",
        channel=channel,
        role=random.choice(("mother", "mother", "father")),
        due_date=day + (40 - week) * 7 * DAY if is_expected else None,
        birth_date=None if is_expected else day - week * 7 * DAY,
        gestation_weeks=None,
        slot=slot,
        frequency=random.choice((1, 1, 1, 3)),
        agreed_at=AGREED,
    )
    return Family(row=row, language=random.choice(LANGUAGES))


def number(line: int) -> str:
    """A number of nobody."""
    return f"+447700900{line:03}" if line < NUMBERS else f"+447700900{line:05}"


def acts(seed: int, made: Sequence[Family], most: int) -> list[Act]:
    """What some of those who can text do, each once, at the hour at which their message is due."""
    random = Random(f"acts {seed}")  # noqa: S311 - repeatable on purpose
    able = [x for x in made if x.row.channel == "sms" and x.row.line < NUMBERS and x.row.frequency == 1]
    found: list[Act] = []
    for family in random.sample(able, min(most, len(able))):
        kinds = ["STOP", "LOSS"]
        if family.row.due_date and _stage_day(family.row).weekday() == 5:  # a Saturday: moved to Monday
            kinds.append("due")
        found.append(_act(family.row, random.choice(kinds)))
    return found


def _act(row: RosterRow, kind: str) -> Act:
    text, after = kind, None
    if kind == "due" and row.due_date:
        after = replace(row, due_date=row.due_date + 2 * DAY)
        text = f"due {after.due_date:%-d %B %Y}"
    return Act(line=row.line, day=_stage_day(row), slot=row.slot, text=text, after=after)


def _stage_day(row: RosterRow) -> date:
    """The day of the first leg on which a week begins."""
    anchor = row.due_date or row.birth_date
    return next(day for day in _days(LEGS[0]) if anchor and (anchor - day).days % 7 == 0)


def _days(leg: tuple[date, date]) -> Iterator[date]:
    day = leg[0]
    while day <= leg[1]:
        yield day
        day += DAY


def library(ids: dict[str, int], language: str) -> list[LibraryRow]:
    """Every message of the run in one language. `ids` are the service's, by the message's name."""
    return [
        LibraryRow(
            number_in_library=ids[name_of(kind, week, track)],
            kind=kind,
            number=week,
            track=track,
            theme="bond",
            bodies=(
                ("sms", words(kind, week, track, "sms", language)),
                ("email", words(kind, week, track, "email", language)),
            ),
            trio=tuple(words(kind, week, track, part, language) for part in ("why", "do", "done")),
        )
        for kind, week, track in messages()
    ]


def messages() -> Iterator[tuple[str, int, str]]:
    """Kind, week and track of every message."""
    for kind, weeks in (("pregnancy_week", LIBRARY_WEEKS), ("baby_week", LIBRARY_BABY_WEEKS)):
        for week in weeks:
            for track in ("carer", "father_partner"):
                yield kind, week, track


def name_of(kind: str, week: int, track: str) -> str:
    """One message's name."""
    return f"{kind} {week} {track}"


def words(kind: str, week: int, track: str, what: str, language: str) -> str:
    """What a message says: `what` is sms, email, or why, do or done of its trio."""
    said = {"en": "Look, wait, and smile", "pl": "Patrz, czekaj i śmiej się"}[language]
    return f"{said}: {kind.replace('_', ' ')} {week}, {track.replace('_', ' ')}, {what}."
