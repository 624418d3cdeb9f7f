"""The forms of a draft: what is saved, what is refused, two people at once, and the estimate beside it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django import Settings

from campaigns.models import Campaign, CampaignText, Place, State, Topic
from tests import factories
from tests.cms.desk_kit import (
    FIRST,
    area,
    campaign,
    copy_of,
    lead,
    mailing,
    officer,
    opened,
    page,
    regional,
    send,
    text_of,
)
from tests.cms.role_kit import said, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]


@pytest.fixture
def _noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


def edit(user: User, of: Campaign, **changes: Any) -> Any:
    answer = send(user, "campaign_edit", of, opened(user, "campaign_edit", of) | changes)
    of.refresh_from_db()
    return answer


def test_everything_is_saved() -> None:
    ann, of, oak = officer(), campaign(), area()
    place = Place.objects.create(name="Oak Library", keyword="OAKLIB", sure_start=oak)
    told: dict[str, Any] = {
        "title": "A new name",
        "ends_on": "2026-06-20",
        "week_from": "20",
        "month_to": "12",
        "by": "sms",
    }
    told |= {"roles": ["mother", "father"], "languages": ["pl"], "sure_starts": [str(oak.pk)], "budget": "12.50"}
    edit(ann, of, **told, places=[str(place.pk)], has_banner="on", occasion="fathers_day")
    assert (of.title, of.ends_on.day, of.week_from, of.month_to, of.by) == ("A new name", 20, 20, 12, "sms")
    assert (of.roles, of.languages, of.budget_pence, of.has_banner) == (["mother", "father"], ["pl"], 1250, True)
    assert (list(of.sure_starts.all()), list(of.places.all()), of.changed_by) == ([oak], [place], ann)


REFUSED = [
    ({"ends_on": "2026-06-01"}, "Choose a day that does not come before the first one."),
    ({"week_from": "30", "week_to": "20"}, "Choose a week that does not come before the first."),
    ({"month_from": "12", "month_to": "3"}, "Choose a month that does not come before the first."),
    ({"slug": "taken"}, "Campaign with this Web address already exists."),
    ({"budget": "-1"}, "Ensure this value is greater than or equal to 0."),
    ({"title": ""}, "This field is required."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_lost(changes: dict[str, str], sentence: str) -> None:
    ann, of = officer(), campaign()
    campaign(slug="taken")
    answer = edit(ann, of, month_to="30", **changes) if "month_to" not in changes else edit(ann, of, **changes)
    assert sentence in text_of(answer)
    form = answer.context["form"]
    assert {name: form[name].value() for name in changes} == changes
    assert of.month_to == 36


def test_no_stage_at_all_is_refused() -> None:
    ann, of = officer(), campaign()
    told = opened(ann, "campaign_edit", of)
    del told["expecting"], told["born"]
    assert "Choose pregnancy, after birth, or both." in text_of(send(ann, "campaign_edit", of, told))


def test_local_one_names_no_areas_and_no_places_of_others() -> None:
    oak, elm = area(), area("Elm")
    lea = lead(oak)
    of = campaign(sure_start=oak)
    far = Place.objects.create(name="Elm Library", keyword="ELMLIB", sure_start=elm)
    answer = edit(lea, of, places=[str(far.pk)])
    assert "places" in answer.context["form"].errors
    assert not {"trusts", "sure_starts"} & set(answer.context["form"].fields)
    assert "Elm Library" not in page(lea, "campaign_edit", of).content.decode()


def test_owner_of_a_copy_stays() -> None:
    oak, elm = area(), area("Elm")
    of = copy_of(regional(), oak)
    assert "owner" in edit(officer(), of, owner=f"sure-start-{elm.pk}").context["form"].errors
    assert of.sure_start == oak


@pytest.mark.parametrize("state", [x for x in State if x != State.DRAFT])
@pytest.mark.parametrize("name", ["campaign_edit", "campaign_texts", "campaign_topics"])
def test_only_a_draft_is_changed(state: State, name: str) -> None:
    ann, of = officer(), campaign()
    told = opened(ann, name, of) | {"title": "Changed", "title_0": "Changed"}
    Campaign.objects.update(state=state)
    answer = send(ann, name, of, told)
    assert "It is no draft, so it can only be read here." in said(answer)[0]
    assert not Topic.objects.exists()
    assert (Campaign.objects.get().title, CampaignText.objects.get().title) == ("The week", "The week")


def test_second_of_two_people_is_told_and_nothing_is_lost() -> None:
    ann, ben, of = officer("Ann Example"), officer("Ben Example"), campaign()
    of_ben = opened(ben, "campaign_edit", of) | {"title": "Ben's", "month_to": "12"}
    edit(ann, of, title="Ann's", week_from="20")
    answer = send(ben, "campaign_edit", of, of_ben)
    of.refresh_from_db()
    assert (of.title, of.week_from, of.month_to) == ("Ann's", 20, 36)
    told = text_of(answer)
    assert "Ann Example has saved this while you were writing." in told
    assert "Title : both of you changed it. Yours stands below; saved is: “Ann's”." in told.replace(
        "&#x27;", "'"
    ).replace("Title:", "Title :")
    assert "From week : only they changed it" in told.replace("From week:", "From week :")
    form = answer.context["form"]
    assert (form["title"].value(), form["week_from"].value(), form["month_to"].value()) == ("Ben's", "20", "12")
    again = of_ben | {name: form[name].value() for name in ("title", "week_from", "month_to", "changed")}
    send(ben, "campaign_edit", of, again)
    of.refresh_from_db()
    assert (of.title, of.week_from, of.month_to) == ("Ben's", 20, 12)


def test_saved_twice_is_saved_once() -> None:
    ann, of = officer(), campaign()
    told = opened(ann, "campaign_edit", of) | {"title": "New"}
    assert [said(send(ann, "campaign_edit", of, told)) for _ in range(2)] == [["Saved."]] * 2


def test_texts_of_a_copy_hold_only_what_differs() -> None:
    oak = area()
    lea, of = lead(oak), copy_of(regional(), oak)
    assert "From the region" in text_of(page(lea, "campaign_texts", of))
    told = opened(lea, "campaign_texts", of)
    assert told["title"] == ""
    send(lea, "campaign_texts", of, told | {"title": "The week", "theme": "Ours"})  # its title is the region's
    assert list(of.texts.values_list("title", "theme")) == [("", "Ours")]
    send(lea, "campaign_texts", of, opened(lea, "campaign_texts", of) | {"theme": ""})
    assert not of.texts.exists()


def test_texts_in_another_language_have_the_english_beside() -> None:
    ann, of = officer(), campaign()
    assert "In English Together" in text_of(page(ann, "campaign_texts", of, language="pl"))
    told = opened(ann, "campaign_texts", of, language="pl") | {"title": "Tydzień"}
    send(ann, "campaign_texts", of, told, language="pl")
    assert of.texts.get(language="pl").title == "Tydzień"
    assert of.texts.get(language="en").title == "The week"


def test_two_people_at_the_same_texts() -> None:
    ann, ben, of = officer("Ann Example"), officer("Ben Example"), campaign()
    of_ben = opened(ben, "campaign_texts", of) | {"intro": "Ben's words."}
    send(ann, "campaign_texts", of, opened(ann, "campaign_texts", of) | {"intro": "Ann's words."})
    answer = send(ben, "campaign_texts", of, of_ben)
    assert "Ann Example has saved this while you were writing." in text_of(answer)
    assert answer.context["form"]["intro"].value() == "Ben's words."
    assert of.texts.get().intro == "Ann's words."


def topics(of: Campaign) -> list[tuple[int, str, str, str]]:
    return list(Topic.objects.filter(campaign=of).values_list("after_days", "language", "title", "about"))


def test_topics_of_a_copy_hold_only_what_differs() -> None:
    oak = area()
    lea, of = lead(oak), copy_of(regional(), oak)
    told = opened(lea, "campaign_topics", of)
    same = {"title_0": "Singing", "about_0": "About singing."}
    send(lea, "campaign_topics", of, told | same | {"title_1": "Swinging", "about_1": "At ten."})
    assert topics(of) == [(1, "en", "Swinging", "At ten.")]
    assert "Monday 8 June from the region" in text_of(page(lea, "campaign_topics", of))
    assert "Tuesday 9 June own" in text_of(page(lea, "campaign_topics", of))
    cleared = opened(lea, "campaign_topics", of) | {"title_1": "", "about_1": ""}
    send(lea, "campaign_topics", of, cleared)
    assert topics(of) == []


def test_topics_by_language_and_day() -> None:
    ann, of = officer(), campaign()
    for language, words in (("en", "Singing"), ("pl", "Śpiew")):
        told = opened(ann, "campaign_topics", of, language=language) | {"title_6": words}
        send(ann, "campaign_topics", of, told, language=language)
    assert topics(of) == [(6, "en", "Singing", ""), (6, "pl", "Śpiew", "")]
    told = opened(ann, "campaign_topics", of) | {"about_0": "No topic."}
    assert "Write the topic as well, or clear both." in text_of(send(ann, "campaign_topics", of, told))


def parents(number: int, **details: Any) -> None:
    for day in range(number):
        factories.journey(factories.baby(FIRST - timedelta(days=100 + day)), **details)


def count(user: User, of: Campaign, **changes: Any) -> str:
    told = opened(user, "campaign_edit", of) | changes | {"campaign": str(of.pk)}
    answer = signed_in(user).post(reverse("campaign_count"), told)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_estimate_follows_what_is_typed_and_saves_nothing() -> None:
    ann, of, oak = officer(), campaign(), area()
    mailing(of)
    parents(12)
    parents(25, role="father", sure_start=oak)
    assert "up to 40" in count(ann, of)
    assert "up to 30" in count(ann, of, roles=["father"])
    assert "up to 30" in count(ann, of, sure_starts=[str(oak.pk)])
    assert "nobody" in count(ann, of, born="", month_to="2", month_from="0")
    assert "£1.20" in count(ann, of, roles=["father"])
    of.refresh_from_db()
    assert (of.roles, of.sure_starts.count()) == ([], 0)


def test_estimate_tells_no_small_numbers() -> None:
    ann, of = officer(), campaign()
    mailing(of)
    parents(4)
    found = count(ann, of)
    assert "few people" in found
    assert "£" not in found
    parents(21, language="pl")
    found = count(ann, of)
    assert "up to 30" in found
    assert "fewer than 5" in found
    assert "not shown" in found


def test_estimate_of_a_local_one_is_of_its_area_only() -> None:
    oak = area()
    of = campaign(sure_start=oak)
    parents(12)
    parents(6, sure_start=oak)
    assert "up to 10" in count(lead(oak), of)
    stranger = lead(area("Elm"))
    answer = signed_in(stranger).post(reverse("campaign_count"), {"campaign": str(of.pk)})
    assert answer.status_code == 404


def test_count_again_without_javascript_keeps_what_was_typed() -> None:
    ann, of = officer(), campaign()
    parents(12)
    answer = edit(ann, of, title="Typed", count="1")
    assert "up to 20" in text_of(answer)
    assert (answer.context["form"]["title"].value(), of.title) == ("Typed", "The week")


def test_estimate_before_it_makes_sense() -> None:
    assert "Choose stages and an owner" in count(officer(), campaign(), week_from="30", week_to="4")
