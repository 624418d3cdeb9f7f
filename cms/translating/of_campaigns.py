"""What is to do in a language for campaigns: their words are written while they are on the way, and sent on a day."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from campaigns import areas
from campaigns.areas import Reach
from campaigns.models import Mailing
from campaigns.writing import MAY_TRANSLATE
from cms.mailings.front import ON_THE_WAY
from cms.mailings.languages import State, readers_of, state_of
from cms.mailings.scope import with_words_for
from cms.translating.tasks import Kind, Task
from subscribers.hours import local_day

OF_STATE = {State.MISSING: Kind.MISSING, State.STALE: Kind.STALE}


def tasks(user: Any, languages: Collection[str], now: datetime) -> Mapping[str, list[Task]]:
    """The words that are missing, or older than their English, of mailings that parents wait for; in no order.

    A query for each mailing that is still to come, for whom it is for is each one's own question.
    """
    found: dict[str, list[Task]] = {language: [] for language in languages}
    if user.has_perm(MAY_TRANSLATE):
        reach = areas.reach(user)
        for mailing in _to_come(user, now):
            for task in _of_mailing(mailing, languages, reach):
                found[task.language].append(task)
    return found


def _to_come(user: Any, now: datetime) -> Iterator[Mailing]:
    owners = ("campaign__sure_start", "campaign__trust", "campaign__inherits")
    campaigns = with_words_for(user).filter(state__in=ON_THE_WAY)
    rows = Mailing.objects.filter(campaign__in=campaigns).select_related("message", "instead_of", *owners)
    today = local_day(now)
    return (x for x in rows.prefetch_related("message__translations").order_by("pk") if x.last_day >= today)


def _of_mailing(mailing: Mailing, languages: Collection[str], reach: Reach) -> Iterator[Task]:
    words = {x.language: x for x in mailing.message.translations.all()}
    kinds = {language: OF_STATE.get(state_of(words.get(language))) for language in languages}
    readers = readers_of(mailing) if any(kinds.values()) else {}
    is_own = reach.owns(mailing.campaign)  # of another's it is not told how many it is for
    for language, kind in kinds.items():
        parents = sum(number for (code, _fallback), number in readers.items() if code == language)
        if kind and (parents or language in words):
            day = date_format(mailing.day, "j F Y")
            yield Task(
                kind=kind,
                language=language,
                message=mailing.message_id,
                url=reverse("campaign_mailing_words", args=[mailing.pk, language]),
                topic=mailing.message.topic,
                place=f"{mailing.campaign}, {day}",
                parents=parents if is_own else None,
                rank=(-1, mailing.day.toordinal(), mailing.pk),
            )
