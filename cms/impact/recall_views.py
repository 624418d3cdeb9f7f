"""Recalls: asking for one, deciding about one, and all there were."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView, View

from cms.impact.pages import AdminPage, WordsPage, edit_url
from cms.templatetags.impact_tags import few
from delivery.holding import (
    MAY_RECALL,
    NotAllowedError,
    TooLateError,
    ask,
    decide,
    has_begun,
    withdraw_language,
)
from delivery.models import Recall
from delivery.touched import touched
from messages.models import Message, Translation
from subscribers.hours import now_of
from subscribers.privacy import FEW

TOO_LATE = _("Somebody else was quicker: look at the list below.")
SHOWN = 50


class RecallForm(forms.Form):
    """Why, and how much of it."""

    why = forms.CharField(
        label=_("Why is it to be withdrawn?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever decides reads this, and it stays in the record. No names or numbers of parents."),
    )
    scope = forms.ChoiceField(label=_("How much of it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, message: Message, chosen: Translation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        self.translations = {str(x.pk): x for x in message.translations.filter(live=True)}
        only = _("%(language)s only: who reads it gets their fallback, English or nothing")
        field.choices = [("", _("The whole message, in every language"))] + [
            (pk, only % {"language": found.get_language_display()}) for pk, found in self.translations.items()
        ]
        field.required = False
        field.initial = str(chosen.pk) if chosen else ""
        if not self.translations:
            del self.fields["scope"]

    @property
    def translation(self) -> Translation | None:
        """The only one to be withdrawn; None for the whole message."""
        return self.translations.get(self.cleaned_data.get("scope", ""))


class RecallPage(WordsPage, FormView[RecallForm]):
    """Ask for a message, or one language of it, to be withdrawn."""

    form_class = RecallForm
    template_name = "cms/admin/impact/recall.html"
    page_title = _("Recall")
    header_icon = "warning"
    success_url = reverse_lazy("recalls")

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_RECALL)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = self.words if isinstance(self.words, Translation) else None
        return super().get_form_kwargs() | {"message": self.message, "chosen": chosen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = now_of(self.request)
        standing = self.message.recalls.filter(decided_at=None).select_related("asked_by").first()
        found = {"touched": touched(self.message, now), "has_begun": has_begun(self.message.pk, now)}
        return super().get_context_data(**kwargs) | found | {"standing": standing}

    def form_valid(self, form: RecallForm) -> HttpResponse:
        user, now, why = self.request.user, now_of(self.request), form.cleaned_data["why"]
        if form.translation:
            withdraw_language(form.translation, user, why, now)  # type: ignore[arg-type] # somebody who is signed in
            flash.success(self.request, _("That language is withdrawn. Nothing more is sent in it."))
            return HttpResponseRedirect(edit_url(form.translation))
        try:
            recall = ask(self.message, user, why, now)  # type: ignore[arg-type]
        except TooLateError:
            flash.error(self.request, TOO_LATE)
        else:
            flash.success(self.request, said_of(recall))
        return super().form_valid(form)


def said_of(recall: Recall) -> str:
    """What has just happened, for whoever did it."""
    if recall.decided_at is None:
        return str(_("It is held back: nothing of it is sent. A second person has to decide now."))
    if not recall.withdrawn:
        return str(_("It goes on: what is not too late is sent, at the usual hours."))
    sentence = ngettext(
        "It is withdrawn. %(number)s waiting message was cancelled.",
        "It is withdrawn. %(number)s waiting messages were cancelled.",
        max(recall.nudges, FEW) if recall.nudges else 0,
    )
    return sentence % {"number": capfirst(few(recall.nudges))}


class RecallsPage(AdminPage, ListView[Recall]):
    """The open ones first, for whoever may decide; then all that were decided, newest first."""

    template_name = "cms/admin/impact/recalls.html"
    page_title = _("Recalls")
    header_icon = "warning"
    paginate_by = SHOWN
    context_object_name = "past"

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_RECALL)

    def get_queryset(self) -> Any:
        people = Recall.objects.select_related("message", "asked_by", "decided_by")
        return people.exclude(decided_at=None).order_by("-decided_at")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"open_recalls": open_recalls()}


def open_recalls() -> list[Recall]:
    """Those that wait for a second person, oldest first: they hold messages back."""
    waiting = Recall.objects.filter(decided_at=None).select_related("message", "asked_by")
    return list(waiting.order_by("asked_at"))


class Decide(AdminPage, View):
    """Withdraw for good, or let it go on. The function below refuses whoever asked."""

    http_method_names = ("post",)

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_RECALL)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        recall = get_object_or_404(Recall, pk=pk)
        decision = request.POST.get("decision")
        if decision in ("withdraw", "go_on"):
            try:
                user: Any = request.user
                decided = decide(recall, user, now_of(request), withdraw=decision == "withdraw")
            except TooLateError:
                flash.error(request, TOO_LATE)
            except NotAllowedError:
                flash.error(request, _("You asked for it, so somebody else has to decide."))
            else:
                flash.success(request, said_of(decided))
        return HttpResponseRedirect(reverse("recalls"))
