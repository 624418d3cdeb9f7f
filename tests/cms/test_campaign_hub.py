"""A campaign's own page: what it says to whom, and each button by role, area and state."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from campaigns.models import Campaign, State, Step
from cms import roles
from delivery.models import Nudge, Status, Urgency
from tests import factories
from tests.cms.desk_kit import FIRST, area, campaign, copy_of, do, lead, mailing, officer, page, regional, text_of
from tests.cms.role_kit import member, signed_in
from tests.cms.staff_kit import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]


@pytest.fixture
def _noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def offered(user: User, of: Campaign) -> set[str]:
    return set(page(user, "campaign_hub", of).context["acts"])


WRITER, SUBMITTER, OTHER, READER = "writer", "submitter", "other", "reader"
BUTTONS = [
    (State.DRAFT, WRITER, {"submit", "cancel"}),
    (State.DRAFT, OTHER, {"submit", "cancel"}),
    (State.SUBMITTED, WRITER, {"send_back", "cancel"}),
    (State.SUBMITTED, SUBMITTER, {"send_back", "cancel"}),
    (State.SUBMITTED, OTHER, {"approve", "send_back", "cancel"}),
    (State.APPROVED, WRITER, {"reopen", "pause", "cancel"}),
    (State.RUNNING, WRITER, {"pause", "cancel"}),
    (State.PAUSED, WRITER, {"resume", "cancel"}),
    (State.CANCELLED, WRITER, set()),
    (State.FINISHED, WRITER, set()),
    *((state, READER, set()) for state in State),
]


@pytest.mark.parametrize(("state", "who", "buttons"), BUTTONS)
def test_officers_are_offered_what_they_may_do(state: State, who: str, buttons: set[str]) -> None:
    people = {name: officer() for name in (WRITER, SUBMITTER, OTHER)} | {READER: member(roles.READ_ONLY)}
    of = campaign(state=state, changed_by=people[WRITER], submitted_by=people[SUBMITTER])
    assert offered(people[who], of) == buttons


LEADS_BUTTONS = {
    State.DRAFT: {"submit", "cancel"},
    State.SUBMITTED: {"cancel"},
    State.APPROVED: {"reopen", "pause", "cancel"},
    State.RUNNING: {"pause", "cancel"},
    State.PAUSED: {"resume", "cancel"},
    State.CANCELLED: set(),
    State.FINISHED: set(),
}


@pytest.mark.parametrize("state", State)
def test_lead_is_offered_what_is_theirs_only(state: State) -> None:
    oak = area()
    user, stranger = lead(oak), lead(area("Elm"))
    own, region = campaign(state=state, sure_start=oak), campaign(state=state)
    assert (offered(user, own), offered(user, region)) == (LEADS_BUTTONS[state], set())
    assert page(stranger, "campaign_hub", own).status_code == 404


def test_what_has_gone_out_is_not_reopened() -> None:
    of = campaign(state=State.APPROVED)
    person = factories.journey(factories.baby(FIRST))
    sent = mailing(of).message
    Nudge.objects.create(
        journey=person,
        message=sent,
        channel="sms",
        status=Status.SENT,
        fence=1,
        submitted_at=NOON,
        due_at=NOON,
        expires_at=NOON,
        urgency=Urgency.REGIONAL,
    )
    ann = officer()
    assert offered(ann, of) == {"pause", "cancel"}
    assert do(ann, "reopen", of) == ["Something of it has gone out already. Pause or cancel it instead."]


def test_two_people_stand_behind_it() -> None:
    ann, ben = officer("Ann Example"), officer("Ben Example")
    of = campaign(changed_by=ann)
    assert do(ann, "submit", of, "Please look.") == ["It is submitted, and waits for a colleague to approve it."]
    said = "You submitted it, so a colleague approves it: two pairs of eyes see everything that parents read."
    assert said in text_of(page(ann, "campaign_hub", of))
    assert do(ann, "approve", of) == [said]
    assert "Please look through it, then approve it" in text_of(page(ben, "campaign_hub", of))
    assert do(ben, "approve", of) == ["It is approved. It goes out on its days by itself."]
    assert (of.state, of.approved_by) == (State.APPROVED, ben)


def test_sent_back_with_a_comment_that_its_writer_reads() -> None:
    oak = area()
    user, ann = lead(oak), officer()
    of = campaign(sure_start=oak, changed_by=user)
    do(user, "submit", of)
    answer = signed_in(ann).post(f"/admin/campaigns/{of.pk}/send-back/", {"comment": ""})
    assert "This field is required." in answer.content.decode()
    assert do(ann, "send_back", of, "A warmer title, please.") == ["It is a draft again."]
    assert "“A warmer title, please.”" in text_of(page(user, "campaign_hub", of))


def test_submitter_takes_it_back_without_a_comment() -> None:
    oak = area()
    user = lead(oak)
    of = campaign(sure_start=oak, changed_by=user)
    do(user, "submit", of)
    assert "Take it back to change it" in text_of(page(user, "campaign_hub", of))
    assert do(user, "send_back", of) == ["It is a draft again."]


def test_pause_resume_and_cancel_at_once() -> None:
    of, ann = campaign(state=State.RUNNING), officer()
    assert "Nothing more of it is sent from this moment" in text_of(page(ann, "campaign_pause", of))
    assert do(ann, "pause", of) == ["It is paused. Nothing more of it is sent."]
    assert do(ann, "resume", of) == ["It goes on."]
    assert "It is called off for good" in text_of(page(ann, "campaign_cancel", of))
    assert do(ann, "cancel", of, "Snow.") == ["It is cancelled. Nothing more of it is sent."]
    assert list(Step.objects.filter(campaign=of).values_list("state", "comment"))[1:] == [
        ("paused", ""),
        ("approved", ""),
        ("cancelled", "Snow."),
    ]


def test_budget_that_was_used_up_is_raised_by_whoever_approves_campaigns() -> None:
    oak = area()
    of, address = campaign(state=State.PAUSED, budget_pence=400, sure_start=oak), "campaign_resume"
    assert "Budget in pounds" not in text_of(page(lead(oak), address, of))
    assert "Budget in pounds" in text_of(page(officer(), address, of))
    signed_in(officer()).post(reverse(address, args=[of.pk]), {"budget": "12.50"})
    of.refresh_from_db()
    assert (of.state, of.budget_pence) == (State.APPROVED, 1250)


def test_button_pressed_twice_does_it_once() -> None:
    of, ann = campaign(state=State.RUNNING), officer()
    assert do(ann, "pause", of) == do(ann, "pause", of)
    assert Step.objects.filter(campaign=of, state=State.PAUSED).count() == 1


def test_who_comes_too_late_is_told() -> None:
    of, ann, ben = campaign(state=State.RUNNING), officer(), officer("Ben Example")
    do(ann, "cancel", of)
    told = "Nothing was changed: it is in another state now (cancelled). Somebody else may have been quicker."
    assert do(ben, "pause", of) == [told]
    assert page(signed_in(ben), "campaign_pause", of).status_code == 302


def test_what_is_to_do_first_is_a_list() -> None:
    of, ann = campaign(), officer()
    of.texts.all().delete()
    said = text_of(page(ann, "campaign_hub", of))
    assert "Write its title in English under Texts: parents read it on its page." in said
    assert "Submit for approval" not in said
    assert do(ann, "submit", of) == ["It is not ready yet: the list below says what to do first."]


def test_local_copy_marks_what_is_its_own() -> None:
    oak = area()
    of = copy_of(regional(), oak)
    of.topics.create(after_days=1, title="Swinging")
    found = page(lead(oak), "campaign_hub", of).context
    assert [(x.topic.title, x.topic.is_own) for x in found["days"] if x.topic] == [
        ("Singing", False),
        ("Swinging", True),
    ]
    assert [(x.code, x.title, x.is_own) for x in found["texts"]] == [("en", "The week", False)]
    assert [x.is_own for x in found["mailings"]] == [False]


def asked(user: User, of: Campaign) -> int:
    client = signed_in(user)
    page(client, "campaign_hub", of)
    with CaptureQueriesContext(connection) as found:
        page(client, "campaign_hub", of)
    return len(found)


def test_page_asks_the_same_number_of_times_whatever_there_is() -> None:
    ann, of = officer(), regional()
    oak, elm = area(), area("Elm")
    copy_of(of, oak)
    before = asked(ann, of)
    copy_of(of, elm)
    for number in range(2, 6):
        of.topics.create(after_days=number, title="More")
        Step.objects.create(campaign=of, state=of.state, at=NOON, user=ann)
    assert asked(ann, of) == before


def test_page_of_a_copy_asks_the_same_whatever_it_takes_over() -> None:
    ann, parent = officer(), regional()
    of = copy_of(parent, area())
    before = asked(ann, of)
    for number in (1, 2):
        mailing(parent, number, sms="Hello", sms_pl="Witaj")
    assert asked(ann, of) == before
