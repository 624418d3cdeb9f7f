"""The way in to a parent's own page: a link to their address, and the way out again."""

from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from delivery.outbox import put_reply
from languages.table import DEFAULT, interface
from portal import budgets, proofs, visit
from portal.own_forms import AskForm
from portal.visitors import network_address
from subscribers.hours import now_of
from subscribers.models import Contact, Subscriber


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """One field. The answer is always the same: nobody learns here whose number or address we know."""
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/mine/ask.html", {"form": form})
    now = now_of(request)
    address = form.cleaned_data["address"]
    try:
        budgets.spend(address, network_address(request), now)
    except budgets.OverBudgetError:
        return render(request, "portal/mine/too_often.html", status=429)
    _send_link(address, now)
    return render(request, "portal/mine/asked.html")


def _send_link(address: str, now: datetime) -> None:
    """To an address whose holder has said yes, and has not stopped: after a stop nothing comes, whoever asks."""
    known = Contact.objects.with_address(address).exclude(confirmed_at=None).select_related("subscriber")
    contact = known.exclude(subscriber__state=Subscriber.State.STOPPED).first()
    if contact is None:
        return
    journey = contact.subscriber.journeys.order_by("pk").last()
    language = journey.language if journey else DEFAULT
    with translation.override(interface(language)):
        link = proofs.preferences_link(contact, now)
        parts = [
            _("Your page at Messages of Hope:"),
            link,
            _("It opens for 30 minutes. If you did not ask, do nothing."),
        ]
        is_email = contact.kind == Contact.Kind.EMAIL
        text = ("\n\n" if is_email else " ").join(parts)  # alone in its paragraph the link becomes a button
        subject = _("Your page at Messages of Hope") if is_email else ""
    put_reply(contact, text, f"page:{uuid4()}", now, language=language, subject=subject, supersedes=False)


@never_cache
@require_safe
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself. It leads on at once, so that no token stays in the address or the history."""
    proof = proofs.find_link(token, now_of(request), proofs.Purpose.PREFERENCES)
    if proof is None:
        return render(request, "portal/mine/closed.html", status=404)
    visit.begin(request, proof.subscriber_id)
    return redirect("preferences")


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page on this phone."""
    visit.end(request)
    return render(request, "portal/mine/left.html")
