"""Publishing: nothing that nobody approved, and what was planned for a day on that day."""

import logging
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import DraftStateMixin, Page, Revision

from messages.models import Approval
from messages.words import Words

logger = logging.getLogger(__name__)


def refuse_unapproved(request: HttpRequest, row: Any) -> HttpResponse | None:
    """Words for parents are published by nobody before somebody has approved them; they are saved as a draft."""
    if not isinstance(row, Words) or Approval.objects.of(row) is not None:
        return None
    flash.error(
        request,
        _(
            "Nobody has approved these words yet, so they are saved as a draft and not published. Please submit them "
            "for review: as soon as somebody approves them they are published by themselves."
        ),
    )
    return redirect(reverse(row.snippet_viewset.get_url_name("edit"), args=(row.pk,)))


def publish_due(now: datetime) -> None:
    """Publish and take off what was planned for a time before `now` (aware, UTC).

    What Wagtail's own command does once an hour, with our clock. A row that fails is named in the log, and the
    others have their turn.
    """
    for model in _with_drafts():
        for row in list(model.objects.filter(live=True, expire_at__lte=now).order_by("expire_at")):
            _try(_take_off, row)
    for revision in list(Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")):
        _try(_publish, revision)


def _with_drafts() -> list[Any]:
    """Every model whose rows may be planned for a day."""
    found = [x for x in apps.get_models() if issubclass(x, DraftStateMixin) and not issubclass(x, Page)]
    return [Page, *found]


def _try(act: Any, row: Any) -> None:
    try:
        with transaction.atomic():
            act(row)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next row has its turn
        logger.error("%s failed: %s %s: %s", act.__name__, type(row).__name__, row.pk, type(error).__name__)  # noqa: TRY400 - its text may hold words


def _take_off(row: Any) -> None:
    row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(found: Revision) -> None:
    # Looked at again: a recall may have ended the schedule while others were published.
    still = Revision.objects.filter(pk=found.pk, approved_go_live_at=found.approved_go_live_at)
    revision = still.select_for_update(no_key=True, of=("self",)).first()
    if revision is None:
        return
    row = revision.content_object
    if not isinstance(row, Words):
        revision.publish(log_action="wagtail.publish.scheduled")
        return
    action = PublishRevisionAction(revision, log_action="wagtail.publish.scheduled")
    action.object.go_live_at = None  # its time has come by our clock, which Wagtail does not ask
    action.execute(skip_permission_checks=True)
