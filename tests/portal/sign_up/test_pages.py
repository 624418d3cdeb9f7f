"""The questions of the sign-up on the web: what each page takes, what it says, and where it leads."""

from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from campaigns.models import Place
from directory.models import SureStart, Trust
from portal.models import Draft
from portal.sign_up import Answers
from subscribers import consent
from tests.portal.sign_up.parent import ANSWERS, BORN, BY_BOTH, BY_EMAIL, E164, LOWER, PHONE, Parent, later

pytestmark = pytest.mark.django_db


def kept() -> Answers:
    return Answers.loads(Draft.objects.get().answers)


def test_start_leads_through_every_question_to_the_sum(parent: Parent) -> None:
    parent.sends(reverse("join"))
    seen = [parent.step]
    for step in ANSWERS:
        if parent.step == step:
            parent.answers(step)
            seen.append(parent.step)
    assert seen == ["baby", "when", "you", "language", "how", "time", "area", "check"]
    assert kept() == Answers(
        is_born=False,
        due_date=date(2027, 3, 14),
        when_text="14 March",
        role="mother",
        phone=E164,
        slot="morning",
        answered=("baby", "when", "you", "language", "how", "time", "area"),
    )


@pytest.mark.parametrize(
    ("born", "text", "due", "birth"),
    [
        ("no", "14 March", "2027-03-14", None),
        ("no", "14/3/27", "2027-03-14", None),
        ("no", "20 weeks", "2027-04-10", None),
        ("no", "20 weeks pregnant", "2027-04-10", None),
        ("no", "3 November", "2026-11-03", None),
        ("no", "14 marca", "2027-03-14", None),
        ("yes", "6 weeks old", None, "2026-10-10"),
        ("yes", "6 weeks", None, "2026-10-10"),
        ("yes", "3 May", None, "2026-05-03"),
        ("yes", "14 March", None, "2026-03-14"),
        ("yes", "yesterday", None, "2026-11-20"),
        ("yes", "born 3/5/25", None, "2025-05-03"),
    ],
)
def test_when_takes_what_people_write(parent: Parent, born: str, text: str, due: str, birth: str) -> None:
    parent.sends(reverse("join"))
    parent.answers("baby", here=born)
    parent.answers("when", when=text)
    answers = kept()
    assert [str(answers.due_date or ""), str(answers.birth_date or "")] == [due or "", birth or ""]
    assert answers.when_text == text
    assert parent.step == ("early" if born == "yes" else "you")


@pytest.mark.parametrize(
    ("born", "text", "says"),
    [
        ("no", "", "Try it like this: 14 March, or 20 weeks."),
        ("no", "soon <b>", "Try it like this: 14 March, or 20 weeks."),
        ("no", "31 February", "There is no such day."),
        ("no", "14 March 2031", "That is too far from today for a due date."),
        ("no", "1 May 2026", "That is too far from today for a due date."),
        ("no", "80 weeks", "That is too far from today for a due date."),
        ("no", "6 weeks old", "That sounds as if your baby is here."),
        ("yes", "ages ago", "Try it like this: 3 May, or 6 weeks old."),
        ("yes", "14 March 2027", "That day is still to come."),
        ("yes", "due 14 March", "That day is still to come."),
        ("yes", "14 March 2019", "We write until a child's third birthday"),
        ("yes", "30/2/26", "There is no such day."),
    ],
)
def test_when_asks_kindly_again_and_keeps_what_was_typed(parent: Parent, born: str, text: str, says: str) -> None:
    parent.sends(reverse("join"))
    parent.answers("baby", here=born)
    assert says in parent.answers("when", when=text)
    assert parent.response.context["form"]["when"].value() == text
    assert parent.step == "when"


@pytest.mark.parametrize("text", ["my baby died", "I lost the baby", "I want to die"])
def test_when_answers_a_loss_with_those_who_listen(parent: Parent, text: str) -> None:
    parent.sends(reverse("join"))
    parent.answers("baby")
    said = parent.answers("when", when=text)
    assert "We are so sorry that things are hard" in said
    assert "0808 808 8000" in said


@pytest.mark.parametrize(
    ("step", "data", "says"),
    [
        ("baby", {"here": ""}, "Please choose Not yet or Yes."),
        ("early", {"early": "", "weeks": ""}, "Please choose No or Yes."),
        ("early", {"early": "yes", "weeks": ""}, "Please give the weeks as a number from 22 to 36."),
        ("early", {"early": "yes", "weeks": "21"}, "Please give the weeks as a number from 22 to 36."),
        ("early", {"early": "yes", "weeks": "thirty"}, "Please give the weeks as a number from 22 to 36."),
        ("you", {"role": ""}, "Please choose who you are to the baby."),
        ("language", {"language": "xx"}, "Please choose a language."),
        ("how", {"channel": ""}, "Please choose text, e-mail or both."),
        ("how", {"channel": "sms", "phone": ""}, "Please type a mobile number."),
        ("how", {"channel": "sms", "phone": "028 9012 3456"}, "That is a landline."),
        ("how", {"channel": "both", "phone": PHONE, "email": "x@"}, "Please look at the e-mail address again"),
        ("how", {"channel": "email", "phone": "", "email": ""}, "Please look at the e-mail address again"),
        ("time", {"slot": "night"}, "Please choose a time of day."),
        ("area", {"district": "", "place": "s999999"}, "Please choose one from the list."),
        ("area", {"district": "Belfast", "place": "none"}, "Please write it like BT7, or leave it empty."),
    ],
)
def test_page_says_what_to_do_and_stays(parent: Parent, step: str, data: dict[str, str], says: str) -> None:
    parent.answers_all(**BORN)
    assert says in parent.answers(step, **data)
    assert parent.step == step


