"""Bulgarian, Russian and Ukrainian as they are written on a telephone that has Latin letters only ("spasibo")."""

from collections.abc import Iterator

SHORTEST = 4  # letters: a shorter word alone is too often something else in another language

_BOTH = dict(zip("абвгдезиклмнопрстуфчшё", "a b v g d e z i k l m n o p r s t u f ch sh e".split(), strict=True))
_COMMON = _BOTH | {"ж": "zh", "ь": "", "э": "e"}
_RUSSIAN = _COMMON | {"ы": "y", "ъ": "", "х": "h", "ц": "c", "й": "y", "щ": "sch", "я": "ya", "ю": "yu"}
_BULGARIAN = _COMMON | {"ъ": "a", "х": "h", "ц": "c", "й": "i", "щ": "sht", "я": "ya", "ю": "yu"}
_UKRAINIAN = _COMMON | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ye", "х": "kh", "ц": "ts", "й": "y"}
_UKRAINIAN |= {"щ": "shch", "я": "ya", "ю": "yu"}
_OTHERWISE = {"х": "kh", "ц": "ts", "щ": "shch", "я": "ia", "ю": "iu"}
_WAYS = {
    "ru": (_RUSSIAN, _RUSSIAN | _OTHERWISE | {"й": "i"}, _RUSSIAN | {"ь": "'", "х": "kh", "ц": "ts"}),
    "bg": (_BULGARIAN, _BULGARIAN | {"ц": "ts", "й": "y", "я": "q"}, _BULGARIAN | {"я": "ia", "ъ": "u"}),
    "uk": (_UKRAINIAN, _UKRAINIAN | {"г": "g", "х": "h", "ц": "c", "й": "i", "є": "e"}),
}
_LETTERS = {language: [str.maketrans(way) for way in ways] for language, ways in _WAYS.items()}


def spellings(phrase: str, language: str, shortest: int = SHORTEST) -> Iterator[str]:
    """A phrase as it is, and as it is written in Latin letters if that is done in its language."""
    yield phrase
    for letters in _LETTERS.get(language, []):
        written = phrase.lower().translate(letters)
        if " " in written or len(written) >= shortest:
            yield written
