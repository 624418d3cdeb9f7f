"""Letters to colleagues, by what they may do. No parent is ever named in them."""

import logging

from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def write_to(permission: str, subject: str, text: str) -> int:
    """Write to everybody who has a permission and a mailbox. Returns how many letters went out.

    A letter that fails does not keep the others back.
    """
    people = User.objects.with_perm(permission, backend=BACKEND).exclude(email="").order_by("pk")
    mailboxes = list(dict.fromkeys(people.values_list("email", flat=True)))
    connection = get_connection()
    return sum(_sent(EmailMessage(subject, text, to=[mailbox], connection=connection)) for mailbox in mailboxes)


def _sent(letter: EmailMessage) -> bool:
    try:
        letter.send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server says, the others get theirs
        logger.error("a letter to staff was not sent: %s", type(error).__name__)  # noqa: TRY400 - its text may hold a mailbox
        return False
    return True