@pytest.mark.parametrize(
    ("step", "data", "expected"),
    [
        ("early", {"early": "yes", "weeks": "32"}, {"gestation_weeks": 32}),
        ("early", {"early": "no", "weeks": "nonsense"}, {"gestation_weeks": None}),
        ("you", {"role": "foster_carer"}, {"role": "foster_carer"}),
        ("language", {"language": "pl", "fallback": "none"}, {"language": "pl", "fallback": "none"}),
        ("language", {"language": "so", "fallback": "en"}, {"language": "so", "fallback": "en"}),
        ("language", {"language": "en", "fallback": "none"}, {"language": "en", "fallback": "en"}),
        (
            "how",
            {"channel": "sms", "phone": "+44 7700 900-124", "email": "x@"},
            {"phone": "+447700900124", "email": ""},
        ),
        (
            "how",
            {"channel": "email", "phone": "12", "email": " A@Hope.example"},
            {"phone": "", "email": "a@hope.example"},
        ),
        ("how", BY_BOTH["how"], {"channel": "both", "phone": E164, "email": LOWER}),
        ("time", {"slot": "afternoon"}, {"slot": "afternoon"}),
    ],
)
def test_answer_is_kept(parent: Parent, step: str, data: dict[str, str], expected: dict[str, Any]) -> None:
    parent.answers_all(**BORN)
    parent.answers(step, **data)
    answers = kept()
    assert {name: getattr(answers, name) for name in expected} == expected
    assert parent.step == "check"


def test_early_is_asked_of_a_child_under_two_only(parent: Parent) -> None:
    parent.answers_all(**BORN)
    assert "early" in kept().answered
    parent.answers("when", when="3 May 2024")
    assert parent.step == "check"
    assert "Came early" not in parent.opens(reverse("join-check"))


def test_other_answer_about_the_baby_opens_what_hangs_on_it(parent: Parent) -> None:
    parent.answers_all(**BORN)
    parent.answers("baby", here="no")
    assert parent.step == "when"
    assert parent.response.context["form"]["when"].value() == ""
    parent.answers("when", when="14 March")
    assert parent.step == "check"
    assert (kept().birth_date, kept().gestation_weeks) == (None, None)


@pytest.mark.parametrize(
    ("done", "asked", "lands"),
    [
        ([], "how", "baby"),
        ([], "check", "baby"),
        ([], "nonsense", "baby"),
        (["baby"], "area", "when"),
        (["baby", "when"], "early", "you"),
        (["baby", "when", "you"], "code", "language"),
        (["baby", "when", "you"], "sent", "language"),
        (["baby", "when", "you"], "when", "when"),
    ],
)
def test_skipping_ahead_goes_to_the_first_open_question(
    parent: Parent, done: list[str], asked: str, lands: str
) -> None:
    parent.sends(reverse("join"))
    for step in done:
        parent.answers(step)
    parent.opens(f"/join/{asked}/")
    assert parent.step == lands


@pytest.mark.parametrize("name", ["baby", "check", "code", "sent", "done"])
def test_page_without_a_draft_begins_at_the_beginning(parent: Parent, name: str) -> None:
    assert "Answers are kept on this browser for seven days only" in parent.opens(f"/join/{name}/")


def test_answers_wait_seven_days_on_the_same_browser(parent: Parent) -> None:
    parent.sends(reverse("join"))
    parent.answers("baby")
    later(days=6, hours=23)
    assert "Go on where you were" in parent.opens(reverse("join"))
    later(hours=1)
    assert "Go on where you were" not in parent.opens(reverse("join"))


def test_beginning_again_throws_the_old_answers_away(parent: Parent) -> None:
    parent.answers_all()
    parent.sends(reverse("join"))
    assert kept() == Answers()


def test_session_and_addresses_hold_no_personal_data(parent: Parent) -> None:
    parent.sends(reverse("join"))
    addresses = []
    for step in (step for step in ANSWERS if step != "early"):
        parent.answers(step, **(ANSWERS | BY_BOTH)[step])
        addresses.append(parent.address)
    parent.agrees()
    session = Session.objects.get().get_decoded()
    assert set(session) == {"draft", "proof"}
    assert session["draft"] == str(Draft.objects.get().pk)
    assert not [one for one in addresses if "?" in one or "7700" in one or "@" in one]


