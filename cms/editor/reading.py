"""How words read and what they cost, put together for the editor's screen. Nothing is stored."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.editor.audience import Audience, audience_of
from languages.table import DEFAULT, LANGUAGES
from messages.editorial import Finding, Meter, Readability, Severity, blocking, check, meters, readability, services
from messages.letters import text_of
from messages.models import AnyWords
from messages.sms import CAPACITY, UCS2
from messages.words import LETTERS, TRIO
from subscribers.hours import local_day

READ = ("sms", *TRIO, *LETTERS)
REQUIRED = ("topic", "action", "why", "theme")
NAMED = 4  # of the characters that make a text dear, so many are named
A_POUND = 100


@dataclass(frozen=True, kw_only=True)
class Gauge:
    """What there is to say about one field."""

    field: str
    label: str
    meter: Meter | None  # of a text message
    reading: Readability | None  # of whatever is read as a whole
    findings: list[Finding]
    audience: Audience
    language: str

    @property
    def capacity(self) -> int:
        """Units that the present number of segments holds."""
        if self.meter is None:
            return 0
        return self.meter.units + self.meter.room

    @property
    def is_over(self) -> bool:
        return self.meter is not None and self.meter.segments > self.meter.limit

    @property
    def is_wide(self) -> bool:
        """Whether a segment holds 70 characters and not 160."""
        return self.meter is not None and self.meter.encoding == UCS2

    @property
    def single(self) -> int:
        """Units of a text of one segment, in its alphabet."""
        return CAPACITY[self.meter.encoding][0] if self.meter else 0

    @property
    def dear(self) -> str:
        """The characters that make it dear, with their names; the letters of a language are never grudged it."""
        characters = self.meter.dear if self.meter else ()
        if self.language != DEFAULT:
            characters = tuple(one for one in characters if not (one.isalpha() or unicodedata.combining(one)))
        named = ", ".join(f"{one} ({unicodedata.name(one, '?').lower()})" for one in characters[:NAMED])
        rest = len(characters) - NAMED
        return named if rest <= 0 else _("%(named)s and %(number)s more") % {"named": named, "number": rest}

    @property
    def for_one(self) -> str:
        return money(self.meter.pence) if self.meter else ""

    @property
    def for_all(self) -> str:
        """What it costs to send to everybody; of a small number only the most that it may be."""
        return money(self.meter.pence * self.audience.at_most) if self.meter else ""

    @property
    def blocks(self) -> int:
        return len(blocking(self.findings))

    @property
    def hints(self) -> int:
        return len(self.findings) - self.blocks


class Look:
    """All gauges of the words of one message in one language, and their sum."""

    read: tuple[str, ...] = READ  # the texts that are measured
    required: tuple[str, ...] = REQUIRED

    def __init__(self, words: AnyWords, now: datetime) -> None:
        self.words = words
        self.today = local_day(now)

    @cached_property
    def findings(self) -> list[Finding]:
        return self._left_empty + check(self.words, today=self.today, services=self._services)

    @property
    def _left_empty(self) -> list[Finding]:
        """What a draft may leave out and a form that publishes requires."""
        names = (name for name in self.required if getattr(self.words, name, "?") == "")
        says = _("This is needed before the words are published.")
        return [
            Finding(rule="required", severity=Severity.BLOCK, field=name, excerpt="", says=says, instead="")
            for name in names
        ]

    @cached_property
    def blocks(self) -> list[Finding]:
        return blocking(self.findings)

    @property
    def hints(self) -> int:
        return len(self.findings) - len(self.blocks)

    @cached_property
    def audience(self) -> Audience:
        return audience_of(self.words)

    @property
    def hearing(self) -> str:
        """Who hears these words, in a sentence."""
        told = {"language": LANGUAGES[self.words.language or DEFAULT].name, "parents": self.audience.in_words}
        return _("Hearing by text on this track in %(language)s now: %(parents)s.") % told

    @cached_property
    def gauges(self) -> dict[str, Gauge]:
        """By field: of those that are read or measured, and of those with a finding."""
        names = [*self.read, *(finding.field for finding in self.findings)]
        return {name: self._gauge(name) for name in dict.fromkeys(names)}

    @property
    def rows(self) -> list[Gauge]:
        """The table: one row for each text, always the same, so that nothing jumps while somebody types."""
        return [self.gauges[name] for name in self.read]

    def by_field(self) -> Iterable[tuple[Gauge, list[Finding]]]:
        """The fields about which something is said, those with a block first."""
        found = [(gauge, gauge.findings) for gauge in self.gauges.values() if gauge.findings]
        return sorted(found, key=lambda one: -one[0].blocks)

    @cached_property
    def _services(self) -> Any:
        return services()

    @cached_property
    def _meters(self) -> dict[str, Meter]:
        return {meter.field: meter for meter in meters(self.words, self._services)}

    def _gauge(self, name: str) -> Gauge:
        text = text_of(getattr(self.words, name)) if name in LETTERS else getattr(self.words, name, "")
        return Gauge(
            field=name,
            label=self._label(name),
            meter=self._meters.get(name),
            reading=readability(text, self.words.language) if name in self.read and text else None,
            findings=[finding for finding in self.findings if finding.field == name],
            audience=self.audience,
            language=self.words.language,
        )

    def _label(self, name: str) -> str:
        try:
            field = self.words._meta.get_field(name)  # noqa: SLF001 - Django's documented way to a model's fields
        except FieldDoesNotExist:  # of the message, while a translation is looked at
            return name
        return str(capfirst(getattr(field, "verbose_name", name)))


def money(pence: Decimal) -> str:
    """A sum as people say it: 4p, £12.40."""
    if pence < A_POUND:
        return f"{number_format(pence.normalize(), use_l10n=True)}p"
    return f"£{number_format(pence / A_POUND, decimal_pos=2, use_l10n=True, force_grouping=True)}"
