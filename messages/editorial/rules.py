"""The few hard rules: what keeps words, in any language, from being published."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.models import Service
from messages.editorial.drafts import BODIES, SMS_FIELDS, Draft
from messages.editorial.findings import Finding, Severity
from messages.editorial.meters import meter
from messages.models import OF_HEALTH, Message
from messages.placeholders import DETAILS, PLACEHOLDER, from_above
from messages.sms import UCS2
from messages.words import TRIO

# Nothing fills these in: a placeholder would be read as it is typed.
NEVER_FILLED = ("topic", "action")
BRACE = re.compile(r"[{}]")
# English words that make a claim on health, whatever the theme.
CLAIM = re.compile(
    r"\brisks?\b|\breduc(?:e|es|ed|ing)\b|\bprevents?\b|\bprotects? (?:against|from)\b|\blowers? the chances?\b"
    r"|\b(?:research|studies|evidence|science) (?:shows?|says?|finds?|found|suggests?)\b",
    re.IGNORECASE,
)


def blocks(draft: Draft) -> Iterator[Finding]:
    """Everything that has to be mended first."""
    yield from _missing(draft)
    yield from _trio(draft)
    for field, text in draft.written((*BODIES, "why")):
        yield from _placeholders(draft, field, text)
    for field, text in draft.written(NEVER_FILLED):
        yield from _never_filled(field, text)
    yield from _too_long(draft)
    yield from _source(draft)


def _block(rule: str, field: str, excerpt: str, says: str, instead: str) -> Finding:
    return Finding(rule=rule, severity=Severity.BLOCK, field=field, excerpt=excerpt, says=says, instead=instead)


def _missing(draft: Draft) -> Iterator[Finding]:
    texts = draft.texts
    if not any(texts[field] for field in (*SMS_FIELDS, "subject", "preheader", "email")):
        says = _("Nothing is written: there is neither a text message nor an e-mail.")
        yield _block("nothing-written", "sms", "", says, _("Write one of them; a blank channel is sent to nobody."))
    elif texts["email"] and not texts["subject"]:
        says = _("The e-mail has no subject, so an inbox shows an empty line.")
        yield _block("no-subject", "subject", "", says, _("Write a subject of a few warm words."))
    elif (texts["subject"] or texts["preheader"]) and not texts["email"]:
        says = _("There is a subject or preheader, but no letter below it.")
        yield _block("empty-letter", "email", "", says, _("Write the letter, or empty the subject and preheader."))


def _trio(draft: Draft) -> Iterator[Finding]:
    blank = [field for field in TRIO if not draft.texts[field]]
    if len(blank) in (1, 2):
        says = _("Of the three texts (why, do, well done) this one is missing, so none of them is sent.")
        for field in blank:
            yield _block("incomplete-trio", field, "", says, _("Write all three, or empty all three."))


def _placeholders(draft: Draft, field: str, text: str) -> Iterator[Finding]:
    told: set[str] = set()  # a helpline's name and number are one matter
    for match in PLACEHOLDER.finditer(text):
        code, _dot, detail = match[1].partition(".")
        service = draft.services.get(code)
        if service is None and from_above(code, detail, draft.language) is not None:
            continue  # an event, say, which an upper room knows
        if service is None or detail not in DETAILS or not getattr(service, detail):
            if code not in told:
                yield _unknown(field, match[0], service)
        elif service.is_stale(draft.today) and code not in told:
            yield _stale(field, match[0], service)
        else:
            continue
        told.add(code)
    if left := BRACE.search(PLACEHOLDER.sub("", text)):
        says = _("This bracket belongs to no placeholder, and parents would see it.")
        yield _block("unknown-placeholder", field, left[0], says, _("Write placeholders as {lifeline.phone}."))


def _unknown(field: str, placeholder: str, service: Service | None) -> Finding:
    says = _("The directory has nothing for this placeholder, so the message could not be sent.")
    if service is None:
        instead = _("Look the service's code up in the directory, or enter the service there.")
    else:
        known = ", ".join(f"{{{service.code}.{name}}}" for name in DETAILS if getattr(service, name))
        instead = _("Of this service the directory knows %(known)s.") % {"known": known}
    return _block("unknown-placeholder", field, placeholder, says, instead)


def _stale(field: str, placeholder: str, service: Service) -> Finding:
    says = _("%(service)s was to be checked again by %(date)s, and nobody has done so yet.")
    values = {"service": service.name, "date": service.review_by.isoformat()}
    instead = _("Check its number and hours, and enter the day of the check in the directory.")
    return _block("stale-service", field, placeholder, says % values, instead)


def _never_filled(field: str, text: str) -> Iterator[Finding]:
    if found := PLACEHOLDER.search(text):
        says = _("Nothing is filled in here: parents would read the placeholder as it is typed.")
        yield _block("unknown-placeholder", field, found[0], says, _("Say it in the text or the letter instead."))


def _too_long(draft: Draft) -> Iterator[Finding]:
    for field, text in draft.written(SMS_FIELDS):
        found = meter(field, text, draft.services, draft.language)
        if found.segments > found.limit:
            says = _("This text takes %(segments)s segments with its numbers filled in; at most %(limit)s are sent.")
            instead = _("Make it shorter.")
            if found.encoding == UCS2:
                instead = _("Make it shorter; these letters make each segment a small one: %(dear)s")
            values = {"segments": found.segments, "limit": found.limit, "dear": " ".join(found.dear[:8])}
            yield _block("too-long", field, "", says % values, instead % values)


def _source(draft: Draft) -> Iterator[Finding]:
    """Of the English only: a translation says what its message says."""
    message: Message = draft.message
    if draft.english is not None or message.source.strip():
        return
    claims = (match[0] for text in draft.texts.values() for match in CLAIM.finditer(text))
    claim = next(claims, "")
    if claim or message.theme in OF_HEALTH:
        says = _("It says something about health, and does not say how we know.")
        yield _block("no-source", "source", claim, says, _("Name the page or study, and the day you looked at it."))
