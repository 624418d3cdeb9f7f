"""What became of a campaign, from the outbox's own rows: it adds up to the last message.

A finished campaign's report is counted until its last receipts are in (OPEN_FOR), and then kept as it is, for the
rows are forgotten with their parents. What is kept are counts only. What is shown hides small numbers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from campaigns.estimating import TAKEN
from campaigns.models import Campaign, Clicks, Helpful, Place, State
from delivery.holding import GONE_OUT
from delivery.models import Nudge, Status, Urgency
from subscribers.hours import day_ends, instant
from subscribers.models import ConsentEvent, Journey

OPEN_FOR = timedelta(days=14)  # after its end: receipts, stops and clicks still come
BECAUSE_OF_IT = timedelta(days=3)  # a stop within this time of a message, with none from us in between
OVER = (State.FINISHED, State.CANCELLED)

HANDED = (Status.SUBMITTING, Status.UNKNOWN, Status.SENT)  # to a provider; no word yet of how it ended


@dataclass(frozen=True, kw_only=True)
class Line:
    """One mailing by one channel. Every nudge is in exactly one of its numbers."""

    topic: str
    day: str  # ISO, local
    channel: str
    waiting: int = 0
    handed: int = 0  # taken by the provider, or perhaps taken; how it ended is not known
    delivered: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)  # by the provider's code, blank if it gave none
    not_sent: Mapping[str, int] = field(default_factory=dict)  # by delivery.models.Reason, or "expired"
    languages: Mapping[str, int] = field(default_factory=dict)  # of what was handed over or delivered
    segments: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.handed + self.delivered + sum(self.failed.values()) + sum(self.not_sent.values())


@dataclass(frozen=True, kw_only=True)
class Report:
    """A campaign in numbers."""

    lines: Sequence[Line]
    stopped: int  # people who asked us to stop, and the last thing they had had from us was of this campaign
    joined: Mapping[str, int]  # people, by the keyword that they joined with in its days
    clicks: Mapping[str, int]  # by the link's label
    events: int
    helpful: int
    unhelpful: int
    pence: str  # a decimal number

    @property
    def all(self) -> int:
        return sum(line.all for line in self.lines)


def report(campaign: Campaign) -> Report:
    """The campaign's numbers: those that were kept, or as they are now. Six queries, whatever they are."""
    if campaign.kept_report is not None:
        kept: dict[str, Any] = campaign.kept_report
        return Report(**kept | {"lines": [Line(**line) for line in kept["lines"]]})
    lines = _lines(campaign, Nudge.objects.all())
    helpful = Helpful.objects.filter(campaign=campaign).aggregate(yes=Sum("yes"), no=Sum("no"))
    clicks = Clicks.objects.filter(link__campaign=campaign).values_list("link__label").order_by()
    return Report(
        lines=lines,
        stopped=_stopped(campaign),
        joined=_joined(campaign),
        clicks=dict(clicks.annotate(Sum("count"))),
        events=campaign.events.filter(cancelled_at=None).count(),
        helpful=helpful["yes"] or 0,
        unhelpful=helpful["no"] or 0,
        pence=str(sum(line.segments for line in lines) * settings.SMS_PENCE),
    )


@transaction.atomic
def keep(now: datetime) -> None:
    """Keep for good the numbers of what has been over for long enough."""
    over = Campaign.objects.select_for_update(no_key=True).filter(state__in=OVER, kept_report__isnull=True)
    for campaign in over.filter(finished_at__lte=now - OPEN_FOR):
        Campaign.objects.filter(pk=campaign.pk).update(kept_report=asdict(report(campaign)))


def regions(campaign: Campaign) -> Line | None:
    """Of a local copy: how the region's own messages fared with the parents of its area, taken together; else None.

    It is counted as long as the rows are there, and not kept. Three queries.
    """
    if not campaign.inherits:
        return None
    nudges = Nudge.objects.filter(_of_parents(campaign))
    lines = _lines(campaign.inherits, nudges)
    failed, not_sent = (sum(sum(getattr(x, name).values()) for x in lines) for name in ("failed", "not_sent"))
    sums = {name: sum(getattr(x, name) for x in lines) for name in ("waiting", "handed", "delivered", "segments")}
    return Line(topic="", day="", channel="", failed={"": failed}, not_sent={"": not_sent}, **sums)


