"""What somebody has to look at again: a message's own day, its source, and the helplines that it names."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Concat

from directory.models import Service
from messages.models import AnyWords, Message, Translation
from messages.placeholders import PLACEHOLDER
from messages.words import PLAIN

SOURCE_HOLDS = timedelta(days=365)  # after that somebody opens the source again
SOON = timedelta(days=30)
AHEAD = (timedelta(0), SOON, timedelta(days=60), timedelta(days=90))
WRITTEN = Concat(*PLAIN, "email_text", Cast("web", TextField()), output_field=TextField())


def stale_services(today: date) -> Mapping[str, str]:
    """The names of the services that somebody has to check again, by code."""
    return dict(Service.objects.filter(review_by__lt=today).values_list("code", "name"))


def due(today: date, stale: Iterable[str], within: timedelta = SOON) -> QuerySet[Any]:
    """The published messages that are due for review within this time, or stand on a stale source or helpline.

    Each row says why: `by_day`, `by_source` and `by_helpline`.
    """
    named = Q(pk__in=[])
    for code in stale:
        named |= Q(written__contains=f"{{{code}.")
    own = Message.objects.annotate(written=WRITTEN).filter(named, pk=OuterRef("pk"))
    others = Translation.objects.annotate(written=WRITTEN).filter(named, message=OuterRef("pk"))
    by_helpline = Exists(own) | Exists(others)
    found = (
        Message.objects.of_stages()
        .filter(live=True)
        .annotate(
            by_day=_flag(review_on__lte=today + within),
            by_source=_flag(source_checked_on__lt=today - SOURCE_HOLDS),
            by_helpline=by_helpline,
        )
    )
    wanted = Q(by_day=True) | Q(by_source=True) | Q(by_helpline=True)
    rows: QuerySet[Any] = found.filter(wanted).order_by("review_on", "pk")
    return rows


def counts(today: date) -> Mapping[str, int]:
    """How many messages are past their day, come due soon, or stand on a stale source or helpline. Two queries."""
    rows = list(due(today, stale_services(today)).values_list("review_on", "by_source", "by_helpline"))
    return {
        "past": sum(day < today for day, *_ in rows),
        "soon": sum(today <= day <= today + SOON for day, *_ in rows),
        "source": sum(by_source for _, by_source, _ in rows),
        "helpline": sum(by_helpline for *_, by_helpline in rows),
        "all": len(rows),
    }


def services_in(words: Iterable[AnyWords]) -> set[str]:
    """The codes of the services that these words name."""
    texts = [str(getattr(x, name)) for x in words for name in (*PLAIN, "email_text", "web_text")]
    return {found.partition(".")[0] for text in texts for found in PLACEHOLDER.findall(text)}


def _flag(**condition: Any) -> Exists:
    """Whether a message fulfils it, as a column of its own."""
    return Exists(Message.objects.filter(pk=OuterRef("pk"), **condition))
