"""What parents tell by text: a birth, a new date, a pause, how often, the language, the other parent."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest

from portal.models import Invitation, LeavingReason
from subscribers import pauses
from subscribers.models import Child, Journey, Subscriber
from tests import factories
from tests.factories import utc
from tests.portal.phone import Phone, parent

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = utc("2026-11-21 10:00")
DUE = date(2026, 11, 30)


@pytest.fixture
def phone() -> Phone:
    return Phone(NOW)


@pytest.fixture
def mother() -> Subscriber:
    """Her baby is due in nine days."""
    person = parent()
    factories.journey(factories.expecting(DUE), person)
    return person


def child(person: Subscriber) -> Child:
    return person.journeys.select_related("child").order_by("pk")[0].child


def dates(person: Subscriber) -> list[tuple[str, date | None, date | None, int | None]]:
    found = [x.child for x in person.journeys.select_related("child").order_by("pk")]
    return [(x.state, x.due_date, x.birth_date, x.gestation_weeks) for x in found]


@pytest.mark.parametrize(
    ("text", "birth", "weeks"),
    [
        ("BORN 18 November", date(2026, 11, 18), 38),
        ("born yesterday", date(2026, 11, 20), 38),
        ("She was born on 3/10 at 31 weeks", date(2026, 10, 3), 31),
    ],
)
def test_born_with_a_date_switches_the_journey(
    phone: Phone, mother: Subscriber, text: str, birth: date, weeks: int
) -> None:
    assert "warm welcome" in phone.say(text)
    assert dates(mother) == [("born", DUE, birth, weeks)]


def test_born_without_a_date_asks_for_it(phone: Phone, mother: Subscriber) -> None:
    assert "On what day" in phone.say("BORN")
    assert dates(mother) == [("expected", DUE, None, None)]
    assert "warm welcome" in phone.say("yesterday")
    assert dates(mother) == [("born", DUE, date(2026, 11, 20), 38)]


def test_an_early_birth_counts_as_early_by_the_due_date(phone: Phone, mother: Subscriber) -> None:
    phone.say("born 1 october")
    found = child(mother)
    assert (found.gestation_weeks, found.corrected_birth_date) == (31, date(2026, 12, 3))


def test_born_twins_makes_two_children_for_both_parents(phone: Phone, mother: Subscriber) -> None:
    father = factories.subscriber()
    factories.journey(child(mother), father, role="father")
    phone.say("born twins 18 november")
    assert dates(mother) == dates(father) == [("born", DUE, date(2026, 11, 18), 38)] * 2
    assert Child.objects.count() == 2


def test_a_date_out_of_the_blue_changes_nothing_before_a_yes(phone: Phone, mother: Subscriber) -> None:
    assert "due on 9 December 2026" in phone.say("9 December")
    assert dates(mother) == [("expected", DUE, None, None)]
    assert "changed the due date to 9 December 2026" in phone.say("yes")
    assert dates(mother) == [("expected", date(2026, 12, 9), None, None)]


def test_a_past_date_out_of_the_blue_is_no_birth_before_a_yes(phone: Phone, mother: Subscriber) -> None:
    assert "Was your baby born on 18 November 2026" in phone.say("18 November")
    assert "Nothing has changed" in phone.say("no")
    assert dates(mother) == [("expected", DUE, None, None)]


def test_new_due_date(phone: Phone, mother: Subscriber) -> None:
    assert "9 December 2026" in phone.say("new due date is 9 dec")
    assert dates(mother) == [("expected", date(2026, 12, 9), None, None)]
    assert mother.journeys.get().plan_from == NOW


def test_later_waits_and_assumes_nothing(phone: Phone, mother: Subscriber) -> None:
    assert "We will wait" in phone.say("LATER")
    assert dates(mother) == [("expected", DUE, None, None)]


@pytest.mark.parametrize(
    ("text", "until"),
    [("PAUSE 3 weeks", date(2026, 12, 12)), ("pause", date(2026, 12, 5)), ("pause for 10 days", date(2026, 12, 1))],
)
def test_pause_ends_by_itself_on_its_day(phone: Phone, mother: Subscriber, text: str, until: date) -> None:
    assert "No messages until" in phone.say(text)
    journey = mother.journeys.get()
    assert (journey.state, journey.paused_until) == ("paused", until)
    eve, day = (utc(f"{until} 00:30") - timedelta(days=n) for n in (1, 0))
    assert [pauses.resume_due(eve), pauses.resume_due(day)] == [0, 1]
    journey.refresh_from_db()
    assert (journey.state, journey.plan_from) == ("active", day)


def test_pause_of_years_is_refused_kindly(phone: Phone, mother: Subscriber) -> None:
    assert "up to 26 weeks" in phone.say("pause 60 weeks")
    assert mother.journeys.get().state == "active"


def test_start_ends_a_pause_early(phone: Phone, mother: Subscriber) -> None:
    phone.say("pause 3 weeks")
    assert "go on from now" in phone.say("START")
    assert mother.journeys.get().state == "active"


@pytest.mark.parametrize(("text", "frequency"), [("MORE", 3), ("less", 1)])
def test_how_often(phone: Phone, mother: Subscriber, text: str, frequency: int) -> None:
    mother.journeys.update(frequency=4 - frequency)
    assert "a week from now on" in phone.say(text)
    assert mother.journeys.get().frequency == frequency


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("sms", "Three short texts a week"),
        ("both", "Three short texts a week"),
        ("email", "By e-mail it stays one letter"),
    ],
)
def test_more_says_what_comes(phone: Phone, mother: Subscriber, channel: str, said: str) -> None:
    mother.journeys.update(channel=channel)
    assert said in phone.say("MORE")


@pytest.mark.parametrize(
    ("text", "code"), [("LANG PL", "pl"), ("polski", "pl"), ("العربية", "ar"), ("language lithuanian", "lt")]
)
def test_language(phone: Phone, mother: Subscriber, text: str, code: str) -> None:
    assert phone.say(text)
    assert mother.journeys.get().language == code


ENGLISH_COMES = "What is not in your language yet comes in English. If you do not want that, text LANG POLISH ONLY."
NOTHING_COMES = "What we have only in English does not come. To get it, text LANG POLISH ENGLISH."


@pytest.mark.parametrize(
    ("texts", "chosen", "told"),
    [
        (["LANG POLISH"], ("pl", "en"), ENGLISH_COMES),
        (["LANG POLISH ONLY"], ("pl", "none"), NOTHING_COMES),
        (["LANG POLISH ONLY", "LANG POLISH ENGLISH"], ("pl", "en"), ENGLISH_COMES),
        (["LANG POLISH ONLY", "LANG POLISH"], ("pl", "none"), NOTHING_COMES),
        (["LANG POLISH ONLY", "LANG ENGLISH"], ("en", "none"), ""),
        (["LANG ENGLISH ONLY"], ("en", "en"), ""),
    ],
)
def test_language_may_be_the_only_one(
    phone: Phone, mother: Subscriber, texts: list[str], chosen: tuple[str, str], told: str
) -> None:
    with patch("portal.telling.interface", return_value="en-gb"):  # the words, whatever their translation is
        answer = [phone.say(text) for text in texts][-1]
    assert mother.journeys.values_list("language", "fallback").get() == chosen
    autonym = {"pl": "Polski", "en": "English"}[chosen[0]]
    assert answer == f"Your messages come in {autonym}, where we have them, from now on. {told}".strip()


def test_language_alone_says_which_there_are(phone: Phone, mother: Subscriber) -> None:
    assert "Polish" in phone.say("LANG")
    assert mother.journeys.get().language == "en"


def test_dad_gets_a_link_to_pass_on(phone: Phone, mother: Subscriber) -> None:
    answer = phone.say("DAD")
    invitation = Invitation.objects.get()
    assert f"http://localhost:8000/i/{invitation.key}/" in answer
    assert (invitation.child, invitation.ends_at) == (child(mother), NOW + timedelta(days=14))


@pytest.mark.parametrize("text", ["Thanks", "ok thank you x", "❤️", "no", "👍"])
def test_courtesies_are_answered_by_silence(phone: Phone, mother: Subscriber, text: str) -> None:
    assert phone.say(text) == ""
    assert mother.journeys.get().state == "active"


def test_distress_gets_helplines_at_once_every_time(phone: Phone, mother: Subscriber) -> None:  # noqa: ARG001 - she writes
    for _ in range(2):
        answer = phone.say("I want to die")
        assert "0808 808 8000" in answer
        assert "999" in answer


def test_a_reason_is_counted_without_a_thread_back(phone: Phone, mother: Subscriber) -> None:  # noqa: ARG001 - she writes
    phone.say("STOP")
    assert "Thank you" in phone.say("REASON too many")
    assert list(LeavingReason.objects.values_list("why", "door", "day")) == [("too_many", "sms", date(2026, 11, 21))]


@pytest.mark.parametrize("text", ["BORN", "DUE 9 December", "PAUSE", "MORE", "DAD", "LATER", "REASON x"])
def test_a_stranger_is_never_left_without_an_answer(phone: Phone, text: str) -> None:
    assert phone.say(text)
    assert not Journey.objects.exists()


def test_picture_or_call_gets_a_polite_text_with_helplines(phone: Phone) -> None:
    answer = phone.say("")
    assert "pictures and calls reach nobody" in answer
    assert "0808 808 8000" in answer
