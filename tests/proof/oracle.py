"""Who must be sent what, and when, worked out from the promises alone.

Nothing of the application is imported here. A roster and a library go in, every expected sending comes out.
The journey's id stands in as the roster row: an import makes journeys in the order of the rows.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SLOTS = {"morning": time(10), "afternoon": time(14), "evening": time(18, 30)}
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
VALIDITY = {"sms": timedelta(hours=24), "email": timedelta(hours=72)}
CHANNELS = {"sms": ("sms",), "email": ("email",), "both": ("sms", "email")}
MOST_IN_A_WEEK = 3
REPEAT_WITHIN = timedelta(days=28)
DEVELOPMENT = frozenset({"talk", "sing", "read", "serve-return", "play"})
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One line of a roster: one person's journey with one child."""

    line: int
    phone: str  # empty when texts are not wanted
    email: str  # empty when e-mails are not wanted
    channel: str
    role: str
    due_date: date | None
    birth_date: date | None
    gestation_weeks: int | None
    slot: str
    frequency: int  # three: a message comes in three texts
    agreed_at: datetime

    @property
    def track(self) -> str:
        """Which telling they get."""
        return "father_partner" if self.role in {"father", "partner"} else "carer"

    @property
    def addresses(self) -> tuple[str, ...]:
        """By which they are known."""
        return tuple(filter(None, (self.phone, self.email)))


@dataclass(frozen=True, kw_only=True)
class LibraryRow:
    """One message: `bodies` by channel, and a trio of texts if it has one; placeholders filled in."""

    number_in_library: int  # its id
    kind: str
    number: int
    track: str
    theme: str
    bodies: tuple[tuple[str, str], ...]
    trio: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, order=True)
class Send:
    """One text or e-mail that must go out."""

    send_at_utc: datetime
    roster_row: int
    channel: str
    track: str
    stage: str
    number: int
    body: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A message, or a part of its trio, that waits for its time, by each channel until that channel's validity ends."""

    row: RosterRow
    message: LibraryRow
    bodies: tuple[tuple[str, str], ...]  # by channel
    after: str | None  # what must have been sent before, or this makes no sense
    day: date  # on which it is to come
    due: datetime
    until: tuple[tuple[str, datetime], ...]

    @property
    def rank(self) -> tuple[bool, datetime, int, int]:
        """What goes first has the lowest."""
        return self.message.theme != "safety", self.due, self.row.line, self.message.number_in_library


@dataclass
class Person:
    """The rows that share an address, and what has been sent to it: (day, message, row)."""

    rows: list[RosterRow] = field(default_factory=list)
    sent: list[tuple[date, int, int]] = field(default_factory=list)
    texts: set[tuple[int, str]] = field(default_factory=set)  # what was sent by text, with its row

    def had_about_another_child(self, plan: Plan, day: date) -> bool:
        """Whether they got this very message about another child lately."""
        return any(
            message == plan.message.number_in_library and row != plan.row.line and day - then < REPEAT_WITHIN
            for then, message, row in self.sent
        )

    def has_room(self, plan: Plan, day: date) -> bool:
        """One message a day, three in any seven days. A letter that is late and a text of the same message are one."""
        if (day, plan.message.number_in_library, plan.row.line) in self.sent:
            return True
        days = {then for then, _, _ in self.sent}
        return day not in days and sum(day - 6 * DAY <= then <= day for then in days) < MOST_IN_A_WEEK


def expected_sends(rows: Sequence[RosterRow], library: Sequence[LibraryRow], first: date, last: date) -> list[Send]:
    """Every sending from the first to the last local day, both included; before the first was silence."""
    by_track = defaultdict(list)
    for message in library:
        by_track[message.track].append(message)
    sends: list[Send] = []
    for person in people(rows):
        plans = [plan for row in person.rows for plan in _plans(row, by_track[row.track])]
        sends += _sends_of(person, plans, local(first, time(0)), local(last + DAY, time(0)))
    return sorted(sends)


def people(rows: Iterable[RosterRow]) -> list[Person]:
    """Who is who: an address belongs to one person."""
    known: dict[str, Person] = {}
    found: list[Person] = []
    for row in rows:
        person = next((known[address] for address in row.addresses if address in known), None)
        if person is None:
            person = Person()
            found.append(person)
        person.rows.append(row)
        known |= dict.fromkeys(row.addresses, person)
    return found


