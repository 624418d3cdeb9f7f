"""What staff fill in to prove an address, and to choose what to send there."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from subscribers.models import Contact
from subscribers.phone import normalise

KINDS = Contact.Kind.choices


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Your own mobile number or e-mail address"),
        max_length=254,
        help_text=_("A code goes there. Only you can see this address, and only tests go to it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """The address as it is sent to, and its kind."""
        typed = str(self.cleaned_data.get("address", "")).strip()
        if "@" in typed:
            self._run(validate_email, typed.lower())
            return {"kind": Contact.Kind.EMAIL, "address": typed.lower()}
        return {"kind": Contact.Kind.SMS, "address": self._run(normalise, typed) if typed else ""}

    def _run(self, check: Any, typed: str) -> Any:
        try:
            return check(typed)
        except forms.ValidationError as error:
            self.add_error("address", error)
            return ""


class CodeForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("The code that has just arrived"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class SendForm(forms.Form):
    """Which of the words to send."""

    what = forms.ChoiceField(label=_("What to send"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        field.choices = choices
        self.initial.setdefault("what", choices[0][0] if choices else "")
