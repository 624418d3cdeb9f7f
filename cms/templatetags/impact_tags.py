"""Words and numbers for the pages about second thoughts."""

from typing import Any

from django import template
from django.utils.translation import gettext

from delivery.holding import MAY_HALT, standing_halt
from languages.table import LANGUAGES
from subscribers.models import Contact
from subscribers.privacy import FEW

register = template.Library()


@register.filter
def few(number: int) -> str:
    """A number of parents. A small one is not told: it could point at somebody."""
    return gettext("fewer than 5") if 0 < number < FEW else str(number)


@register.filter
def bar(number: int, most: int) -> int:
    """The length of a number's bar in per cent of the longest one's; all small numbers look alike."""
    shown = max(number, FEW - 1) if number else 0
    return round(100 * shown / max(most, FEW - 1))


@register.filter
def language_name(code: str) -> str:
    """In the page's language; of an empty code, that nothing may be sent."""
    return str(LANGUAGES[code].name) if code in LANGUAGES else gettext("nothing to send in their language")


@register.filter
def channel_name(code: str) -> str:
    """Text message, or e-mail."""
    return str(Contact.Kind(code).label)


@register.inclusion_tag("cms/admin/impact/halt_banner.html", takes_context=True)
def halt_banner(context: dict[str, Any]) -> dict[str, Any]:
    """What stands above every page of the admin while everything stands still."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return {"standing": None}
    standing = standing_halt()
    return {"standing": standing, "may_end_it": standing and user.has_perm(MAY_HALT)}
