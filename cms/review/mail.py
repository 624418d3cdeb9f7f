"""Once a week, those who approve are told by e-mail how much waits for them: numbers and a link, nothing else."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.approving import APPROVE
from cms.colleagues import write_to
from messages.reviewing import counts
from subscribers.hours import local_day


def remind(now: datetime) -> int:
    """Write to those who may approve and have a mailbox, if anything is due. Returns how many letters went out.

    A letter that fails is not tried again: next week brings another.
    """
    found = counts(local_day(now))
    if not found["all"]:
        return 0
    with override(settings.LANGUAGE_CODE):
        subject, text = _("Messages of Hope: due for review"), text_of(found)
    return write_to(APPROVE, subject, text)


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
