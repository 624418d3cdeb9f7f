"""Joining by text, in three questions: when, who, and the yes. Each answer is kept; nothing is sent before the yes."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.models import Place
from languages.table import DEFAULT, LANGUAGES
from portal import loss, questions, sign_up
from portal.models import Question
from portal.proofs import preferences_link
from portal.sign_up import Answers
from portal.turn import Turn, day
from portal.understanding import Intent
from subscribers import children, consent, pauses
from subscribers.models import Journey, Role, Subscriber

Asking = Question.Asking
ROLES = {1: Role.MOTHER, 2: Role.FATHER, 3: Role.PARTNER, 4: Role.OTHER_CARER}
PREGNANT, BORN = 1, 2


def begin(turn: Turn, keyword: str = "") -> str:
    """JOIN, or a word from a poster. Whoever is with us already gets the link to their own page instead."""
    if turn.subscriber.state == Subscriber.State.ACTIVE and turn.children:
        return _("You get messages from us already. To add a child or change anything: %(link)s") % {
            "link": preferences_link(turn.contact, turn.now)
        }
    place = Place.objects.filter(keyword=keyword).first() if keyword else None
    answers = Answers(language=turn.language, keyword=keyword, sure_start=place.sure_start_id if place else None)
    return ask_when(turn, answers)


def begin_with(turn: Turn) -> str:
    """A date from somebody whom we do not know: they want to join, and the first question is answered."""
    questions.ask(turn.contact, Asking.WHEN, Answers(language=turn.language), turn.now)
    return hear_when(replace(turn, question=None)) or _again_when()


def by_keyword(turn: Turn) -> str | None:
    """Join at a place, when the text is the keyword of one."""
    keyword = "".join(turn.text.split()).upper()
    return begin(turn, keyword) if Place.objects.filter(keyword=keyword).exists() else None


def ask_when(turn: Turn, answers: Answers) -> str:
    """The first question."""
    questions.ask(turn.contact, Asking.WHEN, answers, turn.now)
    return _(
        "Hello from Messages of Hope. When is your baby due, or when was your baby born? "
        "Text the date, for example 14 March. Or text STOP for no more."
    )


def hear_when(turn: Turn) -> str | None:
    """A date, an age, or weeks that could be either."""
    intent = turn.intent
    if intent.kind not in ("date", "due", "born"):
        return None
    if intent.problem:
        return _again_when(intent.problem)
    if intent.weeks:
        questions.ask(turn.contact, Asking.PREGNANT_OR_BORN, replace(turn.answers, weeks=intent.weeks), turn.now)
        return _("Is that %(weeks)s weeks pregnant? Reply 1. Or is your baby %(weeks)s weeks old? Reply 2.") % {
            "weeks": intent.weeks
        }
    if intent.date is None:
        return None
    return ask_who(turn, with_date(turn.answers, intent, turn.today))


def with_date(answers: Answers, intent: Intent, today: date) -> Answers:
    """A due date when they said so or it is still to come; else a birth date. The intent has a date."""
    assert intent.date is not None  # noqa: S101 - narrows the type
    is_due = intent.kind == "due" or (intent.kind == "date" and intent.about != "born" and intent.date > today)
    if is_due:
        return replace(answers, due_date=intent.date, birth_date=None, gestation_weeks=None, weeks=None)
    born = replace(answers, birth_date=intent.date, due_date=None, weeks=None, count=intent.count)
    return replace(born, gestation_weeks=intent.gestation)


def hear_pregnant_or_born(turn: Turn) -> str | None:
    """Which of the two the weeks were."""
    answers, intent = turn.answers, turn.intent
    if intent.kind in ("date", "due", "born") and intent.date:
        return hear_when(turn)
    said = intent.number or {"due": PREGNANT, "born": BORN}.get(intent.kind)
    if said not in (PREGNANT, BORN) or answers.weeks is None:
        return None
    return ask_who(turn, from_weeks(answers, turn.today, pregnant=said == PREGNANT))


def from_weeks(answers: Answers, today: date, *, pregnant: bool) -> Answers:
    """The due date, or the birth date, that some weeks mean today."""
    weeks = timedelta(weeks=answers.weeks or 0)
    if pregnant:
        return replace(
            answers, due_date=today + timedelta(weeks=children.TERM_WEEKS) - weeks, birth_date=None, weeks=None
        )
    return replace(answers, birth_date=today - weeks, due_date=None, weeks=None)


def ask_who(turn: Turn, answers: Answers) -> str:
    """The second question."""
    questions.ask(turn.contact, Asking.WHO, answers, turn.now)
    return _("Thank you. Who are you to the baby? Reply 1 mother, 2 father, 3 partner, 4 another carer.")


def hear_who(turn: Turn) -> str | None:
    """A number of the list, or a word such as granny."""
    intent = turn.intent
    role = Role.FATHER if intent.kind == "dad" else intent.role or ROLES.get(intent.number or 0)
    return ask_consent(turn, replace(turn.answers, role=role)) if role else None


def ask_consent(turn: Turn, answers: Answers) -> str:
    """The third question, whose yes begins everything."""
    questions.ask(turn.contact, Asking.CONSENT, answers, turn.now)
    return consent_sentence(answers)


def consent_sentence(answers: Answers) -> str:
    """The sentence that a YES agrees to (its version is subscribers.consent.WORDING)."""
    how = _(
        "We keep your number and the dates, and nothing else. Reply YES to agree. "
        "You can stop at any time by texting STOP."
    )
    return f"{_what(answers)} {how}"


def _what(answers: Answers) -> str:
    """Which baby it is about stands in a sentence of its own for each: a part of one cannot be translated alone."""
    if answers.birth_date:
        born = _("Messages of Hope: about one free text a week for a baby born %(day)s, until age 3.")
        return born % {"day": day(answers.birth_date)}
    due = _("Messages of Hope: about one free text a week for a baby due %(day)s, until age 3.")
    return due % {"day": day(answers.due_date)}


def hear_consent(turn: Turn) -> str | None:
    """A yes begins everything; a no drops everything."""
    if turn.intent.kind == "no":
        questions.drop(turn.contact)
        return _("That is fine. We have kept nothing, and nothing will come.")
    if turn.intent.kind != "yes":
        return None
    if not _agreed(turn):
        return ""
    sign_up.join(turn.subscriber, turn.answers, turn.now)
    welcome = _(
        "Thank you, and welcome. Your first message comes soon. Text HELP to see what you can text. "
        "To stop at any time, text STOP."
    )
    return f"{welcome} {where_none_yet(turn.answers.language, turn.answers.fallback)}".strip()


def where_none_yet(code: str, fallback: str) -> str:
    """What comes where we have no message in their language yet, and how to choose; empty for English."""
    if code == DEFAULT:
        return ""
    name = LANGUAGES[code].name.partition(" ")[0].upper()  # as it is texted
    if fallback == Journey.Fallback.NOTHING:
        return _("What we have only in English does not come. To get it, text LANG %(language)s ENGLISH.") % {
            "language": name
        }
    return _(
        "What is not in your language yet comes in English. If you do not want that, text LANG %(language)s ONLY."
    ) % {"language": name}


def hear_start_again(turn: Turn) -> str | None:
    """A yes brings the messages back; a no leaves everything as it is."""
    if turn.intent.kind == "no":
        questions.drop(turn.contact)
        return _("That is fine. Nothing will come.")
    if turn.intent.kind != "yes":
        return None
    if not _agreed(turn):
        return ""
    return loss.go_on(turn) or _("Thank you. Your messages start again. To stop at any time, text STOP.")


def _agreed(turn: Turn) -> bool:
    """The yes to an open question, kept in the ledger. Without a question a yes means nothing."""
    if not consent.confirm(turn.subscriber.pk, "sms", turn.now, agreed_with=turn.answers.agreed_with):
        return False
    sign_up.confirm_address(turn.contact, turn.now)
    questions.drop(turn.contact)
    return True


def start(turn: Turn) -> str:
    """START: go on after a stop, a pause or a loss. Nothing restarts without their own yes."""
    subscriber = turn.subscriber
    if subscriber.state == Subscriber.State.ACTIVE:
        return loss.go_on(turn) or _resumed(turn) or begin(turn)
    if not turn.children:
        return begin(turn)
    questions.ask(turn.contact, Asking.START_AGAIN, Answers(language=turn.language), turn.now)
    return _again()


def _again() -> str:
    return _(
        "Would you like messages about your baby from Messages of Hope again? Reply YES to start. "
        "You can stop at any time by texting STOP."
    )


def _resumed(turn: Turn) -> str:
    journeys = Journey.objects.filter(subscriber=turn.subscriber, paused_for=Journey.PausedFor.ASKED)
    if not pauses.resume(journeys, turn.now):
        return ""
    return _("Your messages go on from now. To stop at any time, text STOP.")


def _again_when(problem: str = "") -> str:
    if problem == "far":
        return _(
            "That date is too far off for us: we write from pregnancy to age three. "
            "When is your baby due, or when was your baby born? For example 14 March."
        )
    return _("We could not make out the date. When is your baby due, or when was your baby born? For example 14 March.")


def say_again(asking: str, answers: Answers) -> str:
    """An open question of the sign-up once more."""
    if asking == Asking.CONSENT:
        return consent_sentence(answers)
    if asking == Asking.START_AGAIN:
        return _again()
    if asking == Asking.WHO:
        return _("Who are you to the baby? Reply 1 mother, 2 father, 3 partner, 4 another carer.")
    return _("When is your baby due, or when was your baby born? Text the date, for example 14 March.")
