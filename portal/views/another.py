"""Messages at another address too: a link goes there, and only its own yes makes it theirs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal import budgets, proving, visit
from portal.own_forms import AskForm
from portal.views.changing import QUESTION
from portal.visitors import network_address
from subscribers.hours import now_of
from subscribers.models import Contact, Subscriber


class AnotherForm(AskForm):
    """An address of the kind that they have not given yet."""

    def __init__(self, *args: Any, parent: Subscriber, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = set(parent.contacts.values_list("kind", flat=True))
        self.fields["address"].label = gettext_lazy("What is the other mobile number or e-mail address?")
        self.fields["address"].help_text = gettext_lazy("We send a link there. Open it and press its button.")

    def clean_address(self) -> str:
        """One number and one mailbox belong to one person."""
        address = super().clean_address()
        if kind_of(address) not in self.kinds:
            return address
        if "@" in address:
            raise ValidationError(_("You have an e-mail address here already. Type a mobile number."))
        raise ValidationError(_("You have a mobile number here already. Type an e-mail address."))


def kind_of(address: str) -> Contact.Kind:
    """Of an address in the form in which we keep it."""
    return Contact.Kind.EMAIL if "@" in address else Contact.Kind.SMS


@visit.own_page
@require_http_methods(["GET", "HEAD", "POST"])
def another(request: HttpRequest, parent: Subscriber) -> HttpResponse:
    """Ask for the address. What is said next is the same whether it is free or somebody else's."""
    form = AnotherForm(request.POST if request.method == "POST" else None, parent=parent)
    if not form.is_valid():
        context = {"form": form, "back": reverse("preferences"), "button": _("Send the link")}
        return render(request, QUESTION, context)
    address = form.cleaned_data["address"]
    try:
        proving.ask_another(parent, kind_of(address), address, network_address(request), now_of(request))
    except budgets.OverBudgetError:
        return render(request, "portal/mine/too_often.html", status=429)
    visit.say(request, _("If that address is free, a link is on its way to it. Then choose here how messages come."))
    return redirect("preferences")
