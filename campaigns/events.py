"""Events: which there are for whom, and how they are kept.

All instants are aware and in UTC; hours are those of Europe/London, on whatever side of a change of the clocks.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from campaigns.event_words import about
from campaigns.models import Event, EventText
from directory.models import SureStart, Trust
from subscribers.hours import instant, zone

CANCELLED_SHOWN = timedelta(days=2)
PAST_IN_FEEDS = timedelta(days=30)  # a calendar that asks seldom still learns what was cancelled
_COPIED = (
    *("trust_id", "sure_start_id", "campaign_id", "title", "about", "is_online", "where", "who"),
    *("languages", "host", "booking_url", "access", "is_published"),
)


def public() -> QuerySet[Event]:
    """Everything that parents may look at, over and cancelled or not, with its owner and texts."""
    return Event.objects.filter(is_published=True).select_related("trust", "sure_start").prefetch_related("texts")


def upcoming(now: datetime) -> QuerySet[Event]:
    """What is on, or will be; what was cancelled is shown as such for two days more."""
    is_on = Q(cancelled_at=None) | Q(cancelled_at__gt=now - CANCELLED_SHOWN)
    return public().filter(is_on, ends_at__gt=now)


def for_calendars(now: datetime) -> QuerySet[Event]:
    """What a calendar that asks again and again has to know: with everything cancelled, and the last weeks."""
    return public().filter(ends_at__gt=now - PAST_IN_FEEDS)


def near(rows: QuerySet[Event], *, sure_start: SureStart | None = None, trust: Trust | None = None) -> QuerySet[Event]:
    """Of these, what is for somebody of a Sure Start: its own, its Trust's and the region's.

    For somebody of a Trust: that Trust's, all its Sure Starts' and the region's. Of neither: all of them.
    """
    regional = Q(trust=None, sure_start=None)
    if sure_start is not None:
        above = Q(trust=sure_start.trust_id) if sure_start.trust_id else Q()
        return rows.filter(regional | Q(sure_start=sure_start) | above)
    if trust is not None:
        return rows.filter(regional | Q(trust=trust) | Q(sure_start__trust=trust))
    return rows


def meant_for(rows: QuerySet[Event], who: str = "") -> QuerySet[Event]:
    """Of these, what is for such people. Unless asked for, what is for those who work with families is left out."""
    if who == Event.Who.PRACTITIONERS:
        return rows.filter(who=who)
    return rows.filter(who__in=(who, Event.Who.EVERYBODY)) if who else rows.exclude(who=Event.Who.PRACTITIONERS)


def is_on(event: Event, now: datetime) -> bool:
    """Whether parents may be told of it: shown to them, not cancelled and not over."""
    return event.is_published and event.cancelled_at is None and event.ends_at > now


@transaction.atomic
def save(event: Event, now: datetime) -> None:
    """Keep a new event, or what somebody changed of one; calendars see that it has changed.

    Whether it is cancelled stays as it is: somebody may have cancelled it meanwhile.
    """
    event.changed_at = now
    if not event.pk:
        event.save()
        return
    event.revision = F("revision") + 1
    names = {x.name for x in event._meta.concrete_fields} - {"id", "cancelled_at"}  # noqa: SLF001 - Django's public API
    event.save(update_fields=names)
    event.refresh_from_db(fields=["revision", "cancelled_at"])


@transaction.atomic
def copy(event: Event, day: date, now: datetime) -> Event:
    """The same once more on another local day, at the same local hours, in all its languages; not cancelled."""
    starts, ends = event.starts_at.astimezone(zone()), event.ends_at.astimezone(zone())
    made = Event(
        **{name: getattr(event, name) for name in _COPIED},
        starts_at=instant(day, starts.time()),
        ends_at=instant(day + (ends.date() - starts.date()), ends.time()),
    )
    save(made, now)
    texts = event.texts.all()
    EventText.objects.bulk_create(
        EventText(event=made, language=x.language, title=x.title, about=x.about) for x in texts
    )
    return made


class Told:
    """An event as the words of a message name it: {event-12.line} and {event-12.url}."""

    def __init__(self, event: Event, now: datetime) -> None:
        self.event = event
        self.is_on = is_on(event, now)

    def detail(self, name: str, language: str) -> str | None:
        """One short line, or the address of its page; blank when nobody should go there any more."""
        if name not in ("line", "url"):
            return None
        if not self.is_on:
            return ""
        words = about(self.event, language)
        return words.line if name == "line" else words.url


def find(code: str) -> Told | None:
    """The event of this number, for messages.placeholders.

    What is over by now is asked of the service's clock: a placeholder is told no time.
    """
    if not code.isascii() or not code.isdigit():
        return None
    event = Event.objects.select_related("trust", "sure_start").prefetch_related("texts").filter(pk=int(code)).first()
    return Told(event, import_string(settings.CLOCK)()) if event else None
