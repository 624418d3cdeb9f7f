"""What Wagtail does when a workflow is through. Loaded before the models, so it imports nothing of them by itself."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publish what was approved, at once or on its day. Approving is permission enough.

    When parents are waiting for the words that it changes it stays an approved draft, and cms.impact.hooks leads
    whoever approved it to the page that asks. Raises approving.RefusedError for words for parents that nobody
    approved, whatever steps the workflow has.
    """
    from cms.approving import RefusedError  # noqa: PLC0415
    from cms.impact.changes import change_waiting  # noqa: PLC0415
    from messages.models import Approval  # noqa: PLC0415
    from messages.words import Words  # noqa: PLC0415

    row = workflow_state.content_object
    revision = row.get_latest_revision()
    if not isinstance(row, Words):
        revision.publish(user=user)
    elif Approval.objects.of(revision.as_object()) is None:
        raise RefusedError(_("Nobody has approved these words, so they are not published."))
    elif change_waiting(row, import_string(settings.CLOCK)()) is None:
        revision.publish(user=user, skip_permission_checks=True)
