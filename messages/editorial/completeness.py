"""Hints on channels without words, and on what a translation lacks beside its English; one block, on its numbers."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from messages.editorial.drafts import BODIES, SMS_FIELDS, Draft, sentences
from messages.editorial.findings import Finding, Severity
from messages.editorial.reading import count_words
from messages.editorial.style import hint
from messages.placeholders import PLACEHOLDER
from messages.words import LETTERS

FEWEST_WORDS = 3  # in a row, to be a leftover and not a name
SINGLE_TEXTS = ("topic", "action", "why", *SMS_FIELDS, "subject", "preheader")


def hints(draft: Draft) -> Iterator[Finding]:
    """What is missing."""
    if draft.english is None:
        yield from _channels(draft)
    else:
        yield from _blank(draft, draft.english)
        yield from _leftovers(draft, draft.english)


def blocks(draft: Draft) -> Iterator[Finding]:
    """A translation names the same services as its English, and no other."""
    for field, text in draft.written(BODIES):
        original = (draft.english or {}).get(field)
        if not original:
            continue
        ours, theirs = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(original))
        if ours != theirs:
            says = _("The placeholders differ from the English: parents would be given another number, or none.")
            names = " ".join(sorted(f"{{{name}}}" for name in theirs)) or _("none")
            instead = _("The English has: %(names)s") % {"names": names}
            excerpt = " ".join(sorted(f"{{{name}}}" for name in ours - theirs))
            yield Finding(
                rule="placeholders-differ",
                severity=Severity.BLOCK,
                field=field,
                excerpt=excerpt,
                says=says,
                instead=instead,
            )


def _channels(draft: Draft) -> Iterator[Finding]:
    texts = draft.texts
    if not texts["sms"] and texts["email"]:
        says = _("There is no text message: whoever chose texts gets nothing in this week.")
        yield hint("no-text-message", "sms", "", says, _("Write one, within two segments."))
    if texts["sms"] and not texts["email"]:
        says = _("There is no e-mail: whoever chose e-mail gets nothing in this week.")
        yield hint("no-e-mail", "email", "", says, _("Write one of 40 to 220 words."))
    if texts["email"] and not texts["preheader"]:
        says = _("Without a preheader an inbox shows the letter's first words twice.")
        yield hint("no-preheader", "preheader", "", says, _("Write one short line that goes on from the subject."))


def _blank(draft: Draft, english: Mapping[str, str]) -> Iterator[Finding]:
    for field, text in draft.texts.items():
        if english[field] and not text:
            says = _("The English says something here, the translation nothing yet.")
            yield hint("not-translated", field, "", says, _("Translate it; until then parents get what they chose."))


def _leftovers(draft: Draft, english: Mapping[str, str]) -> Iterator[Finding]:
    for field in (*SINGLE_TEXTS, *LETTERS):
        original = {_bare(sentence) for sentence in sentences(english[field])}
        for sentence in sentences(draft.texts[field]):
            bare = _bare(sentence)
            if bare in original and count_words(bare) >= FEWEST_WORDS:
                says = _("This is still English.")
                yield hint("still-english", field, sentence, says, _("Translate it, or leave the whole part blank."))


def _bare(sentence: str) -> str:
    return PLACEHOLDER.sub("", sentence).strip().casefold()
