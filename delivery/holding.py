"""Second thoughts: hold a message back, withdraw it, or let everything stand still.

The outbox's table is the only queue there is: a broker carries the word that there is work, and never a nudge. So
a row changed here holds for every sender at once, and there is nothing to be called back from anywhere else. What a
sender has claimed by then is being handed over, and may still arrive.

All instants are aware and in UTC.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from wagtail.actions.unpublish import UnpublishAction

from delivery.keeping import PLANNED_BY, let_go_of_words
from delivery.models import DeliveryEvent, Halt, Nudge, Reason, Recall, Status
from delivery.outbox import cancel
from messages.models import AnyWords, Message, Remark, Translation

MAY_RECALL = "library.recall_message"
MAY_HALT = "delivery.halt_everything"
# Handed to a provider, and not refused by it.
GONE_OUT = Q(status__range=(Status.SUBMITTING, Status.DELIVERED)) & ~Q(status=Status.FAILED)

FREE = "SELECT {columns} FROM library_message WHERE id = ANY(%s) AND held_at IS NULL FOR SHARE SKIP LOCKED"
HALTING = 4_201  # the key of a lock in the database: every claim shares it, and who halts waits for them


# An upper room may have reasons of its own to hold a message back: it tells whether it does, and sees to it that the
# answer stays true until the caller's transaction ends.
_holders: list[Callable[[int], bool]] = []


def also_held_by(holds: Callable[[int], bool]) -> None:
    """Name who else holds messages back, by their ids."""
    _holders[:] = [holds]


class NotAllowedError(Exception):
    """Somebody may not do this, or has to leave it to a second person."""


class TooLateError(Exception):
    """Somebody has asked or decided already."""


def free_messages(message_ids: Collection[int]) -> dict[int, Message]:
    """Those of these messages that are not held back. On PostgreSQL they cannot be until the caller's transaction ends.

    A message that somebody is changing at this moment is left out, and nobody waits for it. Each comes with its stage
    and track (PLANNED_BY), and without its words.
    """
    if connection.vendor != "postgresql":  # SQLite has one writer, and the caller is it
        return Message.objects.only(*PLANNED_BY).filter(held_at=None).in_bulk(list(message_ids))
    fields = Message._meta.concrete_fields  # noqa: SLF001 - Django's public but underscored API
    names = [field.attname for field in fields if field.attname in ("id", *PLANNED_BY)]  # in the order of the table
    with connection.cursor() as cursor:
        cursor.execute(FREE.format(columns=", ".join(names)), [list(message_ids)])
        return {row[0]: Message.from_db(connection.alias, names, row) for row in cursor.fetchall()}


def hold(messages: QuerySet[Message], now: datetime) -> None:
    """Hold messages back: from this commit on nothing of them is claimed. Waits for the claims that came before."""
    messages.filter(held_at=None).update(held_at=now)


def let_go(messages: QuerySet[Message]) -> None:
    """Let them be sent again, but for those of which it is being decided whether to withdraw them."""
    asked = Recall.objects.filter(decided_at=None).values("message")
    messages.exclude(pk__in=asked).update(held_at=None)


def stands_still() -> bool:
    """Whether there is a halt, or somebody is saying so. If not, there is none until the caller's transaction ends."""
    if connection.vendor == "postgresql":  # SQLite has one writer, and the caller is it
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [HALTING])
            if cursor.fetchone() != (True,):
                return True
    return Halt.objects.filter(ended_at=None).exists()


def has_begun(message_id: int, now: datetime) -> bool:
    """Whether parents are getting this message already.

    The rule: a nudge of it was handed to a provider, which did not refuse it, within the longest time that a nudge
    stays valid (settings.VALIDITY: three days for an e-mail). Of older sendings nothing waits any more.
    """
    since = now - max(settings.VALIDITY.values())
    return Nudge.objects.filter(GONE_OUT, message=message_id, submitted_at__gte=since).exists()


