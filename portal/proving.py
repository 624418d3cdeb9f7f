"""The web's double opt-in: a code or a link goes out to the address, and the yes counts when it comes back."""

from datetime import datetime
from enum import Enum
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from delivery.outbox import LASTING, put_reply
from languages.table import of_page
from portal import budgets, invitations, proofs, sign_up
from portal.addresses import contact_for
from portal.models import Proof
from portal.proofs import Purpose
from portal.sign_up import Answers
from subscribers.models import Contact, Journey, Subscriber

Channel = Journey.Channel


class Outcome(Enum):
    """What became of a code or a link that somebody gave back."""

    JOINED = "joined"
    WRONG = "wrong"  # there are tries left
    OVER = "over"  # no tries left, or too late
    STOPPED = "stopped"  # they have stopped since
    CLOSED = "closed"  # the invitation has been used or has ended


@transaction.atomic
def ask(answers: Answers, visitor: str, now: datetime) -> UUID | None:
    """Send the code to the phone, and give its key; send the link to the mailbox, and give None, without a phone.

    Raises OverBudgetError, and sends nothing, when too much has been asked for.
    """
    budgets.spend(answers.phone, visitor, now, second=answers.email)
    if answers.channel == Channel.EMAIL:
        _send_link(contact_for(Contact.Kind.EMAIL, answers.email, now), Purpose.JOIN, answers, now)
        return None
    return _text_code(answers, now)


@transaction.atomic
def ask_again(answers: Answers, visitor: str, now: datetime) -> UUID:
    """Text another code. Raises OverBudgetError."""
    budgets.spend(answers.phone, visitor, now)
    return _text_code(answers, now)


def _text_code(answers: Answers, now: datetime) -> UUID:
    contact = contact_for(Contact.Kind.SMS, answers.phone, now)
    key: UUID = proofs.text_code(contact, Purpose.JOIN, answers, now).pk
    return key


@transaction.atomic
def hear_code(key: UUID, typed: str, now: datetime) -> Outcome:
    """The code as somebody typed it."""
    _lock(Proof.objects.filter(pk=key).select_related("contact").first())
    proof = proofs.check_code(key, typed, now)
    if proof is None:
        waiting = Proof.objects.filter(pk=key, used_at=None, ends_at__gt=now, tries_left__gt=0)
        return Outcome.WRONG if waiting.exists() else Outcome.OVER
    return _join(proof, "web", now)


@transaction.atomic
def hear_link(proof: Proof, now: datetime) -> Outcome:
    """The button behind the link was pressed."""
    _lock(proof)
    if not proofs.use_up(proof, now):
        return Outcome.OVER
    if proof.purpose == Purpose.ADDRESS:
        accepted = sign_up.accept_address(proof.contact, proof.subscriber, proof.sent_at, now)
        return Outcome.JOINED if accepted else Outcome.STOPPED
    return _join(proof, "email", now)


def _lock(proof: Proof | None) -> None:
    """Lock their families before the proof itself, as a loss does: it takes away what is half-way."""
    if proof:
        sign_up.lock_families(proof.contact, Answers.loads(proof.answers))


def _join(proof: Proof, door: str, now: datetime) -> Outcome:
    answers = Answers.loads(proof.answers)
    if answers.invitation and not invitations.is_open(answers.invitation, now):
        return Outcome.CLOSED
    if not sign_up.accept(proof.contact, answers, door, proof.sent_at, now):
        return Outcome.STOPPED
    if answers.channel == Channel.BOTH:
        _ask_at(proof.contact.subscriber, Contact.Kind.EMAIL, answers.email, answers, now)
    return Outcome.JOINED


@transaction.atomic
def ask_another(subscriber: Subscriber, kind: Contact.Kind, address: str, visitor: str, now: datetime) -> None:
    """Ask at one more address of somebody who is with us. Raises OverBudgetError, and sends nothing."""
    budgets.spend(address, visitor, now)
    _ask_at(subscriber, kind, address, Answers(), now)


def _ask_at(subscriber: Subscriber, kind: Contact.Kind, address: str, answers: Answers, now: datetime) -> None:
    """Messages begin there when it has said yes too. Until then it is nobody's; somebody else's hears nothing."""
    contact = contact_for(kind, address, now)
    if contact.confirmed_at is not None or contact.subscriber.state == Subscriber.State.STOPPED:
        return
    if kind == Contact.Kind.EMAIL:
        _send_link(contact, Purpose.ADDRESS, answers, now, subscriber)
        return
    text = _("Would you like Messages of Hope on this phone? If so, press the button here: %(link)s") % {
        "link": proofs.link(contact, Purpose.ADDRESS, answers, now, subscriber)
    }
    language = of_page().code
    put_reply(contact, text, f"{LASTING}link:{uuid4()}", now, language=language, supersedes=False)


def _send_link(
    contact: Contact, purpose: Purpose, answers: Answers, now: datetime, subscriber: Subscriber | None = None
) -> None:
    link = proofs.link(contact, purpose, answers, now, subscriber)
    paragraphs = [
        _("Somebody has asked for Messages of Hope at this address: about one short message a week for parents."),
        _("If it was you, open the page and press its button. The link works for 24 hours."),
        link,
        _("If it was not you, do nothing. Nothing more will come."),
    ]
    language = of_page().code
    subject = _("Would you like Messages of Hope by e-mail?")
    put_reply(
        contact,
        "\n\n".join(paragraphs),
        f"{LASTING}link:{uuid4()}",
        now,
        language=language,
        subject=subject,
        supersedes=False,
    )
