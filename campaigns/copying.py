"""Beginning a campaign from another: last year's, with all that it said, or a local copy of a regional one."""

from copy import copy
from datetime import date, datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.db.models.base import ModelState
from django.utils.text import slugify

from campaigns import areas
from campaigns.models import Campaign, Mailing, State, Step
from campaigns.running import MAY_CHANGE, RefusedError
from directory.models import SureStart, Trust
from messages.models import Message

Row = TypeVar("Row", bound=Model)
Owner = dict[str, Trust | SureStart | None]
MAY_ADD = "campaigns.add_campaign"
# What a copy takes over of the campaign itself.
WISHES = (
    *("kind", "occasion", "expecting", "week_from", "week_to", "born", "month_from", "month_to"),
    *("roles", "languages", "by", "has_banner", "budget_pence"),
)
COPIED = ("trusts", "sure_starts", "places")
TO_COPY = (State.APPROVED, State.RUNNING, State.PAUSED)


@transaction.atomic
def begin_from(  # noqa: PLR0913 - what a new campaign needs
    last: Campaign,
    user: User,
    now: datetime,
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    owner: Trust | SureStart | None = None,
) -> Campaign:
    """A draft with everything that another one said, on new dates. Its words need a new approval.

    Mailings on dates of their own are put as far from its first day as they were then. Events are not copied: they
    have dates, places and bookings of their own. It belongs to the same owner, or, for somebody who only sees that
    one, to theirs: `owner` says which, where they work for several. Raises RefusedError for somebody who may not see
    it or add one.
    """
    if not user.has_perm(MAY_ADD) or not areas.visible(Campaign.objects.filter(pk=last.pk), user).exists():
        raise RefusedError
    whose: Owner = {"trust": last.trust, "sure_start": last.sure_start}
    if not areas.own(Campaign.objects.filter(pk=last.pk), user).exists():
        whose = _owner(user, owner)
    made = Campaign(title=title, starts_on=starts_on, ends_on=ends_on, begun_from=last, changed_by=user, **whose)
    for name in WISHES:
        setattr(made, name, getattr(last, name))
    made.slug = free_slug(f"{title}-{starts_on.year}" if str(starts_on.year) not in title else title)
    made.save()
    for name in COPIED:
        getattr(made, name).set(getattr(last, name).all())
    for rows in (last.texts, last.topics, last.posts):
        for row in rows.all():
            _again(row, campaign=made)
    for mailing in last.mailings.select_related("message", "campaign"):
        _mailing_again(mailing, made)
    Step.objects.create(campaign=made, state=State.DRAFT, user=user, at=now)
    return made


@transaction.atomic
def local_copy(
    regional: Campaign, user: User, now: datetime, *, trust: Trust | None = None, sure_start: SureStart | None = None
) -> Campaign:
    """A local copy of a regional campaign: empty, for it says only what it says otherwise.

    Raises RefusedError; django.db.IntegrityError when this owner has one already.
    """
    trusts, sure_starts = areas.owners(user)
    if trust:
        is_mine = trusts.filter(pk=trust.pk).exists()
    else:
        is_mine = sure_start is not None and sure_starts.filter(pk=sure_start.pk).exists()
    if not user.has_perm(MAY_ADD) or not is_mine or not regional.is_regional or regional.state not in TO_COPY:
        raise RefusedError
    made = Campaign(
        title=regional.title,
        slug=free_slug(f"{regional.slug}-{sure_start.name if sure_start else trust}"),
        inherits=regional,
        trust=trust,
        sure_start=sure_start,
        starts_on=regional.starts_on,
        ends_on=regional.ends_on,
        changed_by=user,
    )
    for name in WISHES:
        if name != "budget_pence":
            setattr(made, name, getattr(regional, name))
    made.save()
    Step.objects.create(campaign=made, state=State.DRAFT, user=user, at=now)
    return made


@transaction.atomic
def variant(mailing: Mailing, local: Campaign, user: User) -> Mailing:
    """The local copy's own words for a regional mailing, to begin with the same. Raises RefusedError."""
    mine = areas.own(Campaign.objects.filter(pk=local.pk, state=State.DRAFT, inherits=mailing.campaign_id), user)
    if not user.has_perm(MAY_CHANGE) or not mine.exists():
        raise RefusedError
    return _mailing_again(mailing, local, instead_of=mailing)


def free_slug(text: str) -> str:
    """A web address that no campaign has yet."""
    first = slugify(text)[:44] or "campaign"
    known = set(Campaign.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    return next(slug for slug in (first, *(f"{first}-{n}" for n in range(2, 1000))) if slug not in known)


def _owner(user: User, chosen: Trust | SureStart | None) -> Owner:
    """The chosen one of the Sure Starts and Trusts that somebody works for, or the only one. Raises RefusedError."""
    trusts, sure_starts = areas.owners(user)
    if isinstance(chosen, Trust) and trusts.filter(pk=chosen.pk).exists():
        return {"trust": chosen, "sure_start": None}
    if isinstance(chosen, SureStart) and sure_starts.filter(pk=chosen.pk).exists():
        return {"trust": None, "sure_start": chosen}
    if chosen is None and trusts.count() == 1:
        return {"trust": trusts.get(), "sure_start": None}
    if chosen is None and sure_starts.count() == 1:
        return {"trust": None, "sure_start": sure_starts.get()}
    raise RefusedError


def _mailing_again(mailing: Mailing, campaign: Campaign, **details: Mailing) -> Mailing:
    message = _message_again(mailing.message)
    after = (mailing.day - mailing.campaign.starts_on).days
    new = {"queued_at": None, "instead_of": None, "on_day": None, "after_days": after} | details
    return _again(mailing, campaign=campaign, message=message, **new)


def _message_again(message: Message) -> Message:
    """The same words in every language, as drafts that nobody has approved."""
    translations = list(message.translations.all())
    made = _again(message, **UNAPPROVED)
    for translation in translations:
        _again(translation, message=made, goes_on_with="", **UNAPPROVED)
    return made


UNAPPROVED = {
    "live": False,
    "held_at": None,
    "live_revision": None,
    "latest_revision": None,
    "first_published_at": None,
    "last_published_at": None,
    "locked": False,
    "locked_by": None,
    "version": 1,
}


def _again(row: Row, **details: object) -> Row:
    """A new row like this one, but for the details."""
    row = copy(row)
    row.pk, row._state = None, ModelState()  # noqa: SLF001 - Django's documented way to copy a row
    for name, value in details.items():
        setattr(row, name, value)
    row.save()
    return row
