"""Staff who work for an area, and the form for an event as their browser would send it."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campaigns.models import Event, Membership
from cms.roles import SURE_START
from directory.models import SureStart, Trust
from tests.campaigns.event_kit import NOW
from tests.cms.role_kit import member, signed_in


def clock() -> Any:
    """The clock of these tests: noon on the first of June."""
    return NOW


def lead(*areas: SureStart | Trust) -> User:
    """A Sure Start lead of these areas."""
    user = member(SURE_START)
    for area in areas:
        Membership.objects.create(user=user, **{"trust" if isinstance(area, Trust) else "sure_start": area})
    return user


def browser_of(*areas: SureStart | Trust) -> Client:
    return signed_in(lead(*areas))


def filled(owner: str, **details: Any) -> dict[str, Any]:
    return {
        "title": "Baby massage",
        "about": "Bring a towel.",
        "owner": owner,
        "starts_at": "2026-06-09T10:30",
        "ends_at": "2026-06-09T11:30",
        "where": "Oak Hall",
        "who": "families",
        "is_published": "on",
    } | details


def send(client: Client, name: str, told: dict[str, Any], event: Event | None = None) -> HttpResponse:
    """Send a form of the page of this name."""
    return client.post(reverse(name, args=[event.pk] if event else []), told)  # type: ignore[return-value] # it is one


def is_refused(answer: Any) -> bool:
    """Wagtail sends those who may not to the admin's front page."""
    return answer.status_code == 302 and str(answer["Location"]).partition("?")[0] == reverse("wagtailadmin_home")
