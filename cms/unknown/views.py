"""The admin's pages about sendings whose end nobody knows: the list, and the evidence about one of them."""

from typing import Any, ClassVar

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cms.models import StaffAct
from cms.staff_views import StaffPage
from cms.unknown import reading
from cms.unknown.forms import NotSentForm
from delivery.channels import ChannelError, configured
from delivery.channels.codes import in_words
from delivery.deciding import MAY_DECIDE, NotUnknownError, TooEarlyError, was_not_sent, was_sent
from delivery.models import Nudge, Status
from delivery.reconcile import look_up
from subscribers.hours import now_of

A_PAGE = 25
AFTERWARDS = {
    Status.QUEUED: gettext_lazy("It waits again, and is sent in the next minutes if everything still allows it."),
    Status.EXPIRED: gettext_lazy("It was not sent, and is too late to be sent now."),
    Status.CANCELLED: gettext_lazy("It was not sent, and is not sent any more."),
}


class UnknownPage(StaffPage):
    """The furniture of both."""

    permission = MAY_DECIDE
    address = "unknown_sendings"
    header_icon = "help"
    page_title: Any = gettext_lazy("Unknown sendings")


class UnknownSendings(UnknownPage, TemplateView):
    """All of them, the longest waiting first."""

    template_name = "cms/admin/unknown/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(reading.waiting(), A_PAGE).get_page(self.request.GET.get("page"))
        rows = [
            {"nudge": nudge, "what": reading.what_of(nudge), "meaning": in_words(nudge.channel, nudge.code)}
            for nudge in page
        ]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"page": page, "rows": rows, "now": now_of(self.request)}


class UnknownSending(UnknownPage, TemplateView):
    """What we know and what the provider says, side by side, and what somebody makes of it."""

    template_name = "cms/admin/unknown/one.html"
    acts: ClassVar = ("sent", "not_sent", "show", "ask")

    @cached_property
    def nudge(self) -> Nudge:
        rows = reading.ever_unknown().select_related("message", "contact")
        found: Nudge = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_subtitle()}]

    def get_page_subtitle(self) -> str:
        return _("Sending number %(number)s") % {"number": self.nudge.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = reading.evidence(self.nudge, now_of(self.request), configured())
        told = {"evidence": found, "nudge": self.nudge, "form": NotSentForm(channel=self.nudge.channel)}
        context: dict[str, Any] = super().get_context_data(**told | kwargs)
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        act = request.POST.get("act")
        if act not in self.acts:
            raise Http404
        if self.nudge.status != Status.UNKNOWN:
            return self._too_late()
        answer: HttpResponse = getattr(self, f"_{act}")()
        return answer

    def _sent(self) -> HttpResponse:
        try:
            was_sent(self.nudge, self._user, now_of(self.request))
        except NotUnknownError:
            return self._too_late()
        except TooEarlyError:
            return self._too_early()
        flash.success(self.request, _("It is kept as sent."))
        return HttpResponseRedirect(reverse(self.address))

    def _not_sent(self) -> HttpResponse:
        follows = reading.evidence(self.nudge, now_of(self.request), configured())
        form = NotSentForm(self.request.POST, channel=self.nudge.channel)
        if follows.goes_again and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            status = was_not_sent(self.nudge, self._user, now_of(self.request))
        except NotUnknownError:
            return self._too_late()
        except TooEarlyError:
            return self._too_early()
        flash.success(self.request, str(AFTERWARDS[status]))
        return HttpResponseRedirect(reverse(self.address))

    def _show(self) -> HttpResponse:
        """The whole number or mailbox, on this one answer. Who looked, and at whose, is kept; the number is not."""
        contact = self.nudge.contact
        if contact is None or not contact.address:
            return self._back()
        now = now_of(self.request)
        StaffAct.objects.create(user=self._user, act=StaffAct.Act.LOOKED, subscriber=contact.subscriber, at=now)
        return self.render_to_response(self.get_context_data(address=contact.address))

    def _ask(self) -> HttpResponse:
        channels = configured()
        if self.nudge.contact is None or not channels[self.nudge.channel].has_list:
            return self._back()
        try:
            found = look_up(self.nudge, now_of(self.request), channels)
        except ChannelError:
            flash.error(self.request, _("The provider cannot be asked now. Please try again later."))
            return self._back()
        if found:
            flash.success(self.request, _("The provider's list shows it: it was sent."))
        else:
            flash.warning(self.request, _("The provider's list does not show it. That proves nothing: it may lag."))
        return self._back()

    @property
    def _user(self) -> Any:
        return self.request.user

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("unknown_sending", args=[self.nudge.pk]))

    def _too_late(self) -> HttpResponse:
        flash.error(
            self.request, _("It is not unknown any more: somebody or something was quicker. Nothing was changed.")
        )
        return self._back()

    def _too_early(self) -> HttpResponse:
        flash.error(self.request, _("It is too early to decide: the provider may still tell us. Nothing was changed."))
        return self._back()
