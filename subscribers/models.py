"""Who asked to hear from us, and what they agreed to. No name is ever asked for or kept."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models import SureStart, Trust
from languages.table import DEFAULT, every_language
from subscribers.sealing import SealedTextField, blind_index


class Subscriber(models.Model):
    """One person. A stop is this row changed, and from that commit on nothing more is claimed for them."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("has not agreed to anything")
        ACTIVE = "active", _("has agreed, and hears from us")
        STOPPED = "stopped", _("has asked us to stop")

    state = models.CharField(max_length=12, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField()

    class Meta:
        # Smaller than the table: the planner asks of everyone who is due something whether they still hear from us.
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(state="active"), name="subscriber_active"),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_address(self, address: str) -> "ContactQuerySet":
        return self.filter(index=blind_index(address))


class Contact(models.Model):
    """An address of a subscriber. One number or mailbox belongs to one person."""

    class Kind(models.TextChoices):
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=5, choices=Kind)
    address = SealedTextField()  # E.164, or an e-mail address in lower case
    index = models.BinaryField(max_length=32, unique=True)  # of the address, keyed
    confirmed_at = models.DateTimeField(null=True, blank=True)  # a yes came from this very address

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "kind"], name="one_address_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} contact {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.address and not self._state.adding:
            raise ValueError("This address could not be opened; saving it would lose it.")
        self.index = blind_index(self.address)
        super().save(*args, **kwargs)


class Child(models.Model):
    """A child, expected or born. After a loss the dates are erased and nothing restarts by itself."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        BORN = "born", _("born")
        LOST = "lost", _("has died")

    state = models.CharField(max_length=8, choices=State)
    due_date = models.DateField(null=True, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gestation_weeks = models.PositiveSmallIntegerField(null=True, blank=True)  # at birth, completed weeks
    # The birth date as if the child had come at 40 weeks; the birth date itself for a child born at term.
    corrected_birth_date = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "children"
        # Each is an anchor date that the planner looks stages up by; with the id, it need not read the child itself.
        indexes: ClassVar = [
            models.Index(fields=["due_date", "id"], condition=models.Q(state="expected"), name="child_due"),
            models.Index(fields=["birth_date", "id"], condition=models.Q(state="born"), name="child_birth"),
            models.Index(
                fields=["corrected_birth_date", "id"], condition=models.Q(state="born"), name="child_corrected"
            ),
            models.Index(fields=["id"], condition=models.Q(state="lost"), name="child_lost"),
        ]

    def __str__(self) -> str:
        return f"child {self.pk}"


class Track(models.TextChoices):
    """Which telling of a stage somebody gets; after the first three, the special ones that a parent may follow."""

    CARER = "carer", _("carer")
    FATHER_PARTNER = "father_partner", _("father or partner")
    CARE = "care", _("care after the death of a baby")  # only for whoever asked for it
    NEONATAL = "neonatal", _("baby in a neonatal unit")
    NEONATAL_PARTNER = "neonatal_partner", _("baby in a neonatal unit, for partners")
    FEEDING_BREAST = "feeding_breast", _("feeding: breast")
    FEEDING_BOTTLE = "feeding_bottle", _("feeding: bottle")
    FEEDING_MIXED = "feeding_mixed", _("feeding: mixed, or not sure yet")
    FEEDING_STOPPED = "feeding_stopped", _("feeding: stopped sooner than hoped")
    FEEDING_PARTNER = "feeding_partner", _("feeding, for partners")
    MULTIPLES = "multiples", _("twins or more")
    KINSHIP = "kinship", _("kinship, foster and adoptive carers")
    AFTER_LOSS = "after_loss", _("pregnant after a loss")
    LOW = "low", _("when days feel heavy")
    YOUNG = "young", _("young parents")
    NEW_TO_NI = "new_to_ni", _("new to Northern Ireland")
    DIFFERENT_PATH = "different_path", _("a different path of development")
    APART = "apart", _("apart for now")
    GRANDPARENTS = "grandparents", _("grandparents and helpers")


class Role(models.TextChoices):
    """Who somebody is to the child."""

    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    PARTNER = "partner", _("partner")
    KINSHIP_CARER = "kinship_carer", _("kinship carer")
    FOSTER_CARER = "foster_carer", _("foster carer")
    GRANDPARENT = "grandparent", _("grandparent")
    OTHER_CARER = "other_carer", _("other carer")

    @property
    def track(self) -> Track:
        return Track.FATHER_PARTNER if self in (Role.FATHER, Role.PARTNER) else Track.CARER


class Slot(models.TextChoices):
    """When in the day (settings.SLOTS gives the local time)."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("early evening")


class JourneyQuerySet(models.QuerySet["Journey"]):
    def living(self) -> "JourneyQuerySet":
        """What messages are about, or wait to be about, oldest first; nothing of a child who has died."""
        lost = Child.State.LOST
        return self.exclude(state=Journey.State.ENDED).exclude(child__state=lost).select_related("child").order_by("pk")


