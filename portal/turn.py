"""One turn of the conversation: who texted what, and what was open between us."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Service
from languages import spoken
from languages.table import DEFAULT, in_text, of_page
from portal.models import Question
from portal.sign_up import Answers, children_of
from portal.understanding import Intent
from subscribers.children import is_twin
from subscribers.hours import local_day
from subscribers.models import Child, Contact, Subscriber


@dataclass(frozen=True, kw_only=True)
class Turn:
    contact: Contact
    subscriber: Subscriber  # locked
    text: str
    intent: Intent
    question: Question | None
    language: str
    now: datetime  # UTC

    @property
    def answers(self) -> Answers:
        """What they have told us in the question that is open."""
        return Answers.loads(self.question.answers) if self.question else Answers(language=self.language)

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def children(self) -> list[Child]:
        return children_of(self.subscriber)

    def child(self, state: str) -> Child | None:
        """The youngest child in this state; of twins the first."""
        found = [child for child in self.children if child.state == state]
        newest = max(found, key=lambda child: child.birth_date or child.due_date or date.min, default=None)
        return next((child for child in found if newest and is_twin(child, newest)), None)


Handler = Callable[[Turn], str | None]  # None: not for me; empty: silence is the answer


def day(value: date | None) -> str:
    """A date as the parent's language writes it."""
    return spoken.day(value, of_page().code) if value else ""


def helpline(code: str) -> str:
    """A number of the directory, as it stands in the language in use; empty when staff have removed it."""
    number = Service.objects.filter(code=code).values_list("phone", flat=True).first() or ""
    return in_text(number, get_language() or DEFAULT)


def in_danger() -> str:
    """Where to turn, at the end of every answer that says nobody is watching."""
    lifeline = helpline("lifeline")
    danger = _("In danger ring 999.")
    if not lifeline:
        return danger
    talk = _("To talk, day or night, free: Lifeline %(lifeline)s.") % {"lifeline": lifeline}
    return f"{danger} {talk}"
