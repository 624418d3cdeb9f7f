"""A parent's own page: what comes next, and everything that they can change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from languages.fragments import Fragment, english, fragment
from languages.table import DEFAULT, of_page
from messages.models import Translation
from portal import extras, visit
from portal.own_choices import CHOICES
from portal.turn import day
from portal.upcoming import Upcoming, upcoming
from subscribers import pauses
from subscribers.extras import Extra
from subscribers.hours import local_day, now_of
from subscribers.models import Child, Journey, Subscriber
from subscribers.tracks import EXTRA

FIRST_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A message of the weeks ahead."""

    day: date  # local
    topic: Fragment


@dataclass(frozen=True, kw_only=True)
class Card:
    """One child; no names."""

    journey: Journey
    title: str
    band: str
    is_expected: bool
    next: list[Coming]
    extras: list[str | Promise]  # extra messages that they follow
    suggested: Extra | None  # those that are meant for somebody like them
    offers_extras: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    key: str | Promise
    value: str | Promise
    url: str


@visit.own_page
@require_safe
def overview(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Calm cards for each child, then how messages come, then everything else."""
    now = now_of(request)
    living = living_journeys(parent)
    shown = [journey for journey in living if journey.paused_for != Journey.PausedFor.LOSS]
    paused = next((x for x in shown if x.state == Journey.State.PAUSED), None)
    context = {
        "said": visit.said(request),
        "stopped": parent.state == Subscriber.State.STOPPED,
        "cards": [_card(journey, now) for journey in shown],
        "rows": _rows(parent, living[0]) if living else [],
        "paused_until": paused.paused_until if paused else None,
        "has_one_address": parent.contacts.count() == 1,
        "waits_after_loss": pauses.paused_after_loss(parent.pk).exists(),
    }
    return render(request, "portal/mine/overview.html", context)


def living_journeys(parent: Subscriber) -> list[Journey]:
    """What messages are about, or wait to be about; nothing of a child who has died."""
    journeys = Journey.objects.filter(subscriber=parent).living().select_related("subscriber", "sure_start", "trust")
    return list(journeys.prefetch_related("followings"))


def about(child: Child) -> str:
    """A child without a name."""
    if child.state == Child.State.BORN:
        return _("Born %(day)s") % {"day": day(child.birth_date)}
    return _("Baby due %(day)s") % {"day": day(child.due_date)}


def _card(journey: Journey, now: datetime) -> Card:
    child, offers = journey.child, extras.offers(journey)
    return Card(
        journey=journey,
        title=about(child),
        band=_band(child, local_day(now)),
        is_expected=child.state == Child.State.EXPECTED,
        next=_coming(upcoming(journey, now)),
        extras=[EXTRA[track].full_label for track in sorted(extras.chosen(journey))],
        suggested=extras.suggested(journey, offers),
        offers_extras=bool(offers),
    )


def _coming(ahead: list[Upcoming]) -> list[Coming]:
    """The topics in the page's language where a translation may be read, else in English."""
    code = of_page().code
    ids = [one.message_id for one in ahead]
    known: dict[int, str] = {}
    if code != DEFAULT and ids:
        translated = Translation.objects.sendable().filter(language=code, message__in=ids)
        known = dict(translated.values_list("message_id", "topic"))
    return [
        Coming(
            day=one.day,
            topic=fragment(known[one.message_id], code) if one.message_id in known else english(one.topic),
        )
        for one in ahead
    ]


def _band(child: Child, today: date) -> str:
    if child.birth_date is None:
        return "peach"
    return "mint" if today - child.birth_date < FIRST_YEAR else "lilac"


def _rows(parent: Subscriber, journey: Journey) -> list[Row]:
    """What is chosen; it is the same for every child."""
    names = [name for name in CHOICES if name != "fallback" or journey.language != "en"]
    return [
        Row(
            key=CHOICES[name].key,
            value=CHOICES[name].words(name, parent, journey),
            url=reverse("preferences-change", args=[name]),
        )
        for name in names
    ]
