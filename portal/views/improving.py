"""Help us improve this translation: a page for each language whose words no speaker has read yet."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from languages.table import of_page
from portal import budgets, suggesting
from portal.visitors import network_address
from subscribers.hours import now_of

LONGEST = 500  # characters
TOO_LONG = _("That is more than we can keep. Please send the first part, and then the next.")


class SuggestForm(forms.Form):
    """Some words, and better ones. No name and no address is asked for."""

    words = forms.CharField(
        label=_("Which words?"),
        help_text=_("Copy them, or say where they are."),
        max_length=LONGEST,
        error_messages={"required": _("Write which words you mean"), "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    better = forms.CharField(
        label=_("What would be better?"),
        help_text=_("As you would say it. Leave this empty if you are not sure."),
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)  # the name of the address they came from


@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """Two boxes. Where a speaker has read the words there is nothing to improve here, nor in English."""
    language = of_page()
    if language.reviewed:
        return redirect("wagtail_serve", "")
    form = SuggestForm(request.POST or None, initial={"page": request.GET.get("page", "")})
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/translation/suggest.html", {"form": form})
    now = now_of(request)
    try:
        budgets.take_suggestion(network_address(request), now)
    except budgets.OverBudgetError:
        return render(request, "portal/translation/too_often.html", status=429)
    suggesting.keep(language, now=now, **form.cleaned_data)
    return redirect("translation-thanks")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived."""
    return render(request, "portal/translation/thanks.html")
