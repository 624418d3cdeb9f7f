"""A calendar of what comes next, to subscribe to. Anybody in the house may see it, so it says next to nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event

from messages.models import Theme
from portal.upcoming import upcoming
from subscribers.models import Journey

_SALT = "calendar"
MOST = 60  # events about one child
# What a title may say: an everyday thing to do. Feeding, health, mood, safety and services stay unsaid.
TITLES: Mapping[str, Promise] = {
    Theme.BOND: gettext_lazy("A minute together"),
    Theme.TOUCH: gettext_lazy("A minute together"),
    Theme.SERVE_RETURN: gettext_lazy("A minute together"),
    Theme.TALK: gettext_lazy("Time to talk"),
    Theme.SING: gettext_lazy("Time to sing"),
    Theme.READ: gettext_lazy("Time to read"),
    Theme.PLAY: gettext_lazy("Time to play"),
}


def calendar_url(subscriber_id: int) -> str:
    """The address that a calendar program asks again and again."""
    return settings.PUBLIC_URL + reverse("calendar", args=[Signer(salt=_SALT).sign(str(subscriber_id))])


def read_calendar_token(token: str) -> int | None:
    """The subscriber's id; None when the token is not one of ours."""
    try:
        return int(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None


def calendar(subscriber_id: int, now: datetime) -> bytes:
    """The feed (RFC 5545). Empty for whoever has stopped, lost a child, or is not known any more."""
    feed = Calendar()
    feed.add("prodid", "-//Messages of Hope//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("Small things to do"))
    feed.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for day, message_id, theme in sorted(_days(subscriber_id, now)):
        event = Event()
        event.add("uid", f"{day:%Y%m%d}-{message_id}@{settings.PUBLIC_URL.partition('://')[2]}")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("summary", str(TITLES.get(theme, _("A small thing to do"))))
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return bytes(feed.to_ical())


def _days(subscriber_id: int, now: datetime) -> set[tuple[date, int, str]]:
    """The days, each message once: twins' are the same."""
    journeys = Journey.objects.filter(subscriber=subscriber_id).select_related("child", "subscriber")
    return {(one.day, one.message_id, one.theme) for journey in journeys for one in upcoming(journey, now, MOST)}
