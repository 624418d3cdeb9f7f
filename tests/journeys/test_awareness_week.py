"""A whole awareness week: begun from last year's, approved, made local, sent day by day, stopped, and counted."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from campaigns.models import Campaign, Event, State
from campaigns.reporting import report
from cms import roles
from delivery.models import Nudge, Reason, Urgency, VirtualMessage
from tests.cms.desk_kit import area, lead, officer
from tests.cms.role_kit import member
from tests.journeys import week_kit as kit
from tests.journeys.week_kit import MONDAY, SING, SUNDAY, SWAY, WALK, WEEK_6, WEEK_20, WEEK_21, Got, Parents

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ONE, THREE = 1, 3  # messages on a day, and in any seven days
OURS = "See you at"
STOPPED = "You will get no more messages from Messages of Hope. If you ever want them again, text START."
MASSAGE = "Baby massage, Sat 9 January 10:30, Oak Sure Start"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def begins_from_last_years(ann: Page) -> None:
    """The officer takes last year's, gives it new dates and another theme, and submits it."""
    ann.goto(reverse("campaign_begin"))
    follow(ann, "The week of 2026")
    ann.get_by_label("Title").fill("The week")
    ann.get_by_label("First day").fill(f"{MONDAY}")
    ann.get_by_label("Last day").fill(f"{SUNDAY}")
    press(ann, "Make the draft")
    follow(ann, "Write the texts")
    ann.get_by_label("Theme").fill("Small things, every day")
    press(ann, "Save and go back to the campaign")
    press(ann, "Submit for approval")


def approves(ben: Page, campaign: str) -> None:
    """Another officer finds it on the front page."""
    ben.goto(reverse("wagtailadmin_home"))
    waiting = ben.get_by_role("region", name="Campaigns that wait for your approval")
    waiting.get_by_role("listitem").filter(has_text=campaign).get_by_role("link").click()
    press(ben, "Approve")
    expect(ben.get_by_text("It is approved.")).to_be_visible()


def approves_the_other_languages(rita: Page) -> None:
    """A language reviewer finds them on hers."""
    for _number in range(6):
        rita.goto(reverse("wagtailadmin_home"))
        waiting = rita.get_by_role("region", name="Words of campaigns that wait for your approval")
        waiting.get_by_role("link").first.click()
        rita.get_by_role("button", name="Approve the").click()
        expect(rita.get_by_text("Approved. Parents who read this language get these words.")).to_be_visible()


def makes_it_local(lea: Page, tmp_path: Path) -> None:
    """The lead's copy: a topic and a message of their own, two events, a poster."""
    lea.goto(reverse("campaign_add"))
    follow(lea, "Make our copy of The week")
    press(lea, "Make the copy")
    home = lea.url
    follow(lea, "Write the topics")
    lea.get_by_role("textbox", name="Topic of").nth(4).fill("Walking in Oak Park")
    press(lea, "Save and go back to the campaign")
    for title, day in (("Baby massage", 9), ("Walk with a pram", 10)):
        lea.goto(home)
        follow(lea, "Add an event")
        lea.locator("#id_title").fill(title)
        lea.get_by_label("Begins").fill(f"2027-01-{day:02}T10:30")
        lea.get_by_label("Ends").fill(f"2027-01-{day:02}T11:30")
        lea.locator("#id_where").fill("Oak Hall, 1 High Street")
        press(lea, "Save the event")
        expect(lea.get_by_text("The event is saved.")).to_be_visible()
    writes_own_words(lea, home)
    lea.goto(home)
    follow(lea, "Open the pack")
    with lea.expect_download() as poster:
        follow(lea, "Poster, A4")
    poster.value.save_as(tmp_path / "poster.pdf")
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF")
    lea.goto(home)
    press(lea, "Submit for approval")


def writes_own_words(lea: Page, home: str) -> None:
    """With the event in them, which the page's own helper puts in."""
    lea.goto(home)
    follow(lea, "A walk")
    press(lea, "Use our own words instead")
    text = lea.get_by_label("Text message")
    text.fill(f"{OURS} ")
    lea.locator("summary", has_text="Put in an event").click()
    lea.get_by_role("button", name=f"Put in {{event-{Event.objects.get(title='Baby massage').pk}.line}}").click()
    press(lea, "Save the words")


def shows(page: Page, path: str, heading: str, banner: str) -> None:
    """A campaign's public page has the topic of the day, and the front page its banner."""
    page.goto(path)
    expect(page.locator(".campaign-today h2")).to_have_text(heading)
    page.goto(f"/{path.split('/')[1]}/" if path.startswith(("/pl/", "/ar/")) else "/")
    expect(page.locator(".campaign-banner")).to_have_text(banner)


def says_stop(phone: Page, parents: Parents) -> None:
    """On the virtual phone of a parent who has just got a message of the week."""
    phone.goto(reverse("phone", args=[parents.stops.contacts.get().pk]))
    phone.get_by_label("Your text").fill("Stop please")
    press(phone, "Send")
    kit.a_round()
    phone.reload()
    expect(phone.get_by_text("This phone has stopped")).to_be_visible()


def cancels_the_massage(lea: Page) -> None:
    lea.goto(reverse("events"))
    follow(lea, "Baby massage")
    follow(lea, "Cancel it")
    lea.get_by_label("Yes, cancel this event.").check()
    press(lea, "Cancel this event")
    expect(lea.get_by_text("Whoever was told of it is being told.")).to_be_visible()
    kit.a_round()


