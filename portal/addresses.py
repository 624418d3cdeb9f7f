"""Whose an address is before it is proved. Nobody gets hold of an address by typing it."""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from subscribers import children
from subscribers.models import Contact, Subscriber

Kind = Contact.Kind


@transaction.atomic
def contact_for(kind: Kind, address: str, now: datetime) -> Contact:
    """The contact to which a code or a link goes: the one that we know, else a new one of somebody new.

    An address that somebody else has named and never proved is taken from them, if they have proved another one: so
    nobody can keep an address from its owner.
    """
    contact = _known(address) or _of_somebody_new(kind, address, now)
    children.lock_family(contact.subscriber_id)
    contact.refresh_from_db()
    if contact.confirmed_at is None and _has_proved_another(contact):
        _move(contact, Subscriber.objects.create(created_at=now))
    return contact


@transaction.atomic
def second_contact(subscriber: Subscriber, kind: Kind, address: str) -> Contact | None:
    """The contact for one more address of somebody who has proved one. None when it is not free, or they have another.

    An address that they named before and never proved makes room for the new one.
    """
    contact = _known(address)
    if contact and contact.subscriber_id == subscriber.pk:
        return contact
    if contact and not _is_free(contact):
        return None
    own = subscriber.contacts.filter(kind=kind).first()
    if own and own.confirmed_at:
        return None
    if own:
        own.delete()
    if contact is None:
        return _new(subscriber, kind, address)
    _move(contact, subscriber)
    return contact


def _known(address: str) -> Contact | None:
    return Contact.objects.with_address(address).first()


def _new(subscriber: Subscriber, kind: Kind, address: str) -> Contact | None:
    """None when somebody else was faster."""
    with suppress(IntegrityError), transaction.atomic():
        return Contact.objects.create(subscriber=subscriber, kind=kind, address=address)
    return None


def _of_somebody_new(kind: Kind, address: str, now: datetime) -> Contact:
    with suppress(IntegrityError), transaction.atomic():  # another door may have been faster
        stranger = Subscriber.objects.create(created_at=now)
        return Contact.objects.create(subscriber=stranger, kind=kind, address=address)
    return Contact.objects.with_address(address).get()


def _has_proved_another(contact: Contact) -> bool:
    others = Contact.objects.filter(subscriber=contact.subscriber_id).exclude(pk=contact.pk)
    return others.exclude(confirmed_at=None).exists()


def _is_free(contact: Contact) -> bool:
    """Never proved, and nobody's only way to messages that wait for them."""
    if contact.confirmed_at:
        return False
    return _has_proved_another(contact) or not contact.subscriber.journeys.exists()


def _move(contact: Contact, to: Subscriber) -> None:
    Contact.objects.filter(pk=contact.pk, confirmed_at=None).update(subscriber=to)
    contact.refresh_from_db()
