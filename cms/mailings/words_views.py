"""What a mailing says in one language: written, looked at, approved, shown as parents meet it, and sent to oneself."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import FormView, View

from campaigns import writing
from campaigns.running import NotReadyError, RefusedError
from cms.mailings import inserting
from cms.mailings.forms import TOLD, TextsForm
from cms.mailings.languages import readers_of, row_of
from cms.mailings.look import MailingLook
from cms.mailings.scope import WordsPage, refuse, texts_of, user_of
from cms.translating.changed import changed
from cms.translating.panels import NEXT, OF_ENGLISH, desk_of
from cms.translating.queue import url_of_next
from cms.trial.views import SendTest
from messages import previews
from messages.letters import blocks_of
from messages.models import AnyWords, Translation
from messages.placeholders import named_in
from messages.previews import MODES
from subscribers.hours import now_of

CHECK = "action-check"
SHOWN = ("sms", "email", "plain")  # the previews that a mailing has


class MailingWords(WordsPage, FormView[TextsForm]):
    """The words of one language, beside the English; what is seen in them, and who approved them."""

    form_class = TextsForm
    template_name = "cms/admin/mailings/words.html"

    @property
    def page_title(self) -> str:
        return _("Words in %(language)s") % {"language": self.language.name}

    def get_initial(self) -> dict[str, Any]:
        words = self.words
        return texts_of(words) if words else {"topic": self.mailing.message.topic}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"language": self.language.code}

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if not self.may_write:
            refuse(request)
            return self.back()
        form = self.get_form()
        if CHECK in request.POST:
            form.is_valid()
            return self.render_to_response(self.get_context_data(form=form))
        if form.is_valid() and self._is_of_somebody_else(form):
            says = _("Somebody has changed these words meanwhile. Yours are below: save again to keep them instead.")
            form.add_error(None, says)
        if form.is_valid() and self._is_wrong_beside_the_english(form):
            form.add_error(None, _("The English has changed, and these words do not fit it yet: see what is to mend."))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def _is_wrong_beside_the_english(self, form: TextsForm) -> bool:
        """Approved words, saved as they are, would go out again without anybody's second look."""
        words = self.words
        if not isinstance(words, Translation) or not words.is_stale or not words.approved_by:
            return False
        new = self._typed(form)
        return new.fingerprint == words.fingerprint and bool(
            MailingLook(new, self.mailing, now_of(self.request)).blocks
        )

    def _is_of_somebody_else(self, form: TextsForm) -> bool:
        seen = form.cleaned_data["version"]
        return self.words is not None and seen is not None and seen != self.words.version

    def _has_english_changed(self, form: TextsForm) -> bool:
        """Whether the English is another by now than the one that stood beside the words."""
        seen = form.cleaned_data["english_seen"]
        return not self.is_english and seen not in ("", self.mailing.message.digest)

    def form_valid(self, form: TextsForm) -> HttpResponse:
        has_changed = self._has_english_changed(form)
        try:
            words = writing.write(
                self.mailing, self.language.code, form.texts, user_of(self.request), renews=not has_changed
            )
        except RefusedError:
            refuse(self.request)
            return self.back()
        if has_changed:
            flash.warning(
                self.request,
                _("The English has changed meanwhile: please look at your words again beside the new one."),
            )
        number = len(MailingLook(words, self.mailing, now_of(self.request)).blocks)
        flash.success(self.request, _("Saved."))
        if number:
            flash.warning(self.request, _("Something has to be mended before parents get these words: see below."))
        if NEXT in self.request.POST and self.translates:
            return redirect(url_of_next(self.request.POST[NEXT], self.language.code))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form, english = context["form"], texts_of(self.mailing.message)
        saved = self.words
        row = row_of(self.language, saved, readers_of(self.mailing) if self.is_own else {})
        told = {
            "language": self.language,
            "is_english": self.is_english,
            "may_write": self.may_write,
            "words_only": self.words_only,
            "saved": saved,
            "version": saved.version if saved else 0,
            "english_seen": form["english_seen"].value() or self.mailing.message.digest,
            "may_approve": self.may_approve,
            "row": row,
            "why_not": self._why_not(),
            "sheets_url": reverse("campaign_sheets", args=[self.of.pk]) if self.may_write else "",
            "modes": [(mode, MODES[mode]) for mode in SHOWN],
            "inserts": inserting.groups_of(self.of, self.language.code),
        }
        look = MailingLook(self._typed(form), self.mailing, now_of(self.request))
        fields = [self._field(form, name, look, english) for name in form.fields if name not in TOLD]
        return context | told | self._desk() | {"look": look, "fields": fields}

    def _desk(self) -> dict[str, Any]:
        """Where they stand in a translator's queue, and what the English has done since they were written."""
        words, told = self.words, {}
        if isinstance(words, Translation) and words.is_stale:
            told = {"is_stale": True, "changes": changed(words), "card": OF_ENGLISH}
        desk = desk_of(self.request, self.mailing.message_id, self.language.code) if self.translates else {}
        return told | desk

    def _typed(self, form: TextsForm) -> AnyWords:
        """The words as the form has them; the saved row is looked at elsewhere, so that it is taken anew."""
        texts = form.texts if form.is_bound and hasattr(form, "cleaned_data") else {}
        fresh = type(self.mailing).objects.select_related("message", "campaign").get(pk=self.mailing.pk)
        return writing.typed(fresh, self.language.code, texts)

    def _field(self, form: TextsForm, name: str, look: MailingLook, english: dict[str, str]) -> dict[str, Any]:
        has_english = not self.is_english
        pieces = blocks_of(english[name]) if has_english else []
        return {
            "bound": form[name],
            "gauge": look.gauges.get(name),
            "has_english": has_english,
            "english": pieces,
            "placeholders": named_in(english.get(name, "")) if has_english else [],
            "said": english.get(name, ""),
        }

    def _why_not(self) -> str:
        """Why somebody who may approve this language does not approve these words; blank when they may."""
        if not self.may_approve or self.words is None or self.words.approved_by:
            return "-"
        if self.writer == self.request.user.pk:
            says = _("You wrote these words last, so somebody else approves them.")
            return says + " " + _("Two pairs of eyes see everything that parents read.")
        return ""


