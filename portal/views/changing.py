"""Changing one thing: each page asks one question, and leads back to the overview with a line that says it is done."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from languages.table import DEFAULT
from portal import choices, visit
from portal.own_choices import CHOICES, value_of
from portal.own_forms import PauseForm
from portal.turn import day
from portal.views.overview import living_journeys
from subscribers import pauses
from subscribers.hours import local_day, now_of
from subscribers.models import Journey, Subscriber

QUESTION = "portal/mine/question.html"


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, parent: Subscriber, what: str) -> HttpResponse:
    """How, when, how often, in which language, near which Sure Start.

    Whoever leaves English is asked next what is to come where their language has nothing yet.
    """
    journeys = living_journeys(parent)
    if what not in CHOICES or not journeys:
        raise Http404
    was = journeys[0].language
    form = CHOICES[what].form(what, parent, journeys[0], request.POST if request.method == "POST" else None)
    if form.is_valid():
        choices.change(parent, **{what: value_of(what, form.cleaned_data[what])})
        if what == "language" and was == DEFAULT != form.cleaned_data[what]:
            return redirect("preferences-change", "fallback")
        visit.say(request, _("Thank you. That is changed."))
        return redirect("preferences")
    return render(request, QUESTION, {"form": form, "back": reverse("preferences"), "button": _("Save")})


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """No messages for a while; they go on by themselves."""
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        until = local_day(now_of(request)) + timedelta(days=form.cleaned_data["days"])
        pauses.pause(parent.pk, until)
        visit.say(request, _("No messages until %(day)s.") % {"day": day(until)})
        return redirect("preferences")
    return render(request, QUESTION, {"form": form, "back": reverse("preferences"), "button": _("Pause")})


@visit.own_page
@require_POST
def go_on(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """End a pause that they asked for. One after a loss has its own page."""
    asked = Journey.objects.filter(subscriber=parent, paused_for=Journey.PausedFor.ASKED)
    if pauses.resume(asked, now_of(request)):
        visit.say(request, _("Your messages go on from now."))
    return redirect("preferences")
