"""What can be put into words: the campaign's events, its short links, and services, each as its placeholder."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns import inheriting
from campaigns.models import Campaign, Link
from directory.models import Service
from messages.placeholders import DETAILS, UnknownPlaceholderError, fill, known_services

OF_EVENTS = ("line", "url")
OF_LINKS = ("url", "address")


@dataclass(frozen=True, kw_only=True)
class Insert:
    """One placeholder, and what parents read in its place in this language."""

    placeholder: str
    reads: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    """An event, a link or a service, and all that can be said of it."""

    label: str
    inserts: Sequence[Insert]


@dataclass(frozen=True, kw_only=True)
class Group:
    label: str
    things: Sequence[Thing]


def groups_of(campaign: Campaign, language: str) -> list[Group]:
    """All that there is to put in, by kind. The more events and links, the more is asked of the database."""
    services = known_services()
    found = [
        Group(label=_("Events"), things=list(_events(campaign, services, language))),
        Group(label=_("Short links"), things=list(_links(campaign, services, language))),
        Group(label=_("Services"), things=list(_services(services, language))),
    ]
    return [group for group in found if group.things]


def _events(campaign: Campaign, services: Mapping[str, Service], language: str) -> Iterator[Thing]:
    for event in inheriting.events(campaign):
        yield from _filled([f"{{event-{event.pk}.{name}}}" for name in OF_EVENTS], event.title, services, language)


def _links(campaign: Campaign, services: Mapping[str, Service], language: str) -> Iterator[Thing]:
    mine = Q(campaign=campaign.pk) | Q(campaign=campaign.inherits_id, campaign__isnull=False)
    for link in Link.objects.filter(mine):
        yield from _filled([f"{{link-{link.code}.{name}}}" for name in OF_LINKS], link.label, services, language)


def _services(services: Mapping[str, Service], language: str) -> Iterator[Thing]:
    for service in sorted(services.values(), key=lambda one: one.name):
        names = [f"{{{service.code}.{name}}}" for name in DETAILS if getattr(service, name)]
        yield from _filled(names, service.name, services, language)


def _filled(names: Iterable[str], label: str, services: Mapping[str, Service], language: str) -> Iterator[Thing]:
    """It with those of the placeholders that say something; nothing when there are none."""
    if inserts := list(_saying(names, services, language)):
        yield Thing(label=label, inserts=inserts)


def _saying(names: Iterable[str], services: Mapping[str, Service], language: str) -> Iterator[Insert]:
    for name in names:
        try:
            reads = fill(name, services, language)
        except UnknownPlaceholderError:
            continue
        if reads:
            yield Insert(placeholder=name, reads=reads)
