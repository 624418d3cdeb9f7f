"""A language of the library as PO, and how a person changes such a file."""

from messages.models import Message
from messages.sheets.applying import apply
from messages.sheets.faults import SheetError
from tests.messages.sheets_kit import TODAY, message

ENGLISH = {"sms": "Ring {lifeline.phone}.", "email": "Hello.\n\n> Smile."}
POLISH = {"topic": "Temat", "action": "Zrób to.", "why": "Bo tak.", "sms": "Dzwoń {lifeline.phone}.", "email": "Hej."}


def english() -> Message:
    """The baby's sixth week in English."""
    return message(**ENGLISH)


def put(file: bytes, *edits: tuple[str, str]) -> bytes:
    """A file that a person has changed, each place being there once."""
    text = file.decode()
    for before, after in edits:
        assert text.count(before) == 1, (before, text)
        text = text.replace(before, after)
    return text.encode()


def translated(file: bytes, **words: str) -> bytes:
    """The words of some fields written into a file."""
    lines, field = [], ""
    for line in file.decode().split("\n"):
        field = line.rpartition("/")[2].rstrip('"') if line.startswith("msgctxt") else field
        is_to_fill = line == 'msgstr ""' and field in words
        lines.append(f'msgstr "{words[field]}"' if is_to_fill else line)
    return "\n".join(lines).encode()


def full(file: bytes, **words: str) -> bytes:
    """A whole translation written into a file, some words of it otherwise."""
    return translated(file, **{**POLISH, "subject": "Temat", **words})


def refused(file: bytes) -> list[str]:
    """All that an import says of a file."""
    try:
        return [str(fault) for fault in apply(file, "pl.po", None, TODAY).faults]
    except SheetError as error:
        return [str(fault) for fault in error.faults]
