"""The switch that lets everything stand still."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from cms.impact.pages import AdminPage
from delivery.holding import MAY_HALT, TooLateError, halt, resume
from delivery.models import Halt
from subscribers.hours import now_of

SHOWN = 10


class HaltForm(forms.Form):
    why = forms.CharField(
        label=_("Why does everything have to stop?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every colleague sees this at the top of every page. No names or numbers of parents."),
    )


class ResumeForm(forms.Form):
    """Nothing to fill in."""


class HaltPage(AdminPage, FormView[forms.Form]):
    """One switch. Which of its two sides is shown follows what stands."""

    template_name = "cms/admin/impact/halt.html"
    page_title = _("Pause everything")
    header_icon = "pause"
    success_url = reverse_lazy("halt")

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_HALT)

    def get_form_class(self) -> type[forms.Form]:
        return ResumeForm if self.request.POST.get("act") == "resume" else HaltForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        halts = Halt.objects.select_related("began_by", "ended_by").order_by("-began_at")[: SHOWN + 1]
        standing = next((x for x in halts if x.ended_at is None), None)
        past = [x for x in halts if x.ended_at is not None][:SHOWN]
        return super().get_context_data(**kwargs) | {"standing": standing, "past": past}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user: Any = self.request.user
        try:
            if isinstance(form, HaltForm):
                halt(user, form.cleaned_data["why"], now_of(self.request))
                flash.warning(self.request, _("Everything stands still."))
            else:
                resume(user, now_of(self.request))
                flash.success(self.request, _("Messages go again."))
        except TooLateError:
            flash.error(self.request, _("Somebody else was quicker."))
        return super().form_valid(form)
