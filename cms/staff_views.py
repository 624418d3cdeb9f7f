"""The admin's pages on which staff act for a parent. Each ends on a page that says the same whoever it was."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from campaigns.areas import only_sure_start
from cms.models import StaffAct
from cms.staff_forms import SignUpForm, StopForm
from portal import helping
from portal.budgets import OverBudgetError
from subscribers.hours import is_quiet, now_of
from subscribers.models import Subscriber

MAY_SIGN_UP = "subscribers.add_subscriber"
MAY_STOP = "subscribers.change_subscriber"
GROUPS = (
    (_("How to reach them"), ("phone", "email")),
    (_("The baby"), ("due_date", "birth_date", "gestation_weeks", "role")),
    (_("Their messages"), ("language", "fallback", "slot")),
    (_("Who helps them"), ("sure_start", "trust", "agreed_with")),
)
PLACE = ("sure_start", "trust")  # remembered from one parent to the next


class StaffPage(WagtailAdminTemplateMixin, View):
    """The furniture of these pages. Each checks by itself whether somebody may be here."""

    permission = ""
    address = ""  # the name of the page's own URL

    @method_decorator([never_cache, sensitive_post_parameters()])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            refused: HttpResponse = permission_denied(request)
            return refused
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        """Whether whoever asks may be here."""
        return self.request.user.has_perm(self.permission)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(self.address), "label": self.page_title}]


class SignUpPage(StaffPage):
    permission = MAY_SIGN_UP
    page_title = _("Sign a parent up")
    header_icon = "user"
    address = "staff_sign_up"


class SignUp(SignUpPage, FormView[SignUpForm]):
    """One form; the parent gets one text or e-mail, and nothing more before their yes."""

    form_class = SignUpForm
    template_name = "cms/admin/sign_up.html"
    success_url = reverse_lazy("staff_sign_up_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"now": now_of(self.request)}

    def get_initial(self) -> dict[str, Any]:
        places = {name: self.request.session.get(f"staff_{name}") for name in PLACE}
        if "staff_sure_start" not in self.request.session:
            places["sure_start"] = only_sure_start(self.request.user)
        return {**places, "agreed_with": self._own_name()}

    def _own_name(self) -> str:
        """As their account has it; the address by which some accounts sign in is nobody's name."""
        user = self.request.user
        return user.get_full_name() if user.is_authenticated else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        groups = [(heading, [form[name] for name in names]) for heading, names in GROUPS]
        return context | {"groups": groups, "is_night": is_quiet(now_of(self.request)) and not form.is_bound}

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        now, user = now_of(self.request), self.request.user
        key = f"staff:{form.cleaned_data['key']}"
        try:
            with transaction.atomic():
                person = helping.ask_to_confirm(form.address, form.answers, key, f"staff:{user.pk}", now)
                _log(self.request, StaffAct.Act.SIGN_UP, person)
        except OverBudgetError:
            form.add_error(None, _("Too many texts have been asked for just now. Please try again in an hour."))
            return self.form_invalid(form)
        for name in PLACE:
            place = form.cleaned_data[name]
            self.request.session[f"staff_{name}"] = place.pk if place else None
        return HttpResponseRedirect(self.get_success_url())


class SignUpDone(SignUpPage, TemplateView):
    """The same for everybody: nothing tells whether we knew the number."""

    template_name = "cms/admin/sign_up_done.html"


class StopPage(StaffPage):
    permission = MAY_STOP
    page_title = _("A baby has died, or stop")
    header_icon = "no-view"
    address = "staff_stop"


class Stop(StopPage, FormView[StopForm]):
    """Staff speak for the parent. Nothing is sent to anybody."""

    form_class = StopForm
    template_name = "cms/admin/stop.html"
    success_url = reverse_lazy("staff_stop_done")
    acts: ClassVar = {
        StopForm.LOSS: (helping.report_loss, StaffAct.Act.LOSS),
        StopForm.STOP: (helping.stop, StaffAct.Act.STOP),
    }

    @transaction.atomic
    def form_valid(self, form: StopForm) -> HttpResponse:
        act, name = self.acts[form.cleaned_data["act"]]
        _log(self.request, name, act(form.cleaned_data["address"], now_of(self.request)))
        return super().form_valid(form)


class StopDone(StopPage, TemplateView):
    """The same for everybody."""

    template_name = "cms/admin/stop_done.html"


def _log(request: HttpRequest, act: StaffAct.Act, person: Subscriber | None) -> None:
    """Who did what, when, for whom; without the address."""
    StaffAct.objects.create(user_id=request.user.pk, act=act, subscriber=person, at=now_of(request))
