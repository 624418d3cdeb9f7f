"""The form for a place: its keyword must be a word of its own, and stays while posters carry it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Place
from campaigns.sign_ups import was_used
from cms.owned_form import OwnedForm
from cms.places.keywords import LEAST, MOST, means_something_else, suggestions, tidied


class KeywordField(forms.CharField):
    """Typed in any way, kept in one."""

    def to_python(self, value: Any) -> str:
        return tidied(super().to_python(value) or "")


class PlaceForm(OwnedForm):
    keyword = KeywordField(
        label=gettext_lazy("Keyword"),
        required=False,
        max_length=MOST,
        validators=[
            RegexValidator(
                rf"^[A-Z0-9]{{{LEAST},{MOST}}}$", gettext_lazy("Use 3 to 20 letters without accents, and digits.")
            )
        ],
        help_text=gettext_lazy(
            "What a parent texts to join here: one word, for example OAKLIBRARY. "
            "It must not be a word that parents text for something else, such as STOP, BABY or a name of a month. "
            "Left empty, we suggest one from the name."
        ),
        widget=forms.TextInput(
            attrs={"data-place-keyword": reverse_lazy("place_keywords"), "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_keyword(self) -> str:
        keyword = str(self.cleaned_data["keyword"])
        before = self.initial.get("keyword") if self.instance.pk else None
        if keyword and keyword == before:
            return keyword
        if before and was_used(before):
            raise ValidationError(
                _("Parents have joined by %(keyword)s, and posters carry it. For another word please add a new place.")
                % {"keyword": before}
            )
        if not keyword:
            self._offer(_("Each place needs a word of its own."))
        if means_something_else(keyword):
            self._offer(_("Parents text this word for something else. Please choose another."))
        if Place.objects.filter(keyword=keyword).exclude(pk=self.instance.pk).exists() or was_used(keyword):
            self._offer(_("Another place has this word, or had it. Please choose another."))
        return keyword

    def _offer(self, sentence: str) -> None:
        """Refuse, and name words that are free."""
        found = suggestions(str(self.data.get(self.add_prefix("name"), "")))
        more = _("These are free: %(keywords)s.") % {"keywords": ", ".join(found)} if found else ""
        raise ValidationError(f"{sentence} {more}".strip())