def local(day: date, at: time) -> datetime:
    """A local wall-clock time as an instant in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def stage_day(row: RosterRow, message: LibraryRow) -> date | None:
    """The local day on which the message's stage begins for the child of the row, if it ever does."""
    if message.kind == "pregnancy_week":
        if row.birth_date is not None or row.due_date is None:
            return None
        return row.due_date - timedelta(weeks=40 - message.number)
    if row.birth_date is None:
        return None
    birth, weeks = row.birth_date, row.gestation_weeks
    is_young = message.kind == "baby_week" or message.number < 24
    if weeks is not None and weeks < 37 and is_young and message.theme in DEVELOPMENT:
        birth += timedelta(weeks=40 - weeks)
    if message.kind == "baby_week":
        return birth + timedelta(weeks=message.number)
    day = months_after(birth, message.number)
    return day + timedelta(weeks=2) if message.number == 12 else day


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _plans(row: RosterRow, messages: Iterable[LibraryRow]) -> Iterator[Plan]:
    tellings = ((message, *telling) for message in messages for telling in _tellings(row, message))
    for message, day, bodies, after in tellings:
        if local(day + DAY, time(0)) <= row.agreed_at:
            continue
        yield _plan(row, message, day, bodies, after)


def _tellings(row: RosterRow, message: LibraryRow) -> Iterator[tuple[date, Mapping[str, str], str | None]]:
    """The days on which a message is told to somebody, each with the words by channel and what must come before."""
    day = stage_day(row, message)
    if day is None:
        return
    whole = {channel: body for channel, body in message.bodies if channel in CHANNELS[row.channel]}
    if row.frequency < MOST_IN_A_WEEK or "sms" not in whole or not message.trio:
        yield day, whole, None
        return
    why, do, done = message.trio
    yield day, whole | {"sms": why}, None
    yield day + 2 * DAY, {"sms": do}, None
    yield day + 4 * DAY, {"sms": done}, do


def _plan(row: RosterRow, message: LibraryRow, day: date, bodies: Mapping[str, str], after: str | None) -> Plan:
    at = local(day, SLOTS[row.slot])
    return Plan(
        row=row,
        message=message,
        bodies=tuple(bodies.items()),
        after=after,
        day=day,
        due=max(at, row.agreed_at),
        until=tuple((channel, at + VALIDITY[channel]) for channel in bodies),
    )


def _sends_of(person: Person, plans: list[Plan], start: datetime, end: datetime) -> Iterator[Send]:
    """Live through the person's plans from one moment of decision to the next."""
    waiting = plans
    while waiting:
        now = _awake(max(start, min(plan.due for plan in waiting)))
        if now >= end:
            return
        due = sorted((plan for plan in waiting if plan.due <= now), key=lambda plan: plan.rank)
        waiting = [plan for plan in waiting if plan.due > now]
        for plan in due:
            later = yield from _decide(person, plan, now)
            waiting += later


def _decide(person: Person, plan: Plan, now: datetime) -> Generator[Send, None, list[Plan]]:
    """Send, drop, or give back the plan for the next day."""
    today = now.astimezone(LONDON).date()
    open_channels = [channel for channel, until in plan.until if now < until]
    if not open_channels or person.had_about_another_child(plan, today) or not _makes_sense(person, plan):
        return []
    if person.has_room(plan, today):
        person.sent.append((today, plan.message.number_in_library, plan.row.line))
        for channel in open_channels:
            send = _send(plan, channel, now)
            person.texts.add((plan.row.line, send.body))
            yield send
        return []
    tomorrow = today + DAY
    if tomorrow > plan.day + DAY:
        return []
    return [_moved(plan, tomorrow, open_channels)]


def _makes_sense(person: Person, plan: Plan) -> bool:
    """A well done needs what it is about."""
    return plan.after is None or (plan.row.line, plan.after) in person.texts


def _moved(plan: Plan, to: date, channels: Iterable[str]) -> Plan:
    ends = local(to + DAY, time(0))
    return replace(plan, due=local(to, SLOTS[plan.row.slot]), until=tuple((channel, ends) for channel in channels))


def _awake(now: datetime) -> datetime:
    """The instant itself, or the end of the quiet hours that it lies in."""
    here = now.astimezone(LONDON)
    if here.time() >= QUIET_FROM:
        return local(here.date() + DAY, QUIET_UNTIL)
    return local(here.date(), QUIET_UNTIL) if here.time() < QUIET_UNTIL else now


def _send(plan: Plan, channel: str, now: datetime) -> Send:
    return Send(
        send_at_utc=now,
        roster_row=plan.row.line,
        channel=channel,
        track=plan.message.track,
        stage=plan.message.kind,
        number=plan.message.number,
        body=dict(plan.bodies)[channel],
    )
