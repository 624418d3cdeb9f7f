"""The one question that is open on a phone: asked, kept for seven days, answered or dropped."""

from datetime import datetime

from django.conf import settings

from portal.models import Question
from portal.sign_up import Answers
from subscribers import consent
from subscribers.models import Contact

Asking = Question.Asking


def ask(contact: Contact, asking: Asking, answers: Answers, now: datetime) -> None:
    """Open a question; it takes the place of one that is open."""
    values = {"asking": asking, "answers": answers.dumps(), "asked_at": now, "misses": 0, "reminded": False}
    Question.objects.update_or_create(contact=contact, defaults=values)
    if asking in (Asking.CONSENT, Asking.START_AGAIN):
        consent.ask(contact.subscriber_id, "sms", now)


def find(contact: Contact, now: datetime) -> Question | None:
    """The question that is open on this phone, if it is not too old."""
    return Question.objects.filter(contact=contact, asked_at__gt=now - settings.CONFIRM_WITHIN).first()


def drop(contact: Contact) -> None:
    """Nothing is asked any more."""
    Question.objects.filter(contact=contact).delete()
