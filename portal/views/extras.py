"""Extra messages about one child: which there are, what comes and how often, and how to be without them again."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods

from portal import extras, visit
from portal.views.children import own_journey
from subscribers.extras import Extra
from subscribers.hours import now_of
from subscribers.models import Child, Journey, Subscriber

NONE = ""
WEEKS = ngettext_lazy("%(weeks)s message.", "%(weeks)s messages, one a week.", "weeks")
TOO_MANY = gettext_lazy(
    "Choose two at most, so that you never get more than three messages a week. When one has ended, you can choose "
    "another."
)


class ExtrasForm(forms.Form):
    """A box to tick for each track, and one answer to how feeding goes."""

    tracks = forms.MultipleChoiceField(
        label=gettext_lazy("Which would you like?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose one")},
    )
    feeding = forms.ChoiceField(
        label=gettext_lazy("Messages about feeding?"),
        help_text=gettext_lazy("Whichever way it goes, you can change this at any time."),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one")},
    )

    def __init__(self, *args: Any, journey: Journey, offers: list[Extra], **kwargs: Any) -> None:
        followed = extras.chosen(journey)
        boxes = [extra for extra in offers if not extra.is_feeding]
        ways = [extra for extra in offers if extra.is_feeding]
        feeding = next((extra.track.value for extra in ways if extra.track in followed), NONE)
        super().__init__(*args, **kwargs)
        ticked = [extra.track.value for extra in boxes if extra.track in followed]
        self.initial = {"tracks": ticked, "feeding": feeding}
        self.hints = {extra.track.value: _hint(extra, journey) for extra in offers}
        self.fields["tracks"].choices = [(extra.track.value, extra.label) for extra in boxes]  # type: ignore[attr-defined]
        none = (NONE, gettext_lazy("None about feeding"))
        self.fields["feeding"].choices = [none, *((extra.track.value, extra.label) for extra in ways)]  # type: ignore[attr-defined]
        for name, shown in (("tracks", boxes), ("feeding", ways)):
            if not shown:
                del self.fields[name]

    @property
    def wanted(self) -> set[str]:
        """The tracks that they have chosen."""
        feeding = self.cleaned_data.get("feeding")
        return {*self.cleaned_data.get("tracks", ()), *([feeding] if feeding else [])}


def _hint(extra: Extra, journey: Journey) -> str:
    """What it is about, how much of it comes, and when."""
    parts = [str(extra.about)] if extra.about else []
    parts.append(str(WEEKS % {"weeks": extra.weeks}))
    if extra.waits and journey.child.state == Child.State.EXPECTED:
        parts.append(_("They begin when you tell us that your baby is here."))
    return " ".join(parts)


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, parent: Subscriber, journey: int) -> HttpResponse:
    """Tick what they would like, or take the tick away; home from the unit is a button of its own."""
    own = own_journey(parent, journey)
    if own.paused_for == Journey.PausedFor.LOSS or parent.state != Subscriber.State.ACTIVE:
        return redirect("preferences")
    if "home" in request.POST:
        return _come_home(request, own)
    offers = extras.offers(own)
    form = ExtrasForm(request.POST if request.method == "POST" else None, journey=own, offers=offers)
    if form.is_valid():
        try:
            extras.choose(own, form.wanted, now_of(request))
        except extras.TooManyError:
            form.add_error("tracks", TOO_MANY)
        else:
            visit.say(request, _("Thank you. That is changed."))
            return redirect("preferences")
    followed = extras.chosen(own)
    context = {
        "form": form,
        "in_unit": any(extra.replaces and extra.track in followed for extra in offers),
        "in_three": own.frequency == Journey.Frequency.THREE_A_WEEK,
        "back": reverse("preferences"),
    }
    return render(request, "portal/mine/extras.html", context)


def _come_home(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The baby is home: the weekly messages take over again."""
    for extra in extras.offers(journey):
        if extra.replaces:
            extras.leave(journey, extra.track, now_of(request))
    visit.say(request, _("A warm welcome home. Your weekly messages go on from now."))
    return redirect("preferences")
