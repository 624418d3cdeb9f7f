"""Hints on numbers and addresses that were typed by hand: in the directory they can be mended in one place."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.models import Service
from messages.editorial.drafts import BODIES, Draft
from messages.editorial.findings import Finding
from messages.editorial.style import hint
from messages.placeholders import PLACEHOLDER

NEVER_CHANGE = {"999", "101", "112"}
# Digits in a row or with marks between, but no measure ("150 ml").
NUMBER = re.compile(r"\+?\(?\d(?:[ ().-]{0,2}\d){2,}(?!\s?(?:ml|mg|mcg|g|kg|cm|m|km|°|%|\d))\b")
YEAR = re.compile(r"(?:19|20)\d\d")
FEWEST_DIGITS_APART = 6  # so that "37-42" is none
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w+|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|info|com|org|net|ie|eu|hscni)\b\S*",
    re.IGNORECASE,
)


def hints(draft: Draft) -> Iterator[Finding]:
    """What should come from the directory."""
    for field, text in draft.written(BODIES):
        for rule, excerpt in typed_in(text):
            yield _hint(draft, rule, field, excerpt)


def typed_in(text: str) -> Iterator[tuple[str, str]]:
    """Addresses and telephone numbers of a text, each with the name of its rule; no placeholders."""
    bare = PLACEHOLDER.sub("", text)
    for match in ADDRESS.finditer(bare):
        yield "typed-address", match[0]
    for match in NUMBER.finditer(ADDRESS.sub("", bare)):
        if _is_telephone(match[0]):
            yield "typed-number", match[0]


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if digits in NEVER_CHANGE or YEAR.fullmatch(text):
        return False
    is_round = digits.endswith("00")  # "over 100 groups"
    return len(digits) >= FEWEST_DIGITS_APART or (text.isdigit() and not is_round)


def _hint(draft: Draft, rule: str, field: str, excerpt: str) -> Finding:
    says = _("It is typed by hand: when it changes, it stays wrong here.")
    known = next((x for x in draft.services.values() if _names(x, excerpt)), None)
    if known is None:
        return hint(rule, field, excerpt, says, _("Enter it in the directory, and use its placeholder."))
    detail = "phone" if rule == "typed-number" else "url"
    placeholder = f"{{{known.code}.{detail}}}"
    return hint(rule, field, excerpt, says, _("Write %(placeholder)s.") % {"placeholder": placeholder})


def _names(service: Service, excerpt: str) -> bool:
    digits = re.sub(r"\D", "", excerpt)
    phone = re.sub(r"\D", "", service.phone)
    return bool((phone and digits == phone) or (service.url and service.url.lower() in excerpt.lower()))
