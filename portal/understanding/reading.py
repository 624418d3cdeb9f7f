"""Readers: each looks in a text for what it knows, and says what it means, or nothing."""

from collections.abc import Callable
from datetime import date
from typing import Literal, cast

from portal.understanding.clock import items as items_of
from portal.understanding.dates import Found
from portal.understanding.hearing import Heard, small_words
from portal.understanding.intent import Intent, Kind
from portal.understanding.said import (
    PREGNANCY_WEEKS,
    WEEK,
    Day,
    ImpossibleError,
    Offset,
    Span,
    Weekday,
    Wish,
    out_of_reach,
)
from portal.understanding.tongue import language

Reader = Callable[[Heard], Intent | None]

FROM_WEEK, TO_WEEK = 20, 44  # of a pregnancy: births that are told in weeks
LARGEST = 999  # the largest number that can answer a question
NUMBER_SIGNS = {"no", "nr", "number", "option", "num"}
_RANK: dict[type, int] = {Day: 0, Weekday: 1, Offset: 2, Span: 3}
ROLES = ("mother", "father", "partner", "grandparent", "kinship_carer", "foster_carer")


def whole(heard: Heard) -> Intent | None:
    """A text that is a listed phrase and nothing else."""
    if not heard.whole:
        return None
    kind, said_in = cast("Kind", heard.whole.kind), heard.whole.language
    if kind == "born":
        return _born(heard, said_in)
    return Intent(kind=kind, said_in=said_in)


def later(heard: Heard) -> Intent | None:
    """Not born yet."""
    phrase = heard.has("later")
    return Intent(kind="later", said_in=phrase.language) if phrase else None


def pause(heard: Heard) -> Intent | None:
    """PAUSE, with or without how long: so many days, or until a day."""
    phrase = heard.has("pause")
    if not phrase:
        return None
    days = [days for found in heard.found() if (days := _pause_days(found, heard)) and days > 0]
    return Intent(kind="pause", days=days[0] if days else None, said_in=phrase.language)


def _pause_days(found: Found, heard: Heard) -> int | None:
    if isinstance(found.said, Span):
        return found.said.days
    try:
        return (found.said.on(heard.today, "ahead") - heard.today).days
    except ImpossibleError:
        return None


def born(heard: Heard) -> Intent | None:
    """A birth, in the words for one."""
    phrase = heard.has("born")
    return _born(heard, phrase.language) if phrase else None


def _born(heard: Heard, said_in: str) -> Intent:
    """A birth: its day if said, how early, and how many children."""
    found = heard.found()
    gestation = next((weeks for one in found if (weeks := _gestation(one))), None)
    dated = [one for one in found if _gestation(one) is None]
    day, problem = _best(dated, heard, "born")
    count = 3 if heard.has("born", "triplets") else 2 if heard.has("born", "twins") else 1
    return Intent(kind="born", date=day, problem=problem, gestation=gestation, count=count, said_in=said_in)


def _gestation(found: Found) -> int | None:
    """Completed weeks at birth: "at 32 weeks", "32 weeks", "5 weeks early"; never "22 weeks ago" or "old"."""
    said = found.said
    if not isinstance(said, Span) or said.unit != WEEK:
        return None
    if said.sense == "early":
        return PREGNANCY_WEEKS - said.count if said.count < FROM_WEEK else None
    is_pregnancy = said.sense in {"", "at", "pregnant", "ahead"} and FROM_WEEK <= said.count <= TO_WEEK
    return said.count if is_pregnancy else None


def due(heard: Heard) -> Intent | None:
    """A due date, or how long somebody is pregnant."""
    phrase, pregnant = heard.has("due"), heard.has("due", "pregnant")
    if not phrase and not pregnant:
        return None
    meant = phrase or pregnant
    said_in = meant.language if meant else None
    day, problem = _best(heard.found(), heard, "due", pregnant=bool(pregnant))
    if day or problem:
        return Intent(kind="due", date=day, problem=problem, said_in=said_in)
    rest = heard.rest(heard.places("due"), "date", "me", "baby")
    return Intent(kind="due", said_in=said_in) if phrase and not rest else None


