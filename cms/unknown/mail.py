"""Whoever may decide is told by e-mail that sendings are unknown: how many, for how long, and where. Nothing else."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.colleagues import write_to
from delivery.deciding import MAY_DECIDE
from delivery.reconcile import left_over

MINUTE = timedelta(minutes=1)


def tell(now: datetime) -> int:
    """Write to those who may decide and have a mailbox, if anything is left over. Returns how many letters went out."""
    waiting = list(left_over(now).values_list("submitted_at", flat=True))
    if not waiting or waiting[0] is None:
        return 0
    with override(settings.LANGUAGE_CODE):
        subject = _("Messages of Hope: sendings whose end nobody knows")
        text = text_of(len(waiting), (now - waiting[0]) // MINUTE)
    return write_to(MAY_DECIDE, subject, text)


def text_of(number: int, minutes: int) -> str:
    """The letter's words."""
    link = f"{settings.PUBLIC_URL}{reverse('unknown_sendings')}"
    many = ngettext(
        "%(number)s sending to a parent is unknown: nobody can say whether it went out.",
        "%(number)s sendings to parents are unknown: nobody can say whether they went out.",
        number,
    )
    long = ngettext(
        "The longest has been so for %(minutes)s minute.", "The longest has been so for %(minutes)s minutes.", minutes
    )
    return "\n\n".join(
        [
            f"{many % {'number': number}} {long % {'minutes': minutes}}",
            _("Nothing is sent again before somebody has looked. Please look here: %(link)s") % {"link": link},
            _("You get this once, and once a day while anything waits, because you may decide about it."),
        ]
    )
