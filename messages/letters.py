"""Letters: the body of an e-mail or web page, as blocks for the editor and as the plain text that is sent.

The text is what is kept, compared and approved. A piece that begins with "> " is the thing to try, lines that begin
with "- " are a list, and a piece that is nothing but a service's placeholders is a helpline; all else is a paragraph.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TRY = "> "
ITEM = "- "
# What a helpline block says; the numbers are filled in when it is sent.
HELPLINE = "{{{code}.name}}: {{{code}.phone}}"
HELPLINE_TEXT = re.compile(r"\{([^{}.]+)\.name\}: \{\1\.phone\}")
NO_EMPTY_LINE = RegexValidator(r"\n\s*\n", _("Please make each paragraph a block of its own."), inverse_match=True)


class LetterBlock(blocks.StreamBlock):
    """The few blocks that a letter needs."""

    paragraph = blocks.TextBlock(icon="pilcrow", label=_("Paragraph"), rows=3, validators=[NO_EMPTY_LINE])
    action = blocks.TextBlock(
        icon="pick",
        label=_("Something to try"),
        rows=2,
        validators=[NO_EMPTY_LINE],
        help_text=_("Stands out as a card."),
    )
    list = blocks.ListBlock(blocks.CharBlock(label=_("Item")), icon="list-ul", label=_("List"))
    helpline = blocks.CharBlock(
        icon="help",
        label=_("Helpline"),
        help_text=_("A service's code, as lifeline. Its name and number come from the directory."),
        validators=[RegexValidator(r"^[\w-]+$", _("A code has letters, digits, - and _ only."))],
    )

    class Meta:
        required = False


def text_of(letter: Iterable[Any]) -> str:
    """The words of a StreamField's value, as they are sent."""
    pieces = (_piece(block.block_type, block.value) for block in letter)
    return "\n\n".join(piece for piece in pieces if piece)


def _piece(kind: str, value: Any) -> str:
    if kind == "list":
        return "\n".join(ITEM + item.strip() for item in value if item.strip())
    words = str(value).replace("\r\n", "\n").strip()
    if not words or kind == "paragraph":
        return words
    return TRY + words if kind == "action" else HELPLINE.format(code=words)


def blocks_of(text: str) -> list[tuple[str, Any]]:
    """The inverse of `text_of`: what a StreamField takes as its value."""
    pieces = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [_block(piece.strip()) for piece in pieces if piece.strip()]


def _block(piece: str) -> tuple[str, Any]:
    lines = piece.split("\n")
    if all(line.startswith(ITEM) for line in lines):
        return "list", [line.removeprefix(ITEM).strip() for line in lines]
    if piece.startswith(TRY):
        return "action", piece.removeprefix(TRY)
    if found := HELPLINE_TEXT.fullmatch(piece):
        return "helpline", found[1]
    return "paragraph", piece
