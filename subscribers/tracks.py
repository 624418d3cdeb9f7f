"""Special tracks: extra messages that a parent may choose, besides those of their child's stage.

Nobody is ever put on one: each is a parent's own choice, on their own page. Its weeks count from the local day after
they chose it; one that is about a baby who is here waits for the birth. Days are local.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.languages import DEFAULT
from subscribers.hours import local_day
from subscribers.models import Child, Following, Journey, Role, Subscriber, Track

MOST = 2  # at once, so that with the weekly messages nobody gets more than three a week
DAY = timedelta(days=1)
EXPECTED, BORN = Child.State.EXPECTED, Child.State.BORN
PARTNERS = frozenset({Role.FATHER, Role.PARTNER})
CARERS = frozenset(Role) - PARTNERS
PARENTS = frozenset({Role.MOTHER, Role.FATHER, Role.PARTNER})
STANDING_IN = frozenset({Role.KINSHIP_CARER, Role.FOSTER_CARER, Role.GRANDPARENT, Role.OTHER_CARER})


@dataclass(frozen=True, kw_only=True)
class Extra:
    """One track, as a parent finds it. Label and sentence may be read by anybody in the house."""

    track: Track
    weeks: int  # so many messages, one a week
    label: Promise
    about: Promise | str = ""
    roles: frozenset[Role] = frozenset(Role)  # to whom it is offered
    when: frozenset[str] = frozenset({EXPECTED, BORN})  # and before the birth, after it, or both
    waits: bool = False  # chosen before the birth, it begins after it
    replaces: bool = False  # it comes instead of the stage messages, for as many weeks as it has
    is_feeding: bool = False  # one answer of several to how feeding goes
    hurts: bool = False  # not to be offered to somebody who has lost a child
    first_for: frozenset[Role] = frozenset()  # who finds it before all others

    def is_for(self, journey: Journey) -> bool:
        """Whether it may be offered for this journey. Reads its child."""
        return journey.role in self.roles and (journey.child.state in self.when or self.waits)

    def is_first(self, journey: Journey) -> bool:
        """Whether it is the first thing to offer to this person."""
        newly_here = self.track == Track.NEW_TO_NI and journey.language != DEFAULT
        return self.is_for(journey) and (newly_here or journey.role in self.first_for)


HERE = frozenset({str(BORN)})
NEONATAL = _("Baby in the neonatal unit")
INSTEAD = _("Messages for the time on the unit, instead of those for the weeks at home.")
EXTRAS: Sequence[Extra] = (
    Extra(
        track=Track.KINSHIP,
        weeks=8,
        label=_("Kinship, foster and adoptive carers"),
        about=_("For whoever brings up a child of the wider family, or a child who came to them."),
        roles=STANDING_IN,
        first_for=frozenset({Role.KINSHIP_CARER, Role.FOSTER_CARER}),
    ),
    Extra(
        track=Track.GRANDPARENTS,
        weeks=8,
        label=_("Grandparents and helpers"),
        about=_("For whoever helps out: what is new, what never changes, and you."),
        roles=STANDING_IN,
        first_for=frozenset({Role.GRANDPARENT}),
    ),
    Extra(
        track=Track.NEW_TO_NI,
        weeks=7,
        label=_("New to Northern Ireland"),
        about=_("Who helps here and how to reach them: interpreter, doctor, midwife, health visitor."),
    ),
    Extra(
        track=Track.NEONATAL,
        weeks=12,
        label=NEONATAL,
        about=INSTEAD,
        roles=CARERS,
        when=HERE,
        waits=True,
        replaces=True,
    ),
    Extra(
        track=Track.NEONATAL_PARTNER,
        weeks=8,
        label=NEONATAL,
        about=INSTEAD,
        roles=PARTNERS,
        when=HERE,
        waits=True,
        replaces=True,
    ),
    Extra(
        track=Track.MULTIPLES,
        weeks=6,
        label=_("Twins or more"),
        about=_("Getting to know each one, and getting through the day."),
        hurts=True,
    ),
    Extra(
        track=Track.YOUNG,
        weeks=6,
        label=_("Young parents"),
        about=_("Your appointments, school or work, money, and people your age."),
        roles=PARENTS,
    ),
    Extra(
        track=Track.AFTER_LOSS,
        weeks=6,
        label=_("When this pregnancy is hard on the heart"),
        about=_("Small, quiet messages for worried days, until your baby is here."),
        when=frozenset({str(EXPECTED)}),
    ),
    Extra(
        track=Track.LOW,
        weeks=6,
        label=_("Something very small for today"),
        about=_("One breath, one song, one minute outside: for days when more is too much."),
    ),
    Extra(
        track=Track.DIFFERENT_PATH,
        weeks=6,
        label=_("A child on a path of their own"),
        about=_("For a child with a disability, or who grows and learns in another way."),
        when=HERE,
    ),
    Extra(
        track=Track.APART,
        weeks=5,
        label=_("Apart for now"),
        about=_("Ways to be close when you and your child do not live together."),
        when=HERE,
    ),
    Extra(track=Track.FEEDING_BREAST, weeks=4, label=_("Breast"), roles=CARERS, when=HERE, waits=True, is_feeding=True),
    Extra(track=Track.FEEDING_BOTTLE, weeks=4, label=_("Bottle"), roles=CARERS, when=HERE, waits=True, is_feeding=True),
    Extra(
        track=Track.FEEDING_MIXED,
        weeks=4,
        label=_("Both, or not sure yet"),
        roles=CARERS,
        when=HERE,
        waits=True,
        is_feeding=True,
    ),
    Extra(
        track=Track.FEEDING_STOPPED,
        weeks=3,
        label=_("I stopped breastfeeding sooner than I had hoped"),
        roles=CARERS,
        when=HERE,
        is_feeding=True,
    ),
    Extra(
        track=Track.FEEDING_PARTNER,
        weeks=3,
        label=_("Feeding, and you"),
        about=_("What is yours around a feed, whoever gives the milk."),
        roles=PARTNERS,
        when=HERE,
        waits=True,
    ),
)
EXTRA: Mapping[str, Extra] = {extra.track: extra for extra in EXTRAS}
FEEDING = frozenset(extra.track for extra in EXTRAS if extra.is_feeding)
OF_PREGNANCY = frozenset(extra.track for extra in EXTRAS if extra.when == {EXPECTED})


def offered(journey: Journey) -> list[Extra]:
    """What a parent may choose about this child; what is meant for them comes first."""
    bereaved = Journey.objects.filter(subscriber=journey.subscriber_id, child__state=Child.State.LOST).exists()
    found = [extra for extra in EXTRAS if extra.is_for(journey) and not (extra.hurts and bereaved)]
    return sorted(found, key=lambda extra: not extra.is_first(journey))


@transaction.atomic
def follow(journey: Journey, track: str, now: datetime, had: int = 0) -> Following | None:
    """Send this track's messages from tomorrow on, or from the birth; `had` of its weeks have been sent before.

    Following already changes nothing. How feeding goes has one answer: another takes its place. None when it is not
    for them, or messages about this child have ended or wait for the parent's word meanwhile.
    """
    Subscriber.objects.select_for_update(no_key=True).get(pk=journey.subscriber_id)  # a loss comes before us or after
    extra, current = EXTRA.get(track), _living(journey)
    if extra is None or current is None or not extra.is_for(current):
        return None
    if track in FEEDING:
        current.followings.filter(track__in=FEEDING).exclude(track=track).delete()
    waits = extra.waits and current.child.state == EXPECTED
    dates = {} if waits else _dates(extra, local_day(now) + DAY - timedelta(weeks=had))
    return Following.objects.get_or_create(journey=current, track=track, defaults=dates)[0]


def leave(journey: Journey, track: str) -> None:
    """Nothing more of this track. What waits of it is cancelled when its time comes."""
    Following.objects.filter(journey=journey, track=track).delete()


def hear_birth(child: Child, now: datetime) -> None:
    """The baby is here: what was about the pregnancy ends, and what waited for the birth begins."""
    followings = Following.objects.filter(journey__child=child)
    followings.filter(track__in=OF_PREGNANCY).delete()
    for following in followings.filter(since=None):
        for name, day in _dates(EXTRA[following.track], local_day(now) + DAY).items():
            setattr(following, name, day)
        following.save()


def told_in_parts(journey: Journey, day: date) -> bool:
    """Whether a message of this day goes in three texts: they chose it, and no extra messages come in these weeks.

    So there are never more than three a week, and the extra ones find room. Reads the journey's followings.
    """
    return journey.frequency == Journey.Frequency.THREE_A_WEEK and not extras_run(journey, day)


def extras_run(journey: Journey, day: date) -> bool:
    """Whether extra messages come in the week of this day. Reads the journey's followings."""
    return any(_runs(following, day) for following in journey.followings.all())


def forget_over(today: date) -> None:
    """Forget that somebody followed a track that is over: no message of it is left to send."""
    over = Q()
    for extra in EXTRAS:
        over |= Q(track=extra.track, since__lt=today - timedelta(weeks=extra.weeks))
    Following.objects.filter(over).delete()


def _living(journey: Journey) -> Journey | None:
    """The journey as it is now, if messages come or are only paused for a while."""
    living = Journey.objects.filter(subscriber__state=Subscriber.State.ACTIVE, pk=journey.pk).living()
    return living.exclude(paused_for=Journey.PausedFor.LOSS).first()


def _dates(extra: Extra, since: date) -> dict[str, date | None]:
    return {"since": since, "replaces_until": since + timedelta(weeks=extra.weeks) if extra.replaces else None}


def _runs(following: Following, day: date) -> bool:
    if following.since is None or following.track not in EXTRA:
        return False
    return following.since <= day < following.since + timedelta(weeks=EXTRA[following.track].weeks)
