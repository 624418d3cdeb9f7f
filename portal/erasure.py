"""Forgetting a person: at their own word, or when there is no reason any more to know them."""

from datetime import datetime

from django.db import transaction

from campaigns.models import Choice
from delivery.models import DayTaken, Nudge, VirtualMessage
from portal.models import Invitation
from subscribers.models import Child, Contact, Departed, Following, Subscriber


@transaction.atomic
def erase(subscriber: Subscriber, now: datetime) -> None:
    """Erase everything about somebody, at once.

    What stays names nobody: a row that has stopped, with the dates of the consents that it gave, and a keyed hash of
    each address, so that no list signs it up again. A child stays as long as the other parent hears about them. How
    much an address has asked for (portal.budgets) is known by another such hash, for its day: erasing buys no texts.
    """
    Subscriber.objects.select_for_update(no_key=True).filter(pk=subscriber.pk).first()
    Subscriber.objects.filter(pk=subscriber.pk).update(state=Subscriber.State.STOPPED)
    forget_addresses(subscriber, now)
    Invitation.objects.filter(inviter=subscriber).delete()
    DayTaken.objects.filter(subscriber=subscriber).delete()
    theirs = list(Child.objects.filter(journeys__subscriber=subscriber).values_list("pk", flat=True))
    subscriber.journeys.all().delete()
    Child.objects.filter(pk__in=theirs, journeys=None).delete()


@transaction.atomic
def forget_addresses(subscriber: Subscriber, now: datetime, *, keep_hash: bool = True) -> None:
    """Erase every address of somebody with all that hangs on it: their texts, our answers, open questions.

    And which extra messages they had chosen, and what they said about campaigns, for that may tell of their health.
    """
    for contact in subscriber.contacts.all():
        if keep_hash:
            Departed.objects.update_or_create(index=contact.index, defaults={"at": now})
        Nudge.objects.filter(contact=contact, journey=None).delete()  # replies may hold codes, links and dates
        VirtualMessage.objects.filter(address=contact.address).delete()  # of a demo only
    Contact.objects.filter(subscriber=subscriber).delete()
    Following.objects.filter(journey__subscriber=subscriber).delete()
    Choice.objects.filter(subscriber=subscriber).delete()
