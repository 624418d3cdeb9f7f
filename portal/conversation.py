"""The conversation by text: each inbound text is stored, then acted on and answered, one after the other."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from delivery.models import Inbound, Nudge, Urgency
from delivery.outbox import LASTING, put_reply
from languages.table import DEFAULT, interface
from portal import campaigns, joining, loss, questions, stopping, telling
from portal.addresses import contact_for
from portal.models import Question
from portal.turn import Handler, Turn, in_danger
from portal.understanding import understand
from subscribers import children
from subscribers.hours import local_day
from subscribers.models import Child, Contact, Subscriber

__all__ = ["answer_leftovers", "receive", "understand"]

logger = logging.getLogger(__name__)

Asking = Question.Asking
UNKNOWN_AGAIN_AFTER = timedelta(hours=12)
HOUR = timedelta(hours=1)
MISSES = 2  # how often a question is asked again before the safety answer


def receive(provider_id: str, phone: str, text: str, now: datetime) -> bool:
    """Take in one text from a phone (E.164); an empty one stands for a picture or a call.

    It is committed before anything else happens, so nothing that a parent says is lost. False when the provider has
    repeated itself: a text is answered once.
    """
    contact = contact_for(Contact.Kind.SMS, phone, now)
    is_new = not Inbound.objects.filter(provider_id=provider_id).exists()
    inbound = Inbound(provider_id=provider_id, contact=contact, body=text, received_at=now)
    Inbound.objects.bulk_create([inbound], ignore_conflicts=True)
    _answer_waiting(contact.pk, now)
    return is_new


def answer_leftovers(now: datetime) -> None:
    """Answer what was stored by a process that died before it could answer."""
    waiting = Inbound.objects.filter(answered_at=None).order_by("contact_id")
    for contact_id in waiting.values_list("contact_id", flat=True).distinct():
        _answer_waiting(contact_id, now)


def _answer_waiting(contact_id: int, now: datetime) -> None:
    """Answer a phone's texts in the order in which they came, each in a transaction of its own.

    One that cannot be handled is given up with the safety answer, so that it never holds up the next, a STOP say.
    """
    while first := Inbound.objects.filter(contact=contact_id, answered_at=None).order_by("pk").first():
        try:
            _answer_first(first.contact, now)
        except OperationalError:  # the database is away, or two met: whoever comes next tries again
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is
            logger.error("a text could not be answered: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold its words
            _give_up(first, now)


@transaction.atomic
def _answer_first(contact: Contact, now: datetime) -> None:
    """Answer the oldest text of a phone that waits; the lock on the family lets one process in at a time."""
    children.lock_family(contact.subscriber_id)
    inbound = Inbound.objects.filter(contact=contact, answered_at=None).order_by("pk").first()
    if inbound is None:
        return  # somebody else was faster
    contact.subscriber = Subscriber.objects.get(pk=contact.subscriber_id)  # as the text before has left them
    turn = _turn(contact, inbound.body, now)
    with translation.override(interface(turn.language)):
        _answer(turn, inbound.pk)
    Inbound.objects.filter(pk=inbound.pk).update(answered_at=now)


@transaction.atomic
def _give_up(inbound: Inbound, now: datetime) -> None:
    Inbound.objects.filter(pk=inbound.pk).update(answered_at=now)
    turn = _turn(inbound.contact, "", now)
    with translation.override(interface(turn.language)):
        _put(turn, _not_understood(turn), f"unknown:{inbound.pk}")


def _turn(contact: Contact, text: str, now: datetime) -> Turn:
    """What was said, with what is open between us; in the language of their messages, else that of their words."""
    question = questions.find(contact, now)
    journey = contact.subscriber.journeys.order_by("pk").last()
    own = journey.language if journey else None
    intent = understand(text, own or DEFAULT, local_day(now))
    turn = Turn(
        contact=contact,
        subscriber=contact.subscriber,
        text=text,
        intent=intent,
        question=question,
        language=own or intent.said_in or DEFAULT,
        now=now,
    )
    return replace(turn, language=turn.answers.language) if question and not own else turn


def _answer(turn: Turn, inbound_id: int) -> None:
    reply = _reply(turn)
    key = LASTING_KINDS.get(turn.intent.kind, "answer:") if reply is not None else "unknown:"
    if reply is None:
        reply = _not_understood(turn)
    _put(turn, reply, f"{key}{inbound_id}")


def _put(turn: Turn, reply: str, key: str) -> None:
    """Queue the answer, unless it is silence, or nobody but a machine would read it."""
    if reply and not _chatters(turn):
        put_reply(turn.contact, reply, key, turn.now, language=turn.language)


def _reply(turn: Turn) -> str | None:
    """Act on what was said, and give the answer; empty where silence is the answer, None where nobody understands."""
    kind = turn.intent.kind
    if kind in GRAVE:
        return GRAVE[kind](turn)
    if turn.question and (reply := HEAR[turn.question.asking](turn)) is not None:
        return reply
    if kind in HANDLERS and (reply := HANDLERS[kind](turn)) is not None:
        return reply
    if (reply := joining.by_keyword(turn)) is not None:
        return reply
    if turn.question and turn.question.misses < MISSES:
        Question.objects.filter(pk=turn.question.pk).update(misses=turn.question.misses + 1)
        return telling.say_again(turn)
    return None


def _not_understood(turn: Turn) -> str:
    """The safety answer: at most once in twelve hours, and not at all in the silence after a loss."""
    if not turn.children and turn.subscriber.journeys.filter(child__state=Child.State.LOST).exists():
        return ""
    since = turn.now - UNKNOWN_AGAIN_AFTER
    if Nudge.objects.filter(contact=turn.contact, key__startswith="unknown:", due_at__gt=since).exists():
        return ""
    sorry = _("Sorry, we did not understand. No one reads these texts.")
    if not turn.text.strip():
        sorry = _("Sorry, pictures and calls reach nobody here.")
    how_to_stop = _("To stop messages text STOP.")
    return f"{sorry} {in_danger()} {how_to_stop}"


def _chatters(turn: Turn) -> bool:
    """Whether this phone has had so many answers that it must be another machine that answers us."""
    had = Nudge.objects.filter(contact=turn.contact, urgency=Urgency.REPLY, due_at__gt=turn.now - HOUR)
    return turn.intent.kind not in GRAVE and had.count() >= settings.REPLIES_AN_HOUR


def _stop(turn: Turn) -> str:
    if not stopping.stop(turn.subscriber.pk, "sms", turn.now):
        return ""
    return _("You will get no more messages from Messages of Hope. If you ever want them again, text START.")


def _who_we_are(_turn: Turn) -> str:
    about = _("Messages of Hope: short texts for parents, from pregnancy to age three. No one reads replies.")
    words = _("You can text STOP, PAUSE, BORN, DUE, LOSS, MORE, LESS, LANG or DAD.")
    return f"{about} {words} {in_danger()}"


def _distress(_turn: Turn) -> str:
    """Helplines at once; counted by its key, never judged."""
    return _("It sounds very hard just now, and you deserve help with it.") + " " + in_danger()


def _silence(_turn: Turn) -> str:
    return ""


def _nothing_asked(turn: Turn) -> str | None:
    """A yes or a no by itself means nothing; while a question is open, it is asked again."""
    return None if turn.question else ""


GRAVE: Mapping[str, Handler] = {
    "loss": loss.tell,
    "distress": _distress,
    "stop": _stop,
    "help": _who_we_are,
}
LASTING_KINDS = dict.fromkeys(("loss", "distress"), LASTING)  # their numbers go out whatever is said next
HEAR: Mapping[str, Handler] = {
    Asking.WHEN: joining.hear_when,
    Asking.PREGNANT_OR_BORN: joining.hear_pregnant_or_born,
    Asking.WHO: joining.hear_who,
    Asking.CONSENT: joining.hear_consent,
    Asking.START_AGAIN: joining.hear_start_again,
    Asking.BORN_ON: telling.hear_born_on,
    Asking.IS_BORN_ON: telling.hear_is_it,
    Asking.IS_DUE_ON: telling.hear_is_it,
    Asking.WHICH_CHILD: loss.hear_which_child,
}
HANDLERS: Mapping[str, Handler] = {
    "join": joining.begin,
    "start": joining.start,
    "yes": _nothing_asked,
    "no": _nothing_asked,
    "courtesy": _silence,
    "born": telling.born,
    "due": telling.due,
    "date": telling.bare_date,
    "later": telling.later,
    "care": loss.care,
    "pause": telling.pause,
    "more": telling.more,
    "less": telling.less,
    "only": campaigns.only,
    "all": campaigns.all_again,
    "language": telling.language,
    "dad": telling.dad,
    "reason": telling.reason,
}
