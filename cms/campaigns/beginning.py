"""Three doors to a new campaign: from nothing, from last year's, or as a local copy of a regional one."""

from functools import cached_property
from typing import Any

from django.contrib import messages as flash
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from campaigns import areas, copying
from campaigns.copying import TO_COPY
from campaigns.models import Campaign, Observance
from campaigns.running import RefusedError
from cms.campaigns import owning
from cms.campaigns.forms import DatesForm, OwnerForm
from cms.campaigns.listing import days_of
from cms.campaigns.pages import MAY_ADD, CampaignPage, DeskPage, visible_to
from cms.campaigns.twice import just_made
from directory.models import SureStart, Trust
from subscribers.hours import local_day, now_of

SHOWN = 100


class Doors(DeskPage, TemplateView):
    """Which of the three."""

    template_name = "cms/admin/campaigns/doors.html"
    permission = MAY_ADD
    page_title = gettext_lazy("Begin a campaign")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"to_copy": list(self._to_copy())}

    def _to_copy(self) -> list[dict[str, Any]]:
        """Regional campaigns to come, each with the one copy of it that somebody who works for one area may have."""
        today = local_day(now_of(self.request))
        rows = visible_to(self.user).filter(trust=None, sure_start=None, inherits=None, state__in=TO_COPY)
        regional = list(rows.filter(ends_on__gte=today).order_by("starts_on", "pk"))
        found = areas.own(Campaign.objects.filter(inherits__in=regional), self.user)
        mine = dict(found.values_list("inherits", "pk"))
        alone = len(owning.options(self.user)) == 1
        return [{"campaign": x, "days": days_of(x), "mine": mine.get(x.pk) if alone else None} for x in regional]


class Begin(DeskPage, TemplateView):
    """What to start from: a campaign that was, or a week or day of awareness that we know of."""

    template_name = "cms/admin/campaigns/begin.html"
    permission = MAY_ADD
    page_title = gettext_lazy("Start from last year's")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()
        campaigns, observances = self._campaigns(), Observance.objects.all()
        if asked:
            campaigns, observances = campaigns.filter(title__icontains=asked), observances.filter(name__icontains=asked)
        told = [{"campaign": x, "days": days_of(x)} for x in campaigns[:SHOWN]]
        return super().get_context_data(**kwargs) | {
            "asked": asked,
            "campaigns": told,
            "observances": observances[:SHOWN],
            "today": local_day(now_of(self.request)),
        }

    def _campaigns(self) -> QuerySet[Campaign]:
        """A local copy says only what differs, so a new one is made of the region's next."""
        return visible_to(self.user).filter(inherits=None)


class BeginFrom(CampaignPage, FormView[DatesForm]):
    """A title and new dates; all else is taken over."""

    template_name = "cms/admin/campaigns/begin_from.html"
    form_class = DatesForm
    permission = MAY_ADD
    page_title = gettext_lazy("Start from this one")

    @cached_property
    def owners(self) -> list[owning.Option]:
        """To be chosen from, where it is not theirs: it stays with its owner otherwise."""
        return [] if self.is_own else owning.options(self.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": self.owners, "today": local_day(now_of(self.request))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"days_shown": days_of(self.campaign), "new_owner": self._new_owner}

    @property
    def _new_owner(self) -> str:
        if self.is_own:
            return self.campaign.owner
        return self.owners[0][1] if len(self.owners) == 1 else ""

    @transaction.atomic
    def form_valid(self, form: DatesForm) -> HttpResponse:
        told, now = form.cleaned_data, now_of(self.request)
        dates = {name: told[name] for name in ("title", "starts_on", "ends_on")}
        chosen = told.get("owner") or (self.owners[0][0] if self.owners else "")
        owner = owning.owner_of(chosen) if chosen else None
        like = Campaign(**dates, kind=self.campaign.kind, begun_from=self.campaign)
        if self.is_own:
            like.trust, like.sure_start = self.campaign.trust, self.campaign.sure_start
        else:
            owning.give(like, owner)
        made = just_made(self.user, like, now)
        if made is None:
            try:
                made = copying.begin_from(self.campaign, self.user, now, **dates, owner=owner)
            except RefusedError:
                form.add_error(None, _("You work for no Trust or Sure Start yet. Please ask an administrator."))
                return self.form_invalid(form)
            flash.success(
                self.request, _("It is all here, as a draft on its new dates. Look through it, then submit it.")
            )
        return redirect("campaign_hub", pk=made.pk)


class LocalCopy(CampaignPage, FormView[OwnerForm]):
    """A copy that is empty, for it says only what it says otherwise."""

    template_name = "cms/admin/campaigns/copy.html"
    form_class = OwnerForm
    permission = MAY_ADD
    page_title = gettext_lazy("Make a local copy")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.campaign.is_regional or self.campaign.state not in TO_COPY:
            flash.warning(request, _("Only a campaign of the whole region that is approved has local copies."))
            return redirect(self.home)
        if len(self.owners) == 1 and (made := self._copy_of(owning.owner_of(self.owners[0][0]))):
            return redirect("campaign_hub", pk=made.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def owners(self) -> list[owning.Option]:
        return [x for x in owning.options(self.user) if x[0] != owning.REGION]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": self.owners}

    def get_initial(self) -> dict[str, Any]:
        return {"owner": self.owners[0][0]} if len(self.owners) == 1 else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = days_of(self.campaign)
        return super().get_context_data(**kwargs) | {"days_shown": days, "owners": self.owners}

    def form_valid(self, form: OwnerForm) -> HttpResponse:
        owner = owning.owner_of(form.cleaned_data["owner"])
        whose: dict[str, Any] = {"trust" if isinstance(owner, Trust) else "sure_start": owner}
        try:
            made: Campaign | None = copying.local_copy(self.campaign, self.user, now_of(self.request), **whose)
            flash.success(self.request, _("Here is your copy. It says what the region says until you change a part."))
        except IntegrityError:
            made = self._copy_of(owner)
            flash.info(self.request, _("There is a copy already. Here it is."))
        except RefusedError:
            made = None
            flash.warning(self.request, _("Only a campaign of the whole region that is approved has local copies."))
        return redirect("campaign_hub", pk=made.pk) if made else redirect(self.home)

    def _copy_of(self, owner: Trust | SureStart | None) -> Campaign | None:
        probe = Campaign()
        owning.give(probe, owner)
        return self.campaign.copies.filter(trust=probe.trust, sure_start=probe.sure_start).first()
