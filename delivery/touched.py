"""Whom a change of a message touches: the nudges that wait, and the parents who are about to reach its stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from delivery.models import ABOUT_CARE, Nudge, Status
from languages.table import DEFAULT
from messages.library import Wording, wordings
from messages.models import Message
from subscribers.hours import local_day, slot_instant
from subscribers.models import Child, Contact, Following, Journey, Subscriber

WEEKS = 8
# Where each anchor date stands, seen from a journey, and the states that the child may be in: as the planner has it.
EXPECTED, BORN, LOST = Child.State.EXPECTED, Child.State.BORN, Child.State.LOST
ANCHORS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "due_date": ("child__due_date", (EXPECTED,)),
    "birth_date": ("child__birth_date", (BORN,)),
    "corrected_birth_date": ("child__corrected_birth_date", (BORN,)),
    "care_from": ("care_from", (LOST,)),
    "followed_from": ("followings__since", (EXPECTED, BORN)),
}
Written = Mapping[str, set[str]]  # by channel, the languages in which something may be sent


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Queued nudges of one kind."""

    channel: str
    language: str  # in which they would go now; empty: nothing may be sent to these parents
    nudges: int
    parents: int


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven local days from the first, and how many parents reach the message's stage in them."""

    first: date
    parents: int


@dataclass(frozen=True, kw_only=True)
class Touched:
    waiting: tuple[Waiting, ...]
    parents: int  # for whom something waits; somebody with two channels counts once
    kept: int  # nudges of those waiting that keep their words already
    weeks: tuple[Week, ...]  # today's, and those after it

    @property
    def nudges(self) -> int:
        return sum(row.nudges for row in self.waiting)

    @property
    def coming(self) -> int:
        """Parents who reach the stage within these weeks."""
        return sum(week.parents for week in self.weeks)

    @property
    def most(self) -> int:
        """In the fullest week."""
        return max(week.parents for week in self.weeks)

    def __bool__(self) -> bool:
        return bool(self.nudges or self.coming)


def touched(message: Message, now: datetime, language: str = "") -> Touched:
    """Whom a change of this message, or of its words in one language only, touches.

    The same few queries however many parents there are. Whoever reads another language because the message has none
    in theirs is counted with what they read.
    """
    written = _written(wordings([message.pk]))
    nudges = Nudge.objects.filter(
        ~Q(journey__child__state=LOST) | ABOUT_CARE,
        message=message,
        status=Status.QUEUED,
        expires_at__gt=now,
        journey__state=Journey.State.ACTIVE,
        journey__subscriber__state=Subscriber.State.ACTIVE,
    )
    if language:
        nudges = nudges.filter(_nudges_in(written, language))
    totals = nudges.aggregate(
        parents=Count("journey__subscriber", distinct=True), kept=Count("pk", filter=Q(keeps_words=True))
    )
    return Touched(waiting=_waiting(nudges, written), weeks=_weeks(message, written, language, now), **totals)


def _written(found: Mapping[tuple[int, str], Wording]) -> Written:
    written: dict[str, set[str]] = {Contact.Kind.SMS: set(), Contact.Kind.EMAIL: set()}
    for (_, language), words in found.items():
        if words.sms or words.trio:
            written[Contact.Kind.SMS].add(language)
        if words.email_text:
            written[Contact.Kind.EMAIL].add(language)
    return written


def _reads(languages: set[str], language: str, at: str = "") -> Q:
    """Journeys, found by the path `at`, that are sent one of these languages: this one, or any when it is empty."""
    own = Q(**{f"{at}language__in": languages & {language} if language else languages})
    if DEFAULT in languages and language in ("", DEFAULT):
        own |= ~Q(**{f"{at}language__in": languages}) & Q(**{f"{at}fallback": Journey.Fallback.ENGLISH})
    return own


def _nudges_in(written: Written, language: str) -> Q:
    found = Q(keeps_words=True, language=language)
    for channel, languages in written.items():
        found |= Q(keeps_words=False, channel=channel) & _reads(languages, language, "journey__")
    return found


def _waiting(nudges: QuerySet[Nudge], written: Written) -> tuple[Waiting, ...]:
    by = ("channel", "keeps_words", "language", "journey__language", "journey__fallback")
    rows = nudges.values(*by).annotate(nudges=Count("pk"), parents=Count("journey__subscriber", distinct=True))
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        key = (row["channel"], _read(row, written))
        before = found.get(key, (0, 0))
        found[key] = (before[0] + row["nudges"], before[1] + row["parents"])
    return tuple(
        Waiting(channel=channel, language=language, nudges=nudges, parents=parents)
        for (channel, language), (nudges, parents) in sorted(found.items())
    )


def _read(row: Mapping[str, str], written: Written) -> str:
    """The language in which these nudges would go now."""
    if row["keeps_words"]:
        return row["language"]
    languages = written[row["channel"]]
    if row["journey__language"] in languages:
        return row["journey__language"]
    falls_back = row["journey__fallback"] == Journey.Fallback.ENGLISH and DEFAULT in languages
    return DEFAULT if falls_back else ""


def _weeks(message: Message, written: Written, language: str, now: datetime) -> tuple[Week, ...]:
    """How many parents reach the stage in each week. Those whose nudge is queued already are not among them."""
    today = local_day(now)
    days = [today + timedelta(days=n) for n in range(7 * WEEKS)]
    falls = {anchor: day for day in days for anchor in message.stage.anchors(day)}
    planned = {slot for slot in settings.SLOTS if slot_instant(today, slot) <= now + settings.PLAN_AHEAD}
    parents = [0] * WEEKS
    for (anchor, slot), number in _reaching(message, written, language, falls).items():
        if falls[anchor] > today or slot not in planned:
            parents[(falls[anchor] - today).days // 7] += number
    return tuple(Week(first=today + timedelta(weeks=n), parents=number) for n, number in enumerate(parents))


def _reaching(
    message: Message, written: Written, language: str, falls: Mapping[date, date]
) -> Mapping[tuple[date, str], int]:
    """Parents by anchor date and slot; without those for whom a special track takes the message's place."""
    path, states = ANCHORS[message.anchor]
    reach = Q()
    for channel, languages in written.items():
        reach |= Q(channel__in=(channel, Journey.Channel.BOTH)) & _reads(languages, language)
    follows = Q(followings__track=message.track) if path == "followings__since" else Q(track=message.track)
    journeys = Journey.objects.filter(
        follows,
        reach,
        state=Journey.State.ACTIVE,
        subscriber__state=Subscriber.State.ACTIVE,
        child__state__in=states,
        **{f"{path}__in": list(falls)},
    )
    rows = journeys.values_list(path, "slot").annotate(parents=Count("subscriber", distinct=True)).order_by()
    found = {(anchor, slot): parents for anchor, slot, parents in rows}
    if path.startswith("child__"):
        for _, anchor, slot in _replaced(journeys, f"journey__{path}", falls):
            found[anchor, slot] -= 1
    return found


def _replaced(journeys: QuerySet[Journey], path: str, falls: Mapping[date, date]) -> set[tuple[int, date, str]]:
    """Subscriber, anchor date and slot of those who follow a track instead on that day."""
    followings = Following.objects.filter(journey__in=journeys, replaces_until__gt=min(falls.values()))
    rows = followings.values_list("journey__subscriber", path, "journey__slot", "since", "replaces_until")
    return {row[:3] for row in rows if row[3] <= falls[row[1]] < row[4]}
