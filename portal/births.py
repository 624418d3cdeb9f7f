"""What a parent tells about a child's dates. Twins who are expected together have them together."""

from datetime import date, datetime

from django.db import transaction

from portal.sign_up import children_of
from subscribers import children
from subscribers.models import Child, Subscriber


@transaction.atomic
def report_birth(  # noqa: PLR0913 - all that a parent may tell of a birth
    subscriber: Subscriber,
    child: Child,
    birth_date: date,
    now: datetime,
    *,
    gestation_weeks: int | None = None,
    count: int = 1,
) -> None:
    """The baby is here, or was born on another day than we thought. `count` is 2 for twins.

    What they told of the weeks at birth is kept when only the day is put right. Said twice, it is the same birth:
    their family is locked, and the child is looked at again.
    """
    known = _locked(subscriber, child)
    if known is None:
        return
    twins = _together(subscriber, known)
    if gestation_weeks is None:
        gestation_weeks = _told_weeks(known)
    children.report_birth(known, birth_date, now, gestation_weeks, 1 if twins else count)
    for twin in twins:
        children.report_birth(twin, birth_date, now, gestation_weeks)


@transaction.atomic
def change_due_date(subscriber: Subscriber, child: Child, due_date: date, now: datetime) -> None:
    """A new due date."""
    known = _locked(subscriber, child)
    for one in (known, *_together(subscriber, known)) if known else ():
        children.change_due_date(one, due_date, now)


def _locked(subscriber: Subscriber, child: Child) -> Child | None:
    """The child as they are now, with the family locked, so that both parents may tell at once; None when erased."""
    children.lock_family(subscriber.pk)
    return Child.objects.filter(pk=child.pk).first()


def _told_weeks(child: Child) -> int | None:
    """The weeks at birth that somebody told us; None for those that we had from the due date, and reckon again."""
    if child.birth_date is None or child.gestation_weeks == children.gestation_at(child.birth_date, child.due_date):
        return None
    return child.gestation_weeks


def _together(subscriber: Subscriber, child: Child) -> list[Child]:
    """The others of a multiple birth."""
    return [one for one in children_of(subscriber) if one.pk != child.pk and children.is_twin(one, child)]
