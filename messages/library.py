"""The library as the sender sees it: the words that may be sent, by message and language, and nothing else of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from languages.table import DEFAULT, LANGUAGES
from messages.models import Anchor, Message, Translation, anchor_of
from messages.stages import Stage, StageKind
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
        found.setdefault(pk, set()).update(_names(flags))
    return found


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a message of a stage comes to whom, and nothing of what it says."""

    track: str
    anchor: Anchor
    stage: Stage
    in_three: bool  # whether it is told in three texts in any language


def due_on(tracks: Collection[str]) -> list[Due]:
    """What may be sent in any language to those on these tracks, of stages only. One query."""
    english, others = Message.objects.sendable(), Translation.objects.sendable().filter(message=OuterRef("pk"))
    in_three = Q(pk__in=english.exclude(NO_TRIO).values("pk")) | Q(Exists(others.exclude(NO_TRIO)))
    may_be_sent = Q(pk__in=english.values("pk")) | Q(Exists(others))
    found = Message.objects.of_stages().filter(may_be_sent, track__in=tracks).order_by()
    flag = Case(When(in_three, then=Value(True)), default=Value(False))  # noqa: FBT003 - SQL's own
    rows = found.annotate(in_three=flag).values_list("kind", "number", "track", "theme", "in_three")
    return [
        Due(
            track=track,
            anchor=anchor_of(kind, number, theme),
            stage=Stage(StageKind(kind), number),
            in_three=in_three,
        )
        for kind, number, track, theme, in_three in rows
    ]


def channels_in_english() -> Mapping[int, set[str]]:
    """The same of what is written in English, whether it may be sent or not; a message without words is left out."""
    rows = ((pk, _names(flags)) for pk, *flags in _flags(Message.objects.of_stages(), "pk"))
    return {pk: names for pk, names in rows if names}


def _names(flags: Iterable[bool]) -> set[str]:
    return {name for name, flag in zip(("sms", "email", "trio"), flags, strict=True) if flag}


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
