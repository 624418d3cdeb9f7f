"""Joining by text: three questions, a clear yes, and nothing before it."""

from datetime import date, timedelta

import pytest

from campaigns.models import Place
from delivery.models import Inbound, Nudge, Urgency
from directory.models import SureStart
from portal import chores, conversation, questions, sign_up, stopping
from portal.addresses import contact_for
from portal.models import Question
from portal.sign_up import Answers
from portal.turn import Turn
from subscribers.models import ConsentEvent, Contact, Journey, Subscriber
from tests.factories import utc
from tests.portal.phone import NUMBER, Phone, owner

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

NOW = utc("2026-11-21 10:00")


@pytest.fixture
def phone() -> Phone:
    return Phone(NOW)


def journeys() -> list[tuple[str, str, date | None, date | None]]:
    found = Journey.objects.select_related("child").order_by("pk")
    return [(x.role, x.state, x.child.due_date, x.child.birth_date) for x in found]


def test_join_in_three_questions(phone: Phone) -> None:
    assert "When is your baby due" in phone.say("Join")
    assert "Who are you" in phone.say("14 March")
    assert "Reply YES" in phone.say("2")
    assert (owner().state, journeys()) == ("unconfirmed", [])
    assert "welcome" in phone.say("yes please")
    assert owner().state == "active"
    assert journeys() == [("father", "active", date(2027, 3, 14), None)]
    assert owner().contacts.get().confirmed_at == NOW
    assert list(ConsentEvent.objects.order_by("pk").values_list("kind", "door")) == [
        ("asked", "sms"),
        ("agreed", "sms"),
    ]
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("said", "due", "born"),
    [
        ("14/3/2027", date(2027, 3, 14), None),
        ("due 3rd of next month", date(2026, 12, 3), None),
        ("20 weeks pregnant", date(2027, 4, 10), None),
        ("6 months old", None, date(2026, 5, 21)),
        ("he was born yesterday", None, date(2026, 11, 20)),
        ("3 weeks old", None, date(2026, 10, 31)),
    ],
)
def test_the_date_in_the_forms_that_people_write(phone: Phone, said: str, due: date | None, born: date | None) -> None:
    phone.say("hello")
    phone.say(said)
    phone.say("mum")
    phone.say("YES")
    assert journeys() == [("mother", "active", due, born)]


@pytest.mark.parametrize(
    ("answer", "due", "born"),
    [("1", date(2027, 6, 5), None), ("2", None, date(2026, 8, 29)), ("pregnant", date(2027, 6, 5), None)],
)
def test_weeks_that_could_be_either_are_asked_about(
    phone: Phone, answer: str, due: date | None, born: date | None
) -> None:
    phone.say("join")
    assert "12 weeks pregnant? Reply 1" in phone.say("12 weeks")
    phone.say(answer)
    phone.say("4")
    phone.say("yes")
    assert journeys() == [("other_carer", "active", due, born)]


@pytest.mark.parametrize(("said", "answer"), [("31 February", "could not make out"), ("14 March 2035", "too far off")])
def test_a_date_that_cannot_be_gets_a_kind_question_back(phone: Phone, said: str, answer: str) -> None:
    phone.say("join")
    assert answer in phone.say(said)
    assert "Who are you" in phone.say("14 March")


def test_no_at_the_end_keeps_nothing(phone: Phone) -> None:
    for text in ("join", "14 March", "1"):
        phone.say(text)
    assert "nothing will come" in phone.say("No")
    assert phone.say("yes") == ""
    assert (owner().state, journeys(), Question.objects.count()) == ("unconfirmed", [], 0)


def test_stop_in_the_middle_ends_it(phone: Phone) -> None:
    for text in ("join", "14 March", "1"):
        phone.say(text)
    assert "no more messages" in phone.say("STOP")
    assert phone.say("yes") == ""
    assert (owner().state, journeys()) == ("stopped", [])


