"""How the sending of a campaign goes: counted in the same few queries, small numbers kept, stopped from the top."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Mailing, State
from cms.mailings.progress import OF_THE_PARENT, sending_of
from delivery.models import Nudge, Reason, Status, Urgency
from tests.cms.mailing_kit import NOON, approve, lead, mailing, officer, page, parents, send, sure_start, week
from tests.cms.role_kit import said, signed_in

pytestmark = pytest.mark.django_db

SENDING, NOW = "campaign_sending", "campaign_sending_now"


@pytest.fixture(autouse=True)
def _noon(settings: Any) -> None:
    settings.CLOCK = "tests.cms.mailing_kit.noon"


@pytest.fixture
def writer() -> User:
    return officer()


@pytest.fixture
def made(writer: User) -> Mailing:
    found = mailing(week(), writer)
    approve(found.campaign, writer)
    return found


def nudges(of: Mailing, status: Status, number: int, reason: str = "") -> None:
    """So many of this mailing have come so far."""
    for journey in parents(number):
        Nudge.objects.create(
            journey=journey,
            message=of.message,
            channel="sms",
            urgency=Urgency.REGIONAL,
            status=status,
            reason=reason,
            due_at=NOON,
            expires_at=NOON,
        )


def state(of: Campaign) -> str:
    return str(Campaign.objects.get(pk=of.pk).state)


def test_every_status_is_in_one_number(made: Mailing) -> None:
    for n, status in enumerate(Status, start=1):
        nudges(made, status, n)
    (found,) = sending_of(made.campaign).mailings
    assert {one.key: one.number for one in found.numbers} == {
        "waiting": 1,
        "handed": 2 + 3 + 4,
        "failed": 5 + 6,
        "delivered": 7,
        "left": 8 + 9,
    }
    assert (found.total, found.done, found.percent) == (45, 44, 97)


def test_stage_messages_and_other_campaigns_are_not_counted(made: Mailing, writer: User) -> None:
    other = mailing(week(), writer)
    nudges(other, Status.QUEUED, 6)
    assert sending_of(made.campaign).total == 0
    assert "Not in the outbox yet" in page(writer, SENDING, made.campaign_id)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        # One by one they would tell of somebody; together they are enough to be told.
        (
            {Reason.LOST: 2, Reason.STOPPED: 3, Reason.CAP: 9},
            [("the parent had had enough messages", "9"), (str(OF_THE_PARENT), "5")],
        ),
        # What could be taken from the sum is hidden with it.
        (
            {Reason.LOST: 1, Reason.CAP: 9, Reason.REPEAT: 20},
            [
                ("the parent had this message already", "20"),
                ("the parent had had enough messages", "not shown"),
                (str(OF_THE_PARENT), "fewer than 5"),
            ],
        ),
        ({Reason.LOST: 1}, []),
        ({Reason.LOST: 1, Reason.CAP: 1}, []),
    ],
)
def test_reasons_tell_of_nobody(made: Mailing, reasons: dict[Reason, int], expected: list[tuple[str, str]]) -> None:
    nudges(made, Status.DELIVERED, 30)
    for reason, number in reasons.items():
        nudges(made, Status.CANCELLED, number, reason)
    (found,) = sending_of(made.campaign).mailings
    assert [(one.reason, one.number) for one in found.reasons] == expected


def test_mailing_to_few_is_not_counted_out(made: Mailing, writer: User) -> None:
    nudges(made, Status.DELIVERED, 3)
    nudges(made, Status.CANCELLED, 1, Reason.LOST)
    found = page(writer, SENDING, made.campaign_id)
    assert "so it is not counted out here" in found
    assert "<progress" not in found
    assert str(OF_THE_PARENT) not in found


def test_page_works_without_a_script(made: Mailing, writer: User) -> None:
    nudges(made, Status.QUEUED, 6)
    nudges(made, Status.SENT, 4)
    found = " ".join(page(writer, SENDING, made.campaign_id).split())
    assert '<progress class="hope-sending__bar" id="bar-' in found
    assert "4 of 10 done, 40%" in found
    assert f'href="{reverse(SENDING, args=[made.campaign_id])}">Refresh' in found
    assert 'data-moving="yes"' in page(writer, NOW, made.campaign_id)


def test_it_is_paused_taken_up_again_and_called_off_from_the_top(made: Mailing, writer: User) -> None:
    nudges(made, Status.QUEUED, 6)
    steps = []
    for act in ({"act": "pause"}, {"act": "resume"}, {"act": "cancel"}, {"act": "cancel", "sure": "yes"}):
        answer = send(writer, SENDING, made.campaign_id, **act)
        steps.append((state(made.campaign), said(answer)[0].partition(".")[0]))
    assert steps == [
        (State.PAUSED, "Paused"),
        (State.APPROVED, "It goes on, with what is not too late"),
        (State.APPROVED, "Nothing was changed"),
        (State.CANCELLED, "Called off for good"),
    ]
    assert not Nudge.objects.filter(status=Status.QUEUED).exists()
    assert "Nothing was changed" in said(send(writer, SENDING, made.campaign_id, act="pause"))[0]


def test_leads_watch_and_stop_their_own_and_not_the_regions(made: Mailing) -> None:
    mine = lead()
    assert [page(mine, name, made.campaign_id) for name in (SENDING, NOW)] == ["", ""]
    for act in ("pause", "cancel"):
        send(mine, SENDING, made.campaign_id, act=act, sure="yes")
    assert state(made.campaign) == State.APPROVED
    own = mailing(week(sure_start=sure_start()), mine)
    approve(own.campaign, mine)
    assert "Pause it now" in page(mine, SENDING, own.campaign_id)
    send(mine, SENDING, own.campaign_id, act="pause")
    assert state(own.campaign) == State.PAUSED


@pytest.mark.parametrize("name", [SENDING, NOW])
def test_another_areas_lead_is_turned_away(name: str) -> None:
    theirs = week(sure_start=sure_start("Oak"))
    client = signed_in(lead("Elm"))
    assert client.get(reverse(name, args=[theirs.pk])).status_code == 302
    client.post(reverse(SENDING, args=[theirs.pk]), {"act": "cancel", "sure": "yes"})
    assert state(theirs) == State.DRAFT


def test_counting_is_two_queries_on_the_index_of_campaigns_whatever_the_size(made: Mailing, writer: User) -> None:
    counts, client = [], signed_in(writer)
    for number in (1, 3):
        nudges(made, Status.CANCELLED, number, Reason.CAP)
        nudges(mailing_of(made.campaign), Status.QUEUED, number)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(NOW, args=[made.campaign_id]))
        counts.append(len(queries))
        asked = [one["sql"] for one in queries if "delivery_nudge" in one["sql"]]
        assert [("urgency" in sql, "GROUP BY" in sql) for sql in asked] == [(True, True)] * 2
    assert counts[0] == counts[1]


def mailing_of(campaign: Campaign) -> Mailing:
    """One more of it."""
    other = mailing(week(), officer())
    other.campaign = campaign
    other.save()
    return other
