"""Whom a mailing is for: a query over journeys, by the campaign's wishes and by what parents said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from campaigns.choices import willing
from campaigns.models import Campaign, Mailing, Occasion
from messages.models import Translation
from messages.stages import DUE_WEEK, add_months
from subscribers.models import Child, Contact, Journey, Subscriber


@dataclass(frozen=True, kw_only=True)
class Named:
    """The areas and places that a campaign names, as it is saved or as a form has them before it is."""

    trusts: Collection[int]
    sure_starts: Collection[int]
    keywords: Collection[str]


def named(campaign: Campaign) -> Named:
    """Those that are saved; three queries."""
    return Named(
        trusts=list(campaign.trusts.values_list("pk", flat=True)),
        sure_starts=list(campaign.sure_starts.values_list("pk", flat=True)),
        keywords=list(campaign.places.values_list("keyword", flat=True)),
    )


def journeys(mailing: Mailing, names: Named | None = None) -> QuerySet[Journey]:
    """The journeys that the mailing is for on its day. Somebody with two of them is there twice."""
    found = willing(wished_for(mailing, names), mailing.campaign.occasion)
    if mailing.instead_of:
        # As on its page, the language comes before whose words they are (campaigns.inheriting).
        found = found.exclude(language__in=_languages(mailing.instead_of) - _languages(mailing))
    return found


def _languages(mailing: Mailing) -> set[str]:
    """The languages besides English in which somebody has approved its words."""
    return set(Translation.objects.sendable().filter(message=mailing.message_id).values_list("language", flat=True))


def wished_for(mailing: Mailing, names: Named | None = None) -> QuerySet[Journey]:
    """The same, whatever parents said about campaigns."""
    found = of_campaign(mailing.campaign, mailing.day, mailing.only, names)
    return found.filter(track=mailing.track) if mailing.track else found


def of_campaign(campaign: Campaign, day: date, only: str = "", names: Named | None = None) -> QuerySet[Journey]:
    """The journeys that a campaign is for on a local day, whatever parents said about campaigns.

    `names` may be given by whoever asks more than once, or asks about what is not saved yet.
    """
    names = names or named(campaign)
    found = Journey.objects.filter(
        _stages(campaign, day, only), state=Journey.State.ACTIVE, subscriber__state=Subscriber.State.ACTIVE
    ).filter(_area(campaign, names))
    for name, wanted in (("role", campaign.roles), ("language", campaign.languages)):
        if wanted:
            found = found.filter(**{f"{name}__in": wanted})
    if campaign.by != Campaign.By.CHOSEN:
        found = found.filter(channel__in=[campaign.by, Journey.Channel.BOTH])
    return found.filter(keyword__in=names.keywords) if names.keywords else found


def channels(campaign: Campaign) -> list[str]:
    """The channels by which it is sent."""
    return [x for x in Contact.Kind.values if campaign.by in (Campaign.By.CHOSEN, x)]


def _area(campaign: Campaign, names: Named) -> Q:
    """A local campaign is for its own area; a regional one for the areas that it names, or for all."""
    if campaign.sure_start_id:
        return Q(sure_start=campaign.sure_start_id)
    if campaign.trust_id:
        return _of_trusts([campaign.trust_id])
    trusts, sure_starts = names.trusts, names.sure_starts
    return _of_trusts(trusts) | Q(sure_start__in=sure_starts) if trusts or sure_starts else Q()


def _of_trusts(trusts: Collection[int]) -> Q:
    """Those of a Sure Start belong to its Trust, whatever they told of theirs."""
    return Q(sure_start__trust__in=trusts) | Q(sure_start=None, trust__in=trusts)


def _stages(campaign: Campaign, day: date, only: str) -> Q:
    """The stages that a campaign is for. What is about the death of a baby asks for none: those who said yes get it."""
    if campaign.occasion == Occasion.BABY_LOSS:
        return Q()
    found = Q(pk__in=[])
    if campaign.expecting and only != Mailing.Only.BORN:
        found |= Q(
            child__state=Child.State.EXPECTED,
            child__due_date__gte=day + timedelta(weeks=DUE_WEEK - campaign.week_to, days=-6),
            child__due_date__lte=day + timedelta(weeks=DUE_WEEK - campaign.week_from),
        )
    if campaign.born and only != Mailing.Only.EXPECTING:
        found |= Q(
            child__state=Child.State.BORN,
            child__birth_date__gt=add_months(day, -campaign.month_to - 1),
            child__birth_date__lte=add_months(day, -campaign.month_from),
        )
    return found