def ask(message: Message, user: User, why: str, now: datetime) -> Recall:
    """Ask for a message to be withdrawn. From this commit on nothing of it is claimed.

    If parents are not getting it yet it is withdrawn at once; else it is held back until a second person decides.

    Raises NotAllowedError for somebody without the permission, TooLateError while the message is held back already.
    """
    _check(user, MAY_RECALL)
    try:
        with transaction.atomic():
            recall = Recall.objects.create(message=message, why=why, asked_by=user, asked_at=now)
            Message.objects.filter(pk=message.pk).update(held_at=now)  # waits for the claims that came before
    except IntegrityError as error:
        raise TooLateError from error
    if has_begun(message.pk, now):
        return recall
    with transaction.atomic():
        Recall.objects.filter(pk=recall.pk, decided_at=None).update(begun=False)
        return decide(recall, user, now, withdraw=True)


@transaction.atomic
def decide(recall: Recall, user: User, now: datetime, *, withdraw: bool) -> Recall:
    """Withdraw a message for good, or let it go on. Whoever asked leaves this to somebody else, once it has begun.

    Withdrawing unpublishes the message in every language and cancels all that waits. Letting it go on sends what is
    not too late by then, within the caps and hours as ever.

    Raises NotAllowedError, and TooLateError when it is decided already.
    """
    _check(user, MAY_RECALL)
    found = Recall.objects.select_for_update(no_key=True, of=("self",)).filter(pk=recall.pk, decided_at=None).first()
    if found is None:
        raise TooLateError
    if found.begun and found.asked_by_id == user.pk:
        raise NotAllowedError
    stays_held = any(holds(found.message_id) for holds in _holders)
    if withdraw:  # the nudges before the message: who claims has locked them in this order
        found.nudges = cancel(
            Nudge.objects.filter(message=found.message_id), Reason.RECALLED, DeliveryEvent.Source.OUTBOX, now
        )
        let_go_of_words(Nudge.objects.filter(message=found.message_id))
        _unpublish(Message.objects.get(pk=found.message_id), user)
    if not stays_held:
        Message.objects.filter(pk=found.message_id).update(held_at=None)
    found.decided_by, found.decided_at, found.withdrawn = user, now, withdraw
    found.save()
    return found


@transaction.atomic
def withdraw_language(translation: Translation, user: User, why: str, now: datetime) -> None:
    """Withdraw one language: who reads it gets the fallback that they chose, or nothing, from the next claim on.

    Nothing else of the message is touched, so one person is enough. Why is kept as a remark beside the message.

    Raises NotAllowedError.
    """
    _check(user, MAY_RECALL)
    message_id, language = translation.message_id, translation.language
    let_go_of_words(Nudge.objects.filter(message=message_id, language=language))
    Message.objects.select_for_update(no_key=True).get(pk=message_id)  # waits for the claims that came before
    _unpublish(Translation.objects.get(pk=translation.pk), user)
    Remark.objects.create(message_id=message_id, language=language, author=user, text=why, at=now)


def _unpublish(words: AnyWords, user: User) -> None:
    """Take words back, and any revision of them that is to be published at a time to come."""
    words.revisions.update(approved_go_live_at=None)
    UnpublishAction(words, user=user).execute(skip_permission_checks=True)


def halt(user: User, why: str, now: datetime) -> Halt:
    """Let everything stand still: nothing but answers to what parents have just done is claimed from this commit on.

    What becomes too late meanwhile expires, and is never sent. Raises NotAllowedError, TooLateError.
    """
    _check(user, MAY_HALT)
    try:
        with transaction.atomic():
            _wait_for_claims()
            return Halt.objects.create(why=why, began_by=user, began_at=now)
    except IntegrityError as error:
        raise TooLateError from error


def _wait_for_claims() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HALTING])


def resume(user: User, now: datetime) -> None:
    """Let messages go again: those that are not too late, within the caps and hours as ever.

    Raises NotAllowedError, TooLateError.
    """
    _check(user, MAY_HALT)
    if not Halt.objects.filter(ended_at=None).update(ended_by=user, ended_at=now):
        raise TooLateError


def standing_halt() -> Halt | None:
    """The halt that stands now, if any, with who began it."""
    return Halt.objects.filter(ended_at=None).select_related("began_by").first()


def _check(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise NotAllowedError
