"""The library as the sender sees it: the words that may be sent, by message and language, and nothing else of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from directory.languages import DEFAULT, LANGUAGES
from messages.models import Message, Translation
from messages.words import NO_TRIO, WordsQuerySet
from subscribers.models import Contact

COLUMNS = ("version", "sms", "sms_why", "sms_do", "sms_done", "subject", "preheader", "email_text")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What may be sent of a message in one language."""

    version: int
    sms: str  # blank when there is none
    trio: tuple[str, ...] | None  # why, do, well done; None unless all three are written
    subject: str
    preheader: str
    email_text: str


def wordings(message_ids: Collection[int]) -> Mapping[tuple[int, str], Wording]:
    """All that may be sent of these messages, by message and language; two queries whatever their number."""
    english = Message.objects.sendable().filter(pk__in=message_ids).values_list("pk", *COLUMNS)
    others = Translation.objects.sendable().filter(message__in=message_ids)
    rows: list[tuple[Any, ...]] = [(pk, DEFAULT, *row) for pk, *row in english]
    rows += others.values_list("message_id", "language", *COLUMNS)
    return {(pk, language): _wording(row) for pk, language, *row in rows}


def _wording(row: Sequence[Any]) -> Wording:
    """From a row of COLUMNS."""
    version, sms, *trio, subject, preheader, email_text = row
    return Wording(
        version=version,
        sms=sms,
        trio=tuple(trio) if all(trio) else None,
        subject=subject,
        preheader=preheader,
        email_text=email_text,
    )


def sendable(
    channels: Iterable[str] = Contact.Kind.values, languages: Collection[str] = tuple(LANGUAGES)
) -> QuerySet[Message]:
    """The messages of stages that may be sent by one of these channels in one of these languages."""
    channels = list(channels)
    found = Q(
        Exists(
            _written(Translation.objects.sendable(), channels).filter(message=OuterRef("pk"), language__in=languages)
        )
    )
    if DEFAULT in languages:
        found |= Q(pk__in=_written(Message.objects.sendable(), channels))
    return Message.objects.of_stages().filter(found)


def channels_of() -> Mapping[int, set[str]]:
    """By message of a stage, the channels by which it may be sent in any language, and "trio" if in three texts."""
    found: dict[int, set[str]] = {}
    for pk, *flags in [
        *_flags(Message.objects.of_stages().sendable(), "pk"),
        *_flags(Translation.objects.of_stages().sendable(), "message_id"),
    ]:
        names = ("sms", "email", "trio")
        found.setdefault(pk, set()).update(name for name, flag in zip(names, flags, strict=True) if flag)
    return found


def _flags(words: WordsQuerySet, key: str) -> Iterable[tuple[int, bool, bool, bool]]:
    """Distinct rows: a message's id, and whether it has a text, a letter and a trio."""
    has = {
        "has_sms": Case(When(sms="", then=Value(False)), default=Value(True)),  # noqa: FBT003 - SQL's own
        "has_email": Case(When(email_text="", then=Value(False)), default=Value(True)),  # noqa: FBT003
        "has_trio": Case(When(NO_TRIO, then=Value(False)), default=Value(True)),  # noqa: FBT003
    }
    return cast(
        "Iterable[tuple[int, bool, bool, bool]]", words.annotate(**has).order_by().values_list(key, *has).distinct()
    )


def _written(words: WordsQuerySet, channels: Iterable[str]) -> WordsQuerySet:
    """Those with words for one of the channels."""
    found = Q()
    for channel in channels:
        found |= Q(pk__in=words.by(channel))
    return words.filter(found)
