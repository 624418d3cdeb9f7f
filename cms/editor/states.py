"""How far words are on their way to parents: one state each, the same in lists, filters and chips."""

from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from messages.models import UP_TO_DATE, Message


class State(TextChoices):
    """The first that holds, in this order, is the state that is shown."""

    HELD = "held", _("held back")
    REVIEW = "review", _("in review")
    SENT_BACK = "sent_back", _("changes asked for")
    DRAFT = "draft", _("draft")
    UNAPPROVED = "unapproved", _("not approved")
    STALE = "stale", _("English has changed")  # of a translation; it waits, unless staff let it go on
    CHANGED = "changed", _("newer draft")
    DUE = "due", _("due for review")
    APPROVED = "approved", _("approved")


MISSING = "missing"  # a translation that nobody has begun
OF_ENGLISH = [(value, label) for value, label in State.choices if value != State.STALE]  # what a message can be


def with_state(words: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Messages or translations with their `state`; no query by itself. `today` is the local day."""
    status = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES
    in_review, sent_back = (_has_workflow(words, one) for one in status)
    above, stale = ("", Q(pk__in=[])) if words.model is Message else ("message__", ~UP_TO_DATE)
    stated: QuerySet[Any] = words.annotate(
        state=Case(
            When(**{f"{above}held_at__isnull": False}, then=Value(State.HELD)),
            When(in_review, then=Value(State.REVIEW)),
            When(sent_back, then=Value(State.SENT_BACK)),
            When(live=False, then=Value(State.DRAFT)),
            When(approved_by="", then=Value(State.UNAPPROVED)),
            When(stale, then=Value(State.STALE)),
            When(has_unpublished_changes=True, then=Value(State.CHANGED)),
            When(Q(**{f"{above}review_on__lte": today}), then=Value(State.DUE)),
            default=Value(State.APPROVED),
            output_field=CharField(),
        )
    )
    return stated


def _has_workflow(words: QuerySet[Any], status: str) -> Exists:
    kind = ContentType.objects.get_for_model(words.model)
    states = WorkflowState.objects.filter(base_content_type=kind, status=status)
    return Exists(states.filter(object_id=Cast(OuterRef("pk"), CharField())))


def label_of(state: str) -> Any:
    """What a chip says."""
    return _("missing") if state == MISSING else State(state).label
