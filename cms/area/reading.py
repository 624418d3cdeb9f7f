"""What an area's page tells: its campaigns, events, places and numbers, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.areas import owners
from campaigns.models import Campaign, Event, Place, State
from campaigns.parents import Parents, parents
from campaigns.sign_ups import Counted, counted
from cms.owned import reach_of, url_of
from directory.models import SureStart, Trust
from subscribers.hours import local_day

Area = SureStart | Trust | None  # None: the region itself
KINDS: dict[type[SureStart | Trust], str] = {SureStart: "sure_start", Trust: "trust"}
MOST = 30  # rows of a table
OVER = (State.FINISHED, State.CANCELLED)
TO_BE_RUN = (State.APPROVED, State.RUNNING, State.PAUSED)
NEXT: dict[str, Promise] = {
    State.DRAFT: gettext_lazy("Finish it, and send it for approval."),
    State.SUBMITTED: gettext_lazy("Somebody else has to approve it."),
    State.PAUSED: gettext_lazy("Nothing is sent. Go on with it, or cancel it."),
    State.CANCELLED: gettext_lazy("Nothing more to do."),
    State.FINISHED: gettext_lazy("Read how it went."),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An area that somebody may look at."""

    code: str  # of the page's address
    area: Area

    @property
    def name(self) -> str:
        return str(self.area or _("The whole region"))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A campaign or event, and where it is changed or read; no address when it has no screen yet."""

    row: Any
    url: str
    next: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    campaigns: Sequence[Line]
    regional: Sequence[Line]
    events: Sequence[Line]
    sign_ups: Counted
    parents: Parents


def choices(user: Any) -> list[Choice]:
    """The areas that somebody may look at; the first is theirs, or the region for who works for all of it."""
    trusts, sure_starts = owners(user)
    found = [Choice(code="region", area=None)] if reach_of(user).everywhere else []
    areas: list[SureStart | Trust] = [*trusts.order_by("name"), *sure_starts]
    return found + [Choice(code=f"{KINDS[type(area)]}-{area.pk}", area=area) for area in areas]


def told(area: Area, user: Any, now: datetime) -> Told:
    """All of an area's page. The caller has seen to it that the area is the user's."""
    today = local_day(now)
    campaigns = Campaign.objects.select_related("trust", "sure_start")
    events = Event.objects.select_related("trust", "sure_start").filter(_of(area), ends_at__gte=now)
    places = Place.objects.select_related("trust", "sure_start").filter(_of(area))
    regional = campaigns.filter(_of(None), state__in=TO_BE_RUN, ends_on__gte=today) if area else campaigns.none()
    return Told(
        campaigns=_lines(campaigns.filter(_of(area)).exclude(state__in=OVER, ends_on__lt=_a_year_before(today)), user),
        regional=_lines(regional, user),
        events=_lines(events, user),
        sign_ups=counted(places, now),
        parents=parents(area, today),
    )


def _of(area: Area) -> Q:
    """Rows that belong to an area; to a Trust also what its Sure Starts have."""
    if area is None:
        return Q(trust=None, sure_start=None)
    return Q(sure_start=area) if isinstance(area, SureStart) else Q(trust=area) | Q(sure_start__trust=area)


def _a_year_before(today: date) -> date:
    return date(today.year - 1, today.month, 1)


def _lines(rows: Iterable[Any], user: Any) -> list[Line]:
    return [Line(row=row, url=url_of(row, user), next=_next(row)) for row in list(rows[:MOST])]  # type: ignore[index] # querysets


def _next(row: Campaign | Event) -> str:
    """What there is to do for a campaign, or what it waits for."""
    if not isinstance(row, Campaign):
        return ""
    if row.state == State.APPROVED:
        return _("It begins by itself on %(day)s.") % {"day": date_format(row.starts_on)}
    if row.state == State.RUNNING:
        return _("It ends by itself after %(day)s.") % {"day": date_format(row.ends_on)}
    return str(NEXT[row.state])
