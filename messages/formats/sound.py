"""What kind of sound a file holds, by its first bytes: its name and what a browser says of it may be wrong."""

from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _

MP3_FRAME, MP3_SYNC = 0xFF, 0xE0  # a frame begins with eleven bits that are set
M4A_BRANDS = {b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"dash"}


class Sound(TextChoices):
    """How a file ends, and what it is."""

    MP3 = "mp3", "MP3"
    OGG = "ogg", "Ogg"
    M4A = "m4a", "M4A"


TYPES = {Sound.MP3: "audio/mpeg", Sound.OGG: "audio/ogg", Sound.M4A: "audio/mp4"}


def kind_of(file: BinaryIO) -> Sound | None:
    """The kind of a file's sound, None when it is none of ours; the file is then at its beginning again."""
    file.seek(0)
    begins = file.read(36)
    file.seek(0)
    if begins.startswith(b"OggS") and any(codec in begins for codec in (b"OpusHead", b"\x01vorbis")):
        return Sound.OGG
    if begins[4:8] == b"ftyp" and begins[8:12] in M4A_BRANDS:
        return Sound.M4A
    is_frame = len(begins) > 2 and begins[0] == MP3_FRAME and begins[1] & MP3_SYNC == MP3_SYNC  # noqa: PLR2004 - two bytes
    return Sound.MP3 if begins.startswith(b"ID3") or (is_frame and _is_layer_three(begins)) else None


def _is_layer_three(begins: bytes) -> bool:
    """MPEG's layer, two bits of the second byte; and neither bit rate nor sample rate is the forbidden one."""
    return begins[1] >> 1 & 3 == 1 and begins[2] >> 4 != 15 and begins[2] >> 2 & 3 != 3  # noqa: PLR2004 - all bits set


def faults(file: BinaryIO, size: int) -> Iterator[str]:
    """Why a file that somebody sends is not taken, in a sentence."""
    if size > settings.AUDIO_BYTES:
        told = {"most": settings.AUDIO_BYTES // 1024 // 1024}
        yield _("This file is larger than %(most)s MB. A minute as MP3 is about one.") % told
    elif kind_of(file) is None:
        yield _("This is not an MP3, Ogg or M4A file, whatever its name says.")