class LookAtWords(WordsPage, View):
    """POST the form; the answer has what is seen in what was typed. Nothing is stored."""

    http_method_names = ("post",)

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.may_write

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = TextsForm(request.POST, language=self.language.code)
        form.is_valid()  # a field that is not right keeps what it had
        words = writing.typed(self.mailing, self.language.code, form.texts)
        look = MailingLook(words, self.mailing, now_of(request))
        return render(request, "cms/admin/editor/live.html", {"look": look, "language": self.language})


class ApproveWords(WordsPage, View):
    """A named person says yes to what a language says."""

    http_method_names = ("post",)

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.may_approve

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        words = self.words
        if not isinstance(words, Translation) or request.POST.get("version") != str(words.version):
            flash.error(request, _("The words have changed since you read them. Please read them again."))
            return self.back()
        try:
            writing.approve(words, user_of(request), now_of(request))
        except RefusedError:
            flash.error(request, _("You wrote these words last, so somebody else approves them."))
        except NotReadyError as error:
            flash.error(request, _("Before anybody approves these words: %(reasons)s") % {"reasons": error})
        else:
            flash.success(request, _("Approved. Parents who read this language get these words."))
        return self.back()


class PreviewWords(WordsPage, View):
    """The words last saved, as a parent meets them."""

    @method_decorator(xframe_options_sameorigin)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, mode: str, **_kwargs: Any) -> HttpResponse:
        return previews.serve(request, self._words, mode if mode in SHOWN else SHOWN[0])

    @property
    def _words(self) -> AnyWords:
        return self.words or writing.typed(self.mailing, self.language.code, {})


class TestOfWords(WordsPage, SendTest):
    """The words last saved, to one's own phone or mailbox."""

    page_title = gettext_lazy("Send me a test")
    header_icon = "mail"

    def find_row(self) -> AnyWords:
        return self.words or writing.typed(self.mailing, self.language.code, {})

    def get_success_url(self) -> str:
        return reverse("campaign_mailing_words", args=[self.mailing.pk, self.language.code])
