"""What a page says when something did not work: never whose fault it is, always what to do."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.turn import helpline


def too_many(request: HttpRequest) -> HttpResponse:
    """A budget is used up. Nothing is lost."""
    words = [
        _("Many messages have been asked for just now, so we cannot send another one yet."),
        _("Your answers are kept on this browser. Please try again in an hour, or text JOIN to us from your phone."),
    ]
    link = (_("Back to your answers"), reverse("join-check"))
    return _page(request, _("Please try again a little later"), words, link, status=429)


def care(request: HttpRequest, back: str) -> HttpResponse:
    """They told of a loss or of despair where we asked for a date; `back` is that question."""
    numbers = {code: helpline(code) for code in ("sands", "lifeline")}
    return render(request, "portal/join/care.html", numbers | {"back": back})


def link_over(request: HttpRequest) -> HttpResponse:
    """A link that has been used, is too old, or never was one."""
    words = [
        _("It may have been used, or be more than a day old. If you have pressed the button before, all is well."),
        _("If no messages come, you can ask for a new link: it takes about a minute."),
    ]
    return _page(request, _("This link does not work any more"), words, _again(), status=404)


def closed(request: HttpRequest) -> HttpResponse:
    """An invitation that lets nobody join. The reason is nobody else's business."""
    words = [
        _("Whoever sent it to you can send a new one."),
        _("You can also sign up by yourself: it takes about a minute."),
    ]
    return _page(request, _("This invitation is not open any more"), words, _again(), status=410)


def stopped(request: HttpRequest) -> HttpResponse:
    """They stopped after the code or the link was sent: the stop counts."""
    words = [
        _("You have asked us to stop since this was sent, so nothing will come."),
        _("If you would like messages after all, begin again."),
    ]
    return _page(request, _("No messages will come"), words, _again(), status=409)


def _again() -> tuple[str, str]:
    return _("Sign up"), reverse("join")


def _page(
    request: HttpRequest, title: str, words: Sequence[str], link: tuple[str, str], *, status: int
) -> HttpResponse:
    context = {"title": title, "words": words, "link_text": link[0], "link": link[1]}
    return render(request, "portal/join/kind.html", context, status=status)
