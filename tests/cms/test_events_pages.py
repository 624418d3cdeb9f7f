"""The admin's pages about events: what a lead may do with their own, and what nobody may do with another's."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from wagtail.users.models import UserProfile

from campaigns.models import Campaign, Event, State
from cms import roles
from delivery.models import Nudge, Status, Urgency
from messages.stages import Stage, StageKind
from tests import factories
from tests.campaigns.event_kit import BEGINS, HOUR, NOW, Areas, areas, event
from tests.campaigns.kit import week
from tests.cms.event_kit import browser_of, filled, is_refused, send
from tests.cms.role_kit import colleague
from tests.factories import utc

pytestmark = pytest.mark.django_db
OF_ONE = ("events_look", "events_edit", "events_copy", "events_cancel")


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.event_kit.clock"


@pytest.fixture
def places() -> Areas:
    return areas()


def test_lead_adds_an_event_of_their_own_in_two_languages(places: Areas) -> None:
    client = browser_of(places.colin)
    form = client.get(reverse("events_add")).context["form"]
    own = f"sure-start-{places.colin.pk}"
    assert (form.fields["owner"].choices, form["owner"].value()) == ([(own, "Test Colin Sure Start")], own)
    texts = {"text-pl-title": "Masaż", "text-pl-about": "Weź ręcznik.", "languages": ["en", "pl"]}
    send(client, "events_add", filled(own, **texts))
    made = Event.objects.get()
    assert (made.sure_start, made.trust, made.title) == (places.colin, None, "Baby massage")
    assert (made.starts_at, made.ends_at, made.changed_at) == (BEGINS, BEGINS + HOUR, NOW)
    assert (made.languages, made.revision) == (["en", "pl"], 0)
    assert list(made.texts.values_list("language", "title", "about")) == [("pl", "Masaż", "Weź ręcznik.")]


def test_hours_are_local_whatever_time_zone_somebody_set(places: Areas) -> None:
    client = browser_of(places.colin)
    UserProfile.objects.update_or_create(
        user_id=client.session["_auth_user_id"], defaults={"current_time_zone": "Asia/Tokyo"}
    )
    send(client, "events_add", filled(f"sure-start-{places.colin.pk}"))
    made = Event.objects.get()
    assert made.starts_at == BEGINS
    assert 'value="2026-06-09T10:30"' in client.get(reverse("events_edit", args=[made.pk])).content.decode()
    assert "9 June 2026, 10:30" in client.get(reverse("events_look", args=[made.pk])).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"owner": "region"}, "owner"),
        ({"owner": "sure-start-0"}, "owner"),
        ({"starts_at": "2026-05-31T10:30", "ends_at": "2026-05-31T11:30"}, "starts_at"),
        ({"starts_at": "2036-06-09T10:30", "ends_at": "2036-06-09T11:30"}, "starts_at"),
        ({"ends_at": "2026-06-09T10:30"}, "ends_at"),
        ({"ends_at": "2026-08-09T11:30"}, "ends_at"),
        ({"where": ""}, "where"),
        ({"where": "", "is_online": "on"}, "where"),
        ({"booking_url": "not an address"}, "booking_url"),
    ],
)
def test_mistake_is_told_beside_its_field_and_nothing_is_kept(
    places: Areas, change: dict[str, str], field: str
) -> None:
    told = filled(f"sure-start-{places.colin.pk}") | change
    answer: Any = send(browser_of(places.colin), "events_add", told)
    assert (list(answer.context["form"].errors), Event.objects.count()) == ([field], 0)


def test_text_without_a_title_is_a_mistake(places: Areas) -> None:
    told = filled(f"sure-start-{places.colin.pk}", **{"text-pl-about": "Weź ręcznik."})
    answer = send(browser_of(places.colin), "events_add", told)
    assert b"Give the title in this language too." in answer.content
    assert Event.objects.count() == 0


def test_lead_changes_and_takes_away_a_language(places: Areas) -> None:
    made = event(sure_start=places.colin, pl="Masaż", starts_at=NOW - HOUR, ends_at=NOW + HOUR)
    told = filled(f"sure-start-{places.colin.pk}", starts_at="2026-06-01T11:00", ends_at="2026-06-01T14:00")
    client = browser_of(places.colin)
    send(client, "events_edit", told | {"text-pl-title": "", "title": "Massage"}, made)
    made.refresh_from_db()
    assert (made.title, made.revision, made.ends_at) == ("Massage", 1, NOW + 2 * HOUR)
    assert made.texts.count() == 0


def test_lead_of_several_areas_chooses_among_them(places: Areas) -> None:
    form = browser_of(places.trust, places.oak).get(reverse("events_add")).context["form"]
    groups = [(group, [key for key, _ in choices]) for group, choices in form.fields["owner"].choices[1:]]
    first = [f"trust-{places.trust.pk}", f"sure-start-{places.colin.pk}", f"sure-start-{places.glen.pk}"]
    assert groups == [("First Trust", first), ("Second Trust", [f"sure-start-{places.oak.pk}"])]
    assert form["owner"].value() == ""


def test_another_areas_event_is_refused_on_every_page(places: Areas) -> None:
    others = [event(sure_start=places.glen), event(trust=places.trust), event(sure_start=places.oak, title="Secret")]
    client = browser_of(places.colin)
    told = filled(f"sure-start-{places.colin.pk}") | {"day": "2026-07-01", "sure": "on"}
    pages = [(name, other) for other in others for name in OF_ONE]
    answers: list[Any] = [client.get(reverse(name, args=[other.pk])) for name, other in pages]
    answers += [send(client, name, told, other) for name, other in pages]
    assert [is_refused(answer) for answer in answers] == [True] * 2 * len(pages)
    assert Event.objects.filter(cancelled_at=None, sure_start__isnull=False).count() == 2
    assert b"Secret" not in client.get(reverse("events"), {"state": ""}).content
    assert list(Event.objects.values_list("revision", flat=True)) == [0] * 3


def test_regional_event_is_for_leads_to_read(places: Areas) -> None:
    made = event(title="Talk")
    client = browser_of(places.colin)
    page = client.get(reverse("events_look", args=[made.pk])).content.decode()
    assert [reverse(name, args=[made.pk]) in page for name in OF_ONE[1:]] == [False] * 3
    assert [is_refused(client.get(reverse(name, args=[made.pk]))) for name in OF_ONE[1:]] == [True] * 3
    assert "Talk" in client.get(reverse("events")).content.decode()


def test_event_cannot_be_given_to_another_area(places: Areas) -> None:
    made = event(sure_start=places.colin)
    client = browser_of(places.colin)
    for owner in ("region", f"trust-{places.trust.pk}", f"sure-start-{places.oak.pk}"):
        send(client, "events_edit", filled(owner), made)
    made.refresh_from_db()
    assert (made.sure_start, made.trust, made.revision) == (places.colin, None, 0)


def test_readers_read_and_nothing_else(places: Areas) -> None:
    made = event(sure_start=places.colin)
    client = colleague(roles.READ_ONLY)
    assert client.get(reverse("events_look", args=[made.pk])).status_code == 200
    assert [is_refused(client.get(reverse(name, args=[made.pk]))) for name in OF_ONE[1:]] == [True] * 3
    assert is_refused(client.get(reverse("events_add")))


def test_translators_see_no_events(places: Areas) -> None:
    client = colleague(roles.TRANSLATOR, "pl")
    made = event(sure_start=places.colin)
    assert is_refused(client.get(reverse("events")))
    assert is_refused(client.get(reverse("events_look", args=[made.pk])))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["region", "mine", "polish"]),
        ({"state": ""}, ["old", "region", "mine", "polish", "off", "hidden"]),
        ({"state": "over"}, ["old"]),
        ({"state": "cancelled"}, ["off"]),
        ({"state": "hidden"}, ["hidden"]),
        ({"area": "region"}, ["region"]),
        ({"q": "Masaż"}, ["polish"]),
        ({"since": "2026-06-11"}, ["polish", "off", "hidden"]),
        (
            {"area": "nonsense", "since": "nonsense", "state": "nonsense"},
            ["old", "region", "mine", "polish", "off", "hidden"],
        ),
    ],
)
def test_list_shows_what_was_asked_for(places: Areas, asked: dict[str, str], found: list[str]) -> None:
    day = timedelta(days=1)
    event(title="old", starts_at=NOW - day, sure_start=places.colin)
    event(title="region")
    event(title="mine", sure_start=places.colin, starts_at=BEGINS + day)
    event(title="polish", pl="Masaż", sure_start=places.colin, starts_at=BEGINS + 2 * day)
    event(title="off", cancelled_at=NOW, sure_start=places.colin, starts_at=BEGINS + 3 * day)
    event(title="hidden", is_published=False, sure_start=places.colin, starts_at=BEGINS + 4 * day)
    event(title="other", sure_start=places.oak)
    answer = browser_of(places.colin).get(reverse("events"), asked)
    assert [row["event"].title for row in answer.context["rows"]] == found


def test_filter_offers_no_area_of_others(places: Areas) -> None:
    form = browser_of(places.colin).get(reverse("events")).context["form"]
    assert [key for key, _ in form.fields["area"].choices] == ["", "region", f"sure-start-{places.colin.pk}"]
    assert browser_of(places.colin).get(reverse("events"), {"area": f"sure-start-{places.oak.pk}"}).status_code == 200


def test_list_takes_as_many_queries_for_many(places: Areas) -> None:
    client = browser_of(places.colin)
    event(sure_start=places.colin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("events"))
        return len(found)

    queries()
    few = queries()
    for _ in range(3):
        event(sure_start=places.colin)
    assert queries() == few


def test_copy_is_made_for_another_day(places: Areas) -> None:
    made = event(sure_start=places.colin, pl="Masaż", cancelled_at=NOW)
    client = browser_of(places.colin)
    wrong: Any = send(client, "events_copy", {"day": "2026-05-31"}, made)
    assert list(wrong.context["form"].errors) == ["day"]
    answer = send(client, "events_copy", {"day": "2026-07-07"}, made)
    again = Event.objects.latest("pk")
    assert answer["Location"] == reverse("events_edit", args=[again.pk])
    assert (again.starts_at, again.sure_start, again.cancelled_at) == (utc("2026-07-07 09:30"), places.colin, None)
    assert again.texts.count() == 1


def told_of(made: Event, people: int) -> None:
    message = factories.message(Stage(StageKind.BABY_WEEK, 6), sms=f"{{event-{made.pk}.line}}")
    for _ in range(people):
        journey = factories.journey(factories.baby(date(2026, 4, 1)))
        Nudge.objects.create(
            journey=journey,
            message=message,
            channel="sms",
            urgency=Urgency.LOCAL,
            due_at=NOW,
            expires_at=NOW,
            status=Status.SENT,
        )


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (0, "No parent was told of it"),
        (4, "Fewer than 5 parents were told of it"),
        (5, "5 parents were told of it"),
    ],
)
def test_cancelling_says_how_many_will_be_told_and_asks_once_more(places: Areas, people: int, sentence: str) -> None:
    made = event(sure_start=places.colin)
    told_of(made, people)
    client = browser_of(places.colin)
    assert sentence in client.get(reverse("events_cancel", args=[made.pk])).content.decode()
    unsure: Any = send(client, "events_cancel", {}, made)
    assert list(unsure.context["form"].errors) == ["sure"]
    made.refresh_from_db()
    assert (made.cancelled_at, Nudge.objects.filter(key__isnull=False).count()) == (None, 0)
    send(client, "events_cancel", {"sure": "on"}, made)
    made.refresh_from_db()
    assert (made.cancelled_at, Nudge.objects.filter(key__isnull=False).count()) == (NOW, people)
    assert is_refused(send(client, "events_cancel", {"sure": "on"}, made))
    assert is_refused(client.get(reverse("events_edit", args=[made.pk])))


def test_page_says_how_a_message_names_it_and_what_it_will_say(places: Areas) -> None:
    made = event(sure_start=places.colin, pl="Masaż")
    page = browser_of(places.colin).get(reverse("events_look", args=[made.pk])).content.decode()
    assert f"<code>{{event-{made.pk}.line}}</code>" in page
    assert "Baby massage, Tue 9 June 10:30, Test Colin Sure Start" in page
    assert "Masaż, wt., 9 czerwca 10:30, Test Colin Sure Start" in page


def test_nobody_gets_in_without_signing_in(client: Client, places: Areas) -> None:
    made = event(sure_start=places.colin)
    answers = [client.get(reverse(name, args=[made.pk])) for name in OF_ONE]
    assert [answer["Location"].partition("?")[0] for answer in answers] == ["/admin/login/"] * len(OF_ONE)


def part_of(places: Areas) -> dict[str, Campaign]:
    """Campaigns of the region and of two Sure Starts, and one that is over."""
    owners = {"region": None, "colin": places.colin, "oak": places.oak}
    made = {name: week(sure_start=owner, title=name) for name, owner in owners.items()}
    return made | {"over": week(title="over", state=State.FINISHED)}


def test_event_is_part_of_a_campaign_that_its_writer_may_see(places: Areas) -> None:
    campaigns = part_of(places)
    client = browser_of(places.colin)
    form = client.get(reverse("events_add"), {"campaign": str(campaigns["colin"].pk)}).context["form"]
    assert set(form.fields["campaign"].queryset) == {campaigns["region"], campaigns["colin"]}
    assert form["campaign"].value() == str(campaigns["colin"].pk)
    send(client, "events_add", filled(f"sure-start-{places.colin.pk}", campaign=str(campaigns["colin"].pk)))
    made = Event.objects.get()
    assert made.campaign == campaigns["colin"]
    assert reverse("campaign_hub", args=[made.campaign_id]) in (
        client.get(reverse("events_look", args=[made.pk])).content.decode()
    )


@pytest.mark.parametrize(
    ("campaign", "owner", "kept"),
    [("region", "glen", 1), ("colin", "glen", 0), ("oak", "colin", 0), ("over", "colin", 0)],
)
def test_event_of_one_area_is_not_part_of_a_campaign_of_another(
    places: Areas, campaign: str, owner: str, kept: int
) -> None:
    one = part_of(places)[campaign]
    told = filled(f"sure-start-{getattr(places, owner).pk}", campaign=str(one.pk))
    answer: Any = send(colleague(roles.CAMPAIGNS), "events_add", told)
    assert Event.objects.count() == kept
    assert kept or list(answer.context["form"].errors) == ["campaign"]
