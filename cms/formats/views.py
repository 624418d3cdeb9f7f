"""The pages themselves: the table of a message, and making, looking at, approving and removing one format."""

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from cms.approving import RefusedError, may_approve_formats
from cms.formats.forms import FORMS, FormatForm
from cms.formats.pages import FormatPage, may_make, may_see, url_of, user_of
from cms.formats.standing import MODELS, Standing, State, all_of, state_of
from cms.impact.pages import AdminPage, edit_url
from cms.reading.formats import lines_of, made
from cms.reading.recordings import recording
from languages.table import LANGUAGES
from messages.formats.models import AnyFormat, Audio, EasyRead
from messages.formats.pictures import Picture
from messages.formats.text import source_of, whole
from messages.models import AnyWords, Message
from messages.placeholders import UnknownPlaceholderError
from subscribers.hours import now_of


class Table(AdminPage, TemplateView):
    """Every format of one message in every language that has words."""

    page_title = gettext_lazy("Other formats")
    header_icon = "media"
    template_name = "cms/admin/formats/table.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.message = get_object_or_404(Message.objects.of_stages(), pk=kwargs["pk"])

    def may(self, request: HttpRequest) -> bool:
        return may_see(request.user, self.message)

    def get_page_subtitle(self) -> str:
        return str(self.message)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": edit_url(self.message), "label": str(self.message)}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = all_of(self.message)
        rows = [
            {"language": LANGUAGES[words.language], "cells": cells_of(words, standings, self.request.user)}
            for words, standings in found
        ]
        labels = [standing.label for standing in found[0][1]]
        return super().get_context_data(**kwargs) | {"rows": rows, "labels": labels}


def cells_of(words: AnyWords, standings: list[Standing], user: Any) -> list[dict[str, Any]]:
    """A format's state with what this person can do about it."""
    may_look, makes = may_see(user, words), may_make(user, words) and words.live
    return [
        {
            "standing": one,
            "look_url": url_of("look", words, one.name) if may_look and one.is_there else "",
            "edit_url": url_of("edit", words, one.name) if makes and one.is_made_by_people else "",
        }
        for one in standings
    ]


class Edit(FormatPage, FormView[FormatForm]):
    """Made, or changed, beside the words that are published."""

    page_title = gettext_lazy("Make another format")
    template_name = "cms/admin/formats/edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.may(request) and not self.words.live:
            flash.info(request, _("Another format is made of published words. Please publish these first."))
            return redirect("formats", self.words.message_id)
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, _form_class: Any = None) -> FormatForm:
        kind: Any = FORMS[self.name]
        row = self.row or MODELS[self.name](message_id=self.words.message_id, language=self.words.language)
        options = self.get_form_kwargs() | {"instance": row, "for_user": self.request.user}
        form: FormatForm = kind(**options | {"initial": {"seen": source_of(self.words)}})
        form.words = self.words
        return form

    @transaction.atomic
    def form_valid(self, form: FormatForm) -> HttpResponse:
        row = form.save(commit=False)
        row.made_from, now = form.cleaned_data["seen"], now_of(self.request)
        if not row.is_approved:  # what was not changed keeps its maker, and its approval
            row.asked_at = now if form.is_asked else None
            before = type(row).objects.select_for_update().filter(pk=row.pk).first()
            if before is None or before.digest != row.digest:
                row.made_by, row.made_at = user_of(self.request), now
        row.save()
        asked = _("Saved. Somebody else can look at it now, and approve it.")
        flash.success(self.request, asked if form.is_asked else _("Saved as a draft."))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            text = whole(self.words)
        except UnknownPlaceholderError as error:
            raise Http404 from error
        return super().get_context_data(**kwargs) | {"text": text, "row": self.row, "pictures": Picture.choices}


class Look(FormatPage, TemplateView):
    """As a reader meets it, with who made and who approved it."""

    page_title = gettext_lazy("Look at it")
    template_name = "cms/admin/formats/look.html"
    made_by_people = False

    def may(self, request: HttpRequest) -> bool:
        return may_see(request.user, self.words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        row = self.row if self.name in MODELS else None
        return context | {
            "row": row,
            "lines": lines_of(row) if isinstance(row, EasyRead) else [],
            "file_url": "" if isinstance(row, EasyRead) else url_of("file", self.words, self.name),
            "may_approve": may_approve_formats(self.request.user, self.words),
            "is_mine": row is not None and row.made_by_id == self.request.user.pk,
            "edit_url": url_of("edit", self.words, self.name) if row else "",
            "remove_url": url_of("remove", self.words, self.name) if row else "",
            "approve_url": url_of("approve", self.words, self.name) if row else "",
        }


class Approve(FormatPage):
    """A named person, other than who made it, says yes to exactly this."""

    http_method_names = ("post",)

    def may(self, request: HttpRequest) -> bool:
        return may_approve_formats(request.user, self.words)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        try:
            self._approve(request)
        except RefusedError as error:
            flash.error(request, str(error))
        else:
            flash.success(request, _("Approved. It is offered wherever these words can be read."))
        return self.back()

    @transaction.atomic
    def _approve(self, request: HttpRequest) -> None:
        # The words first: while they are locked nobody publishes others.
        words = type(self.words).objects.select_for_update(no_key=True, of=("self",)).get(pk=self.words.pk)
        row = MODELS[self.name].objects.select_for_update(no_key=True).of(words).first()
        if row is None or request.POST.get("digest") != row.digest:
            raise RefusedError(_("It has been changed since you opened it. Please look at it again."))
        refuse_unless_approvable(row, words, user_of(request))
        row.approve(user_of(request), now_of(request))


def refuse_unless_approvable(row: AnyFormat, words: AnyWords, user: User) -> None:
    """It is of these words, was given to be approved, and is not one's own. Raises RefusedError."""
    state = state_of(row, words)
    if state == State.STALE:
        raise RefusedError(_("The words have changed since it was made, so it has to be made again first."))
    if state == State.DRAFT:
        raise RefusedError(_("It is still a draft: whoever makes it gives it to be approved first."))
    if row.made_by_id == user.pk:
        raise RefusedError(_("You made this, so somebody else approves it: two pairs of eyes see everything."))


class Remove(FormatPage, TemplateView):
    """Asks once; then it is gone, and no page offers it any more."""

    page_title = gettext_lazy("Remove it")
    template_name = "cms/admin/formats/remove.html"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if self.row:
            self.row.delete()
        flash.success(request, _("Removed. It is not offered any more."))
        return self.back()


class File(FormatPage):
    """The file of a format, of drafts too."""

    made_by_people = False

    def may(self, request: HttpRequest) -> bool:
        return may_see(request.user, self.words)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        if self.name not in MODELS:
            if not self.words.live:
                raise Http404
            return made(self.words, self.name)
        if not isinstance(self.row, Audio):
            raise Http404
        return recording(request, self.row, f"recording.{self.row.sound}")
