"""The checks of an editor's desk: pure functions over the words of a message, in any language.

Blocks are few and hard; hints teach. The editor, the import of a spreadsheet, the flow of work and the command
`check_library` all call these, so that they always agree.
"""

from collections.abc import Mapping
from datetime import date

from directory.models import Service
from messages.editorial import completeness, hope, rules, style, typed
from messages.editorial.drafts import draft
from messages.editorial.findings import Finding, Severity, blocking
from messages.editorial.meters import Meter, meters
from messages.editorial.reading import Readability, readability
from messages.models import AnyWords
from messages.placeholders import known_services as services

__all__ = [
    "Finding",
    "Meter",
    "Readability",
    "Severity",
    "blocking",
    "check",
    "meters",
    "readability",
    "services",
]

Services = Mapping[str, Service]


def check(words: AnyWords, *, today: date, services: Services) -> list[Finding]:
    """All that there is to say about these words (a row, or a revision as an object), what blocks first.

    Without a query, but for the English of a translation whose `message` is not loaded yet, and for the links and
    events that the words name. In other languages than English the hints are those that hold in any: length, numbers,
    marks, and what is missing beside the English.
    """
    found = draft(words, today, services)
    blocks = [*rules.blocks(found), *completeness.blocks(found)]
    return blocks + [hint for module in (completeness, typed, style, hope) for hint in module.hints(found)]
