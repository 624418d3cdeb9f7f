"""Whose phone and mailbox: a code goes there, and only whoever types it back has proved that it is theirs."""

import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cms.models import TestAddress
from delivery.testing import send_test
from languages.table import of_page
from portal import budgets
from portal.proofs import CODE_DIGITS


def ask(user: User, kind: str, address: str, now: datetime) -> TestAddress:
    """Send a code to an address, which takes the place of the one of its kind that they had.

    Raises portal.budgets.OverBudgetError, and delivery.channels.ChannelError when it cannot be sent.
    """
    budgets.spend(address, f"staff:{user.pk}", now, scope="staff")
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    details = {
        "address": address,
        "digest": _digest(user, code),
        "tries_left": settings.CODE_TRIES,
        "ends_at": now + settings.CODE_VALID,
        "proved_at": None,
    }
    made, _created = TestAddress.objects.update_or_create(user=user, kind=kind, defaults=details)
    text = _("%(code)s is your code for tests of Messages of Hope. It works for 10 minutes.") % {"code": code}
    send_test(kind, address, text, of_page().code, now, subject=_("Your code for tests"))
    return made


def prove(user: User, kind: str, typed: str, now: datetime) -> bool:
    """Whether the code is right, which each address may be asked a few times."""
    waiting = TestAddress.objects.filter(user=user, kind=kind, proved_at=None, ends_at__gt=now, tries_left__gt=0)
    if not waiting.update(tries_left=F("tries_left") - 1):
        return False
    found = TestAddress.objects.get(user=user, kind=kind)
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    if not constant_time_compare(found.digest, _digest(user, digits)):
        return False
    return bool(TestAddress.objects.filter(pk=found.pk, proved_at=None).update(proved_at=now, digest=""))


def proved(user: User) -> dict[str, str]:
    """Their own addresses, by kind."""
    found = TestAddress.objects.filter(user=user).exclude(proved_at=None)
    return {one.kind: one.address for one in found if one.address}


def _digest(user: User, code: str) -> str:
    return salted_hmac("cms.trial", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
