"""A mailing's estimate in words: to how many, for how much, how long it takes. Small numbers are not told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.audiences import journeys
from campaigns.estimating import Estimate, Group, hours
from campaigns.models import Mailing
from cms.editor.reading import money
from languages.table import DEFAULT, LANGUAGES
from subscribers.models import Contact, Journey
from subscribers.privacy import FEW
from subscribers.small_numbers import Cell, about, shown

MINUTE, SOON_AN_HOUR = 60, 90


@dataclass(frozen=True, kw_only=True)
class Line:
    """Those who get it by one channel in one language."""

    language: str
    channel: str
    people: str
    segments: int  # of each; 0 for an e-mail
    cost: str  # blank when it would tell how few they are, or for an e-mail


@dataclass(frozen=True, kw_only=True)
class Told:
    """An estimate as people read it."""

    sentence: str
    pace: str
    fits: bool
    without: str  # of those for whom there are no words; blank when there are none
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Parents:
    """How many people, each counted once."""

    reached: int
    without: int


def parents_of(mailing: Mailing, expected: Estimate) -> Parents:
    """One query."""
    spoken = {group.language for group in expected.groups if group.language}
    reached = Q(language__in=spoken)
    if DEFAULT in spoken:
        reached |= Q(fallback=Journey.Fallback.ENGLISH)
    counted = journeys(mailing).aggregate(
        all=Count("subscriber", distinct=True), reached=Count("subscriber", distinct=True, filter=reached)
    )
    return Parents(reached=counted["reached"], without=counted["all"] - counted["reached"])


def tell(mailing: Mailing, expected: Estimate, *, hides: bool = False) -> Told:
    """The estimate in words. `hides` says that a number beside it is hidden, so that its sum may not tell it."""
    parents = parents_of(mailing, expected)
    groups = [group for group in expected.groups if group.language]
    row = shown([group.people for group in groups])
    hides = hides or row.hides or 0 < parents.without < FEW
    return Told(
        sentence=_sentence(expected, parents, hides=hides),
        pace=_pace(expected) if parents.reached else "",
        fits=expected.fits,
        without=_without(parents),
        lines=[_line(group, cell) for group, cell in zip(groups, row.cells, strict=True)],
    )


def _sentence(expected: Estimate, parents: Parents, *, hides: bool) -> str:
    if not parents.reached:
        return _("Nobody would get it as it is now.")
    if parents.reached < FEW:
        return _("To fewer than %(number)s parents.") % {"number": FEW}
    rounded: Any = about if hides else int
    texts = rounded(_number(expected, Contact.Kind.SMS))
    letters = rounded(_number(expected, Contact.Kind.EMAIL))
    pence = rounded(expected.segments) * settings.SMS_PENCE
    number = rounded(parents.reached)
    parts = [ngettext("about %(number)s parent", "about %(number)s parents", number) % {"number": count(number)}]
    if texts:
        parts.append(ngettext("%(number)s text", "%(number)s texts", texts) % {"number": count(texts)})
    if letters:
        parts.append(ngettext("%(number)s e-mail", "%(number)s e-mails", letters) % {"number": count(letters)})
    if pence:
        parts.append(money(pence))
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _number(expected: Estimate, channel: str) -> int:
    return sum(group.people for group in expected.groups if group.channel == channel and group.language)


def _pace(expected: Estimate) -> str:
    told = {"rate": settings.RATES["sms"], "time": length(expected.sending)}
    if expected.fits:
        return _("At %(rate)s a second it takes %(time)s.") % told
    told["room"] = length(expected.room)
    return _("At %(rate)s a second this takes %(time)s, and its days have %(room)s: choose a longer window.") % told


def _without(parents: Parents) -> str:
    if not parents.without:
        return ""
    number = few_or(parents.without)
    sentence = _("Nothing yet in their language, and no English asked for, so they would get nothing: %(number)s.")
    return sentence % {"number": number}


def _line(group: Group, cell: Cell) -> Line:
    by_text = group.channel == Contact.Kind.SMS
    cost = money(cell.number * group.segments * settings.SMS_PENCE) if by_text and cell.number is not None else ""
    return Line(
        language=LANGUAGES[group.language].name,
        channel=str(Contact.Kind(group.channel).label),
        people=in_cell(cell),
        segments=group.segments,
        cost=cost,
    )


def in_cell(cell: Cell) -> str:
    """A number of a table, or why it is not there."""
    if cell.number is not None:
        return count(cell.number)
    return _("fewer than %(number)s") % {"number": FEW} if cell.is_few else _("not shown")


def few_or(number: int) -> str:
    """A number of parents, unless it is small."""
    if number < FEW:
        return _("fewer than %(number)s parents") % {"number": FEW}
    return ngettext("%(number)s parent", "%(number)s parents", number) % {"number": count(number)}


def count(number: int) -> str:
    """With its thousands apart."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def length(time: timedelta) -> str:
    """As people say it: less than a minute, 3 minutes, 28 hours."""
    minutes = -(-int(time.total_seconds()) // MINUTE)
    if minutes <= 1:
        return _("less than a minute")
    if minutes < SOON_AN_HOUR:
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    number = hours(time)
    return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": count(number)}
