"""The second pair of eyes: who may approve which words, and why not."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.table import DEFAULT
from subscribers.hours import local_day

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
    from django.db.models import QuerySet
    from wagtail.models import Revision, TaskState

    from messages.models import AnyWords

APPROVE = "library.approve_message"
EVERY_LANGUAGE = "cms.every_language"
# A name, a label, and whether something is asked first.
ACTIONS = [
    ("reject", gettext_lazy("Send back with a comment"), True),
    ("approve", gettext_lazy("Approve"), False),
    ("approve", gettext_lazy("Approve with a comment"), True),
]


class RefusedError(PermissionDenied):
    """What somebody asked for is not done. Its text says why, and what can be done instead."""


class SendBackForm(forms.Form):
    """Whoever wrote the words is told what to change."""

    comment = forms.CharField(
        label=gettext_lazy("What would you like changed, and why?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


def languages_of(user: "User | AbstractBaseUser | AnonymousUser") -> frozenset[str] | None:
    """The languages that somebody may work in; None stands for every one."""
    if user.has_perm(EVERY_LANGUAGE):  # type: ignore[union-attr] # every user model of ours has permissions
        return None
    rows = apps.get_model("cms", "TranslatorLanguage").objects.filter(user=user.pk)
    return frozenset(rows.values_list("language", flat=True))


def may_work_in(user: Any, language: str) -> bool:
    """Whether a language is one of theirs."""
    languages = languages_of(user)
    return languages is None or language in languages


def may_review(user: Any, words: "AnyWords") -> bool:
    """Whether somebody may approve words of this kind and language at all. Being in charge is not enough."""
    task = words.current_workflow_task
    in_group = user.is_superuser or (task is not None and _is_of(user, task))
    return bool(in_group and user.has_perm(APPROVE) and may_work_in(user, words.language))


def may_approve_formats(user: Any, words: "AnyWords") -> bool:
    """Whether somebody may approve other formats of these words: those who approve the words themselves."""
    workflow = words.get_workflow()
    steps = workflow.tasks if workflow else []
    in_group = user.is_superuser or any(_is_of(user, task.specific) for task in steps)
    return bool(in_group and user.has_perm(APPROVE) and may_work_in(user, words.language))


def _is_of(user: Any, task: Any) -> bool:
    return bool(set(task.groups.values_list("pk", flat=True)) & set(user.groups.values_list("pk", flat=True)))


def may_take_back(user: Any, language: str) -> bool:
    """Whether somebody may take back approvals in a language, those of others too."""
    return bool(user.has_perm(APPROVE) and may_work_in(user, language))


def writer_of(row: "AnyWords") -> Any:
    """The id of whoever wrote the latest words: saving them again unchanged makes nobody their writer."""
    writer, words = None, ""
    for revision in _newest_first(row):
        found = row.with_content_json(revision.content).fingerprint
        if words and found != words:
            break
        writer, words = revision.user_id, found
    return writer


def _newest_first(row: "AnyWords") -> "Iterator[Revision]":
    yield from row.revisions.order_by("-created_at", "-pk").iterator(chunk_size=20)


def approve_latest(task_state: "TaskState", user: "User", now: datetime) -> None:
    """Approve the words of the latest draft, which are those that are published.

    Raises RefusedError.
    """
    from messages.models import approve  # noqa: PLC0415 - models are made from this module

    row = locked(task_state)
    revision = row.get_latest_revision()
    words = revision.as_object()
    refuse_unless(user, row, words, now)
    if task_state.revision_id != revision.pk:
        task_state.revision = revision  # a reviewer changed the words: what is approved is kept
        task_state.save(update_fields=["revision"])
    approve(words, user, now)


def refuse_unless(user: "User", row: "AnyWords", words: "AnyWords", now: datetime) -> None:
    """Somebody may approve these words of this row. Raises RefusedError, which says why not."""
    if not may_review(user, row):
        raise RefusedError(_("Approving these words is for the people who were given that task. Nothing was changed."))
    if writer_of(row) == user.pk:
        raise RefusedError(
            _(
                "You wrote these words last, so somebody else approves them: two pairs of eyes see everything that "
                "parents read. Your words are safe, and wait for a colleague."
            )
        )
    if found := _what_blocks(words, now):
        raise RefusedError(_("Before anybody approves these words: %(reasons)s") % {"reasons": " ".join(found)})


def _what_blocks(words: "AnyWords", now: datetime) -> list[str]:
    """The reasons of the editorial checks' hard rules; hints block nothing."""
    from messages import editorial  # noqa: PLC0415 - models are made from this module

    found = editorial.check(words, today=local_day(now), services=editorial.services())
    return list(dict.fromkeys(str(finding.says) for finding in editorial.blocking(found)))


def send_back(task_state: "TaskState", user: "User", now: datetime, comment: str) -> None:
    """Keep with the message what its writer is asked to change. Raises RefusedError."""
    from messages.models import Remark  # noqa: PLC0415 - models are made from this module

    row = locked(task_state)
    if not may_review(user, row):
        raise RefusedError(_("Sending words back is for the people who were given that task. Nothing was changed."))
    if not comment.strip():
        raise RefusedError(_("Please tell the writer what you would like changed: a sentence is enough."))
    Remark.objects.create(message_id=row.message_id, language=row.language, author=user, text=comment.strip(), at=now)


def locked(task_state: "TaskState") -> "AnyWords":
    """The row that a task is about, locked: nobody saves other words between looking and approving."""
    row = task_state.workflow_state.content_object
    found: AnyWords = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    task_state.workflow_state.content_object = found  # what is published at the end is this one
    return found


def reviewable(states: "QuerySet[TaskState]", user: "User") -> "QuerySet[TaskState]":
    """Of these tasks, those that this person can do."""
    if not user.has_perm(APPROVE):
        return states.none()
    states = states.exclude(revision__user=user)
    languages = languages_of(user)
    if languages is None:
        return states
    return states.filter(revision__content__language__in=sorted(languages - {DEFAULT}))
