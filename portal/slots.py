"""The times of day at which messages come, as parents read them."""

from django.conf import settings
from django.utils.translation import gettext as _

from languages import spoken
from languages.table import of_page
from subscribers.models import Slot


def slot_hour(slot: Slot) -> str:
    """About when that is, on a local clock: "10:00"."""
    return spoken.hour(settings.SLOTS[slot], of_page().code)


def slot_label(slot: Slot) -> str:
    """A time of day with its hour. Each is a sentence of its own: not every language can put the two side by side."""
    sentences = {
        Slot.MORNING: _("Morning, about %(hour)s"),
        Slot.AFTERNOON: _("Afternoon, about %(hour)s"),
        Slot.EVENING: _("Early evening, about %(hour)s"),
    }
    return sentences[slot] % {"hour": slot_hour(slot)}
