"""Once a week, those who approve are told by e-mail how much waits for them: numbers and a link, nothing else."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.approving import APPROVE
from messages.reviewing import counts
from subscribers.hours import local_day

logger = logging.getLogger(__name__)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def remind(now: datetime) -> int:
    """Write to those who may approve and have a mailbox, if anything is due. Returns how many letters went out.

    A letter that fails does not keep the others back, and is not tried again: next week brings another.
    """
    found = counts(local_day(now))
    if not found["all"]:
        return 0
    people = User.objects.with_perm(APPROVE, backend=BACKEND).exclude(email="").order_by("pk")
    mailboxes = list(dict.fromkeys(people.values_list("email", flat=True)))
    with override(settings.LANGUAGE_CODE):
        subject, text = _("Messages of Hope: due for review"), text_of(found)
    connection = get_connection()
    return sum(_sent(EmailMessage(subject, text, to=[mailbox], connection=connection)) for mailbox in mailboxes)


def text_of(found: Mapping[str, int]) -> str:
    """The letter's words."""
    link = f"{settings.PUBLIC_URL}{reverse('library_due')}"
    return "\n\n".join(
        [
            _("Some messages in the library are waiting for somebody to look at them again."),
            "\n".join(
                [
                    _("Past their day for review: %(number)s") % {"number": found["past"]},
                    _("Due within 30 days: %(number)s") % {"number": found["soon"]},
                    _("Source looked at over a year ago: %(number)s") % {"number": found["source"]},
                    _("Naming a helpline that has to be checked: %(number)s") % {"number": found["helpline"]},
                ]
            ),
            _("The list is here: %(link)s") % {"link": link},
            _("You get this once a week, because you approve messages."),
        ]
    )


def _sent(letter: EmailMessage) -> bool:
    try:
        letter.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server says, the others get theirs
        logger.error("a reminder was not sent: %s", type(error).__name__)  # noqa: TRY400 - its text may hold a mailbox
        return False
    return True
