"""Where posters hang."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.people import Owned


class Place(Owned):
    """A library, pharmacy, food bank or Sure Start with a poster: its keyword tells where somebody joined."""

    class Kind(models.TextChoices):
        SURE_START = "sure_start", _("Sure Start")
        LIBRARY = "library", _("library")
        PHARMACY = "pharmacy", _("pharmacy")
        GP = "gp", _("GP surgery")
        HOSPITAL = "hospital", _("hospital or clinic")
        FOOD_BANK = "food_bank", _("food bank")
        SUPERMARKET = "supermarket", _("shop or supermarket")
        COMMUNITY = "community", _("community or faith group")
        OTHER = "other", _("another place")

    name = models.CharField(max_length=120)
    kind = models.CharField(_("kind of place"), max_length=12, choices=Kind, default=Kind.OTHER)
    keyword = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]{3,20}$", _("Use 3 to 20 capital letters and digits, no spaces."))],
        help_text=_("What a parent texts to join here: one short word, for example OAKLIBRARY."),
    )
    is_open = models.BooleanField(default=True, help_text=_("A closed place's keyword still lets people join."))

    class Meta:
        ordering = ("name",)
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name
