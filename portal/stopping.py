"""A stop is the same at every door: from its commit on nothing is sent, and nothing half-way goes on."""

from datetime import datetime

from django.db import transaction

from delivery.models import Reason
from delivery.outbox import take_back
from portal.models import Proof, Question
from subscribers import consent


@transaction.atomic
def stop(subscriber_id: int, door: str, now: datetime) -> bool:
    """Stop everything on every channel. True the first time.

    Open questions, codes and links are void, and answers that wait die, but for a helpline's number.
    """
    changed = consent.stop(subscriber_id, door, now)
    Question.objects.filter(contact__subscriber=subscriber_id).delete()
    Proof.objects.filter(subscriber=subscriber_id).exclude(purpose=Proof.Purpose.PREFERENCES).delete()
    take_back([subscriber_id], Reason.STOPPED, now)
    return changed
