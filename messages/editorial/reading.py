"""How hard a text is to read.

The age is that of the Flesch-Kincaid grade (J. P. Kincaid and others, Derivation of New Readability Formulas for Navy
Enlisted Personnel, 1975), 0.39 words a sentence + 11.8 syllables a word - 15.59: a school grade in the United States,
whose pupils are five years older than its number. It was made for English, so other languages have none; for them the
length of sentences has to do. The libraries that know it either need a download at their first use or a pronouncing
dictionary of seven megabytes, for one formula.
"""

import re
from dataclasses import dataclass

from languages.table import DEFAULT
from messages.editorial.drafts import clauses
from messages.placeholders import PLACEHOLDER

WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")
HAN = re.compile(r"[\u3400-\u9fff]")
HAN_A_WORD = 2  # Chinese has no spaces; a word has about two characters
FEWEST_WORDS = 30  # fewer say little about a text
GRADE_TO_AGE = 5
YOUNGEST = 5

# Vowels heard as one; those that are silent; and those heard apart. Beside a dictionary of pronunciations this is wrong
# in one word of 300 of the starter library (counted once, with the dictionary of Carnegie Mellon University).
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l|u)e$|[^aeiouytd]ed$|(?:[^aeiouyszxcghl]|[aeiouy]l)es$"
    r"|[^aeiouyl]e(?:ly|ful|less|ment|ness|where|thing)|(?:some|home|care|there|one|here|life|safe)(?=[a-z]{3})"
)
APART = re.compile(r"ia(?!l)|io(?!n)|ie(?:t|r$|st$)|[^q]ua[lt]|uou|eo(?!p)|[aeouy]ing$|[dt]n't$|ism$|one$(?<=yone)")


@dataclass(frozen=True, kw_only=True)
class Readability:
    age: int | None  # in years; None in any language but English, and for a few words only
    longest_sentence: int  # words
    words: int


def readability(text: str, language: str) -> Readability:
    """Of a text, with or without its numbers filled in: a placeholder counts as one word."""
    plain = PLACEHOLDER.sub("0", text)
    lengths = [count_words(sentence) for sentence in clauses(plain)]
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
    """About how many syllables an English word has."""
    parts = [part for part in re.split(r"[^a-z']+", word.lower().replace("\u2019", "'").removesuffix("'s")) if part]
    return sum(_of_part(part) for part in parts) or 1


def _of_part(part: str) -> int:
    heard = len(VOWELS.findall(part)) + len(APART.findall(part))
    return max(1, heard - len(SILENT.findall(part)))
