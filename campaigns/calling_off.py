"""Calling an event off: whoever was told of it is told that it will not take place, once and by day."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns import areas
from campaigns.event_words import about
from campaigns.models import Event
from delivery import news
from delivery.models import Nudge
from delivery.trios import MAY_HAVE_COME
from languages.table import in_text, interface, of_page
from messages.models import Message, Translation
from messages.words import TRIO
from subscribers.hours import after_night
from subscribers.models import Child, Contact, Journey, Subscriber

MAY_CANCEL = "campaigns.change_event"
SAID = ("sms", *TRIO, "subject", "preheader", "email_text")  # all that is sent of a message's words
SMS, EMAIL = Contact.Kind.SMS, Contact.Kind.EMAIL


class NotAllowedError(Exception):
    """Somebody may not cancel this event."""


@transaction.atomic
def cancel(event: Event, user: Any, now: datetime) -> int:
    """Cancel an event, and tell those who were told of it. Done again it tells nobody twice.

    Returns how many are told by this. Raises NotAllowedError for whoever may not change it.
    """
    mine = areas.own(Event.objects.filter(pk=event.pk), user)
    if not user.has_perm(MAY_CANCEL) or not mine.exists():
        raise NotAllowedError
    Event.objects.filter(pk=event.pk, cancelled_at=None).update(
        cancelled_at=now, changed_at=now, revision=F("revision") + 1
    )
    event.refresh_from_db()
    return _tell(event, now)


def how_many(event: Event) -> int:
    """How many people would be told if it were cancelled now."""
    return _told(event).values("journey__subscriber").distinct().count()


def _told(event: Event) -> QuerySet[Nudge]:
    """What went out and named the event, in whatever language, to people who hear from us and have lost no child."""
    name = f"{{event-{event.pk}."
    names_it = Q()
    for field in SAID:
        names_it |= Q(**{f"{field}__contains": name})
    messages = Message.objects.filter(names_it).values("pk")
    translated = Translation.objects.filter(names_it).values("message")
    lost = Journey.objects.filter(subscriber=OuterRef("journey__subscriber"), child__state=Child.State.LOST)
    return Nudge.objects.filter(
        Q(message__in=messages) | Q(message__in=translated),
        ~Exists(lost),
        status__in=MAY_HAVE_COME,
        journey__state=Journey.State.ACTIVE,
        journey__subscriber__state=Subscriber.State.ACTIVE,
    )


def _tell(event: Event, now: datetime) -> int:
    """By night they are told in the morning; nobody is told after the event would have ended."""
    due_at = after_night(now)
    expires_at = min(due_at + settings.REPLY_VALIDITY, event.ends_at + settings.CLAIM_MARGIN)
    if due_at >= event.ends_at:
        return 0
    return news.put(f"event-{event.pk}-called-off", list(_people(event)), due_at, expires_at)


def _people(event: Event) -> Iterator[tuple[int, int, news.Words]]:
    """Each person once: by text if they were told by text, else by e-mail; in the language of their messages."""
    rows = _told(event).values_list("journey__subscriber", "channel", "journey__language")
    told: dict[int, tuple[str, str]] = {}
    for subscriber, channel, language in rows.order_by("journey_id").distinct():
        if subscriber not in told or (channel == SMS and told[subscriber][0] == EMAIL):
            told[subscriber] = (channel, language)
    contacts = Contact.objects.exclude(confirmed_at=None).filter(
        subscriber__in=_told(event).values("journey__subscriber")
    )
    reached = {(subscriber, kind): pk for pk, subscriber, kind in contacts.values_list("pk", "subscriber", "kind")}
    words: dict[tuple[str, str], news.Words] = {}
    for subscriber, way in told.items():
        if contact := reached.get((subscriber, way[0])):
            if way not in words:
                words[way] = _words(event, *way)
            yield subscriber, contact, words[way]


def _words(event: Event, channel: str, language: str) -> news.Words:
    """Few words, all of them in one language: that of the interface."""
    with translation.override(interface(language)):
        code = of_page().code
        told = about(event, code)
        url = settings.PUBLIC_URL + reverse("whats-on")
        sentence = _("Sorry, this will not take place: %(event)s. See what else is on: %(url)s")
        text = sentence % {"event": told.line, "url": in_text(url, code)}
        subject = _("Cancelled: %(title)s") % {"title": told.title} if channel == EMAIL else ""
    return news.Words(channel=channel, language=code, text=text, subject=subject)
