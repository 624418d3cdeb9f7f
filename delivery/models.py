"""The outbox: one row for each sending, kept, and one line for each change of its status."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delivery.bulk import insert_rows
from messages.models import Message
from messages.stages import Part
from subscribers.models import Contact, Journey, Subscriber, Track
from subscribers.sealing import SealedTextField


class Status(models.IntegerChoices):
    """Where a nudge is. The numbers are ranks: a report from a provider may only raise the status.

    CANCELLED and EXPIRED are above them for nothing else to move them, and give way to a report (delivery.reports).
    """

    QUEUED = 0, _("queued")  # waiting for its time, or for another try after a failure that sent nothing
    SUBMITTING = 10, _("submitting")  # handed to the provider's client; committed before the call
    UNKNOWN = 20, _("unknown")  # the call ended without an answer: it may or may not have been sent
    SENT = 30, _("sent")  # the provider has accepted it
    FAILED = 40, _("failed")  # refused for good
    UNDELIVERED = 50, _("undelivered")  # accepted, then not delivered
    DELIVERED = 60, _("delivered")
    CANCELLED = 70, _("cancelled")  # never sent, for the reason given
    EXPIRED = 80, _("expired")  # never sent: its time had passed


NEVER_SENT = (Status.CANCELLED, Status.EXPIRED)


class Urgency(models.IntegerChoices):
    """What goes first."""

    REPLY = 0, _("reply to what a parent has just done")
    SAFETY = 1, _("safety message")
    STAGE = 2, _("stage message")
    LOCAL = 3, _("local campaign")
    REGIONAL = 4, _("regional campaign")


class Reason(models.TextChoices):
    """Why a nudge was never sent, or why it failed."""

    STOPPED = "stopped", _("the parent asked us to stop")
    LOST = "lost", _("the child has died")
    PAUSED = "paused", _("the parent paused")
    REPLANNED = "replanned", _("the child's dates changed")
    CAP = "cap", _("the parent had had enough messages")
    REPEAT = "repeat", _("the parent had this message already")
    RECALLED = "recalled", _("staff withdrew the message")
    NO_WORDING = "no_wording", _("no approved wording for this parent")
    BAD_WORDING = "bad_wording", _("the wording names something that the directory does not have")
    NO_CONTACT = "no_contact", _("no address for this channel")
    SUPERSEDED = "superseded", _("a later reply took its place")
    LOCAL = "local", _("a local message took its place")
    DECLINED = "declined", _("the parent wants no campaigns, or not this one")
    AUDIENCE = "audience", _("the parent is not among those it is for any more")
    CALLED_OFF = "called_off", _("the campaign was cancelled")
    RESTORED = "restored", _("after a restore nobody knew whether it had been sent")


class Nudge(models.Model):
    """One sending: this message, to this subscriber, about this child, on this channel, at this time.

    A reply has a key and its words and no journey. Every instant is in UTC.
    """

    # Without a constraint in the database, which would lock and write each journey's row again (docs/decisions/0027).
    journey = models.ForeignKey(Journey, models.CASCADE, null=True, related_name="nudges", db_constraint=False)
    message = models.ForeignKey(Message, models.PROTECT, null=True, db_index=False)
    part = models.PositiveSmallIntegerField(choices=Part, default=Part.FIRST)
    # Of a reply: what it answers. Of a campaign: its topic and the person, whichever words or journey it is about.
    key = models.CharField(max_length=60, null=True)  # noqa: DJ001 - NULL, so that stage messages have none
    channel = models.CharField(max_length=5, choices=Contact.Kind)
    urgency = models.PositiveSmallIntegerField(choices=Urgency)
    stage_day = models.DateField(null=True)  # the local day on which the stage begins, or the campaign's first for it
    last_day = models.DateField(null=True)  # of a campaign: the local day after which it is not put off any more
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    status = models.PositiveSmallIntegerField(choices=Status, default=Status.QUEUED)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    fence = models.PositiveIntegerField(default=0)  # one more at each claim; a sender with an older one cannot write
    leased_until = models.DateTimeField(null=True)  # by then the sender has settled, or it is taken for dead

    # What was sent, resolved at the claim and not before, unless staff let it go with the words it had.
    keeps_words = models.BooleanField(default=False)
    kept_as = models.JSONField(null=True)  # then: the stage, track and theme that it was planned for (delivery.keeping)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="nudges", db_index=False)
    version = models.PositiveIntegerField(null=True)  # of the message's words in this language
    whole = models.BooleanField(default=True)  # and not a part of its trio
    language = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    preheader = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    segments = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the provider's list was last asked for it
    provider_id = models.CharField(max_length=200, blank=True)  # an e-mail's Message-ID holds a host name
    code = models.CharField(max_length=20, blank=True)  # the provider's error code

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["journey", "message", "channel", "part"],
                condition=Q(urgency__lt=Urgency.LOCAL),  # a campaign's have a key, which may be freed
                name="one_nudge_a_part_and_channel",
            ),
            # Of those that have one, and in an order that also serves to look for how a key begins.
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(key__isnull=False),
                opclasses=["varchar_pattern_ops"],
                name="one_nudge_a_key",
            ),
        ]
        permissions: ClassVar = [("settle_unknown", "Can say what became of a sending that is unknown")]
        indexes: ClassVar = [
            models.Index(
                fields=["urgency", "due_at", "journey"], condition=Q(status=Status.QUEUED), name="nudge_waiting"
            ),
            models.Index(fields=["leased_until"], condition=Q(status=Status.SUBMITTING), name="nudge_leased"),
            models.Index(fields=["submitted_at"], condition=Q(status=Status.UNKNOWN), name="nudge_unknown"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="nudge_provider_id"),
            models.Index(
                fields=["message", "status"], condition=Q(urgency__gte=Urgency.LOCAL), name="nudge_of_campaign"
            ),
            # Whoever forgets an address looks for what went there; the planner, which knows of none yet, pays nothing.
            models.Index(fields=["contact"], condition=Q(contact__isnull=False), name="nudge_of_contact"),
        ]

    def __str__(self) -> str:
        return f"nudge {self.pk}"


# What may still be sent about a child who has died: care, for whoever asked for it (delivery.fitting looks again).
ABOUT_CARE = Q(message__track=Track.CARE)


class DeliveryEvent(models.Model):
    """One change of a nudge's status: when, by whose word, and the provider's code."""

    class Source(models.TextChoices):
        OUTBOX = "outbox", _("the outbox")
        DISPATCHER = "dispatcher", _("the dispatcher")
        PLANNER = "planner", _("the planner")
        SWEEP = "sweep", _("the sweep")
        CALLBACK = "callback", _("the provider's callback")
        LIST = "list", _("the provider's list")
        PERSON = "person", _("a person")

    nudge = models.ForeignKey(Nudge, models.CASCADE, related_name="events")
    status = models.PositiveSmallIntegerField(choices=Status)
    source = models.CharField(max_length=10, choices=Source)
    code = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_status_display()} by {self.get_source_display()}"


class Recall(models.Model):
    """A message withdrawn from every queue. Of one that parents are getting already, two people decide.

    From the moment of asking until the decision the message is held back: nothing of it is sent.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="recalls")
    why = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    begun = models.BooleanField(default=True)  # parents were getting it already (delivery.holding says when)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)  # the decision: withdrawn, or let go on
    nudges = models.PositiveIntegerField(default=0)  # how many were cancelled

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message"], condition=Q(decided_at=None), name="one_open_recall_a_message"),
            models.CheckConstraint(
                condition=Q(begun=False) | Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="two_people_once_it_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"recall of {self.message_id}"


class Halt(models.Model):
    """Everything stands still, from one person's word to another's. Only answers to parents' own texts go out."""

    why = models.TextField(max_length=1000)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(models.Value(1), condition=Q(ended_at=None), name="one_halt_at_a_time"),
        ]
        permissions: ClassVar = [("halt_everything", "Can pause every message to parents")]

    def __str__(self) -> str:
        return f"halt since {self.began_at:%Y-%m-%d %H:%M}"


