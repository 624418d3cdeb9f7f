"""A campaign's own page, for everybody: what it is about, a topic a day, its messages, what is on, how to join."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns import areas, inheriting
from campaigns.event_words import EventWords, about
from campaigns.inheriting import EffectiveTopic
from campaigns.models import Campaign, Event, Occasion, Place, State
from campaigns.paper.days import between
from languages.spoken import hour, long_day
from languages.table import DEFAULT, of_page
from messages.letters import blocks_of
from messages.models import AnyWords, Message, Translation
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from subscribers.hours import local_day, now_of
from subscribers.models import Track

PUBLIC = (State.APPROVED, State.RUNNING, State.PAUSED, State.FINISHED)
LOSS = Occasion.BABY_LOSS
GRIEF = "sands"  # the directory's code of who listens after the death of a baby


@dataclass(frozen=True, kw_only=True)
class SaidMessage:
    """A message of the campaign, as it may be read."""

    topic: str
    pieces: list[tuple[str, Any]]  # of messages.letters
    language: str
    for_fathers: bool
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class OnEvent:
    words: EventWords
    day: str
    begins: str
    is_own: bool

    @property
    def event(self) -> Event:
        return self.words.event


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the reader's language, and in English, marked as such, where nobody has translated it."""
    campaign = _campaign(request, slug)
    code, today = of_page().code, local_day(now_of(request))
    topics = list(inheriting.topics(campaign, code).values())
    context: dict[str, Any] = {
        "campaign": campaign,
        "text": inheriting.text(campaign, code),
        "today": next((x for x in topics if x.day == today), None),
        "topics": _in_order(topics, today),
        "said": _messages(campaign, code),
        "events": _events(campaign, code, now_of(request)),
        "copies": _copies(campaign),
        "days": between(campaign.starts_on, campaign.ends_on, code),
        "is_over": campaign.ends_on < today or campaign.state == State.FINISHED,
        "is_public": campaign.state in PUBLIC,
        "has_answered": "answered" in request.GET,
        "is_loss": campaign.occasion == LOSS,
        "grief": known_services().get(GRIEF) if campaign.occasion == LOSS else None,
        "place": _place(campaign),
        "number": settings.TEXT_NUMBER,
    }
    answer = render(request, "cms/campaign_pages/page.html", context)
    if campaign.state not in PUBLIC:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _campaign(request: HttpRequest, slug: str) -> Campaign:
    """The public one of this address. One that is not public yet is there for the staff of its area only."""
    rows = Campaign.objects.filter(slug=slug).select_related("trust", "sure_start", "inherits")
    found = rows.filter(state__in=PUBLIC).first()
    if found is None and request.user.is_authenticated and request.user.has_perm("campaigns.view_campaign"):
        found = areas.visible(rows, request.user).first()
    if found is None:
        raise Http404
    return found


def _in_order(topics: list[EffectiveTopic], today: date) -> list[EffectiveTopic]:
    """Those that are not today's: what is to come, and after it what was."""
    others = [x for x in topics if x.day != today]
    return [x for x in others if x.day > today] + [x for x in others if x.day < today]


def _messages(campaign: Campaign, code: str) -> list[SaidMessage]:
    """What was approved, in this language or in English; what cannot be filled in is left out. Four queries."""
    mailings = inheriting.mailings(campaign)
    words = _approved([x.mailing.message_id for x in mailings], code)
    services = known_services()
    said = []
    for one in mailings:
        found = words.get(one.mailing.message_id)
        if found is None:
            continue
        try:
            text = fill(found.web_text or found.sms, services, found.language)
        except UnknownPlaceholderError:
            continue
        fathers = one.mailing.track == Track.FATHER_PARTNER
        said.append(
            SaidMessage(
                topic=found.topic,
                pieces=blocks_of(text),
                language=found.language,
                for_fathers=fathers,
                is_own=one.is_own,
            )
        )
    return said


def _approved(ids: Iterable[int], code: str) -> Mapping[int, AnyWords]:
    """The words that may be sent, by message: in this language, else in English."""
    found: dict[int, AnyWords] = {x.pk: x for x in Message.objects.sendable().filter(pk__in=list(ids))}
    if code != DEFAULT:
        others = Translation.objects.sendable().filter(message__in=list(ids), language=code)
        found |= {x.message_id: x for x in others}
    return found


def _events(campaign: Campaign, code: str, now: datetime) -> list[OnEvent]:
    rows = (x for x in inheriting.events(campaign) if x.is_published and not x.cancelled_at and x.ends_at > now)
    return [
        OnEvent(
            words=about(event, code),
            day=long_day(event.starts_at, code),
            begins=hour(event.starts_at, code),
            is_own=event.campaign_id == campaign.pk,
        )
        for event in rows
    ]


def _copies(campaign: Campaign) -> list[Campaign]:
    """The local ones of a regional campaign that anybody may look at."""
    if campaign.inherits_id:
        return []
    return list(campaign.copies.filter(state__in=PUBLIC).select_related("trust", "sure_start").order_by("slug"))


def _place(campaign: Campaign) -> Place | None:
    """An open place of the same area, whose keyword lets people join there; a region's campaign has none."""
    if campaign.is_regional:
        return None
    return Place.objects.filter(is_open=True, trust=campaign.trust_id, sure_start=campaign.sure_start_id).first()
