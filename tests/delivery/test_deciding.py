"""What nobody else can settle is settled by a person: once, not too early, and never against evidence."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from cms import roles
from delivery import deciding
from delivery.channels import ChannelError, Failure, Parcel, Receipt
from delivery.channels.memory import MemoryChannel
from delivery.claims import claim_nudges, claim_replies
from delivery.deciding import NotUnknownError, TooEarlyError, was_not_sent, was_sent
from delivery.dispatcher import LANES, dispatch
from delivery.holding import NotAllowedError, halt
from delivery.models import DeliveryEvent, Nudge, Reason, Status
from delivery.outbox import LASTING, put_reply, settle
from delivery.reports import Report, raise_statuses
from delivery.sweep import blank_answers_to, sweep
from portal.stopping import stop
from subscribers import consent
from subscribers.models import Contact
from tests import factories
from tests.cms.role_kit import member
from tests.delivery.outbox_kit import TEN, Channels, planned, send_all, statuses

pytestmark = [pytest.mark.django_db, pytest.mark.heart]

SOON = TEN + timedelta(minutes=15)  # as soon as people may decide
CALLBACK = DeliveryEvent.Source.CALLBACK
Decide = Callable[[Nudge, User, datetime], object]


@pytest.fixture
def ann() -> User:
    return member(roles.PUBLISHER)


def lost_sight_of() -> list[Parcel]:
    """A stage message that was claimed at TEN by a sender that died; now it is unknown. Returns what it had in hand."""
    planned()
    parcels = claim_nudges(TEN, LANES["nudges"], 10)
    sweep(TEN + timedelta(minutes=5))
    assert statuses() == [(Status.UNKNOWN, "")]
    return parcels


def answer(key: str = "answer:1", text: str = "Thank you.") -> Contact:
    """An answer that was claimed at TEN, and is unknown now."""
    contact = factories.subscriber().contacts.get()
    put_reply(contact, text, key, TEN)
    assert len(claim_replies(TEN, 10)) == 1
    sweep(TEN + timedelta(minutes=5))
    return contact


def history() -> list[tuple[int, str, int | None]]:
    return list(DeliveryEvent.objects.order_by("pk").values_list("status", "source", "by"))


CLAIMED = [(Status.SUBMITTING, "dispatcher", None), (Status.UNKNOWN, "sweep", None)]


def test_what_was_sent_is_kept_so_with_who_said_it(ann: User, channels: Channels) -> None:
    lost_sight_of()
    was_sent(Nudge.objects.get(), ann, SOON)
    assert statuses() == [(Status.SENT, "")]
    assert history() == [*CLAIMED, (Status.SENT, "person", ann.pk)]
    assert send_all(channels, SOON) == 0


def test_who_decided_may_leave_and_the_event_stays(ann: User) -> None:
    lost_sight_of()
    was_sent(Nudge.objects.get(), ann, SOON)
    ann.delete()
    assert history()[-1] == (Status.SENT, "person", None)


def test_what_was_not_sent_goes_again_once(ann: User, channels: Channels, memory: MemoryChannel) -> None:
    lost_sight_of()
    nudge = Nudge.objects.get()
    Nudge.objects.update(asked_at=TEN)
    assert was_not_sent(nudge, ann, SOON) == Status.QUEUED
    again = Nudge.objects.values_list("status", "fence", "due_at", "leased_until", "asked_at").get()
    assert again == (Status.QUEUED, nudge.fence + 1, SOON, None, None)
    assert history() == [*CLAIMED, (Status.QUEUED, "person", ann.pk)]
    assert [send_all(channels, SOON), send_all(channels, SOON + timedelta(hours=1))] == [1, 0]
    assert (len(memory.sent), statuses()) == (1, [(Status.SENT, "")])


@pytest.mark.parametrize("result", [ChannelError(Failure.PERMANENT, "21211"), ChannelError(Failure.TEMPORARY, "429")])
def test_old_sender_cannot_write_any_more(ann: User, result: ChannelError) -> None:
    parcels = lost_sight_of()
    was_not_sent(Nudge.objects.get(), ann, SOON)
    assert len(claim_nudges(SOON, LANES["nudges"], 10)) == 1
    settle(SOON, [(parcels[0], result)])
    assert statuses() == [(Status.SUBMITTING, "")]


def test_old_senders_receipt_keeps_the_second_sending_from_going(ann: User, channels: Channels) -> None:
    parcels = lost_sight_of()
    was_not_sent(Nudge.objects.get(), ann, SOON)
    settle(SOON, [(parcels[0], Receipt(provider_id="late"))])
    assert Nudge.objects.values_list("status", "provider_id").get() == (Status.SENT, "late")
    assert send_all(channels, SOON) == 0


@pytest.mark.parametrize("status", [Status.SENT, Status.DELIVERED, Status.UNDELIVERED])
def test_callback_that_comes_after_keeps_the_second_sending_from_going(
    ann: User, channels: Channels, status: Status
) -> None:
    lost_sight_of()
    was_not_sent(Nudge.objects.get(), ann, SOON)
    raise_statuses([Report(Nudge.objects.get().pk, status, CALLBACK, SOON, "SM1")])
    assert (statuses(), send_all(channels, SOON)) == ([(status, "")], 0)


def test_callback_raises_what_somebody_said_was_sent(ann: User) -> None:
    lost_sight_of()
    was_sent(Nudge.objects.get(), ann, SOON)
    raise_statuses([Report(Nudge.objects.get().pk, Status.UNDELIVERED, CALLBACK, SOON, code="30003")])
    assert statuses() == [(Status.UNDELIVERED, "")]


@pytest.mark.parametrize("decide", [was_sent, was_not_sent])
@pytest.mark.parametrize("status", [Status.QUEUED, Status.SUBMITTING, Status.SENT, Status.DELIVERED, Status.CANCELLED])
def test_only_what_is_unknown_is_decided(ann: User, decide: Decide, status: Status) -> None:
    lost_sight_of()
    opened = Nudge.objects.get()  # as the page had it
    Nudge.objects.update(status=status)
    before = Nudge.objects.values().get()
    with pytest.raises(NotUnknownError):
        decide(opened, ann, SOON)
    assert (Nudge.objects.values().get(), history()) == (before, CLAIMED)


@pytest.mark.parametrize("decide", [was_sent, was_not_sent])
def test_nobody_decides_too_early(ann: User, decide: Decide) -> None:
    lost_sight_of()
    with pytest.raises(TooEarlyError):
        decide(Nudge.objects.get(), ann, SOON - timedelta(seconds=1))
    assert (statuses(), history()) == ([(Status.UNKNOWN, "")], CLAIMED)


@pytest.mark.parametrize("decide", [was_sent, was_not_sent])
def test_nobody_decides_who_may_not(decide: Decide) -> None:
    lost_sight_of()
    with pytest.raises(NotAllowedError):
        decide(Nudge.objects.get(), member(roles.READ_ONLY), SOON)
    assert (statuses(), history()) == ([(Status.UNKNOWN, "")], CLAIMED)


def test_too_late_expires_and_does_not_go(ann: User, channels: Channels) -> None:
    lost_sight_of()
    nudge = Nudge.objects.get()
    end = nudge.expires_at - timedelta(minutes=2)  # nothing is claimed so shortly before
    assert was_not_sent(nudge, ann, end) == Status.EXPIRED
    assert history() == [*CLAIMED, (Status.EXPIRED, "person", ann.pk)]
    assert send_all(channels, end) == 0


def test_second_sending_is_looked_at_as_any_other(ann: User, channels: Channels) -> None:
    lost_sight_of()
    halt(member(roles.ADMINISTRATOR), "Wrong words.", SOON)
    was_not_sent(Nudge.objects.get(), ann, SOON)
    assert (send_all(channels, SOON), statuses()) == (0, [(Status.QUEUED, "")])


def test_parent_who_has_stopped_gets_no_second_sending(ann: User, channels: Channels) -> None:
    [parcel] = lost_sight_of()
    nudge = Nudge.objects.get()
    assert nudge.journey is not None
    consent.stop(nudge.journey.subscriber_id, "sms", SOON)
    was_not_sent(nudge, ann, SOON)
    sweep(SOON)
    assert (send_all(channels, SOON), statuses()) == (0, [(Status.CANCELLED, Reason.STOPPED)])
    assert parcel.nudge_id == nudge.pk


def test_answer_goes_again(ann: User, channels: Channels, memory: MemoryChannel) -> None:
    answer()
    was_not_sent(Nudge.objects.get(), ann, SOON)
    assert dispatch("replies", channels, lambda: SOON) == 1
    assert [parcel.text for parcel in memory.sent] == ["Thank you."]


def _says_more(contact: Contact) -> None:
    put_reply(contact, "The opposite.", "answer:2", SOON)


def _stops(contact: Contact) -> None:
    stop(contact.subscriber_id, "staff", SOON)


def _has_a_loss(contact: Contact) -> None:
    blank_answers_to([contact.subscriber_id])


def _is_erased(contact: Contact) -> None:
    contact.delete()


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_says_more, Reason.SUPERSEDED),
        (_stops, Reason.STOPPED),
        (_has_a_loss, Reason.LOST),
        (_is_erased, Reason.NO_CONTACT),
    ],
)
def test_answer_that_would_be_wrong_by_now_does_not_go_again(
    ann: User, happens: Callable[[Contact], None], reason: Reason
) -> None:
    contact = answer()
    nudge = Nudge.objects.get()
    happens(contact)
    assert was_not_sent(nudge, ann, SOON + timedelta(minutes=1)) == Status.CANCELLED
    nudge.refresh_from_db()
    assert (nudge.status, nudge.reason) == (Status.CANCELLED, reason)


@pytest.mark.parametrize("happens", [_says_more, _stops])
def test_helplines_number_goes_again_whatever_was_said_since(ann: User, happens: Callable[[Contact], None]) -> None:
    contact = answer(f"{LASTING}1")
    nudge = Nudge.objects.get()
    happens(contact)
    assert was_not_sent(nudge, ann, SOON + timedelta(minutes=1)) == Status.QUEUED


def test_answer_to_a_stop_goes_again(ann: User) -> None:
    contact = factories.subscriber().contacts.get()
    stop(contact.subscriber_id, "sms", TEN)
    put_reply(contact, "You get nothing more.", "answer:1", TEN)
    claim_replies(TEN, 10)
    sweep(TEN + timedelta(minutes=5))
    assert was_not_sent(Nudge.objects.get(), ann, SOON) == Status.QUEUED


def test_second_sending_may_become_unknown_and_be_decided_again(ann: User) -> None:
    lost_sight_of()
    was_not_sent(Nudge.objects.get(), ann, SOON)
    claim_nudges(SOON, LANES["nudges"], 10)
    sweep(SOON + timedelta(minutes=5))
    nudge = Nudge.objects.get()
    with pytest.raises(TooEarlyError):
        was_sent(nudge, ann, SOON + timedelta(minutes=14))
    was_sent(nudge, ann, SOON + timedelta(minutes=15))
    assert statuses() == [(Status.SENT, "")]
    assert deciding.decided_from(nudge) == SOON + timedelta(minutes=15)
