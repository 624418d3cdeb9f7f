"""What the texts of a message cost, as they are sent: with the directory's numbers filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from directory.models import Service
from messages.editorial.drafts import SMS_FIELDS, filled
from messages.models import AnyWords
from messages.sms import measure


@dataclass(frozen=True, kw_only=True)
class Meter:
    field: str
    encoding: str  # "GSM-7" or "UCS-2"
    units: int  # septets or UTF-16 units
    room: int  # units that are left in the present segment
    segments: int  # 0 for an empty text
    limit: int  # segments that such a text may have
    dear: tuple[str, ...]  # the characters that make it UCS-2, or else those that take two units
    pence: Decimal  # for one text to one phone


def meters(words: AnyWords, services: Mapping[str, Service]) -> list[Meter]:
    """One for each field of texts, the empty ones too."""
    return [meter(field, getattr(words, field).strip(), services, words.language) for field in SMS_FIELDS]


def meter(field: str, text: str, services: Mapping[str, Service], language: str) -> Meter:
    """Of one field's text."""
    measured = measure(filled(text, services, language))
    limits = settings.SMS_LIMIT if field == "sms" else settings.TRIO_LIMIT
    return Meter(
        field=field,
        encoding=measured.encoding,
        units=measured.units,
        room=measured.room,
        segments=measured.segments,
        limit=limits[measured.encoding],
        dear=measured.dear,
        pence=measured.segments * settings.SMS_PENCE,
    )
