"""The screens for translating: begun from a message, the English beside, and the way through what waits."""

from typing import Any, cast

from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.snippets.views import snippets

from cms.editor.forms import ENGLISH_SEEN, WordsForm, reasons_against
from cms.editor.views import DRAFTING, EditView, WritingMixin
from cms.impact.pages import ENGLISH_CHANGED
from cms.translating.panels import NEXT, STILL_RIGHT
from cms.translating.queue import queue_url, url_of_next
from cms.translating.tasks import MAY_CHANGE, may_translate
from languages.table import DEFAULT, LANGUAGES
from messages.models import Message, Translation
from messages.staleness import EnglishChangedError, still_right
from subscribers.hours import local_day, now_of

SUBMITTING = {"submit", "restart-workflow"}


class OnwardMixin:
    """Where somebody goes once their words are saved: the button says, or to what else waits."""

    request: HttpRequest
    action: str
    object: Translation
    form: WordsForm

    def get_success_message(self, *args: Any) -> str:
        """With a word about English that changed while somebody wrote."""
        said = str(super().get_success_message(*args))  # type: ignore[misc] # Wagtail's view follows
        if not self.form.english_has_changed:
            return said
        changed = _("The English has changed meanwhile: please look at your words again beside the new one.")
        return f"{said} {changed}"

    def get_success_url(self) -> str:
        if may_translate(self.request.user):
            if self.action in DRAFTING and NEXT in self.request.POST:
                return url_of_next(self.request.POST[NEXT], self.object.language)
            if self.action in SUBMITTING:
                return queue_url(self.object.language)
        return str(super().get_success_url())  # type: ignore[misc] # Wagtail's view follows


class EditTranslation(OnwardMixin, EditView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if STILL_RIGHT in request.POST and not self._was_changed():
            return self._still_right()
        return super().post(request, *args, **kwargs)

    def _was_changed(self) -> bool:
        """Whether something was typed besides: that is saved as a draft, which renews the words too."""
        fresh = self.object.get_latest_revision_as_object()
        form = self.get_form_class()(**(self.get_form_kwargs() | {"instance": fresh}))
        return bool(form.has_changed())

    def _still_right(self) -> HttpResponse:
        if self.locked_for_user or not self.request.user.has_perm(MAY_CHANGE):
            raise PermissionDenied
        words = self.object.get_latest_revision_as_object()
        if against := reasons_against(words, local_day(now_of(self.request))):
            told = {"reasons": " ".join(dict.fromkeys(one for some in against.values() for one in some))}
            flash.error(self.request, _("They are not right yet beside the English: %(reasons)s") % told)
            return redirect(self.request.path)
        row, seen = Translation.objects.get(pk=self.object.pk), self.request.POST.get(ENGLISH_SEEN)
        try:
            still_right(row, cast("User", self.request.user), seen=seen)
        except EnglishChangedError:
            flash.error(self.request, ENGLISH_CHANGED)
        else:
            says = _("Thank you: it is noted that these words are still right beside the English.")
            flash.success(self.request, says)
        return redirect(self.request.path)


class AddTranslation(OnwardMixin, WritingMixin, snippets.CreateView):
    """Only from a message: ?message=12&language=pl. Both are fixed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("add"):
            raise PermissionDenied
        if self.began is None:
            flash.info(request, _("Open a message, and choose the language that you want to add."))
            return redirect(Message.snippet_viewset.get_url_name("list"))
        if found := self.began.message.translations.filter(language=self.began.language).first():
            flash.info(request, _("This translation has been begun already. Here it is."))
            return redirect(self.edit_url_name, found.pk)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    @cached_property
    def began(self) -> Translation | None:
        return translation_begun(self.request.GET)

    def get_initial_form_instance(self) -> Translation | None:
        return self.began

    def get_add_url(self) -> str:
        return _with_query(super().get_add_url(), self.began)

    def get_preview_url(self) -> str:
        return _with_query(super().get_preview_url(), self.began)

    def get_page_subtitle(self) -> str:
        return str(self.began)


class PreviewNewTranslation(snippets.PreviewOnCreateView):
    def get_object(self) -> Translation:
        return translation_begun(self.request.GET) or Translation()


def translation_begun(asked: QueryDict) -> Translation | None:
    """A translation of the message and into the language that were asked for; None when there are no such.

    What a campaign says is translated on the campaign's own pages.
    """
    language, pk = asked.get("language", ""), asked.get("message", "")
    if language not in LANGUAGES or language == DEFAULT or not pk.isdecimal():
        return None
    message = Message.objects.of_stages().filter(pk=pk).first()
    return Translation(message=message, language=language) if message else None


def _with_query(url: str, begun: Translation | None) -> str:
    return f"{url}?message={begun.message_id}&language={begun.language}" if begun else url
