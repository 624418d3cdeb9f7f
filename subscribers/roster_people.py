"""Who in a roster is known already, and what speaks against a row. Asked for many rows at once, without a lock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from subscribers.models import Child, ConsentEvent, Contact, Departed, Journey, Subscriber
from subscribers.roster_rows import Row
from subscribers.sealing import blind_index

T = TypeVar("T")
AT_ONCE = 500  # addresses or people that one query asks about: a database takes so many parameters and no more


@dataclass(kw_only=True, eq=False)
class Person:
    """Somebody of the roster: known before it, or new, and then the subscriber is not saved yet."""

    subscriber: Subscriber
    known: dict[str, str] = field(default_factory=dict)  # the addresses that we have, by kind
    new: dict[str, str] = field(default_factory=dict)  # those that come with the roster

    @property
    def pk(self) -> int | None:
        return self.subscriber.pk


@dataclass(frozen=True, kw_only=True)
class Past:
    """What some people have told us by now."""

    silent: frozenset[int]  # who wants nothing: after a stop or a loss nobody is signed up by somebody else
    agreed: frozenset[tuple[int, datetime]]  # each agreement by its instant
    children: frozenset[tuple[int, date | None, date | None]]  # whom they hear about, by due date and birth date

    def check(self, row: Row, person: Person) -> None:
        """Raise ValidationError, coded by the kind of address, when the row asks for what they do not want."""
        pk, values = person.pk, row.values
        if pk is None:
            return
        if pk in self.silent:
            kind = next(kind for kind, address in row.addresses.items() if person.known.get(kind) == address)
            raise ValidationError(wants_nothing(), code=kind)
        dates = (pk, values["due_date"], values["birth_date"])
        if (pk, values["agreed_at"]) in self.agreed or dates in self.children:
            raise ValidationError(_("This person already hears from us about this child. Remove the row."))


def wants_nothing() -> str:
    """The one sentence after a stop, a loss or an erasure: the roster's owner is not told which it was."""
    return _("They want no messages now. Only they can start again: text START.")


def past(subscriber_ids: Iterable[int]) -> Past:
    """What these people have told us by now."""
    silent: set[int] = set()
    agreed: set[tuple[int, datetime]] = set()
    children: set[tuple[int, date | None, date | None]] = set()
    bereaved = Q(journeys__child__state=Child.State.LOST) | Q(journeys__paused_for=Journey.PausedFor.LOSS)
    silenced = Q(state=Subscriber.State.STOPPED) | bereaved
    for some in batches(sorted(subscriber_ids)):
        silent |= set(Subscriber.objects.filter(silenced, pk__in=some).values_list("pk", flat=True))
        events = ConsentEvent.objects.filter(subscriber_id__in=some, kind=ConsentEvent.Kind.AGREED)
        agreed |= set(events.values_list("subscriber_id", "at"))
        journeys = Journey.objects.filter(subscriber_id__in=some)
        children |= set(journeys.values_list("subscriber_id", "child__due_date", "child__birth_date"))
    return Past(silent=frozenset(silent), agreed=frozenset(agreed), children=frozenset(children))


class People:
    """The people of a roster, by address. Two rows of one address are of one person: twins are welcome."""

    def __init__(self, rows: Sequence[Row], now: datetime) -> None:
        self._now = now
        self._by_address: dict[str, Person] = {}
        addresses = {blind_index(address): address for row in rows for address in row.addresses.values()}
        people: dict[int, Person] = {}
        for some in batches(list(addresses)):
            for contact in Contact.objects.filter(index__in=some).select_related("subscriber"):
                person = people.setdefault(contact.subscriber_id, Person(subscriber=contact.subscriber))
                self._by_address[addresses[bytes(contact.index)]] = person
        for some_ids in batches(list(people)):
            for contact in Contact.objects.filter(subscriber_id__in=some_ids):
                people[contact.subscriber_id].known[contact.kind] = contact.address
        self._past = past(people)
        self._departed = {
            addresses[bytes(index)]
            for some in batches(list(addresses))
            for index in Departed.objects.filter(index__in=some).values_list("index", flat=True)
        }

    def of(self, row: Row) -> Person:
        """The person of the row, who has its addresses from now on.

        Raises ValidationError, coded by the kind of address, when the row does not fit to what is known.
        """
        found: Person | None = None
        for kind, address in row.addresses.items():
            if address in self._departed:
                raise ValidationError(wants_nothing(), code=kind)
            person = self._by_address.get(address) or found
            if found and found is not person:
                raise ValidationError(_("The phone and the e-mail belong to two different people."), code=kind)
            found = person
        person = found or Person(subscriber=Subscriber(created_at=self._now))
        self._past.check(row, person)
        for kind, address in row.addresses.items():
            if (person.known | person.new).get(kind, address) != address:
                raise ValidationError(
                    _("This person has another address for this channel. One person, one address."), code=kind
                )
        for kind, address in row.addresses.items():
            self._by_address[address] = person
            if kind not in person.known:
                person.new[kind] = address
        return person


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, so many at once as one query takes."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
