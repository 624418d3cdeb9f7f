"""What the starter library writes at once is what saving each row by itself writes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import ReferenceIndex

from messages.letters import blocks_of
from messages.models import Approval, Message, Translation
from messages.starter.writing import add_drafts, add_messages

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WORDS = {"topic": " Sing ", "action": "Sing.", "why": "They hear.\n", "sms": " Sing. ", "email": blocks_of("A\n\nB")}
ITS_OWN = {"id", "message", "latest_revision", "email"}  # ids; and the blocks of a letter have ids of their own


@pytest.mark.django_db
def test_messages_are_written_as_they_are_saved() -> None:
    alone, together = _message(1), _message(2)
    alone.save()
    add_messages([together])
    assert _row(together) == _row(alone) | {"number": 2}
    assert together.digest == together.fingerprint == alone.digest


@pytest.mark.django_db
def test_drafts_are_written_as_they_are_saved() -> None:
    messages = [_message(1), _message(2)]
    add_messages(messages)
    alone, together = (Translation(message=x, language="pl", live=False, **WORDS) for x in messages)
    alone.save()
    alone.save_revision(clean=False)
    add_drafts([together], NOW)
    assert _row(together) == _row(alone)
    assert together.made_from == messages[1].digest
    assert _revision(together) == _revision(alone)
    assert together.revisions.get().created_at == NOW
    found = [_references(x) for x in (alone, together)]
    assert found == [[("message", "message", str(x.pk))] for x in messages]


@pytest.mark.django_db
def test_draft_of_words_that_were_approved_before_is_approved() -> None:
    message = _message(1)
    add_messages([message])
    first = Translation(message=message, language="pl", live=False, **WORDS)
    first.save()
    Approval.objects.create(message=message, language="pl", fingerprint=first.fingerprint, name="Dr Approver", at=NOW)
    first.delete()
    again, other = (Translation(message=message, language=x, live=False, **WORDS) for x in ("pl", "ar"))
    add_drafts([again, other], NOW)
    names = dict(Translation.objects.values_list("language", "approved_by"))
    assert names == {"pl": "Dr Approver", "ar": ""}


def _message(number: int) -> Message:
    stage = {"kind": "baby_week", "number": number, "track": "carer"}
    return Message(theme="talk", review_on=NOW.date(), first_published_at=NOW, **stage, **WORDS)


def _row(words: Message | Translation) -> dict[str, Any]:
    """The row as it is stored, without what differs between any two."""
    found = type(words).objects.get(pk=words.pk)
    row = {f.name: f.value_from_object(found) for f in found._meta.concrete_fields if f.name not in ITS_OWN}
    return row | {"has_revision": found.latest_revision_id is not None}


def _revision(draft: Translation) -> tuple[Any, ...]:
    kept = draft.revisions.get()
    assert kept.pk == Translation.objects.get(pk=draft.pk).latest_revision_id
    content = {name: value for name, value in kept.content.items() if name not in ITS_OWN | {"pk"}}
    return content, kept.object_str.split(":")[0], kept.content_type_id, kept.base_content_type_id, kept.user_id


def _references(draft: Translation) -> list[tuple[str, str, str]]:
    found = ReferenceIndex.get_references_for_object(draft)
    return [(x.model_path, x.content_path, x.to_object_id) for x in found]
