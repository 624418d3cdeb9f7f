"""The conversation by text: each inbound text is stored once, acted on, and answered through the outbox."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from delivery.models import Inbound, Nudge
from delivery.outbox import put_reply
from directory.models import Service
from portal.understanding import understand
from subscribers import consent
from subscribers.hours import local_day
from subscribers.models import Contact, Journey, Subscriber

ACTIVE = Subscriber.State.ACTIVE
ANSWERED = {"stop", "start", "join", "yes", "help"}
UNKNOWN_AGAIN_AFTER = timedelta(hours=12)


def receive(provider_id: str, phone: str, text: str, now: datetime) -> bool:
    """Take in one text from a phone (E.164). False when the provider has repeated itself: it was answered before."""
    try:
        with transaction.atomic():
            contact = _contact(phone, now)
            inbound = Inbound.objects.create(provider_id=provider_id, contact=contact, body=text, received_at=now)
            _answer(inbound, contact, understand(text, _language(contact), local_day(now)).kind, now)
    except IntegrityError:
        if not Inbound.objects.filter(provider_id=provider_id).exists():
            raise
        return False
    return True


def _contact(phone: str, now: datetime) -> Contact:
    """Whoever has this number; a number that we do not know becomes somebody who has agreed to nothing.

    The subscriber's row is locked, so that texts of one phone are handled one after the other.
    """
    known = Contact.objects.with_address(phone)
    if not known.exists():
        with suppress(IntegrityError), transaction.atomic():  # another text of theirs may have come first
            stranger = Subscriber.objects.create(created_at=now)
            Contact.objects.create(subscriber=stranger, kind=Contact.Kind.SMS, address=phone)
    contact = known.get()
    contact.subscriber = Subscriber.objects.select_for_update(no_key=True).get(pk=contact.subscriber_id)
    return contact


def _answer(inbound: Inbound, contact: Contact, kind: str, now: datetime) -> None:
    language = _language(contact)
    with translation.override(language):
        reply = _reply(contact, kind, now)
    if reply:
        key = f"{'answer' if kind in ANSWERED else 'unknown'}:{inbound.pk}"
        put_reply(contact, reply, key, now, "en")


def _reply(contact: Contact, kind: str, now: datetime) -> str:
    """Act on what was said, and give the answer; empty where silence is the answer."""
    subscriber = contact.subscriber
    match kind:
        case "stop":
            return _stopped() if consent.stop(subscriber.pk, "sms", now) else ""
        case "start" | "join":
            return _start(subscriber, now)
        case "yes":
            return _started() if consent.confirm(subscriber.pk, "sms", now) else ""
        case "help":
            return _who_we_are()
    answered = Nudge.objects.filter(contact=contact, key__startswith="unknown:", due_at__gt=now - UNKNOWN_AGAIN_AFTER)
    return "" if answered.exists() else _not_understood()


def _start(subscriber: Subscriber, now: datetime) -> str:
    journeys = subscriber.journeys.exclude(state=Journey.State.ENDED)
    if subscriber.state == ACTIVE and journeys.exists():
        return _("You are already getting messages from us. To stop at any time, text STOP.")
    if not journeys.exists():  # nothing restarts by itself after a loss
        return _("Thank you for asking. To join, please ask your midwife, health visitor or Sure Start to sign you up.")
    consent.ask_again(subscriber.pk, "sms", now)
    return _(
        "Would you like messages about your baby from Messages of Hope again? Reply YES to start. "
        "You can stop at any time by texting STOP."
    )


def _stopped() -> str:
    return _("You will get no more messages from Messages of Hope. If you ever want them again, text START.")


def _started() -> str:
    return _("Thank you. Your messages start again. To stop at any time, text STOP.")


def _who_we_are() -> str:
    return _(
        "Messages of Hope: short texts for parents, from pregnancy to age three. No one reads replies. "
        "Text STOP to stop. In danger ring 999. To talk, day or night: Lifeline %(lifeline)s."
    ) % {"lifeline": _lifeline()}


def _not_understood() -> str:
    return _(
        "Sorry, we did not understand. No one reads these texts. In danger ring 999. "
        "To talk, day or night, free: Lifeline %(lifeline)s. To stop messages text STOP."
    ) % {"lifeline": _lifeline()}


def _lifeline() -> str:
    return Service.objects.get(code="lifeline").phone


def _language(contact: Contact) -> str:
    journey = contact.subscriber.journeys.order_by("pk").last()
    return journey.language if journey else "en"
