"""How the sending goes, as it goes; and pausing, going on and calling off, which take effect at once."""

from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from campaigns import running
from campaigns.models import ALIVE, SENDING, State
from campaigns.running import RefusedError
from cms.mailings.progress import sending_of
from cms.mailings.scope import CampaignPage, refuse, user_of
from delivery.holding import standing_halt
from subscribers.hours import is_quiet, now_of

SURE = "sure"
NOW = "cms/admin/mailings/sending_now.html"


class Sending(CampaignPage, TemplateView):
    """The whole page; its middle is asked for again every few seconds where there is a script.

    Whoever may act on the campaign, or works for the whole region, watches it: an area's lead has their own numbers.
    """

    page_title = gettext_lazy("Sending")
    template_name = "cms/admin/mailings/sending.html"

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.is_own

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.of.state
        acts = {
            "may_pause": self.may_stop and state in SENDING,
            "may_resume": self.may_stop and state == State.PAUSED,
            "may_cancel": self.may_stop and state in ALIVE,
        }
        return super().get_context_data(**kwargs) | acts | now_context(self)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Pause, go on or call off. Who may do so, campaigns.running knows."""
        act = request.POST.get("act", "")
        now, user = now_of(request), user_of(request)
        try:
            if act == "pause":
                running.pause(self.of, user, now)
                flash.success(request, _("Paused. Nothing more of it is handed over from now on."))
            elif act == "resume":
                running.resume(self.of, user, now)
                flash.success(request, _("It goes on, with what is not too late."))
            elif act == "cancel" and request.POST.get(SURE):
                running.cancel(self.of, user, now)
                flash.success(request, _("Called off for good. What waited is not sent."))
            else:
                flash.error(request, _("Nothing was changed. To call it off for good, tick the box as well."))
        except RefusedError:
            refuse(request)
        return redirect("campaign_sending", self.of.pk)


class SendingNow(CampaignPage, View):
    """Its middle alone."""

    http_method_names = ("get",)

    def is_allowed(self) -> bool:
        return super().is_allowed() and self.is_own

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return render(request, NOW, {"campaign": self.of} | now_context(self))


def now_context(page: CampaignPage) -> dict[str, Any]:
    """What is true at this moment."""
    sending, now = sending_of(page.of), now_of(page.request)
    is_moving = page.of.state in SENDING and bool(sending.waiting)
    return {
        "sending": sending,
        "now": now,
        "is_moving": is_moving,
        "is_night": is_moving and is_quiet(now),
        "halt": standing_halt() if is_moving else None,
        "rate": settings.RATES["sms"],
    }
