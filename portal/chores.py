"""What time does by itself: one reminder, the end of pauses, and forgetting. Each is safe to run again and again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from delivery.models import Inbound
from delivery.outbox import put_reply
from delivery.sweep import blank_answers
from languages.table import interface
from messages.stages import add_months
from portal import budgets, joining, suggesting
from portal.erasure import forget_addresses
from portal.models import Draft, Invitation, Proof, Question
from portal.sign_up import Answers
from subscribers import tracks
from subscribers.hours import is_quiet, local_day
from subscribers.models import Child, ConsentEvent, Journey, Subscriber, Track

Asking = Question.Asking
OF_A_SIGN_UP = (Asking.WHEN, Asking.PREGNANT_OR_BORN, Asking.WHO, Asking.CONSENT)
BATCH = 500
THREE_YEARS = 36  # months
State = Subscriber.State
ENDED, LOST = Journey.State.ENDED, Child.State.LOST


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
    suggesting.forget(now)
    tracks.forget_over(local_day(now))
    blank_answers(now)
    _forget_strangers(now)
    _forget_stopped(now)
    _forget_grown(now)
    _forget_bereaved(now)


def _forget_strangers(now: datetime) -> None:
    """Whoever never agreed, and has been silent for as long as a sign-up is kept."""
    old = now - settings.CONFIRM_WITHIN
    strangers = Subscriber.objects.filter(state=State.UNCONFIRMED, created_at__lt=old)
    _forget_each(_silent(strangers, now), now)


def _forget_stopped(now: datetime) -> None:
    """The address of whoever stopped."""
    kept = ConsentEvent.objects.filter(at__gte=now - settings.KEEP_STOPPED)
    _forget_each(Subscriber.objects.filter(state=State.STOPPED).exclude(consents__in=kept), now)


def _forget_grown(now: datetime) -> None:
    """What is over ends; whoever has nothing else is forgotten. A batch of people at a time."""

    def end(person: Subscriber) -> None:
        _over(now).filter(subscriber=person).update(state=ENDED)
        if not person.journeys.exclude(state=ENDED).exists():
            _forget(person, now)

    _each(Subscriber.objects.filter(journeys__in=_over(now)), end)


def _over(now: datetime) -> QuerySet[Journey]:
    """After the third birthday and some days; long after a due date of which nobody has said what came; after care."""
    today = local_day(now)
    born_by = add_months(today - settings.KEEP_AFTER_THIRD_BIRTHDAY, -THREE_YEARS)
    is_grown = Q(child__state=Child.State.BORN, child__birth_date__lt=born_by)
    is_overdue = Q(child__state=Child.State.EXPECTED, child__due_date__lt=today - settings.KEEP_AFTER_DUE)
    is_cared_for = Q(track=Track.CARE, care_from__lt=today - settings.KEEP_AFTER_LOSS)
    return Journey.objects.filter(is_grown | is_overdue | is_cared_for).exclude(state=ENDED)


def _forget_bereaved(now: datetime) -> None:
    """Whoever has lost a child and hears about no other, when all has been over for some time.

    The time counts from the first round that found a journey ended: no door has to think of it.
    """
    Journey.objects.filter(state=ENDED, child__state=LOST, ended_at=None).update(ended_at=now)
    Journey.objects.exclude(state=ENDED).exclude(ended_at=None).update(ended_at=None)  # they asked for care since
    bereaved = Subscriber.objects.filter(journeys__child__state=LOST)
    living = Journey.objects.exclude(state=ENDED)
    lately = Journey.objects.filter(ended_at__gt=now - settings.KEEP_AFTER_LOSS)
    _forget_each(_silent(bereaved.exclude(journeys__in=living).exclude(journeys__in=lately), now), now)


def _silent(people: QuerySet[Subscriber], now: datetime) -> QuerySet[Subscriber]:
    """Those with whom nothing is half-way: no text or question of late, no code or link that still works."""
    old = now - settings.CONFIRM_WITHIN
    silent = people.exclude(contacts__inbound__received_at__gte=old).exclude(contacts__question__asked_at__gte=old)
    return silent.exclude(contacts__proof__in=Proof.objects.filter(ends_at__gt=now))


def _forget_each(people: QuerySet[Subscriber], now: datetime) -> None:
    _each(people.filter(contacts__isnull=False), lambda person: _forget(person, now))


def _each(people: QuerySet[Subscriber], do: Callable[[Subscriber], None]) -> None:
    """A batch of them, each locked in a transaction of their own, and only if it still holds: they may have joined."""
    for pk in list(people.order_by().values_list("pk", flat=True).distinct()[:BATCH]):
        with transaction.atomic():
            Subscriber.objects.select_for_update(no_key=True).filter(pk=pk).first()
            if person := people.filter(pk=pk).first():
                do(person)


def _forget(person: Subscriber, now: datetime) -> None:
    """After a stop or a loss a hash of the address stays, so that no list signs it up again."""
    wants_no_list = person.state == State.STOPPED or person.journeys.filter(child__state=LOST).exists()
    forget_addresses(person, now, keep_hash=wants_no_list)
