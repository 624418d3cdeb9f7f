"""The gaps in a made-up family's months: stages of theirs of which nothing comes, each with a sentence why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delivery.models import Nudge, Reason
from languages.table import DEFAULT, LANGUAGES
from messages.models import Anchor, Message
from messages.stages import NUMBERS, Stage, StageKind
from scheduler.made_up import Family
from scheduler.what_if import PARTS, Gap, stage_name
from subscribers.models import Contact, Journey

# Where a stage counts from as long as nobody has written its message.
UNWRITTEN: Mapping[StageKind, Anchor] = {
    StageKind.PREGNANCY_WEEK: "due_date",
    StageKind.BABY_WEEK: "birth_date",
    StageKind.CHILD_MONTH: "birth_date",
}
TOLD: Mapping[str, Any] = {
    Reason.CAP: gettext_lazy("They had had enough messages by then, so this one is left out."),
    Reason.BAD_WORDING: gettext_lazy("The words name something that the directory does not have."),
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """For the gaps of one family from the first to the last local day."""

    family: Family
    first: date
    last: date
    nudges: Iterable[Nudge]
    with_unapproved: bool

    def gaps(self) -> list[Gap]:
        """Every gap, by day."""
        return sorted([*self._missing(), *self._left_out()], key=lambda gap: gap.day)

    def _missing(self) -> Iterator[Gap]:
        """Whole stages of which nothing comes by one of the channels they asked for."""
        sent = {(nudge.message_id, nudge.channel) for nudge in self.nudges if nudge.submitted_at}
        told = {nudge.message_id for nudge in self.nudges if nudge.reason in TOLD}
        for stage, day, message in self._stages():
            pk = message.pk if message else None
            silent = [channel for channel in self.family.channels if (pk, channel) not in sent]
            if silent and pk not in told and not self._is_replaced(stage, day):
                topic = message.topic if message else ""
                why = self._why(message, silent)
                yield Gap(day=day, stage=stage_name(*stage), topic=topic, message_id=pk, why=why)

    def _stages(self) -> Iterator[tuple[tuple[str, int], date, Message | None]]:
        """Every stage that the family goes through: its own track's, and what is written of its special tracks."""
        anchors = self.family.anchors(self.first)
        written = {(x.kind, x.number): x for x in Message.objects.of_stages().filter(track=self.family.track)}
        for kind, anchor in UNWRITTEN.items():
            for number in NUMBERS[kind]:
                message = written.get((kind, number))
                day = _day(Stage(kind, number), anchors[message.anchor if message else anchor])
                if day and self._from(kind) <= day <= self._until(kind):
                    yield (kind, number), day, message
        specials = Message.objects.filter(track__in=self.family.specials, kind=StageKind.TRACK_WEEK)
        for message in specials:
            day = _day(message.stage, self.first)
            if day and day <= self.last:
                yield (message.kind, message.number), day, message

    def _from(self, kind: StageKind) -> date:
        born = self.family.born_on
        return max(self.first, born) if born and kind != StageKind.PREGNANCY_WEEK else self.first

    def _until(self, kind: StageKind) -> date:
        born = self.family.born_on
        return min(self.last, born - timedelta(days=1)) if born and kind == StageKind.PREGNANCY_WEEK else self.last

    def _is_replaced(self, stage: tuple[str, int], day: date) -> bool:
        until = self.family.replaces_until
        return bool(until and self.family.specials) and stage[0] != StageKind.TRACK_WEEK and day < (until or day)

    def _why(self, message: Message | None, silent: list[str]) -> str:
        if message is None:
            return _("Nothing is written for this stage yet: nothing is sent.")
        if not message.live:
            return _("The message is not published: nothing is sent.")
        if message.held_at:
            return _("The message is held back while it is decided whether to withdraw it: nothing is sent.")
        codes = dict.fromkeys([self.family.language])
        if self.family.fallback == Journey.Fallback.ENGLISH:
            codes[DEFAULT] = None
        names = {"languages": _(" or ").join(LANGUAGES[code].name for code in codes)}
        if len(silent) < len(self.family.channels):
            sentence = _("No approved e-mail in %(languages)s: it comes by text only.")
            if silent == [Contact.Kind.SMS]:
                sentence = _("No approved text in %(languages)s: it comes by e-mail only.")
        elif self.with_unapproved:
            sentence = _("No published words in %(languages)s: nothing is sent.")
        else:
            sentence = _("No approved words in %(languages)s: nothing is sent.")
        return sentence % names

    def _left_out(self) -> Iterator[Gap]:
        """What was planned, and then left out for a reason of its own."""
        for nudge in self.nudges:
            message = nudge.message
            if nudge.reason in TOLD and message is not None and nudge.stage_day is not None:
                stage = stage_name(message.kind, message.number)
                if self.family.frequency == Journey.Frequency.THREE_A_WEEK:
                    stage = f"{stage} ({PARTS[nudge.part]})"
                why = str(TOLD[nudge.reason])
                yield Gap(day=nudge.stage_day, stage=stage, topic=message.topic, message_id=message.pk, why=why)


def _day(stage: Stage, anchor: date | None) -> date | None:
    return stage.day(anchor) if anchor else None
