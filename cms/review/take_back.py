"""Taking an approval back: from that commit on nothing of these words is sent."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.approving import may_take_back
from delivery.keeping import let_go_of_words
from delivery.models import Nudge
from languages.table import LANGUAGES
from messages.models import Approval, Message, take_back
from subscribers.hours import now_of


class TakeBackForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why do you take it back?"),
        help_text=gettext_lazy("Whoever wrote the words reads this beside the message. No names of parents, please."),
        max_length=2000,
        error_messages={"required": gettext_lazy("Please give a reason: a sentence is enough.")},
        widget=forms.Textarea({"rows": 4}),
    )


class TakeBack(WagtailAdminTemplateMixin, FormView[TakeBackForm]):
    """One approval, what it stands for, and a reason to give."""

    page_title = gettext_lazy("Take back an approval")
    header_icon = "cross"
    form_class = TakeBackForm
    template_name = "cms/admin/review/take_back.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.approval = get_object_or_404(Approval.objects.select_related("message"), pk=kwargs["pk"])
        if not may_take_back(request.user, self.approval.language):
            raise PermissionDenied
        if not _stands(self.approval):
            flash.warning(request, gettext("This approval does not stand any more: it has been taken back already."))
            return redirect("library_approvals")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: TakeBackForm) -> HttpResponse:
        user: Any = self.request.user
        with transaction.atomic():
            Message.objects.select_for_update(no_key=True).get(
                pk=self.approval.message_id
            )  # two at once take it back once
            if _stands(self.approval):
                take_back(self.approval, user, now_of(self.request), form.cleaned_data["why"].strip())
                # What was let go with the words it had may have these: it gets what stands at its claim, or nothing.
                kept = Nudge.objects.filter(message=self.approval.message_id, language=self.approval.language)
                let_go_of_words(kept)
        flash.success(self.request, gettext("The approval is taken back. Nothing of these words is sent any more."))
        return redirect("library_approvals")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse("library_approvals"), "label": gettext("Approvals")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = LANGUAGES[self.approval.language].name
        return super().get_context_data(**kwargs) | {"approval": self.approval, "language": language}


def _stands(approval: Approval) -> bool:
    """Whether it is the last word on its words."""
    of_these = Approval.objects.filter(
        message=approval.message_id, language=approval.language, fingerprint=approval.fingerprint
    )
    return not approval.taken_back and of_these.last() == approval
