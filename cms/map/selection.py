"""What somebody chose to see of the map, as its address says."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from django.db import models
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.map.states import Way
from languages.table import DEFAULT, LANGUAGES
from messages.models import Theme
from subscribers.models import Track

MAIN = (Track.CARER, Track.FATHER_PARTNER)
SPECIAL = tuple(track for track in Track if track not in (*MAIN, Track.CARE))


class Group(models.TextChoices):
    """Tracks that belong together."""

    MAIN = "main", _("carers, fathers and partners")
    SPECIAL = "special", _("special tracks")
    CARE = "care", _("care after a loss")

    @property
    def tracks(self) -> tuple[Track, ...]:
        return {Group.MAIN: MAIN, Group.SPECIAL: SPECIAL, Group.CARE: (Track.CARE,)}[self]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Empty text means: all of them."""

    language: str = DEFAULT
    way: str = ""
    group: str = ""
    theme: str = ""
    gaps: bool = False  # only what cannot be sent yet

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        """From an address; what we do not know counts as not chosen."""
        return cls(
            language=_one_of(LANGUAGES, asked.get("language")) or DEFAULT,
            way=_one_of(Way.values, asked.get("way")),
            group=_one_of(Group.values, asked.get("group")),
            theme=_one_of(Theme.values, asked.get("theme")),
            gaps=bool(asked.get("gaps")),
        )

    @property
    def tracks(self) -> tuple[Track, ...]:
        return Group(self.group).tracks if self.group else tuple(Track)

    def query(self, **changes: Any) -> str:
        """The part of an address after the question mark; without what is as usual."""
        usual = asdict(Selection())
        chosen = {name: value for name, value in asdict(replace(self, **changes)).items() if value != usual[name]}
        if "gaps" in chosen:
            chosen["gaps"] = "on"
        return urlencode(chosen)


def _one_of(known: Any, asked: str | None) -> str:
    return asked if asked and asked in known else ""
