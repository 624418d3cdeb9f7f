"""What the checks have to say about a message's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    BLOCK = "block", _("has to be mended first")
    HINT = "hint", _("a hint")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was seen in one field. A block keeps words from being published; a hint teaches."""

    rule: str  # its name, as in hope.toml or in the module that found it
    severity: Severity
    field: str  # of Message or Translation
    excerpt: str  # the very words, or empty when it is about what is missing
    says: str  # what it is, and why that matters
    instead: str  # a kinder or right way


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep the words from being published."""
    return [finding for finding in findings if finding.severity == Severity.BLOCK]
