"""System checks: what is missing in the environment, and how to mend it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name

TWILIO_SETTINGS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_MESSAGING_SERVICE_SID")


@register(Tags.compatibility)
def check_channels(**_kwargs: Any) -> list[CheckMessage]:
    """The SMS channel has to be one we know, with all that it needs."""
    if settings.SMS_CHANNEL not in ("virtual", "twilio"):
        hint = "Set SMS_CHANNEL to `twilio`, or to `virtual` for a demo."
        return [Error(f"SMS_CHANNEL={settings.SMS_CHANNEL} is not a channel.", hint=hint, id="hope.E001")]
    if settings.SMS_CHANNEL == "virtual":
        return []
    return [
        Error(
            f"{name} is not set.",
            hint=f"SMS_CHANNEL=twilio needs {name}: copy it from the Twilio console.",
            id="hope.E002",
        )
        for name in TWILIO_SETTINGS
        if not getattr(settings, name)
    ]


@register(Tags.security, deploy=True)
def check_deployment(**_kwargs: Any) -> list[CheckMessage]:
    """What a service for real parents needs (`manage.py check --deploy`)."""
    found: list[CheckMessage] = []
    if settings.DEMO or settings.DEBUG:
        found.append(
            Error("DEMO or DEBUG is on.", hint="Unset both: they open pages that parents must not see.", id="hope.E010")
        )
    if settings.SMS_CHANNEL == "virtual":
        found.append(Error("SMS_CHANNEL=virtual sends no texts.", hint="Set SMS_CHANNEL=twilio.", id="hope.E011"))
    if not settings.EMAIL_URL:
        hint = "Set EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587"
        found.append(Error("EMAIL_URL is not set: e-mail goes nowhere.", hint=hint, id="hope.E012"))
    if not settings.SERVED_SECURELY:
        hint = "Set PUBLIC_URL to the https:// address that parents and the SMS provider use."
        found.append(Error("PUBLIC_URL is not https.", hint=hint, id="hope.E013"))
    if settings.EMBEDDED:
        hint = "Set DATABASE_URL, for example postgres://user:password@host/name"
        found.append(Warning("The embedded SQLite database serves one machine only.", hint=hint, id="hope.W014"))
    if not settings.REDIS_URL:
        found.append(Warning("REDIS_URL is not set.", hint="Set it, for example redis://host:6379/0", id="hope.W015"))
    if not (settings.CONTACT_KEYS and settings.CONTACT_INDEX_KEY):
        hint = (
            f"Make each with `{settings.NEW_KEY}`; see docs/operating.md before you change them on a running service."
        )
        found.append(Warning("CONTACT_KEYS or CONTACT_INDEX_KEY is made from SECRET_KEY.", hint=hint, id="hope.W016"))
    if settings.SERVED_SECURELY and not settings.TRUSTED_PROXIES:
        hint = "Set TRUSTED_PROXIES to how many proxies of yours add to X-Forwarded-For; it is most often 1."
        found.append(Warning("TRUSTED_PROXIES is 0: all visitors would share one budget.", hint=hint, id="hope.W017"))
    return found
