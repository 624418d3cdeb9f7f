"""The table of special tracks: extra messages that a parent may choose, to whom each is offered, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from languages.table import DEFAULT
from subscribers.models import Child, Journey, Role, Track

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

    @property
    def full_label(self) -> Promise:
        """The label by itself, away from the question that it answers."""
        return format_lazy(_("Feeding: {answer}"), answer=self.label) if self.is_feeding else self.label

    def is_for(self, journey: Journey) -> bool:
        """Whether it may be offered for this journey. Reads its child."""
        return journey.role in self.roles and (journey.child.state in self.when or self.waits)

    def is_first(self, role: str, language: str) -> bool:
        """Whether it is the first thing to offer to somebody who is this to the child, and reads this language."""
        return role in self.first_for or (self.track == Track.NEW_TO_NI and language != DEFAULT)


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
