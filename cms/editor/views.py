"""The screens for writing: Wagtail's own, with our panels, prefilled from the map, and a check that stores nothing."""

import re
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import MediaContainer
from wagtail.snippets.views import snippets

from cms.editor.forms import WordsForm
from cms.editor.panels import look_of
from cms.editor.remarks import MAY_READ, RemarksSidePanel
from messages.models import Message, Theme
from messages.stages import StageKind, add_months
from subscribers.hours import local_day, now_of
from subscribers.models import Track

REVIEW_AFTER = 12  # months: what a new message's review date begins with
NUMBER = re.compile(r"[0-9]{1,2}")
CHECK = "action-check"
DRAFTING = {"create", "edit"}
TOWARDS_PARENTS = {"publish", "submit", "restart-workflow", "workflow-action"}


class WritingMixin:
    """What adding and editing share."""

    request: HttpRequest
    action: str  # which button was pressed, in Wagtail's words
    form: WordsForm

    def get_form_kwargs(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc] # a mixin
        return options | {"today": local_day(now_of(self.request))}

    def get_error_message(self) -> str:
        """A refusal to publish loses nothing, and says so."""
        if self.action not in TOWARDS_PARENTS:
            return str(super().get_error_message())  # type: ignore[misc] # a mixin
        return _("Not yet: what is marked has to be mended first. You can save it as a draft at any time.")

    def get_success_message(self, *args: Any) -> str:
        """With a notice of what keeps a draft from being published."""
        said = str(super().get_success_message(*args))  # type: ignore[misc] # a mixin
        number = len(look_of(self.form, self.request).blocks) if self.action in DRAFTING else 0
        if not number:
            return said
        notice = ngettext(
            "%(number)s thing has to be mended before it can be published.",
            "%(number)s things have to be mended before it can be published.",
            number,
        )
        return f"{said} {notice % {'number': number}}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The button "Check", for who has no script: the same page, with what was typed and what is seen in it."""
        if CHECK not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return] # a mixin
        self.form = self.get_form()  # type: ignore[attr-defined] # of the view
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined, no-any-return]


class EditView(WritingMixin, snippets.EditView):
    def get_page_subtitle(self) -> str:
        return str(capfirst(super().get_page_subtitle()))

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        if not self.request.user.has_perm(MAY_READ):
            return panels
        return MediaContainer([*panels, RemarksSidePanel(self.object, self.request)])


class AddMessage(WritingMixin, snippets.CreateView):
    """Prefilled from the map: ?kind=baby_week&number=7&track=carer."""

    choices: ClassVar = {"kind": StageKind.values, "track": Track.values, "theme": Theme.values}

    def get_initial_form_instance(self) -> Message:
        """With its place, so that what is seen in it, and who gets it, is right from the start."""
        asked = self.request.GET
        place = {name: asked[name] for name, known in self.choices.items() if asked.get(name) in known}
        number = asked.get("number", "")
        review_on = add_months(local_day(now_of(self.request)), REVIEW_AFTER)
        return Message(number=int(number) if NUMBER.fullmatch(number) else None, review_on=review_on, **place)  # type: ignore[misc] # not yet known
