"""What a campaign would be, in numbers that may be shown: upper bounds in tens, and no small ones.

Tens, because somebody could move a week or a place by one and learn who is there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Count

from campaigns.audiences import Named, of_campaign
from campaigns.choices import willing
from campaigns.estimating import Estimate, estimate, hours
from campaigns.models import Campaign, Mailing
from languages.table import LANGUAGES
from subscribers.small_numbers import Cell, about, shown


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What is told of it."""

    people: Cell
    languages: list[tuple[str, Cell]]  # most first
    mailings: int  # of its own
    messages: int  # to tens upwards; 0 where there are too few people to tell
    segments: int
    pounds: Decimal
    hours: int  # that the slowest of its mailings takes
    fits: bool

    @property
    def is_nobody(self) -> bool:
        return self.people.number == 0


def estimates(mailings: Collection[Mailing], names: Named) -> Mapping[int, Estimate]:
    """Of each mailing, by its id."""
    return {mailing.pk: estimate(mailing, names) for mailing in mailings}


def reckon(campaign: Campaign, names: Named, found: Mapping[int, Estimate]) -> Reckoning:
    """How many people it is for on its first day, and what its own mailings would be; one query."""
    mine = willing(of_campaign(campaign, campaign.starts_on, names=names), campaign.occasion).order_by()
    counted = dict(mine.values_list("language").annotate(Count("subscriber", distinct=True)))
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    row = shown([number for _code, number in rows])
    told = [(_name(code), _about(cell)) for (code, _number), cell in zip(rows, row.cells, strict=True)]
    small = row.total.number is None
    segments = 0 if small else about(sum(x.segments for x in found.values()))
    return Reckoning(
        people=_about(row.total),
        languages=told,
        mailings=len(found),
        messages=0 if small else about(sum(x.people for x in found.values())),
        segments=segments,
        pounds=(segments * settings.SMS_PENCE / 100).quantize(Decimal("0.01")),
        hours=max((hours(x.sending) for x in found.values()), default=0),
        fits=all(x.fits for x in found.values()),
    )


def _about(cell: Cell) -> Cell:
    return cell if cell.number is None else Cell(number=about(cell.number))


def _name(code: str) -> str:
    return LANGUAGES[code].name if code in LANGUAGES else code
