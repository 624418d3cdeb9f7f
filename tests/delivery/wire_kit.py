"""Handing one parcel to a channel."""

import math

from delivery.channels import Channel, ChannelError, Parcel, Receipt


def hand_over(channel: Channel, parcel: Parcel) -> Receipt:
    """The receipt of one parcel. Raises the ChannelError that the channel gives instead."""
    (result,) = channel.send([parcel], math.inf)
    if isinstance(result, ChannelError):
        raise result
    return result
