"""A message in a few languages, as its formats get it, and files that hold a sound or nothing like it."""

import hashlib
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from messages.formats.models import Audio, EasyRead
from messages.formats.text import Whole, source_of
from messages.models import AnyWords
from tests.factories import JOINED

Made = TypeVar("Made", EasyRead, Audio)

TOPICS = {
    "en": "A face is a toy",
    "pl": "Twoja twarz to zabawka",
    "ar": "وجهك هو لعبة طفلك",
    "zh-hans": "你的脸",
}
MP3 = b"\xff\xfb\x90\x64" + bytes(400)
SOUNDS: dict[str, bytes] = {
    "mp3": MP3,
    "mp3 with a tag": b"ID3\x04" + bytes(40),
    "ogg": b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(20),
    "m4a": b"\x00\x00\x00\x20ftypM4A " + bytes(40),
}
NO_SOUNDS: dict[str, bytes] = {
    "words": b"This is no sound at all, whatever it is called.",
    "a page": b"<html><script>alert(1)</script></html>",
    "a picture in Ogg's cousin": b"\x00\x00\x00\x20ftypheic" + bytes(40),
    "Ogg with a film": b"OggS\x00\x02" + bytes(22) + b"\x80theora" + bytes(20),
    "a text that begins with its mark": b"\xff\xfeH\x00e\x00l\x00l\x00o\x00",
    "nothing": b"",
}


def whole(language: str = "en", **details: Any) -> Whole:
    """All kinds of piece in a row."""
    pieces = [
        ("paragraph", "Babies like faces. Ring 0808 808 8000."),
        ("action", "Make a face."),
        ("list", ["Smile", "Wait, and see what your baby does next with its own small face"]),
    ]
    defaults: dict[str, Any] = {
        "language": language,
        "topic": TOPICS[language],
        "pieces": pieces,
        "why_heading": "Why it works",
        "why": "It helps.",
    }
    return Whole(**defaults | details)


def easy_read(of: AnyWords, *sentences: str, user: User | None = None, approved: bool = True) -> EasyRead:
    """Three lines with pictures of ours, made of the words that the row holds."""
    lines = [line(sentence) for sentence in sentences or ("Babies like faces.", "Make a face.", "Wait and see.")]
    return _made(EasyRead(lines=lines), of, user, approved=approved)


def line(sentence: str, **details: Any) -> tuple[str, Any]:
    defaults = {"sentence": sentence, "picture": "talk", "image": None, "alt": ""}
    return "line", defaults | details


def audio(
    of: AnyWords, content: bytes = MP3, sound: str = "mp3", *, user: User | None = None, approved: bool = True
) -> Audio:
    checksum = hashlib.sha256(content).hexdigest()
    made = Audio(sound=sound, checksum=checksum, reader="Rea Example", file=ContentFile(content, name="any"))
    return _made(made, of, user, approved=approved)


def _made(made: Made, of: AnyWords, user: User | None, *, approved: bool) -> Made:
    made.message_id, made.language = of.message_id, of.language
    made.made_from, made.made_by, made.made_at = source_of(of), user, JOINED
    made.save()
    if approved:
        made.approve(User(first_name="Dr", last_name="Approver"), JOINED)
    return made
