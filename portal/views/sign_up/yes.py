"""The yes: what they agree to, the code that proves their phone, the link that proves their mailbox."""

from dataclasses import replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal import drafts, proofs, proving
from portal.budgets import OverBudgetError
from portal.models import Draft
from portal.proofs import Purpose
from portal.proving import Outcome
from portal.sign_up import Answers
from portal.views.sign_up import kind, steps, summing_up
from portal.views.sign_up.pages import FINISHED, begin_again, invitation_is_over, open_draft, page, today_of
from portal.visitors import network_address
from subscribers.hours import now_of
from subscribers.models import Journey
from subscribers.phone import spaced

Channel = Journey.Channel


class CodeForm(forms.Form):
    use_required_attribute = False
    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        error_messages=dict.fromkeys(
            ("required", "max_length"), _("Please type the code from our text: seven digits.")
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@page
def check(request: HttpRequest) -> HttpResponse:
    """All they have told us, the sentence that they agree to, and the button."""
    draft = open_draft(request)
    if draft is None:
        return begin_again()
    answers, today = Answers.loads(draft.answers), today_of(request)
    if steps.first_open(answers, today):
        return redirect(steps.next_url(answers, today))
    if invitation_is_over(request, answers):
        return kind.closed(request)
    if request.method != "POST":
        context = {"rows": summing_up.rows(answers, today), **summing_up.agreement(answers)}
        return render(request, "portal/join/check.html", context)
    try:
        key = proving.ask(answers, network_address(request), now_of(request))
    except OverBudgetError:
        return kind.too_many(request)
    return _wait_for(request, str(key) if key else "")


def _wait_for(request: HttpRequest, key: str) -> HttpResponse:
    request.session[drafts.PROOF] = key
    return redirect("join-code" if key else "join-sent")


@never_cache
@page
def code(request: HttpRequest) -> HttpResponse:
    """The code from the text, or another one."""
    draft, key = open_draft(request), drafts.proof_key(request.session)
    if draft is None:
        return begin_again()
    answers = Answers.loads(draft.answers)
    if key is None or not answers.phone:
        return redirect("join-check")
    if "another" in request.POST:
        return _another_code(request, answers)
    form = CodeForm(request.POST if request.method == "POST" else None)
    is_over = False
    if form.is_valid():
        outcome = proving.hear_code(key, form.cleaned_data["code"], now_of(request))
        if outcome not in (Outcome.WRONG, Outcome.OVER):
            return _after(request, draft, outcome)
        is_over = outcome == Outcome.OVER
        form.add_error("code", _TOO_LATE if is_over else _WRONG)
    context = {"form": form, "phone": spaced(answers.phone), "is_over": is_over, "is_new": "new" in request.GET}
    return render(request, "portal/join/code.html", context)


_WRONG = _("That is not the code that we sent last. Please look at our newest text and try once more.")
_TOO_LATE = _("This code does not work any more. Please ask for another one: nothing else is lost.")


def _another_code(request: HttpRequest, answers: Answers) -> HttpResponse:
    try:
        key = proving.ask_again(answers, network_address(request), now_of(request))
    except OverBudgetError:
        return kind.too_many(request)
    return _wait_for(request, str(key))


def _after(request: HttpRequest, draft: Draft, outcome: Outcome) -> HttpResponse:
    """The code was right. What was only needed to send it is forgotten."""
    if outcome == Outcome.STOPPED:
        return kind.stopped(request)
    if outcome == Outcome.CLOSED:
        return kind.closed(request)
    answers = Answers.loads(draft.answers)
    drafts.keep(draft, replace(answers, phone="", email="", when_text="", answered=(FINISHED,)), now_of(request))
    request.session.pop(drafts.PROOF, None)
    return redirect("join-done")


@never_cache
@page
def sent(request: HttpRequest) -> HttpResponse:
    """The link is on its way to their mailbox."""
    draft = open_draft(request)
    if draft is None:
        return begin_again()
    if request.session.get(drafts.PROOF) is None:
        return redirect("join-check")
    return render(request, "portal/join/sent.html", {"email": Answers.loads(draft.answers).email})


@never_cache
@page
def done(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    draft = drafts.find(request.session, now_of(request))
    answers = Answers.loads(draft.answers) if draft else Answers()
    if FINISHED not in answers.answered:
        return begin_again()
    return render(request, "portal/join/done.html", summing_up.what_comes(answers, now_of(request)))


@never_cache
@page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link from an e-mail. A GET only asks, for programs open links by themselves."""
    now = now_of(request)
    proof = proofs.find_link(token, now, Purpose.JOIN, Purpose.ADDRESS)
    if proof is None:
        return kind.link_over(request)
    if request.method != "POST":
        return render(request, "portal/join/confirm.html", {"is_second": proof.purpose == Purpose.ADDRESS})
    outcome = proving.hear_link(proof, now)
    if outcome == Outcome.OVER:
        return kind.link_over(request)
    if outcome != Outcome.JOINED:
        return kind.stopped(request) if outcome == Outcome.STOPPED else kind.closed(request)
    what = summing_up.what_comes(Answers.loads(proof.answers), now)
    return render(request, "portal/join/done.html", what | {"link_sent": False})
