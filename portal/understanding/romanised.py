"""Bulgarian, Russian and Ukrainian as they are written on a telephone that has Latin letters only ("spasibo")."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SHORTEST = 4  # letters: a shorter word alone is too often something else in another language


@cache
def _ways() -> dict[str, list[dict[int, str]]]:
    """For each language the ways of writing its letters (latin.toml)."""
    table = tomllib.loads(Path(__file__).with_name("latin.toml").read_text(encoding="utf-8"))
    return {language: [str.maketrans(way) for way in ways] for language, ways in table.items()}


def spellings(phrase: str, language: str, shortest: int = SHORTEST) -> Iterator[str]:
    """A phrase as it is, and as it is written in Latin letters if that is done in its language."""
    yield phrase
    for letters in _ways().get(language, []):
        written = phrase.lower().translate(letters)
        if " " in written or len(written) >= shortest:
            yield written
