"""What is run where: so far, the places at whose posters parents join."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart


class Place(models.Model):
    """A library, pharmacy, food bank or Sure Start with a poster: its keyword tells where somebody joined."""

    name = models.CharField(max_length=120)
    keyword = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]{3,20}$", _("Use 3 to 20 capital letters and digits, no spaces."))],
        help_text=_("What a parent texts to join here: one short word, for example OAKLIBRARY."),
    )
    sure_start = models.ForeignKey(SureStart, models.SET_NULL, null=True, blank=True)
    is_open = models.BooleanField(default=True, help_text=_("A closed place's keyword still lets people join."))

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
