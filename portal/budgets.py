"""How many texts and e-mails may be asked for: so that nobody can make us text strangers, or pump texts for money.

Counted in the database, in the same transaction as what they pay for; when it cannot be counted, nothing is sent.
What is counted is known only by a keyed hash.
"""

from collections.abc import Mapping
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


def spend(address: str, visitor: str, now: datetime, *, scope: str = "visitor") -> None:
    """Count one message to this address, asked for from this visitor's network address.

    A member of staff who is signed in has a larger budget, of the scope "staff", in place of a visitor's.
    Raises OverBudgetError, and counts nothing, when any budget is used up.
    """
    counted = {scope: visitor, "address": address, "address_day": address, "everybody": ""}
    if address.startswith("+"):
        counted["prefix"] = address[:PREFIX_DIGITS]
    with transaction.atomic():
        _count(counted, now)


def _count(counted: Mapping[str, str], now: datetime) -> None:
    for scope, what in counted.items():
        most, length = settings.BUDGETS[scope]
        window = now - (now - EPOCH) % length
        spending, _ = Spending.objects.get_or_create(scope=scope, index=blind_index(what), window=window)
        if not Spending.objects.filter(pk=spending.pk, spent__lt=most).update(spent=F("spent") + 1):
            raise OverBudgetError(scope)


def forget(now: datetime) -> None:
    """Drop what was counted in windows that are long over."""
    longest = max(length for _, length in settings.BUDGETS.values())
    Spending.objects.filter(window__lt=now - longest - timedelta(days=1)).delete()
