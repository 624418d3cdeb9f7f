"""The pages of the sign-up, from "Start" to the one that sums up."""

import re
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.models import Place
from languages.table import of_page
from portal import drafts, invitations
from portal.models import Draft
from portal.sign_up import Answers
from portal.views.sign_up import kind, steps
from portal.views.sign_up.forms import WhenForm
from subscribers.hours import local_day, now_of

KEY = re.compile(r"[\w-]{1,24}", re.ASCII)  # of an invitation
KEYWORD = re.compile(r"[^\W_]{1,20}")  # of a place; a database refuses some of what else can be sent
FINISHED = "done"  # among Answers.answered: nothing more is asked

page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
def start(request: HttpRequest) -> HttpResponse:
    """What they will get, what we keep, and a button. `?at=` says at which place's poster they stand."""
    if request.method == "POST":
        place = _place(request.POST.get("at", ""))
        blank = _blank()
        if place:
            blank = replace(blank, keyword=place.keyword, sure_start=place.sure_start_id)
        return _begin(request, blank)
    draft = open_draft(request)
    on = steps.next_url(Answers.loads(draft.answers), today_of(request)) if draft else None
    context = {"at": request.GET.get("at", ""), "on": on, "was_too_long": "again" in request.GET and not draft}
    return render(request, "portal/join/start.html", context)


@never_cache
@page
def invited(request: HttpRequest, key: str) -> HttpResponse:
    """The other parent's link. Only the button begins, for programs open links by themselves."""
    if not KEY.fullmatch(key) or not invitations.is_open(key, now_of(request)):
        return kind.closed(request)
    if request.method == "POST":
        return _begin(request, replace(_blank(), invitation=key))
    return render(request, "portal/join/start.html", {"is_invited": True})


@never_cache
@page
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One question."""
    draft = open_draft(request)
    if draft is None:
        return begin_again()
    answers, today = Answers.loads(draft.answers), today_of(request)
    if not steps.may_open(name, answers, today):
        return redirect(steps.next_url(answers, today))
    form = steps.FORMS[name](answers, today, request.POST if request.method == "POST" else None)
    if form.is_valid():
        answers = steps.with_answer(answers, form.result(), name)
        drafts.keep(draft, answers, now_of(request))
        drafts.drop_proof(request.session)
        return redirect(steps.next_url(answers, today))
    if isinstance(form, WhenForm) and form.needs_care:
        return kind.care(request, request.path)
    theirs = steps.names(answers, today)
    context = {
        "form": form,
        "name": name,
        "back": steps.back_url(name, answers, today),
        "step": theirs.index(name) + 1,
        "steps": len(theirs),
    }
    return render(request, f"portal/join/{name if name in ('area', 'how', 'language') else 'step'}.html", context)


def open_draft(request: HttpRequest) -> Draft | None:
    """The sign-up of this browser, unless it is finished."""
    draft = drafts.find(request.session, now_of(request))
    return draft if draft and FINISHED not in Answers.loads(draft.answers).answered else None


def invitation_is_over(request: HttpRequest, answers: Answers) -> bool:
    """Whether they were invited, and the invitation has been used or has ended meanwhile."""
    return bool(answers.invitation) and not invitations.is_open(answers.invitation, now_of(request))


def today_of(request: HttpRequest) -> date:
    """The day that it is for parents."""
    return local_day(now_of(request))


def begin_again() -> HttpResponse:
    """There is no sign-up to go on with: to the first page, which says so."""
    return redirect(reverse("join") + "?again")


def _place(keyword: str) -> Place | None:
    """The place whose poster they have read."""
    return Place.objects.filter(keyword=keyword.upper()).first() if KEYWORD.fullmatch(keyword) else None


def _blank() -> Answers:
    return Answers(language=of_page().code)


def _begin(request: HttpRequest, answers: Answers) -> HttpResponse:
    drafts.begin(request.session, answers, now_of(request))
    return redirect(steps.next_url(answers, today_of(request)))
