"""A translator's queue: all that is to do in a language, in its order, and what comes before and after something."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from campaigns.models import Mailing
from cms.translating import of_campaigns, tasks
from cms.translating.tasks import Task, url_of
from messages.models import Translation

ADDRESS = "translate"


def queues(user: Any, languages: Collection[str], now: datetime) -> Mapping[str, list[Task]]:
    """By language, what is to do for the library and for campaigns."""
    library, campaigns = tasks.tasks(user, languages, now), of_campaigns.tasks(user, languages, now)
    return {x: sorted([*library[x], *campaigns[x]], key=lambda task: task.order) for x in languages}


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in its language's queue. What does not stand in it has the first after it."""

    number: int  # from 1; 0 when it does not stand in it
    of: int
    before: Task | None
    after: Task | None


def place_of(message: int, queue: Sequence[Task]) -> Place:
    """Where the words of a message stand."""
    here = next((n for n, task in enumerate(queue) if task.message == message), None)
    if here is None:
        return Place(number=0, of=len(queue), before=None, after=queue[0] if queue else None)
    before = queue[here - 1] if here else None
    after = queue[here + 1] if here + 1 < len(queue) else None
    return Place(number=here + 1, of=len(queue), before=before, after=after)


def url_of_next(asked: str, language: str) -> str:
    """Where the button "Save and go to the next" leads: to the words of the message with this id, or to the queue."""
    if asked.isdecimal():
        message = int(asked)
        if mailing := Mailing.objects.filter(message=message).first():
            return reverse("campaign_mailing_words", args=[mailing.pk, language])
        found = Translation.objects.filter(message=message, language=language).values_list("pk", flat=True).first()
        return url_of(message, language, found)
    return queue_url(language)


def queue_url(language: str) -> str:
    """Where all that is to do in a language is listed."""
    return f"{reverse(ADDRESS)}?language={language}"
