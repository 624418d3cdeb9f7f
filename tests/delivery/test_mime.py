"""A mail that is put together from a compiled letter reads as the one that is written as a whole."""

import email
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from typing import Any
from unittest import mock

import pytest
from pytest_django import Settings

from delivery.channels import Failure, Parcel, mime
from delivery.channels.email import EmailChannel
from delivery.channels.mime import build, write
from languages.table import LANGUAGES
from messages.painting import Letter
from tests import factories

STOP_URL = "https://hope.example/stop/7:Ab_-z09/"
LONG_URL = f"https://hope.example/stop/{'0123456789.' * 40}/"
CLAIMED = datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC)


def parcel(**details: Any) -> Parcel:
    words = {"subject": "One song", "preheader": "It is enough.", "text": "Sing one song.\n\nThat is plenty for today."}
    return factories.parcel(
        "email", **words | {"token": "7:token", "stop_url": STOP_URL, "submitted_at": CLAIMED} | details
    )


def in_its_own_words(code: str) -> Parcel:
    """A paragraph, an action, a list and a link in a language's script, all short."""
    name = LANGUAGES[code].autonym
    text = f"{name}: 100 % {name}.\n\n> {name}?\n\n- {name}\n- {name}\n\nhttps://hope.example/a?b=1&c=%20"
    return parcel(subject=f"{name} – {name}", preheader=name, text=text, language=code)


def read(content: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The headers in their order, but for the border's name, and the text of each part.

    A long value may begin on a line of its own: that space is none of the value.
    """
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    headers = [(name, value.strip()) for name, value in message.items() if name != "Content-Type"]
    return headers, [(part.get_content_type(), part.get_content()) for part in message.iter_parts()]


def as_a_whole(given: Parcel) -> bytes:
    return build(given).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # the stubs know only its base


def with_long_lines(given: Parcel) -> Parcel:
    """With a paragraph that has to be quoted-printable."""
    return replace(given, text=f"{given.text}\n\n{given.subject * 200}")


def assert_same(given: Parcel) -> None:
    content = write(given).content
    assert read(content) == read(as_a_whole(given))
    assert mime._MARK.encode() not in content.replace(b"=\r\n", b"")


@pytest.mark.parametrize("stop_url", [STOP_URL, LONG_URL])
@pytest.mark.parametrize("code", LANGUAGES)
def test_compiled_letter_reads_as_one_written_as_a_whole(code: str, stop_url: str) -> None:
    given = replace(in_its_own_words(code), stop_url=stop_url)
    assert_same(given)
    assert_same(with_long_lines(given))


@pytest.mark.parametrize("spaces", range(0, 76, 5))
def test_mark_may_stand_at_any_place_of_a_line(spaces: int) -> None:
    """The templates' words before it are of one length: the soft breaks move with a longer way to it."""
    with mock.patch.object(Letter, "news_url", "https://hope.example/" + "n" * spaces):
        assert_same(with_long_lines(parcel(preheader=f"Place {spaces}", stop_url=LONG_URL)))
        mime._compiled.cache_clear()


def test_long_lines_are_quoted_printable_within_its_line_length() -> None:
    lines = write(with_long_lines(replace(in_its_own_words("ar"), stop_url=LONG_URL))).content.split(b"\r\n")
    assert lines.count(b"Content-Transfer-Encoding: quoted-printable") == 2
    body = lines[lines.index(b"Content-Transfer-Encoding: quoted-printable") :]
    assert max(len(line) for line in body) <= 76
    assert max(len(line) for line in lines) <= 998


def test_each_parcel_has_its_own_values_in_a_letter_that_is_written_once() -> None:
    given = [
        parcel(address=f"parent{n}@hope.example", token=f"{n}:token", stop_url=f"https://hope.example/stop/{n}:x/")
        for n in range(3)
    ]
    mime._compiled.cache_clear()
    with mock.patch.object(mime, "build", wraps=build) as written:
        mails = [write(x) for x in given]
    assert written.call_count == 1
    assert [(mail.recipient, mail.message_id) for mail in mails] == [
        (f"parent{n}@hope.example", f"<{n}.token@localhost>") for n in range(3)
    ]
    assert [read(mail.content) for mail in mails] == [read(as_a_whole(x)) for x in given]
    assert len({mail.content for mail in mails}) == 3


def test_headers_are_those_that_a_mailbox_needs() -> None:
    headers, _parts = read(write(parcel(subject="Ein Lied – für Sie")).content)
    assert headers == [
        ("MIME-Version", "1.0"),
        ("Subject", "Ein Lied – für Sie"),
        ("From", "Messages of Hope <hope@localhost>"),
        ("To", "parent@hope.example"),
        ("Date", "Sun, 25 Oct 2026 00:59:58 +0000"),
        ("Message-ID", "<7.token@localhost>"),
        ("List-Unsubscribe", f"<{STOP_URL}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Content-Language", "en"),
        ("Auto-Submitted", "auto-generated"),
    ]


@pytest.mark.parametrize(
    "details",
    [
        {"stop_url": "https://hope.example/stop/?a=1&b=2"},
        {"stop_url": ""},
        {"stop_url": f"https://hope.example/{'x' * 1000}"},
        {"address": "a=b@hope.example"},
        {"address": '"a b"@hope.example'},
        {"address": "parent@h\u00f6pe.example"},
        {"token": "7 token"},
    ],
)
def test_values_that_would_need_care_are_written_as_a_whole(details: dict[str, str]) -> None:
    with mock.patch.object(mime, "_compiled") as compiled:
        content = write(parcel(**details)).content
    assert not compiled.called
    assert read(content) == read(as_a_whole(parcel(**details)))


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        ("parent+hope@hope.example", "parent+hope@hope.example"),
        ("a=b@hope.example", "a=b@hope.example"),
        ('"a b"@hope.example', '"a b"@hope.example'),
        ("parent@h\u00f6pe.example", "parent@xn--hpe-sna.example"),
    ],
)
def test_envelope_has_the_address_in_ascii(address: str, recipient: str) -> None:
    assert write(parcel(address=address)).recipient == recipient


