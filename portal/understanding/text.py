"""A text made plain: one form for the many ways of writing the same words."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

LONGEST = 1600  # characters of a text that are read: ten times what a text holds
_GONE = {"Cf", "Mn", "Me"}  # marks that nobody sees, and marks on letters
_SPACE = {"So", "Sk"}  # emoji and lone accents
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4`\u02bb\u2032\uff07"
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_DATE_SEPARATOR = re.compile(r"(?<=\d) ?([./-]) ?(?=\d)")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_WEEKS_AND_DAYS = re.compile(r"\b(\d{1,2}) ?\+ ?([0-6])(?!\d)")  # "20+3 weeks", "at 34+2"
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+|www\.\S+", re.IGNORECASE)  # whose words say nothing
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"\d+(?:[./-]\d+){{0,3}}|[{_HAN}]|[^\W\d_{_HAN}]+")
_SENTENCE_ENDS = re.compile(r"[.!?;\n\u2026\u3002\u061f\u061b]+")
_COMMAS = re.compile(r"[,\u060c\u3001:\u2013\u2014]+| - ")
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")


@cache
def _letters() -> dict[int, str]:
    """Letters that are written in several ways, each with the one that it is read as (letters.toml)."""
    table = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
    return {ord(letter): plain for group in table.values() for letter, plain in group.items()}


def fold(text: str) -> str:
    """Without capitals, accents, unseen marks and emoji, with plain digits; punctuation and lines stay."""
    text = ADDRESS.sub(" ", text[:LONGEST])
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(_plain(character) for character in text)
    return _INNER_APOSTROPHE.sub("", text.translate(_letters()))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in _GONE:
        return ""
    if category in _SPACE:
        return " "
    return str(unicodedata.decimal(character)) if category == "Nd" else character


def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded text. Digits part from letters, each Chinese character is a word, 3/5/27 is one."""
    flat = _WEEKS_AND_DAYS.sub(r"\1 weeks \2 days", _CLOCK.sub(" ", " ".join(folded.split())))
    return tuple(_TOKEN.findall(_DATE_SEPARATOR.sub(r"\1", flat)))


def simplify(text: str) -> str:
    """Without capitals, accents, punctuation, emoji and doubled spaces; a question mark alone stays."""
    folded = fold(text)
    words = words_of(folded)
    if not words and "?" in folded:
        return "?"
    return " ".join(words)


def sentences(folded: str) -> list[tuple[str, ...]]:
    """The words of each sentence or line that has any."""
    return [words for part in _SENTENCE_ENDS.split(folded) if (words := words_of(part))]


def first_clause(folded: str) -> tuple[str, ...]:
    """The words before the first comma, dash or end of a sentence."""
    return words_of(_COMMAS.split(_SENTENCE_ENDS.split(folded.strip(), maxsplit=1)[0], maxsplit=1)[0])


def clauses(folded: str) -> list[tuple[str, ...]]:
    """The words between one comma, dash or end of a sentence and the next."""
    parts = (part for sentence in _SENTENCE_ENDS.split(folded) for part in _COMMAS.split(sentence))
    return [words for part in parts if (words := words_of(part))]


def squeezed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Letters that were held down made one ("stooop"), and words said over and over said once."""
    short = tuple(_LONG_RUN.sub(r"\1", word) for word in words)
    return tuple(word for at, word in enumerate(short) if at == 0 or word != short[at - 1] or word[0].isdigit())
