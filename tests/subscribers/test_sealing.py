"""Addresses at rest: unreadable in the database, found again by a keyed index, opened by any of the keys."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from subscribers.models import Contact, Subscriber
from subscribers.sealing import blind_index
from tests.factories import JOINED

PHONE = "+447700900123"


def keep(address: str, kind: str = "sms") -> Contact:
    """A contact of a new subscriber."""
    return Contact.objects.create(subscriber=Subscriber.objects.create(created_at=JOINED), kind=kind, address=address)


def raw(contact: Contact) -> tuple[bytes, bytes]:
    """What the database holds of an address and of its index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, index FROM subscribers_contact WHERE id = %s", [contact.pk])
        address, index = cursor.fetchone()
    return bytes(address), bytes(index)


def opened(contact: Contact) -> str:
    address: str = Contact.objects.get(pk=contact.pk).address
    return address


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PHONE, "parent@hope.example"])
def test_address_in_the_database_cannot_be_read(address: str) -> None:
    sealed, index = raw(keep(address))
    for part in (address, address.removeprefix("+"), address.removeprefix("+44"), address.partition("@")[0]):
        assert part.encode() not in sealed
        assert part.encode() not in index
    assert len(index) == 32
    assert index != hashlib.sha256(address.encode()).digest()  # no list of all numbers opens it


@pytest.mark.django_db
@pytest.mark.parametrize("address", [PHONE, "parent@hope.example", "żółć@hope.example", "", "👶\n" * 300])
def test_address_comes_back_as_it_was(address: str) -> None:
    assert opened(keep(address)) == address


@pytest.mark.django_db
def test_same_address_sealed_twice_looks_different() -> None:
    contact = keep(PHONE)
    first = raw(contact)
    contact.save()
    second = raw(contact)
    assert first[0] != second[0]
    assert first[1] == second[1]


@pytest.mark.heart
@pytest.mark.django_db
def test_address_is_found_again() -> None:
    contact = keep(PHONE)
    keep("+447700900124")
    assert list(Contact.objects.with_address(PHONE)) == [contact]
    assert list(Contact.objects.with_address("+447700900125")) == []


@pytest.mark.django_db
def test_changed_address_is_found_by_the_new_one_only() -> None:
    contact = keep(PHONE)
    contact.address = "+447700900124"
    contact.save()
    assert list(Contact.objects.with_address("+447700900124")) == [contact]
    assert list(Contact.objects.with_address(PHONE)) == []


@pytest.mark.heart
@pytest.mark.django_db
def test_address_of_two_people_is_refused() -> None:
    keep(PHONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(PHONE)
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_key_rotated_in_three_steps(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    contact = keep(PHONE)

    settings.CONTACT_KEYS = ["new", "old"]
    assert opened(contact) == PHONE
    assert list(Contact.objects.with_address(PHONE)) == [contact]
    Contact.objects.get(pk=contact.pk).save()  # sealed again, by the newest key

    settings.CONTACT_KEYS = ["new"]
    assert opened(contact) == PHONE


@pytest.mark.django_db
def test_key_taken_away_too_early(settings: Settings) -> None:
    settings.CONTACT_KEYS = ["old"]
    contact = keep(PHONE)
    settings.CONTACT_KEYS = ["new"]
    assert opened(contact) == ""  # so that it stops nobody else's messages
    contact.refresh_from_db()
    with pytest.raises(ValueError, match="would lose it"):
        contact.save()
    settings.CONTACT_KEYS = ["new", "old"]
    assert opened(contact) == PHONE


@pytest.mark.django_db
def test_without_keys_the_secret_key_seals(settings: Settings) -> None:
    settings.CONTACT_KEYS, settings.CONTACT_INDEX_KEY, settings.SECRET_KEY = [], "", "first"
    contact = keep(PHONE)
    assert opened(contact) == PHONE
    assert list(Contact.objects.with_address(PHONE)) == [contact]
    settings.SECRET_KEY = "second"
    assert list(Contact.objects.with_address(PHONE)) == []
    assert opened(contact) == ""


def test_index_depends_on_its_key(settings: Settings) -> None:
    before = blind_index(PHONE)
    settings.CONTACT_INDEX_KEY = "another"
    assert blind_index(PHONE) != before


@given(st.text(), st.text())
def test_index_is_the_same_for_the_same_address_only(one: str, other: str) -> None:
    assert (blind_index(one) == blind_index(other)) is (one == other)
    assert len(blind_index(one)) == 32
