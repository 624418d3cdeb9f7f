"""Which part of the region somebody of the staff works for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart, Trust


class Owned(models.Model):
    """What belongs to a Sure Start, to a Trust, or, with neither, to the whole region."""

    trust = models.ForeignKey(
        Trust, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Health Trust")
    )
    sure_start = models.ForeignKey(
        SureStart, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sure Start")
    )

    class Meta:
        abstract = True

    @property
    def is_regional(self) -> bool:
        return self.trust_id is None and self.sure_start_id is None

    @property
    def owner(self) -> str:
        """Whose it is, for people."""
        return str(self.sure_start or self.trust or _("the whole region"))


class Membership(models.Model):
    """One Sure Start or Trust that somebody works for; a Trust stands for all its Sure Starts. There may be several."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    trust = models.ForeignKey(Trust, models.CASCADE, null=True, blank=True, related_name="members")
    sure_start = models.ForeignKey(SureStart, models.CASCADE, null=True, blank=True, related_name="members")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("user", "trust", "sure_start")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(trust=None, sure_start__isnull=False) | Q(trust__isnull=False, sure_start=None),
                name="member_of_one_trust_or_sure_start",
                violation_error_message=_("Choose one: a Health Trust, or a Sure Start."),
            ),
            models.UniqueConstraint(fields=["user", "trust"], name="member_of_a_trust_once"),
            models.UniqueConstraint(fields=["user", "sure_start"], name="member_of_a_sure_start_once"),
        ]
        # Who has this permission sees and runs what belongs to every area, and to the region itself.
        permissions: ClassVar = [("every_area", "Works for the whole region")]

    def __str__(self) -> str:
        return f"{self.user}: {self.sure_start or self.trust}"