def _of_parents(campaign: Campaign) -> Q:
    """Nudges of the parents of the campaign's area, as its audience has them."""
    if campaign.sure_start_id:
        return Q(journey__sure_start=campaign.sure_start_id)
    own = Q(journey__sure_start=None, journey__trust=campaign.trust_id)
    return own | Q(journey__sure_start__trust=campaign.trust_id)


def _lines(campaign: Campaign, nudges: QuerySet[Nudge]) -> list[Line]:
    mailings = {x.message_id: x for x in campaign.mailings.select_related("message", "campaign")}
    nudges = nudges.filter(message__in=mailings, urgency__gte=Urgency.LOCAL).order_by()
    groups = nudges.values_list("message_id", "channel", "status", "reason", "code", "language")
    found: dict[tuple[int, str], Counter[tuple[str, str]]] = {}
    segments: Counter[tuple[int, str]] = Counter()
    for message_id, channel, status, reason, code, language, number, size in groups.annotate(
        Count("pk"), Sum("segments")
    ):
        counts = found.setdefault((message_id, channel), Counter())
        for where in _where(status, reason, code, language):
            counts[where] += number
        if status in TAKEN:
            segments[message_id, channel] += size
    order = sorted(found, key=lambda key: (mailings[key[0]].day, mailings[key[0]].pk, key[1]))
    return [_line(mailings[key[0]], key[1], found[key], segments[key]) for key in order]


def _where(status: int, reason: str, code: str, language: str) -> list[tuple[str, str]]:
    """In which of a line's numbers a nudge is, and, if it went out, in which language."""
    if status == Status.QUEUED:
        return [("waiting", "")]
    if status == Status.CANCELLED:
        return [("not_sent", reason)]
    if status == Status.EXPIRED:
        return [("not_sent", "expired")]
    if status in (Status.FAILED, Status.UNDELIVERED):
        return [("failed", code)]
    return [("handed" if status in HANDED else "delivered", ""), ("languages", language)]


def _line(mailing: Any, channel: str, counts: Mapping[tuple[str, str], int], segments: int) -> Line:
    def by(name: str) -> dict[str, int]:
        return {key: number for (kind, key), number in sorted(counts.items()) if kind == name}

    single = {name: counts.get((name, ""), 0) for name in ("waiting", "handed", "delivered")}
    several = {name: by(name) for name in ("failed", "not_sent", "languages")}
    return Line(
        topic=mailing.message.topic,
        day=mailing.day.isoformat(),
        channel=channel,
        segments=segments,
        **single,  # type: ignore[arg-type] # by name
        **several,  # type: ignore[arg-type]
    )


def _stopped(campaign: Campaign) -> int:
    """Who stopped when the last thing from us had been of this campaign, and not long before."""
    first = min((mailing.day for mailing in campaign.mailings.select_related("campaign")), default=campaign.starts_on)
    stops = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.STOPPED, at__gte=instant(first, time()))
    had = Nudge.objects.filter(GONE_OUT, submitted_at__lte=OuterRef("at"), message__isnull=False)
    last = had.filter(journey__subscriber=OuterRef("subscriber")).order_by("-submitted_at", "-pk")
    stops = stops.annotate(
        last=Subquery(last.values("message__mailing__campaign")[:1]), last_at=Subquery(last.values("submitted_at")[:1])
    )
    rows = stops.filter(last=campaign.pk).values_list("subscriber", "at", "last_at")
    return len({subscriber for subscriber, at, last_at in rows if at - last_at <= BECAUSE_OF_IT})


def _of(campaign: Campaign) -> Q:
    """What belongs to the campaign's area; a Trust stands for all its Sure Starts."""
    if campaign.sure_start_id:
        return Q(sure_start=campaign.sure_start_id)
    return Q(trust=campaign.trust_id) | Q(sure_start__trust=campaign.trust_id)


def _joined(campaign: Campaign) -> Mapping[str, int]:
    """Who joined in its days, by keyword: of a local campaign those of its own places, of a regional one all."""
    first_yes = ConsentEvent.objects.filter(subscriber=OuterRef("subscriber"), kind=ConsentEvent.Kind.AGREED)
    journeys = Journey.objects.exclude(keyword="").annotate(at=Subquery(first_yes.order_by("pk").values("at")[:1]))
    if not campaign.is_regional:
        places = Place.objects.filter(_of(campaign))
        journeys = journeys.filter(keyword__in=places.values("keyword"))
    days = journeys.filter(at__gte=instant(campaign.starts_on, time()), at__lt=day_ends(campaign.ends_on))
    return dict(days.order_by().values_list("keyword").annotate(Count("subscriber", distinct=True)))
