"""How an event is told in a language: its title, its days and hours, one line for a text message, its address."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.models import Event
from languages import spoken
from languages.table import DEFAULT, interface

PLACE = 40  # characters of a place in a line


@dataclass(frozen=True, kw_only=True)
class EventWords:
    """An event for readers of one language. What was not translated is in English, and says so."""

    event: Event
    reader: str  # the language asked for
    title: str
    language: str  # of the title
    about: str
    about_language: str

    @property
    def line(self) -> str:
        """One line: what, when, where. Blank details are left out."""
        at = self.event.starts_at
        begins = f"{spoken.short_day(at, self.reader)} {spoken.hour(at, self.reader)}"
        parts = (" ".join(self.title.split()), begins, where(self.event, self.reader))
        return spoken.comma(self.reader).join(part for part in parts if part)

    @property
    def url(self) -> str:
        """The whole address of its page, in the language of the interface that these readers get."""
        with translation.override(interface(self.reader)):
            return str(settings.PUBLIC_URL) + reverse("event", args=[self.event.pk])


def about(event: Event, language: str) -> EventWords:
    """The event in this language, else in English. Reads its texts."""
    text = next((x for x in event.texts.all() if x.language == language), None)
    own_about = text.about if text else ""
    return EventWords(
        event=event,
        reader=language,
        title=text.title if text else event.title,
        language=language if text else DEFAULT,
        about=own_about or event.about,
        about_language=language if own_about else DEFAULT,
    )


def where(event: Event, language: str) -> str:
    """A few words on where it is: the Sure Start, the first part of the address, or that it is online."""
    if event.is_online:
        with translation.override(interface(language)):
            return _("online")
    if event.sure_start:
        return str(event.sure_start)
    first = " ".join(event.where.partition(",")[0].split())
    return first if len(first) <= PLACE else f"{first[: PLACE - 3].rstrip()}..."
