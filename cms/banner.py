"""The one line at the top of public pages while a campaign runs.

What runs is kept in this process for half a minute, so that a page asks the database nothing: another process's change
is seen within that time. Which of it is on today is decided for each page: a week begins at its first midnight, and
not when a tick has come by.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest

from campaigns import inheriting, owner_keys
from campaigns.inheriting import Piece
from campaigns.models import SENDING, Campaign, Occasion
from languages.table import of_page
from subscribers.hours import local_day, now_of

KEPT_FOR = timedelta(seconds=30)
# A reader there has something else on their mind: a death, help, leaving, their own choices, or a form half filled in.
QUIET = ("help", "stop", "preferences", "join-", "confirm", "go", "loss", "erase")
LANDING = "campaign"


@dataclass(frozen=True, kw_only=True)
class Banner:
    """A campaign's line, in the language that it is in."""

    slug: str
    first: date
    last: date
    trust: int | None  # whose it is; neither: the region's
    sure_start: int | None
    piece: Piece


@dataclass(frozen=True, kw_only=True)
class Kept:
    at: datetime
    banners: list[Banner]


_kept: dict[str, Kept] = {}  # by language


def forget() -> None:
    """Ask the database at the next page."""
    _kept.clear()


def banner_for(request: HttpRequest) -> Banner | None:
    """The line for this page: of its area's campaign where the area is known, else of the region's; or none."""
    match = request.resolver_match
    if match is None or not hasattr(request, "now") or (match.url_name or "").startswith(QUIET):
        return None
    now, own_slug = now_of(request), match.kwargs.get("slug") if match.url_name == LANDING else None
    today, area = local_day(now), _area(request)
    on = [x for x in _running(of_page().code, now) if x.first <= today <= x.last and x.slug != own_slug]
    local = [x for x in on if _is_of(x, *area)] if any(area) else []
    regional = [x for x in on if x.trust is None and x.sure_start is None]
    return next(iter(local or regional), None)


def _is_of(banner: Banner, trust: int | None, sure_start: int | None) -> bool:
    return (trust is not None and banner.trust == trust) or (sure_start is not None and banner.sure_start == sure_start)


def _area(request: HttpRequest) -> tuple[int | None, int | None]:
    """The Trust or Sure Start that the reader has asked for, as on the list of events; neither when they did not."""
    try:
        return owner_keys.read(request.GET.get("near", owner_keys.REGION))
    except ValueError:
        return None, None


def _running(code: str, now: datetime) -> list[Banner]:
    """Those of all the campaigns that run, or will by themselves, whatever their days; the latest first."""
    kept = _kept.get(code)
    if kept is None or abs(now - kept.at) >= KEPT_FOR:  # a demo's clock goes back, too
        kept = _kept[code] = Kept(at=now, banners=_banners(code))
    return kept.banners


def _banners(code: str) -> list[Banner]:
    """One query, and another when there are any. What is about the death of a baby meets nobody who did not ask."""
    rows = list(Campaign.objects.filter(state__in=SENDING, has_banner=True).exclude(occasion=Occasion.BABY_LOSS))
    texts = inheriting.texts(rows, code) if rows else {}
    return [
        Banner(
            slug=row.slug,
            first=row.starts_on,
            last=row.ends_on,
            trust=row.trust_id,
            sure_start=row.sure_start_id,
            piece=texts[row.pk].banner,
        )
        for row in rows
        if texts[row.pk].banner.value
    ]
