"""What the last approval of a workflow does: publish, unless parents are waiting for the words that it changes."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, if that touches nobody (settings.WAGTAIL_FINISH_WORKFLOW_ACTION).

    Otherwise it stays a draft, and cms.impact.hooks leads whoever approved it to the page that asks.
    """
    # Imported here: Wagtail wants this function while its own models are being made.
    from wagtail.workflows import publish_workflow_state  # noqa: PLC0415

    from cms.impact.changes import change_waiting  # noqa: PLC0415
    from messages.models import Message, Translation  # noqa: PLC0415

    live = workflow_state.content_object
    if not isinstance(live, Message | Translation) or change_waiting(live, import_string(settings.CLOCK)()) is None:
        publish_workflow_state(workflow_state, user)
