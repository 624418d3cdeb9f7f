"""Send me a test: the latest draft of a message, to the editor's own phone or mailbox and to nobody else's."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from cms.impact.pages import MODELS
from cms.models import TestAddress
from cms.staff_views import StaffPage
from cms.trial import addresses
from cms.trial.forms import AddressForm, CodeForm, SendForm
from delivery.channels import ChannelError
from delivery.testing import send_test
from messages.letters import text_of
from messages.models import AnyWords
from messages.placeholders import UnknownPlaceholderError, fill, known_services
from portal.budgets import OverBudgetError, spend
from subscribers.hours import now_of
from subscribers.models import Contact

MAY_TEST = "wagtailadmin.access_admin"
SMS, EMAIL = Contact.Kind.SMS, Contact.Kind.EMAIL
TOO_MANY = gettext_lazy("Too many texts have been asked for just now. Please try again in an hour.")
NOT_TAKEN = gettext_lazy("It could not be sent just now. Please check the address, or try again later.")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One thing that may be sent as a test."""

    name: str
    label: Any
    kind: str
    text: str


def choices_of(words: AnyWords, kinds: set[str]) -> list[Choice]:
    """What there is to send, by the kinds of address that somebody has proved."""
    found = [
        Choice(name="sms", label=gettext_lazy("Text message"), kind=SMS, text=words.sms),
        Choice(name="sms_why", label=gettext_lazy("Three a week: why"), kind=SMS, text=words.sms_why),
        Choice(name="sms_do", label=gettext_lazy("Three a week: do"), kind=SMS, text=words.sms_do),
        Choice(name="sms_done", label=gettext_lazy("Three a week: well done"), kind=SMS, text=words.sms_done),
        Choice(name="email", label=gettext_lazy("E-mail"), kind=EMAIL, text=text_of(words.email)),
    ]
    return [one for one in found if one.text and one.kind in kinds]


class Addresses(StaffPage, FormView[AddressForm]):
    """A member of staff's own addresses for tests, and a new one."""

    permission = MAY_TEST
    page_title = gettext_lazy("Where your tests go")
    header_icon = "mail"
    address = "trial_addresses"
    form_class = AddressForm
    template_name = "cms/admin/trial/addresses.html"
    success_url = reverse_lazy("trial_addresses")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = _user(self.request)
        waiting = TestAddress.objects.filter(
            user=user, proved_at=None, ends_at__gt=now_of(self.request), tries_left__gt=0
        )
        context = {"proved": addresses.proved(user), "codes": [CodeForm(initial={"kind": x.kind}) for x in waiting]}
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: AddressForm) -> HttpResponse:
        try:
            addresses.ask(_user(self.request), **form.cleaned_data, now=now_of(self.request))
        except OverBudgetError:
            form.add_error(None, TOO_MANY)
            return self.form_invalid(form)
        except ChannelError:
            form.add_error(None, NOT_TAKEN)
            return self.form_invalid(form)
        return super().form_valid(form)


class Prove(StaffPage, FormView[CodeForm]):
    """The code as they typed it."""

    permission = MAY_TEST
    http_method_names = ("post",)
    form_class = CodeForm
    success_url = reverse_lazy("trial_addresses")

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if addresses.prove(_user(self.request), **_typed(form), now=now_of(self.request)):
            flash.success(self.request, _("Thank you. Your tests go there from now on."))
        else:
            flash.error(self.request, _("This code is not right, or too old. Try once more, or ask for another."))
        return super().form_valid(form)

    def form_invalid(self, _form: CodeForm) -> HttpResponse:
        flash.error(self.request, _("Type the code that has arrived."))
        return HttpResponseRedirect(str(self.success_url))


def _typed(form: CodeForm) -> dict[str, str]:
    return {"kind": form.cleaned_data["kind"], "typed": form.cleaned_data["code"]}


class SendTest(StaffPage, FormView[SendForm]):
    """The latest draft, or what is published when there is none newer."""

    page_title = gettext_lazy("Send me a test")
    header_icon = "mail"
    form_class = SendForm
    template_name = "cms/admin/trial/send.html"

    def find_row(self) -> AnyWords:
        """What a test is sent of. What a campaign says belongs to an area, and has pages of its own."""
        model = MODELS.get(self.kwargs["model"])
        if model is None:
            raise Http404
        found: AnyWords = get_object_or_404(model.objects.of_stages(), pk=self.kwargs["pk"])
        return found

    @cached_property
    def row(self) -> AnyWords:
        return self.find_row()

    @cached_property
    def latest(self) -> AnyWords:
        """As they were last saved."""
        found: AnyWords = self.row.get_latest_revision_as_object()
        return found

    @cached_property
    def proved(self) -> dict[str, str]:
        return addresses.proved(_user(self.request))

    @cached_property
    def choices(self) -> dict[str, Choice]:
        return {choice.name: choice for choice in choices_of(self.latest, set(self.proved))}

    def is_allowed(self) -> bool:
        """Whoever may see these words may have them sent to themselves."""
        name, user = self.kwargs["model"], self.request.user
        return any(user.has_perm(f"library.{deed}_{name}") for deed in ("view", "change", "publish"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = type(self.row).snippet_viewset
        edit = {"url": reverse(viewset.get_url_name("edit"), args=[self.row.pk]), "label": str(self.row)}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"choices": [(x.name, x.label) for x in self.choices.values()]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(words=self.row, proved=self.proved, choices=self.choices, **kwargs)

    def get_success_url(self) -> str:
        return self.request.path

    def form_valid(self, form: SendForm) -> HttpResponse:
        sentence = self._send(self.choices[form.cleaned_data["what"]])
        if sentence:
            form.add_error(None, sentence)
            return self.form_invalid(form)
        flash.success(self.request, _("Sent. It should be with you in a moment."))
        return super().form_valid(form)

    def _send(self, choice: Choice) -> Any:
        """Send it; what to tell when that could not be done, else nothing."""
        now, language = now_of(self.request), self.latest.language
        known = known_services()
        address = self.proved[choice.kind]
        try:
            parts = (choice.text, self.latest.subject, self.latest.preheader)
            text, subject, preheader = (fill(part, known, language) for part in parts)
            spend(address, f"staff:{self.request.user.pk}", now, scope="staff")
            letter = {"subject": subject, "preheader": preheader} if choice.kind == EMAIL else {}
            send_test(choice.kind, address, text, language, now, **letter)
        except UnknownPlaceholderError as error:
            return _("The directory has nothing for %(placeholder)s.") % {"placeholder": error.args[0]}
        except OverBudgetError:
            return TOO_MANY
        except ChannelError:
            return NOT_TAKEN
        return ""


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type: the page asks for a permission
    return request.user
