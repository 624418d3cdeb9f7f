"""Parents with children, their links, and a clock that a test moves."""

from datetime import date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from portal import proofs
from subscribers.models import Child, Journey, Subscriber
from tests import factories

NOW = factories.utc("2026-11-21 10:00")
DUE = date(2027, 3, 14)
BORN = date(2026, 5, 3)
CLOCK = "tests.portal.own_page.now"
_at = [NOW]


def now() -> datetime:
    """What the requests of a test take for the time."""
    return _at[0]


def set_clock(at: datetime) -> None:
    """Move the clock."""
    _at[0] = at


def link_of(person: Subscriber) -> str:
    """A fresh link to somebody's page, as a path."""
    contact = person.contacts.order_by("pk")[0]
    return proofs.preferences_link(contact, now()).removeprefix("http://localhost:8000")


def visiting(person: Subscriber) -> Client:
    """A browser that has opened somebody's link."""
    client = Client()
    client.get(link_of(person))
    return client


def url(name: str, *args: Any) -> str:
    """The address of one of the pages."""
    return reverse(f"preferences{name and '-'}{name}", args=args)


def expecting_parent() -> tuple[Subscriber, Journey]:
    """A mother whose baby is due on DUE."""
    person = factories.subscriber(email=True)
    return person, factories.journey(factories.expecting(DUE), person)


def parent_of_baby(**details: Any) -> tuple[Subscriber, Journey]:
    """A mother whose baby was born on BORN."""
    person = factories.subscriber(email=True)
    return person, factories.journey(factories.baby(BORN, details.pop("gestation_weeks", None)), person, **details)


def dates(child: Child) -> tuple[str, date | None, date | None, int | None]:
    """All that is kept of a child's dates."""
    child.refresh_from_db()
    return child.state, child.due_date, child.birth_date, child.gestation_weeks
