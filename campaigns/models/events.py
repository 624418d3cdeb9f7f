"""Events: a baby massage, a stall, a talk online; of the whole region or of one Sure Start."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.people import Owned
from languages.table import every_other_language


class Event(Owned):
    """Something to go to. Its texts are in EventText, English first; instants are in UTC."""

    class Who(models.TextChoices):
        FAMILIES = "families", _("parents and their babies")
        EXPECTING = "expecting", _("parents-to-be")
        FATHERS = "fathers", _("fathers and partners")
        PRACTITIONERS = "staff", _("people who work with families")
        EVERYBODY = "everybody", _("everybody")

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("part of")
    )
    title = models.CharField(_("title"), max_length=100)
    about = models.TextField(_("what happens"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_online = models.BooleanField(_("online"), default=False)
    where = models.CharField(_("where"), max_length=200, blank=True, help_text=_("The address, or how to join online."))
    who = models.CharField(_("for whom"), max_length=9, choices=Who, default=Who.FAMILIES)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    host = models.CharField(_("who runs it"), max_length=120, blank=True)
    booking_url = models.URLField(_("where to book"), blank=True, max_length=300)
    access = models.TextField(_("accessibility"), max_length=500, blank=True)
    is_published = models.BooleanField(_("shown to parents"), default=True)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)  # calendars read it
    revision = models.PositiveIntegerField(default=0, editable=False)  # one more at each change, for calendars

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventText(models.Model):
    """An event's title, and what happens, in another language."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=every_other_language)
    title = models.CharField(_("title"), max_length=100)
    about = models.TextField(_("what happens"), max_length=1000, blank=True)

    class Meta:
        ordering = ("language",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "language"], name="one_event_text_a_language"),
        ]

    def __str__(self) -> str:
        return self.title
