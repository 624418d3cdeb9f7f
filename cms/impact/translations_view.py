"""What becomes of the translations of a message whose English has changed: the page for it, after the change."""

from typing import Any, cast

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from cms.approving import APPROVE
from cms.impact.pages import ENGLISH_CHANGED, WordsPage
from cms.impact.translations import GoOnField, Old, in_hand, old_ones
from messages.models import Translation
from messages.stages import StageKind
from messages.staleness import EnglishChangedError, let_go_on
from subscribers.hours import now_of


class GoOnForm(forms.Form):
    english_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, old: list[Old], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if old:
            self.fields["go_on"] = GoOnField(old)


class TranslationsPage(WordsPage, FormView[GoOnForm]):
    """Which of its translations wait, which go on, and for how many parents."""

    form_class = GoOnForm
    template_name = "cms/admin/impact/translations.html"
    page_title = _("Its translations")
    header_icon = "globe"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.message.kind == StageKind.CAMPAIGN:
            raise Http404

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(APPROVE)

    @cached_property
    def old(self) -> list[Old]:
        """Those that are published and approved, and whose English has changed since."""
        among = Translation.objects.stale().filter(live=True).exclude(approved_by="")
        return old_ones(self.message, among, now_of(self.request))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"old": in_hand(self.request.user, self.old)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"old": self.old}

    def get_success_url(self) -> str:
        return self.request.path

    def form_valid(self, form: GoOnForm) -> HttpResponse:
        user, given = cast("User", self.request.user), form.cleaned_data
        try:
            number = let_go_on(self.message, user, given.get("go_on", ()), seen=given["english_seen"] or None)
        except EnglishChangedError:
            flash.error(self.request, ENGLISH_CHANGED)
            return super().form_valid(form)
        if number:
            said = ngettext(
                "%(number)s translation goes on being sent as it is.",
                "%(number)s translations go on being sent as they are.",
                number,
            )
            flash.success(self.request, said % {"number": number})
        return super().form_valid(form)
