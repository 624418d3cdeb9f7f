"""A file that other processes read meanwhile: they see the old words or the new, never half of them."""

from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Put this text in the place of what the file says, at once."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)
