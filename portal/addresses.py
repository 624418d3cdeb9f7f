"""Whose an address is before it is proved. Nobody gets hold of an address by typing it."""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from subscribers.models import Contact, Subscriber

Kind = Contact.Kind


@transaction.atomic
def contact_for(kind: Kind, address: str, now: datetime) -> Contact:
    """The contact to which a code or a link goes: the one that we know, else a new one of somebody new."""
    known = Contact.objects.with_address(address)
    if not known.exists():
        with suppress(IntegrityError), transaction.atomic():  # another door may have been faster
            stranger = Subscriber.objects.create(created_at=now)
            Contact.objects.create(subscriber=stranger, kind=kind, address=address)
    return known.get()


def attach(contact: Contact, subscriber: Subscriber, now: datetime) -> bool:
    """Give an address to whoever named it, now that its holder has said yes. The caller has locked them.

    False when it is proved for somebody by now, or they have another address of this kind.
    """
    if subscriber.contacts.filter(kind=contact.kind).exists():
        return False
    free = Contact.objects.filter(pk=contact.pk, confirmed_at=None)
    return bool(free.update(subscriber=subscriber, confirmed_at=now))