PLANNED_BY = (
    *("child", "slot", "channel", "track", "frequency", "plan_from"),
    *("language", "fallback", "subscriber", "id"),
)


class Journey(models.Model):
    """One subscriber's way with one child: as whom, in which language, how, how often and when."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    class PausedFor(models.TextChoices):
        ASKED = "asked", _("they asked for a pause")
        LOSS = "loss", _("another child of theirs has died")

    class Channel(models.TextChoices):
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        BOTH = "both", _("text message and e-mail")

    class Frequency(models.IntegerChoices):
        WEEKLY = 1, _("one a week")
        THREE_A_WEEK = 3, _("three a week")

    class Fallback(models.TextChoices):
        ENGLISH = "en", _("English")
        NOTHING = "none", _("nothing")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="journeys")
    child = models.ForeignKey(Child, models.CASCADE, related_name="journeys")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    role = models.CharField(max_length=16, choices=Role)
    track = models.CharField(max_length=24, choices=Track)
    language = models.CharField(max_length=12, choices=every_language, default=DEFAULT)
    fallback = models.CharField(max_length=4, choices=Fallback, default=Fallback.ENGLISH)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.SMS)
    frequency = models.PositiveSmallIntegerField(choices=Frequency, default=Frequency.WEEKLY)
    slot = models.CharField(max_length=9, choices=Slot, default=Slot.EVENING)
    paused_for = models.CharField(max_length=5, choices=PausedFor, blank=True)
    paused_until = models.DateField(null=True, blank=True)  # the local day on which messages go on; None: their word
    # No stage whose day was over by then is ever sent: set on joining and whenever the dates change.
    plan_from = models.DateTimeField()
    care_from = models.DateField(null=True, blank=True)  # the local day on which they asked for care after a loss
    ended_at = models.DateTimeField(null=True, blank=True)  # when portal.chores first found it ended after a loss
    sure_start = models.ForeignKey(SureStart, models.SET_NULL, null=True, blank=True)
    trust = models.ForeignKey(Trust, models.SET_NULL, null=True, blank=True)
    keyword = models.CharField(max_length=20, blank=True)  # of the place or campaign through which they joined
    roster_row = models.PositiveIntegerField(null=True, blank=True)  # the line of the roster file it came from

    objects = JourneyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "child"], name="one_journey_a_child"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["care_from"], condition=models.Q(care_from__isnull=False), name="journey_care"),
            # The second and third text of a week are for these only (Frequency.THREE_A_WEEK).
            models.Index(fields=["child"], condition=models.Q(frequency__gte=3), name="journey_threes"),
            # All that the planner asks of a journey, so that it reads this and not the table. Once more, and small, for
            # those who get letters: these are valid for days, so each tick asks about the children of many dates.
            models.Index(fields=PLANNED_BY, condition=models.Q(state="active"), name="journey_planned"),
            models.Index(
                fields=PLANNED_BY,
                condition=models.Q(state="active", channel__in=("email", "both")),
                name="journey_letters",
            ),
            # Whom campaigns leave alone, beside those of a child who has died.
            models.Index(fields=["subscriber"], condition=models.Q(paused_for="loss"), name="journey_after_loss"),
        ]

    def __str__(self) -> str:
        return f"journey {self.pk}"


class Following(models.Model):
    """A special track that a parent chose for one of their journeys. Its weeks count from `since`."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="followings")
    track = models.CharField(max_length=24, choices=Track)
    # Local: its first message comes on this day. None: it waits for the birth.
    since = models.DateField(null=True, blank=True)
    # A track that takes the place of the stage messages does so before this local day; None: it comes besides them.
    replaces_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["journey", "track"], name="one_following_a_track"),
        ]
        indexes: ClassVar = [models.Index(fields=["track", "since"], name="following_since")]

    def __str__(self) -> str:
        return f"{self.track} of {self.journey}"


class ConsentEvent(models.Model):
    """One line of the consent ledger: what was agreed or withdrawn, to which words, when and at which door."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("was asked to confirm")
        AGREED = "agreed", _("agreed")
        STOPPED = "stopped", _("asked us to stop")

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=8, choices=Kind)
    door = models.CharField(max_length=20)  # sms, email, web, roster, staff, provider
    wording = models.CharField(max_length=40)  # the version of the sentence agreed to
    agreed_with = models.CharField(max_length=120, blank=True)  # who of the staff helped
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} by {self.subscriber} at {self.door}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The consent ledger is append-only: add another event.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("The consent ledger is append-only: add another event.")


class Departed(models.Model):
    """A keyed hash of an address that was erased, kept so that no list signs that address up again."""

    index = models.BinaryField(max_length=32, unique=True)  # as of a Contact
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"departed {self.pk}"
