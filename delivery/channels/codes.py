"""What providers' codes mean, in words for staff. Source: Twilio's error dictionary; RFC 5321, section 4.2.3."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OF_TEXTS: Mapping[str, Promise] = {
    "21211": _("this is not a phone number"),
    "21214": _("this number cannot be reached"),
    "21265": _("this is a short number, not a phone"),
    "21266": _("this is our own number"),
    "21268": _("this is a premium or information number"),
    "21602": _("the text was empty"),
    "21604": _("there was no number"),
    "21610": _("the parent told the provider to stop"),
    "21612": _("no way leads to this number"),
    "21614": _("this is not a mobile phone"),
    "21617": _("the text was too long"),
    "21619": _("the text was empty"),
    "21635": _("this is a landline"),
    "30002": _("our account at the provider was closed"),
    "30003": _("the phone was off, or out of reach"),
    "30004": _("the phone does not take messages from us"),
    "30005": _("the number is not in use any more"),
    "30006": _("this is a landline, or a network that takes no texts"),
    "30007": _("the phone's network took it for spam"),
    "30008": _("the phone's network did not say why"),
}
OF_LETTERS: Mapping[str, Promise] = {
    "550": _("there is no such mailbox"),
    "551": _("the mailbox has moved"),
    "552": _("the mailbox is full"),
    "553": _("this is not an address"),
    "554": _("the mailbox's provider refused it"),
    "5.1.1": _("there is no such mailbox"),
}
# Why nobody knows whether a sending was accepted: the names of our clients' errors, and a provider's own troubles.
OF_SILENCE: Mapping[str, Promise] = {
    **dict.fromkeys(("ReadTimeout", "TimeoutError"), _("the provider did not answer in time")),
    **dict.fromkeys(
        ("ConnectionError", "ConnectionResetError", "ChunkedEncodingError", "SMTPServerDisconnected"),
        _("the connection broke before an answer came"),
    ),
    **dict.fromkeys(("JSONDecodeError", "no sid"), _("the provider's answer could not be read")),
    **dict.fromkeys(
        ("20500", "20503", "500", "502", "503", "504"),
        _("the provider had a fault of its own, and did not say whether it took it"),
    ),
}


def in_words(channel: str, code: str) -> str:
    """What a code of a channel means; blank when we do not know."""
    known = OF_TEXTS if channel == "sms" else OF_LETTERS
    return str(known.get(code) or OF_SILENCE.get(code) or "")
