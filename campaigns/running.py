"""A campaign's way from draft to report: who may bring it where, and what happens then. All instants in UTC.

Two people stand behind every campaign: whoever wrote or submitted it does not approve it. Pausing and cancelling are
one commit, for every sender at once: its messages are held back (delivery.holding), and no claim takes them.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from campaigns import areas, queueing, reporting
from campaigns.checks import budget_is_short, problems
from campaigns.models import ALIVE, SENDING, Campaign, Mailing, State, Step
from delivery.holding import hold, let_go
from delivery.models import DeliveryEvent, Nudge, Reason
from delivery.outbox import cancel as cancel_nudges
from messages.models import Message, Translation
from messages.models import approve as approve_words
from subscribers.hours import local_day

logger = logging.getLogger(__name__)

MAY_CHANGE = "campaigns.change_campaign"
MAY_APPROVE = "campaigns.approve_campaign"
MAY_STOP = "campaigns.stop_campaign"
MAY_APPROVE_WORDS = "library.approve_message"


class RefusedError(Exception):
    """Somebody may not do that, or the campaign is not where it could be done."""


class AdvanceError(Exception):
    """Some mailings could not be queued. It names them."""


class NotReadyError(Exception):
    """A campaign cannot be submitted or approved as it is; `problems` are sentences that say what to do."""

    def __init__(self, found: Collection[str]) -> None:
        super().__init__(" ".join(found))
        self.problems = list(found)


@transaction.atomic
def submit(campaign: Campaign, user: User, now: datetime, comment: str = "") -> Campaign:
    """Ask for approval. Raises RefusedError, NotReadyError."""
    row = take(campaign, user, MAY_CHANGE, State.DRAFT)
    _check(row, now)
    row.submitted_by, row.approved_by = user, None
    return _bring(row, State.SUBMITTED, user, now, comment)


@transaction.atomic
def send_back(campaign: Campaign, user: User, now: datetime, comment: str) -> Campaign:
    """Not yet: with a comment for whoever wrote it, who may also take it back themselves. Raises RefusedError."""
    permission = MAY_CHANGE if user.pk == campaign.submitted_by_id else MAY_APPROVE
    return _bring(take(campaign, user, permission, State.SUBMITTED), State.DRAFT, user, now, comment)


@transaction.atomic
def approve(campaign: Campaign, user: User, now: datetime, comment: str = "") -> Campaign:
    """Say yes, by somebody who neither wrote nor submitted it. Its English words are approved with it.

    Other languages are approved by whoever may, each by itself (writing.approve); until then their parents get the
    fallback that they chose. Raises RefusedError, NotReadyError.
    """
    row = take(campaign, user, MAY_APPROVE, State.SUBMITTED)
    if user.pk in (row.submitted_by_id, row.changed_by_id):
        raise RefusedError
    _check(row, now)
    for message in Message.objects.filter(mailing__campaign=row):
        approve_words(message, user, now)
    _set_live(row, live=True)
    row.approved_by = user
    return _bring(row, State.APPROVED, user, now, comment)


@transaction.atomic
def reopen(campaign: Campaign, user: User, now: datetime, comment: str = "") -> Campaign:
    """Back to a draft, to change it, before anything of it has gone out. What waits is taken out of the outbox."""
    row = take(campaign, user, MAY_CHANGE, State.APPROVED)
    _set_live(row, live=False)  # waits for the claims that came before
    if has_gone_out(row):
        raise RefusedError
    _call_off(row, now)
    return _bring(row, State.DRAFT, user, now, comment)


def has_gone_out(campaign: Campaign) -> bool:
    """Whether something of it has been claimed to be sent."""
    return Nudge.objects.filter(message__mailing__campaign=campaign, submitted_at__isnull=False).exists()


@transaction.atomic
def pause(campaign: Campaign, user: User | None, now: datetime, comment: str = "") -> Campaign:
    """Nothing more of it is claimed from this commit on. Nobody (None) pauses what has used up its budget."""
    row = take(campaign, user, MAY_STOP, *SENDING)
    hold(Message.objects.filter(mailing__campaign=row), now)
    return _bring(row, State.PAUSED, user, now, comment)


@transaction.atomic
def resume(
    campaign: Campaign, user: User, now: datetime, comment: str = "", *, budget_pence: int | None = None
) -> Campaign:
    """Go on with what is not too late, within the caps and hours as ever.

    With another budget, if its own was used up; by whoever may approve campaigns.
    """
    row = take(campaign, user, MAY_STOP, State.PAUSED)
    if budget_pence is not None and budget_pence != row.budget_pence:
        if not user.has_perm(MAY_APPROVE):
            raise RefusedError
        row.budget_pence = budget_pence
    let_go(Message.objects.filter(mailing__campaign=row))
    return _bring(row, State.RUNNING if row.starts_on <= local_day(now) else State.APPROVED, user, now, comment)


@transaction.atomic
def cancel(campaign: Campaign, user: User, now: datetime, comment: str = "") -> Campaign:
    """Call it off for good. Where it was a local copy, the region's words come to its parents again."""
    row = take(campaign, user, MAY_STOP, *ALIVE)
    row.finished_at = now
    _set_live(row, live=False)
    _call_off(row, now)
    Mailing.objects.filter(variants__campaign=row).update(queued_at=None)
    return _bring(row, State.CANCELLED, user, now, comment)


