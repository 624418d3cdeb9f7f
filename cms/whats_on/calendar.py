"""Events as calendars read them (RFC 5545): a file with one, or a feed that a calendar asks for again and again."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from campaigns.event_words import EventWords, about
from campaigns.models import Event
from languages.table import of_page
from subscribers.hours import zone

ASK_AGAIN = timedelta(hours=6)


def calendar(rows: Iterable[Event], title: str) -> bytes:
    """These events in the page's language, with the hours of Europe/London and its changes of the clocks."""
    found = Calendar()
    found.add("prodid", "-//Messages of Hope//Events//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", title)
    found.add("x-wr-timezone", settings.TIME_ZONE)
    found.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for event in rows:
        found.add_component(_entry(about(event, of_page().code)))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _entry(words: EventWords) -> Entry:
    """One event. It keeps its uid whatever is changed of it; each change is one more in its sequence."""
    event, entry = words.event, Entry()
    in_words = {"LANGUAGE": words.language}
    is_off = event.cancelled_at is not None
    entry.add("uid", f"event-{event.pk}@{settings.PUBLIC_URL.partition('://')[2]}")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.revision)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("dtstart", event.starts_at.astimezone(zone()))
    entry.add("dtend", event.ends_at.astimezone(zone()))
    title = _("Cancelled: %(title)s") % {"title": words.title} if is_off else words.title  # many show no status
    entry.add("summary", title, parameters=in_words)
    entry.add("description", _description(words), parameters={"LANGUAGE": words.about_language})
    entry.add("location", _("Online: %(where)s") % {"where": event.where} if event.is_online else event.where)
    entry.add("url", words.url)
    return entry


def _description(words: EventWords) -> str:
    event = words.event
    parts = [
        words.about,
        _("Run by %(host)s.") % {"host": event.host} if event.host else "",
        event.access,
        _("Book: %(url)s") % {"url": event.booking_url} if event.booking_url else "",
        words.url,
    ]
    return "\n\n".join(part for part in parts if part)
