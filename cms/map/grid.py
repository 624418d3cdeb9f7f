"""The picture: bands of stages across, tracks down, one cell a message; and what can be counted in it. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.map.selection import MAIN, SPECIAL, Selection
from cms.map.states import Facts, State, sends, state_of
from messages.stages import NUMBERS, Stage, StageKind
from subscribers.models import Track

Key = tuple[str, int, str]  # kind, number, track
# In these tracks a week without a message is meant so: nobody is told to fill it.
SPARSE = {Track.CARE}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One stage of one track: its message, or the place for it."""

    stage: Stage
    track: str
    original: Facts | None  # the English words
    facts: Facts | None  # the words in the language that is shown
    state: State
    sends: bool
    counted: bool  # False: a place that nobody has to fill, or not of the chosen theme
    quiet: bool  # not what was asked for

    @property
    def is_gap(self) -> bool:
        return self.counted and not self.sends


Line = tuple[Track, Mapping[int, Cell]]  # a track's cells by number


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many may be sent, of how many."""

    sent: int
    of: int
    states: Mapping[State, int]

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all."""
        return 100 * self.sent // self.of if self.of else 0

    @property
    def missing(self) -> int:
        return self.states.get(State.MISSING, 0)

    @property
    def waiting(self) -> int:
        """Drafts and what is being reviewed."""
        return self.states.get(State.DRAFT, 0) + self.states.get(State.REVIEW, 0)

    @property
    def due(self) -> int:
        return self.states.get(State.DUE, 0)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One track in one strip; None where the track has no such week."""

    track: Track
    cells: Sequence[Cell | None]

    @property
    def tally(self) -> Tally:
        return tally(self.cells)


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One table: the numbers of its columns, and its rows."""

    numbers: Sequence[int]
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a band is, whatever the library holds."""

    code: str
    title: Promise
    unit: Promise  # what its numbers count
    kinds: tuple[StageKind, ...]
    tracks: tuple[Track, ...]
    breaks: tuple[int, ...] = ()  # numbers at which a new strip begins
    abreast: int = 1  # in so many strips its tracks stand beside each other


PLANS = (
    Plan(code="pregnancy", title=_("Pregnancy"), unit=_("week"), kinds=(StageKind.PREGNANCY_WEEK,), tracks=MAIN),
    Plan(
        code="baby",
        title=_("First year"),
        unit=_("week"),
        kinds=(StageKind.BABY_WEEK,),
        tracks=MAIN,
        breaks=(27,),  # 53 columns would be too narrow to hit
    ),
    Plan(code="child", title=_("Toddler years"), unit=_("month"), kinds=(StageKind.CHILD_MONTH,), tracks=MAIN),
    Plan(
        code="special",
        title=_("Special tracks and care"),
        unit=_("week"),
        kinds=(StageKind.TRACK_WEEK, StageKind.CARE_WEEK),
        tracks=(*SPECIAL, Track.CARE),
        abreast=2,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Band:
    plan: Plan
    strips: Sequence[Strip]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for strip in self.strips for row in strip.rows for cell in row.cells if cell)

    @property
    def tally(self) -> Tally:
        return tally(self.cells)

    @property
    def tallies(self) -> Mapping[Track, Tally]:
        """By track, over all strips."""
        found: dict[Track, list[Cell | None]] = {}
        for strip in self.strips:
            for row in strip.rows:
                found.setdefault(row.track, []).extend(row.cells)
        return {track: tally(cells) for track, cells in found.items()}


def bands(
    english: Mapping[int, Facts], words: Mapping[int, Facts], selection: Selection, today: date
) -> Sequence[Band]:
    """The picture of what is selected. `english` and `words` are by the message's id; `today` is the local day."""
    library = {(x.stage.kind.value, x.stage.number, x.track): x for x in english.values()}

    def cell(stage: Stage, track: Track, *, wanted: bool) -> Cell:
        original = library.get((stage.kind.value, stage.number, track))
        facts = words.get(original.message) if original else None
        counted = (wanted or original is not None) and _of_theme(original, selection.theme)
        may = sends(facts, selection.way)
        return Cell(
            stage=stage,
            track=track,
            original=original,
            facts=facts,
            state=state_of(facts, selection.way, today),
            sends=may,
            counted=counted,
            quiet=not counted or (selection.gaps and may),
        )

    drawn = (_band(plan, library, selection, cell) for plan in PLANS)
    return [band for band in drawn if any(strip.rows for strip in band.strips)]


def tally(cells: Iterable[Cell | None]) -> Tally:
    """Counts what somebody has to fill, or has filled."""
    counted = [cell for cell in cells if cell and cell.counted]
    states = Counter(cell.state for cell in counted)
    return Tally(sent=sum(cell.sends for cell in counted), of=len(counted), states=states)


def next_gap(drawn: Iterable[Band]) -> Cell | None:
    """The first that cannot be sent yet; what is missing altogether comes before what somebody works on."""
    gaps = [cell for band in drawn for cell in band.cells if cell.is_gap]
    return next((cell for cell in gaps if cell.state == State.MISSING), gaps[0] if gaps else None)


def _band(plan: Plan, library: Mapping[Key, Facts], selection: Selection, cell: Callable[..., Cell]) -> Band:
    lines = [
        _line(kind, track, library, cell, own=track in plan.tracks)
        for kind in plan.kinds
        for track in Track
        if track in selection.tracks and _belongs(kind, track, plan, library)
    ]
    shares = _shares([line for line in lines if line[1]], plan.abreast)
    return Band(plan=plan, strips=[strip for share in shares for strip in _strips(share, plan.breaks)])


def _belongs(kind: StageKind, track: Track, plan: Plan, library: Mapping[Key, Facts]) -> bool:
    """A band shows its own tracks, and any other that has a message there all the same."""
    if track in plan.tracks and (kind == StageKind.CARE_WEEK) == (track == Track.CARE):
        return True
    return any(key[0] == kind.value and key[2] == track for key in library)


def _line(kind: StageKind, track: Track, library: Mapping[Key, Facts], cell: Callable[..., Cell], *, own: bool) -> Line:
    """A track's cells by number. A track with weeks of its own ends with a place for one more."""
    if kind not in (StageKind.TRACK_WEEK, StageKind.CARE_WEEK):
        return track, {number: cell(Stage(kind, number), track, wanted=own) for number in NUMBERS[kind]}
    written = [number for of, number, whose in library if of == kind.value and whose == track]
    last = max(written, default=0)
    numbers = [number for number in NUMBERS[kind] if number <= last + 1]
    return track, {
        number: cell(Stage(kind, number), track, wanted=number <= last and track not in SPARSE) for number in numbers
    }


def _shares(lines: Sequence[Line], abreast: int) -> Iterator[Sequence[Line]]:
    """The lines in so many parts of one length, the last of them shorter."""
    length = max(1, -(-len(lines) // abreast))
    return (lines[first : first + length] for first in range(0, len(lines), length))


def _strips(lines: Sequence[Line], breaks: Sequence[int]) -> Iterator[Strip]:
    """Tables of these lines: all their numbers, cut before each break."""
    numbers = sorted({number for _track, cells in lines for number in cells})
    for low, high in pairwise([float("-inf"), *breaks, float("inf")]):
        part = [number for number in numbers if low <= number < high]
        if part:
            rows = [Row(track=track, cells=[cells.get(number) for number in part]) for track, cells in lines]
            yield Strip(numbers=part, rows=rows)


def _of_theme(original: Facts | None, theme: str) -> bool:
    return not theme or (original is not None and original.theme == theme)
