"""What happens to a child's dates. Nothing here is ever assumed: each call is somebody's word."""

from datetime import date, datetime, timedelta

from django.db import transaction

from subscribers.models import Child, Journey

TERM_WEEKS = 40
PRETERM_BEFORE = 37  # completed weeks


def corrected_birth_date(birth_date: date, gestation_weeks: int | None) -> date:
    """The birth date as if a child born before 37 weeks had come at 40."""
    if gestation_weeks is None or gestation_weeks >= PRETERM_BEFORE:
        return birth_date
    return birth_date + timedelta(weeks=TERM_WEEKS - gestation_weeks)


def expected(due_date: date) -> Child:
    """A child on the way, not saved yet."""
    return Child(state=Child.State.EXPECTED, due_date=due_date)


def born(birth_date: date, gestation_weeks: int | None = None, due_date: date | None = None) -> Child:
    """A child who is here, not saved yet."""
    return Child(
        state=Child.State.BORN,
        due_date=due_date,
        birth_date=birth_date,
        gestation_weeks=gestation_weeks,
        corrected_birth_date=corrected_birth_date(birth_date, gestation_weeks),
    )


@transaction.atomic
def change_due_date(child: Child, due_date: date, now: datetime) -> None:
    """A new due date: plans are made from today on, and nothing of before is caught up."""
    Child.objects.filter(pk=child.pk, state=Child.State.EXPECTED).update(due_date=due_date)
    child.journeys.update(plan_from=now)


@transaction.atomic
def report_birth(child: Child, birth_date: date, now: datetime, gestation_weeks: int | None = None) -> None:
    """The baby is here: the pregnancy's stages end and the baby's begin."""
    Child.objects.filter(pk=child.pk).exclude(state=Child.State.LOST).update(
        state=Child.State.BORN,
        birth_date=birth_date,
        gestation_weeks=gestation_weeks,
        corrected_birth_date=corrected_birth_date(birth_date, gestation_weeks),
    )
    child.journeys.update(plan_from=now)


@transaction.atomic
def report_loss(child: Child) -> None:
    """The child has died. In this commit every waiting nudge for both parents is dead; the dates are erased."""
    Child.objects.filter(pk=child.pk).update(
        state=Child.State.LOST, due_date=None, birth_date=None, corrected_birth_date=None, gestation_weeks=None
    )
    child.journeys.update(state=Journey.State.ENDED)
