"""How far the sending of a campaign is: counted in the database, in two queries whatever its size.

What may be told of few: a mailing that went to fewer than five is not counted out at all. Of a greater one, how many
wait, were handed over, delivered, failed or not sent tells what the sending does, and nobody why, so these are shown as
they are, else a bar could not fill. The reasons tell of people: those that lie with a parent (they stopped, paused,
lost a child, want no campaigns) are one reason together, which is hidden, with another if need be, while it is small.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Mailing
from cms.mailings.telling import count, in_cell
from delivery.models import NEVER_SENT, Nudge, Reason, Status, Urgency
from subscribers.privacy import FEW
from subscribers.small_numbers import shown

HANDED_OVER = (Status.SUBMITTING, Status.UNKNOWN, Status.SENT)
FAILED = (Status.FAILED, Status.UNDELIVERED)
# Of one another indistinguishable, on this page.
THEIRS = {Reason.STOPPED, Reason.LOST, Reason.PAUSED, Reason.REPLANNED, Reason.DECLINED, Reason.AUDIENCE}
OF_THE_PARENT = gettext_lazy("what the parent told us: a stop, a pause, no campaigns, or other news")
TOO_LATE = gettext_lazy("too late: its days were over")
WHOLE = 100  # per cent
LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class Number:
    key: str  # for its colour
    label: str
    number: int

    @property
    def text(self) -> str:
        return count(self.number)


@dataclass(frozen=True, kw_only=True)
class Because:
    reason: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One mailing's."""

    mailing: Mailing
    total: int  # messages: somebody with two channels has two
    waiting: int
    numbers: Sequence[Number]
    reasons: Sequence[Because]  # why some were not sent; none when that would tell of somebody

    @property
    def is_small(self) -> bool:
        return 0 < self.total < FEW

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def left(self) -> int:
        """How many were not sent."""
        return sum(one.number for one in self.numbers if one.key == LEFT)

    @property
    def done_text(self) -> str:
        return count(self.done)

    @property
    def total_text(self) -> str:
        return count(self.total)

    @property
    def percent(self) -> int:
        """Whole ones, and 100 only when it is all."""
        return WHOLE * self.done // self.total if self.total else 0


@dataclass(frozen=True, kw_only=True)
class Sending:
    """Of a whole campaign."""

    mailings: Sequence[Progress]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.mailings)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.mailings)

    @property
    def percent(self) -> int:
        return WHOLE * (self.total - self.waiting) // self.total if self.total else 0


def sending_of(campaign: Campaign) -> Sending:
    """Three queries: the mailings, how many of each have come how far, and why some were not sent."""
    mailings = list(Mailing.objects.filter(campaign=campaign).select_related("message", "campaign"))
    mailings.sort(key=lambda one: (one.day, one.pk))
    ids = [one.message_id for one in mailings]
    # On these two columns, of campaigns only, there is an index that holds all that is asked here.
    nudges = Nudge.objects.filter(message__in=ids, urgency__gte=Urgency.LOCAL).order_by()
    found: dict[int, Counter[int]] = {pk: Counter() for pk in ids}
    for message, status, number in nudges.values_list("message", "status").annotate(Count("pk")):
        found[message or 0][status] += number
    why: dict[int, Counter[str]] = {pk: Counter() for pk in ids}
    left = nudges.filter(status__in=NEVER_SENT).values_list("message", "status", "reason")
    for message, status, reason, number in left.annotate(Count("pk")):
        why[message or 0][_reason(status, reason)] += number
    return Sending(mailings=[_progress(one, found[one.message_id], why[one.message_id]) for one in mailings])


def _reason(status: int, reason: str) -> str:
    if reason in THEIRS:
        return str(OF_THE_PARENT)
    if reason:
        return str(Reason(reason).label)
    return str(TOO_LATE) if status == Status.EXPIRED else _("called off")


def _progress(mailing: Mailing, counts: Mapping[int, int], why: Counter[str]) -> Progress:
    return Progress(
        mailing=mailing,
        total=sum(counts.values()),
        waiting=counts.get(Status.QUEUED, 0),
        numbers=list(_numbers(counts)),
        reasons=list(_reasons(why)),
    )


def _numbers(counts: Mapping[int, int]) -> Iterator[Number]:
    """All of them, nought too, so that nothing jumps while they change."""
    for key, label, statuses in (
        ("waiting", _("waiting"), (Status.QUEUED,)),
        ("handed", _("handed over"), HANDED_OVER),
        ("delivered", _("delivered"), (Status.DELIVERED,)),
        ("failed", _("failed"), FAILED),
        (LEFT, _("not sent"), NEVER_SENT),
    ):
        yield Number(key=key, label=label, number=sum(counts.get(status, 0) for status in statuses))


def _reasons(why: Counter[str]) -> Iterator[Because]:
    """Beside the number of all that were not sent, which is told: so nothing where that would tell a small one."""
    row = shown(list(why.values()))
    if row.total.number is None:
        return
    pairs = sorted(zip(why, row.cells, strict=True), key=lambda one: (-(one[1].number or 0), one[0]))
    for reason, cell in pairs:
        yield Because(reason=reason, number=in_cell(cell))
