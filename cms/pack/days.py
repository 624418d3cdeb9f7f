"""The calendar of a campaign: its topics as whole days, and its events with their hours."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import override
from icalendar import Calendar
from icalendar import Event as Entry

from cms.pack.material import Material
from cms.whats_on.calendar import calendar
from languages.table import interface


def file(material: Material) -> bytes:
    """RFC 5545, in the material's language."""
    with override(interface(material.language)):
        found = Calendar.from_ical(calendar(material.events, material.text.title.value))
    host = settings.PUBLIC_URL.partition("://")[2]
    for topic in material.topics:
        entry = Entry()
        entry.add("uid", f"campaign-{material.campaign.pk}-{topic.after_days}@{host}")
        entry.add("dtstamp", material.now)
        entry.add("dtstart", topic.day)
        entry.add("dtend", topic.day + timedelta(days=1))
        entry.add("summary", topic.title, parameters={"LANGUAGE": topic.language})
        entry.add("description", "\n\n".join(x for x in (topic.about, material.page_url) if x))
        entry.add("url", material.page_url)
        entry.add("transp", "TRANSPARENT")
        found.add_component(entry)
    return bytes(found.to_ical())
