"""The page that asks before something is done with a whole campaign, and does it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from campaigns import running
from campaigns.models import Campaign, State
from cms.campaigns import standing
from cms.campaigns.pages import CampaignPage
from subscribers.hours import now_of

DO: Mapping[str, Callable[..., Campaign]] = {
    "submit": running.submit,
    "approve": running.approve,
    "send_back": running.send_back,
    "reopen": running.reopen,
    "pause": running.pause,
    "resume": running.resume,
    "cancel": running.cancel,
}


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the campaign's history. No names or numbers of parents."),
    )

    def __init__(self, *args: Any, needs_comment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_comment:
            self.fields["comment"].required = True
            self.fields["comment"].label = _("What would you like changed, and why?")


class ResumeForm(CommentForm):
    """For whoever may approve campaigns: with more money, where the budget was used up."""

    budget = forms.DecimalField(
        label=gettext_lazy("Budget in pounds"), min_value=0, max_value=1_000_000, decimal_places=2
    )


class ActPage(CampaignPage, FormView[CommentForm]):
    """One act; asked by a link, done by a button. Done twice it is done once."""

    template_name = "cms/admin/campaigns/act.html"
    form_class = CommentForm
    needs_own = True
    act_name = ""

    @property
    def act(self) -> standing.Act:
        return standing.BY_NAME[self.act_name]

    def may(self, request: HttpRequest) -> bool:
        """Whoever submitted it may take it back, too."""
        wanted = {self.act.permission, running.MAY_CHANGE} if self.act.name == "send_back" else {self.act.permission}
        return super().may(request) and any(request.user.has_perm(x) for x in wanted)

    @property
    def takes_back(self) -> bool:
        """Whether it is sent back by whoever submitted it."""
        return self.act.name == "send_back" and self.campaign.submitted_by_id == self.user.pk

    def get_page_title(self) -> str:
        return _("Take it back") if self.takes_back else str(self.act.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not standing.may(self.act, self.user, self.campaign):
            flash.warning(request, self._why_not())
            return redirect(self.home)
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[CommentForm]:
        has_budget = self.act.name == "resume" and self.campaign.budget_pence is not None
        return ResumeForm if has_budget and self.user.has_perm(running.MAY_APPROVE) else CommentForm

    def get_initial(self) -> dict[str, Any]:
        pence = self.campaign.budget_pence
        return {"budget": Decimal(pence) / 100} if pence is not None else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"needs_comment": self.act.needs_comment and not self.takes_back}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"act": self.act, "title": self.get_page_title()}

    def form_valid(self, form: CommentForm) -> HttpResponse:
        now, comment = now_of(self.request), form.cleaned_data["comment"]
        more = {"budget_pence": int(form.cleaned_data["budget"] * 100)} if "budget" in form.cleaned_data else {}
        try:
            DO[self.act.name](self.campaign, self.user, now, comment, **more)
        except running.RefusedError:
            self.campaign.refresh_from_db()
            if self._is_done():
                flash.success(self.request, str(self.act.done))
            else:
                flash.warning(self.request, self._why_not())
        except running.NotReadyError:
            flash.error(self.request, _("It is not ready yet: the list below says what to do first."))
        else:
            flash.success(self.request, str(self.act.done))
        return redirect(self.home)

    def _is_done(self) -> bool:
        """Whether the same person has done it a moment ago: a button pressed twice."""
        last = self.campaign.steps.last()
        return bool(last and last.user_id == self.user.pk and self.campaign.state == last.state == self.act.after)

    def _why_not(self) -> str:
        campaign = self.campaign
        if self.act.name == "approve" and campaign.state == State.SUBMITTED:
            return standing.next_step(self.user, campaign, own=True, ready=True)
        if self.act.name == "reopen" and campaign.state == State.APPROVED:
            return _("Something of it has gone out already. Pause or cancel it instead.")
        return _(
            "Nothing was changed: it is in another state now (%(state)s). Somebody else may have been quicker."
        ) % {"state": campaign.get_state_display()}