def the_week_goes_by(browser: Browser, address: str, parents: Parents, lea: Page) -> None:
    anybody = kit.browser_of(browser, address)
    regional, local = weeks()
    for number in range(8):
        kit.a_day(MONDAY + timedelta(days=number))
        if number == 0:
            shows(anybody, f"/campaigns/{regional.slug}/", "Singing", "It is our week")
            shows(anybody, f"/pl/campaigns/{regional.slug}/", "Śpiew", "To nasz tydzień")
        if number == 3:
            says_stop(anybody, parents)
        if number == 4:
            shows(anybody, f"/ar/campaigns/{regional.slug}/", "Walking", "هذا أسبوعنا")
            shows(anybody, f"/campaigns/{local.slug}/", "Walking in Oak Park", "It is our week")
            cancels_the_massage(lea)
    anybody.goto("/")
    expect(anybody.locator(".campaign-banner")).to_have_count(0)


def weeks() -> tuple[Campaign, Campaign]:
    """The region's, and the lead's."""
    found = Campaign.objects.filter(starts_on=MONDAY).order_by("pk")
    return found[0], found[1]


def everybody_got_the_right_things(parents: Parents) -> None:
    """To the last word, and never too many."""
    song, six, sway = ("Mon 4", SING["en"]), ("Wed 6", WEEK_6["en"]), ("Thu 7", SWAY["en"])
    by_mail = [("Mon 4", "A song"), ("Wed 6", "A subject"), ("Thu 7", "A sway")]
    got: dict[str, Got] = {name: kit.got(person) for name, person in parents if name != "eve"}
    assert got == {
        "mary": [
            ("Mon 4", WEEK_20["en"]),
            ("Tue 5", SING["en"]),  # its Monday was taken
            ("Fri 8", f"{OURS} {MASSAGE}"),
            (
                "Fri 8",
                f"Sorry, this will not take place: {MASSAGE}. See what else is on: http://localhost:8000/whats-on/",
            ),
            ("Mon 11", WEEK_21["en"]),
        ],
        "ola": [("Mon 4", WEEK_20["pl"]), ("Tue 5", SING["pl"]), ("Fri 8", WALK["pl"]), ("Mon 11", WEEK_21["pl"])],
        "stages_only": [("Mon 4", WEEK_20["en"]), ("Mon 11", WEEK_21["en"])],
        "amal": [("Mon 4", SING["ar"]), ("Wed 6", WEEK_6["ar"]), ("Thu 7", SWAY["ar"])],  # and no fourth in a week
        "both": [song, six, sway],
        "twins": [song, six, sway],
        "stops": [song, six, sway, ("Thu 7", STOPPED)],
        "lost": [],
    }
    assert (kit.got(parents.eve, "email"), kit.got(parents.both, "email")) == (by_mail, by_mail)
    for name, person in parents:
        most_a_day, most_in_seven = kit.most_on_a_day_and_in_seven(person)
        assert most_a_day <= ONE, name
        assert most_in_seven <= THREE, name


def the_report_adds_up(ann: Page) -> None:
    """Every nudge of each campaign is in one number of its report, and what went out is what came."""
    regional, local = weeks()
    told = {"handed": 0, "came": 0}
    for campaign, number in ((regional, 21), (local, 1)):
        ledger = Nudge.objects.filter(message__mailing__campaign=campaign, urgency__gte=Urgency.LOCAL)
        found = report(campaign)
        assert (campaign.state, found.all, ledger.count()) == (State.FINISHED, number, number)
        told["handed"] += sum(line.handed + line.delivered for line in found.lines)
    words = {*SING.values(), *SWAY.values(), *WALK.values(), f"{OURS} {MASSAGE}"}
    came = VirtualMessage.objects.filter(outgoing=False)
    told["came"] = sum(row.text in words or row.subject in ("A song", "A sway", "A walk") for row in came)
    assert told == {"handed": 16, "came": 16}
    not_sent = Counter[str]()
    for line in report(regional).lines:
        not_sent.update(line.not_sent)
    assert (not_sent, report(regional).stopped) == ({Reason.CAP: 5, Reason.STOPPED: 1}, 1)
    assert (report(local).events, report(regional).events) == (1, 0)
    ann.goto(reverse("campaign_hub", args=[regional.pk]))
    follow(ann, "Report")
    expect(ann.locator("tfoot").first.locator("td").last).to_have_text("21")


def test_awareness_week_from_last_years_to_its_report(browser: Browser, settings: Settings, tmp_path: Path) -> None:
    oak = area()
    ann, ben, lea = officer(), officer("Ben Example"), lead(oak)
    rita = member(roles.LANGUAGE_REVIEWER, "pl", "ar", name="Rita Example")
    with kit.served(settings, browser) as address:
        desks = {user: kit.browser_of(browser, address, user) for user in (ann, ben, lea, rita)}
        kit.last_years(ann, ben)
        kit.at("2026-12-14 10:00")
        begins_from_last_years(desks[ann])
        approves(desks[ben], "The week")
        approves_the_other_languages(desks[rita])
        makes_it_local(desks[lea], tmp_path)
        approves(desks[ben], "Oak")
        parents = kit.parents(oak)
        the_week_goes_by(browser, address, parents, desks[lea])
        everybody_got_the_right_things(parents)
        the_report_adds_up(desks[ann])
