"""Our drawings in static/pictures, and what each shows: read out in place of it (docs/pictures.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Picture(TextChoices):
    BATH = "bath", _("a parent holds a laughing baby in the bath")
    DAD = "dad", _("a father with his baby asleep on his bare chest")
    FARM = "farm", _("two fathers and their child at a gate, with a sheep")
    HANDS = "hands", _("a grown-up's hand holds a baby's small hand")
    NEONATAL = "neonatal", _("a hand reaches into an incubator and touches a tiny foot")
    PHONE = "phone", _("a hand holds a phone at night, with a message")
    QUIET = "quiet", _("two arcs and a small light over still water")
    READ = "read", _("a grandmother reads with a toddler")
    SING = "sing", _("a mother hums to her baby")
    TALK = "talk", _("a parent and a laughing baby, face to face")
    TWINS = "twins", _("a parent with a twin in each arm")
    WALK = "walk", _("a parent in a wheelchair and a baby in a sling, outdoors")
    WINDOW = "window", _("a carer and a baby look out of the window at the rain")
