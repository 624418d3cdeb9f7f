"""What a parent tells about one child: a birth, another date, a birth before its time; one more; an invitation."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal import births, invitations, joining, sign_up, visit
from portal.own_choices import PLACES
from portal.own_forms import AddForm, BornForm, DueForm, EarlyForm, WhenForm
from portal.sign_up import Answers
from portal.turn import day
from portal.views.overview import about, living_journeys
from portal.views.sign_up import kind
from subscribers import children, consent
from subscribers.hours import local_day, now_of
from subscribers.models import Child, Journey, Role, Subscriber

QUESTION = "portal/mine/question.html"
ASKS = ["GET", "HEAD", "POST"]
OF_A_PARENT = ("role", "language", "fallback", "channel", "frequency", "slot", "sure_start", "trust")


@visit.own_page
@require_http_methods(ASKS)
def born(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """My baby is here; or: the day of birth was another one."""
    child = own_journey(parent, journey).child
    typed = request.POST if request.method == "POST" else None
    form = BornForm(typed, now=now_of(request), due_date=child.due_date)
    if form.is_valid():
        births.report_birth(
            parent, child, form.date, now_of(request), gestation_weeks=form.gestation_weeks, count=form.count
        )
        visit.say(
            request,
            _("Thank you for telling us. The date of birth is changed.")
            if child.state == Child.State.BORN
            else _("Thank you for telling us, and a warm welcome to your baby."),
        )
        return redirect("preferences")
    return _ask_when(request, form, journey, child)


@visit.own_page
@require_http_methods(ASKS)
def due(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """The due date has changed."""
    child = own_journey(parent, journey, Child.State.EXPECTED).child
    form = DueForm(request.POST if request.method == "POST" else None, now=now_of(request))
    if form.is_valid():
        births.change_due_date(parent, child, form.date, now_of(request))
        visit.say(request, _("Thank you. We have changed the due date to %(day)s.") % {"day": day(form.date)})
        return redirect("preferences")
    return _ask_when(request, form, journey, child)


@visit.own_page
@require_http_methods(ASKS)
def early(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """Our baby came early."""
    child = own_journey(parent, journey, Child.State.BORN).child
    assert child.birth_date is not None  # noqa: S101 - narrows the type: a child who is born has a date
    typed = request.POST if request.method == "POST" else None
    form = EarlyForm(typed, initial={"weeks": child.gestation_weeks})
    if form.is_valid():
        weeks = form.cleaned_data["weeks"]
        births.report_birth(parent, child, child.birth_date, now_of(request), gestation_weeks=weeks)
        visit.say(request, _("Thank you for telling us. Messages about play and talking follow your baby's own pace."))
        return redirect("preferences")
    return _ask(request, form, about(child), template="portal/mine/early.html")


@visit.own_page
@require_http_methods(ASKS)
def add(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """One more child."""
    form = AddForm(request.POST if request.method == "POST" else None, now=now_of(request))
    if form.is_valid():
        if _join(parent, form, now_of(request)):
            visit.say(request, _("Thank you. Messages about this baby begin now."))
        return redirect("preferences")
    if form.grave:
        return kind.care(request, request.path)
    return _ask(request, form, "", template="portal/mine/add.html", button=_("Yes, send me messages about this baby"))


@transaction.atomic
def _join(parent: Subscriber, form: AddForm, now: datetime) -> bool:
    """The same yes as at the sign-up, kept in the ledger; nothing when they have stopped meanwhile."""
    children.lock_family(parent.pk)
    parent.refresh_from_db()
    if parent.state != Subscriber.State.ACTIVE or not consent.accept(parent.pk, "web", now, now):
        return False
    known = parent.journeys.order_by("pk").last()
    answers = Answers(role=Role.OTHER_CARER)
    if known:
        answers = replace(answers, **{name: _plain(known, name) for name in OF_A_PARENT})
    sign_up.join(parent, joining.with_date(answers, form.intent, local_day(now)), now)
    return True


def _plain(journey: Journey, name: str) -> Any:
    return getattr(journey, f"{name}_id" if name in PLACES else name)


@visit.own_page
@require_http_methods(ASKS)
def invite(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """A link for the other parent. It is made when it is asked for, and shown once."""
    child = own_journey(parent, journey).child
    link = invitations.invite(parent, child, now_of(request)) if request.method == "POST" else ""
    return render(request, "portal/mine/invite.html", {"own_link": link, "back": reverse("preferences")})


def own_journey(parent: Subscriber, pk: int, *states: str) -> Journey:
    """One of this parent's own; raises Http404 for anybody else's, or when it is about a child who has died."""
    for journey in living_journeys(parent):
        if journey.pk == pk and (not states or journey.child.state in states):
            return journey
    raise Http404


def _ask_when(request: HttpRequest, form: WhenForm, journey: int, child: Child) -> HttpResponse:
    """The question about a day, unless they have told of a loss or of despair in its place."""
    if form.grave == "loss":
        return redirect("preferences-loss", journey)
    return kind.care(request, request.path) if form.grave else _ask(request, form, about(child))


def _ask(request: HttpRequest, form: object, child: str, template: str = QUESTION, button: str = "") -> HttpResponse:
    context = {"form": form, "child": child, "back": reverse("preferences"), "button": button or _("Save")}
    return render(request, template, context)
