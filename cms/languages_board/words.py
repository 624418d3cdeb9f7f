"""How far the words of every message are in every language, in a few queries; no letter is opened for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Case, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from languages.table import DEFAULT
from messages.models import GOES_ON, Message, Translation, TranslationQuerySet
from messages.words import TRIO, WordsQuerySet
from subscribers.models import Contact

SMS, EMAIL = Contact.Kind.SMS, Contact.Kind.EMAIL
NO_LETTER = ("[]", "")  # an empty letter, as the database keeps it
# What belongs to a channel: whole words have all of it that their English has. A page counts with the letter.
FIELDS: Mapping[str, tuple[str, ...]] = {SMS: ("sms", *TRIO), EMAIL: ("subject", "preheader", "email", "web")}
TEXTS = ("sms", *TRIO, "subject", "preheader")
NEWER = Q(has_unpublished_changes=True, latest_revision__isnull=False)
OF_MESSAGE = ("kind", "number", "track", "topic")
Key = tuple[int, str]  # a message's id and a language


@dataclass(frozen=True, kw_only=True)
class Words:
    """One message in one language."""

    pk: int  # of the row that holds them
    drafted: frozenset[str]  # the fields that the newest draft has words for, or the row when there is none newer
    sms: str  # the text, of the same
    sends: frozenset[str]  # what may be sent now: sms, trio, email
    stale: frozenset[str]  # the same of words whose English has changed, whether they wait or go on
    waits: bool  # stale words wait
    newer: bool  # there is a draft which is not published

    def is_whole(self, channel: str, english: "Words") -> bool:
        """Whether all is written that the English has for this channel."""
        return english.drafted.intersection(FIELDS[channel]) <= self.drafted


@dataclass(frozen=True, kw_only=True)
class Library:
    messages: Mapping[int, Mapping[str, Any]]  # OF_MESSAGE and whether it is live, by id
    words: Mapping[Key, Words]


def library() -> Library:
    """All words of stages; five queries, whatever their number."""
    messages = {row["pk"]: row for row in Message.objects.of_stages().values("pk", "live", *OF_MESSAGE)}
    found = {(pk, DEFAULT): words for pk, _, words in _words(Message, "pk")}
    found |= {(pk, language): words for pk, language, words in _words(Translation, "message_id", "language")}
    return Library(messages=messages, words=found)


def _words(model: type[Message | Translation], *keys: str) -> Iterator[tuple[int, str, Words]]:
    """The keys of a row are its message's id and its language; a message's own is English."""
    every = model._default_manager.of_stages()  # noqa: SLF001 - of either model
    sendable = set(every.sendable().values_list("pk", flat=True))
    old = _old(every) if model is Translation else {}
    raw = {"raw_web": Cast("web", TextField()), "draft_email": _draft("email"), "draft_web": _draft("web")}
    now = {f"now_{name}": Case(When(NEWER, then=_draft(name)), default=Cast(name, TextField())) for name in TEXTS}
    now["now_email"] = _flag(NEWER & ~Q(draft_email__in=NO_LETTER) | ~NEWER & ~Q(email_text=""))
    now["now_web"] = _flag(NEWER & ~Q(draft_web__in=NO_LETTER) | ~NEWER & ~Q(raw_web__in=NO_LETTER))
    rows = every.annotate(**raw).annotate(**now, **old, has_letter=_flag(~Q(email_text=""))).order_by()
    names = ("pk", "sms", *TRIO, "has_letter", "has_unpublished_changes", *now, *old, *keys)
    for row in rows.values(*names):
        yield row[keys[0]], row[keys[1]] if len(keys) > 1 else DEFAULT, _of(row, is_sendable=row["pk"] in sendable)


def _old(every: WordsQuerySet) -> dict[str, Case]:
    """Stale words that would be sent if they were not: live and approved, whether they wait or go on."""
    out = WordsQuerySet.sendable(cast("TranslationQuerySet", every).stale())
    return {"was_out": _flag(Q(pk__in=out.order_by().values("pk"))), "goes_on": _flag(GOES_ON)}


def _of(row: Mapping[str, Any], *, is_sendable: bool) -> Words:
    has = {"sms": bool(row["sms"]), "trio": all(row[name] for name in TRIO), "email": bool(row["has_letter"])}
    said = frozenset(name for name, written in has.items() if written)
    drafted = {name for name in TEXTS if (row[f"now_{name}"] or "").strip()}
    was_out = bool(row.get("was_out"))
    return Words(
        pk=row["pk"],
        drafted=frozenset(drafted | {name for name in ("email", "web") if row[f"now_{name}"]}),
        sms=(row["now_sms"] or "").strip(),
        sends=said if is_sendable else frozenset(),
        stale=said if was_out else frozenset(),
        waits=was_out and not row["goes_on"],
        newer=row["has_unpublished_changes"],
    )


def _draft(name: str) -> Cast:
    """What the newest revision says."""
    return Cast(KeyTextTransform(name, "latest_revision__content"), TextField())


def _flag(found: Q) -> Case:
    return Case(When(found, then=Value(1)), default=Value(0))
