"""On the admin's front page of a translator: what came back, and what the English has left behind, by language."""

from dataclasses import dataclass
from typing import Any

from wagtail.admin.ui.components import Component

from cms.approving import languages_of
from cms.translating.queue import queue_url, queues
from cms.translating.tasks import Kind, Task
from languages.table import LANGUAGES, Language
from subscribers.hours import now_of

SHOWN = 5  # of each language, so many are named


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One language."""

    language: Language
    url: str
    sent_back: int
    stale: int
    rest: int  # what is missing, and drafts
    first: list[Task]  # of what came back or is stale


class TranslatorsPanel(Component):
    """For whoever was given languages; nothing where nothing is to do. Who may work in every one has the menu."""

    name = "translators"
    order = 19
    template_name = "cms/admin/translating/front.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        given = [x for x in LANGUAGES if x in (languages_of(request.user) or ())]
        found = queues(request.user, given, now_of(request)) if given else {}
        return {"desks": [_desk(code, rows) for code, rows in found.items() if rows]}


def _desk(code: str, rows: list[Task]) -> Desk:
    kinds = [task.kind for task in rows]
    sent_back, stale = kinds.count(Kind.SENT_BACK), kinds.count(Kind.STALE)
    return Desk(
        language=LANGUAGES[code],
        url=queue_url(code),
        sent_back=sent_back,
        stale=stale,
        rest=len(rows) - sent_back - stale,
        first=rows[: min(SHOWN, sent_back + stale)],
    )
