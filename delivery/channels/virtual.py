"""Virtual phones and inboxes, for demos and for training staff: nothing leaves this machine."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from delivery.channels.base import Parcel, Receipt, Result, one_by_one
from delivery.models import VirtualClock, VirtualMessage


class VirtualPhones:
    """Takes texts and shows them on the phones page."""

    has_list = True

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        return one_by_one(self._send, parcels, until)

    def _send(self, parcel: Parcel) -> Receipt:
        sent = VirtualMessage.objects.create(
            address=parcel.address, kind="sms", text=parcel.text, reference=parcel.token, at=now()
        )
        return Receipt(provider_id=f"virtual-{sent.pk}")

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:
        found = VirtualMessage.objects.filter(kind="sms", reference=parcel.token).first()
        receipt = Receipt(provider_id=f"virtual-{found.pk}") if found else None
        return receipt if receipt and receipt.provider_id not in taken else None


def channel() -> VirtualPhones:
    """The channel that SMS_CHANNEL=virtual names."""
    return VirtualPhones()


class InboxBackend(BaseEmailBackend):
    """A Django e-mail backend that delivers into the virtual inboxes."""

    threads = 1  # more of them would each leave a connection to the database behind

    def send_messages(self, email_messages: Any) -> int:
        for message in email_messages:
            self._deliver(message)
        return len(email_messages)

    def _deliver(self, message: EmailMultiAlternatives) -> None:
        html = next((str(part[0]) for part in getattr(message, "alternatives", []) if part[1] == "text/html"), "")
        for recipient in message.recipients():
            VirtualMessage.objects.create(
                address=parseaddr(recipient)[1],
                kind="email",
                subject=str(message.subject),
                text=str(message.body),
                html=html,
                reference=message.extra_headers.get("Message-ID", ""),
                at=now(),
            )


def now() -> datetime:
    """The demo's clock: the real one, and however far somebody has moved it ahead. Aware, UTC."""
    clock = VirtualClock.objects.first()
    return timezone.now() + (clock.ahead if clock else timedelta())


@transaction.atomic
def move_clock(to: datetime) -> None:
    """Move the demo's clock forward to an instant. It never goes back."""
    clock = VirtualClock.objects.select_for_update().first() or VirtualClock(ahead=timedelta())
    clock.ahead = max(clock.ahead, to - timezone.now())
    clock.save()
