"""All that somebody has told us, what they agree to, and what comes next."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.models import SureStart, Trust
from languages.fragments import autonym, english, filled
from languages.table import DEFAULT
from messages.library import sendable
from portal import extras
from portal.sign_up import Answers
from portal.slots import slot_hour, slot_label
from portal.turn import day
from portal.views.sign_up import steps
from portal.views.sign_up.forms import CHANNELS, ROLES
from subscribers import consent
from subscribers.children import corrected_birth_date
from subscribers.hours import local_day
from subscribers.models import Journey, Role, Slot
from subscribers.phone import spaced

Channel = Journey.Channel
Rows = list[dict[str, Any]]
ISOLATED = "\u2068{}\u2069"  # words of another direction leave those around them in their order


def rows(answers: Answers, today: date) -> Rows:
    """What they have chosen, each with the page that changes it."""
    said = {
        "baby": (_("Your baby"), _("Is here") if answers.is_born else _("Is not here yet")),
        "when": (_("Born on") if answers.is_born else _("Due on"), _date(answers)),
        "early": (_("Came early"), _early(answers)),
        "you": (_("You are"), dict(ROLES).get(Role(answers.role), "")),
        "language": (_("Language"), _language(answers)),
        "how": (_("Messages come"), dict(CHANNELS)[Channel(answers.channel)]),
        "time": (_("Time of day"), slot_label(Slot(answers.slot))),
        "area": (_("Where you live"), _area(answers)),
    }
    found: Rows = []
    for name in steps.names(answers, today):
        key, value = said[name]
        url = reverse("join-step", args=[name])
        found.append({"key": key, "value": value, "url": url})
        if name == "how":
            found += [{"key": key, "value": value, "url": url} for key, value in _addresses(answers)]
    return found


def agreement(answers: Answers) -> dict[str, Any]:
    """The sentence that the button agrees to, with the versions of it and of the privacy notice."""
    how = _("You keep what is listed above for this, and nothing else. I can stop at any time.")
    return {
        "sentence": f"{_what(answers)} {how}",
        "wording": consent.PAGE_WORDING,
        "notice": consent.NOTICE,
        "by_email": answers.channel == Channel.EMAIL,
    }


def _what(answers: Answers) -> str:
    """What they agree to get: whole sentences, for a part of one cannot be translated alone."""
    if answers.invitation:
        return _("I agree to get about one free message a week about the baby, until age 3.")
    if answers.birth_date:
        born = _("I agree to get about one free message a week about a baby born %(day)s, until age 3.")
        return born % {"day": day(answers.birth_date)}
    due = _("I agree to get about one free message a week about a baby due %(day)s, until age 3.")
    return due % {"day": day(answers.due_date)}


def what_comes(answers: Answers, now: datetime) -> dict[str, Any]:
    """The first message, and what they may want to know now."""
    return {
        "first": day(_first_day(answers, local_day(now))),
        "hour": slot_hour(Slot(answers.slot)),
        "by_text": answers.channel != Channel.EMAIL,
        "link_sent": answers.channel == Channel.BOTH,
        "is_invited": bool(answers.invitation),
        "extra": extras.for_newcomer(answers.role, answers.language, answers.channel, answers.fallback),
    }


def _date(answers: Answers) -> str:
    said = day(answers.birth_date or answers.due_date)
    return _("%(day)s (you wrote: %(text)s)") % {"day": said, "text": ISOLATED.format(answers.when_text)}


def _early(answers: Answers) -> str:
    if answers.gestation_weeks is None:
        return _("No")
    return _("Yes, at %(weeks)s weeks") % {"weeks": answers.gestation_weeks}


def _language(answers: Answers) -> str:
    own = autonym(answers.language)
    if answers.language == DEFAULT:
        return own
    if answers.fallback == Journey.Fallback.NOTHING:
        return filled(_("%(language)s, and nothing when there is none yet"), language=own)
    return filled(_("%(language)s, or English when there is none yet"), language=own)


def _addresses(answers: Answers) -> list[tuple[str, SafeString]]:
    left_to_right = '<bdi dir="ltr">{}</bdi>'
    phone = [(_("Mobile number"), format_html(left_to_right, spaced(answers.phone)))] if answers.phone else []
    return phone + ([(_("E-mail address"), format_html(left_to_right, answers.email))] if answers.email else [])


def _area(answers: Answers) -> str:
    if answers.sure_start and (sure_start := SureStart.objects.filter(pk=answers.sure_start).first()):
        return english(sure_start)
    if answers.trust and (trust := Trust.objects.filter(pk=answers.trust).first()):
        return filled(_("%(name)s Health and Social Care Trust"), name=english(trust.name))
    return _("You would rather not say")


def _first_day(answers: Answers, today: date) -> date | None:
    """The day of the first stage that is still to come and has words; None when there is none, or we may not say."""
    if answers.invitation or not answers.role:
        return None
    dates = {"due_date": answers.due_date}
    if answers.birth_date:
        corrected = corrected_birth_date(answers.birth_date, answers.gestation_weeks)
        dates = {"birth_date": answers.birth_date, "corrected_birth_date": corrected}
    channels = [Channel.SMS, Channel.EMAIL] if answers.channel == Channel.BOTH else [answers.channel]
    languages = {answers.language, DEFAULT if answers.fallback == Journey.Fallback.ENGLISH else answers.language}
    messages = sendable(channels, languages).filter(track=Role(answers.role).track)
    anchored = ((message.stage, dates.get(message.anchor)) for message in messages)
    days = [stage.day(anchor) for stage, anchor in anchored if anchor]
    return min((one for one in days if one >= today), default=None)
