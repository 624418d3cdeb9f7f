"""What goes out beside the messages: posts for social networks, and short links of our own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from languages.table import DEFAULT, every_language


class SocialPost(models.Model):
    """A post for a social network, on one day, in one language. In a local copy it takes the regional one's place."""

    class Network(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        X = "x", "X"
        BLUESKY = "bluesky", "Bluesky"
        LINKEDIN = "linkedin", "LinkedIn"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="posts")
    network = models.CharField(_("network"), max_length=9, choices=Network)
    after_days = models.SmallIntegerField(_("day"), default=0)
    language = models.CharField(_("language"), max_length=12, choices=every_language, default=DEFAULT)
    text = models.TextField(_("text"), max_length=3000)

    class Meta:
        ordering = ("after_days", "network", "language")
        verbose_name = _("social post")
        verbose_name_plural = _("social posts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "network", "after_days", "language"], name="one_post_a_network_day_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.text[:40]}"


class Link(models.Model):
    """A short address of our own that a message or poster carries. It is the same for everybody who gets it."""

    code = models.CharField(max_length=8, unique=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="links")
    label = models.CharField(_("what it is for"), max_length=80)
    url = models.CharField(_("where it leads"), max_length=300)  # https://..., or a path of this site

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.code}: {self.label}"


class Clicks(models.Model):
    """How often a link was followed on a day, and nothing about who did."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="clicks")
    day = models.DateField()  # local
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["link", "day"], name="one_count_a_link_and_day")]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class Helpful(models.Model):
    """How many readers of a campaign's page said on a day that it helped, or that it did not; nothing about who."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="helpful")
    day = models.DateField()  # local
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "day"], name="one_helpful_a_day")]

    def __str__(self) -> str:
        return f"{self.yes} yes, {self.no} no on {self.day}"