class DayTaken(models.Model):
    """The one message that a person gets on a day: the database refuses a second one."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE)
    day = models.DateField()  # local
    message = models.ForeignKey(Message, models.CASCADE, db_index=False)
    journey = models.ForeignKey(Journey, models.CASCADE, db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "day"], name="one_message_a_person_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} of {self.subscriber}"


class Pace(models.Model):
    """Until when a provider is busy with what it was handed, and whether it is to be spared (delivery.pace).

    One row a channel, which all senders share. Every instant is in UTC.
    """

    channel = models.CharField(max_length=5, choices=Contact.Kind, primary_key=True)
    busy_until = models.DateTimeField()
    campaigns_until = models.DateTimeField(
        null=True
    )  # until when campaigns have used their share beside stage messages
    rests_until = models.DateTimeField(null=True)  # until then nothing is handed over: it said that we are too fast
    storms = models.PositiveSmallIntegerField(default=0)  # how often it said so since it last accepted anything
    speed = models.FloatField(null=True)  # segments a second while it recovers; NULL: as many as the settings say
    sure = models.FloatField(default=0)  # half of what was too fast: up to there the speed grows quickly

    def __str__(self) -> str:
        return f"{self.channel} busy until {self.busy_until:%H:%M:%S}"


class Inbound(models.Model):
    """A text that somebody sent us. Stored once whatever the provider repeats, then answered."""

    provider_id = models.CharField(max_length=200, unique=True)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="inbound")
    body = SealedTextField()
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)  # acted on; the answer itself is a nudge

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=Q(answered_at=None), name="inbound_unanswered"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk}"


class VirtualMessage(models.Model):
    """What the virtual phones and inboxes of a demo have received or sent."""

    address = models.CharField(max_length=254)  # only ever made-up ones: numbers reserved for drama, .example mailboxes
    kind = models.CharField(max_length=5, choices=Contact.Kind)
    outgoing = models.BooleanField(default=False)  # typed on the virtual phone
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    reference = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address", "at"], name="virtual_by_address")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class VirtualClock(models.Model):
    """How far a demo's clock runs ahead of the real one; a single row."""

    ahead = models.DurationField()

    def __str__(self) -> str:
        return f"{self.ahead} ahead"


def audit(nudge_ids: Any, status: Status, source: str, at: Any, **more: Any) -> None:
    """Write one event for each nudge whose status has just changed, in the same transaction.

    `more` are the provider's code, and by which member of staff.
    """
    by = more.pop("by", None)
    same = {"status": status, "source": source, "at": at, "code": "", "by_id": by and by.pk} | more
    insert_rows(DeliveryEvent, [{"nudge_id": nudge_id} for nudge_id in nudge_ids], same=same)
