"""What time does by itself: one reminder, the end of pauses, and forgetting. Each is safe to run again and again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from delivery.models import Inbound
from delivery.outbox import put_reply
from delivery.sweep import blank_answers
from directory.languages import interface
from messages.stages import add_months
from portal import budgets, joining
from portal.erasure import forget_addresses
from portal.models import Draft, Invitation, Proof, Question
from portal.sign_up import Answers
from subscribers.hours import is_quiet, local_day
from subscribers.models import Child, ConsentEvent, Journey, Subscriber

Asking = Question.Asking
OF_A_SIGN_UP = (Asking.WHEN, Asking.PREGNANT_OR_BORN, Asking.WHO, Asking.CONSENT)
BATCH = 500
THREE_YEARS = 36  # months
State = Subscriber.State


def remind(now: datetime) -> int:
    """One reminder of a sign-up that was begun and not finished; never at night. Returns how many went out."""
    if is_quiet(now) or is_quiet(now + settings.REPLY_AT_ONCE):  # by which a reply has gone out
        return 0
    waiting = Question.objects.filter(
        asking__in=OF_A_SIGN_UP,
        reminded=False,
        asked_at__lte=now - settings.REMIND_AFTER,
        asked_at__gt=now - settings.CONFIRM_WITHIN,
    ).exclude(contact__subscriber__state=State.STOPPED)
    return sum(_remind(question, now) for question in waiting.select_related("contact")[:BATCH])


def _remind(question: Question, now: datetime) -> bool:
    if not Question.objects.filter(pk=question.pk, reminded=False).update(reminded=True):
        return False
    answers = Answers.loads(question.answers)
    if answers.agreed_with:
        return False  # staff have asked for them, once, and have promised no more
    with translation.override(interface(answers.language)):
        text = _("You began to join Messages of Hope.") + " " + joining.say_again(question.asking, answers)
    put_reply(
        question.contact,
        text,
        f"reminder:{question.pk}:{question.asked_at:%Y%m%d%H%M%S}",
        now,
        language=answers.language,
    )
    return True


def forget(now: datetime) -> None:
    """Erase what there is no reason to keep. The periods are settings, and the privacy page prints them."""
    Question.objects.filter(asked_at__lt=now - settings.CONFIRM_WITHIN).delete()
    Draft.objects.filter(changed_at__lt=now - settings.CONFIRM_WITHIN).delete()
    Proof.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()
    Invitation.objects.filter(ends_at__lt=now).delete()
    Inbound.objects.filter(received_at__lt=now - settings.KEEP_INBOUND).delete()
    budgets.forget(now)
    blank_answers(now)
    _forget_strangers(now)
    _forget_stopped(now)
    _forget_grown(now)


def _forget_strangers(now: datetime) -> None:
    """Whoever never agreed, and has been silent for as long as a sign-up is kept."""
    old = now - settings.CONFIRM_WITHIN
    strangers = Subscriber.objects.filter(state=State.UNCONFIRMED, created_at__lt=old, contacts__isnull=False)
    silent = strangers.exclude(contacts__inbound__received_at__gte=old).exclude(contacts__question__asked_at__gte=old)
    for stranger in silent.distinct()[:BATCH]:
        # One who told us of a loss before joining: no list signs them up either.
        forget_addresses(stranger, now, keep_hash=stranger.journeys.filter(child__state=Child.State.LOST).exists())


def _forget_stopped(now: datetime) -> None:
    """The address of whoever stopped; its hash stays, so that no list signs it up again."""
    kept = ConsentEvent.objects.filter(at__gte=now - settings.KEEP_STOPPED)
    stopped = Subscriber.objects.filter(state=State.STOPPED, contacts__isnull=False)
    for person in stopped.exclude(consents__in=kept).distinct()[:BATCH]:
        forget_addresses(person, now)


def _forget_grown(now: datetime) -> None:
    """After the third birthday and some days the journey ends; whoever has no other one is forgotten."""
    born_by = add_months(local_day(now) - settings.KEEP_AFTER_THIRD_BIRTHDAY, -THREE_YEARS)
    grown = Child.objects.filter(state=Child.State.BORN, birth_date__lt=born_by)
    ending = Journey.objects.filter(child__in=grown).exclude(state=Journey.State.ENDED)
    people = set(ending.values_list("subscriber_id", flat=True)[:BATCH])
    ending.filter(subscriber_id__in=people).update(state=Journey.State.ENDED)
    others = Subscriber.objects.filter(pk__in=people)
    for person in others.exclude(journeys__state__in=(Journey.State.ACTIVE, Journey.State.PAUSED)):
        forget_addresses(person, now, keep_hash=False)
