"""What parents said about campaigns, and who may therefore be sent one. The word of one is never known to another.

Without a word a campaign is welcome, for it is what we said we would send. After a loss it is not: then each occasion
needs a yes of its own, said since. So does what is about the death of a baby, and nobody else gets that at all.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import Choice, Occasion
from delivery.models import DeliveryEvent, Nudge, Reason, Urgency
from delivery.outbox import cancel
from subscribers.models import Child, Following, Journey, Subscriber, Track

ALL = ""  # stands for campaigns of every occasion
OF_CAMPAIGNS = (Urgency.LOCAL, Urgency.REGIONAL)


def willing(journeys: QuerySet[Journey], occasion: str) -> QuerySet[Journey]:
    """Of these journeys, those of people who may be sent a campaign of this occasion. One set-based condition.

    A word about the occasion itself goes before one about all campaigns. It does not look at whether anything may be
    sent to them at all (delivery.claims does).
    """
    said = Choice.objects.filter(subscriber=OuterRef("subscriber"))
    yes = Q(Exists(said.filter(occasion=occasion, wanted=True)))
    if occasion == Occasion.BABY_LOSS:
        return journeys.filter(yes, _has_a_loss())
    said_no = Q(Exists(said.filter(occasion__in=[ALL, occasion], wanted=False)))
    return journeys.filter(yes | ~(said_no | _has_a_loss()))


def _has_a_loss() -> Q:
    """Of a journey: a child of this parent has died, as far as they have told us, or followed a track that says so."""
    theirs = Journey.objects.filter(subscriber=OuterRef("subscriber"))
    shown = Following.objects.filter(track=Track.AFTER_LOSS, journey__subscriber=OuterRef("subscriber"))
    # Each has a small index of its own: an OR inside one of them reads every journey, for each chunk of a campaign.
    told = theirs.filter(child__state=Child.State.LOST), theirs.filter(paused_for=Journey.PausedFor.LOSS)
    return Q(Exists(told[0])) | Q(Exists(told[1])) | Q(Exists(shown))


def wants(subscriber_id: int, occasion: str) -> bool:
    """Whether somebody may be sent a campaign of this occasion; nobody without a child is sent any."""
    return willing(_of(subscriber_id), occasion).exists()


def has_a_loss(subscriber_id: int) -> bool:
    """Whether each occasion needs a yes of theirs."""
    return _of(subscriber_id).filter(_has_a_loss()).exists()


def choices_of(subscriber: Subscriber) -> dict[str, bool]:
    """What they said, by occasion (or ALL): a yes, or a no."""
    return dict(Choice.objects.filter(subscriber=subscriber).values_list("occasion", "wanted"))


@transaction.atomic
def choose(subscriber_id: int, occasion: str, wanted: bool | None, now: datetime) -> None:  # noqa: FBT001 - their answer
    """A parent's word about an occasion, or about ALL campaigns. None takes back what they said.

    A no takes effect in this commit: what waits is cancelled. It is not put back by a yes, which is about what comes
    later. A no to ALL takes back every yes before it; there is no yes to ALL, only that no taken back.
    """
    _lock(subscriber_id)
    said = Choice.objects.filter(subscriber=subscriber_id)
    if wanted is None or (wanted and occasion == ALL):
        said.filter(occasion=occasion).delete()
    else:
        Choice.objects.update_or_create(
            subscriber_id=subscriber_id, occasion=occasion, defaults={"wanted": wanted, "at": now}
        )
    if occasion == ALL and wanted is False:
        said.filter(wanted=True).delete()
    unwanted = [one for one in Occasion if not wants(subscriber_id, one)]
    waiting = _waiting([subscriber_id]).filter(message__mailing__campaign__occasion__in=unwanted)
    cancel(waiting, Reason.DECLINED, DeliveryEvent.Source.OUTBOX, now)


@transaction.atomic
def hear_loss(subscriber_ids: Collection[int], now: datetime) -> None:
    """A child of these people has died: a yes from before counts no more, and no campaign waits for them.

    The caller holds the locks on them (subscribers.children).
    """
    Choice.objects.filter(subscriber__in=subscriber_ids, wanted=True).delete()
    cancel(_waiting(subscriber_ids), Reason.LOST, DeliveryEvent.Source.OUTBOX, now)


def _of(subscriber_id: int) -> QuerySet[Journey]:
    return Journey.objects.filter(subscriber=subscriber_id)


def _waiting(subscriber_ids: Collection[int]) -> QuerySet[Nudge]:
    """What campaigns have put into the outbox for these people; cancelling leaves alone what has gone."""
    return Nudge.objects.filter(journey__subscriber__in=subscriber_ids, urgency__in=OF_CAMPAIGNS)


def _lock(subscriber_id: int) -> None:
    """One word after the other; a claim comes wholly before it or after (delivery.claims)."""
    Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber_id)
