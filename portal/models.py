"""What is half-way between a parent and us: questions that wait for an answer, and proofs of an address."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from subscribers.models import Child, Contact, Subscriber
from subscribers.sealing import SealedTextField


class Question(models.Model):
    """What we asked on a phone, and wait to hear. A newer question takes the place of an older one."""

    class Asking(models.TextChoices):
        WHEN = "when", _("when the baby is due or was born")
        PREGNANT_OR_BORN = "pregnant_or_born", _("whether some weeks are of pregnancy or of age")
        WHO = "who", _("who they are to the baby")
        CONSENT = "consent", _("whether they agree")
        START_AGAIN = "start_again", _("whether messages may start again")
        BORN_ON = "born_on", _("when the baby was born")
        IS_BORN_ON = "is_born_on", _("whether the baby was born on a day")
        IS_DUE_ON = "is_due_on", _("whether a date is the new due date")
        WHICH_CHILD = "which_child", _("which child's messages go on")

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="question")
    asking = models.CharField(max_length=16, choices=Asking)
    answers = SealedTextField()  # what they have told so far: portal.sign_up.Answers as JSON
    asked_at = models.DateTimeField()
    misses = models.PositiveSmallIntegerField(default=0)  # answers that we did not understand
    reminded = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"question {self.pk}: {self.asking}"


class Draft(models.Model):
    """A sign-up on the web that is not finished; the browser's session knows its key."""

    key = models.UUIDField(primary_key=True, default=uuid4)
    answers = SealedTextField()  # portal.sign_up.Answers as JSON
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.key}"


class Proof(models.Model):
    """A code or a link that went to an address: whoever gives it back holds that phone or mailbox."""

    class Purpose(models.TextChoices):
        JOIN = "join", _("join")
        ADDRESS = "address", _("get messages at this address too")
        PREFERENCES = "preferences", _("see and change their own preferences")

    key = models.UUIDField(primary_key=True, default=uuid4)
    contact = models.ForeignKey(Contact, models.CASCADE)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE)  # whom it lets in; the address may change hands
    purpose = models.CharField(max_length=12, choices=Purpose)
    answers = SealedTextField()  # portal.sign_up.Answers as JSON
    digest = models.CharField(max_length=64)  # of the code, keyed; empty for a link
    tries_left = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"proof {self.key}"


class Invitation(models.Model):
    """A link that one parent passes on to the other: it says which child, and nothing else about anybody."""

    key = models.CharField(max_length=24, unique=True)
    child = models.ForeignKey(Child, models.CASCADE)
    inviter = models.ForeignKey(Subscriber, models.CASCADE)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Spending(models.Model):
    """How much of a budget has gone within one window of time. What is counted is known only by a keyed hash."""

    scope = models.CharField(max_length=20)  # of portal.budgets.BUDGETS
    index = models.BinaryField(max_length=32)
    window = models.DateTimeField()  # its first instant
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "index", "window"], name="one_spending_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.spent} of {self.scope}"


class Suggestion(models.Model):
    """What a reader would put better in a draft of a translation. Nothing is kept of who wrote it."""

    language = models.CharField(max_length=12)  # a code of languages.table
    page = models.CharField(max_length=60, blank=True)  # the name of its address, which tells nothing of its reader
    words = SealedTextField()
    better = SealedTextField(blank=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class LeavingReason(models.Model):
    """Why somebody left, when they chose to say: a count for learning, with no thread back to the person."""

    class Why(models.TextChoices):
        TOO_MANY = "too_many", _("Too many messages")
        NOT_USEFUL = "not_useful", _("Not useful to me")
        NOT_FOR_ME = "not_for_me", _("Not written for someone like me")
        HAVE_ENOUGH = "have_enough", _("I have enough support now")
        OTHER = "other", _("Something else")

    why = models.CharField(max_length=12, choices=Why)
    door = models.CharField(max_length=20)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.get_why_display()}, {self.day}"
