"""Pages for everybody: who helps at once, what we keep and why, the words one can text, how well the pages work."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory.models import Service
from languages.table import LANGUAGES, Language, of_page
from portal.understanding import listed
from subscribers.consent import NOTICE

SHOWN = 3  # words in each language
HELPERS = ("lifeline", "samaritans", "sands")
SAYS = {  # in the directory these lines are in English, for staff
    "lifeline": _("For anybody in Northern Ireland who finds it hard to cope. Free, day and night."),
    "samaritans": _("Somebody who listens, about anything. Free, day and night."),
    "sands": _("For anybody touched by the death of a baby. Free."),
}
MEANINGS = {
    "stop": _("Stop all messages"),
    "help": _("Who we are, and where to turn"),
    "join": _("Join"),
    "start": _("Start again, or go on after a pause"),
    "born": _("Your baby is here"),
    "due": _("You have a new due date"),
    "loss": _("Your baby has died"),
    "care": _("Numbers that help after a loss"),
    "pause": _("No messages for a while"),
    "later": _("Your baby is not here yet"),
    "more": _("Three short texts a week"),
    "less": _("About one message a week"),
    "only": _("Only messages about your child's stage, none for special weeks and days"),
    "all": _("Messages for special weeks and days too"),
    "dad": _("A link to invite the other parent"),
    "language": _("Another language"),
}


@dataclass(frozen=True, kw_only=True)
class Helper:
    service: Service
    says: str | Promise


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What one can text to say one thing: the first words of many that are understood."""

    title: str | Promise
    own: tuple[str, ...]  # in the page's language
    others: list[tuple[Language, tuple[str, ...]]]


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers, as large as they get."""
    known = {service.code: service for service in Service.objects.filter(code__in=HELPERS).exclude(phone="")}
    helpers = [Helper(service=known[code], says=SAYS[code]) for code in HELPERS if code in known]
    return render(request, "portal/help.html", {"helpers": helpers})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why and for how long: every period is the one that the service keeps to."""
    context = {
        "operator": settings.OPERATOR,
        "operator_contact": settings.OPERATOR_CONTACT,
        "version": NOTICE,
        "sign_up_days": settings.CONFIRM_WITHIN.days,
        "stopped_days": settings.KEEP_STOPPED.days,
        "inbound_days": settings.KEEP_INBOUND.days,
        "suggestion_days": settings.KEEP_SUGGESTIONS.days,
        "overdue_days": settings.KEEP_AFTER_DUE.days,
        "loss_days": settings.KEEP_AFTER_LOSS.days,
        "grown_days": settings.KEEP_AFTER_THIRD_BIRTHDAY.days,
        "invitation_days": settings.INVITATION_VALID.days,
        "page_minutes": int(settings.PAGE_LINK_VALID.total_seconds() // 60),
    }
    return render(request, "portal/privacy.html", context)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The words that one can text."""
    known = listed()
    meanings = [_meaning(title, known[kind]) for kind, title in MEANINGS.items() if known.get(kind)]
    return render(request, "portal/words.html", {"meanings": meanings, "own": _own()})


def _meaning(title: str | Promise, words: Mapping[str, tuple[str, ...]]) -> Meaning:
    """The plainest come first in the tables; the rougher ones further down are understood and not shown."""
    others = [(LANGUAGES[code], words[code][:SHOWN]) for code in LANGUAGES if code in words and code != _own().code]
    return Meaning(title=title, own=words.get(_own().code, ())[:SHOWN], others=others)


def _own() -> Language:
    """The page's own language."""
    return of_page()


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How well these pages work for everybody, honestly."""
    return render(request, "portal/accessibility.html", {"operator_contact": settings.OPERATOR_CONTACT})
