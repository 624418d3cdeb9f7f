"""Save what a file changes, as drafts in somebody's name: all of it, or nothing."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import LogContext

from messages.models import AnyWords, Message, Translation
from messages.sheets.changing import RowChange, fault_of
from messages.sheets.comparing import Plan, compare
from messages.sheets.faults import Fault
from messages.sheets.scope import LIBRARY, Scope

# What must be as it was when the file was compared.
SEEN = ("version", "latest_revision_id", "live", "has_unpublished_changes", "locked")
AT_ONCE = 500  # rows that one query asks about


class MovedOnError(Exception):
    """The library is not as it was when somebody saw the difference: nothing was imported. `plan` is what is now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("the library has changed meanwhile")
        self.plan = plan


class _ConflictError(Exception):
    """Somebody else was faster, by the blink of an eye."""


class _RefusedError(Exception):
    """The database or the model does not take a row."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def apply(  # noqa: PLR0913 - what is imported, by whom, and what they have seen
    content: bytes,
    name: str,
    user: User | None,
    today: date,
    digest: str | None = None,
    *,
    scope: Scope = LIBRARY,
) -> Plan:
    """Import a file, if what it changes still has this digest (None: whatever it changes). Returns what was done.

    Every change is a draft: what parents get stays as it is until it is approved and published. A plan that has
    faults is returned as it is, and nothing was saved.

    Raises MovedOnError, and SheetError for a file that cannot be read; nothing was saved then either.
    """
    plan = compare(content, name, user, today, scope)
    if digest is not None and plan.digest != digest:
        raise MovedOnError(plan)
    if plan.faults:
        return plan
    try:
        with transaction.atomic(), LogContext(user=user):
            scope.lock(plan.rows)
            _lock(plan.rows)
            # English first: a translation may be of a message that comes with it.
            for row in sorted(plan.rows, key=lambda row: isinstance(row.words, Translation)):
                _save(row, name, user, scope)
    except (_ConflictError, IntegrityError):
        raise MovedOnError(compare(content, name, user, today, scope)) from None
    except _RefusedError as error:
        plan.faults += error.faults
    return plan


def _lock(rows: Iterable[RowChange]) -> None:
    """Nobody changes these until we are done; raise _ConflictError if somebody has since we looked."""
    known = [row.item.words for row in rows if row.item]
    for model in (Message, Translation):
        ours: dict[int, AnyWords] = {words.pk: words for words in known if isinstance(words, model)}
        ids = sorted(ours)
        found = 0
        for start in range(0, len(ids), AT_ONCE):
            # Not against those who only refer to a message, as the planner does.
            locked = model.objects.select_for_update(no_key=True).filter(pk__in=ids[start : start + AT_ONCE])
            for pk, *seen in locked.order_by("pk").values_list("pk", *SEEN):
                found += 1
                if seen != [getattr(ours[pk], name) for name in SEEN]:
                    raise _ConflictError
        if found != len(ids):
            raise _ConflictError


def _save(row: RowChange, name: str, user: User | None, scope: Scope) -> None:
    try:
        scope.save(row, name, user)
    except ValidationError as error:
        errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        faults = [fault_of(row, column, one) for column, found in errors.items() for one in found]
        raise _RefusedError(faults) from error
