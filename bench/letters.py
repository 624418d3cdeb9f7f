"""Goal 4: e-mails the whole way, beside the queues for e-mails that people usually take, into the same mailbox."""

import logging
from collections.abc import Mapping

import mailer
from django.conf import settings
from mailer import engine
from post_office import mail
from post_office.models import STATUS, Email

from bench import children
from bench.measuring import DifferentWorkError, Row, Sample, Side, at_least, compared, measure
from bench.population import all_due, fetched, truncate
from bench.sending import at_ten, replan
from delivery.channels.email import EmailChannel
from delivery.dispatcher import dispatch
from delivery.models import Nudge
from delivery.tokens import stop_url
from messages.painting import Letter
from messages.rendering import Renderer

MOST = 2000  # e-mails
SAMPLE = 200  # of the peers, which take so much longer: each as long as the next
MORE = 3  # times the rounds of the others: so short a round tells little
PEERS = {"post_office": ("django-post-office", 20), "mailer": ("django-mailer", 50)}
QUEUES = ("post_office_log", "post_office_email", "mailer_message", "mailer_messagelog")


def rows(size: int, rounds: int) -> list[Row]:
    """Every line of this area."""
    number = min(size, MOST)
    all_due(number, "email")
    logging.getLogger("post_office").setLevel(logging.ERROR)
    with children.listening(children.python("bench.mailbox", str(settings.EMAIL_PORT)), settings.EMAIL_PORT):
        replan()
        dispatch_all()  # and with it what a process does once
        samples = measure(
            {
                "ours": Side(work=dispatch_all, before=replan),
                "post_office": Side(work=_post_office, before=_again),
                "mailer": Side(work=_mailer, before=_again),
            },
            MORE * rounds,
        )
    return [row for which, (what, times) in PEERS.items() for row in _pair(number, samples, which, what, times)]


def _pair(number: int, samples: Mapping[str, Sample], which: str, what: str, times: float) -> list[Row]:
    name = f"an e-mail the whole way (peer: {what}, {min(SAMPLE, number)} of them)"
    sides = samples["ours"], samples[which]
    return [compared(name, number, *sides, at_least(times)), compared(name, number, *sides, None, by="processor")]


def dispatch_all() -> int:
    """Send all that is due. Raises DifferentWorkError when something was not accepted."""
    channel = EmailChannel()
    number = dispatch("nudges", {"email": channel}, at_ten)
    (sent,) = fetched("SELECT count(*) FROM delivery_nudge WHERE status = 30")
    if sent != number:
        raise DifferentWorkError(f"{sent} of {number} e-mails were accepted")
    return number


def _again() -> None:
    replan()
    truncate(*QUEUES)


def _due() -> list[tuple[str, Letter]]:
    """What is due, written as a programmer would: words, template, address; the same letters as ours."""
    found = []
    for nudge in Nudge.objects.select_related("journey__subscriber").order_by("pk")[:SAMPLE]:
        journey = nudge.journey
        words = Renderer([nudge.message_id or 0]).render(nudge.message_id or 0, "email", journey) if journey else None
        if journey is None or words is None:
            raise DifferentWorkError("no words")
        url = stop_url(journey.subscriber_id)
        letter = Letter(
            subject=words.subject, preheader=words.preheader, text=words.text, language="en", stop_url=url
        )  # fmt: skip
        found.append((journey.subscriber.contacts.get(kind="email").address, letter))
    return found


def _headers(letter: Letter) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{letter.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _post_office() -> int:
    due = _due()
    for address, letter in due:
        mail.send(
            address,
            settings.DEFAULT_FROM_EMAIL,
            subject=letter.subject,
            message=letter.plain(),
            html_message=letter.html(),
            headers=_headers(letter),
        )
    while mail.send_queued(log_level=0)[0]:
        pass
    if Email.objects.filter(status=STATUS.sent).count() != len(due):
        raise DifferentWorkError("django-post-office has not sent all")
    return len(due)


def _mailer() -> int:
    due = _due()
    for address, letter in due:
        to, headers = [address], _headers(letter)
        mailer.send_html_mail(
            letter.subject, letter.plain(), letter.html(), settings.DEFAULT_FROM_EMAIL, to, headers=headers
        )
    engine.send_all()
    if fetched("SELECT count(*) FROM mailer_messagelog WHERE result = '1'") != (len(due),):
        raise DifferentWorkError("django-mailer has not sent all")
    return len(due)
