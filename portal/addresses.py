"""The address of somebody whom we may not know yet."""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from subscribers.models import Contact, Subscriber


def contact_for(kind: Contact.Kind, address: str, now: datetime) -> Contact:
    """Whoever has this address; one that we do not know becomes somebody who has agreed to nothing."""
    known = Contact.objects.with_address(address)
    if not known.exists():
        with suppress(IntegrityError), transaction.atomic():  # another door may have been faster
            stranger = Subscriber.objects.create(created_at=now)
            Contact.objects.create(subscriber=stranger, kind=kind, address=address)
    return known.get()
