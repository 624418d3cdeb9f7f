"""An emulator of the part of Twilio's REST API that this project uses.

Tests, demonstrations and fault harnesses send to it in place of Twilio.  It follows the contract published in
Twilio's OpenAPI description of ``api.v2010.account.message`` and in the guides on status callbacks, incoming
message webhooks and webhook security.  It listens on the loopback address only and never sends a real text.

Paths
    ``POST``/``GET /2010-04-01/Accounts/{sid}/Messages.json`` - create and list messages (HTTP basic auth).
    ``GET /2010-04-01/Accounts/{sid}/Messages/{sid}.json`` - fetch one message (HTTP basic auth).
    ``GET``/``POST /emulator/faults`` - the fault settings; a POST replaces all of them, ``{}`` resets them.
    ``POST /emulator/inbound`` - ``{"from", "body", "sid", "opt_out_type"}``: post a signed inbound webhook.
    ``GET /emulator/ledger`` - every message accepted since the ledger file was begun.

Faults by destination number (UK drama range; always on)
    ========================  =====================================================================
    +447700900901             429, code 20429; not accepted
    +447700900902             500, code 20500; not accepted
    +447700900903             503, code 20503; not accepted
    +447700900904             accepted, after a wait of ``slow_seconds``
    +447700900905             no answer until the client gives up (at most ``hang_seconds``); not accepted
    +447700900906             connection reset; not accepted
    +447700900907             ACCEPTED (in the ledger, callbacks follow), connection reset before the answer
    +447700900908             ACCEPTED, answered 201 with a body that is not JSON
    +447700900909             400, code 21211 (not a valid number); not accepted
    +447700900910             400, code 21610 (recipient has opted out); not accepted
    +447700900911             accepted, then sent, then undelivered with ErrorCode 30003
    +447700900912             accepted, then failed with ErrorCode 30008
    +447700900913             accepted, then failed with ErrorCode 21610 (opt-out found after acceptance)
    +447700900914             accepted, then sent; no final status ever follows
    ========================  =====================================================================

Fault settings (JSON; every key is optional)
    ``rates``             fault name to probability; the names are those of :class:`~.faults.Fault`.
    ``seed``              integer; the same seed gives the same numbers the same faults, in any request order.
    ``times``             how many requests to a number fault by number before it recovers; null is for ever.
    ``once``              true is short for ``"times": 1``.
    ``slow_seconds``, ``hang_seconds``, ``late_seconds``, ``list_lag_seconds``   durations in seconds.
    ``callbacks``         normal, off, doubled, shuffled (final status first) or late (by ``late_seconds``).
    ``list``              normal, lagging (a message shows once ``list_lag_seconds`` old) or hidden (empty).
"""

from delivery.emulator.faults import CallbackMode, Fault, FaultSettings, ListMode
from delivery.emulator.model import Message
from delivery.emulator.server import TwilioEmulator

__all__ = ["CallbackMode", "Fault", "FaultSettings", "ListMode", "Message", "TwilioEmulator"]
