"""How hard a text is to read.

The age is that of the Flesch-Kincaid grade (J. P. Kincaid and others, Derivation of New Readability Formulas for Navy
Enlisted Personnel, 1975), 0.39 words a sentence + 11.8 syllables a word - 15.59: a school grade in the United States,
whose pupils are five years older than its number. It was made for English, so other languages have none; for them the
length of sentences has to do. The libraries that know it either need a download at their first use or a pronouncing
dictionary of seven megabytes, for one formula.
"""

import re
from dataclasses import dataclass

from directory.languages import DEFAULT
from messages.editorial.drafts import sentences
from messages.rendering import PLACEHOLDER

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
HAN = re.compile(r"[\u3400-\u9fff]")
HAN_A_WORD = 2  # Chinese has no spaces; a word has about two characters
FEWEST_WORDS = 20  # fewer say little about a text
GRADE_TO_AGE = 5
YOUNGEST = 5

# Vowels that are heard as one, and letters that are not heard, or are heard besides.
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeioutd]ed$|(?:[^aeiouscgzx]|[^aeiou]th)es$|[^aeiou]ely$|[^aeiou]eful|eless|ement"
)
BESIDES = re.compile(r"[iu]a(?!r$|l\b)|i[ou]s?$|eo|ying|[dt]ia|ism\b|n't$|[aeiou]ing")


@dataclass(frozen=True, kw_only=True)
class Readability:
    age: int | None  # in years; None in any language but English, and for a few words only
    longest_sentence: int  # words
    words: int


def readability(text: str, language: str) -> Readability:
    """Of a text, with or without its numbers filled in: a placeholder counts as one word."""
    plain = PLACEHOLDER.sub("0", text)
    lengths = [count_words(sentence) for sentence in sentences(plain)]
    words = sum(lengths)
    return Readability(
        age=_age(plain, words, sum(1 for length in lengths if length)) if language == DEFAULT else None,
        longest_sentence=max(lengths, default=0),
        words=words,
    )


def count_words(text: str) -> int:
    """How many words; in Chinese about so many."""
    return len(WORD.findall(HAN.sub(" ", text))) + -(-len(HAN.findall(text)) // HAN_A_WORD)


def _age(text: str, words: int, number_of_sentences: int) -> int | None:
    if words < FEWEST_WORDS:
        return None
    heard = sum(syllables(word) for word in WORD.findall(text))
    grade = 0.39 * words / number_of_sentences + 11.8 * heard / words - 15.59
    return max(YOUNGEST, round(grade) + GRADE_TO_AGE)


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less what is silent."""
    parts = [part for part in re.split(r"[^a-z']+", word.lower().replace("’", "'")) if part]
    return sum(_of_part(part) for part in parts) or 1


def _of_part(part: str) -> int:
    return max(1, len(VOWELS.findall(part)) - len(SILENT.findall(part)) + len(BESIDES.findall(part)))
