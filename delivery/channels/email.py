"""E-mail through Django's backend: SMTP, or any provider that has one."""

import contextlib
import smtplib
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from delivery.channels.base import ChannelError, Failure, Parcel, Receipt
from messages.painting import Letter

NOT_NOW = range(400, 500)
FOR_GOOD = range(500, 600)
SIGN_IN = range(530, 540)
# Refusals of us, and not of the parcel: ours to mend, and nothing of it has left.
OF_US = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


class EmailChannel:
    """One HTML and text message a parcel, with the one-click way out (RFC 8058) and a stable Message-ID."""

    parallel = 8
    has_list = False

    def send(self, parcel: Parcel) -> Receipt:
        try:
            message = build(parcel)
            message.message()  # a header that cannot be written shows here
        except Exception as error:  # noqa: BLE001 - nothing has left yet, and nothing of this parcel ever can
            raise ChannelError(Failure.PERMANENT, type(error).__name__) from None
        connection = message.connection = get_connection()
        try:
            _open(connection)
            if message.send() == 0:
                raise ChannelError(Failure.PERMANENT, "no recipient")
        except (smtplib.SMTPException, OSError) as error:
            raise classify(error) from None  # its text may hold the address
        finally:
            with contextlib.suppress(Exception):  # a farewell that fails changes nothing of what was answered
                connection.close()
        return Receipt(provider_id=message.extra_headers["Message-ID"])

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:  # noqa: ARG002 - the protocol's signature
        """SMTP keeps no list: an unknown e-mail waits for a person, and nobody asks."""
        return None


def _open(connection: BaseEmailBackend) -> None:
    """Reach the server, up to its answer to our greeting: by itself, because a failure here has sent nothing."""
    try:
        connection.open()
        client = getattr(connection, "connection", None)
        if isinstance(client, smtplib.SMTP):
            client.ehlo_or_helo_if_needed()
    except smtplib.SMTPResponseException as error:
        raise ChannelError(Failure.TEMPORARY, str(error.smtp_code)) from None
    except Exception as error:  # noqa: BLE001 - no name, no answer, no TLS: the server is away, or the settings are wrong
        raise ChannelError(Failure.TEMPORARY, type(error).__name__) from None


def build(parcel: Parcel) -> EmailMultiAlternatives:
    """The message as it goes to the server."""
    letter = Letter(
        subject=parcel.subject,
        preheader=parcel.preheader,
        text=parcel.text,
        language=parcel.language,
        stop_url=parcel.stop_url,
    )
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or urlsplit(settings.PUBLIC_URL).hostname
    message = EmailMultiAlternatives(
        subject=parcel.subject,
        body=letter.plain(),
        to=[parcel.address],
        headers={
            # The same for every try: a mailbox that has it already can tell.
            "Message-ID": f"<{parcel.token.replace(':', '.')}@{host}>",
            "List-Unsubscribe": f"<{parcel.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": parcel.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html(), "text/html")
    return message


def classify(error: Exception) -> ChannelError:
    """What the failure of an open conversation means. Only what was said of the recipient or the text is for good.

    After DATA without an answer nobody knows (RFC 1047), so nothing is assumed.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return ChannelError(_by_reply(code), str(code))
    if isinstance(error, OF_US):
        return ChannelError(Failure.TEMPORARY, str(getattr(error, "smtp_code", type(error).__name__)))
    if isinstance(error, smtplib.SMTPResponseException):  # the server answered: it did not accept
        return ChannelError(_by_reply(error.smtp_code), str(error.smtp_code))
    return ChannelError(Failure.UNKNOWN, type(error).__name__)


def _by_reply(code: int) -> Failure:
    """RFC 5321, 4.2.1: 4yz is not now, 5yz for good, and anything else tells nothing.

    A refused sign-in (53z) is ours to mend, so the nudge waits.
    """
    if code in NOT_NOW or code in SIGN_IN:
        return Failure.TEMPORARY
    return Failure.PERMANENT if code in FOR_GOOD else Failure.UNKNOWN
