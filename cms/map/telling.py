"""How a cell is told and where it leads, for whoever looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.map.grid import Band, Cell, Row, Tally
from cms.map.selection import Selection
from cms.map.states import State, note_of
from languages.table import DEFAULT
from messages.models import Message, Theme, Translation
from messages.stages import StageKind
from subscribers.models import Track

AT: Mapping[StageKind, Promise] = {
    StageKind.PREGNANCY_WEEK: _("Week %(number)s of pregnancy, %(track)s"),
    StageKind.BABY_WEEK: _("Week %(number)s, %(track)s"),
    StageKind.CHILD_MONTH: _("Month %(number)s, %(track)s"),
    StageKind.CARE_WEEK: _("Week %(number)s, %(track)s"),
    StageKind.TRACK_WEEK: _("Week %(number)s, %(track)s"),
}
# A family of themes has one mark, a line below the cell: fifteen marks nobody would learn.
FAMILIES: Mapping[str, tuple[Promise, tuple[Theme, ...]]] = {
    "close": (_("closeness"), (Theme.BOND, Theme.TOUCH, Theme.SOOTHE)),
    "play": (_("talk and play"), (Theme.TALK, Theme.SING, Theme.READ, Theme.SERVE_RETURN, Theme.PLAY)),
    "body": (_("health, sleep and feeding"), (Theme.HEALTH, Theme.SAFETY, Theme.SLEEP, Theme.FEEDING)),
    "people": (_("you, and who helps"), (Theme.SELF, Theme.COPARENT, Theme.SERVICE)),
}
FAMILY = {theme.value: code for code, (_label, themes) in FAMILIES.items() for theme in themes}
THEMES = dict(Theme.choices)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A cell as the page shows it."""

    cell: Cell
    look: str  # the state's code, or "open": a place that nobody has to fill
    place: str
    state: Promise | str
    topic: str
    theme: Promise | str
    family: str
    note: Promise | str
    href: str  # blank: there is nothing that this person may do here


class Teller:
    """Knows what somebody may do, and so where each cell leads for them."""

    def __init__(self, user: AbstractBaseUser | AnonymousUser, selection: Selection) -> None:
        self.selection = selection
        self.views = {model: views_of(model, user) for model in (Message, Translation)}

    def row(self, row: Row) -> dict[str, Any]:
        return {"track": row.track, "tally": row.tally, "cells": [cell and self.told(cell) for cell in row.cells]}

    def band(self, band: Band) -> dict[str, Any]:
        strips: Sequence[dict[str, Any]] = [
            {"numbers": strip.numbers, "rows": [self.row(row) for row in strip.rows]} for strip in band.strips
        ]
        whole = band.tally
        return {
            "plan": band.plan,
            "tally": whole,
            "tallies": band.tallies,
            "strips": strips,
            "legend": legend(whole),
        }

    def told(self, cell: Cell) -> Told:
        original, facts = cell.original, cell.facts
        is_open = original is None and not cell.counted
        theme = original.theme if original else ""
        return Told(
            cell=cell,
            look="open" if is_open else cell.state.value,
            place=AT[cell.stage.kind] % {"number": cell.stage.number, "track": Track(cell.track).label},
            state=_("nothing here yet") if is_open else cell.state.label,
            topic=(facts or original).topic if original else "",
            theme=THEMES.get(theme, ""),
            family=FAMILY.get(theme, ""),
            note=self._note(cell),
            href=self.href(cell),
        )

    def href(self, cell: Cell) -> str:
        """Where its words are written, looked at, or begun."""
        original, facts = cell.original, cell.facts
        if original is None:
            stage = {"kind": cell.stage.kind.value, "number": cell.stage.number, "track": str(cell.track)}
            return self._begin(Message, stage)
        if self.selection.language == DEFAULT:
            return self._open(Message, original.message)
        if facts is None or facts.words is None:
            return self._begin(Translation, {"message": original.message, "language": self.selection.language})
        return self._open(Translation, facts.words)

    def _note(self, cell: Cell) -> Promise | str:
        if cell.state == State.MISSING and cell.original is None and self.selection.language != DEFAULT:
            return _("The English words come first.")
        return note_of(cell.facts, self.selection.way, cell.state)

    def _open(self, model: type[Message | Translation], pk: int) -> str:
        view = self.views[model]["open"]
        return reverse(view, args=[pk]) if view else ""

    def _begin(self, model: type[Message | Translation], first: Mapping[str, Any]) -> str:
        view = self.views[model]["add"]
        return f"{reverse(view)}?{urlencode(first)}" if view else ""


def legend(tally: Tally) -> Sequence[tuple[State, int]]:
    """Every state, with how many there are of it."""
    return [(state, tally.states.get(state, 0)) for state in State]


def views_of(model: type[Message | Translation], user: AbstractBaseUser | AnonymousUser) -> Mapping[str, str]:
    """The names of the pages on which this person may open and add words; blank when there is none."""
    viewset = model.snippet_viewset
    policy = viewset.permission_policy
    opened = ""
    if policy.user_has_permission(user, "change"):
        opened = viewset.get_url_name("edit")
    elif viewset.inspect_view_enabled and policy.user_has_permission(user, "view"):
        opened = viewset.get_url_name("inspect")
    return {"open": opened, "add": viewset.get_url_name("add") if policy.user_has_permission(user, "add") else ""}
