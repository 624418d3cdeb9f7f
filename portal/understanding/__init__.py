"""What a text means. The tables of words (words/*.toml) are data that staff can read and speakers can mend."""

from portal.understanding.intent import Intent, Kind
from portal.understanding.meaning import understand
from portal.understanding.text import simplify
from portal.understanding.words import listed

__all__ = ["Intent", "Kind", "listed", "simplify", "understand"]
