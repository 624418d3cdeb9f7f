"""Where they live, roughly, and only if they like: a Sure Start, a Trust, or nothing. A postcode is never kept."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart, Trust
from languages.fragments import Select, english
from portal.sign_up import Answers
from portal.views.sign_up.forms import StepForm

RATHER_NOT = "none"
LIKE_BT7 = _("Please write it like BT7, or leave it empty.")
POSTCODE = re.compile(r"(BT\d{1,2}?)(\d[A-Z]{2})?")  # of a whole postcode the second half is dropped at once


class AreaForm(StepForm):
    """A list, with what fits the postcode's first part above the rest. One that fits alone is chosen beforehand."""

    district = forms.CharField(
        label=_("First part of your postcode"),
        help_text=_("For example BT7. It only helps to find your Sure Start, and we do not keep it."),
        required=False,
        max_length=12,
        error_messages={"max_length": LIKE_BT7},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # the district that the list fits
    place = forms.ChoiceField(
        label=_("Your Sure Start or Trust"),
        widget=Select,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Please choose one from the list.")),
    )

    def __init__(self, answers: Answers, today: date, data: Any = None) -> None:
        super().__init__(answers, today, data)
        self.typed = district(self.data.get("district", ""))
        self.near = _near(self.typed)
        self.has_suggested = self._has_to_suggest()
        if self.has_suggested:
            chosen = f"s{self.near[0].pk}" if len(self.near) == 1 else "" if self.near else RATHER_NOT
            self.is_bound = False  # a suggestion is no mistake of theirs
            self.initial = {"district": self.typed, "shown": self.typed, "place": chosen}
        self.fields["place"].choices = _choices(self.near, self.typed)  # type: ignore[attr-defined]

    def _has_to_suggest(self) -> bool:
        """Whether a postcode was typed whose Sure Starts they have not seen, and they have chosen nothing yet."""
        is_new = bool(self.typed) and self.typed != self.data.get("shown")
        return is_new and self.data.get("place", RATHER_NOT) in ("", RATHER_NOT)

    def initial_from(self, answers: Answers) -> dict[str, Any]:
        place = f"s{answers.sure_start}" if answers.sure_start else f"t{answers.trust}" if answers.trust else RATHER_NOT
        return {"place": place}

    def clean_district(self) -> str:
        given: str = self.cleaned_data["district"]
        if given and not self.typed and self.data.get("place", RATHER_NOT) == RATHER_NOT:
            raise ValidationError(LIKE_BT7)
        return ""

    def result(self) -> Answers:
        place = self.cleaned_data["place"]
        sure_start = SureStart.objects.filter(pk=place[1:]).first() if place.startswith("s") else None
        if sure_start:
            return replace(self.answers, sure_start=sure_start.pk, trust=sure_start.trust_id)
        return replace(self.answers, sure_start=None, trust=int(place[1:]) if place.startswith("t") else None)


def district(text: str) -> str:
    """The first part of a postcode of Northern Ireland, such as BT7; empty when it is none."""
    match = POSTCODE.fullmatch("".join(text.split()).upper())
    return match[1] if match else ""


def _near(typed: str) -> list[SureStart]:
    return [one for one in SureStart.objects.all() if typed and typed in one.districts.upper().split()]


def _choices(near: Sequence[SureStart], typed: str) -> list[Any]:
    suggested = [(f"s{one.pk}", english(one)) for one in near]
    rest = [(f"s{one.pk}", english(one)) for one in SureStart.objects.all() if one not in near]
    trusts = [(f"t{one.pk}", english(one.name)) for one in Trust.objects.order_by("name")]
    groups: list[Any] = [("", _("Please choose"))] if len(near) > 1 else []
    if suggested:
        groups.append((typed, suggested))
    groups.append((RATHER_NOT, _("I would rather not say")))
    return [*groups, (_("Sure Starts"), rest), (_("Health and Social Care Trusts"), trusts)]
