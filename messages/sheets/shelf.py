"""The library as the spreadsheet has it: the latest draft of every message and translation, in few queries."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from languages.table import LANGUAGES
from messages.letters import text_of
from messages.models import AnyWords, Approval, Message, Translation
from messages.sheets.cells import even
from messages.sheets.columns import READ, Column, Key, Use
from messages.stages import StageKind

DRAFTED = ("go_live_at", "expire_at", "made_from")  # what a draft holds beside the columns


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row of the library."""

    key: Key
    row: AnyWords  # as it is published
    words: AnyWords  # the row with its latest draft's words: saved as a revision it follows that draft
    state: str  # as the column has it
    scheduled: bool  # to be published by itself
    in_review: bool
    approved: tuple[str, str]  # exactly these words: by whom, and the instant in ISO 8601 (UTC); blank when not


@dataclass(frozen=True, kw_only=True)
class Shelf:
    items: Mapping[Key, Item]  # by stage, track, and language in the directory's order, English first


def key_of(words: AnyWords) -> Key:
    """Which row of a file they are."""
    message = words.message if isinstance(words, Translation) else words
    number = message.pk if message.kind == StageKind.CAMPAIGN else message.number
    return message.kind, number, message.track, words.language


def take(languages: Iterable[str] = tuple(LANGUAGES), of: QuerySet[Message] | None = None) -> Shelf:
    """These messages (None: those of the library) in these languages: as many queries whatever their number."""
    wanted = set(languages)
    rows_of = Message.objects.of_stages() if of is None else of
    messages = {x.pk: x for x in rows_of.select_related("latest_revision", "locked_by")}
    others = Translation.objects.filter(language__in=wanted).select_related("latest_revision", "locked_by")
    others = others.of_stages() if of is None else others.filter(message__in=of)
    by_message: dict[int, list[AnyWords]] = {pk: [x] if x.language in wanted else [] for pk, x in messages.items()}
    for translation in others:
        translation.message = messages[translation.message_id]
        by_message[translation.message_id].append(translation)
    order = {code: place for place, code in enumerate(LANGUAGES)}
    rows = [row for group in by_message.values() for row in sorted(group, key=lambda x: order.get(x.language, 99))]
    known = _Known()
    return Shelf(items={key_of(row): known.item(row) for row in rows})


class _Known:
    """What else is known of all of them: reviews, schedules, approvals."""

    def __init__(self) -> None:
        types = ContentType.objects.get_for_models(Message, Translation, for_concrete_models=False)
        self._types = {model: content_type.pk for model, content_type in types.items()}
        of_ours = {"base_content_type__in": self._types.values()}
        running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **of_ours)
        self._reviewed = set(running.values_list("base_content_type_id", "object_id"))
        coming = Revision.objects.filter(approved_go_live_at__isnull=False, **of_ours)
        self._scheduled = set(coming.values_list("base_content_type_id", "object_id"))
        # The last line of the ledger about the same words is the one that holds.
        lines = Approval.objects.values_list("message_id", "language", "fingerprint", "name", "at", "taken_back")
        self._approved = {tuple(line[:3]): line[3:] for line in lines}

    def item(self, row: AnyWords) -> Item:
        words = _drafted(row)
        mine = (self._types[type(row)], str(row.pk))
        scheduled, in_review = mine in self._scheduled, mine in self._reviewed
        return Item(
            key=key_of(row),
            row=row,
            words=words,
            state=_state(row, scheduled=scheduled, in_review=in_review),
            scheduled=scheduled,
            in_review=in_review,
            approved=self._approval(row, words),
        )

    def _approval(self, row: AnyWords, words: AnyWords) -> tuple[str, str]:
        if words is row:  # it knows its own
            return row.approved_by, row.approved_at.isoformat(timespec="seconds") if row.approved_at else ""
        name, at, taken_back = self._approved.get(
            (words.message_id, words.language, words.fingerprint), ("", None, False)
        )
        return ("", "") if taken_back or at is None else (name, at.isoformat(timespec="seconds"))


def _state(row: AnyWords, *, scheduled: bool, in_review: bool) -> str:
    """One word for filtering. The column's own words are not translated: a file reads the same everywhere."""
    message = row.message if isinstance(row, Translation) else row
    if message.held_at:
        return "held"
    if in_review:
        return "in review"
    if scheduled:
        return "scheduled"
    if row.live and isinstance(row, Translation) and row.is_stale:
        return "stale"
    if row.live:
        return "live with draft" if row.has_unpublished_changes else "live"
    return "draft"


def _drafted(row: AnyWords) -> AnyWords:
    """The row with the words of its latest draft; no query, which Wagtail's own way would make."""
    if not row.has_unpublished_changes or row.latest_revision is None:
        return row
    words = copy.copy(row)
    for name in (*(column.name for column in columns_of(row)), *DRAFTED):
        if name in row.latest_revision.content:
            field: Any = row._meta.get_field(name)  # noqa: SLF001 - Django's public way to a field
            setattr(words, name, field.to_python(row.latest_revision.content[name]))
    return words


def columns_of(words: AnyWords) -> Iterable[Column]:
    """The columns that an import may change in words of this sort."""
    return (column for column in READ if not column.english or isinstance(words, Message))


def value_of(words: AnyWords, column: Column) -> Any:
    """What the words have in a column, as a file holds it."""
    held = getattr(words, column.name)
    if column.use is Use.LETTER:
        return even(text_of(held))
    return even(held) if isinstance(held, str) else held


def lock_of(item: Item, user_id: int | None) -> str:
    """Why a file may not change this now, and what to do; empty when it may."""
    words = item.words
    if item.in_review:
        return _("This is with its reviewers. Wait until they have answered, or take it out of review first.")
    if item.scheduled:
        return _("This is going to be published by itself. Cancel the schedule first.")
    if words.locked and (user_id is None or words.locked_by_id != user_id):
        who = words.locked_by.get_full_name() or words.locked_by.get_username() if words.locked_by else ""
        return (
            _("%(who)s has locked this. Ask them to unlock it, or leave the row out.") % {"who": who}
            if who
            else _("This is locked. Unlock it, or leave the row out.")
        )
    return ""
