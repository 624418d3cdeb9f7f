"""Before words are published, unpublished or deleted: whom it touches, and what becomes of what waits for them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages as flash
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log

from cms.impact.changes import language_touched
from cms.impact.pages import LOCKED, WordsPage, edit_url, list_url, locked_for, recall_url, run_hooks
from cms.impact.translations import GoOnField, Old
from cms.templatetags.impact_tags import few
from delivery.holding import MAY_RECALL
from delivery.keeping import keep_words
from delivery.models import Nudge
from delivery.touched import Touched, touched
from messages.models import Message
from subscribers.hours import now_of
from subscribers.privacy import FEW

CHANGE, KEEP, RECALL = "change", "keep", "recall"


class ChoiceForm(forms.Form):
    """What becomes of the nudges that wait."""

    waiting = forms.ChoiceField(label=_("What waits already"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], old: Sequence[Old] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if old:
            self.fields["go_on"] = GoOnField(old)
        field = self.fields["waiting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices
        field.initial = choices[0][0]


class ImpactPage(WordsPage, FormView[ChoiceForm]):
    """Who is touched, a choice, and one button."""

    form_class = ChoiceForm
    template_name = "cms/admin/impact/impact.html"
    act = ""  # what is about to happen: "publish", "unpublish" or "delete", as Wagtail names the permission and hooks
    question: Any = ""
    button: Any = ""

    def may(self, request: HttpRequest) -> bool:
        name = self.words._meta.model_name  # noqa: SLF001 - Django's public but underscored API
        return request.user.has_perm(f"library.{self.act}_{name}")

    @property
    def language(self) -> str:
        return language_touched(self.words)

    @cached_property
    def touched(self) -> Touched:
        return touched(self.message, now_of(self.request), self.language)

    @property
    def undecided(self) -> int:
        """Nudges that wait and do not keep their words already."""
        return self.touched.nudges - self.touched.kept

    def choices(self) -> list[tuple[str, Any]]:
        """The first is what happens unless somebody chooses otherwise."""
        raise NotImplementedError

    def act_now(self, *, keep: bool) -> HttpResponse | None:
        """Do it. Returns the answer of whoever refuses."""
        raise NotImplementedError

    def may_recall(self) -> bool:
        return self.request.user.has_perm(MAY_RECALL)

    def recall_choice(self) -> list[tuple[str, Any]]:
        sentence = _("Do not send them: recall the message. It is held back at once, and we ask you why.")
        return [(RECALL, sentence)] if self.may_recall() else []

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": self.choices()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"touched": self.touched, "undecided": self.undecided, "may_recall": self.may_recall()}
        words = {"question": self.question, "button": self.button, "recall_url": recall_url(self.words)}
        return super().get_context_data(**kwargs) | here | words

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if locked_for(request, self.words):
            flash.error(request, LOCKED)
            return HttpResponseRedirect(edit_url(self.words))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ChoiceForm) -> HttpResponse:
        choice = form.cleaned_data["waiting"] or self.choices()[0][0]
        if choice == RECALL:
            return HttpResponseRedirect(recall_url(self.words))
        return self.act_now(keep=choice == KEEP) or HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        return edit_url(self.words)

    def keep(self) -> None:
        """Let what waits go with the words it has, and say how many those are."""
        kept = keep_words(self.message, now_of(self.request), self.language)
        if kept:
            said = ngettext(
                "%(number)s message that was waiting goes with the words it had.",
                "%(number)s messages that were waiting go with the words they had.",
                max(kept, FEW),
            )
            flash.info(self.request, said % {"number": capfirst(few(kept))})


class UnpublishPage(ImpactPage):
    act = "publish"  # Wagtail's permission for both
    page_title = _("Before you unpublish")
    header_icon = "download"
    question = _("Nothing of it is planned for anybody from then on. These parents are touched:")
    button = _("Unpublish")

    def choices(self) -> list[tuple[str, Any]]:
        keep = (KEEP, _("Let those that wait go as they are."))
        if isinstance(self.words, Message):
            return [keep, *self.recall_choice()]
        change = _("Send them in the language that the parent falls back to: English, or nothing.")
        return [(CHANGE, change), keep, *self.recall_choice()]

    def act_now(self, *, keep: bool) -> HttpResponse | None:
        if refused := run_hooks("before_unpublish", self.request, self.words):
            return refused
        if keep:
            self.keep()
        UnpublishAction(self.words, user=self.request.user).execute(skip_permission_checks=True)
        flash.success(self.request, gettext("“%(words)s” is unpublished.") % {"words": self.words})
        return run_hooks("after_unpublish", self.request, self.words)


class DeletePage(ImpactPage):
    """What was ever sent stays, because the record of it names the message."""

    act = "delete"
    page_title = _("Before you delete")
    header_icon = "bin"
    question = _("This cannot be undone. These parents are touched:")
    button = _("Delete for good")
    nothing: ClassVar = [(CHANGE, "")]

    @cached_property
    def is_on_record(self) -> bool:
        """Whether a nudge of it was ever queued, or, of a translation, sent."""
        nudges = Nudge.objects.filter(message=self.message)
        if not isinstance(self.words, Message):
            nudges = nudges.filter(language=self.words.language)
        return nudges.exists()

    def choices(self) -> list[tuple[str, Any]]:
        return self.nothing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_on_record": self.is_on_record, "is_delete": True}

    def get_success_url(self) -> str:
        return list_url(self.words)

    def act_now(self, *, keep: bool) -> HttpResponse | None:  # noqa: ARG002 - nothing waits of what can be deleted
        if self.is_on_record:
            return HttpResponseRedirect(self.request.path)
        if refused := run_hooks("before_delete_snippet", self.request, [self.words]):
            return refused
        name = str(self.words)
        try:
            with transaction.atomic():
                log(instance=self.words, action="wagtail.delete", user=self.request.user)
                self.words.delete()
        except ProtectedError:  # queued for somebody since
            return HttpResponseRedirect(self.request.path)
        flash.success(self.request, gettext("“%(words)s” is deleted.") % {"words": name})
        return run_hooks("after_delete_snippet", self.request, [self.words])
