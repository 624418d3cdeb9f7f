"""One mailing: when it goes to whom, how far its words are, and what it would be; and how it is added or taken out."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from campaigns import areas, checks, copying, writing
from campaigns.estimating import estimate
from campaigns.models import Campaign, Mailing, State
from campaigns.running import MAY_CHANGE, RefusedError
from cms.mailings.forms import MailingForm
from cms.mailings.languages import readers_of, table
from cms.mailings.scope import CampaignPage, MailingPage, hub_url, refuse, user_of
from cms.mailings.telling import tell
from languages.table import DEFAULT
from subscribers.hours import now_of

LOCKED = (State.SUBMITTED, State.APPROVED, State.RUNNING, State.PAUSED)


class AddMailing(CampaignPage, FormView[MailingForm]):
    """A new mailing of a draft; its words are written on the next page."""

    page_title = gettext_lazy("Add a mailing")
    form_class = MailingForm
    template_name = "cms/admin/mailings/add.html"

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.may_write

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.of, "instance": Mailing(campaign=self.of)}

    def form_valid(self, form: MailingForm) -> HttpResponse:
        now, user = now_of(self.request), user_of(self.request)
        try:
            made = writing.add(self.of, user, now, topic=form.cleaned_data["topic"], **form.details)
        except RefusedError:
            refuse(self.request)
            return redirect(hub_url(self.of))
        flash.success(self.request, _("The mailing is there. Now write what it says."))
        return redirect("campaign_mailing_words", made.pk, DEFAULT)


class MailingHome(MailingPage, FormView[MailingForm]):
    """All about one mailing. Whoever may not change it, or not any more, reads it."""

    page_title = gettext_lazy("Mailing")
    form_class = MailingForm
    template_name = "cms/admin/mailings/mailing.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.of, "instance": self.mailing}

    def form_valid(self, form: MailingForm) -> HttpResponse:
        user = user_of(self.request)
        try:
            writing.change(self.mailing, user, **form.details)
            writing.write(self.mailing, DEFAULT, {"topic": form.cleaned_data["topic"]}, user)
        except RefusedError:
            refuse(self.request)
        else:
            flash.success(self.request, _("Saved."))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {
            **self._counted(),
            "copies": self._copies(),
            "variants": self._variants(),
            "is_locked": self.of.state in LOCKED,
        }
        return super().get_context_data(**kwargs) | told

    def _counted(self) -> dict[str, Any]:
        """What it would be, and for how many. An area's lead is told their own numbers, and not the region's."""
        mailing = self.mailing
        rows, others, hides = table(mailing, readers_of(mailing) if self.is_own else {})
        if not self.is_own:
            return {"languages": rows, "others": others}
        expected = estimate(mailing)
        return {
            "languages": rows,
            "others": others,
            "told": tell(mailing, expected, hides=hides),
            "problems": checks.of_mailing(mailing, expected, now_of(self.request)),
        }

    def _copies(self) -> list[Campaign]:
        """Their own drafts of a local copy, in which this mailing may have words of its own."""
        rows = Campaign.objects.filter(inherits=self.of, state=State.DRAFT).select_related("sure_start", "trust")
        mine = areas.own(rows.exclude(mailings__instead_of=self.mailing), self.request.user)
        asked = self.request.GET.get("copy", "")
        if asked.isdecimal():
            mine = mine.filter(pk=int(asked))
        elif areas.reach(self.request.user).everywhere:
            mine = mine.none()  # they write for the region, unless they come from a copy's own page
        return list(mine)

    def _variants(self) -> list[Mailing]:
        """Their own local words that stand in for these already."""
        rows = self.mailing.variants.select_related("message", "campaign__sure_start", "campaign__trust")
        return list(rows.filter(campaign__in=areas.own(Campaign.objects.all(), self.request.user)))


class RemoveMailing(MailingPage, View):
    """Take a mailing out of a draft; in a local copy the region's comes back by itself."""

    http_method_names = ("post",)

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.may_write

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        regional = self.mailing.instead_of
        try:
            writing.remove(self.mailing, user_of(request))
        except RefusedError:
            says = _("It stays: it has been in the outbox before, or a local copy says it in its own words.")
            flash.error(request, says if self.of.state == State.DRAFT else _("Only a draft can be changed."))
            return self.back()
        if regional:
            flash.success(request, _("Removed. Your parents get the region's words."))
            return redirect("campaign_mailing", regional.pk)
        flash.success(request, _("Removed."))
        return redirect(hub_url(self.of))


class OwnWords(MailingPage, View):
    """Begin a local copy's own words for a regional mailing: the same, to be changed."""

    http_method_names = ("post",)

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.request.user.has_perm(MAY_CHANGE) and self.local is not None

    @property
    def local(self) -> Campaign | None:
        rows = Campaign.objects.filter(pk=self.kwargs["copy"], inherits=self.of)
        return areas.own(rows, self.request.user).first()

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        local = self.local
        regional = self.mailing.pk
        try:
            if local is None or local.mailings.filter(instead_of=regional).exists():
                raise RefusedError  # noqa: TRY301 - told in one place
            made = copying.variant(self.mailing, local, user_of(request))
        except RefusedError:
            refuse(request)
            return redirect("campaign_mailing", regional)
        flash.success(request, _("These are your own words now, to begin with the same as the region's. Change them."))
        return redirect(reverse("campaign_mailing_words", args=[made.pk, DEFAULT]))
