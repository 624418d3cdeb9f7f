"""When a baby has died: everything about that child stops in one commit, one kind answer, then silence."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns import choices as campaigns
from delivery.models import Reason
from delivery.outbox import take_back
from delivery.sweep import blank_answers_to
from messages.library import sendable
from messages.stages import StageKind
from portal import questions, stopping
from portal.models import Proof, Question
from portal.sign_up import Answers, children_of
from portal.turn import Turn, day, helpline
from subscribers import children, pauses
from subscribers.children import is_twin
from subscribers.models import Child, Journey, Role, Subscriber

Asking = Question.Asking


@transaction.atomic
def report(subscriber: Subscriber, now: datetime) -> None:
    """One of somebody's children has died, and they have not said which.

    With one child, or twins, it is known; with several nobody guesses, and everything pauses. So it does for whoever
    has a loss behind them: they may tell us of the same one again, and the child who is left may be alive. No question
    is open any more. Every waiting nudge about that child is dead from this commit on, and so is every campaign.
    """
    children.lock_family(subscriber.pk)
    known = children_of(subscriber)
    if known and not _has_a_loss(subscriber) and all(is_twin(child, known[0]) for child in known):
        parents = children.report_loss(known[0])
    else:
        parents = children.pause_for_loss(subscriber.pk)
    campaigns.hear_loss(parents, now)
    _leave_in_peace(subscriber, now)


@transaction.atomic
def report_child(subscriber: Subscriber, child: Child, now: datetime) -> None:
    """One of somebody's children has died, and they have said which."""
    children.lock_family(subscriber.pk)
    if not Child.objects.filter(pk=child.pk, state=Child.State.LOST).exists():
        campaigns.hear_loss(children.report_loss(child), now)
    _leave_in_peace(subscriber, now)


def _has_a_loss(subscriber: Subscriber) -> bool:
    """Whether they, or the other parent, have told us of a death before."""
    told = Q(child__state=Child.State.LOST) | Q(paused_for=Journey.PausedFor.LOSS)
    return subscriber.journeys.filter(told).exists()


def _leave_in_peace(subscriber: Subscriber, now: datetime) -> None:
    """After the report: what was half-way between us and the family dies too, so that nobody asks them about a baby.

    Somebody who had not joined to the end has no child of whom we could keep that it has died; we keep just that.
    """
    family = children.lock_family(subscriber.pk)  # again: with whoever joined while we waited for the lock
    Question.objects.filter(contact__subscriber__in=family).delete()
    Proof.objects.filter(subscriber__in=family, purpose=Proof.Purpose.JOIN).delete()
    take_back(family, Reason.LOST, now)
    blank_answers_to(family)  # they named the baby's dates
    if children_of(subscriber) or subscriber.journeys.filter(child__state=Child.State.LOST).exists():
        return
    role = Role.OTHER_CARER  # not known; the column wants one
    Journey.objects.create(
        subscriber=subscriber,
        child=Child.objects.create(state=Child.State.LOST),
        state=Journey.State.ENDED,
        role=role,
        track=role.track,
        plan_from=now,
    )


def tell(turn: Turn) -> str:
    """A text that says so. The reason is never asked for; which child it was only when somebody wants to go on."""
    known = turn.children
    had_told = turn.subscriber.journeys.filter(child__state=Child.State.LOST).exists()
    report(turn.subscriber, turn.now)
    if "stop" in turn.intent.also:
        stopping.stop(turn.subscriber.pk, "sms", turn.now)
    if not known and had_told and "distress" not in turn.intent.also:
        return ""  # they have had our answer
    return _answer(others=len(known) > 1, distress="distress" in turn.intent.also)


def _answer(*, others: bool, distress: bool) -> str:
    parts = [_("We are so sorry. Our messages about your baby have stopped.")]
    if sands := helpline("sands"):
        parts.append(_("If you would like to talk, Sands are there, free: %(sands)s.") % {"sands": sands})
    if distress:
        parts.append(_("In danger ring 999. Day or night: Lifeline %(number)s.") % {"number": helpline("lifeline")})
    if care_is_written():
        parts.append(_("If you ever want a few gentle messages, text CARE. You need not do anything."))
    if others:
        parts.append(_("For messages about another child of yours, text START."))
    return " ".join(parts)


def care(turn: Turn) -> str:
    """CARE: the numbers that can help, each time; and five gentle messages, for whoever lost a child and asks now."""
    numbers = {"sands": helpline("sands"), "lifeline": helpline("lifeline"), "samaritans": helpline("samaritans")}
    thinking = (
        _(
            "We are thinking of you. There is nothing that you have to do. People who listen, free: Sands %(sands)s; "
            "day or night Lifeline %(lifeline)s, Samaritans %(samaritans)s."
        )
        % numbers
    )
    active = turn.subscriber.state == Subscriber.State.ACTIVE
    if not active or not care_is_written() or not children.ask_for_care(turn.subscriber.pk, turn.now):
        return thinking
    return thinking + " " + _("Five gentle messages come over six weeks. To stop them, text STOP.")


def care_is_written() -> bool:
    """Whether there are care messages that somebody has approved."""
    return sendable().filter(kind=StageKind.CARE_WEEK).exists()


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
    return goes_on()


def goes_on() -> str:
    """What to say when messages about another child have begun again."""
    return _("Messages about your child go on. To stop at any time, text STOP.")


def _about(child: Child) -> str:
    if child.birth_date:
        return _("born %(day)s") % {"day": day(child.birth_date)}
    return _("due %(day)s") % {"day": day(child.due_date)}
