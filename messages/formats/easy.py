"""Easy read: short sentences, each with a picture.

Three to ten lines of about a dozen words at most. GOV.UK's guidance "Accessible communication formats" says ten to
fifteen words, one idea a sentence, and pictures that support the words (a stored copy, read on 2026-11-21).
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from messages.formats.pictures import Picture

FEWEST, MOST = 3, 10  # lines
WORDS = 12  # of a sentence, at most


class LineBlock(blocks.StructBlock):
    sentence = blocks.CharBlock(label=gettext_lazy("Short sentence"), max_length=120)
    picture = blocks.ChoiceBlock(
        label=gettext_lazy("Picture of ours"), choices=Picture.choices, required=False, icon="image"
    )
    image = ImageChooserBlock(label=gettext_lazy("Or another image"), required=False)
    alt = blocks.CharBlock(
        label=gettext_lazy("What the other image shows"),
        help_text=gettext_lazy("Read out to those who do not see it, in the language of the words."),
        max_length=150,
        required=False,
    )

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("Line")


class EasyReadBlock(blocks.StreamBlock):
    line = LineBlock()

    class Meta:
        required = False
        max_num = MOST


def faults(lines: Any) -> Iterator[str]:
    """What keeps these lines from being easy to read, in sentences for whoever wrote them."""
    if not FEWEST <= len(lines) <= MOST:
        told = {"fewest": FEWEST, "most": MOST, "number": len(lines)}
        yield _("Easy read has %(fewest)s to %(most)s lines; here are %(number)s.") % told
    for number, block in enumerate(lines, start=1):
        yield from _faults_of(number, block.value)


def _faults_of(number: int, line: Any) -> Iterator[str]:
    words = len(line["sentence"].split())
    if words > WORDS:
        told = {"number": number, "words": words, "most": WORDS}
        yield _("Line %(number)s has %(words)s words; %(most)s are the most.") % told
    if bool(line["picture"]) == bool(line["image"]):
        yield _("Line %(number)s needs one picture: one of ours, or another image.") % {"number": number}
    if line["image"] and not line["alt"].strip():
        yield _("Line %(number)s: please say what the image shows.") % {"number": number}


def content_of(lines: Any) -> list[list[Any]]:
    """What the fingerprint of these lines is made of; an image that is replaced is another one."""
    return [
        [
            *(block.value[name] or "" for name in ("sentence", "picture", "alt")),
            block.value["image"].get_file_hash() if block.value["image"] else "",
        ]
        for block in lines
    ]
