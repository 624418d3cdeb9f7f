"""Staff who act for a parent: they may ask somebody to confirm a sign-up, and they may stop what comes.

What staff see never tells whether an address was known, nor what its owner has told us.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from delivery.models import Nudge
from delivery.outbox import put_reply
from languages.table import interface, of_page
from portal import budgets, joining, loss, proofs, questions, stopping
from portal.addresses import contact_for
from portal.models import Question
from portal.sign_up import Answers
from portal.turn import day
from subscribers import children, pauses
from subscribers.models import Child, Contact, Departed, Journey, Subscriber
from subscribers.sealing import blind_index

DOOR = "staff"
Kind = Contact.Kind


@transaction.atomic
def ask_to_confirm(address: str, answers: Answers, key: str, visitor: str, now: datetime) -> Subscriber | None:
    """Ask somebody, on their own phone or in their own mailbox, whether they agree to what staff have entered.

    The same `key` asks once, however often the form is sent. Whoever has stopped, or has told us of a loss, is asked
    nothing; nor is an address that was erased after a stop. Raises budgets.OverBudgetError.
    """
    if Nudge.objects.filter(key=key).exists():
        return None
    budgets.spend(address, visitor, now, scope="staff")
    if Departed.objects.filter(index=blind_index(address)).exists():
        return None
    owner = _owner(address)
    if owner and _wants_nothing(owner):
        return owner
    kind = Kind.SMS if address.startswith("+") else Kind.EMAIL
    contact = contact_for(kind, address, now)
    with translation.override(interface(answers.language)):
        ASK[kind](contact, replace(answers, channel=_channel(kind)), key, now)
    return contact.subscriber


def _channel(kind: Kind) -> str:
    return Journey.Channel.SMS if kind == Kind.SMS else Journey.Channel.EMAIL


def _wants_nothing(subscriber: Subscriber) -> bool:
    """After a stop or a loss only they themselves can start again."""
    lost = subscriber.journeys.filter(child__state=Child.State.LOST)
    stopped = subscriber.state == Subscriber.State.STOPPED
    return stopped or lost.exists() or pauses.paused_after_loss(subscriber.pk).exists()


def _text(contact: Contact, answers: Answers, key: str, now: datetime) -> None:
    questions.ask(contact, Question.Asking.CONSENT, answers, now)
    text = f"{_who_asked(answers)} {joining.consent_sentence(answers)}"
    put_reply(contact, text, key, now, language=answers.language)


def _email(contact: Contact, answers: Answers, key: str, now: datetime) -> None:
    what = f"{_what(answers)} " + _(
        "We keep your address and the dates, and nothing else. You can stop at any time with one click."
    )
    agree = _("If you agree, open the page and press its button. The link works for 24 hours.")
    link = proofs.link(contact, proofs.Purpose.JOIN, answers, now)
    if_not = _("If you do not, do nothing. Nothing more will come.")
    text = "\n\n".join((_who_asked(answers), what, agree, link, if_not))
    subject = _("Would you like Messages of Hope by e-mail?")
    language = of_page().code  # of these words; their messages may come in another one
    put_reply(contact, text, key, now, language=language, subject=subject)


def _what(answers: Answers) -> str:
    if answers.birth_date:
        born = _("Messages of Hope: about one free e-mail a week for a baby born %(day)s, until age 3.")
        return born % {"day": day(answers.birth_date)}
    due = _("Messages of Hope: about one free e-mail a week for a baby due %(day)s, until age 3.")
    return due % {"day": day(answers.due_date)}


ASK = {Kind.SMS: _text, Kind.EMAIL: _email}


def _who_asked(answers: Answers) -> str:
    return _("%(helper)s has asked us to write to you, as agreed with you.") % {"helper": answers.agreed_with}


@transaction.atomic
def report_loss(address: str, now: datetime) -> Subscriber | None:
    """A baby of whoever has this address has died. The same rule as for their own word; nothing is sent."""
    subscriber = _owner(address)
    if subscriber:
        loss.report(subscriber, now)
    return subscriber


@transaction.atomic
def stop(address: str, now: datetime) -> Subscriber | None:
    """Whoever has this address wants no more messages, on any channel."""
    subscriber = _owner(address)
    if subscriber:
        stopping.stop(subscriber.pk, DOOR, now)
    return subscriber


def _owner(address: str) -> Subscriber | None:
    """Whoever has this address, with their family locked: a stop at this very moment comes before us, or answers us."""
    contact = Contact.objects.with_address(address).first()
    if contact is None:
        return None
    children.lock_family(contact.subscriber_id)
    return Subscriber.objects.get(pk=contact.subscriber_id)
