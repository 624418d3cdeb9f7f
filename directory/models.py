"""Who can help, and where: Trusts, Sure Starts, and the numbers and addresses that a message may name."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

RECHECK_AFTER = timedelta(days=182)  # about half a year


class Trust(models.Model):
    """A Health and Social Care Trust."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class SureStart(models.Model):
    """A local early-years project. The owner loads the official list; a few verified ones are shipped."""

    name = models.CharField(max_length=120, unique=True)
    trust = models.ForeignKey(Trust, models.PROTECT, null=True, blank=True)
    area = models.CharField(max_length=200, blank=True)
    districts = models.CharField(
        max_length=200, blank=True, help_text=_("Postcode districts for which it is suggested: BT7 BT9")
    )
    phone = models.CharField(max_length=30, blank=True)
    url = models.CharField(max_length=200, blank=True, help_text=_("Short, without https://"))
    source = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = "Sure Start"
        verbose_name_plural = "Sure Starts"

    def __str__(self) -> str:
        return f"{self.name} Sure Start"


class Service(models.Model):
    """A helpline or web service. Messages never carry a typed number: they say {code.phone} or {code.url}."""

    code = models.SlugField(unique=True, help_text=_("Messages name it by this code, for example {lifeline.phone}."))
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    url = models.CharField(max_length=200, blank=True, help_text=_("Short, without https://"))
    hours = models.CharField(max_length=120, blank=True)
    cost = models.CharField(max_length=120, blank=True, help_text=_("What a call costs, as: free from every phone."))
    languages = models.CharField(
        max_length=200, blank=True, help_text=_("Languages it is offered in, as its page says.")
    )
    trust = models.ForeignKey(
        Trust, models.PROTECT, null=True, blank=True, help_text=_("If it is only for one Trust's area.")
    )
    source = models.CharField(max_length=300, help_text=_("The page on which it was checked."))
    checked_on = models.DateField()
    review_by = models.DateField()

    class Meta:
        ordering = ("name",)
        verbose_name = _("helpline or service")
        verbose_name_plural = _("helplines and services")

    def __str__(self) -> str:
        return self.name

    def is_stale(self, today: date) -> bool:
        """Whether somebody has to check it again before a message may name it."""
        return today > self.review_by
