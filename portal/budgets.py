"""How many texts and e-mails may be asked for: so that nobody can make us text strangers, or pump texts for money.

Counted in the database, in the same transaction as what they pay for; when it cannot be counted, nothing is sent.
What is counted is known only by a keyed hash.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from portal.models import Spending
from subscribers.sealing import blind_index

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PREFIX_DIGITS = 8  # of an E.164 number: pumping goes through ranges of numbers


class OverBudgetError(Exception):
    """Too much has been asked for. The parent may try again later."""


def spend(address: str, visitor: str, now: datetime, *, scope: str = "visitor", second: str = "") -> None:
    """Count one message to this address, and one to a second, asked for from this visitor's network address.

    A member of staff who is signed in has a larger budget, of the scope "staff", in place of a visitor's.
    Raises OverBudgetError, and counts nothing, when any budget is used up.
    """
    asked = sorted(filter(None, (address, second)))  # in one order, so that no two wait for each other in a ring
    counted = [(scope, visitor) for _ in asked]
    counted += [(of_address, one) for of_address in ("address", "address_day") for one in asked]
    counted += [("prefix", one[:PREFIX_DIGITS]) for one in asked if one.startswith("+")]
    counted += [("everybody", "") for _ in asked]  # last: all wait for its row, so it is locked for the shortest time
    _count(counted, now)


def take_call(phone: str, now: datetime) -> None:
    """Count one call, or a picture without words, from this number: anybody can pretend to ring from any number.

    These budgets are their own, so that no caller uses up what parents need for a code. Raises OverBudgetError.
    """
    _count([("caller", phone), ("callers_alike", phone[:PREFIX_DIGITS]), ("callers", "")], now)


def take_answer(visitor: str, about: str, now: datetime) -> None:
    """Count one answer to a question on a public page, from this network address. Raises OverBudgetError."""
    _count([("helpful", f"{about} {visitor}"), ("helpful_all", about)], now)


def take_suggestion(visitor: str, now: datetime) -> None:
    """Count one suggestion for a translation, from this network address. Raises OverBudgetError."""
    _count([("suggestion", visitor), ("suggestions", "")], now)


@transaction.atomic
def _count(counted: Iterable[tuple[str, str]], now: datetime) -> None:
    for scope, what in counted:
        most, length = settings.BUDGETS[scope]
        window = now - (now - EPOCH) % length
        spending, _ = Spending.objects.get_or_create(scope=scope, index=blind_index(what), window=window)
        if not Spending.objects.filter(pk=spending.pk, spent__lt=most).update(spent=F("spent") + 1):
            raise OverBudgetError(scope)


def forget(now: datetime) -> None:
    """Drop what was counted in windows that are long over."""
    longest = max(length for _, length in settings.BUDGETS.values())
    Spending.objects.filter(window__lt=now - longest - timedelta(days=1)).delete()
