"""E-mail through Django's backend. Its own for SMTP lends its connection, which is kept; any other sends by itself."""

import contextlib
import math
import os
import smtplib
import time
import weakref
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from delivery.channels.base import ChannelError, Failure, Parcel, Receipt, Result, one_by_one
from delivery.channels.mime import Mail, build, write
from delivery.channels.smtp_wire import DONE, by_reply, hand_over

# Refusals of us, and not of the parcel: ours to mend, and nothing of it has left.
OF_US = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)
SLOW = 0.01  # seconds for a mail on one connection
EACH = 4  # mails on a connection, before another one is worth its greeting
_Kept = deque[tuple[int, smtplib.SMTP]]  # each with the process whose it is: a fork has the same sockets


class EmailChannel:
    """One HTML and text message a parcel, with the one-click way out (RFC 8058) and a stable Message-ID."""

    threads = 8  # connections at once, at most
    has_list = False

    def __init__(self) -> None:
        self._kept: _Kept = deque()
        self._is_slow = False  # the server, when it was last asked
        weakref.finalize(self, _leave, self._kept)

    def send(self, parcels: Sequence[Parcel], until: float) -> list[Result]:
        try:
            backend = get_connection()
        except Exception as error:  # noqa: BLE001 - settings that contradict each other, say: ours to mend
            return [ChannelError(Failure.TEMPORARY, type(error).__name__) for _ in parcels]
        if type(backend) is not EmailBackend:  # one derived from it may sign, log or count what it sends
            return one_by_one(_send_by_itself, parcels, until, getattr(backend, "threads", self.threads))
        written = [_written(parcel) for parcel in parcels]
        handed = iter(self._hand_over([x for x in written if isinstance(x, Mail)], until))
        return [next(handed) if isinstance(x, Mail) else x for x in written]

    def find(self, parcel: Parcel, taken: frozenset[str]) -> Receipt | None:  # noqa: ARG002 - the protocol's signature
        """SMTP keeps no list: an unknown e-mail waits for a person, and nobody asks."""
        return None

    def _hand_over(self, mails: Sequence[Mail], until: float) -> list[Result]:
        """Over one connection, which is the fastest way to a quick server; over several to one that took its time."""
        ways = min(self.threads, math.ceil(len(mails) / EACH)) if self._is_slow else 1
        begun = time.monotonic()
        parts = [mails[way::ways] for way in range(ways)]
        if ways == 1:
            results = self._over_one(mails, until)
        else:
            with ThreadPoolExecutor(ways) as pool:
                done = list(pool.map(lambda part: self._over_one(part, until), parts))
            results = [done[place % ways][place // ways] for place in range(len(mails))]
        self._is_slow = time.monotonic() - begun > SLOW * len(parts[0])
        return results

    def _over_one(self, mails: Sequence[Mail], until: float) -> list[Result]:
        """Over one connection, a kept one or a new one."""
        if not mails:
            return []
        try:
            sender = _sender()
            client = self._take() or _connected()
        except ChannelError as error:
            return [error for _ in mails]
        results = hand_over(client, sender, mails, until)
        self._kept.append((os.getpid(), client))  # one that has ended is found out when it is taken
        return results

    def _take(self) -> smtplib.SMTP | None:
        """A kept connection that still answers. Each is taken by one thread at a time."""
        with contextlib.suppress(IndexError):
            while True:
                process, client = self._kept.pop()
                with contextlib.suppress(OSError):  # smtplib's errors are its kind
                    if process == os.getpid() and client.rset()[0] in DONE:
                        return client
                client.close()
        return None


def _leave(kept: _Kept) -> None:
    """Say goodbye, and do not wait for an answer."""
    for process, client in kept:
        with contextlib.suppress(OSError):
            if process == os.getpid():
                client.putcmd("QUIT")
            client.close()


def _sender() -> str:
    """Our address for the envelope. Raises ChannelError."""
    try:
        return parseaddr(sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8"))[1]
    except ValueError as error:
        raise ChannelError(Failure.TEMPORARY, type(error).__name__) from None


def _written(parcel: Parcel) -> Mail | ChannelError:
    try:
        return write(parcel)
    except Exception as error:  # noqa: BLE001 - nothing has left yet, and nothing of this parcel ever can
        return ChannelError(Failure.PERMANENT, type(error).__name__)


def _connected() -> smtplib.SMTP:
    """A new connection that is ready for mail. Raises ChannelError."""
    backend = EmailBackend()
    try:
        _open(backend)
    except ChannelError:
        _close(backend)
        raise
    assert backend.connection is not None  # noqa: S101 - narrows the type: it is open
    return backend.connection


def _send_by_itself(parcel: Parcel) -> Receipt:
    """Through Django, on a connection of its own. Raises ChannelError."""
    try:
        message = build(parcel)
        message.message()  # a header that cannot be written shows here
    except Exception as error:  # noqa: BLE001 - nothing has left yet, and nothing of this parcel ever can
        raise ChannelError(Failure.PERMANENT, type(error).__name__) from None
    backend = message.connection = get_connection()
    try:
        _open(backend)
        if message.send() == 0:
            raise ChannelError(Failure.PERMANENT, "no recipient")
    except (smtplib.SMTPException, OSError) as error:
        raise classify(error) from None  # its text may hold the address
    finally:
        _close(backend)
    return Receipt(provider_id=message.extra_headers["Message-ID"])


def _open(backend: BaseEmailBackend) -> None:
    """Reach the server, up to its answer to our greeting: by itself, because a failure here has sent nothing."""
    try:
        backend.open()
        client = getattr(backend, "connection", None)
        if isinstance(client, smtplib.SMTP):
            client.ehlo_or_helo_if_needed()
    except smtplib.SMTPResponseException as error:
        raise ChannelError(Failure.TEMPORARY, str(error.smtp_code)) from None
    except Exception as error:  # noqa: BLE001 - no name, no answer, no TLS: the server is away, or the settings are wrong
        raise ChannelError(Failure.TEMPORARY, type(error).__name__) from None


def _close(backend: BaseEmailBackend) -> None:
    with contextlib.suppress(Exception):  # a farewell that fails changes nothing of what was answered
        backend.close()


def classify(error: Exception) -> ChannelError:
    """What the failure of an open conversation means. Only what was said of the recipient or the text is for good.

    After DATA without an answer nobody knows (RFC 1047), so nothing is assumed.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return ChannelError(by_reply(code), str(code))
    if isinstance(error, OF_US):
        return ChannelError(Failure.TEMPORARY, str(getattr(error, "smtp_code", type(error).__name__)))
    if isinstance(error, smtplib.SMTPResponseException):  # the server answered: it did not accept
        return ChannelError(by_reply(error.smtp_code), str(error.smtp_code))
    return ChannelError(Failure.UNKNOWN, type(error).__name__)
