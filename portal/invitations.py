"""Inviting the other parent: one link, their own yes, the same child, and no sight of each other."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from portal.models import Invitation
from subscribers.children import is_twin
from subscribers.models import Child, Journey, Subscriber


def invite(inviter: Subscriber, child: Child, now: datetime) -> str:
    """A new link to pass on; it lets one person join. It tells nothing but which child."""
    key = secrets.token_urlsafe(9)
    Invitation.objects.create(key=key, child=child, inviter=inviter, ends_at=now + settings.INVITATION_VALID)
    return settings.PUBLIC_URL + reverse("invited", args=[key])


def is_open(key: str, now: datetime) -> bool:
    """Whether the link still lets somebody join: not used, not too old, and its maker hears about the child now.

    So it is shut while their messages rest, for a loss of which child is not said, and opens again with them.
    """
    return _open(key, now) is not None


def accept(key: str, now: datetime) -> list[Child]:
    """Use the link up. The children that it means: twins of the inviter come together; none when it has ended.

    The caller has locked both families, by `inviters` of the link, before anything that hangs on its being open.
    """
    invitation = _open(key, now)
    if invitation is None or not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now):
        return []
    child = invitation.child
    others = Journey.objects.filter(subscriber=invitation.inviter).living().exclude(child=child)
    return [child, *(one.child for one in others if is_twin(one.child, child))]


def inviters(key: str) -> list[int]:
    """The id of whoever made the link, in a list; an empty one when there is no such link."""
    return list(Invitation.objects.filter(key=key).values_list("inviter_id", flat=True)) if key else []


def _open(key: str, now: datetime) -> Invitation | None:
    waiting = Invitation.objects.filter(key=key, used_at=None, ends_at__gt=now).exclude(child__state=Child.State.LOST)
    hears = Journey.objects.filter(subscriber=OuterRef("inviter"), child=OuterRef("child"), state=Journey.State.ACTIVE)
    return waiting.filter(Exists(hears)).select_related("child").first()