def test_draft_is_sealed_in_the_database(parent: Parent) -> None:
    parent.answers_all(**BY_EMAIL)
    [row] = Draft.objects.raw("SELECT key, changed_at, encode(answers, 'escape') AS stored FROM portal_draft")
    assert LOWER not in row.stored  # type: ignore[attr-defined] # of this query


def test_message_language_is_the_page_s_until_they_say_otherwise(parent: Parent) -> None:
    parent.sends("/pl/join/")
    assert (kept().language, parent.address) == ("pl", "/pl/join/baby/")


def test_posters_keyword_is_kept_and_its_sure_start_is_chosen(parent: Parent) -> None:
    colin = SureStart.objects.get(name="Colin")
    Place.objects.create(name="Oak library", keyword="OAKLIBRARY", sure_start=colin)
    parent.opens("/join/?at=OAKLIBRARY")
    assert b'name="at" value="OAKLIBRARY"' in parent.response.content
    parent.sends(reverse("join"), at="oaklibrary")
    assert (kept().keyword, kept().sure_start) == ("OAKLIBRARY", colin.pk)


def test_keyword_that_nobody_knows_is_left_out(parent: Parent) -> None:
    parent.sends(reverse("join"), at="<script>")
    assert kept() == Answers()


@pytest.fixture
def districts() -> tuple[SureStart, SureStart]:
    south, colin = (SureStart.objects.get(name=name) for name in ("South Belfast", "Colin"))
    SureStart.objects.filter(pk=south.pk).update(districts="BT7 BT9")
    SureStart.objects.filter(pk=colin.pk).update(districts="BT9 BT17")
    return south, colin


@pytest.mark.parametrize(
    ("typed", "says", "chosen"),
    [
        ("BT7", "BT7 belongs to South Belfast Sure Start.", "South Belfast"),
        ("bt7 1nn", "BT7 belongs to South Belfast Sure Start.", "South Belfast"),
        ("BT9", "BT9 belongs to more than one Sure Start.", ""),
        ("BT99", "We do not know which Sure Start is for BT99.", "none"),
    ],
)
@pytest.mark.usefixtures("districts")
def test_district_suggests_and_is_not_kept(parent: Parent, typed: str, says: str, chosen: str) -> None:
    parent.answers_all()
    said = parent.answers("area", district=typed, place="none", shown="")
    assert says in said
    place = SureStart.objects.filter(name=chosen).first()
    assert parent.response.context["form"]["place"].value() == (f"s{place.pk}" if place else chosen)
    assert "bt" not in Draft.objects.get().answers.lower()


def test_suggestion_is_taken_or_refused_by_going_on(parent: Parent, districts: tuple[SureStart, SureStart]) -> None:
    south, colin = districts
    parent.answers_all()
    parent.answers("area", district="BT9", shown="BT9", place=f"s{colin.pk}")
    assert (kept().sure_start, kept().trust) == (colin.pk, colin.trust_id)
    assert "Please choose one from the list." in parent.answers("area", district="BT9", shown="BT9", place="")
    parent.answers("area", district="BT7", shown="BT7", place="none")
    assert (kept().sure_start, kept().trust) == (None, None)
    parent.answers("area", district="BT7", shown="", place=f"s{south.pk}")
    assert kept().sure_start == south.pk


def test_trust_may_be_chosen_alone(parent: Parent) -> None:
    trust = Trust.objects.get(name="Western")
    assert "Western Health and Social Care Trust" in parent.answers_all(area={"place": f"t{trust.pk}"})
    assert (kept().sure_start, kept().trust) == (None, trust.pk)


def test_sum_shows_every_answer_with_a_way_to_change_it(parent: Parent) -> None:
    said = parent.answers_all(**BORN, **BY_BOTH)
    for part in (
        "Your baby Is here Change",
        "Born on 10 October 2026 (you wrote: 6 weeks old) Change",
        "Came early No Change",
        "You are Mother Change",
        "Language English Change",
        "Messages come By text and e-mail Change",
        "Mobile number 07700 900123 Change",
        "E-mail address parent@hope.example Change",
        "Time of day Morning, about 10:00 Change",
        "Where you live You would rather not say Change",
        "about a baby born 10 October 2026, until age 3.",
        f"notice {consent.NOTICE}; wording of the sentence {consent.PAGE_WORDING}",
        "I agree, send me the code",
    ):
        assert part in said
    assert parent.response.context["rows"][0]["url"] == "/join/baby/"


def test_change_comes_back_to_the_sum(parent: Parent) -> None:
    parent.answers_all()
    parent.opens("/join/you/")
    assert parent.response.context["back"] == reverse("join-check")
    parent.answers("you", role="father")
    assert parent.step == "check"


def test_nothing_is_lost_when_the_page_before_is_sent_again(parent: Parent) -> None:
    parent.answers_all()
    before = kept()
    for step in before.answered:
        parent.answers(step)
    assert kept() == before


def test_pages_are_not_kept_by_the_browser(parent: Parent) -> None:
    parent.answers_all()
    assert "no-store" in parent.response.headers["Cache-Control"]
