"""When the baby is due or was born, as people write it: one field takes a date, weeks or an age."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from portal.joining import from_weeks
from portal.sign_up import Answers
from portal.understanding import Intent, understand

DUE_PAST, DUE_AHEAD = timedelta(weeks=3), timedelta(weeks=42)
BORN_PAST = timedelta(days=3 * 366)  # until the third birthday, or a day or two after
Problem = Literal["unclear", "impossible", "far", "here", "to_come", "care"]


class WhenError(Exception):
    """Why there is no date: `problem` says what is wrong, for a sentence of the page's own."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def told(answers: Answers, text: str, language: str, today: date) -> Answers:
    """The answers with the date that the text tells; `answers.is_born` says which of the two it is.

    Raises WhenError: `here` and `to_come` when the words say the contrary of is_born, `care` when they tell of a loss
    or of despair.
    """
    born = bool(answers.is_born)
    intent = _hear(text, language, today, born=born)
    if intent.weeks:
        found = from_weeks(replace(answers, weeks=intent.weeks), today, pregnant=not born)
    elif intent.date is None:
        raise WhenError(intent.problem or "unclear")
    elif born:
        found = replace(answers, birth_date=intent.date, due_date=None, count=intent.count)
    else:
        found = replace(answers, due_date=intent.date, birth_date=None)
    _check(found, today)
    return replace(found, weeks=None, when_text=text, gestation_weeks=intent.gestation if born else None)


def _hear(text: str, language: str, today: date, *, born: bool) -> Intent:
    """What was said. A date without a year is read as what we have asked for: the next due date, the last birthday."""
    plain = understand(text, language, today)
    if plain.kind in ("loss", "distress"):
        raise WhenError("care")
    if plain.weeks:
        return plain
    about = plain.about or {"born": "born", "due": "due", "later": "due"}.get(plain.kind)
    if about and about != ("born" if born else "due"):
        raise WhenError("here" if about == "born" else "to_come")
    if about:
        return plain
    asked_for = understand(f"{'born' if born else 'due'} {text}", language, today)
    return asked_for if asked_for.date else replace(plain, problem=plain.problem or asked_for.problem)


def _check(answers: Answers, today: date) -> None:
    """Whether we write to anybody about a day so far from today."""
    if answers.due_date and not today - DUE_PAST <= answers.due_date <= today + DUE_AHEAD:
        raise WhenError("far")
    if answers.birth_date and answers.birth_date > today:
        raise WhenError("to_come")
    if answers.birth_date and answers.birth_date < today - BORN_PAST:
        raise WhenError("far")
