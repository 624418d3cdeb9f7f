"""The demo's wall of virtual phones and inboxes, and its clock. Only a demo has these addresses."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from delivery.channels import virtual
from delivery.models import VirtualMessage
from portal.conversation import receive
from subscribers.hours import local_day, now_of, slot_instant
from subscribers.models import Contact, Journey, Subscriber

BEFORE_SLOT = timedelta(seconds=2)
FIRST_YEAR = timedelta(days=365)


def phones(request: HttpRequest) -> HttpResponse:
    """Every virtual phone and inbox with what it got last."""
    contacts = Contact.objects.select_related("subscriber").order_by("pk")
    cards = [_card(contact, now_of(request)) for contact in contacts]
    return render(request, "portal/demo/wall.html", {"cards": cards, "now": now_of(request)})


def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """One phone: its conversation, and a line to type into."""
    contact = get_object_or_404(Contact, pk=pk, kind=Contact.Kind.SMS)
    number = contact.address
    if request.method == "POST" and (text := request.POST.get("text", "").strip()):
        now = now_of(request)
        VirtualMessage.objects.create(address=number, kind=Contact.Kind.SMS, outgoing=True, text=text, at=now)
        receive(f"virtual-{uuid4().hex}", number, text, now)
        return redirect("phone", pk)
    thread = VirtualMessage.objects.filter(address=number).order_by("at", "pk")
    return render(
        request, "portal/demo/phone.html", _card(contact, now_of(request)) | {"thread": thread, "now": now_of(request)}
    )


def inbox(request: HttpRequest, pk: int) -> HttpResponse:
    """One mailbox: its letters, newest first."""
    contact = get_object_or_404(Contact, pk=pk, kind=Contact.Kind.EMAIL)
    letters = VirtualMessage.objects.filter(address=contact.address).order_by("-at", "-pk")
    return render(
        request,
        "portal/demo/inbox.html",
        _card(contact, now_of(request)) | {"letters": letters, "now": now_of(request)},
    )


@xframe_options_sameorigin
def letter(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The HTML of one letter, as a mailbox shows it."""
    return HttpResponse(get_object_or_404(VirtualMessage, pk=pk, kind=Contact.Kind.EMAIL).html)


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Go on to the next hour at which messages are sent, or to the next day's first one."""
    now = now_of(request)
    today = local_day(now)
    first_day = today + timedelta(days=1) if request.POST.get("to") == "day" else today
    days = (first_day, first_day + timedelta(days=1))
    instants = (slot_instant(day, slot) for day in days for slot in settings.SLOTS)
    virtual.move_clock(next(instant for instant in instants if instant - BEFORE_SLOT > now) - BEFORE_SLOT)
    return redirect("phones")


def _card(contact: Contact, now: datetime) -> dict[str, object]:
    journeys: list[Journey] = list(contact.subscriber.journeys.select_related("child").order_by("pk"))
    last = VirtualMessage.objects.filter(address=contact.address, outgoing=False).order_by("at", "pk").last()
    stopped = contact.subscriber.state == Subscriber.State.STOPPED
    about = [_about(journey) for journey in journeys]
    return {"contact": contact, "about": about, "last": last, "stopped": stopped, "band": _band(journeys, now)}


def _about(journey: Journey) -> str:
    """Whose phone it is, in a line."""
    child = journey.child
    when = "no child"
    if child.birth_date:
        when = f"child born {date_format(child.birth_date)}"
    elif child.due_date:
        when = f"baby due {date_format(child.due_date)}"
    return f"{journey.get_role_display().capitalize()}, {when}, {journey.get_language_display()}"


def _band(journeys: list[Journey], now: datetime) -> str:
    """The colour of a card: before birth, the first year, or the toddler years."""
    child = journeys[0].child if journeys else None
    if child is None or child.birth_date is None:
        return "expected"
    return "months" if local_day(now) - child.birth_date > FIRST_YEAR else "weeks"
