"""The questions of the sign-up: which there are for somebody, in which order, and which comes next."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse

from portal.sign_up import Answers
from portal.views.sign_up.area import AreaForm
from portal.views.sign_up.forms import (
    BabyForm,
    EarlyForm,
    HowForm,
    LanguageForm,
    StepForm,
    TimeForm,
    WhenForm,
    YouForm,
)

CORRECTED = timedelta(days=731)  # up to two years an early birth counts
FORMS: Mapping[str, type[StepForm]] = {
    "baby": BabyForm,
    "when": WhenForm,
    "early": EarlyForm,
    "you": YouForm,
    "language": LanguageForm,
    "how": HowForm,
    "time": TimeForm,
    "area": AreaForm,
}
DATES = ("baby", "when", "early")


def names(answers: Answers, today: date) -> list[str]:
    """The steps that are for them. Who is invited is asked for no dates."""
    left_out: tuple[str, ...] = ()
    if answers.invitation:
        left_out = DATES
    elif answers.birth_date is None or answers.birth_date < today - CORRECTED:
        left_out = ("early",)
    return [name for name in FORMS if name not in left_out]


def first_open(answers: Answers, today: date) -> str | None:
    """The first step without an answer; None when all have one."""
    return next((name for name in names(answers, today) if name not in answers.answered), None)


def may_open(name: str, answers: Answers, today: date) -> bool:
    """Whether this step is for them, and all before it have an answer."""
    theirs = names(answers, today)
    return name in theirs and set(theirs[: theirs.index(name)]) <= set(answers.answered)


def with_answer(before: Answers, after: Answers, name: str) -> Answers:
    """The answers, this step's counted among them. A changed answer opens the questions that hang on it."""
    answered = {*before.answered, name}
    if before.is_born != after.is_born:
        answered -= {"when", "early"}
        after = replace(after, due_date=None, birth_date=None, gestation_weeks=None, count=1, when_text="")
    if before.birth_date != after.birth_date:
        answered.discard("early")
    return replace(after, answered=tuple(step for step in FORMS if step in answered))


def next_url(answers: Answers, today: date) -> str:
    """Where to go on: the first step that is open, else the page that sums up."""
    name = first_open(answers, today)
    return reverse("join-step", args=[name]) if name else reverse("join-check")


def back_url(name: str, answers: Answers, today: date) -> str:
    """The page before: what sums up when all is answered, since they came from there."""
    if first_open(answers, today) is None:
        return reverse("join-check")
    theirs = names(answers, today)
    place = theirs.index(name)
    return reverse("join-step", args=[theirs[place - 1]]) if place else reverse("join")
