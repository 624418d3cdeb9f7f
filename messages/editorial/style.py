"""Hints on the shape of a text: its length, its sentences, its numbers, its marks.

All but the reading age and the number of actions hold in every language.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from languages.table import DEFAULT
from messages.editorial.drafts import BODIES, SMS_FIELDS, Draft, clauses
from messages.editorial.findings import Finding, Severity
from messages.editorial.meters import meter
from messages.editorial.reading import count_words, readability
from messages.letters import blocks_of
from messages.placeholders import PLACEHOLDER
from messages.sms import GSM, UCS2
from messages.words import LETTERS

LETTER_WORDS = range(40, 221)
SENTENCE_WORDS = 20
OLDEST_READER = 11
EXCLAMATION = re.compile(r"[!\u00a1\uff01]")
# Two deeds in the one line that says the deed.
TWO_ACTIONS = re.compile(r"[.!]\s+\S|\band (?:then|also)\b|\bas well as\b")
SPOKEN = re.compile(r"'[^']{9,}'|\"[^\"]*\"|\u201c[^\u201d]*\u201d")  # what somebody is to say
# Marks of direction: the directory's numbers bring their own where a language needs them.
DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff]")
QUIET_TRACKS = {"care", "after_loss"}
# What a word processor puts in place of plain characters.
PLAIN_MARKS = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2022": "-",
        "`": "'",
        "\u200b": "",
        "\ufeff": "",
    }
)


def hints(draft: Draft) -> Iterator[Finding]:
    """What could be shorter, plainer or calmer."""
    for field, text in draft.written(BODIES):
        yield from _marks(draft, field, text)
        yield from _long_sentences(field, text)
    for field, text in draft.written(LETTERS):
        yield from _letter(field, text)
    for field, text in draft.written(SMS_FIELDS):
        yield from _dear(draft, field, text)
    if draft.language == DEFAULT:
        for field, text in draft.written((*SMS_FIELDS, *LETTERS)):
            yield from _reading_age(field, text)
        yield from _one_action(draft)


def hint(rule: str, field: str, excerpt: str, says: str, instead: str) -> Finding:
    """One hint."""
    return Finding(rule=rule, severity=Severity.HINT, field=field, excerpt=excerpt, says=says, instead=instead)


def _marks(draft: Draft, field: str, text: str) -> Iterator[Finding]:
    if found := EXCLAMATION.search(text):
        says = _("An exclamation mark raises the voice; on a hard day it shouts.")
        yield hint("exclamation", field, found[0], says, _("A full stop is warmer."))
    if found := DIRECTION.search(text):
        says = _(
            "An invisible mark of direction is typed here. Numbers get theirs by themselves when they are filled in."
        )
        yield hint("direction-mark", field, "", says, _("Take it out: paste as plain text."))
    if draft.message.track in QUIET_TRACKS and (found := EMOJI.search(text)):
        says = _("A little picture is out of place where a baby has died.")
        yield hint("emoji", field, found[0], says, _("Leave it out."))


def _long_sentences(field: str, text: str) -> Iterator[Finding]:
    for sentence in clauses(PLACEHOLDER.sub("0", text)):
        words = count_words(sentence)
        if words > SENTENCE_WORDS:
            says = _("This sentence has %(words)s words; with over %(most)s a tired reader loses the thread.")
            values = {"words": words, "most": SENTENCE_WORDS}
            yield hint("long-sentence", field, sentence, says % values, _("Make two of it."))


def _letter(field: str, text: str) -> Iterator[Finding]:
    words = count_words(text)
    if words not in LETTER_WORDS:
        says = _("The letter has %(words)s words; from %(least)s to %(most)s can be read in about a minute.")
        values = {"words": words, "least": LETTER_WORDS[0], "most": LETTER_WORDS[-1]}
        yield hint("letter-length", field, "", says % values, _("One idea, one thing to try, one kind end."))
    actions = [value for kind, value in blocks_of(text) if kind == "action"]
    if len(actions) > 1:
        says = _("There is more than one thing to try, and two are easily none.")
        yield hint("one-action", field, actions[1], says, _("Keep the one that matters; the other makes another week."))


def _dear(draft: Draft, field: str, text: str) -> Iterator[Finding]:
    plain = text.translate(PLAIN_MARKS)
    found = meter(field, text, draft.services, draft.language)
    cheaper = meter(field, plain, draft.services, draft.language)
    if found.encoding == UCS2 != cheaper.encoding:
        says = _("%(dear)s: for these characters a network takes %(segments)s segments instead of %(fewer)s.")
        dear = " ".join(f"“{character}”" for character in found.dear)
        values = {"dear": dear, "segments": found.segments, "fewer": cheaper.segments}
        excerpt = next(character for character in text if character not in GSM)
        yield hint("dear-characters", field, excerpt, says % values, _("Type the plain ones: ' \" - ..."))


def _reading_age(field: str, text: str) -> Iterator[Finding]:
    age = readability(text, DEFAULT).age
    if age is not None and age > OLDEST_READER:
        says = _("It reads as for somebody of %(age)s; %(most)s or younger suits everybody, and every tired evening.")
        values = {"age": age, "most": OLDEST_READER}
        yield hint("reading-age", field, "", says % values, _("Shorter sentences, and shorter words."))


def _one_action(draft: Draft) -> Iterator[Finding]:
    if found := TWO_ACTIONS.search(SPOKEN.sub("", draft.texts["action"])):
        says = _("The action looks like more than one.")
        yield hint("one-action", "action", found[0].strip(), says, _("Choose the smaller one."))
