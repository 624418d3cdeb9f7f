"""Weeks and days for all families: what a parent would rather be left out of; after a loss, what they ask for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from campaigns import choices
from campaigns.choices import ALL
from campaigns.models import Occasion
from portal import loss, visit
from portal.turn import day
from subscribers.hours import now_of
from subscribers.models import Journey, Subscriber, Track

Said = Mapping[str, bool | None]
CHOOSE_ONE = {"invalid_choice": gettext_lazy("Choose one"), "required": gettext_lazy("Choose one")}
EVERYTHING, ONLY = "everything", "only"
PAINFUL: Mapping[str, Promise] = {
    Occasion.MOTHERS_DAY: gettext_lazy("Mother's Day"),
    Occasion.FATHERS_DAY: gettext_lazy("Father's Day"),
    Occasion.PREMATURITY: gettext_lazy("Babies born too soon"),
}
OTHERS = {Occasion.GENERAL.value: gettext_lazy("Weeks and days for all families"), **PAINFUL}


def _boxes(label: Any, boxes: Mapping[str, Any], help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=list(boxes.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE_ONE,
    )


class NoForm(forms.Form):
    """For everybody: campaigns come, but for what they say no to."""

    campaigns = forms.ChoiceField(
        label=gettext_lazy("What would you like to get?"),
        choices=[
            (EVERYTHING, gettext_lazy("All of our messages")),
            (ONLY, gettext_lazy("Only messages about my child's stage")),
        ],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    without = _boxes(
        gettext_lazy("Please leave me out of:"), PAINFUL, gettext_lazy("Some days can hurt. You need not say why.")
    )

    def __init__(self, data: Any, *, said: Said) -> None:
        super().__init__(data)
        without = [occasion for occasion in PAINFUL if said.get(occasion) is False]
        self.initial = {"campaigns": ONLY if said.get(ALL) is False else EVERYTHING, "without": without}
        self.hints = {
            EVERYTHING: _("About your child's stage, and a few in weeks and days for all families."),
            ONLY: _("Nothing of weeks and days for all families, whichever they are."),
        }

    def answers(self) -> Said:
        """What they say now, by occasion; a tick taken away leaves nothing said."""
        no_to = [*self.cleaned_data["without"], *([ALL] if self.cleaned_data["campaigns"] == ONLY else [])]
        return {occasion: False if occasion in no_to else None for occasion in (ALL, *PAINFUL)}


class YesForm(forms.Form):
    """After a loss: nothing comes but what they ask for. The others are only shown where they could be sent."""

    week = _boxes(
        gettext_lazy("Baby Loss Awareness Week"),
        {Occasion.BABY_LOSS.value: gettext_lazy("I would like to hear from you in that week")},
    )
    others = _boxes(gettext_lazy("I would like to hear from you about:"), OTHERS)

    def __init__(self, data: Any, *, said: Said, hint: str, offers_others: bool) -> None:
        super().__init__(data)
        self.said = said
        self.initial = {name: [one for one, _label in self._choices(name) if said.get(one)] for name in self.fields}
        self.hints = {Occasion.BABY_LOSS.value: hint}
        if not offers_others and not self.initial["others"]:
            del self.fields["others"]

    def _unticked(self, occasion: str) -> bool | None:
        return False if occasion in self.said else None

    def _choices(self, name: str) -> list[tuple[str, Any]]:
        return list(self.fields[name].choices)  # type: ignore[attr-defined] # both are fields of choices

    def answers(self) -> Said:
        """What they say now; a tick taken away is a no."""
        shown = [one for name in self.fields for one, _label in self._choices(name)]
        yes_to = {*self.cleaned_data["week"], *self.cleaned_data.get("others", ())}
        return {one: True if one in yes_to else self._unticked(one) for one in shown}


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """One page, with other questions for whoever has a loss behind them."""
    if parent.state != Subscriber.State.ACTIVE:
        return redirect("preferences")
    bereaved, said = choices.has_a_loss(parent.pk), choices.choices_of(parent)
    data = request.POST if request.method == "POST" else None
    form = _after_a_loss(parent, data, said) if bereaved else NoForm(data, said=said)
    if form.is_valid():
        _keep(request, parent, form.answers(), said)
        visit.say(request, _("Thank you. That is changed."))
        return redirect("preferences")
    context = {"form": form, "bereaved": bereaved, "back": reverse("preferences")}
    return render(request, "portal/mine/campaigns.html", context)


@transaction.atomic
def _keep(request: HttpRequest, parent: Subscriber, answers: Said, said: Said) -> None:
    """Only what they have changed: the rest keeps its day."""
    for occasion, wanted in answers.items():
        if wanted != said.get(occasion):
            choices.choose(parent.pk, occasion, wanted, now_of(request))


def _after_a_loss(parent: Subscriber, data: Any, said: Said) -> YesForm:
    about_others = Journey.objects.filter(subscriber=parent).living()
    goes_on = about_others.exclude(paused_for=Journey.PausedFor.LOSS).exists()
    care = parent.journeys.filter(state=Journey.State.ACTIVE, track=Track.CARE).order_by("care_from").last()
    return YesForm(data, said=said, hint=_what_comes(care, goes_on=goes_on), offers_others=goes_on)


def _what_comes(care: Journey | None, *, goes_on: bool) -> str:
    """What will really happen in that week, as things are now."""
    if goes_on:
        return _("We write to you in that week, for as long as you get our other messages.")
    if care and care.care_from:
        until = day(care.care_from + settings.KEEP_AFTER_LOSS)
        return _("We can write to you until %(day)s. After that we forget your number and address.") % {"day": until}
    nothing = _("No messages of ours come to you now, so nothing would come in that week either.")
    if not loss.care_is_written():
        return nothing
    return nothing + " " + _("If you would like a few gentle messages first, text CARE to us from your phone.")
