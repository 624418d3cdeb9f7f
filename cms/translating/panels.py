"""At the top of a translation's screen: its language and state, the way through the queue, and what the English did."""

from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel

from cms.editor.states import MISSING, label_of, with_state
from cms.impact.pages import locked_for
from cms.translating.changed import changed
from cms.translating.queue import place_of, queue_url, queues
from cms.translating.tasks import MAY_CHANGE, may_translate
from languages.table import DEFAULT, LANGUAGES
from messages.models import Translation
from subscribers.hours import local_day, now_of

OF_ENGLISH = {"language": DEFAULT, "direction": "ltr", "is_new": False}  # pieces of it, to be shown
NEXT, STILL_RIGHT = "action-next", "action-still-right"


def desk_of(request: Any, message: int, language: str) -> dict[str, Any]:
    """Where the words of a message stand in the queue of their language; nothing for who has no desk."""
    if not may_translate(request.user):
        return {}
    queue = queues(request.user, [language], now_of(request))[language]
    return {"place": place_of(message, queue), "queue_url": queue_url(language)}


class DeskPanel(Panel):
    """Which language, how far it is, and what comes before and after it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/translating/desk.html"
        media = Media(css={"all": ["css/admin/translating.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            words: Translation = self.instance
            row = with_state(Translation.objects.filter(pk=words.pk), local_day(now_of(self.request))).first()
            state = row.state if row else MISSING
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "language": LANGUAGES[words.language],
                "state": state,
                "state_label": label_of(state),
                "english_seen": (self.form.english_seen if self.form else "") or words.message.digest,
                "is_locked": bool(row and locked_for(self.request, words)),
                **desk_of(self.request, words.message_id, words.language),
            }


class StalePanel(Panel):
    """What changed in the English since these words were written, and what becomes of them meanwhile."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/translating/stale.html"
        media = Media(css={"all": ["css/admin/sheets.css"]})

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and (self.instance.is_stale or self._row.is_stale)

        @property
        def _row(self) -> Translation:
            row: Translation = Translation.objects.select_related("message").get(pk=self.instance.pk)
            return row

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            words, row, user = self.instance, self._row, self.request.user
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "row": row,
                "is_out": row.live and bool(row.approved_by),
                "is_renewed": not words.is_stale,
                "changes": changed(words) if words.is_stale else [],
                "may_say": words.is_stale and user.has_perm(MAY_CHANGE) and not locked_for(self.request, words),
                "card": OF_ENGLISH,
            }
