"""Messages that are nowhere but in memory, and what the checks say about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from directory.models import Service
from messages import editorial
from messages.editorial import Finding
from messages.letters import blocks_of
from messages.models import AnyWords, Message, Theme, Translation

TODAY = date(2026, 11, 21)
SERVICES = {
    service.code: service
    for service in (
        Service(code="lifeline", name="Lifeline", phone="0808 808 8000", url="lifeline.example", review_by=TODAY),
        Service(code="old", name="Old line", phone="07700 900123", review_by=date(2026, 11, 20)),
        Service(code="page", name="A page", url="page.example", review_by=TODAY),
    )
}
# Words of a parent's length that nothing can be said against.
LETTER = "A song can calm you both. Hum it low and slow. Any tune will do. " * 4
GOOD: dict[str, Any] = {
    "topic": "One song",
    "action": "Hum one song.",
    "why": "A voice calms.",
    "sms": "Hum one song. Your voice is known.",
    "subject": "One song",
    "preheader": "Any tune will do.",
    "email": blocks_of(LETTER),
}
GOOD_POLISH: dict[str, Any] = {
    "topic": "Jedna piosenka",
    "action": "Zanuć piosenkę.",
    "why": "Głos uspokaja.",
    "sms": "Zanuć jedną piosenkę.",
    "subject": "Jedna piosenka",
    "preheader": "Każda melodia jest dobra.",
    "email": blocks_of("Piosenka może uspokoić was oboje. Każda melodia jest dobra. " * 5),
}


def english(track: str = "carer", kind: str = "baby_week", **texts: Any) -> Message:
    """A good message, but for these texts; a letter is given as text."""
    details = {"kind": kind, "number": 7, "track": track, "theme": Theme.BOND, "source": "A source", "review_on": TODAY}
    return Message(**details | GOOD | _streams(texts))


def polish(of: Message | None = None, **texts: Any) -> Translation:
    """A good translation, but for these texts."""
    return Translation(message=of or english(), language="pl", **GOOD_POLISH | _streams(texts))


def _streams(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: blocks_of(text) if name in ("email", "web") else text for name, text in texts.items()}


def check(words: AnyWords) -> list[Finding]:
    return editorial.check(words, today=TODAY, services=SERVICES)


def found(words: AnyWords) -> list[tuple[str, str, str]]:
    """What is found, in short: the rule, the field, the excerpt."""
    return [(finding.rule, finding.field, finding.excerpt) for finding in check(words)]


def blocked(words: AnyWords) -> list[tuple[str, str, str]]:
    """The same of what blocks."""
    return [(finding.rule, finding.field, finding.excerpt) for finding in editorial.blocking(check(words))]
