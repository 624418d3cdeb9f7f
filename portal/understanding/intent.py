"""What came of a text."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

# In the order that a parent would look for them; the public page of words keeps it.
Kind = Literal[
    "stop",
    "help",
    "join",
    "start",
    "born",
    "due",
    "date",
    "loss",
    "care",
    "pause",
    "later",
    "more",
    "less",
    "only",
    "all",
    "dad",
    "role",
    "language",
    "reason",
    "distress",
    "yes",
    "no",
    "number",
    "courtesy",
    "unknown",
]


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What a text means; what it does not say is None."""

    kind: Kind
    date: dt.date | None = None
    weeks: int | None = None  # a bare "12 weeks", which could be pregnant or old
    about: Literal["due", "born"] | None = None  # for kind `date`, when the words say which
    days: int | None = None  # how long a pause is
    language: str | None = None  # the code that was asked for
    fallback: Literal["en", "none"] | None = None  # what to send where we have none in it: LANG POLISH ONLY is nothing
    number: int | None = None
    role: str | None = None  # mother, father, partner, grandparent, kinship_carer, foster_carer
    gestation: int | None = None  # completed weeks at birth
    count: int = 1  # children born
    one_of_twins: bool = False
    problem: Literal["", "impossible", "far"] = ""  # why there is no date although one was said
    also: frozenset[Kind] = frozenset()  # other kinds that were said in the same text and matter
    said_in: str | None = None  # the language of the words; None for digits and emoji
