"""What somebody says of a sending whose end nobody knows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from subscribers.models import Contact

LOOKED = {
    Contact.Kind.SMS: _("I have looked at the provider's console"),
    Contact.Kind.EMAIL: _("I have looked at the mail server's log"),
}


class NotSentForm(forms.Form):
    """It may be sent a second time, so whoever says so has looked."""

    looked = forms.BooleanField(error_messages={"required": _("Please look there first, and tick this box.")})

    def __init__(self, *args: Any, channel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["looked"].label = LOOKED[Contact.Kind(channel)]
