"""Proofs of an address: a code by text or a link by e-mail, for one purpose, for a short time.

Only a keyed digest is kept, so that whoever reads the database can open nothing. A link's token is its own secret
and tells nothing about anybody.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from delivery.outbox import LASTING, put_reply
from languages.table import of_page
from portal.models import Proof
from portal.sign_up import Answers
from subscribers.models import Contact, Subscriber

Purpose = Proof.Purpose
CODE_DIGITS = 7  # 23 bits
TOKEN_BYTES = 16


def text_code(contact: Contact, purpose: Purpose, answers: Answers, now: datetime) -> Proof:
    """Text a code to a phone. Whoever types it back on the page that asked for it holds that phone."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    proof = _make(contact, purpose, answers, now, settings.CODE_VALID)
    Proof.objects.filter(pk=proof.pk).update(digest=_digest(f"{proof.key}:{code}"))
    text = _(
        "%(code)s is your code for Messages of Hope. It works for 10 minutes. If you did not ask for it, do nothing."
    ) % {"code": code}
    language = of_page().code  # of these words; their messages may come in another one
    put_reply(contact, text, f"{LASTING}{proof.key}", now, language=language, supersedes=False)
    return proof


def check_code(key: UUID, typed: str, now: datetime) -> Proof | None:
    """The proof, used up, when the code is right; each wrong try leaves fewer."""
    waiting = Proof.objects.filter(pk=key, used_at=None, ends_at__gt=now, tries_left__gt=0)
    if not waiting.update(tries_left=F("tries_left") - 1):
        return None
    proof = Proof.objects.select_related("contact", "subscriber").get(pk=key)
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())  # in any script
    if not constant_time_compare(proof.digest, _digest(f"{key}:{digits}")):
        return None
    return proof if Proof.objects.filter(pk=key, used_at=None).update(used_at=now) else None


def link(
    contact: Contact, purpose: Purpose, answers: Answers, now: datetime, subscriber: Subscriber | None = None
) -> str:
    """A link that lets whoever opens it do one thing, for a short time.

    `subscriber` is whom it is for, when the address is not theirs yet.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    valid = settings.PAGE_LINK_VALID if purpose == Purpose.PREFERENCES else settings.CONFIRM_LINK_VALID
    proof = _make(contact, purpose, answers, now, valid, subscriber)
    Proof.objects.filter(pk=proof.pk).update(digest=_digest(token))
    page = "preferences-open" if purpose == Purpose.PREFERENCES else "confirm"
    return settings.PUBLIC_URL + reverse(page, args=[token])


def preferences_link(contact: Contact, now: datetime) -> str:
    """The short-lived link to a parent's own page."""
    return link(contact, Purpose.PREFERENCES, Answers(), now)


def find_link(token: str, now: datetime, *purposes: Purpose) -> Proof | None:
    """The proof behind a link that still works. The address must still be that person's."""
    waiting = Proof.objects.filter(digest=_digest(token), purpose__in=purposes, used_at=None, ends_at__gt=now)
    proof = waiting.select_related("contact", "subscriber").first()
    if proof is None or proof.purpose == Purpose.ADDRESS:
        return proof  # of an address that is nobody's yet
    return proof if proof.contact.subscriber_id == proof.subscriber_id else None


def use_up(proof: Proof, now: datetime) -> bool:
    """Mark a link as used. False when somebody was faster."""
    return bool(Proof.objects.filter(pk=proof.pk, used_at=None).update(used_at=now))


def _make(  # noqa: PLR0913, PLR0917 - all that makes a proof
    contact: Contact,
    purpose: Purpose,
    answers: Answers,
    now: datetime,
    valid: timedelta,
    subscriber: Subscriber | None = None,
) -> Proof:
    return Proof.objects.create(
        contact=contact,
        subscriber=subscriber or contact.subscriber,
        purpose=purpose,
        answers=answers.dumps(),
        digest="",
        tries_left=settings.CODE_TRIES,
        sent_at=now,
        ends_at=now + valid,
    )


def _digest(secret: str) -> str:
    return salted_hmac("portal.proofs", secret, algorithm="sha256").hexdigest()
