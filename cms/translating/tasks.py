"""What is to do in a language: what came back, what the English has left behind, what is missing, what lies about."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, TextChoices
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from cms.approving import languages_of
from cms.editor.states import State, with_state
from delivery.helped import at_least, helped
from languages.table import DEFAULT, LANGUAGES, Language
from messages.models import Message, Translation
from messages.stages import StageKind
from subscribers.hours import local_day

MAY_ADD, MAY_CHANGE = "library.add_translation", "library.change_translation"
OF_MESSAGE = ("kind", "number", "track", "theme", "topic", "live", "digest")


class Kind(TextChoices):
    """In the order in which they are to be done."""

    SENT_BACK = "sent_back", _("sent back")
    STALE = "stale", _("English has changed")
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft, not submitted")


KINDS = list(Kind)
OF_STATE = {
    State.SENT_BACK: Kind.SENT_BACK,
    State.STALE: Kind.STALE,
    State.DRAFT: Kind.DRAFT,
    State.UNAPPROVED: Kind.DRAFT,
    State.CHANGED: Kind.DRAFT,
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """The words of one message in one language."""

    kind: Kind
    language: str
    message: int  # its id
    url: str  # where they are written
    topic: str  # in English
    place: str  # the stage and the track; or the campaign and its day
    parents: int | None  # whom they would help; small numbers are not shown, and None is not told
    rank: tuple[int, ...]  # among what helps as many: by stage
    words: int | None = None  # the id of the translation, when somebody has begun it
    goes_on: bool = False  # the English has changed, and the old words go on being sent meanwhile

    @property
    def order(self) -> tuple[Any, ...]:
        """What helps most parents comes first; what goes on being sent helps them already."""
        return KINDS.index(self.kind), self.goes_on, -at_least(self.parents or 0), self.rank


def may_translate(user: Any) -> bool:
    """Whether somebody has a desk at all."""
    return bool(user.has_perm(MAY_ADD) or user.has_perm(MAY_CHANGE))


def desks_of(user: Any) -> list[Language]:
    """The languages in which somebody translates."""
    given = languages_of(user)
    return [x for x in LANGUAGES.values() if x.code != DEFAULT and (given is None or x.code in given)]


def tasks(user: Any, languages: Collection[str], now: datetime) -> Mapping[str, list[Task]]:
    """All that is to do in these languages, in order; each language is there. A constant number of queries."""
    messages = {x.pk: x for x in Message.objects.of_stages().only(*OF_MESSAGE)}
    begun = list(_begun(languages, now))
    numbers = helped(languages, now)
    found: dict[str, list[Task]] = {language: [] for language in languages}
    if user.has_perm(MAY_CHANGE):
        for row in begun:
            if kind := _kind(row):
                found[row.language].append(_task(kind, messages[row.message_id], row.language, numbers, row))
    if user.has_perm(MAY_ADD):
        there = {(row.message_id, row.language) for row in begun}
        for pk in Message.objects.of_stages().sendable().values_list("pk", flat=True):
            for language in languages:
                if pk in messages and (pk, language) not in there:
                    found[language].append(_task(Kind.MISSING, messages[pk], language, numbers))
    return {language: sorted(rows, key=lambda task: task.order) for language, rows in found.items()}


def _begun(languages: Collection[str], now: datetime) -> Iterator[Any]:
    """The translations that there are, with their state, and of which English their newest draft was made."""
    rows = with_state(Translation.objects.of_stages().filter(language__in=languages), local_day(now))
    drafted = Cast(KeyTextTransform("made_from", "latest_revision__content"), CharField())
    told = rows.annotate(drafted_from=drafted, digest=F("message__digest")).order_by()
    names = ("message_id", "language", "state", "has_unpublished_changes", "made_from", "goes_on_with")
    yield from told.only("pk", *(x for x in names if x != "state"))


def _kind(row: Any) -> Kind | None:
    """What is to do about it; None when it waits for somebody else, or for nobody."""
    is_renewed = row.has_unpublished_changes and row.drafted_from == row.digest
    if row.state == State.STALE and is_renewed:
        return Kind.DRAFT
    return OF_STATE.get(row.state)


def _task(kind: Kind, message: Message, language: str, numbers: Mapping[tuple[int, str], int], row: Any = None) -> Task:
    return Task(
        kind=kind,
        language=language,
        message=message.pk,
        url=url_of(message.pk, language, row.pk if row else None),
        topic=message.topic,
        place=capfirst(f"{message.get_kind_display()} {message.number}, {message.get_track_display()}"),
        parents=numbers[message.pk, language],
        rank=(list(StageKind).index(StageKind(message.kind)), message.number, message.pk),
        words=row.pk if row else None,
        goes_on=kind == Kind.STALE and row.goes_on_with == row.digest,
    )


def url_of(message: int, language: str, words: int | None) -> str:
    """Where the words are written, or begun."""
    names = Translation.snippet_viewset.get_url_name
    if words:
        return reverse(names("edit"), args=[words])
    return f"{reverse(names('add'))}?message={message}&language={language}"


def tally(found: Iterable[Task]) -> list[tuple[Kind, int]]:
    """How many there are of each kind."""
    counted = Counter(task.kind for task in found)
    return [(kind, counted[kind]) for kind in KINDS]


def comments_on(found: Iterable[Task]) -> Mapping[int, str]:
    """What was said when words were sent back, by the translation's id; one query."""
    ids = [str(task.words) for task in found if task.kind == Kind.SENT_BACK and task.words]
    states = WorkflowState.objects.filter(
        base_content_type__app_label="library",
        base_content_type__model="translation",
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        object_id__in=ids,
    )
    rows = states.order_by("pk").values_list("object_id", "current_task_state__comment")
    said: dict[int, str] = defaultdict(str)
    return said | {int(pk): comment or "" for pk, comment in rows}
