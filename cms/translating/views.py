"""The translators' queue: a page for each language, the most helpful work first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cms.impact.pages import AdminPage
from cms.translating.queue import queues
from cms.translating.tasks import KINDS, Kind, Task, comments_on, desks_of, may_translate, tally
from languages.table import Language
from subscribers.hours import now_of

A_PAGE = 40  # tasks that are shown at once


class Queue(AdminPage, TemplateView):
    """?language= says which of somebody's languages, ?kind= narrows it down."""

    page_title = _("Translate")
    header_icon = "globe"
    template_name = "cms/admin/translating/queue.html"

    def may(self, request: HttpRequest) -> bool:
        return may_translate(request.user)

    @cached_property
    def languages(self) -> list[Language]:
        return desks_of(self.request.user)

    @cached_property
    def language(self) -> Language | None:
        """The one that was asked for, if it is theirs; else their first."""
        asked = self.request.GET.get("language", "")
        first = self.languages[0] if self.languages else None
        return next((x for x in self.languages if x.code == asked), first)

    @property
    def kind(self) -> Kind | None:
        asked = self.request.GET.get("kind", "")
        return Kind(asked) if asked in KINDS else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.language is None:
            return context | {"languages": []}
        code = self.language.code
        found = queues(self.request.user, [code], now_of(self.request))[code]
        chosen = [task for task in found if self.kind in (None, task.kind)]
        page = Paginator(chosen, A_PAGE).get_page(self.request.GET.get("p"))
        return context | {
            "languages": self.languages,
            "language": self.language,
            "kind": self.kind,
            "tally": tally(found),
            "all": len(found),
            "page": page,
            "rows": _with_comments(list(page.object_list)),
        }


def _with_comments(found: list[Task]) -> list[tuple[Task, str]]:
    said = comments_on(found)
    return [(task, said.get(task.words or 0, "")) for task in found]
