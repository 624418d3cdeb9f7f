"""The translations of a message whose English changes: they wait until renewed, unless somebody lets them go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.approving import APPROVE, languages_of
from cms.mailings.telling import in_cell
from delivery.helped import helped
from languages.table import LANGUAGES, Language
from messages.models import Message, TranslationQuerySet
from subscribers.small_numbers import Cell, shown

ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Old:
    """One language."""

    language: Language
    cell: Cell  # how many read it and reach the message in the next weeks
    goes_on: bool  # somebody has let it go on already

    @property
    def parents(self) -> str:
        return in_cell(self.cell)


def old_ones(message: Message, among: TranslationQuerySet, now: datetime) -> list[Old]:
    """Those of a message, in the order of the table of languages; three queries."""
    found = {x.language: x for x in among.filter(message=message).select_related("message")}
    if not found:
        return []
    parents = helped(list(LANGUAGES), now, message)
    codes = [code for code in LANGUAGES if code in found]
    # Those of all languages together stand on the page too: what is hidden must not follow from them.
    rest = sum(parents[message.pk, code] for code in LANGUAGES if code not in found)
    cells = shown([*(parents[message.pk, code] for code in codes), rest]).cells
    return [
        Old(language=LANGUAGES[code], cell=cell, goes_on=found[code].is_stale and not found[code].waits)
        for code, cell in zip(codes, cells, strict=False)
    ]


def in_hand(user: Any, old: Sequence[Old]) -> list[Old]:
    """Of these, those that this person may let go on."""
    if not user.has_perm(APPROVE):
        return []
    languages = languages_of(user)
    return [x for x in old if not x.goes_on and (languages is None or x.language.code in languages)]


class GoOnField(forms.MultipleChoiceField):
    """The languages whose old words go on being sent; none unless somebody says so."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, old: Sequence[Old]) -> None:
        self.codes = [x.language.code for x in old]
        every = [(ALL, _("All of these"))] if len(old) > 1 else []
        label = gettext_lazy("Let the old words go on being sent in")
        super().__init__(choices=[*every, *((x.language.code, _told(x)) for x in old)], label=label, required=False)

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        return self.codes if ALL in chosen else chosen


def _told(old: Old) -> str:
    told = {"language": old.language.name, "number": old.parents}
    return _("%(language)s (parents in the next eight weeks: %(number)s)") % told
