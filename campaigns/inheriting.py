"""What a campaign says, with what a local copy takes over from the regional one.

A local copy holds only what differs, so each piece is looked for in four places, and the first that says anything
wins: the copy's own words in the language, the region's in the language, the copy's own in English, the region's in
English. The language comes before whose words they are: a parent who reads Polish has more from the region's approved
Polish than from a local sentence that they cannot read, and what is true of one place only (where, when, with whom) is
in the events, which are always shown. A topic or a post is one piece: half a topic from here and half from there
would not be what anybody wrote.

Each function asks the database a fixed number of times, whatever it finds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from django.db.models import Q

from campaigns.models import Campaign, CampaignText, Event, Mailing, SocialPost, Topic
from languages.table import DEFAULT

FIELDS = ("title", "theme", "intro", "banner", "poster", "press", "letter")


class _InALanguage(Protocol):
    campaign_id: int
    language: str


Row = TypeVar("Row", bound=_InALanguage)
Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing that a campaign says."""

    value: str  # blank when nobody has written it
    language: str  # the one that it is in
    is_own: bool  # the campaign's, and not taken over from the regional one


@dataclass(frozen=True, kw_only=True)
class EffectiveText:
    """What a campaign says to everybody, wherever each piece comes from. There always is a title."""

    title: Piece
    theme: Piece
    intro: Piece
    banner: Piece
    poster: Piece
    press: Piece
    letter: Piece


@dataclass(frozen=True, kw_only=True)
class EffectiveTopic:
    after_days: int  # 0 on the first day
    day: date  # local
    title: str
    about: str
    language: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class EffectivePost:
    pk: int
    network: SocialPost.Network
    after_days: int
    day: date  # local
    text: str
    language: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class EffectiveMailing:
    """What the parents of a campaign are sent: in a local copy its own variant in the place of the region's."""

    mailing: Mailing
    is_own: bool


def text(campaign: Campaign, language: str) -> EffectiveText:
    """What the campaign says in this language; one query."""
    return texts([campaign], language)[campaign.pk]


def texts(campaigns: Collection[Campaign], language: str) -> Mapping[int, EffectiveText]:
    """The same of several campaigns, by their ids; one query."""
    wanted = {pk for campaign in campaigns for pk in _family(campaign)}
    rows = list(CampaignText.objects.filter(campaign__in=wanted, language__in={language, DEFAULT}))
    return {x.pk: _text(x, _in_order(x, language, rows), language) for x in campaigns}


def topics(campaign: Campaign, language: str) -> Mapping[date, EffectiveTopic]:
    """The topic of each day that has one, in the days' order; one query."""
    rows = Topic.objects.filter(campaign__in=_family(campaign), language__in={language, DEFAULT})
    found = _first(_in_order(campaign, language, list(rows)), lambda row: row.after_days)
    told = [
        EffectiveTopic(
            after_days=row.after_days,
            day=campaign.starts_on + timedelta(days=row.after_days),
            title=row.title,
            about=row.about,
            language=row.language,
            is_own=row.campaign_id == campaign.pk,
        )
        for _, row in sorted(found.items())
    ]
    return {topic.day: topic for topic in told if topic.day <= campaign.ends_on}


def posts(campaign: Campaign, language: str) -> list[EffectivePost]:
    """The posts for social networks, by day and network; one query."""
    rows = SocialPost.objects.filter(campaign__in=_family(campaign), language__in={language, DEFAULT})
    found = _first(_in_order(campaign, language, list(rows)), lambda row: (row.after_days, row.network))
    return [
        EffectivePost(
            pk=row.pk,
            network=SocialPost.Network(row.network),
            after_days=row.after_days,
            day=campaign.starts_on + timedelta(days=row.after_days),
            text=row.text,
            language=row.language,
            is_own=row.campaign_id == campaign.pk,
        )
        for _, row in sorted(found.items())
    ]


def mailings(campaign: Campaign) -> list[EffectiveMailing]:
    """What is sent, by day, with the messages and their campaigns; one query."""
    rows = Mailing.objects.filter(campaign__in=_family(campaign)).select_related("message", "campaign")
    replaced = {row.instead_of_id for row in rows if row.campaign_id == campaign.pk}
    kept = [row for row in rows if row.pk not in replaced]
    kept.sort(key=lambda row: (row.day, row.pk))
    return [EffectiveMailing(mailing=row, is_own=row.campaign_id == campaign.pk) for row in kept]


def events(campaign: Campaign) -> list[Event]:
    """Its events and, in a local copy, those of the regional campaign, by time, with their texts; two queries.

    What another area has hung on the regional campaign is not offered here. `event.campaign_id` tells whose it is.
    """
    wanted = Q(campaign=campaign.pk)
    if campaign.inherits_id:
        near = Q(trust=None, sure_start=None)
        if campaign.sure_start_id:
            near |= Q(sure_start=campaign.sure_start_id) | Q(trust__surestart=campaign.sure_start_id)
        elif campaign.trust_id:
            near |= Q(trust=campaign.trust_id) | Q(sure_start__trust=campaign.trust_id)
        wanted |= Q(campaign=campaign.inherits_id) & near
    rows = Event.objects.filter(wanted).select_related("sure_start", "trust").prefetch_related("texts")
    return list(rows.distinct().order_by("starts_at", "pk"))


def _family(campaign: Campaign) -> Sequence[int]:
    """The campaign, and the regional one that it is a copy of: whose words come first."""
    return [campaign.pk, campaign.inherits_id] if campaign.inherits_id else [campaign.pk]


def _in_order(campaign: Campaign, language: str, rows: Iterable[Row]) -> list[Row]:
    """The rows of this campaign and of what it inherits from, those first that are to be chosen first."""
    family = _family(campaign)
    mine = [row for row in rows if row.campaign_id in family]
    return sorted(mine, key=lambda row: (row.language != language, family.index(row.campaign_id)))


def _first(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Row]:
    """The first row of each key."""
    found: dict[Key, Row] = {}
    for row in rows:
        found.setdefault(key(row), row)
    return found


def _text(campaign: Campaign, rows: Sequence[CampaignText], language: str) -> EffectiveText:
    pieces = {name: _piece(campaign, rows, name, language) for name in FIELDS}
    if not pieces["title"].value:
        pieces["title"] = Piece(value=campaign.title, language=DEFAULT, is_own=True)
    return EffectiveText(**pieces)


def _piece(campaign: Campaign, rows: Sequence[CampaignText], name: str, language: str) -> Piece:
    for row in rows:
        if value := getattr(row, name).strip():
            return Piece(value=value, language=row.language, is_own=row.campaign_id == campaign.pk)
    return Piece(value="", language=language, is_own=campaign.inherits_id is None)
