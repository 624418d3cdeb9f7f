"""Easy read as it is written, and a recording as it is sent."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from messages.formats import easy, numbers, sound
from messages.formats.models import Audio, EasyRead
from messages.models import AnyWords

ASK = "ask"  # the button that gives it to somebody to approve


class FormatForm(WagtailAdminModelForm):
    """What both share: the words that were seen beside it. If they change meanwhile, it is stale from the start."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words: AnyWords  # those that it is made of

    @property
    def is_asked(self) -> bool:
        return ASK in self.data


class EasyReadForm(FormatForm):
    """A draft may be anything; what is given to be approved holds to the rules."""

    class Meta:
        model = EasyRead
        fields = ("lines",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_asked and "lines" in cleaned:
            lines = cleaned["lines"]
            for sentence in (*easy.faults(lines), *numbers.faults(lines, self.words)):
                self.add_error(None, sentence)
        return cleaned


class AudioForm(FormatForm):
    class Meta:
        model = Audio
        fields = ("file", "reader")
        widgets = {"file": forms.FileInput(attrs={"accept": ".mp3,.ogg,.oga,.opus,.m4a,audio/*"})}  # noqa: RUF012 - Django's own form of it
        help_texts = {  # noqa: RUF012
            "file": _("MP3, Ogg or M4A. The words as they stand, and nothing else."),
            "reader": _("For us only: who read it, so that we can ask them again. Parents never see it."),
        }

    def clean_file(self) -> Any:
        """With what it is, by its content."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        for sentence in sound.faults(file, file.size):
            raise ValidationError(sentence)
        self.instance.sound = sound.kind_of(file)
        self.instance.checksum = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        return file


FORMS: dict[str, type[FormatForm]] = {"easy-read": EasyReadForm, "audio": AudioForm}
