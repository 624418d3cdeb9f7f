"""When a baby has died: everything about that child stops in one commit, one kind answer, then silence."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from delivery.models import DeliveryEvent, Nudge, Reason, Urgency
from delivery.outbox import cancel
from portal import questions
from portal.models import Proof, Question
from portal.sign_up import Answers, children_of
from portal.turn import Turn, day, helpline, is_twin
from subscribers import children, consent, pauses
from subscribers.models import Child, Journey, Role, Subscriber

Asking = Question.Asking


def tell(turn: Turn) -> str:
    """A text that says so. The reason is never asked for; which child it was only when somebody wants to go on."""
    known = turn.children
    had_told = turn.subscriber.journeys.filter(child__state=Child.State.LOST).exists()
    report(turn.subscriber, turn.now)
    if "stop" in turn.intent.also:
        consent.stop(turn.subscriber.pk, "sms", turn.now)
    if not known and had_told and "distress" not in turn.intent.also:
        return ""  # they have had our answer
    return _answer(others=len(known) > 1, distress="distress" in turn.intent.also)


@transaction.atomic
def report(subscriber: Subscriber, now: datetime) -> None:
    """A baby of theirs has died: every door ends here. Everything is dead in this commit; nothing is sent.

    An only child, or twins, of whom nobody says which: their messages end, or pause for the other one. Of several
    children nobody knows whom it is about, so everything pauses. What was half-way between us is forgotten too.
    """
    children.lock_family(subscriber.pk)
    known = children_of(subscriber)
    if known and all(is_twin(child, known[0]) for child in known):
        children.report_loss(known[0])
    else:
        children.pause_for_loss(subscriber.pk)
    if not known:
        _remember(subscriber, now)
    Question.objects.filter(contact__subscriber=subscriber).delete()
    Proof.objects.filter(subscriber=subscriber, purpose=Proof.Purpose.JOIN).delete()
    waiting = Nudge.objects.filter(contact__subscriber=subscriber, urgency=Urgency.REPLY)
    cancel(waiting, Reason.LOST, DeliveryEvent.Source.DISPATCHER, now)


def _remember(subscriber: Subscriber, now: datetime) -> None:
    """Somebody who had not joined yet, or not to the end: that they had a loss, and no more, so that nobody asks them.

    Their role is not known, or no longer of use; the column wants one.
    """
    if subscriber.journeys.filter(child__state=Child.State.LOST).exists():
        return
    child = Child.objects.create(state=Child.State.LOST)
    role = Role.OTHER_CARER
    Journey.objects.create(
        subscriber=subscriber, child=child, state=Journey.State.ENDED, role=role, track=role.track, plan_from=now
    )


def _answer(*, others: bool, distress: bool) -> str:
    parts = [_("We are so sorry. Our messages about your baby have stopped.")]
    if sands := helpline("sands"):
        parts.append(_("If you would like to talk, Sands are there, free: %(sands)s.") % {"sands": sands})
    if distress:
        parts.append(_("In danger ring 999. Day or night: Lifeline %(number)s.") % {"number": helpline("lifeline")})
    parts.append(_("If you ever want a few gentle messages, text CARE. You need not do anything."))
    if others:
        parts.append(_("For messages about another child of yours, text START."))
    return " ".join(parts)


def care(_turn: Turn) -> str:
    """CARE: the numbers that can help, whenever they are asked for."""
    numbers = {"sands": helpline("sands"), "lifeline": helpline("lifeline"), "samaritans": helpline("samaritans")}
    return (
        _(
            "We are thinking of you. There is nothing that you have to do. People who listen, free: Sands %(sands)s; "
            "day or night Lifeline %(lifeline)s, Samaritans %(samaritans)s. Your GP or health visitor can help too."
        )
        % numbers
    )


def go_on(turn: Turn) -> str:
    """START after a loss: about the other child, if there is one; of several, they say which."""
    waiting = list(pauses.paused_after_loss(turn.subscriber.pk))
    if not waiting:
        return ""
    if all(is_twin(journey.child, waiting[0].child) for journey in waiting):
        return _resume(turn, waiting)
    questions.ask(turn.contact, Asking.WHICH_CHILD, Answers(language=turn.language), turn.now)
    return _("About which child may messages go on? Reply with the number. %(children)s") % {
        "children": " ".join(f"{n}: {_about(journey.child)}." for n, journey in enumerate(waiting, start=1))
    }


def hear_which_child(turn: Turn) -> str | None:
    """The number of the child whose messages go on."""
    waiting = list(pauses.paused_after_loss(turn.subscriber.pk))
    number = turn.intent.number or 0
    if not 0 < number <= len(waiting):
        return None
    return _resume(turn, [journey for journey in waiting if is_twin(journey.child, waiting[number - 1].child)])


def _resume(turn: Turn, journeys: list[Journey]) -> str:
    questions.drop(turn.contact)
    pauses.resume(Journey.objects.filter(pk__in=[journey.pk for journey in journeys]), turn.now)
    return _("Messages about your child go on. To stop at any time, text STOP.")


def _about(child: Child) -> str:
    if child.birth_date:
        return _("born %(day)s") % {"day": day(child.birth_date)}
    return _("due %(day)s") % {"day": day(child.due_date)}
