"""A test for staff: words sent to one of their own addresses, by the channels that parents' messages take.

It is no nudge: nothing of it is kept, and no parent's count is touched.
"""

import math
from datetime import datetime
from uuid import uuid4

from django.conf import settings

from delivery.channels import ChannelError, Parcel, configured


def send_test(  # noqa: PLR0913 - each is a part of what is sent
    kind: str, address: str, text: str, language: str, now: datetime, *, subject: str = "", preheader: str = ""
) -> None:
    """Send it at once. Raises ChannelError when the provider did not take it. No transaction may be open."""
    parcel = Parcel(
        nudge_id=0,
        fence=0,
        channel=kind,
        address=address,
        subject=subject,
        preheader=preheader,
        text=text,
        language=language,
        token=f"test.{uuid4().hex}",
        stop_url=settings.PUBLIC_URL,
        submitted_at=now,
    )
    (result,) = configured()[kind].send([parcel], math.inf)
    if isinstance(result, ChannelError):
        raise result
