"""How many people a mailing would go to, with how many segments, for how much and for how long: before it is sent.

An upper bound: who has had enough, or says no until then, is counted too. People are counted, never listed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from campaigns.audiences import Named, channels, journeys
from campaigns.models import Campaign, Mailing
from delivery.models import Nudge, Status, Urgency
from directory.models import Service
from languages.table import DEFAULT
from messages.models import AnyWords
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from messages.sms import measure
from subscribers.hours import instant, slot_instant
from subscribers.models import Contact, Journey, Slot

# A provider takes money for these; what it refused, or what never went, costs nothing.
TAKEN = (Status.SUBMITTING, Status.UNKNOWN, Status.SENT, Status.DELIVERED, Status.UNDELIVERED)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Those who get a mailing by one channel in one language."""

    channel: str
    language: str  # in which they get it; blank when there are no words for them
    people: int
    segments: int  # of each; 0 for an e-mail


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a mailing, or several, would be."""

    groups: Sequence[Group]
    sending: timedelta  # how long the providers take for it
    room: timedelta  # how long there is, between its first hour and the last evening, without the nights

    @property
    def people(self) -> int:
        """Those who get something; somebody with two channels is there twice."""
        return sum(group.people for group in self.groups if group.language)

    @property
    def segments(self) -> int:
        return sum(group.people * group.segments for group in self.groups)

    @property
    def pence(self) -> Decimal:
        return self.segments * settings.SMS_PENCE

    @property
    def fits(self) -> bool:
        """Whether it can be sent within its days, as fast as the providers take it."""
        return self.sending <= self.room


def estimate(mailing: Mailing, names: Named | None = None) -> Estimate:
    """What this mailing would be if it were queued now; some queries, whatever the number of people."""
    words = _words(mailing)
    found: Counter[tuple[str, str]] = Counter()
    for channel in channels(mailing.campaign):
        mine = journeys(mailing, names).filter(channel__in=[channel, Journey.Channel.BOTH]).order_by()
        rows = mine.values_list("language", "fallback").annotate(Count("subscriber", distinct=True))
        for language, fallback, number in rows:
            found[channel, _spoken(words, channel, language, fallback)] += number
    services = known_services()
    segments = {language: _segments(words[language], services) for language in words}
    groups = [
        Group(
            channel=channel,
            language=language,
            people=number,
            segments=segments.get(language, 0) if channel == Contact.Kind.SMS else 0,
        )
        for (channel, language), number in sorted(found.items())
    ]
    return Estimate(groups=groups, sending=_sending(groups), room=room(mailing))


def room(mailing: Mailing) -> timedelta:
    """The hours within which it may be sent, without the nights."""
    begins, ends = settings.QUIET_HOURS[1], settings.QUIET_HOURS[0]
    first = slot_instant(mailing.day, mailing.slot or Slot.MORNING)
    own = instant(mailing.day, ends) - first
    whole = instant(mailing.day, ends) - instant(mailing.day, begins)
    return own + whole * mailing.window


def _sending(groups: Sequence[Group]) -> timedelta:
    """How long the providers take; they work beside each other."""
    texts = sum(group.people * group.segments for group in groups)
    letters = sum(group.people for group in groups if group.channel == Contact.Kind.EMAIL and group.language)
    return timedelta(seconds=max(texts / settings.RATES["sms"], letters / settings.RATES["email"]))


def spent(campaign: Campaign) -> Decimal:
    """What its texts have cost so far, in pence: those that the provider took, or may have taken."""
    gone = _nudges(campaign).filter(status__in=TAKEN)
    return (gone.aggregate(sum=Sum("segments"))["sum"] or 0) * settings.SMS_PENCE


def waiting(campaign: Campaign, until: date, *, but_not: Mailing | None = None) -> Decimal:
    """What those of its texts may cost, in pence, that wait in the outbox and belong to this local day or before it."""
    mailings = list(campaign.mailings.select_related("campaign", "message").prefetch_related("message__translations"))
    due = {x.message_id: _words(x) for x in mailings if x.day <= until and x != but_not}
    rows = _nudges(campaign).filter(status=Status.QUEUED, channel=Contact.Kind.SMS, message__in=due).order_by()
    groups = rows.values_list("message", "journey__language", "journey__fallback").annotate(Count("pk"))
    segments, services = 0, known_services()
    for message_id, language, fallback, number in groups:
        words = due[message_id]
        spoken = _spoken(words, Contact.Kind.SMS, language, fallback)
        segments += number * (_segments(words[spoken], services) if spoken else 0)
    return segments * settings.SMS_PENCE


def _nudges(campaign: Campaign) -> QuerySet[Nudge]:
    return Nudge.objects.filter(message__mailing__campaign=campaign, urgency__gte=Urgency.LOCAL)


def _words(mailing: Mailing) -> Mapping[str, AnyWords]:
    """Every language that somebody has written words in, approved or not."""
    message = mailing.message
    return {DEFAULT: message, **{x.language: x for x in message.translations.all()}}


def _spoken(words: Mapping[str, AnyWords], channel: str, language: str, fallback: str) -> str:
    """The language in which somebody would get it; blank for none."""
    wanted = [language, DEFAULT] if fallback == Journey.Fallback.ENGLISH else [language]
    field = "sms" if channel == Contact.Kind.SMS else "email_text"
    return next((code for code in wanted if code in words and getattr(words[code], field)), "")


def _segments(words: AnyWords, services: Mapping[str, Service]) -> int:
    try:
        text = fill(words.sms, services, words.language)
    except UnknownPlaceholderError:
        text = words.sms  # the checks say so
    return measure(text).segments


def hours(length: timedelta) -> int:
    """Begun hours."""
    return -(-int(length.total_seconds()) // 3600)