def holds(message_id: int) -> bool:
    """Whether a message belongs to a campaign that is paused, and so waits whatever else is decided about it.

    It stays so until the caller's transaction ends.
    """
    campaigns = Campaign.objects.select_for_update(no_key=True, of=("self",)).filter(mailings__message=message_id)
    return State.PAUSED in campaigns.values_list("state", flat=True)


def advance(now: datetime) -> None:
    """Begin what has come, queue what is due, and finish what is over. Run at every tick.

    A mailing that cannot be queued does not keep the others from it. Raises AdvanceError at the end, which names it.
    """
    today = local_day(now)
    failed = [mailing.pk for mailing in queueing.due(now) if not _is_queued(mailing, now)]
    for campaign in Campaign.objects.filter(state=State.APPROVED, starts_on__lte=today):
        _move(campaign, State.APPROVED, State.RUNNING, now)
    for campaign in Campaign.objects.filter(state=State.RUNNING, ends_on__lt=today):
        if all(mailing.last_day < today for mailing in campaign.mailings.select_related("campaign")):
            Campaign.objects.filter(pk=campaign.pk, finished_at=None).update(finished_at=now)
            _move(campaign, State.RUNNING, State.FINISHED, now)
    reporting.keep(now)
    if failed:
        raise AdvanceError(f"mailings that could not be queued: {failed}")


def _is_queued(mailing: Mailing, now: datetime) -> bool:
    try:
        if over := budget_is_short(mailing, local_day(now)):
            pause(mailing.campaign, None, now, over)
        else:
            queueing.queue(mailing, now)
    except RefusedError:
        pass  # somebody has paused or cancelled it in between
    except Exception as error:  # noqa: BLE001 - whatever it is, the other mailings have their turn
        logger.error("mailing %d could not be queued: %s", mailing.pk, type(error).__name__)  # noqa: TRY400 - its text may hold what a row holds
        return False
    return True


@transaction.atomic
def _move(campaign: Campaign, before: State, after: State, now: datetime) -> None:
    row = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk, state=before).first()
    if row is not None:
        _bring(row, after, None, now, "")


def take(campaign: Campaign, user: User | None, permission: str, *states: State) -> Campaign:
    """The campaign as it is now, locked, if this person may act on it and it is in one of these states.

    Raises RefusedError.
    """
    if user is not None:
        rows = Campaign.objects.filter(pk=campaign.pk)
        if not user.has_perm(permission) or not areas.own(rows, user).exists():
            raise RefusedError
    row = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if row.state not in states:
        raise RefusedError
    return row


def _check(campaign: Campaign, now: datetime) -> None:
    if found := problems(campaign, now):
        raise NotReadyError(found)


def _set_live(campaign: Campaign, *, live: bool) -> None:
    """Its words may be sent, where they are approved; or may not."""
    mine = {"live": live, "has_unpublished_changes": False}
    Message.objects.filter(mailing__campaign=campaign).update(**mine)
    Translation.objects.filter(message__mailing__campaign=campaign).update(**mine)
    let_go(Message.objects.filter(mailing__campaign=campaign))


def _call_off(campaign: Campaign, now: datetime) -> None:
    """Take what waits out of the outbox."""
    nudges = Nudge.objects.filter(message__mailing__campaign=campaign)
    cancel_nudges(nudges, Reason.CALLED_OFF, DeliveryEvent.Source.OUTBOX, now)
    queueing.free_keys(nudges)
    campaign.mailings.update(queued_at=None)


def _bring(row: Campaign, state: State, user: User | None, now: datetime, comment: str) -> Campaign:
    row.state = state
    row.save()
    Step.objects.create(campaign=row, state=state, user=user, at=now, comment=comment)
    return row