def _best(
    found: list[Found], heard: Heard, wish: Wish, *, pregnant: bool = False
) -> tuple[date | None, Literal["", "impossible", "far"]]:
    """The date that says most: a day before a weekday, a weekday before "yesterday", any day before a span."""
    for found_one in sorted(found, key=lambda one: _rank(one, pregnant=pregnant)):
        said = found_one.said
        is_length = isinstance(said, Span) and said.sense in {"", "at", "pregnant", "old"}
        try:
            if isinstance(said, Span) and wish == "due" and (is_length and (pregnant or said.sense)):
                day = said.due(heard.today)
            else:
                day = said.on(heard.today, wish)
        except ImpossibleError:
            return None, "impossible"
        return (None, "far") if out_of_reach(day, heard.today, wish) else (day, "")
    return None, ""


def _rank(found: Found, *, pregnant: bool) -> int:
    """The lower, the more it says; of a pregnancy, its length says more than "today" or "my second"."""
    said = found.said
    is_vague = isinstance(said, Offset) or (isinstance(said, Day) and said.month is None)
    return _RANK[Span] + 1 if pregnant and is_vague else _RANK[type(said)]


def a_date(heard: Heard) -> Intent | None:
    """A date or an age, and small words at the most."""
    found = sorted(heard.found(), key=lambda one: _RANK[type(one.said)])
    taken = {place for one in found for place in range(one.start, one.end)}
    if not found or heard.rest(taken, "date", "me", "baby"):
        return None
    said, said_in = found[0].said, found[0].language
    about_me = _is_about(heard, taken, "me")
    if isinstance(said, Span):
        return _length(said, heard, said_in, about_me=about_me, about_baby=_is_about(heard, taken, "baby"))
    day, problem = _best(found[:1], heard, None)
    return Intent(kind="date", date=day, problem=problem, said_in=said_in)


def _is_about(heard: Heard, taken: set[int], small: str) -> bool:
    """Whether one of these small words is among those that are no date."""
    beside = [word for place, word in enumerate(heard.words) if place not in taken]
    return any(word in small_words(small) for word in beside)


def _length(said: Span, heard: Heard, said_in: str | None, *, about_me: bool, about_baby: bool) -> Intent:
    """How long: of a pregnancy if she speaks of herself, of a life if "old" or a child is named, else unsaid."""
    found = [Found(start=0, end=0, said=said)]
    if said.sense in {"ago", "ahead"} and not about_me:
        day, problem = _best(found, heard, None)
        return Intent(kind="date", date=day, problem=problem, said_in=said_in)
    if said.sense in {"ahead", "left", "pregnant"} or (about_me and said.sense != "old" and not about_baby):
        day, problem = _best(found, heard, "due", pregnant=said.sense not in {"ahead", "left"})
        return Intent(kind="due", date=day, problem=problem, said_in=said_in)
    if said.sense in {"old", "ago"} or about_baby:
        day, problem = _best(found, heard, "born")
        return Intent(kind="date", date=day, problem=problem, about="born", said_in=said_in)
    return Intent(kind="date", weeks=said.weeks, said_in=said_in)


def role(heard: Heard) -> Intent | None:
    """Who they are: "mum", "I'm the father", "foster carer"; a word of the parent's own language before the others."""
    told = [
        (name, phrase)
        for name in ROLES
        if (phrase := heard.has("role", name)) and not heard.rest(heard.places("role", name), "role")
    ]
    own = [(name, phrase) for name, phrase in told if phrase.language == heard.language]
    return next((Intent(kind="role", role=name, said_in=phrase.language) for name, phrase in own or told), None)


def number(heard: Heard) -> Intent | None:
    """A number alone, or "no 3"."""
    items = [item for item in items_of(heard.core or heard.words, heard.language) if item.word not in NUMBER_SIGNS]
    value = items[0].means.get("number") if len(items) == 1 else None
    if value is None or value > LARGEST or heard.words == ("a",):
        return None
    return Intent(kind="number", number=value, said_in=items[0].language)


def _within(kind: Kind) -> Reader:
    def read(heard: Heard) -> Intent | None:
        phrase = heard.has(kind)
        return Intent(kind=kind, said_in=phrase.language) if phrase else None

    return read


def courtesy(heard: Heard) -> Intent | None:
    """Thanks and kind words, and nothing else."""
    thanks = heard.has("courtesy")
    places = heard.places("courtesy")
    return Intent(kind="courtesy", said_in=thanks.language) if thanks and not heard.rest(places, "praise") else None


READERS: tuple[Reader, ...] = (
    number,
    whole,
    role,
    _within("reason"),
    later,
    pause,
    born,
    due,
    a_date,
    language,
    _within("care"),
    _within("dad"),
    _within("less"),
    _within("more"),
    _within("start"),
    _within("join"),
    _within("help"),
    courtesy,
)
