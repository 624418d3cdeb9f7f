"""The file that somebody has sent, kept until they say yes or no: whose it is, of what, and whose rules hold for it."""

from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.sheets import CampaignWords
from cms.approving import languages_of
from cms.models import SheetUpload
from messages.sheets.scope import Scope
from subscribers.hours import now_of


def person(request: HttpRequest) -> User:
    """Who is signed in, as nobody else comes so far."""
    return cast("User", request.user)


def keep(request: HttpRequest, name: str, content: bytes, of: Campaign | None = None) -> None:
    """Keep the file until its sender says yes; those of people who never did go."""
    now = now_of(request)
    SheetUpload.objects.filter(at__lt=now - settings.SHEET_KEPT).delete()
    held = {"name": name, "content": content, "at": now, "campaign": of}
    SheetUpload.objects.update_or_create(user=person(request), defaults=held)


def home_of(upload: SheetUpload | None) -> str:
    """The page from which a file was sent."""
    if upload is None or upload.campaign_id is None:
        return reverse("sheets")
    return reverse("campaign_sheets", args=[upload.campaign_id])


def scope_of(upload: SheetUpload, user: User) -> Scope:
    """Whose rules hold for what this user has sent."""
    languages = languages_of(user)
    return CampaignWords(upload.campaign, languages) if upload.campaign else Scope(languages)


def waiting(request: HttpRequest) -> SheetUpload | None:
    """The file that this person has sent, unless that is too long ago."""
    since = now_of(request) - settings.SHEET_KEPT
    return SheetUpload.objects.select_related("campaign").filter(user=person(request), at__gte=since).first()
