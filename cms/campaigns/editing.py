"""Writing a new campaign, and changing one that is a draft, with a look at whom it would reach."""

from functools import cached_property
from typing import Any

from django.contrib import messages as flash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from campaigns import areas, writing
from campaigns.audiences import Named
from campaigns.copying import free_slug
from campaigns.models import Campaign, CampaignText, Kind, Mailing, Observance, State, Step
from campaigns.running import MAY_CHANGE, RefusedError
from cms.campaigns import counting
from cms.campaigns.forms import CampaignForm
from cms.campaigns.pages import MAY_ADD, DeskPage, OwnPage, may_see
from cms.campaigns.twice import just_made
from languages.table import DEFAULT
from subscribers.hours import local_day, now_of

COUNT = "count"  # the button that counts without saving, for browsers without JavaScript
AUDIENCE = ("starts_on", "week_from", "week_to", "month_from", "month_to", "expecting", "born")
CLOSED = gettext_lazy(
    "It is no draft, so it can only be read here. Reopen it to change it, while nothing has gone out."
)


def reckoning(form: CampaignForm, request: HttpRequest) -> counting.Reckoning | None:
    """What the campaign in a checked form would be; None while its stages or dates make no sense."""
    campaign = form.instance
    if any(name in form.errors for name in AUDIENCE if name != "starts_on") or not form.cleaned_data.get("owner"):
        return None
    if "starts_on" in form.errors:
        campaign.starts_on = local_day(now_of(request))
    mailings = Mailing.objects.filter(campaign=campaign.pk).select_related("message") if campaign.pk else ()
    mine = list(mailings)
    for mailing in mine:
        mailing.campaign = campaign
    names: Named = form.named()
    return counting.reckon(campaign, names, counting.estimates(mine, names))


class Writing(DeskPage, FormView[CampaignForm]):
    """What writing a new one and changing one have in common."""

    template_name = "cms/admin/campaigns/form.html"
    form_class = CampaignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"reckoning": self._reckoning(form), "count": COUNT}

    def _reckoning(self, form: CampaignForm) -> counting.Reckoning | None:
        if form.is_bound:
            return reckoning(form, self.request)
        if not form.instance.pk:
            return None
        same = CampaignForm(_as_sent(form), instance=form.instance, user=self.user)
        same.is_valid()
        return reckoning(same, self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if COUNT not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.is_valid()
        return self.render_to_response(self.get_context_data(form=form))


def _as_sent(form: CampaignForm) -> Any:
    """What a browser would send of a form that nobody has touched."""
    data = QueryDict(mutable=True)
    for name, value in form.saved.items():
        data.setlist(name, value)
    return data


class New(Writing):
    """A campaign from nothing, or from a week or day of awareness that we know of."""

    permission = MAY_ADD
    page_title = gettext_lazy("A new campaign")
    header_icon = "calendar-alt"

    @cached_property
    def observance(self) -> Observance | None:
        asked = self.request.GET.get("observance", "")
        return get_object_or_404(Observance, pk=asked) if asked.isdigit() else None

    def get_initial(self) -> dict[str, Any]:
        found, today = self.observance, local_day(now_of(self.request))
        kind = Kind.AWARENESS_WEEK if areas.reach(self.user).everywhere else Kind.LOCAL
        if found is None:
            return {"kind": kind}
        dates = {"starts_on": found.starts_on, "ends_on": found.ends_on} if found.ends_on >= today else {}
        is_day = found.starts_on == found.ends_on
        kind = Kind.AWARENESS_DAY if is_day else Kind.AWARENESS_WEEK
        title = str(found) if dates else found.name
        return {"title": title, "kind": kind, "occasion": found.occasion, **dates}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"observance": self.observance, "back": reverse("campaign_add")}

    @transaction.atomic
    def form_valid(self, form: CampaignForm) -> HttpResponse:
        now, made = now_of(self.request), form.instance
        if before := just_made(self.user, made, now):
            return redirect("campaign_hub", pk=before.pk)
        made.slug = made.slug or free_slug(made.title)
        made.changed_by = self.user
        form.save()
        Step.objects.create(campaign=made, state=State.DRAFT, user=self.user, at=now)
        theme = self.observance.theme if self.observance else ""
        CampaignText.objects.create(campaign=made, language=DEFAULT, title=made.title, theme=theme)
        flash.success(self.request, _("It is saved as a draft. Next: its texts, its topics and its messages."))
        return redirect("campaign_hub", pk=made.pk)


class Edit(Writing, OwnPage):
    """A draft; whatever else it is can be read on its own page."""

    page_title = gettext_lazy("Dates and audience")
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.may(request) and self.campaign.state != State.DRAFT:
            flash.warning(request, CLOSED)
            return redirect(self.home)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.row}

    @cached_property
    def row(self) -> Campaign:
        """As it is saved: when it is about to be changed, locked."""
        rows = Campaign.objects.all()
        if self.request.method == "POST":
            rows = rows.select_for_update(no_key=True)
        return rows.get(pk=self.campaign.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back": self.home, "changed_by": self.campaign.changed_by}

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CampaignForm) -> HttpResponse:
        if form.is_stale:
            form.take_over()
            return self.form_invalid(form)
        try:
            writing.touch(self.row, self.user)
        except RefusedError:
            flash.warning(self.request, CLOSED)
            return redirect(self.home)
        form.instance.changed_by = self.user
        form.save()
        flash.success(self.request, _("Saved."))
        return redirect(self.home)


class Count(DeskPage, View):
    """The estimate alone, while somebody types: a piece of a page. Saves nothing."""

    http_method_names = ("post",)

    def may(self, request: HttpRequest) -> bool:
        return may_see(request.user) and any(request.user.has_perm(x) for x in (MAY_ADD, MAY_CHANGE))

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("campaign", "")
        rows = areas.own(Campaign.objects.all(), self.user)
        row = get_object_or_404(rows, pk=asked) if asked.isdigit() else None
        form = CampaignForm(request.POST, instance=row, user=self.user)
        form.is_valid()
        return render(request, "cms/admin/campaigns/reckoning.html", {"reckoning": reckoning(form, request)})
