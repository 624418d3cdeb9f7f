"""What staff see of a sending whose end nobody knows, and what their buttons do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from pytest_django import DjangoAssertNumQueries, Settings

from cms import roles
from cms.models import StaffAct
from delivery.channels import ChannelError, Failure, Receipt
from delivery.channels.memory import MemoryChannel
from delivery.models import DeliveryEvent, Nudge, Status
from delivery.reports import Report, raise_statuses
from subscribers.models import Contact
from tests.cms.role_kit import colleague, member, said, signed_in
from tests.cms.unknown_kit import LIST, NOON, TEN, WORDS, act, lost_answer, lost_sight_of, page, text_of

pytestmark = pytest.mark.django_db

QUICKER = "It is not unknown any more: somebody or something was quicker. Nothing was changed."
TICK = "Please look there first, and tick this box."


@pytest.fixture(autouse=True)
def _at_noon(settings: Settings) -> None:
    settings.CLOCK = "tests.cms.staff_kit.noon"


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> MemoryChannel:
    """Texts have a list that can be asked, and e-mail has none."""
    sms, email = MemoryChannel(), MemoryChannel()
    sms.has_list, email.has_list = True, False
    for place in ("cms.unknown.views.configured",):
        monkeypatch.setattr(place, lambda: {"sms": sms, "email": email})
    return sms


@pytest.fixture
def ann() -> Client:
    return colleague(roles.PUBLISHER)


def whole(nudge: Nudge) -> tuple[dict[str, Any], int]:
    """The row, and how many lines its history has."""
    return dict(Nudge.objects.filter(pk=nudge.pk).values().get()), nudge.events.count()


def test_list_has_the_longest_waiting_first_and_pages(ann: Client) -> None:
    nudges = lost_sight_of(27)
    for minutes, nudge in enumerate(reversed(nudges)):
        Nudge.objects.filter(pk=nudge.pk).update(submitted_at=TEN + timedelta(minutes=minutes))
    pages = [ann.get(reverse(LIST), {"page": number}) for number in (1, 2)]
    shown = [row["nudge"].pk for answer in pages for row in answer.context["rows"]]
    assert shown == [nudge.pk for nudge in reversed(nudges)]
    assert "27 sendings are unknown, the longest waiting first." in text_of(pages[0])


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_little_for_many_as_for_one(
    ann: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lost_sight_of(number)
    with django_assert_max_num_queries(16):
        ann.get(reverse(LIST))


def test_nothing_unknown_is_said_so(ann: Client) -> None:
    assert "Nothing is unknown." in text_of(ann.get(reverse(LIST)))


def test_page_tells_what_we_know(ann: Client) -> None:
    [nudge] = lost_sight_of()
    Nudge.objects.update(code="ReadTimeout")
    told = text_of(page(ann, nudge))
    for part in (
        capfirst(str(nudge.message)),
        "text message",
        "Claimed 1 Jun 2026, 10:00:00",
        "ReadTimeout – the provider did not answer in time",
        "Makes sense until 2 Jun 2026, 10:00",
        WORDS,
        "1 Jun, 10:00:00 submitting – the dispatcher",
        "1 Jun, 10:05:00 unknown – the sweep",
        "Nothing else.",
    ):
        assert part in told, part


def test_page_tells_where_to_look_and_between_which_times(ann: Client) -> None:
    [nudge] = lost_sight_of()
    Nudge.objects.update(asked_at=TEN + timedelta(minutes=20))
    told = text_of(page(ann, nudge))
    assert "Last asked 1 Jun 2026, 10:20:00. It did not show this sending, or could not be asked." in told
    assert "Look the number up at the provider's console, between these two times:" in told
    assert "From 1 Jun 2026, 09:58:00 (2026-06-01 08:58:00 UTC)" in told
    assert "Until 1 Jun 2026, 10:15:00 (2026-06-01 09:15:00 UTC)" in told


def test_email_has_no_list_and_a_log_instead(ann: Client) -> None:
    [nudge] = lost_sight_of(channel="email")
    told = text_of(page(ann, nudge))
    assert "E-mail keeps no list that we could ask." in told
    assert "I have looked at the mail server's log" in told
    assert "Ask its list again" not in told


def test_other_sendings_to_the_same_phone_are_shown_with_what_became_of_them(ann: Client) -> None:
    nudge = lost_answer("Thank you.")
    assert nudge.contact is not None
    near = {"contact": nudge.contact, "channel": "sms", "urgency": 0, "due_at": TEN, "expires_at": NOON}
    for key, hours, status in (("lasting:2", 5, Status.DELIVERED), ("answer:3", 25, Status.SENT)):
        Nudge.objects.create(**near, key=key, submitted_at=TEN - timedelta(hours=hours), status=status)
    answer = page(ann, nudge)
    assert [other.nudge.key for other in answer.context["evidence"].others] == ["lasting:2"]
    assert "1 Jun, 05:00:00 An answer that is never taken back: a code, a link, or a helpline's number" in text_of(
        answer
    )


def test_answers_are_shown_without_what_only_the_parent_may_read(ann: Client) -> None:
    nudge = lost_answer("Your code is 123 456. Or: https://hope.example/my/secret-token It works for 10 minutes.")
    told = text_of(page(ann, nudge))
    assert "Your code is …. Or: … It works for 10 minutes." in told
    assert "secret-token" not in told


def test_blanked_answer_is_said_to_have_no_words(ann: Client) -> None:
    nudge = lost_answer("Thank you.")
    Nudge.objects.update(text="")
    told = text_of(page(ann, nudge))
    assert "They are not kept any more" in told
    assert "It does not go out any more: the child has died." in told


@pytest.mark.parametrize(("channel", "shown"), [("sms", "…{}"), ("email", "p…@…")])
def test_address_is_shown_in_full_only_when_asked_for_and_that_is_kept(ann: Client, channel: str, shown: str) -> None:
    [nudge] = lost_sight_of(channel=channel)
    assert nudge.contact is not None
    address = nudge.contact.address
    before = page(ann, nudge).content.decode()
    assert (shown.format(address[-3:]) in before, address in before) == (True, False)
    assert StaffAct.objects.count() == 0
    answer = act(ann, nudge, "show")
    assert address in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    kept = StaffAct.objects.values_list("user__username", "act", "subscriber", "at").get()
    assert kept == ("user0", "looked", nudge.contact.subscriber_id, NOON)
    assert address not in page(ann, nudge).content.decode()


def test_address_that_is_gone_is_not_shown_and_nothing_is_kept(ann: Client) -> None:
    [nudge] = lost_sight_of()
    Contact.objects.update(address="")
    assert "We do not have the number or mailbox any more." in text_of(act(ann, nudge, "show"))
    assert StaffAct.objects.count() == 0


def test_it_was_sent(ann: Client) -> None:
    [nudge] = lost_sight_of()
    answer = act(ann, nudge, "sent")
    assert (answer.request["PATH_INFO"], said(answer)) == (reverse(LIST), ["It is kept as sent."])
    nudge.refresh_from_db()
    assert nudge.status == Status.SENT
    told = text_of(page(ann, nudge))
    assert "sent – a person: Ann Example" in told
    assert "It was not sent" not in told


def test_it_was_not_sent_goes_again_only_when_somebody_has_looked(ann: Client) -> None:
    [nudge] = lost_sight_of()
    before = whole(nudge)
    assert TICK in text_of(act(ann, nudge, "not_sent"))
    assert whole(nudge) == before
    answer = act(ann, nudge, "not_sent", looked="on")
    assert said(answer) == ["It waits again, and is sent in the next minutes if everything still allows it."]
    nudge.refresh_from_db()
    assert (nudge.status, nudge.due_at) == (Status.QUEUED, NOON)


def test_too_late_is_said_so_and_nobody_has_to_look(ann: Client) -> None:
    [nudge] = lost_sight_of()
    Nudge.objects.update(expires_at=NOON)
    assert "It is too late to send it now, so nothing goes out." in text_of(page(ann, nudge))
    assert said(act(ann, nudge, "not_sent")) == ["It was not sent, and is too late to be sent now."]
    nudge.refresh_from_db()
    assert nudge.status == Status.EXPIRED


@pytest.mark.parametrize("button", ["sent", "not_sent", "show", "ask"])
def test_button_after_a_callback_changes_nothing_and_says_why(ann: Client, button: str) -> None:
    [nudge] = lost_sight_of()
    raise_statuses([Report(nudge.pk, Status.DELIVERED, DeliveryEvent.Source.CALLBACK, NOON, "SM1")])
    before = whole(nudge)
    answer = act(ann, nudge, button, looked="on")
    assert (said(answer), whole(nudge), StaffAct.objects.count()) == ([QUICKER], before, 0)
    assert "It is not unknown any more. What became of it: delivered." in text_of(answer)


@pytest.mark.parametrize("button", ["sent", "not_sent"])
def test_nobody_decides_in_the_first_quarter_of_an_hour(ann: Client, button: str) -> None:
    [nudge] = lost_sight_of()
    Nudge.objects.update(submitted_at=NOON - timedelta(minutes=14))
    before = whole(nudge)
    told = text_of(page(ann, nudge))
    assert "From 1 Jun 2026, 12:01:00 on you may say so." in told
    assert "It was sent" not in told
    answer = act(ann, nudge, button, looked="on")
    assert said(answer) == ["It is too early to decide: the provider may still tell us. Nothing was changed."]
    assert whole(nudge) == before


def test_asking_the_list_again(ann: Client, provider: MemoryChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    [nudge] = lost_sight_of()

    def away(*_args: object) -> None:
        raise ChannelError(Failure.TEMPORARY, "no connection")

    told = []
    for answer in (away, lambda *_args: None, lambda *_args: Receipt(provider_id="SM1")):
        monkeypatch.setattr(provider, "find", answer)
        told += said(act(ann, nudge, "ask"))
    assert told == [
        "The provider cannot be asked now. Please try again later.",
        "The provider's list does not show it. That proves nothing: it may lag.",
        "The provider's list shows it: it was sent.",
    ]
    nudge.refresh_from_db()
    assert (nudge.status, nudge.provider_id, nudge.asked_at) == (Status.SENT, "SM1", NOON)


def test_page_is_only_about_what_is_or_was_unknown(ann: Client) -> None:
    [nudge] = lost_sight_of()
    nudge.events.all().delete()
    assert page(ann, nudge).status_code == 200
    Nudge.objects.update(status=Status.SENT)
    assert page(ann, nudge).status_code == 404


@pytest.mark.parametrize("button", ["sent", "not_sent", "show", "ask"])
def test_nobody_does_anything_who_may_not(button: str) -> None:
    [nudge] = lost_sight_of()
    before = whole(nudge)
    act(signed_in(member(roles.SURE_START)), nudge, button, looked="on")
    assert (whole(nudge), StaffAct.objects.count()) == (before, 0)


def test_buttons_want_the_token_of_their_form() -> None:
    [nudge] = lost_sight_of()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(roles.PUBLISHER))
    assert act(client, nudge, "sent").status_code == 403


@pytest.mark.parametrize(
    ("role", "minutes", "is_told"),
    [
        (roles.PUBLISHER, 10, True),
        (roles.ADMINISTRATOR, 10, True),
        (roles.AUTHOR, 10, False),
        (roles.PUBLISHER, 9, False),
    ],
)
def test_front_page_tells_who_may_decide(role: str, minutes: int, is_told: bool) -> None:  # noqa: FBT001 - a row of the table
    lost_sight_of()
    Nudge.objects.update(submitted_at=NOON - timedelta(minutes=minutes))
    home = colleague(role).get(reverse("wagtailadmin_home"))
    assert ("1 sending has been unknown for over ten minutes." in text_of(home)) is is_told
    assert (f'class="button" href="{reverse(LIST)}"' in home.content.decode()) is is_told
