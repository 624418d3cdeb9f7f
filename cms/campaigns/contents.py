"""What there is of a campaign, for its page: pieces, and where each is written. A fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from campaigns import areas, inheriting
from campaigns.audiences import channels
from campaigns.inheriting import EffectiveTopic
from campaigns.models import Campaign, CampaignText, Event, Mailing
from cms.campaigns.pages import link
from languages.table import DEFAULT, LANGUAGES
from messages.models import AnyWords, Message, Translation
from subscribers.models import Contact

FIELD = {Contact.Kind.SMS: "sms", Contact.Kind.EMAIL: "email_text"}
MOST_DAYS = 62  # that one form of topics takes
EACH_DAY = 10  # of a campaign that lasts longer, only the days that have a topic are shown


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What a campaign says to everybody in one language."""

    code: str
    name: str
    title: str
    is_own: bool
    url: str  # where it is written


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    topic: EffectiveTopic | None


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Whether the words of a mailing in one language may be sent."""

    name: str
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One mailing."""

    mailing: Mailing
    is_own: bool
    languages: Sequence[Approval]
    url: str


@dataclass(frozen=True, kw_only=True)
class Happening:
    event: Event
    is_own: bool
    url: str


def texts(campaign: Campaign) -> list[Spoken]:
    """Each language that the campaign, or the one that it inherits from, says something in; English always."""
    family = [pk for pk in (campaign.pk, campaign.inherits_id) if pk]
    rows = {(x.campaign_id, x.language): x for x in CampaignText.objects.filter(campaign__in=family)}
    found = []
    for code, language in LANGUAGES.items():
        mine = rows.get((campaign.pk, code))
        theirs = rows.get((campaign.inherits_id or 0, code))
        if mine or theirs or code == DEFAULT:
            title = (mine and mine.title) or (theirs and theirs.title) or ""
            url = f"{reverse('campaign_texts', args=[campaign.pk])}?language={code}"
            found.append(Spoken(code=code, name=language.name, title=title, is_own=mine is not None, url=url))
    return found


def days(campaign: Campaign) -> list[Day]:
    """Each day with its topic in English; of a long campaign those that have one."""
    topics = inheriting.topics(campaign, DEFAULT)
    shown = campaign.days if topics and len(campaign.days) <= EACH_DAY else list(topics)
    return [Day(day=day, topic=topics.get(day)) for day in shown]


def mailings(campaign: Campaign) -> list[Sent]:
    """What is sent, by day, with how far its words are in each language; two queries."""
    found = inheriting.mailings(campaign)
    fields = [FIELD[Contact.Kind(x)] for x in channels(campaign)]
    spoken = _translations([x.mailing.message for x in found])
    return [
        Sent(
            mailing=x.mailing,
            is_own=x.is_own,
            languages=list(_approvals([x.mailing.message, *spoken.get(x.mailing.message_id, [])], fields)),
            url=link("campaign_mailing", x.mailing.pk) + ("" if x.is_own else f"?copy={campaign.pk}"),
        )
        for x in found
    ]


def _translations(of: Sequence[Message]) -> dict[int, list[AnyWords]]:
    found: dict[int, list[AnyWords]] = {}
    for words in Translation.objects.filter(message__in=of).select_related("message"):
        found.setdefault(words.message_id, []).append(words)
    return found


def _approvals(all_words: Sequence[AnyWords], fields: Sequence[str]) -> Iterator[Approval]:
    for words in sorted(all_words, key=lambda x: list(LANGUAGES).index(x.language)):
        if any(getattr(words, name) for name in fields):
            waits = isinstance(words, Translation) and words.waits
            yield Approval(name=LANGUAGES[words.language].name, is_approved=bool(words.approved_by) and not waits)


def events(campaign: Campaign) -> list[Happening]:
    """What there is to go to."""
    found = inheriting.events(campaign)
    return [
        Happening(event=x, is_own=x.campaign_id == campaign.pk, url=link("events_look", x.pk))
        for x in found
        if x.cancelled_at is None
    ]


def copies(campaign: Campaign, user: Any) -> QuerySet[Campaign]:
    """Its local copies that somebody may look at."""
    rows = areas.visible(campaign.copies.all(), user)
    return rows.select_related("trust", "sure_start", "submitted_by", "changed_by").order_by("sure_start__name", "pk")