@pytest.mark.parametrize(
    "address",
    [
        "",
        "p\u00e4rent@hope.example",
        "a@b@hope.example",
        "a@hope.example, b@hope.example",
        "a@hope.example\n",
        "a@hope.example\r\nRCPT TO:<b@hope.example>",
        "<a@hope.example>\r\nDATA",
    ],
)
def test_what_is_no_address_is_refused_for_good(address: str, settings: Settings) -> None:
    with pytest.raises(ValueError, match=r".*"):
        write(parcel(address=address))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody is asked
    (result,) = EmailChannel().send([parcel(address=address)], math.inf)
    assert getattr(result, "failure", None) is Failure.PERMANENT


@pytest.mark.parametrize(
    ("name", "value", "host"),
    [
        ("DEFAULT_FROM_EMAIL", "Hope <other@hope.example>", "hope.example"),
        ("PUBLIC_URL", "https://other.example", "localhost"),
    ],
)
def test_changed_settings_are_in_the_next_letter(name: str, value: str, host: str, settings: Settings) -> None:
    before = read(write(parcel()).content)
    setattr(settings, name, value)
    after = read(write(parcel()).content)
    assert after == read(as_a_whole(parcel()))
    assert after != before
    assert write(parcel()).message_id == f"<7.token@{host}>"


def test_date_is_when_it_was_claimed_whatever_the_zone() -> None:
    summer = CLAIMED.astimezone(timezone(timedelta(hours=1)))
    assert dict(read(write(parcel(submitted_at=summer)).content)[0])["Date"] == "Sun, 25 Oct 2026 01:59:58 +0100"
