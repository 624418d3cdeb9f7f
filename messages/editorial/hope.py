"""Hope, not guilt: the wordings of hope.toml, looked for in English texts.

What is written there is in English, as the words it speaks about are.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from languages.table import DEFAULT
from messages.editorial.drafts import Draft, sentence_around
from messages.editorial.findings import Finding, Severity

RULES = Path(__file__).with_name("hope.toml")
TYPED_APOSTROPHE = "\u2019"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One wording that can hurt; the lists are empty where it applies everywhere."""

    name: str
    group: str
    pattern: re.Pattern[str]
    why: str
    instead: str
    unless: re.Pattern[str] | None = None  # in the same sentence
    tracks: frozenset[str] = frozenset()
    not_tracks: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def applies_to(self, track: str, stage: str) -> bool:
        """Whether it is looked for in a message of this track and kind of stage."""
        return (
            (not self.tracks or track in self.tracks)
            and track not in self.not_tracks
            and (not self.stages or stage in self.stages)
        )

    def matches(self, text: str) -> Iterator[str]:
        """The words of the text that it is about."""
        plain = text.replace(TYPED_APOSTROPHE, "'")
        for match in self.pattern.finditer(plain):
            if not (self.unless and self.unless.search(sentence_around(plain, match.start(), match.end()))):
                yield text[match.start() : match.end()].strip(" .!?")


@cache
def rules() -> tuple[Rule, ...]:
    """All of hope.toml."""
    return tuple(_rule(row) for row in tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"])


def _rule(row: dict[str, str | list[str]]) -> Rule:
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    lists = {name: frozenset(value) for name, value in row.items() if isinstance(value, list)}
    patterns = {name: re.compile(texts.pop(name), re.IGNORECASE) for name in ("pattern", "unless") if name in texts}
    return Rule(**texts, **lists, **patterns)  # type: ignore[arg-type] # the names say which is which


def hints(draft: Draft) -> Iterator[Finding]:
    """What can be said more kindly."""
    if draft.language != DEFAULT:
        return
    for rule in rules():
        if rule.applies_to(draft.message.track, draft.message.kind):
            for field, text in draft.texts.items():
                if text and (not rule.fields or field in rule.fields):
                    yield from _found(rule, field, text)


def _found(rule: Rule, field: str, text: str) -> Iterator[Finding]:
    for excerpt in dict.fromkeys(rule.matches(text)):
        yield Finding(
            rule=rule.name, severity=Severity.HINT, field=field, excerpt=excerpt, says=rule.why, instead=rule.instead
        )
