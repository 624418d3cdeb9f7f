"""Forms that two people may have open at once: the second is told what the first saved, and loses nothing.

A form carries a mark of each value as it was when it was opened. What only the other has changed is taken over; where
both have changed something, what was typed stays in the form and the other's is shown beside it, to be decided.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

MARKS = "changed"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that somebody else has saved meanwhile."""

    label: str
    theirs: str  # as it is saved; blank for nothing
    is_taken: bool  # it is in the form now; else what was typed is


class SharedForm(forms.BaseForm):
    """For a form whose initial values are those that are saved. Call `begin` at the end of its __init__."""

    def begin(self) -> None:
        """Keep marks of what is saved."""
        self.saved = {name: _plain(self.get_initial_for_field(x, name)) for name, x in self.fields.items()}
        self.differences: list[Difference] = []
        marks = json.dumps({name: _mark(value) for name, value in self.saved.items()})
        self.fields[MARKS] = forms.CharField(widget=forms.HiddenInput, required=False, initial=marks)

    @property
    def is_stale(self) -> bool:
        """Whether somebody has saved something else since it was opened, than what is in it now."""
        marks = self._marks()
        moved = [name for name, value in self.saved.items() if _mark(value) != marks.get(name)]
        return any(self._typed(name) != self.saved[name] for name in moved)

    def take_over(self) -> None:
        """Let the form have what only the other has changed, and tell of the rest; it may then be saved again."""
        marks, data = self._marks(), cast("QueryDict", self.data).copy()
        for name, value in self.saved.items():
            typed = self._typed(name)
            if typed == value or _mark(value) == marks.get(name):
                continue
            is_taken = _mark(typed) == marks.get(name)
            if is_taken:
                data.setlist(self.add_prefix(name), value)
            label = str(self.fields[name].label or "")
            self.differences.append(Difference(label=label, theirs=self._told(name), is_taken=is_taken))
        data[self.add_prefix(MARKS)] = self.fields[MARKS].initial
        self.data = data

    def _marks(self) -> dict[str, str]:
        try:
            found = json.loads(self.data.get(self.add_prefix(MARKS), ""))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _typed(self, name: str) -> list[str]:
        return _plain(self.cleaned_data.get(name))

    def _told(self, name: str) -> str:
        """What is saved, as people read it."""
        value = self.saved[name]
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        return ", ".join(choices.get(x, x) for x in value if x != "on")


def _plain(value: Any) -> list[str]:
    """As a browser would send it, in one order."""
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    if isinstance(value, str):
        return [value.replace("\r\n", "\n").strip()]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Iterable):
        return sorted(str(getattr(x, "pk", x)) for x in value)
    return [str(value)]


def _mark(value: list[str]) -> str:
    return hashlib.sha256("\n".join(value).encode()).hexdigest()[:12]
