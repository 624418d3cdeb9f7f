"""A copy of everything that we hold about one person, to read and to take along."""

from typing import Any

from django.db.models import Model, QuerySet

from campaigns.models import Choice
from delivery.models import DayTaken, Inbound, Nudge
from portal.models import Invitation, Proof, Question, Spending
from subscribers.models import Following, Journey, Subscriber
from subscribers.sealing import blind_index

JOURNEY = (
    *("state", "role", "track", "language", "fallback", "channel", "frequency", "slot", "paused_for", "paused_until"),
    *("plan_from", "care_from", "ended_at", "sure_start__name", "trust__name", "keyword", "roster_row"),
)
CHILD = ("state", "due_date", "birth_date", "gestation_weeks", "corrected_birth_date")
NUDGE = (
    *("channel", "urgency", "stage_day", "due_at", "expires_at", "status", "reason", "language", "subject"),
    *("preheader", "text", "segments", "submitted_at", "provider_id", "code"),
)


def copy_of(subscriber: Subscriber) -> dict[str, Any]:
    """Everything, by plain names. Dates are dates and instants are in UTC; addresses and texts are open."""
    contacts = subscriber.contacts.order_by("pk")
    return {
        "person": {"state": subscriber.state, "known_since": subscriber.created_at},
        "addresses": _rows(contacts, "kind", "address", "confirmed_at"),
        "children": [_journey(journey) for journey in subscriber.journeys.order_by("pk")],
        "extra_messages": [
            {"extra": x.track, "extra_from": x.since, "instead_until": x.replaces_until}
            for x in Following.objects.filter(journey__subscriber=subscriber).order_by("pk")
        ],
        "weeks_and_days": [
            {"occasion": x.occasion or "all", "wanted": x.wanted, "at": x.at}
            for x in Choice.objects.filter(subscriber=subscriber).order_by("pk")
        ],
        "consents": _rows(subscriber.consents.order_by("pk"), "kind", "door", "wording", "agreed_with", "at"),
        "messages_to_you": _nudges(subscriber),
        "messages_from_you": _rows(
            Inbound.objects.filter(contact__in=contacts).order_by("pk"), "body", "received_at", "answered_at"
        ),
        "days_with_a_message": [taken.day for taken in DayTaken.objects.filter(subscriber=subscriber).order_by("day")],
        "open_questions": _rows(
            Question.objects.filter(contact__in=contacts), "asking", "answers", "asked_at", "misses", "reminded"
        ),
        "codes_and_links": _rows(
            Proof.objects.filter(subscriber=subscriber).order_by("sent_at"),
            *("purpose", "answers", "sent_at", "ends_at", "used_at", "tries_left"),
        ),
        "invitations": _rows(Invitation.objects.filter(inviter=subscriber).order_by("pk"), "ends_at", "used_at"),
        "how_often_asked": _rows(
            Spending.objects.filter(index__in=[blind_index(contact.address) for contact in contacts]).order_by("pk"),
            *("scope", "window", "spent"),
        ),
    }


def _journey(journey: Journey) -> dict[str, Any]:
    return _values(journey, *JOURNEY) | {"child": _values(journey.child, *CHILD)}


def _nudges(subscriber: Subscriber) -> list[dict[str, Any]]:
    """Messages about a child, and answers to what they did; each with what became of it."""
    about = Nudge.objects.filter(journey__subscriber=subscriber)
    answers = Nudge.objects.filter(journey=None, contact__subscriber=subscriber)
    nudges = (about | answers).select_related("message").prefetch_related("events").order_by("due_at", "pk")
    return [
        _values(nudge, *NUDGE)
        | {
            "status": nudge.get_status_display(),
            "topic": nudge.message.topic if nudge.message else "",
            "events": [{"status": event.get_status_display(), "at": event.at} for event in nudge.events.all()],
        }
        for nudge in nudges.distinct()
    ]


def _rows(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return [_values(row, *names) for row in rows]


def _values(row: Model, *names: str) -> dict[str, Any]:
    """Some fields of a row; `sure_start__name` is followed, and called by its first part."""
    return {name.partition("__")[0]: _follow(row, name) for name in names}


def _follow(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part) if row is not None else None
    return row
