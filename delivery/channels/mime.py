"""A parcel as the bytes that an SMTP server takes (RFC 5322, MIME).

Parcels with the same words in the same language differ in four things: the recipient, the Message-ID, the date and
the way out. Painting a letter and making it MIME takes milliseconds, so it is done once, with marks in those four
places; each parcel's own values are then put where the marks are. docs/decisions/0023 says what that gains.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.signals import setting_changed

from delivery.channels.base import Parcel
from messages.painting import Letter

LETTERS_KEPT = 512  # compiled ones, of some 10 to 30 kB each: those of a day in all languages

# Values that mean themselves wherever a mark stands: in a header, in HTML, in plain text, in quoted-printable.
_ADDRESS = re.compile(r"[\w.!#$%&'*+/?^`{|}~-]{1,64}@[\w.-]{1,253}", re.ASCII)
_TOKEN = re.compile(r"[\w:-]{1,200}", re.ASCII)
_URL = re.compile(r"https?://[\w.:/~%@-]{1,500}", re.ASCII)  # no &, which HTML writes in another way, and no =

_MARK = f"mark{secrets.token_hex(8)}"  # of this process, and unknown to whoever writes letters
# Quoted-printable writes "=" as "=3D" and may break a line at any place: that is how the marks show where they are.
_SOFT_BREAK = r"(?:=\r\n)?"
_MARKS = re.compile(
    "|".join(
        f"(?P<{name}>{_SOFT_BREAK.join(mark)})"
        for name, mark in {
            "address": f"{_MARK}=address",
            "token": f"{_MARK}=token",
            "date": f"{_MARK}=date",
            "url": f"{_MARK}=url",
            "soft_url": f"{_MARK}=3Durl",
        }.items()
    ).encode()
)
_SOFT_LINE = 72  # bytes; a line in quoted-printable has no more than 76


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One e-mail, ready to be handed over."""

    recipient: str  # for the envelope: ASCII, without a name
    content: bytes  # with CRLF at the end of each line, of the last one too
    message_id: str


def write(parcel: Parcel) -> Mail:
    """The mail of a parcel. Raises ValueError when it can never be written: an address that is none, say."""
    if _ADDRESS.fullmatch(parcel.address) and _TOKEN.fullmatch(parcel.token) and _URL.fullmatch(parcel.stop_url):
        content = _compiled(parcel.subject, parcel.preheader, parcel.text, parcel.language) % _values(parcel)
    else:
        content = _bytes(build(parcel))
    return Mail(recipient=_recipient(parcel.address), content=content, message_id=message_id(parcel))


def build(parcel: Parcel, date: str = "") -> EmailMultiAlternatives:
    """The message as Django writes it; `date` in place of the parcel's own."""
    letter = Letter(
        subject=parcel.subject,
        preheader=parcel.preheader,
        text=parcel.text,
        language=parcel.language,
        stop_url=parcel.stop_url,
    )
    message = EmailMultiAlternatives(
        subject=parcel.subject,
        body=letter.plain(),
        to=[parcel.address],
        headers={
            "Date": date or _date(parcel),
            "Message-ID": message_id(parcel),
            "List-Unsubscribe": f"<{parcel.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Content-Language": parcel.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html(), "text/html")
    return message


def _bytes(message: EmailMultiAlternatives) -> bytes:
    return message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # the stubs know only its base


def message_id(parcel: Parcel) -> str:
    """The same for every try: a mailbox that has it already can tell."""
    return f"<{_id(parcel)}@{_host()}>"


@cache
def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or urlsplit(settings.PUBLIC_URL).hostname or ""


def _id(parcel: Parcel) -> str:
    return parcel.token.replace(":", ".")


def _date(parcel: Parcel) -> str:
    """When it was claimed, which is when its words were final."""
    return format_datetime(parcel.submitted_at)


def _recipient(address: str) -> str:
    """The address for the envelope. Raises ValueError for one that is not ASCII: few servers could take it."""
    if _ADDRESS.fullmatch(address):
        return address
    if not address.rpartition("@")[0].isascii():  # a domain has a form in ASCII (IDNA), what stands before it has none
        raise ValueError("not ASCII")
    clean = parseaddr(sanitize_address(address, "utf-8"))[1]
    if not clean or not (clean.isascii() and clean.isprintable()):
        raise ValueError("no address")
    return clean


@lru_cache(LETTERS_KEPT)
def _compiled(subject: str, preheader: str, text: str, language: str) -> bytes:
    """A letter for the % operator, with the names of `_values`."""
    marked = Parcel(
        nudge_id=0,
        fence=0,
        channel="email",
        address=f"{_MARK}=address",
        subject=subject,
        preheader=preheader,
        text=text,
        language=language,
        token=f"{_MARK}=token",
        stop_url=f"{_MARK}=url",
        submitted_at=datetime.min.replace(tzinfo=UTC),
    )
    content = _bytes(build(marked, f"{_MARK}=date")).replace(b"%", b"%%")
    return _MARKS.sub(lambda found: f"%({found.lastgroup})s".encode(), content)


def _values(parcel: Parcel) -> dict[bytes, bytes]:
    url = parcel.stop_url.encode()
    return {
        b"address": parcel.address.encode(),
        b"token": _id(parcel).encode(),
        b"date": _date(parcel).encode(),
        b"url": url,
        b"soft_url": _softly(url),
    }


def _softly(words: bytes) -> bytes:
    """A line of its own or several, in quoted-printable (RFC 2045, 6.7), with what is around it left alone."""
    lines = [words[start : start + _SOFT_LINE] for start in range(0, len(words), _SOFT_LINE)]
    return b"=\r\n" + b"=\r\n".join(lines) + b"=\r\n"


def _forget(**_kwargs: Any) -> None:
    """Settings are in every letter; only tests change them."""
    _host.cache_clear()
    _compiled.cache_clear()


setting_changed.connect(_forget)
