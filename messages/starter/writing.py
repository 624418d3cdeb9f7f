"""Many new words written at once, as saving each by itself would write them."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex, Revision

from languages.table import DEFAULT
from messages.models import Approval, Message, Translation

BATCH = 200  # rows in one statement


def add_messages(messages: Sequence[Message]) -> None:
    """Write new messages as they stand. Nobody has approved them: the ledger cannot know them yet."""
    for message in messages:
        message.tidy()
        message.digest = message.fingerprint
    Message.objects.bulk_create(messages, batch_size=BATCH)
    _refer(messages)


def add_drafts(drafts: Sequence[Translation], now: datetime) -> None:
    """Write new translations that are not live, each with its revision.

    Without a revision the row looks as if it had been withdrawn. Words that somebody approved before have that
    approval again.
    """
    signed = set(Approval.objects.exclude(language=DEFAULT).values_list("message_id", "language"))
    for draft in drafts:
        draft.tidy()
        draft.renew()
        if (draft.message_id, draft.language) in signed:
            draft.find_approval()
    Translation.objects.bulk_create(drafts, batch_size=BATCH)
    kind = ContentType.objects.get_for_model(Translation)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(draft.pk),
            created_at=now,
            content=draft.serializable_data(),
            object_str=str(draft),
        )
        for draft in drafts
    ]
    Revision.objects.bulk_create(revisions, batch_size=BATCH)
    for draft, revision in zip(drafts, revisions, strict=True):
        draft.latest_revision, draft.has_unpublished_changes = revision, True
    Translation.objects.bulk_update(drafts, ["latest_revision", "has_unpublished_changes"], batch_size=BATCH)
    _refer(drafts)


def _refer(rows: Sequence[Message] | Sequence[Translation]) -> None:
    """Tell Wagtail's index to what these new rows point; it looks row by row, and only at what is saved by itself."""
    kinds = {type(row): ContentType.objects.get_for_model(row) for row in rows}
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                content_type=kinds[type(row)],
                base_content_type=kinds[type(row)],
                object_id=str(row.pk),
                to_content_type_id=to_kind,
                to_object_id=to_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),  # noqa: SLF001 - Wagtail has no other way
            )
            for row in rows
            for to_kind, to_id, model_path, content_path in ReferenceIndex._extract_references_from_object(row)  # noqa: SLF001
        ),
        batch_size=BATCH,
    )