def test_a_half_finished_sign_up_is_resumed_days_later(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    later = NOW + timedelta(days=5)
    phone.say("mother", later)
    phone.say("yes", later)
    assert journeys() == [("mother", "active", date(2027, 3, 14), None)]


def test_a_half_finished_sign_up_can_be_begun_again(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    assert "When is your baby due" in phone.say("JOIN")
    phone.say("20 March")
    phone.say("1")
    phone.say("yes")
    assert journeys() == [("mother", "active", date(2027, 3, 20), None)]


def test_a_sign_up_is_forgotten_after_seven_days(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    late = NOW + timedelta(days=7, minutes=1)
    chores.forget(late)
    assert not Question.objects.exists()
    assert not owner_exists()


def owner_exists() -> bool:
    return Subscriber.objects.filter(contacts__isnull=False).exists()


def test_one_reminder_and_not_at_night(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    assert chores.remind(NOW + timedelta(hours=23)) == 0
    assert chores.remind(utc("2026-11-22 23:00")) == 0
    morning = utc("2026-11-23 10:00")
    assert [chores.remind(morning), chores.remind(morning + timedelta(days=1))] == [1, 0]
    assert "You began to join" in phone.hear(morning)


def test_whom_staff_asked_gets_no_reminder(phone: Phone) -> None:
    contact = contact_for(Contact.Kind.SMS, NUMBER, NOW)
    questions.ask(
        contact, Question.Asking.CONSENT, Answers(due_date=date(2027, 3, 14), agreed_with="Ann, midwife"), NOW
    )
    chores.remind(NOW + timedelta(days=2))
    assert phone.hear(NOW + timedelta(days=2)) == ""


def test_no_reminder_so_late_that_it_could_come_at_night(phone: Phone) -> None:
    phone.say("join")
    assert [chores.remind(utc(f"2026-11-23 {time}")) for time in ("20:45", "20:15")] == [0, 1]


def test_a_stop_at_another_door_takes_the_reminder_back(phone: Phone) -> None:
    phone.say("join")
    morning = utc("2026-11-23 10:00")
    chores.remind(morning)
    stopping.stop(owner().pk, "email", morning)
    assert phone.hear(morning) == ""


def test_a_place_that_staff_removed_meanwhile_keeps_nobody_from_joining(phone: Phone) -> None:
    colin = SureStart.objects.get(name="Colin")
    Place.objects.create(name="Library", keyword="OAKLIBRARY", sure_start=colin)
    for text in ("oaklibrary", "14 March", "1"):
        phone.say(text)
    Place.objects.all().delete()
    colin.delete()
    assert "welcome" in phone.say("yes")
    assert Journey.objects.get().sure_start is None


def test_a_text_that_cannot_be_handled_never_holds_up_a_stop(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_turn: Turn) -> str:
        raise ValueError("a fault of ours")

    monkeypatch.setitem(conversation.HANDLERS, "join", broken)
    assert "In danger ring 999" in phone.say("join")
    assert phone.say("join") == ""  # the safety answer comes once in twelve hours, and an empty text never
    assert Nudge.objects.count() == 1
    assert "no more messages" in phone.say("STOP")
    assert not Inbound.objects.filter(answered_at=None).exists()


def test_joining_again_when_the_baby_is_born_is_the_birth(phone: Phone) -> None:
    for text in ("join", "due 30 November", "1", "yes"):
        phone.say(text)
    answers = Answers(birth_date=date(2026, 11, 20), role="mother")
    sign_up.accept(owner().contacts.get(), answers, "web", NOW, NOW)
    assert journeys() == [("mother", "active", date(2026, 11, 30), date(2026, 11, 20))]


def test_whoever_is_with_us_gets_the_link_to_their_own_page(phone: Phone) -> None:
    for text in ("join", "14 March", "1", "yes"):
        phone.say(text)
    assert "http://localhost:8000/m/" in phone.say("join")
    assert Journey.objects.count() == 1


def test_keyword_of_a_place_joins_there(phone: Phone) -> None:
    colin = SureStart.objects.get(name="Colin")
    Place.objects.create(name="Library", keyword="OAKLIBRARY", sure_start=colin)
    assert "When is your baby due" in phone.say("oak library")
    for text in ("14 March", "1", "yes"):
        phone.say(text)
    journey = Journey.objects.get()
    assert (journey.keyword, journey.sure_start) == ("OAKLIBRARY", colin)


def test_join_in_another_language_is_answered_in_it(phone: Phone) -> None:
    phone.say("join")
    phone.say("LANG PL")
    phone.say("14 marca")
    phone.say("1")
    assert "LANG POLISH ONLY" in phone.say("tak")
    assert Journey.objects.values_list("language", "fallback").get() == ("pl", "en")


def test_one_language_only_can_be_said_while_joining(phone: Phone) -> None:
    phone.say("join")
    phone.say("lang polski tylko")
    for text in ("14 marca", "1"):
        phone.say(text)
    assert "LANG POLISH ENGLISH" in phone.say("tak")
    assert Journey.objects.values_list("language", "fallback").get() == ("pl", "none")


def test_who_joins_in_english_hears_nothing_of_other_languages(phone: Phone) -> None:
    assert "LANG" not in [phone.say(text) for text in ("join", "14 March", "1", "yes")][-1]


def test_an_answer_that_nobody_understands_is_asked_again_twice_then_the_safety_answer(phone: Phone) -> None:
    phone.say("join")
    said = [phone.say(f"qwerty{n}") for n in range(4)]
    assert ["When is your baby due" in x for x in said] == [True, True, False, False]
    assert "In danger ring 999" in said[2]
    assert said[3] == ""


def test_a_machine_that_answers_our_answers_is_left_alone(phone: Phone) -> None:
    answers = [phone.say("help") if n % 2 else phone.say("LANG") for n in range(50)]
    assert Nudge.objects.filter(urgency=Urgency.REPLY).count() < 50
    assert answers[-2] == ""
    assert "no more messages" in phone.say("STOP")


def test_question_is_kept_sealed(phone: Phone) -> None:
    phone.say("join")
    phone.say("14 March")
    raw = Question.objects.extra(select={"raw": "answers"}).values_list("raw", flat=True).get()
    assert b"2027" not in bytes(raw)


def test_five_texts_in_a_second_are_handled_in_order() -> None:
    contact = contact_for(Contact.Kind.SMS, NUMBER, NOW)
    for n, text in enumerate(("join", "14 March", "1", "yes", "STOP")):  # all stored before any is answered
        Inbound.objects.create(provider_id=f"S{n}", contact=contact, body=text, received_at=NOW)
    conversation.answer_leftovers(NOW)
    assert (owner().state, len(journeys())) == ("stopped", 1)
    assert not Inbound.objects.filter(answered_at=None).exists()


def test_a_yes_counts_only_for_the_question_that_is_open(phone: Phone) -> None:
    for text in ("join", "14 March", "1"):
        phone.say(text)
    phone.say("join")  # begun again: another question is open now
    phone.say("yes")
    assert (owner().state, journeys()) == ("unconfirmed", [])


def test_weeks_at_birth_are_kept(phone: Phone) -> None:
    for text in ("join", "born 3 May at 30 weeks", "1", "yes"):
        phone.say(text)
    child = Journey.objects.get().child
    assert (child.birth_date, child.gestation_weeks) == (date(2026, 5, 3), 30)
    assert child.corrected_birth_date == date(2026, 5, 3) + timedelta(weeks=10)
