"""The form for a place: its keyword must be a word of its own."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from directory.languages import LANGUAGES
from portal.understanding import understand

ANY_DAY = date(2026, 1, 1)  # a word is a date, or is none, on any day


class PlaceForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keyword"].help_text = _(
            "What a parent texts to join here: one word, for example OAKLIBRARY. "
            "It must not be a word that parents text for something else, such as STOP, BABY or a name of a month."
        )

    def clean_keyword(self) -> str:
        keyword = str(self.cleaned_data["keyword"])
        if any(understand(keyword, code, ANY_DAY).kind != "unknown" for code in LANGUAGES):
            raise ValidationError(_("Parents text this word for something else. Please choose another."))
        return keyword
