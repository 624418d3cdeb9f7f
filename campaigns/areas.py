"""Which rows somebody of the staff sees and changes: their own area's, by the query and not by hidden buttons."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from campaigns.models import Membership
from campaigns.models.people import Owned
from directory.models import SureStart, Trust

EVERY_AREA = "campaigns.every_area"
Rows = TypeVar("Rows", bound=Model)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The part of the region that somebody works for: all of it, or some Trusts and Sure Starts."""

    everywhere: bool
    trusts: frozenset[int] = frozenset()
    sure_starts: frozenset[int] = frozenset()

    @property
    def own(self) -> Q:
        """Rows with an owner (models.people.Owned) that they may change."""
        if self.everywhere:
            return Q()
        of_trusts = Q(trust__in=self.trusts) | Q(sure_start__trust__in=self.trusts)
        return of_trusts | Q(sure_start__in=self.sure_starts)

    @property
    def visible(self) -> Q:
        """Rows with an owner that they may look at: their own, and what belongs to the whole region."""
        return self.own if self.everywhere else self.own | Q(trust=None, sure_start=None)

    @property
    def is_nowhere(self) -> bool:
        """Whether nobody has said yet where they work."""
        return not (self.everywhere or self.trusts or self.sure_starts)

    def owns(self, row: Owned) -> bool:
        """Whether they may change this row. Asks nothing of the database when its Sure Start was selected with it."""
        if self.everywhere:
            return True
        of_trust = row.sure_start.trust_id if row.sure_start else row.trust_id
        return row.sure_start_id in self.sure_starts or of_trust in self.trusts

    def sees(self, row: Owned) -> bool:
        """Whether they may look at this row."""
        return row.is_regional or self.owns(row)


def reach(user: Any) -> Reach:
    """What this user works for; one query. Nothing for somebody of no area."""
    if user.has_perm(EVERY_AREA):
        return Reach(everywhere=True)
    rows = list(Membership.objects.filter(user=user.pk).values_list("trust_id", "sure_start_id"))
    trusts = frozenset(trust for trust, _ in rows if trust)
    return Reach(everywhere=False, trusts=trusts, sure_starts=frozenset(own for _, own in rows if own))


def own(rows: QuerySet[Rows], user: Any) -> QuerySet[Rows]:
    """Of these rows, each with an owner, those that the user may change."""
    return rows.filter(reach(user).own)


def visible(rows: QuerySet[Rows], user: Any) -> QuerySet[Rows]:
    """Of these rows, each with an owner, those that the user may look at."""
    return rows.filter(reach(user).visible)


def owners(user: Any) -> tuple[QuerySet[Trust], QuerySet[SureStart]]:
    """The Trusts and Sure Starts that may own what this user makes."""
    mine = reach(user)
    trusts, sure_starts = Trust.objects.all(), SureStart.objects.all()
    if mine.everywhere:
        return trusts, sure_starts
    of_them = Q(pk__in=mine.sure_starts) | Q(trust__in=mine.trusts)
    return trusts.filter(pk__in=mine.trusts), sure_starts.filter(of_them)


def only_sure_start(user: Any) -> int | None:
    """The id of the one Sure Start that somebody works for; None for who works for none, several or a Trust."""
    mine = reach(user)
    return next(iter(mine.sure_starts)) if len(mine.sure_starts) == 1 and not mine.trusts else None
