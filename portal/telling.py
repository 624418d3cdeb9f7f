"""What parents tell and ask by text: a birth, a new date, a pause, more or less, another language."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from languages.table import LANGUAGES, interface
from portal import births, choices, invitations, joining, loss, questions
from portal.models import LeavingReason, Question
from portal.proofs import preferences_link
from portal.sign_up import Answers
from portal.turn import Turn, day
from subscribers import pauses
from subscribers.models import Child, Journey

Asking = Question.Asking
REASONS = {
    "many": LeavingReason.Why.TOO_MANY,
    "often": LeavingReason.Why.TOO_MANY,
    "useful": LeavingReason.Why.NOT_USEFUL,
    "for me": LeavingReason.Why.NOT_FOR_ME,
    "enough": LeavingReason.Why.HAVE_ENOUGH,
}
EXPECTED, BORN = Child.State.EXPECTED, Child.State.BORN


def born(turn: Turn) -> str:
    """BORN, with or without a date. Only their word makes it so."""
    child = turn.child(EXPECTED)
    if child is None:
        return _already_born(turn)
    if turn.intent.date is None:
        questions.ask(turn.contact, Asking.BORN_ON, replace(turn.answers, count=turn.intent.count), turn.now)
        return when_born_again(turn) if turn.intent.problem else _when_born()
    return _welcome(turn, child)


def _when_born() -> str:
    return _("Thank you for telling us. On what day was your baby born? Text the date, for example 3 May or yesterday.")


def _welcome(turn: Turn, child: Child) -> str:
    intent = turn.intent
    assert intent.date is not None  # noqa: S101 - narrows the type: the callers have looked
    count = max(intent.count, turn.answers.count)
    questions.drop(turn.contact)
    births.report_birth(turn.subscriber, child, intent.date, turn.now, gestation_weeks=intent.gestation, count=count)
    return _(
        "Thank you for telling us, and a warm welcome to your baby. From now on our messages are about the weeks "
        "after birth. If your baby is in the neonatal unit, text PAUSE whenever you want quiet."
    )


def _already_born(turn: Turn) -> str:
    if turn.child(BORN):
        page = preferences_link(turn.contact, turn.now)
        return _("Thank you. We know already. To change a date: %(link)s") % {"link": page}
    return joining.begin_with(turn) if turn.intent.date else joining.begin(turn)


def hear_born_on(turn: Turn) -> str | None:
    """The day, as the answer to our question."""
    child = turn.child(EXPECTED)
    intent = turn.intent
    if child is None or intent.kind not in ("date", "born"):
        return None
    said = intent.date
    if said is None and intent.weeks:  # "3 weeks", said of a baby who is here, is an age
        said = turn.today - timedelta(weeks=intent.weeks)
    if said is None or said > turn.today:
        return None
    return _welcome(replace(turn, intent=replace(intent, date=said)), child)


def when_born_again(_turn: Turn) -> str:
    """The question once more: the answer was no date that we could read."""
    return _("We could not make out the date. On what day was your baby born? For example 3 May, or yesterday.")


def due(turn: Turn) -> str:
    """A new due date."""
    child = turn.child(EXPECTED)
    if turn.intent.date is None:
        return _("When is your baby due now? Text DUE and the date, for example DUE 14 March.")
    if child is None:
        return joining.begin_with(turn)
    births.change_due_date(turn.subscriber, child, turn.intent.date, turn.now)
    questions.drop(turn.contact)
    return _("Thank you. We have changed the due date to %(day)s.") % {"day": day(turn.intent.date)}


def bare_date(turn: Turn) -> str | None:
    """A date out of the blue: we ask what it is before anything changes."""
    said = turn.intent.date
    if said is None or turn.child(EXPECTED) is None:
        return None
    if said > turn.today:
        answers = replace(turn.answers, due_date=said)
        questions.ask(turn.contact, Asking.IS_DUE_ON, answers, turn.now)
        return _is_due_on(answers)
    answers = replace(turn.answers, birth_date=said)
    questions.ask(turn.contact, Asking.IS_BORN_ON, answers, turn.now)
    return _is_born_on(answers)


def _is_due_on(answers: Answers) -> str:
    return _("Is your baby due on %(day)s now? Reply YES or NO.") % {"day": day(answers.due_date)}


def _is_born_on(answers: Answers) -> str:
    return _("Was your baby born on %(day)s? Reply YES or NO.") % {"day": day(answers.birth_date)}


def hear_is_it(turn: Turn) -> str | None:
    """Yes or no to "is your baby due then" or "was your baby born then"."""
    if turn.intent.kind == "no":
        questions.drop(turn.contact)
        return _("Thank you. Nothing has changed.")
    if turn.intent.kind != "yes" or turn.question is None:
        return None
    answers = turn.answers
    is_due = turn.question.asking == Asking.IS_DUE_ON
    said = answers.due_date if is_due else answers.birth_date
    told = replace(turn, intent=replace(turn.intent, kind="due" if is_due else "born", date=said))
    return due(told) if is_due else born(told)


def later(turn: Turn) -> str | None:
    """LATER: the baby is not here yet. We wait for their word, however long it takes."""
    if turn.child(EXPECTED) is None:
        return None
    return _(
        "Thank you. We will wait to hear from you. When your baby is here, text BORN and the day. "
        "If you have a new due date, text DUE and the date."
    )


def pause(turn: Turn) -> str | None:
    """PAUSE, for as long as they say; two weeks when they do not."""
    if not turn.children:
        return None
    days = turn.intent.days or settings.PAUSE_DAYS
    if days > settings.PAUSE_DAYS_MOST:
        return _("A pause can be up to %(weeks)s weeks. For longer, text STOP; START brings the messages back.") % {
            "weeks": settings.PAUSE_DAYS_MOST // 7
        }
    until = turn.today + timedelta(days=days)
    pauses.pause(turn.subscriber.pk, until)
    return _("No messages until %(day)s. To go on sooner, text START. To stop for good, text STOP.") % {
        "day": day(until)
    }


def more(turn: Turn) -> str | None:
    """MORE: three short texts a week."""
    return _how_often(turn, Journey.Frequency.THREE_A_WEEK)


def less(turn: Turn) -> str | None:
    """LESS: one message a week."""
    return _how_often(turn, Journey.Frequency.WEEKLY)


def _how_often(turn: Turn, frequency: Journey.Frequency) -> str | None:
    if not turn.children:
        return None
    choices.change(turn.subscriber, frequency=frequency)
    if frequency == Journey.Frequency.WEEKLY:
        return _("About one message a week from now on. For more, text MORE. For none, text STOP.")
    if Journey.objects.filter(subscriber=turn.subscriber).living().exclude(channel=Journey.Channel.EMAIL).exists():
        return _(
            "Three short texts a week from now on: why, what to do, and a kind word after it. For fewer, text LESS."
        )
    return _("Three a week come by text only. By e-mail it stays one letter a week. To change that: %(link)s") % {
        "link": preferences_link(turn.contact, turn.now)
    }


def language(turn: Turn) -> str:
    """LANG and a language: messages, and these answers, come in it from now on."""
    code = turn.intent.language
    if code is None:
        names = ", ".join(language.name for language in LANGUAGES.values())
        return _("Text LANG and your language, for example LANG POLISH. We know: %(names)s.") % {"names": names}
    wanted: dict[str, Any] = {"language": code} | ({"fallback": turn.intent.fallback} if turn.intent.fallback else {})
    choices.change(turn.subscriber, **wanted)
    if turn.question:
        turn.question.answers = replace(turn.answers, **wanted).dumps()
        turn.question.save(update_fields=["answers"])
    with translation.override(interface(code)):
        if turn.question:
            return say_again(turn)
        told = _("Your messages come in %(language)s, where we have them, from now on.") % {
            "language": LANGUAGES[code].autonym
        }
        return f"{told} {joining.where_none_yet(code, _fallback(turn))}".strip()


def _fallback(turn: Turn) -> str:
    """What they chose, or have by now; English for who has no journey yet."""
    journey = Journey.objects.filter(subscriber=turn.subscriber).living().first()
    return journey.fallback if journey else Journey.Fallback.ENGLISH


def dad(turn: Turn) -> str | None:
    """DAD: a link to pass on to the other parent, who agrees for themselves."""
    child = turn.child(BORN) or turn.child(EXPECTED)
    if child is None:
        return None
    return _(
        "Pass this on to the other parent. They choose for themselves, and neither of you sees what the other gets. "
        "It works once, for 14 days: %(link)s"
    ) % {"link": invitations.invite(turn.subscriber, child, turn.now)}


def reason(turn: Turn) -> str:
    """Why they left, if they want to say. Counted, with no thread back to them."""
    said = turn.text.casefold()
    why = next((why for words, why in REASONS.items() if words in said), LeavingReason.Why.OTHER)
    LeavingReason.objects.create(why=why, door="sms", day=turn.today)
    return _("Thank you for telling us. It helps us to do better.")


def say_again(turn: Turn) -> str:
    """The open question once more: the answer was not understood."""
    question, answers = turn.question, turn.answers
    asking = question.asking if question else ""
    if asking == Asking.BORN_ON:
        return when_born_again(turn)
    if asking == Asking.IS_DUE_ON:
        return _is_due_on(answers)
    if asking == Asking.IS_BORN_ON:
        return _is_born_on(answers)
    if asking == Asking.WHICH_CHILD:
        return loss.go_on(turn)
    return joining.say_again(asking, answers)
